//! asyncio: the modules and their native functions. What these do is in the engine's `aio/`; what is
//! on no hot path is Python source beside this file, run when one of its names is first asked for.

use taipan_engine::aio::{
    self, context, errors, event_loop, exceptions, gather, loop_type, other_loops, policy, repr,
    run, streams, task_type, transport,
};
use taipan_engine::funcs;
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

fn iscoroutinefunction(vm: &Vm, func: &Value) -> PyResult<bool> {
    aio::is_coroutine_function(vm, func)
}

fn get_running_loop(vm: &Vm) -> PyResult {
    event_loop::running(vm)
}

fn get_running_loop_or_none(vm: &Vm) -> Value {
    event_loop::running_now(vm)
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
    let tasks = vm.new_list(task_type::tasks_of_all_kinds(vm, &wanted)?);
    vm.call(vm.types.set().value(), &[tasks])
}

fn awaited_by(vm: &Vm, future: &Value) -> Value {
    vm.new_list(aio::awaited_by::awaited_by(vm, future))
}

fn call_stack(vm: &Vm, future: &Value) -> Value {
    vm.new_list(aio::awaited_by::call_stack(vm, future))
}

fn frame_generator(vm: &Vm, frame: &Value) -> Value {
    vm.frame_generator(frame)
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

fn set_running_loop(vm: &Vm, event_loop: &Value) {
    other_loops::set_running_loop(vm, event_loop);
}

fn register_task(vm: &Vm, task: &Value) -> PyResult<()> {
    other_loops::register_task(vm, task)
}

fn unregister_task(vm: &Vm, task: &Value) {
    other_loops::unregister_task(vm, task);
}

fn enter_task(vm: &Vm, event_loop: &Value, task: &Value) -> PyResult<()> {
    other_loops::enter_task(vm, event_loop, task)
}

fn leave_task(vm: &Vm, event_loop: &Value, task: &Value) -> PyResult<()> {
    other_loops::leave_task(vm, event_loop, task)
}

fn swap_current_task(vm: &Vm, event_loop: &Value, task: &Value) -> Value {
    other_loops::swap_current_task(vm, event_loop, task)
}

fn future_info(vm: &Vm, future: &Value) -> PyResult {
    let words = repr::info(vm, future)?;
    Ok(vm.new_list(words.iter().map(|word| vm.str(word)).collect()))
}

fn format_coroutine(vm: &Vm, coroutine: &Value) -> PyResult<String> {
    repr::coroutine(vm, coroutine)
}

fn format_callable(
    vm: &Vm,
    callable: &Value,
    args: &Value,
    keywords: &Value,
    debug: bool,
) -> PyResult<String> {
    if callable.is_none() {
        return repr::arguments(vm, args, Some(keywords), debug);
    }
    repr::call(vm, callable, args, Some(keywords), debug, false)
}

fn source_of(vm: &Vm, callable: &Value) -> PyResult {
    Ok(match repr::source(vm, callable)? {
        Some((file, line)) => vm.tuple(vec![vm.str(&file), vm.int(i64::from(line))]),
        None => Value::NONE,
    })
}

fn describe(vm: &Vm, handle: &Value) -> PyResult<String> {
    aio::handle::describe(vm, handle)
}

fn error_text(vm: &Vm, context: &Value) -> PyResult<String> {
    errors::text_of(vm, context)
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
    (
        "asyncio.graph",
        &[
            "capture_call_graph",
            "format_call_graph",
            "print_call_graph",
            "FrameCallGraphEntry",
            "FutureCallGraph",
        ],
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
        ],
    ),
    ("asyncio.runners", &["Runner"]),
    ("asyncio.futures", &["wrap_future"]),
    (
        "asyncio.streams",
        &["open_connection", "start_server", "open_unix_connection", "start_unix_server"],
    ),
    ("asyncio.base_events", &["BaseEventLoop", "Server"]),
    ("asyncio.subprocess", &["create_subprocess_exec", "create_subprocess_shell"]),
    (
        "asyncio.events",
        &[
            "AbstractServer",
            "AbstractEventLoopPolicy",
            "DefaultEventLoopPolicy",
            "get_event_loop_policy",
            "set_event_loop_policy",
            "get_child_watcher",
            "set_child_watcher",
        ],
    ),
    ("asyncio.trsock", &[]),
    ("asyncio.sslproto", &[]),
    ("asyncio.transports", &[]),
    ("asyncio.protocols", &[]),
    ("asyncio.base_subprocess", &[]),
    ("asyncio.proactor_events", &[]),
    ("asyncio.selector_events", &[]),
    (
        "asyncio.unix_events",
        &[
            "AbstractChildWatcher",
            "SafeChildWatcher",
            "FastChildWatcher",
            "PidfdChildWatcher",
            "MultiLoopChildWatcher",
            "ThreadedChildWatcher",
        ],
    ),
    ("asyncio.threads", &["to_thread"]),
    ("asyncio.coroutines", &[]),
    ("asyncio.base_futures", &[]),
    ("asyncio.base_tasks", &[]),
    ("asyncio.constants", &[]),
    ("asyncio.format_helpers", &[]),
    ("asyncio.log", &[]),
    ("asyncio.mixins", &[]),
    ("asyncio.python_loop", &[]),
    ("asyncio.staggered", &[]),
    ("asyncio.exceptions", &[]),
];

/// Public names in spite of their underscore: for loops and tasks of the program's own.
static EXTENDING: &[&str] = &[
    "_set_running_loop",
    "_get_running_loop",
    "_register_task",
    "_unregister_task",
    "_enter_task",
    "_leave_task",
];

/// `asyncio.name` for what Python source defines: runs the source, then remembers the value.
fn getattr(vm: &Vm, name: &Value) -> PyResult {
    let text = name.to_text();
    let found = LAZY.iter().find(|(_, names)| names.contains(&text.as_str()));
    let Some((module, _)) = found else {
        let full = format!("asyncio.{text}");
        if LAZY.iter().any(|(module, _)| *module == full) {
            return vm.import_module(&full);
        }
        let message = format!("module 'asyncio' has no attribute '{text}'");
        return Err(vm.raise(&ATTRIBUTE_ERROR, message));
    };
    let module = vm.import_module(module)?;
    let value = vm.getattr(&module, &vm.intern_value(name))?;
    let own = vm.import_module("asyncio")?;
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
    all.extend(EXTENDING.iter().map(|n| vm.intern(n)));
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
            "_set_running_loop" = set_running_loop, "(loop, /)", "Make a loop the one that runs in this thread; None for none.";
            "_register_task" = register_task, "(task)", "Have all_tasks() know a task of the program's own kind.";
            "_unregister_task" = unregister_task, "(task)", "Have all_tasks() forget such a task.";
            "_enter_task" = enter_task, "(loop, task)", "The loop begins a step of the task.";
            "_leave_task" = leave_task, "(loop, task)", "The loop has made a step of the task.";
            current_task "(loop=None)" "The task of the loop that is in the middle of a step, None between steps.";
            "future_add_to_awaited_by" = aio::awaited_by::add, "(fut, waiter, /)", "Say that waiter awaits future, with only callbacks between them.";
            "future_discard_from_awaited_by" = aio::awaited_by::discard, "(fut, waiter, /)", "Say that waiter does not await future any more.";
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
        "_send_file" = transports::send_file, "(transport, fd, offset, count)", "A future of the number of bytes of a file that were sent.";
        "_end_send_file" = transports::end_send_file, "(transport)", "End that; how many bytes were sent.";
        "_poller" = aio::selector::poller, "(loop)", "The descriptor of what a loop waits with.";
        "_forget_descriptor" = transports::forget_descriptor, "(loop, fd)", "Watch a descriptor no more.";
        "_to_thread" = aio::executor::to_thread, "(func, args, kwargs, /)", "A future for a call in another thread.";
        "_current_loop" = current_loop, "()", "The loop that was set for this thread.";
        "_set_current_loop" = set_current_loop, "(loop)", "Set the loop of this thread.";
        "_set_policy" = set_policy, "(policy)", "Ask this policy from now on; None for none.";
        "_awaited_by" = awaited_by, "(future, /)", "The tasks and futures that wait for this one.";
        "_call_stack" = call_stack, "(future, /)", "The frames of a suspended task, innermost first.";
        "_frame_generator" = frame_generator, "(frame, /)", "The generator or coroutine whose frame it is, or None.";
        "_leaves_out" = aio::awaited_by::leaves_out, "(frame, /)", "Whether call stacks leave the frame out.";
        "_holder" = aio::hang::locks::holder, "()", "What a lock remembers of the task that takes it.";
        "_about_to_wait" = aio::hang::locks::about_to_wait, "(lock, /)", "The running task waits for a lock: tell if that can never end.";
        "_copy_context" = copy_context, "()", "A copy of the current context.";
        "_register_eager_task" = register_task, "(task)", "Have all_tasks() know a task of the program's own kind.";
        "_unregister_eager_task" = unregister_task, "(task)", "Have all_tasks() forget such a task.";
        "_swap_current_task" = swap_current_task, "(loop, task)", "Put a task in the place of the one that the loop is in the middle of; give that.";
        "_future_info" = future_info, "(future, /)", "What the repr of a future or task consists of.";
        "_format_coroutine" = format_coroutine, "(coro, /)", "How a coroutine shows itself in the repr of its task.";
        "_format_callable" = format_callable, "(func, args, kwargs, debug, /)", "A call as it would be written, its arguments only in debug mode; those alone if func is None.";
        "_source_of" = source_of, "(func, /)", "File and line where a function is defined, or None.";
        "_describe" = describe, "(handle, /)", "What a log says of a handle.";
        "_error_text" = error_text, "(context, /)", "What the default exception handler says of a context.";
    ],
    types: &[
        &aio::future_type::FUTURE,
        &task_type::TASK,
        &aio::ABSTRACT_EVENT_LOOP,
        &aio::handle::HANDLE,
        &aio::handle::TIMER_HANDLE,
        &exceptions::CANCELLED_ERROR,
        &exceptions::INVALID_STATE_ERROR,
        &exceptions::BROKEN_BARRIER_ERROR,
        &fifo::FIFO,
        &transport::SELECTOR_TRANSPORT,
        &transport::SOCKET_TRANSPORT,
        &transport::READ_PIPE,
        &transport::WRITE_PIPE,
        &transport::FLOW_CONTROL_MIXIN,
        &transport::DATAGRAM_TRANSPORT,
        &streams::STREAM_READER,
        &streams::STREAM_WRITER,
        &streams::STREAM_READER_PROTOCOL,
        &streams::FLOW_CONTROL,
    ],
    values: &[("_EventLoop", |vm| vm.ty(&loop_type::EVENT_LOOP).value().clone())],
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
        &aio::ABSTRACT_EVENT_LOOP,
        &aio::handle::HANDLE,
        &aio::handle::TIMER_HANDLE,
        &exceptions::CANCELLED_ERROR,
        &exceptions::INVALID_STATE_ERROR,
        &exceptions::SENDFILE_NOT_AVAILABLE_ERROR,
        &exceptions::INCOMPLETE_READ_ERROR,
        &exceptions::LIMIT_OVERRUN_ERROR,
        &exceptions::BROKEN_BARRIER_ERROR,
        &exceptions::DEADLOCK_ERROR,
        &TIMEOUT_ERROR,
        &streams::STREAM_READER,
        &streams::STREAM_WRITER,
        &streams::STREAM_READER_PROTOCOL,
    ],
    values: &[
        ("SelectorEventLoop", |vm| vm.ty(&loop_type::EVENT_LOOP).value().clone()),
        ("EventLoop", |vm| vm.ty(&loop_type::EVENT_LOOP).value().clone()),
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
        &exceptions::DEADLOCK_ERROR,
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
        "_set_running_loop" = set_running_loop, "(loop, /)", "Make a loop the one that runs in this thread; None for none.";
    ],
    types: &[&aio::handle::HANDLE, &aio::handle::TIMER_HANDLE, &aio::ABSTRACT_EVENT_LOOP],
    values: &[("_EventLoop", |vm| vm.ty(&loop_type::EVENT_LOOP).value().clone())],
    python: Some(frozen!("asyncio/events.py")),
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
    python: Some(frozen!("asyncio/coroutines.py")),
    ..ModuleSpec::NONE
};

macro_rules! python {
    ($constant:ident, $name:literal, $file:literal) => {
        pub(crate) static $constant: ModuleSpec =
    ModuleSpec { name: $name, python: Some(frozen!("asyncio/" $file)), ..ModuleSpec::NONE };
    };
}

python!(GRAPH, "asyncio.graph", "graph.py");
python!(LOCKS, "asyncio.locks", "locks.py");
python!(QUEUES, "asyncio.queues", "queues.py");
python!(TIMEOUTS, "asyncio.timeouts", "timeouts.py");
python!(TASKGROUPS, "asyncio.taskgroups", "taskgroups.py");
python!(TASKS, "asyncio.tasks", "tasks.py");
python!(BASE_FUTURES, "asyncio.base_futures", "base_futures.py");
python!(BASE_TASKS, "asyncio.base_tasks", "base_tasks.py");
python!(FORMAT_HELPERS, "asyncio.format_helpers", "format_helpers.py");
python!(MIXINS, "asyncio.mixins", "mixins.py");
python!(PYTHON_LOOP, "asyncio.python_loop", "python_loop.py");
python!(STAGGERED, "asyncio.staggered", "staggered.py");
python!(THREADS, "asyncio.threads", "threads.py");
python!(FUTURES, "asyncio.futures", "futures.py");
python!(RUNNERS, "asyncio.runners", "runners.py");
python!(STREAMS, "asyncio.streams", "streams.py");
python!(BASE_EVENTS, "asyncio.base_events", "base_events.py");
python!(BASE_SUBPROCESS, "asyncio.base_subprocess", "base_subprocess.py");
python!(SUBPROCESS, "asyncio.subprocess", "subprocess.py");
python!(CONSTANTS, "asyncio.constants", "constants.py");
python!(LOG, "asyncio.log", "log.py");
python!(PROACTOR_EVENTS, "asyncio.proactor_events", "proactor_events.py");
python!(SELECTOR_EVENTS, "asyncio.selector_events", "selector_events.py");
python!(UNIX_EVENTS, "asyncio.unix_events", "unix_events.py");
python!(TRSOCK, "asyncio.trsock", "trsock.py");

/// `asyncio.sslproto`
pub(crate) static SSLPROTO: ModuleSpec = ModuleSpec {
    name: "asyncio.sslproto",
    doc: "TLS between transports and protocols.",
    types: &[&tls::SSL_PROTOCOL, &tls::SSL_TRANSPORT],
    python: Some(frozen!("asyncio/sslproto.py")),
    ..ModuleSpec::NONE
};

/// `asyncio.transports`
pub(crate) static TRANSPORTS: ModuleSpec = ModuleSpec {
    name: "asyncio.transports",
    doc: "Abstract Transport class.",
    types: transport::TRANSPORT_CLASSES,
    values: &[("_FlowControlMixin", |vm| vm.ty(&transport::FLOW_CONTROL_MIXIN).value().clone())],
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
