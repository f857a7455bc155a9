//! StreamWriter: a transport with `drain`.

use super::super::native_coroutine::{self, NativeCoroutine, Progress, Routine};
use super::super::{ensure_future, transport};
use super::protocol::{self, StreamProtocol};
use super::reader::{self, StreamReader};
use crate::funcs;
use crate::object::foreign::ForeignObject;
use crate::object::header::{Payload, Traverse};
use crate::object::native::{Args, GetSet, Signature};
use crate::object::slots::{PyResult, Raised, Slots};
use crate::object::types::{TypeRef, TypeSpec, type_flag};
use crate::object::value::Value;
use crate::object::var::Var;
use crate::object::vm::Vm;
use crate::types::exception::RESOURCE_WARNING;

/// The payload.
#[derive(Default)]
struct StreamWriter {
    transport: Var,
    protocol: Var,
    /// None if there is none.
    reader: Var,
    event_loop: Var,
}

impl StreamWriter {
    fn vars(&self) -> [&Var; 4] {
        [&self.transport, &self.protocol, &self.reader, &self.event_loop]
    }
}

impl Traverse for StreamWriter {
    fn traverse(&self, visit: &mut dyn FnMut(&Value)) {
        self.vars().into_iter().for_each(|v| v.visit(visit));
    }

    fn clear(&self) {
        self.vars().into_iter().for_each(|v| v.set(Value::UNBOUND));
    }
}

fn of<'a>(vm: &Vm, value: &'a Value) -> PyResult<&'a StreamWriter> {
    value.foreign::<StreamWriter>().ok_or_else(|| vm.type_error("a StreamWriter is required"))
}

pub(super) fn new_writer(
    vm: &Vm,
    transport: &Value,
    protocol: &Value,
    reader: &Value,
    event_loop: &Value,
) -> Value {
    let writer = StreamWriter {
        transport: transport.clone().into(),
        protocol: protocol.clone().into(),
        reader: reader.clone().into(),
        event_loop: event_loop.clone().into(),
    };
    vm.new_foreign(&vm.ty(&STREAM_WRITER), writer)
}

fn new(vm: &Vm, class: &TypeRef, _: Args) -> PyResult {
    Ok(vm.new_foreign(class, StreamWriter::default()))
}

fn init(vm: &Vm, this: &Value, args: Args) -> PyResult<()> {
    let signature = Signature::parse("(transport, protocol, reader, loop)");
    let bound = signature.bind(vm, "StreamWriter.__init__", args)?;
    let writer = of(vm, this)?;
    for (var, value) in writer.vars().into_iter().zip(&bound) {
        var.set(value.clone());
    }
    Ok(())
}

/// Calls a method of the transport.
fn forward(vm: &Vm, this: &Value, name: &str, args: &[Value]) -> PyResult {
    vm.call_method(&of(vm, this)?.transport.get(), &vm.intern(name), args)
}

fn write(vm: &Vm, this: &Value, data: &Value) -> PyResult<()> {
    let target = of(vm, this)?.transport.get();
    match transport::is_exact(&target) {
        Some(own) => transport::write(vm, &target, own, data),
        None => vm.call_method(&target, &vm.intern("write"), std::slice::from_ref(data)).map(drop),
    }
}

fn writelines(vm: &Vm, this: &Value, data: &Value) -> PyResult<()> {
    forward(vm, this, "writelines", std::slice::from_ref(data)).map(drop)
}

fn write_eof(vm: &Vm, this: &Value) -> PyResult {
    forward(vm, this, "write_eof", &[])
}

fn can_write_eof(vm: &Vm, this: &Value) -> PyResult {
    forward(vm, this, "can_write_eof", &[])
}

fn close(vm: &Vm, this: &Value) -> PyResult {
    forward(vm, this, "close", &[])
}

fn is_closing(vm: &Vm, this: &Value) -> PyResult {
    forward(vm, this, "is_closing", &[])
}

fn get_extra_info(vm: &Vm, this: &Value, name: &Value, default: &Value) -> PyResult {
    forward(vm, this, "get_extra_info", &[name.clone(), default.clone()])
}

// ---- drain and wait_closed -----------------------------------------------------------------------

static DRAIN: Routine = Routine { name: "StreamWriter.drain", step: step_drain, abandon };
static WAIT_CLOSED: Routine =
    Routine { name: "StreamWriter.wait_closed", step: step_closed, abandon: |_, _| () };
static DRAIN_HELPER: Routine =
    Routine { name: "FlowControlMixin._drain_helper", step: step_helper, abandon };

fn drain(vm: &Vm, this: &Value) -> Value {
    native_coroutine::call(vm, &DRAIN, this, Value::UNBOUND, 0)
}

fn wait_closed(vm: &Vm, this: &Value) -> Value {
    native_coroutine::call(vm, &WAIT_CLOSED, this, Value::UNBOUND, 0)
}

pub(super) fn drain_protocol(vm: &Vm, protocol: &Value) -> Value {
    native_coroutine::call(vm, &DRAIN_HELPER, protocol, Value::UNBOUND, 0)
}

/// The protocol is to forget the future that is waited for.
fn abandon(_: &Vm, call: &NativeCoroutine) {
    let this = call.first();
    let protocol = match this.foreign::<StreamWriter>() {
        Some(writer) => writer.protocol.get(),
        None => this.clone(),
    };
    let waiter = call.second();
    if let Some(protocol) = protocol.foreign::<StreamProtocol>()
        && !waiter.is_unbound()
    {
        protocol.forget_drain(&waiter);
    }
}

/// Stages of `drain`: looks first, lets others run if the connection is closing, then waits.
const LETS_RUN: i64 = 1;
const WAITS: i64 = 2;

fn step_drain(vm: &Vm, call: &NativeCoroutine, sent: Value) -> PyResult<Progress> {
    let this = call.first();
    let writer = of(vm, &this)?;
    if call.number() == WAITS {
        abandon(vm, call);
        return Ok(Progress::Done(Value::NONE));
    }
    if call.number() == 0 {
        let reader = writer.reader.get();
        let exception = match reader.foreign::<StreamReader>() {
            Some(reader) => reader.exception.get(),
            None if reader.is_none() => Value::NONE,
            None => vm.call_method(&reader, &vm.intern("exception"), &[])?,
        };
        if !exception.is_none() {
            return Err(Raised(vm.exception_to_raise(&exception)?));
        }
        let target = writer.transport.get();
        let closing = match transport::is_exact(&target) {
            Some(own) => transport::drain_wanted(own),
            None => vm.truth(&vm.call_method(&target, &vm.intern("is_closing"), &[])?)?,
        };
        if closing {
            // So that the end of the connection can be told, and a loop of writes sees it.
            call.set_number(LETS_RUN);
            return Ok(Progress::Nap);
        }
    }
    let protocol = writer.protocol.get();
    call.set_number(WAITS);
    match protocol.foreign::<StreamProtocol>() {
        Some(own) => match own.drain(vm)? {
            Some(waiter) => {
                call.set_second(waiter.clone());
                Ok(Progress::Wait(waiter))
            }
            None => Ok(Progress::Done(Value::NONE)),
        },
        None => {
            drop(sent);
            let helper = vm.call_method(&protocol, &vm.intern("_drain_helper"), &[])?;
            ensure_future(vm, &helper, None).map(Progress::Wait)
        }
    }
}

fn step_helper(vm: &Vm, call: &NativeCoroutine, _sent: Value) -> PyResult<Progress> {
    let this = call.first();
    let Some(protocol) = this.foreign::<StreamProtocol>() else {
        return Ok(Progress::Done(Value::NONE));
    };
    if call.number() == WAITS {
        abandon(vm, call);
        return Ok(Progress::Done(Value::NONE));
    }
    call.set_number(WAITS);
    match protocol.drain(vm)? {
        Some(waiter) => {
            call.set_second(waiter.clone());
            Ok(Progress::Wait(waiter))
        }
        None => Ok(Progress::Done(Value::NONE)),
    }
}

fn step_closed(vm: &Vm, call: &NativeCoroutine, _sent: Value) -> PyResult<Progress> {
    if call.number() == WAITS {
        return Ok(Progress::Done(Value::NONE));
    }
    call.set_number(WAITS);
    let this = call.first();
    let protocol = of(vm, &this)?.protocol.get();
    let waiter = match protocol.foreign::<StreamProtocol>() {
        Some(own) if protocol::is_exact_protocol(&protocol) => own.closed(vm),
        _ => {
            let name = vm.intern("_get_close_waiter");
            let waiter = vm.call_method(&protocol, &name, std::slice::from_ref(&this))?;
            ensure_future(vm, &waiter, None)?
        }
    };
    Ok(Progress::Wait(waiter))
}

// ---- TLS, repr, end ------------------------------------------------------------------------------

fn start_tls(vm: &Vm, this: &Value, args: &Value, keywords: &Value) -> PyResult {
    let module = vm.import_module("asyncio.streams")?;
    let function = vm.getattr(&module, &vm.intern("_start_tls"))?;
    let mut all = vec![this.clone()];
    all.extend(args.tuple_items().iter().cloned());
    let mut names = Vec::new();
    if let Some(dict) = keywords.get::<crate::object::dict::DictObject>() {
        for (key, value) in dict.pairs() {
            names.push(key);
            all.push(value);
        }
    }
    vm.call_args(&function, Args { all: &all, names: &names })
}

/// Another transport takes the place of the present one, for the reader, too.
fn replace_transport(vm: &Vm, this: &Value, transport: &Value) -> PyResult<()> {
    let writer = of(vm, this)?;
    writer.transport.set(transport.clone());
    if let Some(reader) = writer.reader.get().foreign::<StreamReader>() {
        reader::replace_transport(reader, transport);
    }
    let name = vm.intern("_replace_writer");
    vm.call_method(&writer.protocol.get(), &name, std::slice::from_ref(this)).map(drop)
}

fn repr_of(vm: &Vm, this: &Value) -> PyResult {
    let writer = of(vm, this)?;
    let mut text = format!("<StreamWriter transport={}", vm.repr_text(&writer.transport.get())?);
    let reader = writer.reader.get();
    if !reader.is_none() && !reader.is_unbound() {
        text.push_str(&format!(" reader={}", vm.repr_text(&reader)?));
    }
    Ok(vm.str(&format!("{text}>")))
}

/// A writer that goes without having been closed closes, and says so.
fn finalize(vm: &Vm, this: &Value) {
    let Some(writer) = this.foreign::<StreamWriter>() else { return };
    let target = writer.transport.get();
    if target.is_unbound() || vm.is_closing() {
        return;
    }
    let result = (|| {
        let closing = vm.call_method(&target, &vm.intern("is_closing"), &[])?;
        if vm.truth(&closing)? {
            return Ok(());
        }
        let message = if protocol::is_open(&writer.event_loop.get()) {
            vm.call_method(&target, &vm.names().close, &[])?;
            format!("unclosed {}", vm.repr_text(this)?)
        } else {
            "loop is closed".to_owned()
        };
        let message = vm.str(&message);
        vm.warn_level(&vm.ty(&RESOURCE_WARNING), &message, 1, Some(this))
    })();
    if let Err(Raised(exception)) = result {
        vm.report_unraisable(&exception, this);
    }
}

const fn row(name: &'static str, get: fn(&Vm, &Value) -> PyResult) -> GetSet {
    GetSet { name, doc: "", get, set: None }
}

pub static STREAM_WRITER: TypeSpec = TypeSpec {
    name: "asyncio.streams.StreamWriter",
    doc: "Wraps a Transport.",
    operations: Some(ForeignObject::OPERATIONS),
    slots: Slots {
        repr: Some(repr_of),
        new: Some(new),
        init: Some(init),
        finalize: Some(finalize),
        ..Slots::NONE
    },
    methods: funcs![
        write "(self, data)" "Hand data to the transport, which sends it as soon as it can.";
        writelines "(self, data)" "Hand the pieces of an iterable of bytes to the transport as one.";
        write_eof "(self)" "Say that no data will follow; what is held is still sent.";
        can_write_eof "(self)" "Whether the transport can close its write end.";
        close "(self)" "Close the stream and the underlying transport.";
        is_closing "(self)" "Whether the stream is closed or being closed.";
        wait_closed "(self)" "Wait until the stream is closed.";
        get_extra_info "(self, name, default=None)" "What the transport knows under this name, default where it knows nothing.";
        drain "(self)" "Flush the write buffer.";
        start_tls "(self, *args, **kwargs)" "Go on with TLS over the connection that is open.";
        "_replace_transport" = replace_transport, "(self, transport)", "Go on over another transport.";
    ],
    getset: &[
        row("transport", |vm, this| Ok(of(vm, this)?.transport.get())),
        row("_transport", |vm, this| Ok(of(vm, this)?.transport.get())),
        row("_protocol", |vm, this| Ok(of(vm, this)?.protocol.get())),
        row("_reader", |vm, this| Ok(of(vm, this)?.reader.get())),
        row("_loop", |vm, this| Ok(of(vm, this)?.event_loop.get())),
    ],
    flags: type_flag::BASE | type_flag::DICT | type_flag::EXTENDED | type_flag::WEAK,
    ..TypeSpec::NONE
};
