//! mappingproxy: a read-only view of a mapping. Owns no items.

use crate::funcs;
use crate::object::foreign::ForeignObject;
use crate::object::header::{Payload, Traverse};
use crate::object::native::{Args, Signature};
use crate::object::slots::{BinaryOp, PyResult, Slots};
use crate::object::types::{TypeRef, TypeSpec, type_flag};
use crate::object::value::Value;
use crate::object::vm::Vm;

/// The Rust value of a mappingproxy.
struct Proxy(Value);

impl Traverse for Proxy {
    fn traverse(&self, visit: &mut dyn FnMut(&Value)) {
        visit(&self.0);
    }
}

const NONE: &Value = &Value::NONE;

fn mapping(value: &Value) -> &Value {
    value.foreign::<Proxy>().map_or(NONE, |p| &p.0)
}

/// The mapping behind a proxy; anything else is itself.
fn unwrapped(value: &Value) -> &Value {
    value.foreign::<Proxy>().map_or(value, |p| &p.0)
}

/// Whether the value is a mapping proxy.
pub(crate) fn is_proxy(value: &Value) -> bool {
    value.foreign::<Proxy>().is_some()
}

impl Vm {
    /// A read-only view of a mapping.
    pub fn mapping_proxy(&self, mapping: Value) -> Value {
        self.new_foreign(&self.ty(&MAPPING_PROXY), Proxy(mapping))
    }
}

fn new(vm: &Vm, class: &TypeRef, args: Args) -> PyResult {
    let bound = Signature::parse("(mapping)").bind(vm, "mappingproxy", args)?;
    let Some(mapping) = bound.first() else { return Ok(Value::NONE) };
    let slots = &vm.class(mapping).slots;
    let sequence =
        mapping.as_tuple().is_some() || mapping.get::<crate::types::list::ListObject>().is_some();
    if sequence || slots.getitem.get().is_none() {
        let given = vm.class(mapping).full_name();
        return Err(
            vm.type_error(format!("mappingproxy() argument must be a mapping, not {given}"))
        );
    }
    Ok(vm.new_foreign(class, Proxy(mapping.clone())))
}

fn forward(vm: &Vm, this: &Value, name: &str, args: &[Value]) -> PyResult {
    vm.call_method(mapping(this), &vm.intern(name), args)
}

fn get(vm: &Vm, this: &Value, key: &Value, default: &Value) -> PyResult {
    forward(vm, this, "get", &[key.clone(), default.clone()])
}

fn keys(vm: &Vm, this: &Value) -> PyResult {
    forward(vm, this, "keys", &[])
}

fn values(vm: &Vm, this: &Value) -> PyResult {
    forward(vm, this, "values", &[])
}

fn items(vm: &Vm, this: &Value) -> PyResult {
    forward(vm, this, "items", &[])
}

fn copy(vm: &Vm, this: &Value) -> PyResult {
    forward(vm, this, "copy", &[])
}

fn reversed(vm: &Vm, this: &Value) -> PyResult {
    forward(vm, this, "__reversed__", &[])
}

pub static MAPPING_PROXY: TypeSpec = TypeSpec {
    name: "mappingproxy",
    doc: "A view of a mapping through which nothing can be changed.",
    operations: Some(ForeignObject::OPERATIONS),
    slots: Slots {
        repr: Some(|vm, this| {
            let inner = vm.repr_text(mapping(this))?;
            Ok(vm.str(&format!("mappingproxy({inner})")))
        }),
        str: Some(|vm, this| vm.str_of(mapping(this))),
        hash: Some(|vm, this| vm.hash(mapping(this))),
        len: Some(|vm, this| vm.len(mapping(this))),
        iter: Some(|vm, this| vm.iter(mapping(this))),
        getitem: Some(|vm, this, key| vm.getitem(mapping(this), key)),
        contains: Some(|vm, this, key| vm.contains(mapping(this), key)),
        compare: Some(|vm, a, b, op| vm.compare(op, mapping(a), b)),
        binary: Some(|vm, op, a, b| match op {
            BinaryOp::Or => vm.binary(op, unwrapped(a), unwrapped(b)),
            BinaryOp::Add
            | BinaryOp::Sub
            | BinaryOp::Mul
            | BinaryOp::TrueDiv
            | BinaryOp::FloorDiv
            | BinaryOp::Mod
            | BinaryOp::Pow
            | BinaryOp::MatMul
            | BinaryOp::LShift
            | BinaryOp::RShift
            | BinaryOp::And
            | BinaryOp::Xor => Ok(Value::NOT_IMPLEMENTED),
        }),
        inplace: Some(|vm, op, a, _| {
            if op != BinaryOp::Or {
                return Ok(Value::NOT_IMPLEMENTED);
            }
            let class = vm.class(a).full_name();
            Err(vm.type_error(format!("'|=' is not supported by {class}; use '|' instead")))
        }),
        new: Some(new),
        ..Slots::NONE
    },
    methods: funcs![
        get "(self, key, default=None, /)" "What key stands for; default if it is absent.";
        keys "(self, /)" "The keys, seen live, usable as a set.";
        values "(self, /)" "The values, seen live.";
        items "(self, /)" "The entries as pairs, seen live, usable as a set.";
        copy "(self, /)" "Return a shallow copy of the mapping.";
        "__reversed__" = reversed, "(self, /)", "Return a reverse iterator over the keys.";
    ],
    operators: &[BinaryOp::Or],
    flags: type_flag::MAPPING,
    ..TypeSpec::NONE
};
