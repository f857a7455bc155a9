//! What a message says of one task: its name, where it was made, what it waits for; and which tasks an
//! exception has ended. Runs no Python code.

use std::cell::{Cell, RefCell};
use std::collections::VecDeque;

use super::SiteId;
use super::graph::{Graph, is_running, shown_name};
use super::waits::{coroutine_name, spot_of};
use crate::aio::State as Loops;
use crate::aio::future::Status;
use crate::aio::task::TaskObject;
use crate::object::frame::{GeneratorObject, State};
use crate::object::report::Spot;
use crate::object::value::Value;
use crate::object::vm::Vm;
use crate::types::exception::ExceptionObject;

/// A task as data.
pub struct TaskFacts {
    pub name: String,
    /// The qualified name of its coroutine.
    pub coroutine: String,
    /// Where it was made.
    pub made: Option<Spot>,
    /// What it waits for, and where, unless it is done.
    pub waits: Option<String>,
    pub at: Option<Spot>,
}

/// What is known of a task; `None` if the value is no task.
pub fn task_facts(vm: &Vm, task: &Value) -> Option<TaskFacts> {
    let payload = task.get::<TaskObject>()?;
    let coroutine = payload.coroutine.get();
    let pending = payload.future.status() == Status::Pending && !coroutine.is_unbound();
    let waits = pending.then(|| {
        let graph = Graph::of_tasks(vm, vec![task.clone()]);
        graph.nodes.first().map(|node| graph.what(vm, node))
    });
    Some(TaskFacts {
        name: shown_name(vm, task),
        coroutine: coroutine_name(&coroutine),
        made: Loops::of(vm).hang.sites.spot(payload.future.site.get()),
        waits: waits.flatten(),
        at: if pending && !is_running(vm, task) { spot_of(&coroutine) } else { None },
    })
}

/// Whether the task's coroutine was never resumed.
pub(in crate::aio) fn has_not_begun(task: &Value) -> bool {
    let Some(task) = task.get::<TaskObject>() else { return false };
    let coroutine = task.coroutine.get();
    coroutine.get::<GeneratorObject>().is_some_and(|g| g.state.get() == State::Created)
}

/// Where a coroutine was made that was never resumed, if that can be said.
pub fn made_at(vm: &Vm, coroutine: &Value) -> Option<Spot> {
    vm.spot_of_address(coroutine.get::<GeneratorObject>()?.made_at())
}

/// The tasks that an exception has ended, first the one that it came from.
pub fn ended_tasks(vm: &Vm, exception: &Value) -> Vec<TaskFacts> {
    let number = exception.get::<ExceptionObject>().map_or(0, |e| e.ended_tasks.get());
    let state = &Loops::of(vm).hang;
    let entries = state.ended.entries.borrow();
    let Some(entry) = entries.iter().find(|entry| number != 0 && entry.number == number) else {
        return Vec::new();
    };
    let facts = |task: &EndedTask| TaskFacts {
        name: match task.name.as_int() {
            Some(number) => format!("Task-{number}"),
            None => task.name.to_text(),
        },
        coroutine: if task.coroutine.is_none() { String::new() } else { task.coroutine.to_text() },
        made: state.sites.spot(task.site),
        waits: None,
        at: None,
    };
    entry.tasks.iter().map(facts).collect()
}

/// The exceptions that ended tasks lately.
#[derive(Default)]
pub(in crate::aio) struct Ended {
    count: Cell<u32>,
    entries: RefCell<VecDeque<Entry>>,
}

/// More are forgotten, and so are more tasks of one exception.
const REMEMBERED: usize = 64;
const TASKS: usize = 8;

struct Entry {
    number: u32,
    tasks: Vec<EndedTask>,
}

struct EndedTask {
    name: Value,
    coroutine: Value,
    site: SiteId,
}

impl Ended {
    /// The places that entries name.
    pub(super) fn sites(&self) -> Vec<SiteId> {
        self.entries.borrow().iter().flat_map(|e| e.tasks.iter().map(|t| t.site)).collect()
    }
}

/// To be called when an exception ends a task.
#[cold]
pub(in crate::aio) fn ended_by(vm: &Vm, task: &TaskObject, exception: &Value) {
    let Some(object) = exception.get::<ExceptionObject>() else { return };
    let coroutine = task.coroutine.get();
    let name = coroutine.get::<GeneratorObject>().map_or(Value::NONE, |g| g.qualname.get());
    let this = EndedTask { name: task.name.get(), coroutine: name, site: task.future.site.get() };
    let ended = &Loops::of(vm).hang.ended;
    let mut entries = ended.entries.borrow_mut();
    let number = object.ended_tasks.get();
    let known = entries.iter_mut().find(|entry| number != 0 && entry.number == number);
    if let Some(entry) = known {
        if entry.tasks.len() < TASKS {
            entry.tasks.push(this);
        }
        return;
    }
    let number = ended.count.get().wrapping_add(1).max(1);
    ended.count.set(number);
    object.ended_tasks.set(number);
    let forgotten = if entries.len() < REMEMBERED { None } else { entries.pop_front() };
    entries.push_back(Entry { number, tasks: vec![this] });
    drop(entries);
    // Names may be objects of the program's own.
    drop(forgotten);
}
