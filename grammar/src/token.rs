//! The tokens of Python: kinds and the raw patterns logos matches. Indentation, strings and numbers
//! are finished by the lexer; values are read from the source by whoever needs them.

use logos::Logos;

/// A token's kind; what it says is the text between its offsets.
#[derive(Logos, Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[logos(skip r"[ \t\x0c]+")]
#[logos(skip(r"#[^\n]*", allow_greedy = true))]
#[repr(u8)]
pub(crate) enum Tok {
    // Raw beginnings, which the lexer turns into the kinds below.
    #[regex(r"[0-9]|\.[0-9]")]
    NumberStart,
    #[regex(r#"(?i:r|u|b|br|rb|f|fr|rf)?["']"#)]
    QuoteStart,
    #[regex("[A-Za-z_\u{80}-\u{10FFFF}][A-Za-z0-9_\u{80}-\u{10FFFF}]*", priority = 1)]
    WideName,
    #[token("\\")]
    Backslash,
    #[regex("[A-Za-z_][A-Za-z0-9_]*", priority = 2)]
    Name,

    // Made by the lexer.
    Int,
    Float,
    Imaginary,
    Str,
    Bytes,
    FStringStart,
    FStringMiddle,
    FStringRawMiddle,
    FStringEnd,
    FieldOpen,
    FieldClose,
    FieldColon,
    #[token("\n")]
    Newline,
    Indent,
    Dedent,
    EndMarker,
    /// A character no rule takes (`$`, `?`): the parser refuses it.
    Unknown,
    /// Where the lexer gave up.
    Error,

    // Which rule to start with.
    StartModule,
    StartInteractive,
    StartExpression,
    StartFunctionType,

    // Soft keywords, where the lookahead found them to be keywords.
    Match,
    Case,
    Type,
    /// The parenthesis of `with (…):`.
    WithParen,

    #[token("False")]
    False,
    #[token("None")]
    None,
    #[token("True")]
    True,
    #[token("and")]
    And,
    #[token("as")]
    As,
    #[token("assert")]
    Assert,
    #[token("async")]
    Async,
    #[token("await")]
    Await,
    #[token("break")]
    Break,
    #[token("class")]
    Class,
    #[token("continue")]
    Continue,
    #[token("def")]
    Def,
    #[token("del")]
    Del,
    #[token("elif")]
    Elif,
    #[token("else")]
    Else,
    #[token("except")]
    Except,
    #[token("finally")]
    Finally,
    #[token("for")]
    For,
    #[token("from")]
    From,
    #[token("global")]
    Global,
    #[token("if")]
    If,
    #[token("import")]
    Import,
    #[token("in")]
    In,
    #[token("is")]
    Is,
    #[token("lambda")]
    Lambda,
    #[token("nonlocal")]
    Nonlocal,
    #[token("not")]
    Not,
    #[token("or")]
    Or,
    #[token("pass")]
    Pass,
    #[token("raise")]
    Raise,
    #[token("return")]
    Return,
    #[token("try")]
    Try,
    #[token("while")]
    While,
    #[token("with")]
    With,
    #[token("yield")]
    Yield,

    #[token("(")]
    LParen,
    #[token(")")]
    RParen,
    #[token("[")]
    LSquare,
    #[token("]")]
    RSquare,
    #[token("{")]
    LBrace,
    #[token("}")]
    RBrace,
    #[token(",")]
    Comma,
    #[token(":")]
    Colon,
    #[token(";")]
    Semicolon,
    #[token(".")]
    Dot,
    #[token("...")]
    Ellipsis,
    #[token("->")]
    Arrow,
    #[token("@")]
    At,
    #[token("=")]
    Equal,
    #[token(":=")]
    ColonEqual,
    #[token("!")]
    Exclamation,
    #[token("+")]
    Plus,
    #[token("-")]
    Minus,
    #[token("*")]
    Star,
    #[token("**")]
    DoubleStar,
    #[token("/")]
    Slash,
    #[token("//")]
    DoubleSlash,
    #[token("%")]
    Percent,
    #[token("<<")]
    LeftShift,
    #[token(">>")]
    RightShift,
    #[token("&")]
    Ampersand,
    #[token("|")]
    VerticalBar,
    #[token("^")]
    Caret,
    #[token("~")]
    Tilde,
    #[token("<")]
    Less,
    #[token(">")]
    Greater,
    #[token("<=")]
    LessEqual,
    #[token(">=")]
    GreaterEqual,
    #[token("==")]
    EqualEqual,
    #[token("!=")]
    #[token("<>")]
    NotEqual,
    #[token("+=")]
    PlusEqual,
    #[token("-=")]
    MinusEqual,
    #[token("*=")]
    StarEqual,
    #[token("/=")]
    SlashEqual,
    #[token("//=")]
    DoubleSlashEqual,
    #[token("%=")]
    PercentEqual,
    #[token("@=")]
    AtEqual,
    #[token("&=")]
    AmpersandEqual,
    #[token("|=")]
    VerticalBarEqual,
    #[token("^=")]
    CaretEqual,
    #[token("<<=")]
    LeftShiftEqual,
    #[token(">>=")]
    RightShiftEqual,
    #[token("**=")]
    DoubleStarEqual,
}

/// A token: its kind and byte offsets in the source.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Token {
    pub(crate) kind: Tok,
    pub(crate) start: u32,
    pub(crate) end: u32,
}

impl Token {
    pub(crate) fn new(kind: Tok, start: u32, end: u32) -> Self {
        Self { kind, start, end }
    }

    /// The token's words in `source`.
    pub(crate) fn text<'a>(&self, source: &'a str) -> &'a str {
        source.get(self.start as usize..self.end as usize).unwrap_or("")
    }
}
