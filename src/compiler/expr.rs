//! Expressions into registers. Calls, comparisons, comprehensions and functions have their own files.

use grammar::ast::{
    BoolOp, Constant as Literal, Conversion, Expr, ExprKind, Operator, Span, UnaryOp,
};

use crate::code::Constant;
use crate::emit::Target;
use crate::error::Result;
use crate::fold;
use crate::op::{Arg, Count, Def, Imm, Instruction, Keep, Use};
use crate::scope::ScopeKind;
use crate::unit::Compiler;

/// Longer displays are built piece by piece, so that registers suffice for any length.
pub(crate) const DISPLAY_LIMIT: usize = 64;

impl<'a> Compiler<'_, 'a> {
    /// Evaluates into the next temporary.
    pub(crate) fn push(&mut self, expr: &'a Expr<'a>) -> Result<()> {
        self.into(expr, Target::Temp)
    }

    /// Evaluates to an operand: a local as it is, anything else in the next temporary.
    /// `later` operands of the same instruction may be evaluated after it.
    pub(crate) fn operand(&mut self, expr: &'a Expr<'a>, later: bool) -> Result<Use> {
        if let ExprKind::Name { id, .. } = expr.kind
            && id != "__debug__"
        {
            return Ok(self.name_operand(id, later, expr.span));
        }
        self.push(expr)?;
        Ok(self.unit.b.take_top())
    }

    /// Evaluates with a function that pushes, then moves to the target.
    fn through_temp(
        &mut self,
        target: Target,
        span: Span,
        push: impl FnOnce(&mut Self) -> Result<()>,
    ) -> Result<()> {
        push(self)?;
        if let Target::Local(reg) = target {
            let src = self.unit.b.take_top();
            self.unit.b.emit(Instruction::Move { dst: Def { reg, local: true }, src }, span);
        }
        Ok(())
    }

    /// Evaluates into the target, which is written last.
    pub(crate) fn into(&mut self, expr: &'a Expr<'a>, target: Target) -> Result<()> {
        self.stack.check()?;
        let span = expr.span;
        match expr.kind {
            ExprKind::Constant { value, .. } => {
                self.unit.b.load_const(fold::literal(value), target, span);
                Ok(())
            }
            ExprKind::Name { id: "__debug__", .. } => {
                let constant =
                    if self.options.optimize == 0 { Constant::True } else { Constant::False };
                self.unit.b.load_const(constant, target, span);
                Ok(())
            }
            ExprKind::Name { id, .. } => {
                self.load_name(id, target, span);
                Ok(())
            }
            ExprKind::BinOp { .. } => self.binary_chain(expr, target),
            ExprKind::UnaryOp { op, operand } => self.unary(expr, op, operand, target),
            ExprKind::BoolOp { op, values } => {
                self.through_temp(target, span, |c| c.bool_op(op, values, span))
            }
            ExprKind::Compare { left, ops, comparators } => {
                self.compare(expr, left, ops, comparators, target)
            }
            ExprKind::NamedExpr { target: name, value } => {
                self.through_temp(target, span, |c| c.named(name, value))
            }
            ExprKind::Lambda { args, body } => {
                self.through_temp(target, span, |c| c.lambda(expr, args, body))
            }
            ExprKind::IfExp { test, body, orelse } => {
                self.if_expression(test, body, orelse, target)
            }
            ExprKind::Dict { keys, values } => {
                self.through_temp(target, span, |c| c.dict(keys, values, span))
            }
            ExprKind::Set { elts } => self.through_temp(target, span, |c| c.set(elts, span)),
            ExprKind::List { elts, .. } if simple_display(elts) => {
                self.small_display(Display::List, elts, target, span)
            }
            ExprKind::Tuple { elts, .. } => self.tuple(elts, target, span),
            ExprKind::List { elts, .. } => {
                self.through_temp(target, span, |c| c.display(Display::List, elts, span))
            }
            ExprKind::ListComp { .. } | ExprKind::SetComp { .. } | ExprKind::DictComp { .. } => {
                self.through_temp(target, span, |c| c.comprehension(expr))
            }
            ExprKind::GeneratorExp { .. } => {
                self.through_temp(target, span, |c| c.generator_expression(expr))
            }
            ExprKind::Await { value } => {
                self.through_temp(target, span, |c| c.await_expression(value, span))
            }
            ExprKind::Yield { value } => self.yield_expression(value, target, span),
            ExprKind::YieldFrom { value } => {
                self.through_temp(target, span, |c| c.yield_from(value, span))
            }
            ExprKind::Call { func, args, keywords } => {
                self.call(expr, func, args, keywords, target)
            }
            ExprKind::JoinedStr { values } => {
                self.through_temp(target, span, |c| c.joined(values, span))
            }
            ExprKind::FormattedValue { .. } => {
                self.through_temp(target, span, |c| c.formatted(expr))
            }
            ExprKind::Attribute { value, attr, .. } => self.attribute(expr, value, attr, target),
            ExprKind::Subscript { value, slice, .. } => {
                self.warn_subscript(expr, value, slice);
                let object = self.operand(value, true)?;
                let key = self.operand(slice, false)?;
                let dst = self.unit.b.def_after(target, &[object, key]);
                self.unit.b.emit(Instruction::GetItem { dst, object, key }, span);
                Ok(())
            }
            ExprKind::Slice { lower, upper, step } => self.slice(lower, upper, step, target, span),
            ExprKind::Starred { .. } => self.error("can't use starred expression here", span),
        }
    }

    /// Evaluates for the effects alone.
    pub(crate) fn discard(&mut self, expr: &'a Expr<'a>) -> Result<()> {
        match expr.kind {
            ExprKind::Constant { .. } => Ok(()),
            _ => {
                let value = self.operand(expr, false)?;
                if value.take {
                    self.unit.b.drop_top(expr.span);
                }
                Ok(())
            }
        }
    }

    // ---- operators -----------------------------------------------------------------------------

    /// A left-nested chain of binary operators, without recursion along its spine.
    fn binary_chain(&mut self, expr: &'a Expr<'a>, target: Target) -> Result<()> {
        let (mut at, mut links) = (expr, Vec::new());
        while let ExprKind::BinOp { left, op, right } = at.kind {
            links.push((op, right, at.span));
            at = left;
        }
        let mut folded = fold::fold(at);
        let mut value: Option<Use> = None;
        while let Some((op, right, span)) = links.pop() {
            let target = if links.is_empty() { target } else { Target::Temp };
            if let Some(left) = folded.take() {
                let right = fold::fold(right);
                if let Some(result) = right.and_then(|right| fold::binary(op, &left, &right)) {
                    if links.is_empty() {
                        self.unit.b.load_const(result, target, span);
                        return Ok(());
                    }
                    folded = Some(result);
                    continue;
                }
                self.unit.b.load_const(left, Target::Temp, span);
                value = Some(self.unit.b.take_top());
            }
            let left = match value.take() {
                Some(left) => left,
                None => self.operand(at, true)?,
            };
            self.binary(op, left, right, target, span)?;
            value = Some(self.unit.b.take_top());
        }
        Ok(())
    }

    /// One binary operator whose left operand is there already.
    pub(crate) fn binary(
        &mut self,
        op: Operator,
        left: Use,
        right: &'a Expr<'a>,
        target: Target,
        span: Span,
    ) -> Result<()> {
        if let Some(imm) = small_int(right) {
            let dst = self.unit.b.def_after(target, &[left]);
            if let Some(instruction) = with_immediate(op, dst, left, imm) {
                self.unit.b.emit(instruction, span);
                return Ok(());
            }
        }
        let right = self.operand(right, false)?;
        let dst = self.unit.b.def_after(target, &[left, right]);
        self.unit.b.emit(with_operands(op, dst, left, right), span);
        Ok(())
    }

    fn unary(
        &mut self,
        expr: &'a Expr<'a>,
        op: UnaryOp,
        operand: &'a Expr<'a>,
        target: Target,
    ) -> Result<()> {
        if let Some(constant) = fold::fold(expr) {
            self.unit.b.load_const(constant, target, expr.span);
            return Ok(());
        }
        let a = self.operand(operand, false)?;
        let dst = self.unit.b.def_after(target, &[a]);
        let instruction = match op {
            UnaryOp::Invert => Instruction::Invert { dst, a },
            UnaryOp::Not => Instruction::Not { dst, a },
            UnaryOp::UAdd => Instruction::Pos { dst, a },
            UnaryOp::USub => Instruction::Neg { dst, a },
        };
        self.unit.b.emit(instruction, expr.span);
        Ok(())
    }

    fn bool_op(&mut self, op: BoolOp, values: &'a [&'a Expr<'a>], span: Span) -> Result<()> {
        let end = self.unit.b.label();
        let Some((last, firsts)) = values.split_last() else { return Ok(()) };
        for value in firsts {
            self.push(value)?;
            self.unit.b.jump_if_keep(op == BoolOp::Or, end, span);
        }
        self.push(last)?;
        self.unit.b.bind(end);
        Ok(())
    }

    fn named(&mut self, name: &'a Expr<'a>, value: &'a Expr<'a>) -> Result<()> {
        self.push(value)?;
        let copy = Use { take: false, ..self.unit.b.take_top() };
        self.store(name, copy)
    }

    fn if_expression(
        &mut self,
        test: &'a Expr<'a>,
        body: &'a Expr<'a>,
        orelse: &'a Expr<'a>,
        target: Target,
    ) -> Result<()> {
        let (otherwise, end) = (self.unit.b.label(), self.unit.b.label());
        let height = self.unit.b.height;
        self.condition(test, false, otherwise)?;
        self.into(body, target)?;
        self.unit.b.jump(end, body.span);
        self.unit.b.height = height;
        self.unit.b.bind(otherwise);
        self.into(orelse, target)?;
        self.unit.b.bind(end);
        Ok(())
    }

    // ---- displays ------------------------------------------------------------------------------

    pub(crate) fn tuple(
        &mut self,
        elts: &'a [&'a Expr<'a>],
        target: Target,
        span: Span,
    ) -> Result<()> {
        if let Some(constant) = fold::tuple(elts) {
            self.unit.b.load_const(constant, target, span);
            return Ok(());
        }
        if simple_display(elts) {
            return self.small_display(Display::Tuple, elts, target, span);
        }
        self.display(Display::List, elts, span)?;
        let list = self.unit.b.take_top();
        let dst = self.unit.b.def(target, 1);
        self.unit.b.emit(Instruction::ListToTuple { dst, list }, span);
        Ok(())
    }

    /// A set of three or more constants is a copy of one constant. Its table is then that of a set
    /// which was filled at once, as in CPython: the order of the elements tells.
    fn set(&mut self, elts: &'a [&'a Expr<'a>], span: Span) -> Result<()> {
        let constant = if elts.len() > 2 { fold::frozen_set(elts) } else { None };
        let Some(constant) = constant else { return self.display(Display::Set, elts, span) };
        self.build(Display::Set, 0, Target::Temp, span);
        let held = Keep(self.unit.b.top());
        self.unit.b.load_const(constant, Target::Temp, span);
        let value = self.unit.b.take_top();
        self.unit.b.emit(Instruction::SetUpdate { set: held, value }, span);
        Ok(())
    }

    fn small_display(
        &mut self,
        kind: Display,
        elts: &'a [&'a Expr<'a>],
        target: Target,
        span: Span,
    ) -> Result<()> {
        for element in elts {
            self.push(element)?;
        }
        self.build(kind, elts.len() as u16, target, span);
        Ok(())
    }

    /// Builds a display of the topmost temporaries.
    pub(crate) fn build(&mut self, kind: Display, count: u16, target: Target, span: Span) {
        let b = &mut self.unit.b;
        let first = b.top_run(count);
        let dst = b.def(target, count);
        let count = Count(count);
        let instruction = match kind {
            Display::Tuple => Instruction::BuildTuple { dst, first, count },
            Display::List => Instruction::BuildList { dst, first, count },
            Display::Set => Instruction::BuildSet { dst, first, count },
        };
        b.emit(instruction, span);
    }

    /// A list or set of any length, perhaps with stars.
    pub(crate) fn display(
        &mut self,
        kind: Display,
        elts: &'a [&'a Expr<'a>],
        span: Span,
    ) -> Result<()> {
        if simple_display(elts) {
            return self.small_display(kind, elts, Target::Temp, span);
        }
        let prefix = elts.iter().take(DISPLAY_LIMIT).take_while(|e| !is_starred(e)).count();
        let (first, rest) = elts.split_at_checked(prefix).unwrap_or((elts, &[]));
        self.small_display(kind, first, Target::Temp, span)?;
        self.extend_display(kind, rest, span)
    }

    /// Adds elements to the list or set on top.
    pub(crate) fn extend_display(
        &mut self,
        kind: Display,
        elts: &'a [&'a Expr<'a>],
        span: Span,
    ) -> Result<()> {
        let held = Keep(self.unit.b.top());
        for element in elts {
            let instruction = match (element.kind, kind) {
                (ExprKind::Starred { value, .. }, Display::Set) => {
                    let value = self.operand(value, false)?;
                    Instruction::SetUpdate { set: held, value }
                }
                (ExprKind::Starred { value, .. }, _) => {
                    let value = self.operand(value, false)?;
                    Instruction::ListExtend { list: held, value }
                }
                (_, Display::Set) => {
                    Instruction::SetAdd { set: held, value: self.operand(element, false)? }
                }
                (_, _) => {
                    Instruction::ListAppend { list: held, value: self.operand(element, false)? }
                }
            };
            self.unit.b.emit(instruction, span);
        }
        Ok(())
    }

    fn dict(
        &mut self,
        keys: &'a [Option<&'a Expr<'a>>],
        values: &'a [&'a Expr<'a>],
        span: Span,
    ) -> Result<()> {
        let pairs: Vec<_> = keys.iter().copied().zip(values.iter().copied()).collect();
        let prefix = pairs.iter().take(DISPLAY_LIMIT).take_while(|(key, _)| key.is_some()).count();
        let (first, rest) = pairs.split_at_checked(prefix).unwrap_or((&[], &[]));
        for (key, value) in first {
            if let Some(key) = key {
                self.push(key)?;
            }
            self.push(value)?;
        }
        let first = self.unit.b.top_run(prefix as u16 * 2);
        let dst = self.unit.b.def(Target::Temp, prefix as u16 * 2);
        let count = Count(prefix as u16);
        self.unit.b.emit(Instruction::BuildDict { dst, first, count }, span);
        let dict = Keep(self.unit.b.top());
        for (key, value) in rest {
            let instruction = match key {
                Some(key) => {
                    let key = self.operand(key, true)?;
                    let value = self.operand(value, false)?;
                    Instruction::DictSet { dict, key, value }
                }
                None => {
                    let value = self.operand(value, false)?;
                    Instruction::DictUpdate { dict, value }
                }
            };
            self.unit.b.emit(instruction, span);
        }
        Ok(())
    }

    // ---- strings -------------------------------------------------------------------------------

    fn joined(&mut self, values: &'a [&'a Expr<'a>], span: Span) -> Result<()> {
        let mut count = 0;
        for value in values {
            self.push(value)?;
            count += 1;
            if count == DISPLAY_LIMIT as u16 {
                self.build_string(count, span);
                count = 1;
            }
        }
        match (count, values) {
            (0, _) => {
                let empty = Constant::Str(Box::default());
                self.unit.b.load_const(empty, Target::Temp, span);
            }
            (1, [_]) => {}
            _ => self.build_string(count, span),
        }
        Ok(())
    }

    fn build_string(&mut self, count: u16, span: Span) {
        let first = self.unit.b.top_run(count);
        let dst = self.unit.b.def(Target::Temp, count);
        self.unit.b.emit(Instruction::BuildString { dst, first, count: Count(count) }, span);
    }

    fn formatted(&mut self, expr: &'a Expr<'a>) -> Result<()> {
        let ExprKind::FormattedValue { value, conversion, format_spec } = expr.kind else {
            return Ok(());
        };
        let conversion = Arg(match conversion {
            Conversion::None => 0,
            Conversion::Str => 1,
            Conversion::Repr => 2,
            Conversion::Ascii => 3,
        });
        let Some(spec) = format_spec else {
            let value = self.operand(value, false)?;
            let dst = self.unit.b.def_after(Target::Temp, &[value]);
            self.unit.b.emit(Instruction::Format { dst, value, conversion }, expr.span);
            return Ok(());
        };
        self.push(value)?;
        self.push(spec)?;
        let first = self.unit.b.top_run(2);
        let dst = self.unit.b.def(Target::Temp, 2);
        self.unit.b.emit(Instruction::FormatSpec { dst, first, conversion }, expr.span);
        Ok(())
    }

    // ---- attributes and slices -----------------------------------------------------------------

    /// Where CPython places an attribute that spans lines: its name alone.
    pub(crate) fn attribute_span(&self, span: Span, attribute: &str) -> Span {
        let text = self.text.source.get(span.start as usize..span.end as usize).unwrap_or("");
        match text.contains('\n') {
            true => Span { start: span.end.saturating_sub(attribute.len() as u32), end: span.end },
            false => span,
        }
    }

    fn attribute(
        &mut self,
        expr: &'a Expr<'a>,
        value: &'a Expr<'a>,
        attr: &'a str,
        target: Target,
    ) -> Result<()> {
        let object = self.operand(value, false)?;
        let site = self.site(attr);
        let dst = self.unit.b.def_after(target, &[object]);
        let span = self.attribute_span(expr.span, attr);
        self.unit.b.emit(Instruction::LoadAttr { dst, object, site }, span);
        Ok(())
    }

    fn slice(
        &mut self,
        lower: Option<&'a Expr<'a>>,
        upper: Option<&'a Expr<'a>>,
        step: Option<&'a Expr<'a>>,
        target: Target,
        span: Span,
    ) -> Result<()> {
        for part in [lower, upper] {
            match part {
                Some(part) => self.push(part)?,
                None => self.unit.b.load_const(Constant::None, Target::Temp, span),
            }
        }
        let mut count = 2;
        if let Some(step) = step {
            self.push(step)?;
            count = 3;
        }
        let first = self.unit.b.top_run(count);
        let dst = self.unit.b.def(target, count);
        self.unit.b.emit(Instruction::BuildSlice { dst, first, count: Count(count) }, span);
        Ok(())
    }

    // ---- coroutines and generators -------------------------------------------------------------

    fn await_expression(&mut self, value: &'a Expr<'a>, span: Span) -> Result<()> {
        self.require_await(span)?;
        let value = self.operand(value, false)?;
        let dst = self.unit.b.def_after(Target::Temp, &[value]);
        self.unit.b.emit(Instruction::GetAwaitable { dst, value, kind: Arg(0) }, span);
        self.delegate(span);
        Ok(())
    }

    fn require_await(&self, span: Span) -> Result<()> {
        let scope = &self.scopes[self.unit.scope];
        match scope.kind {
            ScopeKind::Generator => Ok(()),
            ScopeKind::Function if scope.is_async_function => Ok(()),
            ScopeKind::Function | ScopeKind::Lambda => {
                self.error("'await' outside async function", span)
            }
            ScopeKind::Module if self.options.top_level_await => Ok(()),
            ScopeKind::Module
            | ScopeKind::Class
            | ScopeKind::Comprehension
            | ScopeKind::TypeParams
            | ScopeKind::TypeVariable
            | ScopeKind::TypeAlias
            | ScopeKind::Annotation => self.error("'await' outside function", span),
        }
    }

    /// Delegates to the iterator on top; its result takes its place.
    pub(crate) fn delegate(&mut self, span: Span) {
        let reg = self.unit.b.top();
        let dst = Def { reg, local: false };
        self.unit.b.emit(Instruction::Delegate { dst, iter: Keep(reg) }, span);
    }

    fn require_yield(&self, what: &str, span: Span) -> Result<()> {
        match self.unit.kind {
            ScopeKind::Function | ScopeKind::Lambda | ScopeKind::Generator => Ok(()),
            ScopeKind::Module
            | ScopeKind::Class
            | ScopeKind::Comprehension
            | ScopeKind::TypeParams
            | ScopeKind::TypeVariable
            | ScopeKind::TypeAlias
            | ScopeKind::Annotation => self.error(format!("'{what}' outside function"), span),
        }
    }

    fn yield_expression(
        &mut self,
        value: Option<&'a Expr<'a>>,
        target: Target,
        span: Span,
    ) -> Result<()> {
        self.require_yield("yield", span)?;
        let value = match value {
            Some(value) => self.operand(value, false)?,
            None => {
                self.unit.b.load_const(Constant::None, Target::Temp, span);
                self.unit.b.take_top()
            }
        };
        self.yield_value(value, target, span);
        Ok(())
    }

    pub(crate) fn yield_value(&mut self, value: Use, target: Target, span: Span) {
        let dst = self.unit.b.def_after(target, &[value]);
        let instruction = match self.scopes[self.unit.scope].is_coroutine {
            true => Instruction::YieldAsync { dst, value },
            false => Instruction::Yield { dst, value },
        };
        self.unit.b.emit(instruction, span);
    }

    fn yield_from(&mut self, value: &'a Expr<'a>, span: Span) -> Result<()> {
        self.require_yield("yield from", span)?;
        if self.scopes[self.unit.scope].is_async_function {
            return self.error("'yield from' inside async function", span);
        }
        let value = self.operand(value, false)?;
        let dst = self.unit.b.def_after(Target::Temp, &[value]);
        self.unit.b.emit(Instruction::GetYieldIter { dst, value }, span);
        self.delegate(span);
        Ok(())
    }
}

/// What a display builds.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Display {
    Tuple,
    List,
    Set,
}

pub(crate) fn is_starred(expr: &Expr<'_>) -> bool {
    matches!(expr.kind, ExprKind::Starred { .. })
}

fn simple_display(elts: &[&Expr<'_>]) -> bool {
    elts.len() <= DISPLAY_LIMIT && !elts.iter().any(|element| is_starred(element))
}

/// The value of a small integer literal.
pub(crate) fn small_int(expr: &Expr<'_>) -> Option<Imm> {
    match expr.kind {
        ExprKind::Constant { value: Literal::Int(grammar::ast::Int::Small(value)), .. } => {
            i16::try_from(value).ok().map(Imm)
        }
        ExprKind::UnaryOp { op: UnaryOp::USub, operand } => match operand.kind {
            ExprKind::Constant { value: Literal::Int(grammar::ast::Int::Small(value)), .. } => {
                i16::try_from(-value).ok().map(Imm)
            }
            _ => None,
        },
        _ => None,
    }
}

fn with_immediate(op: Operator, dst: Def, a: Use, imm: Imm) -> Option<Instruction> {
    Some(match op {
        Operator::Add => Instruction::AddImm { dst, a, imm },
        Operator::Sub => Instruction::SubImm { dst, a, imm },
        Operator::Mult => Instruction::MulImm { dst, a, imm },
        Operator::Mod => Instruction::ModImm { dst, a, imm },
        Operator::BitAnd => Instruction::AndImm { dst, a, imm },
        Operator::RShift => Instruction::RShiftImm { dst, a, imm },
        Operator::MatMult
        | Operator::Div
        | Operator::Pow
        | Operator::LShift
        | Operator::BitOr
        | Operator::BitXor
        | Operator::FloorDiv => return None,
    })
}

fn with_operands(op: Operator, dst: Def, a: Use, b: Use) -> Instruction {
    match op {
        Operator::Add => Instruction::Add { dst, a, b },
        Operator::Sub => Instruction::Sub { dst, a, b },
        Operator::Mult => Instruction::Mul { dst, a, b },
        Operator::MatMult => Instruction::MatMul { dst, a, b },
        Operator::Div => Instruction::TrueDiv { dst, a, b },
        Operator::Mod => Instruction::Mod { dst, a, b },
        Operator::Pow => Instruction::Pow { dst, a, b },
        Operator::LShift => Instruction::LShift { dst, a, b },
        Operator::RShift => Instruction::RShift { dst, a, b },
        Operator::BitOr => Instruction::Or { dst, a, b },
        Operator::BitXor => Instruction::Xor { dst, a, b },
        Operator::BitAnd => Instruction::And { dst, a, b },
        Operator::FloorDiv => Instruction::FloorDiv { dst, a, b },
    }
}
