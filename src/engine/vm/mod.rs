//! The machine: dispatch, calls, unwinding, coroutines, imports.

mod call;
mod compile;
pub mod coroutine;
mod frames;
mod helpers;
pub mod import;
mod pattern;
pub mod protocol;
mod run;
mod slow;
mod stubs;
mod unwind;

use crate::object::slots::PyResult;
use crate::object::value::Value;
use crate::object::vm::Vm;

/// What waiting for an awaitable of the event loop led to.
pub enum Polled {
    /// Hand this to the driver of the chain.
    Pending(Value),
    Ready(Value),
}

/// Whether `await` delegates to the value itself, without an iterator.
pub(crate) fn is_native_awaitable(_: &Value) -> bool {
    false
}

/// One turn of waiting for a native awaitable; `None` for anything else.
pub(crate) fn await_native(_: &Vm, _: &Value, _: &Value) -> Option<PyResult<Polled>> {
    None
}
