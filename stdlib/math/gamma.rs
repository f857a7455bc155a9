//! The gamma function and its logarithm, by the approximation of Lanczos with the coefficients that
//! the Boost library publishes for 53 bits, here as the floats they are.

use std::f64::consts::PI;

use taipan_engine::object::slots::PyResult;
use taipan_engine::object::vm::Vm;

use super::real::{domain_error, range_error};

const G: f64 = 6.024_680_040_776_73;
const LOG_PI: f64 = 1.144_729_885_849_400_2;

/// Numerator and denominator of the rational function, the highest power last.
#[rustfmt::skip]
const TERMS: [(f64, f64); 13] = [
    (23_531_376_880.410_76, 0.0),
    (42_919_803_642.649_1, 39_916_800.0),
    (35_711_959_237.355_67, 120_543_840.0),
    (17_921_034_426.037_21, 150_917_976.0),
    (6_039_542_586.352_028, 105_258_076.0),
    (1_439_720_407.311_721_6, 45_995_730.0),
    (248_874_557.862_054_17, 13_339_535.0),
    (31_426_415.585_400_194, 2_637_558.0),
    (2_876_370.628_935_372_5, 357_423.0),
    (186_056.265_395_223_48, 32_670.0),
    (8_071.672_002_365_816, 1_925.0),
    (210.824_277_751_579_36, 66.0),
    (2.506_628_274_631_000_2, 1.0),
];

/// The rational function at a positive number.
fn lanczos(x: f64) -> f64 {
    let mut sums = (0.0, 0.0);
    if x < 5.0 {
        for (above, below) in TERMS.iter().rev() {
            sums = (sums.0 * x + above, sums.1 * x + below);
        }
    } else {
        // In powers of 1/x, which do not overflow.
        for (above, below) in &TERMS {
            sums = (sums.0 / x + above, sums.1 / x + below);
        }
    }
    sums.0 / sums.1
}

/// sin(pi * x), exact where it is zero.
fn sin_pi(x: f64) -> f64 {
    let rest = x.abs() % 2.0;
    let value = match (2.0 * rest).round() as i64 {
        0 => (PI * rest).sin(),
        1 => (PI * (rest - 0.5)).cos(),
        2 => (PI * (1.0 - rest)).sin(),
        3 => -(PI * (rest - 1.5)).cos(),
        _ => (PI * (rest - 2.0)).sin(),
    };
    1f64.copysign(x) * value
}

/// (n - 1)! for a small positive whole number.
fn small_factorial(n: f64) -> f64 {
    (2..n as u64).fold(1u128, |product, factor| product * u128::from(factor)) as f64
}

/// The value away from poles and for at most 200 in size.
fn by_lanczos(x: f64) -> f64 {
    let size = x.abs();
    let y = size + (G - 0.5);
    // What rounding took from y: the correction is worth some units in the last place.
    let lost = if size > G - 0.5 { (y - size) - (G - 0.5) } else { (y - (G - 0.5)) - size };
    let correction = lost * G / y;
    let power = |base: f64| {
        let exponent = size - 0.5;
        let half = base.powf(exponent / 2.0);
        (exponent, half)
    };
    if x < 0.0 {
        let mut result = -PI / sin_pi(size) / size * y.exp() / lanczos(size);
        result -= correction * result;
        if size < 140.0 {
            return result / y.powf(size - 0.5);
        }
        let (_, half) = power(y);
        return result / half / half;
    }
    let mut result = lanczos(size) / y.exp();
    result += correction * result;
    if size < 140.0 {
        return result * y.powf(size - 0.5);
    }
    let (_, half) = power(y);
    result * half * half
}

pub(super) fn gamma(vm: &Vm, x: f64) -> PyResult<f64> {
    if x.is_nan() || x == f64::INFINITY {
        return Ok(x);
    }
    if x.is_infinite() || x == 0.0 || (x < 0.0 && x == x.floor()) {
        return Err(domain_error(vm));
    }
    let result = if x == x.floor() && x <= 23.0 {
        small_factorial(x)
    } else if x.abs() < 1e-20 {
        1.0 / x
    } else if x < -200.0 {
        0.0 / sin_pi(x)
    } else if x > 200.0 {
        f64::INFINITY
    } else {
        by_lanczos(x)
    };
    if result.is_infinite() { Err(range_error(vm)) } else { Ok(result) }
}

pub(super) fn lgamma(vm: &Vm, x: f64) -> PyResult<f64> {
    if x.is_nan() {
        return Ok(x);
    }
    if x.is_infinite() {
        return Ok(f64::INFINITY);
    }
    if x == x.floor() && x <= 2.0 {
        return if x <= 0.0 { Err(domain_error(vm)) } else { Ok(0.0) };
    }
    let size = x.abs();
    if size < 1e-20 {
        return Ok(-size.ln());
    }
    let mut result = lanczos(size).ln() - G;
    result += (size - 0.5) * ((size + G - 0.5).ln() - 1.0);
    if x < 0.0 {
        result = LOG_PI - sin_pi(size).abs().ln() - size.ln() - result;
    }
    if result.is_infinite() { Err(range_error(vm)) } else { Ok(result) }
}
