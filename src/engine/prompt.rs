//! The prompt: reads statements, executes each in the main module, goes on whatever they raise. An
//! `await` outside of any function runs on a loop that stays for the whole session.

use taipan_compiler::{CodeMode, Options};
use taipan_grammar::ast::{Mod, StmtKind};
use taipan_grammar::{Arena, Mode};

use crate::aio::{self, context, event_loop};
use crate::finish::Exit;
use crate::host::Stream;
use crate::object::frame::GeneratorObject;
use crate::object::slots::{PyResult, Raised};
use crate::object::value::Value;
use crate::object::vm::Vm;
use crate::types::exception::{KEYBOARD_INTERRUPT, SYSTEM_EXIT};
use crate::types::module::ModuleObject;

/// Where the lines come from.
pub trait Lines {
    /// The next line with its end; `None` at the end of the input. Shows the prompt if somebody
    /// sees it. A KeyboardInterrupt gives up what was typed.
    fn read(&mut self, vm: &Vm, prompt: &str) -> PyResult<Option<String>>;

    /// What tracebacks call the statement with that number.
    fn name(&self, number: usize) -> String;
}

/// Lines of `sys.stdin`; prompts go to the standard error stream.
pub struct StandardLines;

impl Lines for StandardLines {
    fn read(&mut self, vm: &Vm, prompt: &str) -> PyResult<Option<String>> {
        let _ = vm.flush_streams();
        let _ = vm.host.write(Stream::Stderr, prompt.as_bytes());
        let stdin = vm.standard_input();
        if stdin.is_none() {
            return Ok(None);
        }
        let line = vm.call_method(&stdin, &vm.intern("readline"), &[])?.to_text();
        Ok(Some(line).filter(|line| !line.is_empty()))
    }

    fn name(&self, number: usize) -> String {
        format!("<stdin>-{number}")
    }
}

/// What a statement has come to.
enum Entered {
    Statement(String),
    End,
}

/// Whether the text is only the beginning of a statement, or a block that no empty line has ended.
fn is_incomplete(text: &str) -> bool {
    let arena = Arena::new();
    let open = !text.lines().next_back().is_some_and(|line| line.trim().is_empty());
    match taipan_grammar::parse(text, Mode::Interactive, &arena) {
        Ok(parsed) => open && is_block(parsed.module),
        Err(error) => {
            // A block whose first line is still to be typed.
            let headless = error.message.starts_with("expected an indented block")
                && error.span.start as usize >= text.trim_end().len();
            error.incomplete || open && headless
        }
    }
}

/// Whether the statement is one that holds others.
fn is_block(module: &Mod) -> bool {
    let (Mod::Interactive { body } | Mod::Module { body, .. }) = module else { return false };
    body.first().is_some_and(|statement| {
        matches!(
            statement.kind,
            StmtKind::FunctionDef(_)
                | StmtKind::AsyncFunctionDef(_)
                | StmtKind::ClassDef(_)
                | StmtKind::For { .. }
                | StmtKind::AsyncFor { .. }
                | StmtKind::While { .. }
                | StmtKind::If { .. }
                | StmtKind::With { .. }
                | StmtKind::AsyncWith { .. }
                | StmtKind::Match { .. }
                | StmtKind::Try(_)
                | StmtKind::TryStar(_)
        )
    })
}

/// Nothing that would be executed.
fn is_blank(text: &str) -> bool {
    text.lines().all(|line| {
        let line = line.trim();
        line.is_empty() || line.starts_with('#')
    })
}

impl Vm {
    /// Reads and executes until the input ends or a statement exits.
    pub fn interact(&self, lines: &mut dyn Lines) -> Exit {
        for (name, text) in [("ps1", ">>> "), ("ps2", "... ")] {
            if self.sys_attr(name).is_none() {
                self.set_sys(name, &self.str(text));
            }
        }
        let session = Session { event_loop: Value::NONE, context: context::copy_current(self) };
        let mut session = session;
        let mut number = 0;
        let exit = loop {
            let text = match self.enter(lines) {
                Ok(Entered::Statement(text)) => text,
                Ok(Entered::End) => {
                    let _ = self.host.write(Stream::Stderr, b"\n");
                    break Exit::Code(0);
                }
                Err(raised) => {
                    if self.is_exception(&raised.0, &KEYBOARD_INTERRUPT) {
                        self.write_stderr("\nKeyboardInterrupt\n");
                        continue;
                    }
                    let _ = self.report_uncaught(&raised.0);
                    break Exit::Code(1);
                }
            };
            let name = lines.name(number);
            number += 1;
            if let Err(Raised(exception)) = self.execute(&text, &name, &mut session) {
                self.remember_exception(&exception);
                if self.is_exception(&exception, &SYSTEM_EXIT) {
                    break self.finish(Err(Raised(exception)));
                }
                if let Some(exit) = self.report_uncaught(&exception) {
                    break exit;
                }
            }
            let _ = self.flush_streams();
        };
        if !session.event_loop.is_none()
            && let Err(raised) = aio::run::close(self, &session.event_loop, true)
        {
            let _ = self.report_uncaught(&raised.0);
        }
        exit
    }

    /// A whole statement.
    fn enter(&self, lines: &mut dyn Lines) -> PyResult<Entered> {
        let mut text = String::new();
        loop {
            let prompt = self.prompt_text(if text.is_empty() { "ps1" } else { "ps2" })?;
            let Some(line) = lines.read(self, &prompt)? else {
                if !text.is_empty() {
                    let _ = self.host.write(Stream::Stderr, b"\n");
                }
                return Ok(match text.is_empty() {
                    true => Entered::End,
                    false => Entered::Statement(text),
                });
            };
            text.push_str(&line);
            if text.len() == line.len() && is_blank(&text) {
                text.clear();
                continue;
            }
            if !is_incomplete(&text) {
                return Ok(Entered::Statement(text));
            }
        }
    }

    fn prompt_text(&self, name: &str) -> PyResult<String> {
        match self.sys_attr(name) {
            Some(prompt) => Ok(self.str_text(&prompt).unwrap_or_default()),
            None => Ok(String::new()),
        }
    }

    fn execute(&self, text: &str, name: &str, session: &mut Session) -> PyResult<()> {
        self.remember_source(name, text);
        let options = Options {
            mode: CodeMode::Interactive,
            top_level_await: true,
            optimize: self.optimization(),
            ..Options::default()
        };
        let code = self.compile_text(text, name, options)?;
        let main = self.import_module("__main__")?;
        let Some(globals) = main.get::<ModuleObject>().map(|module| module.dict.clone()) else {
            return Ok(());
        };
        let result = self.exec_code(&code, &globals)?;
        if result.get::<GeneratorObject>().is_none() {
            return Ok(());
        }
        if session.event_loop.is_none() {
            session.event_loop = event_loop::new(self);
        }
        let own = session.event_loop.clone();
        aio::loop_type::set_event_loop(self, &own)?;
        aio::run::run_main(self, &own, &result, &session.context).map(drop)
    }

    /// `sys.last_exc` and its older parts.
    fn remember_exception(&self, exception: &Value) {
        use crate::types::exception::ExceptionObject;
        let traceback = exception.get::<ExceptionObject>().and_then(|e| e.traceback.bound());
        self.set_sys("last_exc", exception);
        self.set_sys("last_type", self.type_of(exception).value());
        self.set_sys("last_value", exception);
        self.set_sys("last_traceback", traceback.as_ref().unwrap_or(&Value::NONE));
    }
}

/// What lasts from statement to statement.
struct Session {
    /// Made by the first statement that awaits; None before.
    event_loop: Value,
    context: Value,
}
