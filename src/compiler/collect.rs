//! The first walk over the tree: makes the scopes and notes which names they mention.
//! Refuses what CPython's symbol table refuses; decides nothing about names.

use grammar::ast::{
    Arg, Arguments, Expr, ExprKind, FunctionDef, Mod, Pattern, PatternKind, Span, Stmt, StmtKind,
    Try, TypeParam, TypeParamKind,
};

use crate::error::{Result, StackBudget, Text};
use crate::names::{Class, Name, Names};
use crate::scope::{Role, ScopeId, ScopeKind, Scopes, mention};

/// The address of a node, by which its scope is found again.
pub(crate) fn address<T>(node: &T) -> usize {
    std::ptr::from_ref(node).addr()
}

/// What the first walk needs to know.
pub(crate) struct Collector<'c, 'a> {
    pub(crate) names: &'c mut Names,
    pub(crate) scopes: Scopes,
    pub(crate) text: &'c Text<'a>,
    pub(crate) stack: StackBudget,
    pub(crate) future_annotations: bool,
    pub(crate) scope: ScopeId,
    pub(crate) class: Option<Class>,
    /// Enclosing loops, `with`s and `try`s of this code, and `finally` blocks among them.
    pub(crate) nesting: Nesting,
    /// Inside the iterable of a comprehension.
    pub(crate) in_iterable: bool,
    /// Inside the target of a comprehension.
    pub(crate) in_target: bool,
    /// What messages call the innermost comprehension.
    pub(crate) comprehension_word: &'static str,
    /// What messages call the part of a type parameter that is being read.
    pub(crate) type_variable_word: &'static str,
}

#[derive(Clone, Copy, Default)]
pub(crate) struct Nesting {
    pub(crate) blocks: u16,
    /// As how many `finally` bodies inside one another this place may be compiled.
    pub(crate) finals: u16,
    /// The most of `finals` where something leaves the `try` around: its `finally` runs from there.
    pub(crate) left_from: u16,
}

impl<'a> Collector<'_, 'a> {
    pub(crate) fn module(&mut self, module: &Mod<'a>) -> Result<()> {
        match *module {
            Mod::Module { body, .. } | Mod::Interactive { body } => self.body(body),
            Mod::Expression { body } => self.expr(body),
            Mod::FunctionType { .. } => Ok(()),
        }
    }

    pub(crate) fn error<T>(&self, message: impl Into<String>, span: Span) -> Result<T> {
        Err(self.text.error(message.into(), span))
    }

    pub(crate) fn name(&mut self, text: &str) -> Name {
        self.names.mangle(self.class.as_ref(), text)
    }

    /// Notes that the name is bound here.
    pub(crate) fn bind(&mut self, text: &str, how: u16, span: Span) -> Result<Name> {
        if text == "__debug__" {
            return self.error("cannot assign to __debug__", span);
        }
        let name = self.name(text);
        self.scopes.mention(self.scope, name, how);
        Ok(name)
    }

    pub(crate) fn enter(&mut self, kind: ScopeKind, node: usize, role: Role) -> ScopeId {
        let outer = self.scope;
        self.scope = self.scopes.add(kind, Some(outer), self.class.clone(), (node, role));
        outer
    }

    fn body(&mut self, body: &'a [&'a Stmt<'a>]) -> Result<()> {
        body.iter().try_for_each(|stmt| self.stmt(stmt))
    }

    /// A body of a loop, `with` or `try`.
    fn nested(&mut self, body: &'a [&'a Stmt<'a>]) -> Result<()> {
        self.nesting.blocks += 1;
        self.body(body)?;
        self.nesting.blocks -= 1;
        Ok(())
    }

    fn stmt(&mut self, stmt: &'a Stmt<'a>) -> Result<()> {
        self.stack.check()?;
        match stmt.kind {
            StmtKind::FunctionDef(def) => self.function(def, false, stmt),
            StmtKind::AsyncFunctionDef(def) => self.function(def, true, stmt),
            StmtKind::ClassDef(def) => self.class_def(def, stmt),
            StmtKind::Return { value } => {
                self.note_leaving();
                if self.nesting.blocks > 0 {
                    let slots = self.nesting.finals + 1;
                    let scope = &mut self.scopes[self.scope];
                    scope.return_slots = scope.return_slots.max(slots);
                }
                self.maybe(value)
            }
            StmtKind::Delete { targets } => self.exprs(targets),
            StmtKind::Assign { targets, value, .. } => {
                self.expr(value)?;
                self.exprs(targets)
            }
            StmtKind::TypeAlias { name, type_params, value } => {
                self.type_alias(stmt, name, type_params, value)
            }
            StmtKind::AugAssign { target, value, .. } => {
                self.expr(target)?;
                self.expr(value)
            }
            StmtKind::AnnAssign { target, annotation, value, simple } => {
                self.annotated(stmt, target, annotation, value, simple)
            }
            StmtKind::For { target, iter, body, orelse, .. }
            | StmtKind::AsyncFor { target, iter, body, orelse, .. } => {
                self.note_async(matches!(stmt.kind, StmtKind::AsyncFor { .. }));
                self.expr(iter)?;
                self.expr(target)?;
                self.nested(body)?;
                self.body(orelse)
            }
            StmtKind::While { test, body, orelse } => {
                self.expr(test)?;
                self.nested(body)?;
                self.body(orelse)
            }
            StmtKind::If { .. } => self.if_chain(stmt),
            StmtKind::With { items, body, .. } | StmtKind::AsyncWith { items, body, .. } => {
                self.note_async(matches!(stmt.kind, StmtKind::AsyncWith { .. }));
                for item in items {
                    self.expr(item.context_expr)?;
                    self.maybe(item.optional_vars)?;
                }
                self.nested(body)
            }
            StmtKind::Match { subject, cases } => {
                self.expr(subject)?;
                for case in cases {
                    self.pattern(case.pattern)?;
                    self.maybe(case.guard)?;
                    self.body(case.body)?;
                }
                Ok(())
            }
            StmtKind::Raise { exc, cause } => {
                self.maybe(exc)?;
                self.maybe(cause)
            }
            StmtKind::Try(parts) | StmtKind::TryStar(parts) => self.try_stmt(parts),
            StmtKind::Assert { test, msg } => {
                self.expr(test)?;
                self.maybe(msg)
            }
            StmtKind::Import { .. } | StmtKind::ImportFrom { .. } => self.import(stmt),
            StmtKind::Global { names } => self.directive(names, stmt.span, mention::GLOBAL),
            StmtKind::Nonlocal { names } => self.directive(names, stmt.span, mention::NONLOCAL),
            StmtKind::Expr { value } => self.expr(value),
            StmtKind::Break | StmtKind::Continue => {
                self.note_leaving();
                Ok(())
            }
            StmtKind::Pass => Ok(()),
        }
    }

    /// A statement that may leave the `try`s around it.
    fn note_leaving(&mut self) {
        self.nesting.left_from = self.nesting.left_from.max(self.nesting.finals);
    }

    /// `await` and its kin make a coroutine of the code around them.
    pub(crate) fn note_async(&mut self, is_async: bool) {
        if is_async {
            let mut at = self.scope;
            loop {
                self.scopes[at].is_coroutine = true;
                if self.scopes[at].unit == at {
                    break;
                }
                let Some(parent) = self.scopes[at].parent else { break };
                at = parent;
            }
        }
    }

    fn if_chain(&mut self, mut stmt: &'a Stmt<'a>) -> Result<()> {
        while let StmtKind::If { test, body, orelse } = stmt.kind {
            self.expr(test)?;
            self.body(body)?;
            match orelse {
                [only] if matches!(only.kind, StmtKind::If { .. }) => stmt = only,
                _ => return self.body(orelse),
            }
        }
        Ok(())
    }

    fn try_stmt(&mut self, parts: &'a Try<'a>) -> Result<()> {
        let (finals, left_from) = (self.nesting.finals, self.nesting.left_from);
        self.nesting.left_from = finals;
        self.nested(parts.body)?;
        for handler in parts.handlers {
            self.maybe(handler.type_)?;
            if let Some(name) = handler.name {
                self.bind(name, mention::LOCAL | mention::DELETED, handler.span)?;
            }
            self.nested(handler.body)?;
        }
        // An `else` is inside the `finally`'s protection.
        self.nested(parts.orelse)?;
        if !parts.finalbody.is_empty() {
            // A copy of it runs from each place that leaves the `try`, other `finally`s included.
            self.nesting.finals = self.nesting.left_from.saturating_add(1);
            self.nested(parts.finalbody)?;
            self.nesting.finals = finals;
        }
        self.nesting.left_from = left_from.max(self.nesting.left_from);
        Ok(())
    }

    fn import(&mut self, stmt: &'a Stmt<'a>) -> Result<()> {
        let (StmtKind::Import { names } | StmtKind::ImportFrom { names, .. }) = stmt.kind else {
            return Ok(());
        };
        let is_from = matches!(stmt.kind, StmtKind::ImportFrom { .. });
        for alias in names {
            if alias.name == "*" {
                if self.scopes[self.scope].kind != ScopeKind::Module {
                    return self.error("import * only allowed at module level", alias.span);
                }
                continue;
            }
            let first = alias.name.split('.').next().unwrap_or(alias.name);
            let name = alias.asname.unwrap_or(if is_from { alias.name } else { first });
            self.bind(name, mention::IMPORT, stmt.span)?;
        }
        Ok(())
    }

    fn directive(&mut self, names: &'a [&'a str], span: Span, how: u16) -> Result<()> {
        let word = if how == mention::GLOBAL { "global" } else { "nonlocal" };
        for text in names {
            let name = self.name(text);
            let before =
                self.scopes[self.scope].symbols.get(&name).map_or(0, |symbol| symbol.mentions);
            let message = if before & mention::PARAM != 0 {
                format!("name '{text}' is parameter and {word}")
            } else if before & mention::USE != 0 {
                format!("name '{text}' is used prior to {word} declaration")
            } else if before & mention::ANNOTATED != 0 {
                format!("annotated name '{text}' can't be {word}")
            } else if before & mention::LOCAL != 0 {
                format!("name '{text}' is assigned to before {word} declaration")
            } else {
                if how == mention::GLOBAL {
                    self.scopes.declared_global.insert(name);
                }
                let symbol = self.scopes.mention(self.scope, name, how);
                if symbol.directive == Span::default() {
                    symbol.directive = span;
                }
                continue;
            };
            return self.error(message, span);
        }
        Ok(())
    }

    fn annotated(
        &mut self,
        stmt: &'a Stmt<'a>,
        target: &'a Expr<'a>,
        annotation: &'a Expr<'a>,
        value: Option<&'a Expr<'a>>,
        simple: bool,
    ) -> Result<()> {
        if let ExprKind::Name { id, .. } = target.kind {
            let name = self.name(id);
            let scope = &self.scopes[self.scope];
            let before = scope.symbols.get(&name).map_or(0, |symbol| symbol.mentions);
            let declared = before & (mention::GLOBAL | mention::NONLOCAL);
            if declared != 0 && simple && scope.kind != ScopeKind::Module {
                let word = if declared & mention::GLOBAL != 0 { "global" } else { "nonlocal" };
                return self.error(format!("annotated name '{id}' can't be {word}"), stmt.span);
            }
            self.maybe(value)?;
            if simple {
                self.bind(id, mention::LOCAL | mention::ANNOTATED, target.span)?;
            } else if value.is_some() {
                self.bind(id, mention::LOCAL, target.span)?;
            }
        } else {
            self.maybe(value)?;
            self.expr(target)?;
        }
        self.annotation(annotation)
    }

    pub(crate) fn annotation(&mut self, annotation: &'a Expr<'a>) -> Result<()> {
        if !self.future_annotations {
            return self.expr(annotation);
        }
        let known = self.scopes.len();
        let outer = self.enter(ScopeKind::Annotation, address(annotation), Role::Body);
        self.expr(annotation)?;
        self.scope = outer;
        self.scopes.truncate(known);
        Ok(())
    }

    fn function(
        &mut self,
        def: &'a FunctionDef<'a>,
        is_async: bool,
        stmt: &Stmt<'a>,
    ) -> Result<()> {
        self.exprs(def.decorator_list)?;
        self.defaults(def.args)?;
        let outer = self.scope;
        if !def.type_params.is_empty() {
            self.enter(ScopeKind::TypeParams, address(def), Role::TypeParams);
            let has_defaults = !def.args.defaults.is_empty();
            let has_keyword_defaults = def.args.kw_defaults.iter().any(Option::is_some);
            for (name, present) in
                [(".defaults", has_defaults), (".kwdefaults", has_keyword_defaults)]
            {
                if present {
                    let name = self.bind(name, mention::PARAM, stmt.span)?;
                    self.scopes[self.scope].params.push(name);
                }
            }
            self.bind(".type_params", mention::LOCAL | mention::USE, stmt.span)?;
            self.type_params(def.type_params)?;
        }
        self.annotations(def.args)?;
        if let Some(returns) = def.returns {
            self.annotation(returns)?;
        }
        self.enter(ScopeKind::Function, address(def), Role::Body);
        let nesting = std::mem::take(&mut self.nesting);
        let scope = &mut self.scopes[self.scope];
        scope.is_async_function = is_async;
        scope.is_coroutine = is_async;
        self.params(def.args)?;
        self.body(def.body)?;
        self.nesting = nesting;
        self.scope = outer;
        self.bind(def.name, mention::LOCAL, stmt.span)?;
        Ok(())
    }

    pub(crate) fn defaults(&mut self, args: &'a Arguments<'a>) -> Result<()> {
        self.exprs(args.defaults)?;
        args.kw_defaults.iter().try_for_each(|default| self.maybe(*default))
    }

    fn annotations(&mut self, args: &'a Arguments<'a>) -> Result<()> {
        for arg in all_args(args) {
            if let Some(annotation) = arg.annotation {
                self.annotation(annotation)?;
            }
        }
        Ok(())
    }

    pub(crate) fn params(&mut self, args: &'a Arguments<'a>) -> Result<()> {
        for arg in all_args(args) {
            let name = self.name(arg.arg);
            if self.scopes[self.scope].symbols.contains_key(&name) {
                let message = format!("duplicate argument '{}' in function definition", arg.arg);
                return self.error(message, arg.span);
            }
            self.bind(arg.arg, mention::PARAM, arg.span)?;
            self.scopes[self.scope].params.push(name);
        }
        Ok(())
    }

    fn class_def(&mut self, def: &'a grammar::ast::ClassDef<'a>, stmt: &Stmt<'a>) -> Result<()> {
        self.exprs(def.decorator_list)?;
        let (outer, outer_class) = (self.scope, self.class.clone());
        let class = self.names.intern(def.name);
        if !def.type_params.is_empty() {
            let params =
                def.type_params.iter().map(|param| self.names.intern(type_param_parts(param).0));
            self.class = Some(Class { name: class, only: Some(params.collect()) });
            self.enter(ScopeKind::TypeParams, address(def), Role::TypeParams);
            for hidden in [".type_params", ".generic_base"] {
                self.bind(hidden, mention::LOCAL | mention::USE, stmt.span)?;
            }
            self.type_params(def.type_params)?;
        }
        self.exprs(def.bases)?;
        def.keywords.iter().try_for_each(|keyword| self.expr(keyword.value))?;
        self.class = Some(Class { name: class, only: None });
        self.enter(ScopeKind::Class, address(def), Role::Body);
        let nesting = std::mem::take(&mut self.nesting);
        if !def.type_params.is_empty() {
            let name = self.names.intern(".type_params");
            self.scopes.mention(self.scope, name, mention::USE);
        }
        self.body(def.body)?;
        self.nesting = nesting;
        (self.scope, self.class) = (outer, outer_class);
        self.bind(def.name, mention::LOCAL, stmt.span)?;
        Ok(())
    }

    fn type_alias(
        &mut self,
        stmt: &'a Stmt<'a>,
        name: &'a Expr<'a>,
        params: &'a [TypeParam<'a>],
        value: &'a Expr<'a>,
    ) -> Result<()> {
        let outer = self.scope;
        if !params.is_empty() {
            self.enter(ScopeKind::TypeParams, address(stmt), Role::TypeParams);
            self.type_params(params)?;
        }
        self.enter(ScopeKind::TypeAlias, address(stmt), Role::Body);
        self.expr(value)?;
        self.scope = outer;
        self.expr(name)
    }

    fn type_params(&mut self, params: &'a [TypeParam<'a>]) -> Result<()> {
        let mut defaults = false;
        for param in params {
            let (name, bound, default) = type_param_parts(param);
            if defaults && default.is_none() {
                let text =
                    format!("non-default type parameter '{name}' follows default type parameter");
                return self.error(text, param.span);
            }
            defaults |= default.is_some();
            let mangled = self.name(name);
            let known = self.scopes[self.scope].symbols.get(&mangled);
            if known.is_some_and(|symbol| symbol.mentions & mention::TYPE_PARAM != 0) {
                return self.error(format!("duplicate type parameter '{name}'"), param.span);
            }
            self.bind(name, mention::TYPE_PARAM | mention::LOCAL, param.span)?;
            for (part, role) in [(bound, Role::Bound), (default, Role::Default)] {
                let Some(part) = part else { continue };
                self.type_variable_word = match (&param.kind, role, &part.kind) {
                    (_, Role::Bound, ExprKind::Tuple { .. }) => "a TypeVar constraint",
                    (_, Role::Bound, _) => "a TypeVar bound",
                    (TypeParamKind::TypeVar { .. }, ..) => "a TypeVar default",
                    (TypeParamKind::ParamSpec { .. }, ..) => "a ParamSpec default",
                    (TypeParamKind::TypeVarTuple { .. }, ..) => "a TypeVarTuple default",
                };
                let outer = self.enter(ScopeKind::TypeVariable, address(param), role);
                self.expr(part)?;
                self.scope = outer;
            }
        }
        Ok(())
    }

    fn pattern(&mut self, pattern: &'a Pattern<'a>) -> Result<()> {
        self.stack.check()?;
        match pattern.kind {
            PatternKind::MatchValue { value } => self.expr(value),
            PatternKind::MatchSingleton { .. } => Ok(()),
            PatternKind::MatchSequence { patterns } | PatternKind::MatchOr { patterns } => {
                patterns.iter().try_for_each(|pattern| self.pattern(pattern))
            }
            PatternKind::MatchMapping { keys, patterns, rest } => {
                self.exprs(keys)?;
                patterns.iter().try_for_each(|pattern| self.pattern(pattern))?;
                self.capture(rest, pattern.span)
            }
            PatternKind::MatchClass { cls, patterns, kwd_attrs, kwd_patterns } => {
                self.expr(cls)?;
                patterns.iter().try_for_each(|pattern| self.pattern(pattern))?;
                if kwd_attrs.contains(&"__debug__") {
                    return self.error("cannot assign to __debug__", pattern.span);
                }
                kwd_patterns.iter().try_for_each(|pattern| self.pattern(pattern))
            }
            PatternKind::MatchStar { name } => self.capture(name, pattern.span),
            PatternKind::MatchAs { pattern: inner, name } => {
                if let Some(inner) = inner {
                    self.pattern(inner)?;
                }
                self.capture(name, pattern.span)
            }
        }
    }

    fn capture(&mut self, name: Option<&'a str>, span: Span) -> Result<()> {
        if let Some(name) = name {
            self.bind(name, mention::LOCAL, span)?;
        }
        Ok(())
    }
}

/// All parameters, in the order of their registers.
pub(crate) fn all_args<'a>(args: &'a Arguments<'a>) -> impl Iterator<Item = &'a Arg<'a>> {
    let positional = args.posonlyargs.iter().chain(args.args);
    positional.chain(args.kwonlyargs).chain(args.vararg).chain(args.kwarg)
}

/// Name, bound and default of a type parameter.
pub(crate) fn type_param_parts<'a>(
    param: &TypeParam<'a>,
) -> (&'a str, Option<&'a Expr<'a>>, Option<&'a Expr<'a>>) {
    match param.kind {
        TypeParamKind::TypeVar { name, bound, default_value } => (name, bound, default_value),
        TypeParamKind::ParamSpec { name, default_value }
        | TypeParamKind::TypeVarTuple { name, default_value } => (name, None, default_value),
    }
}
