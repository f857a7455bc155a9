//! Kinds of operands: what they are, where they lie in a word and how they print. Which instruction
//! has which of them stands in the table (`op.rs`).

use std::fmt;

use crate::op::Op;

/// A register: a local variable or a temporary of a frame.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct Reg(pub u16);

/// The register that receives the result.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Def {
    pub reg: Reg,
    /// A local variable: its old value is dropped after the new one is in place.
    /// Only `Move` may also say so of a temporary that is alive: it is overwritten likewise.
    pub local: bool,
}

/// A register that is read: taken, or borrowed. Locals are borrowed (but by `Return`); a temporary
/// is borrowed where it is needed once more.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Use {
    pub reg: Reg,
    pub take: bool,
}

/// A register that is read and stays as it is, even if it is a temporary.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Keep(pub Reg);

/// The first of several neighbouring temporaries, all taken.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Run(pub Reg);

/// How many registers belong to a run.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Count(pub u16);

/// A small signed integer.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Imm(pub i16);

/// Index into `Code::sites`: an attribute's name, with room for an inline cache.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Site(pub u16);

/// Like [`Site`], wide.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct WideSite(pub u32);

/// Index into `Code::calls`.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct CallSite(pub u16);

/// Index into `Code::consts`, wide.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Const(pub u32);

/// Index into `Code::codes`.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct CodeIndex(pub u16);

/// Distance of a jump in words, counted from the word behind the jump; wide.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Offset(pub i32);

/// A plain number whose meaning the row explains.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Arg(pub u16);

/// Index into [`Helper::ALL`](crate::op::Helper).
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Which(pub u16);

/// The condition under which a fused comparison jumps.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct When(pub bool);

/// One encoded instruction.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
#[repr(transparent)]
pub struct Word(pub u64);

impl Word {
    /// Flag: the destination is a local, so its old value is dropped.
    pub const LOCAL: u8 = 0x80;
    /// Flag: the in-place form of a binary operator.
    pub const INPLACE: u8 = 0x08;
    pub const TAKE_A: u8 = 1;
    pub const TAKE_B: u8 = 2;
    pub const TAKE_C: u8 = 4;

    pub const fn opcode(self) -> u8 {
        self.0 as u8
    }
    pub const fn flags(self) -> u8 {
        (self.0 >> 8) as u8
    }
    pub const fn a(self) -> u16 {
        (self.0 >> 16) as u16
    }
    pub const fn b(self) -> u16 {
        (self.0 >> 32) as u16
    }
    pub const fn c(self) -> u16 {
        (self.0 >> 48) as u16
    }
    /// The 32-bit operand that lies in `b` and `c`.
    pub const fn wide(self) -> u32 {
        (self.0 >> 32) as u32
    }
    /// The same word with another opcode: how an instruction is quickened.
    pub const fn with_op(self, op: Op) -> Word {
        Word(self.0 & !0xff | op as u64)
    }
    const fn with(self, slot: u32, value: u16) -> Word {
        Word(self.0 | (value as u64) << (16 + 16 * slot))
    }
    const fn with_flags(self, flags: u8) -> Word {
        Word(self.0 | (flags as u64) << 8)
    }
    const fn slot(self, slot: u32) -> u16 {
        (self.0 >> (16 + 16 * slot)) as u16
    }
}

/// What an instruction does with one of its operands.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Access {
    /// Written.
    Def(Def),
    /// Read; taken if the flag says so.
    Use(Use),
    /// Read and left alone.
    Keep(Reg),
    /// The first of a run of taken registers; the row's `Count` (or its rule) gives the length.
    Run(Reg),
    /// Not a register.
    Data(Datum),
}

/// What an operand says that is no register.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Datum {
    /// Index into `Code::consts`.
    Const(u32),
    /// Index into `Code::sites`.
    Site(u32),
    /// Index into `Code::calls`.
    Call(u16),
    /// Index into `Code::codes`.
    Code(u16),
    /// Index into `Helper::ALL`.
    Helper(u16),
    /// Distance of a jump.
    Offset(i32),
    Number(i64),
}

/// A kind of operand: where it lies in the word and how it prints.
pub trait Operand: Copy {
    const WIDE: bool = false;
    fn encode(self, slot: u32, word: Word) -> Word;
    fn decode(slot: u32, word: Word) -> Self;
    fn access(self) -> Access;
    fn print(self, out: &mut dyn fmt::Write) -> fmt::Result;
}

impl Operand for Def {
    fn encode(self, slot: u32, word: Word) -> Word {
        let flags = if self.local { Word::LOCAL } else { 0 };
        word.with(slot, self.reg.0).with_flags(flags)
    }
    fn decode(slot: u32, word: Word) -> Self {
        Def { reg: Reg(word.slot(slot)), local: word.flags() & Word::LOCAL != 0 }
    }
    fn access(self) -> Access {
        Access::Def(self)
    }
    fn print(self, out: &mut dyn fmt::Write) -> fmt::Result {
        write!(out, "{}{}", if self.local { "l" } else { "t" }, self.reg.0)
    }
}

impl Operand for Use {
    fn encode(self, slot: u32, word: Word) -> Word {
        let flags = if self.take { 1 << slot } else { 0 };
        word.with(slot, self.reg.0).with_flags(flags)
    }
    fn decode(slot: u32, word: Word) -> Self {
        Use { reg: Reg(word.slot(slot)), take: word.flags() & 1 << slot != 0 }
    }
    fn access(self) -> Access {
        Access::Use(self)
    }
    fn print(self, out: &mut dyn fmt::Write) -> fmt::Result {
        write!(out, "r{}{}", self.reg.0, if self.take { "!" } else { "" })
    }
}

macro_rules! narrow_operand {
    ($($name:ident($int:ty) $sigil:literal, $datum:expr;)*) => {$(
        impl Operand for $name {
            fn encode(self, slot: u32, word: Word) -> Word {
                word.with(slot, self.0 as u16)
            }
            fn decode(slot: u32, word: Word) -> Self {
                $name(word.slot(slot) as $int)
            }
            fn access(self) -> Access {
                Access::Data($datum(self.0.into()))
            }
            fn print(self, out: &mut dyn fmt::Write) -> fmt::Result {
                write!(out, concat!($sigil, "{}"), self.0)
            }
        }
    )*};
}

narrow_operand! {
    Count(u16) "n", Datum::Number;
    Imm(i16) "#", Datum::Number;
    Site(u16) "site", Datum::Site;
    CallSite(u16) "call", Datum::Call;
    CodeIndex(u16) "code", Datum::Code;
    Arg(u16) "", Datum::Number;
    Which(u16) "", Datum::Helper;
}

macro_rules! register_operand {
    ($($name:ident $sigil:literal;)*) => {$(
        impl Operand for $name {
            fn encode(self, slot: u32, word: Word) -> Word {
                word.with(slot, self.0.0)
            }
            fn decode(slot: u32, word: Word) -> Self {
                $name(Reg(word.slot(slot)))
            }
            fn access(self) -> Access {
                Access::$name(self.0)
            }
            fn print(self, out: &mut dyn fmt::Write) -> fmt::Result {
                write!(out, concat!("r{}", $sigil), self.0.0)
            }
        }
    )*};
}

register_operand! {
    Keep "";
    Run "..";
}

impl Operand for When {
    fn encode(self, slot: u32, word: Word) -> Word {
        word.with(slot, self.0 as u16)
    }
    fn decode(slot: u32, word: Word) -> Self {
        When(word.slot(slot) != 0)
    }
    fn access(self) -> Access {
        Access::Data(Datum::Number(self.0.into()))
    }
    fn print(self, out: &mut dyn fmt::Write) -> fmt::Result {
        write!(out, "{}", self.0)
    }
}

macro_rules! wide_operand {
    ($($name:ident($int:ty) $sigil:literal, $datum:expr;)*) => {$(
        impl Operand for $name {
            const WIDE: bool = true;
            fn encode(self, _: u32, word: Word) -> Word {
                Word(word.0 | (self.0 as u32 as u64) << 32)
            }
            fn decode(_: u32, word: Word) -> Self {
                $name(word.wide() as $int)
            }
            fn access(self) -> Access {
                Access::Data($datum(self.0))
            }
            fn print(self, out: &mut dyn fmt::Write) -> fmt::Result {
                write!(out, concat!($sigil, "{}"), self.0)
            }
        }
    )*};
}

wide_operand! {
    Const(u32) "const", Datum::Const;
    WideSite(u32) "site", Datum::Site;
    Offset(i32) "", Datum::Offset;
}

/// A wide operand always lies in `b` and `c`, even when it is the first of its row.
pub(crate) const fn place(slot: u32, wide: bool) -> u32 {
    if wide && slot == 0 { 1 } else { slot }
}

/// A name of the table as Python's tools write it: in capital letters, its words joined by underscores.
macro_rules! spelled_name {
    ($name:ident) => {{
        const PLAIN: &str = stringify!($name);
        const SPELLED: &[u8] =
            &$crate::operand::spelled::<{ $crate::operand::spelled_length(PLAIN) }>(PLAIN);
        match std::str::from_utf8(SPELLED) {
            Ok(name) => name,
            Err(_) => unreachable!(),
        }
    }};
}

pub(crate) use spelled_name;

/// How long the name is once it is spelled.
pub(crate) const fn spelled_length(name: &str) -> usize {
    let (bytes, mut at, mut length) = (name.as_bytes(), 0, name.len());
    while at < bytes.len() {
        if begins_word(bytes, at) {
            length += 1;
        }
        at += 1;
    }
    length
}

/// The letters of the spelled name.
#[expect(clippy::indexing_slicing, reason = "runs when the compiler is compiled")]
pub(crate) const fn spelled<const LENGTH: usize>(name: &str) -> [u8; LENGTH] {
    let (bytes, mut at, mut out, mut end) = (name.as_bytes(), 0, [b'_'; LENGTH], 0);
    while at < bytes.len() {
        if begins_word(bytes, at) {
            end += 1;
        }
        out[end] = bytes[at].to_ascii_uppercase();
        end += 1;
        at += 1;
    }
    out
}

/// Whether a second or later word begins there: with a capital behind a small letter.
#[expect(clippy::indexing_slicing, reason = "runs when the compiler is compiled")]
const fn begins_word(name: &[u8], at: usize) -> bool {
    at > 0 && name[at].is_ascii_uppercase() && name[at - 1].is_ascii_lowercase()
}
