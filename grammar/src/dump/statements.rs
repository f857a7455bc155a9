//! Statements as text.

use super::{Dumped, Dumper};
use crate::ast::*;

type Body<'a> = &'a [&'a Stmt<'a>];

impl Dumper {
    pub(super) fn statements(&mut self, name: &str, body: &[&Stmt<'_>]) -> Dumped {
        self.list(name, body, |d, stmt| d.stmt(stmt))
    }

    fn stmt(&mut self, stmt: &Stmt<'_>) -> Dumped {
        match stmt.kind {
            StmtKind::FunctionDef(def) => self.function("FunctionDef", def)?,
            StmtKind::AsyncFunctionDef(def) => self.function("AsyncFunctionDef", def)?,
            StmtKind::ClassDef(def) => {
                self.open("ClassDef")?;
                self.text("name", def.name);
                self.exprs("bases", def.bases)?;
                self.keywords(def.keywords)?;
                self.statements("body", def.body)?;
                self.exprs("decorator_list", def.decorator_list)?;
                self.type_params(def.type_params)?;
            }
            StmtKind::Return { value } => {
                self.open("Return")?;
                self.optional_expr("value", value)?;
            }
            StmtKind::Delete { targets } => {
                self.open("Delete")?;
                self.exprs("targets", targets)?;
            }
            StmtKind::Assign { targets, value } => {
                self.open("Assign")?;
                self.exprs("targets", targets)?;
                self.field_expr("value", value)?;
            }
            StmtKind::TypeAlias { name, type_params, value } => {
                self.open("TypeAlias")?;
                self.field_expr("name", name)?;
                self.type_params(type_params)?;
                self.field_expr("value", value)?;
            }
            StmtKind::AugAssign { target, op, value } => {
                self.open("AugAssign")?;
                self.field_expr("target", target)?;
                self.raw("op", format_args!("{op:?}()"));
                self.field_expr("value", value)?;
            }
            StmtKind::AnnAssign { target, annotation, value, simple } => {
                self.open("AnnAssign")?;
                self.field_expr("target", target)?;
                self.field_expr("annotation", annotation)?;
                self.optional_expr("value", value)?;
                self.raw("simple", u8::from(simple));
            }
            StmtKind::For { target, iter, body, orelse } => {
                self.for_("For", target, iter, body, orelse)?;
            }
            StmtKind::AsyncFor { target, iter, body, orelse } => {
                self.for_("AsyncFor", target, iter, body, orelse)?;
            }
            StmtKind::While { test, body, orelse } => self.test("While", test, body, orelse)?,
            StmtKind::If { test, body, orelse } => self.test("If", test, body, orelse)?,
            StmtKind::With { items, body } => self.with("With", items, body)?,
            StmtKind::AsyncWith { items, body } => self.with("AsyncWith", items, body)?,
            StmtKind::Match { subject, cases } => {
                self.open("Match")?;
                self.field_expr("subject", subject)?;
                self.list("cases", cases, |d, case| {
                    d.open("match_case")?;
                    d.field("pattern");
                    d.pattern(case.pattern)?;
                    d.optional_expr("guard", case.guard)?;
                    d.statements("body", case.body)?;
                    d.close();
                    Ok(())
                })?;
            }
            StmtKind::Raise { exc, cause } => {
                self.open("Raise")?;
                self.optional_expr("exc", exc)?;
                self.optional_expr("cause", cause)?;
            }
            StmtKind::Try(parts) => self.try_("Try", parts)?,
            StmtKind::TryStar(parts) => self.try_("TryStar", parts)?,
            StmtKind::Assert { test, msg } => {
                self.open("Assert")?;
                self.field_expr("test", test)?;
                self.optional_expr("msg", msg)?;
            }
            StmtKind::Import { names } => {
                self.open("Import")?;
                self.aliases(names)?;
            }
            StmtKind::ImportFrom { module, names, level } => {
                self.open("ImportFrom")?;
                self.optional_text("module", module);
                self.aliases(names)?;
                self.raw("level", level);
            }
            StmtKind::Global { names } => {
                self.open("Global")?;
                self.names("names", names)?;
            }
            StmtKind::Nonlocal { names } => {
                self.open("Nonlocal")?;
                self.names("names", names)?;
            }
            StmtKind::Expr { value } => {
                self.open("Expr")?;
                self.field_expr("value", value)?;
            }
            StmtKind::Pass => self.open("Pass")?,
            StmtKind::Break => self.open("Break")?,
            StmtKind::Continue => self.open("Continue")?,
        }
        self.close_at(stmt.span);
        Ok(())
    }

    fn function(&mut self, kind: &str, def: &FunctionDef<'_>) -> Dumped {
        self.open(kind)?;
        self.text("name", def.name);
        self.arguments(def.args)?;
        self.statements("body", def.body)?;
        self.exprs("decorator_list", def.decorator_list)?;
        self.optional_expr("returns", def.returns)?;
        self.type_params(def.type_params)
    }

    fn for_(
        &mut self,
        kind: &str,
        target: &Expr<'_>,
        iter: &Expr<'_>,
        body: Body<'_>,
        orelse: Body<'_>,
    ) -> Dumped {
        self.open(kind)?;
        self.field_expr("target", target)?;
        self.field_expr("iter", iter)?;
        self.statements("body", body)?;
        self.statements("orelse", orelse)
    }

    fn test(&mut self, kind: &str, test: &Expr<'_>, body: Body<'_>, orelse: Body<'_>) -> Dumped {
        self.open(kind)?;
        self.field_expr("test", test)?;
        self.statements("body", body)?;
        self.statements("orelse", orelse)
    }

    fn with(&mut self, kind: &str, items: &[WithItem<'_>], body: Body<'_>) -> Dumped {
        self.open(kind)?;
        self.list("items", items, |d, item| {
            d.open("withitem")?;
            d.field_expr("context_expr", item.context_expr)?;
            d.optional_expr("optional_vars", item.optional_vars)?;
            d.close();
            Ok(())
        })?;
        self.statements("body", body)
    }

    fn try_(&mut self, kind: &str, parts: &Try<'_>) -> Dumped {
        self.open(kind)?;
        self.statements("body", parts.body)?;
        self.list("handlers", parts.handlers, |d, handler| {
            d.open("ExceptHandler")?;
            d.optional_expr("type", handler.type_)?;
            d.optional_text("name", handler.name);
            d.statements("body", handler.body)?;
            d.close_at(handler.span);
            Ok(())
        })?;
        self.statements("orelse", parts.orelse)?;
        self.statements("finalbody", parts.finalbody)
    }

    fn aliases(&mut self, names: &[Alias<'_>]) -> Dumped {
        self.list("names", names, |d, alias| {
            d.open("alias")?;
            d.text("name", alias.name);
            d.optional_text("asname", alias.asname);
            d.close_at(alias.span);
            Ok(())
        })
    }
}
