//! The type AbstractEventLoop: what every loop answers, with nothing behind it. Loops of ours derive
//! from it, and so do those that are Python code.

use super::native_coroutine::{self, NativeCoroutine, Progress, Routine};
use crate::object::foreign::ForeignObject;
use crate::object::header::{Payload, Traverse};
use crate::object::native::{Binding, NativeDef};
use crate::object::slots::{PyResult, Raised, Slots};
use crate::object::types::{TypeSpec, type_flag};
use crate::object::value::Value;
use crate::object::vm::Vm;
use crate::types::exception::NOT_IMPLEMENTED_ERROR;

/// The payload of loops that are Python code: none.
struct Nothing;

impl Traverse for Nothing {
    fn traverse(&self, _: &mut dyn FnMut(&Value)) {}
}

fn refusal(vm: &Vm) -> Raised {
    Raised(vm.new_exception(&vm.ty(&NOT_IMPLEMENTED_ERROR), Vec::new()))
}

fn refuse(vm: &Vm, _: &[Value]) -> PyResult {
    Err(refusal(vm))
}

static REFUSED: Routine =
    Routine { name: "AbstractEventLoop", step: refuse_step, abandon: |_, _| {} };

fn refuse_step(vm: &Vm, _: &NativeCoroutine, _: Value) -> PyResult<Progress> {
    Err(refusal(vm))
}

/// A coroutine that raises NotImplementedError.
fn refuse_later(vm: &Vm, _: &[Value]) -> PyResult {
    Ok(native_coroutine::call(vm, &REFUSED, &Value::NONE, Value::NONE, 0))
}

macro_rules! abstract_methods {
    (
        plain { $($name:ident $signature:literal $doc:literal;)* }
        awaited { $($later:ident $its:literal $text:literal;)* }
    ) => {
        &[
            $(abstract_methods!(row $name $signature $doc refuse),)*
            $(abstract_methods!(row $later $its $text refuse_later),)*
        ]
    };
    (row $name:ident $signature:literal $doc:literal $call:ident) => {
        NativeDef {
            name: stringify!($name),
            signature: $signature,
            doc: $doc,
            call: $call,
            binding: Binding::Instance,
            naps: false,
            traces: false,
        }
    };
}

static METHODS: &[NativeDef] = abstract_methods! {
    plain {
        _timer_handle_cancelled "(self, handle)" "Hear that a TimerHandle was cancelled.";
        add_reader "(self, fd, callback, *args)" "Have callback(*args) called whenever the descriptor can be read.";
        add_signal_handler "(self, sig, callback, *args)" "Have callback(*args) called when the signal comes.";
        add_writer "(self, fd, callback, *args)" "Have callback(*args) called whenever the descriptor can be written to.";
        call_at "(self, when, callback, *args, context=None)" "Call callback(*args) at a moment of the clock.";
        call_exception_handler "(self, context)" "Tell the exception handler.";
        call_later "(self, delay, callback, *args, context=None)" "Call callback(*args) after that many seconds.";
        call_soon "(self, callback, *args, context=None)" "Call callback(*args) in the next turn.";
        call_soon_threadsafe "(self, callback, *args, context=None)" "call_soon() from any thread.";
        close "(self)" "Give everything up.";
        create_future "(self)" "A future of this loop.";
        create_task "(self, coro, *, name=None, context=None)" "A task of this loop.";
        default_exception_handler "(self, context)" "What hears of errors unless something else was set.";
        get_debug "(self)" "Whether debug mode is on.";
        get_exception_handler "(self)" "What hears of errors.";
        get_task_factory "(self)" "What makes tasks.";
        is_closed "(self)" "Whether the loop is closed.";
        is_running "(self)" "Whether the loop runs.";
        remove_reader "(self, fd)" "Watch the descriptor no more for reading.";
        remove_signal_handler "(self, sig)" "Give the signal up.";
        remove_writer "(self, fd)" "Watch the descriptor no more for writing.";
        run_forever "(self)" "Run until stop() is called.";
        run_in_executor "(self, executor, func, *args)" "Call func(*args) in another thread or process.";
        run_until_complete "(self, future)" "Run until the future is done.";
        set_debug "(self, enabled)" "Turn debug mode on or off.";
        set_default_executor "(self, executor)" "Set the executor for None.";
        set_exception_handler "(self, handler)" "Set what hears of errors.";
        set_task_factory "(self, factory)" "Set what makes tasks.";
        stop "(self)" "Stop running.";
        time "(self)" "The clock.";
    }
    awaited {
        connect_accepted_socket "(self, protocol_factory, sock, *, ssl=None, ssl_handshake_timeout=None, ssl_shutdown_timeout=None)" "A transport for a connection that somebody else has taken in.";
        connect_read_pipe "(self, protocol_factory, pipe)" "A transport that reads from a pipe.";
        connect_write_pipe "(self, protocol_factory, pipe)" "A transport that writes to a pipe.";
        create_connection "(self, protocol_factory, host=None, port=None, *, ssl=None, family=0, proto=0, flags=0, sock=None, local_addr=None, server_hostname=None, ssl_handshake_timeout=None, ssl_shutdown_timeout=None, happy_eyeballs_delay=None, interleave=None)" "A connection to a host and port.";
        create_datagram_endpoint "(self, protocol_factory, local_addr=None, remote_addr=None, *, family=0, proto=0, flags=0, reuse_address=None, reuse_port=None, allow_broadcast=None, sock=None)" "An end for packets.";
        create_server "(self, protocol_factory, host=None, port=None, *, family=0, flags=1, sock=None, backlog=100, ssl=None, reuse_address=None, reuse_port=None, keep_alive=None, ssl_handshake_timeout=None, ssl_shutdown_timeout=None, start_serving=True)" "A server on a host and port.";
        create_unix_connection "(self, protocol_factory, path=None, *, ssl=None, sock=None, server_hostname=None, ssl_handshake_timeout=None, ssl_shutdown_timeout=None)" "A connection to a socket in the file system.";
        create_unix_server "(self, protocol_factory, path=None, *, sock=None, backlog=100, ssl=None, ssl_handshake_timeout=None, ssl_shutdown_timeout=None, start_serving=True)" "A server on a socket in the file system.";
        getaddrinfo "(self, host, port, *, family=0, type=0, proto=0, flags=0)" "Addresses for a host and port.";
        getnameinfo "(self, sockaddr, flags=0)" "Host and service of an address.";
        sendfile "(self, transport, file, offset=0, count=None, *, fallback=True)" "Send a file through a transport.";
        shutdown_asyncgens "(self)" "Close the asynchronous generators.";
        shutdown_default_executor "(self, timeout=None)" "Wait for the default executor.";
        sock_accept "(self, sock)" "A connection of a listening socket.";
        sock_connect "(self, sock, address)" "Connect a socket.";
        sock_recv "(self, sock, nbytes)" "Bytes from a socket.";
        sock_recv_into "(self, sock, buf)" "Bytes from a socket into a buffer.";
        sock_recvfrom "(self, sock, bufsize)" "A packet from a socket.";
        sock_recvfrom_into "(self, sock, buf, nbytes=0)" "A packet from a socket into a buffer.";
        sock_sendall "(self, sock, data)" "All the bytes to a socket.";
        sock_sendfile "(self, sock, file, offset=0, count=None, *, fallback=None)" "Send a file through a socket.";
        sock_sendto "(self, sock, data, address)" "A packet to an address.";
        start_tls "(self, transport, protocol, sslcontext, *, server_side=False, server_hostname=None, ssl_handshake_timeout=None, ssl_shutdown_timeout=None)" "Go on encrypted.";
        subprocess_exec "(self, protocol_factory, *args, stdin=-1, stdout=-1, stderr=-1, **kwargs)" "Start a program.";
        subprocess_shell "(self, protocol_factory, cmd, *, stdin=-1, stdout=-1, stderr=-1, **kwargs)" "Start a command of the shell.";
    }
};

pub static ABSTRACT_EVENT_LOOP: TypeSpec = TypeSpec {
    name: "asyncio.events.AbstractEventLoop",
    operations: Some(ForeignObject::OPERATIONS),
    doc: "What every event loop answers.",
    signature: "()",
    slots: Slots {
        new: Some(|vm, class, _| Ok(vm.new_foreign(class, Nothing))),
        init: Some(|_, _, _| Ok(())),
        ..Slots::NONE
    },
    methods: METHODS,
    flags: type_flag::BASE | type_flag::WEAK | type_flag::DICT | type_flag::EXTENDED,
    ..TypeSpec::NONE
};
