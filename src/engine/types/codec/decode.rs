//! Bytes to str.

use std::fmt::Write;

use crate::object::slots::{PyResult, Raised};
use crate::object::string::push_wtf8;
use crate::object::vm::Vm;
use crate::types::exception::UNICODE_DECODE_ERROR;
use crate::types::str::text::count_chars;

use super::handler::{Handler, Replacement, ask};
use super::{Encoding, Failure, Order, Table, escapes, unicode_error};

/// Decodes from `at` on, up to the end or to what is wrong.
type Decoder = fn(&[u8], usize, &mut Vec<u8>) -> Result<(), Failure>;

pub(super) fn decode(vm: &Vm, bytes: &[u8], encoding: Encoding, errors: &str) -> PyResult {
    let (encoding, skipped) = resolve(bytes, encoding);
    let body = bytes.get(skipped..).unwrap_or(&[]);
    if matches!(encoding, Encoding::Utf8 | Encoding::Utf8Sig)
        && let Ok(text) = std::str::from_utf8(body)
    {
        return vm.try_make_str(text.as_bytes(), count_chars(text.as_bytes()), false);
    }
    let decoder: Decoder = match encoding {
        Encoding::Utf8 | Encoding::Utf8Sig => utf8,
        Encoding::Ascii => ascii,
        Encoding::Latin1 => latin1,
        Encoding::RawUnicodeEscape => raw_unicode_escape,
        Encoding::UnicodeEscape | Encoding::Table(_) => escapes::decode,
        Encoding::Utf16(Order::Big) => utf16::<true>,
        Encoding::Utf16(Order::Little | Order::Marked) => utf16::<false>,
        Encoding::Utf32(Order::Big) => utf32::<true>,
        Encoding::Utf32(Order::Little | Order::Marked) => utf32::<false>,
    };
    let from_table = |table: Table, at: usize, out: &mut Vec<u8>| {
        for (at, byte) in bytes.iter().enumerate().skip(at) {
            let reason = "character maps to <undefined>";
            let point = table.point(*byte).ok_or(Failure { start: at, end: at + 1, reason })?;
            push_wtf8(out, point);
        }
        Ok(())
    };
    let decode_on = |at: usize, out: &mut Vec<u8>| match encoding {
        Encoding::Table(table) => from_table(table, at, out),
        _ => decoder(bytes, at, out),
    };
    let mut at = skipped;
    let mut out = Vec::with_capacity(bytes.len());
    // Almost all text is fine: the handler's name is looked at only when something is wrong.
    while let Err(failure) = decode_on(at, &mut out) {
        at = handle(vm, bytes, encoding, errors, failure, &mut out)?;
        if !vm.heap.allows(out.len()) {
            return Err(vm.memory_error());
        }
    }
    vm.finish_str(&out)
}

/// The encoding that a byte order mark tells, and how long the mark is.
fn resolve(bytes: &[u8], encoding: Encoding) -> (Encoding, usize) {
    match (encoding, bytes) {
        (Encoding::Utf8Sig, [0xef, 0xbb, 0xbf, ..]) => (encoding, 3),
        (Encoding::Utf32(Order::Marked), [0xff, 0xfe, 0, 0, ..]) => {
            (Encoding::Utf32(Order::Little), 4)
        }
        (Encoding::Utf32(Order::Marked), [0, 0, 0xfe, 0xff, ..]) => {
            (Encoding::Utf32(Order::Big), 4)
        }
        (Encoding::Utf32(Order::Marked), _) => (Encoding::Utf32(Order::Little), 0),
        (Encoding::Utf16(Order::Marked), [0xff, 0xfe, ..]) => (Encoding::Utf16(Order::Little), 2),
        (Encoding::Utf16(Order::Marked), [0xfe, 0xff, ..]) => (Encoding::Utf16(Order::Big), 2),
        (Encoding::Utf16(Order::Marked), _) => (Encoding::Utf16(Order::Little), 0),
        _ => (encoding, 0),
    }
}

/// A backslash before anything but `u` and `U` stands for itself, as does what follows it.
fn raw_unicode_escape(bytes: &[u8], mut at: usize, out: &mut Vec<u8>) -> Result<(), Failure> {
    while let Some(byte) = bytes.get(at) {
        let start = at;
        at += 1;
        if *byte != b'\\' {
            push_wtf8(out, u32::from(*byte));
            continue;
        }
        let (count, reason) = match bytes.get(at) {
            Some(b'u') => (4, "truncated \\uXXXX escape"),
            Some(b'U') => (8, "truncated \\UXXXXXXXX escape"),
            other => {
                out.push(b'\\');
                if let Some(other) = other {
                    push_wtf8(out, u32::from(*other));
                    at += 1;
                }
                continue;
            }
        };
        at += 1;
        let (mut value, mut digits) = (0u64, 0);
        while let Some(digit) = bytes.get(at).and_then(|b| char::from(*b).to_digit(16))
            && digits < count
        {
            value = value << 4 | u64::from(digit);
            digits += 1;
            at += 1;
        }
        if digits < count {
            return Err(Failure { start, end: at, reason });
        }
        match u32::try_from(value).ok().filter(|point| *point < 0x11_0000) {
            Some(point) => push_wtf8(out, point),
            None => {
                return Err(Failure { start, end: at, reason: "\\Uxxxxxxxx out of range" });
            }
        }
    }
    Ok(())
}

fn utf8(bytes: &[u8], at: usize, out: &mut Vec<u8>) -> Result<(), Failure> {
    let rest = bytes.get(at..).unwrap_or(&[]);
    let Err(error) = std::str::from_utf8(rest) else {
        out.extend_from_slice(rest);
        return Ok(());
    };
    let (good, bad) = rest.split_at(error.valid_up_to());
    out.extend_from_slice(good);
    let start = at + good.len();
    let Some(len) = error.error_len() else {
        let reason = "unexpected end of data";
        return Err(Failure { start, end: bytes.len(), reason });
    };
    let starts_well = matches!(bad.first(), Some(0xc2..=0xf4));
    let reason = if starts_well { "invalid continuation byte" } else { "invalid start byte" };
    Err(Failure { start, end: start + len, reason })
}

fn ascii(bytes: &[u8], at: usize, out: &mut Vec<u8>) -> Result<(), Failure> {
    let rest = bytes.get(at..).unwrap_or(&[]);
    let good = rest.iter().take_while(|b| b.is_ascii()).count();
    out.extend_from_slice(rest.get(..good).unwrap_or(&[]));
    if good == rest.len() {
        return Ok(());
    }
    let start = at + good;
    Err(Failure { start, end: start + 1, reason: "ordinal not in range(128)" })
}

fn latin1(bytes: &[u8], at: usize, out: &mut Vec<u8>) -> Result<(), Failure> {
    bytes.get(at..).unwrap_or(&[]).iter().for_each(|byte| push_wtf8(out, u32::from(*byte)));
    Ok(())
}

fn unit16<const BIG: bool>(bytes: &[u8], at: usize) -> Option<u32> {
    let pair = [*bytes.get(at)?, *bytes.get(at + 1)?];
    Some(u32::from(if BIG { u16::from_be_bytes(pair) } else { u16::from_le_bytes(pair) }))
}

fn utf16<const BIG: bool>(bytes: &[u8], at: usize, out: &mut Vec<u8>) -> Result<(), Failure> {
    let mut at = at;
    while at < bytes.len() {
        let fail =
            |end: usize, reason| Err(Failure { start: at, end: end.min(bytes.len()), reason });
        let Some(unit) = unit16::<BIG>(bytes, at) else { return fail(at + 1, "truncated data") };
        match (unit, unit16::<BIG>(bytes, at + 2)) {
            (0xd800..0xdc00, Some(low @ 0xdc00..0xe000)) => {
                push_wtf8(out, 0x1_0000 + ((unit - 0xd800) << 10) + (low - 0xdc00));
                at += 2;
            }
            (0xd800..0xdc00, Some(_)) => return fail(at + 2, "illegal UTF-16 surrogate"),
            (0xd800..0xdc00, None) => return fail(bytes.len(), "unexpected end of data"),
            (0xdc00..0xe000, _) => return fail(at + 2, "illegal encoding"),
            _ => push_wtf8(out, unit),
        }
        at += 2;
    }
    Ok(())
}

fn utf32<const BIG: bool>(bytes: &[u8], at: usize, out: &mut Vec<u8>) -> Result<(), Failure> {
    let mut at = at;
    while at < bytes.len() {
        let Some(&unit) = bytes.get(at..).and_then(|rest| rest.first_chunk::<4>()) else {
            return Err(Failure { start: at, end: bytes.len(), reason: "truncated data" });
        };
        let point = if BIG { u32::from_be_bytes(unit) } else { u32::from_le_bytes(unit) };
        let reason = match point {
            0xd800..0xe000 => "code point in surrogate code point range(0xd800, 0xe000)",
            0..0x11_0000 => {
                push_wtf8(out, point);
                at += 4;
                continue;
            }
            _ => "code point not in range(0x110000)",
        };
        return Err(Failure { start: at, end: at + 4, reason });
    }
    Ok(())
}

/// Puts something in the place of what could not be decoded; says where to go on.
fn handle(
    vm: &Vm,
    bytes: &[u8],
    encoding: Encoding,
    errors: &str,
    failure: Failure,
    out: &mut Vec<u8>,
) -> PyResult<usize> {
    let bad = bytes.get(failure.start..failure.end).unwrap_or(&[]);
    let exception = || {
        let object = vm.new_bytes(bytes.to_vec());
        unicode_error(vm, &UNICODE_DECODE_ERROR, encoding.name(), &object, failure)
    };
    match Handler::named(errors) {
        Handler::Strict => Err(Raised(exception())),
        Handler::Ignore => Ok(failure.end),
        Handler::Replace => {
            push_wtf8(out, 0xfffd);
            Ok(failure.end)
        }
        Handler::BackslashReplace => {
            let mut text = String::new();
            // Writing to a String cannot fail.
            bad.iter().for_each(|byte| write!(text, "\\x{byte:02x}").unwrap_or(()));
            out.extend_from_slice(text.as_bytes());
            Ok(failure.end)
        }
        Handler::SurrogateEscape => {
            let escaped = bad.iter().take_while(|byte| !byte.is_ascii());
            let count = escaped.map(|byte| push_wtf8(out, 0xdc00 + u32::from(*byte))).count();
            if count == 0 { Err(Raised(exception())) } else { Ok(failure.start + count) }
        }
        Handler::SurrogatePass => match surrogate(bytes, encoding, failure.start) {
            Some((point, len)) => {
                push_wtf8(out, point);
                Ok(failure.start + len)
            }
            None => Err(Raised(exception())),
        },
        Handler::XmlCharRefReplace | Handler::NameReplace => {
            let text = "don't know how to handle UnicodeDecodeError in error callback";
            Err(vm.type_error(text))
        }
        Handler::Custom(name) => match ask(vm, &name, &exception(), bytes.len(), false)? {
            (Replacement::Text(new) | Replacement::Bytes(new), at) => {
                out.extend_from_slice(&new);
                Ok(at)
            }
        },
    }
}

/// The lone surrogate that is encoded at that place, and its length.
fn surrogate(bytes: &[u8], encoding: Encoding, at: usize) -> Option<(u32, usize)> {
    let rest = bytes.get(at..)?;
    let (point, len) = match encoding {
        Encoding::Utf8 | Encoding::Utf8Sig => match rest {
            [0xed, b @ 0xa0..0xc0, c @ 0x80..0xc0, ..] => {
                (0xd000 | u32::from(b & 0x3f) << 6 | u32::from(c & 0x3f), 3)
            }
            _ => return None,
        },
        Encoding::Utf16(Order::Big) => (unit16::<true>(rest, 0)?, 2),
        Encoding::Utf16(Order::Little | Order::Marked) => (unit16::<false>(rest, 0)?, 2),
        Encoding::Utf32(Order::Big) => (u32::from_be_bytes(*rest.first_chunk()?), 4),
        Encoding::Utf32(Order::Little | Order::Marked) => {
            (u32::from_le_bytes(*rest.first_chunk()?), 4)
        }
        Encoding::Ascii
        | Encoding::Latin1
        | Encoding::RawUnicodeEscape
        | Encoding::UnicodeEscape
        | Encoding::Table(_) => return None,
    };
    (0xd800..0xe000).contains(&point).then_some((point, len))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn failures_of_utf8() {
        let fail = |bytes: &[u8]| {
            let failure = utf8(bytes, 0, &mut Vec::new()).unwrap_err();
            (failure.start, failure.end, failure.reason)
        };
        assert_eq!(fail(b"\x80"), (0, 1, "invalid start byte"));
        assert_eq!(fail(b"a\xe2\x82"), (1, 3, "unexpected end of data"));
        assert_eq!(fail(b"a\xe2\x82b"), (1, 3, "invalid continuation byte"));
        assert_eq!(fail(b"\xed\xa0\x80"), (0, 1, "invalid continuation byte"));
    }

    #[test]
    fn surrogate_pairs() {
        let mut out = Vec::new();
        assert!(utf16::<false>(b"\x3d\xd8\x00\xde", 0, &mut out).is_ok());
        assert_eq!(out, "\u{1f600}".as_bytes());
    }
}
