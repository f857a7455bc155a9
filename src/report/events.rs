//! Warnings and what an event loop tells, as reports: where something was made as well as where it was
//! lost.

use taipan_engine::aio::hang::facts::{self, TaskFacts};
use taipan_engine::object::dict::DictObject;
use taipan_engine::object::value::Value;
use taipan_engine::object::vm::Vm;

use super::exception::{self, can_be_shown};
use super::model::{Mark, Range, Report, Severity};

/// A warning at a place, and the object that is to blame.
pub(crate) fn warning(
    vm: &Vm,
    category: &str,
    text: &str,
    place: (&str, u32),
    source: Option<&Value>,
) -> Report {
    let (file, line) = place;
    let mut report = Report::new("warning", Severity::Warning, category, text);
    let here = Mark::new(file, Range::line(line), "");
    let never_awaited = text.starts_with("coroutine ") && text.contains(" was never awaited");
    if !never_awaited {
        report.marks = vec![here];
        report.help = super::advice::of_warning(category, text);
        return report;
    }
    let message = text.lines().next().unwrap_or_default();
    report.message = message.to_owned();
    let name = message.split('\'').nth(1).unwrap_or_default();
    let made = source.and_then(|coroutine| facts::made_at(vm, coroutine));
    let lost_is_known = can_be_shown(vm, file);
    report.marks = match made {
        Some(made) if made.file == file && made.place.line == line => {
            vec![Mark::at(&made, "makes a coroutine, and nothing awaits it")]
        }
        Some(made) => {
            let mut marks = vec![Mark::at(&made, "the coroutine is made here")];
            if lost_is_known {
                marks.push(Mark { text: "here it is lost".to_owned(), ..here });
            } else {
                report.notes.push("it was lost when the program ended".to_owned());
            }
            marks
        }
        None if vm.source_line(file, line).contains(&format!("{}(", last_part(name))) => {
            vec![Mark { text: "makes a coroutine, and nothing awaits it".to_owned(), ..here }]
        }
        None => vec![Mark { text: "here it is lost".to_owned(), ..here }],
    };
    report.notes.push(
        "calling an `async def` function only makes a coroutine; its code runs when that is awaited"
            .to_owned(),
    );
    report.help.push(
        "put `await` in front of the call, or give the coroutine to `asyncio.create_task(…)`, which \
         runs it beside the rest"
            .to_owned(),
    );
    report
}

/// The last part of a dotted name.
fn last_part(name: &str) -> &str {
    name.rsplit('.').next().unwrap_or(name)
}

/// What the loop's exception handler is told.
pub(crate) fn of_loop(
    vm: &Vm,
    text: &str,
    context: &Value,
    exception: Option<&Value>,
) -> Vec<Report> {
    let entry = |name: &str| {
        let found = context.get::<DictObject>()?.get_interned(&vm.intern(name))?;
        Some(found).filter(|value| !value.is_none())
    };
    let message = text.lines().next().unwrap_or_default();
    let about = entry("task").or_else(|| entry("future"));
    let task = about.as_ref().and_then(|value| facts::task_facts(vm, value));
    let mut reports = match exception {
        Some(exception) => exception::reports(vm, &vm.failures(exception), "loop"),
        None => vec![Report::new("loop", Severity::Error, "asyncio", message)],
    };
    let Some(report) = reports.last_mut() else { return reports };
    if exception.is_some() {
        report.notes.insert(0, message.to_owned());
    }
    let destroyed = message.starts_with("Task was destroyed");
    if destroyed {
        report.code = "TaskDestroyed".to_owned();
    }
    match task {
        Some(task) => about_task(report, task, destroyed),
        None if exception.is_none() => {
            report.notes.extend(text.lines().skip(1).map(str::to_owned));
        }
        None => {}
    }
    report.help.splice(0..0, advice(message));
    reports
}

/// Adds the places of a task: where it was made, and where it waits.
fn about_task(report: &mut Report, task: TaskFacts, destroyed: bool) {
    let label = super::draw::mark_of(&task.name);
    if let Some(made) = &task.made {
        report.marks.push(Mark::at(made, label));
    }
    if let (Some(at), true) = (&task.at, destroyed) {
        let waits = task.waits.as_deref().unwrap_or("waits");
        report.marks.push(Mark::at(at, format!("and {waits} here").replace(" waits", " waited")));
    }
    if report.tasks.is_empty() {
        report.tasks.push(exception::task(task));
    }
}

fn advice(message: &str) -> Vec<String> {
    let lines: &[&str] = if message.ends_with("exception was never retrieved") {
        &["await the task, or look at its `exception()`, so that somebody notices when it fails; \
           `asyncio.TaskGroup` does that for all its tasks"]
    } else if message.starts_with("Task was destroyed") {
        &[
            "keep the task (`asyncio.create_task` returns it) and await it, or cancel it, before the \
           loop ends; `asyncio.run` does so for its loop",
        ]
    } else if message.starts_with("Exception in callback") {
        &["a callback's exception reaches nobody: catch it inside of the callback"]
    } else if message.starts_with("unhandled exception during asyncio.run() shutdown") {
        &[
            "asyncio.run() cancelled the task at its end, and the task raised this instead of ending; \
           await your tasks before main() returns",
        ]
    } else {
        &[]
    };
    lines.iter().map(|line| (*line).to_owned()).collect()
}

/// A task that the end of `asyncio.run` cancels.
pub(crate) fn lost(vm: &Vm, task: &Value) -> Report {
    let mut report = Report::new("lost", Severity::Warning, "LostTask", "a task is cancelled");
    if let Some(task) = facts::task_facts(vm, task) {
        let name = &task.name;
        report.message =
            format!("the main coroutine has returned, so {name} is cancelled before its end");
        if let Some(at) = &task.at {
            let waits = task.waits.as_deref().unwrap_or("is");
            report.marks.push(Mark::at(at, format!("{name} {waits} here")));
        }
        about_task(&mut report, task, false);
    }
    report.help.push(
        "keep the task and await it before you return, or make it in an `asyncio.TaskGroup`, which \
         waits for its tasks"
            .to_owned(),
    );
    report
}

/// A step or callback that took long.
pub(crate) fn slow(vm: &Vm, text: &str, task: Option<&Value>) -> Report {
    let took = text.rsplit_once(" took ").map_or("", |(_, took)| took);
    let facts = task.and_then(|task| facts::task_facts(vm, task));
    let what = match &facts {
        Some(task) => format!("a step of {} took {took}", task.name),
        None => text.to_owned(),
    };
    let mut report = Report::new("slow", Severity::Warning, "SlowCallback", &what);
    if let Some(task) = facts {
        if let Some(at) = &task.at {
            report.marks.push(Mark::at(at, "up to here nothing else could run"));
        }
        about_task(&mut report, task, false);
    }
    report.notes.push("while one step runs, no other task of the loop does".to_owned());
    report.help.push(
        "hand what blocks to a thread: `await asyncio.to_thread(function, …)`; for pauses there is \
         `await asyncio.sleep(…)`"
            .to_owned(),
    );
    report
}
