//! The modules a script can import, one file or folder each.

mod asyncio;
mod contextvars;
mod datetime;
mod gc;
mod itertools;
mod math;
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
    &contextvars::CONTEXTVARS,
    &datetime::DATETIME,
    &gc::GC,
    &itertools::ITERTOOLS,
    &math::MATH,
    &random::NATIVE,
    &random::RANDOM,
    &time::TIME,
    &weakref::WEAKREF,
];
