//! Frame objects: made when somebody asks, and left with the locals when their frame goes.

use std::ptr;

use taipan_compiler::code::flags;

use crate::object::code::{CellObject, CodeObject, FunctionObject};
use crate::object::frame::{Frame, GeneratorObject, Return, State};
use crate::object::frame_object::FrameObject;
use crate::object::slots::PyResult;
use crate::object::value::Value;
use crate::object::vm::Vm;

/// The generator whose frame it is, if it is one's.
///
/// # Safety
/// `frame` is alive.
unsafe fn generator_of<'a>(frame: *mut Frame) -> Option<&'a GeneratorObject> {
    // SAFETY: by contract.
    unsafe { ((*frame).kind == Return::Generator).then(|| GeneratorObject::of_frame(frame)) }
}

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
                let code = function.get::<FunctionObject>().map_or(Value::NONE, |f| f.code.get());
                let namespace = (*frame).locals.clone();
                let payload = FrameObject::new(frame, function, code, namespace);
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
        unsafe { self.detach(frame, |payload| payload.take_locals(frame)) }
    }

    unsafe fn detach(&self, frame: *mut Frame, take: impl FnOnce(&FrameObject)) {
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
                    take(payload);
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
                self.detach(frame, |payload| payload.take_all(frame));
            }
        }
    }

    /// The word that a frame is at.
    pub(crate) fn frame_word(&self, frame: &FrameObject) -> usize {
        let live = frame.frame.get();
        if live.is_null() {
            return frame.last.get();
        }
        // SAFETY: the field is emptied when the frame goes.
        unsafe { Frame::position(live) }
    }

    /// The line that a frame is at; 0 if it is at none.
    pub(crate) fn frame_line(&self, frame: &FrameObject) -> u32 {
        if frame.shown.get() != 0 {
            return frame.shown.get();
        }
        let at = self.frame_word(frame);
        let live = frame.frame.get();
        // SAFETY: the field is emptied when the frame goes.
        let unstarted = !live.is_null()
            && unsafe { generator_of(live) }.is_some_and(|g| g.state.get() == State::Created);
        frame.code_object().map_or(0, |code| match unstarted {
            // What has not begun stands where it is defined.
            true => code.code.first_line,
            false => code.code.positions.get(at).line,
        })
    }

    /// `f_back`
    pub(crate) fn frame_back(&self, value: &Value) -> Value {
        let Some(frame) = value.get::<FrameObject>() else { return Value::NONE };
        let live = frame.frame.get();
        if live.is_null() {
            return frame.back.bound().unwrap_or(Value::NONE);
        }
        // SAFETY: the field is emptied when the frame goes; frames below a live one are alive, unless
        // it is a suspended generator's, which stands on none.
        unsafe {
            if generator_of(live).is_some_and(|generator| !generator.is_running()) {
                return Value::NONE;
            }
            let prev = (*live).prev;
            if prev.is_null() { Value::NONE } else { self.frame_object(prev) }
        }
    }

    /// `f_locals`: a view of the variables, or the namespace of a module or class body.
    pub(crate) fn frame_variables(&self, value: &Value) -> Value {
        match value.get::<FrameObject>() {
            Some(frame) if frame.has_namespace() => frame.namespace.clone(),
            Some(_) => self.frame_locals_proxy(value),
            None => Value::NONE,
        }
    }

    /// What `locals()` gives: a snapshot of the variables, or the namespace of a module or class body.
    pub(crate) fn frame_locals(&self, value: &Value) -> PyResult {
        let Some(frame) = value.get::<FrameObject>() else { return Ok(Value::NONE) };
        if frame.has_namespace() {
            return Ok(frame.namespace.clone());
        }
        Ok(self.new_dict(frame.snapshot(self)?))
    }

    /// `frame.clear()`
    pub(crate) fn clear_frame(&self, value: &Value) -> PyResult<()> {
        let Some(frame) = value.get::<FrameObject>() else { return Ok(()) };
        let live = frame.frame.get();
        if !live.is_null() {
            // SAFETY: the field is emptied when the frame goes.
            let Some(generator) = (unsafe { generator_of(live) }) else {
                return Err(self.runtime_error("cannot clear an executing frame"));
            };
            if generator.is_running() {
                return Err(self.runtime_error("cannot clear an executing frame"));
            }
            if generator.state.get() != State::Created {
                return Err(self.runtime_error("cannot clear a suspended frame"));
            }
            // It is never going to run: that is said now.
            let generator = generator.value();
            let class = self.type_of(&generator);
            if let Some(finalize) = class.slots.finalize.get() {
                finalize(self, &generator);
            }
            generator.get::<GeneratorObject>().into_iter().for_each(GeneratorObject::release);
        }
        drop(frame.locals.take());
        frame.extra.set(Value::UNBOUND);
        frame.trace.set(Value::UNBOUND);
        Ok(())
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

    /// Where the executing frame and those below it are: file, line and name of each, as many as a
    /// coroutine remembers of the place where it is made.
    #[cold]
    pub(crate) fn origin(&self) -> Value {
        let (mut frame, mut all) = (self.frame.get(), Vec::new());
        // SAFETY: the executing frame and those below it are alive; each was saved before it called.
        while let Some(live) = unsafe { frame.as_ref() } {
            if all.len() == self.origin_depth.get() {
                break;
            }
            // SAFETY: as above.
            let (code, at) = unsafe { (&*live.code, Frame::position(frame)) };
            let line = code.code.positions.get(at).line;
            let file = self.str(&code.code.filename);
            all.push(self.tuple(vec![
                file,
                self.int(i64::from(line)),
                self.intern(&code.code.name),
            ]));
            frame = live.prev;
        }
        self.tuple(all)
    }

    /// The builtins of the executing function.
    pub(crate) fn current_builtins(&self) -> Value {
        // SAFETY: the executing frame is alive.
        let frame = unsafe { self.frame.get().as_ref() };
        let function = frame.and_then(|frame| frame.function.get::<FunctionObject>());
        function.map_or_else(|| self.builtins_dict(), |function| function.builtins.clone())
    }

    /// Globals of the executing Python function.
    pub fn current_globals(&self) -> Option<Value> {
        let frame = self.frame.get();
        // SAFETY: the executing frame is alive.
        let function = unsafe { &frame.as_ref()?.function };
        Some(function.get::<FunctionObject>()?.globals.clone())
    }

    /// Whether the code that calls was compiled with a flag.
    pub(crate) fn calling_code_has(&self, flag: u32) -> bool {
        // SAFETY: the executing frame is alive.
        let frame = unsafe { self.frame.get().as_ref() };
        let function = frame.and_then(|frame| frame.function.get::<FunctionObject>());
        let code = function.map_or(Value::NONE, |function| function.code.get());
        code.get::<CodeObject>().is_some_and(|code| code.has_flag(flag))
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
