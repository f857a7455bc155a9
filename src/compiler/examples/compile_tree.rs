//! Compiles Python files and verifies the result: `compile_tree [--dis] FILE-OR-FOLDER…`.
//! Prints one line per refused file and the totals.

use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use taipan_compiler::{Options, compile, dis, verify};
use taipan_grammar::{Arena, Mode, decode, parse};

fn main() {
    let mut listing = false;
    let mut files = Vec::new();
    for argument in std::env::args().skip(1) {
        match argument.as_str() {
            "--dis" => listing = true,
            path => collect(Path::new(path), &mut files),
        }
    }
    files.sort();
    let (mut good, mut words, mut time) = (0, 0, Duration::ZERO);
    for file in &files {
        let name = file.display().to_string();
        match one(file, &name, listing, &mut time) {
            Ok(count) => {
                good += 1;
                words += count;
            }
            Err(message) => println!("{name}: {message}"),
        }
    }
    println!("{good} of {} files, {words} words, compiled in {time:?}", files.len());
}

fn collect(path: &Path, files: &mut Vec<PathBuf>) {
    if path.is_dir() {
        let Ok(entries) = std::fs::read_dir(path) else { return };
        for entry in entries.flatten() {
            collect(&entry.path(), files);
        }
    } else if path.extension().is_some_and(|extension| extension == "py") {
        files.push(path.to_owned());
    }
}

fn one(file: &Path, name: &str, listing: bool, time: &mut Duration) -> Result<usize, String> {
    let bytes = std::fs::read(file).map_err(|error| error.to_string())?;
    let text = decode(&bytes).map_err(|error| format!("{error:?}"))?;
    let arena = Arena::new();
    let parsed = parse(&text, Mode::Module, &arena)
        .map_err(|error| format!("parser: {}:{}: {}", error.lineno, error.offset, error.message))?;
    let start = Instant::now();
    let code = compile(&parsed.module, parsed.source, name, Options::default());
    *time += start.elapsed();
    let code = code.map_err(|error| match error {
        taipan_compiler::Error::Syntax(error) => {
            format!("compiler: {}:{}: {}", error.lineno, error.offset, error.message)
        }
        other => format!("compiler: {other}"),
    })?;
    if listing {
        println!("{}", dis::dis(&code));
    }
    verify::verify_all(&code).map_err(|wrong| format!("VERIFY {wrong}"))?;
    Ok(count(&code))
}

fn count(code: &taipan_compiler::code::Code) -> usize {
    code.words.len() + code.codes.iter().map(|inner| count(inner)).sum::<usize>()
}
