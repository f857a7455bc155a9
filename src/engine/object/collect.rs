//! The cycle collector: finds objects that only refer to each other. Reference counts do the rest.
//!
//! CPython's algorithm: of the count of every candidate subtract the references that come from
//! other candidates; whatever keeps a count is reachable from outside, and so is everything it
//! refers to; the remainder is garbage. Young objects are looked at often, old ones only when as
//! many have joined them as a quarter of their number.
//!
//! It needs no memory of its own but for the garbage: while it runs, the ring of candidates is linked
//! forwards only, and `prev` of a candidate holds its count without the inner references.

use std::ptr::NonNull;

use super::header::{Header, Links, flag};
use super::types::Type;
use super::value::Value;
use super::vm::{Breaker, Vm};
use super::weak::WeakObject;

pub(super) const OLD: u8 = 2;

/// What a collection did.
#[derive(Clone, Copy, Default)]
pub struct Collected {
    /// Objects found unreachable.
    pub objects: usize,
    /// Of these, the ones that could not be freed.
    pub uncollectable: usize,
}

/// What a collection tells of itself.
#[derive(Clone, Copy)]
pub enum Event {
    Start { generation: usize },
    Stop { generation: usize, collected: Collected },
}

impl Vm {
    /// Collects the young objects, and the old ones too if enough have joined them. Called where no
    /// Rust code holds a borrow of an object: between two instructions.
    pub fn collect_if_due(&self) {
        self.breaker.clear(Breaker::COLLECT);
        let heap = &self.heap;
        if !heap.enabled.get() || heap.young.get() <= heap.thresholds.get()[0] {
            return;
        }
        let full = heap.pending_old.get() > 10_000.max(heap.old.get() / 4);
        self.collect(full);
    }

    /// The live objects of certain kinds among those that the collector knows, O(all of them).
    pub fn live_objects(&self, wanted: impl Fn(super::header::Kind) -> bool) -> Vec<Value> {
        let all = self.heap.rings.iter().flat_map(live);
        all.filter(|v| v.header().is_some_and(|h| wanted(h.ty().operations.kind))).collect()
    }

    /// The live objects that the collector knows: the young ones, the old ones.
    pub fn known_objects(&self) -> [Vec<Value>; 2] {
        let [young, old, _] = &*self.heap.rings;
        [live(young), live(old)]
    }

    /// What the object refers to directly.
    pub fn referents(&self, object: &Value) -> Vec<Value> {
        let mut found = Vec::new();
        if let Some(header) = object.header() {
            traverse(header, &mut |value| {
                if !value.is_unbound() {
                    found.push(value.clone());
                }
            });
        }
        found
    }

    /// Takes all objects that the collector knows out of its sight, unless it is at work.
    pub fn freeze(&self) {
        let heap = &self.heap;
        if heap.collecting.get() {
            return;
        }
        let [young, old, frozen] = &*heap.rings;
        for ring in [young, old] {
            // SAFETY: members of a ring are live; both are closed rings.
            unsafe {
                members(ring).for_each(|header| header.as_ref().set_gc(FROZEN));
                frozen.take_over(ring);
            }
        }
        heap.young.set(0);
        heap.old.set(0);
        heap.pending_old.set(0);
    }

    /// Undoes [`Vm::freeze`].
    pub fn unfreeze(&self) {
        let heap = &self.heap;
        if heap.collecting.get() {
            return;
        }
        let [_, old, frozen] = &*heap.rings;
        let mut count = 0;
        // SAFETY: members of a ring are live; both are closed rings.
        unsafe {
            for header in members(frozen) {
                header.as_ref().set_gc(OLD);
                count += 1;
            }
            old.take_over(frozen);
        }
        heap.old.set(heap.old.get() + count);
    }

    /// How many objects are out of the collector's sight.
    pub fn frozen_objects(&self) -> usize {
        let [_, _, frozen] = &*self.heap.rings;
        members(frozen).count()
    }

    /// Whether the end of some object could be noticed: it has a finaliser, or weak references. O(all
    /// objects that the collector knows).
    pub(crate) fn has_endings(&self) -> bool {
        let mut all = self.heap.rings.iter().flat_map(members);
        all.any(|header| {
            // SAFETY: members of a ring are live.
            let header = unsafe { header.as_ref() };
            header.has(flag::WEAK)
                || header.ty().slots.finalize.get().is_some() && !header.has(flag::FINALIZED)
        })
    }

    /// Collects cycles among the young objects, or (`full`) among all. O(objects looked at and what
    /// they refer to).
    pub fn collect(&self, full: bool) -> Collected {
        self.collect_generation(if full { 2 } else { 0 })
    }

    /// As [`Vm::collect`], by CPython's number of the generation: the old ones belong to all but
    /// the youngest.
    pub fn collect_generation(&self, generation: usize) -> Collected {
        let heap = &self.heap;
        if heap.collecting.replace(true) {
            return Collected::default();
        }
        if let Some(hook) = heap.watch.hook.get() {
            hook(self, Event::Start { generation });
        }
        let full = generation > 0;
        let [young, old, _] = &*heap.rings;
        if full {
            // SAFETY: both are closed rings of live objects.
            // The old ones first: that is the order in which garbage is finalised.
            unsafe {
                old.take_over(young);
                young.take_over(old);
            }
            heap.young.set(heap.young.get() + heap.old.replace(0));
        }
        let garbage = Links::detached();
        garbage.close();
        // SAFETY: members of a ring are live objects with links; nothing runs Python code before the
        // rings are whole again.
        unsafe {
            count_outer(young);
            let dead = separate(young, &garbage);
            old.take_over(young);
            let kept = heap.young.replace(0) - dead;
            heap.old.set(heap.old.get() + kept);
            heap.pending_old.set(if full { 0 } else { heap.pending_old.get() + kept });
        }
        let collected = self.dispose(&garbage);
        let mut totals = heap.watch.totals.get();
        if let Some([collections, objects, uncollectable]) = totals.get_mut(generation) {
            *collections += 1;
            *objects += collected.objects;
            *uncollectable += collected.uncollectable;
        }
        heap.watch.totals.set(totals);
        if self.shows.heap.get() {
            let text =
                format!("collection of generation {generation}: {} freed", collected.objects);
            self.show("heap", &text);
        }
        if let Some(hook) = heap.watch.hook.get() {
            hook(self, Event::Stop { generation, collected });
        }
        heap.collecting.set(false);
        collected
    }

    /// Finalises and clears the garbage. Whatever a finaliser revives survives, with all of the
    /// garbage if need be: the next collection looks again.
    fn dispose(&self, garbage: &Links) -> Collected {
        // SAFETY: still alive, if only through each other; now also through these references.
        let held: Vec<Value> =
            members(garbage).map(|h| unsafe { Value::from_borrowed(h) }).collect();
        let emptied = self.empty_references(&held);
        for header in held.iter().filter_map(Value::header) {
            header.set_gc(OLD);
        }
        // Back in the ring of the old, so that destruction finds them in one.
        // SAFETY: both are closed rings of live objects.
        unsafe { self.heap.rings[1].take_over(garbage) };
        self.heap.old.set(self.heap.old.get() + held.len());
        for reference in emptied {
            super::weak::run_callback(self, &reference);
        }
        let mut finalized = false;
        for value in &held {
            let Some(header) = value.header() else { continue };
            if let Some(finalize) = header.ty().slots.finalize.get()
                && !header.has(flag::FINALIZED)
            {
                header.set(flag::FINALIZED);
                finalized = true;
                self.in_between(|| finalize(self, value));
            }
        }
        if finalized && self.is_revived(&held) {
            return Collected::default();
        }
        let collected = Collected { objects: held.len(), uncollectable: 0 };
        if self.heap.watch.keeps.get() {
            self.heap.watch.kept.borrow_mut().extend(held);
            return collected;
        }
        for value in &held {
            if let Some(header) = value.header() {
                clear(header);
            }
        }
        collected
    }

    /// Empties the weak references to garbage, all of them before the first callback runs, and those
    /// that are garbage themselves, whose callbacks never run. Gives the ones that are not.
    fn empty_references(&self, garbage: &[Value]) -> Vec<Value> {
        let is_garbage = |v: &Value| v.header().is_some_and(|h| h.gc() == UNREACHABLE);
        let mut emptied = Vec::new();
        for value in garbage {
            if let Some(weak) = value.get::<WeakObject>() {
                self.forget_weak(weak);
            }
            if let Some(header) = value.header().filter(|header| header.has(flag::WEAK)) {
                let all = super::weak::empty_references(self, header).into_iter();
                emptied.extend(all.filter(|reference| !is_garbage(reference)));
            }
        }
        emptied
    }

    /// Whether one of the objects has become reachable from outside.
    fn is_revived(&self, held: &[Value]) -> bool {
        let mut inner = std::collections::HashMap::new();
        for value in held {
            inner.insert(value.bits(), 1usize);
        }
        for value in held {
            let Some(header) = value.header() else { continue };
            traverse(header, &mut |v| {
                if let Some(count) = inner.get_mut(&v.bits()) {
                    *count += 1;
                }
            });
        }
        held.iter().any(|v| v.header().map(Header::count) != inner.get(&v.bits()).copied())
    }

    /// Clears every object that is left: the interpreter is going.
    pub(super) fn collect_everything(&self) {
        self.heap.watch.hook.set(None);
        self.heap.watch.keeps.set(false);
        drop(self.heap.watch.kept.take());
        self.unfreeze();
        self.collect(true);
        // Types last: the others need them until they are gone.
        for value in self.hold_everything().iter().filter(|v| !is_type(v)) {
            value.header().into_iter().for_each(clear);
        }
    }

    /// All that the collector knows.
    fn hold_everything(&self) -> Vec<Value> {
        let all = self.heap.rings.iter().flat_map(members);
        // SAFETY: members of the rings are live.
        all.map(|header| unsafe { Value::from_borrowed(header) }).collect()
    }

    /// Frees the types, when nothing else is left: each loses what it owns, then goes, the type of
    /// types behind all others. What something leaked still needs stays with it.
    pub(super) fn release_types(&self) {
        let (types, others): (Vec<Value>, Vec<Value>) =
            self.hold_everything().into_iter().partition(is_type);
        for value in &types {
            value.header().into_iter().for_each(clear);
            value.get::<Type>().into_iter().for_each(Type::unlink);
        }
        drop(others);
        let own_class =
            |v: &Value| v.header().is_some_and(|h| std::ptr::addr_eq(h.type_ptr().as_ptr(), h));
        let (last, types): (Vec<Value>, Vec<Value>) = types.into_iter().partition(own_class);
        drop(types);
        for value in last {
            // It counts itself, being its own class.
            value.header().into_iter().for_each(Header::uncount);
        }
    }
}

fn is_type(value: &Value) -> bool {
    value.header().is_some_and(|h| h.is(super::header::Kind::Type))
}

/// States of the collector's byte while it runs: to be decided, and found unreachable so far.
const CANDIDATE: u8 = 3;
const UNREACHABLE: u8 = 4;
/// Out of the collector's sight.
const FROZEN: u8 = 5;

/// The objects of a closed ring that are alive: others wait for their destruction.
fn live(ring: &Links) -> Vec<Value> {
    // SAFETY: members of a ring are live or wait in it.
    unsafe {
        let alive = members(ring).filter(|header| header.as_ref().count() > 0);
        alive.map(|header| Value::from_borrowed(header)).collect()
    }
}

/// The objects of a closed ring.
fn members(ring: &Links) -> impl Iterator<Item = NonNull<Header>> {
    let mut at = ring.next.get();
    std::iter::from_fn(move || {
        if std::ptr::eq(at, ring) {
            return None;
        }
        // SAFETY: members of a ring are live, their header directly behind the links.
        unsafe {
            let header = NonNull::new_unchecked(at.add(1).cast::<Header>());
            at = (*at).next.get();
            Some(header)
        }
    })
}

/// # Safety
/// The object was made with links.
unsafe fn links<'a>(header: NonNull<Header>) -> &'a Links {
    // SAFETY: they lie directly before the header.
    unsafe { header.byte_sub(size_of::<Links>()).cast::<Links>().as_ref() }
}

/// Everything an object owns, with its attributes and its class.
fn traverse(header: &Header, visit: &mut dyn FnMut(&Value)) {
    (header.ty().operations.traverse)(header, visit);
    if let Some(extension) = header.extension() {
        extension.traverse(visit);
        let class = super::types::TypeRef::of_header(header);
        visit(class.value());
    }
}

fn clear(header: &Header) {
    (header.ty().operations.clear)(header);
    if let Some(extension) = header.extension() {
        extension.clear_slots(header.ty());
        drop(extension.dict.take());
    }
}

/// The count of a candidate without the references that come from other candidates.
fn outer(links: &Links) -> usize {
    links.prev.get().addr()
}

fn set_outer(links: &Links, count: usize) {
    links.prev.set(std::ptr::without_provenance_mut(count));
}

/// Makes all members of the ring candidates, and their `prev` the number of references from outside
/// the ring.
///
/// # Safety
/// A closed ring of live objects. Afterwards it is linked forwards only.
unsafe fn count_outer(ring: &Links) {
    for header in members(ring) {
        // SAFETY: members are live and have links.
        let (header, links) = unsafe { (header.as_ref(), links(header)) };
        header.set_gc(CANDIDATE);
        // A dead object that waits for its destruction holds what it refers to until then.
        set_outer(links, if header.count() == 0 { usize::MAX } else { header.count() });
    }
    for header in members(ring) {
        // SAFETY: as above.
        traverse(unsafe { header.as_ref() }, &mut |value| {
            if let Some(header) = value.header()
                && header.gc() == CANDIDATE
            {
                // SAFETY: candidates have links.
                let links = unsafe { links(NonNull::from(header)) };
                set_outer(links, outer(links).saturating_sub(1));
            }
        });
    }
}

/// Leaves in the ring what is reachable from outside, old from now on, and moves the rest to
/// `garbage`; how many those are. Both are closed rings afterwards.
///
/// # Safety
/// `ring` is as [`count_outer`] leaves it, `garbage` an empty closed ring.
unsafe fn separate(ring: &Links, garbage: &Links) -> usize {
    let head = std::ptr::from_ref(ring).cast_mut();
    // The last member before `at`, all of them reachable; `ring.prev` is the last one of all.
    let (mut before, mut at) = (head, ring.next.get());
    let mut dead = 0;
    // SAFETY: members are live and have links.
    unsafe {
        while !std::ptr::eq(at, head) {
            let header = NonNull::new_unchecked(at.add(1).cast::<Header>());
            if outer(&*at) == 0 {
                // Unreachable, unless somebody reachable is found to refer to it.
                let next = (*at).next.get();
                (*before).next.set(next);
                if std::ptr::eq(next, head) {
                    ring.prev.set(before);
                }
                header.as_ref().set_gc(UNREACHABLE);
                (*at).append_to(garbage);
                dead += 1;
                at = next;
                continue;
            }
            header.as_ref().set_gc(OLD);
            (*at).prev.set(before);
            traverse(header.as_ref(), &mut |value| {
                let Some(header) = value.header() else { return };
                match header.gc() {
                    CANDIDATE => {
                        let links = links(NonNull::from(header));
                        set_outer(links, outer(links).max(1));
                    }
                    UNREACHABLE => {
                        // Back to the end of the ring, to be looked at once more.
                        let links = links(NonNull::from(header));
                        links.remove();
                        header.set_gc(CANDIDATE);
                        links.append_to(ring);
                        set_outer(links, 1);
                        dead -= 1;
                    }
                    _ => {}
                }
            });
            before = at;
            at = (*at).next.get();
        }
        ring.prev.set(before);
    }
    dead
}
