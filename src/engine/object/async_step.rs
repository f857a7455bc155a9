//! One step of an asynchronous generator: what `__anext__`, `asend`, `athrow` and `aclose` give, and
//! what `anext(iterator, default)` gives. What a step does is in `vm/async_generator.rs`.

use std::cell::Cell;

use super::frame::{Flavor, GeneratorObject};
use super::header::Traverse;
use super::value::Value;
use super::var::Var;

/// What a step does to the generator.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum StepKind {
    /// Sends `value`: `__anext__`, `asend`.
    Send,
    /// Throws what the tuple in `value` says: `athrow`.
    Throw,
    /// Throws GeneratorExit: `aclose`.
    Close,
    /// Awaits `of`, whose StopAsyncIteration becomes the result `value`.
    Default,
}

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum StepState {
    Created,
    Begun,
    Closed,
}

/// The payload.
pub struct AsyncStep {
    pub kind: StepKind,
    pub state: Cell<StepState>,
    /// The asynchronous generator; the awaitable of a `Default`.
    pub of: Value,
    pub value: Var,
}

impl Traverse for AsyncStep {
    fn traverse(&self, visit: &mut dyn FnMut(&Value)) {
        visit(&self.of);
        self.value.visit(visit);
    }

    // `of` stays: it was there before the step, so a cycle goes through something else, too.
    fn clear(&self) {
        self.value.set(Value::UNBOUND);
    }
}

impl AsyncStep {
    pub fn new(kind: StepKind, of: Value, value: Value) -> AsyncStep {
        AsyncStep { kind, state: Cell::new(StepState::Created), of, value: value.into() }
    }

    /// The asynchronous generator; `None` for a `Default`.
    pub fn generator(&self) -> Option<&GeneratorObject> {
        match self.kind {
            StepKind::Send | StepKind::Throw | StepKind::Close => self.of.get::<GeneratorObject>(),
            StepKind::Default => None,
        }
    }

    /// The generator or coroutine that runs when the step does, unless other code stands between.
    pub fn target(&self) -> Option<&GeneratorObject> {
        if self.kind != StepKind::Default {
            return self.of.get::<GeneratorObject>();
        }
        match self.of.get_exact::<AsyncStep>() {
            Some(inner) => inner.generator(),
            None => self
                .of
                .get_exact::<GeneratorObject>()
                .filter(|inner| inner.flavor == Flavor::Coroutine),
        }
    }
}

/// The generator that a `Delegate` on the value goes on in without leaving the dispatch loop. An
/// asynchronous generator itself stands for its next step: so `async for` needs no object for it.
pub fn delegate_target(value: &Value) -> Option<&GeneratorObject> {
    match value.get_exact::<GeneratorObject>() {
        Some(generator) => Some(generator),
        None => value.get_exact::<AsyncStep>().and_then(AsyncStep::target),
    }
}
