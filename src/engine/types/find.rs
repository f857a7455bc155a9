//! Finding bytes in bytes, for str and bytes. Short texts need no searcher made first.

use memchr::memmem;

/// Below this length a search by the first byte costs less than preparing a better one; and its worst
/// case, a comparison at every place, is bounded.
const SHORT: usize = 256;

/// Where the needle occurs first. O(length of both).
pub(crate) fn find(bytes: &[u8], needle: &[u8]) -> Option<usize> {
    match needle {
        [] => Some(0),
        [byte] => memchr::memchr(*byte, bytes),
        [first, ..] if bytes.len() < SHORT => {
            let places = bytes.len().checked_sub(needle.len() - 1)?;
            let mut from = 0;
            while let Some(at) = memchr::memchr(*first, bytes.get(from..places)?) {
                if bytes.get(from + at..)?.starts_with(needle) {
                    return Some(from + at);
                }
                from += at + 1;
            }
            None
        }
        _ => memmem::find(bytes, needle),
    }
}

#[cfg(test)]
mod tests {
    use super::find;

    #[test]
    fn short_searches_agree_with_long_ones() {
        let text = b"abcabcabdabcabcabdabcabcabe".repeat(3);
        for from in 0..text.len() {
            for to in from..text.len().min(from + 12) {
                let needle = &text[from..to];
                assert_eq!(find(&text, needle), memchr::memmem::find(&text, needle));
                assert_eq!(find(&text[..to], needle), memchr::memmem::find(&text[..to], needle));
                assert_eq!(find(needle, &text[..12]), memchr::memmem::find(needle, &text[..12]));
            }
        }
        assert_eq!(find(b"aaab", b"aab"), Some(1));
        assert_eq!(find(b"", b"a"), None);
        assert_eq!(find(b"ab", b"abc"), None);
    }
}
