//! Statement nodes. A compound statement ends where the last statement of its last block ends.

use super::list::{List, backwards, push, to_slice};
use super::{Ctx, Refusal, span};
use crate::actions::arguments::Argument;
use crate::ast::*;

type Body<'a> = &'a [&'a Stmt<'a>];

/// `elif test: body`, from offset `start`.
#[derive(Clone, Copy)]
pub(crate) struct ElifPart<'a> {
    test: &'a Expr<'a>,
    body: Body<'a>,
    start: u32,
}

/// What may stand between the parentheses of `with (…):`.
#[derive(Clone, Copy)]
pub(crate) enum WithElement<'a> {
    Item(WithItem<'a>),
    /// A starred or named expression, which is no item: then it is a tuple, not a list of items.
    Other(&'a Expr<'a>),
}

impl<'a> Ctx<'a> {
    /// Where the last non-empty block ends: after its last statement and the semicolon after that.
    pub(crate) fn end_of(&self, blocks: &[Body<'_>]) -> u32 {
        let Some(last) = blocks.iter().rev().find_map(|block| block.last()) else {
            return 0;
        };
        let end = last.span.end as usize;
        let rest = self.source.as_bytes().get(end..).unwrap_or(&[]);
        let mut blanks = 0;
        loop {
            match rest.get(blanks) {
                Some(b' ' | b'\t' | b'\x0c') => blanks += 1,
                Some(b'\\') => blanks += 2,
                Some(b';') => return (end + blanks + 1) as u32,
                Some(_) | None => return end as u32,
            }
        }
    }

    pub(crate) fn stmt(&self, kind: StmtKind<'a>, l: u32, r: u32) -> &'a Stmt<'a> {
        self.alloc(Stmt { kind, span: span(l, r) })
    }

    pub(crate) fn assign_target(
        &self,
        list: List<'a, &'a Expr<'a>>,
        target: &'a Expr<'a>,
    ) -> Result<List<'a, &'a Expr<'a>>, Refusal> {
        Ok(push(self.arena, list, self.store(target)?))
    }

    pub(crate) fn assign(
        &self,
        targets: List<'a, &'a Expr<'a>>,
        value: &'a Expr<'a>,
        l: u32,
        r: u32,
    ) -> &'a Stmt<'a> {
        self.stmt(
            StmtKind::Assign { targets: self.slice(targets), value, type_comment: Aside },
            l,
            r,
        )
    }

    pub(crate) fn aug_assign(
        &self,
        target: &'a Expr<'a>,
        op: Operator,
        value: &'a Expr<'a>,
        l: u32,
        r: u32,
    ) -> Result<&'a Stmt<'a>, Refusal> {
        let target = self.single_store(target)?;
        Ok(self.stmt(StmtKind::AugAssign { target, op, value }, l, r))
    }

    pub(crate) fn ann_assign(
        &self,
        target: &'a Expr<'a>,
        annotation: &'a Expr<'a>,
        value: Option<&'a Expr<'a>>,
        l: u32,
        r: u32,
    ) -> Result<&'a Stmt<'a>, Refusal> {
        let target = self.single_store(target)?;
        // A name in parentheses starts after the statement does.
        let simple = matches!(target.kind, ExprKind::Name { .. }) && target.span.start == l;
        Ok(self.stmt(StmtKind::AnnAssign { target, annotation, value, simple }, l, r))
    }

    pub(crate) fn type_alias(
        &self,
        name: &'a Expr<'a>,
        type_params: Option<&'a [TypeParam<'a>]>,
        value: &'a Expr<'a>,
        l: u32,
        r: u32,
    ) -> &'a Stmt<'a> {
        let type_params = type_params.unwrap_or(&[]);
        self.stmt(StmtKind::TypeAlias { name, type_params, value }, l, r)
    }

    pub(crate) fn delete(
        &self,
        targets: List<'a, &'a Expr<'a>>,
        l: u32,
        r: u32,
    ) -> Result<&'a Stmt<'a>, Refusal> {
        let mut kept = None;
        for e in self.slice(targets) {
            kept = push(self.arena, kept, self.del(e)?);
        }
        Ok(self.stmt(StmtKind::Delete { targets: self.slice(kept) }, l, r))
    }

    /// `a.b.c`, whatever blanks are between the tokens.
    pub(crate) fn dotted_name(&self, l: u32, r: u32) -> &'a str {
        let text = self.text(l, r);
        let plain = |b: u8| b.is_ascii_alphanumeric() || b == b'_' || b == b'.';
        if text.bytes().all(plain) {
            return text;
        }
        let kept: String = text.chars().filter(|c| !c.is_whitespace() && *c != '\\').collect();
        crate::identifiers::normalised(self.arena.alloc_str(&kept), self.arena)
    }

    pub(crate) fn alias(
        &self,
        name: &'a str,
        asname: Option<&'a str>,
        l: u32,
        r: u32,
    ) -> &'a Alias<'a> {
        self.alloc(Alias { name, asname, span: span(l, r) })
    }

    pub(crate) fn import_from(
        &self,
        level: u32,
        module: Option<&'a str>,
        names: List<'a, &'a Alias<'a>>,
        l: u32,
        r: u32,
    ) -> &'a Stmt<'a> {
        self.stmt(StmtKind::ImportFrom { module, names: self.values(names), level }, l, r)
    }

    pub(crate) fn function_def(
        &self,
        name: &'a str,
        type_params: Option<&'a [TypeParam<'a>]>,
        args: &'a Arguments<'a>,
        returns: Option<&'a Expr<'a>>,
        body: Body<'a>,
    ) -> &'a FunctionDef<'a> {
        let type_params = type_params.unwrap_or(&[]);
        self.alloc(FunctionDef {
            name,
            args,
            body,
            decorator_list: &[],
            returns,
            type_comment: Aside,
            type_params,
        })
    }

    pub(crate) fn function(
        &self,
        mut def: &'a FunctionDef<'a>,
        decorators: List<'a, &'a Expr<'a>>,
        l: u32,
        is_async: bool,
    ) -> &'a Stmt<'a> {
        if decorators.is_some() {
            def = self.alloc(FunctionDef { decorator_list: self.slice(decorators), ..*def });
        }
        let end = self.end_of(&[def.body]);
        let kind =
            if is_async { StmtKind::AsyncFunctionDef(def) } else { StmtKind::FunctionDef(def) };
        self.stmt(kind, l, end)
    }

    pub(crate) fn class_def(
        &self,
        name: &'a str,
        type_params: Option<&'a [TypeParam<'a>]>,
        arguments: List<'a, Argument<'a>>,
        body: Body<'a>,
    ) -> Result<&'a ClassDef<'a>, Refusal> {
        let (bases, keywords) = self.sort_arguments(arguments)?;
        let type_params = type_params.unwrap_or(&[]);
        Ok(self.alloc(ClassDef { name, bases, keywords, body, decorator_list: &[], type_params }))
    }

    pub(crate) fn class(
        &self,
        mut def: &'a ClassDef<'a>,
        decorators: List<'a, &'a Expr<'a>>,
        l: u32,
    ) -> &'a Stmt<'a> {
        if decorators.is_some() {
            def = self.alloc(ClassDef { decorator_list: self.slice(decorators), ..*def });
        }
        self.stmt(StmtKind::ClassDef(def), l, self.end_of(&[def.body]))
    }

    pub(crate) fn elif(&self, test: &'a Expr<'a>, body: Body<'a>, start: u32) -> &'a ElifPart<'a> {
        self.alloc(ElifPart { test, body, start })
    }

    pub(crate) fn if_(
        &self,
        test: &'a Expr<'a>,
        body: Body<'a>,
        elifs: List<'a, &'a ElifPart<'a>>,
        orelse: Option<Body<'a>>,
        l: u32,
    ) -> &'a Stmt<'a> {
        let mut orelse = orelse.unwrap_or(&[]);
        // All of them end where the last block does.
        let last_elif = backwards(elifs).next().map_or(body, |part| part.body);
        let end = self.end_of(&[last_elif, orelse]);
        for &ElifPart { test, body, start } in backwards(elifs) {
            let nested = self.stmt(StmtKind::If { test, body, orelse }, start, end);
            orelse = self.arena.alloc_slice(&[nested]);
        }
        self.stmt(StmtKind::If { test, body, orelse }, l, end)
    }

    pub(crate) fn while_(
        &self,
        test: &'a Expr<'a>,
        body: Body<'a>,
        orelse: Option<Body<'a>>,
        l: u32,
    ) -> &'a Stmt<'a> {
        let orelse = orelse.unwrap_or(&[]);
        self.stmt(StmtKind::While { test, body, orelse }, l, self.end_of(&[body, orelse]))
    }

    pub(crate) fn for_(
        &self,
        is_async: bool,
        target: &'a Expr<'a>,
        iter: &'a Expr<'a>,
        body: Body<'a>,
        orelse: Option<Body<'a>>,
        l: u32,
    ) -> &'a Stmt<'a> {
        let orelse = orelse.unwrap_or(&[]);
        let kind = if is_async {
            StmtKind::AsyncFor { target, iter, body, orelse, type_comment: Aside }
        } else {
            StmtKind::For { target, iter, body, orelse, type_comment: Aside }
        };
        self.stmt(kind, l, self.end_of(&[body, orelse]))
    }

    pub(crate) fn try_(
        &self,
        body: Body<'a>,
        handlers: List<'a, &'a ExceptHandler<'a>>,
        orelse: Option<Body<'a>>,
        finalbody: Option<Body<'a>>,
        l: u32,
        star: bool,
    ) -> &'a Stmt<'a> {
        let (orelse, finalbody) = (orelse.unwrap_or(&[]), finalbody.unwrap_or(&[]));
        let handled = backwards(handlers).next().map_or(body, |handler| handler.body);
        let end = self.end_of(&[handled, orelse, finalbody]);
        let parts = self.alloc(Try { body, handlers: self.values(handlers), orelse, finalbody });
        self.stmt(if star { StmtKind::TryStar(parts) } else { StmtKind::Try(parts) }, l, end)
    }

    pub(crate) fn handler(
        &self,
        type_: Option<&'a Expr<'a>>,
        name: Option<&'a str>,
        body: Body<'a>,
        l: u32,
    ) -> &'a ExceptHandler<'a> {
        self.alloc(ExceptHandler { type_, name, body, span: span(l, self.end_of(&[body])) })
    }

    pub(crate) fn with(
        &self,
        is_async: bool,
        items: &'a [WithItem<'a>],
        body: Body<'a>,
        l: u32,
    ) -> &'a Stmt<'a> {
        let kind = if is_async {
            StmtKind::AsyncWith { items, body, type_comment: Aside }
        } else {
            StmtKind::With { items, body, type_comment: Aside }
        };
        self.stmt(kind, l, self.end_of(&[body]))
    }

    pub(crate) fn with_item(
        &self,
        context_expr: &'a Expr<'a>,
        optional_vars: Option<&'a Expr<'a>>,
    ) -> &'a WithItem<'a> {
        self.alloc(WithItem { context_expr, optional_vars })
    }

    /// `with (…):` whose parentheses belong to an expression.
    pub(crate) fn with_expression(&self, e: &'a Expr<'a>) -> &'a [WithItem<'a>] {
        self.arena.alloc_slice(&[WithItem { context_expr: e, optional_vars: None }])
    }

    pub(crate) fn with_elements(
        &self,
        list: List<'a, &'a WithElement<'a>>,
        comma: bool,
        l: u32,
        r: u32,
    ) -> Result<&'a [WithItem<'a>], Refusal> {
        let elements = self.slice(list);
        let items: Vec<WithItem<'a>> = elements
            .iter()
            .filter_map(|element| match element {
                WithElement::Item(item) => Some(*item),
                WithElement::Other(_) => None,
            })
            .collect();
        if items.len() == elements.len() {
            return Ok(self.arena.alloc_slice(&items));
        }
        if items.iter().any(|item| item.optional_vars.is_some()) {
            return Err(Refusal::Here);
        }
        let elts = to_slice(self.arena, list, |element| match element {
            WithElement::Item(item) => item.context_expr,
            WithElement::Other(e) => e,
        });
        match elts {
            [single] if !comma => match single.kind {
                ExprKind::Starred { .. } => Err(Refusal::Here),
                _ => Ok(self.with_expression(single)),
            },
            _ => {
                let kind = ExprKind::Tuple { elts, ctx: ExprContext::Load };
                Ok(self.with_expression(self.expr(kind, l, r)))
            }
        }
    }
}
