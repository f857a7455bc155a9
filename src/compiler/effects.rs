//! What an instruction does to the temporaries: the lengths of runs and results that the table's
//! rows describe in words. Shared by the emitter and the verifier.

use crate::code::CallShape;
use crate::op::{Access, CallSite, Def, Helper, Instruction, Op, Reg, Word};

/// Which registers an instruction takes, reads and writes.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Effects {
    /// Single registers that are taken.
    pub(crate) taken: [Option<Reg>; 3],
    /// A run that is taken: its first register and its length.
    pub(crate) run: Option<(Reg, u16)>,
    /// Registers that are read and left alone.
    pub(crate) kept: [Option<Reg>; 3],
    /// The first register written and how many there are.
    pub(crate) written: Option<(Def, u16)>,
}

impl Effects {
    /// How many temporaries are taken altogether.
    pub(crate) fn taken_count(&self, locals: u16) -> u16 {
        let single = self.taken.iter().flatten().filter(|reg| reg.0 >= locals).count();
        single as u16 + self.run.map_or(0, |run| run.1)
    }
}

/// The effects of an instruction, given the call shapes of its code.
pub(crate) fn effects(instruction: &Instruction, calls: &[CallShape]) -> Effects {
    let mut effects = Effects::default();
    let mut count = 0;
    instruction.accesses(&mut |_, access| {
        match access {
            Access::Def(def) => {
                effects.written = Some((def, written_length(instruction)));
            }
            Access::Use(used) if used.take => put(&mut effects.taken, count, used.reg),
            Access::Use(used) => put(&mut effects.kept, count, used.reg),
            Access::Keep(reg) => put(&mut effects.kept, count, reg),
            Access::Run(reg) => effects.run = Some((reg, run_length(instruction, calls))),
            Access::Data(_) => {}
        }
        count += 1;
    });
    match *instruction {
        Instruction::MakeFunction { first, parts, .. } => {
            effects.run = Some((first.reg, parts.0.count_ones() as u16));
        }
        Instruction::MatchKeys { first, .. } => {
            put(&mut effects.kept, 2, Reg(first.0.0.saturating_add(1)));
        }
        _ => {}
    }
    effects
}

fn put(list: &mut [Option<Reg>; 3], index: usize, reg: Reg) {
    if let Some(slot) = list.get_mut(index) {
        *slot = Some(reg);
    }
}

fn written_length(instruction: &Instruction) -> u16 {
    match *instruction {
        Instruction::LoadMethod { .. }
        | Instruction::EnterWith { .. }
        | Instruction::MatchExcGroup { .. } => 2,
        Instruction::Unpack { count, .. } => count.0,
        Instruction::UnpackStar { shape, .. } => (shape.0 & 0xff) + (shape.0 >> 8) + 1,
        _ => 1,
    }
}

fn run_length(instruction: &Instruction, calls: &[CallShape]) -> u16 {
    match *instruction {
        Instruction::Call { count, .. } => count.0.saturating_add(1),
        Instruction::CallMethod { count, .. } => count.0.saturating_add(2),
        Instruction::CallKw { site: CallSite(site), .. } => calls
            .get(usize::from(site))
            .map_or(0, |shape| shape.count + if shape.method { 2 } else { 1 }),
        Instruction::CallStar { kw, .. } => 2 + kw.0.min(1),
        Instruction::BuildTuple { count, .. }
        | Instruction::BuildList { count, .. }
        | Instruction::BuildSet { count, .. }
        | Instruction::BuildString { count, .. }
        | Instruction::BuildSlice { count, .. } => count.0,
        Instruction::BuildDict { count, .. } => count.0.saturating_mul(2),
        Instruction::CallHelper { which, .. } => {
            Helper::ALL.get(usize::from(which.0)).map_or(0, |row| row.2)
        }
        Instruction::PopExcRaise { .. } | Instruction::MatchClass { .. } => 3,
        _ => 2,
    }
}

/// How many temporaries more there are after an instruction that does, or does not, jump; `None` if
/// the word holds no instruction that the compiler makes. The arguments of a call with keywords are
/// counted by its call site, not by the instruction; they are left out.
pub fn stack_effect(word: Word, jumps: bool) -> Option<i64> {
    let instruction = Instruction::decode(word)?;
    if instruction.op().is_quickened() {
        return None;
    }
    let effects = effects(&instruction, &[]);
    let taken = i64::from(effects.taken_count(0));
    let written = match effects.written {
        Some((def, count)) if !def.local => i64::from(count),
        _ => 0,
    };
    Some(match instruction {
        Instruction::JumpIfKeep { .. } | Instruction::JumpIfNotKeep { .. } if !jumps => -1,
        Instruction::ForIter { .. } if jumps => -1,
        // The result takes the iterator's place.
        Instruction::Delegate { .. } => 0,
        _ => written - taken,
    })
}

/// Whether the word can raise, so that its handler matters.
pub(crate) fn can_raise(word: Word) -> bool {
    let op = word.opcode();
    let quiet = [
        Op::Move,
        Op::LoadConst,
        Op::Drop,
        Op::Jump,
        Op::Return,
        Op::MakeCell,
        Op::CopyFree,
        Op::PushExc,
        Op::PopExc,
    ];
    !quiet.iter().any(|&quiet| quiet as u8 == op)
}
