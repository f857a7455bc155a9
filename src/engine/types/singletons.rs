//! The types of None, Ellipsis and NotImplemented.

use crate::funcs;
use crate::object::native::Args;
use crate::object::slots::{PyResult, Slots};
use crate::object::types::{TypeRef, TypeSpec};
use crate::object::value::Value;
use crate::object::vm::Vm;
use crate::types::exception::DEPRECATION_WARNING;

fn only(vm: &Vm, class: &TypeRef, args: Args, value: Value) -> PyResult {
    if args.all.is_empty() {
        return Ok(value);
    }
    Err(vm.type_error(format!("{} takes no arguments", class.name())))
}

/// What is known by a name of `builtins` is pickled as that name.
fn by_name(vm: &Vm, this: &Value) -> PyResult {
    vm.repr(this)
}

pub static NONE_TYPE: TypeSpec = TypeSpec {
    name: "NoneType",
    doc: "What None is an instance of.",
    operations: super::PLAIN,
    slots: Slots {
        repr: Some(|vm, _| Ok(vm.str("None"))),
        hash: Some(|_, _| Ok(0xfca8_6420)),
        compare: Some(super::object::compare),
        bool: Some(|_, _| Ok(false)),
        new: Some(|vm, class, args| only(vm, class, args, Value::NONE)),
        ..Slots::NONE
    },
    ..TypeSpec::NONE
};

pub static ELLIPSIS: TypeSpec = TypeSpec {
    name: "ellipsis",
    doc: "What `...` is an instance of.",
    operations: super::PLAIN,
    slots: Slots {
        repr: Some(|vm, _| Ok(vm.str("Ellipsis"))),
        new: Some(|vm, _, args| {
            if args.all.is_empty() {
                return Ok(Value::ELLIPSIS);
            }
            Err(vm.type_error("EllipsisType takes no arguments"))
        }),
        ..Slots::NONE
    },
    methods: funcs!["__reduce__" = by_name, "(self, /)", "What copying and pickling rebuild it from.";],
    ..TypeSpec::NONE
};

pub static NOT_IMPLEMENTED: TypeSpec = TypeSpec {
    name: "NotImplementedType",
    doc: "What NotImplemented is an instance of.",
    operations: super::PLAIN,
    slots: Slots {
        repr: Some(|vm, _| Ok(vm.str("NotImplemented"))),
        bool: Some(|vm, _| {
            let text = "NotImplemented should not be used in a boolean context";
            vm.warn(&DEPRECATION_WARNING, text)?;
            Ok(true)
        }),
        new: Some(|vm, class, args| only(vm, class, args, Value::NOT_IMPLEMENTED)),
        ..Slots::NONE
    },
    methods: funcs!["__reduce__" = by_name, "(self, /)", "What copying and pickling rebuild it from.";],
    ..TypeSpec::NONE
};
