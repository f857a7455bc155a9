//! functools: what is called often natively (partial, reduce, caches), the decorators as Python.

mod cached_property;
mod key_wrapper;
mod lru_cache;
mod partial;

use taipan_engine::funcs;
use taipan_engine::object::native::Maybe;
use taipan_engine::object::slots::PyResult;
use taipan_engine::object::value::Value;
use taipan_engine::object::vm::Vm;
use taipan_engine::types::exception::TYPE_ERROR;
use taipan_engine::types::module::ModuleSpec;

pub(crate) use taipan_engine::types::namespace::INSTANCE_DICT;

fn reduce(vm: &Vm, function: &Value, iterable: &Value, initial: Maybe) -> PyResult {
    let iter = match vm.iter(iterable) {
        Ok(iter) => iter,
        Err(raised) if vm.is_exception(&raised.0, &TYPE_ERROR) => {
            return Err(vm.type_error("reduce() arg 2 must support iteration"));
        }
        Err(raised) => return Err(raised),
    };
    let mut result = match initial.0 {
        Some(initial) => initial.clone(),
        None => match vm.next(&iter)? {
            Some(first) => first,
            None => {
                return Err(vm.type_error("reduce() of empty iterable with no initial value"));
            }
        },
    };
    while let Some(item) = vm.next(&iter)? {
        result = vm.call(function, &[result, item])?;
    }
    Ok(result)
}

/// The native half, which `functools` takes over.
pub(crate) static NATIVE: ModuleSpec = ModuleSpec {
    name: "_functools",
    doc: "What functools takes from the engine.",
    funcs: funcs![
        reduce "(function, iterable, initial=missing, /)" "Fold an iterable to one value: func(so far, item) for each item, beginning with initial, or with the first item.";
        "cmp_to_key" = key_wrapper::cmp_to_key, "(mycmp)", "Makes a key function of mycmp, which compares two objects.";
    ],
    types: &[&partial::PARTIAL, &lru_cache::WRAPPER, &cached_property::CACHED_PROPERTY],
    ..ModuleSpec::NONE
};

pub(crate) static FUNCTOOLS: ModuleSpec = ModuleSpec {
    name: "functools",
    doc: "Tools that work on functions.",
    python: Some(frozen!("functools/functools.py")),
    ..ModuleSpec::NONE
};
