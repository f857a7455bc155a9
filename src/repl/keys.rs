//! What keys do beyond what the editor knows: Enter, Tab, Backspace, pasting.

use std::sync::Arc;
use std::sync::mpsc;
use std::time::Duration;

use rustyline::history::MemHistory;
use rustyline::{
    Cmd, ConditionalEventHandler, Editor, Event as Key, EventContext, EventHandler, InputMode,
    KeyCode, KeyEvent, Modifiers, Movement, RepeatCount,
};

use super::blocks::{self, Enter, STEP};
use super::editor::{Completions, Event, Link, Painter};
use super::frame;

/// The editor counts rows and columns in sixteen bits; larger texts go past it.
const MOST_LINES: usize = 50_000;
const MOST_BYTES: usize = 4_000_000;

/// So long the session may take to say what could follow.
const PATIENCE: Duration = Duration::from_secs(1);

#[derive(Clone, Copy)]
enum Action {
    Enter,
    NewLine,
    Tab,
    Backspace,
    Paste,
    Clear,
    EndOfFile,
}

struct Handler {
    action: Action,
    link: Arc<Link>,
}

/// Binds the keys.
pub(super) fn bind(editor: &mut Editor<Painter, MemHistory>, link: &Arc<Link>) {
    let (none, alt) = (Modifiers::NONE, Modifiers::ALT);
    let keys = [
        (KeyEvent(KeyCode::Enter, none), Action::Enter),
        (KeyEvent::ctrl('j'), Action::Enter),
        (KeyEvent(KeyCode::Enter, alt), Action::NewLine),
        (KeyEvent(KeyCode::Tab, none), Action::Tab),
        (KeyEvent(KeyCode::Backspace, none), Action::Backspace),
        (KeyEvent(KeyCode::BracketedPasteStart, none), Action::Paste),
        (KeyEvent::ctrl('l'), Action::Clear),
        (KeyEvent::ctrl('d'), Action::EndOfFile),
    ];
    for (key, action) in keys {
        let handler = Handler { action, link: link.clone() };
        editor.bind_sequence(key, EventHandler::Conditional(Box::new(handler)));
    }
    let simple = [
        (KeyEvent(KeyCode::PageUp, none), Cmd::HistorySearchBackward),
        (KeyEvent(KeyCode::PageDown, none), Cmd::HistorySearchForward),
        (KeyEvent::alt('p'), Cmd::HistorySearchBackward),
        (KeyEvent::alt('n'), Cmd::HistorySearchForward),
        (KeyEvent(KeyCode::BackTab, none), Cmd::Dedent(Movement::WholeLine)),
        (KeyEvent(KeyCode::Up, Modifiers::CTRL), Cmd::PreviousHistory),
        (KeyEvent(KeyCode::Down, Modifiers::CTRL), Cmd::NextHistory),
    ];
    for (key, command) in simple {
        editor.bind_sequence(key, EventHandler::Simple(command));
    }
}

impl ConditionalEventHandler for Handler {
    fn handle(&self, _: &Key, n: RepeatCount, _: bool, context: &EventContext) -> Option<Cmd> {
        let (text, cursor) = (context.line(), context.pos());
        let commands = context.input_mode() == InputMode::Command;
        match self.action {
            Action::Enter => Some(self.enter(text, cursor)),
            Action::NewLine => Some(self.new_line(text, cursor)),
            Action::Tab if commands => None,
            Action::Tab => Some(self.tab(text, cursor)),
            Action::Backspace if commands || n > 1 => None,
            Action::Backspace => {
                let set_in = set_in(text, cursor)?;
                (set_in % STEP == 0).then_some(Cmd::Dedent(Movement::WholeLine))
            }
            Action::Paste => Some(self.paste(text)),
            Action::Clear => {
                self.link.screen.redraw(true);
                Some(Cmd::Noop)
            }
            Action::EndOfFile => {
                if !text.is_empty() {
                    self.link.keyboard.go_on();
                }
                None
            }
        }
    }
}

/// How far the line is set in, where nothing else stands in front of the cursor.
fn set_in(text: &str, cursor: usize) -> Option<usize> {
    let line = text.get(..cursor)?.rsplit('\n').next()?;
    (!line.is_empty() && line.bytes().all(|byte| byte == b' ')).then_some(line.len())
}

impl Handler {
    fn enter(&self, text: &str, cursor: usize) -> Cmd {
        match blocks::enter(text, cursor) {
            Enter::Accept => {
                // What is typed from now on may be for the program.
                self.link.keyboard.stop();
                Cmd::AcceptLine
            }
            Enter::Continue(columns) => {
                self.link.keyboard.go_on();
                Cmd::Insert(1, format!("\n{}", " ".repeat(columns)))
            }
        }
    }

    fn new_line(&self, text: &str, cursor: usize) -> Cmd {
        self.link.keyboard.go_on();
        let before = text.get(..cursor).unwrap_or("");
        Cmd::Insert(1, format!("\n{}", " ".repeat(blocks::indentation(before))))
    }

    fn paste(&self, text: &str) -> Cmd {
        let pasted = self.link.keyboard.take_paste().unwrap_or_default();
        let lines = pasted.matches('\n').count() + text.matches('\n').count();
        if lines > MOST_LINES || pasted.len() + text.len() > MOST_BYTES {
            self.link.keyboard.stop();
            self.link.enter_oversized(pasted);
            return Cmd::Interrupt;
        }
        self.link.keyboard.go_on();
        Cmd::Insert(1, pasted)
    }

    /// Sets the line in, or says what could follow.
    fn tab(&self, text: &str, cursor: usize) -> Cmd {
        let before = text.get(..cursor).unwrap_or("");
        let line = before.rsplit('\n').next().unwrap_or("");
        if line.trim().is_empty() {
            let columns = STEP - line.len() % STEP;
            return Cmd::Insert(1, " ".repeat(columns));
        }
        let (answer, answered) = mpsc::sync_channel(1);
        self.link.send(Event::Complete { before: before.to_owned(), answer });
        let Ok(found) = answered.recv_timeout(PATIENCE) else { return Cmd::Noop };
        let typed = before.get(found.start..).unwrap_or("");
        let common = common_beginning(&found.all);
        let more = common.strip_prefix(typed).unwrap_or("").to_owned();
        if found.all.len() > 1 && more.is_empty() {
            self.list(&found);
        }
        if more.is_empty() { Cmd::Noop } else { Cmd::Insert(1, more) }
    }

    /// Shows what could follow, in columns.
    fn list(&self, found: &Completions) {
        let (columns, rows) = (self.link.screen.columns(), self.link.screen.rows());
        let widest = found.all.iter().map(|name| frame::width(name)).max().unwrap_or(0) + 2;
        let across = (columns / widest).max(1);
        let most = (rows / 2).max(1);
        let down = found.all.len().div_ceil(across);
        let mut lines = Vec::new();
        for row in 0..down.min(most) {
            let mut line = String::new();
            for name in found.all.iter().skip(row).step_by(down.max(1)) {
                let padding = widest - frame::width(name);
                line.push_str(name);
                line.push_str(&" ".repeat(padding));
            }
            line.truncate(line.trim_end().len());
            lines.push(line);
        }
        if down > most {
            lines.push(format!("… {} in all", found.all.len()));
        }
        self.link.screen.show_below(lines);
    }
}

/// What all of them begin with.
fn common_beginning(all: &[String]) -> &str {
    let Some(first) = all.first() else { return "" };
    let shared = |other: &String| {
        let pairs = first.char_indices().zip(other.chars());
        let same = pairs.take_while(|((_, a), b)| a == b).last();
        same.map_or(0, |((at, c), _)| at + c.len_utf8())
    };
    let length = all.iter().map(shared).min().unwrap_or(0);
    first.get(..length).unwrap_or("")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_all_begin_with() {
        let all = ["append", "appendix"].map(str::to_owned);
        assert_eq!(common_beginning(&all), "append");
        assert_eq!(common_beginning(&["ä".to_owned(), "a".to_owned()]), "");
    }

    #[test]
    fn only_blanks_set_a_line_in() {
        assert_eq!(set_in("if x:\n        ", 14), Some(8));
        assert_eq!(set_in("if x:\n    a", 11), None);
        assert_eq!(set_in("", 0), None);
    }
}
