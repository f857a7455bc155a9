//! What sets do with each other and with iterables. Elements that have a hash already are not hashed
//! again; comparing them may run Python code that changes the sets.
//!
//! Which of two sets is walked through, and what a result begins with, decides its order.

use super::SetObject;
use crate::object::dict::DictObject;
use crate::object::set_table::SetTable;
use crate::object::slots::{PyResult, Raised};
use crate::object::value::Value;
use crate::object::vm::Vm;
use crate::types::exception::TYPE_ERROR;

fn table(value: &Value) -> Option<&SetTable> {
    value.get::<SetObject>().map(|set| &set.keys)
}

impl SetObject {
    pub fn add(&self, vm: &Vm, item: Value) -> PyResult<()> {
        self.keys.insert(vm, item)
    }

    pub fn copy(&self, vm: &Vm) -> PyResult<SetObject> {
        Ok(SetObject { keys: self.keys.copy(vm)?, ..SetObject::default() })
    }

    /// Takes over the elements of another set.
    pub fn become_set(&self, other: SetObject) {
        self.keys.swap(&other.keys);
        drop(other);
    }

    fn is_same(&self, value: &Value) -> bool {
        value.get::<SetObject>().is_some_and(|set| std::ptr::eq(self, set))
    }

    /// Whether the element is there; a set stands for the frozenset of the same elements.
    pub fn holds(&self, vm: &Vm, item: &Value) -> PyResult<bool> {
        match vm.hash(item) {
            Ok(hash) => self.keys.contains_hashed(vm, hash, item),
            Err(raised) => {
                let frozen = frozen(vm, item, raised)?;
                self.keys.contains(vm, &frozen)
            }
        }
    }

    /// Removes the element, if it is there.
    pub fn remove(&self, vm: &Vm, item: &Value) -> PyResult<bool> {
        match vm.hash(item) {
            Ok(hash) => self.keys.remove_hashed(vm, hash, item),
            Err(raised) => {
                let frozen = frozen(vm, item, raised)?;
                self.keys.remove_hashed(vm, vm.hash(&frozen)?, &frozen)
            }
        }
    }

    /// Adds everything that an iterable gives.
    pub fn update(&self, vm: &Vm, iterable: &Value) -> PyResult<()> {
        if let Some(other) = table(iterable) {
            return self.keys.merge(vm, other);
        }
        if let Some(dict) = iterable.get_exact::<DictObject>() {
            self.keys.make_room(vm, dict.len())?;
            return each_key(dict, |hash, key| self.keys.insert_hashed(vm, hash, key));
        }
        each(vm, iterable, |hash, item| self.keys.insert_hashed(vm, hash, item))
    }

    pub fn union(&self, vm: &Vm, others: &[Value]) -> PyResult<SetObject> {
        let all = self.copy(vm)?;
        for other in others {
            if !self.is_same(other) {
                all.update(vm, other)?;
            }
        }
        Ok(all)
    }

    /// Removes everything that an iterable gives.
    pub fn subtract(&self, vm: &Vm, iterable: &Value) -> PyResult<()> {
        let remove = |hash, item: Value| self.keys.remove_hashed(vm, hash, &item).map(drop);
        match table(iterable) {
            Some(same) if std::ptr::eq(same, &raw const self.keys) => {
                self.keys.clear_all();
                return Ok(());
            }
            // Of a much larger set only what both have is worth a look.
            Some(other) if other.len() / 8 > self.keys.len() => {
                each_of(&self.intersection(vm, iterable)?.keys, remove)?;
            }
            Some(other) => each_of(other, remove)?,
            None => each(vm, iterable, remove)?,
        }
        self.keys.sweep(vm)
    }

    /// Removes what is there and adds what is not.
    pub fn toggle(&self, vm: &Vm, iterable: &Value) -> PyResult<()> {
        if self.is_same(iterable) {
            self.keys.clear_all();
            return Ok(());
        }
        if let Some(other) = table(iterable) {
            return self.toggle_all(vm, other);
        }
        if let Some(dict) = iterable.get_exact::<DictObject>() {
            return each_key(dict, |hash, key| self.toggle_one(vm, hash, key));
        }
        // Twice the same element must count once.
        let other = SetObject::default();
        other.update(vm, iterable)?;
        self.toggle_all(vm, &other.keys)
    }

    fn toggle_all(&self, vm: &Vm, other: &SetTable) -> PyResult<()> {
        each_of(other, |hash, key| self.toggle_one(vm, hash, key))
    }

    fn toggle_one(&self, vm: &Vm, hash: i64, key: Value) -> PyResult<()> {
        match self.keys.remove_hashed(vm, hash, &key)? {
            true => Ok(()),
            false => self.keys.insert_hashed(vm, hash, key),
        }
    }

    /// What only one of the two has.
    pub fn symmetric_difference(&self, vm: &Vm, iterable: &Value) -> PyResult<SetObject> {
        let either = SetObject::default();
        either.update(vm, iterable)?;
        either.toggle_all(vm, &self.keys)?;
        Ok(either)
    }

    pub fn intersection(&self, vm: &Vm, iterable: &Value) -> PyResult<SetObject> {
        if self.is_same(iterable) {
            return self.copy(vm);
        }
        let both = SetObject::default();
        let keep = |home: &SetTable, hash: i64, item: Value| match home
            .contains_hashed(vm, hash, &item)?
        {
            true => both.keys.insert_hashed(vm, hash, item),
            false => Ok(()),
        };
        match table(iterable) {
            Some(other) if other.len() > self.keys.len() => {
                each_of(&self.keys, |hash, item| keep(other, hash, item))?;
            }
            Some(other) => each_of(other, |hash, item| keep(&self.keys, hash, item))?,
            None => {
                let iter = vm.iter(iterable)?;
                while let Some(item) = vm.next(&iter)? {
                    let hash = vm.hash(&item)?;
                    if self.keys.contains_hashed(vm, hash, &item)? {
                        both.keys.insert_hashed(vm, hash, item)?;
                        // All of this set's elements have come: the others cannot matter.
                        if both.keys.len() >= self.keys.len() {
                            break;
                        }
                    }
                }
            }
        }
        Ok(both)
    }

    pub fn difference(&self, vm: &Vm, iterable: &Value) -> PyResult<SetObject> {
        let (set, dict) = (table(iterable), iterable.get_exact::<DictObject>());
        let many = set.map(SetTable::len).or_else(|| dict.map(DictObject::len));
        if many.is_none_or(|many| self.keys.len() / 4 > many) {
            let rest = self.copy(vm)?;
            rest.subtract(vm, iterable)?;
            return Ok(rest);
        }
        let rest = SetObject::default();
        each_of(&self.keys, |hash, item| {
            let found = match (set, dict) {
                (Some(set), _) => set.contains_hashed(vm, hash, &item)?,
                (None, Some(dict)) => dict.contains_hashed(vm, hash, &item)?,
                (None, None) => false,
            };
            if found { Ok(()) } else { rest.keys.insert_hashed(vm, hash, item) }
        })?;
        Ok(rest)
    }

    /// Whether all elements are in the other set.
    pub fn is_within(&self, vm: &Vm, other: &SetObject) -> PyResult<bool> {
        let mut at = 0;
        while let Some((hash, item)) = self.keys.next(&mut at) {
            if !other.keys.contains_hashed(vm, hash, &item)? {
                return Ok(false);
            }
        }
        Ok(true)
    }

    /// Whether no element of an iterable is in the set.
    pub fn is_disjoint(&self, vm: &Vm, iterable: &Value) -> PyResult<bool> {
        let Some(other) = table(iterable) else {
            let iter = vm.iter(iterable)?;
            while let Some(item) = vm.next(&iter)? {
                if self.keys.contains(vm, &item)? {
                    return Ok(false);
                }
            }
            return Ok(true);
        };
        let swap = other.len() > self.keys.len();
        let (small, large) = if swap { (&self.keys, other) } else { (other, &self.keys) };
        let mut at = 0;
        while let Some((hash, item)) = small.next(&mut at) {
            if large.contains_hashed(vm, hash, &item)? {
                return Ok(false);
            }
        }
        Ok(true)
    }
}

/// Shows every item of an iterable with its hash.
fn each(
    vm: &Vm,
    iterable: &Value,
    mut visit: impl FnMut(i64, Value) -> PyResult<()>,
) -> PyResult<()> {
    let iter = vm.iter(iterable)?;
    while let Some(item) = vm.next(&iter)? {
        visit(vm.hash(&item)?, item)?;
    }
    Ok(())
}

fn each_of(set: &SetTable, mut visit: impl FnMut(i64, Value) -> PyResult<()>) -> PyResult<()> {
    let mut at = 0;
    while let Some((hash, item)) = set.next(&mut at) {
        visit(hash, item)?;
    }
    Ok(())
}

fn each_key(dict: &DictObject, mut visit: impl FnMut(i64, Value) -> PyResult<()>) -> PyResult<()> {
    let mut at = 0;
    while let Some((place, hash, key, _)) = dict.hashed_from(at) {
        visit(hash, key)?;
        at = place + 1;
    }
    Ok(())
}

/// A set cannot be hashed: a frozenset takes its place when it is looked up.
fn frozen(vm: &Vm, item: &Value, raised: Raised) -> PyResult {
    match item.get::<SetObject>() {
        Some(set) if vm.is_exception(&raised.0, &TYPE_ERROR) => {
            Ok(vm.new_object(vm.types.frozenset(), set.copy(vm)?))
        }
        _ => Err(raised),
    }
}
