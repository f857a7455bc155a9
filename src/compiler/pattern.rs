//! `match`: patterns as tests that jump, captures stored once the whole pattern has matched.

use std::cmp::Ordering;

use grammar::ast::{Constant as Literal, Expr, ExprKind, MatchCase, Pattern, PatternKind, Span};

use crate::code::Constant;
use crate::emit::{Label, Target};
use crate::error::Result;
use crate::fold;
use crate::op::{Count, Imm, Instruction, Keep, Reg, Run, Use, When};
use crate::pattern_check;
use crate::unit::Compiler;

/// One case under way.
pub(crate) struct Case<'a> {
    /// Temporaries alive when the case begins.
    base: u16,
    /// Where a failed test goes, by the number of temporaries it leaves above the base.
    fails: Vec<Option<Label>>,
    /// Where captured values wait; empty if they can go to their names at once.
    slots: Vec<(&'a str, Reg)>,
}

impl<'a> Compiler<'_, 'a> {
    pub(crate) fn match_stmt(
        &mut self,
        subject: &'a Expr<'a>,
        cases: &'a [MatchCase<'a>],
    ) -> Result<()> {
        let wild = cases.last().is_some_and(|case| cases.len() > 1 && is_wildcard(case.pattern));
        let last_test = cases.len() - 1 - usize::from(wild);
        let base = self.unit.b.height;
        let mut slots = match cases.get(last_test) {
            Some(case) => self.capture_slots(case.pattern),
            None => Vec::new(),
        };
        self.push(subject)?;
        let kept = Use { take: false, ..self.unit.b.take_top() };
        let end = self.unit.b.label();
        for (index, case) in cases.iter().enumerate() {
            pattern_check::check(self, case, index + 1 == cases.len())?;
            let mut state = Case { base: self.unit.b.height, fails: Vec::new(), slots: Vec::new() };
            match index.cmp(&last_test) {
                Ordering::Less => {
                    state.slots = self.capture_slots(case.pattern);
                    self.pattern(case.pattern, kept, &mut state)?;
                }
                Ordering::Equal => {
                    state = Case { base, slots: std::mem::take(&mut slots), ..state };
                    let subject = self.unit.b.take_top();
                    self.pattern(case.pattern, subject, &mut state)?;
                }
                Ordering::Greater => {}
            }
            let held = if index < last_test { 1 + slots.len() } else { 0 };
            self.case_body(case, state, held, end)?;
        }
        self.unit.b.bind(end);
        Ok(())
    }

    /// Registers for the captures of a pattern, if they have to wait.
    fn capture_slots(&mut self, pattern: &'a Pattern<'a>) -> Vec<(&'a str, Reg)> {
        let mut slots = Vec::new();
        if pattern_check::captures_wait(pattern) {
            for name in pattern_check::captures(pattern) {
                self.unit.b.load_const(Constant::None, Target::Temp, pattern.span);
                slots.push((name, self.unit.b.top()));
            }
        }
        slots
    }

    /// What follows once a pattern has matched, and the way to the next case. `held`: how many
    /// temporaries are still there for the cases to come.
    fn case_body(
        &mut self,
        case: &'a MatchCase<'a>,
        mut state: Case<'a>,
        held: usize,
        end: Label,
    ) -> Result<()> {
        let span = case.pattern.span;
        let base = state.base;
        for &(name, _) in state.slots.iter().rev() {
            self.store_top_as(name, span);
        }
        if let Some(guard) = case.guard {
            let fail = self.fail_label(&mut state);
            self.condition(guard, false, fail)?;
        }
        for _ in 0..held {
            self.unit.b.drop_top(span);
        }
        self.stmts(case.body)?;
        self.unit.b.jump(end, span);
        self.unit.b.height = base;
        self.bind_fails(state, span);
        Ok(())
    }

    /// The label for a test that fails with the present temporaries.
    fn fail_label(&mut self, case: &mut Case<'a>) -> Label {
        let above = usize::from(self.unit.b.height.saturating_sub(case.base));
        if case.fails.len() <= above {
            case.fails.resize(above + 1, None);
        }
        let fresh = self.unit.b.label();
        case.fails.get_mut(above).map_or(fresh, |label| *label.get_or_insert(fresh))
    }

    /// Drops what failed tests left, down to the base.
    fn bind_fails(&mut self, case: Case<'a>, span: Span) {
        for (above, label) in case.fails.into_iter().enumerate().rev() {
            if let Some(label) = label {
                self.unit.b.bind(label);
            }
            if above > 0 {
                self.unit.b.drop_top(span);
            }
        }
        if self.unit.b.dead {
            self.unit.b.height = case.base;
        }
    }

    /// Fails if the truth of the topmost temporary, which is taken, is `when`.
    fn fail_if(&mut self, when: bool, case: &mut Case<'a>, span: Span) {
        let value = self.unit.b.take_top();
        self.unit.b.height = self.unit.b.height.saturating_sub(1);
        let fail = self.fail_label(case);
        self.unit.b.height += 1;
        self.unit.b.jump_if(value, when, fail, span);
    }

    /// A fused comparison that fails the case.
    fn fail_compare(&mut self, compare: Instruction, taken: u16, case: &mut Case<'a>, span: Span) {
        self.unit.b.height = self.unit.b.height.saturating_sub(taken);
        let fail = self.fail_label(case);
        self.unit.b.height += taken;
        self.unit.b.compare_jump(compare, fail, span);
    }

    /// Matches the subject: the topmost temporary, or a register that stays.
    fn pattern(
        &mut self,
        pattern: &'a Pattern<'a>,
        subject: Use,
        case: &mut Case<'a>,
    ) -> Result<()> {
        self.stack.check()?;
        let span = pattern.span;
        match pattern.kind {
            PatternKind::MatchValue { value } => {
                let b = match fold::fold(value) {
                    Some(constant) => {
                        self.unit.b.load_const(constant, Target::Temp, value.span);
                        self.unit.b.take_top()
                    }
                    None => self.operand(value, false)?,
                };
                let taken = u16::from(subject.take) + u16::from(b.take);
                let compare = Instruction::JumpEq { a: subject, b, when: When(false) };
                self.fail_compare(compare, taken, case, span);
                Ok(())
            }
            PatternKind::MatchSingleton { value } => {
                self.unit.b.load_const(fold::literal(value), Target::Temp, span);
                let b = self.unit.b.take_top();
                let taken = 1 + u16::from(subject.take);
                let compare = Instruction::JumpIs { a: subject, b, when: When(false) };
                self.fail_compare(compare, taken, case, span);
                Ok(())
            }
            PatternKind::MatchAs { pattern: inner, name } => {
                if let Some(inner) = inner {
                    self.pattern(inner, Use { take: false, ..subject }, case)?;
                }
                self.capture(name, subject, case, span);
                Ok(())
            }
            PatternKind::MatchStar { name } => {
                self.capture(name, subject, case, span);
                Ok(())
            }
            PatternKind::MatchSequence { patterns } => {
                self.sequence_pattern(patterns, subject, case, span)
            }
            PatternKind::MatchMapping { keys, patterns, rest } => {
                self.mapping_pattern(keys, patterns, rest, subject, case, span)
            }
            PatternKind::MatchClass { .. } => self.class_pattern(pattern, subject, case),
            PatternKind::MatchOr { patterns } => self.or_pattern(patterns, subject, case, span),
        }
    }

    /// Keeps the subject under a name, or drops it.
    fn capture(&mut self, name: Option<&'a str>, subject: Use, case: &Case<'a>, span: Span) {
        let Some(name) = name else {
            if subject.take {
                self.unit.b.drop_top(span);
            }
            return;
        };
        match case.slots.iter().find(|slot| slot.0 == name) {
            Some(&(_, reg)) => {
                let dst = crate::op::Def { reg, local: true };
                self.unit.b.emit(Instruction::Move { dst, src: subject }, span);
            }
            None => self.store_name(name, subject, span),
        }
    }

    fn test(&mut self, test: impl FnOnce(crate::op::Def) -> Instruction, span: Span) {
        let dst = self.unit.b.def(Target::Temp, 0);
        self.unit.b.emit(test(dst), span);
    }

    // ---- sequences -----------------------------------------------------------------------------

    fn sequence_pattern(
        &mut self,
        patterns: &'a [&'a Pattern<'a>],
        subject: Use,
        case: &mut Case<'a>,
        span: Span,
    ) -> Result<()> {
        let a = Keep(subject.reg);
        self.test(|dst| Instruction::IsSequence { dst, a }, span);
        self.fail_if(false, case, span);
        let star = patterns.iter().position(|p| matches!(p.kind, PatternKind::MatchStar { .. }));
        let needed = patterns.len() - usize::from(star.is_some());
        if star.is_none() || needed > 0 {
            self.test(|dst| Instruction::Len { dst, a }, span);
            self.fail_by_length(needed, star.is_some(), case, span);
        }
        let only_wild = patterns.iter().all(|pattern| is_wildcard(pattern));
        let star_is_wild =
            star.and_then(|at| patterns.get(at)).is_none_or(|pattern| is_wildcard(pattern));
        if only_wild {
            if subject.take {
                self.unit.b.drop_top(span);
            }
            return Ok(());
        }
        if let Some(star) = star
            && star_is_wild
        {
            return self.indexed_items(patterns, star, subject, case, span);
        }
        self.unpacked_items(patterns, star, subject, case, span)
    }

    fn fail_by_length(&mut self, needed: usize, at_least: bool, case: &mut Case<'a>, span: Span) {
        let a = self.unit.b.take_top();
        let when = When(false);
        if let Ok(imm) = i16::try_from(needed) {
            let compare = match at_least {
                true => Instruction::JumpGeImm { a, imm: Imm(imm), when },
                false => Instruction::JumpEqImm { a, imm: Imm(imm), when },
            };
            self.fail_compare(compare, 1, case, span);
            return;
        }
        self.unit.b.load_const(Constant::Int(needed as i64), Target::Temp, span);
        let b = self.unit.b.take_top();
        let compare = match at_least {
            true => Instruction::JumpGe { a, b, when },
            false => Instruction::JumpEq { a, b, when },
        };
        self.fail_compare(compare, 2, case, span);
    }

    fn unpacked_items(
        &mut self,
        patterns: &'a [&'a Pattern<'a>],
        star: Option<usize>,
        subject: Use,
        case: &mut Case<'a>,
        span: Span,
    ) -> Result<()> {
        let first = self.unit.b.def_after(Target::Temp, &[subject]);
        let instruction = match star {
            None => {
                Instruction::Unpack { first, src: subject, count: Count(patterns.len() as u16) }
            }
            Some(before) => {
                let after = patterns.len() - before - 1;
                if before > 0xff || after > 0xff {
                    let message = "too many expressions in star-unpacking sequence pattern";
                    return self.error(message, span);
                }
                let shape = crate::op::Arg((before | after << 8) as u16);
                Instruction::UnpackStar { first, src: subject, shape }
            }
        };
        self.unit.b.emit(instruction, span);
        self.top_patterns(patterns, case)
    }

    /// Matches the topmost temporaries, the first pattern's on top.
    fn top_patterns(&mut self, patterns: &'a [&'a Pattern<'a>], case: &mut Case<'a>) -> Result<()> {
        for pattern in patterns {
            let item = self.unit.b.take_top();
            self.pattern(pattern, item, case)?;
        }
        Ok(())
    }

    /// With `*_` only the items wanted are fetched, by index.
    fn indexed_items(
        &mut self,
        patterns: &'a [&'a Pattern<'a>],
        star: usize,
        subject: Use,
        case: &mut Case<'a>,
        span: Span,
    ) -> Result<()> {
        let object = Use { take: false, ..subject };
        for (index, pattern) in patterns.iter().enumerate() {
            if index == star || is_wildcard(pattern) {
                continue;
            }
            if index < star {
                self.unit.b.load_const(Constant::Int(index as i64), Target::Temp, span);
            } else {
                let a = Keep(subject.reg);
                self.test(|dst| Instruction::Len { dst, a }, span);
                let back = (patterns.len() - index) as i64;
                self.unit.b.load_const(Constant::Int(back), Target::Temp, span);
                let b = self.unit.b.take_top();
                let a = Use { reg: Reg(b.reg.0.saturating_sub(1)), take: true };
                let dst = self.unit.b.def(Target::Temp, 2);
                self.unit.b.emit(Instruction::Sub { dst, a, b }, span);
            }
            let key = self.unit.b.take_top();
            let dst = self.unit.b.def(Target::Temp, 1);
            self.unit.b.emit(Instruction::GetItem { dst, object, key }, span);
            let item = self.unit.b.take_top();
            self.pattern(pattern, item, case)?;
        }
        if subject.take {
            self.unit.b.drop_top(span);
        }
        Ok(())
    }

    // ---- mappings ------------------------------------------------------------------------------

    fn mapping_pattern(
        &mut self,
        keys: &'a [&'a Expr<'a>],
        patterns: &'a [&'a Pattern<'a>],
        rest: Option<&'a str>,
        subject: Use,
        case: &mut Case<'a>,
        span: Span,
    ) -> Result<()> {
        let a = Keep(subject.reg);
        self.test(|dst| Instruction::IsMapping { dst, a }, span);
        self.fail_if(false, case, span);
        if keys.is_empty() && rest.is_none() {
            if subject.take {
                self.unit.b.drop_top(span);
            }
            return Ok(());
        }
        if !keys.is_empty() {
            self.test(|dst| Instruction::Len { dst, a }, span);
            self.fail_by_length(keys.len(), true, case, span);
        }
        if !subject.take {
            self.unit.b.push_copy(subject.reg, span);
        }
        for key in keys {
            match fold::fold(key) {
                Some(constant) => self.unit.b.load_const(constant, Target::Temp, key.span),
                None => self.push(key)?,
            }
        }
        self.build(crate::expr::Display::Tuple, keys.len() as u16, Target::Temp, span);
        let first = Keep(self.unit.b.top_run(2).0);
        self.test(|dst| Instruction::MatchKeys { dst, first }, span);
        self.unpack_match(patterns.len(), case, span);
        self.top_patterns(patterns, case)?;
        if let Some(rest) = rest {
            self.push_rest(keys.len() as u16, span);
            let others = self.unit.b.take_top();
            self.capture(Some(rest), others, case, span);
        }
        self.unit.b.drop_top(span);
        self.unit.b.drop_top(span);
        Ok(())
    }

    /// Fails if the topmost temporary is None; else unpacks the tuple that it is.
    fn unpack_match(&mut self, count: usize, case: &mut Case<'a>, span: Span) {
        let fail = self.fail_label(case);
        let tuple = self.unit.b.take_top();
        self.unit.b.jump_if_none(Use { take: false, ..tuple }, true, fail, span);
        let first = self.unit.b.def(Target::Temp, 1);
        let count = Count(count as u16);
        self.unit.b.emit(Instruction::Unpack { first, src: tuple, count }, span);
    }

    /// Below are the subject and a tuple of keys: pushes a dict of all its other items.
    fn push_rest(&mut self, count: u16, span: Span) {
        let Run(subject) = self.unit.b.top_run(2);
        let keys = Use { reg: self.unit.b.top(), take: false };
        self.build_dict(0, span);
        let object = Use { reg: self.unit.b.top(), take: false };
        let update = Instruction::DictUpdate {
            dict: Keep(object.reg),
            value: Use { reg: subject, take: false },
        };
        self.unit.b.emit(update, span);
        let first = self.unit.b.def(Target::Temp, 0);
        self.unit.b.emit(Instruction::Unpack { first, src: keys, count: Count(count) }, span);
        for _ in 0..count {
            let key = self.unit.b.take_top();
            self.unit.b.emit(Instruction::DelItem { object, key }, span);
        }
    }

    // ---- classes and alternatives --------------------------------------------------------------

    fn class_pattern(
        &mut self,
        pattern: &'a Pattern<'a>,
        subject: Use,
        case: &mut Case<'a>,
    ) -> Result<()> {
        let span = pattern.span;
        let PatternKind::MatchClass { cls, patterns, kwd_attrs, kwd_patterns } = pattern.kind
        else {
            return Ok(());
        };
        if !subject.take {
            self.unit.b.push_copy(subject.reg, span);
        }
        self.push(cls)?;
        let names: Box<[Constant]> =
            kwd_attrs.iter().map(|name| Constant::Str(name.as_bytes().into())).collect();
        self.unit.b.load_const(Constant::Tuple(names), Target::Temp, span);
        let first = self.unit.b.top_run(3);
        let dst = self.unit.b.def(Target::Temp, 3);
        let count = Count(patterns.len() as u16);
        self.unit.b.emit(Instruction::MatchClass { dst, first, count }, span);
        self.unpack_match(patterns.len() + kwd_patterns.len(), case, span);
        self.top_patterns(patterns, case)?;
        self.top_patterns(kwd_patterns, case)
    }

    fn or_pattern(
        &mut self,
        patterns: &'a [&'a Pattern<'a>],
        subject: Use,
        case: &mut Case<'a>,
        span: Span,
    ) -> Result<()> {
        let Some((last, firsts)) = patterns.split_last() else { return Ok(()) };
        let matched = self.unit.b.label();
        let kept = Use { take: false, ..subject };
        let base = self.unit.b.height;
        for pattern in firsts {
            let slots = std::mem::take(&mut case.slots);
            let mut inner = Case { base, fails: Vec::new(), slots };
            self.pattern(pattern, kept, &mut inner)?;
            self.unit.b.jump(matched, span);
            case.slots = std::mem::take(&mut inner.slots);
            self.unit.b.height = base;
            self.bind_fails(inner, span);
        }
        self.pattern(last, kept, case)?;
        self.unit.b.height = base;
        self.unit.b.bind(matched);
        if subject.take {
            self.unit.b.drop_top(span);
        }
        Ok(())
    }
}

/// `_` or `*_`.
pub(crate) fn is_wildcard(pattern: &Pattern<'_>) -> bool {
    matches!(
        pattern.kind,
        PatternKind::MatchAs { pattern: None, name: None } | PatternKind::MatchStar { name: None }
    )
}

/// Whether the value of a mapping pattern's key is written out.
pub(crate) fn literal_key<'a>(key: &Expr<'a>) -> Option<Literal<'a>> {
    match key.kind {
        ExprKind::Constant { value, .. } => Some(value),
        _ => None,
    }
}
