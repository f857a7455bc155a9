//! select: waiting until descriptors are ready, in three ways: lists for one call (`select`), a list
//! that stays (`poll`), a list of the kernel's (`epoll`). How one waits is told here.

mod descriptor;
#[cfg(target_os = "linux")]
mod epoll;
mod lists;
mod poll;

use taipan_engine::aio::os_failure;
use taipan_engine::funcs;
use taipan_engine::host::{Waited, Watched};
use taipan_engine::object::slots::{PyResult, Raised};
use taipan_engine::object::types::TypeSpec;
use taipan_engine::object::value::Value;
use taipan_engine::object::vm::Vm;
use taipan_engine::types::exception::{OS_ERROR, TYPE_ERROR};
use taipan_engine::types::module::ModuleSpec;

use crate::duration::nanoseconds;

/// Waits until something is to be said of a descriptor; signals are seen to, and may raise. False if
/// the deadline came first.
fn wait(vm: &Vm, watched: &mut Vec<Watched>, deadline: Option<u64>) -> PyResult<bool> {
    loop {
        let waited = if watched.iter().all(|entry| entry.fd < 0) && deadline != Some(0) {
            vm.wait(deadline)?
        } else {
            vm.wait_for_any(watched, deadline).map_err(|error| os_failure(vm, &error))?
        };
        match waited {
            Waited::Ready => return Ok(true),
            Waited::Deadline => return Ok(false),
            Waited::Interrupted => vm.handle_breaker()?,
            Waited::Never => {
                return Err(os_failure(vm, &std::io::ErrorKind::WouldBlock.into()));
            }
        }
    }
}

/// A timeout in nanoseconds, which is below zero at times; `None` for None. `wrong` is what the error
/// says of an argument that is no number.
fn timeout_of(vm: &Vm, value: &Value, unit: i64, wrong: &str) -> PyResult<Option<i64>> {
    if value.is_none() {
        return Ok(None);
    }
    match nanoseconds(vm, value, unit) {
        Ok(length) => Ok(Some(length)),
        Err(raised) if vm.is_exception(&raised.0, &TYPE_ERROR) => Err(vm.type_error(wrong)),
        Err(raised) => Err(raised),
    }
}

/// The moment that a length of time leads to; what is not above zero does not wait.
fn deadline_in(vm: &Vm, length: i64) -> u64 {
    match u64::try_from(length) {
        Ok(length) if length > 0 => vm.deadline_in(length),
        Ok(_) | Err(_) => 0,
    }
}

fn no_descriptor(vm: &Vm) -> Raised {
    os_failure(vm, &std::io::Error::from_raw_os_error(libc::EBADF))
}

const TYPES: &[&TypeSpec] = &[
    #[cfg(target_os = "linux")]
    &epoll::EPOLL,
];

/// Numbers of the system.
macro_rules! constants {
    ($($(#[$only:meta])* $name:ident;)*) => {
        &[
            ("error", |vm| vm.ty(&OS_ERROR).value().clone()),
            $($(#[$only])* (stringify!($name), |vm| vm.int(libc::$name as i64)),)*
        ]
    };
}

pub(crate) static SELECT: ModuleSpec = ModuleSpec {
    name: "select",
    doc: "Waiting for descriptors to become ready.",
    funcs: funcs![
        "select" = lists::select, "(rlist, wlist, xlist, timeout=None, /)", "Those of three lists of files that can be read, can be written and have something exceptional, once there is one or the timeout is over.";
        "poll" = poll::new, "()", "An object that waits for the descriptors that are registered with it.";
    ],
    types: TYPES,
    values: constants! {
        PIPE_BUF;
        POLLIN;
        POLLPRI;
        POLLOUT;
        POLLERR;
        POLLHUP;
        POLLNVAL;
        POLLRDNORM;
        POLLRDBAND;
        POLLWRNORM;
        POLLWRBAND;
        #[cfg(target_os = "linux")]
        POLLRDHUP;
        #[cfg(target_os = "linux")]
        EPOLLIN;
        #[cfg(target_os = "linux")]
        EPOLLPRI;
        #[cfg(target_os = "linux")]
        EPOLLOUT;
        #[cfg(target_os = "linux")]
        EPOLLERR;
        #[cfg(target_os = "linux")]
        EPOLLHUP;
        #[cfg(target_os = "linux")]
        EPOLLRDNORM;
        #[cfg(target_os = "linux")]
        EPOLLRDBAND;
        #[cfg(target_os = "linux")]
        EPOLLWRNORM;
        #[cfg(target_os = "linux")]
        EPOLLWRBAND;
        #[cfg(target_os = "linux")]
        EPOLLMSG;
        #[cfg(target_os = "linux")]
        EPOLLRDHUP;
        #[cfg(target_os = "linux")]
        EPOLL_CLOEXEC;
    },
    init: Some(more_numbers),
    ..ModuleSpec::NONE
};

/// Numbers that are none of C's ints in `libc`, or not there at all.
fn more_numbers(vm: &Vm, module: &Value) -> PyResult<()> {
    #[cfg(target_os = "linux")]
    for (name, number) in [
        ("POLLMSG", 0x400),
        ("EPOLLET", 1 << 31),
        ("EPOLLONESHOT", 1 << 30),
        ("EPOLLEXCLUSIVE", 1 << 28),
    ] {
        vm.setattr(module, &vm.intern(name), Some(&vm.int(number)))?;
    }
    Ok(())
}

pub(crate) static SELECTORS: ModuleSpec = ModuleSpec {
    name: "selectors",
    doc: "Waiting for many files at once, each with what it is waited for and some data.",
    python: Some(frozen!("select/selectors.py")),
    ..ModuleSpec::NONE
};
