//! Names beyond ASCII: which characters they may have, and their normal form. Knows no other tokens.

use unicode_normalization::UnicodeNormalization;

use crate::ast::Arena;
use crate::error::{Place, Problem};

/// Refuses a name with a character that no identifier may have there; `start` is its offset.
pub(crate) fn check(name: &str, start: u32) -> Result<(), Problem> {
    for (at, c) in name.char_indices() {
        let allowed = if at == 0 {
            c == '_' || unicode_ident::is_xid_start(c)
        } else {
            unicode_ident::is_xid_continue(c)
        };
        if !allowed {
            let end = start + (at + c.len_utf8()) as u32;
            let code = c as u32;
            let message = if is_printable(c) {
                format!("invalid character '{c}' (U+{code:04X})")
            } else {
                format!("invalid non-printable character U+{code:04X}")
            };
            return Err(Problem::syntax(message, Place::Cursor(end)));
        }
    }
    Ok(())
}

/// Roughly `str.isprintable` of one character, for the message only: separators, controls and
/// formats are not.
fn is_printable(c: char) -> bool {
    let code = c as u32;
    !(c.is_control()
        || (c.is_whitespace() && c != ' ')
        || matches!(code, 0xAD | 0x600..=0x605 | 0x61C | 0x6DD | 0x70F | 0x8E2 | 0x180E)
        || matches!(code, 0x200B..=0x200F | 0x202A..=0x202E | 0x2060..=0x206F | 0xFEFF)
        || matches!(code, 0xFFF0..=0xFFFB | 0xE000..=0xF8FF | 0xE0000..=0x10FFFF))
}

/// The name as Python knows it: NFKC.
pub(crate) fn normalised<'a>(name: &'a str, arena: &'a Arena) -> &'a str {
    if name.is_ascii() {
        return name;
    }
    let normal: String = name.nfkc().collect();
    if normal == name { name } else { arena.alloc_str(&normal) }
}
