//! StreamReader: the buffer, who waits for it, and what Python sees. What its coroutines do is in
//! `reads.rs`.

use std::cell::{Cell, RefCell};

use super::super::{errors, future, policy, transport};
use super::buffer::Buffer;
use super::reads;
use crate::funcs;
use crate::object::foreign::ForeignObject;
use crate::object::header::{Payload, Traverse};
use crate::object::native::{Args, GetSet, Signature};
use crate::object::slots::{PyResult, Raised, Slots};
use crate::object::types::{TypeRef, TypeSpec, type_flag};
use crate::object::value::Value;
use crate::object::var::Var;
use crate::object::vm::Vm;
use crate::types::bytes;
use crate::types::exception::ASSERTION_ERROR;

/// What the one who waits needs before it is worth waking.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Want {
    Anything,
    /// So many bytes.
    Count(usize),
    /// This byte, which a separator ends with.
    Byte(u8),
    Eof,
}

/// The payload.
pub(super) struct StreamReader {
    pub(super) event_loop: Var,
    pub(super) limit: Cell<usize>,
    pub(super) buffer: RefCell<Buffer>,
    pub(super) eof: Cell<bool>,
    /// The future of the one who waits, or unbound.
    pub(super) waiter: Var,
    pub(super) want: Cell<Want>,
    pub(super) exception: Var,
    transport: Var,
    paused: Cell<bool>,
}

pub(super) const DEFAULT_LIMIT: usize = 64 * 1024;

impl StreamReader {
    fn vars(&self) -> [&Var; 4] {
        [&self.event_loop, &self.waiter, &self.exception, &self.transport]
    }

    /// Whether what came is enough for the one who waits.
    fn is_enough(&self, more: &[u8]) -> bool {
        let length = self.buffer.borrow().len();
        match self.want.get() {
            Want::Anything => true,
            Want::Count(count) => length >= count,
            Want::Byte(byte) => length > self.limit.get() || memchr::memchr(byte, more).is_some(),
            Want::Eof => length >= self.limit.get(),
        }
    }

    fn wake(&self, vm: &Vm) {
        let waiter = self.waiter.take();
        if !waiter.is_unbound() {
            future::resolve_unless_done(vm, &waiter, Value::NONE);
        }
    }

    /// Reading goes on once the buffer is small enough.
    pub(super) fn maybe_resume(&self, vm: &Vm) -> PyResult<()> {
        if self.paused.get() && self.buffer.borrow().len() <= self.limit.get() {
            self.resume(vm)?;
        }
        Ok(())
    }

    /// Lets the transport read again if it was asked not to.
    pub(super) fn resume(&self, vm: &Vm) -> PyResult<()> {
        if self.paused.replace(false) {
            vm.call_method(&self.transport.get(), &vm.intern("resume_reading"), &[])?;
        }
        Ok(())
    }
}

impl Traverse for StreamReader {
    fn traverse(&self, visit: &mut dyn FnMut(&Value)) {
        self.vars().into_iter().for_each(|v| v.visit(visit));
    }

    fn clear(&self) {
        self.vars().into_iter().for_each(|v| v.set(Value::UNBOUND));
    }
}

pub(super) fn of<'a>(vm: &Vm, value: &'a Value) -> PyResult<&'a StreamReader> {
    value.foreign::<StreamReader>().ok_or_else(|| vm.type_error("a StreamReader is required"))
}

fn new(vm: &Vm, class: &TypeRef, _: Args) -> PyResult {
    let reader = StreamReader {
        event_loop: Var::unbound(),
        limit: Cell::new(DEFAULT_LIMIT),
        buffer: RefCell::default(),
        eof: Cell::new(false),
        waiter: Var::unbound(),
        want: Cell::new(Want::Anything),
        exception: Var::new(Value::NONE),
        transport: Var::unbound(),
        paused: Cell::new(false),
    };
    Ok(vm.new_foreign(class, reader))
}

fn init(vm: &Vm, this: &Value, args: Args) -> PyResult<()> {
    let bound = Signature::parse("(limit=<65536>, loop=None)").bind(vm, "StreamReader", args)?;
    let [limit, given] = bound.as_slice() else { return Ok(()) };
    let limit = if limit.is_unbound() { DEFAULT_LIMIT as i64 } else { vm.index_clamped(limit)? };
    let limit = usize::try_from(limit).unwrap_or(0);
    if limit == 0 {
        return Err(vm.value_error("Limit cannot be <= 0"));
    }
    let reader = of(vm, this)?;
    reader.limit.set(limit);
    let given =
        if given.is_none() || given.is_unbound() { policy::current(vm)? } else { given.clone() };
    reader.event_loop.set(given);
    Ok(())
}

// ---- feeding -------------------------------------------------------------------------------------

/// Bytes for the reader. Where there is no memory for them the connection fails.
pub(super) fn feed_data(vm: &Vm, this: &Value, bytes: &[u8]) {
    let Some(reader) = this.foreign::<StreamReader>() else { return };
    if bytes.is_empty() {
        return;
    }
    if !vm.heap.allows(bytes.len()) || !reader.buffer.borrow_mut().push(bytes) {
        set_exception(vm, this, &vm.memory_error().0);
        return;
    }
    if !reader.waiter.is_unbound() {
        if !reader.is_enough(bytes) {
            return;
        }
        reader.wake(vm);
    }
    let transport = reader.transport.get();
    if transport.is_unbound()
        || reader.paused.get()
        || reader.buffer.borrow().len() <= reader.limit.get().saturating_mul(2)
    {
        return;
    }
    match vm.call_method(&transport, &vm.intern("pause_reading"), &[]) {
        Ok(_) => reader.paused.set(true),
        // A transport that cannot pause is not asked again.
        Err(_) => reader.transport.set(Value::UNBOUND),
    }
}

pub(super) fn feed_eof(vm: &Vm, this: &Value) {
    if let Some(reader) = this.foreign::<StreamReader>() {
        reader.eof.set(true);
        reader.wake(vm);
    }
}

pub(super) fn set_exception(vm: &Vm, this: &Value, exception: &Value) {
    let Some(reader) = this.foreign::<StreamReader>() else { return };
    reader.exception.set(exception.clone());
    let waiter = reader.waiter.take();
    if future::future_of(&waiter).is_some_and(|f| !f.is_done()) {
        // A closed loop has nobody to tell.
        let _ = future::set_exception(vm, &waiter, exception.clone());
    }
}

pub(super) fn set_transport(vm: &Vm, this: &Value, transport: &Value) -> PyResult<()> {
    let reader = of(vm, this)?;
    if !reader.transport.is_unbound() {
        return Err(vm.raise(&ASSERTION_ERROR, "Transport already set"));
    }
    reader.transport.set(transport.clone());
    Ok(())
}

/// The connection goes on over another transport.
pub(super) fn replace_transport(reader: &StreamReader, transport: &Value) {
    reader.transport.set(transport.clone());
}

// ---- what Python sees ----------------------------------------------------------------------------

fn feed_data_row(vm: &Vm, this: &Value, data: &Value) -> PyResult<()> {
    let reader = of(vm, this)?;
    if reader.eof.get() {
        return Err(vm.raise(&ASSERTION_ERROR, "feed_data after feed_eof"));
    }
    let data = bytes::Buffer::required(vm, data)?.to_vec();
    feed_data(vm, this, &data);
    Ok(())
}

fn feed_eof_row(vm: &Vm, this: &Value) {
    feed_eof(vm, this);
}

fn set_exception_row(vm: &Vm, this: &Value, exc: &Value) {
    set_exception(vm, this, exc);
}

fn exception(vm: &Vm, this: &Value) -> PyResult {
    Ok(of(vm, this)?.exception.get())
}

fn set_transport_row(vm: &Vm, this: &Value, transport: &Value) -> PyResult<()> {
    set_transport(vm, this, transport)
}

fn at_eof(vm: &Vm, this: &Value) -> PyResult<bool> {
    let reader = of(vm, this)?;
    Ok(reader.eof.get() && reader.buffer.borrow().len() == 0)
}

fn repr_of(vm: &Vm, this: &Value) -> PyResult {
    let reader = of(vm, this)?;
    let mut info = vec!["StreamReader".to_owned()];
    let length = reader.buffer.borrow().len();
    if length > 0 {
        info.push(format!("{length} bytes"));
    }
    if reader.eof.get() {
        info.push("eof".to_owned());
    }
    if reader.limit.get() != DEFAULT_LIMIT {
        info.push(format!("limit={}", reader.limit.get()));
    }
    let named = [
        ("waiter", &reader.waiter),
        ("exception", &reader.exception),
        ("transport", &reader.transport),
    ];
    for (name, var) in named {
        if let Some(value) = var.bound().filter(|v| !v.is_none()) {
            info.push(format!("{name}={}", vm.repr_text(&value)?));
        }
    }
    if reader.paused.get() {
        info.push("paused".to_owned());
    }
    Ok(vm.str(&format!("<{}>", info.join(" "))))
}

/// A reader that goes while its connection is open takes that with it.
fn finalize(vm: &Vm, this: &Value) {
    let Some(reader) = this.foreign::<StreamReader>() else { return };
    let transport = reader.transport.get();
    if transport.is_unbound() || vm.is_closing() || transport::is_closing(&transport) {
        return;
    }
    let Some(open) = transport::is_exact(&transport) else { return };
    // Somebody else's protocol may use the transport by now.
    if !transport::reads_into_stream(open) {
        return;
    }
    let text = "An open stream object is being garbage collected; call \"stream.close()\" \
                explicitly.";
    errors::report_at_end(vm, &reader.event_loop.get(), &[("message", vm.str(text))]);
    if let Err(Raised(exception)) = vm.call_method(&transport, &vm.intern("abort"), &[]) {
        vm.report_unraisable(&exception, this);
    }
}

const fn row(name: &'static str, get: fn(&Vm, &Value) -> PyResult) -> GetSet {
    GetSet { name, doc: "", get, set: None }
}

fn none_for_unbound(var: &Var) -> Value {
    var.bound().unwrap_or(Value::NONE)
}

pub static STREAM_READER: TypeSpec = TypeSpec {
    name: "asyncio.streams.StreamReader",
    doc: "The receiving side of a stream.",
    operations: Some(ForeignObject::OPERATIONS),
    slots: Slots {
        repr: Some(repr_of),
        new: Some(new),
        init: Some(init),
        aiter: Some(|_, this| Ok(this.clone())),
        anext: Some(|vm, this| Ok(reads::next_line(vm, this))),
        finalize: Some(finalize),
        ..Slots::NONE
    },
    methods: funcs![
        "read" = reads::read, "(self, n=-1)", "Wait for data and give at most n bytes of it; everything up to the end for n = -1.";
        "readline" = reads::readline, "(self)", "Wait for a line and give it with its newline; what is left if the end comes first.";
        "readexactly" = reads::readexactly, "(self, n)", "Read exactly `n` bytes.";
        "readuntil" = reads::readuntil, "(self, separator=b'\\n')", "Wait for data that ends with separator and give it, separator included.";
        "feed_data" = feed_data_row, "(self, data)", "Add bytes to the buffer.";
        "feed_eof" = feed_eof_row, "(self)", "Acknowledge the EOF.";
        at_eof "(self)" "Whether the end has come and everything before it has been read.";
        exception "(self)" "The exception that reading raises, or None.";
        "set_exception" = set_exception_row, "(self, exc)", "Have reading raise the exception.";
        "set_transport" = set_transport_row, "(self, transport)", "Tell the reader what feeds it.";
    ],
    getset: &[
        row("_loop", |vm, this| Ok(none_for_unbound(&of(vm, this)?.event_loop))),
        row("_transport", |vm, this| Ok(none_for_unbound(&of(vm, this)?.transport))),
        row("_waiter", |vm, this| Ok(none_for_unbound(&of(vm, this)?.waiter))),
        row("_limit", |vm, this| Ok(vm.int(of(vm, this)?.limit.get() as i64))),
        row("_eof", |vm, this| Ok(Value::bool(of(vm, this)?.eof.get()))),
        row("_paused", |vm, this| Ok(Value::bool(of(vm, this)?.paused.get()))),
        row("_buffer", |vm, this| {
            let copy = of(vm, this)?.buffer.borrow().as_slice().to_vec();
            Ok(vm.new_bytearray(copy))
        }),
    ],
    flags: type_flag::BASE | type_flag::DICT | type_flag::EXTENDED | type_flag::WEAK,
    ..TypeSpec::NONE
};
