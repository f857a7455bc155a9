//! Streams: the types of the module `io`, `open`, and the standard streams. Everything reaches files
//! through the host; names and folders are not here.

mod base;
pub mod buffered;
mod buffered_types;
mod bytes_io;
mod decoder;
mod decoder_type;
mod file;
mod file_type;
mod newline;
mod newline_decoder;
mod open;
mod pair;
mod standard;
mod string_io;
mod text;
mod text_read;
mod text_seek;
mod text_type;

pub use base::{BUFFERED_IO_BASE, IO_BASE, RAW_IO_BASE, TEXT_IO_BASE};
pub use buffered_types::{BUFFERED_RANDOM, BUFFERED_READER, BUFFERED_WRITER};
pub use bytes_io::BYTES_IO;
pub use decoder_type::INCREMENTAL_DECODER;
pub use file_type::FILE_IO;
pub use newline_decoder::NEWLINE_DECODER;
pub use open::{open, open_code, path_of, text_encoding};
pub use pair::BUFFERED_PAIR;
pub use standard::StreamSettings;
pub use string_io::STRING_IO;
pub use text::TextFile;
pub use text_type::TEXT_IO_WRAPPER;

use std::io::{self, ErrorKind};

use crate::object::native::FromArg;
use crate::object::slots::{PyResult, Raised};
use crate::object::types::{TypeSpec, type_flag};
use crate::object::value::Value;
use crate::object::vm::Vm;
use crate::types::bytes::{Buffer, ByteArrayObject};
use crate::types::exception::{ExceptionObject, OS_ERROR, VALUE_ERROR};
use crate::types::memory_view::MemoryViewObject;
use crate::types::memory_view::exporter;

/// What `io.DEFAULT_BUFFER_SIZE` says.
pub const BUFFER_SIZE: usize = 8192;

pub static UNSUPPORTED_OPERATION: TypeSpec = TypeSpec {
    name: "io.UnsupportedOperation",
    base: Some(&OS_ERROR),
    also: &[&VALUE_ERROR],
    doc: "The stream cannot do that.",
    flags: type_flag::BASE | type_flag::DICT | type_flag::EXTENDED | type_flag::WEAK,
    ..TypeSpec::NONE
};

#[cold]
fn unsupported(vm: &Vm, message: &str) -> Raised {
    vm.raise(&UNSUPPORTED_OPERATION, message)
}

#[cold]
fn closed_file(vm: &Vm) -> Raised {
    vm.value_error("I/O operation on closed file.")
}

/// The OSError for an error of the host.
#[cold]
pub fn host_error(vm: &Vm, error: &io::Error, filename: Option<&Value>) -> Raised {
    let number = error.raw_os_error().unwrap_or(match error.kind() {
        ErrorKind::StorageFull => libc::ENOSPC,
        _ => libc::EIO,
    });
    vm.os_error(number, &error_text(number), filename)
}

/// The system's words for an error number.
pub fn error_text(number: i32) -> String {
    let text = io::Error::from_raw_os_error(number).to_string();
    text.split(" (os error").next().unwrap_or_default().to_owned()
}

/// Repeats a call of the host that a signal has interrupted, unless its handler raises.
fn uninterrupted<T>(vm: &Vm, mut call: impl FnMut() -> io::Result<T>) -> PyResult<io::Result<T>> {
    loop {
        match call() {
            Err(error) if error.kind() == ErrorKind::Interrupted => vm.handle_breaker()?,
            other => return Ok(other),
        }
    }
}

/// An argument that says how much to read: below zero, as is None, everything.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
struct Size(i64);

impl Size {
    fn limit(self) -> Option<usize> {
        usize::try_from(self.0).ok()
    }
}

impl<'a> FromArg<'a> for Size {
    fn from_arg(vm: &'a Vm, value: &'a Value) -> PyResult<Self> {
        if value.is_none() || value.is_unbound() {
            return Ok(Size(-1));
        }
        if vm.class(value).slots.index.get().is_none() {
            let class = vm.class(value).full_name();
            let text = format!("argument should be integer or None, not '{class}'");
            return Err(vm.type_error(text));
        }
        vm.index_i64(value).map(Size)
    }
}

/// Bytes of a size that a program has chosen.
fn zeros(vm: &Vm, count: usize) -> PyResult<Vec<u8>> {
    let mut bytes = Vec::new();
    vm.reserve(&mut bytes, Some(count))?;
    bytes.resize(count, 0);
    Ok(bytes)
}

/// A copy of the bytes of a bytes-like argument, since what is done with them may run Python code.
fn copied(vm: &Vm, value: &Value) -> PyResult<Vec<u8>> {
    if value.as_str_object().is_some() {
        return Err(vm.type_error("a bytes-like object is required, not 'str'"));
    }
    let buffer = Buffer::required(vm, value)?;
    let mut bytes = Vec::new();
    vm.reserve(&mut bytes, Some(buffer.len()))?;
    bytes.extend_from_slice(&buffer);
    Ok(bytes)
}

/// Fills the memory of an argument: `read` gets how many bytes it has and gives those for it, or `None`
/// if there are none yet.
fn fill(
    vm: &Vm,
    target: &Value,
    shown: &str,
    read: impl FnOnce(usize) -> PyResult<Option<Vec<u8>>>,
) -> PyResult<Option<usize>> {
    exporter::lent(vm, target, |target| {
        let bytes = read(writable_len(vm, target, shown)?)?;
        Ok(bytes.map(|bytes| {
            write_into(target, &bytes);
            bytes.len()
        }))
    })
}

/// How many bytes an argument has that is to be written into.
fn writable_len(vm: &Vm, target: &Value, shown: &str) -> PyResult<usize> {
    if let Some(len) = target.get::<MemoryViewObject>().and_then(MemoryViewObject::writable) {
        return Ok(len);
    }
    match target.get::<ByteArrayObject>() {
        Some(array) => Ok(array.0.borrow().len()),
        None => {
            let class = vm.class(target).full_name();
            Err(vm.type_error(format!("{shown} must be read-write bytes-like object, not {class}")))
        }
    }
}

/// Puts bytes at the start of such an argument, as far as it has room by now.
fn write_into(target: &Value, bytes: &[u8]) {
    if let Some(view) = target.get::<MemoryViewObject>() {
        view.write_start(bytes);
        return;
    }
    if let Some(array) = target.get::<ByteArrayObject>() {
        let mut own = array.0.borrow_mut();
        let count = own.len().min(bytes.len());
        if let (Some(to), Some(from)) = (own.get_mut(..count), bytes.get(..count)) {
            to.copy_from_slice(from);
        }
    }
}

/// Whether the value is of a builtin type itself: nothing of it is overridden.
fn is_exact(vm: &Vm, value: &Value) -> bool {
    !vm.class(value).has(type_flag::HEAP)
}

/// Calls a method that takes no arguments.
fn call0(vm: &Vm, object: &Value, name: &str) -> PyResult {
    vm.call_method(object, &vm.intern(name), &[])
}

/// The truth of an attribute, of a method's result.
fn attr_truth(vm: &Vm, object: &Value, name: &str) -> PyResult<bool> {
    vm.truth(&vm.getattr(object, &vm.intern(name))?)
}

fn ask(vm: &Vm, object: &Value, name: &str) -> PyResult<bool> {
    vm.truth(&call0(vm, object, name)?)
}

/// Both of two things happen; the second one's exception has the first one's as its context.
fn both(first: PyResult<()>, second: PyResult<()>) -> PyResult<()> {
    match (first, second) {
        (Err(first), Err(second)) => {
            if let Some(exception) = second.0.get::<ExceptionObject>()
                && exception.context.is_unbound()
            {
                exception.context.set(first.0);
            }
            Err(second)
        }
        (first, second) => first.and(second),
    }
}

/// The position that a method has returned.
fn position_of(vm: &Vm, value: &Value) -> PyResult<u64> {
    let at = vm.index_i64(value)?;
    u64::try_from(at)
        .map_err(|_| vm.raise(&OS_ERROR, format!("Raw stream returned invalid position {at}")))
}
