//! The prompt: reads statements, executes each in the main module, goes on whatever they raise. An
//! `await` outside of any function runs on a loop that stays for the whole session.

use std::cell::Cell;

use taipan_compiler::{CodeMode, Options};
use taipan_grammar::{Arena, Mode};

use crate::aio::{context, session};
use crate::finish::Exit;
use crate::host::Stream;
use crate::object::frame::GeneratorObject;
use crate::object::slots::{PyResult, Raised};
use crate::object::value::Value;
use crate::object::var::Var;
use crate::object::vm::Vm;
use crate::types::exception::{KEYBOARD_INTERRUPT, SYSTEM_EXIT};
use crate::types::module::ModuleObject;

/// Where statements come from.
pub trait Entries {
    /// The next one. A KeyboardInterrupt gives up what was typed.
    fn next(&mut self, vm: &Vm) -> PyResult<Entered>;

    /// Does what a [`Entered::Command`] says. An exit ends the prompt.
    fn command(&mut self, vm: &Vm, prompt: &Prompt, text: &str) -> PyResult<Option<Exit>> {
        let _ = (vm, prompt, text);
        Ok(None)
    }

    /// What tracebacks call the statement with that number.
    fn name(&self, number: usize) -> String;

    /// Ctrl-C has given up what was typed.
    fn given_up(&mut self, vm: &Vm) {
        vm.write_stderr("\nKeyboardInterrupt\n");
    }

    /// The prompt has come to its end.
    fn ended(&mut self, vm: &Vm) {
        let _ = vm.host.write(Stream::Stderr, b"\n");
    }
}

/// Says whether a prompt follows a program.
pub trait Follows {
    /// Where its statements come from. Asked once the program has ended, `exits` if by SystemExit.
    fn prompt(&mut self, exits: bool) -> Option<&mut dyn Entries>;
}

/// What was typed.
pub enum Entered {
    /// One statement.
    Statement(String),
    /// Any number of statements.
    Block(String),
    /// Something for the prompt itself.
    Command(String),
    /// Nothing more will come.
    End,
}

/// Lines of `sys.stdin`; prompts go to the standard error stream.
pub struct StandardLines;

impl StandardLines {
    /// The next line with its end; `None` at the end of the input. Shows the prompt.
    fn read(vm: &Vm, prompt: &str) -> PyResult<Option<String>> {
        let _ = vm.flush_streams();
        let _ = vm.host.write(Stream::Stderr, prompt.as_bytes());
        let stdin = vm.standard_input();
        if stdin.is_none() {
            return Ok(None);
        }
        let line = vm.call_method(&stdin, &vm.intern("readline"), &[])?.to_text();
        Ok(Some(line).filter(|line| !line.is_empty()))
    }
}

impl Entries for StandardLines {
    fn next(&mut self, vm: &Vm) -> PyResult<Entered> {
        let mut text = String::new();
        loop {
            let prompt = vm.prompt_text(if text.is_empty() { "ps1" } else { "ps2" })?;
            let Some(line) = Self::read(vm, &prompt)? else {
                if !text.is_empty() {
                    let _ = vm.host.write(Stream::Stderr, b"\n");
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

    fn name(&self, number: usize) -> String {
        format!("<stdin>-{number}")
    }
}

/// Whether the text is only the beginning of a statement, or a block that no empty line has ended.
fn is_incomplete(text: &str) -> bool {
    let arena = Arena::new();
    let open = !text.lines().next_back().is_some_and(|line| line.trim().is_empty());
    match taipan_grammar::parse(text, Mode::Interactive, &arena) {
        Ok(parsed) => open && parsed.module.statements().first().is_some_and(|s| s.holds_others()),
        Err(error) => error.wants_more(text, open),
    }
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
    pub fn interact(&self, entries: &mut dyn Entries) -> Exit {
        for (name, text) in [("ps1", ">>> "), ("ps2", "... ")] {
            if self.sys_attr(name).is_none() {
                self.set_sys(name, &self.str(text));
            }
        }
        let context = context::copy_current(self);
        let prompt = Prompt { context: Var::new(context), number: Cell::new(0) };
        let exit = loop {
            let entered = match entries.next(self) {
                Ok(Entered::End) => {
                    entries.ended(self);
                    break Exit::Code(0);
                }
                Ok(entered) => entered,
                Err(raised) => {
                    if self.is_exception(&raised.0, &KEYBOARD_INTERRUPT) {
                        entries.given_up(self);
                        continue;
                    }
                    // A task in the background may have asked for the end.
                    break self.finish(Err(raised));
                }
            };
            match prompt.enter(self, entries, &entered) {
                Ok(None) => {}
                Ok(Some(exit)) => break exit,
                Err(Raised(exception)) => {
                    self.remember_exception(&exception);
                    if self.is_exception(&exception, &SYSTEM_EXIT) {
                        break self.finish(Err(Raised(exception)));
                    }
                    if let Some(exit) = self.report_uncaught(&exception) {
                        break exit;
                    }
                }
            }
            let _ = self.flush_streams();
        };
        if let Err(raised) = session::end(self) {
            let _ = self.report_uncaught(&raised.0);
        }
        exit
    }

    /// `sys.ps1` or `sys.ps2` as text.
    pub fn prompt_text(&self, name: &str) -> PyResult<String> {
        match self.sys_attr(name) {
            Some(prompt) => Ok(self.str_text(&prompt).unwrap_or_default()),
            None => Ok(String::new()),
        }
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
pub struct Prompt {
    /// The context of all statements.
    context: Var,
    /// How many there have been.
    number: Cell<usize>,
}

impl Prompt {
    fn enter(
        &self,
        vm: &Vm,
        entries: &mut dyn Entries,
        entered: &Entered,
    ) -> PyResult<Option<Exit>> {
        let (text, block) = match entered {
            Entered::Statement(text) => (text, false),
            Entered::Block(text) => (text, true),
            Entered::Command(text) => return entries.command(vm, self, text),
            Entered::End => return Ok(None),
        };
        let name = entries.name(self.number.replace(self.number.get() + 1));
        self.execute(vm, text, &name, block).map(|()| None)
    }

    /// Executes what was typed: one statement or, as a block, any number of them.
    pub fn execute(&self, vm: &Vm, text: &str, name: &str, block: bool) -> PyResult<()> {
        vm.remember_source(name, text);
        let options = Options {
            mode: CodeMode::Interactive,
            top_level_await: true,
            optimize: vm.optimization(),
            ..Options::default()
        };
        let code = match block {
            true => vm.compile_typed(text, name, options)?,
            false => vm.compile_text(text, name, options)?,
        };
        let Some(globals) = Self::globals(vm)? else { return Ok(()) };
        session::prepare(vm)?;
        let context = context::materialize(vm, &self.context);
        let result = context::run(vm, &context, || vm.exec_code(&code, &globals))?;
        if result.get::<GeneratorObject>().is_none() {
            return Ok(());
        }
        session::run_statement(vm, &result, &context).map(drop)
    }

    /// The namespace of the main module.
    pub fn globals(vm: &Vm) -> PyResult<Option<Value>> {
        let main = vm.import_module("__main__")?;
        Ok(main.get::<ModuleObject>().map(|module| module.dict.clone()))
    }
}
