//! Exceptions thrown into suspended generators and coroutines, and closing them.
//!
//! Safety: as in `coroutine.rs`.

use std::cell::Cell;
use std::ptr;

use taipan_compiler::op::{Helper, Op, Word};

use super::async_generator;
use super::coroutine::{already_executing, enter_root, innermost, noun};
use crate::object::async_step::{AsyncStep, delegate_target};
use crate::object::frame::{Driver, Flavor, Frame, GeneratorObject, Outcome, State};
use crate::object::slots::{PyResult, Raised};
use crate::object::types::TypeRef;
use crate::object::value::Value;
use crate::object::vm::Vm;
use crate::types::exception::*;

impl Vm {
    pub(super) fn resume_throw(
        &self,
        generator: &GeneratorObject,
        exception: Value,
    ) -> PyResult<Outcome> {
        match generator.state.get() {
            State::Finished if generator.flavor == Flavor::Coroutine => {
                return Err(self.runtime_error("cannot reuse already awaited coroutine"));
            }
            State::Finished => {
                if let Some(payload) = exception.get::<ExceptionObject>() {
                    payload.keeps_context.set(true);
                }
                return Err(Raised(exception));
            }
            State::Created => {
                // Raised in front of the first instruction, where no handler applies.
                // SAFETY: the frame was never started: its `pc` is at the first word.
                unsafe {
                    let before = crate::types::frame::BEFORE;
                    self.add_traceback(&exception, generator.frame(), before);
                }
                generator.release();
                return Err(Raised(exception));
            }
            State::Suspended | State::Running => {}
        }
        if !self.stack_has_room() {
            return Err(self.recursion_error());
        }
        if generator.state.get() == State::Suspended {
            if self.is_exception(&exception, &GENERATOR_EXIT) {
                return match self.close_delegates(generator) {
                    Ok(()) => self.raise_in(generator, exception),
                    Err(raised) => self.raise_in(generator, raised.0),
                };
            }
            let leaf = innermost(generator);
            // SAFETY: the leaf is a link of the chain, alive as long as the root.
            let leaf = unsafe { &*leaf };
            if let Some(foreign) = leaf.delegate() {
                let throw = [exception.clone()];
                return self.throw_foreign(generator, leaf, &foreign, &throw, || Ok(exception));
            }
            generator.leaf.set(if ptr::eq(leaf, generator) { ptr::null() } else { leaf });
        }
        self.raise_in(generator, exception)
    }

    /// Resumes the chain with the exception raised in its innermost frame.
    fn raise_in(&self, generator: &GeneratorObject, exception: Value) -> PyResult<Outcome> {
        // SAFETY: as in `resume_send`.
        unsafe {
            let prev = self.frame.get();
            let frame = enter_root(self, generator, Driver::EntryThrow, prev);
            let mut link = GeneratorObject::of_frame(frame);
            while link.driver.get() != Driver::EntryThrow {
                if link.driver.get() == Driver::Delegate {
                    link.driver.set(Driver::DelegateThrow);
                }
                link = GeneratorObject::of_frame((*link.frame()).prev);
            }
            self.throw_pending(exception);
            self.local.tracing.in_loop.set(false);
            let result = self.run(frame, true);
            self.frame.set(prev);
            result
        }
    }

    /// As [`Vm::resume`] with an exception, if the innermost generator waits for an object of another
    /// kind: that one's `throw` gets the arguments as they are. `exception` makes of them what is
    /// raised if it has no such method. `None` in all other cases.
    pub(crate) fn throw_arguments(
        &self,
        value: &Value,
        arguments: &[Value],
        exception: impl FnOnce() -> PyResult,
    ) -> Option<PyResult<Outcome>> {
        let generator = value.get::<GeneratorObject>()?;
        let exit = self.ty(&GENERATOR_EXIT);
        let closes = arguments.first().is_some_and(|kind| {
            TypeRef::of(kind).map_or_else(|| self.type_of(kind), TypeRef::clone).is_subtype(&exit)
        });
        let waits = generator.state.get() == State::Suspended && !generator.is_running();
        if closes || !waits || !self.stack_has_room() {
            return None;
        }
        // SAFETY: the leaf is a link of the chain, alive as long as the root.
        let leaf = unsafe { &*innermost(generator) };
        let foreign = leaf.delegate()?;
        Some(self.throw_foreign(generator, leaf, &foreign, arguments, exception))
    }

    /// Throws into an awaited object that is no generator of ours: the arguments if it has a `throw`,
    /// else the exception into who awaits it.
    fn throw_foreign(
        &self,
        generator: &GeneratorObject,
        leaf: &GeneratorObject,
        foreign: &Value,
        arguments: &[Value],
        exception: impl FnOnce() -> PyResult,
    ) -> PyResult<Outcome> {
        let foreign = &self.visible_delegate(foreign.clone());
        let set_leaf = || {
            generator.leaf.set(if ptr::eq(leaf, generator) { ptr::null() } else { leaf });
        };
        generator.state.set(State::Running);
        let throw = self.getattr_opt(foreign, &self.names().throw);
        let result = match throw {
            Ok(Some(throw)) => self.call(&throw, arguments),
            other => {
                generator.state.set(State::Suspended);
                other?;
                let exception = exception()?;
                set_leaf();
                // What is delegated to might have ended with a StopIteration.
                return match self.stop_value(Raised(exception)) {
                    Ok(value) => self.finish_delegate(generator, leaf, value),
                    Err(raised) => self.raise_in(generator, raised.0),
                };
            }
        };
        generator.state.set(State::Suspended);
        set_leaf();
        match result {
            Ok(value) => Ok(Outcome::Yielded(value)),
            Err(raised) => match self.stop_value(raised) {
                Ok(value) => self.finish_delegate(generator, leaf, value),
                Err(raised) => self.raise_in(generator, raised.0),
            },
        }
    }

    /// The awaited object is done: the innermost frame goes on with its value.
    fn finish_delegate(
        &self,
        generator: &GeneratorObject,
        leaf: &GeneratorObject,
        value: Value,
    ) -> PyResult<Outcome> {
        // Finalisers of what is dropped here must not resume it.
        generator.state.set(State::Running);
        // SAFETY: as in `resume_send`; the leaf is suspended at a `Delegate`.
        unsafe {
            let prev = self.frame.get();
            let frame = leaf.frame();
            let w = (*(*frame).pc).get();
            let registers = Frame::registers(frame);
            (*frame).pc = (*frame).pc.add(1);
            drop(ptr::read(registers.add(usize::from(w.b()))));
            let place = registers.add(usize::from(w.a()));
            if w.flags() & Word::LOCAL != 0 {
                drop(ptr::replace(place, value));
            } else {
                ptr::write(place, value);
            }
            let frame = enter_root(self, generator, Driver::Entry, prev);
            let result = self.run(frame, self.resumes_traced());
            self.frame.set(prev);
            result
        }
    }

    /// Closes what the generator delegates to, innermost first. An exception on the way is thrown
    /// into the next outer one instead of GeneratorExit.
    fn close_delegates(&self, generator: &GeneratorObject) -> PyResult<()> {
        let mut chain: Vec<Value> = Vec::new();
        let mut next = generator.delegate();
        while let Some(delegate) = next {
            next = delegate_target(&delegate).and_then(GeneratorObject::delegate);
            chain.push(delegate);
        }
        generator.unlink();
        // All of them count as running until it is their turn: closing the inner ones runs code.
        generator.state.set(State::Running);
        let suspended = |delegate: &Value| {
            let target = delegate_target(delegate);
            let target = target.filter(|inner| inner.state.get() == State::Suspended);
            target.inspect(|inner| inner.state.set(State::Running)).is_some()
        };
        let marked = |delegate: Value| {
            let suspended = suspended(&delegate);
            (delegate, suspended)
        };
        let chain = chain.into_iter().map(marked).collect();
        let outcome = self.close_chain(chain);
        generator.state.set(State::Suspended);
        outcome
    }

    /// Closes delegates, the last one first; those marked are suspended generators held as running.
    fn close_chain(&self, mut chain: Vec<(Value, bool)>) -> PyResult<()> {
        let mut outcome = Ok(());
        while let Some((delegate, suspended)) = chain.pop() {
            let Some(inner) = delegate_target(&delegate) else {
                match self.getattr_opt(&delegate, &self.names().close) {
                    Ok(Some(close)) => outcome = self.call(&close, &[]).map(drop),
                    Ok(None) => {}
                    Err(raised) => self.report_unraisable(&raised.0, &delegate),
                }
                continue;
            };
            if suspended {
                inner.state.set(State::Suspended);
            }
            inner.unlink();
            let is_step =
                inner.flavor == Flavor::AsyncGenerator || delegate.get::<AsyncStep>().is_some();
            if suspended && !is_step && outcome.is_ok() && !would_notice(inner) {
                inner.release();
                continue;
            }
            let exception = match outcome {
                Ok(()) => self.generator_exit(),
                Err(Raised(exception)) => exception,
            };
            outcome = if !suspended {
                Ok(())
            } else if is_step {
                let outcome = self.raise_in(inner, exception);
                async_generator::close_awaited(self, &delegate, outcome)
            } else {
                self.expect_closed(inner, self.raise_in(inner, exception))
            };
        }
        outcome
    }

    /// After a throw of GeneratorExit: yielding is an error, ending in whatever way is fine.
    fn expect_closed(
        &self,
        generator: &GeneratorObject,
        outcome: PyResult<Outcome>,
    ) -> PyResult<()> {
        match outcome {
            Ok(Outcome::Yielded(_) | Outcome::YieldedAsync(_)) => {
                let noun = noun(generator.flavor);
                Err(self.runtime_error(format!("{noun} ignored GeneratorExit")))
            }
            Ok(Outcome::Returned(_)) => Ok(()),
            Err(raised)
                if self.is_exception(&raised.0, &GENERATOR_EXIT)
                    || self.is_exception(&raised.0, &STOP_ITERATION) =>
            {
                Ok(())
            }
            Err(raised) => Err(raised),
        }
    }

    /// What closing throws: it knows what is handled where that happens, unless the generator itself
    /// handles something.
    fn generator_exit(&self) -> Value {
        let exit = self.new_exception(&self.ty(&GENERATOR_EXIT), Vec::new());
        self.set_context(&exit);
        exit
    }

    /// As [`Vm::close_generator`], for what nobody refers to any more. An asynchronous generator that
    /// swallows its GeneratorExit ends with an exception as whenever it ends.
    pub(crate) fn close_abandoned(&self, value: &Value) -> PyResult<()> {
        let Some(generator) = value.get::<GeneratorObject>() else { return Ok(()) };
        let notices = generator.state.get() == State::Suspended && would_notice(generator);
        if generator.flavor != Flavor::AsyncGenerator || !notices {
            return self.close_generator(value).map(drop);
        }
        match self.resume_throw(generator, self.generator_exit()) {
            Ok(Outcome::Returned(_)) => Err(async_generator::stop_async_iteration(self)),
            outcome => self.expect_closed(generator, outcome),
        }
    }

    /// `close()`: GeneratorExit where it is suspended. Gives what the generator returned.
    pub fn close_generator(&self, value: &Value) -> PyResult {
        let Some(generator) = value.get::<GeneratorObject>() else { return Ok(Value::NONE) };
        if generator.is_running() {
            return Err(already_executing(self, generator));
        }
        match generator.state.get() {
            State::Created => {
                generator.release();
                Ok(Value::NONE)
            }
            State::Finished => Ok(Value::NONE),
            State::Suspended if !would_notice(generator) => {
                generator.release();
                Ok(Value::NONE)
            }
            State::Suspended | State::Running => {
                let outcome = self.resume_throw(generator, self.generator_exit());
                if let Ok(Outcome::Returned(value)) = outcome {
                    return Ok(value);
                }
                self.expect_closed(generator, outcome).map(|()| Value::NONE)
            }
        }
    }
}

/// Whether a suspended generator could notice a GeneratorExit where it stands: what it delegates to, or
/// a handler other than the one around its whole body, which only looks for StopIteration. If not, none
/// is made, and its variables die before its temporaries.
fn would_notice(generator: &GeneratorObject) -> bool {
    // SAFETY: a suspended generator's frame is alive, with a saved `pc`.
    let at = unsafe { Frame::position(generator.frame()) } as u32;
    let code = generator.code();
    let around_all = |target: u32| {
        let word = code.words.get(target as usize).map(Cell::get);
        word.is_some_and(|w| {
            w.opcode() == Op::CallHelper as u8 && w.c() == Helper::StopIterationError as u16
        })
    };
    let handler =
        code.code.handlers.iter().find(|handler| (handler.start..handler.end).contains(&at));
    handler.is_some_and(|handler| !around_all(handler.target)) || generator.delegate().is_some()
}
