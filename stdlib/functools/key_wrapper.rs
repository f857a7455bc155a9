//! functools.cmp_to_key: objects that compare as a function of two arguments says.

use taipan_engine::object::foreign::ForeignObject;
use taipan_engine::object::header::{Payload, Traverse};
use taipan_engine::object::native::{Args, GetSet, Signature};
use taipan_engine::object::slots::{CompareOp, PyResult, Slots};
use taipan_engine::object::types::{TypeSpec, type_flag};
use taipan_engine::object::value::Value;
use taipan_engine::object::var::Var;
use taipan_engine::object::vm::Vm;

struct KeyWrapper {
    compare: Value,
    /// Unbound in the key function itself.
    object: Var,
}

impl Traverse for KeyWrapper {
    fn traverse(&self, visit: &mut dyn FnMut(&Value)) {
        visit(&self.compare);
        self.object.visit(visit);
    }

    fn clear(&self) {
        self.object.set(Value::UNBOUND);
    }
}

pub(super) fn cmp_to_key(vm: &Vm, compare: &Value) -> Value {
    let state = KeyWrapper { compare: compare.clone(), object: Var::unbound() };
    vm.new_foreign(&vm.ty(&KEY_WRAPPER), state)
}

fn call(vm: &Vm, this: &Value, args: Args) -> PyResult {
    let Some(own) = this.foreign::<KeyWrapper>() else { return Ok(Value::NONE) };
    let bound = Signature::parse("(obj)").bind(vm, "K", args)?;
    let object = bound.into_iter().next().unwrap_or(Value::NONE);
    let state = KeyWrapper { compare: own.compare.clone(), object: object.into() };
    Ok(vm.new_foreign(&vm.ty(&KEY_WRAPPER), state))
}

fn compare(vm: &Vm, a: &Value, b: &Value, op: CompareOp) -> PyResult {
    let Some(left) = a.foreign::<KeyWrapper>() else { return Ok(Value::NOT_IMPLEMENTED) };
    let Some(right) = b.foreign::<KeyWrapper>() else {
        return Err(vm.type_error("other argument must be K instance"));
    };
    let (Some(x), Some(y)) = (left.object.bound(), right.object.bound()) else {
        return Err(vm.raise(&taipan_engine::types::exception::ATTRIBUTE_ERROR, "object"));
    };
    let verdict = vm.call(&left.compare, &[x, y])?;
    vm.compare(op, &verdict, &vm.int(0))
}

pub(super) static KEY_WRAPPER: TypeSpec = TypeSpec {
    name: "functools.KeyWrapper",
    operations: Some(ForeignObject::OPERATIONS),
    slots: Slots {
        call: Some(call),
        compare: Some(compare),
        hash: Some(|vm, _| Err(vm.type_error("unhashable type: 'functools.KeyWrapper'"))),
        ..Slots::NONE
    },
    getset: &[GetSet {
        name: "obj",
        doc: "what the comparison compares",
        get: |_, this| {
            let object = this.foreign::<KeyWrapper>().and_then(|k| k.object.bound());
            Ok(object.unwrap_or(Value::NONE))
        },
        set: Some(|_, this, value| {
            if let Some(own) = this.foreign::<KeyWrapper>() {
                own.object.set(value.cloned().unwrap_or(Value::UNBOUND));
            }
            Ok(())
        }),
    }],
    flags: type_flag::NO_NEW,
    ..TypeSpec::NONE
};
