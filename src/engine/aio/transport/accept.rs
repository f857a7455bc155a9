//! A listening descriptor: takes connections in and makes transports of them.

use std::cell::Cell;
use std::io;
use std::os::fd::RawFd;

use super::super::event_loop::EventLoop;
use super::super::ready::Ready;
use super::super::{context, errors, loop_of, os_failure};
use super::deliver::ends_program;
use super::stream::{Flavor, NewStream, new_stream};
use crate::host::Pending;
use crate::host::net::Address;
use crate::object::foreign::ForeignObject;
use crate::object::header::{Payload, Traverse};
use crate::object::slots::{PyResult, Raised};
use crate::object::types::{TypeSpec, type_flag};
use crate::object::value::Value;
use crate::object::var::Var;
use crate::object::vm::Vm;

/// The payload of an acceptor.
pub(super) struct Acceptor {
    fd: RawFd,
    event_loop: Var,
    factory: Var,
    server: Var,
    context: Var,
    /// Connections taken in at once.
    backlog: usize,
    paused: Cell<bool>,
}

impl Traverse for Acceptor {
    fn traverse(&self, visit: &mut dyn FnMut(&Value)) {
        for var in [&self.event_loop, &self.factory, &self.server, &self.context] {
            var.visit(visit);
        }
    }

    fn clear(&self) {
        for var in [&self.event_loop, &self.factory, &self.server, &self.context] {
            var.set(Value::UNBOUND);
        }
    }
}

pub static ACCEPTOR: TypeSpec = TypeSpec {
    name: "_asyncio._Acceptor",
    operations: Some(ForeignObject::OPERATIONS),
    flags: type_flag::NO_NEW,
    ..TypeSpec::NONE
};

/// Seconds to wait where the process has no descriptor left.
const RETRY: f64 = 1.0;

/// Has the loop take in connections of a listening descriptor, for protocols of the factory.
pub fn serve(
    vm: &Vm,
    event_loop: &Value,
    fd: RawFd,
    factory: &Value,
    server: &Value,
    backlog: usize,
) -> PyResult<()> {
    let acceptor = Acceptor {
        fd,
        event_loop: event_loop.clone().into(),
        factory: factory.clone().into(),
        server: server.clone().into(),
        context: context::copy_current(vm).into(),
        backlog: backlog.max(1),
        paused: Cell::new(false),
    };
    let source = vm.new_foreign(&vm.ty(&ACCEPTOR), acceptor);
    loop_of(vm, event_loop)?.io.watch_source(vm, fd, &source, Pending::Listening)
}

/// A connection that waits to be made a transport of.
pub(in super::super) struct Accepted {
    acceptor: Value,
    fd: RawFd,
    peer: Address,
}

impl Accepted {
    pub(in super::super) fn traverse(&self, visit: &mut dyn FnMut(&Value)) {
        visit(&self.acceptor);
    }
}

fn close(vm: &Vm, fd: RawFd) {
    // Nobody is left to hear of a failure.
    let _ = vm.host.net().close(fd);
}

pub(super) fn ready(vm: &Vm, this: &Value, acceptor: &Acceptor) -> PyResult<()> {
    let event_loop = acceptor.event_loop.get();
    let Some(inner) = event_loop.foreign::<EventLoop>() else { return Ok(()) };
    if acceptor.paused.replace(false) {
        inner.io.watch_again(acceptor.fd);
    }
    for _ in 0..acceptor.backlog {
        match vm.host.net().accept(acceptor.fd, true) {
            Ok((fd, peer)) => {
                let accepted = Accepted { acceptor: this.clone(), fd, peer };
                if inner.push(vm, Ready::Accepted(Box::new(accepted))).is_err() {
                    close(vm, fd);
                }
            }
            Err(error) if passes(&error) => return Ok(()),
            Err(error) => return refused(vm, this, acceptor, inner, &error),
        }
    }
    // There may be more: the word of them does not come twice.
    inner.io.watch_again(acceptor.fd);
    Ok(())
}

/// Errors that only say that there is no connection now.
fn passes(error: &io::Error) -> bool {
    let kinds =
        [io::ErrorKind::WouldBlock, io::ErrorKind::Interrupted, io::ErrorKind::ConnectionAborted];
    kinds.contains(&error.kind())
}

/// No descriptors or no memory is left: said once, and tried again later.
fn refused(
    vm: &Vm,
    this: &Value,
    acceptor: &Acceptor,
    event_loop: &EventLoop,
    error: &io::Error,
) -> PyResult<()> {
    let Raised(exception) = os_failure(vm, error);
    if !crate::host::net::is_shortage(error) {
        // A socket closed by others is watched no more.
        event_loop.io.forget(acceptor.fd);
    } else {
        acceptor.paused.set(true);
        let readiness = super::super::io::Readiness::READABLE;
        let when = event_loop.time(vm) + RETRY;
        event_loop.add_timer(vm, when, Ready::Io(this.clone(), readiness))?;
    }
    let rows =
        [("message", vm.str("socket.accept() out of system resource")), ("exception", exception)];
    errors::call_exception_handler(vm, &acceptor.event_loop.get(), &rows)
}

/// Makes protocol and transport of an accepted connection.
pub(in super::super) fn set_up(vm: &Vm, accepted: &Accepted) -> PyResult<()> {
    let fd = accepted.fd;
    let Some(acceptor) = accepted.acceptor.foreign::<Acceptor>() else { return Ok(()) };
    let factory = acceptor.factory.get();
    let made = context::run_in(vm, &acceptor.context, || {
        vm.call(&factory, &[]).and_then(|protocol| {
            new_stream(
                vm,
                NewStream {
                    flavor: Flavor::Socket,
                    event_loop: acceptor.event_loop.get(),
                    fd,
                    file: Value::UNBOUND,
                    protocol,
                    waiter: Value::UNBOUND,
                    extra: Value::UNBOUND,
                    server: acceptor.server.get(),
                    peer: Some(accepted.peer.clone()),
                },
            )
        })
    });
    let Err(Raised(exception)) = made else { return Ok(()) };
    close(vm, fd);
    if ends_program(vm, &exception) {
        return Err(Raised(exception));
    }
    let event_loop = acceptor.event_loop.get();
    if loop_of(vm, &event_loop)?.debug.get() {
        let text = "Error on transport creation for incoming connection";
        let rows = [("message", vm.str(text)), ("exception", exception)];
        errors::call_exception_handler(vm, &event_loop, &rows)?;
    }
    Ok(())
}
