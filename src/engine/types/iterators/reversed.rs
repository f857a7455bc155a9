//! Sequences backwards: `reversed(sequence)`, and the quicker iterator of lists.

use std::cell::Cell;

use super::itself;
use crate::funcs;
use crate::object::foreign::ForeignObject;
use crate::object::header::{Payload, Traverse};
use crate::object::native::Args;
use crate::object::slots::{PyResult, Slots};
use crate::object::types::{TypeRef, TypeSpec, type_flag};
use crate::object::value::Value;
use crate::object::var::Var;
use crate::object::vm::Vm;
use crate::types::exception::{INDEX_ERROR, STOP_ITERATION};
use crate::types::list::ListObject;

struct Reversed {
    /// Unbound at the end.
    sequence: Var,
    /// Items left.
    left: Cell<usize>,
}

impl Traverse for Reversed {
    fn traverse(&self, visit: &mut dyn FnMut(&Value)) {
        self.sequence.visit(visit);
    }

    fn clear(&self) {
        self.sequence.set(Value::UNBOUND);
    }
}

impl Vm {
    /// `list.__reversed__()` of a list with so many items.
    pub fn reverse_list_iterator(&self, list: &Value, len: usize) -> Value {
        let state = Reversed { sequence: list.clone().into(), left: Cell::new(len) };
        self.new_foreign(&self.ty(&LIST_REVERSE_ITERATOR), state)
    }
}

fn new(vm: &Vm, class: &TypeRef, args: Args) -> PyResult {
    if !args.names.is_empty() {
        return Err(vm.type_error("reversed() takes no keyword arguments"));
    }
    let [sequence] = args.all else {
        let given = args.all.len();
        return Err(vm.type_error(format!("reversed expected 1 argument, got {given}")));
    };
    let not_reversible = || {
        let name = vm.class(sequence).full_name();
        vm.type_error(format!("'{name}' object is not reversible"))
    };
    let name = &vm.names().__reversed__;
    match vm.type_of(sequence).lookup(name) {
        Some(none) if none.is_none() => return Err(not_reversible()),
        Some(_) => {
            let result = vm.call_special(sequence, name, &[])?;
            return result.ok_or_else(not_reversible);
        }
        None => {}
    }
    if !vm.is_sequence(sequence) {
        return Err(not_reversible());
    }
    let left = Cell::new(vm.len(sequence)?);
    Ok(vm.new_foreign(class, Reversed { sequence: sequence.clone().into(), left }))
}

fn reversed<'a>(vm: &Vm, this: &'a Value) -> PyResult<&'a Reversed> {
    this.foreign::<Reversed>().ok_or_else(|| vm.wrong_self(this, "reversed"))
}

fn next(vm: &Vm, this: &Value) -> PyResult<Option<Value>> {
    let own = reversed(vm, this)?;
    let Some(sequence) = own.sequence.bound() else { return Ok(None) };
    if let Some(at) = own.left.get().checked_sub(1) {
        own.left.set(at);
        match vm.getitem(&sequence, &vm.int(at as i64)) {
            Ok(item) => return Ok(Some(item)),
            Err(raised)
                if vm.is_exception(&raised.0, &INDEX_ERROR)
                    || vm.is_exception(&raised.0, &STOP_ITERATION) => {}
            Err(raised) => return Err(raised),
        }
    }
    own.clear();
    Ok(None)
}

fn list_next(vm: &Vm, this: &Value) -> PyResult<Option<Value>> {
    let own = reversed(vm, this)?;
    let sequence = own.sequence.get();
    let Some(list) = sequence.get::<ListObject>() else { return Ok(None) };
    let item = own.left.get().checked_sub(1).and_then(|at| {
        own.left.set(at);
        list.get(at)
    });
    if item.is_none() {
        own.clear();
    }
    Ok(item)
}

fn length_hint(vm: &Vm, this: &Value) -> PyResult<usize> {
    let own = reversed(vm, this)?;
    let Some(sequence) = own.sequence.bound() else { return Ok(0) };
    let left = own.left.get();
    Ok(if vm.len(&sequence)? < left { 0 } else { left })
}

/// By what the list holds, whatever a class derived from it says of its length.
fn list_length_hint(vm: &Vm, this: &Value) -> PyResult<usize> {
    let own = reversed(vm, this)?;
    let sequence = own.sequence.get();
    let held = sequence.get::<ListObject>().map_or(0, ListObject::len);
    Ok(if held < own.left.get() { 0 } else { own.left.get() })
}

/// The class and the sequence, with the next index, which may be -1.
fn reduce(vm: &Vm, this: &Value) -> PyResult {
    let own = reversed(vm, this)?;
    let sequence = own.sequence.bound().unwrap_or_else(|| vm.empty_tuple());
    let mut parts = vec![vm.type_of(this).value().clone(), vm.tuple(vec![sequence])];
    if own.sequence.bound().is_some() {
        parts.push(vm.int(own.left.get() as i64 - 1));
    }
    Ok(vm.tuple(parts))
}

fn list_reduce(vm: &Vm, this: &Value) -> PyResult {
    let function = vm.builtin_function("reversed")?;
    let own = reversed(vm, this)?;
    Ok(match (own.sequence.bound(), own.left.get().checked_sub(1)) {
        (Some(list), Some(at)) => vm.rebuilt_by(function, vec![list], Some(vm.int(at as i64))),
        _ => vm.rebuilt_by(function, vec![vm.new_list(Vec::new())], None),
    })
}

/// Goes on at that index.
fn setstate(vm: &Vm, this: &Value, state: &Value) -> PyResult<()> {
    let own = reversed(vm, this)?;
    if vm.as_big(state).is_none() {
        return Err(vm.type_error("an integer is required"));
    }
    let at = vm.index_i64(state)?;
    let Some(sequence) = own.sequence.bound() else { return Ok(()) };
    let len = vm.len(&sequence)? as i64;
    own.left.set((at.clamp(-1, len - 1) + 1) as usize);
    Ok(())
}

pub static REVERSED: TypeSpec = TypeSpec {
    name: "reversed",
    doc: "The items of a sequence from the last one to the first.",
    operations: Some(ForeignObject::OPERATIONS),
    slots: Slots {
        iter: Some(itself),
        next: Some(next),
        new: Some(new),
        getattr: Some(crate::types::object::generic_getattr),
        ..Slots::NONE
    },
    methods: funcs![
        "__length_hint__" = length_hint, "(self, /)", "How many items are left, as a hint.";
        "__reduce__" = reduce, "(self, /)", "What copying and pickling rebuild it from.";
        "__setstate__" = setstate, "(self, state, /)", "Goes on at that index.";
    ],
    flags: type_flag::BASE,
    ..TypeSpec::NONE
};

pub static LIST_REVERSE_ITERATOR: TypeSpec = TypeSpec {
    name: "list_reverseiterator",
    operations: Some(ForeignObject::OPERATIONS),
    slots: Slots { iter: Some(itself), next: Some(list_next), ..Slots::NONE },
    methods: funcs![
        "__length_hint__" = list_length_hint, "(self, /)", "How many items are left, as a hint.";
        "__reduce__" = list_reduce, "(self, /)", "What copying and pickling rebuild it from.";
        "__setstate__" = setstate, "(self, state, /)", "Goes on at that index.";
    ],
    flags: type_flag::NO_NEW,
    ..TypeSpec::NONE
};
