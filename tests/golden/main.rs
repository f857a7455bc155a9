//! Golden tests: every Python file under `examples/` and `tests/cases/` is run and compared with
//! what it says about itself. Holds no expectation of its own.
//!
//! With `ORACLE=python3.13` the same files run on CPython, where every expectation comes from. With
//! `TAIPAN=program` another build is tested than Cargo's, with `GOLDEN_CLOCK=real` all on the real
//! clock.

mod case;
mod child;
mod clock;
mod compare;
mod directives;
mod execute;
mod normalise;
mod pair;
mod transcript;

use std::path::{Path, PathBuf};
use std::process::ExitCode;

use libtest_mimic::{Arguments, Failed, Trial};

use taipan_engine::host::Signal;
use taipan_engine::host::signals::release_signal;

use clock::Clock;

fn main() -> ExitCode {
    let mut arguments = Arguments::from_args();
    if Clock::all_real() {
        // They sleep most of the time.
        arguments.test_threads.get_or_insert(16);
    }
    // Programs inherit what the signal does, and tests that run in a shell's background have it ignored.
    let _ = release_signal(Signal::INTERRUPT);
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let subject = execute::Subject::from_environment();
    let mut trials = own_trials();
    for folder in ["examples", "tests/cases"] {
        let mut files = Vec::new();
        find(&root.join(folder), &mut files);
        files.sort();
        for file in files {
            let name = file.strip_prefix(root).unwrap_or(&file).with_extension("");
            let name = name.display().to_string();
            let name = name.strip_prefix("tests/").unwrap_or(&name).to_owned();
            trials.extend(trials_of(&name, &file, &subject));
        }
    }
    for pair in pair::ALL {
        let subject = subject.clone();
        let folder = root.join("examples");
        let run = move || Ok(pair::run(&folder, *pair, &subject)?);
        trials.push(Trial::test(format!("examples/{}_and_{}", pair.0, pair.1), run));
    }
    libtest_mimic::run(&arguments, trials).exit_code()
}

/// The tests that a file is: one for each clock, two for a dialogue.
fn trials_of(name: &str, file: &Path, subject: &execute::Subject) -> Vec<Trial> {
    let clocks = Clock::of(file);
    let mut trials = Vec::new();
    for &clock in clocks {
        let name = match clock {
            Clock::Real if clocks.len() > 1 => format!("{name}_on_the_real_clock"),
            Clock::Real | Clock::Virtual => name.to_owned(),
        };
        let mut add = |name: String, run: Run| {
            let (file, subject) = (file.to_owned(), subject.clone());
            trials.push(Trial::test(name, move || Ok(run(&file, clock, &subject)?)));
        };
        if transcript::is_transcript(file) {
            add(format!("{name}_through_a_pipe"), transcript::through_a_pipe);
            add(format!("{name}_at_a_terminal"), transcript::at_a_terminal);
        } else if !pair::has(&file.with_extension("")) {
            add(name, case::run);
        }
    }
    trials
}

type Run = fn(&Path, Clock, &execute::Subject) -> Result<(), String>;

/// Scripts and dialogues in that folder and below. A name that begins with an underscore is not a test: modules
/// that tests import, and packages' insides.
fn find(folder: &Path, files: &mut Vec<PathBuf>) {
    let Ok(entries) = std::fs::read_dir(folder) else { return };
    for path in entries.filter_map(Result::ok).map(|entry| entry.path()) {
        let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
        if name.starts_with(['_', '.']) {
            continue;
        }
        if path.is_dir() {
            find(&path, files);
        } else if path.extension().is_some_and(|e| e == "py") || transcript::is_transcript(&path) {
            files.push(path);
        }
    }
}

/// The runner's own tests: that it fails where it should.
fn own_trials() -> Vec<Trial> {
    let all: &[(&str, fn() -> bool)] = &[
        ("an_unknown_directive_is_refused", directives::tests::unknown_is_refused),
        ("directives_are_read", directives::tests::all_are_read),
        ("quoted_text_is_no_directive", directives::tests::strings_are_skipped),
        ("placeholders_normalise_both_sides", normalise::tests::both_sides),
        ("a_difference_is_shown", compare::tests::shown),
    ];
    let trial = |(name, test): &(&str, fn() -> bool)| {
        let test = *test;
        let check = move || if test() { Ok(()) } else { Err(Failed::from("it does not hold")) };
        Trial::test(format!("runner/{name}"), check)
    };
    all.iter().map(trial).collect()
}
