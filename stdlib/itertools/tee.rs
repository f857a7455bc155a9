//! tee: several iterators over one. What some have read and others have not waits in blocks that
//! know the next one; a block goes when the last iterator has passed it.

use std::cell::{Cell, RefCell};

use taipan_engine::funcs;
use taipan_engine::object::header::Traverse;
use taipan_engine::object::native::Args;
use taipan_engine::object::slots::PyResult;
use taipan_engine::object::types::{TypeRef, TypeSpec};
use taipan_engine::object::value::Value;
use taipan_engine::object::var::Var;
use taipan_engine::object::vm::Vm;

use super::{iterator, positional, state};

/// Items of a block.
const BLOCK: usize = 57;

struct Block {
    iter: Value,
    items: RefCell<Vec<Value>>,
    /// The next block; unbound if there is none yet.
    next: Var,
    reading: Cell<bool>,
}

impl Traverse for Block {
    fn traverse(&self, visit: &mut dyn FnMut(&Value)) {
        visit(&self.iter);
        self.items.borrow().iter().for_each(&mut *visit);
        self.next.visit(visit);
    }

    fn clear(&self) {
        drop(self.items.take());
        self.next.take();
    }
}

struct Tee {
    block: Var,
    at: Cell<usize>,
}

impl Traverse for Tee {
    fn traverse(&self, visit: &mut dyn FnMut(&Value)) {
        self.block.visit(visit);
    }

    fn clear(&self) {
        self.block.take();
    }
}

fn new_block(vm: &Vm, iter: &Value) -> Value {
    let block = Block {
        iter: iter.clone(),
        items: RefCell::default(),
        next: Var::unbound(),
        reading: Cell::new(false),
    };
    vm.new_foreign(&vm.ty(&TEE_DATA), block)
}

/// The item at that place, read from the source if nobody has yet.
fn item(vm: &Vm, block: &Block, at: usize) -> PyResult<Option<Value>> {
    let known = block.items.borrow().get(at).cloned();
    if known.is_some() {
        return Ok(known);
    }
    if block.reading.replace(true) {
        return Err(vm.runtime_error("cannot re-enter the tee iterator"));
    }
    let item = vm.next(&block.iter);
    block.reading.set(false);
    if let Ok(Some(item)) = &item {
        block.items.borrow_mut().push(item.clone());
    }
    item
}

fn tee_next(vm: &Vm, this: &Value) -> PyResult<Option<Value>> {
    let own = state::<Tee>(vm, this, "itertools._tee")?;
    let Some(mut current) = own.block.bound() else { return Ok(None) };
    if own.at.get() >= BLOCK {
        let block = state::<Block>(vm, &current, "itertools._tee_dataobject")?;
        let next = block.next.bound().unwrap_or_else(|| new_block(vm, &block.iter));
        block.next.set(next.clone());
        own.block.set(next.clone());
        own.at.set(0);
        current = next;
    }
    let block = state::<Block>(vm, &current, "itertools._tee_dataobject")?;
    let found = item(vm, block, own.at.get())?;
    if found.is_some() {
        own.at.set(own.at.get() + 1);
    }
    Ok(found)
}

fn copy_of(vm: &Vm, class: &TypeRef, tee: &Tee) -> Value {
    let copy = Tee { block: tee.block.get().into(), at: Cell::new(tee.at.get()) };
    vm.new_foreign(class, copy)
}

/// A tee iterator over the iterable; a copy if that is one.
fn from_iterable(vm: &Vm, class: &TypeRef, iterable: &Value) -> PyResult {
    let iter = vm.iter(iterable)?;
    Ok(match iter.foreign::<Tee>() {
        Some(tee) => copy_of(vm, class, tee),
        None => {
            let block = new_block(vm, &iter);
            vm.new_foreign(class, Tee { block: block.into(), at: Cell::new(0) })
        }
    })
}

fn tee_new(vm: &Vm, class: &TypeRef, args: Args) -> PyResult {
    let [iterable] = positional(vm, class, "_tee", args, 1, 1)? else { return Ok(Value::NONE) };
    from_iterable(vm, class, iterable)
}

fn tee_copy(vm: &Vm, this: &Value) -> PyResult {
    let own = state::<Tee>(vm, this, "itertools._tee")?;
    Ok(copy_of(vm, &vm.ty(&TEE), own))
}

/// `tee(iterable, n)`: the first one may be the iterator itself, if it can be copied.
pub(super) fn tee(vm: &Vm, iterable: &Value, n: i64) -> PyResult {
    let Ok(count) = usize::try_from(n) else { return Err(vm.value_error("n must be >= 0")) };
    let mut all = Vec::new();
    vm.reserve(&mut all, Some(count))?;
    if count == 0 {
        return Ok(vm.empty_tuple());
    }
    let copy_name = vm.intern("__copy__");
    let mut first = vm.iter(iterable)?;
    let copy = match vm.getattr_opt(&first, &copy_name)? {
        Some(copy) => copy,
        None => {
            first = from_iterable(vm, &vm.ty(&TEE), &first)?;
            vm.getattr(&first, &copy_name)?
        }
    };
    all.push(first);
    while all.len() < count {
        all.push(vm.call(&copy, &[])?);
    }
    Ok(vm.tuple(all))
}

/// A block of which some items are known.
fn block_new(vm: &Vm, class: &TypeRef, args: Args) -> PyResult {
    let given = positional(vm, class, "_tee_dataobject", args, 3, 3)?;
    let [iter, items, next] = given else { return Ok(Value::NONE) };
    let items = vm.to_vec(items)?;
    let linked = next.foreign::<Block>().is_some();
    if items.len() > BLOCK || (items.len() < BLOCK && !next.is_none()) {
        return Err(vm.value_error("Invalid arguments"));
    }
    if !next.is_none() && !linked {
        return Err(vm.value_error("_tee_dataobject should not have a next link"));
    }
    let block = Block {
        iter: iter.clone(),
        items: RefCell::new(items),
        next: if linked { next.clone().into() } else { Var::unbound() },
        reading: Cell::new(false),
    };
    Ok(vm.new_foreign(class, block))
}

pub(super) static TEE: TypeSpec = TypeSpec {
    flags: 0,
    ..iterator(
        "itertools._tee",
        "An iterator that remembers what others made by tee() have yet to see.",
        tee_new,
        tee_next,
        funcs![
            "__copy__" = tee_copy, "(self, /)", "Another iterator at the same place.";
        ],
    )
};

pub(super) static TEE_DATA: TypeSpec = TypeSpec {
    name: "itertools._tee_dataobject",
    doc: "What several iterators of tee() have in common: items that one of them is behind.",
    slots: taipan_engine::object::slots::Slots {
        new: Some(block_new),
        ..taipan_engine::object::slots::Slots::NONE
    },
    operations: Some(
        <taipan_engine::object::foreign::ForeignObject as taipan_engine::object::header::Payload>::OPERATIONS,
    ),
    ..TypeSpec::NONE
};
