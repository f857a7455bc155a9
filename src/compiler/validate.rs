//! Refuses trees that no parser makes: what a program built or changed itself. Finds what CPython's
//! compiler refuses before it compiles; a tree that was let pass may still have syntax errors.

use grammar::ast::{
    Arg, Arguments, Comprehension, Constant, Expr, ExprContext, ExprKind, Keyword, MatchCase, Mod,
    Operator, Pattern, PatternKind, Stmt, StmtKind, Try, TypeParam, UnaryOp, WithItem,
};

use crate::collect::type_param_parts;
use crate::error::{Error, StackBudget};

/// Why a tree is refused.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Invalid {
    /// `ValueError`
    Value(String),
    /// `TypeError`
    Type(String),
    /// `SystemError`: what only the compiler sees in CPython.
    System(String),
    /// `RecursionError`: it nests too deeply for the native stack.
    TooDeep,
}

type Checked = Result<(), Invalid>;

impl From<Error> for Invalid {
    /// A stack budget says nothing else than that it is used up.
    fn from(_: Error) -> Invalid {
        Invalid::TooDeep
    }
}

/// Whether the tree can be compiled; `stack_bytes` is how much native stack recursion may use.
///
/// # Errors
/// With CPython's words.
pub fn validate(module: &Mod<'_>, stack_bytes: usize) -> Result<(), Invalid> {
    let validator = Validator { stack: StackBudget::new(stack_bytes) };
    match *module {
        Mod::Module { body, .. } | Mod::Interactive { body } => validator.stmts(body),
        Mod::Expression { body } => validator.load(body),
        Mod::FunctionType { argtypes, returns } => {
            validator.loads(argtypes)?;
            validator.load(returns)
        }
    }
}

fn value(message: impl Into<String>) -> Checked {
    Err(Invalid::Value(message.into()))
}

fn not_empty<T>(items: &[T], what: &str, owner: &str) -> Checked {
    if items.is_empty() { value(format!("empty {what} on {owner}")) } else { Ok(()) }
}

/// A name must not be a constant's.
fn name(text: &str) -> Checked {
    match text {
        "None" | "True" | "False" => {
            value(format!("identifier field can't represent '{text}' constant"))
        }
        _ => Ok(()),
    }
}

/// CPython's compiler has no other words for targets that its parser refuses.
fn single_target(target: &Expr<'_>, statement: &str) -> Checked {
    let number = match target.kind {
        ExprKind::Starred { .. } => 23,
        ExprKind::List { .. } => 25,
        ExprKind::Tuple { .. } => 26,
        _ => return Ok(()),
    };
    let text = format!("invalid node type ({number}) for {statement} assignment");
    Err(Invalid::System(text))
}

fn capture(text: &str) -> Checked {
    if text == "_" { value("can't capture name '_' in patterns") } else { name(text) }
}

struct Validator {
    stack: StackBudget,
}

impl Validator {
    fn stmts(&self, body: &[&Stmt<'_>]) -> Checked {
        body.iter().try_for_each(|stmt| self.stmt(stmt))
    }

    fn body(&self, body: &[&Stmt<'_>], owner: &str) -> Checked {
        not_empty(body, "body", owner)?;
        self.stmts(body)
    }

    fn stmt(&self, stmt: &Stmt<'_>) -> Checked {
        self.stack.check()?;
        match stmt.kind {
            StmtKind::FunctionDef(def) | StmtKind::AsyncFunctionDef(def) => {
                let owner = match stmt.kind {
                    StmtKind::AsyncFunctionDef(_) => "AsyncFunctionDef",
                    _ => "FunctionDef",
                };
                self.body(def.body, owner)?;
                self.type_params(def.type_params)?;
                self.arguments(def.args)?;
                self.loads(def.decorator_list)?;
                self.maybe(def.returns)
            }
            StmtKind::ClassDef(def) => {
                self.body(def.body, "ClassDef")?;
                self.type_params(def.type_params)?;
                self.loads(def.bases)?;
                self.keywords(def.keywords)?;
                self.loads(def.decorator_list)
            }
            StmtKind::Return { value } => self.maybe(value),
            StmtKind::Delete { targets } => {
                not_empty(targets, "targets", "Delete")?;
                self.exprs(targets, ExprContext::Del)
            }
            StmtKind::Assign { targets, value, .. } => {
                not_empty(targets, "targets", "Assign")?;
                self.exprs(targets, ExprContext::Store)?;
                self.load(value)
            }
            StmtKind::TypeAlias { name, type_params, value } => {
                if !matches!(name.kind, ExprKind::Name { .. }) {
                    return Err(Invalid::Type("TypeAlias with non-Name name".to_owned()));
                }
                self.expr(name, ExprContext::Store)?;
                self.type_params(type_params)?;
                self.load(value)
            }
            StmtKind::AugAssign { target, value, .. } => {
                self.expr(target, ExprContext::Store)?;
                self.load(value)?;
                single_target(target, "augmented")
            }
            StmtKind::AnnAssign { target, annotation, value, simple } => {
                if simple && !matches!(target.kind, ExprKind::Name { .. }) {
                    let text = "AnnAssign with simple non-Name target";
                    return Err(Invalid::Type(text.to_owned()));
                }
                self.expr(target, ExprContext::Store)?;
                self.maybe(value)?;
                self.load(annotation)?;
                single_target(target, "annotated")
            }
            StmtKind::For { target, iter, body, orelse, .. } => {
                self.loop_over(target, iter, body, orelse, "For")
            }
            StmtKind::AsyncFor { target, iter, body, orelse, .. } => {
                self.loop_over(target, iter, body, orelse, "AsyncFor")
            }
            StmtKind::While { test, body, orelse } => self.test(test, body, orelse, "While"),
            StmtKind::If { .. } => self.if_chain(stmt),
            StmtKind::With { items, body, .. } => self.with(items, body, "With"),
            StmtKind::AsyncWith { items, body, .. } => self.with(items, body, "AsyncWith"),
            StmtKind::Match { subject, cases } => self.match_stmt(subject, cases),
            StmtKind::Raise { exc: Some(exc), cause } => {
                self.load(exc)?;
                self.maybe(cause)
            }
            StmtKind::Raise { exc: None, cause: Some(_) } => {
                value("Raise with cause but no exception")
            }
            StmtKind::Try(parts) => self.try_stmt(parts, "Try"),
            StmtKind::TryStar(parts) => self.try_stmt(parts, "TryStar"),
            StmtKind::Assert { test, msg } => {
                self.load(test)?;
                self.maybe(msg)
            }
            StmtKind::Import { names } => not_empty(names, "names", "Import"),
            StmtKind::ImportFrom { names, .. } => not_empty(names, "names", "ImportFrom"),
            StmtKind::Global { names } => not_empty(names, "names", "Global"),
            StmtKind::Nonlocal { names } => not_empty(names, "names", "Nonlocal"),
            StmtKind::Expr { value } => self.load(value),
            StmtKind::Raise { exc: None, cause: None }
            | StmtKind::Pass
            | StmtKind::Break
            | StmtKind::Continue => Ok(()),
        }
    }

    fn loop_over(
        &self,
        target: &Expr<'_>,
        iter: &Expr<'_>,
        body: &[&Stmt<'_>],
        orelse: &[&Stmt<'_>],
        owner: &str,
    ) -> Checked {
        self.expr(target, ExprContext::Store)?;
        self.test(iter, body, orelse, owner)
    }

    fn test(
        &self,
        test: &Expr<'_>,
        body: &[&Stmt<'_>],
        orelse: &[&Stmt<'_>],
        owner: &str,
    ) -> Checked {
        self.load(test)?;
        self.body(body, owner)?;
        self.stmts(orelse)
    }

    /// Chains of `elif` are long rather than deep.
    fn if_chain(&self, mut stmt: &Stmt<'_>) -> Checked {
        while let StmtKind::If { test, body, orelse } = stmt.kind {
            self.load(test)?;
            self.body(body, "If")?;
            match orelse {
                [only] if matches!(only.kind, StmtKind::If { .. }) => stmt = only,
                _ => return self.stmts(orelse),
            }
        }
        Ok(())
    }

    fn with(&self, items: &[WithItem<'_>], body: &[&Stmt<'_>], owner: &str) -> Checked {
        not_empty(items, "items", owner)?;
        for item in items {
            self.load(item.context_expr)?;
            if let Some(target) = item.optional_vars {
                self.expr(target, ExprContext::Store)?;
            }
        }
        self.body(body, owner)
    }

    fn match_stmt(&self, subject: &Expr<'_>, cases: &[MatchCase<'_>]) -> Checked {
        self.load(subject)?;
        not_empty(cases, "cases", "Match")?;
        for case in cases {
            self.pattern(case.pattern, false)?;
            self.maybe(case.guard)?;
            self.body(case.body, "match_case")?;
        }
        Ok(())
    }

    fn try_stmt(&self, parts: &Try<'_>, owner: &str) -> Checked {
        self.body(parts.body, owner)?;
        if parts.handlers.is_empty() && parts.finalbody.is_empty() {
            return value(format!("{owner} has neither except handlers nor finalbody"));
        }
        if parts.handlers.is_empty() && !parts.orelse.is_empty() {
            return value(format!("{owner} has orelse but no except handlers"));
        }
        for handler in parts.handlers {
            self.maybe(handler.type_)?;
            self.body(handler.body, "ExceptHandler")?;
        }
        self.stmts(parts.finalbody)?;
        self.stmts(parts.orelse)
    }

    fn type_params(&self, params: &[TypeParam<'_>]) -> Checked {
        for param in params {
            let (text, bound, default) = type_param_parts(param);
            name(text)?;
            self.maybe(bound)?;
            self.maybe(default)?;
        }
        Ok(())
    }

    fn arguments(&self, args: &Arguments<'_>) -> Checked {
        let annotations =
            |args: &[Arg<'_>]| args.iter().try_for_each(|arg| self.maybe(arg.annotation));
        annotations(args.posonlyargs)?;
        annotations(args.args)?;
        args.vararg.map_or(Ok(()), |arg| self.maybe(arg.annotation))?;
        annotations(args.kwonlyargs)?;
        args.kwarg.map_or(Ok(()), |arg| self.maybe(arg.annotation))?;
        if args.defaults.len() > args.posonlyargs.len() + args.args.len() {
            return value("more positional defaults than args on arguments");
        }
        if args.kw_defaults.len() != args.kwonlyargs.len() {
            return value("length of kwonlyargs is not the same as kw_defaults on arguments");
        }
        self.loads(args.defaults)?;
        args.kw_defaults.iter().try_for_each(|default| self.maybe(*default))
    }

    fn keywords(&self, keywords: &[Keyword<'_>]) -> Checked {
        keywords.iter().try_for_each(|keyword| self.load(keyword.value))
    }

    fn comprehension(&self, generators: &[Comprehension<'_>]) -> Checked {
        if generators.is_empty() {
            return value("comprehension with no generators");
        }
        for generator in generators {
            self.expr(generator.target, ExprContext::Store)?;
            self.load(generator.iter)?;
            self.loads(generator.ifs)?;
        }
        Ok(())
    }

    // ---- expressions ---------------------------------------------------------------------------

    fn load(&self, expr: &Expr<'_>) -> Checked {
        self.expr(expr, ExprContext::Load)
    }

    fn loads(&self, exprs: &[&Expr<'_>]) -> Checked {
        self.exprs(exprs, ExprContext::Load)
    }

    fn maybe(&self, expr: Option<&Expr<'_>>) -> Checked {
        expr.map_or(Ok(()), |expr| self.load(expr))
    }

    fn exprs(&self, exprs: &[&Expr<'_>], wanted: ExprContext) -> Checked {
        exprs.iter().try_for_each(|expr| self.expr(expr, wanted))
    }

    fn expr(&self, expr: &Expr<'_>, wanted: ExprContext) -> Checked {
        self.stack.check()?;
        check_context(expr, wanted)?;
        match expr.kind {
            ExprKind::BoolOp { values, .. } => match values {
                [] | [_] => value("BoolOp with less than 2 values"),
                _ => self.loads(values),
            },
            ExprKind::NamedExpr { target, value } => {
                if !matches!(target.kind, ExprKind::Name { .. }) {
                    return Err(Invalid::Type("NamedExpr target must be a Name".to_owned()));
                }
                self.load(value)
            }
            ExprKind::BinOp { left, right, .. } => {
                self.load(left)?;
                self.load(right)
            }
            ExprKind::UnaryOp { operand, .. } => self.load(operand),
            ExprKind::Lambda { args, body } => {
                self.arguments(args)?;
                self.load(body)
            }
            ExprKind::IfExp { test, body, orelse } => self.loads(&[test, body, orelse]),
            ExprKind::Dict { keys, values } => {
                if keys.len() != values.len() {
                    return value("Dict doesn't have the same number of keys as values");
                }
                keys.iter().try_for_each(|key| self.maybe(*key))?;
                self.loads(values)
            }
            ExprKind::Set { elts } => self.loads(elts),
            ExprKind::ListComp { elt, generators }
            | ExprKind::SetComp { elt, generators }
            | ExprKind::GeneratorExp { elt, generators } => {
                self.comprehension(generators)?;
                self.load(elt)
            }
            ExprKind::DictComp { key, value, generators } => {
                self.comprehension(generators)?;
                self.loads(&[key, value])
            }
            ExprKind::Await { value } | ExprKind::YieldFrom { value } => self.load(value),
            ExprKind::Yield { value } => self.maybe(value),
            ExprKind::Compare { left, ops, comparators } => {
                if comparators.is_empty() {
                    return value("Compare with no comparators");
                }
                if comparators.len() != ops.len() {
                    return value("Compare has a different number of comparators and operands");
                }
                self.loads(comparators)?;
                self.load(left)
            }
            ExprKind::Call { func, args, keywords } => {
                self.load(func)?;
                self.loads(args)?;
                self.keywords(keywords)
            }
            ExprKind::FormattedValue { value, format_spec, .. } => {
                self.load(value)?;
                self.maybe(format_spec)
            }
            ExprKind::JoinedStr { values } => self.loads(values),
            ExprKind::Attribute { value, .. } => self.load(value),
            ExprKind::Subscript { value, slice, .. } => self.loads(&[slice, value]),
            ExprKind::Starred { value, ctx } => self.expr(value, ctx),
            ExprKind::List { elts, ctx } | ExprKind::Tuple { elts, ctx } => self.exprs(elts, ctx),
            ExprKind::Slice { lower, upper, step } => {
                [lower, upper, step].into_iter().try_for_each(|part| self.maybe(part))
            }
            ExprKind::Constant { .. } | ExprKind::Name { .. } => Ok(()),
        }
    }

    // ---- patterns ------------------------------------------------------------------------------

    fn pattern(&self, pattern: &Pattern<'_>, star_allowed: bool) -> Checked {
        self.stack.check()?;
        match pattern.kind {
            PatternKind::MatchValue { value } => self.pattern_value(value),
            PatternKind::MatchSingleton { value: constant } => match constant {
                Constant::None | Constant::True | Constant::False => Ok(()),
                _ => value("MatchSingleton can only contain True, False and None"),
            },
            PatternKind::MatchSequence { patterns } => self.patterns(patterns, true),
            PatternKind::MatchMapping { keys, patterns, rest } => {
                if keys.len() != patterns.len() {
                    let text = "MatchMapping doesn't have the same number of keys as patterns";
                    return value(text);
                }
                rest.map_or(Ok(()), capture)?;
                for key in keys {
                    let singleton = matches!(
                        key.kind,
                        ExprKind::Constant {
                            value: Constant::None | Constant::True | Constant::False,
                            ..
                        }
                    );
                    if !singleton {
                        self.pattern_value(key)?;
                    }
                }
                self.patterns(patterns, false)
            }
            PatternKind::MatchClass { cls, patterns, kwd_attrs, kwd_patterns } => {
                if kwd_attrs.len() != kwd_patterns.len() {
                    return value(
                        "MatchClass doesn't have the same number of keyword attributes as patterns",
                    );
                }
                self.load(cls)?;
                let mut part = cls;
                while let ExprKind::Attribute { value, .. } = part.kind {
                    part = value;
                }
                if !matches!(part.kind, ExprKind::Name { .. }) {
                    return value("MatchClass cls field can only contain Name or Attribute nodes.");
                }
                kwd_attrs.iter().try_for_each(|text| name(text))?;
                self.patterns(patterns, false)?;
                self.patterns(kwd_patterns, false)
            }
            PatternKind::MatchStar { .. } if !star_allowed => value("can't use MatchStar here"),
            PatternKind::MatchStar { name } => name.map_or(Ok(()), capture),
            PatternKind::MatchAs { pattern: inner, name } => {
                name.map_or(Ok(()), capture)?;
                match inner {
                    None => Ok(()),
                    Some(_) if name.is_none() => {
                        value("MatchAs must specify a target name if a pattern is given")
                    }
                    Some(inner) => self.pattern(inner, false),
                }
            }
            PatternKind::MatchOr { patterns } => match patterns {
                [] | [_] => value("MatchOr requires at least 2 patterns"),
                _ => self.patterns(patterns, false),
            },
        }
    }

    fn patterns(&self, patterns: &[&Pattern<'_>], star_allowed: bool) -> Checked {
        patterns.iter().try_for_each(|pattern| self.pattern(pattern, star_allowed))
    }

    fn pattern_value(&self, expr: &Expr<'_>) -> Checked {
        self.load(expr)?;
        let fits = match expr.kind {
            ExprKind::Constant { value: constant, .. } => match constant {
                Constant::Int(_)
                | Constant::Float(_)
                | Constant::Complex { .. }
                | Constant::Str(_)
                | Constant::Bytes(_) => true,
                _ => return value("unexpected constant inside of a literal pattern"),
            },
            ExprKind::Attribute { .. } => true,
            ExprKind::UnaryOp { .. } => is_negative(expr, true),
            ExprKind::BinOp { left, op, right } => {
                matches!(op, Operator::Add | Operator::Sub)
                    && (is_number(left, true, false) || is_negative(left, false))
                    && is_number(right, false, true)
            }
            // Refused later, as an error of syntax.
            ExprKind::JoinedStr { .. } => true,
            _ => false,
        };
        if fits { Ok(()) } else { value("patterns may only match literals and attribute lookups") }
    }
}

fn is_number(expr: &Expr<'_>, real: bool, imaginary: bool) -> bool {
    let ExprKind::Constant { value, .. } = expr.kind else { return false };
    match value {
        Constant::Int(_) | Constant::Float(_) => real,
        Constant::Complex { .. } => imaginary,
        _ => false,
    }
}

fn is_negative(expr: &Expr<'_>, imaginary: bool) -> bool {
    matches!(expr.kind, ExprKind::UnaryOp { op: UnaryOp::USub, operand }
        if is_number(operand, true, imaginary))
}

/// An expression is in the context that its place asks for.
fn check_context(expr: &Expr<'_>, wanted: ExprContext) -> Checked {
    let actual = match expr.kind {
        ExprKind::Name { id, ctx } => {
            name(id)?;
            ctx
        }
        ExprKind::Attribute { ctx, .. }
        | ExprKind::Subscript { ctx, .. }
        | ExprKind::Starred { ctx, .. }
        | ExprKind::List { ctx, .. }
        | ExprKind::Tuple { ctx, .. } => ctx,
        _ if wanted != ExprContext::Load => {
            let text = format!("expression which can't be assigned to in {wanted:?} context");
            return value(text);
        }
        _ => return Ok(()),
    };
    if actual == wanted {
        return Ok(());
    }
    value(format!("expression must have {wanted:?} context but has {actual:?} instead"))
}
