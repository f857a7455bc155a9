//! Asynchronous generators at work: how a step of theirs begins and ends. Whoever awaits a step goes
//! on in the generator's frame within the dispatch loop (`delegate`); `send` and `throw` on a step
//! drive it from Rust code. Knows nothing of an event loop.
//!
//! A step that is under way is the value of a `Delegate`, whose generator is linked with
//! `Driver::DelegateAsync`: when that generator yields to its consumer, returns or raises, `end` says
//! what the `await` gives.
//!
//! Safety: the functions for the dispatch loop require what `Vm::run` guarantees (see `slow.rs`).

use std::ptr::{self, NonNull};

use taipan_compiler::op::{Op, Word};

use super::coroutine::{self, Linked, Outcome, Resume};
use super::slow::{self, Next};
use crate::object::async_step::{AsyncStep, StepKind, StepState};
use crate::object::frame::{Driver, Flavor, Frame, GeneratorObject, State};
use crate::object::header::{Header, Kind, flag};
use crate::object::slots::{PyResult, Raised};
use crate::object::types::TypeSpec;
use crate::object::value::Value;
use crate::object::vm::Vm;
use crate::types::async_generator::{ANEXT_AWAITABLE, ASEND, ATHROW};
use crate::types::exception::*;

/// How the generator came back.
pub(super) enum End {
    /// It handed a value to its consumer.
    Yielded(Value),
    Returned(Value),
    Raised(Value),
}

/// What to do with the generator of a step.
enum Begun<'a> {
    Send(&'a GeneratorObject, Value),
    Throw(&'a GeneratorObject, Value),
    /// Nothing: this is what the step comes to.
    Over(PyResult),
    /// The step awaits an object that is run by other means.
    Foreign,
}

// ---- beginning ---------------------------------------------------------------------------------

/// The generator's hooks: told once, when the first step of it is made.
#[inline]
pub(super) fn call_hooks(vm: &Vm, value: &Value, generator: &GeneratorObject) -> PyResult<()> {
    if generator.async_hooked.replace(true) {
        return Ok(());
    }
    let finalizer = vm.asyncgen_finalizer.get();
    if !finalizer.is_none() {
        generator.set_finalizer(finalizer);
    }
    let first = vm.asyncgen_firstiter.get();
    if first.is_none() { Ok(()) } else { vm.call(&first, std::slice::from_ref(value)).map(drop) }
}

/// Whether an `await` of the next item can do without an object for the step.
pub(super) fn goes_on_directly(generator: &GeneratorObject) -> bool {
    generator.flavor == Flavor::AsyncGenerator
        && generator.async_hooked.get()
        && !generator.async_running.replace(true)
}

fn spec_of(kind: StepKind) -> &'static TypeSpec {
    match kind {
        StepKind::Send => &ASEND,
        StepKind::Throw | StepKind::Close => &ATHROW,
        StepKind::Default => &ANEXT_AWAITABLE,
    }
}

impl Vm {
    /// A step of the asynchronous generator; calls the hooks before its first one.
    pub(crate) fn async_step(&self, this: &Value, kind: StepKind, value: Value) -> PyResult {
        if let Some(generator) = this.get::<GeneratorObject>() {
            call_hooks(self, this, generator)?;
        }
        Ok(self.new_step(AsyncStep::new(kind, this.clone(), value)))
    }

    pub(crate) fn new_step(&self, step: AsyncStep) -> Value {
        self.new_object(&self.ty(spec_of(step.kind)), step)
    }

    /// What Python sees of something that a coroutine awaits: an asynchronous generator there stands
    /// for its step that is under way.
    pub(crate) fn visible_delegate(&self, delegate: Value) -> Value {
        let direct = delegate
            .get_exact::<GeneratorObject>()
            .is_some_and(|generator| generator.flavor == Flavor::AsyncGenerator);
        if !direct {
            let iterator = match delegate.header() {
                Some(header) if header.is_exact(Kind::Future) || header.is_exact(Kind::Task) => {
                    header.ty().slots.awaitable.get()
                }
                Some(_) | None => None,
            };
            return match iterator.map(|iterator| iterator(self, &delegate)) {
                Some(Ok(iterator)) => iterator,
                Some(Err(_)) | None => delegate,
            };
        }
        let step = AsyncStep::new(StepKind::Send, delegate, Value::NONE);
        step.state.set(StepState::Begun);
        self.new_step(step)
    }
}

/// The step's generator is about to be sent `sent`.
fn begin<'a>(vm: &Vm, step: &'a AsyncStep, sent: Value) -> Begun<'a> {
    let Some(generator) = step.target() else { return Begun::Foreign };
    match (step.state.get(), step.kind) {
        (StepState::Closed, _) => Begun::Over(Err(vm.runtime_error(reused(step.kind)))),
        (StepState::Created, StepKind::Default) => {
            step.state.set(StepState::Begun);
            begin_default(vm, step, generator, sent)
        }
        (StepState::Created, _) => {
            // Such a mistake leaves a throw as it was.
            let ready = generator.state.get() != State::Finished
                && !generator.async_running.get()
                && !generator.async_closed.get();
            let refused = step.kind != StepKind::Send && !sent.is_none() && ready;
            let begun = begin_first(vm, step, generator, sent);
            if matches!(begun, Begun::Over(_)) && !refused {
                step.state.set(StepState::Closed);
            }
            begun
        }
        (StepState::Begun, StepKind::Default) => begin_default(vm, step, generator, sent),
        (StepState::Begun, StepKind::Throw | StepKind::Close)
            if generator.state.get() == State::Finished =>
        {
            step.state.set(StepState::Closed);
            Begun::Over(Ok(Value::NONE))
        }
        (StepState::Begun, _) => Begun::Send(generator, sent),
    }
}

fn begin_default<'a>(
    vm: &Vm,
    step: &'a AsyncStep,
    generator: &'a GeneratorObject,
    sent: Value,
) -> Begun<'a> {
    match step.of.get_exact::<AsyncStep>() {
        None => Begun::Send(generator, sent),
        Some(inner) => match begin(vm, inner, sent) {
            Begun::Over(result) => Begun::Over(or_default(vm, step, result)),
            begun => begun,
        },
    }
}

/// The first resumption of a step of an asynchronous generator.
fn begin_first<'a>(
    vm: &Vm,
    step: &'a AsyncStep,
    generator: &'a GeneratorObject,
    sent: Value,
) -> Begun<'a> {
    let finished = generator.state.get() == State::Finished;
    if step.kind != StepKind::Send && finished {
        return Begun::Over(Ok(Value::NONE));
    }
    if generator.async_running.get() {
        return Begun::Over(Err(already_running(vm, step.kind)));
    }
    if step.kind == StepKind::Send {
        generator.async_running.set(true);
        step.state.set(StepState::Begun);
        let value = step.value.take();
        return Begun::Send(generator, if sent.is_none() { value } else { sent });
    }
    if generator.async_closed.get() {
        return Begun::Over(Err(stop_async_iteration(vm)));
    }
    if !sent.is_none() {
        let text = "can't send non-None value to a just-started coroutine";
        return Begun::Over(Err(vm.runtime_error(text)));
    }
    match exception_of(vm, step) {
        Ok(exception) => {
            generator.async_running.set(true);
            generator
                .async_closed
                .set(generator.async_closed.get() || step.kind == StepKind::Close);
            step.state.set(StepState::Begun);
            Begun::Throw(generator, exception)
        }
        Err(raised) => Begun::Over(Err(raised)),
    }
}

/// What `athrow` or `aclose` throws.
fn exception_of(vm: &Vm, step: &AsyncStep) -> PyResult {
    let args = step.value.take();
    match args.as_tuple() {
        Some(all) if all.len() > 3 => {
            let text = format!("athrow expected at most 3 arguments, got {}", all.len());
            Err(vm.type_error(text))
        }
        Some([kind, rest @ ..]) => vm.exception_to_throw(kind, rest.first(), rest.get(1)),
        Some([]) => Err(vm.type_error("athrow expected at least 1 argument, got 0")),
        None => Ok(vm.new_exception(&vm.ty(&GENERATOR_EXIT), Vec::new())),
    }
}

impl Vm {
    /// Why a step cannot be resumed in the state in which it and its generator are.
    pub(crate) fn refused_step(&self, step: &AsyncStep) -> Option<Raised> {
        let runs = || step.target().is_some_and(|generator| generator.async_running.get());
        match step.state.get() {
            StepState::Closed => Some(self.runtime_error(reused(step.kind))),
            StepState::Created if runs() => Some(already_running(self, step.kind)),
            StepState::Created | StepState::Begun => None,
        }
    }
}

#[cold]
fn reused(kind: StepKind) -> &'static str {
    match kind {
        StepKind::Send | StepKind::Default => "cannot reuse already awaited __anext__()/asend()",
        StepKind::Throw | StepKind::Close => "cannot reuse already awaited aclose()/athrow()",
    }
}

#[cold]
fn already_running(vm: &Vm, kind: StepKind) -> Raised {
    vm.runtime_error(match kind {
        StepKind::Send | StepKind::Default => "anext(): asynchronous generator is already running",
        StepKind::Throw => "athrow(): asynchronous generator is already running",
        StepKind::Close => "aclose(): asynchronous generator is already running",
    })
}

#[cold]
pub(super) fn stop_async_iteration(vm: &Vm) -> Raised {
    Raised(vm.new_exception(&vm.ty(&STOP_ASYNC_ITERATION), Vec::new()))
}

// ---- ending ------------------------------------------------------------------------------------

/// Whether the exception is one that ends an asynchronous generator for good.
fn ends(vm: &Vm, exception: &Value) -> bool {
    vm.is_exception(exception, &STOP_ASYNC_ITERATION) || vm.is_exception(exception, &GENERATOR_EXIT)
}

/// What an `await` of `awaited` comes to, now that its generator came back.
pub(super) fn end(vm: &Vm, awaited: &Value, end_: End) -> PyResult {
    match awaited.get_exact::<AsyncStep>() {
        Some(step) => end_step(vm, step, end_),
        None => match awaited.get_exact::<GeneratorObject>() {
            Some(generator) => end_of_generator(vm, generator, end_),
            None => Ok(Value::NONE),
        },
    }
}

fn end_step(vm: &Vm, step: &AsyncStep, end_: End) -> PyResult {
    if step.kind == StepKind::Default {
        let result = end(vm, &step.of, end_);
        return or_default(vm, step, result);
    }
    step.state.set(StepState::Closed);
    let Some(generator) = step.generator() else { return Ok(Value::NONE) };
    if step.kind != StepKind::Close {
        return end_of_generator(vm, generator, end_);
    }
    generator.async_running.set(false);
    match end_ {
        End::Yielded(_) => Err(vm.runtime_error("async generator ignored GeneratorExit")),
        End::Returned(_) => Ok(Value::NONE),
        End::Raised(exception) if ends(vm, &exception) => Ok(Value::NONE),
        End::Raised(exception) => Err(Raised(exception)),
    }
}

fn end_of_generator(vm: &Vm, generator: &GeneratorObject, end_: End) -> PyResult {
    if generator.flavor != Flavor::AsyncGenerator {
        return match end_ {
            End::Yielded(value) | End::Returned(value) => Ok(value),
            End::Raised(exception) => Err(Raised(exception)),
        };
    }
    generator.async_running.set(false);
    match end_ {
        End::Yielded(value) => Ok(value),
        End::Returned(_) => {
            generator.async_closed.set(true);
            Err(stop_async_iteration(vm))
        }
        End::Raised(exception) => {
            if ends(vm, &exception) {
                generator.async_closed.set(true);
            }
            Err(Raised(exception))
        }
    }
}

/// `anext(iterator, default)`: the default where the iterator ended.
pub(crate) fn or_default(vm: &Vm, step: &AsyncStep, result: PyResult) -> PyResult {
    match result {
        Err(raised) if vm.is_exception(&raised.0, &STOP_ASYNC_ITERATION) => Ok(step.value.get()),
        result => result,
    }
}

// ---- in the dispatch loop ----------------------------------------------------------------------

/// One turn of a `Delegate` on a step; `None` if it is no step that the loop can go on in.
pub(super) unsafe fn delegate(
    vm: &Vm,
    frame: *mut Frame,
    awaited: &Value,
    sent: &Value,
) -> Option<Next> {
    let step = awaited.get_exact::<AsyncStep>()?;
    let begun = begin(vm, step, sent.clone());
    set_awaited(awaited);
    // SAFETY: as the head of the file demands.
    unsafe {
        Some(match begun {
            Begun::Foreign => return None,
            Begun::Over(result) => settle(vm, frame, result),
            Begun::Send(generator, value) => {
                match coroutine::link(vm, frame, generator, Driver::DelegateAsync, value) {
                    Ok(Linked::Finished) => {
                        settle(vm, frame, end(vm, awaited, End::Returned(Value::NONE)))
                    }
                    Ok(linked) => coroutine::go_on(vm, generator, &linked),
                    Err(raised) => settle(vm, frame, end(vm, awaited, End::Raised(raised.0))),
                }
            }
            Begun::Throw(generator, exception) => {
                throw_linked(vm, frame, awaited, generator, exception)
            }
        })
    }
}

/// As [`delegate`] for an asynchronous generator that stands for its next step.
pub(super) unsafe fn delegate_directly(
    vm: &Vm,
    frame: *mut Frame,
    generator: &GeneratorObject,
    sent: Value,
) -> Next {
    // SAFETY: as the head of the file demands.
    unsafe {
        match coroutine::link(vm, frame, generator, Driver::DelegateAsync, sent) {
            Ok(Linked::Finished) => returned(vm, frame, Value::NONE),
            Ok(linked) => coroutine::go_on(vm, generator, &linked),
            Err(Raised(exception)) => {
                settle(vm, frame, end_of_generator(vm, generator, End::Raised(exception)))
            }
        }
    }
}

/// The first resumption of `athrow` or `aclose`: raises in the generator's frame.
unsafe fn throw_linked(
    vm: &Vm,
    frame: *mut Frame,
    awaited: &Value,
    generator: &GeneratorObject,
    exception: Value,
) -> Next {
    let at_yield = generator.state.get() == State::Suspended
        && !generator.is_running()
        && generator.delegate().is_none();
    // SAFETY: as the head of the file demands.
    unsafe {
        if at_yield {
            return match coroutine::attach(vm, frame, generator, Driver::DelegateAsync) {
                Ok(()) => {
                    vm.throw_pending(exception);
                    coroutine::go_on(vm, generator, &Linked::Raise)
                }
                Err(raised) => settle(vm, frame, end(vm, awaited, End::Raised(raised.0))),
            };
        }
        // Not at a `yield`: the long way knows what to do.
        let outcome = vm.resume(&generator.value(), Resume::Throw(exception));
        match finish(vm, awaited, outcome) {
            Ok(Outcome::Yielded(value) | Outcome::YieldedAsync(value)) => {
                coroutine::yielded(vm, frame, Outcome::Yielded(value))
            }
            Ok(Outcome::Returned(value)) => settle(vm, frame, Ok(value)),
            Err(raised) => settle(vm, frame, Err(raised)),
        }
    }
}

/// The step was awaited: its end needs no look.
fn set_awaited(step: &Value) {
    step.header().into_iter().for_each(|header: &Header| header.set(flag::FINALIZED));
}

/// The generator of `frame` hands a value to the `Delegate` in the frame before, where execution goes
/// on.
pub(super) unsafe fn hand_over(vm: &Vm, frame: *mut Frame, value: Value) -> Next {
    // SAFETY: as the head of the file demands.
    unsafe {
        let generator = GeneratorObject::of_frame(frame);
        generator.driver.set(Driver::None);
        vm.handled.set(generator.handled.outer.get());
        let prev = (*frame).prev;
        vm.frame.set(prev);
        let awaited = awaited_by(prev);
        if awaited.get_exact::<GeneratorObject>().is_some() {
            generator.async_running.set(false);
            return settle(vm, prev, Ok(value));
        }
        settle(vm, prev, end(vm, awaited, End::Yielded(value)))
    }
}

/// The generator returned to the `Delegate` in `prev`.
pub(super) unsafe fn returned(vm: &Vm, prev: *mut Frame, value: Value) -> Next {
    // SAFETY: as the head of the file demands.
    unsafe {
        let awaited = awaited_by(prev);
        if let Some(generator) = awaited.get_exact::<GeneratorObject>()
            && let Some(after) = loop_end(prev)
        {
            generator.async_running.set(false);
            generator.async_closed.set(true);
            leave_loop(prev, after);
            return NonNull::new(prev);
        }
        settle(vm, prev, end(vm, awaited, End::Returned(value)))
    }
}

/// The iterator of the executing `Delegate`.
unsafe fn awaited_by<'a>(frame: *mut Frame) -> &'a Value {
    // SAFETY: as the head of the file demands; its register keeps it until the `Delegate` is done.
    unsafe { &*Frame::registers(frame).add(usize::from(slow::executing(frame).b())) }
}

/// The `EndAsyncFor` that would handle a StopAsyncIteration raised at the frame's `Delegate`.
unsafe fn loop_end(frame: *mut Frame) -> Option<usize> {
    // SAFETY: as the head of the file demands.
    unsafe {
        let code = &*(*frame).code;
        let at = Frame::position(frame) as u32;
        let handler = code.code.handlers.iter().find(|h| (h.start..h.end).contains(&at))?;
        let target = handler.target as usize;
        (code.words.get(target)?.get().opcode() == Op::EndAsyncFor as u8).then_some(target)
    }
}

/// Does what raising StopAsyncIteration would lead to: drops the step and the iterator.
unsafe fn leave_loop(frame: *mut Frame, target: usize) {
    // SAFETY: as the head of the file demands; the two are the topmost temporaries, live at the
    // `Delegate` and gone behind `EndAsyncFor`.
    unsafe {
        let registers = Frame::registers(frame);
        let w = (*(*frame).pc).get();
        let first = (*code_word(frame, target)).get().a();
        let step = ptr::read(registers.add(usize::from(w.b())));
        let iterator = ptr::read(registers.add(usize::from(first)));
        (*frame).pc = code_word(frame, target + 1);
        drop(step);
        drop(iterator);
    }
}

unsafe fn code_word(frame: *mut Frame, at: usize) -> *const std::cell::Cell<Word> {
    // SAFETY: as the head of the file demands.
    unsafe { (*(*frame).code).words.as_ptr().add(at) }
}

/// The exception left the generator: raised at the `Delegate` in `prev` (then it comes back), or
/// turned into a result there.
pub(super) unsafe fn raised(vm: &Vm, prev: *mut Frame, exception: Value) -> Option<Value> {
    // SAFETY: as the head of the file demands.
    unsafe {
        match end(vm, awaited_by(prev), End::Raised(exception)) {
            Ok(value) => {
                put(prev, value);
                None
            }
            Err(raised) => Some(raised.0),
        }
    }
}

/// Completes the `Delegate` with the result, or raises there.
unsafe fn settle(vm: &Vm, frame: *mut Frame, result: PyResult) -> Next {
    match result {
        Ok(value) => {
            // SAFETY: as the head of the file demands.
            unsafe { put(frame, value) };
            NonNull::new(frame)
        }
        Err(raised) => {
            vm.pending.set(Some(raised.0));
            None
        }
    }
}

/// The iterator of the `Delegate` is dropped, the value goes to its destination.
unsafe fn put(frame: *mut Frame, value: Value) {
    // SAFETY: as the head of the file demands. The frame goes on behind the instruction before
    // anything is dropped.
    unsafe {
        let w = slow::executing(frame);
        let awaited = ptr::read(Frame::registers(frame).add(usize::from(w.b())));
        (*frame).pc = (*frame).pc.add(1);
        slow::put(frame, w, value);
        drop(awaited);
    }
}

// ---- from Rust code ----------------------------------------------------------------------------

/// Drives a step: `send` and `throw` on it, or a task's step.
pub(crate) fn resume_step(vm: &Vm, this: &Value, how: Resume) -> PyResult<Outcome> {
    let Some(step) = this.get::<AsyncStep>() else {
        return Err(vm.type_error("not a step of an asynchronous generator"));
    };
    set_awaited(this);
    let begun = match how {
        Resume::Send(sent) => begin(vm, step, sent),
        Resume::Throw(exception) => begin_throw(vm, step, exception),
    };
    let outcome = match begun {
        Begun::Foreign => return Err(vm.type_error("not a step of an asynchronous generator")),
        Begun::Over(result) => return result.map(Outcome::Returned),
        Begun::Send(generator, sent) => vm.resume(&generator.value(), Resume::Send(sent)),
        Begun::Throw(generator, thrown) => vm.resume(&generator.value(), Resume::Throw(thrown)),
    };
    finish(vm, this, outcome)
}

fn finish(vm: &Vm, this: &Value, outcome: PyResult<Outcome>) -> PyResult<Outcome> {
    let over = match outcome {
        Ok(Outcome::Yielded(value)) => return Ok(Outcome::Yielded(value)),
        Ok(Outcome::YieldedAsync(value)) => End::Yielded(value),
        Ok(Outcome::Returned(value)) => End::Returned(value),
        Err(Raised(exception)) => End::Raised(exception),
    };
    end(vm, this, over).map(Outcome::Returned)
}

fn begin_throw<'a>(vm: &Vm, step: &'a AsyncStep, exception: Value) -> Begun<'a> {
    let Some(generator) = step.target() else { return Begun::Foreign };
    if step.state.get() == StepState::Closed {
        return Begun::Over(Err(vm.runtime_error(reused(step.kind))));
    }
    let created = step.state.replace(StepState::Begun) == StepState::Created;
    if step.kind == StepKind::Default {
        return match step.of.get_exact::<AsyncStep>() {
            None => Begun::Throw(generator, exception),
            Some(inner) => match begin_throw(vm, inner, exception) {
                Begun::Over(result) => Begun::Over(or_default(vm, step, result)),
                begun => begun,
            },
        };
    }
    if created {
        if generator.async_running.get() {
            step.state.set(StepState::Closed);
            return Begun::Over(Err(already_running(vm, step.kind)));
        }
        generator.async_running.set(true);
    }
    Begun::Throw(generator, exception)
}

/// `close()` of a step: GeneratorExit into it, unless it is over.
pub(crate) fn close_step(vm: &Vm, this: &Value) -> PyResult<()> {
    let Some(step) = this.get::<AsyncStep>() else { return Ok(()) };
    if step.state.get() == StepState::Closed {
        return Ok(());
    }
    let exit = vm.new_exception(&vm.ty(&GENERATOR_EXIT), Vec::new());
    closed(vm, resume_step(vm, this, Resume::Throw(exit)))
}

/// The generator of an awaited step came back from a GeneratorExit.
pub(super) fn close_awaited(vm: &Vm, awaited: &Value, outcome: PyResult<Outcome>) -> PyResult<()> {
    closed(vm, finish(vm, awaited, outcome))
}

/// After a throw of GeneratorExit: awaiting on is an error, ending in whatever way is fine.
fn closed(vm: &Vm, outcome: PyResult<Outcome>) -> PyResult<()> {
    match outcome {
        Ok(Outcome::Yielded(_) | Outcome::YieldedAsync(_)) => {
            Err(vm.runtime_error("coroutine ignored GeneratorExit"))
        }
        Ok(Outcome::Returned(_)) => Ok(()),
        Err(raised) if ends(vm, &raised.0) || vm.is_exception(&raised.0, &STOP_ITERATION) => Ok(()),
        Err(raised) => Err(raised),
    }
}
