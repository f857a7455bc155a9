//! Text over a buffered stream: reading.

use super::buffered::Buffered;
use super::newline::kinds;
use super::text::{Reading, TextFile};
use super::{call0, unsupported};
use crate::object::slots::PyResult;
use crate::object::value::Value;
use crate::object::vm::Vm;
use crate::types::bytes::Buffer;

impl TextFile {
    pub(super) fn check_readable(&self, vm: &Vm) -> PyResult<()> {
        self.open_buffer(vm)?;
        if !self.readable.get() {
            return Err(unsupported(vm, "not readable"));
        }
        self.write_pending(vm)
    }

    /// The next bytes of the buffer; none at its end.
    fn read_chunk(&self, vm: &Vm) -> PyResult<Vec<u8>> {
        let buffer = self.buffer(vm)?;
        let most = self.chunk.get();
        if let Some(own) = buffer.foreign::<Buffered>().filter(|_| self.direct.get()) {
            return own.read1(vm, Some(most));
        }
        let name = match vm.getattr_opt(&buffer, &vm.intern("read1"))? {
            Some(_) => "read1",
            None => "read",
        };
        let part = vm.call_method(&buffer, &vm.intern(name), &[vm.int(most as i64)])?;
        match Buffer::of(vm, &part) {
            Some(bytes) => Ok(bytes.to_vec()),
            None => {
                let class = vm.class(&part).full_name();
                Err(vm.type_error(format!(
                    "underlying {name}() should have returned a bytes-like object, not '{class}'"
                )))
            }
        }
    }

    /// Decodes bytes behind what there is already.
    fn take_in(&self, vm: &Vm, bytes: Vec<u8>, last: bool) -> PyResult<()> {
        let errors = self.errors();
        let known = self.reading.borrow().source.is_some();
        let kept = (known || errors != "strict").then(|| {
            let mut all = self.decoder.tail();
            all.extend_from_slice(&bytes);
            all
        });
        let decoded = self.decoder.feed(vm, bytes, last, &errors)?;
        if self.ends.get().is_universal() {
            let (seen, pending) = self.seen.get();
            let (new, pending) = kinds(&decoded.text, pending, last);
            self.seen.set((seen | new, pending));
        }
        self.compact(vm)?;
        let mut reading = self.reading.borrow_mut();
        reading.begun = !last;
        if !decoded.exact || reading.source.is_some() {
            // Where nothing was replaced before, the text is the bytes.
            let before = match reading.source.take() {
                Some(before) => before,
                None => reading.text.clone(),
            };
            let mut all = before;
            let mut kept = kept.unwrap_or_default();
            kept.truncate(kept.len().saturating_sub(self.decoder.waiting()));
            all.extend_from_slice(&kept);
            reading.source = Some(all);
        }
        if reading.text.is_empty() {
            reading.text = decoded.text;
        } else {
            vm.reserve(&mut reading.text, Some(decoded.text.len()))?;
            reading.text.extend_from_slice(&decoded.text);
        }
        Ok(())
    }

    /// Lets go of text that has been given out.
    fn compact(&self, vm: &Vm) -> PyResult<()> {
        let used = self.source_bytes(vm)?;
        let mut reading = self.reading.borrow_mut();
        let at = std::mem::take(&mut reading.at);
        if at == reading.text.len() {
            reading.text.clear();
            reading.source = None;
        } else {
            reading.text.drain(..at);
            if let (Some(source), Some(used)) = (&mut reading.source, used) {
                source.drain(..used.min(source.len()));
            }
        }
        Ok(())
    }

    /// Reads and decodes more; false at the end, where nothing waits any more.
    fn fill(&self, vm: &Vm) -> PyResult<bool> {
        let bytes = self.read_chunk(vm)?;
        let last = bytes.is_empty();
        self.take_in(vm, bytes, last)?;
        Ok(!last)
    }

    /// The text up to the end of the line, that included, but no more than `limit` characters;
    /// empty at the end.
    pub(super) fn read_line(&self, vm: &Vm, limit: Option<usize>) -> PyResult {
        self.check_readable(vm)?;
        let ends = self.ends.get();
        let (mut looked, mut last) = (0, false);
        loop {
            {
                let mut reading = self.reading.borrow_mut();
                let at = reading.at;
                let rest = reading.text.get(at..).unwrap_or(&[]);
                let end = ends.line_end(rest, looked, last);
                let cut = limit.and_then(|limit| ends.prefix(rest, limit, last));
                let end = if last { end.or(Some(rest.len())) } else { end };
                if let Some(end) = end.into_iter().chain(cut).min() {
                    let line = vm.str_wtf8(&ends.read(rest.get(..end).unwrap_or(&[])));
                    reading.at += end;
                    return Ok(line);
                }
                // Half of a line's end may be there already: look at it again.
                looked = rest.len().saturating_sub(1);
            }
            last = !self.fill(vm)?;
        }
    }

    /// That many characters, unless the end comes before.
    pub(super) fn read_count(&self, vm: &Vm, count: usize) -> PyResult {
        self.check_readable(vm)?;
        let ends = self.ends.get();
        let mut last = false;
        loop {
            {
                let mut reading = self.reading.borrow_mut();
                let at = reading.at;
                let rest = reading.text.get(at..).unwrap_or(&[]);
                let cut = ends.prefix(rest, count, last);
                let cut = if last { cut.or(Some(rest.len())) } else { cut };
                if let Some(end) = cut {
                    let text = vm.str_wtf8(&ends.read(rest.get(..end).unwrap_or(&[])));
                    reading.at += end;
                    return Ok(text);
                }
            }
            last = !self.fill(vm)?;
        }
    }

    /// Everything up to the end.
    pub(super) fn read_all(&self, vm: &Vm) -> PyResult {
        self.check_readable(vm)?;
        let buffer = self.buffer(vm)?;
        let bytes = match buffer.foreign::<Buffered>().filter(|_| self.direct.get()) {
            Some(own) => match own.read_all(vm)? {
                Some(bytes) => bytes,
                None => return Err(not_bytes(vm, &Value::NONE)),
            },
            None => {
                let part = call0(vm, &buffer, "read")?;
                match Buffer::of(vm, &part) {
                    Some(bytes) => bytes.to_vec(),
                    None => return Err(not_bytes(vm, &part)),
                }
            }
        };
        self.take_in(vm, bytes, true)?;
        let mut reading = self.reading.borrow_mut();
        let rest = reading.text.get(reading.at..).unwrap_or(&[]);
        let text = vm.str_wtf8(&self.ends.get().read(rest));
        *reading = Reading::default();
        Ok(text)
    }

    /// Whether a line is there without waiting for more input.
    pub fn has_line(&self) -> bool {
        let reading = self.reading.borrow();
        self.ends.get().line_end(&reading.text, reading.at, false).is_some()
    }
}

#[cold]
fn not_bytes(vm: &Vm, part: &Value) -> crate::object::slots::Raised {
    let class = vm.class(part).full_name();
    vm.type_error(format!(
        "underlying read() should have returned a bytes-like object, not '{class}'"
    ))
}
