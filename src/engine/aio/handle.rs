//! Handle and TimerHandle: a callback that the user has queued and can cancel. Tasks and futures do
//! without.

use std::cell::Cell;

use super::event_loop::EventLoop;
use super::ready::Ready;
use super::timers::TimerId;
use super::{context, repr};
use crate::funcs;
use crate::object::foreign::ForeignObject;
use crate::object::header::{Payload, Traverse};
use crate::object::slots::{CompareOp, PyResult, Slots};
use crate::object::types::{TypeSpec, type_flag};
use crate::object::value::Value;
use crate::object::var::Var;
use crate::object::vm::Vm;

/// The payload of both.
pub(super) struct Handle {
    /// Unbound once cancelled.
    callback: Var,
    /// A tuple.
    args: Var,
    context: Var,
    event_loop: Var,
    cancelled: Cell<bool>,
    /// Of a TimerHandle: seconds on the loop's clock.
    when: Option<f64>,
    timer: Cell<Option<TimerId>>,
}

impl Traverse for Handle {
    fn traverse(&self, visit: &mut dyn FnMut(&Value)) {
        for var in [&self.callback, &self.args, &self.context, &self.event_loop] {
            var.visit(visit);
        }
    }

    fn clear(&self) {
        for var in [&self.callback, &self.args, &self.context, &self.event_loop] {
            var.set(Value::UNBOUND);
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
    when: Option<f64>,
) -> Value {
    let handle = Handle {
        callback: callback.clone().into(),
        args: args.into(),
        context: context.into(),
        event_loop: event_loop.clone().into(),
        cancelled: Cell::new(false),
        when,
        timer: Cell::new(None),
    };
    let spec = if when.is_some() { &TIMER_HANDLE } else { &HANDLE };
    vm.new_foreign(&vm.ty(spec), handle)
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
    event_loop.check_open(vm)?;
    let handle = new(vm, this, callback, args.clone(), context_or_copy(vm, context), None);
    event_loop.push(vm, Ready::Handle(handle.clone()))?;
    Ok(handle)
}

/// `loop.call_at(when, callback, *args, context=context)`
pub(super) fn call_at(
    vm: &Vm,
    this: &Value,
    when: f64,
    callback: &Value,
    args: &Value,
    context: &Value,
) -> PyResult {
    let Some(event_loop) = this.foreign::<EventLoop>() else { return Ok(Value::NONE) };
    event_loop.check_open(vm)?;
    let handle = new(vm, this, callback, args.clone(), context_or_copy(vm, context), Some(when));
    let timer = event_loop.add_timer(vm, when, Ready::Handle(handle.clone()))?;
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

/// Runs the callback, unless it was cancelled.
pub(super) fn run(vm: &Vm, this: &Value, value: &Value) -> PyResult<()> {
    let (Some(handle), Some(event_loop)) = (of(value), this.foreign::<EventLoop>()) else {
        return Ok(());
    };
    handle.timer.set(None);
    if handle.cancelled.get() {
        return Ok(());
    }
    let (callback, args) = (handle.callback.get(), handle.args.get());
    let call = || vm.call(&callback, args.tuple_items());
    match context::run_in(vm, &handle.context, call) {
        Ok(result) => {
            drop(result);
            Ok(())
        }
        Err(raised) => {
            // A handle that the callback has cancelled no longer knows it.
            let shown = handle.callback.bound().unwrap_or(Value::NONE);
            event_loop.callback_failed(vm, this, &shown, value.clone(), raised)
        }
    }
}

pub(super) fn cancel(vm: &Vm, this: &Value) {
    let _ = vm;
    let Some(handle) = of(this) else { return };
    if handle.cancelled.replace(true) {
        return;
    }
    if let Some(timer) = handle.timer.take()
        && let Some(event_loop) = handle.event_loop.get().foreign::<EventLoop>()
    {
        event_loop.cancel_timer(timer);
    }
    handle.callback.set(Value::UNBOUND);
    handle.args.set(Value::UNBOUND);
}

fn cancelled(_: &Vm, this: &Value) -> bool {
    of(this).is_some_and(|h| h.cancelled.get())
}

fn get_context(vm: &Vm, this: &Value) -> Value {
    of(this).map_or(Value::NONE, |h| context::materialize(vm, &h.context))
}

fn when(_: &Vm, this: &Value) -> Option<f64> {
    of(this)?.when
}

fn repr_of(vm: &Vm, this: &Value) -> PyResult {
    let Some(handle) = of(this) else { return Ok(vm.str("<Handle>")) };
    let mut text = format!("<{}", vm.class(this).name());
    if handle.cancelled.get() {
        text.push_str(" cancelled");
    }
    if let Some(when) = handle.when {
        text.push_str(&format!(" when={}", vm.repr_text(&vm.float(when))?));
    }
    if let Some(callback) = handle.callback.bound() {
        text.push(' ');
        text.push_str(&repr::callback(vm, &callback));
    }
    text.push('>');
    Ok(vm.str(&text))
}

fn compare_timers(vm: &Vm, a: &Value, b: &Value, op: CompareOp) -> PyResult {
    let (Some(left), Some(right)) = (of(a).and_then(|h| h.when), of(b).and_then(|h| h.when)) else {
        return Ok(Value::NOT_IMPLEMENTED);
    };
    match op {
        CompareOp::Eq => Ok(Value::bool(a.is(b))),
        CompareOp::Ne => Ok(Value::bool(!a.is(b))),
        _ => vm.compare(op, &vm.float(left), &vm.float(right)),
    }
}

pub static HANDLE: TypeSpec = TypeSpec {
    name: "asyncio.events.Handle",
    doc: "A callback that waits for its turn; it can be cancelled.",
    operations: Some(ForeignObject::OPERATIONS),
    slots: Slots { repr: Some(repr_of), ..Slots::NONE },
    methods: funcs![
        cancel "(self, /)" "Cancel the callback.";
        cancelled "(self, /)" "Whether the callback was cancelled.";
        get_context "(self, /)" "The context that the callback runs in.";
    ],
    flags: type_flag::NO_NEW | type_flag::WEAK,
    ..TypeSpec::NONE
};

pub static TIMER_HANDLE: TypeSpec = TypeSpec {
    name: "asyncio.events.TimerHandle",
    base: Some(&HANDLE),
    doc: "A callback that waits for a point in time; it can be cancelled.",
    slots: Slots {
        hash: Some(|vm, this| {
            let when = of(this).and_then(|h| h.when).unwrap_or_default();
            vm.hash(&vm.float(when))
        }),
        compare: Some(compare_timers),
        ..Slots::NONE
    },
    methods: funcs![
        when "(self, /)" "When the callback is due, on the loop's clock.";
    ],
    flags: type_flag::NO_NEW | type_flag::WEAK,
    ..TypeSpec::NONE
};
