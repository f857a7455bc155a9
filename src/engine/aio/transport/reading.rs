//! The reading half of a transport: bytes come through one buffer that all transports share.

use std::io;

use super::super::io::Readiness;
use super::super::ready::Ready;
use super::super::{State, os_failure};
use super::stream::{Flavor, StreamTransport, close, fatal};
use super::{Step, deliver};
use crate::object::slots::{PyResult, Raised};
use crate::object::value::Value;
use crate::object::vm::Vm;
use crate::types::bytes::ByteArrayObject;
use crate::types::memory_view::MemoryViewObject;

/// As much as is read at once.
const CHUNK: usize = 256 * 1024;

/// The shared buffer, for the time of a call.
pub(super) fn with_buffer<R>(vm: &Vm, work: impl FnOnce(&mut [u8]) -> R) -> R {
    let place = &State::of(vm).read_buffer;
    let mut buffer = place.take();
    if buffer.is_empty() {
        buffer.resize(CHUNK, 0);
    }
    let result = work(&mut buffer);
    // Whoever read meanwhile had a buffer of its own.
    place.set(buffer);
    result
}

pub(super) fn receive(vm: &Vm, transport: &StreamTransport, out: &mut [u8]) -> io::Result<usize> {
    let (net, fd) = (vm.host.net(), transport.fd.get());
    match transport.flavor {
        Flavor::Socket => net.receive(fd, out, 0),
        Flavor::ReadPipe | Flavor::WritePipe => net.read(fd, out),
    }
}

/// Something can be read: one chunk, and the rest at the next turn, so that others get theirs.
pub(super) fn readable(
    vm: &Vm,
    this: &Value,
    transport: &StreamTransport,
    readiness: Readiness,
) -> PyResult<()> {
    if transport.closing.get() || transport.ended.get() || transport.fd.get() < 0 {
        return Ok(());
    }
    if readiness.hung_up {
        transport.hung_up.set(true);
    }
    if transport.paused.get() {
        transport.unread.set(Some(readiness));
        return Ok(());
    }
    let more = if deliver::native(transport).is_none() && is_buffered(vm, transport)? {
        read_into_protocol(vm, this, transport)?
    } else {
        with_buffer(vm, |buffer| match receive(vm, transport, buffer) {
            Ok(0) => end(vm, this, transport).map(|()| false),
            Ok(count) => {
                let bytes = buffer.get(..count).unwrap_or_default();
                deliver::data(vm, this, transport, bytes).map(|()| count == CHUNK)
            }
            Err(error) => failed(vm, this, transport, &error).map(|()| false),
        })?
    };
    // After a short read the next word comes by itself, except of an end that was told already.
    if (more || transport.hung_up.get()) && !transport.closing.get() && !transport.ended.get() {
        let again = Readiness { writable: false, ..readiness };
        transport.queue(vm, Ready::Io(this.clone(), again));
    }
    Ok(())
}

/// A protocol that gives buffers to read into.
fn is_buffered(vm: &Vm, transport: &StreamTransport) -> PyResult<bool> {
    if transport.flavor != Flavor::Socket {
        return Ok(false);
    }
    let protocol = transport.protocol.get();
    let class = vm.ty(&super::classes::BUFFERED_PROTOCOL);
    Ok(vm.type_of(&protocol).is_subtype(&class))
}

/// Whether there may be more.
fn read_into_protocol(vm: &Vm, this: &Value, transport: &StreamTransport) -> PyResult<bool> {
    let text = "Fatal error: protocol.get_buffer() call failed.";
    let given = deliver::call(vm, transport, "get_buffer", &[Value::int_unchecked(-1)]);
    let given = given.and_then(|buffer| match vm.len(&buffer)? {
        0 => Err(vm.runtime_error("get_buffer() returned an empty buffer")),
        size => Ok((buffer, size)),
    });
    let (target, size) = match given {
        Ok(given) => given,
        Err(raised) => {
            deliver::unless_fatal(vm, this, transport, Err(raised), text)?;
            return Ok(false);
        }
    };
    let got = with_buffer(vm, |buffer| {
        let room = size.min(buffer.len());
        let got = receive(vm, transport, buffer.get_mut(..room).unwrap_or_default())?;
        Ok((got == room, buffer.get(..got).unwrap_or_default().to_vec()))
    });
    match got {
        Ok((_, bytes)) if bytes.is_empty() => end(vm, this, transport).map(|()| false),
        Ok((full, bytes)) => {
            let result = fill(vm, &target, &bytes).and_then(|()| {
                let count = vm.int(bytes.len() as i64);
                deliver::call(vm, transport, "buffer_updated", &[count]).map(drop)
            });
            let text = "Fatal error: protocol.buffer_updated() call failed.";
            deliver::unless_fatal(vm, this, transport, result, text).map(|()| full)
        }
        Err(error) => failed(vm, this, transport, &error).map(|()| false),
    }
}

/// Puts bytes at the beginning of a writable buffer.
fn fill(vm: &Vm, target: &Value, bytes: &[u8]) -> PyResult<()> {
    if let Some(array) = target.get::<ByteArrayObject>() {
        if let Some(place) = array.0.borrow_mut().get_mut(..bytes.len()) {
            place.copy_from_slice(bytes);
        }
        return Ok(());
    }
    if let Some(view) = target.get::<MemoryViewObject>() {
        if view.writable().is_some_and(|length| length >= bytes.len()) {
            view.write_start(bytes);
        }
        return Ok(());
    }
    // Anything else that takes slices of bytes.
    let slice = vm.types.slice().value().clone();
    let slice = vm.call(&slice, &[Value::int_unchecked(0), vm.int(bytes.len() as i64)])?;
    vm.setitem(target, &slice, Some(&vm.new_bytes(bytes.to_vec())))
}

fn failed(vm: &Vm, this: &Value, transport: &StreamTransport, error: &io::Error) -> PyResult<()> {
    if matches!(error.kind(), io::ErrorKind::WouldBlock | io::ErrorKind::Interrupted) {
        // Neither data nor an end: another writer has come, and the system tells of both anew.
        if error.kind() == io::ErrorKind::WouldBlock {
            transport.hung_up.set(false);
        }
        return Ok(());
    }
    let Raised(exception) = os_failure(vm, error);
    let text = match transport.flavor {
        Flavor::Socket => "Fatal read error on socket transport",
        Flavor::ReadPipe | Flavor::WritePipe => "Fatal read error on pipe transport",
    };
    fatal(vm, this, transport, exception, text)
}

/// The end of what the other side sends.
fn end(vm: &Vm, this: &Value, transport: &StreamTransport) -> PyResult<()> {
    transport.ended.set(true);
    let keep_open = deliver::eof(vm, this, transport)?;
    if transport.flavor == Flavor::ReadPipe {
        if !transport.closing.replace(true) {
            transport.lost.set(transport.lost.get() + 1);
            transport.queue(vm, Ready::Step(this.clone(), Step::Lose));
        }
        return Ok(());
    }
    if keep_open { Ok(()) } else { close(vm, this, transport) }
}

pub(super) fn pause(transport: &StreamTransport) {
    if !transport.closing.get() {
        transport.paused.set(true);
    }
}

pub(super) fn resume(vm: &Vm, this: &Value, transport: &StreamTransport) {
    if transport.closing.get() || !transport.paused.replace(false) {
        return;
    }
    if let Some(readiness) = transport.unread.take() {
        transport.queue(vm, Ready::Io(this.clone(), readiness));
    }
}
