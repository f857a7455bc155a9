//! Frame objects: made when somebody asks, and left with the locals when their frame goes.

use std::cell::Cell;
use std::ptr;

use taipan_compiler::code::flags;

use crate::object::code::{CellObject, CodeObject};
use crate::object::dict::DictObject;
use crate::object::frame::{Frame, GeneratorObject, Return, State};
use crate::object::slots::PyResult;
use crate::object::value::Value;
use crate::object::var::Var;
use crate::object::vm::Vm;
use crate::types::frame::FrameObject;

impl Vm {
    /// The frame object of a live frame; made on first use.
    ///
    /// # Safety
    /// `frame` is alive.
    pub(crate) unsafe fn frame_object(&self, frame: *mut Frame) -> Value {
        // SAFETY: by contract.
        unsafe {
            if (*frame).object.is_unbound() {
                let function = (*frame).function.clone();
                let code = function
                    .get::<crate::object::code::FunctionObject>()
                    .map_or(Value::NONE, |f| f.code.get());
                let payload = FrameObject {
                    frame: Cell::new(frame),
                    function,
                    code,
                    back: Var::unbound(),
                    last: Cell::new(0),
                    locals: Var::unbound(),
                    namespace: (*frame).locals.clone(),
                };
                (*frame).object = self.new_object(self.types.frame(), payload);
                if (*frame).kind == Return::Store {
                    (*frame).kind = Return::StoreSeen;
                }
            }
            (*frame).object.clone()
        }
    }

    /// The frame is about to go: its object, if anybody else still holds it, takes over the locals.
    ///
    /// # Safety
    /// `frame` is alive, with a saved `pc`, and its object is bound.
    #[cold]
    #[inline(never)]
    pub(crate) unsafe fn detach_frame_object(&self, frame: *mut Frame) {
        // SAFETY: by contract.
        unsafe {
            let object = ptr::replace(&raw mut (*frame).object, Value::UNBOUND);
            let shared = object.header().is_some_and(|h| h.count() > 1);
            if let Some(payload) = object.get::<FrameObject>() {
                payload.last.set(Frame::position(frame));
                if shared {
                    let prev = (*frame).prev;
                    if !prev.is_null() {
                        payload.back.set(self.frame_object(prev));
                    }
                    let count = usize::from((*(*frame).code).locals);
                    let registers = Frame::registers(frame);
                    let take = |at| ptr::replace(registers.add(at), Value::UNBOUND);
                    payload.locals.set(self.new_list((0..count).map(take).collect()));
                }
                payload.frame.set(ptr::null_mut());
            }
        }
    }

    /// As `detach_frame_object`, for a generator that goes while it is suspended.
    pub(crate) fn abandon_frame(&self, generator: &GeneratorObject) {
        let frame = generator.frame();
        // SAFETY: the frame lives in the generator; who resumed it last may be gone.
        unsafe {
            if generator.state.get() == State::Suspended && !(*frame).object.is_unbound() {
                generator.unlink();
                (*frame).prev = ptr::null_mut();
                self.detach_frame_object(frame);
            }
        }
    }

    /// The line that a frame is at.
    pub(crate) fn frame_line(&self, frame: &FrameObject) -> u32 {
        let live = frame.frame.get();
        let at = if live.is_null() {
            frame.last.get()
        } else {
            // SAFETY: the field is emptied when the frame goes.
            unsafe { Frame::position(live) }
        };
        frame.code_object().map_or(0, |code| code.code.positions.get(at).line)
    }

    /// `f_back`
    pub(crate) fn frame_back(&self, value: &Value) -> Value {
        let Some(frame) = value.get::<FrameObject>() else { return Value::NONE };
        let live = frame.frame.get();
        if live.is_null() {
            return frame.back.bound().unwrap_or(Value::NONE);
        }
        // SAFETY: the field is emptied when the frame goes; frames below a live one are alive.
        unsafe {
            let prev = (*live).prev;
            if prev.is_null() { Value::NONE } else { self.frame_object(prev) }
        }
    }

    /// `f_locals`: a snapshot for functions, the namespace itself for modules and classes.
    pub(crate) fn frame_locals(&self, value: &Value) -> PyResult {
        let Some(frame) = value.get::<FrameObject>() else { return Ok(Value::NONE) };
        let Some(code) = frame.code_object() else { return Ok(Value::NONE) };
        if !code.has_flag(flags::OPTIMIZED) && !frame.namespace.is_unbound() {
            return Ok(frame.namespace.clone());
        }
        let live = frame.frame.get();
        let values: Vec<Value> = if live.is_null() {
            let locals = frame.locals.get();
            if locals.is_unbound() { Vec::new() } else { self.to_vec(&locals)? }
        } else {
            let registers = Frame::registers(live);
            // SAFETY: the field is emptied when the frame goes; locals are always initialised.
            (0..usize::from(code.locals))
                .map(|at| unsafe { (*registers.add(at)).clone() })
                .collect()
        };
        Ok(self.new_dict(self.named_locals(code, &values)))
    }

    fn named_locals(&self, code: &CodeObject, values: &[Value]) -> DictObject {
        let dict = DictObject::new();
        for (name, value) in code.code.local_names.iter().zip(values) {
            let content = match value.get_exact::<CellObject>() {
                Some(cell) => cell.0.get(),
                None => value.clone(),
            };
            if !content.is_unbound() && !name.is_empty() {
                drop(dict.set_interned(&self.intern(name), content));
            }
        }
        dict
    }

    /// The frame object of a generator that is not finished.
    pub(crate) fn generator_frame(&self, generator: &GeneratorObject) -> Option<Value> {
        if generator.state.get() == State::Finished {
            return None;
        }
        // SAFETY: the generator's frame lives as long as the generator.
        Some(unsafe { self.frame_object(generator.frame()) })
    }

    /// The object of the frame `depth` levels above the executing one.
    pub fn current_frame(&self, depth: usize) -> Option<Value> {
        let mut frame = self.frame.get();
        // SAFETY: the executing frame and those below it are alive.
        unsafe {
            for _ in 0..depth {
                frame = frame.as_ref()?.prev;
            }
            (!frame.is_null()).then(|| self.frame_object(frame))
        }
    }

    /// File and line of the instruction being executed: where a warning belongs.
    pub fn current_place(&self) -> Option<(std::sync::Arc<str>, u32)> {
        let frame = self.frame.get();
        // SAFETY: the executing frame is alive; `pc` was saved before anything that asks.
        unsafe {
            let code = &*frame.as_ref()?.code;
            let at = Frame::position(frame);
            Some((code.code.filename.clone(), code.code.positions.get(at).line))
        }
    }

    /// Globals of the executing Python function.
    pub fn current_globals(&self) -> Option<Value> {
        let frame = self.frame.get();
        // SAFETY: the executing frame is alive.
        let function = unsafe { &frame.as_ref()?.function };
        Some(function.get::<crate::object::code::FunctionObject>()?.globals.clone())
    }

    /// Class and instance for `super()` without arguments, from the calling function.
    pub fn super_context(&self) -> PyResult<(Value, Value)> {
        let frame = self.frame.get();
        let error = |text: &str| self.runtime_error(text);
        // SAFETY: the executing frame is alive; locals are always initialised.
        unsafe {
            let Some(live) = frame.as_ref() else { return Err(error("super(): no current frame")) };
            let code = &*live.code;
            let registers = Frame::registers(frame);
            let local = |at: usize| (*registers.add(at)).clone();
            if code.code.arg_count == 0 && !code.has_flag(flags::VARARGS) {
                return Err(error("super(): no arguments"));
            }
            let first = local(0);
            let first = match first.get_exact::<CellObject>() {
                Some(cell) if code.code.cells.contains(&0) => cell.0.get(),
                _ => first,
            };
            if first.is_unbound() {
                return Err(error("super(): arg[0] deleted"));
            }
            let free = usize::from(code.code.first_free)..usize::from(code.locals);
            for at in free {
                if &*code.code.local_names[at] == "__class__" {
                    let cell = local(at);
                    let class = cell.get::<CellObject>().map_or(Value::UNBOUND, |c| c.0.get());
                    if class.is_unbound() {
                        return Err(error("super(): empty __class__ cell"));
                    }
                    return Ok((class, first));
                }
            }
            Err(error("super(): __class__ cell not found"))
        }
    }
}
