//! What the compiler hands over: instructions and plain data. Holds no object of any interpreter.

use std::sync::Arc;

use serde::{Deserialize, Serialize};

use crate::op::Word;

/// A constant as plain data; each interpreter makes its own objects of them.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub enum Constant {
    None,
    True,
    False,
    Ellipsis,
    Int(i64),
    /// An integer beyond 64 bits: digits in the given radix (2, 8, 10 or 16), no prefix or underscore.
    BigInt {
        digits: Box<str>,
        radix: u32,
    },
    Float(f64),
    Complex {
        real: f64,
        imag: f64,
    },
    /// WTF-8: UTF-8 that may hold lone surrogates.
    Str(Box<[u8]>),
    Bytes(Box<[u8]>),
    Tuple(Box<[Constant]>),
    FrozenSet(Box<[Constant]>),
}

/// What a [`crate::op::CallSite`] says of a call with keywords.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct CallShape {
    /// Arguments altogether, the keyword ones last (self not counted).
    pub count: u16,
    /// Whether the registers are laid out as CallMethod's.
    pub method: bool,
    /// Names of the keyword arguments, as indices into `Code::names`.
    pub keywords: Box<[u32]>,
}

/// One range of instructions whose exceptions go to a handler.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Handler {
    /// First word covered.
    pub start: u32,
    /// First word no longer covered.
    pub end: u32,
    /// Where the handler begins.
    pub target: u32,
    /// Live temporaries at its begin; the exception is put into the one above them.
    pub height: u16,
}

/// A line without an instruction of its own.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Mark {
    /// The word that it stands in front of.
    pub word: u32,
    pub line: u32,
    /// Jumps to that word that do not come by: where they are.
    pub skipped_from: Box<[u32]>,
}

/// The bits of `Code::flags`; the numbers are CPython's `co_flags`.
pub mod flags {
    /// Locals live in registers.
    pub const OPTIMIZED: u32 = 0x1;
    pub const NEWLOCALS: u32 = 0x2;
    pub const VARARGS: u32 = 0x4;
    pub const VARKEYWORDS: u32 = 0x8;
    pub const NESTED: u32 = 0x10;
    pub const GENERATOR: u32 = 0x20;
    pub const COROUTINE: u32 = 0x80;
    pub const ITERABLE_COROUTINE: u32 = 0x100;
    pub const ASYNC_GENERATOR: u32 = 0x200;
    pub const FUTURE_ANNOTATIONS: u32 = 0x100_0000;
}

/// Where an instruction comes from: lines count from 1, columns from 0 in UTF-8 bytes.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct Position {
    pub line: u32,
    pub end_line: u32,
    pub column: u32,
    pub end_column: u32,
}

/// The code of one module, function, class body, lambda or generator expression.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Code {
    pub name: Box<str>,
    pub qualname: Box<str>,
    /// Not part of what is frozen.
    #[serde(skip)]
    pub filename: Arc<str>,
    pub first_line: u32,
    pub flags: u32,
    /// Positional parameters, the positional-only ones included.
    pub arg_count: u16,
    pub positional_only: u16,
    pub keyword_only: u16,
    /// Locals: registers `0..locals`, in the order parameters (positional, keyword-only, `*args`,
    /// `**kwargs`), other locals, cells that are no parameters, free variables.
    pub locals: u16,
    /// Their names, one per register; an inlined comprehension's variable has its own register and
    /// may repeat a name, a hidden helper register has an empty one.
    pub local_names: Box<[Box<str>]>,
    /// Which of the locals are cells (captured by an inner function), in increasing order.
    pub cells: Box<[u16]>,
    /// Register of the first free variable; they are the last of the locals.
    pub first_free: u16,
    /// Registers altogether: locals and the most temporaries alive at one time.
    pub registers: u16,
    pub words: Box<[Word]>,
    /// For each word the number of temporaries alive after it took its operands and before it
    /// writes its result: what is left to drop when it raises or stays suspended there.
    pub heights: Box<[u16]>,
    pub consts: Box<[Constant]>,
    pub names: Box<[Box<str>]>,
    /// For each site the index of its name.
    pub sites: Box<[u32]>,
    pub calls: Box<[CallShape]>,
    pub codes: Box<[Arc<Code>]>,
    /// Inner ranges come before the outer ones that contain them: the first that covers a word wins.
    pub handlers: Box<[Handler]>,
    /// One position per word, packed; see [`Positions`].
    pub positions: Positions,
    /// Lines without an instruction of their own (`try`, `pass`), and the words that they stand in front
    /// of: trace functions hear of them, too.
    pub marks: Box<[Mark]>,
    /// The docstring's constant, if the body begins with one.
    pub docstring: Option<Box<[u8]>>,
}

/// Positions of all words, packed; decoded only when a traceback or a caret is drawn.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct Positions {
    /// Runs of equal positions: how many words (varint), then line (zigzag difference to the last
    /// run's), end line minus line, column, end column (varints).
    packed: Box<[u8]>,
}

impl Positions {
    /// Packs one position per word.
    pub fn pack(each: &[Position]) -> Positions {
        let mut packed = Vec::new();
        let mut last_line = 0i64;
        for run in each.chunk_by(|a, b| a == b) {
            let Some(at) = run.first() else { continue };
            put(&mut packed, run.len() as u64);
            let step = i64::from(at.line) - last_line;
            put(&mut packed, ((step << 1) ^ (step >> 63)) as u64);
            put(&mut packed, u64::from(at.end_line.wrapping_sub(at.line)));
            put(&mut packed, u64::from(at.column));
            put(&mut packed, u64::from(at.end_column));
            last_line = i64::from(at.line);
        }
        Positions { packed: packed.into_boxed_slice() }
    }

    /// The position of word `index`; the last one's if there are fewer. O(number of runs).
    pub fn get(&self, index: usize) -> Position {
        let (mut at, mut passed) = (Position::default(), 0);
        for (count, position) in self.runs() {
            at = position;
            passed += count;
            if index < passed {
                break;
            }
        }
        at
    }

    /// Runs of words with the same position: how many, and which.
    pub fn runs(&self) -> impl Iterator<Item = (usize, Position)> {
        let (mut rest, mut at) = (&self.packed[..], Position::default());
        std::iter::from_fn(move || {
            let count = take(&mut rest)?;
            let step = take(&mut rest).unwrap_or(0);
            let step = (step >> 1) as i64 ^ -((step & 1) as i64);
            at.line = (i64::from(at.line) + step) as u32;
            at.end_line = at.line.wrapping_add(take(&mut rest).unwrap_or(0) as u32);
            at.column = take(&mut rest).unwrap_or(0) as u32;
            at.end_column = take(&mut rest).unwrap_or(0) as u32;
            Some((count as usize, at))
        })
    }

    /// The packed form.
    pub fn packed(&self) -> &[u8] {
        &self.packed
    }
}

fn put(out: &mut Vec<u8>, mut value: u64) {
    while value >= 0x80 {
        out.push(value as u8 | 0x80);
        value >>= 7;
    }
    out.push(value as u8);
}

fn take(rest: &mut &[u8]) -> Option<u64> {
    let (mut value, mut shift) = (0, 0);
    loop {
        let (&byte, tail) = rest.split_first()?;
        *rest = tail;
        value |= u64::from(byte & 0x7f) << shift;
        if byte < 0x80 {
            return Some(value);
        }
        shift += 7;
    }
}
