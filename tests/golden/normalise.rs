//! Replaces what differs from run to run by a placeholder. A placeholder in an expectation is enough
//! to ask for its rule.

/// A kind of text that differs from run to run.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) enum Rule {
    /// `0x7f00aa` becomes `<ADDR>`.
    Address,
    /// `17:13:52` becomes `<HH:MM:SS>`.
    Clock,
    /// `2024-01-01 10:00:00.123456` becomes `<DATETIME>`.
    DateTime,
    /// `0.37 seconds` becomes `<SECS> seconds`.
    Seconds,
    /// `worker-2` becomes `worker-<N>`.
    Worker,
    /// `('127.0.0.1', 40312)` becomes `('127.0.0.1', <PORT>)`.
    Port,
}

impl Rule {
    const ALL: [Rule; 6] =
        [Rule::Address, Rule::DateTime, Rule::Clock, Rule::Seconds, Rule::Worker, Rule::Port];

    pub(crate) fn named(name: &str) -> Option<Rule> {
        Rule::ALL.into_iter().find(|rule| rule.name() == name)
    }

    fn name(self) -> &'static str {
        match self {
            Rule::Address => "addr",
            Rule::Clock => "clock",
            Rule::DateTime => "datetime",
            Rule::Seconds => "secs",
            Rule::Worker => "worker",
            Rule::Port => "port",
        }
    }

    fn placeholder(self) -> &'static str {
        match self {
            Rule::Address => "<ADDR>",
            Rule::Clock => "<HH:MM:SS>",
            Rule::DateTime => "<DATETIME>",
            Rule::Seconds => "<SECS> seconds",
            Rule::Worker => "worker-<N>",
            Rule::Port => "('127.0.0.1', <PORT>)",
        }
    }

    /// Bytes at the start of `text` that the rule replaces, if it does.
    fn matches(self, text: &str) -> Option<usize> {
        let pattern = match self {
            Rule::Address => return hexadecimal(text),
            Rule::Clock => "dd:dd:dd",
            Rule::DateTime => "dddd-dd-dd dd:dd:ddf",
            Rule::Seconds => "D.dd seconds",
            Rule::Worker => "worker-d",
            Rule::Port => "('127.0.0.1', D)",
        };
        pattern_length(pattern, text)
    }
}

fn hexadecimal(text: &str) -> Option<usize> {
    let digits = text.strip_prefix("0x")?;
    let count = digits.bytes().take_while(u8::is_ascii_hexdigit).count();
    (count > 0).then_some(count + 2)
}

/// In a pattern `d` is a digit, `D` are digits and `f` is a fraction or nothing.
fn pattern_length(pattern: &str, text: &str) -> Option<usize> {
    let mut rest = text.as_bytes();
    let digits = |rest: &[u8]| rest.iter().take_while(|b| b.is_ascii_digit()).count();
    // `worker-` and `seconds` hold the letter d, too: such words are compared as a whole.
    let mut pattern = pattern;
    while let Some(first) = pattern.bytes().next() {
        let word = ["worker", " seconds"].into_iter().find(|w| pattern.starts_with(w));
        if let Some(word) = word {
            rest = rest.strip_prefix(word.as_bytes())?;
            pattern = &pattern[word.len()..];
            continue;
        }
        let taken = match first {
            b'd' => usize::from(rest.first()?.is_ascii_digit()),
            b'D' => digits(rest),
            b'f' if rest.first() == Some(&b'.') => 1 + digits(&rest[1..]),
            b'f' => {
                pattern = &pattern[1..];
                continue;
            }
            byte => usize::from(*rest.first()? == byte),
        };
        if taken == 0 {
            return None;
        }
        rest = &rest[taken..];
        pattern = &pattern[1..];
    }
    Some(text.len() - rest.len())
}

/// The rules that placeholders in `expected` ask for, besides those named.
pub(crate) fn rules(expected: &str, named: &[Rule]) -> Vec<Rule> {
    let asked = |rule: &Rule| named.contains(rule) || expected.contains(rule.placeholder());
    Rule::ALL.into_iter().filter(asked).collect()
}

/// `text` with the rules applied.
pub(crate) fn apply(text: &str, rules: &[Rule]) -> String {
    rules.iter().fold(text.to_owned(), |text, rule| replace(&text, *rule))
}

fn replace(text: &str, rule: Rule) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(first) = rest.chars().next() {
        let in_number = out.ends_with(|c: char| c.is_ascii_alphanumeric());
        match rule.matches(rest).filter(|_| !in_number) {
            Some(length) => {
                out.push_str(rule.placeholder());
                rest = &rest[length..];
            }
            None => {
                out.push(first);
                rest = &rest[first.len_utf8()..];
            }
        }
    }
    out
}

pub(crate) mod tests {
    use super::*;

    pub(crate) fn both_sides() -> bool {
        let expected = "at <HH:MM:SS> <ADDR>, <SECS> seconds, worker-<N>";
        let got = "at 17:14:32 0x7fAa, 12.37 seconds, worker-2";
        let rules = rules(expected, &[]);
        apply(got, &rules) == expected
            && apply("2024-01-01 10:00:00.12", &[Rule::DateTime]) == "<DATETIME>"
            && apply("('127.0.0.1', 4012)", &[Rule::Port]) == "('127.0.0.1', <PORT>)"
    }
}
