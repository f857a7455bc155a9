//! Every source in `errors.txt` is refused with CPython's class, message and place. The file is made
//! by `tools/grammar_errors.py` and CPython; nothing in it comes from this parser.

use taipan_grammar::{Arena, Mode, parse};

#[test]
fn refusals_are_those_of_cpython() {
    let cases = include_str!("errors.txt");
    let mut wrong = 0;
    let mut total = 0;
    for case in cases.lines() {
        let Some((escaped, expected)) = case.split_once('\t') else {
            continue;
        };
        total += 1;
        let arena = Arena::new();
        let source = unescape(escaped);
        let found = match parse(arena.alloc_str(&source), Mode::Module, &arena) {
            Ok(_) => "accepted".to_owned(),
            Err(e) => format!(
                "{:?}|{}|{}|{}|{}|{}",
                e.kind, e.message, e.lineno, e.offset, e.end_lineno, e.end_offset
            ),
        };
        if found != expected {
            wrong += 1;
            println!("{escaped}\n  CPython {expected}\n  ours    {found}");
        }
    }
    assert_eq!(wrong, 0, "of {total} refusals");
}

/// Undoes `\n`, `\t`, `\r`, `\\`, `\xNN` and `\uNNNN`.
fn unescape(text: &str) -> String {
    let mut out = String::new();
    let mut rest = text.chars();
    while let Some(c) = rest.next() {
        if c != '\\' {
            out.push(c);
            continue;
        }
        match rest.next() {
            Some('n') => out.push('\n'),
            Some('t') => out.push('\t'),
            Some('r') => out.push('\r'),
            Some(letter @ ('x' | 'u')) => {
                let length = if letter == 'x' { 2 } else { 4 };
                let digits: String = rest.by_ref().take(length).collect();
                let code = u32::from_str_radix(&digits, 16).unwrap_or(0);
                out.push(char::from_u32(code).unwrap_or('?'));
            }
            Some(other) => out.push(other),
            None => {}
        }
    }
    out
}
