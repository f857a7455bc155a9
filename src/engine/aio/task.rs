//! Task: a coroutine that the loop drives. The one place that resumes coroutines for the loop; what
//! Python sees of a task is in `task_type.rs`.

use std::cell::Cell;

use super::event_loop::EventLoop;
use super::exceptions::CANCELLED_ERROR;
use super::future::{self, FutureObject, Waiter, future_of};
use super::native_coroutine::NativeCoroutine;
use super::ready::Ready;
use super::{State, context, hang, other_loops};
use crate::object::async_step::AsyncStep;
use crate::object::frame::GeneratorObject;
use crate::object::header::{Kind, SUBCLASS, Traverse};
use crate::object::slots::{PyResult, Raised};
use crate::object::value::Value;
use crate::object::var::Var;
use crate::object::vm::Vm;
use crate::types::exception::{KEYBOARD_INTERRUPT, SYSTEM_EXIT};
use crate::vm::coroutine::{Outcome, Resume};

/// The payload of a task; the first part is that of a future.
pub struct TaskObject {
    pub(super) future: FutureObject,
    pub(super) coroutine: Var,
    /// A str, or the number of a name that nobody has asked for.
    pub(super) name: Var,
    /// See `context.rs`; unbound also while the task runs.
    pub(super) context: Var,
    /// The future that the task waits for.
    pub(super) waits_for: Var,
    /// `cancel()` came while there was nothing to pass it on to.
    pub(super) must_cancel: Cell<bool>,
    pub(super) cancel_requests: Cell<u32>,
    /// Whether to complain when the task is destroyed while pending.
    pub(super) log_destroy: Cell<bool>,
    /// `all_tasks()` does not tell of it: it was unregistered, or is about to go.
    pub(super) hidden: Cell<bool>,
}

impl Traverse for TaskObject {
    fn traverse(&self, visit: &mut dyn FnMut(&Value)) {
        self.future.traverse(visit);
        self.vars().into_iter().for_each(|v| v.visit(visit));
    }

    fn clear(&self) {
        self.future.clear();
        self.vars().into_iter().for_each(|v| v.set(Value::UNBOUND));
    }
}

impl TaskObject {
    pub(super) fn new(
        event_loop: Value,
        coroutine: Value,
        name: Value,
        context: Value,
    ) -> TaskObject {
        TaskObject {
            future: FutureObject::new(event_loop),
            coroutine: coroutine.into(),
            name: name.into(),
            context: context.into(),
            waits_for: Var::unbound(),
            must_cancel: Cell::new(false),
            cancel_requests: Cell::new(0),
            log_destroy: Cell::new(true),
            hidden: Cell::new(false),
        }
    }

    fn vars(&self) -> [&Var; 4] {
        [&self.coroutine, &self.name, &self.context, &self.waits_for]
    }

    /// For `__init__`, which may be called again.
    pub(super) fn begin_anew(&self) {
        self.waits_for.set(Value::UNBOUND);
        self.must_cancel.set(false);
        self.cancel_requests.set(0);
        self.hidden.set(false);
    }

    /// The task's name, made from its number if need be.
    pub(super) fn name(&self, vm: &Vm) -> Value {
        let name = self.name.get();
        let Some(number) = name.as_int() else { return name };
        let text = vm.str(&format!("Task-{number}"));
        self.name.set(text.clone());
        text
    }
}

/// The name for a task that was given none: a number until somebody asks.
pub(super) fn fresh_name(vm: &Vm) -> Value {
    let state = State::of(vm);
    let number = state.tasks_made.get() + 1;
    state.tasks_made.set(number);
    Value::int_unchecked(number)
}

/// A new task for the coroutine; its first step is queued. Name and context may be unbound.
pub fn spawn(
    vm: &Vm,
    event_loop: &Value,
    coroutine: &Value,
    name: Value,
    context: Value,
) -> PyResult {
    if !super::is_coroutine(vm, coroutine)? {
        let text = vm.repr_text(coroutine)?;
        return Err(vm.type_error(format!("a coroutine was expected, got {text}")));
    }
    let name = if name.is_unbound() { fresh_name(vm) } else { name };
    let context = if context.is_unbound() { context::copy_current(vm) } else { context };
    let payload = TaskObject::new(event_loop.clone(), coroutine.clone(), name, context);
    payload.future.site.set(hang::here(vm));
    let task = vm.new_object(State::of(vm).task_type(vm), payload);
    start(vm, &task)?;
    Ok(task)
}

/// Queues the first step.
pub(super) fn start(vm: &Vm, this: &Value) -> PyResult<()> {
    match this.get::<TaskObject>() {
        Some(task) => future::push(vm, &task.future, Ready::Task(this.clone())),
        None => Ok(()),
    }
}

/// Takes the first step at once if the task's loop is running, else queues it.
pub(super) fn start_eagerly(vm: &Vm, this: &Value) -> PyResult<()> {
    let Some(task) = this.get::<TaskObject>() else { return Ok(()) };
    let event_loop = task.future.event_loop.get();
    match event_loop.foreign::<EventLoop>() {
        Some(native) if native.is_running() => step(vm, this, native)?,
        Some(_) => return start(vm, this),
        None => {
            let running = vm.call_method(&event_loop, &vm.intern("is_running"), &[])?;
            if !vm.truth(&running)? {
                return start(vm, this);
            }
            // Whatever task that loop is in the middle of has to wait for this one's first step.
            let outside = other_loops::swap_current_task(vm, &event_loop, this);
            let result = step_elsewhere(vm, this, task, &event_loop);
            other_loops::swap_current_task(vm, &event_loop, &outside);
            result?;
        }
    }
    if task.future.is_done() {
        task.coroutine.set(Value::UNBOUND);
    }
    Ok(())
}

/// One step: resumes the coroutine, then sees what it gave. Comes back with an error only if that
/// ends the program: KeyboardInterrupt or SystemExit. `event_loop` is the task's.
pub(super) fn step(vm: &Vm, this: &Value, event_loop: &EventLoop) -> PyResult<()> {
    let Some(task) = this.get::<TaskObject>() else { return Ok(()) };
    if task.future.is_done() {
        return too_late(vm, this, task, event_loop);
    }
    let outside = vm.local.task.replace(this.clone());
    let result = match resume(vm, task) {
        Ok(Outcome::Yielded(value) | Outcome::YieldedAsync(value)) => {
            if value.is_none() && !event_loop.hands_over() {
                event_loop.push(vm, Ready::Task(this.clone()))
            } else if value.is_none() {
                future::push(vm, &task.future, Ready::Task(this.clone()))
            } else {
                wait_for(vm, this, task, value)
            }
        }
        Ok(Outcome::Returned(value)) => returned(vm, this, task, value),
        Err(raised) => fail(vm, this, task, raised),
    };
    vm.local.task.set(outside);
    match result {
        Ok(()) => Ok(()),
        Err(raised) => step_failed(vm, this, task, event_loop, raised),
    }
}

/// Not the coroutine failed, but what the step did with what it gave.
#[cold]
fn step_failed(
    vm: &Vm,
    this: &Value,
    task: &TaskObject,
    event_loop: &EventLoop,
    raised: Raised,
) -> PyResult<()> {
    let (callable, home) = (super::task_type::new_wake_up(vm, this), task.future.event_loop.get());
    let handle = super::handle::for_callback(vm, &home, &callable, &vm.tuple(Vec::new()));
    event_loop.callback_failed(vm, &home, &callable, handle, raised)
}

/// Somebody has given the task a result by `Future.set_result`, but it was still to run.
#[cold]
fn already_done(vm: &Vm, this: &Value, task: &TaskObject) -> PyResult<Raised> {
    let throw = task.future.take_throw();
    let throw = if throw.is_unbound() { Value::NONE } else { throw };
    let (task, throw) = (vm.repr_text(this)?, vm.repr_text(&throw)?);
    Ok(vm.invalid_state(&format!("_step(): already done: {task} {throw}")))
}

#[cold]
fn too_late(vm: &Vm, this: &Value, task: &TaskObject, event_loop: &EventLoop) -> PyResult<()> {
    let raised = already_done(vm, this, task)?;
    step_failed(vm, this, task, event_loop, raised)
}

/// A step on whichever loop the task has: one of Python code calls this, or a future of Python code.
#[cold]
pub(super) fn step_anywhere(vm: &Vm, this: &Value) -> PyResult<()> {
    let Some(task) = this.get::<TaskObject>() else { return Ok(()) };
    let event_loop = task.future.event_loop.get();
    match event_loop.foreign::<EventLoop>() {
        Some(native) => step(vm, this, native),
        None => {
            other_loops::enter_task(vm, &event_loop, this)?;
            let result = step_elsewhere(vm, this, task, &event_loop);
            result.and(other_loops::leave_task(vm, &event_loop, this))
        }
    }
}

/// As [`step`], on a loop of Python code that has entered the task.
#[cold]
#[inline(never)]
fn step_elsewhere(vm: &Vm, this: &Value, task: &TaskObject, event_loop: &Value) -> PyResult<()> {
    if task.future.is_done() {
        return Err(already_done(vm, this, task)?);
    }
    match resume(vm, task) {
        Ok(Outcome::Yielded(value) | Outcome::YieldedAsync(value)) if value.is_none() => {
            other_loops::hand_over(vm, event_loop, Ready::Task(this.clone()))
        }
        Ok(Outcome::Yielded(value) | Outcome::YieldedAsync(value)) => {
            wait_for(vm, this, task, value)
        }
        Ok(Outcome::Returned(value)) => returned(vm, this, task, value),
        Err(raised) => fail(vm, this, task, raised),
    }
}

/// The context that the task's steps run in, between two of them.
pub(super) fn context_of(vm: &Vm, this: &Value) -> Value {
    let task = this.get::<TaskObject>();
    task.map_or(Value::UNBOUND, |task| context::materialize(vm, &task.context))
}

/// Resumes the coroutine in the task's context.
#[inline(always)]
fn resume(vm: &Vm, task: &TaskObject) -> PyResult<Outcome> {
    let resume = next_resume(vm, task);
    let coroutine = task.coroutine.get();
    let outer_context = vm.local.context.replace(task.context.take());
    let outcome = if coroutine.get::<GeneratorObject>().is_some() {
        vm.resume(&coroutine, resume)
    } else {
        drive(vm, &coroutine, resume)
    };
    task.context.set(vm.local.context.replace(outer_context));
    outcome
}

/// The coroutine returned.
fn returned(vm: &Vm, this: &Value, task: &TaskObject, value: Value) -> PyResult<()> {
    if task.must_cancel.replace(false) {
        // Cancelled by itself, or just before it ended without awaiting again.
        let message = task.future.cancel_message();
        return future::cancel_plain(vm, this, message).map(drop);
    }
    future::set_result(vm, this, value)
}

/// What the next step does to the coroutine.
#[inline(always)]
fn next_resume(vm: &Vm, task: &TaskObject) -> Resume {
    if task.waits_for.is_unbound() && !task.future.throws() && !task.must_cancel.get() {
        return Resume::Send(Value::NONE);
    }
    resume_after(vm, task)
}

/// As [`next_resume`], where there is something to look at.
#[inline(always)]
fn resume_after(vm: &Vm, task: &TaskObject) -> Resume {
    let awaited = task.waits_for.take();
    let failure = match future_of(&awaited) {
        Some(future) => future.failure(vm),
        None => None,
    };
    let mut throw = task.future.take_throw();
    if let Some(failure) = failure {
        throw = failure;
    }
    if task.must_cancel.get() {
        if !vm.is_exception(&throw, &CANCELLED_ERROR) {
            throw = task.future.make_cancelled_error(vm);
        }
        task.must_cancel.set(false);
    }
    if throw.is_unbound() { Resume::Send(Value::NONE) } else { Resume::Throw(throw) }
}

/// The coroutine raised.
fn fail(vm: &Vm, this: &Value, task: &TaskObject, Raised(exception): Raised) -> PyResult<()> {
    if vm.is_exception(&exception, &CANCELLED_ERROR) {
        task.future.set_cancelled_with(exception);
        // The message is in the exception; the task forgets it.
        return future::cancel_plain(vm, this, None).map(drop);
    }
    let ends = vm.is_exception(&exception, &KEYBOARD_INTERRUPT)
        || vm.is_exception(&exception, &SYSTEM_EXIT);
    hang::facts::ended_by(vm, task, &exception);
    future::set_exception(vm, this, exception.clone())?;
    if ends { Err(Raised(exception)) } else { Ok(()) }
}

/// The coroutine yielded a future to wait for, or something that it should not.
#[inline(always)]
fn wait_for(vm: &Vm, this: &Value, task: &TaskObject, yielded: Value) -> PyResult<()> {
    let Some(future) = future_of(&yielded) else {
        return wait_for_foreign(vm, this, task, yielded);
    };
    if yielded.is(this) {
        let text = format!("Task cannot await on itself: {}", vm.repr_text(this)?);
        return again(vm, task, this, vm.runtime_error(text).0);
    }
    if !future.event_loop.holds(&task.future.event_loop.get()) {
        return again(vm, task, this, other_loop(vm, this, &yielded)?);
    }
    let derived = yielded.header().is_some_and(|h| h.kind_byte() & SUBCLASS != 0);
    if derived && future::has_own_callbacks(vm, &yielded) {
        return wait_for_foreign(vm, this, task, yielded);
    }
    if !future.blocking.replace(false) {
        return again(vm, task, this, used_yield(vm, this, &yielded)?);
    }
    future::add_waiter(vm, &yielded, Waiter::Task(this.clone()))?;
    task.waits_for.set(yielded.clone());
    pass_on_cancel(vm, task, &yielded)
}

/// A cancellation that came while the task was running goes to what it waits for now.
fn pass_on_cancel(vm: &Vm, task: &TaskObject, awaited: &Value) -> PyResult<()> {
    if task.must_cancel.get() && future::cancel(vm, awaited, task.future.cancel_message())? {
        task.must_cancel.set(false);
    }
    Ok(())
}

fn other_loop(vm: &Vm, this: &Value, yielded: &Value) -> PyResult {
    let (task, future) = (vm.repr_text(this)?, vm.repr_text(yielded)?);
    let text = format!("Task {task} got Future {future} attached to a different loop");
    Ok(vm.runtime_error(text).0)
}

fn used_yield(vm: &Vm, this: &Value, yielded: &Value) -> PyResult {
    let (task, future) = (vm.repr_text(this)?, vm.repr_text(yielded)?);
    let text = format!("yield was used instead of yield from in task {task} with {future}");
    Ok(vm.runtime_error(text).0)
}

/// Something else than a future: an object of Python code that looks like one, or a mistake.
#[cold]
fn wait_for_foreign(vm: &Vm, this: &Value, task: &TaskObject, yielded: Value) -> PyResult<()> {
    let blocking = vm.intern("_asyncio_future_blocking");
    match vm.getattr_opt(&yielded, &blocking)? {
        Some(flag) if !flag.is_none() => {
            if !vm.truth(&flag)? {
                return again(vm, task, this, used_yield(vm, this, &yielded)?);
            }
            vm.setattr(&yielded, &blocking, Some(&Value::FALSE))?;
            let wake = super::task_type::new_wake_up(vm, this);
            let context = context::materialize(vm, &task.context);
            let add = vm.getattr(&yielded, &vm.intern("add_done_callback"))?;
            let (all, names) = ([wake, context], [vm.intern("context")]);
            vm.call_args(&add, crate::object::native::Args { all: &all, names: &names })?;
            task.waits_for.set(yielded.clone());
            pass_on_cancel(vm, task, &yielded)
        }
        _ => {
            let generator = yielded
                .get::<GeneratorObject>()
                .is_some_and(|g| g.flavor == crate::object::frame::Flavor::Generator);
            let text = if generator {
                let (task, yielded) = (vm.repr_text(this)?, vm.repr_text(&yielded)?);
                format!(
                    "yield was used instead of yield from for generator in task {task} with {yielded}"
                )
            } else {
                format!("Task got bad yield: {}", vm.repr_text(&yielded)?)
            };
            again(vm, task, this, vm.runtime_error(text).0)
        }
    }
}

/// Queues another step, which throws.
fn again(vm: &Vm, task: &TaskObject, this: &Value, throw: Value) -> PyResult<()> {
    task.future.set_throw(throw);
    future::push(vm, &task.future, Ready::Task(this.clone()))
}

/// A future written in Python is done: `future.result()` tells how.
pub(super) fn wake_up(vm: &Vm, this: &Value, awaited: &Value) -> PyResult<()> {
    let Some(task) = this.get::<TaskObject>() else { return Ok(()) };
    let result = vm.call_method(awaited, &vm.intern("result"), &[]);
    task.waits_for.set(Value::UNBOUND);
    if let Err(Raised(exception)) = result {
        task.future.set_throw(exception);
    }
    step_anywhere(vm, this)
}

/// Resumes anything that can be: a coroutine of the machine or a native one, or an object with
/// `send` and `throw`, or an iterator.
pub(super) fn drive(vm: &Vm, coroutine: &Value, resume: Resume) -> PyResult<Outcome> {
    if coroutine.get::<GeneratorObject>().is_some() {
        return vm.resume(coroutine, resume);
    }
    if coroutine.get::<NativeCoroutine>().is_some() {
        return super::native_coroutine::resume(vm, coroutine, resume);
    }
    if coroutine.get::<AsyncStep>().is_some_and(|step| step.target().is_some()) {
        return crate::vm::async_generator::resume_step(vm, coroutine, resume);
    }
    let names = vm.names();
    let (name, value) = match resume {
        Resume::Send(value) => (&names.send, value),
        Resume::Throw(exception) => (&names.throw, exception),
    };
    let result = match vm.getattr_opt(coroutine, name)? {
        Some(method) => vm.call(&method, &[value]),
        None if value.is_none() => vm.call_method(coroutine, &names.__next__, &[]),
        None => Err(Raised(value)),
    };
    match result {
        Ok(yielded) => Ok(Outcome::Yielded(yielded)),
        Err(raised) => vm.stop_value(raised).map(Outcome::Returned),
    }
}

/// `task.cancel(msg=message)`: false if it is done.
pub(super) fn cancel(vm: &Vm, this: &Value, message: Option<Value>) -> PyResult<bool> {
    let Some(task) = this.get::<TaskObject>() else { return Ok(false) };
    vm.check_stack("")?;
    task.future.unretrieved.set(false);
    if task.future.is_done() {
        return Ok(false);
    }
    let Chain { length, in_circle } = awaited_tasks(vm, task)?;
    let mut reached = None;
    for _ in 0..length {
        let asked = task_of(task, &reached);
        ask_to_end(asked);
        reached = next_awaited(asked);
    }
    let last = task_of(task, &reached);
    ask_to_end(last);
    if let Some(waits_for) = last.waits_for.bound() {
        if !in_circle && future::cancel(vm, &waits_for, message.clone())? {
            // The task hears of it when it is woken.
            return Ok(true);
        }
        let gather = future_of(&waits_for).and_then(FutureObject::gather);
        let gather = gather.filter(|gather| gather.is_cancelling());
        if in_circle || gather.is_some() {
            let this = reached.as_ref().unwrap_or(this);
            // It waits for one that waits for it: nobody else will ever wake it.
            future::forget_task(&waits_for, this);
            gather.inspect(|gather| gather.abandon());
            last.waits_for.set(Value::UNBOUND);
            start(vm, this)?;
        }
    }
    last.must_cancel.set(true);
    last.future.set_cancel_message(message);
    Ok(true)
}

fn ask_to_end(task: &TaskObject) {
    task.future.unretrieved.set(false);
    task.cancel_requests.set(task.cancel_requests.get().saturating_add(1));
}

/// The tasks that one waits for, each waiting for the next.
struct Chain {
    /// How many there are, each counted once.
    length: usize,
    /// The last of them waits for one of those before.
    in_circle: bool,
}

/// Steps along a chain before a look at whether the program is to stop.
const STEPS: usize = 1024;

/// Where a walk along the tasks that `first` waits for has come to; nowhere yet without a value.
fn task_of<'a>(first: &'a TaskObject, reached: &'a Option<Value>) -> &'a TaskObject {
    reached.as_ref().and_then(|value| value.get::<TaskObject>()).unwrap_or(first)
}

/// The task that one waits for, if it is a plain one and not done.
fn next_awaited(task: &TaskObject) -> Option<Value> {
    let next = task.waits_for.get();
    let is_own = next.header().is_some_and(|header| header.is_exact(Kind::Task));
    let pending = is_own && next.get::<TaskObject>().is_some_and(|inner| !inner.future.is_done());
    pending.then_some(next)
}

/// Measures the chain behind a task, in time that grows with its length; needs no memory. A loop,
/// since it may be long, that looks for circles as R. P. Brent's algorithm does ("An improved Monte
/// Carlo factorization algorithm", 1980).
fn awaited_tasks(vm: &Vm, task: &TaskObject) -> PyResult<Chain> {
    let place = |reached: &Option<Value>| std::ptr::from_ref(task_of(task, reached));
    let mut reached = None;
    let mut length = 0;
    let mut mark = std::ptr::from_ref(task);
    let (mut since_mark, mut until_next_mark) = (0, 1);
    loop {
        let Some(next) = next_awaited(task_of(task, &reached)) else {
            return Ok(Chain { length, in_circle: false });
        };
        reached = Some(next);
        length += 1;
        since_mark += 1;
        if place(&reached) == mark {
            break;
        }
        if since_mark == until_next_mark {
            mark = place(&reached);
            (since_mark, until_next_mark) = (0, until_next_mark * 2);
        }
        if length % STEPS == 0 && vm.breaker.is_set() {
            vm.handle_breaker_between_items()?;
        }
    }
    // Two walkers that far apart meet where the circle begins.
    let around = since_mark;
    let (mut ahead, mut behind, mut before) = (None, None, 0);
    for _ in 0..around {
        ahead = next_awaited(task_of(task, &ahead));
    }
    while place(&ahead) != place(&behind) {
        ahead = next_awaited(task_of(task, &ahead));
        behind = next_awaited(task_of(task, &behind));
        before += 1;
    }
    Ok(Chain { length: before + around - 1, in_circle: true })
}
