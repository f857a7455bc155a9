//! string: constants, and the two kinds of templates as Python source. How a format string is cut
//! into pieces is the engine's knowledge, shown as `_string`; `$` templates are cut here.

mod dollar;

use taipan_engine::funcs;
use taipan_engine::object::slots::PyResult;
use taipan_engine::object::value::Value;
use taipan_engine::object::vm::Vm;
use taipan_engine::types::format::template::{Step, next_piece, next_step, number_of, split_name};
use taipan_engine::types::module::ModuleSpec;

/// The bytes of a str argument.
fn text_of<'a>(vm: &Vm, value: &'a Value) -> PyResult<&'a [u8]> {
    match value.as_str_object() {
        Some(text) => Ok(text.as_bytes()),
        None => {
            let class = vm.class(value).full_name();
            Err(vm.type_error(format!("expected str, got {class}")))
        }
    }
}

/// An iterator over the pieces of a format string, read while it is asked.
fn formatter_parser(vm: &Vm, text: &Value) -> PyResult {
    text_of(vm, text)?;
    let module = vm.import_module("string")?;
    vm.call_method(
        &vm.getattr(&module, &vm.intern("Formatter"))?,
        &vm.intern("parse"),
        &[Value::NONE, text.clone()],
    )
}

/// Pieces of a format string up to the first mistake, and the mistake's text if there is one.
fn formatter_pieces(vm: &Vm, text: &Value) -> PyResult {
    let mut rest = text_of(vm, text)?;
    let (mut pieces, mut mistake) = (Vec::new(), Value::NONE);
    loop {
        let piece = match next_piece(&mut rest) {
            Ok(Some(piece)) => piece,
            Ok(None) => break,
            Err(text) => {
                mistake = vm.str(text);
                break;
            }
        };
        let literal = vm.str_wtf8(piece.literal);
        let (name, spec, conversion) = match piece.field {
            Some(field) => (
                vm.str_wtf8(field.name),
                vm.str_wtf8(field.spec),
                field.conversion.map_or(Value::NONE, |point| vm.str_of_point(point)),
            ),
            None => (Value::NONE, Value::NONE, Value::NONE),
        };
        vm.push_item(&mut pieces, vm.tuple(vec![literal, name, spec, conversion]))?;
    }
    Ok(vm.tuple(vec![vm.new_list(pieces), mistake]))
}

fn part(vm: &Vm, text: &[u8]) -> PyResult {
    match number_of(text) {
        Ok(Some(number)) => Ok(vm.int(number as i64)),
        Ok(None) => Ok(vm.str_wtf8(text)),
        Err(text) => Err(vm.value_error(text)),
    }
}

/// The first part of a field's name and an iterator over the steps behind it.
fn formatter_field_name_split(vm: &Vm, name: &Value) -> PyResult {
    let (first, mut rest) = split_name(text_of(vm, name)?);
    let first = part(vm, first)?;
    let mut steps = Vec::new();
    while let Some(step) = next_step(&mut rest).map_err(|text| vm.value_error(text))? {
        let (is_attribute, key) = match step {
            Step::Attribute(name) => (Value::TRUE, vm.str_wtf8(name)),
            Step::Item(key) => (Value::FALSE, part(vm, key)?),
        };
        steps.push(vm.tuple(vec![is_attribute, key]));
    }
    let steps = vm.iter(&vm.new_list(steps))?;
    Ok(vm.tuple(vec![first, steps]))
}

pub(crate) static NATIVE: ModuleSpec = ModuleSpec {
    name: "_string",
    doc: "string helper module",
    funcs: funcs![
        formatter_parser "(text, /)" "The pieces of a format string.";
        formatter_pieces "(text, /)" "The pieces of a format string and what is wrong behind them.";
        formatter_field_name_split "(name, /)" "The first part of a field's name, and an iterator over what follows.";
        "dollar_pieces" = dollar::pieces, "(text, delimiter, /)", "The pieces of a template with placeholders.";
    ],
    ..ModuleSpec::NONE
};

pub(crate) static STRING: ModuleSpec = ModuleSpec {
    name: "string",
    doc: "Groups of characters as constants, Template and Formatter.",
    python: Some(frozen!("string/string.py")),
    ..ModuleSpec::NONE
};
