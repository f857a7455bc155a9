//! Tracing: the dispatch loop that looks at every instruction, and how execution gets into it and out
//! of it again. What is reported, and when, is in `events.rs`.
//!
//! The ordinary loop knows nothing of this. While events are wanted, `Breaker::TRACE` is set: where
//! that loop looks around anyway (at calls, jumps back, and returns from frames with an object) it
//! leaves with nothing raised and no outcome, which `Vm::unwind` takes for the wish to go on in the
//! other loop, the same code compiled once more with a look in front of each instruction.
//!
//! Safety: the functions for the dispatch loop require what `Vm::run` guarantees (see `slow/mod.rs`).

mod events;

use std::ptr::{self, NonNull};

use super::slow::Next;
use crate::object::frame::Frame;
use crate::object::value::Value;
use crate::object::vm::{Breaker, Vm};

pub(super) use events::{handled, left, raised, step, suspended};

impl Vm {
    /// Whether what runs now is to be traced.
    #[inline]
    pub(super) fn traces(&self) -> bool {
        self.breaker.get() & Breaker::TRACE != 0 && self.local.tracing.busy.get() == 0
    }

    /// Whether the ordinary loop must be left.
    #[inline]
    pub(super) fn must_switch(&self) -> bool {
        self.traces() && !self.local.tracing.in_loop.get()
    }

    /// Goes on in the loop that looks at every instruction, in the executing frame, until what Rust
    /// code entered is done: `None`. Or until nobody wants to know any more: then in that frame.
    #[cold]
    pub(super) unsafe fn run_traced(&self) -> Next {
        let tracing = &self.local.tracing;
        let frame = self.frame.get();
        let fresh = tracing.resumed.replace(false);
        let last = tracing.last.replace(ptr::null_mut());
        let returning = tracing.returning.replace(!fresh);
        let called = tracing.called.take();
        let outer = tracing.in_loop.replace(true);
        // SAFETY: as the head of the file demands.
        unsafe { self.dispatch_traced(frame) };
        tracing.in_loop.set(outer);
        tracing.called.set(called);
        tracing.returning.set(returning);
        tracing.last.set(last);
        if self.has_outcome() || self.has_pending() {
            return None;
        }
        NonNull::new(self.frame.get())
    }

    /// As [`Vm::unwind`], for the traced loop: nothing raised means that tracing ended, or that
    /// something took this for the ordinary loop.
    ///
    /// # Safety
    /// As for [`Vm::unwind`].
    #[cold]
    #[inline(never)]
    pub(super) unsafe fn unwind_traced(&self) -> Next {
        let frame = self.frame.get();
        if self.has_pending() {
            // SAFETY: by contract.
            return unsafe { self.unwind(frame) };
        }
        if !self.traces() {
            return None;
        }
        self.local.tracing.in_loop.set(true);
        NonNull::new(frame)
    }

    fn has_pending(&self) -> bool {
        let pending = self.pending.take();
        let has = pending.is_some();
        self.pending.set(pending);
        has
    }

    /// Sets or, with None, removes the trace function (or the profile function) of the running thread.
    pub(crate) fn set_tracer(&self, profile: bool, function: &Value) {
        let tracing = &self.local.tracing;
        let place = if profile { &tracing.profile } else { &tracing.trace };
        place.set(if function.is_none() { Value::UNBOUND } else { function.clone() });
        self.tracing_begins();
    }

    /// As [`Vm::set_tracer`], for all threads.
    pub(crate) fn set_tracer_everywhere(&self, profile: bool, function: &Value) {
        let value = || if function.is_none() { Value::UNBOUND } else { function.clone() };
        self.threads.for_each(|thread| {
            let tracing = &thread.local.tracing;
            if profile { &tracing.profile } else { &tracing.trace }.set(value());
        });
        self.set_tracer(profile, function);
    }

    /// To be called when events are wanted that were not wanted before, or no longer.
    pub(crate) fn tracing_begins(&self) {
        self.tracing_changed();
        self.local.tracing.in_loop.set(false);
        if self.breaker.get() & Breaker::TRACE == 0 {
            return;
        }
        // A frame with an object is left by the way that sees to it that its caller is traced.
        let mut frame: *mut Frame = self.frame.get();
        while !frame.is_null() {
            // SAFETY: the executing frame and those below it are alive.
            unsafe {
                drop(self.frame_object(frame));
                frame = (*frame).prev;
            }
        }
    }
}

/// What a call leads to that has changed whether there is tracing: out of the loop if it must be left.
pub(super) fn reconsidered(vm: &Vm, next: Next) -> Next {
    next.filter(|_| !vm.must_switch())
}
