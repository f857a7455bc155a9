//! Runs one script in a process of its own, for a limited time. Judges nothing.

use std::ffi::OsString;
use std::io::Write;
use std::path::Path;
use std::process::{Command, Stdio};
use std::thread::JoinHandle;

use crate::child::{Running, collect};
use crate::clock::Clock;

/// Who runs the scripts.
#[derive(Clone)]
pub(crate) struct Subject {
    program: OsString,
    pub is_oracle: bool,
}

/// What a script did.
pub(crate) struct Outcome {
    pub stdout: String,
    pub stderr: String,
    /// The exit code; of a signal its number below zero; `None` if time was up.
    pub exit: Option<i32>,
}

impl Subject {
    /// `ORACLE`, or `TAIPAN`, or the program that Cargo built for this test.
    pub(crate) fn from_environment() -> Subject {
        if let Some(program) = std::env::var_os("ORACLE") {
            return Subject { program, is_oracle: true };
        }
        let built = || OsString::from(env!("CARGO_BIN_EXE_taipan"));
        Subject { program: std::env::var_os("TAIPAN").unwrap_or_else(built), is_oracle: false }
    }

    /// Runs the command line in that folder.
    pub(crate) fn run(
        &self,
        folder: &Path,
        clock: Clock,
        args: &[String],
        stdin: &str,
    ) -> Result<Outcome, String> {
        let mut command = self.command(folder, clock, args);
        command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
        let mut running = Running::start(&mut command)?;
        let child = running.child();
        // A script need not read what it is given.
        drop(child.stdin.take().map(|mut pipe| pipe.write_all(stdin.as_bytes())));
        let stdout = collect(child.stdout.take());
        let stderr = collect(child.stderr.take());
        let exit = running.exit()?;
        let text = |reader: JoinHandle<Vec<u8>>| {
            String::from_utf8_lossy(&reader.join().unwrap_or_default()).into_owned()
        };
        Ok(Outcome { stdout: text(stdout), stderr: text(stderr), exit })
    }

    /// The interpreter with that command line, in that folder.
    pub(crate) fn command(&self, folder: &Path, clock: Clock, args: &[String]) -> Command {
        let mut command = Command::new(&self.program);
        if !self.is_oracle && clock == Clock::Virtual {
            command.args(["-X", "clock=virtual"]);
        }
        command.args(args).current_dir(folder);
        command.env("PYTHONDONTWRITEBYTECODE", "1").env("NO_COLOR", "1").env("TERM", "dumb");
        command.env("PYTHONIOENCODING", "utf-8").env("TZ", "UTC").env("PYTHON_BASIC_REPL", "1");
        // Texts lie in sets in the same order each time.
        command.env("PYTHONHASHSEED", "0");
        // Whoever runs the tests may have set what changes streams, paths and warnings.
        for name in ["UNBUFFERED", "UTF8", "PATH", "WARNINGS", "OPTIMIZE", "INSPECT", "DEVMODE"] {
            command.env_remove(format!("PYTHON{name}"));
        }
        command
    }
}
