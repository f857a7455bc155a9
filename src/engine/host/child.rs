//! Child processes: starting them, hearing of their end, sending them signals.

use std::ffi::OsStr;
use std::io;
use std::os::fd::{FromRawFd, IntoRawFd, OwnedFd, RawFd};
use std::os::unix::ffi::OsStrExt;
use std::os::unix::process::CommandExt;
use std::process::{Command, Stdio};

use super::signals::{self, Signal};

/// Where one of a child's three streams goes.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Target {
    Inherit,
    Null,
    /// A copy of this descriptor.
    Descriptor(RawFd),
}

/// What to start and how.
#[derive(Clone)]
pub struct Program {
    /// The program's arguments, its name first; at least that.
    pub arguments: Vec<Vec<u8>>,
    /// The file to run if it is not the first argument.
    pub executable: Option<Vec<u8>>,
    pub environment: Option<Vec<(Vec<u8>, Vec<u8>)>>,
    pub folder: Option<Vec<u8>>,
    pub stdin: Target,
    pub stdout: Target,
    pub stderr: Target,
    pub new_session: bool,
    /// Whether its standard input becomes the terminal of its session, which is a new one.
    pub own_terminal: bool,
    pub process_group: Option<i32>,
    /// Descriptors that the child keeps.
    pub keep: Vec<RawFd>,
}

/// A process that was started.
pub struct Child {
    pub pid: i32,
    /// Becomes readable when the process has ended; to be closed by whoever has it.
    pub ended: RawFd,
}

/// What can be done with processes.
pub trait Processes: Sync {
    fn start(&self, program: &Program) -> io::Result<Child>;

    /// The end of a child, if it has: its exit code, or a signal's number below zero.
    fn reap(&self, pid: i32) -> io::Result<Option<i32>>;

    /// Waits for the end of a child as `waitpid(2)` does: its number and its raw status. A signal
    /// interrupts it.
    fn wait(&self, pid: i32, options: i32) -> io::Result<(i32, i32)>;

    /// A descriptor that stands for a process and becomes readable at its end; children do not have it.
    fn descriptor_of(&self, pid: i32, flags: u32) -> io::Result<RawFd>;

    fn signal(&self, pid: i32, signal: i32) -> io::Result<()>;

    /// The number of this process.
    fn own_pid(&self) -> i32;

    /// What a signal does to this process from now on.
    fn set_disposition(&self, signal: Signal, what: Disposition) -> io::Result<()>;

    /// What a signal does to this process.
    fn disposition(&self, signal: Signal) -> Disposition;

    /// Has one of the process's timers (0, 1 or 2) go off after so many microseconds, then in that
    /// interval; 0 for never. What it was before. `None` only looks.
    fn timer(&self, which: i32, new: Option<(u64, u64)>) -> io::Result<(u64, u64)>;

    /// The system's words for a signal.
    fn signal_text(&self, signal: i32) -> Option<String>;
}

/// What a signal does.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Disposition {
    Default,
    Ignore,
    /// Noted, for the interpreter to see to.
    Catch,
}

/// Those of the operating system.
pub(super) struct SystemProcesses;

fn text(bytes: &[u8]) -> &OsStr {
    OsStr::from_bytes(bytes)
}

fn stdio(target: Target) -> io::Result<Stdio> {
    Ok(match target {
        Target::Inherit => Stdio::inherit(),
        Target::Null => Stdio::null(),
        Target::Descriptor(fd) => {
            // SAFETY: takes numbers only; the copy belongs to nobody else.
            let copy = unsafe {
                match libc::fcntl(fd, libc::F_DUPFD_CLOEXEC, 3) {
                    copy if copy < 0 => return Err(io::Error::last_os_error()),
                    copy => OwnedFd::from_raw_fd(copy),
                }
            };
            Stdio::from(copy)
        }
    })
}

/// A descriptor of the system for a process.
#[cfg(target_os = "linux")]
fn open_process(pid: i32, flags: u32) -> io::Result<RawFd> {
    // SAFETY: takes numbers only; the descriptor is a new one, not inherited by children.
    let fd = unsafe { libc::syscall(libc::SYS_pidfd_open, pid, flags) };
    if fd < 0 { Err(io::Error::last_os_error()) } else { Ok(fd as RawFd) }
}

#[cfg(not(target_os = "linux"))]
fn open_process(_: i32, _: u32) -> io::Result<RawFd> {
    Err(io::Error::from_raw_os_error(libc::ENOSYS))
}

/// A descriptor that becomes readable at the end of the process.
fn end_of(pid: i32) -> io::Result<RawFd> {
    open_process(pid, 0).or_else(|_| end_by_thread(pid))
}

/// Where the system has no such descriptor a thread waits, and closes the other end of a pipe.
fn end_by_thread(pid: i32) -> io::Result<RawFd> {
    let (reader, writer) = io::pipe()?;
    std::thread::Builder::new().stack_size(64 * 1024).spawn(move || {
        // SAFETY: a zeroed `siginfo_t` is valid and written by the call, which leaves the child to
        // be reaped by whoever hears of its end.
        unsafe {
            let mut all: libc::sigset_t = std::mem::zeroed();
            libc::sigfillset(&raw mut all);
            libc::pthread_sigmask(libc::SIG_BLOCK, &raw const all, std::ptr::null_mut());
            let mut info: libc::siginfo_t = std::mem::zeroed();
            let wait = libc::WEXITED | libc::WNOWAIT;
            while libc::waitid(libc::P_PID, pid as libc::id_t, &raw mut info, wait) < 0
                && io::Error::last_os_error().kind() == io::ErrorKind::Interrupted
            {}
        }
        drop(writer);
    })?;
    Ok(OwnedFd::from(reader).into_raw_fd())
}

impl Processes for SystemProcesses {
    fn start(&self, program: &Program) -> io::Result<Child> {
        let empty: &[u8] = &[];
        let name = program.arguments.first().map_or(empty, Vec::as_slice);
        let mut command = Command::new(text(program.executable.as_deref().unwrap_or(name)));
        if program.executable.is_some() {
            command.arg0(text(name));
        }
        command.args(program.arguments.iter().skip(1).map(|a| text(a)));
        if let Some(environment) = &program.environment {
            command.env_clear();
            command.envs(environment.iter().map(|(name, value)| (text(name), text(value))));
        }
        if let Some(folder) = &program.folder {
            command.current_dir(text(folder));
        }
        command.stdin(stdio(program.stdin)?);
        command.stdout(stdio(program.stdout)?);
        command.stderr(stdio(program.stderr)?);
        if let Some(group) = program.process_group {
            command.process_group(group);
        }
        let (session, terminal) = (program.new_session, program.own_terminal);
        let keep = program.keep.clone();
        if session || !keep.is_empty() {
            // SAFETY: between fork and exec only calls that are allowed there, without allocation.
            unsafe {
                command.pre_exec(move || {
                    if session && libc::setsid() < 0 {
                        return Err(io::Error::last_os_error());
                    }
                    if terminal && libc::ioctl(0, libc::TIOCSCTTY as _, 0) < 0 {
                        return Err(io::Error::last_os_error());
                    }
                    for fd in &keep {
                        if libc::fcntl(*fd, libc::F_SETFD, 0) < 0 {
                            return Err(io::Error::last_os_error());
                        }
                    }
                    Ok(())
                });
            }
        }
        let pid = command.spawn()?.id() as i32;
        match end_of(pid) {
            Ok(ended) => Ok(Child { pid, ended }),
            Err(error) => {
                // Nobody could hear of its end.
                let _ = self.signal(pid, libc::SIGKILL);
                // SAFETY: waits for that child only.
                unsafe { libc::waitpid(pid, std::ptr::null_mut(), 0) };
                Err(error)
            }
        }
    }

    fn reap(&self, pid: i32) -> io::Result<Option<i32>> {
        let mut status = 0;
        // SAFETY: writes one number.
        match unsafe { libc::waitpid(pid, &raw mut status, libc::WNOHANG) } {
            0 => Ok(None),
            found if found < 0 => Err(io::Error::last_os_error()),
            _ if libc::WIFSIGNALED(status) => Ok(Some(-libc::WTERMSIG(status))),
            _ => Ok(Some(libc::WEXITSTATUS(status))),
        }
    }

    fn wait(&self, pid: i32, options: i32) -> io::Result<(i32, i32)> {
        let mut status = 0;
        // SAFETY: writes one number.
        match unsafe { libc::waitpid(pid, &raw mut status, options) } {
            found if found < 0 => Err(io::Error::last_os_error()),
            found => Ok((found, status)),
        }
    }

    fn descriptor_of(&self, pid: i32, flags: u32) -> io::Result<RawFd> {
        open_process(pid, flags)
    }

    fn signal(&self, pid: i32, signal: i32) -> io::Result<()> {
        // SAFETY: takes numbers only.
        if unsafe { libc::kill(pid, signal) } < 0 {
            return Err(io::Error::last_os_error());
        }
        Ok(())
    }

    fn own_pid(&self) -> i32 {
        std::process::id() as i32
    }

    fn set_disposition(&self, signal: Signal, what: Disposition) -> io::Result<()> {
        match what {
            Disposition::Default => signals::release_signal(signal),
            Disposition::Ignore => signals::ignore(signal),
            Disposition::Catch => signals::catch(signal),
        }
    }

    fn disposition(&self, signal: Signal) -> Disposition {
        signals::disposition(signal)
    }

    fn timer(&self, which: i32, new: Option<(u64, u64)>) -> io::Result<(u64, u64)> {
        let value = |microseconds: u64| libc::timeval {
            tv_sec: (microseconds / 1_000_000) as libc::time_t,
            tv_usec: (microseconds % 1_000_000) as libc::suseconds_t,
        };
        let mut before = libc::itimerval { it_interval: value(0), it_value: value(0) };
        let which = which as libc::c_uint;
        let result = match new {
            Some((first, interval)) => {
                let new = libc::itimerval { it_interval: value(interval), it_value: value(first) };
                // SAFETY: reads and writes one struct each.
                unsafe { libc::setitimer(which as _, &raw const new, &raw mut before) }
            }
            // SAFETY: writes one struct.
            None => unsafe { libc::getitimer(which as _, &raw mut before) },
        };
        if result < 0 {
            return Err(io::Error::last_os_error());
        }
        let total = |t: libc::timeval| t.tv_sec as u64 * 1_000_000 + t.tv_usec as u64;
        Ok((total(before.it_value), total(before.it_interval)))
    }

    fn signal_text(&self, signal: i32) -> Option<String> {
        // SAFETY: the text is static or of this thread, and copied at once.
        let text = unsafe {
            let text = libc::strsignal(signal);
            if text.is_null() {
                return None;
            }
            std::ffi::CStr::from_ptr(text).to_string_lossy().into_owned()
        };
        Some(text).filter(|t| !t.starts_with("Unknown signal"))
    }
}

/// A world without processes.
pub(super) struct NoProcesses;

impl Processes for NoProcesses {
    fn start(&self, _: &Program) -> io::Result<Child> {
        Err(io::Error::from_raw_os_error(libc::EACCES))
    }

    fn reap(&self, _: i32) -> io::Result<Option<i32>> {
        Err(io::Error::from_raw_os_error(libc::ECHILD))
    }

    fn wait(&self, _: i32, _: i32) -> io::Result<(i32, i32)> {
        Err(io::Error::from_raw_os_error(libc::ECHILD))
    }

    fn descriptor_of(&self, _: i32, _: u32) -> io::Result<RawFd> {
        Err(io::Error::from_raw_os_error(libc::ESRCH))
    }

    fn signal(&self, _: i32, _: i32) -> io::Result<()> {
        Err(io::Error::from_raw_os_error(libc::ESRCH))
    }

    fn own_pid(&self) -> i32 {
        1
    }

    fn set_disposition(&self, _: Signal, _: Disposition) -> io::Result<()> {
        Ok(())
    }

    fn disposition(&self, _: Signal) -> Disposition {
        Disposition::Default
    }

    fn timer(&self, _: i32, _: Option<(u64, u64)>) -> io::Result<(u64, u64)> {
        Ok((0, 0))
    }

    fn signal_text(&self, _: i32) -> Option<String> {
        None
    }
}
