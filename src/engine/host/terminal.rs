//! Terminals: their modes, their size, and pairs of descriptors that behave like one. Knows nothing of
//! what is shown on them.

use std::io;
use std::os::fd::{OwnedFd, RawFd};
use std::sync::{Arc, OnceLock};

/// The modes of a terminal, in the bits and numbers of `termios(3)`.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Modes {
    pub input: u64,
    pub output: u64,
    pub control: u64,
    pub local: u64,
    pub input_speed: u64,
    pub output_speed: u64,
    /// The special characters, by the system's numbers for them.
    pub characters: [u8; CHARACTERS],
}

/// How many special characters there are.
pub const CHARACTERS: usize = libc::NCCS;

/// The bit of `local` with which input comes line by line.
pub const CANONICAL: u64 = libc::ICANON as u64;

/// The characters that are numbers where input does not come line by line: at least so many bytes,
/// or after so many tenths of a second.
pub const LEAST: usize = libc::VMIN;
pub const PATIENCE: usize = libc::VTIME;

/// Something to be done with a terminal at once.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Order {
    /// Wait until all output has been sent.
    Drain,
    /// Throw away what waits in one of the queues.
    Flush(i32),
    /// Stop or go on with one direction.
    Flow(i32),
    /// Send a break of that duration.
    Break(i32),
}

/// What can be done with terminals. Every error is one of the system's.
pub trait Terminals {
    fn modes(&self, fd: RawFd) -> io::Result<Modes>;

    /// `when` is the system's number for at once, after the output, or with the input thrown away.
    fn set_modes(&self, fd: RawFd, when: i32, modes: &Modes) -> io::Result<()>;

    /// May wait.
    fn order(&self, fd: RawFd, order: Order) -> io::Result<()>;

    /// Lines and columns.
    fn size(&self, fd: RawFd) -> io::Result<(u16, u16)>;

    /// Sets lines and columns.
    fn set_size(&self, fd: RawFd, size: (u16, u16)) -> io::Result<()>;
}

/// Somebody who draws on the terminal that the standard streams lead to, as a prompt does while one types.
/// What the program writes there goes through it.
pub trait Screen: Send + Sync {
    /// Makes room for output, which `write` then sends. How many bytes were taken.
    fn output(
        &self,
        fd: RawFd,
        bytes: &[u8],
        write: &mut dyn FnMut(&[u8]) -> io::Result<usize>,
    ) -> io::Result<usize>;

    /// The program reads from the terminal: gives way until [`Screen::input`] is called.
    fn reads(&self);

    /// The program has read that from the terminal, which showed it while it was typed.
    fn input(&self, bytes: &[u8]);

    /// A terminal for a child that would draw over what is there; none if nothing is.
    fn stand_in(self: Arc<Self>) -> Option<StandIn>;

    /// A child that had the terminal has ended, and nobody knows what it has written.
    fn redraw(&self);
}

/// What a child has in place of the terminal.
pub struct StandIn {
    pub terminal: OwnedFd,
    /// Waits until all is shown that the child has written.
    pub shown: Box<dyn Fn() + Send>,
}

/// Whoever draws on the terminal, from the time on that somebody does.
pub type Drawing = Arc<OnceLock<Arc<dyn Screen>>>;

/// Those of the operating system.
pub(super) struct SystemTerminals;

fn check(result: libc::c_int) -> io::Result<()> {
    if result < 0 { Err(io::Error::last_os_error()) } else { Ok(()) }
}

fn read_modes(fd: RawFd) -> io::Result<libc::termios> {
    // SAFETY: a zeroed struct is a valid one, which the call fills.
    unsafe {
        let mut raw: libc::termios = std::mem::zeroed();
        check(libc::tcgetattr(fd, &raw mut raw))?;
        Ok(raw)
    }
}

/// Linux has one speed, in bits of the control modes; the C library's functions for it are not to be
/// had in every way of linking.
#[cfg(target_os = "linux")]
fn speeds(raw: &libc::termios) -> (u64, u64) {
    let speed = u64::from(raw.c_cflag & libc::CBAUD);
    (speed, speed)
}

#[cfg(target_os = "linux")]
fn set_speeds(raw: &mut libc::termios, input: u64, output: u64) -> io::Result<()> {
    let all = u64::from(libc::CBAUD);
    if (input | output) & !all != 0 {
        return Err(io::Error::from_raw_os_error(libc::EINVAL));
    }
    raw.c_cflag = (raw.c_cflag & !libc::CBAUD) | output as libc::tcflag_t;
    Ok(())
}

#[cfg(not(target_os = "linux"))]
fn speeds(raw: &libc::termios) -> (u64, u64) {
    // SAFETY: read numbers of a struct.
    unsafe { (libc::cfgetispeed(raw) as u64, libc::cfgetospeed(raw) as u64) }
}

#[cfg(not(target_os = "linux"))]
fn set_speeds(raw: &mut libc::termios, input: u64, output: u64) -> io::Result<()> {
    // SAFETY: change numbers of a struct.
    unsafe {
        check(libc::cfsetispeed(raw, input as libc::speed_t))?;
        check(libc::cfsetospeed(raw, output as libc::speed_t))
    }
}

impl Terminals for SystemTerminals {
    fn modes(&self, fd: RawFd) -> io::Result<Modes> {
        let raw = read_modes(fd)?;
        let (input_speed, output_speed) = speeds(&raw);
        Ok(Modes {
            input: raw.c_iflag.into(),
            output: raw.c_oflag.into(),
            control: raw.c_cflag.into(),
            local: raw.c_lflag.into(),
            input_speed,
            output_speed,
            characters: raw.c_cc,
        })
    }

    fn set_modes(&self, fd: RawFd, when: i32, modes: &Modes) -> io::Result<()> {
        // What is not among the modes stays.
        let mut raw = read_modes(fd)?;
        raw.c_iflag = modes.input as libc::tcflag_t;
        raw.c_oflag = modes.output as libc::tcflag_t;
        raw.c_cflag = modes.control as libc::tcflag_t;
        raw.c_lflag = modes.local as libc::tcflag_t;
        raw.c_cc = modes.characters;
        set_speeds(&mut raw, modes.input_speed, modes.output_speed)?;
        // SAFETY: reads a struct.
        check(unsafe { libc::tcsetattr(fd, when, &raw const raw) })
    }

    fn order(&self, fd: RawFd, order: Order) -> io::Result<()> {
        // SAFETY: these take numbers only.
        check(unsafe {
            match order {
                Order::Drain => libc::tcdrain(fd),
                Order::Flush(queue) => libc::tcflush(fd, queue),
                Order::Flow(action) => libc::tcflow(fd, action),
                Order::Break(duration) => libc::tcsendbreak(fd, duration),
            }
        })
    }

    fn size(&self, fd: RawFd) -> io::Result<(u16, u16)> {
        let mut size = libc::winsize { ws_row: 0, ws_col: 0, ws_xpixel: 0, ws_ypixel: 0 };
        // SAFETY: fills one struct of that type.
        check(unsafe { libc::ioctl(fd, libc::TIOCGWINSZ, &raw mut size) })?;
        Ok((size.ws_row, size.ws_col))
    }

    fn set_size(&self, fd: RawFd, (lines, columns): (u16, u16)) -> io::Result<()> {
        let mut size = libc::winsize { ws_row: 0, ws_col: 0, ws_xpixel: 0, ws_ypixel: 0 };
        // SAFETY: fill and read one struct of that type. The size in pixels stays.
        unsafe {
            check(libc::ioctl(fd, libc::TIOCGWINSZ, &raw mut size))?;
            (size.ws_row, size.ws_col) = (lines, columns);
            check(libc::ioctl(fd, libc::TIOCSWINSZ, &raw const size))
        }
    }
}

/// A world without terminals.
pub(super) struct NoTerminals;

fn none<T>() -> io::Result<T> {
    Err(io::Error::from_raw_os_error(libc::ENOTTY))
}

impl Terminals for NoTerminals {
    fn modes(&self, _: RawFd) -> io::Result<Modes> {
        none()
    }

    fn set_modes(&self, _: RawFd, _: i32, _: &Modes) -> io::Result<()> {
        none()
    }

    fn order(&self, _: RawFd, _: Order) -> io::Result<()> {
        none()
    }

    fn size(&self, _: RawFd) -> io::Result<(u16, u16)> {
        none()
    }

    fn set_size(&self, _: RawFd, _: (u16, u16)) -> io::Result<()> {
        none()
    }
}
