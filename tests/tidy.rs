//! The rules of the house that a machine can check: first lines, sizes, arrows inside the engine,
//! rooms for `unsafe`. Compiles nothing; reads sources as text.

use std::fs;
use std::path::{Path, PathBuf};

/// Files that may be longer than the rest, and why.
const LONG: &[(&str, &str)] =
    &[("src/engine/vm/run.rs", "one dispatch loop, whose arms belong together")];

const MAX_LINES: usize = 800;

/// Places in the engine's lower folders that name a higher one, and why.
const UPWARDS: &[(&str, &str, &str)] = &[
    ("object/vm.rs", "types::module::ModuleSpec", "the table of native modules, only stored here"),
    ("types/mod.rs", "payload!(crate::aio::", "all payloads are tied to their kinds in one place"),
    ("vm/mod.rs", "crate::aio::{await_native", "`await` of a future without its iterator"),
];

/// Folders and files of the project in which `unsafe` is at home. Everywhere else it is refused.
const UNSAFE_ROOMS: &[(&str, &str)] = &[
    ("src/allocator.rs", "the program's allocator"),
    ("src/growing.rs", "large blocks of the allocator, which are pages of the system"),
    ("src/engine/object/", "values, heap and collector"),
    ("src/engine/host/", "system calls"),
    ("src/engine/vm/", "registers and frames of the dispatch loop"),
    ("src/engine/lib.rs", "an interpreter may change its thread"),
    ("stdlib/zlib/stream.rs", "zlib's interface is C's, also where it is written in Rust"),
    ("tests/planted.rs", "mistakes on purpose"),
    ("tests/prompt/session.rs", "a terminal of its own for a program"),
];

struct Source {
    /// Relative to the project's root.
    path: String,
    text: String,
}

impl Source {
    fn lines(&self) -> usize {
        self.text.lines().count()
    }

    /// Lines without comments, numbered from one.
    fn code(&self) -> impl Iterator<Item = (usize, &str)> {
        let uncommented = |line: &'_ str| line.find("//").map_or(line.len(), |at| at);
        self.text.lines().enumerate().map(move |(at, line)| (at + 1, &line[..uncommented(line)]))
    }
}

/// Every Rust file of the project.
fn sources() -> Vec<Source> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut paths = Vec::new();
    for folder in ["src", "unicode", "grammar", "stdlib", "tests", "benches", "fuzz", "tools"] {
        collect(&root.join(folder), &mut paths);
    }
    paths.sort();
    let read = |path: PathBuf| Source {
        path: path.strip_prefix(root).unwrap_or(&path).display().to_string(),
        text: fs::read_to_string(&path).expect("a source is text"),
    };
    let all: Vec<Source> = paths.into_iter().map(read).collect();
    assert!(all.len() > 50, "the sources were not found");
    all
}

fn collect(folder: &Path, paths: &mut Vec<PathBuf>) {
    let Ok(entries) = fs::read_dir(folder) else { return };
    for path in entries.filter_map(Result::ok).map(|entry| entry.path()) {
        if path.is_dir() && path.file_name().is_some_and(|name| name != "target") {
            collect(&path, paths);
        } else if path.extension().is_some_and(|e| e == "rs") {
            paths.push(path);
        }
    }
}

fn assert_none(what: &str, found: &[String]) {
    assert!(found.is_empty(), "{what}:\n  {}", found.join("\n  "));
}

#[test]
fn the_first_line_says_what_a_file_is() {
    let bad = |s: &Source| !s.text.starts_with("//! ");
    let found: Vec<String> = sources().into_iter().filter(bad).map(|s| s.path).collect();
    assert_none("files that do not begin with `//! `", &found);
}

#[test]
fn files_stay_short() {
    let long = |path: &str| LONG.iter().any(|(known, _)| *known == path);
    let all = sources();
    let found: Vec<String> = all
        .iter()
        .filter(|s| s.lines() > MAX_LINES && !long(&s.path))
        .map(|s| format!("{}: {} lines", s.path, s.lines()))
        .collect();
    assert_none("files of more than 800 lines", &found);
    let short = |path: &str| all.iter().any(|s| s.path == path && s.lines() <= MAX_LINES);
    let stale = LONG.iter().filter(|(path, _)| short(path)).map(|(path, _)| (*path).to_owned());
    assert_none("files that no longer need an exception", &stale.collect::<Vec<_>>());
}

/// Inside the engine: host ← object ← types ← vm ← aio. The machine's methods on [`Vm`] are reached
/// through it, so only paths tell who knows whom.
#[test]
fn the_engine_imports_downwards() {
    let layers = ["host", "object", "types", "vm", "aio"];
    // Types have methods that call and resume; they reach them through the machine's own methods,
    // and `vm` names types. What they may not know is the loop.
    let forbidden: &[(&str, &[&str])] = &[
        ("host", &["object", "types", "vm", "aio", "builtins"]),
        ("object", &["types", "vm", "aio", "builtins"]),
        ("types", &["aio", "builtins"]),
        ("vm", &["aio"]),
    ];
    assert!(forbidden.iter().all(|(folder, _)| layers.contains(folder)));
    let mut found = Vec::new();
    for source in sources() {
        let Some(inside) = source.path.strip_prefix("src/engine/") else { continue };
        let folder = inside.split('/').next().unwrap_or_default();
        let Some((_, above)) = forbidden.iter().find(|(name, _)| *name == folder) else { continue };
        for (at, line) in source.code() {
            for name in above.iter().filter(|name| names_module(line, name)) {
                let known =
                    |(file, path, _): &&(&str, &str, &str)| *file == inside && line.contains(path);
                if UPWARDS.iter().find(known).is_none() {
                    found.push(format!("{}:{at} knows {name}: {}", source.path, line.trim()));
                }
            }
        }
    }
    assert_none("arrows that point upwards", &found);
}

fn names_module(line: &str, name: &str) -> bool {
    line.contains(&format!("crate::{name}::")) || line.contains(&format!("crate::{name};"))
}

#[test]
fn unsafe_code_stays_in_its_rooms() {
    let mut found = Vec::new();
    for source in sources() {
        let allowed = UNSAFE_ROOMS.iter().any(|(room, _)| source.path.starts_with(room));
        if allowed || source.path == "tests/tidy.rs" {
            continue;
        }
        let line = source.code().find(|(_, line)| is_unsafe(line));
        found.extend(line.map(|(at, line)| format!("{}:{at}: {}", source.path, line.trim())));
    }
    assert_none("unsafe code outside its rooms", &found);
}

fn is_unsafe(line: &str) -> bool {
    ["unsafe {", "unsafe fn", "unsafe impl", "unsafe extern"].iter().any(|word| line.contains(word))
}

#[test]
fn nothing_is_unfinished_or_silenced() {
    let words = ["todo!(", "unimplemented!(", "dbg!(", "#[ignore", "#![allow(", "#[allow(warnings"];
    let mut found = Vec::new();
    for source in sources().into_iter().filter(|s| s.path != "tests/tidy.rs") {
        for (at, line) in source.code() {
            if words.iter().any(|word| line.contains(word)) {
                found.push(format!("{}:{at}: {}", source.path, line.trim()));
            }
        }
    }
    assert_none("unfinished or silenced", &found);
}

/// A stale exception is a rule that nobody checks any more.
#[test]
fn exceptions_are_needed() {
    let all = sources();
    let mut found = Vec::new();
    for (file, path, _) in UPWARDS {
        let used = |s: &Source| s.path == format!("src/engine/{file}") && s.text.contains(path);
        if !all.iter().any(used) {
            found.push(format!("{file} no longer names {path}"));
        }
    }
    for (room, _) in UNSAFE_ROOMS {
        let used =
            |s: &Source| s.path.starts_with(room) && s.code().any(|(_, line)| is_unsafe(line));
        if !all.iter().any(used) {
            found.push(format!("{room} has no unsafe code any more"));
        }
    }
    assert_none("exceptions that nothing needs", &found);
}
