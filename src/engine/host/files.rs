//! Files by descriptor: opening, reading, writing, positions. Names, folders and attributes of files
//! are not here.

use std::io;

use super::posix::checked;
use super::system::At;

/// The number of an open file.
pub type Fd = i32;

/// What a descriptor leads to.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct OpenFile {
    pub is_folder: bool,
    /// Bytes of a regular file; 0 for anything else.
    pub size: u64,
    /// How much is best read or written at once.
    pub block_size: u64,
}

/// Operations on descriptors. Each is one call of the system: `ErrorKind::Interrupted` comes through
/// when a signal has arrived.
pub trait Files {
    /// `flags` and `mode` are those of C's `open`; a program started later does not inherit the file.
    fn open(&self, at: At, flags: i32, mode: u32) -> io::Result<Fd>;

    fn close(&self, fd: Fd) -> io::Result<()>;

    /// At most as many bytes as fit; 0 at the end.
    fn read(&self, fd: Fd, out: &mut [u8]) -> io::Result<usize>;

    /// How many of the bytes were taken.
    fn write(&self, fd: Fd, bytes: &[u8]) -> io::Result<usize>;

    /// Moves the position: `whence` is 0, 1 or 2 (or what the system knows beyond). The new one.
    fn seek(&self, fd: Fd, offset: i64, whence: i32) -> io::Result<u64>;

    fn truncate(&self, fd: Fd, length: u64) -> io::Result<()>;

    fn is_terminal(&self, fd: Fd) -> bool;

    fn describe(&self, fd: Fd) -> io::Result<OpenFile>;

    /// Whether programs started later have the descriptor, too.
    fn is_inheritable(&self, fd: Fd) -> io::Result<bool>;

    fn set_inheritable(&self, fd: Fd, on: bool) -> io::Result<()>;
}

/// The system's files.
pub(super) struct RealFiles;

impl Files for RealFiles {
    fn open(&self, at: At, flags: i32, mode: u32) -> io::Result<Fd> {
        let (path, flags) = (at.c_path()?, flags | libc::O_CLOEXEC);
        // SAFETY: the path ends with a null byte; the mode is read only with O_CREAT.
        checked(unsafe { libc::openat(at.start(), path.as_ptr(), flags, mode) })
    }

    fn close(&self, fd: Fd) -> io::Result<()> {
        // SAFETY: a number that is no open descriptor is refused.
        let closed = checked(unsafe { libc::close(fd) });
        super::process::is_used(fd);
        match closed {
            // The descriptor is gone even so.
            Err(error) if error.kind() == io::ErrorKind::Interrupted => Ok(()),
            other => other.map(drop),
        }
    }

    fn read(&self, fd: Fd, out: &mut [u8]) -> io::Result<usize> {
        // SAFETY: the buffer is writable for its length.
        checked(unsafe { libc::read(fd, out.as_mut_ptr().cast(), out.len()) }).map(|n| n as usize)
    }

    fn write(&self, fd: Fd, bytes: &[u8]) -> io::Result<usize> {
        // SAFETY: the bytes are readable for their length.
        checked(unsafe { libc::write(fd, bytes.as_ptr().cast(), bytes.len()) }).map(|n| n as usize)
    }

    fn seek(&self, fd: Fd, offset: i64, whence: i32) -> io::Result<u64> {
        // SAFETY: takes numbers only.
        checked(unsafe { libc::lseek(fd, offset as libc::off_t, whence) }).map(|n| n as u64)
    }

    fn truncate(&self, fd: Fd, length: u64) -> io::Result<()> {
        let length = libc::off_t::try_from(length)
            .map_err(|_| io::Error::from_raw_os_error(libc::EINVAL))?;
        // SAFETY: takes numbers only.
        checked(unsafe { libc::ftruncate(fd, length) }).map(drop)
    }

    fn is_terminal(&self, fd: Fd) -> bool {
        // SAFETY: takes a number only.
        unsafe { libc::isatty(fd) == 1 }
    }

    fn describe(&self, fd: Fd) -> io::Result<OpenFile> {
        if super::process::began_without(fd) {
            return Err(io::Error::from_raw_os_error(libc::EBADF));
        }
        // SAFETY: a zeroed struct is a valid one, and the call fills it.
        let stat = unsafe {
            let mut stat: libc::stat = std::mem::zeroed();
            checked(libc::fstat(fd, &mut stat))?;
            stat
        };
        let kind = stat.st_mode & libc::S_IFMT;
        let regular = kind == libc::S_IFREG;
        Ok(OpenFile {
            is_folder: kind == libc::S_IFDIR,
            size: if regular { stat.st_size as u64 } else { 0 },
            block_size: stat.st_blksize as u64,
        })
    }

    fn is_inheritable(&self, fd: Fd) -> io::Result<bool> {
        // SAFETY: takes numbers only.
        let flags = checked(unsafe { libc::fcntl(fd, libc::F_GETFD) })?;
        Ok(flags & libc::FD_CLOEXEC == 0)
    }

    fn set_inheritable(&self, fd: Fd, on: bool) -> io::Result<()> {
        // SAFETY: takes numbers only.
        unsafe {
            let flags = checked(libc::fcntl(fd, libc::F_GETFD))?;
            let flags = if on { flags & !libc::FD_CLOEXEC } else { flags | libc::FD_CLOEXEC };
            checked(libc::fcntl(fd, libc::F_SETFD, flags)).map(drop)
        }
    }
}
