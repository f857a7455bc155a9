//! Errors as they are about to be told, for a program that draws them its own way: who asks, and what
//! about. Draws nothing; CPython's text is what is written where nobody draws.

use taipan_compiler::code::Position;

use super::code::{CodeObject, FunctionObject};
use super::frame::Frame;
use super::header::Kind;
use super::value::Value;
use super::vm::Vm;

/// What is about to be told.
pub enum Event<'a> {
    /// An exception that nobody caught.
    Uncaught(&'a Value),
    /// An exception where none can be raised: what that is called, and the object it is about, which
    /// may be unbound or None.
    Ignored { what: &'a str, exception: &'a Value, object: &'a Value },
    /// A warning: its class and text, where it is given, and the object that is to blame.
    Warning {
        category: &'a str,
        text: &'a str,
        file: &'a str,
        line: u32,
        source: Option<&'a Value>,
    },
    /// What an event loop's exception handler is told: its text, a dict, and the exception.
    Loop { text: &'a str, context: &'a Value, exception: Option<&'a Value> },
    /// A task that is cancelled since its program has ended.
    Lost { task: &'a Value },
    /// A step or callback that took long, as a debugging loop tells it, and the task whose it was.
    Slow { text: &'a str, task: Option<&'a Value> },
}

/// Draws what is about to be told; `None` if CPython's text is wanted.
pub type Reporter = fn(&Vm, &Event) -> Option<String>;

/// A place in a program.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Spot {
    pub file: String,
    /// The qualified name of the code.
    pub function: String,
    /// Columns count bytes from 0; without extent where only the line is known.
    pub place: Position,
}

impl Spot {
    /// Where an instruction of that code comes from.
    pub(crate) fn of(code: &CodeObject, at: usize) -> Spot {
        Spot {
            file: code.code.filename.to_string(),
            function: code.code.qualname.to_string(),
            place: code.code.positions.get(at),
        }
    }
}

impl Vm {
    /// What the program draws instead of CPython's text.
    pub fn drawn(&self, event: &Event) -> Option<String> {
        self.reporter.get()?(self, event)
    }

    /// Keeps the code of a main module, whose module may go before what it made.
    pub(crate) fn keep_main_code(&self, code: &Value) {
        *self.main_code.borrow_mut() = Some(code.clone());
    }

    /// The code that has an instruction at that address, and where in it. Looks at all functions, so
    /// it is for messages only.
    pub(crate) fn spot_of_address(&self, address: usize) -> Option<Spot> {
        if address == 0 {
            return None;
        }
        let mut codes: Vec<Value> = self.main_code.borrow().iter().cloned().collect();
        let mut frame: *const Frame = self.frame.get();
        // SAFETY: the executing frame and those below it are alive.
        while let Some(live) = unsafe { frame.as_ref() } {
            codes.extend(live.function.get::<FunctionObject>().map(|f| f.code.get()));
            frame = live.prev;
        }
        let functions = self.live_objects(|kind| kind == Kind::Function);
        codes.extend(functions.iter().filter_map(|f| Some(f.get::<FunctionObject>()?.code.get())));
        while let Some(value) = codes.pop() {
            let Some(code) = value.get::<CodeObject>() else { continue };
            let words = code.words.as_ptr_range();
            if (words.start.addr()..words.end.addr()).contains(&address) {
                let at = (address - words.start.addr()) / size_of_val(&code.words[0]);
                return Some(Spot::of(code, at));
            }
            codes.extend(code.made_inner().cloned());
        }
        None
    }

    /// Where the function with that qualified name is defined, if there is only one.
    pub fn definition(&self, qualname: &str) -> Option<Spot> {
        let mut found: Option<Spot> = None;
        for function in self.live_objects(|kind| kind == Kind::Function) {
            let Some(function) = function.get::<FunctionObject>() else { continue };
            if function.qualname.get().as_str() != Some(qualname) {
                continue;
            }
            let code = function.code.get();
            let Some(code) = code.get::<CodeObject>() else { continue };
            let line = code.code.first_line;
            let place = Position { line, end_line: line, column: 0, end_column: 0 };
            let spot = Spot { place, ..Spot::of(code, 0) };
            if found.as_ref().is_some_and(|known| *known != spot) {
                return None;
            }
            found = Some(spot);
        }
        found
    }

    /// Whether `sys.stderr` is what it was at the start.
    pub fn has_own_stderr(&self) -> bool {
        match (self.sys_attr("stderr"), self.sys_attr("__stderr__")) {
            (Some(now), Some(first)) => now.is(&first) && !now.is_none(),
            (Some(_), None) | (None, Some(_)) => false,
            (None, None) => true,
        }
    }
}
