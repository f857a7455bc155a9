//! The one door to the outside: everything that a script can ask of the world goes through [`Host`].
//! Knows nothing of Python.

pub mod c_math;
pub mod child;
pub mod files;
pub mod net;
mod no_net;
mod null;
mod null_system;
pub mod poller;
pub mod posix;
pub mod process;
mod real;
mod real_system;
mod screened;
pub mod seeded;
pub mod signals;
pub mod system;
pub mod terminal;
mod threads;
mod virtual_clock;

use std::io;
use std::os::fd::RawFd;
use std::sync::Arc;

pub use files::{Fd, Files, OpenFile};
pub use null::NullHost;
pub use poller::{Event, Interest, Pending, Poller};
pub use posix::Posix;
pub use real::RealHost;
pub use signals::{Signal, Signals};
pub use system::System;
pub use virtual_clock::VirtualClock;

/// A descriptor, what is of interest about it, and what was found, in the bits of `poll(2)`; a negative
/// descriptor is skipped.
pub type Watched = libc::pollfd;

/// Where output goes.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Stream {
    Stdout,
    Stderr,
}

/// Why a wait ended.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Waited {
    /// The deadline has come.
    Deadline,
    /// A signal arrived, or another thread woke the interpreter.
    Interrupted,
    /// A descriptor is ready.
    Ready,
    /// There was no deadline, and nothing outside could ever end the wait.
    Never,
}

/// The local time zone at some moment.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Zone {
    /// Seconds that local time is ahead of UTC.
    pub offset: i32,
    /// The zone's abbreviation, `CET`.
    pub name: String,
    /// Whether daylight saving time is in force.
    pub daylight: bool,
}

/// Ends another thread's wait: may be called from anywhere.
#[derive(Clone)]
pub struct Waker(Arc<dyn Fn() + Send + Sync>);

impl Waker {
    pub fn new(wake: impl Fn() + Send + Sync + 'static) -> Waker {
        Waker(Arc::new(wake))
    }

    /// Ends the present or, if there is none, the next wait.
    pub fn wake(&self) {
        (self.0)();
    }
}

/// Where a thread other than the main one waits. It counts as running until it waits, and as gone when
/// this is dropped: a clock that jumps asks whether anybody runs.
pub trait Sleeper: Send + Sync {
    /// As [`Host::wait`], for the one thread that it belongs to.
    fn wait(&self, deadline: Option<u64>) -> Waited;

    /// Ends the present or, if there is none, the next wait; from any thread.
    fn wake(&self);
}

/// What a new thread does.
pub type ThreadBody = Box<dyn FnOnce() + Send>;

/// The numbers of a thread.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct ThreadNumbers {
    /// Not zero, and different from all other threads' of the process.
    pub ident: u64,
    /// The kernel's.
    pub native: u64,
}

/// The world as one interpreter sees it. Times are nanoseconds. Every thread of the interpreter may
/// call it; what blocks is called while another one may run.
pub trait Host: Send + Sync {
    /// What decides everything that is left to chance; `None` if it is chance.
    fn seed(&self) -> Option<u64>;

    /// Whether a run is to be like the one before: what would show where in memory something lies
    /// shows numbers that count instead.
    fn repeats(&self) -> bool;

    /// The keys of this run's string hashes.
    fn hash_key(&self) -> (u64, u64);

    /// A clock that never goes back.
    fn monotonic(&self) -> u64;

    /// Nanoseconds since the Unix epoch.
    fn wall_clock(&self) -> i128;

    /// Processor time that the process has used.
    fn cpu_time(&self) -> u64;

    /// Waits until the deadline on the monotonic clock (`None`: for ever) unless interrupted before.
    /// For the main thread only.
    fn wait(&self, deadline: Option<u64>) -> Waited;

    /// What an event loop of its own watches descriptors with. Signals interrupt it if it belongs to
    /// the main thread.
    fn new_poller(&self, main: bool) -> io::Result<Poller>;

    /// As [`Host::wait`], or until a watched descriptor is ready, which `ready` then has. A deadline
    /// of 0 does not wait at all.
    fn poll(&self, poller: &Poller, deadline: Option<u64>, ready: &mut Vec<Event>) -> Waited;

    /// What ends [`Host::poll`] from another thread.
    fn poller_waker(&self, poller: &Poller) -> Waker;

    /// Waits until one descriptor is ready: for calls that block. Signals interrupt the main thread.
    fn wait_for(&self, fd: RawFd, interest: Interest, deadline: Option<u64>, main: bool) -> Waited;

    /// Waits until something is to be said of one of the descriptors, as `poll(2)` does. Signals
    /// interrupt the main thread. A deadline of 0 does not wait at all.
    fn wait_for_any(
        &self,
        watched: &mut Vec<Watched>,
        deadline: Option<u64>,
        main: bool,
    ) -> io::Result<Waited>;

    /// A place for another thread to wait.
    fn sleeper(&self) -> Arc<dyn Sleeper>;

    /// Starts a thread with that many bytes of stack, which signals never interrupt; its `ident`.
    fn start_thread(&self, stack: usize, body: ThreadBody) -> io::Result<u64>;

    /// The numbers of the calling thread.
    fn thread_numbers(&self) -> ThreadNumbers;

    /// Processor time that the calling thread has used.
    fn thread_time(&self) -> u64;

    /// How many threads can run at once.
    fn processors(&self) -> usize;

    /// What ends [`Host::wait`] from another thread.
    fn waker(&self) -> Waker;

    /// Has the process's signals come to this interpreter, as the program's main one: SIGINT, unless
    /// the process ignores it, is noted from now on instead of ending the process. `notify` runs in the signal handler and may
    /// only set an atomic.
    fn own_signals(&self, notify: Box<dyn Fn() + Send + Sync>) -> io::Result<()>;

    /// The signals that have arrived since the last call, each of them once.
    fn take_signals(&self) -> Signals;

    /// Sockets, pipes and the names of the network.
    fn net(&self) -> &dyn net::Net;

    /// Child processes.
    fn processes(&self) -> &dyn child::Processes;

    /// Terminals.
    fn terminals(&self) -> &dyn terminal::Terminals;

    /// Random bytes.
    fn entropy(&self, out: &mut [u8]);

    /// Writes all bytes; nothing is buffered on this side.
    fn write(&self, stream: Stream, bytes: &[u8]) -> io::Result<()>;

    /// Whether the stream is a terminal, so that somebody waits for every line.
    fn is_terminal(&self, stream: Stream) -> bool;

    /// Bytes of the standard input; 0 at its end. Waits for the first one, unless a signal comes
    /// (`ErrorKind::Interrupted`).
    fn read_input(&self, out: &mut [u8]) -> io::Result<usize>;

    /// Whether the standard input is a terminal.
    fn input_is_terminal(&self) -> bool;

    /// Files by descriptor.
    fn files(&self) -> &dyn Files;

    /// Names of files, the environment, the process.
    fn system(&self) -> &dyn System;

    /// What the system offers beyond that.
    fn posix(&self) -> &dyn Posix;

    /// Makes the host that of a process which was just forked from another one, by its main thread or
    /// by another one, which is the main thread from now on.
    fn after_fork(&self, of_main: bool);

    /// The content of a file.
    fn read_file(&self, path: &str) -> io::Result<Vec<u8>>;

    /// The local time zone at that moment.
    fn local_zone(&self, epoch_seconds: i64) -> Zone;
}

/// Bytes of memory that the machine has; where that cannot be told, more than most have.
pub fn physical_memory() -> usize {
    static BYTES: std::sync::OnceLock<usize> = std::sync::OnceLock::new();
    *BYTES.get_or_init(|| {
        let text = std::fs::read_to_string("/proc/meminfo").unwrap_or_default();
        let line = text.lines().find_map(|line| line.strip_prefix("MemTotal:"));
        let kibibytes = line.and_then(|l| l.trim().strip_suffix("kB")?.trim().parse().ok());
        kibibytes.map_or(64 << 30, |n: usize| n.saturating_mul(1024))
    })
}
