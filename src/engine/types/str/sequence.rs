//! str as a sequence: length, subscripts, membership, comparison, `+`, `*` and `%`, iteration.

use crate::object::slots::{BinaryOp, CompareOp, PyResult, SequenceSlots};
use crate::object::string::{StrObject, push_wtf8};
use crate::object::value::Value;
use crate::object::vm::Vm;
use crate::types::format;
use crate::types::int::BigIntObject;
use crate::types::range::SliceObject;
use crate::types::sequence::resolve;

use super::text::{Text, buffer, exact};

pub(super) fn len(_: &Vm, this: &Value) -> PyResult<usize> {
    Ok(this.as_str_object().map_or(0, StrObject::chars))
}

pub(super) fn hash(vm: &Vm, this: &Value) -> PyResult<i64> {
    Ok(this.as_str_object().map_or(0, |s| s.hash(vm)))
}

pub(super) fn compare(_: &Vm, a: &Value, b: &Value, op: CompareOp) -> PyResult {
    let (Some(a), Some(b)) = (a.as_str_object(), b.as_str_object()) else {
        return Ok(Value::NOT_IMPLEMENTED);
    };
    // UTF-8 orders as its code points do, lone surrogates included.
    Ok(Value::bool(match op {
        CompareOp::Eq => a.as_bytes() == b.as_bytes(),
        CompareOp::Ne => a.as_bytes() != b.as_bytes(),
        CompareOp::Lt | CompareOp::Le | CompareOp::Gt | CompareOp::Ge => {
            op.holds(a.as_bytes().cmp(b.as_bytes()))
        }
    }))
}

pub(super) fn contains(vm: &Vm, this: &Value, item: &Value) -> PyResult<bool> {
    let (Some(text), Some(part)) = (this.as_str_object(), item.as_str_object()) else {
        let class = vm.class(item).full_name();
        return Err(
            vm.type_error(format!("'in <string>' requires string as left operand, not {class}"))
        );
    };
    Ok(crate::types::find::find(text.as_bytes(), part.as_bytes()).is_some())
}

pub(super) fn iter(vm: &Vm, this: &Value) -> PyResult {
    Ok(vm.sequence_iterator(this))
}

pub(super) fn getitem(vm: &Vm, this: &Value, key: &Value) -> PyResult {
    let Some(text) = Text::of(this) else { return Ok(Value::NOT_IMPLEMENTED) };
    if let Some(slice) = key.get::<SliceObject>() {
        return subscript_slice(vm, text, slice);
    }
    let at = match key.as_int() {
        Some(at) => at,
        None => subscript(vm, key)?,
    };
    match resolve(at, text.chars()) {
        Some(at) if text.is_ascii() => match text.as_bytes().get(at) {
            Some(byte) => Ok(vm.ascii_char(*byte)),
            None => Err(vm.index_error("string index out of range")),
        },
        Some(at) => match text.code_point(text.offset(at)) {
            Some((point, _)) => Ok(vm.str_of_point(point)),
            None => Err(vm.index_error("string index out of range")),
        },
        None => Err(vm.index_error("string index out of range")),
    }
}

/// An index of a subscript that is no small int.
#[cold]
fn subscript(vm: &Vm, key: &Value) -> PyResult<i64> {
    if !vm.is_count(key) && key.get::<BigIntObject>().is_none() {
        let class = vm.class(key).full_name();
        return Err(vm.type_error(format!("string indices must be integers, not '{class}'")));
    }
    let int = vm.index(key)?;
    vm.small_index(&int).ok_or_else(|| {
        let class = vm.class(key).full_name();
        vm.index_error(format!("cannot fit '{class}' into an index-sized integer"))
    })
}

fn subscript_slice(vm: &Vm, text: Text, slice: &SliceObject) -> PyResult {
    let span = vm.slice_bounds(slice)?.span(text.chars());
    if span.len == 0 {
        return Ok(vm.str(""));
    }
    if span.step == 1 {
        let (start, end) = (span.start as usize, span.start as usize + span.len);
        return Ok(vm.part(text, text.offset(start), text.offset(end)));
    }
    if text.is_ascii() {
        let bytes = text.as_bytes();
        let out: Vec<u8> = span.positions().filter_map(|at| bytes.get(at).copied()).collect();
        return vm.try_make_str(&out, out.len(), false);
    }
    let points: Vec<u32> = text.code_points().collect();
    let mut out = Vec::with_capacity(span.len);
    let chosen = span.positions().filter_map(|at| points.get(at));
    chosen.for_each(|point| push_wtf8(&mut out, *point));
    vm.finish_str(&out)
}

pub(super) fn binary(vm: &Vm, op: BinaryOp, a: &Value, b: &Value) -> PyResult {
    match (op, Text::of(a)) {
        (BinaryOp::Mod, Some(left)) => {
            let made = format::percent_str(vm, left.str, b)?;
            Ok(if left.as_bytes().contains(&b'%') { made } else { a.clone() })
        }
        _ => Ok(Value::NOT_IMPLEMENTED),
    }
}

fn concat(vm: &Vm, this: &Value, other: &Value) -> PyResult {
    match (Text::of(this), Text::of(other)) {
        (Some(left), Some(right)) => concat_texts(vm, left, right),
        _ => {
            let class = vm.class(other).full_name();
            let text = format!("can only concatenate str (not \"{class}\") to str");
            Err(vm.type_error(text))
        }
    }
}

fn repeat(vm: &Vm, this: &Value, times: usize) -> PyResult {
    match Text::of(this) {
        Some(text) => repeat_text(vm, text, times),
        None => Ok(Value::NOT_IMPLEMENTED),
    }
}

pub(super) static SEQUENCE: SequenceSlots =
    SequenceSlots { concat, repeat, extend: None, multiply: None };

fn concat_texts(vm: &Vm, left: Text, right: Text) -> PyResult {
    if right.chars() == 0 {
        return Ok(exact(vm, left));
    }
    if left.chars() == 0 {
        return Ok(exact(vm, right));
    }
    if !vm.heap.allows(left.as_bytes().len() + right.as_bytes().len()) {
        return Err(vm.memory_error());
    }
    Ok(vm.str_concat(left.str, right.str))
}

fn repeat_text(vm: &Vm, text: Text, times: usize) -> PyResult {
    if times == 1 {
        return Ok(exact(vm, text));
    }
    let bytes = text.as_bytes();
    let total = bytes.len().checked_mul(times).filter(|n| *n <= i64::MAX as usize);
    if total.is_none() {
        return Err(vm.overflow_error("repeated string is too long"));
    }
    let mut out = buffer(vm, total)?;
    match bytes {
        [byte] => out.resize(times, *byte),
        [] => {}
        _ => (0..times).for_each(|_| out.extend_from_slice(bytes)),
    }
    vm.try_make_str(&out, text.chars() * times, text.has_surrogates())
}
