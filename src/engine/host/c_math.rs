//! Functions of the platform's mathematical library that Rust's own has not or computes otherwise:
//! CPython calls the same ones, so the last digits agree.

// SAFETY: functions of C's standard library, of that type, without conditions.
unsafe extern "C" {
    pub safe fn acosh(x: f64) -> f64;
    pub safe fn asinh(x: f64) -> f64;
    pub safe fn atanh(x: f64) -> f64;
    pub safe fn erf(x: f64) -> f64;
    pub safe fn erfc(x: f64) -> f64;
}
