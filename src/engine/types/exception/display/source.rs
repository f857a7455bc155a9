//! Lines of source files for tracebacks and warnings: read once, through the host.

use std::cell::{Cell, RefCell};
use std::collections::HashMap;
use std::rc::Rc;

use crate::object::value::Value;
use crate::object::vm::Vm;

/// What is known of files by their names, kept per interpreter.
#[derive(Default)]
struct Sources {
    files: RefCell<HashMap<String, Rc<[String]>>>,
    /// Who gives the source of what is no file of the system, and the module's name.
    loaders: RefCell<HashMap<String, (Value, Value)>>,
    only_files: Cell<bool>,
}

impl Vm {
    /// Keeps the source of what is no file (`-c`, the prompt) for its tracebacks.
    pub fn remember_source(&self, filename: &str, source: &str) {
        let sources = self.extra(Sources::default);
        sources.files.borrow_mut().insert(filename.to_owned(), split(source));
    }

    /// Notes a loader that can show the source of a module.
    pub fn note_source_loader(&self, filename: &str, loader: &Value, name: &Value) {
        let sources = self.extra(Sources::default);
        sources.loaders.borrow_mut().insert(filename.to_owned(), (loader.clone(), name.clone()));
    }

    fn source_by_loader(&self, filename: &str) -> Option<String> {
        let sources = self.extra(Sources::default);
        if sources.only_files.get() {
            return None;
        }
        let (loader, name) = sources.loaders.borrow().get(filename).cloned()?;
        let source = self.call_method(&loader, &self.intern("get_source"), &[name]).ok()?;
        source.as_str().map(str::to_owned)
    }

    /// For what is written without the help of Python code, where only files are looked into.
    pub(super) fn only_files_have_lines(&self, on: bool) {
        self.extra(Sources::default).only_files.set(on);
    }

    /// As [`Vm::source_line`], without running Python code: of files only.
    pub fn source_line_of_file(&self, filename: &str, line: u32) -> String {
        let sources = self.extra(Sources::default);
        let known = sources.files.borrow().contains_key(filename);
        let before = sources.only_files.replace(!known);
        let text = self.source_line(filename, line);
        sources.only_files.set(before);
        text
    }

    /// Forgets what was read, so that changed files are read again.
    pub fn forget_sources(&self) {
        self.extra(Sources::default).files.borrow_mut().clear();
    }

    /// The lines of a source file, without what ends them; none if it cannot be read.
    pub fn source_lines(&self, filename: &str) -> Rc<[String]> {
        let sources = self.extra(Sources::default);
        if sources.only_files.get() && filename.starts_with('<') {
            return Rc::from([]);
        }
        if let Some(known) = sources.files.borrow().get(filename) {
            return known.clone();
        }
        let is_file = !(filename.starts_with('<') && filename.ends_with('>'));
        let bytes = is_file.then(|| self.host.read_file(filename).ok()).flatten();
        let lines = match bytes {
            Some(bytes) => split(&String::from_utf8_lossy(&bytes)),
            None => split(&self.source_by_loader(filename).unwrap_or_default()),
        };
        sources.files.borrow_mut().insert(filename.to_owned(), lines.clone());
        lines
    }

    /// One line of a source file, counted from 1, without surrounding space; empty if there is none.
    pub fn source_line(&self, filename: &str, line: u32) -> String {
        let lines = self.source_lines(filename);
        let at = (line as usize).checked_sub(1);
        at.and_then(|at| lines.get(at)).map_or_else(String::new, |l| l.trim().to_owned())
    }
}

fn split(source: &str) -> Rc<[String]> {
    let source = source.strip_prefix('\u{feff}').unwrap_or(source);
    source.replace("\r\n", "\n").replace('\r', "\n").split('\n').map(str::to_owned).collect()
}
