//! The operating system as the host. Knows nothing of Python and keeps no policy.

use std::fs::File;
use std::io::{self, IsTerminal, Read, Write};
use std::os::fd::{AsRawFd, RawFd};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, SystemTime};

use mio::unix::pipe;

use super::child::{Processes, SystemProcesses};
use super::files::{Files, RealFiles};
use super::net::{Net, SystemNet};
use super::poller::{Event, Interest, Polled, Poller};
use super::posix::Descriptors;
use super::real_system::RealSystem;
use super::screened::{ScreenedFiles, ScreenedProcesses};
use super::seeded::Seeded;
use super::terminal::{Drawing, SystemTerminals, Terminals};
use super::{
    Host, Posix, Signals, Sleeper, Stream, System, ThreadBody, ThreadNumbers, Waited, Waker,
    Watched, Zone, signals, threads,
};

/// The real clock, files, streams, sockets, processes and signals.
pub struct RealHost {
    /// What a signal handler and the waker write to, so that a wait ends: sender and receiver.
    sender: Arc<pipe::Sender>,
    receiver: Mutex<pipe::Receiver>,
    hash_seed: Option<u32>,
    seeded: Option<Seeded>,
    /// Who draws on the terminal, if somebody does, and what goes through that.
    drawing: Drawing,
    screened_files: ScreenedFiles,
    screened_processes: ScreenedProcesses,
}

impl RealHost {
    /// Fails if the system gives no more descriptors.
    pub fn new() -> io::Result<RealHost> {
        let (sender, receiver) = pipe::new()?;
        let drawing = Drawing::default();
        Ok(RealHost {
            sender: Arc::new(sender),
            receiver: Mutex::new(receiver),
            hash_seed: None,
            seeded: None,
            screened_files: ScreenedFiles(drawing.clone()),
            screened_processes: ScreenedProcesses::new(drawing.clone()),
            drawing,
        })
    }

    /// Chooses the keys of string hashes instead of drawing them.
    pub fn set_hash_seed(&mut self, seed: u32) {
        self.hash_seed = Some(seed);
    }

    /// Has a seed decide what is left to chance. Call it in the main thread, before anything else.
    pub fn set_seed(&mut self, seed: u64) {
        self.seeded = Some(Seeded::new(seed));
        self.hash_seed = self.hash_seed.or(Some(seed as u32));
    }

    /// What goes to the terminal of the standard streams goes through whoever is put there.
    pub fn drawing(&self) -> Drawing {
        self.drawing.clone()
    }

    /// Empties the pipe of signals, so that the next one makes it readable again.
    fn drain(&self) {
        let mut bytes = [0; 64];
        let mut receiver = self.receiver.lock().unwrap_or_else(PoisonError::into_inner);
        while matches!(receiver.read(&mut bytes), Ok(n) if n > 0) {}
    }

    /// The pipe of signals as something to wait for; other threads leave it to the main one.
    fn signals_of(&self, main: bool) -> Watched {
        Watched { fd: if main { self.signals() } else { -1 }, events: libc::POLLIN, revents: 0 }
    }

    /// Waits for the entries, the last of which is the pipe of signals.
    fn wait_for_entries(&self, all: &mut [Watched], deadline: Option<u64>) -> io::Result<Waited> {
        loop {
            let left = deadline.map(|d| d.saturating_sub(self.monotonic()));
            let failed = poll_descriptors(all, left).err();
            let (wanted, signals) = all.split_at(all.len().saturating_sub(1));
            let [signals] = signals else { return Ok(Waited::Never) };
            match failed {
                Some(error) if error.kind() != io::ErrorKind::Interrupted => return Err(error),
                None if signals.revents == 0 => {}
                Some(_) | None => {
                    if signals.fd >= 0 {
                        self.drain();
                    }
                    return Ok(Waited::Interrupted);
                }
            }
            if wanted.iter().any(|entry| entry.revents != 0) {
                return Ok(Waited::Ready);
            }
            if deadline.is_some_and(|d| d <= self.monotonic()) {
                return Ok(Waited::Deadline);
            }
        }
    }

    /// The end of the pipe of signals that is read from.
    fn signals(&self) -> RawFd {
        self.receiver.lock().unwrap_or_else(PoisonError::into_inner).as_raw_fd()
    }
}

impl Drop for RealHost {
    fn drop(&mut self) {
        signals::release(self.sender.as_raw_fd());
    }
}

impl Host for RealHost {
    fn hash_key(&self) -> (u64, u64) {
        if let Some(seed) = self.hash_seed {
            return seeded_key(seed);
        }
        let mut key = [0; 16];
        self.entropy(&mut key);
        let all = u128::from_ne_bytes(key);
        (all as u64, (all >> 64) as u64)
    }

    fn seed(&self) -> Option<u64> {
        self.seeded.as_ref().map(|seeded| seeded.seed)
    }

    fn repeats(&self) -> bool {
        self.seeded.is_some()
    }

    fn monotonic(&self) -> u64 {
        clock(libc::CLOCK_MONOTONIC)
    }

    fn wall_clock(&self) -> i128 {
        match SystemTime::now().duration_since(SystemTime::UNIX_EPOCH) {
            Ok(after) => after.as_nanos() as i128,
            Err(before) => -(before.duration().as_nanos() as i128),
        }
    }

    fn cpu_time(&self) -> u64 {
        clock(libc::CLOCK_PROCESS_CPUTIME_ID)
    }

    fn wait(&self, deadline: Option<u64>) -> Waited {
        self.wait_for(-1, Interest::Read, deadline, true)
    }

    fn new_poller(&self, main: bool) -> io::Result<Poller> {
        Poller::new(main.then(|| self.signals()))
    }

    fn poll(&self, poller: &Poller, deadline: Option<u64>, ready: &mut Vec<Event>) -> Waited {
        loop {
            let left =
                deadline.map(|d| if d == 0 { 0 } else { d.saturating_sub(self.monotonic()) });
            match poller.wait(left.map(Duration::from_nanos), ready) {
                Polled::Signalled => {
                    self.drain();
                    return Waited::Interrupted;
                }
                Polled::Woken => return Waited::Interrupted,
                Polled::Ready => return Waited::Ready,
                Polled::TimedOut if left == Some(0) => return Waited::Deadline,
                Polled::TimedOut => {}
            }
            if deadline.is_some_and(|d| d <= self.monotonic()) {
                return Waited::Deadline;
            }
        }
    }

    fn poller_waker(&self, poller: &Poller) -> Waker {
        poller.waker().clone()
    }

    fn wait_for(&self, fd: RawFd, interest: Interest, deadline: Option<u64>, main: bool) -> Waited {
        let events = match interest {
            Interest::Read => libc::POLLIN,
            Interest::Write => libc::POLLOUT,
            Interest::Both => libc::POLLIN | libc::POLLOUT,
        };
        let mut both = [Watched { fd, events, revents: 0 }, self.signals_of(main)];
        // What fails would do so for ever; the caller tries again what it waited for.
        self.wait_for_entries(&mut both, deadline).unwrap_or(Waited::Interrupted)
    }

    fn wait_for_any(
        &self,
        watched: &mut Vec<Watched>,
        deadline: Option<u64>,
        main: bool,
    ) -> io::Result<Waited> {
        watched.push(self.signals_of(main));
        let waited = self.wait_for_entries(watched, deadline);
        watched.pop();
        waited
    }

    fn sleeper(&self) -> Arc<dyn Sleeper> {
        Arc::new(threads::RealSleeper::default())
    }

    fn start_thread(&self, stack: usize, body: ThreadBody) -> io::Result<u64> {
        let (ident, thread) = threads::start(stack, body)?;
        Ok(self.seeded.as_ref().map_or(ident, |seeded| seeded.ident(thread)))
    }

    fn thread_numbers(&self) -> ThreadNumbers {
        let numbers = threads::numbers();
        match &self.seeded {
            Some(seeded) => {
                let ident = seeded.ident(std::thread::current().id());
                ThreadNumbers { ident, native: ident }
            }
            None => numbers,
        }
    }

    fn thread_time(&self) -> u64 {
        clock(libc::CLOCK_THREAD_CPUTIME_ID)
    }

    fn processors(&self) -> usize {
        std::thread::available_parallelism().map_or(1, |n| n.get())
    }

    fn waker(&self) -> Waker {
        let sender = self.sender.clone();
        // A full pipe ends the wait as well as one byte more would.
        Waker::new(move || drop((&*sender).write(&[0])))
    }

    fn own_signals(&self, notify: Box<dyn Fn() + Send + Sync>) -> io::Result<()> {
        signals::claim(self.sender.as_raw_fd(), notify);
        // Whoever started the program in the background, say, may have asked for that.
        if signals::is_ignored(signals::Signal::INTERRUPT) {
            return Ok(());
        }
        signals::catch(signals::Signal::INTERRUPT)
    }

    fn take_signals(&self) -> Signals {
        signals::take()
    }

    fn net(&self) -> &dyn Net {
        &SystemNet
    }

    fn processes(&self) -> &dyn Processes {
        match self.drawing.get() {
            Some(_) => &self.screened_processes,
            None => &SystemProcesses,
        }
    }

    fn terminals(&self) -> &dyn Terminals {
        &SystemTerminals
    }

    fn entropy(&self, out: &mut [u8]) {
        if let Some(seeded) = &self.seeded {
            return seeded.fill(out);
        }
        for part in out.chunks_mut(256) {
            // SAFETY: the buffer is writable for its length, which is at most what the call allows.
            let failed = unsafe { libc::getentropy(part.as_mut_ptr().cast(), part.len()) != 0 };
            // Too old a system for the call has the device; without either the bytes stay zero.
            if failed && let Ok(mut device) = File::open("/dev/urandom") {
                let _ = device.read_exact(part);
            }
        }
    }

    fn write(&self, stream: Stream, bytes: &[u8]) -> io::Result<()> {
        let fd = match stream {
            Stream::Stdout => libc::STDOUT_FILENO,
            Stream::Stderr => libc::STDERR_FILENO,
        };
        let Some(screen) = self.drawing.get() else { return write_all(fd, bytes) };
        screen.output(fd, bytes, &mut |bytes| write_all(fd, bytes).map(|()| bytes.len())).map(drop)
    }

    fn is_terminal(&self, stream: Stream) -> bool {
        match stream {
            Stream::Stdout => io::stdout().is_terminal(),
            Stream::Stderr => io::stderr().is_terminal(),
        }
    }

    fn read_input(&self, out: &mut [u8]) -> io::Result<usize> {
        io::stdin().read(out)
    }

    fn input_is_terminal(&self) -> bool {
        io::stdin().is_terminal()
    }

    fn files(&self) -> &dyn Files {
        match self.drawing.get() {
            Some(_) => &self.screened_files,
            None => &RealFiles,
        }
    }

    fn system(&self) -> &dyn System {
        &RealSystem
    }

    fn posix(&self) -> &dyn Posix {
        &RealSystem
    }

    fn after_fork(&self, of_main: bool) {
        // The pipe is the other process's, too: one of the same numbers takes its place. Without any
        // descriptors left, signals wait until somebody looks.
        if let Ok((reader, writer)) = RealSystem.pipe_with(libc::O_CLOEXEC | libc::O_NONBLOCK) {
            for (new, old) in [(reader, self.signals()), (writer, self.sender.as_raw_fd())] {
                let _ = RealSystem.duplicate(new, Some(old), false);
                let _ = RealFiles.close(new);
            }
        }
        signals::take();
        if !of_main {
            threads::unblock_signals();
        }
    }

    fn read_file(&self, path: &str) -> io::Result<Vec<u8>> {
        std::fs::read(path)
    }

    fn local_zone(&self, epoch_seconds: i64) -> Zone {
        // SAFETY: `localtime_r` fills the struct or gives null; the zone's name is a static string
        // of the C library, copied before anything else can change the zone.
        unsafe {
            let mut parts: libc::tm = std::mem::zeroed();
            if libc::localtime_r(&(epoch_seconds as libc::time_t), &mut parts).is_null() {
                return Zone { offset: 0, name: "UTC".to_owned(), daylight: false };
            }
            let name = if parts.tm_zone.is_null() {
                "UTC".to_owned()
            } else {
                std::ffi::CStr::from_ptr(parts.tm_zone).to_string_lossy().into_owned()
            };
            Zone { offset: parts.tm_gmtoff as i32, name, daylight: parts.tm_isdst > 0 }
        }
    }
}

/// The keys that CPython takes for a seed, so that hashes are the same: bytes of a linear congruential
/// generator, none for 0.
fn seeded_key(seed: u32) -> (u64, u64) {
    let mut state = seed;
    let mut next = || {
        (0..8).fold(0u64, |key, at| {
            state = state.wrapping_mul(214_013).wrapping_add(2_531_011);
            key | u64::from(state >> 16 & 0xff) << (8 * at)
        })
    };
    if seed == 0 { (0, 0) } else { (next(), next()) }
}

/// Waits until one of the descriptors is ready, for at most that many nanoseconds; an entry with a
/// negative descriptor is skipped. Fails if a signal arrived.
fn poll_descriptors(all: &mut [Watched], left: Option<u64>) -> io::Result<()> {
    let count = all.len() as libc::nfds_t;
    #[cfg(target_os = "linux")]
    let answer = {
        let limit = left.map(|left| libc::timespec {
            tv_sec: (left / 1_000_000_000) as libc::time_t,
            tv_nsec: (left % 1_000_000_000) as libc::c_long,
        });
        let limit = limit.as_ref().map_or(std::ptr::null(), std::ptr::from_ref);
        // SAFETY: as many entries as the count says, and a time or null.
        unsafe { libc::ppoll(all.as_mut_ptr(), count, limit, std::ptr::null()) }
    };
    #[cfg(not(target_os = "linux"))]
    let answer = {
        let milliseconds =
            left.map_or(-1, |left| i32::try_from(left.div_ceil(1_000_000)).unwrap_or(i32::MAX));
        // SAFETY: as many entries as the count says.
        unsafe { libc::poll(all.as_mut_ptr(), count, milliseconds) }
    };
    if answer < 0 { Err(io::Error::last_os_error()) } else { Ok(()) }
}

pub(super) fn clock(which: libc::clockid_t) -> u64 {
    let mut now = libc::timespec { tv_sec: 0, tv_nsec: 0 };
    // SAFETY: writes one timespec; these clocks exist on every system that we build for.
    unsafe { libc::clock_gettime(which, &mut now) };
    now.tv_sec as u64 * 1_000_000_000 + now.tv_nsec as u64
}

/// Writes everything: goes on after a signal and after a part, and waits where the descriptor is
/// one that does not block.
fn write_all(fd: RawFd, mut bytes: &[u8]) -> io::Result<()> {
    while !bytes.is_empty() {
        // SAFETY: the buffer is readable for its length.
        let written = unsafe { libc::write(fd, bytes.as_ptr().cast(), bytes.len()) };
        if let Ok(written) = usize::try_from(written) {
            bytes = bytes.get(written..).unwrap_or_default();
            continue;
        }
        let error = io::Error::last_os_error();
        match error.kind() {
            io::ErrorKind::Interrupted => {}
            io::ErrorKind::WouldBlock => {
                let mut ready = libc::pollfd { fd, events: libc::POLLOUT, revents: 0 };
                // SAFETY: one entry, as the count says.
                unsafe { libc::poll(&mut ready, 1, -1) };
            }
            _ => return Err(error),
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_wait_ends_at_its_deadline() -> io::Result<()> {
        let host = RealHost::new()?;
        let start = host.monotonic();
        assert_eq!(host.wait(Some(start + 3_000_000)), Waited::Deadline);
        assert!(host.monotonic() >= start + 3_000_000);
        Ok(())
    }

    #[test]
    fn a_wake_up_before_the_wait_is_not_lost() -> io::Result<()> {
        let host = RealHost::new()?;
        host.waker().wake();
        assert_eq!(host.wait(None), Waited::Interrupted);
        let waker = host.waker();
        let thread = std::thread::spawn(move || waker.wake());
        assert_eq!(host.wait(None), Waited::Interrupted);
        assert!(thread.join().is_ok());
        Ok(())
    }

    #[test]
    fn a_signal_ends_the_wait_and_is_noted() -> io::Result<()> {
        let host = RealHost::new()?;
        // Tests that run in a shell's background have it ignored.
        signals::release_signal(signals::Signal::INTERRUPT)?;
        host.own_signals(Box::new(|| ()))?;
        for _ in 0..2 {
            // SAFETY: the handler was just installed.
            unsafe { libc::raise(libc::SIGINT) };
            assert_eq!(host.wait(None), Waited::Interrupted);
            assert!(host.take_signals().has(signals::Signal::INTERRUPT));
            assert!(host.take_signals().is_empty());
        }
        Ok(())
    }
}
