//! What the Python sources need to make transports and to wait for descriptors.

use taipan_engine::aio::io;
use taipan_engine::aio::transport::{self, Flavor, NewStream};
use taipan_engine::object::slots::PyResult;
use taipan_engine::object::value::Value;
use taipan_engine::object::vm::Vm;

fn descriptor(vm: &Vm, fd: i64) -> PyResult<i32> {
    i32::try_from(fd).map_err(|_| vm.value_error(format!("Invalid file descriptor: {fd}")))
}

pub(super) fn stream(
    vm: &Vm,
    event_loop: &Value,
    fd: i64,
    file: &Value,
    protocol: &Value,
    waiter: &Value,
    server: &Value,
) -> PyResult {
    let new = NewStream {
        flavor: Flavor::Socket,
        event_loop: event_loop.clone(),
        fd: descriptor(vm, fd)?,
        file: file.clone(),
        protocol: protocol.clone(),
        waiter: waiter.clone(),
        extra: Value::UNBOUND,
        server: server.clone(),
        peer: None,
    };
    transport::new_stream(vm, new)
}

pub(super) fn pipe(
    vm: &Vm,
    event_loop: &Value,
    fd: i64,
    file: &Value,
    protocol: &Value,
    waiter: &Value,
    writing: bool,
) -> PyResult {
    let fd = descriptor(vm, fd)?;
    if !io::is_pipe_like(vm, fd)? {
        let text = "Pipe transport is only for pipes, sockets and character devices";
        return Err(vm.value_error(text));
    }
    let new = NewStream {
        flavor: if writing { Flavor::WritePipe } else { Flavor::ReadPipe },
        event_loop: event_loop.clone(),
        fd,
        file: file.clone(),
        protocol: protocol.clone(),
        waiter: waiter.clone(),
        extra: Value::UNBOUND,
        server: Value::NONE,
        peer: None,
    };
    transport::new_stream(vm, new)
}

pub(super) fn datagram(
    vm: &Vm,
    event_loop: &Value,
    fd: i64,
    file: &Value,
    protocol: &Value,
    remote: &Value,
    waiter: &Value,
) -> PyResult {
    let fd = descriptor(vm, fd)?;
    transport::new_datagram(vm, event_loop, fd, file, protocol, remote, waiter)
}

pub(super) fn serve(
    vm: &Vm,
    event_loop: &Value,
    fd: i64,
    factory: &Value,
    server: &Value,
    backlog: i64,
) -> PyResult<()> {
    let backlog = usize::try_from(backlog).unwrap_or(1);
    transport::serve(vm, event_loop, descriptor(vm, fd)?, factory, server, backlog)
}

/// A future that is done when the descriptor is ready.
pub(super) fn wait_for_descriptor(vm: &Vm, event_loop: &Value, fd: i64, writing: bool) -> PyResult {
    io::wait_for(vm, event_loop, descriptor(vm, fd)?, direction(writing))
}

pub(super) fn stop_waiting(
    vm: &Vm,
    event_loop: &Value,
    fd: i64,
    writing: bool,
    waiter: &Value,
) -> PyResult<()> {
    io::stop_waiting(vm, event_loop, descriptor(vm, fd)?, direction(writing), waiter)
}

/// A future of the number of bytes of a file that went out through a transport.
pub(super) fn send_file(vm: &Vm, this: &Value, fd: i64, offset: i64, count: i64) -> PyResult {
    let count = u64::try_from(count).unwrap_or(0);
    transport::send_file(vm, this, descriptor(vm, fd)?, offset, count)
}

/// Lets others write again; how many bytes went out.
pub(super) fn end_send_file(vm: &Vm, this: &Value) -> PyResult<i64> {
    transport::end_send_file(vm, this).map(|sent| sent as i64)
}

fn direction(writing: bool) -> io::Direction {
    if writing { io::Direction::Write } else { io::Direction::Read }
}

/// A descriptor that is about to be closed.
pub(super) fn forget_descriptor(vm: &Vm, event_loop: &Value, fd: i64) -> PyResult<()> {
    io::forget_descriptor(vm, event_loop, descriptor(vm, fd)?)
}
