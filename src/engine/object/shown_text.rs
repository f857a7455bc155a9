//! Lone surrogates on their way through messages, which are Rust strings and cannot hold them: a
//! stand-in of two code points takes the place of each until the message becomes a str.

use std::borrow::Cow;

use super::string::{StrObject, push_wtf8};
use super::value::Value;
use super::vm::Vm;

/// No character, so that no text has it: begins a stand-in.
const MARK: char = '\u{10fffe}';
/// What follows the mark for the first surrogate; the others lie behind it.
const FIRST: u32 = 0x10_f000;
const SURROGATES: std::ops::Range<u32> = 0xd800..0xe000;

/// The text with stand-ins in place of lone surrogates.
pub(super) fn with_stand_ins(text: &StrObject) -> Cow<'_, str> {
    match text.as_str() {
        Some(plain) => Cow::Borrowed(plain),
        None => Cow::Owned(replaced(text)),
    }
}

#[cold]
fn replaced(text: &StrObject) -> String {
    let mut out = String::with_capacity(text.as_bytes().len());
    for point in text.code_points() {
        match char::from_u32(point) {
            Some(c) => out.push(c),
            None => {
                out.push(MARK);
                out.extend(char::from_u32(FIRST + point - SURROGATES.start));
            }
        }
    }
    out
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
            let surrogate = |next: char| {
                let at = u32::from(next).checked_sub(FIRST)?;
                Some(SURROGATES.start + at).filter(|point| SURROGATES.contains(point))
            };
            let behind = points.peek().copied().and_then(surrogate);
            match behind.filter(|_| point == MARK) {
                Some(surrogate) => {
                    points.next();
                    push_wtf8(&mut bytes, surrogate);
                }
                None => push_wtf8(&mut bytes, u32::from(point)),
            }
        }
        self.str_wtf8(&bytes)
    }
}
