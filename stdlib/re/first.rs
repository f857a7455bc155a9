//! With which bytes a part of a program begins: what lets a search skip, a branch choose and a repeat
//! give nothing back in vain.

use super::program::{Branch, First, MOST_WAYS, Op, Program, Single, Start};
use super::tree::Greed;

/// Instructions looked at for one answer; beyond that nothing is known.
const PATIENCE: usize = 256;

impl Program {
    /// Adds the first bytes of a character.
    fn add_single(&self, single: Single, table: &mut [bool; 256]) {
        match single {
            Single::Byte(byte) => table[usize::from(byte)] = true,
            Single::Two(one, other) => {
                table[usize::from(one)] = true;
                table[usize::from(other)] = true;
            }
            Single::Not(byte) => {
                let others = (0u8..=255).filter(|b| *b != byte);
                others.for_each(|b| table[usize::from(b)] = true);
            }
            Single::All => table.fill(true),
            Single::Class(class) => {
                if let Some(class) = self.classes.get(class as usize) {
                    class.first_bytes(self.bytes, table);
                }
            }
        }
    }

    /// The first bytes of what begins at an instruction; `None` if it may match nothing.
    fn first_bytes(&self, from: u32) -> Option<[bool; 256]> {
        let mut table = [false; 256];
        let mut seen: Vec<u32> = Vec::new();
        let mut open = vec![from];
        while let Some(at) = open.pop() {
            if seen.contains(&at) {
                continue;
            }
            seen.push(at);
            if seen.len() + open.len() > PATIENCE {
                return None;
            }
            match *self.ops.get(at as usize)? {
                Op::Single(single) => self.add_single(single, &mut table),
                Op::Literal { at, .. } => {
                    table[usize::from(*self.literals.get(at as usize)?)] = true;
                }
                Op::Repeat(repeat) => {
                    let repeat = self.repeats.get(repeat as usize)?;
                    self.add_single(repeat.single, &mut table);
                    if repeat.least == 0 {
                        open.push(at + 1);
                    }
                }
                Op::Mark(_)
                | Op::Begin
                | Op::BeginLine
                | Op::End
                | Op::EndLine
                | Op::EndOfText
                | Op::Boundary { .. }
                | Op::Atomic => open.push(at + 1),
                Op::Jump(to) => open.push(to),
                Op::Branch(branch) => open.extend(&self.branches.get(branch as usize)?.ways),
                Op::LoopStart(number) => {
                    let this = self.loops.get(number as usize)?;
                    open.push(this.body);
                    if this.least == 0 {
                        open.push(this.next);
                    }
                }
                Op::LoopEnd(number) => {
                    let this = self.loops.get(number as usize)?;
                    open.extend([this.body, this.next]);
                }
                Op::Look(look) => open.push(self.looks.get(look as usize)?.next),
                Op::Conditional { otherwise, .. } => open.extend([at + 1, otherwise]),
                Op::Fail => {}
                // What an atomic part chooses does not depend on what follows it.
                Op::AtomicEnd => return None,
                Op::Reference { .. } | Op::LookEnd(_) | Op::Match => return None,
            }
        }
        Some(table)
    }

    /// Fills in everything that depends on first bytes.
    pub(super) fn finish(&mut self) {
        for number in 0..self.repeats.len() {
            let Some(repeat) = self.repeats.get(number) else { continue };
            let (single, next) = (repeat.single, repeat.next);
            let Some(tail) = self.first_bytes(next) else { continue };
            let mut own = [false; 256];
            self.add_single(single, &mut own);
            let apart = own.iter().zip(&tail).all(|(own, tail)| !(*own && *tail));
            if let Some(repeat) = self.repeats.get_mut(number) {
                repeat.apart = apart && repeat.greed == Greed::Greedy;
                // A table that lets everything through is only a cost.
                if !tail.iter().all(|b| *b) {
                    repeat.tail = First::of(&tail);
                }
            }
        }
        for number in 0..self.branches.len() {
            self.finish_branch(number);
        }
        self.start = self.find_start();
    }

    fn finish_branch(&mut self, number: usize) {
        let Some(branch) = self.branches.get(number) else { return };
        let (mut by_byte, mut at_end) = (Box::new([0u64; 256]), 0u64);
        for (way, &to) in branch.ways.iter().enumerate().take(MOST_WAYS) {
            let bit = 1 << way;
            match self.first_bytes(to) {
                Some(table) => {
                    let bytes = by_byte.iter_mut().zip(&table).filter(|(_, has)| **has);
                    bytes.for_each(|(bits, _)| *bits |= bit);
                }
                None => {
                    by_byte.iter_mut().for_each(|bits| *bits |= bit);
                    at_end |= bit;
                }
            }
        }
        if let Some(branch) = self.branches.get_mut(number) {
            *branch = Branch { ways: std::mem::take(&mut branch.ways), by_byte, at_end };
        }
    }

    fn find_start(&self) -> Start {
        let first = self.ops.iter().position(|op| !matches!(op, Op::Mark(_))).unwrap_or(0);
        match self.ops.get(first) {
            Some(Op::Begin) => return Start::Begin,
            Some(Op::BeginLine) => return Start::Lines,
            Some(&Op::Literal { at: 0, len }) => {
                let whole = matches!(self.ops.as_slice(), [Op::Literal { .. }, Op::Match]);
                return Start::Literal { len: len as usize, whole };
            }
            _ => {}
        }
        match self.first_bytes(0) {
            Some(table) if table.iter().all(|b| *b) => Start::Everywhere,
            Some(table) => Start::First(First::of(&table)),
            None => Start::Everywhere,
        }
    }
}
