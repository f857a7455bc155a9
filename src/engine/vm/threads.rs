//! Threads at work: starting them, letting others run, waiting for each other, and their end. Which
//! state belongs to a thread is in `object/thread.rs`.
//!
//! No value ever leaves the interpreter: what runs while others may is a closure that is `Send`, which
//! values are not, and a new thread is given numbers only. What it calls waits for it in here.

use std::cell::{Cell, RefCell};
use std::collections::VecDeque;
use std::os::fd::RawFd;
use std::ptr::NonNull;
use std::sync::Arc;

use crate::host::{Event, Interest, Poller, Signals, Sleeper, Waited, Watched};
use crate::object::frame::Handled;
use crate::object::gil::Gil;
use crate::object::native::Args;
use crate::object::slots::{PyResult, Raised};
use crate::object::thread::{ThreadId, ThreadState};
use crate::object::value::Value;
use crate::object::vm::{Breaker, Vm};
use crate::types::exception::{PYTHON_FINALIZATION_ERROR, RUNTIME_ERROR, SYSTEM_EXIT};

/// Bytes of native stack that a thread's Python code may use unless the program says otherwise.
const USUAL_STACK: usize = 8 << 20;

/// What stays out of reach: frames of functions that do not look, and guard pages.
const RESERVE: usize = 1 << 20;

/// The least that a program can ask for.
pub const LEAST_STACK: usize = 32 << 10;

/// What a new thread is to do; waits in the interpreter until the thread takes it.
struct Job {
    id: ThreadId,
    callable: Value,
    args: Vec<Value>,
    names: Vec<Value>,
    /// Called at the very end, whatever happened.
    at_end: Option<(AtEnd, Value)>,
}

/// Rust code for the end of a thread.
pub type AtEnd = fn(&Vm, &Value);

#[derive(Default)]
struct Jobs(RefCell<Vec<Job>>);

/// The way of an interpreter to another thread.
struct Handover {
    vm: NonNull<Vm>,
    gil: Arc<Gil>,
    id: ThreadId,
    budget: usize,
}

// SAFETY: the receiving thread touches the interpreter only between getting its lock and giving it
// back (`run_thread`), so that there is never more than one who does; the lock orders what they do.
// The interpreter outlives all its threads: one that has threads left at its end is never freed.
unsafe impl Send for Handover {}

impl Vm {
    /// Runs something that may block, while other threads run Python code.
    pub fn allow_threads<R: Send>(&self, work: impl FnOnce() -> R + Send) -> R {
        if self.threads.alone() {
            return work();
        }
        let (own, id) = (std::ptr::from_ref(self.threads.current()), self.thread_id());
        self.threads.gil.release();
        let result = work();
        self.take_turn(self.threads.gil.acquire(id.0), own);
        result
    }

    /// Whether there is no other thread.
    pub(crate) fn is_only_thread(&self) -> bool {
        self.threads.alone()
    }

    /// At a place where a thread could wait but need not: under a seed it is only there that another one
    /// gets its turn, so it gets one even if nothing is waited for.
    #[inline]
    pub(crate) fn could_wait(&self) {
        if !self.threads.alone() && self.host.seed().is_some() {
            self.switch_threads();
        }
    }

    /// Gives another thread its turn, if one waits for it.
    pub(crate) fn switch_threads(&self) {
        let own = std::ptr::from_ref(self.threads.current());
        self.take_turn(self.threads.gil.hand_over(self.thread_id().0), own);
    }

    /// The calling thread runs again.
    fn take_turn(&self, may_run: bool, own: *const ThreadState) {
        if !may_run {
            // The program is over. A thread cannot end without giving up what it holds, which is no
            // longer to be touched; the process ends it.
            loop {
                std::thread::park();
            }
        }
        self.become_thread(own);
    }

    /// The running thread.
    pub fn thread_id(&self) -> ThreadId {
        self.threads.current().id
    }

    /// Whether the running thread is the main one, whom signals interrupt.
    pub fn is_main_thread(&self) -> bool {
        self.thread_id() == self.threads.main()
    }

    /// The system's number for the main thread, as far as it is known.
    pub fn main_ident(&self) -> u64 {
        if self.is_main_thread() {
            return self.host.thread_numbers().ident;
        }
        self.threads.with(self.threads.main(), |main| main.ident.get()).unwrap_or(0)
    }

    /// How many threads there are besides the main one.
    pub fn other_threads(&self) -> usize {
        self.threads.count() - 1
    }

    /// Nanoseconds after which a thread that runs is asked to let another one run.
    pub fn switch_interval(&self) -> u64 {
        self.threads.gil.interval()
    }

    pub fn set_switch_interval(&self, nanoseconds: u64) {
        self.threads.gil.set_interval(nanoseconds);
    }

    /// Bytes of stack for new threads, 0 for the usual number; gives the setting before.
    pub fn set_thread_stack(&self, bytes: usize) -> usize {
        self.threads.stack_size.replace(bytes)
    }

    pub fn thread_stack(&self) -> usize {
        self.threads.stack_size.get()
    }

    /// One wait of the running thread: until the deadline, until another thread wakes it, or until a
    /// signal comes, which is handled. May end early without reason: the caller looks again.
    pub fn wait(&self, deadline: Option<u64>) -> PyResult<Waited> {
        let sleeper: Option<Arc<dyn Sleeper>> = match self.is_main_thread() {
            true => None,
            false => self.threads.current().sleeper.clone(),
        };
        let host = &*self.host;
        self.threads.current().asleep.set(true);
        if deadline.is_none() {
            self.threads.current().blocked.set(true);
            self.look_at_blocked();
        }
        let waited = self.allow_waiting(|| match &sleeper {
            Some(sleeper) => sleeper.wait(deadline),
            None => host.wait(deadline),
        });
        self.threads.current().blocked.set(false);
        self.threads.current().asleep.set(false);
        if waited == Waited::Interrupted && self.breaker.is_set() {
            self.handle_breaker()?;
        }
        Ok(waited)
    }

    /// As [`Vm::allow_threads`], for a wait that may end without reason.
    fn allow_waiting(&self, mut wait: impl FnMut() -> Waited + Send) -> Waited {
        let (gil, breaker, id) = (&*self.threads.gil, &*self.breaker, self.thread_id().0);
        self.allow_threads(|| {
            loop {
                let waited = wait();
                let signalled = breaker.get() & Breaker::SIGNAL != 0;
                if waited != Waited::Interrupted || signalled || !gil.is_astray(id) {
                    return waited;
                }
            }
        })
    }

    /// A thread is about to wait without end, or has ended: perhaps nothing moves any more.
    fn look_at_blocked(&self) {
        if let Some(look) = self.on_blocked.get() {
            look(self);
        }
    }

    /// As [`Vm::wait`], also until a descriptor that the poller watches is ready; sees to no signal.
    pub fn poll(&self, poller: &Poller, deadline: Option<u64>, ready: &mut Vec<Event>) -> Waited {
        let host = &*self.host;
        if deadline == Some(0) || self.threads.alone() {
            return host.poll(poller, deadline, ready);
        }
        // Whoever wakes the thread has to know where it waits.
        drop(self.threads.current().polling.replace(Some(host.poller_waker(poller))));
        self.threads.current().asleep.set(true);
        let waited = self.allow_waiting(|| match host.poll(poller, deadline, ready) {
            Waited::Interrupted if !ready.is_empty() => Waited::Ready,
            waited => waited,
        });
        self.threads.current().asleep.set(false);
        drop(self.threads.current().polling.take());
        waited
    }

    /// Waits until a descriptor is ready: for calls that block. Sees to no signal.
    pub fn wait_for(&self, fd: RawFd, interest: Interest, deadline: Option<u64>) -> Waited {
        let (host, main) = (&*self.host, self.is_main_thread());
        self.allow_threads(|| host.wait_for(fd, interest, deadline, main))
    }

    /// Waits until something is to be said of one of the descriptors, for calls that block; sees to no
    /// signal. A deadline of 0 does not wait at all.
    pub fn wait_for_any(
        &self,
        watched: &mut Vec<Watched>,
        deadline: Option<u64>,
    ) -> std::io::Result<Waited> {
        let (host, main) = (&*self.host, self.is_main_thread());
        self.allow_threads(|| host.wait_for_any(watched, deadline, main))
    }

    /// Ends the present or next wait of a thread.
    pub fn wake_thread(&self, id: ThreadId) {
        let polling = self.threads.with(id, |thread| {
            thread.blocked.set(false);
            if thread.asleep.replace(false) {
                self.threads.gil.expect(id.0);
            }
            thread.polling.borrow().clone()
        });
        let polling = polling.flatten();
        if let Some(waker) = polling {
            waker.wake();
            return;
        }
        if id == self.threads.main() {
            self.host.waker().wake();
            return;
        }
        self.threads.with(id, |thread| thread.sleeper.iter().for_each(|s| s.wake()));
    }

    /// The moment that many nanoseconds from now.
    pub fn deadline_in(&self, nanoseconds: u64) -> u64 {
        self.host.monotonic().saturating_add(nanoseconds)
    }

    /// Starts a thread that calls `callable`. What that raises is reported as unraisable, unless it is
    /// SystemExit. `at_end` is called when all is done; gives the thread's number.
    pub fn start_thread(
        &self,
        callable: &Value,
        args: Args,
        at_end: Option<(AtEnd, Value)>,
    ) -> PyResult<ThreadId> {
        if self.threads.has_ended() {
            let text = "can't create new thread at interpreter shutdown";
            return Err(self.raise(&PYTHON_FINALIZATION_ERROR, text));
        }
        let id = self.threads.fresh_id();
        if self.is_main_thread() {
            self.threads.current().ident.set(self.host.thread_numbers().ident);
        }
        let budget = match self.threads.stack_size.get() {
            0 => USUAL_STACK,
            bytes => bytes,
        };
        let jobs = self.extra(Jobs::default);
        jobs.0.borrow_mut().push(Job {
            id,
            callable: callable.clone(),
            args: args.all.to_vec(),
            names: args.names.to_vec(),
            at_end,
        });
        let bottom: *const Handled = &raw const *self.handled_base;
        self.threads.add(ThreadState::new(id, Some(self.host.sleeper()), bottom));
        let gil = self.threads.gil.clone();
        let handover = Handover { vm: NonNull::from(self), gil, id, budget };
        let body = Box::new(move || run_thread(handover));
        match self.host.start_thread(budget.saturating_add(RESERVE), body) {
            Ok(ident) => {
                self.threads.with(id, |thread| thread.ident.set(ident));
                self.threads.gil.expect(id.0);
                Ok(id)
            }
            Err(_) => {
                self.threads.remove(id);
                let job = self.take_job(id);
                drop(job);
                Err(self.raise(&RUNTIME_ERROR, "can't start new thread"))
            }
        }
    }

    /// Whether the program is over, so that nothing new may begin.
    pub fn is_ending(&self) -> bool {
        self.threads.has_ended()
    }

    /// Makes a copy of the process, in which the calling thread is the only one: 0 there, its number
    /// here.
    pub fn fork(&self) -> std::io::Result<i32> {
        let of_main = self.is_main_thread();
        let process = self.threads.gil.while_forking(|| {
            let process = self.host.posix().fork();
            let is_copy = matches!(process, Ok(0));
            (process, is_copy)
        })?;
        if process == 0 {
            self.host.after_fork(of_main);
            self.threads.keep_running_one();
            self.simulated.set(Signals::NONE);
            // No loop runs here: the one that did waits for what is the other process's.
            self.local.running_loop.set(Value::UNBOUND);
            self.local.task.set(Value::UNBOUND);
        }
        Ok(process)
    }

    fn take_job(&self, id: ThreadId) -> Option<Job> {
        let jobs = self.extra(Jobs::default);
        let mut all = jobs.0.borrow_mut();
        let at = all.iter().position(|job| job.id == id)?;
        Some(all.swap_remove(at))
    }

    /// Calls what the thread is for.
    fn run_job(&self, id: ThreadId) {
        let Some(job) = self.take_job(id) else { return };
        let Job { callable, args, names, at_end, .. } = job;
        let result = self.call_args(&callable, Args { all: &args, names: &names });
        if let Err(Raised(exception)) = &result
            && !self.is_exception(exception, &SYSTEM_EXIT)
        {
            let what = "Exception ignored in thread started by";
            self.report_unraisable_as(what, exception, &callable);
        }
        drop((result, callable, args, names));
        // Attributes of `threading.local` objects go before anybody is told of the end.
        let attributes = self.local.attributes.take();
        drop(attributes);
        if let Some((at_end, data)) = at_end {
            at_end(self, &data);
        }
    }

    /// Waits for the threads that a program has to wait for: what `threading._shutdown` does. Then no
    /// thread but the running one runs any more.
    pub(crate) fn end_threads(&self) {
        let has_fuel = self.fuel.get() > 0;
        if has_fuel && let Some(threading) = self.loaded_module("threading") {
            let shutdown = self.call_method(&threading, &self.intern("_shutdown"), &[]);
            if let Err(Raised(exception)) = shutdown {
                // As there: the traceback alone, without saying where it was ignored.
                let text = self.format_unraisable("", &exception, &Value::NONE);
                self.write_stderr(text.split_once('\n').map_or("", |(_, rest)| rest));
            }
        }
        self.threads.end();
    }
}

/// What a new thread does with its life.
fn run_thread(handover: Handover) {
    let Handover { vm, gil, id, budget } = handover;
    if !gil.acquire(id.0) {
        return;
    }
    // SAFETY: the lock is held: until it is given back nobody else uses the interpreter.
    let vm = unsafe { vm.as_ref() };
    let Some(own) = vm.threads.with(id, std::ptr::from_ref) else { return gil.release() };
    vm.become_thread(own);
    vm.set_stack_budget(budget);
    vm.run_job(id);
    vm.leave_thread();
    vm.look_at_blocked();
    gil.release();
}

/// Threads that wait for something, served in the order in which they came. What they wait for is
/// changed only by the thread that runs, so that nothing can happen between looking and waiting.
#[derive(Default)]
pub struct Waiters {
    threads: RefCell<VecDeque<ThreadId>>,
    waiting: Cell<bool>,
}

impl Waiters {
    /// One wait of the running thread; as [`Vm::wait`], except that there must be an end in sight.
    /// Whoever was woken and does not take what it waited for calls [`Waiters::wake_one`] itself.
    pub fn wait(&self, vm: &Vm, deadline: Option<u64>) -> PyResult<Waited> {
        let own = vm.thread_id();
        self.threads.borrow_mut().push_back(own);
        self.waiting.set(true);
        let waited = vm.wait(deadline);
        let mut threads = self.threads.borrow_mut();
        let at = threads.iter().position(|t| *t == own);
        let woken = at.map(|at| threads.remove(at)).is_none();
        self.waiting.set(!threads.is_empty());
        drop(threads);
        match waited {
            Ok(Waited::Never) => {
                let text = "nothing can ever end this wait: there is no other thread";
                Err(vm.runtime_error(text))
            }
            Err(raised) => {
                if woken {
                    self.wake_one(vm);
                }
                Err(raised)
            }
            waited => waited,
        }
    }

    /// Wakes the one who has waited longest.
    #[inline]
    pub fn wake_one(&self, vm: &Vm) {
        if self.waiting.get() {
            let mut threads = self.threads.borrow_mut();
            // In a forked process, threads that stayed behind wait no more.
            let next = std::iter::from_fn(|| threads.pop_front()).find(|id| vm.threads.has(*id));
            self.waiting.set(!threads.is_empty());
            drop(threads);
            next.into_iter().for_each(|id| vm.wake_thread(id));
        }
    }

    /// Wakes all.
    pub fn wake_all(&self, vm: &Vm) {
        while self.waiting.get() {
            self.wake_one(vm);
        }
    }

    pub fn len(&self) -> usize {
        self.threads.borrow().len()
    }

    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }
}

impl Vm {
    /// A number for namespaces that every thread has for itself.
    pub fn fresh_attributes(&self) -> u64 {
        self.threads.fresh_id().0
    }

    /// The running thread's namespace of that number.
    pub fn thread_attributes(&self, number: u64) -> Option<Value> {
        self.local.attributes.borrow().get(&number).cloned()
    }

    pub fn set_thread_attributes(&self, number: u64, namespace: Value) {
        let old = self.local.attributes.borrow_mut().insert(number, namespace);
        drop(old);
    }

    /// Gives up the running thread's namespace of that number, or every thread's.
    pub fn forget_thread_attributes(&self, number: u64, everywhere: bool) {
        let mut gone = vec![self.local.attributes.borrow_mut().remove(&number)];
        if everywhere {
            self.threads.for_each(|thread| {
                gone.push(thread.local.attributes.borrow_mut().remove(&number));
            });
        }
        drop(gone);
    }

    /// The executing frame of every thread that has one, by the system's number of the thread.
    pub fn thread_frames(&self) -> Vec<(u64, Value)> {
        let own = self.host.thread_numbers().ident;
        let ident = |id| if id == self.thread_id() { own } else { self.ident_of(id).unwrap_or(0) };
        self.frames_of_threads().into_iter().map(|(id, frame)| (ident(id), frame)).collect()
    }

    /// As [`Vm::thread_frames`], by the interpreter's number of the thread; the running one first.
    pub(crate) fn frames_of_threads(&self) -> Vec<(ThreadId, Value)> {
        let own = self.thread_id();
        let mut all: Vec<_> = self.current_frame(0).map(|frame| (own, frame)).into_iter().collect();
        self.threads.for_each(|thread| {
            let frame = thread.frame.get();
            // What lies with the running thread was another one's.
            if thread.id != own && !frame.is_null() {
                // SAFETY: a thread that does not run keeps its frames.
                all.push((thread.id, unsafe { self.frame_object(frame) }));
            }
        });
        all
    }

    /// What the system calls the thread; `None` if it is gone.
    pub fn ident_of(&self, id: ThreadId) -> Option<u64> {
        self.threads.with(id, |thread| thread.ident.get())
    }
}
