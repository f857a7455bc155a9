//! The command line: what was asked for, and doing it.

mod dump;
mod environment;
mod help;
mod options;
mod run;
mod source;

use std::process::ExitCode;

use options::Action;

/// Does what the process's arguments say.
pub(crate) fn main() -> ExitCode {
    match options::parse(lexopt::Parser::from_env()) {
        Ok(Action::Run(program, settings)) => run::run(program, &settings),
        Ok(Action::Dump(stage, file)) => dump::dump(stage, &file),
        Ok(Action::Help) => {
            print!("{}", help::HELP);
            ExitCode::SUCCESS
        }
        Ok(Action::Version(times)) => {
            println!("{}", help::version(times > 1));
            ExitCode::SUCCESS
        }
        Err(problem) => {
            eprint!("{problem}\n{}", help::USAGE);
            ExitCode::from(2)
        }
    }
}
