//! `match` statements and their patterns, and mistakes in them.

use super::node::Kind;
use super::{Explainer, Rule, Stop};
use crate::token::Tok;

impl Explainer<'_> {
    pub(super) fn match_statement(&mut self) -> Rule<()> {
        let head = self.at;
        if self.text(head) != "match" || !self.eat(Tok::Name)? {
            return Ok(None);
        }
        let starred = self.is(Tok::Star)?;
        let Some(subject) = self.tuple_of(Self::star_named)? else { return Ok(None) };
        // A starred subject alone needs a comma behind it.
        if starred && !matches!(subject.kind, Kind::Tuple(_)) {
            return Ok(None);
        }
        if self.mistakes && self.is(Tok::Newline)? {
            return self.at_last("expected ':'");
        }
        if !self.eat(Tok::Colon)? || !self.eat(Tok::Newline)? {
            return Ok(None);
        }
        if !self.eat(Tok::Indent)? {
            if self.mistakes {
                return self.missing_block("'match' statement", head);
            }
            return Ok(None);
        }
        let mut any = false;
        while self.attempt(Self::case)?.is_some() {
            any = true;
        }
        Ok((any && self.eat(Tok::Dedent)?).then_some(()))
    }

    fn case(&mut self) -> Rule<()> {
        let head = self.at;
        if !self.eat(Tok::Name)? || self.text(head) != "case" {
            return Ok(None);
        }
        if self.open_pattern()?.is_none() {
            return Ok(None);
        }
        if self.eat(Tok::If)? && self.named_expression()?.is_none() {
            return Ok(None);
        }
        if self.mistakes && self.is(Tok::Newline)? {
            return self.at_last("expected ':'");
        }
        if !self.eat(Tok::Colon)? {
            return Ok(None);
        }
        self.block("'case' statement", head)
    }

    /// Patterns with commas, without brackets.
    fn open_pattern(&mut self) -> Rule<()> {
        self.attempt(|x| {
            let starred = x.is(Tok::Star)?;
            if x.element_pattern()?.is_none() {
                return Ok(None);
            }
            let mut comma = false;
            while x.eat(Tok::Comma)? {
                comma = true;
                if x.element_pattern()?.is_none() {
                    break;
                }
            }
            Ok((comma || !starred).then_some(()))
        })
    }

    fn element_pattern(&mut self) -> Rule<()> {
        self.attempt(|x| {
            if x.eat(Tok::Star)? {
                return Ok(x.name()?.map(|_| ()));
            }
            x.as_pattern()
        })
    }

    fn as_pattern(&mut self) -> Rule<()> {
        if self.depth >= super::MAX_DEPTH {
            return Err(Stop::TooDeep);
        }
        self.depth += 1;
        let result = self.attempt(|x| {
            loop {
                if x.closed_pattern()?.is_none() {
                    return Ok(None);
                }
                if !x.eat(Tok::VerticalBar)? {
                    break;
                }
            }
            let before = x.at;
            if x.eat(Tok::As)? && !x.pattern_target()? {
                x.at = before;
            }
            Ok(Some(()))
        });
        self.depth -= 1;
        result
    }

    /// The name after `as`; whether there is one.
    fn pattern_target(&mut self) -> Result<bool, Stop> {
        let at = self.at;
        match self.name()? {
            Some(_) if self.text(at) != "_" => Ok(true),
            Some(_) if self.mistakes => self.at_tokens("cannot use '_' as a target", at, at),
            Some(_) => Ok(false),
            None => {
                if self.mistakes
                    && let Some(node) = self.expression()?
                {
                    return self.at_node("invalid pattern target", &node);
                }
                Ok(false)
            }
        }
    }

    fn closed_pattern(&mut self) -> Rule<()> {
        match self.peek()? {
            kind if is_literal(kind) => self.literal_pattern(),
            // It matches everything, and neither a dot nor a bracket follows it.
            Tok::Name if self.text(self.at) == "_" => {
                self.at += 1;
                Ok(Some(()))
            }
            Tok::Name => {
                self.at += 1;
                while self.eat(Tok::Dot)? {
                    if self.name()?.is_none() {
                        return Ok(None);
                    }
                }
                if self.eat(Tok::LParen)? { self.class_arguments() } else { Ok(Some(())) }
            }
            Tok::LParen => {
                let starred = self.ahead(|x| {
                    x.at += 1;
                    Ok(x.is(Tok::Star)? && x.element_pattern()?.is_some() && !x.is(Tok::Comma)?)
                })?;
                if starred { Ok(None) } else { self.bracketed(Tok::RParen) }
            }
            Tok::LSquare => self.bracketed(Tok::RSquare),
            Tok::LBrace => self.mapping_pattern(),
            _ => Ok(None),
        }
    }

    fn literal_pattern(&mut self) -> Rule<()> {
        match self.peek()? {
            Tok::Str | Tok::Bytes | Tok::FStringStart => return Ok(self.strings()?.map(|_| ())),
            Tok::None | Tok::True | Tok::False => {
                self.at += 1;
                return Ok(Some(()));
            }
            _ => {}
        }
        self.eat(Tok::Minus)?;
        if !matches!(self.peek()?, Tok::Int | Tok::Float | Tok::Imaginary) {
            return Ok(None);
        }
        self.at += 1;
        if matches!(self.peek()?, Tok::Plus | Tok::Minus) {
            self.at += 1;
            if !matches!(self.peek()?, Tok::Int | Tok::Float | Tok::Imaginary) {
                return Ok(None);
            }
            self.at += 1;
        }
        Ok(Some(()))
    }

    /// A literal, or a name with attributes.
    fn mapping_key(&mut self) -> Rule<()> {
        if is_literal(self.peek()?) {
            return self.literal_pattern();
        }
        if self.name()?.is_none() {
            return Ok(None);
        }
        let mut attributes = 0;
        while self.eat(Tok::Dot)? {
            if self.name()?.is_none() {
                return Ok(None);
            }
            attributes += 1;
        }
        Ok((attributes > 0).then_some(()))
    }

    fn bracketed(&mut self, close: Tok) -> Rule<()> {
        self.at += 1;
        while self.element_pattern()?.is_some() && self.eat(Tok::Comma)? {}
        Ok(self.eat(close)?.then_some(()))
    }

    fn class_arguments(&mut self) -> Rule<()> {
        let mut keywords = false;
        // Positional patterns that follow keyword patterns.
        let mut late: Option<(usize, usize)> = None;
        loop {
            let first = self.at;
            let named =
                self.attempt(|x| Ok((x.name()?.is_some() && x.eat(Tok::Equal)?).then_some(())))?;
            if self.as_pattern()?.is_none() {
                self.at = first;
                break;
            }
            if named.is_some() {
                if late.is_some() {
                    break;
                }
                keywords = true;
            } else if keywords {
                late = Some((late.map_or(first, |(start, _)| start), self.at - 1));
            }
            if !self.eat(Tok::Comma)? {
                break;
            }
        }
        if let Some((first, last)) = late {
            if self.mistakes {
                let message = "positional patterns follow keyword patterns";
                return self.at_tokens(message, first, last);
            }
            return Ok(None);
        }
        Ok(self.eat(Tok::RParen)?.then_some(()))
    }

    fn mapping_pattern(&mut self) -> Rule<()> {
        self.at += 1;
        loop {
            if self.eat(Tok::DoubleStar)? {
                let at = self.at;
                if self.name()?.is_none() || self.text(at) == "_" {
                    return Ok(None);
                }
                self.eat(Tok::Comma)?;
                break;
            }
            let item = self.attempt(|x| {
                if x.mapping_key()?.is_none() || !x.eat(Tok::Colon)? {
                    return Ok(None);
                }
                x.as_pattern()
            })?;
            if item.is_none() || !self.eat(Tok::Comma)? {
                break;
            }
        }
        Ok(self.eat(Tok::RBrace)?.then_some(()))
    }
}

fn is_literal(kind: Tok) -> bool {
    matches!(
        kind,
        Tok::Minus
            | Tok::Int
            | Tok::Float
            | Tok::Imaginary
            | Tok::Str
            | Tok::Bytes
            | Tok::FStringStart
            | Tok::None
            | Tok::True
            | Tok::False
    )
}
