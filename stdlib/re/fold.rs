//! Case for patterns: which characters are the same when case does not count. Knows no pattern.

use std::sync::OnceLock;

use taipan_engine::types::unicode;

/// Small letters that share their capital; without a case they are one letter.
static ALIKE: &[&[u32]] = &[
    &[0x69, 0x131],
    &[0x73, 0x17f],
    &[0xb5, 0x3bc],
    &[0x345, 0x3b9, 0x1fbe],
    &[0x390, 0x1fd3],
    &[0x3b0, 0x1fe3],
    &[0x3b2, 0x3d0],
    &[0x3b5, 0x3f5],
    &[0x3b8, 0x3d1],
    &[0x3ba, 0x3f0],
    &[0x3c0, 0x3d6],
    &[0x3c1, 0x3f1],
    &[0x3c2, 0x3c3],
    &[0x3c6, 0x3d5],
    &[0x432, 0x1c80],
    &[0x434, 0x1c81],
    &[0x43e, 0x1c82],
    &[0x441, 0x1c83],
    &[0x442, 0x1c84, 0x1c85],
    &[0x44a, 0x1c86],
    &[0x463, 0x1c87],
    &[0x1c88, 0xa64b],
    &[0x1e61, 0x1e9b],
    &[0xfb05, 0xfb06],
];

/// Whose small letters count as equal.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Folding {
    /// Case counts.
    None,
    Ascii,
    Unicode,
}

/// The small letter of a character, one code point.
pub(super) fn lower(point: u32) -> u32 {
    match point {
        0x41..=0x5a => point + 0x20,
        0..0x80 => point,
        _ => unicode::to_lower(point)[0],
    }
}

pub(super) fn lower_ascii(point: u32) -> u32 {
    if (0x41..=0x5a).contains(&point) { point + 0x20 } else { point }
}

/// Capital letters by their small ones, sorted: pairs of small and capital.
fn capitals() -> &'static [(u32, u32)] {
    static TABLE: OnceLock<Vec<(u32, u32)>> = OnceLock::new();
    TABLE.get_or_init(|| {
        let mut pairs: Vec<_> =
            unicode::with_lower().map(|point| (unicode::to_lower(point)[0], point)).collect();
        pairs.sort_unstable();
        pairs
    })
}

/// Shows every character that equals this one, itself included.
pub(super) fn each_alike(folding: Folding, point: u32, mut show: impl FnMut(u32)) {
    match folding {
        Folding::None => show(point),
        Folding::Ascii => {
            let small = lower_ascii(point);
            show(small);
            if (0x61..=0x7a).contains(&small) {
                show(small - 0x20);
            }
        }
        Folding::Unicode => {
            let small = lower(point);
            // Most letters of most patterns need no table.
            let plain = matches!(small, 0..0x80) && !matches!(small, 0x69 | 0x6b | 0x73);
            if plain {
                show(small);
                if (0x61..=0x7a).contains(&small) {
                    show(small - 0x20);
                }
                return;
            }
            let own = [small];
            let family = ALIKE.iter().find(|family| family.contains(&small));
            for &each in family.copied().unwrap_or(&own) {
                show(each);
                let all = capitals();
                let from = all.partition_point(|(of, _)| *of < each);
                let ours = all.iter().skip(from).take_while(|(of, _)| *of == each);
                ours.for_each(|(_, capital)| show(*capital));
            }
        }
    }
}

/// Every character between the two that equals another one, or nothing if that is not to be known.
pub(super) fn with_case_between(low: u32, high: u32) -> impl Iterator<Item = u32> {
    let all = capitals();
    let capitals = all.iter().map(|(_, capital)| *capital);
    let small = all.iter().map(|(small, _)| *small);
    let alike = ALIKE.iter().flat_map(|family| family.iter().copied());
    capitals.chain(small).chain(alike).filter(move |p| (low..=high).contains(p))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn alike(folding: Folding, point: u32) -> Vec<u32> {
        let mut all = Vec::new();
        each_alike(folding, point, |p| all.push(p));
        all.sort_unstable();
        all.dedup();
        all
    }

    #[test]
    fn families() {
        assert_eq!(alike(Folding::Unicode, 0x4b), [0x4b, 0x6b, 0x212a]);
        assert_eq!(alike(Folding::Unicode, 0x53), [0x53, 0x73, 0x17f]);
        assert_eq!(alike(Folding::Ascii, 0x53), [0x53, 0x73]);
        assert_eq!(alike(Folding::Unicode, 0x131), [0x49, 0x69, 0x130, 0x131]);
        assert_eq!(alike(Folding::Unicode, 0x3a3), [0x3a3, 0x3c2, 0x3c3]);
        assert_eq!(alike(Folding::None, 0x41), [0x41]);
    }
}
