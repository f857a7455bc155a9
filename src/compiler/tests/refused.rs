//! What CPython's parser or compiler refuses or warns of: the same messages at the same places.
//! `oracle.py` writes the headers of `refused.txt` and `warned.txt`.

use taipan_compiler::{Error, Options, compile, compile_with_warnings};
use taipan_grammar::{Arena, Mode, SyntaxError, parse};

fn refused(source: &str) -> String {
    let arena = Arena::new();
    let compiled = parse(source, Mode::Module, &arena)
        .map_err(Error::from)
        .and_then(|parsed| compile(parsed.module, parsed.source, "<test>", Options::default()));
    match compiled {
        Ok(_) => "accepted".to_owned(),
        Err(Error::Syntax(error)) => show(&error),
        Err(other) => other.to_string(),
    }
}

fn show(error: &SyntaxError) -> String {
    let SyntaxError { lineno, offset, end_lineno, end_offset, message, .. } = error;
    format!("{lineno}:{offset}-{end_lineno}:{end_offset} {message}")
}

fn warned(source: &str) -> String {
    let arena = Arena::new();
    let parsed = parse(source, Mode::Module, &arena).expect("it parses");
    let options = Options::default();
    let compiled = compile_with_warnings(parsed.module, parsed.source, "<test>", options);
    let mut lines: Vec<String> = Vec::new();
    for warning in compiled.expect("it compiles").warnings {
        let line = format!("{} {}", warning.lineno, warning.message);
        if !lines.contains(&line) {
            lines.push(line);
        }
    }
    if lines.is_empty() { "nothing".to_owned() } else { lines.join(" | ") }
}

fn check(text: &str, verdict: fn(&str) -> String) {
    let mut wrong = Vec::new();
    for block in text.split("=== ").skip(1) {
        let (header, source) = block.split_once('\n').expect("a header and a source");
        let ours = verdict(source);
        if ours != header {
            wrong.push(format!("{source}  CPython: {header}\n  taipan:  {ours}\n"));
        }
    }
    assert!(wrong.is_empty(), "{} differ:\n{}", wrong.len(), wrong.join("\n"));
}

#[test]
fn refused_as_by_cpython() {
    check(include_str!("refused.txt"), refused);
}

#[test]
fn warned_as_by_cpython() {
    check(include_str!("warned.txt"), warned);
}
