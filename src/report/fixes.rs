//! Small changes that may mend a syntax error. Each is tried: what cannot be parsed then is not shown.

use taipan_grammar::SyntaxError;

use super::model::{Fix, Range};
use super::recovery::{self, Mistake, bracket_end, code_end, first_word, is_mended};

/// The first change after which the source is right where the mistake was.
pub(crate) fn find(mistake: &Mistake, next: Option<&Mistake>, file: &str) -> Option<Fix> {
    let mut tried = Vec::new();
    for change in candidates(&mistake.lines, &mistake.error) {
        let Some(lines) = change.apply(&mistake.lines) else { continue };
        if tried.contains(&change) {
            continue;
        }
        if is_mended(&lines, mistake, next, file) {
            let line = lines.get(change.line)?.clone();
            let number = change.line as u32 + 1;
            let (column, end_column) = (change.from as u32, change.to as u32);
            let range = Range { line: number, column, end_line: number, end_column };
            return Some(Fix { what: change.what, range, text: change.text, line });
        }
        tried.push(change);
        if tried.len() > 12 {
            break;
        }
    }
    None
}

/// Other text for a part of a line; lines from 0, columns in bytes.
#[derive(PartialEq)]
struct Change {
    what: String,
    line: usize,
    from: usize,
    to: usize,
    text: String,
}

impl Change {
    fn apply(&self, lines: &[String]) -> Option<Vec<String>> {
        let line = lines.get(self.line)?;
        let (before, after) = (line.get(..self.from)?, line.get(self.to..)?);
        let mut changed = lines.to_vec();
        changed[self.line] = format!("{before}{}{after}", self.text);
        Some(changed)
    }
}

/// Collects changes of a line.
struct Candidates<'a> {
    lines: &'a [String],
    at: usize,
    line: &'a str,
    /// The place of the mistake, in bytes, and its end on the same line.
    from: usize,
    to: usize,
    found: Vec<Change>,
}

/// The byte of a character counted from 1.
fn byte_of(line: &str, offset: i32) -> usize {
    let chars = usize::try_from(offset - 1).unwrap_or(0);
    line.char_indices().nth(chars).map_or(line.len(), |(at, _)| at)
}

fn candidates(lines: &[String], error: &SyntaxError) -> Vec<Change> {
    let Some(at) = (error.lineno as usize).checked_sub(1) else { return Vec::new() };
    let Some(line) = lines.get(at) else { return Vec::new() };
    let from = byte_of(line, error.offset);
    let to = if error.end_lineno == error.lineno && error.end_offset > error.offset {
        byte_of(line, error.end_offset)
    } else {
        line.len().max(from)
    };
    let mut all = Candidates { lines, at, line, from, to, found: Vec::new() };
    all.collect(&error.message);
    all.found
}

impl Candidates<'_> {
    fn add(&mut self, what: &str, from: usize, to: usize, text: &str) {
        self.add_in(self.at, what, from, to, text);
    }

    fn add_in(&mut self, line: usize, what: &str, from: usize, to: usize, text: &str) {
        let (what, text) = (what.to_owned(), text.to_owned());
        self.found.push(Change { what, line, from, to, text });
    }

    fn insert(&mut self, at: usize, text: &str) {
        self.add(&format!("add {}", quoted(text)), at, at, text);
    }

    fn replace(&mut self, from: usize, to: usize, text: &str) {
        let old = self.line.get(from..to).unwrap_or_default().trim();
        self.add(&format!("write {} instead of {}", quoted(text), quoted(old)), from, to, text);
    }

    fn code_end(&self) -> usize {
        code_end(self.lines, self.at)
    }

    fn collect(&mut self, message: &str) {
        let end = self.code_end();
        match message {
            "expected ':'" => {
                let at = self.line[..self.from.min(end)].trim_end().len();
                self.insert(at, ":");
                self.insert(end, ":");
            }
            "expected '('" => {
                let at = self.line[..self.from].trim_end().len();
                self.insert(at, "()");
            }
            "f-string: expecting '}'" => self.braces(),
            "f-string: single '}' is not allowed" => {
                for (at, _) in self.line.match_indices('}').take(4) {
                    self.add("write '}}' for a brace in the text", at, at + 1, "}}");
                }
            }
            "multiple exception types must be parenthesized" => {
                let list = self.line.find("except").map_or(self.from, |at| at + 6);
                self.wrap(list, end.saturating_sub(1));
            }
            "trailing comma not allowed without surrounding parentheses" => {
                let comma = self.line[..end].rfind(',').unwrap_or(end);
                self.add("take the last comma away", comma, (comma + 1).min(end), "");
            }
            "Generator expression must be parenthesized"
            | "did you forget parentheses around the comprehension target?" => {
                self.wrap(self.from, self.to);
            }
            _ if message.ends_with("was never closed") => self.close_bracket(message),
            _ if message.starts_with("unmatched '") => self.unmatched(),
            _ if message.starts_with("closing parenthesis") => self.mismatch(message),
            _ if message.contains("instead of '='?") => self.equals(),
            _ if message.ends_with("Perhaps you forgot a comma?") => self.commas(),
            _ if message.starts_with("Missing parentheses in call to") => self.call(end),
            _ if message.starts_with("unterminated ") => self.quote(end),
            _ if message.starts_with("leading zeros") => self.zeros(),
            _ if message.starts_with("invalid character") => self.characters(),
            _ if message.starts_with("invalid non-printable") => self.characters(),
            _ if message.contains("outside async function")
                || message.contains("outside of an asynchronous function") =>
            {
                self.make_async();
            }
            _ if message.starts_with("expected an indented block") => {
                let white = self.line.len() - self.line.trim_start().len();
                self.add("set the line in", white, white, "    ");
            }
            _ if message.starts_with("invalid syntax") || message.starts_with("expected ") => {
                self.close_before();
                self.other_languages(end);
                self.keywords();
                self.doubled();
            }
            _ => {}
        }
    }

    fn wrap(&mut self, from: usize, to: usize) {
        let Some(text) = self.line.get(from..to) else { return };
        let inner = text.trim();
        let from = from + (text.len() - text.trim_start().len());
        self.add("put it in parentheses", from, from + inner.len(), &format!("({inner})"));
    }

    fn close_bracket(&mut self, message: &str) {
        let Some(close) = message.chars().nth(1).and_then(closing) else { return };
        let close = close.to_string();
        let end = self.code_end();
        let code = &self.line[..end];
        // Before the colon of a block's head.
        if let Some(head) = code.strip_suffix(':') {
            self.insert(head.trim_end().len(), &close);
        }
        self.insert(end, &close);
        let all = all_closing(self.lines, self.at);
        if all.len() > 1 {
            self.insert(end, &all);
        }
        let last = bracket_end(self.lines, self.at).unwrap_or(self.lines.len());
        let last = (self.at + 1..last).rev().find(|l| recovery::indent(&self.lines[*l]).is_some());
        if let Some(last) = last {
            let (end, what) = (code_end(self.lines, last), format!("add '{close}'"));
            self.add_in(last, &what, end, end, &close);
            let text = self.lines[last].trim();
            let comma = text.trim_end_matches(',').len() < text.len();
            if comma {
                self.add_in(last, &what, end - 1, end, &close);
            }
        }
    }

    /// The brackets that are open where a statement begins.
    fn close_before(&mut self) {
        let Some(line) = (0..self.at).rev().find(|l| recovery::indent(&self.lines[*l]).is_some())
        else {
            return;
        };
        let (end, all) = (code_end(self.lines, line), all_closing(self.lines, line));
        if !all.is_empty() {
            let text = &self.lines[line][..end];
            let at = text.strip_suffix(':').map_or(end, |head| head.trim_end().len());
            self.add_in(line, &format!("add '{all}'"), at, at, &all);
            self.add_in(line, &format!("add '{all}'"), end, end, &all);
        }
    }

    fn unmatched(&mut self) {
        let at = self.from;
        if let Some(c) = self.line.get(at..).and_then(|rest| rest.chars().next()) {
            self.add(&format!("take '{c}' away"), at, at + c.len_utf8(), "");
        }
        if let Some(before) = at.checked_sub(1) {
            self.add("take the bracket away", before, at, "");
        }
    }

    fn mismatch(&mut self, message: &str) {
        let mut quotes = message.split('\'').skip(1).step_by(2);
        let (wrong, open) = (quotes.next().unwrap_or_default(), quotes.next().unwrap_or_default());
        let Some(right) = open.chars().next().and_then(closing) else { return };
        let right = right.to_string();
        for at in [Some(self.from), self.from.checked_sub(1)].into_iter().flatten() {
            if self.line.get(at..).is_some_and(|rest| rest.starts_with(wrong)) {
                self.replace(at, at + wrong.len(), &right);
                self.insert(at, &right);
            }
        }
    }

    /// `=` where a comparison is meant.
    fn equals(&mut self) {
        let from = self.from.min(self.line.len());
        let bytes = self.line.as_bytes();
        let single = |at: &usize| {
            let beside = |at: Option<usize>| at.and_then(|at| bytes.get(at)).copied();
            bytes.get(*at) == Some(&b'=')
                && beside(at.checked_sub(1)).is_none_or(|b| !b"=!<>:+-*/%&|^@".contains(&b))
                && beside(Some(at + 1)) != Some(b'=')
        };
        let places: Vec<usize> = (from..bytes.len()).filter(single).take(3).collect();
        for at in places {
            self.replace(at, at + 1, "==");
        }
    }

    /// A comma between two expressions of the range.
    fn commas(&mut self) {
        let (from, to) = (self.from, self.to.min(self.line.len()));
        let Some(text) = self.line.get(from..to) else { return };
        let mut places: Vec<usize> = Vec::new();
        let mut before = ' ';
        for (at, c) in text.char_indices() {
            let begins = !c.is_whitespace() && before.is_whitespace() && at > 0;
            if begins || (matches!(c, '"' | '\'' | '(' | '[' | '{') && at > 0) {
                places.push(from + self.line[from..from + at].trim_end().len());
            }
            before = c;
        }
        for at in places.into_iter().take(8) {
            self.insert(at, ",");
        }
    }

    /// `print x` as a call.
    fn call(&mut self, end: usize) {
        let name = first_word(self.line.get(self.from..).unwrap_or_default());
        let start = self.from + name.len();
        let Some(rest) = self.line.get(start..end) else { return };
        let text = format!("({})", rest.trim());
        self.add("call it with parentheses", start, end, &text);
    }

    fn quote(&mut self, end: usize) {
        let rest = self.line.get(self.from..).unwrap_or_default();
        let Some(quote) = rest.chars().find(|c| matches!(c, '"' | '\'')) else { return };
        let quote = quote.to_string();
        let line = self.line.trim_end();
        // Brackets at the end are more likely code than text.
        let inner = line.trim_end_matches([')', ']', '}', ':', ',', ';']).len();
        let inner = inner.max(self.from + 1);
        for at in (inner..=line.len()).filter(|at| line.is_char_boundary(*at)).take(6) {
            self.insert(at, &quote);
        }
        self.insert(end.max(self.from + 1), &quote);
    }

    fn zeros(&mut self) {
        let rest = self.line.get(self.from..).unwrap_or_default();
        let digits = rest.find(|c: char| !c.is_ascii_digit()).unwrap_or(rest.len());
        let number = rest[..digits].trim_start_matches('0').to_owned();
        let number = if number.is_empty() { "0" } else { &number };
        self.replace(self.from, self.from + digits, number);
    }

    /// Signs that look like others.
    fn characters(&mut self) {
        let ordinary = |c: char| -> Option<&str> {
            Some(match c {
                '\u{201c}' | '\u{201d}' | '\u{201e}' | '\u{ab}' | '\u{bb}' => "\"",
                '\u{2018}' | '\u{2019}' | '\u{201a}' | '\u{b4}' | '`' => "'",
                '\u{2212}' | '\u{2013}' | '\u{2014}' => "-",
                '\u{d7}' => "*",
                '\u{f7}' => "/",
                '\u{2260}' => "!=",
                '\u{2264}' => "<=",
                '\u{2265}' => ">=",
                '\u{2026}' => "...",
                '\u{ff08}' => "(",
                '\u{ff09}' => ")",
                '\u{ff0c}' => ",",
                '\u{ff1a}' => ":",
                '\u{a0}' | '\u{2003}' | '\u{2009}' | '\u{202f}' | '\u{3000}' => " ",
                '\u{200b}' | '\u{200c}' | '\u{200d}' | '\u{feff}' | '\u{2060}' => "",
                _ => return None,
            })
        };
        let mut text = String::new();
        for c in self.line.chars() {
            match ordinary(c) {
                Some(other) => text.push_str(other),
                None => text.push(c),
            }
        }
        let white = self.line.len() - self.line.trim_start().len();
        let text = text.get(white..).unwrap_or_default().to_owned();
        if text != self.line[white..] {
            self.add("write the line with plain signs", white, self.line.len(), &text);
        }
    }

    fn braces(&mut self) {
        let places: Vec<usize> =
            self.line.match_indices(['"', '\'', '!', ':']).map(|(at, _)| at).collect();
        for at in places.into_iter().rev().take(6) {
            self.insert(at, "}");
        }
    }

    /// `async` in front of the function around.
    fn make_async(&mut self) {
        let own = recovery::indent(self.line).unwrap_or(0);
        let mut inner = own;
        for at in (0..self.at).rev() {
            let Some(depth) = recovery::indent(&self.lines[at]) else { continue };
            if depth < inner {
                inner = depth;
                if first_word(&self.lines[at]) == "def" {
                    let white = self.lines[at].len() - self.lines[at].trim_start().len();
                    self.add_in(at, "make the function asynchronous", white, white, "async ");
                    return;
                }
            }
        }
    }

    /// What other languages write.
    fn other_languages(&mut self, end: usize) {
        let line = self.line;
        let word = first_word(line);
        let white = line.len() - line.trim_start().len();
        if let Some(at) = line.find("else if") {
            self.replace(at, at + "else if".len(), "elif");
        }
        if matches!(word, "elsif" | "elseif") {
            self.replace(white, white + word.len(), "elif");
        }
        for (sign, other) in [("++", " += 1"), ("--", " -= 1")] {
            if let Some(at) = line.find(sign) {
                self.replace(at, at + 2, other);
            }
        }
        for (sign, other) in
            [("&&", "and"), ("||", "or"), ("<>", "!="), ("===", "=="), ("!==", "!=")]
        {
            if let Some(at) = line.find(sign) {
                self.replace(at, at + sign.len(), other);
            }
        }
        for (at, _) in line.match_indices('!').take(3) {
            if line.get(at + 1..at + 2) != Some("=") {
                self.add("write 'not' instead of '!'", at, at + 1, "not ");
            }
        }
        if matches!(word, "var" | "let" | "const" | "new") {
            let to = white + word.len() + 1;
            self.add(&format!("leave '{word}' out"), white, to, "");
        }
        for (at, _) in line.match_indices("new ").take(2) {
            self.add("leave 'new' out", at, at + 4, "");
        }
        for (other, own) in
            [("function ", "def "), ("func ", "def "), ("catch", "except"), ("fn ", "def ")]
        {
            if word == other.trim() {
                self.replace(white, white + other.len(), own);
            }
        }
        if line[..end].ends_with(" then") {
            self.replace(end - " then".len(), end, ":");
        }
        if word == "for"
            && let Some(at) = line.find(" of ")
        {
            self.replace(at + 1, at + 3, "in");
        }
        if line[..end].ends_with('{') {
            let from = line[..end - 1].trim_end().len();
            self.replace(from, end, ":");
        }
    }

    /// The same sign twice, with space in between.
    fn doubled(&mut self) {
        let Some(sign) = self.line.get(self.from..).and_then(|rest| rest.chars().next()) else {
            return;
        };
        let before = self.line.get(..self.from).unwrap_or_default().trim_end();
        if sign.is_ascii_punctuation() && before.ends_with(sign) {
            let what = format!("take one '{sign}' away");
            self.add(&what, before.len(), self.from + 1, "");
        }
    }

    /// Words near the mistake that resemble keywords.
    fn keywords(&mut self) {
        let words: Vec<(usize, &str)> = words(self.line).collect();
        let upto = self.to.max(self.from + 1);
        for (at, word) in words.into_iter().filter(|(at, _)| *at <= upto).rev() {
            if let Some(keyword) = nearest_keyword(word) {
                self.replace(at, at + word.len(), keyword);
            }
        }
    }
}

/// The words of a line and where they begin.
fn words(line: &str) -> impl Iterator<Item = (usize, &str)> {
    let mut at = 0;
    line.split(|c: char| !c.is_alphanumeric() && c != '_').filter_map(move |word| {
        let found = line.get(at..)?.find(word).map(|offset| at + offset)?;
        at = found + word.len();
        (!word.is_empty()).then_some((found, word))
    })
}

const KEYWORDS: &[&str] = &[
    "and", "as", "assert", "async", "await", "break", "case", "class", "continue", "def", "del",
    "elif", "else", "except", "finally", "for", "from", "global", "if", "import", "in", "is",
    "lambda", "match", "nonlocal", "not", "or", "pass", "raise", "return", "try", "while", "with",
    "yield",
];

/// A keyword that one slip turns into the word.
fn nearest_keyword(word: &str) -> Option<&'static str> {
    if word.len() < 3 || KEYWORDS.contains(&word) {
        return None;
    }
    KEYWORDS.iter().copied().find(|keyword| keyword.len() > 2 && one_slip(word, keyword))
}

/// Whether one letter was left out, added, changed, or two were exchanged.
fn one_slip(word: &str, keyword: &str) -> bool {
    let (a, b): (Vec<char>, Vec<char>) = (word.chars().collect(), keyword.chars().collect());
    let same = a.iter().zip(&b).take_while(|(a, b)| a == b).count();
    let (a, b) = (&a[same..], &b[same..]);
    match (a, b) {
        ([], _) | (_, []) => a.len() + b.len() == 1,
        ([x, rest_a @ ..], [y, rest_b @ ..]) => {
            let exchanged = matches!((rest_a, rest_b), ([p, u @ ..], [q, v @ ..]) if p == y && q == x && u == v);
            rest_a == rest_b || rest_a == b || a == rest_b || exchanged
        }
    }
}

/// What closes the brackets that are open at the end of a line.
fn all_closing(lines: &[String], at: usize) -> String {
    let (mut out, mut place) = (String::new(), (at, lines[at].len()));
    while let Some(bracket) = recovery::open_bracket(lines, place.0, place.1) {
        let open = lines.get(bracket.0).and_then(|line| line.get(bracket.1..)?.chars().next());
        out.extend(open.and_then(closing));
        place = bracket;
        if out.len() > 8 {
            break;
        }
    }
    out
}

fn closing(open: char) -> Option<char> {
    Some(match open {
        '(' => ')',
        '[' => ']',
        '{' => '}',
        _ => return None,
    })
}

fn quoted(text: &str) -> String {
    let text = text.trim();
    if text.contains('\'') { format!("\"{text}\"") } else { format!("'{text}'") }
}
