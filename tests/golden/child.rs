//! Processes of tests: they end in time, and with the test at the latest.

use std::io::Read;
use std::os::unix::process::ExitStatusExt;
use std::process::{Child, Command};
use std::sync::mpsc::{self, Receiver, RecvTimeoutError};
use std::thread::{self, JoinHandle};
use std::time::{Duration, Instant};

/// More than this is a failure.
const LIMIT: Duration = Duration::from_secs(30);

/// Sanitizers slow a program down.
pub(crate) fn limit() -> Duration {
    let factor = std::env::var("GOLDEN_PATIENCE").ok().and_then(|text| text.parse().ok());
    LIMIT * factor.unwrap_or(1)
}

/// A process that does not outlive this value.
pub(crate) struct Running(Child);

impl Running {
    pub(crate) fn start(command: &mut Command) -> Result<Running, String> {
        let program = command.get_program().to_owned();
        let started = command.spawn();
        started.map(Running).map_err(|e| format!("cannot start {}: {e}", program.display()))
    }

    pub(crate) fn child(&mut self) -> &mut Child {
        &mut self.0
    }

    /// The exit code; of a signal its number below zero; `None` if time was up.
    pub(crate) fn exit(&mut self) -> Result<Option<i32>, String> {
        let (start, limit) = (Instant::now(), limit());
        let mut pause = Duration::from_millis(1);
        loop {
            if let Some(status) = self.0.try_wait().map_err(|e| e.to_string())? {
                return Ok(status.code().or(status.signal().map(|number| -number)));
            }
            if start.elapsed() > limit {
                self.end();
                return Ok(None);
            }
            thread::sleep(pause);
            pause = (pause * 2).min(Duration::from_millis(20));
        }
    }

    /// Sends it what Ctrl-C sends.
    pub(crate) fn interrupt(&self) -> Result<(), String> {
        let sent = Command::new("kill").args(["-INT", &self.0.id().to_string()]).status();
        if sent.is_ok_and(|status| status.success()) { Ok(()) } else { Err("no kill".to_owned()) }
    }

    fn end(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        if matches!(self.0.try_wait(), Ok(None)) {
            self.end();
        }
    }
}

/// All that comes out of a pipe.
pub(crate) fn collect(pipe: Option<impl Read + Send + 'static>) -> JoinHandle<Vec<u8>> {
    thread::spawn(move || {
        let mut bytes = Vec::new();
        if let Some(mut pipe) = pipe {
            let _ = pipe.read_to_end(&mut bytes);
        }
        bytes
    })
}

/// What a pipe or terminal gives, piece by piece.
pub(crate) struct Pieces {
    pieces: Receiver<Vec<u8>>,
    pub(crate) text: Vec<u8>,
}

impl Pieces {
    pub(crate) fn of(mut source: impl Read + Send + 'static) -> Pieces {
        let (sender, pieces) = mpsc::channel();
        thread::spawn(move || {
            let mut buffer = [0; 4096];
            // A terminal whose other side is gone says so by an error.
            while let Ok(length @ 1..) = source.read(&mut buffer) {
                if sender.send(buffer[..length].to_vec()).is_err() {
                    return;
                }
            }
        });
        Pieces { pieces, text: Vec::new() }
    }

    /// Reads until `enough` says so of the text since the call. False if it ends or time is up.
    pub(crate) fn until(&mut self, enough: impl Fn(&[u8]) -> bool) -> bool {
        let (start, deadline) = (self.text.len(), Instant::now() + limit());
        while !enough(&self.text[start..]) {
            match self.pieces.recv_timeout(deadline.saturating_duration_since(Instant::now())) {
                Ok(piece) => self.text.extend(piece),
                Err(RecvTimeoutError::Timeout | RecvTimeoutError::Disconnected) => return false,
            }
        }
        true
    }

    /// Reads to the end, but no longer than the limit.
    pub(crate) fn rest(&mut self) -> String {
        self.until(|_| false);
        String::from_utf8_lossy(&self.text).into_owned()
    }
}
