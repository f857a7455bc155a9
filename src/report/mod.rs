//! Errors for people: on a terminal, or where it is asked for, what went wrong is shown in the source,
//! with what to do about it. CPython's text is the engine's; nothing here runs before there is an error.
//!
//! * `model` is a report as data, `exception`, `events` and `syntax` make reports.
//! * `recovery` finds all syntax errors of a source, `fixes` changes that mend one.
//! * `draw` and `json` show a report.

mod advice;
mod ansi;
mod draw;
mod events;
mod exception;
mod fixes;
mod json;
mod model;
mod recovery;
mod source;
mod syntax;

use std::io::IsTerminal;

use taipan_engine::object::report::Event;
use taipan_engine::object::vm::Vm;

pub(crate) use ansi::wants_colours;
pub(crate) use draw::{Style, draw};
pub(crate) use json::json;
pub(crate) use model::Report;
pub(crate) use syntax::check;

/// How errors are shown.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub(crate) enum Errors {
    /// `Rich` on a terminal, else `Python`.
    #[default]
    Auto,
    /// With excerpts of the source.
    Rich,
    /// One line for each.
    Short,
    /// One object of JSON in a line for each.
    Json,
    /// CPython's text.
    Python,
}

impl Errors {
    /// The names that `-X errors=` takes.
    pub(crate) const NAMES: [&'static str; 4] = ["python", "rich", "short", "json"];

    pub(crate) fn named(name: &str) -> Option<Errors> {
        Some(match name {
            "python" => Errors::Python,
            "rich" => Errors::Rich,
            "short" => Errors::Short,
            "json" => Errors::Json,
            _ => return None,
        })
    }

    /// Has the interpreter show its errors that way.
    pub(crate) fn install(self, vm: &Vm) {
        let reporter = match self {
            Errors::Python => return,
            Errors::Auto => automatic,
            Errors::Rich => rich,
            Errors::Short => short,
            Errors::Json => as_json,
        };
        vm.reporter.set(Some(reporter));
    }
}

fn automatic(vm: &Vm, event: &Event) -> Option<String> {
    // Who has put something else in the place of the stream wants what CPython writes.
    if std::io::stderr().is_terminal() && vm.has_own_stderr() { rich(vm, event) } else { None }
}

fn rich(vm: &Vm, event: &Event) -> Option<String> {
    drawn(vm, event, Style::Rich)
}

fn short(vm: &Vm, event: &Event) -> Option<String> {
    drawn(vm, event, Style::Short)
}

fn drawn(vm: &Vm, event: &Event, style: Style) -> Option<String> {
    let ignored = vm.flags().get().ignore_environment;
    let coloured = wants_colours(ignored, std::io::stderr().is_terminal());
    let lines = |file: &str| vm.source_lines(file).to_vec();
    Some(draw(&reports(vm, event), style, coloured, &lines))
}

fn as_json(vm: &Vm, event: &Event) -> Option<String> {
    let lines = |file: &str| vm.source_lines(file).to_vec();
    Some(json(&reports(vm, event), &lines))
}

/// What there is to tell, the oldest first.
fn reports(vm: &Vm, event: &Event) -> Vec<Report> {
    match event {
        Event::Uncaught(exception) => exception::reports(vm, &vm.failures(exception), "uncaught"),
        Event::Ignored { what, exception, object } => {
            let mut all = exception::reports(vm, &vm.failures(exception), "ignored");
            let object = match object.is_none() || object.is_unbound() {
                true => String::new(),
                false => format!(": {}", vm.repr_text(object).unwrap_or_default()),
            };
            if let Some(last) = all.last_mut() {
                last.notes.insert(0, format!("{what}{object}"));
            }
            all
        }
        Event::Warning { category, text, file, line, source } => {
            vec![events::warning(vm, category, text, (file, *line), *source)]
        }
        Event::Loop { text, context, exception } => events::of_loop(vm, text, context, *exception),
        Event::Lost { task } => vec![events::lost(vm, task)],
        Event::Slow { text, task } => vec![events::slow(vm, text, *task)],
    }
}
