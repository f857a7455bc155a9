//! Runs a program over a subject: one loop, with the ways not yet taken in a list of its own.

use taipan_engine::object::slots::PyResult;
use taipan_engine::object::vm::Vm;

use super::fold;
use super::program::{Case, Op, Program};
use super::text::{back, char_at, is_boundary};
use super::tree::{Greed, MANY};

/// A place that is not known.
pub(super) const NOWHERE: usize = usize::MAX;

/// What to do when nothing goes on from here.
#[derive(Clone, Copy, Debug)]
enum Undo {
    /// A mark's former place (`a`), and which group had ended last (`b`).
    Mark,
    /// A loop's former count (`a`) and place (`b`).
    Loop,
    /// Where something that is not given back begins; `b` is the barrier before.
    Barrier,
    /// The same for a look that must not succeed, from the place `a`.
    Refusal,
    /// The ways of a branch that are left (`b`, as bits) at the place `a`.
    Branch,
    /// A repeat that can give characters back: from `a` on they are spare, `b` is where it stands.
    Greedy,
    /// A repeat that can take more: it stands at `a` and may take `b` characters more.
    Lazy,
    /// A loop that can do without the turn it began; `a` is where the turn before began.
    LoopTail,
    /// A loop that can take one more turn at the place `a`.
    LoopMore,
}

#[derive(Clone, Copy, Debug)]
struct Entry {
    undo: Undo,
    number: u32,
    a: usize,
    b: usize,
}

/// Memory that one match leaves for the next.
#[derive(Default)]
pub(super) struct Scratch {
    entries: Vec<Entry>,
    loops: Vec<(usize, usize)>,
    /// Where groups begin and end.
    pub marks: Vec<usize>,
}

/// Room that is kept for the next match.
const KEPT: usize = 4096;

/// Steps between two looks for signals.
const PATIENCE: u32 = 2048;

/// Characters in one run that are worth a step.
const LONG: usize = 512;

/// What counts as a match.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) struct Mode {
    /// It must reach the end of the subject.
    pub full: bool,
    /// Nothing at all, at this very place, is none.
    pub not_empty_at: usize,
}

pub(super) struct Machine<'a> {
    vm: &'a Vm,
    program: &'a Program,
    /// The subject up to where it counts as ended.
    pub text: &'a [u8],
    pub mode: Mode,
    /// Python code may run while signals are seen to: nothing of the subject is borrowed.
    calls: bool,
    entries: Vec<Entry>,
    loops: Vec<(usize, usize)>,
    pub marks: Vec<usize>,
    /// The group that ended last, 0 if none did.
    pub last_group: usize,
    /// Where in the entries the innermost barrier is.
    barrier: usize,
    steps: u32,
}

impl<'a> Machine<'a> {
    pub(super) fn new(
        vm: &'a Vm,
        program: &'a Program,
        text: &'a [u8],
        calls: bool,
        scratch: Scratch,
    ) -> Machine<'a> {
        let Scratch { entries, mut loops, mut marks } = scratch;
        loops.clear();
        loops.resize(program.loops.len(), (0, NOWHERE));
        marks.clear();
        marks.resize(program.groups as usize * 2, NOWHERE);
        let mode = Mode { full: false, not_empty_at: NOWHERE };
        Machine {
            vm,
            program,
            text,
            mode,
            calls,
            entries,
            loops,
            marks,
            last_group: 0,
            barrier: NOWHERE,
            steps: PATIENCE,
        }
    }

    /// The memory, for the next one; the marks stay in it.
    pub(super) fn into_scratch(self) -> Scratch {
        let Machine { mut entries, loops, marks, .. } = self;
        entries.clear();
        entries.shrink_to(KEPT);
        Scratch { entries, loops, marks }
    }

    #[inline(always)]
    fn push(&mut self, undo: Undo, number: u32, a: usize, b: usize) -> PyResult<()> {
        if self.entries.len() == self.entries.capacity() {
            self.make_room()?;
        }
        self.entries.push(Entry { undo, number, a, b });
        Ok(())
    }

    #[cold]
    #[inline(never)]
    fn make_room(&mut self) -> PyResult<()> {
        let more = self.entries.len().max(64);
        let bytes = (self.entries.len() + more) * size_of::<Entry>();
        if !self.vm.heap.allows(bytes) || self.entries.try_reserve_exact(more).is_err() {
            return Err(self.vm.memory_error());
        }
        Ok(())
    }

    /// A long run counts as several steps.
    #[cold]
    pub(super) fn charge(&mut self, run: usize) {
        let steps = u32::try_from(run / LONG).unwrap_or(PATIENCE);
        self.steps = self.steps.saturating_sub(steps).max(1);
    }

    /// Counts a step of a search.
    #[inline(always)]
    pub(super) fn count_step(&mut self) -> PyResult<()> {
        self.steps -= 1;
        if self.steps == 0 { self.look_around() } else { Ok(()) }
    }

    #[cold]
    #[inline(never)]
    fn look_around(&mut self) -> PyResult<()> {
        self.steps = PATIENCE;
        if !self.vm.breaker.is_set() {
            return Ok(());
        }
        if self.calls { self.vm.handle_breaker() } else { self.vm.handle_breaker_between_items() }
    }

    /// Whether the program matches from exactly this place on; where the match ends.
    pub(super) fn attempt<const WIDE: bool>(&mut self, start: usize) -> PyResult<Option<usize>> {
        let program = self.program;
        let text = self.text;
        self.entries.clear();
        self.barrier = NOWHERE;
        self.last_group = 0;
        self.marks.fill(NOWHERE);
        let (mut pc, mut at) = (0usize, start);
        loop {
            let Some(op) = program.ops.get(pc) else { return Ok(None) };
            // A way that goes on does so by `continue`; whatever leaves the block has failed.
            match *op {
                Op::Single(single) => {
                    if let Some(next) = program.step::<WIDE>(single, text, at) {
                        (pc, at) = (pc + 1, next);
                        continue;
                    }
                }
                Op::Literal { at: from, len } => {
                    let (from, len) = (from as usize, len as usize);
                    let wanted = program.literals.get(from..from + len);
                    let there = text.get(at..at + len);
                    if there.is_some() && there == wanted {
                        (pc, at) = (pc + 1, at + len);
                        continue;
                    }
                }
                Op::Repeat(number) => {
                    if let Some(next) = self.repeat::<WIDE>(number, at)? {
                        (pc, at) = (pc + 1, next);
                        continue;
                    }
                }
                Op::Mark(mark) => {
                    self.set_mark(mark, at)?;
                    pc += 1;
                    continue;
                }
                Op::Branch(number) => {
                    if let Some(branch) = program.branches.get(number as usize) {
                        let ways = match text.get(at) {
                            Some(byte) => branch.by_byte[usize::from(*byte)],
                            None => branch.at_end,
                        };
                        if let Some(to) = self.take_way(number, &branch.ways, at, ways)? {
                            pc = to;
                            continue;
                        }
                    }
                }
                Op::Jump(to) => {
                    pc = to as usize;
                    continue;
                }
                Op::Begin if at == 0 => {
                    pc += 1;
                    continue;
                }
                Op::BeginLine if at == 0 || text.get(at - 1) == Some(&b'\n') => {
                    pc += 1;
                    continue;
                }
                Op::End
                    if at == text.len() || at + 1 == text.len() && text.get(at) == Some(&b'\n') =>
                {
                    pc += 1;
                    continue;
                }
                Op::EndLine if at == text.len() || text.get(at) == Some(&b'\n') => {
                    pc += 1;
                    continue;
                }
                Op::EndOfText if at == text.len() => {
                    pc += 1;
                    continue;
                }
                Op::Boundary { negated, ascii } => {
                    if !text.is_empty() && is_boundary::<WIDE>(text, at, ascii) != negated {
                        pc += 1;
                        continue;
                    }
                }
                Op::Reference { group, case } => {
                    if let Some(next) = self.same_again::<WIDE>(group, case, at) {
                        (pc, at) = (pc + 1, next);
                        continue;
                    }
                }
                Op::LoopStart(number) => {
                    if let Some(state) = self.loops.get(number as usize).copied() {
                        self.push(Undo::Loop, number, state.0, state.1)?;
                        self.set_loop(number, (0, NOWHERE));
                        pc = self.turn(number, at, state, true)?;
                        continue;
                    }
                }
                Op::LoopEnd(number) => {
                    if let Some(state) = self.loops.get(number as usize).copied() {
                        self.steps -= 1;
                        if self.steps == 0 {
                            self.look_around()?;
                        }
                        self.set_loop(number, (state.0.wrapping_add(1), state.1));
                        pc = self.turn(number, at, state, false)?;
                        continue;
                    }
                }
                Op::Look(number) => {
                    if let Some(look) = program.looks.get(number as usize) {
                        let from = look.back.map_or(Some(at), |n| go_back::<WIDE>(text, at, n));
                        let undo = if look.negated { Undo::Refusal } else { Undo::Barrier };
                        if let Some(from) = from {
                            self.push(undo, number, at, self.barrier)?;
                            self.barrier = self.entries.len() - 1;
                            (pc, at) = (pc + 1, from);
                            continue;
                        }
                        if look.negated {
                            pc = look.next as usize;
                            continue;
                        }
                    }
                }
                Op::LookEnd(number) => {
                    let negated = program.looks.get(number as usize).is_some_and(|l| l.negated);
                    if negated {
                        // Everything within is undone, and then the whole has failed.
                        self.undo_to_barrier();
                    } else {
                        at = self.drop_barrier().unwrap_or(at);
                        pc += 1;
                        continue;
                    }
                }
                Op::Atomic => {
                    self.push(Undo::Barrier, 0, at, self.barrier)?;
                    self.barrier = self.entries.len() - 1;
                    pc += 1;
                    continue;
                }
                Op::AtomicEnd => {
                    self.drop_barrier();
                    pc += 1;
                    continue;
                }
                Op::Conditional { group, otherwise } => {
                    let matched = self.group(group).is_some();
                    pc = if matched { pc + 1 } else { otherwise as usize };
                    continue;
                }
                Op::Match => {
                    let whole = !self.mode.full || at == text.len();
                    if whole && at != self.mode.not_empty_at {
                        return Ok(Some(at));
                    }
                }
                Op::Fail | Op::Begin | Op::BeginLine | Op::End | Op::EndLine | Op::EndOfText => {}
            }
            match self.back_up::<WIDE>()? {
                Some(next) => (pc, at) = next,
                None => return Ok(None),
            }
        }
    }

    /// Takes the last way that is left: where to go on in program and subject.
    fn back_up<const WIDE: bool>(&mut self) -> PyResult<Option<(usize, usize)>> {
        let program = self.program;
        while let Some(Entry { undo, number, a, b }) = self.entries.pop() {
            self.steps -= 1;
            if self.steps == 0 {
                self.look_around()?;
            }
            match undo {
                Undo::Mark => self.restore_mark(number, a, b),
                Undo::Loop => self.set_loop(number, (a, b)),
                Undo::Barrier => self.barrier = b,
                Undo::Refusal => {
                    self.barrier = b;
                    if let Some(look) = program.looks.get(number as usize) {
                        return Ok(Some((look.next as usize, a)));
                    }
                }
                Undo::Branch => {
                    if let Some(branch) = program.branches.get(number as usize)
                        && let Some(to) = self.take_way(number, &branch.ways, a, b as u64)?
                    {
                        return Ok(Some((to, a)));
                    }
                }
                Undo::Greedy => {
                    let Some(repeat) = program.repeats.get(number as usize) else { continue };
                    let Some(high) = back::<WIDE>(self.text, b).filter(|at| *at >= a) else {
                        continue;
                    };
                    let Some(at) = repeat.tail.last::<WIDE>(self.text, a, high) else { continue };
                    if at > a {
                        self.push(Undo::Greedy, number, a, at)?;
                    }
                    return Ok(Some((repeat.next as usize, at)));
                }
                Undo::Lazy => {
                    let Some(repeat) = program.repeats.get(number as usize) else { continue };
                    if let Some(next) = program.step::<WIDE>(repeat.single, self.text, a)
                        && let Some(at) = self.lazily::<WIDE>(number, next, b - 1)?
                    {
                        return Ok(Some((repeat.next as usize, at)));
                    }
                }
                Undo::LoopTail => {
                    let Some((count, at)) = self.loops.get(number as usize).copied() else {
                        continue;
                    };
                    let Some(this) = program.loops.get(number as usize) else { continue };
                    self.push(Undo::Loop, number, count.wrapping_sub(1), a)?;
                    return Ok(Some((this.next as usize, at)));
                }
                Undo::LoopMore => {
                    let Some((count, last)) = self.loops.get(number as usize).copied() else {
                        continue;
                    };
                    let Some(this) = program.loops.get(number as usize) else { continue };
                    if this.most != MANY && count >= this.most as usize || a == last {
                        self.set_loop(number, (count.wrapping_sub(1), last));
                        continue;
                    }
                    self.push(Undo::Loop, number, count.wrapping_sub(1), last)?;
                    self.set_loop(number, (count, a));
                    return Ok(Some((this.body as usize, a)));
                }
            }
        }
        Ok(None)
    }

    // ---- groups -----------------------------------------------------------------------------

    #[inline(always)]
    fn set_mark(&mut self, mark: u32, at: usize) -> PyResult<()> {
        let Some(place) = self.marks.get_mut(mark as usize) else { return Ok(()) };
        let before = std::mem::replace(place, at);
        let last_group = self.last_group;
        if mark & 1 == 1 {
            self.last_group = mark as usize / 2 + 1;
        }
        // Without another way left nobody will ask for what was there.
        if !self.entries.is_empty() {
            self.push(Undo::Mark, mark, before, last_group)?;
        }
        Ok(())
    }

    fn restore_mark(&mut self, mark: u32, at: usize, last_group: usize) {
        if let Some(place) = self.marks.get_mut(mark as usize) {
            *place = at;
        }
        self.last_group = last_group;
    }

    /// Begin and end of a group, from one on, that has matched.
    pub(super) fn group(&self, group: u32) -> Option<(usize, usize)> {
        let at = (group as usize - 1) * 2;
        match *self.marks.get(at..at + 2)? {
            [from, to] if from != NOWHERE && to != NOWHERE && from <= to => Some((from, to)),
            _ => None,
        }
    }

    /// Where it ends if what a group has matched comes once more.
    fn same_again<const WIDE: bool>(&self, group: u32, case: Case, at: usize) -> Option<usize> {
        let (from, to) = self.group(group)?;
        if case == Case::Same {
            let end = at + (to - from);
            return (self.text.get(at..end)? == self.text.get(from..to)?).then_some(end);
        }
        let lower = if case == Case::Ascii { fold::lower_ascii } else { fold::lower };
        let (mut one, mut other) = (from, at);
        while one < to {
            let (a, next) = char_at::<WIDE>(self.text, one)?;
            let (b, behind) = char_at::<WIDE>(self.text, other)?;
            if lower(a) != lower(b) {
                return None;
            }
            (one, other) = (next, behind);
        }
        Some(other)
    }

    // ---- repeats, branches, loops -----------------------------------------------------------

    /// A repeat from its beginning: where to go on behind it.
    #[inline]
    fn repeat<const WIDE: bool>(&mut self, number: u32, at: usize) -> PyResult<Option<usize>> {
        let (program, text) = (self.program, self.text);
        let Some(repeat) = program.repeats.get(number as usize) else { return Ok(None) };
        let (single, least) = (repeat.single, repeat.least as usize);
        let most = if repeat.most == MANY { usize::MAX } else { repeat.most as usize };
        let (mut low, lazy) = (at, repeat.greed == Greed::Lazy);
        let mut high = at;
        if !WIDE && !lazy {
            // Every character is a byte, so counting them is no work.
            high = program.run::<WIDE>(single, text, at, most);
            low = at + least;
            if high < low {
                return Ok(None);
            }
        } else {
            for _ in 0..least {
                match program.step::<WIDE>(single, text, low) {
                    Some(next) => low = next,
                    None => return Ok(None),
                }
            }
            let more = if repeat.most == MANY { most } else { most - least };
            if lazy {
                return self.lazily::<WIDE>(number, low, more);
            }
            high = program.run::<WIDE>(single, text, low, more).max(high);
        }
        if high - low > LONG {
            self.charge(high - low);
        }
        if repeat.apart || high == low || repeat.greed == Greed::Possessive {
            return Ok(Some(high));
        }
        let Some(at) = repeat.tail.last::<WIDE>(text, low, high) else { return Ok(None) };
        if at > low {
            self.push(Undo::Greedy, number, low, at)?;
        }
        Ok(Some(at))
    }

    /// A repeat that takes as little as it can, from a place where it may end.
    fn lazily<const WIDE: bool>(
        &mut self,
        number: u32,
        mut at: usize,
        mut more: usize,
    ) -> PyResult<Option<usize>> {
        let (program, text) = (self.program, self.text);
        let Some(repeat) = program.repeats.get(number as usize) else { return Ok(None) };
        // What follows must begin here: so much can be taken at once.
        if !matches!(repeat.tail, super::program::First::Unknown) {
            loop {
                let Some(byte) = text.get(at) else { return Ok(None) };
                if repeat.tail.has(*byte) {
                    break;
                }
                let next = program.step::<WIDE>(repeat.single, text, at);
                let Some(next) = next.filter(|_| more > 0) else { return Ok(None) };
                (at, more) = (next, more - 1);
            }
        }
        if more > 0 {
            self.push(Undo::Lazy, number, at, more)?;
        }
        Ok(Some(at))
    }

    /// The first of the ways that are left in a branch.
    #[inline(always)]
    fn take_way(
        &mut self,
        number: u32,
        ways: &[u32],
        at: usize,
        left: u64,
    ) -> PyResult<Option<usize>> {
        let Some(to) = ways.get(left.trailing_zeros() as usize) else { return Ok(None) };
        let others = left & (left - 1);
        if others != 0 {
            self.push(Undo::Branch, number, at, others as usize)?;
        }
        Ok(Some(*to as usize))
    }

    #[inline(always)]
    fn set_loop(&mut self, number: u32, state: (usize, usize)) {
        if let Some(place) = self.loops.get_mut(number as usize) {
            *place = state;
        }
    }

    /// Between two turns of a loop, whose count is up to date; `before` is its state until now. Leaves
    /// one entry that brings that back (not `first`, when there is one already) and says where to go.
    fn turn(
        &mut self,
        number: u32,
        at: usize,
        before: (usize, usize),
        first: bool,
    ) -> PyResult<usize> {
        let Some(this) = self.program.loops.get(number as usize) else { return Ok(0) };
        let Some((count, last)) = self.loops.get(number as usize).copied() else { return Ok(0) };
        let settle = |machine: &mut Self| match first {
            true => Ok(()),
            false => machine.push(Undo::Loop, number, before.0, before.1),
        };
        if count < this.least as usize {
            settle(self)?;
            return Ok(this.body as usize);
        }
        if this.lazy {
            self.push(Undo::LoopMore, number, at, 0)?;
            return Ok(this.next as usize);
        }
        if (this.most == MANY || count < this.most as usize) && at != last {
            self.push(Undo::LoopTail, number, last, 0)?;
            self.set_loop(number, (count, at));
            return Ok(this.body as usize);
        }
        settle(self)?;
        Ok(this.next as usize)
    }

    // ---- barriers ---------------------------------------------------------------------------

    /// Gives up the ways left since the barrier, but not what they would undo outside. Where it was
    /// set.
    fn drop_barrier(&mut self) -> Option<usize> {
        let from = self.barrier;
        let Entry { a, b, .. } = *self.entries.get(from)?;
        self.barrier = b;
        if self.marks.is_empty() || self.entries.len() == from + 1 {
            self.entries.truncate(from);
            return Some(a);
        }
        let mut kept = from;
        for at in from + 1..self.entries.len() {
            if matches!(self.entries[at].undo, Undo::Mark) {
                self.entries[kept] = self.entries[at];
                kept += 1;
            }
        }
        // Where no other way is left, nobody will undo anything.
        self.entries.truncate(if from == 0 { 0 } else { kept });
        Some(a)
    }

    /// Undoes everything since the barrier, and takes that away.
    fn undo_to_barrier(&mut self) {
        let from = self.barrier;
        while self.entries.len() > from.saturating_add(1) {
            let Some(Entry { undo, number, a, b }) = self.entries.pop() else { break };
            match undo {
                Undo::Mark => self.restore_mark(number, a, b),
                Undo::Loop => self.set_loop(number, (a, b)),
                Undo::Barrier | Undo::Refusal => self.barrier = b,
                Undo::Branch | Undo::Greedy | Undo::Lazy | Undo::LoopTail | Undo::LoopMore => {}
            }
        }
        if let Some(Entry { b, .. }) = self.entries.pop() {
            self.barrier = b;
        }
    }
}

/// So many characters back.
fn go_back<const WIDE: bool>(text: &[u8], at: usize, count: u32) -> Option<usize> {
    if !WIDE {
        return at.checked_sub(count as usize);
    }
    let mut at = at;
    for _ in 0..count {
        at = back::<true>(text, at)?;
    }
    Some(at)
}
