//! The modules a script can import, one file or folder each.

mod asyncio;
mod concurrent;
mod contextvars;
mod datetime;
mod gc;
mod queue;
mod random;
mod thread;
mod threading;
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
    &asyncio::THREADS,
    &asyncio::TIMEOUTS,
    &contextvars::CONTEXTVARS,
    &datetime::DATETIME,
    &concurrent::CONCURRENT,
    &concurrent::FUTURES,
    &concurrent::BASE,
    &concurrent::THREAD,
    &gc::GC,
    &queue::NATIVE,
    &queue::QUEUE,
    &random::NATIVE,
    &random::RANDOM,
    &thread::THREAD,
    &threading::THREADING,
    &time::TIME,
    &weakref::WEAKREF,
];
