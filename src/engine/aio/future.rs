//! Future: a result that is not there yet, and who is told when it is. Does not know tasks, except
//! that one can wait; what Python sees of a future is in `future_type.rs`.

use std::cell::{Cell, OnceCell, RefCell};

use super::State;
use super::event_loop::EventLoop;
use super::gather::Gather;
use super::hang::SiteId;
use super::ready::{DoneCall, NativeCall, OnDone, Ready};
use super::task::TaskObject;
use crate::object::header::{SUBCLASS, Traverse};
use crate::object::slots::{PyResult, Raised};
use crate::object::value::Value;
use crate::object::var::Var;
use crate::object::vm::Vm;
use crate::types::exception::{ExceptionObject, STOP_ITERATION};

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Status {
    Pending,
    Cancelled,
    /// The outcome is a result.
    Returned,
    /// The outcome is an exception.
    Raised,
}

/// The payload of a future.
pub struct FutureObject {
    /// An [`EventLoop`].
    pub(super) event_loop: Var,
    status: Cell<Status>,
    /// Yielded by an `await`, so the task that gets it is to wait for it.
    pub(super) blocking: Cell<bool>,
    /// Nobody has looked at the exception.
    pub(super) unretrieved: Cell<bool>,
    /// Of a task: where it was made.
    pub(super) site: Cell<SiteId>,
    outcome: Var,
    first: Cell<Option<Waiter>>,
    rare: OnceCell<Box<Rare>>,
}

/// What few futures have, apart from the many that wait.
#[derive(Default)]
struct Rare {
    cancel_message: Var,
    /// The very CancelledError that cancelled a task: raised again by the first who asks.
    cancelled_with: Var,
    /// What to throw into a task's coroutine at its next step, other than a cancellation.
    throw: Var,
    /// Where the future was made; debug mode only.
    source: Var,
    /// Of the exception, for the first who asks.
    traceback: Var,
    /// Who waits besides the first one.
    rest: RefCell<Vec<Waiter>>,
    /// Who awaits it by what the program says.
    awaited_by: RefCell<Vec<Value>>,
    /// Set if this is what `gather` returned.
    gather: OnceCell<Gather>,
}

/// Who is told that a future is done.
pub(super) enum Waiter {
    /// A task that awaits it: needs no callable.
    Task(Value),
    Callable(Box<(Value, Value)>),
    Native(Box<NativeWaiter>),
}

/// Rust code to be told, and the name that it goes by in a future's repr.
pub(super) struct NativeWaiter {
    pub call: OnDone,
    pub data: Value,
    pub name: &'static str,
}

impl Waiter {
    fn traverse(&self, visit: &mut dyn FnMut(&Value)) {
        match self {
            Waiter::Task(task) => visit(task),
            Waiter::Callable(both) => {
                visit(&both.0);
                visit(&both.1);
            }
            Waiter::Native(native) => visit(&native.data),
        }
    }

    fn into_ready(self, future: &Value) -> Ready {
        match self {
            Waiter::Task(task) => Ready::Task(task),
            Waiter::Callable(both) => {
                let (callable, context) = *both;
                Ready::Callback(Box::new(DoneCall { callable, context, future: future.clone() }))
            }
            Waiter::Native(native) => {
                let NativeWaiter { call, data, .. } = *native;
                Ready::Native(Box::new(NativeCall { call, data, future: future.clone() }))
            }
        }
    }
}

impl Rare {
    fn vars(&self) -> [&Var; 5] {
        [&self.cancel_message, &self.cancelled_with, &self.throw, &self.source, &self.traceback]
    }
}

impl Traverse for FutureObject {
    fn traverse(&self, visit: &mut dyn FnMut(&Value)) {
        for var in self.vars() {
            var.visit(visit);
        }
        if let Some(first) = self.first.take() {
            first.traverse(visit);
            self.first.set(Some(first));
        }
        if let Some(rare) = self.rare.get() {
            rare.vars().into_iter().for_each(|var| var.visit(visit));
            rare.rest.borrow().iter().for_each(|w| w.traverse(visit));
            rare.awaited_by.borrow().iter().for_each(&mut *visit);
            rare.gather.get().into_iter().for_each(|gather| gather.traverse(visit));
        }
    }

    fn clear(&self) {
        for var in self.vars() {
            var.set(Value::UNBOUND);
        }
        drop(self.first.take());
        if let Some(rare) = self.rare.get() {
            rare.vars().into_iter().for_each(|var| var.set(Value::UNBOUND));
            let rest = (rare.rest.take(), rare.awaited_by.take());
            drop(rest);
            rare.gather.get().into_iter().for_each(Gather::clear);
        }
    }
}

/// The future part of a future or task.
#[inline]
pub fn future_of(value: &Value) -> Option<&FutureObject> {
    match value.get::<FutureObject>() {
        Some(future) => Some(future),
        None => value.get::<TaskObject>().map(|task| &task.future),
    }
}

impl FutureObject {
    pub(super) fn new(event_loop: Value) -> FutureObject {
        FutureObject {
            event_loop: event_loop.into(),
            status: Cell::new(Status::Pending),
            blocking: Cell::new(false),
            unretrieved: Cell::new(false),
            site: Cell::new(0),
            outcome: Var::unbound(),
            first: Cell::new(None),
            rare: OnceCell::new(),
        }
    }

    fn vars(&self) -> [&Var; 2] {
        [&self.event_loop, &self.outcome]
    }

    /// Makes it pending and forgets everything: `__init__` was called again.
    pub(super) fn reset(&self) {
        self.clear();
        self.status.set(Status::Pending);
        self.blocking.set(false);
        self.unretrieved.set(false);
    }

    fn rare(&self) -> &Rare {
        self.rare.get_or_init(Box::default)
    }

    pub(super) fn gather(&self) -> Option<&Gather> {
        self.rare.get()?.gather.get()
    }

    pub(super) fn set_gather(&self, gather: Gather) {
        let _ = self.rare().gather.set(gather);
    }

    /// The message of `cancel`, None included.
    pub(super) fn cancel_message(&self) -> Option<Value> {
        self.rare.get()?.cancel_message.bound()
    }

    pub(super) fn set_cancel_message(&self, message: Option<Value>) {
        if message.is_some() || self.rare.get().is_some() {
            self.rare().cancel_message.set(message.unwrap_or(Value::UNBOUND));
        }
    }

    /// Where the future was made, if that is known.
    pub(super) fn source(&self) -> Option<Value> {
        self.rare.get()?.source.bound()
    }

    pub(super) fn set_source(&self, source: Value) {
        self.rare().source.set(source);
    }

    pub(super) fn set_cancelled_with(&self, exception: Value) {
        self.rare().cancelled_with.set(exception);
    }

    /// What a task is to throw at its next step.
    pub(super) fn throws(&self) -> bool {
        self.rare.get().is_some_and(|rare| !rare.throw.is_unbound())
    }

    pub(super) fn take_throw(&self) -> Value {
        self.rare.get().map_or(Value::UNBOUND, |rare| rare.throw.take())
    }

    pub(super) fn set_throw(&self, exception: Value) {
        self.rare().throw.set(exception);
    }

    #[inline]
    pub fn status(&self) -> Status {
        self.status.get()
    }

    #[inline]
    pub fn is_done(&self) -> bool {
        self.status.get() != Status::Pending
    }

    /// The result or exception; unbound while there is none.
    pub(super) fn outcome(&self) -> Value {
        self.outcome.get()
    }

    /// The CancelledError for whoever looks at a cancelled future.
    pub(super) fn make_cancelled_error(&self, vm: &Vm) -> Value {
        let known = self.rare.get().map(|rare| rare.cancelled_with.take());
        match known.filter(|v| !v.is_unbound()) {
            Some(known) => known,
            None => vm.cancelled_error(self.cancel_message().filter(|m| !m.is_none())),
        }
    }

    /// The exception that awaiting the future raises, if it is done and has one.
    /// As [`FutureObject::failure`], for handing it on.
    pub(super) fn why_not(&self, vm: &Vm) -> Option<Value> {
        match self.status.get() {
            Status::Raised => self.exception(vm).ok(),
            Status::Pending | Status::Returned | Status::Cancelled => self.failure(vm),
        }
    }

    /// It raises with the traceback that it had when the future got it, the first time.
    pub(super) fn failure(&self, vm: &Vm) -> Option<Value> {
        match self.status.get() {
            Status::Pending | Status::Returned => None,
            Status::Cancelled => Some(self.make_cancelled_error(vm)),
            Status::Raised => {
                self.unretrieved.set(false);
                let exception = self.outcome.get();
                if let Some(known) = exception.get::<ExceptionObject>() {
                    let traceback = self.rare.get().map(|rare| rare.traceback.take());
                    known
                        .traceback
                        .set(traceback.filter(|t| !t.is_unbound()).unwrap_or(Value::NONE));
                }
                Some(exception)
            }
        }
    }

    /// `future.result()`
    pub fn result(&self, vm: &Vm) -> PyResult {
        match self.status.get() {
            Status::Pending => Err(vm.invalid_state("Result is not set.")),
            Status::Returned => Ok(self.outcome.get()),
            Status::Cancelled | Status::Raised => match self.failure(vm) {
                Some(exception) => Err(Raised(exception)),
                None => Ok(Value::NONE),
            },
        }
    }

    /// `future.exception()`
    pub fn exception(&self, vm: &Vm) -> PyResult {
        match self.status.get() {
            Status::Pending => Err(vm.invalid_state("Exception is not set.")),
            Status::Returned => Ok(Value::NONE),
            Status::Cancelled => Err(Raised(self.make_cancelled_error(vm))),
            Status::Raised => {
                self.unretrieved.set(false);
                Ok(self.outcome.get())
            }
        }
    }

    /// The waiting ones, in order, as far as a repr can name them.
    pub(super) fn waiters(&self) -> Vec<WaiterName> {
        let name = |waiter: &Waiter| match waiter {
            Waiter::Task(_) => WaiterName::Native("Task.task_wakeup"),
            Waiter::Callable(both) => WaiterName::Callable(both.0.clone(), both.1.clone()),
            Waiter::Native(native) => WaiterName::Native(native.name),
        };
        let first = self.first.take();
        let mut all: Vec<WaiterName> = first.iter().map(name).collect();
        self.first.set(first);
        if let Some(rare) = self.rare.get() {
            all.extend(rare.rest.borrow().iter().map(name));
        }
        all
    }

    /// Those who will be told that it is done, in order.
    pub(super) fn told(&self) -> Vec<Told> {
        let told = |waiter: &Waiter| match waiter {
            Waiter::Task(task) => Told::Task(task.clone()),
            Waiter::Callable(both) => Told::Callable(both.0.clone()),
            Waiter::Native(native) => Told::Native(native.data.clone()),
        };
        let first = self.first.take();
        let mut all: Vec<Told> = first.iter().map(told).collect();
        self.first.set(first);
        if let Some(rare) = self.rare.get() {
            all.extend(rare.rest.borrow().iter().map(told));
        }
        all
    }

    pub(super) fn said_to_be_awaited_by(&self) -> Vec<Value> {
        self.rare.get().map_or_else(Vec::new, |rare| rare.awaited_by.borrow().clone())
    }

    pub(super) fn say_awaited_by(&self, waiter: &Value) {
        let mut all = self.rare().awaited_by.borrow_mut();
        if !all.iter().any(|known| known.is(waiter)) {
            all.push(waiter.clone());
        }
    }

    /// Gives back what is to be dropped.
    pub(super) fn unsay_awaited_by(&self, waiter: &Value) -> Option<Value> {
        let mut all = self.rare.get()?.awaited_by.borrow_mut();
        let at = all.iter().position(|known| known.is(waiter))?;
        Some(all.swap_remove(at))
    }

    fn add_waiter(&self, waiter: Waiter) {
        let first = self.first.take();
        let more = self.rare.get().is_some_and(|rare| !rare.rest.borrow().is_empty());
        if first.is_none() && !more {
            self.first.set(Some(waiter));
        } else {
            self.first.set(first);
            self.rare().rest.borrow_mut().push(waiter);
        }
    }

    /// Those who wait besides the first one, who are forgotten.
    fn take_rest(&self) -> Vec<Waiter> {
        self.rare.get().map_or_else(Vec::new, |rare| rare.rest.take())
    }

    fn remove_waiters(&self, remove: impl Fn(&Waiter) -> bool) -> usize {
        let mut removed: Vec<Waiter> = Vec::new();
        match self.first.take() {
            Some(first) if remove(&first) => removed.push(first),
            first => self.first.set(first),
        }
        let (gone, kept): (Vec<Waiter>, Vec<Waiter>) =
            self.take_rest().into_iter().partition(remove);
        if !kept.is_empty() {
            *self.rare().rest.borrow_mut() = kept;
        }
        removed.extend(gone);
        removed.len()
    }
}

/// One who will be told, without how.
pub(super) enum Told {
    Task(Value),
    Callable(Value),
    /// The data of Rust code.
    Native(Value),
}

/// A waiter as a repr shows it.
pub(super) enum WaiterName {
    /// The callable and its context.
    Callable(Value, Value),
    Native(&'static str),
}

/// A new pending future of the loop.
pub fn new_future(vm: &Vm, event_loop: &Value) -> Value {
    vm.new_object(State::of(vm).future_type(vm), FutureObject::new(event_loop.clone()))
}

/// Puts something into the queue of the future's loop.
pub(super) fn push(vm: &Vm, future: &FutureObject, ready: Ready) -> PyResult<()> {
    let event_loop = future.event_loop.get();
    match event_loop.foreign::<EventLoop>() {
        Some(native) if !native.hands_over() => native.push(vm, ready),
        None if event_loop.is_unbound() => {
            Err(vm.runtime_error("Future object is not initialized."))
        }
        Some(_) | None => super::other_loops::hand_over(vm, &event_loop, ready),
    }
}

/// Has somebody told when the future is done; at the loop's next turn if it is already.
pub(super) fn add_waiter(vm: &Vm, this: &Value, waiter: Waiter) -> PyResult<()> {
    let Some(future) = future_of(this) else { return Ok(()) };
    if future.is_done() {
        return push(vm, future, waiter.into_ready(this));
    }
    future.add_waiter(waiter);
    Ok(())
}

/// Whether the future has to be told by its methods who waits: it is Python code, or of a class with
/// an `add_done_callback` of its own.
pub(super) fn has_own_callbacks(vm: &Vm, value: &Value) -> bool {
    if future_of(value).is_none() {
        return true;
    }
    if value.header().is_none_or(|h| h.kind_byte() & SUBCLASS == 0) {
        return false;
    }
    let name = vm.intern("add_done_callback");
    vm.type_of(value).lookup(&name) != vm.ty(&super::future_type::FUTURE).lookup(&name)
}

/// Has Rust code told when the future is done.
pub fn add_native(
    vm: &Vm,
    this: &Value,
    name: &'static str,
    call: OnDone,
    data: Value,
) -> PyResult<()> {
    add_waiter(vm, this, Waiter::Native(Box::new(NativeWaiter { call, data, name })))
}

/// Has Rust code with these data told no more.
pub fn remove_native(this: &Value, call: OnDone, data: &Value) {
    let Some(future) = future_of(this) else { return };
    future.remove_waiters(|waiter| match waiter {
        Waiter::Native(native) => std::ptr::fn_addr_eq(native.call, call) && native.data.is(data),
        Waiter::Task(_) | Waiter::Callable(_) => false,
    });
}

/// Has a task told no more.
pub(super) fn forget_task(this: &Value, task: &Value) {
    let Some(future) = future_of(this) else { return };
    future.remove_waiters(|waiter| match waiter {
        Waiter::Task(known) => known.is(task),
        Waiter::Callable(_) | Waiter::Native(_) => false,
    });
}

/// Removes every callback equal to `callable`; says how many.
pub(super) fn remove_callable(vm: &Vm, this: &Value, callable: &Value) -> PyResult<usize> {
    let Some(future) = future_of(this) else { return Ok(0) };
    let mut equal = Vec::new();
    for name in future.waiters() {
        // Comparing may run Python code, so it looks at a copy of the list.
        if let WaiterName::Callable(known, _) = name
            && vm.equal(&known, callable)?
        {
            equal.push(known);
        }
    }
    Ok(future.remove_waiters(|waiter| match waiter {
        Waiter::Callable(both) => equal.iter().any(|e| e.is(&both.0)),
        Waiter::Task(_) | Waiter::Native(_) => false,
    }))
}

/// Marks the future done and tells everybody, in order.
fn finish(
    vm: &Vm,
    this: &Value,
    future: &FutureObject,
    status: Status,
    outcome: Value,
) -> PyResult<()> {
    future.status.set(status);
    future.outcome.set(outcome);
    if let Some(first) = future.first.take() {
        push(vm, future, first.into_ready(this))?;
    }
    for waiter in future.take_rest() {
        push(vm, future, waiter.into_ready(this))?;
    }
    Ok(())
}

/// Gives the future its result; InvalidStateError if it is done.
pub fn set_result(vm: &Vm, this: &Value, result: Value) -> PyResult<()> {
    match future_of(this) {
        Some(future) if future.is_done() => Err(vm.invalid_state("invalid state")),
        Some(future) => finish(vm, this, future, Status::Returned, result),
        None => Ok(()),
    }
}

/// Gives the future its result unless it is done: a timer, whose future may have been cancelled.
pub(super) fn resolve_unless_done(vm: &Vm, this: &Value, result: Value) {
    if let Some(future) = future_of(this)
        && !future.is_done()
    {
        // A loop that is closed in the same turn has nobody left to tell.
        let _ = finish(vm, this, future, Status::Returned, result);
    }
}

/// Gives the future its exception, an instance; InvalidStateError if it is done.
pub fn set_exception(vm: &Vm, this: &Value, exception: Value) -> PyResult<()> {
    match future_of(this) {
        Some(future) if future.is_done() => Err(vm.invalid_state("invalid state")),
        Some(future) => {
            future.unretrieved.set(true);
            let traceback = exception.get::<ExceptionObject>().and_then(|e| e.traceback.bound());
            if let Some(traceback) = traceback.filter(|t| !t.is_none()) {
                future.rare().traceback.set(traceback);
            }
            finish(vm, this, future, Status::Raised, exception)
        }
        None => Ok(()),
    }
}

/// `future.set_exception(…)`, which also takes a class.
pub(super) fn set_exception_of_user(vm: &Vm, this: &Value, exception: &Value) -> PyResult<()> {
    if future_of(this).is_some_and(FutureObject::is_done) {
        return Err(vm.invalid_state("invalid state"));
    }
    let is_class = crate::object::types::TypeRef::of(exception)
        .is_some_and(|ty| ty.is_subtype(&vm.ty(&crate::types::exception::BASE_EXCEPTION)));
    let instance = if is_class { vm.call(exception, &[])? } else { exception.clone() };
    if instance.get::<ExceptionObject>().is_none() {
        return Err(vm.type_error("invalid exception object"));
    }
    if !vm.is_exception(&instance, &STOP_ITERATION) {
        return set_exception(vm, this, instance);
    }
    let text = "StopIteration interacts badly with generators and cannot be raised into a Future";
    let replaced = vm.runtime_error(text).0;
    if let Some(object) = replaced.get::<ExceptionObject>() {
        object.cause.set(instance.clone());
        object.context.set(instance);
        object.suppress_context.set(true);
    }
    set_exception(vm, this, replaced)
}

/// Cancels the future itself, whatever it is; false if it is done.
pub(super) fn cancel_plain(vm: &Vm, this: &Value, message: Option<Value>) -> PyResult<bool> {
    let Some(future) = future_of(this) else { return Ok(false) };
    future.unretrieved.set(false);
    if future.is_done() {
        return Ok(false);
    }
    future.set_cancel_message(message);
    finish(vm, this, future, Status::Cancelled, Value::UNBOUND)?;
    Ok(true)
}

/// `value.cancel(msg=message)` of a future, task, gathering or anything that looks like one.
pub fn cancel(vm: &Vm, value: &Value, message: Option<Value>) -> PyResult<bool> {
    let is_own = value.header().is_some_and(|h| h.kind_byte() & SUBCLASS == 0);
    if is_own && value.get::<TaskObject>().is_some() {
        return super::task::cancel(vm, value, message);
    }
    if is_own && let Some(future) = value.get::<FutureObject>() {
        return match future.gather() {
            Some(gather) => super::gather::cancel(vm, future, gather, message),
            None => cancel_plain(vm, value, message),
        };
    }
    let method = vm.getattr(value, &vm.intern("cancel"))?;
    let all = [message.unwrap_or(Value::NONE)];
    let names = [vm.names().msg.clone()];
    let result = vm.call_args(&method, crate::object::native::Args { all: &all, names: &names })?;
    vm.truth(&result)
}

/// What `await future` sees: the result if it is there; `None` while it is pending, in which case
/// the future itself is to be yielded to whoever drives the coroutine, after [`set_blocking`].
/// RuntimeError if that was done already and the driver did not take notice.
#[inline]
pub fn poll_future(vm: &Vm, value: &Value) -> PyResult<Option<Value>> {
    match future_of(value) {
        Some(future) if future.is_done() => future.result(vm).map(Some),
        Some(future) if future.blocking.get() => {
            Err(vm.runtime_error("await wasn't used with future"))
        }
        Some(_) => Ok(None),
        None => Err(vm.type_error("not a future")),
    }
}

/// Marks the future as being awaited by what yields it.
#[inline]
pub fn set_blocking(value: &Value) {
    if let Some(future) = future_of(value) {
        future.blocking.set(true);
    }
}
