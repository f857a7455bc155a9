//! What concerns the process as a whole: its native stack and its end. For the program that owns the
//! process; an interpreter never calls this.

use std::sync::atomic::{AtomicU8, Ordering};

use super::signals::{self, Signal};

/// As much stack as is asked for: several times the depth at which CPython gives up (10,000 nested
/// containers in a repr), so that what is meant to fail still fails soon. Linux keeps more than 120
/// MiB free below a main thread's stack whatever the limit was when the program started.
const WANTED: usize = 20 << 20;

/// What stays out of an interpreter's reach: frames of functions that do not look, and guard pages.
const RESERVE: usize = 1 << 20;

/// Raises the soft limit of the main thread's stack to what is wanted, or as far as the hard one
/// allows. The bytes an interpreter may use below the caller's frame.
pub fn main_stack() -> usize {
    let mut limit = libc::rlimit { rlim_cur: 0, rlim_max: 0 };
    // SAFETY: writes one struct of that type.
    if unsafe { libc::getrlimit(libc::RLIMIT_STACK, &mut limit) } != 0 {
        return RESERVE;
    }
    let wanted = WANTED as libc::rlim_t;
    if cfg!(target_os = "linux") && limit.rlim_cur < wanted {
        let raised = libc::rlimit { rlim_cur: wanted.min(limit.rlim_max), ..limit };
        // SAFETY: reads one struct of that type.
        if unsafe { libc::setrlimit(libc::RLIMIT_STACK, &raised) } == 0 {
            limit = raised;
        }
    }
    let have = usize::try_from(limit.rlim_cur).unwrap_or(usize::MAX).min(WANTED);
    have.saturating_sub(start_up_bytes() + RESERVE).max(RESERVE / 2)
}

/// Arguments and environment lie at the top of the main thread's stack.
fn start_up_bytes() -> usize {
    let word = size_of::<usize>() + 1;
    let arguments: usize = std::env::args_os().map(|a| a.len() + word).sum();
    let mut environment = 0;
    each_variable(|variable| environment += variable.len() + word);
    arguments + environment
}

unsafe extern "C" {
    /// The process's variables, texts of the form `NAME=value`; a null pointer ends the list.
    static environ: *const *const libc::c_char;
}

/// Shows each variable of the environment, without a copy. Only for the start of the process, when no
/// other thread can change them.
fn each_variable(mut see: impl FnMut(&[u8])) {
    // SAFETY: the C library keeps a list of texts that ends with a null pointer, or no list; nobody
    // changes it meanwhile.
    unsafe {
        let mut next = environ;
        while !next.is_null() && !(*next).is_null() {
            see(std::ffi::CStr::from_ptr(*next).to_bytes());
            next = next.add(1);
        }
    }
}

/// Whether there are variables that say how Python is to run: one look instead of one for each of them.
/// For the start of the process.
pub fn has_python_variables() -> bool {
    let mut found = false;
    each_variable(|variable| found |= variable.starts_with(b"PYTHON"));
    found
}

/// What a program does first: a write to a pipe without a reader is to be an error, not its end.
pub fn begin() {
    // SAFETY: sets a disposition that runs no code.
    unsafe { libc::signal(libc::SIGPIPE, libc::SIG_IGN) };
}

/// Ends the process as the signal does by default, so that whoever waits for it sees the cause.
pub fn end_by(signal: Signal) -> ! {
    let _ = signals::release_signal(signal);
    // SAFETY: always callable.
    unsafe { libc::raise(signal.0) };
    // Only a blocked signal comes back; shells know its end by this code.
    std::process::exit(128 + signal.0);
}

/// Ends the process at once, with nothing left to be done: what other threads do is over, and no
/// memory is given back to the system block by block.
pub fn leave(code: u8) -> ! {
    // SAFETY: always callable.
    unsafe { libc::_exit(code.into()) }
}

/// Which of the first three descriptors were closed when the process began, by bits, and are still.
/// Rust's runtime puts something into their places before `main`, so that no other file
/// gets their numbers; a program is to see that they were closed.
static CLOSED: AtomicU8 = AtomicU8::new(0);

/// Runs before anything else.
extern "C" fn look_at_descriptors() {
    for fd in 0..3 {
        // SAFETY: takes numbers only.
        if unsafe { libc::fcntl(fd, libc::F_GETFD) } == -1 {
            CLOSED.fetch_or(1 << fd, Ordering::Relaxed);
        }
    }
}

// SAFETY: the section is a table of functions of this type, which the system calls before `main`.
#[cfg(any(target_os = "linux", target_os = "macos"))]
#[used]
#[cfg_attr(target_os = "linux", unsafe(link_section = ".init_array"))]
#[cfg_attr(target_os = "macos", unsafe(link_section = "__DATA,__mod_init_func"))]
static LOOK: extern "C" fn() = look_at_descriptors;

/// Whether the process was started without that standard stream.
pub(super) fn began_without(fd: i32) -> bool {
    (0..3).contains(&fd) && CLOSED.load(Ordering::Relaxed) & 1 << fd != 0
}

/// The program has put something in the place of a standard stream, or given it up.
pub(super) fn is_used(fd: i32) {
    if (0..3).contains(&fd) {
        CLOSED.fetch_and(!(1 << fd), Ordering::Relaxed);
    }
}
