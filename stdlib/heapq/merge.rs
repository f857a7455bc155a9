//! `heapq.merge`: an iterator over the items of sorted iterables, in their common order.

use std::cell::Cell;

use taipan_engine::object::foreign::ForeignObject;
use taipan_engine::object::header::{Payload, Traverse};
use taipan_engine::object::native::Rest;
use taipan_engine::object::slots::{PyResult, Slots};
use taipan_engine::object::types::{TypeSpec, type_flag};
use taipan_engine::object::value::Value;
use taipan_engine::object::vm::Vm;
use taipan_engine::types::list::ListObject;

use super::rank;
use super::sift::{self, Order};

/// Entries of the heap are tuples: rank, number of the iterable, item, iterator.
struct Merge {
    iterables: Vec<Value>,
    key: Value,
    order: Order,
    heap: ListObject,
    stage: Cell<Stage>,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Stage {
    Fresh,
    /// The entry on top has been given out: its iterator is asked for the next item first.
    Going,
    Running,
    Over,
}

impl Traverse for Merge {
    fn traverse(&self, visit: &mut dyn FnMut(&Value)) {
        self.iterables.iter().for_each(&mut *visit);
        visit(&self.key);
        self.heap.traverse(visit);
    }

    fn clear(&self) {
        self.heap.clear();
    }
}

pub(super) fn merge(vm: &Vm, iterables: Rest<'_>, key: &Value, reverse: bool) -> Value {
    let own = Merge {
        iterables: iterables.0.to_vec(),
        key: key.clone(),
        order: if reverse { Order::Greatest } else { Order::Least },
        heap: ListObject::default(),
        stage: Cell::new(Stage::Fresh),
    };
    vm.new_foreign(&vm.ty(&MERGE), own)
}

fn entry(vm: &Vm, own: &Merge, item: Value, number: Value, iter: Value) -> PyResult {
    Ok(vm.tuple(vec![rank(vm, &item, &own.key)?, number, item, iter]))
}

fn start(vm: &Vm, own: &Merge) -> PyResult<()> {
    let step = if own.order == Order::Greatest { -1 } else { 1 };
    for (at, iterable) in own.iterables.iter().enumerate() {
        let iter = vm.iter(iterable)?;
        if let Some(item) = vm.next(&iter)? {
            own.heap.push(vm, entry(vm, own, item, vm.int(at as i64 * step), iter)?)?;
        }
    }
    sift::heapify(vm, &own.heap, own.order)
}

/// The entry on top gives way to its iterator's next item.
fn advance(vm: &Vm, own: &Merge) -> PyResult<()> {
    let Some(top) = own.heap.get(0) else { return Ok(()) };
    let [_, number, _, iter] = top.tuple_items() else { return Ok(()) };
    match vm.next(iter)? {
        Some(item) if own.heap.len() == 1 => {
            // Nothing is left to compare with.
            let new = vm.tuple(vec![Value::NONE, number.clone(), item, iter.clone()]);
            drop(own.heap.set(0, new));
        }
        Some(item) => {
            let new = entry(vm, own, item, number.clone(), iter.clone())?;
            drop(sift::replace(vm, &own.heap, own.order, &new)?);
        }
        None => drop(sift::pop(vm, &own.heap, own.order)?),
    }
    Ok(())
}

fn next(vm: &Vm, this: &Value) -> PyResult<Option<Value>> {
    let Some(own) = this.foreign::<Merge>() else { return Err(vm.wrong_self(this, "merge")) };
    let result = match own.stage.replace(Stage::Running) {
        Stage::Running => return Err(vm.value_error("generator already executing")),
        Stage::Over => {
            own.stage.set(Stage::Over);
            return Ok(None);
        }
        Stage::Fresh => start(vm, own),
        Stage::Going => advance(vm, own),
    };
    let top = own.heap.get(0);
    let over = result.is_err() || top.is_none();
    own.stage.set(if over { Stage::Over } else { Stage::Going });
    if over {
        own.heap.clear();
    }
    result?;
    Ok(top.and_then(|entry| entry.tuple_items().get(2).cloned()))
}

static MERGE: TypeSpec = TypeSpec {
    name: "heapq.merge",
    operations: Some(ForeignObject::OPERATIONS),
    slots: Slots { iter: Some(|_, this| Ok(this.clone())), next: Some(next), ..Slots::NONE },
    flags: type_flag::NO_NEW,
    ..TypeSpec::NONE
};
