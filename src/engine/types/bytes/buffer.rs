//! Bytes-like values: reading the bytes of whatever has some, and making results of the same type.

use std::cell::Ref;
use std::ops::Deref;

use crate::object::native::FromArg;
use crate::object::slots::{PyResult, Raised};
use crate::object::value::Value;
use crate::object::vm::Vm;
use crate::types::memory_view::MemoryViewObject;
use crate::types::memory_view::exporter::{self, request};
use crate::types::str::text::must_be;

use super::{ByteArrayObject, BytesObject};

/// The bytes of a bytes-like value. While it lives no Python code may run: a bytearray is borrowed.
pub enum Buffer<'a> {
    Shared(&'a [u8]),
    Borrowed(Ref<'a, [u8]>),
    /// A copy of what does not lie in one piece.
    Owned(Vec<u8>),
}

impl<'a> Buffer<'a> {
    /// `None` if the value is not bytes-like.
    pub fn of(_: &Vm, value: &'a Value) -> Option<Buffer<'a>> {
        Buffer::of_any(value)
    }

    /// As [`Buffer::of`], also of an object of a Python class with `__buffer__`, which runs: whoever
    /// asks holds no other buffer.
    pub fn asked(vm: &Vm, value: &'a Value, flags: i32) -> PyResult<Option<Buffer<'a>>> {
        if exporter::is_python(vm, value) {
            return exporter::bytes(vm, value, flags).map(|bytes| Some(Buffer::Owned(bytes)));
        }
        Ok(Buffer::of(vm, value))
    }

    /// As [`Buffer::of`].
    pub fn of_any(value: &'a Value) -> Option<Buffer<'a>> {
        match Buffer::of_base(value) {
            None => value.get::<MemoryViewObject>().and_then(MemoryViewObject::buffer),
            buffer => buffer,
        }
    }

    /// The bytes of an object that has some of its own: no view.
    pub fn of_base(value: &'a Value) -> Option<Buffer<'a>> {
        if let Some(bytes) = value.get::<BytesObject>() {
            return Some(Buffer::Shared(&bytes.0));
        }
        let array = value.get::<ByteArrayObject>()?;
        Some(Buffer::Borrowed(Ref::map(array.0.borrow(), Vec::as_slice)))
    }

    /// So many of the bytes from `start` on; they are there.
    pub fn part(self, start: usize, len: usize) -> Buffer<'a> {
        let end = start.saturating_add(len);
        match self {
            Buffer::Shared(bytes) => Buffer::Shared(bytes.get(start..end).unwrap_or(&[])),
            Buffer::Borrowed(bytes) => {
                Buffer::Borrowed(Ref::map(bytes, |all| all.get(start..end).unwrap_or(&[])))
            }
            Buffer::Owned(bytes) => Buffer::Owned(bytes.get(start..end).unwrap_or(&[]).to_vec()),
        }
    }

    /// As [`Buffer::required`], for what takes no views with gaps.
    pub fn simple(vm: &Vm, value: &'a Value) -> PyResult<Buffer<'a>> {
        match Buffer::required(vm, value)? {
            Buffer::Owned(_) if value.get::<MemoryViewObject>().is_some() => {
                let text = "memoryview: underlying buffer is not C-contiguous";
                Err(vm.raise(&crate::types::exception::BUFFER_ERROR, text))
            }
            buffer => Ok(buffer),
        }
    }

    /// How many bytes of a value can be written; `None` if that is not allowed.
    pub fn room(value: &Value) -> Option<usize> {
        if let Some(view) = value.get::<MemoryViewObject>() {
            return view.writable();
        }
        Some(value.get::<ByteArrayObject>()?.0.borrow().len())
    }

    /// Writes into such a value, from that byte on, as far as it has room by now.
    pub fn write(value: &Value, at: usize, bytes: &[u8]) {
        if let Some(view) = value.get::<MemoryViewObject>() {
            return view.write_from(at, bytes);
        }
        if let Some(array) = value.get::<ByteArrayObject>()
            && let Some(rest) = array.0.borrow_mut().get_mut(at..)
        {
            rest.iter_mut().zip(bytes).for_each(|(to, from)| *to = *from);
        }
    }

    /// As [`Buffer::asked`], or the TypeError for a value that is not bytes-like.
    pub fn required(vm: &Vm, value: &'a Value) -> PyResult<Buffer<'a>> {
        Buffer::asked(vm, value, request::SIMPLE)?.ok_or_else(|| not_bytes(vm, value))
    }
}

impl Deref for Buffer<'_> {
    type Target = [u8];

    fn deref(&self) -> &[u8] {
        match self {
            Buffer::Shared(bytes) => bytes,
            Buffer::Borrowed(bytes) => bytes,
            Buffer::Owned(bytes) => bytes,
        }
    }
}

#[cold]
pub(super) fn not_bytes(vm: &Vm, value: &Value) -> Raised {
    let class = vm.class(value).full_name();
    vm.type_error(format!("a bytes-like object is required, not '{class}'"))
}

/// A value known to be bytes or a bytearray: `self` of the methods that both have.
#[derive(Clone, Copy)]
pub struct Binary<'a> {
    pub value: &'a Value,
}

impl<'a> FromArg<'a> for Binary<'a> {
    fn from_arg(vm: &'a Vm, value: &'a Value) -> PyResult<Self> {
        match Buffer::of(vm, value) {
            Some(_) => Ok(Binary { value }),
            None => Err(must_be(vm, "argument must be a bytes-like object", value)),
        }
    }
}

impl<'a> Binary<'a> {
    /// The bytes. While the result lives no Python code may run.
    pub fn bytes(self) -> Buffer<'a> {
        Buffer::of_any(self.value).unwrap_or(Buffer::Shared(&[]))
    }

    pub fn is_array(self) -> bool {
        self.value.get::<ByteArrayObject>().is_some()
    }

    /// A result: a bytearray of a bytearray, else bytes.
    pub fn make(self, vm: &Vm, bytes: Vec<u8>) -> Value {
        if self.is_array() { vm.new_bytearray(bytes) } else { vm.new_bytes(bytes) }
    }

    /// The same bytes: the value itself if it is plain bytes.
    pub fn same(self, vm: &Vm) -> Value {
        match self.value.get_exact::<BytesObject>() {
            Some(_) => self.value.clone(),
            None => self.make(vm, self.bytes().to_vec()),
        }
    }

    /// A part of the bytes; the value itself if it is all of plain bytes.
    pub fn part(self, vm: &Vm, start: usize, end: usize) -> Value {
        let bytes = self.bytes();
        if start == 0 && end == bytes.len() && !self.is_array() {
            drop(bytes);
            return self.same(vm);
        }
        let part = bytes.get(start..end).unwrap_or(&[]).to_vec();
        self.make(vm, part)
    }
}

/// A byte given as an int; `name` is "byte" or "bytes", as the message has it.
pub(super) fn byte_of(vm: &Vm, value: &Value, name: &str) -> PyResult<u8> {
    let int = match value.as_int() {
        Some(int) => Some(int),
        None => {
            let index = vm.index(value)?;
            vm.small_index(&index)
        }
    };
    let byte = int.and_then(|int| u8::try_from(int).ok());
    byte.ok_or_else(|| vm.value_error(format!("{name} must be in range(0, 256)")))
}

/// What a search looks for: a byte or several.
pub(super) enum Needle<'a> {
    Byte([u8; 1]),
    Bytes(Buffer<'a>),
}

impl<'a> Needle<'a> {
    /// `plain` says that the message for anything else is the general one.
    pub(super) fn of(vm: &Vm, value: &'a Value, plain: bool) -> PyResult<Needle<'a>> {
        if let Some(buffer) = Buffer::asked(vm, value, request::SIMPLE)? {
            return Ok(Needle::Bytes(buffer));
        }
        if plain {
            // Whatever goes wrong there, it is not a number.
            let int = vm.index(value).map_err(|_| not_bytes(vm, value))?;
            return Ok(Needle::Byte([byte_of(vm, &int, "byte")?]));
        }
        if vm.is_count(value) || value.get::<crate::types::int::BigIntObject>().is_some() {
            return Ok(Needle::Byte([byte_of(vm, value, "byte")?]));
        }
        let class = vm.class(value).full_name();
        Err(vm
            .type_error(format!("argument should be integer or bytes-like object, not '{class}'")))
    }
}

impl Deref for Needle<'_> {
    type Target = [u8];

    fn deref(&self) -> &[u8] {
        match self {
            Needle::Byte(byte) => byte,
            Needle::Bytes(bytes) => bytes,
        }
    }
}
