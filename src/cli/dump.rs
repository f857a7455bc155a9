//! Shows a stage of a file's way through the interpreter, without running it.

use std::io::Write;

use taipan_grammar::{Arena, Mode, SyntaxError};

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
    let arena = Arena::new();
    let parsed = taipan_grammar::parse(&text, Mode::Module, &arena);
    let parsed = parsed.map_err(|error| refusal(&error, file))?;
    match stage {
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

fn refusal(error: &SyntaxError, file: &str) -> String {
    format!("{file}:{}:{}: {}\n", error.lineno, error.offset, error.message)
}
