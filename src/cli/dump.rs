//! Shows a stage of a file's way through the interpreter, without running it.

use std::io::Write;

use taipan_grammar::{Arena, LexemeKind, Mode, SyntaxError};

use super::options::Stage;
use super::source::{self, Unreadable};

/// Prints the stage of that file, or why there is none.
pub(crate) fn dump(stage: Stage, file: &str) -> u8 {
    let bytes = match source::read(&source::absolute(file.as_ref())) {
        Ok(bytes) => bytes,
        Err(Unreadable(message, code)) => {
            eprintln!("taipan: {message}");
            return code;
        }
    };
    match show(stage, &bytes, file) {
        Ok(text) => {
            // A reader that has seen enough closes the pipe; that is no failure of ours.
            let _ = std::io::stdout().write_all(text.as_bytes());
            0
        }
        Err(message) => {
            eprint!("{message}");
            1
        }
    }
}

fn show(stage: Stage, bytes: &[u8], file: &str) -> Result<String, String> {
    let text = taipan_grammar::decode(bytes).map_err(|error| refusal(&error, file))?;
    if stage == Stage::Tokens {
        return Ok(tokens(&text, file));
    }
    let arena = Arena::new();
    let parsed = taipan_grammar::parse(&text, Mode::Module, &arena);
    let parsed = parsed.map_err(|error| refusal(&error, file))?;
    match stage {
        Stage::Tokens => Ok(tokens(&text, file)),
        Stage::Ast => taipan_grammar::dump(parsed.module, parsed.source)
            .map(|tree| tree + "\n")
            .map_err(|error| format!("{error}\n")),
        Stage::Code => {
            let options = taipan_compiler::Options::default();
            match taipan_compiler::compile(parsed.module, parsed.source, file, options) {
                Ok(code) => Ok(taipan_compiler::dis::dis(&code)),
                Err(taipan_compiler::Error::Syntax(error)) => Err(refusal(&error, file)),
                Err(taipan_compiler::Error::TooDeep) => {
                    Err("RecursionError: maximum recursion depth exceeded during compilation\n"
                        .to_owned())
                }
                Err(taipan_compiler::Error::TooLarge(what)) => {
                    Err(format!("SystemError: {what}\n"))
                }
            }
        }
    }
}

/// One line per token, as `python -m tokenize` writes it; what is wrong stands behind the last.
fn tokens(text: &str, file: &str) -> String {
    let text = text.replace("\r\n", "\n").replace('\r', "\n");
    let (lexemes, problem) = taipan_grammar::lexemes(&text, false);
    let mut out = line((0, 0), (0, 0), "ENCODING", "utf-8");
    let mut place = Place { text: &text, at: 0, line: 1, column: 0 };
    for lexeme in lexemes {
        let (start, end) = (place.of(lexeme.start as usize), place.of(lexeme.end as usize));
        let shown = text.get(lexeme.start as usize..lexeme.end as usize).unwrap_or_default();
        let name = match lexeme.kind {
            LexemeKind::End => "ENDMARKER",
            LexemeKind::Name => "NAME",
            LexemeKind::Number => "NUMBER",
            LexemeKind::String => "STRING",
            LexemeKind::Newline => "NEWLINE",
            LexemeKind::Indent => "INDENT",
            LexemeKind::Dedent => "DEDENT",
            LexemeKind::Operator => "OP",
            LexemeKind::FStringStart => "FSTRING_START",
            LexemeKind::FStringMiddle => "FSTRING_MIDDLE",
            LexemeKind::FStringEnd => "FSTRING_END",
            LexemeKind::Comment => "COMMENT",
            LexemeKind::Nl => "NL",
        };
        // A newline ends on its own line.
        let breaks = matches!(lexeme.kind, LexemeKind::Newline | LexemeKind::Nl);
        let end = if breaks { (start.0, start.1 + 1) } else { end };
        out.push_str(&line(start, end, name, shown));
    }
    if let Some(problem) = problem {
        out.push_str(&refusal(&problem, file));
    }
    out
}

fn line(start: (usize, usize), end: (usize, usize), name: &str, text: &str) -> String {
    let range = format!("{},{}-{},{}:", start.0, start.1, end.0, end.1);
    let quote = if text.contains('\'') && !text.contains('"') { '"' } else { '\'' };
    let mut shown = String::from(quote);
    for c in text.chars() {
        match c {
            '\n' => shown.push_str("\\n"),
            '\t' => shown.push_str("\\t"),
            '\\' => shown.push_str("\\\\"),
            c if c == quote => shown.extend(['\\', c]),
            c if c.is_control() => shown.push_str(&format!("\\x{:02x}", u32::from(c))),
            c => shown.push(c),
        }
    }
    shown.push(quote);
    format!("{range:20}{name:15}{shown:15}\n")
}

/// Turns growing offsets into lines from 1 and columns from 0, in characters.
struct Place<'t> {
    text: &'t str,
    at: usize,
    line: usize,
    column: usize,
}

impl Place<'_> {
    fn of(&mut self, offset: usize) -> (usize, usize) {
        if offset < self.at {
            (self.at, self.line, self.column) = (0, 1, 0);
        }
        for c in self.text.get(self.at..offset).unwrap_or_default().chars() {
            (self.line, self.column) =
                if c == '\n' { (self.line + 1, 0) } else { (self.line, self.column + 1) };
        }
        self.at = offset;
        (self.line, self.column)
    }
}

fn refusal(error: &SyntaxError, file: &str) -> String {
    format!("{file}:{}:{}: {}\n", error.lineno, error.offset, error.message)
}
