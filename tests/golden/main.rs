//! Golden tests: every Python file under `examples/` and `tests/cases/` is run and compared with
//! what it says about itself. Holds no expectation of its own.
//!
//! With `ORACLE=python3.13` the same files run on CPython, where every expectation comes from. With
//! `TAIPAN=program` another build is tested than Cargo's.

mod case;
mod compare;
mod directives;
mod execute;
mod normalise;

use std::path::{Path, PathBuf};
use std::process::ExitCode;

use libtest_mimic::{Arguments, Failed, Trial};

fn main() -> ExitCode {
    let arguments = Arguments::from_args();
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let subject = execute::Subject::from_environment();
    let mut trials = own_trials();
    for folder in ["examples", "tests/cases"] {
        let mut files = Vec::new();
        find(&root.join(folder), &mut files);
        files.sort();
        for file in files {
            let subject = subject.clone();
            let name = file.strip_prefix(root).unwrap_or(&file).with_extension("");
            let name = name.display().to_string();
            let name = name.strip_prefix("tests/").unwrap_or(&name).to_owned();
            trials.push(Trial::test(name, move || Ok(case::run(&file, &subject)?)));
        }
    }
    libtest_mimic::run(&arguments, trials).exit_code()
}

/// Scripts in that folder and below. A name that begins with an underscore is not a test: modules
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
        } else if path.extension().is_some_and(|e| e == "py") {
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
