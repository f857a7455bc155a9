//! A system without files and without other processes, for [`NullHost`].

use std::ffi::{OsStr, OsString};
use std::io;
use std::path::{Path, PathBuf};

use super::system::{At, FileStatus, FolderEntry, Identity, Place, System};
use super::{Fd, NullHost};

fn refuse<T>(number: i32) -> io::Result<T> {
    Err(io::Error::from_raw_os_error(number))
}

/// What is asked about names finds nothing; what is asked of descriptors, none.
fn nothing<T>(place: Place) -> io::Result<T> {
    match place {
        Place::Path(_) | Place::Link(_) => refuse(libc::ENOENT),
        Place::Open(_) => refuse(libc::EBADF),
    }
}

impl System for NullHost {
    fn environment(&self) -> Vec<(OsString, OsString)> {
        Vec::new()
    }

    fn set_variable(&self, _: &OsStr, _: Option<&OsStr>) -> io::Result<()> {
        Ok(())
    }

    fn working_folder(&self) -> io::Result<PathBuf> {
        Ok(PathBuf::from("/"))
    }

    fn change_folder(&self, place: Place) -> io::Result<()> {
        nothing(place)
    }

    fn status(&self, place: Place) -> io::Result<FileStatus> {
        nothing(place)
    }

    fn list(&self, folder: Place) -> io::Result<Vec<FolderEntry>> {
        nothing(folder)
    }

    fn make_folder(&self, _: At, _: u32) -> io::Result<()> {
        refuse(libc::EROFS)
    }

    fn remove_folder(&self, _: At) -> io::Result<()> {
        refuse(libc::ENOENT)
    }

    fn remove_file(&self, _: At) -> io::Result<()> {
        refuse(libc::ENOENT)
    }

    fn rename(&self, _: At, _: At) -> io::Result<()> {
        refuse(libc::ENOENT)
    }

    fn link(&self, _: At, _: At, _: bool) -> io::Result<()> {
        refuse(libc::ENOENT)
    }

    fn symbolic_link(&self, _: &Path, _: At) -> io::Result<()> {
        refuse(libc::EROFS)
    }

    fn read_link(&self, _: At) -> io::Result<PathBuf> {
        refuse(libc::ENOENT)
    }

    fn change_mode(&self, place: Place, _: u32) -> io::Result<()> {
        nothing(place)
    }

    fn change_owner(&self, place: Place, _: u32, _: u32) -> io::Result<()> {
        nothing(place)
    }

    fn set_times(&self, place: Place, _: Option<(i128, i128)>) -> io::Result<()> {
        nothing(place)
    }

    fn truncate(&self, _: &Path, _: u64) -> io::Result<()> {
        refuse(libc::ENOENT)
    }

    fn may_access(&self, _: At, _: i32, _: i32) -> io::Result<bool> {
        Ok(false)
    }

    fn make_pipe(&self) -> io::Result<(Fd, Fd)> {
        refuse(libc::EMFILE)
    }

    fn duplicate(&self, _: Fd, _: Option<Fd>, _: bool) -> io::Result<Fd> {
        refuse(libc::EMFILE)
    }

    fn is_blocking(&self, _: Fd) -> io::Result<bool> {
        Ok(true)
    }

    fn set_blocking(&self, _: Fd, _: bool) -> io::Result<()> {
        refuse(libc::EBADF)
    }

    fn synchronize(&self, _: Fd) -> io::Result<()> {
        refuse(libc::EINVAL)
    }

    fn identity(&self, which: Identity) -> u32 {
        match which {
            Identity::Process | Identity::ProcessGroup => 2,
            Identity::Parent => 1,
            Identity::User
            | Identity::EffectiveUser
            | Identity::Group
            | Identity::EffectiveGroup => 1000,
        }
    }

    fn send_signal(&self, _: i32, _: i32) -> io::Result<()> {
        refuse(libc::EPERM)
    }

    fn processors(&self) -> (usize, usize) {
        (1, 1)
    }

    fn times(&self) -> [f64; 5] {
        [0.0; 5]
    }

    fn names(&self) -> [String; 5] {
        ["Linux", "localhost", "", "", std::env::consts::ARCH].map(str::to_owned)
    }

    fn set_permission_mask(&self, _: u32) -> u32 {
        0o022
    }

    fn end_process(&self, _: i32) -> io::Error {
        io::Error::from_raw_os_error(libc::EPERM)
    }

    fn load_average(&self) -> io::Result<[f64; 3]> {
        Ok([0.0; 3])
    }
}
