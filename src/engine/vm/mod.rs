//! The machine: dispatch, calls, unwinding, coroutines, imports.

pub mod protocol;
mod stubs;
