//! What `sys.monitoring` was told: which tool wants to hear of which events, everywhere or in single
//! pieces of code. Who tells it is in `vm/trace/`.

use std::cell::{Cell, RefCell};
use std::collections::{HashMap, HashSet};

use super::value::Value;
use super::var::Var;

/// How many tools there can be.
pub(crate) const TOOLS: usize = 6;

/// Events, each a bit; the numbers are those of `sys.monitoring.events`.
pub(crate) mod event {
    pub(crate) const PY_START: u32 = 1 << 0;
    pub(crate) const PY_RESUME: u32 = 1 << 1;
    pub(crate) const PY_RETURN: u32 = 1 << 2;
    pub(crate) const PY_YIELD: u32 = 1 << 3;
    pub(crate) const CALL: u32 = 1 << 4;
    pub(crate) const LINE: u32 = 1 << 5;
    pub(crate) const INSTRUCTION: u32 = 1 << 6;
    pub(crate) const JUMP: u32 = 1 << 7;
    pub(crate) const BRANCH: u32 = 1 << 8;
    pub(crate) const STOP_ITERATION: u32 = 1 << 9;
    pub(crate) const RAISE: u32 = 1 << 10;
    pub(crate) const EXCEPTION_HANDLED: u32 = 1 << 11;
    pub(crate) const PY_UNWIND: u32 = 1 << 12;
    pub(crate) const PY_THROW: u32 = 1 << 13;
    pub(crate) const RERAISE: u32 = 1 << 14;
    pub(crate) const C_RETURN: u32 = 1 << 15;
    pub(crate) const C_RAISE: u32 = 1 << 16;
    /// Those that belong to a place of a piece of code, and can be disabled there.
    pub(crate) const LOCAL: u32 = STOP_ITERATION * 2 - 1;
    pub(crate) const ALL: u32 = C_RAISE * 2 - 1;

    /// The names, in the order of the bits.
    pub(crate) const NAMES: [&str; 17] = [
        "PY_START",
        "PY_RESUME",
        "PY_RETURN",
        "PY_YIELD",
        "CALL",
        "LINE",
        "INSTRUCTION",
        "JUMP",
        "BRANCH",
        "STOP_ITERATION",
        "RAISE",
        "EXCEPTION_HANDLED",
        "PY_UNWIND",
        "PY_THROW",
        "RERAISE",
        "C_RETURN",
        "C_RAISE",
    ];

    /// The name of one event.
    pub(crate) fn name(event: u32) -> &'static str {
        NAMES.get(event.trailing_zeros() as usize).copied().unwrap_or("NO_EVENTS")
    }
}

/// What one tool wants of one piece of code.
struct Wish {
    tool: usize,
    /// The code's address; the code itself is kept, so that no other one gets it.
    code: usize,
    _kept: Value,
    events: u32,
}

/// What all tools want.
#[derive(Default)]
pub(crate) struct Monitoring {
    pub(crate) names: [Var; TOOLS],
    /// `sys.monitoring.DISABLE` and `sys.monitoring.MISSING`.
    pub(crate) disable: Var,
    pub(crate) missing: Var,
    events: [Cell<u32>; TOOLS],
    wishes: RefCell<Vec<Wish>>,
    callbacks: RefCell<HashMap<(usize, u32), Value>>,
    /// Tool, event, code and word.
    disabled: RefCell<HashSet<(usize, u32, usize, usize)>>,
    /// Code that `disabled` speaks of.
    kept: RefCell<HashMap<usize, Value>>,
    /// All events that anybody wants anywhere.
    union: Cell<u32>,
}

impl Monitoring {
    pub(crate) fn is_wanted(&self) -> bool {
        self.union.get() != 0
    }

    /// Whether somebody wants one of the events somewhere.
    pub(crate) fn wants(&self, events: u32) -> bool {
        self.union.get() & events != 0
    }

    pub(crate) fn events(&self, tool: usize) -> u32 {
        self.events[tool].get()
    }

    pub(crate) fn set_events(&self, tool: usize, events: u32) {
        self.events[tool].set(events);
        self.count();
    }

    pub(crate) fn local_events(&self, tool: usize, code: &Value) -> u32 {
        let wishes = self.wishes.borrow();
        let own = wishes.iter().find(|w| w.tool == tool && w.code == code.bits());
        own.map_or(0, |w| w.events)
    }

    pub(crate) fn set_local_events(&self, tool: usize, code: &Value, events: u32) {
        let mut wishes = self.wishes.borrow_mut();
        let at = wishes.iter().position(|w| w.tool == tool && w.code == code.bits());
        let gone = at.map(|at| wishes.swap_remove(at));
        if events != 0 {
            wishes.push(Wish { tool, code: code.bits(), _kept: code.clone(), events });
        }
        drop(wishes);
        drop(gone);
        self.count();
    }

    /// Forgets all that a tool wants.
    pub(crate) fn clear_tool(&self, tool: usize) {
        self.events[tool].set(0);
        let gone: Vec<Wish> = self.wishes.borrow_mut().extract_if(.., |w| w.tool == tool).collect();
        drop(gone);
        let gone: Vec<_> = self.callbacks.borrow_mut().extract_if(|key, _| key.0 == tool).collect();
        drop(gone);
        self.disabled.borrow_mut().retain(|key| key.0 != tool);
        self.count();
    }

    fn count(&self) {
        let everywhere = self.events.iter().fold(0, |all, events| all | events.get());
        let union = self.wishes.borrow().iter().fold(everywhere, |all, wish| all | wish.events);
        self.union.set(union);
    }

    /// The tools that want the event at this word of the code, and what they want called.
    pub(crate) fn interested(&self, event: u32, code: &Value, word: usize) -> Vec<(usize, Value)> {
        // How a call ends is told to whoever is told of it.
        let asked =
            if event & (event::C_RETURN | event::C_RAISE) != 0 { event::CALL } else { event };
        if !self.wants(asked) {
            return Vec::new();
        }
        let wants = |tool: &usize| {
            (self.events(*tool) | self.local_events(*tool, code)) & asked != 0
                && !self.disabled.borrow().contains(&(*tool, event, code.bits(), word))
        };
        let callbacks = self.callbacks.borrow();
        let callback = |tool| Some((tool, callbacks.get(&(tool, event))?.clone()));
        (0..TOOLS).filter(wants).filter_map(callback).collect()
    }

    /// Sets what is called; gives what was before.
    pub(crate) fn set_callback(&self, tool: usize, event: u32, function: Option<Value>) -> Value {
        let mut callbacks = self.callbacks.borrow_mut();
        let old = match function {
            Some(function) => callbacks.insert((tool, event), function),
            None => callbacks.remove(&(tool, event)),
        };
        old.unwrap_or(Value::NONE)
    }

    /// No such event at this place any more.
    pub(crate) fn disable(&self, tool: usize, event: u32, code: &Value, word: usize) {
        self.kept.borrow_mut().insert(code.bits(), code.clone());
        self.disabled.borrow_mut().insert((tool, event, code.bits(), word));
    }

    pub(crate) fn enable_all(&self) {
        self.disabled.borrow_mut().clear();
        drop(self.kept.take());
    }
}
