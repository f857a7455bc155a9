//! Reports as text for people: excerpts of the source with what is wrong marked, or one line each.
//! Decides nothing; codespan does the drawing.

use std::io::Write;

use codespan_reporting::diagnostic::{Diagnostic, Label, LabelStyle, Severity as Level};
use codespan_reporting::term::{self, Config, WriteStyle};
use taipan_engine::object::report::Spot;
use taipan_engine::types::exception::display::{Link, shown_name};

use super::ansi::Ansi;
use super::model::{Fix, Mark, Report, Severity, Step};
use super::source::{Lines, Sources, clean};

/// How much of it is wanted.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Style {
    Rich,
    Short,
}

/// A way longer than this is shown with a gap in its middle.
const LONGEST_WAY: usize = 14;

/// Reports that led to each other, the oldest first.
pub(crate) fn draw(all: &[Report], style: Style, coloured: bool, lines: Lines) -> String {
    let mut out = Ansi { text: Vec::new(), coloured };
    match style {
        Style::Rich => row(&mut out, all, lines),
        Style::Short => all.iter().for_each(|report| short(&mut out, report, 0)),
    }
    let text = String::from_utf8_lossy(&out.text).into_owned();
    if coloured {
        return text;
    }
    text.lines().map(|line| line.trim_end().to_owned() + "\n").collect()
}

fn row(out: &mut Ansi, all: &[Report], lines: Lines) {
    for report in all {
        if let Some(link) = report.link {
            let text = match link {
                Link::Cause => "It was the cause of this one:",
                Link::Context => "While it was being handled, this one came up:",
            };
            let _ = write!(out, "{text}\n\n");
        }
        one(out, report, lines);
        let count = report.members.len() + report.left_out;
        for (at, member) in report.members.iter().enumerate() {
            let _ = out.set_header_message();
            let _ = write!(out, "{} of {count}:", at + 1);
            let _ = out.reset();
            let _ = writeln!(out);
            row(out, member, lines);
        }
        if report.left_out > 0 {
            let _ = write!(out, "… and {} more\n\n", report.left_out);
        }
    }
}

fn one(out: &mut Ansi, report: &Report, lines: Lines) {
    let (sources, places) = Sources::of(&report.marks, lines, shown_file);
    let mut labels = Vec::new();
    for (at, (mark, place)) in report.marks.iter().zip(places).enumerate() {
        let Some((file, range)) = place else { continue };
        let style = if at == 0 { LabelStyle::Primary } else { LabelStyle::Secondary };
        labels.push(Label::new(style, file, range).with_message(clean(&mark.text)));
    }
    let mut notes = Vec::new();
    if labels.is_empty() {
        notes.extend(report.marks.iter().map(place_text));
    }
    if report.path.len() > 1 {
        notes.push(format!("how it got here:\n{}", way(&report.path, lines)));
    }
    notes.extend(tasks(report));
    notes.extend(report.notes.iter().map(|note| text_of(note)));
    notes.extend(report.help.iter().map(|help| format!("help: {}", text_of(help))));
    notes.extend(report.fix.as_ref().map(fix));
    let mut message = report.message.lines();
    let first = message.next().unwrap_or_default();
    let more: Vec<&str> = message.collect();
    if !more.is_empty() {
        notes.insert(0, text_of(&more.join("\n")));
    }
    let level = match report.severity {
        Severity::Error => Level::Error,
        Severity::Warning => Level::Warning,
    };
    let diagnostic = Diagnostic::new(level)
        .with_code(clean(&report.code))
        .with_message(text_of(first))
        .with_labels(labels)
        .with_notes(notes);
    let config = Config::default();
    let begin = out.text.len();
    if term::emit_to_write_style(out, &config, &sources, &diagnostic).is_err() {
        // What cannot be drawn is said all the same.
        out.text.truncate(begin);
        short(out, report, 0);
    }
}

/// One line per report, for tools that read lines.
fn short(out: &mut Ansi, report: &Report, depth: usize) {
    let indent = "  ".repeat(depth);
    let place = match report.marks.first() {
        Some(mark) => format!("{}: ", place_text(mark)),
        None => String::new(),
    };
    let level = match report.severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
    };
    let message = text_of(report.message.lines().next().unwrap_or_default());
    let colon = if message.is_empty() { "" } else { ": " };
    let _ = write!(out, "{indent}{place}{level}[{}]{colon}{message}", clean(&report.code));
    for mark in report.marks.iter().skip(1).filter(|mark| !mark.text.is_empty()) {
        let _ = write!(out, " ({}: {})", clean(&mark.text), place_text(mark));
    }
    if let Some(task) = report.tasks.first() {
        let _ = write!(out, " (in {})", task_text(task));
    }
    let _ = writeln!(out);
    for member in report.members.iter().flatten() {
        short(out, member, depth + 1);
    }
}

/// The way of an exception, one line per step, with what stands there.
fn way(path: &[Step], lines: Lines) -> String {
    let place = |step: &Step| format!("{}:{}", shown_file(&step.spot.file), step.spot.place.line);
    let gap = path.len() > LONGEST_WAY;
    let half = LONGEST_WAY / 2;
    let kept = path.iter().enumerate();
    let kept = kept.filter(|(at, _)| !gap || *at < half || *at >= path.len() - half);
    let kept: Vec<(usize, (String, &Step))> =
        kept.map(|(at, step)| (at, (place(step), step))).collect();
    let width = kept.iter().map(|(_, (place, _))| place.chars().count()).max().unwrap_or(0);
    let mut out = Vec::new();
    for (at, (place, step)) in kept {
        if gap && at == path.len() - half {
            out.push(format!("  … {} more …", path.len() - 2 * half));
        }
        let source = lines(&step.spot.file);
        let text = source.get((step.spot.place.line as usize).wrapping_sub(1));
        let text = text.map_or_else(String::new, |line| cut(line.trim()));
        let times = match step.times {
            1 => String::new(),
            times => format!(" (that {times} times)"),
        };
        let function = &step.spot.function;
        let line = format!("  {place:width$}  {function}{times}: {}", clean(&text));
        out.push(line.trim_end_matches([' ', ':']).to_owned());
    }
    out.join("\n")
}

fn cut(text: &str) -> String {
    let short: String = text.chars().take(90).collect();
    if short.len() < text.len() { short + " …" } else { short }
}

fn task_text(task: &super::model::Task) -> String {
    let coroutine = match task.coroutine.as_str() {
        "" => String::new(),
        name => format!(", which runs {name}()"),
    };
    format!("{}{coroutine}", clean(&task.name))
}

/// How the place is marked where a task was made.
pub(super) fn mark_of(task: &str) -> String {
    format!("{task} is made here")
}

/// Which tasks it is about, the innermost first.
fn tasks(report: &Report) -> Vec<String> {
    let mut notes = Vec::new();
    let is_main = |spot: &Spot| spot.function == "<module>";
    if let [task] = report.tasks.as_slice()
        && task.made.as_ref().is_some_and(is_main)
        && report.event == "uncaught"
    {
        // The one that the program began with says nothing.
        return notes;
    }
    for (at, task) in report.tasks.iter().enumerate() {
        let begin = if at == 0 { "in" } else { "awaited by" };
        let marked = |spot: &Spot| report.marks.contains(&Mark::at(spot, mark_of(&task.name)));
        let made = match task.made.as_ref().filter(|spot| !marked(spot)) {
            Some(spot) => {
                let (file, line) = (shown_file(&spot.file), spot.place.line);
                format!(", made at {file}:{line} in {}", spot.function)
            }
            None => String::new(),
        };
        notes.push(format!("{begin} {}{made}", task_text(task)));
    }
    if notes.is_empty() { notes } else { vec![notes.join("\n")] }
}

fn fix(fix: &Fix) -> String {
    let column = fix.range.column as usize;
    // Without the line's own indent, unless that is what changes.
    let indent = fix.line.len() - fix.line.trim_start().len();
    let from = if column < indent { 0 } else { indent };
    let before = clean(fix.line.get(from..column).unwrap_or_default());
    let before: String = before.chars().map(|c| if c == '\t' { c } else { ' ' }).collect();
    let line = clean(fix.line.get(from..).unwrap_or_default());
    let length = fix.text.trim_end().chars().count().max(fix.text.len().min(1));
    let length = if fix.text.trim().is_empty() { fix.text.chars().count() } else { length };
    let text = format!("fix: {}:\n    {line}\n    {before}{}", fix.what, "+".repeat(length));
    text.trim_end().to_owned()
}

/// `file:line:column`
fn place_text(mark: &Mark) -> String {
    let file = shown_file(&mark.file);
    match mark.range {
        range if range.is_line() => format!("{file}:{}", range.line),
        range => format!("{file}:{}:{}", range.line, range.column + 1),
    }
}

/// Text of several lines without what a terminal would obey, and with paths from here.
fn text_of(text: &str) -> String {
    let here = std::env::current_dir().unwrap_or_default();
    let here = format!("{}/", here.display());
    text.lines().map(|line| clean(&line.replace(&here, ""))).collect::<Vec<_>>().join("\n")
}

/// What a file is called: from here, if it lies below.
pub(crate) fn shown_file(file: &str) -> String {
    let name = shown_name(file);
    let here = std::env::current_dir().unwrap_or_default();
    let near = std::path::Path::new(name).strip_prefix(&here);
    near.map_or_else(|_| clean(name), |near| clean(&near.to_string_lossy()))
}
