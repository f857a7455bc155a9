//! What there is of a thread for others: its number, and that one can wait for its end.

use std::cell::{Cell, RefCell};

use taipan_engine::funcs;
use taipan_engine::object::foreign::ForeignObject;
use taipan_engine::object::header::{Payload, Traverse};
use taipan_engine::object::native::{Args, GetSet};
use taipan_engine::object::slots::{PyResult, Slots};
use taipan_engine::object::thread::ThreadId;
use taipan_engine::object::types::{TypeSpec, type_flag};
use taipan_engine::object::value::Value;
use taipan_engine::object::vm::Vm;
use taipan_engine::types::exception::RUNTIME_ERROR;
use taipan_engine::vm::threads::Waiters;

use super::{Patience, deadline_or_none};

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Stage {
    New,
    Running,
    Done,
}

struct Handle {
    stage: Cell<Stage>,
    thread: Cell<ThreadId>,
    ident: Cell<u64>,
    waiters: Waiters,
}

impl Traverse for Handle {}

/// Handles of threads that a program waits for at its end.
#[derive(Default)]
struct Awaited(RefCell<Vec<Value>>);

fn of<'a>(vm: &Vm, value: &'a Value) -> PyResult<&'a Handle> {
    value.foreign::<Handle>().ok_or_else(|| vm.type_error("'handle' must be a _ThreadHandle"))
}

/// A handle of no thread yet.
pub(super) fn new(vm: &Vm) -> Value {
    let handle = Handle {
        stage: Cell::new(Stage::New),
        thread: Cell::new(ThreadId::FIRST),
        ident: Cell::new(0),
        waiters: Waiters::default(),
    };
    vm.new_foreign(&vm.ty(&HANDLE), handle)
}

/// `_make_thread_handle(ident)`: of a thread that runs already.
pub(super) fn of_ident(vm: &Vm, ident: i64) -> PyResult {
    let made = new(vm);
    let handle = of(vm, &made)?;
    handle.ident.set(ident as u64);
    handle.stage.set(Stage::Running);
    Ok(made)
}

/// Starts a thread that the handle is of from now on.
pub(super) fn start(
    vm: &Vm,
    this: &Value,
    function: &Value,
    args: Args,
    daemon: bool,
) -> PyResult<()> {
    let handle = of(vm, this)?;
    if handle.stage.get() != Stage::New {
        return Err(vm.raise(&RUNTIME_ERROR, "thread already started"));
    }
    handle.stage.set(Stage::Running);
    let started = vm.start_thread(function, args, Some((at_end, this.clone())));
    match started {
        Ok(thread) => handle.thread.set(thread),
        Err(raised) => {
            handle.stage.set(Stage::New);
            return Err(raised);
        }
    }
    if !daemon {
        vm.extra(Awaited::default).0.borrow_mut().push(this.clone());
    }
    Ok(())
}

/// In a forked process: of all threads, the calling one is left, and nobody waits for the others.
pub(super) fn after_fork(vm: &Vm) {
    let own = vm.thread_id();
    let awaited = vm.extra(Awaited::default).0.take();
    for handle in awaited.iter().filter_map(|value| value.foreign::<Handle>()) {
        if handle.thread.get() != own {
            handle.stage.set(Stage::Done);
        }
    }
}

/// The number of a thread that was started.
pub(super) fn ident_of(vm: &Vm, this: &Value) -> PyResult<i64> {
    let handle = of(vm, this)?;
    Ok(vm.ident_of(handle.thread.get()).unwrap_or(handle.ident.get()) as i64)
}

/// The thread is done.
fn at_end(vm: &Vm, this: &Value) {
    let Some(handle) = this.foreign::<Handle>() else { return };
    handle.ident.set(vm.host.thread_numbers().ident);
    handle.stage.set(Stage::Done);
    let awaited = vm.extra(Awaited::default);
    let mut all = awaited.0.borrow_mut();
    let at = all.iter().position(|other| other.is(this));
    let gone = at.map(|at| all.swap_remove(at));
    drop(all);
    drop(gone);
    handle.waiters.wake_all(vm);
}

fn join(vm: &Vm, this: &Value, timeout: &Value) -> PyResult<()> {
    let handle = of(vm, this)?;
    // A negative number is for ever.
    let negative = timeout.as_int().is_some_and(|t| t < 0)
        || timeout.as_small_float().is_some_and(|t| t < 0.0);
    let patience = if negative { Patience::Forever } else { deadline_or_none(vm, true, timeout)? };
    match handle.stage.get() {
        Stage::New => return Err(vm.raise(&RUNTIME_ERROR, "thread not started")),
        Stage::Running | Stage::Done => {}
    }
    let own = handle.thread.get() == vm.thread_id() && handle.stage.get() == Stage::Running;
    if own && handle.ident.get() == 0 {
        return Err(vm.raise(&RUNTIME_ERROR, "Cannot join current thread"));
    }
    while handle.stage.get() == Stage::Running {
        if patience.is_over(vm) {
            return Ok(());
        }
        handle.waiters.wait(vm, patience.deadline())?;
    }
    Ok(())
}

fn is_done(vm: &Vm, this: &Value) -> PyResult<bool> {
    Ok(of(vm, this)?.stage.get() == Stage::Done)
}

fn set_done(vm: &Vm, this: &Value) -> PyResult<()> {
    let handle = of(vm, this)?;
    if handle.stage.get() == Stage::New {
        return Err(vm.raise(&RUNTIME_ERROR, "thread not started"));
    }
    handle.stage.set(Stage::Done);
    handle.waiters.wake_all(vm);
    Ok(())
}

/// `_shutdown()`: waits for all that are no daemons, also those that are started meanwhile.
pub(super) fn shutdown(vm: &Vm) -> PyResult<()> {
    let awaited = vm.extra(Awaited::default);
    loop {
        let own = vm.thread_id();
        let next = {
            let all = awaited.0.borrow();
            let other = |v: &&Value| v.foreign::<Handle>().is_some_and(|h| h.thread.get() != own);
            all.iter().find(other).cloned()
        };
        match next {
            Some(next) => join(vm, &next, &Value::NONE)?,
            None => return Ok(()),
        }
    }
}

fn ident(vm: &Vm, this: &Value) -> PyResult {
    let handle = of(vm, this)?;
    let known = match handle.stage.get() {
        Stage::Running if handle.ident.get() == 0 => vm.ident_of(handle.thread.get()).unwrap_or(0),
        Stage::New | Stage::Running | Stage::Done => handle.ident.get(),
    };
    Ok(vm.int(known as i64))
}

fn repr(vm: &Vm, this: &Value) -> PyResult {
    let ident = vm.str_text(&ident(vm, this)?)?;
    Ok(vm.str(&format!("<_thread._ThreadHandle object: ident={ident}>")))
}

pub(super) static HANDLE: TypeSpec = TypeSpec {
    name: "_thread._ThreadHandle",
    operations: Some(ForeignObject::OPERATIONS),
    slots: Slots { new: Some(|vm, _, _| Ok(new(vm))), repr: Some(repr), ..Slots::NONE },
    methods: funcs![
        join "(self, timeout=None, /)" "Wait until the thread is done.";
        is_done "(self, /)" "Whether the thread is done.";
        "_set_done" = set_done, "(self, /)", "Say that the thread is done.";
    ],
    getset: &[GetSet { name: "ident", doc: "", get: ident, set: None }],
    flags: type_flag::WEAK,
    ..TypeSpec::NONE
};
