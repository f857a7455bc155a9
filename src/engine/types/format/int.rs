//! `__format__` of int and bool.

use num_bigint::{BigInt, Sign as BigSign};

use crate::object::slots::PyResult;
use crate::object::string::push_wtf8;
use crate::object::value::Value;
use crate::object::vm::Vm;
use crate::types::exception::OVERFLOW_ERROR;
use crate::types::int::{BigIntObject, IntDigits};

use super::float::format_f64;
use super::number::Number;
use super::spec::{Sign, Spec, unknown_code};
use super::spec_text;

/// Sign and digits of an int in a base that is a power of two, without the limit that decimal
/// text has.
pub(super) fn in_base(value: &Value, radix: u32) -> (bool, IntDigits) {
    match int_of(value) {
        Integer::Small(int) => (int < 0, IntDigits::of(int.unsigned_abs(), u64::from(radix))),
        Integer::Big(big) => {
            let digits = big.magnitude().to_str_radix(radix);
            (big.sign() == BigSign::Minus, IntDigits::Many(digits))
        }
    }
}

/// The number behind an int value.
pub(super) enum Integer<'a> {
    Small(i64),
    Big(&'a BigInt),
}

pub(super) fn int_of(value: &Value) -> Integer<'_> {
    match (value.as_int(), value.get::<BigIntObject>()) {
        (Some(int), _) => Integer::Small(int),
        (None, Some(big)) => Integer::Big(&big.0),
        (None, None) => Integer::Small(i64::from(value.is(&Value::TRUE))),
    }
}

/// Sign and decimal digits; ValueError beyond the limit for such texts.
pub(super) fn in_decimal(vm: &Vm, value: &Value) -> PyResult<(bool, IntDigits)> {
    match int_of(value) {
        Integer::Small(int) => Ok((int < 0, IntDigits::of(int.unsigned_abs(), 10))),
        Integer::Big(big) => {
            let text = vm.int_to_decimal(big)?;
            Ok(match text.strip_prefix('-') {
                Some(digits) => (true, IntDigits::Many(digits.to_owned())),
                None => (false, IntDigits::Many(text)),
            })
        }
    }
}

/// `int.__format__`
pub fn int_format(vm: &Vm, value: &Value, spec: &Value) -> PyResult {
    let text = spec_text(vm, spec)?;
    if text.chars() == 0 {
        return vm.str_of(value);
    }
    let name = vm.class(value).name();
    let spec = Spec::of(vm, text, true, &name)?;
    format_int(vm, value, &spec, &name)
}

/// An int for a specification already parsed.
fn format_int(vm: &Vm, value: &Value, spec: &Spec, type_name: &str) -> PyResult {
    let (radix, prefix) = match spec.kind {
        None | Some('d' | 'n') => (10, ""),
        Some('b') => (2, "0b"),
        Some('o') => (8, "0o"),
        Some('x') => (16, "0x"),
        Some('X') => (16, "0X"),
        Some('c') => (0, ""),
        Some('e' | 'E' | 'f' | 'F' | 'g' | 'G' | '%') => {
            return format_f64(vm, as_f64(vm, value)?, spec, type_name);
        }
        Some(_) => return Err(unknown_code(vm, spec, type_name)),
    };
    if spec.precision.is_some() {
        return Err(vm.value_error("Precision not allowed in integer format specifier"));
    }
    if spec.no_negative_zero {
        let text = "Negative zero coercion (z) not allowed in integer format specifier";
        return Err(vm.value_error(text));
    }
    if radix == 0 {
        return format_char(vm, value, spec);
    }
    let (negative, mut digits) =
        if radix == 10 { in_decimal(vm, value)? } else { in_base(value, radix) };
    if spec.kind == Some('X') {
        digits.make_ascii_uppercase();
    }
    let prefix = if spec.alternate { prefix } else { "" };
    let group = if radix == 10 { 3 } else { 4 };
    Number { negative, prefix, whole: &digits, rest: &[], group }.lay_out(vm, spec)
}

/// The float nearest to an int; OverflowError if there is none.
fn as_f64(vm: &Vm, value: &Value) -> PyResult<f64> {
    match int_of(value) {
        Integer::Small(int) => Ok(int as f64),
        Integer::Big(_) => vm.to_f64(value),
    }
}

fn format_char(vm: &Vm, value: &Value, spec: &Spec) -> PyResult {
    if spec.sign != Sign::Default {
        return Err(vm.value_error("Sign not allowed with integer format specifier 'c'"));
    }
    if spec.alternate {
        let text = "Alternate form (#) not allowed with integer format specifier 'c'";
        return Err(vm.value_error(text));
    }
    let point = match int_of(value) {
        Integer::Small(int) => int,
        Integer::Big(big) => match i64::try_from(big) {
            Ok(int) => int,
            Err(_) => {
                return Err(vm.overflow_error("Python int too large to convert to C long"));
            }
        },
    };
    let Some(point) = u32::try_from(point).ok().filter(|p| *p < 0x11_0000) else {
        return Err(vm.raise(&OVERFLOW_ERROR, "%c arg not in range(0x110000)"));
    };
    let mut rest = Vec::with_capacity(4);
    push_wtf8(&mut rest, point);
    let number = Number { negative: false, prefix: "", whole: &[], rest: &rest, group: 0 };
    number.lay_out(vm, spec)
}
