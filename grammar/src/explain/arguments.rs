//! Arguments of calls, parameters of functions, type parameters, and mistakes in them.

use super::node::{Kind, Node};
use super::{Explainer, Rule, Stop};
use crate::token::Tok;

/// What has been read of an argument list.
#[derive(Default)]
struct Arguments {
    keywords: usize,
    unpacked: bool,
}

/// One parameter.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Parameter {
    Required,
    Default,
}

impl Explainer<'_> {
    /// Arguments of a call up to its closing parenthesis.
    pub(super) fn arguments(&mut self) -> Result<(), Stop> {
        let start = self.at;
        let read = self.attempt(|x| {
            let Some(_) = x.argument_list()? else {
                return Ok(None);
            };
            x.eat(Tok::Comma)?;
            Ok(x.is(Tok::RParen)?.then_some(()))
        })?;
        if read.is_none() {
            if self.mistakes {
                self.mistaken_arguments(start)?;
            }
            self.at = start;
        }
        Ok(())
    }

    /// As many arguments as stand in an allowed order.
    fn argument_list(&mut self) -> Rule<Arguments> {
        let mut read = Arguments::default();
        let mut count = 0;
        loop {
            let before = self.at;
            if count > 0 && !self.eat(Tok::Comma)? {
                break;
            }
            let found = if read.keywords == 0 {
                match self.positional()? {
                    Some(node) => Some(node),
                    None => self.keyword(&mut read)?,
                }
            } else {
                self.keyword(&mut read)?
            };
            if found.is_none() {
                self.at = before;
                break;
            }
            count += 1;
        }
        Ok((count > 0).then_some(read))
    }

    /// `value` or `*value`, which no `=` follows.
    fn positional(&mut self) -> Rule<Node> {
        self.attempt(|x| {
            if x.is(Tok::Star)? {
                return x.starred_argument();
            }
            let node = match x.assignment_expression()? {
                Some(result) => result?,
                None => x.expression_not_named()?,
            };
            Ok(if node.is_some() && x.is(Tok::Equal)? { None } else { node })
        })
    }

    pub(super) fn starred_argument(&mut self) -> Rule<Node> {
        let first = self.at;
        if !self.eat(Tok::Star)? {
            return Ok(None);
        }
        if self.mistakes
            && self.ahead(|x| {
                Ok(x.expression()?.is_some() && x.eat(Tok::Equal)? && x.expression()?.is_some())
            })?
        {
            self.expression()?;
            self.at += 1;
            self.expression()?;
            let message = "cannot assign to iterable argument unpacking";
            return self.at_tokens(message, first, self.at - 1);
        }
        if let Some(value) = self.expression()? {
            let last = value.last.max(self.at - 1);
            return Ok(Some(Node::new(Kind::Starred(value.into()), first, last)));
        }
        // Demanded on the first reading, too.
        self.at_last("Invalid star expression")
    }

    /// `name=value` or, once there is one of them, `*value`; then `**value` too.
    fn keyword(&mut self, read: &mut Arguments) -> Rule<Node> {
        let first = self.at;
        if self.mistakes {
            self.mistaken_keyword()?;
        }
        let named = self.attempt(|x| {
            if x.name()?.is_none() || !x.eat(Tok::Equal)? || x.expression()?.is_none() {
                return Ok(None);
            }
            Ok(Some(Node::new(Kind::Operation, first, x.at - 1)))
        })?;
        if named.is_some() {
            read.keywords += 1;
            return Ok(named);
        }
        if self.is(Tok::Star)? && !read.unpacked {
            return self.attempt(Self::starred_argument);
        }
        let unpacked = self.attempt(|x| {
            if !x.eat(Tok::DoubleStar)? || x.expression()?.is_none() {
                return Ok(None);
            }
            Ok(Some(Node::new(Kind::Operation, first, x.at - 1)))
        })?;
        if unpacked.is_some() {
            read.keywords += 1;
            read.unpacked = true;
        }
        Ok(unpacked)
    }

    fn mistaken_keyword(&mut self) -> Result<(), Stop> {
        let start = self.at;
        if matches!(self.peek()?, Tok::True | Tok::False | Tok::None) {
            self.at += 1;
            if self.is(Tok::Equal)? {
                let message = format!("cannot assign to {}", self.text(start));
                return self.at_tokens(&message, start, start + 1);
            }
            self.at = start;
        }
        if self.eat(Tok::DoubleStar)? {
            if self.expression()?.is_some() && self.eat(Tok::Equal)? && self.expression()?.is_some()
            {
                let message = "cannot assign to keyword argument unpacking";
                return self.at_tokens(message, start, self.at - 1);
            }
            self.at = start;
            return Ok(());
        }
        if self.name()?.is_some() && self.eat(Tok::Equal)? {
            if self.expression()?.is_some() && self.clauses()?.is_some() {
                let message = "invalid syntax. Maybe you meant '==' or ':=' instead of '='?";
                return self.at_tokens(message, start, start + 1);
            }
            self.at = start;
            return Ok(());
        }
        self.at = start;
        if let Some(target) = self.expression()?
            && self.is(Tok::Equal)?
        {
            let message = "expression cannot contain assignment, perhaps you meant \"==\"?";
            return self.at_tokens(message, target.first, self.at);
        }
        self.at = start;
        Ok(())
    }

    fn mistaken_arguments(&mut self, start: usize) -> Result<(), Stop> {
        const GENERATOR: &str = "Generator expression must be parenthesized";
        self.at = start;
        if let Some(read) = self.argument_list()?
            && read.unpacked
        {
            let comma = self.at;
            if self.eat(Tok::Comma)? && self.is(Tok::Star)? && self.positional()?.is_some() {
                while self.eat(Tok::Comma)? && self.is(Tok::Star)? && self.positional()?.is_some() {
                }
                self.peek()?;
                let message = "iterable argument unpacking follows keyword argument unpacking";
                return self.starting_from(message, comma);
            }
        }
        self.at = start;
        if let Some(element) = self.expression()?
            && let Some(last) = self.clauses()?
            && self.eat(Tok::Comma)?
        {
            return self.at_tokens(GENERATOR, element.first, last);
        }
        self.at = start;
        if self.name()?.is_some()
            && self.eat(Tok::Equal)?
            && self.expression()?.is_some()
            && self.clauses()?.is_some()
        {
            let message = "invalid syntax. Maybe you meant '==' or ':=' instead of '='?";
            return self.at_tokens(message, start, start + 1);
        }
        self.at = start;
        let read = self.argument_list()?;
        if read.is_none() || self.eat(Tok::Comma)? {
            let name = self.at;
            if self.name()?.is_some()
                && self.eat(Tok::Equal)?
                && matches!(self.peek()?, Tok::Comma | Tok::RParen)
            {
                return self.at_tokens("expected argument value expression", name, name + 1);
            }
        }
        self.at = start;
        let Some(read) = self.argument_list()? else {
            return Ok(());
        };
        let end = self.at;
        // A generator after other arguments, without parentheses of its own.
        if let Some(last) = self.clauses()?
            && let Some(first) = self.last_argument(start, end)
        {
            self.at = first;
            // Parentheses around the element are not part of it.
            let element = self.quietly(Self::expression)?;
            let first = element.map_or(first, |element| element.first);
            return self.at_tokens(GENERATOR, first, last);
        }
        self.at = end;
        if self.eat(Tok::Comma)? {
            let first = self.at;
            if let Some(element) = self.expression()?
                && let Some(last) = self.clauses()?
            {
                return self.at_tokens(GENERATOR, element.first, last);
            }
            self.at = first;
            if self.argument_list()?.is_some() {
                return self.at_last(if read.unpacked {
                    "positional argument follows keyword argument unpacking"
                } else {
                    "positional argument follows keyword argument"
                });
            }
        }
        Ok(())
    }

    /// The first token of the last argument between two places, if there is more than one.
    fn last_argument(&self, start: usize, end: usize) -> Option<usize> {
        let mut depth = 0i32;
        for at in (start..end).rev() {
            match self.tokens.get(at)?.kind {
                Tok::RParen | Tok::RSquare | Tok::RBrace | Tok::FieldClose => depth += 1,
                Tok::LParen | Tok::LSquare | Tok::LBrace | Tok::FieldOpen => depth -= 1,
                Tok::Comma if depth == 0 => return Some(at + 1),
                _ => {}
            }
        }
        None
    }

    // ---- Parameters ------------------------------------------------------------------------

    /// Parameters of a function or lambda; stops where they end or make no sense.
    pub(super) fn parameters(&mut self, lambda: bool) -> Result<(), Stop> {
        let mut defaults = false;
        let mut slash = false;
        let mut count = 0;
        loop {
            let first = self.at;
            match self.peek()? {
                Tok::Name => {
                    let kind = self.parameter(lambda)?;
                    if kind == Some(Parameter::Required) && defaults {
                        let next = self.peek()?;
                        let ends = if lambda { Tok::Colon } else { Tok::RParen };
                        if self.mistakes && (next == Tok::Comma || next == ends) {
                            let message =
                                "parameter without a default follows parameter with a default";
                            return self.at_tokens(message, first, first);
                        }
                        self.at = first;
                        return Ok(());
                    }
                    defaults |= kind == Some(Parameter::Default);
                }
                Tok::Slash => {
                    self.at += 1;
                    if self.mistakes {
                        if count == 0 && self.is(Tok::Comma)? {
                            let message = "at least one argument must precede /";
                            return self.at_tokens(message, first, first);
                        }
                        if slash {
                            return self.at_tokens("/ may appear only once", first, first);
                        }
                        if self.is(Tok::Star)? {
                            return self.at_tokens(
                                "expected comma between / and *",
                                self.at,
                                self.at,
                            );
                        }
                    }
                    if slash || count == 0 {
                        self.at = first;
                        return Ok(());
                    }
                    slash = true;
                }
                Tok::Star => return self.star_parameters(lambda),
                Tok::DoubleStar => return self.dict_parameter(lambda),
                Tok::LParen if self.mistakes && !defaults && !slash => {
                    return self.mistaken_parentheses(lambda);
                }
                _ => return Ok(()),
            }
            count += 1;
            if !self.eat(Tok::Comma)? {
                return Ok(());
            }
        }
    }

    /// A name with its annotation and default.
    fn parameter(&mut self, lambda: bool) -> Rule<Parameter> {
        self.attempt(|x| {
            if !x.bare_parameter(lambda, false)? {
                return Ok(None);
            }
            let equal = x.at;
            if !x.eat(Tok::Equal)? {
                return Ok(Some(Parameter::Required));
            }
            if x.expression()?.is_some() {
                return Ok(Some(Parameter::Default));
            }
            let ends = matches!(x.peek()?, Tok::Comma | Tok::RParen);
            if x.mistakes && ends {
                return x.at_tokens("expected default value expression", equal, equal);
            }
            x.at = equal;
            Ok(Some(Parameter::Default))
        })
    }

    fn bare_parameter(&mut self, lambda: bool, star: bool) -> Result<bool, Stop> {
        if self.name()?.is_none() {
            return Ok(false);
        }
        if !lambda {
            let before = self.at;
            if self.eat(Tok::Colon)? {
                let annotation = if star { self.star_expression()? } else { self.expression()? };
                if annotation.is_none() {
                    self.at = before;
                }
            }
        }
        Ok(true)
    }

    /// From a star to the end of the parameters.
    fn star_parameters(&mut self, lambda: bool) -> Result<(), Stop> {
        let star = self.at;
        let close = if lambda { Tok::Colon } else { Tok::RParen };
        self.at += 1;
        let mut named = false;
        if self.bare_parameter(lambda, true)? {
            let equal = self.at;
            if self.mistakes && self.is(Tok::Equal)? {
                let message = "var-positional argument cannot have default value";
                return self.at_tokens(message, equal, equal);
            }
            named = true;
        } else if self.mistakes {
            let bare = self.is(close)?
                || self.ahead(|x| {
                    Ok(x.eat(Tok::Comma)? && (x.is(close)? || x.is(Tok::DoubleStar)?))
                })?;
            if bare {
                let message = "named arguments must follow bare *";
                // A lambda's message is where the reader stands.
                return if lambda {
                    self.at_last(message)
                } else {
                    self.at_tokens(message, star, star)
                };
            }
        }
        let mut count = 0;
        if !named && !self.ahead(|x| Ok(x.eat(Tok::Comma)? && x.is(Tok::Name)?))? && !self.mistakes
        {
            self.at = star;
            return Ok(());
        }
        while self.eat(Tok::Comma)? {
            let first = self.at;
            match self.peek()? {
                Tok::Name => {
                    self.parameter(lambda)?;
                }
                Tok::DoubleStar if named || count > 0 => return self.dict_parameter(lambda),
                Tok::Star if self.mistakes => {
                    self.at += 1;
                    if !matches!(self.peek()?, Tok::Name | Tok::Comma) {
                        self.at = first;
                        return Ok(());
                    }
                    return self.at_tokens("* argument may appear only once", first, first);
                }
                Tok::Slash if self.mistakes => {
                    return self.at_tokens("/ must be ahead of *", first, first);
                }
                _ => return Ok(()),
            }
            count += 1;
        }
        Ok(())
    }

    fn dict_parameter(&mut self, lambda: bool) -> Result<(), Stop> {
        let stars = self.at;
        self.at += 1;
        if !self.bare_parameter(lambda, false)? {
            self.at = stars;
            return Ok(());
        }
        let next = self.at;
        if self.mistakes && self.is(Tok::Equal)? {
            let message = "var-keyword argument cannot have default value";
            return self.at_tokens(message, next, next);
        }
        if self.eat(Tok::Comma)?
            && self.mistakes
            && matches!(self.peek()?, Tok::Name | Tok::Star | Tok::DoubleStar | Tok::Slash)
        {
            let message = "arguments cannot follow var-keyword argument";
            return self.at_tokens(message, self.at, self.at);
        }
        Ok(())
    }

    fn mistaken_parentheses(&mut self, lambda: bool) -> Result<(), Stop> {
        let open = self.at;
        self.at += 1;
        let mut any = false;
        while self.bare_parameter(lambda, false)? {
            any = true;
            if !self.eat(Tok::Comma)? {
                break;
            }
        }
        if any && self.is(Tok::RParen)? {
            let what = if lambda { "Lambda expression" } else { "Function" };
            let message = format!("{what} parameters cannot be parenthesized");
            return self.at_tokens(&message, open, self.at);
        }
        self.at = open;
        Ok(())
    }

    // ---- Type parameters -------------------------------------------------------------------

    /// `[T, *Ts, **P]`, if there is a bracket. Its mistakes are recognised on the first reading.
    pub(super) fn type_parameters(&mut self) -> Result<(), Stop> {
        self.attempt(Self::type_parameter_list)?;
        Ok(())
    }

    fn type_parameter_list(&mut self) -> Rule<()> {
        if !self.eat(Tok::LSquare)? {
            return Ok(None);
        }
        if self.is(Tok::RSquare)? {
            return self.starting_from("Type parameter list cannot be empty", self.at);
        }
        loop {
            let kind = self.peek()?;
            let what = match kind {
                Tok::Star => Some("TypeVarTuple"),
                Tok::DoubleStar => Some("ParamSpec"),
                _ => None,
            };
            let before = self.at;
            if what.is_some() {
                self.at += 1;
            }
            if self.name()?.is_none() {
                self.at = before;
                break;
            }
            let colon = self.at;
            if let Some(what) = what {
                if self.eat(Tok::Colon)?
                    && let Some(bound) = self.expression()?
                {
                    let tuple = matches!(bound.kind, Kind::Tuple(_));
                    let word = if tuple { "constraints" } else { "bound" };
                    let message = format!("cannot use {word} with {what}");
                    self.peek()?;
                    return self.starting_from(&message, colon);
                }
            } else if self.eat(Tok::Colon)? && self.expression()?.is_none() {
                return Ok(None);
            }
            if self.eat(Tok::Equal)? {
                let value =
                    if kind == Tok::Star { self.star_expression()? } else { self.expression()? };
                if value.is_none() {
                    return Ok(None);
                }
            }
            if !self.eat(Tok::Comma)? {
                break;
            }
        }
        Ok(self.eat(Tok::RSquare)?.then_some(()))
    }
}
