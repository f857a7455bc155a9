//! Expressions that turn out to be targets: the same nodes in Store or Del context, or a refusal.

use super::{Ctx, Refusal};
use crate::ast::*;

impl<'a> Ctx<'a> {
    /// The expression as a target of assignment.
    pub(crate) fn store(&self, e: &'a Expr<'a>) -> Result<&'a Expr<'a>, Refusal> {
        self.with_context(e, ExprContext::Store)
    }

    /// The expression as a target of `del`.
    pub(crate) fn del(&self, e: &'a Expr<'a>) -> Result<&'a Expr<'a>, Refusal> {
        self.with_context(e, ExprContext::Del)
    }

    // Recursion is bounded by the limit on brackets.
    fn with_context(&self, e: &'a Expr<'a>, ctx: ExprContext) -> Result<&'a Expr<'a>, Refusal> {
        let kind = match e.kind {
            ExprKind::Name { id, .. } => ExprKind::Name { id, ctx },
            ExprKind::Attribute { value, attr, .. } => ExprKind::Attribute { value, attr, ctx },
            ExprKind::Subscript { value, slice, .. } => ExprKind::Subscript { value, slice, ctx },
            ExprKind::Starred { value, .. } if ctx == ExprContext::Store => {
                ExprKind::Starred { value: self.store(value)?, ctx }
            }
            ExprKind::List { elts, .. } => ExprKind::List { elts: self.all(elts, ctx)?, ctx },
            ExprKind::Tuple { elts, .. } => ExprKind::Tuple { elts: self.all(elts, ctx)?, ctx },
            _ => return Err(Refusal::Here),
        };
        Ok(self.expr(kind, e.span.start, e.span.end))
    }

    fn all(
        &self,
        elts: &'a [&'a Expr<'a>],
        ctx: ExprContext,
    ) -> Result<&'a [&'a Expr<'a>], Refusal> {
        let Some(first) = elts.first() else {
            return Ok(&[]);
        };
        let targets = self.arena.alloc_filled(elts.len(), *first);
        for (target, e) in targets.iter_mut().zip(elts) {
            *target = self.with_context(e, ctx)?;
        }
        Ok(targets)
    }

    pub(crate) fn starred_store(
        &self,
        e: &'a Expr<'a>,
        l: u32,
        r: u32,
    ) -> Result<&'a Expr<'a>, Refusal> {
        let value = self.store(e)?;
        Ok(self.expr(ExprKind::Starred { value, ctx: ExprContext::Store }, l, r))
    }

    /// A target that is one place: what `+=` and annotations take.
    pub(crate) fn single_store(&self, e: &'a Expr<'a>) -> Result<&'a Expr<'a>, Refusal> {
        match e.kind {
            ExprKind::Name { .. } | ExprKind::Attribute { .. } | ExprKind::Subscript { .. } => {
                self.store(e)
            }
            _ => Err(Refusal::Here),
        }
    }
}
