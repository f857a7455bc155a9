//! A file that goes out through a transport without a detour through the program.

use std::io;
use std::os::fd::RawFd;

use super::super::exceptions::SENDFILE_NOT_AVAILABLE_ERROR;
use super::super::io::Readiness;
use super::super::ready::Ready;
use super::super::{future, os_failure};
use super::stream::StreamTransport;
use super::writing;
use crate::object::slots::{PyResult, Raised};
use crate::object::value::Value;
use crate::object::vm::Vm;
use crate::types::exception::CONNECTION_ERROR;

/// As much as goes out in one turn of the loop.
const TURN: u64 = 1 << 20;

/// The state of a file that is sent. Nothing else can be written until its sender takes it away.
pub(super) struct FileSend {
    from: RawFd,
    offset: i64,
    left: u64,
    sent: u64,
    /// A future of the number of bytes.
    pub(super) done: Value,
}

fn of<'a>(vm: &Vm, value: &'a Value) -> PyResult<&'a StreamTransport> {
    value.foreign::<StreamTransport>().ok_or_else(|| vm.type_error("a transport is required"))
}

/// Sends bytes of a file behind what was written before; a future of their number, which is smaller
/// than `count` where the file ends.
pub fn send_file(vm: &Vm, this: &Value, from: RawFd, offset: i64, count: u64) -> PyResult {
    let transport = of(vm, this)?;
    refuse_writes(vm, transport)?;
    let done = future::new_future(vm, &transport.event_loop.get());
    let sending = FileSend { from, offset, left: count, sent: 0, done: done.clone() };
    transport.sending.replace(Some(sending));
    writing::flush(vm, this, transport)?;
    if transport.lost.get() > 0 {
        lost(vm, transport);
    } else if transport.out.borrow().is_empty() {
        pump(vm, this, transport);
    }
    Ok(done)
}

/// Ends that; how many bytes have gone out.
pub fn end_send_file(vm: &Vm, this: &Value) -> PyResult<u64> {
    let sending = of(vm, this)?.sending.take();
    Ok(sending.map_or(0, |sending| sending.sent))
}

/// RuntimeError while a file goes out.
pub(super) fn refuse_writes(vm: &Vm, transport: &StreamTransport) -> PyResult<()> {
    if transport.sending.borrow().is_some() {
        return Err(vm.runtime_error("unable to write; sendfile is in progress"));
    }
    Ok(())
}

fn settle(vm: &Vm, transport: &StreamTransport, outcome: PyResult) {
    let done = transport.sending.borrow_mut().as_mut().map(|sending| {
        sending.left = 0;
        sending.done.clone()
    });
    let Some(done) = done else { return };
    match outcome {
        Ok(sent) => future::resolve_unless_done(vm, &done, sent),
        Err(Raised(exception)) if future::future_of(&done).is_some_and(|f| !f.is_done()) => {
            // A closed loop has nobody to tell.
            let _ = future::set_exception(vm, &done, exception);
        }
        Err(_) => {}
    }
}

/// Sends as much of the file as the system takes and the turn allows.
pub(super) fn pump(vm: &Vm, this: &Value, transport: &StreamTransport) {
    let mut budget = TURN;
    loop {
        let next = transport.sending.borrow().as_ref().map(|s| (s.from, s.offset, s.left, s.sent));
        let Some((from, offset, left, sent)) = next else { return };
        if left == 0 {
            return settle(vm, transport, Ok(vm.int(sent as i64)));
        }
        if budget == 0 {
            // Others get their turn; the system would not tell of room that was there all the time.
            transport.out.borrow_mut().block();
            let readiness = Readiness { readable: false, writable: true, hung_up: false };
            return transport.queue(vm, Ready::Io(this.clone(), readiness));
        }
        let size = left.min(budget) as usize;
        match vm.host.net().send_file(transport.fd.get(), from, Some(offset), size) {
            Ok(0) => return settle(vm, transport, Ok(vm.int(sent as i64))),
            Ok(count) => {
                budget = budget.saturating_sub(count as u64);
                if let Some(sending) = &mut *transport.sending.borrow_mut() {
                    sending.offset += count as i64;
                    sending.sent += count as u64;
                    sending.left = sending.left.saturating_sub(count as u64);
                }
            }
            Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
            Err(error) if error.kind() == io::ErrorKind::WouldBlock => {
                return transport.out.borrow_mut().block();
            }
            // What fails at once may be a file of a kind that cannot be sent so.
            Err(_) if sent == 0 => {
                let text = "os.sendfile call failed";
                let failure = vm.raise(&SENDFILE_NOT_AVAILABLE_ERROR, text);
                return settle(vm, transport, Err(failure));
            }
            Err(error) => return settle(vm, transport, Err(os_failure(vm, &error))),
        }
    }
}

/// The connection has ended meanwhile.
pub(super) fn lost(vm: &Vm, transport: &StreamTransport) {
    if transport.sending.borrow().is_some() {
        let failure = vm.raise(&CONNECTION_ERROR, "Connection is closed by peer");
        settle(vm, transport, Err(failure));
    }
}
