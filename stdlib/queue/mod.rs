//! queue: SimpleQueue natively, the other queues as Python source.

use std::cell::RefCell;
use std::collections::VecDeque;

use taipan_engine::funcs;
use taipan_engine::object::foreign::ForeignObject;
use taipan_engine::object::header::{Payload, Traverse};
use taipan_engine::object::slots::{PyResult, Raised, Slots};
use taipan_engine::object::types::{TypeSpec, type_flag};
use taipan_engine::object::value::Value;
use taipan_engine::object::vm::Vm;
use taipan_engine::types::exception::{EXCEPTION, ExceptionObject};
use taipan_engine::types::module::ModuleSpec;
use taipan_engine::vm::threads::Waiters;

use crate::thread::deadline_or_none;

static EMPTY: TypeSpec = TypeSpec {
    name: "_queue.Empty",
    base: Some(&EXCEPTION),
    doc: "Nothing is in the queue.",
    operations: Some(ExceptionObject::OPERATIONS),
    flags: type_flag::BASE | type_flag::DICT | type_flag::EXTENDED | type_flag::WEAK,
    ..TypeSpec::NONE
};

#[derive(Default)]
struct SimpleQueue {
    items: RefCell<VecDeque<Value>>,
    waiters: Waiters,
}

impl Traverse for SimpleQueue {
    fn traverse(&self, visit: &mut dyn FnMut(&Value)) {
        self.items.borrow().iter().for_each(visit);
    }

    fn clear(&self) {
        let all = self.items.take();
        drop(all);
    }
}

fn of<'a>(vm: &Vm, value: &'a Value) -> PyResult<&'a SimpleQueue> {
    value.foreign::<SimpleQueue>().ok_or_else(|| vm.type_error("a SimpleQueue is required"))
}

fn put(vm: &Vm, this: &Value, item: &Value, _block: &Value, _timeout: &Value) -> PyResult<()> {
    let queue = of(vm, this)?;
    queue.items.borrow_mut().push_back(item.clone());
    queue.waiters.wake_one(vm);
    Ok(())
}

fn put_nowait(vm: &Vm, this: &Value, item: &Value) -> PyResult<()> {
    put(vm, this, item, &Value::TRUE, &Value::NONE)
}

fn get(vm: &Vm, this: &Value, block: bool, timeout: &Value) -> PyResult {
    let patience = deadline_or_none(vm, block, timeout)?;
    let queue = of(vm, this)?;
    loop {
        let next = queue.items.borrow_mut().pop_front();
        if let Some(next) = next {
            return Ok(next);
        }
        if patience.is_over(vm) {
            return Err(Raised(vm.new_exception(&vm.ty(&EMPTY), Vec::new())));
        }
        queue.waiters.wait(vm, patience.deadline())?;
    }
}

fn get_nowait(vm: &Vm, this: &Value) -> PyResult {
    get(vm, this, false, &Value::NONE)
}

fn qsize(vm: &Vm, this: &Value) -> PyResult<usize> {
    Ok(of(vm, this)?.items.borrow().len())
}

fn empty(vm: &Vm, this: &Value) -> PyResult<bool> {
    Ok(of(vm, this)?.items.borrow().is_empty())
}

static SIMPLE_QUEUE: TypeSpec = TypeSpec {
    name: "_queue.SimpleQueue",
    doc: "A queue for any number of items that a destructor may use, too.",
    operations: Some(ForeignObject::OPERATIONS),
    slots: Slots {
        new: Some(|vm, class, _| Ok(vm.new_foreign(class, SimpleQueue::default()))),
        ..Slots::NONE
    },
    methods: funcs![
        put "(self, item, block=True, timeout=None)" "Add an item; never waits, whatever the other arguments are.";
        put_nowait "(self, item)" "Puts item in at once; this queue is never full.";
        get "(self, block=True, timeout=None)" "Takes out the next item; waits for one if block, timeout seconds at most.";
        get_nowait "(self, /)" "Takes out the next item; raises Empty if there is none.";
        qsize "(self, /)" "How many items there are, unless another thread is faster.";
        empty "(self, /)" "Whether nothing is in the queue now.";
        class "__class_getitem__" = Vm::generic_alias, "(cls, item, /)", "See PEP 585";
    ],
    flags: type_flag::WEAK | type_flag::BASE,
    ..TypeSpec::NONE
};

pub(crate) static NATIVE: ModuleSpec = ModuleSpec {
    name: "_queue",
    doc: "SimpleQueue: an unbounded queue in native code.",
    types: &[&SIMPLE_QUEUE, &EMPTY],
    ..ModuleSpec::NONE
};

pub(crate) static QUEUE: ModuleSpec = ModuleSpec {
    name: "queue",
    doc: "Queues through which threads pass items to one another.",
    python: Some(frozen!("queue/queue.py")),
    ..ModuleSpec::NONE
};
