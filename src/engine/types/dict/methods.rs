//! The methods of dict.

use super::{Part, dict};
use crate::object::dict::DictObject;
use crate::object::native::{Maybe, Rest};
use crate::object::slots::PyResult;
use crate::object::types::TypeRef;
use crate::object::value::Value;
use crate::object::vm::Vm;
use crate::types::set::SetObject;

pub(super) fn clear(vm: &Vm, this: &Value) -> PyResult<()> {
    dict(vm, this)?.clear_all();
    Ok(())
}

pub(super) fn copy(vm: &Vm, this: &Value) -> PyResult {
    let own = dict(vm, this)?;
    if vm.plain_dict(this).is_none() {
        let new = DictObject::new();
        vm.update_dict(&new, this)?;
        return Ok(vm.new_dict(new));
    }
    Ok(vm.new_dict(own.twin()))
}

pub(super) fn fromkeys(vm: &Vm, class: &Value, iterable: &Value, value: &Value) -> PyResult {
    let exact = TypeRef::of(class) == Some(vm.types.dict());
    let made = if exact { vm.new_dict(DictObject::new()) } else { vm.call(class, &[])? };
    let plain = made.get_exact::<DictObject>();
    // The elements of a set and the keys of a dict have their hashes already.
    if let (Some(dict), Some(set)) = (plain, iterable.get_exact::<SetObject>()) {
        let mut at = 0;
        while let Some((hash, key)) = set.keys.next(&mut at) {
            drop(dict.insert_hashed(vm, hash, key, value.clone())?);
        }
        return Ok(made);
    }
    if let (Some(dict), Some(keys)) = (plain, iterable.get_exact::<DictObject>()) {
        let mut at = 0;
        while let Some((place, hash, key, _)) = keys.hashed_from(at) {
            at = place + 1;
            drop(dict.insert_hashed(vm, hash, key, value.clone())?);
        }
        return Ok(made);
    }
    let iter = vm.iter(iterable)?;
    while let Some(key) = vm.next(&iter)? {
        vm.setitem(&made, &key, Some(value))?;
    }
    Ok(made)
}

pub(super) fn get(vm: &Vm, this: &Value, key: &Value, default: &Value) -> PyResult {
    Ok(dict(vm, this)?.get(vm, key)?.unwrap_or_else(|| default.clone()))
}

pub(super) fn items(vm: &Vm, this: &Value) -> PyResult {
    Ok(vm.dict_view(this, Part::Items))
}

pub(super) fn keys(vm: &Vm, this: &Value) -> PyResult {
    Ok(vm.dict_view(this, Part::Keys))
}

pub(super) fn values(vm: &Vm, this: &Value) -> PyResult {
    Ok(vm.dict_view(this, Part::Values))
}

pub(super) fn pop(vm: &Vm, this: &Value, key: &Value, default: Maybe) -> PyResult {
    let own = dict(vm, this)?;
    // Of an empty dict nobody asks for a hash.
    let removed = if own.is_empty() { None } else { own.remove(vm, key)? };
    match (removed, default) {
        (Some((old, value)), _) => {
            drop(old);
            Ok(value)
        }
        (None, Maybe(Some(default))) => Ok(default.clone()),
        (None, Maybe(None)) => Err(vm.key_error(key)),
    }
}

pub(super) fn popitem(vm: &Vm, this: &Value) -> PyResult {
    match dict(vm, this)?.pop_last() {
        Some((key, value)) => Ok(vm.tuple(vec![key, value])),
        None => Err(vm.key_error(&vm.str("popitem(): dictionary is empty"))),
    }
}

pub(super) fn setdefault(vm: &Vm, this: &Value, key: &Value, default: &Value) -> PyResult {
    let own = dict(vm, this)?;
    let hash = vm.hash(key)?;
    own.get_or_insert_hashed(vm, hash, key, default)
}

pub(super) fn update(vm: &Vm, this: &Value, args: Rest, keywords: &Value) -> PyResult<()> {
    let own = dict(vm, this)?;
    let args = crate::object::native::Args::positional_only(args.0);
    super::update(vm, own, "update", args)?;
    match keywords.get::<DictObject>() {
        Some(keywords) => vm.merge_dict(own, keywords),
        None => Ok(()),
    }
}

pub(super) fn reversed(vm: &Vm, this: &Value) -> PyResult {
    Ok(vm.dict_reverse_iterator(this, Part::Keys))
}
