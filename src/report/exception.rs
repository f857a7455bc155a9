//! Exceptions as reports: what is marked, what led there, which tasks it ended, what to do.

use taipan_engine::aio::hang::facts;
use taipan_engine::object::report::Spot;
use taipan_engine::object::vm::Vm;
use taipan_engine::types::exception::display::facts::{Failure, Step as Entry};

use super::model::{Mark, Range, Report, Severity, Step, Task};
use super::{advice, syntax};

/// The reports of an exception and of those that led to it, the oldest first.
pub(crate) fn reports(vm: &Vm, failures: &[Failure], event: &'static str) -> Vec<Report> {
    failures.iter().flat_map(|failure| of(vm, failure, event)).collect()
}

/// One exception; more reports than one if its source has more mistakes.
fn of(vm: &Vm, failure: &Failure, event: &'static str) -> Vec<Report> {
    let mut first = Report::new(event, Severity::Error, &failure.class, &failure.message);
    let mut more = Vec::new();
    if let Some(known) = &failure.syntax {
        let mut found = syntax::of_exception(vm, failure, known).into_iter();
        if let Some(drawn) = found.next() {
            first = Report { event, code: failure.class.clone(), ..drawn };
        }
        more.extend(found.map(|report| Report { event, ..report }));
    } else {
        first.marks = marks(vm, failure);
        first.help = advice::of_exception(vm, failure);
    }
    first.path = steps(&failure.path);
    if !failure.suggestion.is_empty() {
        first.help.insert(0, suggestion(&failure.suggestion));
    }
    first.notes.extend(failure.notes.iter().cloned());
    let ended = facts::ended_tasks(vm, &failure.exception);
    first.tasks = ended.into_iter().map(task).collect();
    first.link = failure.link;
    first.members = failure.members.iter().map(|row| reports(vm, row, event)).collect();
    first.left_out = failure.left_out;
    more.insert(0, first);
    more
}

/// A task as reports have it.
pub(crate) fn task(facts: facts::TaskFacts) -> Task {
    Task { name: facts.name, coroutine: facts.coroutine, made: facts.made }
}

/// ". Did you mean: 'x'?" as a sentence of its own.
fn suggestion(text: &str) -> String {
    text.trim_start_matches(['.', ' ']).to_owned()
}

fn steps(path: &[Entry]) -> Vec<Step> {
    path.iter().map(|step| Step { spot: step.spot.clone(), times: step.times }).collect()
}

/// Whether the code is the program's own, or at least lies in a file that can be shown.
pub(crate) fn can_be_shown(vm: &Vm, file: &str) -> bool {
    !file.starts_with("<frozen") && !vm.source_lines(file).iter().all(|line| line.is_empty())
}

/// Where it was raised, as far down as there is source; and for a call that does not fit, what it
/// called.
fn marks(vm: &Vm, failure: &Failure) -> Vec<Mark> {
    let Some(at) = failure.path.iter().rposition(|step| can_be_shown(vm, &step.spot.file)) else {
        return Vec::new();
    };
    let Some(step) = failure.path.get(at) else { return Vec::new() };
    if let Some(callee) = advice::misfitting_call(failure)
        && let Some(definition) = vm.definition(callee)
    {
        let name = callee.rsplit('.').next().unwrap_or(callee);
        let place = definition_range(vm, &definition, name);
        let made = Mark::new(&definition.file, place, format!("{name}() is defined here"));
        return vec![Mark::at(&step.spot, "this call does not fit"), made];
    }
    let text = if at + 1 == failure.path.len() { "" } else { "raised in this call" };
    vec![Mark::at(&step.spot, text)]
}

/// The head of a function's definition: from its name to the end of the line.
fn definition_range(vm: &Vm, definition: &Spot, name: &str) -> Range {
    let lines = vm.source_lines(&definition.file);
    let first = definition.place.line as usize;
    // Decorators stand in front.
    for (at, line) in lines.iter().enumerate().skip(first.saturating_sub(1)).take(20) {
        let text = line.trim_start();
        let head = text.strip_prefix("async").map_or(text, str::trim_start);
        let is_head = head.strip_prefix("def ").is_some_and(|rest| {
            rest.trim_start().strip_prefix(name).is_some_and(|rest| rest.trim_start().starts_with(['(', '[']))
        });
        if is_head {
            let column = line.find(name).unwrap_or(0);
            let end = line.trim_end().trim_end_matches(':').len();
            let number = (at + 1) as u32;
            return Range {
                line: number,
                column: column as u32,
                end_line: number,
                end_column: end as u32,
            };
        }
    }
    Range::line(definition.place.line)
}
