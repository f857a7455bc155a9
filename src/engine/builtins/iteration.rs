//! Builtin functions about iterators: iter, next, sorted, aiter.

use crate::object::header::Kind;
use crate::object::native::Maybe;
use crate::object::slots::PyResult;
use crate::object::types::type_flag;
use crate::object::value::Value;
use crate::object::vm::Vm;
use crate::types::exception::STOP_ITERATION;

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
        let text = format!("'{}' object is not an iterator", class.name());
        return Err(vm.type_error(text));
    }
    // The exception at the end may carry a value, which only the method itself can tell.
    let tells_more =
        class.has(type_flag::HEAP) || iterator.header().is_some_and(|h| h.is(Kind::Generator));
    if tells_more && default.0.is_none() {
        return match vm.call_special(iterator, &vm.names().__next__, &[])? {
            Some(item) => Ok(item),
            None => Err(vm.raise_stop_iteration()),
        };
    }
    match (vm.next(iterator)?, default) {
        (Some(item), _) => Ok(item),
        (None, Maybe(Some(default))) => Ok(default.clone()),
        (None, Maybe(None)) => Err(vm.raise_stop_iteration()),
    }
}

impl Vm {
    #[cold]
    fn raise_stop_iteration(&self) -> crate::object::slots::Raised {
        let class = self.ty(&STOP_ITERATION);
        crate::object::slots::Raised(self.new_exception(&class, Vec::new()))
    }
}

pub(super) fn aiter(vm: &Vm, iterable: &Value) -> PyResult {
    let class = vm.class(iterable);
    let Some(aiter) = class.slots.aiter.get() else {
        let text = format!("'{}' object is not an async iterable", class.name());
        return Err(vm.type_error(text));
    };
    let iterator = aiter(vm, iterable)?;
    let class = vm.class(&iterator);
    if class.slots.anext.get().is_some() {
        return Ok(iterator);
    }
    let text = format!("aiter() returned not an async iterator of type '{}'", class.name());
    Err(vm.type_error(text))
}

pub(super) fn sorted(vm: &Vm, iterable: &Value, key: Option<&Value>, reverse: bool) -> PyResult {
    let mut items = vm.to_vec(iterable)?;
    vm.sort_values(&mut items, key, reverse)?;
    Ok(vm.new_list(items))
}
