//! What a TLS protocol tells the protocol above it, and what it does when that fails.

use taipan_engine::aio::exceptions::CANCELLED_ERROR;
use taipan_engine::aio::streams::is_exact_protocol;
use taipan_engine::aio::transport::BUFFERED_PROTOCOL;
use taipan_engine::object::dict::DictObject;
use taipan_engine::object::slots::{PyResult, Raised};
use taipan_engine::object::value::Value;
use taipan_engine::object::vm::Vm;
use taipan_engine::types::exception::{KEYBOARD_INTERRUPT, OS_ERROR, SYSTEM_EXIT};

use super::flow::control_reading;
use super::state::{Phase, Tls, Told};
use crate::socket;

pub(super) fn ends_program(vm: &Vm, raised: &Raised) -> bool {
    vm.is_exception(&raised.0, &SYSTEM_EXIT) || vm.is_exception(&raised.0, &KEYBOARD_INTERRUPT)
}

/// Calls the loop's exception handler.
pub(super) fn report(vm: &Vm, tls: &Tls, rows: &[(&str, Value)]) -> PyResult<()> {
    let dict = DictObject::new();
    for (name, value) in rows {
        drop(dict.set_interned(&vm.intern(name), value.clone()));
    }
    let name = vm.intern("call_exception_handler");
    vm.call_method(&tls.event_loop.get(), &name, &[vm.new_dict(dict)]).map(drop)
}

/// An error that the connection does not survive. Errors of the other side are no news.
pub(super) fn fatal(
    vm: &Vm,
    this: &Value,
    tls: &Tls,
    exception: &Value,
    message: &str,
) -> PyResult<()> {
    let below = tls.transport();
    if let Some(below) = &below {
        let name = vm.intern("_force_close");
        vm.call_method(below, &name, std::slice::from_ref(exception))?;
    }
    let known =
        vm.is_exception(exception, &OS_ERROR) || vm.is_exception(exception, &CANCELLED_ERROR);
    if exception.is_none() || known {
        return Ok(());
    }
    let rows = [
        ("message", vm.str(message)),
        ("exception", exception.clone()),
        ("transport", below.unwrap_or(Value::NONE)),
        ("protocol", this.clone()),
    ];
    report(vm, tls, &rows)
}

/// Hands data over, unless the protocol above has paused.
pub(super) fn data(vm: &Vm, this: &Value, tls: &Tls) -> PyResult<()> {
    if tls.app_paused_reading.get() || !matches!(tls.phase.get(), Phase::Open | Phase::Flushing) {
        return control_reading(vm, tls);
    }
    let taken = tls.with_connection(|connection| connection.link.borrow_mut().take_plain_data());
    let taken = taken.unwrap_or_default();
    if !taken.is_empty() {
        let app = tls.app.get();
        let buffered = vm.type_of(&app).is_subtype(&vm.ty(&BUFFERED_PROTOCOL));
        let result = if buffered {
            feed_buffered(vm, &app, &taken)
        } else {
            let bytes = vm.new_bytes(taken);
            vm.call_method(&app, &vm.intern("data_received"), &[bytes]).map(drop)
        };
        if let Err(raised) = result {
            if ends_program(vm, &raised) {
                return Err(raised);
            }
            return fatal(vm, this, tls, &raised.0, "Fatal error on SSL protocol");
        }
    }
    control_reading(vm, tls)
}

/// Hands data to a protocol that gives buffers.
pub(in super::super) fn feed_buffered(vm: &Vm, app: &Value, mut bytes: &[u8]) -> PyResult<()> {
    while !bytes.is_empty() {
        let hint = vm.int(bytes.len() as i64);
        let buffer = vm.call_method(app, &vm.intern("get_buffer"), &[hint])?;
        let room = vm.len(&buffer)?;
        if room == 0 {
            return Err(vm.runtime_error("get_buffer() returned an empty buffer"));
        }
        let (piece, rest) = bytes.split_at(room.min(bytes.len()));
        socket::fill(&buffer, piece);
        drop(buffer);
        let count = vm.int(piece.len() as i64);
        vm.call_method(app, &vm.intern("buffer_updated"), &[count])?;
        bytes = rest;
    }
    Ok(())
}

/// The other side has said that nothing more follows.
pub(super) fn eof(vm: &Vm, this: &Value, tls: &Tls) -> PyResult<()> {
    if tls.told.get() != Told::Made {
        return Ok(());
    }
    tls.told.set(Told::Ended);
    let app = tls.app.get();
    let answer = vm.call_method(&app, &vm.intern("eof_received"), &[]);
    match answer.and_then(|keep| vm.truth(&keep)) {
        Ok(true) if !is_exact_protocol(&app) => {
            vm.write_stderr("returning true from eof_received() has no effect when using ssl\n");
            Ok(())
        }
        Ok(_) => Ok(()),
        Err(raised) if ends_program(vm, &raised) => Err(raised),
        Err(raised) => fatal(vm, this, tls, &raised.0, "Error calling eof_received()"),
    }
}
