//! Quoted printable: text in which bytes that mail may not carry are `=` and two digits, in lines of at
//! most 76 characters.

use taipan_engine::object::slots::PyResult;
use taipan_engine::object::value::Value;
use taipan_engine::object::vm::Vm;
use taipan_engine::types::bytes::Buffer;

use super::{ascii_or_bytes, digit, made};

const LINE: usize = 76;

pub(super) fn a2b_qp(vm: &Vm, data: &Value, header: bool) -> PyResult {
    let text = ascii_or_bytes(vm, data)?;
    let mut out = made(vm, text.len())?;
    let mut rest = text.as_slice();
    while let Some((byte, after)) = rest.split_first() {
        rest = after;
        match byte {
            b'=' => match after {
                // A line that goes on; what stands in front of its end is dropped.
                [] => {}
                [b'\n' | b'\r', ..] => {
                    let end = after.iter().position(|byte| *byte == b'\n');
                    rest = end.map_or(&[], |end| &after[end + 1..]);
                }
                [b'=', ..] => {
                    out.push(b'=');
                    rest = &after[1..];
                }
                [high, low, ..] if digit(*high).is_some() && digit(*low).is_some() => {
                    let (high, low) = (digit(*high).unwrap_or(0), digit(*low).unwrap_or(0));
                    out.push(high << 4 | low);
                    rest = &after[2..];
                }
                _ => out.push(b'='),
            },
            b'_' if header => out.push(b' '),
            byte => out.push(*byte),
        }
    }
    Ok(vm.new_bytes(out))
}

/// How text is quoted.
#[derive(Clone, Copy)]
struct Style {
    /// Tabs and spaces are quoted everywhere.
    tabs: bool,
    /// Ends of lines stay such.
    text: bool,
    /// Spaces become underscores.
    header: bool,
    /// Lines end by both characters, as the first one of the input does.
    crlf: bool,
}

impl Style {
    /// Whether the byte at the start of `rest` is to be quoted.
    fn quotes(self, rest: &[u8], line_is_empty: bool) -> bool {
        let Some((byte, after)) = rest.split_first() else { return false };
        match byte {
            b'=' | 127.. => true,
            b'_' => self.header,
            // Alone in its line it would end a mail.
            b'.' => line_is_empty && matches!(after.first(), None | Some(b'\n' | b'\r' | 0)),
            b'\r' | b'\n' => !self.text,
            b'\t' | b' ' => self.tabs || after.is_empty(),
            byte => *byte < 33,
        }
    }

    fn line_end(self) -> &'static [u8] {
        if self.crlf { b"\r\n" } else { b"\n" }
    }
}

fn push_quoted(out: &mut Vec<u8>, byte: u8) {
    const DIGITS: &[u8; 16] = b"0123456789ABCDEF";
    out.extend([b'=', DIGITS[usize::from(byte >> 4)], DIGITS[usize::from(byte & 15)]]);
}

pub(super) fn b2a_qp(vm: &Vm, data: &Value, tabs: bool, text: bool, header: bool) -> PyResult {
    let bytes = Buffer::simple(vm, data)?.to_vec();
    let first_end = bytes.iter().position(|byte| *byte == b'\n');
    let before = first_end.and_then(|at| at.checked_sub(1)).and_then(|at| bytes.get(at));
    let style = Style { tabs, text, header, crlf: before == Some(&b'\r') };
    let mut out = made(vm, bytes.len())?;
    let (mut rest, mut width) = (bytes.as_slice(), 0);
    while let Some((byte, after)) = rest.split_first() {
        if style.quotes(rest, width == 0) {
            soft_break(&mut out, &mut width, 3, style);
            push_quoted(&mut out, *byte);
            rest = after;
            continue;
        }
        let ends_line = match byte {
            b'\n' => Some(after),
            b'\r' => after.strip_prefix(b"\n"),
            _ => None,
        };
        if let Some(after) = ends_line.filter(|_| text) {
            // White space in front of an end of a line would get lost.
            if let Some(last @ (b' ' | b'\t')) = out.last().copied() {
                out.pop();
                push_quoted(&mut out, last);
            }
            out.extend_from_slice(style.line_end());
            width = 0;
            rest = after;
            continue;
        }
        match after.first() {
            None | Some(b'\n') => width += 1,
            Some(_) => soft_break(&mut out, &mut width, 1, style),
        }
        out.push(if header && *byte == b' ' { b'_' } else { *byte });
        rest = after;
        vm.reserve(&mut out, Some(8))?;
    }
    Ok(vm.new_bytes(out))
}

/// Breaks a line that has no room for so many characters more; counts them.
fn soft_break(out: &mut Vec<u8>, width: &mut usize, more: usize, style: Style) {
    if *width + more >= LINE {
        out.push(b'=');
        out.extend_from_slice(style.line_end());
        *width = 0;
    }
    *width += more;
}
