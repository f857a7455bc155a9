//! The digits of an int without its sign, in a base: small ones without an allocation.

use std::ops::Deref;

/// IntDigits in ASCII, most significant first; letters are small ones.
pub(crate) enum IntDigits {
    /// Those from `start` on. A `u64` in base 2 has 64.
    Few {
        bytes: [u8; 64],
        start: usize,
    },
    Many(String),
}

impl IntDigits {
    /// The digits of a number in a base from 2 to 16.
    pub(crate) fn of(number: u64, radix: u64) -> IntDigits {
        let mut bytes = [b'0'; 64];
        let start = match radix {
            // Known to the compiler, which divides by it without a division.
            10 => fill(&mut bytes, number, 10),
            16 => fill(&mut bytes, number, 16),
            8 => fill(&mut bytes, number, 8),
            2 => fill(&mut bytes, number, 2),
            other => fill(&mut bytes, number, other),
        };
        IntDigits::Few { bytes, start }
    }

    /// The decimal digits of a number, with a minus sign if there is one.
    pub(crate) fn with_sign(number: i64) -> IntDigits {
        let mut digits = IntDigits::of(number.unsigned_abs(), 10);
        if let IntDigits::Few { bytes, start } = &mut digits
            && number < 0
            && let Some(place) = start.checked_sub(1).and_then(|before| bytes.get_mut(before))
        {
            *place = b'-';
            *start -= 1;
        }
        digits
    }

    pub(crate) fn make_ascii_uppercase(&mut self) {
        match self {
            IntDigits::Few { bytes, .. } => bytes.make_ascii_uppercase(),
            IntDigits::Many(text) => text.make_ascii_uppercase(),
        }
    }
}

impl Deref for IntDigits {
    type Target = [u8];

    fn deref(&self) -> &[u8] {
        match self {
            IntDigits::Few { bytes, start } => bytes.get(*start..).unwrap_or_default(),
            IntDigits::Many(text) => text.as_bytes(),
        }
    }
}

/// Writes the digits to the end of the bytes; where they begin.
#[inline(always)]
fn fill(bytes: &mut [u8; 64], mut number: u64, radix: u64) -> usize {
    let mut start = bytes.len();
    for byte in bytes.iter_mut().rev() {
        start -= 1;
        let digit = (number % radix) as u8;
        *byte = if digit < 10 { b'0' + digit } else { b'a' + digit - 10 };
        number /= radix;
        if number == 0 {
            break;
        }
    }
    start
}

#[cfg(test)]
mod tests {
    use super::IntDigits;

    fn text(number: u64, radix: u64) -> String {
        String::from_utf8(IntDigits::of(number, radix).to_vec()).unwrap()
    }

    #[test]
    fn digits_of_all_bases() {
        for number in [0, 1, 9, 10, 255, 1_000_000, u64::MAX, 1 << 63] {
            assert_eq!(text(number, 10), number.to_string());
            assert_eq!(text(number, 16), format!("{number:x}"));
            assert_eq!(text(number, 8), format!("{number:o}"));
            assert_eq!(text(number, 2), format!("{number:b}"));
        }
        for number in [0, -1, i64::MIN, i64::MAX] {
            assert_eq!(*IntDigits::with_sign(number), *number.to_string().as_bytes());
        }
    }
}
