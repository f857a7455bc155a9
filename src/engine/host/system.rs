//! Names, folders and attributes of files, the environment and the process: what `os` asks of the
//! system besides reading and writing. Knows nothing of Python.

use std::ffi::{CString, OsStr, OsString};
use std::io;
use std::os::unix::ffi::OsStrExt;
use std::path::{Path, PathBuf};

use super::Fd;

/// A path, and the open folder that it starts from if it is not absolute: the working folder unless
/// there is one.
#[derive(Clone, Copy, Debug)]
pub struct At<'a> {
    pub folder: Option<Fd>,
    pub path: &'a Path,
}

impl<'a> From<&'a Path> for At<'a> {
    fn from(path: &'a Path) -> At<'a> {
        At { folder: None, path }
    }
}

impl At<'_> {
    /// The folder as C takes it.
    pub(super) fn start(self) -> Fd {
        self.folder.unwrap_or(libc::AT_FDCWD)
    }

    /// The path as C takes it.
    pub(super) fn c_path(self) -> io::Result<CString> {
        CString::new(self.path.as_os_str().as_bytes())
            .map_err(|_| io::Error::from_raw_os_error(libc::EINVAL))
    }
}

/// What an operation on a file's attributes is about.
#[derive(Clone, Copy, Debug)]
pub enum Place<'a> {
    /// What the path leads to.
    Path(At<'a>),
    /// The path itself, should it be a symbolic link.
    Link(At<'a>),
    Open(Fd),
}

/// What the system knows of a file. Times are nanoseconds since the epoch.
#[derive(Clone, Copy, Default, Debug)]
pub struct FileStatus {
    pub mode: u32,
    pub inode: u64,
    pub device: u64,
    pub links: u64,
    pub user: u32,
    pub group: u32,
    pub size: i64,
    pub accessed: i128,
    pub modified: i128,
    pub changed: i128,
    pub block_size: i64,
    pub blocks: i64,
    pub raw_device: u64,
}

/// The bits of a mode that say what a file is, on every system that there is.
pub mod kind {
    pub const MASK: u32 = 0o170_000;
    pub const FIFO: u32 = 0o010_000;
    pub const CHARACTERS: u32 = 0o020_000;
    pub const FOLDER: u32 = 0o040_000;
    pub const BLOCKS: u32 = 0o060_000;
    pub const FILE: u32 = 0o100_000;
    pub const LINK: u32 = 0o120_000;
    pub const SOCKET: u32 = 0o140_000;
}

/// One name in a folder.
#[derive(Clone, Debug)]
pub struct FolderEntry {
    pub name: OsString,
    pub inode: u64,
    /// What it is (see [`kind`]); `None` where the folder does not tell.
    pub kind: Option<u32>,
}

/// Numbers that say who a process is.
#[derive(Clone, Copy, Debug)]
pub enum Identity {
    Process,
    Parent,
    User,
    EffectiveUser,
    Group,
    EffectiveGroup,
    ProcessGroup,
}

/// Operations on names and attributes, and on the process. Each is one call of the system.
pub trait System {
    fn environment(&self) -> Vec<(OsString, OsString)>;

    /// Sets a variable of the process, or removes it.
    fn set_variable(&self, name: &OsStr, value: Option<&OsStr>) -> io::Result<()>;

    fn working_folder(&self) -> io::Result<PathBuf>;

    fn change_folder(&self, place: Place) -> io::Result<()>;

    fn status(&self, place: Place) -> io::Result<FileStatus>;

    /// All names but `.` and `..`, in the folder's order. Where it is an open one, it is read from
    /// the beginning.
    fn list(&self, folder: Place) -> io::Result<Vec<FolderEntry>>;

    fn make_folder(&self, at: At, mode: u32) -> io::Result<()>;

    fn remove_folder(&self, at: At) -> io::Result<()>;

    fn remove_file(&self, at: At) -> io::Result<()>;

    fn rename(&self, from: At, to: At) -> io::Result<()>;

    /// Where `from` is a symbolic link, `follow` says that what it leads to is meant.
    fn link(&self, from: At, to: At, follow: bool) -> io::Result<()>;

    fn symbolic_link(&self, target: &Path, name: At) -> io::Result<()>;

    fn read_link(&self, at: At) -> io::Result<PathBuf>;

    fn change_mode(&self, place: Place, mode: u32) -> io::Result<()>;

    fn change_owner(&self, place: Place, user: u32, group: u32) -> io::Result<()>;

    /// Times of access and change in nanoseconds since the epoch; `None` is now.
    fn set_times(&self, place: Place, times: Option<(i128, i128)>) -> io::Result<()>;

    fn truncate(&self, path: &Path, length: u64) -> io::Result<()>;

    /// Whether the process may do what the bits of `mode` say; `flags` are those of C's `faccessat`.
    fn may_access(&self, at: At, mode: i32, flags: i32) -> io::Result<bool>;

    /// Ends for reading and writing, neither of which programs started later have.
    fn make_pipe(&self) -> io::Result<(Fd, Fd)>;

    /// Another number for the same file: a free one, or `to`.
    fn duplicate(&self, fd: Fd, to: Option<Fd>, inheritable: bool) -> io::Result<Fd>;

    fn is_blocking(&self, fd: Fd) -> io::Result<bool>;

    fn set_blocking(&self, fd: Fd, on: bool) -> io::Result<()>;

    /// Has what was written reach the device.
    fn synchronize(&self, fd: Fd) -> io::Result<()>;

    fn identity(&self, which: Identity) -> u32;

    fn send_signal(&self, process: i32, signal: i32) -> io::Result<()>;

    /// Processors of the machine, and those that this process may use.
    fn processors(&self) -> (usize, usize);

    /// Seconds: user, system, the same of children, and elapsed.
    fn times(&self) -> [f64; 5];

    /// System, host name, release, version, machine.
    fn names(&self) -> [String; 5];

    /// Sets the mask of permissions; the old one.
    fn set_permission_mask(&self, mask: u32) -> u32;

    /// Ends the process at once, or says why not.
    fn end_process(&self, code: i32) -> io::Error;

    fn load_average(&self) -> io::Result<[f64; 3]>;
}
