//! The abstract classes of transports and protocols, for programs to derive from.

use crate::funcs;
use crate::object::dict::DictObject;
use crate::object::native::{Args, GetSet, Signature};
use crate::object::slots::{PyResult, Raised, Slots};
use crate::object::types::{TypeSpec, type_flag};
use crate::object::value::Value;
use crate::object::vm::Vm;
use crate::types::PLAIN;
use crate::types::exception::NOT_IMPLEMENTED_ERROR;

/// What a method does that a derived class has to define.
fn undefined(vm: &Vm) -> PyResult {
    Err(Raised(vm.new_exception(&vm.ty(&NOT_IMPLEMENTED_ERROR), Vec::new())))
}

fn missing(vm: &Vm, _this: &Value) -> PyResult {
    undefined(vm)
}

fn missing_of_one(vm: &Vm, _this: &Value, _what: &Value) -> PyResult {
    undefined(vm)
}

fn missing_of_two(vm: &Vm, _this: &Value, _what: &Value, _other: &Value) -> PyResult {
    undefined(vm)
}

fn nothing(_: &Vm, _this: &Value) {}

fn nothing_of_one(_: &Vm, _this: &Value, _what: &Value) {}

fn nothing_of_two(_: &Vm, _this: &Value, _what: &Value, _other: &Value) {}

const FLAGS: u32 = type_flag::BASE | type_flag::WEAK;

/// The hidden slot of what `BaseTransport.__init__` was given.
const EXTRA: u16 = 0;

/// The value of a hidden slot.
pub(super) fn hidden(this: &Value, slot: u16) -> Option<Value> {
    this.header()?.extension()?.slot(slot).filter(|value| !value.is_unbound())
}

pub(super) fn set_hidden(this: &Value, slot: u16, value: Value) {
    if let Some(extension) = this.header().and_then(|h| h.extension()) {
        drop(extension.set_slot(slot, value));
    }
}

fn init(vm: &Vm, this: &Value, args: Args) -> PyResult<()> {
    let bound = Signature::parse("(extra=None)").bind(vm, "BaseTransport.__init__", args)?;
    set_extra(vm, this, bound.first().unwrap_or(&Value::NONE));
    Ok(())
}

pub(super) fn set_extra(vm: &Vm, this: &Value, extra: &Value) {
    let absent = extra.is_none() || extra.is_unbound();
    let extra = if absent { vm.new_dict(DictObject::new()) } else { extra.clone() };
    set_hidden(this, EXTRA, extra);
}

fn extra_info(vm: &Vm, this: &Value, name: &Value, default: &Value) -> PyResult {
    match hidden(this, EXTRA) {
        Some(extra) => vm.call_method(&extra, &vm.intern("get"), &[name.clone(), default.clone()]),
        None => Ok(default.clone()),
    }
}

/// `transport.writelines(list)`: one write of all of it.
fn writelines(vm: &Vm, this: &Value, list_of_data: &Value) -> PyResult<()> {
    let empty = vm.new_bytes(Vec::new());
    let all = vm.call_method(&empty, &vm.intern("join"), std::slice::from_ref(list_of_data))?;
    vm.call_method(this, &vm.intern("write"), &[all]).map(drop)
}

pub(super) static BASE_TRANSPORT: TypeSpec = TypeSpec {
    name: "asyncio.transports.BaseTransport",
    signature: "(extra=None)",
    doc: "What all transports have in common.",
    operations: PLAIN,
    slots: Slots { init: Some(init), ..Slots::NONE },
    methods: funcs![
        "get_extra_info" = extra_info, "(self, name, default=None)", "What the transport knows under this name, default where it knows nothing.";
        "is_closing" = missing, "(self)", "Whether close() or abort() has been called, or the connection has ended.";
        "close" = missing, "(self)", "Close the transport.";
        "set_protocol" = missing_of_one, "(self, protocol)", "Set a new protocol.";
        "get_protocol" = missing, "(self)", "The protocol that hears of what happens here.";
    ],
    getset: &[GetSet {
        name: "_extra",
        doc: "",
        get: |_, this| Ok(hidden(this, EXTRA).unwrap_or(Value::NONE)),
        set: Some(|_, this, value| {
            set_hidden(this, EXTRA, value.cloned().unwrap_or(Value::UNBOUND));
            Ok(())
        }),
    }],
    flags: FLAGS | type_flag::EXTENDED,
    hidden_slots: 1,
    ..TypeSpec::NONE
};

pub(super) static READ_TRANSPORT: TypeSpec = TypeSpec {
    name: "asyncio.transports.ReadTransport",
    base: Some(&BASE_TRANSPORT),
    signature: "(extra=None)",
    doc: "A transport whose data can only be read.",
    methods: funcs![
        "is_reading" = missing, "(self)", "Whether data that arrives is taken in: not closed, not paused.";
        "pause_reading" = missing, "(self)", "Pause the receiving end.";
        "resume_reading" = missing, "(self)", "Resume the receiving end.";
    ],
    flags: FLAGS | type_flag::EXTENDED,
    ..TypeSpec::NONE
};

pub(super) static WRITE_TRANSPORT: TypeSpec = TypeSpec {
    name: "asyncio.transports.WriteTransport",
    base: Some(&BASE_TRANSPORT),
    signature: "(extra=None)",
    doc: "A transport that can only be written to.",
    methods: funcs![
        "set_write_buffer_limits" = missing_of_two, "(self, high=None, low=None)", "Choose at how many held bytes the protocol's writing pauses and resumes.";
        "get_write_buffer_size" = missing, "(self)", "How many bytes are held until they can be sent.";
        "get_write_buffer_limits" = missing, "(self)", "The limits (low, high) at which writing resumes and pauses.";
        "write" = missing_of_one, "(self, data)", "Hand data to the transport, which sends it as soon as it can.";
        "writelines" = writelines, "(self, list_of_data)", "Hand the pieces of an iterable of bytes to the transport as one.";
        "write_eof" = missing, "(self)", "Say that no data will follow; what is held is still sent.";
        "can_write_eof" = missing, "(self)", "Whether one direction can be ended while the other stays open.";
        "abort" = missing, "(self)", "Close the transport immediately.";
    ],
    flags: FLAGS | type_flag::EXTENDED,
    ..TypeSpec::NONE
};

pub static TRANSPORT: TypeSpec = TypeSpec {
    name: "asyncio.transports.Transport",
    base: Some(&READ_TRANSPORT),
    also: &[&WRITE_TRANSPORT],
    signature: "(extra=None)",
    doc: "Interface representing a bidirectional transport.",
    flags: FLAGS | type_flag::EXTENDED,
    ..TypeSpec::NONE
};

pub(super) static DATAGRAM_TRANSPORT_CLASS: TypeSpec = TypeSpec {
    name: "asyncio.transports.DatagramTransport",
    base: Some(&BASE_TRANSPORT),
    signature: "(extra=None)",
    doc: "A transport for packets that arrive whole or not at all.",
    methods: funcs![
        "sendto" = missing_of_two, "(self, data, addr=None)", "Send data to the transport.";
        "abort" = missing, "(self)", "Close the transport immediately.";
    ],
    flags: FLAGS | type_flag::EXTENDED,
    ..TypeSpec::NONE
};

pub(super) static SUBPROCESS_TRANSPORT: TypeSpec = TypeSpec {
    name: "asyncio.transports.SubprocessTransport",
    base: Some(&BASE_TRANSPORT),
    signature: "(extra=None)",
    doc: "Interface representing a transport for a subprocess.",
    methods: funcs![
        "get_pid" = missing, "(self)", "Get subprocess id.";
        "get_returncode" = missing, "(self)", "Get subprocess returncode.";
        "get_pipe_transport" = missing_of_one, "(self, fd)", "The transport of the pipe that is the child's descriptor fd; None if there is none.";
        "send_signal" = missing_of_one, "(self, signal)", "Send signal to subprocess.";
        "terminate" = missing, "(self)", "Stop the subprocess.";
        "kill" = missing, "(self)", "Kill the subprocess.";
    ],
    flags: FLAGS | type_flag::EXTENDED,
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
