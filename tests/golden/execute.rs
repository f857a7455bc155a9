//! Runs one script in a process of its own, for a limited time. Judges nothing.

use std::ffi::OsString;
use std::io::{Read, Write};
use std::os::unix::process::ExitStatusExt;
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::thread;
use std::time::{Duration, Instant};

/// More than this is a failure.
const LIMIT: Duration = Duration::from_secs(30);

/// Sanitizers slow a program down.
fn limit() -> Duration {
    let factor = std::env::var("GOLDEN_PATIENCE").ok().and_then(|text| text.parse().ok());
    LIMIT * factor.unwrap_or(1)
}

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
        real_time: bool,
        args: &[String],
        stdin: &str,
    ) -> Result<Outcome, String> {
        let mut command = Command::new(&self.program);
        if !self.is_oracle && !real_time {
            command.args(["-X", "clock=virtual"]);
        }
        command.args(args).current_dir(folder);
        command.env("PYTHONDONTWRITEBYTECODE", "1").env("NO_COLOR", "1").env("TERM", "dumb");
        command.env("PYTHONIOENCODING", "utf-8").env("TZ", "UTC");
        // Whoever runs the tests may have set what changes streams, paths and warnings.
        for name in ["UNBUFFERED", "UTF8", "PATH", "WARNINGS", "OPTIMIZE", "INSPECT", "DEVMODE"] {
            command.env_remove(format!("PYTHON{name}"));
        }
        command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
        let started = command.spawn();
        let mut child =
            started.map_err(|e| format!("cannot start {}: {e}", self.program.display()))?;
        // A script need not read what it is given.
        drop(child.stdin.take().map(|mut pipe| pipe.write_all(stdin.as_bytes())));
        let stdout = collect(child.stdout.take());
        let stderr = collect(child.stderr.take());
        let exit = wait(&mut child)?;
        let text = |reader: thread::JoinHandle<Vec<u8>>| {
            String::from_utf8_lossy(&reader.join().unwrap_or_default()).into_owned()
        };
        Ok(Outcome { stdout: text(stdout), stderr: text(stderr), exit })
    }
}

fn collect(pipe: Option<impl Read + Send + 'static>) -> thread::JoinHandle<Vec<u8>> {
    thread::spawn(move || {
        let mut bytes = Vec::new();
        if let Some(mut pipe) = pipe {
            let _ = pipe.read_to_end(&mut bytes);
        }
        bytes
    })
}

fn wait(child: &mut Child) -> Result<Option<i32>, String> {
    let (start, limit) = (Instant::now(), limit());
    let mut pause = Duration::from_millis(1);
    loop {
        if let Some(status) = child.try_wait().map_err(|e| e.to_string())? {
            return Ok(status.code().or(status.signal().map(|number| -number)));
        }
        if start.elapsed() > limit {
            let _ = child.kill();
            let _ = child.wait();
            return Ok(None);
        }
        thread::sleep(pause);
        pause = (pause * 2).min(Duration::from_millis(20));
    }
}
