//! The command line: what was asked for, and doing it.

mod check;
mod completions;
mod dump;
mod environment;
mod help;
mod manual;
mod options;
mod run;
mod site;
mod source;
mod table;

use options::Action;

/// Does what the process's arguments say. The exit code.
pub(crate) fn main() -> u8 {
    match options::parse(lexopt::Parser::from_env()) {
        Ok(Action::Run(program, settings)) => run::run(program, &settings),
        Ok(Action::Dump(stage, file)) => dump::dump(stage, &file),
        Ok(Action::Check(paths, errors)) => check::check(&paths, errors),
        Ok(Action::Completions(shell)) => say(&completions::script(&shell)),
        Ok(Action::Manual) => say(&manual::page()),
        Ok(Action::Help) => say(&help::help()),
        Ok(Action::Version(times)) => say(&(help::version(times > 1) + "\n")),
        Err(problem) if problem.is_fatal() => {
            eprintln!("{problem}");
            1
        }
        Err(problem) => {
            eprint!("{problem}\n{}", help::USAGE);
            2
        }
    }
}

/// To standard output; a reader that has seen enough closes the pipe, which is no failure of ours.
fn say(text: &str) -> u8 {
    use std::io::Write;
    let _ = std::io::stdout().write_all(text.as_bytes());
    0
}
