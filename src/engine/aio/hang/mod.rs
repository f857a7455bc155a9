//! A hang explains itself: when nothing can ever move a loop again, the program says which task waits
//! for what. Everything that could still move one counts: timers, descriptors, threads that run, what
//! the program does about signals. Runs no Python code.
//!
//! * `sites` knows where tasks were made, `locks` who holds a lock.
//! * `waits` finds out what one task waits for, `graph` how that hangs together, `text` writes it down.
//! * `facts` is what a message says of one task, and which task an exception has ended.
//! * `dump` shows the tasks of a program that runs.

mod dump;
pub mod facts;
mod graph;
pub mod locks;
mod sites;
mod text;
mod waits;

use std::cell::Cell;
use std::rc::Rc;
use std::sync::Arc;

pub use dump::{dump, tasks_of};
pub(super) use sites::{SiteId, here};

use super::State;
use super::event_loop::EventLoop;
use super::exceptions::DEADLOCK_ERROR;
use crate::host::Stream;
use crate::object::slots::{PyResult, Raised};
use crate::object::thread::ThreadState;
use crate::object::value::Value;
use crate::object::vm::{Breaker, Vm};

/// What is done about a program that can never go on.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub enum Deadlocks {
    /// It waits, as if nobody had noticed.
    Off,
    /// It is told on standard error, once, and waits.
    #[default]
    Report,
    /// The loop that waits raises DeadlockError.
    Raise,
}

/// The interpreter's part.
#[derive(Default)]
pub(super) struct Hang {
    policy: Cell<Deadlocks>,
    pub(super) sites: sites::Sites,
    pub(super) holders: locks::Holders,
    pub(super) ended: facts::Ended,
}

/// A loop's part.
#[derive(Default)]
pub(super) struct Noticed {
    /// The present situation has been told.
    reported: Cell<bool>,
    /// This loop can never go on, and is to say so: the report.
    doomed: Cell<Option<Rc<str>>>,
}

/// A place in the program.
#[derive(Clone, PartialEq, Eq)]
pub(super) struct Place {
    file: Arc<str>,
    line: u32,
    function: String,
}

/// Chooses what is done about deadlocks.
pub fn set_deadlocks(vm: &Vm, policy: Deadlocks) {
    State::of(vm).hang.policy.set(policy);
}

impl Noticed {
    /// To be called by a loop that is about to wait without a deadline and without descriptors.
    /// DeadlockError if that is never going to end and somebody wants to know.
    #[cold]
    pub(super) fn about_to_wait(&self, vm: &Vm) -> PyResult<()> {
        let policy = State::of(vm).hang.policy.get();
        if policy == Deadlocks::Off || self.reported.get() {
            return Ok(());
        }
        if !nothing_moves(vm) {
            // The thread that could move it may be about to wait, too: it looks again then.
            vm.on_blocked.set(Some(blocked));
            return Ok(());
        }
        tell(vm, policy);
        self.doom(vm)
    }

    /// To be called by a loop that begins to run.
    pub(super) fn begin(&self) {
        self.reported.set(false);
    }

    /// After a wait: if something is to be done, what was told is of the past.
    pub(super) fn woken(&self, event_loop: &EventLoop) {
        if self.reported.get() && event_loop.has_ready() {
            self.reported.set(false);
        }
    }

    /// Whether the loop is about to say that it can never go on.
    pub(super) fn is_doomed(&self) -> bool {
        let report = self.doomed.take();
        let doomed = report.is_some();
        self.doomed.set(report);
        doomed
    }

    /// DeadlockError if it was found that the wait is never going to end.
    pub(super) fn doom(&self, vm: &Vm) -> PyResult<()> {
        match self.doomed.take() {
            Some(report) => {
                self.reported.set(false);
                Err(vm.raise(&DEADLOCK_ERROR, &*report))
            }
            None => Ok(()),
        }
    }
}

/// What a loop raises that can never go on, on a host that cannot even wait.
pub(super) fn deadlock_error(vm: &Vm) -> Raised {
    vm.raise(&DEADLOCK_ERROR, graph::Graph::of_waiting(vm, &waiting_loops(vm)).report(vm, false))
}

/// Another thread than a loop's is about to wait without end, or has ended.
fn blocked(vm: &Vm) {
    let policy = State::of(vm).hang.policy.get();
    if policy != Deadlocks::Off && nothing_moves(vm) {
        tell(vm, policy);
    }
}

/// Whether no thread, no loop and no signal's handler can ever go on.
fn nothing_moves(vm: &Vm) -> bool {
    let signals = vm.signal_actions();
    if vm.breaker.get() & Breaker::SIGNAL != 0
        || signals.wakeup.get() >= 0
        || !signals.actions.borrow().is_empty()
    {
        return false;
    }
    let (mut hopeless, mut loops) = (true, 0);
    vm.threads.for_each(|thread| match waiting_loop(vm, thread) {
        Some(this) => {
            loops += 1;
            hopeless &= this.foreign::<EventLoop>().is_some_and(EventLoop::is_hopeless);
        }
        None => hopeless &= thread.blocked.get(),
    });
    hopeless && loops > 0
}

/// The loop in which a thread waits.
fn waiting_loop(vm: &Vm, thread: &ThreadState) -> Option<Value> {
    let own = thread.id == vm.thread_id();
    let running = if own { &vm.local.running_loop } else { &thread.local.running_loop };
    running.bound().filter(|l| l.foreign::<EventLoop>().is_some_and(EventLoop::is_waiting))
}

fn waiting_loops(vm: &Vm) -> Vec<Value> {
    let mut loops = Vec::new();
    vm.threads.for_each(|thread| loops.extend(waiting_loop(vm, thread)));
    loops
}

/// Tells the loops, all of which can never go on, or the user.
fn tell(vm: &Vm, policy: Deadlocks) {
    let loops = waiting_loops(vm);
    let inner = || loops.iter().filter_map(|l| l.foreign::<EventLoop>());
    let new = inner().filter(|l| !l.noticed.reported.replace(true)).count() > 0;
    if policy == Deadlocks::Raise {
        let report: Rc<str> = graph::Graph::of_waiting(vm, &loops).report(vm, false).into();
        for this in inner() {
            this.noticed.doomed.set(Some(report.clone()));
            this.wake(vm);
        }
    } else if new {
        write(vm, &graph::Graph::of_waiting(vm, &loops).report(vm, true));
    }
}

/// To the process's own standard error: what a program has put in its place is Python code.
fn write(vm: &Vm, text: &str) {
    // Nobody is left to hear that it cannot be written.
    let _ = vm.host.write(Stream::Stderr, format!("taipan: {text}\n").as_bytes());
}
