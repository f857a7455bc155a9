//! types.UnionType: `int | str`. The operator of types that makes it.

use crate::object::foreign::ForeignObject;
use crate::object::header::{Payload, Traverse};
use crate::object::native::GetSet;
use crate::object::slots::{BinaryOp, CompareOp, PyResult, Slots};
use crate::object::types::{TypeRef, TypeSpec, type_flag};
use crate::object::value::Value;
use crate::object::vm::Vm;

use super::generic_alias::{self, Parameters, shown, substituted};

/// The Rust value of a union: a tuple of its members, each once.
struct Union {
    args: Value,
    parameters: Parameters,
}

impl Traverse for Union {
    fn traverse(&self, visit: &mut dyn FnMut(&Value)) {
        visit(&self.args);
        self.parameters.visit(visit);
    }
}

fn of(value: &Value) -> Option<&Union> {
    value.foreign::<Union>()
}

/// The tuple of a union's members.
pub(crate) fn members(value: &Value) -> Option<&Value> {
    of(value).map(|union| &union.args)
}

fn items(value: &Value) -> &[Value] {
    of(value).map_or(&[], |u| u.args.tuple_items())
}

/// What may stand beside `|` here.
fn is_member(value: &Value) -> bool {
    value.is_none()
        || TypeRef::of(value).is_some()
        || of(value).is_some()
        || generic_alias::of(value).is_some()
        || crate::types::type_params::is_alias(value)
}

/// `a | b` where one of them is a type, an alias or a union.
pub(crate) fn binary(vm: &Vm, op: BinaryOp, a: &Value, b: &Value) -> PyResult {
    if op != BinaryOp::Or || !is_member(a) || !is_member(b) {
        return Ok(Value::NOT_IMPLEMENTED);
    }
    let members = [a, b].into_iter().flat_map(|v| match of(v) {
        Some(union) => union.args.tuple_items().to_vec(),
        None => vec![v.clone()],
    });
    make(vm, members)
}

fn make(vm: &Vm, members: impl Iterator<Item = Value>) -> PyResult {
    let mut unique: Vec<Value> = Vec::new();
    for member in members {
        let member = if member.is_none() { vm.types.none().value().clone() } else { member };
        let mut known = false;
        for other in &unique {
            known = known || vm.equal(other, &member)?;
        }
        if !known {
            unique.push(member);
        }
    }
    if let [only] = unique.as_slice() {
        return Ok(only.clone());
    }
    let union = Union { args: vm.tuple(unique), parameters: Parameters::default() };
    Ok(vm.new_foreign(&vm.ty(&UNION), union))
}

fn repr(vm: &Vm, this: &Value) -> PyResult {
    let show = |member: &Value| match member.is(vm.types.none().value()) {
        true => Ok("None".to_owned()),
        false => shown(vm, member),
    };
    let parts: Vec<String> = items(this).iter().map(show).collect::<PyResult<_>>()?;
    Ok(vm.str(&parts.join(" | ")))
}

/// That of the set of members, as unions of `typing` have it, too.
fn hash(vm: &Vm, this: &Value) -> PyResult<i64> {
    let members = items(this);
    for member in members {
        vm.hash(member)?;
    }
    vm.hash(&vm.frozen_set(members.to_vec()))
}

fn has_all(vm: &Vm, some: &[Value], all: &[Value]) -> PyResult<bool> {
    for member in some {
        let mut found = false;
        for other in all {
            found = found || vm.equal(other, member)?;
        }
        if !found {
            return Ok(false);
        }
    }
    Ok(true)
}

fn compare(vm: &Vm, a: &Value, b: &Value, op: CompareOp) -> PyResult {
    if of(a).is_none() || of(b).is_none() || !matches!(op, CompareOp::Eq | CompareOp::Ne) {
        return Ok(Value::NOT_IMPLEMENTED);
    }
    let (left, right) = (items(a), items(b));
    let same = left.len() == right.len() && has_all(vm, left, right)?;
    Ok(Value::bool(same == (op == CompareOp::Eq)))
}

fn getitem(vm: &Vm, this: &Value, item: &Value) -> PyResult {
    let Some(union) = of(this) else { return Ok(Value::NONE) };
    let parameters = union.parameters.get(vm, &union.args)?;
    let mut members = substituted(vm, this, &union.args, &parameters, item)?.into_iter();
    let mut made = members.next().unwrap_or(Value::NONE);
    for member in members {
        made = vm.binary(BinaryOp::Or, &made, &member)?;
    }
    Ok(made)
}

pub static UNION: TypeSpec = TypeSpec {
    name: "types.UnionType",
    doc: "Several types of which one applies, such as int | str.",
    operations: Some(ForeignObject::OPERATIONS),
    slots: Slots {
        repr: Some(repr),
        hash: Some(hash),
        compare: Some(compare),
        getitem: Some(getitem),
        binary: Some(binary),
        getattr: Some(super::object::generic_getattr),
        ..Slots::NONE
    },
    getset: &[
        GetSet {
            name: "__args__",
            doc: "",
            get: |_, v| Ok(of(v).map_or(Value::NONE, |u| u.args.clone())),
            set: None,
        },
        GetSet {
            name: "__parameters__",
            doc: "",
            get: |vm, v| match of(v) {
                Some(union) => union.parameters.get(vm, &union.args),
                None => Ok(vm.empty_tuple()),
            },
            set: None,
        },
    ],
    operators: &[BinaryOp::Or],
    flags: type_flag::NO_NEW,
    ..TypeSpec::NONE
};
