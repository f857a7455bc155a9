//! The prompt on a terminal: lines are edited as blocks, in colours, while tasks go on in the background.
//! Through anything but a terminal the engine's own plain prompt reads.
//!
//! * `editor` is rustyline on its own thread, `keys` what keys do beyond that, `own_terminal` why the
//!   editor's drawing is not seen; `keyboard` brings keys to it.
//! * `screen` draws, `frame` says what, `colours` how; `blocks` tells what is complete. `relay` brings it
//!   what children write.
//! * `live` asks the program's objects, `commands` are those with a colon, `history` lasts.

mod blocks;
mod colours;
mod commands;
mod editor;
mod frame;
mod history;
mod keyboard;
mod keys;
mod live;
mod own_terminal;
mod relay;
mod screen;

use std::os::fd::{AsRawFd, OwnedFd};
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::mpsc::{self, Receiver, Sender};

use rustix::pipe::{PipeFlags, pipe_with};
use rustyline::EditMode;
use signal_hook::consts::{SIGCONT, SIGHUP, SIGTERM, SIGWINCH};
use taipan_engine::aio::session;
use taipan_engine::host::{Signal, signals};
use taipan_engine::object::slots::PyResult;
use taipan_engine::object::vm::Vm;
use taipan_engine::types::exception::KEYBOARD_INTERRUPT;
use taipan_engine::{Entered, Entries, Exit, Prompt, StandardLines};

use editor::{Event, Link, Request};
use history::History;
use keyboard::Keyboard;
use screen::Screen;

/// How a prompt is to be.
pub(crate) struct Manner {
    pub(crate) colours: bool,
    pub(crate) vi: bool,
    /// Where the history is kept.
    pub(crate) history: Option<PathBuf>,
}

/// A new session is wanted: with the virtual clock or the real one, with a seed, or as the one before.
#[derive(Default)]
pub(crate) struct Restart {
    pub(crate) clock: Option<bool>,
    pub(crate) seed: Option<u64>,
}

/// A prompt on a terminal.
pub(crate) struct Terminal {
    screen: Arc<Screen>,
    manner: Manner,
    editor: State,
    /// What was entered in this session.
    entered: Vec<String>,
    restart: Option<Restart>,
}

enum State {
    /// Nobody has asked for a line so far.
    New,
    Open(Open),
    /// There is a terminal, but not one to edit on.
    Plain,
}

struct Open {
    link: Arc<Link>,
    events: Receiver<Event>,
    requests: Sender<Request>,
    /// Readable when there are events.
    woken: OwnedFd,
}

/// So often the editor may fail at one text.
const MOST_FAILURES: usize = 3;

/// Descriptors from this number on are beyond what the editor can wait for.
const MOST_DESCRIPTORS: i32 = 1000;

impl Terminal {
    /// `None` if the standard streams are no terminal that one can edit on.
    pub(crate) fn new(manner: Manner) -> Option<Terminal> {
        if std::env::var_os("TERM").is_some_and(|term| term == "dumb" || term.is_empty()) {
            return None;
        }
        let screen = Screen::new(manner.colours)?;
        let entered = Vec::new();
        Some(Terminal { screen, manner, editor: State::New, entered, restart: None })
    }

    /// What the program's output goes through.
    pub(crate) fn screen(&self) -> Arc<dyn taipan_engine::host::terminal::Screen> {
        self.screen.clone()
    }

    /// What a command asked for.
    pub(crate) fn take_restart(&mut self) -> Option<Restart> {
        self.restart.take()
    }

    fn ask(&self, request: Request) {
        if let State::Open(open) = &self.editor {
            // An editor that is gone says so by an event.
            let _ = open.requests.send(request);
        }
    }

    /// Starts the editor, if there is none and there can be one.
    fn open(&mut self, vm: &Vm) -> Option<&Open> {
        if matches!(self.editor, State::New) {
            let opened = self.start(vm);
            self.editor = opened.map_or(State::Plain, State::Open);
        }
        match &self.editor {
            State::Open(open) if can_wait() => Some(open),
            State::Open(_) | State::New | State::Plain => None,
        }
    }

    fn start(&self, vm: &Vm) -> Option<Open> {
        let mode = if self.manner.vi { EditMode::Vi } else { EditMode::Emacs };
        let made = own_terminal::editor(&*vm.host, editor::config(mode)).ok();
        let (editor, front) = made?;
        let flags = PipeFlags::CLOEXEC | PipeFlags::NONBLOCK;
        let (woken, wake) = pipe_with(flags).ok()?;
        let control = pipe_with(flags).ok()?;
        let (send, events) = mpsc::channel();
        let gone = {
            let (send, wake) = (send.clone(), rustix::io::dup(&wake).ok()?);
            move || {
                let _ = send.send(Event::End);
                let _ = rustix::io::write(&wake, &[0]);
            }
        };
        let keyboard = Keyboard::start(control, front, self.screen.clone(), Box::new(gone)).ok()?;
        let link = Arc::new(Link::new(send, wake, self.screen.clone(), keyboard));
        let (requests, asked) = mpsc::channel();
        let (own, history) = (link.clone(), History::open(self.manner.history.clone()));
        let editing = move || editor::run(editor, history, &asked, &own);
        std::thread::Builder::new().name("editor".to_owned()).spawn(editing).ok()?;
        watch_signals(&self.screen);
        restore_after_panics(&self.screen);
        Some(Open { link, events, requests, woken })
    }

    /// One entry; the terminal is the program's again when it comes back.
    fn read(&mut self, vm: &Vm) -> PyResult<Entered> {
        let prompts = (vm.prompt_text("ps1")?, vm.prompt_text("ps2")?);
        let screen = self.screen.clone();
        let Some(open) = self.open(vm) else { return StandardLines.next(vm) };
        let keyboard = open.link.keyboard.clone();
        session::go_live(vm)?;
        screen.begin(prompts);
        keyboard.listen();
        let said = open.read(vm);
        keyboard.stop();
        screen.finish(if matches!(said, Ok(Event::Interrupted)) {
            "KeyboardInterrupt\n"
        } else {
            ""
        });
        match said? {
            Event::Entered(text) => Ok(self.understood(vm, text)),
            Event::Broken => {
                self.editor = State::Plain;
                StandardLines.next(vm)
            }
            Event::End => Ok(Entered::End),
            Event::Interrupted | Event::Complete { .. } | Event::Hint => {
                Ok(Entered::Block(String::new()))
            }
        }
    }

    /// What is meant by a text.
    fn understood(&mut self, vm: &Vm, text: String) -> Entered {
        let plain = text.trim();
        if plain.starts_with(':') {
            return Entered::Command(plain.to_owned());
        }
        if let Some(name) = blocks::question(plain) {
            return Entered::Block(format!("help({name})"));
        }
        if matches!(plain, "exit" | "quit" | "help") && !is_defined(vm, plain) {
            return Entered::Block(format!("{plain}()"));
        }
        if !plain.is_empty() {
            self.entered.push(text.clone());
        }
        Entered::Block(text)
    }
}

/// Whether the program has given that name another meaning.
fn is_defined(vm: &Vm, name: &str) -> bool {
    let globals = Prompt::globals(vm).ok().flatten();
    globals.is_some_and(|globals| vm.getitem(&globals, &vm.str(name)).is_ok())
}

/// Whether the next descriptor is one that the editor can wait for.
fn can_wait() -> bool {
    rustix::io::dup(rustix::stdio::stdin()).is_ok_and(|fd| fd.as_raw_fd() < MOST_DESCRIPTORS)
}

impl Open {
    /// Has the loop run until something was entered.
    fn read(&self, vm: &Vm) -> PyResult<Event> {
        // What an earlier prompt asked for is of no interest any more.
        while self.events.try_recv().is_ok() {}
        self.link.hinted();
        let _ = self.requests.send(Request::Edit(String::new(), 0));
        let mut failures = 0;
        loop {
            match session::wait_for(vm, self.woken.as_raw_fd()) {
                Ok(false) => {}
                Ok(true) => self.link.keyboard.interrupt(),
                Err(raised) if vm.is_exception(&raised.0, &KEYBOARD_INTERRUPT) => {
                    self.link.keyboard.interrupt();
                }
                Err(raised) => return Err(raised),
            }
            let mut bytes = [0; 256];
            let _ = rustix::io::read(&self.woken, &mut bytes);
            while let Ok(event) = self.events.try_recv() {
                match event {
                    Event::Complete { before, answer } => {
                        let _ = answer.send(live::complete(vm, &before));
                    }
                    Event::Hint => {
                        self.link.hinted();
                        let (text, cursor) = self.link.screen.typed();
                        let line = live::hint(vm, &text, cursor);
                        self.link.screen.show_hint(&text, cursor, &line);
                    }
                    Event::Broken if failures < MOST_FAILURES => {
                        failures += 1;
                        let (text, cursor) = self.link.screen.typed();
                        if self.requests.send(Request::Edit(text, cursor)).is_err() {
                            return Ok(Event::Broken);
                        }
                    }
                    Event::Entered(_) | Event::Interrupted | Event::End | Event::Broken => {
                        return Ok(event);
                    }
                }
            }
        }
    }
}

impl Entries for Terminal {
    fn next(&mut self, vm: &Vm) -> PyResult<Entered> {
        let _ = vm.flush_streams();
        loop {
            match self.read(vm)? {
                Entered::Block(text) if text.trim().is_empty() => {}
                entered => return Ok(entered),
            }
        }
    }

    fn command(&mut self, vm: &Vm, prompt: &Prompt, text: &str) -> PyResult<Option<Exit>> {
        self.obey(vm, prompt, text)
    }

    fn name(&self, number: usize) -> String {
        format!("<python-input-{number}>")
    }

    fn ended(&mut self, vm: &Vm) {
        if matches!(self.editor, State::Plain) {
            StandardLines.ended(vm);
        }
    }
}

/// A terminal of another size, a program that goes on after a stop, one that is to end.
fn watch_signals(screen: &Arc<Screen>) {
    let mut all = vec![SIGWINCH, SIGCONT];
    for (number, signal) in [(SIGTERM, Signal::TERMINATE), (SIGHUP, Signal::HANG_UP)] {
        if signals::has_usual_effect(signal) {
            all.push(number);
        }
    }
    let Ok(mut arriving) = signal_hook::iterator::Signals::new(all) else { return };
    let screen = screen.clone();
    let watch = move || {
        for signal in arriving.forever() {
            match signal {
                SIGWINCH => screen.redraw(false),
                SIGCONT => screen.go_on(),
                signal => {
                    screen.rescue();
                    let _ = signal_hook::low_level::emulate_default_handler(signal);
                }
            }
        }
    };
    // Without it only the size of the terminal is not noticed.
    drop(std::thread::Builder::new().name("signals".to_owned()).spawn(watch));
}

/// A mistake of ours must not leave the terminal unusable.
fn restore_after_panics(screen: &Arc<Screen>) {
    let (screen, before) = (screen.clone(), std::panic::take_hook());
    std::panic::set_hook(Box::new(move |panic| {
        screen.rescue();
        before(panic);
    }));
}
