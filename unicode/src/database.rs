//! The character database: categories, directions, numbers, decompositions, of both versions of
//! Unicode. Normal forms and names are elsewhere.

use crate::properties::properties;
use crate::table::{entry, run, three};

/// Runs of three bytes where it starts and, in a byte each, category, direction, combining class, and
/// width with a bit for mirrored.
static RECORDS: &[u8] = include_bytes!("../tables/records.bin");
static OLD_RECORDS: &[u8] = include_bytes!("../tables/old_records.bin");
const RECORD: usize = 7;

/// Code points with the place of their value.
static NUMERIC: &[u8] = include_bytes!("../tables/numeric.bin");
/// Numbers as floats of eight bytes.
static VALUES: &[u8] = include_bytes!("../tables/values.bin");
/// Code points with a digit that only the old version takes for a decimal one.
static OLD_DECIMALS: &[u8] = include_bytes!("../tables/old_decimals.bin");
const NUMBER: usize = 4;

/// Code points with the place of what they decompose into.
static DECOMPOSITIONS: &[u8] = include_bytes!("../tables/decompositions.bin");
/// A tag and a count of a byte each, then code points.
static DECOMPOSED: &[u8] = include_bytes!("../tables/decomposed.bin");
const PLACE: usize = 6;

const CATEGORIES: [&str; 30] = [
    "Cn", "Lu", "Ll", "Lt", "Mn", "Mc", "Me", "Nd", "Nl", "No", "Zs", "Zl", "Zp", "Cc", "Cf", "Cs",
    "Co", "Lm", "Lo", "Pc", "Pd", "Ps", "Pe", "Pi", "Pf", "Po", "Sm", "Sc", "Sk", "So",
];
const DIRECTIONS: [&str; 24] = [
    "", "L", "LRE", "LRO", "R", "AL", "RLE", "RLO", "PDF", "EN", "ES", "ET", "AN", "CS", "NSM",
    "BN", "B", "S", "WS", "ON", "LRI", "RLI", "FSI", "PDI",
];
const WIDTHS: [&str; 6] = ["F", "H", "W", "Na", "A", "N"];
const TAGS: [&str; 17] = [
    "",
    "<noBreak>",
    "<compat>",
    "<super>",
    "<fraction>",
    "<font>",
    "<initial>",
    "<medial>",
    "<final>",
    "<isolated>",
    "<wide>",
    "<narrow>",
    "<vertical>",
    "<circle>",
    "<square>",
    "<small>",
    "<sub>",
];
const MIRRORED: u8 = 0x80;

/// A version of Unicode.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Database {
    /// 15.1.
    Current,
    /// 3.2, which names of the internet's hosts were defined with.
    Old,
}

/// What a code point is made of.
#[derive(Clone, Copy)]
pub struct Decomposition {
    /// Why, in angle brackets; empty if the two are the same by the canonical rules.
    pub tag: &'static str,
    points: &'static [u8],
}

impl Decomposition {
    pub fn points(&self) -> impl DoubleEndedIterator<Item = u32> + use<> {
        self.points.chunks_exact(3).map(|point| three(point, 0))
    }
}

/// What the newest version says, whether or not the other one knows the code point.
pub(crate) fn decomposition(point: u32) -> Option<Decomposition> {
    let at = three(DECOMPOSITIONS, entry(DECOMPOSITIONS, PLACE, point)? + 3) as usize;
    let (head, rest) = DECOMPOSED.get(at..)?.split_at_checked(2)?;
    let points = rest.get(..usize::from(*head.get(1)?) * 3)?;
    Some(Decomposition { tag: TAGS.get(usize::from(head[0]))?, points })
}

impl Database {
    /// The version as Unicode writes it.
    pub fn version(self) -> &'static str {
        match self {
            Database::Current => "15.1.0",
            Database::Old => "3.2.0",
        }
    }

    fn record(self, point: u32, field: usize) -> u8 {
        let table = match self {
            Database::Current => RECORDS,
            Database::Old => OLD_RECORDS,
        };
        table.get(run(table, RECORD, point) + 3 + field).copied().unwrap_or(0)
    }

    fn text(self, point: u32, field: usize, names: &[&'static str]) -> &'static str {
        names.get(usize::from(self.record(point, field) & !MIRRORED)).copied().unwrap_or("")
    }

    /// Whether the version knows the code point at all.
    pub fn assigns(self, point: u32) -> bool {
        self.record(point, 0) != 0
    }

    /// General_Category, as its two letters.
    pub fn category(self, point: u32) -> &'static str {
        self.text(point, 0, &CATEGORIES)
    }

    /// Bidi_Class; empty if the code point is not assigned.
    pub fn bidirectional(self, point: u32) -> &'static str {
        self.text(point, 1, &DIRECTIONS)
    }

    /// Canonical_Combining_Class.
    pub fn combining(self, point: u32) -> u8 {
        self.record(point, 2)
    }

    /// East_Asian_Width.
    pub fn east_asian_width(self, point: u32) -> &'static str {
        self.text(point, 3, &WIDTHS)
    }

    /// Bidi_Mirrored.
    pub fn is_mirrored(self, point: u32) -> bool {
        self.record(point, 3) & MIRRORED != 0
    }

    /// The value of a code point that stands for a number.
    pub fn numeric(self, point: u32) -> Option<f64> {
        if self == Database::Old && !self.assigns(point) {
            return None;
        }
        value(point)
    }

    /// The value of a digit; versions do not differ in that.
    pub fn digit(self, point: u32) -> Option<u8> {
        if !properties(point).is_digit() {
            return None;
        }
        value(point).map(|value| value as u8)
    }

    /// The value of a decimal digit.
    pub fn decimal(self, point: u32) -> Option<u8> {
        if self == Database::Old {
            if let Some(at) = entry(OLD_DECIMALS, NUMBER, point) {
                return OLD_DECIMALS.get(at + 3).copied();
            }
            if !self.assigns(point) {
                return None;
            }
        }
        if !properties(point).is_decimal() {
            return None;
        }
        value(point).map(|value| value as u8)
    }

    /// What the code point is made of, if of anything. Those of Hangul are left to an algorithm.
    pub fn decomposition(self, point: u32) -> Option<Decomposition> {
        if self == Database::Old && !self.assigns(point) {
            return None;
        }
        decomposition(point)
    }
}

fn value(point: u32) -> Option<f64> {
    let at = entry(NUMERIC, NUMBER, point)?;
    let place = usize::from(*NUMERIC.get(at + 3)?) * 8;
    let bytes = VALUES.get(place..place + 8)?.try_into().ok()?;
    Some(f64::from_le_bytes(bytes))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn records_of_some_points() {
        let now = Database::Current;
        assert_eq!((now.category(0x41), now.bidirectional(0x41)), ("Lu", "L"));
        assert_eq!((now.east_asian_width(0x3000), now.combining(0x301)), ("F", 230));
        assert!(now.is_mirrored(0x28) && !now.is_mirrored(0x41));
        assert_eq!((now.category(0x1fa6d), Database::Old.category(0x1fa6d)), ("So", "Cn"));
    }

    #[test]
    fn numbers_of_some_points() {
        let now = Database::Current;
        assert_eq!(
            (now.numeric(0xbd), now.digit(0xbd), now.decimal(0xb2)),
            (Some(0.5), None, None)
        );
        assert_eq!((now.digit(0xb2), Database::Old.decimal(0xb2)), (Some(2), Some(2)));
        assert_eq!(now.decimal(0x664), Some(4));
    }

    #[test]
    fn decompositions_of_some_points() {
        let of =
            |point| Database::Current.decomposition(point).map(|d| (d.tag, d.points().collect()));
        assert_eq!(of(0xe9), Some(("", vec![0x65, 0x301])));
        assert_eq!(of(0xbd), Some(("<fraction>", vec![0x31, 0x2044, 0x32])));
        assert_eq!(of(0x61), None);
    }
}
