//! asyncio: the modules and their native functions. What these do is in the engine's `aio/`; what is
//! on no hot path is Python source beside this file, run when one of its names is first asked for.

use taipan_engine::aio::{
    self, context, event_loop, exceptions, gather, loop_type, policy, run, streams, task_type,
    transport,
};
use taipan_engine::funcs;
use taipan_engine::object::code::{CodeObject, FunctionObject};
use taipan_engine::object::dict::DictObject;
use taipan_engine::object::native::Rest;
use taipan_engine::object::slots::PyResult;
use taipan_engine::object::value::Value;
use taipan_engine::object::vm::Vm;
use taipan_engine::types::bytes::Buffer;
use taipan_engine::types::exception::{ATTRIBUTE_ERROR, RESOURCE_WARNING, TIMEOUT_ERROR};
use taipan_engine::types::module::{ModuleObject, ModuleSpec};

mod fifo;
pub(crate) mod processes;
mod tls;
mod transports;

fn sleep(vm: &Vm, delay: &Value, result: &Value) -> Value {
    aio::native_coroutine::sleep(vm, delay, result)
}

fn create_task(vm: &Vm, coro: &Value, name: &Value, context: &Value) -> PyResult {
    loop_type::create_task(vm, &event_loop::running(vm)?, coro, name, context)
}

fn gather_row(vm: &Vm, awaitables: Rest<'_>, return_exceptions: bool) -> PyResult {
    gather::gather(vm, awaitables.0, return_exceptions)
}

fn run_row(vm: &Vm, main: &Value, debug: &Value, loop_factory: &Value) -> PyResult {
    run::run(vm, main, debug, loop_factory)
}

fn ensure_future(vm: &Vm, coro_or_future: &Value, event_loop: &Value) -> PyResult {
    aio::ensure_future(vm, coro_or_future, Some(event_loop).filter(|l| !l.is_none()))
}

fn isfuture(vm: &Vm, obj: &Value) -> PyResult<bool> {
    aio::is_future(vm, obj)
}

fn iscoroutine(vm: &Vm, obj: &Value) -> PyResult<bool> {
    aio::is_coroutine(vm, obj)
}

/// Functions written with `async def`, also where they are bound or marked as such.
fn iscoroutinefunction(vm: &Vm, func: &Value) -> PyResult<bool> {
    use taipan_compiler::code::flags;
    let mut func = func.clone();
    while let Some(inner) = vm.getattr_opt(&func, &vm.intern("__func__"))? {
        func = inner;
    }
    if let Some(function) = func.get::<FunctionObject>() {
        let code = function.code.get();
        if code.get::<CodeObject>().is_some_and(|c| c.has_flag(flags::COROUTINE)) {
            return Ok(true);
        }
    }
    Ok(vm.getattr_opt(&func, &vm.intern("_is_coroutine_mark"))?.is_some())
}

fn get_running_loop(vm: &Vm) -> PyResult {
    event_loop::running(vm)
}

fn get_running_loop_or_none(vm: &Vm) -> Value {
    event_loop::running(vm).unwrap_or(Value::NONE)
}

fn get_event_loop(vm: &Vm) -> PyResult {
    policy::current(vm)
}

fn current_loop(vm: &Vm) -> PyResult {
    event_loop::of_thread(vm)
}

fn set_policy(vm: &Vm, policy: &Value) {
    policy::set(vm, policy);
}

fn set_current_loop(vm: &Vm, event_loop: &Value) -> PyResult<()> {
    loop_type::set_event_loop(vm, event_loop)
}

fn set_event_loop(vm: &Vm, event_loop: &Value) -> PyResult<()> {
    policy::set_current(vm, event_loop)
}

fn new_event_loop(vm: &Vm) -> PyResult {
    policy::new(vm)
}

fn current_task(vm: &Vm, of_loop: &Value) -> PyResult {
    task_type::current_task(vm, of_loop)
}

fn all_tasks(vm: &Vm, of_loop: &Value) -> PyResult {
    let wanted = if of_loop.is_none() { event_loop::running(vm)? } else { of_loop.clone() };
    let tasks = vm.new_list(task_type::all_tasks(vm, &wanted));
    vm.call(vm.types.set().value(), &[tasks])
}

fn run_main(vm: &Vm, event_loop: &Value, coro: &Value, context: &Value) -> PyResult {
    run::run_main(vm, event_loop, coro, context)
}

fn close_loop(vm: &Vm, event_loop: &Value, was_set: bool) -> PyResult<()> {
    run::close(vm, event_loop, was_set)
}

fn copy_context(vm: &Vm) -> Value {
    match context::copy_current(vm) {
        empty if empty.is_unbound() => {
            vm.new_foreign(&vm.ty(&context::CONTEXT), context::Context::default())
        }
        copy => copy,
    }
}

fn feed_buffered(vm: &Vm, proto: &Value, data: &Value) -> PyResult<()> {
    let bytes = Buffer::required(vm, data)?.to_vec();
    tls::feed_buffered(vm, proto, &bytes)
}

fn warn_unclosed(vm: &Vm, what: &Value) -> PyResult<()> {
    let message = vm.str(&format!("unclosed transport {}", vm.repr_text(what)?));
    vm.warn_level(&vm.ty(&RESOURCE_WARNING), &message, 2, Some(what))
}

/// Modules of Python source and the names that `asyncio` takes from them.
static LAZY: &[(&str, &[&str])] = &[
    ("asyncio.locks", &["Lock", "Event", "Condition", "Semaphore", "BoundedSemaphore", "Barrier"]),
    (
        "asyncio.queues",
        &["Queue", "PriorityQueue", "LifoQueue", "QueueFull", "QueueEmpty", "QueueShutDown"],
    ),
    ("asyncio.timeouts", &["Timeout", "timeout", "timeout_at", "wait_for"]),
    ("asyncio.taskgroups", &["TaskGroup"]),
    (
        "asyncio.tasks",
        &[
            "wait",
            "as_completed",
            "shield",
            "create_eager_task_factory",
            "eager_task_factory",
            "run_coroutine_threadsafe",
            "_register_task",
            "_unregister_task",
            "_enter_task",
            "_leave_task",
        ],
    ),
    ("asyncio.runners", &["Runner"]),
    ("asyncio.futures", &["wrap_future"]),
    (
        "asyncio.streams",
        &["open_connection", "start_server", "open_unix_connection", "start_unix_server"],
    ),
    ("asyncio.base_events", &["Server"]),
    ("asyncio.subprocess", &["create_subprocess_exec", "create_subprocess_shell"]),
    (
        "asyncio.policies",
        &[
            "AbstractEventLoopPolicy",
            "DefaultEventLoopPolicy",
            "get_event_loop_policy",
            "set_event_loop_policy",
        ],
    ),
    ("asyncio.trsock", &[]),
    ("asyncio.sslproto", &[]),
    ("asyncio.transports", &[]),
    ("asyncio.protocols", &[]),
    ("asyncio.base_subprocess", &[]),
    ("asyncio.threads", &["to_thread"]),
    ("asyncio.coroutines", &[]),
    ("asyncio.events", &[]),
    ("asyncio.exceptions", &[]),
];

/// `asyncio.name` for what Python source defines: runs the source, then remembers the value.
fn getattr(vm: &Vm, name: &Value) -> PyResult {
    lazily(vm, "asyncio", name)
}

/// As [`getattr`], for `asyncio.events`.
fn events_getattr(vm: &Vm, name: &Value) -> PyResult {
    lazily(vm, "asyncio.events", name)
}

fn lazily(vm: &Vm, own: &str, name: &Value) -> PyResult {
    let text = name.to_text();
    let found = LAZY.iter().find(|(_, names)| names.contains(&text.as_str()));
    let module = match found {
        Some((module, _)) if own == "asyncio" || *module == "asyncio.policies" => {
            vm.import_module(module)?
        }
        None if own != "asyncio" && text == "BaseDefaultEventLoopPolicy" => {
            vm.import_module("asyncio.policies")?
        }
        None if own == "asyncio"
            && LAZY.iter().any(|(module, _)| module.strip_prefix("asyncio.") == Some(&text)) =>
        {
            return vm.import_module(&format!("asyncio.{text}"));
        }
        _ => {
            let message = format!("module '{own}' has no attribute '{text}'");
            return Err(vm.raise(&ATTRIBUTE_ERROR, message));
        }
    };
    let value = vm.getattr(&module, &vm.intern_value(name))?;
    let own = vm.import_module(own)?;
    vm.setattr(&own, &vm.intern_value(name), Some(&value))?;
    Ok(value)
}

/// Puts `from asyncio import *`'s names in place.
fn init(vm: &Vm, module: &Value) -> PyResult<()> {
    let Some(namespace) = module.get::<ModuleObject>() else { return Ok(()) };
    let Some(dict) = namespace.dict.get::<DictObject>() else { return Ok(()) };
    for spec in transport::TRANSPORT_CLASSES.iter().chain(transport::PROTOCOL_CLASSES) {
        let class = vm.ty(spec);
        drop(dict.set_interned(&class.name.get(), class.value().clone()));
    }
    let mut all: Vec<Value> = dict
        .keys()
        .into_iter()
        .filter(|name| name.as_str().is_some_and(|n| !n.starts_with('_')))
        .collect();
    for (_, names) in LAZY {
        all.extend(names.iter().map(|n| vm.intern(n)));
    }
    let all = vm.tuple(all);
    drop(dict.set_interned(&vm.intern("__all__"), all));
    // A package: `import asyncio.locks` looks for what lies beneath.
    drop(dict.set_interned(&vm.intern("__path__"), vm.new_list(Vec::new())));
    Ok(())
}

fn shown(vm: &Vm, text: &str) -> Value {
    vm.intern(text)
}

macro_rules! native_functions {
    ($($more:tt)*) => {
        funcs![
            naps sleep "(delay, result=None)" "Waits for delay seconds, then gives result.";
            create_task "(coro, *, name=None, context=None)" "Starts coro as a task of the running loop.";
            "gather" = gather_row, "(*coros_or_futures, return_exceptions=False)", "One future for the results of all the given awaitables, in their order.";
            "run" = run_row, "(main, *, debug=None, loop_factory=None)", "Runs the coroutine main in a new event loop and gives its result.";
            ensure_future "(coro_or_future, *, loop=None)" "A future for any awaitable; futures pass through unchanged.";
            isfuture "(obj)" "Return True for a Future.";
            iscoroutine "(obj)" "Whether obj is what a coroutine function gives.";
            iscoroutinefunction "(func)" "Whether calling func gives a coroutine.";
            get_running_loop "()" "The event loop that runs in this thread; RuntimeError without one.";
            "_get_running_loop" = get_running_loop_or_none, "()", "The loop that runs in this thread, None if there is none.";
            get_event_loop "()" "Return an asyncio event loop.";
            set_event_loop "(loop)" "Set the loop that get_event_loop() returns.";
            new_event_loop "()" "A new event loop.";
            current_task "(loop=None)" "The task of the loop that is in the middle of a step, None between steps.";
            all_tasks "(loop=None)" "The tasks of the loop (the running one if None) that have not ended.";
            $($more)*
        ]
    };
}

/// What the Python sources of asyncio import; CPython has a module of that name too.
pub(crate) static NATIVE: ModuleSpec = ModuleSpec {
    name: "_asyncio",
    doc: "What asyncio takes from the engine.",
    funcs: native_functions![
        "_run_main" = run_main, "(loop, coro, context)", "Run a task to its end, with Ctrl-C cancelling it.";
        "_close_loop" = close_loop, "(loop, was_set)", "Cancel what is left and close the loop.";
        "_warn_unclosed" = warn_unclosed, "(what)", "Warn of a resource that goes unclosed.";
        "_spawn" = processes::spawn, "(args, stdin, stdout, stderr, options)", "Start a process.";
        "_reap" = processes::reap, "(pid)", "The return code of a child that has ended.";
        "_signal_process" = processes::signal_process, "(pid, signal)", "Send a signal to a process.";
        "_new_pipe" = processes::pipe, "()", "Two descriptors of a pipe.";
        "_close" = processes::close, "(fd)", "Close a descriptor.";
        "_stream" = transports::stream, "(loop, fd, sock, protocol, waiter, server)", "A transport of a connected socket.";
        "_pipe" = transports::pipe, "(loop, fd, pipe, protocol, waiter, writing)", "A transport of one end of a pipe.";
        "_datagram" = transports::datagram, "(loop, fd, sock, protocol, remote, waiter)", "A transport of packets.";
        "_serve" = transports::serve, "(loop, fd, factory, server, backlog)", "Take connections in.";
        "_wait_for_descriptor" = transports::wait_for_descriptor, "(loop, fd, writing)", "A future that is done when the descriptor is ready.";
        "_stop_waiting" = transports::stop_waiting, "(loop, fd, writing, waiter)", "Give such a future up.";
        "_forget_descriptor" = transports::forget_descriptor, "(loop, fd)", "Watch a descriptor no more.";
        "_to_thread" = aio::executor::to_thread, "(func, args, kwargs, /)", "A future for a call in another thread.";
        "_current_loop" = current_loop, "()", "The loop that was set for this thread.";
        "_set_current_loop" = set_current_loop, "(loop)", "Set the loop of this thread.";
        "_set_policy" = set_policy, "(policy)", "Ask this policy from now on; None for none.";
        "_copy_context" = copy_context, "()", "A copy of the current context.";
    ],
    types: &[
        &aio::future_type::FUTURE,
        &task_type::TASK,
        &exceptions::CANCELLED_ERROR,
        &exceptions::BROKEN_BARRIER_ERROR,
        &fifo::FIFO,
        &streams::STREAM_READER,
        &streams::STREAM_WRITER,
        &streams::STREAM_READER_PROTOCOL,
        &streams::FLOW_CONTROL,
    ],
    ..ModuleSpec::NONE
};

pub(crate) static ASYNCIO: ModuleSpec = ModuleSpec {
    name: "asyncio",
    doc: "Coroutines, tasks and the loop that drives them; streams, processes and threads to wait for.",
    funcs: native_functions![
        "__getattr__" = getattr, "(name, /)", "Names that Python source defines.";
    ],
    types: &[
        &aio::future_type::FUTURE,
        &task_type::TASK,
        &aio::handle::HANDLE,
        &aio::handle::TIMER_HANDLE,
        &exceptions::CANCELLED_ERROR,
        &exceptions::INVALID_STATE_ERROR,
        &exceptions::SENDFILE_NOT_AVAILABLE_ERROR,
        &exceptions::INCOMPLETE_READ_ERROR,
        &exceptions::LIMIT_OVERRUN_ERROR,
        &exceptions::BROKEN_BARRIER_ERROR,
        &TIMEOUT_ERROR,
        &streams::STREAM_READER,
        &streams::STREAM_WRITER,
        &streams::STREAM_READER_PROTOCOL,
    ],
    values: &[
        ("SelectorEventLoop", |vm| vm.ty(&loop_type::EVENT_LOOP).value().clone()),
        ("EventLoop", |vm| vm.ty(&loop_type::EVENT_LOOP).value().clone()),
        ("AbstractEventLoop", |vm| vm.ty(&loop_type::EVENT_LOOP).value().clone()),
        ("BaseEventLoop", |vm| vm.ty(&loop_type::EVENT_LOOP).value().clone()),
        ("FIRST_COMPLETED", |vm| shown(vm, "FIRST_COMPLETED")),
        ("FIRST_EXCEPTION", |vm| shown(vm, "FIRST_EXCEPTION")),
        ("ALL_COMPLETED", |vm| shown(vm, "ALL_COMPLETED")),
    ],
    init: Some(init),
    ..ModuleSpec::NONE
};

/// `asyncio.exceptions`
pub(crate) static EXCEPTIONS: ModuleSpec = ModuleSpec {
    name: "asyncio.exceptions",
    doc: "asyncio exceptions.",
    types: &[
        &exceptions::CANCELLED_ERROR,
        &exceptions::INVALID_STATE_ERROR,
        &exceptions::SENDFILE_NOT_AVAILABLE_ERROR,
        &exceptions::INCOMPLETE_READ_ERROR,
        &exceptions::LIMIT_OVERRUN_ERROR,
        &exceptions::BROKEN_BARRIER_ERROR,
        &TIMEOUT_ERROR,
    ],
    ..ModuleSpec::NONE
};

/// `asyncio.events`
pub(crate) static EVENTS: ModuleSpec = ModuleSpec {
    name: "asyncio.events",
    doc: "Loops, policies that make them, and callbacks in them.",
    funcs: funcs![
        get_running_loop "()" "The event loop that runs in this thread; RuntimeError without one.";
        "_get_running_loop" = get_running_loop_or_none, "()", "The loop that runs in this thread, None if there is none.";
        get_event_loop "()" "Return an asyncio event loop.";
        set_event_loop "(loop)" "Set the loop that get_event_loop() returns.";
        new_event_loop "()" "A new event loop.";
        "__getattr__" = events_getattr, "(name, /)", "Names that Python source defines.";
    ],
    types: &[&aio::handle::HANDLE, &aio::handle::TIMER_HANDLE],
    values: &[("AbstractEventLoop", |vm| vm.ty(&loop_type::EVENT_LOOP).value().clone())],
    ..ModuleSpec::NONE
};

/// `asyncio.coroutines`
pub(crate) static COROUTINES: ModuleSpec = ModuleSpec {
    name: "asyncio.coroutines",
    doc: "What is a coroutine and what is not.",
    funcs: funcs![
        iscoroutine "(obj)" "Whether obj is what a coroutine function gives.";
        iscoroutinefunction "(func)" "Whether calling func gives a coroutine.";
    ],
    ..ModuleSpec::NONE
};

macro_rules! python {
    ($constant:ident, $name:literal, $file:literal) => {
        pub(crate) static $constant: ModuleSpec =
    ModuleSpec { name: $name, python: Some(frozen!("asyncio/" $file)), ..ModuleSpec::NONE };
    };
}

python!(LOCKS, "asyncio.locks", "locks.py");
python!(QUEUES, "asyncio.queues", "queues.py");
python!(TIMEOUTS, "asyncio.timeouts", "timeouts.py");
python!(TASKGROUPS, "asyncio.taskgroups", "taskgroups.py");
python!(TASKS, "asyncio.tasks", "tasks.py");
python!(POLICIES, "asyncio.policies", "policies.py");
python!(THREADS, "asyncio.threads", "threads.py");
python!(FUTURES, "asyncio.futures", "futures.py");
python!(RUNNERS, "asyncio.runners", "runners.py");
python!(STREAMS, "asyncio.streams", "streams.py");
python!(BASE_EVENTS, "asyncio.base_events", "base_events.py");
python!(BASE_SUBPROCESS, "asyncio.base_subprocess", "base_subprocess.py");
python!(SUBPROCESS, "asyncio.subprocess", "subprocess.py");
python!(TRSOCK, "asyncio.trsock", "trsock.py");

/// `asyncio.sslproto`
pub(crate) static SSLPROTO: ModuleSpec = ModuleSpec {
    name: "asyncio.sslproto",
    doc: "TLS between transports and protocols.",
    types: &[&tls::SSL_PROTOCOL, &tls::SSL_TRANSPORT],
    source: Some(include_str!("sslproto.py")),
    ..ModuleSpec::NONE
};

/// `asyncio.transports`
pub(crate) static TRANSPORTS: ModuleSpec = ModuleSpec {
    name: "asyncio.transports",
    doc: "Abstract Transport class.",
    types: transport::TRANSPORT_CLASSES,
    ..ModuleSpec::NONE
};

/// `asyncio.protocols`
pub(crate) static PROTOCOLS: ModuleSpec = ModuleSpec {
    name: "asyncio.protocols",
    doc: "What protocols of each kind have in common.",
    funcs: funcs![
        "_feed_data_to_buffered_proto" = feed_buffered, "(proto, data)", "Hand data to a protocol that gives buffers.";
    ],
    types: transport::PROTOCOL_CLASSES,
    ..ModuleSpec::NONE
};
