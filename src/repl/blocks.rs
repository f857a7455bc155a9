//! What was typed so far as Python: whether it is complete, and how far the next line is set in. Shows
//! and runs nothing.

use taipan_grammar::{Arena, LexemeKind, Mode, lexemes};

/// How far a block is set in.
pub(super) const STEP: usize = 4;

/// What Enter does.
#[derive(Debug, PartialEq)]
pub(super) enum Enter {
    /// The text is complete, or can never be.
    Accept,
    /// A new line begins with that many spaces.
    Continue(usize),
}

/// What Enter does with the cursor at that byte.
pub(super) fn enter(text: &str, at: usize) -> Enter {
    let (before, after) = text.split_at_checked(at).unwrap_or((text, ""));
    let several = text.contains('\n');
    let at_end = after.trim().is_empty();
    if is_for_prompt(text) || (at_end || !several) && is_complete(text) {
        return Enter::Accept;
    }
    Enter::Continue(indentation(before))
}

/// A command or question, which is no Python.
pub(super) fn is_for_prompt(text: &str) -> bool {
    text.starts_with(':') || question(text).is_some() || text.trim().is_empty()
}

/// What `name?` or `?name` asks about.
pub(super) fn question(text: &str) -> Option<&str> {
    let text = text.trim();
    let name = text.strip_suffix('?').or_else(|| text.strip_prefix('?'))?.trim_end_matches('?');
    let is_name = |part: &str| {
        let mut letters = part.chars();
        let first = letters.next().is_some_and(|c| c.is_alphabetic() || c == '_');
        first && letters.all(|c| c.is_alphanumeric() || c == '_')
    };
    name.split('.').all(is_name).then_some(name)
}

/// Whether the text can be run, or shown to be wrong.
fn is_complete(text: &str) -> bool {
    let arena = Arena::new();
    let blank_end = text.rsplit_once('\n').is_some_and(|(_, line)| line.trim().is_empty());
    match taipan_grammar::parse(text, Mode::Module, &arena) {
        Ok(parsed) => {
            // The last statement might go on if it holds others.
            blank_end || !parsed.module.statements().last().is_some_and(|s| s.holds_others())
        }
        Err(error) => !error.wants_more(text, !blank_end),
    }
}

/// How many spaces the line after this text begins with.
pub(super) fn indentation(before: &str) -> usize {
    let line = before.rsplit('\n').next().unwrap_or("");
    let own = line.len() - line.trim_start_matches(' ').len();
    let (tokens, _) = lexemes(before, true);
    let mut words = tokens.iter().rev().filter(|t| {
        !matches!(
            t.kind,
            LexemeKind::End
                | LexemeKind::Newline
                | LexemeKind::Nl
                | LexemeKind::Dedent
                | LexemeKind::Comment
        )
    });
    let text = |start: u32, end: u32| before.get(start as usize..end as usize).unwrap_or("");
    let last = words.next().map_or("", |t| text(t.start, t.end));
    let open = open_brackets(before);
    if open > 0 {
        // Within brackets lines are set in once, and then stay so.
        return if "([{".contains(last) && !last.is_empty() { own + STEP } else { own };
    }
    if last == ":" {
        return own + STEP;
    }
    let first = line.split(|c: char| !c.is_alphabetic()).find(|word| !word.is_empty());
    let leaves = ["return", "pass", "break", "continue", "raise"];
    match first {
        Some(word) if leaves.contains(&word) => own.saturating_sub(STEP),
        _ => own,
    }
}

/// How many brackets are open at the end of the text.
pub(super) fn open_brackets(text: &str) -> usize {
    let (tokens, _) = lexemes(text, true);
    let mut open = 0usize;
    for token in tokens.iter().filter(|t| t.kind == LexemeKind::Operator) {
        match text.get(token.start as usize..token.end as usize) {
            Some("(" | "[" | "{") => open += 1,
            Some(")" | "]" | "}") => open = open.saturating_sub(1),
            _ => {}
        }
    }
    open
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at_end(text: &str) -> Enter {
        enter(text, text.len())
    }

    #[test]
    fn lines_that_are_complete_are_taken() {
        for text in ["1 + 1", "x = (", "def f():", "def f():\n    pass", "if x:\n    1\n", "a ="] {
            let wanted = ["1 + 1", "if x:\n    1\n", "a ="].contains(&text);
            assert_eq!(at_end(text) == Enter::Accept, wanted, "{text:?}");
        }
        assert_eq!(enter("print(1)", 3), Enter::Accept);
        let inner = "if x:\n    try:\n        1";
        assert_eq!(at_end(inner), Enter::Continue(8));
        assert_eq!(at_end(&format!("{inner}\n        ")), Enter::Accept);
        assert_eq!(at_end("import os\nos.getpid()"), Enter::Accept);
    }

    #[test]
    fn lines_are_set_in() {
        assert_eq!(at_end("def f():"), Enter::Continue(4));
        assert_eq!(at_end("def f():\n    x = 1"), Enter::Continue(4));
        assert_eq!(at_end("def f():\n    return 1"), Enter::Continue(0));
        assert_eq!(at_end("def f():\n    if x:  # then"), Enter::Continue(8));
        assert_eq!(at_end("f("), Enter::Continue(4));
        assert_eq!(at_end("f(\n    a,"), Enter::Continue(4));
        assert_eq!(enter("def f():\n    pass\n", 8), Enter::Continue(4));
    }

    #[test]
    fn questions_are_about_names() {
        assert_eq!(question("os.path?"), Some("os.path"));
        assert_eq!(question("?len"), Some("len"));
        assert_eq!(question("print??"), Some("print"));
        assert_eq!(question("'why?'"), None);
        assert_eq!(question("a b?"), None);
    }
}
