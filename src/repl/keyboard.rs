//! Keys on their way from the terminal to the editor: what is pasted goes as one piece, what would harm
//! the editor is made harmless, Ctrl-Z stops the program. Knows nothing of what keys do.

use std::collections::VecDeque;
use std::os::fd::OwnedFd;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use rustix::event::{PollFd, PollFlags, Timespec, poll};
use rustix::io::Errno;
use rustix::process::{Signal, getpid, kill_current_process_group, kill_process};

use super::screen::Screen;

/// What begins and ends a text that is pasted.
const PASTE: &[u8] = b"\x1b[200~";
const PASTED: &[u8] = b"\x1b[201~";

/// The editor answers a key that may end the line. If it does something else with it, the answer is not
/// awaited longer than this; if it does nothing at all, somebody else keeps the processor busy.
const PATIENCE: Duration = Duration::from_millis(500);
const LONG_PATIENCE: Duration = Duration::from_secs(4);

/// What may be the beginning of something waits so long for the rest.
const REST: Duration = Duration::from_millis(20);

/// A paste whose end does not come is over after this time.
const PASTE_REST: Duration = Duration::from_secs(2);

/// A program that is being stopped notices that within this time.
const STOP: Duration = Duration::from_millis(200);

/// Nobody types so many characters at once.
const TYPED: usize = 32;

pub(super) struct Keyboard {
    state: Mutex<State>,
    /// A byte there has the pump look again.
    wake: OwnedFd,
    /// The front of the editor's own terminal.
    front: OwnedFd,
    screen: Arc<Screen>,
    /// Whether the prompt has been told of something that it has not answered.
    asked: AtomicBool,
    /// Called once the terminal is gone.
    on_gone: Box<dyn Fn() + Send + Sync>,
}

#[derive(Default)]
struct State {
    /// Whether somebody wants keys.
    active: bool,
    /// Since when the answer to a key is awaited, and since when the editor has done something else.
    held: Option<Instant>,
    seen: Option<Instant>,
    queue: VecDeque<Item>,
    /// What is pasted, until its end comes.
    paste: Option<Vec<u8>>,
    /// What may be the beginning of a marker or a character.
    partial: Vec<u8>,
    /// When the last bytes came.
    read: Option<Instant>,
    /// For the editor to take, one for each time that it was told.
    pasted: VecDeque<String>,
    gone: bool,
}

enum Item {
    Keys(Vec<u8>),
    Paste(String),
    Stop,
    /// Ctrl-\: shows what the tasks wait for.
    Quit,
}

impl Keyboard {
    /// `control` is what `wake` writes to.
    pub(super) fn start(
        (control, wake): (OwnedFd, OwnedFd),
        front: OwnedFd,
        screen: Arc<Screen>,
        on_gone: Box<dyn Fn() + Send + Sync>,
    ) -> std::io::Result<Arc<Keyboard>> {
        let (state, asked) = (Mutex::default(), AtomicBool::new(false));
        let keyboard = Arc::new(Keyboard { state, wake, front, screen, asked, on_gone });
        let (own, woken) = (keyboard.clone(), keyboard.clone());
        keyboard.screen.set_alarm(Box::new(move || woken.wake()));
        std::thread::Builder::new()
            .name("keyboard".to_owned())
            .spawn(move || own.pump(&control))?;
        Ok(keyboard)
    }

    fn lock(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    pub(super) fn wake(&self) {
        // A full pipe has been told already.
        let _ = rustix::io::write(&self.wake, &[0]);
    }

    /// Takes keys from now on.
    pub(super) fn listen(&self) {
        let mut state = self.lock();
        state.active = true;
        state.held = None;
        self.asked.store(false, Ordering::Relaxed);
        let gone = state.gone;
        drop(state);
        if gone {
            (self.on_gone)();
        }
        self.wake();
    }

    /// Leaves what is typed from now on to the program.
    pub(super) fn stop(&self) {
        self.lock().active = false;
    }

    /// The key has not ended the line: others may follow.
    pub(super) fn go_on(&self) {
        self.lock().held = None;
        self.wake();
    }

    /// The editor has done something.
    pub(super) fn has_edited(&self) {
        let mut state = self.lock();
        if state.held.is_some() {
            state.seen = Some(Instant::now());
        }
    }

    /// The prompt has been asked for something, and is to answer soon.
    pub(super) fn has_asked(&self) {
        self.asked.store(true, Ordering::Relaxed);
    }

    /// A Ctrl-C that nobody has typed.
    pub(super) fn interrupt(&self) {
        let mut state = self.lock();
        state.held = None;
        state.queue.push_front(Item::Keys(vec![3]));
        drop(state);
        self.wake();
    }

    /// What was pasted.
    pub(super) fn take_paste(&self) -> Option<String> {
        self.lock().pasted.pop_front()
    }

    fn pump(&self, control: &OwnedFd) {
        let mut buffer = vec![0; 65536];
        loop {
            let blocked = self.forward();
            let (reads, timeout) = {
                let state = self.lock();
                let wanted = state.active && !state.gone && state.queue.len() < 10_000;
                let reads = wanted && self.screen.takes_keys();
                let left = |since: Option<Instant>, time: Duration| {
                    since.map(|since| time.saturating_sub(since.elapsed()))
                };
                let rest = match (&state.paste, state.partial.is_empty()) {
                    (Some(_), _) => left(state.read, PASTE_REST),
                    (None, false) => left(state.read, REST),
                    (None, true) => None,
                };
                let all = [state.holds(), rest, self.screen.due()];
                (reads, all.into_iter().flatten().min())
            };
            let front = match blocked {
                true => PollFlags::IN | PollFlags::OUT,
                false => PollFlags::IN,
            };
            let stdin = rustix::stdio::stdin();
            let mut all =
                vec![PollFd::new(control, PollFlags::IN), PollFd::new(&self.front, front)];
            if reads {
                all.push(PollFd::new(&stdin, PollFlags::IN));
            }
            let timeout = timeout.map(|t| t + Duration::from_millis(1));
            let timeout = timeout.and_then(|t| Timespec::try_from(t).ok());
            if poll(&mut all, timeout.as_ref()).is_err() {
                continue;
            }
            let ready = |at: usize| all.get(at).map_or(PollFlags::empty(), PollFd::revents);
            let (told, echoed, typed) = (ready(0), ready(1), ready(2));
            if told.contains(PollFlags::IN) {
                let _ = rustix::io::read(control, &mut buffer);
            }
            if echoed.contains(PollFlags::IN) {
                // What the editor shows is drawn elsewhere.
                let _ = rustix::io::read(&self.front, &mut buffer);
            }
            if !typed.is_empty() {
                self.read(&mut buffer, typed);
            }
            self.look_at_the_time();
            self.screen.draw_due();
        }
    }

    fn read(&self, buffer: &mut [u8], found: PollFlags) {
        let mut state = self.lock();
        if !state.active {
            return;
        }
        // Somebody else may want what is typed by now.
        let Some(read) = self.screen.keys(buffer) else { return };
        let ended = found.intersects(PollFlags::HUP | PollFlags::ERR | PollFlags::NVAL);
        match read {
            Ok(length) if length > 0 || !ended => {
                state.read = Some(Instant::now());
                let bytes = buffer.get(..length).unwrap_or_default();
                if bytes.contains(&3) && state.paste.is_none() {
                    self.insist();
                }
                state.take(bytes);
            }
            Ok(_) | Err(Errno::IO | Errno::BADF) => {
                state.gone = true;
                drop(state);
                (self.on_gone)();
            }
            Err(_) => {}
        }
    }

    /// Ctrl-C, while the prompt does not answer: something in the background does not let it.
    fn insist(&self) {
        if self.asked.load(Ordering::Relaxed) {
            let _ = kill_process(getpid(), Signal::INT);
        }
    }

    fn look_at_the_time(&self) {
        let mut state = self.lock();
        if state.holds().is_some_and(|left| left.is_zero()) {
            state.held = None;
        }
        let waited = state.read.map_or(Duration::ZERO, |read| read.elapsed());
        if state.paste.is_some() && waited >= PASTE_REST {
            let pasted = state.paste.take().unwrap_or_default();
            state.push_paste(&harmless(&pasted));
        } else if state.paste.is_none() && !state.partial.is_empty() && waited >= REST {
            let rest = std::mem::take(&mut state.partial);
            state.keys(&rest);
        }
    }

    /// Hands keys to the editor. True if it has to take some before others can follow.
    fn forward(&self) -> bool {
        loop {
            let mut state = self.lock();
            if !state.active || state.held.is_some() {
                return false;
            }
            let Some(item) = state.queue.pop_front() else { return false };
            match item {
                Item::Keys(keys) => match rustix::io::write(&self.front, &keys) {
                    Ok(written) if written < keys.len() => {
                        let rest = keys.get(written..).unwrap_or_default().to_vec();
                        state.queue.push_front(Item::Keys(rest));
                    }
                    Ok(_) => {
                        if keys.last().is_some_and(|key| matches!(key, b'\r' | b'\n' | 3 | 4)) {
                            state.hold();
                        }
                    }
                    Err(Errno::AGAIN) => {
                        state.queue.push_front(Item::Keys(keys));
                        return true;
                    }
                    Err(_) => {}
                },
                Item::Paste(text) => {
                    state.pasted.push_back(text);
                    state.hold();
                    let _ = rustix::io::write(&self.front, PASTE);
                }
                Item::Stop => {
                    drop(state);
                    self.screen.leave();
                    // The whole group, as the terminal would. Nobody stops where no shell waits.
                    let _ = kill_current_process_group(Signal::TSTP);
                    std::thread::sleep(STOP);
                    self.screen.come_back();
                }
                Item::Quit => {
                    let _ = kill_process(getpid(), Signal::QUIT);
                }
            }
        }
    }
}

impl State {
    /// Has others wait until the key is answered.
    fn hold(&mut self) {
        self.held = Some(Instant::now());
        self.seen = None;
    }

    /// How long they wait at most.
    fn holds(&self) -> Option<Duration> {
        let held = LONG_PATIENCE.saturating_sub(self.held?.elapsed());
        let seen = self.seen.map(|seen| PATIENCE.saturating_sub(seen.elapsed()));
        Some(seen.map_or(held, |seen| seen.min(held)))
    }

    /// Takes what was typed apart.
    fn take(&mut self, bytes: &[u8]) {
        let mut all = std::mem::take(&mut self.partial);
        all.extend(bytes);
        let mut rest = &*all;
        while !rest.is_empty() {
            if let Some(paste) = &mut self.paste {
                let from = paste.len().saturating_sub(PASTED.len());
                paste.extend(rest);
                let Some(end) = find(paste.get(from..).unwrap_or_default(), PASTED) else { return };
                let behind = paste.len() - (from + end + PASTED.len());
                paste.truncate(from + end);
                let text = harmless(paste);
                self.paste = None;
                self.push_paste(&text);
                rest = rest.get(rest.len() - behind..).unwrap_or_default();
            } else if let Some(at) = find(rest, PASTE) {
                self.keys(rest.get(..at).unwrap_or_default());
                self.paste = Some(Vec::new());
                rest = rest.get(at + PASTE.len()..).unwrap_or_default();
            } else {
                let whole = rest.len() - unfinished(rest);
                self.keys(rest.get(..whole).unwrap_or_default());
                self.partial = rest.get(whole..).unwrap_or_default().to_vec();
                return;
            }
        }
    }

    /// Keys without a paste among them.
    fn keys(&mut self, bytes: &[u8]) {
        let text = String::from_utf8_lossy(bytes);
        let mut keys = String::new();
        let mut rest = &*text;
        while let Some(first) = rest.chars().next() {
            if first == '\x1b' {
                let (sequence, behind) = rest.split_at(escape_length(rest));
                keys.push_str(sequence);
                rest = behind;
                continue;
            }
            let length = rest.find(char::is_control).unwrap_or(rest.len());
            if length >= TYPED {
                self.push_keys(&mut keys);
                let (run, behind) = rest.split_at(length);
                self.push_paste(run);
                rest = behind;
                continue;
            }
            let (key, behind) = rest.split_at(first.len_utf8());
            rest = behind;
            match first {
                '\x1a' | '\x1c' => {
                    self.push_keys(&mut keys);
                    self.queue.push_back(if first == '\x1a' { Item::Stop } else { Item::Quit });
                }
                '\r' | '\n' | '\x03' | '\x04' => {
                    keys.push_str(key);
                    self.push_keys(&mut keys);
                }
                _ => keys.push_str(key),
            }
        }
        self.push_keys(&mut keys);
    }

    /// Pieces that follow each other are one.
    fn push_paste(&mut self, text: &str) {
        match self.queue.back_mut() {
            Some(Item::Paste(before)) => before.push_str(text),
            _ => self.queue.push_back(Item::Paste(text.to_owned())),
        }
    }

    fn push_keys(&mut self, keys: &mut String) {
        if !keys.is_empty() {
            self.queue.push_back(Item::Keys(std::mem::take(keys).into_bytes()));
        }
    }
}

fn find(text: &[u8], wanted: &[u8]) -> Option<usize> {
    text.windows(wanted.len()).position(|window| window == wanted)
}

/// The length of the key that begins with an escape character.
fn escape_length(text: &str) -> usize {
    let end = |from: usize| {
        let last = |c: char| ('\x40'..='\x7e').contains(&c);
        text.get(from..).and_then(|rest| rest.find(last)).map_or(text.len(), |at| from + at + 1)
    };
    let mut letters = text.char_indices().skip(1);
    match letters.next() {
        Some((_, '[')) if text.get(2..).is_some_and(|rest| rest.starts_with('[')) => end(3),
        Some((_, '[' | 'O')) => end(2),
        Some((at, c)) if !c.is_control() => at + c.len_utf8(),
        Some(_) | None => 1,
    }
}

/// How many bytes at the end may be the beginning of something.
fn unfinished(bytes: &[u8]) -> usize {
    let longest = (2..PASTE.len()).rev().find(|n| bytes.ends_with(PASTE.get(..*n).unwrap_or(&[0])));
    if let Some(length) = longest {
        return length;
    }
    let last = bytes.iter().rev().take(3).position(|byte| byte & 0xc0 == 0xc0);
    let Some(tail) = last.map(|at| at + 1) else { return 0 };
    let first = bytes.get(bytes.len() - tail).copied().unwrap_or(0);
    let wanted = first.leading_ones() as usize;
    if tail < wanted && wanted <= 4 { tail } else { 0 }
}

/// Pasted text as it may stand in a source.
fn harmless(bytes: &[u8]) -> String {
    let text = String::from_utf8_lossy(bytes).replace("\r\n", "\n").replace('\r', "\n");
    let keep = |c: &char| !c.is_control() || matches!(c, '\n' | '\t');
    if text.chars().all(|c| keep(&c)) { text } else { text.chars().filter(keep).collect() }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn taken(pieces: &[&[u8]]) -> Vec<String> {
        let mut state = State::default();
        pieces.iter().for_each(|piece| state.take(piece));
        let shown = |item: Item| match item {
            Item::Keys(keys) => format!("{:?}", String::from_utf8_lossy(&keys)),
            Item::Paste(text) => format!("paste {text:?}"),
            Item::Stop => "stop".to_owned(),
            Item::Quit => "quit".to_owned(),
        };
        state.queue.into_iter().map(shown).collect()
    }

    #[test]
    fn keys_end_where_an_answer_is_awaited() {
        assert_eq!(taken(&[b"ab\rcd\x03e"]), [r#""ab\r""#, r#""cd\u{3}""#, r#""e""#]);
        assert_eq!(taken(&[b"a\x1ab"]), [r#""a""#, "stop", r#""b""#]);
    }

    #[test]
    fn pastes_are_one_piece_however_they_come() {
        let whole = taken(&[b"x\x1b[200~a\r\nb\x1b[201~y"]);
        assert_eq!(whole, [r#""x""#, r#"paste "a\nb""#, r#""y""#]);
        let split = taken(&[b"x\x1b[20", b"0~a\r\nb\x1b[2", b"01~y"]);
        assert_eq!(split, whole);
    }

    #[test]
    fn rubbish_does_no_harm() {
        assert_eq!(taken(&[b"\xff\xfe"]), ["\"\u{fffd}\u{fffd}\""]);
        assert_eq!(taken(&[b"\xc3", b"\xa4"]), ["\"ä\""]);
        assert_eq!(harmless(b"a\x1b[A\x00b\xff"), "a[Ab\u{fffd}");
    }

    #[test]
    fn long_runs_are_no_keys() {
        let run = "x".repeat(100);
        assert_eq!(
            taken(&[format!("{run}\r").as_bytes()]),
            [format!("paste {run:?}"), r#""\r""#.to_owned()]
        );
    }
}
