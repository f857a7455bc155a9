//! `--check`: the syntax errors of files, without running anything.

use std::ffi::OsString;
use std::fs;
use std::io::{self, IsTerminal, Read, Write};
use std::path::{Path, PathBuf};

use super::source;
use crate::report::{self, Errors, Report, Style};

/// Looks at all of them: 1 if there is a mistake, 2 if something could not be read.
pub(crate) fn check(paths: &[OsString], errors: Errors) -> u8 {
    let (mut files, mut code) = (Vec::new(), 0);
    for path in paths {
        collect(Path::new(path), &mut files);
    }
    let (mut wrong, mut mistakes) = (0, 0);
    for file in &files {
        let bytes = match read(file) {
            Ok(bytes) => bytes,
            Err(message) => {
                eprintln!("taipan: {message}");
                code = 2;
                continue;
            }
        };
        let name = if file.as_os_str() == "-" { "<stdin>".into() } else { file.to_string_lossy() };
        let checked = report::check(&bytes, &name);
        let shown = show(&checked.reports, errors, &checked.lines);
        if io::stdout().write_all(shown.as_bytes()).is_err() {
            // A reader that has seen enough closes the pipe.
            break;
        }
        if !checked.fine {
            wrong += 1;
            mistakes += checked.reports.len();
        }
    }
    if mistakes > 0 {
        code = code.max(1);
        if matches!(errors, Errors::Auto | Errors::Rich) {
            let plural = |count: usize| if count == 1 { "" } else { "s" };
            let of = files.len();
            eprintln!(
                "{mistakes} mistake{} in {wrong} of {of} file{}",
                plural(mistakes),
                plural(of)
            );
        }
    }
    code
}

fn show(reports: &[Report], errors: Errors, lines: &[String]) -> String {
    let style = match errors {
        Errors::Json => return report::json(reports, &|_| lines.to_vec()),
        Errors::Short => Style::Short,
        Errors::Auto | Errors::Rich | Errors::Python => Style::Rich,
    };
    let coloured = report::wants_colours(false, io::stdout().is_terminal());
    report::draw(reports, style, coloured, &|_| lines.to_vec())
}

fn read(file: &Path) -> Result<Vec<u8>, String> {
    if file.as_os_str() == "-" {
        let mut bytes = Vec::new();
        let read = io::stdin().lock().read_to_end(&mut bytes);
        return read.map(|_| bytes).map_err(|error| format!("can't read standard input: {error}"));
    }
    source::read(&source::absolute(file.as_os_str())).map_err(|unreadable| unreadable.0)
}

/// A file itself; of a folder all that ends in `.py`, in order, without what is hidden.
fn collect(path: &Path, files: &mut Vec<PathBuf>) {
    let mut rest = vec![path.to_owned()];
    let mut first = true;
    while let Some(path) = rest.pop() {
        let entries = if path.is_dir() { fs::read_dir(&path).ok() } else { None };
        let Some(entries) = entries else {
            if first || path.extension().is_some_and(|e| e == "py") {
                files.push(path);
            }
            first = false;
            continue;
        };
        first = false;
        let mut inner: Vec<PathBuf> = Vec::new();
        for entry in entries.filter_map(Result::ok) {
            let name = entry.file_name();
            let hidden = name.to_string_lossy().starts_with('.') || name == "__pycache__";
            // A link to a folder may lead back.
            let loops = entry.file_type().is_ok_and(|t| t.is_symlink()) && entry.path().is_dir();
            if !hidden && !loops {
                inner.push(entry.path());
            }
        }
        inner.sort();
        rest.extend(inner.into_iter().rev());
    }
}
