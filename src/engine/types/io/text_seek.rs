//! Text over a buffered stream: positions. A position is that of the bytes, so it can be given back
//! to `seek`; between two characters that one byte has become it is the first one's.

use super::text::{Reading, TextFile};
use super::{call0, position_of, unsupported};
use crate::object::slots::PyResult;
use crate::object::value::Value;
use crate::object::vm::Vm;
use crate::types::codec;
use crate::types::exception::OS_ERROR;

impl TextFile {
    /// Where the text does not say what its bytes were: how many of them have been given out as
    /// text. `None` where the text says it.
    pub(super) fn source_bytes(&self, vm: &Vm) -> PyResult<Option<usize>> {
        let (source, at) = {
            let reading = self.reading.borrow();
            match &reading.source {
                Some(source) => (source.clone(), reading.at),
                None => return Ok(None),
            }
        };
        let (encoding, errors) = (self.decoder.encoding(), self.errors());
        // The longer the bytes, the longer the text: the first length that reaches the place.
        let (mut low, mut high) = (0, source.len());
        while low < high {
            let middle = (low + high) / 2;
            let part = source.get(..middle).unwrap_or(&[]);
            let text = codec::decode_as(vm, part, encoding, &errors)?;
            let length = text.as_str_object().map_or(0, |s| s.as_bytes().len());
            if length < at { low = middle + 1 } else { high = middle }
        }
        Ok(Some(low))
    }

    pub(super) fn tell(&self, vm: &Vm) -> PyResult<u64> {
        self.open_buffer(vm)?;
        if !self.seekable.get() {
            return Err(unsupported(vm, "underlying stream is not seekable"));
        }
        if !self.telling.get() {
            return Err(vm.raise(&OS_ERROR, "telling position disabled by next() call"));
        }
        self.write_pending(vm)?;
        let buffer = self.buffer(vm)?;
        call0(vm, &buffer, "flush")?;
        let at = position_of(vm, &call0(vm, &buffer, "tell")?)?;
        let used = self.source_bytes(vm)?;
        let reading = self.reading.borrow();
        let left = match (&reading.source, used) {
            (Some(source), Some(used)) => source.len().saturating_sub(used),
            _ => self.decoder.bytes_of(reading.text.get(reading.at..).unwrap_or(&[])),
        };
        Ok(at.saturating_sub(left as u64).saturating_sub(self.decoder.waiting() as u64))
    }

    /// Begins to read at that place.
    fn restart(&self, at: u64) {
        *self.reading.borrow_mut() = Reading::default();
        if at == 0 {
            self.decoder.reset()
        } else {
            self.decoder.jump()
        }
        self.at_start.set(at == 0);
        self.seen.set((self.seen.get().0, false));
    }

    pub(super) fn seek(&self, vm: &Vm, cookie: &Value, whence: i64) -> PyResult {
        self.open_buffer(vm)?;
        if !self.seekable.get() {
            return Err(unsupported(vm, "underlying stream is not seekable"));
        }
        let zero = vm.equal(cookie, &vm.int(0))?;
        let cookie = match whence {
            0 => cookie.clone(),
            1 if !zero => return Err(unsupported(vm, "can't do nonzero cur-relative seeks")),
            1 => vm.int(self.tell(vm)? as i64),
            2 if !zero => return Err(unsupported(vm, "can't do nonzero end-relative seeks")),
            2 => {
                self.flush(vm)?;
                self.restart(0);
                let buffer = self.buffer(vm)?;
                let end = vm.call_method(&buffer, &vm.intern("seek"), &[vm.int(0), vm.int(2)])?;
                self.at_start.set(vm.equal(&end, &vm.int(0))?);
                return Ok(end);
            }
            _ => {
                let text = format!("invalid whence ({whence}, should be 0, 1 or 2)");
                return Err(vm.value_error(text));
            }
        };
        if vm.compare_bool(crate::object::slots::CompareOp::Lt, &cookie, &vm.int(0))? {
            let shown = vm.repr_text(&cookie)?;
            return Err(vm.value_error(format!("negative seek position {shown}")));
        }
        self.flush(vm)?;
        let at = vm.index_i64(&cookie)?;
        let buffer = self.buffer(vm)?;
        vm.call_method(&buffer, &vm.intern("seek"), &[vm.int(at)])?;
        self.restart(at as u64);
        Ok(cookie)
    }
}
