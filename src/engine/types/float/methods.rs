//! Methods of float: rounding, ratios.

use num_bigint::BigInt;

use super::{arithmetic, decode, whole_part};
use crate::object::slots::PyResult;
use crate::object::value::Value;
use crate::object::vm::Vm;
use crate::types::int::{Int, big_to_f64, divide_rounded, quotient};

fn number(this: &Value) -> f64 {
    this.as_float().unwrap_or(0.0)
}

pub(super) fn itself(vm: &Vm, this: &Value) -> Value {
    if vm.type_of(this) == *vm.types.float() {
        return this.clone();
    }
    vm.float(number(this))
}

pub(super) fn getnewargs(vm: &Vm, this: &Value) -> Value {
    vm.tuple(vec![itself(vm, this)])
}

pub(super) fn is_integer(_: &Vm, this: &Value) -> bool {
    let x = number(this);
    x.is_finite() && x.fract() == 0.0
}

pub(super) fn getformat(vm: &Vm, _class: &Value, kind: &Value) -> PyResult {
    use crate::types::str::text::codec_name;
    let kind = codec_name(vm, kind, "__getformat__() argument")?;
    if !matches!(&*kind, "double" | "float") {
        return Err(vm.value_error("__getformat__() argument 1 must be 'double' or 'float'"));
    }
    let order = if cfg!(target_endian = "little") { "little" } else { "big" };
    Ok(vm.str(&format!("IEEE, {order}-endian")))
}

/// The int of a number that is whole or infinite or NaN.
fn integral(vm: &Vm, x: f64) -> PyResult {
    if x.is_nan() {
        return Err(vm.value_error("cannot convert float NaN to integer"));
    }
    if x.is_infinite() {
        return Err(vm.overflow_error("cannot convert float infinity to integer"));
    }
    const LIMIT: f64 = (1u64 << 62) as f64;
    if x.abs() < LIMIT { Ok(vm.int(x as i64)) } else { Ok(vm.big_int(whole_part(x))) }
}

pub(super) fn trunc(vm: &Vm, this: &Value) -> PyResult {
    integral(vm, number(this).trunc())
}

pub(super) fn trunc_slot(vm: &Vm, this: &Value) -> PyResult {
    trunc(vm, this)
}

pub(super) fn floor(vm: &Vm, this: &Value) -> PyResult {
    integral(vm, number(this).floor())
}

pub(super) fn ceil(vm: &Vm, this: &Value) -> PyResult {
    integral(vm, number(this).ceil())
}

pub(super) fn round(vm: &Vm, this: &Value, digits: &Value) -> PyResult {
    let x = number(this);
    if digits.is_none() {
        return integral(vm, x.round_ties_even());
    }
    let digits = vm.index(digits)?;
    // Beyond 64 bits only the sign matters.
    let digits = digits.as_i64().unwrap_or_else(|| match digits.as_big() {
        Some(big) if big.sign() == num_bigint::Sign::Minus => i64::MIN,
        _ => i64::MAX,
    });
    match round_to(x, digits) {
        Some(rounded) => Ok(vm.float(rounded)),
        None => Err(vm.overflow_error("rounded value too large to represent")),
    }
}

/// The float nearest to `x` rounded (exactly, ties to even) to so many digits behind the point;
/// `None` if that is beyond the range.
fn round_to(x: f64, digits: i64) -> Option<f64> {
    /// No float has a digit behind this place, none is as large as half the other.
    const LAST: i64 = 323;
    const FIRST: i64 = -308;
    if !x.is_finite() || digits > LAST {
        return Some(x);
    }
    if digits < FIRST {
        return Some(0.0f64.copysign(x));
    }
    let (_, mantissa, exponent) = decode(x);
    let (mut above, mut below) = (BigInt::from(mantissa), BigInt::from(1));
    if exponent >= 0 {
        above <<= exponent;
    } else {
        below <<= exponent.unsigned_abs();
    }
    let unit = BigInt::from(10).pow(digits.unsigned_abs() as u32);
    let rounded = if digits >= 0 {
        quotient(&divide_rounded(&(above * &unit), &below), &unit)
    } else {
        big_to_f64(&(divide_rounded(&above, &(below * &unit)) * unit))
    };
    rounded.map(|r| r.copysign(x))
}

pub(super) fn as_integer_ratio(vm: &Vm, this: &Value) -> PyResult {
    let x = number(this);
    if x.is_nan() {
        return Err(vm.value_error("cannot convert NaN to integer ratio"));
    }
    if x.is_infinite() {
        return Err(vm.overflow_error("cannot convert Infinity to integer ratio"));
    }
    let (negative, mantissa, exponent) = decode(x);
    let spare = if mantissa == 0 { 1074 } else { mantissa.trailing_zeros() };
    let reduce = spare.min(exponent.min(0).unsigned_abs());
    let mut above = BigInt::from(mantissa >> reduce.min(63));
    let mut below = BigInt::from(1);
    let exponent = exponent + reduce as i32;
    if exponent >= 0 {
        above <<= exponent;
    } else {
        below <<= exponent.unsigned_abs();
    }
    let above = if negative { -above } else { above };
    Ok(vm.tuple(vec![vm.big_int(above), vm.big_int(below)]))
}

/// `(a // b, a % b)`
pub(crate) fn divmod(vm: &Vm, a: &Value, b: &Value) -> PyResult {
    let known = |v: &Value| v.as_float().is_some() || Int::of(v).is_some();
    if !known(a) || !known(b) {
        return Ok(Value::NOT_IMPLEMENTED);
    }
    let (a, b) = (arithmetic::operand(vm, a)?, arithmetic::operand(vm, b)?);
    let (a, b) = (a.unwrap_or(0.0), b.unwrap_or(0.0));
    if b == 0.0 {
        return Err(arithmetic::zero_division(vm, "float divmod()"));
    }
    let (quotient, rest) = arithmetic::divide_floor(a, b);
    Ok(vm.tuple(vec![vm.float(quotient), vm.float(rest)]))
}

#[cfg(test)]
mod tests {
    use super::round_to;

    #[test]
    fn rounds_the_exact_value() {
        for (x, digits, expected) in [
            (2.675, 2, 2.67),
            (0.125, 2, 0.12),
            (2.5, 0, 2.0),
            (1234.5, -2, 1200.0),
            (-1.5, -1, -0.0),
            (1e300, -299, 1e300),
            (5e-324, 323, 0.0),
            (1.5, 400, 1.5),
        ] {
            assert_eq!(round_to(x, digits), Some(expected), "{x} {digits}");
        }
        assert_eq!(round_to(1.7e308, -308), None);
    }
}
