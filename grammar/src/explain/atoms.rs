//! Primaries, atoms, displays and comprehensions, and mistakes in them.

use super::node::{Kind, Node, Use};
use super::{Explainer, Kept, Rule, Stop};
use crate::error::Place;
use crate::token::Tok;

impl Explainer<'_> {
    pub(super) fn primary(&mut self) -> Rule<Node> {
        self.keep(Kept::Primary, |x| {
            let start = x.at;
            let Some(mut node) = x.atom()? else {
                return Ok(None);
            };
            while let Some(kind) = x.attempt(Self::trailer)? {
                node = Node::new(kind, start, x.at - 1);
            }
            Ok(Some(node))
        })
    }

    fn trailer(&mut self) -> Rule<Kind> {
        match self.peek()? {
            Tok::Dot => {
                self.at += 1;
                Ok(self.name()?.map(|_| Kind::Attribute))
            }
            Tok::LParen => {
                if self.attempt(Self::generator)?.is_some() {
                    return Ok(Some(Kind::Call));
                }
                self.at += 1;
                self.arguments()?;
                Ok(self.eat(Tok::RParen)?.then_some(Kind::Call))
            }
            Tok::LSquare => {
                self.at += 1;
                if self.subscripts()?.is_none() {
                    return Ok(None);
                }
                Ok(self.eat(Tok::RSquare)?.then_some(Kind::Subscript))
            }
            _ => Ok(None),
        }
    }

    fn subscripts(&mut self) -> Rule<Node> {
        self.tuple_of(|x| {
            if x.is(Tok::Star)? {
                return x.attempt(Self::starred_argument);
            }
            x.slice()
        })
    }

    fn slice(&mut self) -> Rule<Node> {
        let first = self.at;
        let slice = self.attempt(|x| {
            x.expression()?;
            if !x.eat(Tok::Colon)? {
                return Ok(None);
            }
            x.expression()?;
            if x.eat(Tok::Colon)? {
                x.expression()?;
            }
            Ok(Some(Node::new(Kind::Operation, first, x.at - 1)))
        })?;
        match slice {
            Some(node) => Ok(Some(node)),
            None => self.named_expression(),
        }
    }

    fn atom(&mut self) -> Rule<Node> {
        let first = self.at;
        let kind = match self.peek()? {
            Tok::Name => Kind::Name,
            Tok::True => Kind::True,
            Tok::False => Kind::False,
            Tok::None => Kind::None,
            Tok::Ellipsis => Kind::Ellipsis,
            Tok::Int | Tok::Float | Tok::Imaginary => Kind::Literal,
            Tok::Str | Tok::Bytes | Tok::FStringStart => return self.strings(),
            Tok::LParen | Tok::LSquare | Tok::LBrace => return self.display(),
            _ => return Ok(None),
        };
        self.at += 1;
        Ok(Some(Node::new(kind, first, first)))
    }

    /// What starts with a bracket.
    pub(super) fn display(&mut self) -> Rule<Node> {
        match self.peek()? {
            Tok::LParen => {
                for rule in [Self::tuple, Self::group, Self::generator] {
                    if let Some(node) = self.attempt(rule)? {
                        return Ok(Some(node));
                    }
                }
            }
            Tok::LSquare => {
                for rule in [Self::list, Self::list_comprehension] {
                    if let Some(node) = self.attempt(rule)? {
                        return Ok(Some(node));
                    }
                }
            }
            Tok::LBrace => {
                for rule in
                    [Self::dict, Self::set, Self::dict_comprehension, Self::set_comprehension]
                {
                    if let Some(node) = self.attempt(rule)? {
                        return Ok(Some(node));
                    }
                }
            }
            _ => {}
        }
        Ok(None)
    }

    /// Elements up to a closing bracket; `comma` tells whether one stood after the first of them.
    fn elements(&mut self) -> Result<(Vec<Node>, bool), Stop> {
        let mut parts = Vec::new();
        let mut comma = false;
        while let Some(part) = self.star_named()? {
            parts.push(part);
            if !self.eat(Tok::Comma)? {
                break;
            }
            comma = true;
        }
        Ok((parts, comma))
    }

    fn tuple(&mut self) -> Rule<Node> {
        let first = self.at;
        self.at += 1;
        let (parts, comma) = self.elements()?;
        if !self.eat(Tok::RParen)? || (!comma && !parts.is_empty()) {
            return Ok(None);
        }
        Ok(Some(Node::new(Kind::Tuple(parts.into()), first, self.at - 1)))
    }

    fn group(&mut self) -> Rule<Node> {
        let open = self.at;
        self.at += 1;
        let inner = match self.yield_expression()? {
            Some(node) => Some(node),
            None => self.named_expression()?,
        };
        if inner.is_some() && self.eat(Tok::RParen)? {
            return Ok(inner);
        }
        if self.mistakes {
            self.at = open + 1;
            let double = self.is(Tok::DoubleStar)?;
            let read = if double {
                self.at += 1;
                self.expression()?.is_some()
            } else {
                self.is(Tok::Star)? && self.starred_argument()?.is_some()
            };
            if read && self.is(Tok::RParen)? {
                let what = if double { "double starred" } else { "starred" };
                let message = format!("cannot use {what} expression here");
                let last = if double { open + 1 } else { self.at - 1 };
                return self.at_tokens(&message, open + 1, last);
            }
        }
        Ok(None)
    }

    pub(super) fn generator(&mut self) -> Rule<Node> {
        let first = self.at;
        self.at += 1;
        let element = match self.assignment_expression()? {
            Some(result) => result?,
            None => self.expression_not_named()?,
        };
        if element.is_some() && self.clauses()?.is_some() && self.eat(Tok::RParen)? {
            return Ok(Some(Node::new(Kind::Generator, first, self.at - 1)));
        }
        self.mistaken_comprehension(first)?;
        Ok(None)
    }

    fn list(&mut self) -> Rule<Node> {
        let first = self.at;
        self.at += 1;
        let (parts, _) = self.elements()?;
        if !self.eat(Tok::RSquare)? {
            return Ok(None);
        }
        Ok(Some(Node::new(Kind::List(parts.into()), first, self.at - 1)))
    }

    fn list_comprehension(&mut self) -> Rule<Node> {
        let first = self.at;
        self.at += 1;
        if self.named_expression()?.is_some()
            && self.clauses()?.is_some()
            && self.eat(Tok::RSquare)?
        {
            return Ok(Some(Node::new(Kind::ListComp, first, self.at - 1)));
        }
        self.mistaken_comprehension(first)?;
        Ok(None)
    }

    fn set(&mut self) -> Rule<Node> {
        let first = self.at;
        self.at += 1;
        let (parts, _) = self.elements()?;
        if parts.is_empty() || !self.eat(Tok::RBrace)? {
            return Ok(None);
        }
        Ok(Some(Node::new(Kind::Set, first, self.at - 1)))
    }

    fn set_comprehension(&mut self) -> Rule<Node> {
        let first = self.at;
        self.at += 1;
        if self.named_expression()?.is_some()
            && self.clauses()?.is_some()
            && self.eat(Tok::RBrace)?
        {
            return Ok(Some(Node::new(Kind::SetComp, first, self.at - 1)));
        }
        self.mistaken_comprehension(first)?;
        Ok(None)
    }

    /// One `key: value` or `**mapping`.
    fn dict_item(&mut self) -> Rule<()> {
        self.attempt(|x| {
            if x.eat(Tok::DoubleStar)? {
                return Ok(x.bit_or()?.map(|_| ()));
            }
            if x.expression()?.is_none() || !x.eat(Tok::Colon)? {
                return Ok(None);
            }
            Ok(x.expression()?.map(|_| ()))
        })
    }

    fn dict(&mut self) -> Rule<Node> {
        let first = self.at;
        self.at += 1;
        let mut any = false;
        while self.dict_item()?.is_some() {
            any = true;
            if !self.eat(Tok::Comma)? {
                break;
            }
        }
        if self.eat(Tok::RBrace)? {
            return Ok(Some(Node::new(Kind::Dict, first, self.at - 1)));
        }
        // These mistakes are recognised on the first reading, too.
        let after_comma =
            any && self.tokens.get(self.at - 1).is_some_and(|token| token.kind == Tok::Comma);
        if after_comma {
            self.mistaken_dict_item(true)?;
        }
        self.at = first + 1;
        self.mistaken_dict_item(false)?;
        Ok(None)
    }

    fn mistaken_dict_item(&mut self, later: bool) -> Result<(), Stop> {
        let Some(key) = self.expression()? else {
            return Ok(());
        };
        let colon = self.at;
        if !self.eat(Tok::Colon)? {
            if later {
                return self.found("':' expected after dictionary key", Place::LastOf(key.last));
            }
            return Ok(());
        }
        let value = self.at;
        if self.eat(Tok::Star)? {
            if self.bit_or()?.is_some() {
                let message = "cannot use a starred expression in a dictionary value";
                return self.starting_from(message, value);
            }
            return Ok(());
        }
        if matches!(self.peek()?, Tok::RBrace | Tok::Comma) {
            let message = "expression expected after dictionary key and ':'";
            return self.at_tokens(message, colon, colon);
        }
        Ok(())
    }

    fn dict_comprehension(&mut self) -> Rule<Node> {
        let first = self.at;
        self.at += 1;
        if self.expression()?.is_some()
            && self.eat(Tok::Colon)?
            && self.expression()?.is_some()
            && self.clauses()?.is_some()
            && self.eat(Tok::RBrace)?
        {
            return Ok(Some(Node::new(Kind::DictComp, first, self.at - 1)));
        }
        if self.mistakes {
            self.at = first + 1;
            if self.eat(Tok::DoubleStar)? && self.bit_or()?.is_some() && self.clauses()?.is_some() {
                let message = "dict unpacking cannot be used in dict comprehension";
                return self.at_tokens(message, first + 1, first + 1);
            }
        }
        Ok(None)
    }

    /// `[*a for …]` and `[a, b for …]`, from the opening bracket on.
    fn mistaken_comprehension(&mut self, open: usize) -> Result<(), Stop> {
        if !self.mistakes {
            return Ok(());
        }
        let parenthesis = {
            self.at = open;
            self.is(Tok::LParen)?
        };
        self.at = open + 1;
        if self.is(Tok::Star)? {
            if let Some(starred) = self.starred_argument()?
                && self.clauses()?.is_some()
            {
                let message = "iterable unpacking cannot be used in comprehension";
                return self.at_node(message, &starred);
            }
            self.at = open + 1;
        }
        if parenthesis {
            return Ok(());
        }
        if let Some(first) = self.star_named()?
            && self.eat(Tok::Comma)?
        {
            let comma = self.at - 1;
            let message = "did you forget parentheses around the comprehension target?";
            let (rest, _) = self.elements()?;
            if let Some(last) = rest.last()
                && self.clauses()?.is_some()
            {
                return self.at_tokens(message, first.first, last.last);
            }
            self.at = comma + 1;
            if rest.is_empty() && self.clauses()?.is_some() {
                return self.at_tokens(message, first.first, comma);
            }
        }
        Ok(())
    }

    /// One or more `for … in …` clauses.
    pub(super) fn clauses(&mut self) -> Rule<usize> {
        let start = self.at;
        let mut last = None;
        while let Some(found) = self.attempt(Self::clause)? {
            last = Some(found);
        }
        if last.is_none() {
            self.at = start;
        }
        Ok(last)
    }

    fn clause(&mut self) -> Rule<usize> {
        let start = self.at;
        self.eat(Tok::Async)?;
        if !self.eat(Tok::For)? {
            return Ok(None);
        }
        let after_for = self.at;
        if self.star_targets()?.is_some() && self.eat(Tok::In)? {
            // After `in` there is no other reading.
            let Some(iterable) = self.disjunction()? else {
                return Ok(None);
            };
            let mut last = iterable.last;
            while let Some(test) =
                self.attempt(|x| if x.eat(Tok::If)? { x.disjunction() } else { Ok(None) })?
            {
                last = test.last;
            }
            return Ok(Some(last));
        }
        // Demanded on the first reading, too.
        self.at = after_for;
        if self.bit_or()?.is_some() {
            while self.eat(Tok::Comma)? && self.bit_or()?.is_some() {}
            if !self.is(Tok::In)? {
                return self.at_last("'in' expected after for-loop variables");
            }
        }
        if self.mistakes {
            self.at = start;
            self.mistaken_loop_target()?;
        }
        Ok(None)
    }

    /// `for f() in …`
    pub(super) fn mistaken_loop_target(&mut self) -> Result<(), Stop> {
        self.eat(Tok::Async)?;
        if self.eat(Tok::For)?
            && let Some(target) = self.star_expressions()?
        {
            return self.refuse_target(&target, Use::Loop);
        }
        Ok(())
    }
}
