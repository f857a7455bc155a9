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
mod features;
mod identifiers;
mod layout;
mod lexemes;
mod lexer;
mod lines;
mod locate;
pub mod nodes;
mod numbers;
mod parser;
pub mod parts;
mod repr;
mod soft_keywords;
mod token;
mod type_comments;
mod undecodable;

pub use ast::Arena;
pub use decode::{Declared, declared_encoding, decode};
pub use dump::{TooDeep, dump};
pub use error::{SyntaxError, SyntaxErrorKind, Warning};
pub use lexemes::{Lexeme, LexemeKind, lexemes};
pub use lines::{LineIndex, Location};
pub use type_comments::TypeComments;

/// What kind of source is parsed: the last argument of Python's `compile`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Mode {
    /// `exec`: a file.
    Module,
    /// `single`: one statement of a prompt.
    Interactive,
    /// `eval`: one expression.
    Expression,
    /// `func_type`: the types of a function's parameters and of its result, as in a type comment.
    FunctionType,
}

/// What more is wanted of a parse than the tree.
#[derive(Clone, Copy, Debug, Default)]
pub struct Extras {
    /// Type comments are part of the source, and must stand where they may.
    pub type_comments: bool,
    /// The minor version of Python 3 that the source must be for.
    pub feature_version: Option<u32>,
}

/// A successfully parsed source.
#[derive(Clone, Debug)]
pub struct Parsed<'a> {
    /// The tree.
    pub module: &'a ast::Mod<'a>,
    /// The text that spans refer to: the source with newlines normalised.
    pub source: &'a str,
    /// `SyntaxWarning`s in source order.
    pub warnings: Vec<Warning>,
}

/// As [`parse`], with what hardly a program asks for.
///
/// # Errors
/// As [`parse`]'s, and what the extras forbid.
pub fn parse_with<'a>(
    source: &'a str,
    mode: Mode,
    extras: Extras,
    arena: &'a Arena,
) -> Result<(Parsed<'a>, TypeComments<'a>), SyntaxError> {
    let parsed = parse(source, mode, arena)?;
    let mut comments = TypeComments::default();
    if extras.type_comments || extras.feature_version.is_some() {
        let tokens = parser::tokens(parsed.source, mode);
        let refused = |problem| locate::locate(problem, parsed.source, &tokens);
        if let Some(version) = extras.feature_version {
            features::check(parsed.module, parsed.source, &tokens, version).map_err(refused)?;
        }
        if extras.type_comments {
            comments = type_comments::find(parsed.module, parsed.source, &tokens, arena)
                .map_err(refused)?;
        }
    }
    Ok((parsed, comments))
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
            Ok(Parsed { module, source, warnings })
        }
        Err((problem, tokens)) => {
            let mut error = locate::locate(problem, source, &tokens);
            error.text = error.text.map(|text| read_line(text, &error.message, mode));
            if mode == Mode::Expression && error.message == "unexpected EOF while parsing" {
                // Only a module's last line is sure to have the newline that a backslash joins.
                error.message = "unexpected character after line continuation character".to_owned();
                error.incomplete = false;
                (error.offset, error.end_offset) = (error.offset - 1, 0);
            }
            Err(error)
        }
    }
}

/// The warnings that come before the error of a source that [`parse`] has refused.
pub fn warnings_before(source: &str, mode: Mode, error: &SyntaxError) -> Vec<Warning> {
    let source = &*decode::normalise_newlines(source);
    locate::warnings(parser::literal_warnings(source, mode, error.span.start), source)
}

/// A line as CPython's tokenizer has read it when it refuses it: a module's last line has got a newline
/// that may be missing, one with an unfinished string has not been read so far.
fn read_line(mut line: String, message: &str, mode: Mode) -> String {
    if message.starts_with("unterminated ") {
        line.truncate(line.trim_end_matches('\n').len());
    } else if mode == Mode::Module && !line.ends_with('\n') {
        line.push('\n');
    }
    line
}
