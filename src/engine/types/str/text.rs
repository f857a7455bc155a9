//! What the methods of str share: arguments that are strs, results, positions. No method itself.

use std::ops::Deref;

use crate::object::native::FromArg;
use crate::object::slots::{PyResult, Raised};
use crate::object::string::{StrObject, push_wtf8};
use crate::object::value::Value;
use crate::object::vm::Vm;
use crate::types::codec;
use crate::types::unicode::Mapped;

/// A value known to be a str: the object and its payload.
#[derive(Clone, Copy)]
pub struct Text<'a> {
    pub value: &'a Value,
    pub str: &'a StrObject,
}

impl<'a> Text<'a> {
    pub fn of(value: &'a Value) -> Option<Text<'a>> {
        value.as_str_object().map(|str| Text { value, str })
    }
}

impl Deref for Text<'_> {
    type Target = StrObject;

    fn deref(&self) -> &StrObject {
        self.str
    }
}

impl<'a> FromArg<'a> for Text<'a> {
    fn from_arg(vm: &'a Vm, value: &'a Value) -> PyResult<Self> {
        Text::of(value).ok_or_else(|| must_be(vm, "argument must be str", value))
    }
}

/// `{what}, not {type}`; None is called None.
#[cold]
pub(crate) fn must_be(vm: &Vm, what: &str, value: &Value) -> Raised {
    let name = if value.is_none() { "None".to_owned() } else { vm.class(value).full_name() };
    vm.type_error(format!("{what}, not {name}"))
}

/// The argument as a str, or `{what} must be str, not …`.
pub(crate) fn str_arg<'a>(vm: &Vm, value: &'a Value, what: &str) -> PyResult<&'a StrObject> {
    match value.as_str_object() {
        Some(text) => Ok(text),
        None => Err(must_be(vm, &format!("{what} must be str"), value)),
    }
}

/// The argument as a name of the interpreter's own, such as that of an encoding: text without surrogates and NUL.
pub(crate) fn codec_name(vm: &Vm, value: &Value, what: &str) -> PyResult<String> {
    let text = str_arg(vm, value, what)?;
    match text.as_str() {
        Some(name) if name.contains('\0') => Err(vm.value_error("embedded null character")),
        Some(name) => Ok(name.to_owned()),
        // Raises: such text has no UTF-8.
        None => Text::of(value)
            .map_or(Ok(Value::NONE), |text| codec::encode(vm, text, "utf-8", "strict"))
            .map(|_| text.to_lossy().into_owned()),
    }
}

/// A position or length given by the program: an int, or what has `__index__`, clamped to 64 bits.
pub(crate) fn position(vm: &Vm, value: &Value, absent: i64) -> PyResult<i64> {
    if value.is_unbound() || value.is_none() {
        return Ok(absent);
    }
    if let Some(int) = value.as_int() {
        return Ok(int);
    }
    if !value.is_bool()
        && value.get::<crate::types::int::BigIntObject>().is_none()
        && vm.class(value).slots.index.get().is_none()
    {
        let text = "slice indices must be integers or None or have an __index__ method";
        return Err(vm.type_error(text));
    }
    vm.index_clamped(value)
}

/// `start` and `end` of a search as positions within `len`; `None` if they leave no room at all,
/// not even for an empty text.
pub(crate) fn bounds(
    vm: &Vm,
    start: &Value,
    end: &Value,
    len: usize,
) -> PyResult<Option<(usize, usize)>> {
    let start = position(vm, start, 0)?;
    let end = position(vm, end, i64::MAX)?;
    let clamp = |at: i64| match usize::try_from(at) {
        Ok(at) => at,
        Err(_) => (len as i64).saturating_add(at).max(0) as usize,
    };
    let (start, end) = (clamp(start), clamp(end).min(len));
    Ok((start <= end).then_some((start, end)))
}

/// Code points in well-formed text.
pub(crate) fn count_chars(bytes: &[u8]) -> usize {
    bytes.iter().filter(|b| **b & 0xc0 != 0x80).count()
}

/// Larger buffers are given back to the system.
const MOST_SCRATCH: usize = 16 * 1024;

/// A size in bytes that the program chose: MemoryError where it cannot be had.
pub(crate) fn buffer(vm: &Vm, bytes: Option<usize>) -> PyResult<Vec<u8>> {
    let mut out = Vec::new();
    match bytes {
        Some(n) if vm.heap.allows(n) && out.try_reserve_exact(n).is_ok() => Ok(out),
        _ => Err(vm.memory_error()),
    }
}

impl Vm {
    /// A str of finished bytes (UTF-8 with lone surrogates): MemoryError where there is no room.
    pub fn finish_str(&self, bytes: &[u8]) -> PyResult {
        if bytes.is_ascii() {
            return self.try_make_str(bytes, bytes.len(), false);
        }
        let surrogates = std::str::from_utf8(bytes).is_err();
        self.try_make_str(bytes, count_chars(bytes), surrogates)
    }

    /// An empty buffer for a text that is being put together. [`Vm::finish_scratch`] takes it back.
    pub(crate) fn scratch(&self) -> Vec<u8> {
        self.scratch.take()
    }

    /// As [`Vm::finish_str`], of bytes in a buffer whose memory then serves the next text.
    pub(crate) fn finish_scratch(&self, mut bytes: Vec<u8>) -> PyResult {
        let made = self.finish_str(&bytes);
        if bytes.capacity() <= MOST_SCRATCH {
            bytes.clear();
            self.scratch.set(bytes);
        }
        made
    }

    /// A part of a str, given as a range of bytes between whole code points.
    pub(crate) fn part(&self, whole: Text, start: usize, end: usize) -> Value {
        let all = whole.as_bytes();
        if start == 0 && end == all.len() {
            return exact(self, whole);
        }
        let Some(bytes) = all.get(start..end) else { return self.str("") };
        self.part_of(whole.str, bytes)
    }

    /// A part of a value that is a str, given as a range of bytes between whole code points.
    pub fn str_part(&self, whole: &Value, start: usize, end: usize) -> Value {
        match Text::of(whole) {
            Some(text) => self.part(text, start, end),
            None => self.str(""),
        }
    }

    /// A new str of bytes taken from another one.
    pub(crate) fn part_of(&self, whole: &StrObject, bytes: &[u8]) -> Value {
        match bytes {
            [] => self.str(""),
            [byte] if *byte < 0x80 => self.ascii_char(*byte),
            _ if whole.is_ascii() => self.make_str(bytes, bytes.len(), false),
            _ if whole.has_surrogates() => self.str_wtf8(bytes),
            _ => self.make_str(bytes, count_chars(bytes), false),
        }
    }
}

/// The str itself; of a subclass, the plain str of the same text.
pub(crate) fn exact(vm: &Vm, text: Text) -> Value {
    if text.value.get_exact::<StrObject>().is_some() {
        return text.value.clone();
    }
    vm.make_str(text.as_bytes(), text.chars(), text.has_surrogates())
}

/// Appends what a case mapping made of a code point.
pub(crate) fn push_mapped(out: &mut Vec<u8>, mapped: Mapped) {
    let [first, rest @ ..] = mapped;
    push_wtf8(out, first);
    rest.into_iter().filter(|p| *p != 0).for_each(|p| push_wtf8(out, p));
}
