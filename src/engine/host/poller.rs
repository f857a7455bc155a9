//! Waiting for descriptors: what one event loop watches, and who may end its wait. Knows neither loops
//! nor clocks; how long a wait lasts is the host's decision.

use std::io;
use std::os::fd::{AsRawFd, RawFd};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Mutex, PoisonError};
use std::time::Duration;

use mio::unix::SourceFd;
use mio::{Events, Poll, Registry, Token};

use super::Waker;

const WAKER: Token = Token(usize::MAX);
const SIGNALS: Token = Token(usize::MAX - 1);

/// What about a descriptor is of interest.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Interest {
    Read,
    Write,
    Both,
}

impl Interest {
    /// The interest in one or both ways; `None` in neither.
    pub fn of(read: bool, write: bool) -> Option<Interest> {
        match (read, write) {
            (true, true) => Some(Interest::Both),
            (true, false) => Some(Interest::Read),
            (false, true) => Some(Interest::Write),
            (false, false) => None,
        }
    }

    fn to_mio(self) -> mio::Interest {
        match self {
            Interest::Read => mio::Interest::READABLE,
            Interest::Write => mio::Interest::WRITABLE,
            Interest::Both => mio::Interest::READABLE | mio::Interest::WRITABLE,
        }
    }
}

/// A descriptor became ready: told once, until everything was read or written or it is watched anew.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Event {
    /// What the descriptor was registered with.
    pub token: usize,
    pub readable: bool,
    pub writable: bool,
    /// The other side has ended its half, or the descriptor is broken: reading goes to the end.
    pub hung_up: bool,
}

/// Whether something can come of a descriptor by itself. Under a virtual clock, time passes really
/// while something can.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Pending {
    /// A connection, a pipe, a child: the other side may be at work.
    Outside,
    /// A socket that only listens.
    Listening,
}

/// The descriptors that one event loop watches.
pub struct Poller {
    /// Nothing on a host that reaches nothing.
    inner: Option<Inner>,
    waker: Waker,
    outside: AtomicUsize,
}

struct Inner {
    /// What all of it can be watched through.
    fd: RawFd,
    /// Locked while the loop waits.
    poll: Mutex<(Poll, Events)>,
    /// Of its own, so that a descriptor can be registered while another thread waits.
    registry: Registry,
}

/// How a wait of a [`Poller`] ended.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Polled {
    TimedOut,
    Ready,
    /// By a signal: the pipe of signals wants draining.
    Signalled,
    /// By the waker.
    Woken,
}

impl Poller {
    /// A poller that a byte in the pipe `signals` interrupts, if there is one.
    pub(super) fn new(signals: Option<RawFd>) -> io::Result<Poller> {
        let poll = Poll::new()?;
        let (fd, registry) = (poll.as_raw_fd(), poll.registry().try_clone()?);
        let woken = mio::Waker::new(&registry, WAKER)?;
        if let Some(signals) = signals {
            registry.register(&mut SourceFd(&signals), SIGNALS, mio::Interest::READABLE)?;
        }
        let poll = Mutex::new((poll, Events::with_capacity(256)));
        Ok(Poller {
            inner: Some(Inner { fd, poll, registry }),
            // Waking can only fail when the poll is gone, and then nobody waits.
            waker: Waker::new(move || drop(woken.wake())),
            outside: AtomicUsize::new(0),
        })
    }

    /// A poller that can watch nothing.
    pub(super) fn blind() -> Poller {
        Poller { inner: None, waker: Waker::new(|| ()), outside: AtomicUsize::new(0) }
    }

    /// Ends the present or, if there is none, the next wait; from any thread.
    pub fn waker(&self) -> &Waker {
        &self.waker
    }

    /// A descriptor that is readable while something watched is ready.
    pub fn descriptor(&self) -> io::Result<RawFd> {
        let inner = self.inner.as_ref();
        inner.map(|i| i.fd).ok_or_else(|| io::Error::from_raw_os_error(libc::EPERM))
    }

    /// How many watched descriptors something can come of by itself.
    pub(super) fn outside(&self) -> usize {
        self.outside.load(Ordering::Relaxed)
    }

    fn registry(&self) -> io::Result<&Registry> {
        let inner = self.inner.as_ref();
        inner.map(|i| &i.registry).ok_or_else(|| io::Error::from_raw_os_error(libc::EPERM))
    }

    /// Watches a descriptor. Its events carry the token.
    pub fn register(
        &self,
        fd: RawFd,
        token: usize,
        interest: Interest,
        pending: Pending,
    ) -> io::Result<()> {
        self.registry()?.register(&mut SourceFd(&fd), Token(token), interest.to_mio())?;
        if pending == Pending::Outside {
            self.outside.fetch_add(1, Ordering::Relaxed);
        }
        Ok(())
    }

    /// Watches a descriptor that is watched already for something else, or anew: what is ready now
    /// is told again.
    pub fn reregister(&self, fd: RawFd, token: usize, interest: Interest) -> io::Result<()> {
        self.registry()?.reregister(&mut SourceFd(&fd), Token(token), interest.to_mio())
    }

    /// Watches the descriptor no more. That fails if it is closed, which does no harm.
    pub fn deregister(&self, fd: RawFd, pending: Pending) -> io::Result<()> {
        if pending == Pending::Outside {
            self.outside.fetch_sub(1, Ordering::Relaxed);
        }
        self.registry()?.deregister(&mut SourceFd(&fd))
    }

    /// Waits at most that long (`None`: for ever) and appends what is ready.
    pub(super) fn wait(&self, limit: Option<Duration>, ready: &mut Vec<Event>) -> Polled {
        let Some(inner) = &self.inner else { return Polled::TimedOut };
        let (poll, events) = &mut *inner.poll.lock().unwrap_or_else(PoisonError::into_inner);
        if poll.poll(events, limit).is_err() {
            // EINTR: a signal whose handler has run. Any other failure would repeat for ever.
            return Polled::Signalled;
        }
        let (mut signalled, mut woken) = (false, false);
        let before = ready.len();
        for event in events.iter() {
            match event.token() {
                WAKER => woken = true,
                SIGNALS => signalled = true,
                Token(token) => ready.push(translate(token, event)),
            }
        }
        match (signalled, woken, ready.len() > before) {
            (true, ..) => Polled::Signalled,
            (false, true, _) => Polled::Woken,
            (false, false, true) => Polled::Ready,
            (false, false, false) => Polled::TimedOut,
        }
    }
}

/// Errors and hang-ups are for whoever reads or writes next to see.
fn translate(token: usize, event: &mio::event::Event) -> Event {
    let broken = event.is_error() || event.is_read_closed() && event.is_write_closed();
    Event {
        token,
        readable: event.is_readable() || event.is_read_closed() || broken,
        writable: event.is_writable() || event.is_write_closed() || broken,
        hung_up: event.is_read_closed() || broken,
    }
}
