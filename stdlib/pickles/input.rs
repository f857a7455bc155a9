//! Where a pickle comes from: bytes in memory, or a file that is asked for as much as is needed. A
//! length in a pickle is believed only as far as there is data.

use std::ops::Range;

use taipan_engine::object::slots::{PyResult, Raised};
use taipan_engine::object::value::Value;
use taipan_engine::object::vm::Vm;
use taipan_engine::types::bytes::{Buffer, BytesObject};
use taipan_engine::types::exception::NOT_IMPLEMENTED_ERROR;

use super::UNPICKLING_ERROR;

/// How much is looked at ahead, in files that allow it.
const AHEAD: usize = 128 * 1024;

enum Held {
    /// A bytes object.
    Object(Value),
    Copy(Vec<u8>),
}

struct File {
    read: Value,
    readline: Value,
    peek: Option<Value>,
    /// What is held was looked at only: the file stands where it begins.
    peeked: bool,
}

pub(super) struct Input {
    held: Held,
    at: usize,
    file: Option<File>,
}

#[cold]
pub(super) fn truncated(vm: &Vm) -> Raised {
    vm.raise(&UNPICKLING_ERROR, "pickle data was truncated")
}

impl Input {
    pub(super) fn of_bytes(vm: &Vm, data: &Value) -> PyResult<Input> {
        let held = match data.get::<BytesObject>() {
            Some(_) => Held::Object(data.clone()),
            None => Held::Copy(Buffer::simple(vm, data)?.to_vec()),
        };
        Ok(Input { held, at: 0, file: None })
    }

    pub(super) fn of_file(vm: &Vm, file: &Value) -> PyResult<Input> {
        let get = |name: &str| vm.getattr_opt(file, &vm.intern(name));
        let (peek, read, readline) = (get("peek")?, get("read")?, get("readline")?);
        let (Some(read), Some(readline)) = (read, readline) else {
            return Err(vm.type_error("file must have 'read' and 'readline' attributes"));
        };
        let file = File { read, readline, peek, peeked: false };
        Ok(Input { held: Held::Copy(Vec::new()), at: 0, file: Some(file) })
    }

    pub(super) fn visit(&self, visit: &mut dyn FnMut(&Value)) {
        if let Held::Object(bytes) = &self.held {
            visit(bytes);
        }
        if let Some(file) = &self.file {
            visit(&file.read);
            visit(&file.readline);
            file.peek.iter().for_each(visit);
        }
    }

    fn bytes(&self) -> &[u8] {
        match &self.held {
            Held::Object(bytes) => bytes.get::<BytesObject>().map_or(&[], |bytes| &bytes.0),
            Held::Copy(bytes) => bytes,
        }
    }

    /// The bytes of a place that was read.
    pub(super) fn part(&self, place: Range<usize>) -> &[u8] {
        self.bytes().get(place).unwrap_or(&[])
    }

    /// The next byte; `None` at the end.
    #[inline]
    pub(super) fn byte(&mut self, vm: &Vm) -> PyResult<Option<u8>> {
        if let Some(byte) = self.bytes().get(self.at) {
            let byte = *byte;
            self.at += 1;
            return Ok(Some(byte));
        }
        match self.fill(vm, 1)? {
            true => self.byte(vm),
            false => Ok(None),
        }
    }

    /// The next bytes, that many.
    pub(super) fn take(&mut self, vm: &Vm, count: usize) -> PyResult<Range<usize>> {
        let end = self.at.checked_add(count).filter(|end| *end <= isize::MAX as usize);
        let Some(end) = end else {
            let text = "read would overflow (invalid bytecode)";
            return Err(vm.raise(&UNPICKLING_ERROR, text));
        };
        if end > self.bytes().len() {
            if !self.fill(vm, count)? {
                return Err(truncated(vm));
            }
            self.at = count;
            return Ok(0..count);
        }
        let start = std::mem::replace(&mut self.at, end);
        Ok(start..end)
    }

    /// As [`Input::take`], for a few bytes.
    pub(super) fn array<const N: usize>(&mut self, vm: &Vm) -> PyResult<[u8; N]> {
        let place = self.take(vm, N)?;
        let mut out = [0; N];
        out.iter_mut().zip(self.part(place)).for_each(|(to, from)| *to = *from);
        Ok(out)
    }

    /// Sees to it that so many bytes are there, without taking them.
    pub(super) fn require(&mut self, vm: &Vm, count: usize) -> PyResult<()> {
        let place = self.take(vm, count)?;
        self.at = place.start;
        Ok(())
    }

    /// The next line, its end included.
    pub(super) fn line(&mut self, vm: &Vm) -> PyResult<Vec<u8>> {
        let rest = self.bytes().get(self.at..).unwrap_or(&[]);
        if let Some(end) = rest.iter().position(|byte| *byte == b'\n') {
            let line = rest.get(..=end).unwrap_or(&[]).to_vec();
            self.at += end + 1;
            return Ok(line);
        }
        let mut line = rest.to_vec();
        if self.file.is_none() {
            return Err(truncated(vm));
        }
        if self.catch_up(vm)? {
            line.clear();
        }
        let Some(file) = &self.file else { return Err(truncated(vm)) };
        let more = vm.call(&file.readline, &[])?;
        line.extend_from_slice(&Buffer::simple(vm, &more)?);
        self.held = Held::Copy(Vec::new());
        self.at = 0;
        if line.last() == Some(&b'\n') { Ok(line) } else { Err(truncated(vm)) }
    }

    /// Makes the file stand where the pickle has been read up to; true if what is left here comes
    /// again, since it was only looked at.
    pub(super) fn catch_up(&mut self, vm: &Vm) -> PyResult<bool> {
        let Some(file) = &mut self.file else { return Ok(false) };
        if !std::mem::replace(&mut file.peeked, false) {
            return Ok(false);
        }
        let at = std::mem::replace(&mut self.at, 0);
        let read = file.read.clone();
        self.held = Held::Copy(Vec::new());
        if at > 0 {
            vm.call(&read, &[vm.int(at as i64)])?;
        }
        Ok(true)
    }

    /// Reads on, so that what is held begins with so many bytes; false if there are not as many.
    fn fill(&mut self, vm: &Vm, count: usize) -> PyResult<bool> {
        if self.file.is_none() {
            return Ok(false);
        }
        let left = self.bytes().get(self.at..).unwrap_or(&[]).to_vec();
        let mut bytes = if self.catch_up(vm)? { Vec::new() } else { left };
        let Some(file) = &mut self.file else { return Ok(false) };
        let read = file.read.clone();
        if bytes.is_empty()
            && count < AHEAD
            && let Some(peek) = file.peek.clone()
        {
            match vm.call(&peek, &[vm.int(AHEAD as i64)]) {
                Ok(data) => {
                    bytes = Buffer::simple(vm, &data)?.to_vec();
                    if bytes.len() >= count {
                        if let Some(file) = &mut self.file {
                            file.peeked = true;
                        }
                        self.hold(bytes);
                        return Ok(true);
                    }
                    bytes.clear();
                }
                Err(raised) if vm.is_exception(&raised.0, &NOT_IMPLEMENTED_ERROR) => {
                    if let Some(file) = &mut self.file {
                        file.peek = None;
                    }
                }
                Err(raised) => return Err(raised),
            }
        }
        let missing = count.saturating_sub(bytes.len());
        let data = vm.call(&read, &[vm.int(missing as i64)])?;
        let data = Buffer::simple(vm, &data)?;
        vm.reserve(&mut bytes, Some(data.len()))?;
        bytes.extend_from_slice(&data);
        let enough = bytes.len() >= count;
        self.hold(bytes);
        Ok(enough)
    }

    fn hold(&mut self, bytes: Vec<u8>) {
        self.held = Held::Copy(bytes);
        self.at = 0;
    }
}
