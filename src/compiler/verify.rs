//! The check that justifies the machine's unchecked register access: along every path each
//! temporary is written before it is read, the live ones are the lowest ones, and all tables agree.

use std::fmt;

use crate::code::Code;
use crate::dis::jump_target;
use crate::effects::{Effects, can_raise, effects};
use crate::op::{Access, Datum, Helper, Instruction, Offset, Op, Reg, Word};

/// What is wrong with a code.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Wrong {
    pub qualname: String,
    /// The word at which it shows.
    pub word: usize,
    pub reason: String,
}

impl fmt::Display for Wrong {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}, word {}: {}", self.qualname, self.word, self.reason)
    }
}

/// Checks a code and all codes in it.
///
/// # Errors
/// The first thing found wrong.
pub fn verify_all(code: &Code) -> Result<(), Wrong> {
    verify(code)?;
    code.codes.iter().try_for_each(|inner| verify_all(inner))
}

/// Checks one code.
///
/// # Errors
/// The first thing found wrong.
pub fn verify(code: &Code) -> Result<(), Wrong> {
    let mut verifier = Verifier { code, heights: vec![None; code.words.len()], work: Vec::new() };
    verifier.tables()?;
    verifier.flow()
}

struct Verifier<'a> {
    code: &'a Code,
    /// Temporaries alive before each word, where known.
    heights: Vec<Option<u16>>,
    work: Vec<usize>,
}

impl Verifier<'_> {
    fn wrong<T>(&self, word: usize, reason: impl Into<String>) -> Result<T, Wrong> {
        Err(Wrong { qualname: self.code.qualname.to_string(), word, reason: reason.into() })
    }

    fn tables(&self) -> Result<(), Wrong> {
        let code = self.code;
        if code.heights.len() != code.words.len() {
            return self.wrong(0, "as many heights as words are needed");
        }
        if code.local_names.len() != usize::from(code.locals) || code.first_free > code.locals {
            return self.wrong(0, "locals disagree with their names");
        }
        if code.registers < code.locals || code.cells.iter().any(|&cell| cell >= code.locals) {
            return self.wrong(0, "registers do not hold the locals");
        }
        if code.sites.iter().any(|&name| name as usize >= code.names.len()) {
            return self.wrong(0, "a site has no name");
        }
        let shapes = code.calls.iter().flat_map(|shape| &shape.keywords);
        if shapes.into_iter().any(|&name| name as usize >= code.names.len()) {
            return self.wrong(0, "a keyword has no name");
        }
        for handler in &code.handlers {
            if handler.start >= handler.end
                || handler.end as usize > code.words.len()
                || handler.target as usize >= code.words.len()
            {
                return self.wrong(handler.start as usize, "a handler's range is outside");
            }
        }
        Ok(())
    }

    fn flow(&mut self) -> Result<(), Wrong> {
        if !self.code.words.is_empty() {
            self.reach(0, 0, 0)?;
        }
        while let Some(index) = self.work.pop() {
            let Some(&Some(height)) = self.heights.get(index) else { continue };
            self.step(index, height)?;
        }
        // A jump may be left over whose jumpers go to its target at once.
        let left_over = |word: &Word| word.opcode() == Op::Jump as u8;
        let mut reached = self.heights.iter().zip(&self.code.words);
        match reached.position(|(height, word)| height.is_none() && !left_over(word)) {
            Some(index) => self.wrong(index, "no path reaches this word"),
            None => Ok(()),
        }
    }

    fn reach(&mut self, from: usize, index: usize, height: u16) -> Result<(), Wrong> {
        match self.heights.get_mut(index) {
            None => self.wrong(from, format!("goes on at {index}, outside")),
            Some(Some(known)) if *known != height => {
                let reason = format!("{index} is reached with {height} and {known} temporaries");
                self.wrong(from, reason)
            }
            Some(Some(_)) => Ok(()),
            Some(unknown) => {
                *unknown = Some(height);
                self.work.push(index);
                Ok(())
            }
        }
    }

    fn step(&mut self, index: usize, before: u16) -> Result<(), Wrong> {
        let Some(&word) = self.code.words.get(index) else { return Ok(()) };
        let Some(instruction) = Instruction::decode(word) else {
            return self.wrong(index, "unknown opcode");
        };
        let effects = effects(&instruction, &self.code.calls);
        self.registers(index, &instruction, &effects, before)?;
        self.indices(index, &instruction)?;
        let Some(mut left) = before.checked_sub(effects.taken_count(self.code.locals)) else {
            return self.wrong(index, "takes more temporaries than there are");
        };
        if self.code.heights.get(index) != Some(&left) {
            return self.wrong(index, format!("its height is {left}"));
        }
        self.handlers(index, left)?;
        let mut after = left;
        if let Some((def, count)) = effects.written
            && def.reg.0 >= self.code.locals
            && !def.local
        {
            let first = def.reg.0 - self.code.locals;
            let is_delegate = matches!(instruction, Instruction::Delegate { .. });
            if first != left && !(is_delegate && first + 1 == left) {
                return self.wrong(index, "writes a temporary that is not the next one");
            }
            after = first + count;
        }
        if u32::from(self.code.locals) + u32::from(after) > u32::from(self.code.registers) {
            return self.wrong(index, "needs more registers than the code has");
        }
        match instruction {
            Instruction::Return { .. } if left != 0 => {
                self.wrong(index, "returns with temporaries alive")
            }
            Instruction::Return { .. }
            | Instruction::Raise { .. }
            | Instruction::RaiseFrom { .. }
            | Instruction::RaiseAgain {}
            | Instruction::Reraise { .. }
            | Instruction::PopExcReraise { .. }
            | Instruction::PopExcRaise { .. } => Ok(()),
            Instruction::Jump { offset } | Instruction::JumpBack { offset } => {
                self.jump(index, offset, left)
            }
            Instruction::JumpIfKeep { offset, .. } | Instruction::JumpIfNotKeep { offset, .. } => {
                self.jump(index, offset, left)?;
                left = left.saturating_sub(1);
                self.reach(index, index + 1, left)
            }
            Instruction::JumpIf { offset, .. }
            | Instruction::JumpIfNot { offset, .. }
            | Instruction::JumpIfNone { offset, .. }
            | Instruction::JumpIfNotNone { offset, .. } => {
                self.jump(index, offset, left)?;
                self.reach(index, index + 1, left)
            }
            Instruction::ForIter { .. } => {
                self.jump_word(index, left.saturating_sub(1))?;
                self.reach(index, index + 2, after)
            }
            _ if instruction.op().has_jump_word() => {
                self.jump_word(index, left)?;
                self.reach(index, index + 2, after)
            }
            _ => self.reach(index, index + 1, after),
        }
    }

    /// The word behind a fused instruction must be a jump.
    fn jump_word(&mut self, index: usize, height: u16) -> Result<(), Wrong> {
        match self.code.words.get(index + 1) {
            Some(word) if word.opcode() == Op::Jump as u8 => self.reach(index, index + 1, height),
            _ => self.wrong(index, "its jump word is missing"),
        }
    }

    fn jump(&mut self, index: usize, offset: Offset, height: u16) -> Result<(), Wrong> {
        let target = jump_target(index, offset.0);
        let op = self.code.words.get(index).map(|word| word.opcode());
        let backward = op == Some(Op::JumpBack as u8);
        if backward != (target <= index as i64) {
            return self.wrong(index, "jumps in the wrong direction");
        }
        match usize::try_from(target) {
            Ok(target) => self.reach(index, target, height),
            Err(_) => self.wrong(index, "jumps before the beginning"),
        }
    }

    /// The first handler that covers the word begins with its height and the exception.
    fn handlers(&mut self, index: usize, left: u16) -> Result<(), Wrong> {
        let covers = |h: &&crate::code::Handler| (h.start..h.end).contains(&(index as u32));
        let Some(&handler) = self.code.handlers.iter().find(covers) else { return Ok(()) };
        if !self.code.words.get(index).is_some_and(|word| can_raise(*word)) {
            return Ok(());
        }
        if handler.height > left {
            return self.wrong(index, "its handler wants more temporaries than are alive");
        }
        self.reach(index, handler.target as usize, handler.height + 1)
    }

    fn registers(
        &self,
        index: usize,
        instruction: &Instruction,
        effects: &Effects,
        before: u16,
    ) -> Result<(), Wrong> {
        let locals = self.code.locals;
        let end = locals.saturating_add(before);
        let is_return = matches!(instruction, Instruction::Return { .. });
        let taken = effects.taken_count(locals);
        let lowest = end.saturating_sub(taken);
        let mut seen: Vec<Reg> = Vec::new();
        for reg in effects.taken.iter().flatten() {
            if reg.0 < locals {
                if !is_return {
                    return self.wrong(index, "takes a local");
                }
                continue;
            }
            if reg.0 < lowest || reg.0 >= end || seen.contains(reg) {
                return self.wrong(index, "takes what is not the topmost temporary");
            }
            seen.push(*reg);
        }
        if let Some((first, count)) = effects.run
            && count > 0
            && (first.0 < lowest || first.0 + count > end)
        {
            return self.wrong(index, "its run is not the topmost temporaries");
        }
        for reg in effects.kept.iter().flatten() {
            if reg.0 >= end {
                return self.wrong(index, "reads a temporary that is not alive");
            }
        }
        self.written(index, instruction, lowest)
    }

    /// A destination says rightly whether an old value is there to be dropped.
    fn written(&self, index: usize, instruction: &Instruction, lowest: u16) -> Result<(), Wrong> {
        let mut bad = false;
        instruction.accesses(&mut |_, access| {
            if let Access::Def(def) = access {
                let overwrites = matches!(instruction, Instruction::Move { .. })
                    && def.reg.0 >= self.code.locals
                    && def.reg.0 < lowest;
                bad |= def.local != (def.reg.0 < self.code.locals || overwrites);
            }
        });
        if bad { self.wrong(index, "its destination is marked wrongly") } else { Ok(()) }
    }

    fn indices(&self, index: usize, instruction: &Instruction) -> Result<(), Wrong> {
        let code = self.code;
        let mut good = match *instruction {
            Instruction::CopyFree { first } => first.0.0 == code.first_free,
            Instruction::LoadClassDeref { cell, .. }
            | Instruction::LoadDeref { cell, .. }
            | Instruction::StoreDeref { cell, .. }
            | Instruction::DeleteDeref { cell } => self.is_cell(cell.0),
            Instruction::MakeCell { local } => code.cells.contains(&local.0.0),
            _ => true,
        };
        instruction.accesses(&mut |_, access| {
            let Access::Data(datum) = access else { return };
            good &= match datum {
                Datum::Const(at) => (at as usize) < code.consts.len(),
                Datum::Site(at) => (at as usize) < code.sites.len(),
                Datum::Call(at) => usize::from(at) < code.calls.len(),
                Datum::Code(at) => usize::from(at) < code.codes.len(),
                Datum::Helper(at) => usize::from(at) < Helper::ALL.len(),
                Datum::Offset(_) | Datum::Number(_) => true,
            };
        });
        if good { Ok(()) } else { self.wrong(index, "an index is outside its table") }
    }

    fn is_cell(&self, reg: Reg) -> bool {
        reg.0 < self.code.locals
            && (reg.0 >= self.code.first_free || self.code.cells.contains(&reg.0))
    }
}
