//! A file's bytes to text: byte-order mark, PEP 263 cookie, newlines. Knows no tokens.

use std::borrow::Cow;

use crate::ast::Span;
use crate::error::{SyntaxError, SyntaxErrorKind};

/// A source without lines: none of it is text.
fn refuse(message: impl Into<String>, offset: i32) -> SyntaxError {
    SyntaxError {
        kind: SyntaxErrorKind::Syntax,
        message: message.into(),
        lineno: 0,
        offset,
        end_lineno: 0,
        end_offset: 0,
        text: None,
        span: Span::new(0, 0),
        incomplete: false,
    }
}

/// The source's encoding is unknown, or it does not keep to it.
fn refuse_encoding(message: impl Into<String>) -> SyntaxError {
    refuse(message, -1)
}

/// A source that no parser should see.
pub(crate) fn refuse_text(source: &str) -> Option<SyntaxError> {
    if source.as_bytes().contains(&0) {
        return Some(refuse("source code string cannot contain null bytes", 0));
    }
    if source.len() >= u32::MAX as usize {
        return Some(refuse("source code string is too long", 0));
    }
    None
}

/// `\r\n` and `\r` become `\n`.
pub(crate) fn normalise_newlines(source: &str) -> String {
    let mut out = String::with_capacity(source.len());
    let mut rest = source;
    while let Some(at) = memchr::memchr(b'\r', rest.as_bytes()) {
        let (line, after) = rest.split_at(at);
        out.push_str(line);
        out.push('\n');
        let after = after.strip_prefix('\r').unwrap_or(after);
        rest = after.strip_prefix('\n').unwrap_or(after);
    }
    out.push_str(rest);
    out
}

/// Turns a file's bytes into the text that [`crate::parse`] takes: without byte-order mark, decoded
/// as its coding cookie says (UTF-8 without one), with newlines as `\n`.
///
/// # Errors
/// An unknown encoding, one that contradicts the byte-order mark, or bytes that are not text in it;
/// messages are those of CPython reading a file.
pub fn decode(bytes: &[u8]) -> Result<Cow<'_, str>, SyntaxError> {
    let (marked, body) = without_mark(bytes);
    if body.contains(&0) {
        return Err(refuse("source code string cannot contain null bytes", 0));
    }
    let text = match cookie(body) {
        Some(name) => decode_as(&name, marked, body)?,
        None => utf8(body)?,
    };
    if text.as_bytes().contains(&b'\r') {
        return Ok(Cow::Owned(normalise_newlines(&text)));
    }
    Ok(text)
}

fn without_mark(bytes: &[u8]) -> (bool, &[u8]) {
    match bytes.strip_prefix(b"\xEF\xBB\xBF") {
        Some(body) => (true, body),
        None => (false, bytes),
    }
}

/// What a file's bytes say of their encoding.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Declared {
    /// Nothing, which means UTF-8.
    No,
    /// UTF-8, by a byte-order mark or a cookie.
    Utf8,
    /// Another one, by that name.
    Other(String),
}

/// What a file's bytes say of their encoding.
pub fn declared_encoding(bytes: &[u8]) -> Declared {
    let (marked, body) = without_mark(bytes);
    match cookie(body) {
        Some(name) if !names_utf8(&name) => Declared::Other(name),
        Some(_) => Declared::Utf8,
        None if marked => Declared::Utf8,
        None => Declared::No,
    }
}

/// Whether a cookie's name is one that CPython takes for UTF-8 without asking its codecs.
fn names_utf8(name: &str) -> bool {
    is_or_begins(&normalised(name), "utf-8")
}

fn normalised(name: &str) -> String {
    name.to_ascii_lowercase().replace('_', "-")
}

fn is_or_begins(lower: &str, name: &str) -> bool {
    lower.strip_prefix(name).is_some_and(|rest| rest.is_empty() || rest.starts_with('-'))
}

/// The encoding named in a comment of the first two lines; the first must be blank or a comment
/// for the second to count.
fn cookie(body: &[u8]) -> Option<String> {
    for line in body.split(|&b| b == b'\n' || b == b'\r').take(2) {
        let blank = line.iter().position(|b| !matches!(b, b' ' | b'\t' | b'\x0c'));
        let Some(text) = blank.and_then(|at| line.get(at..)) else {
            continue;
        };
        if text.first() != Some(&b'#') {
            return None;
        }
        if let Some(name) = cookie_in(text) {
            return Some(name);
        }
    }
    None
}

/// The name after `coding:` or `coding=`.
fn cookie_in(comment: &[u8]) -> Option<String> {
    let mut at = 0;
    while let Some(found) = memchr::memmem::find(comment.get(at..)?, b"coding") {
        at += found + 6;
        if !matches!(comment.get(at), Some(b':' | b'=')) {
            continue;
        }
        let rest = comment.get(at + 1..)?;
        let start = rest.iter().position(|b| !matches!(b, b' ' | b'\t')).unwrap_or(rest.len());
        let name: String = rest
            .get(start..)?
            .iter()
            .take_while(|b| b.is_ascii_alphanumeric() || matches!(b, b'-' | b'_' | b'.'))
            .map(|&b| char::from(b))
            .collect();
        if !name.is_empty() {
            return Some(name);
        }
    }
    None
}

/// Other names of Latin-1 in Python. To the web some of them mean Windows' table.
const LATIN: [&str; 10] = [
    "latin1",
    "latin",
    "l1",
    "iso8859-1",
    "iso8859",
    "8859",
    "cp819",
    "ibm819",
    "csisolatin1",
    "iso-ir-100",
];

fn decode_as<'b>(name: &str, marked: bool, body: &'b [u8]) -> Result<Cow<'b, str>, SyntaxError> {
    let lower = normalised(name);
    if names_utf8(name) {
        return utf8(body);
    }
    let latin = ["latin-1", "iso-8859-1", "iso-latin-1"].iter().any(|n| is_or_begins(&lower, n));
    if marked {
        let name = if latin { "iso-8859-1" } else { name };
        return Err(refuse_encoding(format!("encoding problem: {name} with BOM")));
    }
    if is_or_begins(&lower, "utf8") || lower == "u8" || lower == "cp65001" {
        return std::str::from_utf8(body).map(Cow::Borrowed).map_err(|error| {
            let at = error.valid_up_to();
            let length = error.error_len().unwrap_or(body.len() - at);
            let first = body.get(at).copied().unwrap_or(0);
            let reason = match (first, error.error_len()) {
                (0x80..=0xC1 | 0xF5..=0xFF, _) => "invalid start byte",
                (_, None) => "unexpected end of data",
                (_, Some(_)) => "invalid continuation byte",
            };
            undecoded("utf-8", body, at, length, reason)
        });
    }
    if latin || LATIN.contains(&lower.as_str()) {
        if body.is_ascii() {
            return utf8(body);
        }
        return Ok(Cow::Owned(body.iter().map(|&b| char::from(b)).collect()));
    }
    if matches!(lower.as_str(), "ascii" | "us-ascii" | "646") {
        return match body.iter().position(|b| !b.is_ascii()) {
            None => utf8(body),
            Some(at) => Err(undecoded("ascii", body, at, 1, "ordinal not in range(128)")),
        };
    }
    decode_foreign(name, &lower, body)
}

/// Text in an encoding of the web's.
fn decode_foreign<'b>(
    name: &str,
    lower: &str,
    body: &'b [u8],
) -> Result<Cow<'b, str>, SyntaxError> {
    let label = match lower.strip_prefix("cp") {
        Some(digits) if digits.starts_with("125") => format!("windows-{digits}"),
        _ => lower.to_owned(),
    };
    let label = match label.as_str() {
        "cp932" | "ms932" | "mskanji" => "shift_jis",
        "cp949" | "uhc" => "euc-kr",
        "cp950" => "big5",
        "cp936" => "gbk",
        other => other,
    };
    let unknown = || refuse_encoding(format!("unknown encoding: {name}"));
    let encoding = encoding_rs::Encoding::for_label(label.as_bytes())
        .or_else(|| encoding_rs::Encoding::for_label(label.replace('-', "_").as_bytes()))
        .ok_or_else(unknown)?;
    let Some(text) = encoding.decode_without_bom_handling_and_without_replacement(body) else {
        let (at, length) = first_malformed(encoding, body);
        let codec = lower.replace('-', "_");
        return Err(undecoded(&codec, body, at, length, "illegal multibyte sequence"));
    };
    // Where Windows has no character the web has a control character.
    let undefined = |c: char| label.starts_with("windows-125") && ('\u{80}'..'\u{a0}').contains(&c);
    if let Some(at) = text.chars().position(undefined) {
        return Err(undecoded("charmap", body, at, 1, "character maps to <undefined>"));
    }
    Ok(text)
}

/// Where the first bytes are that mean nothing, and how many.
fn first_malformed(encoding: &'static encoding_rs::Encoding, body: &[u8]) -> (usize, usize) {
    let mut decoder = encoding.new_decoder_without_bom_handling();
    let (mut at, mut buffer) = (0, [0; 1024]);
    while let Some(rest) = body.get(at..) {
        let (result, read, _) = decoder.decode_to_utf8_without_replacement(rest, &mut buffer, true);
        at += read;
        match result {
            encoding_rs::DecoderResult::Malformed(length, after) => {
                let length = usize::from(length);
                return (at.saturating_sub(length + usize::from(after)), length);
            }
            encoding_rs::DecoderResult::InputEmpty => break,
            encoding_rs::DecoderResult::OutputFull => {}
        }
    }
    (at, 1)
}

/// A codec's message about bytes that it does not know.
fn undecoded(codec: &str, body: &[u8], at: usize, length: usize, reason: &str) -> SyntaxError {
    let what = match (length, body.get(at)) {
        (1, Some(byte)) => format!("byte 0x{byte:02x} in position {at}"),
        _ => format!("bytes in position {at}-{}", at + length.max(1) - 1),
    };
    refuse_encoding(format!("'{codec}' codec can't decode {what}: {reason}"))
}

fn utf8(body: &[u8]) -> Result<Cow<'_, str>, SyntaxError> {
    match std::str::from_utf8(body) {
        Ok(text) => Ok(Cow::Borrowed(text)),
        Err(_) => crate::undecodable::decode(body).map(Cow::Owned),
    }
}
