//! Generic: the base of classes with type parameters. What its subscript makes and what a class that
//! derives from it is told are `typing`'s.

use super::{ask_typing, with_tuples_unpacked};
use crate::funcs;
use crate::object::dict::DictObject;
use crate::object::native::{Args, Rest};
use crate::object::slots::PyResult;
use crate::object::types::{TypeSpec, type_flag};
use crate::object::value::Value;
use crate::object::vm::Vm;

/// `Generic[params]`, the hidden base of a class with type parameters.
pub(crate) fn subscript(vm: &Vm, params: &Value) -> PyResult {
    let params = with_tuples_unpacked(vm, params)?;
    ask_typing(vm, "_GenericAlias", &[vm.ty(&GENERIC).value().clone(), params])
}

fn class_getitem(vm: &Vm, class: &Value, item: &Value) -> PyResult {
    ask_typing(vm, "_generic_class_getitem", &[class.clone(), item.clone()])
}

fn init_subclass(vm: &Vm, class: &Value, args: Rest<'_>, keywords: &Value) -> PyResult {
    let module = vm.import_module("typing")?;
    let function = vm.getattr(&module, &vm.intern("_generic_init_subclass"))?;
    let mut all = vec![class.clone()];
    all.extend_from_slice(args.0);
    let mut names = Vec::new();
    for (name, value) in keywords.get::<DictObject>().map_or_else(Vec::new, DictObject::pairs) {
        names.push(vm.intern_value(&name));
        all.push(value);
    }
    vm.call_args(&function, Args { all: &all, names: &names })
}

pub static GENERIC: TypeSpec = TypeSpec {
    name: "typing.Generic",
    doc: "Abstract base class for generic types.",
    operations: crate::types::PLAIN,
    methods: funcs![
        class "__class_getitem__" = class_getitem, "(cls, item, /)", "Parameterizes a generic class.";
        class "__init_subclass__" = init_subclass, "(cls, /, *args, **kwargs)", "Takes note of the type parameters of a new class.";
    ],
    flags: type_flag::BASE,
    ..TypeSpec::NONE
};
