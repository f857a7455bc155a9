//! chain, count, cycle and repeat: one item after the other, without end if need be.

use std::cell::{Cell, RefCell};

use taipan_engine::funcs;
use taipan_engine::object::header::Traverse;
use taipan_engine::object::native::{Args, Signature};
use taipan_engine::object::slots::{BinaryOp, PyResult, Slots};
use taipan_engine::object::types::{TypeRef, TypeSpec};
use taipan_engine::object::value::Value;
use taipan_engine::object::var::Var;
use taipan_engine::object::vm::Vm;
use taipan_engine::types::float::ComplexObject;

use super::{iterator, positional, state};

/// Both unbound at the end.
struct Chain {
    /// The iterator over iterables, and the one of these that gives items now.
    source: Var,
    active: Var,
}

impl Traverse for Chain {
    fn traverse(&self, visit: &mut dyn FnMut(&Value)) {
        self.source.visit(visit);
        self.active.visit(visit);
    }

    fn clear(&self) {
        self.source.take();
        self.active.take();
    }
}

fn chain_new(vm: &Vm, class: &TypeRef, args: Args) -> PyResult {
    let iterables = positional(vm, class, "chain", args, 0, usize::MAX)?;
    let source = vm.iter(&vm.tuple(iterables.to_vec()))?;
    Ok(vm.new_foreign(class, Chain { source: source.into(), active: Var::unbound() }))
}

fn chain_from_iterable(vm: &Vm, class: &Value, iterable: &Value) -> PyResult {
    let source = vm.iter(iterable)?;
    let Some(class) = TypeRef::of(class) else { return Ok(Value::NONE) };
    Ok(vm.new_foreign(class, Chain { source: source.into(), active: Var::unbound() }))
}

/// The iterator of the next iterable; the end and every exception are final.
fn chain_advance(vm: &Vm, own: &Chain) -> PyResult<Option<Value>> {
    let Some(source) = own.source.bound() else { return Ok(None) };
    let advance = || match vm.next(&source)? {
        Some(iterable) => vm.iter(&iterable).map(Some),
        None => Ok(None),
    };
    let result = advance();
    if !matches!(result, Ok(Some(_))) {
        own.source.take();
    }
    result
}

fn chain_next(vm: &Vm, this: &Value) -> PyResult<Option<Value>> {
    let own = state::<Chain>(vm, this, "itertools.chain")?;
    loop {
        let active = match own.active.bound() {
            Some(active) => active,
            None => match chain_advance(vm, own)? {
                Some(iter) => {
                    own.active.set(iter.clone());
                    iter
                }
                None => return Ok(None),
            },
        };
        if let Some(item) = vm.next(&active)? {
            return Ok(Some(item));
        }
        own.active.take();
    }
}

fn class_getitem(vm: &Vm, class: &Value, item: &Value) -> PyResult {
    vm.generic_alias(class, item)
}

pub(super) static CHAIN: TypeSpec = iterator(
    "itertools.chain",
    "The items of the first iterable, then those of the next, and so on.",
    chain_new,
    chain_next,
    funcs![
        class "from_iterable" = chain_from_iterable, "(cls, iterable, /)", "Like chain(), with the iterables taken one by one from one iterable.";
        class "__class_getitem__" = class_getitem, "(cls, item, /)", "See PEP 585";
    ],
);

struct Count {
    next: Var,
    step: Value,
}

impl Traverse for Count {
    fn traverse(&self, visit: &mut dyn FnMut(&Value)) {
        self.next.visit(visit);
        visit(&self.step);
    }

    fn clear(&self) {
        self.next.set(Value::NONE);
    }
}

fn is_number(vm: &Vm, value: &Value) -> bool {
    let slots = &vm.class(value).slots;
    slots.index.get().is_some()
        || slots.int.get().is_some()
        || slots.float.get().is_some()
        || value.get::<ComplexObject>().is_some()
}

fn count_new(vm: &Vm, class: &TypeRef, args: Args) -> PyResult {
    let bound = Signature::parse("(start=0, step=1)").bind(vm, "count", args)?;
    let [start, step] = bound.as_slice() else { return Ok(Value::NONE) };
    if !is_number(vm, start) || !is_number(vm, step) {
        return Err(vm.type_error("a number is required"));
    }
    // Counting by ones starts with a plain int; everything else with the very object.
    let by_ones = step.as_i64() == Some(1);
    let next = start.as_i64().filter(|_| by_ones).map_or_else(|| start.clone(), |n| vm.int(n));
    Ok(vm.new_foreign(class, Count { next: next.into(), step: step.clone() }))
}

fn count_next(vm: &Vm, this: &Value) -> PyResult<Option<Value>> {
    let own = state::<Count>(vm, this, "itertools.count")?;
    let now = own.next.get();
    let after = match (now.as_int(), own.step.as_int()) {
        // Two immediates have 63 bits each.
        (Some(a), Some(b)) => vm.int(a + b),
        _ => vm.binary(BinaryOp::Add, &now, &own.step)?,
    };
    own.next.set(after);
    Ok(Some(now))
}

fn count_repr(vm: &Vm, this: &Value) -> PyResult {
    let own = state::<Count>(vm, this, "itertools.count")?;
    let (name, next) = (vm.class(this).name(), vm.repr_text(&own.next.get())?);
    if own.step.as_i64() == Some(1) {
        return Ok(vm.str(&format!("{name}({next})")));
    }
    Ok(vm.str(&format!("{name}({next}, {})", vm.repr_text(&own.step)?)))
}

pub(super) static COUNT: TypeSpec =
    TypeSpec { slots: Slots { repr: Some(count_repr), ..COUNT_TABLE.slots }, ..COUNT_TABLE };

const COUNT_TABLE: TypeSpec = iterator(
    "itertools.count",
    "Numbers from start on, step apart, without end.",
    count_new,
    count_next,
    &[],
);

struct Cycle {
    /// Unbound once all items are known.
    iter: Var,
    saved: RefCell<Vec<Value>>,
    at: Cell<usize>,
}

impl Traverse for Cycle {
    fn traverse(&self, visit: &mut dyn FnMut(&Value)) {
        self.iter.visit(visit);
        self.saved.borrow().iter().for_each(visit);
    }

    fn clear(&self) {
        self.iter.take();
        drop(self.saved.take());
    }
}

fn cycle_new(vm: &Vm, class: &TypeRef, args: Args) -> PyResult {
    let [iterable] = positional(vm, class, "cycle", args, 1, 1)? else { return Ok(Value::NONE) };
    let iter = vm.iter(iterable)?;
    let own = Cycle { iter: iter.into(), saved: RefCell::default(), at: Cell::new(0) };
    Ok(vm.new_foreign(class, own))
}

fn cycle_next(vm: &Vm, this: &Value) -> PyResult<Option<Value>> {
    let own = state::<Cycle>(vm, this, "itertools.cycle")?;
    if let Some(iter) = own.iter.bound() {
        if let Some(item) = vm.next(&iter)? {
            vm.push_item(&mut own.saved.borrow_mut(), item.clone())?;
            return Ok(Some(item));
        }
        own.iter.take();
    }
    let at = own.at.get();
    let (item, len) = {
        let saved = own.saved.borrow();
        (saved.get(at).cloned(), saved.len())
    };
    own.at.set(if at + 1 < len { at + 1 } else { 0 });
    Ok(item)
}

pub(super) static CYCLE: TypeSpec =
    iterator("itertools.cycle", "The items of iterable over and over.", cycle_new, cycle_next, &[]);

struct Repeat {
    object: Value,
    /// `None`: for ever.
    left: Cell<Option<u64>>,
}

impl Traverse for Repeat {
    fn traverse(&self, visit: &mut dyn FnMut(&Value)) {
        visit(&self.object);
    }
}

fn repeat_new(vm: &Vm, class: &TypeRef, args: Args) -> PyResult {
    let bound = Signature::parse("(object, times=<none>)").bind(vm, "repeat", args)?;
    let [object, times] = bound.as_slice() else { return Ok(Value::NONE) };
    let left = match times.is_unbound() {
        true => None,
        false => Some(vm.index_i64(times)?.max(0) as u64),
    };
    Ok(vm.new_foreign(class, Repeat { object: object.clone(), left: Cell::new(left) }))
}

fn repeat_next(vm: &Vm, this: &Value) -> PyResult<Option<Value>> {
    let own = state::<Repeat>(vm, this, "itertools.repeat")?;
    if let Some(left) = own.left.get() {
        let Some(after) = left.checked_sub(1) else { return Ok(None) };
        own.left.set(Some(after));
    }
    Ok(Some(own.object.clone()))
}

fn repeat_hint(vm: &Vm, this: &Value) -> PyResult<i64> {
    match state::<Repeat>(vm, this, "itertools.repeat")?.left.get() {
        Some(left) => Ok(left as i64),
        None => Err(vm.type_error("len() of unsized object")),
    }
}

fn repeat_repr(vm: &Vm, this: &Value) -> PyResult {
    let own = state::<Repeat>(vm, this, "itertools.repeat")?;
    let (name, object) = (vm.class(this).name(), vm.repr_text(&own.object)?);
    Ok(vm.str(&match own.left.get() {
        Some(left) => format!("{name}({object}, {left})"),
        None => format!("{name}({object})"),
    }))
}

pub(super) static REPEAT: TypeSpec =
    TypeSpec { slots: Slots { repr: Some(repeat_repr), ..REPEAT_TABLE.slots }, ..REPEAT_TABLE };

const REPEAT_TABLE: TypeSpec = iterator(
    "itertools.repeat",
    "The same object times times, or without end.",
    repeat_new,
    repeat_next,
    funcs![
        "__length_hint__" = repeat_hint, "(self, /)", "How many items are still to come.";
    ],
);
