//! Properties and case mappings of code points as CPython 3.13 has them (Unicode 15.1). Knows code
//! points, not strs; the tables come from `generate.py`.

/// What is true of a code point.
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct Properties(u16);

impl Properties {
    pub fn is_alpha(self) -> bool {
        self.0 & 1 != 0
    }
    pub fn is_decimal(self) -> bool {
        self.0 & 1 << 1 != 0
    }
    pub fn is_digit(self) -> bool {
        self.0 & 1 << 2 != 0
    }
    pub fn is_numeric(self) -> bool {
        self.0 & 1 << 3 != 0
    }
    pub fn is_lower(self) -> bool {
        self.0 & 1 << 4 != 0
    }
    pub fn is_upper(self) -> bool {
        self.0 & 1 << 5 != 0
    }
    pub fn is_title(self) -> bool {
        self.0 & 1 << 6 != 0
    }
    pub fn is_printable(self) -> bool {
        self.0 & 1 << 7 != 0
    }
    pub fn starts_identifier(self) -> bool {
        self.0 & 1 << 8 != 0
    }
    pub fn continues_identifier(self) -> bool {
        self.0 & 1 << 9 != 0
    }
    pub fn is_space(self) -> bool {
        self.0 & 1 << 10 != 0
    }
    pub fn is_case_ignorable(self) -> bool {
        self.0 & 1 << 11 != 0
    }
    /// East Asian wide or fullwidth.
    pub fn is_wide(self) -> bool {
        self.0 & 1 << 12 != 0
    }
    pub fn is_alphanumeric(self) -> bool {
        self.0 & 0b1111 != 0
    }
    pub fn is_cased(self) -> bool {
        self.0 & 0b111_0000 != 0
    }
}

/// Runs of equal properties: three bytes where it starts, two of flags.
static PROPERTIES: &[u8] = include_bytes!("properties.bin");
/// Records of two code points of three bytes each.
static LOWER: &[u8] = include_bytes!("lower.bin");
static UPPER: &[u8] = include_bytes!("upper.bin");
/// Where title case is not upper case, and folding is not lower case.
static TITLE: &[u8] = include_bytes!("title.bin");
static FOLD: &[u8] = include_bytes!("fold.bin");
/// Up to three code points of three bytes each, filled up with 0.
static EXPANSIONS: &[u8] = include_bytes!("expansions.bin");

const RUN: usize = 5;
const PAIR: usize = 6;
const EXPANSION: usize = 9;

fn three(bytes: &[u8], at: usize) -> u32 {
    let byte = |i: usize| bytes.get(at + i).map_or(0, |b| u32::from(*b));
    byte(0) | byte(1) << 8 | byte(2) << 16
}

/// How many records begin at or before the point.
fn records_up_to(table: &[u8], record: usize, point: u32) -> usize {
    let (mut low, mut high) = (0, table.len() / record);
    while low < high {
        let middle = (low + high) / 2;
        if three(table, middle * record) <= point {
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    low
}

/// Start and flags of the run that the point lies in.
fn run_of(point: u32) -> (u32, u16) {
    let at = records_up_to(PROPERTIES, RUN, point).saturating_sub(1) * RUN;
    let byte = |i: usize| PROPERTIES.get(at + i).map_or(0, |b| u16::from(*b));
    (three(PROPERTIES, at), byte(3) | byte(4) << 8)
}

pub fn properties(point: u32) -> Properties {
    match LATIN.get(point as usize) {
        Some(known) => *known,
        None => Properties(run_of(point).1),
    }
}

/// The properties of the first 256 points, spelled out from the runs: most text has no others.
static LATIN: [Properties; 256] = {
    let mut table = [Properties(0); 256];
    let (mut point, mut at) = (0, 0);
    while point < table.len() {
        let next = at + RUN;
        let next_start = PROPERTIES[next] as usize
            | (PROPERTIES[next + 1] as usize) << 8
            | (PROPERTIES[next + 2] as usize) << 16;
        if point == next_start {
            at = next;
        }
        table[point] = Properties(PROPERTIES[at + 3] as u16 | (PROPERTIES[at + 4] as u16) << 8);
        point += 1;
    }
    table
};

/// `str.isspace` of a code point.
pub fn is_space(point: u32) -> bool {
    match point {
        0..0x80 => matches!(point, 9..=13 | 0x1c..=0x20),
        _ => properties(point).is_space(),
    }
}

/// `str.isprintable` of a code point.
pub fn is_printable(point: u32) -> bool {
    match point {
        0..0x80 => matches!(point, 0x20..=0x7e),
        _ => properties(point).is_printable(),
    }
}

/// The value of a decimal digit of any script.
pub fn decimal_value(point: u32) -> Option<u32> {
    if point < 0x80 {
        return char::from_u32(point)?.to_digit(10);
    }
    // Digits of a script lie in order, and a run of several sets has ten of each.
    let (start, flags) = run_of(point);
    Properties(flags).is_decimal().then(|| (point - start) % 10)
}

/// One to three code points: what a case mapping makes of one.
pub type Mapped = [u32; 3];

fn map(table: &[u8], point: u32) -> Option<Mapped> {
    let at = records_up_to(table, PAIR, point).checked_sub(1)? * PAIR;
    if three(table, at) != point {
        return None;
    }
    let to = three(table, at + 3);
    Some(match to.checked_sub(0x11_0000) {
        None => [to, 0, 0],
        Some(expansion) => {
            let at = expansion as usize * EXPANSION;
            [three(EXPANSIONS, at), three(EXPANSIONS, at + 3), three(EXPANSIONS, at + 6)]
        }
    })
}

/// Case mappings, unused places 0.
pub fn to_lower(point: u32) -> Mapped {
    map(LOWER, point).unwrap_or([point, 0, 0])
}
pub fn to_upper(point: u32) -> Mapped {
    map(UPPER, point).unwrap_or([point, 0, 0])
}
pub fn to_title(point: u32) -> Mapped {
    map(TITLE, point).unwrap_or_else(|| to_upper(point))
}
pub fn to_folded(point: u32) -> Mapped {
    map(FOLD, point).unwrap_or_else(|| to_lower(point))
}

/// The code points that have a lower case of their own, in order.
pub fn with_lower() -> impl Iterator<Item = u32> {
    LOWER.chunks_exact(PAIR).map(|record| three(record, 0))
}

/// The code point of that name in Unicode, whatever the case of the name's letters.
pub fn named(name: &str) -> Option<u32> {
    taipan_grammar::named_character(name).map(u32::from)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn properties_of_some_points() {
        assert!(properties(u32::from('é')).is_lower());
        assert!(properties(0x1c5).is_title());
        assert!(!is_printable(0xad) && is_printable(0x1f600) && !is_printable(0x10_ffff));
        assert!(is_space(0x3000) && is_space(0x1c) && !is_space(0x200b));
        assert_eq!(decimal_value(0x0664), Some(4));
        assert_eq!(decimal_value(0x1d7ff), Some(9));
        assert_eq!(decimal_value(0xb2), None);
    }

    #[test]
    fn the_short_table_says_what_the_runs_say() {
        for point in 0..256 {
            assert!(properties(point) == Properties(run_of(point).1), "{point:#x}");
        }
    }

    #[test]
    fn mappings_of_some_points() {
        assert_eq!(to_upper(0xdf), [0x53, 0x53, 0]);
        assert_eq!(to_title(0xdf), [0x53, 0x73, 0]);
        assert_eq!(to_lower(0x130), [0x69, 0x307, 0]);
        assert_eq!(to_folded(0xdf), [0x73, 0x73, 0]);
        assert_eq!(to_upper(0x61), [0x41, 0, 0]);
        assert_eq!(to_lower(0x4e00), [0x4e00, 0, 0]);
    }
}
