//! The options as data: what the table says of the command line. Does nothing and touches nothing.

use std::ffi::OsString;
use std::fmt;

use lexopt::Arg;
use taipan_engine::Flags;
use taipan_engine::aio::hang::Deadlocks;

use super::table::{Act, OPTIONS, Other, Row, SHELLS, STAGES};
use crate::report::Errors;

/// What the command line asks for.
#[derive(Debug, PartialEq)]
pub(crate) enum Action {
    Run(Program, Settings),
    Dump(Stage, String),
    /// What is looked at, whether as JSON, and how else.
    Check(Vec<OsString>, Errors),
    /// The shell's name.
    Completions(String),
    Manual,
    Help,
    /// How often it was asked for.
    Version(u32),
}

/// Where the program's text is.
#[derive(Debug, PartialEq)]
pub(crate) enum Program {
    File(OsString),
    Text(OsString),
    Module(String),
    /// Standard input, and whether `-` named it.
    Input(bool),
}

/// What `--dump` shows.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) enum Stage {
    Tokens,
    Ast,
    Code,
}

/// What `--trace` shows.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(crate) struct Traced {
    pub(crate) ops: bool,
    pub(crate) loops: bool,
    pub(crate) heap: bool,
}

/// How to run.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Settings {
    pub(crate) clock: Clock,
    /// What decides everything that is left to chance otherwise.
    pub(crate) seed: Option<u64>,
    /// What is done when nothing can ever go on; `None` for what suits the clock.
    pub(crate) deadlocks: Option<Deadlocks>,
    /// The signal that has the tasks shown; `None` for the usual one.
    pub(crate) dump_on: Option<i32>,
    /// `-u`: output goes out at once.
    pub(crate) unbuffered: bool,
    /// What `sys.flags` shows.
    pub(crate) flags: Flags,
    /// `-x`: the first line is for somebody else.
    pub(crate) skips_line: bool,
    /// `-W`, in their order.
    pub(crate) warnings: Vec<String>,
    /// `-X`, in their order.
    pub(crate) settings: Vec<String>,
    /// At the end the instructions that the program's code came to have are listed.
    pub(crate) shows_operations: bool,
    pub(crate) traced: Traced,
    /// How errors are shown.
    pub(crate) errors: Errors,
    /// What follows the program's name.
    pub(crate) arguments: Vec<OsString>,
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
pub(crate) struct Mistake(pub(super) String);

impl Mistake {
    pub(super) fn new(text: &str) -> Mistake {
        Mistake(text.to_owned())
    }

    /// A value that CPython's start ends with.
    pub(super) fn fatal(what: &str, state: &str) -> Mistake {
        Mistake(format!("{FATAL}{what}\nPython runtime state: {state}\n"))
    }

    /// Whether it is about a value rather than about how options are given.
    pub(crate) fn is_fatal(&self) -> bool {
        self.0.starts_with(FATAL)
    }
}

const FATAL: &str = "Fatal Python error: ";

impl fmt::Display for Mistake {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// Options stand before the program; everything after it is the program's own.
pub(crate) fn parse(mut parser: lexopt::Parser) -> Result<Action, Mistake> {
    let mut settings = Settings::default();
    let (mut versions, mut help) = (0, false);
    let program = loop {
        let Some(argument) = parser.next().map_err(unknown)? else { break Program::Input(false) };
        let (row, name) = match argument {
            Arg::Value(file) if file == "-" => break Program::Input(true),
            Arg::Value(file) => break Program::File(file),
            Arg::Short('J') => return Err(Mistake::new("-J is reserved for Jython")),
            Arg::Short(letter) => (by_letter(letter)?, format!("-{letter}")),
            Arg::Long(long) => (by_name(long)?, format!("--{long}")),
        };
        let mut value = || parser.value().map_err(|_| missing(&name));
        match &row.act {
            Act::Flag(set) => set(&mut settings),
            Act::Value(set) => set(&mut settings, text(value()?))?,
            Act::Run(program) => break program(value()?),
            Act::Other(Other::Help) => help = true,
            Act::Other(Other::Version) => versions += 1,
            Act::Other(Other::Dump) => return dump(parser),
            Act::Other(Other::Check) => return check(parser, settings.errors),
            Act::Other(Other::Completions) => return completions(parser),
            Act::Other(Other::Manual) => return Ok(Action::Manual),
            Act::Word => return Err(Mistake(format!("unknown option {name}"))),
        }
    };
    if help {
        return Ok(Action::Help);
    }
    if versions > 0 {
        return Ok(Action::Version(versions));
    }
    settings.arguments = parser.raw_args().map_err(unknown)?.collect();
    Ok(Action::Run(program, settings))
}

fn by_letter(letter: char) -> Result<&'static Row, Mistake> {
    let row = OPTIONS.iter().find(|row| row.letters.contains(&letter));
    row.ok_or_else(|| Mistake(format!("Unknown option: -{letter}")))
}

fn by_name(name: &str) -> Result<&'static Row, Mistake> {
    let row = OPTIONS.iter().find(|row| row.long.contains(&name));
    row.ok_or_else(|| Mistake(format!("unknown option --{name}")))
}

fn missing(name: &str) -> Mistake {
    // CPython says "options" of the long one.
    let plural = if name == "--check-hash-based-pycs" { "s" } else { "" };
    Mistake(format!("Argument expected for the {name} option{plural}"))
}

/// The number of a signal that a program may be sent for a purpose of its own.
pub(super) fn signal_number(name: &str) -> Option<i32> {
    use taipan_engine::host::Signal;
    let known = [
        ("SIGQUIT", Signal::QUIT),
        ("SIGUSR1", Signal::USER_1),
        ("SIGUSR2", Signal::USER_2),
        ("SIGHUP", Signal::HANG_UP),
    ];
    let wanted = name.to_ascii_uppercase();
    let found = known.iter().find(|(name, _)| [*name, &name[3..]].contains(&wanted.as_str()));
    found.map(|(_, signal)| signal.0)
}

fn dump(mut parser: lexopt::Parser) -> Result<Action, Mistake> {
    let mut next = || parser.value().ok().map(text);
    let known =
        format!("{} or {}", STAGES[..STAGES.len() - 1].join(", "), STAGES[STAGES.len() - 1]);
    let stage = match next().as_deref() {
        Some("tokens") => Stage::Tokens,
        Some("ast") => Stage::Ast,
        Some("code") => Stage::Code,
        Some(other) => return Err(Mistake(format!("--dump shows {known}, not '{other}'"))),
        None => return Err(Mistake(format!("--dump shows {known}: say which"))),
    };
    match next() {
        Some(file) => Ok(Action::Dump(stage, file)),
        None => Err(missing("--dump")),
    }
}

/// Files and folders, and `--json` anywhere among them.
fn check(mut parser: lexopt::Parser, errors: Errors) -> Result<Action, Mistake> {
    let (mut paths, mut errors) = (Vec::new(), errors);
    while let Some(argument) = parser.next().map_err(unknown)? {
        match argument {
            Arg::Long("json") => errors = Errors::Json,
            Arg::Value(path) => paths.push(path),
            Arg::Short(letter) => return Err(Mistake(format!("--check takes no -{letter}"))),
            Arg::Long(name) => return Err(Mistake(format!("--check takes no --{name}"))),
        }
    }
    if paths.is_empty() {
        return Err(Mistake::new("--check needs files or folders"));
    }
    Ok(Action::Check(paths, errors))
}

fn completions(mut parser: lexopt::Parser) -> Result<Action, Mistake> {
    let shell = text(parser.value().map_err(|_| missing("--completions"))?);
    match SHELLS.contains(&shell.as_str()) {
        true => Ok(Action::Completions(shell)),
        false => {
            let known = SHELLS.join(", ");
            Err(Mistake(format!("--completions knows {known}, not '{shell}'")))
        }
    }
}

/// Text of our own options: bytes that are no UTF-8 are in none of them.
pub(super) fn text(argument: OsString) -> String {
    argument.into_string().unwrap_or_else(|other| other.to_string_lossy().into_owned())
}

fn unknown(error: lexopt::Error) -> Mistake {
    if let lexopt::Error::UnexpectedValue { option, value } = &error {
        return Mistake(format!("unknown option {option}={}", value.to_string_lossy()));
    }
    Mistake(error.to_string())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parsed(args: &[&str]) -> Result<Action, Mistake> {
        parse(lexopt::Parser::from_args(args))
    }

    fn run(program: Program, arguments: &[&str]) -> Result<Action, Mistake> {
        let arguments = arguments.iter().map(|a| (*a).into()).collect();
        Ok(Action::Run(program, Settings { arguments, ..Settings::default() }))
    }

    #[test]
    fn options_after_the_program_are_its_own() {
        let file = Program::File("a.py".into());
        assert_eq!(parsed(&["a.py", "-V", "--zork"]), run(file, &["-V", "--zork"]));
        let command = Program::Text("pass".into());
        assert_eq!(parsed(&["-c", "pass", "-h"]), run(command, &["-h"]));
        assert_eq!(parsed(&["-cpass"]), run(Program::Text("pass".into()), &[]));
        assert_eq!(parsed(&["-", "--", "x"]), run(Program::Input(true), &["--", "x"]));
        assert_eq!(parsed(&[]), run(Program::Input(false), &[]));
    }

    #[test]
    fn short_options_may_be_joined() {
        let Ok(Action::Run(program, settings)) = parsed(&["-qiOOBc", "pass", "-x"]) else {
            panic!("not understood");
        };
        assert_eq!(program, Program::Text("pass".into()));
        let flags = settings.flags;
        assert!(flags.quiet && flags.interactive && flags.dont_write_bytecode);
        assert!(!settings.unbuffered);
        assert_eq!(flags.optimize, 2);
    }

    #[test]
    fn the_clock_is_chosen() {
        let Ok(Action::Run(_, settings)) = parsed(&["-Xclock=virtual", "-X", "dev", "a.py"]) else {
            panic!("not understood");
        };
        assert_eq!(settings.clock, Clock::Virtual);
        assert_eq!(settings.settings, ["clock=virtual", "dev"]);
        assert!(parsed(&["-X", "clock=lunar", "a.py"]).is_err());
    }

    #[test]
    fn hangs_have_their_options() {
        let Ok(Action::Run(_, settings)) =
            parsed(&["-Xdeadlock=raise", "-Xseed=7", "-X", "dump-on=usr1", "a.py"])
        else {
            panic!("not understood");
        };
        assert_eq!(settings.deadlocks, Some(Deadlocks::Raise));
        assert_eq!(settings.dump_on, Some(10));
        assert_eq!(settings.seed, Some(7));
        assert!(parsed(&["-X", "seed=-1", "a.py"]).is_err());
        assert!(parsed(&["-X", "deadlock=maybe", "a.py"]).is_err());
        assert!(parsed(&["-X", "dump-on=SIGNAL", "a.py"]).is_err());
    }

    #[test]
    fn what_is_checked_comes_with_its_form() {
        let Ok(Action::Check(paths, errors)) = parsed(&["--check", "a.py", "--json", "b"]) else {
            panic!("not understood");
        };
        assert_eq!((paths, errors), (vec!["a.py".into(), "b".into()], Errors::Json));
    }

    #[test]
    fn mistakes_are_named() {
        let message = |args: &[&str]| parsed(args).unwrap_err().to_string();
        assert_eq!(message(&["-z"]), "Unknown option: -z");
        assert_eq!(message(&["--zork"]), "unknown option --zork");
        assert_eq!(message(&["--help=3"]), "unknown option --help=3");
        assert_eq!(message(&["--check"]), "--check needs files or folders");
        assert_eq!(
            message(&["--trace", "soul", "x"]),
            "--trace shows ops, loop or heap, not 'soul'"
        );
        assert_eq!(message(&["-c"]), "Argument expected for the -c option");
        assert_eq!(
            message(&["--dump", "soul", "x"]),
            "--dump shows tokens, ast or code, not 'soul'"
        );
    }
}
