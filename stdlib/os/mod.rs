//! os: the system through the host's door. Natively its calls (`posix`), as Python what is built on
//! them; with os.path, stat and errno.

mod environment;
mod errno;
mod files;
mod folders;
mod path_argument;
mod process;
mod status;

use taipan_engine::funcs;
use taipan_engine::object::native::NativeDef;
use taipan_engine::object::types::TypeSpec;
use taipan_engine::object::value::Value;
use taipan_engine::object::vm::Vm;
use taipan_engine::types::exception::OS_ERROR;
use taipan_engine::types::module::{MakeValue, ModuleSpec};

pub(crate) use errno::ERRNO;

macro_rules! constants {
    ($($name:ident)*) => { [$((stringify!($name), |vm: &Vm| vm.int(i64::from(libc::$name)))),*] };
}

const FLAGS: [(&str, MakeValue); 25] = constants![
    O_RDONLY O_WRONLY O_RDWR O_APPEND O_CREAT O_EXCL O_TRUNC O_NONBLOCK O_NDELAY O_SYNC O_DSYNC
    O_CLOEXEC O_NOCTTY O_NOFOLLOW O_DIRECTORY O_ACCMODE F_OK R_OK W_OK X_OK SEEK_SET SEEK_CUR
    SEEK_END WNOHANG WUNTRACED
];

const VALUES: &[(&str, MakeValue)] = &{
    let mut all: [(&str, MakeValue); 28] = [("error", error as MakeValue); 28];
    let mut at = 0;
    while at < FLAGS.len() {
        all[at] = FLAGS[at];
        at += 1;
    }
    all[25] = ("error", error);
    all[26] = ("environ", environment::environ);
    all[27] = ("EX_OK", |vm| vm.int(0));
    all
};

fn error(vm: &Vm) -> Value {
    vm.ty(&OS_ERROR).value().clone()
}

const TYPES: &[&TypeSpec] = &[
    &status::STAT_RESULT,
    &folders::DIR_ENTRY,
    &process::TERMINAL_SIZE,
    &process::UNAME_RESULT,
    &process::TIMES_RESULT,
];

const FUNCTIONS: &[NativeDef] = funcs![
    "_exit" = process::exit_now, "(status)", "Exit to the system with specified status, without normal exit processing.";
    "access" = folders::access, "(path, mode, *, dir_fd=None, effective_ids=False, follow_symlinks=True)", "Use the real uid/gid to test for access to a path.";
    "chdir" = folders::chdir, "(path)", "Change the current working directory to the specified path.\n\npath may always be specified as a string.\nOn some platforms, path may also be specified as an open file descriptor.\nIf this functionality is unavailable, using it raises an exception.";
    "fchdir" = folders::fchdir, "(fd)", "Change to the directory of the given file descriptor.";
    "chmod" = folders::chmod, "(path, mode, *, dir_fd=None, follow_symlinks=True)", "Change the access permissions of a file.";
    "fchmod" = folders::fchmod, "(fd, mode)", "Change the access permissions of the file given by file descriptor fd.";
    "chown" = folders::chown, "(path, uid, gid, *, dir_fd=None, follow_symlinks=True)", "Change the owner and group id of path to the numeric uid and gid.";
    "lchown" = folders::lchown, "(path, uid, gid)", "Change the owner and group id of path to the numeric uid and gid.\n\nThis function will not follow symbolic links.";
    "close" = files::close, "(fd)", "Close a file descriptor.";
    "closerange" = files::closerange, "(fd_low, fd_high, /)", "Closes all file descriptors in [fd_low, fd_high), ignoring errors.";
    "cpu_count" = process::cpu_count, "()", "Return the number of logical CPUs in the system.\n\nReturn None if indeterminable.";
    "dup" = files::dup, "(fd, /)", "Return a duplicate of a file descriptor.";
    "dup2" = files::dup2, "(fd, fd2, inheritable=True)", "Duplicate file descriptor.";
    "fspath" = path_argument::fspath, "(path)", "Return the file system path representation of the object.";
    "fstat" = status::fstat, "(fd)", "Perform a stat system call on the given file descriptor.";
    "fsync" = files::fsync, "(fd)", "Force write of fd to disk.";
    "fdatasync" = files::fsync, "(fd)", "Force write of fd to disk without forcing update of metadata.";
    "ftruncate" = files::ftruncate, "(fd, length, /)", "Truncate a file, specified by file descriptor, to a specific length.";
    "get_blocking" = files::get_blocking, "(fd, /)", "Get the blocking mode of the file descriptor.\n\nReturn False if the O_NONBLOCK flag is set, True if the flag is cleared.";
    "set_blocking" = files::set_blocking, "(fd, blocking, /)", "Set the blocking mode of the specified file descriptor.\n\nSet the O_NONBLOCK flag if blocking is False,\nclear the O_NONBLOCK flag otherwise.";
    "get_inheritable" = files::get_inheritable, "(fd, /)", "Get the close-on-exe flag of the specified file descriptor.";
    "set_inheritable" = files::set_inheritable, "(fd, inheritable, /)", "Set the inheritable flag of the specified file descriptor.";
    "get_terminal_size" = process::get_terminal_size, "(fd=1, /)", "Return the size of the terminal window as (columns, lines).";
    "getcwd" = folders::getcwd, "()", "Return a unicode string representing the current working directory.";
    "getcwdb" = folders::getcwdb, "()", "Return a bytes string representing the current working directory.";
    "getpid" = process::getpid, "()", "Return the current process id.";
    "getppid" = process::getppid, "()", "Return the parent's process id.";
    "getpgrp" = process::getpgrp, "()", "Return the current process group id.";
    "getuid" = process::getuid, "()", "Return the current process's user id.";
    "geteuid" = process::geteuid, "()", "Return the current process's effective user id.";
    "getgid" = process::getgid, "()", "Return the current process's group id.";
    "getegid" = process::getegid, "()", "Return the current process's effective group id.";
    "getloadavg" = process::getloadavg, "()", "Return average recent system load information.";
    "isatty" = files::isatty, "(fd, /)", "Return True if the fd is connected to a terminal.\n\nReturn True if the file descriptor is an open file descriptor\nconnected to the slave end of a terminal.";
    "kill" = process::kill, "(pid, signal, /)", "Kill a process with a signal.";
    "killpg" = process::killpg, "(pgid, signal, /)", "Kill a process group with a signal.";
    "link" = folders::link, "(src, dst, *, src_dir_fd=None, dst_dir_fd=None, follow_symlinks=True)", "Create a hard link to a file.";
    "listdir" = folders::listdir, "(path=None)", "Return a list containing the names of the files in the directory.";
    "lseek" = files::lseek, "(fd, position, how, /)", "Set the position of a file descriptor.  Return the new position.";
    "lstat" = status::lstat, "(path, *, dir_fd=None)", "Perform a stat system call on the given path, without following symbolic links.";
    "mkdir" = folders::mkdir, "(path, mode=511, *, dir_fd=None)", "Create a directory.";
    "open" = files::open, "(path, flags, mode=511, *, dir_fd=None)", "Open a file for low level IO.  Returns a file descriptor (integer).";
    "pipe" = files::pipe, "()", "Create a pipe.\n\nReturns a tuple of two file descriptors:\n  (read_fd, write_fd)";
    "process_cpu_count" = process::process_cpu_count, "()", "Get the number of CPUs of the current process.";
    "putenv" = environment::putenv, "(name, value, /)", "Change or add an environment variable.";
    "unsetenv" = environment::unsetenv, "(name, /)", "Delete an environment variable.";
    "read" = files::read, "(fd, length, /)", "Read from a file descriptor.  Returns a bytes object.";
    "readlink" = folders::readlink, "(path, *, dir_fd=None)", "Return a string representing the path to which the symbolic link points.";
    "remove" = folders::remove, "(path, *, dir_fd=None)", "Remove a file (same as unlink()).";
    "unlink" = folders::unlink, "(path, *, dir_fd=None)", "Remove a file (same as remove()).";
    "rename" = folders::rename, "(src, dst, *, src_dir_fd=None, dst_dir_fd=None)", "Rename a file or directory.";
    "replace" = folders::replace, "(src, dst, *, src_dir_fd=None, dst_dir_fd=None)", "Rename a file or directory, overwriting the destination.";
    "rmdir" = folders::rmdir, "(path, *, dir_fd=None)", "Remove a directory.";
    "scandir" = folders::scandir, "(path=None)", "Return an iterator of DirEntry objects for given path.";
    "stat" = status::stat, "(path, *, dir_fd=None, follow_symlinks=True)", "Perform a stat system call on the given path.";
    "strerror" = process::strerror, "(code, /)", "Translate an error code to a message string.";
    "symlink" = folders::symlink, "(src, dst, target_is_directory=False, *, dir_fd=None)", "Create a symbolic link pointing to src named dst.";
    "times" = process::times, "()", "Return a collection containing process timing information.";
    "truncate" = folders::truncate, "(path, length)", "Truncate a file, specified by path, to a specific length.";
    "umask" = process::umask, "(mask, /)", "Set the current numeric umask and return the previous umask.";
    "uname" = process::uname, "()", "Return an object identifying the current operating system.";
    "urandom" = process::urandom, "(size, /)", "Return a bytes object containing random bytes suitable for cryptographic use.";
    "utime" = folders::utime, "(path, times=None, *, ns=missing, dir_fd=None, follow_symlinks=True)", "Set the access and modified time of path.";
    "write" = files::write, "(fd, data, /)", "Write a bytes object to a file descriptor.";
    "WIFEXITED" = process::was_exited, "(status)", "Return True if the process returning status exited via the exit() system call.";
    "WEXITSTATUS" = process::exit_status, "(status)", "Return the process return code from status.";
    "WIFSIGNALED" = process::was_signaled, "(status)", "Return True if the process returning status was terminated by a signal.";
    "WTERMSIG" = process::ending_signal, "(status)", "Return the signal that terminated the process that provided the status value.";
    "waitstatus_to_exitcode" = process::exit_code, "(status)", "Convert a wait status to an exit code.";
];

pub(crate) static POSIX: ModuleSpec = ModuleSpec {
    name: "posix",
    doc: "This module provides access to operating system functionality that is\nstandardized by the C Standard and the POSIX standard (a thinly\ndisguised Unix interface).  Refer to the library manual and\ncorresponding Unix manual entries for more information on calls.",
    funcs: FUNCTIONS,
    types: TYPES,
    values: VALUES,
    ..ModuleSpec::NONE
};

pub(crate) static OS: ModuleSpec = ModuleSpec {
    name: "os",
    doc: "OS routines for NT or Posix depending on what system we're on.",
    source: Some(include_str!("os.py")),
    ..ModuleSpec::NONE
};

pub(crate) static POSIXPATH: ModuleSpec = ModuleSpec {
    name: "posixpath",
    doc: "Common operations on Posix pathnames.",
    source: Some(include_str!("posixpath.py")),
    ..ModuleSpec::NONE
};

pub(crate) static GENERICPATH: ModuleSpec = ModuleSpec {
    name: "genericpath",
    doc: "Path operations common to more than one OS.",
    source: Some(include_str!("genericpath.py")),
    ..ModuleSpec::NONE
};

pub(crate) static STAT: ModuleSpec = ModuleSpec {
    name: "stat",
    doc: "Constants/functions for interpreting results of os.stat() and os.lstat().",
    source: Some(include_str!("stat.py")),
    ..ModuleSpec::NONE
};
