//! Sources in UTF-8 with bytes that are none: CPython refuses only the literal or name that contains
//! them, and lets them stand in comments.

use crate::ast::Arena;
use crate::error::SyntaxError;
use crate::lines::LineIndex;
use crate::{Mode, locate, parser};

/// Bytes that are no UTF-8. In the text a replacement character stands for them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Undecodable {
    /// Where the replacement character begins.
    pub(crate) at: u32,
    /// How many bytes it stands for, up to three.
    length: u32,
    first: u8,
}

const REPLACEMENT: char = char::REPLACEMENT_CHARACTER;
const WIDTH: u32 = REPLACEMENT.len_utf8() as u32;

/// The text of a source that is no UTF-8, if all that is wrong stands in comments.
pub(crate) fn decode(body: &[u8]) -> Result<String, SyntaxError> {
    let (text, found) = replaced(body);
    if text.len() >= u32::MAX as usize {
        return Ok(text); // for the parser to refuse
    }
    let arena = Arena::new();
    match parser::parse(&text, Mode::Module, &arena, &found) {
        Ok(_) => {}
        Err((problem, tokens)) => {
            let error = locate::locate(problem, &text, &tokens);
            return Err(with_original_columns(error, &text, &found));
        }
    }
    Ok(text)
}

/// Newlines become `\n`, what is no UTF-8 becomes replacement characters.
fn replaced(body: &[u8]) -> (String, Vec<Undecodable>) {
    let mut text = String::with_capacity(body.len());
    let mut found = Vec::new();
    for chunk in body.utf8_chunks() {
        // Between two chunks there are bytes that are no newline.
        text.push_str(&crate::decode::normalise_newlines(chunk.valid()));
        if let Some(&first) = chunk.invalid().first() {
            let length = chunk.invalid().len() as u32;
            found.push(Undecodable { at: text.len() as u32, length, first });
            text.push(REPLACEMENT);
        }
    }
    (text, found)
}

/// How a literal's body is read.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Reading {
    /// All at once.
    Whole,
    /// What is beyond ASCII piece by piece, since it has escapes.
    Runs,
}

/// CPython's message if something between the two offsets is no UTF-8.
pub(crate) fn refusal(
    found: &[Undecodable],
    source: &str,
    start: u32,
    end: u32,
    reading: Reading,
) -> Option<String> {
    let bad = found.iter().find(|bad| (start..end).contains(&bad.at))?;
    let before = source.get(start as usize..bad.at as usize).unwrap_or("");
    let after = source.get((bad.at + WIDTH) as usize..end as usize).unwrap_or("");
    let (position, ends) = match reading {
        Reading::Whole => (before.len(), after.is_empty()),
        Reading::Runs => {
            let ascii = before.rfind(|c: char| c.is_ascii()).map_or(0, |at| at + 1);
            (before.len() - ascii, after.chars().next().is_none_or(|c| c.is_ascii()))
        }
    };
    Some(bad.message(position, ends))
}

impl Undecodable {
    /// `ends`: nothing follows in what is read.
    fn message(self, position: usize, ends: bool) -> String {
        let reason = match self.first {
            0x80..=0xC1 | 0xF5..=0xFF => "invalid start byte",
            _ if ends => "unexpected end of data",
            _ => "invalid continuation byte",
        };
        let what = match self.length {
            1 => format!("byte 0x{:02x} in position {position}", self.first),
            length => {
                format!("bytes in position {position}-{}", position + length as usize - 1)
            }
        };
        format!("(unicode error) 'utf-8' codec can't decode {what}: {reason}")
    }
}

/// CPython applies the bytes' columns to the text with replacement characters, and has a message of
/// its own for names.
fn with_original_columns(error: SyntaxError, text: &str, found: &[Undecodable]) -> SyntaxError {
    let span = error.span;
    let name = found
        .iter()
        .find(|bad| error.message.starts_with("invalid character") && bad.at + WIDTH == span.end);
    if let Some(bad) = name {
        return in_name(error, text, *bad);
    }
    let lines = LineIndex::new(text);
    let end = lines.location(span.end);
    let line_start = span.end - end.column;
    let wider: u32 = found
        .iter()
        .filter(|bad| (line_start..span.end).contains(&bad.at))
        .map(|bad| WIDTH - bad.length)
        .sum();
    if wider == 0 {
        return error;
    }
    let bytes = (end.column - wider) as usize;
    let shown = error.text.as_deref().unwrap_or("").trim_end_matches('\n');
    let columns = shown.char_indices().take_while(|(at, c)| at + c.len_utf8() <= bytes).count();
    SyntaxError { end_offset: columns as i32 + 1, ..error }
}

fn in_name(error: SyntaxError, text: &str, bad: Undecodable) -> SyntaxError {
    let part = |c: char| c == '_' || c.is_ascii_alphanumeric() || !c.is_ascii();
    let before = text.get(..bad.at as usize).unwrap_or("");
    let start = before.rfind(|c| !part(c)).map_or(0, |at| at + 1);
    let after = text.get((bad.at + WIDTH) as usize..).unwrap_or("");
    let ends = after.chars().next().is_none_or(|c| !part(c));
    let location = LineIndex::new(text).location(bad.at);
    let line_start = (bad.at - location.column) as usize;
    let column = text.get(line_start..bad.at as usize).unwrap_or("").chars().count();
    SyntaxError {
        message: bad.message(bad.at as usize - start, ends),
        lineno: location.line,
        offset: column as i32 + 1,
        end_lineno: location.line,
        end_offset: -1,
        text: Some(line_at(text, line_start)),
        ..error
    }
}

fn line_at(text: &str, start: usize) -> String {
    let rest = text.get(start..).unwrap_or("");
    rest.split_inclusive('\n').next().unwrap_or("").to_owned()
}
