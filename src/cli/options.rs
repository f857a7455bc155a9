//! The options as data. Does nothing and touches nothing.

use std::ffi::OsString;
use std::fmt;

use lexopt::Arg;

/// What the command line asks for.
#[derive(Debug, PartialEq)]
pub(crate) enum Action {
    Run(Program, Settings),
    Dump(Stage, String),
    Help,
    Version,
}

/// Where the program's text is.
#[derive(Debug, PartialEq)]
pub(crate) enum Program {
    File(String),
    Text(String),
    Module(String),
    /// Standard input, and whether `-` named it.
    Input(bool),
}

/// What `--dump` shows.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) enum Stage {
    Ast,
    Code,
}

/// How to run.
#[derive(Debug, Default, PartialEq)]
pub(crate) struct Settings {
    pub(crate) clock: Clock,
    /// Output goes out at once.
    pub(crate) unbuffered: bool,
    /// What follows the program's name.
    pub(crate) arguments: Vec<String>,
}

/// Which clock a program sees.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(crate) enum Clock {
    #[default]
    Real,
    Virtual,
}

/// Why the command line was not understood.
#[derive(Debug, PartialEq)]
pub(crate) struct Mistake(String);

impl fmt::Display for Mistake {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// Options stand before the program; everything after it is the program's own.
pub(crate) fn parse(mut parser: lexopt::Parser) -> Result<Action, Mistake> {
    let mut settings = Settings::default();
    let program = loop {
        let Some(argument) = parser.next().map_err(unknown)? else { break Program::Input(false) };
        match argument {
            Arg::Short('h') | Arg::Long("help") => return Ok(Action::Help),
            Arg::Short('V') | Arg::Long("version") => return Ok(Action::Version),
            Arg::Short('u') => settings.unbuffered = true,
            Arg::Short('X') => set(&mut settings, &value(&mut parser, 'X')?)?,
            Arg::Short('c') => break Program::Text(value(&mut parser, 'c')?),
            Arg::Short('m') => break Program::Module(value(&mut parser, 'm')?),
            Arg::Long("dump") => return dump(parser),
            Arg::Value(file) if file == "-" => break Program::Input(true),
            Arg::Value(file) => break Program::File(text(file)),
            Arg::Short(letter) => return Err(Mistake(format!("Unknown option: -{letter}"))),
            Arg::Long(name) => return Err(Mistake(format!("unknown option --{name}"))),
        }
    };
    let rest = parser.raw_args().map_err(unknown)?;
    settings.arguments = rest.map(text).collect();
    Ok(Action::Run(program, settings))
}

/// One `-X` setting.
fn set(settings: &mut Settings, text: &str) -> Result<(), Mistake> {
    let (name, value) = text.split_once('=').unwrap_or((text, ""));
    if name == "clock" {
        settings.clock = match value {
            "virtual" => Clock::Virtual,
            "real" => Clock::Real,
            _ => return Err(Mistake(format!("-X clock is real or virtual, not '{value}'"))),
        };
    }
    Ok(())
}

fn dump(mut parser: lexopt::Parser) -> Result<Action, Mistake> {
    let mut next = || parser.value().ok().map(text);
    let stage = match next().as_deref() {
        Some("ast") => Stage::Ast,
        Some("code") => Stage::Code,
        Some(other) => return Err(Mistake(format!("--dump shows ast or code, not '{other}'"))),
        None => return Err(Mistake("--dump shows ast or code: say which".to_owned())),
    };
    match next() {
        Some(file) => Ok(Action::Dump(stage, file)),
        None => Err(Mistake("Argument expected for the --dump option".to_owned())),
    }
}

fn value(parser: &mut lexopt::Parser, letter: char) -> Result<String, Mistake> {
    let missing = |_| Mistake(format!("Argument expected for the -{letter} option"));
    parser.value().map(text).map_err(missing)
}

/// Bytes that are no UTF-8 become replacement characters: scripts see text.
fn text(argument: OsString) -> String {
    argument.into_string().unwrap_or_else(|other| other.to_string_lossy().into_owned())
}

fn unknown(error: lexopt::Error) -> Mistake {
    Mistake(error.to_string())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parsed(args: &[&str]) -> Result<Action, Mistake> {
        parse(lexopt::Parser::from_args(args))
    }

    fn run(program: Program, arguments: &[&str]) -> Result<Action, Mistake> {
        let arguments = arguments.iter().map(|a| (*a).to_owned()).collect();
        Ok(Action::Run(program, Settings { arguments, ..Settings::default() }))
    }

    #[test]
    fn options_after_the_program_are_its_own() {
        let file = Program::File("a.py".to_owned());
        assert_eq!(parsed(&["a.py", "-V", "--zork"]), run(file, &["-V", "--zork"]));
        let command = Program::Text("pass".to_owned());
        assert_eq!(parsed(&["-c", "pass", "-h"]), run(command, &["-h"]));
        assert_eq!(parsed(&["-cpass"]), run(Program::Text("pass".to_owned()), &[]));
        assert_eq!(parsed(&["-", "--", "x"]), run(Program::Input(true), &["--", "x"]));
        assert_eq!(parsed(&[]), run(Program::Input(false), &[]));
    }

    #[test]
    fn the_clock_is_chosen() {
        let Ok(Action::Run(_, settings)) = parsed(&["-Xclock=virtual", "-X", "dev", "a.py"]) else {
            panic!("not understood");
        };
        assert_eq!(settings.clock, Clock::Virtual);
        assert!(parsed(&["-X", "clock=lunar", "a.py"]).is_err());
    }

    #[test]
    fn mistakes_are_named() {
        let message = |args: &[&str]| parsed(args).unwrap_err().to_string();
        assert_eq!(message(&["-z"]), "Unknown option: -z");
        assert_eq!(message(&["--zork"]), "unknown option --zork");
        assert_eq!(message(&["-c"]), "Argument expected for the -c option");
        assert_eq!(message(&["--dump", "soul", "x"]), "--dump shows ast or code, not 'soul'");
    }
}
