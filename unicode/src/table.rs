//! Tables of records of the same size, each of which begins with the code point by which they are
//! sorted. Knows nothing of what they say.

/// A number of three bytes.
pub(crate) const fn three(bytes: &[u8], at: usize) -> u32 {
    if at + 2 >= bytes.len() {
        return 0;
    }
    bytes[at] as u32 | (bytes[at + 1] as u32) << 8 | (bytes[at + 2] as u32) << 16
}

/// A number of two bytes.
pub(crate) const fn two(bytes: &[u8], at: usize) -> u16 {
    if at + 1 >= bytes.len() {
        return 0;
    }
    bytes[at] as u16 | (bytes[at + 1] as u16) << 8
}

/// How many of the records, of `size` bytes each, begin at or before the code point.
fn records_up_to(table: &[u8], size: usize, point: u32) -> usize {
    let (mut low, mut high) = (0, table.len() / size);
    while low < high {
        let middle = (low + high) / 2;
        if three(table, middle * size) <= point {
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    low
}

/// Where the last record lies that begins at or before the code point; that of the first one if there
/// is none.
pub(crate) fn run(table: &[u8], size: usize, point: u32) -> usize {
    records_up_to(table, size, point).saturating_sub(1) * size
}

/// Where the code point's own record lies.
pub(crate) fn entry(table: &[u8], size: usize, point: u32) -> Option<usize> {
    let at = run(table, size, point);
    (at < table.len() && three(table, at) == point).then_some(at)
}
