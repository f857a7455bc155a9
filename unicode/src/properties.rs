//! What the methods of str and the syntax of names ask of a code point.

use crate::table::{run, three, two};

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
static PROPERTIES: &[u8] = include_bytes!("../tables/properties.bin");
const RUN: usize = 5;

/// Start and flags of the run that the point lies in.
fn run_of(point: u32) -> (u32, u16) {
    let at = run(PROPERTIES, RUN, point);
    (three(PROPERTIES, at), two(PROPERTIES, at + 3))
}

/// The properties of a code point.
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
        if point == three(PROPERTIES, next) as usize {
            at = next;
        }
        table[point] = Properties(two(PROPERTIES, at + 3));
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
}
