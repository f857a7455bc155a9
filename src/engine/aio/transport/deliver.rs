//! What a transport tells its protocol: Python methods, or native streams without a detour.

use super::super::streams::{self, StreamProtocol};
use super::super::{context, errors, handle, loop_of};
use super::stream::{StreamTransport, fatal};
use crate::object::slots::{PyResult, Raised};
use crate::object::value::Value;
use crate::object::vm::Vm;
use crate::types::exception::{KEYBOARD_INTERRUPT, SYSTEM_EXIT};

/// Whether the exception is to end the program.
pub(super) fn ends_program(vm: &Vm, exception: &Value) -> bool {
    vm.is_exception(exception, &SYSTEM_EXIT) || vm.is_exception(exception, &KEYBOARD_INTERRUPT)
}

/// The native stream behind the protocol, unless a class derived from ours may do something else.
pub(super) fn native(transport: &StreamTransport) -> Option<Value> {
    let protocol = transport.protocol.get();
    streams::is_exact_protocol(&protocol).then_some(protocol)
}

/// Calls a method of the protocol in the transport's context.
pub(super) fn call(vm: &Vm, transport: &StreamTransport, name: &str, args: &[Value]) -> PyResult {
    let protocol = transport.protocol.get();
    let name = vm.intern(name);
    context::run_in(vm, &transport.context, || vm.call_method(&protocol, &name, args))
}

/// As for a callback of the loop: an error goes to the exception handler.
pub(super) fn call_back(
    vm: &Vm,
    event_loop: &Value,
    protocol: &Value,
    context_of: &crate::object::var::Var,
    name: &str,
    arg: Value,
) -> PyResult<()> {
    let result = context::run_in(vm, context_of, || {
        vm.call_method(protocol, &vm.intern(name), std::slice::from_ref(&arg))
    });
    let Err(raised) = result else { return Ok(()) };
    let callable = vm.getattr(protocol, &vm.intern(name)).unwrap_or(Value::NONE);
    failed(vm, event_loop, &callable, &arg, raised)
}

/// Tells the exception handler of a callback that raised.
fn failed(
    vm: &Vm,
    event_loop: &Value,
    callable: &Value,
    arg: &Value,
    raised: Raised,
) -> PyResult<()> {
    let handle = handle::for_error(vm, event_loop, callable, arg);
    loop_of(vm, event_loop)?.callback_failed(vm, event_loop, callable, handle, raised)
}

pub(super) fn connection_made(vm: &Vm, this: &Value, transport: &StreamTransport) -> PyResult<()> {
    let protocol = transport.protocol.get();
    let event_loop = transport.event_loop.get();
    call_back(vm, &event_loop, &protocol, &transport.context, "connection_made", this.clone())
}

pub(super) fn connection_lost(
    vm: &Vm,
    this: &Value,
    transport: &StreamTransport,
    exception: Value,
) -> PyResult<()> {
    let protocol = transport.protocol.get();
    if let Some(stream) = native(transport).as_ref().and_then(|p| p.foreign::<StreamProtocol>()) {
        streams::connection_lost(vm, stream, &exception);
        return Ok(());
    }
    let name = vm.intern("connection_lost");
    let result = context::run_in(vm, &transport.context, || {
        vm.call_method(&protocol, &name, std::slice::from_ref(&exception))
    });
    let Err(raised) = result else { return Ok(()) };
    // The transport's own callback it is that failed.
    let callable = vm.getattr(this, &vm.intern("_call_connection_lost")).unwrap_or(Value::NONE);
    failed(vm, &transport.event_loop.get(), &callable, &exception, raised)
}

/// Bytes have come.
pub(super) fn data(
    vm: &Vm,
    this: &Value,
    transport: &StreamTransport,
    bytes: &[u8],
) -> PyResult<()> {
    if let Some(protocol) = native(transport)
        && let Some(stream) = protocol.foreign::<StreamProtocol>()
    {
        streams::data_received(vm, stream, bytes);
        return Ok(());
    }
    let text = "Fatal error: protocol.data_received() call failed.";
    let result = call(vm, transport, "data_received", &[vm.new_bytes(bytes.to_vec())]);
    unless_fatal(vm, this, transport, result.map(drop), text)
}

/// An error of the protocol ends the connection, or the program.
pub(super) fn unless_fatal(
    vm: &Vm,
    this: &Value,
    transport: &StreamTransport,
    result: PyResult<()>,
    text: &str,
) -> PyResult<()> {
    match result {
        Err(Raised(exception)) if !ends_program(vm, &exception) => {
            fatal(vm, this, transport, exception, text)
        }
        result => result,
    }
}

/// The other side has ended its half. Whether the transport is to stay open for ours.
pub(super) fn eof(vm: &Vm, this: &Value, transport: &StreamTransport) -> PyResult<bool> {
    if let Some(protocol) = native(transport)
        && let Some(stream) = protocol.foreign::<StreamProtocol>()
    {
        streams::eof_received(vm, stream);
        return Ok(true);
    }
    let answer = call(vm, transport, "eof_received", &[]).and_then(|keep| vm.truth(&keep));
    match answer {
        Ok(keep) => Ok(keep),
        Err(raised) => {
            let text = "Fatal error: protocol.eof_received() call failed.";
            unless_fatal(vm, this, transport, Err(raised), text)?;
            // It is closed already.
            Ok(true)
        }
    }
}

/// Asks the protocol to write no more for now, or that it may again.
pub(super) fn flow(
    vm: &Vm,
    this: &Value,
    transport: &StreamTransport,
    pause: bool,
) -> PyResult<()> {
    if let Some(protocol) = native(transport)
        && let Some(stream) = protocol.foreign::<StreamProtocol>()
    {
        streams::set_paused(vm, stream, pause);
        return Ok(());
    }
    let name = if pause { "pause_writing" } else { "resume_writing" };
    let protocol = transport.protocol.get();
    let Err(Raised(exception)) = vm.call_method(&protocol, &vm.intern(name), &[]) else {
        return Ok(());
    };
    if ends_program(vm, &exception) {
        return Err(Raised(exception));
    }
    let rows = [
        ("message", vm.str(&format!("protocol.{name}() failed"))),
        ("exception", exception),
        ("transport", this.clone()),
        ("protocol", protocol),
    ];
    errors::call_exception_handler(vm, &transport.event_loop.get(), &rows)
}
