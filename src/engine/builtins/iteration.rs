//! Builtin functions about iterators: iter, next, sorted, aiter.

use crate::object::native::Maybe;
use crate::object::slots::PyResult;
use crate::object::value::Value;
use crate::object::vm::Vm;

pub(super) fn iter(vm: &Vm, object: &Value, sentinel: Maybe) -> PyResult {
    let Maybe(Some(sentinel)) = sentinel else { return vm.iter(object) };
    if vm.class(object).slots.call.get().is_none() {
        return Err(vm.type_error("iter(v, w): v must be callable"));
    }
    Ok(vm.callable_iterator(object, sentinel))
}

pub(super) fn next(vm: &Vm, iterator: &Value, default: Maybe) -> PyResult {
    let class = vm.class(iterator);
    if class.slots.next.get().is_none() {
        let text = format!("'{}' object is not an iterator", class.full_name());
        return Err(vm.type_error(text));
    }
    match (vm.next_or_value(iterator)?, default) {
        (Ok(item), _) => Ok(item),
        (Err(_), Maybe(Some(default))) => Ok(default.clone()),
        (Err(value), Maybe(None)) => Err(vm.stop_iteration(value)),
    }
}

pub(super) fn aiter(vm: &Vm, iterable: &Value) -> PyResult {
    let class = vm.class(iterable);
    let Some(aiter) = class.slots.aiter.get() else {
        let text = format!("'{}' object is not an async iterable", class.full_name());
        return Err(vm.type_error(text));
    };
    let iterator = aiter(vm, iterable)?;
    let class = vm.class(&iterator);
    if class.slots.anext.get().is_some() {
        return Ok(iterator);
    }
    let text = format!("aiter() returned not an async iterator of type '{}'", class.full_name());
    Err(vm.type_error(text))
}

pub(super) fn anext(vm: &Vm, iterator: &Value, default: Maybe) -> PyResult {
    let class = vm.class(iterator);
    match class.slots.anext.get() {
        Some(anext) => {
            let awaitable = anext(vm, iterator)?;
            Ok(match default.0 {
                Some(default) => vm.anext_awaitable(awaitable, default.clone()),
                None => awaitable,
            })
        }
        None => {
            let text = format!("'{}' object is not an async iterator", class.full_name());
            Err(vm.type_error(text))
        }
    }
}

pub(super) fn sorted(vm: &Vm, iterable: &Value, key: Option<&Value>, reverse: bool) -> PyResult {
    let mut items = vm.to_vec(iterable)?;
    vm.sort_values(&mut items, key, reverse)?;
    Ok(vm.new_list(items))
}
