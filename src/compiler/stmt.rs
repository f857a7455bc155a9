//! Statements. Those with files of their own are only handed on.

use grammar::ast::{Expr, ExprKind, Span, Stmt, StmtKind};

use crate::CodeMode;
use crate::emit::Target;
use crate::error::Result;
use crate::op::{Helper, Instruction};
use crate::scope::ScopeKind;
use crate::unit::Compiler;

impl<'a> Compiler<'_, 'a> {
    pub(crate) fn stmts(&mut self, body: &'a [&'a Stmt<'a>]) -> Result<()> {
        body.iter().try_for_each(|stmt| self.stmt(stmt))
    }

    pub(crate) fn stmt(&mut self, stmt: &'a Stmt<'a>) -> Result<()> {
        self.stack.check()?;
        let span = stmt.span;
        if may_lack_instructions(stmt) {
            self.unit.b.mark(span);
        }
        match stmt.kind {
            StmtKind::FunctionDef(def) | StmtKind::AsyncFunctionDef(def) => {
                self.function_def(stmt, def)
            }
            StmtKind::ClassDef(def) => self.class_def(stmt, def),
            StmtKind::Return { value } => self.return_stmt(value, span),
            StmtKind::Delete { targets } => targets.iter().try_for_each(|t| self.delete(t)),
            StmtKind::Assign { targets, value, .. } => self.assign(targets, value),
            StmtKind::TypeAlias { name, type_params, value } => {
                self.type_alias(stmt, name, type_params, value)
            }
            StmtKind::AugAssign { target, op, value } => self.augmented(target, op, value, span),
            StmtKind::AnnAssign { target, annotation, value, simple } => {
                self.annotated(target, annotation, value, simple, span)
            }
            StmtKind::For { target, iter, body, orelse, .. } => {
                self.for_stmt(target, iter, body, orelse)
            }
            StmtKind::AsyncFor { target, iter, body, orelse, .. } => {
                self.async_for_stmt(stmt, target, iter, body, orelse)
            }
            StmtKind::While { test, body, orelse } => self.while_stmt(test, body, orelse),
            StmtKind::If { .. } => self.if_stmt(stmt),
            StmtKind::With { items, body, .. } | StmtKind::AsyncWith { items, body, .. } => {
                self.with_stmt(stmt, items, body)
            }
            StmtKind::Match { subject, cases } => self.match_stmt(subject, cases),
            StmtKind::Raise { exc, cause } => self.raise(exc, cause, span),
            StmtKind::Try(parts) | StmtKind::TryStar(parts) => self.try_stmt(stmt, parts),
            StmtKind::Assert { test, msg } => self.assert(test, msg, span),
            StmtKind::Import { names } => self.import(names, span),
            StmtKind::ImportFrom { module, names, level } => {
                self.import_from(module, names, level, span)
            }
            StmtKind::Global { .. } | StmtKind::Nonlocal { .. } | StmtKind::Pass => Ok(()),
            StmtKind::Expr { value } if self.shows_values() => {
                self.push(value)?;
                self.helper(Helper::PrintExpr, span);
                self.unit.b.drop_top(span);
                Ok(())
            }
            StmtKind::Expr { value } => self.discard(value),
            StmtKind::Break => self.break_stmt(span),
            StmtKind::Continue => self.continue_stmt(span),
        }
    }

    /// At a prompt, statements outside of functions and classes show their values.
    fn shows_values(&self) -> bool {
        self.options.mode == CodeMode::Interactive
            && self.scopes[self.unit.scope].kind == ScopeKind::Module
    }

    fn raise(
        &mut self,
        exc: Option<&'a Expr<'a>>,
        cause: Option<&'a Expr<'a>>,
        span: Span,
    ) -> Result<()> {
        let instruction = match (exc, cause) {
            (None, _) => Instruction::RaiseAgain {},
            (Some(exc), None) => Instruction::Raise { exc: self.operand(exc, false)? },
            (Some(exc), Some(cause)) => {
                let exc = self.operand(exc, true)?;
                let cause = self.operand(cause, false)?;
                Instruction::RaiseFrom { exc, cause }
            }
        };
        self.unit.b.emit(instruction, span);
        Ok(())
    }

    fn assert(&mut self, test: &'a Expr<'a>, msg: Option<&'a Expr<'a>>, span: Span) -> Result<()> {
        if let ExprKind::Tuple { elts, .. } = test.kind
            && !elts.is_empty()
        {
            self.warn("assertion is always true, perhaps remove parentheses?", span);
        }
        if self.options.optimize > 0 {
            return Ok(());
        }
        let passed = self.unit.b.label();
        self.condition(test, true, passed)?;
        let dst = self.unit.b.def(Target::Temp, 0);
        self.unit.b.emit(Instruction::LoadAssertionError { dst }, span);
        if let Some(msg) = msg {
            self.push(msg)?;
            self.call_top(1, span);
        }
        let exc = self.unit.b.take_top();
        self.unit.b.emit(Instruction::Raise { exc }, test.span);
        self.unit.b.bind(passed);
        Ok(())
    }

    /// Makes sure that the namespace has `__annotations__`.
    pub(crate) fn setup_annotations(&mut self, span: Span) {
        self.helper(Helper::SetupAnnotations, span);
        self.unit.b.drop_top(span);
    }
}

/// Whether a body, outside of inner functions and classes, annotates anything.
pub(crate) fn has_annotations(body: &[&Stmt<'_>]) -> bool {
    body.iter().any(|stmt| stmt_has_annotations(stmt))
}

fn stmt_has_annotations(mut stmt: &Stmt<'_>) -> bool {
    loop {
        return match stmt.kind {
            StmtKind::AnnAssign { .. } => true,
            StmtKind::If { body, orelse, .. } => match orelse {
                [only] if matches!(only.kind, StmtKind::If { .. }) => {
                    if has_annotations(body) {
                        return true;
                    }
                    stmt = only;
                    continue;
                }
                _ => has_annotations(body) || has_annotations(orelse),
            },
            StmtKind::For { body, orelse, .. }
            | StmtKind::AsyncFor { body, orelse, .. }
            | StmtKind::While { body, orelse, .. } => {
                has_annotations(body) || has_annotations(orelse)
            }
            StmtKind::With { body, .. } | StmtKind::AsyncWith { body, .. } => has_annotations(body),
            StmtKind::Try(parts) | StmtKind::TryStar(parts) => {
                has_annotations(parts.body)
                    || parts.handlers.iter().any(|handler| has_annotations(handler.body))
                    || has_annotations(parts.orelse)
                    || has_annotations(parts.finalbody)
            }
            StmtKind::Match { cases, .. } => cases.iter().any(|case| has_annotations(case.body)),
            _ => false,
        };
    }
}

/// Whether a statement may begin without an instruction at its own line.
fn may_lack_instructions(stmt: &Stmt<'_>) -> bool {
    match stmt.kind {
        StmtKind::Expr { value } => matches!(value.kind, ExprKind::Constant { .. }),
        StmtKind::Pass
        | StmtKind::Return { .. }
        | StmtKind::Break
        | StmtKind::Continue
        | StmtKind::If { .. }
        | StmtKind::While { .. }
        | StmtKind::Try(_)
        | StmtKind::TryStar(_) => true,
        _ => false,
    }
}
