//! Why a refused source is not Python: the message CPython 3.13 gives. A second, recursive reading of
//! the tokens that recognises mistakes by name; it builds no tree and is not used on good sources.
//!
//! CPython reads a refused source twice: as usual, where only a few tokens are demanded with a
//! message of their own, and again with rules for common mistakes. So does this, in that order.

mod arguments;
mod atoms;
mod blocks;
mod expressions;
mod node;
mod patterns;
mod statements;
mod strings;

use std::collections::HashMap;
use std::hash::{BuildHasherDefault, Hasher};

use crate::Mode;
use crate::error::{Place, Problem, SyntaxErrorKind};
use crate::token::{Tok, Token};
use node::Node;

/// How deeply expressions and blocks may nest before the explanation is given up.
const MAX_DEPTH: usize = 300;

/// Why the reading stopped.
enum Stop {
    /// The mistake.
    Found(Box<Problem>),
    /// Too deep to explain.
    TooDeep,
}

/// A rule that matched, did not match, or found the mistake.
type Rule<T> = Result<Option<T>, Stop>;

/// Rules whose results are kept, since several readings begin with them.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
enum Kept {
    Expression,
    Disjunction,
    BitOr,
    Primary,
    Named,
}

struct Explainer<'t> {
    source: &'t str,
    tokens: &'t [Token],
    /// What the lexer found at the last token, if that is `Tok::Error`.
    lexer: Option<&'t Problem>,
    at: usize,
    /// Where the refused statement starts.
    start: usize,
    /// One more than the last token looked at.
    fetched: usize,
    /// Whether rules for mistakes apply.
    mistakes: bool,
    depth: usize,
    /// Whether targets are being read, which shares no results with other readings.
    targets: bool,
    kept: Memory,
}

/// What rules gave, and where they ended, by rule and place.
type Memory = HashMap<(Kept, usize, bool), Option<(Node, usize)>, BuildHasherDefault<PlaceHasher>>;

/// A hash of token numbers, which need no protection from their choice.
#[derive(Default)]
struct PlaceHasher(u64);

impl Hasher for PlaceHasher {
    fn finish(&self) -> u64 {
        self.0
    }

    fn write(&mut self, bytes: &[u8]) {
        for &byte in bytes {
            self.write_usize(byte.into());
        }
    }

    fn write_usize(&mut self, number: usize) {
        const ODD: u64 = 0x9E37_79B9_7F4A_7C15;
        self.0 = (self.0.rotate_left(5) ^ number as u64).wrapping_mul(ODD);
    }

    fn write_isize(&mut self, number: isize) {
        self.write_usize(number.unsigned_abs());
    }
}

/// The problem with a source that the parser refused after taking `fetched` tokens.
pub(crate) fn explain(
    source: &str,
    tokens: &[Token],
    lexer: Option<&Problem>,
    mode: Mode,
    fetched: usize,
) -> Problem {
    let mut explainer = Explainer::new(source, tokens, lexer);
    explainer.start = statement_start(tokens, fetched);
    let first = explainer.read(mode);
    // The parser reads targets as expressions and may get further than CPython does.
    let last = match first {
        Err(Stop::TooDeep) => fetched,
        Ok(_) | Err(Stop::Found(_)) => explainer.fetched.max(1),
    }
    .saturating_sub(1);
    let found = match first {
        Err(Stop::Found(problem)) => Some(*problem),
        Err(Stop::TooDeep) => None,
        Ok(_) => {
            explainer.mistakes = true;
            explainer.fetched = explainer.fetched.max(last + 1);
            explainer.kept.clear();
            match explainer.read(mode) {
                Err(Stop::Found(problem)) => Some(*problem),
                Err(Stop::TooDeep) => None,
                Ok(_) => None,
            }
        }
    };
    let seen = explainer.fetched.max(last + 1).saturating_sub(1);
    let mut problem = found.unwrap_or_else(|| explainer.plain(last));
    if let Place::Token(at) = problem.place {
        // Nothing follows but the ends of blocks.
        let mut rest = tokens.iter().skip(at).skip_while(|token| token.kind == Tok::Dedent);
        problem.incomplete |= rest.next().is_some_and(|token| token.kind == Tok::EndMarker);
    }
    explainer.outranked(problem, seen)
}

/// What is reported where reading has found a mistake by itself after taking `fetched` tokens.
pub(crate) fn confirm(
    source: &str,
    tokens: &[Token],
    lexer: Option<&Problem>,
    problem: Problem,
    fetched: usize,
) -> Problem {
    Explainer::new(source, tokens, lexer).outranked(problem, fetched.saturating_sub(1))
}

/// The first token of the outermost statement before the one that the parser refused after `fetched`
/// tokens (a `try` without handlers is refused in the statement after it): what is before that needs
/// no explanation.
fn statement_start(tokens: &[Token], fetched: usize) -> usize {
    let (mut before, mut start) = (1, 1);
    let mut depth = 0usize;
    let mut line_start = true;
    let mut decorated = false;
    for (at, token) in tokens.iter().enumerate().take(fetched).skip(1) {
        match token.kind {
            Tok::Indent => depth += 1,
            Tok::Dedent => depth = depth.saturating_sub(1),
            Tok::Newline => {
                line_start = true;
                continue;
            }
            Tok::Elif | Tok::Else | Tok::Except | Tok::Finally | Tok::EndMarker | Tok::Error => {}
            kind if line_start && depth == 0 => {
                if !decorated {
                    before = start;
                    start = at;
                }
                decorated = kind == Tok::At;
            }
            _ => {}
        }
        line_start = line_start && matches!(token.kind, Tok::Indent | Tok::Dedent);
    }
    before
}

impl<'t> Explainer<'t> {
    fn new(source: &'t str, tokens: &'t [Token], lexer: Option<&'t Problem>) -> Self {
        Self {
            source,
            tokens,
            lexer,
            at: 0,
            fetched: 0,
            mistakes: false,
            depth: 0,
            targets: false,
            kept: HashMap::default(),
            start: 1,
        }
    }

    /// Reads all tokens; whether they are what the mode asks for.
    fn read(&mut self, mode: Mode) -> Result<bool, Stop> {
        self.at = if mode == Mode::Module { self.start } else { 1 };
        match mode {
            Mode::Module => {
                self.statements()?;
            }
            Mode::Interactive => {
                if self.attempt(Self::compound)?.is_none()
                    && self.simple_line()?.is_some()
                    && !self.is(Tok::EndMarker)?
                {
                    return self.found(
                        "multiple statements found while compiling a single statement",
                        Place::Token(self.at - 1),
                    );
                }
            }
            Mode::Expression => {
                self.expressions()?;
                while self.eat(Tok::Newline)? {}
            }
            // Nothing better is known than where the parser stopped.
            Mode::FunctionType => return Err(Stop::TooDeep),
        }
        self.is(Tok::EndMarker)
    }

    /// The message where no rule knows better.
    fn plain(&self, last: usize) -> Problem {
        let kind = self.tokens.get(last).map(|token| token.kind);
        let indentation = SyntaxErrorKind::Indentation;
        match kind {
            Some(Tok::Indent) => Problem::new(indentation, "unexpected indent", Place::Token(last)),
            Some(Tok::Dedent) => {
                Problem::new(indentation, "unexpected unindent", Place::Token(last))
            }
            Some(Tok::EndMarker) => Problem {
                incomplete: true,
                ..Problem::new(SyntaxErrorKind::Syntax, "invalid syntax", Place::End)
            },
            Some(_) | None => {
                Problem::new(SyntaxErrorKind::Syntax, "invalid syntax", Place::Token(last))
            }
        }
    }

    /// CPython reads on after a mistake: what its tokenizer refuses later is reported instead, and
    /// so is a bracket that was left open on an earlier line.
    fn outranked(&self, problem: Problem, seen: usize) -> Problem {
        let Some(later) = self.lexer else {
            return problem;
        };
        // A mistake inside of an f-string is not replaced by the lexer's complaint of its end.
        let of_indent = problem.message.starts_with("unexpected ")
            && matches!(problem.place, Place::Token(at) if self.is_indent(at));
        if later.in_fstring || of_indent {
            return problem;
        }
        // More lines would not mend what was wrong before.
        let replaced = || Problem { incomplete: false, ..later.clone() };
        if later.eager {
            return replaced();
        }
        if let Place::From(bracket) = later.place {
            let line_end = self
                .source
                .as_bytes()
                .get(bracket as usize..)
                .and_then(|rest| memchr::memchr(b'\n', rest))
                .map_or(self.source.len(), |length| bracket as usize + length);
            let place = self.tokens.get(seen).map_or(0, |token| token.start as usize);
            if place > line_end {
                return replaced();
            }
        }
        problem
    }

    fn is_indent(&self, at: usize) -> bool {
        matches!(self.tokens.get(at).map(|token| token.kind), Some(Tok::Indent | Tok::Dedent))
    }

    // ---- Tokens ----------------------------------------------------------------------------

    fn peek(&mut self) -> Result<Tok, Stop> {
        self.fetched = self.fetched.max(self.at + 1);
        match self.tokens.get(self.at).map(|token| token.kind) {
            Some(Tok::Error) => match self.lexer {
                Some(problem) => Err(Stop::Found(Box::new(problem.clone()))),
                None => Ok(Tok::EndMarker),
            },
            Some(Tok::WithParen) => Ok(Tok::LParen),
            Some(Tok::Match | Tok::Case | Tok::Type) => Ok(Tok::Name),
            Some(kind) => Ok(kind),
            None => Ok(Tok::EndMarker),
        }
    }

    fn is(&mut self, kind: Tok) -> Result<bool, Stop> {
        Ok(self.peek()? == kind)
    }

    fn eat(&mut self, kind: Tok) -> Result<bool, Stop> {
        let found = self.is(kind)?;
        if found {
            self.at += 1;
        }
        Ok(found)
    }

    fn text(&self, at: usize) -> &'t str {
        self.tokens.get(at).map_or("", |token| token.text(self.source))
    }

    /// Takes a name; which token it is.
    fn name(&mut self) -> Rule<usize> {
        let at = self.at;
        Ok(self.eat(Tok::Name)?.then_some(at))
    }

    /// Runs a rule, and goes back to where it started if it does not match.
    fn attempt<T>(&mut self, rule: impl FnOnce(&mut Self) -> Rule<T>) -> Rule<T> {
        let start = self.at;
        let result = rule(self)?;
        if result.is_none() {
            self.at = start;
        }
        Ok(result)
    }

    /// Runs a rule without taking tokens.
    fn ahead<T>(&mut self, rule: impl FnOnce(&mut Self) -> Result<T, Stop>) -> Result<T, Stop> {
        let start = self.at;
        let result = rule(self);
        self.at = start;
        result
    }

    /// Runs a rule for targets, which knows no mistakes.
    fn strictly<T>(&mut self, rule: impl FnOnce(&mut Self) -> Result<T, Stop>) -> Result<T, Stop> {
        let targets = std::mem::replace(&mut self.targets, true);
        let result = self.quietly(rule);
        self.targets = targets;
        result
    }

    /// Runs a rule with the rules for mistakes switched off.
    fn quietly<T>(&mut self, rule: impl FnOnce(&mut Self) -> Result<T, Stop>) -> Result<T, Stop> {
        let mistakes = std::mem::replace(&mut self.mistakes, false);
        let result = rule(self);
        self.mistakes = mistakes;
        result
    }

    /// Runs a rule once per place.
    fn keep(&mut self, what: Kept, rule: impl FnOnce(&mut Self) -> Rule<Node>) -> Rule<Node> {
        // What was read while looking for a second expression is not read again for mistakes, as in
        // CPython, but for named expressions, whose mistakes it does look for each time.
        let apart = if what == Kept::Named { self.mistakes } else { self.targets };
        let key = (what, self.at, apart);
        if let Some(known) = self.kept.get(&key) {
            let known = known.clone();
            return Ok(known.map(|(node, end)| {
                self.at = end;
                node
            }));
        }
        if self.depth >= MAX_DEPTH {
            return Err(Stop::TooDeep);
        }
        self.depth += 1;
        let start = self.at;
        let result = rule(self);
        self.depth -= 1;
        let result = result?;
        match &result {
            Some(node) => self.kept.insert(key, Some((node.clone(), self.at))),
            None => {
                self.at = start;
                self.kept.insert(key, None)
            }
        };
        Ok(result)
    }

    // ---- Mistakes --------------------------------------------------------------------------

    fn found<T>(&self, message: impl Into<String>, place: Place) -> Result<T, Stop> {
        Err(Stop::Found(Box::new(Problem::new(SyntaxErrorKind::Syntax, message, place))))
    }

    /// A mistake from one token up to another.
    fn at_tokens<T>(&self, message: &str, first: usize, last: usize) -> Result<T, Stop> {
        self.found(message, Place::Tokens(first, last))
    }

    fn at_node<T>(&self, message: impl Into<String>, node: &Node) -> Result<T, Stop> {
        self.found(message, Place::Tokens(node.first, node.last))
    }

    /// A mistake at the last token looked at.
    fn at_last<T>(&self, message: &str) -> Result<T, Stop> {
        self.found(message, Place::Token(self.fetched.saturating_sub(1)))
    }

    /// A mistake that starts at a token and ends where the reader stands.
    fn starting_from<T>(&self, message: &str, first: usize) -> Result<T, Stop> {
        self.found(message, Place::Reading(first, self.fetched.saturating_sub(1)))
    }

    /// Takes a token that must be here, which only the second reading says.
    fn wants(&mut self, kind: Tok, what: &str) -> Result<bool, Stop> {
        if self.mistakes {
            self.demand(kind, what)?;
            return Ok(true);
        }
        self.eat(kind)
    }

    /// Takes a token that must be here, even on the first reading.
    fn demand(&mut self, kind: Tok, what: &str) -> Result<(), Stop> {
        if self.eat(kind)? {
            return Ok(());
        }
        self.found(format!("expected '{what}'"), Place::Token(self.at))
    }
}
