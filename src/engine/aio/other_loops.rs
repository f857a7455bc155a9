//! Loops that are not native, but Python code: what futures and tasks hand over to them, and which
//! task each of them is in the middle of.

use std::cell::RefCell;

use super::event_loop::EventLoop;
use super::ready::{NativeCall, Ready};
use super::{State, context, event_loop, task, task_type};
use crate::object::foreign::ForeignObject;
use crate::object::header::{Payload, Traverse};
use crate::object::native::{Args, GetSet};
use crate::object::slots::{PyResult, Slots};
use crate::object::types::{TypeSpec, type_flag};
use crate::object::value::Value;
use crate::object::var::Var;
use crate::object::vm::Vm;
use crate::object::weak::WeakObject;

/// `loop.call_soon(callable, *args, context=context)`; the present context if that is unbound.
fn call_soon(
    vm: &Vm,
    event_loop: &Value,
    callable: Value,
    arg: Option<Value>,
    context: Value,
) -> PyResult<()> {
    let context = if context.is_unbound() { context::current(vm) } else { context };
    let method = vm.getattr(event_loop, &vm.intern("call_soon"))?;
    let mut all = vec![callable];
    all.extend(arg);
    all.push(context);
    vm.call_args(&method, Args { all: &all, names: &[vm.intern("context")] }).map(drop)
}

/// Has a loop of Python code do what a native one would find in its queue.
#[cold]
pub(super) fn hand_over(vm: &Vm, event_loop: &Value, ready: Ready) -> PyResult<()> {
    match ready {
        Ready::Task(this) => {
            let context = task::context_of(vm, &this);
            call_soon(vm, event_loop, task_type::new_wake_up(vm, &this), None, context)
        }
        Ready::Callback(done) => {
            let done = *done;
            // Every callback has a context of its own, also one that holds nothing yet.
            let context = context::materialize(vm, &Var::new(done.context));
            call_soon(vm, event_loop, done.callable, Some(done.future), context)
        }
        Ready::Native(call) => {
            call_soon(vm, event_loop, new_callback(vm, *call), None, Value::UNBOUND)
        }
        // Only native loops have such.
        Ready::Handle(_)
        | Ready::Resolve(_)
        | Ready::Step(..)
        | Ready::Accepted(_)
        | Ready::Io(..)
        | Ready::Settle(_) => Ok(()),
    }
}

/// A callable that does it, once; arguments do not matter.
pub(super) fn new_callback(vm: &Vm, call: NativeCall) -> Value {
    vm.new_foreign(&vm.ty(&NATIVE_CALLBACK), Call(RefCell::new(Some(call))))
}

/// The payload: what is to be called, once.
struct Call(RefCell<Option<NativeCall>>);

impl Traverse for Call {
    fn traverse(&self, visit: &mut dyn FnMut(&Value)) {
        if let Some(call) = &*self.0.borrow() {
            visit(&call.data);
            visit(&call.future);
        }
    }

    fn clear(&self) {
        drop(self.0.take());
    }
}

fn call_native(vm: &Vm, this: &Value, _: Args) -> PyResult {
    let call = this.foreign::<Call>().and_then(|call| call.0.take());
    if let Some(NativeCall { call, data, future }) = call {
        call(vm, &data, &future);
    }
    Ok(Value::NONE)
}

static NATIVE_CALLBACK: TypeSpec = TypeSpec {
    name: "_asyncio.NativeCallback",
    operations: Some(ForeignObject::OPERATIONS),
    slots: Slots { call: Some(call_native), ..Slots::NONE },
    getset: &[GetSet { name: "__name__", doc: "", get: |vm, _| Ok(vm.str("callback")), set: None }],
    flags: type_flag::NO_NEW,
    ..TypeSpec::NONE
};

/// Whether the loop, of whichever kind, is in debug mode.
pub(super) fn debugs(vm: &Vm, event_loop: &Value) -> PyResult<bool> {
    match event_loop.foreign::<EventLoop>() {
        Some(native) => Ok(native.debug.get()),
        None => {
            let answer = vm.call_method(event_loop, &vm.intern("get_debug"), &[])?;
            vm.truth(&answer)
        }
    }
}

// ---- which task a loop is in the middle of -----------------------------------------------------

/// The running loop's task is in `Vm::local`; here are those of loops that step tasks without running.
#[derive(Default)]
pub(crate) struct Entered(RefCell<Vec<(Value, Value)>>);

impl Entered {
    fn position(&self, event_loop: &Value) -> Option<usize> {
        self.0.borrow().iter().position(|(known, _)| known.is(event_loop))
    }
}

fn is_running_here(vm: &Vm, event_loop: &Value) -> bool {
    vm.local.running_loop.holds(event_loop)
}

/// The task, if the loop is in the middle of one in this thread.
pub(super) fn task_of(vm: &Vm, event_loop: &Value) -> Option<Value> {
    if is_running_here(vm, event_loop) {
        return vm.local.task.bound();
    }
    let entered = &State::of(vm).entered;
    let at = entered.position(event_loop)?;
    entered.0.borrow().get(at).map(|(_, task)| task.clone())
}

/// Puts another task, or none, in the place of the loop's.
fn replace(vm: &Vm, event_loop: &Value, task: Option<Value>) -> Option<Value> {
    if is_running_here(vm, event_loop) {
        let before = vm.local.task.replace(task.unwrap_or(Value::UNBOUND));
        return Some(before).filter(|t| !t.is_unbound());
    }
    let entered = &State::of(vm).entered;
    let at = entered.position(event_loop);
    let before = at.map(|at| entered.0.borrow_mut().swap_remove(at).1);
    if let Some(task) = task {
        entered.0.borrow_mut().push((event_loop.clone(), task));
    }
    before
}

/// `_enter_task(loop, task)`
pub fn enter_task(vm: &Vm, event_loop: &Value, task: &Value) -> PyResult<()> {
    if let Some(current) = task_of(vm, event_loop) {
        let (task, current) = (vm.repr_text(task)?, vm.repr_text(&current)?);
        let text = format!(
            "Cannot enter into task {task} while another task {current} is being executed."
        );
        return Err(vm.runtime_error(text));
    }
    replace(vm, event_loop, Some(task.clone()));
    Ok(())
}

/// `_leave_task(loop, task)`
pub fn leave_task(vm: &Vm, event_loop: &Value, task: &Value) -> PyResult<()> {
    let current = task_of(vm, event_loop);
    if !current.as_ref().is_some_and(|current| current.is(task)) {
        let (task, current) = (vm.repr_text(task)?, vm.repr_text(&current.unwrap_or(Value::NONE))?);
        let text = format!("Leaving task {task} does not match the current task {current}.");
        return Err(vm.runtime_error(text));
    }
    replace(vm, event_loop, None);
    Ok(())
}

/// `_swap_current_task(loop, task)`: gives the one before; None for no task.
pub fn swap_current_task(vm: &Vm, event_loop: &Value, task: &Value) -> Value {
    let task = Some(task.clone()).filter(|t| !t.is_none());
    replace(vm, event_loop, task).unwrap_or(Value::NONE)
}

/// `_set_running_loop(loop)`
pub fn set_running_loop(vm: &Vm, event_loop: &Value) {
    let running = if event_loop.is_none() { Value::UNBOUND } else { event_loop.clone() };
    vm.local.running_loop.set(running);
}

/// `current_task(loop)` for a loop that does not run in this thread: another thread's, or one of
/// Python code.
pub(super) fn task_elsewhere(vm: &Vm, event_loop: &Value) -> Option<Value> {
    if let Some(task) = task_of(vm, event_loop) {
        return Some(task);
    }
    let mut task = None;
    vm.threads.for_each(|thread| {
        if thread.local.running_loop.holds(event_loop) {
            task = thread.local.task.bound();
        }
    });
    task
}

// ---- tasks that are Python code ----------------------------------------------------------------

/// Weak references to tasks that were registered; native ones are known anyway.
#[derive(Default)]
pub(crate) struct Registered(RefCell<Vec<Value>>);

fn target(weak: &Value) -> Option<Value> {
    weak.get::<WeakObject>().and_then(WeakObject::target)
}

/// `_register_task(task)`
pub fn register_task(vm: &Vm, task: &Value) -> PyResult<()> {
    if let Some(native) = task.get::<task::TaskObject>() {
        native.hidden.set(false);
        return Ok(());
    }
    unregister_task(vm, task);
    let weak = vm.new_weak(vm.types.weakref(), task, Value::NONE)?;
    State::of(vm).registered.0.borrow_mut().push(weak);
    Ok(())
}

/// `_unregister_task(task)`; also forgets those that are gone.
pub fn unregister_task(vm: &Vm, task: &Value) {
    if let Some(native) = task.get::<task::TaskObject>() {
        native.hidden.set(true);
        return;
    }
    let gone: Vec<Value> = State::of(vm)
        .registered
        .0
        .borrow_mut()
        .extract_if(.., |weak| target(weak).is_none_or(|known| known.is(task)))
        .collect();
    drop(gone);
}

/// The registered tasks of the loop that are not done.
pub(super) fn registered_tasks(vm: &Vm, event_loop: &Value) -> PyResult<Vec<Value>> {
    let all: Vec<Value> = State::of(vm).registered.0.borrow().iter().filter_map(target).collect();
    let mut found = Vec::new();
    for task in all {
        let own = match vm.getattr_opt(&task, &vm.intern("get_loop"))? {
            Some(get_loop) => vm.call(&get_loop, &[])?,
            None => vm.getattr(&task, &vm.intern("_loop"))?,
        };
        if own.is(event_loop) {
            let done = vm.call_method(&task, &vm.intern("done"), &[])?;
            if !vm.truth(&done)? {
                found.push(task);
            }
        }
    }
    Ok(found)
}

/// The running loop if none is given.
pub(super) fn or_running(vm: &Vm, event_loop: &Value) -> PyResult {
    if event_loop.is_none() { event_loop::running(vm) } else { Ok(event_loop.clone()) }
}
