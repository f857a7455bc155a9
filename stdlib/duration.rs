//! How long a call is to wait, as programs say it: numbers of seconds or of parts of one.

use taipan_engine::object::slots::PyResult;
use taipan_engine::object::value::Value;
use taipan_engine::object::vm::Vm;

/// A second in nanoseconds.
pub(crate) const SECOND: i64 = 1_000_000_000;

/// A number of units in nanoseconds, away from zero; `unit` is how many one of them has.
pub(crate) fn nanoseconds(vm: &Vm, value: &Value, unit: i64) -> PyResult<i64> {
    if let Some(number) = value.as_float() {
        if number.is_nan() {
            return Err(vm.value_error("Invalid value NaN (not a number)"));
        }
        let scaled = number * unit as f64;
        if scaled.abs() >= i64::MAX as f64 {
            return Err(vm.overflow_error("timestamp out of range for platform time_t"));
        }
        return Ok(if scaled < 0.0 { scaled.floor() } else { scaled.ceil() } as i64);
    }
    let whole = vm.index(value)?;
    let nanoseconds = vm.small_index(&whole).and_then(|number| number.checked_mul(unit));
    nanoseconds.ok_or_else(|| vm.overflow_error("timestamp too large to convert to C PyTime_t"))
}
