//! What is wrong with a pattern or a template: before and as the exception `re.PatternError`.

use taipan_engine::object::native::{Args, Signature};
use taipan_engine::object::slots::{PyResult, Raised, Slots};
use taipan_engine::object::types::{TypeSpec, type_flag};
use taipan_engine::object::value::Value;
use taipan_engine::object::vm::Vm;
use taipan_engine::types::exception::EXCEPTION;

/// A mistake on its way to the caller.
pub(super) enum Fault {
    /// A PatternError, with the place in code points if there is one.
    Pattern { message: String, at: Option<usize> },
    /// Any other exception.
    Other(Raised),
}

impl Fault {
    pub(super) fn at(message: impl Into<String>, at: usize) -> Fault {
        Fault::Pattern { message: message.into(), at: Some(at) }
    }

    pub(super) fn nowhere(message: impl Into<String>) -> Fault {
        Fault::Pattern { message: message.into(), at: None }
    }

    /// The exception, about that pattern or template.
    #[cold]
    pub(super) fn raise(self, vm: &Vm, source: &Value) -> Raised {
        let (message, at) = match self {
            Fault::Other(raised) => return raised,
            Fault::Pattern { message, at } => (message, at),
        };
        let mut args = vec![vm.str(&message)];
        if let Some(at) = at {
            args.extend([source.clone(), vm.int(at as i64)]);
        }
        Raised(vm.new_exception(&vm.ty(&PATTERN_ERROR), args))
    }
}

impl From<Raised> for Fault {
    fn from(raised: Raised) -> Fault {
        Fault::Other(raised)
    }
}

/// Line and column of a place, both from one, and whether there is more than one line.
fn place(pattern: &Value, at: i64) -> (i64, i64, bool) {
    let newline = u32::from(b'\n');
    let points: Vec<u32> = match pattern.as_str_object() {
        Some(text) => text.code_points().collect(),
        None => taipan_engine::types::bytes::Buffer::of_any(pattern)
            .map(|bytes| bytes.iter().map(|byte| u32::from(*byte)).collect())
            .unwrap_or_default(),
    };
    let end = if at < 0 { points.len() as i64 + at } else { at };
    let before = points.get(..end.clamp(0, points.len() as i64) as usize).unwrap_or(&[]);
    let lines = before.iter().filter(|p| **p == newline).count() as i64;
    let last = before.iter().rposition(|p| *p == newline).map_or(-1, |last| last as i64);
    (lines + 1, at - last, points.contains(&newline))
}

fn init(vm: &Vm, this: &Value, args: Args) -> PyResult<()> {
    let bound = Signature::parse("(msg, pattern=None, pos=None)").bind(vm, "PatternError", args)?;
    let [msg, pattern, pos] = bound.as_slice() else { return Ok(()) };
    let mut shown = msg.clone();
    let (mut line, mut column) = (Value::NONE, Value::NONE);
    if !pattern.is_none() && !pos.is_none() {
        let at = vm.index_clamped(pos)?;
        let (line_number, column_number, many) = place(pattern, at);
        (line, column) = (vm.int(line_number), vm.int(column_number));
        let mut text = vm.str_text(msg)?;
        text.push_str(&format!(" at position {at}"));
        if many {
            text.push_str(&format!(" (line {line_number}, column {column_number})"));
        }
        shown = vm.str(&text);
    }
    let attributes = [("msg", msg), ("pattern", pattern), ("pos", pos)];
    let places = [("lineno", &line), ("colno", &column)];
    for (name, value) in attributes.into_iter().chain(places) {
        vm.setattr(this, &vm.intern(name), Some(value))?;
    }
    match vm.ty(&EXCEPTION).slots.init.get() {
        Some(init) => init(vm, this, Args::positional_only(&[shown])),
        None => Ok(()),
    }
}

pub(super) static PATTERN_ERROR: TypeSpec = TypeSpec {
    name: "re.PatternError",
    base: Some(&EXCEPTION),
    doc: "A pattern or template that is none. Attributes: msg (without the place), pattern, pos \
          (where it went wrong), lineno and colno; None where that is not known.",
    slots: Slots { init: Some(init), ..Slots::NONE },
    flags: type_flag::BASE | type_flag::WEAK,
    ..TypeSpec::NONE
};
