//! Sets of characters as a matcher asks them: a table for the first 256, ranges and kinds behind.

use taipan_engine::types::unicode;

use super::fold::{self, Folding};

/// What `\d`, `\s` and `\w` stand for.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Kind {
    Digit,
    Space,
    Word,
}

impl Kind {
    /// Whether a character is of the kind; `ascii` if no others than ASCII's are.
    pub(super) fn has(self, point: u32, ascii: bool) -> bool {
        if point < 0x80 {
            let byte = point as u8;
            return match self {
                Kind::Digit => byte.is_ascii_digit(),
                Kind::Space => {
                    matches!(byte, 9..=13 | b' ') || !ascii && matches!(byte, 0x1c..=0x1f)
                }
                Kind::Word => byte.is_ascii_alphanumeric() || byte == b'_',
            };
        }
        !ascii && self.is_beyond(point)
    }

    fn is_beyond(self, point: u32) -> bool {
        let about = unicode::properties(point);
        match self {
            Kind::Digit => about.is_decimal(),
            Kind::Space => about.is_space(),
            Kind::Word => about.is_alphanumeric(),
        }
    }
}

/// One member of a set as a pattern spells it.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(super) enum Item {
    One(u32),
    Range(u32, u32),
    Kind { kind: Kind, negated: bool },
}

/// How members count: in which alphabet, and with which case.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) struct Reading {
    /// The subject is bytes.
    pub bytes: bool,
    /// `\w` and its like know ASCII only.
    pub ascii: bool,
    pub folding: Folding,
    /// A letter and its other case are asked one after the other, as under the flag LOCALE.
    pub twice: bool,
}

/// A set of characters.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(super) struct Class {
    /// For every character below 256, which is every byte of a subject of bytes.
    pub low: [bool; 256],
    /// Sorted, apart from each other; none begins below 256.
    ranges: Vec<(u32, u32)>,
    kinds: Vec<(Kind, bool)>,
    /// Of what is behind the table the others belong to the set.
    negated: bool,
    /// No character beyond ASCII belongs to it.
    pub ascii_only: bool,
}

pub(super) const LAST: u32 = 0x10_ffff;

impl Class {
    pub(super) fn new(items: &[Item], negated: bool, reading: Reading) -> Class {
        let mut class = Class {
            low: [false; 256],
            ranges: Vec::new(),
            kinds: Vec::new(),
            negated: false,
            ascii_only: false,
        };
        for item in items {
            match *item {
                Item::One(point) => {
                    fold::each_alike(reading.folding, point, |p| class.add(p, p));
                    // A letter that only equals others equals itself, too.
                    class.add(point, point);
                }
                Item::Range(low, high) => class.add_range(low, high, reading.folding),
                Item::Kind { kind, negated } => class.add_kind(kind, negated, reading),
            }
        }
        class.tidy();
        if negated {
            class.low.iter_mut().for_each(|has| *has = !*has);
            class.negated = true;
        }
        if reading.twice {
            class.ask_twice();
        }
        class.ascii_only = !class.low.iter().skip(0x80).any(|has| *has)
            && !class.negated
            && class.ranges.is_empty()
            && class.kinds.is_empty();
        class
    }

    fn add(&mut self, low: u32, high: u32) {
        let below = low.min(256) as usize..(high.saturating_add(1)).min(256) as usize;
        if let Some(part) = self.low.get_mut(below) {
            part.fill(true);
        }
        if high >= 256 {
            self.ranges.push((low.max(256), high));
        }
    }

    fn add_range(&mut self, low: u32, high: u32, folding: Folding) {
        self.add(low, high);
        if folding == Folding::None {
            return;
        }
        let mut others = Vec::new();
        for point in low..=high.min(0x7f) {
            fold::each_alike(folding, point, |p| others.push(p));
        }
        if folding == Folding::Unicode && high >= 0x80 {
            for point in fold::with_case_between(low.max(0x80), high) {
                fold::each_alike(folding, point, |p| others.push(p));
            }
        }
        others.into_iter().for_each(|p| self.add(p, p));
    }

    fn add_kind(&mut self, kind: Kind, negated: bool, reading: Reading) {
        for (point, has) in (0..).zip(&mut self.low) {
            *has |= kind.has(point, reading.ascii) != negated;
        }
        match reading.ascii {
            true if negated && !reading.bytes => self.ranges.push((256, LAST)),
            true => {}
            false => self.kinds.push((kind, negated)),
        }
    }

    /// Sorts the ranges and joins those that touch.
    fn tidy(&mut self) {
        self.ranges.sort_unstable();
        let mut joined: Vec<(u32, u32)> = Vec::with_capacity(self.ranges.len());
        for &(low, high) in &self.ranges {
            match joined.last_mut() {
                Some((_, end)) if low <= end.saturating_add(1) => *end = high.max(*end),
                _ => joined.push((low, high)),
            }
        }
        self.ranges = joined;
        self.kinds.dedup();
    }

    fn ask_twice(&mut self) {
        let asked = self.low;
        for (byte, has) in (0u8..=255).zip(&mut self.low) {
            let (small, capital) = (byte.to_ascii_lowercase(), byte.to_ascii_uppercase());
            *has = asked[usize::from(small)] || small != capital && asked[usize::from(capital)];
        }
    }

    #[inline]
    pub(super) fn has(&self, point: u32) -> bool {
        match self.low.get(point as usize) {
            Some(has) => *has,
            None => self.has_beyond(point),
        }
    }

    #[inline(never)]
    fn has_beyond(&self, point: u32) -> bool {
        let in_kind = |(kind, negated): &(Kind, bool)| kind.is_beyond(point) != *negated;
        let at = self.ranges.partition_point(|(_, high)| *high < point);
        let in_range = self.ranges.get(at).is_some_and(|(low, _)| *low <= point);
        (in_range || self.kinds.iter().any(in_kind)) != self.negated
    }

    /// Adds the bytes with which characters of the set begin in a subject.
    pub(super) fn first_bytes(&self, bytes: bool, table: &mut [bool; 256]) {
        if bytes {
            table.iter_mut().zip(&self.low).for_each(|(to, from)| *to |= *from);
            return;
        }
        for (point, has) in (0u32..).zip(&self.low) {
            let lead = if point < 0x80 { point } else { 0xc0 | point >> 6 };
            table[lead as usize & 0xff] |= *has;
        }
        let anything = [(256, LAST)];
        let unknown = self.negated || !self.kinds.is_empty();
        for &(low, high) in if unknown { &anything[..] } else { &self.ranges } {
            for lead in lead_byte(low)..=lead_byte(high) {
                table[usize::from(lead)] = true;
            }
        }
    }

    /// The only two ASCII characters of a set that has two, or one twice.
    pub(super) fn pair(&self) -> Option<(u8, u8)> {
        if !self.ascii_only {
            return None;
        }
        let mut members = (0u8..).zip(&self.low[..0x80]).filter(|(_, has)| **has);
        let first = members.next()?.0;
        let second = members.next().map_or(first, |(byte, _)| byte);
        members.next().is_none().then_some((first, second))
    }
}

/// The first byte of a character in WTF-8.
pub(super) fn lead_byte(point: u32) -> u8 {
    match point {
        0..0x80 => point as u8,
        0x80..0x800 => 0xc0 | (point >> 6) as u8,
        0x800..0x1_0000 => 0xe0 | (point >> 12) as u8,
        _ => 0xf0 | (point >> 18) as u8,
    }
}
