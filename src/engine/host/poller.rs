//! Waiting for descriptors: what one event loop watches, and who may end its wait. Knows neither loops
//! nor clocks; how long a wait lasts is the host's decision.

use std::cell::{Cell, RefCell};
use std::io;
use std::os::fd::RawFd;
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
    outside: Cell<usize>,
}

struct Inner {
    poll: RefCell<(Poll, Events)>,
    /// Of its own, so that a descriptor can be registered while another thread waits.
    registry: Registry,
}

/// How a wait of a [`Poller`] ended.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Polled {
    TimedOut,
    Ready,
    /// By a signal (the pipe of signals wants draining) or by the waker.
    Interrupted,
}

impl Poller {
    /// A poller that a byte in the pipe `signals` interrupts.
    pub(super) fn new(signals: RawFd) -> io::Result<Poller> {
        let poll = Poll::new()?;
        let registry = poll.registry().try_clone()?;
        let woken = mio::Waker::new(&registry, WAKER)?;
        registry.register(&mut SourceFd(&signals), SIGNALS, mio::Interest::READABLE)?;
        let poll = RefCell::new((poll, Events::with_capacity(256)));
        Ok(Poller {
            inner: Some(Inner { poll, registry }),
            // Waking can only fail when the poll is gone, and then nobody waits.
            waker: Waker::new(move || drop(woken.wake())),
            outside: Cell::new(0),
        })
    }

    /// A poller that can watch nothing.
    pub(super) fn blind() -> Poller {
        Poller { inner: None, waker: Waker::new(|| ()), outside: Cell::new(0) }
    }

    /// Ends the present or, if there is none, the next wait; from any thread.
    pub fn waker(&self) -> &Waker {
        &self.waker
    }

    /// How many watched descriptors something can come of by itself.
    pub(super) fn outside(&self) -> usize {
        self.outside.get()
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
            self.outside.set(self.outside.get() + 1);
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
            self.outside.set(self.outside.get().saturating_sub(1));
        }
        self.registry()?.deregister(&mut SourceFd(&fd))
    }

    /// Waits at most that long (`None`: for ever) and appends what is ready.
    pub(super) fn wait(&self, limit: Option<Duration>, ready: &mut Vec<Event>) -> Polled {
        let Some(inner) = &self.inner else { return Polled::TimedOut };
        let (poll, events) = &mut *inner.poll.borrow_mut();
        if poll.poll(events, limit).is_err() {
            // EINTR: a signal whose handler has run. Any other failure would repeat for ever.
            return Polled::Interrupted;
        }
        let mut interrupted = false;
        let before = ready.len();
        for event in events.iter() {
            match event.token() {
                WAKER | SIGNALS => interrupted = true,
                Token(token) => ready.push(translate(token, event)),
            }
        }
        match (interrupted, ready.len() > before) {
            (true, _) => Polled::Interrupted,
            (false, true) => Polled::Ready,
            (false, false) => Polled::TimedOut,
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
