//! Expression nodes. Strings, arguments and operators have their own files.

use super::list::List;
use super::{Ctx, Refusal, span};
use crate::ast::*;
use crate::numbers;

impl<'a> Ctx<'a> {
    pub(crate) fn expr(&self, kind: ExprKind<'a>, l: u32, r: u32) -> &'a Expr<'a> {
        self.alloc(Expr { kind, span: span(l, r) })
    }

    pub(crate) fn constant(&self, value: Constant<'a>, l: u32, r: u32) -> &'a Expr<'a> {
        self.expr(ExprKind::Constant { value, kind: StringKind::Plain }, l, r)
    }

    pub(crate) fn int(&self, l: u32, r: u32) -> Result<&'a Expr<'a>, Refusal> {
        let value = numbers::int(self.text(l, r), self.arena);
        if let Int::Big { digits, radix: 10 } = value
            && digits.len() > self.arena.max_digits
        {
            let problem = numbers::too_many_digits(digits.len(), self.arena.max_digits, l);
            return Err(self.refuse(problem));
        }
        Ok(self.constant(Constant::Int(value), l, r))
    }

    pub(crate) fn float(&self, l: u32, r: u32) -> &'a Expr<'a> {
        self.constant(numbers::float(self.text(l, r)), l, r)
    }

    pub(crate) fn imaginary(&self, l: u32, r: u32) -> &'a Expr<'a> {
        self.constant(numbers::imaginary(self.text(l, r)), l, r)
    }

    pub(crate) fn name_expr(&self, ctx: ExprContext, l: u32, r: u32) -> &'a Expr<'a> {
        self.expr(ExprKind::Name { id: self.name(l, r), ctx }, l, r)
    }

    pub(crate) fn attribute(
        &self,
        value: &'a Expr<'a>,
        attr: &'a str,
        l: u32,
        r: u32,
    ) -> &'a Expr<'a> {
        self.expr(ExprKind::Attribute { value, attr, ctx: ExprContext::Load }, l, r)
    }

    pub(crate) fn subscript(
        &self,
        value: &'a Expr<'a>,
        slice: &'a Expr<'a>,
        l: u32,
        r: u32,
    ) -> &'a Expr<'a> {
        self.expr(ExprKind::Subscript { value, slice, ctx: ExprContext::Load }, l, r)
    }

    pub(crate) fn starred(&self, value: &'a Expr<'a>, l: u32, r: u32) -> &'a Expr<'a> {
        self.expr(ExprKind::Starred { value, ctx: ExprContext::Load }, l, r)
    }

    pub(crate) fn named(
        &self,
        target: &'a Expr<'a>,
        value: &'a Expr<'a>,
        l: u32,
        r: u32,
    ) -> &'a Expr<'a> {
        self.expr(ExprKind::NamedExpr { target, value }, l, r)
    }

    pub(crate) fn tuple(&self, elts: List<'a, &'a Expr<'a>>, l: u32, r: u32) -> &'a Expr<'a> {
        self.expr(ExprKind::Tuple { elts: self.slice(elts), ctx: ExprContext::Load }, l, r)
    }

    /// A tuple of elements that are already targets.
    pub(crate) fn tuple_store(&self, elts: List<'a, &'a Expr<'a>>, l: u32, r: u32) -> &'a Expr<'a> {
        self.expr(ExprKind::Tuple { elts: self.slice(elts), ctx: ExprContext::Store }, l, r)
    }

    pub(crate) fn list(&self, elts: List<'a, &'a Expr<'a>>, l: u32, r: u32) -> &'a Expr<'a> {
        self.expr(ExprKind::List { elts: self.slice(elts), ctx: ExprContext::Load }, l, r)
    }

    pub(crate) fn dict(
        &self,
        items: List<'a, (Option<&'a Expr<'a>>, &'a Expr<'a>)>,
        l: u32,
        r: u32,
    ) -> &'a Expr<'a> {
        let keys = super::list::to_slice(self.arena, items, |(key, _)| key);
        let values = super::list::to_slice(self.arena, items, |(_, value)| value);
        self.expr(ExprKind::Dict { keys, values }, l, r)
    }

    pub(crate) fn generator(
        &self,
        elt: &'a Expr<'a>,
        clauses: List<'a, &'a Comprehension<'a>>,
        l: u32,
        r: u32,
    ) -> &'a Expr<'a> {
        self.expr(ExprKind::GeneratorExp { elt, generators: self.values(clauses) }, l, r)
    }

    pub(crate) fn comprehension(
        &self,
        is_async: bool,
        target: &'a Expr<'a>,
        iter: &'a Expr<'a>,
        ifs: List<'a, &'a Expr<'a>>,
    ) -> &'a Comprehension<'a> {
        self.alloc(Comprehension { target, iter, ifs: self.slice(ifs), is_async })
    }
}
