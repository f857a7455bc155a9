//! Sources that CPython's parser or compiler refuses: the same message at the same place.
//! `oracle.py` writes the headers of `refused.txt`.

use taipan_compiler::{Error, Options, compile};
use taipan_grammar::{Arena, Mode, SyntaxError, parse};

fn verdict(source: &str) -> String {
    let arena = Arena::new();
    let compiled = parse(source, Mode::Module, &arena)
        .map_err(Error::from)
        .and_then(|parsed| compile(&parsed.module, parsed.source, "<test>", Options::default()));
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

#[test]
fn refused_as_by_cpython() {
    let text = include_str!("refused.txt");
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
