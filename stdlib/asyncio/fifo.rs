//! The storage of a queue: values in, values out, in order.

use std::cell::RefCell;
use std::collections::VecDeque;

use taipan_engine::funcs;
use taipan_engine::object::foreign::ForeignObject;
use taipan_engine::object::header::{Payload, Traverse};
use taipan_engine::object::slots::{PyResult, Slots};
use taipan_engine::object::types::TypeSpec;
use taipan_engine::object::value::Value;
use taipan_engine::object::vm::Vm;

#[derive(Default)]
struct Fifo(RefCell<VecDeque<Value>>);

impl Traverse for Fifo {
    fn traverse(&self, visit: &mut dyn FnMut(&Value)) {
        self.0.borrow().iter().for_each(visit);
    }

    fn clear(&self) {
        let all = self.0.take();
        drop(all);
    }
}

fn append(_: &Vm, this: &Value, item: &Value) {
    if let Some(fifo) = this.foreign::<Fifo>() {
        fifo.0.borrow_mut().push_back(item.clone());
    }
}

fn popleft(vm: &Vm, this: &Value) -> PyResult {
    let first = this.foreign::<Fifo>().and_then(|f| f.0.borrow_mut().pop_front());
    first.ok_or_else(|| vm.index_error("pop from an empty deque"))
}

fn iter(vm: &Vm, this: &Value) -> PyResult {
    let items =
        this.foreign::<Fifo>().map_or_else(Vec::new, |f| f.0.borrow().iter().cloned().collect());
    vm.iter(&vm.new_list(items))
}

pub(super) static FIFO: TypeSpec = TypeSpec {
    name: "_asyncio._Fifo",
    operations: Some(ForeignObject::OPERATIONS),
    slots: Slots {
        new: Some(|vm, class, _| Ok(vm.new_foreign(class, Fifo::default()))),
        init: Some(|_, _, _| Ok(())),
        len: Some(|_, this| Ok(this.foreign::<Fifo>().map_or(0, |f| f.0.borrow().len()))),
        iter: Some(iter),
        ..Slots::NONE
    },
    methods: funcs![
        append "(self, item, /)" "Add at the end.";
        popleft "(self, /)" "Take from the front.";
    ],
    ..TypeSpec::NONE
};
