//! What sets do with each other and with iterables. Elements that have a hash already are not hashed
//! again; comparing them may run Python code that changes the sets.

use super::SetObject;
use crate::object::dict::DictObject;
use crate::object::slots::PyResult;
use crate::object::value::Value;
use crate::object::vm::Vm;
use crate::types::dict::{Part, viewed};
use crate::types::exception::TYPE_ERROR;

/// Elements with known hashes: of a set, a dict, or the keys of one.
fn hashed(value: &Value) -> Option<&DictObject> {
    if let Some(set) = value.get::<SetObject>() {
        return Some(&set.keys);
    }
    if let Some(dict) = value.get_exact::<DictObject>() {
        return Some(dict);
    }
    viewed(value).filter(|(_, part)| *part == Part::Keys).map(|(dict, _)| dict)
}

impl SetObject {
    pub fn add(&self, vm: &Vm, item: Value) -> PyResult<()> {
        self.keys.insert(vm, item, Value::NONE).map(drop)
    }

    pub fn copy(&self) -> SetObject {
        SetObject { keys: self.keys.copy(), ..SetObject::default() }
    }

    /// Takes over the elements of another set.
    pub fn become_set(&self, other: SetObject) {
        self.keys.swap(&other.keys);
        drop(other);
    }

    /// Whether the element is there; a set stands for the frozenset of the same elements.
    pub fn holds(&self, vm: &Vm, item: &Value) -> PyResult<bool> {
        let (hash, item) = lookup_hash(vm, item)?;
        self.keys.contains_hashed(vm, hash, &item)
    }

    /// Removes the element, if it is there.
    pub fn remove(&self, vm: &Vm, item: &Value) -> PyResult<bool> {
        let (hash, item) = lookup_hash(vm, item)?;
        let removed = self.keys.remove_hashed(vm, hash, &item)?;
        Ok(removed.is_some())
    }

    /// Adds everything that an iterable gives.
    pub fn update(&self, vm: &Vm, iterable: &Value) -> PyResult<()> {
        each(vm, iterable, &mut |hash, item| {
            self.keys.insert_hashed(vm, hash, item, Value::NONE).map(drop)
        })
    }

    /// Removes everything that an iterable gives.
    pub fn subtract(&self, vm: &Vm, iterable: &Value) -> PyResult<()> {
        if let Some(same) = hashed(iterable)
            && std::ptr::eq(same, &raw const self.keys)
        {
            self.keys.clear_all();
            return Ok(());
        }
        each(vm, iterable, &mut |hash, item| self.keys.remove_hashed(vm, hash, &item).map(drop))
    }

    /// Removes what is there and adds what is not.
    pub fn toggle(&self, vm: &Vm, iterable: &Value) -> PyResult<()> {
        let toggle_all = |elements: &DictObject| {
            each_hashed(elements, &mut |hash, item| {
                if self.keys.remove_hashed(vm, hash, &item)?.is_none() {
                    drop(self.keys.insert_hashed(vm, hash, item, Value::NONE)?);
                }
                Ok(())
            })
        };
        match hashed(iterable) {
            Some(same) if std::ptr::eq(same, &raw const self.keys) => {
                self.keys.clear_all();
                Ok(())
            }
            Some(elements) => toggle_all(elements),
            None => {
                // Twice the same element must count once.
                let other = SetObject::default();
                other.update(vm, iterable)?;
                toggle_all(&other.keys)
            }
        }
    }

    pub fn intersection(&self, vm: &Vm, iterable: &Value) -> PyResult<SetObject> {
        let both = SetObject::default();
        let keep = |home: &DictObject, hash: i64, item: Value| {
            if home.contains_hashed(vm, hash, &item)? {
                drop(both.keys.insert_hashed(vm, hash, item, Value::NONE)?);
            }
            Ok(())
        };
        match hashed(iterable) {
            Some(other) if other.len() > self.keys.len() => {
                each_hashed(&self.keys, &mut |hash, item| keep(other, hash, item))?;
            }
            _ => each(vm, iterable, &mut |hash, item| keep(&self.keys, hash, item))?,
        }
        Ok(both)
    }

    pub fn difference(&self, vm: &Vm, iterable: &Value) -> PyResult<SetObject> {
        let Some(other) = hashed(iterable) else {
            let rest = self.copy();
            rest.subtract(vm, iterable)?;
            return Ok(rest);
        };
        let rest = SetObject::default();
        each_hashed(&self.keys, &mut |hash, item| {
            if !other.contains_hashed(vm, hash, &item)? {
                drop(rest.keys.insert_hashed(vm, hash, item, Value::NONE)?);
            }
            Ok(())
        })?;
        Ok(rest)
    }

    /// Whether all elements are in the other set.
    pub fn is_within(&self, vm: &Vm, other: &SetObject) -> PyResult<bool> {
        let mut at = 0;
        while let Some((place, hash, item, _)) = self.keys.hashed_from(at) {
            if !other.keys.contains_hashed(vm, hash, &item)? {
                return Ok(false);
            }
            at = place + 1;
        }
        Ok(true)
    }

    /// Whether no element of an iterable is in the set.
    pub fn is_disjoint(&self, vm: &Vm, iterable: &Value) -> PyResult<bool> {
        let (small, large) = match hashed(iterable) {
            Some(other) if other.len() > self.keys.len() => (&self.keys, other),
            Some(other) => (other, &self.keys),
            None => {
                let iter = vm.iter(iterable)?;
                while let Some(item) = vm.next(&iter)? {
                    if self.keys.contains(vm, &item)? {
                        return Ok(false);
                    }
                }
                return Ok(true);
            }
        };
        let mut at = 0;
        while let Some((place, hash, item, _)) = small.hashed_from(at) {
            if large.contains_hashed(vm, hash, &item)? {
                return Ok(false);
            }
            at = place + 1;
        }
        Ok(true)
    }
}

pub(crate) type Visit<'a> = &'a mut dyn FnMut(i64, Value) -> PyResult<()>;

/// Shows every element of an iterable with its hash.
pub(crate) fn each(vm: &Vm, iterable: &Value, visit: Visit) -> PyResult<()> {
    if let Some(elements) = hashed(iterable) {
        return each_hashed(elements, visit);
    }
    let iter = vm.iter(iterable)?;
    while let Some(item) = vm.next(&iter)? {
        visit(vm.hash(&item)?, item)?;
    }
    Ok(())
}

fn each_hashed(elements: &DictObject, visit: Visit) -> PyResult<()> {
    let mut at = 0;
    while let Some((place, hash, item, _)) = elements.hashed_from(at) {
        visit(hash, item)?;
        at = place + 1;
    }
    Ok(())
}

/// The hash to look an element up by. A set cannot be hashed: a frozenset takes its place.
fn lookup_hash(vm: &Vm, item: &Value) -> PyResult<(i64, Value)> {
    match vm.hash(item) {
        Ok(hash) => Ok((hash, item.clone())),
        Err(raised) => match item.get::<SetObject>() {
            Some(set) if vm.is_exception(&raised.0, &TYPE_ERROR) => {
                let frozen = vm.new_object(vm.types.frozenset(), set.copy());
                Ok((vm.hash(&frozen)?, frozen))
            }
            _ => Err(raised),
        },
    }
}
