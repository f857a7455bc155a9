//! The modules a script can import, one file or folder each.

mod asyncio;
mod atexit;
mod bisect;
mod codecs;
mod contextvars;
mod datetime;
mod gc;
mod heapq;
mod io;
mod itertools;
mod json;
mod keyword;
mod math;
mod operator;
mod random;
mod string;
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
    &bisect::BISECT,
    &heapq::HEAPQ,
    &itertools::ITERTOOLS,
    &keyword::KEYWORD,
    &math::MATH,
    &operator::NATIVE,
    &operator::OPERATOR,
    &random::NATIVE,
    &random::RANDOM,
    &string::NATIVE,
    &string::STRING,
    &time::TIME,
    &weakref::WEAKREF,
];
