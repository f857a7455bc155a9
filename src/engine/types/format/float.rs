//! `__format__` of float and complex.

use crate::object::slots::{PyResult, Raised};
use crate::object::string::StrObject;
use crate::object::value::Value;
use crate::object::vm::Vm;
use crate::types::float::ComplexObject;

use super::digits::{Digits, Style, digits};
use super::number::{Number, pad_text};
use super::spec::{Align, Group, Sign, Spec, unknown_code};
use super::spec_text;

/// How a type's character writes a float; `None` if it is not one of a float's.
fn style_of(kind: Option<char>, precision: Option<usize>) -> Option<Style> {
    let six = precision.unwrap_or(6);
    Some(match kind {
        None => precision.map_or(Style::Shortest, Style::Float),
        Some('e' | 'E') => Style::Exponent(six),
        Some('f' | 'F' | '%') => Style::Fixed(six),
        Some('g' | 'G') => Style::General(six),
        Some('n') => precision.map_or(Style::General(6), Style::General),
        Some(_) => return None,
    })
}

/// A float's digits for a specification, in capitals where the type is one.
fn digits_for(vm: &Vm, value: f64, spec: &Spec, type_name: &str) -> PyResult<Digits> {
    let Some(style) = style_of(spec.kind, spec.precision) else {
        return Err(unknown_code(vm, spec, type_name));
    };
    check_precision(vm, spec.precision)?;
    let value = if spec.kind == Some('%') { value * 100.0 } else { value };
    let mut made = digits(value, style, spec.alternate);
    if spec.kind.is_some_and(|c| c.is_ascii_uppercase()) {
        made.text.make_ascii_uppercase();
    }
    if spec.kind == Some('%') {
        made.text.push('%');
    }
    Ok(made)
}

/// A precision that C's int could not hold, or that no memory could.
pub(super) fn check_precision(vm: &Vm, precision: Option<usize>) -> PyResult<()> {
    match precision {
        Some(n) if n > i32::MAX as usize => Err(vm.value_error("precision too big")),
        Some(n) if !vm.heap.allows(n) => Err(vm.memory_error()),
        _ => Ok(()),
    }
}

/// Whether a minus is shown: not for NaN, and with `z` not for what was rounded to zero.
fn is_negative(value: f64, digits: &Digits, spec: &Spec) -> bool {
    let mantissa = digits.text.split(['e', 'E']).next().unwrap_or("");
    let zero = digits.whole > 0 && mantissa.bytes().all(|b| !matches!(b, b'1'..=b'9'));
    value.is_sign_negative() && !value.is_nan() && !(spec.no_negative_zero && zero)
}

/// `float.__format__` of a number.
pub(super) fn format_f64(vm: &Vm, value: f64, spec: &Spec, type_name: &str) -> PyResult {
    let digits = digits_for(vm, value, spec, type_name)?;
    let (whole, rest) = digits.text.as_bytes().split_at(digits.whole);
    let negative = is_negative(value, &digits, spec);
    Number { negative, prefix: "", whole, rest, group: 3 }.lay_out(vm, spec)
}

/// A specification in which a NUL in the type's place stands for no type.
fn spec_of_number(vm: &Vm, text: &StrObject, name: &str) -> PyResult<Spec> {
    let mut spec = Spec::of(vm, text, true, name)?;
    spec.kind = spec.kind.filter(|kind| *kind != '\0');
    Ok(spec)
}

/// `float.__format__`
pub fn float_format(vm: &Vm, value: &Value, spec: &Value) -> PyResult {
    let text = spec_text(vm, spec)?;
    if text.chars() == 0 {
        return vm.str_of(value);
    }
    let name = vm.class(value).name();
    let spec = spec_of_number(vm, text, &name)?;
    format_f64(vm, value.as_float().unwrap_or(0.0), &spec, &name)
}

fn refuse(vm: &Vm, text: &str) -> Raised {
    vm.value_error(text)
}

/// `complex.__format__`
pub fn complex_format(vm: &Vm, value: &Value, spec: &Value) -> PyResult {
    let text = spec_text(vm, spec)?;
    let Some(number) = value.get::<ComplexObject>().filter(|_| text.chars() > 0) else {
        return vm.str_of(value);
    };
    let name = vm.class(value).name();
    let spec = spec_of_number(vm, text, &name)?;
    if !matches!(spec.kind, None | Some('e' | 'E' | 'f' | 'F' | 'g' | 'G' | 'n')) {
        return Err(unknown_code(vm, &spec, &name));
    }
    if spec.fill == u32::from('0') {
        return Err(refuse(vm, "Zero padding is not allowed in complex format specifier"));
    }
    if spec.align == Align::AfterSign {
        return Err(refuse(vm, "'=' alignment flag is not allowed in complex format specifier"));
    }
    let plain = spec.kind.is_none();
    // Without a type it is written as repr writes it: no real part if that is +0, parentheses
    // otherwise, and no ".0".
    let part_spec = Spec {
        width: 0,
        fill: u32::from(' '),
        kind: if plain && spec.precision.is_some() { Some('g') } else { spec.kind },
        ..spec.clone()
    };
    let skip_real = plain && number.real == 0.0 && number.real.is_sign_positive();
    let part = |value: f64, sign: Sign| -> PyResult<String> {
        let mut digits = digits_for(vm, value, &part_spec, &name)?;
        if plain && spec.precision.is_none() && digits.text.ends_with(".0") {
            let cut = if spec.alternate { 1 } else { 2 };
            digits.text.truncate(digits.text.len() - cut);
        }
        let (whole, rest) = digits.text.as_bytes().split_at(digits.whole);
        let negative = is_negative(value, &digits, &part_spec);
        let part_spec = Spec { sign, ..part_spec.clone() };
        let number = Number { negative, prefix: "", whole, rest, group: group_of(&part_spec) };
        Ok(number.lay_out(vm, &part_spec)?.to_text())
    };
    let body = if skip_real {
        format!("{}j", part(number.imag, spec.sign)?)
    } else {
        let (real, imag) = (part(number.real, spec.sign)?, part(number.imag, Sign::Plus)?);
        if plain { format!("({real}{imag}j)") } else { format!("{real}{imag}j") }
    };
    pad_text(vm, &vm.str(&body), &spec)
}

fn group_of(spec: &Spec) -> usize {
    if spec.group == Group::None { 0 } else { 3 }
}
