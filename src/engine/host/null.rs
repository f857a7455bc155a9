//! A host that reaches nothing: for fuzzing, and the ground for embedding. Every run is the same.

use std::io;
use std::os::fd::RawFd;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, PoisonError};

use super::child::{NoProcesses, Processes};
use super::files::{Fd, Files, OpenFile};
use super::net::Net;
use super::no_net::NoNet;
use super::poller::{Event, Interest, Poller};
use super::system::At;
use super::terminal::{NoTerminals, Terminals};
use super::{
    Host, Posix, Signals, Sleeper, Stream, System, ThreadBody, ThreadNumbers, Waited, Waker,
    Watched, Zone,
};

/// Keeps what is written, has no files, and a clock of its own that begins at a fixed moment.
pub struct NullHost {
    now: AtomicU64,
    random: AtomicU64,
    output: Mutex<Vec<u8>>,
    limit: usize,
}

/// 2025-01-01 00:00:00 UTC.
const EPOCH: i128 = 1_735_689_600_000_000_000;

impl NullHost {
    /// Output beyond `limit` bytes is an error.
    pub fn new(seed: u64, limit: usize) -> NullHost {
        NullHost {
            now: AtomicU64::new(1_000_000_000),
            random: AtomicU64::new(seed),
            output: Mutex::default(),
            limit,
        }
    }

    /// What was written to both streams so far.
    pub fn output(&self) -> Vec<u8> {
        self.output.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    fn tick(&self) -> u64 {
        self.now.fetch_add(100, Ordering::Relaxed) + 100
    }

    /// The next number of a generator that only has to look random (splitmix64, public domain).
    fn random(&self) -> u64 {
        let step = 0x9e37_79b9_7f4a_7c15;
        let state = self.random.fetch_add(step, Ordering::Relaxed).wrapping_add(step);
        let mixed = (state ^ state >> 30).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        let mixed = (mixed ^ mixed >> 27).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ mixed >> 31
    }
}

impl Host for NullHost {
    fn hash_key(&self) -> (u64, u64) {
        (self.random(), self.random())
    }

    fn monotonic(&self) -> u64 {
        self.tick()
    }

    fn wall_clock(&self) -> i128 {
        EPOCH + i128::from(self.tick())
    }

    fn cpu_time(&self) -> u64 {
        self.tick()
    }

    fn wait(&self, deadline: Option<u64>) -> Waited {
        let Some(deadline) = deadline else { return Waited::Never };
        self.now.fetch_max(deadline, Ordering::Relaxed);
        Waited::Deadline
    }

    fn new_poller(&self, _: bool) -> io::Result<Poller> {
        Ok(Poller::blind())
    }

    fn poll(&self, _: &Poller, deadline: Option<u64>, _: &mut Vec<Event>) -> Waited {
        self.wait(deadline)
    }

    fn poller_waker(&self, poller: &Poller) -> Waker {
        poller.waker().clone()
    }

    fn wait_for(&self, _: RawFd, _: Interest, deadline: Option<u64>, _: bool) -> Waited {
        self.wait(deadline)
    }

    fn wait_for_any(
        &self,
        watched: &mut Vec<Watched>,
        deadline: Option<u64>,
        _: bool,
    ) -> io::Result<Waited> {
        // There are no descriptors here.
        for entry in &mut *watched {
            entry.revents = if entry.fd < 0 { 0 } else { libc::POLLNVAL };
        }
        let found = watched.iter().any(|entry| entry.revents != 0);
        Ok(if found { Waited::Ready } else { self.wait(deadline) })
    }

    fn sleeper(&self) -> Arc<dyn Sleeper> {
        Arc::new(NoThread)
    }

    fn start_thread(&self, _: usize, _: ThreadBody) -> io::Result<u64> {
        Err(io::ErrorKind::Unsupported.into())
    }

    fn thread_numbers(&self) -> ThreadNumbers {
        ThreadNumbers { ident: 1, native: 1 }
    }

    fn thread_time(&self) -> u64 {
        self.tick()
    }

    fn processors(&self) -> usize {
        1
    }

    fn waker(&self) -> Waker {
        Waker::new(|| ())
    }

    fn own_signals(&self, _: Box<dyn Fn() + Send + Sync>) -> io::Result<()> {
        Ok(())
    }

    fn take_signals(&self) -> Signals {
        Signals::NONE
    }

    fn net(&self) -> &dyn Net {
        &NoNet
    }

    fn processes(&self) -> &dyn Processes {
        &NoProcesses
    }

    fn terminals(&self) -> &dyn Terminals {
        &NoTerminals
    }

    fn seed(&self) -> Option<u64> {
        None
    }

    fn repeats(&self) -> bool {
        false
    }

    fn entropy(&self, out: &mut [u8]) {
        for part in out.chunks_mut(8) {
            part.copy_from_slice(self.random().to_le_bytes().get(..part.len()).unwrap_or_default());
        }
    }

    fn write(&self, _: Stream, bytes: &[u8]) -> io::Result<()> {
        let mut output = self.output.lock().unwrap_or_else(PoisonError::into_inner);
        if output.len().saturating_add(bytes.len()) > self.limit {
            return Err(io::ErrorKind::StorageFull.into());
        }
        output.extend_from_slice(bytes);
        Ok(())
    }

    fn is_terminal(&self, _: Stream) -> bool {
        false
    }

    fn read_input(&self, _: &mut [u8]) -> io::Result<usize> {
        Ok(0)
    }

    fn input_is_terminal(&self) -> bool {
        false
    }

    fn files(&self) -> &dyn Files {
        self
    }

    fn system(&self) -> &dyn System {
        self
    }

    fn posix(&self) -> &dyn Posix {
        self
    }

    fn after_fork(&self, _: bool) {}

    fn read_file(&self, _: &str) -> io::Result<Vec<u8>> {
        Err(errno(libc::ENOENT))
    }

    fn local_zone(&self, _: i64) -> Zone {
        Zone { offset: 0, name: "UTC".to_owned(), daylight: false }
    }
}

/// For threads that are never started.
struct NoThread;

impl Sleeper for NoThread {
    fn wait(&self, _: Option<u64>) -> Waited {
        Waited::Never
    }

    fn wake(&self) {}
}

fn errno(number: i32) -> io::Error {
    io::Error::from_raw_os_error(number)
}

/// There are the three standard streams and nothing else.
impl NullHost {
    fn standard(fd: Fd) -> io::Result<()> {
        if (0..3).contains(&fd) { Ok(()) } else { Err(errno(libc::EBADF)) }
    }
}

impl Files for NullHost {
    fn open(&self, _: At, _: i32, _: u32) -> io::Result<Fd> {
        Err(errno(libc::ENOENT))
    }

    fn close(&self, fd: Fd) -> io::Result<()> {
        NullHost::standard(fd)
    }

    fn read(&self, fd: Fd, _: &mut [u8]) -> io::Result<usize> {
        if fd == 0 { Ok(0) } else { Err(errno(libc::EBADF)) }
    }

    fn write(&self, fd: Fd, bytes: &[u8]) -> io::Result<usize> {
        match fd {
            1 => Host::write(self, Stream::Stdout, bytes).map(|()| bytes.len()),
            2 => Host::write(self, Stream::Stderr, bytes).map(|()| bytes.len()),
            _ => Err(errno(libc::EBADF)),
        }
    }

    fn seek(&self, fd: Fd, _: i64, _: i32) -> io::Result<u64> {
        NullHost::standard(fd)?;
        Err(errno(libc::ESPIPE))
    }

    fn truncate(&self, fd: Fd, _: u64) -> io::Result<()> {
        NullHost::standard(fd)?;
        Err(errno(libc::EINVAL))
    }

    fn is_terminal(&self, _: Fd) -> bool {
        false
    }

    fn describe(&self, fd: Fd) -> io::Result<OpenFile> {
        NullHost::standard(fd)?;
        Ok(OpenFile { is_folder: false, size: 0, block_size: 8192 })
    }

    fn is_inheritable(&self, fd: Fd) -> io::Result<bool> {
        NullHost::standard(fd).map(|()| true)
    }

    fn set_inheritable(&self, fd: Fd, _: bool) -> io::Result<()> {
        NullHost::standard(fd)
    }
}
