//! The commands of the prompt, which begin with a colon.

use std::fs;

use rustyline::EditMode;
use taipan_engine::aio::session;
use taipan_engine::object::slots::PyResult;
use taipan_engine::object::vm::Vm;
use taipan_engine::{Exit, Prompt};

use super::editor::Request;
use super::{Restart, Terminal};

/// What is typed behind a command.
enum Wanted {
    /// Nothing.
    Nothing,
    /// Something, or the command makes no sense.
    Something(&'static str),
}

impl Terminal {
    /// Does what a command says.
    pub(super) fn obey(&mut self, vm: &Vm, prompt: &Prompt, text: &str) -> PyResult<Option<Exit>> {
        let text = text.trim().strip_prefix(':').unwrap_or("");
        let (name, rest) = text.split_once(char::is_whitespace).unwrap_or((text, ""));
        let rest = rest.trim();
        let wanted = match name {
            "time" | "timeit" => Wanted::Something("an expression"),
            "dis" => Wanted::Something("a function, or source text"),
            "ast" | "tokens" => Wanted::Something("source text"),
            "load" | "save" => Wanted::Something("a file"),
            "clock" => Wanted::Something("real or virtual"),
            "seed" => Wanted::Something("a number"),
            _ => Wanted::Nothing,
        };
        match (wanted, rest.is_empty()) {
            (Wanted::Something(what), true) => {
                vm.write_stderr(&format!(":{name} wants {what}; :help lists what there is.\n"));
                return Ok(None);
            }
            (Wanted::Nothing, false) => {
                vm.write_stderr(&format!(":{name} takes nothing; :help lists what there is.\n"));
                return Ok(None);
            }
            (Wanted::Something(_), false) | (Wanted::Nothing, true) => {}
        }
        match name {
            "help" | "?" => call(vm, prompt, "commands()")?,
            "tasks" => show_tasks(vm),
            "who" => call(vm, prompt, "who(globals())")?,
            "time" => call_later(vm, prompt, &format!("timed({}, globals())", quoted(rest)))?,
            "timeit" => call_later(vm, prompt, &format!("timeit({}, globals())", quoted(rest)))?,
            "dis" => call(vm, prompt, &format!("disassemble({}, globals())", quoted(rest)))?,
            "ast" => call(vm, prompt, &format!("tree({})", quoted(rest)))?,
            "tokens" => call(vm, prompt, &format!("tokens({})", quoted(rest)))?,
            "load" => load(vm, prompt, rest)?,
            "save" => self.save(vm, rest),
            "vi" => self.ask(Request::Mode(EditMode::Vi)),
            "emacs" => self.ask(Request::Mode(EditMode::Emacs)),
            "reset" => return Ok(self.restart(Restart::default())),
            "clock" if rest == "real" || rest == "virtual" => {
                let clock = Some(rest == "virtual");
                return Ok(self.restart(Restart { clock, ..Restart::default() }));
            }
            "clock" => vm.write_stderr(&format!(":clock is real or virtual, not {rest}.\n")),
            "seed" => match rest.parse() {
                Ok(seed) => {
                    return Ok(self.restart(Restart { seed: Some(seed), ..Restart::default() }));
                }
                Err(_) => {
                    vm.write_stderr(&format!(":seed is a number from 0 on, not {rest}.\n"));
                }
            },
            other => {
                vm.write_stderr(&format!("There is no :{other}; :help lists what there is.\n"));
            }
        }
        Ok(None)
    }

    fn restart(&mut self, restart: Restart) -> Option<Exit> {
        self.restart = Some(restart);
        self.entered.clear();
        Some(Exit::Code(0))
    }

    fn save(&self, vm: &Vm, file: &str) {
        let text: String =
            self.entered.iter().map(|text| format!("{}\n", text.trim_end())).collect();
        match fs::write(expanded(file), text) {
            Ok(()) => {
                let count = self.entered.len();
                let entries = if count == 1 { "entry" } else { "entries" };
                vm.write_stderr(&format!("{count} {entries} in {file}\n"));
            }
            Err(error) => vm.write_stderr(&format!("{file} cannot be written: {error}\n")),
        }
    }
}

/// Runs a function of `_prompt`.
fn call(vm: &Vm, prompt: &Prompt, call: &str) -> PyResult<()> {
    prompt.execute(vm, &format!("__import__('_prompt').{call}"), "<prompt>", true)
}

/// As [`call`], for one that awaits.
fn call_later(vm: &Vm, prompt: &Prompt, call: &str) -> PyResult<()> {
    prompt.execute(vm, &format!("await __import__('_prompt').{call}"), "<prompt>", true)
}

/// The text as Python writes it.
fn quoted(text: &str) -> String {
    let mut out = String::from("'");
    for c in text.chars() {
        match c {
            '\'' | '\\' => out.extend(['\\', c]),
            '\n' => out.push_str("\\n"),
            c if c.is_control() => out.push_str(&format!("\\U{:08x}", u32::from(c))),
            c => out.push(c),
        }
    }
    out + "'"
}

fn show_tasks(vm: &Vm) {
    let tree = session::tasks(vm);
    let text = if tree.is_empty() { "No tasks.\n".to_owned() } else { tree };
    vm.write_stderr(&text);
}

/// The name of a file, where `~` is the user's folder.
fn expanded(file: &str) -> String {
    match (file.strip_prefix("~/"), std::env::var("HOME")) {
        (Some(rest), Ok(home)) => format!("{home}/{rest}"),
        _ => file.to_owned(),
    }
}

fn load(vm: &Vm, prompt: &Prompt, file: &str) -> PyResult<()> {
    match fs::read(expanded(file)) {
        Ok(bytes) => {
            let text = vm.decode_source(&bytes, file)?;
            prompt.execute(vm, &text, file, true)
        }
        Err(error) => {
            vm.write_stderr(&format!("{file} cannot be read: {error}\n"));
            Ok(())
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn texts_are_quoted() {
        assert_eq!(quoted("a'b\\\n\u{1b}"), "'a\\'b\\\\\\n\\U0000001b'");
    }
}
