//! Prints a tree exactly as CPython's `ast.dump(tree, indent=1, include_attributes=True)` does.
//! Knows values' `repr` from `repr.rs`, and the nodes from their table.

use crate::ast::*;
use crate::lines::LineIndex;
use crate::nodes::Node;
use crate::parts::{List, Part};
use crate::repr;

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
    dumper.node(&Node::Mod(module))?;
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
    fn node(&mut self, node: &Node<'_>) -> Dumped {
        if self.level >= MAX_DEPTH {
            return Err(TooDeep);
        }
        let info = node.kind().info();
        let mut parts = Vec::with_capacity(info.fields.len());
        node.parts(&mut parts);
        self.open(info.name, '(');
        for (field, part) in info.fields.iter().zip(parts) {
            match part {
                Part::None | Part::Aside => {}
                Part::List(list) => self.list(field.name, list)?,
                Part::Node(_) | Part::Text(_) | Part::Int(_) | Part::Constant(_) => {
                    self.field(field.name);
                    self.part(part)?;
                }
            }
        }
        if let Some(span) = node.span() {
            self.place(span);
        }
        self.close(')');
        Ok(())
    }

    fn part(&mut self, part: Part<'_>) -> Dumped {
        match part {
            Part::None | Part::Aside | Part::List(_) => self.out.push_str("None"),
            Part::Node(node) => return self.node(&node),
            Part::Text(text) => repr::string(&mut self.out, text.as_bytes()),
            Part::Int(int) => self.number(int),
            Part::Constant(constant) => repr::constant(&mut self.out, &constant),
        }
        Ok(())
    }

    /// A list that is left out when it is empty.
    fn list(&mut self, name: &str, list: List<'_>) -> Dumped {
        if list.is_empty() {
            return Ok(());
        }
        self.field(name);
        self.open("", '[');
        for item in (0..list.len()).filter_map(|at| list.get(at)) {
            self.separate();
            self.part(item)?;
        }
        self.close(']');
        Ok(())
    }

    fn place(&mut self, span: Span) {
        let (start, end) = (self.lines.location(span.start), self.lines.location(span.end));
        let parts = [
            ("lineno", start.line),
            ("col_offset", start.column),
            ("end_lineno", end.line),
            ("end_col_offset", end.column),
        ];
        for (name, value) in parts {
            self.field(name);
            self.number(i64::from(value));
        }
    }

    fn open(&mut self, name: &str, bracket: char) {
        self.out.push_str(name);
        self.out.push(bracket);
        self.level += 1;
        self.first = true;
    }

    fn close(&mut self, bracket: char) {
        self.out.push(bracket);
        self.level -= 1;
        self.first = false;
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

    fn number(&mut self, value: i64) {
        use std::fmt::Write;
        let _ = write!(self.out, "{value}");
    }
}
