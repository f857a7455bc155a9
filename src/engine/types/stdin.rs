//! The standard input stream, `sys.stdin`: bytes from the host, text out. Files are not here.

use std::cell::{Cell, RefCell};
use std::io::ErrorKind;

use crate::funcs;
use crate::object::foreign::ForeignObject;
use crate::object::header::{Payload, Traverse};
use crate::object::native::GetSet;
use crate::object::slots::{PyResult, Raised, Slots};
use crate::object::string::push_wtf8;
use crate::object::types::{TypeSpec, type_flag};
use crate::object::value::Value;
use crate::object::vm::Vm;
use crate::types::exception::OS_ERROR;

/// The state of the standard input.
#[derive(Default)]
pub struct TextInput {
    /// Bytes from the host that nobody has read, from `at` on.
    buffer: RefCell<Vec<u8>>,
    at: Cell<usize>,
    closed: Cell<bool>,
}

impl Traverse for TextInput {}

const CHUNK: usize = 8192;

impl TextInput {
    fn check_open(&self, vm: &Vm) -> PyResult<()> {
        match self.closed.get() {
            true => Err(vm.value_error("I/O operation on closed file.")),
            false => Ok(()),
        }
    }

    /// Waits for more bytes; whether there were any. Signals are handled meanwhile.
    fn fill(&self, vm: &Vm) -> PyResult<bool> {
        let mut chunk = vec![0; CHUNK];
        loop {
            match read_host(vm, &mut chunk) {
                Ok(count) => {
                    let mut buffer = self.buffer.borrow_mut();
                    let used = self.at.replace(0).min(buffer.len());
                    buffer.drain(..used);
                    let new = chunk.get(..count).unwrap_or(&[]);
                    vm.reserve(&mut buffer, Some(new.len()))?;
                    buffer.extend_from_slice(new);
                    return Ok(!new.is_empty());
                }
                Err(error) if error.kind() == ErrorKind::Interrupted => vm.handle_breaker()?,
                Err(error) => {
                    let errno = vm.int(i64::from(error.raw_os_error().unwrap_or(0)));
                    let args = vec![errno, vm.str(&error.to_string())];
                    return Err(Raised(vm.new_exception(&vm.ty(&OS_ERROR), args)));
                }
            }
        }
    }

    /// The bytes up to the end of the next line, its `\n` included, but no more than `limit`
    /// characters; empty at the end of the input.
    fn take_line(&self, vm: &Vm, limit: usize) -> PyResult<Vec<u8>> {
        let mut seen = 0;
        loop {
            {
                let buffer = self.buffer.borrow();
                let rest = buffer.get(self.at.get()..).unwrap_or(&[]);
                let end = line_end(rest.get(seen..).unwrap_or(&[])).map(|end| seen + end);
                let cut = prefix(rest, limit);
                if let Some(end) = end.into_iter().chain(cut).min() {
                    self.at.set(self.at.get() + end);
                    return Ok(rest.get(..end).unwrap_or(&[]).to_vec());
                }
                // A `\r` at the end may be half of a line's end: look at it again.
                seen = rest.len().saturating_sub(1);
            }
            if !self.fill(vm)? {
                return Ok(self.take_all());
            }
        }
    }

    fn take_all(&self) -> Vec<u8> {
        let mut bytes = self.buffer.take();
        bytes.drain(..self.at.replace(0).min(bytes.len()));
        bytes
    }
}

/// The place behind the first `\n`, `\r\n` or `\r`, as far as it is certain.
fn line_end(bytes: &[u8]) -> Option<usize> {
    let at = memchr::memchr2(b'\n', b'\r', bytes)?;
    match (bytes.get(at), bytes.get(at + 1)) {
        (Some(b'\r'), None) => None,
        (Some(b'\r'), Some(b'\n')) => Some(at + 2),
        _ => Some(at + 1),
    }
}

/// The place behind so many characters, if there are that many.
fn prefix(bytes: &[u8], characters: usize) -> Option<usize> {
    if bytes.len() < characters {
        return None;
    }
    let mut starts = bytes.iter().enumerate().filter(|(_, b)| **b & 0xc0 != 0x80);
    starts.nth(characters).map(|(at, _)| at)
}

/// Text of bytes: ends of lines become `\n`, bytes that are no UTF-8 become lone surrogates.
fn decode(vm: &Vm, bytes: &[u8]) -> Value {
    let mut out = Vec::with_capacity(bytes.len());
    for chunk in bytes.utf8_chunks() {
        let text = chunk.valid();
        match memchr::memchr(b'\r', text.as_bytes()) {
            Some(_) => {
                out.extend_from_slice(text.replace("\r\n", "\n").replace('\r', "\n").as_bytes())
            }
            None => out.extend_from_slice(text.as_bytes()),
        }
        chunk.invalid().iter().for_each(|byte| push_wtf8(&mut out, 0xdc00 + u32::from(*byte)));
    }
    vm.str_wtf8(&out)
}

impl Vm {
    /// The stream object that `sys.stdin` is at the start.
    pub fn standard_input(&self) -> Value {
        struct Input(Value);
        let ty = self.ty(&TEXT_INPUT);
        self.extra(|| Input(self.new_foreign(&ty, TextInput::default()))).0.clone()
    }
}

fn input<'a>(vm: &Vm, this: &'a Value) -> PyResult<&'a TextInput> {
    let own = this.foreign::<TextInput>().ok_or_else(|| vm.wrong_self(this, "_io.TextIOWrapper"));
    own.and_then(|own| own.check_open(vm).map(|()| own))
}

/// A `size` argument: `None` is all there is.
fn limit_of(size: Option<i64>) -> usize {
    size.and_then(|n| usize::try_from(n).ok()).unwrap_or(usize::MAX)
}

fn readline(vm: &Vm, this: &Value, size: Option<i64>) -> PyResult {
    let line = input(vm, this)?.take_line(vm, limit_of(size))?;
    Ok(decode(vm, &line))
}

fn read(vm: &Vm, this: &Value, size: Option<i64>) -> PyResult {
    let own = input(vm, this)?;
    let limit = limit_of(size);
    loop {
        let cut = {
            let buffer = own.buffer.borrow();
            prefix(buffer.get(own.at.get()..).unwrap_or(&[]), limit)
        };
        if let Some(end) = cut {
            let start = own.at.replace(own.at.get() + end);
            let bytes = own.buffer.borrow().get(start..start + end).unwrap_or(&[]).to_vec();
            return Ok(decode(vm, &bytes));
        }
        if !own.fill(vm)? {
            return Ok(decode(vm, &own.take_all()));
        }
    }
}

fn readlines(vm: &Vm, this: &Value) -> PyResult {
    let mut lines = Vec::new();
    while let Some(line) = next(vm, this)? {
        vm.push_item(&mut lines, line)?;
    }
    Ok(vm.new_list(lines))
}

fn next(vm: &Vm, this: &Value) -> PyResult<Option<Value>> {
    let line = input(vm, this)?.take_line(vm, usize::MAX)?;
    Ok(if line.is_empty() { None } else { Some(decode(vm, &line)) })
}

fn iter(_: &Vm, this: &Value) -> PyResult {
    Ok(this.clone())
}

fn close(_: &Vm, this: &Value) {
    this.foreign::<TextInput>().into_iter().for_each(|own| own.closed.set(true));
}

fn isatty(vm: &Vm, this: &Value) -> PyResult<bool> {
    input(vm, this)?;
    Ok(vm.host.input_is_terminal())
}

fn fileno(vm: &Vm, this: &Value) -> PyResult<i64> {
    input(vm, this).map(|_| 0)
}

fn readable(vm: &Vm, this: &Value) -> PyResult<bool> {
    input(vm, this).map(|_| true)
}

fn never(vm: &Vm, this: &Value) -> PyResult<bool> {
    input(vm, this).map(|_| false)
}

fn repr(vm: &Vm, _: &Value) -> PyResult {
    Ok(vm.str("<_io.TextIOWrapper name='<stdin>' mode='r' encoding='utf-8'>"))
}

fn closed(_: &Vm, this: &Value) -> PyResult {
    Ok(Value::bool(this.foreign::<TextInput>().is_some_and(|own| own.closed.get())))
}

pub static TEXT_INPUT: TypeSpec = TypeSpec {
    name: "_io.TextIOWrapper",
    doc: "The standard stream for input.",
    operations: Some(ForeignObject::OPERATIONS),
    slots: Slots { repr: Some(repr), iter: Some(iter), next: Some(next), ..Slots::NONE },
    methods: funcs![
        readline "(self, size=-1, /)" "Read a line, its end included; an empty str at the end.";
        read "(self, size=-1, /)" "Read that many characters, or all.";
        readlines "(self, /)" "Read all lines into a list.";
        close "(self, /)" "Close the stream.";
        isatty "(self, /)" "Whether the stream is a terminal.";
        fileno "(self, /)" "The number of the file descriptor.";
        readable "(self, /)" "Whether the stream can be read: yes.";
        "writable" = never, "(self, /)", "Whether the stream can be written: no.";
        "seekable" = never, "(self, /)", "Whether the stream can be positioned: no.";
    ],
    getset: &[
        GetSet { name: "encoding", doc: "", get: |vm, _| Ok(vm.str("utf-8")), set: None },
        GetSet { name: "errors", doc: "", get: |vm, _| Ok(vm.str("surrogateescape")), set: None },
        GetSet { name: "name", doc: "", get: |vm, _| Ok(vm.str("<stdin>")), set: None },
        GetSet { name: "mode", doc: "", get: |vm, _| Ok(vm.str("r")), set: None },
        GetSet { name: "closed", doc: "", get: closed, set: None },
    ],
    flags: type_flag::NO_NEW | type_flag::WEAK,
    ..TypeSpec::NONE
};

/// Waits for input, while other threads run.
fn read_host(vm: &Vm, chunk: &mut [u8]) -> std::io::Result<usize> {
    let host = &*vm.host;
    vm.allow_threads(|| host.read_input(chunk))
}

#[cfg(test)]
mod tests {
    use super::{line_end, prefix};

    #[test]
    fn ends_of_lines() {
        assert_eq!(line_end(b"ab\ncd"), Some(3));
        assert_eq!(line_end(b"ab\r\ncd"), Some(4));
        assert_eq!(line_end(b"ab\rcd"), Some(3));
        assert_eq!(line_end(b"ab\r"), None);
        assert_eq!(line_end(b"ab"), None);
    }

    #[test]
    fn characters_are_not_bytes() {
        assert_eq!(prefix("aéb".as_bytes(), 2), Some(3));
        assert_eq!(prefix("aé".as_bytes(), 2), None);
        assert_eq!(prefix(b"ab", 0), Some(0));
    }
}
