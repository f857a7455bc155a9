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

/// Where the needle occurs last. O(length of both), as [`find`].
pub(crate) fn rfind(bytes: &[u8], needle: &[u8]) -> Option<usize> {
    match needle {
        [] => Some(bytes.len()),
        [byte] => memchr::memrchr(*byte, bytes),
        [first, ..] if bytes.len() < SHORT => {
            let mut to = bytes.len().checked_sub(needle.len() - 1)?;
            while let Some(at) = memchr::memrchr(*first, bytes.get(..to)?) {
                if bytes.get(at..)?.starts_with(needle) {
                    return Some(at);
                }
                to = at;
            }
            None
        }
        _ => memmem::rfind(bytes, needle),
    }
}

/// Where the needle, which is not empty, occurs without overlap, from the left. O(length of both).
pub(crate) fn find_all<'a>(bytes: &'a [u8], needle: &'a [u8]) -> impl Iterator<Item = usize> + 'a {
    let mut long = is_long(bytes, needle).then(|| memmem::find_iter(bytes, needle));
    let mut from = 0;
    std::iter::from_fn(move || match &mut long {
        Some(places) => places.next(),
        None => {
            let at = from + find(bytes.get(from..)?, needle)?;
            from = at + needle.len();
            Some(at)
        }
    })
}

/// As [`find_all`], from the right.
pub(crate) fn rfind_all<'a>(bytes: &'a [u8], needle: &'a [u8]) -> impl Iterator<Item = usize> + 'a {
    let finder = is_long(bytes, needle).then(|| memmem::FinderRev::new(needle));
    let mut to = bytes.len();
    std::iter::from_fn(move || {
        let rest = bytes.get(..to)?;
        to = match &finder {
            Some(finder) => finder.rfind(rest)?,
            None => rfind(rest, needle)?,
        };
        Some(to)
    })
}

/// Whether preparing a search for the needle pays.
fn is_long(bytes: &[u8], needle: &[u8]) -> bool {
    needle.len() > 1 && bytes.len() >= SHORT
}

#[cfg(test)]
mod tests {
    use super::{find, find_all, rfind, rfind_all};

    #[test]
    fn short_searches_agree_with_long_ones() {
        let text = b"abcabcabdabcabcabdabcabcabe".repeat(3);
        for from in 0..text.len() {
            for to in from..text.len().min(from + 12) {
                let needle = &text[from..to];
                assert_eq!(find(&text, needle), memchr::memmem::find(&text, needle));
                assert_eq!(find(&text[..to], needle), memchr::memmem::find(&text[..to], needle));
                assert_eq!(find(needle, &text[..12]), memchr::memmem::find(needle, &text[..12]));
                assert_eq!(rfind(&text, needle), memchr::memmem::rfind(&text, needle));
                assert_eq!(rfind(&text[..to], needle), memchr::memmem::rfind(&text[..to], needle));
                if !needle.is_empty() {
                    let finder = memchr::memmem::FinderRev::new(needle);
                    assert!(find_all(&text, needle).eq(memchr::memmem::find_iter(&text, needle)));
                    assert!(rfind_all(&text, needle).eq(finder.rfind_iter(&text)));
                }
            }
        }
        assert_eq!(find(b"aaab", b"aab"), Some(1));
        assert_eq!(find(b"", b"a"), None);
        assert_eq!(find(b"ab", b"abc"), None);
    }
}
