//! Functions of the platform's mathematical library that Rust's own has not or computes otherwise:
//! CPython calls the same ones, so the last digits agree.

/// A complex number as C has it.
#[repr(C)]
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct Complex {
    pub re: f64,
    pub im: f64,
}

// SAFETY: functions of C's standard library, of that type, without conditions.
unsafe extern "C" {
    pub safe fn acosh(x: f64) -> f64;
    pub safe fn asinh(x: f64) -> f64;
    pub safe fn atanh(x: f64) -> f64;
    pub safe fn erf(x: f64) -> f64;
    pub safe fn erfc(x: f64) -> f64;
    pub safe fn cacos(z: Complex) -> Complex;
    pub safe fn cacosh(z: Complex) -> Complex;
    pub safe fn casin(z: Complex) -> Complex;
    pub safe fn casinh(z: Complex) -> Complex;
    pub safe fn catan(z: Complex) -> Complex;
    pub safe fn catanh(z: Complex) -> Complex;
    pub safe fn ccosh(z: Complex) -> Complex;
    pub safe fn cexp(z: Complex) -> Complex;
    pub safe fn clog(z: Complex) -> Complex;
    pub safe fn csinh(z: Complex) -> Complex;
    pub safe fn csqrt(z: Complex) -> Complex;
    pub safe fn ctanh(z: Complex) -> Complex;
}
