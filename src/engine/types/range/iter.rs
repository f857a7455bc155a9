//! Iterators over ranges: of 64 bits, which the dispatch loop knows, and of any size.

use std::cell::{Cell, RefCell};

use num_bigint::BigInt;
use num_integer::Integer;

use super::{RangeObject, big, range};
use crate::funcs;
use crate::object::foreign::ForeignObject;
use crate::object::header::{Payload, Traverse};
use crate::object::slots::{PyResult, Slots};
use crate::object::types::{TypeSpec, type_flag};
use crate::object::value::Value;
use crate::object::vm::Vm;

/// The payload of a range's iterator while everything fits into 64 bits.
pub struct RangeIterObject {
    /// The next element.
    pub next: Cell<i64>,
    pub step: i64,
    /// Elements left.
    pub left: Cell<u64>,
}

impl Traverse for RangeIterObject {}

/// The state of the iterator of a range whose numbers are too big for that.
struct LongRangeIter {
    next: RefCell<BigInt>,
    step: BigInt,
    left: RefCell<BigInt>,
}

impl Traverse for LongRangeIter {}

pub(super) fn forward(vm: &Vm, this: &Value) -> PyResult {
    let own = range(vm, this)?;
    Ok(match own.small() {
        Some((start, step, len)) => short(vm, start, step, len),
        None => long(vm, big(&own.start), big(&own.step), big(&own.len)),
    })
}

pub(super) fn reversed(vm: &Vm, own: &RangeObject) -> Value {
    match own.small() {
        // An empty range may have no element before its start: nothing is computed from it.
        Some((start, step, 0)) => short(vm, start, step, 0),
        Some((start, step, len)) => short(vm, start + (len - 1) * step, -step, len),
        None => {
            let (start, step, len) = (big(&own.start), big(&own.step), big(&own.len));
            let last = start + (&len - 1) * &step;
            long(vm, last, -step, len)
        }
    }
}

fn short(vm: &Vm, next: i64, step: i64, left: i64) -> Value {
    let payload = RangeIterObject { next: Cell::new(next), step, left: Cell::new(left as u64) };
    vm.new_object(vm.types.range_iterator(), payload)
}

fn long(vm: &Vm, next: BigInt, step: BigInt, left: BigInt) -> Value {
    let payload = LongRangeIter { next: RefCell::new(next), step, left: RefCell::new(left) };
    vm.new_foreign(&vm.ty(&LONG_RANGE_ITERATOR), payload)
}

fn iter(_: &Vm, this: &Value) -> PyResult {
    Ok(this.clone())
}

fn short_next(vm: &Vm, this: &Value) -> PyResult<Option<Value>> {
    let own = vm.payload::<RangeIterObject>(this, "range_iterator")?;
    let left = own.left.get();
    if left == 0 {
        return Ok(None);
    }
    let value = own.next.get();
    own.left.set(left - 1);
    // Beyond the last element the sum may leave the 64 bits; nobody reads it then.
    own.next.set(value.wrapping_add(own.step));
    Ok(Some(vm.int(value)))
}

fn short_hint(vm: &Vm, this: &Value) -> PyResult<i64> {
    Ok(vm.payload::<RangeIterObject>(this, "range_iterator")?.left.get() as i64)
}

/// `iter` and the range of what is left.
fn reduce_rest(vm: &Vm, next: &BigInt, step: &BigInt, left: &BigInt) -> PyResult {
    let function = vm.builtin_function("iter")?;
    let ends = [next.clone(), next + step * left, step.clone()];
    let ends = ends.map(|end| vm.big_int(end));
    let rest = vm.call(vm.types.range().value(), &ends)?;
    Ok(vm.rebuilt_by(function, vec![rest], Some(Value::NONE)))
}

fn short_reduce(vm: &Vm, this: &Value) -> PyResult {
    let own = vm.payload::<RangeIterObject>(this, "range_iterator")?;
    let (next, step, left) = (own.next.get(), own.step, own.left.get());
    reduce_rest(vm, &next.into(), &step.into(), &left.into())
}

/// Steps over that many elements, as far as there are some.
fn short_setstate(vm: &Vm, this: &Value, state: i64) -> PyResult<()> {
    let own = vm.payload::<RangeIterObject>(this, "range_iterator")?;
    let over = own.left.get().min(state.max(0) as u64);
    own.next.set(own.next.get().wrapping_add(own.step.wrapping_mul(over as i64)));
    own.left.set(own.left.get() - over);
    Ok(())
}

fn long_reduce(vm: &Vm, this: &Value) -> PyResult {
    let own = long_of(vm, this)?;
    reduce_rest(vm, &own.next.borrow(), &own.step, &own.left.borrow())
}

fn long_setstate(vm: &Vm, this: &Value, state: &Value) -> PyResult<()> {
    let own = long_of(vm, this)?;
    let Some(state) = vm.as_big(state) else {
        let class = vm.class(state).full_name();
        let text = format!("'<' not supported between instances of '{class}' and 'int'");
        return Err(vm.type_error(text));
    };
    let (mut left, mut next) = (own.left.borrow_mut(), own.next.borrow_mut());
    let over = state.into_owned().max(BigInt::ZERO).min(left.clone());
    *next += &own.step * &over;
    *left -= over;
    Ok(())
}

fn long_of<'a>(vm: &Vm, this: &'a Value) -> PyResult<&'a LongRangeIter> {
    this.foreign::<LongRangeIter>().ok_or_else(|| vm.wrong_self(this, "longrange_iterator"))
}

fn long_next(vm: &Vm, this: &Value) -> PyResult<Option<Value>> {
    let own = long_of(vm, this)?;
    let (mut left, mut next) = (own.left.borrow_mut(), own.next.borrow_mut());
    if *left <= BigInt::ZERO {
        return Ok(None);
    }
    left.dec();
    let after = &*next + &own.step;
    Ok(Some(vm.big_int(std::mem::replace(&mut *next, after))))
}

fn long_hint(vm: &Vm, this: &Value) -> PyResult {
    let own = this.foreign::<LongRangeIter>();
    Ok(vm.big_int(own.map_or(BigInt::ZERO, |own| own.left.borrow().clone())))
}

pub static RANGE_ITERATOR: TypeSpec = TypeSpec {
    name: "range_iterator",
    operations: Some(RangeIterObject::OPERATIONS),
    slots: Slots { iter: Some(iter), next: Some(short_next), ..Slots::NONE },
    methods: funcs![
        "__length_hint__" = short_hint, "(self, /)", "How many items are left, as a hint.";
        "__reduce__" = short_reduce, "(self, /)", "What copying and pickling rebuild it from.";
        "__setstate__" = short_setstate, "(self, state, /)", "Steps over that many elements.";
    ],
    flags: type_flag::NO_NEW,
    ..TypeSpec::NONE
};

pub static LONG_RANGE_ITERATOR: TypeSpec = TypeSpec {
    name: "longrange_iterator",
    operations: Some(ForeignObject::OPERATIONS),
    slots: Slots { iter: Some(iter), next: Some(long_next), ..Slots::NONE },
    methods: funcs![
        "__length_hint__" = long_hint, "(self, /)", "How many items are left, as a hint.";
        "__reduce__" = long_reduce, "(self, /)", "What copying and pickling rebuild it from.";
        "__setstate__" = long_setstate, "(self, state, /)", "Steps over that many elements.";
    ],
    flags: type_flag::NO_NEW,
    ..TypeSpec::NONE
};
