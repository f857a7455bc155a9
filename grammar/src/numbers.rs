//! Number literals: how far one reaches, what is wrong with it, and its value. Knows no other tokens.

use crate::ast::{Arena, Constant, Int};
use crate::error::{Place, Problem};
use crate::token::Tok;

/// CPython's limit on the digits of a decimal integer, unless a program chooses another.
pub(crate) const MAX_DECIMAL_DIGITS: usize = 4300;

/// The refusal of a decimal integer at an offset, whose conversion would take quadratic time.
pub(crate) fn too_many_digits(digits: usize, limit: usize, at: u32) -> Problem {
    let message = format!(
        "Exceeds the limit ({limit} digits) for integer string conversion: value has \
         {digits} digits; use sys.set_int_max_str_digits() to increase the limit - Consider \
         hexadecimal for huge integer literals to avoid decimal conversion limits."
    );
    Problem::new(crate::error::SyntaxErrorKind::Syntax, message, Place::Line(at))
}

/// Where a number ends.
pub(crate) struct NumberEnd {
    /// `Int`, `Float` or `Imaginary`.
    pub(crate) kind: Tok,
    /// In bytes.
    pub(crate) length: u32,
    /// A keyword follows at once (`1if`): the literal's kind, for the warning.
    pub(crate) glued: Option<&'static str>,
}

struct Scan<'s> {
    bytes: &'s [u8],
    start: u32,
    at: usize,
    lenient: bool,
}

/// Finds the end of the number at the start of `bytes`, which begins at offset `start`. With `lenient`
/// integers may begin with zeros, and names follow at once.
pub(crate) fn scan(bytes: &[u8], start: u32, lenient: bool) -> Result<NumberEnd, Problem> {
    let mut scan = Scan { bytes, start, at: 0, lenient };
    if scan.peek() == Some(b'0') {
        scan.at = 1;
        match scan.peek() {
            Some(b'x' | b'X') => return scan.prefixed("hexadecimal", 16),
            Some(b'o' | b'O') => return scan.prefixed("octal", 8),
            Some(b'b' | b'B') => return scan.prefixed("binary", 2),
            _ => return scan.leading_zero(),
        }
    }
    if scan.peek() != Some(b'.') {
        scan.digits()?;
    }
    scan.after_integer()
}

impl Scan<'_> {
    fn peek(&self) -> Option<u8> {
        self.bytes.get(self.at).copied()
    }

    fn is_digit(&self) -> bool {
        self.peek().is_some_and(|b| b.is_ascii_digit())
    }

    /// An error whose cursor stands after the byte at `at`.
    fn invalid(&self, message: impl Into<String>, at: usize) -> Problem {
        Problem::syntax(message, Place::Cursor(self.start + at as u32))
    }

    fn prefixed(&mut self, what: &'static str, radix: u32) -> Result<NumberEnd, Problem> {
        self.at += 1;
        loop {
            if self.peek() == Some(b'_') {
                self.at += 1;
            }
            match self.peek() {
                Some(b) if char::from(b).is_digit(radix) => {}
                Some(b) if b.is_ascii_digit() => {
                    let message = format!("invalid digit '{}' in {what} literal", char::from(b));
                    return Err(self.invalid(message, self.at + 1));
                }
                _ => return Err(self.invalid(format!("invalid {what} literal"), self.at)),
            }
            while self.peek().is_some_and(|b| char::from(b).is_digit(radix)) {
                self.at += 1;
            }
            if self.peek() != Some(b'_') {
                break;
            }
        }
        if let Some(b) = self.peek()
            && b.is_ascii_digit()
        {
            let message = format!("invalid digit '{}' in {what} literal", char::from(b));
            return Err(self.invalid(message, self.at + 1));
        }
        self.end(Tok::Int, what)
    }

    fn leading_zero(&mut self) -> Result<NumberEnd, Problem> {
        loop {
            if self.peek() == Some(b'_') {
                self.at += 1;
                if !self.is_digit() {
                    return Err(self.invalid("invalid decimal literal", self.at));
                }
            }
            if self.peek() != Some(b'0') {
                break;
            }
            self.at += 1;
        }
        let zeros = self.at;
        let nonzero = self.is_digit();
        if nonzero {
            self.digits()?;
        }
        let exponent = matches!(self.peek(), Some(b'e' | b'E'));
        let end = self.after_integer();
        if nonzero
            && !(exponent && end.is_err())
            && !self.lenient
            && matches!(end, Ok(NumberEnd { kind: Tok::Int, .. }) | Err(_))
            && !self.is_real()
        {
            return Err(Problem::syntax(
                "leading zeros in decimal integer literals are not permitted; use an 0o prefix \
                 for octal integers",
                Place::Bytes(self.start, self.start + zeros as u32),
            ));
        }
        end
    }

    /// Whether what was scanned has a fraction, an exponent or a `j`.
    fn is_real(&self) -> bool {
        self.bytes
            .get(..self.at)
            .unwrap_or(&[])
            .iter()
            .any(|b| matches!(b, b'.' | b'e' | b'E' | b'j' | b'J'))
    }

    /// Digits with single underscores between them.
    fn digits(&mut self) -> Result<(), Problem> {
        loop {
            while self.is_digit() {
                self.at += 1;
            }
            if self.peek() != Some(b'_') {
                return Ok(());
            }
            self.at += 1;
            if !self.is_digit() {
                return Err(self.invalid("invalid decimal literal", self.at));
            }
        }
    }

    fn after_integer(&mut self) -> Result<NumberEnd, Problem> {
        let mut kind = Tok::Int;
        if self.peek() == Some(b'.') {
            kind = Tok::Float;
            self.at += 1;
            if self.is_digit() {
                self.digits()?;
            }
        }
        if matches!(self.peek(), Some(b'e' | b'E')) {
            let before = self.at;
            self.at += 1;
            let signed = matches!(self.peek(), Some(b'+' | b'-'));
            if signed {
                self.at += 1;
            }
            if self.is_digit() {
                kind = Tok::Float;
                self.digits()?;
            } else if signed {
                return Err(self.invalid("invalid decimal literal", self.at));
            } else {
                self.at = before;
            }
        }
        if matches!(self.peek(), Some(b'j' | b'J')) {
            self.at += 1;
            return self.end(Tok::Imaginary, "imaginary");
        }
        self.end(kind, "decimal")
    }

    /// Checks what follows: a keyword may be glued to a number, another name may not.
    fn end(&self, kind: Tok, what: &'static str) -> Result<NumberEnd, Problem> {
        const KEYWORDS: [&[u8]; 5] = [b"and", b"else", b"for", b"or", b"not"];
        // Of these CPython does not look at what follows them.
        const STARTS: [&[u8]; 3] = [b"if", b"in", b"is"];
        let rest = self.bytes.get(self.at..).unwrap_or(&[]);
        let length = self.at as u32;
        let is_whole = |word: &[u8]| {
            let behind = rest.strip_prefix(word).map(<[u8]>::first);
            let in_name = |b: &u8| b.is_ascii_alphanumeric() || *b == b'_' || *b >= 0x80;
            behind.is_some_and(|next| !next.is_some_and(in_name))
        };
        if KEYWORDS.iter().any(|&word| is_whole(word))
            || STARTS.iter().any(|word| rest.starts_with(word))
        {
            return Ok(NumberEnd { kind, length, glued: Some(what) });
        }
        if self.lenient {
            return Ok(NumberEnd { kind, length, glued: None });
        }
        if rest.first().is_some_and(|&b| b.is_ascii_alphanumeric() || b == b'_') {
            return Err(self.invalid(format!("invalid {what} literal"), self.at));
        }
        Ok(NumberEnd { kind, length, glued: None })
    }
}

/// The value of an integer literal that `scan` accepted.
pub(crate) fn int<'a>(text: &'a str, arena: &'a Arena) -> Int<'a> {
    let bytes = text.as_bytes();
    let (digits, radix) = match bytes {
        [b'0', b'x' | b'X', ..] => (text.get(2..), 16),
        [b'0', b'o' | b'O', ..] => (text.get(2..), 8),
        [b'0', b'b' | b'B', ..] => (text.get(2..), 2),
        _ => (Some(text), 10),
    };
    let mut digits = digits.unwrap_or("0");
    if digits.as_bytes().contains(&b'_') {
        digits = arena.alloc_str(&digits.replace('_', ""));
    }
    match i64::from_str_radix(digits, radix) {
        Ok(small) => Int::Small(small),
        Err(_) => Int::Big { digits, radix },
    }
}

/// The value of a float literal, or of an imaginary one without its `j`.
fn real(text: &str) -> f64 {
    let value =
        if text.as_bytes().contains(&b'_') { text.replace('_', "").parse() } else { text.parse() };
    value.unwrap_or(0.0)
}

/// The value of a number literal that `scan` accepted.
pub(crate) fn float<'a>(text: &str) -> Constant<'a> {
    Constant::Float(real(text))
}

/// The value of an imaginary literal that `scan` accepted.
pub(crate) fn imaginary<'a>(text: &str) -> Constant<'a> {
    Constant::Complex { real: 0.0, imag: real(text.trim_end_matches(['j', 'J'])) }
}
