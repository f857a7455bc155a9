//! Escape sequences of string and bytes literals, with the messages of CPython's codecs.

use taipan_unicode::character_named;

/// A literal taken apart.
pub(crate) struct Literal<'a> {
    pub(crate) raw: bool,
    /// Written `u"…"`; CPython does not mark `U"…"`.
    pub(crate) unicode: bool,
    /// Where the body begins.
    pub(crate) start: u32,
    /// What is between the quotes.
    pub(crate) body: &'a str,
}

impl<'a> Literal<'a> {
    /// Takes apart a complete literal token.
    pub(crate) fn new(text: &'a str) -> Self {
        let bytes = text.as_bytes();
        let prefix = bytes.iter().position(|b| matches!(b, b'"' | b'\'')).unwrap_or(0);
        let quote = bytes.get(prefix).copied().unwrap_or(b'"');
        let rest = bytes.get(prefix..).unwrap_or(&[]);
        let width = if rest.len() >= 6 && rest.starts_with(&[quote, quote, quote]) { 3 } else { 1 };
        let letters = bytes.get(..prefix).unwrap_or(&[]);
        Self {
            raw: letters.iter().any(|b| matches!(b, b'r' | b'R')),
            unicode: letters.first() == Some(&b'u'),
            start: (prefix + width) as u32,
            body: text.get(prefix + width..text.len() - width).unwrap_or(""),
        }
    }
}

impl Literal<'_> {
    /// What is wrong with it, if anything is.
    pub(crate) fn mistake(&self, bytes: bool) -> Option<String> {
        if bytes && !self.body.is_ascii() {
            return Some(NOT_ASCII.to_owned());
        }
        if self.raw || !self.body.as_bytes().contains(&b'\\') {
            return None;
        }
        match bytes {
            true => decode_bytes(self.body.as_bytes()).err(),
            false => decode_str(self.body, false).err(),
        }
    }
}

pub(crate) const NOT_ASCII: &str = "bytes can only contain ASCII literal characters";

/// A decoded literal, and a warning about the first escape that means nothing.
pub(crate) struct Decoded {
    pub(crate) value: Vec<u8>,
    pub(crate) invalid: Option<String>,
}

/// The character that a single letter after the backslash stands for.
fn simple(letter: u8) -> Option<u8> {
    Some(match letter {
        b'\\' | b'\'' | b'"' => letter,
        b'a' => 7,
        b'b' => 8,
        b'f' => 12,
        b'n' => b'\n',
        b'r' => b'\r',
        b't' => b'\t',
        b'v' => 11,
        _ => return None,
    })
}

/// The value of up to three octal digits, and how many they are.
fn octal(rest: &[u8]) -> (u32, usize) {
    let digits = rest.iter().take(3).take_while(|b| matches!(b, b'0'..=b'7'));
    digits.fold((0, 0), |(value, length), b| (value * 8 + u32::from(b - b'0'), length + 1))
}

/// The value of up to `most` hexadecimal digits, and how many they are.
fn hexadecimal(rest: &[u8], most: usize) -> (u32, usize) {
    let digits = rest.iter().take(most).map_while(|b| char::from(*b).to_digit(16));
    digits.fold((0, 0), |(value, length), digit| ((value << 4) | digit, length + 1))
}

fn invalid_octal(rest: &[u8], length: usize) -> String {
    let digits = String::from_utf8_lossy(rest.get(..length).unwrap_or(&[])).into_owned();
    format!("invalid octal escape sequence '\\{digits}'")
}

/// A code point as UTF-8, surrogates included.
fn push_code(value: &mut Vec<u8>, code: u32) {
    match char::from_u32(code) {
        Some(c) => value.extend_from_slice(c.encode_utf8(&mut [0; 4]).as_bytes()),
        None => value.extend_from_slice(&[
            0xE0 | (code >> 12) as u8,
            0x80 | (code >> 6 & 0x3F) as u8,
            0x80 | (code & 0x3F) as u8,
        ]),
    }
}

/// Decodes the body of a string literal; in an f-string's text doubled braces are one.
pub(crate) fn decode_str(body: &str, fstring: bool) -> Result<Decoded, String> {
    let bytes = body.as_bytes();
    let mut decoded = Decoded { value: Vec::with_capacity(bytes.len()), invalid: None };
    let mut at = 0;
    while let Some(rest) = bytes.get(at..)
        && !rest.is_empty()
    {
        let plain = if fstring {
            memchr::memchr3(b'\\', b'{', b'}', rest)
        } else {
            memchr::memchr(b'\\', rest)
        };
        let plain = plain.unwrap_or(rest.len());
        decoded.value.extend_from_slice(rest.get(..plain).unwrap_or(&[]));
        at += plain;
        match bytes.get(at) {
            Some(b'\\') => at += escape(body, at, fstring, &mut decoded)?,
            Some(&brace) => {
                decoded.value.push(brace);
                at += if bytes.get(at + 1) == Some(&brace) { 2 } else { 1 };
            }
            None => {}
        }
    }
    Ok(decoded)
}

/// Decodes the escape at `at`; returns its length.
fn escape(body: &str, at: usize, fstring: bool, decoded: &mut Decoded) -> Result<usize, String> {
    let bytes = body.as_bytes();
    let rest = bytes.get(at + 2..).unwrap_or(&[]);
    let Some(&letter) = bytes.get(at + 1) else {
        if fstring {
            // The backslash stands before a field's brace.
            decoded.value.push(b'\\');
            if decoded.invalid.is_none() {
                decoded.invalid = Some("invalid escape sequence '\\{'".to_owned());
            }
            return Ok(1);
        }
        let place = codec_position(body, at);
        return Err(format!(
            "(unicode error) 'unicodeescape' codec can't decode byte 0x5c in position {place}: \\ \
             at end of string"
        ));
    };
    if let Some(byte) = simple(letter) {
        decoded.value.push(byte);
        return Ok(2);
    }
    match letter {
        b'\n' => Ok(2),
        b'0'..=b'7' => {
            let digits = bytes.get(at + 1..).unwrap_or(&[]);
            let (code, length) = octal(digits);
            if code > 0o377 && decoded.invalid.is_none() {
                decoded.invalid = Some(invalid_octal(digits, length));
            }
            push_code(&mut decoded.value, code);
            Ok(1 + length)
        }
        b'x' => code_point(body, at, rest, 2, "\\xXX", decoded),
        b'u' => code_point(body, at, rest, 4, "\\uXXXX", decoded),
        b'U' => code_point(body, at, rest, 8, "\\UXXXXXXXX", decoded),
        b'N' => named(body, at, rest, decoded),
        _ => {
            let c = body.get(at + 1..).and_then(|rest| rest.chars().next()).unwrap_or(' ');
            if decoded.invalid.is_none() {
                decoded.invalid = Some(format!("invalid escape sequence '\\{c}'"));
            }
            decoded.value.push(b'\\');
            if fstring && matches!(c, '{' | '}') {
                // The brace is one of the f-string's own.
                return Ok(1);
            }
            decoded.value.extend_from_slice(c.encode_utf8(&mut [0; 4]).as_bytes());
            Ok(1 + c.len_utf8())
        }
    }
}

fn code_point(
    body: &str,
    at: usize,
    rest: &[u8],
    digits: usize,
    form: &str,
    decoded: &mut Decoded,
) -> Result<usize, String> {
    let (code, length) = hexadecimal(rest, digits);
    if length < digits {
        return Err(codec_error(body, at, length + 1, &format!("truncated {form} escape")));
    }
    if code > 0x10_FFFF {
        return Err(codec_error(body, at, length + 1, "illegal Unicode character"));
    }
    push_code(&mut decoded.value, code);
    Ok(2 + length)
}

fn named(body: &str, at: usize, rest: &[u8], decoded: &mut Decoded) -> Result<usize, String> {
    let length = match rest.first() {
        Some(b'{') => memchr::memchr(b'}', rest),
        Some(_) | None => None,
    };
    let Some(length) = length.filter(|&length| length > 1) else {
        let last = match rest.first() {
            Some(b'{') => memchr::memchr(b'}', rest).map_or(rest.len(), |end| end + 1),
            Some(_) | None => 0,
        };
        return Err(codec_error(body, at, last + 1, "malformed \\N character escape"));
    };
    let name = body.get(at + 3..at + 2 + length).unwrap_or("");
    let Some(code) = character_named(name) else {
        return Err(codec_error(body, at, length + 2, "unknown Unicode character name"));
    };
    push_code(&mut decoded.value, code);
    Ok(length + 3)
}

/// CPython counts positions in a copy of the body where a character beyond ASCII takes ten bytes.
fn codec_position(body: &str, at: usize) -> usize {
    let before = body.get(..at).unwrap_or("");
    before.chars().map(|c| if c.is_ascii() { 1 } else { 10 }).sum()
}

fn codec_error(body: &str, at: usize, length: usize, reason: &str) -> String {
    let start = codec_position(body, at);
    let end = start + length;
    format!(
        "(unicode error) 'unicodeescape' codec can't decode bytes in position {start}-{end}: {reason}"
    )
}

/// Decodes the body of a bytes literal, which is ASCII.
pub(crate) fn decode_bytes(body: &[u8]) -> Result<Decoded, String> {
    let mut decoded = Decoded { value: Vec::with_capacity(body.len()), invalid: None };
    let mut at = 0;
    while let Some(rest) = body.get(at..)
        && !rest.is_empty()
    {
        let plain = memchr::memchr(b'\\', rest).unwrap_or(rest.len());
        decoded.value.extend_from_slice(rest.get(..plain).unwrap_or(&[]));
        at += plain;
        let Some(&letter) = body.get(at + 1) else {
            break;
        };
        let digits = body.get(at + 1..).unwrap_or(&[]);
        if let Some(byte) = simple(letter) {
            decoded.value.push(byte);
            at += 2;
            continue;
        }
        match letter {
            b'\n' => at += 2,
            b'0'..=b'7' => {
                let (code, length) = octal(digits);
                if code > 0o377 && decoded.invalid.is_none() {
                    decoded.invalid = Some(invalid_octal(digits, length));
                }
                decoded.value.push(code as u8);
                at += 1 + length;
            }
            b'x' => {
                let (code, length) = hexadecimal(digits.get(1..).unwrap_or(&[]), 2);
                if length < 2 {
                    return Err(format!("(value error) invalid \\x escape at position {at}"));
                }
                decoded.value.push(code as u8);
                at += 4;
            }
            _ => {
                if decoded.invalid.is_none() {
                    let c = char::from(letter);
                    decoded.invalid = Some(format!("invalid escape sequence '\\{c}'"));
                }
                decoded.value.extend_from_slice(&[b'\\', letter]);
                at += 2;
            }
        }
    }
    Ok(decoded)
}
