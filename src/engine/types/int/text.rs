//! Ints from and to text: `int('…', base)`, `repr`, the limit on digits. Formats are not here.

use std::cell::Cell;

use num_bigint::{BigInt, BigUint};

use super::{Int, IntDigits};
use crate::object::slots::PyResult;
use crate::object::value::Value;
use crate::object::vm::Vm;
use crate::types::bytes::Buffer;

/// How many decimal digits conversions may have; 0 for any number. Kept per interpreter.
pub struct DigitLimit(pub Cell<usize>);

impl DigitLimit {
    /// No limit is ever asked for below this many digits, and none may be set below it.
    pub const THRESHOLD: usize = 640;
    const DEFAULT: usize = 4300;

    /// `None` if there is no limit.
    pub fn get(&self) -> Option<usize> {
        Some(self.0.get()).filter(|limit| *limit != 0)
    }

    fn exceeded(&self, digits: usize) -> bool {
        let limit = self.0.get();
        limit != 0 && digits > limit
    }
}

impl Vm {
    /// The limit that `sys.set_int_max_str_digits` sets.
    pub fn digit_limit(&self) -> std::rc::Rc<DigitLimit> {
        self.extra(|| DigitLimit(Cell::new(DigitLimit::DEFAULT)))
    }

    /// The decimal digits of an int, with its sign; ValueError beyond the limit.
    pub fn int_to_decimal(&self, big: &BigInt) -> PyResult<String> {
        // 1 bit is 0.30103 digits: refuse before the work, which grows with the square.
        let limit = self.digit_limit();
        let at_least = (big.bits().saturating_sub(1) as f64 * std::f64::consts::LOG10_2) as usize;
        if at_least > DigitLimit::THRESHOLD && limit.exceeded(at_least) {
            return Err(self.too_many_digits(""));
        }
        let text = big.to_string();
        let digits = text.trim_start_matches('-').len();
        if digits > DigitLimit::THRESHOLD && limit.exceeded(digits) {
            return Err(self.too_many_digits(""));
        }
        Ok(text)
    }

    #[cold]
    fn too_many_digits(&self, value: &str) -> crate::object::slots::Raised {
        let limit = self.digit_limit().0.get();
        self.value_error(format!(
            "Exceeds the limit ({limit} digits) for integer string conversion{value}; use \
             sys.set_int_max_str_digits() to increase the limit"
        ))
    }

    /// `int(text, base)` for a str, bytes or bytearray; `None` for anything else.
    pub(super) fn int_of_text(&self, value: &Value, base: u32) -> PyResult<Option<Value>> {
        let Some(text) = normalize_number(value) else { return Ok(None) };
        match parse_digits(&text, base) {
            Ok(Digits { negative, digits, base }) => {
                if !base.is_power_of_two()
                    && digits.len() > DigitLimit::THRESHOLD
                    && self.digit_limit().exceeded(digits.len())
                {
                    let count = digits.len();
                    return Err(self.too_many_digits(&format!(": value has {count} digits")));
                }
                if let (Ok(small), true) = (i64::from_str_radix(&digits, base), digits.len() < 64) {
                    return Ok(Some(self.int(if negative { -small } else { small })));
                }
                let magnitude = BigUint::parse_bytes(digits.as_bytes(), base).unwrap_or_default();
                let big = BigInt::from(magnitude);
                Ok(Some(self.big_int(if negative { -big } else { big })))
            }
            Err(Malformed) => {
                // A bytearray is shown as the bytes that it holds.
                let bytes = Buffer::of(self, value).map(|bytes| self.new_bytes(bytes.to_vec()));
                let shown = self.repr_text(bytes.as_ref().unwrap_or(value))?;
                let shown: String = shown.chars().take(200).collect();
                let text = format!("invalid literal for int() with base {base}: {shown}");
                Err(self.value_error(text))
            }
        }
    }
}

pub(super) fn repr(vm: &Vm, value: &Value) -> PyResult {
    match Int::of(value) {
        Some(Int::Small(small)) => {
            if let Ok(digit @ 0..=9) = u8::try_from(small) {
                return Ok(vm.ascii_char(b'0' + digit));
            }
            vm.finish_str(&IntDigits::with_sign(small))
        }
        Some(Int::Big(big)) => Ok(vm.str(&vm.int_to_decimal(big)?)),
        None => Ok(vm.str("")),
    }
}

/// The bytes of a bytes-like object of ours.
pub(super) fn bytes_like(value: &Value) -> Option<Vec<u8>> {
    Buffer::of_any(value).map(|bytes| bytes.to_vec())
}

/// The text of a number in ASCII without surrounding space: digits of all scripts become ASCII ones,
/// whatever else is not ASCII becomes `?`. `None` unless the value is a str, bytes or bytearray.
pub fn normalize_number(value: &Value) -> Option<String> {
    let text: String = match value.as_str_object() {
        Some(text) => text.to_lossy().chars().map(ascii_of).collect(),
        None => {
            let bytes = bytes_like(value)?;
            let ascii = |b: &u8| if *b < 0x80 { ascii_of(char::from(*b)) } else { '?' };
            bytes.iter().map(ascii).collect()
        }
    };
    Some(text.trim_matches(' ').to_owned())
}

/// As [`normalize_number`], but up to the first character that no number has, which becomes a `?`.
pub(crate) fn number_prefix(value: &Value) -> String {
    let Some(text) = value.as_str_object() else { return String::new() };
    let mut out = String::new();
    for point in text.code_points() {
        let c = char::from_u32(point).unwrap_or(char::REPLACEMENT_CHARACTER);
        out.push(ascii_of(c));
        if !c.is_ascii() && out.ends_with('?') {
            break;
        }
    }
    out.trim_matches(' ').to_owned()
}

fn ascii_of(c: char) -> char {
    match c {
        '\t'..='\r' => ' ',
        '\0'..='\x7f' => c,
        _ if c.is_whitespace() => ' ',
        _ => decimal_digit(c).map_or('?', |d| char::from(b'0' + d)),
    }
}

/// The value of a decimal digit (Unicode category Nd) outside of ASCII.
fn decimal_digit(c: char) -> Option<u8> {
    let at = ZEROS.partition_point(|zero| *zero <= u32::from(c)).checked_sub(1)?;
    let distance = u32::from(c) - ZEROS.get(at)?;
    u8::try_from(distance).ok().filter(|d| *d < 10)
}

/// The zeros of all scripts but ASCII in Unicode 15.1; nine more digits follow each.
#[rustfmt::skip]
static ZEROS: &[u32] = &[
    0x660, 0x6f0, 0x7c0, 0x966, 0x9e6, 0xa66, 0xae6, 0xb66, 0xbe6, 0xc66, 0xce6, 0xd66, 0xde6, 0xe50,
    0xed0, 0xf20, 0x1040, 0x1090, 0x17e0, 0x1810, 0x1946, 0x19d0, 0x1a80, 0x1a90, 0x1b50, 0x1bb0,
    0x1c40, 0x1c50, 0xa620, 0xa8d0, 0xa900, 0xa9d0, 0xa9f0, 0xaa50, 0xabf0, 0xff10, 0x104a0, 0x10d30,
    0x11066, 0x110f0, 0x11136, 0x111d0, 0x112f0, 0x11450, 0x114d0, 0x11650, 0x116c0, 0x11730,
    0x118e0, 0x11950, 0x11c50, 0x11d50, 0x11da0, 0x11f50, 0x16a60, 0x16ac0, 0x16b50, 0x1d7ce,
    0x1d7d8, 0x1d7e2, 0x1d7ec, 0x1d7f6, 0x1e140, 0x1e2f0, 0x1e4f0, 0x1e950, 0x1fbf0,
];

/// What a text of an int consists of: no prefix, no underscores.
#[derive(PartialEq, Eq, Debug)]
pub struct Digits {
    pub negative: bool,
    pub digits: String,
    pub base: u32,
}

/// The text is no int.
#[derive(PartialEq, Eq, Debug)]
pub struct Malformed;

/// Takes a text without surrounding space apart. Base 0 asks the prefix; other bases allow theirs.
pub fn parse_digits(text: &str, base: u32) -> Result<Digits, Malformed> {
    let (negative, unsigned) = match text.strip_prefix(['+', '-']) {
        Some(rest) => (text.starts_with('-'), rest),
        None => (false, text),
    };
    let prefixed = match unsigned.get(..2).map(str::to_ascii_lowercase).as_deref() {
        Some("0x") => Some(16),
        Some("0o") => Some(8),
        Some("0b") => Some(2),
        _ => None,
    };
    let (digits, found) = match prefixed {
        // One underscore may follow the prefix.
        Some(own) if base == 0 || base == own => {
            let rest = unsigned.get(2..).unwrap_or("");
            (rest.strip_prefix('_').unwrap_or(rest), own)
        }
        _ => (unsigned, if base == 0 { 10 } else { base }),
    };
    let plain = without_underscores(digits).ok_or(Malformed)?;
    if plain.is_empty() || !plain.chars().all(|c| c.is_digit(found)) {
        return Err(Malformed);
    }
    let leading_zero = plain.starts_with('0') && plain.bytes().any(|b| b != b'0');
    if base == 0 && prefixed.is_none() && leading_zero {
        return Err(Malformed);
    }
    Ok(Digits { negative, digits: plain, base: found })
}

/// The digits without underscores, each of which must stand between two characters.
fn without_underscores(digits: &str) -> Option<String> {
    if !digits.contains('_') {
        return Some(digits.to_owned());
    }
    let bad = digits.starts_with('_') || digits.ends_with('_') || digits.contains("__");
    (!bad).then(|| digits.replace('_', ""))
}

#[cfg(test)]
mod tests {
    use super::{Malformed, decimal_digit, parse_digits};

    fn parsed(text: &str, base: u32) -> Option<(bool, String, u32)> {
        parse_digits(text, base).ok().map(|d| (d.negative, d.digits, d.base))
    }

    #[test]
    fn prefixes_and_underscores() {
        assert_eq!(parsed("0x_ff", 0), Some((false, "ff".into(), 16)));
        assert_eq!(parsed("-0b101", 2), Some((true, "101".into(), 2)));
        assert_eq!(parsed("0b1", 16), Some((false, "0b1".into(), 16)));
        assert_eq!(parsed("1_000", 10), Some((false, "1000".into(), 10)));
        assert_eq!(parsed("0_0", 0), Some((false, "00".into(), 10)));
        for (text, base) in
            [("", 10), ("_1", 10), ("1__0", 10), ("1_", 10), ("0x", 0), ("010", 0), ("+-1", 10)]
        {
            assert_eq!(parse_digits(text, base), Err(Malformed), "{text}");
        }
    }

    #[test]
    fn digits_of_other_scripts() {
        assert_eq!(decimal_digit('٣'), Some(3));
        assert_eq!(decimal_digit('９'), Some(9));
        assert_eq!(decimal_digit('é'), None);
    }
}
