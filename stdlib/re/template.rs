//! Templates of sub() and expand(): text with references to groups.

use taipan_engine::object::slots::{PyResult, Raised};
use taipan_engine::object::string::push_wtf8;
use taipan_engine::object::value::Value;
use taipan_engine::object::vm::Vm;

use super::escapes::control;
use super::fault::Fault;
use super::matches::MatchObject;
use super::pattern::{self, PatternObject};
use super::reader::{Reader, Token, number, shown};
use super::subject::content;
use super::tree::MOST_GROUPS;

pub(super) enum Piece {
    Literal(Vec<u8>),
    Group(u32),
}

pub(super) struct Template {
    pub pieces: Vec<Piece>,
    pub is_text: bool,
}

impl Template {
    /// The error for a group of the other kind: of text for a template of bytes, or the reverse.
    /// `groups` come before it, and a literal, empty or not, before each.
    #[cold]
    pub(super) fn cannot_take(&self, vm: &Vm, groups: usize) -> Raised {
        let class = if self.is_text { "bytes" } else { "str" };
        cannot_join(vm, self.is_text, groups * 2 + 1, class)
    }
}

/// What is neither text nor bytes is no template.
#[cold]
pub(super) fn not_a_template(vm: &Vm, template: &Value) -> Raised {
    let class = vm.class(template).full_name();
    vm.type_error(format!("decoding to str: need a bytes-like object, {class} found"))
}

/// Parses a template for a pattern.
pub(super) fn parse(vm: &Vm, pattern: &PatternObject, source: &Value) -> PyResult<Template> {
    // What cannot be hashed could not be remembered.
    vm.hash(source)?;
    if content(source).is_none() {
        return Err(not_a_template(vm, source));
    }
    let parsed = || -> Result<Template, Fault> {
        let reader = Reader::new(vm, source)?;
        let is_text = reader.is_text;
        let mut parser = Parser { reader, pattern, pieces: Vec::new(), literal: Vec::new() };
        while let Some(token) = parser.reader.take()? {
            parser.token(token)?;
        }
        parser.end_literal();
        Ok(Template { pieces: parser.pieces, is_text })
    };
    parsed().map_err(|fault| fault.raise(vm, source))
}

struct Parser<'a> {
    reader: Reader<'a>,
    pattern: &'a PatternObject,
    pieces: Vec<Piece>,
    literal: Vec<u8>,
}

impl Parser<'_> {
    fn push(&mut self, point: u32) {
        if self.reader.is_text {
            push_wtf8(&mut self.literal, point);
        } else {
            self.literal.push(point as u8);
        }
    }

    fn end_literal(&mut self) {
        if !self.literal.is_empty() {
            self.pieces.push(Piece::Literal(std::mem::take(&mut self.literal)));
        }
    }

    fn token(&mut self, token: Token) -> Result<(), Fault> {
        let point = match token {
            Token::Char(point) => {
                self.push(point);
                return Ok(());
            }
            Token::Escape(point) => point,
        };
        let c = char::from_u32(point).filter(char::is_ascii).unwrap_or('\u{80}');
        match c {
            'g' => self.named(),
            '0' => {
                let mut digits = vec![u32::from(b'0')];
                self.reader.take_while(2, |c| ('0'..='7').contains(&c), &mut digits)?;
                self.push(number(&digits, 8).unwrap_or(0) as u32 & 0xff);
                Ok(())
            }
            '1'..='9' => self.numbered(point),
            _ => {
                match control(c) {
                    Some(control) => self.push(control),
                    None if c.is_ascii_alphabetic() => {
                        return Err(self.reader.wrong(format!("bad escape \\{c}"), 2));
                    }
                    None => {
                        self.push(u32::from(b'\\'));
                        self.push(point);
                    }
                }
                Ok(())
            }
        }
    }

    /// Behind `\g`.
    fn named(&mut self) -> Result<(), Fault> {
        if !self.reader.accept('<')? {
            return Err(self.reader.wrong("missing <", 0));
        }
        let name = self.reader.take_until('>', "group name")?;
        let ago = name.len() + 1;
        if name.iter().all(|p| (0x30..0x3a).contains(p)) {
            let group = number(&name, 10).filter(|group| *group < MOST_GROUPS);
            let Some(group) = group else {
                let digits = shown(&name);
                let text = format!("invalid group reference {}", digits.trim_start_matches('0'));
                return Err(self.reader.wrong(text, ago));
            };
            return self.group(group, ago);
        }
        self.reader.check_name(&name, 1)?;
        let text = self.reader.text(&name);
        let vm = self.reader.vm;
        let mut known = self.pattern.names.iter();
        match known.find(|(name, _)| name.to_text() == text.to_text()) {
            Some((_, group)) => self.group(u64::from(*group), ago),
            None => {
                let text = format!("unknown group name {}", self.reader.repr(&name)?);
                Err(Fault::Other(vm.index_error(text)))
            }
        }
    }

    /// Behind a backslash and a digit: a group, or a character given by three octal digits.
    fn numbered(&mut self, first: u32) -> Result<(), Fault> {
        let mut digits = vec![first];
        self.reader.take_while(1, |c| c.is_ascii_digit(), &mut digits)?;
        if digits.len() == 2 && number(&digits, 8).is_some() {
            self.reader.take_while(1, |c| ('0'..='7').contains(&c), &mut digits)?;
        }
        if digits.len() == 3 {
            let value = number(&digits, 8).unwrap_or(0) as u32;
            if value > 0o377 {
                let text =
                    format!("octal escape value \\{} outside of range 0-0o377", shown(&digits));
                return Err(self.reader.wrong(text, digits.len() + 1));
            }
            self.push(value);
            return Ok(());
        }
        self.group(number(&digits, 10).unwrap_or(0), digits.len())
    }

    fn group(&mut self, group: u64, ago: usize) -> Result<(), Fault> {
        if group > u64::from(self.pattern.program.groups) {
            return Err(self.reader.wrong(format!("invalid group reference {group}"), ago));
        }
        self.end_literal();
        self.pieces.push(Piece::Group(group as u32));
        Ok(())
    }
}

/// The message for parts of different kinds, as joining them gives it.
#[cold]
pub(super) fn cannot_join(vm: &Vm, text: bool, item: usize, class: &str) -> Raised {
    let wanted = if text { "str instance" } else { "a bytes-like object" };
    vm.type_error(format!("sequence item {item}: expected {wanted}, {class} found"))
}

/// Match.expand
pub(super) fn expand(vm: &Vm, this: &Value, found: &MatchObject, source: &Value) -> PyResult {
    let template = parse(vm, pattern::own(vm, this)?, source)?;
    let subject = content(&found.string);
    let bytes = subject.as_ref().map_or(&[][..], |content| content.bytes());
    let text = found.string.as_str_object().is_some();
    let mut out = Vec::new();
    let mut groups = 0;
    for piece in &template.pieces {
        match piece {
            Piece::Literal(literal) => out.extend_from_slice(literal),
            Piece::Group(group) => {
                if text != template.is_text {
                    return Err(template.cannot_take(vm, groups));
                }
                groups += 1;
                if let Some((from, to)) = found.place(*group as usize) {
                    let part = bytes.get(from..to).unwrap_or(&[]);
                    if !vm.heap.allows(out.len() + part.len()) {
                        return Err(vm.memory_error());
                    }
                    out.extend_from_slice(part);
                }
            }
        }
    }
    drop(subject);
    if template.is_text { vm.finish_str(&out) } else { Ok(vm.new_bytes(out)) }
}
