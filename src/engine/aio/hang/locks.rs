//! Who holds a lock of asyncio: the lock keeps a weak reference to the task. And the one thing that is
//! told while other tasks go on: tasks that hold what each other waits for.

use super::graph::Graph;
use super::waits::Lock;
use super::{Deadlocks, write};
use crate::aio::State;
use crate::aio::future::future_of;
use crate::aio::task::TaskObject;
use crate::object::value::Value;
use crate::object::var::Var;
use crate::object::vm::Vm;
use crate::object::weak::WeakObject;

/// Weak references to tasks that took a lock lately.
const RECENT: usize = 64;

/// No chain of locks is followed further than this: a longer one is found when nothing moves.
const LONGEST: usize = 1000;

pub(in crate::aio) struct Holders([Var; RECENT]);

impl Default for Holders {
    fn default() -> Holders {
        Holders([const { Var::unbound() }; RECENT])
    }
}

/// What a lock remembers of the running task: a weak reference, True if no task runs.
pub fn holder(vm: &Vm) -> Value {
    let Some(task) = vm.local.task.bound() else { return Value::TRUE };
    let place = &State::of(vm).hang.holders.0[(task.bits() >> 5) % RECENT];
    let known = place.get();
    if known.get::<WeakObject>().and_then(WeakObject::target).is_some_and(|t| t.is(&task)) {
        return known;
    }
    match vm.new_weak(vm.types.weakref(), &task, Value::UNBOUND) {
        Ok(made) => {
            place.set(made.clone());
            made
        }
        Err(_) => Value::TRUE,
    }
}

/// Who has a lock.
pub(super) enum Holder {
    Task(Value),
    /// A task that ended without giving it back; `None` if it is not known which.
    Ended(Option<Value>),
    /// Code that ran in no task.
    Unknown,
    Nobody,
}

/// Who has the lock. Runs no Python code.
pub(super) fn holder_of(vm: &Vm, lock: &Value) -> Holder {
    let name = vm.intern("_locked");
    let state = lock.header().and_then(|header| vm.instance_attr(header, &name));
    match state {
        Some(state) if state.is(&Value::TRUE) => Holder::Unknown,
        Some(state) => match state.get::<WeakObject>() {
            Some(weak) => match weak.target() {
                Some(task) if future_of(&task).is_some_and(|f| !f.is_done()) => Holder::Task(task),
                ended => Holder::Ended(ended),
            },
            None => Holder::Nobody,
        },
        None => Holder::Nobody,
    }
}

/// The running task is about to wait for a lock. If that closes a circle of tasks which hold what the
/// next one waits for, it is told: only a cancellation can end that.
pub fn about_to_wait(vm: &Vm, lock: &Value) {
    let Some(first) = vm.local.task.bound() else { return };
    let mut circle = vec![(first.clone(), lock.clone())];
    let mut next = lock.clone();
    loop {
        let Holder::Task(task) = holder_of(vm, &next) else { return };
        let all = if task.is(&first) {
            break;
        } else if circle.len() < LONGEST {
            Lock::awaited_by(&task)
        } else {
            None
        };
        let Some(lock) = all else { return };
        next = lock.clone();
        circle.push((task, lock));
    }
    if State::of(vm).hang.policy.get() == Deadlocks::Off {
        return;
    }
    // Whoever took a lock without `async with` may leave it to somebody else to give it back, and one
    // that a timeout ends is no hang.
    let held = |at: usize| {
        let (task, _) = &circle[at];
        let (_, lock) = &circle[(at + circle.len() - 1) % circle.len()];
        task.get::<TaskObject>().is_some_and(|task| Lock::is_held_in_block(vm, task, lock))
    };
    if (0..circle.len()).all(held) {
        let tasks: Vec<Value> = circle.into_iter().map(|(task, _)| task).collect();
        write(vm, &Graph::of_circle(vm, &tasks, lock).report_circle(vm));
    }
}
