//! The pages in `docs/reference` say what the tables say. `UPDATE_REFERENCE=1 cargo test --test
//! reference` writes them anew.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use taipan_compiler::op::Op;
use taipan_grammar::nodes::{Quantity, Sort};

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/reference")
}

/// Pages by their name within the folder.
type Pages = BTreeMap<String, String>;

/// Compares pages with what lies in the folder `below` that of the reference, or writes them there.
#[track_caller]
fn check(below: &str, pages: &Pages) {
    let folder = folder().join(below);
    if std::env::var_os("UPDATE_REFERENCE").is_some() {
        fs::create_dir_all(&folder).expect("a folder for the pages");
        for (name, text) in pages {
            fs::write(folder.join(name), text).expect("a page is written");
        }
    }
    for (name, text) in pages {
        let there = fs::read_to_string(folder.join(name)).unwrap_or_default();
        let differs = there.lines().zip(text.lines()).position(|(old, new)| old != new);
        let place = differs.unwrap_or_else(|| there.lines().count().min(text.lines().count()));
        assert!(
            there == *text,
            "docs/reference/{below}{name} is old from line {} on; UPDATE_REFERENCE=1 writes it anew",
            place + 1
        );
    }
    let stray = fs::read_dir(&folder).expect("the folder").filter_map(|entry| {
        let name = entry.ok()?.file_name().into_string().ok()?;
        (name.ends_with(".md") && !pages.contains_key(&name)).then_some(name)
    });
    assert_eq!(stray.collect::<Vec<_>>(), Vec::<String>::new(), "pages of what is no longer there");
}

fn instructions() -> String {
    let mut page = String::from(
        "# Instructions\n\nA word has 64 bits: the number of the instruction, flags, and operands. How they are\n\
         laid out and which registers they consume is told at the table, `src/compiler/op.rs`.\n\n",
    );
    for (op, name, text) in Op::ALL {
        let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
        page.push_str(&format!("* {} `{name}`: {text}\n", *op as u8));
    }
    page
}

fn nodes() -> String {
    let mut page = String::from(
        "# Nodes of the syntax tree\n\nThe constructors of each type, with their fields (`?`: may be missing, `*`: any number). \
         The\ntable is `grammar/src/nodes.rs`.\n",
    );
    for sort in Sort::ALL {
        let place = if sort.has_place() { ", with a place in the source" } else { "" };
        page.push_str(&format!("\n## {}{place}\n\n", sort.name()));
        for kind in sort.kinds() {
            let field = |field: &taipan_grammar::nodes::FieldInfo| {
                let mark = match field.quantity {
                    Quantity::One => "",
                    Quantity::Optional => "?",
                    Quantity::Many => "*",
                };
                format!("{}{mark} {}", field.ty.name(), field.name)
            };
            let fields: Vec<String> = kind.info().fields.iter().map(field).collect();
            page.push_str(&format!("* `{}({})`\n", kind.info().name, fields.join(", ")));
        }
    }
    page
}

/// What the program prints on its standard output.
fn output(arguments: &[&str]) -> String {
    let run =
        Command::new(env!("CARGO_BIN_EXE_taipan")).args(arguments).output().expect("the program");
    assert!(run.status.success(), "{}", String::from_utf8_lossy(&run.stderr));
    String::from_utf8(run.stdout).expect("UTF-8")
}

#[test]
fn tables() {
    let mut pages = Pages::new();
    pages.insert("instructions.md".to_owned(), instructions());
    pages.insert("syntax-tree.md".to_owned(), nodes());
    let help = output(&["--help"]);
    pages.insert("command-line.md".to_owned(), format!("# Command line\n\n```\n{help}```\n"));
    check("", &pages);
}

#[test]
fn library() {
    let written = Path::new(env!("CARGO_TARGET_TMPDIR")).join("reference");
    let _ = fs::remove_dir_all(&written);
    fs::create_dir_all(&written).expect("a folder");
    let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("tools/reference.py");
    output(&[&script.to_string_lossy(), &written.to_string_lossy()]);
    let pages = fs::read_dir(&written).expect("the folder").map(|entry| {
        let path = entry.expect("an entry").path();
        let name = path.file_name().expect("a name").to_string_lossy().into_owned();
        (name, fs::read_to_string(&path).expect("a page"))
    });
    check("library/", &pages.collect());
}
