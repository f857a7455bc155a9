//! Unwinding: from the instruction that raised to its handler, or out of the frames.

use std::ptr::{self, NonNull};

use taipan_compiler::op::Op;

use super::slow::Next;
use super::trace;
use crate::object::frame::{Driver, Frame, GeneratorObject, Handled, Return, bug};
use crate::object::value::Value;
use crate::object::var::Var;
use crate::object::vm::Vm;
use crate::types::exception::ExceptionObject;
use crate::types::frame::TracebackObject;

impl Vm {
    /// Takes the pending exception from the instruction at `frame`'s saved `pc` to its handler, which
    /// begins at the `pc` of the frame it gives. `None`: the exception, pending again, has left the
    /// frames that Rust code entered.
    ///
    /// # Safety
    /// `frame` is the executing frame, its `pc` saved.
    #[cold]
    #[inline(never)]
    pub(super) unsafe fn unwind(&self, mut frame: *mut Frame) -> Next {
        let Some(mut exception) = self.pending.take() else {
            if !self.traces() {
                bug("nothing was raised");
            }
            // SAFETY: by contract.
            return unsafe { self.run_traced() };
        };
        let mut silent = self.reraising.replace(false);
        let mut thrown = self.throwing.replace(false);
        if !thrown && !silent {
            self.set_fresh_context(&exception);
        }
        // SAFETY: frames on the way are alive until they are left here; `heights` tells which
        // temporaries hold values.
        unsafe {
            loop {
                let code = &*(*frame).code;
                let at = Frame::position(frame);
                if !silent {
                    self.add_traceback(&exception, frame, at);
                }
                if self.traces() {
                    exception = trace::raised(self, frame, exception, silent, thrown);
                }
                (silent, thrown) = (false, false);
                let locals = usize::from(code.locals);
                let live = usize::from(code.code.heights[at]);
                let registers = Frame::registers(frame);
                let covers =
                    |h: &&taipan_compiler::code::Handler| (h.start..h.end).contains(&(at as u32));
                let handler = code.code.handlers.iter().find(covers);
                // Without fuel no handler runs: a program must not catch the end of its time.
                if let Some(handler) = handler.filter(|_| self.fuel.get() > 0) {
                    if self.traces()
                        && let Err(other) = trace::handled(self, frame, &exception)
                    {
                        exception = other.0;
                        continue;
                    }
                    let height = usize::from(handler.height);
                    for index in (height..live).rev() {
                        drop(ptr::read(registers.add(locals + index)));
                    }
                    ptr::write(registers.add(locals + height), exception);
                    (*frame).pc = code.words.as_ptr().add(handler.target as usize);
                    self.frame.set(frame);
                    if self.must_switch() {
                        return self.run_traced();
                    }
                    return NonNull::new(frame);
                }
                if self.traces() {
                    exception = trace::left(self, frame, exception);
                }
                // What was being worked with goes first, while the frame is there.
                for index in (locals..locals + live).rev() {
                    drop(ptr::replace(registers.add(index), Value::UNBOUND));
                }
                // The frame object takes the locals over before they are dropped.
                if !(*frame).object.is_unbound() {
                    set_last_place(&exception, frame, at);
                    self.detach_frame_object(frame);
                }
                for index in 0..locals {
                    drop(ptr::replace(registers.add(index), Value::UNBOUND));
                }
                // Their destruction may have made one.
                if !(*frame).object.is_unbound() {
                    self.detach_frame_object(frame);
                }
                let (kind, prev) = ((*frame).kind, (*frame).prev);
                if kind == Return::Generator {
                    let generator = GeneratorObject::of_frame(frame);
                    generator.finish();
                    self.handled.set(generator.handled.outer.get());
                    self.frame.set(prev);
                    match generator.driver.replace(Driver::None) {
                        Driver::Entry | Driver::EntryThrow => {
                            self.root.set(generator.outer_root.get());
                            self.pending.set(Some(exception));
                            return None;
                        }
                        Driver::For => self.root.set(generator.outer_root.get()),
                        Driver::DelegateAsync => {
                            let Some(left) = super::async_generator::raised(self, prev, exception)
                            else {
                                return NonNull::new(prev);
                            };
                            exception = left;
                        }
                        // What comes out of a chain that was thrown into is thrown on, link by link.
                        Driver::DelegateThrow
                            if (*self.root.get()).driver.get() == Driver::EntryThrow =>
                        {
                            self.set_own_context(&exception);
                        }
                        Driver::Delegate | Driver::DelegateThrow | Driver::None => {}
                    }
                } else {
                    let function = ptr::read(&raw const (*frame).function);
                    let namespace = ptr::read(&raw const (*frame).locals);
                    self.stack.pop(frame);
                    self.frame.set(prev);
                    drop(namespace);
                    drop(function);
                    if matches!(kind, Return::Operator | Return::Discard) {
                        super::operator::drop_operands(prev, (*(*prev).pc).get());
                    }
                    if kind == Return::Entry {
                        self.pending.set(Some(exception));
                        return None;
                    }
                }
                frame = prev;
            }
        }
    }

    /// Puts an entry for the place in front of the exception's traceback.
    pub(super) unsafe fn add_traceback(&self, exception: &Value, frame: *mut Frame, last: usize) {
        let Some(payload) = exception.get::<ExceptionObject>() else { return };
        // SAFETY: as the head of the file demands.
        let frame = unsafe { self.frame_object(frame) };
        let next = payload.traceback.bound().unwrap_or(Value::NONE);
        let entry = TracebackObject { frame, last, said: None, next: Var::new(next) };
        payload.traceback.set(self.new_object(self.types.traceback(), entry));
    }

    /// An exception that Rust code made and nobody raised gets the executing place for a traceback.
    pub(crate) fn raised_here(&self, exception: &Value) {
        let fresh = exception.get::<ExceptionObject>().is_some_and(|e| e.traceback.is_unbound());
        let frame = self.frame.get();
        if fresh && !frame.is_null() {
            // SAFETY: the executing frame, its `pc` saved before it called.
            unsafe { self.add_traceback(exception, frame, Frame::position(frame)) };
        }
    }

    /// The exception being handled, if any.
    pub fn handled_exception(&self) -> Option<Value> {
        let mut level: *const Handled = self.handled.get();
        // SAFETY: levels belong to the interpreter and to generators that are being executed.
        while let Some(handled) = unsafe { level.as_ref() } {
            if let Some(exception) = handled.exception.bound() {
                return Some(exception);
            }
            level = handled.outer.get();
        }
        None
    }

    /// Context of an exception that Rust code made: set once, where it is first raised.
    fn set_fresh_context(&self, exception: &Value) {
        let Some(payload) = exception.get::<ExceptionObject>() else { return };
        let keeps = payload.keeps_context.replace(false);
        if !keeps && payload.traceback.is_unbound() && payload.context.is_unbound() {
            self.set_context(exception);
        }
    }

    /// Sets `__context__` to the exception being handled, without making a cycle.
    pub(crate) fn set_context(&self, exception: &Value) {
        let (Some(handled), Some(payload)) =
            (self.handled_exception(), exception.get::<ExceptionObject>())
        else {
            return;
        };
        set_context_to(exception, payload, handled);
    }

    /// Makes `exception` pending, to be raised where the innermost generator of the running chain is
    /// suspended: its context is only what that generator handles itself.
    ///
    /// # Safety
    /// `handled` is the level of that generator.
    pub(super) unsafe fn throw_pending(&self, exception: Value) {
        // SAFETY: by contract.
        unsafe { self.set_own_context(&exception) };
        self.throwing.set(true);
        self.pending.set(Some(exception));
    }

    /// Sets `__context__` to what the innermost level alone handles.
    ///
    /// # Safety
    /// The level belongs to a generator that is alive.
    unsafe fn set_own_context(&self, exception: &Value) {
        // SAFETY: by contract.
        let own = unsafe { (*self.handled.get()).exception.bound() };
        if let (Some(own), Some(payload)) = (own, exception.get::<ExceptionObject>()) {
            set_context_to(exception, payload, own);
        }
    }
}

/// Where a frame object says that its frame ended: an exception raised again at an instruction without
/// a place of its own came from another one, which its traceback knows.
unsafe fn set_last_place(exception: &Value, frame: *mut Frame, at: usize) {
    // SAFETY: `frame` is alive.
    unsafe {
        let code = &*(*frame).code;
        let op = code.words[at].get().opcode();
        let again = [Op::PopExcReraise, Op::PopExcRaise, Op::Reraise];
        if !again.iter().any(|each| *each as u8 == op) {
            return;
        }
        let position = code.code.positions.get(at);
        let nowhere = position.line == position.end_line && position.column == position.end_column;
        let head = exception.get::<ExceptionObject>().and_then(|e| e.traceback.bound());
        if nowhere
            && let Some(head) = head.as_ref().and_then(|head| head.get::<TracebackObject>())
            && head.frame.is(&(*frame).object)
            && head.last < code.words.len()
        {
            (*frame).pc = code.words.as_ptr().add(head.last);
        }
    }
}

/// Sets the context of an exception, without making a cycle.
fn set_context_to(exception: &Value, payload: &ExceptionObject, handled: Value) {
    if handled.is(exception) {
        return;
    }
    // The new exception may already be in the chain of contexts: cut it out there. Two
    // fingers find a chain that was a cycle before.
    let (mut at, mut slow) = (handled.clone(), handled.clone());
    let mut step = false;
    while let Some(object) = at.clone().get::<ExceptionObject>() {
        let Some(next) = object.context.bound() else { break };
        if next.is(exception) {
            object.context.set(Value::UNBOUND);
            break;
        }
        at = next;
        if step {
            slow = match slow.get::<ExceptionObject>().and_then(|s| s.context.bound()) {
                Some(next) => next,
                None => break,
            };
            if slow.is(&at) {
                break;
            }
        }
        step = !step;
    }
    payload.context.set(handled);
}
