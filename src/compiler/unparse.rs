//! The text of an annotation, as `from __future__ import annotations` keeps it.

use grammar::ast::Expr;

pub(crate) fn unparse(expr: &Expr<'_>) -> Vec<u8> {
    let _ = expr;
    Vec::new()
}
