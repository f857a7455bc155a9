//! Text over a buffered stream: the state of a `TextIOWrapper`, and writing. Reading is in
//! `text_read.rs`, positions are in `text_seek.rs`, the Python face is in `text_type.rs`.

use std::cell::{Cell, RefCell};

use super::buffered::Buffered;
use super::decoder::Decoder;
use super::file_type::{file, uninitialized};
use super::newline::Ends;
use super::{BUFFER_SIZE, attr_truth, call0, closed_file, is_exact, unsupported};
use crate::object::header::Traverse;
use crate::object::slots::PyResult;
use crate::object::value::Value;
use crate::object::var::Var;
use crate::object::vm::Vm;
use crate::types::codec::{self, Encoding, Order};
use crate::types::str::text::Text;

/// The state of a text stream.
pub struct TextFile {
    /// Unbound before it is made and after `detach`.
    pub(super) buffer: Var,
    pub(super) detached: Cell<bool>,
    /// The buffer is one of ours of which nothing is overridden.
    pub(super) direct: Cell<bool>,
    pub(super) settings: RefCell<Settings>,
    pub(super) ends: Cell<Ends>,
    pub(super) line_buffered: Cell<bool>,
    pub(super) write_through: Cell<bool>,
    pub(super) readable: Cell<bool>,
    pub(super) writable: Cell<bool>,
    pub(super) seekable: Cell<bool>,
    /// Iteration reads ahead, so that positions mean nothing until it is over.
    pub(super) telling: Cell<bool>,
    pub(super) finalizing: Cell<bool>,
    pub(super) chunk: Cell<usize>,
    pub(super) decoder: Decoder,
    pub(super) reading: RefCell<Reading>,
    /// Kinds of line ends seen, and whether a `\r` at the end is still to be counted.
    pub(super) seen: Cell<(u8, bool)>,
    /// Encoded text that the buffer is still to get.
    pending: RefCell<Vec<u8>>,
    /// What is encoded next is the start of the file.
    pub(super) at_start: Cell<bool>,
    /// Pending text holds the end of a line, and lines are to go out.
    newline: Cell<bool>,
}

/// What does not change while the stream is used.
pub(super) struct Settings {
    /// The encoding as the program named it.
    pub(super) name: String,
    pub(super) encoding: Encoding,
    pub(super) errors: String,
}

/// Text that has been decoded and not yet given out: `text` from `at` on.
#[derive(Default)]
pub(super) struct Reading {
    pub(super) text: Vec<u8>,
    pub(super) at: usize,
    /// The bytes of `text`, where the text does not say what they were.
    pub(super) source: Option<Vec<u8>>,
    /// Something was read from the buffer.
    pub(super) begun: bool,
}

impl Default for TextFile {
    fn default() -> TextFile {
        TextFile {
            buffer: Var::unbound(),
            detached: Cell::new(false),
            direct: Cell::new(false),
            settings: RefCell::new(Settings {
                name: "utf-8".to_owned(),
                encoding: Encoding::Utf8,
                errors: "strict".to_owned(),
            }),
            ends: Cell::new(Ends::Translated),
            line_buffered: Cell::new(false),
            write_through: Cell::new(false),
            readable: Cell::new(false),
            writable: Cell::new(false),
            seekable: Cell::new(false),
            telling: Cell::new(false),
            finalizing: Cell::new(false),
            chunk: Cell::new(BUFFER_SIZE),
            decoder: Decoder::new(Encoding::Utf8),
            reading: RefCell::default(),
            seen: Cell::new((0, false)),
            pending: RefCell::default(),
            at_start: Cell::new(true),
            newline: Cell::new(false),
        }
    }
}

impl TextFile {
    /// Takes another buffer. One of ours is from now on closed by this stream.
    pub(super) fn set_buffer(&self, buffer: Value) {
        cover(&self.buffer.get(), false);
        cover(&buffer, true);
        self.buffer.set(buffer);
    }
}

impl Drop for TextFile {
    fn drop(&mut self) {
        cover(&self.buffer.get(), false);
    }
}

/// Tells a buffer whether a text stream will close it.
fn cover(buffer: &Value, on: bool) {
    if let Some(own) = buffer.foreign::<Buffered>() {
        own.covered.set(on);
    }
}

/// Whether another stream closes this one: it must not go first when both go in one cycle.
pub(super) fn is_covered(this: &Value) -> bool {
    let file = this.foreign::<super::file::FileIo>().is_some_and(|file| file.covered.get());
    let base = this.foreign::<super::base::Base>().is_some_and(|base| base.covered.get());
    file || base || this.foreign::<Buffered>().is_some_and(|own| own.covered.get())
}

impl Traverse for TextFile {
    fn traverse(&self, visit: &mut dyn FnMut(&Value)) {
        self.buffer.visit(visit);
    }

    fn clear(&self) {
        self.set_buffer(Value::UNBOUND);
    }
}

/// Has a stream that is about to go say so when it closes.
pub(super) fn set_finalizing(this: &Value) {
    if let Some(text) = this.foreign::<TextFile>() {
        text.finalizing.set(true);
    } else if let Some(buffered) = this.foreign::<Buffered>() {
        buffered.finalizing.set(true);
    } else if let Some(file) = this.foreign::<super::file::FileIo>() {
        file.finalizing.set(true);
    }
}

impl TextFile {
    /// The text stream behind a value, if nothing of it is overridden.
    pub fn of<'a>(vm: &Vm, value: &'a Value) -> Option<&'a TextFile> {
        value.foreign::<TextFile>().filter(|_| is_exact(vm, value))
    }

    pub(super) fn buffer(&self, vm: &Vm) -> PyResult {
        match self.buffer.bound() {
            Some(buffer) => Ok(buffer),
            None if self.detached.get() => {
                Err(vm.value_error("underlying buffer has been detached"))
            }
            None => Err(uninitialized(vm)),
        }
    }

    pub(super) fn is_closed(&self, vm: &Vm) -> PyResult<bool> {
        let buffer = self.buffer(vm)?;
        match buffer.foreign::<Buffered>() {
            Some(own) if self.direct.get() => own.is_closed(vm),
            _ => attr_truth(vm, &buffer, "closed"),
        }
    }

    /// The buffer, if that is open.
    pub(super) fn open_buffer(&self, vm: &Vm) -> PyResult {
        if self.is_closed(vm)? { Err(closed_file(vm)) } else { self.buffer(vm) }
    }

    pub(super) fn errors(&self) -> String {
        self.settings.borrow().errors.clone()
    }

    /// Takes text (a str) into what is pending. `settle` is to follow.
    pub fn put(&self, vm: &Vm, text: &Value) -> PyResult<()> {
        self.open_buffer(vm)?;
        if !self.writable.get() {
            return Err(unsupported(vm, "not writable"));
        }
        let Some(own) = text.as_str_object() else { return Ok(()) };
        let bytes = own.as_bytes();
        let has_end = holds(bytes, b'\n');
        if self.line_buffered.get() && (has_end || holds(bytes, b'\r')) {
            self.newline.set(true);
        }
        let utf8 = self.settings.borrow().encoding == Encoding::Utf8;
        let written = if has_end { self.ends.get().written() } else { None };
        if utf8 && !own.has_surrogates() && written.is_none() {
            let mut pending = self.pending.borrow_mut();
            vm.reserve(&mut pending, Some(bytes.len()))?;
            pending.extend_from_slice(bytes);
        } else {
            let encoded = match written {
                Some(end) => {
                    let mut out = Vec::with_capacity(bytes.len() + 16);
                    for (at, line) in bytes.split(|byte| *byte == b'\n').enumerate() {
                        if at > 0 {
                            out.extend_from_slice(end.as_bytes());
                        }
                        out.extend_from_slice(line);
                    }
                    self.encode(vm, &vm.str_wtf8(&out))?
                }
                None => self.encode(vm, text)?,
            };
            let mut pending = self.pending.borrow_mut();
            vm.reserve(&mut pending, Some(encoded.len()))?;
            pending.extend_from_slice(&encoded);
        }
        if self.pending.borrow().len() >= self.chunk.get().saturating_mul(8) {
            return self.write_pending(vm);
        }
        Ok(())
    }

    /// The bytes for a text; a byte order mark only at the start.
    fn encode(&self, vm: &Vm, text: &Value) -> PyResult<Vec<u8>> {
        let Some(text) = Text::of(text) else { return Ok(Vec::new()) };
        let (encoding, errors) = {
            let settings = self.settings.borrow();
            (settings.encoding, settings.errors.clone())
        };
        let start = self.at_start.get();
        let encoding = match encoding {
            Encoding::Utf8Sig if !start => Encoding::Utf8,
            Encoding::Utf16(Order::Marked) if !start => Encoding::Utf16(Order::Little),
            Encoding::Utf32(Order::Marked) if !start => Encoding::Utf32(Order::Little),
            other => other,
        };
        let bytes = codec::encode_as(vm, text, encoding, &errors)?;
        self.at_start.set(false);
        Ok(bytes)
    }

    /// After a write: gives on what is much, what is a line where lines are to go out, and
    /// everything where nothing is to stay. What was read ahead is forgotten.
    pub fn settle(&self, vm: &Vm) -> PyResult<()> {
        let newline = self.newline.replace(false);
        if newline || self.write_through.get() || self.pending.borrow().len() >= self.chunk.get() {
            self.write_pending(vm)?;
        }
        if newline {
            self.flush_buffer(vm)?;
        }
        let mut reading = self.reading.borrow_mut();
        if reading.begun {
            *reading = Reading { begun: true, ..Reading::default() };
            drop(reading);
            self.decoder.reset();
            self.seen.set((self.seen.get().0, false));
        }
        Ok(())
    }

    /// Gives the buffer what is pending.
    pub(super) fn write_pending(&self, vm: &Vm) -> PyResult<()> {
        let bytes = self.pending.take();
        if bytes.is_empty() {
            return Ok(());
        }
        let buffer = self.buffer(vm)?;
        match buffer.foreign::<Buffered>() {
            Some(own) if self.direct.get() => {
                let written = own.write(vm, &bytes);
                // The memory serves again.
                let mut bytes = bytes;
                bytes.clear();
                let mut pending = self.pending.borrow_mut();
                if pending.is_empty() && bytes.capacity() <= 16 * BUFFER_SIZE {
                    *pending = bytes;
                }
                written
            }
            _ => {
                let given = vm.new_bytes(bytes);
                vm.call_method(&buffer, &vm.intern("write"), &[given]).map(drop)
            }
        }
    }

    fn flush_buffer(&self, vm: &Vm) -> PyResult<()> {
        let buffer = self.buffer(vm)?;
        match buffer.foreign::<Buffered>() {
            Some(own) if self.direct.get() && self.writable.get() => own.settle(vm, "flush of"),
            _ => call0(vm, &buffer, "flush").map(drop),
        }
    }

    /// Gives everything on, as far as the outside.
    pub fn flush(&self, vm: &Vm) -> PyResult<()> {
        self.open_buffer(vm)?;
        self.telling.set(self.seekable.get());
        self.newline.set(false);
        self.write_pending(vm)?;
        self.flush_buffer(vm)
    }

    /// The descriptor under a stream of ours.
    pub fn descriptor(&self, vm: &Vm) -> Option<i32> {
        let buffer = self.buffer.bound()?;
        let raw = buffer.foreign::<Buffered>()?.raw.bound()?;
        file(vm, &raw).ok()?.fd.get()
    }
}

/// Whether the byte is among the bytes. Short ones need no look at what the processor can do, which is
/// a twentieth of the time that a small program takes.
fn holds(bytes: &[u8], byte: u8) -> bool {
    if bytes.len() < 64 { bytes.contains(&byte) } else { memchr::memchr(byte, bytes).is_some() }
}
