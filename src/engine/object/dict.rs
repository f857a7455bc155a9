//! The dict object: compact and ordered. Its methods for Python are in `types/dict.rs`.
//!
//! Entries lie in order of insertion in a vector; a deleted one leaves a tombstone. A table of
//! indices finds them by hash; small dicts have none and are searched in order. Deleting is O(1)
//! anywhere, also over and over at the front, because `first` remembers where the tombstones there
//! end; growth sweeps the tombstones away.
//!
//! Comparing keys can run Python code that changes this very dict: no borrow is held meanwhile, and
//! `mutations` tells whether to start again.

use std::cell::RefCell;
use std::rc::Rc;

use hashbrown::HashTable;

use super::header::Traverse;
use super::key_order::KeyOrder;
use super::slots::PyResult;
use super::string::StrObject;
use super::value::Value;
use super::vm::Vm;

/// One key and value; the key of a tombstone is [`Value::UNBOUND`].
pub struct Entry {
    pub hash: i64,
    pub key: Value,
    pub value: Value,
}

#[derive(Default)]
pub struct DictInner {
    pub entries: Vec<Entry>,
    /// Indices into `entries`; empty as long as there are at most [`SMALL`] entries.
    table: HashTable<u32>,
    live: usize,
    first: usize,
    /// Changes with the set of keys or their places; 0 until somebody asks. See `keys_version`.
    keys_version: u32,
    /// Counts changes of keys.
    mutations: u64,
    /// The order in which the entries die, if it is not theirs.
    order: Option<Rc<KeyOrder>>,
}

/// The payload of a dict.
#[derive(Default)]
pub struct DictObject {
    pub(crate) inner: RefCell<DictInner>,
}

const SMALL: usize = 8;

/// What a search without running Python code finds.
enum Search {
    Found(usize),
    Missing,
    /// The entry has the same hash, and only its `__eq__` can tell.
    Ask(usize),
}

fn spread(hash: i64) -> u64 {
    // hashbrown takes its seven control bits from the top: small integers need mixing.
    (hash as u64).wrapping_mul(0x9e37_79b9_7f4a_7c15)
}

impl DictInner {
    /// Compares what can be compared at once. Of other keys of the same hash `was_asked` says which ones
    /// are not the one, each being shown once.
    fn search(&self, hash: i64, key: &Value, mut was_asked: impl FnMut(&Value) -> bool) -> Search {
        let mut check = |at: usize| {
            let entry = &self.entries[at];
            if entry.hash != hash || entry.key.is_unbound() {
                return None;
            }
            match same_key(&entry.key, key) {
                Some(true) => Some(Search::Found(at)),
                Some(false) => None,
                None if was_asked(&entry.key) => None,
                None => Some(Search::Ask(at)),
            }
        };
        let found = if self.table.is_empty() {
            (self.first..self.entries.len()).find_map(check)
        } else {
            self.table.iter_hash(spread(hash)).find_map(|&at| check(at as usize))
        };
        found.unwrap_or(Search::Missing)
    }

    fn push(&mut self, hash: i64, key: Value, value: Value) {
        self.changed();
        if self.order.as_ref().is_some_and(|order| order.rank(&key).is_none()) {
            self.order = None;
        }
        let len = self.entries.len();
        // A few tombstones may stay: what moves under an iterator goes unnoticed by it. Programs see
        // that, so it happens at the lengths at which CPython moves entries.
        let few = matches!(len, 5 | 10) && self.live < len;
        if few || len == self.entries.capacity() && len > 10 && self.live < len / 2 + 1 {
            self.sweep();
        }
        let at = self.entries.len();
        self.entries.push(Entry { hash, key, value });
        self.live += 1;
        if !self.table.is_empty() {
            let entries = &self.entries;
            let rehash = |&i: &u32| spread(entries[i as usize].hash);
            self.table.insert_unique(spread(hash), at as u32, rehash);
        } else if at + 1 > SMALL {
            self.index();
        }
    }

    /// Removes tombstones.
    fn sweep(&mut self) {
        self.entries.retain(|e| !e.key.is_unbound());
        self.first = 0;
        self.table.clear();
        if self.entries.len() > SMALL {
            self.index();
        }
    }

    fn index(&mut self) {
        let entries = &self.entries;
        let rehash = |&i: &u32| spread(entries[i as usize].hash);
        // As many as the entries have room for, so that both grow together.
        self.table.reserve(entries.capacity(), rehash);
        for (at, entry) in entries.iter().enumerate() {
            if !entry.key.is_unbound() {
                self.table.insert_unique(spread(entry.hash), at as u32, rehash);
            }
        }
    }

    fn remove(&mut self, at: usize) -> (Value, Value) {
        self.changed();
        let hash = self.entries[at].hash;
        if let Ok(found) = self.table.find_entry(spread(hash), |&i| i as usize == at) {
            found.remove();
        }
        let entry = &mut self.entries[at];
        let key = std::mem::replace(&mut entry.key, Value::UNBOUND);
        let value = std::mem::replace(&mut entry.value, Value::UNBOUND);
        self.live -= 1;
        if at + 1 == self.entries.len() {
            self.trim();
        }
        while self.entries.get(self.first).is_some_and(|e| e.key.is_unbound()) {
            self.first += 1;
        }
        (key, value)
    }

    /// Removes the tombstones at the end once there are many. Not at once: a key that takes the place
    /// of a removed one has to come behind all that an iterator has seen, so that it notices.
    fn trim(&mut self) {
        let gone = |e: &Entry| e.key.is_unbound();
        let Some(few) = self.entries.len().checked_sub(SMALL) else { return };
        if self.entries[few..].iter().all(gone) {
            let kept = self.entries[..few].iter().rposition(|e| !gone(e)).map_or(0, |at| at + 1);
            self.entries.truncate(kept);
            self.first = self.first.min(kept);
        }
    }

    /// Moves an entry behind all others.
    fn move_last(&mut self, at: usize) {
        if at + 1 == self.entries.len() {
            return;
        }
        let hash = self.entries[at].hash;
        let (key, value) = self.remove(at);
        self.push(hash, key, value);
    }

    /// Moves an entry in front of all others. O(1) on average: room is made for many at once.
    fn move_first(&mut self, at: usize) {
        if at == self.first {
            return;
        }
        let hash = self.entries[at].hash;
        let (key, value) = self.remove(at);
        if self.first == 0 {
            let room = self.live.max(SMALL);
            let tombstone = || Entry { hash: 0, key: Value::UNBOUND, value: Value::UNBOUND };
            self.entries.splice(0..0, std::iter::repeat_with(tombstone).take(room));
            self.first = room;
            self.table.clear();
            if self.entries.len() > SMALL {
                self.index();
            }
        }
        self.first -= 1;
        self.entries[self.first] = Entry { hash, key, value };
        self.live += 1;
        if !self.table.is_empty() {
            let entries = &self.entries;
            let rehash = |&i: &u32| spread(entries[i as usize].hash);
            self.table.insert_unique(spread(hash), self.first as u32, rehash);
        }
    }

    fn changed(&mut self) {
        self.keys_version = 0;
        self.mutations += 1;
    }
}

/// Whether two keys of equal hash are equal, where that needs no Python code.
pub(super) fn same_key(a: &Value, b: &Value) -> Option<bool> {
    if a.is(b) {
        return Some(true);
    }
    match (a.get_exact::<StrObject>(), b.get_exact::<StrObject>()) {
        (Some(a), Some(b)) if a.is_interned() && b.is_interned() => Some(false),
        (Some(a), Some(b)) => Some(a.as_bytes() == b.as_bytes()),
        _ if a.is_int() && b.is_int() => Some(false),
        _ => None,
    }
}

impl DictObject {
    pub fn new() -> DictObject {
        DictObject::default()
    }

    pub fn with_capacity(capacity: usize) -> DictObject {
        let inner = DictInner { entries: Vec::with_capacity(capacity), ..DictInner::default() };
        DictObject { inner: RefCell::new(inner) }
    }

    /// Makes room for that many more entries.
    pub fn reserve(&self, more: usize) {
        self.inner.borrow_mut().entries.reserve(more);
    }

    pub fn len(&self) -> usize {
        self.inner.borrow().live
    }

    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// Counts changes of the set of keys: an iterator compares it.
    pub fn mutations(&self) -> u64 {
        self.inner.borrow().mutations
    }

    /// A number that no other dict has and that changes with the keys and their places, so that a
    /// cache may remember an index.
    pub fn keys_version(&self, vm: &Vm) -> u32 {
        let mut inner = self.inner.borrow_mut();
        if inner.keys_version == 0 {
            inner.keys_version = vm.fresh_version();
        }
        inner.keys_version
    }

    /// The version if it was asked for since the last change, else 0.
    #[inline(always)]
    pub(crate) fn known_keys_version(inner: &DictInner) -> u32 {
        inner.keys_version
    }

    /// Where the key is; may run `__eq__`.
    #[inline]
    fn find(&self, vm: &Vm, hash: i64, key: &Value) -> PyResult<Option<usize>> {
        let found = self.inner.borrow().search(hash, key, |_| false);
        match found {
            Search::Found(at) => Ok(Some(at)),
            Search::Missing => Ok(None),
            Search::Ask(_) => self.find_asking(vm, hash, key),
        }
    }

    /// As `find`, where a key of the same hash must be asked.
    #[cold]
    fn find_asking(&self, vm: &Vm, hash: i64, key: &Value) -> PyResult<Option<usize>> {
        let mut asked: Vec<Value> = Vec::new();
        // As long as nothing has changed the asked ones come first.
        let mut is_same = true;
        loop {
            let (at, candidate, mutations) = {
                let inner = self.inner.borrow();
                let mut skip = asked.len();
                let was_asked = |key: &Value| match is_same {
                    true => {
                        let asked = skip > 0;
                        skip -= usize::from(asked);
                        asked
                    }
                    false => asked.iter().any(|other| other.is(key)),
                };
                match inner.search(hash, key, was_asked) {
                    Search::Found(at) => return Ok(Some(at)),
                    Search::Missing => return Ok(None),
                    Search::Ask(at) => (at, inner.entries[at].key.clone(), inner.mutations),
                }
            };
            let equal = vm.equal(&candidate, key)?;
            let inner = self.inner.borrow();
            is_same &= inner.mutations == mutations;
            let stands = is_same || inner.entries.get(at).is_some_and(|e| e.key.is(&candidate));
            if equal && stands {
                return Ok(Some(at));
            }
            // What has gone meanwhile is not the one; it may have come back elsewhere.
            if stands || !equal {
                asked.push(candidate);
            }
        }
    }

    /// The value of the key. Runs `__hash__` and `__eq__` of keys that need it.
    pub fn get(&self, vm: &Vm, key: &Value) -> PyResult<Option<Value>> {
        let hash = vm.hash(key)?;
        self.get_hashed(vm, hash, key)
    }

    pub fn get_hashed(&self, vm: &Vm, hash: i64, key: &Value) -> PyResult<Option<Value>> {
        let at = self.find(vm, hash, key)?;
        Ok(at.map(|at| self.inner.borrow().entries[at].value.clone()))
    }

    pub fn contains(&self, vm: &Vm, key: &Value) -> PyResult<bool> {
        let hash = vm.hash(key)?;
        Ok(self.find(vm, hash, key)?.is_some())
    }

    /// Sets the value of the key; gives the old one.
    pub fn insert(&self, vm: &Vm, key: Value, value: Value) -> PyResult<Option<Value>> {
        let hash = vm.hash(&key)?;
        self.insert_hashed(vm, hash, key, value)
    }

    pub fn insert_hashed(
        &self,
        vm: &Vm,
        hash: i64,
        key: Value,
        value: Value,
    ) -> PyResult<Option<Value>> {
        let at = self.find(vm, hash, &key)?;
        let mut inner = self.inner.borrow_mut();
        Ok(match at {
            Some(at) => Some(std::mem::replace(&mut inner.entries[at].value, value)),
            None => {
                if inner.entries.len() >= u32::MAX as usize || !vm.heap.allows(inner.entries.len())
                {
                    drop(inner);
                    return Err(vm.memory_error());
                }
                inner.push(hash, key, value);
                None
            }
        })
    }

    /// The value of the key, which is there afterwards: with the default if it was not. Keys are
    /// compared once.
    pub fn get_or_insert_hashed(
        &self,
        vm: &Vm,
        hash: i64,
        key: &Value,
        default: &Value,
    ) -> PyResult {
        let at = self.find(vm, hash, key)?;
        let mut inner = self.inner.borrow_mut();
        if let Some(at) = at {
            return Ok(inner.entries[at].value.clone());
        }
        if inner.entries.len() >= u32::MAX as usize || !vm.heap.allows(inner.entries.len()) {
            drop(inner);
            return Err(vm.memory_error());
        }
        inner.push(hash, key.clone(), default.clone());
        Ok(default.clone())
    }

    /// Removes the key; gives key and value.
    pub fn remove(&self, vm: &Vm, key: &Value) -> PyResult<Option<(Value, Value)>> {
        let hash = vm.hash(key)?;
        let at = self.find(vm, hash, key)?;
        Ok(at.map(|at| self.inner.borrow_mut().remove(at)))
    }

    /// Moves the key behind all others, or in front of them; gives its value.
    pub fn move_hashed(
        &self,
        vm: &Vm,
        hash: i64,
        key: &Value,
        last: bool,
    ) -> PyResult<Option<Value>> {
        let Some(at) = self.find(vm, hash, key)? else { return Ok(None) };
        let mut inner = self.inner.borrow_mut();
        let value = inner.entries[at].value.clone();
        if last {
            inner.move_last(at);
        } else {
            inner.move_first(at);
        }
        Ok(Some(value))
    }

    /// As [`DictObject::contains`], for a known hash.
    pub fn contains_hashed(&self, vm: &Vm, hash: i64, key: &Value) -> PyResult<bool> {
        Ok(self.find(vm, hash, key)?.is_some())
    }

    /// As [`DictObject::remove`], for a known hash.
    pub fn remove_hashed(
        &self,
        vm: &Vm,
        hash: i64,
        key: &Value,
    ) -> PyResult<Option<(Value, Value)>> {
        let at = self.find(vm, hash, key)?;
        Ok(at.map(|at| self.inner.borrow_mut().remove(at)))
    }

    /// As [`DictObject::entry_from`], with the hash: (position, hash, key, value).
    pub fn hashed_from(&self, position: usize) -> Option<(usize, i64, Value, Value)> {
        let (at, key, value) = self.entry_from(position)?;
        let hash = self.inner.borrow().entries.get(at)?.hash;
        Some((at, hash, key, value))
    }

    /// The first entry, removed.
    pub fn pop_first(&self) -> Option<(Value, Value)> {
        let mut inner = self.inner.borrow_mut();
        let first = inner.first;
        if inner.entries.get(first)?.key.is_unbound() {
            return None;
        }
        Some(inner.remove(first))
    }

    /// Exchanges the content of two dicts.
    pub fn swap(&self, other: &DictObject) {
        if !std::ptr::eq(self, other) {
            let (mut a, mut b) = (self.inner.borrow_mut(), other.inner.borrow_mut());
            a.changed();
            b.changed();
            std::mem::swap(&mut *a, &mut *b);
            // Versions belong to the object: neither may look unchanged to who counts.
            let most = a.mutations.max(b.mutations);
            (a.mutations, b.mutations) = (most, most);
        }
    }

    /// The last entry, removed.
    pub fn pop_last(&self) -> Option<(Value, Value)> {
        let mut inner = self.inner.borrow_mut();
        let at = inner.entries.iter().rposition(|e| !e.key.is_unbound())?;
        let removed = inner.remove(at);
        // Nothing alive lies behind it.
        inner.entries.truncate(at);
        inner.first = inner.first.min(at);
        inner.order = None;
        Some(removed)
    }

    /// The entry at or behind a position of the internal order: (position, key, value). Iterators
    /// keep a position and go on from the one after.
    pub fn entry_from(&self, position: usize) -> Option<(usize, Value, Value)> {
        let inner = self.inner.borrow();
        let start = position.max(inner.first);
        let rest = inner.entries.get(start..)?;
        let offset = rest.iter().position(|e| !e.key.is_unbound())?;
        let entry = &rest[offset];
        Some((start + offset, entry.key.clone(), entry.value.clone()))
    }

    /// The last entry before a position of the internal order, for reversed iteration.
    pub fn entry_before(&self, position: usize) -> Option<(usize, Value, Value)> {
        let inner = self.inner.borrow();
        let rest = &inner.entries[..position.min(inner.entries.len())];
        let at = rest.iter().rposition(|e| !e.key.is_unbound())?;
        Some((at, rest[at].key.clone(), rest[at].value.clone()))
    }

    /// All keys and values, in order.
    pub fn pairs(&self) -> Vec<(Value, Value)> {
        let inner = self.inner.borrow();
        let live = inner.entries.iter().filter(|e| !e.key.is_unbound());
        live.map(|e| (e.key.clone(), e.value.clone())).collect()
    }

    pub fn keys(&self) -> Vec<Value> {
        let inner = self.inner.borrow();
        let live = inner.entries.iter().filter(|e| !e.key.is_unbound());
        live.map(|e| e.key.clone()).collect()
    }

    /// Removes everything.
    pub fn clear_all(&self) {
        let mut inner = self.inner.borrow_mut();
        let mutations = inner.mutations + 1;
        let order = inner.order.clone();
        let empty = DictInner { mutations, order, ..DictInner::default() };
        let old = std::mem::replace(&mut *inner, empty);
        drop(inner);
        drop(DictObject { inner: RefCell::new(old) });
    }

    /// An empty dict whose entries die in that order.
    pub(super) fn dying_in(order: Option<Rc<KeyOrder>>) -> DictObject {
        DictObject { inner: RefCell::new(DictInner { order, ..DictInner::default() }) }
    }

    /// A copy with the same order.
    pub fn copy(&self) -> DictObject {
        let inner = self.inner.borrow();
        let live = inner.entries.iter().filter(|e| !e.key.is_unbound());
        let copy = |e: &Entry| Entry { hash: e.hash, key: e.key.clone(), value: e.value.clone() };
        let mut new = DictInner { entries: live.map(copy).collect(), ..DictInner::default() };
        new.live = new.entries.len();
        if new.live > SMALL {
            new.index();
        }
        DictObject { inner: RefCell::new(new) }
    }

    /// A copy whose entries also die in the same order.
    pub fn twin(&self) -> DictObject {
        let mut twin = self.copy();
        let order = self.inner.borrow().order.clone();
        twin.inner.get_mut().order = order.filter(|_| !self.is_empty());
        twin
    }

    // ---- names: interned strs, whose comparison runs no Python code ---------------------------

    fn find_interned(inner: &DictInner, name: &Value) -> Option<usize> {
        let hash = name.get::<StrObject>()?.known_hash()?;
        let mut asked = 0;
        loop {
            let mut skip = asked;
            let was_asked = |_: &Value| {
                let asked = skip > 0;
                skip -= usize::from(asked);
                asked
            };
            match inner.search(hash, name, was_asked) {
                Search::Found(at) => return Some(at),
                Search::Missing => return None,
                Search::Ask(at) => {
                    // A key of a str subclass: equal if its text is.
                    let (a, b) = (inner.entries[at].key.as_str_object(), name.as_str_object());
                    if a.zip(b).is_some_and(|(a, b)| a.as_bytes() == b.as_bytes()) {
                        return Some(at);
                    }
                    asked += 1;
                }
            }
        }
    }

    /// The value of an interned name.
    pub fn get_interned(&self, name: &Value) -> Option<Value> {
        let inner = self.inner.borrow();
        DictObject::find_interned(&inner, name).map(|at| inner.entries[at].value.clone())
    }

    /// The place of an interned name among the entries, valid while the keys' version is the same.
    pub fn index_interned(&self, name: &Value) -> Option<usize> {
        DictObject::find_interned(&self.inner.borrow(), name)
    }

    /// Sets an interned name; gives the old value.
    pub fn set_interned(&self, name: &Value, value: Value) -> Option<Value> {
        let mut inner = self.inner.borrow_mut();
        match DictObject::find_interned(&inner, name) {
            Some(at) => Some(std::mem::replace(&mut inner.entries[at].value, value)),
            None => {
                let hash = name.get::<StrObject>().and_then(StrObject::known_hash).unwrap_or(0);
                inner.push(hash, name.clone(), value);
                None
            }
        }
    }

    /// Removes an interned name; gives its value.
    pub fn remove_interned(&self, name: &Value) -> Option<Value> {
        let mut inner = self.inner.borrow_mut();
        let at = DictObject::find_interned(&inner, name)?;
        let (key, value) = inner.remove(at);
        drop(inner);
        drop(key);
        Some(value)
    }
}

impl Drop for DictObject {
    fn drop(&mut self) {
        let inner = self.inner.get_mut();
        if let Some(order) = inner.order.take() {
            inner.entries.sort_by_key(|entry| order.rank(&entry.key));
        }
    }
}

impl Traverse for DictObject {
    fn traverse(&self, visit: &mut dyn FnMut(&Value)) {
        for entry in &self.inner.borrow().entries {
            visit(&entry.key);
            visit(&entry.value);
        }
    }

    fn clear(&self) {
        self.clear_all();
    }
}
