//! Patterns of `match`: nodes, and what the rules alone cannot refuse.

use super::list::{List, to_slice};
use super::{Ctx, Refusal, span};
use crate::ast::*;
use crate::error::{Place, Problem, SyntaxErrorKind};

type PatternList<'a> = List<'a, &'a Pattern<'a>>;

/// `_` captures nothing.
fn captured(name: &str) -> Option<&str> {
    (name != "_").then_some(name)
}

/// A name with attributes; one that begins with `_` is the pattern that matches everything, with more
/// than may follow it.
fn named(name: &Expr<'_>) -> Result<(), Refusal> {
    let mut inner = name;
    while let ExprKind::Attribute { value, .. } = inner.kind {
        inner = value;
    }
    match inner.kind {
        ExprKind::Name { id: "_", .. } => Err(Refusal::Here),
        _ => Ok(()),
    }
}

impl<'a> Ctx<'a> {
    pub(crate) fn pattern(&self, kind: PatternKind<'a>, l: u32, r: u32) -> &'a Pattern<'a> {
        self.alloc(Pattern { kind, span: span(l, r) })
    }

    pub(crate) fn match_(
        &self,
        subject: &'a Expr<'a>,
        cases: List<'a, &'a MatchCase<'a>>,
        l: u32,
    ) -> &'a Stmt<'a> {
        let cases = self.values(cases);
        let end = cases.last().map_or(l, |case| self.end_of(&[case.body]));
        self.stmt(StmtKind::Match { subject, cases }, l, end)
    }

    pub(crate) fn case(
        &self,
        pattern: &'a Pattern<'a>,
        guard: Option<&'a Expr<'a>>,
        body: &'a [&'a Stmt<'a>],
    ) -> &'a MatchCase<'a> {
        self.alloc(MatchCase { pattern, guard, body })
    }

    pub(crate) fn sequence_pattern(
        &self,
        list: PatternList<'a>,
        l: u32,
        r: u32,
    ) -> &'a Pattern<'a> {
        self.pattern(PatternKind::MatchSequence { patterns: self.slice(list) }, l, r)
    }

    pub(crate) fn star_pattern(&self, name: &'a str, l: u32, r: u32) -> &'a Pattern<'a> {
        self.pattern(PatternKind::MatchStar { name: captured(name) }, l, r)
    }

    pub(crate) fn capture_pattern(&self, name: &'a str, l: u32, r: u32) -> &'a Pattern<'a> {
        self.pattern(PatternKind::MatchAs { pattern: None, name: captured(name) }, l, r)
    }

    /// `a.b`, the value of an attribute.
    pub(crate) fn attribute_pattern(
        &self,
        value: &'a Expr<'a>,
    ) -> Result<&'a Pattern<'a>, Refusal> {
        named(value)?;
        let (l, r) = (value.span.start, value.span.end);
        Ok(self.pattern(PatternKind::MatchValue { value }, l, r))
    }

    pub(crate) fn as_pattern(
        &self,
        pattern: &'a Pattern<'a>,
        name: &'a str,
        l: u32,
        r: u32,
    ) -> Result<&'a Pattern<'a>, Refusal> {
        if name == "_" {
            return Err(Refusal::Here);
        }
        Ok(self.pattern(PatternKind::MatchAs { pattern: Some(pattern), name: Some(name) }, l, r))
    }

    pub(crate) fn or_pattern(&self, list: PatternList<'a>, l: u32, r: u32) -> &'a Pattern<'a> {
        match self.slice(list) {
            [single] => single,
            patterns => self.pattern(PatternKind::MatchOr { patterns }, l, r),
        }
    }

    pub(crate) fn mapping_pattern(
        &self,
        items: List<'a, &'a (&'a Expr<'a>, &'a Pattern<'a>)>,
        rest: Option<&'a str>,
        l: u32,
        r: u32,
    ) -> &'a Pattern<'a> {
        let keys = to_slice(self.arena, items, |item| item.0);
        let patterns = to_slice(self.arena, items, |item| item.1);
        self.pattern(PatternKind::MatchMapping { keys, patterns, rest }, l, r)
    }

    /// `{…, **rest}`, where the rest may not be `_`.
    pub(crate) fn mapping_rest_pattern(
        &self,
        items: List<'a, &'a (&'a Expr<'a>, &'a Pattern<'a>)>,
        rest: &'a str,
        l: u32,
        r: u32,
    ) -> Result<&'a Pattern<'a>, Refusal> {
        if rest == "_" {
            return Err(Refusal::Here);
        }
        Ok(self.mapping_pattern(items, Some(rest), l, r))
    }

    pub(crate) fn class_pattern(
        &self,
        cls: &'a Expr<'a>,
        arguments: List<'a, &'a (Option<&'a str>, &'a Pattern<'a>)>,
        l: u32,
        r: u32,
    ) -> Result<&'a Pattern<'a>, Refusal> {
        named(cls)?;
        let mut patterns = Vec::new();
        let mut kwd_attrs = Vec::new();
        let mut kwd_patterns = Vec::new();
        for &(name, pattern) in self.slice(arguments) {
            match name {
                Some(name) => {
                    kwd_attrs.push(*name);
                    kwd_patterns.push(*pattern);
                }
                None if kwd_attrs.is_empty() => patterns.push(*pattern),
                None => return Err(Refusal::Here),
            }
        }
        let kind = PatternKind::MatchClass {
            cls,
            patterns: self.arena.alloc_slice(&patterns),
            kwd_attrs: self.arena.alloc_slice(&kwd_attrs),
            kwd_patterns: self.arena.alloc_slice(&kwd_patterns),
        };
        Ok(self.pattern(kind, l, r))
    }

    /// `1 + 2j`: a real number and an imaginary one.
    pub(crate) fn complex_pattern(
        &self,
        left: &'a Expr<'a>,
        op: Operator,
        right: &'a Expr<'a>,
        l: u32,
        r: u32,
    ) -> Result<&'a Expr<'a>, Refusal> {
        let is_imaginary = |e: &Expr<'a>| {
            matches!(e.kind, ExprKind::Constant { value: Constant::Complex { .. }, .. })
        };
        let unsigned = match left.kind {
            ExprKind::UnaryOp { operand, .. } => operand,
            _ => left,
        };
        let (wanted, found) = if is_imaginary(unsigned) {
            ("real", unsigned)
        } else if !is_imaginary(right) {
            ("imaginary", right)
        } else {
            return Ok(self.binary(left, op, right, l, r));
        };
        Err(self.refuse(Problem::new(
            SyntaxErrorKind::Syntax,
            format!("{wanted} number required in complex literal"),
            Place::Range(found.span.start, found.span.end),
        )))
    }
}
