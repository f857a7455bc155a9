//! Input that is deep, long or broken is parsed or refused: nothing panics, overflows the stack or
//! takes more than linear time.

use std::time::{Duration, Instant};

use taipan_grammar::{Arena, Mode, SyntaxError, decode, dump, parse};

/// Parses and dumps; the error, if the source is refused.
fn read(source: &str) -> Option<SyntaxError> {
    let arena = Arena::new();
    let result = parse(source, Mode::Module, &arena);
    match result {
        Ok(parsed) => {
            // Printing may refuse a deep tree, but must return.
            let _ = dump(parsed.module, parsed.source);
            None
        }
        Err(error) => Some(error),
    }
}

#[test]
fn deep_sources_are_parsed_or_refused() {
    let deepest = 100_000;
    let n = 20_000;
    let sources = [
        "-".repeat(deepest) + "1",
        "not ".repeat(deepest) + "1",
        "~".repeat(n),
        "lambda:".repeat(n) + "1",
        "a if b else ".repeat(n) + "c",
        "a if ".repeat(n) + "c",
        "2**".repeat(deepest) + "2",
        "a+".repeat(deepest) + "a",
        "a.".repeat(n) + "a",
        "a".to_owned() + &"()".repeat(n),
        "a".to_owned() + &"[0]".repeat(n),
        "a<".repeat(n) + "a",
        "a and ".repeat(n) + "a",
        "a = ".repeat(n) + "a",
        "a, ".repeat(n),
        "a; ".repeat(n),
        "a ".repeat(n),
        "print ".repeat(n),
        "*".repeat(n),
        "@".repeat(n),
        "@a\n".repeat(n),
        "'a' ".repeat(n),
        "f'{a}' ".repeat(n),
        "yield ".repeat(n),
        "await ".repeat(n) + "a",
        "if a: pass\n".to_owned() + &"elif b: pass\n".repeat(deepest),
        "if a: ".repeat(n),
        "try:\n".repeat(n),
        "with a as b, ".repeat(n),
        "with (".repeat(n),
        "match x:\n case ".to_owned() + &"a | ".repeat(n),
        "match x:\n case ".to_owned() + &"-".repeat(n),
        "def f(".to_owned() + &"a=".repeat(n),
        "for ".repeat(n),
        "[x ".to_owned() + &"for x in y ".repeat(n) + "]",
        "{**".repeat(n),
        "\\\n".repeat(n),
        "\n".repeat(n),
        "#".repeat(n),
        "\"".repeat(n),
        "'''".repeat(n),
        "f'{".repeat(n),
        "f'{a:".repeat(n),
        "f\"{".to_owned() + &"f'{".repeat(n),
        "\u{20ac}".repeat(n),
        "é".repeat(n),
    ];
    for source in &sources {
        let start = Instant::now();
        read(source);
        let name: String = source.chars().take(20).collect();
        assert!(start.elapsed() < Duration::from_secs(10), "{name:?} took too long");
    }
}

#[test]
fn brackets_nest_two_hundred_deep() {
    assert!(read(&("(".repeat(200) + "1" + &")".repeat(200))).is_none());
    for open in ["(", "[", "{", "f(", "a["] {
        let error = read(&open.repeat(100_000)).expect("too deep");
        assert_eq!(error.message, "too many nested parentheses");
    }
}

#[test]
fn blocks_nest_a_hundred_deep() {
    let nested = |depth: usize| -> String {
        (0..depth).map(|level| " ".repeat(level) + "if a:\n").collect::<String>()
            + &" ".repeat(depth)
            + "pass\n"
    };
    assert!(read(&nested(98)).is_none());
    assert_eq!(read(&nested(120)).expect("too deep").message, "too many levels of indentation");
}

#[test]
fn one_long_line_is_no_problem() {
    let line = format!("x = [{}]\n", "1, ".repeat(350_000));
    assert!(line.len() > 1_000_000);
    assert!(read(&line).is_none());
    assert!(read(&(line + "x y")).is_some());
}

#[test]
fn bytes_that_are_no_source_are_refused() {
    let null = decode(b"a\0b").expect_err("NUL");
    assert_eq!(null.message, "source code string cannot contain null bytes");
    let unknown = decode(b"# coding: nonsense\n").expect_err("no encoding");
    assert_eq!((unknown.message.as_str(), unknown.lineno), ("unknown encoding: nonsense", 0));
    assert_eq!((unknown.offset, unknown.end()), (-1, None));
    assert!(decode(b"\xef\xbb\xbf# coding: latin-1\n").is_err());
    assert!(parse("a\0b", Mode::Module, &Arena::new()).is_err());
}

#[test]
fn bytes_that_are_no_utf8_may_stand_in_comments() {
    assert_eq!(decode(b"x = 1 # \xff\r\n").expect("a comment"), "x = 1 # \u{fffd}\n");
    let literal = decode(b"print('b\xf6se')\n").expect_err("a literal");
    let message =
        "(unicode error) 'utf-8' codec can't decode byte 0xf6 in position 1: invalid start byte";
    assert_eq!((literal.message.as_str(), literal.lineno, literal.offset), (message, 1, 7));
    assert_eq!(literal.end(), Some((1, 11)));
    let name = decode(b"\nx = ab\xe2\x82 + 1\n").expect_err("a name");
    let message =
        "(unicode error) 'utf-8' codec can't decode bytes in position 2-3: unexpected end of data";
    assert_eq!((name.message.as_str(), name.lineno, name.offset), (message, 2, 7));
    assert_eq!(name.end(), Some((2, -1)));
    // What is wrong before them comes first.
    assert_eq!(decode(b"x = = '\xff'").expect_err("two signs").message, "invalid syntax");
}

#[test]
fn encodings_and_newlines_are_decoded() {
    assert_eq!(decode(b"# coding: latin-1\n'\xe9'").expect("latin-1"), "# coding: latin-1\n'é'");
    assert_eq!(
        decode(b"#!x\n# -*- coding: cp1252 -*-\n'\x80'").expect("cp1252").chars().nth_back(1),
        Some('€')
    );
    assert_eq!(decode(b"\xef\xbb\xbfa\r\nb\rc\n").expect("marked"), "a\nb\nc\n");
    assert_eq!(decode("é".as_bytes()).expect("UTF-8"), "é");
}

#[test]
fn a_prompt_learns_whether_more_lines_may_come() {
    let incomplete = |source: &str| {
        let arena = Arena::new();
        let result = parse(source, Mode::Interactive, &arena);
        result.expect_err(source).incomplete
    };
    for source in ["if a:", "f(", "x = [1,\n", "'''a", "@a\n", "try:\n  a\n", "a \\\n", "if a: b"] {
        assert!(incomplete(source), "{source:?} may go on");
    }
    for source in ["a b", "'a", ")", "if a b:", "x = (1 2\n3 4", "  a", "0x"] {
        assert!(!incomplete(source), "{source:?} may not go on");
    }
}
