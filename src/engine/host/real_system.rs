//! The operating system behind [`System`].

use std::ffi::{CStr, CString, OsStr, OsString};
use std::io;
use std::os::unix::ffi::{OsStrExt, OsStringExt};
use std::path::{Path, PathBuf};

use super::Fd;
use super::posix::checked;
use super::system::{At, FileStatus, FolderEntry, Identity, Place, System, kind};

/// The system's names and processes.
pub(super) struct RealSystem;

fn c_string(text: &OsStr) -> io::Result<CString> {
    CString::new(text.as_bytes()).map_err(|_| io::Error::from_raw_os_error(libc::EINVAL))
}

fn nanoseconds(seconds: libc::time_t, rest: i64) -> i128 {
    i128::from(seconds) * 1_000_000_000 + i128::from(rest)
}

fn timespec(time: i128) -> io::Result<libc::timespec> {
    let seconds = i64::try_from(time.div_euclid(1_000_000_000))
        .map_err(|_| io::Error::from_raw_os_error(libc::EINVAL))?;
    let rest = time.rem_euclid(1_000_000_000) as i64;
    Ok(libc::timespec { tv_sec: seconds as libc::time_t, tv_nsec: rest as _ })
}

/// What a folder says of an entry.
fn kind_of(told: u8) -> Option<u32> {
    Some(match told {
        libc::DT_DIR => kind::FOLDER,
        libc::DT_REG => kind::FILE,
        libc::DT_LNK => kind::LINK,
        libc::DT_FIFO => kind::FIFO,
        libc::DT_SOCK => kind::SOCKET,
        libc::DT_CHR => kind::CHARACTERS,
        libc::DT_BLK => kind::BLOCKS,
        _ => return None,
    })
}

/// Reads all entries of an open folder, which is closed then.
fn entries_of(fd: Fd) -> io::Result<Vec<FolderEntry>> {
    // SAFETY: the folder is closed once, at the end; an entry is read before the next one is asked
    // for, and the place of the last error belongs to this thread.
    unsafe {
        let folder = libc::fdopendir(fd);
        if folder.is_null() {
            let error = io::Error::last_os_error();
            libc::close(fd);
            return Err(error);
        }
        // A descriptor that was read from before stands at its end.
        libc::rewinddir(folder);
        let mut all = Vec::new();
        let result = loop {
            *libc::__errno_location() = 0;
            let entry = libc::readdir64(folder);
            if entry.is_null() {
                let error = io::Error::last_os_error();
                break if error.raw_os_error() == Some(0) { Ok(all) } else { Err(error) };
            }
            let name = CStr::from_ptr((*entry).d_name.as_ptr()).to_bytes();
            if name != b"." && name != b".." {
                let name = OsStr::from_bytes(name).to_owned();
                let (inode, kind) = ((*entry).d_ino, kind_of((*entry).d_type));
                all.push(FolderEntry { name, inode, kind });
            }
        };
        libc::closedir(folder);
        result
    }
}

impl System for RealSystem {
    fn environment(&self) -> Vec<(OsString, OsString)> {
        std::env::vars_os().collect()
    }

    fn set_variable(&self, name: &OsStr, value: Option<&OsStr>) -> io::Result<()> {
        let name = c_string(name)?;
        let result = match value {
            Some(value) => {
                let value = c_string(value)?;
                // SAFETY: both end with a null byte; the environment belongs to the interpreter
                // that the program names as main, which alone reads and changes it.
                unsafe { libc::setenv(name.as_ptr(), value.as_ptr(), 1) }
            }
            // SAFETY: as above.
            None => unsafe { libc::unsetenv(name.as_ptr()) },
        };
        checked(result).map(drop)
    }

    fn working_folder(&self) -> io::Result<PathBuf> {
        std::env::current_dir()
    }

    fn change_folder(&self, place: Place) -> io::Result<()> {
        match place {
            Place::Path(at) | Place::Link(at) => std::env::set_current_dir(at.path),
            // SAFETY: takes a number only.
            Place::Open(fd) => checked(unsafe { libc::fchdir(fd) }).map(drop),
        }
    }

    fn status(&self, place: Place) -> io::Result<FileStatus> {
        // SAFETY: a zeroed struct is a valid one, the call fills it, and paths end with a null byte.
        let stat = unsafe {
            let mut stat: libc::stat = std::mem::zeroed();
            let to = &raw mut stat;
            checked(match place {
                Place::Path(at) => libc::fstatat(at.start(), at.c_path()?.as_ptr(), to, 0),
                Place::Link(at) => {
                    let flags = libc::AT_SYMLINK_NOFOLLOW;
                    libc::fstatat(at.start(), at.c_path()?.as_ptr(), to, flags)
                }
                Place::Open(fd) if super::process::began_without(fd) => {
                    return Err(io::Error::from_raw_os_error(libc::EBADF));
                }
                Place::Open(fd) => libc::fstat(fd, to),
            })?;
            stat
        };
        Ok(FileStatus {
            mode: stat.st_mode as u32,
            inode: stat.st_ino as u64,
            device: stat.st_dev as u64,
            links: stat.st_nlink as u64,
            user: stat.st_uid,
            group: stat.st_gid,
            size: stat.st_size as i64,
            accessed: nanoseconds(stat.st_atime, stat.st_atime_nsec as i64),
            modified: nanoseconds(stat.st_mtime, stat.st_mtime_nsec as i64),
            changed: nanoseconds(stat.st_ctime, stat.st_ctime_nsec as i64),
            block_size: stat.st_blksize as i64,
            blocks: stat.st_blocks as i64,
            raw_device: stat.st_rdev as u64,
        })
    }

    fn list(&self, folder: Place) -> io::Result<Vec<FolderEntry>> {
        // SAFETY: the path ends with a null byte, the rest are numbers.
        let fd = checked(unsafe {
            match folder {
                Place::Path(at) | Place::Link(at) => {
                    let flags = libc::O_RDONLY | libc::O_DIRECTORY | libc::O_CLOEXEC;
                    libc::openat(at.start(), at.c_path()?.as_ptr(), flags)
                }
                Place::Open(fd) => libc::fcntl(fd, libc::F_DUPFD_CLOEXEC, 0),
            }
        })?;
        entries_of(fd)
    }

    fn make_folder(&self, at: At, mode: u32) -> io::Result<()> {
        // SAFETY: the path ends with a null byte.
        checked(unsafe { libc::mkdirat(at.start(), at.c_path()?.as_ptr(), mode) }).map(drop)
    }

    fn remove_folder(&self, at: At) -> io::Result<()> {
        let flags = libc::AT_REMOVEDIR;
        // SAFETY: the path ends with a null byte.
        checked(unsafe { libc::unlinkat(at.start(), at.c_path()?.as_ptr(), flags) }).map(drop)
    }

    fn remove_file(&self, at: At) -> io::Result<()> {
        // SAFETY: the path ends with a null byte.
        checked(unsafe { libc::unlinkat(at.start(), at.c_path()?.as_ptr(), 0) }).map(drop)
    }

    fn rename(&self, from: At, to: At) -> io::Result<()> {
        let (old, new) = (from.c_path()?, to.c_path()?);
        // SAFETY: paths end with a null byte.
        let done = unsafe { libc::renameat(from.start(), old.as_ptr(), to.start(), new.as_ptr()) };
        checked(done).map(drop)
    }

    fn link(&self, from: At, to: At, follow: bool) -> io::Result<()> {
        let (old, new) = (from.c_path()?, to.c_path()?);
        let flags = if follow { libc::AT_SYMLINK_FOLLOW } else { 0 };
        // SAFETY: paths end with a null byte.
        let done =
            unsafe { libc::linkat(from.start(), old.as_ptr(), to.start(), new.as_ptr(), flags) };
        checked(done).map(drop)
    }

    fn symbolic_link(&self, target: &Path, name: At) -> io::Result<()> {
        let (target, new) = (At::from(target).c_path()?, name.c_path()?);
        // SAFETY: paths end with a null byte.
        let done = unsafe { libc::symlinkat(target.as_ptr(), name.start(), new.as_ptr()) };
        checked(done).map(drop)
    }

    fn read_link(&self, at: At) -> io::Result<PathBuf> {
        let path = at.c_path()?;
        let mut out = vec![0u8; libc::PATH_MAX as usize];
        // SAFETY: the path ends with a null byte, and the buffer is writable for its length.
        let length = checked(unsafe {
            libc::readlinkat(at.start(), path.as_ptr(), out.as_mut_ptr().cast(), out.len())
        })?;
        out.truncate(length as usize);
        Ok(PathBuf::from(OsString::from_vec(out)))
    }

    fn change_mode(&self, place: Place, mode: u32) -> io::Result<()> {
        let mode = mode as libc::mode_t;
        // SAFETY: paths end with a null byte, the rest are numbers.
        checked(unsafe {
            match place {
                Place::Path(at) => libc::fchmodat(at.start(), at.c_path()?.as_ptr(), mode, 0),
                Place::Link(at) => {
                    let flags = libc::AT_SYMLINK_NOFOLLOW;
                    libc::fchmodat(at.start(), at.c_path()?.as_ptr(), mode, flags)
                }
                Place::Open(fd) => libc::fchmod(fd, mode),
            }
        })
        .map(drop)
    }

    fn change_owner(&self, place: Place, user: u32, group: u32) -> io::Result<()> {
        // SAFETY: paths end with a null byte, the rest are numbers.
        checked(unsafe {
            match place {
                Place::Path(at) => {
                    libc::fchownat(at.start(), at.c_path()?.as_ptr(), user, group, 0)
                }
                Place::Link(at) => {
                    let flags = libc::AT_SYMLINK_NOFOLLOW;
                    libc::fchownat(at.start(), at.c_path()?.as_ptr(), user, group, flags)
                }
                Place::Open(fd) => libc::fchown(fd, user, group),
            }
        })
        .map(drop)
    }

    fn set_times(&self, place: Place, times: Option<(i128, i128)>) -> io::Result<()> {
        let both = match times {
            Some((accessed, modified)) => Some([timespec(accessed)?, timespec(modified)?]),
            None => None,
        };
        let both = both.as_ref().map_or(std::ptr::null(), |both| both.as_ptr());
        // SAFETY: paths end with a null byte, and two times are there or none.
        checked(unsafe {
            match place {
                Place::Path(at) => libc::utimensat(at.start(), at.c_path()?.as_ptr(), both, 0),
                Place::Link(at) => {
                    let flags = libc::AT_SYMLINK_NOFOLLOW;
                    libc::utimensat(at.start(), at.c_path()?.as_ptr(), both, flags)
                }
                Place::Open(fd) => libc::futimens(fd, both),
            }
        })
        .map(drop)
    }

    fn truncate(&self, path: &Path, length: u64) -> io::Result<()> {
        let length = libc::off_t::try_from(length)
            .map_err(|_| io::Error::from_raw_os_error(libc::EINVAL))?;
        // SAFETY: the path ends with a null byte.
        checked(unsafe { libc::truncate(At::from(path).c_path()?.as_ptr(), length) }).map(drop)
    }

    fn may_access(&self, at: At, mode: i32, flags: i32) -> io::Result<bool> {
        // SAFETY: the path ends with a null byte.
        Ok(unsafe { libc::faccessat(at.start(), at.c_path()?.as_ptr(), mode, flags) } == 0)
    }

    fn make_pipe(&self) -> io::Result<(Fd, Fd)> {
        let mut both = [0; 2];
        // SAFETY: writes two numbers.
        unsafe {
            checked(libc::pipe(both.as_mut_ptr()))?;
            for fd in both {
                checked(libc::fcntl(fd, libc::F_SETFD, libc::FD_CLOEXEC))?;
            }
        }
        Ok((both[0], both[1]))
    }

    fn duplicate(&self, fd: Fd, to: Option<Fd>, inheritable: bool) -> io::Result<Fd> {
        // SAFETY: takes numbers only.
        unsafe {
            let new = match to {
                Some(to) => {
                    let new = checked(libc::dup2(fd, to))?;
                    super::process::is_used(new);
                    new
                }
                None => checked(libc::fcntl(fd, libc::F_DUPFD_CLOEXEC, 0))?,
            };
            if to != Some(fd) {
                let flag = if inheritable { 0 } else { libc::FD_CLOEXEC };
                checked(libc::fcntl(new, libc::F_SETFD, flag))?;
            }
            Ok(new)
        }
    }

    fn is_blocking(&self, fd: Fd) -> io::Result<bool> {
        // SAFETY: takes numbers only.
        let flags = checked(unsafe { libc::fcntl(fd, libc::F_GETFL) })?;
        Ok(flags & libc::O_NONBLOCK == 0)
    }

    fn set_blocking(&self, fd: Fd, on: bool) -> io::Result<()> {
        // SAFETY: takes numbers only.
        unsafe {
            let flags = checked(libc::fcntl(fd, libc::F_GETFL))?;
            let flags = if on { flags & !libc::O_NONBLOCK } else { flags | libc::O_NONBLOCK };
            checked(libc::fcntl(fd, libc::F_SETFL, flags)).map(drop)
        }
    }

    fn synchronize(&self, fd: Fd) -> io::Result<()> {
        // SAFETY: takes a number only.
        checked(unsafe { libc::fsync(fd) }).map(drop)
    }

    fn identity(&self, which: Identity) -> u32 {
        // SAFETY: these take nothing and cannot fail.
        unsafe {
            match which {
                Identity::Process => libc::getpid() as u32,
                Identity::Parent => libc::getppid() as u32,
                Identity::User => libc::getuid(),
                Identity::EffectiveUser => libc::geteuid(),
                Identity::Group => libc::getgid(),
                Identity::EffectiveGroup => libc::getegid(),
                Identity::ProcessGroup => libc::getpgrp() as u32,
            }
        }
    }

    fn send_signal(&self, process: i32, signal: i32) -> io::Result<()> {
        // SAFETY: takes numbers only.
        checked(unsafe { libc::kill(process, signal) }).map(drop)
    }

    fn processors(&self) -> (usize, usize) {
        // SAFETY: takes a number only.
        let all = unsafe { libc::sysconf(libc::_SC_NPROCESSORS_ONLN) };
        let all = usize::try_from(all).unwrap_or(1).max(1);
        let usable = std::thread::available_parallelism().map_or(all, usize::from);
        (all, usable)
    }

    fn times(&self) -> [f64; 5] {
        // SAFETY: the call fills one struct of that type.
        let (all, elapsed) = unsafe {
            let mut all: libc::tms = std::mem::zeroed();
            let elapsed = libc::times(&mut all);
            (all, elapsed)
        };
        // SAFETY: takes a number only.
        let ticks = unsafe { libc::sysconf(libc::_SC_CLK_TCK) }.max(1) as f64;
        [all.tms_utime, all.tms_stime, all.tms_cutime, all.tms_cstime, elapsed]
            .map(|count| count as f64 / ticks)
    }

    fn names(&self) -> [String; 5] {
        // SAFETY: the call fills the struct with texts that end with a null byte.
        unsafe {
            let mut all: libc::utsname = std::mem::zeroed();
            libc::uname(&mut all);
            let text =
                |field: *const libc::c_char| CStr::from_ptr(field).to_string_lossy().into_owned();
            [
                text(all.sysname.as_ptr()),
                text(all.nodename.as_ptr()),
                text(all.release.as_ptr()),
                text(all.version.as_ptr()),
                text(all.machine.as_ptr()),
            ]
        }
    }

    fn set_permission_mask(&self, mask: u32) -> u32 {
        // SAFETY: takes a number only.
        unsafe { libc::umask(mask as libc::mode_t) as u32 }
    }

    fn end_process(&self, code: i32) -> io::Error {
        // SAFETY: does not come back.
        unsafe { libc::_exit(code) }
    }

    fn load_average(&self) -> io::Result<[f64; 3]> {
        let mut all = [0.0; 3];
        // SAFETY: writes at most three numbers.
        let count = unsafe { libc::getloadavg(all.as_mut_ptr(), 3) };
        if count == 3 { Ok(all) } else { Err(io::Error::from_raw_os_error(libc::ENOSYS)) }
    }
}
