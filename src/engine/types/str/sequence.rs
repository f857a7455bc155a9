//! str as a sequence: length, subscripts, membership, comparison, `+`, `*` and `%`, iteration.

use std::cell::Cell;

use crate::object::slots::{BinaryOp, CompareOp, PyResult};
use crate::object::string::{StrObject, push_wtf8};
use crate::object::types::type_flag;
use crate::object::value::Value;
use crate::object::vm::Vm;
use crate::types::format;
use crate::types::range::SliceObject;
use crate::types::sequence_iter::{STR_ITERATOR, SequenceIterObject};

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
        let class = vm.class(item).name();
        return Err(vm.type_error(format!(
            "'in <string>' requires string as left operand, not {class}"
        )));
    };
    Ok(memchr::memmem::find(text.as_bytes(), part.as_bytes()).is_some())
}

pub(super) fn iter(vm: &Vm, this: &Value) -> PyResult {
    let payload = SequenceIterObject { sequence: this.clone().into(), at: Cell::new(0) };
    Ok(vm.new_object(&vm.ty(&STR_ITERATOR), payload))
}

pub(super) fn getitem(vm: &Vm, this: &Value, key: &Value) -> PyResult {
    let Some(text) = Text::of(this) else { return Ok(Value::NOT_IMPLEMENTED) };
    if let Some(slice) = key.get::<SliceObject>() {
        return subscript_slice(vm, text, slice);
    }
    let at = match key.as_int() {
        Some(at) => at,
        None => subscript(vm, key, "string indices")?,
    };
    match place(at, text.chars()) {
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

/// The place that an index names, counted from the end if negative.
pub(crate) fn place(at: i64, len: usize) -> Option<usize> {
    let at = if at < 0 { at.checked_add(len as i64)? } else { at };
    usize::try_from(at).ok().filter(|at| *at < len)
}

/// An index of a subscript that is no small int.
#[cold]
pub(crate) fn subscript(vm: &Vm, key: &Value, what: &str) -> PyResult<i64> {
    let index = vm.class(key).slots.index.get();
    if index.is_none() && !key.is_bool() && !vm.class(key).is_int_type(vm) {
        let class = vm.class(key).name();
        return Err(vm.type_error(match what {
            "string indices" => format!("{what} must be integers, not '{class}'"),
            _ => format!("{what} must be integers or slices, not {class}"),
        }));
    }
    let int = vm.index(key)?;
    vm.small_index(&int).ok_or_else(|| {
        let class = vm.class(key).name();
        vm.index_error(format!("cannot fit '{class}' into an index-sized integer"))
    })
}

/// Which elements a slice names: the first place, the step and how many.
pub(crate) struct Stretch {
    pub start: usize,
    pub step: i64,
    pub count: usize,
}

impl Stretch {
    /// Runs `__index__` of the slice's parts; `len` is asked for only after that, since they may
    /// change it.
    pub(crate) fn of(vm: &Vm, slice: &SliceObject, len: impl FnOnce() -> usize) -> PyResult<Stretch> {
        let step = super::text::position(vm, &slice.step, 1)?;
        if step == 0 {
            return Err(vm.value_error("slice step cannot be zero"));
        }
        let step = step.max(-i64::MAX);
        let (low, high) = if step < 0 { (i64::MAX, i64::MIN) } else { (0, i64::MAX) };
        let start = super::text::position(vm, &slice.start, low)?;
        let stop = super::text::position(vm, &slice.stop, high)?;
        let len = len() as i64;
        // Places go from 0 to len, or for steps to the left from -1 to len - 1.
        let (least, most) = if step < 0 { (-1, len - 1) } else { (0, len) };
        let given = |value: &Value| !value.is_none();
        let clamp = |at: i64, explicit: bool| {
            let at = if at < 0 && explicit { at.saturating_add(len) } else { at };
            at.clamp(least, most)
        };
        let (start, stop) = (clamp(start, given(&slice.start)), clamp(stop, given(&slice.stop)));
        let count = if step < 0 && stop < start {
            (start - stop - 1) / -step + 1
        } else if step > 0 && start < stop {
            (stop - start - 1) / step + 1
        } else {
            0
        };
        Ok(Stretch { start: start.max(0) as usize, step, count: count as usize })
    }

    /// The places, in the slice's order.
    pub(crate) fn places(&self) -> impl Iterator<Item = usize> + use<> {
        let (start, step) = (self.start as i64, self.step);
        (0..self.count as i64).map(move |n| start.wrapping_add(n.wrapping_mul(step)) as usize)
    }
}

fn subscript_slice(vm: &Vm, text: Text, slice: &SliceObject) -> PyResult {
    let stretch = Stretch::of(vm, slice, || text.chars())?;
    if stretch.step == 1 || stretch.count == 0 {
        let (start, end) = (stretch.start, stretch.start + stretch.count);
        return Ok(vm.part(text, text.offset(start), text.offset(end)));
    }
    if text.is_ascii() {
        let bytes = text.as_bytes();
        let out: Vec<u8> = stretch.places().filter_map(|at| bytes.get(at).copied()).collect();
        return vm.try_make_str(&out, out.len(), false);
    }
    let points: Vec<u32> = text.code_points().collect();
    let mut out = Vec::with_capacity(stretch.count);
    let chosen = stretch.places().filter_map(|at| points.get(at));
    chosen.for_each(|point| push_wtf8(&mut out, *point));
    vm.finish_str(&out)
}

pub(super) fn binary(vm: &Vm, op: BinaryOp, a: &Value, b: &Value) -> PyResult {
    let left = Text::of(a);
    match op {
        BinaryOp::Add => {
            let Some(left) = left else { return Ok(Value::NOT_IMPLEMENTED) };
            match Text::of(b) {
                Some(right) => concat(vm, left, right),
                None => {
                    if let Some(result) = ask_right(vm, op, a, b)? {
                        return Ok(result);
                    }
                    let class = vm.class(b).name();
                    let text = format!("can only concatenate str (not \"{class}\") to str");
                    Err(vm.type_error(text))
                }
            }
        }
        BinaryOp::Mul => {
            let (text, times) = match (left, Text::of(b)) {
                (Some(left), _) => (left, b),
                (None, Some(right)) => (right, a),
                (None, None) => return Ok(Value::NOT_IMPLEMENTED),
            };
            if left.is_some() && let Some(result) = ask_right(vm, op, a, b)? {
                return Ok(result);
            }
            repeat(vm, text, times_of(vm, times)?)
        }
        BinaryOp::Mod => match left {
            Some(left) => format::percent_str(vm, left.str, b),
            None => Ok(Value::NOT_IMPLEMENTED),
        },
        _ => Ok(Value::NOT_IMPLEMENTED),
    }
}

/// What the right operand's own method says, for an instance of a Python class: it comes before a
/// sequence's `+` and `*`.
pub(crate) fn ask_right(vm: &Vm, op: BinaryOp, a: &Value, b: &Value) -> PyResult<Option<Value>> {
    let class = vm.class(b);
    if !class.has(type_flag::HEAP) {
        return Ok(None);
    }
    let Some(slot) = class.slots.binary.get() else { return Ok(None) };
    if vm.class(a).slots.binary.get().is_some_and(|own| std::ptr::fn_addr_eq(own, slot)) {
        return Ok(None);
    }
    Ok(Some(slot(vm, op, a, b)?).filter(|result| !result.is(&Value::NOT_IMPLEMENTED)))
}

/// How often a sequence is to be repeated.
pub(crate) fn times_of(vm: &Vm, times: &Value) -> PyResult<usize> {
    if let Some(int) = times.as_int() {
        return Ok(usize::try_from(int).unwrap_or(0));
    }
    let class = vm.class(times);
    if !times.is_bool() && !class.is_int_type(vm) && class.slots.index.get().is_none() {
        let name = class.name();
        return Err(vm.type_error(format!("can't multiply sequence by non-int of type '{name}'")));
    }
    let int = vm.index(times)?;
    match vm.small_index(&int) {
        Some(times) => Ok(usize::try_from(times).unwrap_or(0)),
        None => {
            let name = class.name();
            let text = format!("cannot fit '{name}' into an index-sized integer");
            Err(vm.overflow_error(text))
        }
    }
}

fn concat(vm: &Vm, left: Text, right: Text) -> PyResult {
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

fn repeat(vm: &Vm, text: Text, times: usize) -> PyResult {
    if times == 1 {
        return Ok(exact(vm, text));
    }
    let bytes = text.as_bytes();
    let total = bytes.len().checked_mul(times);
    let mut out = buffer(vm, total.filter(|n| *n <= i64::MAX as usize))?;
    match bytes {
        [byte] => out.resize(times, *byte),
        [] => {}
        _ => (0..times).for_each(|_| out.extend_from_slice(bytes)),
    }
    vm.try_make_str(&out, text.chars() * times, text.has_surrogates())
}

