//! Source text to tokens to syntax tree; knows nothing of bytecode or objects.
//!
//! One door: [`parse`]. [`decode`] turns a file's bytes into the text it wants, [`dump`] prints a
//! tree as CPython's `ast.dump` does.
#![forbid(unsafe_code)]
#![warn(clippy::unwrap_used, clippy::indexing_slicing)]

mod actions;
pub mod ast;
mod decode;
mod dump;
mod error;
mod escapes;
mod explain;
mod identifiers;
mod layout;
mod lexer;
mod lines;
mod locate;
mod numbers;
mod parser;
mod repr;
mod soft_keywords;
mod token;
mod undecodable;

pub use ast::Arena;
pub use decode::{Declared, declared_encoding, decode};
pub use dump::{TooDeep, dump};
pub use error::{SyntaxError, SyntaxErrorKind, Warning};
pub use lines::{LineIndex, Location};

/// What kind of source is parsed: the last argument of Python's `compile`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Mode {
    /// `exec`: a file.
    Module,
    /// `single`: one statement of a prompt.
    Interactive,
    /// `eval`: one expression.
    Expression,
}

/// A successfully parsed source.
#[derive(Clone, Debug)]
pub struct Parsed<'a> {
    /// The tree.
    pub module: ast::Mod<'a>,
    /// The text that spans refer to: the source with newlines normalised.
    pub source: &'a str,
    /// `SyntaxWarning`s in source order.
    pub warnings: Vec<Warning>,
}

/// Parses a decoded source into a tree that lives in `arena`.
///
/// # Errors
/// The first error in the source, with CPython's class, message and place.
pub fn parse<'a>(source: &'a str, mode: Mode, arena: &'a Arena) -> Result<Parsed<'a>, SyntaxError> {
    let source = if source.as_bytes().contains(&b'\r') {
        arena.alloc_str(&decode::normalise_newlines(source))
    } else {
        source
    };
    if let Some(error) = decode::refuse_text(source) {
        return Err(error);
    }
    match parser::parse(source, mode, arena, &[]) {
        Ok((module, pending)) => {
            let warnings = locate::warnings(pending, source);
            Ok(Parsed { module: *module, source, warnings })
        }
        Err((problem, tokens)) => Err(locate::locate(problem, source, &tokens)),
    }
}
