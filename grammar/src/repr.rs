//! Constants as Python's `repr` writes them. Used for dumps only; the engine has its own.

use std::fmt::Write;

use crate::ast::{Constant, Int};
use taipan_unicode::is_printable;

pub(crate) fn constant(out: &mut String, value: &Constant<'_>) {
    match *value {
        Constant::None => out.push_str("None"),
        Constant::True => out.push_str("True"),
        Constant::False => out.push_str("False"),
        Constant::Ellipsis => out.push_str("Ellipsis"),
        Constant::Int(Int::Small(value)) => {
            let _ = write!(out, "{value}");
        }
        Constant::Int(Int::Big { digits, radix }) => out.push_str(&decimal(digits, radix)),
        Constant::Float(value) => out.push_str(&float(value, true)),
        Constant::Complex { imag, .. } => {
            out.push_str(&float(imag, false));
            out.push('j');
        }
        Constant::Str(text) => string(out, text.as_bytes()),
        Constant::Bytes(bytes) => byte_string(out, bytes),
        // No literal is one.
        Constant::Tuple(_) | Constant::FrozenSet(_) => out.push_str("..."),
    }
}

/// A large integer in base ten; takes quadratic time.
fn decimal(digits: &str, radix: u32) -> String {
    const BASE: u64 = 1_000_000_000;
    if radix == 10 {
        return digits.trim_start_matches('0').to_owned();
    }
    let mut limbs: Vec<u64> = vec![0];
    for digit in digits.chars().filter_map(|c| c.to_digit(radix)) {
        let mut carry = u64::from(digit);
        for limb in &mut limbs {
            let value = *limb * u64::from(radix) + carry;
            *limb = value % BASE;
            carry = value / BASE;
        }
        if carry > 0 {
            limbs.push(carry);
        }
    }
    let mut out = String::new();
    for (index, limb) in limbs.iter().rev().enumerate() {
        let _ = if index == 0 { write!(out, "{limb}") } else { write!(out, "{limb:09}") };
    }
    out
}

/// The shortest digits that read back the same, in Python's layout.
fn float(value: f64, point: bool) -> String {
    if value.is_infinite() {
        return "inf".to_owned();
    }
    let scientific = format!("{value:e}");
    let (mantissa, exponent) = scientific.split_once('e').unwrap_or((&scientific, "0"));
    let exponent: i32 = exponent.parse().unwrap_or(0);
    if (-4..16).contains(&exponent) {
        let plain = format!("{value}");
        return if point && !plain.contains('.') { plain + ".0" } else { plain };
    }
    let sign = if exponent < 0 { '-' } else { '+' };
    format!("{mantissa}e{sign}{:02}", exponent.abs())
}

fn quote_for(bytes: &[u8]) -> u8 {
    let single = memchr::memchr(b'\'', bytes).is_some();
    if single && memchr::memchr(b'"', bytes).is_none() { b'"' } else { b'\'' }
}

/// The repr of text in WTF-8.
pub(crate) fn string(out: &mut String, bytes: &[u8]) {
    let quote = quote_for(bytes);
    out.push(char::from(quote));
    for chunk in bytes.utf8_chunks() {
        for c in chunk.valid().chars() {
            character(out, c, quote);
        }
        // What is not UTF-8 in WTF-8 is a surrogate, in chunks of its three bytes.
        let mut rest = chunk.invalid();
        if rest.first() == Some(&0xED) {
            let start = chunk.invalid().as_ptr() as usize - bytes.as_ptr() as usize;
            rest = bytes.get(start..start + 3).unwrap_or(rest);
        } else if rest.first().is_some_and(|b| b & 0xC0 == 0x80) {
            continue;
        }
        if let [a, b, c] = *rest {
            let code = u32::from(a & 0x0F) << 12 | u32::from(b & 0x3F) << 6 | u32::from(c & 0x3F);
            let _ = write!(out, "\\u{code:04x}");
        }
    }
    out.push(char::from(quote));
}

fn character(out: &mut String, c: char, quote: u8) {
    let code = c as u32;
    let _ = match c {
        '\\' => write!(out, "\\\\"),
        '\n' => write!(out, "\\n"),
        '\r' => write!(out, "\\r"),
        '\t' => write!(out, "\\t"),
        _ if code == u32::from(quote) => write!(out, "\\{c}"),
        ' '..='~' => write!(out, "{c}"),
        _ if code < 0x100 && !is_printable(code) => write!(out, "\\x{code:02x}"),
        _ if is_printable(code) => write!(out, "{c}"),
        _ if code < 0x1_0000 => write!(out, "\\u{code:04x}"),
        _ => write!(out, "\\U{code:08x}"),
    };
}

fn byte_string(out: &mut String, bytes: &[u8]) {
    let quote = quote_for(bytes);
    out.push('b');
    out.push(char::from(quote));
    for &b in bytes {
        let _ = match b {
            b'\\' => write!(out, "\\\\"),
            b'\n' => write!(out, "\\n"),
            b'\r' => write!(out, "\\r"),
            b'\t' => write!(out, "\\t"),
            _ if b == quote => write!(out, "\\{}", char::from(b)),
            b' '..=b'~' => write!(out, "{}", char::from(b)),
            _ => write!(out, "\\x{b:02x}"),
        };
    }
    out.push(char::from(quote));
}
