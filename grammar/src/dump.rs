//! Prints a tree exactly as CPython's `ast.dump(tree, indent=1, include_attributes=True)` does.
//! Knows values' `repr` from `repr.rs`.

use crate::ast::*;
use crate::lines::LineIndex;
use crate::repr;

mod expressions;
mod statements;

/// A tree too deep to print: CPython's `ast.dump` gives up with a RecursionError, too.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct TooDeep;

impl std::fmt::Display for TooDeep {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("the tree nests too deeply to be printed")
    }
}

impl std::error::Error for TooDeep {}

/// Each level costs a few hundred bytes of native stack.
const MAX_DEPTH: usize = 1000;

type Dumped = Result<(), TooDeep>;

/// The tree of `source` as text.
///
/// # Errors
/// If the tree is nested beyond what the printer's stack takes.
pub fn dump(module: &Mod<'_>, source: &str) -> Result<String, TooDeep> {
    let mut dumper =
        Dumper { out: String::new(), level: 0, first: true, lines: LineIndex::new(source) };
    match *module {
        Mod::Module { body } => {
            dumper.open("Module")?;
            dumper.statements("body", body)?;
        }
        Mod::Interactive { body } => {
            dumper.open("Interactive")?;
            dumper.statements("body", body)?;
        }
        Mod::Expression { body } => {
            dumper.open("Expression")?;
            dumper.field_expr("body", body)?;
        }
    }
    dumper.close();
    Ok(dumper.out)
}

struct Dumper {
    out: String,
    level: usize,
    /// Nothing has been written yet in the open node or list.
    first: bool,
    lines: LineIndex,
}

impl Dumper {
    fn open(&mut self, name: &str) -> Dumped {
        if self.level >= MAX_DEPTH {
            return Err(TooDeep);
        }
        self.out.push_str(name);
        self.out.push('(');
        self.level += 1;
        self.first = true;
        Ok(())
    }

    fn close(&mut self) {
        self.out.push(')');
        self.level -= 1;
        self.first = false;
    }

    fn close_at(&mut self, span: Span) {
        let start = self.lines.location(span.start);
        let end = self.lines.location(span.end);
        self.raw("lineno", start.line);
        self.raw("col_offset", start.column);
        self.raw("end_lineno", end.line);
        self.raw("end_col_offset", end.column);
        self.close();
    }

    fn separate(&mut self) {
        self.out.push_str(if self.first { "\n" } else { ",\n" });
        self.first = false;
        for _ in 0..self.level {
            self.out.push(' ');
        }
    }

    fn field(&mut self, name: &str) {
        self.separate();
        self.out.push_str(name);
        self.out.push('=');
    }

    fn raw(&mut self, name: &str, value: impl std::fmt::Display) {
        use std::fmt::Write;
        self.field(name);
        let _ = write!(self.out, "{value}");
    }

    fn text(&mut self, name: &str, value: &str) {
        self.field(name);
        repr::string(&mut self.out, value.as_bytes());
    }

    fn optional_text(&mut self, name: &str, value: Option<&str>) {
        if let Some(value) = value {
            self.text(name, value);
        }
    }

    /// A list that is left out when it is empty.
    fn list<T: Copy>(
        &mut self,
        name: &str,
        items: &[T],
        mut each: impl FnMut(&mut Self, T) -> Dumped,
    ) -> Dumped {
        if items.is_empty() {
            return Ok(());
        }
        self.field(name);
        self.out.push('[');
        self.level += 1;
        self.first = true;
        for &item in items {
            self.separate();
            each(self, item)?;
        }
        self.out.push(']');
        self.level -= 1;
        self.first = false;
        Ok(())
    }

    fn names(&mut self, name: &str, names: &[&str]) -> Dumped {
        self.list(name, names, |d, name| {
            repr::string(&mut d.out, name.as_bytes());
            Ok(())
        })
    }

    fn none(&mut self) -> Dumped {
        self.out.push_str("None");
        Ok(())
    }
}
