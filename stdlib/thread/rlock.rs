//! The lock that its owner may take again.

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

/// Taken as long as `count` is not zero; `owner` is the system's number of a thread.
#[derive(Default)]
struct RLock {
    owner: Cell<u64>,
    count: Cell<u64>,
    waiters: Waiters,
}

impl Traverse for RLock {}

impl RLock {
    fn is_owned(&self, vm: &Vm) -> bool {
        self.count.get() > 0 && self.owner.get() == vm.host.thread_numbers().ident
    }

    fn acquire(&self, vm: &Vm, patience: Patience) -> PyResult<bool> {
        if self.is_owned(vm) {
            self.count.set(self.count.get() + 1);
            return Ok(true);
        }
        while self.count.get() > 0 {
            if patience.is_over(vm) {
                return Ok(false);
            }
            self.waiters.wait(vm, patience.deadline())?;
        }
        self.take(vm.host.thread_numbers().ident, 1);
        Ok(true)
    }

    fn take(&self, owner: u64, count: u64) {
        self.owner.set(owner);
        self.count.set(count);
    }

    fn release(&self, vm: &Vm) -> PyResult<()> {
        if !self.is_owned(vm) {
            return Err(vm.raise(&RUNTIME_ERROR, "cannot release un-acquired lock"));
        }
        let left = self.count.get() - 1;
        self.count.set(left);
        if left == 0 {
            self.owner.set(0);
            self.waiters.wake_one(vm);
        }
        Ok(())
    }
}

fn of<'a>(vm: &Vm, value: &'a Value) -> PyResult<&'a RLock> {
    value.foreign::<RLock>().ok_or_else(|| vm.type_error("an RLock is required"))
}

fn new(vm: &Vm, class: &TypeRef, _: Args) -> PyResult {
    Ok(vm.new_foreign(class, RLock::default()))
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

fn is_owned(vm: &Vm, this: &Value) -> PyResult<bool> {
    Ok(of(vm, this)?.is_owned(vm))
}

fn recursion_count(vm: &Vm, this: &Value) -> PyResult<usize> {
    let lock = of(vm, this)?;
    Ok(if lock.is_owned(vm) { lock.count.get() as usize } else { 0 })
}

/// Releases it altogether; gives what `_acquire_restore` needs.
fn release_save(vm: &Vm, this: &Value) -> PyResult {
    let lock = of(vm, this)?;
    if lock.count.get() == 0 {
        return Err(vm.raise(&RUNTIME_ERROR, "cannot release un-acquired lock"));
    }
    let (count, owner) = (lock.count.replace(0), lock.owner.replace(0));
    lock.waiters.wake_one(vm);
    Ok(vm.tuple(vec![vm.int(count as i64), vm.int(owner as i64)]))
}

fn acquire_restore(vm: &Vm, this: &Value, state: &Value) -> PyResult<()> {
    let Some([count, owner]) = state.as_tuple() else {
        return Err(vm.type_error("_acquire_restore() argument 1 must be a pair"));
    };
    let (count, owner) = (vm.index_i64(count)?, vm.index_i64(owner)?);
    let lock = of(vm, this)?;
    while lock.count.get() > 0 {
        lock.waiters.wait(vm, None)?;
    }
    lock.take(owner as u64, count as u64);
    Ok(())
}

fn reinit(vm: &Vm, this: &Value) -> PyResult<()> {
    of(vm, this)?.take(0, 0);
    Ok(())
}

fn repr(vm: &Vm, this: &Value) -> PyResult {
    let lock = of(vm, this)?;
    let state = if lock.count.get() > 0 { "locked" } else { "unlocked" };
    let class = full_name(vm, this);
    let (owner, count) = (lock.owner.get(), lock.count.get());
    let at = vm.id(this);
    Ok(vm.str(&format!("<{state} {class} object owner={owner} count={count} at {at:#x}>")))
}

pub(super) static RLOCK: TypeSpec = TypeSpec {
    name: "_thread.RLock",
    doc: "A lock that its owner may take several times; free once it is given back as often.",
    operations: Some(ForeignObject::OPERATIONS),
    slots: Slots { new: Some(new), repr: Some(repr), ..Slots::NONE },
    methods: funcs![
        acquire "(self, blocking=True, timeout=-1)" "Lock the lock; whether that succeeded.";
        release "(self, /)" "Release the lock.";
        "__enter__" = enter, "(self, /)", "Lock the lock.";
        "__exit__" = leave, "(self, /, *exc_info)", "Release the lock.";
        "_is_owned" = is_owned, "(self, /)", "Whether the present thread holds the lock; for Condition.";
        "_recursion_count" = recursion_count, "(self, /)", "How often the thread holds the lock: once or more if it is the owner, 0 otherwise.";
        "_release_save" = release_save, "(self, /)", "Gives up the lock whole and tells how it was held; for Condition.";
        "_acquire_restore" = acquire_restore, "(self, state, /)", "Takes the lock as it was held before _release_save(); for Condition.";
        "_at_fork_reinit" = reinit, "(self, /)", "Make the lock a new one.";
    ],
    flags: type_flag::WEAK | type_flag::BASE,
    ..TypeSpec::NONE
};
