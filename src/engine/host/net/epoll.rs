//! The Linux kernel's lists of watched descriptors.

use std::io;
use std::os::fd::RawFd;

use super::EpollChange;
use super::system::check;

/// So many events are asked for at once, however many a program would take.
const MOST: usize = 4096;

pub(super) fn create() -> io::Result<RawFd> {
    // SAFETY: makes a descriptor.
    check(unsafe { libc::epoll_create1(libc::EPOLL_CLOEXEC) })
}

pub(super) fn change(list: RawFd, change: EpollChange, fd: RawFd) -> io::Result<()> {
    let (what, events) = match change {
        EpollChange::Add(events) => (libc::EPOLL_CTL_ADD, events),
        EpollChange::Modify(events) => (libc::EPOLL_CTL_MOD, events),
        EpollChange::Remove => (libc::EPOLL_CTL_DEL, 0),
    };
    let mut event = libc::epoll_event { events, u64: fd as u64 };
    // SAFETY: the event is valid while the call lasts.
    check(unsafe { libc::epoll_ctl(list, what, fd, &mut event) }).map(drop)
}

pub(super) fn ready(list: RawFd, most: usize) -> io::Result<Vec<(RawFd, u32)>> {
    let most = most.clamp(1, MOST);
    let mut events = vec![libc::epoll_event { events: 0, u64: 0 }; most];
    // SAFETY: room for as many events as the call is told; it does not wait.
    let count = check(unsafe { libc::epoll_wait(list, events.as_mut_ptr(), most as i32, 0) })?;
    Ok(events.iter().take(count as usize).map(|e| (e.u64 as RawFd, e.events)).collect())
}
