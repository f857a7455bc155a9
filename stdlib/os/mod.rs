//! os: the system through the host's door. Natively its calls (`posix`), as Python what is built on
//! them; with os.path, stat and errno.

mod attributes;
mod constants;
mod environment;
mod errno;
mod files;
mod folders;
mod forking;
mod identity;
mod limits;
pub(crate) mod number_argument;
pub(crate) mod path_argument;
mod process;
mod programs;
mod scheduling;
mod settings_names;
mod special;
mod status;
mod terminals;
mod transfer;
mod waiting;

use taipan_engine::funcs;
use taipan_engine::object::native::NativeDef;
use taipan_engine::object::slots::PyResult;
use taipan_engine::object::types::TypeSpec;
use taipan_engine::object::value::Value;
use taipan_engine::object::vm::Vm;
use taipan_engine::types::exception::OS_ERROR;
use taipan_engine::types::io::host_error;
use taipan_engine::types::module::{MakeLate, MakeValue, ModuleSpec};

pub(crate) use errno::ERRNO;

const VALUES: &[(&str, MakeValue)] = &{
    const NUMBERS: &[(&str, MakeValue)] = constants::NUMBERS;
    let mut all: [(&str, MakeValue); NUMBERS.len() + 2] =
        [("error", error as MakeValue); NUMBERS.len() + 2];
    let mut at = 0;
    while at < NUMBERS.len() {
        all[at] = NUMBERS[at];
        at += 1;
    }
    all[at] = ("environ", environment::environ);
    all
};

/// Made when somebody asks for them.
const LAZY: &[(&str, MakeLate)] = &[
    ("pathconf_names", settings_names::pathconf_names),
    ("confstr_names", settings_names::confstr_names),
    ("sysconf_names", settings_names::sysconf_names),
];

/// What the system says, or the error that names no file.
fn answer<T>(vm: &Vm, said: std::io::Result<T>) -> PyResult<T> {
    said.map_err(|error| host_error(vm, &error, None))
}

fn error(vm: &Vm) -> Value {
    vm.ty(&OS_ERROR).value().clone()
}

const TYPES: &[&TypeSpec] = &[
    &status::STAT_RESULT,
    &folders::DIR_ENTRY,
    &process::TERMINAL_SIZE,
    &process::UNAME_RESULT,
    &process::TIMES_RESULT,
    &limits::STATVFS_RESULT,
    &scheduling::SCHED_PARAM,
    &waiting::WAITID_RESULT,
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
    "fsync" = transfer::fsync, "(fd)", "Wait until what was written to fd is on the disk.";
    "fdatasync" = transfer::fdatasync, "(fd)", "Has the content written to fd put on disk, metadata only where needed for that.";
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
    "WIFEXITED" = waiting::was_exited, "(status)", "Whether the process behind status came to its own end.";
    "WEXITSTATUS" = waiting::exit_status, "(status)", "The exit code in status.";
    "WIFSIGNALED" = waiting::was_signaled, "(status)", "Whether a signal ended the process behind status.";
    "WTERMSIG" = waiting::ending_signal, "(status)", "The number of the signal that ended the process.";
    "WIFSTOPPED" = waiting::was_stopped, "(status)", "Whether a signal has stopped the process behind status.";
    "WSTOPSIG" = waiting::stopping_signal, "(status)", "The number of the signal that stopped the process.";
    "WIFCONTINUED" = waiting::was_continued, "(status)", "Whether the process behind status goes on after a stop.";
    "WCOREDUMP" = waiting::dumped_core, "(status, /)", "Whether the process behind status left an image of its memory.";
    "waitstatus_to_exitcode" = waiting::exit_code, "(status)", "What a status of wait() says: the exit code, or the signal's number below zero.";
    "wait" = waiting::wait, "()", "Waits for the end of a child: (its number, its status).";
    "waitpid" = waiting::waitpid, "(pid, options, /)", "Waits for a child: (its number, its status), zeros with WNOHANG if there is no news.";
    "wait3" = waiting::wait3, "(options)", "Waits for any child: (its number, its status, what it has used).";
    "wait4" = waiting::wait4, "(pid, options)", "Waits for a child: (its number, its status, what it has used).";
    "waitid" = waiting::waitid, "(idtype, id, options, /)", "Waits for news of a child; None with WNOHANG if there is none.";
    "fork" = forking::fork, "()", "Makes a copy of the process: 0 in the copy, its number here.";
    "forkpty" = forking::forkpty, "()", "As fork(), with a new terminal for the copy: (number, the end of the terminal in front).";
    "register_at_fork" = forking::register_at_fork, "(*args, **hooks)", "Has functions called at each fork(): before, after_in_parent, after_in_child.";
    "execv" = programs::execv, "(path, argv, /)", "Puts a program in place of this one.";
    "execve" = programs::execve, "(path, argv, env)", "Puts a program in place of this one, with an environment.";
    "system" = programs::system, "(command)", "Has a shell run command; its status.";
    "posix_spawn" = programs::posix_spawn, "(path, argv, env, /, **options)", "Starts a program beside this one; its number.";
    "posix_spawnp" = programs::posix_spawnp, "(path, argv, env, /, **options)", "As posix_spawn(); path is looked for in the folders of PATH.";
    "pread" = transfer::pread, "(fd, length, offset, /)", "At most length bytes from an offset, whatever the position.";
    "pwrite" = transfer::pwrite, "(fd, buffer, offset, /)", "Writes at an offset, whatever the position; how many bytes were taken.";
    "preadv" = transfer::preadv, "(fd, buffers, offset, flags=0, /)", "Reads from an offset into several buffers; how many bytes.";
    "pwritev" = transfer::pwritev, "(fd, buffers, offset, flags=0, /)", "Writes several buffers at an offset; how many bytes.";
    "readv" = transfer::readv, "(fd, buffers, /)", "Reads into several buffers; how many bytes.";
    "writev" = transfer::writev, "(fd, buffers, /)", "Writes several buffers; how many bytes.";
    "sendfile" = transfer::sendfile, "(out_fd, in_fd, offset, count)", "Copies count bytes of in_fd to out_fd within the system; how many it were.";
    "copy_file_range" = transfer::copy_file_range, "(src, dst, count, offset_src=None, offset_dst=None)", "Copies count bytes from file to file within the system; how many it were.";
    "splice" = transfer::splice, "(src, dst, count, offset_src=None, offset_dst=None, flags=0)", "Moves count bytes from or to a pipe within the system; how many it were.";
    "posix_fadvise" = transfer::posix_fadvise, "(fd, offset, length, advice, /)", "Tells how a part of a file will be used.";
    "posix_fallocate" = transfer::posix_fallocate, "(fd, offset, length, /)", "Has the disk keep room for a part of a file.";
    "lockf" = transfer::lockf, "(fd, command, length, /)", "Locks or unlocks length bytes from the position on.";
    "sync" = transfer::sync, "()", "Has everything that was written put on disk.";
    "getrandom" = transfer::getrandom, "(size, flags=0)", "At most size random bytes.";
    "pipe2" = transfer::pipe2, "(flags, /)", "A new pipe with flags, as (read end, write end).";
    "memfd_create" = special::memfd_create, "(name, flags=1)", "A file that is only in memory; its descriptor.";
    "eventfd" = special::eventfd, "(initval, flags=524288)", "A counter that descriptors can wait for.";
    "eventfd_read" = special::eventfd_read, "(fd)", "The value of a counter, which is 0 then.";
    "eventfd_write" = special::eventfd_write, "(fd, value)", "Adds to a counter.";
    "timerfd_create" = special::timerfd_create, "(clockid, /, *, flags=0)", "A timer that descriptors can wait for.";
    "timerfd_settime" = special::timerfd_settime, "(fd, /, *, flags=0, initial=0.0, interval=0.0)", "Sets a timer, in seconds; (when it would go off, its interval) before.";
    "timerfd_settime_ns" = special::timerfd_settime_ns, "(fd, /, *, flags=0, initial=0, interval=0)", "Sets a timer, in nanoseconds; (when it would go off, its interval) before.";
    "timerfd_gettime" = special::timerfd_gettime, "(fd, /)", "When a timer goes off, and its interval, in seconds.";
    "timerfd_gettime_ns" = special::timerfd_gettime_ns, "(fd, /)", "When a timer goes off, and its interval, in nanoseconds.";
    "pidfd_open" = special::pidfd_open, "(pid, flags=0)", "A descriptor for a process.";
    "mkfifo" = special::mkfifo, "(path, mode=438, *, dir_fd=None)", "Makes a pipe with a name.";
    "mknod" = special::mknod, "(path, mode=384, device=0, *, dir_fd=None)", "Makes a file, a device or a pipe with a name.";
    "major" = special::major, "(device, /)", "The kind of device in its number.";
    "minor" = special::minor, "(device, /)", "Which one of its kind a device is, from its number.";
    "makedev" = special::makedev, "(major, minor, /)", "The number of a device.";
    "openpty" = terminals::openpty, "()", "A new pseudo terminal: (the end in front, the program's end).";
    "login_tty" = terminals::login_tty, "(fd, /)", "Makes fd the terminal of the process, in a new session.";
    "ttyname" = terminals::ttyname, "(fd, /)", "The name of the terminal at fd.";
    "posix_openpt" = terminals::posix_openpt, "(oflag, /)", "The end in front of a new pseudo terminal.";
    "grantpt" = terminals::grantpt, "(fd, /)", "Makes the program's end of the terminal ours.";
    "unlockpt" = terminals::unlockpt, "(fd, /)", "Lets the program's end of the terminal be opened.";
    "ptsname" = terminals::ptsname, "(fd, /)", "The name of the program's end of the terminal.";
    "tcgetpgrp" = terminals::tcgetpgrp, "(fd, /)", "The process group in front of the terminal.";
    "tcsetpgrp" = terminals::tcsetpgrp, "(fd, pgid, /)", "Sets the process group in front of the terminal.";
    "ctermid" = terminals::ctermid, "()", "The name of the terminal of the process.";
    "getlogin" = terminals::getlogin, "()", "Who is logged in at the terminal.";
    "statvfs" = limits::statvfs, "(path)", "What is known of the file system of a path.";
    "fstatvfs" = limits::fstatvfs, "(fd, /)", "What is known of the file system of an open file.";
    "sysconf" = limits::sysconf, "(name, /)", "A limit or setting of the system, -1 if there is none.";
    "pathconf" = limits::pathconf, "(path, name)", "A limit of a file or folder, -1 if there is none.";
    "fpathconf" = limits::fpathconf, "(fd, name, /)", "A limit of an open file, -1 if there is none.";
    "confstr" = limits::confstr, "(name, /)", "A text of the system, None if there is none.";
    "getxattr" = attributes::getxattr, "(path, attribute, *, follow_symlinks=True)", "An extended attribute of a file.";
    "setxattr" = attributes::setxattr, "(path, attribute, value, flags=0, *, follow_symlinks=True)", "Sets an extended attribute of a file.";
    "removexattr" = attributes::removexattr, "(path, attribute, *, follow_symlinks=True)", "Removes an extended attribute of a file.";
    "listxattr" = attributes::listxattr, "(path=None, *, follow_symlinks=True)", "The names of the extended attributes of a file.";
    "sched_yield" = scheduling::sched_yield, "()", "Lets others run.";
    "sched_get_priority_max" = scheduling::sched_get_priority_max, "(policy)", "The greatest priority of a policy.";
    "sched_get_priority_min" = scheduling::sched_get_priority_min, "(policy)", "The least priority of a policy.";
    "sched_getscheduler" = scheduling::sched_getscheduler, "(pid, /)", "The policy by which a process is scheduled.";
    "sched_setscheduler" = scheduling::sched_setscheduler, "(pid, policy, param, /)", "Sets by which policy a process is scheduled.";
    "sched_getparam" = scheduling::sched_getparam, "(pid, /)", "With which parameters a process is scheduled.";
    "sched_setparam" = scheduling::sched_setparam, "(pid, param, /)", "Sets with which parameters a process is scheduled.";
    "sched_rr_get_interval" = scheduling::sched_rr_get_interval, "(pid, /)", "Seconds of a turn of a process.";
    "sched_getaffinity" = scheduling::sched_getaffinity, "(pid, /)", "The processors that a process may use.";
    "sched_setaffinity" = scheduling::sched_setaffinity, "(pid, mask, /)", "Sets which processors a process may use.";
    "getgroups" = identity::getgroups, "()", "The further groups that the process is in.";
    "setgroups" = identity::setgroups, "(groups, /)", "Sets the further groups that the process is in.";
    "getgrouplist" = identity::getgrouplist, "(user, group, /)", "The groups that a user is in, and group.";
    "initgroups" = identity::initgroups, "(username, gid, /)", "Sets the further groups of the process to those of a user, and gid.";
    "setuid" = identity::setuid, "(uid, /)", "Sets the user of the process.";
    "seteuid" = identity::seteuid, "(euid, /)", "Sets the effective user of the process.";
    "setgid" = identity::setgid, "(gid, /)", "Sets the group of the process.";
    "setegid" = identity::setegid, "(egid, /)", "Sets the effective group of the process.";
    "setreuid" = identity::setreuid, "(ruid, euid, /)", "Sets real and effective user.";
    "setregid" = identity::setregid, "(rgid, egid, /)", "Sets real and effective group.";
    "setresuid" = identity::setresuid, "(ruid, euid, suid, /)", "Sets real, effective and saved user.";
    "setresgid" = identity::setresgid, "(rgid, egid, sgid, /)", "Sets real, effective and saved group.";
    "getresuid" = identity::getresuid, "()", "Real, effective and saved user.";
    "getresgid" = identity::getresgid, "()", "Real, effective and saved group.";
    "getpgid" = identity::getpgid, "(pid)", "The group of a process.";
    "setpgid" = identity::setpgid, "(pid, pgrp, /)", "Moves a process to a group.";
    "setpgrp" = identity::setpgrp, "()", "Gives the process a group of its own.";
    "getsid" = identity::getsid, "(pid, /)", "The session of a process.";
    "setsid" = identity::setsid, "()", "Gives the process a session of its own.";
    "getpriority" = identity::getpriority, "(which, who)", "How much others go first.";
    "setpriority" = identity::setpriority, "(which, who, priority)", "Sets how much others go first.";
    "nice" = identity::nice, "(increment, /)", "Has others go first; the new priority.";
    "chroot" = identity::chroot, "(path)", "Makes a folder the root of all paths.";
    "unshare" = identity::unshare, "(flags)", "Gives the process parts of its own of what it shares.";
    "setns" = identity::setns, "(fd, nstype=0)", "Moves the process into a namespace.";
    "fchown" = folders::fchown, "(fd, uid, gid)", "Sets owner and group of an open file.";
];

pub(crate) static POSIX: ModuleSpec = ModuleSpec {
    name: "posix",
    doc: "The system's POSIX calls; programs use them through os.",
    funcs: FUNCTIONS,
    types: TYPES,
    values: VALUES,
    lazy: LAZY,
    ..ModuleSpec::NONE
};

pub(crate) static OS: ModuleSpec = ModuleSpec {
    name: "os",
    doc: "Files, processes and other services of the operating system.",
    lazy: LAZY,
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
