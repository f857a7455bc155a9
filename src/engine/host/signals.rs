//! Signals of the process: which have arrived, and whom that wakes. Does not decide what a signal
//! means; that is the interpreter's, at its next look at the breaker.
//!
//! A process has one table of signals, so this is the one place with state outside an interpreter.
//! It belongs to the interpreter that the program names as main, through [`claim`].

use std::io;
use std::os::fd::RawFd;
use std::ptr;
use std::sync::atomic::{AtomicI32, AtomicPtr, AtomicU64, Ordering};

use super::child::Disposition;

/// The number of a signal.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Signal(pub i32);

impl Signal {
    pub const INTERRUPT: Signal = Signal(libc::SIGINT);
    pub const QUIT: Signal = Signal(libc::SIGQUIT);
    pub const USER_1: Signal = Signal(libc::SIGUSR1);
    pub const USER_2: Signal = Signal(libc::SIGUSR2);
    pub const HANG_UP: Signal = Signal(libc::SIGHUP);
    pub const TERMINATE: Signal = Signal(libc::SIGTERM);
}

/// A set of signals.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct Signals(u64);

impl Signals {
    pub const NONE: Signals = Signals(0);

    pub fn is_empty(self) -> bool {
        self.0 == 0
    }

    pub fn has(self, signal: Signal) -> bool {
        self.0 & bit(signal) != 0
    }

    /// The signals, lowest number first.
    pub fn iter(self) -> impl Iterator<Item = Signal> {
        (1..=64).map(Signal).filter(move |&signal| self.has(signal))
    }

    /// These and the others.
    #[must_use]
    pub fn and(self, others: Signals) -> Signals {
        Signals(self.0 | others.0)
    }

    /// These and that one.
    #[must_use]
    pub fn with(self, signal: Signal) -> Signals {
        Signals(self.0 | bit(signal))
    }
}

/// Numbers go from 1 to 64.
fn bit(signal: Signal) -> u64 {
    1u64.checked_shl((signal.0 - 1) as u32).unwrap_or(0)
}

/// Whom the handler tells. Once published it is never freed: a handler may run at any moment.
struct Owner {
    /// The end to write to of a pipe that ends waits; -1 once the host is gone.
    wake: AtomicI32,
    notify: Box<dyn Fn() + Send + Sync>,
    /// Who owned the signals before; only keeps it reachable.
    _before: *mut Owner,
}

static PENDING: AtomicU64 = AtomicU64::new(0);
static OWNER: AtomicPtr<Owner> = AtomicPtr::new(ptr::null_mut());

/// Makes the caller the one who is told of signals: `notify` runs inside the handler, so it may only
/// set an atomic; then a byte goes to `wake`.
pub(super) fn claim(wake: RawFd, notify: Box<dyn Fn() + Send + Sync>) {
    let before = OWNER.load(Ordering::Acquire);
    let owner =
        Box::into_raw(Box::new(Owner { wake: AtomicI32::new(wake), notify, _before: before }));
    OWNER.store(owner, Ordering::Release);
}

/// Gives the signals up, if `wake` is still the owner's.
pub(super) fn release(wake: RawFd) {
    // SAFETY: published owners are never freed.
    if let Some(owner) = unsafe { OWNER.load(Ordering::Acquire).as_ref() } {
        // Only if it is still this one's; the owner stays where it is, in case a handler runs.
        let _ = owner.wake.compare_exchange(wake, -1, Ordering::AcqRel, Ordering::Relaxed);
    }
}

/// The signals that have arrived since the last call.
pub(super) fn take() -> Signals {
    Signals(PENDING.swap(0, Ordering::AcqRel))
}

/// Has the signal noted instead of letting it end the process. Calls that block are interrupted.
pub fn catch(signal: Signal) -> io::Result<()> {
    set_action(signal, note as *const () as usize)
}

/// Gives the signal its default effect back.
pub fn release_signal(signal: Signal) -> io::Result<()> {
    set_action(signal, libc::SIG_DFL)
}

/// Has the process ignore the signal.
pub fn ignore(signal: Signal) -> io::Result<()> {
    set_action(signal, libc::SIG_IGN)
}

/// Has the process ignore the signal unless something else was said of it.
pub(super) fn ignore_unless_set(signal: Signal) {
    if action(signal) == Some(libc::SIG_DFL) {
        let _ = ignore(signal);
    }
}

/// Whether the process ignores the signal, as whoever started it may have asked.
pub fn is_ignored(signal: Signal) -> bool {
    action(signal) == Some(libc::SIG_IGN)
}

/// Whether nobody has said anything of the signal.
pub fn has_usual_effect(signal: Signal) -> bool {
    action(signal) == Some(libc::SIG_DFL)
}

/// What the signal does to the process. Handlers of others count as the system's own action.
pub(super) fn disposition(signal: Signal) -> Disposition {
    match action(signal) {
        Some(libc::SIG_IGN) => Disposition::Ignore,
        Some(handler) if handler == note as *const () as usize => Disposition::Catch,
        _ => Disposition::Default,
    }
}

/// The address of what the signal calls, or one of the system's marks.
fn action(signal: Signal) -> Option<usize> {
    // SAFETY: writes one struct, for which a zeroed one is room.
    unsafe {
        let mut action: libc::sigaction = std::mem::zeroed();
        let known = libc::sigaction(signal.0, ptr::null(), &mut action) == 0;
        known.then_some(action.sa_sigaction)
    }
}

fn set_action(signal: Signal, handler: usize) -> io::Result<()> {
    // SAFETY: a zeroed `sigaction` is a valid one; the handler only does what a handler may.
    let failed = unsafe {
        let mut action: libc::sigaction = std::mem::zeroed();
        action.sa_sigaction = handler;
        // Not SA_RESTART: a blocking call must come back so that the interpreter sees the signal.
        action.sa_flags = 0;
        libc::sigemptyset(&mut action.sa_mask);
        libc::sigaction(signal.0, &action, ptr::null_mut()) != 0
    };
    if failed { Err(io::Error::last_os_error()) } else { Ok(()) }
}

/// The handler: notes the signal, tells the owner, ends its wait.
extern "C" fn note(number: libc::c_int) {
    PENDING.fetch_or(bit(Signal(number)), Ordering::AcqRel);
    // SAFETY: published owners are never freed; `write` may be called in a handler, and errno is
    // put back for the code that was interrupted.
    unsafe {
        let Some(owner) = OWNER.load(Ordering::Acquire).as_ref() else { return };
        (owner.notify)();
        let wake = owner.wake.load(Ordering::Acquire);
        if wake < 0 {
            return;
        }
        let errno = errno_location();
        let saved = *errno;
        // A full pipe means that a wake-up is on its way already.
        let _ = libc::write(wake, [1u8].as_ptr().cast(), 1);
        *errno = saved;
    }
}

fn errno_location() -> *mut libc::c_int {
    // SAFETY: always callable, and the place it names lives as long as the thread.
    unsafe {
        #[cfg(target_os = "linux")]
        return libc::__errno_location();
        #[cfg(not(target_os = "linux"))]
        return libc::__error();
    }
}
