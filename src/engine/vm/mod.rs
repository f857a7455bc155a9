//! The machine: dispatch, calls, unwinding, coroutines, imports.

pub mod coroutine;
pub mod protocol;
mod signals;
mod stubs;
