//! Messages with what goes beside their bytes: `sendmsg` and its like.

use taipan_engine::aio::address;
use taipan_engine::host::Interest;
use taipan_engine::host::net::messages::{Beside, Received, length_with_header, space_with_header};
use taipan_engine::object::slots::PyResult;
use taipan_engine::object::value::Value;
use taipan_engine::object::vm::Vm;
use taipan_engine::types::bytes::Buffer;
use taipan_engine::types::exception::OVERFLOW_ERROR;

use super::object::{Socket, of};
use super::transfer::{buffer, receive, without_waiting};
use super::waiting::{attempt, deadline};

pub(super) fn cmsg_len(vm: &Vm, length: i64) -> PyResult<i64> {
    let found = usize::try_from(length).ok().and_then(length_with_header);
    let wrong = || vm.raise(&OVERFLOW_ERROR, "CMSG_LEN() argument out of range");
    found.map(|length| length as i64).ok_or_else(wrong)
}

pub(super) fn cmsg_space(vm: &Vm, length: i64) -> PyResult<i64> {
    let found = usize::try_from(length).ok().and_then(space_with_header);
    let wrong = || vm.raise(&OVERFLOW_ERROR, "CMSG_SPACE() argument out of range");
    found.map(|length| length as i64).ok_or_else(wrong)
}

/// The items of an argument that has to have some.
fn items(vm: &Vm, value: &Value, name: &str, number: usize) -> PyResult<Vec<Value>> {
    if vm.class(value).slots.iter.get().is_none() && vm.class(value).slots.getitem.get().is_none() {
        return Err(vm.type_error(format!("{name}() argument {number} must be an iterable")));
    }
    vm.to_vec(value)
}

fn beside(vm: &Vm, item: &Value) -> PyResult<Beside> {
    let parts = vm.to_vec(item)?;
    let [level, kind, data] = parts.as_slice() else {
        let text = "[sendmsg() ancillary data items] must be sequences of length 3";
        return Err(vm.type_error(text));
    };
    let number = |value| Ok(vm.index_i64(value)? as i32);
    Ok((number(level)?, number(kind)?, Buffer::required(vm, data)?.to_vec()))
}

pub(super) fn sendmsg(
    vm: &Vm,
    this: &Value,
    buffers: &Value,
    ancillary: &Value,
    flags: i64,
    to: &Value,
) -> PyResult<usize> {
    let socket = of(vm, this)?;
    let mut bytes = Vec::new();
    for part in items(vm, buffers, "sendmsg", 1)? {
        let part = Buffer::required(vm, &part)?;
        if !vm.heap.allows(part.len()) || bytes.try_reserve(part.len()).is_err() {
            return Err(vm.memory_error());
        }
        bytes.extend_from_slice(&part);
    }
    let all = match ancillary.is_unbound() {
        true => Vec::new(),
        false => items(vm, ancillary, "sendmsg", 2)?,
    };
    let all: Vec<Beside> = all.iter().map(|item| beside(vm, item)).collect::<PyResult<_>>()?;
    let to = match to.is_none() {
        true => None,
        false => Some(address::from_python(vm, "sendmsg", socket.family.get(), to)?),
    };
    let (flags, end) = (without_waiting(socket, flags as i32), deadline(vm, socket));
    attempt(vm, socket, Interest::Write, end, |net| {
        net.send_message(socket.fd.get(), &bytes, &all, flags, to.as_ref())
    })
}

fn message(vm: &Vm, socket: &Socket, out: &mut [u8], room: i64, flags: i64) -> PyResult<Received> {
    let room = usize::try_from(room).ok().filter(|room| i32::try_from(*room).is_ok());
    let room = room.ok_or_else(|| vm.value_error("invalid ancillary data buffer length"))?;
    receive(vm, socket, flags as i32, |net, flags| {
        net.receive_message(socket.fd.get(), out, room, flags)
    })
}

/// The tuple that says what was received; `data` comes first.
fn described(vm: &Vm, data: Value, received: Received) -> Value {
    let number = |n: i32| vm.int(i64::from(n));
    let entry = |(level, kind, bytes): Beside| {
        vm.tuple(vec![number(level), number(kind), vm.new_bytes(bytes)])
    };
    let all = vm.new_list(received.beside.into_iter().map(entry).collect());
    let from = address::to_python_or_none(vm, received.from.as_ref());
    vm.tuple(vec![data, all, number(received.flags), from])
}

pub(super) fn recvmsg(vm: &Vm, this: &Value, size: i64, room: i64, flags: i64) -> PyResult {
    let negative = |_| vm.value_error("negative buffer size in recvmsg()");
    let (size, socket) = (usize::try_from(size).map_err(negative)?, of(vm, this)?);
    let mut bytes = buffer(vm, size, flags as i32)?;
    let received = message(vm, socket, &mut bytes, room, flags)?;
    bytes.truncate(received.length);
    Ok(described(vm, vm.new_bytes(bytes), received))
}

pub(super) fn recvmsg_into(
    vm: &Vm,
    this: &Value,
    buffers: &Value,
    room: i64,
    flags: i64,
) -> PyResult {
    let socket = of(vm, this)?;
    let targets = items(vm, buffers, "recvmsg_into", 1)?;
    let mut size = 0usize;
    for target in &targets {
        let Some(length) = Buffer::room(target) else {
            let text = "recvmsg_into() argument 1 must be an iterable of single-segment \
                        read-write buffers";
            return Err(vm.type_error(text));
        };
        size = size.saturating_add(length);
    }
    let mut bytes = buffer(vm, size, flags as i32)?;
    let received = message(vm, socket, &mut bytes, room, flags)?;
    let mut rest = bytes.get(..received.length).unwrap_or_default();
    for target in &targets {
        let length = Buffer::room(target).unwrap_or_default().min(rest.len());
        let (own, others) = rest.split_at(length);
        Buffer::write(target, 0, own);
        rest = others;
    }
    let length = vm.int(received.length as i64);
    Ok(described(vm, length, received))
}
