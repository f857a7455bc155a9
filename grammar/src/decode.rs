//! A file's bytes to text: byte-order mark, PEP 263 cookie, newlines. Knows no tokens.

use std::borrow::Cow;

use crate::ast::Span;
use crate::error::{SyntaxError, SyntaxErrorKind};

fn refuse(message: String, lineno: u32, text: Option<String>) -> SyntaxError {
    SyntaxError {
        kind: SyntaxErrorKind::Syntax,
        message,
        lineno,
        offset: 0,
        end_lineno: lineno,
        end_offset: 0,
        text,
        span: Span::new(0, 0),
        incomplete: false,
    }
}

/// A source that no parser should see.
pub(crate) fn refuse_text(source: &str) -> Option<SyntaxError> {
    if memchr::memchr(0, source.as_bytes()).is_some() {
        return Some(refuse("source code string cannot contain null bytes".to_owned(), 0, None));
    }
    if source.len() >= u32::MAX as usize {
        return Some(refuse("source code string is too long".to_owned(), 0, None));
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
    let (marked, body) = match bytes.strip_prefix(b"\xEF\xBB\xBF") {
        Some(body) => (true, body),
        None => (false, bytes),
    };
    if memchr::memchr(0, body).is_some() {
        return Err(refuse("source code cannot contain null bytes".to_owned(), 0, None));
    }
    let text = match cookie(body) {
        Some(name) => decode_as(&name, marked, body)?,
        None => utf8(body)?,
    };
    if memchr::memchr(b'\r', text.as_bytes()).is_some() {
        return Ok(Cow::Owned(normalise_newlines(&text)));
    }
    Ok(text)
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

fn decode_as<'b>(name: &str, marked: bool, body: &'b [u8]) -> Result<Cow<'b, str>, SyntaxError> {
    let lower = name.to_ascii_lowercase().replace('_', "-");
    let is =
        |names: &[&str]| names.iter().any(|n| lower == *n || lower.starts_with(&format!("{n}-")));
    if is(&["utf-8"]) {
        return utf8(body);
    }
    if marked {
        return Err(refuse(format!("encoding problem: {name} with BOM"), 0, None));
    }
    if is(&["utf8"]) || lower == "u8" || lower == "cp65001" {
        return utf8(body);
    }
    if is(&["latin-1", "iso-8859-1", "iso-latin-1"]) || lower == "latin1" || lower == "l1" {
        if body.is_ascii() {
            return utf8(body);
        }
        return Ok(Cow::Owned(body.iter().map(|&b| char::from(b)).collect()));
    }
    if matches!(lower.as_str(), "ascii" | "us-ascii" | "646") {
        return match body.iter().position(|b| !b.is_ascii()) {
            None => utf8(body),
            Some(at) => Err(refuse(
                format!(
                    "'ascii' codec can't decode byte 0x{:02x} in position {at}: ordinal not in \
                     range(128)",
                    body.get(at).copied().unwrap_or(0)
                ),
                0,
                None,
            )),
        };
    }
    let label = match lower.strip_prefix("cp") {
        Some(digits) if digits.starts_with("125") => format!("windows-{digits}"),
        _ => lower.clone(),
    };
    let label = match label.as_str() {
        "cp932" | "ms932" | "mskanji" => "shift_jis",
        "cp949" | "uhc" => "euc-kr",
        "cp950" => "big5",
        "cp936" => "gbk",
        other => other,
    };
    let unknown = || refuse(format!("unknown encoding: {name}"), 0, None);
    let encoding = encoding_rs::Encoding::for_label(label.as_bytes())
        .or_else(|| encoding_rs::Encoding::for_label(label.replace('-', "_").as_bytes()))
        .ok_or_else(unknown)?;
    match encoding.decode_without_bom_handling_and_without_replacement(body) {
        Some(text) => Ok(text),
        None => Err(refuse(format!("(unicode error) '{lower}' codec can't decode bytes"), 0, None)),
    }
}

fn utf8(body: &[u8]) -> Result<Cow<'_, str>, SyntaxError> {
    match std::str::from_utf8(body) {
        Ok(text) => Ok(Cow::Borrowed(text)),
        Err(error) => {
            let at = error.valid_up_to();
            let byte = body.get(at).copied().unwrap_or(0);
            let rest = body.get(at + 1);
            let reason = match (byte, rest) {
                (0x80..=0xC1 | 0xF5..=0xFF, _) => "invalid start byte",
                (_, None) => "unexpected end of data",
                (_, Some(_)) if error.error_len().is_none() => "unexpected end of data",
                (_, Some(_)) => "invalid continuation byte",
            };
            Err(refuse(
                format!(
                    "(unicode error) 'utf-8' codec can't decode byte 0x{byte:02x} in position {at}: \
                     {reason}"
                ),
                0,
                None,
            ))
        }
    }
}
