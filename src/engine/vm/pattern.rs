//! Pattern matching: what mapping and class patterns take out of their subject.

use crate::object::dict::DictObject;
use crate::object::slots::PyResult;
use crate::object::types::{TypeRef, type_flag};
use crate::object::value::Value;
use crate::object::vm::Vm;

/// The values of the keys, as a tuple; None if one is missing.
pub(super) fn match_keys(vm: &Vm, subject: &Value, keys: &[Value]) -> PyResult {
    let seen = DictObject::new();
    let mut values = Vec::with_capacity(keys.len());
    let get = match subject.get_exact::<DictObject>() {
        Some(_) => None,
        None => Some(vm.getattr(subject, &vm.intern("get"))?),
    };
    // A value that no mapping contains: what `get` answers for a missing key.
    let missing = vm.new_object(vm.types.object(), crate::types::object::PlainObject);
    for key in keys {
        if seen.insert(vm, key.clone(), Value::NONE)?.is_some() {
            let text = format!("mapping pattern checks duplicate key ({})", vm.repr_text(key)?);
            return Err(vm.value_error(text));
        }
        let value = match (&get, subject.get_exact::<DictObject>()) {
            (None, Some(dict)) => dict.get(vm, key)?,
            (Some(get), _) => {
                let value = vm.call(get, &[key.clone(), missing.clone()])?;
                Some(value).filter(|v| !v.is(&missing))
            }
            (None, None) => None,
        };
        match value {
            Some(value) => values.push(value),
            None => return Ok(Value::NONE),
        }
    }
    Ok(vm.tuple(values))
}

/// The attributes that a class pattern's subpatterns look at, as a tuple; None if the subject is no
/// instance or lacks one.
pub(super) fn match_class(
    vm: &Vm,
    subject: &Value,
    class: &Value,
    keywords: &[Value],
    positional: usize,
) -> PyResult {
    let Some(ty) = TypeRef::of(class) else {
        return Err(vm.type_error("called match pattern must be a class"));
    };
    if !vm.is_instance(subject, class)? {
        return Ok(Value::NONE);
    }
    let mut names: Vec<Value> = Vec::new();
    let mut values = Vec::new();
    if positional > 0 {
        let mut itself = false;
        let allowed = match vm.getattr_opt(class, &vm.names().__match_args__)? {
            Some(args) => match args.as_tuple() {
                Some(items) => items.to_vec(),
                None => {
                    let (name, got) = (ty.full_name(), vm.class(&args).full_name());
                    let text = format!("{name}.__match_args__ must be a tuple (got {got})");
                    return Err(vm.type_error(text));
                }
            },
            None if ty.has(type_flag::MATCH_SELF) => {
                itself = true;
                if positional == 1 {
                    values.push(subject.clone());
                }
                Vec::new()
            }
            None => Vec::new(),
        };
        let most = if itself { 1 } else { allowed.len() };
        if positional > most {
            let (name, plural) = (ty.full_name(), if most == 1 { "" } else { "s" });
            return Err(vm.type_error(format!(
                "{name}() accepts {most} positional sub-pattern{plural} ({positional} given)"
            )));
        }
        if values.is_empty() {
            names.extend(allowed.into_iter().take(positional));
        }
    }
    for name in &names {
        if name.as_str_object().is_none() {
            let got = vm.class(name).full_name();
            let text = format!("__match_args__ elements must be strings (got {got})");
            return Err(vm.type_error(text));
        }
    }
    names.extend_from_slice(keywords);
    for (at, name) in names.iter().enumerate() {
        if names[..at].contains(name) {
            let (class, name) = (ty.full_name(), name.to_text());
            let text = format!("{class}() got multiple sub-patterns for attribute '{name}'");
            return Err(vm.type_error(text));
        }
        match vm.getattr_opt(subject, &vm.intern_value(name))? {
            Some(value) => values.push(value),
            None => return Ok(Value::NONE),
        }
    }
    Ok(vm.tuple(values))
}
