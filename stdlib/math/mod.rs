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
    doc: "This module provides access to the mathematical functions\ndefined by the C standard.",
    funcs: funcs![
        "acos" = real::acos, "(x, /)", "Return the arc cosine (measured in radians) of x.\n\nThe result is between 0 and pi.";
        "acosh" = real::acosh, "(x, /)", "Return the inverse hyperbolic cosine of x.";
        "asin" = real::asin, "(x, /)", "Return the arc sine (measured in radians) of x.\n\nThe result is between -pi/2 and pi/2.";
        "asinh" = real::asinh, "(x, /)", "Return the inverse hyperbolic sine of x.";
        "atan" = real::atan, "(x, /)", "Return the arc tangent (measured in radians) of x.\n\nThe result is between -pi/2 and pi/2.";
        "atan2" = real::atan2, "(y, x, /)", "Return the arc tangent (measured in radians) of y/x.\n\nUnlike atan(y/x), the signs of both x and y are considered.";
        "atanh" = real::atanh, "(x, /)", "Return the inverse hyperbolic tangent of x.";
        "cbrt" = real::cbrt, "(x, /)", "Return the cube root of x.";
        ceil "(x, /)" "Return the ceiling of x as an Integral.\n\nThis is the smallest integer >= x.";
        "comb" = integer::comb, "(n, k, /)", "Number of ways to choose k items from n items without repetition and without order.";
        "copysign" = real::copysign, "(x, y, /)", "Return a float with the magnitude (absolute value) of x but the sign of y.";
        "cos" = real::cos, "(x, /)", "Return the cosine of x (measured in radians).";
        "cosh" = real::cosh, "(x, /)", "Return the hyperbolic cosine of x.";
        "degrees" = real::degrees, "(x, /)", "Convert angle x from radians to degrees.";
        "dist" = sums::dist, "(p, q, /)", "Return the Euclidean distance between two points p and q.";
        "erf" = real::erf, "(x, /)", "Error function at x.";
        "erfc" = real::erfc, "(x, /)", "Complementary error function at x.";
        "exp" = real::exp, "(x, /)", "Return e raised to the power of x.";
        "exp2" = real::exp2, "(x, /)", "Return 2 raised to the power of x.";
        "expm1" = real::expm1, "(x, /)", "Return exp(x)-1.";
        "fabs" = real::fabs, "(x, /)", "Return the absolute value of the float x.";
        "factorial" = integer::factorial, "(n, /)", "Find n!.\n\nRaise a ValueError if x is negative or non-integral.";
        floor "(x, /)" "Return the floor of x as an Integral.\n\nThis is the largest integer <= x.";
        "fma" = real::fma, "(x, y, z, /)", "Fused multiply-add operation.\n\nCompute (x * y) + z with a single round.";
        "fmod" = real::fmod, "(x, y, /)", "Return fmod(x, y), according to platform C.\n\nx % y may differ.";
        frexp "(x, /)" "Return the mantissa and exponent of x, as pair (m, e).";
        "fsum" = sums::fsum, "(seq, /)", "Return an accurate floating-point sum of values in the iterable seq.";
        "gamma" = gamma::gamma, "(x, /)", "Gamma function at x.";
        "gcd" = integer::gcd, "(*integers)", "Greatest Common Divisor.";
        "hypot" = sums::hypot, "(*coordinates)", "hypot(*coordinates) -> value\n\nMultidimensional Euclidean distance from the origin to a point.";
        isclose "(a, b, *, rel_tol=1e-09, abs_tol=0.0)" "Determine whether two floating-point numbers are close in value.";
        "isfinite" = real::isfinite, "(x, /)", "Return True if x is neither an infinity nor a NaN, and False otherwise.";
        "isinf" = real::isinf, "(x, /)", "Return True if x is a positive or negative infinity, and False otherwise.";
        "isnan" = real::isnan, "(x, /)", "Return True if x is a NaN (not a number), and False otherwise.";
        "isqrt" = integer::isqrt, "(n, /)", "Return the integer part of the square root of the input.";
        "lcm" = integer::lcm, "(*integers)", "Least Common Multiple.";
        ldexp "(x, i, /)" "Return x * (2**i).\n\nThis is essentially the inverse of frexp().";
        "lgamma" = gamma::lgamma, "(x, /)", "Natural logarithm of absolute value of Gamma function at x.";
        "log" = real::log, "(x, base=<none>, /)", "log(x, [base=math.e])\nReturn the logarithm of x to the given base.\n\nIf the base is not specified, returns the natural logarithm (base e) of x.";
        "log10" = real::log10, "(x, /)", "Return the base 10 logarithm of x.";
        "log1p" = real::log1p, "(x, /)", "Return the natural logarithm of 1+x (base e).\n\nThe result is computed in a way which is accurate for x near zero.";
        "log2" = real::log2, "(x, /)", "Return the base 2 logarithm of x.";
        modf "(x, /)" "Return the fractional and integer parts of x.\n\nBoth results carry the sign of x and are floats.";
        "nextafter" = steps::nextafter, "(x, y, /, *, steps=None)", "Return the floating-point value the given number of steps after x towards y.";
        "perm" = integer::perm, "(n, k=None, /)", "Number of ways to choose k items from n items without repetition and with order.";
        "pow" = real::pow, "(x, y, /)", "Return x**y (x to the power of y).";
        "prod" = sums::prod, "(iterable, /, *, start=1)", "Calculate the product of all the elements in the input iterable.";
        "radians" = real::radians, "(x, /)", "Convert angle x from degrees to radians.";
        "remainder" = real::remainder, "(x, y, /)", "Difference between x and the closest integer multiple of y.";
        "sin" = real::sin, "(x, /)", "Return the sine of x (measured in radians).";
        "sinh" = real::sinh, "(x, /)", "Return the hyperbolic sine of x.";
        "sqrt" = real::sqrt, "(x, /)", "Return the square root of x.";
        "sumprod" = sums::sumprod, "(p, q, /)", "Return the sum of products of values from two iterables p and q.";
        "tan" = real::tan, "(x, /)", "Return the tangent of x (measured in radians).";
        "tanh" = real::tanh, "(x, /)", "Return the hyperbolic tangent of x.";
        trunc "(x, /)" "Truncates the Real x to the nearest Integral toward 0.\n\nUses the __trunc__ magic method.";
        "ulp" = steps::ulp, "(x, /)", "Return the value of the least significant bit of the float x.";
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
