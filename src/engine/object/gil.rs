//! The lock that says which thread runs an interpreter. Knows nothing of what the threads do.

use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use super::vm::Breaker;

/// How long a thread asks politely, in nanoseconds, before the one that runs is told to stop.
const INTERVAL: u64 = 5_000_000;

/// Held by the thread that runs. A new one is held: by whoever makes the interpreter.
pub(crate) struct Gil {
    state: Mutex<State>,
    /// Somebody lets go of it; somebody has taken it.
    free: Condvar,
    taken: Condvar,
    interval: AtomicU64,
    breaker: Arc<Breaker>,
}

struct State {
    held: bool,
    /// How many wait for it, and how often it has been taken.
    waiting: usize,
    turns: u64,
    /// Nobody gets it any more: the program is over.
    ended: bool,
}

impl Gil {
    pub(super) fn new(breaker: Arc<Breaker>) -> Gil {
        Gil {
            state: Mutex::new(State { held: true, waiting: 0, turns: 0, ended: false }),
            free: Condvar::new(),
            taken: Condvar::new(),
            interval: AtomicU64::new(INTERVAL),
            breaker,
        }
    }

    fn lock(&self) -> MutexGuard<'_, State> {
        // Nothing panics while it is locked.
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Nanoseconds between two requests to switch.
    pub(crate) fn interval(&self) -> u64 {
        self.interval.load(Ordering::Relaxed)
    }

    pub(crate) fn set_interval(&self, nanoseconds: u64) {
        self.interval.store(nanoseconds.max(1), Ordering::Relaxed);
    }

    /// Waits until the lock is free and takes it; false if the program is over, and nobody may run.
    pub(crate) fn acquire(&self) -> bool {
        let state = self.lock();
        self.take(state)
    }

    fn take(&self, mut state: MutexGuard<'_, State>) -> bool {
        state.waiting += 1;
        while state.held && !state.ended {
            let turns = state.turns;
            let interval = Duration::from_nanos(self.interval());
            let waited = self.free.wait_timeout(state, interval);
            let (next, timeout) = waited.unwrap_or_else(PoisonError::into_inner);
            state = next;
            if timeout.timed_out() && state.held && state.turns == turns {
                self.breaker.set(Breaker::SWITCH);
            }
        }
        state.waiting -= 1;
        if state.ended {
            return false;
        }
        state.held = true;
        state.turns += 1;
        self.breaker.clear(Breaker::SWITCH);
        drop(state);
        self.taken.notify_all();
        true
    }

    /// Lets go of it.
    pub(crate) fn release(&self) {
        let mut state = self.lock();
        state.held = false;
        let somebody = state.waiting > 0;
        drop(state);
        if somebody {
            self.free.notify_one();
        }
    }

    /// Lets another thread run, if one wants to, and takes the lock again; false as with `acquire`.
    pub(crate) fn hand_over(&self) -> bool {
        self.breaker.clear(Breaker::SWITCH);
        let mut state = self.lock();
        if state.waiting == 0 {
            return true;
        }
        let turns = state.turns;
        state.held = false;
        self.free.notify_one();
        // Somebody must have had it: whoever lets go would win the race for it as a rule.
        while state.turns == turns && state.waiting > 0 && !state.ended {
            state = self.taken.wait(state).unwrap_or_else(PoisonError::into_inner);
        }
        self.take(state)
    }

    /// Makes a copy of the process while nobody is within the lock, so that the copy finds it in order;
    /// `fork` says whether it runs in the copy, where nobody waits.
    pub(crate) fn while_forking<R>(&self, fork: impl FnOnce() -> (R, bool)) -> R {
        let mut state = self.lock();
        let (result, is_copy) = fork();
        if is_copy {
            state.waiting = 0;
        }
        result
    }

    /// The caller, who holds it, keeps it for good.
    pub(crate) fn end(&self) {
        self.lock().ended = true;
        self.free.notify_all();
        self.taken.notify_all();
    }
}
