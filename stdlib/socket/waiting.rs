//! Calls of sockets that may have to wait: each is tried first, and waits through the host until it
//! can go on, a signal has something to say, or the time is over.

use std::io;

use taipan_engine::aio::os_failure;
use taipan_engine::host::net::constants::{EINPROGRESS, EISCONN};
use taipan_engine::host::net::{Address, Net};
use taipan_engine::host::{Interest, Waited};
use taipan_engine::object::slots::{PyResult, Raised};
use taipan_engine::object::value::Value;
use taipan_engine::object::vm::Vm;
use taipan_engine::types::exception::TIMEOUT_ERROR;

use super::object::Socket;
use crate::duration::{SECOND, nanoseconds};

/// How long a call may wait.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Timeout {
    Forever,
    /// Not at all.
    Never,
    Nanoseconds(u64),
}

impl Timeout {
    pub(super) fn to_python(self, vm: &Vm) -> Value {
        match self {
            Timeout::Forever => Value::NONE,
            Timeout::Never => vm.float(0.0),
            Timeout::Nanoseconds(n) => vm.float(n as f64 * 1e-9),
        }
    }
}

/// The timeout that a number of seconds or None stands for.
pub(super) fn timeout_of(vm: &Vm, value: &Value) -> PyResult<Timeout> {
    if value.is_none() {
        return Ok(Timeout::Forever);
    }
    let nanoseconds = nanoseconds(vm, value, SECOND)?;
    match u64::try_from(nanoseconds) {
        Err(_) => Err(vm.value_error("Timeout value out of range")),
        Ok(0) => Ok(Timeout::Never),
        Ok(n) => Ok(Timeout::Nanoseconds(n)),
    }
}

pub(super) fn timed_out(vm: &Vm) -> Raised {
    vm.raise(&TIMEOUT_ERROR, "timed out")
}

/// The moment at which a call that begins now gives up; `None` for never.
pub(super) fn deadline(vm: &Vm, socket: &Socket) -> Option<u64> {
    match socket.timeout.get() {
        Timeout::Nanoseconds(n) => Some(vm.host.monotonic().saturating_add(n)),
        Timeout::Forever | Timeout::Never => None,
    }
}

/// The one place where sockets wait. Signals are seen to, and may raise.
pub(super) fn wait(
    vm: &Vm,
    socket: &Socket,
    interest: Interest,
    deadline: Option<u64>,
) -> PyResult<()> {
    loop {
        match vm.wait_for(socket.fd.get(), interest, deadline) {
            Waited::Ready => return Ok(()),
            Waited::Deadline => return Err(timed_out(vm)),
            Waited::Interrupted => vm.handle_breaker()?,
            Waited::Never => {
                return Err(os_failure(vm, &io::ErrorKind::WouldBlock.into()));
            }
        }
    }
}

/// Tries until it is neither too early nor interrupted.
pub(super) fn attempt<T>(
    vm: &Vm,
    socket: &Socket,
    interest: Interest,
    deadline: Option<u64>,
    mut call: impl FnMut(&dyn Net) -> io::Result<T>,
) -> PyResult<T> {
    loop {
        match call(vm.host.net()) {
            Ok(value) => return Ok(value),
            Err(error) if error.kind() == io::ErrorKind::Interrupted => vm.handle_breaker()?,
            Err(error)
                if error.kind() == io::ErrorKind::WouldBlock
                    && socket.timeout.get() != Timeout::Never =>
            {
                wait(vm, socket, interest, deadline)?;
            }
            Err(error) => return Err(os_failure(vm, &error)),
        }
    }
}

pub(super) fn accept(vm: &Vm, socket: &Socket) -> PyResult<(i32, Address)> {
    let deadline = deadline(vm, socket);
    let fd = socket.fd.get();
    if socket.timeout.get() == Timeout::Forever && vm.host.net().is_listening(fd) {
        // The descriptor itself blocks, and would not let signals through.
        wait(vm, socket, Interest::Read, None)?;
    }
    attempt(vm, socket, Interest::Read, deadline, |net| net.accept(fd, false))
}

/// Connects; the error number, 0 if there is none. Only a wait that fails raises.
pub(super) fn connect(vm: &Vm, socket: &Socket, to: &Address) -> PyResult<i32> {
    let (net, fd) = (vm.host.net(), socket.fd.get());
    let timeout = socket.timeout.get();
    let number = |error: &io::Error| error.raw_os_error().unwrap_or(EINPROGRESS);
    if timeout == Timeout::Forever {
        // So that the wait is ours, and a signal can end it.
        if let Err(error) = net.set_nonblocking(fd, true) {
            return Ok(number(&error));
        }
    }
    let begun = net.connect(fd, to);
    let result = match begun {
        Ok(()) => Ok(0),
        Err(error) if goes_on(&error) && timeout != Timeout::Never => {
            let end = deadline(vm, socket);
            wait(vm, socket, Interest::Write, end).map(|()| match net.take_error(fd) {
                Ok(EISCONN) => 0,
                Ok(error) => error,
                Err(error) => number(&error),
            })
        }
        Err(error) => Ok(number(&error)),
    };
    if timeout == Timeout::Forever {
        // It worked in the other direction.
        let _ = net.set_nonblocking(fd, false);
    }
    result
}

fn goes_on(error: &io::Error) -> bool {
    let unix_backlog_full = error.kind() == io::ErrorKind::WouldBlock;
    error.raw_os_error() == Some(EINPROGRESS)
        || error.kind() == io::ErrorKind::Interrupted
        || unix_backlog_full
}

/// As [`connect`]; a timeout is an error number, too.
pub(super) fn connect_number(vm: &Vm, socket: &Socket, to: &Address) -> PyResult<i64> {
    match connect(vm, socket, to) {
        Ok(number) => Ok(i64::from(number)),
        Err(raised) if vm.is_exception(&raised.0, &TIMEOUT_ERROR) => {
            let error = io::Error::from(io::ErrorKind::WouldBlock);
            let raised = os_failure(vm, &error);
            let number = vm.exception_member(&raised.0, "errno").and_then(|n| n.as_int());
            Ok(number.unwrap_or_default())
        }
        Err(raised) => Err(raised),
    }
}
