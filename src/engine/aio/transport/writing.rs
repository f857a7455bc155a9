//! The writing half of a transport. The first write of a turn goes out at once; what is written after
//! it in the same turn goes out together at the turn's end.

use std::collections::VecDeque;
use std::io::{self, IoSlice};

use super::super::os_failure;
use super::super::ready::Ready;
use super::stream::{Flavor, StreamTransport, fatal, force_close};
use super::{Step, deliver, file_send};
use crate::object::slots::{PyResult, Raised};
use crate::object::value::Value;
use crate::object::vm::Vm;
use crate::types::bytes::{Buffer, BytesObject};
use crate::types::exception::BROKEN_PIPE_ERROR;

/// Protocols are asked to pause above this many bytes.
pub(super) const HIGH: usize = 64 * 1024;

/// Bytes objects of this size and more are kept instead of copied.
const LARGE: usize = 8 * 1024;

/// Parts that one call takes.
const PARTS: usize = 64;

/// Writes to a lost connection after which it is said so.
const PATIENCE: u32 = 5;

enum Chunk {
    Own(Vec<u8>),
    /// A bytes object.
    Shared(Value),
}

impl Chunk {
    fn bytes(&self) -> &[u8] {
        match self {
            Chunk::Own(bytes) => bytes,
            Chunk::Shared(value) => value.get::<BytesObject>().map_or(&[], |b| &b.0),
        }
    }
}

/// What has been written and not yet sent.
#[derive(Default)]
pub(in super::super) struct Outgoing {
    chunks: VecDeque<Chunk>,
    /// Bytes of the first chunk that have gone out.
    sent: usize,
    total: usize,
    /// The system takes no more for now, and will say when it does.
    blocked: bool,
    /// The loop flushes it at the turn's end.
    queued: bool,
    /// The turn in which something went out at once.
    turn: u64,
}

impl Outgoing {
    pub(super) fn is_empty(&self) -> bool {
        self.total == 0
    }

    pub(super) fn len(&self) -> usize {
        self.total
    }

    /// Nothing goes out until the system, or a turn of the loop, says so.
    pub(super) fn block(&mut self) {
        self.blocked = true;
    }

    pub(super) fn clear(&mut self) {
        self.chunks.clear();
        (self.sent, self.total) = (0, 0);
    }

    /// Keeps the bytes from `from` on, of which `value` may be the object.
    fn push(&mut self, bytes: &[u8], from: usize, value: Option<&Value>) {
        let rest = bytes.get(from..).unwrap_or_default();
        self.total += rest.len();
        let whole = value.filter(|v| rest.len() >= LARGE && v.get_exact::<BytesObject>().is_some());
        if let Some(value) = whole.filter(|_| from == 0 || self.chunks.is_empty()) {
            if self.chunks.is_empty() {
                self.sent = from;
            }
            self.chunks.push_back(Chunk::Shared(value.clone()));
            return;
        }
        match self.chunks.back_mut() {
            Some(Chunk::Own(last)) if last.len() < HIGH => last.extend_from_slice(rest),
            _ => self.chunks.push_back(Chunk::Own(rest.to_vec())),
        }
    }

    fn advance(&mut self, count: usize) {
        self.total = self.total.saturating_sub(count);
        self.sent += count;
        while let Some(first) = self.chunks.front() {
            let length = first.bytes().len();
            if self.sent < length {
                break;
            }
            self.sent -= length;
            self.chunks.pop_front();
        }
    }

    /// Sends as much as the system takes.
    fn send(&mut self, vm: &Vm, fd: std::os::fd::RawFd) -> io::Result<()> {
        let net = vm.host.net();
        while !self.is_empty() {
            let mut skip = self.sent;
            let mut parts = [IoSlice::new(&[]); PARTS];
            let mut used = 0;
            for (part, chunk) in parts.iter_mut().zip(&self.chunks) {
                *part = IoSlice::new(chunk.bytes().get(skip..).unwrap_or_default());
                skip = 0;
                used += 1;
            }
            let parts = parts.get(..used).unwrap_or_default();
            match net.write_vectored(fd, parts) {
                Ok(count) => self.advance(count),
                Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
                Err(error) if error.kind() == io::ErrorKind::WouldBlock => {
                    self.blocked = true;
                    return Ok(());
                }
                Err(error) => return Err(error),
            }
        }
        Ok(())
    }
}

/// `transport.write(data)`
pub(in super::super) fn write(
    vm: &Vm,
    this: &Value,
    transport: &StreamTransport,
    data: &Value,
) -> PyResult<()> {
    let Some(bytes) = Buffer::of(vm, data) else {
        let class = vm.class(data).full_name();
        let text = format!("data argument must be a bytes-like object, not '{class}'");
        return Err(vm.type_error(text));
    };
    if transport.eof_written.get() {
        drop(bytes);
        return Err(vm.runtime_error("Cannot call write() after write_eof()"));
    }
    if let Err(refused) = file_send::refuse_writes(vm, transport) {
        drop(bytes);
        return Err(refused);
    }
    if bytes.is_empty() {
        return Ok(());
    }
    let gone = transport.flavor == Flavor::WritePipe && transport.closing.get();
    if transport.lost.get() > 0 || gone {
        drop(bytes);
        write_to_lost(vm, transport);
        return Ok(());
    }
    let result = try_write(vm, this, transport, &bytes, data);
    drop(bytes);
    match result {
        Ok(()) => limit(vm, this, transport),
        Err(error) => failed(vm, this, transport, &error),
    }
}

fn write_to_lost(vm: &Vm, transport: &StreamTransport) {
    if transport.lost.get() >= PATIENCE {
        let text = match transport.flavor {
            Flavor::Socket => "socket.send() raised exception.\n",
            Flavor::ReadPipe | Flavor::WritePipe => {
                "pipe closed by peer or os.write(pipe, data) raised exception.\n"
            }
        };
        vm.write_stderr(text);
    }
    transport.lost.set(transport.lost.get().saturating_add(1));
}

/// Sends at once or keeps.
fn try_write(
    vm: &Vm,
    this: &Value,
    transport: &StreamTransport,
    bytes: &[u8],
    value: &Value,
) -> io::Result<()> {
    // Where the loop does not run there is no end of a turn to wait for.
    let turn = transport.with_loop(|l| if l.is_running() { l.turn_number() } else { 0 });
    let turn = turn.unwrap_or(0);
    let mut out = transport.out.borrow_mut();
    if !out.is_empty() {
        out.push(bytes, 0, Some(value));
        return Ok(());
    }
    if out.turn == turn && turn > 0 {
        out.push(bytes, 0, Some(value));
        if !out.queued {
            out.queued = true;
            transport.with_loop(|event_loop| event_loop.flush_later(this.clone()));
        }
        return Ok(());
    }
    out.turn = turn;
    let (net, fd) = (vm.host.net(), transport.fd.get());
    let sent = match transport.flavor {
        Flavor::Socket => net.send(fd, bytes, 0),
        Flavor::ReadPipe | Flavor::WritePipe => net.write(fd, bytes),
    };
    match sent {
        Ok(sent) if sent == bytes.len() => Ok(()),
        Ok(sent) => {
            out.push(bytes, sent, Some(value));
            // Only a refusal makes the system tell when it takes more.
            out.send(vm, fd)
        }
        Err(error) if error.kind() == io::ErrorKind::WouldBlock => {
            out.push(bytes, 0, Some(value));
            out.blocked = true;
            Ok(())
        }
        Err(error) if error.kind() == io::ErrorKind::Interrupted => {
            out.push(bytes, 0, Some(value));
            out.send(vm, fd)
        }
        Err(error) => Err(error),
    }
}

/// Asks the protocol to pause where too much waits.
fn limit(vm: &Vm, this: &Value, transport: &StreamTransport) -> PyResult<()> {
    let high = transport.high.get();
    if transport.out.borrow().len() <= high {
        return Ok(());
    }
    let blocked = transport.out.borrow().blocked;
    if !blocked {
        // It only waited for company.
        let sent = transport.out.borrow_mut().send(vm, transport.fd.get());
        if let Err(error) = sent {
            return failed(vm, this, transport, &error);
        }
    }
    if transport.out.borrow().len() > high && !transport.protocol_paused.replace(true) {
        return deliver::flow(vm, this, transport, true);
    }
    Ok(())
}

/// `set_write_buffer_limits` may have made too much of what waits.
pub(super) fn limits_changed(vm: &Vm, this: &Value, transport: &StreamTransport) -> PyResult<()> {
    limit(vm, this, transport)
}

fn failed(vm: &Vm, this: &Value, transport: &StreamTransport, error: &io::Error) -> PyResult<()> {
    let Raised(exception) = os_failure(vm, error);
    transport.out.borrow_mut().clear();
    let text = match transport.flavor {
        Flavor::Socket => "Fatal write error on socket transport",
        Flavor::ReadPipe | Flavor::WritePipe => "Fatal write error on pipe transport",
    };
    if transport.flavor != Flavor::Socket {
        transport.lost.set(transport.lost.get().max(1) - 1);
    }
    fatal(vm, this, transport, exception, text)
}

/// Sends what waits, and sees to what depends on that.
pub(super) fn flush(vm: &Vm, this: &Value, transport: &StreamTransport) -> PyResult<()> {
    {
        let mut out = transport.out.borrow_mut();
        out.queued = false;
        if out.is_empty() || out.blocked {
            return Ok(());
        }
        let sent = out.send(vm, transport.fd.get());
        drop(out);
        if let Err(error) = sent {
            return failed(vm, this, transport, &error);
        }
    }
    sent_some(vm, this, transport)
}

fn sent_some(vm: &Vm, this: &Value, transport: &StreamTransport) -> PyResult<()> {
    let left = transport.out.borrow().len();
    if left <= transport.low.get() && transport.protocol_paused.replace(false) {
        deliver::flow(vm, this, transport, false)?;
    }
    if left > 0 || transport.lost.get() > 0 {
        return Ok(());
    }
    file_send::pump(vm, this, transport);
    if transport.closing.get() {
        transport.lost.set(1);
        transport.queue(vm, Ready::Step(this.clone(), Step::Lose));
    } else if transport.eof_written.get() {
        shut_down(vm, transport);
    }
    Ok(())
}

/// The descriptor takes more.
pub(super) fn writable(vm: &Vm, this: &Value, transport: &StreamTransport) -> PyResult<()> {
    {
        let mut out = transport.out.borrow_mut();
        if !out.blocked {
            return Ok(());
        }
        out.blocked = false;
        if out.is_empty() {
            drop(out);
            // It was a file that waited.
            return sent_some(vm, this, transport);
        }
    }
    flush(vm, this, transport)
}

fn shut_down(vm: &Vm, transport: &StreamTransport) {
    // The other side may be gone, which is heard of elsewhere.
    let _ = vm.host.net().shutdown(transport.fd.get(), 1);
}

/// `transport.write_eof()`
pub(super) fn write_eof(vm: &Vm, this: &Value, transport: &StreamTransport) -> PyResult<()> {
    if transport.closing.get() || transport.eof_written.get() {
        return Ok(());
    }
    flush(vm, this, transport)?;
    transport.eof_written.set(true);
    if transport.flavor == Flavor::WritePipe {
        return super::stream::close(vm, this, transport);
    }
    if transport.out.borrow().is_empty() {
        shut_down(vm, transport);
    }
    Ok(())
}

/// Nobody reads the pipe any more.
pub(super) fn reader_is_gone(vm: &Vm, this: &Value, transport: &StreamTransport) -> PyResult<()> {
    let exception = if transport.out.borrow().is_empty() {
        Value::NONE
    } else {
        vm.new_exception(&vm.ty(&BROKEN_PIPE_ERROR), Vec::new())
    };
    force_close(vm, this, transport, exception);
    Ok(())
}

/// Whether a writer ought to let others run: the transport is closing.
pub(in super::super) fn drain_wanted(transport: &StreamTransport) -> bool {
    transport.closing.get()
}
