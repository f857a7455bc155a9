//! Encodings with a byte per character, as tables: those of code pages, of ISO 8859 and of old systems.
//! The tables come from `generate.py`.

/// A line per encoding: the name that `codecs.lookup` gives it, then all that it is known by.
static NAMES: &str = include_str!("charmaps.txt");
/// As many tables of 256 code points of two bytes each.
static POINTS: &[u8] = include_bytes!("charmaps.bin");
const SIZE: usize = 512;
const UNDEFINED: u16 = 0xfffe;

/// One of the tables.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Table(u8);

impl Table {
    /// By a name in lower case whose words are joined by `_`.
    pub(super) fn named(name: &str) -> Option<Table> {
        let known = |line: &str| line.split(' ').skip(1).any(|known| known == name);
        NAMES.lines().position(known).map(|at| Table(at as u8))
    }

    /// The name of the encoding.
    pub fn name(self) -> &'static str {
        let line = NAMES.lines().nth(usize::from(self.0)).unwrap_or("");
        line.split(' ').next().unwrap_or(line)
    }

    fn points(self) -> impl DoubleEndedIterator<Item = u16> + ExactSizeIterator {
        let start = usize::from(self.0) * SIZE;
        let table = POINTS.get(start..start + SIZE).unwrap_or(&[]);
        table.chunks_exact(2).map(|pair| u16::from_le_bytes([pair[0], pair[1]]))
    }

    /// The code point that a byte stands for.
    pub(super) fn point(self, byte: u8) -> Option<u32> {
        let at = usize::from(self.0) * SIZE + usize::from(byte) * 2;
        let pair = [*POINTS.get(at)?, *POINTS.get(at + 1)?];
        Some(u16::from_le_bytes(pair)).filter(|point| *point != UNDEFINED).map(u32::from)
    }

    /// The byte that stands for a code point; the last one of several.
    pub(super) fn byte(self, point: u32) -> Option<u8> {
        let same = u8::try_from(point).ok().filter(|byte| byte.is_ascii());
        if let Some(byte) = same.filter(|byte| self.point(*byte) == Some(point)) {
            return Some(byte);
        }
        let point = u16::try_from(point).ok().filter(|point| *point != UNDEFINED)?;
        self.points().rposition(|known| known == point).map(|at| at as u8)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn some_bytes() {
        let table = Table::named("cp1252").unwrap();
        assert_eq!(
            (table.name(), table.point(0x80), table.byte(0x20ac)),
            ("cp1252", Some(0x20ac), Some(0x80))
        );
        assert_eq!(
            (table.point(0x81), table.byte(0x61), table.byte(0x100)),
            (None, Some(0x61), None)
        );
        assert_eq!(Table::named("latin9").map(Table::name), Some("iso8859-15"));
        assert_eq!(Table::named("ibm037").and_then(|t| t.byte(0x61)), Some(0x81));
    }
}
