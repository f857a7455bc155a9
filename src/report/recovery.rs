//! All syntax errors of a source: after each the statement around it is replaced by one that is right, and
//! the parser reads on. In doubt it stops: an error that only follows from another one helps nobody.

use taipan_compiler::{Error, Options};
use taipan_grammar::{Arena, LexemeKind, Mode, SyntaxError, SyntaxErrorKind, Warning, lexemes};

/// More than these are not looked for.
const MOST: usize = 20;

/// A mistake, and the source in which those before it are mended.
pub(crate) struct Mistake {
    pub(crate) error: SyntaxError,
    /// Lines without their ends.
    pub(crate) lines: Vec<String>,
    /// The lines that were replaced because of it.
    replaced: (u32, u32),
    pub(crate) stage: Stage,
}

/// Who refused the source.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Stage {
    Parser,
    Compiler,
}

/// What is wrong with a source.
pub(crate) struct Found {
    pub(crate) mistakes: Vec<Mistake>,
    /// Of a source without mistakes.
    pub(crate) warnings: Vec<Warning>,
    /// Why it could not be compiled, if that is no mistake of syntax.
    pub(crate) other: Option<String>,
}

/// Looks for all of them.
pub(crate) fn find(text: &str, file: &str) -> Found {
    let text = text.replace("\r\n", "\n").replace('\r', "\n");
    let mut lines: Vec<String> = text.split('\n').map(str::to_owned).collect();
    let mut found = Found { mistakes: Vec::new(), warnings: Vec::new(), other: None };
    while found.mistakes.len() < MOST {
        let parser_refused = found.mistakes.iter().any(|m| m.stage == Stage::Parser);
        let (error, stage) = match read(&lines.join("\n"), file, !parser_refused) {
            Read::Fine(warnings) => {
                if found.mistakes.is_empty() {
                    found.warnings = warnings;
                }
                break;
            }
            Read::Other(what) => {
                found.other = Some(what).filter(|_| found.mistakes.is_empty());
                break;
            }
            Read::Refused(error, stage) => (error, stage),
        };
        let inside = |m: &Mistake| (m.replaced.0..=m.replaced.1).contains(&error.lineno);
        if found.mistakes.iter().any(inside) || !found.mistakes.is_empty() && follows(&error) {
            break;
        }
        let before = lines.clone();
        let end = mend(&mut lines, &error);
        let changed = lines.iter().zip(&before).position(|(new, old)| new != old);
        let first = changed.map_or(error.lineno, |at| error.lineno.min(at as u32 + 1));
        let complex = error.kind == SyntaxErrorKind::TooComplex;
        found.mistakes.push(Mistake {
            replaced: (first, end.unwrap_or(error.lineno)),
            error: *error,
            lines: before,
            stage,
        });
        if end.is_none() || complex {
            break;
        }
    }
    found
}

/// Whether the error may come from what was left out.
fn follows(error: &SyntaxError) -> bool {
    error.message.starts_with("no binding for nonlocal")
}

pub(crate) enum Read {
    Fine(Vec<Warning>),
    Refused(Box<SyntaxError>, Stage),
    /// It nests too deeply, or is too large.
    Other(String),
}

/// Parses and perhaps compiles.
pub(crate) fn read(text: &str, file: &str, compiles: bool) -> Read {
    let arena = Arena::new();
    let parsed = match taipan_grammar::parse(text, Mode::Module, &arena) {
        Ok(parsed) => parsed,
        Err(error) => return Read::Refused(Box::new(error), Stage::Parser),
    };
    if !compiles {
        return Read::Fine(parsed.warnings);
    }
    let options = Options::default();
    let compiled =
        taipan_compiler::compile_with_warnings(parsed.module, parsed.source, file, options);
    match compiled {
        Ok(compiled) => Read::Fine(parsed.warnings.into_iter().chain(compiled.warnings).collect()),
        Err(Error::Syntax(error)) => Read::Refused(error, Stage::Compiler),
        Err(other @ (Error::TooDeep | Error::TooLarge(_))) => Read::Other(other.to_string()),
    }
}

/// Whether the changed lines are right where this mistake was: nothing is refused, or only the next one.
pub(crate) fn is_mended(
    lines: &[String],
    mistake: &Mistake,
    next: Option<&Mistake>,
    file: &str,
) -> bool {
    // What stands only in functions is seen by the compiler alone.
    match read(&lines.join("\n"), file, mistake.stage == Stage::Compiler) {
        Read::Fine(_) => true,
        Read::Refused(error, _) => next.is_some_and(|next| {
            next.error.lineno == error.lineno && next.error.message == error.message
        }),
        Read::Other(_) => false,
    }
}

// ---- replacing what is wrong -------------------------------------------------------------------

/// How far a line is set in, tabs as up to eight columns; `None` for a line without code.
pub(crate) fn indent(line: &str) -> Option<usize> {
    let mut width = 0;
    for c in line.chars() {
        match c {
            ' ' => width += 1,
            '\t' => width = (width / 8 + 1) * 8,
            '\x0c' => width = 0,
            '#' => return None,
            _ => return Some(width),
        }
    }
    None
}

pub(crate) fn first_word(line: &str) -> &str {
    let text = line.trim_start();
    let end = text.find(|c: char| !c.is_alphanumeric() && c != '_').unwrap_or(text.len());
    &text[..end]
}

/// Words that begin a statement and cannot stand in an expression that goes on from a line before.
const BEGINNINGS: &[&str] = &[
    "def", "class", "return", "import", "while", "with", "try", "raise", "pass", "break",
    "continue", "del", "global", "nonlocal", "assert", "except", "finally", "elif",
];

/// Words that may do so.
const POSSIBLE: &[&str] = &["from", "async", "for", "if", "await", "print"];

/// Words that begin the head of a block.
const HEADS: &[&str] = &["def", "class", "if", "elif", "while", "for", "with", "async", "except"];

/// Words that go on with the statement before.
const CONTINUATIONS: &[&str] = &["else", "elif", "except", "finally", "case"];

/// Replaces the statement around the mistake. The last line that belonged to it; `None` if what
/// comes behind it says nothing any more.
fn mend(lines: &mut [String], error: &SyntaxError) -> Option<u32> {
    let at = (error.lineno as usize).checked_sub(1).filter(|at| *at < lines.len())?;
    let message = error.message.as_str();
    if message.contains("triple-quoted") {
        return None;
    }
    if message.ends_with("was never closed") {
        let end = bracket_end(lines, at)?;
        return stand_in(lines, at, end);
    }
    if message == "unexpected indent" {
        let own = indent(&lines[at])?;
        let end = (at..lines.len()).find(|l| indent(&lines[*l]).is_some_and(|i| i < own));
        let end = end.unwrap_or(lines.len());
        lines[at..end].iter_mut().for_each(String::clear);
        return Some(end as u32);
    }
    if error.kind != SyntaxErrorKind::Syntax && !message.starts_with("expected an indented block") {
        let end = (at..lines.len()).find(|l| indent(&lines[*l]) == Some(0) && *l > at)?;
        lines[at..end].iter_mut().for_each(String::clear);
        return Some(end as u32);
    }
    if let Some((_, number)) = message.split_once(" on line ")
        && message.starts_with("expected an indented block")
    {
        let head = number.parse::<usize>().ok()?.checked_sub(1)?;
        let last = (head..at.max(head + 1)).rev().find(|l| indent(&lines[*l]).is_some())?;
        let code = code_end(lines, last);
        lines[last].truncate(code);
        lines[last].push_str(" pass");
        return Some(error.lineno.saturating_sub(1));
    }
    if message == "expected 'except' or 'finally' block" {
        let begins = |l: &usize| first_word(&lines[*l]) == "try";
        let own = indent(&lines[at]).unwrap_or(0);
        let head = (0..at).rev().filter(begins).find(|l| indent(&lines[*l]) >= Some(own))?;
        replace(lines, head, head + 1, "if 1:");
        // The line itself may be a misspelt `except`.
        return Some(error.lineno);
    }
    if let Some((bracket, _)) = left_open(lines, error) {
        return stand_in(lines, bracket, at);
    }
    let (first, end) = logical_line(lines, at);
    stand_in(lines, first, end)
}

/// The bracket that is open where a statement begins, if that is what was refused.
pub(crate) fn left_open(lines: &[String], error: &SyntaxError) -> Option<(usize, usize)> {
    let at = (error.lineno as usize).checked_sub(1)?;
    let line = lines.get(at)?;
    let white = line.chars().take_while(|c| c.is_whitespace()).count();
    let begins = BEGINNINGS.contains(&first_word(line)) && error.offset == white as i32 + 1;
    if error.message != "invalid syntax" || !begins {
        return None;
    }
    open_bracket(lines, at, white).filter(|(line, _)| *line < at)
}

/// The line and byte of the innermost bracket that is open in front of a place.
pub(crate) fn open_bracket(lines: &[String], at: usize, column: usize) -> Option<(usize, usize)> {
    let text = lines.join("\n");
    let starts = Lines::of(&text);
    let here = starts.0.get(at)? + column;
    let (tokens, _) = lexemes(&text, true);
    let mut open: Vec<usize> = Vec::new();
    for token in tokens.iter().take_while(|token| (token.start as usize) < here) {
        if token.kind != LexemeKind::Operator {
            continue;
        }
        match text.get(token.start as usize..token.end as usize) {
            Some("(" | "[" | "{") => open.push(token.start as usize),
            Some(")" | "]" | "}") => drop(open.pop()),
            Some(_) | None => {}
        }
    }
    let byte = open.pop()?;
    let line = starts.number(byte as u32);
    Some((line, byte - starts.0[line]))
}

/// Puts a statement of the same kind in the place of one. The last line that belonged to it.
fn stand_in(lines: &mut [String], first: usize, end: usize) -> Option<u32> {
    let own = indent(&lines[first])?;
    let word = first_word(&lines[first]).to_owned();
    let next = (end..lines.len()).find(|l| indent(&lines[*l]).is_some());
    let has_body = next.is_some_and(|l| indent(&lines[l]) > Some(own));
    let replacement = match (word.as_str(), has_body) {
        ("match", true) => return None,
        ("def", true) => "def _():",
        ("class", true) => "class _:",
        ("async", true) if lines[first].contains("def") => "async def _():",
        ("except", true) => "except Exception:",
        ("finally", true) => "finally:",
        ("try", true) => "try:",
        ("case", true) => "case 0:",
        (_, true) => "if 1:",
        (_, false) => "pass",
    };
    let goes_on = next.is_some_and(|l| CONTINUATIONS.contains(&first_word(&lines[l])));
    if goes_on && !has_body && CONTINUATIONS.contains(&word.as_str()) {
        return None;
    }
    replace(lines, first, end, replacement);
    Some(end as u32)
}

/// Puts one statement in the place of lines, as far set in as the first of them.
fn replace(lines: &mut [String], first: usize, end: usize, statement: &str) {
    let line = &lines[first];
    let text = line.trim_start();
    let white = line[..line.len() - text.len()].to_owned();
    lines[first] = white + statement;
    lines[first + 1..end].iter_mut().for_each(String::clear);
}

/// The first line behind an open bracket that surely begins a statement.
pub(crate) fn bracket_end(lines: &[String], at: usize) -> Option<usize> {
    let own = indent(&lines[at]).unwrap_or(0);
    if HEADS.contains(&first_word(&lines[at])) && lines[at].trim_end().ends_with(':') {
        // The bracket is missing in the head of a block.
        return (at + 1 < lines.len()).then_some(at + 1);
    }
    (at + 1..lines.len()).find(|l| {
        let line = &lines[*l];
        let near = indent(line).is_some_and(|i| i <= own);
        let assigns = || {
            let name = first_word(line);
            let rest = line.trim_start().get(name.len()..).unwrap_or_default().trim_start();
            !name.is_empty()
                && rest.starts_with("= ")
                && !line.trim_end().ends_with([',', ')', ']', '}'])
        };
        let decorates = line.trim_start().starts_with('@');
        let word = first_word(line);
        BEGINNINGS.contains(&word) || near && (POSSIBLE.contains(&word) || decorates || assigns())
    })
}

/// The lines of the statement that has that line: the first one, and the one behind the last.
fn logical_line(lines: &[String], at: usize) -> (usize, usize) {
    let text = lines.join("\n");
    let (tokens, _) = lexemes(&text, false);
    let line_of = Lines::of(&text);
    let mut first = None;
    for token in tokens {
        let line = line_of.number(token.start);
        match token.kind {
            LexemeKind::Newline => {
                let end = line_of.number(token.start.max(1)) + 1;
                if first.is_some_and(|first| first <= at) && at < end {
                    return (nearest_beginning(lines, first.unwrap_or(at), at), end);
                }
                first = None;
            }
            LexemeKind::Comment
            | LexemeKind::Nl
            | LexemeKind::Indent
            | LexemeKind::Dedent
            | LexemeKind::End => {}
            _ => {
                first.get_or_insert(line);
            }
        }
        if line > at && first.is_none_or(|first| first > at) {
            break;
        }
    }
    // The lexer stopped in the middle of it.
    let first = first.filter(|first| *first <= at).unwrap_or(at);
    let first = nearest_beginning(lines, first, at);
    match open_bracket(lines, at, 0) {
        Some((line, _)) if line >= first && line < at => {
            (first, bracket_end(lines, first).unwrap_or(lines.len()).max(at + 1))
        }
        Some(_) | None => (first, at + 1),
    }
}

/// An open bracket swallows what follows: a statement surely begins where one of the words does.
fn nearest_beginning(lines: &[String], first: usize, at: usize) -> usize {
    let begins = |l: &usize| {
        let word = first_word(&lines[*l]);
        let line = lines[*l].trim_start();
        let assigns =
            line.get(word.len()..).is_some_and(|rest| rest.trim_start().starts_with("= "));
        let near = indent(&lines[*l]) <= indent(&lines[first]);
        BEGINNINGS.contains(&word) || near && (POSSIBLE.contains(&word) || assigns)
    };
    (first + 1..=at).rev().find(begins).unwrap_or(first)
}

/// Where the code of a line ends: before a comment and the space in front of that.
pub(crate) fn code_end(lines: &[String], at: usize) -> usize {
    let text = lines.join("\n");
    let (tokens, _) = lexemes(&text, true);
    let starts = Lines::of(&text);
    let line = &lines[at];
    let comment = tokens
        .iter()
        .find(|t| t.kind == LexemeKind::Comment && starts.number(t.start) == at)
        .map(|t| t.start as usize - starts.0[at]);
    line[..comment.unwrap_or(line.len()).min(line.len())].trim_end().len()
}

/// Where lines begin.
struct Lines(Vec<usize>);

impl Lines {
    fn of(text: &str) -> Lines {
        let ends = text.match_indices('\n').map(|(at, _)| at + 1);
        Lines(std::iter::once(0).chain(ends).collect())
    }

    /// The index of the line with that byte.
    fn number(&self, at: u32) -> usize {
        self.0.partition_point(|start| *start <= at as usize).saturating_sub(1)
    }
}

#[cfg(test)]
mod tests {
    use super::find;

    /// In the order of the source: some are found before others that stand above them.
    fn lines(text: &str) -> Vec<u32> {
        let found = find(text, "x.py");
        let mut lines: Vec<u32> = found.mistakes.iter().map(|m| m.error.lineno).collect();
        lines.sort_unstable();
        lines
    }

    #[test]
    fn independent_mistakes_are_all_found() {
        assert_eq!(lines("x = = 1\ny = 2\nz = )\n"), [1, 3]);
        assert_eq!(lines("if x\n    y\nfor a b:\n    c = = 1\nprint(1)\n"), [1, 3, 4]);
        assert_eq!(lines("def f(:\n    return 1\n\ndef g(a, a):\n    return 2 +\n"), [1, 5]);
        assert_eq!(lines("f(1,\ndef g():\n    x = = 1\n"), [1, 3]);
        assert_eq!(lines("def f(x:\n    return x\nprint(1))\ny = = 2\n"), [2, 3, 4]);
        assert_eq!(lines("try:\n    x = 1\ny = 2\nz = = 3\n"), [3, 4]);
        assert_eq!(lines("if x:\ny = 1\nz = = 3\n"), [2, 3]);
    }

    #[test]
    fn what_the_compiler_refuses_is_found_too() {
        assert_eq!(lines("return 1\nbreak\nawait x\n"), [1, 2, 3]);
        assert_eq!(lines("def f(a, a):\n    return 1\n"), [1]);
    }

    #[test]
    fn one_mistake_is_one() {
        for text in [
            "x = (1,\n     2\ny = 3\n",
            "x = '''abc\ny = = 1\n",
            "if x:\n    a\n  b\n    c\n",
            "try:\nexcept ValueError:\n    pass\n",
            "match x\n    case 1:\n        pass\n",
            "class A\n    def f(self):\n        return 1\n    def g(self): pass\n",
            "if x == 1\n    y\nelse:\n    z\n",
            "x = {'a': 1,\n     'b': 2\nprint(x)\n",
            "print('a)\nprint('b')\n",
        ] {
            assert_eq!(lines(text).len(), 1, "{text}");
        }
    }
}
