//! What children in the background write, on its way to the screen. Such a child has a terminal of its own,
//! since nobody could make room for what it writes to the real one.

use std::os::fd::OwnedFd;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use rustix::event::{PollFd, PollFlags, Timespec, poll};
use rustix::io::Errno;
use rustix::termios::Winsize;
use taipan_engine::host::terminal::{Screen as _, StandIn};

use super::frame::Size;
use super::own_terminal;
use super::screen::{self, Screen};

/// Where a child has ended but others still write, no more than this is awaited.
const REST: Duration = Duration::from_millis(50);

struct Relay {
    front: OwnedFd,
    screen: Arc<Screen>,
    /// Held by whoever reads, so that all is shown in its order.
    reading: Mutex<()>,
}

/// A terminal of that size for a child; none if the system gives no more of them.
pub(super) fn stand_in(screen: Arc<Screen>, size: Size) -> Option<StandIn> {
    let short = |n: usize| u16::try_from(n).unwrap_or(u16::MAX);
    let (ws_row, ws_col) = (short(size.rows), short(size.columns));
    let size = Winsize { ws_row, ws_col, ws_xpixel: 0, ws_ypixel: 0 };
    let (front, terminal) = own_terminal::pair(size).ok()?;
    let relay = Arc::new(Relay { front, screen, reading: Mutex::new(()) });
    let own = relay.clone();
    let forward = move || while own.forward(None) {};
    std::thread::Builder::new().name("relay".to_owned()).spawn(forward).ok()?;
    let shown = move || while relay.forward(Some(REST)) {};
    Some(StandIn { terminal, shown: Box::new(shown) })
}

impl Relay {
    /// Shows what comes next, within that time. False once nothing more is to be expected.
    fn forward(&self, limit: Option<Duration>) -> bool {
        let limit = limit.and_then(|limit| Timespec::try_from(limit).ok());
        match poll(&mut [PollFd::new(&self.front, PollFlags::IN)], limit.as_ref()) {
            Ok(0) => return false,
            Ok(_) | Err(Errno::INTR) => {}
            Err(_) => return false,
        }
        let _reading = self.reading.lock().unwrap_or_else(PoisonError::into_inner);
        let mut bytes = [0; 4096];
        match rustix::io::read(&self.front, &mut bytes) {
            Ok(0) => false,
            Ok(length) => {
                let text = bytes.get(..length).unwrap_or_default();
                let write = &mut |bytes: &[u8]| {
                    screen::send(bytes);
                    Ok(bytes.len())
                };
                // `send` does not fail.
                let _ = self.screen.output(1, text, write);
                true
            }
            Err(Errno::AGAIN | Errno::INTR) => true,
            // Nobody has the other side any more.
            Err(_) => false,
        }
    }
}
