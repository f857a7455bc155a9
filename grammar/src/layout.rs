//! Indentation: which lines open and close blocks, by CPython's rules for tabs. Knows no other tokens.

use crate::error::{Place, Problem, SyntaxErrorKind};
use crate::token::{Tok, Token};

/// CPython's limit on nested blocks.
const MAX_INDENTS: usize = 100;
const TAB: u32 = 8;

/// Widths of a line's indentation: tabs to multiples of eight, and tabs as single columns. Where the
/// two disagree in order, the meaning depends on the tab width, which is an error.
#[derive(Clone, Copy, Default, PartialEq, Eq)]
struct Width {
    column: u32,
    alternative: u32,
}

/// The stack of open blocks.
#[derive(Default)]
pub(crate) struct Indentation {
    open: Vec<Width>,
}

impl Indentation {
    /// How many blocks are open.
    pub(crate) fn depth(&self) -> usize {
        self.open.len()
    }

    /// Skips blank lines from `at`, emits what the next line's indentation says, and returns where
    /// its text starts.
    pub(crate) fn begin_line(
        &mut self,
        source: &str,
        mut at: u32,
        tokens: &mut Vec<Token>,
    ) -> Result<u32, Problem> {
        let bytes = source.as_bytes();
        loop {
            let (width, text) = measure(bytes, at)?;
            match bytes.get(text as usize) {
                Some(b'#') => {
                    let rest = bytes.get(text as usize..).unwrap_or(&[]);
                    match rest.iter().position(|&byte| byte == b'\n') {
                        Some(length) => at = text + length as u32 + 1,
                        None => return Ok(bytes.len() as u32),
                    }
                }
                Some(b'\n') => at = text + 1,
                None => return Ok(text),
                Some(_) => {
                    self.compare(width, text, tokens)?;
                    return Ok(text);
                }
            }
        }
    }

    fn compare(&mut self, width: Width, at: u32, tokens: &mut Vec<Token>) -> Result<(), Problem> {
        let top = self.open.last().copied().unwrap_or_default();
        if width == top {
            return Ok(());
        }
        if width.column > top.column {
            if width.alternative <= top.alternative {
                return Err(inconsistent(at));
            }
            if self.open.len() + 1 >= MAX_INDENTS {
                return Err(Problem::new(
                    SyntaxErrorKind::Indentation,
                    "too many levels of indentation",
                    Place::LineEnd(at),
                ));
            }
            self.open.push(width);
            tokens.push(Token::new(Tok::Indent, at, at));
            return Ok(());
        }
        let kept = self.open.iter().filter(|open| open.column <= width.column).count();
        let top = kept.checked_sub(1).and_then(|last| self.open.get(last)).copied();
        let top = top.unwrap_or_default();
        if width.column != top.column {
            return Err(Problem::new(
                SyntaxErrorKind::Indentation,
                "unindent does not match any outer indentation level",
                Place::LineEnd(at),
            ));
        }
        if width.alternative != top.alternative {
            return Err(inconsistent(at));
        }
        for _ in kept..self.open.len() {
            tokens.push(Token::new(Tok::Dedent, at, at));
        }
        self.open.truncate(kept);
        Ok(())
    }
}

fn inconsistent(at: u32) -> Problem {
    Problem::new(
        SyntaxErrorKind::Tab,
        "inconsistent use of tabs and spaces in indentation",
        Place::LineStart(at),
    )
}

/// The indentation of the line at `at`, and where its text starts.
fn measure(bytes: &[u8], mut at: u32) -> Result<(Width, u32), Problem> {
    let mut width = Width::default();
    // Indentation before a joined line is that of the first of its lines.
    let mut joined: Option<u32> = None;
    loop {
        match bytes.get(at as usize) {
            Some(b' ') => {
                width.column += 1;
                width.alternative += 1;
            }
            Some(b'\t') => {
                width.column = (width.column / TAB + 1) * TAB;
                width.alternative += 1;
            }
            Some(b'\x0c') => width = Width::default(),
            Some(b'\\') => {
                joined = joined.filter(|&column| column != 0).or(Some(width.column));
                match (bytes.get(at as usize + 1), bytes.get(at as usize + 2)) {
                    (Some(b'\n'), Some(_)) => at += 1,
                    (Some(b'\n') | None, _) => return Err(Problem::unexpected_end(at + 1)),
                    (Some(_), _) => {
                        return Err(Problem::syntax(
                            "unexpected character after line continuation character",
                            Place::Continuation(at + 1),
                        ));
                    }
                }
            }
            Some(_) | None => break,
        }
        at += 1;
    }
    if let Some(column) = joined.filter(|&column| column != 0) {
        width = Width { column, alternative: column };
    }
    Ok((width, at))
}
