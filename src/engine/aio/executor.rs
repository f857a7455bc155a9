//! Threads that run blocking calls for event loops: the default executor. A call goes to a thread and
//! its outcome to the loop's queue, with nothing in between. Executors that the user sets are asked
//! through Python.

use std::cell::{Cell, RefCell};
use std::collections::VecDeque;

use super::event_loop::EventLoop;
use super::ready::{Ready, Settle};
use super::{context, future, loop_of, native_coroutine};
use crate::funcs;
use crate::object::dict::DictObject;
use crate::object::foreign::ForeignObject;
use crate::object::header::{Payload, SUBCLASS, Traverse};
use crate::object::native::Args;
use crate::object::slots::{PyResult, Raised};
use crate::object::types::{TypeSpec, type_flag};
use crate::object::value::Value;
use crate::object::var::Var;
use crate::object::vm::Vm;
use crate::vm::threads::Waiters;

/// A call to be made in some thread.
struct Job {
    future: Value,
    callable: Value,
    args: Vec<Value>,
    names: Vec<Value>,
    /// The context to make it in, not made yet if unbound; `None` for the thread's own.
    context: Option<Value>,
}

/// The payload: threads that wait for calls.
struct Workers {
    jobs: RefCell<VecDeque<Job>>,
    waiters: Waiters,
    /// Threads that wait and have not been promised a job.
    idle: Cell<usize>,
    /// Objects of `threading.Thread`.
    threads: RefCell<Vec<Value>>,
    most: usize,
    closed: Cell<bool>,
}

impl Traverse for Workers {
    fn traverse(&self, visit: &mut dyn FnMut(&Value)) {
        for job in self.jobs.borrow().iter() {
            visit(&job.future);
            visit(&job.callable);
            job.args.iter().chain(&job.names).chain(&job.context).for_each(&mut *visit);
        }
        self.threads.borrow().iter().for_each(visit);
    }

    fn clear(&self) {
        let jobs = self.jobs.take();
        let threads = self.threads.take();
        drop((jobs, threads));
    }
}

/// The groups that have threads: told when the program ends.
#[derive(Default)]
struct Open {
    groups: RefCell<Vec<Value>>,
    registered: Cell<bool>,
}

fn of<'a>(vm: &Vm, value: &'a Value) -> PyResult<&'a Workers> {
    value.foreign::<Workers>().ok_or_else(|| vm.type_error("not a group of workers"))
}

/// The loop's threads, made on first use.
fn workers(vm: &Vm, event_loop: &EventLoop) -> PyResult {
    if let Some(known) = event_loop.workers.bound() {
        return Ok(known);
    }
    let group = Workers {
        jobs: RefCell::default(),
        waiters: Waiters::default(),
        idle: Cell::new(0),
        threads: RefCell::default(),
        most: (vm.host.processors() + 4).min(32),
        closed: Cell::new(false),
    };
    let made = vm.new_foreign(&vm.ty(&WORKERS), group);
    event_loop.workers.set(made.clone());
    let open = vm.extra(Open::default);
    open.groups.borrow_mut().push(made.clone());
    if !open.registered.replace(true) {
        let threading = vm.import_module("threading")?;
        let close = vm.getattr(vm.ty(&WORKERS).value(), &vm.intern("_close_all"))?;
        vm.call_method(&threading, &vm.intern("_register_atexit"), &[close])?;
    }
    Ok(made)
}

fn submit(vm: &Vm, event_loop: &EventLoop, job: Job) -> PyResult<()> {
    let this = workers(vm, event_loop)?;
    let group = of(vm, &this)?;
    group.jobs.borrow_mut().push_back(job);
    if group.idle.get() > 0 {
        group.idle.set(group.idle.get() - 1);
        group.waiters.wake_one(vm);
        return Ok(());
    }
    if group.threads.borrow().len() < group.most {
        return add_thread(vm, &this, group);
    }
    Ok(())
}

fn add_thread(vm: &Vm, this: &Value, group: &Workers) -> PyResult<()> {
    let threading = vm.import_module("threading")?;
    let class = vm.getattr(&threading, &vm.intern("Thread"))?;
    let target = vm.getattr(this, &vm.intern("_work"))?;
    let name = vm.str(&format!("asyncio_{}", group.threads.borrow().len()));
    // As there: no daemon, even if a daemon asks.
    let all = [target, name, Value::FALSE];
    let names = [vm.intern("target"), vm.names().name.clone(), vm.intern("daemon")];
    let thread = vm.call_args(&class, Args { all: &all, names: &names })?;
    group.threads.borrow_mut().push(thread.clone());
    let started = vm.call_method(&thread, &vm.intern("start"), &[]);
    if let Err(raised) = started {
        let gone = group.threads.borrow_mut().pop();
        drop(gone);
        return Err(raised);
    }
    Ok(())
}

/// What a thread of the group does all its life.
fn work(vm: &Vm, this: &Value) -> PyResult<()> {
    let group = of(vm, this)?;
    loop {
        let next = group.jobs.borrow_mut().pop_front();
        if let Some(job) = next {
            run_job(vm, job);
            if vm.breaker.is_set() {
                vm.handle_breaker()?;
            }
            continue;
        }
        if group.closed.get() {
            return Ok(());
        }
        group.idle.set(group.idle.get() + 1);
        while group.jobs.borrow().is_empty() && !group.closed.get() {
            group.waiters.wait(vm, None)?;
        }
    }
}

fn run_job(vm: &Vm, job: Job) {
    let Job { future: target, callable, args, names, context } = job;
    let Some(future) = future::future_of(&target) else { return };
    if future.is_done() {
        return;
    }
    let call = || vm.call_args(&callable, Args { all: &args, names: &names });
    let outcome = match context {
        Some(context) => context::run_in(vm, &Var::new(context), call),
        None => call(),
    };
    drop((callable, args, names));
    let event_loop = future.event_loop.get();
    let Some(inner) = event_loop.foreign::<EventLoop>() else { return };
    // A loop that is closed has nobody left to tell.
    let settle = Ready::Settle(Box::new(Settle { future: target, outcome }));
    if inner.push(vm, settle).is_ok() {
        inner.wake(vm);
    }
}

/// The outcome has come to the loop's thread.
pub(super) fn settle(vm: &Vm, settle: Settle) -> PyResult<()> {
    let Settle { future: target, outcome } = settle;
    if future::future_of(&target).is_none_or(|f| f.is_done()) {
        return Ok(());
    }
    match outcome {
        Ok(result) => future::set_result(vm, &target, result),
        Err(Raised(exception)) => {
            let exception = as_ours(vm, exception)?;
            future::set_exception_of_user(vm, &target, &exception)
        }
    }
}

/// Exceptions of `concurrent.futures` have equals in asyncio.
fn as_ours(vm: &Vm, exception: Value) -> PyResult {
    let module = vm.getattr(vm.type_of(&exception).value(), &vm.names().__module__)?;
    if !module.as_str().is_some_and(|name| name.starts_with("concurrent.futures")) {
        return Ok(exception);
    }
    let futures = vm.import_module("asyncio.futures")?;
    vm.call_method(&futures, &vm.intern("_as_ours"), &[exception])
}

/// No more jobs; the threads end when they have done those that are there. Waits for that if asked.
fn close(vm: &Vm, this: &Value, wait: bool) -> PyResult<()> {
    let group = of(vm, this)?;
    group.closed.set(true);
    group.waiters.wake_all(vm);
    if wait {
        loop {
            let last = group.threads.borrow_mut().pop();
            let Some(thread) = last else { break };
            vm.call_method(&thread, &vm.intern("join"), &[])?;
        }
    }
    let open = vm.extra(Open::default);
    let mut groups = open.groups.borrow_mut();
    let at = groups.iter().position(|g| g.is(this));
    let gone = at.map(|at| groups.swap_remove(at));
    drop(groups);
    drop(gone);
    Ok(())
}

fn close_all(vm: &Vm) -> PyResult<()> {
    let all = vm.extra(Open::default).groups.take();
    all.iter().try_for_each(|group| close(vm, group, false))
}

/// The loop is closed: its executor is told, and not waited for.
pub(super) fn abandon(vm: &Vm, event_loop: &EventLoop) -> PyResult<()> {
    event_loop.executor_closed.set(true);
    let group = event_loop.workers.take();
    if !group.is_unbound() {
        close(vm, &group, false)?;
    }
    let executor = event_loop.executor.replace(Value::NONE);
    if !executor.is_none() && !executor.is_unbound() {
        let names = [vm.intern("wait")];
        let shutdown = vm.getattr(&executor, &vm.intern("shutdown"))?;
        vm.call_args(&shutdown, Args { all: &[Value::FALSE], names: &names })?;
    }
    Ok(())
}

fn check_executor(vm: &Vm, event_loop: &EventLoop) -> PyResult<()> {
    match event_loop.executor_closed.get() {
        true => Err(vm.runtime_error("Executor shutdown has been called")),
        false => Ok(()),
    }
}

/// `loop.run_in_executor(executor, func, *args)`
pub(super) fn run_in_executor(
    vm: &Vm,
    this: &Value,
    executor: &Value,
    func: &Value,
    args: &Value,
) -> PyResult {
    let event_loop = loop_of(vm, this)?;
    event_loop.check_open(vm)?;
    super::debugging::check_callback(vm, event_loop, func, "run_in_executor")?;
    let executor = if executor.is_none() {
        check_executor(vm, event_loop)?;
        event_loop.executor.get()
    } else {
        executor.clone()
    };
    if executor.is_none() {
        let target = future::new_future(vm, this);
        let job = Job {
            future: target.clone(),
            callable: func.clone(),
            args: args.tuple_items().to_vec(),
            names: Vec::new(),
            context: None,
        };
        submit(vm, event_loop, job)?;
        return Ok(target);
    }
    let mut all = vec![func.clone()];
    all.extend_from_slice(args.tuple_items());
    let submitted = vm.call_method(&executor, &vm.intern("submit"), &all)?;
    let futures = vm.import_module("asyncio.futures")?;
    let wrap = vm.getattr(&futures, &vm.intern("wrap_future"))?;
    let names = [vm.intern("loop")];
    vm.call_args(&wrap, Args { all: &[submitted, this.clone()], names: &names })
}

/// What `asyncio.to_thread` awaits: a future of the running loop for the call in a copy of the present
/// context. NotImplemented if the loop has an executor of the user's, or is not just one of ours.
pub fn to_thread(vm: &Vm, func: &Value, args: &Value, keywords: &Value) -> PyResult {
    let this = super::event_loop::running(vm)?;
    let Some(event_loop) = this.foreign::<EventLoop>() else {
        return Ok(Value::NOT_IMPLEMENTED);
    };
    let derived = this.header().is_some_and(|h| h.kind_byte() & SUBCLASS != 0);
    if derived || !event_loop.executor.get().is_none() {
        return Ok(Value::NOT_IMPLEMENTED);
    }
    event_loop.check_open(vm)?;
    check_executor(vm, event_loop)?;
    let mut all = args.tuple_items().to_vec();
    let mut names = Vec::new();
    for (name, value) in keywords.get::<DictObject>().map(DictObject::pairs).unwrap_or_default() {
        names.push(vm.intern_value(&name));
        all.push(value);
    }
    let target = future::new_future(vm, &this);
    let job = Job {
        future: target.clone(),
        callable: func.clone(),
        args: all,
        names,
        context: Some(context::copy_current(vm)),
    };
    submit(vm, event_loop, job)?;
    Ok(target)
}

/// `loop.set_default_executor(executor)`
pub(super) fn set_default_executor(vm: &Vm, this: &Value, executor: &Value) -> PyResult<()> {
    let event_loop = loop_of(vm, this)?;
    let pools = vm.import_module("concurrent.futures")?;
    let class = vm.getattr(&pools, &vm.intern("ThreadPoolExecutor"))?;
    if !vm.is_instance(executor, &class)? {
        return Err(vm.type_error("executor must be ThreadPoolExecutor instance"));
    }
    event_loop.executor.set(executor.clone());
    Ok(())
}

/// `loop.shutdown_default_executor(timeout)`: a coroutine that waits for the threads.
pub(super) fn shutdown_default_executor(vm: &Vm, this: &Value, timeout: &Value) -> PyResult {
    let event_loop = loop_of(vm, this)?;
    let executor = match event_loop.workers.bound() {
        Some(group) if event_loop.executor.get().is_none() => group,
        _ => event_loop.executor.get(),
    };
    if executor.is_none() {
        event_loop.executor_closed.set(true);
        return Ok(native_coroutine::nothing(vm, "shutdown_default_executor"));
    }
    let close = vm.getattr(vm.ty(&WORKERS).value(), &vm.intern("_mark_closed"))?;
    let module = vm.import_module("asyncio.threads")?;
    let coroutine = vm.getattr(&module, &vm.intern("_shutdown_default_executor"))?;
    vm.call(&coroutine, &[this.clone(), executor, close, timeout.clone()])
}

/// `_mark_closed(loop)`: no more jobs from now on.
fn mark_closed(vm: &Vm, this: &Value) -> PyResult<()> {
    loop_of(vm, this)?.executor_closed.set(true);
    Ok(())
}

static WORKERS: TypeSpec = TypeSpec {
    name: "_asyncio._Workers",
    operations: Some(ForeignObject::OPERATIONS),
    methods: funcs![
        "_work" = work, "(self, /)", "Do what comes until there is no more.";
        "shutdown" = close, "(self, wait=True)", "Take no more jobs.";
        static "_close_all" = close_all, "()", "Close all groups: the program ends.";
        static "_mark_closed" = mark_closed, "(loop, /)", "The loop's executor takes no more jobs.";
    ],
    flags: type_flag::NO_NEW | type_flag::WEAK,
    ..TypeSpec::NONE
};
