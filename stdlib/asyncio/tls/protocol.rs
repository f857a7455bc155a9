//! `SSLProtocol`: what the transport below talks to, from the handshake to the goodbye.

use taipan_engine::aio::future;
use taipan_engine::aio::transport::PROTOCOL;
use taipan_engine::funcs;
use taipan_engine::object::dict::DictObject;
use taipan_engine::object::foreign::ForeignObject;
use taipan_engine::object::header::Payload;
use taipan_engine::object::native::{Args, GetSet, Signature};
use taipan_engine::object::slots::{PyResult, Raised, Slots};
use taipan_engine::object::types::{TypeRef, TypeSpec, type_flag};
use taipan_engine::object::value::Value;
use taipan_engine::object::vm::Vm;
use taipan_engine::types::bytes::Buffer;
use taipan_engine::types::exception::{
    CONNECTION_ABORTED_ERROR, CONNECTION_RESET_ERROR, TIMEOUT_ERROR, VALUE_ERROR,
};

use super::flow::control_writing;
use super::state::{Phase, Tls, Told, of};
use super::{deliver, transport};
use crate::ssl::{PIECE, Place, Step, advance, failed};

/// Seconds for the handshake and for the goodbye.
const HANDSHAKE_TIMEOUT: f64 = 60.0;
const SHUTDOWN_TIMEOUT: f64 = 30.0;

// ---- beginning -------------------------------------------------------------------------------------

fn new(vm: &Vm, class: &TypeRef, _: Args) -> PyResult {
    Ok(vm.new_foreign(class, Tls::new()))
}

fn timeout_of(vm: &Vm, value: &Value, name: &str, default: f64) -> PyResult<f64> {
    if value.is_none() {
        return Ok(default);
    }
    match vm.to_f64(value)? {
        seconds if seconds <= 0.0 => {
            let shown = vm.str_text(value)?;
            Err(vm.value_error(format!("{name} should be a positive number, got {shown}")))
        }
        seconds => Ok(seconds),
    }
}

/// The context of a client for which nothing but `ssl=True` was said.
fn default_context(vm: &Vm, server_side: bool, host: &Value) -> PyResult {
    if server_side {
        return Err(vm.value_error("Server side SSL needs a valid SSLContext"));
    }
    let module = vm.import_module("ssl")?;
    let context = vm.call_method(&module, &vm.intern("create_default_context"), &[])?;
    if !vm.truth(host)? {
        vm.setattr(&context, &vm.intern("check_hostname"), Some(&Value::FALSE))?;
    }
    Ok(context)
}

fn init(vm: &Vm, this: &Value, args: Args) -> PyResult<()> {
    let signature = Signature::parse(
        "(loop, app_protocol, sslcontext, waiter, server_side=False, server_hostname=None, \
         call_connection_made=True, ssl_handshake_timeout=None, ssl_shutdown_timeout=None)",
    );
    let bound = signature.bind(vm, "SSLProtocol.__init__", args)?;
    let [event_loop, app, context, waiter, server_side, host, tells, handshake, shutdown] =
        bound.as_slice()
    else {
        return Ok(());
    };
    let tls = of(vm, this)?;
    let name = "ssl_handshake_timeout";
    tls.handshake_timeout.set(timeout_of(vm, handshake, name, HANDSHAKE_TIMEOUT)?);
    let name = "ssl_shutdown_timeout";
    tls.shutdown_timeout.set(timeout_of(vm, shutdown, name, SHUTDOWN_TIMEOUT)?);
    let server_side = vm.truth(server_side)?;
    let context = match vm.truth(context)? {
        true => context.clone(),
        false => default_context(vm, server_side, host)?,
    };
    tls.server_side.set(server_side);
    if !server_side && vm.truth(host)? {
        tls.server_hostname.set(host.clone());
    }
    let extra = DictObject::new();
    drop(extra.set_interned(&vm.intern("sslcontext"), context.clone()));
    tls.extra.set(vm.new_dict(extra));
    tls.context.set(context);
    tls.event_loop.set(event_loop.clone());
    tls.app.set(app.clone());
    tls.waiter.set(waiter.clone());
    tls.tells_connection_made.set(vm.truth(tells)?);
    tls.above.set(transport::new_transport(vm, this));
    Ok(())
}

/// The transport below is there: the handshake begins.
fn connection_made(vm: &Vm, this: &Value, transport: &Value) -> PyResult<()> {
    let tls = of(vm, this)?;
    tls.below.set(transport.clone());
    tls.phase.set(Phase::Handshaking);
    start_timer(vm, this, tls, tls.handshake_timeout.get(), "_handshake_timed_out")?;
    if let Err(Raised(exception)) = connect(vm, tls) {
        return handshake_failed(vm, this, tls, exception);
    }
    shake_hands(vm, this, tls)
}

/// Makes the connection that is driven from here.
fn connect(vm: &Vm, tls: &Tls) -> PyResult<()> {
    let module = vm.import_module("ssl")?;
    let bio = vm.getattr(&module, &vm.intern("MemoryBIO"))?;
    let (incoming, outgoing) = (vm.call(&bio, &[])?, vm.call(&bio, &[])?);
    let args = [incoming, outgoing, Value::bool(tls.server_side.get()), tls.server_hostname.get()];
    let object = vm.call_method(&tls.context.get(), &vm.intern("wrap_bio"), &args)?;
    let connection = vm.getattr(&object, &vm.intern("_sslobj"))?;
    tls.object.set(object);
    tls.connection.set(connection);
    Ok(())
}

fn start_timer(vm: &Vm, this: &Value, tls: &Tls, delay: f64, method: &str) -> PyResult<()> {
    let callback = vm.getattr(this, &vm.intern(method))?;
    let name = vm.intern("call_later");
    let handle = vm.call_method(&tls.event_loop.get(), &name, &[vm.float(delay), callback])?;
    stop_timer(vm, tls)?;
    tls.timer.set(handle);
    Ok(())
}

fn stop_timer(vm: &Vm, tls: &Tls) -> PyResult<()> {
    match tls.timer.take() {
        none if none.is_unbound() => Ok(()),
        handle => vm.call_method(&handle, &vm.intern("cancel"), &[]).map(drop),
    }
}

// ---- the handshake ---------------------------------------------------------------------------------

fn shake_hands(vm: &Vm, this: &Value, tls: &Tls) -> PyResult<()> {
    let step = advance(vm, &tls.connection.get(), Place::Handshake);
    // An alert that says why it failed goes out, too.
    send_records(vm, tls)?;
    match step {
        Ok(Step::NeedsData | Step::Hello(_)) => Ok(()),
        Ok(Step::Done) => handshake_done(vm, this, tls),
        Err(raised) if deliver::ends_program(vm, &raised) => Err(raised),
        Err(Raised(exception)) => handshake_failed(vm, this, tls, exception),
    }
}

fn handshake_failed(vm: &Vm, this: &Value, tls: &Tls, exception: Value) -> PyResult<()> {
    stop_timer(vm, tls)?;
    tls.phase.set(Phase::Unwrapped);
    let message = if vm.is_exception(&exception, &VALUE_ERROR) {
        "SSL handshake failed on verifying the certificate"
    } else {
        "SSL handshake failed"
    };
    deliver::fatal(vm, this, tls, &exception, message)?;
    wake_waiter(vm, tls, &exception)
}

fn handshake_done(vm: &Vm, this: &Value, tls: &Tls) -> PyResult<()> {
    stop_timer(vm, tls)?;
    tls.phase.set(Phase::Open);
    let object = tls.object.get();
    if let Some(extra) = tls.extra.get().get::<DictObject>() {
        for (name, method) in
            [("peercert", "getpeercert"), ("cipher", "cipher"), ("compression", "compression")]
        {
            let value = vm.call_method(&object, &vm.intern(method), &[])?;
            drop(extra.set_interned(&vm.intern(name), value));
        }
        drop(extra.set_interned(&vm.intern("ssl_object"), object));
    }
    if tls.told.get() == Told::Nothing {
        tls.told.set(Told::Made);
        if tls.tells_connection_made.get() {
            let above = tls.above.get();
            vm.call_method(&tls.app.get(), &vm.intern("connection_made"), &[above])?;
        }
    }
    wake_waiter(vm, tls, &Value::NONE)?;
    received(vm, this, tls)
}

/// Tells whoever waits for the handshake; None says that all is well.
fn wake_waiter(vm: &Vm, tls: &Tls, exception: &Value) -> PyResult<()> {
    let waiter = tls.waiter.replace(Value::NONE);
    if waiter.is_none() || waiter.is_unbound() {
        return Ok(());
    }
    if let Some(own) = future::future_of(&waiter)
        && own.is_done()
    {
        return Ok(());
    }
    if future::future_of(&waiter).is_none() {
        let cancelled = vm.call_method(&waiter, &vm.intern("cancelled"), &[])?;
        if vm.truth(&cancelled)? {
            return Ok(());
        }
    }
    let name = if exception.is_none() { "set_result" } else { "set_exception" };
    vm.call_method(&waiter, &vm.intern(name), std::slice::from_ref(exception)).map(drop)
}

fn handshake_timed_out(vm: &Vm, this: &Value) -> PyResult<()> {
    let tls = of(vm, this)?;
    tls.timer.set(Value::UNBOUND);
    if tls.phase.get() != Phase::Handshaking {
        return Ok(());
    }
    let shown = vm.repr_text(&seconds(vm, tls.handshake_timeout.get()))?;
    let text =
        format!("SSL handshake is taking longer than {shown} seconds: aborting the connection");
    let Raised(exception) = vm.raise(&CONNECTION_ABORTED_ERROR, text);
    handshake_failed(vm, this, tls, exception)
}

/// The number as somebody would have written it.
fn seconds(vm: &Vm, number: f64) -> Value {
    if number.fract() == 0.0 && number.abs() < 1e15 {
        vm.int(number as i64)
    } else {
        vm.float(number)
    }
}

// ---- what comes in ---------------------------------------------------------------------------------

fn data_received(vm: &Vm, this: &Value, data: &Value) -> PyResult<()> {
    let tls = of(vm, this)?;
    let fed = {
        let bytes = Buffer::required(vm, data)?;
        tls.with_connection(|connection| connection.link.borrow_mut().feed(&bytes))
    };
    match (fed, tls.phase.get()) {
        (None, _) | (_, Phase::Unwrapped) => Ok(()),
        (_, Phase::Handshaking) => shake_hands(vm, this, tls),
        _ => received(vm, this, tls),
    }
}

/// Sees to what the records that came in were about.
fn received(vm: &Vm, this: &Value, tls: &Tls) -> PyResult<()> {
    send_records(vm, tls)?;
    deliver::data(vm, this, tls)?;
    let state = tls.with_connection(|connection| {
        let link = connection.link.borrow();
        (link.failure().cloned(), link.peer_closed, link.plain().is_empty())
    });
    let Some((failure, peer_closed, all_read)) = state else { return Ok(()) };
    match tls.phase.get() {
        Phase::Unwrapped | Phase::Handshaking => return Ok(()),
        Phase::Leaving => {
            if peer_closed {
                deliver::eof(vm, this, tls)?;
            }
            if peer_closed || failure.is_some() {
                return left(vm, tls);
            }
            // Nobody wants to know what still comes.
            tls.with_connection(|connection| {
                let mut link = connection.link.borrow_mut();
                let count = link.plain().len();
                link.consume(count);
            });
            return Ok(());
        }
        Phase::Open | Phase::Flushing => {}
    }
    if let Some(failure) = failure {
        let Raised(exception) = failed(vm, &failure, Place::Read);
        tls.phase.set(Phase::Unwrapped);
        return deliver::fatal(vm, this, tls, &exception, "SSL error in data received");
    }
    if peer_closed && all_read {
        deliver::eof(vm, this, tls)?;
        return start_shutdown(vm, this, tls);
    }
    Ok(())
}

/// The transport below has come to the end of its stream.
fn eof_received(vm: &Vm, this: &Value) -> PyResult<bool> {
    let tls = of(vm, this)?;
    match tls.phase.get() {
        Phase::Unwrapped => Ok(false),
        Phase::Handshaking => {
            let exception = vm.new_exception(&vm.ty(&CONNECTION_RESET_ERROR), Vec::new());
            handshake_failed(vm, this, tls, exception)?;
            Ok(false)
        }
        Phase::Open | Phase::Flushing => {
            // Some leave without a goodbye. It is as if they had said it, but they do not hear ours.
            tls.with_connection(|connection| {
                let mut link = connection.link.borrow_mut();
                link.peer_closed = true;
                link.peer_is_deaf();
            });
            received(vm, this, tls)?;
            // What is paused is still to be read, what was written still to go out.
            Ok(tls.app_paused_reading.get() && tls.unread() > 0 || tls.unsent() > 0)
        }
        Phase::Leaving => {
            left(vm, tls)?;
            Ok(false)
        }
    }
}

fn get_buffer(vm: &Vm, this: &Value, size: i64) -> PyResult {
    let tls = of(vm, this)?;
    let wanted = usize::try_from(size).unwrap_or(0).clamp(1, PIECE);
    if let Some(buffer) = tls.buffer.bound() {
        return Ok(buffer);
    }
    let buffer = vm.new_bytearray(vec![0; wanted.max(PIECE)]);
    tls.buffer.set(buffer.clone());
    Ok(buffer)
}

fn buffer_updated(vm: &Vm, this: &Value, count: i64) -> PyResult<()> {
    let bytes = of(vm, this)?.buffer.get();
    let count = usize::try_from(count).unwrap_or(0);
    let data = Buffer::of(vm, &bytes).map(|all| all.get(..count).unwrap_or_default().to_vec());
    data_received(vm, this, &vm.new_bytes(data.unwrap_or_default()))
}

/// The transport below is gone.
fn connection_lost(vm: &Vm, this: &Value, exc: &Value) -> PyResult<()> {
    let tls = of(vm, this)?;
    tls.backlog.take();
    tls.lost_writes.set(tls.lost_writes.get() + 1);
    tls.closed.set(true);
    if matches!(tls.told.get(), Told::Made | Told::Ended) {
        tls.told.set(Told::Lost);
        let method = vm.getattr(&tls.app.get(), &vm.intern("connection_lost"))?;
        let args = [method, exc.clone()];
        vm.call_method(&tls.event_loop.get(), &vm.intern("call_soon"), &args)?;
    }
    let shaking = tls.phase.replace(Phase::Unwrapped) == Phase::Handshaking;
    // Nothing of it refers to itself any more.
    for var in [&tls.below, &tls.app, &tls.above] {
        var.set(Value::NONE);
    }
    stop_timer(vm, tls)?;
    let exception = if shaking && exc.is_none() {
        vm.new_exception(&vm.ty(&CONNECTION_RESET_ERROR), Vec::new())
    } else {
        exc.clone()
    };
    wake_waiter(vm, tls, &exception)
}

// ---- what goes out ---------------------------------------------------------------------------------

/// Hands the records that wait to the transport below.
pub(super) fn send_records(vm: &Vm, tls: &Tls) -> PyResult<()> {
    let records = tls.with_connection(|connection| connection.link.borrow_mut().take_outgoing());
    match (records, tls.transport()) {
        (Some(records), Some(below)) if !records.is_empty() => {
            let bytes = vm.new_bytes(records);
            vm.call_method(&below, &vm.intern("write"), &[bytes]).map(drop)
        }
        _ => Ok(()),
    }
}

/// Writes data for the protocol above.
pub(super) fn write(vm: &Vm, this: &Value, tls: &Tls, data: &[u8]) -> PyResult<()> {
    match tls.phase.get() {
        Phase::Open if !tls.below_pauses_writing.get() && tls.backlog().is_empty() => {
            for piece in data.chunks(PIECE) {
                tls.with_connection(|connection| connection.link.borrow_mut().encrypt(piece));
            }
            send_records(vm, tls)
        }
        // Before the handshake is over, and while the transport below takes no more, it waits.
        Phase::Open | Phase::Handshaking => {
            let mut backlog = tls.backlog.borrow_mut();
            if !vm.heap.allows(data.len()) || backlog.try_reserve(data.len()).is_err() {
                return Err(vm.memory_error());
            }
            backlog.extend_from_slice(data);
            drop(backlog);
            control_writing(vm, this, tls)
        }
        Phase::Unwrapped | Phase::Flushing | Phase::Leaving => Ok(()),
    }
}

/// Encrypts what waits, piece by piece, as long as the transport below takes it.
fn send_backlog(vm: &Vm, this: &Value, tls: &Tls) -> PyResult<()> {
    while !tls.below_pauses_writing.get() && !tls.backlog().is_empty() {
        let piece: Vec<u8> = {
            let mut backlog = tls.backlog.borrow_mut();
            let count = backlog.len().min(PIECE);
            backlog.drain(..count).collect()
        };
        tls.with_connection(|connection| connection.link.borrow_mut().encrypt(&piece));
        send_records(vm, tls)?;
    }
    control_writing(vm, this, tls)
}

fn pause_writing(vm: &Vm, this: &Value) -> PyResult<()> {
    of(vm, this)?.below_pauses_writing.set(true);
    Ok(())
}

fn resume_writing(vm: &Vm, this: &Value) -> PyResult<()> {
    let tls = of(vm, this)?;
    tls.below_pauses_writing.set(false);
    match tls.phase.get() {
        Phase::Open => send_backlog(vm, this, tls),
        Phase::Flushing => {
            send_backlog(vm, this, tls)?;
            say_goodbye(vm, tls)
        }
        Phase::Unwrapped | Phase::Handshaking | Phase::Leaving => Ok(()),
    }
}

// ---- the end ---------------------------------------------------------------------------------------

/// Closes in order: what was written goes out, then the goodbye.
pub(super) fn start_shutdown(vm: &Vm, this: &Value, tls: &Tls) -> PyResult<()> {
    tls.closed.set(true);
    match tls.phase.get() {
        Phase::Unwrapped => match tls.transport() {
            Some(below) => vm.call_method(&below, &vm.names().close, &[]).map(drop),
            None => Ok(()),
        },
        Phase::Handshaking => abort(vm, tls, &Value::NONE),
        Phase::Flushing | Phase::Leaving => Ok(()),
        Phase::Open => {
            tls.phase.set(Phase::Flushing);
            start_timer(vm, this, tls, tls.shutdown_timeout.get(), "_shutdown_timed_out")?;
            send_backlog(vm, this, tls)?;
            say_goodbye(vm, tls)
        }
    }
}

/// Once everything has been handed over: the goodbye, and an ear for that of the other side.
fn say_goodbye(vm: &Vm, tls: &Tls) -> PyResult<()> {
    if tls.phase.get() != Phase::Flushing || !tls.backlog().is_empty() {
        return Ok(());
    }
    tls.phase.set(Phase::Leaving);
    let peer_closed = tls.with_connection(|connection| {
        let mut link = connection.link.borrow_mut();
        link.say_goodbye();
        link.peer_closed
    });
    send_records(vm, tls)?;
    if peer_closed == Some(true) {
        return left(vm, tls);
    }
    if tls.below_paused_reading.replace(false)
        && let Some(below) = tls.transport()
    {
        vm.call_method(&below, &vm.intern("resume_reading"), &[])?;
    }
    Ok(())
}

/// Both sides have said goodbye.
fn left(vm: &Vm, tls: &Tls) -> PyResult<()> {
    stop_timer(vm, tls)?;
    match tls.transport() {
        Some(below) => vm.call_method(&below, &vm.names().close, &[]).map(drop),
        None => Ok(()),
    }
}

fn shutdown_timed_out(vm: &Vm, this: &Value) -> PyResult<()> {
    let tls = of(vm, this)?;
    tls.timer.set(Value::UNBOUND);
    if !matches!(tls.phase.get(), Phase::Flushing | Phase::Leaving) {
        return Ok(());
    }
    let Raised(exception) = vm.raise(&TIMEOUT_ERROR, "SSL shutdown timed out");
    match tls.transport() {
        Some(below) => vm.call_method(&below, &vm.intern("_force_close"), &[exception]).map(drop),
        None => Ok(()),
    }
}

/// Ends the connection without a word.
pub(super) fn abort(vm: &Vm, tls: &Tls, exception: &Value) -> PyResult<()> {
    tls.closed.set(true);
    if tls.phase.get() != Phase::Handshaking {
        tls.phase.set(Phase::Unwrapped);
    }
    match tls.transport() {
        Some(below) => {
            let name = vm.intern("_force_close");
            vm.call_method(&below, &name, std::slice::from_ref(exception)).map(drop)
        }
        None => Ok(()),
    }
}

/// Reading goes on: hands over what lies there, in a turn of its own.
fn read_on(vm: &Vm, this: &Value) -> PyResult<()> {
    let tls = of(vm, this)?;
    received(vm, this, tls)
}

fn start_shutdown_row(vm: &Vm, this: &Value) -> PyResult<()> {
    start_shutdown(vm, this, of(vm, this)?)
}

fn abort_row(vm: &Vm, this: &Value, exc: &Value) -> PyResult<()> {
    abort(vm, of(vm, this)?, exc)
}

fn fatal_row(vm: &Vm, this: &Value, exc: &Value, message: &str) -> PyResult<()> {
    deliver::fatal(vm, this, of(vm, this)?, exc, message)
}

/// What is known under a name, here or below.
pub(super) fn extra_info(vm: &Vm, this: &Value, name: &Value, default: &Value) -> PyResult {
    let tls = of(vm, this)?;
    if let Some(extra) = tls.extra.get().get::<DictObject>()
        && let Some(found) = extra.get(vm, name)?
    {
        return Ok(found);
    }
    match tls.transport() {
        Some(below) => {
            let args = [name.clone(), default.clone()];
            vm.call_method(&below, &vm.intern("get_extra_info"), &args)
        }
        None => Ok(default.clone()),
    }
}

const fn row(name: &'static str, get: fn(&Vm, &Value) -> PyResult) -> GetSet {
    GetSet { name, doc: "", get, set: None }
}

pub(in super::super) static SSL_PROTOCOL: TypeSpec = TypeSpec {
    name: "asyncio.sslproto.SSLProtocol",
    base: Some(&PROTOCOL),
    doc: "A protocol that speaks TLS for the one above it.",
    operations: Some(ForeignObject::OPERATIONS),
    slots: Slots { new: Some(new), init: Some(init), ..Slots::NONE },
    methods: funcs![
        connection_made "(self, transport)" "The transport below is there: the handshake begins.";
        connection_lost "(self, exc)" "The transport below has ended.";
        data_received "(self, data)" "Records have come in.";
        eof_received "(self)" "The transport below has come to the end of its stream.";
        get_buffer "(self, n)" "A buffer for records.";
        buffer_updated "(self, nbytes)" "Records are in the buffer.";
        pause_writing "(self)" "The transport below takes no more for now.";
        resume_writing "(self)" "The transport below takes more.";
        "_handshake_timed_out" = handshake_timed_out, "(self)", "The handshake has taken too long.";
        "_shutdown_timed_out" = shutdown_timed_out, "(self)", "The other side does not say goodbye.";
        "_read_on" = read_on, "(self)", "Hand over what has come in.";
        "_start_shutdown" = start_shutdown_row, "(self)", "Close in order.";
        "_abort" = abort_row, "(self, exc)", "Close at once.";
        "_fatal_error" = fatal_row, "(self, exc, message='Fatal error on transport')", "Close because of an error.";
        "_get_extra_info" = extra_info, "(self, name, default=None)", "What is known under this name.";
    ],
    getset: &[
        row("_app_transport", |vm, this| Ok(of(vm, this)?.above.bound().unwrap_or(Value::NONE))),
        row("_app_protocol", |vm, this| Ok(of(vm, this)?.app.bound().unwrap_or(Value::NONE))),
        row("_transport", |vm, this| Ok(of(vm, this)?.below.bound().unwrap_or(Value::NONE))),
        row("_loop", |vm, this| Ok(of(vm, this)?.event_loop.bound().unwrap_or(Value::NONE))),
    ],
    flags: type_flag::BASE | type_flag::DICT | type_flag::EXTENDED | type_flag::WEAK,
    ..TypeSpec::NONE
};
