//! Syntax tree to bytecode; knows nothing of objects.

#![forbid(unsafe_code)]
#![warn(clippy::unwrap_used, clippy::indexing_slicing)]

extern crate taipan_grammar as grammar;

use std::sync::Arc;

use grammar::LineIndex;
use grammar::ast::Mod;

mod assign;
mod assigned;
mod call;
mod class;
pub mod code;
mod collect;
mod collect_expr;
mod compare;
mod comprehension;
mod constants;
mod control;
pub mod dis;
mod effects;
mod emit;
mod error;
mod expr;
mod fold;
pub mod frozen;
mod function;
mod future;
mod helper;
mod import;
mod names;
pub mod op;
mod operand;
mod pattern;
mod pattern_check;
mod scope;
mod stmt;
mod symbols;
mod try_star;
mod try_with;
mod type_params;
mod unit;
mod unparse;
mod validate;
mod variables;
pub mod verify;
mod warnings;

pub use error::Error;
pub use symbols::{SymbolTable, symbol_tables};
pub use validate::{Invalid, validate};

/// What kind of code is wanted.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub enum CodeMode {
    /// A file; the code returns None.
    #[default]
    Module,
    /// One expression; the code returns its value.
    Expression,
    /// A line of a prompt; values of expression statements are printed.
    Interactive,
}

/// How to compile.
#[derive(Clone, Copy, Debug)]
pub struct Options {
    pub mode: CodeMode,
    /// 0, 1 (`-O`: no asserts) or 2 (`-OO`: no docstrings either).
    pub optimize: u8,
    /// `from __future__ import annotations` is in force already.
    pub future_annotations: bool,
    /// `await` may stand at the top level; a module that uses it is a coroutine.
    pub top_level_await: bool,
    /// Bytes of native stack that recursion may use.
    pub stack_bytes: usize,
}

impl Default for Options {
    fn default() -> Options {
        Options {
            mode: CodeMode::Module,
            optimize: 0,
            future_annotations: false,
            top_level_await: false,
            stack_bytes: 1 << 20,
        }
    }
}

/// A compiled module.
#[derive(Clone, Debug)]
pub struct Compiled {
    pub code: Arc<code::Code>,
    /// `SyntaxWarning`s, in CPython's order.
    pub warnings: Vec<grammar::Warning>,
}

/// Compiles a tree.
///
/// # Errors
/// What CPython's compiler refuses behind its parser, with the same messages and places.
pub fn compile(
    module: &Mod<'_>,
    source: &str,
    filename: &str,
    options: Options,
) -> Result<Arc<code::Code>, Error> {
    compile_with_warnings(module, source, filename, options).map(|compiled| compiled.code)
}

/// As [`compile`], with the warnings.
///
/// # Errors
/// As [`compile`]'s.
pub fn compile_with_warnings(
    module: &Mod<'_>,
    source: &str,
    filename: &str,
    options: Options,
) -> Result<Compiled, Error> {
    unit::run(module, &error::Text::new(source), filename, options)
}

/// Compiles a tree that was not parsed and that [`validate`] lets pass; `places` says what its spans
/// stand for.
///
/// # Errors
/// As [`compile`]'s.
pub fn compile_tree(
    module: &Mod<'_>,
    places: LineIndex,
    filename: &str,
    options: Options,
) -> Result<Compiled, Error> {
    unit::run(module, &error::Text { source: "", lines: places }, filename, options)
}
