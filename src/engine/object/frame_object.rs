//! Frame objects: what Python code sees of a frame. Their attributes are in `types/frame.rs`.

use std::cell::{Cell, RefCell};
use std::ptr;

use super::code::CodeObject;
use super::frame::Frame;
use super::header::Traverse;
use super::value::Value;
use super::var::Var;

/// No word of any code.
pub(crate) const NOWHERE: usize = usize::MAX;

/// The payload of a frame object. While the frame is alive its locals are in the registers; when it
/// goes they move here. What it holds dies in the order of the fields: its own variables before those
/// of its callers.
pub struct FrameObject {
    /// The frame, or null once it is gone.
    pub frame: Cell<*mut Frame>,
    /// A function.
    pub function: Value,
    /// The namespace of a module or class body, else unbound.
    pub namespace: Value,
    /// What the registers of the locals held, empty before the frame is gone. If it was suspended then,
    /// its temporaries follow: an exception among them may hold this very object.
    pub locals: RefCell<Vec<Value>>,
    /// The frame object of the caller; unbound if nobody asked before the frame was gone.
    pub back: Var,
    /// `f_trace`, unbound if there is none; its settings are below.
    pub(crate) trace: Var,
    /// A dict of names that a program has added to `f_locals`, or unbound.
    pub extra: Var,
    /// A [`CodeObject`].
    pub code: Value,
    /// Index of the instruction it was executing when it went.
    pub last: Cell<usize>,
    pub(crate) trace_lines: Cell<bool>,
    pub(crate) trace_opcodes: Cell<bool>,
    /// A trace or profile function has heard of its call, and not yet of its end.
    pub(crate) entered: Cell<bool>,
    /// Line and word that were traced last; 0 and [`NOWHERE`] after a call.
    pub(crate) line: Cell<u32>,
    pub(crate) word: Cell<usize>,
    /// The line to show instead of the executing instruction's, unless 0.
    pub(crate) shown: Cell<u32>,
}

impl FrameObject {
    /// For a live frame of that function and code.
    pub(crate) fn new(frame: *mut Frame, function: Value, code: Value, namespace: Value) -> Self {
        FrameObject {
            frame: Cell::new(frame),
            function,
            code,
            back: Var::unbound(),
            last: Cell::new(0),
            locals: RefCell::default(),
            namespace,
            extra: Var::unbound(),
            trace: Var::unbound(),
            trace_lines: Cell::new(true),
            trace_opcodes: Cell::new(false),
            entered: Cell::new(false),
            line: Cell::new(0),
            word: Cell::new(NOWHERE),
            shown: Cell::new(0),
        }
    }

    pub fn code_object(&self) -> Option<&CodeObject> {
        self.code.get::<CodeObject>()
    }

    /// What the register of a local holds.
    pub(crate) fn register(&self, at: usize) -> Value {
        let live = self.frame.get();
        if live.is_null() {
            return self.locals.borrow().get(at).cloned().unwrap_or(Value::UNBOUND);
        }
        // SAFETY: the field is emptied when the frame goes; locals are always initialised.
        unsafe { (*Frame::registers(live).add(at)).clone() }
    }

    /// Replaces what the register of a local holds.
    pub(crate) fn set_register(&self, at: usize, value: Value) {
        let live = self.frame.get();
        let old = if live.is_null() {
            let mut locals = self.locals.borrow_mut();
            locals.get_mut(at).map(|place| std::mem::replace(place, value))
        } else {
            // SAFETY: as in `register`; the old value is dropped once the new one is in place.
            Some(unsafe { ptr::replace(Frame::registers(live).add(at), value) })
        };
        drop(old);
    }

    /// Takes over the locals of its frame, which is about to go.
    ///
    /// # Safety
    /// `frame` is alive and has its `pc` saved; nothing in its registers is dropped here.
    pub(crate) unsafe fn take_locals(&self, frame: *mut Frame) {
        // SAFETY: by contract; locals are always initialised.
        unsafe { self.take(frame, usize::from((*(*frame).code).locals)) }
    }

    /// As `take_locals`, with the temporaries behind them: the frame goes while it is suspended.
    ///
    /// # Safety
    /// As for `take_locals`.
    pub(crate) unsafe fn take_all(&self, frame: *mut Frame) {
        // SAFETY: by contract.
        unsafe {
            let locals = usize::from((*(*frame).code).locals);
            self.take(frame, locals + Frame::live_temporaries(frame));
        }
    }

    unsafe fn take(&self, frame: *mut Frame, count: usize) {
        // SAFETY: by contract.
        unsafe {
            let registers = Frame::registers(frame);
            let take = |at| ptr::replace(registers.add(at), Value::UNBOUND);
            let none = self.locals.replace((0..count).map(take).collect());
            drop(none);
        }
    }
}

impl Traverse for FrameObject {
    fn traverse(&self, visit: &mut dyn FnMut(&Value)) {
        visit(&self.function);
        visit(&self.code);
        visit(&self.namespace);
        self.locals.borrow().iter().for_each(&mut *visit);
        for var in [&self.back, &self.extra, &self.trace] {
            var.visit(visit);
        }
    }

    fn clear(&self) {
        drop(self.locals.take());
        for var in [&self.back, &self.extra, &self.trace] {
            var.set(Value::UNBOUND);
        }
    }
}
