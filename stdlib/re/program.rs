//! What a pattern is compiled to: instructions over the bytes of a subject, with tables beside them.
//! Texts are WTF-8, so the same program goes over str and, with another alphabet, over bytes.

use std::cell::OnceCell;

use memchr::memmem::Finder;

use super::charset::Class;
use super::tree::Greed;

/// One character, whichever of some.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Single {
    Byte(u8),
    /// Either of two ASCII characters.
    Two(u8, u8),
    /// Any but this ASCII character.
    Not(u8),
    /// Any at all.
    All,
    /// A set, by its number.
    Class(u32),
}

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Op {
    Single(Single),
    /// These bytes of the pool of literals.
    Literal {
        at: u32,
        len: u32,
    },
    /// One character a number of times, by the number of its table.
    Repeat(u32),
    /// Remembers the place: an even number is where a group begins, an odd one where it ends.
    Mark(u32),
    Begin,
    BeginLine,
    End,
    EndLine,
    EndOfText,
    Boundary {
        negated: bool,
        ascii: bool,
    },
    /// What a group has matched, once more.
    Reference {
        group: u32,
        case: Case,
    },
    Jump(u32),
    /// One of several ways, in their order.
    Branch(u32),
    /// A loop over more than one character begins, or one turn of it has ended.
    LoopStart(u32),
    LoopEnd(u32),
    Look(u32),
    LookEnd(u32),
    Atomic,
    AtomicEnd,
    /// Goes on behind it if the group has matched, else elsewhere.
    Conditional {
        group: u32,
        otherwise: u32,
    },
    Fail,
    Match,
}

/// How a reference compares.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Case {
    Same,
    Ascii,
    Unicode,
}

/// Bytes with which something begins.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(super) enum First {
    /// Nothing is known, or it may be nothing at all.
    Unknown,
    One(u8),
    Two(u8, u8),
    Three(u8, u8, u8),
    Table(Box<[bool; 256]>),
}

impl First {
    pub(super) fn of(table: &[bool; 256]) -> First {
        let members: Vec<u8> = (0..=255).filter(|byte| table[usize::from(*byte)]).take(4).collect();
        match *members {
            [one] => First::One(one),
            [one, two] => First::Two(one, two),
            [one, two, three] => First::Three(one, two, three),
            _ => First::Table(Box::new(*table)),
        }
    }
}

#[derive(Debug)]
pub(super) struct Repeat {
    pub single: Single,
    pub least: u32,
    pub most: u32,
    pub greed: Greed,
    /// The instruction behind it, and with what that begins.
    pub next: u32,
    pub tail: First,
    /// Nothing that is repeated can be the beginning of what follows: so nothing is ever given back.
    pub apart: bool,
}

/// Ways that one instruction chooses from.
pub(super) const MOST_WAYS: usize = 64;

#[derive(Debug)]
pub(super) struct Branch {
    pub ways: Vec<u32>,
    /// Ways that can begin with a byte, as bits; the last ones at the end of the subject.
    pub by_byte: Box<[u64; 256]>,
    pub at_end: u64,
}

#[derive(Debug)]
pub(super) struct Loop {
    pub least: u32,
    pub most: u32,
    pub lazy: bool,
    /// First instruction of the body, and the one behind the loop.
    pub body: u32,
    pub next: u32,
}

#[derive(Debug)]
pub(super) struct Look {
    /// How many characters a look back goes.
    pub back: Option<u32>,
    pub negated: bool,
    pub next: u32,
}

/// Where a search has to look.
#[derive(Debug)]
pub(super) enum Start {
    Everywhere,
    /// At the beginning of the subject alone.
    Begin,
    /// At the beginning of lines.
    Lines,
    /// Where a byte is.
    First(First),
    /// Where the first bytes of the pool of literals are: so many, which may be all there is.
    Literal {
        len: usize,
        whole: bool,
    },
}

#[derive(Debug)]
pub(super) struct Program {
    pub ops: Vec<Op>,
    pub classes: Vec<Class>,
    pub literals: Vec<u8>,
    pub repeats: Vec<Repeat>,
    pub branches: Vec<Branch>,
    pub loops: Vec<Loop>,
    pub looks: Vec<Look>,
    /// Groups, not counting the whole.
    pub groups: u32,
    /// It is for bytes.
    pub bytes: bool,
    pub start: Start,
    /// Made by the first search that needs it.
    pub finder: OnceCell<Finder<'static>>,
}

impl Program {
    pub(super) fn finder(&self, len: usize) -> &Finder<'static> {
        let needle = || Finder::new(self.literals.get(..len).unwrap_or(&[])).into_owned();
        self.finder.get_or_init(needle)
    }
}
