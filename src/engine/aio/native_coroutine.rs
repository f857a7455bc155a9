//! Coroutines that Rust code runs: `asyncio.sleep` and a few small ones. To Python they are coroutines
//! like any other.

use std::cell::Cell;

use super::State;
use super::event_loop::{self, EventLoop};
use super::future;
use super::ready::{Ready, Resolve};
use super::timers::TimerId;
use crate::funcs;
use crate::object::foreign::ForeignObject;
use crate::object::header::{Payload, Traverse, flag};
use crate::object::native::GetSet;
use crate::object::slots::{CompareOp, PyResult, Raised, Slots};
use crate::object::types::{TypeSpec, type_flag};
use crate::object::value::Value;
use crate::object::var::Var;
use crate::object::vm::Vm;
use crate::types::exception::GENERATOR_EXIT;
use crate::vm::coroutine::{Outcome, Resume};

/// A coroutine as a function that is called again whenever what it waited for is done.
pub struct Routine {
    /// The qualified name.
    pub name: &'static str,
    /// The third argument is the result of what was waited for; unbound at the first call.
    pub step: fn(&Vm, &NativeCoroutine, Value) -> PyResult<Progress>,
    /// Tidies up when an exception comes while it waits. Raises nothing.
    pub abandon: fn(&Vm, &NativeCoroutine),
}

/// How a step of a [`Routine`] ended.
pub enum Progress {
    Done(Value),
    /// Goes on when the future is done, with its result; at once if it is.
    Wait(Value),
    /// Goes on at the next turn.
    Nap,
}

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Stage {
    Created,
    /// It has handed on what the iterator in `first` yielded.
    Delegating,
    /// It has yielded None and goes on at the next turn.
    Napping,
    /// It waits for the future in `waits_for`.
    Sleeping(TimerId),
    /// As before, on a loop of Python code, with the timer's handle in `first`.
    SleepingElsewhere,
    /// A routine that has handed on the future in `waits_for`, or None.
    Waiting,
    Finished,
}

/// What a native coroutine does.
#[derive(Clone, Copy)]
enum Body {
    /// Sleeps for `first` seconds, then returns `result`.
    Sleep,
    /// Returns at once.
    Nothing,
    /// Awaits `first`: an awaitable that is no coroutine, made into one for a task.
    Wrap,
    /// Closes the asynchronous generators of the loop in `first`.
    CloseGenerators,
    /// Steps of Rust code about the object in `first`.
    Routine(&'static Routine),
}

/// The payload.
pub struct NativeCoroutine {
    name: &'static str,
    body: Body,
    stage: Cell<Stage>,
    first: Var,
    result: Var,
    waits_for: Var,
    /// A routine's own.
    number: Cell<i64>,
}

impl Traverse for NativeCoroutine {
    fn traverse(&self, visit: &mut dyn FnMut(&Value)) {
        for var in [&self.first, &self.result, &self.waits_for] {
            var.visit(visit);
        }
    }

    fn clear(&self) {
        for var in [&self.first, &self.result, &self.waits_for] {
            var.set(Value::UNBOUND);
        }
    }
}

fn new(vm: &Vm, name: &'static str, body: Body, first: &Value, result: &Value) -> Value {
    let payload = NativeCoroutine {
        name,
        body,
        stage: Cell::new(Stage::Created),
        first: first.clone().into(),
        result: result.clone().into(),
        waits_for: Var::unbound(),
        number: Cell::new(0),
    };
    vm.new_object(State::of(vm).coroutine_type(vm), payload)
}

/// `asyncio.sleep(delay, result)`
pub fn sleep(vm: &Vm, delay: &Value, result: &Value) -> Value {
    new(vm, "sleep", Body::Sleep, delay, result)
}

/// What stands for a bare `sleep(0)` that was awaited at once and has yielded.
pub(crate) fn napping(vm: &Vm) -> Value {
    let made = sleep(vm, &Value::int_unchecked(0), &Value::NONE);
    if let Some(sleep) = made.get::<NativeCoroutine>() {
        sleep.stage.set(Stage::Napping);
    }
    made.header().into_iter().for_each(|header| header.set(flag::FINALIZED));
    made
}

/// A coroutine that returns None at its first step.
pub(super) fn nothing(vm: &Vm, name: &'static str) -> Value {
    new(vm, name, Body::Nothing, &Value::NONE, &Value::NONE)
}

/// A coroutine that awaits the awaitable and returns its result.
pub(super) fn wrap_awaitable(vm: &Vm, awaitable: &Value) -> Value {
    new(vm, "_wrap_awaitable", Body::Wrap, awaitable, &Value::NONE)
}

/// `loop.shutdown_asyncgens()`
pub(super) fn close_generators(vm: &Vm, event_loop: &Value) -> Value {
    new(vm, "BaseEventLoop.shutdown_asyncgens", Body::CloseGenerators, event_loop, &Value::NONE)
}

/// A coroutine of Rust code; `number` and `second` are its own to use.
pub fn call(
    vm: &Vm,
    routine: &'static Routine,
    first: &Value,
    second: Value,
    number: i64,
) -> Value {
    let made = new(vm, routine.name, Body::Routine(routine), first, &second);
    made.get::<NativeCoroutine>().into_iter().for_each(|c| c.number.set(number));
    made
}

/// Runs it until it yields, returns or raises.
pub fn resume(vm: &Vm, this: &Value, resume: Resume) -> PyResult<Outcome> {
    let Some(sleep) = this.get::<NativeCoroutine>() else {
        return Err(vm.type_error("not a coroutine"));
    };
    match (sleep.stage.get(), resume) {
        (Stage::Delegating, resume) => sleep.delegate(vm, resume),
        (Stage::Finished, _) => Err(vm.runtime_error("cannot reuse already awaited coroutine")),
        (Stage::Created, Resume::Send(value)) if value.is_none() => sleep.start(vm, this),
        (Stage::Created, Resume::Send(_)) => {
            Err(vm.type_error("can't send non-None value to a just-started coroutine"))
        }
        (Stage::Napping, Resume::Send(_)) => Ok(sleep.finish()),
        (Stage::Sleeping(_) | Stage::SleepingElsewhere, Resume::Send(_)) => sleep.wake(vm),
        (Stage::Waiting, Resume::Send(_)) => sleep.go_on(vm),
        (stage, Resume::Throw(exception)) => {
            sleep.stage.set(Stage::Finished);
            match (stage, sleep.body) {
                (Stage::Sleeping(timer), _) => sleep.cancel_timer(timer),
                (Stage::SleepingElsewhere, _) => sleep.cancel_handle(vm)?,
                (Stage::Waiting, Body::Routine(routine)) => (routine.abandon)(vm, sleep),
                _ => {}
            }
            sleep.clear();
            Err(Raised(exception))
        }
    }
}

/// For those who look from outside.
impl NativeCoroutine {
    /// The qualified name.
    pub(super) fn name(&self) -> &'static str {
        self.name
    }

    /// The iterator that it hands on to, if it does.
    pub(super) fn inner(&self) -> Option<Value> {
        (self.stage.get() == Stage::Delegating).then(|| self.first.get())
    }
}

/// For routines.
impl NativeCoroutine {
    pub fn first(&self) -> Value {
        self.first.get()
    }

    pub fn second(&self) -> Value {
        self.result.get()
    }

    pub fn set_second(&self, value: Value) {
        self.result.set(value);
    }

    pub fn number(&self) -> i64 {
        self.number.get()
    }

    pub fn set_number(&self, number: i64) {
        self.number.set(number);
    }

    /// Whether this is not the first step.
    pub fn is_begun(&self) -> bool {
        !self.waits_for.is_unbound()
    }

    pub fn waits_for(&self, future: &Value) -> bool {
        self.waits_for.holds(future)
    }

    /// Runs steps until one has to wait or is the last.
    fn run_routine(&self, vm: &Vm, mut sent: Value) -> PyResult<Outcome> {
        let Body::Routine(routine) = self.body else { return Ok(self.finish()) };
        loop {
            // Whoever resumes it while it runs finds it finished.
            self.stage.set(Stage::Finished);
            let awaited = match (routine.step)(vm, self, sent) {
                Ok(Progress::Done(value)) => {
                    self.clear();
                    return Ok(Outcome::Returned(value));
                }
                Ok(Progress::Wait(future)) => future,
                Ok(Progress::Nap) => {
                    self.waits_for.set(Value::NONE);
                    self.stage.set(Stage::Waiting);
                    return Ok(Outcome::Yielded(Value::NONE));
                }
                Err(raised) => {
                    self.clear();
                    return Err(raised);
                }
            };
            self.waits_for.set(awaited.clone());
            match future::poll_future(vm, &awaited) {
                Ok(Some(value)) => sent = value,
                Ok(None) => {
                    future::set_blocking(&awaited);
                    self.stage.set(Stage::Waiting);
                    return Ok(Outcome::Yielded(awaited));
                }
                Err(raised) => return Err(self.give_up(vm, routine, raised)),
            }
        }
    }

    /// What a routine waited for may be done.
    fn go_on(&self, vm: &Vm) -> PyResult<Outcome> {
        let Body::Routine(routine) = self.body else { return Ok(self.finish()) };
        let awaited = self.waits_for.get();
        if awaited.is_none() {
            return self.run_routine(vm, Value::NONE);
        }
        match future::poll_future(vm, &awaited) {
            Ok(Some(value)) => self.run_routine(vm, value),
            Ok(None) => {
                future::set_blocking(&awaited);
                Ok(Outcome::Yielded(awaited))
            }
            Err(raised) => Err(self.give_up(vm, routine, raised)),
        }
    }

    fn give_up(&self, vm: &Vm, routine: &Routine, raised: Raised) -> Raised {
        self.stage.set(Stage::Finished);
        (routine.abandon)(vm, self);
        self.clear();
        raised
    }
}

impl NativeCoroutine {
    fn start(&self, vm: &Vm, this: &Value) -> PyResult<Outcome> {
        match self.body {
            Body::Sleep => self.start_sleep(vm, this),
            Body::Nothing => Ok(self.finish()),
            Body::Wrap => {
                self.stage.set(Stage::Finished);
                let awaitable = self.first.take();
                let iterator = match vm.class(&awaitable).slots.awaitable.get() {
                    Some(iterator) => iterator(vm, &awaitable)?,
                    None => return Err(vm.type_error("an awaitable is required")),
                };
                self.first.set(iterator);
                self.delegate(vm, Resume::Send(Value::NONE))
            }
            Body::CloseGenerators => self.start_closing(vm),
            Body::Routine(_) => self.run_routine(vm, Value::UNBOUND),
        }
    }

    fn start_closing(&self, vm: &Vm) -> PyResult<Outcome> {
        self.stage.set(Stage::Finished);
        let this = self.first.take();
        let all = match this.foreign::<EventLoop>() {
            Some(event_loop) => event_loop.generators.take_all(),
            None => Vec::new(),
        };
        if all.is_empty() {
            return Ok(self.finish());
        }
        let aclose = vm.intern("aclose");
        let mut steps = Vec::with_capacity(all.len());
        for generator in &all {
            steps.push(vm.call_method(generator, &aclose, &[])?);
        }
        let gathered = super::gather::gather(vm, &steps, true)?;
        self.waits_for.set(vm.tuple(vec![this, vm.tuple(all)]));
        self.first.set(vm.iter(&gathered)?);
        self.delegate(vm, Resume::Send(Value::NONE))
    }

    /// Resumes the iterator of the wrapped awaitable.
    fn delegate(&self, vm: &Vm, resume: Resume) -> PyResult<Outcome> {
        let iterator = self.first.get();
        // Whoever resumes it while it runs finds it finished.
        self.stage.set(Stage::Finished);
        let outcome = super::task::drive(vm, &iterator, resume);
        match outcome {
            Ok(Outcome::Yielded(_) | Outcome::YieldedAsync(_)) => {
                self.stage.set(Stage::Delegating);
                outcome
            }
            Ok(Outcome::Returned(results)) if matches!(self.body, Body::CloseGenerators) => {
                let closed = self.waits_for.take();
                self.clear();
                super::generators::report(vm, &closed, &results)?;
                Ok(Outcome::Returned(Value::NONE))
            }
            Ok(Outcome::Returned(_)) | Err(_) => {
                self.clear();
                outcome
            }
        }
    }

    fn start_sleep(&self, vm: &Vm, this: &Value) -> PyResult<Outcome> {
        let delay = self.first.take();
        // An error below leaves it finished, as an exception in the body would.
        self.stage.set(Stage::Finished);
        let now = match (delay.as_int(), delay.as_small_float()) {
            (Some(seconds), _) => seconds <= 0,
            (_, Some(seconds)) => seconds <= 0.0,
            _ => vm.compare_bool(CompareOp::Le, &delay, &Value::int_unchecked(0))?,
        };
        if now {
            self.stage.set(Stage::Napping);
            // It was awaited and holds no timer: its end needs no look.
            this.header().into_iter().for_each(|header| header.set(flag::FINALIZED));
            return Ok(Outcome::Yielded(Value::NONE));
        }
        let seconds = vm.to_f64(&delay)?;
        if seconds.is_nan() {
            return Err(vm.value_error("Invalid delay: NaN (not a number)"));
        }
        let running = event_loop::running(vm)?;
        let native = running.foreign::<EventLoop>().filter(|native| !native.has_overrides());
        let Some(event_loop) = native else {
            return self.sleep_elsewhere(vm, &running, delay);
        };
        let future = future::new_future(vm, &running);
        let resolve = Resolve { future: future.clone(), result: self.result.get() };
        let when = event_loop.time(vm) + seconds;
        let timer = event_loop.add_timer(vm, when, Ready::Resolve(Box::new(resolve)))?;
        self.waits_for.set(future.clone());
        self.stage.set(Stage::Sleeping(timer));
        future::set_blocking(&future);
        Ok(Outcome::Yielded(future))
    }

    /// A loop of Python code is asked for a future and a timer.
    #[cold]
    fn sleep_elsewhere(&self, vm: &Vm, running: &Value, delay: Value) -> PyResult<Outcome> {
        let future = vm.call_method(running, &vm.intern("create_future"), &[])?;
        let module = vm.import_module("asyncio.futures")?;
        let set = vm.getattr(&module, &vm.intern("_set_result_unless_cancelled"))?;
        let all = [delay, set, future.clone(), self.result.get()];
        let handle = vm.call_method(running, &vm.intern("call_later"), &all)?;
        if future::future_of(&future).is_none() {
            // Not even its futures are native: whatever awaiting one does.
            let iterator = match vm.class(&future).slots.awaitable.get() {
                Some(iterator) => iterator(vm, &future)?,
                None => return Err(vm.type_error("an awaitable is required")),
            };
            self.first.set(iterator);
            return self.delegate(vm, Resume::Send(Value::NONE));
        }
        self.first.set(handle);
        self.waits_for.set(future.clone());
        self.stage.set(Stage::SleepingElsewhere);
        future::set_blocking(&future);
        Ok(Outcome::Yielded(future))
    }

    fn cancel_handle(&self, vm: &Vm) -> PyResult<()> {
        vm.call_method(&self.first.take(), &vm.intern("cancel"), &[]).map(drop)
    }

    fn wake(&self, vm: &Vm) -> PyResult<Outcome> {
        let future = self.waits_for.get();
        match future::poll_future(vm, &future) {
            Ok(Some(_)) => Ok(self.finish()),
            Ok(None) => {
                future::set_blocking(&future);
                Ok(Outcome::Yielded(future))
            }
            Err(raised) => {
                match self.stage.replace(Stage::Finished) {
                    Stage::Sleeping(timer) => self.cancel_timer(timer),
                    Stage::SleepingElsewhere => self.cancel_handle(vm)?,
                    Stage::Created
                    | Stage::Delegating
                    | Stage::Napping
                    | Stage::Waiting
                    | Stage::Finished => {}
                }
                self.clear();
                Err(raised)
            }
        }
    }

    fn finish(&self) -> Outcome {
        self.stage.set(Stage::Finished);
        self.waits_for.set(Value::UNBOUND);
        Outcome::Returned(self.result.take())
    }

    fn cancel_timer(&self, timer: TimerId) {
        let event_loop = future::future_of(&self.waits_for.get()).map(|f| f.event_loop.get());
        if let Some(event_loop) = event_loop
            && let Some(event_loop) = event_loop.foreign::<EventLoop>()
        {
            event_loop.cancel_timer(timer);
        }
    }

    /// It will never run.
    pub(super) fn forget(&self) {
        self.stage.set(Stage::Finished);
        self.clear();
    }

    pub(super) fn is_suspended(&self) -> bool {
        match self.stage.get() {
            Stage::Napping
            | Stage::Sleeping(_)
            | Stage::SleepingElsewhere
            | Stage::Delegating
            | Stage::Waiting => true,
            Stage::Created | Stage::Finished => false,
        }
    }
}

// ---- what Python sees --------------------------------------------------------------------------

fn outcome_to_result(vm: &Vm, outcome: Outcome) -> PyResult {
    match outcome {
        Outcome::Yielded(value) | Outcome::YieldedAsync(value) => Ok(value),
        Outcome::Returned(value) => Err(vm.stop_iteration(value)),
    }
}

fn send(vm: &Vm, this: &Value, value: &Value) -> PyResult {
    resume(vm, this, Resume::Send(value.clone())).and_then(|o| outcome_to_result(vm, o))
}

fn throw(vm: &Vm, this: &Value, exception: &Value, value: &Value, _traceback: &Value) -> PyResult {
    let instance = if crate::object::types::TypeRef::of(exception).is_some() {
        let args = if value.is_none() { Vec::new() } else { vec![value.clone()] };
        vm.call(exception, &args)?
    } else {
        exception.clone()
    };
    if instance.get::<crate::types::exception::ExceptionObject>().is_none() {
        let class = vm.class(&instance).full_name();
        let text = "exceptions must be classes or instances deriving from BaseException, not ";
        return Err(vm.type_error(format!("{text}{class}")));
    }
    resume(vm, this, Resume::Throw(instance)).and_then(|o| outcome_to_result(vm, o))
}

/// `coroutine.close()`
pub fn close(vm: &Vm, this: &Value) -> PyResult<()> {
    let Some(sleep) = this.get::<NativeCoroutine>() else { return Ok(()) };
    if sleep.is_suspended() {
        let exit = vm.new_exception(&vm.ty(&GENERATOR_EXIT), Vec::new());
        // It has no handlers: what comes back is the exception just thrown.
        let _ = resume(vm, this, Resume::Throw(exit));
    }
    sleep.stage.set(Stage::Finished);
    sleep.clear();
    Ok(())
}

fn finalize(vm: &Vm, this: &Value) {
    let Some(sleep) = this.get::<NativeCoroutine>() else { return };
    match sleep.stage.get() {
        Stage::Created if !vm.is_closing() => {
            vm.warn_never_awaited(this, sleep.name);
        }
        Stage::Sleeping(timer) => sleep.cancel_timer(timer),
        Stage::SleepingElsewhere => {
            // A loop that objects has its reasons; nobody waits any more.
            let _ = sleep.cancel_handle(vm);
        }
        Stage::Waiting => {
            if let Body::Routine(routine) = sleep.body {
                (routine.abandon)(vm, sleep);
            }
        }
        Stage::Created | Stage::Napping | Stage::Delegating | Stage::Finished => {}
    }
}

fn name(this: &Value) -> &'static str {
    this.get::<NativeCoroutine>().map_or("", |c| c.name)
}

fn short_name(vm: &Vm, this: &Value) -> PyResult {
    let name = name(this);
    Ok(vm.str(name.rsplit('.').next().unwrap_or(name)))
}

const NAME: GetSet = GetSet { name: "__name__", doc: "", get: short_name, set: None };
const QUALNAME: GetSet =
    GetSet { name: "__qualname__", doc: "", get: |vm, this| Ok(vm.str(name(this))), set: None };

fn awaited(_: &Vm, this: &Value) -> PyResult {
    let future = this.get::<NativeCoroutine>().and_then(|s| s.waits_for.bound());
    Ok(future.unwrap_or(Value::NONE))
}

/// A type of its own that goes by the name of the machine's coroutines.
pub static NATIVE_COROUTINE: TypeSpec = TypeSpec {
    name: "coroutine",
    base: Some(&crate::types::generator::COROUTINE),
    operations: Some(NativeCoroutine::OPERATIONS),
    slots: Slots {
        repr: Some(|vm, this| {
            Ok(vm.str(&format!("<coroutine object {} at {:#x}>", name(this), vm.id(this))))
        }),
        awaitable: Some(|vm, this| Ok(vm.new_foreign(&vm.ty(&WRAPPER), Wrapper(this.clone())))),
        finalize: Some(finalize),
        ..Slots::NONE
    },
    methods: funcs![
        send "(self, value, /)" "Resume with a value.";
        throw "(self, type, value=None, traceback=None, /)" "Raise an exception where it waits.";
        close "(self, /)" "End it where it waits.";
    ],
    getset: &[
        NAME,
        QUALNAME,
        GetSet { name: "cr_await", doc: "", get: awaited, set: None },
        GetSet { name: "cr_running", doc: "", get: |_, _| Ok(Value::FALSE), set: None },
        GetSet { name: "cr_suspended", doc: "", get: suspended, set: None },
        GetSet { name: "cr_frame", doc: "", get: |_, _| Ok(Value::NONE), set: None },
        GetSet { name: "cr_code", doc: "", get: |_, _| Ok(Value::NONE), set: None },
        GetSet { name: "cr_origin", doc: "", get: |_, _| Ok(Value::NONE), set: None },
    ],
    flags: type_flag::NO_NEW | type_flag::WEAK,
    ..TypeSpec::NONE
};

fn suspended(_: &Vm, this: &Value) -> PyResult {
    Ok(Value::bool(this.get::<NativeCoroutine>().is_some_and(NativeCoroutine::is_suspended)))
}

/// What `coroutine.__await__()` gives: an iterator over the coroutine.
struct Wrapper(Value);

impl Traverse for Wrapper {
    fn traverse(&self, visit: &mut dyn FnMut(&Value)) {
        visit(&self.0);
    }
}

fn wrapped(value: &Value) -> Value {
    value.foreign::<Wrapper>().map_or(Value::NONE, |w| w.0.clone())
}

fn wrapper_next(vm: &Vm, this: &Value) -> PyResult<Option<Value>> {
    match resume(vm, &wrapped(this), Resume::Send(Value::NONE))? {
        Outcome::Yielded(value) | Outcome::YieldedAsync(value) => Ok(Some(value)),
        Outcome::Returned(value) => {
            vm.stop_value.set(value);
            Ok(None)
        }
    }
}

fn wrapper_send(vm: &Vm, this: &Value, value: &Value) -> PyResult {
    send(vm, &wrapped(this), value)
}

fn wrapper_throw(
    vm: &Vm,
    this: &Value,
    exception: &Value,
    value: &Value,
    traceback: &Value,
) -> PyResult {
    throw(vm, &wrapped(this), exception, value, traceback)
}

fn wrapper_close(vm: &Vm, this: &Value) -> PyResult<()> {
    close(vm, &wrapped(this))
}

static WRAPPER: TypeSpec = TypeSpec {
    name: "coroutine_wrapper",
    operations: Some(ForeignObject::OPERATIONS),
    slots: Slots {
        iter: Some(|_, this| Ok(this.clone())),
        next: Some(wrapper_next),
        ..Slots::NONE
    },
    methods: funcs![
        "send" = wrapper_send, "(self, value, /)", "Resume with a value.";
        "throw" = wrapper_throw, "(self, type, value=None, traceback=None, /)", "Raise an exception where it waits.";
        "close" = wrapper_close, "(self, /)", "End it where it waits.";
    ],
    flags: type_flag::NO_NEW,
    ..TypeSpec::NONE
};
