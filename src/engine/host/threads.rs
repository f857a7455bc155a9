//! Threads of the operating system, and where they wait. The main thread waits in `real.rs`, where
//! signals end a wait.

use std::io;
use std::os::unix::thread::JoinHandleExt;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::{Condvar, Mutex, MutexGuard, PoisonError};
use std::thread::ThreadId;
use std::time::Duration;

use super::real::clock;
use super::{Sleeper, ThreadBody, ThreadNumbers, Waited};

/// A flag that a waiting thread looks at.
#[derive(Default)]
pub(super) struct RealSleeper {
    woken: Mutex<bool>,
    changed: Condvar,
}

impl RealSleeper {
    fn lock(&self) -> MutexGuard<'_, bool> {
        self.woken.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Sleeper for RealSleeper {
    fn wait(&self, deadline: Option<u64>) -> Waited {
        let mut woken = self.lock();
        loop {
            if std::mem::take(&mut *woken) {
                return Waited::Interrupted;
            }
            let Some(deadline) = deadline else {
                woken = self.changed.wait(woken).unwrap_or_else(PoisonError::into_inner);
                continue;
            };
            let left = deadline.saturating_sub(clock(libc::CLOCK_MONOTONIC));
            if left == 0 {
                return Waited::Deadline;
            }
            let waited = self.changed.wait_timeout(woken, Duration::from_nanos(left));
            woken = waited.unwrap_or_else(PoisonError::into_inner).0;
        }
    }

    fn wake(&self) {
        *self.lock() = true;
        self.changed.notify_one();
    }
}

/// Starts a thread that blocks all signals: the main one is to be interrupted by them.
pub(super) fn start(stack: usize, body: ThreadBody) -> io::Result<(u64, ThreadId)> {
    // A panic is our own mistake. It ends the process as one of the main thread does; the others
    // would wait for ever for what this thread holds.
    let body = move || {
        if catch_unwind(AssertUnwindSafe(body)).is_err() {
            std::process::abort();
        }
    };
    let before = block_signals();
    let started = std::thread::Builder::new().stack_size(stack).spawn(body);
    // SAFETY: puts back the mask that the call before gave.
    unsafe { libc::pthread_sigmask(libc::SIG_SETMASK, &before, std::ptr::null_mut()) };
    started.map(|thread| (thread.as_pthread_t() as usize as u64, thread.thread().id()))
}

/// Blocks what can be blocked without harm in the calling thread, whose new threads inherit that; the
/// mask before.
fn block_signals() -> libc::sigset_t {
    // SAFETY: a zeroed set is a valid one, and the calls fill both.
    unsafe {
        let mut all: libc::sigset_t = std::mem::zeroed();
        let mut before: libc::sigset_t = std::mem::zeroed();
        libc::sigfillset(&mut all);
        for fault in [libc::SIGSEGV, libc::SIGBUS, libc::SIGFPE, libc::SIGILL, libc::SIGABRT] {
            libc::sigdelset(&mut all, fault);
        }
        libc::pthread_sigmask(libc::SIG_BLOCK, &all, &mut before);
        before
    }
}

/// Lets signals come to the calling thread.
pub(super) fn unblock_signals() {
    // SAFETY: a zeroed set is a valid one, and is made empty.
    unsafe {
        let mut none: libc::sigset_t = std::mem::zeroed();
        libc::sigemptyset(&mut none);
        libc::pthread_sigmask(libc::SIG_SETMASK, &none, std::ptr::null_mut());
    }
}

/// The numbers of the calling thread.
pub(super) fn numbers() -> ThreadNumbers {
    // SAFETY: always callable.
    let ident = unsafe { libc::pthread_self() } as u64;
    #[cfg(target_os = "linux")]
    // SAFETY: always callable.
    let native = unsafe { libc::gettid() } as u64;
    #[cfg(not(target_os = "linux"))]
    let native = ident;
    ThreadNumbers { ident, native }
}
