//! Operators of ints: 64-bit arithmetic where it suffices, big integers beyond. Powers are in
//! `power.rs`.

use num_bigint::{BigInt, Sign};
use num_integer::Integer;

use super::divide::floor_divide;
use super::{Int, power};
use crate::object::slots::{BinaryOp, PyResult};
use crate::object::value::Value;
use crate::object::vm::Vm;
use crate::types::exception::ZERO_DIVISION_ERROR;

/// `a op b` of ints and bools; NotImplemented for anything else.
pub(crate) fn binary(vm: &Vm, op: BinaryOp, a: &Value, b: &Value) -> PyResult {
    match (Int::of(a), Int::of(b)) {
        (Some(Int::Small(a)), Some(Int::Small(b))) => small(vm, op, a, b),
        (Some(a), Some(b)) => big(vm, op, a, b),
        _ => Ok(Value::NOT_IMPLEMENTED),
    }
}

/// Both operands have 63 bits.
fn small(vm: &Vm, op: BinaryOp, a: i64, b: i64) -> PyResult {
    let result = match op {
        BinaryOp::Add => a + b,
        BinaryOp::Sub => a - b,
        BinaryOp::Mul => match a.checked_mul(b) {
            Some(product) => product,
            None => return Ok(vm.big_int(BigInt::from(i128::from(a) * i128::from(b)))),
        },
        BinaryOp::FloorDiv | BinaryOp::Mod if b == 0 => return Err(zero_division(vm, op)),
        BinaryOp::FloorDiv => Integer::div_floor(&a, &b),
        BinaryOp::Mod => Integer::mod_floor(&a, &b),
        BinaryOp::And => a & b,
        BinaryOp::Or => a | b,
        BinaryOp::Xor => a ^ b,
        BinaryOp::RShift if b >= 0 => a >> b.min(63),
        BinaryOp::LShift if (0..63).contains(&b) && (a << b) >> b == a => a << b,
        BinaryOp::TrueDiv if a.unsigned_abs() <= EXACT && b.unsigned_abs() <= EXACT && b != 0 => {
            return Ok(vm.float(a as f64 / b as f64));
        }
        BinaryOp::TrueDiv
        | BinaryOp::Pow
        | BinaryOp::LShift
        | BinaryOp::RShift
        | BinaryOp::MatMul => return big(vm, op, Int::Small(a), Int::Small(b)),
    };
    Ok(vm.int(result))
}

/// Up to here every integer is a float.
const EXACT: u64 = 1 << 53;

fn big(vm: &Vm, op: BinaryOp, a: Int, b: Int) -> PyResult {
    if let Some(value) = mixed(vm, op, a, b)? {
        return Ok(vm.big_int(value));
    }
    let value = match op {
        BinaryOp::Pow => return power::power(vm, a, b),
        BinaryOp::LShift | BinaryOp::RShift => return shift(vm, op, a, b),
        BinaryOp::MatMul => return Ok(Value::NOT_IMPLEMENTED),
        _ => {
            let (a, b) = (a.to_big(), b.to_big());
            let (a, b) = (&*a, &*b);
            match op {
                BinaryOp::Add => a + b,
                BinaryOp::Sub => a - b,
                BinaryOp::Mul => {
                    vm.check_int_bits(u128::from(a.bits()) + u128::from(b.bits()))?;
                    a * b
                }
                BinaryOp::FloorDiv | BinaryOp::Mod | BinaryOp::TrueDiv
                    if b.sign() == Sign::NoSign =>
                {
                    return Err(zero_division(vm, op));
                }
                BinaryOp::FloorDiv => floor_divide(a, b).0,
                BinaryOp::Mod => floor_divide(a, b).1,
                BinaryOp::TrueDiv => return true_divide(vm, a, b),
                BinaryOp::And => a & b,
                BinaryOp::Or => a | b,
                _ => a ^ b,
            }
        }
    };
    Ok(vm.big_int(value))
}

/// A sum, difference or product of a big integer and a small one, which need not become big.
fn mixed(vm: &Vm, op: BinaryOp, a: Int, b: Int) -> PyResult<Option<BigInt>> {
    Ok(Some(match (op, a, b) {
        (BinaryOp::Add, Int::Big(a), Int::Small(b))
        | (BinaryOp::Add, Int::Small(b), Int::Big(a)) => a + b,
        (BinaryOp::Sub, Int::Big(a), Int::Small(b)) => a - b,
        (BinaryOp::Sub, Int::Small(a), Int::Big(b)) => a - b,
        (BinaryOp::Mul, Int::Big(a), Int::Small(b))
        | (BinaryOp::Mul, Int::Small(b), Int::Big(a)) => {
            vm.check_int_bits(u128::from(a.bits()) + 63)?;
            a * b
        }
        _ => return Ok(None),
    }))
}

#[cold]
fn zero_division(vm: &Vm, op: BinaryOp) -> crate::object::slots::Raised {
    let text = match op {
        BinaryOp::Mod => "integer modulo by zero",
        BinaryOp::TrueDiv => "division by zero",
        _ => "integer division or modulo by zero",
    };
    vm.raise(&ZERO_DIVISION_ERROR, text)
}

/// `(a // b, a % b)`
pub(super) fn divmod(vm: &Vm, a: Int, b: Int) -> PyResult {
    if b.is_zero() {
        return Err(zero_division(vm, BinaryOp::FloorDiv));
    }
    let (quotient, rest) = match (a, b) {
        (Int::Small(a), Int::Small(b)) => {
            let (quotient, rest) = Integer::div_mod_floor(&a, &b);
            (vm.int(quotient), vm.int(rest))
        }
        (a, b) => {
            let (quotient, rest) = floor_divide(&a.to_big(), &b.to_big());
            (vm.big_int(quotient), vm.big_int(rest))
        }
    };
    Ok(vm.tuple(vec![quotient, rest]))
}

fn shift(vm: &Vm, op: BinaryOp, a: Int, b: Int) -> PyResult {
    let negative = match b {
        Int::Small(b) => b < 0,
        Int::Big(b) => b.sign() == Sign::Minus,
    };
    if negative {
        return Err(vm.value_error("negative shift count"));
    }
    if a.is_zero() {
        return Ok(Value::int_unchecked(0));
    }
    let a = a.to_big();
    let count = b.to_i64();
    if op == BinaryOp::RShift {
        return Ok(match count {
            Some(count) if (count as u64) < a.bits() => vm.big_int(&*a >> count),
            _ => Value::int_unchecked(if a.sign() == Sign::Minus { -1 } else { 0 }),
        });
    }
    let Some(count) = count else {
        // CPython counts digits of 30 bits, in a signed word.
        let most = BigInt::from(30u128 << 63);
        return Err(match b {
            Int::Big(b) if *b >= most => vm.overflow_error("too many digits in integer"),
            Int::Big(_) | Int::Small(_) => vm.memory_error(),
        });
    };
    vm.check_int_bits(u128::from(a.bits()) + count as u128)?;
    Ok(vm.big_int(&*a << count))
}

fn true_divide(vm: &Vm, a: &BigInt, b: &BigInt) -> PyResult {
    match quotient(a, b) {
        Some(result) => Ok(vm.float(result)),
        None => Err(vm.overflow_error("integer division result too large for a float")),
    }
}

/// The float nearest to `a / b`, ties to even; `None` if it is too large. `b` is not 0.
pub(crate) fn quotient(a: &BigInt, b: &BigInt) -> Option<f64> {
    let negative = (a.sign() == Sign::Minus) != (b.sign() == Sign::Minus);
    let (a, b) = (a.magnitude(), b.magnitude());
    if a.bits() == 0 {
        return Some(if negative { -0.0 } else { 0.0 });
    }
    // Scale so that the quotient has 55 or 56 bits, but never below the last bit of a denormal:
    // then one rounding, with all that was cut off folded into the last bit, is exact.
    let scale = (a.bits() as i64 - b.bits() as i64 - 55).max(-1076);
    let (quotient, rest) = if scale < 0 {
        (a << scale.unsigned_abs()).div_rem(b)
    } else {
        a.div_rem(&(b << scale.unsigned_abs()))
    };
    let mut mantissa = u64::try_from(&quotient).ok()?;
    if rest.bits() != 0 {
        mantissa |= 1;
    }
    let result = round_scaled(mantissa, scale)?;
    Some(if negative { -result } else { result })
}

/// The float nearest to `mantissa * 2^exponent`, ties to even; the mantissa's last bit may stand for
/// anything cut off. `exponent` is at least -1076.
pub(crate) fn round_scaled(mantissa: u64, exponent: i64) -> Option<f64> {
    if mantissa == 0 {
        return Some(0.0);
    }
    let bits = i64::from(64 - mantissa.leading_zeros());
    // The exponent of the last place that the result keeps.
    let last = (bits + exponent - 53).max(-1074);
    let drop = last - exponent;
    let kept = if drop <= 0 {
        mantissa << drop.unsigned_abs()
    } else if drop > 63 {
        return Some(0.0);
    } else {
        let half = 1u64 << (drop - 1);
        let (kept, cut) = (mantissa >> drop, mantissa & ((half << 1) - 1));
        kept + u64::from(cut > half || cut == half && kept & 1 == 1)
    };
    let result = scale_exact(kept as f64, last);
    result.is_finite().then_some(result)
}

/// `value * 2^exponent` where the result needs no rounding.
fn scale_exact(mut value: f64, mut exponent: i64) -> f64 {
    while exponent > 1000 {
        value *= f64::from_bits((1000 + 1023) << 52);
        exponent -= 1000;
        if !value.is_finite() {
            return value;
        }
    }
    while exponent < -1000 {
        // Two steps at most, and the first one leaves a normal number: 2^-1000 of at least 1.
        if exponent >= -1074 {
            value *= f64::from_bits(((1023 - 500) as u64) << 52);
            exponent += 500;
        } else {
            return 0.0;
        }
    }
    value * f64::from_bits(((1023 + exponent) as u64) << 52)
}

/// The float nearest to an int, ties to even; `None` if it is too large.
pub(crate) fn big_to_f64(big: &BigInt) -> Option<f64> {
    quotient(big, &BigInt::from(1))
}

#[cfg(test)]
mod tests {
    use super::{BigInt, quotient};

    fn divide(a: &str, b: &str) -> Option<f64> {
        quotient(&a.parse().ok()?, &b.parse().ok()?)
    }

    #[test]
    fn division_rounds_once() {
        assert_eq!(divide("1", "3"), Some(1.0 / 3.0));
        assert_eq!(divide("-7", "2"), Some(-3.5));
        assert_eq!(divide("9007199254740993", "1"), Some(9007199254740992.0));
        assert_eq!(divide("9007199254740995", "1"), Some(9007199254740996.0));
        assert_eq!(divide("0", "-5").map(f64::to_bits), Some((-0.0f64).to_bits()));
    }

    #[test]
    fn extremes_of_division() {
        let one = BigInt::from(1);
        let smallest = f64::from_bits(1);
        assert_eq!(quotient(&one, &(&one << 1074)), Some(smallest));
        assert_eq!(quotient(&one, &(&one << 1075)), Some(0.0));
        assert_eq!(quotient(&BigInt::from(3), &(&one << 1076)), Some(smallest));
        assert_eq!(quotient(&(&one << 1023), &one), Some(f64::from_bits(0x7fe << 52)));
        assert_eq!(quotient(&(&one << 1024), &one), None);
        assert_eq!(quotient(&one, &(&one << 5000)), Some(0.0));
    }
}
