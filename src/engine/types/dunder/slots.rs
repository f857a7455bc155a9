//! Slots of Python classes: text, truth, containers, calls, iteration, making and ending. Each looks
//! its method up and calls it. Attributes are in `attribute_slots.rs`, numbers in `number_slots.rs`.

use crate::object::native::Args;
use crate::object::slots::{PyResult, Raised};
use crate::object::types::TypeRef;
use crate::object::value::Value;
use crate::object::vm::Vm;
use crate::types::int::BigIntObject;
use crate::types::memory_view::MEMORY_VIEW;

use super::{call_found, call_found_args, call_method, call_opt};

pub(super) fn repr(vm: &Vm, this: &Value) -> PyResult {
    call_method(vm, this, &vm.names().__repr__, &[])
}

pub(super) fn str(vm: &Vm, this: &Value) -> PyResult {
    call_method(vm, this, &vm.names().__str__, &[])
}

pub(super) fn hash(vm: &Vm, this: &Value) -> PyResult<i64> {
    let found = vm.class(this).lookup(&vm.names().__hash__).filter(|f| !f.is_none());
    let Some(found) = found else { return crate::types::unhashable(vm, this) };
    let result = call_found(vm, &found, this, &[])?;
    if let Some(int) = result.as_int() {
        // Unlike the hash of an int, any 64-bit value is taken as it is.
        return Ok(if int == -1 { -2 } else { int });
    }
    if let Some(big) = result.get::<BigIntObject>() {
        return match i64::try_from(&big.0) {
            Ok(-1) => Ok(-2),
            Ok(int) => Ok(int),
            Err(_) => vm.hash(&result),
        };
    }
    if result.is_bool() {
        return Ok(i64::from(result.is(&Value::TRUE)));
    }
    Err(vm.type_error("__hash__ method should return an integer"))
}

pub(super) fn call(vm: &Vm, this: &Value, args: Args) -> PyResult {
    match vm.class(this).lookup(&vm.names().__call__) {
        Some(found) => call_found_args(vm, &found, this, args),
        None => {
            let class = vm.class(this).full_name();
            Err(vm.type_error(format!("'{class}' object is not callable")))
        }
    }
}

pub(super) fn iter(vm: &Vm, this: &Value) -> PyResult {
    match vm.class(this).lookup(&vm.names().__iter__).filter(|f| !f.is_none()) {
        Some(found) => call_found(vm, &found, this, &[]),
        None => {
            let class = vm.class(this).full_name();
            Err(vm.type_error(format!("'{class}' object is not iterable")))
        }
    }
}

pub(super) fn next(vm: &Vm, this: &Value) -> PyResult<Option<Value>> {
    match call_method(vm, this, &vm.names().__next__, &[]) {
        Ok(value) => Ok(Some(value)),
        Err(raised) => {
            // Kept for who wants to know what the exception carries: see `next_or_value`.
            let value = vm.stop_value(raised)?;
            vm.stop_value.set(value);
            Ok(None)
        }
    }
}

pub(super) fn len(vm: &Vm, this: &Value) -> PyResult<usize> {
    let result = call_method(vm, this, &vm.names().__len__, &[])?;
    length(vm, &result)
}

fn length(vm: &Vm, result: &Value) -> PyResult<usize> {
    let int = vm.index(result)?;
    let negative = || vm.value_error("__len__() should return >= 0");
    match vm.small_index(&int) {
        Some(len) => usize::try_from(len).map_err(|_| negative()),
        None => {
            let big = int.get::<BigIntObject>();
            if big.is_some_and(|b| b.0.sign() == num_bigint::Sign::Minus) {
                return Err(negative());
            }
            let class = vm.class(result).full_name();
            Err(vm.overflow_error(format!("cannot fit '{class}' into an index-sized integer")))
        }
    }
}

pub(super) fn bool(vm: &Vm, this: &Value) -> PyResult<bool> {
    let names = vm.names();
    if let Some(result) = call_opt(vm, this, &names.__bool__, &[])? {
        if result.is_bool() {
            return Ok(result.is(&Value::TRUE));
        }
        let class = vm.class(&result).full_name();
        return Err(vm.type_error(format!("__bool__ should return bool, returned {class}")));
    }
    Ok(true)
}

pub(crate) fn buffer(vm: &Vm, this: &Value, flags: i32) -> PyResult {
    let flags = vm.int(i64::from(flags));
    let view = call_method(vm, this, &vm.names().__buffer__, &[flags])?;
    if vm.type_of(&view).value().is(vm.ty(&MEMORY_VIEW).value()) {
        return Ok(view);
    }
    Err(vm.type_error("__buffer__ returned non-memoryview object"))
}

pub(super) fn getitem(vm: &Vm, this: &Value, key: &Value) -> PyResult {
    call_method(vm, this, &vm.names().__getitem__, std::slice::from_ref(key))
}

pub(super) fn setitem(vm: &Vm, this: &Value, key: &Value, item: Option<&Value>) -> PyResult<()> {
    let names = vm.names();
    let done = match item {
        Some(item) => call_opt(vm, this, &names.__setitem__, &[key.clone(), item.clone()])?,
        None => call_opt(vm, this, &names.__delitem__, std::slice::from_ref(key))?,
    };
    if done.is_some() {
        return Ok(());
    }
    let class = vm.class(this).full_name();
    Err(vm.type_error(match item {
        Some(_) => format!("'{class}' object does not support item assignment"),
        None => format!("'{class}' object doesn't support item deletion"),
    }))
}

pub(super) fn contains(vm: &Vm, this: &Value, item: &Value) -> PyResult<bool> {
    match vm.class(this).lookup(&vm.names().__contains__).filter(|f| !f.is_none()) {
        Some(found) => {
            let result = call_found(vm, &found, this, std::slice::from_ref(item))?;
            vm.truth(&result)
        }
        None => {
            let class = vm.class(this).full_name();
            Err(vm.type_error(format!("'{class}' object is not a container")))
        }
    }
}

pub(super) fn awaitable(vm: &Vm, this: &Value) -> PyResult {
    match vm.class(this).lookup(&vm.names().__await__).filter(|f| !f.is_none()) {
        Some(found) => call_found(vm, &found, this, &[]),
        None => {
            let class = vm.class(this).full_name();
            Err(vm.type_error(format!("object {class} can't be used in 'await' expression")))
        }
    }
}

pub(super) fn aiter(vm: &Vm, this: &Value) -> PyResult {
    call_method(vm, this, &vm.names().__aiter__, &[])
}

pub(super) fn anext(vm: &Vm, this: &Value) -> PyResult {
    call_method(vm, this, &vm.names().__anext__, &[])
}

/// `cls.__new__(cls, …)`: a static method that gets the class as an ordinary argument.
pub(super) fn new(vm: &Vm, class: &TypeRef, args: Args) -> PyResult {
    let Some(found) = class.lookup(&vm.names().__new__) else {
        return Err(cannot_create(vm, class));
    };
    let function = match vm.class(&found).slots.descr_get.get() {
        Some(get) => get(vm, &found, None, class.value())?,
        None => found,
    };
    let mut all = Vec::with_capacity(args.all.len() + 1);
    all.push(class.value().clone());
    all.extend_from_slice(args.all);
    vm.call_args(&function, Args { all: &all, names: args.names })
}

#[cold]
pub(super) fn cannot_create(vm: &Vm, class: &TypeRef) -> Raised {
    vm.type_error(format!("cannot create '{}' instances", class.full_name()))
}

pub(super) fn init(vm: &Vm, this: &Value, args: Args) -> PyResult<()> {
    let Some(found) = vm.class(this).lookup(&vm.names().__init__) else { return Ok(()) };
    let result = call_found_args(vm, &found, this, args)?;
    if result.is_none() {
        return Ok(());
    }
    let class = vm.class(&result).full_name();
    Err(vm.type_error(format!("__init__() should return None, not '{class}'")))
}

/// Runs `__del__`; nobody is there to whom an exception could go.
pub(super) fn finalize(vm: &Vm, this: &Value) {
    let Some(found) = vm.class(this).lookup(&vm.names().__del__) else { return };
    if let Err(raised) = call_found(vm, &found, this, &[]) {
        vm.report_unraisable(&raised.0, &found);
    }
}
