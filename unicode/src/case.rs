//! Case mappings of code points, to up to three others.

use crate::table::{entry, three};

/// Records of two code points of three bytes each.
static LOWER: &[u8] = include_bytes!("../tables/lower.bin");
static UPPER: &[u8] = include_bytes!("../tables/upper.bin");
/// Where title case is not upper case, and folding is not lower case.
static TITLE: &[u8] = include_bytes!("../tables/title.bin");
static FOLD: &[u8] = include_bytes!("../tables/fold.bin");
/// Up to three code points of three bytes each, filled up with 0.
static EXPANSIONS: &[u8] = include_bytes!("../tables/expansions.bin");

const PAIR: usize = 6;
const EXPANSION: usize = 9;

/// One to three code points: what a case mapping makes of one.
pub type Mapped = [u32; 3];

fn map(table: &[u8], point: u32) -> Option<Mapped> {
    let to = three(table, entry(table, PAIR, point)? + 3);
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
/// As [`to_lower`].
pub fn to_upper(point: u32) -> Mapped {
    map(UPPER, point).unwrap_or([point, 0, 0])
}
/// As [`to_lower`].
pub fn to_title(point: u32) -> Mapped {
    map(TITLE, point).unwrap_or_else(|| to_upper(point))
}
/// As [`to_lower`].
pub fn to_folded(point: u32) -> Mapped {
    map(FOLD, point).unwrap_or_else(|| to_lower(point))
}

/// The code points that have a lower case of their own, in order.
pub fn with_lower() -> impl Iterator<Item = u32> {
    LOWER.chunks_exact(PAIR).map(|record| three(record, 0))
}

#[cfg(test)]
mod tests {
    use super::*;

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
