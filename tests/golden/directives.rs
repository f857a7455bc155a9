//! What a test says about itself in comments. Knows nothing of running it.

use crate::normalise::Rule;

/// The directives of one file.
#[derive(Debug, Default, PartialEq)]
pub(crate) struct Directives {
    /// Lines of standard output, in the file's order.
    pub stdout: Option<String>,
    /// Lines of standard error.
    pub stderr: Option<String>,
    /// The last line of the traceback that ends the program.
    pub error: Option<String>,
    pub stdin: String,
    pub args: Vec<String>,
    /// Options of the interpreter, in front of the script.
    pub options: Vec<String>,
    /// The command line instead of options, script and arguments.
    pub run: Option<Vec<String>>,
    pub exit: Option<i32>,
    /// Why CPython does something else.
    pub differs: Option<String>,
    pub rules: Vec<Rule>,
}

/// Reads the comments of `source`. In a file that must stay verbatim a comment which looks like a
/// directive and is none belongs to the document; elsewhere it is a mistake.
pub(crate) fn read(source: &str, verbatim: bool) -> Result<Directives, String> {
    let mut found = Directives::default();
    let mut inside = None;
    for (at, line) in source.lines().enumerate() {
        let Some(comment) = comment(line, &mut inside) else { continue };
        let Some((name, value)) = split(comment) else { continue };
        found.apply(name, value, verbatim).map_err(|why| format!("line {}: {why}", at + 1))?;
    }
    Ok(found)
}

impl Directives {
    fn apply(&mut self, name: &str, value: &str, verbatim: bool) -> Result<(), String> {
        match name {
            "expect" => add_line(self.stdout.get_or_insert_default(), value),
            "expect stderr" => add_line(self.stderr.get_or_insert_default(), value),
            "expect error" => self.error = Some(value.to_owned()),
            "stdin" => add_line(&mut self.stdin, value),
            "args" => self.args.extend(value.split_whitespace().map(str::to_owned)),
            "options" => self.options.extend(value.split_whitespace().map(str::to_owned)),
            "run" => self.run = Some(value.split_whitespace().map(str::to_owned).collect()),
            "exit" => {
                let code = value.parse().map_err(|_| format!("not an exit code: {value}"))?;
                self.exit = Some(code);
            }
            "differs" if value.is_empty() => return Err("differs: why?".to_owned()),
            "differs" => self.differs = Some(value.to_owned()),
            "normalise" => {
                for rule in value.split(',') {
                    let rule = rule.trim();
                    let known = Rule::named(rule).ok_or(format!("unknown rule {rule}"))?;
                    self.rules.push(known);
                }
            }
            _ if verbatim => {}
            _ => return Err(format!("unknown directive `{name}:`")),
        }
        Ok(())
    }
}

fn add_line(text: &mut String, line: &str) {
    text.push_str(line);
    text.push('\n');
}

/// The text of the line's comment. `inside` is the triple quote that is open.
fn comment<'a>(line: &'a str, inside: &mut Option<&'static str>) -> Option<&'a str> {
    let mut rest = line;
    loop {
        if let Some(quote) = *inside {
            rest = &rest[rest.find(quote)? + 3..];
            *inside = None;
        }
        let at = rest.find(['#', '"', '\''])?;
        if rest[at..].starts_with('#') {
            return Some(&rest[at + 1..]);
        }
        let triple = ["\"\"\"", "'''"].into_iter().find(|q| rest[at..].starts_with(q));
        if let Some(quote) = triple {
            *inside = Some(quote);
            rest = &rest[at + 3..];
            continue;
        }
        let quote = rest[at..].chars().next()?;
        rest = after_string(&rest[at + 1..], quote)?;
    }
}

fn after_string(text: &str, quote: char) -> Option<&str> {
    let mut chars = text.char_indices();
    while let Some((at, char)) = chars.next() {
        if char == '\\' {
            chars.next();
        } else if char == quote {
            return Some(&text[at + 1..]);
        }
    }
    None
}

/// ` name: value` of a comment: one or two lowercase words, and a space or nothing after the colon.
fn split(comment: &str) -> Option<(&str, &str)> {
    let (name, value) = comment.strip_prefix(' ')?.split_once(':')?;
    let words: Vec<&str> = name.split(' ').collect();
    let word = |w: &&str| !w.is_empty() && w.bytes().all(|b| b.is_ascii_lowercase());
    if words.len() > 2 || !words.iter().all(word) {
        return None;
    }
    match value.strip_prefix(' ') {
        Some(value) => Some((name, value)),
        // A heading such as `# sum:` is none of ours, an empty line that is expected is.
        None if value.is_empty() && matches!(name, "expect" | "expect stderr" | "stdin") => {
            Some((name, ""))
        }
        None => None,
    }
}

pub(crate) mod tests {
    use super::*;

    pub(crate) fn unknown_is_refused() -> bool {
        read("print(1)  # expects: 1\n", false).is_err()
            && read("# normalise: colour\n", false).is_err()
            && read("# expects: 1\n", true) == Ok(Directives::default())
    }

    pub(crate) fn all_are_read() -> bool {
        let source = "# args: a b\n# stdin: x\n# exit: 3\nprint('#')  # expect: #\n# expect:\n\
                      1/0  # expect error: ZeroDivisionError: division by zero\n";
        let wanted = Directives {
            stdout: Some("#\n\n".to_owned()),
            error: Some("ZeroDivisionError: division by zero".to_owned()),
            stdin: "x\n".to_owned(),
            args: vec!["a".to_owned(), "b".to_owned()],
            exit: Some(3),
            ..Directives::default()
        };
        read(source, false) == Ok(wanted)
    }

    pub(crate) fn strings_are_skipped() -> bool {
        let source = "a = '# expect: 1'\nb = \"\"\"\n# expect: 2\n\"\"\"  # Note: three\n";
        read(source, false) == Ok(Directives::default())
    }
}
