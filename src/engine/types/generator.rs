//! Generators and coroutines as Python sees them. How they run is in `vm/coroutine.rs`;
//! asynchronous generators' own methods are in `async_generator.rs`.

use crate::funcs;
use crate::object::foreign::ForeignObject;
use crate::object::frame::{Flavor, GeneratorObject, State};
use crate::object::header::{Payload, Traverse};
use crate::object::native::{GetSet, Maybe};
use crate::object::slots::{PyResult, Slots};
use crate::object::types::{TypeRef, TypeSpec, type_flag};
use crate::object::value::Value;
use crate::object::vm::Vm;
use crate::types::exception::*;
use crate::vm::coroutine::{Outcome, Resume};

pub(crate) fn generator_of(value: &Value) -> Option<&GeneratorObject> {
    value.get::<GeneratorObject>()
}

/// `next(generator)`, for loops and builtins: no StopIteration is made.
fn next(vm: &Vm, this: &Value) -> PyResult<Option<Value>> {
    let outcome = match vm.resume_suspended(this) {
        Some(outcome) => outcome?,
        None => vm.resume(this, Resume::Send(Value::NONE))?,
    };
    match outcome {
        Outcome::Yielded(value) | Outcome::YieldedAsync(value) => Ok(Some(value)),
        Outcome::Returned(value) => {
            vm.stop_value.set(value);
            Ok(None)
        }
    }
}

/// The value yielded, or StopIteration with the value returned.
fn outcome(vm: &Vm, outcome: Outcome) -> PyResult {
    match outcome {
        Outcome::Yielded(value) | Outcome::YieldedAsync(value) => Ok(value),
        Outcome::Returned(value) => Err(vm.stop_iteration(value)),
    }
}

fn send(vm: &Vm, this: &Value, value: &Value) -> PyResult {
    vm.resume(this, Resume::Send(value.clone())).and_then(|o| outcome(vm, o))
}

fn throw(vm: &Vm, this: &Value, kind: &Value, value: Maybe<'_>, traceback: Maybe<'_>) -> PyResult {
    warn_of_three(vm, value.0, traceback.0)?;
    let exception = || vm.exception_to_throw(kind, value.0, traceback.0);
    let given = [Some(kind), value.0, traceback.0];
    let arguments: Vec<Value> = given.into_iter().map_while(|each| each.cloned()).collect();
    let result = match vm.throw_arguments(this, &arguments, exception) {
        Some(result) => result,
        None => vm.resume(this, Resume::Throw(exception()?)),
    };
    result.and_then(|result| outcome(vm, result))
}

fn close(vm: &Vm, this: &Value) -> PyResult {
    vm.close_generator(this)
}

fn warn_of_three(vm: &Vm, value: Option<&Value>, traceback: Option<&Value>) -> PyResult<()> {
    if value.is_none() && traceback.is_none() {
        return Ok(());
    }
    let text = "the (type, exc, tb) signature of throw() is deprecated, use the single-arg signature instead.";
    vm.warn(&DEPRECATION_WARNING, text)
}

impl Vm {
    /// The exception that `throw(type, value, traceback)` means.
    pub(crate) fn thrown_exception(
        &self,
        kind: &Value,
        value: Option<&Value>,
        traceback: Option<&Value>,
    ) -> PyResult {
        warn_of_three(self, value, traceback)?;
        self.exception_to_throw(kind, value, traceback)
    }

    /// As [`Vm::thrown_exception`], without a warning.
    pub(crate) fn exception_to_throw(
        &self,
        kind: &Value,
        value: Option<&Value>,
        traceback: Option<&Value>,
    ) -> PyResult {
        let value = value.filter(|v| !v.is_none());
        let traceback = traceback.filter(|t| !t.is_none());
        if traceback.is_some_and(|t| t.get::<crate::types::frame::TracebackObject>().is_none()) {
            return Err(self.type_error("throw() third argument must be a traceback object"));
        }
        let exception = if kind.get::<ExceptionObject>().is_some() {
            if value.is_some() {
                return Err(self.type_error("instance exception may not have a separate value"));
            }
            kind.clone()
        } else if TypeRef::of(kind).is_some_and(|c| c.is_subtype(&self.ty(&BASE_EXCEPTION))) {
            // What goes wrong while it is made is thrown in its place.
            self.make_exception(kind, value).unwrap_or_else(|raised| raised.0)
        } else {
            let class = self.class(kind).full_name();
            return Err(self.type_error(format!(
                "exceptions must be classes or instances deriving from BaseException, not {class}"
            )));
        };
        if let (Some(traceback), Some(payload)) = (traceback, exception.get::<ExceptionObject>()) {
            payload.traceback.set(traceback.clone());
        }
        Ok(exception)
    }

    /// An instance of an exception class, from what stands for its arguments.
    fn make_exception(&self, class: &Value, value: Option<&Value>) -> PyResult {
        let made = match value {
            None => self.call(class, &[])?,
            Some(value) if self.is_instance(value, class)? => value.clone(),
            Some(value) => match value.as_tuple() {
                Some(items) => self.call(class, items)?,
                None => self.call(class, std::slice::from_ref(value))?,
            },
        };
        if made.get::<ExceptionObject>().is_some() {
            return Ok(made);
        }
        let (class, got) = (self.repr_text(class)?, self.class(&made).full_name());
        let text =
            format!("calling {class} should have returned an instance of BaseException, not {got}");
        Err(self.type_error(text))
    }
}

/// A generator goes: a coroutine that never ran is reported, a suspended one is closed.
pub(super) fn finalize(vm: &Vm, this: &Value) {
    let Some(generator) = generator_of(this) else { return };
    let handled = match generator.state.get() {
        State::Finished | State::Running => Ok(()),
        State::Created if generator.flavor == Flavor::Coroutine => {
            vm.warn_never_awaited(this, &generator.qualname.get().to_text());
            Ok(())
        }
        State::Created | State::Suspended
            if generator.flavor == Flavor::AsyncGenerator
                && !generator.finalizer().is_unbound()
                && !generator.async_closed.get() =>
        {
            vm.call(&generator.finalizer(), std::slice::from_ref(this)).map(drop)
        }
        State::Created => Ok(()),
        State::Suspended => vm.close_abandoned(this),
    };
    if let Err(raised) = handled {
        vm.report_unraisable(&raised.0, this);
    }
    // Nobody revived it, so its frame is about to go.
    if this.header().is_some_and(|header| header.count() == 1) {
        vm.abandon_frame(generator);
    }
}

pub(super) fn repr(vm: &Vm, this: &Value) -> PyResult {
    let Some(generator) = generator_of(this) else { return Ok(vm.str("")) };
    let (class, name) = (vm.class(this).name(), generator.qualname.get().to_text());
    Ok(vm.str_shown(&format!("<{class} object {name} at {:#x}>", vm.id(this))))
}

macro_rules! name_attr {
    ($name:literal, $field:ident) => {
        GetSet {
            name: $name,
            doc: "",
            get: |_, v| Ok(generator_of(v).map_or(Value::NONE, |g| g.$field.get())),
            set: Some(|vm, v, new| match new.filter(|n| n.as_str_object().is_some()) {
                Some(new) => {
                    generator_of(v).into_iter().for_each(|g| g.$field.set(new.clone()));
                    Ok(())
                }
                None => Err(vm.type_error(concat!($name, " must be set to a string object"))),
            }),
        }
    };
}

fn running(_: &Vm, value: &Value) -> PyResult {
    Ok(Value::bool(generator_of(value).is_some_and(GeneratorObject::is_running)))
}

pub(super) fn suspended(_: &Vm, value: &Value) -> PyResult {
    let suspended = |g: &GeneratorObject| g.state.get() == State::Suspended && !g.is_running();
    Ok(Value::bool(generator_of(value).is_some_and(suspended)))
}

/// What it delegates to, or None.
pub(super) fn delegate(vm: &Vm, value: &Value) -> PyResult {
    let generator = generator_of(value).filter(|generator| !generator.is_running());
    if let (Some(generator), Some(make)) = (generator, vm.nap_object.get()) {
        generator.show_nap(|| make(vm));
    }
    let delegate = generator.and_then(GeneratorObject::delegate);
    Ok(delegate.map_or(Value::NONE, |delegate| vm.visible_delegate(delegate)))
}

pub(super) fn code(_: &Vm, value: &Value) -> PyResult {
    Ok(generator_of(value).map_or(Value::NONE, GeneratorObject::code_value))
}

pub(super) fn frame(vm: &Vm, value: &Value) -> PyResult {
    Ok(generator_of(value).and_then(|g| vm.generator_frame(g)).unwrap_or(Value::NONE))
}

pub(super) const fn row(name: &'static str, get: fn(&Vm, &Value) -> PyResult) -> GetSet {
    GetSet { name, doc: "", get, set: None }
}

pub(super) const NAME: GetSet = name_attr!("__name__", name);
pub(super) const QUALNAME: GetSet = name_attr!("__qualname__", qualname);

pub static GENERATOR: TypeSpec = TypeSpec {
    name: "generator",
    operations: Some(GeneratorObject::OPERATIONS),
    slots: Slots {
        repr: Some(repr),
        iter: Some(|_, this| Ok(this.clone())),
        next: Some(next),
        finalize: Some(finalize),
        ..Slots::NONE
    },
    methods: funcs![
        send "(self, value, /)" "Resume the generator and give what it yields next; arg is the value of the yield it stands at.";
        throw "(self, type, value=<missing>, traceback=<missing>, /)" "Raise an exception where the generator stands and give what it yields next.";
        close "(self, /)" "End the generator by raising GeneratorExit where it stands; give what it returns, if anything.";
    ],
    getset: &[
        NAME,
        QUALNAME,
        row("gi_running", running),
        row("gi_suspended", suspended),
        row("gi_yieldfrom", delegate),
        row("gi_code", code),
        row("gi_frame", frame),
    ],
    flags: type_flag::NO_NEW | type_flag::WEAK,
    ..TypeSpec::NONE
};

pub static COROUTINE: TypeSpec = TypeSpec {
    name: "coroutine",
    operations: Some(GeneratorObject::OPERATIONS),
    slots: Slots {
        repr: Some(repr),
        awaitable: Some(|vm, this| {
            Ok(vm.new_foreign(&vm.ty(&COROUTINE_WRAPPER), Wrapper(this.clone())))
        }),
        finalize: Some(finalize),
        ..Slots::NONE
    },
    methods: funcs![
        send "(self, value, /)" "Resume the coroutine up to the next thing that it has to wait for; arg is what the last one came to.";
        throw "(self, type, value=<missing>, traceback=<missing>, /)" "Raise an exception where the coroutine waits and go on to the next thing that it has to wait for.";
        close "(self, /)" "End the coroutine by raising GeneratorExit where it waits.";
    ],
    getset: &[
        NAME,
        QUALNAME,
        row("cr_running", running),
        row("cr_suspended", suspended),
        row("cr_await", delegate),
        row("cr_code", code),
        row("cr_frame", frame),
        row("cr_origin", |_, v| {
            let origin = generator_of(v).map_or(Value::UNBOUND, GeneratorObject::origin);
            Ok(if origin.is_unbound() { Value::NONE } else { origin })
        }),
    ],
    flags: type_flag::NO_NEW | type_flag::WEAK,
    ..TypeSpec::NONE
};

/// What `coroutine.__await__()` gives: an iterator over the coroutine.
struct Wrapper(Value);

impl Traverse for Wrapper {
    fn traverse(&self, visit: &mut dyn FnMut(&Value)) {
        visit(&self.0);
    }
}

fn wrapped(value: &Value) -> Value {
    value.foreign::<Wrapper>().map_or(Value::NONE, |w| w.0.clone())
}

fn wrapper_send(vm: &Vm, this: &Value, value: &Value) -> PyResult {
    send(vm, &wrapped(this), value)
}

fn wrapper_throw(
    vm: &Vm,
    this: &Value,
    kind: &Value,
    value: Maybe<'_>,
    traceback: Maybe<'_>,
) -> PyResult {
    throw(vm, &wrapped(this), kind, value, traceback)
}

fn wrapper_close(vm: &Vm, this: &Value) -> PyResult {
    close(vm, &wrapped(this))
}

static COROUTINE_WRAPPER: TypeSpec = TypeSpec {
    name: "coroutine_wrapper",
    operations: Some(ForeignObject::OPERATIONS),
    slots: Slots {
        iter: Some(|_, this| Ok(this.clone())),
        next: Some(|vm, this| next(vm, &wrapped(this))),
        ..Slots::NONE
    },
    methods: funcs![
        "send" = wrapper_send, "(self, value, /)", "send(arg) -> send 'arg' into coroutine.";
        "throw" = wrapper_throw, "(self, type, value=<missing>, traceback=<missing>, /)", "Raise exception in coroutine.";
        "close" = wrapper_close, "(self, /)", "End the coroutine by raising GeneratorExit where it waits.";
    ],
    flags: type_flag::NO_NEW,
    ..TypeSpec::NONE
};
