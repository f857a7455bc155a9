//! Operators: precedence of the flat arithmetic rule, comparisons, boolean operators.

use super::Ctx;
use super::list::{List, backwards, push, to_slice};
use crate::ast::*;

/// An operand with the offsets of its first and last tokens, parentheses included.
pub(crate) type Operand<'a> = (u32, &'a Expr<'a>, u32);

/// A run of binary operators, read from left to right: what waits for its right side, and the
/// last operand.
#[derive(Clone, Copy)]
pub(crate) struct Chain<'a> {
    waiting: Option<&'a Waiting<'a>>,
    last: Operand<'a>,
}

/// A left side and its operator, of rising precedence from the bottom of the stack to its top.
#[derive(Clone, Copy)]
struct Waiting<'a> {
    left: Operand<'a>,
    op: Operator,
    below: Option<&'a Waiting<'a>>,
}

/// One step `op right` of a chain of comparisons.
#[derive(Clone, Copy)]
pub(crate) struct Comparison<'a> {
    /// The first operand of the whole chain.
    left: &'a Expr<'a>,
    op: CmpOp,
    right: &'a Expr<'a>,
}

/// How tightly a binary operator binds.
fn precedence(op: Operator) -> u8 {
    match op {
        Operator::BitOr => 1,
        Operator::BitXor => 2,
        Operator::BitAnd => 3,
        Operator::LShift | Operator::RShift => 4,
        Operator::Add | Operator::Sub => 5,
        Operator::Mult | Operator::MatMult | Operator::Div | Operator::Mod | Operator::FloorDiv => {
            6
        }
        Operator::Pow => 7,
    }
}

impl<'a> Ctx<'a> {
    pub(crate) fn start_chain(
        &self,
        left: Operand<'a>,
        op: Operator,
        right: Operand<'a>,
    ) -> &'a Chain<'a> {
        let waiting = self.alloc(Waiting { left, op, below: None });
        self.alloc(Chain { waiting: Some(waiting), last: right })
    }

    pub(crate) fn extend_chain(
        &self,
        chain: &'a Chain<'a>,
        op: Operator,
        right: Operand<'a>,
    ) -> &'a Chain<'a> {
        let (left, below) = self.combine(chain, precedence(op));
        let waiting = self.alloc(Waiting { left, op, below });
        self.alloc(Chain { waiting: Some(waiting), last: right })
    }

    pub(crate) fn close_chain(&self, chain: &'a Chain<'a>) -> &'a Expr<'a> {
        let ((_, expr, _), _) = self.combine(chain, 0);
        expr
    }

    /// Completes all operators that bind at least as tightly as `least`.
    fn combine(&self, chain: &'a Chain<'a>, least: u8) -> (Operand<'a>, Option<&'a Waiting<'a>>) {
        let mut right = chain.last;
        let mut waiting = chain.waiting;
        while let Some(&Waiting { left, op, below }) = waiting
            && precedence(op) >= least
        {
            let (start, end) = (left.0, right.2);
            right = (start, self.binary(left.1, op, right.1, start, end), end);
            waiting = below;
        }
        (right, waiting)
    }

    pub(crate) fn binary(
        &self,
        left: &'a Expr<'a>,
        op: Operator,
        right: &'a Expr<'a>,
        l: u32,
        r: u32,
    ) -> &'a Expr<'a> {
        self.expr(ExprKind::BinOp { left, op, right }, l, r)
    }

    pub(crate) fn unary(&self, op: UnaryOp, operand: &'a Expr<'a>, l: u32, r: u32) -> &'a Expr<'a> {
        self.expr(ExprKind::UnaryOp { op, operand }, l, r)
    }

    pub(crate) fn bool_op(
        &self,
        op: BoolOp,
        values: List<'a, &'a Expr<'a>>,
        l: u32,
        r: u32,
    ) -> &'a Expr<'a> {
        self.expr(ExprKind::BoolOp { op, values: self.slice(values) }, l, r)
    }

    pub(crate) fn first_comparison(
        &self,
        left: &'a Expr<'a>,
        op: CmpOp,
        right: &'a Expr<'a>,
    ) -> List<'a, &'a Comparison<'a>> {
        push(self.arena, None, self.alloc(Comparison { left, op, right }))
    }

    pub(crate) fn next_comparison(
        &self,
        list: List<'a, &'a Comparison<'a>>,
        op: CmpOp,
        right: &'a Expr<'a>,
    ) -> List<'a, &'a Comparison<'a>> {
        let left = backwards(list).next().map_or(right, |comparison| comparison.left);
        push(self.arena, list, self.alloc(Comparison { left, op, right }))
    }

    pub(crate) fn compare(
        &self,
        list: List<'a, &'a Comparison<'a>>,
        l: u32,
        r: u32,
    ) -> &'a Expr<'a> {
        let ops = to_slice(self.arena, list, |comparison| comparison.op);
        let comparators = to_slice(self.arena, list, |comparison| comparison.right);
        match backwards(list).next() {
            Some(Comparison { left, .. }) => {
                self.expr(ExprKind::Compare { left, ops, comparators }, l, r)
            }
            None => self.constant(Constant::None, l, r),
        }
    }
}
