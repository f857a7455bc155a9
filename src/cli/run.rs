//! Runs a program as the process's main interpreter: its signals, its stack, its exit code.

use std::process::ExitCode;

use taipan_engine::host::{Host, RealHost, Signal, VirtualClock, process};
use taipan_engine::object::vm::Vm;
use taipan_engine::{Exit, Interpreter};

use super::options::{Clock, Program, Settings};
use super::source::{self, Script, Unreadable};

/// Runs to the end; the exit code.
pub(crate) fn run(program: Program, settings: &Settings) -> ExitCode {
    let script = match source::load(program) {
        Ok(script) => script,
        Err(Unreadable(message, code)) => {
            eprintln!("taipan: {message}");
            return ExitCode::from(code);
        }
    };
    let host = match host(settings.clock) {
        Ok(host) => host,
        Err(error) => {
            eprintln!("taipan: no event queue: {error}");
            return ExitCode::FAILURE;
        }
    };
    let mut interpreter = Interpreter::new(host);
    // Without its signals a program still runs; Ctrl-C then ends it at once.
    let _ = interpreter.own_signals();
    interpreter.set_stack_budget(process::main_stack());
    interpreter.register(taipan_stdlib::MODULES);
    let exit = execute(&mut interpreter, &script, settings);
    interpreter.end();
    match exit {
        Exit::Code(code) => leave(interpreter, code),
        Exit::Interrupted => process::end_by(Signal::INTERRUPT),
    }
}

/// The operating system behind the chosen clock.
fn host(clock: Clock) -> std::io::Result<Box<dyn Host>> {
    let real = RealHost::new()?;
    Ok(match clock {
        Clock::Real => Box::new(real),
        Clock::Virtual => Box::new(VirtualClock::new(real)),
    })
}

fn execute(interpreter: &mut Interpreter, script: &Script, settings: &Settings) -> Exit {
    let mut arguments = vec![script.argument.as_str()];
    arguments.extend(settings.arguments.iter().map(String::as_str));
    interpreter.set_arguments(&arguments, &script.folder);
    if settings.unbuffered || std::env::var_os("PYTHONUNBUFFERED").is_some_and(|v| !v.is_empty()) {
        interpreter.with(Vm::unbuffer_streams);
    }
    interpreter.run_main(&script.text, &script.name)
}

/// Leaves with that code. Everything with an effect has happened by now, and the system frees a
/// process's memory faster than we can; checkers of leaks ask for the long way.
fn leave(interpreter: Interpreter, code: i32) -> ExitCode {
    if cfg!(feature = "plain-alloc") {
        drop(interpreter);
    } else {
        std::mem::forget(interpreter);
    }
    // As the system does with the argument of exit().
    ExitCode::from(code as u8)
}
