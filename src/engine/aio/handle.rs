//! Handle and TimerHandle: a callback that the user has queued and can cancel. Tasks and futures do
//! without.

use std::cell::{Cell, OnceCell};

use super::event_loop::EventLoop;
use super::ready::Ready;
use super::timers::TimerId;
use super::{context, errors, other_loops, repr};
use crate::funcs;
use crate::object::dict::DictObject;
use crate::object::foreign::ForeignObject;
use crate::object::header::{Payload, Traverse};
use crate::object::native::{Args, GetSet, Signature};
use crate::object::slots::{CompareOp, PyResult, Raised, Slots};
use crate::object::types::{TypeRef, TypeSpec, type_flag};
use crate::object::value::Value;
use crate::object::var::Var;
use crate::object::vm::Vm;
use crate::types::exception::{KEYBOARD_INTERRUPT, SYSTEM_EXIT};

/// The payload of both.
#[derive(Default)]
pub(super) struct Handle {
    /// Unbound once cancelled.
    callback: Var,
    /// A tuple.
    args: Var,
    context: Var,
    event_loop: Var,
    cancelled: Cell<bool>,
    /// Of a TimerHandle: seconds on the loop's clock; else unbound.
    when: Var,
    timer: Cell<Option<TimerId>>,
    /// For loops of Python code: whether it is among their timers.
    scheduled: Cell<bool>,
    notes: OnceCell<Box<Notes>>,
}

/// Of debug mode.
#[derive(Default)]
struct Notes {
    /// Where the handle was made.
    source: Var,
    /// What a cancelled one was.
    shown: Var,
}

impl Handle {
    fn vars(&self) -> [&Var; 5] {
        [&self.callback, &self.args, &self.context, &self.event_loop, &self.when]
    }

    fn notes(&self) -> &Notes {
        self.notes.get_or_init(Box::default)
    }

    fn source(&self) -> Option<Value> {
        self.notes.get()?.source.bound()
    }
}

impl Traverse for Handle {
    fn traverse(&self, visit: &mut dyn FnMut(&Value)) {
        for var in self.vars() {
            var.visit(visit);
        }
        if let Some(notes) = self.notes.get() {
            notes.source.visit(visit);
            notes.shown.visit(visit);
        }
    }

    fn clear(&self) {
        self.vars().into_iter().for_each(|var| var.set(Value::UNBOUND));
        if let Some(notes) = self.notes.get() {
            notes.source.set(Value::UNBOUND);
            notes.shown.set(Value::UNBOUND);
        }
    }
}

fn of(value: &Value) -> Option<&Handle> {
    value.foreign::<Handle>()
}

fn new(
    vm: &Vm,
    event_loop: &Value,
    callback: &Value,
    args: Value,
    context: Value,
    when: Option<Value>,
) -> Value {
    let spec = if when.is_some() { &TIMER_HANDLE } else { &HANDLE };
    let handle = Handle {
        callback: callback.clone().into(),
        args: args.into(),
        context: context.into(),
        event_loop: event_loop.clone().into(),
        when: when.unwrap_or(Value::UNBOUND).into(),
        ..Handle::default()
    };
    vm.new_foreign(&vm.ty(spec), handle)
}

/// Notes where the handle was made, in debug mode.
#[cold]
fn note_source(vm: &Vm, handle: &Value) -> PyResult<()> {
    if let Some(own) = of(handle) {
        own.notes().source.set(repr::stack_here(vm)?);
    }
    Ok(())
}

/// The context given, or a copy of the current one.
fn context_or_copy(vm: &Vm, context: &Value) -> Value {
    if context.is_none() || context.is_unbound() {
        context::copy_current(vm)
    } else {
        context.clone()
    }
}

/// `loop.call_soon(callback, *args, context=context)`
pub(super) fn call_soon(
    vm: &Vm,
    this: &Value,
    callback: &Value,
    args: &Value,
    context: &Value,
) -> PyResult {
    let Some(event_loop) = this.foreign::<EventLoop>() else { return Ok(Value::NONE) };
    let handle = new(vm, this, callback, args.clone(), context_or_copy(vm, context), None);
    if event_loop.debug.get() {
        note_source(vm, &handle)?;
    }
    event_loop.push(vm, Ready::Handle(handle.clone()))?;
    Ok(handle)
}

/// `loop.call_at(when, callback, *args, context=context)`; the moment in both forms.
pub(super) fn call_at(
    vm: &Vm,
    this: &Value,
    (moment, when): (f64, Value),
    callback: &Value,
    args: &Value,
    context: &Value,
) -> PyResult {
    let Some(event_loop) = this.foreign::<EventLoop>() else { return Ok(Value::NONE) };
    let context = context_or_copy(vm, context);
    let handle = new(vm, this, callback, args.clone(), context, Some(when));
    if event_loop.debug.get() {
        note_source(vm, &handle)?;
    }
    let timer = event_loop.add_timer(vm, moment, Ready::Handle(handle.clone()))?;
    if let Some(own) = of(&handle) {
        own.timer.set(Some(timer));
    }
    Ok(handle)
}

/// A handle for a descriptor's callback.
pub(super) fn for_callback(vm: &Vm, event_loop: &Value, callback: &Value, args: &Value) -> Value {
    new(vm, event_loop, callback, args.clone(), context::copy_current(vm), None)
}

/// A handle to show to the exception handler for a callback that had none.
pub(super) fn for_error(vm: &Vm, event_loop: &Value, callback: &Value, future: &Value) -> Value {
    let args = vm.tuple(vec![future.clone()]);
    new(vm, event_loop, callback, args, Value::UNBOUND, None)
}

/// Where the callback ran.
pub(super) fn set_context(this: &Value, context: Value) {
    of(this).into_iter().for_each(|handle| handle.context.set(context.clone()));
}

/// Runs the callback, unless it was cancelled.
pub(super) fn run(vm: &Vm, value: &Value) -> PyResult<()> {
    let Some(handle) = of(value) else { return Ok(()) };
    handle.timer.set(None);
    if handle.cancelled.get() {
        return Ok(());
    }
    run_now(vm, value, handle)
}

/// Runs the callback; the loop's exception handler hears of what it raises.
fn run_now(vm: &Vm, value: &Value, handle: &Handle) -> PyResult<()> {
    let (callback, args) = (handle.callback.get(), handle.args.get());
    if callback.is_unbound() {
        return Ok(());
    }
    let call = || match args.as_tuple() {
        Some(args) => vm.call(&callback, args),
        // The loop's own handles have a tuple; any iterable will do.
        None => vm.call(&callback, &vm.to_vec(&args)?),
    };
    match context::run_in(vm, &handle.context, call) {
        Ok(result) => {
            drop(result);
            Ok(())
        }
        Err(raised) => failed(vm, value, handle, raised),
    }
}

fn failed(vm: &Vm, value: &Value, handle: &Handle, Raised(exception): Raised) -> PyResult<()> {
    if vm.is_exception(&exception, &KEYBOARD_INTERRUPT) || vm.is_exception(&exception, &SYSTEM_EXIT)
    {
        return Err(Raised(exception));
    }
    // A handle that the callback has cancelled no longer knows it.
    let shown = handle.callback.bound().unwrap_or(Value::NONE);
    let args = handle.args.bound().unwrap_or(Value::NONE);
    let event_loop = handle.event_loop.get();
    let debug = other_loops::debugs(vm, &event_loop)?;
    let text = repr::call(vm, &shown, &args, None, debug, true)?;
    let message = vm.str(&format!("Exception in callback {text}"));
    let mut rows = vec![("message", message), ("exception", exception), ("handle", value.clone())];
    rows.extend(handle.source().map(|source| ("source_traceback", source)));
    errors::call_exception_handler(vm, &event_loop, &rows)
}

/// Cancels a handle of a native loop.
pub(super) fn cancel(vm: &Vm, this: &Value) {
    // Only loops of Python code can object.
    let _ = try_cancel(vm, this);
}

/// `handle.cancel()`
fn try_cancel(vm: &Vm, this: &Value) -> PyResult<()> {
    let Some(handle) = of(this) else { return Ok(()) };
    if handle.cancelled.get() {
        return Ok(());
    }
    let event_loop = handle.event_loop.get();
    let native = event_loop.foreign::<EventLoop>();
    if !event_loop.is_unbound() {
        if native.is_none() && !handle.when.is_unbound() {
            let name = vm.intern("_timer_handle_cancelled");
            vm.call_method(&event_loop, &name, std::slice::from_ref(this))?;
        }
        if other_loops::debugs(vm, &event_loop)? {
            // Its repr goes on to tell what it was.
            handle.notes().shown.set(vm.str(&vm.repr_text(this)?));
        }
    }
    handle.cancelled.set(true);
    if let (Some(timer), Some(native)) = (handle.timer.take(), native) {
        native.cancel_timer(timer);
    }
    handle.callback.set(Value::UNBOUND);
    handle.args.set(Value::UNBOUND);
    Ok(())
}

// ---- what Python sees --------------------------------------------------------------------------

fn make(vm: &Vm, class: &TypeRef, _: Args) -> PyResult {
    Ok(vm.new_foreign(class, Handle::default()))
}

fn init_handle(vm: &Vm, this: &Value, args: Args) -> PyResult<()> {
    let signature = Signature::parse("(callback, args, loop, context=None)");
    let bound = signature.bind(vm, "Handle.__init__", args)?;
    let [callback, args, event_loop, context] = bound.as_slice() else { return Ok(()) };
    fill(vm, this, [callback, args, event_loop, context])
}

fn init_timer(vm: &Vm, this: &Value, args: Args) -> PyResult<()> {
    let signature = Signature::parse("(when, callback, args, loop, context=None)");
    let bound = signature.bind(vm, "TimerHandle.__init__", args)?;
    let [when, callback, args, event_loop, context] = bound.as_slice() else { return Ok(()) };
    fill(vm, this, [callback, args, event_loop, context])?;
    if let Some(handle) = of(this) {
        handle.when.set(when.clone());
    }
    Ok(())
}

fn fill(vm: &Vm, this: &Value, parts: [&Value; 4]) -> PyResult<()> {
    let [callback, args, event_loop, context] = parts;
    let Some(handle) = of(this) else { return Ok(()) };
    handle.callback.set(callback.clone());
    handle.args.set(args.clone());
    handle.event_loop.set(event_loop.clone());
    handle.context.set(context_or_copy(vm, context));
    handle.cancelled.set(false);
    if other_loops::debugs(vm, event_loop)? {
        handle.notes().source.set(repr::stack_here(vm)?);
    }
    Ok(())
}

pub(super) fn is_cancelled(this: &Value) -> bool {
    of(this).is_some_and(|h| h.cancelled.get())
}

fn cancelled(_: &Vm, this: &Value) -> bool {
    of(this).is_some_and(|h| h.cancelled.get())
}

fn get_context(vm: &Vm, this: &Value) -> Value {
    of(this).map_or(Value::NONE, |h| context::materialize(vm, &h.context))
}

fn when(_: &Vm, this: &Value) -> Value {
    of(this).and_then(|h| h.when.bound()).unwrap_or(Value::NONE)
}

/// `handle._run()`, for loops of Python code.
fn run_row(vm: &Vm, this: &Value) -> PyResult<()> {
    of(this).map_or(Ok(()), |handle| run_now(vm, this, handle))
}

fn info(vm: &Vm, this: &Value, handle: &Handle) -> PyResult<Vec<String>> {
    let mut words = vec![vm.class(this).name().to_owned()];
    if handle.cancelled.get() {
        words.push("cancelled".to_owned());
    }
    if let Some(when) = handle.when.bound() {
        words.push(format!("when={}", vm.repr_text(&when)?));
    }
    let source = handle.source();
    if let Some(callback) = handle.callback.bound().filter(|c| !c.is_none()) {
        let args = handle.args.bound().unwrap_or(Value::NONE);
        let event_loop = handle.event_loop.bound();
        let debug = event_loop.map_or(Ok(false), |l| other_loops::debugs(vm, &l))?;
        words.push(repr::call(vm, &callback, &args, None, debug, true)?);
    }
    if let Some(source) = source {
        words.push(repr::made_at(vm, &source)?);
    }
    Ok(words)
}

fn repr_of(vm: &Vm, this: &Value) -> PyResult {
    let Some(handle) = of(this) else { return Ok(vm.str("<Handle>")) };
    if let Some(shown) = handle.notes.get().and_then(|notes| notes.shown.bound()) {
        // What it was, with a word in front.
        let text = shown.to_text();
        let class = format!("<{}", vm.class(this).name());
        let rest = text.strip_prefix(&class).unwrap_or(&text);
        return Ok(vm.str(&format!("{class} cancelled{rest}")));
    }
    Ok(vm.str(&format!("<{}>", info(vm, this, handle)?.join(" "))))
}

fn repr_info(vm: &Vm, this: &Value) -> PyResult {
    let words = of(this).map_or(Ok(Vec::new()), |handle| info(vm, this, handle))?;
    Ok(vm.new_list(words.iter().map(|word| vm.str(word)).collect()))
}

/// By time; timers are equal if all that they are about is.
fn compare_timers(vm: &Vm, a: &Value, b: &Value, op: CompareOp) -> PyResult {
    let (Some(left), Some(right)) = (of(a), of(b)) else { return Ok(Value::NOT_IMPLEMENTED) };
    let (Some(first), Some(second)) = (left.when.bound(), right.when.bound()) else {
        return Ok(Value::NOT_IMPLEMENTED);
    };
    let same = || -> PyResult<bool> {
        let or_none = |var: &Var| var.bound().unwrap_or(Value::NONE);
        Ok(vm.equal(&first, &second)?
            && vm.equal(&or_none(&left.callback), &or_none(&right.callback))?
            && vm.equal(&or_none(&left.args), &or_none(&right.args))?
            && left.cancelled.get() == right.cancelled.get())
    };
    Ok(Value::bool(match op {
        CompareOp::Eq => same()?,
        CompareOp::Ne => !same()?,
        CompareOp::Lt | CompareOp::Gt => vm.compare_bool(op, &first, &second)?,
        CompareOp::Le | CompareOp::Ge => vm.compare_bool(op, &first, &second)? || same()?,
    }))
}

const fn stored(name: &'static str, get: fn(&Vm, &Value) -> PyResult) -> GetSet {
    GetSet { name, doc: "", get, set: None }
}

fn part(this: &Value, pick: fn(&Handle) -> &Var) -> PyResult {
    Ok(of(this).and_then(|handle| pick(handle).bound()).unwrap_or(Value::NONE))
}

fn set_scheduled(vm: &Vm, this: &Value, value: Option<&Value>) -> PyResult<()> {
    let on = value.map_or(Ok(false), |value| vm.truth(value))?;
    of(this).into_iter().for_each(|handle| handle.scheduled.set(on));
    Ok(())
}

/// What a log says of a handle that took long: a task's step is the task.
pub fn describe(vm: &Vm, this: &Value) -> PyResult<String> {
    let callback = of(this).and_then(|handle| handle.callback.bound());
    match callback.and_then(|callback| super::task_type::task_to_wake(&callback)) {
        Some(task) => vm.repr_text(&task),
        None => vm.str_text(this),
    }
}

/// The rows of a mapping under the given keys that are there.
pub(super) fn context_for(vm: &Vm, rows: &DictObject) -> PyResult<Option<Value>> {
    for key in ["task", "future", "handle"] {
        let Some(source) = rows.get_interned(&vm.intern(key)).filter(|v| !v.is_none()) else {
            continue;
        };
        let get_context = vm.getattr_opt(&source, &vm.intern("get_context"))?;
        return get_context.map(|get| vm.call(&get, &[])).transpose();
    }
    Ok(None)
}

pub static HANDLE: TypeSpec = TypeSpec {
    name: "asyncio.events.Handle",
    doc: "A callback that waits for its turn; it can be cancelled.",
    signature: "(callback, args, loop, context=None)",
    operations: Some(ForeignObject::OPERATIONS),
    slots: Slots { repr: Some(repr_of), new: Some(make), init: Some(init_handle), ..Slots::NONE },
    methods: funcs![
        "cancel" = try_cancel, "(self)", "Cancel the callback.";
        cancelled "(self)" "Whether the callback was cancelled.";
        get_context "(self)" "The context that the callback runs in.";
        "_run" = run_row, "(self)", "Call the callback.";
        "_repr_info" = repr_info, "(self)", "What the repr consists of.";
    ],
    getset: &[
        stored("_callback", |_, this| part(this, |h| &h.callback)),
        stored("_args", |_, this| part(this, |h| &h.args)),
        stored("_loop", |_, this| part(this, |h| &h.event_loop)),
        stored("_context", |vm, this| Ok(get_context(vm, this))),
        stored("_source_traceback", |_, this| {
            Ok(of(this).and_then(Handle::source).unwrap_or(Value::NONE))
        }),
        stored("_cancelled", |vm, this| Ok(Value::bool(cancelled(vm, this)))),
    ],
    flags: type_flag::BASE | type_flag::WEAK,
    ..TypeSpec::NONE
};

pub static TIMER_HANDLE: TypeSpec = TypeSpec {
    name: "asyncio.events.TimerHandle",
    base: Some(&HANDLE),
    doc: "A callback that waits for a point in time; it can be cancelled.",
    signature: "(when, callback, args, loop, context=None)",
    slots: Slots {
        init: Some(init_timer),
        hash: Some(|vm, this| vm.hash(&when(vm, this))),
        compare: Some(compare_timers),
        ..Slots::NONE
    },
    methods: funcs![
        when "(self)" "When the callback is due, on the loop's clock.";
    ],
    getset: &[
        stored("_when", |vm, this| Ok(when(vm, this))),
        GetSet {
            name: "_scheduled",
            doc: "",
            get: |_, this| Ok(Value::bool(of(this).is_some_and(|h| h.scheduled.get()))),
            set: Some(set_scheduled),
        },
    ],
    flags: type_flag::BASE | type_flag::WEAK,
    ..TypeSpec::NONE
};
