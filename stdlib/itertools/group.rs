//! groupby: runs of items with equal keys, each an iterator over the common source.

use std::cell::Cell;

use taipan_engine::object::header::Traverse;
use taipan_engine::object::native::{Args, Signature};
use taipan_engine::object::slots::PyResult;
use taipan_engine::object::types::{TypeRef, TypeSpec};
use taipan_engine::object::value::Value;
use taipan_engine::object::var::Var;
use taipan_engine::object::vm::Vm;

use super::{called, iterator, positional, state};

struct GroupBy {
    iter: Value,
    key_function: Value,
    /// The key of the group given out last; unbound before.
    group_key: Var,
    /// The item read last and its key; unbound once a group has given it out.
    key: Var,
    item: Var,
    /// Which group may read on: the word of the value. Not counted, only compared.
    group: Cell<usize>,
}

impl Traverse for GroupBy {
    fn traverse(&self, visit: &mut dyn FnMut(&Value)) {
        visit(&self.iter);
        visit(&self.key_function);
        self.group_key.visit(visit);
        self.key.visit(visit);
        self.item.visit(visit);
    }

    fn clear(&self) {
        self.group_key.take();
        self.key.take();
        self.item.take();
    }
}

struct Grouper {
    parent: Value,
    key: Value,
}

impl Traverse for Grouper {
    fn traverse(&self, visit: &mut dyn FnMut(&Value)) {
        visit(&self.parent);
        visit(&self.key);
    }
}

fn groupby_new(vm: &Vm, class: &TypeRef, args: Args) -> PyResult {
    let bound = Signature::parse("(iterable, key=None)").bind(vm, "groupby", args)?;
    let [iterable, key] = bound.as_slice() else { return Ok(Value::NONE) };
    let own = GroupBy {
        iter: vm.iter(iterable)?,
        key_function: key.clone(),
        group_key: Var::unbound(),
        key: Var::unbound(),
        item: Var::unbound(),
        group: Cell::new(0),
    };
    Ok(vm.new_foreign(class, own))
}

/// Reads an item and finds its key; false at the end.
fn read(vm: &Vm, own: &GroupBy) -> PyResult<bool> {
    let Some(item) = vm.next(&own.iter)? else { return Ok(false) };
    let key = match own.key_function.is_none() {
        true => item.clone(),
        false => {
            let result = vm.call(&own.key_function, std::slice::from_ref(&item));
            match called(vm, result)? {
                Some(key) => key,
                None => return Ok(false),
            }
        }
    };
    own.item.set(item);
    own.key.set(key);
    Ok(true)
}

fn groupby_next(vm: &Vm, this: &Value) -> PyResult<Option<Value>> {
    let own = state::<GroupBy>(vm, this, "itertools.groupby")?;
    own.group.set(0);
    // What is left of the last group is skipped.
    loop {
        if let Some(key) = own.key.bound() {
            match own.group_key.bound() {
                Some(last) if vm.equal(&last, &key)? => {}
                _ => break,
            }
        }
        if !read(vm, own)? {
            return Ok(None);
        }
    }
    let key = own.key.get();
    own.group_key.set(key.clone());
    let group = Grouper { parent: this.clone(), key: key.clone() };
    let group = vm.new_foreign(&vm.ty(&GROUPER), group);
    own.group.set(group.bits());
    Ok(Some(vm.tuple(vec![key, group])))
}

fn grouper_new(vm: &Vm, class: &TypeRef, args: Args) -> PyResult {
    let [parent, key] = positional(vm, class, "_grouper", args, 2, 2)? else {
        return Ok(Value::NONE);
    };
    let Some(own) = parent.foreign::<GroupBy>() else {
        let name = vm.class(parent).full_name();
        let text = format!("_grouper() argument 1 must be itertools.groupby, not {name}");
        return Err(vm.type_error(text));
    };
    let group = vm.new_foreign(class, Grouper { parent: parent.clone(), key: key.clone() });
    own.group.set(group.bits());
    Ok(group)
}

fn grouper_next(vm: &Vm, this: &Value) -> PyResult<Option<Value>> {
    let own = state::<Grouper>(vm, this, "itertools._grouper")?;
    let parent = state::<GroupBy>(vm, &own.parent, "itertools.groupby")?;
    if parent.group.get() != this.bits() {
        return Ok(None);
    }
    if parent.item.is_unbound() && !read(vm, parent)? {
        return Ok(None);
    }
    let Some(key) = parent.key.bound() else { return Ok(None) };
    if !vm.equal(&own.key, &key)? {
        return Ok(None);
    }
    parent.key.take();
    Ok(Some(parent.item.take()).filter(|item| !item.is_unbound()))
}

pub(super) static GROUPBY: TypeSpec = iterator(
    "itertools.groupby",
    "Runs of items with the same key, as (key, group) pairs.",
    groupby_new,
    groupby_next,
    &[],
);

pub(super) static GROUPER: TypeSpec =
    TypeSpec { flags: 0, ..iterator("itertools._grouper", "", grouper_new, grouper_next, &[]) };
