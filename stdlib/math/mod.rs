//! math: the table, and what rounds or takes floats apart. Functions of reals are in `real.rs`, the
//! gamma function in `gamma.rs`, those of integers in `integer.rs`, sums and products in `sums.rs`.

mod gamma;
mod integer;
mod real;
mod steps;
mod sums;

use taipan_engine::funcs;
use taipan_engine::object::slots::PyResult;
use taipan_engine::object::value::Value;
use taipan_engine::object::vm::Vm;
use taipan_engine::types::module::ModuleSpec;

/// Rounds by the special method, or as a float.
fn rounded(vm: &Vm, x: &Value, method: &str, round: fn(f64) -> f64) -> PyResult {
    if x.is_int() {
        return Ok(x.clone());
    }
    if !x.is_small_float()
        && !vm.type_of(x).value().is(vm.types.float().value())
        && let Some(result) = vm.call_special(x, &vm.intern(method), &[])?
    {
        return Ok(result);
    }
    let whole = round(vm.to_f64(x)?);
    if whole.abs() < 1e18 {
        return Ok(vm.int(whole as i64));
    }
    vm.to_int(&vm.float(whole))
}

fn floor(vm: &Vm, x: &Value) -> PyResult {
    rounded(vm, x, "__floor__", f64::floor)
}

fn ceil(vm: &Vm, x: &Value) -> PyResult {
    rounded(vm, x, "__ceil__", f64::ceil)
}

fn trunc(vm: &Vm, x: &Value) -> PyResult {
    if let Some(result) = vm.call_special(x, &vm.intern("__trunc__"), &[])? {
        return Ok(result);
    }
    let class = vm.class(x).full_name();
    Err(vm.type_error(format!("type {class} doesn't define __trunc__ method")))
}

fn frexp(vm: &Vm, x: f64) -> Value {
    let (mantissa, exponent) = if x == 0.0 || !x.is_finite() { (x, 0) } else { libm::frexp(x) };
    vm.tuple(vec![vm.float(mantissa), vm.int(i64::from(exponent))])
}

fn modf(vm: &Vm, x: f64) -> Value {
    let fraction = if x.is_infinite() { 0.0 } else { x.fract() };
    vm.tuple(vec![vm.float(fraction.copysign(x)), vm.float(x.trunc())])
}

fn ldexp(vm: &Vm, x: f64, i: &Value) -> PyResult<f64> {
    let Some(exponent) = i.as_big() else {
        return Err(vm.type_error("Expected an int as second argument to ldexp."));
    };
    if x == 0.0 || !x.is_finite() {
        return Ok(x);
    }
    let clamped = i32::try_from(exponent.as_ref())
        .unwrap_or_else(|_| if exponent.sign() == num_bigint::Sign::Minus { -9999 } else { 9999 });
    let result = libm::ldexp(x, clamped.clamp(-9999, 9999));
    if result.is_infinite() { Err(real::range_error(vm)) } else { Ok(result) }
}

fn isclose(vm: &Vm, a: f64, b: f64, rel_tol: f64, abs_tol: f64) -> PyResult<bool> {
    if rel_tol < 0.0 || abs_tol < 0.0 {
        return Err(vm.value_error("tolerances must be non-negative"));
    }
    if a == b {
        return Ok(true);
    }
    if a.is_infinite() || b.is_infinite() {
        return Ok(false);
    }
    let difference = (b - a).abs();
    let within = |size: f64| difference <= (rel_tol * size).abs();
    Ok(within(b) || within(a) || difference <= abs_tol)
}

pub(crate) static MATH: ModuleSpec = ModuleSpec {
    name: "math",
    doc: "Mathematical functions of real numbers.",
    funcs: funcs![
        "acos" = real::acos, "(x, /)", "The arc cosine of x in radians, 0 to pi.";
        "acosh" = real::acosh, "(x, /)", "The inverse of cosh.";
        "asin" = real::asin, "(x, /)", "The arc sine of x in radians, -pi/2 to pi/2.";
        "asinh" = real::asinh, "(x, /)", "Inverse of sinh.";
        "atan" = real::atan, "(x, /)", "The arc tangent of x in radians, -pi/2 to pi/2.";
        "atan2" = real::atan2, "(y, x, /)", "The angle of the point (x, y) in radians, -pi to pi.";
        "atanh" = real::atanh, "(x, /)", "The inverse of tanh.";
        "cbrt" = real::cbrt, "(x, /)", "Cube root, also of a negative number.";
        ceil "(x, /)" "The smallest integer that is not below x.";
        "comb" = integer::comb, "(n, k, /)", "How many ways there are to choose k of n items, in no order.";
        "copysign" = real::copysign, "(x, y, /)", "The size of x with the sign of y.";
        "cos" = real::cos, "(x, /)", "The cosine of x radians.";
        "cosh" = real::cosh, "(x, /)", "Hyperbolic cosine.";
        "degrees" = real::degrees, "(x, /)", "An angle in degrees that is given in radians.";
        "dist" = sums::dist, "(p, q, /)", "The Euclidean distance of the points p and q.";
        "erf" = real::erf, "(x, /)", "Error function at x.";
        "erfc" = real::erfc, "(x, /)", "1 - erf(x), exact also where it is very small.";
        "exp" = real::exp, "(x, /)", "The number e to the power x.";
        "exp2" = real::exp2, "(x, /)", "2 to the power x.";
        "expm1" = real::expm1, "(x, /)", "Return exp(x)-1.";
        "fabs" = real::fabs, "(x, /)", "The absolute value, as a float.";
        "factorial" = integer::factorial, "(n, /)", "The product of the integers 1 to n; ValueError for a negative n.";
        floor "(x, /)" "The greatest integer that is not above x.";
        "fma" = real::fma, "(x, y, z, /)", "x * y + z, rounded once.";
        "fmod" = real::fmod, "(x, y, /)", "The remainder of x / y with the sign of x; % takes that of y.";
        frexp "(x, /)" "(m, e) with x == m * 2**e and 0.5 <= abs(m) < 1.";
        "fsum" = sums::fsum, "(seq, /)", "The sum of floats without loss on the way.";
        "gamma" = gamma::gamma, "(x, /)", "Gamma function at x.";
        "gcd" = integer::gcd, "(*integers)", "Greatest Common Divisor.";
        "hypot" = sums::hypot, "(*coordinates)", "The length of the vector with these coordinates.";
        isclose "(a, b, *, rel_tol=1e-09, abs_tol=0.0)" "Whether a and b differ by no more than the tolerances allow.";
        "isfinite" = real::isfinite, "(x, /)", "Whether x is an ordinary number: no infinity, no NaN.";
        "isinf" = real::isinf, "(x, /)", "Whether x is infinite, of either sign.";
        "isnan" = real::isnan, "(x, /)", "Whether x is not a number.";
        "isqrt" = integer::isqrt, "(n, /)", "The greatest integer whose square is not above n.";
        "lcm" = integer::lcm, "(*integers)", "Least Common Multiple.";
        ldexp "(x, i, /)" "x times 2 to the power of i.";
        "lgamma" = gamma::lgamma, "(x, /)", "The logarithm of abs(gamma(x)).";
        "log" = real::log, "(x, base=<none>, /)", "The logarithm of x to base, the natural one without it.";
        "log10" = real::log10, "(x, /)", "Logarithm to base 10, exact for powers of 10.";
        "log1p" = real::log1p, "(x, /)", "The natural logarithm of 1 + x, exact near zero too.";
        "log2" = real::log2, "(x, /)", "Logarithm to base 2, exact for powers of 2.";
        modf "(x, /)" "The parts of x after and before the point, both floats with its sign.";
        "nextafter" = steps::nextafter, "(x, y, /, *, steps=None)", "The float steps steps from x in the direction of y.";
        "perm" = integer::perm, "(n, k=None, /)", "How many ways there are to choose k of n items, in order.";
        "pow" = real::pow, "(x, y, /)", "x to the power y, as floats.";
        "prod" = sums::prod, "(iterable, /, *, start=1)", "The product of all items and start.";
        "radians" = real::radians, "(x, /)", "An angle in radians that is given in degrees.";
        "remainder" = real::remainder, "(x, y, /)", "x less the nearest multiple of y (IEEE 754).";
        "sin" = real::sin, "(x, /)", "The sine of x radians.";
        "sinh" = real::sinh, "(x, /)", "Hyperbolic sine.";
        "sqrt" = real::sqrt, "(x, /)", "Square root; ValueError below zero.";
        "sumprod" = sums::sumprod, "(p, q, /)", "The sum of p[i] * q[i].";
        "tan" = real::tan, "(x, /)", "The tangent of x radians.";
        "tanh" = real::tanh, "(x, /)", "Hyperbolic tangent.";
        trunc "(x, /)" "The integer part of x, from __trunc__.";
        "ulp" = steps::ulp, "(x, /)", "The gap between x and the next float away from zero.";
    ],
    values: &[
        ("pi", |vm| vm.float(std::f64::consts::PI)),
        ("e", |vm| vm.float(std::f64::consts::E)),
        ("tau", |vm| vm.float(std::f64::consts::TAU)),
        ("inf", |vm| vm.float(f64::INFINITY)),
        ("nan", |vm| vm.float(f64::NAN)),
    ],
    ..ModuleSpec::NONE
};
