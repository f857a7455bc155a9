//! The options, each written once: from this table the command line is read, and help, manual page and
//! completions are made. Does nothing itself.

use std::ffi::OsString;

use taipan_engine::Flags;
use taipan_engine::aio::hang::Deadlocks;

use super::options::{Clock, Mistake, Program, Settings, Traced, signal_number};
use crate::report::Errors;

/// Under which heading an option is listed.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Group {
    What,
    How,
    Look,
    Say,
}

impl Group {
    /// The headings, in their order.
    pub(crate) const ALL: &[(Group, &str)] = &[
        (Group::What, "What to run"),
        (Group::How, "Options"),
        (Group::Look, "To look inside"),
        (Group::Say, "About the program"),
    ];
}

/// What an option does.
pub(crate) enum Act {
    /// Sets something.
    Flag(fn(&mut Settings)),
    /// Sets something to a value.
    Value(fn(&mut Settings, String) -> Result<(), Mistake>),
    /// Says what is run, and ends the options.
    Run(fn(OsString) -> Program),
    /// Something else than a run.
    Other(Other),
    /// Stands in the table for its description.
    Word,
}

/// What is done instead of running a program.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Other {
    Help,
    Version,
    Dump,
    Check,
    Completions,
    Manual,
}

/// An option.
pub(crate) struct Row {
    /// `-x` without the dash; 0 if it has no short form.
    pub(crate) letters: &'static [char],
    /// `--name` without the dashes.
    pub(crate) long: &'static [&'static str],
    /// What its value is called; empty if it takes none.
    pub(crate) value: &'static str,
    /// The values that there are, if they are few.
    pub(crate) choices: &'static [&'static str],
    pub(crate) group: Group,
    pub(crate) help: &'static str,
    pub(crate) act: Act,
}

const NONE: Row = Row {
    letters: &[],
    long: &[],
    value: "",
    choices: &[],
    group: Group::How,
    help: "",
    act: Act::Word,
};

/// A flag with one letter.
const fn flag(letters: &'static [char], help: &'static str, act: fn(&mut Settings)) -> Row {
    Row { letters, help, act: Act::Flag(act), ..NONE }
}

fn more(level: &mut u8) {
    *level = level.saturating_add(1);
}

/// What `--dump` shows.
pub(crate) const STAGES: &[&str] = &["tokens", "ast", "code"];

/// The shells that there are completions for.
pub(crate) const SHELLS: &[&str] = &["bash", "zsh", "fish"];

pub(crate) static OPTIONS: &[Row] = &[
    Row {
        value: "file",
        group: Group::What,
        help: "a script; its folder comes first in sys.path",
        ..NONE
    },
    Row {
        letters: &['c'],
        value: "cmd",
        group: Group::What,
        help: "the text of a program; ends the list of options",
        act: Act::Run(Program::Text),
        ..NONE
    },
    Row {
        letters: &['m'],
        value: "mod",
        group: Group::What,
        help: "a module or package of the current folder, as a script",
        act: Act::Run(|name| Program::Module(super::options::text(name))),
        ..NONE
    },
    Row {
        value: "-",
        group: Group::What,
        help: "a program from standard input, also when nothing is named",
        ..NONE
    },
    Row {
        value: "arg ...",
        group: Group::What,
        help: "what the program finds in sys.argv[1:]",
        ..NONE
    },
    flag(&['i'], "a prompt follows the program", |s| {
        (s.flags.inspect, s.flags.interactive) = (true, true)
    }),
    flag(&['q'], "the prompt starts without its first lines", |s| s.flags.quiet = true),
    flag(&['u'], "no buffering of the standard output", |s| s.unbuffered = true),
    flag(&['O'], "without assertions; -OO: without documentation, too", |s| {
        more(&mut s.flags.optimize)
    }),
    Row {
        letters: &['W'],
        value: "filter",
        help: "a warning filter: action:message:category:module:lineno",
        act: Act::Value(|s, text| {
            s.warnings.push(text);
            Ok(())
        }),
        ..NONE
    },
    Row {
        letters: &['X'],
        value: "name[=value]",
        help: "a setting, see below; others are noted in sys._xoptions",
        act: Act::Value(set),
        ..NONE
    },
    flag(&['b'], "warn of bytes taken for text; -bb: make errors of it", |s| {
        more(&mut s.flags.bytes_warning)
    }),
    flag(&['E'], "without the environment's variables", |s| s.flags.ignore_environment = true),
    flag(&['P'], "without the program's folder in sys.path", |s| s.flags.safe_path = true),
    flag(&['I'], "alone: -E, -P and -s", |s| {
        s.flags = Flags {
            isolated: true,
            ignore_environment: true,
            no_user_site: true,
            safe_path: true,
            ..s.flags
        };
    }),
    flag(&['s'], "without the user's packages in sys.path", |s| s.flags.no_user_site = true),
    flag(&['S'], "without the module site, and without packages", |s| s.flags.no_site = true),
    flag(&['x'], "skips the first line of the program", |s| s.skips_line = true),
    flag(&['B'], "taken, changes nothing: no bytecode is ever written", |s| {
        s.flags.dont_write_bytecode = true
    }),
    // CPython knows two states only.
    flag(&['d'], "taken, changes nothing but sys.flags.debug", |s| s.flags.debug = 1),
    flag(&['v'], "taken, changes nothing but sys.flags.verbose", |s| more(&mut s.flags.verbose)),
    flag(&['R', 't'], "taken, changes nothing: hashes are random anyway", |_| {}),
    Row {
        long: &["check-hash-based-pycs"],
        value: "when",
        choices: &["default", "always", "never"],
        help: "taken, changes nothing: no bytecode is ever read",
        act: Act::Value(|_, text| match text.as_str() {
            "default" | "always" | "never" => Ok(()),
            _ => Err(Mistake::new(
                "--check-hash-based-pycs must be one of 'default', 'always', or 'never'",
            )),
        }),
        ..NONE
    },
    Row {
        long: &["trace"],
        value: "what",
        choices: &["ops", "loop", "heap"],
        group: Group::Look,
        help: "shows on standard error what a program does: each instruction (ops), what event loops \
               do (loop), collections and what is left at the end (heap)",
        act: Act::Value(|s, text| {
            match text.as_str() {
                "ops" => s.traced.ops = true,
                "loop" => s.traced.loops = true,
                "heap" => s.traced.heap = true,
                _ => {
                    let text = format!("--trace shows ops, loop or heap, not '{text}'");
                    return Err(Mistake::new(&text));
                }
            }
            Ok(())
        }),
        ..NONE
    },
    Row {
        long: &["check"],
        value: "path ...",
        group: Group::Look,
        help: "all syntax errors of files and of the .py files in folders; nothing is run. With \
               --json one object per line. Exit code 1 if there are some, 2 if a file cannot be read",
        act: Act::Other(Other::Check),
        ..NONE
    },
    Row {
        long: &["dump"],
        value: "stage file",
        choices: STAGES,
        group: Group::Look,
        help: "the tokens, the syntax tree (ast) or the bytecode (code) of a file; nothing is run",
        act: Act::Other(Other::Dump),
        ..NONE
    },
    Row {
        letters: &['h', '?'],
        long: &["help", "help-all", "help-env", "help-xoptions"],
        group: Group::Say,
        help: "this text",
        act: Act::Other(Other::Help),
        ..NONE
    },
    Row {
        letters: &['V'],
        long: &["version"],
        group: Group::Say,
        help: "the version; -VV: with what it was built for",
        act: Act::Other(Other::Version),
        ..NONE
    },
    Row {
        long: &["completions"],
        value: "shell",
        choices: SHELLS,
        group: Group::Say,
        help: "a script that teaches a shell to complete these options",
        act: Act::Other(Other::Completions),
        ..NONE
    },
    Row {
        long: &["man"],
        group: Group::Say,
        help: "the manual page, for `man -l -` or an installation",
        act: Act::Other(Other::Manual),
        ..NONE
    },
];

/// A setting of `-X`.
pub(crate) struct Setting {
    pub(crate) name: &'static str,
    /// What its value is called; empty if it needs none.
    pub(crate) value: &'static str,
    pub(crate) choices: &'static [&'static str],
    pub(crate) help: &'static str,
    set: fn(&mut Settings, &str) -> Result<(), Mistake>,
}

fn nothing(_: &mut Settings, _: &str) -> Result<(), Mistake> {
    Ok(())
}

pub(crate) static SETTINGS: &[Setting] = &[
    Setting {
        name: "errors",
        value: "how",
        choices: &Errors::NAMES,
        help: "how errors are shown: in the source, with what to do (rich), in one line (short), as \
               JSON (json), or in CPython's words (python); if not said, rich on a terminal and \
               python elsewhere",
        set: |s, value| {
            let unknown = || {
                Mistake(format!("-X errors is one of {}, not '{value}'", Errors::NAMES.join(", ")))
            };
            s.errors = Errors::named(value).ok_or_else(unknown)?;
            Ok(())
        },
    },
    Setting {
        name: "clock",
        value: "which",
        choices: &["real", "virtual"],
        help: "virtual: time jumps to the next timer instead of passing",
        set: |s, value| {
            s.clock = match value {
                "virtual" => Clock::Virtual,
                "real" => Clock::Real,
                _ => return Err(Mistake(format!("-X clock is real or virtual, not '{value}'"))),
            };
            Ok(())
        },
    },
    Setting {
        name: "seed",
        value: "number",
        choices: &[],
        help: "chance is the same in every run: random numbers, hashes, the order of sets and \
               threads; that of tasks, too, unless 0",
        set: |s, value| {
            let wrong = |_| Mistake(format!("-X seed is a number from 0 on, not '{value}'"));
            s.seed = Some(value.parse().map_err(wrong)?);
            Ok(())
        },
    },
    Setting {
        name: "deadlock",
        value: "how",
        choices: &["report", "raise", "off"],
        help: "when every task waits and nothing can ever wake one: report tells it and waits, raise \
               (usual with the virtual clock) raises asyncio.DeadlockError, off is silent",
        set: |s, value| {
            s.deadlocks = Some(match value {
                "report" => Deadlocks::Report,
                "raise" => Deadlocks::Raise,
                "off" => Deadlocks::Off,
                _ => {
                    let text = format!("-X deadlock is report, raise or off, not '{value}'");
                    return Err(Mistake(text));
                }
            });
            Ok(())
        },
    },
    Setting {
        name: "dump-on",
        value: "signal",
        choices: &["SIGQUIT", "SIGUSR1", "SIGUSR2", "SIGHUP"],
        help: "the signal that shows the tasks of the running program, if not SIGQUIT",
        set: |s, value| {
            let unknown = || Mistake(format!("-X dump-on names a signal, not '{value}'"));
            s.dump_on = Some(signal_number(value).ok_or_else(unknown)?);
            Ok(())
        },
    },
    Setting {
        name: "editing",
        value: "keys",
        choices: &["emacs", "vi"],
        help: "the keys of the prompt, if not as in ~/.inputrc",
        set: |_, value| match value {
            "vi" | "emacs" => Ok(()),
            _ => Err(Mistake(format!("-X editing is vi or emacs, not '{value}'"))),
        },
    },
    Setting {
        name: "dev",
        value: "",
        choices: &[],
        help: "for development: all warnings, and asyncio's debug mode",
        set: nothing,
    },
    Setting {
        name: "utf8",
        value: "0 or 1",
        choices: &[],
        help: "whether files and streams are UTF-8 whatever the locale says",
        set: |_, value| match value {
            "" | "0" | "1" => Ok(()),
            _ => Err(Mistake::fatal(
                "preconfig_init_utf8_mode: invalid -X utf8 option value",
                "preinitializing",
            )),
        },
    },
    Setting {
        name: "int_max_str_digits",
        value: "number",
        choices: &[],
        help: "how many digits an int may have to be read or written; 0 for any number",
        set: |_, value| match is_digit_limit(value) {
            true => Ok(()),
            false => Err(Mistake::fatal(
                "config_init_int_max_str_digits: -X int_max_str_digits: invalid limit; must be >= 640 or 0 for unlimited.",
                "preinitialized",
            )),
        },
    },
    Setting {
        name: "importtime",
        value: "",
        choices: &[],
        help: "shows how long each import takes",
        set: nothing,
    },
    Setting {
        name: "warn_default_encoding",
        value: "",
        choices: &[],
        help: "warns where a file is opened without naming its encoding",
        set: nothing,
    },
    Setting {
        name: "show_ops",
        value: "",
        choices: &[],
        help: "lists at the end the instructions in the program's code",
        set: |s, _| {
            s.shows_operations = true;
            Ok(())
        },
    },
];

/// Whether a text is a limit for the digits of an int.
pub(crate) fn is_digit_limit(value: &str) -> bool {
    value.parse::<u32>().is_ok_and(|limit| limit == 0 || limit >= 640)
}

/// One `-X` setting.
fn set(settings: &mut Settings, text: String) -> Result<(), Mistake> {
    let (name, value) = text.split_once('=').unwrap_or((&text, ""));
    if let Some(known) = SETTINGS.iter().find(|setting| setting.name == name) {
        (known.set)(settings, value)?;
    }
    settings.settings.push(text);
    Ok(())
}

/// The variables of the environment and what they do.
pub(crate) static VARIABLES: &[(&str, &str)] = &[
    ("PYTHONPATH", "folders for sys.path, with colons between them"),
    ("PYTHONSAFEPATH", "as -P"),
    ("PYTHONSTARTUP", "a file that the prompt executes first"),
    ("PYTHONINSPECT", "as -i"),
    ("PYTHONUNBUFFERED", "as -u"),
    ("PYTHONOPTIMIZE", "as -O; a number says how often"),
    ("PYTHONWARNINGS", "as -W, with commas between the filters"),
    ("PYTHONIOENCODING", "encoding:errors of the standard streams"),
    ("PYTHONUTF8", "as -X utf8"),
    ("PYTHONHASHSEED", "a number that the hashes of text are made from, or random"),
    ("PYTHONINTMAXSTRDIGITS", "as -X int_max_str_digits"),
    ("PYTHONDEVMODE", "as -X dev"),
    ("PYTHONASYNCIODEBUG", "asyncio's debug mode"),
    ("PYTHONBREAKPOINT", "what breakpoint() calls; 0 for nothing"),
    ("PYTHONNOUSERSITE", "as -s"),
    ("PYTHONPROFILEIMPORTTIME", "as -X importtime"),
    ("PYTHON_COLORS", "1 or 0: colours on a terminal, or none"),
    ("NO_COLOR, FORCE_COLOR", "the same for all programs that know them"),
    ("PYTHON_HISTORY", "the file that keeps the prompt's history"),
    ("PYTHON_BASIC_REPL", "a prompt without an editor"),
];

impl Traced {
    /// Whether anything is to be shown.
    pub(crate) fn any(self) -> bool {
        self.ops || self.loops || self.heap
    }
}
