//! The editor's own terminal. The editor draws by itself what it edits, as if no line were longer than the
//! terminal is wide and no block higher. So it is given a terminal of its own that nobody sees, and tells
//! the screen what it edits; keys come to it through that terminal.

use std::collections::HashSet;
use std::os::fd::{AsRawFd, OwnedFd};
use std::path::Path;

use rustix::fs::{Mode, OFlags};
use rustix::pty::{OpenptFlags, grantpt, openpt, ptsname, unlockpt};
use rustix::termios::{OptionalActions, Winsize, tcgetattr, tcsetattr, tcsetwinsize};
use rustyline::history::MemHistory;
use rustyline::{Config, Editor, Helper};
use taipan_engine::host::Host;
use taipan_engine::host::system::Place;

/// Wide enough that hardly a line wraps, and that columns can be counted.
const SIZE: Winsize = Winsize { ws_row: 60_000, ws_col: 60_000, ws_xpixel: 0, ws_ypixel: 0 };

/// Descriptors beyond are not looked at: the editor gets the lowest that is free.
const MOST: i32 = 1024;

/// Why there is no editor, and prompts are plain.
pub(super) struct NoTerminal;

/// Makes an editor with a terminal of its own, and the front of that.
pub(super) fn editor<H: Helper>(
    host: &dyn Host,
    config: Config,
) -> Result<(Editor<H, MemHistory>, OwnedFd), NoTerminal> {
    let (front, back) = pair(SIZE).map_err(refused)?;
    let before = terminals(host);
    let history = MemHistory::with_config(&config);
    let editor = Editor::with_history(config, history).map_err(|_| NoTerminal)?;
    // What the editor has opened is the process's terminal. It goes through the same number from now on.
    let opened = terminals(host).difference(&before).copied().next().ok_or(NoTerminal)?;
    let system = host.system();
    system.duplicate(back.as_raw_fd(), Some(opened), false).map_err(|_| NoTerminal)?;
    Ok((editor, front))
}

/// Both sides of a new terminal of that size, which does nothing by itself. Reading from its front never
/// waits.
pub(super) fn pair(size: Winsize) -> rustix::io::Result<(OwnedFd, OwnedFd)> {
    let flags = OpenptFlags::RDWR | OpenptFlags::NOCTTY | OpenptFlags::CLOEXEC;
    let front = openpt(flags)?;
    grantpt(&front)?;
    unlockpt(&front)?;
    tcsetwinsize(&front, size)?;
    let name = ptsname(&front, Vec::new())?;
    let flags = OFlags::RDWR | OFlags::NOCTTY | OFlags::CLOEXEC;
    let back = rustix::fs::open(name, flags, Mode::empty())?;
    let mut modes = tcgetattr(&back)?;
    modes.make_raw();
    tcsetattr(&back, OptionalActions::Now, &modes)?;
    rustix::io::ioctl_fionbio(&front, true)?;
    Ok((front, back))
}

fn refused(_: rustix::io::Errno) -> NoTerminal {
    NoTerminal
}

/// The descriptors that were opened as the process's terminal.
fn terminals(host: &dyn Host) -> HashSet<i32> {
    let system = host.system();
    let path = Path::new("/dev/tty");
    let Ok(wanted) = system.status(Place::Path(path.into())) else { return HashSet::new() };
    let is_terminal = |fd: &i32| {
        system.status(Place::Open(*fd)).is_ok_and(|found| found.raw_device == wanted.raw_device)
    };
    (3..MOST).filter(is_terminal).collect()
}
