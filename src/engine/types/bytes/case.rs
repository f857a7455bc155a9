//! bytes and bytearray as ASCII text: case, kinds of characters, padding, hexadecimal digits, repr.

use std::fmt::Write;

use crate::object::slots::PyResult;
use crate::object::types::TypeRef;
use crate::object::value::Value;
use crate::object::vm::Vm;
use crate::types::str::text::{buffer, must_be, str_arg};

use super::BytesObject;
use super::buffer::{Binary, Buffer};

fn map(vm: &Vm, this: Binary, mut map: impl FnMut(usize, u8) -> u8) -> PyResult {
    let out = this.bytes().iter().enumerate().map(|(at, byte)| map(at, *byte)).collect();
    Ok(this.make(vm, out))
}

pub(super) fn lower(vm: &Vm, this: Binary) -> PyResult {
    map(vm, this, |_, byte| byte.to_ascii_lowercase())
}

pub(super) fn upper(vm: &Vm, this: Binary) -> PyResult {
    map(vm, this, |_, byte| byte.to_ascii_uppercase())
}

pub(super) fn capitalize(vm: &Vm, this: Binary) -> PyResult {
    map(vm, this, |at, byte| match at {
        0 => byte.to_ascii_uppercase(),
        _ => byte.to_ascii_lowercase(),
    })
}

pub(super) fn swapcase(vm: &Vm, this: Binary) -> PyResult {
    map(vm, this, |_, byte| match byte.is_ascii_uppercase() {
        true => byte.to_ascii_lowercase(),
        false => byte.to_ascii_uppercase(),
    })
}

pub(super) fn title(vm: &Vm, this: Binary) -> PyResult {
    let mut inside = false;
    map(vm, this, |_, byte| {
        let mapped = if inside { byte.to_ascii_lowercase() } else { byte.to_ascii_uppercase() };
        inside = byte.is_ascii_alphabetic();
        mapped
    })
}

fn all(this: Binary, test: impl Fn(u8) -> bool) -> bool {
    let bytes = this.bytes();
    !bytes.is_empty() && bytes.iter().all(|byte| test(*byte))
}

pub(super) fn isalnum(_: &Vm, this: Binary) -> bool {
    all(this, |b| b.is_ascii_alphanumeric())
}
pub(super) fn isalpha(_: &Vm, this: Binary) -> bool {
    all(this, |b| b.is_ascii_alphabetic())
}
pub(super) fn isascii(_: &Vm, this: Binary) -> bool {
    this.bytes().is_ascii()
}
pub(super) fn isdigit(_: &Vm, this: Binary) -> bool {
    all(this, |b| b.is_ascii_digit())
}
pub(super) fn isspace(_: &Vm, this: Binary) -> bool {
    all(this, |b| matches!(b, 9..=13 | b' '))
}
pub(super) fn islower(_: &Vm, this: Binary) -> bool {
    let bytes = this.bytes();
    bytes.iter().any(u8::is_ascii_lowercase) && !bytes.iter().any(u8::is_ascii_uppercase)
}
pub(super) fn isupper(_: &Vm, this: Binary) -> bool {
    let bytes = this.bytes();
    bytes.iter().any(u8::is_ascii_uppercase) && !bytes.iter().any(u8::is_ascii_lowercase)
}

pub(super) fn istitle(_: &Vm, this: Binary) -> bool {
    let (mut any, mut inside) = (false, false);
    for byte in this.bytes().iter() {
        let wrong = match inside {
            true => byte.is_ascii_uppercase(),
            false => byte.is_ascii_lowercase(),
        };
        if wrong {
            return false;
        }
        inside = byte.is_ascii_alphabetic();
        any |= inside;
    }
    any
}

// ---- padding -----------------------------------------------------------------------------------

fn fill_byte(vm: &Vm, fill: &Value, name: &str) -> PyResult<u8> {
    if fill.is_unbound() {
        return Ok(b' ');
    }
    let buffer = Buffer::of(vm, fill);
    match buffer.as_deref() {
        Some([byte]) => Ok(*byte),
        _ => {
            let what = format!("{name}() argument 2 must be a byte string of length 1");
            Err(must_be(vm, &what, fill))
        }
    }
}

fn pad(vm: &Vm, this: Binary, left: usize, right: usize, fill: u8) -> PyResult {
    if left == 0 && right == 0 {
        return Ok(this.same(vm));
    }
    let bytes = this.bytes();
    let total = left.checked_add(right).and_then(|n| n.checked_add(bytes.len()));
    let mut out = buffer(vm, total)?;
    out.resize(left, fill);
    out.extend_from_slice(&bytes);
    out.resize(out.len() + right, fill);
    Ok(this.make(vm, out))
}

fn missing(width: i64, this: Binary) -> usize {
    usize::try_from(width).unwrap_or(0).saturating_sub(this.bytes().len())
}

pub(super) fn ljust(vm: &Vm, this: Binary, width: i64, fill: &Value) -> PyResult {
    let fill = fill_byte(vm, fill, "ljust")?;
    pad(vm, this, 0, missing(width, this), fill)
}

pub(super) fn rjust(vm: &Vm, this: Binary, width: i64, fill: &Value) -> PyResult {
    let fill = fill_byte(vm, fill, "rjust")?;
    pad(vm, this, missing(width, this), 0, fill)
}

pub(super) fn center(vm: &Vm, this: Binary, width: i64, fill: &Value) -> PyResult {
    let fill = fill_byte(vm, fill, "center")?;
    let missing = missing(width, this);
    // The odd one goes left if the width is odd.
    let left = missing / 2 + (missing & width as usize & 1);
    pad(vm, this, left, missing - left, fill)
}

pub(super) fn zfill(vm: &Vm, this: Binary, width: i64) -> PyResult {
    let missing = missing(width, this);
    let bytes = this.bytes();
    let (sign, digits) = match bytes.first() {
        Some(b'+' | b'-') => bytes.split_at(1),
        _ => bytes.split_at(0),
    };
    let mut out = buffer(vm, missing.checked_add(bytes.len()))?;
    out.extend_from_slice(sign);
    out.resize(sign.len() + missing, b'0');
    out.extend_from_slice(digits);
    Ok(this.make(vm, out))
}

pub(super) fn expandtabs(vm: &Vm, this: Binary, tabsize: i32) -> PyResult {
    let tab = usize::try_from(tabsize).unwrap_or(0);
    let bytes = this.bytes();
    let mut out = buffer(vm, Some(bytes.len()))?;
    let mut column = 0;
    for byte in bytes.iter() {
        if *byte != b'\t' {
            out.push(*byte);
            column = if matches!(byte, b'\n' | b'\r') { 0 } else { column + 1 };
        } else if tab > 0 {
            let step = tab - column % tab;
            vm.reserve(&mut out, Some(step))?;
            out.resize(out.len() + step, b' ');
            column += step;
        }
    }
    Ok(this.make(vm, out))
}

// ---- hexadecimal -------------------------------------------------------------------------------

pub(super) fn hex(vm: &Vm, this: Binary, sep: &Value, group: i32) -> PyResult {
    let group = i64::from(group);
    let sep = match sep.is_unbound() {
        true => None,
        false => Some(hex_separator(vm, sep)?),
    };
    let bytes = this.bytes();
    let size = usize::try_from(group.unsigned_abs()).unwrap_or(usize::MAX);
    let mut out = String::with_capacity(bytes.len().saturating_mul(2));
    for (at, byte) in bytes.iter().enumerate() {
        // Groups are counted from the right unless the number is negative.
        let place = if group < 0 { at } else { bytes.len() - at };
        if let Some(sep) = sep
            && at > 0
            && size > 0
            && place % size == 0
        {
            out.push(char::from(sep));
        }
        // Writing to a String cannot fail.
        let _ = write!(out, "{byte:02x}");
    }
    vm.finish_str(out.as_bytes())
}

fn hex_separator(vm: &Vm, sep: &Value) -> PyResult<u8> {
    if vm.len(sep)? != 1 {
        return Err(vm.value_error("sep must be length 1."));
    }
    let text = sep.as_str_object().map(|text| text.as_bytes().to_vec());
    let bytes = text.or_else(|| sep.get::<BytesObject>().map(|bytes| bytes.0.to_vec()));
    match bytes.as_deref() {
        Some([byte]) if byte.is_ascii() => Ok(*byte),
        Some(_) => Err(vm.value_error("sep must be ASCII.")),
        None => Err(vm.type_error("sep must be str or bytes.")),
    }
}

/// `fromhex` of a class: calls it unless it is the builtin one itself.
pub(super) fn fromhex(vm: &Vm, class: &Value, text: &Value) -> PyResult {
    let text = str_arg(vm, text, "fromhex() argument")?;
    // What is not ASCII is told first, wherever the digits end.
    if let Some(at) = text.code_points().position(|point| point > 127) {
        return Err(not_hex(vm, at));
    }
    let mut out = Vec::with_capacity(text.as_bytes().len() / 2);
    let mut high = None;
    for (at, point) in text.code_points().enumerate() {
        let digit = char::from_u32(point).and_then(|c| c.to_digit(16));
        let space = matches!(point, 9..=13 | 0x20);
        match (high, digit) {
            (None, None) if space => {}
            (None, Some(digit)) => high = Some(digit),
            (Some(first), Some(digit)) => {
                out.push((first << 4 | digit) as u8);
                high = None;
            }
            (_, None) => return Err(not_hex(vm, at)),
        }
    }
    if high.is_some() {
        return Err(not_hex(vm, text.chars()));
    }
    let Some(class) = TypeRef::of(class) else { return Ok(vm.new_bytes(out)) };
    if class == vm.types.bytes() {
        return Ok(vm.new_bytes(out));
    }
    if class == vm.types.bytearray() {
        return Ok(vm.new_bytearray(out));
    }
    vm.call(class.value(), &[vm.new_bytes(out)])
}

fn not_hex(vm: &Vm, at: usize) -> crate::object::slots::Raised {
    vm.value_error(format!("non-hexadecimal number found in fromhex() arg at position {at}"))
}

// ---- repr --------------------------------------------------------------------------------------

/// The bytes as Python writes them, without the `b`. Inside a bytearray every `'` is escaped.
pub(super) fn quoted(bytes: &[u8], array: bool) -> String {
    let double = bytes.contains(&b'\'') && !bytes.contains(&b'"');
    let quote = if double { '"' } else { '\'' };
    let mut out = String::with_capacity(bytes.len() + 3);
    out.push(quote);
    for byte in bytes {
        match *byte {
            b'\t' => out.push_str("\\t"),
            b'\n' => out.push_str("\\n"),
            b'\r' => out.push_str("\\r"),
            b'\\' => out.push_str("\\\\"),
            b'\'' if array || !double => out.push_str("\\'"),
            byte @ 0x20..0x7f => out.push(char::from(byte)),
            // Writing to a String cannot fail.
            byte => drop(write!(out, "\\x{byte:02x}")),
        }
    }
    out.push(quote);
    out
}

pub(super) fn repr(vm: &Vm, this: &Value) -> PyResult {
    let this = Binary { value: this };
    let text = quoted(&this.bytes(), this.is_array());
    vm.finish_str(
        match this.is_array() {
            true => format!("{}(b{text})", vm.class(this.value).name()),
            false => format!("b{text}"),
        }
        .as_bytes(),
    )
}

#[cfg(test)]
mod tests {
    use super::quoted;

    #[test]
    fn quotes() {
        assert_eq!(quoted(b"it's", false), "\"it's\"");
        assert_eq!(quoted(b"it's", true), "\"it\\'s\"");
        assert_eq!(quoted(b"'\"", false), "'\\'\"'");
        assert_eq!(quoted(b"\x00\x7f\xff\\\t", false), "'\\x00\\x7f\\xff\\\\\\t'");
    }
}
