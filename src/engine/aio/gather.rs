//! `asyncio.gather`: a future of the results of several. Told natively by each child.

use std::cell::{Cell, RefCell};

use super::ensure_future;
use super::future::{self, FutureObject, Status, future_of};
use super::future_type::FUTURE;
use super::policy;
use crate::object::dict::DictObject;
use crate::object::header::Traverse;
use crate::object::slots::PyResult;
use crate::object::types::{TypeSpec, type_flag};
use crate::object::value::Value;
use crate::object::vm::Vm;

/// What a gathering knows besides being a future.
pub(super) struct Gather {
    /// One per argument, in order; the same one twice if the argument was.
    children: RefCell<Vec<Value>>,
    /// Different children altogether, and how many of them are done.
    count: usize,
    done: Cell<usize>,
    return_exceptions: bool,
    cancel_requested: Cell<bool>,
    /// Its children are being cancelled: one of them may wait for it.
    cancelling: Cell<bool>,
    /// Who waited for it has been woken without it, and will not look at its outcome.
    abandoned: Cell<bool>,
}

impl Traverse for Gather {
    fn traverse(&self, visit: &mut dyn FnMut(&Value)) {
        self.children.borrow().iter().for_each(visit);
    }

    fn clear(&self) {
        let children = self.children.take();
        drop(children);
    }
}

impl Gather {
    /// One per argument.
    pub(super) fn children(&self) -> Vec<Value> {
        self.children.borrow().clone()
    }

    pub(super) fn is_cancelling(&self) -> bool {
        self.cancelling.get()
    }

    /// Nobody looks at the outcome any more.
    pub(super) fn abandon(&self) {
        self.abandoned.set(true);
    }
}

/// `asyncio.gather(*awaitables, return_exceptions=…)`
pub fn gather(vm: &Vm, awaitables: &[Value], return_exceptions: bool) -> PyResult {
    if awaitables.is_empty() {
        let outer = future::new_future(vm, &policy::current(vm)?);
        future::set_result(vm, &outer, vm.new_list(Vec::new()))?;
        return Ok(outer);
    }
    let (children, different, event_loop) = collect(vm, awaitables)?;
    let outer = FutureObject::new(event_loop);
    let gather = Gather {
        children: RefCell::new(children),
        count: different.len(),
        done: Cell::new(0),
        return_exceptions,
        cancel_requested: Cell::new(false),
        cancelling: Cell::new(false),
        abandoned: Cell::new(false),
    };
    outer.set_gather(gather);
    let outer = vm.new_object(&vm.ty(&GATHERING_FUTURE), outer);
    let (done, pending): (Vec<Value>, Vec<Value>) =
        different.into_iter().partition(|c| future_of(c).is_some_and(FutureObject::is_done));
    for child in pending {
        let name = "gather.<locals>._done_callback";
        future::add_native(vm, &child, name, child_done, outer.clone())?;
    }
    // Children that are done already are looked at now, so that the gathering may be done at once.
    for child in done {
        child_done(vm, &outer, &child);
    }
    Ok(outer)
}

/// The children in order, the different ones among them, and their loop.
fn collect(vm: &Vm, awaitables: &[Value]) -> PyResult<(Vec<Value>, Vec<Value>, Value)> {
    // Equal arguments share a child; a dict finds them, since their equality may be Python code.
    let seen = (awaitables.len() > 1).then(DictObject::new);
    let mut children = Vec::with_capacity(awaitables.len());
    let mut different: Vec<Value> = Vec::with_capacity(awaitables.len());
    let mut event_loop = vm.local.running_loop.bound();
    let mut known = false;
    for awaitable in awaitables {
        if let Some(seen) = &seen
            && let Some(child) = seen.get(vm, awaitable)?
        {
            children.push(child);
            continue;
        }
        let wanted = if known { event_loop.clone() } else { None };
        let child = ensure_future(vm, awaitable, wanted.as_ref())?;
        let child = match future::has_own_callbacks(vm, &child) {
            false => child,
            true => native_for(vm, &child, event_loop.clone())?,
        };
        if !known {
            event_loop = future_of(&child).map(|f| f.event_loop.get());
            known = true;
        }
        if !child.is(awaitable)
            && let Some(task) = child.get::<super::task::TaskObject>()
        {
            task.log_destroy.set(false);
        }
        if let Some(seen) = &seen {
            drop(seen.insert(vm, awaitable.clone(), child.clone())?);
        }
        different.push(child.clone());
        children.push(child);
    }
    Ok((children, different, event_loop.unwrap_or(Value::NONE)))
}

/// A native future with the outcome of one that is Python code.
#[cold]
fn native_for(vm: &Vm, child: &Value, event_loop: Option<Value>) -> PyResult {
    let event_loop = match event_loop {
        Some(event_loop) => event_loop,
        None => vm.call_method(child, &vm.intern("get_loop"), &[])?,
    };
    let native = future::new_future(vm, &event_loop);
    let module = vm.import_module("asyncio.futures")?;
    let chain = vm.getattr(&module, &vm.intern("_chain_future"))?;
    vm.call(&chain, &[child.clone(), native.clone()])?;
    Ok(native)
}

/// A child is done.
fn child_done(vm: &Vm, outer: &Value, child: &Value) {
    let (Some(future), Some(child)) = (future_of(outer), future_of(child)) else { return };
    let Some(gather) = future.gather() else { return };
    gather.done.set(gather.done.get() + 1);
    if future.is_done() {
        // Too late for the result, but its exception counts as looked at.
        child.unretrieved.set(false);
        return;
    }
    if !gather.return_exceptions
        && let Some(failure) = child.why_not(vm)
    {
        settle(vm, outer, Err(failure));
        return;
    }
    if gather.done.get() < gather.count {
        return;
    }
    let children = gather.children.borrow().clone();
    let results = children.iter().filter_map(future_of).map(|c| result_of(vm, c)).collect();
    if gather.cancel_requested.get() {
        // All children are through, and the outer one was told to be cancelled meanwhile: with the error
        // of the last one in their order, be that why it ended or not.
        let last = children.last().and_then(future_of).unwrap_or(child);
        settle(vm, outer, Err(last.make_cancelled_error(vm)));
    } else {
        settle(vm, outer, Ok(vm.new_list(results)));
    }
}

/// What stands in the list of results for a child.
fn result_of(vm: &Vm, child: &FutureObject) -> Value {
    match child.status() {
        Status::Cancelled => {
            let message = child.cancel_message().filter(|m| !m.is_none());
            vm.cancelled_error(Some(message.unwrap_or_else(|| vm.str(""))))
        }
        Status::Pending | Status::Returned | Status::Raised => {
            child.unretrieved.set(false);
            child.outcome()
        }
    }
}

fn settle(vm: &Vm, outer: &Value, outcome: Result<Value, Value>) {
    // It was just seen to be pending; only a closed loop can refuse, and then nobody waits.
    let _ = match outcome {
        Ok(result) => future::set_result(vm, outer, result),
        Err(exception) => future::set_exception(vm, outer, exception),
    };
    if let Some(future) = future_of(outer)
        && future.gather().is_some_and(|gather| gather.abandoned.get())
    {
        future.unretrieved.set(false);
    }
}

/// `cancel()` of a gathering: passed on to the children, who then settle it.
pub(super) fn cancel(
    vm: &Vm,
    future: &FutureObject,
    gather: &Gather,
    message: Option<Value>,
) -> PyResult<bool> {
    if future.is_done() || gather.cancelling.replace(true) {
        return Ok(false);
    }
    let children = gather.children.borrow().clone();
    let mut any = false;
    let cancelled = children.iter().try_for_each(|child| {
        any |= future::cancel(vm, child, message.clone())?;
        Ok(())
    });
    gather.cancelling.set(false);
    cancelled?;
    if any {
        gather.cancel_requested.set(true);
    }
    Ok(any)
}

static GATHERING_FUTURE: TypeSpec = TypeSpec {
    name: "asyncio.tasks._GatheringFuture",
    base: Some(&FUTURE),
    doc: "What gather() returns.",
    flags: type_flag::NO_NEW | type_flag::WEAK,
    ..TypeSpec::NONE
};
