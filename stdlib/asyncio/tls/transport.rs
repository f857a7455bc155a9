//! `_SSLProtocolTransport`: what the protocol above a TLS connection talks to.

use taipan_engine::aio::transport::TRANSPORT;
use taipan_engine::funcs;
use taipan_engine::object::foreign::ForeignObject;
use taipan_engine::object::header::{Payload, Traverse};
use taipan_engine::object::native::GetSet;
use taipan_engine::object::slots::{PyResult, Raised, Slots};
use taipan_engine::object::types::{TypeSpec, type_flag};
use taipan_engine::object::value::Value;
use taipan_engine::object::var::Var;
use taipan_engine::object::vm::Vm;
use taipan_engine::types::bytes::Buffer;
use taipan_engine::types::exception::{NOT_IMPLEMENTED_ERROR, RESOURCE_WARNING};

use super::flow::control_writing;
use super::protocol::{self, extra_info};
use super::state::{Phase, Tls, of};

/// Writes to a lost connection after which it is said so.
const PATIENCE: u32 = 5;

/// The payload: the protocol that does the work.
struct Above(Var);

impl Traverse for Above {
    fn traverse(&self, visit: &mut dyn FnMut(&Value)) {
        self.0.visit(visit);
    }

    fn clear(&self) {
        self.0.set(Value::UNBOUND);
    }
}

pub(super) fn new_transport(vm: &Vm, protocol: &Value) -> Value {
    vm.new_foreign(&vm.ty(&SSL_TRANSPORT), Above(protocol.clone().into()))
}

/// The protocol behind a transport.
fn protocol_of(vm: &Vm, this: &Value) -> PyResult {
    match this.foreign::<Above>() {
        Some(above) => Ok(above.0.get()),
        None => Err(vm.type_error("a transport is required")),
    }
}

/// Runs `work` with the protocol.
fn with<R>(vm: &Vm, this: &Value, work: impl FnOnce(&Value, &Tls) -> PyResult<R>) -> PyResult<R> {
    let protocol = protocol_of(vm, this)?;
    work(&protocol, of(vm, &protocol)?)
}

fn get_extra_info(vm: &Vm, this: &Value, name: &Value, default: &Value) -> PyResult {
    extra_info(vm, &protocol_of(vm, this)?, name, default)
}

fn set_protocol(vm: &Vm, this: &Value, protocol: &Value) -> PyResult<()> {
    with(vm, this, |_, tls| {
        tls.app.set(protocol.clone());
        Ok(())
    })
}

fn get_protocol(vm: &Vm, this: &Value) -> PyResult {
    with(vm, this, |_, tls| Ok(tls.app.bound().unwrap_or(Value::NONE)))
}

fn is_closing(vm: &Vm, this: &Value) -> PyResult<bool> {
    with(vm, this, |_, tls| match tls.transport() {
        _ if tls.closed.get() => Ok(true),
        Some(below) => vm.truth(&vm.call_method(&below, &vm.intern("is_closing"), &[])?),
        None => Ok(false),
    })
}

fn close(vm: &Vm, this: &Value) -> PyResult<()> {
    with(vm, this, |protocol, tls| match tls.closed.replace(true) {
        true => Ok(()),
        false => protocol::start_shutdown(vm, protocol, tls),
    })
}

fn abort(vm: &Vm, this: &Value) -> PyResult<()> {
    with(vm, this, |_, tls| protocol::abort(vm, tls, &Value::NONE))
}

fn force_close(vm: &Vm, this: &Value, exc: &Value) -> PyResult<()> {
    with(vm, this, |_, tls| protocol::abort(vm, tls, exc))
}

fn is_reading(vm: &Vm, this: &Value) -> PyResult<bool> {
    with(vm, this, |_, tls| Ok(!tls.app_paused_reading.get()))
}

fn pause_reading(vm: &Vm, this: &Value) -> PyResult<()> {
    with(vm, this, |_, tls| {
        tls.app_paused_reading.set(true);
        Ok(())
    })
}

fn resume_reading(vm: &Vm, this: &Value) -> PyResult<()> {
    with(vm, this, |protocol, tls| {
        if !tls.app_paused_reading.replace(false) {
            return Ok(());
        }
        let callback = vm.getattr(protocol, &vm.intern("_read_on"))?;
        vm.call_method(&tls.event_loop.get(), &vm.intern("call_soon"), &[callback]).map(drop)
    })
}

fn write(vm: &Vm, this: &Value, data: &Value) -> PyResult<()> {
    let bytes = match Buffer::of(vm, data) {
        Some(Buffer::Shared(bytes)) => {
            // A bytes object does not change, and the caller holds it.
            return write_bytes(vm, this, bytes);
        }
        Some(bytes) => bytes.to_vec(),
        None => {
            let class = vm.class(data).name();
            let text = format!("data: expecting a bytes-like instance, got {class}");
            return Err(vm.type_error(text));
        }
    };
    write_bytes(vm, this, &bytes)
}

fn write_bytes(vm: &Vm, this: &Value, bytes: &[u8]) -> PyResult<()> {
    with(vm, this, |protocol, tls| {
        if bytes.is_empty() {
            return Ok(());
        }
        if tls.closed.get() || !matches!(tls.phase.get(), Phase::Open | Phase::Handshaking) {
            let count = tls.lost_writes.get();
            if count >= PATIENCE {
                vm.write_stderr("SSL connection is closed\n");
            }
            tls.lost_writes.set(count.saturating_add(1));
            return Ok(());
        }
        protocol::write(vm, protocol, tls, bytes)
    })
}

fn writelines(vm: &Vm, this: &Value, list_of_data: &Value) -> PyResult<()> {
    let mut all = Vec::new();
    for data in vm.to_vec(list_of_data)? {
        all.extend_from_slice(&Buffer::required(vm, &data)?);
    }
    write_bytes(vm, this, &all)
}

fn write_eof(vm: &Vm, _this: &Value) -> PyResult<()> {
    Err(Raised(vm.new_exception(&vm.ty(&NOT_IMPLEMENTED_ERROR), Vec::new())))
}

fn can_write_eof(_: &Vm, _this: &Value) -> bool {
    false
}

fn get_write_buffer_size(vm: &Vm, this: &Value) -> PyResult<usize> {
    with(vm, this, |_, tls| Ok(tls.unsent()))
}

fn get_write_buffer_limits(vm: &Vm, this: &Value) -> PyResult {
    with(vm, this, |_, tls| Ok(tls.writing.shown(vm)))
}

fn set_write_buffer_limits(vm: &Vm, this: &Value, high: &Value, low: &Value) -> PyResult<()> {
    with(vm, this, |protocol, tls| {
        tls.writing.set(vm, high, low)?;
        control_writing(vm, protocol, tls)
    })
}

fn get_read_buffer_size(vm: &Vm, this: &Value) -> PyResult<usize> {
    with(vm, this, |_, tls| Ok(tls.unread()))
}

fn get_read_buffer_limits(vm: &Vm, this: &Value) -> PyResult {
    with(vm, this, |_, tls| Ok(tls.reading.shown(vm)))
}

fn set_read_buffer_limits(vm: &Vm, this: &Value, high: &Value, low: &Value) -> PyResult<()> {
    with(vm, this, |_, tls| {
        tls.reading.set(vm, high, low)?;
        super::flow::control_reading(vm, tls)
    })
}

/// A transport that goes without having been closed says so, and closes.
fn finalize(vm: &Vm, this: &Value) {
    let Ok(protocol) = protocol_of(vm, this) else { return };
    let Some(tls) = protocol.foreign::<Tls>() else { return };
    if tls.closed.get() || vm.is_closing() {
        return;
    }
    tls.closed.set(true);
    let text = vm.repr_text(this).unwrap_or_default();
    let message = vm.str(&format!("unclosed transport {text}"));
    let warned = vm.warn_level(&vm.ty(&RESOURCE_WARNING), &message, 1, Some(this));
    if let Err(Raised(exception)) = warned {
        vm.report_unraisable(&exception, this);
    }
}

const fn row(name: &'static str, get: fn(&Vm, &Value) -> PyResult) -> GetSet {
    GetSet { name, doc: "", get, set: None }
}

pub(in super::super) static SSL_TRANSPORT: TypeSpec = TypeSpec {
    name: "asyncio.sslproto._SSLProtocolTransport",
    base: Some(&TRANSPORT),
    doc: "A transport whose data is encrypted on its way.",
    operations: Some(ForeignObject::OPERATIONS),
    slots: Slots { finalize: Some(finalize), ..Slots::NONE },
    methods: funcs![
        get_extra_info "(self, name, default=None)" "What the transport knows under this name, default where it knows nothing.";
        set_protocol "(self, protocol)" "Set a new protocol.";
        get_protocol "(self)" "The protocol that hears of what happens here.";
        is_closing "(self)" "Whether close() or abort() has been called, or the connection has ended.";
        close "(self)" "Close the transport.";
        abort "(self)" "Close the transport immediately.";
        "_force_close" = force_close, "(self, exc)", "Close the transport immediately because of an error.";
        is_reading "(self)" "Whether data that arrives is taken in.";
        pause_reading "(self)" "Pause the receiving end.";
        resume_reading "(self)" "Resume the receiving end.";
        write "(self, data)" "Hand data to the transport, which sends it as soon as it can.";
        writelines "(self, list_of_data)" "Hand the pieces of an iterable of bytes to the transport as one.";
        write_eof "(self)" "TLS has no way to end one direction.";
        can_write_eof "(self)" "Whether one direction can be ended while the other stays open.";
        get_write_buffer_size "(self)" "How many bytes are held until they can be sent.";
        get_write_buffer_limits "(self)" "The limits (low, high) at which writing resumes and pauses.";
        set_write_buffer_limits "(self, high=None, low=None)" "Choose at how many held bytes the protocol's writing pauses and resumes.";
        get_read_buffer_size "(self)" "How many bytes are held until the protocol takes them.";
        get_read_buffer_limits "(self)" "The limits (low, high) at which reading resumes and pauses.";
        set_read_buffer_limits "(self, high=None, low=None)" "Choose at how many held bytes reading pauses and resumes.";
    ],
    getset: &[
        row("_ssl_protocol", protocol_of),
        row("_start_tls_compatible", |_, _| Ok(Value::TRUE)),
        row("_loop", |vm, this| {
            with(vm, this, |_, tls| Ok(tls.event_loop.bound().unwrap_or(Value::NONE)))
        }),
    ],
    flags: type_flag::NO_NEW | type_flag::WEAK,
    ..TypeSpec::NONE
};
