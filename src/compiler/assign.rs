//! Assignment in all its forms, unpacking, and `del`.

use grammar::ast::{Expr, ExprKind, Operator, Span};

use crate::code::Constant;
use crate::emit::Target;
use crate::error::Result;
use crate::expr::is_starred;
use crate::fold;
use crate::op::{Arg, Count, Def, Instruction, Reg, Use};
use crate::scope::ScopeKind;
use crate::unit::Compiler;

/// The longest display that is assigned without a tuple.
const PARALLEL_LIMIT: usize = 16;

/// A right-hand side of a parallel assignment.
enum Side {
    /// In a temporary of its own.
    Pushed,
    /// A local that no earlier target overwrites.
    Local(Reg),
    Constant(Constant),
    /// Already in its target.
    Done,
}

impl<'a> Compiler<'_, 'a> {
    pub(crate) fn assign(
        &mut self,
        targets: &'a [&'a Expr<'a>],
        value: &'a Expr<'a>,
    ) -> Result<()> {
        let Some((last, firsts)) = targets.split_last() else { return Ok(()) };
        if firsts.is_empty() || fold::fold(value).is_some() {
            return targets.iter().try_for_each(|target| self.assign_one(target, value));
        }
        self.push(value)?;
        let value = self.unit.b.take_top();
        for target in firsts {
            self.store(target, Use { take: false, ..value })?;
        }
        self.store(last, value)
    }

    pub(crate) fn assign_one(&mut self, target: &'a Expr<'a>, value: &'a Expr<'a>) -> Result<()> {
        if let Some(reg) = self.local_target(target) {
            return self.into(value, Target::Local(reg));
        }
        if let (Some(targets), Some(values)) = (display_items(target), display_items(value))
            && targets.len() == values.len()
            && targets.len() <= PARALLEL_LIMIT
            && !targets.is_empty()
            && !targets.iter().chain(values).any(|e| is_starred(e))
        {
            return match self.different_locals(targets) {
                Some(regs) => self.assign_parallel(targets, &regs, values),
                None => self.assign_in_order(targets, values),
            };
        }
        let value = self.operand(value, true)?;
        self.store(target, value)
    }

    /// The registers of the targets if they are different locals.
    fn different_locals(&mut self, targets: &[&'a Expr<'a>]) -> Option<Vec<Reg>> {
        let mut regs: Vec<Reg> = Vec::with_capacity(targets.len());
        for target in targets {
            let reg = self.local_target(target)?;
            if regs.contains(&reg) {
                return None;
            }
            regs.push(reg);
        }
        Some(regs)
    }

    /// `a[i], b.x = b.x, a[i]` without a tuple: the values wait in temporaries.
    fn assign_in_order(
        &mut self,
        targets: &'a [&'a Expr<'a>],
        values: &'a [&'a Expr<'a>],
    ) -> Result<()> {
        let count = values.len() as u16;
        for value in values {
            self.push(value)?;
        }
        let first = self.unit.b.top_run(count).0;
        for (index, target) in (0..count).zip(targets) {
            let reg = Reg(first.0.saturating_add(index));
            self.store(target, Use { reg, take: index + 1 == count })?;
        }
        for value in values.iter().skip(1) {
            self.unit.b.drop_top(value.span);
        }
        Ok(())
    }

    /// `a, b = b, a + b` without a tuple, for different locals.
    fn assign_parallel(
        &mut self,
        targets: &'a [&'a Expr<'a>],
        regs: &[Reg],
        values: &'a [&'a Expr<'a>],
    ) -> Result<()> {
        let count = values.len();
        let mut sides = Vec::with_capacity(count);
        for (index, (value, &target)) in values.iter().zip(regs).enumerate() {
            sides.push(self.parallel_side(value, target, regs, index + 1 == count)?);
        }
        for ((side, &reg), target) in sides.into_iter().zip(regs).zip(targets).rev() {
            let dst = Def { reg, local: true };
            let src = match side {
                Side::Done => continue,
                Side::Pushed => self.unit.b.take_top(),
                Side::Local(src) => Use { reg: src, take: false },
                Side::Constant(constant) => {
                    self.unit.b.load_const(constant, Target::Local(reg), target.span);
                    continue;
                }
            };
            self.unit.b.emit(Instruction::Move { dst, src }, target.span);
        }
        Ok(())
    }

    fn parallel_side(
        &mut self,
        value: &'a Expr<'a>,
        target: Reg,
        regs: &[Reg],
        last: bool,
    ) -> Result<Side> {
        if let Some(constant) = fold::fold(value) {
            return Ok(Side::Constant(constant));
        }
        if let Some(reg) = self.local_target(value)
            && !regs.contains(&reg)
            && let ExprKind::Name { id, .. } = value.kind
        {
            let operand = self.name_operand(id, true, value.span);
            return Ok(if operand.take { Side::Pushed } else { Side::Local(operand.reg) });
        }
        if last {
            // Nothing is evaluated after it, and what it reads is still unchanged.
            self.into(value, Target::Local(target))?;
            return Ok(Side::Done);
        }
        self.push(value)?;
        Ok(Side::Pushed)
    }

    // ---- stores --------------------------------------------------------------------------------

    /// Takes the topmost temporary into a target.
    pub(crate) fn store_top(&mut self, target: &'a Expr<'a>) -> Result<()> {
        let value = self.unit.b.take_top();
        self.store(target, value)
    }

    /// Stores a value, which is the topmost temporary or is not taken.
    pub(crate) fn store(&mut self, target: &'a Expr<'a>, value: Use) -> Result<()> {
        self.stack.check()?;
        match target.kind {
            ExprKind::Name { id, .. } => {
                self.store_name(id, value, target.span);
                Ok(())
            }
            ExprKind::Attribute { value: object, attr, .. } => {
                self.note_static_attribute(object, attr);
                let object = self.operand(object, false)?;
                let site = self.site(attr);
                let span = self.attribute_span(target.span, attr);
                self.unit.b.emit(Instruction::StoreAttr { object, value, site }, span);
                Ok(())
            }
            ExprKind::Subscript { value: object, slice, .. } => {
                let object = self.operand(object, true)?;
                let key = self.operand(slice, false)?;
                self.unit.b.emit(Instruction::SetItem { object, key, value }, target.span);
                Ok(())
            }
            ExprKind::Tuple { elts, .. } | ExprKind::List { elts, .. } => {
                self.unpack(elts, value, target.span)
            }
            ExprKind::Starred { .. } => {
                self.error("starred assignment target must be in a list or tuple", target.span)
            }
            _ => self.error("cannot assign to expression", target.span),
        }
    }

    fn unpack(&mut self, elts: &'a [&'a Expr<'a>], src: Use, span: Span) -> Result<()> {
        let mut stars = elts.iter().enumerate().filter(|(_, element)| is_starred(element));
        let star = stars.next().map(|(index, _)| index);
        if stars.next().is_some() {
            return self.error("multiple starred expressions in assignment", span);
        }
        let first = self.unit.b.def_after(Target::Temp, &[src]);
        let instruction = match star {
            None => {
                let Ok(count) = u16::try_from(elts.len()) else {
                    return self.error("too many targets in assignment", span);
                };
                Instruction::Unpack { first, src, count: Count(count) }
            }
            Some(before) => {
                let after = elts.len() - before - 1;
                if before > 0xff || after > 0xff {
                    let message = "too many expressions in star-unpacking assignment";
                    return self.error(message, span);
                }
                let shape = Arg((before | after << 8) as u16);
                Instruction::UnpackStar { first, src, shape }
            }
        };
        self.unit.b.emit(instruction, span);
        for element in elts {
            match element.kind {
                ExprKind::Starred { value, .. } => self.store_top(value)?,
                _ => self.store_top(element)?,
            }
        }
        Ok(())
    }

    /// Attributes that methods assign to `self` are listed in `__static_attributes__`.
    fn note_static_attribute(&mut self, object: &'a Expr<'a>, attr: &'a str) {
        if !matches!(object.kind, ExprKind::Name { id: "self", .. }) {
            return;
        }
        let name = self.mangle(attr);
        let class = self.outer.iter_mut().rev().find(|unit| unit.kind == ScopeKind::Class);
        if let Some(class) = class {
            class.static_attributes.insert(name);
        }
    }

    // ---- augmented assignment ------------------------------------------------------------------

    pub(crate) fn augmented(
        &mut self,
        target: &'a Expr<'a>,
        op: Operator,
        value: &'a Expr<'a>,
        span: Span,
    ) -> Result<()> {
        match target.kind {
            ExprKind::Name { id, .. } => {
                let left = self.name_operand(id, true, target.span);
                let dst = self.local_target(target).map_or(Target::Temp, Target::Local);
                self.in_place(op, left, value, dst, span)?;
                if dst == Target::Temp {
                    self.store_top(target)?;
                }
                Ok(())
            }
            ExprKind::Attribute { value: object, attr, .. } => {
                self.note_static_attribute(object, attr);
                let object = self.operand(object, true)?;
                let read = self.site(attr);
                let dst = self.unit.b.def(Target::Temp, 0);
                let at = self.attribute_span(target.span, attr);
                let borrowed = Use { take: false, ..object };
                self.unit.b.emit(Instruction::LoadAttr { dst, object: borrowed, site: read }, at);
                let left = self.unit.b.take_top();
                self.in_place(op, left, value, Target::Temp, span)?;
                let value = self.unit.b.take_top();
                let site = self.site(attr);
                self.unit.b.emit(Instruction::StoreAttr { object, value, site }, at);
                Ok(())
            }
            ExprKind::Subscript { value: object, slice, .. } => {
                let object = self.operand(object, true)?;
                let key = self.operand(slice, true)?;
                let dst = self.unit.b.def(Target::Temp, 0);
                let borrow = |operand: Use| Use { take: false, ..operand };
                let read = Instruction::GetItem { dst, object: borrow(object), key: borrow(key) };
                self.unit.b.emit(read, target.span);
                let left = self.unit.b.take_top();
                self.in_place(op, left, value, Target::Temp, span)?;
                let value = self.unit.b.take_top();
                self.unit.b.emit(Instruction::SetItem { object, key, value }, target.span);
                Ok(())
            }
            _ => self.error("illegal expression for augmented assignment", target.span),
        }
    }

    fn in_place(
        &mut self,
        op: Operator,
        left: Use,
        right: &'a Expr<'a>,
        target: Target,
        span: Span,
    ) -> Result<()> {
        self.binary(op, left, right, target, span)?;
        self.unit.b.mark_in_place();
        Ok(())
    }

    // ---- annotated assignment ------------------------------------------------------------------

    pub(crate) fn annotated(
        &mut self,
        target: &'a Expr<'a>,
        annotation: &'a Expr<'a>,
        value: Option<&'a Expr<'a>>,
        simple: bool,
        span: Span,
    ) -> Result<()> {
        if let Some(value) = value {
            self.assign_one(target, value)?;
        }
        let evaluated = matches!(self.unit.kind, ScopeKind::Module | ScopeKind::Class);
        match target.kind {
            ExprKind::Name { id, .. } => {
                if !simple || !evaluated {
                    return Ok(());
                }
                let name = self.mangle(id);
                self.push_annotation(annotation)?;
                let value = self.unit.b.take_top();
                self.load_name_raw("__annotations__", span);
                let object = self.unit.b.take_top();
                let key = Constant::Str(self.names.text(name).as_bytes().into());
                self.unit.b.load_const(key, Target::Temp, span);
                let key = self.unit.b.take_top();
                self.unit.b.emit(Instruction::SetItem { object, key, value }, span);
                return Ok(());
            }
            ExprKind::Attribute { value: object, .. } if value.is_none() => {
                self.discard(object)?;
            }
            ExprKind::Subscript { value: object, slice, .. } if value.is_none() => {
                self.discard(object)?;
                self.discard_slice(slice)?;
            }
            _ => {}
        }
        if evaluated && !simple && !self.future_annotations {
            self.discard(annotation)?;
        }
        Ok(())
    }

    fn discard_slice(&mut self, slice: &'a Expr<'a>) -> Result<()> {
        match slice.kind {
            ExprKind::Slice { lower, upper, step } => {
                [lower, upper, step].into_iter().flatten().try_for_each(|part| self.discard(part))
            }
            // Item by item, which leaves no place for a starred one.
            ExprKind::Tuple { elts, .. } => elts.iter().try_for_each(|part| self.discard(part)),
            _ => self.discard(slice),
        }
    }

    /// Reads a name of the namespace that the program need not mention.
    fn load_name_raw(&mut self, text: &str, span: Span) {
        let name = self.names.intern(text);
        let site = self.unit.b.global_site(name, text);
        let dst = self.unit.b.def(Target::Temp, 0);
        self.unit.b.emit(Instruction::LoadName { dst, site }, span);
    }

    // ---- del -----------------------------------------------------------------------------------

    pub(crate) fn delete(&mut self, target: &'a Expr<'a>) -> Result<()> {
        self.stack.check()?;
        match target.kind {
            ExprKind::Name { id, .. } => {
                self.delete_name(id, target.span);
                Ok(())
            }
            ExprKind::Attribute { value, attr, .. } => {
                let object = self.operand(value, false)?;
                let site = self.site(attr);
                let span = self.attribute_span(target.span, attr);
                self.unit.b.emit(Instruction::DeleteAttr { object, site }, span);
                Ok(())
            }
            ExprKind::Subscript { value, slice, .. } => {
                let object = self.operand(value, true)?;
                let key = self.operand(slice, false)?;
                self.unit.b.emit(Instruction::DeleteItem { object, key }, target.span);
                Ok(())
            }
            ExprKind::Tuple { elts, .. } | ExprKind::List { elts, .. } => {
                elts.iter().try_for_each(|target| self.delete(target))
            }
            _ => self.error("cannot delete expression", target.span),
        }
    }
}

/// The elements of a tuple or list display.
fn display_items<'a>(expr: &'a Expr<'a>) -> Option<&'a [&'a Expr<'a>]> {
    match expr.kind {
        ExprKind::Tuple { elts, .. } | ExprKind::List { elts, .. } => Some(elts),
        _ => None,
    }
}
