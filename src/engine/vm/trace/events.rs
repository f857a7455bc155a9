//! The events of trace and profile functions and of `sys.monitoring`: when each happens, and who is
//! told. Frames know what was reported of them last (`FrameObject`).
//!
//! Safety: as the head of `mod.rs` says.

use taipan_compiler::code::Mark;
use taipan_compiler::op::{Op, Word};

use crate::object::code::{CodeObject, INSTRUCTION_BYTES};
use crate::object::frame::{Driver, Frame, GeneratorObject, Return};
use crate::object::frame_object::{FrameObject, NOWHERE};
use crate::object::monitoring::event;
use crate::object::native::NativeObject;
use crate::object::slots::{PyResult, Raised};
use crate::object::types::TypeRef;
use crate::object::value::Value;
use crate::object::vm::Vm;
use crate::types::exception::{ExceptionObject, STOP_ASYNC_ITERATION};
use crate::types::function::MethodObject;

/// A frame, its object and its code, all held.
struct Place<'a> {
    vm: &'a Vm,
    object: Value,
}

impl<'a> Place<'a> {
    unsafe fn new(vm: &'a Vm, frame: *mut Frame) -> Place<'a> {
        // SAFETY: as the head of the file demands.
        Place { vm, object: unsafe { vm.frame_object(frame) } }
    }

    fn frame(&self) -> &FrameObject {
        match self.object.get::<FrameObject>() {
            Some(frame) => frame,
            None => crate::object::frame::bug("the object of a frame is a frame object"),
        }
    }

    fn code(&self) -> &CodeObject {
        match self.frame().code_object() {
            Some(code) => code,
            None => crate::object::frame::bug("a frame has code"),
        }
    }

    fn word(&self) -> usize {
        self.vm.frame_word(self.frame())
    }

    /// Calls a trace or profile function; what it calls in turn is not traced.
    fn call(&self, function: &Value, what: &str, arg: Value) -> PyResult {
        let what = self.vm.intern(what);
        self.untraced(function, &[self.object.clone(), what, arg])
    }

    fn untraced(&self, function: &Value, args: &[Value]) -> PyResult {
        let tracing = &self.vm.local.tracing;
        tracing.busy.set(tracing.busy.get() + 1);
        let outer = tracing.in_loop.get();
        let result = self.vm.call(function, args);
        tracing.in_loop.set(outer);
        tracing.busy.set(tracing.busy.get().saturating_sub(1));
        result
    }

    /// Tells the profile function.
    fn profile(&self, what: &str, arg: Value) -> PyResult<()> {
        let Some(function) = self.vm.local.tracing.profile.bound() else { return Ok(()) };
        self.call(&function, what, arg).map(drop).inspect_err(|_| {
            self.vm.local.tracing.profile.set(Value::UNBOUND);
            self.vm.tracing_changed();
        })
    }

    /// Tells the frame's own trace function, or at a call the one of the thread; it gives the frame's
    /// trace function from then on.
    fn trace(&self, what: &str, arg: Value, is_call: bool) -> PyResult<()> {
        let tracing = &self.vm.local.tracing;
        let Some(global) = tracing.trace.bound() else { return Ok(()) };
        let function = if is_call { Some(global) } else { self.frame().trace.bound() };
        let Some(function) = function else { return Ok(()) };
        match self.call(&function, what, arg) {
            Ok(next) => {
                if !next.is_none() {
                    self.frame().trace.set(next);
                }
                Ok(())
            }
            Err(raised) => {
                tracing.trace.set(Value::UNBOUND);
                self.frame().trace.set(Value::UNBOUND);
                self.vm.tracing_changed();
                Err(raised)
            }
        }
    }

    /// Tells the tools of `sys.monitoring` that want the event: the code, then what `args` say.
    fn monitor(&self, event: u32, args: &[Value]) -> PyResult<()> {
        self.monitor_at(event, self.word(), args)
    }

    fn monitor_at(&self, event: u32, word: usize, args: &[Value]) -> PyResult<()> {
        let Some(monitoring) = self.vm.monitoring.get() else { return Ok(()) };
        let code = self.frame().code.clone();
        for (tool, callback) in monitoring.interested(event, &code, word) {
            let mut all = vec![code.clone()];
            all.extend_from_slice(args);
            let result = self.untraced(&callback, &all)?;
            if monitoring.disable.holds(&result) {
                if event & event::LOCAL == 0 {
                    let text =
                        format!("Cannot disable {} events. Callback removed.", event::name(event));
                    drop(monitoring.set_callback(tool, event, None));
                    return Err(self.vm.value_error(text));
                }
                monitoring.disable(tool, event, &code, word);
            }
        }
        Ok(())
    }

    fn offset(&self) -> Value {
        self.vm.int(self.word() as i64 * INSTRUCTION_BYTES as i64)
    }

    // ---- the events ----------------------------------------------------------------------------

    fn called(&self, at_start: bool) -> PyResult<()> {
        let frame = self.frame();
        frame.entered.set(true);
        frame.word.set(NOWHERE);
        frame.line.set(if at_start { 0 } else { self.line_of_yield() });
        let what = if at_start { event::PY_START } else { event::PY_RESUME };
        self.monitor(what, &[self.offset()])?;
        frame.shown.set(if at_start { self.code().code.first_line } else { frame.line.get() });
        let told =
            self.profile("call", Value::NONE).and_then(|()| self.trace("call", Value::NONE, true));
        frame.shown.set(0);
        told
    }

    /// Execution is in the middle of a line of a frame that was never looked at before.
    fn joins(&self) {
        let frame = self.frame();
        if frame.line.get() == 0
            && frame.word.get() == NOWHERE
            && let Some(before) = self.word().checked_sub(1)
        {
            frame.line.set(self.code().code.positions.get(before).line);
            frame.word.set(before);
        }
    }

    /// The line of the `yield` that a resumed frame stands behind, or of its `await`.
    fn line_of_yield(&self) -> u32 {
        let (code, word) = (self.code(), self.word());
        let yields = |at: &usize| {
            let op = code.words.get(*at).map_or(0, |w| w.get().opcode());
            op == Op::Yield as u8 || op == Op::YieldAsync as u8
        };
        let at = word.checked_sub(1).filter(yields).unwrap_or(word);
        code.code.positions.get(at).line
    }

    fn returns(&self, value: &Value, yields: bool) -> PyResult<()> {
        let what = if yields { event::PY_YIELD } else { event::PY_RETURN };
        let frame = self.frame();
        frame.entered.set(false);
        // A return that the source does not show is where the frame was last.
        let hidden = self.code().line_table().line(self.word()) == 0;
        frame.shown.set(if hidden { frame.line.get() } else { 0 });
        let told = self
            .monitor(what, &[self.offset(), value.clone()])
            .and_then(|()| self.profile("return", value.clone()))
            .and_then(|()| self.trace("return", value.clone(), false));
        frame.shown.set(0);
        told
    }

    fn line(&self, line: u32) -> PyResult<()> {
        let frame = self.frame();
        frame.line.set(line);
        let number = self.vm.int(i64::from(line));
        self.monitor(event::LINE, &[number])?;
        if !frame.trace_lines.get() || frame.trace.is_unbound() {
            return Ok(());
        }
        frame.shown.set(line);
        let told = self.trace("line", Value::NONE, false);
        frame.shown.set(0);
        told
    }

    /// Lines that begin at the word.
    fn lines(&self, op: Op) -> PyResult<()> {
        let (frame, word) = (self.frame(), self.word());
        let table = self.code().line_table();
        let last = frame.word.replace(word);
        let back = last != NOWHERE && word <= last;
        for mark in table.marks(word) {
            if mark.line != frame.line.get() && !self.skips(mark, last) {
                self.line(mark.line)?;
            }
        }
        let line = table.line(word);
        if line == 0 {
            return Ok(());
        }
        if line != frame.line.get() {
            return self.line(line);
        }
        // Back at the same line; unless the jump there has been reported as that line already.
        if back && op as u8 != Op::JumpBack as u8 && !self.jumped_as(last, line) {
            return self.line(line);
        }
        Ok(())
    }

    /// Whether a jump at the word `last` leads over a statement without instructions.
    fn skips(&self, mark: &Mark, last: usize) -> bool {
        let Some(word) = self.code().words.get(last) else { return false };
        let op = Op::from_number(word.get().opcode());
        let at = last + usize::from(op.is_some_and(Op::has_jump_word));
        mark.skipped_from.contains(&(at as u32))
    }

    /// Whether the word is a jump back of that line, reached from another one.
    fn jumped_as(&self, word: usize, line: u32) -> bool {
        let code = self.code();
        let is_jump =
            |at: usize| code.words.get(at).is_some_and(|w| w.get().opcode() == Op::JumpBack as u8);
        is_jump(word)
            && code.line_table().line(word) == line
            && word > 0
            && code.line_table().line(word - 1) != line
    }
}

/// One look at the instruction that `frame` is about to execute. `false`: the loop is left, by an
/// exception or because nobody wants to know any more.
#[cold]
#[inline(never)]
pub(in crate::vm) unsafe fn step(vm: &Vm, frame: *mut Frame) -> bool {
    let tracing = &vm.local.tracing;
    if tracing.busy.get() > 0 {
        return true;
    }
    if !vm.traces() {
        return false;
    }
    tracing.in_loop.set(true);
    // SAFETY: as the head of the file demands.
    match unsafe { look(vm, frame) } {
        Ok(()) => true,
        Err(Raised(exception)) => {
            vm.pending.set(Some(exception));
            false
        }
    }
}

unsafe fn look(vm: &Vm, frame: *mut Frame) -> PyResult<()> {
    let tracing = &vm.local.tracing;
    // SAFETY: as the head of the file demands.
    unsafe {
        if vm.shows.ops.get() {
            vm.show_op(frame);
        }
        if tracing.last.get() != frame {
            enter(vm, frame)?;
        } else if !tracing.called.is_unbound() {
            let (place, callee) = (Place::new(vm, frame), tracing.called.take());
            native_ended(&place, &callee, false)?;
        }
        let place = Place::new(vm, frame);
        if let Some((event, from)) = tracing.jumping.take() {
            let (offset, to) = (vm.int(from as i64 * INSTRUCTION_BYTES as i64), place.offset());
            place.monitor_at(event, from, &[offset, to])?;
        }
        let w = (*(*frame).pc).get();
        let op = Op::from_number(w.opcode()).map_or(Op::Jump, Op::generic);
        place.lines(op)?;
        if place.frame().trace_opcodes.get() {
            place.trace("opcode", Value::NONE, false)?;
        }
        place.monitor(event::INSTRUCTION, &[place.offset()])?;
        at_instruction(&place, frame, w, op)
    }
}

/// Execution has come to another frame than before: by a call, a resumption or a return.
unsafe fn enter(vm: &Vm, frame: *mut Frame) -> PyResult<()> {
    let tracing = &vm.local.tracing;
    let returning = tracing.returning.replace(false);
    tracing.last.set(frame);
    tracing.called.set(Value::UNBOUND);
    tracing.jumping.set(None);
    // SAFETY: as the head of the file demands.
    unsafe {
        let begins = Frame::position(frame) == 0;
        let is_generator = (*frame).kind == Return::Generator;
        let entered = (*frame).object.get::<FrameObject>().is_some_and(|f| f.entered.get());
        if entered || !begins && (returning || !is_generator) {
            Place::new(vm, frame).joins();
            return Ok(());
        }
        if is_generator && !begins {
            return resumed(vm, frame);
        }
        Place::new(vm, frame).called(true)
    }
}

/// A chain of generators goes on at its innermost frame: a call for each, the outermost first.
unsafe fn resumed(vm: &Vm, frame: *mut Frame) -> PyResult<()> {
    let mut chain = Vec::new();
    // SAFETY: as the head of the file demands; the links of a running chain are alive.
    unsafe {
        let mut next = Some(GeneratorObject::of_frame(frame));
        while let Some(generator) = next {
            let place = Place::new(vm, generator.frame());
            if place.frame().entered.get() {
                break;
            }
            chain.push(place);
            next = generator.awaiter();
        }
    }
    chain.iter().rev().try_for_each(|place| place.called(place.word() == 0))
}

/// What an instruction is about to do that somebody may want to know.
unsafe fn at_instruction(place: &Place<'_>, frame: *mut Frame, w: Word, op: Op) -> PyResult<()> {
    let vm = place.vm;
    let tracing = &vm.local.tracing;
    // SAFETY: as the head of the file demands; operands hold values.
    let register = |at: u16| unsafe { (*Frame::registers(frame).add(usize::from(at))).clone() };
    match op {
        Op::Return => {
            let value = register(w.a());
            place.returns(&value, false)?;
            tracing.last.set(std::ptr::null_mut());
            tracing.returning.set(true);
            // SAFETY: as the head of the file demands.
            unsafe { ends_delegate(vm, frame, value, false) }
        }
        // SAFETY: as the head of the file demands.
        Op::Yield => unsafe { suspended(vm, frame, &register(w.b())) },
        Op::YieldAsync => {
            let value = register(w.b());
            place.returns(&value, true)?;
            tracing.last.set(std::ptr::null_mut());
            tracing.returning.set(true);
            // SAFETY: as the head of the file demands.
            unsafe { ends_delegate(vm, frame, value, true) }
        }
        Op::LoadMethod => {
            // Not together with the call behind it, which is a place of its own.
            // SAFETY: as the head of the file demands.
            unsafe { (*(*frame).pc).set(w.with_op(Op::LoadMethod)) };
            Ok(())
        }
        Op::Call | Op::CallMethod | Op::CallKw | Op::CallStar => {
            let callee = register(w.b());
            let first = match op {
                Op::CallStar => register(w.b() + 1).tuple_items().first().cloned(),
                _ => {
                    let first = register_behind(place, w, op);
                    let value = first.map(|(at, _)| register(at));
                    // A method without a self: what lies behind it.
                    match (value, first) {
                        (Some(none), Some((at, true))) if none.is_unbound() => {
                            Some(register(at + 1))
                        }
                        (Some(none), _) if none.is_unbound() => None,
                        (value, _) => value,
                    }
                }
            };
            call(place, callee, first)
        }
        Op::Jump | Op::JumpBack if place.code().line_table().line(place.word()) == 0 => Ok(()),
        Op::Jump | Op::JumpBack => {
            tracing.jumping.set(Some((event::JUMP, place.word())));
            Ok(())
        }
        op if op.has_jump_word()
            || (Op::JumpIf as u8..=Op::JumpIfNotNone as u8).contains(&(op as u8)) =>
        {
            tracing.jumping.set(Some((event::BRANCH, place.word())));
            Ok(())
        }
        _ => Ok(()),
    }
}

/// A generator that another one delegates to has come to its end, or an asynchronous one to a value: the
/// other one sees an exception.
unsafe fn ends_delegate(vm: &Vm, frame: *mut Frame, value: Value, yields: bool) -> PyResult<()> {
    // SAFETY: as the head of the file demands; the links of a running chain are alive.
    unsafe {
        if (*frame).kind != Return::Generator {
            return Ok(());
        }
        let driver = GeneratorObject::of_frame(frame).driver.get();
        if !matches!(driver, Driver::Delegate | Driver::DelegateAsync) {
            return Ok(());
        }
        let outer = (*frame).prev;
        let bound = (*outer).object.get::<FrameObject>().is_some_and(|f| !f.trace.is_unbound());
        if !bound && vm.monitoring.get().is_none() {
            return Ok(());
        }
        let stop = match driver == Driver::DelegateAsync && !yields {
            true => vm.new_exception(&vm.ty(&STOP_ASYNC_ITERATION), Vec::new()),
            false => vm.stop_iteration(value).0,
        };
        let place = Place::new(vm, outer);
        place.monitor(event::STOP_ITERATION, &[place.offset(), stop.clone()])?;
        let class = vm.type_of(&stop).value().clone();
        place.trace("exception", vm.tuple(vec![class, stop, Value::NONE]), false)
    }
}

/// Where the first argument lies, or a method's self; and whether there are others behind that.
fn register_behind(place: &Place<'_>, w: Word, op: Op) -> Option<(u16, bool)> {
    let shape = match op {
        Op::Call | Op::CallMethod => (w.c(), op as u8 == Op::CallMethod as u8),
        Op::CallKw => {
            let shape = place.code().code.calls.get(usize::from(w.c()))?;
            (shape.count, shape.method)
        }
        _ => return None,
    };
    let (count, method) = shape;
    (method || count > 0).then_some((w.b() + 1, method && count > 0))
}

/// A call is about to be made; `first` is its first argument, or unbound.
fn call(place: &Place<'_>, callee: Value, first: Option<Value>) -> PyResult<()> {
    let (vm, first) = (place.vm, first.filter(|first| !first.is_unbound()));
    let missing = || missing(vm);
    let monitored = vm.monitoring.get().is_some_and(|m| m.wants(event::CALL));
    if monitored {
        let (function, own) = match callee.get_exact::<MethodObject>() {
            Some(method) => (method.function.clone(), Some(method.instance.clone())),
            None => (callee.clone(), first.clone()),
        };
        place.monitor(event::CALL, &[place.offset(), function, own.unwrap_or_else(missing)])?;
    }
    let Some(native) = as_native(vm, &callee, first.as_ref())? else { return Ok(()) };
    place.profile("c_call", native.clone())?;
    if monitored || !vm.local.tracing.profile.is_unbound() {
        vm.local.tracing.called.set(native);
    }
    Ok(())
}

/// The native function that a call calls, bound to its object, if it is one.
fn as_native(vm: &Vm, callee: &Value, first: Option<&Value>) -> PyResult<Option<Value>> {
    if let Some(method) = callee.get::<MethodObject>() {
        let native = method.function.get_exact::<NativeObject>().is_some();
        return Ok(native.then(|| callee.clone()));
    }
    let Some(native) = callee.get_exact::<NativeObject>() else { return Ok(None) };
    if !native.is_method() {
        return Ok(Some(callee.clone()));
    }
    // Without an object of its type it is not called at all.
    let Some(first) = first else { return Ok(None) };
    if TypeRef::of(&native.owner).is_some_and(|owner| !vm.type_of(first).is_subtype(owner)) {
        return Ok(None);
    }
    let class = vm.type_of(first);
    vm.bind(callee, first, &class).map(Some)
}

/// What stands for an argument that there is none of.
fn missing(vm: &Vm) -> Value {
    vm.monitoring.get().map_or(Value::NONE, |monitoring| monitoring.missing.get())
}

/// A native function that was reported has returned, or raised.
fn native_ended(place: &Place<'_>, callee: &Value, raised: bool) -> PyResult<()> {
    let (event, what) = match raised {
        false => (event::C_RETURN, "c_return"),
        true => (event::C_RAISE, "c_exception"),
    };
    let vm = place.vm;
    let (function, own) = match callee.get::<MethodObject>() {
        Some(method) => (method.function.clone(), method.instance.clone()),
        None => (callee.clone(), missing(vm)),
    };
    place.monitor(event, &[place.offset(), function, own])?;
    place.profile(what, callee.clone())
}

/// The chain whose innermost frame it is yields a value: a return from each of its frames.
pub(in crate::vm) unsafe fn suspended(vm: &Vm, frame: *mut Frame, value: &Value) -> PyResult<()> {
    let tracing = &vm.local.tracing;
    // SAFETY: as the head of the file demands; the links of a running chain are alive.
    unsafe {
        let mut next = Some(GeneratorObject::of_frame(frame));
        while let Some(generator) = next {
            Place::new(vm, generator.frame()).returns(value, true)?;
            next = generator.awaiter();
        }
    }
    tracing.last.set(std::ptr::null_mut());
    tracing.returning.set(true);
    Ok(())
}

/// An exception is on its way through `frame`; gives the one that goes on.
pub(in crate::vm) unsafe fn raised(
    vm: &Vm,
    frame: *mut Frame,
    exception: Value,
    again: bool,
    thrown: bool,
) -> Value {
    // SAFETY: as the head of the file demands.
    match unsafe { tell_raised(vm, frame, &exception, again, thrown) } {
        Ok(()) => exception,
        Err(Raised(other)) => other,
    }
}

unsafe fn tell_raised(
    vm: &Vm,
    frame: *mut Frame,
    exception: &Value,
    again: bool,
    thrown: bool,
) -> PyResult<()> {
    let tracing = &vm.local.tracing;
    // SAFETY: as the head of the file demands.
    let place = unsafe { Place::new(vm, frame) };
    // SAFETY: as above.
    if thrown && unsafe { (*frame).kind } == Return::Generator {
        tracing.last.set(frame);
        tracing.returning.set(false);
        // SAFETY: an exception is thrown into generators only.
        unsafe { resumed(vm, frame)? };
        place.monitor(event::PY_THROW, &[place.offset(), exception.clone()])?;
    }
    let called = tracing.called.take();
    if tracing.last.get() == frame && !called.is_unbound() {
        native_ended(&place, &called, true)?;
    }
    let event = if again { event::RERAISE } else { event::RAISE };
    place.monitor(event, &[place.offset(), exception.clone()])?;
    if again || place.frame().trace.is_unbound() {
        return Ok(());
    }
    let class = vm.type_of(exception).value().clone();
    let traceback = exception.get::<ExceptionObject>().and_then(|e| e.traceback.bound());
    let arg = vec![class, exception.clone(), traceback.unwrap_or(Value::NONE)];
    place.trace("exception", vm.tuple(arg), false)
}

/// A handler of `frame` is about to begin.
pub(in crate::vm) unsafe fn handled(vm: &Vm, frame: *mut Frame, exception: &Value) -> PyResult<()> {
    // SAFETY: as the head of the file demands.
    let place = unsafe { Place::new(vm, frame) };
    place.monitor(event::EXCEPTION_HANDLED, &[place.offset(), exception.clone()])?;
    place.frame().word.set(NOWHERE);
    vm.local.tracing.last.set(frame);
    vm.local.tracing.called.set(Value::UNBOUND);
    vm.local.tracing.jumping.set(None);
    Ok(())
}

/// An exception leaves `frame`; gives the one that goes on.
pub(in crate::vm) unsafe fn left(vm: &Vm, frame: *mut Frame, exception: Value) -> Value {
    // SAFETY: as the head of the file demands.
    let place = unsafe { Place::new(vm, frame) };
    place.frame().entered.set(false);
    let hidden = place.code().line_table().line(place.word()) == 0;
    place.frame().shown.set(if hidden { place.frame().line.get() } else { 0 });
    let told = place
        .monitor(event::PY_UNWIND, &[place.offset(), exception.clone()])
        .and_then(|()| place.profile("return", Value::NONE))
        .and_then(|()| place.trace("return", Value::NONE, false));
    place.frame().shown.set(0);
    vm.local.tracing.last.set(std::ptr::null_mut());
    vm.local.tracing.returning.set(true);
    match told {
        Ok(()) => exception,
        Err(Raised(other)) => other,
    }
}
