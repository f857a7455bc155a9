//! The table of a set: open addressing, whose places are also the order of iteration. The methods
//! for Python are in `types/set/`.
//!
//! Scripts show the order of sets, so the sequence of places that a search looks at, the moments at
//! which a table is made anew and its sizes are behaviour: with the same hashes they give the order
//! that CPython has.
//!
//! Comparing keys can run Python code that changes this very set: no borrow is held meanwhile, and
//! a search begins anew if the table or the entry in question is another one afterwards.

use std::cell::RefCell;

use super::dict::same_key;
use super::header::Traverse;
use super::slots::PyResult;
use super::value::Value;
use super::vm::Vm;

const SMALLEST: usize = 8;
/// So many places behind the first are looked at before a search jumps, if they lie in the table.
const NEIGHBOURS: usize = 9;
/// Above so many elements a table grows by less.
const LARGE: usize = 50_000;

/// The hash at a place that never held an element.
const UNUSED: i64 = 0;
/// The hash at a place whose element was removed; no key has it.
const REMOVED: i64 = -1;

/// An element, or none: then the key is unbound and the hash tells why.
struct Place {
    hash: i64,
    key: Value,
}

impl Place {
    fn without(hash: i64) -> Place {
        Place { hash, key: Value::UNBOUND }
    }

    #[inline(always)]
    fn is_held(&self) -> bool {
        !self.key.is_unbound()
    }

    fn copy(&self) -> Place {
        Place { hash: self.hash, key: self.key.clone() }
    }
}

/// Where a search stands: `at` within the run of neighbours that begins at `start`.
struct Probe {
    start: usize,
    at: usize,
    perturb: u64,
    /// The last place seen whose element was removed: a new one is put there.
    free: Option<usize>,
}

impl Probe {
    #[inline(always)]
    fn new(hash: i64, mask: usize) -> Probe {
        let start = hash as usize & mask;
        Probe { start, at: start, perturb: hash as u64, free: None }
    }

    /// The last place of the run.
    #[inline(always)]
    fn last(&self, mask: usize) -> usize {
        if self.start + NEIGHBOURS <= mask { self.start + NEIGHBOURS } else { self.start }
    }

    #[inline(always)]
    fn jump(&mut self, mask: usize) {
        self.perturb >>= 5;
        let next = self.start.wrapping_mul(5).wrapping_add(1).wrapping_add(self.perturb as usize);
        self.start = next & mask;
        self.at = self.start;
    }
}

/// What a search without running Python code finds.
enum Search {
    Found(usize),
    /// Missing; here it would be put.
    Missing(usize),
    /// The key there has the same hash, and only its `__eq__` can tell.
    Ask(usize),
}

enum Spot {
    Held(usize),
    Free(usize),
}

#[derive(Default)]
struct Inner {
    /// None before the first element comes, else a power of two.
    places: Vec<Place>,
    /// How many hold an element.
    used: usize,
    /// How many hold an element or held one.
    fill: usize,
    /// Where `pop` goes on.
    finger: usize,
    /// Counts tables, so that a search knows when it stands in another one.
    generation: u64,
}

impl Inner {
    #[inline(always)]
    fn mask(&self) -> usize {
        self.places.len().max(SMALLEST) - 1
    }

    /// Goes on from where the probe stands, comparing what can be compared at once.
    #[inline(always)]
    fn search(&self, hash: i64, key: &Value, probe: &mut Probe) -> Search {
        if self.places.is_empty() {
            return Search::Missing(probe.at);
        }
        let mask = self.places.len() - 1;
        loop {
            for (offset, place) in self.places[probe.at..=probe.last(mask)].iter().enumerate() {
                if place.hash == hash {
                    if !place.is_held() {
                        return Search::Missing(probe.free.unwrap_or(probe.at + offset));
                    }
                    match same_key(&place.key, key) {
                        Some(true) => return Search::Found(probe.at + offset),
                        Some(false) => {}
                        None => {
                            let at = probe.at + offset;
                            probe.at = at + 1;
                            return Search::Ask(at);
                        }
                    }
                } else if !place.is_held() {
                    if place.hash == UNUSED {
                        return Search::Missing(probe.free.unwrap_or(probe.at + offset));
                    }
                    probe.free = Some(probe.at + offset);
                }
            }
            probe.jump(mask);
        }
    }

    /// Makes the table anew, without the traces of removed elements, for more elements than so
    /// many; `None` if there is no memory.
    fn remake(&mut self, vm: &Vm, elements: usize) -> Option<()> {
        let places = fresh(vm, elements)?;
        self.move_to(places);
        Some(())
    }

    fn move_to(&mut self, mut places: Vec<Place>) {
        let smallest = places.len() == SMALLEST && self.places.len() == SMALLEST;
        if smallest && self.fill == self.used {
            return;
        }
        let old = std::mem::take(&mut self.places);
        for place in old.into_iter().filter(Place::is_held) {
            put(&mut places, place);
        }
        self.places = places;
        self.fill = self.used;
        self.generation += 1;
    }

    /// Makes room for so many more; `None` if there is no memory.
    fn make_room(&mut self, vm: &Vm, more: usize) -> Option<()> {
        if (self.fill + more) * 5 >= self.mask() * 3 {
            return self.remake(vm, (self.used + more).saturating_mul(2));
        }
        Some(())
    }

    /// Puts an element where a search ended; gives it back if there is no memory.
    fn enter(&mut self, vm: &Vm, mut at: usize, hash: i64, key: Value) -> Result<(), Value> {
        if self.places.is_empty() {
            let Some(places) = fresh(vm, 0) else { return Err(key) };
            self.places = places;
            at = hash as usize & self.mask();
        }
        let again = self.places[at].hash == REMOVED;
        let full = !again && (self.fill + 1) * 5 >= self.mask() * 3;
        let mut larger = None;
        if full {
            // Before the element is put in, so that a table never fills up where memory is short.
            larger = fresh(vm, grown(self.used + 1));
            if larger.is_none() {
                return Err(key);
            }
        }
        self.places[at] = Place { hash, key };
        self.used += 1;
        self.fill += usize::from(!again);
        if let Some(larger) = larger {
            self.move_to(larger);
        }
        Ok(())
    }

    fn take(&mut self, at: usize) -> Value {
        self.used -= 1;
        std::mem::replace(&mut self.places[at], Place::without(REMOVED)).key
    }

    /// Copies all elements of another table into this one, if nothing was ever in this one.
    fn take_over(&mut self, vm: &Vm, other: &Inner) -> Option<bool> {
        if self.fill != 0 {
            return Some(false);
        }
        if self.places.is_empty() {
            self.places = fresh(vm, 0)?;
        }
        if self.places.len() == other.places.len() && other.fill == other.used {
            for (own, place) in self.places.iter_mut().zip(&other.places) {
                *own = place.copy();
            }
        } else {
            for place in other.places.iter().filter(|p| p.is_held()) {
                put(&mut self.places, place.copy());
            }
        }
        self.used = other.used;
        self.fill = other.used;
        Some(true)
    }
}

/// For more elements than that a table is made anew when so many are in it.
fn grown(used: usize) -> usize {
    if used > LARGE { used.saturating_mul(2) } else { used.saturating_mul(4) }
}

/// Empty places for more elements than so many.
fn fresh(vm: &Vm, elements: usize) -> Option<Vec<Place>> {
    let len = elements.checked_add(1)?.checked_next_power_of_two()?.max(SMALLEST);
    let mut places = Vec::new();
    if !vm.heap.allows(len.checked_mul(size_of::<Place>())?) {
        return None;
    }
    places.try_reserve_exact(len).ok()?;
    places.resize_with(len, || Place::without(UNUSED));
    Some(places)
}

/// Puts in an element that is known to be missing, where nothing was ever removed.
#[inline]
fn put(places: &mut [Place], place: Place) {
    let mask = places.len() - 1;
    let mut probe = Probe::new(place.hash, mask);
    loop {
        let run = &mut places[probe.start..=probe.last(mask)];
        if let Some(free) = run.iter_mut().find(|p| !p.is_held()) {
            *free = place;
            return;
        }
        probe.jump(mask);
    }
}

/// The elements of a set, found by hash.
#[derive(Default)]
pub struct SetTable {
    inner: RefCell<Inner>,
}

impl SetTable {
    pub fn len(&self) -> usize {
        self.inner.borrow().used
    }

    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// Where the key is, or where it would be put; may run `__eq__`.
    #[inline(always)]
    fn find(&self, vm: &Vm, hash: i64, key: &Value) -> PyResult<Spot> {
        let inner = self.inner.borrow();
        let mut probe = Probe::new(hash, inner.mask());
        match inner.search(hash, key, &mut probe) {
            Search::Found(at) => Ok(Spot::Held(at)),
            Search::Missing(at) => Ok(Spot::Free(at)),
            Search::Ask(at) => {
                drop(inner);
                self.find_asking(vm, hash, key, probe, at)
            }
        }
    }

    /// Goes on with `find`, where a key of the same hash must be asked.
    #[inline(never)]
    fn find_asking(
        &self,
        vm: &Vm,
        hash: i64,
        key: &Value,
        mut probe: Probe,
        mut at: usize,
    ) -> PyResult<Spot> {
        loop {
            let (candidate, generation) = {
                let inner = self.inner.borrow();
                (inner.places[at].key.clone(), inner.generation)
            };
            let equal = vm.equal(&candidate, key)?;
            let same = {
                let inner = self.inner.borrow();
                inner.generation == generation && inner.places[at].key.is(&candidate)
            };
            if same && equal {
                return Ok(Spot::Held(at));
            }
            // Before the search: if the set has lost it, this may be its end and run Python code.
            drop(candidate);
            let inner = self.inner.borrow();
            // Both comparing and the end of the candidate may have changed the set.
            let taken = |at: usize| inner.places.get(at).is_none_or(Place::is_held);
            if !same || inner.generation != generation || probe.free.is_some_and(taken) {
                probe = Probe::new(hash, inner.mask());
            }
            match inner.search(hash, key, &mut probe) {
                Search::Found(at) => return Ok(Spot::Held(at)),
                Search::Missing(at) => return Ok(Spot::Free(at)),
                Search::Ask(next) => at = next,
            }
        }
    }

    /// Whether the key is there.
    pub fn contains_hashed(&self, vm: &Vm, hash: i64, key: &Value) -> PyResult<bool> {
        Ok(matches!(self.find(vm, hash, key)?, Spot::Held(_)))
    }

    /// As [`SetTable::contains_hashed`]; runs `__hash__` of a key that needs it.
    pub fn contains(&self, vm: &Vm, key: &Value) -> PyResult<bool> {
        self.contains_hashed(vm, vm.hash(key)?, key)
    }

    /// Puts the key in, unless an equal one is there.
    pub fn insert_hashed(&self, vm: &Vm, hash: i64, key: Value) -> PyResult<()> {
        let Spot::Free(at) = self.find(vm, hash, &key)? else { return Ok(()) };
        let entered = self.inner.borrow_mut().enter(vm, at, hash, key);
        // Behind the borrow: the end of the key may run Python code.
        entered.map_err(|key| {
            drop(key);
            vm.memory_error()
        })
    }

    /// As [`SetTable::insert_hashed`]; runs `__hash__` of a key that needs it.
    pub fn insert(&self, vm: &Vm, key: Value) -> PyResult<()> {
        self.insert_hashed(vm, vm.hash(&key)?, key)
    }

    /// Takes the key out; tells whether it was there.
    pub fn remove_hashed(&self, vm: &Vm, hash: i64, key: &Value) -> PyResult<bool> {
        let Spot::Held(at) = self.find(vm, hash, key)? else { return Ok(false) };
        let removed = self.inner.borrow_mut().take(at);
        // Behind the borrow: this may run Python code.
        drop(removed);
        Ok(true)
    }

    /// Takes some element out: the next one from where the last call ended.
    pub fn pop(&self) -> Option<Value> {
        let mut inner = self.inner.borrow_mut();
        if inner.used == 0 {
            return None;
        }
        let mask = inner.mask();
        let mut at = inner.finger & mask;
        while !inner.places[at].is_held() {
            at = (at + 1) & mask;
        }
        inner.finger = at + 1;
        Some(inner.take(at))
    }

    /// The element at or behind a position, with its hash; the position moves behind it.
    #[inline]
    pub fn next(&self, position: &mut usize) -> Option<(i64, Value)> {
        let inner = self.inner.borrow();
        let rest = inner.places.get(*position..)?;
        let offset = rest.iter().position(Place::is_held)?;
        *position += offset + 1;
        let place = &rest[offset];
        Some((place.hash, place.key.clone()))
    }

    /// All elements, in order.
    pub fn keys(&self) -> Vec<Value> {
        let inner = self.inner.borrow();
        let mut keys = Vec::with_capacity(inner.used);
        keys.extend(inner.places.iter().filter(|p| p.is_held()).map(|p| p.key.clone()));
        keys
    }

    /// The hashes of all elements, in order.
    pub fn each_hash(&self, visit: impl FnMut(i64)) {
        let inner = self.inner.borrow();
        inner.places.iter().filter(|p| p.is_held()).map(|p| p.hash).for_each(visit);
    }

    /// Makes room for so many more.
    pub fn make_room(&self, vm: &Vm, more: usize) -> PyResult<()> {
        let made = self.inner.borrow_mut().make_room(vm, more);
        made.ok_or_else(|| vm.memory_error())
    }

    /// Makes the table anew if more than a quarter of its places are traces of removed elements.
    pub fn sweep(&self, vm: &Vm) -> PyResult<()> {
        let swept = {
            let mut inner = self.inner.borrow_mut();
            if inner.fill - inner.used <= inner.mask() / 4 {
                return Ok(());
            }
            let elements = grown(inner.used);
            inner.remake(vm, elements)
        };
        swept.ok_or_else(|| vm.memory_error())
    }

    /// Puts in all elements of another table.
    pub fn merge(&self, vm: &Vm, other: &SetTable) -> PyResult<()> {
        if std::ptr::eq(self, other) || other.is_empty() {
            return Ok(());
        }
        self.make_room(vm, other.len())?;
        let taken = self.inner.borrow_mut().take_over(vm, &other.inner.borrow());
        if taken.ok_or_else(|| vm.memory_error())? {
            return Ok(());
        }
        let mut at = 0;
        while let Some((hash, key)) = other.next(&mut at) {
            self.insert_hashed(vm, hash, key)?;
        }
        Ok(())
    }

    /// A table of the same elements, without traces of removed ones.
    pub fn copy(&self, vm: &Vm) -> PyResult<SetTable> {
        let copy = SetTable::default();
        copy.merge(vm, self)?;
        Ok(copy)
    }

    /// Exchanges the elements of two tables.
    pub fn swap(&self, other: &SetTable) {
        if std::ptr::eq(self, other) {
            return;
        }
        let (mut a, mut b) = (self.inner.borrow_mut(), other.inner.borrow_mut());
        std::mem::swap(&mut *a, &mut *b);
        // What belongs to the object stays: neither may look unchanged to who counts.
        let (a, b) = (&mut *a, &mut *b);
        std::mem::swap(&mut a.finger, &mut b.finger);
        let next = a.generation.max(b.generation) + 1;
        (a.generation, b.generation) = (next, next);
    }

    /// Takes everything out.
    pub fn clear_all(&self) {
        let old = {
            let mut inner = self.inner.borrow_mut();
            inner.used = 0;
            inner.fill = 0;
            inner.generation += 1;
            std::mem::take(&mut inner.places)
        };
        drop(old);
    }
}

impl Traverse for SetTable {
    fn traverse(&self, visit: &mut dyn FnMut(&Value)) {
        let inner = self.inner.borrow();
        inner.places.iter().filter(|p| p.is_held()).for_each(|p| visit(&p.key));
    }

    fn clear(&self) {
        self.clear_all();
    }
}
