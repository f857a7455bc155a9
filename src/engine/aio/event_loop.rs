//! The event loop: turns of ready entries and timers, and waiting when there are none. Does not know
//! what tasks and futures are; what Python sees of a loop is in `loop_type.rs`.

use std::cell::{Cell, RefCell};
use std::collections::VecDeque;

use super::generators::{Generators, Hooks};
use super::hang::{self, Noticed};
use super::io::Io;
use super::ready::{DoneCall, Ready};
use super::timers::{TimerId, Timers};
use super::{context, errors, overrides};
use crate::host::Waited;
use crate::host::seeded::mixed;
use crate::object::header::Traverse;
use crate::object::slots::{PyResult, Raised};
use crate::object::thread::ThreadId;
use crate::object::value::Value;
use crate::object::var::Var;
use crate::object::vm::Vm;
use crate::types::exception::{KEYBOARD_INTERRUPT, SYSTEM_EXIT};

/// The payload of a loop.
pub struct EventLoop {
    ready: RefCell<VecDeque<Ready>>,
    timers: RefCell<Timers>,
    pub(super) io: Io,
    /// The selector that the program has given it to wait with, or unbound; whether it was given one.
    pub(super) selector: Var,
    pub(super) adopted: Cell<bool>,
    /// Transports with writes of this turn that are to go out in one call.
    flush: RefCell<Vec<Value>>,
    /// The number of the turn.
    turns: Cell<u64>,
    stopping: Cell<bool>,
    mode: Cell<Mode>,
    /// See `overrides.rs`.
    overrides: Cell<u8>,
    running: Cell<bool>,
    /// The thread that waits here until it is woken.
    waiting: Cell<Option<ThreadId>>,
    /// What decides the order of the steps of a turn, other than 0; 0 for that of their coming.
    order: Cell<u64>,
    /// See `executor.rs`: what `set_default_executor` was given, or None; the one made unasked.
    pub(super) executor: Var,
    pub(super) workers: Var,
    pub(super) executor_closed: Cell<bool>,
    pub(super) debug: Cell<bool>,
    /// The thread that runs it, for debug mode.
    pub(super) thread: Cell<Option<ThreadId>>,
    /// The depth of origins of coroutines before debug mode set its own.
    pub(super) origins: Cell<Option<usize>>,
    pub(super) slow_callback_duration: Var,
    /// What the user set, or None.
    pub(super) exception_handler: Var,
    pub(super) task_factory: Var,
    pub(super) generators: Generators,
    pub(super) noticed: Noticed,
    /// While it runs: the hooks from before.
    hooks: Cell<Option<Hooks>>,
}

/// Whether the loop takes things to do.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Mode {
    Open,
    /// It does, but what futures and tasks have to do goes through a `call_soon` of Python code.
    HandsOver,
    Closed,
}

/// A timer is due when the clock is this close to it: the clock's resolution.
const RESOLUTION: f64 = 1e-9;

/// No single wait is longer, so that a far timer does not overflow a system's type.
const LONGEST_WAIT: f64 = 24.0 * 3600.0;

impl Traverse for EventLoop {
    fn traverse(&self, visit: &mut dyn FnMut(&Value)) {
        self.ready.borrow().iter().for_each(|r| r.traverse(visit));
        self.timers.borrow().iter().for_each(|r| r.traverse(visit));
        self.io.traverse(visit);
        self.flush.borrow().iter().for_each(&mut *visit);
        self.generators.traverse(visit);
        let vars = [&self.exception_handler, &self.task_factory, &self.executor, &self.workers];
        for var in vars.into_iter().chain([&self.selector]) {
            var.visit(visit);
        }
    }

    fn clear(&self) {
        self.drop_everything();
        self.exception_handler.set(Value::NONE);
        self.task_factory.set(Value::NONE);
        self.executor.set(Value::NONE);
        self.workers.set(Value::UNBOUND);
        self.selector.set(Value::UNBOUND);
    }
}

impl EventLoop {
    pub(super) fn new(vm: &Vm) -> EventLoop {
        EventLoop {
            ready: RefCell::default(),
            timers: RefCell::default(),
            io: Io::default(),
            selector: Value::UNBOUND.into(),
            adopted: Cell::new(false),
            flush: RefCell::default(),
            turns: Cell::new(0),
            stopping: Cell::new(false),
            mode: Cell::new(Mode::Open),
            overrides: Cell::new(0),
            running: Cell::new(false),
            waiting: Cell::new(None),
            order: Cell::new(vm.host.seed().unwrap_or(0)),
            executor: Value::NONE.into(),
            workers: Value::UNBOUND.into(),
            executor_closed: Cell::new(false),
            debug: Cell::new(false),
            thread: Cell::new(None),
            origins: Cell::new(None),
            slow_callback_duration: Value::UNBOUND.into(),
            exception_handler: Value::NONE.into(),
            task_factory: Value::NONE.into(),
            generators: Generators::default(),
            hooks: Cell::new(None),
            noticed: Noticed::default(),
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
        match self.mode.get() {
            Mode::Open | Mode::HandsOver => Ok(()),
            Mode::Closed => Err(vm.runtime_error("Event loop is closed")),
        }
    }

    /// Whether what futures and tasks have to do is to be handed over (`other_loops.rs`).
    #[inline]
    pub(super) fn hands_over(&self) -> bool {
        self.mode.get() == Mode::HandsOver
    }

    /// Whether there are methods that the loop has to ask for what it does itself otherwise.
    pub(super) fn has_overrides(&self) -> bool {
        self.overrides.get() != 0
    }

    pub(super) fn overrides(&self, bit: u8) -> bool {
        self.overrides.get() & bit != 0
    }

    /// Notes which methods are Python code.
    pub(super) fn override_method(&self, bits: u8) {
        self.overrides.set(self.overrides.get() | bits);
        if bits & overrides::CALL_SOON != 0 && self.mode.get() == Mode::Open {
            self.mode.set(Mode::HandsOver);
        }
    }

    /// The loop's clock, in seconds.
    pub fn time(&self, vm: &Vm) -> f64 {
        vm.host.monotonic() as f64 * 1e-9
    }

    /// As [`EventLoop::time`], as the loop's own method tells it.
    pub(super) fn now(&self, vm: &Vm, this: &Value) -> PyResult<f64> {
        if !self.overrides(overrides::TIME) {
            return Ok(self.time(vm));
        }
        let now = vm.call_method(this, &vm.intern("time"), &[])?;
        vm.to_f64(&now)
    }

    /// Has the loop stop after the present turn.
    pub(super) fn stop(&self) {
        self.stopping.set(true);
    }

    pub fn is_running(&self) -> bool {
        self.running.get()
    }

    pub fn is_closed(&self) -> bool {
        self.mode.get() == Mode::Closed
    }

    /// Forgets everything that waits; RuntimeError while running.
    pub(super) fn close(&self, vm: &Vm) -> PyResult<()> {
        if self.running.get() {
            return Err(vm.runtime_error("Cannot close a running event loop"));
        }
        if self.mode.replace(Mode::Closed) == Mode::Closed {
            return Ok(());
        }
        self.drop_everything();
        super::executor::abandon(vm, self)
    }

    fn drop_everything(&self) {
        let ready = self.ready.take();
        drop(ready);
        let timers = self.timers.borrow_mut().take_all();
        drop(timers);
        self.io.close();
        let flush = self.flush.take();
        drop(flush);
    }

    /// The number of the present turn.
    pub(super) fn turn_number(&self) -> u64 {
        self.turns.get()
    }

    /// Has the transport's writes go out at the end of this turn.
    pub(super) fn flush_later(&self, transport: Value) {
        self.flush.borrow_mut().push(transport);
    }

    fn flush(&self, vm: &Vm) -> PyResult<()> {
        let mut result = Ok(());
        while !self.flush.borrow().is_empty() {
            for transport in self.flush.take() {
                // All of them are sent, whatever the first one says.
                result = result.and(super::transport::flush(vm, &transport));
            }
        }
        result
    }

    /// RuntimeError if this loop or another one runs.
    pub(super) fn check_idle(&self, vm: &Vm) -> PyResult<()> {
        if self.running.get() {
            return Err(vm.runtime_error("This event loop is already running"));
        }
        if !vm.local.running_loop.is_unbound() {
            let text = "Cannot run the event loop while another loop is running";
            return Err(vm.runtime_error(text));
        }
        Ok(())
    }

    /// Turns until somebody stops the loop or something ends the program.
    pub(super) fn run_forever(&self, vm: &Vm, this: &Value) -> PyResult<()> {
        vm.check_stack("")?;
        self.set_up(vm, this)?;
        self.noticed.begin();
        let result = loop {
            let turned = match self.overrides(overrides::RUN_ONCE) {
                false => self.turn(vm, this),
                true => vm.call_method(this, &vm.intern("_run_once"), &[]).map(drop),
            };
            if turned.is_err() || self.stopping.get() {
                break turned;
            }
        };
        let flushed = self.flush(vm);
        self.clean_up(vm);
        result.and(flushed)
    }

    /// Makes it the running loop.
    pub(super) fn set_up(&self, vm: &Vm, this: &Value) -> PyResult<()> {
        self.check_open(vm)?;
        self.check_idle(vm)?;
        let hooks = self.generators.set_hooks(vm, this)?;
        self.hooks.set(Some(hooks));
        self.running.set(true);
        self.thread.set(Some(vm.thread_id()));
        vm.local.running_loop.set(this.clone());
        super::debugging::track_origins(vm, self, self.debug.get());
        Ok(())
    }

    /// It runs no more.
    pub(super) fn clean_up(&self, vm: &Vm) {
        super::debugging::track_origins(vm, self, false);
        self.stopping.set(false);
        self.running.set(false);
        self.thread.set(None);
        vm.local.running_loop.set(Value::UNBOUND);
        if let Some(hooks) = self.hooks.take() {
            Generators::restore_hooks(vm, hooks);
        }
    }

    /// One turn for who makes them one by one.
    #[inline(never)]
    pub(super) fn run_once(&self, vm: &Vm, this: &Value) -> PyResult<()> {
        self.check_open(vm)?;
        self.turn(vm, this)
    }

    /// One turn: wait if nothing is ready, queue the timers that are due, then run what is in the
    /// queue now. What comes in meanwhile waits for the next turn.
    #[inline(always)]
    fn turn(&self, vm: &Vm, this: &Value) -> PyResult<()> {
        let idle = self.ready.borrow().is_empty() && !self.stopping.get();
        let timer = self.timers.borrow_mut().next();
        self.turns.set(self.turns.get() + 1);
        if idle {
            self.wait(vm, this, timer)?;
            self.noticed.woken(self);
        } else {
            if self.io.is_watching() || self.adopted.get() {
                self.poll(vm, this, Some(0))?;
            }
            vm.could_wait();
            if vm.breaker.is_set() {
                vm.handle_breaker()?;
            }
        }
        if timer.is_some() {
            let end = self.now(vm, this)? + RESOLUTION;
            while let Some(due) = { self.timers.borrow_mut().pop_due(end) } {
                if vm.shows.loops.get() {
                    super::showing::timer(vm, self, &due);
                }
                self.ready.borrow_mut().push_back(due);
            }
        }
        let count = self.ready.borrow().len();
        if self.order.get() != 0 {
            self.shuffle(count);
        }
        if self.debug.get() || vm.shows.loops.get() {
            super::debugging::run_watched(vm, this, self, count)?;
            return self.flush(vm);
        }
        for _ in 0..count {
            let Some(next) = self.ready.borrow_mut().pop_front() else { break };
            next.run(vm, this, self)?;
        }
        self.flush(vm)
    }

    /// Has the steps of tasks among the first entries come in an order that the seed decides. Callbacks
    /// keep theirs: it is documented.
    #[cold]
    fn shuffle(&self, count: usize) {
        let mut ready = self.ready.borrow_mut();
        let is_step = |at: &usize| matches!(ready.get(*at), Some(Ready::Task(_)));
        let steps: Vec<usize> = (0..count).filter(is_step).collect();
        for end in (1..steps.len()).rev() {
            let number = mixed(self.order.get(), self.turns.get());
            self.order.set(number.max(1));
            let other = (number % (end as u64 + 1)) as usize;
            if let (Some(a), Some(b)) = (steps.get(end), steps.get(other)) {
                ready.swap(*a, *b);
            }
        }
    }

    /// The one place where a loop waits: for descriptors, another thread, a signal or the deadline.
    /// What is ready is queued.
    fn poll(&self, vm: &Vm, this: &Value, deadline: Option<u64>) -> PyResult<Waited> {
        self.io.rearm();
        let mut deadline = deadline;
        if let Some(selector) = self.selector.bound() {
            let left = deadline.map(|at| at.saturating_sub(vm.host.monotonic()) as f64 * 1e-9);
            super::selector::select(vm, this, &selector, left)?;
            // The selector has waited: what the loop watches itself is only collected.
            deadline = Some(0);
        }
        let poller = self.io.poller(vm)?;
        let mut events = self.io.take_events();
        let waited = vm.poll(&poller, deadline, &mut events);
        self.io.queue(events, &self.ready);
        Ok(waited)
    }

    /// Waits for the timer, for another thread, or for a signal, which is handled here.
    fn wait(&self, vm: &Vm, this: &Value, timer: Option<f64>) -> PyResult<()> {
        let own = timer.filter(|_| self.overrides(overrides::TIME));
        let own = own.map(|when| Ok(when - self.now(vm, this)?)).transpose()?;
        let deadline = timer.map(|when| {
            let now = vm.host.monotonic();
            let left = own.unwrap_or(when - now as f64 * 1e-9).clamp(0.0, LONGEST_WAIT);
            now + (left * 1e9).ceil() as u64
        });
        if vm.shows.loops.get() {
            super::showing::waits(vm, self, deadline);
        }
        self.waiting.set(Some(vm.thread_id()));
        let noticed = match deadline {
            None if !self.io.is_watching() && self.selector.bound().is_none() => {
                self.noticed.about_to_wait(vm)
            }
            None | Some(_) => Ok(()),
        };
        let waited = noticed.and_then(|()| self.poll(vm, this, deadline));
        self.waiting.set(None);
        let waited = waited?;
        self.noticed.doom(vm)?;
        match waited {
            Waited::Deadline | Waited::Ready => Ok(()),
            Waited::Interrupted if vm.breaker.is_set() => vm.handle_breaker(),
            Waited::Interrupted => Ok(()),
            Waited::Never => Err(hang::deadlock_error(vm)),
        }
    }

    /// Whether a thread waits here.
    pub(super) fn is_waiting(&self) -> bool {
        self.waiting.get().is_some()
    }

    pub(super) fn has_ready(&self) -> bool {
        !self.ready.borrow().is_empty()
    }

    /// Whether nothing of the loop's own will have it go on.
    pub(super) fn is_hopeless(&self) -> bool {
        !self.has_ready()
            && !self.noticed.is_doomed()
            && !self.stopping.get()
            && !self.io.is_watching()
            && self.selector.bound().is_none()
            && self.flush.borrow().is_empty()
            && self.timers.borrow_mut().next().is_none()
    }

    /// Ends the loop's wait, if it waits: something was put into its queue by another thread.
    pub(super) fn wake(&self, vm: &Vm) {
        let Some(thread) = self.waiting.get() else { return };
        if self.selector.bound().is_some() {
            // A selector of the program's own waits for the poller's descriptor. What comes may come
            // from this thread, too: handlers of signals run within the selector.
            self.io.wake(vm);
        } else if thread != vm.thread_id() {
            vm.wake_thread(thread);
        }
    }

    /// What is in the queue, as far as Python can see it.
    pub(super) fn queued(&self) -> Vec<Value> {
        self.ready.borrow().iter().map(Ready::shown).collect()
    }

    /// What is next in the queue.
    pub(super) fn next_ready(&self) -> Option<Ready> {
        self.ready.borrow_mut().pop_front()
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
                super::handle::set_context(&handle, context.take());
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
    match vm.local.running_loop.bound() {
        Some(event_loop) => Ok(event_loop),
        // What is typed at a prompt is as good as called by its loop.
        None => {
            super::session::event_loop(vm).ok_or_else(|| vm.runtime_error("no running event loop"))
        }
    }
}

/// The loop that runs now, or None.
pub fn running_now(vm: &Vm) -> Value {
    vm.local.running_loop.bound().unwrap_or(Value::NONE)
}

/// The loop that runs now or the one set for the thread; RuntimeError if there is neither.
pub fn of_thread(vm: &Vm) -> PyResult {
    if let Some(event_loop) = vm.local.set_loop.bound().filter(|l| !l.is_none()) {
        return Ok(event_loop);
    }
    if vm.local.set_loop.is_unbound() && vm.is_main_thread() {
        // Nobody has set a loop, not even None: one is made, as in the main thread of CPython.
        vm.warn(&crate::types::exception::DEPRECATION_WARNING, "There is no current event loop")?;
        let made = new(vm);
        vm.local.set_loop.set(made.clone());
        return Ok(made);
    }
    let thread = vm.repr_text(&thread_name(vm)?)?;
    Err(vm.runtime_error(format!("There is no current event loop in thread {thread}.")))
}

/// The running thread's name.
fn thread_name(vm: &Vm) -> PyResult {
    if vm.is_main_thread() && vm.loaded_module("threading").is_none() {
        return Ok(vm.str("MainThread"));
    }
    let threading = vm.import_module("threading")?;
    let thread = vm.call_method(&threading, &vm.intern("current_thread"), &[])?;
    vm.getattr(&thread, &vm.names().name)
}

/// A new loop.
pub fn new(vm: &Vm) -> Value {
    vm.new_foreign(&vm.ty(&super::loop_type::EVENT_LOOP), fresh(vm))
}

/// What a new loop consists of, in debug mode if the program was started so.
#[must_use]
pub(super) fn fresh(vm: &Vm) -> EventLoop {
    let made = EventLoop::new(vm);
    made.debug.set(vm.extra(Debugging::default).0.get());
    made
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
