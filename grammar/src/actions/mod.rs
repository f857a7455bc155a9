//! What the grammar does when a rule is complete: builds tree nodes, refuses what the rules cannot
//! express. Error messages for refusals are found by `explain`; values of strings in `strings`.

pub(crate) mod arguments;
pub(crate) mod expressions;
pub(crate) mod list;
pub(crate) mod operators;
pub(crate) mod patterns;
pub(crate) mod statements;
pub(crate) mod strings;
mod targets;

use std::cell::{Cell, RefCell};

use crate::ast::{Arena, Aside, Expr, Mod, Span, Stmt};
use crate::error::{PendingWarning, Problem};
use crate::undecodable::Undecodable;
use list::{List, to_slice};

/// Why an action stops the parser. Small, since the parser moves it about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Refusal {
    /// Not Python; the message is to be found.
    Here,
    /// The message is in `Ctx::problem`.
    Known,
    /// The lexer gave up.
    Lexer,
}

/// What actions share.
pub(crate) struct Ctx<'a> {
    pub(crate) arena: &'a Arena,
    pub(crate) source: &'a str,
    /// How many tokens the parser has taken.
    pub(crate) fetched: Cell<usize>,
    /// The message of a `Refusal::Known`.
    pub(crate) problem: RefCell<Option<Problem>>,
    pub(crate) warnings: RefCell<Vec<PendingWarning>>,
    /// Where the source had bytes that are no text.
    pub(crate) undecodable: &'a [Undecodable],
}

impl<'a> Ctx<'a> {
    pub(crate) fn new(source: &'a str, arena: &'a Arena, undecodable: &'a [Undecodable]) -> Self {
        Self {
            arena,
            source,
            fetched: Cell::new(0),
            problem: RefCell::new(None),
            warnings: RefCell::new(Vec::new()),
            undecodable,
        }
    }

    /// The source between two offsets.
    pub(crate) fn text(&self, l: u32, r: u32) -> &'a str {
        self.source.get(l as usize..r as usize).unwrap_or("")
    }

    pub(crate) fn refuse(&self, problem: Problem) -> Refusal {
        self.problem.replace(Some(problem));
        Refusal::Known
    }

    pub(crate) fn alloc<T: Copy>(&self, value: T) -> &'a T {
        self.arena.alloc(value)
    }

    pub(crate) fn slice<T: Copy>(&self, list: List<'a, T>) -> &'a [T] {
        to_slice(self.arena, list, |item| item)
    }

    /// A slice of the values themselves.
    pub(crate) fn values<T: Copy>(&self, list: List<'a, &'a T>) -> &'a [T] {
        to_slice(self.arena, list, |item| *item)
    }

    pub(crate) fn module(&self, body: List<'a, &'a Stmt<'a>>) -> &'a Mod<'a> {
        self.alloc(Mod::Module { body: self.slice(body), type_ignores: Aside })
    }

    pub(crate) fn interactive(&self, body: List<'a, &'a Stmt<'a>>) -> &'a Mod<'a> {
        self.alloc(Mod::Interactive { body: self.slice(body) })
    }

    pub(crate) fn expression(&self, body: &'a Expr<'a>) -> &'a Mod<'a> {
        self.alloc(Mod::Expression { body })
    }

    pub(crate) fn function_type(
        &self,
        parameters: List<'a, &'a Expr<'a>>,
        returns: &'a Expr<'a>,
    ) -> &'a Mod<'a> {
        self.alloc(Mod::FunctionType { argtypes: self.slice(parameters), returns })
    }

    /// An identifier in its normal form.
    pub(crate) fn name(&self, l: u32, r: u32) -> &'a str {
        crate::identifiers::normalised(self.text(l, r), self.arena)
    }
}

pub(crate) fn span(l: u32, r: u32) -> Span {
    Span::new(l, r)
}
