//! Colours for source text while it is typed, from the tokens of the real lexer. Knows nothing of the
//! terminal but the numbers of its colours.

use std::ops::Range;

use taipan_grammar::{Lexeme, LexemeKind, lexemes};

/// How a piece of text looks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Style {
    Plain,
    Keyword,
    Builtin,
    Defined,
    Number,
    Text,
    Comment,
    /// The bracket at the cursor, and the other one.
    Bracket,
    Prompt,
    /// What the prompt says by itself.
    Aside,
}

impl Style {
    /// The numbers of the control sequence.
    pub(super) fn code(self) -> &'static str {
        match self {
            Style::Plain => "",
            Style::Keyword => "1;34",
            Style::Builtin => "36",
            Style::Defined => "1",
            Style::Number => "33",
            Style::Text => "32",
            Style::Comment | Style::Aside => "90",
            Style::Bracket => "1;4;35",
            Style::Prompt => "1;35",
        }
    }
}

/// A piece of the text that is not plain.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Coloured {
    pub(super) bytes: Range<usize>,
    pub(super) style: Style,
}

/// Longer texts stay plain: no program is read in colours while it is pasted.
const LONGEST: usize = 200_000;

/// After that many mistakes the rest stays plain.
const MOST_MISTAKES: usize = 20;

const KEYWORDS: [&str; 35] = [
    "False", "None", "True", "and", "as", "assert", "async", "await", "break", "class", "continue",
    "def", "del", "elif", "else", "except", "finally", "for", "from", "global", "if", "import",
    "in", "is", "lambda", "nonlocal", "not", "or", "pass", "raise", "return", "try", "while",
    "with", "yield",
];

/// Words that are keywords where a statement begins with them and goes on as such.
const SOFT_KEYWORDS: [&str; 3] = ["match", "case", "type"];

const BUILTINS: [&str; 54] = [
    "abs",
    "aiter",
    "all",
    "anext",
    "any",
    "bool",
    "bytearray",
    "bytes",
    "callable",
    "chr",
    "classmethod",
    "complex",
    "dict",
    "dir",
    "divmod",
    "enumerate",
    "eval",
    "exec",
    "filter",
    "float",
    "format",
    "frozenset",
    "getattr",
    "hasattr",
    "hash",
    "help",
    "hex",
    "id",
    "input",
    "int",
    "isinstance",
    "issubclass",
    "iter",
    "len",
    "list",
    "map",
    "max",
    "min",
    "next",
    "object",
    "open",
    "ord",
    "print",
    "property",
    "range",
    "repr",
    "reversed",
    "round",
    "set",
    "sorted",
    "str",
    "sum",
    "super",
    "tuple",
];

/// The coloured pieces, and the brackets, in their order.
#[derive(Clone, Debug, Default)]
pub(super) struct Painted {
    pub(super) pieces: Vec<Coloured>,
    brackets: Vec<usize>,
}

/// Finds the colours of a text.
pub(super) fn paint(text: &str) -> Painted {
    let mut painted = Painted::default();
    if text.len() > LONGEST || text.starts_with(':') {
        return painted;
    }
    let mut from = 0;
    for _ in 0..MOST_MISTAKES {
        let rest = text.get(from..).unwrap_or("");
        let (tokens, problem) = lexemes(rest, true);
        painted.take(rest, from, &tokens);
        if problem.is_none() {
            break;
        }
        // What is wrong begins behind the last token, and goes no farther than its line.
        let last = tokens.iter().rev().find(|t| t.start < t.end);
        let at = from + last.map_or(0, |t| t.end as usize);
        let Some(wrong) = text.get(at..) else { break };
        let begin = at + wrong.len() - wrong.trim_start().len();
        let end = match mistaken_text(text.get(begin..).unwrap_or("")) {
            Some(length) => {
                painted.push(begin..begin + length, Style::Text);
                begin + length
            }
            None => begin,
        };
        let line = text.get(end..).and_then(|rest| rest.find('\n'));
        match line {
            Some(length) if end + length + 1 > from => from = end + length + 1,
            Some(_) | None => break,
        }
    }
    painted
}

/// The length of a string that is not closed, as far as it goes.
fn mistaken_text(text: &str) -> Option<usize> {
    let quote = text.find(['"', '\'']).filter(|at| *at <= 2)?;
    let prefix = text.get(..quote)?;
    if !prefix.chars().all(|c| c.is_ascii_alphabetic()) {
        return None;
    }
    let rest = text.get(quote..)?;
    if rest.starts_with("\"\"\"") || rest.starts_with("'''") {
        return Some(text.len());
    }
    Some(text.find('\n').unwrap_or(text.len()))
}

impl Painted {
    fn push(&mut self, bytes: Range<usize>, style: Style) {
        if !bytes.is_empty() {
            self.pieces.push(Coloured { bytes, style });
        }
    }

    fn take(&mut self, text: &str, offset: usize, tokens: &[Lexeme]) {
        let mut before = "";
        for (at, token) in tokens.iter().enumerate() {
            let (start, end) = (token.start as usize, token.end as usize);
            let word = text.get(start..end).unwrap_or("");
            let style = match token.kind {
                LexemeKind::Name => name_style(word, before, tokens.get(at + 1), text),
                LexemeKind::Number => Style::Number,
                LexemeKind::String
                | LexemeKind::FStringStart
                | LexemeKind::FStringMiddle
                | LexemeKind::FStringEnd => Style::Text,
                LexemeKind::Comment => Style::Comment,
                LexemeKind::Operator => {
                    if matches!(word, "(" | ")" | "[" | "]" | "{" | "}") {
                        self.brackets.push(offset + start);
                    }
                    Style::Plain
                }
                LexemeKind::End
                | LexemeKind::Newline
                | LexemeKind::Nl
                | LexemeKind::Indent
                | LexemeKind::Dedent => Style::Plain,
            };
            if style != Style::Plain {
                self.push(offset + start..offset + end, style);
            }
            if token.kind != LexemeKind::Dedent {
                before = word;
            }
        }
    }

    /// The bracket at the cursor or in front of it, and the one that belongs to it.
    pub(super) fn matching(&self, text: &str, cursor: usize) -> Option<(usize, usize)> {
        let at = [Some(cursor), cursor.checked_sub(1)]
            .into_iter()
            .flatten()
            .find_map(|at| self.brackets.binary_search(&at).ok())?;
        let byte = |at: usize| text.as_bytes().get(at).copied().unwrap_or(0);
        let own = *self.brackets.get(at)?;
        let opens = |b: u8| matches!(b, b'(' | b'[' | b'{');
        let step = |depth: &mut i64, b: u8| *depth += if opens(b) { 1 } else { -1 };
        let mut depth = 0;
        let mut walk: Box<dyn Iterator<Item = &usize>> = match opens(byte(own)) {
            true => Box::new(self.brackets.iter().skip(at)),
            false => Box::new(self.brackets.iter().take(at + 1).rev()),
        };
        let other = walk.find(|at| {
            step(&mut depth, byte(**at));
            depth == 0
        })?;
        let fits = |a: u8, b: u8| matches!((a, b), (b'(', b')') | (b'[', b']') | (b'{', b'}'));
        let (first, second) = (own.min(*other), own.max(*other));
        fits(byte(first), byte(second)).then_some((first, second))
    }
}

fn name_style(word: &str, before: &str, next: Option<&Lexeme>, text: &str) -> Style {
    if KEYWORDS.binary_search(&word).is_ok() {
        return Style::Keyword;
    }
    if before == "def" || before == "class" {
        return Style::Defined;
    }
    let begins = before.is_empty() || before == "\n" || before.trim().is_empty();
    if begins && SOFT_KEYWORDS.contains(&word) {
        let follows = next.and_then(|t| text.get(t.start as usize..t.end as usize)).unwrap_or("");
        let is_operator = next.is_some_and(|t| t.kind == LexemeKind::Operator);
        if !follows.trim().is_empty() && (!is_operator || matches!(follows, "(" | "[" | "{" | "-"))
        {
            return if is_operator && !text.trim_end().ends_with(':') {
                Style::Plain
            } else {
                Style::Keyword
            };
        }
    }
    match before != "." && BUILTINS.binary_search(&word).is_ok() {
        true => Style::Builtin,
        false => Style::Plain,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn styled(text: &str) -> Vec<(&str, Style)> {
        let pieces = paint(text).pieces.into_iter();
        pieces.map(|p| (text.get(p.bytes).unwrap_or("?"), p.style)).collect()
    }

    #[test]
    fn words_are_found_by_binary_search() {
        assert!(KEYWORDS.is_sorted() && BUILTINS.is_sorted());
    }

    #[test]
    fn tokens_have_colours() {
        assert_eq!(
            styled("def f(x): return 'a' + str(1)  # why"),
            [
                ("def", Style::Keyword),
                ("f", Style::Defined),
                ("return", Style::Keyword),
                ("'a'", Style::Text),
                ("str", Style::Builtin),
                ("1", Style::Number),
                ("# why", Style::Comment),
            ]
        );
        assert_eq!(styled("x.print"), []);
    }

    #[test]
    fn what_is_wrong_ends_with_its_line() {
        assert_eq!(styled("x = 'abc\nif"), [("'abc", Style::Text), ("if", Style::Keyword)]);
        assert_eq!(styled("x = \"\"\"abc\nif"), [("\"\"\"abc\nif", Style::Text)]);
        assert_eq!(styled("$ $ $\nif")[..], [("if", Style::Keyword)]);
    }

    #[test]
    fn brackets_have_partners() {
        let text = "f(a[1], ')')";
        let painted = paint(text);
        assert_eq!(painted.matching(text, 1), Some((1, 11)));
        assert_eq!(painted.matching(text, 12), Some((1, 11)));
        assert_eq!(painted.matching(text, 4), Some((3, 5)));
        assert_eq!(painted.matching("(]", 0), None);
    }
}
