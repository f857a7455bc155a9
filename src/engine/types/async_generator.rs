//! Asynchronous generators as Python sees them, and the awaitables that their methods give. How they
//! run is in `vm/async_generator.rs`.

use super::generator::{self, row};
use crate::funcs;
use crate::object::async_step::{AsyncStep, StepKind, StepState};
use crate::object::frame::{GeneratorObject, State};
use crate::object::header::Payload;
use crate::object::native::{Maybe, Rest};
use crate::object::slots::{PyResult, Raised, Slots};
use crate::object::types::{TypeSpec, type_flag};
use crate::object::value::Value;
use crate::object::vm::Vm;
use crate::types::exception::*;
use crate::vm::async_generator::{close_step, or_default, resume_step};
use crate::vm::coroutine::{Outcome, Resume, send_into};

// ---- the generator -----------------------------------------------------------------------------

fn anext(vm: &Vm, this: &Value) -> PyResult {
    vm.async_step(this, StepKind::Send, Value::NONE)
}

fn asend(vm: &Vm, this: &Value, value: &Value) -> PyResult {
    vm.async_step(this, StepKind::Send, value.clone())
}

fn athrow(vm: &Vm, this: &Value, args: Rest<'_>) -> PyResult {
    if args.0.len() > 1 {
        let text = "the (type, exc, tb) signature of athrow() is deprecated, use the single-arg signature instead.";
        vm.warn(&DEPRECATION_WARNING, text)?;
    }
    // How many there are is looked at when the step is awaited.
    vm.async_step(this, StepKind::Throw, vm.tuple(args.0.to_vec()))
}

fn aclose(vm: &Vm, this: &Value) -> PyResult {
    vm.async_step(this, StepKind::Close, Value::NONE)
}

fn running(_: &Vm, value: &Value) -> PyResult {
    let running = value.get::<GeneratorObject>().is_some_and(|g| g.async_running.get());
    Ok(Value::bool(running))
}

pub static ASYNC_GENERATOR: TypeSpec = TypeSpec {
    name: "async_generator",
    operations: Some(GeneratorObject::OPERATIONS),
    slots: Slots {
        repr: Some(generator::repr),
        finalize: Some(generator::finalize),
        aiter: Some(|_, this| Ok(this.clone())),
        anext: Some(anext),
        ..Slots::NONE
    },
    methods: funcs![
        asend "(self, value, /)" "An awaitable that resumes the generator; v is what its yield evaluates to.";
        athrow "(self, /, *args)" "An awaitable that resumes the generator with an exception raised where it stands.";
        aclose "(self, /)" "An awaitable that ends the generator, by GeneratorExit raised where it stands.";
    ],
    getset: &[
        generator::NAME,
        generator::QUALNAME,
        row("ag_running", running),
        row("ag_suspended", generator::suspended),
        row("ag_await", generator::delegate),
        row("ag_code", generator::code),
        row("ag_frame", generator::frame),
    ],
    flags: type_flag::NO_NEW | type_flag::WEAK,
    ..TypeSpec::NONE
};

// ---- its steps ---------------------------------------------------------------------------------

impl Vm {
    /// `anext(iterator, default)`: `awaitable` is what the iterator's `__anext__` gave.
    pub(crate) fn anext_awaitable(&self, awaitable: Value, default: Value) -> Value {
        self.new_step(AsyncStep::new(StepKind::Default, awaitable, default))
    }
}

/// Resumes a step, whatever it awaits.
fn resume(vm: &Vm, this: &Value, how: Resume) -> PyResult<Outcome> {
    let Some(step) = this.get::<AsyncStep>() else { return Ok(Outcome::Returned(Value::NONE)) };
    if step.target().is_some() {
        return resume_step(vm, this, how);
    }
    let outcome = iterator_of(vm, step).and_then(|iterator| match how {
        Resume::Send(sent) => send_into(vm, &iterator, sent),
        Resume::Throw(exception) => {
            match vm.call_method(&iterator, &vm.names().throw, &[exception]) {
                Ok(value) => Ok(Outcome::Yielded(value)),
                Err(raised) => vm.stop_value(raised).map(Outcome::Returned),
            }
        }
    });
    match outcome {
        Ok(outcome) => Ok(outcome),
        Err(raised) => or_default(vm, step, Err(raised)).map(Outcome::Returned),
    }
}

/// What awaiting the awaitable of `anext(iterator, default)` iterates over.
fn iterator_of(vm: &Vm, step: &AsyncStep) -> PyResult {
    let awaitable = vm.awaitable(step.of.clone(), 0)?;
    match vm.class(&awaitable).slots.next.get() {
        Some(_) => Ok(awaitable),
        // A coroutine is driven through an object of its own.
        None => vm.call_method(&awaitable, &vm.names().__await__, &[]),
    }
}

fn next(vm: &Vm, this: &Value) -> PyResult<Option<Value>> {
    match resume(vm, this, Resume::Send(Value::NONE))? {
        Outcome::Yielded(value) | Outcome::YieldedAsync(value) => Ok(Some(value)),
        Outcome::Returned(value) => {
            vm.stop_value.set(value);
            Ok(None)
        }
    }
}

fn given(vm: &Vm, outcome: Outcome) -> PyResult {
    match outcome {
        Outcome::Yielded(value) | Outcome::YieldedAsync(value) => Ok(value),
        Outcome::Returned(value) => Err(vm.stop_iteration(value)),
    }
}

fn send(vm: &Vm, this: &Value, value: &Value) -> PyResult {
    resume(vm, this, Resume::Send(value.clone())).and_then(|outcome| given(vm, outcome))
}

fn throw(vm: &Vm, this: &Value, kind: &Value, value: Maybe<'_>, traceback: Maybe<'_>) -> PyResult {
    let exception = match vm.thrown_exception(kind, value.0, traceback.0) {
        Ok(exception) => exception,
        Err(raised) => return Err(refused_throw(vm, this, raised)),
    };
    resume(vm, this, Resume::Throw(exception)).and_then(|outcome| given(vm, outcome))
}

/// Arguments that mean no exception: they end a step as an exception does, after its state was looked at.
#[cold]
fn refused_throw(vm: &Vm, this: &Value, raised: Raised) -> Raised {
    let step = match this.get::<AsyncStep>() {
        Some(step) if step.kind == StepKind::Default => step.of.get::<AsyncStep>(),
        own => own,
    };
    let Some(step) = step else { return raised };
    let refused = vm.refused_step(step);
    step.state.set(StepState::Closed);
    refused.unwrap_or(raised)
}

/// Whether what `anext(iterator, default)` waits for has come to its end.
fn is_over(step: &AsyncStep) -> bool {
    let coroutine = step.of.get::<GeneratorObject>();
    let inner = step.of.get::<AsyncStep>();
    step.kind == StepKind::Default
        && (coroutine.is_some_and(|coroutine| coroutine.state.get() == State::Finished)
            || inner.is_some_and(|inner| inner.state.get() == StepState::Closed))
}

fn close(vm: &Vm, this: &Value) -> PyResult<()> {
    match this.get::<AsyncStep>() {
        Some(step) if is_over(step) => Ok(()),
        Some(step) if step.target().is_none() => {
            let iterator = iterator_of(vm, step)?;
            vm.call_method(&iterator, &vm.names().close, &[]).map(drop)
        }
        _ => close_step(vm, this),
    }
}

/// A step that nobody has awaited is reported.
fn finalize(vm: &Vm, this: &Value) {
    let Some(step) = this.get::<AsyncStep>() else { return };
    let method = match step.kind {
        StepKind::Send => "asend",
        StepKind::Throw => "athrow",
        StepKind::Close => "aclose",
        StepKind::Default => return,
    };
    if step.state.get() == StepState::Created
        && let Some(generator) = step.generator()
        && let Ok(qualname) = vm.repr_text(&generator.qualname.get())
    {
        vm.warn_method_never_awaited(this, method, &qualname);
    }
}

const STEP: Slots = Slots {
    iter: Some(|_, this| Ok(this.clone())),
    awaitable: Some(|_, this| Ok(this.clone())),
    next: Some(next),
    finalize: Some(finalize),
    ..Slots::NONE
};

macro_rules! step_type {
    ($static:ident, $name:literal, $slots:expr) => {
        pub static $static: TypeSpec = TypeSpec {
            name: $name,
            operations: Some(AsyncStep::OPERATIONS),
            slots: $slots,
            methods: funcs![
                send "(self, value, /)" "send(value) -> send 'value' into it.";
                throw "(self, type, value=<missing>, traceback=<missing>, /)" "throw(value) -> raise exception inside it.";
                close "(self, /)" "close() -> raise GeneratorExit inside it.";
            ],
            flags: type_flag::NO_NEW,
            ..TypeSpec::NONE
        };
    };
}

step_type!(ASEND, "async_generator_asend", STEP);
step_type!(ATHROW, "async_generator_athrow", STEP);
step_type!(ANEXT_AWAITABLE, "anext_awaitable", Slots { finalize: None, ..STEP });
