//! `function(code, globals, …)`: functions made of code by a program.

use crate::object::code::{CellObject, CodeObject, FunctionObject};
use crate::object::dict::DictObject;
use crate::object::native::{Args, Signature};
use crate::object::slots::PyResult;
use crate::object::types::TypeRef;
use crate::object::value::Value;
use crate::object::vm::Vm;

fn is_dict(value: &Value) -> bool {
    value.get::<DictObject>().is_some()
}

/// `function(code, globals, name=None, argdefs=None, closure=None, kwdefaults=None)`
pub(super) fn new(vm: &Vm, _: &TypeRef, args: Args) -> PyResult {
    let signature =
        Signature::parse("(code, globals, name=None, argdefs=None, closure=None, kwdefaults=None)");
    let bound = signature.bind(vm, "function", args)?;
    let part = |at: usize| bound.get(at).cloned().unwrap_or(Value::NONE);
    let given = |at: usize| Some(part(at)).filter(|v| !v.is_none() && !v.is_unbound());
    let (code, globals) = (part(0), part(1));
    let wrong = |name: &str, wanted: &str, value: &Value| {
        let what = format!("function() argument '{name}' must be {wanted}");
        super::str::text::must_be(vm, &what, value)
    };
    let Some(own) = code.get::<CodeObject>() else { return Err(wrong("code", "code", &code)) };
    if !is_dict(&globals) {
        return Err(wrong("globals", "dict", &globals));
    }
    let (name, defaults, closure, keyword_defaults) = (given(2), given(3), given(4), given(5));
    let tuple = |v: &Option<Value>| v.as_ref().is_none_or(|v| v.as_tuple().is_some());
    if name.as_ref().is_some_and(|name| name.as_str_object().is_none()) {
        return Err(vm.type_error("arg 3 (name) must be None or string"));
    }
    if !tuple(&defaults) {
        return Err(vm.type_error("arg 4 (defaults) must be None or tuple"));
    }
    let wanted = own.free_count();
    if !tuple(&closure) || closure.is_none() && wanted > 0 {
        let or_none = if wanted > 0 { "" } else { "None or " };
        return Err(vm.type_error(format!("arg 5 (closure) must be {or_none}tuple")));
    }
    if keyword_defaults.as_ref().is_some_and(|dict| !is_dict(dict)) {
        return Err(vm.type_error("arg 6 (kwdefaults) must be None or dict"));
    }
    let cells = closure.as_ref().map_or(&[] as &[Value], |closure| closure.tuple_items());
    if cells.len() != wanted {
        let (name, given) = (&own.code.name, cells.len());
        let text = format!("{name} requires closure of length {wanted}, not {given}");
        return Err(vm.value_error(text));
    }
    if let Some(other) = cells.iter().find(|cell| cell.get::<CellObject>().is_none()) {
        let class = vm.class(other).full_name();
        let text = format!("arg 5 (closure) expected cell, found {class}");
        return Err(vm.type_error(text));
    }
    let closure = closure.filter(|closure| !closure.tuple_items().is_empty());
    let made = vm.new_function_with_closure(&code, &globals, closure.unwrap_or(Value::UNBOUND));
    if let Some(function) = made.get::<FunctionObject>() {
        name.into_iter().for_each(|name| function.name.set(name));
        defaults.into_iter().for_each(|defaults| function.defaults.set(defaults));
        keyword_defaults.into_iter().for_each(|dict| function.keyword_defaults.set(dict));
    }
    Ok(made)
}
