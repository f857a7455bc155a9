//! The str object: UTF-8 (WTF-8 where lone surrogates occur) with its bytes inline. The methods of
//! str are in `types/str/`.

use std::borrow::Cow;
use std::cell::{Cell, OnceCell};
use std::ptr::NonNull;

use super::header::{Header, Kind, Object, Operations, Payload};
use super::heap;
use super::slots::PyResult;
use super::types::TypeRef;
use super::value::Value;
use super::vm::Vm;

/// The payload of a str; `len` bytes follow it.
#[repr(C)]
pub struct StrObject {
    /// The keyed hash, once somebody asked; 0 until then, which only the hash of no text is.
    hash: Cell<i64>,
    len: usize,
    /// Code points.
    chars: usize,
    /// Byte offset of every 64th code point, for texts that are not ASCII; made on first use.
    index: OnceCell<Box<[usize]>>,
    interned: Cell<bool>,
    /// Lone surrogates occur, so the bytes are not UTF-8.
    surrogates: bool,
}

const STRIDE: usize = 64;

static OPERATIONS: Operations = Operations {
    kind: Kind::Str,
    linked: false,
    size: |header| size_for(of_header(header).len),
    traverse: |_, _| {},
    clear: |_| {},
    drop: drop_text,
};

// SAFETY: the only type tied to this kind.
unsafe impl Payload for StrObject {
    const OPERATIONS: &'static Operations = &OPERATIONS;
}

fn of_header(header: &Header) -> &StrObject {
    // SAFETY: reached only through `OPERATIONS`.
    unsafe { &NonNull::from(header).cast::<Object<StrObject>>().as_ref().payload }
}

/// # Safety
/// As [`Operations::drop`].
#[inline]
pub(super) unsafe fn drop_text(header: NonNull<Header>) -> usize {
    // SAFETY: the payload is intact and dropped once.
    unsafe {
        let payload = &raw mut (*header.cast::<Object<StrObject>>().as_ptr()).payload;
        let len = (*payload).len;
        payload.drop_in_place();
        size_for(len)
    }
}

fn size_for(len: usize) -> usize {
    (size_of::<Object<StrObject>>() + len).next_multiple_of(8)
}

impl StrObject {
    fn plain(len: usize, chars: usize, surrogates: bool) -> StrObject {
        StrObject {
            hash: Cell::new(0),
            len,
            chars,
            index: OnceCell::new(),
            interned: Cell::new(false),
            surrogates,
        }
    }

    /// UTF-8, with lone surrogates as three bytes each.
    #[inline]
    pub fn as_bytes(&self) -> &[u8] {
        let start = std::ptr::from_ref(self).cast::<u8>();
        // SAFETY: `len` bytes were written behind the payload when it was made (see `str_of_parts`).
        unsafe { std::slice::from_raw_parts(start.add(size_of::<StrObject>()), self.len) }
    }

    /// The text, unless lone surrogates occur in it.
    #[inline]
    pub fn as_str(&self) -> Option<&str> {
        if self.surrogates {
            return None;
        }
        // SAFETY: made from UTF-8 when `surrogates` is false.
        Some(unsafe { std::str::from_utf8_unchecked(self.as_bytes()) })
    }

    /// The text, lone surrogates replaced.
    pub fn to_lossy(&self) -> Cow<'_, str> {
        self.as_str().map_or_else(|| String::from_utf8_lossy(self.as_bytes()), Cow::Borrowed)
    }

    /// The text for a message: lone surrogates have stand-ins, see `Value::to_text`.
    pub fn shown(&self) -> Cow<'_, str> {
        super::shown_text::with_stand_ins(self)
    }

    /// Length in code points.
    #[inline]
    pub fn chars(&self) -> usize {
        self.chars
    }

    pub fn is_ascii(&self) -> bool {
        self.chars == self.len
    }

    pub fn has_surrogates(&self) -> bool {
        self.surrogates
    }

    pub fn is_interned(&self) -> bool {
        self.interned.get()
    }

    pub(super) fn set_interned(&self, on: bool) {
        self.interned.set(on);
    }

    /// The keyed hash, computed once.
    #[inline]
    pub fn hash(&self, vm: &Vm) -> i64 {
        match self.hash.get() {
            0 => {
                let hash = match self.is_ascii() {
                    true => vm.hash_bytes(self.as_bytes()),
                    false => vm.hash_wide(self.as_bytes(), self.chars),
                };
                self.hash.set(hash);
                hash
            }
            known => known,
        }
    }

    /// Says what the hash is, to save computing it once more.
    pub(super) fn set_hash(&self, hash: i64) {
        self.hash.set(hash);
    }

    /// The hash, if it was computed already; that of an interned str always is.
    #[inline(always)]
    pub(crate) fn known_hash(&self) -> Option<i64> {
        Some(self.hash.get()).filter(|hash| *hash != 0 || self.len == 0)
    }

    /// Byte offset of a code point; `at` may equal the length. O(1) for ASCII, else O(1) after the
    /// first use, which is O(length).
    pub fn offset(&self, at: usize) -> usize {
        if self.is_ascii() || at == 0 {
            return at.min(self.len);
        }
        let (bytes, index) = (self.as_bytes(), self.index());
        let Some(&base) = index.get(at / STRIDE) else { return self.len };
        let rest = bytes[base..].iter().enumerate().filter(|(_, b)| **b & 0xc0 != 0x80);
        rest.map(|(offset, _)| base + offset).nth(at % STRIDE).unwrap_or(self.len)
    }

    fn index(&self) -> &[usize] {
        self.index.get_or_init(|| {
            let starts = self.as_bytes().iter().enumerate().filter(|(_, b)| **b & 0xc0 != 0x80);
            starts.step_by(STRIDE).map(|(offset, _)| offset).collect()
        })
    }

    /// How many code points lie before a byte offset: the reverse of [`StrObject::offset`]. O(1) for
    /// ASCII, else O(log length) after the first use, which is O(length).
    pub fn position(&self, offset: usize) -> usize {
        if self.is_ascii() || offset == 0 {
            return offset.min(self.len);
        }
        if offset >= self.len {
            return self.chars;
        }
        let index = self.index();
        let row = index.partition_point(|start| *start <= offset).saturating_sub(1);
        let start = index.get(row).copied().unwrap_or(0);
        row * STRIDE + count_chars(self.as_bytes().get(start..offset).unwrap_or(&[]))
    }

    /// The code point that begins at the byte offset, with the offset behind it.
    pub fn code_point(&self, offset: usize) -> Option<(u32, usize)> {
        decode_wtf8(self.as_bytes().get(offset..)?).map(|(point, len)| (point, offset + len))
    }

    /// The code points.
    pub fn code_points(&self) -> impl Iterator<Item = u32> + '_ {
        let mut rest = self.as_bytes();
        std::iter::from_fn(move || {
            let (point, len) = decode_wtf8(rest)?;
            rest = &rest[len..];
            Some(point)
        })
    }
}

/// The first code point of WTF-8 text and its length in bytes.
pub fn decode_wtf8(bytes: &[u8]) -> Option<(u32, usize)> {
    let first = u32::from(*bytes.first()?);
    let tail = |at: usize| bytes.get(at).map_or(0, |b| u32::from(b & 0x3f));
    Some(match first {
        0..0x80 => (first, 1),
        0x80..0xe0 => ((first & 0x1f) << 6 | tail(1), 2),
        0xe0..0xf0 => ((first & 0xf) << 12 | tail(1) << 6 | tail(2), 3),
        _ => ((first & 7) << 18 | tail(1) << 12 | tail(2) << 6 | tail(3), 4),
    })
}

/// Appends a code point, surrogates included, as WTF-8.
pub fn push_wtf8(out: &mut Vec<u8>, point: u32) {
    match char::from_u32(point) {
        Some(c) => out.extend_from_slice(c.encode_utf8(&mut [0; 4]).as_bytes()),
        None => out.extend([
            0xe0 | (point >> 12) as u8 & 0xf,
            0x80 | (point >> 6) as u8 & 0x3f,
            0x80 | point as u8 & 0x3f,
        ]),
    }
}

impl Vm {
    /// A new str.
    pub fn str(&self, text: &str) -> Value {
        match text.as_bytes() {
            [] => self.names().empty().clone(),
            [byte] if *byte < 0x80 => self.ascii_char(*byte),
            bytes => self.make_str(bytes, count_chars(bytes), false),
        }
    }

    /// A new str of WTF-8 bytes (UTF-8 that may hold lone surrogates, never as pairs).
    pub fn str_wtf8(&self, bytes: &[u8]) -> Value {
        match std::str::from_utf8(bytes) {
            Ok(text) => self.str(text),
            Err(_) => self.make_str(bytes, count_chars(bytes), true),
        }
    }

    /// A new str of code points, surrogates included.
    pub fn str_of_points(&self, points: impl Iterator<Item = u32>) -> Value {
        let mut bytes = Vec::new();
        points.for_each(|p| push_wtf8(&mut bytes, p));
        self.str_wtf8(&bytes)
    }

    /// The str of one code point.
    pub fn str_of_point(&self, point: u32) -> Value {
        if point < 0x80 {
            return self.ascii_char(point as u8);
        }
        let mut bytes = Vec::with_capacity(4);
        push_wtf8(&mut bytes, point);
        self.make_str(&bytes, 1, char::from_u32(point).is_none())
    }

    /// `a + b` of two strs.
    pub fn str_concat(&self, a: &StrObject, b: &StrObject) -> Value {
        // A high surrogate at the end of one and a low one at the start of the other stay apart.
        let surrogates = a.surrogates || b.surrogates;
        let (left, right) = (a.as_bytes(), b.as_bytes());
        let made = self.str_of_parts(self.types.str(), left, right, a.chars + b.chars, surrogates);
        made.unwrap_or_else(|| self.out_of_memory())
    }

    /// All strs of the parts, one behind the other; other values count as nothing. MemoryError where
    /// there is no room.
    pub(crate) fn str_of_strs(&self, parts: &[Value]) -> PyResult {
        let strs = || parts.iter().filter_map(Value::as_str_object);
        let len: usize = strs().map(|s| s.len).sum();
        let (chars, surrogates) =
            strs().fold((0, false), |(chars, any), s| (chars + s.chars, any || s.surrogates));
        if len <= 2 {
            // Such a short one may be shared.
            let bytes: Vec<u8> = strs().flat_map(StrObject::as_bytes).copied().collect();
            return self.try_make_str(&bytes, chars, surrogates);
        }
        if !self.heap.allows(len) {
            return Err(self.memory_error());
        }
        let payload = StrObject::plain(len, chars, surrogates);
        // SAFETY: the payload and all bytes behind it are written, as many as the strs have; `size`
        // computes the same size.
        let made = unsafe {
            heap::allocate_sized(self, self.types.str(), size_for(len), |header| {
                let object = header.cast::<Object<StrObject>>().as_ptr();
                (&raw mut (*object).payload).write(payload);
                let mut end = object.add(1).cast::<u8>();
                for part in strs() {
                    end.copy_from_nonoverlapping(part.as_bytes().as_ptr(), part.len);
                    end = end.add(part.len);
                }
            })
        };
        made.ok_or_else(|| self.memory_error())
    }

    /// A new str of one character, also of one for which there is a table.
    pub(super) fn single_str(&self, c: char) -> Value {
        let mut bytes = [0; 4];
        let bytes = c.encode_utf8(&mut bytes).as_bytes();
        let made = self.str_of_parts(self.types.str(), bytes, &[], 1, false);
        made.unwrap_or_else(|| self.out_of_memory())
    }

    pub(crate) fn make_str(&self, bytes: &[u8], chars: usize, surrogates: bool) -> Value {
        if let [first @ (0xc2 | 0xc3), second] = *bytes {
            return self.latin_char(first, second);
        }
        let made = self.str_of_parts(self.types.str(), bytes, &[], chars, surrogates);
        made.unwrap_or_else(|| self.out_of_memory())
    }

    /// As [`Vm::make_str`] for a size that the program chose: MemoryError where there is no room.
    pub(crate) fn try_make_str(&self, bytes: &[u8], chars: usize, surrogates: bool) -> PyResult {
        match bytes {
            [] => return Ok(self.names().empty().clone()),
            [byte] if *byte < 0x80 => return Ok(self.ascii_char(*byte)),
            [first @ (0xc2 | 0xc3), second] => return Ok(self.latin_char(*first, *second)),
            _ => {}
        }
        if !self.heap.allows(bytes.len()) {
            return Err(self.memory_error());
        }
        let made = self.str_of_parts(self.types.str(), bytes, &[], chars, surrogates);
        made.ok_or_else(|| self.memory_error())
    }

    /// The same text as an object of a subclass of str.
    pub(crate) fn str_of_type(&self, ty: &TypeRef, text: &StrObject) -> PyResult {
        let made = self.str_of_parts(ty, text.as_bytes(), &[], text.chars, text.surrogates);
        made.ok_or_else(|| self.memory_error())
    }

    /// A new str of two texts, of any type whose kind is str; `None` if there is no memory.
    #[inline]
    fn str_of_parts(
        &self,
        ty: &TypeRef,
        head: &[u8],
        tail: &[u8],
        chars: usize,
        surrogates: bool,
    ) -> Option<Value> {
        assert!(ty.operations.kind == Kind::Str, "the type is not a str type");
        let len = head.len() + tail.len();
        let payload = StrObject::plain(len, chars, surrogates);
        // SAFETY: the payload and all bytes behind it are written; `size` computes the same size.
        unsafe {
            heap::allocate_sized(self, ty, size_for(len), |header| {
                let object = header.cast::<Object<StrObject>>().as_ptr();
                (&raw mut (*object).payload).write(payload);
                let bytes = object.add(1).cast::<u8>();
                bytes.copy_from_nonoverlapping(head.as_ptr(), head.len());
                if !tail.is_empty() {
                    bytes.add(head.len()).copy_from_nonoverlapping(tail.as_ptr(), tail.len());
                }
            })
        }
    }
}

pub(super) fn count_chars(bytes: &[u8]) -> usize {
    bytes.iter().filter(|b| **b & 0xc0 != 0x80).count()
}

impl Value {
    pub fn as_str_object(&self) -> Option<&StrObject> {
        self.get::<StrObject>()
    }

    /// The text of a str without surrogates.
    pub fn as_str(&self) -> Option<&str> {
        self.get::<StrObject>()?.as_str()
    }

    /// The text of a str; empty for anything else. For messages: lone surrogates have stand-ins, which
    /// `Vm::raise` and `Vm::str_shown` know.
    pub fn to_text(&self) -> String {
        let text = self.get::<StrObject>();
        text.map_or_else(String::new, |s| super::shown_text::with_stand_ins(s).into_owned())
    }
}
