//! Exceptions as reports: what is marked, what led there, which tasks it ended, what to do.

use taipan_engine::aio::hang::facts;
use taipan_engine::object::report::Spot;
use taipan_engine::object::vm::Vm;
use taipan_engine::types::exception::display::facts::{Failure, Step as Entry};

use super::model::{Mark, Range, Report, Severity, Step, Task};
use super::{advice, syntax};

/// The reports of an exception and of those that led to it, the oldest first.
pub(crate) fn reports(vm: &Vm, failures: &[Failure], event: &'static str) -> Vec<Report> {
    let mut all: Vec<Report> = Vec::new();
    for failure in failures {
        let one = of(vm, failure, event);
        // A loop that can never go on is found out once more when its tasks are cancelled.
        let again = one.first().is_some_and(|new| {
            new.code.ends_with("DeadlockError")
                && all.last().is_some_and(|old| old.code == new.code)
        });
        if !again {
            all.extend(one);
        }
    }
    all
}

/// Marks where each task waits, instead of where the loop was started.
fn deadlock(report: &mut Report) {
    let message = std::mem::take(&mut report.message);
    let mut lines = message.lines();
    let first = lines.next().unwrap_or_default();
    let mut found: Vec<Mark> = Vec::new();
    let mut add = |name: &str, line: &str| {
        let Some((what, place)) = line.rsplit_once(" at ") else { return };
        let (place, _) = place.split_once(", in ").unwrap_or((place, ""));
        let Some((file, number)) = place.rsplit_once(':') else { return };
        let Ok(number) = number.parse() else { return };
        let what = what.trim().trim_end_matches(',');
        let mark = Mark::new(file, Range::line(number), format!("{name} {what}"));
        if found.len() < MOST_WAITING && !found.contains(&mark) {
            found.push(mark);
        }
    };
    let (mut name, mut notes) = (String::new(), Vec::new());
    for line in lines {
        let text = line.trim_start();
        if let Some(task) = text.strip_prefix("* ") {
            name = task.split_once(": ").map_or(task, |(name, _)| name).to_owned();
        } else if text.starts_with("waits ") || text.starts_with("sleeps") {
            add(&name, text);
        } else if text.starts_with("Cycle: ") || text.starts_with("… ") {
            notes.push(text.to_owned());
        }
    }
    if let Some((head, _)) = first.split_once(", and nothing is left that could wake it") {
        let mut parts = head.splitn(3, ", ");
        let (name, _, waits) = (parts.next(), parts.next(), parts.next());
        add(name.unwrap_or_default(), waits.unwrap_or_default());
        report.message = "a task waits, and nothing is left that could wake it".to_owned();
    } else {
        let head = first.split_once(": no timer").map_or(first, |(head, _)| head);
        report.message = head.to_owned();
    }
    if found.is_empty() {
        report.message = message;
        return;
    }
    report.marks = found;
    report.notes.extend(notes);
}

/// No more places are marked.
const MOST_WAITING: usize = 6;

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
        if failure.kinds.iter().any(|kind| kind.ends_with("DeadlockError")) {
            deadlock(&mut first);
        }
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
            rest.trim_start()
                .strip_prefix(name)
                .is_some_and(|rest| rest.trim_start().starts_with(['(', '[']))
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
