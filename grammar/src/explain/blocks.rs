//! Compound statements and their blocks, and mistakes in them.

use super::node::Use;
use super::{Explainer, Rule, Stop};
use crate::error::{Place, Problem, SyntaxErrorKind};
use crate::lines::LineIndex;
use crate::token::Tok;

impl Explainer<'_> {
    /// As many statements as there are.
    pub(super) fn statements(&mut self) -> Result<bool, Stop> {
        let mut any = false;
        while !matches!(self.peek()?, Tok::EndMarker | Tok::Dedent)
            && self.attempt(Self::statement)?.is_some()
        {
            any = true;
            // What has been read will not be read again.
            self.kept.clear();
        }
        Ok(any)
    }

    fn statement(&mut self) -> Rule<()> {
        if self.attempt(Self::compound)?.is_some() {
            return Ok(Some(()));
        }
        self.simple_line()
    }

    pub(super) fn compound(&mut self) -> Rule<()> {
        let head = self.at;
        match self.peek()? {
            Tok::Def => self.function(head),
            Tok::At => self.decorated(),
            Tok::Async => {
                self.at += 1;
                match self.peek()? {
                    Tok::Def => self.function(head),
                    Tok::With => self.with(head),
                    Tok::For => self.for_loop(head),
                    _ => Ok(None),
                }
            }
            Tok::If => self.conditional(head, "'if' statement"),
            Tok::Class => self.class(head),
            Tok::With => self.with(head),
            Tok::For => self.for_loop(head),
            Tok::Try => self.try_statement(head),
            Tok::While => self.while_loop(head),
            Tok::Name if self.text(head) == "match" => self.match_statement(),
            _ => Ok(None),
        }
    }

    /// A block after its colon.
    pub(super) fn block(&mut self, after: &str, head: usize) -> Rule<()> {
        if !self.is(Tok::Newline)? {
            return self.simple_line();
        }
        self.at += 1;
        if !self.is(Tok::Indent)? {
            if self.mistakes {
                return self.missing_block(after, head);
            }
            return Ok(None);
        }
        self.at += 1;
        if self.depth >= super::MAX_DEPTH {
            return Err(Stop::TooDeep);
        }
        self.depth += 1;
        let any = self.statements();
        self.depth -= 1;
        Ok((any? && self.eat(Tok::Dedent)?).then_some(()))
    }

    pub(super) fn missing_block<T>(&mut self, after: &str, head: usize) -> Result<T, Stop> {
        self.peek()?;
        let offset = self.tokens.get(head).map_or(0, |token| token.start);
        let line = LineIndex::new(self.source).location(offset).line;
        Err(Stop::Found(Box::new(Problem {
            incomplete: self.tokens.get(self.at).is_some_and(|t| t.kind == Tok::EndMarker),
            ..Problem::new(
                SyntaxErrorKind::Indentation,
                format!("expected an indented block after {after} on line {line}"),
                Place::Token(self.fetched.saturating_sub(1)),
            )
        })))
    }

    /// The colon of a head that may have been forgotten at the end of the line.
    fn colon(&mut self) -> Result<bool, Stop> {
        if self.mistakes && self.is(Tok::Newline)? {
            return self.at_last("expected ':'");
        }
        self.eat(Tok::Colon)
    }

    fn decorated(&mut self) -> Rule<()> {
        while self.eat(Tok::At)? {
            if self.named_expression()?.is_none() || !self.eat(Tok::Newline)? {
                return Ok(None);
            }
        }
        let head = self.at;
        match self.peek()? {
            Tok::Class => self.class(head),
            Tok::Def => self.function(head),
            Tok::Async => {
                self.at += 1;
                if self.is(Tok::Def)? { self.function(head) } else { Ok(None) }
            }
            _ => Ok(None),
        }
    }

    fn function(&mut self, _head: usize) -> Rule<()> {
        let def = self.at;
        self.at += 1;
        if self.name()?.is_none() {
            return Ok(None);
        }
        self.type_parameters()?;
        if !self.wants(Tok::LParen, "(")? {
            return Ok(None);
        }
        self.parameters(false)?;
        if !self.eat(Tok::RParen)? {
            return Ok(None);
        }
        let arrow = self.at;
        if self.eat(Tok::Arrow)? && self.expression()?.is_none() {
            self.at = arrow;
        }
        if !self.wants(Tok::Colon, ":")? {
            return Ok(None);
        }
        self.block("function definition", def)
    }

    fn class(&mut self, head: usize) -> Rule<()> {
        self.at += 1;
        if self.name()?.is_none() {
            return Ok(None);
        }
        self.type_parameters()?;
        if self.eat(Tok::LParen)? {
            self.arguments()?;
            if !self.eat(Tok::RParen)? {
                return Ok(None);
            }
        }
        if !self.colon()? {
            return Ok(None);
        }
        self.block("class definition", head)
    }

    /// `if` or `elif`, and what follows.
    fn conditional(&mut self, head: usize, what: &str) -> Rule<()> {
        let (mut head, mut what) = (head, what);
        loop {
            self.at += 1;
            if self.named_expression()?.is_none()
                || !self.colon()?
                || self.block(what, head)?.is_none()
            {
                return Ok(None);
            }
            head = self.at;
            if !self.is(Tok::Elif)? {
                break;
            }
            what = "'elif' statement";
        }
        self.else_block()
    }

    /// An `else` block, if there is one.
    fn else_block(&mut self) -> Rule<()> {
        let head = self.at;
        if !self.eat(Tok::Else)? {
            return Ok(Some(()));
        }
        self.demand(Tok::Colon, ":")?;
        self.block("'else' statement", head)
    }

    fn while_loop(&mut self, head: usize) -> Rule<()> {
        self.at += 1;
        if self.named_expression()?.is_none()
            || !self.colon()?
            || self.block("'while' statement", head)?.is_none()
        {
            return Ok(None);
        }
        self.else_block()
    }

    fn for_loop(&mut self, head: usize) -> Rule<()> {
        let for_ = self.at;
        self.at += 1;
        if self.star_targets()?.is_some() && self.eat(Tok::In)? {
            if self.star_expressions()?.is_none() || !self.colon()? {
                return Ok(None);
            }
            if self.block("'for' statement", for_)?.is_none() {
                return Ok(None);
            }
            return self.else_block();
        }
        if self.mistakes {
            self.at = head;
            self.mistaken_loop_target()?;
        }
        Ok(None)
    }

    fn with(&mut self, _head: usize) -> Rule<()> {
        let with = self.at;
        self.at += 1;
        let items = self.at;
        let plain = self.attempt(|x| {
            if !x.with_items()? || !matches!(x.peek()?, Tok::Colon | Tok::Newline) {
                return Ok(None);
            }
            Ok(Some(()))
        })?;
        if plain.is_none() {
            self.at = items;
            if !self.eat(Tok::LParen)? || !self.with_items()? {
                return Ok(None);
            }
            self.eat(Tok::Comma)?;
            if !self.eat(Tok::RParen)? {
                return Ok(None);
            }
        }
        if !self.colon()? {
            return Ok(None);
        }
        self.block("'with' statement", with)
    }

    fn with_items(&mut self) -> Result<bool, Stop> {
        let mut any = false;
        loop {
            let before = self.at;
            if any && !self.eat(Tok::Comma)? {
                return Ok(true);
            }
            if self.expression()?.is_none() {
                self.at = before;
                return Ok(any);
            }
            any = true;
            let end = self.at;
            if self.eat(Tok::As)? {
                let ends = |kind| matches!(kind, Tok::Comma | Tok::RParen | Tok::Colon);
                let target = self.star_target()?;
                let next = self.peek()?;
                if target.is_some() && ends(next) {
                    continue;
                }
                self.at = end + 1;
                if self.mistakes
                    && let Some(target) = self.expression()?
                {
                    let next = self.peek()?;
                    if ends(next) {
                        self.refuse_target(&target, Use::Assign)?;
                    }
                    if next == Tok::Newline && target.invalid_target(Use::Assign).is_none() {
                        continue;
                    }
                }
                self.at = end;
                return Ok(true);
            }
        }
    }

    fn try_statement(&mut self, head: usize) -> Rule<()> {
        self.at += 1;
        self.demand(Tok::Colon, ":")?;
        let body = self.at;
        if self.block("'try' statement", head)?.is_none() {
            self.at = body;
            // Its handlers are looked at nevertheless.
            while self.mistakes && self.is(Tok::Except)? {
                let except = self.at;
                self.at += 1;
                let star = self.eat(Tok::Star)?;
                if self.handler(except, star)?.is_none() {
                    break;
                }
            }
            return Ok(None);
        }
        if !matches!(self.peek()?, Tok::Except | Tok::Finally) {
            if self.mistakes {
                return self.at_last("expected 'except' or 'finally' block");
            }
            return Ok(None);
        }
        let mut starred = None;
        while self.is(Tok::Except)? {
            let except = self.at;
            self.at += 1;
            let star = self.eat(Tok::Star)?;
            if starred.is_some_and(|starred| starred != star) {
                if self.mistakes && self.ahead(|x| x.handler_head(star))? {
                    let last = if star { except + 1 } else { except };
                    let message = "cannot have both 'except' and 'except*' on the same 'try'";
                    return self.at_tokens(message, except, last);
                }
                if !self.mistakes {
                    self.at = except;
                    return Ok(None);
                }
            }
            if self.handler(except, star)?.is_none() {
                return Ok(None);
            }
            starred = Some(star);
        }
        if starred.is_some() && self.else_block()?.is_none() {
            return Ok(None);
        }
        let finally = self.at;
        if self.eat(Tok::Finally)? {
            self.demand(Tok::Colon, ":")?;
            return self.block("'finally' statement", finally);
        }
        Ok(Some(()))
    }

    /// Whether the head of a handler is complete.
    fn handler_head(&mut self, star: bool) -> Result<bool, Stop> {
        let typed = self.expression()?.is_some();
        if typed && self.eat(Tok::As)? && self.name()?.is_none() {
            return Ok(false);
        }
        Ok((typed || !star) && self.is(Tok::Colon)?)
    }

    fn handler(&mut self, except: usize, star: bool) -> Rule<()> {
        let first = self.at;
        let what = if star { "'except*' statement" } else { "'except' statement" };
        let typed = self.expression()?.is_some();
        if self.mistakes && star && !typed && matches!(self.peek()?, Tok::Newline | Tok::Colon) {
            return self.at_last("expected one or more exception types");
        }
        if typed {
            if self.mistakes && self.is(Tok::Comma)? {
                return self.mistaken_handler(first);
            }
            if self.eat(Tok::As)? && self.name()?.is_none() {
                return Ok(None);
            }
        } else if star {
            return Ok(None);
        }
        if !self.colon()? {
            return Ok(None);
        }
        self.block(what, except)
    }

    /// `except A, B:`
    fn mistaken_handler(&mut self, first: usize) -> Rule<()> {
        self.at += 1;
        if self.expressions()?.is_some() {
            if self.eat(Tok::As)? {
                self.name()?;
            }
            if self.is(Tok::Colon)? {
                let message = "multiple exception types must be parenthesized";
                return self.starting_from(message, first);
            }
        }
        Ok(None)
    }
}
