//! What Python sees of the transports of connections and pipes.

use super::classes::{READ_TRANSPORT, TRANSPORT, WRITE_TRANSPORT};
use super::stream::{Flavor, StreamTransport, close_descriptor, shown};
use super::{reading, stream, writing};
use crate::funcs;
use crate::object::dict::DictObject;
use crate::object::foreign::ForeignObject;
use crate::object::header::Payload;
use crate::object::native::GetSet;
use crate::object::slots::{PyResult, Raised, Slots};
use crate::object::types::{TypeSpec, type_flag};
use crate::object::value::Value;
use crate::object::vm::Vm;
use crate::types::exception::RESOURCE_WARNING;

fn of<'a>(vm: &Vm, value: &'a Value) -> PyResult<&'a StreamTransport> {
    value.foreign::<StreamTransport>().ok_or_else(|| vm.type_error("a transport is required"))
}

fn write(vm: &Vm, this: &Value, data: &Value) -> PyResult<()> {
    writing::write(vm, this, of(vm, this)?, data)
}

fn writelines(vm: &Vm, this: &Value, list_of_data: &Value) -> PyResult<()> {
    let transport = of(vm, this)?;
    if transport.flavor == Flavor::Socket {
        if transport.eof_written.get() {
            return Err(vm.runtime_error("Cannot call writelines() after write_eof()"));
        }
        if transport.sending.borrow().is_some() {
            return Err(vm.runtime_error("unable to writelines; sendfile is in progress"));
        }
    }
    for data in vm.to_vec(list_of_data)? {
        writing::write(vm, this, transport, &data)?;
    }
    Ok(())
}

fn write_eof(vm: &Vm, this: &Value) -> PyResult<()> {
    writing::write_eof(vm, this, of(vm, this)?)
}

fn can_write_eof(_: &Vm, _this: &Value) -> bool {
    true
}

fn abort(vm: &Vm, this: &Value) -> PyResult<()> {
    let transport = of(vm, this)?;
    if transport.lost.get() == 0 {
        // What another implementation would have sent at once is not lost.
        writing::flush(vm, this, transport)?;
    }
    stream::force_close(vm, this, transport, Value::NONE);
    Ok(())
}

fn close(vm: &Vm, this: &Value) -> PyResult<()> {
    stream::close(vm, this, of(vm, this)?)
}

fn force_close(vm: &Vm, this: &Value, exc: &Value) -> PyResult<()> {
    stream::force_close(vm, this, of(vm, this)?, exc.clone());
    Ok(())
}

/// The last turn, by the name that messages have for it.
fn call_connection_lost(vm: &Vm, this: &Value, exc: &Value) -> PyResult<()> {
    let transport = of(vm, this)?;
    transport.lost_with.set(exc.clone());
    stream::lose(vm, this, transport)
}

fn is_closing(vm: &Vm, this: &Value) -> PyResult<bool> {
    Ok(of(vm, this)?.closing.get())
}

fn pause_reading(vm: &Vm, this: &Value) -> PyResult<()> {
    reading::pause(of(vm, this)?);
    Ok(())
}

fn resume_reading(vm: &Vm, this: &Value) -> PyResult<()> {
    reading::resume(vm, this, of(vm, this)?);
    Ok(())
}

fn is_reading(vm: &Vm, this: &Value) -> PyResult<bool> {
    let transport = of(vm, this)?;
    Ok(!transport.closing.get() && !transport.paused.get())
}

fn get_write_buffer_size(vm: &Vm, this: &Value) -> PyResult<usize> {
    let transport = of(vm, this)?;
    writing::flush(vm, this, transport)?;
    Ok(transport.out.borrow().len())
}

fn get_write_buffer_limits(vm: &Vm, this: &Value) -> PyResult {
    let transport = of(vm, this)?;
    let int = |n: usize| vm.int(n as i64);
    Ok(vm.tuple(vec![int(transport.low.get()), int(transport.high.get())]))
}

fn set_write_buffer_limits(vm: &Vm, this: &Value, high: &Value, low: &Value) -> PyResult<()> {
    let number = |value: &Value| -> PyResult<Option<i64>> {
        if value.is_none() { Ok(None) } else { vm.index_i64(value).map(Some) }
    };
    let (given_high, given_low) = (number(high)?, number(low)?);
    let default = writing::HIGH as i64;
    let high = given_high.or(given_low.map(|l| l.saturating_mul(4))).unwrap_or(default);
    let low = given_low.unwrap_or(high.div_euclid(4));
    match (usize::try_from(high), usize::try_from(low)) {
        (Ok(to), Ok(from)) if to >= from => {
            let transport = of(vm, this)?;
            transport.high.set(to);
            transport.low.set(from);
            writing::limits_changed(vm, this, transport)
        }
        _ => Err(vm.value_error(format!("high ({high}) must be >= low ({low}) must be >= 0"))),
    }
}

fn set_protocol(vm: &Vm, this: &Value, protocol: &Value) -> PyResult<()> {
    let transport = of(vm, this)?;
    transport.protocol.set(protocol.clone());
    transport.protocol_connected.set(true);
    Ok(())
}

fn get_protocol(vm: &Vm, this: &Value) -> PyResult {
    Ok(of(vm, this)?.protocol.bound().unwrap_or(Value::NONE))
}

fn get_extra_info(vm: &Vm, this: &Value, name: &Value, default: &Value) -> PyResult {
    let transport = of(vm, this)?;
    if let Some(dict) = transport.extra.get().get::<DictObject>()
        && let Some(found) = dict.get(vm, name)?
    {
        return Ok(found);
    }
    let found = match (name.as_str(), transport.flavor) {
        (Some("sockname"), Flavor::Socket) => shown(vm, &transport.local),
        (Some("peername"), Flavor::Socket) => shown(vm, &transport.peer),
        (Some("socket"), Flavor::Socket) => Some(socket(vm, this, transport)?),
        (Some("pipe"), Flavor::ReadPipe | Flavor::WritePipe) => transport.file.bound(),
        _ => None,
    };
    Ok(found.unwrap_or_else(|| default.clone()))
}

/// The socket for looking at: made of the descriptor if the connection has none.
fn socket(vm: &Vm, _this: &Value, transport: &StreamTransport) -> PyResult {
    let name = vm.intern("_socket_view");
    if let Some(dict) = transport.extra.get().get::<DictObject>()
        && let Some(known) = dict.get_interned(&name)
    {
        return Ok(known);
    }
    let module = vm.import_module("asyncio.trsock")?;
    if transport.file.bound().is_none_or(|f| f.is_none()) && transport.fd.get() >= 0 {
        let make = vm.getattr(&module, &vm.intern("_socket_of"))?;
        let made = vm.call(&make, &[vm.int(i64::from(transport.fd.get()))])?;
        transport.file.set(made);
    }
    let view = vm.getattr(&module, &vm.intern("TransportSocket"))?;
    let view = vm.call(&view, &[transport.file.bound().unwrap_or(Value::NONE)])?;
    let extra = transport.extra.get();
    let extra =
        if extra.get::<DictObject>().is_some() { extra } else { vm.new_dict(DictObject::new()) };
    if let Some(dict) = extra.get::<DictObject>() {
        drop(dict.set_interned(&name, view.clone()));
    }
    transport.extra.set(extra);
    Ok(view)
}

fn repr_of(vm: &Vm, this: &Value) -> PyResult {
    let transport = of(vm, this)?;
    let mut text = format!("<{}", vm.class(this).name());
    if transport.fd.get() < 0 {
        text.push_str(" closed");
    } else if transport.closing.get() {
        text.push_str(" closing");
    }
    text.push_str(&format!(" fd={}", transport.shown_fd));
    let open = transport.fd.get() >= 0
        && transport.with_loop(|event_loop| !event_loop.is_closed()).unwrap_or(false);
    let watched = transport.begun.get() && !transport.paused.get() && !transport.closing.get();
    let left = transport.out.borrow().len();
    match transport.flavor {
        Flavor::Socket if open => {
            let read = if watched && !transport.ended.get() { "polling" } else { "idle" };
            let write = if left > 0 { "polling" } else { "idle" };
            text.push_str(&format!(" read={read} write=<{write}, bufsize={left}>"));
        }
        Flavor::Socket => {}
        Flavor::ReadPipe | Flavor::WritePipe if open => {
            text.push_str(if watched || left > 0 { " polling" } else { " idle" });
            if transport.flavor == Flavor::WritePipe {
                text.push_str(&format!(" bufsize={left}"));
            }
        }
        Flavor::ReadPipe | Flavor::WritePipe => {
            text.push_str(if transport.fd.get() < 0 { " closed" } else { " open" });
        }
    }
    text.push('>');
    Ok(vm.str(&text))
}

/// A transport that goes without having been closed says so.
fn finalize(vm: &Vm, this: &Value) {
    let Some(transport) = this.foreign::<StreamTransport>() else { return };
    if transport.fd.get() < 0 {
        return;
    }
    if !vm.is_closing() {
        let text = vm.repr_text(this).unwrap_or_default();
        let message = vm.str(&format!("unclosed transport {text}"));
        let warned = vm.warn_level(&vm.ty(&RESOURCE_WARNING), &message, 1, Some(this));
        if let Err(Raised(exception)) = warned {
            vm.report_unraisable(&exception, this);
        }
    }
    let fd = transport.fd.replace(-1);
    transport.with_loop(|event_loop| event_loop.io.forget_source(fd, this));
    close_descriptor(vm, transport, fd);
}

const SLOTS: Slots = Slots { repr: Some(repr_of), finalize: Some(finalize), ..Slots::NONE };

const PROTOCOL_FIELD: GetSet = GetSet { name: "_protocol", doc: "", get: get_protocol, set: None };
const PAUSED_FIELD: GetSet = GetSet {
    name: "_protocol_paused",
    doc: "",
    get: |vm, this| Ok(Value::bool(of(vm, this)?.protocol_paused.get())),
    set: None,
};
const SENDFILE_FIELD: GetSet =
    GetSet { name: "_sendfile_compatible", doc: "", get: sendfile_mode, set: None };
const LOOP_FIELD: GetSet = GetSet {
    name: "_loop",
    doc: "",
    get: |vm, this| Ok(of(vm, this)?.event_loop.bound().unwrap_or(Value::NONE)),
    set: None,
};

/// That files can go out by the system alone, as a member of CPython's enumeration.
fn sendfile_mode(vm: &Vm, _this: &Value) -> PyResult {
    let constants = vm.import_module("asyncio.constants")?;
    let modes = vm.getattr(&constants, &vm.intern("_SendfileMode"))?;
    vm.getattr(&modes, &vm.intern("TRY_NATIVE"))
}

/// Programs may give an instance attributes of its own.
const FLAGS: u32 = type_flag::NO_NEW | type_flag::WEAK | type_flag::DICT | type_flag::EXTENDED;
/// TLS may take the place of the protocol.
const START_TLS_FIELD: GetSet =
    GetSet { name: "_start_tls_compatible", doc: "", get: |_, _| Ok(Value::TRUE), set: None };

macro_rules! rows {
    ($($more:tt)*) => {
        funcs![
            close "(self)" "Close the transport.";
            "_call_connection_lost" = call_connection_lost, "(self, exc)", "Tell the protocol of the end, then close.";
            is_closing "(self)" "Whether close() or abort() has been called, or the connection has ended.";
            set_protocol "(self, protocol)" "Set a new protocol.";
            get_protocol "(self)" "The protocol that hears of what happens here.";
            get_extra_info "(self, name, default=None)" "What the transport knows under this name, default where it knows nothing.";
            $($more)*
        ]
    };
}

/// What transports of sockets have in common.
pub static SELECTOR_TRANSPORT: TypeSpec = TypeSpec {
    name: "asyncio.selector_events._SelectorTransport",
    base: Some(&TRANSPORT),
    doc: "A transport of a socket.",
    flags: type_flag::NO_NEW | type_flag::WEAK | type_flag::EXTENDED,
    ..TypeSpec::NONE
};

pub static SOCKET_TRANSPORT: TypeSpec = TypeSpec {
    name: "asyncio.selector_events._SelectorSocketTransport",
    base: Some(&SELECTOR_TRANSPORT),
    operations: Some(ForeignObject::OPERATIONS),
    slots: SLOTS,
    methods: rows![
        write "(self, data)" "Hand data to the transport, which sends it as soon as it can.";
        writelines "(self, list_of_data)" "Hand the pieces of an iterable of bytes to the transport as one.";
        write_eof "(self)" "Say that no data will follow; what is held is still sent.";
        can_write_eof "(self)" "Whether one direction can be ended while the other stays open.";
        abort "(self)" "Close the transport immediately.";
        "_force_close" = force_close, "(self, exc)", "Close the transport immediately because of an error.";
        pause_reading "(self)" "Pause the receiving end.";
        resume_reading "(self)" "Resume the receiving end.";
        is_reading "(self)" "Whether data that arrives is taken in: not closed, not paused.";
        get_write_buffer_size "(self)" "How many bytes are held until they can be sent.";
        get_write_buffer_limits "(self)" "The limits (low, high) at which writing resumes and pauses.";
        set_write_buffer_limits "(self, high=None, low=None)" "Choose at how many held bytes the protocol's writing pauses and resumes.";
    ],
    getset: &[PROTOCOL_FIELD, LOOP_FIELD, PAUSED_FIELD, SENDFILE_FIELD, START_TLS_FIELD],
    flags: FLAGS,
    ..TypeSpec::NONE
};

pub static READ_PIPE: TypeSpec = TypeSpec {
    name: "asyncio.unix_events._UnixReadPipeTransport",
    base: Some(&READ_TRANSPORT),
    operations: Some(ForeignObject::OPERATIONS),
    slots: SLOTS,
    methods: rows![
        pause_reading "(self)" "Pause the receiving end.";
        resume_reading "(self)" "Resume the receiving end.";
        is_reading "(self)" "Whether data that arrives is taken in: not closed, not paused.";
    ],
    getset: &[PROTOCOL_FIELD, LOOP_FIELD],
    flags: FLAGS,
    ..TypeSpec::NONE
};

pub static WRITE_PIPE: TypeSpec = TypeSpec {
    name: "asyncio.unix_events._UnixWritePipeTransport",
    base: Some(&WRITE_TRANSPORT),
    operations: Some(ForeignObject::OPERATIONS),
    slots: SLOTS,
    methods: rows![
        write "(self, data)" "Hand data to the transport, which sends it as soon as it can.";
        writelines "(self, list_of_data)" "Hand the pieces of an iterable of bytes to the transport as one.";
        write_eof "(self)" "Say that no data will follow; what is held is still sent.";
        can_write_eof "(self)" "Whether one direction can be ended while the other stays open.";
        abort "(self)" "Close the transport immediately.";
        get_write_buffer_size "(self)" "How many bytes are held until they can be sent.";
        get_write_buffer_limits "(self)" "The limits (low, high) at which writing resumes and pauses.";
        set_write_buffer_limits "(self, high=None, low=None)" "Choose at how many held bytes the protocol's writing pauses and resumes.";
    ],
    getset: &[PROTOCOL_FIELD, LOOP_FIELD, PAUSED_FIELD],
    flags: FLAGS,
    ..TypeSpec::NONE
};
