//! The type `_asyncio.Future` as Python sees it: methods and attributes.

use super::future::{
    self, FutureObject, Status, Waiter, WaiterName, cancel_plain, future_of, poll_future,
};
use super::policy;
use super::{context, errors, other_loops, repr};
use crate::funcs;
use crate::object::foreign::ForeignObject;
use crate::object::header::{Payload, Traverse};
use crate::object::native::{Args, GetSet, Maybe, Signature};
use crate::object::slots::{PyResult, Raised, Slots};
use crate::object::types::{TypeRef, TypeSpec, type_flag};
use crate::object::value::Value;
use crate::object::var::Var;
use crate::object::vm::Vm;
use crate::types::exception::ATTRIBUTE_ERROR;

fn new(vm: &Vm, class: &TypeRef, _: Args) -> PyResult {
    Ok(vm.new_object(class, FutureObject::new(Value::UNBOUND)))
}

fn init(vm: &Vm, this: &Value, args: Args) -> PyResult<()> {
    if !args.positional().is_empty() {
        return Err(vm.type_error("Future() takes no positional arguments"));
    }
    let bound = Signature::parse("(*, loop=None)").bind(vm, "Future", args)?;
    let event_loop = bound.first().cloned().unwrap_or(Value::NONE);
    set_loop(vm, this, event_loop)
}

/// Gives the future its loop, native or not; the current one if that is None. It begins anew.
pub(super) fn set_loop(vm: &Vm, this: &Value, event_loop: Value) -> PyResult<()> {
    let event_loop = if event_loop.is_none() { policy::current(vm)? } else { event_loop };
    let debugs = other_loops::debugs(vm, &event_loop)?;
    if let Some(future) = future_of(this) {
        if !future.event_loop.is_unbound() {
            future.reset();
        }
        future.event_loop.set(event_loop);
        if debugs {
            future.set_source(repr::stack_here(vm)?);
        }
    }
    Ok(())
}

/// RuntimeError for a future whose `__init__` was not called.
pub(super) fn check_made(vm: &Vm, this: &Value) -> PyResult<()> {
    if future_of(this).is_some_and(|f| f.event_loop.is_unbound()) {
        return Err(vm.runtime_error("Future object is not initialized."));
    }
    Ok(())
}

/// What futures say that have no result yet because `__init__` was not called.
fn check_ready(vm: &Vm, this: &Value) -> PyResult<()> {
    if future_of(this).is_some_and(|f| f.event_loop.is_unbound()) {
        return Err(vm.invalid_state("Future object is not initialized."));
    }
    Ok(())
}

fn result(vm: &Vm, this: &Value) -> PyResult {
    check_ready(vm, this)?;
    future_of(this).map_or(Ok(Value::NONE), |f| f.result(vm))
}

fn exception(vm: &Vm, this: &Value) -> PyResult {
    check_ready(vm, this)?;
    future_of(this).map_or(Ok(Value::NONE), |f| f.exception(vm))
}

fn set_result(vm: &Vm, this: &Value, result: &Value) -> PyResult<()> {
    check_made(vm, this)?;
    future::set_result(vm, this, result.clone())
}

fn set_exception(vm: &Vm, this: &Value, exception: &Value) -> PyResult<()> {
    check_made(vm, this)?;
    future::set_exception_of_user(vm, this, exception)
}

fn cancel(vm: &Vm, this: &Value, msg: &Value) -> PyResult<bool> {
    check_made(vm, this)?;
    let message = Some(msg.clone()).filter(|m| !m.is_none());
    match future_of(this) {
        Some(future) => match future.gather() {
            Some(gather) => super::gather::cancel(vm, future, gather, message),
            None => cancel_plain(vm, this, message),
        },
        None => Ok(false),
    }
}

fn cancelled(_: &Vm, this: &Value) -> bool {
    future_of(this).is_some_and(|f| f.status() == Status::Cancelled)
}

fn done(_: &Vm, this: &Value) -> bool {
    future_of(this).is_some_and(FutureObject::is_done)
}

fn add_done_callback(vm: &Vm, this: &Value, callback: &Value, context: &Value) -> PyResult<()> {
    let context = if context.is_none() { context::copy_current(vm) } else { context.clone() };
    if future_of(this).is_some_and(|f| f.event_loop.is_unbound()) {
        return Err(vm.runtime_error("uninitialized Future object"));
    }
    future::add_waiter(vm, this, Waiter::Callable(Box::new((callback.clone(), context))))
}

fn remove_done_callback(vm: &Vm, this: &Value, callback: &Value) -> PyResult<usize> {
    check_made(vm, this)?;
    future::remove_callable(vm, this, callback)
}

fn get_loop(vm: &Vm, this: &Value) -> PyResult {
    match future_of(this).and_then(|f| f.event_loop.bound()) {
        Some(event_loop) => Ok(event_loop),
        None => Err(vm.runtime_error("Future object is not initialized.")),
    }
}

fn make_cancelled_error(vm: &Vm, this: &Value) -> Value {
    future_of(this).map_or(Value::NONE, |f| f.make_cancelled_error(vm))
}

fn class_getitem(vm: &Vm, class: &Value, item: &Value) -> PyResult {
    vm.generic_alias(class, item)
}

fn repr_of(vm: &Vm, this: &Value) -> PyResult {
    match future_of(this) {
        Some(future) => repr::future(vm, this, future),
        None => Ok(vm.str("<Future>")),
    }
}

/// A future that goes with an exception that nobody has looked at says so.
pub(super) fn finalize(vm: &Vm, this: &Value) {
    let Some(future) = future_of(this) else { return };
    if future.status() != Status::Raised || !future.unretrieved.replace(false) {
        return;
    }
    let text = format!("{} exception was never retrieved", vm.class(this).name());
    let mut rows =
        vec![("message", vm.str(&text)), ("exception", future.outcome()), ("future", this.clone())];
    rows.extend(future.source().map(|source| ("source_traceback", source)));
    errors::report_at_end(vm, &future.event_loop.get(), &rows);
}

// ---- attributes with an underscore -------------------------------------------------------------

fn state(vm: &Vm, this: &Value) -> PyResult {
    Ok(vm.str(match future_of(this).map_or(Status::Pending, FutureObject::status) {
        Status::Pending => "PENDING",
        Status::Cancelled => "CANCELLED",
        Status::Returned | Status::Raised => "FINISHED",
    }))
}

fn blocking(_: &Vm, this: &Value) -> PyResult {
    Ok(Value::bool(future_of(this).is_some_and(|f| f.blocking.get())))
}

fn set_blocking(vm: &Vm, this: &Value, value: Option<&Value>) -> PyResult<()> {
    let Some(value) = value else {
        return Err(vm.raise(&ATTRIBUTE_ERROR, "cannot delete attribute"));
    };
    let on = vm.truth(value)?;
    future_of(this).into_iter().for_each(|f| f.blocking.set(on));
    Ok(())
}

fn callbacks(vm: &Vm, this: &Value) -> PyResult {
    let Some(future) = future_of(this) else { return Ok(Value::NONE) };
    let mut all = Vec::new();
    for waiter in future.waiters() {
        all.push(match waiter {
            WaiterName::Callable(callable, context) => {
                let context = context::materialize(vm, &Var::new(context));
                vm.tuple(vec![callable, context])
            }
            WaiterName::Native(name) => vm.tuple(vec![vm.str(name), Value::NONE]),
        });
    }
    Ok(if all.is_empty() { Value::NONE } else { vm.new_list(all) })
}

fn stored_result(_: &Vm, this: &Value) -> PyResult {
    let future = future_of(this).filter(|f| f.status() == Status::Returned);
    Ok(future.map_or(Value::NONE, FutureObject::outcome))
}

fn stored_exception(_: &Vm, this: &Value) -> PyResult {
    let future = future_of(this).filter(|f| f.status() == Status::Raised);
    Ok(future.map_or(Value::NONE, FutureObject::outcome))
}

fn stored_loop(_: &Vm, this: &Value) -> PyResult {
    Ok(future_of(this).and_then(|f| f.event_loop.bound()).unwrap_or(Value::NONE))
}

fn stored_message(_: &Vm, this: &Value) -> PyResult {
    Ok(future_of(this).and_then(|f| f.cancel_message()).unwrap_or(Value::NONE))
}

fn set_stored_message(_: &Vm, this: &Value, value: Option<&Value>) -> PyResult<()> {
    let value = value.cloned().unwrap_or(Value::UNBOUND);
    future_of(this).into_iter().for_each(|f| f.set_cancel_message(Some(value.clone())));
    Ok(())
}

fn log_traceback(_: &Vm, this: &Value) -> PyResult {
    Ok(Value::bool(future_of(this).is_some_and(|f| f.unretrieved.get())))
}

fn set_log_traceback(vm: &Vm, this: &Value, value: Option<&Value>) -> PyResult<()> {
    let Some(value) = value else {
        return Err(vm.raise(&ATTRIBUTE_ERROR, "cannot delete attribute"));
    };
    if vm.truth(value)? {
        return Err(vm.value_error("_log_traceback can only be set to False"));
    }
    future_of(this).into_iter().for_each(|f| f.unretrieved.set(false));
    Ok(())
}

const fn row(name: &'static str, get: fn(&Vm, &Value) -> PyResult) -> GetSet {
    GetSet { name, doc: "", get, set: None }
}

pub static FUTURE: TypeSpec = TypeSpec {
    name: "_asyncio.Future",
    doc: "A result that is not there yet.",
    signature: "(*, loop=None)",
    operations: Some(FutureObject::OPERATIONS),
    slots: Slots {
        repr: Some(repr_of),
        new: Some(new),
        init: Some(init),
        awaitable: Some(iter),
        iter: Some(iter),
        finalize: Some(finalize),
        ..Slots::NONE
    },
    methods: funcs![
        result "(self, /)" "Return the result this future represents.";
        exception "(self, /)" "Give the future's exception, or None if it has a result; InvalidStateError before it is done.";
        set_result "(self, result, /)" "End the future with this result; InvalidStateError if it has already ended.";
        set_exception "(self, exception, /)" "End the future with this exception, an instance or a class; InvalidStateError if it has ended.";
        cancel "(self, /, msg=None)" "Cancel the future and schedule callbacks.";
        cancelled "(self, /)" "Whether cancellation is how the future ended.";
        done "(self, /)" "Whether the future has ended in any way.";
        add_done_callback "(self, fn, /, *, context=None)" "Have fn(future) called soon after the end of the future.";
        remove_done_callback "(self, fn, /)" "Take fn off the callbacks wherever it is registered; say how many were dropped.";
        get_loop "(self, /)" "The event loop that this future belongs to.";
        "_make_cancelled_error" = make_cancelled_error, "(self, /)", "Build the CancelledError that awaiting this cancelled future throws.";
        class "__class_getitem__" = class_getitem, "(cls, item, /)", "See PEP 585.";
    ],
    getset: &[
        row("_state", state),
        GetSet {
            name: "_asyncio_future_blocking",
            doc: "",
            get: blocking,
            set: Some(set_blocking),
        },
        row("_callbacks", callbacks),
        row("_result", stored_result),
        row("_exception", stored_exception),
        row("_loop", stored_loop),
        GetSet {
            name: "_cancel_message",
            doc: "",
            get: stored_message,
            set: Some(set_stored_message),
        },
        GetSet {
            name: "_log_traceback",
            doc: "",
            get: log_traceback,
            set: Some(set_log_traceback),
        },
        row("_source_traceback", |_, this| {
            Ok(future_of(this).and_then(FutureObject::source).unwrap_or(Value::NONE))
        }),
    ],
    flags: type_flag::BASE | type_flag::WEAK,
    ..TypeSpec::NONE
};

// ---- the iterator of `yield from future` and of `future.__await__()` ---------------------------

/// The payload: the future, until its result was given.
struct FutureIterator(Var);

impl Traverse for FutureIterator {
    fn traverse(&self, visit: &mut dyn FnMut(&Value)) {
        self.0.visit(visit);
    }

    fn clear(&self) {
        self.0.set(Value::UNBOUND);
    }
}

fn iter(vm: &Vm, this: &Value) -> PyResult {
    Ok(vm.new_foreign(&vm.ty(&FUTURE_ITERATOR), FutureIterator(this.clone().into())))
}

/// Yields the future while it is pending; then its result, as the value of a StopIteration.
fn iterator_send(vm: &Vm, this: &Value, _value: &Value) -> PyResult {
    match vm.next_or_value(this)? {
        Ok(future) => Ok(future),
        Err(result) => Err(vm.stop_iteration(result)),
    }
}

/// The same, as iterators of Rust code say it.
fn iterator_next(vm: &Vm, this: &Value) -> PyResult<Option<Value>> {
    let Some(iterator) = this.foreign::<FutureIterator>() else { return Ok(None) };
    let Some(future) = iterator.0.bound() else { return Ok(None) };
    match poll_future(vm, &future) {
        Ok(Some(result)) => {
            iterator.0.set(Value::UNBOUND);
            vm.stop_value.set(result);
            Ok(None)
        }
        Ok(None) => {
            future::set_blocking(&future);
            Ok(Some(future))
        }
        Err(raised) => {
            iterator.0.set(Value::UNBOUND);
            Err(raised)
        }
    }
}

fn iterator_throw(
    vm: &Vm,
    this: &Value,
    kind: &Value,
    value: Maybe<'_>,
    traceback: Maybe<'_>,
) -> PyResult {
    let exception = vm.thrown_exception(kind, value.0, traceback.0)?;
    if let Some(iterator) = this.foreign::<FutureIterator>() {
        iterator.0.set(Value::UNBOUND);
    }
    Err(Raised(exception))
}

fn iterator_close(_: &Vm, this: &Value) {
    this.foreign::<FutureIterator>().into_iter().for_each(|i| i.0.set(Value::UNBOUND));
}

static FUTURE_ITERATOR: TypeSpec = TypeSpec {
    name: "_asyncio.FutureIter",
    operations: Some(ForeignObject::OPERATIONS),
    slots: Slots {
        iter: Some(|_, this| Ok(this.clone())),
        next: Some(iterator_next),
        ..Slots::NONE
    },
    methods: funcs![
        "send" = iterator_send, "(self, value, /)", "";
        "throw" = iterator_throw, "(self, type, value=<missing>, traceback=<missing>, /)", "";
        "close" = iterator_close, "(self, /)", "";
    ],
    flags: type_flag::NO_NEW,
    ..TypeSpec::NONE
};
