//! Two programs that run together: a server, which says when it listens and is then interrupted at the
//! end, and its client.

use std::path::Path;
use std::process::Stdio;

use crate::child::{Pieces, Running};
use crate::clock::Clock;
use crate::compare::difference;
use crate::execute::Subject;
use crate::normalise::{self, Rule};

/// The pairs under `examples/`, by their files' names.
pub(crate) const ALL: &[(&str, &str)] = &[("20_echo_server", "21_echo_client")];

/// Whether a script runs as one of a pair only.
pub(crate) fn has(script: &Path) -> bool {
    ALL.iter().any(|(server, client)| script.ends_with(server) || script.ends_with(client))
}

const SIGINT: i32 = 2;

/// Runs both, and says how they differ from what is expected. Their port is fixed: where another
/// program has it nothing is tested.
pub(crate) fn run(
    folder: &Path,
    (server, client): (&str, &str),
    subject: &Subject,
) -> Result<(), String> {
    let args = ["-u".to_owned(), format!("{server}.py")];
    let mut command = subject.command(folder, Clock::Real, &args);
    command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped());
    let mut serving = Running::start(&mut command)?;
    let mut stdout = Pieces::of(serving.child().stdout.take().ok_or("no pipe")?);
    let mut stderr = Pieces::of(serving.child().stderr.take().ok_or("no pipe")?);
    if !stdout.until(|text| text.contains(&b'\n')) {
        let why = stderr.rest();
        if why.to_lowercase().contains("address already in use") {
            eprintln!("{server} and {client}: not tested, since its port is taken");
            return Ok(());
        }
        return Err(format!("the server does not serve: {why}"));
    }
    let asked = subject.run(folder, Clock::Real, &[format!("{client}.py")], "")?;
    let wanted = |name: &str| {
        let file = folder.join(format!("{name}.expected"));
        std::fs::read_to_string(file).map_err(|e| format!("no expectation of {name}: {e}"))
    };
    let (of_server, of_client) = (wanted(server)?, wanted(client)?);
    // It goes on after the client has gone.
    let lines = of_server.lines().count();
    let whole = |text: &[u8]| text.iter().filter(|byte| **byte == b'\n').count() + 1 >= lines;
    stdout.until(whole);
    serving.interrupt()?;
    let exit = serving.exit()?;
    let told = stderr.rest();
    let said = stdout.rest();
    let mut problems = Vec::new();
    let same = |text: &str| normalise::apply(text, &[Rule::Port]);
    problems.extend(difference("the server's stdout", &same(&of_server), &same(&said)));
    problems.extend(difference("the client's stdout", &of_client, &asked.stdout));
    problems.extend(difference("the client's stderr", "", &asked.stderr));
    if asked.exit != Some(0) {
        problems.push(format!("the client's exit: {:?}", asked.exit));
    }
    if exit != Some(-SIGINT) || !told.ends_with("KeyboardInterrupt\n") {
        problems.push(format!("the server's exit: {exit:?}, {told}"));
    }
    if problems.is_empty() { Ok(()) } else { Err(problems.join("\n")) }
}
