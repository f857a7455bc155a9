//! Names in pickles: in which module an object is found, and what Python 2 called it.

use taipan_engine::object::dict::DictObject;
use taipan_engine::object::slots::{PyResult, Raised};
use taipan_engine::object::value::Value;
use taipan_engine::object::vm::Vm;
use taipan_engine::types::exception::{ATTRIBUTE_ERROR, KEY_ERROR};

/// The parts of a dotted name, as texts; AttributeError for what lies within a function.
pub(super) fn dotted(vm: &Vm, name: &Value, owner: Option<&Value>) -> PyResult<Vec<Value>> {
    let text = name.to_text();
    if text.split('.').any(|part| part == "<locals>") {
        let shown = vm.repr_text(name)?;
        let text = match owner {
            None => format!("Can't get local object {shown}"),
            Some(owner) => format!("Can't get local attribute {shown} on {}", vm.repr_text(owner)?),
        };
        return Err(vm.raise(&ATTRIBUTE_ERROR, text));
    }
    if !text.contains('.') {
        return Ok(vec![vm.intern_value(name)]);
    }
    Ok(text.split('.').map(|part| part_text(vm, part)).collect())
}

fn part_text(vm: &Vm, part: &str) -> Value {
    match part.as_bytes() {
        [byte] if byte.is_ascii() => vm.ascii_char(*byte),
        _ => vm.str(part),
    }
}

/// What the names lead to from an object on; `None` if there is no such thing.
pub(super) fn follow(vm: &Vm, from: &Value, path: &[Value]) -> PyResult<Option<Value>> {
    let mut found = from.clone();
    for name in path {
        let Some(next) = vm.getattr_opt(&found, &vm.intern_value(name))? else { return Ok(None) };
        found = next;
    }
    Ok(Some(found))
}

/// The name of the module in which the object can be found by the path.
pub(super) fn module_of(vm: &Vm, object: &Value, path: &[Value]) -> PyResult {
    if let Some(name) = vm.getattr_opt(object, &vm.names().__module__)?
        && !name.is_none()
    {
        return Ok(name);
    }
    let modules = vm.modules_dict();
    for (name, module) in modules.get::<DictObject>().map_or_else(Vec::new, DictObject::pairs) {
        if module.is_none() || matches!(name.as_str(), Some("__main__" | "__mp_main__") | None) {
            continue;
        }
        if follow(vm, &module, path)?.is_some_and(|found| found.is(object)) {
            return Ok(name);
        }
    }
    Ok(vm.names().__main__.clone())
}

/// A module by the name that stands in a pickle.
pub(super) fn import(vm: &Vm, name: &Value) -> PyResult {
    match name.as_str() {
        Some("") => Err(vm.value_error("Empty module name")),
        Some(text) => vm.import_module(text),
        None => {
            let text = format!("No module named {}", vm.repr_text(name)?);
            let class = &taipan_engine::types::exception::MODULE_NOT_FOUND_ERROR;
            Err(vm.raise(class, text))
        }
    }
}

/// The value of a key, whatever mapping it is; `None` without such a key.
pub(super) fn lookup(vm: &Vm, mapping: &Value, key: &Value) -> PyResult<Option<Value>> {
    if let Some(dict) = mapping.get_exact::<DictObject>() {
        return dict.get(vm, key);
    }
    match vm.getitem(mapping, key) {
        Ok(found) => Ok(Some(found)),
        Err(raised) if vm.is_exception(&raised.0, &KEY_ERROR) => Ok(None),
        Err(raised) => Err(raised),
    }
}

/// A table of `copyreg`.
pub(super) fn registry(vm: &Vm, name: &str) -> PyResult {
    let copyreg = vm.import_module("copyreg")?;
    vm.getattr(&copyreg, &vm.intern(name))
}

/// Which way names are translated.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Towards {
    Python2,
    Python3,
}

/// Module and name as the other Python has them.
pub(super) fn translated(
    vm: &Vm,
    towards: Towards,
    module: Value,
    name: Value,
) -> PyResult<(Value, Value)> {
    let (names, modules) = match towards {
        Towards::Python2 => ("REVERSE_NAME_MAPPING", "REVERSE_IMPORT_MAPPING"),
        Towards::Python3 => ("NAME_MAPPING", "IMPORT_MAPPING"),
    };
    let compat = vm.import_module("_compat_pickle")?;
    let table = vm.getattr(&compat, &vm.intern(names))?;
    let key = vm.tuple(vec![module.clone(), name.clone()]);
    if let Some(both) = lookup(vm, &table, &key)? {
        return match both.as_tuple() {
            Some([module, name])
                if module.as_str_object().is_some() && name.as_str_object().is_some() =>
            {
                Ok((module.clone(), name.clone()))
            }
            Some([_, _]) => Err(wrong_table(vm, names, "pairs of str", &both)),
            _ => Err(wrong_table(vm, names, "2-tuples", &both)),
        };
    }
    let table = vm.getattr(&compat, &vm.intern(modules))?;
    match lookup(vm, &table, &module)? {
        Some(known) if known.as_str_object().is_some() => Ok((known, name)),
        Some(known) => Err(wrong_table(vm, modules, "strings", &known)),
        None => Ok((module, name)),
    }
}

#[cold]
fn wrong_table(vm: &Vm, table: &str, what: &str, value: &Value) -> Raised {
    let class = vm.class(value).full_name();
    vm.runtime_error(format!("_compat_pickle.{table} values should be {what}, not {class}"))
}
