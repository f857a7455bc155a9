//! What belongs to type parameters: `P.args`, `P.kwargs` and NoDefault.

use super::variable::name_of;
use crate::funcs;
use crate::object::foreign::ForeignObject;
use crate::object::header::{Payload, Traverse};
use crate::object::native::{Args, GetSet, Signature};
use crate::object::slots::{CompareOp, PyResult, Slots};
use crate::object::types::{TypeSpec, type_flag};
use crate::object::value::Value;
use crate::object::vm::Vm;
use crate::types::descriptor::readonly;

/// `P.args`, `P.kwargs`.
struct Part {
    origin: Value,
}

impl Traverse for Part {
    fn traverse(&self, visit: &mut dyn FnMut(&Value)) {
        visit(&self.origin);
    }
}

pub(super) fn part(vm: &Vm, origin: &Value, args: bool) -> Value {
    let spec: &'static TypeSpec = if args { &PARAM_SPEC_ARGS } else { &PARAM_SPEC_KWARGS };
    vm.new_foreign(&vm.ty(spec), Part { origin: origin.clone() })
}

fn new(vm: &Vm, spec: &'static TypeSpec, name: &str, args: Args) -> PyResult {
    let bound = Signature::parse("(origin)").bind(vm, name, args)?;
    let origin = bound.first().cloned().unwrap_or(Value::NONE);
    Ok(vm.new_foreign(&vm.ty(spec), Part { origin }))
}

fn origin(value: &Value) -> Value {
    value.foreign::<Part>().map_or(Value::NONE, |part| part.origin.clone())
}

fn repr(vm: &Vm, this: &Value, after: &str) -> PyResult {
    let origin = origin(this);
    let name = match name_of(&origin) {
        Some(name) => name,
        None => vm.repr_text(&origin)?,
    };
    Ok(vm.str(&format!("{name}.{after}")))
}

fn compare(vm: &Vm, a: &Value, b: &Value, op: CompareOp) -> PyResult {
    if vm.type_of(a) != vm.type_of(b) {
        return Ok(Value::NOT_IMPLEMENTED);
    }
    match op {
        CompareOp::Eq | CompareOp::Ne => vm.compare(op, &origin(a), &origin(b)),
        CompareOp::Lt | CompareOp::Le | CompareOp::Gt | CompareOp::Ge => Ok(Value::NOT_IMPLEMENTED),
    }
}

/// What a class statement is told that names an instance among its bases.
pub(super) fn no_base(vm: &Vm, this: &Value, _bases: &Value) -> PyResult {
    let name = vm.class(this).name();
    Err(vm.type_error(format!("Cannot subclass an instance of {name}")))
}

macro_rules! part_type {
    ($static:ident, $name:literal, $function:literal, $after:literal, $doc:literal) => {
        pub static $static: TypeSpec = TypeSpec {
            name: $name,
            doc: $doc,
            operations: Some(ForeignObject::OPERATIONS),
            slots: Slots {
                new: Some(|vm, _, args| new(vm, &$static, $function, args)),
                repr: Some(|vm, this| repr(vm, this, $after)),
                compare: Some(compare),
                hash: Some(crate::types::unhashable),
                ..Slots::NONE
            },
            methods: funcs![
                "__mro_entries__" = no_base, "(self, bases, /)", "";
            ],
            getset: &[GetSet {
                name: "__origin__",
                doc: "",
                get: |_, this| Ok(origin(this)),
                set: Some(readonly),
            }],
            flags: type_flag::WEAK,
            ..TypeSpec::NONE
        };
    };
}

part_type!(
    PARAM_SPEC_ARGS,
    "typing.ParamSpecArgs",
    "paramspecargs",
    "args",
    "The args for a ParamSpec object."
);
part_type!(
    PARAM_SPEC_KWARGS,
    "typing.ParamSpecKwargs",
    "paramspeckwargs",
    "kwargs",
    "The kwargs for a ParamSpec object."
);

// ---- NoDefault ---------------------------------------------------------------------------------

/// What `typing.NoDefault` is.
pub fn no_default(vm: &Vm) -> Value {
    vm.extra(|| NoDefault(vm.new_foreign(&vm.ty(&NO_DEFAULT_TYPE), Nothing))).0.clone()
}

struct NoDefault(Value);

struct Nothing;

impl Traverse for Nothing {}

fn reduce(vm: &Vm, _: &Value) -> Value {
    vm.str("NoDefault")
}

pub static NO_DEFAULT_TYPE: TypeSpec = TypeSpec {
    name: "NoDefaultType",
    doc: "What NoDefault is an instance of.",
    operations: Some(ForeignObject::OPERATIONS),
    slots: Slots {
        repr: Some(|vm, _| Ok(vm.str("typing.NoDefault"))),
        new: Some(|vm, _, args| match args.all {
            [] => Ok(no_default(vm)),
            _ => Err(vm.type_error("NoDefaultType takes no arguments")),
        }),
        ..Slots::NONE
    },
    methods: funcs![
        "__reduce__" = reduce, "(self, /)", "";
    ],
    ..TypeSpec::NONE
};
