//! Runs a program as the process's main interpreter: its signals, its stack, its exit code.

use std::ffi::OsString;
use std::io::{IsTerminal, Write};
use std::os::unix::ffi::OsStringExt;

use taipan_engine::aio::hang::{self, Deadlocks};
use taipan_engine::host::terminal::Drawing;
use taipan_engine::host::{Host, RealHost, Signal, VirtualClock, process, signals};
use taipan_engine::object::vm::Vm;
use taipan_engine::{Entries, Exit, Flags, Follows, Interpreter, Main, Refused, StandardLines};

use super::environment::Environment;
use super::options::{Clock, Mistake, Program, Settings, Traced};
use super::site::{self, Place};
use super::source::{self, Script, Unreadable};
use super::table::is_digit_limit;
use crate::repl::{Manner, Restart, Terminal};

/// Runs to the end; the exit code.
pub(crate) fn run(program: Program, settings: &Settings) -> u8 {
    let mut settings = settings.clone();
    let ignored = settings.flags.ignore_environment || !process::has_python_variables();
    let environment = Environment { ignored };
    let mut prompts = wants_prompt(&program, &settings, environment);
    let mut script = match script(program, &settings, prompts) {
        Ok(script) => script,
        Err(Unreadable(message, code)) => {
            eprintln!("taipan: {message}");
            return code;
        }
    };
    if let Some(refusal) = refusal(environment) {
        eprintln!("{refusal}");
        return 1;
    }
    let seed = environment.hash_seed().ok().flatten();
    let mut terminal = if prompts { terminal(&settings, environment) } else { None };
    loop {
        let (host, drawing) = match host(&settings, seed) {
            Ok(both) => both,
            Err(error) => {
                eprintln!("taipan: no event queue: {error}");
                return 1;
            }
        };
        let mut interpreter = Interpreter::new(host);
        // Without its signals a program still runs; Ctrl-C then ends it at once.
        let _ = interpreter.own_signals();
        look_out_for_hangs(&mut interpreter, &settings);
        interpreter.with(|vm| settings.errors.install(vm));
        interpreter.set_stack_budget(process::main_stack());
        interpreter.register(taipan_stdlib::MODULES);
        if settings.shows_operations {
            interpreter.keep_operations();
        }
        prepare(&mut interpreter, &script, &settings, environment);
        if settings.traced.any() {
            interpreter.with(|vm| show(vm, settings.traced));
        }
        let mut following = Following {
            asked: prompts,
            settings: &settings,
            drawing,
            terminal: &mut terminal,
            lines: StandardLines,
        };
        following.draw();
        let exit = execute(&mut interpreter, &script, &settings, environment, &mut following);
        if settings.traced.heap {
            interpreter.with(Vm::show_heap);
        }
        let written = interpreter.end();
        if let Some(restart) = terminal.as_mut().and_then(Terminal::take_restart) {
            script = Script::unnamed(None, "<stdin>", false);
            prompts = true;
            begin_anew(&mut settings, &restart);
            continue;
        }
        if settings.shows_operations {
            eprintln!("ops: {}", interpreter.operations().join(" "));
        }
        return match exit {
            Exit::Interrupted => process::end_by(Signal::INTERRUPT),
            Exit::Code(_) if !written => leave(interpreter, 120),
            Exit::Code(code) => leave(interpreter, code),
        };
    }
}

/// The prompt that follows a program.
struct Following<'a> {
    /// Whether one does in any case.
    asked: bool,
    settings: &'a Settings,
    drawing: Drawing,
    terminal: &'a mut Option<Terminal>,
    lines: StandardLines,
}

impl Following<'_> {
    /// Has what is written go through the terminal's prompt, if there is one.
    fn draw(&self) {
        if let Some(terminal) = &*self.terminal {
            // Nobody else draws.
            let _ = self.drawing.set(terminal.screen());
        }
    }
}

impl Follows for Following<'_> {
    fn prompt(&mut self, exits: bool) -> Option<&mut dyn Entries> {
        if !self.asked {
            // The program itself may have asked for a prompt while it ran.
            let environment = Environment { ignored: self.settings.flags.ignore_environment };
            if exits || !inspects(environment) {
                return None;
            }
            *self.terminal = terminal(self.settings, environment);
            self.draw();
        }
        Some(match self.terminal {
            Some(terminal) => terminal,
            None => &mut self.lines,
        })
    }
}

/// Whether the environment asks for a prompt after the program.
fn inspects(environment: Environment) -> bool {
    environment.is_set("PYTHONINSPECT") && std::io::stdin().is_terminal()
}

/// The prompt of a terminal, if there is one that lines can be edited on.
fn terminal(settings: &Settings, environment: Environment) -> Option<Terminal> {
    if !std::io::stdin().is_terminal() || environment.is_set("PYTHON_BASIC_REPL") {
        return None;
    }
    let flags = settings.flags;
    let history = !flags.isolated && !flags.no_site;
    let vi = match value(settings, "editing").as_deref() {
        Some("vi") => true,
        Some(_) => false,
        None => environment.prefers_vi(),
    };
    let history = history.then(|| environment.history()).flatten();
    Terminal::new(Manner { colours: environment.colours(), vi, history })
}

/// Another session of the prompt.
fn begin_anew(settings: &mut Settings, restart: &Restart) {
    if let Some(jumps) = restart.clock {
        settings.clock = if jumps { Clock::Virtual } else { Clock::Real };
    }
    settings.seed = restart.seed.or(settings.seed);
    eprintln!("A new session{}.", super::help::manner(settings));
    settings.flags.quiet = true;
}

/// Has the interpreter show what it does.
fn show(vm: &Vm, traced: Traced) {
    vm.shows.loops.set(traced.loops);
    vm.shows.heap.set(traced.heap);
    if traced.ops {
        vm.show_ops();
    }
}

/// What is done about a program that hangs, and which signal shows what it waits for.
fn look_out_for_hangs(interpreter: &mut Interpreter, settings: &Settings) {
    let usual = match settings.clock {
        Clock::Real => None,
        Clock::Virtual => Some(Deadlocks::Raise),
    };
    if let Some(policy) = settings.deadlocks.or(usual) {
        interpreter.with(|vm| hang::set_deadlocks(vm, policy));
    }
    match settings.dump_on {
        Some(signal) => interpreter.dump_on(Signal(signal)),
        // Whoever started the program may have it ignore what a terminal sends.
        None if !signals::is_ignored(Signal::QUIT) => interpreter.dump_on(Signal::QUIT),
        None => {}
    }
}

/// Whether a prompt follows the program, or is all there is.
fn wants_prompt(program: &Program, settings: &Settings, environment: Environment) -> bool {
    let typed = matches!(program, Program::Input(_)) && std::io::stdin().is_terminal();
    let module = matches!(program, Program::Module(name) if name == "asyncio");
    settings.flags.interactive || inspects(environment) || typed || module
}

/// The program's text, unless it is to be typed.
fn script(program: Program, settings: &Settings, prompts: bool) -> Result<Script, Unreadable> {
    let mut script = match program {
        Program::Input(named) if prompts => Script::unnamed(None, "<stdin>", named),
        Program::Module(name) if prompts && name == "asyncio" => {
            Script::unnamed(None, "<stdin>", false)
        }
        program => source::load(program)?,
    };
    if let (Some(text), true) = (&mut script.text, settings.skips_line) {
        let line = text.iter().position(|byte| *byte == b'\n').unwrap_or(text.len());
        text.drain(..line);
    }
    Ok(script)
}

/// The operating system behind the chosen clock, with a seed in place of chance if there is one; and who
/// draws on its terminal.
fn host(settings: &Settings, hash_seed: Option<u32>) -> std::io::Result<(Box<dyn Host>, Drawing)> {
    let mut real = RealHost::new()?;
    let drawing = real.drawing();
    hash_seed.into_iter().for_each(|seed| real.set_hash_seed(seed));
    settings.seed.into_iter().for_each(|seed| real.set_seed(seed));
    let host: Box<dyn Host> = match settings.clock {
        Clock::Real => Box::new(real),
        Clock::Virtual => Box::new(VirtualClock::new(real)),
    };
    Ok((host, drawing))
}

/// Tells the interpreter what the command line and the environment say.
fn prepare(
    interpreter: &mut Interpreter,
    script: &Script,
    settings: &Settings,
    environment: Environment,
) {
    let mut arguments = vec![script.argument.clone().into_vec()];
    arguments.extend(settings.arguments.iter().cloned().map(OsString::into_vec));
    let flags = flags(settings, environment);
    let mut path = Vec::new();
    if !flags.safe_path || script.folder_is_program {
        path.push(script.folder.clone().into_vec());
    }
    let has_folder = !path.is_empty();
    let place = Place::of_this_program(flags);
    let site = place.find_site(flags, environment);
    let mut searched: Vec<Vec<u8>> = environment.path();
    searched.extend(site.folders.iter().map(|folder| folder.clone().into_os_string().into_vec()));
    path.extend(searched.iter().cloned());
    interpreter.set_arguments(&arguments, &path);
    let encodings = environment.encodings(flags.utf8_mode);
    let unbuffered = settings.unbuffered || environment.is_set("PYTHONUNBUFFERED");
    let debugs = flags.dev_mode || environment.is_set("PYTHONASYNCIODEBUG");
    let times = on(settings, "importtime") || environment.is_set("PYTHONPROFILEIMPORTTIME");
    let digits = value(settings, "int_max_str_digits").map(OsString::from);
    let digits = digits.or_else(|| environment.get("PYTHONINTMAXSTRDIGITS"));
    interpreter.with(|vm| {
        let errors = &encodings.errors;
        vm.configure_streams(encodings.files, encodings.streams.as_deref(), errors);
        if unbuffered {
            vm.unbuffer_streams();
        }
        vm.develops.set(flags.dev_mode);
        vm.flags().set(flags);
        if let Some(digits) = digits.and_then(|digits| digits.to_str()?.parse().ok()) {
            vm.set_digit_limit(digits);
        }
        taipan_engine::aio::set_debug(vm, debugs);
        if times {
            vm.time_imports();
        }
        set_started(vm, settings, environment);
        if has_folder {
            vm.set_script_folder(&script.folder.to_string_lossy());
        }
        set_warnings(vm, settings, environment, flags.dev_mode);
        set_facts(vm, settings, &place);
        site::run(vm, &site, has_folder);
    });
}

/// What is seldom said.
fn set_started(vm: &Vm, settings: &Settings, environment: Environment) {
    let text = |setting: &str, variable: &str| {
        let variable = || Some(environment.get(variable)?.to_string_lossy().into_owned());
        value(settings, setting).or_else(variable)
    };
    if on(settings, "no_debug_ranges") || environment.is_set("PYTHONNODEBUGRANGES") {
        vm.started().without_columns.set(true);
    }
    if let Some(count) = text("cpu_count", "PYTHON_CPU_COUNT").and_then(|text| text.parse().ok()) {
        vm.started().processors.set(Some(count));
    }
    if let Some(folder) = text("pycache_prefix", "PYTHONPYCACHEPREFIX") {
        *vm.started().cache_folder.borrow_mut() = Some(folder);
    }
}

/// Why CPython would not start with what the environment says.
fn refusal(environment: Environment) -> Option<Mistake> {
    let text = |name: &str| Some(environment.get(name)?.to_string_lossy().into_owned());
    if text("PYTHONUTF8").is_some_and(|value| !["0", "1"].contains(&value.as_str())) {
        let what = "preconfig_init_utf8_mode: invalid PYTHONUTF8 environment variable value";
        return Some(Mistake::fatal(what, "preinitializing"));
    }
    if text("PYTHONINTMAXSTRDIGITS").is_some_and(|value| !is_digit_limit(&value)) {
        let what = "config_init_int_max_str_digits: PYTHONINTMAXSTRDIGITS: invalid limit; must be \
                    >= 640 or 0 for unlimited.";
        return Some(Mistake::fatal(what, "preinitialized"));
    }
    environment.hash_seed().err().map(|()| {
        let what = "config_init_hash_seed: PYTHONHASHSEED must be \"random\" or an integer in \
                    range [0; 4294967295]";
        Mistake::fatal(what, "preinitialized")
    })
}

/// Whether a `-X` setting is on.
fn on(settings: &Settings, name: &str) -> bool {
    let is_on = |set: &String| set == name || set.strip_prefix(name) == Some("=1");
    settings.settings.iter().any(is_on)
}

/// The value of a `-X` setting.
fn value(settings: &Settings, name: &str) -> Option<String> {
    let value = |set: &String| Some(set.strip_prefix(name)?.strip_prefix('=')?.to_owned());
    settings.settings.iter().rev().find_map(value)
}

/// The options, with those that the environment adds.
fn flags(settings: &Settings, environment: Environment) -> Flags {
    let given = settings.flags;
    let level = |own: u8, name: &str| own.max(environment.level(name));
    Flags {
        debug: level(given.debug, "PYTHONDEBUG"),
        inspect: given.inspect || environment.is_set("PYTHONINSPECT"),
        optimize: level(given.optimize, "PYTHONOPTIMIZE"),
        dont_write_bytecode: given.dont_write_bytecode
            || environment.is_set("PYTHONDONTWRITEBYTECODE"),
        no_user_site: given.no_user_site || environment.is_set("PYTHONNOUSERSITE"),
        verbose: level(given.verbose, "PYTHONVERBOSE"),
        no_hash_randomization: environment.hash_seed() == Ok(Some(0)),
        dev_mode: on(settings, "dev") || environment.is_set("PYTHONDEVMODE"),
        utf8_mode: on(settings, "utf8") || environment.level("PYTHONUTF8") == 1,
        warn_default_encoding: on(settings, "warn_default_encoding")
            || environment.is_set("PYTHONWARNDEFAULTENCODING"),
        safe_path: given.safe_path || environment.is_set("PYTHONSAFEPATH"),
        ..given
    }
}

/// Warning filters: those of the command line count before those of the environment.
fn set_warnings(vm: &Vm, settings: &Settings, environment: Environment, develops: bool) {
    let mut options = Vec::new();
    if develops {
        options.push("default".to_owned());
    }
    options.extend(environment.warnings());
    options.extend(settings.warnings.iter().cloned());
    match settings.flags.bytes_warning {
        0 => {}
        1 => options.push("default::BytesWarning".to_owned()),
        _ => options.push("error::BytesWarning".to_owned()),
    }
    for option in &options {
        if !vm.add_warning_option(option) {
            vm.write_stderr(&format!("Invalid -W option ignored: {}\n", reason(option)));
        }
    }
    vm.set_sys_texts("warnoptions", &options);
}

/// What is wrong with a warning option.
fn reason(option: &str) -> String {
    let parts: Vec<&str> = option.split(':').map(str::trim).collect();
    let known = ["default", "always", "ignore", "module", "once", "error", "all"];
    let action = parts.first().copied().unwrap_or_default();
    let line = parts.get(4).copied().unwrap_or_default();
    if parts.len() > 5 {
        format!("too many fields (max 5): '{option}'")
    } else if !known.iter().any(|name| name.starts_with(action)) {
        format!("invalid action: '{action}'")
    } else if !line.is_empty() && line.parse::<u32>().is_err() {
        format!("invalid lineno '{line}'")
    } else {
        format!("unknown warning category: '{}'", parts.get(2).copied().unwrap_or_default())
    }
}

/// What `sys` says of how the program was started.
fn set_facts(vm: &Vm, settings: &Settings, place: &Place) {
    vm.set_sys_settings(&settings.settings);
    let original = std::env::args_os().map(OsString::into_vec);
    vm.set_sys_list("orig_argv", original.map(|bytes| vm.system_text(&bytes)).collect());
    vm.set_sys_text("executable", &place.program.to_string_lossy());
    vm.set_sys_text("_base_executable", &place.program.to_string_lossy());
    vm.set_prefixes(&place.prefix.to_string_lossy(), &place.base.to_string_lossy());
}

fn execute(
    interpreter: &mut Interpreter,
    script: &Script,
    settings: &Settings,
    environment: Environment,
    follows: &mut dyn Follows,
) -> Exit {
    let typed = script.text.is_none() && script.module.is_none();
    let startup = if typed { startup(environment) } else { None };
    let main = match (&script.module, &script.text) {
        (Some(name), _) => Main::Module(name),
        (None, Some(source)) => Main::Text { source, name: &script.name, package: script.package },
        (None, None) => {
            if !settings.flags.quiet {
                eprint!("{}", super::help::banner(settings));
            }
            match &startup {
                Some((source, name)) => Main::Startup { source, name },
                None => Main::Nothing,
            }
        }
    };
    match interpreter.run(&main, follows) {
        Ok(exit) => exit,
        Err(Refused(message)) => {
            eprintln!("taipan: {message}");
            Exit::Code(1)
        }
    }
}

/// What `PYTHONSTARTUP` names: its text and its name.
fn startup(environment: Environment) -> Option<(Vec<u8>, String)> {
    let file = environment.get("PYTHONSTARTUP")?;
    match std::fs::read(&file) {
        Ok(source) => Some((source, file.to_string_lossy().into_owned())),
        Err(error) => {
            let text = taipan_engine::host::net::error_text(error.raw_os_error().unwrap_or(0));
            let (number, file) = (error.raw_os_error().unwrap_or(0), file.to_string_lossy());
            let class = match error.kind() {
                std::io::ErrorKind::NotFound => "FileNotFoundError",
                std::io::ErrorKind::PermissionDenied => "PermissionError",
                std::io::ErrorKind::IsADirectory => "IsADirectoryError",
                _ => "OSError",
            };
            eprintln!("Could not open PYTHONSTARTUP\n{class}: [Errno {number}] {text}: '{file}'");
            None
        }
    }
}

/// Leaves with that code. Everything with an effect has happened by now, and the system frees a
/// process's memory faster than we can; checkers of leaks ask for the long way.
fn leave(interpreter: Interpreter, code: i32) -> u8 {
    // As the system does with the argument of exit().
    let code = code as u8;
    if cfg!(feature = "plain-alloc") {
        drop(interpreter);
        return code;
    }
    // Everything is written and nothing is to be given back one by one.
    let _ = std::io::stdout().flush();
    process::leave(code)
}
