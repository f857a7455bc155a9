//! cmath: functions of complex numbers. The work is that of the platform's mathematical library; here
//! is what is an error, and what becomes of NaN where C leaves that open.

use taipan_engine::funcs;
use taipan_engine::host::c_math::{self, Complex};
use taipan_engine::object::native::{FromArg, IntoResult, Maybe};
use taipan_engine::object::slots::{PyResult, Raised};
use taipan_engine::object::value::Value;
use taipan_engine::object::vm::Vm;
use taipan_engine::types::float::quotient;
use taipan_engine::types::module::ModuleSpec;

/// An argument, and a result.
#[derive(Clone, Copy)]
struct Number(Complex);

impl<'a> FromArg<'a> for Number {
    fn from_arg(vm: &'a Vm, value: &'a Value) -> PyResult<Self> {
        vm.to_complex(value).map(|(re, im)| Number(Complex { re, im }))
    }
}

impl IntoResult for Number {
    fn into_result(self, vm: &Vm) -> PyResult {
        Ok(vm.complex(self.0.re, self.0.im))
    }
}

fn number(re: f64, im: f64) -> Number {
    Number(Complex { re, im })
}

fn domain(vm: &Vm) -> Raised {
    vm.value_error("math domain error")
}

fn range(vm: &Vm) -> Raised {
    vm.overflow_error("math range error")
}

fn is_finite(z: Complex) -> bool {
    z.re.is_finite() && z.im.is_finite()
}

/// A result that is an error if finite arguments led to infinity.
fn within_range(vm: &Vm, z: Complex, result: Complex) -> PyResult<Number> {
    let overflows = is_finite(z) && (result.re.is_infinite() || result.im.is_infinite());
    if overflows { Err(range(vm)) } else { Ok(Number(result)) }
}

/// i z, and back.
fn turned(z: Complex) -> Complex {
    Complex { re: -z.im, im: z.re }
}

fn turned_back(z: Complex) -> Complex {
    Complex { re: z.im, im: -z.re }
}

fn sqrt(_: &Vm, Number(z): Number) -> Number {
    Number(c_math::csqrt(z))
}

fn acos(_: &Vm, Number(z): Number) -> Number {
    let result = c_math::cacos(z);
    match z.re.is_infinite() && z.im.is_nan() {
        true => number(result.re, f64::INFINITY),
        false => Number(result),
    }
}

fn acosh(_: &Vm, Number(z): Number) -> Number {
    let result = c_math::cacosh(z);
    match z.re == 0.0 && z.im.is_nan() {
        true => number(result.re, f64::NAN),
        false => Number(result),
    }
}

fn asinh(_: &Vm, Number(z): Number) -> Number {
    Number(c_math::casinh(z))
}

fn asin(_: &Vm, Number(z): Number) -> Number {
    let result = c_math::casin(z);
    match z.re.is_infinite() && z.im.is_nan() {
        true => number(result.re, f64::NEG_INFINITY),
        false => Number(result),
    }
}

fn atan(vm: &Vm, Number(z): Number) -> PyResult<Number> {
    if z.re == 0.0 && z.im.abs() == 1.0 {
        return Err(domain(vm));
    }
    let result = c_math::catan(z);
    Ok(match z.re.is_infinite() && z.im.is_nan() {
        true => number(result.re, -0.0),
        false => Number(result),
    })
}

fn atanh(vm: &Vm, Number(z): Number) -> PyResult<Number> {
    if z.im == 0.0 && z.re.abs() == 1.0 {
        return Err(domain(vm));
    }
    Ok(Number(c_math::catanh(z)))
}

fn cosh_of(vm: &Vm, z: Complex) -> PyResult<Number> {
    if z.im.is_infinite() && !z.re.is_nan() {
        return Err(domain(vm));
    }
    let result = c_math::ccosh(z);
    match z.re.is_nan() && z.im == 0.0 || z.re == 0.0 && z.im.is_nan() {
        true => Ok(number(result.re, 0.0)),
        false => within_range(vm, z, result),
    }
}

fn cosh(vm: &Vm, Number(z): Number) -> PyResult<Number> {
    cosh_of(vm, z)
}

fn cos(vm: &Vm, Number(z): Number) -> PyResult<Number> {
    cosh_of(vm, turned(z))
}

fn sinh_of(vm: &Vm, z: Complex) -> PyResult<Complex> {
    if z.im.is_infinite() && !z.re.is_nan() {
        return Err(domain(vm));
    }
    let result = c_math::csinh(z);
    if z.re == 0.0 && z.im.is_nan() {
        return Ok(Complex { re: 0.0, im: result.im });
    }
    within_range(vm, z, result).map(|result| result.0)
}

fn sinh(vm: &Vm, Number(z): Number) -> PyResult<Number> {
    sinh_of(vm, z).map(Number)
}

fn sin(vm: &Vm, Number(z): Number) -> PyResult<Number> {
    sinh_of(vm, turned(z)).map(|result| Number(turned_back(result)))
}

fn tanh_of(vm: &Vm, z: Complex) -> PyResult<Complex> {
    if z.im.is_infinite() && z.re.is_finite() {
        return Err(domain(vm));
    }
    if z.re == 0.0 && z.im.is_nan() {
        return Ok(Complex { re: f64::NAN, im: f64::NAN });
    }
    let result = c_math::ctanh(z);
    Ok(match z.re.is_infinite() && !z.im.is_finite() {
        true => Complex { re: result.re, im: 0.0 },
        false => result,
    })
}

fn tanh(vm: &Vm, Number(z): Number) -> PyResult<Number> {
    tanh_of(vm, z).map(Number)
}

fn tan(vm: &Vm, Number(z): Number) -> PyResult<Number> {
    tanh_of(vm, turned(z)).map(|result| Number(turned_back(result)))
}

fn exp(vm: &Vm, Number(z): Number) -> PyResult<Number> {
    let to_nothing = z.re == f64::NEG_INFINITY;
    if z.im.is_infinite() && !z.re.is_nan() && !to_nothing {
        return Err(domain(vm));
    }
    if to_nothing && !z.im.is_finite() {
        return Ok(number(0.0, 0.0));
    }
    within_range(vm, z, c_math::cexp(z))
}

fn log_of(vm: &Vm, z: Complex) -> PyResult<Complex> {
    if z.re == 0.0 && z.im == 0.0 {
        return Err(domain(vm));
    }
    Ok(c_math::clog(z))
}

fn log(vm: &Vm, Number(z): Number, base: Maybe) -> PyResult<Number> {
    let result = log_of(vm, z)?;
    let Some(base) = base.0 else { return Ok(Number(result)) };
    let base = log_of(vm, Number::from_arg(vm, base)?.0)?;
    match quotient((result.re, result.im), (base.re, base.im)) {
        Some((re, im)) => Ok(number(re, im)),
        None => Err(domain(vm)),
    }
}

fn log10(vm: &Vm, Number(z): Number) -> PyResult<Number> {
    let result = log_of(vm, z)?;
    Ok(number(result.re / std::f64::consts::LN_10, result.im / std::f64::consts::LN_10))
}

fn phase(_: &Vm, Number(z): Number) -> f64 {
    z.im.atan2(z.re)
}

fn polar(vm: &Vm, Number(z): Number) -> PyResult {
    let radius = z.re.hypot(z.im);
    if radius.is_infinite() && is_finite(z) {
        return Err(range(vm));
    }
    Ok(vm.tuple(vec![vm.float(radius), vm.float(z.im.atan2(z.re))]))
}

fn rect(vm: &Vm, radius: f64, angle: f64) -> PyResult<Number> {
    if angle.is_infinite() && radius != 0.0 && !radius.is_nan() {
        return Err(domain(vm));
    }
    if angle == 0.0 {
        // Keeps the sign of a zero; nothing turns an infinity or NaN.
        let part = match radius {
            nan if nan.is_nan() => 0.0,
            f64::INFINITY => angle,
            f64::NEG_INFINITY => -angle,
            finite => finite * angle,
        };
        return Ok(number(radius, part));
    }
    if radius == 0.0 && !angle.is_finite() {
        return Ok(number(0.0, 0.0));
    }
    if radius.is_infinite() && angle.is_nan() {
        return Ok(number(f64::INFINITY, f64::NAN));
    }
    let (sine, cosine) = (angle.sin(), angle.cos());
    if radius.is_infinite() {
        return Ok(number(radius.copysign(radius * cosine), radius.copysign(radius * sine)));
    }
    Ok(number(radius * cosine, radius * sine))
}

fn isfinite(_: &Vm, Number(z): Number) -> bool {
    is_finite(z)
}

fn isinf(_: &Vm, Number(z): Number) -> bool {
    z.re.is_infinite() || z.im.is_infinite()
}

fn isnan(_: &Vm, Number(z): Number) -> bool {
    z.re.is_nan() || z.im.is_nan()
}

fn isclose(
    vm: &Vm,
    Number(a): Number,
    Number(b): Number,
    rel_tol: f64,
    abs_tol: f64,
) -> PyResult<bool> {
    if rel_tol < 0.0 || abs_tol < 0.0 {
        return Err(vm.value_error("tolerances must be non-negative"));
    }
    if a.re == b.re && a.im == b.im {
        return Ok(true);
    }
    let infinite = |z: Complex| z.re.is_infinite() || z.im.is_infinite();
    if infinite(a) || infinite(b) {
        return Ok(false);
    }
    let difference = (a.re - b.re).hypot(a.im - b.im);
    let within = |z: Complex| difference <= rel_tol * z.re.hypot(z.im);
    Ok(within(a) || within(b) || difference <= abs_tol)
}

pub(crate) static MODULE: ModuleSpec = ModuleSpec {
    name: "cmath",
    doc: "Mathematical functions of complex numbers.",
    funcs: funcs![
        acos "(z, /)" "The arc cosine of z.";
        acosh "(z, /)" "The inverse hyperbolic cosine of z.";
        asin "(z, /)" "The arc sine of z.";
        asinh "(z, /)" "The inverse hyperbolic sine of z.";
        atan "(z, /)" "The arc tangent of z.";
        atanh "(z, /)" "The inverse hyperbolic tangent of z.";
        cos "(z, /)" "The cosine of z.";
        cosh "(z, /)" "The hyperbolic cosine of z.";
        exp "(z, /)" "e to the power of z.";
        isclose "(a, b, *, rel_tol=1e-09, abs_tol=0.0)" "Whether a and b lie no further apart than the tolerances allow.";
        isfinite "(z, /)" "Whether both parts of z are ordinary numbers.";
        isinf "(z, /)" "Whether one part of z is infinite.";
        isnan "(z, /)" "Whether one part of z is no number.";
        log "(z, base=<none>, /)" "The logarithm of z to base, the natural one without it.";
        log10 "(z, /)" "The logarithm of z to base 10.";
        phase "(z, /)" "The angle of z in radians, -pi to pi.";
        polar "(z, /)" "z as (radius, angle).";
        rect "(r, phi, /)" "The number with that radius and angle.";
        sin "(z, /)" "The sine of z.";
        sinh "(z, /)" "The hyperbolic sine of z.";
        sqrt "(z, /)" "The square root of z.";
        tan "(z, /)" "The tangent of z.";
        tanh "(z, /)" "The hyperbolic tangent of z.";
    ],
    values: &[
        ("pi", |vm| vm.float(std::f64::consts::PI)),
        ("e", |vm| vm.float(std::f64::consts::E)),
        ("tau", |vm| vm.float(std::f64::consts::TAU)),
        ("inf", |vm| vm.float(f64::INFINITY)),
        ("nan", |vm| vm.float(f64::NAN)),
        ("infj", |vm| vm.complex(0.0, f64::INFINITY)),
        ("nanj", |vm| vm.complex(0.0, f64::NAN)),
    ],
    ..ModuleSpec::NONE
};
