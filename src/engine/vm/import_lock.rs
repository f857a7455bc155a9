//! Which thread is executing which module: others that import it wait until it is complete, as long as
//! nobody waits for them in turn.

use std::cell::{Cell, RefCell};
use std::rc::Rc;

use super::threads::Waiters;
use crate::object::slots::PyResult;
use crate::object::thread::ThreadId;
use crate::object::vm::Vm;

/// A module's body at work.
struct Body {
    name: String,
    thread: ThreadId,
    done: Cell<bool>,
    waiters: Waiters,
}

/// The bodies at work, and which thread waits for which other one.
#[derive(Default)]
struct Bodies {
    all: RefCell<Vec<Rc<Body>>>,
    waits: RefCell<Vec<(ThreadId, ThreadId)>>,
}

impl Bodies {
    fn of_others(&self, name: &str, own: ThreadId) -> Option<Rc<Body>> {
        self.all.borrow().iter().find(|b| b.name == name && b.thread != own).cloned()
    }

    /// Whether `thread` waits for `own`, perhaps through others.
    fn waits_for(&self, mut thread: ThreadId, own: ThreadId) -> bool {
        let waits = self.waits.borrow();
        while let Some((_, next)) = waits.iter().find(|(who, _)| *who == thread) {
            if *next == own {
                return true;
            }
            thread = *next;
        }
        false
    }
}

impl Vm {
    /// Executes a module's body; threads that import it wait meanwhile.
    pub(super) fn run_body<R>(&self, name: &str, body: impl FnOnce() -> R) -> R {
        let bodies = self.extra(Bodies::default);
        let own = Rc::new(Body {
            name: name.to_owned(),
            thread: self.thread_id(),
            done: Cell::new(false),
            waiters: Waiters::default(),
        });
        bodies.all.borrow_mut().push(own.clone());
        let result = body();
        bodies.all.borrow_mut().retain(|b| !Rc::ptr_eq(b, &own));
        own.done.set(true);
        own.waiters.wake_all(self);
        result
    }

    /// Waits for another thread that executes the module of that name; whether there was one. Goes on
    /// with a module half done where two threads would wait for each other.
    pub(super) fn wait_for_body(&self, name: &str) -> PyResult<bool> {
        if self.threads.alone() {
            return Ok(false);
        }
        let bodies = self.extra(Bodies::default);
        let own = self.thread_id();
        let Some(body) = bodies.of_others(name, own) else { return Ok(false) };
        if bodies.waits_for(body.thread, own) {
            return Ok(false);
        }
        bodies.waits.borrow_mut().push((own, body.thread));
        let mut result = Ok(true);
        while !body.done.get() && result.is_ok() {
            result = body.waiters.wait(self, None).map(|_| true);
        }
        bodies.waits.borrow_mut().retain(|(who, _)| *who != own);
        result
    }
}
