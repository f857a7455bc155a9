//! Class methods of builtin types as they stand in the namespace: binding them to a class, calling them.

use super::function::{DESCRIPTOR_ROWS, descriptor_repr, native_of};
use crate::object::header::Payload;
use crate::object::native::{Args, NativeObject};
use crate::object::slots::{PyResult, Slots};
use crate::object::types::{TypeRef, TypeSpec, type_flag};
use crate::object::value::Value;
use crate::object::vm::Vm;

/// A class method of a builtin type, bound to a class that has it.
fn bind_to_class(vm: &Vm, native: &NativeObject, class: &Value) -> PyResult {
    if let Some(owner) = TypeRef::of(&native.owner) {
        let (name, own) = (native.def.name, owner.name());
        let Some(given) = TypeRef::of(class) else {
            let given = vm.class(class).full_name();
            return Err(vm.type_error(format!(
                "descriptor '{name}' for type '{own}' needs a type, not a '{given}' as arg 2"
            )));
        };
        if !given.is_subtype(owner) {
            let given = given.full_name();
            return Err(vm.type_error(format!(
                "descriptor '{name}' requires a subtype of '{own}' but received '{given}'"
            )));
        }
    }
    let bound = NativeObject::new(native.def, Value::UNBOUND, class.clone(), Value::NONE);
    Ok(vm.new_object(vm.types.builtin_function(), bound))
}

/// Calls it with the class as first argument.
#[cold]
pub(super) fn call(vm: &Vm, native: &NativeObject, args: Args) -> PyResult {
    let Some((class, rest)) = args.all.split_first().filter(|_| !args.positional().is_empty())
    else {
        let owner = TypeRef::of(&native.owner).map_or_else(String::new, |owner| owner.name());
        let name = native.def.name;
        return Err(
            vm.type_error(format!("descriptor '{name}' of '{owner}' object needs an argument"))
        );
    };
    let bound = bind_to_class(vm, native, class)?;
    vm.call_args(&bound, Args { all: rest, names: args.names })
}

pub static CLASSMETHOD_DESCRIPTOR: TypeSpec = TypeSpec {
    name: "classmethod_descriptor",
    operations: Some(NativeObject::OPERATIONS),
    slots: Slots {
        repr: Some(descriptor_repr),
        call: Some(|vm, this, args| match native_of(this) {
            Some(native) => call(vm, native, args),
            None => Ok(Value::NONE),
        }),
        descr_get: Some(|vm, this, instance, class| {
            let Some(native) = native_of(this) else { return Ok(Value::NONE) };
            match instance {
                Some(instance) if class.is_none() => {
                    bind_to_class(vm, native, vm.type_of(instance).value())
                }
                _ => bind_to_class(vm, native, class),
            }
        }),
        ..Slots::NONE
    },
    getset: DESCRIPTOR_ROWS,
    flags: type_flag::NO_NEW,
    ..TypeSpec::NONE
};
