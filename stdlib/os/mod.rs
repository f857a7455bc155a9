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
    "_exit" = process::exit_now, "(status)", "Ends the process at once, with no clean-up.";
    "access" = folders::access, "(path, mode, *, dir_fd=None, effective_ids=False, follow_symlinks=True)", "Whether the process may use path as mode says; real ids count unless effective_ids.";
    "chdir" = folders::chdir, "(path)", "Makes path the working directory; a descriptor does too.";
    "fchdir" = folders::fchdir, "(fd)", "Makes the directory open at fd the working directory.";
    "chmod" = folders::chmod, "(path, mode, *, dir_fd=None, follow_symlinks=True)", "Set who may read, write and execute a file.";
    "fchmod" = folders::fchmod, "(fd, mode)", "Sets the mode bits of the file open at fd.";
    "chown" = folders::chown, "(path, uid, gid, *, dir_fd=None, follow_symlinks=True)", "Sets owner and group of path; -1 leaves one as it is.";
    "lchown" = folders::lchown, "(path, uid, gid)", "Sets owner and group of path, of a link itself.";
    "close" = files::close, "(fd)", "Close a file descriptor.";
    "closerange" = files::closerange, "(fd_low, fd_high, /)", "Closes the descriptors fd_low up to fd_high - 1; errors are passed over.";
    "cpu_count" = process::cpu_count, "()", "How many logical processors the machine has; None if unknown.";
    "dup" = files::dup, "(fd, /)", "Another descriptor for what fd is open on; programs that are started do not get it.";
    "dup2" = files::dup2, "(fd, fd2, inheritable=True)", "Make fd2 a descriptor for what fd is open on, closing it first if need be.";
    "fspath" = path_argument::fspath, "(path)", "The path as str or bytes: itself, or what its __fspath__ gives.";
    "fstat" = status::fstat, "(fd)", "The stat_result of the file open at fd.";
    "fsync" = files::fsync, "(fd)", "Wait until what was written to fd is on the disk.";
    "fdatasync" = files::fsync, "(fd)", "Has the content written to fd put on disk, metadata only where needed for that.";
    "ftruncate" = files::ftruncate, "(fd, length, /)", "Makes the file open at fd length bytes long.";
    "get_blocking" = files::get_blocking, "(fd, /)", "Whether calls on fd wait (O_NONBLOCK is off).";
    "set_blocking" = files::set_blocking, "(fd, blocking, /)", "Lets calls on fd wait, or not (O_NONBLOCK).";
    "get_inheritable" = files::get_inheritable, "(fd, /)", "Whether child programs keep fd open.";
    "set_inheritable" = files::set_inheritable, "(fd, inheritable, /)", "Lets child programs keep fd open, or not.";
    "get_terminal_size" = process::get_terminal_size, "(fd=1, /)", "Columns and lines of the terminal at fd.";
    "getcwd" = folders::getcwd, "()", "The working directory, as str.";
    "getcwdb" = folders::getcwdb, "()", "The working directory, as bytes.";
    "getpid" = process::getpid, "()", "The number of the process.";
    "getppid" = process::getppid, "()", "Return the parent's process id.";
    "getpgrp" = process::getpgrp, "()", "The number of the process's group.";
    "getuid" = process::getuid, "()", "The user on whose behalf the process was started.";
    "geteuid" = process::geteuid, "()", "The process's effective user id, a number.";
    "getgid" = process::getgid, "()", "The group on whose behalf the process was started.";
    "getegid" = process::getegid, "()", "The process's effective group id, a number.";
    "getloadavg" = process::getloadavg, "()", "How many processes wanted to run, as means of the last minute, five and fifteen.";
    "isatty" = files::isatty, "(fd, /)", "Whether fd is a terminal.";
    "kill" = process::kill, "(pid, signal, /)", "Send a signal to the process with this number.";
    "killpg" = process::killpg, "(pgid, signal, /)", "Send a signal to all processes of a group.";
    "link" = folders::link, "(src, dst, *, src_dir_fd=None, dst_dir_fd=None, follow_symlinks=True)", "Give the file src a further name dst.";
    "listdir" = folders::listdir, "(path=None)", "The names in the directory path, in no order; the working directory by default.";
    "lseek" = files::lseek, "(fd, position, how, /)", "Moves the position in the file open at fd and gives the new one.";
    "lstat" = status::lstat, "(path, *, dir_fd=None)", "The stat_result of path, of a link itself.";
    "mkdir" = folders::mkdir, "(path, mode=511, *, dir_fd=None)", "Create a directory.";
    "open" = files::open, "(path, flags, mode=511, *, dir_fd=None)", "Opens path and gives a descriptor.";
    "pipe" = files::pipe, "()", "A new pipe as (read end, write end), two descriptors.";
    "process_cpu_count" = process::process_cpu_count, "()", "How many processors this process may use; None if unknown.";
    "putenv" = environment::putenv, "(name, value, /)", "Set a variable of the environment that programs started from here get.";
    "unsetenv" = environment::unsetenv, "(name, /)", "Take a variable out of the environment.";
    "read" = files::read, "(fd, length, /)", "At most length bytes from fd; none at the end.";
    "readlink" = folders::readlink, "(path, *, dir_fd=None)", "The path that a symbolic link holds.";
    "remove" = folders::remove, "(path, *, dir_fd=None)", "Remove a file (same as unlink()).";
    "unlink" = folders::unlink, "(path, *, dir_fd=None)", "Remove a file (same as remove()).";
    "rename" = folders::rename, "(src, dst, *, src_dir_fd=None, dst_dir_fd=None)", "Rename a file or directory.";
    "replace" = folders::replace, "(src, dst, *, src_dir_fd=None, dst_dir_fd=None)", "Gives src the path dst; what was there is replaced.";
    "rmdir" = folders::rmdir, "(path, *, dir_fd=None)", "Remove a directory.";
    "scandir" = folders::scandir, "(path=None)", "An iterator of DirEntry objects for the directory path.";
    "stat" = status::stat, "(path, *, dir_fd=None, follow_symlinks=True)", "The stat_result of path, or of an open descriptor.";
    "strerror" = process::strerror, "(code, /)", "The system's text for an error number.";
    "symlink" = folders::symlink, "(src, dst, target_is_directory=False, *, dir_fd=None)", "Makes dst a symbolic link that holds src.";
    "times" = process::times, "()", "The processor times used so far and the time elapsed.";
    "truncate" = folders::truncate, "(path, length)", "Makes the file at path length bytes long.";
    "umask" = process::umask, "(mask, /)", "Sets the mode bits that new files do not get; gives the mask before.";
    "uname" = process::uname, "()", "Name, release and version of the system and its machine.";
    "urandom" = process::urandom, "(size, /)", "size random bytes, good enough for cryptography.";
    "utime" = folders::utime, "(path, times=None, *, ns=missing, dir_fd=None, follow_symlinks=True)", "Sets the times of last access and last change, now by default.";
    "write" = files::write, "(fd, data, /)", "Writes data to fd; gives how many bytes were taken.";
    "WIFEXITED" = process::was_exited, "(status)", "Whether the process behind status came to its own end.";
    "WEXITSTATUS" = process::exit_status, "(status)", "The exit code in status.";
    "WIFSIGNALED" = process::was_signaled, "(status)", "Whether a signal ended the process behind status.";
    "WTERMSIG" = process::ending_signal, "(status)", "The number of the signal that ended the process.";
    "waitstatus_to_exitcode" = process::exit_code, "(status)", "What a status of wait() says: the exit code, or the signal's number below zero.";
];

pub(crate) static POSIX: ModuleSpec = ModuleSpec {
    name: "posix",
    doc: "The system's POSIX calls; programs use them through os.",
    funcs: FUNCTIONS,
    types: TYPES,
    values: VALUES,
    ..ModuleSpec::NONE
};

pub(crate) static OS: ModuleSpec = ModuleSpec {
    name: "os",
    doc: "Files, processes and other services of the operating system.",
    python: Some(frozen!("os/os.py")),
    ..ModuleSpec::NONE
};

pub(crate) static POSIXPATH: ModuleSpec = ModuleSpec {
    name: "posixpath",
    doc: "Common operations on Posix pathnames.",
    python: Some(frozen!("os/posixpath.py")),
    ..ModuleSpec::NONE
};

pub(crate) static GENERICPATH: ModuleSpec = ModuleSpec {
    name: "genericpath",
    doc: "What paths need of the system, whatever they look like.",
    python: Some(frozen!("os/genericpath.py")),
    ..ModuleSpec::NONE
};

pub(crate) static STAT: ModuleSpec = ModuleSpec {
    name: "stat",
    doc: "What the numbers in stat results mean.",
    python: Some(frozen!("os/stat.py")),
    ..ModuleSpec::NONE
};
