//! The options as data. Does nothing and touches nothing.

use std::ffi::OsString;
use std::fmt;

use lexopt::Arg;
use taipan_engine::Flags;
use taipan_engine::aio::hang::Deadlocks;

use crate::report::Errors;

/// What the command line asks for.
#[derive(Debug, PartialEq)]
pub(crate) enum Action {
    Run(Program, Settings),
    Dump(Stage, String),
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
    Ast,
    Code,
}

/// How to run.
#[derive(Debug, Default, PartialEq)]
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
pub(crate) struct Mistake(String);

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
        match argument {
            Arg::Short('h' | '?') => help = true,
            Arg::Short('V') => versions += 1,
            Arg::Short('c') => break Program::Text(value(&mut parser, 'c')?),
            Arg::Short('m') => break Program::Module(text(value(&mut parser, 'm')?)),
            Arg::Short('X') => set(&mut settings, text(value(&mut parser, 'X')?))?,
            Arg::Short('W') => settings.warnings.push(text(value(&mut parser, 'W')?)),
            Arg::Short(letter) => flag(&mut settings, letter)?,
            Arg::Long("dump") => return dump(parser),
            Arg::Long("check-hash-based-pycs") => drop(parser.value()),
            Arg::Long("help" | "help-all" | "help-env" | "help-xoptions") => help = true,
            Arg::Long("version") => versions += 1,
            Arg::Long(name) => return Err(Mistake(format!("unknown option --{name}"))),
            Arg::Value(file) if file == "-" => break Program::Input(true),
            Arg::Value(file) => break Program::File(file),
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

/// An option of one letter without a value. Some have nothing to change here.
fn flag(settings: &mut Settings, letter: char) -> Result<(), Mistake> {
    let flags = &mut settings.flags;
    match letter {
        'u' => settings.unbuffered = true,
        'i' => {
            flags.inspect = true;
            flags.interactive = true;
        }
        'q' => flags.quiet = true,
        'E' => flags.ignore_environment = true,
        'P' => flags.safe_path = true,
        'I' => {
            flags.isolated = true;
            flags.ignore_environment = true;
            flags.no_user_site = true;
            flags.safe_path = true;
        }
        'O' => flags.optimize = flags.optimize.saturating_add(1),
        'b' => flags.bytes_warning = flags.bytes_warning.saturating_add(1),
        'B' => flags.dont_write_bytecode = true,
        'd' => flags.debug = flags.debug.saturating_add(1),
        's' => flags.no_user_site = true,
        'S' => flags.no_site = true,
        'v' => flags.verbose = flags.verbose.saturating_add(1),
        'x' => settings.skips_line = true,
        'R' | 't' => {}
        _ => return Err(Mistake(format!("Unknown option: -{letter}"))),
    }
    Ok(())
}

/// One `-X` setting.
fn set(settings: &mut Settings, text: String) -> Result<(), Mistake> {
    let (name, value) = text.split_once('=').unwrap_or((&text, ""));
    if name == "clock" {
        settings.clock = match value {
            "virtual" => Clock::Virtual,
            "real" => Clock::Real,
            _ => return Err(Mistake(format!("-X clock is real or virtual, not '{value}'"))),
        };
    }
    if name == "seed" {
        let wrong = |_| Mistake(format!("-X seed is a number from 0 on, not '{value}'"));
        settings.seed = Some(value.parse().map_err(wrong)?);
    }
    if name == "deadlock" {
        settings.deadlocks = Some(match value {
            "report" => Deadlocks::Report,
            "raise" => Deadlocks::Raise,
            "off" => Deadlocks::Off,
            _ => {
                let text = format!("-X deadlock is report, raise or off, not '{value}'");
                return Err(Mistake(text));
            }
        });
    }
    if name == "dump-on" {
        let signal = signal_number(value);
        let unknown = || Mistake(format!("-X dump-on names a signal, not '{value}'"));
        settings.dump_on = Some(signal.ok_or_else(unknown)?);
    }
    if name == "errors" {
        let unknown = || {
            let known = Errors::NAMES.join(", ");
            Mistake(format!("-X errors is one of {known}, not '{value}'"))
        };
        settings.errors = Errors::named(value).ok_or_else(unknown)?;
    }
    settings.shows_operations |= name == "show_ops";
    settings.settings.push(text);
    Ok(())
}

/// The number of a signal that a program may be sent for a purpose of its own.
fn signal_number(name: &str) -> Option<i32> {
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

fn value(parser: &mut lexopt::Parser, letter: char) -> Result<OsString, Mistake> {
    let missing = |_| Mistake(format!("Argument expected for the -{letter} option"));
    parser.value().map_err(missing)
}

/// Text of our own options: bytes that are no UTF-8 are in none of them.
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
    fn mistakes_are_named() {
        let message = |args: &[&str]| parsed(args).unwrap_err().to_string();
        assert_eq!(message(&["-z"]), "Unknown option: -z");
        assert_eq!(message(&["--zork"]), "unknown option --zork");
        assert_eq!(message(&["-c"]), "Argument expected for the -c option");
        assert_eq!(message(&["--dump", "soul", "x"]), "--dump shows ast or code, not 'soul'");
    }
}
