//! Names beyond ASCII: which characters they may have, and their normal form. Knows no other tokens.

use unicode_normalization::UnicodeNormalization;

use crate::ast::Arena;
use crate::error::{Place, Problem};
use crate::printable::is_printable;

/// Refuses a name with a character that no identifier may have there; `start` is its offset.
pub(crate) fn check(name: &str, start: u32) -> Result<(), Problem> {
    for (at, c) in name.char_indices() {
        let allowed = if at == 0 {
            c == '_' || unicode_ident::is_xid_start(c)
        } else {
            unicode_ident::is_xid_continue(c)
        };
        // What Unicode assigned after the version Python 3.13 knows is not printable.
        if !(allowed && is_printable(c)) {
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

/// The name as Python knows it: NFKC.
pub(crate) fn normalised<'a>(name: &'a str, arena: &'a Arena) -> &'a str {
    if name.is_ascii() {
        return name;
    }
    let normal: String = name.nfkc().collect();
    if normal == name { name } else { arena.alloc_str(&normal) }
}
