//! The lock: taken and released by any thread. Only the running thread looks at it, so it is a flag
//! and a queue.

use std::cell::Cell;

use taipan_engine::funcs;
use taipan_engine::object::foreign::ForeignObject;
use taipan_engine::object::header::{Payload, Traverse};
use taipan_engine::object::native::{Args, Rest};
use taipan_engine::object::slots::{PyResult, Slots};
use taipan_engine::object::types::{TypeRef, TypeSpec, type_flag};
use taipan_engine::object::value::Value;
use taipan_engine::object::vm::Vm;
use taipan_engine::types::exception::RUNTIME_ERROR;
use taipan_engine::vm::threads::Waiters;

use super::{Patience, deadline, full_name};

#[derive(Default)]
struct Lock {
    locked: Cell<bool>,
    waiters: Waiters,
}

impl Traverse for Lock {}

impl Lock {
    fn acquire(&self, vm: &Vm, patience: Patience) -> PyResult<bool> {
        while self.locked.get() {
            if patience.is_over(vm) {
                return Ok(false);
            }
            self.waiters.wait(vm, patience.deadline())?;
        }
        self.locked.set(true);
        Ok(true)
    }

    fn release(&self, vm: &Vm) -> PyResult<()> {
        if !self.locked.replace(false) {
            return Err(vm.raise(&RUNTIME_ERROR, "release unlocked lock"));
        }
        self.waiters.wake_one(vm);
        Ok(())
    }
}

fn of<'a>(vm: &Vm, value: &'a Value) -> PyResult<&'a Lock> {
    value.foreign::<Lock>().ok_or_else(|| vm.type_error("a lock is required"))
}

/// `allocate_lock()`
pub(super) fn allocate(vm: &Vm) -> Value {
    vm.new_foreign(&vm.ty(&LOCK), Lock::default())
}

fn new(vm: &Vm, class: &TypeRef, args: Args) -> PyResult {
    if !args.names.is_empty() {
        return Err(vm.type_error("lock() takes no keyword arguments"));
    }
    if !args.all.is_empty() {
        let text = format!("lock expected 0 arguments, got {}", args.all.len());
        return Err(vm.type_error(text));
    }
    Ok(vm.new_foreign(class, Lock::default()))
}

fn acquire(vm: &Vm, this: &Value, blocking: bool, timeout: &Value) -> PyResult<bool> {
    let patience = deadline(vm, blocking, timeout)?;
    of(vm, this)?.acquire(vm, patience)
}

fn enter(vm: &Vm, this: &Value) -> PyResult<bool> {
    of(vm, this)?.acquire(vm, Patience::Forever)
}

fn release(vm: &Vm, this: &Value) -> PyResult<()> {
    of(vm, this)?.release(vm)
}

fn leave(vm: &Vm, this: &Value, _: Rest<'_>) -> PyResult<()> {
    of(vm, this)?.release(vm)
}

fn locked(vm: &Vm, this: &Value) -> PyResult<bool> {
    Ok(of(vm, this)?.locked.get())
}

fn reinit(vm: &Vm, this: &Value) -> PyResult<()> {
    of(vm, this)?.locked.set(false);
    Ok(())
}

fn repr(vm: &Vm, this: &Value) -> PyResult {
    let state = if of(vm, this)?.locked.get() { "locked" } else { "unlocked" };
    let class = full_name(vm, this);
    Ok(vm.str(&format!("<{state} {class} object at {:#x}>", vm.id(this))))
}

pub(super) static LOCK: TypeSpec = TypeSpec {
    name: "_thread.lock",
    doc: "A lock: one holder at a time.",
    operations: Some(ForeignObject::OPERATIONS),
    slots: Slots { new: Some(new), repr: Some(repr), ..Slots::NONE },
    methods: funcs![
        acquire "(self, blocking=True, timeout=-1)" "Lock the lock; whether that succeeded.";
        release "(self, /)" "Release the lock.";
        locked "(self, /)" "Whether somebody holds the lock.";
        "acquire_lock" = acquire, "(self, blocking=True, timeout=-1)", "The old name of acquire().";
        "release_lock" = release, "(self, /)", "The old name of release().";
        "locked_lock" = locked, "(self, /)", "The old name of locked().";
        "__enter__" = enter, "(self, /)", "Lock the lock.";
        "__exit__" = leave, "(self, /, *exc_info)", "Release the lock.";
        "_at_fork_reinit" = reinit, "(self, /)", "Make the lock a new one.";
    ],
    flags: type_flag::WEAK,
    ..TypeSpec::NONE
};
