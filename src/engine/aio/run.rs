//! `asyncio.run` and the Runner behind it: a loop for one program, with its end in order, and what
//! Ctrl-C does meanwhile.

use std::cell::Cell;

use super::event_loop::EventLoop;
use super::future::{self, Status};
use super::{State, context, errors, gather, loop_type, policy, task_type};
use crate::object::report::Event;
use crate::object::slots::{PyResult, Raised};
use crate::object::types::TypeSpec;
use crate::object::value::Value;
use crate::object::var::Var;
use crate::object::vm::Vm;
use crate::types::exception::{ExceptionObject, KEYBOARD_INTERRUPT};

/// What Ctrl-C means at present.
#[derive(Default)]
pub(crate) struct Interrupts {
    /// The task that the first Ctrl-C cancels; unbound if Ctrl-C raises KeyboardInterrupt.
    main_task: Var,
    count: Cell<u32>,
}

/// Whether the exception is of the class `asyncio.CancelledError`.
fn is_cancelled(vm: &Vm, exception: &Value) -> bool {
    static CLASS: &TypeSpec = &super::exceptions::CANCELLED_ERROR;
    vm.is_exception(exception, CLASS)
}

/// What the interpreter does when it sees a SIGINT: the first one while `asyncio.run` runs cancels
/// the main task, any other one raises KeyboardInterrupt.
pub fn interrupt(vm: &Vm) -> PyResult<()> {
    let interrupts = &State::of(vm).interrupts;
    if super::session::note_interrupt(vm) {
        return Ok(());
    }
    if let Some(main_task) = interrupts.main_task.bound() {
        let count = interrupts.count.get() + 1;
        interrupts.count.set(count);
        let first = count == 1 || super::session::spares(vm, &main_task, count);
        if first && !is_done(vm, &main_task)? {
            future::cancel(vm, &main_task, None)?;
            return wake_other_loop(vm, &main_task);
        }
    }
    Err(Raised(vm.new_exception(&vm.ty(&KEYBOARD_INTERRUPT), Vec::new())))
}

fn is_done(vm: &Vm, task: &Value) -> PyResult<bool> {
    match future::future_of(task) {
        Some(future) => Ok(future.is_done()),
        None => {
            let done = vm.call_method(task, &vm.intern("done"), &[])?;
            vm.truth(&done)
        }
    }
}

/// A loop of Python code may be waiting; any callback will do to wake it.
fn wake_other_loop(vm: &Vm, task: &Value) -> PyResult<()> {
    let event_loop = vm.call_method(task, &vm.intern("get_loop"), &[])?;
    if event_loop.foreign::<EventLoop>().is_some() {
        return Ok(());
    }
    let callback = vm.getattr(task, &vm.intern("done"))?;
    vm.call_method(&event_loop, &vm.intern("call_soon_threadsafe"), &[callback]).map(drop)
}

/// `Runner.run` on a loop of the caller's: the coroutine as a task in the context (which may be
/// unbound), with Ctrl-C cancelling it.
pub fn run_main(vm: &Vm, event_loop: &Value, coroutine: &Value, context: &Value) -> PyResult {
    let context = if context.is_unbound() { &Value::NONE } else { context };
    let task = loop_type::create_task(vm, event_loop, coroutine, &Value::NONE, context)?;
    if !vm.is_main_thread() {
        return loop_type::run_until_complete(vm, event_loop, &task);
    }
    run_task(vm, &task, || loop_type::run_until_complete(vm, event_loop, &task))
}

/// Runs while the first Ctrl-C cancels the task.
pub(super) fn run_task(vm: &Vm, task: &Value, run: impl FnOnce() -> PyResult) -> PyResult {
    let interrupts = &State::of(vm).interrupts;
    let outer_task = interrupts.main_task.replace(task.clone());
    let outer_count = interrupts.count.replace(0);
    let result = run();
    interrupts.main_task.set(outer_task);
    let count = interrupts.count.replace(outer_count);
    match result {
        Err(Raised(exception)) if count > 0 && is_cancelled(vm, &exception) => {
            let uncancel = vm.getattr_opt(task, &vm.intern("uncancel"))?;
            let left = uncancel.map(|uncancel| vm.call(&uncancel, &[])).transpose()?;
            if left.is_some_and(|left| left.as_int() == Some(0)) {
                let interrupt = vm.new_exception(&vm.ty(&KEYBOARD_INTERRUPT), Vec::new());
                // Shows where the program was.
                if let Some(made) = interrupt.get::<ExceptionObject>() {
                    made.context.set(exception);
                }
                return Err(Raised(interrupt));
            }
            Err(Raised(exception))
        }
        result => result,
    }
}

/// `Runner.close`: cancels what is left and closes the loop.
pub fn close(vm: &Vm, event_loop: &Value, was_set: bool) -> PyResult<()> {
    let result = wind_up(vm, event_loop);
    if was_set {
        policy::set_current(vm, &Value::NONE)?;
    }
    // A method, since a class derived from the loop may have another one.
    vm.call_method(event_loop, &vm.intern("close"), &[])?;
    result
}

fn wind_up(vm: &Vm, event_loop: &Value) -> PyResult<()> {
    cancel_all_tasks(vm, event_loop)?;
    // Seconds that the threads of the executor have.
    let patience = Value::int_unchecked(300);
    for (name, args) in
        [("shutdown_asyncgens", &[][..]), ("shutdown_default_executor", &[patience][..])]
    {
        let coroutine = vm.call_method(event_loop, &vm.intern(name), args)?;
        loop_type::run_until_complete(vm, event_loop, &coroutine)?;
    }
    Ok(())
}

/// Tasks that nobody gave the time to begin; in debug mode all that are not done. CPython says nothing of them, so neither do we in its words.
#[cold]
fn tell_of_lost_tasks(vm: &Vm, event_loop: &Value) {
    let debugs = event_loop.foreign::<EventLoop>().is_some_and(|l| l.debug.get());
    for task in task_type::tasks_of_all_kinds(vm, event_loop).unwrap_or_default() {
        if (debugs || super::hang::facts::has_not_begun(&task))
            && let Some(text) = vm.drawn(&Event::Lost { task: &task })
        {
            vm.write_stderr(&text);
        }
    }
}

fn cancel_all_tasks(vm: &Vm, event_loop: &Value) -> PyResult<()> {
    let tasks = task_type::tasks_of_all_kinds(vm, event_loop)?;
    cancel_tasks(vm, event_loop, tasks, |all| {
        loop_type::run_until_complete(vm, event_loop, all).map(drop)
    })
}

/// Cancels the tasks, and has `wait` wait for all of them.
pub(super) fn cancel_tasks(
    vm: &Vm,
    event_loop: &Value,
    tasks: Vec<Value>,
    wait: impl FnOnce(&Value) -> PyResult<()>,
) -> PyResult<()> {
    if tasks.is_empty() {
        return Ok(());
    }
    for task in &tasks {
        future::cancel(vm, task, None)?;
    }
    let all = gather::gather(vm, &tasks, true)?;
    wait(&all)?;
    for task in &tasks {
        let Some(done) = future::future_of(task) else { continue };
        if done.status() == Status::Raised {
            let message = vm.str("unhandled exception during asyncio.run() shutdown");
            let rows =
                [("message", message), ("exception", done.exception(vm)?), ("task", task.clone())];
            errors::call_exception_handler(vm, event_loop, &rows)?;
        }
    }
    Ok(())
}

fn check_coroutine(vm: &Vm, main: &Value) -> PyResult<()> {
    if super::is_coroutine(vm, main)? {
        return Ok(());
    }
    let text = vm.repr_text(main)?;
    Err(vm.value_error(format!("a coroutine was expected, got {text}")))
}

/// `asyncio.run(main, debug=…, loop_factory=…)`
pub fn run(vm: &Vm, main: &Value, debug: &Value, loop_factory: &Value) -> PyResult {
    if let Some(this) = super::session::runs_here(vm, loop_factory) {
        check_coroutine(vm, main)?;
        return super::session::run(vm, &this, main, debug);
    }
    if !vm.local.running_loop.is_unbound() {
        let text = "asyncio.run() cannot be called from a running event loop";
        return Err(vm.runtime_error(text));
    }
    check_coroutine(vm, main)?;
    let own = loop_factory.is_none();
    let event_loop = if own { policy::new(vm)? } else { vm.call(loop_factory, &[])? };
    if own {
        policy::set_current(vm, &event_loop)?;
    }
    if !debug.is_none() {
        let name = vm.intern("set_debug");
        vm.call_method(&event_loop, &name, std::slice::from_ref(debug))?;
    }
    let context = context::copy_current(vm);
    let result = run_main(vm, &event_loop, main, &context);
    if result.is_ok() && vm.reporter.get().is_some() {
        tell_of_lost_tasks(vm, &event_loop);
    }
    // An error while winding up replaces the result, as in a `with` statement.
    let closed = close(vm, &event_loop, own);
    if let (Err(Raised(second)), Err(Raised(first))) = (&closed, &result)
        && let Some(second) = second.get::<ExceptionObject>()
        && second.context.is_unbound()
    {
        second.context.set(first.clone());
    }
    closed?;
    result
}
