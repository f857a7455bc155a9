//! The first walk's part for expressions: uses, walrus targets, lambdas and comprehensions.

use grammar::ast::{Comprehension, Expr, ExprContext, ExprKind, Span};

use crate::collect::{Collector, address};
use crate::error::Result;
use crate::scope::{Role, ScopeId, ScopeKind, mention};

impl<'a> Collector<'_, 'a> {
    pub(crate) fn exprs(&mut self, exprs: &'a [&'a Expr<'a>]) -> Result<()> {
        exprs.iter().try_for_each(|expr| self.expr(expr))
    }

    pub(crate) fn maybe(&mut self, expr: Option<&'a Expr<'a>>) -> Result<()> {
        expr.map_or(Ok(()), |expr| self.expr(expr))
    }

    pub(crate) fn expr(&mut self, expr: &'a Expr<'a>) -> Result<()> {
        self.stack.check()?;
        match expr.kind {
            ExprKind::BoolOp { values, .. } | ExprKind::JoinedStr { values } => self.exprs(values),
            ExprKind::NamedExpr { target, value } => self.named(expr, target, value),
            ExprKind::BinOp { .. } => self.binary_chain(expr),
            ExprKind::UnaryOp { operand: value, .. } | ExprKind::Starred { value, .. } => {
                self.expr(value)
            }
            ExprKind::Attribute { value, attr, ctx } => {
                if attr == "__debug__" && ctx == ExprContext::Store {
                    return self.error("cannot assign to __debug__", expr.span);
                }
                self.expr(value)
            }
            ExprKind::Lambda { args, body } => {
                self.defaults(args)?;
                let outer = self.enter(ScopeKind::Lambda, address(expr), Role::Body);
                let nesting = std::mem::take(&mut self.nesting);
                let in_target = std::mem::take(&mut self.in_target);
                self.params(args)?;
                self.expr(body)?;
                (self.scope, self.nesting, self.in_target) = (outer, nesting, in_target);
                Ok(())
            }
            ExprKind::IfExp { test, body, orelse } => {
                self.expr(test)?;
                self.expr(body)?;
                self.expr(orelse)
            }
            ExprKind::Dict { keys, values } => {
                for (key, value) in keys.iter().zip(values) {
                    self.maybe(*key)?;
                    self.expr(value)?;
                }
                Ok(())
            }
            ExprKind::Set { elts } | ExprKind::List { elts, .. } | ExprKind::Tuple { elts, .. } => {
                self.exprs(elts)
            }
            ExprKind::ListComp { elt, generators } => {
                self.comprehension(expr, &[elt], generators, ScopeKind::Comprehension)
            }
            ExprKind::SetComp { elt, generators } => {
                self.comprehension(expr, &[elt], generators, ScopeKind::Comprehension)
            }
            ExprKind::DictComp { key, value, generators } => {
                self.comprehension(expr, &[key, value], generators, ScopeKind::Comprehension)
            }
            ExprKind::GeneratorExp { elt, generators } => {
                self.comprehension(expr, &[elt], generators, ScopeKind::Generator)
            }
            ExprKind::Await { value } => {
                self.refuse_in_annotation("await expression", expr.span)?;
                self.note_async(true);
                self.expr(value)
            }
            ExprKind::Yield { value } => {
                self.yield_here(expr.span)?;
                self.maybe(value)
            }
            ExprKind::YieldFrom { value } => {
                self.yield_here(expr.span)?;
                self.expr(value)
            }
            ExprKind::Compare { left, comparators, .. } => {
                self.expr(left)?;
                self.exprs(comparators)
            }
            ExprKind::Call { func, args, keywords } => {
                self.expr(func)?;
                self.exprs(args)?;
                for keyword in keywords {
                    if keyword.arg == Some("__debug__") {
                        return self.error("cannot assign to __debug__", keyword.span);
                    }
                    self.expr(keyword.value)?;
                }
                Ok(())
            }
            ExprKind::FormattedValue { value, format_spec, .. } => {
                self.expr(value)?;
                self.maybe(format_spec)
            }
            ExprKind::Constant { .. } => Ok(()),
            ExprKind::Subscript { value, slice, .. } => {
                self.expr(value)?;
                self.expr(slice)
            }
            ExprKind::Name { id, ctx } => self.mention_name(id, ctx, expr.span),
            ExprKind::Slice { lower, upper, step } => {
                self.maybe(lower)?;
                self.maybe(upper)?;
                self.maybe(step)
            }
        }
    }

    fn mention_name(&mut self, id: &'a str, ctx: ExprContext, span: Span) -> Result<()> {
        if self.in_target {
            self.mention_in_target(id, ctx, span)?;
        }
        match ctx {
            ExprContext::Load => {
                let name = self.name(id);
                self.scopes.mention(self.scope, name, mention::USE);
                if id == "super" && self.scopes[self.scope].kind.is_function_like() {
                    let class = self.scopes.class_name;
                    self.scopes.mention(self.scope, class, mention::USE);
                }
            }
            ExprContext::Store => {
                self.bind(id, mention::LOCAL, span)?;
            }
            ExprContext::Del if id == "__debug__" => {
                return self.error("cannot delete __debug__", span);
            }
            ExprContext::Del => {
                self.bind(id, mention::LOCAL | mention::DELETED, span)?;
            }
        }
        Ok(())
    }

    fn binary_chain(&mut self, expr: &'a Expr<'a>) -> Result<()> {
        let (mut at, mut rights) = (expr, Vec::new());
        while let ExprKind::BinOp { left, right, .. } = at.kind {
            rights.push(right);
            at = left;
        }
        self.expr(at)?;
        rights.into_iter().rev().try_for_each(|right| self.expr(right))
    }

    fn refuse_in_annotation(&self, what: &str, span: Span) -> Result<()> {
        let place = match self.scopes[self.scope].kind {
            ScopeKind::TypeParams => "the definition of a generic",
            ScopeKind::TypeVariable => self.type_variable_word,
            ScopeKind::TypeAlias => "a type alias",
            ScopeKind::Annotation => "an annotation",
            ScopeKind::Module
            | ScopeKind::Class
            | ScopeKind::Function
            | ScopeKind::Lambda
            | ScopeKind::Comprehension
            | ScopeKind::Generator => return Ok(()),
        };
        self.error(format!("{what} cannot be used within {place}"), span)
    }

    fn yield_here(&mut self, span: Span) -> Result<()> {
        self.refuse_in_annotation("yield expression", span)?;
        let kind = self.scopes[self.scope].kind;
        if matches!(kind, ScopeKind::Comprehension | ScopeKind::Generator) {
            return self.yield_in_comprehension(span);
        }
        self.scopes[self.scope].is_generator = true;
        Ok(())
    }

    fn yield_in_comprehension(&self, span: Span) -> Result<()> {
        self.error(format!("'yield' inside {}", self.comprehension_word), span)
    }

    fn named(
        &mut self,
        expr: &'a Expr<'a>,
        target: &'a Expr<'a>,
        value: &'a Expr<'a>,
    ) -> Result<()> {
        self.refuse_in_annotation("named expression", expr.span)?;
        if self.in_iterable {
            let message =
                "assignment expression cannot be used in a comprehension iterable expression";
            return self.error(message, expr.span);
        }
        self.expr(value)?;
        let ExprKind::Name { id, .. } = target.kind else { return self.expr(target) };
        let kind = self.scopes[self.scope].kind;
        if matches!(kind, ScopeKind::Comprehension | ScopeKind::Generator) {
            return self.named_in_comprehension(id, target.span);
        }
        self.bind(id, mention::LOCAL | mention::WALRUS, target.span)?;
        Ok(())
    }

    /// The name belongs to the scope around the comprehensions.
    fn named_in_comprehension(&mut self, id: &'a str, span: Span) -> Result<()> {
        let name = self.name(id);
        let mut inner: Vec<ScopeId> = Vec::new();
        let mut at = self.scope;
        while matches!(self.scopes[at].kind, ScopeKind::Comprehension | ScopeKind::Generator) {
            let known = self.scopes[at].symbols.get(&name).map_or(0, |symbol| symbol.mentions);
            if known & mention::COMPREHENSION_TARGET != 0 {
                let message = format!(
                    "assignment expression cannot rebind comprehension iteration variable '{id}'"
                );
                return self.error(message, span);
            }
            inner.push(at);
            let Some(parent) = self.scopes[at].parent else { break };
            at = parent;
        }
        let message = match self.scopes[at].kind {
            ScopeKind::Module => {
                for scope in inner {
                    self.scopes.mention(scope, name, mention::GLOBAL | mention::WALRUS);
                }
                self.scopes.mention(at, name, mention::LOCAL | mention::WALRUS);
                return Ok(());
            }
            ScopeKind::Function | ScopeKind::Lambda => {
                let outer = self.scopes.mention(at, name, 0).mentions;
                let is_global = outer & mention::GLOBAL != 0;
                for scope in inner {
                    let how = if is_global { mention::GLOBAL } else { mention::USE };
                    self.scopes.mention(scope, name, how | mention::WALRUS);
                }
                self.scopes.mention(at, name, mention::LOCAL | mention::WALRUS);
                return Ok(());
            }
            ScopeKind::Class => {
                "assignment expression within a comprehension cannot be used in a class body"
            }
            ScopeKind::TypeVariable => {
                "assignment expression within a comprehension cannot be used in a TypeVar bound"
            }
            ScopeKind::TypeAlias => {
                "assignment expression within a comprehension cannot be used in a type alias"
            }
            // Never evaluated.
            ScopeKind::Annotation => return Ok(()),
            ScopeKind::TypeParams | ScopeKind::Comprehension | ScopeKind::Generator => {
                "assignment expression within a comprehension cannot be used within the definition of a generic"
            }
        };
        self.error(message, span)
    }

    fn comprehension(
        &mut self,
        expr: &'a Expr<'a>,
        elements: &[&'a Expr<'a>],
        generators: &'a [Comprehension<'a>],
        kind: ScopeKind,
    ) -> Result<()> {
        let Some((first, rest)) = generators.split_first() else { return Ok(()) };
        self.iterable(first.iter)?;
        let outer = self.enter(kind, address(expr), Role::Body);
        let word = match expr.kind {
            ExprKind::ListComp { .. } => "list comprehension",
            ExprKind::SetComp { .. } => "set comprehension",
            ExprKind::DictComp { .. } => "dict comprehension",
            _ => "generator expression",
        };
        let outer_word = std::mem::replace(&mut self.comprehension_word, word);
        if kind == ScopeKind::Generator {
            let name = self.bind(".0", mention::PARAM | mention::USE, expr.span)?;
            self.scopes[self.scope].params.push(name);
            self.scopes[self.scope].is_generator = true;
        }
        let in_target = std::mem::take(&mut self.in_target);
        self.note_async(first.is_async);
        self.targets(first)?;
        self.exprs(first.ifs)?;
        for generator in rest {
            self.note_async(generator.is_async);
            self.iterable(generator.iter)?;
            self.targets(generator)?;
            self.exprs(generator.ifs)?;
        }
        elements.iter().try_for_each(|element| self.expr(element))?;
        self.comprehension_word = outer_word;
        self.in_target = in_target;
        self.scope = outer;
        Ok(())
    }

    fn iterable(&mut self, iter: &'a Expr<'a>) -> Result<()> {
        let outer = std::mem::replace(&mut self.in_iterable, true);
        self.expr(iter)?;
        self.in_iterable = outer;
        Ok(())
    }

    fn targets(&mut self, generator: &'a Comprehension<'a>) -> Result<()> {
        let outer = std::mem::replace(&mut self.in_target, true);
        self.expr(generator.target)?;
        self.in_target = outer;
        Ok(())
    }

    /// A name that a comprehension binds is one that no `:=` may have as its target; after one that has,
    /// it must not occur in a comprehension's target at all.
    fn mention_in_target(&mut self, id: &'a str, ctx: ExprContext, span: Span) -> Result<()> {
        let name = self.name(id);
        let bound = ctx == ExprContext::Store;
        let how = if bound { mention::COMPREHENSION_TARGET } else { 0 };
        let symbol = self.scopes.mention(self.scope, name, how);
        if symbol.mentions & (mention::GLOBAL | mention::WALRUS) != 0 {
            let message = format!(
                "comprehension inner loop cannot rebind assignment expression target '{id}'"
            );
            return self.error(message, span);
        }
        Ok(())
    }
}
