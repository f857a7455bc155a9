//! The modules a script can import, one file or folder each.

mod asyncio;
mod atexit;
mod codecs;
mod contextvars;
mod datetime;
mod gc;
mod io;
mod json;
mod random;
mod time;
mod weakref;

use taipan_engine::types::module::ModuleSpec;

/// All of them; a module is a line here.
pub static MODULES: &[&ModuleSpec] = &[
    &asyncio::NATIVE,
    &asyncio::ASYNCIO,
    &asyncio::COROUTINES,
    &asyncio::EVENTS,
    &asyncio::EXCEPTIONS,
    &asyncio::FUTURES,
    &asyncio::LOCKS,
    &asyncio::QUEUES,
    &asyncio::RUNNERS,
    &asyncio::TASKGROUPS,
    &asyncio::TASKS,
    &asyncio::TIMEOUTS,
    &atexit::ATEXIT,
    &codecs::CODECS,
    &codecs::NATIVE,
    &contextvars::CONTEXTVARS,
    &datetime::DATETIME,
    &gc::GC,
    &io::IO,
    &io::NATIVE,
    &json::DECODER,
    &json::ENCODER,
    &json::JSON,
    &json::NATIVE,
    &random::NATIVE,
    &random::RANDOM,
    &time::TIME,
    &weakref::WEAKREF,
];
