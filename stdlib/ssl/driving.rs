//! How a connection gets its bytes when Python code drives it: over a socket, which may have to wait, or
//! over memory, which never does. No borrow of a connection outlives a wait.

use std::io::{self, ErrorKind};

use taipan_engine::aio::os_failure;
use taipan_engine::host::net::constants::MSG_DONTWAIT;
use taipan_engine::host::{Interest, Waited};
use taipan_engine::object::slots::{PyResult, Raised};
use taipan_engine::object::value::Value;
use taipan_engine::object::vm::Vm;
use taipan_engine::object::weak::WeakObject;
use taipan_engine::types::exception::{BROKEN_PIPE_ERROR, CONNECTION_RESET_ERROR};

use super::bio;
use super::connection::{Connection, Wire, advance, of};
use super::errors::{Place, failed, plain, timed_out, wanted};
use super::failure::Failure;
use super::link::{PIECE, Step};
use crate::socket::{Payload, Socket, Timeout, fill, room};

/// A call's ways to the wire: what stays the same while it lasts.
struct Driver<'a> {
    vm: &'a Vm,
    connection: &'a Connection,
    place: Place,
    /// The socket, unless the wire is memory.
    socket: Option<Value>,
    deadline: Option<u64>,
}

impl<'a> Driver<'a> {
    fn new(vm: &'a Vm, connection: &'a Connection, place: Place) -> PyResult<Driver<'a>> {
        let socket = match &connection.wire {
            Wire::Memory(..) => None,
            Wire::Socket(weak) => {
                let socket = weak.get::<WeakObject>().and_then(WeakObject::target);
                Some(socket.ok_or_else(|| plain(vm, "Underlying socket connection gone"))?)
            }
        };
        let mut driver = Driver { vm, connection, place, socket, deadline: None };
        if let Some((_, Timeout::Nanoseconds(length))) = driver.descriptor()? {
            driver.deadline = Some(vm.host.monotonic().saturating_add(length));
        }
        Ok(driver)
    }

    /// The socket's descriptor and timeout.
    fn descriptor(&self) -> PyResult<Option<(i32, Timeout)>> {
        let Some(socket) = &self.socket else { return Ok(None) };
        let Some(socket) = socket.foreign::<Socket>() else {
            return Err(self.vm.type_error("a socket object is required"));
        };
        if socket.fd.get() < 0 {
            return Err(plain(self.vm, "Underlying socket has been closed."));
        }
        Ok(Some((socket.fd.get(), socket.timeout.get())))
    }

    fn wait(&self, interest: Interest) -> PyResult<()> {
        let writing = interest == Interest::Write;
        loop {
            let Some((fd, timeout)) = self.descriptor()? else { return Ok(()) };
            if timeout == Timeout::Never {
                return Err(wanted(self.vm, writing, self.place));
            }
            match self.vm.wait_for(fd, interest, self.deadline) {
                Waited::Ready => return Ok(()),
                Waited::Deadline => return Err(timed_out(self.vm, writing, self.place)),
                Waited::Interrupted => self.vm.handle_breaker()?,
                Waited::Never => return Err(wanted(self.vm, writing, self.place)),
            }
        }
    }

    /// Sends what goes out without a wait; false if something is left, or nothing was there.
    fn send_some(&self) -> PyResult<io::Result<bool>> {
        let mut link = self.connection.link.borrow_mut();
        if link.outgoing().is_empty() {
            return Ok(Ok(false));
        }
        let sent = match (&self.connection.wire, self.descriptor()?) {
            (Wire::Memory(_, outgoing), _) => {
                bio::of(self.vm, outgoing)?.put(link.outgoing());
                Ok(link.outgoing().len())
            }
            (_, Some((fd, _))) => self.vm.host.net().send(fd, link.outgoing(), MSG_DONTWAIT),
            (_, None) => return Ok(Ok(false)),
        };
        Ok(sent.map(|count| {
            link.advance(count);
            true
        }))
    }

    /// Sends what has to go out.
    fn flush(&self) -> PyResult<()> {
        loop {
            match self.send_some()? {
                Ok(true) => {}
                Ok(false) => return Ok(()),
                Err(error) => self.after(&error, Interest::Write)?,
            }
        }
    }

    /// As [`Driver::flush`], but whoever reads does not wait for it: another thread may be writing, and
    /// the other side may wait to be read from.
    fn flush_if_possible(&self) -> PyResult<()> {
        while matches!(self.send_some()?, Ok(true)) {}
        Ok(())
    }

    /// Reads a piece of a record, or notes the end.
    fn fetch(&self) -> PyResult<()> {
        if let Wire::Memory(incoming, _) = &self.connection.wire {
            let bio = bio::of(self.vm, incoming)?;
            let mut link = self.connection.link.borrow_mut();
            let got = link.receive(|place| bio.take(place).ok_or(ErrorKind::WouldBlock.into()));
            return match got {
                Ok(count) => {
                    if count == 0 {
                        link.end();
                    }
                    Ok(())
                }
                Err(_) => Err(wanted(self.vm, false, self.place)),
            };
        }
        loop {
            let Some((fd, _)) = self.descriptor()? else { return Ok(()) };
            let net = self.vm.host.net();
            let got = {
                let mut link = self.connection.link.borrow_mut();
                let got = link.receive(|place| net.receive(fd, place, MSG_DONTWAIT));
                if matches!(got, Ok(0)) {
                    link.end();
                }
                got
            };
            match got {
                Ok(_) => return Ok(()),
                Err(error) => self.after(&error, Interest::Read)?,
            }
        }
    }

    /// What an error of a call means: another try, a wait, or the end.
    fn after(&self, error: &io::Error, interest: Interest) -> PyResult<()> {
        match error.kind() {
            ErrorKind::Interrupted => self.vm.handle_breaker(),
            ErrorKind::WouldBlock => self.wait(interest),
            _ => Err(os_failure(self.vm, error)),
        }
    }

    fn handshake(&self, this: &Value) -> PyResult<()> {
        loop {
            let step = advance(self.vm, this, self.place);
            let flushed = self.flush();
            if step? == Step::Done {
                // A client may be gone before it has got its tickets: they are a gift.
                return match flushed {
                    Err(raised) if self.connection.is_server && is_gone(self.vm, &raised) => Ok(()),
                    flushed => flushed,
                };
            }
            flushed?;
            self.fetch()?;
        }
    }

    /// Sees to the handshake where nobody has.
    fn ensure_handshake(&self, this: &Value) -> PyResult<()> {
        let done = self.connection.link.borrow().is_done();
        if done { Ok(()) } else { self.handshake(this) }
    }

    /// The failure that ended the connection, if one did. Of an end without a word only the first to
    /// ask hears the whole story.
    fn check(&self) -> PyResult<()> {
        let failure = self.connection.link.borrow().failure().cloned();
        match failure {
            None => Ok(()),
            Some(failure) => {
                if matches!(failure, Failure::Eof) {
                    self.connection.link.borrow_mut().note_gone();
                }
                Err(failed(self.vm, &failure, self.place))
            }
        }
    }
}

/// `connection.do_handshake()`
pub(super) fn do_handshake(vm: &Vm, this: &Value) -> PyResult<()> {
    Driver::new(vm, of(vm, this)?, Place::Handshake)?.handshake(this)
}

/// `connection.read(size[, buffer])`
pub(super) fn read(vm: &Vm, this: &Value, size: i64, target: &Value) -> PyResult {
    let connection = of(vm, this)?;
    let into_buffer = !target.is_unbound();
    let most = if into_buffer {
        let length = room(vm, target, 0, "read", "")?;
        usize::try_from(size).ok().filter(|size| (1..=length).contains(size)).unwrap_or(length)
    } else {
        usize::try_from(size).map_err(|_| vm.value_error("size should not be negative"))?
    };
    let driver = Driver::new(vm, connection, Place::Read)?;
    let finish = |bytes: Vec<u8>| {
        if into_buffer {
            fill(target, &bytes);
            return vm.int(bytes.len() as i64);
        }
        vm.new_bytes(bytes)
    };
    if most == 0 {
        return Ok(finish(Vec::new()));
    }
    loop {
        let taken = {
            let mut link = connection.link.borrow_mut();
            let plain = link.plain();
            let taken = plain.get(..most.min(plain.len())).unwrap_or_default().to_vec();
            link.consume(taken.len());
            taken
        };
        if !taken.is_empty() {
            return Ok(finish(taken));
        }
        let (closed, said_goodbye) = {
            let link = connection.link.borrow();
            (link.peer_closed, link.said_goodbye)
        };
        if closed && said_goodbye {
            return Err(failed(vm, &Failure::Closed, Place::Read));
        }
        if closed {
            return Ok(finish(Vec::new()));
        }
        if let Err(raised) = driver.check() {
            // An alert that explains it may still wait.
            let _ = driver.flush();
            return Err(raised);
        }
        driver.ensure_handshake(this)?;
        driver.flush_if_possible()?;
        let came = !connection.link.borrow().plain().is_empty();
        if !came {
            driver.fetch()?;
        }
    }
}

/// `connection.write(data)`
pub(super) fn write(vm: &Vm, this: &Value, data: &Value) -> PyResult<usize> {
    let connection = of(vm, this)?;
    let payload = Payload::of(vm, data)?;
    let bytes = payload.bytes();
    let driver = Driver::new(vm, connection, Place::Write)?;
    let gone = connection
        .link
        .borrow()
        .failure()
        .is_some_and(|failure| matches!(failure, Failure::Eof | Failure::GoneBefore));
    if gone {
        return Err(failed(vm, &Failure::GoneBefore, Place::Write));
    }
    driver.check()?;
    driver.ensure_handshake(this)?;
    if connection.link.borrow().said_goodbye {
        return Err(failed(vm, &Failure::reason("PROTOCOL_IS_SHUTDOWN"), Place::Write));
    }
    driver.flush()?;
    if let Some(length) = connection.retry.take() {
        return Ok(length.min(bytes.len()));
    }
    let mut written = 0;
    for piece in bytes.chunks(PIECE) {
        connection.link.borrow_mut().encrypt(piece);
        match driver.flush() {
            Ok(()) => written += piece.len(),
            Err(raised) => {
                // It is on its way: who tries again with the same data is told so then.
                connection.retry.set(Some(piece.len()));
                return if written > 0 && is_want(vm, &raised) { Ok(written) } else { Err(raised) };
            }
        }
    }
    Ok(written)
}

fn is_gone(vm: &Vm, raised: &Raised) -> bool {
    vm.is_exception(&raised.0, &BROKEN_PIPE_ERROR)
        || vm.is_exception(&raised.0, &CONNECTION_RESET_ERROR)
}

fn is_want(vm: &Vm, raised: &Raised) -> bool {
    vm.is_exception(&raised.0, &super::errors::WANT_WRITE_ERROR)
}

/// `connection.shutdown()`
pub(super) fn shutdown(vm: &Vm, this: &Value) -> PyResult {
    let connection = of(vm, this)?;
    let driver = Driver::new(vm, connection, Place::Shutdown)?;
    let broken = {
        let link = connection.link.borrow();
        !link.is_done() || link.failure().is_some()
    };
    if broken {
        return Err(failed(vm, &Failure::reason("SHUTDOWN_WHILE_IN_INIT"), Place::Shutdown));
    }
    connection.link.borrow_mut().say_goodbye();
    driver.flush()?;
    while !connection.link.borrow().peer_closed {
        if !connection.link.borrow().plain().is_empty() {
            let reason = Failure::reason("APPLICATION_DATA_AFTER_CLOSE_NOTIFY");
            return Err(failed(vm, &reason, Place::Shutdown));
        }
        driver.check()?;
        driver.fetch()?;
    }
    Ok(driver.socket.unwrap_or(Value::NONE))
}
