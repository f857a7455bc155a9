//! The protocol between a transport and a reader, and the flow control that writers wait for.

use std::cell::{Cell, RefCell};

use super::super::event_loop::EventLoop;
use super::super::policy;
use super::super::{errors, future, loop_type, task};
use super::reader;
use super::writer;
use crate::funcs;
use crate::object::foreign::ForeignObject;
use crate::object::header::{Header, Payload, SUBCLASS, Traverse};
use crate::object::native::{Args, GetSet, Signature};
use crate::object::slots::{PyResult, Raised, Slots};
use crate::object::types::{TypeRef, TypeSpec, type_flag};
use crate::object::value::Value;
use crate::object::var::Var;
use crate::object::vm::Vm;
use crate::object::weak::WeakObject;
use crate::types::exception::{CONNECTION_RESET_ERROR, KEYBOARD_INTERRUPT, SYSTEM_EXIT};

/// The payload of both types.
#[derive(Default)]
pub(in super::super) struct StreamProtocol {
    pub(super) event_loop: Var,
    paused: Cell<bool>,
    lost: Cell<bool>,
    /// The exception that the connection ended with, or None.
    lost_with: Var,
    /// Futures of those who wait to write.
    drains: RefCell<Vec<Value>>,
    /// A weak reference to the reader, or unbound.
    reader: Var,
    /// The reader itself, until somebody else holds it.
    strong_reader: Var,
    client_connected: Var,
    writer: Var,
    pub(super) transport: Var,
    task: Var,
    /// Resolved at the end of the connection; made when somebody asks.
    closed: Var,
}

impl StreamProtocol {
    fn vars(&self) -> [&Var; 9] {
        [
            &self.event_loop,
            &self.lost_with,
            &self.reader,
            &self.strong_reader,
            &self.client_connected,
            &self.writer,
            &self.transport,
            &self.task,
            &self.closed,
        ]
    }

    fn reader(&self) -> Option<Value> {
        self.reader.get().get::<WeakObject>().and_then(WeakObject::target)
    }

    /// What a writer waits for; `None` if it may go on at once.
    pub(super) fn drain(&self, vm: &Vm) -> PyResult<Option<Value>> {
        if self.lost.get() {
            return Err(vm.raise(&CONNECTION_RESET_ERROR, "Connection lost"));
        }
        if !self.paused.get() {
            return Ok(None);
        }
        let waiter = future::new_future(vm, &self.event_loop.get());
        self.drains.borrow_mut().push(waiter.clone());
        Ok(Some(waiter))
    }

    pub(super) fn forget_drain(&self, waiter: &Value) {
        self.drains.borrow_mut().retain(|w| !w.is(waiter));
    }

    /// The future of the connection's end.
    pub(super) fn closed(&self, vm: &Vm) -> Value {
        if let Some(known) = self.closed.bound() {
            return known;
        }
        let made = future::new_future(vm, &self.event_loop.get());
        self.closed.set(made.clone());
        if self.lost.get() {
            settle(vm, &made, &self.lost_with.get());
        }
        made
    }
}

impl Traverse for StreamProtocol {
    fn traverse(&self, visit: &mut dyn FnMut(&Value)) {
        self.vars().into_iter().for_each(|v| v.visit(visit));
        self.drains.borrow().iter().for_each(visit);
    }

    fn clear(&self) {
        self.vars().into_iter().for_each(|v| v.set(Value::UNBOUND));
        let drains = self.drains.take();
        drop(drains);
    }
}

/// Gives a future the end of the connection.
fn settle(vm: &Vm, future: &Value, exception: &Value) {
    if exception.is_none() || exception.is_unbound() {
        future::resolve_unless_done(vm, future, Value::NONE);
    } else if future::future_of(future).is_some_and(|f| !f.is_done()) {
        // The loop may be closed: then nobody waits.
        let _ = future::set_exception(vm, future, exception.clone());
        if let Some(future) = future::future_of(future) {
            future.unretrieved.set(false);
        }
    }
}

/// Whether the value is a stream's protocol and no class derived from it.
pub fn is_exact_protocol(value: &Value) -> bool {
    let exact = |h: &Header| h.kind_byte() & SUBCLASS == 0;
    value.header().is_some_and(exact) && value.foreign::<StreamProtocol>().is_some()
}

fn of<'a>(vm: &Vm, value: &'a Value) -> PyResult<&'a StreamProtocol> {
    value.foreign::<StreamProtocol>().ok_or_else(|| vm.type_error("a protocol is required"))
}

// ---- what transports call ------------------------------------------------------------------------

pub(in super::super) fn data_received(vm: &Vm, protocol: &StreamProtocol, bytes: &[u8]) {
    if let Some(reader) = protocol.reader() {
        reader::feed_data(vm, &reader, bytes);
    }
}

pub(in super::super) fn eof_received(vm: &Vm, protocol: &StreamProtocol) {
    if let Some(reader) = protocol.reader() {
        reader::feed_eof(vm, &reader);
    }
}

pub(in super::super) fn set_paused(vm: &Vm, protocol: &StreamProtocol, paused: bool) {
    protocol.paused.set(paused);
    if !paused {
        let drains = protocol.drains.borrow().clone();
        drains.iter().for_each(|w| future::resolve_unless_done(vm, w, Value::NONE));
    }
}

pub(in super::super) fn connection_lost(vm: &Vm, protocol: &StreamProtocol, exception: &Value) {
    if let Some(reader) = protocol.reader() {
        if exception.is_none() {
            reader::feed_eof(vm, &reader);
        } else {
            reader::set_exception(vm, &reader, exception);
        }
    }
    protocol.lost_with.set(exception.clone());
    protocol.lost.set(true);
    if let Some(closed) = protocol.closed.bound() {
        settle(vm, &closed, exception);
    }
    if protocol.paused.get() {
        let drains = protocol.drains.borrow().clone();
        drains.iter().for_each(|w| settle(vm, w, exception));
    }
    for var in [&protocol.strong_reader, &protocol.writer, &protocol.task, &protocol.transport] {
        var.set(Value::UNBOUND);
    }
}

fn connection_made(vm: &Vm, this: &Value, transport: &Value) -> PyResult<()> {
    let protocol = of(vm, this)?;
    protocol.transport.set(transport.clone());
    let reader = protocol.reader();
    if let Some(reader) = &reader {
        reader::set_transport(vm, reader, transport)?;
    }
    let callback = protocol.client_connected.get();
    if callback.is_none() || callback.is_unbound() {
        return Ok(());
    }
    let event_loop = protocol.event_loop.get();
    let reader = reader.unwrap_or(Value::NONE);
    let made = writer::new_writer(vm, transport, this, &reader, &event_loop);
    protocol.writer.set(made.clone());
    let result = vm.call(&callback, &[reader, made])?;
    if super::super::is_coroutine(vm, &result)? {
        let task = loop_type::create_task(vm, &event_loop, &result, &Value::NONE, &Value::NONE)?;
        future::add_native(vm, &task, "callback", handler_done, transport.clone())?;
        protocol.task.set(task);
    }
    protocol.strong_reader.set(Value::UNBOUND);
    Ok(())
}

/// The coroutine that served a connection has ended.
fn handler_done(vm: &Vm, transport: &Value, task: &Value) {
    let Some(done) = task.get::<task::TaskObject>().map(|t| &t.future) else { return };
    let close = |vm: &Vm| vm.call_method(transport, &vm.names().close, &[]).map(drop);
    let result = match done.status() {
        future::Status::Cancelled => close(vm),
        future::Status::Raised => {
            done.unretrieved.set(false);
            let exception = done.outcome();
            let ends = [&KEYBOARD_INTERRUPT, &SYSTEM_EXIT];
            if ends.iter().any(|class| vm.is_exception(&exception, class)) {
                return;
            }
            let rows = [
                ("message", vm.str("Unhandled exception in client_connected_cb")),
                ("exception", exception),
                ("transport", transport.clone()),
            ];
            let event_loop = done.event_loop.get();
            errors::call_exception_handler(vm, &event_loop, &rows).and_then(|()| close(vm))
        }
        future::Status::Pending | future::Status::Returned => Ok(()),
    };
    if let Err(Raised(exception)) = result {
        vm.report_unraisable(&exception, transport);
    }
}

// ---- what Python sees ----------------------------------------------------------------------------

fn new(vm: &Vm, class: &TypeRef, _: Args) -> PyResult {
    Ok(vm.new_foreign(class, StreamProtocol::default()))
}

fn loop_or_current(vm: &Vm, given: &Value) -> PyResult {
    if given.is_none() { policy::current(vm) } else { Ok(given.clone()) }
}

fn init_flow(vm: &Vm, this: &Value, args: Args) -> PyResult<()> {
    let bound = Signature::parse("(loop=None)").bind(vm, "FlowControlMixin", args)?;
    let event_loop = loop_or_current(vm, bound.first().unwrap_or(&Value::NONE))?;
    of(vm, this)?.event_loop.set(event_loop);
    Ok(())
}

fn init_reader_protocol(vm: &Vm, this: &Value, args: Args) -> PyResult<()> {
    let signature = Signature::parse("(stream_reader, client_connected_cb=None, loop=None)");
    let bound = signature.bind(vm, "StreamReaderProtocol.__init__", args)?;
    let [reader, callback, event_loop] = bound.as_slice() else { return Ok(()) };
    let protocol = of(vm, this)?;
    protocol.event_loop.set(loop_or_current(vm, event_loop)?);
    if !reader.is_none() {
        protocol.reader.set(vm.weak_reference(reader)?);
    }
    protocol.client_connected.set(callback.clone());
    if !callback.is_none() {
        protocol.strong_reader.set(reader.clone());
    }
    Ok(())
}

fn pause_writing(vm: &Vm, this: &Value) -> PyResult<()> {
    set_paused(vm, of(vm, this)?, true);
    Ok(())
}

fn resume_writing(vm: &Vm, this: &Value) -> PyResult<()> {
    set_paused(vm, of(vm, this)?, false);
    Ok(())
}

fn lose_connection(vm: &Vm, this: &Value, exc: &Value) -> PyResult<()> {
    connection_lost(vm, of(vm, this)?, exc);
    Ok(())
}

fn receive_data(vm: &Vm, this: &Value, data: &Value) -> PyResult<()> {
    let protocol = of(vm, this)?;
    if let Some(reader) = protocol.reader() {
        vm.call_method(&reader, &vm.intern("feed_data"), std::slice::from_ref(data))?;
    }
    Ok(())
}

fn receive_eof(vm: &Vm, this: &Value) -> PyResult<bool> {
    eof_received(vm, of(vm, this)?);
    Ok(true)
}

fn close_waiter(vm: &Vm, this: &Value, _stream: &Value) -> PyResult {
    Ok(of(vm, this)?.closed(vm))
}

/// A coroutine, as the name says in CPython; awaited by writers of other kinds.
fn drain_helper(vm: &Vm, this: &Value) -> PyResult {
    of(vm, this)?;
    Ok(writer::drain_protocol(vm, this))
}

fn stream_reader(vm: &Vm, this: &Value) -> PyResult {
    Ok(of(vm, this)?.reader().unwrap_or(Value::NONE))
}

fn replace_writer(vm: &Vm, this: &Value, writer: &Value) -> PyResult<()> {
    let protocol = of(vm, this)?;
    let transport = vm.getattr(writer, &vm.intern("transport"))?;
    protocol.writer.set(writer.clone());
    protocol.transport.set(transport);
    Ok(())
}

/// Whether it is a server's end.
const CALLBACK: GetSet = GetSet {
    name: "_client_connected_cb",
    doc: "",
    get: |vm, this| Ok(of(vm, this)?.client_connected.bound().unwrap_or(Value::NONE)),
    set: None,
};

const LOOP: GetSet = GetSet {
    name: "_loop",
    doc: "",
    get: |vm, this| Ok(of(vm, this)?.event_loop.bound().unwrap_or(Value::NONE)),
    set: None,
};

const PAUSED: GetSet = GetSet {
    name: "_paused",
    doc: "",
    get: |vm, this| Ok(Value::bool(of(vm, this)?.paused.get())),
    set: None,
};

pub static FLOW_CONTROL: TypeSpec = TypeSpec {
    name: "asyncio.streams.FlowControlMixin",
    base: Some(&super::super::transport::PROTOCOL),
    doc: "A protocol that lets drain() wait while the transport has writing paused.",
    operations: Some(ForeignObject::OPERATIONS),
    slots: Slots { new: Some(new), init: Some(init_flow), ..Slots::NONE },
    methods: funcs![
        pause_writing "(self)" "The transport holds more than its upper limit: stop writing.";
        resume_writing "(self)" "The transport is down to its lower limit: writing may go on.";
        "connection_lost" = lose_connection, "(self, exc)", "The connection has ended; exc is None after an end in order.";
        "_drain_helper" = drain_helper, "(self)", "Wait until writing may go on.";
        "_get_close_waiter" = close_waiter, "(self, stream)", "The future of the connection's end.";
    ],
    getset: &[LOOP, PAUSED],
    flags: type_flag::BASE | type_flag::DICT | type_flag::EXTENDED | type_flag::WEAK,
    ..TypeSpec::NONE
};

pub static STREAM_READER_PROTOCOL: TypeSpec = TypeSpec {
    name: "asyncio.streams.StreamReaderProtocol",
    base: Some(&FLOW_CONTROL),
    doc: "A protocol that feeds what it receives to a StreamReader.",
    signature: "(stream_reader, client_connected_cb=None, loop=None)",
    operations: Some(ForeignObject::OPERATIONS),
    slots: Slots { new: Some(new), init: Some(init_reader_protocol), ..Slots::NONE },
    methods: funcs![
        connection_made "(self, transport)" "Called when a connection is made.";
        "data_received" = receive_data, "(self, data)", "Called when some data is received.";
        "eof_received" = receive_eof, "(self)", "The other side has sent its last byte.";
        "_replace_writer" = replace_writer, "(self, writer)", "Go on with another writer.";
    ],
    getset: &[CALLBACK, GetSet { name: "_stream_reader", doc: "", get: stream_reader, set: None }],
    flags: type_flag::BASE | type_flag::DICT | type_flag::EXTENDED | type_flag::WEAK,
    ..TypeSpec::NONE
};

/// The loop of a protocol, for those who make futures.
pub(super) fn is_open(event_loop: &Value) -> bool {
    event_loop.foreign::<EventLoop>().is_some_and(|l| !l.is_closed())
}
