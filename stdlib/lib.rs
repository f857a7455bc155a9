//! The modules a script can import, one file or folder each.

mod asyncio;
mod contextvars;
mod datetime;
mod gc;
mod random;
mod signal;
mod socket;
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
    &asyncio::STREAMS,
    &asyncio::BASE_EVENTS,
    &asyncio::BASE_SUBPROCESS,
    &asyncio::SUBPROCESS,
    &asyncio::TRSOCK,
    &asyncio::TRANSPORTS,
    &asyncio::PROTOCOLS,
    &asyncio::TIMEOUTS,
    &contextvars::CONTEXTVARS,
    &datetime::DATETIME,
    &gc::GC,
    &random::NATIVE,
    &random::RANDOM,
    &signal::NATIVE,
    &signal::SIGNAL,
    &socket::NAMED_INTEGERS,
    &socket::NATIVE,
    &socket::SOCKET,
    &time::TIME,
    &weakref::WEAKREF,
];
