//! Syntax errors as reports: what is marked besides the place itself, and what to do.

use taipan_engine::object::vm::Vm;
use taipan_engine::types::exception::display::facts::{Failure, Syntax};
use taipan_grammar::{SyntaxError, SyntaxErrorKind};

use super::model::{Mark, Range, Report, Severity};
use super::recovery::{self, Found, Mistake, first_word, indent};
use super::{advice, fixes};

/// What a look at a source gave.
pub(crate) struct Checked {
    pub(crate) reports: Vec<Report>,
    /// Whether it can be compiled.
    pub(crate) fine: bool,
    /// The lines of the source.
    pub(crate) lines: Vec<String>,
}

/// All syntax errors of a source, or what there is to warn of.
pub(crate) fn check(bytes: &[u8], file: &str) -> Checked {
    let text = match taipan_grammar::decode(bytes) {
        Ok(text) => text,
        Err(error) => {
            let text = String::from_utf8_lossy(bytes);
            let lines = text.lines().map(str::to_owned).collect();
            let mut report = Report::new("syntax", Severity::Error, class(&error), &error.message);
            report.marks = vec![Mark::new(file, Range::line(error.lineno.max(1)), "")];
            report.help = advice::of_syntax(&error.message);
            return Checked { reports: vec![report], fine: false, lines };
        }
    };
    let found = recovery::find(&text, file);
    let lines = text.replace("\r\n", "\n").split('\n').map(str::to_owned).collect();
    let mut reports = reports(&found, file);
    let fine = reports.is_empty() && found.other.is_none();
    if let Some(other) = &found.other {
        reports.push(Report::new("syntax", Severity::Error, "RecursionError", other));
    }
    for warning in &found.warnings {
        let mut report =
            Report::new("syntax", Severity::Warning, "SyntaxWarning", &warning.message);
        report.marks = vec![Mark::new(file, Range::line(warning.lineno), "")];
        report.help = advice::of_warning("SyntaxWarning", &warning.message);
        reports.push(report);
    }
    Checked { reports, fine, lines }
}

/// A SyntaxError that a program was given: with the other mistakes of its file, if it is about one.
pub(crate) fn of_exception(vm: &Vm, failure: &Failure, known: &Syntax) -> Vec<Report> {
    let line = u32::try_from(known.line).unwrap_or(0);
    let lines = vm.source_lines(&known.file);
    let found = recovery::find(&lines.join("\n"), &known.file);
    let same = found
        .mistakes
        .first()
        .is_some_and(|first| first.error.lineno == line && first.error.message == failure.message);
    if same && !lines.is_empty() {
        return reports(&found, &known.file);
    }
    let mut report = Report::new("syntax", Severity::Error, &failure.class, &failure.message);
    report.help = advice::of_syntax(&failure.message);
    let text = known.text.as_deref().unwrap_or_default();
    let end = if known.end_line == known.line { known.end_offset } else { 0 };
    if line > 0 && lines.get(line as usize - 1).is_some_and(|l| l.trim() == text.trim()) {
        let range = columns(lines.get(line as usize - 1), line, known.offset, end);
        report.marks = vec![Mark::new(&known.file, range, "")];
    } else if !text.trim().is_empty() {
        let place = if known.line > 0 { format!(", line {}", known.line) } else { String::new() };
        let file = if known.file.is_empty() { "<string>" } else { known.file.as_str() };
        report.notes.push(format!("in {file}{place}:\n    {}", text.trim()));
    }
    vec![report]
}

fn class(error: &SyntaxError) -> &'static str {
    match error.kind {
        SyntaxErrorKind::Syntax => "SyntaxError",
        SyntaxErrorKind::Indentation => "IndentationError",
        SyntaxErrorKind::Tab => "TabError",
        SyntaxErrorKind::TooComplex => "MemoryError",
    }
}

fn reports(found: &Found, file: &str) -> Vec<Report> {
    let each = found.mistakes.iter().enumerate();
    let mut all: Vec<Report> =
        each.map(|(at, mistake)| report(mistake, found.mistakes.get(at + 1), file)).collect();
    // The parser finds some before others that stand above them.
    all.sort_by_key(|report| report.marks.first().map(|mark| mark.range));
    all
}

fn report(mistake: &Mistake, next: Option<&Mistake>, file: &str) -> Report {
    let error = &mistake.error;
    let mut report = Report::new("syntax", Severity::Error, class(error), &error.message);
    let (text, second) = marks(error, &mistake.lines);
    report.marks = vec![Mark::new(file, place(error, &mistake.lines), text)];
    report.marks.extend(second.map(|(range, text)| Mark::new(file, range, text)));
    report.fix = fixes::find(mistake, next, file);
    report.help = advice::of_syntax(&error.message);
    if report.fix.is_some() {
        // The change says it.
        report.help.truncate(1);
    }
    report
}

/// The marked range, in bytes.
fn place(error: &SyntaxError, lines: &[String]) -> Range {
    if error.kind == SyntaxErrorKind::Indentation {
        // The columns are those of white space.
        return Range::line(error.lineno);
    }
    let line = lines.get((error.lineno as usize).wrapping_sub(1));
    let end = if error.end_lineno == error.lineno { i64::from(error.end_offset) } else { 0 };
    let mut range = columns(line, error.lineno, i64::from(error.offset), end);
    if error.end_lineno > error.lineno && error.end_offset > 0 {
        let last = lines.get(error.end_lineno as usize - 1);
        let end = columns(last, error.end_lineno, 1, i64::from(error.end_offset));
        (range.end_line, range.end_column) = (error.end_lineno, end.end_column);
    }
    range
}

/// Columns that count characters from 1 as bytes of the line.
fn columns(line: Option<&String>, number: u32, offset: i64, end: i64) -> Range {
    let line = line.map_or("", String::as_str);
    let byte = |offset: i64| {
        let chars = usize::try_from(offset - 1).unwrap_or(0);
        line.char_indices().nth(chars).map_or(line.len(), |(at, _)| at)
    };
    if offset <= 0 {
        return Range::line(number);
    }
    let column = byte(offset);
    let end = if end > offset { byte(end) } else { 0 };
    let one = line.get(column..).and_then(|rest| rest.chars().next()).map_or(1, char::len_utf8);
    let end_column = end.max(column + one);
    Range { line: number, column: column as u32, end_line: number, end_column: end_column as u32 }
}

type Second = Option<(Range, String)>;

/// What the place itself is called, and a second place that matters.
fn marks(error: &SyntaxError, lines: &[String]) -> (String, Second) {
    let message = error.message.as_str();
    let at = (error.lineno as usize).wrapping_sub(1);
    if message.ends_with("was never closed") {
        let open = message.chars().nth(1).unwrap_or('(');
        return (format!("'{open}' is opened here"), missing_close(lines, at));
    }
    if let Some(bracket) = recovery::left_open(lines, error) {
        let second = (one_sign(bracket), "this bracket was not closed before".to_owned());
        return ("a statement cannot begin here".to_owned(), Some(second));
    }
    if message.starts_with("closing parenthesis") {
        let second = open_bracket(error, lines);
        return ("this does not close it".to_owned(), second);
    }
    if let Some((_, number)) = message.split_once(" on line ")
        && message.starts_with("expected an indented block")
        && let Ok(head) = number.parse::<u32>()
    {
        let text = "this begins a block".to_owned();
        return ("this should be set in".to_owned(), Some((Range::line(head), text)));
    }
    if message == "expected 'except' or 'finally' block" {
        let own = lines.get(at).and_then(|line| indent(line)).unwrap_or(0);
        let begins = |l: &usize| first_word(&lines[*l]) == "try";
        let head = (0..at).rev().filter(begins).find(|l| indent(&lines[*l]) >= Some(own));
        let second =
            head.map(|l| (Range::line(l as u32 + 1), "the `try` that it belongs to".to_owned()));
        return ("an `except` or `finally` is missing before this".to_owned(), second);
    }
    if message == "unexpected indent" {
        let before = (0..at).rev().find(|l| indent(&lines[*l]).is_some());
        let text = "it is set in more than this".to_owned();
        return (String::new(), before.map(|l| (Range::line(l as u32 + 1), text)));
    }
    if message.starts_with("unindent does not match") {
        let own = lines.get(at).and_then(|line| indent(line)).unwrap_or(0);
        let outer = (0..at).rev().find(|l| indent(&lines[*l]).is_some_and(|i| i < own));
        let text = "neither as far as this block, nor as far as what is in it".to_owned();
        return (
            "this stands in between".to_owned(),
            outer.map(|l| (Range::line(l as u32 + 1), text)),
        );
    }
    if message.starts_with("unterminated triple-quoted") {
        return ("the text begins here and goes on to the end of the file".to_owned(), None);
    }
    if message.starts_with("unterminated ") {
        return ("the text begins here".to_owned(), None);
    }
    if let Some(name) = twice(message) {
        let text = format!("'{name}' comes here first");
        return (String::new(), earlier(error, lines, name).map(|range| (range, text)));
    }
    if message.contains("outside async function")
        || message.contains("outside of an asynchronous function")
    {
        return (String::new(), function_around(lines, at));
    }
    (String::new(), None)
}

/// The line in which an open bracket should have been closed.
fn missing_close(lines: &[String], at: usize) -> Second {
    let end = recovery::bracket_end(lines, at)?;
    let last = (at..end).rev().find(|l| indent(&lines[*l]).is_some())?;
    let column = recovery::code_end(lines, last) as u32;
    let range = Range {
        line: last as u32 + 1,
        column: column.saturating_sub(1),
        end_line: last as u32 + 1,
        end_column: column,
    };
    Some((range, "it should be closed by the end of this line".to_owned()))
}

/// The innermost bracket that is open in front of the mistake.
fn open_bracket(error: &SyntaxError, lines: &[String]) -> Second {
    let at = (error.lineno as usize).checked_sub(1)?;
    let column = place(error, lines).column as usize;
    let bracket = recovery::open_bracket(lines, at, column)?;
    Some((one_sign(bracket), "this is the bracket that is open".to_owned()))
}

fn one_sign((line, column): (usize, usize)) -> Range {
    let (line, column) = (line as u32 + 1, column as u32);
    Range { line, column, end_line: line, end_column: column + 1 }
}

/// The name that a message says comes twice.
fn twice(message: &str) -> Option<&str> {
    let told = message.starts_with("duplicate argument")
        || message.contains("prior to global declaration")
        || message.contains("prior to nonlocal declaration")
        || message.contains("before global declaration")
        || message.contains("before nonlocal declaration")
        || message.contains("is parameter and ")
        || message.starts_with("keyword argument repeated");
    if !told {
        return None;
    }
    match message.split_once("repeated: ") {
        Some((_, name)) => Some(name),
        None => message.split('\'').nth(1),
    }
}

/// The name's last place before the mistake, on its line or one before.
fn earlier(error: &SyntaxError, lines: &[String], name: &str) -> Option<Range> {
    let at = (error.lineno as usize).checked_sub(1)?;
    let from = place(error, lines).column as usize;
    for line in (at.saturating_sub(200)..=at).rev() {
        let text = lines.get(line)?;
        let text = if line == at { text.get(..from)? } else { text.as_str() };
        let is_word = |c: Option<char>| c.is_some_and(|c| c.is_alphanumeric() || c == '_');
        let places: Vec<usize> = text.match_indices(name).map(|(at, _)| at).collect();
        let found = places.into_iter().rev().find(|at| {
            !is_word(text[..*at].chars().next_back())
                && !is_word(text[at + name.len()..].chars().next())
        });
        if let Some(column) = found {
            let (column, end_column) = (column as u32, (column + name.len()) as u32);
            let line = line as u32 + 1;
            return Some(Range { line, column, end_line: line, end_column });
        }
    }
    None
}

/// The head of the function around a line.
fn function_around(lines: &[String], at: usize) -> Second {
    let mut inner = indent(lines.get(at)?)?;
    for line in (0..at).rev() {
        let Some(depth) = indent(&lines[line]) else { continue };
        if depth < inner {
            inner = depth;
            if first_word(&lines[line]) == "def" {
                let text = "the function around it is not `async`".to_owned();
                return Some((Range::line(line as u32 + 1), text));
            }
        }
    }
    None
}
