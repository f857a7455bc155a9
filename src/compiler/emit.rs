//! The builder of one code: words, heights, labels, handlers, constants and sites.
//! Knows nothing of the syntax tree.

use std::collections::HashMap;
use std::sync::Arc;

use grammar::ast::Span;

use crate::assigned::Assigned;
use crate::code::{CallShape, Code, Constant};
use crate::constants::Constants;
use crate::effects::{can_raise, effects};
use crate::error::{Error, Result};
use crate::names::{Name, NumberHash};
use crate::op::{Def, Instruction, Keep, Offset, Op, Reg, Run, Use, WideSite, Word};

/// A place in the code that may be jumped to before it is known.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) struct Label(u32);

/// A handler of exceptions, or none.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub(crate) struct HandlerId(pub(crate) u32);

/// Where a result goes.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Target {
    /// The lowest temporary that is free once the operands are taken.
    Temp,
    Local(Reg),
}

#[derive(Default)]
struct LabelState {
    at: Option<u32>,
    /// Temporaries alive and locals assigned where it is jumped from.
    incoming: Option<(u16, Assigned)>,
}

pub(crate) struct HandlerState {
    pub(crate) label: Label,
    pub(crate) height: u16,
    assigned: Assigned,
    /// It covers something that can raise.
    pub(crate) used: bool,
}

/// One word with what belongs to it.
pub(crate) struct Line {
    pub(crate) word: Word,
    pub(crate) height: u16,
    pub(crate) handler: HandlerId,
    pub(crate) span: Span,
}

/// A statement that may have no instruction of its own begins here.
pub(crate) struct MarkState {
    pub(crate) word: u32,
    pub(crate) span: Span,
    /// How many labels were bound before it: jumps to later ones at the same word skip it.
    bound: usize,
    pub(crate) skipped_from: Vec<u32>,
}

/// A code in the making.
pub(crate) struct Builder {
    pub(crate) lines: Vec<Line>,
    pub(crate) locals: u16,
    /// Temporaries alive.
    pub(crate) height: u16,
    pub(crate) highest: u16,
    /// Nothing gets here: what is emitted is dropped.
    pub(crate) dead: bool,
    pub(crate) assigned: Assigned,
    pub(crate) handler: HandlerId,
    pub(crate) handlers: Vec<HandlerState>,
    /// Locals that some `del` or `except … as` unbinds.
    pub(crate) deleted: Assigned,
    labels: Vec<LabelState>,
    fixups: Vec<(usize, Label)>,
    /// Labels in the order of their places.
    bound: Vec<Label>,
    pub(crate) constants: Constants,
    pub(crate) names: Vec<Box<str>>,
    name_indices: HashMap<Name, u32, NumberHash>,
    pub(crate) sites: Vec<u32>,
    global_sites: HashMap<Name, u32, NumberHash>,
    pub(crate) calls: Vec<CallShape>,
    pub(crate) codes: Vec<Arc<Code>>,
    /// Where statements begin that may have no instruction of their own.
    pub(crate) marks: Vec<MarkState>,
    /// Something did not fit into an instruction.
    pub(crate) overflow: Option<&'static str>,
}

impl Builder {
    pub(crate) fn new(locals: u16) -> Builder {
        Builder {
            lines: Vec::new(),
            locals,
            height: 0,
            highest: 0,
            dead: false,
            assigned: Assigned::default(),
            handler: HandlerId(0),
            handlers: Vec::new(),
            deleted: Assigned::default(),
            labels: Vec::new(),
            fixups: Vec::new(),
            bound: Vec::new(),
            constants: Constants::default(),
            names: Vec::new(),
            name_indices: HashMap::default(),
            sites: Vec::new(),
            global_sites: HashMap::default(),
            calls: Vec::new(),
            codes: Vec::new(),
            marks: Vec::new(),
            overflow: None,
        }
    }

    // ---- registers -----------------------------------------------------------------------------

    /// The temporary with `below` temporaries under it.
    pub(crate) fn temp(&self, below: u16) -> Reg {
        Reg(self.locals.saturating_add(below))
    }

    /// The topmost temporary.
    pub(crate) fn top(&self) -> Reg {
        self.temp(self.height.saturating_sub(1))
    }

    /// The first of the `count` topmost temporaries.
    pub(crate) fn top_run(&self, count: u16) -> Run {
        Run(self.temp(self.height.saturating_sub(count)))
    }

    pub(crate) fn take_top(&self) -> Use {
        Use { reg: self.top(), take: true }
    }

    pub(crate) fn is_temp(&self, reg: Reg) -> bool {
        reg.0 >= self.locals
    }

    /// The destination for a target after `taken` temporaries are taken.
    pub(crate) fn def(&self, target: Target, taken: u16) -> Def {
        match target {
            Target::Temp => Def { reg: self.temp(self.height.saturating_sub(taken)), local: false },
            Target::Local(reg) => Def { reg, local: true },
        }
    }

    /// As `def`, for an instruction with these operands.
    pub(crate) fn def_after(&self, target: Target, operands: &[Use]) -> Def {
        self.def(target, operands.iter().filter(|operand| operand.take).count() as u16)
    }

    // ---- words ---------------------------------------------------------------------------------

    /// Adds an instruction; keeps account of the temporaries it takes and writes.
    pub(crate) fn emit(&mut self, instruction: Instruction, span: Span) {
        let effects = effects(&instruction, &self.calls);
        self.height = self.height.saturating_sub(effects.taken_count(self.locals));
        self.push_line(instruction.encode(), span);
        if let Some((def, count)) = effects.written {
            if self.is_temp(def.reg) {
                let after = def.reg.0.saturating_sub(self.locals).saturating_add(count);
                self.height = self.height.max(after);
                if !self.dead {
                    self.highest = self.highest.max(self.height);
                }
            } else {
                self.assigned.insert(def.reg.0);
            }
        }
        if matches!(
            instruction,
            Instruction::Return { .. }
                | Instruction::Raise { .. }
                | Instruction::RaiseFrom { .. }
                | Instruction::RaiseAgain {}
                | Instruction::Reraise { .. }
                | Instruction::PopExcReraise { .. }
                | Instruction::PopExcRaise { .. }
        ) {
            self.dead = true;
        }
    }

    fn push_line(&mut self, word: Word, span: Span) {
        if self.dead {
            return;
        }
        if self.handler.0 != 0
            && can_raise(word)
            && let Some(state) = self.handlers.get_mut(self.handler.0 as usize - 1)
        {
            state.used = true;
        }
        self.lines.push(Line { word, height: self.height, handler: self.handler, span });
    }

    /// Makes the last instruction the in-place form of its operator.
    pub(crate) fn mark_in_place(&mut self) {
        if !self.dead
            && let Some(line) = self.lines.last_mut()
        {
            line.word.0 |= u64::from(Word::INPLACE) << 8;
        }
    }

    pub(crate) fn drop_top(&mut self, span: Span) {
        self.emit(Instruction::Drop { src: self.take_top() }, span);
    }

    pub(crate) fn load_const(&mut self, constant: Constant, target: Target, span: Span) {
        let index = self.constants.add(constant);
        let dst = self.def(target, 0);
        self.emit(Instruction::LoadConst { dst, index }, span);
    }

    /// Pushes a copy of a register that stays as it is.
    pub(crate) fn push_copy(&mut self, reg: Reg, span: Span) {
        let dst = self.def(Target::Temp, 0);
        self.emit(Instruction::Move { dst, src: Use { reg, take: false } }, span);
    }

    /// Moves the topmost temporary over a live one, whose value is dropped.
    pub(crate) fn replace(&mut self, reg: Reg, span: Span) {
        let src = self.take_top();
        self.emit(Instruction::Move { dst: Def { reg, local: true }, src }, span);
    }

    // ---- labels and jumps ----------------------------------------------------------------------

    pub(crate) fn label(&mut self) -> Label {
        self.labels.push(LabelState::default());
        Label(self.labels.len() as u32 - 1)
    }

    /// Notes a jump to the label with the present state and a height.
    fn arrive(&mut self, label: Label, height: u16) {
        if self.dead {
            return;
        }
        let assigned = &self.assigned;
        if let Some(state) = self.labels.get_mut(label.0 as usize) {
            match &mut state.incoming {
                Some((before, known)) => {
                    debug_assert_eq!(*before, height, "jumps disagree about temporaries");
                    known.intersect(assigned);
                }
                None => state.incoming = Some((height, assigned.clone())),
            }
        }
    }

    /// The label stands for the next word.
    pub(crate) fn bind(&mut self, label: Label) {
        self.drop_needless_jump(label);
        self.bound.push(label);
        let at = self.lines.len() as u32;
        let Some(state) = self.labels.get_mut(label.0 as usize) else { return };
        state.at = Some(at);
        if let Some((height, assigned)) = &state.incoming {
            if self.dead {
                self.assigned = assigned.clone();
            } else {
                debug_assert_eq!(self.height, *height, "a jump disagrees with what falls in");
                self.assigned.intersect(assigned);
            }
            self.height = *height;
            self.dead = false;
        }
    }

    /// Removes a jump to the very next word. The jump word of a fused instruction stays.
    fn drop_needless_jump(&mut self, label: Label) {
        let last = self.lines.len().wrapping_sub(1);
        if self.fixups.last() != Some(&(last, label)) {
            return;
        }
        let is_jump = |line: &Line| line.word.opcode() == Op::Jump as u8;
        let fused =
            |line: &Line| Op::from_number(line.word.opcode()).is_some_and(|op| op.has_jump_word());
        let before = last.checked_sub(1).and_then(|at| self.lines.get(at));
        if !self.lines.last().is_some_and(is_jump) || before.is_some_and(fused) {
            return;
        }
        self.lines.pop();
        self.fixups.pop();
        // What falls through now jumped over these.
        let before = last.checked_sub(1).map(|at| at as u32);
        for mark in self.marks.iter_mut().rev().take_while(|mark| mark.word as usize > last) {
            mark.word = last as u32;
            mark.skipped_from.extend(before);
        }
        for label in self.bound.iter().rev() {
            let Some(state) = self.labels.get_mut(label.0 as usize) else { break };
            if state.at.is_none_or(|at| at as usize <= last) {
                break;
            }
            state.at = Some(last as u32);
        }
    }

    /// Binds the head of a loop: jumped to only from below.
    pub(crate) fn bind_loop(&mut self, label: Label) {
        self.bound.push(label);
        self.assigned.remove_all(&self.deleted);
        let at = self.lines.len() as u32;
        if let Some(state) = self.labels.get_mut(label.0 as usize) {
            state.at = Some(at);
        }
    }

    fn push_jump(&mut self, word: Word, label: Label, span: Span) {
        if !self.dead {
            self.fixups.push((self.lines.len(), label));
        }
        self.push_line(word, span);
    }

    pub(crate) fn jump(&mut self, label: Label, span: Span) {
        self.arrive(label, self.height);
        self.push_jump(Instruction::Jump { offset: Offset(0) }.encode(), label, span);
        self.dead = true;
    }

    pub(crate) fn jump_back(&mut self, label: Label, span: Span) {
        self.push_jump(Instruction::JumpBack { offset: Offset(0) }.encode(), label, span);
        self.dead = true;
    }

    /// Jumps if the truth of the value is `when`.
    pub(crate) fn jump_if(&mut self, value: Use, when: bool, label: Label, span: Span) {
        let offset = Offset(0);
        let instruction = match when {
            true => Instruction::JumpIf { value, offset },
            false => Instruction::JumpIfNot { value, offset },
        };
        self.jump_on(instruction, value, label, span);
    }

    /// Jumps if whether the value is None is `when`.
    pub(crate) fn jump_if_none(&mut self, value: Use, when: bool, label: Label, span: Span) {
        let offset = Offset(0);
        let instruction = match when {
            true => Instruction::JumpIfNone { value, offset },
            false => Instruction::JumpIfNotNone { value, offset },
        };
        self.jump_on(instruction, value, label, span);
    }

    fn jump_on(&mut self, instruction: Instruction, value: Use, label: Label, span: Span) {
        self.height = self.height.saturating_sub(u16::from(value.take));
        self.arrive(label, self.height);
        self.push_jump(instruction.encode(), label, span);
    }

    /// Jumps with the topmost temporary if its truth is `when`; else drops it.
    pub(crate) fn jump_if_keep(&mut self, when: bool, label: Label, span: Span) {
        let (value, offset) = (Keep(self.top()), Offset(0));
        let instruction = match when {
            true => Instruction::JumpIfKeep { value, offset },
            false => Instruction::JumpIfNotKeep { value, offset },
        };
        self.arrive(label, self.height);
        self.push_jump(instruction.encode(), label, span);
        self.height = self.height.saturating_sub(1);
    }

    /// A fused comparison with its jump word.
    pub(crate) fn compare_jump(&mut self, compare: Instruction, label: Label, span: Span) {
        self.emit(compare, span);
        self.arrive(label, self.height);
        self.push_jump(Instruction::Jump { offset: Offset(0) }.encode(), label, span);
    }

    /// Next value of the topmost temporary, an iterator, or a jump without it.
    pub(crate) fn for_iter(&mut self, target: Target, end: Label, span: Span) {
        let (iter, dst) = (Keep(self.top()), self.def(target, 0));
        let height = self.height;
        self.push_line(Instruction::ForIter { dst, iter }.encode(), span);
        self.height = height.saturating_sub(1);
        self.arrive(end, self.height);
        self.push_jump(Instruction::Jump { offset: Offset(0) }.encode(), end, span);
        self.height = height;
        match target {
            Target::Temp => {
                self.height += 1;
                if !self.dead {
                    self.highest = self.highest.max(self.height);
                }
            }
            Target::Local(reg) => self.assigned.insert(reg.0),
        }
    }

    // ---- handlers ------------------------------------------------------------------------------

    /// Sends exceptions from here on to the label; gives back who had them before.
    pub(crate) fn protect(&mut self, label: Label) -> HandlerId {
        let before = self.handler;
        let mut assigned = self.assigned.clone();
        assigned.remove_all(&self.deleted);
        self.handlers.push(HandlerState { label, height: self.height, assigned, used: false });
        self.handler = HandlerId(self.handlers.len() as u32);
        before
    }

    /// Binds the label of a handler: the exception is the topmost temporary.
    pub(crate) fn bind_handler(&mut self, label: Label) {
        self.bound.push(label);
        let at = self.lines.len() as u32;
        let Some(state) = self.handlers.iter().rev().find(|state| state.label == label) else {
            return;
        };
        self.dead = !state.used;
        self.height = state.height + 1;
        self.assigned = state.assigned.clone();
        if state.used {
            self.highest = self.highest.max(self.height);
        }
        if let Some(state) = self.labels.get_mut(label.0 as usize) {
            state.at = Some(at);
        }
    }

    /// A statement begins here that may have no instruction of its own.
    pub(crate) fn mark(&mut self, span: Span) {
        if !self.dead {
            let (word, bound) = (self.lines.len() as u32, self.bound.len());
            self.marks.push(MarkState { word, span, bound, skipped_from: Vec::new() });
        }
    }

    /// Changes with every instruction and every mark.
    pub(crate) fn progress(&self) -> (usize, usize) {
        (self.lines.len(), self.marks.len())
    }

    // ---- tables --------------------------------------------------------------------------------

    pub(crate) fn name_index(&mut self, name: Name, text: &str) -> u32 {
        *self.name_indices.entry(name).or_insert_with(|| {
            self.names.push(text.into());
            self.names.len() as u32 - 1
        })
    }

    /// A site of its own for an attribute's name; shared once there are too many.
    pub(crate) fn site(&mut self, name: Name, text: &str) -> u16 {
        let index = self.name_index(name, text);
        let next = self.sites.len();
        if next < usize::from(u16::MAX) {
            self.sites.push(index);
            return next as u16;
        }
        let shared = self.sites.iter().take(next.min(0xffff)).position(|&known| known == index);
        if shared.is_none() {
            self.overflow = Some("too many attributes in one code object");
        }
        shared.unwrap_or(0) as u16
    }

    /// The one site of a global's name.
    pub(crate) fn global_site(&mut self, name: Name, text: &str) -> WideSite {
        if let Some(&site) = self.global_sites.get(&name) {
            return WideSite(site);
        }
        let index = self.name_index(name, text);
        let site = self.sites.len() as u32;
        self.sites.push(index);
        self.global_sites.insert(name, site);
        WideSite(site)
    }

    pub(crate) fn add_code(&mut self, code: Arc<Code>) -> u16 {
        if self.dead {
            return 0;
        }
        let index = self.codes.len();
        if index > usize::from(u16::MAX) {
            self.overflow = Some("too many functions in one code object");
        }
        self.codes.push(code);
        index as u16
    }

    pub(crate) fn add_call(&mut self, shape: CallShape) -> u16 {
        let index = self.calls.len();
        if index > usize::from(u16::MAX) {
            self.overflow = Some("too many calls with keywords in one code object");
        }
        self.calls.push(shape);
        index as u16
    }

    /// Puts the distances into all jumps.
    pub(crate) fn patch(&mut self) -> Result<()> {
        let fixups = std::mem::take(&mut self.fixups);
        for &(index, label) in &fixups {
            let target = self.label_at(label).ok_or(Error::TooLarge("a label is missing"))?;
            self.set_target(index, target as usize);
        }
        // From the last to the first, so that chains of jumps shorten at once.
        for &(index, label) in fixups.iter().rev() {
            self.thread(index, label);
        }
        self.find_skips(&fixups);
        let total = u32::from(self.locals) + u32::from(self.highest);
        if total > u32::from(u16::MAX) {
            self.overflow = Some("too many registers in one code object");
        }
        self.overflow.map_or(Ok(()), |what| Err(Error::TooLarge(what)))
    }

    /// Finds for each mark the jumps to its word that skip it.
    fn find_skips(&mut self, fixups: &[(usize, Label)]) {
        if self.marks.is_empty() {
            return;
        }
        let jumps: HashMap<usize, Label> = fixups.iter().copied().collect();
        let order: HashMap<u32, usize> =
            self.bound.iter().enumerate().map(|(at, label)| (label.0, at)).collect();
        let mut skips: HashMap<u32, Vec<(u32, usize)>> = HashMap::new();
        for &(index, label) in fixups {
            // Where chains of jumps end.
            let (mut label, mut at) = (label, self.label_at(label));
            while let Some(next) = at.map(|at| at as usize)
                && next > index
                && self.lines.get(next).is_some_and(|l| l.word.opcode() == Op::Jump as u8)
                && let Some(&behind) = jumps.get(&next)
            {
                (label, at) = (behind, self.label_at(behind));
            }
            if let (Some(at), Some(&bound)) = (at, order.get(&label.0)) {
                skips.entry(at).or_default().push((index as u32, bound));
            }
        }
        for mark in &mut self.marks {
            let sources = skips.get(&mark.word).into_iter().flatten();
            let later = sources.filter(|&&(_, bound)| bound >= mark.bound);
            mark.skipped_from.extend(later.map(|&(index, _)| index));
        }
    }

    fn set_target(&mut self, index: usize, target: usize) {
        if let Some(line) = self.lines.get_mut(index) {
            let offset = target as i32 - (index as i32 + 1);
            line.word = Word(line.word.0 & 0xffff_ffff | u64::from(offset as u32) << 32);
            let is_jump = line.word.opcode() == Op::Jump as u8;
            debug_assert!(!is_jump || offset >= 0, "a plain jump goes back");
        }
    }

    /// Lets a forward jump to a plain jump go where that one goes.
    fn thread(&mut self, index: usize, label: Label) {
        let word = |at: usize| self.lines.get(at).map(|line| line.word);
        let Some(at) = self.label_at(label).map(|at| at as usize) else { return };
        let (Some(from), Some(next)) = (word(index), word(at)) else { return };
        let final_target = (at as i64 + 1) + i64::from(next.wide() as i32);
        let Ok(target) = usize::try_from(final_target) else { return };
        if from.opcode() == Op::JumpBack as u8 || at <= index {
            return;
        }
        if next.opcode() == Op::Jump as u8 {
            self.set_target(index, target);
        }
    }

    pub(crate) fn label_at(&self, label: Label) -> Option<u32> {
        self.labels.get(label.0 as usize).and_then(|state| state.at)
    }
}
