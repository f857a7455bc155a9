//! The transport of a connection or a pipe: the object, its beginning and its end.

use std::cell::{Cell, OnceCell, RefCell};
use std::os::fd::RawFd;

use super::super::event_loop::EventLoop;
use super::super::io::Readiness;
use super::super::ready::Ready;
use super::super::{address, context, errors, future, os_failure};
use super::file_send::{self, FileSend};
use super::writing::Outgoing;
use super::{Step, deliver, methods, reading, writing};
use crate::host::Pending;
use crate::host::net::Address;
use crate::object::header::{Header, SUBCLASS, Traverse};
use crate::object::slots::{PyResult, Raised};
use crate::object::value::Value;
use crate::object::var::Var;
use crate::object::vm::Vm;
use crate::types::exception::OS_ERROR;

/// What kind of descriptor it is.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Flavor {
    Socket,
    /// The end of a pipe that is read from.
    ReadPipe,
    /// The end of a pipe that is written to.
    WritePipe,
}

/// The payload.
pub(in super::super) struct StreamTransport {
    pub(super) flavor: Flavor,
    pub(super) event_loop: Var,
    /// -1 once closed.
    pub(super) fd: Cell<RawFd>,
    /// The number for a repr, also when it is closed.
    pub(super) shown_fd: RawFd,
    /// The object that owns the descriptor; unbound if the transport does.
    pub(super) file: Var,
    /// The server that accepted the connection, or unbound.
    pub(super) server: Var,
    pub(super) protocol: Var,
    pub(super) protocol_connected: Cell<bool>,
    /// Resolved once the protocol knows of the connection; unbound if nobody waits.
    waiter: Var,
    pub(super) context: Var,
    /// What the user has given to know, a dict, or unbound.
    pub(super) extra: Var,
    pub(super) local: OnceCell<Option<Address>>,
    pub(super) peer: OnceCell<Option<Address>>,
    pub(super) closing: Cell<bool>,
    pub(super) begun: Cell<bool>,
    pub(super) paused: Cell<bool>,
    /// The other side's end was seen.
    pub(super) ended: Cell<bool>,
    /// Reading goes on to the end: said once, whichever word of the descriptor comes after it.
    pub(super) hung_up: Cell<bool>,
    /// Word came while nobody read.
    pub(super) unread: Cell<Option<Readiness>>,
    pub(super) eof_written: Cell<bool>,
    /// Above 0 once the connection is lost; counts what was written since.
    pub(super) lost: Cell<u32>,
    pub(super) lost_with: Var,
    pub(super) out: RefCell<Outgoing>,
    /// A file that goes out behind that.
    pub(super) sending: RefCell<Option<FileSend>>,
    pub(super) high: Cell<usize>,
    pub(super) low: Cell<usize>,
    pub(super) protocol_paused: Cell<bool>,
}

impl StreamTransport {
    fn vars(&self) -> [&Var; 8] {
        [
            &self.event_loop,
            &self.file,
            &self.server,
            &self.protocol,
            &self.waiter,
            &self.context,
            &self.extra,
            &self.lost_with,
        ]
    }

    /// Runs `work` with the loop.
    pub(super) fn with_loop<R>(&self, work: impl FnOnce(&EventLoop) -> R) -> Option<R> {
        self.event_loop.get().foreign::<EventLoop>().map(work)
    }

    /// Queues something for the next turn; a closed loop has none.
    pub(super) fn queue(&self, vm: &Vm, ready: Ready) {
        let _ = self.with_loop(|event_loop| event_loop.push(vm, ready));
    }
}

impl Traverse for StreamTransport {
    fn traverse(&self, visit: &mut dyn FnMut(&Value)) {
        self.vars().into_iter().for_each(|v| v.visit(visit));
        self.sending.borrow().iter().for_each(|sending| visit(&sending.done));
    }

    fn clear(&self) {
        self.vars().into_iter().for_each(|v| v.set(Value::UNBOUND));
        let sending = self.sending.take();
        drop(sending);
    }
}

/// Whether the value is a transport of ours, no class derived from one, and nobody has given it methods
/// of its own.
pub(in super::super) fn is_exact(value: &Value) -> Option<&StreamTransport> {
    let exact = |h: &Header| {
        h.kind_byte() & SUBCLASS == 0 && !h.extension().is_some_and(|e| e.has_attributes())
    };
    value.foreign::<StreamTransport>().filter(|_| value.header().is_some_and(exact))
}

/// What a new transport is made of. Values may be unbound.
pub struct NewStream {
    pub flavor: Flavor,
    pub event_loop: Value,
    pub fd: RawFd,
    pub file: Value,
    pub protocol: Value,
    pub waiter: Value,
    pub extra: Value,
    pub server: Value,
    pub peer: Option<Address>,
}

/// A transport whose protocol hears of the connection at the next turn.
pub fn new_stream(vm: &Vm, new: NewStream) -> PyResult {
    let net = vm.host.net();
    let (local, peer) = (OnceCell::new(), OnceCell::new());
    if new.flavor == Flavor::Socket {
        let _ = local.set(net.local_address(new.fd).ok().flatten());
        let known = new.peer.or_else(|| net.peer_address(new.fd).ok().flatten());
        let _ = peer.set(known);
        // Fails for sockets of other kinds, which do not delay anything.
        let _ = crate::host::net::without_delay(net, new.fd);
    } else {
        net.set_nonblocking(new.fd, true).map_err(|e| os_failure(vm, &e))?;
    }
    let spec = match new.flavor {
        Flavor::Socket => &methods::SOCKET_TRANSPORT,
        Flavor::ReadPipe => &methods::READ_PIPE,
        Flavor::WritePipe => &methods::WRITE_PIPE,
    };
    let transport = StreamTransport {
        flavor: new.flavor,
        event_loop: new.event_loop.into(),
        fd: Cell::new(new.fd),
        shown_fd: new.fd,
        file: new.file.into(),
        server: new.server.into(),
        protocol: new.protocol.into(),
        protocol_connected: Cell::new(true),
        waiter: new.waiter.into(),
        context: context::copy_current(vm).into(),
        extra: new.extra.into(),
        local,
        peer,
        closing: Cell::new(false),
        begun: Cell::new(false),
        paused: Cell::new(false),
        ended: Cell::new(false),
        hung_up: Cell::new(false),
        unread: Cell::new(None),
        eof_written: Cell::new(false),
        lost: Cell::new(0),
        lost_with: Var::new(Value::NONE),
        out: RefCell::default(),
        sending: RefCell::default(),
        high: Cell::new(writing::HIGH),
        low: Cell::new(writing::HIGH / 4),
        protocol_paused: Cell::new(false),
    };
    let this = vm.new_foreign(&vm.ty(spec), transport);
    if let Some(transport) = this.foreign::<StreamTransport>() {
        attach(vm, &this, transport)?;
        transport.queue(vm, Ready::Step(this.clone(), Step::Begin));
    }
    Ok(this)
}

/// The server counts its connections.
fn attach(vm: &Vm, this: &Value, transport: &StreamTransport) -> PyResult<()> {
    if let Some(server) = transport.server.bound().filter(|s| !s.is_none()) {
        vm.call_method(&server, &vm.intern("_attach"), std::slice::from_ref(this))?;
    }
    Ok(())
}

/// The first turn: the protocol hears of the connection, then it is read from.
pub(super) fn begin(vm: &Vm, this: &Value, transport: &StreamTransport) -> PyResult<()> {
    deliver::connection_made(vm, this, transport)?;
    transport.begun.set(true);
    if transport.fd.get() >= 0 && transport.lost.get() == 0 {
        let watched = transport.with_loop(|event_loop| {
            event_loop.io.watch_source(vm, transport.fd.get(), this, Pending::Outside)
        });
        if let Some(Err(Raised(exception))) = watched {
            fatal(vm, this, transport, exception, "Fatal error: pipe transport")?;
        }
    }
    if let Some(waiter) = Some(transport.waiter.take()).filter(|w| !w.is_unbound() && !w.is_none())
    {
        future::resolve_unless_done(vm, &waiter, Value::NONE);
    }
    Ok(())
}

pub(super) fn ready(
    vm: &Vm,
    this: &Value,
    transport: &StreamTransport,
    readiness: Readiness,
) -> PyResult<()> {
    if readiness.readable && transport.flavor != Flavor::WritePipe {
        reading::readable(vm, this, transport, readiness)?;
    }
    if transport.flavor == Flavor::WritePipe && readiness.hung_up {
        return writing::reader_is_gone(vm, this, transport);
    }
    if readiness.writable {
        writing::writable(vm, this, transport)?;
    }
    Ok(())
}

/// `transport.close()`: what was written still goes out.
pub(super) fn close(vm: &Vm, this: &Value, transport: &StreamTransport) -> PyResult<()> {
    if transport.closing.get() {
        return Ok(());
    }
    writing::flush(vm, this, transport)?;
    if transport.closing.replace(true) {
        return Ok(());
    }
    if transport.out.borrow().is_empty() {
        transport.lost.set(transport.lost.get() + 1);
        transport.queue(vm, Ready::Step(this.clone(), Step::Lose));
    }
    Ok(())
}

/// Ends the connection without sending what is left.
pub(super) fn force_close(vm: &Vm, this: &Value, transport: &StreamTransport, with: Value) {
    if transport.lost.get() > 0 {
        return;
    }
    transport.out.borrow_mut().clear();
    transport.closing.set(true);
    transport.lost.set(1);
    transport.lost_with.set(with);
    transport.queue(vm, Ready::Step(this.clone(), Step::Lose));
}

/// An error that the connection does not survive. Errors of the other side are no news.
pub(super) fn fatal(
    vm: &Vm,
    this: &Value,
    transport: &StreamTransport,
    exception: Value,
    message: &str,
) -> PyResult<()> {
    if !vm.is_exception(&exception, &OS_ERROR) {
        let rows = [
            ("message", vm.str(message)),
            ("exception", exception.clone()),
            ("transport", this.clone()),
            ("protocol", transport.protocol.bound().unwrap_or(Value::NONE)),
        ];
        errors::call_exception_handler(vm, &transport.event_loop.get(), &rows)?;
    }
    force_close(vm, this, transport, exception);
    Ok(())
}

/// The last turn: the protocol hears of the end, then the descriptor is closed.
pub(super) fn lose(vm: &Vm, this: &Value, transport: &StreamTransport) -> PyResult<()> {
    let exception = transport.lost_with.replace(Value::NONE);
    let told = if transport.protocol_connected.get() {
        deliver::connection_lost(vm, this, transport, exception)
    } else {
        Ok(())
    };
    file_send::lost(vm, transport);
    let closed = release(vm, this, transport);
    told?;
    closed
}

/// Gives everything back.
fn release(vm: &Vm, this: &Value, transport: &StreamTransport) -> PyResult<()> {
    let fd = transport.fd.replace(-1);
    if fd >= 0 {
        transport.with_loop(|event_loop| event_loop.io.forget_source(fd, this));
        close_descriptor(vm, transport, fd);
    }
    let server = transport.server.take();
    drop(transport.protocol.replace(Value::NONE));
    if !server.is_unbound() && !server.is_none() {
        vm.call_method(&server, &vm.intern("_detach"), std::slice::from_ref(this))?;
    }
    Ok(())
}

pub(super) fn close_descriptor(vm: &Vm, transport: &StreamTransport, fd: RawFd) {
    match transport.file.bound() {
        Some(file) if !file.is_none() => {
            if let Err(Raised(exception)) = vm.call_method(&file, &vm.names().close, &[]) {
                vm.report_unraisable(&exception, &file);
            }
        }
        _ => {
            // A reset connection is closed all the same.
            let _ = vm.host.net().close(fd);
        }
    }
}

/// The address as Python has it.
pub(super) fn shown(vm: &Vm, place: &OnceCell<Option<Address>>) -> Option<Value> {
    place.get().map(|known| address::to_python_or_none(vm, known.as_ref()))
}
