//! The command line: what was asked for, and doing it.

mod dump;
mod environment;
mod help;
mod options;
mod run;
mod site;
mod source;

use options::Action;

/// Does what the process's arguments say. The exit code.
pub(crate) fn main() -> u8 {
    match options::parse(lexopt::Parser::from_env()) {
        Ok(Action::Run(program, settings)) => run::run(program, &settings),
        Ok(Action::Dump(stage, file)) => dump::dump(stage, &file),
        Ok(Action::Help) => {
            print!("{}", help::HELP);
            0
        }
        Ok(Action::Version(times)) => {
            println!("{}", help::version(times > 1));
            0
        }
        Err(problem) => {
            eprint!("{problem}\n{}", help::USAGE);
            2
        }
    }
}
