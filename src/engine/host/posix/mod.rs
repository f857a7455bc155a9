//! What `os` offers beyond files and folders: each row of a table is one call of the system, made by
//! [`RealSystem`] and refused by a host that reaches nothing. Knows nothing of Python.

mod accounts;
mod attributes;
mod descriptors;
mod identity;
mod limits;
mod programs;
mod scheduling;
mod terminals;
mod transfer;

pub use accounts::{Accounts, GroupEntry, UserEntry};
pub use attributes::Attributes;
pub use descriptors::{Descriptors, TimerSetting};
pub use identity::Identities;
pub use limits::{FileSystem, Limits};
pub use programs::{Ended, FileAction, Programs, Spawn, Usage};
pub use scheduling::Scheduling;
pub use terminals::Terminals;
pub use transfer::Transfer;

use std::ffi::CString;
use std::io;

/// The calls of all tables.
pub trait Posix:
    Accounts
    + Attributes
    + Descriptors
    + Identities
    + Limits
    + Programs
    + Scheduling
    + Terminals
    + Transfer
    + Sync
{
}

impl Posix for super::real_system::RealSystem {}
impl Posix for super::NullHost {}

/// A trait whose calls are refused unless a host says otherwise, and the system's answers.
macro_rules! calls {
    (
        $(#[$about:meta])*
        trait $name:ident;
        $(
            $(#[$doc:meta])*
            fn $call:ident($($arg:ident: $type:ty),* $(,)?) -> $result:ty $body:block
        )*
    ) => {
        $(#[$about])*
        pub trait $name {
            $(
                $(#[$doc])*
                fn $call(&self, $($arg: $type),*) -> std::io::Result<$result> {
                    let _ = ($($arg,)*);
                    Err(std::io::Error::from_raw_os_error(libc::EPERM))
                }
            )*
        }

        impl $name for crate::host::real_system::RealSystem {
            $(fn $call(&self, $($arg: $type),*) -> std::io::Result<$result> $body)*
        }

        impl $name for crate::host::NullHost {}
    };
}
use calls;

/// The result of a call that gives -1 for a failure.
pub(super) fn checked<T: From<i8> + PartialEq>(result: T) -> io::Result<T> {
    if result == T::from(-1) { Err(io::Error::last_os_error()) } else { Ok(result) }
}

/// As [`checked`], where only the failure is of interest.
fn done(result: libc::c_int) -> io::Result<()> {
    checked(result).map(drop)
}

/// The result of a call that gives the number of an error.
fn numbered(result: libc::c_int) -> io::Result<()> {
    if result == 0 { Ok(()) } else { Err(io::Error::from_raw_os_error(result)) }
}

/// The bytes as C takes them.
fn c_bytes(bytes: &[u8]) -> io::Result<CString> {
    CString::new(bytes).map_err(|_| io::Error::from_raw_os_error(libc::EINVAL))
}
