//! Descriptors of other things than files: counters, timers, memory, processes; and names of pipes
//! and devices.

use super::{c_bytes, calls, checked, done};
use crate::host::Fd;
use crate::host::system::At;

/// When a timer goes off first, and how often after that, in nanoseconds; 0 for never.
#[derive(Clone, Copy, Default, PartialEq, Eq, Debug)]
pub struct TimerSetting {
    pub first: i128,
    pub interval: i128,
}

fn timespec(time: i128) -> libc::timespec {
    let seconds = i64::try_from(time.div_euclid(1_000_000_000)).unwrap_or(i64::MAX);
    libc::timespec { tv_sec: seconds, tv_nsec: time.rem_euclid(1_000_000_000) as i64 }
}

fn setting(timer: &libc::itimerspec) -> TimerSetting {
    let total = |t: libc::timespec| i128::from(t.tv_sec) * 1_000_000_000 + i128::from(t.tv_nsec);
    TimerSetting { first: total(timer.it_value), interval: total(timer.it_interval) }
}

const NO_TIME: libc::timespec = libc::timespec { tv_sec: 0, tv_nsec: 0 };

calls! {
    /// Things that are used through a descriptor.
    trait Descriptors;

    /// A pipe of which programs started later have both ends, unless the flags say otherwise.
    fn pipe_with(flags: i32) -> (Fd, Fd) {
        let mut both = [0; 2];
        // SAFETY: writes two numbers.
        done(unsafe { libc::pipe2(both.as_mut_ptr(), flags) })?;
        Ok((both[0], both[1]))
    }

    fn memory_file(name: &[u8], flags: u32) -> Fd {
        // SAFETY: the name ends with a null byte.
        checked(unsafe { libc::memfd_create(c_bytes(name)?.as_ptr(), flags) })
    }

    fn event_counter(value: u32, flags: i32) -> Fd {
        // SAFETY: takes numbers only.
        checked(unsafe { libc::eventfd(value, flags) })
    }

    fn read_counter(fd: Fd) -> u64 {
        let mut value = 0;
        // SAFETY: writes one number.
        done(unsafe { libc::eventfd_read(fd, &raw mut value) })?;
        Ok(value)
    }

    fn add_to_counter(fd: Fd, value: u64) -> () {
        // SAFETY: takes numbers only.
        done(unsafe { libc::eventfd_write(fd, value) })
    }

    fn timer(clock: i32, flags: i32) -> Fd {
        // SAFETY: takes numbers only.
        checked(unsafe { libc::timerfd_create(clock, flags) })
    }

    /// Sets a timer; what it was before.
    fn set_timer(fd: Fd, flags: i32, new: TimerSetting) -> TimerSetting {
        let new = libc::itimerspec {
            it_value: timespec(new.first),
            it_interval: timespec(new.interval),
        };
        let mut old = libc::itimerspec { it_value: NO_TIME, it_interval: NO_TIME };
        // SAFETY: reads and writes one struct each.
        done(unsafe { libc::timerfd_settime(fd, flags, &raw const new, &raw mut old) })?;
        Ok(setting(&old))
    }

    fn timer_setting(fd: Fd) -> TimerSetting {
        let mut now = libc::itimerspec { it_value: NO_TIME, it_interval: NO_TIME };
        // SAFETY: writes one struct.
        done(unsafe { libc::timerfd_gettime(fd, &raw mut now) })?;
        Ok(setting(&now))
    }

    fn process_descriptor(process: i32, flags: u32) -> Fd {
        // SAFETY: takes numbers only.
        checked(unsafe { libc::syscall(libc::SYS_pidfd_open, process, flags) }).map(|fd| fd as Fd)
    }

    fn make_fifo(at: At, mode: u32) -> () {
        // SAFETY: the path ends with a null byte.
        done(unsafe { libc::mkfifoat(at.start(), at.c_path()?.as_ptr(), mode) })
    }

    fn make_node(at: At, mode: u32, device: u64) -> () {
        // SAFETY: the path ends with a null byte.
        done(unsafe { libc::mknodat(at.start(), at.c_path()?.as_ptr(), mode, device) })
    }

    /// Random bytes, as many as there are at the moment.
    fn random_bytes(out: &mut [u8], flags: u32) -> usize {
        // SAFETY: the buffer is writable for its length.
        checked(unsafe { libc::getrandom(out.as_mut_ptr().cast(), out.len(), flags) })
            .map(|n| n as usize)
    }
}
