//! A dialogue with the prompt, as a document shows it: what is typed after `>>> ` and `... `, what that
//! prints below. It is played through a pipe and at a terminal.

use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::Stdio;

use rustix::pty::{OpenptFlags, grantpt, openpt, ptsname, unlockpt};

use crate::child::{Pieces, Running};
use crate::clock::Clock;
use crate::compare::difference;
use crate::execute::Subject;
use crate::normalise::{self, Rule};

/// What is typed at one prompt, and what it prints.
struct Step {
    source: Vec<String>,
    output: String,
}

/// Plays the transcript through a pipe: its standard output is what the document shows, without
/// prompts.
pub(crate) fn through_a_pipe(
    transcript: &Path,
    clock: Clock,
    subject: &Subject,
) -> Result<(), String> {
    let steps = all_steps(transcript)?;
    let typed: String = steps.iter().flat_map(Step::lines).map(|line| line + "\n").collect();
    let wanted: String = steps.iter().map(|step| step.output.as_str()).collect();
    let folder = transcript.parent().unwrap_or(Path::new("."));
    let outcome = subject.run(folder, clock, &prompt(), &typed)?;
    let got = outcome.stdout + if outcome.exit == Some(0) { "" } else { "it did not end well\n" };
    compared("stdout", &wanted, &got)
}

/// Types the transcript at a terminal, which shows all of the dialogue.
pub(crate) fn at_a_terminal(
    transcript: &Path,
    clock: Clock,
    subject: &Subject,
) -> Result<(), String> {
    let steps = all_steps(transcript)?;
    let folder = transcript.parent().unwrap_or(Path::new("."));
    let refused = |error: rustix::io::Errno| format!("no terminal: {error}");
    let open = || {
        let near = openpt(OpenptFlags::RDWR | OpenptFlags::NOCTTY)?;
        grantpt(&near)?;
        unlockpt(&near)?;
        let name = ptsname(&near, Vec::new())?;
        Ok((near, name))
    };
    let (near, name) = open().map_err(refused)?;
    let far = PathBuf::from(name.to_string_lossy().into_owned());
    let stdio = || {
        let file = fs::File::options().read(true).write(true).open(&far);
        file.map(Stdio::from).map_err(|e| format!("no terminal: {e}"))
    };
    let mut command = subject.command(folder, clock, &prompt());
    // What the other prompt draws is no text; `tests/prompt` types the dialogues there.
    command.env("PYTHON_BASIC_REPL", "1");
    command.stdin(stdio()?).stdout(stdio()?).stderr(stdio()?);
    let mut running = Running::start(&mut command)?;
    // Its copies of the terminal would keep it open.
    drop(command);
    let near = fs::File::from(near);
    let reader = near.try_clone().map_err(|e| e.to_string())?;
    let typed = type_in(&steps, near, Pieces::of(reader));
    let exit = running.exit()?;
    let (seen, ended) = typed?;
    let wanted: String = steps.iter().map(Step::shown).collect();
    match (exit, ended) {
        (Some(0), true) => compared("the dialogue", &wanted, &seen),
        (exit, _) => Err(format!("exit {exit:?} after {seen}")),
    }
}

/// Types line by line, each after its prompt. Gives what the terminal showed, and whether all prompts
/// came.
fn type_in(
    steps: &[Step],
    mut keyboard: impl Write,
    mut screen: Pieces,
) -> Result<(String, bool), String> {
    let asks = |text: &[u8]| text.ends_with(b">>> ") || text.ends_with(b"... ");
    let mut all = screen.until(asks);
    // Whatever is above the first prompt is not of the document.
    let above = screen.text.len().saturating_sub(">>> ".len());
    for line in steps.iter().flat_map(Step::lines) {
        keyboard.write_all((line + "\n").as_bytes()).map_err(|e| e.to_string())?;
        all = all && screen.until(asks);
    }
    let below = screen.text.len();
    // The end of the input.
    keyboard.write_all(b"\x04").map_err(|e| e.to_string())?;
    screen.rest();
    let text = String::from_utf8_lossy(&screen.text[above..below]).replace('\r', "");
    Ok((text.trim_end_matches(">>> ").to_owned(), all))
}

fn prompt() -> Vec<String> {
    ["-q", "-i"].map(str::to_owned).to_vec()
}

fn compared(what: &str, wanted: &str, got: &str) -> Result<(), String> {
    let same = |text: &str| normalise::apply(text, &[Rule::Address]);
    difference(what, &same(wanted), &same(got)).map_or(Ok(()), Err)
}

/// The steps of a transcript. It goes on where those before it in its folder end, so what they define
/// is typed first.
fn all_steps(transcript: &Path) -> Result<Vec<Step>, String> {
    let folder = transcript.parent().unwrap_or(Path::new("."));
    let entries = fs::read_dir(folder).map_err(|e| e.to_string())?;
    let all = entries.filter_map(Result::ok).map(|entry| entry.path());
    let before = |path: &PathBuf| is_transcript(path) && path.as_path() < transcript;
    let mut before: Vec<PathBuf> = all.filter(before).collect();
    before.sort();
    let mut steps = Vec::new();
    for path in before {
        steps.extend(read(&path)?.into_iter().filter(|step| step.output.is_empty()));
    }
    steps.extend(read(transcript)?);
    Ok(steps)
}

pub(crate) fn is_transcript(path: &Path) -> bool {
    path.extension().is_some_and(|extension| extension == "repl")
}

fn read(transcript: &Path) -> Result<Vec<Step>, String> {
    let text = fs::read_to_string(transcript).map_err(|e| format!("unreadable: {e}"))?;
    let mut steps: Vec<Step> = Vec::new();
    for line in text.lines() {
        if let Some(source) = line.strip_prefix(">>> ") {
            steps.push(Step { source: vec![source.to_owned()], output: String::new() });
            continue;
        }
        let Some(step) = steps.last_mut() else { continue };
        if let Some(source) = line.strip_prefix("... ") {
            step.source.push(source.to_owned());
        } else if !line.is_empty() {
            step.output.push_str(line);
            step.output.push('\n');
        }
    }
    if steps.is_empty() { Err("nothing is typed in it".to_owned()) } else { Ok(steps) }
}

impl Step {
    /// What is typed, with the empty line that ends a block.
    fn lines(&self) -> impl Iterator<Item = String> + '_ {
        let end = (self.source.len() > 1).then(String::new);
        self.source.iter().cloned().chain(end)
    }

    /// What a terminal shows of it.
    fn shown(&self) -> String {
        let mut shown = format!(">>> {}\n", self.source.join("\n... "));
        if self.source.len() > 1 {
            shown.push_str("... \n");
        }
        shown + &self.output
    }
}
