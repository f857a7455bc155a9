//! A buffer over a raw stream: reading ahead and writing behind. Its Python faces are in
//! `buffered_types.rs`. No borrow lives while the raw stream, which may be Python code, is called.

use std::cell::{Cell, RefCell};

use super::base::Base;
use super::file::FileIo;
use super::file_type::uninitialized;
use super::{BUFFER_SIZE, attr_truth, call0, is_exact, position_of, zeros};
use crate::object::header::Traverse;
use crate::object::slots::{PyResult, Raised};
use crate::object::thread::ThreadId;
use crate::object::value::Value;
use crate::object::var::Var;
use crate::object::vm::Vm;
use crate::types::bytes::{Buffer, BytesObject};
use crate::types::exception::{BLOCKING_IO_ERROR, OS_ERROR};
use crate::vm::threads::Waiters;

/// The state of a buffered stream, whichever directions it has.
pub struct Buffered {
    /// Unbound before it is made and after `detach`.
    pub(super) raw: Var,
    pub(super) detached: Cell<bool>,
    pub(super) size: Cell<usize>,
    pub(super) finalizing: Cell<bool>,
    /// A text stream of ours lies over the buffer and closes it.
    pub(super) covered: Cell<bool>,
    state: RefCell<State>,
    /// The thread that gives the raw stream something, which other threads do not interrupt: what one
    /// of them writes at once stays together.
    writer: Cell<Option<ThreadId>>,
    waiters: Waiters,
}

/// While it lives, no other thread writes.
struct Turn<'a> {
    own: &'a Buffered,
    vm: &'a Vm,
}

impl Drop for Turn<'_> {
    fn drop(&mut self) {
        self.own.writer.set(None);
        self.own.waiters.wake_one(self.vm);
    }
}

#[derive(Default)]
struct State {
    /// Bytes read, of which those before `at` have been given out.
    ahead: Vec<u8>,
    at: usize,
    /// Bytes that the raw stream is still to get.
    behind: Vec<u8>,
}

impl Default for Buffered {
    fn default() -> Buffered {
        Buffered {
            raw: Var::unbound(),
            detached: Cell::new(false),
            size: Cell::new(BUFFER_SIZE),
            finalizing: Cell::new(false),
            covered: Cell::new(false),
            state: RefCell::default(),
            writer: Cell::new(None),
            waiters: Waiters::default(),
        }
    }
}

impl Buffered {
    /// Waits until no other thread writes. `None` if the running one writes already (a signal's handler
    /// came in between), or if the one that does will never go on, since the program is over.
    fn turn<'a>(&'a self, vm: &'a Vm) -> PyResult<Option<Turn<'a>>> {
        let own = vm.thread_id();
        while let Some(writer) = self.writer.get() {
            if writer == own || vm.is_ending() {
                return Ok(None);
            }
            self.waiters.wait(vm, None)?;
        }
        self.writer.set(Some(own));
        Ok(Some(Turn { own: self, vm }))
    }

    /// Takes another raw stream. One of ours is from now on closed by this buffer.
    pub(super) fn set_raw(&self, raw: Value) {
        cover(&self.raw.get(), false);
        cover(&raw, true);
        self.raw.set(raw);
    }
}

impl Drop for Buffered {
    fn drop(&mut self) {
        cover(&self.raw.get(), false);
    }
}

/// Tells a raw stream whether a buffer will close it.
fn cover(raw: &Value, on: bool) {
    if let Some(file) = raw.foreign::<FileIo>() {
        file.covered.set(on);
    } else if let Some(base) = raw.foreign::<Base>() {
        base.covered.set(on);
    }
}

impl Traverse for Buffered {
    fn traverse(&self, visit: &mut dyn FnMut(&Value)) {
        self.raw.visit(visit);
    }

    fn clear(&self) {
        self.set_raw(Value::UNBOUND);
    }
}

// ---- the raw stream ----------------------------------------------------------------------------

/// The raw stream as a file of ours of which nothing is overridden.
fn plain<'a>(vm: &Vm, raw: &'a Value) -> Option<&'a FileIo> {
    raw.foreign::<FileIo>().filter(|_| is_exact(vm, raw))
}

/// At most that many bytes; `None` if there are none yet.
fn raw_read(vm: &Vm, raw: &Value, most: usize) -> PyResult<Option<Vec<u8>>> {
    let mut bytes = zeros(vm, most)?;
    if let Some(file) = plain(vm, raw) {
        let count = file.read_into(vm, &mut bytes)?;
        bytes.truncate(count.unwrap_or(0));
        return Ok(count.map(|_| bytes));
    }
    let target = vm.new_bytearray(bytes);
    let count = vm.call_method(raw, &vm.intern("readinto"), std::slice::from_ref(&target))?;
    if count.is_none() {
        return Ok(None);
    }
    let count = vm.index_i64(&count)?;
    let buffer = Buffer::required(vm, &target)?;
    match usize::try_from(count).ok().filter(|n| *n <= most).and_then(|n| buffer.get(..n)) {
        Some(read) => Ok(Some(read.to_vec())),
        None => Err(wrong_length(vm, "readinto", count, most)),
    }
}

#[cold]
fn wrong_length(vm: &Vm, method: &str, count: i64, most: usize) -> Raised {
    let text = format!(
        "raw {method}() returned invalid length {count} (should have been between 0 and {most})"
    );
    vm.raise(&OS_ERROR, text)
}

/// How many of the bytes the raw stream took; `None` if it would block.
fn raw_write(vm: &Vm, raw: &Value, bytes: &[u8]) -> PyResult<Option<usize>> {
    if let Some(file) = plain(vm, raw) {
        return file.write(vm, bytes);
    }
    let given = vm.new_bytes(bytes.to_vec());
    let count = vm.call_method(raw, &vm.intern("write"), &[given])?;
    if count.is_none() {
        return Ok(None);
    }
    let count = vm.index_i64(&count)?;
    match usize::try_from(count).ok().filter(|n| *n <= bytes.len()) {
        Some(count) => Ok(Some(count)),
        None => Err(wrong_length(vm, "write", count, bytes.len())),
    }
}

fn raw_seek(vm: &Vm, raw: &Value, offset: i64, whence: i64) -> PyResult<u64> {
    if let Some(file) = plain(vm, raw) {
        return file.seek(vm, offset, i32::try_from(whence).unwrap_or(-1));
    }
    let at = vm.call_method(raw, &vm.intern("seek"), &[vm.int(offset), vm.int(whence)])?;
    position_of(vm, &at)
}

fn raw_tell(vm: &Vm, raw: &Value) -> PyResult<u64> {
    match plain(vm, raw) {
        Some(file) => file.seek(vm, 0, libc::SEEK_CUR),
        None => position_of(vm, &call0(vm, raw, "tell")?),
    }
}

// ---- the buffer --------------------------------------------------------------------------------

impl Buffered {
    pub(super) fn raw(&self, vm: &Vm) -> PyResult {
        match self.raw.bound() {
            Some(raw) => Ok(raw),
            None if self.detached.get() => Err(vm.value_error("raw stream has been detached")),
            None => Err(uninitialized(vm)),
        }
    }

    pub(super) fn is_closed(&self, vm: &Vm) -> PyResult<bool> {
        let raw = self.raw(vm)?;
        match plain(vm, &raw) {
            Some(file) => Ok(file.fd.get().is_none()),
            None => attr_truth(vm, &raw, "closed"),
        }
    }

    /// The raw stream, if that is open; `what` begins the message otherwise.
    pub(super) fn open_raw(&self, vm: &Vm, what: &str) -> PyResult {
        if self.is_closed(vm)? {
            // What is buffered can still be read, as long as it lasts.
            return Err(vm.value_error(format!("{what} closed file")));
        }
        self.raw(vm)
    }

    fn unread(&self) -> usize {
        let state = self.state.borrow();
        state.ahead.len() - state.at
    }

    /// At most that many of the bytes read ahead.
    fn take(&self, most: usize) -> Vec<u8> {
        let mut state = self.state.borrow_mut();
        let start = state.at;
        state.at = state.ahead.len().min(start.saturating_add(most));
        state.ahead.get(start..state.at).unwrap_or(&[]).to_vec()
    }

    /// Forgets what was read ahead.
    pub(super) fn forget(&self) {
        let mut state = self.state.borrow_mut();
        state.ahead.clear();
        state.at = 0;
    }

    /// Reads once from the raw stream. How many bytes came; `None` if there are none yet.
    fn fill(&self, vm: &Vm, raw: &Value) -> PyResult<Option<usize>> {
        let Some(bytes) = raw_read(vm, raw, self.size.get())? else { return Ok(None) };
        let mut state = self.state.borrow_mut();
        let used = std::mem::take(&mut state.at);
        state.ahead.drain(..used);
        vm.reserve(&mut state.ahead, Some(bytes.len()))?;
        state.ahead.extend_from_slice(&bytes);
        Ok(Some(bytes.len()))
    }

    /// What is buffered for writing must be out before anything is read.
    fn before_reading(&self, vm: &Vm, what: &str) -> PyResult {
        let raw = self.open_raw(vm, what)?;
        if !self.state.borrow().behind.is_empty() {
            self.flush(vm)?;
        }
        Ok(raw)
    }

    /// Everything up to the end; `None` if there is nothing yet.
    pub(super) fn read_all(&self, vm: &Vm) -> PyResult<Option<Vec<u8>>> {
        let raw = self.before_reading(vm, "read of")?;
        let mut all = self.take(usize::MAX);
        self.forget();
        if let Some(file) = plain(vm, &raw) {
            return match file.read_all(vm)? {
                None => Ok(if all.is_empty() { None } else { Some(all) }),
                Some(rest) if all.is_empty() => Ok(Some(rest)),
                Some(rest) => {
                    vm.reserve(&mut all, Some(rest.len()))?;
                    all.extend_from_slice(&rest);
                    Ok(Some(all))
                }
            };
        }
        let readall = vm.getattr_opt(&raw, &vm.intern("readall"))?;
        loop {
            let part = match &readall {
                Some(readall) => vm.call(readall, &[])?,
                None => call0(vm, &raw, "read")?,
            };
            let Some(bytes) = part.get::<BytesObject>() else {
                if part.is_none() {
                    return Ok(if all.is_empty() { None } else { Some(all) });
                }
                let name = if readall.is_some() { "readall" } else { "read" };
                return Err(vm.type_error(format!("{name}() should return bytes")));
            };
            vm.reserve(&mut all, Some(bytes.0.len()))?;
            all.extend_from_slice(&bytes.0);
            if bytes.0.is_empty() || readall.is_some() {
                return Ok(Some(all));
            }
        }
    }

    /// That many bytes, unless the end comes before; `None` if there is nothing yet.
    pub(super) fn read(&self, vm: &Vm, count: usize) -> PyResult<Option<Vec<u8>>> {
        if count <= self.unread() && !self.is_closed(vm)? {
            return Ok(Some(self.take(count)));
        }
        let raw = self.before_reading(vm, "read of")?;
        let mut all = self.take(count);
        self.forget();
        while all.len() < count {
            let missing = count - all.len();
            let direct = missing - missing % self.size.get();
            let came = if direct > 0 {
                let part = raw_read(vm, &raw, direct)?;
                part.map(|bytes| {
                    all.extend_from_slice(&bytes);
                    bytes.len()
                })
            } else {
                let came = self.fill(vm, &raw)?;
                all.extend(self.take(missing));
                came
            };
            match came {
                Some(0) => break,
                Some(_) => {}
                None if all.is_empty() => return Ok(None),
                None => break,
            }
        }
        Ok(Some(all))
    }

    /// What is there, or what one reading brings; below zero as much as the buffer holds.
    pub(super) fn read1(&self, vm: &Vm, count: Option<usize>) -> PyResult<Vec<u8>> {
        let raw = self.open_raw(vm, "read of")?;
        let count = count.unwrap_or(self.size.get());
        if count == 0 {
            return Ok(Vec::new());
        }
        if self.unread() == 0 {
            let raw = self.before_reading(vm, "read of").unwrap_or(raw);
            self.forget();
            return Ok(raw_read(vm, &raw, count)?.unwrap_or_default());
        }
        Ok(self.take(count))
    }

    /// What is read ahead, after one reading if that is nothing.
    pub(super) fn peek(&self, vm: &Vm) -> PyResult<Vec<u8>> {
        let raw = self.before_reading(vm, "peek of")?;
        if self.unread() == 0 {
            self.forget();
            self.fill(vm, &raw)?;
        }
        let state = self.state.borrow();
        Ok(state.ahead.get(state.at..).unwrap_or(&[]).to_vec())
    }

    /// The bytes up to the end of the line, but no more than `limit`.
    pub(super) fn readline(&self, vm: &Vm, limit: Option<usize>) -> PyResult<Vec<u8>> {
        let mut line = Vec::new();
        loop {
            let left = limit.map_or(usize::MAX, |limit| limit - line.len());
            let (found, part) = {
                let mut state = self.state.borrow_mut();
                let rest = state.ahead.get(state.at..).unwrap_or(&[]);
                let rest = rest.get(..left.min(rest.len())).unwrap_or(&[]);
                let end = memchr::memchr(b'\n', rest).map(|at| at + 1);
                let part = rest.get(..end.unwrap_or(rest.len())).unwrap_or(&[]).to_vec();
                state.at += part.len();
                (end.is_some() || part.len() == left, part)
            };
            if found && line.is_empty() {
                // The common case needs no second look at the raw stream.
                return self.is_closed(vm).and_then(|closed| match closed {
                    true => Err(vm.value_error("readline of closed file")),
                    false => Ok(part),
                });
            }
            vm.reserve(&mut line, Some(part.len()))?;
            line.extend_from_slice(&part);
            if found {
                return Ok(line);
            }
            let raw = self.before_reading(vm, "readline of")?;
            self.forget();
            if self.fill(vm, &raw)?.unwrap_or(0) == 0 {
                return Ok(line);
            }
        }
    }

    /// Moves the raw stream back to where the reader is.
    fn rewind(&self, vm: &Vm, raw: &Value) -> PyResult<()> {
        let unread = self.unread();
        if unread > 0 {
            raw_seek(vm, raw, -(unread as i64), 1)?;
        }
        self.forget();
        Ok(())
    }

    /// Takes all bytes, now or behind.
    pub fn write(&self, vm: &Vm, bytes: &[u8]) -> PyResult<()> {
        let raw = self.open_raw(vm, "write to")?;
        let _turn = self.turn(vm)?;
        if !self.state.borrow().ahead.is_empty() {
            self.rewind(vm, &raw)?;
        }
        let size = self.size.get();
        if self.keep(vm, bytes, size)? {
            return Ok(());
        }
        let mut rest = bytes;
        if let Err(raised) = self.flush(vm) {
            return Err(self.keep_some(vm, raised, bytes, 0));
        }
        while rest.len() > size {
            match raw_write(vm, &raw, rest)? {
                Some(count) => rest = rest.get(count..).unwrap_or(&[]),
                None => {
                    let done = bytes.len() - rest.len();
                    let raised = blocked(vm, 0);
                    return Err(self.keep_some(vm, raised, rest, done));
                }
            }
            vm.handle_breaker()?;
        }
        self.keep(vm, rest, usize::MAX).map(drop)
    }

    /// Buffers the bytes if that makes no more than `most`.
    fn keep(&self, vm: &Vm, bytes: &[u8], most: usize) -> PyResult<bool> {
        let mut state = self.state.borrow_mut();
        if state.behind.len().saturating_add(bytes.len()) > most {
            return Ok(false);
        }
        vm.reserve(&mut state.behind, Some(bytes.len()))?;
        state.behind.extend_from_slice(bytes);
        Ok(true)
    }

    /// After a write that would block: buffers what there is room for, and says in the exception
    /// how much was taken.
    #[cold]
    fn keep_some(&self, vm: &Vm, raised: Raised, bytes: &[u8], done: usize) -> Raised {
        if !vm.is_exception(&raised.0, &BLOCKING_IO_ERROR) {
            return raised;
        }
        let room = self.size.get().saturating_sub(self.state.borrow().behind.len());
        let count = room.min(bytes.len());
        match self.keep(vm, bytes.get(..count).unwrap_or(&[]), usize::MAX) {
            Ok(_) if count == bytes.len() && done == 0 => blocked(vm, count),
            Ok(_) => blocked(vm, done + count),
            Err(raised) => raised,
        }
    }

    /// Gives the raw stream what is behind.
    pub(super) fn flush(&self, vm: &Vm) -> PyResult<()> {
        let _turn = self.turn(vm)?;
        loop {
            let bytes = std::mem::take(&mut self.state.borrow_mut().behind);
            if bytes.is_empty() {
                return Ok(());
            }
            let raw = self.raw(vm)?;
            let written = raw_write(vm, &raw, &bytes);
            let count = match &written {
                Ok(count) => count.unwrap_or(0),
                Err(_) => 0,
            };
            if count < bytes.len() {
                // What came meanwhile stands behind what is left.
                let mut left = bytes.get(count..).unwrap_or(&[]).to_vec();
                let mut state = self.state.borrow_mut();
                left.append(&mut state.behind);
                state.behind = left;
            }
            if written?.is_none() {
                return Err(blocked(vm, 0));
            }
            vm.handle_breaker()?;
        }
    }

    /// `flush` as a program asks for it: what was read ahead is given back as well.
    pub(super) fn settle(&self, vm: &Vm, what: &str) -> PyResult<()> {
        let raw = self.open_raw(vm, what)?;
        self.flush(vm)?;
        if self.state.borrow().ahead.is_empty() { Ok(()) } else { self.rewind(vm, &raw) }
    }

    pub(super) fn tell(&self, vm: &Vm) -> PyResult<u64> {
        let raw = self.raw(vm)?;
        let at = raw_tell(vm, &raw)?;
        let behind = self.state.borrow().behind.len() as u64;
        Ok(at.saturating_sub(self.unread() as u64).saturating_add(behind))
    }

    pub(super) fn seek(&self, vm: &Vm, target: i64, whence: i64) -> PyResult<u64> {
        let raw = self.raw(vm)?;
        if whence < 2 && !self.state.borrow().ahead.is_empty() {
            let at = raw_tell(vm, &raw)?;
            let here = at as i64 - self.unread() as i64;
            let move_by = if whence == 0 { target.checked_sub(here) } else { Some(target) };
            let mut state = self.state.borrow_mut();
            let (back, on) = (state.at as i64, (state.ahead.len() - state.at) as i64);
            if let Some(move_by) = move_by.filter(|by| (-back..=on).contains(by)) {
                state.at = (back + move_by) as usize;
                return Ok((here + move_by) as u64);
            }
        }
        self.flush(vm)?;
        let target = if whence == 1 { target - self.unread() as i64 } else { target };
        let at = raw_seek(vm, &raw, target, whence)?;
        self.forget();
        Ok(at)
    }
}

/// The BlockingIOError that says how much was taken.
#[cold]
fn blocked(vm: &Vm, count: usize) -> Raised {
    let text = vm.str("write could not complete without blocking");
    let args = vec![vm.int(i64::from(libc::EAGAIN)), text, vm.int(count as i64)];
    Raised(vm.new_exception(&vm.ty(&BLOCKING_IO_ERROR), args))
}
