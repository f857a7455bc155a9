//! `__dict__` and `__weakref__` of instances of Python classes.

use crate::object::dict::DictObject;
use crate::object::native::GetSet;
use crate::object::slots::PyResult;
use crate::object::value::Value;
use crate::object::vm::Vm;

/// The row of the first class in order whose instances have attributes.
pub(super) static DICT: GetSet = GetSet {
    name: "__dict__",
    doc: "dictionary for instance variables",
    get: |vm, object| match object.header().and_then(|h| vm.instance_dict(h)) {
        Some(dict) => Ok(dict),
        None => match vm.namespace_of(object) {
            Some(dict) => Ok(dict),
            None => Err(vm.no_attribute(object, &vm.names().__dict__)),
        },
    },
    set: Some(set_dict),
};

fn set_dict(vm: &Vm, object: &Value, dict: Option<&Value>) -> PyResult<()> {
    let Some(header) = object.header() else { return Ok(()) };
    match dict {
        Some(dict) if dict.get::<DictObject>().is_some() => {
            vm.set_instance_dict(header, dict.clone());
            Ok(())
        }
        Some(other) => {
            let class = vm.class(other).full_name();
            Err(vm.type_error(format!("__dict__ must be set to a dictionary, not a '{class}'")))
        }
        None => {
            vm.set_instance_dict(header, vm.new_dict(DictObject::new()));
            Ok(())
        }
    }
}

/// The row of the first class in order whose instances can be weakly referenced.
pub(super) static WEAK: GetSet = GetSet {
    name: "__weakref__",
    doc: "list of weak references to the object",
    get: |vm, object| {
        let first = vm.weak_references(object).into_iter().next();
        Ok(first.unwrap_or(Value::NONE))
    },
    set: None,
};
