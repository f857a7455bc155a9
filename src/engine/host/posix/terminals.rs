//! Terminals: pairs of pseudo terminals, their names, and who is in front.

use std::ffi::CStr;

use super::{calls, checked, done, numbered};
use crate::host::Fd;

unsafe extern "C" {
    fn getlogin_r(name: *mut libc::c_char, size: libc::size_t) -> libc::c_int;
}

/// A descriptor that programs started later do not have.
fn kept_back(fd: Fd) -> std::io::Result<Fd> {
    // SAFETY: takes numbers only.
    checked(unsafe { libc::fcntl(fd, libc::F_SETFD, libc::FD_CLOEXEC) })?;
    Ok(fd)
}

/// The text that a call writes.
fn named(call: impl FnOnce(*mut libc::c_char, usize) -> i32) -> std::io::Result<Vec<u8>> {
    let mut name = [0u8; 256];
    numbered(call(name.as_mut_ptr().cast(), name.len()))?;
    let name = CStr::from_bytes_until_nul(&name).unwrap_or_default();
    Ok(name.to_bytes().to_vec())
}

calls! {
    /// Terminals and pseudo terminals.
    trait Terminals;

    /// Both ends of a new pseudo terminal: the one in front, and that of a program.
    fn open_pair() -> (Fd, Fd) {
        let (mut front, mut program) = (-1, -1);
        // SAFETY: writes two numbers; the rest may be null.
        done(unsafe {
            libc::openpty(
                &raw mut front,
                &raw mut program,
                std::ptr::null_mut(),
                std::ptr::null(),
                std::ptr::null(),
            )
        })?;
        Ok((kept_back(front)?, kept_back(program)?))
    }

    /// Makes the terminal that of the process, in a session of its own, and its streams.
    fn log_in(fd: Fd) -> () {
        // SAFETY: takes a number only.
        done(unsafe { libc::login_tty(fd) })
    }

    fn terminal_name(fd: Fd) -> Vec<u8> {
        // SAFETY: the buffer is writable for its length.
        named(|out, size| unsafe { libc::ttyname_r(fd, out, size) })
    }

    fn open_front(flags: i32) -> Fd {
        // SAFETY: takes a number only.
        kept_back(checked(unsafe { libc::posix_openpt(flags) })?)
    }

    fn grant(fd: Fd) -> () {
        // SAFETY: takes a number only.
        done(unsafe { libc::grantpt(fd) })
    }

    fn unlock(fd: Fd) -> () {
        // SAFETY: takes a number only.
        done(unsafe { libc::unlockpt(fd) })
    }

    /// The name of the program's end.
    fn program_end(fd: Fd) -> Vec<u8> {
        // SAFETY: the buffer is writable for its length.
        named(|out, size| unsafe { libc::ptsname_r(fd, out, size) })
    }

    /// The process group in front of a terminal.
    fn group_in_front(fd: Fd) -> i32 {
        // SAFETY: takes a number only.
        checked(unsafe { libc::tcgetpgrp(fd) })
    }

    fn bring_to_front(fd: Fd, group: i32) -> () {
        // SAFETY: takes numbers only.
        done(unsafe { libc::tcsetpgrp(fd, group) })
    }

    /// Who is logged in at the terminal.
    fn login_name() -> Vec<u8> {
        // SAFETY: the buffer is writable for its length.
        named(|out, size| unsafe { getlogin_r(out, size) })
    }
}
