//! slice: the object, and its numbers for lengths of any size. Lengths of real sequences are the
//! matter of `sequence.rs`.

use num_bigint::{BigInt, Sign};

use super::big;
use crate::funcs;
use crate::object::header::{Payload, Traverse};
use crate::object::native::{Args, GetSet};
use crate::object::slots::{CompareOp, PyResult, Slots};
use crate::object::types::{TypeRef, TypeSpec};
use crate::object::value::Value;
use crate::object::vm::Vm;
use crate::types::tuple::Mixer;

/// The payload of a slice.
pub struct SliceObject {
    pub start: Value,
    pub stop: Value,
    pub step: Value,
}

impl SliceObject {
    fn parts(&self) -> Vec<Value> {
        vec![self.start.clone(), self.stop.clone(), self.step.clone()]
    }
}

impl Traverse for SliceObject {
    fn traverse(&self, visit: &mut dyn FnMut(&Value)) {
        [&self.start, &self.stop, &self.step].into_iter().for_each(visit);
    }
}

impl Vm {
    pub fn new_slice(&self, start: Value, stop: Value, step: Value) -> Value {
        self.new_object(self.types.slice(), SliceObject { start, stop, step })
    }
}

fn slice<'a>(vm: &Vm, value: &'a Value) -> PyResult<&'a SliceObject> {
    vm.payload::<SliceObject>(value, "slice")
}

fn new(vm: &Vm, _: &TypeRef, args: Args) -> PyResult {
    if !args.names.is_empty() {
        return Err(vm.type_error("slice() takes no keyword arguments"));
    }
    let (start, stop, step) = match args.all {
        [] => return Err(vm.type_error("slice expected at least 1 argument, got 0")),
        [stop] => (Value::NONE, stop.clone(), Value::NONE),
        [start, stop] => (start.clone(), stop.clone(), Value::NONE),
        [start, stop, step] => (start.clone(), stop.clone(), step.clone()),
        all => {
            let text = format!("slice expected at most 3 arguments, got {}", all.len());
            return Err(vm.type_error(text));
        }
    };
    Ok(vm.new_slice(start, stop, step))
}

fn repr(vm: &Vm, this: &Value) -> PyResult {
    let parts = slice(vm, this)?.parts();
    let mut out = b"slice(".to_vec();
    vm.push_reprs(&mut out, &|at| parts.get(at).cloned())?;
    out.push(b')');
    Ok(vm.str_wtf8(&out))
}

fn hash(vm: &Vm, this: &Value) -> PyResult<i64> {
    let mut mixer = Mixer::new();
    for part in slice(vm, this)?.parts() {
        mixer.add(vm.hash(&part)?);
    }
    Ok(mixer.finish_fixed())
}

fn compare(vm: &Vm, a: &Value, b: &Value, op: CompareOp) -> PyResult {
    let (Some(left), Some(right)) = (a.get::<SliceObject>(), b.get::<SliceObject>()) else {
        return Ok(Value::NOT_IMPLEMENTED);
    };
    let (left, right) = (left.parts(), right.parts());
    vm.compare_items(op, &|at| left.get(at).cloned(), &|at| right.get(at).cloned())
}

/// Start, stop and step of a slice for a length that is not negative, as `slice.indices` gives them.
pub(super) fn indices(vm: &Vm, slice: &SliceObject, len: &BigInt) -> PyResult<[BigInt; 3]> {
    let part = |value: &Value| -> PyResult<Option<BigInt>> {
        if value.is_none() {
            return Ok(None);
        }
        if !vm.is_count(value) {
            let text = "slice indices must be integers or None or have an __index__ method";
            return Err(vm.type_error(text));
        }
        Ok(Some(big(&vm.index(value)?)))
    };
    let step = part(&slice.step)?.unwrap_or_else(|| BigInt::from(1));
    if step.sign() == Sign::NoSign {
        return Err(vm.value_error("slice step cannot be zero"));
    }
    let down = step.sign() == Sign::Minus;
    let (low, high) = if down { (BigInt::from(-1), len - 1) } else { (BigInt::ZERO, len.clone()) };
    let fit = |at: Option<BigInt>, default: &BigInt| match at {
        None => default.clone(),
        Some(at) if at.sign() == Sign::Minus => (at + len).max(low.clone()),
        Some(at) => at.min(high.clone()),
    };
    let (first, last) = if down { (&high, &low) } else { (&low, &high) };
    let start = fit(part(&slice.start)?, first);
    let stop = fit(part(&slice.stop)?, last);
    Ok([start, stop, step])
}

fn slice_indices(vm: &Vm, this: &Value, len: &Value) -> PyResult {
    let len = big(&vm.index(len)?);
    if len.sign() == Sign::Minus {
        return Err(vm.value_error("length should not be negative"));
    }
    let numbers = indices(vm, slice(vm, this)?, &len)?;
    Ok(vm.tuple(numbers.into_iter().map(|n| vm.big_int(n)).collect()))
}

fn reduce(vm: &Vm, this: &Value) -> PyResult {
    let parts = vm.tuple(slice(vm, this)?.parts());
    Ok(vm.tuple(vec![vm.types.slice().value().clone(), parts]))
}

pub static SLICE: TypeSpec = TypeSpec {
    name: "slice",
    doc: "What `start:stop:step` in brackets makes; parts left out are None.",
    operations: Some(SliceObject::OPERATIONS),
    slots: Slots {
        repr: Some(repr),
        hash: Some(hash),
        compare: Some(compare),
        new: Some(new),
        getattr: Some(crate::types::object::generic_getattr),
        ..Slots::NONE
    },
    methods: funcs![
        "indices" = slice_indices, "(self, length, /)", "Start, stop and stride of the slice for a sequence of that length.";
        "__reduce__" = reduce, "(self, /)", "What copying and pickling rebuild it from.";
    ],
    getset: &[
        GetSet { name: "start", doc: "", get: |vm, v| Ok(slice(vm, v)?.start.clone()), set: None },
        GetSet { name: "stop", doc: "", get: |vm, v| Ok(slice(vm, v)?.stop.clone()), set: None },
        GetSet { name: "step", doc: "", get: |vm, v| Ok(slice(vm, v)?.step.clone()), set: None },
    ],
    ..TypeSpec::NONE
};
