//! Exceptions as text: the traceback as CPython prints it, chains, groups, notes. Raises nothing and
//! decides nothing about exceptions.

mod anchors;
pub mod facts;
mod frame_lines;
mod report;
mod source;
mod stdlib_names;
mod suggest;
mod syntax;
mod width;

pub(crate) use report::UNRAISABLE_ARGS;

use std::fmt::Write;

pub(crate) use stdlib_names::STDLIB_NAMES;
pub(crate) use suggest::closest;

use taipan_compiler::code::Position;

use super::{ExceptionObject, SYNTAX_ERROR};
use crate::object::slots::PyResult;
use crate::object::types::TypeRef;
use crate::object::value::Value;
use crate::object::vm::Vm;
use crate::types::frame::TracebackObject;
use crate::types::list::ListObject;

/// What a file is called: statements of the prompt are one file to whoever typed them.
pub fn shown_name(filename: &str) -> &str {
    match filename.strip_prefix("<stdin>-") {
        Some(number) if number.bytes().all(|byte| byte.is_ascii_digit()) => "<stdin>",
        _ => filename,
    }
}

/// The text of a str with lone surrogates written as escapes, as on CPython's `stderr`.
pub(crate) fn display_text(value: &Value) -> String {
    let Some(text) = value.as_str_object() else { return String::new() };
    if let Some(text) = text.as_str() {
        return text.to_owned();
    }
    escape_surrogates(text.as_bytes()).unwrap_or_else(|| text.to_lossy().into_owned())
}

/// Turns the three bytes of each lone surrogate into `\udXXX`.
fn escape_surrogates(bytes: &[u8]) -> Option<String> {
    let mut out = String::new();
    let mut rest = bytes;
    while !rest.is_empty() {
        match std::str::from_utf8(rest) {
            Ok(text) => {
                out.push_str(text);
                break;
            }
            Err(error) => {
                let (valid, tail) = rest.split_at_checked(error.valid_up_to())?;
                out.push_str(std::str::from_utf8(valid).ok()?);
                let (surrogate, tail) = tail.split_at_checked(3)?;
                let [_, second, third] = surrogate else { return None };
                let low = u32::from(second & 0x3f) << 6 | u32::from(third & 0x3f);
                let _ = write!(out, "\\u{:04x}", 0xd000 | low);
                rest = tail;
            }
        }
    }
    Some(out)
}

/// How an exception is linked to the one printed before it.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Link {
    /// `raise … from` that one.
    Cause,
    /// That one was being handled.
    Context,
}

/// Groups nested deeper, and exceptions beyond so many of one group, are left out.
const MOST_DEPTH: usize = 10;
const MOST_MEMBERS: usize = 15;

/// Text being made, with the margin of the groups around it.
struct Writer<'a> {
    vm: &'a Vm,
    out: String,
    /// How many groups are around.
    depth: usize,
    /// Whether the innermost group still needs its closing line.
    open: bool,
    seen: Vec<Value>,
}

impl Vm {
    /// The text that the interpreter prints for an exception that nobody caught.
    pub fn format_exception(&self, exception: &Value) -> String {
        let mut writer =
            Writer { vm: self, out: String::new(), depth: 0, open: false, seen: Vec::new() };
        writer.chain(exception);
        writer.out
    }

    /// The last lines only: class, message and notes.
    pub fn format_exception_only(&self, exception: &Value) -> String {
        let mut out = String::new();
        last_lines(self, &mut out, exception);
        out
    }

    /// The entries of a traceback, as `traceback.format_tb` joins them.
    pub fn format_traceback(&self, traceback: &Value) -> String {
        let mut out = String::new();
        frames(self, &mut out, traceback, true);
        out
    }
}

impl Vm {
    /// One entry of a traceback: file, line, name, and the source with its carets.
    pub fn format_traceback_entry(&self, traceback: &Value) -> String {
        let mut out = String::new();
        let Some(this) = traceback.get::<TracebackObject>() else { return out };
        let Some((code, line)) = this.place() else { return out };
        let position = this.position(code);
        let code = &code.code;
        let entry =
            Entry { filename: code.filename.to_string(), name: code.name.to_string(), line };
        frame(self, &mut out, &entry, position, true);
        out
    }
}

impl Writer<'_> {
    fn emit(&mut self, text: &str, margin: char) {
        if self.depth == 0 {
            self.out.push_str(text);
            return;
        }
        for line in text.split_inclusive('\n') {
            self.indent();
            let _ = write!(self.out, "{margin} {line}");
        }
    }

    fn indent(&mut self) {
        (0..self.depth).for_each(|_| self.out.push_str("  "));
    }

    /// The exceptions that led to this one, first the oldest.
    fn chain(&mut self, exception: &Value) {
        let mut chain = vec![(exception.clone(), None)];
        self.seen.push(exception.clone());
        let mut at = exception.clone();
        while let Some((next, link)) = before(&at, &self.seen) {
            self.seen.push(next.clone());
            chain.push((next.clone(), Some(link)));
            at = next;
        }
        while let Some((exception, link)) = chain.pop() {
            self.one(&exception);
            if let Some(link) = link {
                self.emit(
                    match link {
                        Link::Cause => {
                            "\nThe above exception was the direct cause of the following \
                             exception:\n\n"
                        }
                        Link::Context => {
                            "\nDuring handling of the above exception, another exception \
                             occurred:\n\n"
                        }
                    },
                    '|',
                );
            }
        }
    }

    fn one(&mut self, exception: &Value) {
        if !self.vm.is_group(exception) {
            self.traceback(exception, "Traceback (most recent call last):\n", '|');
            let mut text = String::new();
            last_lines(self.vm, &mut text, exception);
            self.emit(&text, '|');
        } else if self.depth > MOST_DEPTH {
            self.emit(&format!("... (max_group_depth is {MOST_DEPTH})\n"), '|');
        } else {
            self.group(exception);
        }
    }

    fn traceback(&mut self, exception: &Value, title: &str, margin: char) {
        let traceback = exception.get::<ExceptionObject>().and_then(|e| e.traceback.bound());
        let Some(traceback) = traceback else { return };
        self.emit(title, margin);
        let mut text = String::new();
        frames(self.vm, &mut text, &traceback, true);
        self.emit(&text, '|');
    }

    fn group(&mut self, exception: &Value) {
        let outermost = self.depth == 0;
        if outermost {
            self.depth = 1;
        }
        let margin = if outermost { '+' } else { '|' };
        self.traceback(exception, "Exception Group Traceback (most recent call last):\n", margin);
        let mut text = String::new();
        last_lines(self.vm, &mut text, exception);
        self.emit(&text, '|');
        let members = self.vm.group_members(exception);
        let members = members.tuple_items();
        let shown = members.len().min(MOST_MEMBERS + 1);
        self.open = false;
        for (at, member) in members.iter().take(shown).enumerate() {
            // The closing line may be drawn by a group inside, when that is the last of all.
            self.open |= at + 1 == shown;
            self.indent();
            self.out.push_str(if at == 0 { "+-" } else { "  " });
            let left_out = at >= MOST_MEMBERS;
            let title = if left_out { "...".to_owned() } else { (at + 1).to_string() };
            let _ = writeln!(self.out, "+---------------- {title} ----------------");
            self.depth += 1;
            if left_out {
                let rest = members.len() - MOST_MEMBERS;
                let plural = if rest == 1 { "" } else { "s" };
                self.emit(&format!("and {rest} more exception{plural}\n"), '|');
            } else {
                self.chain(member);
            }
            if at + 1 == shown && self.open {
                self.indent();
                self.out.push_str("+------------------------------------\n");
                self.open = false;
            }
            self.depth -= 1;
        }
        if outermost {
            self.depth = 0;
        }
    }
}

/// The exception that led to this one, unless it was seen already.
fn before(exception: &Value, seen: &[Value]) -> Option<(Value, Link)> {
    let object = exception.get::<ExceptionObject>()?;
    let unseen = |v: Value| Some(v).filter(|v| !seen.contains(v));
    if let Some(cause) = object.cause.bound().and_then(unseen) {
        return Some((cause, Link::Cause));
    }
    if object.suppress_context.get() {
        return None;
    }
    object.context.bound().and_then(unseen).map(|context| (context, Link::Context))
}

/// A class with its module, unless that is `builtins` or the script.
fn class_name(class: &TypeRef) -> String {
    let name = class.qualname.get().to_text();
    let module = class.module.get();
    match module.as_str() {
        Some("builtins" | "__main__") => name,
        Some(module) => format!("{module}.{name}"),
        None => format!("<unknown>.{name}"),
    }
}

/// Class, message and notes.
fn last_lines(vm: &Vm, out: &mut String, exception: &Value) {
    let class = class_name(&vm.type_of(exception));
    if vm.is_exception(exception, &SYNTAX_ERROR) {
        syntax::lines(vm, out, &class, exception);
    } else {
        let mut message = message_of(vm, exception);
        message.push_str(&suggest::suggestion(vm, exception));
        if message.is_empty() {
            let _ = writeln!(out, "{class}");
        } else {
            let _ = writeln!(out, "{class}: {message}");
        }
    }
    notes(vm, out, exception);
}

/// `str(exception)`
fn message_of(vm: &Vm, exception: &Value) -> String {
    match vm.str_of(exception) {
        Ok(text) => display_text(&text),
        Err(_) => "<exception str() failed>".to_owned(),
    }
}

fn notes(vm: &Vm, out: &mut String, exception: &Value) {
    for note in all_notes(vm, exception) {
        out.push_str(&note);
        out.push('\n');
    }
}

/// The exception's notes as text.
fn all_notes(vm: &Vm, exception: &Value) -> Vec<String> {
    let Ok(Some(notes)) = vm.getattr_opt(exception, &vm.names().__notes__) else {
        return Vec::new();
    };
    if notes.is_none() {
        return Vec::new();
    }
    let shown = |text: PyResult, failed: &str| match text {
        Ok(text) => display_text(&text),
        Err(_) => failed.to_owned(),
    };
    let is_sequence = notes.get::<ListObject>().is_some() || notes.as_tuple().is_some();
    let all = if is_sequence { vm.to_vec(&notes).ok() } else { None };
    match all {
        None => vec![shown(vm.repr(&notes), "<__notes__ repr() failed>")],
        Some(all) => all.iter().map(|note| shown(vm.str_of(note), "<note str() failed>")).collect(),
    }
}

/// One entry of a traceback as plain data.
#[derive(PartialEq, Eq)]
struct Entry {
    filename: String,
    name: String,
    line: u32,
}

/// The entries of a traceback from `traceback` on, with repetitions folded.
fn frames(vm: &Vm, out: &mut String, traceback: &Value, carets: bool) {
    /// So many equal entries are shown before the rest is counted.
    const SHOWN: usize = 3;
    let mut last: Option<Entry> = None;
    let mut count = 0;
    let mut at = traceback.clone();
    while let Some(this) = at.get::<TracebackObject>() {
        if let Some((code, line)) = this.place() {
            let position = this.position(code);
            let code = &code.code;
            let entry =
                Entry { filename: code.filename.to_string(), name: code.name.to_string(), line };
            if last.as_ref() != Some(&entry) {
                repeated(out, count, SHOWN);
                count = 0;
            }
            count += 1;
            if count <= SHOWN {
                frame(vm, out, &entry, position, carets);
            }
            last = Some(entry);
        }
        let next = this.next.get();
        at = next;
    }
    repeated(out, count, SHOWN);
}

fn repeated(out: &mut String, count: usize, shown: usize) {
    let Some(more @ 1..) = count.checked_sub(shown) else { return };
    let plural = if more == 1 { "" } else { "s" };
    let _ = writeln!(out, "  [Previous line repeated {more} more time{plural}]");
}

fn frame(vm: &Vm, out: &mut String, entry: &Entry, position: Position, carets: bool) {
    let Entry { filename, name, line } = entry;
    let _ = writeln!(out, "  File \"{}\", line {line}, in {name}", shown_name(filename));
    if !carets || vm.started().without_columns.get() {
        let text = vm.source_line(filename, *line);
        if !text.is_empty() {
            let _ = writeln!(out, "    {text}");
        }
        return;
    }
    let lines = vm.source_lines(filename);
    let Some(first) = (position.line as usize).checked_sub(1) else { return };
    let end = (position.end_line as usize).max(first + 1).min(lines.len());
    let range: Vec<&str> =
        lines.get(first..end).unwrap_or(&[]).iter().map(String::as_str).collect();
    let end_line = (first + range.len()) as u32;
    let position = if end_line < position.end_line {
        // The file is shorter than it was: show what there is.
        Position { end_line: position.line, end_column: position.column, ..position }
    } else {
        position
    };
    frame_lines::draw(out, &range, position);
}

#[cfg(test)]
mod tests {
    use super::escape_surrogates;

    #[test]
    fn lone_surrogates_are_escaped() {
        assert_eq!(escape_surrogates(b"a\xed\xb2\x80b").as_deref(), Some("a\\udc80b"));
        assert_eq!(escape_surrogates("é".as_bytes()).as_deref(), Some("é"));
    }
}
