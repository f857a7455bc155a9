//! The system's files and processes while somebody draws on the terminal of the standard streams: what
//! would go past that goes through it.

use std::collections::HashMap;
use std::io;
use std::os::fd::AsRawFd;
use std::sync::{Mutex, MutexGuard, PoisonError};

use super::child::{Child, Disposition, Processes, Program, SystemProcesses, Target};
use super::files::{Fd, Files, OpenFile, RealFiles};
use super::signals::Signal;
use super::system::At;
use super::terminal::Drawing;

fn is_output(fd: Fd) -> bool {
    fd == libc::STDOUT_FILENO || fd == libc::STDERR_FILENO
}

/// The system's files, with somebody who draws on the terminal of the standard streams.
pub(super) struct ScreenedFiles(pub(super) Drawing);

impl Files for ScreenedFiles {
    fn open(&self, at: At, flags: i32, mode: u32) -> io::Result<Fd> {
        RealFiles.open(at, flags, mode)
    }

    fn close(&self, fd: Fd) -> io::Result<()> {
        RealFiles.close(fd)
    }

    fn read(&self, fd: Fd, out: &mut [u8]) -> io::Result<usize> {
        let Some(screen) = self.0.get().filter(|_| fd == libc::STDIN_FILENO) else {
            return RealFiles.read(fd, out);
        };
        screen.reads();
        let read = RealFiles.read(fd, out);
        screen.input(read.as_ref().map_or(&[], |length| out.get(..*length).unwrap_or_default()));
        read
    }

    fn write(&self, fd: Fd, bytes: &[u8]) -> io::Result<usize> {
        match self.0.get() {
            Some(screen) if is_output(fd) => {
                screen.output(fd, bytes, &mut |bytes| RealFiles.write(fd, bytes))
            }
            Some(_) | None => RealFiles.write(fd, bytes),
        }
    }

    fn seek(&self, fd: Fd, offset: i64, whence: i32) -> io::Result<u64> {
        RealFiles.seek(fd, offset, whence)
    }

    fn truncate(&self, fd: Fd, length: u64) -> io::Result<()> {
        RealFiles.truncate(fd, length)
    }

    fn is_terminal(&self, fd: Fd) -> bool {
        RealFiles.is_terminal(fd)
    }

    fn describe(&self, fd: Fd) -> io::Result<OpenFile> {
        RealFiles.describe(fd)
    }

    fn is_inheritable(&self, fd: Fd) -> io::Result<bool> {
        RealFiles.is_inheritable(fd)
    }

    fn set_inheritable(&self, fd: Fd, on: bool) -> io::Result<()> {
        RealFiles.set_inheritable(fd, on)
    }
}

/// The system's processes. A child that starts while something is drawn gets a terminal of its own, and
/// what it writes there is output like any other.
pub(super) struct ScreenedProcesses {
    drawing: Drawing,
    /// What is to be done at the end of children that write to a terminal.
    ends: Mutex<HashMap<i32, End>>,
}

/// What is done at the end of a child.
type End = Box<dyn Fn() + Send>;

impl ScreenedProcesses {
    pub(super) fn new(drawing: Drawing) -> ScreenedProcesses {
        ScreenedProcesses { drawing, ends: Mutex::default() }
    }

    fn ends(&self) -> MutexGuard<'_, HashMap<i32, End>> {
        self.ends.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn has_ended(&self, pid: i32) {
        let end = self.ends().remove(&pid);
        end.into_iter().for_each(|end| end());
    }
}

/// Whether a child's output would go to the terminal.
fn shows(target: Target, own: Fd) -> bool {
    match target {
        Target::Inherit => RealFiles.is_terminal(own),
        Target::Null => false,
        Target::Descriptor(fd) => is_output(fd) && RealFiles.is_terminal(fd),
    }
}

impl Processes for ScreenedProcesses {
    fn start(&self, program: &Program) -> io::Result<Child> {
        let (out, err) = (libc::STDOUT_FILENO, libc::STDERR_FILENO);
        let shown = [shows(program.stdout, out), shows(program.stderr, err)];
        let Some(screen) = self.drawing.get().filter(|_| shown.contains(&true)) else {
            return SystemProcesses.start(program);
        };
        let (started, end): (_, End) = match screen.clone().stand_in() {
            None => {
                let screen = screen.clone();
                (SystemProcesses.start(program)?, Box::new(move || screen.redraw()))
            }
            Some(stand_in) => {
                let mut changed = program.clone();
                let terminal = Target::Descriptor(stand_in.terminal.as_raw_fd());
                if shown[0] {
                    changed.stdout = terminal;
                }
                if shown[1] {
                    changed.stderr = terminal;
                }
                if changed.stdin == Target::Inherit {
                    // The keys are for the prompt, as a shell's are.
                    changed.stdin = Target::Null;
                }
                (SystemProcesses.start(&changed)?, stand_in.shown)
            }
        };
        self.ends().insert(started.pid, end);
        Ok(started)
    }

    fn reap(&self, pid: i32) -> io::Result<Option<i32>> {
        let found = SystemProcesses.reap(pid);
        if matches!(found, Ok(Some(_))) {
            self.has_ended(pid);
        }
        found
    }

    fn wait(&self, pid: i32, options: i32) -> io::Result<(i32, i32)> {
        let found = SystemProcesses.wait(pid, options)?;
        self.has_ended(found.0);
        Ok(found)
    }

    fn descriptor_of(&self, pid: i32, flags: u32) -> io::Result<Fd> {
        SystemProcesses.descriptor_of(pid, flags)
    }

    fn signal(&self, pid: i32, signal: i32) -> io::Result<()> {
        SystemProcesses.signal(pid, signal)
    }

    fn own_pid(&self) -> i32 {
        SystemProcesses.own_pid()
    }

    fn set_disposition(&self, signal: Signal, what: Disposition) -> io::Result<()> {
        SystemProcesses.set_disposition(signal, what)
    }

    fn disposition(&self, signal: Signal) -> Disposition {
        SystemProcesses.disposition(signal)
    }

    fn timer(&self, which: i32, new: Option<(u64, u64)>) -> io::Result<(u64, u64)> {
        SystemProcesses.timer(which, new)
    }

    fn signal_text(&self, signal: i32) -> Option<String> {
        SystemProcesses.signal_text(signal)
    }
}
