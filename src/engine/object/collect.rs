//! The cycle collector: finds objects that only refer to each other. Reference counts do the rest.
//!
//! CPython's algorithm: of the count of every candidate subtract the references that come from
//! other candidates; whatever keeps a count is reachable from outside, and so is everything it
//! refers to; the remainder is garbage. Young objects are looked at often, old ones only when as
//! many have joined them as a quarter of their number.

use std::ptr::NonNull;

use super::header::{Header, Links, flag};
use super::types::Type;
use super::value::Value;
use super::vm::{Breaker, Vm};

const OLD: u8 = 2;

/// A candidate: the object and its count without the references from other candidates.
struct Candidate {
    header: NonNull<Header>,
    outside: usize,
    reachable: bool,
}

/// What a collection did.
#[derive(Clone, Copy, Default)]
pub struct Collected {
    /// Objects found unreachable.
    pub objects: usize,
    /// Of these, the ones that could not be freed.
    pub uncollectable: usize,
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
        let mut found = Vec::new();
        for ring in self.heap.rings.iter() {
            let mut at = ring.next.get();
            while !std::ptr::eq(at, ring) {
                // SAFETY: members of a ring are live, their header directly behind the links.
                unsafe {
                    let header = NonNull::new_unchecked(at.add(1).cast::<Header>());
                    if wanted(header.as_ref().ty().operations.kind) && header.as_ref().count() > 0 {
                        found.push(Value::from_borrowed(header));
                    }
                    at = (*at).next.get();
                }
            }
        }
        found
    }

    /// Whether the end of some object could be noticed: it has a finaliser, or weak references. O(all
    /// objects that the collector knows).
    pub(crate) fn has_endings(&self) -> bool {
        self.heap.rings.iter().any(|ring| {
            let mut at = ring.next.get();
            while !std::ptr::eq(at, ring) {
                // SAFETY: members of a ring are live, their header directly behind the links.
                let header = unsafe { at.add(1).cast::<Header>().as_ref() };
                let noticed = |h: &Header| {
                    h.has(flag::WEAK)
                        || h.ty().slots.finalize.get().is_some() && !h.has(flag::FINALIZED)
                };
                if header.is_some_and(noticed) {
                    return true;
                }
                // SAFETY: as above.
                at = unsafe { (*at).next.get() };
            }
            false
        })
    }

    /// Collects cycles among the young objects, or (`full`) among all.
    pub fn collect(&self, full: bool) -> Collected {
        let heap = &self.heap;
        if heap.collecting.replace(true) {
            return Collected::default();
        }
        let mut candidates = self.take_candidates(full);
        subtract_inner(&candidates);
        read_outside(&mut candidates);
        mark_reachable(&mut candidates);
        let (kept, garbage): (Vec<Candidate>, Vec<Candidate>) =
            candidates.into_iter().partition(|c| c.reachable);
        self.promote(&kept, full);
        let collected = self.dispose(&garbage);
        heap.collecting.set(false);
        collected
    }

    /// The members of the ring or rings, each marked with its place in the result.
    fn take_candidates(&self, full: bool) -> Vec<Candidate> {
        let heap = &self.heap;
        let count = heap.young.get() + if full { heap.old.get() } else { 0 };
        let mut candidates = Vec::with_capacity(count);
        for ring in heap.rings.iter().take(if full { 2 } else { 1 }) {
            let mut at = ring.next.get();
            while !std::ptr::eq(at, ring) {
                // SAFETY: members of a ring are live, their header directly behind the links.
                let header = unsafe { NonNull::new_unchecked(at.add(1).cast::<Header>()) };
                // A dead object that waits for its destruction holds what it refers to until then.
                // SAFETY: members of a ring are live.
                let outside = match unsafe { header.as_ref() }.count() {
                    0 => usize::MAX,
                    count => count,
                };
                candidates.push(Candidate { header, outside, reachable: false });
                // SAFETY: members of a ring are live.
                at = unsafe { (*at).next.get() };
            }
        }
        // While the collection runs, `prev` holds the place in `candidates`; the rings are rebuilt
        // afterwards.
        for (place, candidate) in candidates.iter().enumerate() {
            // SAFETY: all candidates have links.
            unsafe {
                candidate.header.as_ref().set_gc(CANDIDATE);
                links(candidate.header).prev.set(std::ptr::without_provenance_mut(place));
            }
        }
        candidates
    }

    /// Puts the survivors back into a ring: all of them are old now.
    fn promote(&self, kept: &[Candidate], full: bool) {
        let heap = &self.heap;
        heap.rings[0].close();
        heap.young.set(0);
        if full {
            heap.rings[1].close();
            heap.old.set(0);
            heap.pending_old.set(0);
        } else {
            heap.pending_old.set(heap.pending_old.get() + kept.len());
        }
        for candidate in kept {
            // SAFETY: in no ring at present.
            unsafe {
                candidate.header.as_ref().set_gc(OLD);
                links(candidate.header).append_to(&heap.rings[1]);
            }
        }
        heap.old.set(heap.old.get() + kept.len());
    }

    /// Finalises and clears the garbage. Whatever a finaliser revives survives, with all of the
    /// garbage if need be: the next collection looks again.
    fn dispose(&self, garbage: &[Candidate]) -> Collected {
        // SAFETY: still alive, if only through each other; now also through these references.
        let hold = |c: &Candidate| unsafe { Value::from_borrowed(c.header) };
        let held: Vec<Value> = garbage.iter().map(hold).collect();
        for value in &held {
            let Some(header) = value.header() else { continue };
            // Back in the ring of the old, so that destruction finds it in one.
            header.set_gc(OLD);
            // SAFETY: in no ring at present.
            unsafe { links(NonNull::from(header)).append_to(&self.heap.rings[1]) };
        }
        self.heap.old.set(self.heap.old.get() + held.len());
        let has_weak = |v: &&Value| v.header().is_some_and(|h| h.has(flag::WEAK));
        for value in held.iter().filter(has_weak) {
            if let Some(header) = value.header() {
                super::weak::clear_references(self, header);
            }
        }
        let mut finalized = false;
        for value in &held {
            let Some(header) = value.header() else { continue };
            if let Some(finalize) = header.ty().slots.finalize.get()
                && !header.has(flag::FINALIZED)
            {
                header.set(flag::FINALIZED);
                finalized = true;
                finalize(self, value);
            }
        }
        if finalized && self.is_revived(&held) {
            return Collected::default();
        }
        for value in &held {
            if let Some(header) = value.header() {
                clear(header);
            }
        }
        Collected { objects: held.len(), uncollectable: 0 }
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
        self.collect(true);
        // Types last: the others need them until they are gone.
        for value in self.hold_everything().iter().filter(|v| !is_type(v)) {
            value.header().into_iter().for_each(clear);
        }
    }

    /// All that the collector knows.
    fn hold_everything(&self) -> Vec<Value> {
        let candidates = self.take_candidates(true);
        self.promote(&candidates, true);
        // SAFETY: members of the rings are live.
        candidates.iter().map(|c| unsafe { Value::from_borrowed(c.header) }).collect()
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

const CANDIDATE: u8 = 3;

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
        extension.clear_slots();
        drop(extension.dict.take());
    }
}

/// The candidate's place, if the value is one.
fn place(value: &Value) -> Option<usize> {
    let header = value.header()?;
    // SAFETY: candidates have links, whose `prev` holds the place.
    (header.gc() == CANDIDATE).then(|| unsafe { links(NonNull::from(header)).prev.get().addr() })
}

fn subtract_inner(candidates: &[Candidate]) {
    // Counted in `next`, which the rebuilt ring does not need.
    for candidate in candidates {
        // SAFETY: candidates are live and have links.
        unsafe { links(candidate.header).next.set(std::ptr::null_mut()) };
    }
    for candidate in candidates {
        // SAFETY: as above.
        traverse(unsafe { candidate.header.as_ref() }, &mut |value| {
            if place(value).is_some()
                && let Some(header) = value.header()
            {
                // SAFETY: candidates have links.
                let count = unsafe { &links(NonNull::from(header)).next };
                count.set(std::ptr::without_provenance_mut(count.get().addr() + 1));
            }
        });
    }
}

fn read_outside(candidates: &mut [Candidate]) {
    for candidate in candidates {
        // SAFETY: as above.
        let inner = unsafe { links(candidate.header).next.get().addr() };
        candidate.outside = candidate.outside.saturating_sub(inner);
    }
}

fn mark_reachable(candidates: &mut [Candidate]) {
    let mut open: Vec<usize> = Vec::new();
    for at in 0..candidates.len() {
        if candidates[at].outside == 0 || candidates[at].reachable {
            continue;
        }
        candidates[at].reachable = true;
        open.push(at);
        while let Some(next) = open.pop() {
            // SAFETY: candidates are live.
            let header = unsafe { candidates[next].header.as_ref() };
            traverse(header, &mut |value| {
                if let Some(found) = place(value)
                    && !candidates[found].reachable
                {
                    candidates[found].reachable = true;
                    open.push(found);
                }
            });
        }
    }
}
