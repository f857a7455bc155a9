//! What `--help` prints, and the short form after a mistake.

use super::options::{Clock, Settings};

pub(crate) const USAGE: &str = "\
usage: taipan [option] ... [-c cmd | -m mod | file | -] [arg] ...
Try `taipan -h' for more information.
";

pub(crate) const HELP: &str = "\
taipan, an interpreter for asynchronous Python

usage: taipan [option] ... [-c cmd | -m mod | file | -] [arg] ...

What to run:
  file              a script; its folder comes first in sys.path
  -c cmd            the text of a program; ends the list of options
  -m mod            a module or package of the current folder, as a script
  -                 a program from standard input, also when nothing is named
  arg ...           what the program finds in sys.argv[1:]

Options:
  -i                a prompt follows the program
  -q                the prompt starts without its first lines
  -u                no buffering of the standard output
  -O, -OO           without assertions; without documentation, too
  -W arg            a warning filter: action:message:category:module:lineno
  -E, -I, -P        without the environment's variables; that and -P; without
                    the program's folder in sys.path
  -x                skips the first line of the program
  -X clock=virtual  time jumps to the next timer instead of passing
  -X seed=number    chance is the same in every run: random numbers, hashes, the
                    order of sets and threads; that of tasks, too, unless 0
  -X deadlock=how   when every task waits and nothing can ever wake one: report
                    tells it and waits, raise (usual with the virtual clock)
                    raises asyncio.DeadlockError, off is silent
  -X dump-on=signal the signal that shows the tasks of the running program, if
                    not SIGQUIT
  -X editing=keys   the keys of the prompt: emacs or vi, if not as in ~/.inputrc
  -X show_ops       lists at the end the instructions in the program's code
  -X name[=value]   other settings are noted in sys._xoptions
  -b -B -d -R -s -S -v
                    are taken and change nothing
  -h, --help        this text
  -V, --version     the version; -VV with what it was built for

Variables of the environment: PYTHONPATH, PYTHONSAFEPATH, PYTHONUNBUFFERED,
PYTHONOPTIMIZE, PYTHONINSPECT, PYTHONWARNINGS, PYTHONIOENCODING, PYTHONUTF8,
PYTHONHASHSEED, PYTHONDEVMODE, PYTHONASYNCIODEBUG; for the prompt PYTHONSTARTUP,
PYTHON_HISTORY, PYTHON_COLORS, NO_COLOR, FORCE_COLOR, PYTHON_BASIC_REPL.

To look inside:
  --dump ast file   the syntax tree, as Python's ast.dump writes it
  --dump code file  the bytecode
";

/// The line that `--version` prints.
pub(crate) fn version(long: bool) -> String {
    let short = format!("taipan {} (Python 3.13.0)", env!("CARGO_PKG_VERSION"));
    match long {
        true => format!("{short} [{}-{}]", std::env::consts::OS, std::env::consts::ARCH),
        false => short,
    }
}

/// What the prompt says first.
pub(crate) fn banner(settings: &Settings) -> String {
    let (version, system) = (version(false), std::env::consts::OS);
    let manner = manner(settings);
    format!(
        "{version} on {system}{manner}\nAt this prompt await works anywhere; :help lists what else does, Ctrl-D leaves.\n"
    )
}

/// Which clock and chance a session has, where they are not the usual ones.
pub(crate) fn manner(settings: &Settings) -> String {
    let clock = match settings.clock {
        Clock::Real => None,
        Clock::Virtual => Some("the virtual clock".to_owned()),
    };
    let seed = settings.seed.map(|seed| format!("the seed {seed}"));
    let all: Vec<String> = clock.into_iter().chain(seed).collect();
    if all.is_empty() { String::new() } else { format!(", with {}", all.join(" and ")) }
}
