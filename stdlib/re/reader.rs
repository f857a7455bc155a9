//! A pattern or template cut into tokens: characters, and backslashes with what they escape. Knows no
//! grammar.

use taipan_engine::object::slots::PyResult;
use taipan_engine::object::value::Value;
use taipan_engine::object::vm::Vm;
use taipan_engine::types::bytes::Buffer;
use taipan_engine::types::unicode;

use super::fault::Fault;

/// A token: a character, or the one behind a backslash.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Token {
    Char(u32),
    Escape(u32),
}

impl Token {
    pub(super) fn is(self, c: char) -> bool {
        self == Token::Char(c as u32)
    }

    /// The character, if it is ASCII and not escaped.
    pub(super) fn ascii(self) -> Option<char> {
        match self {
            Token::Char(point) if point < 0x80 => char::from_u32(point),
            Token::Char(_) | Token::Escape(_) => None,
        }
    }

    pub(super) fn len(self) -> usize {
        match self {
            Token::Char(_) => 1,
            Token::Escape(_) => 2,
        }
    }

    pub(super) fn push(self, out: &mut Vec<u32>) {
        match self {
            Token::Char(point) => out.push(point),
            Token::Escape(point) => out.extend([u32::from(b'\\'), point]),
        }
    }
}

const BACKSLASH: u32 = b'\\' as u32;

pub(super) struct Reader<'a> {
    pub vm: &'a Vm,
    points: Vec<u32>,
    at: usize,
    /// The source is a str.
    pub is_text: bool,
}

impl<'a> Reader<'a> {
    /// `source` is a str or bytes-like.
    pub(super) fn new(vm: &'a Vm, source: &Value) -> Result<Reader<'a>, Fault> {
        let text = source.as_str_object();
        let points = match text {
            Some(text) => text.code_points().collect(),
            None => Buffer::required(vm, source)?.iter().map(|b| u32::from(*b)).collect(),
        };
        let reader = Reader { vm, points, at: 0, is_text: text.is_some() };
        reader.check_end()?;
        Ok(reader)
    }

    /// Where the next token begins.
    pub(super) fn tell(&self) -> usize {
        self.at
    }

    pub(super) fn seek(&mut self, at: usize) {
        self.at = at;
    }

    /// A backslash at the very end is wrong as soon as it is next.
    fn check_end(&self) -> Result<(), Fault> {
        if self.at + 1 == self.points.len() && self.points.get(self.at) == Some(&BACKSLASH) {
            return Err(Fault::at("bad escape (end of pattern)", self.at));
        }
        Ok(())
    }

    pub(super) fn peek(&self) -> Option<Token> {
        match *self.points.get(self.at)? {
            BACKSLASH => self.points.get(self.at + 1).map(|point| Token::Escape(*point)),
            point => Some(Token::Char(point)),
        }
    }

    pub(super) fn next_is(&self, c: char) -> bool {
        self.points.get(self.at) == Some(&(c as u32))
    }

    pub(super) fn take(&mut self) -> Result<Option<Token>, Fault> {
        let Some(token) = self.peek() else { return Ok(None) };
        self.at += token.len();
        self.check_end()?;
        Ok(Some(token))
    }

    /// Takes the next token if it is this character.
    pub(super) fn accept(&mut self, c: char) -> Result<bool, Fault> {
        let found = self.next_is(c);
        if found {
            self.take()?;
        }
        Ok(found)
    }

    /// Takes characters of one sort, so many at most, onto the end of `out`.
    pub(super) fn take_while(
        &mut self,
        most: usize,
        fits: impl Fn(char) -> bool,
        out: &mut Vec<u32>,
    ) -> Result<(), Fault> {
        for _ in 0..most {
            let Some(c) = self.peek().and_then(Token::ascii).filter(|c| fits(*c)) else { break };
            out.push(c as u32);
            self.take()?;
        }
        Ok(())
    }

    /// The characters before the terminator, which is taken, too.
    pub(super) fn take_until(&mut self, end: char, what: &str) -> Result<Vec<u32>, Fault> {
        let mut out = Vec::new();
        loop {
            let Some(token) = self.take()? else {
                let text = format!("missing {end}, unterminated name");
                return Err(match out.len() {
                    0 => self.wrong(format!("missing {what}"), 0),
                    len => self.wrong(text, len),
                });
            };
            if token.is(end) {
                return match out.is_empty() {
                    true => Err(self.wrong(format!("missing {what}"), 1)),
                    false => Ok(out),
                };
            }
            token.push(&mut out);
        }
    }

    /// A mistake that began so many characters ago.
    #[cold]
    pub(super) fn wrong(&self, message: impl Into<String>, ago: usize) -> Fault {
        let mut message = message.into();
        if !self.is_text && !message.is_ascii() {
            let points = message.chars().map(u32::from);
            let escaped =
                |p| if p < 0x80 { char::from(p as u8).into() } else { format!("\\x{p:02x}") };
            message = points.map(escaped).collect();
        }
        Fault::at(message, self.at.saturating_sub(ago))
    }

    /// The name of a group, refused unless it is an identifier. `behind`: how much follows it.
    pub(super) fn check_name(&self, name: &[u32], behind: usize) -> Result<(), Fault> {
        let starts = |p: &u32| unicode::properties(*p).starts_identifier();
        let goes_on = |p: &u32| unicode::properties(*p).continues_identifier();
        let is_name = name.first().is_some_and(starts) && name.iter().skip(1).all(goes_on);
        let is_ascii = name.iter().all(|p| *p < 0x80);
        if is_name && (self.is_text || is_ascii) {
            return Ok(());
        }
        let mut shown = self.repr(name)?;
        if !self.is_text && !is_ascii {
            let ascii = self.vm.ascii(&self.text(name))?;
            shown = ascii.to_text();
        }
        Err(self.wrong(format!("bad character in group name {shown}"), name.len() + behind))
    }

    /// Code points as a str.
    pub(super) fn text(&self, points: &[u32]) -> Value {
        self.vm.str_of_points(points.iter().copied())
    }

    pub(super) fn repr(&self, points: &[u32]) -> PyResult<String> {
        self.vm.repr_text(&self.text(points))
    }
}

/// Code points for a message.
pub(super) fn shown(points: &[u32]) -> String {
    points.iter().map(|p| char::from_u32(*p).unwrap_or(char::REPLACEMENT_CHARACTER)).collect()
}

/// The value of digits; `None` beyond 64 bits.
pub(super) fn number(digits: &[u32], radix: u32) -> Option<u64> {
    digits.iter().try_fold(0u64, |value, digit| {
        let digit = char::from_u32(*digit)?.to_digit(radix)?;
        value.checked_mul(u64::from(radix))?.checked_add(u64::from(digit))
    })
}
