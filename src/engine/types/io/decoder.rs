//! Bytes to text piece by piece: what is incomplete at the end of a piece waits for the next one.
//! Ends of lines are not here.

use std::cell::{Cell, RefCell};

use crate::object::slots::PyResult;
use crate::object::vm::Vm;
use crate::types::codec::{self, Encoding, Order};

/// The state between two pieces.
pub(super) struct Decoder {
    /// As the program named it.
    named: Cell<Encoding>,
    /// What it has turned out to be, once a byte order mark could have been seen.
    found: Cell<Option<Encoding>>,
    tail: RefCell<Vec<u8>>,
}

/// What a piece has become.
pub(super) struct Decoded {
    pub(super) text: Vec<u8>,
    /// From the text alone it can be told how many bytes it came from.
    pub(super) exact: bool,
}

impl Decoder {
    pub(super) fn new(named: Encoding) -> Decoder {
        Decoder { named: Cell::new(named), found: Cell::new(None), tail: RefCell::default() }
    }

    /// Begins anew, with another encoding.
    pub(super) fn restart(&self, named: Encoding) {
        self.named.set(named);
        self.reset();
    }

    /// Begins anew, as at the start of a file.
    pub(super) fn reset(&self) {
        self.found.set(None);
        self.tail.take();
    }

    /// Forgets what is incomplete: the next piece comes from somewhere else in the file.
    pub(super) fn jump(&self) {
        self.tail.take();
    }

    /// Bytes that wait for their rest.
    pub(super) fn waiting(&self) -> usize {
        self.tail.borrow().len()
    }

    pub(super) fn set_tail(&self, tail: Vec<u8>) {
        self.tail.replace(tail);
    }

    pub(super) fn tail(&self) -> Vec<u8> {
        self.tail.borrow().clone()
    }

    /// The encoding of what was decoded so far.
    pub(super) fn encoding(&self) -> Encoding {
        self.found.get().unwrap_or(self.named.get())
    }

    /// Decodes what is complete; at the end everything. Nothing changes if that raises.
    pub(super) fn feed(
        &self,
        vm: &Vm,
        bytes: Vec<u8>,
        last: bool,
        errors: &str,
    ) -> PyResult<Decoded> {
        let mut input = self.tail.borrow().clone();
        if input.is_empty() {
            input = bytes;
        } else {
            vm.reserve(&mut input, Some(bytes.len()))?;
            input.extend_from_slice(&bytes);
        }
        let Some((encoding, skip)) = self.begin(&input, last) else {
            self.tail.replace(input);
            return Ok(Decoded { text: Vec::new(), exact: true });
        };
        let body = input.get(skip..).unwrap_or(&[]);
        let split = if last { body.len() } else { complete(encoding, body) };
        let (now, later) = body.split_at(split);
        let utf8 = matches!(encoding, Encoding::Utf8 | Encoding::Utf8Sig);
        let decoded = if utf8 && std::str::from_utf8(now).is_ok() {
            let later = later.to_vec();
            let end = skip + split;
            self.tail.replace(later);
            input.truncate(end);
            input.drain(..skip);
            Decoded { text: input, exact: true }
        } else {
            // The exception shows the whole of what was decoded, as far as that is the same.
            let whole = if skip == 0 { now } else { input.get(..skip + split).unwrap_or(now) };
            let named = if utf8 && skip > 0 { Encoding::Utf8Sig } else { encoding };
            let value =
                codec::decode_as(vm, if skip > 0 && !utf8 { now } else { whole }, named, errors)?;
            let text = value.as_str_object().map_or_else(Vec::new, |s| s.as_bytes().to_vec());
            let exact = match encoding {
                Encoding::Utf8 | Encoding::Utf8Sig => {
                    matches!(errors, "strict" | "surrogateescape" | "surrogatepass")
                }
                Encoding::Ascii => matches!(errors, "strict" | "replace" | "surrogateescape"),
                Encoding::Latin1 => true,
                // What an escape took cannot be told from its character.
                Encoding::RawUnicodeEscape | Encoding::UnicodeEscape => false,
                Encoding::Table(_) => matches!(errors, "strict" | "replace"),
                Encoding::Utf16(_) | Encoding::Utf32(_) => {
                    matches!(errors, "strict" | "surrogatepass")
                }
            };
            self.tail.replace(later.to_vec());
            Decoded { text, exact }
        };
        self.found.set(Some(encoding));
        Ok(decoded)
    }

    /// The encoding for the input and how long its byte order mark is; `None` if that cannot be
    /// told yet.
    fn begin(&self, input: &[u8], last: bool) -> Option<(Encoding, usize)> {
        if let Some(found) = self.found.get() {
            return Some((found, 0));
        }
        let named = self.named.get();
        let (needed, marks): (usize, &[(&[u8], Encoding)]) = match named {
            Encoding::Utf8Sig => (3, &[(b"\xef\xbb\xbf", Encoding::Utf8)]),
            Encoding::Utf16(Order::Marked) => (
                2,
                &[
                    (b"\xff\xfe", Encoding::Utf16(Order::Little)),
                    (b"\xfe\xff", Encoding::Utf16(Order::Big)),
                ],
            ),
            Encoding::Utf32(Order::Marked) => (
                4,
                &[
                    (b"\xff\xfe\0\0", Encoding::Utf32(Order::Little)),
                    (b"\0\0\xfe\xff", Encoding::Utf32(Order::Big)),
                ],
            ),
            other => return Some((other, 0)),
        };
        let plain = match named {
            Encoding::Utf8Sig => Encoding::Utf8,
            Encoding::Utf16(_) => Encoding::Utf16(Order::Little),
            _ => Encoding::Utf32(Order::Little),
        };
        if let Some((mark, found)) = marks.iter().find(|(mark, _)| input.starts_with(mark)) {
            return Some((*found, mark.len()));
        }
        let may_become = marks.iter().any(|(mark, _)| mark.starts_with(input));
        if input.len() < needed && may_become && !last { None } else { Some((plain, 0)) }
    }

    /// Bytes that the text came from, if nothing in it was replaced.
    pub(super) fn bytes_of(&self, text: &[u8]) -> usize {
        match self.encoding() {
            Encoding::Utf8 | Encoding::Utf8Sig => text.len() - 2 * escaped(text),
            Encoding::Ascii
            | Encoding::Latin1
            | Encoding::RawUnicodeEscape
            | Encoding::UnicodeEscape
            | Encoding::Table(_) => characters(text),
            Encoding::Utf16(_) => {
                2 * (characters(text) + text.iter().filter(|byte| **byte >= 0xf0).count())
            }
            Encoding::Utf32(_) => 4 * characters(text),
        }
    }
}

/// Code points of WTF-8.
pub(super) fn characters(text: &[u8]) -> usize {
    text.iter().filter(|byte| **byte & 0xc0 != 0x80).count()
}

/// Surrogates U+DC80 to U+DCFF, which stand for one byte each.
fn escaped(text: &[u8]) -> usize {
    memchr::memchr_iter(0xed, text)
        .filter(|at| matches!(text.get(at + 1), Some(0xb2 | 0xb3)))
        .count()
}

/// How many of the bytes there are in front of an escape that has no end yet; `all` are those of
/// literals, else only those with `u` and `U` are longer than two bytes.
fn complete_escapes(bytes: &[u8], all: bool) -> usize {
    let mut at = 0;
    while let Some(next) = memchr::memchr(b'\\', bytes.get(at..).unwrap_or(&[])) {
        let start = at + next;
        let len = match bytes.get(start + 1) {
            Some(b'u') => 6,
            Some(b'U') => 10,
            Some(b'x') if all => 4,
            Some(b'0'..=b'7') if all => {
                let rest = bytes.iter().skip(start + 1).take(3);
                let digits = rest.take_while(|b| matches!(b, b'0'..=b'7')).count();
                // More digits may follow.
                if digits < 3 && start + 1 + digits == bytes.len() {
                    usize::MAX
                } else {
                    1 + digits
                }
            }
            Some(b'N') if all => {
                let rest = bytes.get(start..).unwrap_or(&[]);
                match (rest.get(2), memchr::memchr(b'}', rest)) {
                    (Some(b'{'), Some(close)) => close + 1,
                    (Some(b'{') | None, _) => usize::MAX,
                    (Some(_), _) => 2,
                }
            }
            Some(_) => 2,
            None => return start,
        };
        if start.saturating_add(len) > bytes.len() {
            return start;
        }
        at = start + len;
    }
    bytes.len()
}

/// How many of the bytes make whole characters.
fn complete(encoding: Encoding, bytes: &[u8]) -> usize {
    match encoding {
        Encoding::Ascii | Encoding::Latin1 | Encoding::Table(_) => bytes.len(),
        Encoding::RawUnicodeEscape => complete_escapes(bytes, false),
        Encoding::UnicodeEscape => complete_escapes(bytes, true),
        Encoding::Utf8 | Encoding::Utf8Sig => {
            let from = bytes.len().saturating_sub(3);
            let incomplete = |at: &usize| {
                let rest = bytes.get(*at..).unwrap_or(&[]);
                let error = std::str::from_utf8(rest).err();
                error.is_some_and(|e| e.valid_up_to() == 0 && e.error_len().is_none())
            };
            (from..bytes.len()).find(incomplete).unwrap_or(bytes.len())
        }
        Encoding::Utf16(order) => {
            let whole = bytes.len() & !1;
            let last = bytes.get(whole.saturating_sub(2)..whole);
            let high = match (last, order) {
                (Some([first, _]), Order::Big) => *first,
                (Some([_, second]), _) => *second,
                _ => 0,
            };
            if (0xd8..0xdc).contains(&high) { whole - 2 } else { whole }
        }
        Encoding::Utf32(_) => bytes.len() & !3,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_incomplete_waits() {
        let utf8 = |bytes: &[u8]| complete(Encoding::Utf8, bytes);
        assert_eq!(utf8("aé".as_bytes()), 3);
        assert_eq!(utf8(b"a\xc3"), 1);
        assert_eq!(utf8(b"a\xf0\x9f\x98"), 1);
        assert_eq!(utf8(b"\xff\xc3"), 1);
        assert_eq!(utf8(b"a\x80"), 2);
        let utf16 = |bytes: &[u8]| complete(Encoding::Utf16(Order::Little), bytes);
        assert_eq!(utf16(b"a\0b"), 2);
        assert_eq!(utf16(b"a\0\x3d\xd8"), 2);
    }

    #[test]
    fn bytes_behind_text() {
        assert_eq!(escaped(b"a\xed\xb2\x80\xed\x9f\xbf"), 1);
        assert_eq!(characters("aé€".as_bytes()), 3);
    }
}
