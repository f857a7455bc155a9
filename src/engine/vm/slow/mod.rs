//! What the dispatch loop does out of line: operands are owned here, so that Python code may run.
//!
//! Every function works on the registers of `frame` as the instruction word `w` says, writes the
//! result, and answers whether that went well; if not, the exception is in `Vm::pending`.
//!
//! Safety: all of them require what `Vm::run` guarantees — `frame` is the executing frame, `w` its
//! current instruction, of the opcode that the function is for.

mod attributes;
mod exceptions;
mod functions;
mod items;
mod names;
mod operators;

use std::ptr::{self, NonNull};

use taipan_compiler::op::{Helper, Op, Word};

use super::run::payload;
use crate::object::code::{Cache, CellObject, CodeObject, FunctionObject};
use crate::object::dict::DictObject;
use crate::object::frame::{Frame, GeneratorObject};
use crate::object::header::{Header, Kind};
use crate::object::native::NativeObject;
use crate::object::shape::Shape;
use crate::object::slots::{BinaryOp, CompareOp, PyResult, Raised, Step, UnaryOp};
use crate::object::string::StrObject;
use crate::object::tuple::TupleObject;
use crate::object::types::{Type, TypeRef, type_flag};
use crate::object::value::Value;
use crate::object::vm::{Breaker, Vm};
use crate::types::descriptor::PropertyObject;
use crate::types::dunder::looks_up_plainly;
use crate::types::exception::*;
use crate::types::list::ListObject;
use crate::types::module::ModuleObject;
use crate::types::object::generic_setattr;
use crate::types::range::SliceObject;
use crate::types::sequence_iter::SequenceIterObject;
use crate::types::set::SetObject;

pub(in crate::vm) use attributes::*;
pub(in crate::vm) use exceptions::*;
pub(in crate::vm) use functions::*;
pub(in crate::vm) use items::*;
pub(crate) use names::*;
pub(in crate::vm) use operators::*;

/// The outcome of a test.
pub(in crate::vm) enum Truth {
    False,
    True,
    Raised,
}

/// Where the dispatch loop goes on: in that frame, at its saved `pc`. `None`: it leaves the frame —
/// with `Vm::outcome`, if there is one, else by raising what is pending.
pub(in crate::vm) type Next = Option<NonNull<Frame>>;

/// Goes on `words` behind the executing instruction.
#[inline(always)]
pub(in crate::vm) unsafe fn after(frame: *mut Frame, words: usize) -> Next {
    // SAFETY: as the head of the file demands.
    unsafe {
        (*frame).pc = (*frame).pc.add(words);
        Some(NonNull::new_unchecked(frame))
    }
}

/// Takes or skips the jump behind the executing fused instruction.
#[inline(always)]
pub(in crate::vm) unsafe fn branch(frame: *mut Frame, taken: bool) -> Next {
    // SAFETY: as the head of the file demands; a jump word follows.
    unsafe {
        let pc = (*frame).pc;
        let offset = if taken { (*pc.add(1)).get().wide() as i32 as isize } else { 0 };
        (*frame).pc = pc.add(2).offset(offset);
        Some(NonNull::new_unchecked(frame))
    }
}

/// As a helper says that works on the registers by itself.
#[inline(always)]
pub(in crate::vm) unsafe fn after_if(frame: *mut Frame, well: bool) -> Next {
    // SAFETY: as the head of the file demands.
    if well { unsafe { after(frame, 1) } } else { None }
}

/// The executing instruction, at the frame's saved `pc`.
#[inline(always)]
pub(in crate::vm) unsafe fn executing(frame: *mut Frame) -> Word {
    // SAFETY: as the head of the file demands.
    unsafe { (*(*frame).pc).get() }
}

/// Writes the result of the instruction `w`.
#[inline(always)]
pub(in crate::vm) unsafe fn put(frame: *mut Frame, w: Word, value: Value) {
    // SAFETY: as the head of the file demands.
    unsafe {
        let place = Frame::registers(frame).add(usize::from(w.a()));
        if w.flags() & Word::LOCAL != 0 {
            drop(ptr::replace(place, value));
        } else {
            ptr::write(place, value);
        }
    }
}

/// A register's value: taken, or a reference of its own.
#[inline(always)]
pub(in crate::vm) unsafe fn own(frame: *mut Frame, index: u16, take: bool) -> Value {
    // SAFETY: as the head of the file demands.
    unsafe {
        let place = Frame::registers(frame).add(usize::from(index));
        if take { ptr::read(place) } else { (*place).clone() }
    }
}

/// The instruction and its registers.
pub(in crate::vm) struct Operands<'a> {
    pub(in crate::vm) vm: &'a Vm,
    pub(in crate::vm) frame: *mut Frame,
    pub(in crate::vm) regs: *mut Value,
    pub(in crate::vm) w: Word,
}

impl<'a> Operands<'a> {
    pub(in crate::vm) unsafe fn new(vm: &'a Vm, frame: *mut Frame, w: Word) -> Operands<'a> {
        Operands { vm, frame, regs: Frame::registers(frame), w }
    }
    pub(in crate::vm) unsafe fn a(&self) -> Value {
        // SAFETY: as the head of the file demands.
        unsafe { own(self.frame, self.w.a(), self.w.flags() & Word::TAKE_A != 0) }
    }
    pub(in crate::vm) unsafe fn b(&self) -> Value {
        // SAFETY: the run was written by the instructions before; its values move out.
        unsafe { own(self.frame, self.w.b(), self.w.flags() & Word::TAKE_B != 0) }
    }
    pub(in crate::vm) unsafe fn c(&self) -> Value {
        // SAFETY: as the head of the file demands.
        unsafe { own(self.frame, self.w.c(), self.w.flags() & Word::TAKE_C != 0) }
    }
    /// A register as it is; `Keep` operands.
    pub(in crate::vm) unsafe fn keep(&self, index: u16) -> Value {
        // SAFETY: as the head of the file demands.
        unsafe { own(self.frame, index, false) }
    }
    /// The values of a run, taken.
    pub(in crate::vm) unsafe fn run(&self, first: u16, count: usize) -> Vec<Value> {
        let mut values = Vec::with_capacity(count);
        // SAFETY: as the head of the file demands.
        unsafe {
            ptr::copy_nonoverlapping(self.regs.add(usize::from(first)), values.as_mut_ptr(), count);
            values.set_len(count);
        }
        values
    }
    /// Writes into a temporary.
    pub(in crate::vm) unsafe fn set(&self, index: u16, value: Value) {
        // SAFETY: as the head of the file demands.
        unsafe { ptr::write(self.regs.add(usize::from(index)), value) };
    }
    /// Writes the result.
    pub(in crate::vm) unsafe fn put(&self, value: Value) -> bool {
        // SAFETY: as the head of the file demands.
        unsafe { put(self.frame, self.w, value) };
        true
    }
    pub(in crate::vm) unsafe fn done(&self, result: PyResult) -> bool {
        match result {
            // SAFETY: as the head of the file demands.
            Ok(value) => unsafe { self.put(value) },
            Err(raised) => self.fail(raised),
        }
    }
    pub(in crate::vm) fn fail(&self, raised: Raised) -> bool {
        self.vm.pending.set(Some(raised.0));
        false
    }
    pub(in crate::vm) fn unit(&self, result: PyResult<()>) -> bool {
        match result {
            Ok(()) => true,
            Err(raised) => self.fail(raised),
        }
    }
    pub(in crate::vm) fn truth(&self, result: PyResult<bool>) -> Truth {
        match result {
            Ok(true) => Truth::True,
            Ok(false) => Truth::False,
            Err(raised) => {
                self.fail(raised);
                Truth::Raised
            }
        }
    }
}

/// The code of a function, borrowed: the function keeps it alive.
#[inline(always)]
pub(in crate::vm) unsafe fn code_of<'a>(function: &FunctionObject) -> &'a CodeObject {
    // SAFETY: a function's `code` is always a code object.
    unsafe { function.code.with(|code| payload::<CodeObject>(code)) }
}

/// Drops the last reference to an object.
#[cold]
#[inline(never)]
pub(in crate::vm) fn destroy(value: Value) {
    drop(value);
}
