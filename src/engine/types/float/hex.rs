//! Floats from and to hexadecimal text.

use num_bigint::BigInt;

use super::decode;
use crate::object::slots::PyResult;
use crate::object::types::TypeRef;
use crate::object::value::Value;
use crate::object::vm::Vm;
use crate::types::codec;
use crate::types::int::quotient;
use crate::types::str::Text;

pub(super) fn hex(_: &Vm, this: &Value) -> String {
    let x = this.as_float().unwrap_or(0.0);
    if !x.is_finite() {
        return super::repr_f64(x);
    }
    let sign = if x.is_sign_negative() { "-" } else { "" };
    if x == 0.0 {
        return format!("{sign}0x0.0p+0");
    }
    let (_, mantissa, exponent) = decode(x);
    let (whole, fraction) = (mantissa >> 52, mantissa & ((1 << 52) - 1));
    format!("{sign}0x{whole}.{fraction:013x}p{:+}", exponent + 52)
}

/// Why a text is no number.
#[derive(PartialEq, Debug)]
enum Bad {
    Malformed,
    TooLarge,
}

pub(super) fn fromhex(vm: &Vm, class: &Value, text: &Value) -> PyResult {
    let Some(string) = Text::of(text) else {
        return Err(vm.type_error("bad argument type for built-in operation"));
    };
    let Some(text) = text.as_str() else {
        // Lone surrogates, which is what the encoder complains about.
        return codec::encode(vm, string, "utf-8", "strict");
    };
    let is_space = |c: char| c.is_ascii_whitespace() || c == '\x0b';
    let number = match parse(text.trim_matches(is_space)) {
        Ok(number) => vm.float(number),
        Err(Bad::Malformed) => {
            return Err(vm.value_error("invalid hexadecimal floating-point string"));
        }
        Err(Bad::TooLarge) => {
            let text = "hexadecimal value too large to represent as a float";
            return Err(vm.overflow_error(text));
        }
    };
    match TypeRef::of(class) {
        Some(ty) if ty != vm.types.float() => vm.call(class, &[number]),
        _ => Ok(number),
    }
}

fn parse(text: &str) -> Result<f64, Bad> {
    let (negative, rest) = match text.strip_prefix(['+', '-']) {
        Some(rest) => (text.starts_with('-'), rest),
        None => (false, text),
    };
    let lower = rest.to_ascii_lowercase();
    let magnitude = match lower.as_str() {
        "inf" | "infinity" => f64::INFINITY,
        "nan" => f64::NAN,
        number => parse_magnitude(number.strip_prefix("0x").unwrap_or(number))?,
    };
    Ok(if negative { -magnitude } else { magnitude })
}

fn parse_magnitude(text: &str) -> Result<f64, Bad> {
    let (mantissa, exponent) = match text.split_once('p') {
        Some((mantissa, exponent)) => (mantissa, parse_exponent(exponent)?),
        None => (text, 0),
    };
    let (whole, fraction) = mantissa.split_once('.').unwrap_or((mantissa, ""));
    let digits = format!("{whole}{fraction}");
    if digits.is_empty() || !digits.chars().all(|c| c.is_ascii_hexdigit()) {
        return Err(Bad::Malformed);
    }
    let value = BigInt::parse_bytes(digits.as_bytes(), 16).unwrap_or_default();
    if value.bits() == 0 {
        return Ok(0.0);
    }
    let exponent = exponent.saturating_sub(4 * fraction.len() as i64);
    // How many bits stand before the point: beyond these bounds the answer is known.
    let top = exponent.saturating_add(value.bits() as i64);
    if top > 1025 {
        return Err(Bad::TooLarge);
    }
    if top < -1100 {
        return Ok(0.0);
    }
    let number = if exponent >= 0 {
        quotient(&(value << exponent), &BigInt::from(1))
    } else {
        quotient(&value, &(BigInt::from(1) << exponent.unsigned_abs()))
    };
    number.ok_or(Bad::TooLarge)
}

fn parse_exponent(text: &str) -> Result<i64, Bad> {
    let (negative, digits) = match text.strip_prefix(['+', '-']) {
        Some(rest) => (text.starts_with('-'), rest),
        None => (false, text),
    };
    if digits.is_empty() || !digits.bytes().all(|b| b.is_ascii_digit()) {
        return Err(Bad::Malformed);
    }
    let value = digits.parse().unwrap_or(i64::MAX / 4).min(i64::MAX / 4);
    Ok(if negative { -value } else { value })
}

#[cfg(test)]
mod tests {
    use super::{Bad, parse};

    #[test]
    fn reads_hexadecimal() {
        assert_eq!(parse("0x1.8p3"), Ok(12.0));
        assert_eq!(parse("-.8"), Ok(-0.5));
        assert_eq!(parse("0x1.fffffffffffff8p0"), Ok(2.0));
        assert_eq!(parse("0x0.00000000000008p-1022"), Ok(0.0));
        assert_eq!(parse("0x1p5000"), Err(Bad::TooLarge));
        assert_eq!(parse("0x1.fffffffffffff8p1023"), Err(Bad::TooLarge));
        assert_eq!(parse("0x1p-99999999999999999999"), Ok(0.0));
        for bad in ["", "zz", "0x", "0x.", "1p", "0x1p+", "1 2"] {
            assert_eq!(parse(bad), Err(Bad::Malformed), "{bad}");
        }
    }
}
