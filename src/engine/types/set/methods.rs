//! The methods of set and frozenset.

use super::{SetObject, base_type, set};
use crate::object::native::Rest;
use crate::object::slots::PyResult;
use crate::object::value::Value;
use crate::object::vm::Vm;

pub(super) fn add(vm: &Vm, this: &Value, item: Value) -> PyResult<()> {
    set(vm, this)?.add(vm, item)
}

pub(super) fn clear(vm: &Vm, this: &Value) -> PyResult<()> {
    set(vm, this)?.keys.clear_all();
    Ok(())
}

pub(super) fn copy(vm: &Vm, this: &Value) -> PyResult {
    Ok(vm.new_object(base_type(vm, this), set(vm, this)?.copy(vm)?))
}

pub(super) fn frozen_copy(vm: &Vm, this: &Value) -> PyResult {
    if vm.type_of(this) == *vm.types.frozenset() {
        return Ok(this.clone());
    }
    copy(vm, this)
}

pub(super) fn discard(vm: &Vm, this: &Value, item: &Value) -> PyResult<()> {
    set(vm, this)?.remove(vm, item).map(drop)
}

pub(super) fn remove(vm: &Vm, this: &Value, item: &Value) -> PyResult<()> {
    if set(vm, this)?.remove(vm, item)? { Ok(()) } else { Err(vm.key_error(item)) }
}

pub(super) fn pop(vm: &Vm, this: &Value) -> PyResult {
    match set(vm, this)?.keys.pop() {
        Some(item) => Ok(item),
        None => Err(vm.key_error(&vm.str("pop from an empty set"))),
    }
}

pub(super) fn update(vm: &Vm, this: &Value, others: Rest) -> PyResult<()> {
    let own = set(vm, this)?;
    others.0.iter().try_for_each(|other| own.update(vm, other))
}

pub(super) fn union(vm: &Vm, this: &Value, others: Rest) -> PyResult {
    let all = set(vm, this)?.union(vm, others.0)?;
    Ok(vm.new_object(base_type(vm, this), all))
}

fn common(vm: &Vm, this: &Value, others: &[Value]) -> PyResult<SetObject> {
    let own = set(vm, this)?;
    let Some((first, others)) = others.split_first() else { return own.copy(vm) };
    let mut both = own.intersection(vm, first)?;
    for other in others {
        both = both.intersection(vm, other)?;
    }
    Ok(both)
}

pub(super) fn intersection(vm: &Vm, this: &Value, others: Rest) -> PyResult {
    let both = common(vm, this, others.0)?;
    Ok(vm.new_object(base_type(vm, this), both))
}

pub(super) fn intersection_update(vm: &Vm, this: &Value, others: Rest) -> PyResult<()> {
    let both = common(vm, this, others.0)?;
    set(vm, this)?.become_set(both);
    Ok(())
}

pub(super) fn difference(vm: &Vm, this: &Value, others: Rest) -> PyResult {
    let own = set(vm, this)?;
    let rest = match others.0.split_first() {
        None => own.copy(vm)?,
        Some((first, others)) => {
            let rest = own.difference(vm, first)?;
            others.iter().try_for_each(|other| rest.subtract(vm, other))?;
            rest
        }
    };
    Ok(vm.new_object(base_type(vm, this), rest))
}

pub(super) fn difference_update(vm: &Vm, this: &Value, others: Rest) -> PyResult<()> {
    let own = set(vm, this)?;
    others.0.iter().try_for_each(|other| own.subtract(vm, other))
}

pub(super) fn symmetric_difference(vm: &Vm, this: &Value, other: &Value) -> PyResult {
    let either = set(vm, this)?.symmetric_difference(vm, other)?;
    Ok(vm.new_object(base_type(vm, this), either))
}

pub(super) fn symmetric_difference_update(vm: &Vm, this: &Value, other: &Value) -> PyResult<()> {
    set(vm, this)?.toggle(vm, other)
}

pub(super) fn isdisjoint(vm: &Vm, this: &Value, other: &Value) -> PyResult<bool> {
    set(vm, this)?.is_disjoint(vm, other)
}

pub(super) fn issubset(vm: &Vm, this: &Value, other: &Value) -> PyResult<bool> {
    let own = set(vm, this)?;
    if let Some(other) = other.get::<SetObject>() {
        return Ok(own.keys.len() <= other.keys.len() && own.is_within(vm, other)?);
    }
    // All elements of the set must be among those that the iterable gives.
    Ok(own.intersection(vm, other)?.keys.len() == own.keys.len())
}

pub(super) fn issuperset(vm: &Vm, this: &Value, other: &Value) -> PyResult<bool> {
    let own = set(vm, this)?;
    if let Some(other) = other.get::<SetObject>() {
        return Ok(other.keys.len() <= own.keys.len() && other.is_within(vm, own)?);
    }
    let iter = vm.iter(other)?;
    while let Some(item) = vm.next(&iter)? {
        if !own.keys.contains(vm, &item)? {
            return Ok(false);
        }
    }
    Ok(true)
}

pub(super) fn reduce(vm: &Vm, this: &Value) -> PyResult {
    let items = vm.new_list(set(vm, this)?.keys.keys());
    let class = vm.type_of(this).value().clone();
    let state = vm.call_method(this, &vm.intern("__getstate__"), &[])?;
    Ok(vm.tuple(vec![class, vm.tuple(vec![items]), state]))
}
