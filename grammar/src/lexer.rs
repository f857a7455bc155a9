//! Source text to tokens: logos' raw tokens finished by hand, with brackets, line joining and the
//! modes of f-strings. Indentation is `layout.rs`, numbers `numbers.rs`; knows no grammar.

use logos::Logos;

use crate::error::{Place, Problem};
use crate::layout::Indentation;
use crate::numbers::{self, NumberEnd};
use crate::token::{Tok, Token};

/// CPython's limit on open brackets.
const MAX_BRACKETS: usize = 200;
/// CPython's limit on f-strings inside f-strings.
const MAX_FSTRINGS: usize = 150;

/// What the lexer made of a source.
pub(crate) struct Lexed {
    /// Ends with `EndMarker`, or with `Error` where the lexer gave up.
    pub(crate) tokens: Vec<Token>,
    /// Why it gave up.
    pub(crate) problem: Option<Problem>,
    /// Number literals that run into a keyword (`1if x`): a warning each.
    pub(crate) glued_numbers: Vec<(u32, &'static str)>,
}

/// What an open bracket is.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Bracket {
    Plain(u8),
    /// A replacement field of an f-string; `in_spec` once its `:` has been seen.
    Field {
        in_spec: bool,
    },
}

/// An f-string being read.
struct FString {
    quote: u8,
    triple: bool,
    raw: bool,
    start: u32,
    /// How many brackets were open when it began.
    base: usize,
}

pub(crate) struct Lexer<'s> {
    source: &'s str,
    raw: logos::Lexer<'s, Tok>,
    tokens: Vec<Token>,
    brackets: Vec<(Bracket, u32)>,
    fstrings: Vec<FString>,
    indentation: Indentation,
    at_line_start: bool,
    glued_numbers: Vec<(u32, &'static str)>,
    /// Brackets need not match, names may hold any letters, numbers may begin with zeros.
    lenient: bool,
}

/// Splits a source (newlines are `\n`) into tokens, beginning with `start`.
pub(crate) fn lex(source: &str, start: Tok) -> Lexed {
    lex_with(source, start, false)
}

/// Splits a module's source into tokens, even if brackets do not match.
pub(crate) fn lex_leniently(source: &str) -> Lexed {
    lex_with(source, Tok::StartModule, true)
}

fn lex_with(source: &str, start: Tok, lenient: bool) -> Lexed {
    let mut tokens = Vec::with_capacity(source.len() / 3 + 8);
    tokens.push(Token::new(start, 0, 0));
    let mut lexer = Lexer {
        source,
        raw: Tok::lexer(source),
        tokens,
        brackets: Vec::new(),
        fstrings: Vec::new(),
        indentation: Indentation::default(),
        at_line_start: true,
        glued_numbers: Vec::new(),
        lenient,
    };
    let problem = lexer.run().err().map(|problem| {
        let in_fstring = !lexer.fstrings.is_empty();
        Problem { in_fstring, ..problem }
    });
    if problem.is_some() {
        let at = lexer.position();
        lexer.push(Tok::Error, at, at);
    }
    Lexed { tokens: lexer.tokens, problem, glued_numbers: lexer.glued_numbers }
}

impl<'s> Lexer<'s> {
    fn run(&mut self) -> Result<(), Problem> {
        loop {
            if self.at_line_start {
                self.begin_line()?;
            }
            if self.in_literal() {
                self.fstring_part()?;
                continue;
            }
            let Some(kind) = self.raw.next() else {
                return self.finish();
            };
            let span = self.raw.span();
            let (start, end) = (span.start as u32, span.end as u32);
            match kind {
                Ok(kind) => self.token(kind, start, end)?,
                Err(()) => self.stray(start, end)?,
            }
        }
    }

    fn token(&mut self, kind: Tok, start: u32, end: u32) -> Result<(), Problem> {
        match kind {
            Tok::NumberStart => return self.number(start),
            Tok::QuoteStart => return self.string(start, end),
            Tok::WideName => {
                if !self.lenient {
                    crate::identifiers::check(self.raw.slice(), start)?;
                }
                self.push(Tok::Name, start, end);
            }
            Tok::Backslash => return self.line_joining(start),
            Tok::Newline => {
                if self.brackets.is_empty() {
                    let start = self.comment_start(start);
                    self.push(Tok::Newline, start, end);
                    self.at_line_start = true;
                }
            }
            Tok::LParen | Tok::LSquare | Tok::LBrace => {
                let open = self.raw.slice().as_bytes().first().copied().unwrap_or(b'(');
                self.open(Bracket::Plain(open), start)?;
                self.push(kind, start, end);
            }
            Tok::RParen | Tok::RSquare | Tok::RBrace => return self.close(kind, start, end),
            Tok::Colon | Tok::ColonEqual if self.in_field() => {
                // At the field's own level `:=` is a colon and a specification that starts with `=`.
                if let Some((Bracket::Field { in_spec }, _)) = self.brackets.last_mut() {
                    *in_spec = true;
                }
                self.push(Tok::FieldColon, start, start + 1);
                self.seek(start + 1);
            }
            Tok::NotEqual if self.raw.slice() == "<>" => self.push(Tok::Unknown, start, end),
            _ => self.push(kind, start, end),
        }
        Ok(())
    }

    fn push(&mut self, kind: Tok, start: u32, end: u32) {
        self.tokens.push(Token { kind, start, end });
    }

    fn position(&self) -> u32 {
        self.raw.span().end as u32
    }

    /// Bytes from `at` on.
    fn rest(&self, at: u32) -> &'s [u8] {
        self.source.as_bytes().get(at as usize..).unwrap_or(&[])
    }

    fn peek(&self, at: u32) -> Option<u8> {
        self.source.as_bytes().get(at as usize).copied()
    }

    /// Goes on reading at an offset, which must be on a character boundary.
    fn seek(&mut self, at: u32) {
        let here = self.position();
        if at >= here {
            self.raw.bump((at - here) as usize);
        } else {
            self.raw = Tok::lexer(self.source);
            self.raw.bump(at as usize);
        }
    }

    /// The innermost open bracket.
    fn innermost(&self) -> Option<(u8, u32)> {
        self.brackets.last().map(|&(bracket, at)| match bracket {
            Bracket::Plain(open) => (open, at),
            Bracket::Field { .. } => (b'{', at),
        })
    }

    fn begin_line(&mut self) -> Result<(), Problem> {
        self.at_line_start = false;
        let here = self.position();
        let at = self.indentation.begin_line(self.source, here, &mut self.tokens)?;
        self.seek(at);
        Ok(())
    }

    /// Ends the token stream as CPython does: a newline if one is missing, then the dedents.
    fn finish(&mut self) -> Result<(), Problem> {
        let end = self.source.len() as u32;
        if let Some((open, at)) = self.innermost() {
            return Err(Problem::never_closed(open, at));
        }
        if !matches!(
            self.tokens.last().map(|token| token.kind),
            Some(
                Tok::Newline
                    | Tok::Dedent
                    | Tok::StartModule
                    | Tok::StartInteractive
                    | Tok::StartExpression
                    | Tok::StartFunctionType
            )
        ) {
            let start = self.comment_start(end);
            self.push(Tok::Newline, start, end);
        }
        for _ in 0..self.indentation.depth() {
            self.push(Tok::Dedent, end, end);
        }
        self.push(Tok::EndMarker, end, end);
        Ok(())
    }

    /// Where the comment before a newline starts, which CPython counts to the newline's token.
    fn comment_start(&self, newline: u32) -> u32 {
        let last = self.tokens.last().map_or(0, |token| token.end);
        let gap = self.source.as_bytes().get(last as usize..newline as usize).unwrap_or(&[]);
        gap.iter().position(|byte| *byte == b'#').map_or(newline, |at| last + at as u32)
    }

    fn line_joining(&mut self, start: u32) -> Result<(), Problem> {
        match self.peek(start + 1) {
            Some(b'\n') if start as usize + 2 < self.source.len() => {
                self.seek(start + 2);
                Ok(())
            }
            Some(b'\n') | None => Err(match self.innermost() {
                Some((open, at)) => Problem::never_closed(open, at),
                None => Problem::unexpected_end(start + 1),
            }),
            Some(_) => Err(Problem::syntax(
                "unexpected character after line continuation character",
                Place::Continuation(start + 1),
            )),
        }
    }

    fn stray(&mut self, start: u32, end: u32) -> Result<(), Problem> {
        let text = self.source.get(start as usize..end as usize).unwrap_or("");
        match text.chars().next() {
            Some(c) if c < ' ' || c == '\x7f' => Err(Problem::syntax(
                format!("invalid non-printable character U+{:04X}", c as u32),
                Place::Cursor(end),
            )),
            Some(_) | None => {
                self.push(Tok::Unknown, start, end);
                Ok(())
            }
        }
    }

    fn open(&mut self, bracket: Bracket, at: u32) -> Result<(), Problem> {
        if self.brackets.len() >= MAX_BRACKETS {
            return Err(Problem::syntax("too many nested parentheses", Place::Cursor(at + 1)));
        }
        self.brackets.push((bracket, at));
        Ok(())
    }

    fn close(&mut self, kind: Tok, start: u32, end: u32) -> Result<(), Problem> {
        let closing = char::from(self.peek(start).unwrap_or(b')'));
        let here = Place::Cursor(end);
        // Brackets from before the innermost f-string do not belong to what is inside it.
        match self.brackets.last().copied() {
            Some((bracket, _))
                if self.lenient
                    && (kind != Tok::RBrace || matches!(bracket, Bracket::Plain(_))) =>
            {
                self.brackets.pop();
                self.push(kind, start, end);
                Ok(())
            }
            None if self.lenient => {
                self.push(kind, start, end);
                Ok(())
            }
            None => Err(Problem::syntax(format!("unmatched '{closing}'"), here)),
            Some((Bracket::Field { .. }, _)) if kind == Tok::RBrace => {
                self.brackets.pop();
                self.push(Tok::FieldClose, start, end);
                Ok(())
            }
            Some((Bracket::Field { .. }, _)) => {
                Err(Problem::syntax(format!("f-string: unmatched '{closing}'"), here))
            }
            Some((Bracket::Plain(open), at)) => {
                let matches = match kind {
                    Tok::RParen => open == b'(',
                    Tok::RSquare => open == b'[',
                    _ => open == b'{',
                };
                if matches {
                    self.brackets.pop();
                    self.push(kind, start, end);
                    return Ok(());
                }
                Err(Problem::mismatched(closing, char::from(open), at, end))
            }
        }
    }

    fn number(&mut self, start: u32) -> Result<(), Problem> {
        let NumberEnd { kind, length, glued } =
            numbers::scan(self.rest(start), start, self.lenient)?;
        let end = start + length;
        if let Some(what) = glued {
            self.glued_numbers.push((end, what));
        }
        self.seek(end);
        self.push(kind, start, end);
        Ok(())
    }

    /// A string literal whose prefix and first quote end at `body`.
    fn string(&mut self, start: u32, body: u32) -> Result<(), Problem> {
        let quote = self.peek(body - 1).unwrap_or(b'"');
        let prefix = self.source.as_bytes().get(start as usize..body as usize - 1).unwrap_or(&[]);
        let triple = self.rest(body).starts_with(&[quote, quote]);
        let body = if triple { body + 2 } else { body };
        if prefix.iter().any(|b| b.eq_ignore_ascii_case(&b'f')) {
            let raw = prefix.iter().any(|b| b.eq_ignore_ascii_case(&b'r'));
            if self.fstrings.len() >= MAX_FSTRINGS {
                return Err(Problem::syntax("too many nested f-strings", Place::Cursor(body)));
            }
            let base = self.brackets.len();
            self.fstrings.push(FString { quote, triple, raw, start, base });
            self.push(Tok::FStringStart, start, body);
            self.seek(body);
            return Ok(());
        }
        let Some(end) = self.string_end(quote, triple, body) else {
            return Err(self.unterminated_string(start, triple, body));
        };
        let bytes = prefix.iter().any(|b| b.eq_ignore_ascii_case(&b'b'));
        self.push(if bytes { Tok::Bytes } else { Tok::Str }, start, end);
        self.seek(end);
        Ok(())
    }

    /// Offset after the closing quotes.
    fn string_end(&self, quote: u8, triple: bool, body: u32) -> Option<u32> {
        let mut at = body as usize;
        let bytes = self.source.as_bytes();
        loop {
            let rest = bytes.get(at..)?;
            let stop = if triple {
                memchr::memchr2(quote, b'\\', rest)?
            } else {
                // Mostly a few characters: no work for a vector search, whose first use also asks
                // the processor what it can do.
                rest.iter().position(|byte| *byte == quote || matches!(byte, b'\\' | b'\n'))?
            };
            match rest.get(stop) {
                Some(b'\\') => at += stop + 2,
                Some(b'\n') => return None,
                Some(_) | None if !triple => return Some((at + stop + 1) as u32),
                Some(_) | None => {
                    if rest.get(stop..)?.starts_with(&[quote, quote, quote]) {
                        return Some((at + stop + 3) as u32);
                    }
                    at += stop + 1;
                }
            }
        }
    }

    fn unterminated_string(&self, start: u32, triple: bool, body: u32) -> Problem {
        // A field of an f-string ends where its quote is met again, however the field looks.
        if let Some(outer) = self.fstrings.last()
            && triple == outer.triple
            && self.peek(body - 1) == Some(outer.quote)
            && self.in_field()
        {
            return Problem::syntax("f-string: expecting '}'", Place::Cursor(start + 1));
        }
        let what = if triple { "triple-quoted string" } else { "string" };
        let hint = match self.peek(body - 1) {
            Some(quote) if !triple && self.escapes_quote(quote, body) => {
                "; perhaps you escaped the end quote?"
            }
            Some(_) | None => "",
        };
        Problem::unterminated(what, hint, start, self.unterminated_at(triple, body))
    }

    /// Whether a backslash stands before a quote on the line of an unterminated string.
    fn escapes_quote(&self, quote: u8, body: u32) -> bool {
        let end = self.unterminated_at(false, body);
        let text = self.source.as_bytes().get(body as usize..end as usize).unwrap_or(&[]);
        let mut at = 0;
        while let Some(found) = memchr::memchr(b'\\', text.get(at..).unwrap_or(&[])) {
            if text.get(at + found + 1) == Some(&quote) {
                return true;
            }
            at += found + 2;
        }
        false
    }

    /// Offset whose line CPython reports as the place where a literal's end was missed.
    fn unterminated_at(&self, triple: bool, body: u32) -> u32 {
        let rest = self.rest(body);
        let length = self.source.len() as u32;
        let last = if rest.ends_with(b"\n") { length - 1 } else { length };
        if triple {
            return last;
        }
        let mut at = 0;
        loop {
            match memchr::memchr2(b'\\', b'\n', rest.get(at..).unwrap_or(&[])) {
                Some(stop) if rest.get(at + stop) == Some(&b'\n') => {
                    return body + (at + stop) as u32;
                }
                Some(stop) => at += stop + 2,
                None => return last,
            }
        }
    }

    /// Whether the innermost f-string is being read as text.
    fn in_literal(&self) -> bool {
        let Some(fstring) = self.fstrings.last() else {
            return false;
        };
        fstring.base == self.brackets.len()
            || matches!(self.brackets.last(), Some((Bracket::Field { in_spec: true }, _)))
    }

    /// Whether the innermost bracket is a replacement field, before its `:`.
    fn in_field(&self) -> bool {
        matches!(self.brackets.last(), Some((Bracket::Field { in_spec: false }, _)))
    }

    /// Reads text of an f-string up to a brace or the end, and that brace or end.
    fn fstring_part(&mut self) -> Result<(), Problem> {
        let start = self.position();
        let Some(fstring) = self.fstrings.last() else {
            return Ok(());
        };
        let (quote, triple, raw) = (fstring.quote, fstring.triple, fstring.raw);
        let (opened, base) = (fstring.start, fstring.base);
        let in_spec = self.brackets.len() > base;
        // Behind a field within, a specification ends like other text of an f-string.
        let open_spec = in_spec && self.tokens.last().is_some_and(|t| t.kind != Tok::FieldClose);
        let middle = if raw { Tok::FStringRawMiddle } else { Tok::FStringMiddle };
        let mut at = start;
        loop {
            let Some(byte) = self.peek(at) else {
                return Err(self.unterminated_fstring(opened, triple, at, open_spec));
            };
            match byte {
                b'\\' if !raw => {
                    at += self.escape_length(at);
                }
                // A raw backslash still hides a quote from ending the string, but no brace.
                b'\\' => {
                    at += match self.peek(at + 1) {
                        Some(b'{' | b'}') | None => 1,
                        Some(_) => 2,
                    };
                }
                b'\n' if !triple => {
                    if open_spec {
                        // The field's expression may go on over lines; the specification ends here.
                        self.part(middle, start, at);
                        return self.spec_newline(at);
                    }
                    return Err(self.unterminated_fstring(opened, triple, at, open_spec));
                }
                b'{' if !in_spec && self.peek(at + 1) == Some(b'{') => at += 2,
                b'}' if !in_spec && self.peek(at + 1) == Some(b'}') => at += 2,
                b'{' => {
                    self.part(middle, start, at);
                    return self.open_field(at, base);
                }
                b'}' if in_spec => {
                    self.part(middle, start, at);
                    self.brackets.pop();
                    self.push(Tok::FieldClose, at, at + 1);
                    self.seek(at + 1);
                    return Ok(());
                }
                b'}' => {
                    return Err(Problem::syntax(
                        "f-string: single '}' is not allowed",
                        Place::Cursor(at + 1),
                    ));
                }
                _ if byte == quote
                    && (!triple || self.rest(at).starts_with(&[quote, quote, quote])) =>
                {
                    let end = at + if triple { 3 } else { 1 };
                    self.part(middle, start, at);
                    // In a specification this leaves fields open, which the parser refuses; their
                    // braces are still to be closed.
                    for (bracket, _) in self.brackets.iter_mut().skip(base) {
                        *bracket = Bracket::Plain(b'{');
                    }
                    self.push(Tok::FStringEnd, at, end);
                    self.fstrings.pop();
                    self.seek(end);
                    return Ok(());
                }
                _ => at += 1,
            }
        }
    }

    fn part(&mut self, kind: Tok, start: u32, end: u32) {
        if start < end {
            self.push(kind, start, end);
        }
    }

    /// Bytes of an escape in an f-string's text that the scan for braces and quotes steps over.
    fn escape_length(&self, at: u32) -> u32 {
        let rest = self.rest(at);
        match rest.get(1) {
            Some(b'N') if rest.get(2) == Some(&b'{') => {
                let name = rest.get(3..).unwrap_or(&[]);
                let length = name
                    .iter()
                    .position(|&b| !(b.is_ascii_alphanumeric() || b == b' ' || b == b'-'))
                    .unwrap_or(name.len());
                if name.get(length) == Some(&b'}') { length as u32 + 4 } else { 3 }
            }
            Some(b'{' | b'}') | None => 1,
            Some(_) => 2,
        }
    }

    fn open_field(&mut self, at: u32, base: usize) -> Result<(), Problem> {
        // Fields inside specifications: each is a bracket above the f-string's first.
        if self.brackets.len() - base >= 2
            && self
                .brackets
                .get(base..)
                .unwrap_or(&[])
                .iter()
                .all(|(bracket, _)| matches!(bracket, Bracket::Field { .. }))
        {
            let depth = self.brackets.len() - base;
            if depth >= 3 {
                return Err(Problem::syntax(
                    "f-string: expressions nested too deeply",
                    Place::Cursor(at),
                ));
            }
        }
        self.open(Bracket::Field { in_spec: false }, at)?;
        self.push(Tok::FieldOpen, at, at + 1);
        self.seek(at + 1);
        Ok(())
    }

    /// A newline in the specification of a single-quoted f-string: only the field's end may follow.
    fn spec_newline(&mut self, at: u32) -> Result<(), Problem> {
        let rest = self.rest(at);
        let blank = rest.iter().position(|b| !b.is_ascii_whitespace()).unwrap_or(rest.len());
        match rest.get(blank) {
            Some(b'}') => {
                self.seek(at + blank as u32);
                Ok(())
            }
            _ => {
                if let Some((Bracket::Field { in_spec }, _)) = self.brackets.last_mut() {
                    *in_spec = false;
                }
                self.seek(at);
                Ok(())
            }
        }
    }

    fn unterminated_fstring(&self, start: u32, triple: bool, at: u32, in_spec: bool) -> Problem {
        if in_spec
            && !triple
            && let Some(&(_, open)) = self.brackets.last()
        {
            return Problem::never_closed(b'{', open);
        }
        let what = if triple { "triple-quoted f-string" } else { "f-string" };
        let at = if triple && at as usize == self.source.len() && self.source.ends_with('\n') {
            at - 1
        } else {
            at
        };
        Problem::unterminated(what, "", start, at)
    }
}
