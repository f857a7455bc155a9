//! Names beyond ASCII: which characters they may have, and their normal form. Knows no other tokens.

use taipan_unicode::{Database, Form, is_printable, normalise, properties};

use crate::ast::Arena;
use crate::error::{Place, Problem};

/// Refuses a name with a character that no identifier may have there; `start` is its offset.
pub(crate) fn check(name: &str, start: u32) -> Result<(), Problem> {
    for (at, c) in name.char_indices() {
        let code = c as u32;
        let about = properties(code);
        let allowed =
            if at == 0 { about.starts_identifier() } else { about.continues_identifier() };
        if !allowed {
            let end = start + (at + c.len_utf8()) as u32;
            let message = if is_printable(code) {
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
    let points = normalise(Database::Current, Form::Nfkc, name.chars().map(u32::from));
    let normal: String = points.into_iter().filter_map(char::from_u32).collect();
    if normal == name { name } else { arena.alloc_str(&normal) }
}
