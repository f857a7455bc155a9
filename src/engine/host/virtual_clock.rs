//! A host whose time jumps to the deadline instead of being waited for. Everything else is the
//! wrapped host's.

use std::cell::Cell;
use std::io;

use super::{Files, Host, Signals, Stream, Waited, Waker, Zone};

/// What reading the clock costs: time stands still while code runs, but a program that waits for it
/// to pass by looking at it must not wait for ever.
const TICK: u64 = 100;

/// Wraps a host; the clock starts at the wrapped one's time.
pub struct VirtualClock<H> {
    inner: H,
    now: Cell<u64>,
    /// What the wall clock is ahead of the monotonic one.
    wall: i128,
    started: u64,
}

impl<H: Host> VirtualClock<H> {
    pub fn new(inner: H) -> VirtualClock<H> {
        let started = inner.monotonic();
        let wall = inner.wall_clock() - i128::from(started);
        VirtualClock { inner, now: Cell::new(started), wall, started }
    }

    pub fn inner(&self) -> &H {
        &self.inner
    }

    fn tick(&self) -> u64 {
        self.now.set(self.now.get().saturating_add(TICK));
        self.now.get()
    }
}

impl<H: Host> Host for VirtualClock<H> {
    fn hash_key(&self) -> (u64, u64) {
        self.inner.hash_key()
    }

    fn monotonic(&self) -> u64 {
        self.tick()
    }

    fn wall_clock(&self) -> i128 {
        self.wall + i128::from(self.tick())
    }

    fn cpu_time(&self) -> u64 {
        self.tick() - self.started
    }

    fn wait(&self, deadline: Option<u64>) -> Waited {
        let Some(deadline) = deadline else { return self.inner.wait(None) };
        // A signal or another thread goes first, if it is there already.
        if self.inner.wait(Some(0)) == Waited::Interrupted {
            return Waited::Interrupted;
        }
        self.now.set(self.now.get().max(deadline));
        Waited::Deadline
    }

    fn waker(&self) -> Waker {
        self.inner.waker()
    }

    fn own_signals(&self, notify: Box<dyn Fn() + Send + Sync>) -> io::Result<()> {
        self.inner.own_signals(notify)
    }

    fn take_signals(&self) -> Signals {
        self.inner.take_signals()
    }

    fn entropy(&self, out: &mut [u8]) {
        self.inner.entropy(out);
    }

    fn write(&self, stream: Stream, bytes: &[u8]) -> io::Result<()> {
        self.inner.write(stream, bytes)
    }

    fn is_terminal(&self, stream: Stream) -> bool {
        self.inner.is_terminal(stream)
    }

    fn read_input(&self, out: &mut [u8]) -> io::Result<usize> {
        self.inner.read_input(out)
    }

    fn input_is_terminal(&self) -> bool {
        self.inner.input_is_terminal()
    }

    fn files(&self) -> &dyn Files {
        self.inner.files()
    }

    fn read_file(&self, path: &str) -> io::Result<Vec<u8>> {
        self.inner.read_file(path)
    }

    fn local_zone(&self, epoch_seconds: i64) -> Zone {
        self.inner.local_zone(epoch_seconds)
    }
}
