//! The operating system behind [`System`].

use std::ffi::{CStr, CString, OsStr, OsString};
use std::fs;
use std::io;
use std::os::unix::ffi::OsStrExt;
use std::os::unix::fs::{DirBuilderExt, DirEntryExt, FileTypeExt};
use std::path::{Path, PathBuf};

use super::Fd;
use super::system::{FileStatus, FolderEntry, Identity, Place, System, kind};

/// The system's names and processes.
pub(super) struct RealSystem;

fn checked<T: From<i8> + PartialEq>(result: T) -> io::Result<T> {
    if result == T::from(-1) { Err(io::Error::last_os_error()) } else { Ok(result) }
}

fn c_string(text: &OsStr) -> io::Result<CString> {
    CString::new(text.as_bytes()).map_err(|_| io::Error::from_raw_os_error(libc::EINVAL))
}

fn c_path(path: &Path) -> io::Result<CString> {
    c_string(path.as_os_str())
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

fn kind_of(entry: &fs::DirEntry) -> Option<u32> {
    let found = entry.file_type().ok()?;
    Some(if found.is_dir() {
        kind::FOLDER
    } else if found.is_file() {
        kind::FILE
    } else if found.is_symlink() {
        kind::LINK
    } else if found.is_fifo() {
        kind::FIFO
    } else if found.is_socket() {
        kind::SOCKET
    } else if found.is_char_device() {
        kind::CHARACTERS
    } else if found.is_block_device() {
        kind::BLOCKS
    } else {
        return None;
    })
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
            Place::Path(path) | Place::Link(path) => std::env::set_current_dir(path),
            // SAFETY: takes a number only.
            Place::Open(fd) => checked(unsafe { libc::fchdir(fd) }).map(drop),
        }
    }

    fn status(&self, place: Place) -> io::Result<FileStatus> {
        // SAFETY: a zeroed struct is a valid one, the call fills it, and paths end with a null byte.
        let stat = unsafe {
            let mut stat: libc::stat = std::mem::zeroed();
            checked(match place {
                Place::Path(path) => libc::stat(c_path(path)?.as_ptr(), &mut stat),
                Place::Link(path) => libc::lstat(c_path(path)?.as_ptr(), &mut stat),
                Place::Open(fd) => libc::fstat(fd, &mut stat),
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

    fn list(&self, folder: &Path) -> io::Result<Vec<FolderEntry>> {
        let mut all = Vec::new();
        for entry in fs::read_dir(folder)? {
            let entry = entry?;
            let (inode, kind) = (entry.ino(), kind_of(&entry));
            all.push(FolderEntry { name: entry.file_name(), inode, kind });
        }
        Ok(all)
    }

    fn make_folder(&self, path: &Path, mode: u32) -> io::Result<()> {
        fs::DirBuilder::new().mode(mode).create(path)
    }

    fn remove_folder(&self, path: &Path) -> io::Result<()> {
        fs::remove_dir(path)
    }

    fn remove_file(&self, path: &Path) -> io::Result<()> {
        fs::remove_file(path)
    }

    fn rename(&self, from: &Path, to: &Path) -> io::Result<()> {
        fs::rename(from, to)
    }

    fn link(&self, from: &Path, to: &Path) -> io::Result<()> {
        fs::hard_link(from, to)
    }

    fn symbolic_link(&self, target: &Path, name: &Path) -> io::Result<()> {
        std::os::unix::fs::symlink(target, name)
    }

    fn read_link(&self, path: &Path) -> io::Result<PathBuf> {
        fs::read_link(path)
    }

    fn change_mode(&self, place: Place, mode: u32) -> io::Result<()> {
        let mode = mode as libc::mode_t;
        // SAFETY: paths end with a null byte, the rest are numbers.
        checked(unsafe {
            match place {
                Place::Path(path) => libc::chmod(c_path(path)?.as_ptr(), mode),
                Place::Link(path) => libc::fchmodat(
                    libc::AT_FDCWD,
                    c_path(path)?.as_ptr(),
                    mode,
                    libc::AT_SYMLINK_NOFOLLOW,
                ),
                Place::Open(fd) => libc::fchmod(fd, mode),
            }
        })
        .map(drop)
    }

    fn change_owner(&self, place: Place, user: u32, group: u32) -> io::Result<()> {
        // SAFETY: paths end with a null byte, the rest are numbers.
        checked(unsafe {
            match place {
                Place::Path(path) => libc::chown(c_path(path)?.as_ptr(), user, group),
                Place::Link(path) => libc::lchown(c_path(path)?.as_ptr(), user, group),
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
        let here = libc::AT_FDCWD;
        // SAFETY: paths end with a null byte, and two times are there or none.
        checked(unsafe {
            match place {
                Place::Path(path) => libc::utimensat(here, c_path(path)?.as_ptr(), both, 0),
                Place::Link(path) => {
                    let path = c_path(path)?;
                    libc::utimensat(here, path.as_ptr(), both, libc::AT_SYMLINK_NOFOLLOW)
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
        checked(unsafe { libc::truncate(c_path(path)?.as_ptr(), length) }).map(drop)
    }

    fn may_access(&self, path: &Path, mode: i32) -> io::Result<bool> {
        // SAFETY: the path ends with a null byte.
        Ok(unsafe { libc::access(c_path(path)?.as_ptr(), mode) } == 0)
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
                Some(to) => checked(libc::dup2(fd, to))?,
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
