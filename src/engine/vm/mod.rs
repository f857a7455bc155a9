//! The machine: dispatch, calls, unwinding, coroutines, imports.

pub(crate) mod async_generator;
mod bind;
mod call;
mod compile;
pub mod coroutine;
mod frames;
mod helpers;
pub mod import;
mod import_hooks;
pub(crate) mod import_load;
mod import_lock;
mod operator;
mod pattern;
pub mod protocol;
mod run;
pub mod signals;
mod slow;
pub(crate) mod suspended;
pub mod threads;
mod throwing;
mod trace;
mod unwind;

use crate::object::value::Value;

pub(crate) use crate::aio::{await_native, is_native_awaitable};

/// What waiting for an awaitable of the event loop led to.
pub enum Polled {
    /// Hand this to the driver of the chain.
    Pending(Value),
    Ready(Value),
}
