//! Expressions above atoms, and mistakes in them.

use std::rc::Rc;

use super::node::{Kind, Node, Use};
use super::{Explainer, Kept, Rule, Stop};
use crate::token::Tok;

impl Explainer<'_> {
    /// `item, item, …`: the only one, or a tuple of them.
    pub(super) fn tuple_of(&mut self, item: fn(&mut Self) -> Rule<Node>) -> Rule<Node> {
        let Some(first) = item(self)? else {
            return Ok(None);
        };
        if !self.is(Tok::Comma)? {
            return Ok(Some(first));
        }
        let start = first.first;
        let mut parts = vec![first];
        while self.eat(Tok::Comma)? {
            match item(self)? {
                Some(part) => parts.push(part),
                None => break,
            }
        }
        Ok(Some(Node::new(Kind::Tuple(parts.into()), start, self.at - 1)))
    }

    pub(super) fn expressions(&mut self) -> Rule<Node> {
        self.tuple_of(Self::expression)
    }

    pub(super) fn star_expressions(&mut self) -> Rule<Node> {
        self.tuple_of(Self::star_expression)
    }

    pub(super) fn star_expression(&mut self) -> Rule<Node> {
        match self.starred_bit_or()? {
            Some(node) => Ok(Some(node)),
            None => self.expression(),
        }
    }

    pub(super) fn star_named(&mut self) -> Rule<Node> {
        match self.starred_bit_or()? {
            Some(node) => Ok(Some(node)),
            None => self.named_expression(),
        }
    }

    fn starred_bit_or(&mut self) -> Rule<Node> {
        self.attempt(|x| {
            let first = x.at;
            if !x.eat(Tok::Star)? {
                return Ok(None);
            }
            Ok(x.bit_or()?.map(|value| Node::new(Kind::Starred(Rc::new(value)), first, x.at - 1)))
        })
    }

    pub(super) fn yield_expression(&mut self) -> Rule<Node> {
        let first = self.at;
        if !self.eat(Tok::Yield)? {
            return Ok(None);
        }
        let from = self.attempt(|x| if x.eat(Tok::From)? { x.expression() } else { Ok(None) })?;
        if from.is_none() {
            self.star_expressions()?;
        }
        Ok(Some(Node::new(Kind::Yield, first, self.at - 1)))
    }

    pub(super) fn yield_or_star(&mut self) -> Rule<Node> {
        match self.yield_expression()? {
            Some(node) => Ok(Some(node)),
            None => self.star_expressions(),
        }
    }

    /// `name := value`; after the operator there is no other reading.
    pub(super) fn assignment_expression(&mut self) -> Result<Option<Rule<Node>>, Stop> {
        let first = self.at;
        if self.name()?.is_some() && self.eat(Tok::ColonEqual)? {
            let value = self.expression()?;
            let end = self.at.saturating_sub(1);
            return Ok(Some(Ok(value.map(|_| Node::new(Kind::Named, first, end)))));
        }
        self.at = first;
        Ok(None)
    }

    pub(super) fn named_expression(&mut self) -> Rule<Node> {
        self.keep(Kept::Named, |x| {
            if let Some(result) = x.assignment_expression()? {
                return result;
            }
            if x.mistakes {
                x.mistaken_named()?;
            }
            x.expression_not_named()
        })
    }

    /// An expression that no `:=` follows.
    pub(super) fn expression_not_named(&mut self) -> Rule<Node> {
        self.attempt(|x| {
            let node = x.expression()?;
            Ok(if x.is(Tok::ColonEqual)? { None } else { node })
        })
    }

    /// `f() := 1`, and `=` where `==` or `:=` was meant.
    fn mistaken_named(&mut self) -> Result<(), Stop> {
        let start = self.at;
        if let Some(target) = self.expression()?
            && self.eat(Tok::ColonEqual)?
            && self.expression()?.is_some()
        {
            let what = target.describe();
            return self.at_node(format!("cannot use assignment expressions with {what}"), &target);
        }
        self.at = start;
        if self.name()?.is_some()
            && self.eat(Tok::Equal)?
            && let Some(value) = self.bit_or()?
            && !matches!(self.peek()?, Tok::Equal | Tok::ColonEqual)
        {
            return self.at_tokens(
                "invalid syntax. Maybe you meant '==' or ':=' instead of '='?",
                start,
                value.last,
            );
        }
        self.at = start;
        let excluded = match self.peek()? {
            Tok::True | Tok::None | Tok::False => true,
            Tok::LParen | Tok::LSquare => {
                let node = self.ahead(|x| x.display())?;
                node.is_some_and(|node| {
                    matches!(node.kind, Kind::List(_) | Kind::Tuple(_) | Kind::Generator)
                })
            }
            _ => false,
        };
        if !excluded
            && let Some(target) = self.bit_or()?
            && self.eat(Tok::Equal)?
            && self.bit_or()?.is_some()
            && !matches!(self.peek()?, Tok::Equal | Tok::ColonEqual)
        {
            let what = target.describe();
            return self.at_node(
                format!("cannot assign to {what} here. Maybe you meant '==' instead of '='?"),
                &target,
            );
        }
        self.at = start;
        Ok(())
    }

    pub(super) fn expression(&mut self) -> Rule<Node> {
        self.keep(Kept::Expression, |x| {
            if x.mistakes {
                x.mistaken_expression()?;
                x.legacy_statement()?;
            }
            x.plain_expression()
        })
    }

    fn plain_expression(&mut self) -> Rule<Node> {
        let first = self.at;
        if let Some(body) = self.disjunction()? {
            let conditional = self.attempt(|x| {
                if !x.eat(Tok::If)? || x.disjunction()?.is_none() || !x.eat(Tok::Else)? {
                    return Ok(None);
                }
                x.expression()
            })?;
            return Ok(Some(match conditional {
                Some(_) => Node::new(Kind::Conditional, body.first.min(first), self.at - 1),
                None => body,
            }));
        }
        self.attempt(|x| {
            if !x.eat(Tok::Lambda)? {
                return Ok(None);
            }
            x.parameters(true)?;
            if !x.eat(Tok::Colon)? || x.expression()?.is_none() {
                return Ok(None);
            }
            Ok(Some(Node::new(Kind::Lambda, first, x.at - 1)))
        })
    }

    /// Two expressions side by side, a conditional without `else`, a lambda in an f-string.
    fn mistaken_expression(&mut self) -> Result<(), Stop> {
        let start = self.at;
        let word = self.peek()?;
        let excluded = word == Tok::Name
            && (self.begins_soft_keyword(start)
                || self.ahead(|x| {
                    x.at += 1;
                    Ok(matches!(x.peek()?, Tok::Str | Tok::Bytes))
                })?);
        if let Some(left) = self.disjunction()? {
            if !excluded {
                let between = self.at;
                if let Some(right) = self.quietly(Self::plain_expression)?
                    && !self.is_legacy(&left)
                    && self.is_bracketed(self.at - 1)
                {
                    let message = "invalid syntax. Perhaps you forgot a comma?";
                    return self.at_tokens(message, left.first, right.last);
                }
                self.at = between;
            }
            if self.eat(Tok::If)?
                && let Some(test) = self.disjunction()?
                && !matches!(self.peek()?, Tok::Else | Tok::Colon | Tok::FieldColon)
            {
                let message = "expected 'else' after 'if' expression";
                return self.at_tokens(message, left.first, test.last);
            }
        }
        self.at = start;
        if self.eat(Tok::Lambda)? {
            self.parameters(true)?;
            let colon = self.at;
            if self.eat(Tok::FieldColon)? {
                let message = "f-string: lambda expressions are not allowed without parentheses";
                return self.at_tokens(message, start, colon);
            }
        }
        self.at = start;
        Ok(())
    }

    /// CPython compares no more than the word's own length with its soft keywords.
    fn begins_soft_keyword(&self, at: usize) -> bool {
        let word = self.text(at);
        ["_", "case", "match", "type"].iter().any(|keyword| keyword.starts_with(word))
    }

    fn is_legacy(&self, node: &Node) -> bool {
        matches!(node.kind, Kind::Name) && matches!(self.text(node.first), "print" | "exec")
    }

    /// Whether a token is inside of brackets, or closes some that are inside of others.
    fn is_bracketed(&self, last: usize) -> bool {
        let mut depth = 0i32;
        for token in self.tokens.get(..=last).unwrap_or(&[]).iter().rev() {
            match token.kind {
                Tok::RParen | Tok::RSquare | Tok::RBrace | Tok::FieldClose => depth -= 1,
                Tok::LParen | Tok::LSquare | Tok::LBrace | Tok::FieldOpen | Tok::WithParen => {
                    depth += 1;
                    if depth > 0 {
                        return true;
                    }
                }
                Tok::Newline => return false,
                _ => {}
            }
        }
        false
    }

    /// `print x`
    fn legacy_statement(&mut self) -> Result<(), Stop> {
        let start = self.at;
        if self.name()?.is_some() && !self.is(Tok::LParen)? {
            let word = self.text(start);
            if let Some(arguments) = self.star_expressions()?
                && matches!(word, "print" | "exec")
            {
                let message =
                    format!("Missing parentheses in call to '{word}'. Did you mean {word}(...)?");
                return self.at_tokens(&message, start, arguments.last);
            }
        }
        self.at = start;
        Ok(())
    }

    /// Operands between one kind of operator: the only operand, or an operation.
    fn joined(&mut self, operand: fn(&mut Self) -> Rule<Node>, by: Tok) -> Rule<Node> {
        let start = self.at;
        let Some(first) = operand(self)? else {
            return Ok(None);
        };
        let mut node = first;
        loop {
            let before = self.at;
            if !self.eat(by)? || operand(self)?.is_none() {
                self.at = before;
                return Ok(Some(node));
            }
            node = Node::new(Kind::Operation, start, self.at - 1);
        }
    }

    pub(super) fn disjunction(&mut self) -> Rule<Node> {
        self.keep(Kept::Disjunction, |x| x.joined(Self::conjunction, Tok::Or))
    }

    fn conjunction(&mut self) -> Rule<Node> {
        self.joined(Self::inversion, Tok::And)
    }

    pub(super) fn inversion(&mut self) -> Rule<Node> {
        let first = self.at;
        while self.eat(Tok::Not)? {}
        if self.at == first {
            return self.comparison();
        }
        match self.comparison()? {
            Some(_) => Ok(Some(Node::new(Kind::Operation, first, self.at - 1))),
            None => {
                self.at = first;
                Ok(None)
            }
        }
    }

    fn comparison(&mut self) -> Rule<Node> {
        let start = self.at;
        let Some(left) = self.bit_or()? else {
            return Ok(None);
        };
        let mut node = left.clone();
        let mut contains = None;
        loop {
            let before = self.at;
            let op = self.peek()?;
            let found = match op {
                Tok::EqualEqual
                | Tok::NotEqual
                | Tok::Less
                | Tok::LessEqual
                | Tok::Greater
                | Tok::GreaterEqual
                | Tok::In => {
                    self.at += 1;
                    true
                }
                Tok::Is => {
                    self.at += 1;
                    self.eat(Tok::Not)?;
                    true
                }
                Tok::Not => {
                    self.at += 1;
                    self.eat(Tok::In)?
                }
                _ => false,
            };
            if !found || self.bit_or()?.is_none() {
                self.at = before;
                return Ok(Some(node));
            }
            if node.last == left.last && op == Tok::In {
                contains = Some(Rc::new(left.clone()));
            }
            node = Node::new(Kind::Comparison(contains.clone()), start, self.at - 1);
        }
    }

    pub(super) fn bit_or(&mut self) -> Rule<Node> {
        self.keep(Kept::BitOr, |x| {
            let start = x.at;
            let Some(mut node) = x.factor()? else {
                return Ok(None);
            };
            loop {
                let before = x.at;
                let arithmetic = match x.peek()? {
                    Tok::Plus
                    | Tok::Minus
                    | Tok::Star
                    | Tok::Slash
                    | Tok::Percent
                    | Tok::DoubleSlash
                    | Tok::At => true,
                    Tok::VerticalBar
                    | Tok::Caret
                    | Tok::Ampersand
                    | Tok::LeftShift
                    | Tok::RightShift => false,
                    _ => return Ok(Some(node)),
                };
                x.at += 1;
                if arithmetic {
                    x.mistaken_not()?;
                }
                if x.factor()?.is_none() {
                    x.at = before;
                    return Ok(Some(node));
                }
                node = Node::new(Kind::Operation, start, x.at - 1);
            }
        })
    }

    /// `1 + not x`
    fn mistaken_not(&mut self) -> Result<(), Stop> {
        let first = self.at;
        if self.mistakes && self.is(Tok::Not)? {
            let found = self.ahead(|x| {
                x.at += 1;
                x.inversion()
            })?;
            if let Some(node) = found {
                let message = "'not' after an operator must be parenthesized";
                return self.at_tokens(message, first, node.last);
            }
        }
        Ok(())
    }

    fn factor(&mut self) -> Rule<Node> {
        let first = self.at;
        while matches!(self.peek()?, Tok::Plus | Tok::Minus | Tok::Tilde) {
            self.at += 1;
            self.mistaken_not()?;
        }
        let signed = self.at > first;
        let Some(node) = self.power()? else {
            self.at = first;
            return Ok(None);
        };
        Ok(Some(if signed { Node::new(Kind::Operation, first, self.at - 1) } else { node }))
    }

    fn power(&mut self) -> Rule<Node> {
        let start = self.at;
        let awaited = self.eat(Tok::Await)?;
        let Some(mut node) = self.primary()? else {
            self.at = start;
            return Ok(None);
        };
        if awaited {
            node = Node::new(Kind::Await, start, self.at - 1);
        }
        let before = self.at;
        if self.eat(Tok::DoubleStar)? {
            if self.depth >= super::MAX_DEPTH {
                return Err(Stop::TooDeep);
            }
            self.depth += 1;
            let exponent = self.factor();
            self.depth -= 1;
            if exponent?.is_some() {
                return Ok(Some(Node::new(Kind::Operation, start, self.at - 1)));
            }
            self.at = before;
        }
        Ok(Some(node))
    }

    /// What a loop or an assignment assigns to.
    pub(super) fn star_targets(&mut self) -> Rule<Node> {
        self.attempt(|x| {
            let node = x.strictly(|x| x.tuple_of(Self::star_target))?;
            Ok(node)
        })
    }

    pub(super) fn star_target(&mut self) -> Rule<Node> {
        self.attempt(|x| {
            let first = x.at;
            let starred = x.eat(Tok::Star)?;
            let node = x.strictly(Self::primary)?;
            Ok(node.filter(|node| node.invalid_target(Use::Assign).is_none()).map(|node| {
                if starred {
                    Node::new(Kind::Starred(Rc::new(node)), first, x.at - 1)
                } else {
                    node
                }
            }))
        })
    }

    /// Refuses the part of a node that cannot be a target, if there is one.
    pub(super) fn refuse_target(&self, node: &Node, purpose: Use) -> Result<(), Stop> {
        let Some(part) = node.invalid_target(purpose) else {
            return Ok(());
        };
        let what = part.describe();
        let message = if purpose == Use::Delete {
            format!("cannot delete {what}")
        } else {
            format!("cannot assign to {what}")
        };
        self.at_node(message, part)
    }
}
