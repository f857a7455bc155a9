//! The event loop: turns of ready entries and timers, and waiting when there are none. Does not know
//! what tasks and futures are; what Python sees of a loop is in `loop_type.rs`.

use std::cell::{Cell, RefCell};
use std::collections::VecDeque;

use super::generators::Generators;
use super::ready::{DoneCall, Ready};
use super::timers::{TimerId, Timers};
use super::{State, context, errors};
use crate::host::Waited;
use crate::object::header::Traverse;
use crate::object::slots::{PyResult, Raised};
use crate::object::value::Value;
use crate::object::var::Var;
use crate::object::vm::Vm;
use crate::types::exception::{KEYBOARD_INTERRUPT, SYSTEM_EXIT};

/// The payload of a loop.
pub struct EventLoop {
    ready: RefCell<VecDeque<Ready>>,
    timers: RefCell<Timers>,
    stopping: Cell<bool>,
    closed: Cell<bool>,
    running: Cell<bool>,
    pub(super) debug: Cell<bool>,
    pub(super) slow_callback_duration: Var,
    /// What the user set, or None.
    pub(super) exception_handler: Var,
    pub(super) task_factory: Var,
    pub(super) generators: Generators,
}

/// A timer is due when the clock is this close to it: the clock's resolution.
const RESOLUTION: f64 = 1e-9;

/// No single wait is longer, so that a far timer does not overflow a system's type.
const LONGEST_WAIT: f64 = 24.0 * 3600.0;

impl Traverse for EventLoop {
    fn traverse(&self, visit: &mut dyn FnMut(&Value)) {
        self.ready.borrow().iter().for_each(|r| r.traverse(visit));
        self.timers.borrow().iter().for_each(|r| r.traverse(visit));
        self.generators.traverse(visit);
        self.exception_handler.visit(visit);
        self.task_factory.visit(visit);
    }

    fn clear(&self) {
        self.drop_everything();
        self.exception_handler.set(Value::NONE);
        self.task_factory.set(Value::NONE);
    }
}

impl EventLoop {
    pub(super) fn new() -> EventLoop {
        EventLoop {
            ready: RefCell::default(),
            timers: RefCell::default(),
            stopping: Cell::new(false),
            closed: Cell::new(false),
            running: Cell::new(false),
            debug: Cell::new(false),
            slow_callback_duration: Value::UNBOUND.into(),
            exception_handler: Value::NONE.into(),
            task_factory: Value::NONE.into(),
            generators: Generators::default(),
        }
    }

    /// Puts something into the queue; RuntimeError if the loop is closed.
    #[inline]
    pub(super) fn push(&self, vm: &Vm, ready: Ready) -> PyResult<()> {
        self.check_open(vm)?;
        self.ready.borrow_mut().push_back(ready);
        Ok(())
    }

    /// Queues something for a moment of the loop's clock, in seconds.
    pub(super) fn add_timer(&self, vm: &Vm, when: f64, ready: Ready) -> PyResult<TimerId> {
        self.check_open(vm)?;
        Ok(self.timers.borrow_mut().add(when, ready))
    }

    pub(super) fn cancel_timer(&self, timer: TimerId) {
        let ready = self.timers.borrow_mut().cancel(timer);
        drop(ready);
    }

    #[inline]
    pub(super) fn check_open(&self, vm: &Vm) -> PyResult<()> {
        if self.closed.get() { Err(vm.runtime_error("Event loop is closed")) } else { Ok(()) }
    }

    /// The loop's clock, in seconds.
    pub fn time(&self, vm: &Vm) -> f64 {
        vm.host.monotonic() as f64 * 1e-9
    }

    /// Has the loop stop after the present turn.
    pub(super) fn stop(&self) {
        self.stopping.set(true);
    }

    pub fn is_running(&self) -> bool {
        self.running.get()
    }

    pub fn is_closed(&self) -> bool {
        self.closed.get()
    }

    /// Forgets everything that waits; RuntimeError while running.
    pub(super) fn close(&self, vm: &Vm) -> PyResult<()> {
        if self.running.get() {
            return Err(vm.runtime_error("Cannot close a running event loop"));
        }
        self.closed.set(true);
        self.drop_everything();
        Ok(())
    }

    fn drop_everything(&self) {
        let ready = self.ready.take();
        drop(ready);
        let timers = self.timers.borrow_mut().take_all();
        drop(timers);
    }

    /// RuntimeError if this loop or another one runs.
    pub(super) fn check_idle(&self, vm: &Vm) -> PyResult<()> {
        if self.running.get() {
            return Err(vm.runtime_error("This event loop is already running"));
        }
        if !State::of(vm).running.is_unbound() {
            let text = "Cannot run the event loop while another loop is running";
            return Err(vm.runtime_error(text));
        }
        Ok(())
    }

    /// Turns until somebody stops the loop or something ends the program.
    pub(super) fn run_forever(&self, vm: &Vm, this: &Value) -> PyResult<()> {
        self.check_open(vm)?;
        self.check_idle(vm)?;
        vm.check_stack("")?;
        let state = State::of(vm);
        self.running.set(true);
        state.running.set(this.clone());
        let hooks = self.generators.set_hooks(vm, this)?;
        let result = loop {
            let turned = self.turn(vm, this);
            if turned.is_err() || self.stopping.get() {
                break turned;
            }
        };
        self.stopping.set(false);
        self.running.set(false);
        state.running.set(Value::UNBOUND);
        Generators::restore_hooks(vm, hooks);
        result
    }

    /// One turn: wait if nothing is ready, queue the timers that are due, then run what is in the
    /// queue now. What comes in meanwhile waits for the next turn.
    fn turn(&self, vm: &Vm, this: &Value) -> PyResult<()> {
        let idle = self.ready.borrow().is_empty() && !self.stopping.get();
        let timer = self.timers.borrow_mut().next();
        if idle {
            self.wait(vm, timer)?;
        } else if vm.breaker.is_set() {
            vm.handle_breaker()?;
        }
        if timer.is_some() {
            let end = self.time(vm) + RESOLUTION;
            while let Some(due) = { self.timers.borrow_mut().pop_due(end) } {
                self.ready.borrow_mut().push_back(due);
            }
        }
        let count = self.ready.borrow().len();
        for _ in 0..count {
            let Some(next) = self.ready.borrow_mut().pop_front() else { break };
            next.run(vm, this, self)?;
        }
        Ok(())
    }

    /// Waits for the timer, for another thread, or for a signal, which is handled here.
    fn wait(&self, vm: &Vm, timer: Option<f64>) -> PyResult<()> {
        let deadline = timer.map(|when| {
            let now = vm.host.monotonic();
            let left = (when - now as f64 * 1e-9).clamp(0.0, LONGEST_WAIT);
            now + (left * 1e9).ceil() as u64
        });
        match vm.host.wait(deadline) {
            Waited::Deadline => Ok(()),
            Waited::Interrupted => vm.handle_breaker(),
            Waited::Never => {
                let text = "nothing can ever wake the event loop: no timer, no thread, no signal";
                Err(vm.runtime_error(text))
            }
        }
    }

    /// Calls a done-callback of a future.
    pub(super) fn call_done(&self, vm: &Vm, this: &Value, done: DoneCall) -> PyResult<()> {
        let context = Var::new(done.context);
        let args = [done.future];
        let result = context::run_in(vm, &context, || vm.call(&done.callable, &args));
        match result {
            Ok(value) => {
                drop(value);
                Ok(())
            }
            Err(raised) => {
                let [future] = args;
                let handle = super::handle::for_error(vm, this, &done.callable, &future);
                self.callback_failed(vm, this, &done.callable, handle, raised)
            }
        }
    }

    /// A callback raised: the exception handler is told, unless that is to end the program.
    pub(super) fn callback_failed(
        &self,
        vm: &Vm,
        this: &Value,
        callable: &Value,
        handle: Value,
        Raised(exception): Raised,
    ) -> PyResult<()> {
        if vm.is_exception(&exception, &KEYBOARD_INTERRUPT)
            || vm.is_exception(&exception, &SYSTEM_EXIT)
        {
            return Err(Raised(exception));
        }
        let text = super::repr::callback(vm, callable);
        let message = vm.str(&format!("Exception in callback {text}"));
        let rows = [("message", message), ("exception", exception), ("handle", handle)];
        errors::call_exception_handler(vm, this, &rows)
    }
}

/// The loop that runs now; RuntimeError if there is none.
pub fn running(vm: &Vm) -> PyResult {
    match State::of(vm).running.bound() {
        Some(event_loop) => Ok(event_loop),
        None => Err(vm.runtime_error("no running event loop")),
    }
}

/// The loop that runs now or the one set for the thread; RuntimeError if there is neither.
pub fn current(vm: &Vm) -> PyResult {
    let state = State::of(vm);
    if let Some(event_loop) = state.running.bound().or_else(|| state.set.bound())
        && !event_loop.is_none()
    {
        return Ok(event_loop);
    }
    if state.set.is_unbound() {
        // Nobody has set a loop, not even None: one is made, as in the main thread of CPython.
        vm.warn(&crate::types::exception::DEPRECATION_WARNING, "There is no current event loop")?;
        let made = new(vm);
        state.set.set(made.clone());
        return Ok(made);
    }
    Err(vm.runtime_error("There is no current event loop in thread 'MainThread'."))
}

/// A new loop.
pub fn new(vm: &Vm) -> Value {
    let made = EventLoop::new();
    made.debug.set(vm.extra(Debugging::default).0.get());
    vm.new_foreign(&vm.ty(&super::loop_type::EVENT_LOOP), made)
}

/// Whether new loops are in debug mode.
#[derive(Default)]
struct Debugging(Cell<bool>);

/// Has new loops begin in debug mode, or not.
pub fn set_debug(vm: &Vm, on: bool) {
    if on {
        vm.extra(Debugging::default).0.set(true);
    }
}
