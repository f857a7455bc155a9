//! collections.deque: its slots and table. Iterators are in `deque_iter.rs`.

use std::cell::{Cell, RefCell};
use std::collections::VecDeque;

use taipan_engine::funcs;
use taipan_engine::object::foreign::ForeignObject;
use taipan_engine::object::header::{Payload, Traverse};
use taipan_engine::object::native::{Args, GetSet, Signature};
use taipan_engine::object::slots::{CompareOp, PyResult, Raised, SequenceSlots, Slots};
use taipan_engine::object::types::{TypeRef, TypeSpec, type_flag};
use taipan_engine::object::value::Value;
use taipan_engine::object::vm::Vm;
use taipan_engine::types::sequence::resolve;

use super::deque_iter;

/// The state of a deque. No borrow is held while Python code runs.
#[derive(Default)]
pub(super) struct Deque {
    pub(super) items: RefCell<VecDeque<Value>>,
    limit: Cell<Option<usize>>,
    /// Counts changes, for iterators.
    pub(super) changes: Cell<u64>,
}

impl Traverse for Deque {
    fn traverse(&self, visit: &mut dyn FnMut(&Value)) {
        self.items.borrow().iter().for_each(visit);
    }

    fn clear(&self) {
        let all = self.items.take();
        drop(all);
    }
}

impl Deque {
    fn changed(&self) {
        self.changes.set(self.changes.get() + 1);
    }

    pub(super) fn len(&self) -> usize {
        self.items.borrow().len()
    }

    pub(super) fn get(&self, at: usize) -> Option<Value> {
        self.items.borrow().get(at).cloned()
    }

    /// Adds at one end; beyond the limit one falls out at the other.
    fn push(&self, vm: &Vm, item: Value, left: bool) -> PyResult<()> {
        let mut items = self.items.borrow_mut();
        let full = items.len() == items.capacity();
        if full && (!vm.heap.allows(items.len() * 8) || items.try_reserve(1).is_err()) {
            drop(items);
            return Err(vm.memory_error());
        }
        if left {
            items.push_front(item);
        } else {
            items.push_back(item);
        }
        let over = self.limit.get().is_some_and(|limit| items.len() > limit);
        let fallen = match (over, left) {
            (false, _) => None,
            (true, true) => items.pop_back(),
            (true, false) => items.pop_front(),
        };
        drop(items);
        self.changed();
        drop(fallen);
        Ok(())
    }

    fn pop(&self, left: bool) -> Option<Value> {
        let mut items = self.items.borrow_mut();
        let item = if left { items.pop_front() } else { items.pop_back() };
        drop(items);
        if item.is_some() {
            self.changed();
        }
        item
    }

    /// Puts other items in place of all.
    fn replace(&self, items: VecDeque<Value>) {
        self.changed();
        let old = self.items.replace(items);
        drop(old);
    }
}

pub(super) fn deque_of<'a>(vm: &Vm, this: &'a Value) -> PyResult<&'a Deque> {
    this.foreign::<Deque>().ok_or_else(|| vm.wrong_self(this, "collections.deque"))
}

pub(super) fn mutated(vm: &Vm) -> Raised {
    vm.runtime_error("deque mutated during iteration")
}

fn new(vm: &Vm, class: &TypeRef, _: Args) -> PyResult {
    Ok(vm.new_foreign(class, Deque::default()))
}

fn init(vm: &Vm, this: &Value, args: Args) -> PyResult<()> {
    let own = deque_of(vm, this)?;
    if args.positional().len() > 2 {
        let text = format!("deque() takes at most 2 arguments ({} given)", args.all.len());
        return Err(vm.type_error(text));
    }
    let signature = Signature::parse("(iterable=missing, maxlen=None)");
    let bound = signature.bind(vm, "deque", args)?;
    let [iterable, limit] = bound.as_slice() else { return Ok(()) };
    let limit = match limit.is_none() {
        true => None,
        false => {
            if vm.class(limit).slots.index.get().is_none() && !limit.is_bool() {
                return Err(vm.type_error("an integer is required"));
            }
            let number = vm.index_i64(limit)?;
            let refused = |_| vm.value_error("maxlen must be non-negative");
            Some(usize::try_from(number).map_err(refused)?)
        }
    };
    own.limit.set(limit);
    if own.len() > 0 {
        own.replace(VecDeque::new());
    }
    if iterable.is_unbound() { Ok(()) } else { extend(vm, this, iterable) }
}

pub(super) fn append(vm: &Vm, this: &Value, item: &Value) -> PyResult<()> {
    deque_of(vm, this)?.push(vm, item.clone(), false)
}

fn appendleft(vm: &Vm, this: &Value, item: &Value) -> PyResult<()> {
    deque_of(vm, this)?.push(vm, item.clone(), true)
}

fn pop(vm: &Vm, this: &Value) -> PyResult {
    let item = deque_of(vm, this)?.pop(false);
    item.ok_or_else(|| vm.index_error("pop from an empty deque"))
}

fn popleft(vm: &Vm, this: &Value) -> PyResult {
    let item = deque_of(vm, this)?.pop(true);
    item.ok_or_else(|| vm.index_error("pop from an empty deque"))
}

fn extend_end(vm: &Vm, this: &Value, iterable: &Value, left: bool) -> PyResult<()> {
    let own = deque_of(vm, this)?;
    if this.is(iterable) {
        let copy: Vec<Value> = own.items.borrow().iter().cloned().collect();
        return copy.into_iter().try_for_each(|item| own.push(vm, item, left));
    }
    let iter = vm.iter(iterable)?;
    while let Some(item) = vm.next(&iter)? {
        own.push(vm, item, left)?;
    }
    Ok(())
}

fn extend(vm: &Vm, this: &Value, iterable: &Value) -> PyResult<()> {
    extend_end(vm, this, iterable, false)
}

fn extendleft(vm: &Vm, this: &Value, iterable: &Value) -> PyResult<()> {
    extend_end(vm, this, iterable, true)
}

fn clear(vm: &Vm, this: &Value) -> PyResult<()> {
    let own = deque_of(vm, this)?;
    if own.len() > 0 {
        own.replace(VecDeque::new());
    }
    Ok(())
}

/// A deque of the same class and limit.
fn like(vm: &Vm, this: &Value, items: VecDeque<Value>) -> PyResult {
    let limit = deque_of(vm, this)?.limit.get();
    let class = vm.type_of(this);
    if class.spec.is_some() {
        let made =
            Deque { items: RefCell::new(items), limit: Cell::new(limit), ..Deque::default() };
        return Ok(vm.new_foreign(&class, made));
    }
    let items = vm.new_list(items.into_iter().collect());
    match limit {
        None => vm.call(class.value(), &[items]),
        Some(limit) => vm.call(class.value(), &[items, vm.int(limit as i64)]),
    }
}

fn copy(vm: &Vm, this: &Value) -> PyResult {
    let items = deque_of(vm, this)?.items.borrow().clone();
    like(vm, this, items)
}

/// Calls `look` with each item until it answers; comparing may not change the deque.
fn search(
    vm: &Vm,
    own: &Deque,
    item: &Value,
    range: std::ops::Range<usize>,
    mut look: impl FnMut(usize) -> bool,
    changed: impl Fn(&Vm) -> Raised,
) -> PyResult<()> {
    let changes = own.changes.get();
    for at in range {
        let Some(each) = own.get(at) else { break };
        let equal = vm.equal(&each, item)?;
        if own.changes.get() != changes {
            return Err(changed(vm));
        }
        if equal && look(at) {
            break;
        }
    }
    Ok(())
}

fn count(vm: &Vm, this: &Value, item: &Value) -> PyResult<usize> {
    let own = deque_of(vm, this)?;
    let mut found = 0;
    let look = |_| {
        found += 1;
        false
    };
    search(vm, own, item, 0..own.len(), look, mutated)?;
    Ok(found)
}

fn first(
    vm: &Vm,
    own: &Deque,
    item: &Value,
    range: std::ops::Range<usize>,
    changed: impl Fn(&Vm) -> Raised,
) -> PyResult<Option<usize>> {
    let mut found = None;
    let look = |at| {
        found = Some(at);
        true
    };
    search(vm, own, item, range, look, changed)?;
    Ok(found)
}

fn contains(vm: &Vm, this: &Value, item: &Value) -> PyResult<bool> {
    let own = deque_of(vm, this)?;
    Ok(first(vm, own, item, 0..own.len(), mutated)?.is_some())
}

fn not_in_deque(vm: &Vm, item: &Value) -> PyResult<Raised> {
    Ok(vm.value_error(format!("{} is not in deque", vm.repr_text(item)?)))
}

fn index(
    vm: &Vm,
    this: &Value,
    item: &Value,
    start: Option<&Value>,
    stop: Option<&Value>,
) -> PyResult<usize> {
    let own = deque_of(vm, this)?;
    let len = own.len();
    let start = vm.search_bound(start, 0, len)?.min(len);
    let stop = vm.search_bound(stop, i64::MAX, len)?.min(len);
    match first(vm, own, item, start..stop.max(start), mutated)? {
        Some(at) => Ok(at),
        None => Err(not_in_deque(vm, item)?),
    }
}

fn insert(vm: &Vm, this: &Value, index: i64, item: &Value) -> PyResult<()> {
    let own = deque_of(vm, this)?;
    let len = own.len();
    if own.limit.get() == Some(len) {
        return Err(vm.index_error("deque already at its maximum size"));
    }
    let at = if index < 0 { index.saturating_add(len as i64).max(0) } else { index };
    let mut items = own.items.borrow_mut();
    if items.try_reserve(1).is_err() {
        drop(items);
        return Err(vm.memory_error());
    }
    items.insert(usize::try_from(at).unwrap_or(0).min(len), item.clone());
    drop(items);
    own.changed();
    Ok(())
}

fn remove(vm: &Vm, this: &Value, item: &Value) -> PyResult<()> {
    let own = deque_of(vm, this)?;
    let changed = |vm: &Vm| vm.index_error("deque mutated during iteration");
    let Some(at) = first(vm, own, item, 0..own.len(), changed)? else {
        return Err(not_in_deque(vm, item)?);
    };
    let old = own.items.borrow_mut().remove(at);
    own.changed();
    drop(old);
    Ok(())
}

fn reverse(vm: &Vm, this: &Value) -> PyResult<()> {
    let own = deque_of(vm, this)?;
    // As there: iterators do not mind.
    own.items.borrow_mut().make_contiguous().reverse();
    Ok(())
}

fn rotate(vm: &Vm, this: &Value, steps: i64) -> PyResult<()> {
    let own = deque_of(vm, this)?;
    let mut items = own.items.borrow_mut();
    if items.len() > 1 {
        let right = steps.rem_euclid(items.len() as i64) as usize;
        items.rotate_right(right);
    }
    drop(items);
    own.changed();
    Ok(())
}

fn reduce(vm: &Vm, this: &Value) -> PyResult {
    let own = deque_of(vm, this)?;
    let args = match own.limit.get() {
        None => vm.empty_tuple(),
        Some(limit) => vm.tuple(vec![vm.empty_tuple(), vm.int(limit as i64)]),
    };
    let state = vm.call_method(this, &vm.intern("__getstate__"), &[])?;
    let parts = vec![vm.type_of(this).value().clone(), args, state, vm.iter(this)?];
    Ok(vm.tuple(parts))
}

fn repr(vm: &Vm, this: &Value) -> PyResult {
    let own = deque_of(vm, this)?;
    let Some(_mark) = vm.enter_repr(this) else { return Ok(vm.str("[...]")) };
    let mut out = format!("{}([", vm.class(this).name()).into_bytes();
    let changes = own.changes.get();
    let mut at = 0;
    while let Some(item) = own.get(at) {
        if at > 0 {
            out.extend_from_slice(b", ");
        }
        vm.push_repr(&mut out, &item)?;
        if own.changes.get() != changes {
            return Err(mutated(vm));
        }
        at += 1;
    }
    out.push(b']');
    if let Some(limit) = own.limit.get() {
        out.extend_from_slice(format!(", maxlen={limit}").as_bytes());
    }
    out.push(b')');
    Ok(vm.str_wtf8(&out))
}

fn place(vm: &Vm, this: &Value, key: &Value) -> PyResult<usize> {
    let own = deque_of(vm, this)?;
    let at = match key.as_int() {
        Some(at) => at,
        None if key.is_bool() || vm.class(key).slots.index.get().is_some() => {
            let int = vm.index(key)?;
            vm.small_index(&int).ok_or_else(|| {
                let name = vm.class(key).full_name();
                vm.index_error(format!("cannot fit '{name}' into an index-sized integer"))
            })?
        }
        None => {
            let name = vm.class(key).full_name();
            return Err(vm.type_error(format!("sequence index must be integer, not '{name}'")));
        }
    };
    resolve(at, own.len()).ok_or_else(|| vm.index_error("deque index out of range"))
}

fn getitem(vm: &Vm, this: &Value, key: &Value) -> PyResult {
    let at = place(vm, this, key)?;
    let found = deque_of(vm, this)?.get(at);
    found.ok_or_else(|| vm.index_error("deque index out of range"))
}

fn setitem(vm: &Vm, this: &Value, key: &Value, value: Option<&Value>) -> PyResult<()> {
    let at = place(vm, this, key)?;
    let own = deque_of(vm, this)?;
    let mut items = own.items.borrow_mut();
    let old = match value {
        Some(value) => items.get_mut(at).map(|item| std::mem::replace(item, value.clone())),
        None => items.remove(at),
    };
    drop(items);
    if value.is_none() {
        own.changed();
    }
    drop(old);
    Ok(())
}

fn compare(vm: &Vm, a: &Value, b: &Value, op: CompareOp) -> PyResult {
    let (Some(left), Some(right)) = (a.foreign::<Deque>(), b.foreign::<Deque>()) else {
        return Ok(Value::NOT_IMPLEMENTED);
    };
    if a.is(b) {
        return Ok(Value::bool(op.holds(std::cmp::Ordering::Equal)));
    }
    if left.len() != right.len() && matches!(op, CompareOp::Eq | CompareOp::Ne) {
        return Ok(Value::bool(op == CompareOp::Ne));
    }
    let (of_left, of_right) = (left.changes.get(), right.changes.get());
    let item = |own: &Deque, changes: u64, at: usize| {
        // A deque that comparing has changed ends here.
        if own.changes.get() == changes { own.get(at) } else { None }
    };
    let result =
        vm.compare_items(op, &|at| item(left, of_left, at), &|at| item(right, of_right, at))?;
    if left.changes.get() != of_left || right.changes.get() != of_right {
        return Err(mutated(vm));
    }
    Ok(result)
}

fn repeated(vm: &Vm, own: &Deque, count: usize) -> PyResult<VecDeque<Value>> {
    let items: Vec<Value> = own.items.borrow().iter().cloned().collect();
    let total = items.len().saturating_mul(count);
    // Of what falls out again nothing needs to be made.
    let kept = own.limit.get().map_or(total, |limit| limit.min(total));
    let mut all = Vec::new();
    vm.reserve(&mut all, Some(kept))?;
    let skipped = (total - kept) % items.len().max(1);
    all.extend(items.iter().cycle().skip(skipped).take(kept).cloned());
    Ok(all.into())
}

fn concat(vm: &Vm, this: &Value, other: &Value) -> PyResult {
    if other.foreign::<Deque>().is_none() {
        return Err(vm.not_concatenable(other, "deque"));
    }
    let made = copy(vm, this)?;
    extend(vm, &made, other)?;
    Ok(made)
}

fn repeat(vm: &Vm, this: &Value, count: usize) -> PyResult {
    like(vm, this, repeated(vm, deque_of(vm, this)?, count)?)
}

fn multiply(vm: &Vm, this: &Value, count: usize) -> PyResult<()> {
    let own = deque_of(vm, this)?;
    own.replace(repeated(vm, own, count)?);
    Ok(())
}

static SEQUENCE: SequenceSlots =
    SequenceSlots { concat, repeat, extend: Some(extend), multiply: Some(multiply) };

pub(super) static DEQUE: TypeSpec = TypeSpec {
    name: "collections.deque",
    doc: "A double-ended queue: adding and taking away is fast at both ends.",
    operations: Some(ForeignObject::OPERATIONS),
    slots: Slots {
        new: Some(new),
        init: Some(init),
        repr: Some(repr),
        hash: Some(|vm, _| Err(vm.type_error("unhashable type: 'collections.deque'"))),
        len: Some(|vm, this| Ok(deque_of(vm, this)?.len())),
        iter: Some(deque_iter::iter),
        getitem: Some(getitem),
        setitem: Some(setitem),
        contains: Some(contains),
        compare: Some(compare),
        sequence: Some(&SEQUENCE),
        ..Slots::NONE
    },
    methods: funcs![
        append "(self, item, /)" "Puts item at the right end.";
        appendleft "(self, item, /)" "Puts item at the left end.";
        clear "(self, /)" "Empty it of all items.";
        copy "(self, /)" "A deque of the same items and maxlen.";
        "__copy__" = copy, "(self, /)", "A deque of the same items and maxlen.";
        count "(self, value, /)" "How many items equal value.";
        extend "(self, iterable, /)" "Appends each item of iterable at the right end.";
        extendleft "(self, iterable, /)" "Appends each item of iterable at the left end, so they end up reversed.";
        index "(self, value, start=missing, stop=missing, /)" "The position of the first item equal to value; ValueError without one.";
        insert "(self, index, value, /)" "Put an item in front of the one at index; IndexError if the deque is full.";
        pop "(self, /)" "Take out the last item and give it; IndexError if there is none.";
        popleft "(self, /)" "Take out the first item and give it; IndexError if there is none.";
        remove "(self, value, /)" "Take out the first item that equals value; ValueError if there is none.";
        reverse "(self, /)" "Reverse *IN PLACE*.";
        rotate "(self, n=1, /)" "Moves every item n places to the right; a negative n moves to the left.";
        "__reversed__" = deque_iter::reversed, "(self, /)", "An iterator from right to left.";
        "__reduce__" = reduce, "(self, /)", "What copying and pickling rebuild it from.";
        class "__class_getitem__" = crate::class_getitem, "(cls, item, /)", "See PEP 585";
    ],
    getset: &[GetSet {
        name: "maxlen",
        doc: "The greatest length allowed, or None.",
        get: |vm, this| {
            let limit = deque_of(vm, this)?.limit.get();
            Ok(limit.map_or(Value::NONE, |limit| vm.int(limit as i64)))
        },
        set: None,
    }],
    flags: type_flag::BASE | type_flag::WEAK | type_flag::SEQUENCE,
    ..TypeSpec::NONE
};
