//! String literals: joining adjacent ones, f-strings and their fields. Escapes are `escapes.rs`.

use super::list::{List, length};
use super::{Ctx, Refusal, span};
use crate::ast::*;
use crate::error::{Place, Problem, SyntaxErrorKind};
use crate::escapes::{self, Literal};
use crate::token::{Tok, Token};
use crate::undecodable::{self, Reading};

/// One of the literals that stand side by side.
#[derive(Clone, Copy)]
pub(crate) enum StringPart<'a> {
    Str(u32, u32),
    Bytes(u32, u32),
    FString(&'a FString<'a>),
}

/// What is between an f-string's quotes.
#[derive(Clone, Copy)]
pub(crate) struct FString<'a> {
    parts: List<'a, FPart<'a>>,
    raw: bool,
    /// The closing quotes.
    end: Span,
}

/// What an f-string is made of.
#[derive(Clone, Copy)]
pub(crate) enum FPart<'a> {
    Text(u32, u32),
    RawText(u32, u32),
    Field(&'a FField<'a>),
}

/// A replacement field; `debug` is the text that `=` asks for, and where it is.
#[derive(Clone, Copy)]
pub(crate) struct FField<'a> {
    debug: Option<(&'a str, Span)>,
    value: &'a Expr<'a>,
}

/// Nodes of an f-string, with adjacent texts joined.
struct Joined<'c, 'a> {
    ctx: &'c Ctx<'a>,
    values: Vec<&'a Expr<'a>>,
    /// The text since the last field, and its kind.
    text: Option<(Span, StringKind)>,
    /// That text, where it is more than one piece.
    bytes: Vec<u8>,
    single: &'a [u8],
    pieces: usize,
}

impl<'a> Joined<'_, 'a> {
    fn add_text(&mut self, bytes: &'a [u8], at: Span, kind: StringKind) {
        match &mut self.text {
            Some((place, _)) => place.end = at.end,
            None => self.text = Some((at, kind)),
        }
        self.pieces += 1;
        if self.pieces == 1 {
            self.single = bytes;
        } else {
            if self.pieces == 2 {
                self.bytes.extend_from_slice(self.single);
            }
            self.bytes.extend_from_slice(bytes);
        }
    }

    /// The text so far, and its value.
    fn take_text(&mut self) -> Option<(Span, StringKind, &'a [u8])> {
        let (at, kind) = self.text.take()?;
        let bytes =
            if self.pieces == 1 { self.single } else { self.ctx.arena.alloc_slice(&self.bytes) };
        self.pieces = 0;
        self.bytes.clear();
        Some((at, kind, bytes))
    }

    fn flush(&mut self) {
        if let Some((at, kind, bytes)) = self.take_text()
            && !bytes.is_empty()
        {
            let value = Constant::Str(Wtf8(bytes));
            let e = self.ctx.alloc(Expr { kind: ExprKind::Constant { value, kind }, span: at });
            self.values.push(e);
        }
    }

    fn add_parts(
        &mut self,
        parts: List<'a, FPart<'a>>,
        raw: bool,
        end: Option<Span>,
    ) -> Result<(), Refusal> {
        for part in self.ctx.slice(parts) {
            match *part {
                FPart::Text(l, r) => {
                    let bytes = self.ctx.fstring_text(l, r, false, end)?;
                    self.add_text(bytes, span(l, r), StringKind::Plain);
                }
                FPart::RawText(l, r) => {
                    let bytes = self.ctx.fstring_text(l, r, true, end)?;
                    self.add_text(bytes, span(l, r), StringKind::Plain);
                }
                FPart::Field(field) => {
                    if let Some((text, at)) = field.debug {
                        let bytes = self.ctx.debug_text(text, at, raw, end)?;
                        self.add_text(bytes, at, StringKind::Plain);
                    }
                    self.flush();
                    self.values.push(field.value);
                }
            }
        }
        Ok(())
    }
}

pub(crate) const MIXED: &str = "cannot mix bytes and nonbytes literals";

/// What a `!` and the name after it, between two offsets, ask for.
pub(crate) fn conversion_of(source: &str, l: u32, r: u32) -> Result<Conversion, Problem> {
    let name = source.get(l as usize + 1..r as usize).unwrap_or("");
    match name {
        "s" => return Ok(Conversion::Str),
        "r" => return Ok(Conversion::Repr),
        "a" => return Ok(Conversion::Ascii),
        _ => {}
    }
    let word = name.trim_start();
    let (message, at) = if word.len() < name.len() {
        let message = "f-string: conversion type must come right after the exclamanation mark";
        (message.to_owned(), l)
    } else {
        let wanted = "expected 's', 'r', or 'a'";
        let message = format!("f-string: invalid conversion character '{word}': {wanted}");
        (message, r - word.len() as u32)
    };
    Err(Problem::new(SyntaxErrorKind::Syntax, message, Place::Range(at, r)))
}

impl<'a> Ctx<'a> {
    fn joined(&self) -> Joined<'_, 'a> {
        Joined {
            ctx: self,
            values: Vec::new(),
            text: None,
            bytes: Vec::new(),
            single: &[],
            pieces: 0,
        }
    }

    /// `start` is where prefix and opening quotes lie.
    pub(crate) fn fstring(
        &self,
        start: (u32, u32),
        parts: List<'a, FPart<'a>>,
        l: u32,
        r: u32,
    ) -> StringPart<'a> {
        let raw = self.text(start.0, start.1).contains(['r', 'R']);
        StringPart::FString(self.alloc(FString { parts, raw, end: span(l, r) }))
    }

    /// The text of `{value=}`: escapes in it are read as in the rest of the f-string.
    fn debug_text(
        &self,
        text: &'a str,
        at: Span,
        raw: bool,
        end: Option<Span>,
    ) -> Result<&'a [u8], Refusal> {
        if raw || memchr::memchr(b'\\', text.as_bytes()).is_none() {
            return Ok(text.as_bytes());
        }
        let place = end.unwrap_or(at);
        let bytes = escapes::decode_str(text, false)
            .map_err(|message| self.refuse_value(message, place.start, place.end))?;
        self.warn(bytes.invalid, at.start, at.end);
        Ok(self.arena.alloc_slice(&bytes.value))
    }

    /// The value of adjacent literals.
    pub(crate) fn strings(
        &self,
        list: List<'a, StringPart<'a>>,
        l: u32,
        r: u32,
    ) -> Result<&'a Expr<'a>, Refusal> {
        if let (1, Some(StringPart::Str(l, r))) =
            (length(list), super::list::backwards(list).next())
        {
            let (bytes, kind) = self.str_value(l, r)?;
            let value = Constant::Str(Wtf8(bytes));
            return Ok(self.expr(ExprKind::Constant { value, kind }, l, r));
        }
        let parts = self.slice(list);
        let bytes = parts.iter().filter(|part| matches!(part, StringPart::Bytes(..))).count();
        if bytes == parts.len() {
            return self.bytes_literals(parts, l, r);
        }
        let mut joined = self.joined();
        let mut is_fstring = false;
        for part in parts {
            match *part {
                StringPart::Str(l, r) => {
                    let (bytes, kind) = self.str_value(l, r)?;
                    joined.add_text(bytes, span(l, r), kind);
                }
                StringPart::Bytes(l, r) => {
                    self.bytes_value(l, r)?;
                }
                StringPart::FString(f) => {
                    is_fstring = true;
                    joined.add_parts(f.parts, f.raw, Some(f.end))?;
                }
            }
        }
        if bytes > 0 {
            return Err(self.refuse(Problem::new(
                SyntaxErrorKind::Syntax,
                MIXED,
                Place::Token(self.fetched.get().saturating_sub(1)),
            )));
        }
        if is_fstring {
            joined.flush();
            let values = self.arena.alloc_slice(&joined.values);
            return Ok(self.expr(ExprKind::JoinedStr { values }, l, r));
        }
        let (kind, bytes) =
            joined.take_text().map_or((StringKind::Plain, &[][..]), |(_, kind, b)| (kind, b));
        let value = Constant::Str(Wtf8(bytes));
        Ok(self.expr(ExprKind::Constant { value, kind }, l, r))
    }

    fn bytes_literals(
        &self,
        parts: &'a [StringPart<'a>],
        l: u32,
        r: u32,
    ) -> Result<&'a Expr<'a>, Refusal> {
        let value = match *parts {
            [StringPart::Bytes(l, r)] => self.bytes_value(l, r)?,
            _ => {
                let mut all = Vec::new();
                for part in parts {
                    if let StringPart::Bytes(l, r) = *part {
                        all.extend_from_slice(self.bytes_value(l, r)?);
                    }
                }
                self.arena.alloc_slice(&all)
            }
        };
        Ok(self.constant(Constant::Bytes(value), l, r))
    }

    /// Reads the literals among tokens, for the warnings alone.
    pub(crate) fn read_literals<'t>(&self, tokens: impl Iterator<Item = &'t Token>) {
        for token in tokens {
            let read = match token.kind {
                Tok::Str => self.str_value(token.start, token.end).map(drop),
                Tok::Bytes => self.bytes_value(token.start, token.end).map(drop),
                _ => Ok(()),
            };
            // What is wrong with it has been said already.
            if read.is_err() {
                break;
            }
        }
    }

    fn str_value(&self, l: u32, r: u32) -> Result<(&'a [u8], StringKind), Refusal> {
        let literal = Literal::new(self.text(l, r));
        let kind = if literal.unicode { StringKind::U } else { StringKind::Plain };
        if !self.undecodable.is_empty() {
            let start = l + literal.start;
            let escapes = !literal.raw && literal.body.contains('\\');
            let reading = if escapes { Reading::Runs } else { Reading::Whole };
            self.check_decodable(start, start + literal.body.len() as u32, reading, span(l, r))?;
        }
        if literal.raw || !literal.body.as_bytes().contains(&b'\\') {
            return Ok((literal.body.as_bytes(), kind));
        }
        let bytes = escapes::decode_str(literal.body, false)
            .map_err(|message| self.refuse_value(message, l, r))?;
        self.warn(bytes.invalid, l, r);
        Ok((self.arena.alloc_slice(&bytes.value), kind))
    }

    fn bytes_value(&self, l: u32, r: u32) -> Result<&'a [u8], Refusal> {
        let literal = Literal::new(self.text(l, r));
        if !literal.body.is_ascii() {
            return Err(self.refuse_value(escapes::NOT_ASCII.to_owned(), l, r));
        }
        if literal.raw || !literal.body.as_bytes().contains(&b'\\') {
            return Ok(literal.body.as_bytes());
        }
        let bytes = escapes::decode_bytes(literal.body.as_bytes())
            .map_err(|message| self.refuse_value(message, l, r))?;
        self.warn(bytes.invalid, l, r);
        Ok(self.arena.alloc_slice(&bytes.value))
    }

    /// Text between fields, where doubled braces stand for one.
    fn fstring_text(
        &self,
        l: u32,
        r: u32,
        raw: bool,
        end: Option<Span>,
    ) -> Result<&'a [u8], Refusal> {
        let text = self.text(l, r);
        if !self.undecodable.is_empty() {
            self.check_decodable(l, r, Reading::Whole, end.unwrap_or(span(l, r)))?;
        }
        if memchr::memchr3(b'\\', b'{', b'}', text.as_bytes()).is_none() {
            return Ok(text.as_bytes());
        }
        if raw {
            let single = text.replace("{{", "{").replace("}}", "}");
            return Ok(self.arena.alloc_str(&single).as_bytes());
        }
        // CPython reads escapes when it has seen the end of the string.
        let place = end.unwrap_or(span(l, r));
        let bytes = escapes::decode_str(text, true)
            .map_err(|message| self.refuse_value(message, place.start, place.end))?;
        self.warn(bytes.invalid, l, r);
        Ok(self.arena.alloc_slice(&bytes.value))
    }

    /// Refuses text between two offsets that is none; the error's place is `shown`.
    #[cold]
    fn check_decodable(
        &self,
        start: u32,
        end: u32,
        reading: Reading,
        shown: Span,
    ) -> Result<(), Refusal> {
        match undecodable::refusal(self.undecodable, self.source, start, end, reading) {
            Some(message) => Err(self.refuse_value(message, shown.start, shown.end)),
            None => Ok(()),
        }
    }

    fn refuse_value(&self, message: String, l: u32, r: u32) -> Refusal {
        self.refuse(Problem::new(SyntaxErrorKind::Syntax, message, Place::Range(l, r)))
    }

    fn warn(&self, invalid: Option<String>, l: u32, r: u32) {
        if let Some(message) = invalid {
            let warning = crate::error::PendingWarning { message, span: span(l, r) };
            self.warnings.borrow_mut().push(warning);
        }
    }

    /// `{value=!conversion:spec}`; `debug` is the offset after the brace, if there is a `=`.
    pub(crate) fn field(
        &self,
        value: &'a Expr<'a>,
        debug: Option<u32>,
        conversion: Option<(u32, u32)>,
        format_spec: Option<&'a Expr<'a>>,
        l: u32,
        r: u32,
    ) -> Result<&'a FField<'a>, Refusal> {
        let converted = match conversion {
            Some((l, r)) => {
                conversion_of(self.source, l, r).map_err(|problem| self.refuse(problem))?
            }
            None if debug.is_some() && format_spec.is_none() => Conversion::Repr,
            None => Conversion::None,
        };
        let debug = debug.map(|start| {
            let next = format_spec.map_or(r - 1, |spec| spec.span.start);
            let end = conversion.map_or(next, |(l, _)| l);
            (self.without_comments(start, end), span(start, end))
        });
        let kind = ExprKind::FormattedValue { value, conversion: converted, format_spec };
        Ok(self.alloc(FField { debug, value: self.expr(kind, l, r) }))
    }

    /// The text of a field's expression for `=`.
    fn without_comments(&self, l: u32, r: u32) -> &'a str {
        let text = self.text(l, r);
        if memchr::memchr(b'#', text.as_bytes()).is_none() {
            return text;
        }
        // In parentheses its lines have no meaning, as in the field.
        let text = format!("({text})");
        let tokens = crate::lexer::lex(&text, Tok::StartExpression).tokens;
        let mut kept = String::new();
        let mut at = 0;
        let inner = tokens.iter().filter(|token| token.end as usize <= text.len());
        for token in inner.filter(|token| token.kind != Tok::Newline) {
            let (start, end) = (token.start as usize, token.end as usize);
            let gap = text.get(at..start).unwrap_or("");
            for (index, line) in gap.split('\n').enumerate() {
                if index > 0 {
                    kept.push('\n');
                }
                kept.push_str(line.split('#').next().unwrap_or(""));
            }
            kept.push_str(text.get(start..end).unwrap_or(""));
            at = at.max(end);
        }
        let kept = kept.strip_prefix('(').unwrap_or(&kept);
        self.arena.alloc_str(kept.strip_suffix(')').unwrap_or(kept))
    }

    pub(crate) fn format_spec(
        &self,
        parts: List<'a, FPart<'a>>,
        l: u32,
        r: u32,
    ) -> Result<&'a Expr<'a>, Refusal> {
        let mut joined = self.joined();
        // CPython leaves escapes in `=` fields of a specification alone.
        joined.add_parts(parts, true, None)?;
        joined.flush();
        let values = self.arena.alloc_slice(&joined.values);
        Ok(self.expr(ExprKind::JoinedStr { values }, l, r))
    }
}
