//! Why a tree could not be compiled, as data. Draws nothing.

use grammar::ast::Span;
use grammar::{LineIndex, SyntaxError, SyntaxErrorKind};

/// Why a tree could not be compiled.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Error {
    /// A `SyntaxError` that the parser cannot see.
    Syntax(Box<SyntaxError>),
    /// `RecursionError`: the tree nests too deeply for the native stack.
    TooDeep,
    /// `SystemError`: more registers, functions or calls in one body than instructions can name.
    TooLarge(&'static str),
}

impl std::fmt::Display for Error {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Error::Syntax(error) => error.fmt(f),
            Error::TooDeep => f.write_str("maximum recursion depth exceeded during compilation"),
            Error::TooLarge(what) => f.write_str(what),
        }
    }
}

impl std::error::Error for Error {}

impl From<SyntaxError> for Error {
    fn from(error: SyntaxError) -> Error {
        Error::Syntax(Box::new(error))
    }
}

pub(crate) type Result<T> = std::result::Result<T, Error>;

/// Source text with its lines: turns spans into places.
pub(crate) struct Text<'a> {
    pub(crate) source: &'a str,
    pub(crate) lines: LineIndex,
}

impl<'a> Text<'a> {
    pub(crate) fn new(source: &'a str) -> Text<'a> {
        Text { source, lines: LineIndex::new(source) }
    }

    /// A `SyntaxError` at a span, with columns from 1.
    pub(crate) fn error(&self, message: String, span: Span) -> Error {
        let (lineno, offset) = self.place(span.start);
        let (end_lineno, end_offset) = self.place(span.end);
        Error::from(SyntaxError {
            kind: SyntaxErrorKind::Syntax,
            message,
            lineno,
            offset: offset as i32,
            end_lineno,
            end_offset: end_offset as i32,
            text: self.line(lineno),
            span,
            incomplete: false,
        })
    }

    /// Line from 1 and column from 1; in bytes, as CPython's compiler has it.
    fn place(&self, offset: u32) -> (u32, u32) {
        let at = self.lines.location(offset);
        (at.line, at.column + 1)
    }

    fn line(&self, line: u32) -> Option<String> {
        let start = self.lines.line_start(line)? as usize;
        let rest = self.source.get(start..)?;
        rest.split_inclusive('\n').next().map(str::to_owned)
    }
}

/// How much of the native stack may be used below the point where it was made.
#[derive(Clone, Copy)]
pub(crate) struct StackBudget {
    base: usize,
    limit: usize,
}

impl StackBudget {
    pub(crate) fn new(limit: usize) -> StackBudget {
        StackBudget { base: stack_address(), limit }
    }

    /// An error when recursion has used up the budget.
    pub(crate) fn check(self) -> Result<()> {
        if self.base.abs_diff(stack_address()) > self.limit { Err(Error::TooDeep) } else { Ok(()) }
    }
}

#[inline(never)]
fn stack_address() -> usize {
    let marker = 0u8;
    std::ptr::from_ref(std::hint::black_box(&marker)).addr()
}
