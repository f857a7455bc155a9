//! TypeAliasType: what a `type` statement makes.

use super::{Lazy, calling_module, with_tuples_unpacked};
use crate::funcs;
use crate::object::foreign::ForeignObject;
use crate::object::header::{Payload, Traverse};
use crate::object::native::{Args, GetSet, Signature};
use crate::object::slots::{BinaryOp, PyResult, Slots};
use crate::object::types::{TypeRef, TypeSpec};
use crate::object::value::Value;
use crate::object::vm::Vm;
use crate::types::descriptor::readonly;
use crate::types::str::text::must_be;

struct TypeAlias {
    name: Value,
    /// Tuple.
    params: Value,
    value: Lazy,
    module: Value,
}

impl Traverse for TypeAlias {
    fn traverse(&self, visit: &mut dyn FnMut(&Value)) {
        visit(&self.name);
        visit(&self.params);
        visit(&self.module);
        self.value.visit(visit);
    }

    fn clear(&self) {
        self.value.clear();
    }
}

fn alias(value: &Value) -> Option<&TypeAlias> {
    value.foreign::<TypeAlias>()
}

/// Whether the value is an alias made by a `type` statement.
pub(crate) fn is_alias(value: &Value) -> bool {
    alias(value).is_some()
}

/// `type name[params] = …`; the function gives the value, `params` may be None.
pub(crate) fn new_alias(vm: &Vm, name: Value, params: Value, function: Value) -> Value {
    let params = if params.is_none() { vm.empty_tuple() } else { params };
    let made =
        TypeAlias { name, params, value: Lazy::of_function(function), module: calling_module(vm) };
    vm.new_foreign(&vm.ty(&TYPE_ALIAS), made)
}

fn new(vm: &Vm, _: &TypeRef, args: Args) -> PyResult {
    let signature = Signature::parse("(name, value, *, type_params=<missing>)");
    let bound = signature.bind(vm, "typealias", args)?;
    let [name, value, params] = bound.as_slice() else { return Ok(Value::NONE) };
    if name.as_str_object().is_none() {
        return Err(must_be(vm, "typealias() argument 'name' must be str", name));
    }
    let params = if params.is_unbound() { vm.empty_tuple() } else { params.clone() };
    if params.as_tuple().is_none() {
        return Err(vm.type_error("type_params must be a tuple"));
    }
    let made = TypeAlias {
        name: name.clone(),
        params,
        value: Lazy::of_value(value.clone()),
        module: calling_module(vm),
    };
    Ok(vm.new_foreign(&vm.ty(&TYPE_ALIAS), made))
}

fn getitem(vm: &Vm, this: &Value, item: &Value) -> PyResult {
    match alias(this) {
        Some(own) if !own.params.tuple_items().is_empty() => vm.generic_alias(this, item),
        _ => Err(vm.type_error("Only generic type aliases are subscriptable")),
    }
}

fn reduce(_: &Vm, this: &Value) -> Value {
    alias(this).map_or(Value::NONE, |own| own.name.clone())
}

macro_rules! row {
    ($name:literal, |$vm:ident, $own:ident| $get:expr) => {
        row!($name, |$vm, $own| $get, None)
    };
    ($name:literal, |$vm:ident, $own:ident| $get:expr, $set:expr) => {
        GetSet {
            name: $name,
            doc: "",
            get: |$vm, this| match alias(this) {
                Some($own) => $get,
                None => Ok(Value::NONE),
            },
            set: $set,
        }
    };
}

pub static TYPE_ALIAS: TypeSpec = TypeSpec {
    name: "typing.TypeAliasType",
    doc: "Type alias.",
    operations: Some(ForeignObject::OPERATIONS),
    operators: &[BinaryOp::Or],
    slots: Slots {
        new: Some(new),
        repr: Some(|_, this| Ok(alias(this).map_or(Value::NONE, |own| own.name.clone()))),
        getitem: Some(getitem),
        binary: Some(|vm, op, a, b| match op {
            BinaryOp::Or => crate::types::union::binary(vm, op, a, b),
            _ => Ok(Value::NOT_IMPLEMENTED),
        }),
        ..Slots::NONE
    },
    methods: funcs![
        "__reduce__" = reduce, "(self, /)", "";
    ],
    getset: &[
        row!("__name__", |_vm, own| Ok(own.name.clone()), Some(readonly)),
        row!("__module__", |_vm, own| Ok(own.module.clone())),
        row!("__type_params__", |_vm, own| Ok(own.params.clone()), Some(readonly)),
        row!("__parameters__", |vm, own| with_tuples_unpacked(vm, &own.params)),
        row!("__value__", |vm, own| own.value.get(vm)),
    ],
    ..TypeSpec::NONE
};
