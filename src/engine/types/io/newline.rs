//! Ends of lines: where a line ends, what becomes of the end, which kinds were seen. Works on the
//! bytes of text (WTF-8).

use std::borrow::Cow;

/// What a stream does with ends of lines: the argument `newline`.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Ends {
    /// `None`: every kind ends a line and becomes `\n`.
    Translated,
    /// `''`: every kind ends a line and stays.
    Any,
    Lf,
    Cr,
    CrLf,
}

impl Ends {
    pub(super) fn named(text: Option<&str>) -> Option<Ends> {
        Some(match text {
            None => Ends::Translated,
            Some("") => Ends::Any,
            Some("\n") => Ends::Lf,
            Some("\r") => Ends::Cr,
            Some("\r\n") => Ends::CrLf,
            Some(_) => return None,
        })
    }

    /// Whether it matters which kinds occur.
    pub(super) fn is_universal(self) -> bool {
        matches!(self, Ends::Translated | Ends::Any)
    }

    /// The place behind the end of the first line, looking from `from` on. Without `last` more text
    /// may follow, so that a `\r` at the end is not certain.
    pub(super) fn line_end(self, text: &[u8], from: usize, last: bool) -> Option<usize> {
        let rest = text.get(from..)?;
        match self {
            Ends::Lf => memchr::memchr(b'\n', rest).map(|at| from + at + 1),
            Ends::Cr => memchr::memchr(b'\r', rest).map(|at| from + at + 1),
            Ends::CrLf => memchr::memmem::find(rest, b"\r\n").map(|at| from + at + 2),
            Ends::Translated | Ends::Any => {
                let at = from + memchr::memchr2(b'\n', b'\r', rest)?;
                match (text.get(at), text.get(at + 1)) {
                    (Some(b'\r'), None) if !last => None,
                    (Some(b'\r'), Some(b'\n')) => Some(at + 2),
                    _ => Some(at + 1),
                }
            }
        }
    }

    /// What reading makes of the text.
    pub(super) fn read(self, text: &[u8]) -> Cow<'_, [u8]> {
        if self != Ends::Translated || memchr::memchr(b'\r', text).is_none() {
            return Cow::Borrowed(text);
        }
        let mut out = Vec::with_capacity(text.len());
        let mut rest = text;
        while let Some(at) = memchr::memchr(b'\r', rest) {
            out.extend_from_slice(rest.get(..at).unwrap_or(&[]));
            out.push(b'\n');
            let skip = if rest.get(at + 1) == Some(&b'\n') { 2 } else { 1 };
            rest = rest.get(at + skip..).unwrap_or(&[]);
        }
        out.extend_from_slice(rest);
        Cow::Owned(out)
    }

    /// What becomes of `\n` when it is written, if that changes.
    pub(super) fn written(self) -> Option<&'static str> {
        match self {
            Ends::Cr => Some("\r"),
            Ends::CrLf => Some("\r\n"),
            Ends::Translated | Ends::Any | Ends::Lf => None,
        }
    }

    /// The place behind so many characters of what `read` makes, if there are that many for certain.
    pub(super) fn prefix(self, text: &[u8], characters: usize, last: bool) -> Option<usize> {
        if text.len() < characters {
            return None;
        }
        if self != Ends::Translated || memchr::memchr(b'\r', text).is_none() {
            let mut starts = text.iter().enumerate().filter(|(_, b)| **b & 0xc0 != 0x80);
            return match starts.nth(characters) {
                Some((at, _)) => Some(at),
                None if super::decoder::characters(text) == characters => Some(text.len()),
                None => None,
            };
        }
        let (mut at, mut seen) = (0, 0);
        while seen < characters {
            let byte = text.get(at)?;
            at += match (byte, text.get(at + 1)) {
                (b'\r', None) if !last => return None,
                (b'\r', Some(b'\n')) => 2,
                _ => 1,
            };
            while text.get(at).is_some_and(|b| b & 0xc0 == 0x80) {
                at += 1;
            }
            seen += 1;
        }
        Some(at)
    }
}

/// Bits of what was seen.
pub(super) const SEEN_CR: u8 = 1;
pub(super) const SEEN_LF: u8 = 2;
pub(super) const SEEN_CRLF: u8 = 4;

/// Which kinds occur. `before` says that the text in front ended with a `\r` not counted yet; what
/// comes back says so of this text.
pub(super) fn kinds(text: &[u8], before: bool, last: bool) -> (u8, bool) {
    let mut seen = 0;
    let mut pending = before;
    if !pending && memchr::memchr(b'\r', text).is_none() {
        let some = memchr::memchr(b'\n', text).is_some();
        return (if some { SEEN_LF } else { 0 }, false);
    }
    for byte in text {
        match (pending, byte) {
            (true, b'\n') => {
                seen |= SEEN_CRLF;
                pending = false;
                continue;
            }
            (true, _) => seen |= SEEN_CR,
            (false, b'\n') => seen |= SEEN_LF,
            (false, _) => {}
        }
        pending = *byte == b'\r';
    }
    if pending && last {
        return (seen | SEEN_CR, false);
    }
    (seen, pending)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ends_of_lines() {
        let any = |text: &[u8]| Ends::Any.line_end(text, 0, false);
        assert_eq!(any(b"ab\ncd"), Some(3));
        assert_eq!(any(b"ab\r\ncd"), Some(4));
        assert_eq!(any(b"ab\rcd"), Some(3));
        assert_eq!(any(b"ab\r"), None);
        assert_eq!(Ends::Any.line_end(b"ab\r", 0, true), Some(3));
        assert_eq!(Ends::CrLf.line_end(b"a\rb\r\n", 0, true), Some(5));
    }

    #[test]
    fn translation() {
        assert_eq!(&*Ends::Translated.read(b"a\r\nb\rc\n"), b"a\nb\nc\n");
        assert_eq!(Ends::Translated.prefix(b"\r\nab", 2, false), Some(3));
        assert_eq!(Ends::Translated.prefix(b"a\r", 2, false), None);
        assert_eq!(Ends::Lf.prefix("aé".as_bytes(), 2, false), Some(3));
    }

    #[test]
    fn kinds_across_pieces() {
        assert_eq!(kinds(b"a\r", false, false), (0, true));
        assert_eq!(kinds(b"\nb\n", true, false), (SEEN_CRLF | SEEN_LF, false));
        assert_eq!(kinds(b"", true, true), (SEEN_CR, false));
    }
}
