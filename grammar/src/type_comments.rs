//! Type comments: which belong to which nodes. They are found when somebody asks, in the tokens and
//! the tree of a source that has been parsed already, since hardly a program has any.

use std::collections::HashMap;

use crate::ast::*;
use crate::error::{Place, Problem, SyntaxErrorKind};
use crate::lines::LineIndex;
use crate::nodes::Node;
use crate::token::{Tok, Token};

/// The type comments of a tree.
#[derive(Clone, Debug, Default)]
pub struct TypeComments<'a> {
    /// By the address of the node that they belong to.
    texts: HashMap<usize, &'a str>,
    /// Comments `# type: ignore`, in order.
    pub ignores: &'a [TypeIgnore<'a>],
}

impl<'a> TypeComments<'a> {
    /// The comment of a statement or parameter of the tree.
    pub fn of(&self, node: &Node<'a>) -> Option<&'a str> {
        let address = match node {
            Node::Stmt(stmt) => address(*stmt),
            Node::Arg(arg) => address(*arg),
            _ => return None,
        };
        self.texts.get(&address).copied()
    }
}

fn address<T>(node: &T) -> usize {
    std::ptr::from_ref(node).addr()
}

/// A comment that begins with `type:`.
struct Comment<'a> {
    start: u32,
    end: u32,
    text: &'a str,
    /// The number of the token behind it.
    next: usize,
    depth: u32,
    claimed: bool,
}

struct Finder<'t, 'a> {
    tokens: &'t [Token],
    comments: Vec<Comment<'a>>,
    found: TypeComments<'a>,
}

/// The type comments of a parsed source, or the first that stands where none may.
pub(crate) fn find<'a>(
    module: &Mod<'a>,
    source: &'a str,
    tokens: &[Token],
    arena: &'a Arena,
) -> Result<TypeComments<'a>, Problem> {
    let mut finder = Finder { tokens, comments: Vec::new(), found: TypeComments::default() };
    let ignores = finder.collect(source);
    finder.found.ignores = arena.alloc_slice(&ignores);
    if !finder.comments.is_empty() {
        let body = match *module {
            Mod::Module { body, .. } | Mod::Interactive { body } => body,
            Mod::Expression { .. } | Mod::FunctionType { .. } => &[],
        };
        finder.statements(body)?;
    }
    match finder.comments.iter().find(|comment| !comment.claimed) {
        Some(stray) => Err(misplaced("invalid syntax", stray)),
        None => Ok(finder.found),
    }
}

fn misplaced(message: &str, comment: &Comment<'_>) -> Problem {
    Problem::new(SyntaxErrorKind::Syntax, message, Place::Range(comment.start, comment.end))
}

impl<'a> Finder<'_, 'a> {
    /// Notes all type comments, which lie between tokens or at the beginning of a newline's.
    fn collect(&mut self, source: &'a str) -> Vec<TypeIgnore<'a>> {
        let lines = LineIndex::new(source);
        let mut ignores = Vec::new();
        let (mut before, mut depth) = (0u32, 0u32);
        for (next, token) in self.tokens.iter().enumerate() {
            let end = if token.kind == Tok::Newline { token.end } else { token.start };
            let mut at = before as usize;
            let gap_end = end as usize;
            while let Some(hash) = source.get(at..gap_end).and_then(|gap| gap.find('#')) {
                let start = at + hash;
                let rest = source.get(start..).unwrap_or_default();
                let line = rest.split('\n').next().unwrap_or_default();
                at = start + line.len();
                let Some(text) = type_text(line) else { continue };
                let place = start as u32;
                match ignored(text) {
                    Some(tag) => {
                        ignores.push(TypeIgnore { lineno: lines.location(place).line, tag });
                    }
                    None => self.comments.push(Comment {
                        start: place,
                        end: at as u32,
                        text,
                        next,
                        depth,
                        claimed: false,
                    }),
                }
            }
            match token.kind {
                Tok::LParen | Tok::LSquare | Tok::LBrace | Tok::WithParen => depth += 1,
                Tok::RParen | Tok::RSquare | Tok::RBrace => depth = depth.saturating_sub(1),
                _ => {}
            }
            before = before.max(token.end);
        }
        ignores
    }

    /// The token before a comment, and the one behind it.
    fn around(&self, comment: &Comment<'_>) -> (Option<&Token>, Option<&Token>) {
        let before = comment.next.checked_sub(1).and_then(|at| self.tokens.get(at));
        (before, self.tokens.get(comment.next))
    }

    /// Indices of the unclaimed comments within a range of the source.
    fn within(&self, from: u32, to: u32) -> std::ops::Range<usize> {
        let first = self.comments.partition_point(|comment| comment.start < from);
        let last = self.comments.partition_point(|comment| comment.start < to);
        first..last
    }

    fn claim(&mut self, at: usize, owner: usize) {
        if let Some(comment) = self.comments.get_mut(at) {
            comment.claimed = true;
            self.found.texts.insert(owner, comment.text);
        }
    }

    /// Statements lie in statements only, so a list of bodies to look through is enough.
    fn statements(&mut self, body: &'a [&'a Stmt<'a>]) -> Result<(), Problem> {
        let mut bodies = vec![body];
        while let Some(body) = bodies.pop() {
            for &stmt in body {
                if self.within(stmt.span.start, u32::MAX).is_empty() {
                    break;
                }
                self.statement(stmt, &mut bodies)?;
            }
        }
        Ok(())
    }

    fn statement(
        &mut self,
        stmt: &'a Stmt<'a>,
        bodies: &mut Vec<&'a [&'a Stmt<'a>]>,
    ) -> Result<(), Problem> {
        match stmt.kind {
            StmtKind::FunctionDef(def) | StmtKind::AsyncFunctionDef(def) => {
                bodies.push(def.body);
                return self.function(stmt, def);
            }
            StmtKind::Assign { .. } => {
                // Right behind the value.
                for at in self.within(stmt.span.end, u32::MAX).take(1) {
                    let behind = self.comments.get(at).map(|comment| self.around(comment));
                    let Some((Some(before), Some(next))) = behind else { continue };
                    if before.end == stmt.span.end && next.kind == Tok::Newline {
                        self.claim(at, address(stmt));
                    }
                }
            }
            StmtKind::For { iter, body, orelse, .. }
            | StmtKind::AsyncFor { iter, body, orelse, .. } => {
                bodies.extend([body, orelse]);
                self.behind_colon(stmt, iter.span.end, body);
            }
            StmtKind::With { items, body, .. } | StmtKind::AsyncWith { items, body, .. } => {
                bodies.push(body);
                let last = items.last().map_or(stmt.span.start, |item| {
                    item.optional_vars.unwrap_or(item.context_expr).span.end
                });
                self.behind_colon(stmt, last, body);
            }
            StmtKind::While { body, orelse, .. } | StmtKind::If { body, orelse, .. } => {
                bodies.extend([body, orelse]);
            }
            StmtKind::Try(parts) | StmtKind::TryStar(parts) => {
                bodies.extend([parts.body, parts.orelse, parts.finalbody]);
                bodies.extend(parts.handlers.iter().map(|handler| handler.body));
            }
            StmtKind::Match { cases, .. } => bodies.extend(cases.iter().map(|case| case.body)),
            StmtKind::ClassDef(def) => bodies.push(def.body),
            _ => {}
        }
        Ok(())
    }

    /// The comment on the line of a header's colon.
    fn behind_colon(&mut self, stmt: &Stmt<'a>, header_end: u32, body: &[&Stmt<'a>]) -> bool {
        let body_start = body_start(body);
        for at in self.within(header_end, body_start) {
            let Some(comment) = self.comments.get(at) else { continue };
            let (before, next) = self.around(comment);
            if before.is_some_and(|t| t.kind == Tok::Colon)
                && next.is_some_and(|t| t.kind == Tok::Newline)
            {
                self.claim(at, address(stmt));
                return true;
            }
        }
        false
    }

    fn function(&mut self, stmt: &Stmt<'a>, def: &FunctionDef<'a>) -> Result<(), Problem> {
        let args = def.args;
        let optional = |arg: Option<&'a Arg<'a>>| arg.map_or(&[][..], std::slice::from_ref);
        let all = [args.posonlyargs, args.args, optional(args.vararg), args.kwonlyargs];
        let all: Vec<&'a Arg<'a>> = all.into_iter().flatten().chain(optional(args.kwarg)).collect();
        let body_start = body_start(def.body);
        for at in self.within(stmt.span.start, body_start) {
            let Some(comment) = self.comments.get(at) else { continue };
            let (Some(before), Some(next)) = self.around(comment) else { continue };
            if comment.depth == 0 {
                continue;
            }
            let fits =
                comment.depth == 1 && (before.kind == Tok::Comma || next.kind == Tok::RParen);
            let owner = all.iter().rev().find(|arg| arg.span.start < comment.start);
            if let (true, Some(owner)) = (fits, owner) {
                self.claim(at, address(*owner));
            }
        }
        let header_end = all.last().map_or(stmt.span.start, |arg| arg.span.end);
        let on_line = self.behind_colon(stmt, header_end, def.body);
        // Alone on the first line of the body.
        for at in self.within(header_end, body_start) {
            let Some(comment) = self.comments.get(at) else { continue };
            let (Some(before), Some(next)) = self.around(comment) else { continue };
            if comment.claimed || before.kind != Tok::Newline || next.kind != Tok::Indent {
                continue;
            }
            if on_line || self.comments.get(at + 1).is_some_and(|other| other.next == comment.next)
            {
                let place = Place::Token(comment.next);
                let text = "Cannot have two type comments on def";
                return Err(Problem::new(SyntaxErrorKind::Syntax, text, place));
            }
            self.claim(at, address(stmt));
        }
        Ok(())
    }
}

/// Where a body starts, its decorators included.
fn body_start(body: &[&Stmt<'_>]) -> u32 {
    let Some(first) = body.first() else { return 0 };
    let decorators = match first.kind {
        StmtKind::FunctionDef(def) | StmtKind::AsyncFunctionDef(def) => def.decorator_list,
        StmtKind::ClassDef(def) => def.decorator_list,
        _ => &[],
    };
    decorators.first().map_or(first.span.start, |decorator| decorator.span.start)
}

/// What stands behind `# type:`.
fn type_text(comment: &str) -> Option<&str> {
    let blank = [' ', '\t'];
    let rest = comment.strip_prefix('#')?.trim_start_matches(blank).strip_prefix("type:")?;
    Some(rest.trim_start_matches(blank))
}

/// What stands behind `ignore`, if that is the whole word.
fn ignored(text: &str) -> Option<&str> {
    let tag = text.strip_prefix("ignore")?;
    let goes_on = tag.chars().next().is_some_and(|c| !c.is_ascii() || c.is_ascii_alphanumeric());
    (!goes_on).then_some(tag)
}
