//! Codes: every kind of syntax passes the verifier, a few listings are as intended, and no nesting
//! overflows the native stack.

use std::sync::Arc;

use taipan_compiler::code::Code;
use taipan_compiler::{CodeMode, Error, Options, compile, dis, verify};
use taipan_grammar::{Arena, Mode, SyntaxErrorKind, parse};

fn compiled(source: &str, options: Options) -> Result<Arc<Code>, Error> {
    let mode = match options.mode {
        CodeMode::Module => Mode::Module,
        CodeMode::Expression => Mode::Expression,
        CodeMode::Interactive => Mode::Interactive,
    };
    let arena = Arena::new();
    let parsed = parse(source, mode, &arena)?;
    compile(parsed.module, parsed.source, "<test>", options)
}

#[test]
fn every_kind_passes_the_verifier() {
    for optimize in 0..3 {
        let options = Options { optimize, ..Options::default() };
        let code = compiled(include_str!("kinds.py"), options).expect("it compiles");
        verify::verify_all(&code).expect("it verifies");
    }
}

#[test]
fn listings_are_as_intended() {
    for block in include_str!("listings.txt").split("=== ").skip(1) {
        let (title, rest) = block.split_once('\n').expect("a title");
        let (source, listing) = rest.split_once("---\n").expect("a source and a listing");
        let code = compiled(source, Options::default()).expect("it compiles");
        let first = code.codes.first().expect("a function");
        assert_eq!(dis::dis(first), listing, "{title}");
    }
}

#[test]
fn expressions_return_and_prompts_print() {
    let code = compiled("1 + x", Options { mode: CodeMode::Expression, ..Options::default() });
    assert!(dis::dis(&code.expect("it compiles")).contains("RETURN"));
    let code = compiled("x\n", Options { mode: CodeMode::Interactive, ..Options::default() });
    assert!(dis::dis(&code.expect("it compiles")).contains("PRINT_EXPR"));
    let options = Options { top_level_await: true, ..Options::default() };
    let code = compiled("await x\nasync for i in y: pass\n", options).expect("it compiles");
    assert_ne!(code.flags & taipan_compiler::code::flags::COROUTINE, 0);
}

#[test]
fn long_chains_do_not_recurse() {
    let sum = format!("x = y{}\n", " + 1".repeat(100_000));
    compiled(&sum, Options::default()).expect("a sum of any length");
    let elifs = format!("if a: pass\n{}", "elif b: pass\n".repeat(5_000));
    compiled(&elifs, Options::default()).expect("elifs without end");
    let list = format!("x = [{}]\nf({})\n", "a, ".repeat(100_000), "a, ".repeat(1_000));
    compiled(&list, Options::default()).expect("displays and calls of any length");
}

#[test]
fn deep_trees_are_refused() {
    let sources = [
        format!("x{}\n", ".a".repeat(100_000)),
        format!("x{}\n", "()".repeat(100_000)),
        format!("x = {}y\n", "not ".repeat(100_000)),
        format!("x = {}y\n", "a if b else ".repeat(100_000)),
    ];
    for source in sources {
        match compiled(&source, Options::default()) {
            Ok(_) | Err(Error::TooDeep) => {}
            Err(Error::Syntax(error)) => assert_eq!(error.kind, SyntaxErrorKind::TooComplex),
            Err(other) => panic!("{other}"),
        }
    }
}
