//! Neighbours of floats: `nextafter` and `ulp`.

use num_bigint::Sign;
use taipan_engine::object::slots::PyResult;
use taipan_engine::object::value::Value;
use taipan_engine::object::vm::Vm;

const SIGN: u64 = 1 << 63;

/// Floats in their order as integers in their order; both zeros are 0.
fn place(x: f64) -> i128 {
    let size = i128::from(x.to_bits() & !SIGN);
    if x.is_sign_negative() { -size } else { size }
}

fn at_place(place: i128) -> f64 {
    let size = f64::from_bits(place.unsigned_abs() as u64);
    if place < 0 { -size } else { size }
}

/// The float `steps` neighbours away from `x`, at most `y`.
fn walk(x: f64, y: f64, steps: u64) -> f64 {
    if steps == 0 || x.is_nan() {
        return x;
    }
    if y.is_nan() {
        return y;
    }
    let (from, to, steps) = (place(x), place(y), i128::from(steps));
    if (to - from).abs() <= steps {
        return y;
    }
    let reached = at_place(if to > from { from + steps } else { from - steps });
    // A zero on the way has the sign of the side it was reached from.
    if reached == 0.0 { reached.copysign(x) } else { reached }
}

pub(super) fn nextafter(vm: &Vm, x: f64, y: f64, steps: &Value) -> PyResult<f64> {
    if steps.is_none() {
        return Ok(walk(x, y, 1));
    }
    let index = vm.index(steps)?;
    let count = index.as_big().unwrap_or_default();
    if count.sign() == Sign::Minus {
        return Err(vm.value_error("steps must be a non-negative integer"));
    }
    Ok(walk(x, y, u64::try_from(count.as_ref()).unwrap_or(u64::MAX)))
}

pub(super) fn ulp(_: &Vm, x: f64) -> f64 {
    let x = x.abs();
    if !x.is_finite() {
        return x;
    }
    let above = x.next_up();
    if above.is_infinite() { x - x.next_down() } else { above - x }
}
