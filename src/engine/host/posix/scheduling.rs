//! When and where the system lets a process run.

use super::{calls, checked, done};

/// Processors that a mask of the system has room for, at first.
const WORDS: usize = 16;

calls! {
    /// Policies, their priorities, and the processors that a process may use.
    trait Scheduling;

    fn yield_processor() -> () {
        // SAFETY: takes nothing.
        done(unsafe { libc::sched_yield() })
    }

    fn greatest_priority(policy: i32) -> i32 {
        // SAFETY: takes a number only.
        checked(unsafe { libc::sched_get_priority_max(policy) })
    }

    fn least_priority(policy: i32) -> i32 {
        // SAFETY: takes a number only.
        checked(unsafe { libc::sched_get_priority_min(policy) })
    }

    fn policy(process: i32) -> i32 {
        // SAFETY: takes a number only.
        checked(unsafe { libc::sched_getscheduler(process) })
    }

    /// Sets a policy (`None`: leaves it) with a priority.
    fn set_policy(process: i32, policy: Option<i32>, priority: i32) -> () {
        let parameters = libc::sched_param { sched_priority: priority };
        // SAFETY: reads one struct.
        checked(unsafe {
            match policy {
                Some(policy) => libc::sched_setscheduler(process, policy, &raw const parameters),
                None => libc::sched_setparam(process, &raw const parameters),
            }
        })
        .map(drop)
    }

    fn scheduled_priority(process: i32) -> i32 {
        let mut parameters = libc::sched_param { sched_priority: 0 };
        // SAFETY: writes one struct.
        done(unsafe { libc::sched_getparam(process, &raw mut parameters) })?;
        Ok(parameters.sched_priority)
    }

    /// Nanoseconds of a turn.
    fn turn(process: i32) -> i64 {
        let mut turn = libc::timespec { tv_sec: 0, tv_nsec: 0 };
        // SAFETY: writes one struct.
        done(unsafe { libc::sched_rr_get_interval(process, &raw mut turn) })?;
        Ok(turn.tv_sec * 1_000_000_000 + turn.tv_nsec)
    }

    /// The numbers of the processors that the process may use.
    fn usable_processors(process: i32) -> Vec<usize> {
        let mut words = WORDS;
        loop {
            let mut mask = vec![0u64; words];
            // SAFETY: the mask is writable for its size.
            let answer = checked(unsafe {
                libc::sched_getaffinity(process, words * 8, mask.as_mut_ptr().cast())
            });
            match answer {
                Ok(_) => {
                    let has = |at: &usize| mask[at / 64] >> (at % 64) & 1 != 0;
                    return Ok((0..words * 64).filter(has).collect());
                }
                // More processors than that.
                Err(error) if error.raw_os_error() == Some(libc::EINVAL) && words < 1 << 14 => {
                    words *= 2;
                }
                Err(error) => return Err(error),
            }
        }
    }

    /// Numbers from 2 to the power of 20 on are refused.
    fn use_processors(process: i32, all: &[usize]) -> () {
        let most = all.iter().max().map_or(0, |most| most / 64 + 1).max(WORDS);
        if most > 1 << 14 {
            return Err(std::io::Error::from_raw_os_error(libc::EINVAL));
        }
        let mut mask = vec![0u64; most];
        for at in all {
            mask[at / 64] |= 1 << (at % 64);
        }
        // SAFETY: the mask is readable for its size.
        done(unsafe { libc::sched_setaffinity(process, most * 8, mask.as_ptr().cast()) })
    }
}
