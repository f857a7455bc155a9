//! What the system says of itself and of its file systems.

use super::{calls, checked};
use crate::host::Fd;
use crate::host::system::Place;

/// What is known of a file system.
#[derive(Clone, Copy, Debug)]
pub struct FileSystem {
    pub block_size: u64,
    pub fragment_size: u64,
    pub blocks: u64,
    pub free_blocks: u64,
    pub available_blocks: u64,
    pub files: u64,
    pub free_files: u64,
    pub available_files: u64,
    pub flags: u64,
    pub longest_name: u64,
    pub number: u64,
}

/// An answer of which -1 without an error says that there is no limit.
fn limit(call: impl FnOnce() -> libc::c_long) -> std::io::Result<i64> {
    // SAFETY: the place of the last error belongs to this thread.
    unsafe { *libc::__errno_location() = 0 };
    let found = call();
    let error = std::io::Error::last_os_error();
    if found == -1 && error.raw_os_error() != Some(0) { Err(error) } else { Ok(found) }
}

calls! {
    /// Limits and settings of the system.
    trait Limits;

    fn system_limit(name: i32) -> i64 {
        // SAFETY: takes a number only.
        limit(|| unsafe { libc::sysconf(name) })
    }

    fn file_limit(place: Place, name: i32) -> i64 {
        match place {
            Place::Path(at) | Place::Link(at) => {
                let path = at.c_path()?;
                // SAFETY: the path ends with a null byte.
                limit(|| unsafe { libc::pathconf(path.as_ptr(), name) })
            }
            // SAFETY: takes numbers only.
            Place::Open(fd) => limit(|| unsafe { libc::fpathconf(fd, name) }),
        }
    }

    /// A text of the system; `None` if there is none.
    fn system_text(name: i32) -> Option<Vec<u8>> {
        // SAFETY: the place of the last error belongs to this thread.
        unsafe { *libc::__errno_location() = 0 };
        let mut out = [0u8; 4096];
        // SAFETY: the buffer is writable for its length.
        let length = unsafe { libc::confstr(name, out.as_mut_ptr().cast(), out.len()) };
        match length {
            0 => match std::io::Error::last_os_error() {
                none if none.raw_os_error() == Some(0) => Ok(None),
                error => Err(error),
            },
            _ => Ok(Some(out[..(length - 1).min(out.len())].to_vec())),
        }
    }

    fn file_system(place: Place) -> FileSystem {
        // SAFETY: a zeroed struct is a valid one, the call fills it, and paths end with a null byte.
        let found = unsafe {
            let mut found: libc::statvfs64 = std::mem::zeroed();
            checked(match place {
                Place::Path(at) | Place::Link(at) => {
                    libc::statvfs64(at.c_path()?.as_ptr(), &raw mut found)
                }
                Place::Open(fd) => libc::fstatvfs64(fd, &raw mut found),
            })?;
            found
        };
        Ok(FileSystem {
            block_size: found.f_bsize,
            fragment_size: found.f_frsize,
            blocks: found.f_blocks,
            free_blocks: found.f_bfree,
            available_blocks: found.f_bavail,
            files: found.f_files,
            free_files: found.f_ffree,
            available_files: found.f_favail,
            flags: found.f_flag,
            longest_name: found.f_namemax,
            number: found.f_fsid,
        })
    }

    /// Whether a number is an open descriptor.
    fn is_open(fd: Fd) -> bool {
        // SAFETY: takes numbers only.
        Ok(unsafe { libc::fcntl(fd, libc::F_GETFD) } != -1)
    }
}
