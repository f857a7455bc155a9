//! Processes made of this one, programs in place of it or beside it, and hearing of their end.

use std::ffi::CString;
use std::io;

use super::{c_bytes, calls, checked, done, numbered};
use crate::host::Fd;
use crate::host::signals::{self, Signal};
use crate::host::system::Place;

/// What a process has used, in the order of C's `rusage`: two times in microseconds, then counts.
#[derive(Clone, Copy, Default, Debug)]
pub struct Usage {
    pub user: i64,
    pub system: i64,
    pub counts: [i64; 14],
}

impl Usage {
    fn of(usage: &libc::rusage) -> Usage {
        let total = |t: libc::timeval| t.tv_sec * 1_000_000 + t.tv_usec;
        Usage {
            user: total(usage.ru_utime),
            system: total(usage.ru_stime),
            counts: [
                usage.ru_maxrss,
                usage.ru_ixrss,
                usage.ru_idrss,
                usage.ru_isrss,
                usage.ru_minflt,
                usage.ru_majflt,
                usage.ru_nswap,
                usage.ru_inblock,
                usage.ru_oublock,
                usage.ru_msgsnd,
                usage.ru_msgrcv,
                usage.ru_nsignals,
                usage.ru_nvcsw,
                usage.ru_nivcsw,
            ],
        }
    }
}

/// What became of a child, by `waitid`.
#[derive(Clone, Copy, Debug)]
pub struct Ended {
    pub process: i32,
    pub user: u32,
    pub signal: i32,
    pub status: i32,
    pub code: i32,
}

/// What happens to descriptors before a spawned program begins.
#[derive(Clone, Debug)]
pub enum FileAction {
    Open { fd: Fd, path: Vec<u8>, flags: i32, mode: u32 },
    Close(Fd),
    Duplicate { fd: Fd, to: Fd },
    CloseFrom(Fd),
}

/// A program to start beside this one.
#[derive(Clone, Debug)]
pub struct Spawn {
    pub path: Vec<u8>,
    /// Whether the path is looked for in the folders of PATH.
    pub search: bool,
    pub arguments: Vec<Vec<u8>>,
    /// Of the form NAME=value; that of this process if there is none.
    pub environment: Option<Vec<Vec<u8>>>,
    pub actions: Vec<FileAction>,
    pub process_group: Option<i32>,
    pub reset_ids: bool,
    pub new_session: bool,
    pub blocked_signals: Option<Vec<i32>>,
    pub default_signals: Option<Vec<i32>>,
    /// A policy (`None`: the present one) and a priority.
    pub scheduler: Option<(Option<i32>, i32)>,
}

/// Texts as C takes lists of them.
struct Texts {
    _owned: Vec<CString>,
    pointers: Vec<*const libc::c_char>,
}

impl Texts {
    fn new(all: &[Vec<u8>]) -> io::Result<Texts> {
        let owned: Vec<CString> = all.iter().map(|text| c_bytes(text)).collect::<Result<_, _>>()?;
        let mut pointers: Vec<_> = owned.iter().map(|text| text.as_ptr()).collect();
        pointers.push(std::ptr::null());
        Ok(Texts { _owned: owned, pointers })
    }
}

unsafe extern "C" {
    static environ: *const *const libc::c_char;
}

fn signal_set(all: &[i32]) -> libc::sigset_t {
    // SAFETY: the set is made empty before numbers are put into it; others than signals are refused.
    unsafe {
        let mut set: libc::sigset_t = std::mem::zeroed();
        libc::sigemptyset(&raw mut set);
        for signal in all {
            libc::sigaddset(&raw mut set, *signal);
        }
        set
    }
}

/// Attributes of a spawn, released at the end.
struct SpawnAttributes(libc::posix_spawnattr_t);

impl SpawnAttributes {
    fn new(spawn: &Spawn) -> io::Result<SpawnAttributes> {
        // SAFETY: initialised first, then set through calls that read what they are given.
        unsafe {
            let mut made = SpawnAttributes(std::mem::zeroed());
            numbered(libc::posix_spawnattr_init(&raw mut made.0))?;
            let mut flags = 0;
            if let Some(group) = spawn.process_group {
                numbered(libc::posix_spawnattr_setpgroup(&raw mut made.0, group))?;
                flags |= libc::POSIX_SPAWN_SETPGROUP;
            }
            if spawn.reset_ids {
                flags |= libc::POSIX_SPAWN_RESETIDS;
            }
            if spawn.new_session {
                flags |= libc::POSIX_SPAWN_SETSID as libc::c_int;
            }
            if let Some(blocked) = &spawn.blocked_signals {
                let set = signal_set(blocked);
                numbered(libc::posix_spawnattr_setsigmask(&raw mut made.0, &raw const set))?;
                flags |= libc::POSIX_SPAWN_SETSIGMASK;
            }
            if let Some(defaults) = &spawn.default_signals {
                let set = signal_set(defaults);
                numbered(libc::posix_spawnattr_setsigdefault(&raw mut made.0, &raw const set))?;
                flags |= libc::POSIX_SPAWN_SETSIGDEF;
            }
            if let Some((policy, priority)) = spawn.scheduler {
                if let Some(policy) = policy {
                    numbered(libc::posix_spawnattr_setschedpolicy(&raw mut made.0, policy))?;
                    flags |= libc::POSIX_SPAWN_SETSCHEDULER;
                }
                let parameters = libc::sched_param { sched_priority: priority };
                let (to, from) = (&raw mut made.0, &raw const parameters);
                numbered(libc::posix_spawnattr_setschedparam(to, from))?;
                flags |= libc::POSIX_SPAWN_SETSCHEDPARAM;
            }
            numbered(libc::posix_spawnattr_setflags(&raw mut made.0, flags as _))?;
            Ok(made)
        }
    }
}

impl Drop for SpawnAttributes {
    fn drop(&mut self) {
        // SAFETY: was initialised.
        unsafe { libc::posix_spawnattr_destroy(&raw mut self.0) };
    }
}

/// Actions of a spawn, released at the end.
struct SpawnActions(libc::posix_spawn_file_actions_t);

impl SpawnActions {
    fn new(actions: &[FileAction]) -> io::Result<SpawnActions> {
        // SAFETY: initialised first; the calls copy the paths, which end with a null byte.
        unsafe {
            let mut made = SpawnActions(std::mem::zeroed());
            let to = &raw mut made.0;
            numbered(libc::posix_spawn_file_actions_init(to))?;
            for action in actions {
                numbered(match action {
                    FileAction::Open { fd, path, flags, mode } => {
                        let path = c_bytes(path)?;
                        let path = path.as_ptr();
                        libc::posix_spawn_file_actions_addopen(to, *fd, path, *flags, *mode)
                    }
                    FileAction::Close(fd) => libc::posix_spawn_file_actions_addclose(to, *fd),
                    FileAction::Duplicate { fd, to: second } => {
                        libc::posix_spawn_file_actions_adddup2(to, *fd, *second)
                    }
                    FileAction::CloseFrom(fd) => {
                        libc::posix_spawn_file_actions_addclosefrom_np(to, *fd)
                    }
                })?;
            }
            Ok(made)
        }
    }
}

impl Drop for SpawnActions {
    fn drop(&mut self) {
        // SAFETY: was initialised.
        unsafe { libc::posix_spawn_file_actions_destroy(&raw mut self.0) };
    }
}

calls! {
    /// Processes and programs.
    trait Programs;

    /// Makes a copy of the process, with the calling thread alone. 0 in the copy, which must be told
    /// to its host (`Host::after_fork`); the copy's number here.
    fn fork() -> i32 {
        // SAFETY: the C library sees to its own locks; the caller holds the interpreter's.
        checked(unsafe { libc::fork() })
    }

    /// How many threads the process has, whoever started them.
    fn thread_count() -> usize {
        Ok(std::fs::read_dir("/proc/self/task")?.count())
    }

    /// Puts a program in place of this one; comes back only with an error.
    fn execute(program: Place, arguments: &[Vec<u8>], environment: Option<&[Vec<u8>]>) -> () {
        let arguments = Texts::new(arguments)?;
        let given = environment.map(Texts::new).transpose()?;
        let first = arguments.pointers.as_ptr();
        // SAFETY: lists of texts that end with a null pointer; nobody changes the environment now.
        let result = unsafe {
            let environment = given.as_ref().map_or(environ, |given| given.pointers.as_ptr());
            match program {
                Place::Path(at) | Place::Link(at) => {
                    libc::execve(at.c_path()?.as_ptr(), first, environment)
                }
                Place::Open(fd) => libc::fexecve(fd, first, environment),
            }
        };
        done(result)
    }

    /// Has a shell run a command; its status.
    fn run_shell(command: &[u8]) -> i32 {
        // SAFETY: the command ends with a null byte.
        Ok(unsafe { libc::system(c_bytes(command)?.as_ptr()) })
    }

    fn spawn(spawn: &Spawn) -> i32 {
        let path = c_bytes(&spawn.path)?;
        let arguments = Texts::new(&spawn.arguments)?;
        let given = spawn.environment.as_deref().map(Texts::new).transpose()?;
        let attributes = SpawnAttributes::new(spawn)?;
        let actions = SpawnActions::new(&spawn.actions)?;
        let start = if spawn.search { libc::posix_spawnp } else { libc::posix_spawn };
        let mut process = 0;
        // SAFETY: lists of texts that end with a null pointer, and structs that were initialised.
        numbered(unsafe {
            start(
                &raw mut process,
                path.as_ptr(),
                &raw const actions.0,
                &raw const attributes.0,
                arguments.pointers.as_ptr().cast(),
                given.as_ref().map_or(environ, |given| given.pointers.as_ptr()).cast(),
            )
        })?;
        Ok(process)
    }

    /// A child's number and status; 0 if the options say not to wait.
    fn wait_for_child(process: i32, options: i32) -> (i32, i32) {
        let mut status = 0;
        // SAFETY: writes one number.
        let found = checked(unsafe { libc::waitpid(process, &raw mut status, options) })?;
        Ok((found, status))
    }

    /// The same, and what the child has used.
    fn wait_for_usage(process: i32, options: i32) -> (i32, i32, Usage) {
        let mut status = 0;
        // SAFETY: a zeroed struct is a valid one; the call writes it and a number.
        unsafe {
            let mut usage: libc::rusage = std::mem::zeroed();
            let found =
                checked(libc::wait4(process, &raw mut status, options, &raw mut usage))?;
            Ok((found, status, Usage::of(&usage)))
        }
    }

    /// What became of a child of those that are meant; `None` if nothing did yet.
    fn wait_for_id(kind: u32, id: u32, options: i32) -> Option<Ended> {
        // SAFETY: a zeroed struct is a valid one; the call fills it.
        let info = unsafe {
            let mut info: libc::siginfo_t = std::mem::zeroed();
            done(libc::waitid(kind, id, &raw mut info, options))?;
            info
        };
        // SAFETY: the parts that a signal of a child has.
        let (process, user, status) = unsafe { (info.si_pid(), info.si_uid(), info.si_status()) };
        let (signal, code) = (info.si_signo, info.si_code);
        Ok((process != 0).then_some(Ended { process, user, signal, status, code }))
    }

    /// What this process (0), its children (-1) or the calling thread (1) have used.
    fn usage(who: i32) -> Usage {
        // SAFETY: a zeroed struct is a valid one; the call fills it.
        unsafe {
            let mut usage: libc::rusage = std::mem::zeroed();
            done(libc::getrusage(who as _, &raw mut usage))?;
            Ok(Usage::of(&usage))
        }
    }

    /// The soft and the hard limit of something, of a process (0: this one), which may be set.
    fn resource_limit(process: i32, which: i32, new: Option<(u64, u64)>) -> (u64, u64) {
        if which == libc::RLIMIT_FSIZE as i32 && new.is_some() {
            // A write beyond the limit is to be an error, not the end.
            signals::ignore_unless_set(Signal(libc::SIGXFSZ));
        }
        let mut old = libc::rlimit64 { rlim_cur: 0, rlim_max: 0 };
        let new = new.map(|(soft, hard)| libc::rlimit64 { rlim_cur: soft, rlim_max: hard });
        let new = new.as_ref().map_or(std::ptr::null(), std::ptr::from_ref);
        // SAFETY: reads one struct or none, and writes one.
        done(unsafe { libc::prlimit64(process, which as _, new, &raw mut old) })?;
        Ok((old.rlim_cur, old.rlim_max))
    }
}
