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
    /// `lineno`, from 1; 0 if the source has no lines, since it is no text.
    pub lineno: u32,
    /// `offset`, from 1, in characters (not bytes) of the line; 0 when CPython gives 0, -1 for a source
    /// in an encoding that is unknown or not kept.
    pub offset: i32,
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

impl SyntaxError {
    /// Whether more lines could mend it where somebody types the text. `open` unless an empty line has
    /// just ended the block.
    pub fn wants_more(&self, text: &str, open: bool) -> bool {
        if self.message == "expected 'except' or 'finally' block" {
            return open && self.incomplete;
        }
        // A block whose first line is still to be typed.
        let headless = self.message.starts_with("expected an indented block")
            && self.span.start as usize >= text.trim_end().len();
        self.incomplete || open && headless
    }

    /// `end_lineno` and `end_offset`, unless the source has no lines.
    pub fn end(&self) -> Option<(u32, i32)> {
        (self.lineno > 0 || self.text.is_some()).then_some((self.end_lineno, self.end_offset))
    }
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

/// Where a problem is, in the ways CPython's tokenizer and parser express it. Offsets are bytes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Place {
    /// The reader stands here: `offset` counts the characters before it on the line.
    Cursor(u32),
    /// A range of text, from 1 in both directions.
    Range(u32, u32),
    /// The same on one line, counted in bytes, as CPython's tokenizer does.
    Bytes(u32, u32),
    /// From here, with an `end_offset` of 0: an unclosed bracket.
    From(u32),
    /// The reader stands after a backslash: `end_offset` is 0.
    Continuation(u32),
    /// An indentation token, which has no end; the reader stands here.
    Indent(u32),
    /// After the line that contains this offset.
    LineEnd(u32),
    /// The line that contains this offset, without a column.
    Line(u32),
    /// The whole of the line that contains this offset.
    LineStart(u32),
    /// The token with this number, from 0.
    Token(usize),
    /// From the start of one token to the end of another.
    Tokens(usize, usize),
    /// From the start of one token to where the reader stands after another.
    Reading(usize, usize),
    /// The last character of a token; `end_offset` is 0.
    LastOf(usize),
    /// The end of the source, without a column.
    End,
    /// After this offset, at the end of the source.
    UnexpectedEnd(u32),
}

/// A refusal before it is resolved to lines.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Problem {
    pub(crate) kind: SyntaxErrorKind,
    pub(crate) message: String,
    pub(crate) place: Place,
    /// CPython's tokenizer raises it itself: found by reading on, it replaces a parser's error.
    pub(crate) eager: bool,
    /// Offset of a later line that the message names.
    pub(crate) detected_at: Option<u32>,
    /// The lexer found it inside of an f-string.
    pub(crate) in_fstring: bool,
    /// More lines might mend it.
    pub(crate) incomplete: bool,
}

impl Problem {
    pub(crate) fn new(kind: SyntaxErrorKind, message: impl Into<String>, place: Place) -> Self {
        Self {
            kind,
            message: message.into(),
            place,
            eager: false,
            detected_at: None,
            in_fstring: false,
            incomplete: false,
        }
    }

    /// A `SyntaxError` of the tokenizer.
    pub(crate) fn syntax(message: impl Into<String>, place: Place) -> Self {
        let eager = !matches!(place, Place::Continuation(_));
        Self { eager, ..Self::new(SyntaxErrorKind::Syntax, message, place) }
    }

    pub(crate) fn never_closed(open: u8, at: u32) -> Self {
        let message = format!("'{}' was never closed", char::from(open));
        Self { incomplete: true, ..Self::new(SyntaxErrorKind::Syntax, message, Place::From(at)) }
    }

    pub(crate) fn unexpected_end(at: u32) -> Self {
        Self {
            incomplete: true,
            ..Self::new(
                SyntaxErrorKind::Syntax,
                "unexpected EOF while parsing",
                Place::UnexpectedEnd(at),
            )
        }
    }

    /// `{}` in the message becomes the line of `detected_at`.
    pub(crate) fn unterminated(what: &str, hint: &str, start: u32, detected_at: u32) -> Self {
        Self {
            detected_at: Some(detected_at),
            incomplete: what.starts_with("triple"),
            ..Self::syntax(
                format!("unterminated {what} literal (detected at line {{}}){hint}"),
                Place::Cursor(start + 1),
            )
        }
    }

    pub(crate) fn mismatched(closing: char, open: char, at: u32, end: u32) -> Self {
        Self {
            detected_at: Some(at),
            ..Self::syntax(
                format!(
                    "closing parenthesis '{closing}' does not match opening parenthesis '{open}'"
                ),
                Place::Cursor(end),
            )
        }
    }
}

/// A warning before it is resolved to lines.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct PendingWarning {
    pub(crate) message: String,
    pub(crate) span: crate::ast::Span,
}
