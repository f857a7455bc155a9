//! Words that are keywords only in places: `match`, `case` and `type`, and the parenthesis of
//! `with (…):`. Decided by looking over the logical line; knows no expressions.

use crate::token::{Tok, Token};

/// Marks the soft keywords among `tokens`.
pub(crate) fn mark(tokens: &mut [Token], source: &str) {
    // For each open block, whether it is that of a `match` statement.
    let mut blocks: Vec<bool> = vec![false];
    let mut line_start = true;
    let mut opens_match = false;
    for at in 0..tokens.len() {
        let Some(&token) = tokens.get(at) else {
            break;
        };
        let starts_line = std::mem::replace(&mut line_start, false);
        match token.kind {
            Tok::Newline | Tok::StartModule | Tok::StartInteractive => line_start = true,
            Tok::Indent => {
                blocks.push(std::mem::take(&mut opens_match));
                line_start = true;
            }
            Tok::Dedent => {
                blocks.pop();
                line_start = true;
            }
            Tok::With => {
                if let Some(paren) = items_parenthesis(tokens, at + 1)
                    && let Some(token) = tokens.get_mut(paren)
                {
                    token.kind = Tok::WithParen;
                }
            }
            Tok::Name => {
                let kind = soft_kind(tokens, at, source, starts_line, &blocks);
                if kind != Tok::Name {
                    opens_match = kind == Tok::Match;
                    if let Some(token) = tokens.get_mut(at) {
                        token.kind = kind;
                    }
                } else if starts_line {
                    opens_match = false;
                }
            }
            _ if starts_line => opens_match = false,
            _ => {}
        }
    }
}

fn soft_kind(tokens: &[Token], at: usize, source: &str, starts_line: bool, blocks: &[bool]) -> Tok {
    let Some(token) = tokens.get(at) else {
        return Tok::Name;
    };
    match token.text(source) {
        "match" if starts_line && heads_match(tokens, at, source) => Tok::Match,
        "case" if starts_line && blocks.last() == Some(&true) => Tok::Case,
        "type" if starts_statement(tokens, at) => {
            match tokens.get(at + 1).map(|token| token.kind) {
                Some(Tok::Name) => Tok::Type,
                _ => Tok::Name,
            }
        }
        _ => Tok::Name,
    }
}

/// Whether a simple statement may start at `at`.
fn starts_statement(tokens: &[Token], at: usize) -> bool {
    let before = at.checked_sub(1).and_then(|before| tokens.get(before));
    matches!(
        before.map(|token| token.kind),
        Some(
            Tok::Newline
                | Tok::Indent
                | Tok::Dedent
                | Tok::Semicolon
                | Tok::Colon
                | Tok::StartModule
                | Tok::StartInteractive
        )
    )
}

/// `match …:` at the start of a line, with a `case` in the block below it.
fn heads_match(tokens: &[Token], at: usize, source: &str) -> bool {
    // What makes an ordinary name of it at once; the rest of the line need not be searched.
    if matches!(
        tokens.get(at + 1).map(|token| token.kind),
        None | Some(Tok::Newline | Tok::Equal | Tok::Dot | Tok::Colon | Tok::Comma | Tok::RParen)
    ) {
        return false;
    }
    let rest = tokens.get(at..).unwrap_or(&[]);
    let Some(end) = rest.iter().position(|token| token.kind == Tok::Newline) else {
        return false;
    };
    let kind = |at: usize| rest.get(at).map(|token| token.kind);
    kind(end - 1) == Some(Tok::Colon)
        && kind(end + 1) == Some(Tok::Indent)
        && rest
            .get(end + 2)
            .is_some_and(|token| token.kind == Tok::Name && token.text(source) == "case")
}

/// The parenthesis at `at`, if what it encloses makes the whole head of a `with` statement.
fn items_parenthesis(tokens: &[Token], at: usize) -> Option<usize> {
    if tokens.get(at)?.kind != Tok::LParen {
        return None;
    }
    let mut depth = 0usize;
    for (index, token) in tokens.iter().enumerate().skip(at) {
        match token.kind {
            Tok::LParen | Tok::LSquare | Tok::LBrace | Tok::FieldOpen => depth += 1,
            Tok::RParen | Tok::RSquare | Tok::RBrace | Tok::FieldClose => {
                depth = depth.saturating_sub(1);
                if depth == 0 {
                    let next = tokens.get(index + 1)?;
                    return (next.kind == Tok::Colon).then_some(at);
                }
            }
            Tok::Newline | Tok::Error | Tok::EndMarker => return None,
            _ => {}
        }
    }
    None
}
