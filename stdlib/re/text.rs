//! The bytes of a subject as characters: steps forwards and backwards, runs of one sort.
//! `WIDE`: characters can be longer than a byte, as WTF-8 has them.

use taipan_engine::object::string::decode_wtf8;

use super::charset::{Class, Kind};
use super::program::{First, Program, Single};

/// Whether a byte is not the first of its character.
#[inline(always)]
fn goes_on(byte: u8) -> bool {
    byte & 0xc0 == 0x80
}

/// The character at a place, and where the next one is.
#[inline(always)]
pub(super) fn char_at<const WIDE: bool>(text: &[u8], at: usize) -> Option<(u32, usize)> {
    let byte = *text.get(at)?;
    if !WIDE || byte < 0x80 {
        return Some((u32::from(byte), at + 1));
    }
    let (point, len) = decode_wtf8(text.get(at..)?)?;
    Some((point, at + len))
}

/// Where the character before a place begins.
#[inline(always)]
pub(super) fn back<const WIDE: bool>(text: &[u8], at: usize) -> Option<usize> {
    let mut at = at.checked_sub(1)?;
    if WIDE {
        while at > 0 && text.get(at).is_some_and(|b| goes_on(*b)) {
            at -= 1;
        }
    }
    Some(at)
}

/// The character before a place.
#[inline]
pub(super) fn char_before<const WIDE: bool>(text: &[u8], at: usize) -> Option<u32> {
    char_at::<WIDE>(text, back::<WIDE>(text, at)?).map(|(point, _)| point)
}

/// The place behind one character more.
#[inline(always)]
pub(super) fn skip<const WIDE: bool>(text: &[u8], at: usize) -> usize {
    let mut at = at + 1;
    if WIDE {
        while text.get(at).is_some_and(|b| goes_on(*b)) {
            at += 1;
        }
    }
    at
}

/// Whether a letter or digit stands on either side of a place but not on the other.
#[inline]
pub(super) fn is_boundary<const WIDE: bool>(text: &[u8], at: usize, ascii: bool) -> bool {
    let before = char_before::<WIDE>(text, at).is_some_and(|p| Kind::Word.has(p, ascii));
    let behind = char_at::<WIDE>(text, at).is_some_and(|(p, _)| Kind::Word.has(p, ascii));
    before != behind
}

impl Class {
    /// Where the next character is, if the one at the place belongs to the set.
    #[inline(always)]
    pub(super) fn step<const WIDE: bool>(&self, text: &[u8], at: usize) -> Option<usize> {
        let byte = *text.get(at)?;
        if !WIDE || byte < 0x80 {
            return self.low[usize::from(byte)].then_some(at + 1);
        }
        self.step_wide(text, at)
    }

    #[inline(never)]
    fn step_wide(&self, text: &[u8], at: usize) -> Option<usize> {
        let (point, next) = char_at::<true>(text, at)?;
        self.has(point).then_some(next)
    }
}

impl Program {
    pub(super) fn class(&self, number: u32) -> Option<&Class> {
        self.classes.get(number as usize)
    }

    /// Where the next character is, if the one at the place fits.
    #[inline(always)]
    pub(super) fn step<const WIDE: bool>(
        &self,
        single: Single,
        text: &[u8],
        at: usize,
    ) -> Option<usize> {
        match single {
            Single::Byte(byte) => (*text.get(at)? == byte).then_some(at + 1),
            Single::Two(one, other) => {
                let byte = *text.get(at)?;
                (byte == one || byte == other).then_some(at + 1)
            }
            Single::Not(byte) => (*text.get(at)? != byte).then(|| skip::<WIDE>(text, at)),
            Single::All => (at < text.len()).then(|| skip::<WIDE>(text, at)),
            Single::Class(class) => self.class(class)?.step::<WIDE>(text, at),
        }
    }

    /// Where a run of characters that fit ends, so many at most.
    #[inline]
    pub(super) fn run<const WIDE: bool>(
        &self,
        single: Single,
        text: &[u8],
        from: usize,
        most: usize,
    ) -> usize {
        let rest = text.get(from..).unwrap_or(&[]);
        // Without an end, or where a character is a byte, the number of bytes is the limit.
        if most >= rest.len() || !WIDE {
            let part = rest.get(..most.min(rest.len())).unwrap_or(rest);
            let other = match single {
                Single::Byte(byte) => part.iter().position(|b| *b != byte),
                Single::Two(one, other) => part.iter().position(|b| *b != one && *b != other),
                Single::Not(byte) => memchr::memchr(byte, part),
                Single::All => None,
                Single::Class(class) => {
                    let Some(class) = self.class(class) else { return from };
                    return from + class_run::<WIDE>(class, part);
                }
            };
            return from + other.unwrap_or(part.len());
        }
        let mut at = from;
        for _ in 0..most {
            match self.step::<WIDE>(single, text, at) {
                Some(next) => at = next,
                None => break,
            }
        }
        at
    }
}

/// How long the run of a set's characters at the beginning of a text is.
#[inline]
fn class_run<const WIDE: bool>(class: &Class, text: &[u8]) -> usize {
    let mut at = 0;
    loop {
        let rest = text.get(at..).unwrap_or(&[]);
        match rest.iter().position(|b| WIDE && *b >= 0x80 || !class.low[usize::from(*b)]) {
            None => return text.len(),
            Some(len) => at += len,
        }
        if !WIDE || text.get(at).is_none_or(|b| *b < 0x80) {
            return at;
        }
        match class.step_wide(text, at) {
            Some(next) => at = next,
            None => return at,
        }
    }
}

impl First {
    /// The last place from `low` to `high` where something can begin.
    #[inline]
    pub(super) fn last<const WIDE: bool>(
        &self,
        text: &[u8],
        low: usize,
        high: usize,
    ) -> Option<usize> {
        let end = text.len().min(high + 1);
        let part = || text.get(low..end);
        let found = match self {
            First::Unknown => return Some(high),
            First::One(byte) => memchr::memrchr(*byte, part()?)?,
            First::Two(one, other) => part()?.iter().rposition(|b| b == one || b == other)?,
            First::Three(..) | First::Table(_) => {
                part()?.iter().rposition(|byte| self.has(*byte))?
            }
        };
        Some(low + found)
    }

    #[inline(always)]
    pub(super) fn has(&self, byte: u8) -> bool {
        match self {
            First::Unknown => true,
            First::One(one) => byte == *one,
            First::Two(one, other) => byte == *one || byte == *other,
            First::Three(a, b, c) => byte == *a || byte == *b || byte == *c,
            First::Table(table) => table[usize::from(byte)],
        }
    }

    /// The first place in the text where something can begin.
    #[inline]
    pub(super) fn find(&self, text: &[u8]) -> Option<usize> {
        match self {
            First::Unknown => Some(0),
            First::One(byte) => memchr::memchr(*byte, text),
            First::Two(a, b) => memchr::memchr2(*a, *b, text),
            First::Three(a, b, c) => memchr::memchr3(*a, *b, *c, text),
            First::Table(table) => text.iter().position(|byte| table[usize::from(*byte)]),
        }
    }
}
