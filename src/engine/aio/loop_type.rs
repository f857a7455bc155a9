//! The type of event loops as Python sees it: methods and attributes.

use super::event_loop::{self, EventLoop};
use super::io::{self, Direction};
use super::ready::NativeCall;
use super::{
    debugging, delegated, ensure_future, errors, executor, future, handle, loop_of,
    native_coroutine, other_loops, overrides, repr, selector, task,
};
use crate::funcs;
use crate::object::foreign::ForeignObject;
use crate::object::header::{Payload, SUBCLASS};
use crate::object::native::{Args, GetSet};
use crate::object::slots::{PyResult, Raised, Slots};
use crate::object::types::{TypeRef, TypeSpec, type_flag};
use crate::object::value::Value;
use crate::object::vm::Vm;
use crate::types::exception::{KEYBOARD_INTERRUPT, SYSTEM_EXIT};

fn new(vm: &Vm, class: &TypeRef, _: Args) -> PyResult {
    let made = event_loop::fresh(vm);
    made.override_method(overrides::of_class(vm, class));
    Ok(vm.new_foreign(class, made))
}

/// One turn, for loops of the user's own making around it.
fn run_once(vm: &Vm, this: &Value) -> PyResult<()> {
    loop_of(vm, this)?.run_once(vm, this)
}

fn set_up(vm: &Vm, this: &Value) -> PyResult<()> {
    loop_of(vm, this)?.set_up(vm, this)
}

fn clean_up(vm: &Vm, this: &Value) -> PyResult<()> {
    loop_of(vm, this)?.clean_up(vm);
    Ok(())
}

/// A list of what waits for its turn.
fn queued(vm: &Vm, this: &Value) -> PyResult {
    Ok(vm.new_list(loop_of(vm, this)?.queued()))
}

fn repr_of(vm: &Vm, this: &Value) -> PyResult {
    let event_loop = loop_of(vm, this)?;
    let word = |on: bool| if on { "True" } else { "False" };
    Ok(vm.str(&format!(
        "<{} running={} closed={} debug={}>",
        vm.class(this).name(),
        word(event_loop.is_running()),
        word(event_loop.is_closed()),
        word(event_loop.debug.get())
    )))
}

fn run_forever(vm: &Vm, this: &Value) -> PyResult<()> {
    loop_of(vm, this)?.run_forever(vm, this)
}

/// Stops the loop when the future that it runs for is done, unless that is to end the program: then
/// the exception itself stops it.
fn stop_when_done(vm: &Vm, event_loop: &Value, done: &Value) {
    if let Some(done) = future::future_of(done)
        && done.status() == future::Status::Raised
    {
        done.unretrieved.set(false);
        let exception = done.outcome();
        if vm.is_exception(&exception, &SYSTEM_EXIT)
            || vm.is_exception(&exception, &KEYBOARD_INTERRUPT)
        {
            return;
        }
    }
    event_loop.foreign::<EventLoop>().into_iter().for_each(EventLoop::stop);
}

/// `loop.run_until_complete(awaitable)`, of a loop of any kind.
pub fn run_until_complete(vm: &Vm, this: &Value, awaitable: &Value) -> PyResult {
    let derived = this.header().is_some_and(|h| h.kind_byte() & SUBCLASS != 0);
    if derived || this.foreign::<EventLoop>().is_none() {
        let name = vm.intern("run_until_complete");
        return vm.call_method(this, &name, std::slice::from_ref(awaitable));
    }
    run_natively(vm, this, awaitable)
}

fn run_natively(vm: &Vm, this: &Value, awaitable: &Value) -> PyResult {
    let event_loop = loop_of(vm, this)?;
    event_loop.check_open(vm)?;
    event_loop.check_idle(vm)?;
    let is_new = !super::is_future(vm, awaitable)?;
    let future = ensure_future(vm, awaitable, Some(this))?;
    if is_new && let Some(task) = future.get::<task::TaskObject>() {
        // Whoever stops the loop early sees an exception of its own.
        task.log_destroy.set(false);
    }
    if future::has_own_callbacks(vm, &future) {
        return run_until_done(vm, this, event_loop, &future);
    }
    let name = "_run_until_complete_cb";
    future::add_native(vm, &future, name, stop_when_done, this.clone())?;
    let ran = event_loop.run_forever(vm, this);
    future::remove_native(&future, stop_when_done, this);
    let Some(done) = future::future_of(&future) else { return Ok(Value::NONE) };
    if ran.is_err() && is_new {
        done.unretrieved.set(false);
    }
    ran?;
    if !done.is_done() {
        return Err(vm.runtime_error("Event loop stopped before Future completed."));
    }
    done.result(vm)
}

/// As [`run_natively`], for a future that is Python code.
#[cold]
fn run_until_done(vm: &Vm, this: &Value, event_loop: &EventLoop, future: &Value) -> PyResult {
    let call = NativeCall { call: stop_when_done, data: this.clone(), future: future.clone() };
    let callback = other_loops::new_callback(vm, call);
    vm.call_method(future, &vm.intern("add_done_callback"), std::slice::from_ref(&callback))?;
    let ran = event_loop.run_forever(vm, this);
    if ran.is_err() {
        vm.call_method(future, &vm.intern("remove_done_callback"), &[callback])?;
    }
    ran?;
    let done = vm.call_method(future, &vm.intern("done"), &[])?;
    if !vm.truth(&done)? {
        return Err(vm.runtime_error("Event loop stopped before Future completed."));
    }
    vm.call_method(future, &vm.intern("result"), &[])
}

fn stop(vm: &Vm, this: &Value) -> PyResult<()> {
    loop_of(vm, this)?.stop();
    Ok(())
}

fn close(vm: &Vm, this: &Value) -> PyResult<()> {
    let event_loop = loop_of(vm, this)?;
    if !event_loop.is_running() && !event_loop.is_closed() {
        selector::give_up(vm, this, event_loop)?;
    }
    event_loop.close(vm)?;
    super::loop_signals::remove_all(vm, this);
    Ok(())
}

fn is_running(vm: &Vm, this: &Value) -> PyResult<bool> {
    Ok(loop_of(vm, this)?.is_running())
}

fn is_closed(vm: &Vm, this: &Value) -> PyResult<bool> {
    Ok(loop_of(vm, this)?.is_closed())
}

fn time(vm: &Vm, this: &Value) -> PyResult<f64> {
    Ok(loop_of(vm, this)?.time(vm))
}

/// What debug mode looks at before something is queued.
#[inline]
fn check_new(vm: &Vm, event_loop: &EventLoop, callback: &Value, method: &str) -> PyResult<()> {
    event_loop.check_open(vm)?;
    if event_loop.debug.get() {
        debugging::check_thread(vm, event_loop)?;
        debugging::check_callback(vm, event_loop, callback, method)?;
    }
    Ok(())
}

fn call_soon(vm: &Vm, this: &Value, callback: &Value, args: &Value, context: &Value) -> PyResult {
    check_new(vm, loop_of(vm, this)?, callback, "call_soon")?;
    handle::call_soon(vm, this, callback, args, context)
}

/// Also wakes the loop, whose thread may be waiting.
fn call_soon_threadsafe(
    vm: &Vm,
    this: &Value,
    callback: &Value,
    args: &Value,
    context: &Value,
) -> PyResult {
    let event_loop = loop_of(vm, this)?;
    event_loop.check_open(vm)?;
    debugging::check_callback(vm, event_loop, callback, "call_soon_threadsafe")?;
    let handle = handle::call_soon(vm, this, callback, args, context)?;
    event_loop.wake(vm);
    Ok(handle)
}

fn call_later(
    vm: &Vm,
    this: &Value,
    delay: &Value,
    callback: &Value,
    args: &Value,
    context: &Value,
) -> PyResult {
    if delay.is_none() {
        return Err(vm.type_error("delay must not be None"));
    }
    let event_loop = loop_of(vm, this)?;
    let when = event_loop.now(vm, this)? + vm.to_f64(delay)?;
    if event_loop.overrides(overrides::CALL_AT) {
        return overrides::call_at(vm, this, vm.float(when), callback, args, context);
    }
    check_new(vm, event_loop, callback, "call_at")?;
    handle::call_at(vm, this, (when, vm.float(when)), callback, args, context)
}

fn call_at(
    vm: &Vm,
    this: &Value,
    when: &Value,
    callback: &Value,
    args: &Value,
    context: &Value,
) -> PyResult {
    if when.is_none() {
        return Err(vm.type_error("when cannot be None"));
    }
    check_new(vm, loop_of(vm, this)?, callback, "call_at")?;
    let moment = (vm.to_f64(when)?, when.clone());
    handle::call_at(vm, this, moment, callback, args, context)
}

/// Whether the program's own selector has the callbacks of descriptors; a transport's is refused.
fn asks_selector(vm: &Vm, this: &Value, fd: &Value) -> PyResult<bool> {
    let event_loop = loop_of(vm, this)?;
    if !event_loop.adopted.get() {
        return Ok(false);
    }
    io::refuse_transport(vm, event_loop, io::descriptor_of(vm, fd)?)?;
    Ok(true)
}

fn add_reader(vm: &Vm, this: &Value, fd: &Value, callback: &Value, args: &Value) -> PyResult<()> {
    if asks_selector(vm, this, fd)? {
        return selector::add_reader(vm, this, fd, callback, args).map(drop);
    }
    io::add(vm, this, Direction::Read, fd, callback, args)
}

fn add_writer(vm: &Vm, this: &Value, fd: &Value, callback: &Value, args: &Value) -> PyResult<()> {
    if asks_selector(vm, this, fd)? {
        return selector::add_writer(vm, this, fd, callback, args).map(drop);
    }
    io::add(vm, this, Direction::Write, fd, callback, args)
}

fn remove_reader(vm: &Vm, this: &Value, fd: &Value) -> PyResult<bool> {
    if asks_selector(vm, this, fd)? {
        return vm.truth(&selector::remove_reader(vm, this, fd)?);
    }
    io::remove(vm, this, Direction::Read, fd)
}

fn remove_writer(vm: &Vm, this: &Value, fd: &Value) -> PyResult<bool> {
    if asks_selector(vm, this, fd)? {
        return vm.truth(&selector::remove_writer(vm, this, fd)?);
    }
    io::remove(vm, this, Direction::Write, fd)
}

fn create_future(vm: &Vm, this: &Value) -> PyResult {
    let debugs = loop_of(vm, this)?.debug.get();
    let made = future::new_future(vm, this);
    if debugs { with_source(vm, made) } else { Ok(made) }
}

/// Notes where a future or task was made.
#[cold]
fn with_source(vm: &Vm, made: Value) -> PyResult {
    if let Some(future) = future::future_of(&made) {
        future.set_source(repr::stack_here(vm)?);
    }
    Ok(made)
}

/// `loop.create_task(coroutine, name=…, context=…)`; None where nothing is given.
pub fn create_task(
    vm: &Vm,
    this: &Value,
    coroutine: &Value,
    name: &Value,
    context: &Value,
) -> PyResult {
    let Some(event_loop) = this.foreign::<EventLoop>() else {
        return call_overridden(vm, this, coroutine, name, context);
    };
    if this.header().is_some_and(|h| h.kind_byte() & SUBCLASS != 0) && is_overridden(vm, this) {
        return call_overridden(vm, this, coroutine, name, context);
    }
    event_loop.check_open(vm)?;
    let factory = event_loop.task_factory.get();
    let task = if factory.is_none() {
        return spawn(vm, this, event_loop, coroutine, name, context);
    } else if context.is_none() {
        vm.call(&factory, &[this.clone(), coroutine.clone()])?
    } else {
        let all = [this.clone(), coroutine.clone(), context.clone()];
        vm.call_args(&factory, Args { all: &all, names: &[vm.intern("context")] })?
    };
    if !name.is_none() {
        vm.call_method(&task, &vm.intern("set_name"), std::slice::from_ref(name))?;
    }
    Ok(task)
}

/// A task of the usual kind.
fn spawn(
    vm: &Vm,
    this: &Value,
    event_loop: &EventLoop,
    coroutine: &Value,
    name: &Value,
    context: &Value,
) -> PyResult {
    let name = if name.is_none() { Value::UNBOUND } else { vm.str_of(name)? };
    let context = if context.is_none() { Value::UNBOUND } else { context.clone() };
    let task = task::spawn(vm, this, coroutine, name, context)?;
    if event_loop.debug.get() { with_source(vm, task) } else { Ok(task) }
}

/// Whether a class derived from the loop has a `create_task` of its own.
fn is_overridden(vm: &Vm, this: &Value) -> bool {
    let name = vm.intern("create_task");
    let own = vm.ty(&EVENT_LOOP).lookup(&name);
    vm.type_of(this).lookup(&name) != own
}

fn call_overridden(
    vm: &Vm,
    this: &Value,
    coroutine: &Value,
    name: &Value,
    context: &Value,
) -> PyResult {
    let method = vm.getattr(this, &vm.intern("create_task"))?;
    let (mut all, mut names) = (vec![coroutine.clone()], Vec::new());
    for (key, value) in [("name", name), ("context", context)] {
        if !value.is_none() {
            all.push(value.clone());
            names.push(vm.intern(key));
        }
    }
    vm.call_args(&method, Args { all: &all, names: &names })
}

/// The method itself, which a class derived from the loop may call through `super()`.
fn create_task_row(
    vm: &Vm,
    this: &Value,
    coroutine: &Value,
    name: &Value,
    context: &Value,
) -> PyResult {
    let event_loop = loop_of(vm, this)?;
    event_loop.check_open(vm)?;
    if event_loop.task_factory.get().is_none() {
        return spawn(vm, this, event_loop, coroutine, name, context);
    }
    create_task(vm, this, coroutine, name, context)
}

fn get_task_factory(vm: &Vm, this: &Value) -> PyResult {
    Ok(loop_of(vm, this)?.task_factory.get())
}

fn is_callable(vm: &Vm, value: &Value) -> bool {
    vm.class(value).slots.call.get().is_some()
}

fn set_task_factory(vm: &Vm, this: &Value, factory: &Value) -> PyResult<()> {
    if !factory.is_none() && !is_callable(vm, factory) {
        return Err(vm.type_error("task factory must be a callable or None"));
    }
    loop_of(vm, this)?.task_factory.set(factory.clone());
    Ok(())
}

fn get_exception_handler(vm: &Vm, this: &Value) -> PyResult {
    Ok(loop_of(vm, this)?.exception_handler.get())
}

fn set_exception_handler(vm: &Vm, this: &Value, handler: &Value) -> PyResult<()> {
    if !handler.is_none() && !is_callable(vm, handler) {
        let text = vm.repr_text(handler)?;
        let message = format!("A callable object or None is expected, got {text}");
        return Err(vm.type_error(message));
    }
    loop_of(vm, this)?.exception_handler.set(handler.clone());
    Ok(())
}

fn call_exception_handler(vm: &Vm, this: &Value, context: &Value) -> PyResult<()> {
    errors::handle(vm, this, context)
}

fn default_exception_handler(vm: &Vm, _this: &Value, context: &Value) -> PyResult<()> {
    errors::default(vm, context)
}

fn get_debug(vm: &Vm, this: &Value) -> PyResult<bool> {
    Ok(loop_of(vm, this)?.debug.get())
}

fn set_debug(vm: &Vm, this: &Value, enabled: &Value) -> PyResult<()> {
    let event_loop = loop_of(vm, this)?;
    let on = vm.truth(enabled)?;
    event_loop.debug.set(on);
    if event_loop.is_running() {
        debugging::track_origins(vm, event_loop, on);
    }
    Ok(())
}

/// What was set as executor for None.
fn default_executor(vm: &Vm, this: &Value) -> PyResult {
    Ok(loop_of(vm, this)?.executor.bound().unwrap_or(Value::NONE))
}

/// A coroutine that closes all asynchronous generators that were begun under the loop.
fn shutdown_asyncgens(vm: &Vm, this: &Value) -> PyResult {
    loop_of(vm, this)?;
    Ok(native_coroutine::close_generators(vm, this))
}

fn generator_begun(vm: &Vm, this: &Value, generator: &Value) -> PyResult<()> {
    loop_of(vm, this)?.generators.begun(vm, this, generator)
}

/// A generator is about to go: `aclose()` runs as a task of the loop, unless it is closed.
fn generator_forgotten(vm: &Vm, this: &Value, generator: &Value) -> PyResult<()> {
    let event_loop = loop_of(vm, this)?;
    event_loop.generators.forget(generator);
    if event_loop.is_closed() {
        return Ok(());
    }
    let closing = vm.call_method(generator, &vm.intern("aclose"), &[])?;
    let create_task = vm.getattr(this, &vm.intern("create_task"))?;
    let name = vm.intern("call_soon_threadsafe");
    vm.call_method(this, &name, &[create_task, closing]).map(drop)
}

fn slow_callback(vm: &Vm, this: &Value) -> PyResult {
    Ok(loop_of(vm, this)?.slow_callback_duration.bound().unwrap_or_else(|| vm.float(0.1)))
}

fn set_slow_callback(vm: &Vm, this: &Value, value: Option<&Value>) -> PyResult<()> {
    loop_of(vm, this)?.slow_callback_duration.set(value.cloned().unwrap_or(Value::UNBOUND));
    Ok(())
}

/// A loop that goes without having been closed says so.
fn finalize(vm: &Vm, this: &Value) {
    let Some(event_loop) = this.foreign::<EventLoop>() else { return };
    if event_loop.is_closed() || vm.is_closing() {
        return;
    }
    let text = vm.repr_text(this).unwrap_or_default();
    let warning = format!("unclosed event loop {text}");
    if let Err(Raised(exception)) = vm.warn(&crate::types::exception::RESOURCE_WARNING, &warning) {
        vm.report_unraisable(&exception, this);
    }
    if !event_loop.is_running() {
        let _ = event_loop.close(vm);
    }
}

pub static EVENT_LOOP: TypeSpec = TypeSpec {
    name: "asyncio.unix_events._UnixSelectorEventLoop",
    base: Some(&super::ABSTRACT_EVENT_LOOP),
    doc: "The event loop.",
    signature: "(selector=None)",
    operations: Some(ForeignObject::OPERATIONS),
    slots: Slots {
        repr: Some(repr_of),
        new: Some(new),
        init: Some(selector::init),
        finalize: Some(finalize),
        setattr: Some(overrides::setattr),
        ..Slots::NONE
    },
    methods: funcs![
        "_run_forever_setup" = set_up, "(self)", "Make it the running loop, for turns one by one.";
        "_run_once" = run_once, "(self)", "Make one turn.";
        "_run_forever_cleanup" = clean_up, "(self)", "It runs no more.";
        run_forever "(self)" "Run callbacks and tasks until somebody calls stop().";
        "run_until_complete" = run_natively, "(self, future)", "Run until the Future is done.";
        stop "(self)" "Stop running the event loop.";
        close "(self)" "Close the event loop.";
        is_running "(self)" "Whether the loop is running now.";
        is_closed "(self)" "Whether close() has been called on the loop.";
        time "(self)" "The reading of the clock by which the loop measures time, in seconds.";
        call_soon "(self, callback, *args, context=None)" "Queue callback(*args) for the next turn of the loop.";
        call_soon_threadsafe "(self, callback, *args, context=None)" "call_soon() for use from any thread; wakes a loop that waits.";
        call_later "(self, delay, callback, *args, context=None)" "Queue callback(*args) for delay seconds from now.";
        call_at "(self, when, callback, *args, context=None)" "Queue callback(*args) for the moment at which time() reads when.";
        add_reader "(self, fd, callback, *args)" "Add a reader callback.";
        add_writer "(self, fd, callback, *args)" "Add a writer callback.";
        remove_reader "(self, fd)" "Remove a reader callback.";
        remove_writer "(self, fd)" "Remove a writer callback.";
        raw "getaddrinfo" = delegated::getaddrinfo, "(self, host, port, *, family=0, type=0, proto=0, flags=0)", "Resolve host and port.";
        raw "getnameinfo" = delegated::getnameinfo, "(self, sockaddr, flags=0)", "Host and service of an address.";
        raw "create_connection" = delegated::create_connection, "(self, protocol_factory, host=None, port=None, *, ssl=None, family=0, proto=0, flags=0, sock=None, local_addr=None, server_hostname=None, ssl_handshake_timeout=None, ssl_shutdown_timeout=None, happy_eyeballs_delay=None, interleave=None, all_errors=False)", "Connect to a TCP server.";
        raw "connect_accepted_socket" = delegated::connect_accepted_socket, "(self, protocol_factory, sock, *, ssl=None, ssl_handshake_timeout=None, ssl_shutdown_timeout=None)", "Make a transport of an accepted connection.";
        raw "create_unix_connection" = delegated::create_unix_connection, "(self, protocol_factory, path=None, *, ssl=None, sock=None, server_hostname=None, ssl_handshake_timeout=None, ssl_shutdown_timeout=None)", "Connect to a UNIX socket.";
        raw "create_server" = delegated::create_server, "(self, protocol_factory, host=None, port=None, *, family=0, flags=1, sock=None, backlog=100, ssl=None, reuse_address=None, reuse_port=None, keep_alive=None, ssl_handshake_timeout=None, ssl_shutdown_timeout=None, start_serving=True)", "Create a TCP server.";
        raw "create_unix_server" = delegated::create_unix_server, "(self, protocol_factory, path=None, *, sock=None, backlog=100, ssl=None, ssl_handshake_timeout=None, ssl_shutdown_timeout=None, start_serving=True, cleanup_socket=True)", "Create a UNIX Domain Socket server.";
        raw "create_datagram_endpoint" = delegated::create_datagram_endpoint, "(self, protocol_factory, local_addr=None, remote_addr=None, *, family=0, proto=0, flags=0, reuse_port=None, allow_broadcast=None, sock=None)", "Open a datagram endpoint; give its transport and the protocol that the factory made.";
        raw "connect_read_pipe" = delegated::connect_read_pipe, "(self, protocol_factory, pipe)", "Register read pipe in event loop.";
        raw "connect_write_pipe" = delegated::connect_write_pipe, "(self, protocol_factory, pipe)", "Register write pipe in event loop.";
        raw "sendfile" = delegated::sendfile, "(self, transport, file, offset=0, count=None, *, fallback=True)", "Send a file to transport.";
        raw "sock_sendfile" = delegated::sock_sendfile, "(self, sock, file, offset=0, count=None, *, fallback=True)", "Send a file to a socket.";
        raw "start_tls" = delegated::start_tls, "(self, transport, protocol, sslcontext, *, server_side=False, server_hostname=None, ssl_handshake_timeout=None, ssl_shutdown_timeout=None)", "Upgrade transport to TLS.";
        raw "sock_recv" = delegated::sock_recv, "(self, sock, n)", "Receive data from the socket.";
        raw "sock_recv_into" = delegated::sock_recv_into, "(self, sock, buf)", "Receive data from the socket into a buffer.";
        raw "sock_recvfrom" = delegated::sock_recvfrom, "(self, sock, bufsize)", "Wait for one datagram on sock, of at most n bytes.";
        raw "sock_recvfrom_into" = delegated::sock_recvfrom_into, "(self, sock, buf, nbytes=0)", "Receive a datagram into a buffer.";
        raw "sock_sendall" = delegated::sock_sendall, "(self, sock, data)", "Send data to the socket.";
        raw "sock_sendto" = delegated::sock_sendto, "(self, sock, data, address)", "Send a datagram to an address.";
        raw "sock_connect" = delegated::sock_connect, "(self, sock, address)", "Connect sock, which must not block, to address; wait until it is.";
        raw "sock_accept" = delegated::sock_accept, "(self, sock)", "Accept a connection.";
        raw "_sendfile_native" = delegated::_sendfile_native, "(self, transport, file, offset, count)", "Send a file through a transport by the system alone.";
        raw "_sock_sendfile_native" = delegated::_sock_sendfile_native, "(self, sock, file, offset, count)", "Send a file through a socket by the system alone.";
        "_add_reader" = selector::add_reader, "(self, fd, callback, *args)", "add_reader() without a look for transports.";
        "_add_writer" = selector::add_writer, "(self, fd, callback, *args)", "add_writer() without a look for transports.";
        "_remove_reader" = selector::remove_reader, "(self, fd)", "remove_reader() without a look for transports.";
        "_remove_writer" = selector::remove_writer, "(self, fd)", "remove_writer() without a look for transports.";
        "_add_callback" = selector::add_callback, "(self, handle)", "Queue a handle.";
        "_process_events" = selector::process_events, "(self, event_list)", "Queue the handles of what a selector has found.";
        "_make_self_pipe" = selector::_make_self_pipe, "(self)", "Make what ends the wait of a selector.";
        "_close_self_pipe" = selector::_close_self_pipe, "(self)", "Close that.";
        "_read_from_self" = selector::_read_from_self, "(self)", "Take what was written to end a wait.";
        "_write_to_self" = selector::_write_to_self, "(self)", "End the wait of a selector.";
        raw "_start_serving" = delegated::_start_serving, "(self, protocol_factory, sock, sslcontext=None, server=None, backlog=100, ssl_handshake_timeout=None, ssl_shutdown_timeout=None)", "Take connections of a socket in.";
        raw "_stop_serving" = delegated::_stop_serving, "(self, sock)", "Close a listening socket.";
        raw "subprocess_exec" = delegated::subprocess_exec, "(self, protocol_factory, program, *args, stdin=-1, stdout=-1, stderr=-1, universal_newlines=False, shell=False, bufsize=0, encoding=None, errors=None, text=None, **kwargs)", "Run a program.";
        raw "subprocess_shell" = delegated::subprocess_shell, "(self, protocol_factory, cmd, *, stdin=-1, stdout=-1, stderr=-1, universal_newlines=False, shell=True, bufsize=0, encoding=None, errors=None, text=None, **kwargs)", "Run a command of the shell.";
        "add_signal_handler" = super::loop_signals::add, "(self, sig, callback, *args)", "Add a handler for a signal.";
        "remove_signal_handler" = super::loop_signals::remove, "(self, sig)", "Remove a handler for a signal.";
        create_future "(self)" "A new future that belongs to this loop.";
        "create_task" = create_task_row, "(self, coro, *, name=None, context=None)", "Schedule or begin executing a coroutine object.";
        get_task_factory "(self)" "The callable that makes tasks in place of Task, None where nobody set one.";
        set_task_factory "(self, factory)" "Have factory(loop, coro) make the tasks of create_task(); None goes back to Task.";
        get_exception_handler "(self)" "The callable that hears of errors nobody handled, None where nobody set one.";
        set_exception_handler "(self, handler)" "Have handler(loop, context) hear of errors nobody handled; None goes back to logging them.";
        call_exception_handler "(self, context)" "Hand context to the exception handler, or log it where there is none.";
        default_exception_handler "(self, context)" "Default exception handler.";
        get_debug "(self)" "Whether debug mode is on.";
        set_debug "(self, enabled)" "Turn debug mode on or off.";
        "_asyncgen_firstiter_hook" = generator_begun, "(self, agen)", "Remember an asynchronous generator that begins.";
        "_asyncgen_finalizer_hook" = generator_forgotten, "(self, agen)", "Close an asynchronous generator that nobody refers to.";
        shutdown_asyncgens "(self)" "Close all asynchronous generators that have begun and not ended.";
        "shutdown_default_executor" = executor::shutdown_default_executor, "(self, timeout=None)", "Wait for the threads of the default executor to end, timeout seconds at most.";
        "run_in_executor" = executor::run_in_executor, "(self, executor, func, *args)", "Arrange for func to be called in the executor; a future for its result.";
        "set_default_executor" = executor::set_default_executor, "(self, executor)", "Set the executor that run_in_executor() uses for None.";
    ],
    getset: &[
        GetSet {
            name: "slow_callback_duration",
            doc: "",
            get: slow_callback,
            set: Some(set_slow_callback),
        },
        GetSet {
            name: "_ready",
            doc: "What waits for its turn, as a list.",
            get: queued,
            set: None,
        },
        GetSet {
            name: "_clock_resolution",
            doc: "How exact timers can be, in seconds.",
            get: |vm, _| Ok(vm.float(1e-9)),
            set: None,
        },
        GetSet { name: "_default_executor", doc: "", get: default_executor, set: None },
        GetSet { name: "_selector", doc: "", get: selector::get, set: Some(selector::set) },
    ],
    flags: type_flag::BASE | type_flag::WEAK | type_flag::DICT | type_flag::EXTENDED,
    ..TypeSpec::NONE
};

fn is_loop(vm: &Vm, value: &Value) -> bool {
    vm.type_of(value).is_subtype(&vm.ty(&super::ABSTRACT_EVENT_LOOP))
}

/// `asyncio.set_event_loop(loop)`
pub fn set_event_loop(vm: &Vm, event_loop: &Value) -> PyResult<()> {
    if !event_loop.is_none() && !is_loop(vm, event_loop) {
        let class = vm.class(event_loop).name().to_owned();
        return Err(vm.type_error(format!(
            "loop must be an instance of AbstractEventLoop or None, not '{class}'"
        )));
    }
    vm.local.set_loop.set(event_loop.clone());
    Ok(())
}
