//! What picklers and unpicklers have met already.

use std::cell::RefCell;
use std::collections::HashMap;
use std::hash::{BuildHasherDefault, Hasher};

use taipan_engine::object::value::Value;

/// Spreads the bits of addresses.
#[derive(Default)]
pub(super) struct WordHasher(u64);

impl Hasher for WordHasher {
    fn finish(&self) -> u64 {
        self.0
    }

    fn write(&mut self, bytes: &[u8]) {
        bytes.iter().for_each(|byte| self.write_usize(usize::from(*byte)));
    }

    fn write_usize(&mut self, word: usize) {
        let mixed = (self.0 ^ word as u64).wrapping_mul(0x9e37_79b9_7f4a_7c15);
        self.0 = mixed ^ mixed >> 32;
    }
}

type Entries = HashMap<usize, (usize, Value), BuildHasherDefault<WordHasher>>;

/// Objects that were pickled, with their numbers. It keeps them alive, so that no other object gets
/// their place.
#[derive(Default)]
pub(super) struct SavedMemo(RefCell<Entries>);

/// A key besides that of the object itself, for the name of a module that belongs to it. CPython keeps
/// some of them in objects of their own, and pickles show which texts are one object. Keys of objects
/// are even.
pub(super) fn alias_key(value: &Value) -> usize {
    value.bits() | 1
}

impl SavedMemo {
    pub(super) fn get(&self, key: usize) -> Option<usize> {
        self.0.borrow().get(&key).map(|(number, _)| *number)
    }

    /// Enters an object; gives its number.
    pub(super) fn enter(&self, key: usize, value: &Value) -> usize {
        let mut entries = self.0.borrow_mut();
        let number = entries.len();
        let old = entries.insert(key, (number, value.clone()));
        drop(entries);
        drop(old);
        number
    }

    pub(super) fn clear(&self) {
        let all = self.0.take();
        drop(all);
    }

    /// All entries: number and object.
    pub(super) fn entries(&self) -> Vec<(usize, Value)> {
        let entries = self.0.borrow();
        let aliases = |key: &usize| key & 1 == 0;
        entries.iter().filter(|(key, _)| aliases(key)).map(|(_, entry)| entry.clone()).collect()
    }

    pub(super) fn replace(&self, all: Vec<(usize, Value)>) {
        let entries = all.into_iter().map(|(number, value)| (value.bits(), (number, value)));
        let old = self.0.replace(entries.collect());
        drop(old);
    }

    pub(super) fn visit(&self, visit: &mut dyn FnMut(&Value)) {
        self.0.borrow().values().for_each(|(_, value)| visit(value));
    }

    pub(super) fn size(&self) -> usize {
        self.0.borrow().capacity() * size_of::<(usize, (usize, Value))>()
    }
}

/// Objects that an unpickler has made, by number. Numbers come from the pickle: those far beyond the
/// others go into a table, so that one of them does not ask for memory up to it.
#[derive(Default)]
pub(super) struct LoadedMemo {
    dense: Vec<Option<Value>>,
    sparse: HashMap<usize, Value, BuildHasherDefault<WordHasher>>,
    count: usize,
}

impl LoadedMemo {
    pub(super) fn get(&self, number: usize) -> Option<&Value> {
        match self.dense.get(number) {
            Some(entry) => entry.as_ref(),
            None => self.sparse.get(&number),
        }
    }

    /// Enters an object; gives the one that was there.
    #[must_use]
    pub(super) fn put(&mut self, number: usize, value: Value) -> Option<Value> {
        let near = self.dense.len().saturating_mul(2).saturating_add(64);
        let old = if number < self.dense.len() || number < near && self.sparse.is_empty() {
            if number >= self.dense.len() {
                self.dense.resize(number + 1, None);
            }
            self.dense.get_mut(number).and_then(|entry| entry.replace(value))
        } else {
            self.sparse.insert(number, value)
        };
        self.count += usize::from(old.is_none());
        old
    }

    /// How many objects there are: the number of the next one.
    pub(super) fn count(&self) -> usize {
        self.count
    }

    pub(super) fn entries(&self) -> Vec<(usize, Value)> {
        let dense = self.dense.iter().enumerate();
        let dense = dense.filter_map(|(number, entry)| Some((number, entry.clone()?)));
        let sparse = self.sparse.iter().map(|(number, value)| (*number, value.clone()));
        dense.chain(sparse).collect()
    }

    pub(super) fn visit(&self, visit: &mut dyn FnMut(&Value)) {
        self.dense.iter().flatten().chain(self.sparse.values()).for_each(visit);
    }

    pub(super) fn size(&self) -> usize {
        self.dense.capacity() * size_of::<Option<Value>>()
            + self.sparse.capacity() * size_of::<(usize, Value)>()
    }
}
