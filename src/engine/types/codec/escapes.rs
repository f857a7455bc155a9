//! The encoding `unicode_escape`: text as the inside of a literal in ASCII.

use std::fmt::Write;

use crate::object::string::push_wtf8;
use crate::types::unicode::character_named;

use super::Failure;

/// Appends a code point as it stands in a literal.
pub(super) fn push(out: &mut Vec<u8>, point: u32) {
    let mut text = String::new();
    let written = match point {
        0x5c => write!(text, "\\\\"),
        0x9 => write!(text, "\\t"),
        0xa => write!(text, "\\n"),
        0xd => write!(text, "\\r"),
        0x20..0x7f => write!(text, "{}", point as u8 as char),
        0..0x20 | 0x7f..0x100 => write!(text, "\\x{point:02x}"),
        0x100..0x1_0000 => write!(text, "\\u{point:04x}"),
        _ => write!(text, "\\U{point:08x}"),
    };
    // Writing to a String cannot fail.
    written.unwrap_or(());
    out.extend_from_slice(text.as_bytes());
}

/// Decodes from `at` on, up to the end or to what is wrong; bytes beyond ASCII are Latin-1.
pub(super) fn decode(bytes: &[u8], mut at: usize, out: &mut Vec<u8>) -> Result<(), Failure> {
    while let Some(byte) = bytes.get(at) {
        if *byte != b'\\' {
            push_wtf8(out, u32::from(*byte));
            at += 1;
            continue;
        }
        at = escape(bytes, at, out)?;
    }
    Ok(())
}

/// The end of the escape that begins at `start`.
fn escape(bytes: &[u8], start: usize, out: &mut Vec<u8>) -> Result<usize, Failure> {
    let fail = |end: usize, reason| Err(Failure { start, end, reason });
    let Some(letter) = bytes.get(start + 1) else { return fail(start + 1, "\\ at end of string") };
    let simple = match letter {
        b'\n' => return Ok(start + 2),
        b'\\' | b'\'' | b'"' => *letter,
        b'a' => 7,
        b'b' => 8,
        b'f' => 12,
        b'n' => b'\n',
        b'r' => b'\r',
        b't' => b'\t',
        b'v' => 11,
        b'0'..=b'7' => {
            let digits = bytes.iter().skip(start + 1).take(3);
            let digits: Vec<u8> =
                digits.copied().take_while(|b| matches!(b, b'0'..=b'7')).collect();
            push_wtf8(out, digits.iter().fold(0, |value, b| value * 8 + u32::from(b - b'0')));
            return Ok(start + 1 + digits.len());
        }
        b'x' => return numbered(bytes, start, 2, "truncated \\xXX escape", out),
        b'u' => return numbered(bytes, start, 4, "truncated \\uXXXX escape", out),
        b'U' => return numbered(bytes, start, 8, "truncated \\UXXXXXXXX escape", out),
        b'N' => return named(bytes, start, out),
        other => {
            out.push(b'\\');
            push_wtf8(out, u32::from(*other));
            return Ok(start + 2);
        }
    };
    out.push(simple);
    Ok(start + 2)
}

fn numbered(
    bytes: &[u8],
    start: usize,
    digits: usize,
    truncated: &'static str,
    out: &mut Vec<u8>,
) -> Result<usize, Failure> {
    let found = bytes.iter().skip(start + 2).take(digits);
    let found: Vec<u32> = found.map_while(|b| char::from(*b).to_digit(16)).collect();
    let end = start + 2 + found.len();
    if found.len() < digits {
        return Err(Failure { start, end, reason: truncated });
    }
    let value = found.iter().fold(0u64, |value, digit| value << 4 | u64::from(*digit));
    match u32::try_from(value).ok().filter(|point| *point < 0x11_0000) {
        Some(point) => push_wtf8(out, point),
        None => return Err(Failure { start, end, reason: "illegal Unicode character" }),
    }
    Ok(end)
}

fn named(bytes: &[u8], start: usize, out: &mut Vec<u8>) -> Result<usize, Failure> {
    let rest = bytes.get(start + 2..).unwrap_or(&[]);
    let close = rest.iter().position(|b| *b == b'}').filter(|_| rest.first() == Some(&b'{'));
    let Some(close) = close.filter(|close| *close > 1) else {
        let end = match rest.first() {
            Some(b'{') => start + 2 + close.map_or(rest.len(), |close| close + 1),
            Some(_) | None => start + 2,
        };
        return Err(Failure { start, end, reason: "malformed \\N character escape" });
    };
    let end = start + 3 + close;
    let name = std::str::from_utf8(rest.get(1..close).unwrap_or(&[])).ok();
    match name.and_then(character_named) {
        Some(point) => push_wtf8(out, point),
        None => return Err(Failure { start, end, reason: "unknown Unicode character name" }),
    }
    Ok(end)
}
