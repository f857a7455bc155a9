//! Simple statements, and mistakes in them.

use super::node::{Kind, Node, Use};
use super::{Explainer, Rule, Stop};
use crate::token::Tok;

fn is_augmented(kind: Tok) -> bool {
    (Tok::PlusEqual as u8..=Tok::DoubleStarEqual as u8).contains(&(kind as u8))
}

impl Explainer<'_> {
    /// Simple statements up to the end of their line.
    pub(super) fn simple_line(&mut self) -> Rule<()> {
        self.attempt(|x| {
            loop {
                if x.attempt(Self::simple)?.is_none() {
                    return Ok(None);
                }
                if !x.eat(Tok::Semicolon)? || x.is(Tok::Newline)? {
                    break;
                }
            }
            Ok(x.eat(Tok::Newline)?.then_some(()))
        })
    }

    fn simple(&mut self) -> Rule<()> {
        if self.attempt(Self::assignment)?.is_some() {
            return Ok(Some(()));
        }
        // A name before a string or another name may start a statement with a soft keyword.
        let head = self.at;
        if self.star_expressions()?.is_some() {
            if self.at != head + 1 || !self.follows_soft_keyword()? {
                return Ok(Some(()));
            }
            self.at = head;
        }
        self.keyword_statement()
    }

    /// Whether the expression just read is the word `type` before a name.
    fn follows_soft_keyword(&mut self) -> Result<bool, Stop> {
        Ok(self.text(self.at - 1) == "type" && self.is(Tok::Name)?)
    }

    fn keyword_statement(&mut self) -> Rule<()> {
        let head = self.at;
        let kind = self.peek()?;
        self.at += 1;
        let found = match kind {
            Tok::Return => {
                self.star_expressions()?;
                true
            }
            Tok::Import => return self.import(head),
            Tok::From => return self.import_from(),
            Tok::Raise => {
                if self.expression()?.is_some() {
                    let from = self.at;
                    if self.eat(Tok::From)? && self.expression()?.is_none() {
                        self.at = from;
                    }
                }
                true
            }
            Tok::Pass | Tok::Break | Tok::Continue => true,
            Tok::Del => return self.delete(),
            Tok::Yield => {
                self.at = head;
                self.yield_expression()?.is_some()
            }
            Tok::Assert => {
                let tested = self.expression()?.is_some();
                if tested && self.eat(Tok::Comma)? { self.expression()?.is_some() } else { tested }
            }
            Tok::Global | Tok::Nonlocal => {
                let mut named = self.name()?.is_some();
                while named && self.eat(Tok::Comma)? {
                    named = self.name()?.is_some();
                }
                named
            }
            Tok::Name if self.text(head) == "type" => {
                if self.name()?.is_none() {
                    return Ok(None);
                }
                self.type_parameters()?;
                self.eat(Tok::Equal)? && self.expression()?.is_some()
            }
            _ => false,
        };
        Ok(found.then_some(()))
    }

    fn assignment(&mut self) -> Rule<()> {
        for rule in [Self::annotated, Self::assigned, Self::augmented] {
            if self.attempt(rule)?.is_some() {
                return Ok(Some(()));
            }
        }
        if self.mistakes {
            let start = self.at;
            self.mistaken_assignment(start)?;
        }
        Ok(None)
    }

    fn annotated(&mut self) -> Rule<()> {
        let Some(target) = self.strictly(Self::primary)? else {
            return Ok(None);
        };
        if !target.is_single_target() || !self.eat(Tok::Colon)? || self.expression()?.is_none() {
            return Ok(None);
        }
        let before = self.at;
        if self.eat(Tok::Equal)? && self.yield_or_star()?.is_none() {
            self.at = before;
        }
        Ok(Some(()))
    }

    fn assigned(&mut self) -> Rule<()> {
        let mut any = false;
        while self
            .attempt(|x| {
                let target = x.star_targets()?;
                Ok(if target.is_some() && x.eat(Tok::Equal)? { Some(()) } else { None })
            })?
            .is_some()
        {
            any = true;
        }
        if !any || self.yield_or_star()?.is_none() || self.is(Tok::Equal)? {
            return Ok(None);
        }
        Ok(Some(()))
    }

    fn augmented(&mut self) -> Rule<()> {
        let Some(target) = self.strictly(Self::primary)? else {
            return Ok(None);
        };
        let kind = self.peek()?;
        if !target.is_single_target() || !is_augmented(kind) {
            return Ok(None);
        }
        self.at += 1;
        Ok(self.yield_or_star()?.map(|_| ()))
    }

    fn mistaken_assignment(&mut self, start: usize) -> Result<(), Stop> {
        let single = "only single target (not {}) can be annotated";
        if matches!(self.peek()?, Tok::LParen | Tok::LSquare)
            && let Some(target) = self.display()?
            && matches!(target.kind, Kind::List(_) | Kind::Tuple(_))
            && self.eat(Tok::Colon)?
            && self.expression()?.is_some()
        {
            return self.at_node(single.replace("{}", target.describe()), &target);
        }
        self.at = start;
        if let Some(first) = self.star_named()?
            && self.eat(Tok::Comma)?
        {
            // Any number of lists, even side by side.
            while self.star_named()?.is_some() {
                self.eat(Tok::Comma)?;
            }
            if self.eat(Tok::Colon)? && self.expression()?.is_some() {
                return self.at_node(single.replace("{}", "tuple"), &first);
            }
        }
        self.at = start;
        if let Some(target) = self.expression()?
            && self.eat(Tok::Colon)?
            && self.expression()?.is_some()
        {
            return self.at_node("illegal target for annotation", &target);
        }
        self.at = start;
        while self
            .attempt(|x| {
                let target = x.star_targets()?;
                Ok(if target.is_some() && x.eat(Tok::Equal)? { Some(()) } else { None })
            })?
            .is_some()
        {}
        let value = self.at;
        if let Some(target) = self.star_expressions()?
            && self.is(Tok::Equal)?
        {
            self.refuse_target(&target, Use::Assign)?;
        }
        self.at = value;
        if let Some(target) = self.yield_expression()?
            && self.is(Tok::Equal)?
        {
            return self.at_node("assignment to yield expression not possible", &target);
        }
        self.at = start;
        if let Some(target) = self.star_expressions()? {
            let kind = self.peek()?;
            if is_augmented(kind) {
                self.at += 1;
                if self.yield_or_star()?.is_some() {
                    let what = target.describe();
                    return self.at_node(
                        format!("'{what}' is an illegal expression for augmented assignment"),
                        &target,
                    );
                }
            }
        }
        self.at = start;
        Ok(())
    }

    fn dotted_name(&mut self) -> Result<bool, Stop> {
        if self.name()?.is_none() {
            return Ok(false);
        }
        while self.eat(Tok::Dot)? {
            if self.name()?.is_none() {
                self.at -= 1;
                return Ok(true);
            }
        }
        Ok(true)
    }

    fn alias(&mut self) -> Result<bool, Stop> {
        let before = self.at;
        if self.eat(Tok::As)? && self.name()?.is_none() {
            self.at = before;
            return Ok(false);
        }
        Ok(true)
    }

    fn import(&mut self, head: usize) -> Rule<()> {
        if self.mistakes {
            let names = self.at;
            let mut any = self.dotted_name()?;
            while any && self.eat(Tok::Comma)? {
                any = self.dotted_name()?;
            }
            if any && self.eat(Tok::From)? && self.dotted_name()? {
                let message = "Did you mean to use 'from ... import ...' instead?";
                return self.starting_from(message, head);
            }
            self.at = names;
            if self.is(Tok::Newline)? {
                let message = "Expected one or more names after 'import'";
                return self.starting_from(message, self.at);
            }
        }
        loop {
            if !self.dotted_name()? || !self.alias()? {
                return Ok(None);
            }
            if !self.eat(Tok::Comma)? {
                return Ok(Some(()));
            }
        }
    }

    fn import_from(&mut self) -> Rule<()> {
        let mut dots = false;
        while matches!(self.peek()?, Tok::Dot | Tok::Ellipsis) {
            self.at += 1;
            dots = true;
        }
        if (!self.dotted_name()? && !dots) || !self.eat(Tok::Import)? {
            return Ok(None);
        }
        if self.eat(Tok::Star)? {
            return Ok(Some(()));
        }
        if self.mistakes && self.is(Tok::Newline)? {
            let message = "Expected one or more names after 'import'";
            return self.starting_from(message, self.at);
        }
        let bracketed = self.eat(Tok::LParen)?;
        if self.name()?.is_none() || !self.alias()? {
            return Ok(None);
        }
        while self.eat(Tok::Comma)? {
            if self.mistakes && !bracketed && self.is(Tok::Newline)? {
                return self.at_last("trailing comma not allowed without surrounding parentheses");
            }
            if self.name()?.is_none() {
                if bracketed {
                    break;
                }
                return Ok(None);
            }
            if !self.alias()? {
                return Ok(None);
            }
        }
        Ok((!bracketed || self.eat(Tok::RParen)?).then_some(()))
    }

    fn delete(&mut self) -> Rule<()> {
        let start = self.at;
        let targets: Option<Node> = self.strictly(|x| x.tuple_of(Self::primary))?;
        if let Some(target) = &targets
            && target.invalid_target(Use::Delete).is_none()
            && matches!(self.peek()?, Tok::Semicolon | Tok::Newline)
        {
            return Ok(Some(()));
        }
        if self.mistakes {
            self.at = start;
            if let Some(target) = self.star_expressions()? {
                self.refuse_target(&target, Use::Delete)?;
            }
        }
        Ok(None)
    }
}
