//! What a pattern is applied to: a str or something bytes-like, its parts, and the part that a call
//! looks at.

use taipan_engine::object::slots::{PyResult, Raised};
use taipan_engine::object::value::Value;
use taipan_engine::object::vm::Vm;
use taipan_engine::types::bytes::{Buffer, ByteArrayObject, BytesObject};

use super::program::Program;

/// The bytes of a subject.
pub(super) enum Content<'a> {
    Text { bytes: &'a [u8], wide: bool },
    Bytes(Buffer<'a>),
}

impl Content<'_> {
    pub(super) fn bytes(&self) -> &[u8] {
        match self {
            Content::Text { bytes, .. } => bytes,
            Content::Bytes(buffer) => buffer,
        }
    }

    pub(super) fn is_wide(&self) -> bool {
        matches!(self, Content::Text { wide: true, .. })
    }

    /// Whether Python code may run while the bytes are in use.
    pub(super) fn is_shared(&self) -> bool {
        matches!(self, Content::Text { .. } | Content::Bytes(Buffer::Shared(_) | Buffer::Owned(_)))
    }

    /// The same, without a borrow of anything that can change.
    pub(super) fn detached(self) -> Self {
        match self {
            Content::Bytes(Buffer::Borrowed(bytes)) => {
                Content::Bytes(Buffer::Owned(bytes.to_vec()))
            }
            same => same,
        }
    }
}

/// The bytes of a value; `None` if it is neither text nor bytes.
pub(super) fn content(value: &Value) -> Option<Content<'_>> {
    match value.as_str_object() {
        Some(text) => Some(Content::Text { bytes: text.as_bytes(), wide: !text.is_ascii() }),
        None => Buffer::of_any(value).map(Content::Bytes),
    }
}

/// The bytes of a value that a program can be applied to.
pub(super) fn content_for<'a>(
    vm: &Vm,
    program: &Program,
    value: &'a Value,
) -> PyResult<Content<'a>> {
    match content(value) {
        // What does not lie in one piece.
        Some(Content::Bytes(Buffer::Owned(_))) => Err(not_content(vm, value)),
        Some(found) => {
            let text = matches!(found, Content::Text { .. });
            if text != program.bytes { Ok(found) } else { Err(other_kind(vm, program)) }
        }
        None => Err(not_content(vm, value)),
    }
}

#[cold]
fn other_kind(vm: &Vm, program: &Program) -> Raised {
    vm.type_error(match program.bytes {
        true => "cannot use a bytes pattern on a string-like object",
        false => "cannot use a string pattern on a bytes-like object",
    })
}

#[cold]
fn not_content(vm: &Vm, value: &Value) -> Raised {
    let class = vm.class(value).full_name();
    vm.type_error(format!("expected string or bytes-like object, got '{class}'"))
}

/// The part of a subject that a call looks at. In characters for a script, in bytes for a machine.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) struct Range {
    pub pos: usize,
    pub endpos: usize,
    pub from: usize,
    pub end: usize,
    /// It ends before it begins.
    pub reversed: bool,
}

impl Range {
    /// From `pos` to `endpos` as a script gives them, if it does.
    pub(super) fn of(content: &Content, value: &Value, pos: i64, endpos: i64) -> Range {
        let text = value.as_str_object();
        let len = text.map_or(content.bytes().len(), |text| text.chars());
        let clamp = |at: i64| usize::try_from(at).unwrap_or(0).min(len);
        let (pos, endpos) = (clamp(pos), clamp(endpos));
        let offset = |at: usize| match text {
            Some(_) if at == len => content.bytes().len(),
            Some(text) => text.offset(at),
            None => at,
        };
        let from = offset(pos);
        let reversed = endpos < pos;
        let end = if reversed { from } else { offset(endpos) };
        Range { pos, endpos, from, end, reversed }
    }
}

/// A part of a subject as a value: the same one if it is all of it.
pub(super) fn part(vm: &Vm, value: &Value, from: usize, to: usize) -> Value {
    if value.as_str_object().is_some() {
        return vm.str_part(value, from, to);
    }
    if let Some(bytes) = value.get_exact::<BytesObject>()
        && from == 0
        && to == bytes.0.len()
    {
        return value.clone();
    }
    let bytes = Buffer::of_any(value);
    let all = bytes.as_deref().unwrap_or(&[]);
    let to = to.min(all.len());
    let part = all.get(from.min(to)..to).unwrap_or(&[]).to_vec();
    drop(bytes);
    vm.new_bytes(part)
}

/// The place of a byte as a script counts.
pub(super) fn position(value: &Value, at: usize) -> usize {
    value.as_str_object().map_or(at, |text| text.position(at))
}

/// Keeps a bytearray from changing its length.
pub(super) struct Hold(Value);

impl Hold {
    pub(super) fn new(value: &Value) -> Hold {
        if let Some(array) = value.get::<ByteArrayObject>() {
            array.1.set(array.1.get() + 1);
        }
        Hold(value.clone())
    }

    pub(super) fn value(&self) -> &Value {
        &self.0
    }
}

impl Drop for Hold {
    fn drop(&mut self) {
        if let Some(array) = self.0.get::<ByteArrayObject>() {
            array.1.set(array.1.get() - 1);
        }
    }
}
