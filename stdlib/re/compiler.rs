//! A tree to a program. What is still to be emitted is a list, so nesting costs no native stack.

use std::cell::OnceCell;

use super::charset::{Class, Item, LAST, Reading};
use super::fault::Fault;
use super::fold::{self, Folding};
use super::parser::Parsed;
use super::program::{
    Branch, Case, First, Look, Loop, MOST_WAYS, Op, Program, Repeat, Single, Start,
};
use super::tree::{Greed, Node, Place, Seq, Tree, flag};

/// What is still to be emitted.
enum Task {
    /// The nodes of a sequence from one on.
    Nodes {
        seq: Seq,
        at: usize,
        flags: u32,
    },
    Emit(Op),
    /// The next way of a branch begins here.
    Way {
        branch: usize,
    },
    /// A way has ended: to the end of its branch.
    WayEnd {
        exits: usize,
    },
    /// Exits lead here.
    Land {
        exits: usize,
    },
    LoopEnd {
        number: usize,
    },
    LookEnd {
        number: usize,
    },
    /// The other half of a conditional begins here.
    Otherwise {
        at: usize,
        exits: usize,
    },
}

struct Compiler<'a> {
    tree: &'a Tree,
    program: Program,
    tasks: Vec<Task>,
    /// Jumps whose target is not known yet.
    exits: Vec<Vec<usize>>,
}

/// How often a set is looked for among those that are there.
const SETS_COMPARED: usize = 32;

/// Compiles a parsed pattern.
pub(super) fn compile(parsed: &Parsed, bytes: bool) -> Result<Program, Fault> {
    let program = Program {
        ops: Vec::new(),
        classes: Vec::new(),
        literals: Vec::new(),
        repeats: Vec::new(),
        branches: Vec::new(),
        loops: Vec::new(),
        looks: Vec::new(),
        groups: (parsed.tree.groups.len() - 1) as u32,
        bytes,
        start: Start::Everywhere,
        finder: OnceCell::new(),
    };
    let mut compiler = Compiler {
        tree: &parsed.tree,
        program,
        tasks: vec![Task::Nodes { seq: parsed.root, at: 0, flags: parsed.flags }],
        exits: Vec::new(),
    };
    while let Some(task) = compiler.tasks.pop() {
        compiler.run(task)?;
    }
    compiler.emit(Op::Match);
    compiler.program.finish();
    Ok(compiler.program)
}

/// The flags inside of a group that changes some.
fn combined(flags: u32, add: u32, remove: u32) -> u32 {
    let kept = if add & flag::ALPHABET != 0 { flags & !flag::ALPHABET } else { flags };
    (kept | add) & !remove
}

impl Compiler<'_> {
    fn here(&self) -> u32 {
        self.program.ops.len() as u32
    }

    fn emit(&mut self, op: Op) {
        self.program.ops.push(op);
    }

    fn reading(&self, flags: u32) -> Reading {
        let ascii = flags & flag::UNICODE == 0;
        let folding = match flags & flag::IGNORECASE {
            0 => Folding::None,
            _ if flags & flag::LOCALE != 0 => Folding::None,
            _ if ascii => Folding::Ascii,
            _ => Folding::Unicode,
        };
        let twice = flags & flag::IGNORECASE != 0 && flags & flag::LOCALE != 0;
        Reading { bytes: self.program.bytes, ascii, folding, twice }
    }

    fn run(&mut self, task: Task) -> Result<(), Fault> {
        match task {
            Task::Nodes { seq, at, flags } => self.nodes(seq, at, flags)?,
            Task::Emit(op) => self.emit(op),
            Task::Way { branch } => {
                let here = self.here();
                if let Some(branch) = self.program.branches.get_mut(branch) {
                    branch.ways.push(here);
                }
            }
            Task::WayEnd { exits } => {
                let at = self.program.ops.len();
                self.emit(Op::Fail);
                if let Some(list) = self.exits.get_mut(exits) {
                    list.push(at);
                }
            }
            Task::Land { exits } => {
                let here = self.here();
                let list = self.exits.get_mut(exits).map(std::mem::take).unwrap_or_default();
                for at in list {
                    if let Some(op) = self.program.ops.get_mut(at) {
                        *op = Op::Jump(here);
                    }
                }
            }
            Task::LoopEnd { number } => {
                self.emit(Op::LoopEnd(number as u32));
                let here = self.here();
                if let Some(this) = self.program.loops.get_mut(number) {
                    this.next = here;
                }
            }
            Task::LookEnd { number } => {
                self.emit(Op::LookEnd(number as u32));
                let here = self.here();
                if let Some(look) = self.program.looks.get_mut(number) {
                    look.next = here;
                }
            }
            Task::Otherwise { at, exits } => {
                self.run(Task::WayEnd { exits })?;
                let here = self.here();
                if let Some(Op::Conditional { otherwise, .. }) = self.program.ops.get_mut(at) {
                    *otherwise = here;
                }
            }
        }
        Ok(())
    }

    /// Emits nodes up to the first that has others inside; the rest is left for later.
    fn nodes(&mut self, seq: Seq, mut at: usize, flags: u32) -> Result<(), Fault> {
        let tree = self.tree;
        let nodes = tree.nodes(seq);
        while let Some(node) = nodes.get(at) {
            if let Some(run) = self.literal_run(nodes, at, flags) {
                at += run;
                continue;
            }
            at += 1;
            let rest = Task::Nodes { seq, at, flags };
            if self.node(node, flags, rest)? {
                return Ok(());
            }
        }
        Ok(())
    }

    /// Emits characters that stand for themselves; how many there were.
    fn literal_run(&mut self, nodes: &[Node], from: usize, flags: u32) -> Option<usize> {
        let reading = self.reading(flags);
        let plain = |node: &Node| match *node {
            Node::Literal(point) if is_caseless(point, reading) => Some(point),
            _ => None,
        };
        let points: Vec<u32> = nodes.iter().skip(from).map_while(plain).collect();
        if points.is_empty() {
            return None;
        }
        let at = self.program.literals.len();
        for &point in &points {
            if self.program.bytes {
                self.program.literals.push(point as u8);
            } else {
                taipan_engine::object::string::push_wtf8(&mut self.program.literals, point);
            }
        }
        match *self.program.literals.get(at..).unwrap_or(&[]) {
            // One byte alone; it stays in the pool only if it is the first thing there.
            [byte] if at > 0 || !self.program.ops.is_empty() => {
                self.program.literals.truncate(at);
                self.emit(Op::Single(Single::Byte(byte)));
            }
            ref bytes => {
                let len = bytes.len() as u32;
                self.emit(Op::Literal { at: at as u32, len });
            }
        }
        Some(points.len())
    }

    /// Emits a node. True if it left tasks, of which `rest` is the last.
    fn node(&mut self, node: &Node, flags: u32, rest: Task) -> Result<bool, Fault> {
        match node {
            Node::Literal(_) | Node::Any | Node::Set { .. } => {
                if let Some(single) = self.single(node, flags) {
                    self.emit(Op::Single(single));
                }
                return Ok(false);
            }
            Node::Place(place) => {
                self.emit(place_op(*place, flags));
                return Ok(false);
            }
            Node::Reference(group) => {
                let case = match self.reading(flags) {
                    Reading { twice: true, .. } => Case::Ascii,
                    Reading { folding: Folding::None, .. } => Case::Same,
                    Reading { folding: Folding::Ascii, .. } => Case::Ascii,
                    Reading { folding: Folding::Unicode, .. } => Case::Unicode,
                };
                self.emit(Op::Reference { group: *group, case });
                return Ok(false);
            }
            Node::Fail => {
                self.emit(Op::Fail);
                return Ok(false);
            }
            Node::Repeat { body, least, most, greed } => {
                if *most == 0 {
                    // What is never entered must be right, too.
                    let exits = self.new_exits();
                    self.run(Task::WayEnd { exits })?;
                    self.tasks.extend([rest, Task::Land { exits }]);
                    self.tasks.push(Task::Nodes { seq: *body, at: 0, flags });
                    return Ok(true);
                }
                if let Some(single) = self.single_body(*body, flags) {
                    self.emit_repeat(single, *least, *most, *greed);
                    return Ok(false);
                }
                self.tasks.push(rest);
                self.repeat(*body, (*least, *most), *greed, flags);
            }
            Node::Group { number, add, remove, body } => {
                self.tasks.push(rest);
                if let Some(number) = number {
                    let mark = (number - 1) * 2;
                    self.emit(Op::Mark(mark));
                    self.tasks.push(Task::Emit(Op::Mark(mark + 1)));
                }
                let flags = combined(flags, *add, *remove);
                self.tasks.push(Task::Nodes { seq: *body, at: 0, flags });
            }
            Node::Atomic(body) => {
                self.tasks.push(rest);
                self.emit(Op::Atomic);
                self.tasks.push(Task::Emit(Op::AtomicEnd));
                self.tasks.push(Task::Nodes { seq: *body, at: 0, flags });
            }
            Node::Look { body, behind, negated } => {
                let back = if *behind { Some(self.fixed_width(*body)?) } else { None };
                let number = self.program.looks.len();
                self.program.looks.push(Look { back, negated: *negated, next: 0 });
                self.emit(Op::Look(number as u32));
                self.tasks.push(rest);
                self.tasks.push(Task::LookEnd { number });
                self.tasks.push(Task::Nodes { seq: *body, at: 0, flags });
            }
            Node::Conditional { group, yes, no } => {
                self.tasks.push(rest);
                let (at, exits) = (self.program.ops.len(), self.new_exits());
                self.emit(Op::Conditional { group: *group, otherwise: 0 });
                self.tasks.push(Task::Land { exits });
                if let Some(no) = no {
                    self.tasks.push(Task::Nodes { seq: *no, at: 0, flags });
                }
                self.tasks.push(Task::Otherwise { at, exits });
                self.tasks.push(Task::Nodes { seq: *yes, at: 0, flags });
            }
            Node::Branch(all) => {
                if let Some(single) = self.single(node, flags) {
                    self.emit(Op::Single(single));
                    return Ok(false);
                }
                self.tasks.push(rest);
                let ways: Vec<Option<Seq>> = all.iter().copied().map(Some).collect();
                self.branch(&ways, flags);
            }
        }
        Ok(true)
    }

    fn fixed_width(&self, body: Seq) -> Result<u32, Fault> {
        let (least, most) = self.tree.width(body);
        if least != most {
            return Err(Fault::nowhere("look-behind requires fixed-width pattern"));
        }
        u32::try_from(least).map_err(|_| Fault::nowhere("looks too much behind"))
    }

    fn new_exits(&mut self) -> usize {
        self.exits.push(Vec::new());
        self.exits.len() - 1
    }

    /// Ways to go on, of which `None` is to do nothing.
    fn branch(&mut self, ways: &[Option<Seq>], flags: u32) {
        let exits = self.new_exits();
        self.tasks.push(Task::Land { exits });
        // From the last to the first, since tasks are taken from the end.
        let mut chunks: Vec<&[Option<Seq>]> = Vec::new();
        let mut left = ways;
        while left.len() > MOST_WAYS {
            let (chunk, others) = left.split_at(MOST_WAYS - 1);
            chunks.push(chunk);
            left = others;
        }
        chunks.push(left);
        let first = self.program.branches.len();
        for (number, chunk) in chunks.iter().enumerate().rev() {
            let branch = first + number;
            if number + 1 < chunks.len() {
                // The last way of one branch is the next branch.
                self.tasks.push(Task::Emit(Op::Branch((branch + 1) as u32)));
                self.tasks.push(Task::Way { branch });
            }
            for way in chunk.iter().rev() {
                self.tasks.push(Task::WayEnd { exits });
                if let Some(seq) = way {
                    self.tasks.push(Task::Nodes { seq: *seq, at: 0, flags });
                }
                self.tasks.push(Task::Way { branch });
            }
        }
        for _ in &chunks {
            let by_byte = Box::new([0; 256]);
            self.program.branches.push(Branch { ways: Vec::new(), by_byte, at_end: 0 });
        }
        self.emit(Op::Branch(first as u32));
    }

    /// A repetition of more than one character.
    fn repeat(&mut self, body: Seq, (least, most): (u32, u32), greed: Greed, flags: u32) {
        let nodes = Task::Nodes { seq: body, at: 0, flags };
        if greed == Greed::Possessive {
            // Neither the turns nor anything within one is given back.
            self.emit(Op::Atomic);
            self.tasks.push(Task::Emit(Op::AtomicEnd));
            if (least, most) == (1, 1) {
                self.tasks.push(nodes);
                return;
            }
        }
        match (least, most, greed) {
            (1, 1, _) => self.tasks.push(nodes),
            (0, 1, Greed::Greedy) => self.branch(&[Some(body), None], flags),
            (0, 1, Greed::Lazy) => self.branch(&[None, Some(body)], flags),
            _ => {
                let number = self.program.loops.len();
                self.emit(Op::LoopStart(number as u32));
                let (lazy, body) = (greed == Greed::Lazy, self.here());
                self.program.loops.push(Loop { least, most, lazy, body, next: 0 });
                self.tasks.push(Task::LoopEnd { number });
                if greed == Greed::Possessive {
                    self.emit(Op::Atomic);
                    self.tasks.push(Task::Emit(Op::AtomicEnd));
                }
                self.tasks.push(nodes);
            }
        }
    }

    fn emit_repeat(&mut self, single: Single, least: u32, most: u32, greed: Greed) {
        if (least, most) == (1, 1) {
            return self.emit(Op::Single(single));
        }
        let number = self.program.repeats.len() as u32;
        let next = self.here() + 1;
        let tail = First::Unknown;
        self.program.repeats.push(Repeat { single, least, most, greed, next, tail, apart: false });
        self.emit(Op::Repeat(number));
    }

    /// A sequence that is one character, maybe in parentheses that only hold together.
    fn single_body(&mut self, mut seq: Seq, mut flags: u32) -> Option<Single> {
        let tree = self.tree;
        loop {
            let [node] = tree.nodes(seq) else { return None };
            match node {
                Node::Group { number: None, add, remove, body } => {
                    (seq, flags) = (*body, combined(flags, *add, *remove));
                }
                Node::Atomic(body) => seq = *body,
                _ => return self.single(node, flags),
            }
        }
    }

    fn single(&mut self, node: &Node, flags: u32) -> Option<Single> {
        let reading = self.reading(flags);
        match node {
            Node::Literal(point) if *point < 0x80 && is_caseless(*point, reading) => {
                Some(Single::Byte(*point as u8))
            }
            Node::Literal(point) => Some(self.class(&[Item::One(*point)], false, reading)),
            Node::Any if flags & flag::DOTALL != 0 => Some(Single::All),
            Node::Any => Some(Single::Not(b'\n')),
            Node::Set { items, negated } => match (items.as_slice(), negated) {
                ([Item::One(point)], true) if *point < 0x80 && is_caseless(*point, reading) => {
                    Some(Single::Not(*point as u8))
                }
                // A single letter is left out with its other case.
                ([Item::One(_)], true) if reading.twice => {
                    let reading = Reading { twice: false, folding: Folding::Ascii, ..reading };
                    Some(self.class(items, true, reading))
                }
                _ => Some(self.class(items, *negated, reading)),
            },
            Node::Branch(all) => self.joined(all, reading),
            Node::Place(_)
            | Node::Reference(_)
            | Node::Repeat { .. }
            | Node::Group { .. }
            | Node::Atomic(_)
            | Node::Look { .. }
            | Node::Conditional { .. }
            | Node::Fail => None,
        }
    }

    /// Alternatives that are one character each, as a set.
    fn joined(&mut self, all: &[Seq], reading: Reading) -> Option<Single> {
        let mut items = Vec::new();
        for seq in all {
            match self.tree.nodes(*seq) {
                [Node::Literal(point)] => items.push(Item::One(*point)),
                [Node::Set { items: more, negated: false }] if !reading.twice => {
                    items.extend(more.iter().cloned());
                }
                _ => return None,
            }
        }
        Some(self.class(&items, false, reading))
    }

    fn class(&mut self, items: &[Item], negated: bool, reading: Reading) -> Single {
        let class = match (items, negated) {
            // Everything, spelled out.
            ([Item::Range(0, LAST)], false) => return Single::All,
            _ => Class::new(items, negated, reading),
        };
        if let Some((one, other)) = class.pair() {
            return if one == other { Single::Byte(one) } else { Single::Two(one, other) };
        }
        let known = self.program.classes.iter().rev().take(SETS_COMPARED);
        let found = known.enumerate().find(|(_, known)| **known == class);
        let count = self.program.classes.len();
        let number = match found {
            Some((behind, _)) => count - 1 - behind,
            None => {
                self.program.classes.push(class);
                count
            }
        };
        Single::Class(number as u32)
    }
}

/// Whether a character equals itself alone.
fn is_caseless(point: u32, reading: Reading) -> bool {
    if reading.twice {
        return !(point < 0x80 && (point as u8).is_ascii_alphabetic());
    }
    let mut others = false;
    fold::each_alike(reading.folding, point, |p| others |= p != point);
    !others
}

fn place_op(place: Place, flags: u32) -> Op {
    let lines = flags & flag::MULTILINE != 0;
    match place {
        Place::Begin if lines => Op::BeginLine,
        Place::Begin | Place::BeginOfText => Op::Begin,
        Place::End if lines => Op::EndLine,
        Place::End => Op::End,
        Place::EndOfText => Op::EndOfText,
        Place::Boundary { negated } => Op::Boundary { negated, ascii: flags & flag::UNICODE == 0 },
    }
}
