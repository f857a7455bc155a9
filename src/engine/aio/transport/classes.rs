//! The abstract classes of transports and protocols, for programs to derive from.

use crate::funcs;
use crate::object::native::Rest;
use crate::object::slots::PyResult;
use crate::object::types::{TypeSpec, type_flag};
use crate::object::value::Value;
use crate::object::vm::Vm;
use crate::types::PLAIN;
use crate::types::exception::NOT_IMPLEMENTED_ERROR;

/// What a method does that a derived class has to define.
fn missing(vm: &Vm, _this: &Value, _args: Rest) -> PyResult {
    Err(crate::object::slots::Raised(vm.new_exception(&vm.ty(&NOT_IMPLEMENTED_ERROR), Vec::new())))
}

fn nothing(_: &Vm, _this: &Value) {}

fn nothing_of_one(_: &Vm, _this: &Value, _what: &Value) {}

fn nothing_of_two(_: &Vm, _this: &Value, _what: &Value, _other: &Value) {}

const FLAGS: u32 = type_flag::BASE | type_flag::WEAK;

/// What `BaseTransport.__init__` keeps is only of use to whoever asks for it.
fn extra_info(_: &Vm, _this: &Value, _name: &Value, default: &Value) -> Value {
    default.clone()
}

pub(super) static BASE_TRANSPORT: TypeSpec = TypeSpec {
    name: "asyncio.transports.BaseTransport",
    doc: "Base class for transports.",
    operations: PLAIN,
    methods: funcs![
        "get_extra_info" = extra_info, "(self, name, default=None)", "Get optional transport information.";
        "is_closing" = missing, "(self, *args)", "Return True if the transport is closing or closed.";
        "close" = missing, "(self, *args)", "Close the transport.";
        "set_protocol" = missing, "(self, *args)", "Set a new protocol.";
        "get_protocol" = missing, "(self, *args)", "Return the current protocol.";
    ],
    flags: FLAGS,
    ..TypeSpec::NONE
};

pub(super) static READ_TRANSPORT: TypeSpec = TypeSpec {
    name: "asyncio.transports.ReadTransport",
    base: Some(&BASE_TRANSPORT),
    doc: "Interface for read-only transports.",
    methods: funcs![
        "is_reading" = missing, "(self, *args)", "Return True if the transport is receiving.";
        "pause_reading" = missing, "(self, *args)", "Pause the receiving end.";
        "resume_reading" = missing, "(self, *args)", "Resume the receiving end.";
    ],
    flags: FLAGS,
    ..TypeSpec::NONE
};

pub(super) static WRITE_TRANSPORT: TypeSpec = TypeSpec {
    name: "asyncio.transports.WriteTransport",
    base: Some(&BASE_TRANSPORT),
    doc: "Interface for write-only transports.",
    methods: funcs![
        "set_write_buffer_limits" = missing, "(self, *args)", "Set the high- and low-water limits for write flow control.";
        "get_write_buffer_size" = missing, "(self, *args)", "Return the current size of the write buffer.";
        "get_write_buffer_limits" = missing, "(self, *args)", "Get the high and low watermarks for write flow control.";
        "write" = missing, "(self, *args)", "Write some data bytes to the transport.";
        "writelines" = missing, "(self, *args)", "Write a list (or any iterable) of data bytes to the transport.";
        "write_eof" = missing, "(self, *args)", "Close the write end after flushing buffered data.";
        "can_write_eof" = missing, "(self, *args)", "Return True if this transport supports write_eof(), False if not.";
        "abort" = missing, "(self, *args)", "Close the transport immediately.";
    ],
    flags: FLAGS,
    ..TypeSpec::NONE
};

pub(super) static TRANSPORT: TypeSpec = TypeSpec {
    name: "asyncio.transports.Transport",
    base: Some(&READ_TRANSPORT),
    also: &[&WRITE_TRANSPORT],
    doc: "Interface representing a bidirectional transport.",
    flags: FLAGS,
    ..TypeSpec::NONE
};

pub(super) static DATAGRAM_TRANSPORT_CLASS: TypeSpec = TypeSpec {
    name: "asyncio.transports.DatagramTransport",
    base: Some(&BASE_TRANSPORT),
    doc: "Interface for datagram (UDP) transports.",
    methods: funcs![
        "sendto" = missing, "(self, *args)", "Send data to the transport.";
        "abort" = missing, "(self, *args)", "Close the transport immediately.";
    ],
    flags: FLAGS,
    ..TypeSpec::NONE
};

pub(super) static SUBPROCESS_TRANSPORT: TypeSpec = TypeSpec {
    name: "asyncio.transports.SubprocessTransport",
    base: Some(&BASE_TRANSPORT),
    doc: "Interface representing a transport for a subprocess.",
    methods: funcs![
        "get_pid" = missing, "(self, *args)", "Get subprocess id.";
        "get_returncode" = missing, "(self, *args)", "Get subprocess returncode.";
        "get_pipe_transport" = missing, "(self, *args)", "Get transport for pipe with number fd.";
        "send_signal" = missing, "(self, *args)", "Send signal to subprocess.";
        "terminate" = missing, "(self, *args)", "Stop the subprocess.";
        "kill" = missing, "(self, *args)", "Kill the subprocess.";
    ],
    flags: FLAGS,
    ..TypeSpec::NONE
};

pub(in super::super) static BASE_PROTOCOL: TypeSpec = TypeSpec {
    name: "asyncio.protocols.BaseProtocol",
    doc: "Common base class for protocol interfaces.",
    operations: PLAIN,
    methods: funcs![
        "connection_made" = nothing_of_one, "(self, transport)", "Called when a connection is made.";
        "connection_lost" = nothing_of_one, "(self, exc)", "Called when the connection is lost or closed.";
        "pause_writing" = nothing, "(self)", "Called when the transport's buffer goes over the high-water mark.";
        "resume_writing" = nothing, "(self)", "Called when the transport's buffer drains below the low-water mark.";
    ],
    flags: FLAGS,
    ..TypeSpec::NONE
};

pub(in super::super) static PROTOCOL: TypeSpec = TypeSpec {
    name: "asyncio.protocols.Protocol",
    base: Some(&BASE_PROTOCOL),
    doc: "Interface for stream protocol.",
    methods: funcs![
        "data_received" = nothing_of_one, "(self, data)", "Called when some data is received.";
        "eof_received" = nothing, "(self)", "Called when the other end calls write_eof() or equivalent.";
    ],
    flags: FLAGS,
    ..TypeSpec::NONE
};

pub(super) static BUFFERED_PROTOCOL: TypeSpec = TypeSpec {
    name: "asyncio.protocols.BufferedProtocol",
    base: Some(&BASE_PROTOCOL),
    doc: "Interface for stream protocol with manual buffer control.",
    methods: funcs![
        "get_buffer" = nothing_of_one, "(self, sizehint)", "Called to allocate a new receive buffer.";
        "buffer_updated" = nothing_of_one, "(self, nbytes)", "Called when the buffer was updated with the received data.";
        "eof_received" = nothing, "(self)", "Called when the other end calls write_eof() or equivalent.";
    ],
    flags: FLAGS,
    ..TypeSpec::NONE
};

static DATAGRAM_PROTOCOL: TypeSpec = TypeSpec {
    name: "asyncio.protocols.DatagramProtocol",
    base: Some(&BASE_PROTOCOL),
    doc: "Interface for datagram protocol.",
    methods: funcs![
        "datagram_received" = nothing_of_two, "(self, data, addr)", "Called when some datagram is received.";
        "error_received" = nothing_of_one, "(self, exc)", "Called when a send or receive operation raises an OSError.";
    ],
    flags: FLAGS,
    ..TypeSpec::NONE
};

static SUBPROCESS_PROTOCOL: TypeSpec = TypeSpec {
    name: "asyncio.protocols.SubprocessProtocol",
    base: Some(&BASE_PROTOCOL),
    doc: "Interface for protocol for subprocess calls.",
    methods: funcs![
        "pipe_data_received" = nothing_of_two, "(self, fd, data)", "Called when the subprocess writes data into stdout/stderr pipe.";
        "pipe_connection_lost" = nothing_of_two, "(self, fd, exc)", "Called when a file descriptor associated with the child process is closed.";
        "process_exited" = nothing, "(self)", "Called when subprocess has exited.";
    ],
    flags: FLAGS,
    ..TypeSpec::NONE
};

/// The classes of transports.
pub static TRANSPORT_CLASSES: &[&TypeSpec] = &[
    &BASE_TRANSPORT,
    &READ_TRANSPORT,
    &WRITE_TRANSPORT,
    &TRANSPORT,
    &DATAGRAM_TRANSPORT_CLASS,
    &SUBPROCESS_TRANSPORT,
];

/// The classes of protocols.
pub static PROTOCOL_CLASSES: &[&TypeSpec] =
    &[&BASE_PROTOCOL, &PROTOCOL, &BUFFERED_PROTOCOL, &DATAGRAM_PROTOCOL, &SUBPROCESS_PROTOCOL];
