//! `SyntaxWarning`s: literals that are called, indexed wrongly or compared by identity.

use grammar::ast::{CmpOp, Constant as Literal, Expr, ExprKind};

use crate::code::Constant;
use crate::fold;
use crate::unit::Compiler;

impl<'a> Compiler<'_, 'a> {
    /// `1 is x`
    pub(crate) fn warn_compare(
        &mut self,
        expr: &Expr<'a>,
        left: &'a Expr<'a>,
        ops: &'a [CmpOp],
        comparators: &'a [&'a Expr<'a>],
    ) {
        let mut before = left;
        for (op, right) in ops.iter().zip(comparators) {
            if matches!(op, CmpOp::Is | CmpOp::IsNot) {
                let word = if *op == CmpOp::Is { "is" } else { "is not" };
                let other = if *op == CmpOp::Is { "==" } else { "!=" };
                if let Some(kind) = value_literal(before).or_else(|| value_literal(right)) {
                    let message =
                        format!("\"{word}\" with '{kind}' literal. Did you mean \"{other}\"?");
                    self.warn(message, expr.span);
                    return;
                }
            }
            before = right;
        }
    }

    /// `"a"(1)`
    pub(crate) fn warn_call(&mut self, func: &'a Expr<'a>) {
        if matches!(func.kind, ExprKind::Lambda { .. }) {
            return;
        }
        if let Some(kind) = literal_type(func) {
            let message = format!("'{kind}' object is not callable; perhaps you missed a comma?");
            self.warn(message, func.span);
        }
    }

    /// `1[2]` and `"a"["b"]`
    pub(crate) fn warn_subscript(
        &mut self,
        expr: &'a Expr<'a>,
        value: &'a Expr<'a>,
        index: &'a Expr<'a>,
    ) {
        let Some(kind) = literal_type(value) else { return };
        if matches!(kind, "str" | "bytes" | "tuple" | "list" | "dict") {
            let Some(index) = literal_type(index) else { return };
            if kind == "dict" || matches!(index, "int" | "bool") {
                return;
            }
            let message = format!(
                "{kind} indices must be integers or slices, not {index}; perhaps you missed a comma?"
            );
            self.warn(message, expr.span);
            return;
        }
        let message = format!("'{kind}' object is not subscriptable; perhaps you missed a comma?");
        self.warn(message, expr.span);
    }
}

/// The type of a literal that must not be compared by identity.
fn value_literal(expr: &Expr<'_>) -> Option<&'static str> {
    Some(match fold::fold(expr)? {
        Constant::None | Constant::True | Constant::False | Constant::Ellipsis => return None,
        Constant::Int(_) | Constant::BigInt { .. } => "int",
        Constant::Float(_) => "float",
        Constant::Complex { .. } => "complex",
        Constant::Str(_) => "str",
        Constant::Bytes(_) => "bytes",
        Constant::Tuple(_) => "tuple",
        Constant::FrozenSet(_) => return None,
    })
}

/// The type of a literal or display, as far as the syntax tells.
fn literal_type(expr: &Expr<'_>) -> Option<&'static str> {
    Some(match expr.kind {
        ExprKind::Constant { value, .. } => match value {
            Literal::None => "NoneType",
            Literal::True | Literal::False => "bool",
            Literal::Ellipsis => "ellipsis",
            Literal::Int(_) => "int",
            Literal::Float(_) => "float",
            Literal::Complex { .. } => "complex",
            Literal::Str(_) => "str",
            Literal::Bytes(_) => "bytes",
            Literal::Tuple(_) => "tuple",
            Literal::FrozenSet(_) => "frozenset",
        },
        ExprKind::Tuple { .. } => "tuple",
        ExprKind::List { .. } | ExprKind::ListComp { .. } => "list",
        ExprKind::Dict { .. } | ExprKind::DictComp { .. } => "dict",
        ExprKind::Set { .. } | ExprKind::SetComp { .. } => "set",
        ExprKind::GeneratorExp { .. } => "generator",
        ExprKind::Lambda { .. } => "function",
        ExprKind::JoinedStr { .. } | ExprKind::FormattedValue { .. } => "str",
        _ => return None,
    })
}
