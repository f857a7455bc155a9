//! Iterators over dicts, in both directions, of keys, values and items.

use std::cell::Cell;

use super::Part;
use crate::funcs;
use crate::object::dict::DictObject;
use crate::object::foreign::ForeignObject;
use crate::object::header::{Payload, Traverse};
use crate::object::slots::{PyResult, Slots, Step};
use crate::object::types::{TypeSpec, type_flag};
use crate::object::value::Value;
use crate::object::var::Var;
use crate::object::vm::Vm;

/// The state of an iterator over the entries of a dict.
pub struct DictIter {
    /// The dict; unbound at the end.
    owner: Var,
    part: Part,
    reversed: bool,
    /// Where to look for the next entry, in the dict's internal order.
    at: Cell<usize>,
    /// The length at the start; a number that no length is once it was seen to change.
    len: Cell<usize>,
    left: Cell<usize>,
}

impl Traverse for DictIter {
    fn traverse(&self, visit: &mut dyn FnMut(&Value)) {
        self.owner.visit(visit);
    }

    fn clear(&self) {
        self.owner.set(Value::UNBOUND);
    }
}

impl Vm {
    fn entry_iterator(
        &self,
        ty: &'static TypeSpec,
        owner: &Value,
        part: Part,
        reversed: bool,
    ) -> Value {
        let len = owner.get::<DictObject>().map_or(0, DictObject::len);
        let iter = DictIter {
            owner: owner.clone().into(),
            part,
            reversed,
            at: Cell::new(if reversed { usize::MAX } else { 0 }),
            len: Cell::new(len),
            left: Cell::new(len),
        };
        self.new_foreign(&self.ty(ty), iter)
    }

    /// An iterator over a part of a dict's entries.
    pub fn dict_iterator(&self, dict: &Value, part: Part) -> Value {
        let ty = match part {
            Part::Keys => &DICT_KEY_ITERATOR,
            Part::Values => &DICT_VALUE_ITERATOR,
            Part::Items => &DICT_ITEM_ITERATOR,
        };
        self.entry_iterator(ty, dict, part, false)
    }

    pub fn dict_reverse_iterator(&self, dict: &Value, part: Part) -> Value {
        let ty = match part {
            Part::Keys => &DICT_REVERSE_KEY_ITERATOR,
            Part::Values => &DICT_REVERSE_VALUE_ITERATOR,
            Part::Items => &DICT_REVERSE_ITEM_ITERATOR,
        };
        self.entry_iterator(ty, dict, part, true)
    }
}

impl DictIter {
    /// The next key and value; `None` at the end.
    pub fn step(&self, vm: &Vm) -> PyResult<Option<(Value, Value)>> {
        let Some(owner) = self.owner.bound() else { return Ok(None) };
        let Some(entries) = owner.get::<DictObject>() else { return Ok(None) };
        if entries.len() != self.len.get() {
            self.len.set(usize::MAX);
            return Err(vm.runtime_error("dictionary changed size during iteration"));
        }
        let found = match self.reversed {
            false => entries.entry_from(self.at.get()),
            true => entries.entry_before(self.at.get()),
        };
        let Some((place, key, value)) = found else {
            self.owner.set(Value::UNBOUND);
            return Ok(None);
        };
        if self.left.get() == 0 {
            self.owner.set(Value::UNBOUND);
            return Err(vm.runtime_error("dictionary keys changed during iteration"));
        }
        self.left.set(self.left.get().saturating_sub(1));
        self.at.set(if self.reversed { place } else { place + 1 });
        Ok(Some((key, value)))
    }
}

fn iter(_: &Vm, this: &Value) -> PyResult {
    Ok(this.clone())
}

fn next(vm: &Vm, this: &Value) -> PyResult<Option<Value>> {
    let Some(own) = this.foreign::<DictIter>() else {
        return Err(vm.wrong_self(this, "dict iterator"));
    };
    Ok(own.step(vm)?.map(|(key, value)| own.part.of(vm, key, value)))
}

fn next_pair(vm: &Vm, this: &Value) -> PyResult<Step> {
    match this.foreign::<DictIter>() {
        Some(own) if own.part == Part::Items => {
            Ok(own.step(vm)?.map_or(Step::End, |(key, value)| Step::Pair(key, value)))
        }
        _ => Ok(next(vm, this)?.map_or(Step::End, Step::Item)),
    }
}

fn length_hint(_: &Vm, this: &Value) -> usize {
    let Some(own) = this.foreign::<DictIter>() else { return 0 };
    let len = own.owner.bound().and_then(|o| o.get::<DictObject>().map(DictObject::len));
    if len == Some(own.len.get()) { own.left.get() } else { 0 }
}

/// `iter` and a list of what is left.
fn reduce(vm: &Vm, this: &Value) -> PyResult {
    let function = vm.builtin_function("iter")?;
    let Some(own) = this.foreign::<DictIter>() else {
        return Err(vm.wrong_self(this, "dict iterator"));
    };
    let rest = DictIter {
        owner: own.owner.get().into(),
        part: own.part,
        reversed: own.reversed,
        at: Cell::new(own.at.get()),
        len: Cell::new(own.len.get()),
        left: Cell::new(own.left.get()),
    };
    let mut items = Vec::new();
    while let Some((key, value)) = rest.step(vm)? {
        vm.push_item(&mut items, own.part.of(vm, key, value))?;
    }
    Ok(vm.rebuilt_by(function, vec![vm.new_list(items)], None))
}

const fn iterator(name: &'static str) -> TypeSpec {
    TypeSpec {
        name,
        operations: Some(ForeignObject::OPERATIONS),
        slots: Slots {
            iter: Some(iter),
            next: Some(next),
            next_pair: Some(next_pair),
            ..Slots::NONE
        },
        methods: funcs![
            "__length_hint__" = length_hint, "(self, /)", "How many items are left, as a hint.";
            "__reduce__" = reduce, "(self, /)", "What copying and pickling rebuild it from.";
        ],
        flags: type_flag::NO_NEW,
        ..TypeSpec::NONE
    }
}

static DICT_KEY_ITERATOR: TypeSpec = iterator("dict_keyiterator");
static DICT_VALUE_ITERATOR: TypeSpec = iterator("dict_valueiterator");
static DICT_ITEM_ITERATOR: TypeSpec = iterator("dict_itemiterator");
static DICT_REVERSE_KEY_ITERATOR: TypeSpec = iterator("dict_reversekeyiterator");
static DICT_REVERSE_VALUE_ITERATOR: TypeSpec = iterator("dict_reversevalueiterator");
static DICT_REVERSE_ITEM_ITERATOR: TypeSpec = iterator("dict_reverseitemiterator");
