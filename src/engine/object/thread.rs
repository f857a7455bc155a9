//! What the interpreter knows of its threads: the part of its state that each has for itself, and
//! how that changes places when another thread runs. Who runs is decided in `gil.rs`; starting and
//! waiting are in `vm/threads.rs`.
//!
//! The state of the running thread lies in the fields of [`Vm`], where the dispatch loop finds it
//! without a detour; that of the others lies here.

use std::cell::{Cell, RefCell};
use std::collections::{HashMap, HashSet};
use std::ptr;
use std::rc::Rc;
use std::sync::Arc;

use super::frame::{Frame, GeneratorObject, Handled, Outcome, Stack};
use super::gil::Gil;
use super::tracing::Tracing;
use super::value::Value;
use super::var::Var;
use super::vm::{Breaker, Vm};
use crate::host::{Sleeper, Waker};

/// A thread of an interpreter: the one that it begins with is number 0.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub struct ThreadId(pub u64);

impl ThreadId {
    pub const FIRST: ThreadId = ThreadId(0);
}

/// What higher parts of the interpreter keep per thread.
#[derive(Default)]
pub(crate) struct Local {
    /// The event loop that runs, and the task that it steps.
    pub(crate) running_loop: Var,
    pub(crate) task: Var,
    /// What `set_event_loop` was given; unbound if it was never called.
    pub(crate) set_loop: Var,
    /// The current context; unbound if there is none yet.
    pub(crate) context: Var,
    /// Containers whose repr is being written.
    pub(crate) reprs: RefCell<HashSet<usize>>,
    /// Attributes of `threading.local` objects, by the object's number.
    pub(crate) attributes: RefCell<HashMap<u64, Value>>,
    pub(crate) tracing: Tracing,
}

impl Local {
    fn exchange(&self, other: &Local) {
        self.running_loop.exchange(&other.running_loop);
        self.task.exchange(&other.task);
        self.set_loop.exchange(&other.set_loop);
        self.context.exchange(&other.context);
        self.reprs.swap(&other.reprs);
        self.attributes.swap(&other.attributes);
        self.tracing.exchange(&other.tracing);
    }

    /// Drops all values.
    pub(crate) fn clear(&self) {
        drop(self.attributes.take());
        self.tracing.clear();
        for var in [&self.running_loop, &self.task, &self.set_loop, &self.context] {
            var.set(Value::UNBOUND);
        }
    }
}

/// One thread.
pub(crate) struct ThreadState {
    pub(crate) id: ThreadId,
    /// Where it waits; the main thread waits with the host itself.
    pub(crate) sleeper: Option<Arc<dyn Sleeper>>,
    /// What ends its wait while it watches descriptors.
    pub(crate) polling: RefCell<Option<Waker>>,
    /// What the system calls it: set once it runs.
    pub(crate) ident: Cell<u64>,
    /// It waits without a deadline, so that only another thread or a signal can have it go on.
    pub(crate) blocked: Cell<bool>,
    /// It waits, and nobody has woken it yet.
    pub(crate) asleep: Cell<bool>,
    /// Its state while another thread runs.
    pub(crate) frame: Cell<*mut Frame>,
    pending: Cell<Option<Value>>,
    outcome: Cell<Option<Outcome>>,
    reraising: Cell<bool>,
    throwing: Cell<bool>,
    asyncgen_firstiter: Var,
    asyncgen_finalizer: Var,
    stop_value: Var,
    sent: Var,
    /// The bottom of the chain of handled exceptions is one object, whose content changes.
    handled_exception: Var,
    handled: Cell<*const Handled>,
    root: Cell<*const GeneratorObject>,
    stack_limit: Cell<usize>,
    stack: Stack,
    destroying: Cell<u32>,
    pub(crate) local: Local,
}

impl ThreadState {
    pub(crate) fn new(
        id: ThreadId,
        sleeper: Option<Arc<dyn Sleeper>>,
        handled: *const Handled,
    ) -> ThreadState {
        ThreadState {
            id,
            sleeper,
            polling: RefCell::default(),
            ident: Cell::new(0),
            blocked: Cell::new(false),
            asleep: Cell::new(false),
            frame: Cell::new(ptr::null_mut()),
            pending: Cell::new(None),
            outcome: Cell::new(None),
            reraising: Cell::new(false),
            throwing: Cell::new(false),
            asyncgen_firstiter: Var::new(Value::NONE),
            asyncgen_finalizer: Var::new(Value::NONE),
            stop_value: Var::new(Value::NONE),
            sent: Var::new(Value::NONE),
            handled_exception: Var::unbound(),
            handled: Cell::new(handled),
            root: Cell::new(ptr::null()),
            stack_limit: Cell::new(0),
            stack: Stack::empty(),
            destroying: Cell::new(0),
            local: Local::default(),
        }
    }

    /// Exchanges what lies here for what lies in the machine.
    fn exchange(&self, vm: &Vm) {
        vm.frame.swap(&self.frame);
        vm.pending.swap(&self.pending);
        vm.outcome.swap(&self.outcome);
        vm.reraising.swap(&self.reraising);
        vm.throwing.swap(&self.throwing);
        vm.asyncgen_firstiter.exchange(&self.asyncgen_firstiter);
        vm.asyncgen_finalizer.exchange(&self.asyncgen_finalizer);
        vm.stop_value.exchange(&self.stop_value);
        vm.sent.exchange(&self.sent);
        vm.handled_base.exception.exchange(&self.handled_exception);
        vm.handled.swap(&self.handled);
        vm.root.swap(&self.root);
        vm.stack_limit.swap(&self.stack_limit);
        vm.stack.exchange(&self.stack);
        vm.heap.depth.swap(&self.destroying);
        vm.local.exchange(&self.local);
    }
}

/// All threads of an interpreter.
pub(crate) struct Threads {
    pub(crate) gil: Arc<Gil>,
    /// The one whose state lies in the machine.
    current: Cell<*const ThreadState>,
    /// Counted, so that their addresses stay; the main one is first.
    states: RefCell<Vec<Rc<ThreadState>>>,
    /// The one whom signals interrupt: the first, or in a forked process the one that forked.
    main: Cell<ThreadId>,
    next: Cell<u64>,
    /// No other thread may run: there is none, or the program is over.
    alone: Cell<bool>,
    ended: Cell<bool>,
    /// Bytes of native stack for new threads; 0 for the usual number.
    pub(crate) stack_size: Cell<usize>,
}

impl Threads {
    pub(super) fn new(
        breaker: Arc<Breaker>,
        handled: *const Handled,
        seed: Option<u64>,
    ) -> Threads {
        let main = Rc::new(ThreadState::new(ThreadId::FIRST, None, handled));
        Threads {
            gil: Arc::new(Gil::new(breaker, seed)),
            current: Cell::new(Rc::as_ptr(&main)),
            states: RefCell::new(vec![main]),
            main: Cell::new(ThreadId::FIRST),
            next: Cell::new(1),
            alone: Cell::new(true),
            ended: Cell::new(false),
            stack_size: Cell::new(0),
        }
    }

    /// Whether blocking need not let anybody else run.
    #[inline(always)]
    pub(crate) fn alone(&self) -> bool {
        self.alone.get()
    }

    pub(crate) fn count(&self) -> usize {
        self.states.borrow().len()
    }

    /// The running thread.
    pub(crate) fn current(&self) -> &ThreadState {
        // SAFETY: states stay where they are, and one is removed only by its own thread at its end, after
        // which nobody runs as that thread.
        unsafe { &*self.current.get() }
    }

    /// A number for a thread to be.
    pub(crate) fn fresh_id(&self) -> ThreadId {
        let id = self.next.get();
        self.next.set(id + 1);
        ThreadId(id)
    }

    pub(crate) fn add(&self, state: ThreadState) {
        self.states.borrow_mut().push(Rc::new(state));
        self.alone.set(self.ended.get());
    }

    /// Forgets a thread that does not run.
    pub(crate) fn remove(&self, id: ThreadId) {
        let mut states = self.states.borrow_mut();
        let at = states.iter().position(|s| s.id == id);
        let gone = at.map(|at| states.remove(at));
        self.alone.set(states.len() == 1 || self.ended.get());
        drop(states);
        drop(gone);
    }

    /// The number of the main thread.
    pub(crate) fn main(&self) -> ThreadId {
        self.main.get()
    }

    /// Whether a thread is there still.
    pub(crate) fn has(&self, id: ThreadId) -> bool {
        self.states.borrow().iter().any(|s| s.id == id)
    }

    /// In a forked process: the running thread is the only one, and the main one. What the others held
    /// stays, since they may be anywhere in the middle of changing it.
    pub(crate) fn keep_running_one(&self) {
        let own = self.current().id;
        let mut states = self.states.borrow_mut();
        for state in states.extract_if(.., |s| s.id != own) {
            std::mem::forget(state);
        }
        self.main.set(own);
        self.alone.set(true);
    }

    /// No other thread runs from now on.
    pub(crate) fn end(&self) {
        if !self.ended.replace(true) && !self.alone.replace(true) {
            self.gil.end();
        }
    }

    pub(crate) fn has_ended(&self) -> bool {
        self.ended.get()
    }

    /// Looks at a thread, if it is there still.
    pub(crate) fn with<R>(&self, id: ThreadId, look: impl FnOnce(&ThreadState) -> R) -> Option<R> {
        self.states.borrow().iter().find(|s| s.id == id).map(|s| look(s))
    }

    /// Looks at all threads.
    pub(crate) fn for_each(&self, look: impl FnMut(&ThreadState)) {
        self.states.borrow().iter().map(|s| &**s).for_each(look);
    }
}

impl Vm {
    /// Puts the state of a thread into the machine, where another one's may be. For whoever has just
    /// got the lock.
    pub(crate) fn become_thread(&self, wanted: *const ThreadState) {
        let before = self.threads.current.replace(wanted);
        if ptr::eq(before, wanted) {
            return;
        }
        // SAFETY: both are threads that are not at their end; see `Threads::current`.
        unsafe {
            (*before).exchange(self);
            (*wanted).exchange(self);
        }
        self.tracing_changed();
    }

    /// The running thread is at its end: its state leaves the machine, the main one's comes in its
    /// place for whoever is next.
    pub(crate) fn leave_thread(&self) {
        self.local.clear();
        drop((self.pending.take(), self.stop_value.take(), self.sent.take()));
        drop((self.asyncgen_firstiter.take(), self.asyncgen_finalizer.take()));
        drop(self.handled_base.exception.take());
        let own = self.threads.current().id;
        let main = self.threads.states.borrow().first().map(Rc::as_ptr);
        let main = main.unwrap_or_else(|| super::frame::bug("there is always a main thread"));
        self.become_thread(main);
        self.threads.remove(own);
    }
}
