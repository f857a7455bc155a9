//! Formats: what the letters of a `struct` format mean, and where each item lies. Knows no values.

/// What kind of item a letter stands for.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Code {
    /// A byte without a value.
    Pad,
    Char,
    Bool,
    Signed,
    Unsigned,
    /// An address: an unsigned word, given by a number of either sign.
    Pointer,
    Float,
    /// So many bytes as one value.
    Bytes,
    /// As many, the first of which says how many of the others count.
    Pascal,
}

/// One letter of the format with what stands before it.
#[derive(Debug)]
pub(super) struct Field {
    pub(super) code: Code,
    pub(super) letter: char,
    /// Bytes of one item.
    pub(super) size: usize,
    /// How many items there are.
    pub(super) count: usize,
    /// Where the first one begins.
    pub(super) offset: usize,
}

/// A parsed format.
#[derive(Debug, Default)]
pub(super) struct Format {
    pub(super) fields: Vec<Field>,
    /// Bytes altogether.
    pub(super) size: usize,
    /// Values altogether.
    pub(super) items: usize,
    pub(super) big_endian: bool,
    pub(super) native: bool,
}

const TOO_LONG: &str = "total struct size too long";
const MOST: usize = isize::MAX as usize;

/// The kind of item, its size and its alignment.
fn meaning(letter: u8, native: bool) -> Option<(Code, usize, usize)> {
    let long = if native { 8 } else { 4 };
    let (code, size) = match letter {
        b'x' => (Code::Pad, 1),
        b'c' => (Code::Char, 1),
        b'?' => (Code::Bool, 1),
        b'b' => (Code::Signed, 1),
        b'h' => (Code::Signed, 2),
        b'i' => (Code::Signed, 4),
        b'l' => (Code::Signed, long),
        b'q' => (Code::Signed, 8),
        b'n' if native => (Code::Signed, 8),
        b'B' => (Code::Unsigned, 1),
        b'H' => (Code::Unsigned, 2),
        b'I' => (Code::Unsigned, 4),
        b'L' => (Code::Unsigned, long),
        b'Q' => (Code::Unsigned, 8),
        b'N' if native => (Code::Unsigned, 8),
        b'P' if native => (Code::Pointer, 8),
        b'e' => (Code::Float, 2),
        b'f' => (Code::Float, 4),
        b'd' => (Code::Float, 8),
        b's' => (Code::Bytes, 1),
        b'p' => (Code::Pascal, 1),
        _ => return None,
    };
    Some((code, size, if native { size } else { 1 }))
}

impl Format {
    /// Parses a format; the error is what `struct.error` says.
    pub(super) fn parse(text: &[u8]) -> Result<Format, &'static str> {
        if text.contains(&0) {
            return Err("embedded null character");
        }
        let (mark, rest) = match text.split_first() {
            Some((mark @ (b'@' | b'=' | b'<' | b'>' | b'!'), rest)) => (*mark, rest),
            _ => (b'@', text),
        };
        let native = mark == b'@';
        let mut format = Format {
            big_endian: matches!(mark, b'>' | b'!') || !native && mark == b'=' && BIG_ENDIAN_HOST,
            native,
            ..Format::default()
        };
        let mut bytes = rest.iter().copied();
        while let Some(byte) = bytes.next() {
            if byte.is_ascii_whitespace() || byte == 0x0b {
                continue;
            }
            let (mut count, mut letter) = (1, byte);
            if byte.is_ascii_digit() {
                count = usize::from(byte - b'0');
                loop {
                    let Some(next) = bytes.next() else {
                        return Err("repeat count given without format specifier");
                    };
                    if !next.is_ascii_digit() {
                        letter = next;
                        break;
                    }
                    let digit = usize::from(next - b'0');
                    count = count
                        .checked_mul(10)
                        .and_then(|n| n.checked_add(digit))
                        .unwrap_or(MOST + 1);
                    if count > MOST {
                        return Err(TOO_LONG);
                    }
                }
            }
            let (code, size, alignment) =
                meaning(letter, native).ok_or("bad char in struct format")?;
            format.append(code, letter, size, alignment, count)?;
        }
        Ok(format)
    }

    fn append(
        &mut self,
        code: Code,
        letter: u8,
        size: usize,
        alignment: usize,
        count: usize,
    ) -> Result<(), &'static str> {
        let offset = self.size.checked_next_multiple_of(alignment).ok_or(TOO_LONG)?;
        let bytes = size.checked_mul(count).ok_or(TOO_LONG)?;
        self.size = offset.checked_add(bytes).filter(|end| *end <= MOST).ok_or(TOO_LONG)?;
        let (size, count) = match code {
            Code::Bytes | Code::Pascal => (count, 1),
            _ => (size, count),
        };
        if code != Code::Pad && count > 0 {
            self.items = self.items.checked_add(count).ok_or(TOO_LONG)?;
            self.fields.push(Field { code, letter: char::from(letter), size, count, offset });
        }
        Ok(())
    }
}

const BIG_ENDIAN_HOST: bool = cfg!(target_endian = "big");
