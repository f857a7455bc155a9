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
    doc: "What all transports have in common.",
    operations: PLAIN,
    methods: funcs![
        "get_extra_info" = extra_info, "(self, name, default=None)", "What the transport knows under this name, default where it knows nothing.";
        "is_closing" = missing, "(self, *args)", "Whether close() or abort() has been called, or the connection has ended.";
        "close" = missing, "(self, *args)", "Close the transport.";
        "set_protocol" = missing, "(self, *args)", "Set a new protocol.";
        "get_protocol" = missing, "(self, *args)", "The protocol that hears of what happens here.";
    ],
    flags: FLAGS,
    ..TypeSpec::NONE
};

pub(super) static READ_TRANSPORT: TypeSpec = TypeSpec {
    name: "asyncio.transports.ReadTransport",
    base: Some(&BASE_TRANSPORT),
    doc: "A transport whose data can only be read.",
    methods: funcs![
        "is_reading" = missing, "(self, *args)", "Whether data that arrives is taken in: not closed, not paused.";
        "pause_reading" = missing, "(self, *args)", "Pause the receiving end.";
        "resume_reading" = missing, "(self, *args)", "Resume the receiving end.";
    ],
    flags: FLAGS,
    ..TypeSpec::NONE
};

pub(super) static WRITE_TRANSPORT: TypeSpec = TypeSpec {
    name: "asyncio.transports.WriteTransport",
    base: Some(&BASE_TRANSPORT),
    doc: "A transport that can only be written to.",
    methods: funcs![
        "set_write_buffer_limits" = missing, "(self, *args)", "Choose at how many held bytes the protocol's writing pauses and resumes.";
        "get_write_buffer_size" = missing, "(self, *args)", "How many bytes are held until they can be sent.";
        "get_write_buffer_limits" = missing, "(self, *args)", "The limits (low, high) at which writing resumes and pauses.";
        "write" = missing, "(self, *args)", "Hand data to the transport, which sends it as soon as it can.";
        "writelines" = missing, "(self, *args)", "Hand the pieces of an iterable of bytes to the transport as one.";
        "write_eof" = missing, "(self, *args)", "Say that no data will follow; what is held is still sent.";
        "can_write_eof" = missing, "(self, *args)", "Whether one direction can be ended while the other stays open.";
        "abort" = missing, "(self, *args)", "Close the transport immediately.";
    ],
    flags: FLAGS,
    ..TypeSpec::NONE
};

pub static TRANSPORT: TypeSpec = TypeSpec {
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
    doc: "A transport for packets that arrive whole or not at all.",
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
        "get_pipe_transport" = missing, "(self, *args)", "The transport of the pipe that is the child's descriptor fd; None if there is none.";
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
        "connection_lost" = nothing_of_one, "(self, exc)", "The connection has ended; exc is None after an end in order.";
        "pause_writing" = nothing, "(self)", "The transport holds more than its upper limit: stop writing.";
        "resume_writing" = nothing, "(self)", "The transport is down to its lower limit: writing may go on.";
    ],
    flags: FLAGS,
    ..TypeSpec::NONE
};

pub static PROTOCOL: TypeSpec = TypeSpec {
    name: "asyncio.protocols.Protocol",
    base: Some(&BASE_PROTOCOL),
    doc: "Interface for stream protocol.",
    methods: funcs![
        "data_received" = nothing_of_one, "(self, data)", "Called when some data is received.";
        "eof_received" = nothing, "(self)", "The other side has sent its last byte.";
    ],
    flags: FLAGS,
    ..TypeSpec::NONE
};

pub static BUFFERED_PROTOCOL: TypeSpec = TypeSpec {
    name: "asyncio.protocols.BufferedProtocol",
    base: Some(&BASE_PROTOCOL),
    doc: "A protocol that provides the memory into which data is received.",
    methods: funcs![
        "get_buffer" = nothing_of_one, "(self, sizehint)", "Give a writable buffer for what arrives next.";
        "buffer_updated" = nothing_of_one, "(self, nbytes)", "The first nbytes bytes of the buffer have been received.";
        "eof_received" = nothing, "(self)", "The other side has sent its last byte.";
    ],
    flags: FLAGS,
    ..TypeSpec::NONE
};

static DATAGRAM_PROTOCOL: TypeSpec = TypeSpec {
    name: "asyncio.protocols.DatagramProtocol",
    base: Some(&BASE_PROTOCOL),
    doc: "A protocol that receives packets one by one.",
    methods: funcs![
        "datagram_received" = nothing_of_two, "(self, data, addr)", "The packet data arrived from addr.";
        "error_received" = nothing_of_one, "(self, exc)", "Sending or receiving a packet failed with this OSError.";
    ],
    flags: FLAGS,
    ..TypeSpec::NONE
};

static SUBPROCESS_PROTOCOL: TypeSpec = TypeSpec {
    name: "asyncio.protocols.SubprocessProtocol",
    base: Some(&BASE_PROTOCOL),
    doc: "A protocol that hears of a child process and its pipes.",
    methods: funcs![
        "pipe_data_received" = nothing_of_two, "(self, fd, data)", "The child wrote data to its descriptor fd (1 or 2).";
        "pipe_connection_lost" = nothing_of_two, "(self, fd, exc)", "The pipe at the child's descriptor fd has ended; exc is None after an end in order.";
        "process_exited" = nothing, "(self)", "The child process has ended.";
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
