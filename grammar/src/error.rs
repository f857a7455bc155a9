//! What went wrong in a source, as data: CPython's SyntaxError fields and warnings. Draws nothing.

/// Which exception CPython raises for the source.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum SyntaxErrorKind {
    /// `SyntaxError`
    Syntax,
    /// `IndentationError`
    Indentation,
    /// `TabError`
    Tab,
    /// `MemoryError`: the source nests too deeply to parse.
    TooComplex,
}

/// A refused source: what CPython's exception carries.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SyntaxError {
    /// The exception's class.
    pub kind: SyntaxErrorKind,
    /// `msg`
    pub message: String,
    /// `lineno`, from 1.
    pub lineno: u32,
    /// `offset`, from 1, in characters (not bytes) of the line; 0 when CPython gives 0.
    pub offset: u32,
    /// `end_lineno`, from 1.
    pub end_lineno: u32,
    /// `end_offset`, as `offset`; 0 or -1 where CPython says so.
    pub end_offset: i32,
    /// `text`: the whole line with its newline, when there is one.
    pub text: Option<String>,
    /// Byte range in the decoded source, for drawing.
    pub span: crate::ast::Span,
    /// The source ended too early: a prompt should ask for more lines.
    pub incomplete: bool,
}

impl std::fmt::Display for SyntaxError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{} (line {})", self.message, self.lineno)
    }
}

impl std::error::Error for SyntaxError {}

/// A `SyntaxWarning` found while reading tokens (`invalid escape sequence '\d'`).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Warning {
    /// The warning's text.
    pub message: String,
    /// Where, in bytes of the decoded source.
    pub span: crate::ast::Span,
    /// Line, from 1.
    pub lineno: u32,
}
