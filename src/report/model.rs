//! A report: what is wrong, where, and what to do, as data that `draw` and `json` show in their ways.

use taipan_engine::object::report::Spot;
use taipan_engine::types::exception::display::Link;

/// How bad it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Severity {
    Error,
    Warning,
}

/// Lines from 1, columns in bytes from 0; the end is behind the last byte.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Range {
    pub(crate) line: u32,
    pub(crate) column: u32,
    pub(crate) end_line: u32,
    pub(crate) end_column: u32,
}

impl Range {
    /// All text of a line.
    pub(crate) fn line(line: u32) -> Range {
        Range { line, column: 0, end_line: line, end_column: 0 }
    }

    /// Whether it is all of a line.
    pub(crate) fn is_line(self) -> bool {
        self.column == 0 && self.end_column == 0
    }

    pub(crate) fn of(spot: &Spot) -> Range {
        let place = spot.place;
        let (column, end_column) = (place.column, place.end_column);
        Range { line: place.line, column, end_line: place.end_line.max(place.line), end_column }
    }
}

/// A marked place in a file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Mark {
    pub(crate) file: String,
    pub(crate) range: Range,
    pub(crate) text: String,
}

impl Mark {
    pub(crate) fn new(file: &str, range: Range, text: impl Into<String>) -> Mark {
        Mark { file: file.to_owned(), range, text: text.into() }
    }

    pub(crate) fn at(spot: &Spot, text: impl Into<String>) -> Mark {
        Mark::new(&spot.file, Range::of(spot), text)
    }
}

/// A change of one file after which it can be parsed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Fix {
    /// What it does: "add ':'".
    pub(crate) what: String,
    pub(crate) range: Range,
    /// What stands there then.
    pub(crate) text: String,
    /// The line as it reads then.
    pub(crate) line: String,
}

/// One step of the way that an exception took.
#[derive(Clone, Debug)]
pub(crate) struct Step {
    pub(crate) spot: Spot,
    pub(crate) times: usize,
}

/// A task that the report is about.
#[derive(Clone, Debug)]
pub(crate) struct Task {
    pub(crate) name: String,
    pub(crate) coroutine: String,
    pub(crate) made: Option<Spot>,
}

/// What there is to tell.
#[derive(Debug)]
pub(crate) struct Report {
    /// What brought it up: `uncaught`, `ignored`, `warning`, `loop`, `slow`, `syntax`.
    pub(crate) event: &'static str,
    pub(crate) severity: Severity,
    /// The name of the class, or of the mistake.
    pub(crate) code: String,
    pub(crate) message: String,
    /// The first one is what it is about.
    pub(crate) marks: Vec<Mark>,
    pub(crate) path: Vec<Step>,
    pub(crate) tasks: Vec<Task>,
    pub(crate) notes: Vec<String>,
    /// What to do.
    pub(crate) help: Vec<String>,
    pub(crate) fix: Option<Fix>,
    /// How the report before it, in a row of them, led to it.
    pub(crate) link: Option<Link>,
    /// What a group holds, each as a row.
    pub(crate) members: Vec<Vec<Report>>,
    pub(crate) left_out: usize,
}

impl Report {
    pub(crate) fn new(
        event: &'static str,
        severity: Severity,
        code: &str,
        message: &str,
    ) -> Report {
        Report {
            event,
            severity,
            code: code.to_owned(),
            message: message.to_owned(),
            marks: Vec::new(),
            path: Vec::new(),
            tasks: Vec::new(),
            notes: Vec::new(),
            help: Vec::new(),
            fix: None,
            link: None,
            members: Vec::new(),
            left_out: 0,
        }
    }
}
