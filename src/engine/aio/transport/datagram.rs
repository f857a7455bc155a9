//! The transport of packets.

use std::cell::{Cell, OnceCell, RefCell};
use std::collections::VecDeque;
use std::io;
use std::os::fd::RawFd;

use super::super::event_loop::EventLoop;
use super::super::io::Readiness;
use super::super::ready::Ready;
use super::super::{address, context, errors, future, os_failure};
use super::deliver::{call_back, ends_program};
use super::methods::SELECTOR_TRANSPORT;
use super::reading::with_buffer;
use super::{Step, classes};
use crate::funcs;
use crate::host::Pending;
use crate::host::net::Address;
use crate::object::foreign::ForeignObject;
use crate::object::header::{Payload, Traverse};
use crate::object::native::GetSet;
use crate::object::slots::{PyResult, Raised, Slots};
use crate::object::types::{TypeSpec, type_flag};
use crate::object::value::Value;
use crate::object::var::Var;
use crate::object::vm::Vm;
use crate::types::bytes::Buffer;
use crate::types::exception::{OS_ERROR, RESOURCE_WARNING};

/// The payload.
pub(super) struct DatagramTransport {
    event_loop: Var,
    fd: Cell<RawFd>,
    shown_fd: RawFd,
    /// The socket object that owns the descriptor.
    file: Var,
    protocol: Var,
    waiter: Var,
    context: Var,
    family: i32,
    /// Whom the socket is connected to, as Python has it; unbound if to nobody.
    remote: Var,
    local: OnceCell<Option<Address>>,
    pub(super) closing: Cell<bool>,
    lost: Cell<u32>,
    lost_with: Var,
    queue: RefCell<VecDeque<(Vec<u8>, Option<Address>)>>,
    size: Cell<usize>,
    limits: Cell<(usize, usize)>,
    protocol_paused: Cell<bool>,
}

/// What a packet counts for beside its bytes.
const HEADER: usize = 8;

impl DatagramTransport {
    fn vars(&self) -> [&Var; 7] {
        [
            &self.event_loop,
            &self.file,
            &self.protocol,
            &self.waiter,
            &self.context,
            &self.remote,
            &self.lost_with,
        ]
    }

    fn queue_ready(&self, vm: &Vm, ready: Ready) {
        if let Some(event_loop) = self.event_loop.get().foreign::<EventLoop>() {
            // A closed loop has no next turn.
            let _ = event_loop.push(vm, ready);
        }
    }
}

impl Traverse for DatagramTransport {
    fn traverse(&self, visit: &mut dyn FnMut(&Value)) {
        self.vars().into_iter().for_each(|v| v.visit(visit));
    }

    fn clear(&self) {
        self.vars().into_iter().for_each(|v| v.set(Value::UNBOUND));
    }
}

fn of<'a>(vm: &Vm, value: &'a Value) -> PyResult<&'a DatagramTransport> {
    value.foreign::<DatagramTransport>().ok_or_else(|| vm.type_error("a transport is required"))
}

/// A transport whose protocol hears of it at the next turn. `remote` is None if there is none.
pub fn new_datagram(
    vm: &Vm,
    event_loop: &Value,
    fd: RawFd,
    file: &Value,
    protocol: &Value,
    remote: &Value,
    waiter: &Value,
) -> PyResult {
    let local = vm.host.net().local_address(fd).map_err(|e| os_failure(vm, &e))?;
    let transport = DatagramTransport {
        event_loop: event_loop.clone().into(),
        fd: Cell::new(fd),
        shown_fd: fd,
        file: file.clone().into(),
        protocol: protocol.clone().into(),
        waiter: waiter.clone().into(),
        context: context::copy_current(vm).into(),
        family: local.as_ref().map_or(0, Address::family),
        remote: if remote.is_none() { Var::unbound() } else { remote.clone().into() },
        local: OnceCell::from(local),
        closing: Cell::new(false),
        lost: Cell::new(0),
        lost_with: Var::new(Value::NONE),
        queue: RefCell::default(),
        size: Cell::new(0),
        limits: Cell::new((64 * 1024, 16 * 1024)),
        protocol_paused: Cell::new(false),
    };
    let this = vm.new_foreign(&vm.ty(&DATAGRAM_TRANSPORT), transport);
    of(vm, &this)?.queue_ready(vm, Ready::Step(this.clone(), Step::Begin));
    Ok(this)
}

pub(super) fn begin(vm: &Vm, this: &Value, transport: &DatagramTransport) -> PyResult<()> {
    let (event_loop, protocol) = (transport.event_loop.get(), transport.protocol.get());
    call_back(vm, &event_loop, &protocol, &transport.context, "connection_made", this.clone())?;
    let fd = transport.fd.get();
    if fd >= 0
        && let Some(inner) = event_loop.foreign::<EventLoop>()
        && let Err(Raised(exception)) = inner.io.watch_source(vm, fd, this, Pending::Outside)
    {
        force_close(vm, this, transport, exception);
    }
    let waiter = transport.waiter.take();
    if !waiter.is_none() {
        future::resolve_unless_done(vm, &waiter, Value::NONE);
    }
    Ok(())
}

pub(super) fn ready(
    vm: &Vm,
    this: &Value,
    transport: &DatagramTransport,
    readiness: Readiness,
) -> PyResult<()> {
    if readiness.writable {
        send_queued(vm, this, transport)?;
    }
    if !readiness.readable || transport.closing.get() || transport.fd.get() < 0 {
        return Ok(());
    }
    let got = with_buffer(vm, |buffer| {
        let (count, from) = vm.host.net().receive_from(transport.fd.get(), buffer, 0)?;
        Ok((buffer.get(..count).unwrap_or_default().to_vec(), from))
    });
    match got {
        Ok((bytes, from)) => {
            // One packet a turn, so that others get theirs.
            let again = Readiness { writable: false, ..readiness };
            transport.queue_ready(vm, Ready::Io(this.clone(), again));
            let from = address::to_python_or_none(vm, from.as_ref());
            let args = [vm.new_bytes(bytes), from];
            tell(vm, this, transport, "datagram_received", &args)
        }
        Err(error) => receive_failed(vm, this, transport, &error),
    }
}

fn receive_failed(
    vm: &Vm,
    this: &Value,
    transport: &DatagramTransport,
    error: &io::Error,
) -> PyResult<()> {
    if matches!(error.kind(), io::ErrorKind::WouldBlock | io::ErrorKind::Interrupted) {
        return Ok(());
    }
    let Raised(exception) = os_failure(vm, error);
    tell(vm, this, transport, "error_received", &[exception])
}

/// Calls the protocol; an error of it ends the transport.
fn tell(
    vm: &Vm,
    this: &Value,
    transport: &DatagramTransport,
    name: &str,
    args: &[Value],
) -> PyResult<()> {
    let protocol = transport.protocol.get();
    let name = vm.intern(name);
    let result = context::run_in(vm, &transport.context, || vm.call_method(&protocol, &name, args));
    match result {
        Ok(_) => Ok(()),
        Err(Raised(exception)) if ends_program(vm, &exception) => Err(Raised(exception)),
        Err(Raised(exception)) => {
            let rows = [
                ("message", vm.str("Exception in protocol of datagram transport")),
                ("exception", exception),
                ("transport", this.clone()),
                ("protocol", protocol),
            ];
            errors::call_exception_handler(vm, &transport.event_loop.get(), &rows)
        }
    }
}

fn transmit(vm: &Vm, fd: RawFd, bytes: &[u8], to: Option<&Address>) -> io::Result<usize> {
    match to {
        Some(to) => vm.host.net().send_to(fd, bytes, 0, to),
        None => vm.host.net().send(fd, bytes, 0),
    }
}

fn sendto(vm: &Vm, this: &Value, data: &Value, addr: &Value) -> PyResult<()> {
    let transport = of(vm, this)?;
    let Some(bytes) = Buffer::of(vm, data).map(|b| b.to_vec()) else {
        let class = vm.class(data).full_name();
        let text = format!("data argument must be a bytes-like object, not '{class}'");
        return Err(vm.type_error(text));
    };
    let to = match transport.remote.bound() {
        Some(remote) => {
            if !addr.is_none() && !vm.equal(addr, &remote)? {
                let text = vm.repr_text(&remote)?;
                return Err(vm.value_error(format!("Invalid address: must be None or {text}")));
            }
            if transport.lost.get() > 0 {
                if transport.lost.get() >= 5 {
                    vm.write_stderr("socket.send() raised exception.\n");
                }
                transport.lost.set(transport.lost.get().saturating_add(1));
                return Ok(());
            }
            None
        }
        None if addr.is_none() => None,
        None => Some(address::from_python(vm, "sendto", transport.family, addr)?),
    };
    if transport.queue.borrow().is_empty() {
        match transmit(vm, transport.fd.get(), &bytes, to.as_ref()) {
            Ok(_) => return Ok(()),
            Err(e)
                if matches!(e.kind(), io::ErrorKind::WouldBlock | io::ErrorKind::Interrupted) => {}
            Err(error) => {
                let Raised(exception) = os_failure(vm, &error);
                return tell(vm, this, transport, "error_received", &[exception]);
            }
        }
    }
    transport.size.set(transport.size.get() + bytes.len() + HEADER);
    transport.queue.borrow_mut().push_back((bytes, to));
    pause_if_full(vm, transport)
}

fn pause_if_full(vm: &Vm, transport: &DatagramTransport) -> PyResult<()> {
    if transport.size.get() > transport.limits.get().0 && !transport.protocol_paused.replace(true) {
        vm.call_method(&transport.protocol.get(), &vm.intern("pause_writing"), &[])?;
    }
    Ok(())
}

fn send_queued(vm: &Vm, this: &Value, transport: &DatagramTransport) -> PyResult<()> {
    loop {
        let Some((bytes, to)) = transport.queue.borrow_mut().pop_front() else { break };
        match transmit(vm, transport.fd.get(), &bytes, to.as_ref()) {
            Ok(_) => {}
            Err(e)
                if matches!(e.kind(), io::ErrorKind::WouldBlock | io::ErrorKind::Interrupted) =>
            {
                transport.queue.borrow_mut().push_front((bytes, to));
                break;
            }
            Err(error) => {
                let Raised(exception) = os_failure(vm, &error);
                tell(vm, this, transport, "error_received", &[exception])?;
            }
        }
        transport.size.set(transport.size.get().saturating_sub(bytes.len() + HEADER));
    }
    if transport.size.get() <= transport.limits.get().1 && transport.protocol_paused.replace(false)
    {
        vm.call_method(&transport.protocol.get(), &vm.intern("resume_writing"), &[])?;
    }
    if transport.queue.borrow().is_empty() && transport.closing.get() && transport.lost.get() == 0 {
        transport.lost.set(1);
        transport.queue_ready(vm, Ready::Step(this.clone(), Step::Lose));
    }
    Ok(())
}

fn close(vm: &Vm, this: &Value) -> PyResult<()> {
    let transport = of(vm, this)?;
    if !transport.closing.replace(true) && transport.queue.borrow().is_empty() {
        transport.lost.set(transport.lost.get() + 1);
        transport.queue_ready(vm, Ready::Step(this.clone(), Step::Lose));
    }
    Ok(())
}

fn force_close(vm: &Vm, this: &Value, transport: &DatagramTransport, with: Value) {
    if transport.lost.get() > 0 {
        return;
    }
    transport.queue.borrow_mut().clear();
    transport.closing.set(true);
    transport.lost.set(1);
    transport.lost_with.set(with);
    transport.queue_ready(vm, Ready::Step(this.clone(), Step::Lose));
}

fn abort(vm: &Vm, this: &Value) -> PyResult<()> {
    force_close(vm, this, of(vm, this)?, Value::NONE);
    Ok(())
}

pub(super) fn lose(vm: &Vm, this: &Value, transport: &DatagramTransport) -> PyResult<()> {
    let (event_loop, protocol) = (transport.event_loop.get(), transport.protocol.get());
    let exception = transport.lost_with.replace(Value::NONE);
    let told =
        call_back(vm, &event_loop, &protocol, &transport.context, "connection_lost", exception);
    let fd = transport.fd.replace(-1);
    if let Some(inner) = event_loop.foreign::<EventLoop>() {
        inner.io.forget_source(fd, this);
    }
    drop(transport.protocol.replace(Value::NONE));
    vm.call_method(&transport.file.get(), &vm.names().close, &[])?;
    told
}

fn is_closing(vm: &Vm, this: &Value) -> PyResult<bool> {
    Ok(of(vm, this)?.closing.get())
}

fn get_write_buffer_size(vm: &Vm, this: &Value) -> PyResult<usize> {
    Ok(of(vm, this)?.size.get())
}

fn set_protocol(vm: &Vm, this: &Value, protocol: &Value) -> PyResult<()> {
    of(vm, this)?.protocol.set(protocol.clone());
    Ok(())
}

fn get_protocol(vm: &Vm, this: &Value) -> PyResult {
    Ok(of(vm, this)?.protocol.bound().unwrap_or(Value::NONE))
}

fn get_extra_info(vm: &Vm, this: &Value, name: &Value, default: &Value) -> PyResult {
    let transport = of(vm, this)?;
    let found = match name.as_str() {
        Some("sockname") => {
            let known = transport.local.get().and_then(Option::as_ref);
            Some(address::to_python_or_none(vm, known))
        }
        Some("peername") => Some(transport.remote.bound().unwrap_or(Value::NONE)),
        Some("socket") => {
            let module = vm.import_module("asyncio.trsock")?;
            let view = vm.getattr(&module, &vm.intern("TransportSocket"))?;
            Some(vm.call(&view, &[transport.file.get()])?)
        }
        _ => None,
    };
    Ok(found.unwrap_or_else(|| default.clone()))
}

fn repr_of(vm: &Vm, this: &Value) -> PyResult {
    let transport = of(vm, this)?;
    let state = match (transport.fd.get() < 0, transport.closing.get()) {
        (true, _) => " closed",
        (false, true) => " closing",
        (false, false) => "",
    };
    let mut text = format!("<{}{state} fd={}", vm.class(this).name(), transport.shown_fd);
    if transport.fd.get() >= 0 {
        let write = if transport.queue.borrow().is_empty() { "idle" } else { "polling" };
        let size = transport.size.get();
        text.push_str(&format!(" read=polling write=<{write}, bufsize={size}>"));
    }
    Ok(vm.str(&format!("{text}>")))
}

fn finalize(vm: &Vm, this: &Value) {
    let Some(transport) = this.foreign::<DatagramTransport>() else { return };
    if transport.fd.replace(-1) < 0 || vm.is_closing() {
        return;
    }
    let text = vm.repr_text(this).unwrap_or_default();
    let message = vm.str(&format!("unclosed transport {text}"));
    let warned = vm.warn_level(&vm.ty(&RESOURCE_WARNING), &message, 1, Some(this));
    let closed = vm.call_method(&transport.file.get(), &vm.names().close, &[]);
    for Raised(exception) in [warned.err(), closed.err()].into_iter().flatten() {
        if !vm.is_exception(&exception, &OS_ERROR) {
            vm.report_unraisable(&exception, this);
        }
    }
}

pub static DATAGRAM_TRANSPORT: TypeSpec = TypeSpec {
    name: "asyncio.selector_events._SelectorDatagramTransport",
    base: Some(&SELECTOR_TRANSPORT),
    also: &[&classes::DATAGRAM_TRANSPORT_CLASS],
    operations: Some(ForeignObject::OPERATIONS),
    slots: Slots { repr: Some(repr_of), finalize: Some(finalize), ..Slots::NONE },
    methods: funcs![
        sendto "(self, data, addr=None)" "Send data to the transport.";
        close "(self)" "Close the transport.";
        abort "(self)" "Close the transport immediately.";
        is_closing "(self)" "Whether close() or abort() has been called, or the connection has ended.";
        set_protocol "(self, protocol)" "Set a new protocol.";
        get_protocol "(self)" "The protocol that hears of what happens here.";
        get_extra_info "(self, name, default=None)" "What the transport knows under this name, default where it knows nothing.";
        get_write_buffer_size "(self)" "How many bytes are held until they can be sent.";
    ],
    getset: &[GetSet { name: "_protocol", doc: "", get: get_protocol, set: None }],
    flags: type_flag::NO_NEW | type_flag::WEAK | type_flag::DICT | type_flag::EXTENDED,
    ..TypeSpec::NONE
};
