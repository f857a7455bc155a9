//! The lock that says which thread runs an interpreter. Knows nothing of what the threads do.

use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use super::vm::Breaker;
use crate::host::seeded::mixed;

/// How long a thread asks politely, in nanoseconds, before the one that runs is told to stop.
const INTERVAL: u64 = 5_000_000;

/// Under a seed a thread runs until it waits for something. One that has not done so for this long may
/// be waiting for a variable to change: from then on it is not the seed alone that decides.
const PATIENCE: Duration = Duration::from_secs(10);

/// Held by the thread that runs. A new one is held: by whoever makes the interpreter.
pub(crate) struct Gil {
    state: Mutex<State>,
    /// Somebody lets go of it; somebody has taken it.
    free: Condvar,
    taken: Condvar,
    interval: AtomicU64,
    breaker: Arc<Breaker>,
    /// Threads run in an order that a seed decides, and until they wait.
    seed: Option<u64>,
}

struct State {
    held: bool,
    /// How many wait for it, and how often it has been taken.
    waiting: usize,
    turns: u64,
    /// Nobody gets it any more: the program is over.
    ended: bool,
    /// Under a seed: the threads that will go on, by their numbers. Only the first one gets the lock,
    /// be it here already or still on its way.
    order: Vec<u64>,
}

impl Gil {
    pub(super) fn new(breaker: Arc<Breaker>, seed: Option<u64>) -> Gil {
        Gil {
            state: Mutex::new(State {
                held: true,
                waiting: 0,
                turns: 0,
                ended: false,
                order: Vec::new(),
            }),
            free: Condvar::new(),
            taken: Condvar::new(),
            interval: AtomicU64::new(INTERVAL),
            breaker,
            seed,
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
    /// `thread` is the caller's number.
    pub(crate) fn acquire(&self, thread: u64) -> bool {
        let state = self.lock();
        match self.seed {
            None => self.take(state),
            Some(_) => self.take_in_turn(state, thread),
        }
    }

    /// The caller, who holds the lock, has another thread go on: from now on that one has its turn.
    pub(crate) fn expect(&self, thread: u64) {
        if self.seed.is_some() {
            let mut state = self.lock();
            if !state.order.contains(&thread) {
                state.order.push(thread);
            }
        }
    }

    /// Whether a thread that does not run has been woken by nobody, under a seed: it is to wait on, since
    /// the moment of its coming would be chance.
    pub(crate) fn is_astray(&self, thread: u64) -> bool {
        self.seed.is_some() && !self.lock().order.contains(&thread)
    }

    fn take_in_turn(&self, mut state: MutexGuard<'_, State>, thread: u64) -> bool {
        if !state.order.contains(&thread) {
            state.order.push(thread);
        }
        while !state.ended && (state.held || state.order.first() != Some(&thread)) {
            let turns = state.turns;
            let waited = self.free.wait_timeout(state, PATIENCE);
            let (next, timeout) = waited.unwrap_or_else(PoisonError::into_inner);
            state = next;
            if timeout.timed_out() && state.held && state.turns == turns {
                self.breaker.set(Breaker::SWITCH);
            }
        }
        if state.ended {
            return false;
        }
        state.order.remove(0);
        state.held = true;
        state.turns += 1;
        self.breaker.clear(Breaker::SWITCH);
        true
    }

    /// Brings one of the threads that will go on to the front.
    fn draw(&self, state: &mut State) {
        if let Some(seed) = self.seed.filter(|seed| *seed > 0)
            && state.order.len() > 1
        {
            let at = mixed(seed, state.turns) % state.order.len() as u64;
            let drawn = state.order.remove(at as usize);
            state.order.insert(0, drawn);
        }
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
        if self.seed.is_some() {
            self.draw(&mut state);
            drop(state);
            self.free.notify_all();
            return;
        }
        let somebody = state.waiting > 0;
        drop(state);
        if somebody {
            self.free.notify_one();
        }
    }

    /// Lets another thread run, if one wants to, and takes the lock again; false as with `acquire`.
    /// `thread` is the caller's number.
    pub(crate) fn hand_over(&self, thread: u64) -> bool {
        self.breaker.clear(Breaker::SWITCH);
        let mut state = self.lock();
        if self.seed.is_some() {
            if state.order.is_empty() {
                return true;
            }
            state.order.push(thread);
            state.held = false;
            self.draw(&mut state);
            self.free.notify_all();
            return self.take_in_turn(state, thread);
        }
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
