//! What was typed in earlier sessions and this one: no entry twice, in a file of the form that CPython's
//! prompt has. Knows nothing of the editor.

use std::fs::{self, OpenOptions};
use std::io::Write;
use std::path::PathBuf;

/// So many entries are kept.
const MOST: usize = 10_000;

/// Longer entries are not kept in the file.
const LONGEST: usize = 100_000;

pub(super) struct History {
    file: Option<PathBuf>,
    entries: Vec<String>,
}

impl History {
    /// Reads the file, if there is one.
    pub(super) fn open(file: Option<PathBuf>) -> History {
        let bytes = file.as_ref().and_then(|file| fs::read(file).ok()).unwrap_or_default();
        let text = String::from_utf8_lossy(&bytes);
        let mut history = History { file, entries: entries(&text) };
        let count = history.entries.len();
        history.tidy();
        if history.entries.len() < count {
            history.rewrite();
        }
        history
    }

    pub(super) fn entries(&self) -> &[String] {
        &self.entries
    }

    /// Notes an entry. True if it was there already, and so has another place now.
    pub(super) fn add(&mut self, text: &str) -> bool {
        let text = text.trim_end();
        if text.trim().is_empty() || text.len() > LONGEST || text.contains('\0') {
            return false;
        }
        let before = self.entries.iter().position(|entry| entry == text);
        if let Some(at) = before {
            self.entries.remove(at);
        }
        self.entries.push(text.to_owned());
        self.append(text);
        before.is_some()
    }

    fn append(&self, text: &str) {
        let Some(file) = &self.file else { return };
        // Without a place to write, entries last for the session.
        if let Ok(mut file) = OpenOptions::new().append(true).create(true).open(file) {
            let _ = file.write_all(encoded(text).as_bytes());
        }
    }

    /// The last of equal entries stays.
    fn tidy(&mut self) {
        let mut seen = std::collections::HashSet::new();
        let mut kept: Vec<String> =
            self.entries.drain(..).rev().filter(|entry| seen.insert(entry.clone())).collect();
        kept.truncate(MOST);
        kept.reverse();
        self.entries = kept;
    }

    fn rewrite(&self) {
        let Some(file) = &self.file else { return };
        let text: String = self.entries.iter().map(|entry| encoded(entry)).collect();
        let mut beside = file.clone().into_os_string();
        beside.push(".new");
        if fs::write(&beside, text).is_ok() && fs::rename(&beside, file).is_err() {
            let _ = fs::remove_file(&beside);
        }
    }
}

/// Lines of one entry end with a carriage return, too.
fn encoded(text: &str) -> String {
    text.replace('\n', "\r\n") + "\n"
}

fn entries(text: &str) -> Vec<String> {
    let mut all = Vec::new();
    let mut entry = String::new();
    for line in text.split_terminator('\n') {
        match line.strip_suffix('\r') {
            Some(part) => {
                entry.push_str(part);
                entry.push('\n');
            }
            None => {
                entry.push_str(line);
                all.push(std::mem::take(&mut entry));
            }
        }
    }
    if !entry.is_empty() {
        all.push(entry.trim_end().to_owned());
    }
    // The mark that libedit begins its files with.
    all.retain(|entry| !entry.trim().is_empty() && entry != "_HiStOrY_V2_");
    all
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn blocks_are_one_entry() {
        let text = encoded("if x:\n    1") + &encoded("y");
        assert_eq!(text, "if x:\r\n    1\ny\n");
        assert_eq!(entries(&text), ["if x:\n    1", "y"]);
    }

    #[test]
    fn nothing_is_there_twice() {
        let mut history = History { file: None, entries: entries("a\nb\na\n") };
        history.tidy();
        assert_eq!(history.entries(), ["b", "a"]);
        assert!(history.add("b"));
        assert!(!history.add("   "));
        assert_eq!(history.entries(), ["a", "b"]);
    }
}
