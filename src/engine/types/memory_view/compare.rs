//! memoryview: equality and hash.

use super::format::Format;
use super::{MemoryViewObject, access, exporter, view_of};
use crate::object::slots::{CompareOp, PyResult};
use crate::object::value::Value;
use crate::object::vm::Vm;
use crate::types::bytes::{Buffer, ByteArrayObject};

pub(super) fn compare(vm: &Vm, a: &Value, b: &Value, op: CompareOp) -> PyResult {
    let Some(view) = a.get::<MemoryViewObject>() else { return Ok(Value::NOT_IMPLEMENTED) };
    if !matches!(op, CompareOp::Eq | CompareOp::Ne) {
        return Ok(Value::NOT_IMPLEMENTED);
    }
    let answer = |equal: bool| Ok(Value::bool(equal == (op == CompareOp::Eq)));
    if view.released.get() {
        return answer(a.is(b));
    }
    if let Some(other) = b.get::<MemoryViewObject>() {
        if other.released.get() {
            return answer(false);
        }
        return answer(equal(vm, view, other)?);
    }
    let is_array = b.get::<ByteArrayObject>().is_some_and(|array| array.2.is_some());
    if is_array || exporter::is_python(vm, b) {
        let other = vm.memory_view(b)?;
        return answer(equal(vm, view, view_of(vm, &other)?)?);
    }
    let Some(bytes) = Buffer::of_base(b).map(|bytes| bytes.to_vec()) else {
        return Ok(Value::NOT_IMPLEMENTED);
    };
    if view.shape.len() != 1 || view.shape[0] != bytes.len() {
        return answer(false);
    }
    if view.format.letter == b'B' {
        return answer(view.to_bytes() == bytes);
    }
    let items = view.offsets();
    for (offset, byte) in items.into_iter().zip(bytes) {
        if !vm.equal(&access::item(vm, view, offset), &Format::BYTE.read(vm, &[byte]))? {
            return answer(false);
        }
    }
    answer(true)
}

fn equal(vm: &Vm, a: &MemoryViewObject, b: &MemoryViewObject) -> PyResult<bool> {
    if a.shape != b.shape {
        return Ok(false);
    }
    // Equal bytes of floats need not be equal floats.
    if a.format.letter == b.format.letter && !matches!(a.format.letter, b'e' | b'f' | b'd') {
        return Ok(a.to_bytes() == b.to_bytes());
    }
    for (x, y) in a.offsets().into_iter().zip(b.offsets()) {
        if !vm.equal(&access::item(vm, a, x), &access::item(vm, b, y))? {
            return Ok(false);
        }
    }
    Ok(true)
}

pub(super) fn hash(vm: &Vm, this: &Value) -> PyResult<i64> {
    let view = vm.payload::<MemoryViewObject>(this, "memoryview")?;
    if let Some(hash) = view.hash.get() {
        return Ok(hash);
    }
    let view = view_of(vm, this)?;
    if !view.readonly {
        return Err(vm.value_error("cannot hash writable memoryview object"));
    }
    if !view.format.is_byte() {
        let text = "memoryview: hashing is restricted to formats 'B', 'b' or 'c'";
        return Err(vm.value_error(text));
    }
    let hash = vm.hash(&vm.new_bytes(view.to_bytes()))?;
    view.hash.set(Some(hash));
    Ok(hash)
}
