//! re: regular expressions. A pattern is parsed to a tree, compiled to a program and run by a matcher
//! that tries one way after the other; here is the module that scripts see.

mod cache;
mod charset;
mod compiler;
mod dump;
mod escapes;
mod fault;
mod first;
mod fold;
mod lexicon;
mod matcher;
mod matches;
mod parser;
mod pattern;
mod program;
mod reader;
mod scanner;
mod search;
mod subject;
mod substitute;
mod template;
mod text;
mod tree;

use taipan_engine::funcs;
use taipan_engine::object::native::{Maybe, Rest};
use taipan_engine::object::slots::PyResult;
use taipan_engine::object::value::Value;
use taipan_engine::object::vm::Vm;
use taipan_engine::types::bytes::Buffer;
use taipan_engine::types::exception::DEPRECATION_WARNING;
use taipan_engine::types::module::{MakeLate, ModuleSpec};

use cache::pattern_of;
use search::How;

fn compile(vm: &Vm, pattern: &Value, flags: &Value) -> PyResult {
    pattern_of(vm, pattern, flags)
}

fn find(vm: &Vm, pattern: &Value, string: &Value, flags: &Value, how: How) -> PyResult {
    let pattern = pattern_of(vm, pattern, flags)?;
    pattern::find_one(vm, &pattern, string, (0, i64::MAX), how)
}

fn match_(vm: &Vm, pattern: &Value, string: &Value, flags: &Value) -> PyResult {
    find(vm, pattern, string, flags, How::Match)
}

fn fullmatch(vm: &Vm, pattern: &Value, string: &Value, flags: &Value) -> PyResult {
    find(vm, pattern, string, flags, How::Full)
}

fn search(vm: &Vm, pattern: &Value, string: &Value, flags: &Value) -> PyResult {
    find(vm, pattern, string, flags, How::Search)
}

fn findall(vm: &Vm, pattern: &Value, string: &Value, flags: &Value) -> PyResult {
    let pattern = pattern_of(vm, pattern, flags)?;
    pattern::find_all(vm, &pattern, string, 0, i64::MAX)
}

fn finditer(vm: &Vm, pattern: &Value, string: &Value, flags: &Value) -> PyResult {
    let pattern = pattern_of(vm, pattern, flags)?;
    scanner::find_iter(vm, &pattern, string, 0, i64::MAX)
}

/// The number and the flags of a call that may still give them by position. `least` says how many
/// arguments come before them.
fn options<'a>(
    vm: &Vm,
    (function, number_name, least): (&str, &str, usize),
    rest: &Rest<'a>,
    number: Maybe<'a>,
    flags: Maybe<'a>,
) -> PyResult<(i64, &'a Value)> {
    const ABSENT: &Value = &Value::UNBOUND;
    let (mut number, mut flags) = (number.0, flags.0);
    let twice = |name: &str| {
        vm.type_error(format!("{function}() got multiple values for argument '{name}'"))
    };
    if let Some((first, others)) = rest.0.split_first() {
        if number.is_some() {
            return Err(twice(number_name));
        }
        number = Some(first);
        if let Some((second, others)) = others.split_first() {
            if flags.is_some() {
                return Err(twice("flags"));
            }
            flags = Some(second);
            if !others.is_empty() {
                let (most, given) = (least + 2, least + rest.0.len());
                return Err(vm.type_error(format!(
                    "{function}() takes from {least} to {most} positional arguments but {given} \
                     were given"
                )));
            }
        }
        let text = format!("'{number_name}' is passed as positional argument");
        vm.warn(&DEPRECATION_WARNING, &text)?;
    }
    let number = number.map_or(Ok(0), |number| vm.index_i64(number))?;
    Ok((number, flags.unwrap_or(ABSENT)))
}

fn split<'a>(
    vm: &'a Vm,
    pattern: &'a Value,
    string: &'a Value,
    rest: Rest<'a>,
    most: Maybe<'a>,
    flags: Maybe<'a>,
) -> PyResult {
    let (most, flags) = options(vm, ("split", "maxsplit", 2), &rest, most, flags)?;
    pattern::split(vm, &pattern_of(vm, pattern, flags)?, string, most)
}

fn sub<'a>(
    vm: &'a Vm,
    pattern: &'a Value,
    repl: &'a Value,
    string: &'a Value,
    rest: Rest<'a>,
    count: Maybe<'a>,
    flags: Maybe<'a>,
) -> PyResult {
    let (count, flags) = options(vm, ("sub", "count", 3), &rest, count, flags)?;
    let pattern = pattern_of(vm, pattern, flags)?;
    Ok(substitute::substitute(vm, &pattern, repl, string, count)?.0)
}

fn subn<'a>(
    vm: &'a Vm,
    pattern: &'a Value,
    repl: &'a Value,
    string: &'a Value,
    rest: Rest<'a>,
    count: Maybe<'a>,
    flags: Maybe<'a>,
) -> PyResult {
    let (count, flags) = options(vm, ("subn", "count", 3), &rest, count, flags)?;
    let pattern = pattern_of(vm, pattern, flags)?;
    let (text, count) = substitute::substitute(vm, &pattern, repl, string, count)?;
    Ok(vm.tuple(vec![text, vm.int(count)]))
}

fn escape(vm: &Vm, pattern: &Value) -> PyResult {
    let escaped = |bytes: &[u8]| {
        let mut out = Vec::with_capacity(bytes.len() + bytes.len() / 8);
        for &byte in bytes {
            if matches!(byte, 9..=13 | b' ' | b'#' | b'$' | b'&' | b'~')
                || matches!(byte, b'(' ..= b'.' if byte != b',')
                || matches!(byte, b'?' | b'[' ..= b'^' | b'{' ..= b'}')
            {
                out.push(b'\\');
            }
            out.push(byte);
        }
        out
    };
    if let Some(text) = pattern.as_str_object() {
        return vm.finish_str(&escaped(text.as_bytes()));
    }
    match Buffer::of_any(pattern) {
        Some(bytes) => Ok(vm.new_bytes(escaped(&bytes))),
        None => Err(template::not_a_template(vm, pattern)),
    }
}

fn purge(vm: &Vm) {
    cache::purge(vm);
}

/// The namespaces of what is Python code, made on first use.
#[derive(Default)]
struct Late {
    flags: std::cell::OnceCell<Value>,
    lexicon: std::cell::OnceCell<Value>,
}

/// A name from Python code that runs when first needed.
fn late(
    vm: &Vm,
    place: fn(&Late) -> &std::cell::OnceCell<Value>,
    (file, frozen): (&str, &[u8]),
    name: &str,
) -> PyResult {
    let state = vm.extra(Late::default);
    let namespace = match place(&state).get() {
        Some(namespace) => namespace.clone(),
        None => {
            let module = vm.new_module("re", Value::NONE);
            let namespace = vm.getattr(&module, &vm.names().__dict__)?;
            let code = vm.thaw(frozen, file)?;
            vm.exec_code(&code, &namespace)?;
            place(&state).get_or_init(|| namespace).clone()
        }
    };
    vm.getitem(&namespace, &vm.intern(name))
}

fn flag(vm: &Vm, name: &str) -> PyResult {
    let source: (&str, &[u8]) = ("<frozen re.flags>", frozen!("re/flags.py"));
    let class = late(vm, |state| &state.flags, source, "RegexFlag")?;
    if name == "RegexFlag" { Ok(class) } else { vm.getattr(&class, &vm.intern(name)) }
}

fn scanner_class(vm: &Vm) -> PyResult {
    let source: (&str, &[u8]) = ("<frozen re.lexicon>", frozen!("re/lexicon.py"));
    late(vm, |state| &state.lexicon, source, "Scanner")
}

/// Rows for names of flags.
macro_rules! flags {
    ($($name:literal)*) => { &[$(($name, |vm| flag(vm, $name)),)* ("Scanner", scanner_class)] };
}

static LATE: &[(&str, MakeLate)] = flags![
    "RegexFlag" "NOFLAG" "ASCII" "A" "IGNORECASE" "I" "LOCALE" "L" "UNICODE" "U" "MULTILINE" "M"
    "DOTALL" "S" "VERBOSE" "X" "DEBUG"
];

/// In the order that `__all__` has.
const PUBLIC: &[&str] = &[
    "match",
    "fullmatch",
    "search",
    "sub",
    "subn",
    "split",
    "findall",
    "finditer",
    "compile",
    "purge",
    "escape",
    "error",
    "Pattern",
    "Match",
    "A",
    "I",
    "L",
    "M",
    "S",
    "X",
    "U",
    "ASCII",
    "IGNORECASE",
    "LOCALE",
    "MULTILINE",
    "DOTALL",
    "VERBOSE",
    "UNICODE",
    "NOFLAG",
    "RegexFlag",
    "PatternError",
];

pub(crate) static RE: ModuleSpec = ModuleSpec {
    name: "re",
    doc: "Regular expressions: patterns that texts and bytes match or not, and what to do with the matches.",
    funcs: funcs![
        compile "(pattern, flags=0)" "The pattern as an object.";
        "match" = match_, "(pattern, string, flags=0)", "A match at the beginning of the string, or None.";
        fullmatch "(pattern, string, flags=0)" "A match of all of the string, or None.";
        search "(pattern, string, flags=0)" "The first match anywhere in the string, or None.";
        findall "(pattern, string, flags=0)" "A list of all matches as texts; of their groups, if the pattern has some.";
        finditer "(pattern, string, flags=0)" "An iterator over all matches.";
        split "(pattern, string, *args, maxsplit=<absent>, flags=<absent>)" "The parts of a string between matches, with the groups of these.";
        sub "(pattern, repl, string, *args, count=<absent>, flags=<absent>)" "The string with matches replaced by a template or by what a function makes of them.";
        subn "(pattern, repl, string, *args, count=<absent>, flags=<absent>)" "As sub(), in a tuple with the number of matches.";
        escape "(pattern)" "A pattern that matches just this text.";
        purge "()" "Forgets the patterns compiled so far.";
        "_compile" = compile, "(pattern, flags)", "";
        "_lexicon" = lexicon::lexicon, "(phrases, flags)", "";
    ],
    types: &[&pattern::PATTERN, &matches::MATCH, &fault::PATTERN_ERROR],
    values: &[
        ("error", |vm| vm.ty(&fault::PATTERN_ERROR).value().clone()),
        ("__all__", |vm| vm.new_list(PUBLIC.iter().map(|name| vm.intern(name)).collect())),
        ("__version__", |vm| vm.str("2.2.1")),
    ],
    lazy: LATE,
    ..ModuleSpec::NONE
};

/// Limits of patterns, for those who ask for them.
pub(crate) static CONSTANTS: ModuleSpec = ModuleSpec {
    name: "re._constants",
    doc: "Limits of patterns.",
    values: &[
        ("MAXREPEAT", |vm| vm.int(i64::from(tree::MANY))),
        ("MAXGROUPS", |vm| vm.int(tree::MOST_GROUPS as i64)),
        ("error", |vm| vm.ty(&fault::PATTERN_ERROR).value().clone()),
        ("PatternError", |vm| vm.ty(&fault::PATTERN_ERROR).value().clone()),
    ],
    ..ModuleSpec::NONE
};
