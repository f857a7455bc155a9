//! Special methods: wrappers that show a builtin type's slots as methods, and slots that call the
//! methods of a Python class. Decides nothing about operators: `vm/protocol.rs` does.

mod attribute_slots;
mod number_slots;
mod slots;
mod update;
mod wrapper_table;
mod wrappers;

pub(crate) use attribute_slots::looks_up_plainly;
pub(crate) use number_slots::{is_python_unary, is_sequence_method, reflected_method};
pub(crate) use slots::buffer;
pub(crate) use update::{is_special, mark_custom, update_slots};
pub use wrappers::{METHOD_WRAPPER, WRAPPER_DESCRIPTOR, Wrapper};
pub(crate) use wrappers::{fill_wrappers, native_slots};

use crate::object::code::FunctionObject;
use crate::object::native::{Args, NativeObject};
use crate::object::slots::PyResult;
use crate::object::value::Value;
use crate::object::vm::Vm;

/// Whether the attribute of a class can be called with the instance in front, which saves making a
/// bound method.
fn takes_self(found: &Value) -> bool {
    found.get_exact::<FunctionObject>().is_some()
        || found.get_exact::<NativeObject>().is_some_and(NativeObject::is_method)
        || wrappers::wrapper_of(found).is_some()
}

/// Calls what a lookup in the class of `this` has found, as a method of `this`.
pub(crate) fn call_found(vm: &Vm, found: &Value, this: &Value, args: &[Value]) -> PyResult {
    if !takes_self(found) {
        let method = vm.bind(found, this, &vm.type_of(this))?;
        return vm.call(&method, args);
    }
    if let Some(result) = wrappers::call_operator(vm, found, this, args) {
        return result;
    }
    match args {
        [] => vm.call(found, std::slice::from_ref(this)),
        [one] => vm.call(found, &[this.clone(), one.clone()]),
        [one, two] => vm.call(found, &[this.clone(), one.clone(), two.clone()]),
        _ => {
            let mut all = vec![this.clone()];
            all.extend_from_slice(args);
            vm.call(found, &all)
        }
    }
}

/// As [`call_found`], with keywords.
pub(crate) fn call_found_args(vm: &Vm, found: &Value, this: &Value, args: Args) -> PyResult {
    if !takes_self(found) {
        let method = vm.bind(found, this, &vm.type_of(this))?;
        return vm.call_args(&method, args);
    }
    let mut all = Vec::with_capacity(args.all.len() + 1);
    all.push(this.clone());
    all.extend_from_slice(args.all);
    vm.call_args(found, Args { all: &all, names: args.names })
}

/// Calls the method of the class of `this`; `None` if there is none.
fn call_opt(vm: &Vm, this: &Value, name: &Value, args: &[Value]) -> PyResult<Option<Value>> {
    match vm.class(this).lookup(name) {
        Some(found) => call_found(vm, &found, this, args).map(Some),
        None => Ok(None),
    }
}

/// Calls the method of the class of `this`; an AttributeError with its name if there is none.
fn call_method(vm: &Vm, this: &Value, name: &Value, args: &[Value]) -> PyResult {
    match call_opt(vm, this, name, args)? {
        Some(result) => Ok(result),
        None => {
            let text = name.to_text();
            Err(vm.attribute_error(text, this, name))
        }
    }
}
