//! The methods of list, except sorting.

use super::{ListObject, find, list};
use crate::object::slots::PyResult;
use crate::object::value::Value;
use crate::object::vm::Vm;
use crate::types::sequence::{drop_last_first, quick_equal, resolve};

pub(super) fn append(vm: &Vm, this: &Value, item: Value) -> PyResult<()> {
    list(vm, this)?.push(vm, item)
}

pub(super) fn clear(vm: &Vm, this: &Value) -> PyResult<()> {
    drop_last_first(list(vm, this)?.replace(Vec::new()));
    Ok(())
}

pub(super) fn copy(vm: &Vm, this: &Value) -> PyResult {
    let items = list(vm, this)?.items.borrow().clone();
    Ok(vm.new_list(items))
}

pub(super) fn count(vm: &Vm, this: &Value, value: &Value) -> PyResult<usize> {
    let own = list(vm, this)?;
    let (mut at, mut count) = (0, 0);
    while let Some(item) = own.get(at) {
        let equal = match quick_equal(&item, value) {
            Some(known) => known,
            None => vm.equal(&item, value)?,
        };
        count += usize::from(equal);
        at += 1;
    }
    Ok(count)
}

pub(super) fn extend(vm: &Vm, this: &Value, iterable: &Value) -> PyResult<()> {
    vm.extend_list(list(vm, this)?, iterable)
}

pub(super) fn index(
    vm: &Vm,
    this: &Value,
    value: &Value,
    start: &Value,
    stop: &Value,
) -> PyResult<usize> {
    let own = list(vm, this)?;
    let len = own.len();
    let start = vm.search_bound(Some(start), 0, len)?;
    let stop = vm.search_bound(Some(stop), i64::MAX, len)?;
    match find(vm, own, value, start, stop)? {
        Some(at) => Ok(at),
        None => Err(vm.value_error(format!("{} is not in list", vm.repr_text(value)?))),
    }
}

pub(super) fn insert(vm: &Vm, this: &Value, at: i64, item: Value) -> PyResult<()> {
    let own = list(vm, this)?;
    let mut items = own.items.borrow_mut();
    let len = items.len();
    let at = if at < 0 { at.saturating_add(len as i64).max(0) } else { at };
    let at = usize::try_from(at).unwrap_or(usize::MAX).min(len);
    vm.reserve(&mut items, Some(1))?;
    items.insert(at, item);
    Ok(())
}

pub(super) fn pop(vm: &Vm, this: &Value, at: i64) -> PyResult {
    let own = list(vm, this)?;
    let mut items = own.items.borrow_mut();
    let len = items.len();
    let taken = match resolve(at, len) {
        Some(at) if at + 1 == len => items.pop(),
        Some(at) => Some(items.remove(at)),
        None => None,
    };
    drop(items);
    taken.ok_or_else(|| {
        vm.index_error(if len == 0 { "pop from empty list" } else { "pop index out of range" })
    })
}

pub(super) fn remove(vm: &Vm, this: &Value, value: &Value) -> PyResult<()> {
    let own = list(vm, this)?;
    let Some(at) = find(vm, own, value, 0, usize::MAX)? else {
        return Err(vm.value_error("list.remove(x): x not in list"));
    };
    let mut items = own.items.borrow_mut();
    // The comparison may have shortened the list.
    let old = if at < items.len() { Some(items.remove(at)) } else { None };
    drop(items);
    drop(old);
    Ok(())
}

pub(super) fn reverse(vm: &Vm, this: &Value) -> PyResult<()> {
    list(vm, this)?.items.borrow_mut().reverse();
    Ok(())
}

pub(super) fn reversed(vm: &Vm, this: &Value) -> PyResult {
    let own: &ListObject = list(vm, this)?;
    Ok(vm.reverse_list_iterator(this, own.len()))
}
