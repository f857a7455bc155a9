//! A session at a terminal: keys go in, a screen comes out. Waits for what the screen shows, and never for
//! time to pass.

use std::fs::File;
use std::io::{Read, Write};
use std::num::NonZeroU16;
use std::os::fd::{AsFd, OwnedFd};
use std::os::unix::process::{CommandExt, ExitStatusExt};
use std::path::PathBuf;
use std::process::{Child, Command, Stdio};
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::thread;
use std::time::{Duration, Instant};

use rustix::event::{PollFd, PollFlags, Timespec, poll};
use rustix::fs::{Mode, OFlags};
use rustix::pty::{OpenptFlags, grantpt, openpt, ptsname, unlockpt};
use rustix::termios::{LocalModes, Winsize, tcgetattr, tcsetwinsize};

/// More than this is a failure.
const LIMIT: Duration = Duration::from_secs(60);

/// What the terminal shows.
struct Shown {
    parser: vt100::Parser,
    /// Whether the program's side is closed, and whether nobody wants to read any more.
    closed: bool,
    left: bool,
}

/// A program at a terminal of its own, which does not outlive this value.
pub(crate) struct Session {
    child: Child,
    keyboard: Option<File>,
    back: OwnedFd,
    shown: Arc<(Mutex<Shown>, Condvar)>,
    folder: PathBuf,
}

/// How a session begins.
pub(crate) struct Setup {
    options: Vec<String>,
    variables: Vec<(String, String)>,
    size: (u16, u16),
    program: PathBuf,
    folder: PathBuf,
}

fn size((rows, columns): (u16, u16)) -> (NonZeroU16, NonZeroU16) {
    let positive = |n| NonZeroU16::new(n).expect("a size is positive");
    (positive(rows), positive(columns))
}

/// Short enough for what else is on a screen.
const PLAIN_ERRORS: &str = "-Xerrors=python";

impl Setup {
    /// A session in a folder that is its own.
    pub(crate) fn new(name: &str) -> Setup {
        let folder = PathBuf::from(env!("CARGO_TARGET_TMPDIR"))
            .join(format!("prompt-{}-{name}", std::process::id()));
        let _ = std::fs::remove_dir_all(&folder);
        std::fs::create_dir_all(&folder).expect("a folder");
        Setup {
            options: vec!["-q".to_owned(), PLAIN_ERRORS.to_owned()],
            variables: Vec::new(),
            size: (24, 80),
            program: env!("CARGO_BIN_EXE_taipan").into(),
            folder,
        }
    }

    /// Errors are drawn, as they are if nobody asks for CPython's words.
    pub(crate) fn drawn_errors(mut self) -> Setup {
        self.options.retain(|option| option != PLAIN_ERRORS);
        self
    }

    pub(crate) fn option(mut self, option: &str) -> Setup {
        self.options.push(option.to_owned());
        self
    }

    pub(crate) fn variable(mut self, name: &str, value: &str) -> Setup {
        self.variables.push((name.to_owned(), value.to_owned()));
        self
    }

    pub(crate) fn size(mut self, rows: u16, columns: u16) -> Setup {
        self.size = (rows, columns);
        self
    }

    /// Another program than taipan.
    pub(crate) fn program(mut self, program: &str) -> Setup {
        self.program = program.into();
        self.options.clear();
        self
    }

    pub(crate) fn folder(&self) -> &PathBuf {
        &self.folder
    }

    /// Starts the program, and waits for its prompt.
    pub(crate) fn start(self) -> Session {
        let mut session = self.start_quietly();
        session.wait("the first prompt", |screen| screen.ends_with(">>>"));
        session
    }

    pub(crate) fn start_quietly(self) -> Session {
        let near = openpt(OpenptFlags::RDWR | OpenptFlags::NOCTTY | OpenptFlags::CLOEXEC)
            .expect("a terminal");
        grantpt(&near).expect("a terminal");
        unlockpt(&near).expect("a terminal");
        let (ws_row, ws_col) = self.size;
        tcsetwinsize(&near, Winsize { ws_row, ws_col, ws_xpixel: 0, ws_ypixel: 0 })
            .expect("a size");
        let name = ptsname(&near, Vec::new()).expect("a name");
        let flags = OFlags::RDWR | OFlags::NOCTTY | OFlags::CLOEXEC;
        let far = rustix::fs::open(name, flags, Mode::empty()).expect("the other side");
        let stdio = || Stdio::from(far.try_clone().expect("a descriptor"));
        let mut command = Command::new(&self.program);
        command
            .args(&self.options)
            .current_dir(&self.folder)
            .env_clear()
            .envs(std::env::vars().filter(|(name, _)| name == "PATH"))
            .env("HOME", &self.folder)
            .env("TERM", "xterm-256color")
            .env("LANG", "C.UTF-8")
            .envs(self.variables.iter().cloned())
            .stdin(stdio())
            .stdout(stdio())
            .stderr(stdio());
        let controlling = || {
            rustix::process::setsid()?;
            rustix::process::ioctl_tiocsctty(rustix::stdio::stdin())?;
            Ok(())
        };
        // SAFETY: only calls of the system are made between fork and exec.
        unsafe { command.pre_exec(controlling) };
        let child = command.spawn().expect("the program starts");
        drop(command);
        let (rows, columns) = size(self.size);
        let parser = vt100::Parser::new(rows, columns, 0);
        let shown = Shown { parser, closed: false, left: false };
        let shown = Arc::new((Mutex::new(shown), Condvar::new()));
        let keyboard = File::from(near);
        let reader = keyboard.try_clone().expect("a descriptor");
        let own = shown.clone();
        thread::spawn(move || read(reader, &own));
        let (keyboard, folder) = (Some(keyboard), self.folder);
        Session { child, keyboard, back: far, shown, folder }
    }
}

fn read(mut reader: File, shown: &(Mutex<Shown>, Condvar)) {
    let mut buffer = [0; 65536];
    let pause = Timespec { tv_sec: 0, tv_nsec: 20_000_000 };
    loop {
        let found = poll(&mut [PollFd::new(&reader, PollFlags::IN)], Some(&pause));
        if shown.0.lock().unwrap_or_else(PoisonError::into_inner).left {
            return;
        }
        if matches!(found, Ok(0)) {
            continue;
        }
        let length = reader.read(&mut buffer).unwrap_or(0);
        let mut state = shown.0.lock().unwrap_or_else(PoisonError::into_inner);
        state.parser.process(&buffer[..length]);
        state.closed |= length == 0;
        shown.1.notify_all();
        if length == 0 {
            return;
        }
    }
}

impl Session {
    pub(crate) fn keys(&mut self, keys: &str) {
        self.bytes(keys.as_bytes());
    }

    pub(crate) fn bytes(&mut self, bytes: &[u8]) {
        let keyboard = self.keyboard.as_mut().expect("the terminal is there");
        // A program that has ended reads no keys.
        let _ = keyboard.write_all(bytes);
    }

    /// A line and Enter, once there is a prompt for it.
    #[track_caller]
    pub(crate) fn enter(&mut self, line: &str) {
        self.wait("a prompt", |screen| {
            let last = screen.lines().next_back().unwrap_or("");
            last.trim() == ">>>" || last.trim() == "..."
        });
        self.keys(line);
        self.wait(line, |screen| screen.contains(line.trim_end()));
        let before = self.with(|screen| (screen.cursor_position(), contents_of(screen)));
        self.keys("\r");
        self.wait_for("the next line", |screen| {
            let moved = screen.cursor_position() != before.0;
            moved || line.is_empty() && contents_of(screen) != before.1
        });
    }

    fn lock(&self) -> MutexGuard<'_, Shown> {
        self.shown.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// The text of the screen, without blanks at the ends of lines and empty lines at its end.
    pub(crate) fn screen(&self) -> String {
        contents(&self.lock())
    }

    pub(crate) fn with<T>(&self, look: impl FnOnce(&vt100::Screen) -> T) -> T {
        look(self.lock().parser.screen())
    }

    /// Waits until the screen is as wanted.
    #[track_caller]
    pub(crate) fn wait(&mut self, what: &str, wanted: impl Fn(&str) -> bool) {
        self.wait_for(what, |screen| wanted(&contents_of(screen)));
    }

    /// As [`Session::wait`], with the screen itself.
    #[track_caller]
    pub(crate) fn wait_for(&mut self, what: &str, wanted: impl Fn(&vt100::Screen) -> bool) {
        let deadline = Instant::now() + LIMIT;
        let mut state = self.shown.0.lock().unwrap_or_else(PoisonError::into_inner);
        while !wanted(state.parser.screen()) {
            let left = deadline.saturating_duration_since(Instant::now());
            let over = left.is_zero() || state.closed;
            assert!(!over, "{what} did not come:\n{}", contents(&state));
            state = self.shown.1.wait_timeout(state, left).expect("no panic").0;
        }
    }

    /// Waits until the screen's last line is a prompt with nothing behind it, below that text.
    #[track_caller]
    pub(crate) fn shows(&mut self, text: &str) {
        self.wait(text, |screen| {
            screen.strip_suffix(">>>").is_some_and(|above| above.contains(text))
        });
    }

    /// Presses Ctrl-C until the prompt is back, below that text.
    #[track_caller]
    pub(crate) fn interrupts_until(&mut self, text: &str) {
        let mut presses = 0;
        while !self.screen().contains(text) || !self.screen().ends_with(">>>") {
            presses += 1;
            assert!(presses < 200, "{text} did not come:\n{}", self.screen());
            self.keys("\x03");
            thread::sleep(Duration::from_millis(100));
        }
    }

    /// Waits until the terminal is in the hands of the program that runs.
    #[track_caller]
    pub(crate) fn runs(&mut self) {
        let start = Instant::now();
        while self.is_raw() {
            assert!(start.elapsed() < LIMIT, "nothing runs:\n{}", self.screen());
            thread::yield_now();
        }
    }

    /// Whether keys come one by one.
    pub(crate) fn is_raw(&self) -> bool {
        let modes = tcgetattr(self.back.as_fd()).expect("modes");
        !modes.local_modes.contains(LocalModes::ICANON)
    }

    pub(crate) fn resize(&mut self, rows: u16, columns: u16) {
        let (tall, wide) = size((rows, columns));
        self.lock().parser.screen_mut().set_size(tall, wide);
        let keyboard = self.keyboard.as_ref().expect("the terminal is there");
        let size = Winsize { ws_row: rows, ws_col: columns, ws_xpixel: 0, ws_ypixel: 0 };
        tcsetwinsize(keyboard, size).expect("a size");
    }

    pub(crate) fn send(&self, signal: rustix::process::Signal) {
        let pid = rustix::process::Pid::from_child(&self.child);
        rustix::process::kill_process(pid, signal).expect("the program is there");
    }

    pub(crate) fn folder(&self) -> &PathBuf {
        &self.folder
    }

    /// Processor time that the program has used so far, in the kernel's steps of a hundredth.
    pub(crate) fn processor_time(&self) -> Duration {
        let stat = std::fs::read_to_string(format!("/proc/{}/stat", self.child.id()));
        let stat = stat.unwrap_or_default();
        let fields = stat.rsplit(')').next().unwrap_or("").split_whitespace().skip(11).take(2);
        let steps: u64 = fields.filter_map(|field| field.parse::<u64>().ok()).sum();
        Duration::from_millis(steps * 10)
    }

    /// The exit code, a signal's number below zero. The terminal must have been given back.
    #[track_caller]
    pub(crate) fn exit(&mut self) -> i32 {
        let start = Instant::now();
        let status = loop {
            if let Some(status) = self.child.try_wait().expect("a child") {
                break status;
            }
            assert!(start.elapsed() < LIMIT, "it does not end:\n{}", self.screen());
            thread::sleep(Duration::from_millis(2));
        };
        assert!(!self.is_raw(), "the terminal is left as it was");
        status.code().or(status.signal().map(|n| -n)).unwrap_or(0)
    }

    /// The terminal goes away.
    #[track_caller]
    pub(crate) fn hang_up(mut self) -> i32 {
        self.keyboard = None;
        self.lock().left = true;
        let start = Instant::now();
        loop {
            if let Some(status) = self.child.try_wait().expect("a child") {
                return status.code().or(status.signal().map(|n| -n)).unwrap_or(0);
            }
            assert!(start.elapsed() < LIMIT, "it does not end");
            thread::sleep(Duration::from_millis(2));
        }
    }
}

impl Drop for Session {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
        let _ = std::fs::remove_dir_all(&self.folder);
    }
}

fn contents(shown: &Shown) -> String {
    contents_of(shown.parser.screen())
}

fn contents_of(screen: &vt100::Screen) -> String {
    let text = screen.contents();
    let lines: Vec<&str> = text.lines().map(str::trim_end).collect();
    lines.join("\n").trim_end().to_owned()
}
