//! What a thread knows of its trace and profile functions. Who calls them, and when, is in
//! `vm/trace/`.

use std::cell::Cell;
use std::ptr;

use taipan_compiler::code::{Code, Mark};
use taipan_compiler::op::Op;

use super::frame::Frame;
use super::value::Value;
use super::var::Var;

/// One thread's tracing.
pub(crate) struct Tracing {
    /// What `sys.settrace` and `sys.setprofile` were given; unbound if nothing.
    pub(crate) trace: Var,
    pub(crate) profile: Var,
    /// How many such functions are being called: what they execute is not traced.
    pub(crate) busy: Cell<u32>,
    /// Whether the innermost dispatch loop is the one that looks at every instruction.
    pub(crate) in_loop: Cell<bool>,
    /// The frame whose instruction was looked at last; null once that frame was left.
    pub(crate) last: Cell<*mut Frame>,
    /// A frame was left: where it goes on next is no call.
    pub(crate) returning: Cell<bool>,
    /// The loop goes on in a generator that was resumed: that counts as a call.
    pub(crate) resumed: Cell<bool>,
    /// The native function being called, whose return will be reported; unbound if there is none.
    pub(crate) called: Var,
    /// The jump or branch being executed, whose goal will be reported: its event and word.
    pub(crate) jumping: Cell<Option<(u32, usize)>>,
}

impl Default for Tracing {
    fn default() -> Tracing {
        Tracing {
            trace: Var::unbound(),
            profile: Var::unbound(),
            busy: Cell::new(0),
            in_loop: Cell::new(false),
            last: Cell::new(ptr::null_mut()),
            returning: Cell::new(false),
            resumed: Cell::new(false),
            called: Var::unbound(),
            jumping: Cell::new(None),
        }
    }
}

impl Tracing {
    /// Whether somebody wants to know of this thread's events.
    pub(crate) fn is_wanted(&self) -> bool {
        !self.trace.is_unbound() || !self.profile.is_unbound()
    }

    pub(super) fn exchange(&self, other: &Tracing) {
        self.trace.exchange(&other.trace);
        self.profile.exchange(&other.profile);
        self.busy.swap(&other.busy);
        self.in_loop.swap(&other.in_loop);
        self.last.swap(&other.last);
        self.returning.swap(&other.returning);
        self.resumed.swap(&other.resumed);
        self.called.exchange(&other.called);
        self.jumping.swap(&other.jumping);
    }

    /// Drops all values.
    pub(super) fn clear(&self) {
        for var in [&self.trace, &self.profile, &self.called] {
            var.set(Value::UNBOUND);
        }
    }
}

/// Which words of a piece of code begin a line, as trace functions see it.
pub(crate) struct LineTable {
    /// For each word its line; 0 where no line can begin.
    lines: Box<[u32]>,
    /// As in [`Code`].
    marks: Box<[Mark]>,
}

impl LineTable {
    pub(crate) fn new(code: &Code) -> LineTable {
        let mut lines = Vec::with_capacity(code.words.len());
        for (count, position) in code.positions.runs() {
            let empty =
                position.end_line == position.line && position.end_column == position.column;
            let line = if empty { 0 } else { position.line };
            lines.extend(std::iter::repeat_n(line, count));
        }
        // The first words of a class body have no place but its first line.
        if let Some(first) = lines.first_mut()
            && code.positions.get(0).column == 0
            && *first == 0
        {
            *first = code.positions.get(0).line;
        }
        for (word, line) in code.words.iter().zip(&mut lines) {
            if Op::from_number(word.opcode()).is_some_and(Op::is_added) {
                *line = 0;
            }
        }
        LineTable { lines: lines.into(), marks: code.marks.clone() }
    }

    /// The line of a word, if one can begin there.
    pub(crate) fn line(&self, word: usize) -> u32 {
        self.lines.get(word).copied().unwrap_or(0)
    }

    /// Lines without an instruction; as far as words are counted, they lie behind all others.
    pub(crate) fn without_instruction(&self) -> impl Iterator<Item = u32> + '_ {
        self.marks.iter().map(|mark| mark.line)
    }

    /// The lines without an instruction in front of a word.
    pub(crate) fn marks(&self, word: usize) -> impl Iterator<Item = &Mark> {
        self.marks.iter().filter(move |mark| mark.word as usize == word)
    }
}
