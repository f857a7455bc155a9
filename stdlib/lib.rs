//! The modules a script can import, one file or folder each.

mod asyncio;
mod atexit;
mod bisect;
mod codecs;
mod concurrent;
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
mod queue;
mod random;
mod string;
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
    &atexit::ATEXIT,
    &codecs::CODECS,
    &codecs::NATIVE,
    &contextvars::CONTEXTVARS,
    &datetime::DATETIME,
    &concurrent::CONCURRENT,
    &concurrent::FUTURES,
    &concurrent::BASE,
    &concurrent::THREAD,
    &gc::GC,
    &bisect::BISECT,
    &heapq::HEAPQ,
    &io::IO,
    &io::NATIVE,
    &itertools::ITERTOOLS,
    &json::DECODER,
    &json::ENCODER,
    &json::JSON,
    &json::NATIVE,
    &keyword::KEYWORD,
    &math::MATH,
    &operator::NATIVE,
    &operator::OPERATOR,
    &queue::NATIVE,
    &queue::QUEUE,
    &random::NATIVE,
    &random::RANDOM,
    &string::NATIVE,
    &string::STRING,
    &thread::THREAD,
    &threading::THREADING,
    &time::TIME,
    &weakref::WEAKREF,
];
