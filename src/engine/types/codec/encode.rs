//! str to bytes.

use crate::object::slots::{PyResult, Raised};
use crate::object::string::StrObject;
use crate::object::vm::Vm;
use crate::types::exception::UNICODE_ENCODE_ERROR;
use crate::types::str::push_numeric;
use crate::types::str::text::Text;
use crate::types::unicode::name_of;

use super::handler::{Handler, Replacement, ask};
use super::{Encoding, Failure, Order, escapes, unicode_error};

pub(super) fn encode(vm: &Vm, text: Text, encoding: Encoding, errors: &str) -> PyResult<Vec<u8>> {
    let bytes = text.as_bytes();
    match encoding {
        Encoding::Utf8 if !text.has_surrogates() => return Ok(bytes.to_vec()),
        Encoding::Ascii | Encoding::Latin1 if text.is_ascii() => return Ok(bytes.to_vec()),
        _ => {}
    }
    let mut out = Vec::with_capacity(bytes.len() + 4);
    match encoding {
        Encoding::Utf8Sig => out.extend_from_slice(b"\xef\xbb\xbf"),
        Encoding::Utf16(Order::Marked) | Encoding::Utf32(Order::Marked) => {
            push(&mut out, 0xfeff, encoding);
        }
        _ => {}
    }
    let points: Vec<u32> = text.code_points().collect();
    let mut at = 0;
    while let Some(point) = points.get(at) {
        if push(&mut out, *point, encoding) {
            at += 1;
        } else {
            let failure = failure(&points, at, encoding);
            at = handle(vm, text, &points, encoding, errors, failure, &mut out)?;
        }
        if !vm.heap.allows(out.len()) {
            return Err(vm.memory_error());
        }
    }
    Ok(out)
}

/// Appends one code point; false if the encoding does not have it.
fn push(out: &mut Vec<u8>, point: u32, encoding: Encoding) -> bool {
    match encoding {
        Encoding::Utf8 | Encoding::Utf8Sig => match char::from_u32(point) {
            Some(c) => out.extend_from_slice(c.encode_utf8(&mut [0; 4]).as_bytes()),
            None => return false,
        },
        Encoding::Ascii | Encoding::Latin1 => {
            let limit = if encoding == Encoding::Ascii { 0x80 } else { 0x100 };
            if point >= limit {
                return false;
            }
            out.push(point as u8);
        }
        Encoding::RawUnicodeEscape => match point {
            0x1_0000.. => out.extend_from_slice(format!("\\U{point:08x}").as_bytes()),
            0x100.. => out.extend_from_slice(format!("\\u{point:04x}").as_bytes()),
            _ => out.push(point as u8),
        },
        Encoding::UnicodeEscape => escapes::push(out, point),
        Encoding::Table(table) => match table.byte(point) {
            Some(byte) => out.push(byte),
            None => return false,
        },
        Encoding::Utf16(order) => match char::from_u32(point) {
            Some(c) => c.encode_utf16(&mut [0; 2]).iter().for_each(|u| push_unit(out, *u, order)),
            None => return false,
        },
        Encoding::Utf32(order) => match (char::from_u32(point), order) {
            (None, _) => return false,
            (Some(_), Order::Big) => out.extend_from_slice(&point.to_be_bytes()),
            (Some(_), Order::Little | Order::Marked) => out.extend_from_slice(&point.to_le_bytes()),
        },
    }
    true
}

/// Bytes of which an encoding's texts are multiples.
fn unit(encoding: Encoding) -> usize {
    match encoding {
        Encoding::Utf8
        | Encoding::Utf8Sig
        | Encoding::Ascii
        | Encoding::Latin1
        | Encoding::RawUnicodeEscape
        | Encoding::UnicodeEscape
        | Encoding::Table(_) => 1,
        Encoding::Utf16(_) => 2,
        Encoding::Utf32(_) => 4,
    }
}

fn push_unit(out: &mut Vec<u8>, unit: u16, order: Order) {
    out.extend_from_slice(&match order {
        Order::Big => unit.to_be_bytes(),
        Order::Little | Order::Marked => unit.to_le_bytes(),
    });
}

/// The code points from `at` on that the encoding does not have; of UTF-16 and UTF-32 only one.
fn failure(points: &[u32], at: usize, encoding: Encoding) -> Failure {
    let rest = points.get(at..).unwrap_or(&[]).iter();
    let mut scratch = Vec::new();
    let run = rest.take_while(|point| !push(&mut scratch, **point, encoding)).count();
    let (count, reason) = match encoding {
        Encoding::Utf8 | Encoding::Utf8Sig => (run, "surrogates not allowed"),
        Encoding::Ascii => (run, "ordinal not in range(128)"),
        Encoding::Table(_) => (run, "character maps to <undefined>"),
        // All but the first have everything.
        Encoding::Latin1 | Encoding::RawUnicodeEscape | Encoding::UnicodeEscape => {
            (run, "ordinal not in range(256)")
        }
        Encoding::Utf16(_) | Encoding::Utf32(_) => (1, "surrogates not allowed"),
    };
    Failure { start: at, end: at + count, reason }
}

/// Puts something in the place of what could not be encoded; says where to go on.
fn handle(
    vm: &Vm,
    text: Text,
    points: &[u32],
    encoding: Encoding,
    errors: &str,
    failure: Failure,
    out: &mut Vec<u8>,
) -> PyResult<usize> {
    let bad = points.get(failure.start..failure.end).unwrap_or(&[]);
    let exception =
        || unicode_error(vm, &UNICODE_ENCODE_ERROR, encoding.name(), text.value, failure);
    let mut replacement = String::new();
    match Handler::named(errors) {
        Handler::Strict => return Err(Raised(exception())),
        Handler::Ignore => {}
        Handler::Replace => replacement.extend(bad.iter().map(|_| '?')),
        Handler::BackslashReplace => bad.iter().for_each(|p| push_numeric(&mut replacement, *p)),
        Handler::XmlCharRefReplace => {
            bad.iter().for_each(|point| replacement.push_str(&format!("&#{point};")));
        }
        Handler::NameReplace => {
            for point in bad {
                match name_of(*point) {
                    Some(name) => replacement.push_str(&format!("\\N{{{name}}}")),
                    None => push_numeric(&mut replacement, *point),
                }
            }
        }
        Handler::SurrogateEscape => {
            // A single byte is no unit of a wider encoding.
            let narrow = unit(encoding) == 1;
            let escaped = bad.iter().take_while(|p| narrow && (0xdc80..0xdd00).contains(*p));
            let count = escaped.map(|point| out.push((point - 0xdc00) as u8)).count();
            return if count == 0 { Err(Raised(exception())) } else { Ok(failure.start + count) };
        }
        Handler::SurrogatePass => {
            let passed = bad.iter().take_while(|p| push_surrogate(out, **p, encoding)).count();
            return if passed == 0 { Err(Raised(exception())) } else { Ok(failure.start + passed) };
        }
        Handler::Custom(name) => {
            let (new, at) = ask(vm, &name, &exception(), points.len(), true)?;
            match new {
                Replacement::Bytes(raw) if raw.len() % unit(encoding) == 0 => {
                    out.extend_from_slice(&raw);
                }
                Replacement::Bytes(_) => return Err(Raised(exception())),
                Replacement::Text(new) => {
                    let new = vm.finish_str(&new)?;
                    let all = new.as_str_object().into_iter().flat_map(StrObject::code_points);
                    for point in all {
                        if !push(out, point, encoding) {
                            return Err(Raised(exception()));
                        }
                    }
                }
            }
            return Ok(at);
        }
    }
    for c in replacement.chars() {
        // Every encoding has these.
        let _ = push(out, u32::from(c), encoding);
    }
    Ok(failure.end)
}

/// Appends a lone surrogate as if it were a character.
fn push_surrogate(out: &mut Vec<u8>, point: u32, encoding: Encoding) -> bool {
    if !(0xd800..0xe000).contains(&point) {
        return false;
    }
    match encoding {
        Encoding::Utf8 | Encoding::Utf8Sig => crate::object::string::push_wtf8(out, point),
        Encoding::Utf16(order) => push_unit(out, point as u16, order),
        Encoding::Utf32(Order::Big) => out.extend_from_slice(&point.to_be_bytes()),
        Encoding::Utf32(Order::Little | Order::Marked) => {
            out.extend_from_slice(&point.to_le_bytes());
        }
        Encoding::Ascii
        | Encoding::Latin1
        | Encoding::RawUnicodeEscape
        | Encoding::UnicodeEscape
        | Encoding::Table(_) => return false,
    }
    true
}
