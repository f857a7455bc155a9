//! The terminal while somebody types: what is typed is drawn and drawn anew, and what the program prints
//! meanwhile appears above it. Knows nothing of keys.

use std::io;
use std::os::fd::{BorrowedFd, RawFd};
use std::sync::{Arc, Mutex, MutexGuard, OnceLock, PoisonError};
use std::time::{Duration, Instant};

use rustix::termios::{
    self, InputModes, LocalModes, OptionalActions, OutputModes, SpecialCodeIndex, Termios,
};
use taipan_engine::host::terminal::StandIn;

use super::colours::{self, Painted};
use super::frame::{self, Frame, Size, View};
use super::relay;

/// After it was drawn, this time passes before it is drawn again.
const PAUSE: Duration = Duration::from_millis(8);

/// A line without end is no longer kept together.
const LONGEST_TAIL: usize = 4096;

pub(super) struct Screen {
    state: Mutex<State>,
    /// How the terminal was before the first prompt.
    modes: Termios,
    colours: bool,
    /// Whether the program's output and its error stream go to the terminal.
    shown: [bool; 2],
    /// Called when something is to be drawn later.
    alarm: OnceLock<Box<dyn Fn() + Send + Sync>>,
}

struct State {
    /// Whether a prompt is there.
    editing: bool,
    raw: bool,
    /// How the terminal is for the program.
    modes: Termios,
    /// Whether the terminal was given back for a while.
    away: bool,
    /// How many threads of the program read from the terminal.
    readers: usize,
    view: View,
    painted: Painted,
    /// What is on the terminal now; none while output has pushed it away.
    frame: Option<Frame>,
    size: Size,
    /// Whether the terminal's cursor is at the beginning of a line, apart from the frame.
    at_start: bool,
    /// Output above the prompt whose line has not ended.
    tail: Vec<u8>,
    drawn: Instant,
    /// Something is to be drawn.
    due: bool,
}

fn stdin() -> BorrowedFd<'static> {
    rustix::stdio::stdin()
}

fn size() -> Size {
    let found = termios::tcgetwinsize(rustix::stdio::stdout()).ok();
    let (rows, columns) = found.map_or((24, 80), |s| (s.ws_row.into(), s.ws_col.into()));
    // A terminal that does not know its size says 0.
    Size {
        rows: if rows == 0 { 24 } else { rows },
        columns: if columns == 0 { 80 } else { columns },
    }
}

/// Writes to the terminal; what fails has nobody left to see it.
pub(super) fn send(bytes: &[u8]) {
    let mut rest = bytes;
    while !rest.is_empty() {
        match rustix::io::write(rustix::stdio::stdout(), rest) {
            Ok(written) => rest = rest.get(written..).unwrap_or_default(),
            Err(rustix::io::Errno::INTR) => {}
            Err(rustix::io::Errno::AGAIN) => std::thread::sleep(Duration::from_millis(1)),
            Err(_) => return,
        }
    }
}

/// The modes that the program has left, but for those without which nobody could type.
fn usable(mut modes: Termios) -> Termios {
    modes.local_modes |= LocalModes::ECHO | LocalModes::ICANON | LocalModes::ISIG;
    modes.input_modes |= InputModes::ICRNL;
    modes.output_modes |= OutputModes::OPOST;
    modes
}

/// Takes keys one by one, or gives the terminal back to the program.
fn set_raw(state: &mut State, raw: bool) {
    if state.raw == raw {
        return;
    }
    state.raw = raw;
    let mut modes = state.modes.clone();
    if raw {
        use InputModes as In;
        modes.input_modes &=
            !(In::BRKINT | In::ICRNL | In::INLCR | In::INPCK | In::ISTRIP | In::IXON);
        modes.local_modes &=
            !(LocalModes::ECHO | LocalModes::ICANON | LocalModes::IEXTEN | LocalModes::ISIG);
        // A read never waits: somebody has asked before whether there is something.
        modes.special_codes[SpecialCodeIndex::VMIN] = 0;
        modes.special_codes[SpecialCodeIndex::VTIME] = 0;
    }
    let _ = termios::tcsetattr(stdin(), OptionalActions::Now, &modes);
}

impl Screen {
    /// `None` if the standard streams are no terminal.
    pub(super) fn new(colours: bool) -> Option<Arc<Screen>> {
        let modes = termios::tcgetattr(stdin()).ok()?;
        let is_terminal = |fd: BorrowedFd| termios::isatty(fd);
        let shown = [is_terminal(rustix::stdio::stdout()), is_terminal(rustix::stdio::stderr())];
        if !shown[0] {
            return None;
        }
        let state = State {
            editing: false,
            raw: false,
            modes: modes.clone(),
            away: false,
            readers: 0,
            view: View::default(),
            painted: Painted::default(),
            frame: None,
            size: size(),
            at_start: true,
            tail: Vec::new(),
            drawn: Instant::now(),
            due: false,
        };
        let (state, alarm) = (Mutex::new(state), OnceLock::new());
        Some(Arc::new(Screen { state, modes, colours, shown, alarm }))
    }

    /// Has somebody told when something is to be drawn later, who then calls [`Screen::draw_due`].
    pub(super) fn set_alarm(&self, alarm: Box<dyn Fn() + Send + Sync>) {
        // There is one keyboard.
        let _ = self.alarm.set(alarm);
    }

    fn due_later(&self, state: &mut State) {
        if !std::mem::replace(&mut state.due, true) {
            self.alarm.get().into_iter().for_each(|alarm| alarm());
        }
    }

    /// Draws now, or a little later if that was done just before.
    fn draw_soon(&self, state: &mut State) {
        if state.drawn.elapsed() >= PAUSE || state.frame.is_none() {
            state.draw(self.colours);
        } else {
            self.due_later(state);
        }
    }

    fn lock(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Shows a prompt, and takes keys one by one.
    pub(super) fn begin(&self, prompts: (String, String)) {
        let mut state = self.lock();
        if !state.at_start {
            send(b"\n");
        }
        state.at_start = true;
        state.tail.clear();
        state.view = View { prompts, ..View::default() };
        state.painted = Painted::default();
        state.size = size();
        state.frame = None;
        state.editing = true;
        if let Ok(found) = termios::tcgetattr(stdin()) {
            state.modes = usable(found);
        }
        if state.readers == 0 {
            state.take(self.colours);
        }
    }

    /// Whether what is typed is for the prompt and not for the program.
    pub(super) fn takes_keys(&self) -> bool {
        self.lock().raw
    }

    /// What is typed, if it is for the prompt.
    pub(super) fn keys(&self, buffer: &mut [u8]) -> Option<rustix::io::Result<usize>> {
        let state = self.lock();
        state.raw.then(|| rustix::io::read(stdin(), buffer))
    }

    /// Shows all of the text without what was beside it, and gives the terminal back. `said` follows.
    pub(super) fn finish(&self, said: &str) {
        let mut state = self.lock();
        if !state.editing {
            return;
        }
        state.view.below.clear();
        state.view.hint.clear();
        state.view.cursor = usize::MAX;
        state.erase();
        let state = &mut *state;
        let rows = frame::whole(&state.view, &state.painted, state.size, self.colours);
        let mut out = if state.tail.is_empty() { "" } else { "\r\n" }.to_owned();
        out.push_str(&rows.join("\r\n"));
        out.push_str("\x1b[?2004l\r\n");
        out.push_str(said);
        send(out.as_bytes());
        state.editing = false;
        state.due = false;
        state.at_start = true;
        set_raw(state, false);
    }

    /// What is typed has become this.
    pub(super) fn edit(&self, text: &str, cursor: usize, prompt: Option<&str>) {
        let mut state = self.lock();
        if !state.editing {
            return;
        }
        if state.view.text != text {
            text.clone_into(&mut state.view.text);
            state.painted = colours::paint(text);
            state.view.below.clear();
            state.view.hint.clear();
        } else if state.view.cursor != cursor {
            state.view.below.clear();
        }
        state.view.cursor = cursor;
        if let Some(prompt) = prompt {
            let before = state.view.prompts.clone();
            prompt.clone_into(&mut state.view.prompts.0);
            state.draw(self.colours);
            state.view.prompts = before;
            state.due = false;
            return;
        }
        self.draw_soon(&mut state);
    }

    /// The text and the byte of the cursor.
    pub(super) fn typed(&self) -> (String, usize) {
        let state = self.lock();
        (state.view.text.clone(), state.view.cursor.min(state.view.text.len()))
    }

    /// Shows lines below the text until that changes.
    pub(super) fn show_below(&self, lines: Vec<String>) {
        let mut state = self.lock();
        if state.editing && state.view.below != lines {
            state.view.below = lines;
            state.draw(self.colours);
        }
    }

    /// Shows a line below the text that is still the same.
    pub(super) fn show_hint(&self, text: &str, cursor: usize, line: &str) {
        let mut state = self.lock();
        if state.editing && state.view.text == text && state.view.cursor == cursor {
            state.view.below =
                Some(line.to_owned()).filter(|l| !l.is_empty()).into_iter().collect();
            self.draw_soon(&mut state);
        }
    }

    /// When something is to be drawn.
    pub(super) fn due(&self) -> Option<Duration> {
        let state = self.lock();
        state.due.then(|| PAUSE.saturating_sub(state.drawn.elapsed()))
    }

    /// Draws what is due by now.
    pub(super) fn draw_due(&self) {
        let mut state = self.lock();
        if state.editing && state.due && state.drawn.elapsed() >= PAUSE {
            state.draw(self.colours);
        }
    }

    /// Draws it all anew: on an empty screen, or where the terminal has another size by now.
    pub(super) fn redraw(&self, clear: bool) {
        let mut state = self.lock();
        if !state.editing {
            return;
        }
        if clear {
            send(b"\x1b[H\x1b[2J");
            state.frame = None;
            state.tail.clear();
        } else {
            state.resize();
        }
        state.draw(self.colours);
    }

    /// Gives the terminal back as it was, for a while or for good.
    pub(super) fn leave(&self) {
        let mut state = self.lock();
        if state.editing {
            let below = state.frame.take().map_or(0, |f| f.rows.len() - 1 - f.cursor.0);
            let mut out = "\n".repeat(below + 1);
            out.push_str("\r\x1b[?2004l");
            send(out.as_bytes());
            state.away = true;
        }
        set_raw(&mut state, false);
    }

    /// After [`Screen::leave`], if nobody has noticed so far that the program goes on.
    pub(super) fn come_back(&self) {
        if self.lock().away {
            self.go_on();
        }
    }

    /// The program goes on after it was stopped.
    pub(super) fn go_on(&self) {
        let mut state = self.lock();
        state.away = false;
        if state.editing && state.readers == 0 {
            state.size = size();
            state.frame = None;
            state.raw = false;
            send(b"\r");
            state.take(self.colours);
        }
    }

    /// As [`Screen::leave`], from a place where locks may be held: when all goes down.
    pub(super) fn rescue(&self) {
        let _ = termios::tcsetattr(stdin(), OptionalActions::Now, &self.modes);
        send(b"\x1b[?2004l");
    }

    pub(super) fn columns(&self) -> usize {
        self.lock().size.columns
    }

    pub(super) fn rows(&self) -> usize {
        self.lock().size.rows
    }
}

impl State {
    /// Takes keys one by one, and shows the prompt.
    fn take(&mut self, colours: bool) {
        set_raw(self, true);
        send(b"\x1b[?2004h");
        self.draw(colours);
    }

    fn draw(&mut self, colours: bool) {
        if self.readers > 0 {
            // What is there is the program's; whoever reads last has it drawn.
            self.due = false;
            return;
        }
        let new = frame::frame(&self.view, &self.painted, self.size, colours);
        let mut out = String::new();
        let old = self.frame.take().unwrap_or_else(|| {
            if !self.tail.is_empty() {
                out.push_str("\r\n");
            }
            out.push_str("\x1b[J");
            Frame { rows: vec![String::new()], cursor: (0, 0) }
        });
        change(&mut out, &old, &new);
        send(out.as_bytes());
        self.frame = Some(new);
        self.drawn = Instant::now();
        self.due = false;
    }

    /// Takes the frame away: the cursor is where output goes on.
    fn erase(&mut self) {
        let Some(frame) = self.frame.take() else { return };
        let mut out = String::new();
        up(&mut out, frame.cursor.0);
        out.push_str("\r\x1b[J");
        if !self.tail.is_empty() {
            let width = frame::width(&plain(&self.tail));
            up(&mut out, 1 + width.saturating_sub(1) / self.size.columns.max(1));
            out.push_str("\x1b[J");
        }
        send(out.as_bytes());
        if !self.tail.is_empty() {
            send(&self.tail);
        }
    }

    /// The terminal has got another size, and wrapped its lines as it liked.
    fn resize(&mut self) {
        let new = size();
        if let Some(frame) = self.frame.take() {
            let rows = |row: &String| {
                frame::width(&plain(row.as_bytes())).saturating_sub(1) / new.columns.max(1) + 1
            };
            let above: usize = frame.rows.iter().take(frame.cursor.0).map(rows).sum();
            let own = frame.cursor.1 / new.columns.max(1);
            let mut out = String::new();
            up(&mut out, (above + own).min(new.rows));
            out.push_str("\r\x1b[J");
            send(out.as_bytes());
        }
        self.tail.clear();
        self.size = new;
    }

    fn note(&mut self, bytes: &[u8]) {
        let Some(last) = bytes.last() else { return };
        self.at_start = *last == b'\n';
        if !self.editing {
            return;
        }
        match bytes.iter().rposition(|byte| *byte == b'\n') {
            Some(at) => self.tail = bytes.get(at + 1..).unwrap_or_default().to_vec(),
            None => self.tail.extend(bytes),
        }
        if self.tail.len() > LONGEST_TAIL {
            // Its beginning stays where it is.
            self.tail.clear();
            send(b"\r\n");
        }
    }
}

/// Goes up so many rows.
fn up(out: &mut String, rows: usize) {
    if rows > 0 {
        out.push_str(&format!("\x1b[{rows}A"));
    }
}

/// Text without its control sequences.
fn plain(bytes: &[u8]) -> String {
    let text = String::from_utf8_lossy(bytes);
    let mut out = String::new();
    let mut letters = text.rsplit('\r').next().unwrap_or("").chars().peekable();
    while let Some(c) = letters.next() {
        if c != '\x1b' {
            out.push(c);
        } else if letters.next() == Some('[') {
            while letters.next().is_some_and(|c| !('\x40'..='\x7e').contains(&c)) {}
        }
    }
    out
}

/// What turns one frame into another.
fn change(out: &mut String, old: &Frame, new: &Frame) {
    let mut row = old.cursor.0;
    let mut go = |out: &mut String, to: usize| {
        if to > row {
            out.push_str(&format!("\x1b[{}B", to - row));
        }
        up(out, row.saturating_sub(to));
        row = to;
    };
    for (at, text) in new.rows.iter().enumerate() {
        if old.rows.get(at) == Some(text) {
            continue;
        }
        if at < old.rows.len() {
            go(out, at);
            out.push_str("\r\x1b[K");
        } else {
            // The terminal may have to scroll.
            go(out, at - 1);
            out.push_str("\r\n");
            go(&mut String::new(), at);
        }
        out.push_str(text);
    }
    if old.rows.len() > new.rows.len() {
        go(out, new.rows.len());
        out.push_str("\r\x1b[J");
    }
    go(out, new.cursor.0);
    out.push('\r');
    if new.cursor.1 > 0 {
        out.push_str(&format!("\x1b[{}C", new.cursor.1));
    }
}

impl taipan_engine::host::terminal::Screen for Screen {
    fn output(
        &self,
        fd: RawFd,
        bytes: &[u8],
        write: &mut dyn FnMut(&[u8]) -> io::Result<usize>,
    ) -> io::Result<usize> {
        let shown = usize::try_from(fd - 1).ok().and_then(|at| self.shown.get(at));
        if !shown.copied().unwrap_or(false) {
            return write(bytes);
        }
        let mut state = self.lock();
        if state.editing {
            state.erase();
        }
        let written = write(bytes)?;
        state.note(bytes.get(..written).unwrap_or_default());
        if state.editing {
            // Not each time while much is printed, but often enough that the prompt is there.
            if state.drawn.elapsed() >= 4 * PAUSE {
                state.draw(self.colours);
            } else {
                self.due_later(&mut state);
            }
        }
        Ok(written)
    }

    fn reads(&self) {
        let mut state = self.lock();
        state.readers += 1;
        if state.editing && state.raw {
            state.erase();
            send(b"\x1b[?2004l");
            set_raw(&mut state, false);
        }
    }

    fn input(&self, bytes: &[u8]) {
        let mut state = self.lock();
        state.readers -= 1;
        if bytes.ends_with(b"\n") {
            state.at_start = true;
            state.tail.clear();
        }
        if state.editing && state.readers == 0 {
            state.take(self.colours);
            // What was typed meanwhile is for the prompt again.
            self.alarm.get().into_iter().for_each(|alarm| alarm());
        }
    }

    fn stand_in(self: Arc<Self>) -> Option<StandIn> {
        let size = {
            let state = self.lock();
            state.editing.then_some(state.size)?
        };
        relay::stand_in(self, size)
    }

    fn redraw(&self) {
        let mut state = self.lock();
        if state.editing {
            state.frame = None;
            send(b"\r");
            state.draw(self.colours);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn control_sequences_take_no_room() {
        assert_eq!(plain(b"\x1b[1;31mred\x1b[0m"), "red");
        assert_eq!(plain(b"10%\r20%"), "20%");
    }

    #[test]
    fn only_what_changed_is_written() {
        let frame = |rows: &[&str], cursor| Frame {
            rows: rows.iter().map(|row| (*row).to_owned()).collect(),
            cursor,
        };
        let mut out = String::new();
        change(&mut out, &frame(&["a", "b"], (1, 1)), &frame(&["a", "bc"], (1, 2)));
        assert_eq!(out, "\r\x1b[Kbc\r\x1b[2C");
        out.clear();
        change(&mut out, &frame(&["a", "b"], (1, 1)), &frame(&["a"], (0, 1)));
        assert_eq!(out, "\r\x1b[J\x1b[1A\r\x1b[1C");
        out.clear();
        change(&mut out, &frame(&["a"], (0, 1)), &frame(&["a", "b"], (1, 1)));
        assert_eq!(out, "\r\nb\r\x1b[1C");
    }
}
