//! The tokens of a source as Python's `tokenize` tells them: with comments, with newlines that end no
//! statement, and as far as they go where brackets do not match.

use crate::error::{Place, SyntaxError};
use crate::lexer;
use crate::locate;
use crate::token::{Tok, Token};

/// What `tokenize` calls a token.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LexemeKind {
    End,
    /// Keywords, too.
    Name,
    Number,
    String,
    /// The end of a statement's line.
    Newline,
    Indent,
    Dedent,
    /// Operators, and characters that mean nothing.
    Operator,
    FStringStart,
    FStringMiddle,
    FStringEnd,
    Comment,
    /// A newline that ends no statement.
    Nl,
}

/// A token and its byte offsets. A newline that is missing at the end of the source is empty.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Lexeme {
    pub kind: LexemeKind,
    pub start: u32,
    pub end: u32,
}

/// All tokens of a source whose newlines are `\n`, up to the first that is wrong. With `lenient` brackets
/// need not match.
pub fn lexemes(source: &str, lenient: bool) -> (Vec<Lexeme>, Option<SyntaxError>) {
    if let Some(error) = crate::decode::refuse_text(source) {
        return (Vec::new(), Some(error));
    }
    let lexed = match lenient {
        true => lexer::lex_leniently(source),
        false => lexer::lex(source, Tok::StartModule),
    };
    let unclosed =
        lexed.problem.as_ref().is_some_and(|problem| matches!(problem.place, Place::From(_)));
    let found = Vec::with_capacity(lexed.tokens.len());
    let mut reader = Reader { source, found, last: 0, unclosed, lenient };
    let mut before = None;
    for token in &lexed.tokens {
        reader.token(token, before);
        before = Some(token.kind);
    }
    let problem = lexed.problem.map(|problem| locate::locate(problem, source, &lexed.tokens));
    (reader.found, problem)
}

struct Reader<'s> {
    source: &'s str,
    found: Vec<Lexeme>,
    /// Where the last token ended.
    last: u32,
    /// A bracket is open at the end.
    unclosed: bool,
    lenient: bool,
}

impl Reader<'_> {
    fn token(&mut self, token: &Token, before: Option<Tok>) {
        let Token { kind, start, end } = *token;
        let kind = match kind {
            Tok::StartModule | Tok::StartInteractive | Tok::StartExpression => return,
            Tok::Error => {
                if self.unclosed {
                    self.gap(self.source.len() as u32);
                }
                return;
            }
            Tok::Newline => {
                self.newline(start, end);
                return;
            }
            Tok::FStringMiddle | Tok::FStringRawMiddle => {
                self.text(start, end);
                return;
            }
            Tok::Indent => {
                self.gap(start);
                let line = self.source.get(..start as usize).and_then(|text| text.rfind('\n'));
                self.push(LexemeKind::Indent, line.map_or(0, |at| at as u32 + 1), start);
                return;
            }
            // A specification ends in text, be it empty.
            Tok::FieldClose if matches!(before, Some(Tok::FieldColon | Tok::FieldClose)) => {
                self.gap(start);
                self.push(LexemeKind::FStringMiddle, start, start);
                LexemeKind::Operator
            }
            Tok::EndMarker => LexemeKind::End,
            Tok::Dedent => LexemeKind::Dedent,
            Tok::Int | Tok::Float | Tok::Imaginary => LexemeKind::Number,
            Tok::Str | Tok::Bytes => LexemeKind::String,
            Tok::FStringStart => LexemeKind::FStringStart,
            Tok::FStringEnd => LexemeKind::FStringEnd,
            _ if self.is_word(start) => LexemeKind::Name,
            _ => LexemeKind::Operator,
        };
        self.gap(start);
        self.push(kind, start, end);
    }

    fn push(&mut self, kind: LexemeKind, start: u32, end: u32) {
        self.found.push(Lexeme { kind, start, end });
        self.last = end;
    }

    /// Whether the token that begins there is a name or keyword.
    fn is_word(&self, start: u32) -> bool {
        let first = self.source.as_bytes().get(start as usize).copied().unwrap_or(0);
        first.is_ascii_alphabetic() || first == b'_' || first >= 0x80
    }

    /// Comments and newlines between the last token and the next one.
    fn gap(&mut self, next: u32) {
        let mut at = self.last;
        let mut commented = false;
        while at < next {
            match self.source.as_bytes().get(at as usize) {
                Some(b'#') => {
                    let rest = self.source.get(at as usize..next as usize).unwrap_or("");
                    let length = rest.find('\n').unwrap_or(rest.len()) as u32;
                    self.push(LexemeKind::Comment, at, at + length);
                    at += length;
                    commented = true;
                }
                Some(b'\n') => {
                    self.push(LexemeKind::Nl, at, at + 1);
                    at += 1;
                    commented = false;
                }
                // The newline behind it is none.
                Some(b'\\') => at += 2,
                Some(_) | None => at += 1,
            }
        }
        // The end of the source ends its last line, too.
        let is_end = next as usize == self.source.len() && !self.source.ends_with('\n');
        let kind = self.found.last().map(|last| last.kind);
        let ended = matches!(kind, Some(LexemeKind::Newline | LexemeKind::Nl | LexemeKind::Dedent));
        if is_end && (commented || self.last < next || kind.is_some() && !ended) {
            self.push(LexemeKind::Nl, next, next);
        }
    }

    /// A newline's token begins with the comment in front of it, if that is not told for itself.
    fn newline(&mut self, start: u32, end: u32) {
        let text = self.source.get(start as usize..end as usize).unwrap_or("");
        if self.lenient && text.starts_with('#') {
            let comment = start + text.trim_end_matches('\n').len() as u32;
            self.push(LexemeKind::Comment, start, comment);
            self.push(LexemeKind::Newline, comment, end);
        } else {
            self.push(LexemeKind::Newline, start, end);
        }
    }

    /// Text of an f-string: doubled braces are told once, in the part that they end.
    fn text(&mut self, start: u32, end: u32) {
        let bytes = self.source.as_bytes().get(start as usize..end as usize).unwrap_or(&[]);
        let (mut from, mut at) = (0, 0);
        while let Some(&[first, second]) = bytes.get(at..at + 2) {
            if first == second && matches!(first, b'{' | b'}') {
                self.push(LexemeKind::FStringMiddle, start + from, start + at as u32 + 1);
                from = at as u32 + 2;
                at += 2;
            } else {
                at += 1;
            }
        }
        if start + from < end {
            self.push(LexemeKind::FStringMiddle, start + from, end);
        }
        self.last = end;
    }
}
