//! The modules a script can import, one file or folder each.
// A table of functions is a macro that takes one row after the other; `os` has two hundred.
#![recursion_limit = "512"]

/// The code of a file in Python, by its place in this folder; `build.rs` compiles all of them.
macro_rules! frozen {
    ($($file:literal)+) => {
        include_bytes!(concat!(env!("OUT_DIR"), "/", $($file,)+ ".frozen"))
    };
}

mod abc;
mod accounts;
mod arrays;
mod ast;
mod asyncio;
mod atexit;
mod binascii;
mod bisect;
mod cmath;
mod codecs;
mod collections;
mod concurrent;
mod contextlib;
mod contextvars;
mod copying;
mod csv;
mod dataclasses;
mod datetime;
mod dis;
mod duration;
mod encodings;
mod enumerations;
mod functools;
mod gc;
mod heapq;
mod http;
mod importlib;
mod inspect;
mod io;
mod itertools;
mod json;
mod keyword;
mod locale;
mod logging;
mod marshal;
mod math;
mod multiprocessing;
mod operator;
mod os;
mod pickles;
mod prompt;
mod queue;
mod random;
mod re;
mod reprlib;
mod resource;
mod select;
mod signal;
mod sitebuiltins;
mod socket;
mod ssl;
mod string;
mod structs;
mod subprocess;
mod symtable;
mod sysconfig;
mod terminals;
mod test_helpers;
mod thread;
mod threading;
mod time;
mod tokenize;
mod tokenizer;
mod traceback;
mod types;
mod typing;
mod unicodedata;
mod urllib;
mod warnings;
mod weakref;
mod zlib;

use taipan_engine::object::slots::PyResult;
use taipan_engine::object::value::Value;
use taipan_engine::object::vm::Vm;
use taipan_engine::types::module::ModuleSpec;

/// `cls[item]` of types that can be subscripted in annotations.
fn class_getitem(vm: &Vm, class: &Value, item: &Value) -> PyResult {
    vm.generic_alias(class, item)
}

/// Gives a module the functions of another one: the very same, not others from the same table.
fn take_functions(vm: &Vm, module: &Value, from: &'static ModuleSpec) -> PyResult<()> {
    let source = vm.import_module(from.name)?;
    for function in from.funcs {
        let name = vm.intern(function.name);
        vm.setattr(module, &name, Some(&vm.getattr(&source, &name)?))?;
    }
    Ok(())
}

/// All of them; a module is a line here.
pub static MODULES: &[&ModuleSpec] = &[
    &abc::ABC,
    &accounts::GRP,
    &accounts::PWD,
    &arrays::MODULE,
    &ast::AST,
    &ast::FOLD,
    &ast::NATIVE,
    &ast::UNPARSE,
    &asyncio::ASYNCIO,
    &asyncio::COROUTINES,
    &asyncio::EVENTS,
    &asyncio::EXCEPTIONS,
    &asyncio::FUTURES,
    &asyncio::GRAPH,
    &asyncio::LOCKS,
    &asyncio::NATIVE,
    &asyncio::BASE_FUTURES,
    &asyncio::BASE_TASKS,
    &asyncio::FORMAT_HELPERS,
    &asyncio::MIXINS,
    &asyncio::PYTHON_LOOP,
    &asyncio::STAGGERED,
    &asyncio::QUEUES,
    &asyncio::RUNNERS,
    &asyncio::TASKGROUPS,
    &asyncio::TASKS,
    &asyncio::STREAMS,
    &asyncio::BASE_EVENTS,
    &asyncio::BASE_SUBPROCESS,
    &asyncio::CONSTANTS,
    &asyncio::LOG,
    &asyncio::PROACTOR_EVENTS,
    &asyncio::SELECTOR_EVENTS,
    &asyncio::SUBPROCESS,
    &asyncio::UNIX_EVENTS,
    &asyncio::SSLPROTO,
    &asyncio::TRSOCK,
    &asyncio::TRANSPORTS,
    &asyncio::PROTOCOLS,
    &asyncio::THREADS,
    &asyncio::TIMEOUTS,
    &atexit::ATEXIT,
    &binascii::BINASCII,
    &bisect::BISECT,
    &bisect::NATIVE,
    &cmath::MODULE,
    &codecs::CODECS,
    &codecs::NATIVE,
    &collections::ABSTRACT,
    &collections::COLLECTIONS,
    &collections::NATIVE,
    &concurrent::BASE,
    &concurrent::CONCURRENT,
    &concurrent::FUTURES,
    &concurrent::PROCESS,
    &concurrent::THREAD,
    &contextlib::CONTEXTLIB,
    &contextvars::CONTEXTVARS,
    &copying::COPY,
    &copying::COPYREG,
    &csv::CSV,
    &csv::NATIVE,
    &dataclasses::DATACLASSES,
    &datetime::DATETIME,
    &dis::DIS,
    &dis::NATIVE,
    &dis::OPCODE,
    &encodings::ALIASES,
    &encodings::ENCODINGS,
    &encodings::IDNA,
    &encodings::PUNYCODE,
    &encodings::TRANSFORMS,
    &encodings::UTF_7,
    &datetime::NATIVE,
    &enumerations::ENUM,
    &functools::FUNCTOOLS,
    &functools::NATIVE,
    &gc::GC,
    &heapq::HEAPQ,
    &heapq::NATIVE,
    &http::CLIENT,
    &http::HEADERS,
    &http::HTTP,
    &importlib::ABC,
    &importlib::ABSTRACT_LOADER,
    &importlib::BOOTSTRAP,
    &importlib::BOOTSTRAP_COPY,
    &importlib::EXTERNAL,
    &importlib::EXTERNAL_COPY,
    &importlib::IMP,
    &importlib::IMPORTLIB,
    &importlib::MACHINERY,
    &importlib::METADATA,
    &importlib::PKGUTIL,
    &importlib::READERS,
    &importlib::RESOURCES,
    &importlib::RESOURCES_ABC,
    &importlib::RUNPY,
    &importlib::SITE,
    &importlib::UTIL,
    &importlib::ZIPIMPORT,
    &inspect::INSPECT,
    &io::ABSTRACT,
    &io::IO,
    &io::NATIVE,
    &itertools::ITERTOOLS,
    &json::DECODER,
    &json::ENCODER,
    &json::JSON,
    &json::NATIVE,
    &keyword::KEYWORD,
    &locale::LOCALE,
    &logging::ADAPTER,
    &logging::FORMATS,
    &logging::LOGGING,
    &marshal::MARSHAL,
    &math::MATH,
    &multiprocessing::CONNECTION,
    &multiprocessing::CONTEXT,
    &multiprocessing::CREW,
    &multiprocessing::MULTIPROCESSING,
    &multiprocessing::POOL,
    &multiprocessing::PROCESS,
    &multiprocessing::QUEUES,
    &multiprocessing::SPAWN,
    &multiprocessing::STARTING,
    &multiprocessing::SYNCHRONIZE,
    &multiprocessing::UTIL,
    &operator::NATIVE,
    &operator::OPERATOR,
    &os::ERRNO,
    &os::GENERICPATH,
    &os::OS,
    &os::POSIX,
    &os::POSIXPATH,
    &os::STAT,
    &pickles::COMPAT,
    &pickles::NATIVE,
    &pickles::PICKLE,
    &queue::NATIVE,
    &queue::QUEUE,
    &random::NATIVE,
    &random::RANDOM,
    &re::CONSTANTS,
    &re::RE,
    &select::SELECT,
    &select::SELECTORS,
    &signal::NATIVE,
    &signal::SIGNAL,
    &socket::NAMED_INTEGERS,
    &socket::NATIVE,
    &socket::SOCKET,
    &resource::MODULE,
    &ssl::NATIVE,
    &ssl::SSL,
    &prompt::PROMPT,
    &reprlib::REPRLIB,
    &sitebuiltins::SITEBUILTINS,
    &string::NATIVE,
    &string::STRING,
    &unicodedata::UNICODEDATA,
    &urllib::ERROR,
    &urllib::PARSE,
    &urllib::REQUEST,
    &urllib::RESPONSE,
    &urllib::URLLIB,
    &warnings::NATIVE,
    &warnings::WARNINGS,
    &structs::NATIVE,
    &structs::STRUCTS,
    &terminals::PTY,
    &terminals::TERMIOS,
    &terminals::TTY,
    &sysconfig::MODULE,
    &symtable::NATIVE,
    &symtable::SYMTABLE,
    &subprocess::NATIVE,
    &subprocess::SUBPROCESS,
    &test_helpers::TESTCAPI,
    &test_helpers::TESTINTERNALCAPI,
    &test_helpers::TESTLIMITEDCAPI,
    &test_helpers::TESTSINGLEPHASE,
    &thread::THREAD,
    &threading::THREADING,
    &time::TIME,
    &tokenize::TOKEN,
    &tokenize::TOKENIZE,
    &tokenizer::NATIVE,
    &traceback::LINECACHE,
    &traceback::NATIVE,
    &traceback::TRACEBACK,
    &types::TYPES,
    &typing::NATIVE,
    &typing::TYPING,
    &weakref::NATIVE,
    &weakref::WEAKREF,
    &zlib::MODULE,
];
