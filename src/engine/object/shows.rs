//! What a program is shown doing, for `--trace`: instructions, turns of event loops, collections. Lines
//! go to the process's standard error; nothing is looked at while nobody asks.

use std::cell::Cell;
use std::collections::HashMap;

use taipan_compiler::op::Instruction;

use super::code::CodeObject;
use super::frame::Frame;
use super::vm::Vm;
use crate::host::Stream;

/// What is shown.
#[derive(Default)]
pub struct Shows {
    /// Every instruction before it is executed.
    pub ops: Cell<bool>,
    /// What event loops do.
    pub loops: Cell<bool>,
    /// Collections; and at the end, what is left.
    pub heap: Cell<bool>,
    /// When the first line of a loop's trace was written, in nanoseconds.
    pub(crate) began: Cell<Option<u64>>,
}

/// So many types are listed at the end.
const MOST_TYPES: usize = 20;

impl Vm {
    /// Has every instruction shown, from the next call on.
    pub fn show_ops(&self) {
        self.shows.ops.set(true);
        self.tracing_changed();
    }

    /// Writes one line of a trace.
    #[cold]
    pub(crate) fn show(&self, what: &str, text: &str) {
        // Nobody is left to hear that it cannot be written.
        let _ = self.host.write(Stream::Stderr, format!("{what}: {text}\n").as_bytes());
    }

    /// Shows the instruction that a frame is at.
    ///
    /// # Safety
    /// `frame` is a live frame whose `pc` is saved.
    #[cold]
    pub(crate) unsafe fn show_op(&self, frame: *const Frame) {
        // SAFETY: by contract; a frame's code lives as long as it.
        let (code, at): (&CodeObject, usize) = unsafe { (&*(*frame).code, Frame::position(frame)) };
        let line = code.code.positions.get(at).line;
        // As it was compiled: what it was turned into since then is the machine's own affair.
        let word = code.code.words.get(at).copied();
        let op = word.and_then(Instruction::decode);
        let op = op.map_or_else(|| "?".to_owned(), |op| op.to_string());
        self.show("op", &format!("{}:{line} {} {at} {op}", code.code.filename, code.code.qualname));
    }

    /// Shows what the collector has done, and what lives.
    pub fn show_heap(&self) {
        let totals = self.heap.watch.totals.get();
        let names = ["young", "middle", "full"];
        for (name, [collections, objects, _]) in names.iter().zip(totals) {
            if collections > 0 {
                let text = format!("{collections} {name} collections freed {objects} objects");
                self.show("heap", &text);
            }
        }
        let live = self.live_objects(|_| true);
        self.show("heap", &format!("{} bytes, {} containers live", self.heap.bytes(), live.len()));
        let mut counts: HashMap<String, usize> = HashMap::new();
        for object in &live {
            *counts.entry(self.type_of(object).full_name()).or_default() += 1;
        }
        let mut counts: Vec<(String, usize)> = counts.into_iter().collect();
        counts.sort_by(|a, b| b.1.cmp(&a.1).then(a.0.cmp(&b.0)));
        for (name, count) in counts.into_iter().take(MOST_TYPES) {
            self.show("heap", &format!("{count:8} {name}"));
        }
    }
}
