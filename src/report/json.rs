//! Reports as JSON, one object in a line for each, for tools. `docs/errors.md` says what is in them.

use std::fmt::Write;

use taipan_engine::object::report::Spot;
use taipan_engine::types::exception::display::{Link, shown_name};

use super::model::{Mark, Range, Report, Severity, Task};
use super::source::Lines;

/// An object per report, the oldest first, each with a newline.
pub(crate) fn json(all: &[Report], lines: Lines) -> String {
    all.iter().map(|report| report_object(report, lines) + "\n").collect()
}

/// A text as a JSON string.
fn string(text: &str) -> String {
    let mut out = String::from('"');
    for c in text.chars() {
        match c {
            '"' => out.push_str("\\\""),
            '\\' => out.push_str("\\\\"),
            '\n' => out.push_str("\\n"),
            '\t' => out.push_str("\\t"),
            c if c.is_control() => {
                let _ = write!(out, "\\u{:04x}", u32::from(c));
            }
            c => out.push(c),
        }
    }
    out.push('"');
    out
}

fn list(items: impl IntoIterator<Item = String>) -> String {
    format!("[{}]", items.into_iter().collect::<Vec<_>>().join(","))
}

fn report_object(report: &Report, lines: Lines) -> String {
    let severity = match report.severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
    };
    let mut out = format!(
        "{{\"event\":{},\"severity\":\"{severity}\",\"code\":{},\"message\":{}",
        string(report.event),
        string(&report.code),
        string(&report.message)
    );
    let mut add = |name: &str, value: String| {
        let _ = write!(out, ",\"{name}\":{value}");
    };
    add("labels", list(report.marks.iter().map(|mark| label(mark, lines))));
    if !report.path.is_empty() {
        let step = |step: &super::model::Step| {
            format!("{{{},\"times\":{}}}", spot(&step.spot), step.times)
        };
        add("path", list(report.path.iter().map(step)));
    }
    if !report.tasks.is_empty() {
        add("tasks", list(report.tasks.iter().map(task)));
    }
    if !report.notes.is_empty() {
        add("notes", list(report.notes.iter().map(|note| string(note))));
    }
    if !report.help.is_empty() {
        add("help", list(report.help.iter().map(|help| string(help))));
    }
    if let Some(fix) = &report.fix {
        let file = report.marks.first().map_or("", |mark| &mark.file);
        let what = string(&fix.what);
        let (place, text) = (columns(file, fix.range, lines), string(&fix.text));
        add("fix", format!("{{\"what\":{what},{place},\"text\":{text}}}"));
    }
    match report.link {
        Some(Link::Cause) => add("after", string("cause")),
        Some(Link::Context) => add("after", string("context")),
        None => {}
    }
    if !report.members.is_empty() {
        let row = |row: &Vec<Report>| list(row.iter().map(|each| report_object(each, lines)));
        add("members", list(report.members.iter().map(row)));
        add("left_out", report.left_out.to_string());
    }
    out + "}"
}

fn label(mark: &Mark, lines: Lines) -> String {
    let file = string(shown_name(&mark.file));
    let place = range(&mark.file, mark.range, lines);
    format!("{{\"file\":{file},{place},\"text\":{}}}", string(&mark.text))
}

/// Lines and columns from 1, columns in characters; a place without extent has no columns.
fn range(file: &str, range: Range, lines: Lines) -> String {
    let (line, end_line) = (range.line, range.end_line);
    if range.is_line() {
        return format!("\"line\":{line},\"end_line\":{end_line}");
    }
    columns(file, range, lines)
}

fn columns(file: &str, range: Range, lines: Lines) -> String {
    let (line, end_line) = (range.line, range.end_line);
    let all = lines(file);
    let column = |line: u32, bytes: u32| {
        let text = all.get((line as usize).wrapping_sub(1)).map_or("", String::as_str);
        text.char_indices().take_while(|(at, _)| *at < bytes as usize).count() + 1
    };
    let (from, to) = (column(line, range.column), column(end_line, range.end_column));
    format!("\"line\":{line},\"column\":{from},\"end_line\":{end_line},\"end_column\":{to}")
}

fn spot(spot: &Spot) -> String {
    let (file, function) = (string(shown_name(&spot.file)), string(&spot.function));
    format!("\"file\":{file},\"line\":{},\"function\":{function}", spot.place.line)
}

fn task(task: &Task) -> String {
    let made = match &task.made {
        Some(made) => format!(",\"made\":{{{}}}", spot(made)),
        None => String::new(),
    };
    format!("{{\"name\":{},\"coroutine\":{}{made}}}", string(&task.name), string(&task.coroutine))
}
