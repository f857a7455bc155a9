//! Generators and coroutines at work: resuming, suspending, delegating; throwing and closing are in
//! `throwing.rs`. Knows nothing of an event loop.
//!
//! A chain of awaits is resumed at its innermost frame at once. Each inner link remembers the frame
//! that delegates to it (`Driver::Delegate` and the frame's `prev`); the root remembers the innermost
//! link (`leaf`). Both are a cache: whoever resumes a link by other means than through the root cuts
//! it off (`unlink`, `leaf` emptied), and the next resumption walks down from the root again.
//!
//! Only the root's state says whether the chain runs: an inner link counts as suspended all along.
//!
//! Safety: the functions for the dispatch loop require what `Vm::run` guarantees (see `slow.rs`).

use std::ptr::{self, NonNull};

use taipan_compiler::code::flags;
use taipan_compiler::op::{Op, Word};

use super::async_generator;
use super::slow::{self, Next};
use crate::object::async_step::{AsyncStep, delegate_target};
pub use crate::object::frame::Outcome;
use crate::object::frame::{Driver, Flavor, Frame, GeneratorObject, State};
use crate::object::slots::{PyResult, Raised};
use crate::object::types::type_flag;
use crate::object::value::Value;
use crate::object::vm::Vm;
use crate::types::exception::*;

/// How to resume a generator.
pub enum Resume {
    Send(Value),
    /// An exception to raise where it is suspended.
    Throw(Value),
}

/// Makes `generator` the root of a running chain and gives the frame to go on in.
pub(super) unsafe fn enter_root(
    vm: &Vm,
    generator: &GeneratorObject,
    driver: Driver,
    prev: *mut Frame,
) -> *mut Frame {
    // SAFETY: as the head of the file demands.
    unsafe {
        if generator.awaiter().is_some() {
            generator.root().leaf.set(ptr::null());
        }
        let frame = generator.frame();
        generator.driver.set(driver);
        (*frame).prev = prev;
        (*frame).depth = if prev.is_null() { 1 } else { (*prev).depth + 1 };
        generator.outer_root.set(vm.root.replace(generator));
        generator.handled.outer.set(vm.handled.get());
        generator.state.set(State::Running);
        let leaf = match generator.leaf.replace(ptr::null()).as_ref() {
            Some(leaf) => leaf,
            None => generator,
        };
        vm.handled.set(&raw const leaf.handled);
        let frame = leaf.frame();
        vm.frame.set(frame);
        frame
    }
}

/// Gives a suspended frame what it is sent: into the destination of its `Yield`, or to the `Delegate`
/// that is executed again.
unsafe fn deliver(vm: &Vm, frame: *mut Frame, sent: Value) {
    // SAFETY: as the head of the file demands.
    unsafe {
        let w = (*(*frame).pc).get();
        if w.opcode() == Op::Delegate as u8 {
            vm.sent.set(sent);
            return;
        }
        let place = Frame::registers(frame).add(usize::from(w.a()));
        (*frame).pc = (*frame).pc.add(1);
        if w.flags() & Word::LOCAL != 0 {
            drop(ptr::replace(place, sent));
        } else {
            ptr::write(place, sent);
        }
    }
}

/// Enters a generator for a `for` loop in `frame`. Null if it is running, finished or busy: then the
/// slow path answers.
#[inline(always)]
pub(super) unsafe fn begin_for(
    vm: &Vm,
    frame: *mut Frame,
    generator: &GeneratorObject,
) -> *mut Frame {
    // SAFETY: as the head of the file demands.
    unsafe {
        let state = generator.state.get();
        if generator.flavor != Flavor::Generator
            || generator.driver.get() != Driver::None
            || matches!(state, State::Running | State::Finished)
            || (*frame).depth >= vm.recursion_limit.get()
            || vm.breaker.is_set()
        {
            return ptr::null_mut();
        }
        let entered = enter_root(vm, generator, Driver::For, frame);
        if state == State::Suspended {
            deliver(vm, entered, Value::NONE);
        }
        entered
    }
}

/// Suspends the chain that `frame` is the innermost of. Gives the frame of the `for` loop that drives
/// it; null if Rust code does.
#[inline(always)]
pub(super) unsafe fn suspend(vm: &Vm, frame: *mut Frame) -> *mut Frame {
    // SAFETY: as the head of the file demands.
    unsafe {
        let generator = GeneratorObject::of_frame(frame);
        let root = &*vm.root.get();
        let inner = !ptr::eq(root, generator);
        root.leaf.set(if inner { generator } else { ptr::null() });
        root.state.set(State::Suspended);
        vm.root.set(root.outer_root.get());
        vm.handled.set(root.handled.outer.get());
        let prev = (*root.frame()).prev;
        vm.frame.set(prev);
        if root.driver.replace(Driver::None) == Driver::For { prev } else { ptr::null_mut() }
    }
}

/// Leaves the dispatch loop with the outcome.
#[inline(never)]
pub(super) fn leave(vm: &Vm, outcome: Outcome) {
    vm.outcome.set(Some(outcome));
}

/// Hands a value to the consumer of an asynchronous generator.
#[inline(never)]
pub(super) unsafe fn yield_async(vm: &Vm, frame: *mut Frame, w: Word) -> Next {
    // SAFETY: as the head of the file demands.
    unsafe {
        let value = slow::own(frame, w.b(), w.flags() & Word::TAKE_B != 0);
        if GeneratorObject::of_frame(frame).driver.get() == Driver::DelegateAsync {
            return async_generator::hand_over(vm, frame, value);
        }
        yielded(vm, frame, Outcome::YieldedAsync(value))
    }
}

/// Suspends the chain that `frame` is the innermost of, and gives the value to its driver.
pub(super) unsafe fn yielded(vm: &Vm, frame: *mut Frame, outcome: Outcome) -> Next {
    // SAFETY: as the head of the file demands.
    unsafe {
        let Some(prev) = NonNull::new(suspend(vm, frame)) else {
            leave(vm, outcome);
            return None;
        };
        let (Outcome::Yielded(value) | Outcome::YieldedAsync(value) | Outcome::Returned(value)) =
            outcome;
        let prev = prev.as_ptr();
        slow::put(prev, slow::executing(prev), value);
        slow::after(prev, 2)
    }
}

/// The frame of a generator has returned `value`: goes on where it was driven from.
#[inline(never)]
pub(super) unsafe fn returned(vm: &Vm, frame: *mut Frame, value: Value) -> Next {
    // SAFETY: as the head of the file demands.
    unsafe {
        let generator = GeneratorObject::of_frame(frame);
        generator.finish();
        vm.handled.set(generator.handled.outer.get());
        let prev = (*frame).prev;
        vm.frame.set(prev);
        match generator.driver.replace(Driver::None) {
            Driver::Entry => {
                vm.root.set(generator.outer_root.get());
                leave(vm, Outcome::Returned(value));
                None
            }
            Driver::For => {
                vm.root.set(generator.outer_root.get());
                drop(value);
                drop_iterator(prev);
                slow::branch(prev, true)
            }
            Driver::DelegateAsync => async_generator::returned(vm, prev, value),
            Driver::Delegate | Driver::None => {
                drop_iterator(prev);
                slow::put(prev, slow::executing(prev), value);
                slow::after(prev, 1)
            }
        }
    }
}

/// Gives up the iterator of the executing `ForIter` or `Delegate`.
pub(super) unsafe fn drop_iterator(frame: *mut Frame) {
    // SAFETY: as the head of the file demands.
    unsafe {
        let at = usize::from(slow::executing(frame).b());
        drop(ptr::read(Frame::registers(frame).add(at)));
    }
}

/// One turn of a `Delegate` instruction.
#[inline(never)]
pub(super) unsafe fn delegate(vm: &Vm, frame: *mut Frame, w: Word) -> Next {
    // SAFETY: as the head of the file demands.
    unsafe {
        let iter = &*Frame::registers(frame).add(usize::from(w.b()));
        let sent = vm.sent.replace(Value::NONE);
        let result = if let Some(inner) = iter.get_exact::<GeneratorObject>() {
            if inner.flavor == Flavor::AsyncGenerator {
                return async_generator::delegate_directly(vm, frame, inner, sent);
            }
            match link(vm, frame, inner, Driver::Delegate, sent) {
                Ok(Linked::Finished) => Ok(Foreign::Returned(Value::NONE)),
                Ok(linked) => return go_on(vm, inner, &linked),
                Err(raised) => Err(raised),
            }
        } else {
            let iter = iter.clone();
            if let Some(next) = async_generator::delegate(vm, frame, &iter, &sent) {
                return next;
            }
            send_foreign(vm, &iter, sent)
        };
        match result {
            Ok(Foreign::Yielded(value)) => yielded(vm, frame, Outcome::Yielded(value)),
            Ok(Foreign::Returned(value)) => {
                drop_iterator(frame);
                slow::put(frame, w, value);
                slow::after(frame, 1)
            }
            Err(raised) => {
                vm.pending.set(Some(raised.0));
                None
            }
        }
    }
}

/// A call of `sleep(0)` that is about to be made, if the instructions behind it await its result at
/// once: hands control to the event loop without making the coroutine, and goes on at the `Delegate`.
pub(super) unsafe fn nap(vm: &Vm, frame: *mut Frame, delay: &Value) -> Option<Next> {
    if delay.as_int()? > 0 {
        return None;
    }
    // SAFETY: as the head of the file demands; every call is followed by something.
    unsafe {
        let (pc, w) = ((*frame).pc, slow::executing(frame));
        let (awaits, delegates) = ((*pc.add(1)).get(), (*pc.add(2)).get());
        let at_once = awaits.opcode() == Op::GetAwaitable as u8
            && delegates.opcode() == Op::Delegate as u8
            && awaits.b() == w.a()
            && awaits.flags() & Word::TAKE_B != 0
            && delegates.b() == awaits.a()
            && (w.flags() | awaits.flags()) & Word::LOCAL == 0;
        if !at_once {
            return None;
        }
        let place = Frame::registers(frame).add(usize::from(delegates.b()));
        ptr::write(place, Value::NAPPING);
        (*frame).pc = pc.add(2);
        Some(yielded(vm, frame, Outcome::Yielded(Value::NONE)))
    }
}

/// How a generator takes part in a chain.
pub(super) enum Linked {
    /// Go on in its frame.
    Enter,
    /// Raise the pending exception in its frame.
    Raise,
    /// It has ended already.
    Finished,
}

/// Goes on in the frame of a generator that has been linked.
pub(super) unsafe fn go_on(vm: &Vm, inner: &GeneratorObject, linked: &Linked) -> Next {
    let frame = inner.frame();
    vm.frame.set(frame);
    match linked {
        Linked::Enter => NonNull::new(frame),
        Linked::Raise | Linked::Finished => None,
    }
}

/// Makes `inner` a link of the running chain, below the generator of `frame`, and gives it what it
/// is sent.
pub(super) unsafe fn link(
    vm: &Vm,
    frame: *mut Frame,
    inner: &GeneratorObject,
    driver: Driver,
    sent: Value,
) -> PyResult<Linked> {
    // SAFETY: as the head of the file demands.
    unsafe {
        let is_coroutine = inner.flavor == Flavor::Coroutine;
        let linked_here = inner.driver.get() == driver && (*inner.frame()).prev == frame;
        if inner.state.get() == State::Finished {
            if is_coroutine {
                return Err(vm.runtime_error("cannot reuse already awaited coroutine"));
            }
            return Ok(Linked::Finished);
        }
        if !linked_here {
            if inner.is_running() {
                return Err(already_executing(vm, inner));
            }
            if inner.awaiter().is_some() {
                if is_coroutine {
                    return Err(vm.runtime_error("coroutine is being awaited already"));
                }
                inner.root().leaf.set(ptr::null());
            }
        }
        if (*frame).depth >= vm.recursion_limit.get() {
            // As if it had begun and failed at once: it counts as awaited.
            if inner.state.get() == State::Created {
                inner.release();
            }
            return Err(vm.recursion_error());
        }
        let created = inner.state.get() == State::Created;
        if created && !sent.is_none() {
            return Err(just_started(vm, inner));
        }
        let inner_frame = join(vm, frame, inner, driver);
        if !created {
            deliver(vm, inner_frame, sent);
        } else if vm.breaker.is_set() {
            vm.handle_breaker().or_else(|raised| {
                vm.pending.set(Some(raised.0));
                Ok(())
            })?;
            let pending = vm.pending.take();
            if let Some(exception) = pending {
                vm.pending.set(Some(exception));
                return Ok(Linked::Raise);
            }
        }
        Ok(Linked::Enter)
    }
}

/// As [`link`] for a suspended generator, without giving it anything.
pub(super) unsafe fn attach(
    vm: &Vm,
    frame: *mut Frame,
    inner: &GeneratorObject,
    driver: Driver,
) -> PyResult<()> {
    // SAFETY: as the head of the file demands.
    unsafe {
        if inner.awaiter().is_some() {
            inner.root().leaf.set(ptr::null());
        }
        if (*frame).depth >= vm.recursion_limit.get() {
            return Err(vm.recursion_error());
        }
        join(vm, frame, inner, driver);
        Ok(())
    }
}

#[inline(always)]
unsafe fn join(vm: &Vm, frame: *mut Frame, inner: &GeneratorObject, driver: Driver) -> *mut Frame {
    // SAFETY: as the head of the file demands.
    unsafe {
        let inner_frame = inner.frame();
        inner.driver.set(driver);
        inner.state.set(State::Suspended);
        inner.leaf.set(ptr::null());
        (*inner_frame).prev = frame;
        (*inner_frame).depth = (*frame).depth + 1;
        inner.handled.outer.set(vm.handled.replace(&raw const inner.handled));
        inner_frame
    }
}

enum Foreign {
    Yielded(Value),
    Returned(Value),
}

/// Resumes an iterator that is no generator of ours.
fn send_foreign(vm: &Vm, iter: &Value, sent: Value) -> PyResult<Foreign> {
    if let Some(polled) = super::await_native(vm, iter, &sent) {
        return polled.map(|polled| match polled {
            super::Polled::Pending(value) => Foreign::Yielded(value),
            super::Polled::Ready(value) => Foreign::Returned(value),
        });
    }
    let class = vm.class(iter);
    if !sent.is_none() {
        let send = vm.names().send.clone();
        return vm
            .call_method(iter, &send, &[sent])
            .map_or_else(|e| stop(vm, e), |v| Ok(Foreign::Yielded(v)));
    }
    if class.has(type_flag::HEAP)
        && let Some(next) = vm.special(iter, &vm.names().__next__)?
    {
        return vm.call(&next, &[]).map_or_else(|e| stop(vm, e), |v| Ok(Foreign::Yielded(v)));
    }
    Ok(match vm.next_or_value(iter)? {
        Ok(value) => Foreign::Yielded(value),
        Err(value) => Foreign::Returned(value),
    })
}

/// Resumes any iterator that an `await` could delegate to.
pub(crate) fn send_into(vm: &Vm, iter: &Value, sent: Value) -> PyResult<Outcome> {
    Ok(match send_foreign(vm, iter, sent)? {
        Foreign::Yielded(value) => Outcome::Yielded(value),
        Foreign::Returned(value) => Outcome::Returned(value),
    })
}

/// A StopIteration is the end, with its value; any other exception goes on.
fn stop(vm: &Vm, raised: Raised) -> PyResult<Foreign> {
    vm.stop_value(raised).map(Foreign::Returned)
}

#[cold]
pub(super) fn already_executing(vm: &Vm, generator: &GeneratorObject) -> Raised {
    vm.value_error(format!("{} already executing", noun(generator.flavor)))
}

#[cold]
fn just_started(vm: &Vm, generator: &GeneratorObject) -> Raised {
    let noun = noun(generator.flavor);
    vm.type_error(format!("can't send non-None value to a just-started {noun}"))
}

/// How messages call it.
pub fn noun(flavor: Flavor) -> &'static str {
    match flavor {
        Flavor::Generator => "generator",
        Flavor::Coroutine => "coroutine",
        Flavor::AsyncGenerator => "async generator",
    }
}

impl Vm {
    /// Resumes a generator, coroutine or asynchronous generator until it yields or returns. O(1) in
    /// the depth of its chain of awaits.
    pub fn resume(&self, value: &Value, how: Resume) -> PyResult<Outcome> {
        let Some(generator) = value.get::<GeneratorObject>() else {
            return Err(self.type_error("not a generator"));
        };
        // What the breaker lets run, another thread for one, may resume this very generator: so it
        // comes before anybody looks at its state.
        if self.breaker.is_set() && matches!(how, Resume::Send(_)) {
            self.handle_breaker()?;
        }
        if generator.driver.get() == Driver::None && generator.state.get() == State::Suspended {
            // The root of a suspended chain, as nearly always.
            if let Resume::Send(sent) = how {
                self.check_depth()?;
                return self.send_to_root(generator, false, sent);
            }
        }
        if generator.is_running() {
            return Err(already_executing(self, generator));
        }
        match how {
            Resume::Send(sent) => self.resume_send(generator, sent),
            Resume::Throw(exception) => self.resume_throw(generator, exception),
        }
    }

    /// As [`Vm::resume`] with None, if nothing stands in the way: the usual turn of a loop in Rust over
    /// a generator.
    #[inline(always)]
    pub(crate) fn resume_suspended(&self, value: &Value) -> Option<PyResult<Outcome>> {
        let generator = value.get::<GeneratorObject>()?;
        let ready = generator.driver.get() == Driver::None
            && generator.state.get() == State::Suspended
            && !self.breaker.is_set();
        if !ready || !self.may_nest() {
            return None;
        }
        Some(self.send_to_root(generator, false, Value::NONE))
    }

    fn resume_send(&self, generator: &GeneratorObject, sent: Value) -> PyResult<Outcome> {
        match generator.state.get() {
            State::Finished if generator.flavor == Flavor::Coroutine => {
                return Err(self.runtime_error("cannot reuse already awaited coroutine"));
            }
            State::Finished => return Ok(Outcome::Returned(Value::NONE)),
            State::Created if !sent.is_none() => return Err(just_started(self, generator)),
            State::Created | State::Suspended | State::Running => {}
        }
        self.check_depth()?;
        let created = generator.state.get() == State::Created;
        self.send_to_root(generator, created, sent)
    }

    /// Goes on in a chain that is not running, from its root.
    #[inline(always)]
    fn send_to_root(
        &self,
        generator: &GeneratorObject,
        created: bool,
        sent: Value,
    ) -> PyResult<Outcome> {
        // SAFETY: not running, so its frame is complete; the caller holds the generator.
        unsafe {
            let prev = self.frame.get();
            let frame = enter_root(self, generator, Driver::Entry, prev);
            if !created {
                deliver(self, frame, sent);
            }
            let result = self.run(frame, false);
            self.frame.set(prev);
            result
        }
    }

    fn check_depth(&self) -> PyResult<()> {
        if self.may_nest() { Ok(()) } else { Err(self.recursion_error()) }
    }

    #[inline(always)]
    fn may_nest(&self) -> bool {
        // SAFETY: the executing frame is alive.
        let depth = unsafe { self.frame.get().as_ref() }.map_or(0, |f| f.depth);
        self.stack_has_room() && depth < self.recursion_limit.get()
    }

    /// The value of a StopIteration; any other exception goes on.
    pub fn stop_value(&self, raised: Raised) -> PyResult {
        if !self.is_exception(&raised.0, &STOP_ITERATION) {
            return Err(raised);
        }
        self.getattr(&raised.0, &self.names().value)
    }

    /// StopIteration with the value that a generator returned.
    #[cold]
    pub fn stop_iteration(&self, value: Value) -> Raised {
        let args = if value.is_none() { Vec::new() } else { vec![value] };
        Raised(self.new_exception(&self.ty(&STOP_ITERATION), args))
    }

    /// The next value of an iterator, or (`Err`) the value that it ended with: what StopIteration
    /// would carry.
    pub fn next_or_value(&self, iter: &Value) -> PyResult<Result<Value, Value>> {
        self.stop_value.set(Value::NONE);
        Ok(match self.next(iter)? {
            Some(value) => Ok(value),
            None => Err(self.stop_value.replace(Value::NONE)),
        })
    }
}

/// The innermost link of a suspended chain: known to the root, or found by walking down.
pub(super) fn innermost(generator: &GeneratorObject) -> *const GeneratorObject {
    let known = generator.leaf.get();
    if !known.is_null() {
        return known;
    }
    let mut at = generator;
    while let Some(delegate) = at.delegate()
        && let Some(inner) = delegate_target(&delegate)
    {
        // SAFETY: the register of the outer one keeps the inner one alive.
        let inner = unsafe { &*ptr::from_ref(inner) };
        // SAFETY: only addresses are compared.
        let linked = matches!(inner.driver.get(), Driver::Delegate | Driver::DelegateAsync)
            && unsafe { (*inner.frame()).prev } == at.frame();
        if !linked || inner.state.get() != State::Suspended {
            break;
        }
        at = inner;
    }
    at
}

// ---- instructions ------------------------------------------------------------------------------

unsafe fn operand(frame: *mut Frame, w: Word) -> Value {
    // SAFETY: as the head of the file demands.
    unsafe { slow::own(frame, w.b(), w.flags() & Word::TAKE_B != 0) }
}

unsafe fn done(vm: &Vm, frame: *mut Frame, w: Word, result: PyResult) -> bool {
    match result {
        Ok(value) => {
            // SAFETY: as the head of the file demands.
            unsafe { slow::put(frame, w, value) };
            true
        }
        Err(raised) => {
            vm.pending.set(Some(raised.0));
            false
        }
    }
}

#[inline(never)]
pub(super) unsafe fn get_yield_iter(vm: &Vm, frame: *mut Frame, w: Word) -> bool {
    // SAFETY: as the head of the file demands.
    unsafe {
        let value = operand(frame, w);
        let own = &*(*frame).code;
        let result = match value.get_exact::<GeneratorObject>() {
            Some(inner) if inner.flavor == Flavor::Generator => Ok(value),
            Some(inner)
                if inner.flavor == Flavor::Coroutine
                    && own.code.flags & (flags::COROUTINE | flags::ITERABLE_COROUTINE) == 0 =>
            {
                let text = "cannot 'yield from' a coroutine object in a non-coroutine generator";
                Err(vm.type_error(text))
            }
            Some(inner) if inner.flavor == Flavor::Coroutine => Ok(value),
            Some(_) | None => vm.iter(&value),
        };
        done(vm, frame, w, result)
    }
}

#[inline(never)]
pub(super) unsafe fn get_awaitable(vm: &Vm, frame: *mut Frame, w: Word) -> bool {
    // SAFETY: as the head of the file demands.
    unsafe {
        let value = operand(frame, w);
        let result = vm.awaitable(value, w.c());
        done(vm, frame, w, result)
    }
}

impl Vm {
    /// What an `await` of the value delegates to. `kind`: 0 a plain `await`, 1 and 2 what
    /// `__aenter__` and `__aexit__` returned.
    pub fn awaitable(&self, value: Value, kind: u16) -> PyResult {
        if let Some(generator) = value.get_exact::<GeneratorObject>()
            && (generator.flavor == Flavor::Coroutine
                || generator.code().has_flag(flags::ITERABLE_COROUTINE))
        {
            return Ok(value);
        }
        if super::is_native_awaitable(&value) || value.get_exact::<AsyncStep>().is_some() {
            return Ok(value);
        }
        let class = self.class(&value);
        let Some(awaitable) = class.slots.awaitable.get() else {
            let name = class.full_name();
            return Err(self.type_error(match kind {
                0 => format!("object {name} can't be used in 'await' expression"),
                1 => format!(
                    "'async with' received an object from __aenter__ that does not implement __await__: {name}"
                ),
                _ => format!(
                    "'async with' received an object from __aexit__ that does not implement __await__: {name}"
                ),
            }));
        };
        let iter = awaitable(self, &value)?;
        if iter.get_exact::<GeneratorObject>().is_some_and(|g| g.flavor == Flavor::Coroutine) {
            return Err(self.type_error("__await__() returned a coroutine"));
        }
        if self.class(&iter).slots.next.get().is_none() {
            let name = self.class(&iter).full_name();
            return Err(
                self.type_error(format!("__await__() returned non-iterator of type '{name}'"))
            );
        }
        Ok(iter)
    }
}

#[inline(never)]
pub(super) unsafe fn get_aiter(vm: &Vm, frame: *mut Frame, w: Word) -> bool {
    // SAFETY: as the head of the file demands.
    unsafe {
        let value = operand(frame, w);
        let class = vm.class(&value);
        let result = match class.slots.aiter.get() {
            None => {
                let name = class.full_name();
                Err(vm.type_error(format!(
                    "'async for' requires an object with __aiter__ method, got {name}"
                )))
            }
            Some(aiter) => aiter(vm, &value).and_then(|iter| {
                if vm.class(&iter).slots.anext.get().is_some() {
                    return Ok(iter);
                }
                let name = vm.class(&iter).full_name();
                Err(vm.type_error(format!(
                    "'async for' received an object from __aiter__ that does not implement __anext__: {name}"
                )))
            }),
        };
        done(vm, frame, w, result)
    }
}

#[inline(never)]
pub(super) unsafe fn get_anext(vm: &Vm, frame: *mut Frame, w: Word) -> bool {
    // SAFETY: as the head of the file demands.
    unsafe {
        let iter = slow::own(frame, w.b(), false);
        if let Some(generator) = iter.get_exact::<GeneratorObject>()
            && async_generator::goes_on_directly(generator)
        {
            return done(vm, frame, w, Ok(iter));
        }
        let class = vm.class(&iter);
        let result = match class.slots.anext.get() {
            None => {
                let name = class.full_name();
                Err(vm.type_error(format!(
                    "'async for' requires an iterator with __anext__ method, got {name}"
                )))
            }
            Some(anext) => anext(vm, &iter).and_then(|next| {
                let name = vm.class(&next).full_name();
                vm.awaitable(next, 0).map_err(|raised| {
                    let error = vm.type_error(format!(
                        "'async for' received an invalid object from __anext__: {name}"
                    ));
                    if let (Some(new), Some(_)) =
                        (error.0.get::<ExceptionObject>(), raised.0.get::<ExceptionObject>())
                    {
                        new.cause.set(raised.0.clone());
                        new.context.set(raised.0);
                    }
                    error
                })
            }),
        };
        done(vm, frame, w, result)
    }
}

#[inline(never)]
pub(super) unsafe fn end_async_for(vm: &Vm, frame: *mut Frame, w: Word) -> bool {
    // SAFETY: as the head of the file demands.
    unsafe {
        let registers = Frame::registers(frame);
        let exception = ptr::read(registers.add(usize::from(w.a()) + 1));
        drop(ptr::read(registers.add(usize::from(w.a()))));
        if vm.is_exception(&exception, &STOP_ASYNC_ITERATION) {
            return true;
        }
        slow::reraise(vm, exception);
        false
    }
}
