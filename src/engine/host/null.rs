//! A host that reaches nothing: for fuzzing, and the ground for embedding. Every run is the same.

use std::cell::{Cell, RefCell};
use std::io;
use std::path::Path;

use super::files::{Fd, Files, OpenFile};
use super::{Host, Signals, Stream, Waited, Waker, Zone};

/// Keeps what is written, has no files, and a clock of its own that begins at a fixed moment.
pub struct NullHost {
    now: Cell<u64>,
    random: Cell<u64>,
    output: RefCell<Vec<u8>>,
    limit: usize,
}

/// 2025-01-01 00:00:00 UTC.
const EPOCH: i128 = 1_735_689_600_000_000_000;

impl NullHost {
    /// Output beyond `limit` bytes is an error.
    pub fn new(seed: u64, limit: usize) -> NullHost {
        NullHost {
            now: Cell::new(1_000_000_000),
            random: Cell::new(seed),
            output: RefCell::default(),
            limit,
        }
    }

    /// What was written to both streams so far.
    pub fn output(&self) -> Vec<u8> {
        self.output.borrow().clone()
    }

    fn tick(&self) -> u64 {
        self.now.set(self.now.get().saturating_add(100));
        self.now.get()
    }

    /// The next number of a generator that only has to look random (splitmix64, public domain).
    fn random(&self) -> u64 {
        let state = self.random.get().wrapping_add(0x9e37_79b9_7f4a_7c15);
        self.random.set(state);
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
        self.now.set(self.now.get().max(deadline));
        Waited::Deadline
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

    fn entropy(&self, out: &mut [u8]) {
        for part in out.chunks_mut(8) {
            part.copy_from_slice(self.random().to_le_bytes().get(..part.len()).unwrap_or_default());
        }
    }

    fn write(&self, _: Stream, bytes: &[u8]) -> io::Result<()> {
        let mut output = self.output.borrow_mut();
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

    fn read_file(&self, _: &str) -> io::Result<Vec<u8>> {
        Err(errno(libc::ENOENT))
    }

    fn local_zone(&self, _: i64) -> Zone {
        Zone { offset: 0, name: "UTC".to_owned(), daylight: false }
    }
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
    fn open(&self, _: &Path, _: i32, _: u32) -> io::Result<Fd> {
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
