//! Iterators over sets.

use std::cell::Cell;

use super::SetObject;
use crate::funcs;
use crate::object::foreign::ForeignObject;
use crate::object::header::{Payload, Traverse};
use crate::object::slots::{PyResult, Slots};
use crate::object::types::{TypeSpec, type_flag};
use crate::object::value::Value;
use crate::object::var::Var;
use crate::object::vm::Vm;

struct SetIter {
    /// Unbound at the end.
    set: Var,
    /// Where to look for the next element.
    at: Cell<usize>,
    /// The length at the start; a number that no length is once it was seen to change.
    len: Cell<usize>,
    left: Cell<usize>,
}

impl Traverse for SetIter {
    fn traverse(&self, visit: &mut dyn FnMut(&Value)) {
        self.set.visit(visit);
    }

    fn clear(&self) {
        self.set.set(Value::UNBOUND);
    }
}

impl Vm {
    pub fn set_iterator(&self, set: &Value) -> Value {
        let len = set.get::<SetObject>().map_or(0, |own| own.keys.len());
        let iter = SetIter {
            set: set.clone().into(),
            at: Cell::new(0),
            len: Cell::new(len),
            left: Cell::new(len),
        };
        self.new_foreign(&self.ty(&SET_ITERATOR), iter)
    }
}

impl SetIter {
    fn step(&self, vm: &Vm) -> PyResult<Option<Value>> {
        let Some(owner) = self.set.bound() else { return Ok(None) };
        let Some(set) = owner.get::<SetObject>() else { return Ok(None) };
        if set.keys.len() != self.len.get() {
            self.len.set(usize::MAX);
            return Err(vm.runtime_error("Set changed size during iteration"));
        }
        let mut at = self.at.get();
        let Some((_, key)) = set.keys.next(&mut at) else {
            self.set.set(Value::UNBOUND);
            return Ok(None);
        };
        self.at.set(at);
        self.left.set(self.left.get().saturating_sub(1));
        Ok(Some(key))
    }
}

fn own<'a>(vm: &Vm, this: &'a Value) -> PyResult<&'a SetIter> {
    this.foreign::<SetIter>().ok_or_else(|| vm.wrong_self(this, "set_iterator"))
}

fn iter(_: &Vm, this: &Value) -> PyResult {
    Ok(this.clone())
}

fn next(vm: &Vm, this: &Value) -> PyResult<Option<Value>> {
    own(vm, this)?.step(vm)
}

fn length_hint(vm: &Vm, this: &Value) -> PyResult<usize> {
    let own = own(vm, this)?;
    let len = own.set.bound().and_then(|set| set.get::<SetObject>().map(|own| own.keys.len()));
    Ok(if len == Some(own.len.get()) { own.left.get() } else { 0 })
}

/// `iter` and a list of what is left.
fn reduce(vm: &Vm, this: &Value) -> PyResult {
    let function = vm.builtin_function("iter")?;
    let own = own(vm, this)?;
    let rest = SetIter {
        set: own.set.get().into(),
        at: own.at.clone(),
        len: own.len.clone(),
        left: own.left.clone(),
    };
    let mut items = Vec::new();
    while let Some(item) = rest.step(vm)? {
        vm.push_item(&mut items, item)?;
    }
    Ok(vm.rebuilt_by(function, vec![vm.new_list(items)], None))
}

static SET_ITERATOR: TypeSpec = TypeSpec {
    name: "set_iterator",
    operations: Some(ForeignObject::OPERATIONS),
    slots: Slots { iter: Some(iter), next: Some(next), ..Slots::NONE },
    methods: funcs![
        "__length_hint__" = length_hint, "(self, /)", "How many items are left, as a hint.";
        "__reduce__" = reduce, "(self, /)", "What copying and pickling rebuild it from.";
    ],
    flags: type_flag::NO_NEW,
    ..TypeSpec::NONE
};
