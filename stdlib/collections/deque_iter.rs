//! Iterators over deques, in both directions. A deque that was changed meanwhile is an error.

use std::cell::Cell;

use taipan_engine::funcs;
use taipan_engine::object::foreign::ForeignObject;
use taipan_engine::object::header::{Payload, Traverse};
use taipan_engine::object::native::Args;
use taipan_engine::object::slots::{PyResult, Slots};
use taipan_engine::object::types::{TypeRef, TypeSpec};
use taipan_engine::object::value::Value;
use taipan_engine::object::vm::Vm;

use super::deque::{Deque, deque_of, mutated};

struct DequeIter {
    deque: Value,
    changes: u64,
    left: Cell<usize>,
    reversed: bool,
}

impl Traverse for DequeIter {
    fn traverse(&self, visit: &mut dyn FnMut(&Value)) {
        visit(&self.deque);
    }
}

fn make(vm: &Vm, class: &TypeRef, deque: &Value, reversed: bool) -> PyResult {
    let own = deque_of(vm, deque)?;
    let state = DequeIter {
        deque: deque.clone(),
        changes: own.changes.get(),
        left: Cell::new(own.len()),
        reversed,
    };
    Ok(vm.new_foreign(class, state))
}

pub(super) fn iter(vm: &Vm, deque: &Value) -> PyResult {
    make(vm, &vm.ty(&ITERATOR), deque, false)
}

pub(super) fn reversed(vm: &Vm, deque: &Value) -> PyResult {
    make(vm, &vm.ty(&REVERSE_ITERATOR), deque, true)
}

fn next(vm: &Vm, this: &Value) -> PyResult<Option<Value>> {
    let Some(own) = this.foreign::<DequeIter>() else {
        return Err(vm.wrong_self(this, "collections._deque_iterator"));
    };
    let Some(deque) = own.deque.foreign::<Deque>() else { return Ok(None) };
    if deque.changes.get() != own.changes {
        own.left.set(0);
        return Err(mutated(vm));
    }
    let Some(left) = own.left.get().checked_sub(1) else { return Ok(None) };
    own.left.set(left);
    Ok(deque.get(if own.reversed { left } else { deque.len() - left - 1 }))
}

fn length_hint(_: &Vm, this: &Value) -> usize {
    this.foreign::<DequeIter>().map_or(0, |own| own.left.get())
}

fn reduce(vm: &Vm, this: &Value) -> PyResult {
    let Some(own) = this.foreign::<DequeIter>() else { return Ok(Value::NONE) };
    let done = deque_of(vm, &own.deque)?.len().saturating_sub(own.left.get());
    let args = vm.tuple(vec![own.deque.clone(), vm.int(done as i64)]);
    Ok(vm.tuple(vec![vm.type_of(this).value().clone(), args]))
}

fn new(vm: &Vm, class: &TypeRef, args: Args, reversed: bool) -> PyResult {
    let (deque, done) = match args.positional() {
        [] => return Err(vm.type_error("function takes at least 1 argument (0 given)")),
        [deque] => (deque, 0),
        [deque, done, ..] => (deque, usize::try_from(vm.index_i64(done)?).unwrap_or(0)),
    };
    let made = make(vm, class, deque, reversed)?;
    if let Some(own) = made.foreign::<DequeIter>() {
        own.left.set(own.left.get().saturating_sub(done));
    }
    Ok(made)
}

const fn iterator(name: &'static str, slots: Slots) -> TypeSpec {
    TypeSpec {
        name,
        operations: Some(ForeignObject::OPERATIONS),
        slots: Slots { iter: Some(|_, this| Ok(this.clone())), next: Some(next), ..slots },
        methods: funcs![
            "__length_hint__" = length_hint, "(self, /)", "How many items are still to come.";
            "__reduce__" = reduce, "(self, /)", "What copying and pickling rebuild it from.";
        ],
        ..TypeSpec::NONE
    }
}

pub(super) static ITERATOR: TypeSpec = iterator(
    "collections._deque_iterator",
    Slots { new: Some(|vm, class, args| new(vm, class, args, false)), ..Slots::NONE },
);
pub(super) static REVERSE_ITERATOR: TypeSpec = iterator(
    "collections._deque_reverse_iterator",
    Slots { new: Some(|vm, class, args| new(vm, class, args, true)), ..Slots::NONE },
);
