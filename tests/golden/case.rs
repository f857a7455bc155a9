//! One test: reads what the script says about itself, has it run, compares.

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU32, Ordering};

use crate::clock::Clock;
use crate::compare::difference;
use crate::directives::{self, Directives};
use crate::execute::{Outcome, Subject};
use crate::normalise;

/// What is expected of one script.
struct Expected {
    stdout: String,
    stderr: Stderr,
    exit: i32,
}

enum Stderr {
    /// All of it.
    Text(String),
    /// Only the last line, of a traceback.
    LastLine(String),
    /// Whatever it says: the test is about the exit code.
    Anything,
}

/// Runs the script and says how it differs from what is expected.
pub(crate) fn run(script: &Path, clock: Clock, subject: &Subject) -> Result<(), String> {
    let source = fs::read_to_string(script).map_err(|e| format!("unreadable: {e}"))?;
    let neighbour = |suffix: &str| fs::read_to_string(script.with_extension(suffix)).ok();
    let stdout = neighbour("expected");
    let stderr = neighbour("stderr.expected");
    let directives = directives::read(&source, stdout.is_some() || stderr.is_some())?;
    if subject.is_oracle && directives.differs.is_some() {
        return Ok(());
    }
    let expected = expectation(&directives, stdout, stderr)?;
    let scratch = Scratch::new(&directives)?;
    let stdin = neighbour("stdin").unwrap_or_else(|| directives.stdin.clone());
    let folder = script.parent().unwrap_or(Path::new("."));
    let command = command(script, &directives, scratch.as_ref());
    let mut outcome = subject.run(folder, clock, &command, &stdin)?;
    if let Some(scratch) = &scratch {
        for text in [&mut outcome.stdout, &mut outcome.stderr] {
            *text = text.replace(&scratch.path(), FOLDER);
        }
    }
    let mut problems = judge(script, &directives, &expected, &outcome);
    if let (Some(wanted), false) = (neighbour("rich.expected"), subject.is_oracle) {
        let mut rich = vec!["-X".to_owned(), "errors=rich".to_owned()];
        rich.extend(command);
        let outcome = subject.run(folder, clock, &rich, &stdin)?;
        problems.extend(same(script, &directives, ("the rich form", &wanted, &outcome.stderr)));
    }
    if problems.is_empty() { Ok(()) } else { Err(problems.join("\n")) }
}

/// Stands in arguments and expectations for a folder of the test's own.
const FOLDER: &str = "<FOLDER>";

/// A new folder that goes when the test is over.
struct Scratch(PathBuf);

impl Scratch {
    /// `None` if no argument asks for one.
    fn new(directives: &Directives) -> Result<Option<Scratch>, String> {
        static COUNT: AtomicU32 = AtomicU32::new(0);
        let wanted = |args: &[String]| args.iter().any(|arg| arg.contains(FOLDER));
        if !wanted(&directives.args) && !wanted(directives.run.as_deref().unwrap_or_default()) {
            return Ok(None);
        }
        let number = COUNT.fetch_add(1, Ordering::Relaxed);
        let name = format!("golden-{}-{number}", std::process::id());
        let path = std::env::temp_dir().join(name);
        fs::create_dir_all(&path).map_err(|e| format!("no folder: {e}"))?;
        Ok(Some(Scratch(path)))
    }

    fn path(&self) -> String {
        self.0.display().to_string()
    }
}

impl Drop for Scratch {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.0);
    }
}

/// What the interpreter is given.
fn command(script: &Path, directives: &Directives, scratch: Option<&Scratch>) -> Vec<String> {
    let path = scratch.map(Scratch::path).unwrap_or_default();
    let named = |args: &[String]| args.iter().map(|a| a.replace(FOLDER, &path)).collect::<Vec<_>>();
    if let Some(run) = &directives.run {
        return named(run);
    }
    let name = script.file_name().unwrap_or_default().to_string_lossy().into_owned();
    let mut all = directives.options.clone();
    all.push(name);
    all.extend(named(&directives.args));
    all
}

fn expectation(
    directives: &Directives,
    stdout: Option<String>,
    stderr: Option<String>,
) -> Result<Expected, String> {
    if directives.stdout.is_some() && stdout.is_some() {
        return Err("expectations stand either in the script or beside it".to_owned());
    }
    let nothing = stdout.is_none()
        && stderr.is_none()
        && directives.stdout.is_none()
        && directives.stderr.is_none()
        && directives.error.is_none()
        && directives.exit.is_none();
    if nothing {
        return Err("the script does not say what is expected of it".to_owned());
    }
    let full = stderr.or_else(|| directives.stderr.clone());
    let fails = full.as_deref().is_some_and(|text| text.contains("Traceback (most recent call"));
    let (stderr, exit) = match (full, &directives.error) {
        (Some(_), Some(_)) => return Err("both an error and all of stderr expected".to_owned()),
        (Some(text), None) => (Stderr::Text(text), 0),
        (None, Some(error)) => (Stderr::LastLine(error.clone()), 1),
        (None, None) if directives.exit.is_some_and(|code| code != 0) => (Stderr::Anything, 0),
        (None, None) => (Stderr::Text(String::new()), 0),
    };
    let exit = directives.exit.unwrap_or(if fails { ANY } else { exit });
    let stdout = stdout.or_else(|| directives.stdout.clone()).unwrap_or_default();
    Ok(Expected { stdout, stderr, exit })
}

/// A traceback on stderr is either the program's last words or a report while it goes on.
const ANY: i32 = i32::MIN;

fn judge(
    script: &Path,
    directives: &Directives,
    expected: &Expected,
    outcome: &Outcome,
) -> Vec<String> {
    let equal = |what: &str, wanted: &str, got: &str| same(script, directives, (what, wanted, got));
    let mut problems = Vec::new();
    problems.extend(equal("stdout", &expected.stdout, &outcome.stdout));
    problems.extend(match &expected.stderr {
        Stderr::Text(text) => equal("stderr", text, &outcome.stderr),
        Stderr::LastLine(line) => {
            let last = outcome.stderr.lines().last().unwrap_or_default();
            equal("the error", line, last)
        }
        Stderr::Anything => None,
    });
    match outcome.exit {
        None => problems.push("it did not end in time".to_owned()),
        Some(code) if expected.exit == ANY && (code == 0 || code == 1) => {}
        Some(code) if code == expected.exit => {}
        Some(code) => problems.push(format!("exit {code} instead of {}", expected.exit)),
    }
    let stderr_was_compared = matches!(expected.stderr, Stderr::Text(_));
    if !problems.is_empty() && !stderr_was_compared && !outcome.stderr.is_empty() {
        problems.push(format!("stderr: {}", outcome.stderr));
    }
    problems
}

/// How a text differs from what is wanted, but for what changes from run to run.
fn same(script: &Path, directives: &Directives, texts: (&str, &str, &str)) -> Option<String> {
    let (what, wanted, got) = texts;
    let folder = script.parent().map(|p| format!("{}/", p.display())).unwrap_or_default();
    let rules = normalise::rules(wanted, &directives.rules);
    let got = normalise::apply(&without_advice(&got.replace(&folder, "")), &rules);
    let wanted = normalise::apply(&without_advice(wanted), &rules);
    difference(what, &wanted, &got)
}

/// CPython's hint that tracemalloc could say more is left out on both sides.
fn without_advice(text: &str) -> String {
    let advice = |line: &&str| !line.contains("Warning: Enable tracemalloc to get the object");
    text.split_inclusive('\n').filter(advice).collect()
}
