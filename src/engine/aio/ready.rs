//! The ready queue's entries: everything that the loop can be about to do, in 16 bytes. A step of a
//! task needs neither a handle nor a callable.

use super::event_loop::EventLoop;
use super::io::Readiness;
use super::transport::{Accepted, Step};
use super::{executor, future, handle, task, transport};
use crate::object::slots::PyResult;
use crate::object::value::Value;
use crate::object::vm::Vm;

/// What a turn of the loop does next.
pub(super) enum Ready {
    /// Step the task: its first step, after `sleep(0)`, or because what it waited for is done.
    Task(Value),
    /// Run the callback of a Handle or TimerHandle.
    Handle(Value),
    /// Give the future the result that it was made to sleep for, unless it is done.
    Resolve(Box<Resolve>),
    /// A transport begins or ends.
    Step(Value, Step),
    /// A connection has come in.
    Accepted(Box<Accepted>),
    /// A descriptor is ready, and a native source sees to it.
    Io(Value, Readiness),
    /// Give the future the outcome of a call in another thread, unless it is done.
    Settle(Box<Settle>),
    /// Call a done-callback.
    Callback(Box<DoneCall>),
    /// Call a done-callback that is Rust code.
    Native(Box<NativeCall>),
}

pub(super) struct Resolve {
    pub(super) future: Value,
    pub(super) result: Value,
}

/// What a call in another thread led to.
pub(super) struct Settle {
    pub(super) future: Value,
    pub(super) outcome: PyResult,
}

/// A callable added with `add_done_callback`, on its way.
pub(super) struct DoneCall {
    pub(super) callable: Value,
    pub(super) context: Value,
    pub(super) future: Value,
}

/// Rust code that is told when a future is done. Must not raise.
pub type OnDone = fn(&Vm, data: &Value, future: &Value);

pub(super) struct NativeCall {
    pub(super) call: OnDone,
    pub(super) data: Value,
    pub(super) future: Value,
}

impl Ready {
    /// Does it. Only what ends the program comes back as an error.
    pub(super) fn run(self, vm: &Vm, this: &Value, event_loop: &EventLoop) -> PyResult<()> {
        match self {
            Ready::Task(task) => task::step(vm, &task, event_loop),
            Ready::Handle(value) => handle::run(vm, &value),
            Ready::Resolve(resolve) => {
                future::resolve_unless_done(vm, &resolve.future, resolve.result);
                Ok(())
            }
            Ready::Io(source, readiness) => transport::ready(vm, &source, readiness),
            Ready::Step(source, step) => transport::step(vm, &source, step),
            Ready::Accepted(accepted) => transport::set_up(vm, &accepted),
            Ready::Settle(settle) => executor::settle(vm, *settle),
            Ready::Callback(done) => event_loop.call_done(vm, this, *done),
            Ready::Native(native) => {
                (native.call)(vm, &native.data, &native.future);
                Ok(())
            }
        }
    }

    /// An object that stands for it: a handle, a task, or the future that it is about.
    pub(super) fn shown(&self) -> Value {
        match self {
            Ready::Task(value)
            | Ready::Handle(value)
            | Ready::Io(value, _)
            | Ready::Step(value, _) => value.clone(),
            Ready::Accepted(_) => Value::NONE,
            Ready::Resolve(resolve) => resolve.future.clone(),
            Ready::Settle(settle) => settle.future.clone(),
            Ready::Callback(done) => done.callable.clone(),
            Ready::Native(native) => native.future.clone(),
        }
    }

    pub(super) fn traverse(&self, visit: &mut dyn FnMut(&Value)) {
        match self {
            Ready::Task(value)
            | Ready::Handle(value)
            | Ready::Io(value, _)
            | Ready::Step(value, _) => {
                visit(value);
            }
            Ready::Accepted(accepted) => accepted.traverse(visit),
            Ready::Resolve(resolve) => {
                visit(&resolve.future);
                visit(&resolve.result);
            }
            Ready::Settle(settle) => {
                visit(&settle.future);
                match &settle.outcome {
                    Ok(value) => visit(value),
                    Err(raised) => visit(&raised.0),
                }
            }
            Ready::Callback(done) => {
                visit(&done.callable);
                visit(&done.context);
                visit(&done.future);
            }
            Ready::Native(native) => {
                visit(&native.data);
                visit(&native.future);
            }
        }
    }
}

const _: () = assert!(size_of::<Ready>() == 16);
