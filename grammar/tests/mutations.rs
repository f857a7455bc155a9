//! Sources broken at random are parsed or refused, never more than that. Takes the sources of
//! `tests/trees`, or the files named in the variable `MUTATE`, one a line.

use std::path::{Path, PathBuf};

use taipan_grammar::{Arena, Mode, decode, dump, parse};

const PIECES: [&[u8]; 24] = [
    b"(",
    b")",
    b"[",
    b"]",
    b"{",
    b"}",
    b":",
    b"'",
    b"\"",
    b"'''",
    b"f'",
    b"f\"{",
    b"\\",
    b"\n",
    b"\n    ",
    b"\t",
    b"match ",
    b"=",
    b"!r",
    b"\xff",
    b"\xc3\xa9",
    b"\0",
    b"lambda ",
    b"\\N{",
];

/// A small generator of numbers, the same on every run.
struct Numbers(u64);

impl Numbers {
    fn below(&mut self, limit: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0 % limit.max(1) as u64) as usize
    }
}

fn read(bytes: &[u8], mode: Mode) {
    let Ok(text) = decode(bytes) else {
        return;
    };
    let arena = Arena::new();
    if let Ok(parsed) = parse(arena.alloc_str(&text), mode, &arena) {
        let _ = dump(parsed.module, parsed.source);
    }
}

fn files() -> (Vec<PathBuf>, usize) {
    if let Ok(list) = std::env::var("MUTATE") {
        let names = std::fs::read_to_string(list).expect("a list of files");
        return (names.lines().map(PathBuf::from).collect(), 20);
    }
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/trees");
    let entries = std::fs::read_dir(folder).expect("tests/trees");
    let paths = entries.map(|entry| entry.expect("an entry").path());
    (paths.filter(|path| path.extension().is_some_and(|e| e == "py")).collect(), 400)
}

#[test]
fn broken_sources_do_no_harm() {
    let mut numbers = Numbers(0x9E37_79B9_7F4A_7C15);
    let (files, rounds) = files();
    for path in files {
        let Ok(source) = std::fs::read(&path) else {
            continue;
        };
        for _ in 0..rounds {
            let mut bytes = source.clone();
            for _ in 0..=numbers.below(4) {
                let at = numbers.below(bytes.len());
                let end = (at + numbers.below(12)).min(bytes.len());
                match numbers.below(4) {
                    0 => drop(bytes.drain(at..end)),
                    1 => bytes.truncate(at),
                    2 => drop(bytes.splice(at..at, PIECES[numbers.below(PIECES.len())].to_vec())),
                    _ => drop(bytes.splice(at..end, PIECES[numbers.below(PIECES.len())].to_vec())),
                }
            }
            let mode = [Mode::Module, Mode::Interactive, Mode::Expression][numbers.below(3)];
            read(&bytes, mode);
        }
    }
}
