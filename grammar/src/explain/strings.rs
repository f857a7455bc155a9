//! Literals side by side and the replacement fields of f-strings, and mistakes in them.

use super::node::{Kind, Node};
use super::{Explainer, Rule, Stop};
use crate::token::Tok;

impl Explainer<'_> {
    pub(super) fn strings(&mut self) -> Rule<Node> {
        let first = self.at;
        let mut formatted = false;
        loop {
            match self.peek()? {
                Tok::Str | Tok::Bytes => self.at += 1,
                Tok::FStringStart => {
                    formatted = true;
                    self.at += 1;
                    self.fstring_parts()?;
                    if !self.eat(Tok::FStringEnd)? {
                        self.at = first;
                        return Ok(None);
                    }
                }
                _ => break,
            }
        }
        let kind = if formatted { Kind::FString } else { Kind::Literal };
        Ok(Some(Node::new(kind, first, self.at - 1)))
    }

    fn fstring_parts(&mut self) -> Result<(), Stop> {
        loop {
            match self.peek()? {
                Tok::FStringMiddle | Tok::FStringRawMiddle => self.at += 1,
                Tok::FieldOpen => {
                    if self.attempt(Self::field)?.is_none() {
                        return Ok(());
                    }
                }
                _ => return Ok(()),
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
            if x.eat(Tok::Exclamation)? && !x.eat(Tok::Name)? {
                return Ok(None);
            }
            if x.eat(Tok::FieldColon)? {
                x.fstring_parts()?;
            }
            Ok(x.eat(Tok::FieldClose)?.then_some(()))
        })?;
        if found.is_none() && self.mistakes {
            self.at = open + 1;
            self.mistaken_field()?;
        }
        Ok(found)
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
