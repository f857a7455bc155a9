//! Functions of real numbers, and when they are undefined or too large.

use num_bigint::{BigInt, Sign};
use taipan_engine::host::c_math;
use taipan_engine::object::native::Maybe;
use taipan_engine::object::slots::{BinaryOp, PyResult, Raised};
use taipan_engine::object::value::Value;
use taipan_engine::object::vm::Vm;

#[cold]
pub(super) fn domain_error(vm: &Vm) -> Raised {
    vm.value_error("math domain error")
}

#[cold]
pub(super) fn range_error(vm: &Vm) -> Raised {
    vm.overflow_error("math range error")
}

/// What an infinity out of a finite argument means.
#[derive(Clone, Copy)]
enum Pole {
    TooLarge,
    Undefined,
}

/// The result, unless it is no number although the arguments were.
#[inline]
fn checked(vm: &Vm, x: f64, result: f64, pole: Pole) -> PyResult<f64> {
    if result.is_finite() {
        return Ok(result);
    }
    if result.is_nan() && !x.is_nan() {
        return Err(domain_error(vm));
    }
    if result.is_infinite() && x.is_finite() {
        return Err(match pole {
            Pole::TooLarge => range_error(vm),
            Pole::Undefined => domain_error(vm),
        });
    }
    Ok(result)
}

macro_rules! functions {
    ($($name:ident $function:expr, $pole:ident;)*) => {
        $(pub(super) fn $name(vm: &Vm, x: f64) -> PyResult<f64> {
            checked(vm, x, $function(x), Pole::$pole)
        })*
    };
}

functions! {
    acos f64::acos, Undefined;
    acosh c_math::acosh, Undefined;
    asin f64::asin, Undefined;
    asinh c_math::asinh, Undefined;
    atan f64::atan, Undefined;
    atanh c_math::atanh, Undefined;
    cbrt f64::cbrt, Undefined;
    cos f64::cos, Undefined;
    cosh f64::cosh, TooLarge;
    erf c_math::erf, Undefined;
    erfc c_math::erfc, Undefined;
    exp f64::exp, TooLarge;
    exp2 f64::exp2, TooLarge;
    expm1 f64::exp_m1, TooLarge;
    log1p f64::ln_1p, Undefined;
    sin f64::sin, Undefined;
    sinh f64::sinh, TooLarge;
    sqrt f64::sqrt, Undefined;
    tan f64::tan, Undefined;
    tanh f64::tanh, Undefined;
}

pub(super) fn fabs(_: &Vm, x: f64) -> f64 {
    x.abs()
}

pub(super) fn degrees(_: &Vm, x: f64) -> f64 {
    x * (180.0 / std::f64::consts::PI)
}

pub(super) fn radians(_: &Vm, x: f64) -> f64 {
    x * (std::f64::consts::PI / 180.0)
}

pub(super) fn isfinite(_: &Vm, x: f64) -> bool {
    x.is_finite()
}

pub(super) fn isinf(_: &Vm, x: f64) -> bool {
    x.is_infinite()
}

pub(super) fn isnan(_: &Vm, x: f64) -> bool {
    x.is_nan()
}

pub(super) fn atan2(_: &Vm, y: f64, x: f64) -> f64 {
    y.atan2(x)
}

pub(super) fn copysign(_: &Vm, x: f64, y: f64) -> f64 {
    x.copysign(y)
}

pub(super) fn pow(vm: &Vm, x: f64, y: f64) -> PyResult<f64> {
    let result = x.powf(y);
    if result.is_finite() || !x.is_finite() || !y.is_finite() {
        return Ok(result);
    }
    // A power of zero is undefined if it is infinite.
    Err(if result.is_nan() || x == 0.0 { domain_error(vm) } else { range_error(vm) })
}

pub(super) fn fmod(vm: &Vm, x: f64, y: f64) -> PyResult<f64> {
    let result = x % y;
    if result.is_nan() && !x.is_nan() && !y.is_nan() {
        return Err(domain_error(vm));
    }
    Ok(result)
}

pub(super) fn remainder(vm: &Vm, x: f64, y: f64) -> PyResult<f64> {
    if x.is_nan() || y.is_nan() {
        return Ok(x + y);
    }
    if x.is_infinite() || y == 0.0 {
        return Err(domain_error(vm));
    }
    Ok(if y.is_infinite() { x } else { libm::remquo(x, y).0 })
}

pub(super) fn fma(vm: &Vm, x: f64, y: f64, z: f64) -> PyResult<f64> {
    let result = x.mul_add(y, z);
    let all = [x, y, z];
    if result.is_nan() && !all.iter().any(|v| v.is_nan()) {
        return Err(vm.value_error("invalid operation in fma"));
    }
    if result.is_infinite() && all.iter().all(|v| v.is_finite()) {
        return Err(vm.overflow_error("overflow in fma"));
    }
    Ok(result)
}

/// The number as 0.5 <= mantissa < 1 and exponent, for a positive one of any size.
fn split(number: &BigInt) -> (f64, f64) {
    let bits = number.bits();
    let shift = bits.saturating_sub(64);
    let top: BigInt = number >> shift;
    let lost = number.magnitude().trailing_zeros().is_some_and(|zeros| zeros < shift);
    // The lowest of 64 bits stands for all those cut off: rounding to 53 sees no difference.
    let top = u64::try_from(&top).unwrap_or(u64::MAX) | u64::from(lost);
    let (mantissa, exponent) = libm::frexp(top as f64);
    (mantissa, shift as f64 + f64::from(exponent))
}

/// A logarithm of any int or float.
fn logarithm(vm: &Vm, x: &Value, function: fn(f64) -> f64) -> PyResult<f64> {
    if let Some(number) = x.as_big() {
        if number.sign() != Sign::Plus {
            return Err(domain_error(vm));
        }
        if number.bits() > 1024 || vm.to_f64(x).is_err() {
            let (mantissa, exponent) = split(&number);
            return Ok(function(mantissa) + function(2.0) * exponent);
        }
    }
    let x = vm.to_f64(x)?;
    checked(vm, x, function(x), Pole::Undefined)
}

pub(super) fn log(vm: &Vm, x: &Value, base: Maybe<'_>) -> PyResult {
    let numerator = logarithm(vm, x, f64::ln)?;
    let Some(base) = base.0 else { return Ok(vm.float(numerator)) };
    let denominator = logarithm(vm, base, f64::ln)?;
    vm.binary(BinaryOp::TrueDiv, &vm.float(numerator), &vm.float(denominator))
}

pub(super) fn log2(vm: &Vm, x: &Value) -> PyResult<f64> {
    logarithm(vm, x, f64::log2)
}

pub(super) fn log10(vm: &Vm, x: &Value) -> PyResult<f64> {
    logarithm(vm, x, f64::log10)
}
