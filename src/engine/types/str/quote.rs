//! str: its repr. Knows which characters must be escaped, not who asks.

use std::fmt::Write;

use crate::object::string::StrObject;
use crate::types::unicode;

/// The text in quotes as Python writes it: double ones only if there are single ones and no double
/// ones inside.
pub fn quoted(text: &StrObject) -> String {
    let bytes = text.as_bytes();
    let double = memchr::memchr(b'\'', bytes).is_some() && memchr::memchr(b'"', bytes).is_none();
    let quote = if double { '"' } else { '\'' };
    let mut out = String::with_capacity(bytes.len() + 2);
    out.push(quote);
    text.code_points().for_each(|point| push_escaped(&mut out, point, quote));
    out.push(quote);
    out
}

fn push_escaped(out: &mut String, point: u32, quote: char) {
    match char::from_u32(point) {
        Some('\n') => out.push_str("\\n"),
        Some('\r') => out.push_str("\\r"),
        Some('\t') => out.push_str("\\t"),
        Some(c) if c == quote || c == '\\' => out.extend(['\\', c]),
        Some(c) if unicode::is_printable(point) => out.push(c),
        _ => push_numeric(out, point),
    }
}

/// `\x`, `\u` or `\U` with as many digits as the code point needs.
pub fn push_numeric(out: &mut String, point: u32) {
    // Writing to a String cannot fail.
    let _ = match point {
        0..0x100 => write!(out, "\\x{point:02x}"),
        0x100..0x1_0000 => write!(out, "\\u{point:04x}"),
        _ => write!(out, "\\U{point:08x}"),
    };
}

/// Text with everything beyond ASCII escaped: what `ascii()` makes of a repr.
pub fn ascii_only(text: &StrObject) -> String {
    let mut out = String::with_capacity(text.as_bytes().len());
    for point in text.code_points() {
        match char::from_u32(point) {
            Some(c) if c.is_ascii() => out.push(c),
            _ => push_numeric(&mut out, point),
        }
    }
    out
}
