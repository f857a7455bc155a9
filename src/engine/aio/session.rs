//! The loop of a prompt. It lives from statement to statement and runs while somebody types, so tasks go
//! on in the background. What is typed counts as called by it, and `asyncio.run` uses it.

use std::cell::Cell;

use super::event_loop::{self, EventLoop};
use super::future::{self, Status};
use super::io::{self, Direction};
use super::{State, context, hang, loop_type, run, task, task_type};
use crate::host::files::Fd;
use crate::object::slots::PyResult;
use crate::object::value::Value;
use crate::object::var::Var;
use crate::object::vm::Vm;

/// The interpreter's part.
#[derive(Default)]
pub(super) struct Session {
    /// Unbound without a prompt.
    event_loop: Var,
    /// The task of the statement that runs, if it awaits.
    foreground: Var,
    /// Whether the loop runs for nothing but what is in the background.
    idle: Cell<bool>,
    /// How often Ctrl-C came while it did.
    interrupts: Cell<u32>,
    /// Whether the loop is alive between statements, too.
    live: Cell<bool>,
}

/// After so many Ctrl-C without an answer of the prompt, whatever runs has to end.
const PATIENCE: u32 = 1;

/// So many Ctrl-C cancel a statement that does not end, before one hits a task in the background.
const MOST_SPARED: u32 = 3;

/// Has the loop live between statements. Without that, as at a prompt that reads a pipe, it is there for
/// statements that await and for nothing else.
pub fn go_live(vm: &Vm) -> PyResult<()> {
    State::of(vm).session.live.set(true);
    begin(vm).map(drop)
}

/// Prepares for a statement.
pub(crate) fn prepare(vm: &Vm) -> PyResult<()> {
    if State::of(vm).session.live.get() { begin(vm).map(drop) } else { Ok(()) }
}

/// Begins a prompt's session, or goes on with it after its loop was closed.
fn begin(vm: &Vm) -> PyResult {
    let session = &State::of(vm).session;
    let known = session.event_loop.bound();
    let open = |l: &Value| l.foreign::<EventLoop>().is_some_and(|inner| !inner.is_closed());
    let this = known.filter(open).unwrap_or_else(|| event_loop::new(vm));
    session.event_loop.set(this.clone());
    loop_type::set_event_loop(vm, &this)?;
    Ok(this)
}

/// Ends the session: what is left in its loop is cancelled and awaited.
pub fn end(vm: &Vm) -> PyResult<()> {
    let this = State::of(vm).session.event_loop.replace(Value::UNBOUND);
    match this.foreign::<EventLoop>() {
        Some(inner) if !inner.is_closed() => run::close(vm, &this, true),
        Some(_) | None => Ok(()),
    }
}

/// The loop, where code runs that was typed.
#[cold]
pub(super) fn event_loop(vm: &Vm) -> Option<Value> {
    let session = &State::of(vm).session;
    let this = session.event_loop.bound()?;
    (session.live.get() && vm.is_main_thread()).then_some(this)
}

/// Runs what is in the background until the descriptor is readable. True after a Ctrl-C.
pub fn wait_for(vm: &Vm, fd: Fd) -> PyResult<bool> {
    let this = begin(vm)?;
    let Some(inner) = this.foreign::<EventLoop>() else { return Ok(false) };
    let (file, stop) = (vm.int(i64::from(fd)), vm.getattr(&this, &vm.intern("stop"))?);
    io::add(vm, &this, Direction::Read, &file, &stop, &vm.tuple(Vec::new()))?;
    let session = &State::of(vm).session;
    session.interrupts.set(0);
    session.idle.set(true);
    let result = inner.run_forever(vm, &this);
    session.idle.set(false);
    let removed = io::remove(vm, &this, Direction::Read, &file);
    result.and(removed.map(drop))?;
    Ok(session.interrupts.replace(0) > 0)
}

/// A Ctrl-C that is for the prompt and not for what runs in the background.
pub(super) fn note_interrupt(vm: &Vm) -> bool {
    let session = &State::of(vm).session;
    if !session.idle.get() || session.interrupts.get() >= PATIENCE {
        return false;
    }
    session.interrupts.set(session.interrupts.get() + 1);
    if let Some(inner) = session.event_loop.get().foreign::<EventLoop>() {
        inner.stop();
    }
    true
}

/// Whether a further Ctrl-C only cancels the statement's task once more, since it would hit another.
pub(super) fn spares(vm: &Vm, main_task: &Value, count: u32) -> bool {
    let session = &State::of(vm).session;
    let other = vm.local.task.bound().is_some_and(|running| !running.is(main_task));
    session.event_loop.bound().is_some() && other && count <= MOST_SPARED
}

/// Runs the coroutine of a statement; what is in the background goes on meanwhile.
pub fn run_statement(vm: &Vm, coroutine: &Value, context: &Value) -> PyResult {
    let this = begin(vm)?;
    let task = loop_type::create_task(vm, &this, coroutine, &Value::NONE, context)?;
    let session = &State::of(vm).session;
    let outer = session.foreground.replace(task.clone());
    let result = run::run_task(vm, &task, || loop_type::run_until_complete(vm, &this, &task));
    session.foreground.set(outer);
    result
}

/// The loop, if `asyncio.run` of code that was typed is to use it.
pub(super) fn runs_here(vm: &Vm, loop_factory: &Value) -> Option<Value> {
    let session = &State::of(vm).session;
    let this = session.event_loop.bound()?;
    if !loop_factory.is_none() || !session.live.get() || !vm.is_main_thread() {
        return None;
    }
    let inner = this.foreign::<EventLoop>().filter(|inner| !inner.is_closed())?;
    let typed = match vm.local.task.bound() {
        Some(task) => session.foreground.holds(&task),
        None => !session.idle.get(),
    };
    let running = vm.local.running_loop.bound();
    let own = running.map_or(!inner.is_running(), |running| running.is(&this));
    (typed && own).then_some(this)
}

/// `asyncio.run` on the session's loop: the tasks that it leaves behind are cancelled, others stay.
pub(super) fn run(vm: &Vm, this: &Value, main: &Value, debug: &Value) -> PyResult {
    let inner = super::loop_of(vm, this)?;
    let debugs = inner.debug.get();
    let set_debug = |value: &Value| {
        vm.call_method(this, &vm.intern("set_debug"), std::slice::from_ref(value)).map(drop)
    };
    if !debug.is_none() {
        set_debug(debug)?;
    }
    // All that it starts inherits this variable.
    let mark = vm.call_method(
        &vm.import_module("contextvars")?,
        &vm.intern("ContextVar"),
        &[vm.str("asyncio.run")],
    )?;
    let own = context::marked_copy(vm, &mark);
    let result = loop_type::create_task(vm, this, main, &Value::NONE, &own)
        .and_then(|task| run::run_task(vm, &task, || complete(vm, this, inner, &task)));
    let mut left = task_type::tasks_of_all_kinds(vm, this)?;
    left.retain(|t| {
        t.get::<task::TaskObject>().is_some() && context::has(&task::context_of(vm, t), &mark)
    });
    let wound_up =
        run::cancel_tasks(vm, this, left, |all| complete(vm, this, inner, all).map(drop));
    if !debug.is_none() {
        set_debug(&Value::bool(debugs))?;
    }
    let value = result?;
    wound_up?;
    Ok(value)
}

/// Runs the loop until the future is done; one that runs already, from within.
fn complete(vm: &Vm, this: &Value, inner: &EventLoop, awaited: &Value) -> PyResult {
    if !inner.is_running() {
        return loop_type::run_until_complete(vm, this, awaited);
    }
    let Some(done) = future::future_of(awaited) else { return Ok(Value::NONE) };
    vm.check_stack("")?;
    let outer = vm.local.task.replace(Value::UNBOUND);
    let mut turned = Ok(());
    while turned.is_ok() && !done.is_done() {
        turned = inner.run_once(vm, this);
    }
    vm.local.task.set(outer);
    if done.status() == Status::Raised {
        done.unretrieved.set(false);
    }
    turned?;
    done.result(vm)
}

/// The tasks of the session, each with what it waits for.
pub fn tasks(vm: &Vm) -> String {
    event_loop(vm).map_or_else(String::new, |this| hang::tasks_of(vm, &this))
}
