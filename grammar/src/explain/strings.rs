//! Literals side by side and the replacement fields of f-strings, and mistakes in them.

use super::node::{Kind, Node};
use super::{Explainer, Rule, Stop};
use crate::actions::strings::{MIXED, conversion_of};
use crate::error::Problem;
use crate::escapes::{Literal, decode_str};
use crate::token::Tok;

impl Explainer<'_> {
    pub(super) fn strings(&mut self) -> Rule<Node> {
        let first = self.at;
        let (mut formatted, mut text, mut bytes) = (false, false, false);
        loop {
            match self.peek()? {
                Tok::Str => {
                    text = true;
                    self.literal(false)?;
                }
                Tok::Bytes => {
                    bytes = true;
                    self.literal(true)?;
                }
                Tok::FStringStart => {
                    formatted = true;
                    self.at += 1;
                    let mistake = self.fstring_parts()?;
                    if !self.eat(Tok::FStringEnd)? {
                        self.at = first;
                        return Ok(None);
                    }
                    // Escapes are read when the end of the string has been seen.
                    if let Some(message) = mistake {
                        return self.at_tokens(&message, self.at - 1, self.at - 1);
                    }
                }
                _ => break,
            }
        }
        if bytes && (text || formatted) {
            return self.at_last(MIXED);
        }
        let kind = if formatted { Kind::FString } else { Kind::Literal };
        Ok(Some(Node::new(kind, first, self.at - 1)))
    }

    /// A literal, whose escapes are looked at as soon as it is taken.
    fn literal(&mut self, bytes: bool) -> Result<(), Stop> {
        let mistake = Literal::new(self.text(self.at)).mistake(bytes);
        self.at += 1;
        match mistake {
            Some(message) => self.at_tokens(&message, self.at - 1, self.at - 1),
            None => Ok(()),
        }
    }

    /// What is wrong with the `!` at a token and the name after it, if anything is.
    fn conversion(&self, sign: usize) -> Option<Problem> {
        let (sign, name) = (self.tokens.get(sign)?, self.tokens.get(sign + 1)?);
        conversion_of(self.source, sign.start, name.end).err()
    }

    /// Text and fields up to something else; what is wrong with the first escapes that mean nothing.
    fn fstring_parts(&mut self) -> Result<Option<String>, Stop> {
        let mut mistake = None;
        loop {
            match self.peek()? {
                kind @ (Tok::FStringMiddle | Tok::FStringRawMiddle) => {
                    if kind == Tok::FStringMiddle && mistake.is_none() {
                        mistake = decode_str(self.text(self.at), true).err();
                    }
                    self.at += 1;
                }
                Tok::FieldOpen => {
                    if self.attempt(Self::field)?.is_none() {
                        return Ok(mistake);
                    }
                }
                _ => return Ok(mistake),
            }
        }
    }

    fn field(&mut self) -> Rule<()> {
        let open = self.at;
        self.at += 1;
        let found = self.attempt(|x| {
            if x.yield_or_star()?.is_none() {
                return Ok(None);
            }
            x.eat(Tok::Equal)?;
            let sign = x.at;
            let mut conversion = None;
            if x.eat(Tok::Exclamation)? {
                if !x.eat(Tok::Name)? {
                    return Ok(None);
                }
                conversion = x.conversion(sign);
            }
            if let Some(problem) = conversion.take_if(|_| x.are_apart(sign)) {
                return Err(Stop::Found(Box::new(problem)));
            }
            if x.eat(Tok::FieldColon)? {
                x.fstring_parts()?;
            }
            if !x.eat(Tok::FieldClose)? {
                return Ok(None);
            }
            // Which conversion it is matters when the field is complete.
            conversion.map_or(Ok(Some(())), |problem| Err(Stop::Found(Box::new(problem))))
        })?;
        if found.is_none() && self.mistakes {
            self.at = open + 1;
            self.mistaken_field()?;
        }
        Ok(found)
    }

    /// Whether there is space between a token and the next.
    fn are_apart(&self, at: usize) -> bool {
        match (self.tokens.get(at), self.tokens.get(at + 1)) {
            (Some(first), Some(second)) => first.end < second.start,
            _ => false,
        }
    }

    fn at_next<T>(&mut self, message: &str) -> Result<T, Stop> {
        self.peek()?;
        self.at_tokens(message, self.at, self.at)
    }

    fn mistaken_field(&mut self) -> Result<(), Stop> {
        let missing = match self.peek()? {
            Tok::Equal => Some('='),
            Tok::Exclamation => Some('!'),
            Tok::FieldColon => Some(':'),
            Tok::FieldClose => Some('}'),
            _ => None,
        };
        if let Some(sign) = missing {
            return self.at_next(&format!("f-string: valid expression required before '{sign}'"));
        }
        if self.yield_or_star()?.is_none() {
            return self.at_next("f-string: expecting a valid expression after '{'");
        }
        let ends = |kind| matches!(kind, Tok::Exclamation | Tok::FieldColon | Tok::FieldClose);
        let next = self.peek()?;
        if !ends(next) && next != Tok::Equal {
            return self.at_next("f-string: expecting '=', or '!', or ':', or '}'");
        }
        if self.eat(Tok::Equal)? {
            let next = self.peek()?;
            if !ends(next) {
                return self.at_next("f-string: expecting '!', or ':', or '}'");
            }
        }
        if self.eat(Tok::Exclamation)? {
            match self.peek()? {
                Tok::FieldColon | Tok::FieldClose => {
                    return self.at_next("f-string: missing conversion character");
                }
                Tok::Name => self.at += 1,
                _ => return self.at_next("f-string: invalid conversion character"),
            }
        }
        let next = self.peek()?;
        if !matches!(next, Tok::FieldColon | Tok::FieldClose) {
            return self.at_next("f-string: expecting ':' or '}'");
        }
        if self.eat(Tok::FieldColon)? {
            self.fstring_parts()?;
            if !self.is(Tok::FieldClose)? {
                return self.at_next("f-string: expecting '}', or format specs");
            }
        }
        Ok(())
    }
}
