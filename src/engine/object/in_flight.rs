//! What the machine has under way while Python code runs in between: finalisers and callbacks of weak
//! references run wherever an object dies, also while an exception looks for its handler.

use super::frame::Outcome;
use super::value::Value;
use super::vm::Vm;

/// Set aside for the time of such a call.
struct InFlight {
    pending: Option<Value>,
    outcome: Option<Outcome>,
    reraising: bool,
    throwing: bool,
    stop_value: Value,
    sent: Value,
}

impl Vm {
    /// Runs Python code where something may be under way; that goes on afterwards as if nothing
    /// had been in between.
    pub(crate) fn in_between(&self, work: impl FnOnce()) {
        let kept = InFlight {
            pending: self.pending.take(),
            outcome: self.outcome.take(),
            reraising: self.reraising.replace(false),
            throwing: self.throwing.replace(false),
            stop_value: self.stop_value.replace(Value::NONE),
            sent: self.sent.replace(Value::NONE),
        };
        work();
        self.pending.set(kept.pending);
        self.outcome.set(kept.outcome);
        self.reraising.set(kept.reraising);
        self.throwing.set(kept.throwing);
        self.stop_value.set(kept.stop_value);
        self.sent.set(kept.sent);
    }
}
