//! The type `_asyncio.Task` as Python sees it: methods and attributes.

use super::future::Status;
use super::task::{self, TaskObject};
use super::{context, errors, future_type, other_loops, repr};
use crate::funcs;
use crate::object::foreign::ForeignObject;
use crate::object::header::{Payload, Traverse};
use crate::object::native::{Args, GetSet, Signature};
use crate::object::slots::{PyResult, Slots};
use crate::object::types::{TypeRef, TypeSpec, type_flag};
use crate::object::value::Value;
use crate::object::var::Var;
use crate::object::vm::Vm;
use crate::types::exception::ATTRIBUTE_ERROR;

fn of(value: &Value) -> Option<&TaskObject> {
    value.get::<TaskObject>()
}

fn new(vm: &Vm, class: &TypeRef, _: Args) -> PyResult {
    let unbound = || Value::UNBOUND;
    let task = TaskObject::new(unbound(), unbound(), unbound(), unbound());
    task.log_destroy.set(false);
    Ok(vm.new_object(class, task))
}

fn init(vm: &Vm, this: &Value, args: Args) -> PyResult<()> {
    let text = "(coro, *, loop=None, name=None, context=None, eager_start=False)";
    let bound = Signature::parse(text).bind(vm, "Task", args)?;
    let [coroutine, event_loop, name, context, eager] = bound.as_slice() else { return Ok(()) };
    let Some(task) = of(this) else { return Ok(()) };
    future_type::set_loop(vm, this, event_loop.clone())?;
    if !super::is_coroutine(vm, coroutine)? {
        let text = vm.repr_text(coroutine)?;
        return Err(vm.type_error(format!("a coroutine was expected, got {text}")));
    }
    let name = if name.is_none() { task::fresh_name(vm) } else { vm.str_of(name)? };
    task.begin_anew();
    let context = if context.is_none() { context::copy_current(vm) } else { context.clone() };
    task.coroutine.set(coroutine.clone());
    task.name.set(name);
    task.context.set(context);
    task.log_destroy.set(true);
    task.future.site.set(super::hang::here(vm));
    if vm.truth(eager)? {
        return task::start_eagerly(vm, this);
    }
    task::start(vm, this)
}

fn cancel(vm: &Vm, this: &Value, msg: &Value) -> PyResult<bool> {
    future_type::check_made(vm, this)?;
    let message = Some(msg.clone()).filter(|m| !m.is_none());
    task::cancel(vm, this, message)
}

fn cancelling(_: &Vm, this: &Value) -> i64 {
    of(this).map_or(0, |t| i64::from(t.cancel_requests.get()))
}

fn uncancel(_: &Vm, this: &Value) -> i64 {
    let Some(task) = of(this) else { return 0 };
    let left = task.cancel_requests.get().saturating_sub(1);
    task.cancel_requests.set(left);
    if left == 0 {
        task.must_cancel.set(false);
    }
    i64::from(left)
}

fn get_coro(_: &Vm, this: &Value) -> Value {
    of(this).and_then(|t| t.coroutine.bound()).unwrap_or(Value::NONE)
}

fn get_name(vm: &Vm, this: &Value) -> Value {
    of(this).map_or(Value::NONE, |t| t.name(vm))
}

fn set_name(vm: &Vm, this: &Value, value: &Value) -> PyResult<()> {
    let name = vm.str_of(value)?;
    of(this).into_iter().for_each(|t| t.name.set(name.clone()));
    Ok(())
}

fn get_context(vm: &Vm, this: &Value) -> Value {
    let Some(task) = of(this) else { return Value::NONE };
    // The running task's context is the current one.
    if vm.local.task.holds(this) {
        return context::current(vm);
    }
    context::materialize(vm, &task.context)
}

fn set_result(vm: &Vm, _this: &Value, _result: &Value) -> PyResult<()> {
    Err(vm.runtime_error("Task does not support set_result operation"))
}

fn set_exception(vm: &Vm, _this: &Value, _exception: &Value) -> PyResult<()> {
    Err(vm.runtime_error("Task does not support set_exception operation"))
}

pub(super) fn repr_of(vm: &Vm, this: &Value) -> PyResult {
    match of(this) {
        Some(task) => repr::task(vm, this, task),
        None => Ok(vm.str("<Task>")),
    }
}

/// A task that goes while it is pending says so: nobody can ever resume it.
fn finalize(vm: &Vm, this: &Value) {
    let Some(task) = of(this) else { return };
    task.hidden.set(true);
    if task.future.status() == Status::Pending && task.log_destroy.get() {
        let message = vm.str("Task was destroyed but it is pending!");
        let mut rows = vec![("task", this.clone()), ("message", message)];
        rows.extend(task.future.source().map(|source| ("source_traceback", source)));
        errors::report_at_end(vm, &task.future.event_loop.get(), &rows);
    }
    future_type::finalize(vm, this);
}

/// A function of `asyncio.base_tasks` about the task.
fn of_base_tasks(vm: &Vm, name: &str, args: &[Value]) -> PyResult {
    let module = vm.import_module("asyncio.base_tasks")?;
    vm.call_method(&module, &vm.intern(name), args)
}

/// The frames in which the task waits, outermost first.
fn get_stack(vm: &Vm, this: &Value, limit: &Value) -> PyResult {
    of_base_tasks(vm, "_task_get_stack", &[this.clone(), limit.clone()])
}

fn print_stack(vm: &Vm, this: &Value, limit: &Value, file: &Value) -> PyResult {
    of_base_tasks(vm, "_task_print_stack", &[this.clone(), limit.clone(), file.clone()])
}

const fn row(name: &'static str, get: fn(&Vm, &Value) -> PyResult) -> GetSet {
    GetSet { name, doc: "", get, set: None }
}

fn log_destroy(_: &Vm, this: &Value) -> PyResult {
    Ok(Value::bool(of(this).is_some_and(|t| t.log_destroy.get())))
}

fn set_log_destroy(vm: &Vm, this: &Value, value: Option<&Value>) -> PyResult<()> {
    let Some(value) = value else {
        return Err(vm.raise(&ATTRIBUTE_ERROR, "cannot delete attribute"));
    };
    let on = vm.truth(value)?;
    of(this).into_iter().for_each(|t| t.log_destroy.set(on));
    Ok(())
}

pub static TASK: TypeSpec = TypeSpec {
    name: "_asyncio.Task",
    base: Some(&future_type::FUTURE),
    doc: "A future that runs a coroutine, step by step, and ends as it does.",
    signature: "(coro, *, loop=None, name=None, context=None, eager_start=False)",
    operations: Some(TaskObject::OPERATIONS),
    slots: Slots {
        repr: Some(repr_of),
        new: Some(new),
        init: Some(init),
        finalize: Some(finalize),
        ..Slots::NONE
    },
    methods: funcs![
        cancel "(self, /, msg=None)" "Request that this task cancel itself.";
        cancelling "(self, /)" "How many requests to cancel the task are open.";
        uncancel "(self, /)" "Withdraw one request to cancel the task; say how many are left.";
        get_coro "(self, /)" "The coroutine.";
        get_name "(self, /)" "The task's name.";
        set_name "(self, value, /)" "Give the task a name.";
        get_context "(self, /)" "The context that the task runs in.";
        get_stack "(self, /, *, limit=None)" "The frames in which the coroutine stands, limit of them at most.";
        print_stack "(self, /, *, limit=None, file=None)" "Print those frames, or the traceback of the exception that ended the task.";
        set_result "(self, result, /)" "Not for tasks.";
        set_exception "(self, exception, /)" "Not for tasks.";
    ],
    getset: &[
        row("_coro", |vm, this| Ok(get_coro(vm, this))),
        row("_fut_waiter", |_, this| {
            Ok(of(this).and_then(|t| t.waits_for.bound()).unwrap_or(Value::NONE))
        }),
        row("_must_cancel", |_, this| {
            Ok(Value::bool(of(this).is_some_and(|t| t.must_cancel.get())))
        }),
        GetSet {
            name: "_log_destroy_pending",
            doc: "",
            get: log_destroy,
            set: Some(set_log_destroy),
        },
    ],
    flags: type_flag::BASE | type_flag::WEAK,
    ..TypeSpec::NONE
};

// ---- what a future written in Python calls -----------------------------------------------------

/// The payload: the task to be woken.
struct WakeUp(Var);

impl Traverse for WakeUp {
    fn traverse(&self, visit: &mut dyn FnMut(&Value)) {
        self.0.visit(visit);
    }

    fn clear(&self) {
        self.0.set(Value::UNBOUND);
    }
}

/// The task that such a callable goes on with.
pub(super) fn task_to_wake(callback: &Value) -> Option<Value> {
    callback.foreign::<WakeUp>().and_then(|wake| wake.0.bound())
}

/// A callable that goes on with the task; for futures and loops that are Python code.
pub(super) fn new_wake_up(vm: &Vm, task: &Value) -> Value {
    vm.new_foreign(&vm.ty(&WAKE_UP), WakeUp(task.clone().into()))
}

/// The task that such a callable goes on with.
pub(super) fn woken_by(callable: &Value) -> Option<Value> {
    callable.foreign::<WakeUp>().map(|wake| wake.0.get())
}

fn call_wake_up(vm: &Vm, this: &Value, args: Args) -> PyResult {
    match (this.foreign::<WakeUp>(), args.all) {
        (Some(wake), [awaited]) => task::wake_up(vm, &wake.0.get(), awaited)?,
        (Some(wake), []) => task::step_anywhere(vm, &wake.0.get())?,
        _ => return Err(vm.type_error("task_wakeup() takes exactly one argument")),
    }
    Ok(Value::NONE)
}

static WAKE_UP: TypeSpec = TypeSpec {
    name: "_asyncio.TaskWakeup",
    operations: Some(ForeignObject::OPERATIONS),
    slots: Slots { call: Some(call_wake_up), ..Slots::NONE },
    getset: &[
        row("__qualname__", |vm, _| Ok(vm.str("Task.task_wakeup"))),
        row("__name__", |vm, _| Ok(vm.str("task_wakeup"))),
        row("__self__", |_, this| Ok(task_to_wake(this).unwrap_or(Value::NONE))),
    ],
    flags: type_flag::NO_NEW,
    ..TypeSpec::NONE
};

// ---- which tasks there are ---------------------------------------------------------------------

/// `asyncio.current_task(loop)`
pub fn current_task(vm: &Vm, of_loop: &Value) -> PyResult {
    let wanted = other_loops::or_running(vm, of_loop)?;
    Ok(other_loops::task_elsewhere(vm, &wanted).unwrap_or(Value::NONE))
}

/// The native tasks of a loop that are not done.
pub fn all_tasks(vm: &Vm, of_loop: &Value) -> Vec<Value> {
    let is_task = |kind| kind == crate::object::header::Kind::Task;
    let mut all = vm.live_objects(is_task);
    all.retain(|value| {
        of(value).is_some_and(|task| {
            task.future.status() == Status::Pending
                && task.future.event_loop.holds(of_loop)
                && !task.coroutine.is_unbound()
                && !task.hidden.get()
        })
    });
    all
}

/// Those and the ones that were registered, which are Python code.
pub fn tasks_of_all_kinds(vm: &Vm, of_loop: &Value) -> PyResult<Vec<Value>> {
    let mut all = all_tasks(vm, of_loop);
    all.extend(other_loops::registered_tasks(vm, of_loop)?);
    Ok(all)
}
