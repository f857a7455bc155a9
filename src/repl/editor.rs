//! The editor: rustyline on a thread of its own. It is given keys and tells the screen what is typed, and
//! the session what was entered. Draws nothing and runs no Python code.

use std::borrow::Cow;
use std::cell::RefCell;
use std::os::fd::OwnedFd;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{Receiver, Sender, SyncSender};
use std::sync::{Arc, Mutex, PoisonError};

use rustyline::completion::Completer;
use rustyline::config::{BellStyle, Configurer};
use rustyline::error::ReadlineError;
use rustyline::highlight::{CmdKind, Highlighter};
use rustyline::hint::Hinter;
use rustyline::history::{History as _, MemHistory};
use rustyline::validate::Validator;
use rustyline::{Behavior, ColorMode, Config, EditMode, Editor, Helper};

use super::history::History;
use super::keyboard::Keyboard;
use super::keys;
use super::screen::Screen;

/// What the editor tells the session.
pub(super) enum Event {
    Entered(String),
    /// Ctrl-C.
    Interrupted,
    /// Ctrl-D, or the terminal is gone.
    End,
    /// What could follow is wanted.
    Complete {
        before: String,
        answer: SyncSender<Completions>,
    },
    /// The signature of what is being called is wanted.
    Hint,
    /// The editor could not go on.
    Broken,
}

/// What the session tells the editor.
pub(super) enum Request {
    /// Edit a text, with the cursor at that byte.
    Edit(String, usize),
    Mode(EditMode),
}

/// What could stand from some byte to the cursor.
#[derive(Default)]
pub(super) struct Completions {
    pub(super) start: usize,
    pub(super) all: Vec<String>,
}

/// What the editor's thread and the session share.
pub(super) struct Link {
    events: Mutex<Sender<Event>>,
    /// A byte there wakes the session.
    wake: OwnedFd,
    pub(super) screen: Arc<Screen>,
    pub(super) keyboard: Arc<Keyboard>,
    /// Whether a hint is on its way.
    hinting: AtomicBool,
    /// A text that is too large to edit.
    oversized: Mutex<Option<String>>,
}

impl Link {
    pub(super) fn new(
        events: Sender<Event>,
        wake: OwnedFd,
        screen: Arc<Screen>,
        keyboard: Arc<Keyboard>,
    ) -> Link {
        let events = Mutex::new(events);
        let (hinting, oversized) = (AtomicBool::new(false), Mutex::default());
        Link { events, wake, screen, keyboard, hinting, oversized }
    }

    pub(super) fn send(&self, event: Event) {
        let events = self.events.lock().unwrap_or_else(PoisonError::into_inner);
        // A session that is over hears nothing, and a full pipe has told it already.
        let _ = events.send(event);
        let _ = rustix::io::write(&self.wake, &[0]);
    }

    /// The hint that was asked for is on its way: whatever is typed from now on wants another.
    pub(super) fn hinted(&self) {
        self.hinting.store(false, Ordering::Relaxed);
    }

    /// Has a text entered that the editor cannot hold.
    pub(super) fn enter_oversized(&self, text: String) {
        *self.oversized.lock().unwrap_or_else(PoisonError::into_inner) = Some(text);
    }

    fn edited(&self, text: &str, cursor: usize, prompt: Option<&str>) {
        self.screen.edit(text, cursor, prompt);
        self.keyboard.has_edited();
        if prompt.is_none()
            && may_be_call(text.get(..cursor).unwrap_or(""))
            && !self.hinting.swap(true, Ordering::Relaxed)
        {
            self.send(Event::Hint);
        }
    }
}

/// Whether the cursor may be within the arguments of a call; a look at the last lines is enough.
fn may_be_call(before: &str) -> bool {
    let near = before.len().saturating_sub(1000);
    let near = before.get(before.ceil_char_boundary(near)..).unwrap_or("");
    let count = |wanted: char| near.matches(wanted).count();
    !before.starts_with(':') && count('(') > count(')')
}

/// How rustyline is set up.
pub(super) fn config(mode: EditMode) -> Config {
    Config::builder()
        .behavior(Behavior::PreferTerm)
        .color_mode(ColorMode::Forced)
        .edit_mode(mode)
        .keyseq_timeout(Some(25))
        .bell_style(BellStyle::None)
        .auto_add_history(false)
        .bracketed_paste(false)
        .check_cursor_position(false)
        .indent_size(super::blocks::STEP as u8)
        .build()
}

/// Runs the editor to the end of the program.
pub(super) fn run(
    mut editor: Editor<Painter, MemHistory>,
    mut history: History,
    requests: &Receiver<Request>,
    link: &Arc<Link>,
) {
    let fail = Fail(link.clone());
    keys::bind(&mut editor, link);
    editor.set_helper(Some(Painter { link: link.clone(), prompt: RefCell::default() }));
    recall(&mut editor, &history);
    while let Ok(request) = requests.recv() {
        let (text, cursor) = match request {
            Request::Mode(mode) => {
                editor.set_edit_mode(mode);
                continue;
            }
            Request::Edit(text, cursor) => (text, cursor),
        };
        let initial = text.split_at_checked(cursor).unwrap_or((&text, ""));
        let event = match editor.readline_with_initial("", initial) {
            Ok(text) => {
                remember(&mut editor, &mut history, &text);
                Event::Entered(text)
            }
            Err(ReadlineError::Interrupted) => {
                match link.oversized.lock().unwrap_or_else(PoisonError::into_inner).take() {
                    Some(text) => Event::Entered(text),
                    None => Event::Interrupted,
                }
            }
            Err(ReadlineError::Eof) => Event::End,
            Err(_) => Event::Broken,
        };
        link.keyboard.has_asked();
        link.send(event);
    }
    std::mem::forget(fail);
}

/// Tells the session if the editor's thread ends by a panic.
struct Fail(Arc<Link>);

impl Drop for Fail {
    fn drop(&mut self) {
        self.0.send(Event::Broken);
    }
}

fn remember(editor: &mut Editor<Painter, MemHistory>, history: &mut History, text: &str) {
    if history.add(text) {
        recall(editor, history);
    } else if let Some(entry) = history.entries().last() {
        let _ = editor.add_history_entry(entry.as_str());
    }
}

/// Has the editor know what the history has.
fn recall(editor: &mut Editor<Painter, MemHistory>, history: &History) {
    let known = editor.history_mut();
    let _ = known.clear();
    let _ = known.set_max_len(usize::MAX);
    for entry in history.entries() {
        let _ = known.add(entry);
    }
}

/// Tells the screen what rustyline would draw.
pub(super) struct Painter {
    link: Arc<Link>,
    /// What stands in place of the prompt, while something is searched for example.
    prompt: RefCell<Option<String>>,
}

impl Helper for Painter {}

impl Completer for Painter {
    type Candidate = String;
}

impl Hinter for Painter {
    type Hint = String;
}

impl Validator for Painter {}

impl Highlighter for Painter {
    fn highlight_prompt<'b, 's: 'b, 'p: 'b>(
        &'s self,
        prompt: &'p str,
        default: bool,
    ) -> Cow<'b, str> {
        self.prompt.replace((!default).then(|| prompt.to_owned()));
        Cow::Borrowed("")
    }

    fn highlight<'l>(&self, line: &'l str, pos: usize) -> Cow<'l, str> {
        let prompt = self.prompt.take();
        self.link.edited(line, pos, prompt.as_deref());
        Cow::Borrowed("")
    }

    fn highlight_char(&self, _: &str, _: usize, _: CmdKind) -> bool {
        // Everything that changes is to come to `highlight`.
        true
    }
}
