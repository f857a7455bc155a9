//! Lone surrogates on their way through messages, which are Rust strings and cannot hold them: a
//! stand-in of two code points takes the place of each until the message becomes a str.

use std::borrow::Cow;

use super::string::{StrObject, push_wtf8};
use super::value::Value;
use super::vm::Vm;

/// No character, so hardly a text has it: begins a stand-in, its own included.
const MARK: char = '\u{10fffe}';
/// What follows the mark for the first surrogate; the others lie behind it.
const FIRST: u32 = 0x10_f000;
/// What follows it for the mark itself.
const ITSELF: u32 = FIRST + 0x800;
const SURROGATES: std::ops::Range<u32> = 0xd800..0xe000;

/// The text with stand-ins in place of lone surrogates.
pub(super) fn with_stand_ins(text: &StrObject) -> Cow<'_, str> {
    match text.as_str() {
        Some(plain) if text.is_ascii() || !plain.contains(MARK) => Cow::Borrowed(plain),
        Some(_) | None => Cow::Owned(replaced(text)),
    }
}

#[cold]
fn replaced(text: &StrObject) -> String {
    let mut out = String::with_capacity(text.as_bytes().len());
    for point in text.code_points() {
        match char::from_u32(point) {
            Some(MARK) => out.extend(char::from_u32(ITSELF).into_iter().flat_map(|c| [MARK, c])),
            Some(c) => out.push(c),
            None => {
                out.push(MARK);
                out.extend(char::from_u32(FIRST + point - SURROGATES.start));
            }
        }
    }
    out
}

/// What a stand-in stands for, given what follows its mark.
fn meant(next: char) -> Option<u32> {
    match u32::from(next) {
        ITSELF => Some(u32::from(MARK)),
        code @ FIRST..ITSELF => Some(SURROGATES.start + code - FIRST),
        _ => None,
    }
}

impl Vm {
    /// The str of a message that may hold stand-ins of lone surrogates, see `Value::to_text`.
    pub fn str_shown(&self, text: &str) -> Value {
        if text.is_ascii() || !text.contains(MARK) {
            return self.str(text);
        }
        let mut bytes = Vec::with_capacity(text.len());
        let mut points = text.chars().peekable();
        while let Some(point) = points.next() {
            let stands_for = points.peek().copied().and_then(meant).filter(|_| point == MARK);
            if stands_for.is_some() {
                points.next();
            }
            push_wtf8(&mut bytes, stands_for.unwrap_or(u32::from(point)));
        }
        self.str_wtf8(&bytes)
    }
}
