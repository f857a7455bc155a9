//! Every `trees/*.py` has the tree CPython gave it, stored beside it by `tools/grammar_trees.py` as
//! `.txt`.

use std::path::Path;

use taipan_grammar::{Arena, Mode, decode, dump, parse};

#[test]
fn trees_are_those_of_cpython() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/trees");
    let mut count = 0;
    for entry in std::fs::read_dir(&folder).expect("tests/trees") {
        let path = entry.expect("an entry").path();
        if path.extension().is_none_or(|extension| extension != "py") {
            continue;
        }
        let bytes = std::fs::read(&path).expect("a source");
        let expected = std::fs::read_to_string(path.with_extension("txt")).expect("a tree");
        let arena = Arena::new();
        let text = decode(&bytes).expect("text");
        let parsed = parse(arena.alloc_str(&text), Mode::Module, &arena).expect("Python");
        let found = dump(parsed.module, parsed.source).expect("a shallow tree");
        let difference = found.lines().zip(expected.lines()).find(|(ours, theirs)| ours != theirs);
        assert_eq!(difference, None, "{}", path.display());
        assert_eq!(found.lines().count(), expected.lines().count(), "{}", path.display());
        count += 1;
    }
    assert!(count > 10, "only {count} sources");
}
