//! On whose behalf the process acts: users, groups, sessions; and what others let it have.

use super::{c_bytes, calls, checked, done};
use crate::host::Fd;

/// More groups than that nobody is in.
const MOST_GROUPS: usize = 1 << 16;

calls! {
    /// Users, groups, sessions and priorities. `u32::MAX` leaves a number as it is.
    trait Identities;

    fn groups() -> Vec<u32> {
        let mut all = vec![0; MOST_GROUPS];
        // SAFETY: the list is writable for that many numbers.
        let count = checked(unsafe {
            libc::getgroups(all.len() as libc::c_int, all.as_mut_ptr())
        })?;
        all.truncate(count as usize);
        Ok(all)
    }

    fn set_groups(all: &[u32]) -> () {
        // SAFETY: the list is readable for that many numbers.
        done(unsafe { libc::setgroups(all.len(), all.as_ptr()) })
    }

    fn set_user(user: u32) -> () {
        // SAFETY: takes a number only.
        done(unsafe { libc::setuid(user) })
    }

    fn set_effective_user(user: u32) -> () {
        // SAFETY: takes a number only.
        done(unsafe { libc::seteuid(user) })
    }

    fn set_group(group: u32) -> () {
        // SAFETY: takes a number only.
        done(unsafe { libc::setgid(group) })
    }

    fn set_effective_group(group: u32) -> () {
        // SAFETY: takes a number only.
        done(unsafe { libc::setegid(group) })
    }

    fn set_two_users(real: u32, effective: u32) -> () {
        // SAFETY: takes numbers only.
        done(unsafe { libc::setreuid(real, effective) })
    }

    fn set_two_groups(real: u32, effective: u32) -> () {
        // SAFETY: takes numbers only.
        done(unsafe { libc::setregid(real, effective) })
    }

    fn set_three_users(real: u32, effective: u32, saved: u32) -> () {
        // SAFETY: takes numbers only.
        done(unsafe { libc::setresuid(real, effective, saved) })
    }

    fn set_three_groups(real: u32, effective: u32, saved: u32) -> () {
        // SAFETY: takes numbers only.
        done(unsafe { libc::setresgid(real, effective, saved) })
    }

    /// The real, the effective and the saved user.
    fn three_users() -> [u32; 3] {
        let [mut real, mut effective, mut saved] = [0; 3];
        // SAFETY: writes three numbers.
        done(unsafe { libc::getresuid(&raw mut real, &raw mut effective, &raw mut saved) })?;
        Ok([real, effective, saved])
    }

    /// The real, the effective and the saved group.
    fn three_groups() -> [u32; 3] {
        let [mut real, mut effective, mut saved] = [0; 3];
        // SAFETY: writes three numbers.
        done(unsafe { libc::getresgid(&raw mut real, &raw mut effective, &raw mut saved) })?;
        Ok([real, effective, saved])
    }

    fn process_group(process: i32) -> i32 {
        // SAFETY: takes a number only.
        checked(unsafe { libc::getpgid(process) })
    }

    fn set_process_group(process: i32, group: i32) -> () {
        // SAFETY: takes numbers only.
        done(unsafe { libc::setpgid(process, group) })
    }

    fn session(process: i32) -> i32 {
        // SAFETY: takes a number only.
        checked(unsafe { libc::getsid(process) })
    }

    fn new_session() -> () {
        // SAFETY: takes nothing.
        done(unsafe { libc::setsid() })
    }

    /// How much others go first. -1 is an answer like any other.
    fn priority(which: i32, who: u32) -> i32 {
        // SAFETY: the place of the last error belongs to this thread.
        let found = unsafe {
            *libc::__errno_location() = 0;
            libc::getpriority(which as _, who)
        };
        let error = std::io::Error::last_os_error();
        if found == -1 && error.raw_os_error() != Some(0) { Err(error) } else { Ok(found) }
    }

    fn set_priority(which: i32, who: u32, priority: i32) -> () {
        // SAFETY: takes numbers only.
        done(unsafe { libc::setpriority(which as _, who, priority) })
    }

    /// Adds to the own priority; the new one.
    fn be_nice(more: i32) -> i32 {
        // SAFETY: the place of the last error belongs to this thread.
        let found = unsafe {
            *libc::__errno_location() = 0;
            libc::nice(more)
        };
        let error = std::io::Error::last_os_error();
        if found == -1 && error.raw_os_error() != Some(0) { Err(error) } else { Ok(found) }
    }

    /// Makes a folder the root of all paths.
    fn change_root(path: &[u8]) -> () {
        // SAFETY: the path ends with a null byte.
        done(unsafe { libc::chroot(c_bytes(path)?.as_ptr()) })
    }

    /// Gives the process parts of its own of what it shares with others.
    fn unshare(flags: i32) -> () {
        // SAFETY: takes a number only.
        done(unsafe { libc::unshare(flags) })
    }

    fn enter_namespace(fd: Fd, kind: i32) -> () {
        // SAFETY: takes numbers only.
        done(unsafe { libc::setns(fd, kind) })
    }
}
