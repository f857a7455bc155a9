//! What a loop does besides in debug mode: it times callbacks, checks what it is given, and has
//! coroutines remember where they were made. A loop that is not in debug mode asks nothing of this.

use super::event_loop::EventLoop;
use super::ready::Ready;
use super::{errors, handle, is_coroutine, repr};
use crate::object::slots::PyResult;
use crate::object::value::Value;
use crate::object::vm::Vm;

/// How many frames are remembered of the place where something was made.
const STACK_DEPTH: usize = 10;

/// Runs the first `count` entries of the queue and warns of those that take long.
pub(super) fn run_watched(
    vm: &Vm,
    this: &Value,
    event_loop: &EventLoop,
    count: usize,
) -> PyResult<()> {
    for _ in 0..count {
        let Some(next) = event_loop.next_ready() else { break };
        if vm.shows.loops.get() {
            super::showing::runs(vm, event_loop, &next);
        }
        let subject = Subject::of(&next);
        let begin = event_loop.time(vm);
        let result = next.run(vm, this, event_loop);
        let took = event_loop.time(vm) - begin;
        let limit = match event_loop.slow_callback_duration.bound() {
            Some(limit) => vm.to_f64(&limit)?,
            None => 0.1,
        };
        result?;
        if took >= limit && event_loop.debug.get() {
            let text = format!("Executing {} took {took:.3} seconds", subject.text(vm)?);
            errors::warn(vm, &text, subject.task());
        }
    }
    Ok(())
}

/// What was run, for a warning.
pub(super) enum Subject {
    Task(Value),
    Handle(Value),
    /// The callback and the future that is done.
    Callback(Value, Value),
    Other,
}

impl Subject {
    pub(super) fn of(ready: &Ready) -> Subject {
        match ready {
            Ready::Task(task) => Subject::Task(task.clone()),
            Ready::Handle(handle) => Subject::Handle(handle.clone()),
            Ready::Callback(done) => Subject::Callback(done.callable.clone(), done.future.clone()),
            Ready::Resolve(_)
            | Ready::Step(..)
            | Ready::Accepted(_)
            | Ready::Io(..)
            | Ready::Settle(_)
            | Ready::Native(_) => Subject::Other,
        }
    }

    fn task(&self) -> Option<&Value> {
        if let Subject::Task(task) = self { Some(task) } else { None }
    }

    pub(super) fn text(&self, vm: &Vm) -> PyResult<String> {
        match self {
            Subject::Task(task) => vm.repr_text(task),
            Subject::Handle(handle) => handle::describe(vm, handle),
            Subject::Callback(callback, future) => {
                let args = vm.tuple(vec![future.clone()]);
                Ok(format!("<Handle {}>", repr::call(vm, callback, &args, None, true, true)?))
            }
            Subject::Other => Ok("<Handle>".to_owned()),
        }
    }
}

/// What `call_soon` and its like are given: a callable, which makes no coroutine.
pub(super) fn check_callback(
    vm: &Vm,
    event_loop: &EventLoop,
    callback: &Value,
    method: &str,
) -> PyResult<()> {
    if !event_loop.debug.get() {
        return Ok(());
    }
    if is_coroutine(vm, callback)? || super::is_coroutine_function(vm, callback)? {
        return Err(vm.type_error(format!("coroutines cannot be used with {method}()")));
    }
    if vm.class(callback).slots.call.get().is_none() {
        let text = vm.repr_text(callback)?;
        let message = format!("a callable object was expected by {method}(), got {text}");
        return Err(vm.type_error(message));
    }
    Ok(())
}

/// A running loop takes calls from its own thread only.
pub(super) fn check_thread(vm: &Vm, event_loop: &EventLoop) -> PyResult<()> {
    let elsewhere = event_loop.thread.get().is_some_and(|thread| thread != vm.thread_id());
    if event_loop.debug.get() && elsewhere {
        let text = "Non-thread-safe operation invoked on an event loop other than the current one";
        return Err(vm.runtime_error(text));
    }
    Ok(())
}

/// Has coroutines remember where they were made, or no longer.
pub(super) fn track_origins(vm: &Vm, event_loop: &EventLoop, on: bool) {
    match (on, event_loop.origins.get()) {
        (true, None) => event_loop.origins.set(Some(vm.origin_depth.replace(STACK_DEPTH))),
        (false, Some(before)) => {
            vm.origin_depth.set(before);
            event_loop.origins.set(None);
        }
        (true, Some(_)) | (false, None) => {}
    }
}
