//! Comparisons, their chains, and conditions as jumps.

use grammar::ast::{BoolOp, CmpOp, Constant as Literal, Expr, ExprKind, Span, UnaryOp};

use crate::emit::{Label, Target};
use crate::error::Result;
use crate::expr::small_int;
use crate::fold;
use crate::op::{Def, Imm, Instruction, Use, When};
use crate::unit::Compiler;

/// Operands of one link of a chain that are to stay alive.
#[derive(Clone, Copy)]
struct Link {
    left: Use,
    right: Use,
}

impl<'a> Compiler<'_, 'a> {
    /// A comparison, or a chain of them, as a value.
    pub(crate) fn compare(
        &mut self,
        expr: &'a Expr<'a>,
        left: &'a Expr<'a>,
        ops: &'a [CmpOp],
        comparators: &'a [&'a Expr<'a>],
        target: Target,
    ) -> Result<()> {
        self.warn_compare(expr, left, ops, comparators);
        let span = expr.span;
        if let ([op], [right]) = (ops, comparators) {
            let a = self.operand(left, true)?;
            let b = self.comparator(*op, right, false)?;
            let dst = self.unit.b.def_after(target, &[a, b]);
            self.unit.b.emit(comparison(*op, dst, a, b), span);
            return Ok(());
        }
        self.compare_chain(left, ops, comparators, span)?;
        if let Target::Local(reg) = target {
            let src = self.unit.b.take_top();
            self.unit.b.emit(Instruction::Move { dst: Def { reg, local: true }, src }, span);
        }
        Ok(())
    }

    /// The right operand; a display of constants behind `in` is a constant itself.
    fn comparator(&mut self, op: CmpOp, right: &'a Expr<'a>, later: bool) -> Result<Use> {
        // The value of an inner link is also the left operand of the next one.
        if !later
            && matches!(op, CmpOp::In | CmpOp::NotIn)
            && let Some(constant) = fold::container(right)
        {
            self.unit.b.load_const(constant, Target::Temp, right.span);
            return Ok(self.unit.b.take_top());
        }
        self.operand(right, later)
    }

    fn compare_chain(
        &mut self,
        left: &'a Expr<'a>,
        ops: &'a [CmpOp],
        comparators: &'a [&'a Expr<'a>],
        span: Span,
    ) -> Result<()> {
        let end = self.unit.b.label();
        let mut a = self.operand(left, true)?;
        let count = comparators.len();
        for (index, (op, right)) in ops.iter().zip(comparators).enumerate() {
            let last = index + 1 == count;
            let b = self.comparator(*op, right, !last)?;
            if last {
                let dst = self.unit.b.def_after(Target::Temp, &[a, b]);
                self.unit.b.emit(comparison(*op, dst, a, b), span);
                break;
            }
            a = self.chain_value(*op, Link { left: a, right: b }, end, span);
        }
        self.unit.b.bind(end);
        Ok(())
    }

    /// One inner link: leaves for `end` with the result if it is false; else goes on with the
    /// right operand, which takes the place of the left one.
    fn chain_value(&mut self, op: CmpOp, link: Link, end: Label, span: Span) -> Use {
        let b = &mut self.unit.b;
        let Link { left, right } = link;
        if !right.take {
            let dst = b.def_after(Target::Temp, &[left]);
            b.emit(comparison(op, dst, left, right), span);
            b.jump_if_keep(false, end, span);
            return right;
        }
        let dst = b.def(Target::Temp, 0);
        b.emit(comparison(op, dst, borrow(left), borrow(right)), span);
        let (go_on, fail) = (b.label(), b.label());
        b.jump_if_keep(false, fail, span);
        let lowest = if left.take { left.reg } else { right.reg };
        if left.take {
            b.replace(left.reg, span);
        }
        let height = b.height;
        b.jump(go_on, span);
        // The result takes the lowest place, and what is above it goes.
        b.bind(fail);
        b.replace(lowest, span);
        if left.take {
            b.drop_top(span);
        }
        b.jump(end, span);
        b.height = height;
        b.bind(go_on);
        Use { reg: lowest, take: true }
    }

    // ---- conditions ----------------------------------------------------------------------------

    /// Jumps to the label if the truth of the expression is `when`; else falls through.
    pub(crate) fn condition(&mut self, expr: &'a Expr<'a>, when: bool, to: Label) -> Result<()> {
        self.stack.check()?;
        if let Some(truth) = self.known_truth(expr) {
            if truth == when {
                self.unit.b.jump(to, expr.span);
            }
            return Ok(());
        }
        match expr.kind {
            ExprKind::UnaryOp { op: UnaryOp::Not, operand } => self.condition(operand, !when, to),
            ExprKind::BoolOp { op, values } => self.bool_condition(op, values, when, to),
            ExprKind::IfExp { test, body, orelse } => {
                let (otherwise, end) = (self.unit.b.label(), self.unit.b.label());
                self.condition(test, false, otherwise)?;
                self.condition(body, when, to)?;
                self.unit.b.jump(end, expr.span);
                self.unit.b.bind(otherwise);
                self.condition(orelse, when, to)?;
                self.unit.b.bind(end);
                Ok(())
            }
            ExprKind::Compare { left, ops, comparators } => {
                self.warn_compare(expr, left, ops, comparators);
                match (ops, comparators) {
                    ([op], [right]) => {
                        self.compare_condition(*op, left, right, when, to, expr.span)
                    }
                    _ => self.chain_condition(left, ops, comparators, when, to, expr.span),
                }
            }
            _ => {
                let value = self.operand(expr, false)?;
                self.unit.b.jump_if(value, when, to, expr.span);
                Ok(())
            }
        }
    }

    /// The truth of a constant expression.
    pub(crate) fn known_truth(&self, expr: &Expr<'a>) -> Option<bool> {
        if matches!(expr.kind, ExprKind::Name { id: "__debug__", .. }) {
            return Some(self.options.optimize == 0);
        }
        fold::fold(expr).as_ref().and_then(fold::truth)
    }

    fn bool_condition(
        &mut self,
        op: BoolOp,
        values: &'a [&'a Expr<'a>],
        when: bool,
        to: Label,
    ) -> Result<()> {
        // The truth of one value that decides the whole.
        let decisive = op == BoolOp::Or;
        let Some((last, firsts)) = values.split_last() else { return Ok(()) };
        if when == decisive {
            for value in firsts {
                self.condition(value, when, to)?;
            }
            return self.condition(last, when, to);
        }
        let skip = self.unit.b.label();
        for value in firsts {
            self.condition(value, decisive, skip)?;
        }
        self.condition(last, when, to)?;
        self.unit.b.bind(skip);
        Ok(())
    }

    fn compare_condition(
        &mut self,
        op: CmpOp,
        left: &'a Expr<'a>,
        right: &'a Expr<'a>,
        when: bool,
        to: Label,
        span: Span,
    ) -> Result<()> {
        let is_none = matches!(right.kind, ExprKind::Constant { value: Literal::None, .. });
        if is_none && matches!(op, CmpOp::Is | CmpOp::IsNot) {
            let value = self.operand(left, false)?;
            self.unit.b.jump_if_none(value, (op == CmpOp::Is) == when, to, span);
            return Ok(());
        }
        let a = self.operand(left, true)?;
        if let Some(imm) = small_int(right)
            && let Some(instruction) = jump_immediate(op, a, imm, When(when))
        {
            self.unit.b.compare_jump(instruction, to, span);
            return Ok(());
        }
        let b = self.comparator(op, right, false)?;
        self.unit.b.compare_jump(jump_comparison(op, a, b, when), to, span);
        Ok(())
    }

    fn chain_condition(
        &mut self,
        left: &'a Expr<'a>,
        ops: &'a [CmpOp],
        comparators: &'a [&'a Expr<'a>],
        when: bool,
        to: Label,
        span: Span,
    ) -> Result<()> {
        let end = self.unit.b.label();
        let failed = if when { end } else { to };
        let mut a = self.operand(left, true)?;
        let count = comparators.len();
        // Where links go that fail with temporaries alive: the label and how many there are.
        let mut cleanups: [Option<Label>; 3] = [None; 3];
        for (index, (op, right)) in ops.iter().zip(comparators).enumerate() {
            if index + 1 == count {
                if let Some(imm) = small_int(right)
                    && let Some(instruction) = jump_immediate(*op, a, imm, When(when))
                {
                    self.unit.b.compare_jump(instruction, to, span);
                    break;
                }
                let b = self.comparator(*op, right, false)?;
                self.unit.b.compare_jump(jump_comparison(*op, a, b, when), to, span);
                break;
            }
            let b = self.comparator(*op, right, true)?;
            if !b.take {
                let jump = jump_comparison(*op, a, b, false);
                self.unit.b.compare_jump(jump, failed, span);
                a = b;
                continue;
            }
            let alive = usize::from(a.take) + 1;
            let fresh = self.unit.b.label();
            let slot = cleanups.get_mut(alive);
            let fail = slot.map_or(fresh, |slot| *slot.get_or_insert(fresh));
            let jump = jump_comparison(*op, borrow(a), borrow(b), false);
            self.unit.b.compare_jump(jump, fail, span);
            if a.take {
                self.unit.b.replace(a.reg, span);
            } else {
                a = b;
            }
        }
        self.chain_cleanups(cleanups, failed, end, span);
        Ok(())
    }

    fn chain_cleanups(
        &mut self,
        cleanups: [Option<Label>; 3],
        failed: Label,
        end: Label,
        span: Span,
    ) {
        let b = &mut self.unit.b;
        let height = b.height;
        if cleanups.iter().any(Option::is_some) {
            b.jump(end, span);
        }
        for (alive, label) in cleanups.into_iter().enumerate() {
            let Some(label) = label else { continue };
            b.bind(label);
            for _ in 0..alive {
                b.drop_top(span);
            }
            b.jump(failed, span);
        }
        b.height = height;
        b.bind(end);
    }
}

fn borrow(operand: Use) -> Use {
    Use { take: false, ..operand }
}

fn comparison(op: CmpOp, dst: Def, a: Use, b: Use) -> Instruction {
    match op {
        CmpOp::Eq => Instruction::Eq { dst, a, b },
        CmpOp::NotEq => Instruction::Ne { dst, a, b },
        CmpOp::Lt => Instruction::Lt { dst, a, b },
        CmpOp::LtE => Instruction::Le { dst, a, b },
        CmpOp::Gt => Instruction::Gt { dst, a, b },
        CmpOp::GtE => Instruction::Ge { dst, a, b },
        CmpOp::Is => Instruction::Is { dst, a, b },
        CmpOp::IsNot => Instruction::IsNot { dst, a, b },
        CmpOp::In => Instruction::In { dst, a, b },
        CmpOp::NotIn => Instruction::NotIn { dst, a, b },
    }
}

fn jump_comparison(op: CmpOp, a: Use, b: Use, when: bool) -> Instruction {
    let (same, other) = (When(when), When(!when));
    match op {
        CmpOp::Eq => Instruction::JumpEq { a, b, when: same },
        CmpOp::NotEq => Instruction::JumpNe { a, b, when: same },
        CmpOp::Lt => Instruction::JumpLt { a, b, when: same },
        CmpOp::LtE => Instruction::JumpLe { a, b, when: same },
        CmpOp::Gt => Instruction::JumpGt { a, b, when: same },
        CmpOp::GtE => Instruction::JumpGe { a, b, when: same },
        CmpOp::Is => Instruction::JumpIs { a, b, when: same },
        CmpOp::IsNot => Instruction::JumpIs { a, b, when: other },
        CmpOp::In => Instruction::JumpIn { a, b, when: same },
        CmpOp::NotIn => Instruction::JumpIn { a, b, when: other },
    }
}

fn jump_immediate(op: CmpOp, a: Use, imm: Imm, when: When) -> Option<Instruction> {
    Some(match op {
        CmpOp::Eq => Instruction::JumpEqImm { a, imm, when },
        CmpOp::NotEq => Instruction::JumpNeImm { a, imm, when },
        CmpOp::Lt => Instruction::JumpLtImm { a, imm, when },
        CmpOp::LtE => Instruction::JumpLeImm { a, imm, when },
        CmpOp::Gt => Instruction::JumpGtImm { a, imm, when },
        CmpOp::GtE => Instruction::JumpGeImm { a, imm, when },
        CmpOp::Is | CmpOp::IsNot | CmpOp::In | CmpOp::NotIn => return None,
    })
}
