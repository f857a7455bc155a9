//! `select.select`: three lists for one call.

use std::os::fd::RawFd;

use taipan_engine::host::Watched;
use taipan_engine::object::slots::PyResult;
use taipan_engine::object::value::Value;
use taipan_engine::object::vm::Vm;
use taipan_engine::types::list::ListObject;

use super::descriptor::descriptor_of;
use super::{deadline_in, no_descriptor, timeout_of, wait};

/// Numbers of descriptors that C's `select` has no bit for.
const FIRST_TOO_LARGE: RawFd = 1024;

/// What one of the lists asks for, and which findings are an answer.
struct Wanted {
    events: i16,
    answers: i16,
}

const KINDS: [Wanted; 3] = [
    Wanted {
        events: libc::POLLIN | libc::POLLRDNORM | libc::POLLRDBAND,
        answers: libc::POLLIN | libc::POLLRDNORM | libc::POLLRDBAND | libc::POLLHUP | libc::POLLERR,
    },
    Wanted {
        events: libc::POLLOUT | libc::POLLWRNORM | libc::POLLWRBAND,
        answers: libc::POLLOUT | libc::POLLWRNORM | libc::POLLWRBAND | libc::POLLERR,
    },
    Wanted { events: libc::POLLPRI, answers: libc::POLLPRI },
];

/// An entry of a list: the object, and the place of its descriptor among those that are watched.
struct Asked {
    file: Value,
    place: usize,
}

/// One list's entries. A list may change while its objects are asked for their descriptors.
fn asked(vm: &Vm, list: &Value, kind: &Wanted, watched: &mut Vec<Watched>) -> PyResult<Vec<Asked>> {
    let items = match list.get::<ListObject>() {
        Some(_) => list.clone(),
        None => vm.new_list(vm.items_by_iterator(list, "arguments 1-3 must be sequences")?),
    };
    let mut found = Vec::new();
    while let Some(file) = items.get::<ListObject>().and_then(|items| items.get(found.len())) {
        let fd = descriptor_of(vm, &file)?;
        if fd >= FIRST_TOO_LARGE {
            return Err(vm.value_error("filedescriptor out of range in select()"));
        }
        let place = watched.iter().position(|entry| entry.fd == fd).unwrap_or(watched.len());
        match watched.get_mut(place) {
            Some(entry) => entry.events |= kind.events,
            None => watched.push(Watched { fd, events: kind.events, revents: 0 }),
        }
        found.push(Asked { file, place });
    }
    Ok(found)
}

pub(super) fn select(
    vm: &Vm,
    rlist: &Value,
    wlist: &Value,
    xlist: &Value,
    timeout: &Value,
) -> PyResult {
    let timeout = timeout_of(vm, timeout, 1_000_000_000, "timeout must be a float or None")?;
    if timeout.is_some_and(|length| length < 0) {
        return Err(vm.value_error("timeout must be non-negative"));
    }
    let mut watched = Vec::new();
    let mut lists = Vec::with_capacity(KINDS.len());
    for (list, kind) in [rlist, wlist, xlist].into_iter().zip(&KINDS) {
        lists.push(asked(vm, list, kind, &mut watched)?);
    }
    let deadline = timeout.map(|length| deadline_in(vm, length));
    loop {
        wait(vm, &mut watched, deadline)?;
        if watched.iter().any(|entry| entry.revents & libc::POLLNVAL != 0) {
            return Err(no_descriptor(vm));
        }
        let ready = |asked: &Asked, kind: &Wanted| {
            let entry = watched.get(asked.place);
            entry.is_some_and(|e| e.events & kind.events != 0 && e.revents & kind.answers != 0)
        };
        let answers: Vec<Vec<Value>> = lists
            .iter()
            .zip(&KINDS)
            .map(|(list, kind)| {
                list.iter().filter(|a| ready(a, kind)).map(|a| a.file.clone()).collect()
            })
            .collect();
        let nothing = answers.iter().all(Vec::is_empty);
        if nothing && watched.iter().any(|entry| entry.revents != 0) {
            // The other side hung up, which nobody asked about: that stays so.
            watched.iter_mut().filter(|e| e.revents != 0).for_each(|e| e.fd = -1);
            continue;
        }
        return Ok(vm.tuple(answers.into_iter().map(|list| vm.new_list(list)).collect()));
    }
}
