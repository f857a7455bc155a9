//! Builtin functions about one object: its attributes, texts, hash, length.

use crate::object::native::Maybe;
use crate::object::slots::PyResult;
use crate::object::value::Value;
use crate::object::vm::Vm;
use crate::types::exception::ATTRIBUTE_ERROR;
use crate::types::str::text::must_be;

/// The name of an attribute, interned.
fn attribute_name(vm: &Vm, name: &Value) -> PyResult {
    if name.as_str_object().is_some() {
        return Ok(vm.intern_value(name));
    }
    let class = vm.class(name).full_name();
    Err(vm.type_error(format!("attribute name must be string, not '{class}'")))
}

pub(super) fn getattr(vm: &Vm, object: &Value, name: &Value, default: Maybe) -> PyResult {
    let name = attribute_name(vm, name)?;
    match (vm.getattr(object, &name), default) {
        (Err(raised), Maybe(Some(default))) if vm.is_exception(&raised.0, &ATTRIBUTE_ERROR) => {
            Ok(default.clone())
        }
        (result, _) => result,
    }
}

pub(super) fn hasattr(vm: &Vm, object: &Value, name: &Value) -> PyResult<bool> {
    let name = attribute_name(vm, name)?;
    Ok(vm.getattr_opt(object, &name)?.is_some())
}

pub(super) fn setattr(vm: &Vm, object: &Value, name: &Value, value: &Value) -> PyResult<()> {
    vm.setattr(object, &attribute_name(vm, name)?, Some(value))
}

pub(super) fn delattr(vm: &Vm, object: &Value, name: &Value) -> PyResult<()> {
    vm.setattr(object, &attribute_name(vm, name)?, None)
}

/// The calling scope's names without an argument, else what `__dir__` gives, sorted.
pub(super) fn dir(vm: &Vm, object: Maybe) -> PyResult {
    let mut names = match object {
        Maybe(None) => {
            let namespace = calling_namespace(vm)?;
            match vm.mapping_keys(&namespace)? {
                Some(names) => names,
                None => return vm.getattr(&namespace, &vm.names().keys),
            }
        }
        Maybe(Some(object)) => match vm.call_special(object, &vm.names().__dir__, &[])? {
            Some(names) => vm.to_vec(&names)?,
            None => return Err(vm.type_error("object does not provide __dir__")),
        },
    };
    vm.sort_values(&mut names, None, false)?;
    Ok(vm.new_list(names))
}

pub(super) fn vars(vm: &Vm, object: Maybe) -> PyResult {
    let Maybe(Some(object)) = object else { return calling_namespace(vm) };
    let dict = vm.getattr_opt(object, &vm.names().__dict__)?;
    dict.ok_or_else(|| vm.type_error("vars() argument must have __dict__ attribute"))
}

fn calling_namespace(vm: &Vm) -> PyResult {
    match vm.current_frame(0) {
        Some(frame) => vm.frame_locals(&frame),
        None => Err(vm.runtime_error("no current frame")),
    }
}

pub(super) fn callable(vm: &Vm, object: &Value) -> bool {
    vm.class(object).slots.call.get().is_some()
}

pub(super) fn repr(vm: &Vm, object: &Value) -> PyResult {
    vm.repr(object)
}

pub(super) fn ascii(vm: &Vm, object: &Value) -> PyResult {
    let text = vm.repr(object)?;
    let Some(own) = text.as_str_object().filter(|s| !s.is_ascii()) else { return Ok(text) };
    let mut out = String::new();
    for point in own.code_points() {
        match point {
            0..0x80 => out.extend(char::from_u32(point)),
            0x80..0x100 => out.push_str(&format!("\\x{point:02x}")),
            0x100..0x1_0000 => out.push_str(&format!("\\u{point:04x}")),
            _ => out.push_str(&format!("\\U{point:08x}")),
        }
    }
    Ok(vm.str(&out))
}

pub(super) fn format(vm: &Vm, value: &Value, spec: &Value) -> PyResult {
    if spec.as_str_object().is_none() {
        return Err(must_be(vm, "format() argument 2 must be str", spec));
    }
    let made = vm.call_special(value, &vm.names().__format__, std::slice::from_ref(spec))?;
    match made {
        Some(text) if text.as_str_object().is_some() => Ok(text),
        Some(other) => {
            let class = vm.class(&other).full_name();
            Err(vm.type_error(format!("__format__ must return a str, not {class}")))
        }
        None => {
            let class = vm.class(value).full_name();
            Err(vm.type_error(format!("Type {class} doesn't define __format__")))
        }
    }
}

pub(super) fn hash(vm: &Vm, object: &Value) -> PyResult<i64> {
    vm.hash(object)
}

pub(super) fn id(vm: &Vm, object: &Value) -> usize {
    vm.id(object)
}

pub(super) fn len(vm: &Vm, object: &Value) -> PyResult<usize> {
    vm.len(object)
}
