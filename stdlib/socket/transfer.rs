//! Sending and receiving with socket objects.

use std::io;

use taipan_engine::aio::address;
use taipan_engine::host::Interest;
use taipan_engine::host::net::Net;
use taipan_engine::host::net::constants::{MSG_DONTWAIT, MSG_WAITALL};
use taipan_engine::object::native::Rest;
use taipan_engine::object::slots::PyResult;
use taipan_engine::object::value::Value;
use taipan_engine::object::vm::Vm;
use taipan_engine::types::bytes::{Buffer, ByteArrayObject};
use taipan_engine::types::memory_view::MemoryViewObject;
use taipan_engine::types::memory_view::exporter;

use super::object::{Socket, of};
use super::waiting::{Timeout, attempt, deadline, timed_out, wait};

/// No call receives more at once; a stream may always give less than was asked for.
const MOST: usize = 1 << 20;

/// A zeroed buffer of a size that came from a program.
pub(super) fn buffer(vm: &Vm, size: usize, flags: i32) -> PyResult<Vec<u8>> {
    let size = if flags & MSG_WAITALL != 0 { size } else { size.min(MOST) };
    let mut bytes = Vec::new();
    if !vm.heap.allows(size) || bytes.try_reserve_exact(size).is_err() {
        return Err(vm.memory_error());
    }
    bytes.resize(size, 0);
    Ok(bytes)
}

/// Flags with which a call on a blocking descriptor comes back instead of waiting.
pub(super) fn without_waiting(socket: &Socket, flags: i32) -> i32 {
    if socket.timeout.get() == Timeout::Forever { flags | MSG_DONTWAIT } else { flags }
}

pub(super) fn receive<T>(
    vm: &Vm,
    socket: &Socket,
    flags: i32,
    mut call: impl FnMut(&dyn Net, i32) -> io::Result<T>,
) -> PyResult<T> {
    let end = deadline(vm, socket);
    let mut own = without_waiting(socket, flags);
    if flags & MSG_WAITALL != 0 && socket.timeout.get() == Timeout::Forever {
        // All of it is only collected by a call that blocks.
        wait(vm, socket, Interest::Read, None)?;
        own = flags;
    }
    attempt(vm, socket, Interest::Read, end, |net| call(net, own))
}

fn size_of(vm: &Vm, size: i64, name: &str) -> PyResult<usize> {
    let negative = |_| vm.value_error(format!("negative buffersize in {name}"));
    usize::try_from(size).map_err(negative)
}

pub(super) fn recv(vm: &Vm, this: &Value, size: i64, flags: i64) -> PyResult {
    let (size, flags) = (size_of(vm, size, "recv")?, flags as i32);
    let socket = of(vm, this)?;
    let mut bytes = buffer(vm, size, flags)?;
    let got =
        receive(vm, socket, flags, |net, flags| net.receive(socket.fd.get(), &mut bytes, flags))?;
    bytes.truncate(got);
    Ok(vm.new_bytes(bytes))
}

pub(super) fn recvfrom(vm: &Vm, this: &Value, size: i64, flags: i64) -> PyResult {
    let (size, flags) = (size_of(vm, size, "recvfrom")?, flags as i32);
    let socket = of(vm, this)?;
    let mut bytes = buffer(vm, size, flags)?;
    let (got, from) = receive(vm, socket, flags, |net, flags| {
        net.receive_from(socket.fd.get(), &mut bytes, flags)
    })?;
    bytes.truncate(got);
    let from = address::to_python_or_none(vm, from.as_ref());
    Ok(vm.tuple(vec![vm.new_bytes(bytes), from]))
}

/// How much of a writable buffer is to be filled.
pub(crate) fn room(
    vm: &Vm,
    target: &Value,
    wanted: i64,
    name: &str,
    too_small: &str,
) -> PyResult<usize> {
    let view = target.get::<MemoryViewObject>().and_then(MemoryViewObject::writable);
    let array = target.get::<ByteArrayObject>().map(|array| array.0.borrow().len());
    let Some(length) = array.or(view) else {
        let class = vm.class(target).full_name();
        let text = format!("{name}() argument 1 must be read-write bytes-like object, not {class}");
        return Err(vm.type_error(text));
    };
    match size_of(vm, wanted, name)? {
        0 => Ok(length),
        wanted if wanted > length => Err(vm.value_error(too_small)),
        wanted => Ok(wanted),
    }
}

pub(crate) fn fill(target: &Value, bytes: &[u8]) {
    if let Some(view) = target.get::<MemoryViewObject>() {
        // Released meanwhile, it takes nothing.
        if view.writable().is_some_and(|length| length >= bytes.len()) {
            view.write_start(bytes);
        }
        return;
    }
    let Some(array) = target.get::<ByteArrayObject>() else { return };
    // A signal's handler may have made it shorter meanwhile.
    if let Some(place) = array.0.borrow_mut().get_mut(..bytes.len()) {
        place.copy_from_slice(bytes);
    }
}

pub(super) fn recv_into(
    vm: &Vm,
    this: &Value,
    target: &Value,
    wanted: i64,
    flags: i64,
) -> PyResult<usize> {
    let text = "buffer too small for requested bytes";
    let (socket, flags) = (of(vm, this)?, flags as i32);
    exporter::lent(vm, target, |target| {
        let size = room(vm, target, wanted, "recv_into", text)?;
        let mut bytes = buffer(vm, size, flags)?;
        let got = receive(vm, socket, flags, |net, flags| {
            net.receive(socket.fd.get(), &mut bytes, flags)
        })?;
        fill(target, bytes.get(..got).unwrap_or_default());
        Ok(got)
    })
}

pub(super) fn recvfrom_into(
    vm: &Vm,
    this: &Value,
    target: &Value,
    wanted: i64,
    flags: i64,
) -> PyResult {
    let text = "nbytes is greater than the length of the buffer";
    let size = room(vm, target, wanted, "recvfrom_into", text)?;
    let (socket, flags) = (of(vm, this)?, flags as i32);
    let mut bytes = buffer(vm, size, flags)?;
    let (got, from) = receive(vm, socket, flags, |net, flags| {
        net.receive_from(socket.fd.get(), &mut bytes, flags)
    })?;
    fill(target, bytes.get(..got).unwrap_or_default());
    Ok(vm.tuple(vec![vm.int(got as i64), address::to_python_or_none(vm, from.as_ref())]))
}

/// Bytes that stay the same although signals' handlers may run between two calls.
pub(crate) enum Payload<'a> {
    Shared(&'a [u8]),
    Copied(Vec<u8>),
}

impl<'a> Payload<'a> {
    pub(crate) fn of(vm: &Vm, value: &'a Value) -> PyResult<Payload<'a>> {
        Ok(match Buffer::required(vm, value)? {
            Buffer::Shared(bytes) => Payload::Shared(bytes),
            borrowed => Payload::Copied(borrowed.to_vec()),
        })
    }

    pub(crate) fn bytes(&self) -> &[u8] {
        match self {
            Payload::Shared(bytes) => bytes,
            Payload::Copied(bytes) => bytes,
        }
    }
}

pub(super) fn send(vm: &Vm, this: &Value, data: &Value, flags: i64) -> PyResult<usize> {
    let (socket, payload) = (of(vm, this)?, Payload::of(vm, data)?);
    let (bytes, end) = (payload.bytes(), deadline(vm, socket));
    let flags = without_waiting(socket, flags as i32);
    let mut sent = 0;
    loop {
        let rest = bytes.get(sent..).unwrap_or_default();
        let part =
            attempt(vm, socket, Interest::Write, end, |net| net.send(socket.fd.get(), rest, flags));
        match part {
            Ok(part) => sent += part,
            // What has gone out is said first; the error comes again.
            Err(_) if sent > 0 => return Ok(sent),
            Err(raised) => return Err(raised),
        }
        // A blocking socket takes all of it.
        if sent >= bytes.len() || socket.timeout.get() != Timeout::Forever {
            return Ok(sent);
        }
    }
}

pub(super) fn sendall(vm: &Vm, this: &Value, data: &Value, flags: i64) -> PyResult<()> {
    let (socket, payload) = (of(vm, this)?, Payload::of(vm, data)?);
    let (bytes, end) = (payload.bytes(), deadline(vm, socket));
    let flags = without_waiting(socket, flags as i32);
    let mut sent = 0;
    loop {
        let rest = bytes.get(sent..).unwrap_or_default();
        sent += attempt(vm, socket, Interest::Write, end, |net| {
            net.send(socket.fd.get(), rest, flags)
        })?;
        if sent >= bytes.len() {
            return Ok(());
        }
        if vm.breaker.is_set() {
            vm.handle_breaker()?;
        }
        if end.is_some_and(|end| vm.host.monotonic() >= end) {
            return Err(timed_out(vm));
        }
    }
}

pub(super) fn sendto(vm: &Vm, this: &Value, args: Rest) -> PyResult<usize> {
    let (data, flags, to) = match args.0 {
        [data, to] => (data, 0, to),
        [data, flags, to] => (data, vm.index_i64(flags)? as i32, to),
        other => {
            let text = format!("sendto() takes 2 or 3 arguments ({} given)", other.len());
            return Err(vm.type_error(text));
        }
    };
    let (socket, payload) = (of(vm, this)?, Payload::of(vm, data)?);
    let to = address::from_python(vm, "sendto", socket.family.get(), to)?;
    let flags = without_waiting(socket, flags);
    let end = deadline(vm, socket);
    attempt(vm, socket, Interest::Write, end, |net| {
        net.send_to(socket.fd.get(), payload.bytes(), flags, &to)
    })
}
