//! Beginnings and ends: variables of the environment, ways to leave, being stopped.

use std::fs;

use crate::session::Setup;

#[test]
fn ways_to_leave() {
    for (line, code) in [
        ("exit", 0),
        ("quit", 0),
        ("exit()", 0),
        ("import sys; sys.exit(3)", 3),
        ("raise SystemExit('bye')", 1),
        ("import os; os._exit(4)", 4),
    ] {
        let mut session = Setup::new("leave").start();
        session.enter(line);
        assert_eq!(session.exit(), code, "{line}");
    }
    let mut session = Setup::new("exit_is_a_name").start();
    session.enter("exit = 7");
    session.enter("exit");
    session.shows("\n7\n");
    session.keys("\x04");
    assert_eq!(session.exit(), 0);
}

#[test]
fn ctrl_d_deletes_where_there_is_something() {
    let mut session = Setup::new("delete").start();
    session.keys("abc\x01\x04");
    session.wait("one less", |screen| screen == ">>> bc");
    session.keys("\x0b\x04");
    assert_eq!(session.exit(), 0);
}

#[test]
fn signals_that_end_the_program_leave_the_terminal_as_it_was() {
    use rustix::process::Signal;
    for signal in [Signal::TERM, Signal::HUP] {
        let mut session = Setup::new("signals").start();
        session.keys("half a line");
        session.wait("it", |screen| screen.ends_with("line"));
        session.send(signal);
        assert_eq!(session.exit(), -signal.as_raw());
    }
}

#[test]
fn the_terminal_may_go_away() {
    let mut session = Setup::new("gone").start();
    session.keys("half a li");
    // The signal ends it, unless the end of the input is noticed before.
    let exit = session.hang_up();
    assert!(exit == -1 || exit == 0, "{exit}");
    // Where that signal is ignored, it is the end of the input.
    let program = env!("CARGO_BIN_EXE_taipan");
    let line = format!("trap '' HUP; exec {program} -q");
    let mut session = Setup::new("gone_quietly").program("sh").option("-c").option(&line).start();
    session.keys("half a li");
    session.wait("it", |screen| screen.ends_with("li"));
    assert_eq!(session.hang_up(), 0);
}

#[test]
fn the_program_can_be_stopped_and_goes_on() {
    let program = env!("CARGO_BIN_EXE_taipan");
    let setup = Setup::new("stop").program("sh").option("-i").variable("PS1", "shell: ");
    let mut session = setup.start_quietly();
    session.wait("the shell", |screen| screen.ends_with("shell:"));
    session.keys(&format!("exec 2>&1; clear; {program} -q\r"));
    session.wait("the prompt", |screen| screen.ends_with(">>>"));
    session.keys("half a li");
    session.wait("the text", |screen| screen.ends_with("li"));
    session.keys("\x1a");
    session.wait("the shell", |screen| screen.ends_with("shell:"));
    session.keys("fg\r");
    session.wait("the text again", |screen| screen.ends_with(">>> half a li"));
    session.keys("\x15'back'\r");
    session.shows("\n'back'\n");
    session.keys("\x04");
    session.wait("the shell", |screen| screen.ends_with("shell:"));
    session.keys("exit 0\r");
    session.exit();
}

#[test]
fn a_prompt_follows_a_program() {
    let setup = Setup::new("follows");
    fs::write(setup.folder().join("program.py"), "x = 41\nraise ValueError('after')\n")
        .expect("a file");
    let mut session = setup.option("-i").option("program.py").start();
    session.shows("ValueError: after\n");
    session.enter("x + 1");
    session.shows("\n42\n");
    let mut session =
        Setup::new("inspects").variable("PYTHONINSPECT", "1").option("-c").option("y = 1").start();
    session.enter("y + 1");
    session.shows("\n2\n");
}

#[test]
fn a_file_of_the_users_comes_first() {
    let setup = Setup::new("startup");
    fs::write(setup.folder().join("startup.py"), "import os\nsys_name = 'set'\nprint('hello')\n")
        .expect("a file");
    let mut session = setup.variable("PYTHONSTARTUP", "startup.py").start();
    session.shows("hello\n");
    session.enter("sys_name, os.sep");
    session.shows("('set', '/')\n");
    let mut session = Setup::new("no_startup").variable("PYTHONSTARTUP", "nowhere.py").start();
    session.shows("Could not open PYTHONSTARTUP\nFileNotFoundError: [Errno 2] No such file or directory: 'nowhere.py'\n");
}

#[test]
fn the_first_lines_tell_what_is_special() {
    let mut setup = Setup::new("banner").option("-Xclock=virtual").option("-Xseed=3");
    setup = setup.option("-E");
    let mut session = setup.start();
    session.shows("");
    let mut session = Setup::new("banner_shown")
        .program(env!("CARGO_BIN_EXE_taipan"))
        .option("-Xclock=virtual")
        .option("-Xseed=3")
        .start();
    session.shows(", with the virtual clock and the seed 3\n");
    session.shows(":help lists");
}

#[test]
fn a_plain_terminal_has_a_plain_prompt() {
    let mut session = Setup::new("dumb").variable("TERM", "dumb").start();
    session.keys("1 + 1\r");
    session.shows("1 + 1\n2\n");
    session.keys("\x04");
    assert_eq!(session.exit(), 0);
    let mut session = Setup::new("basic").variable("PYTHON_BASIC_REPL", "1").start();
    session.keys("1 + 1\r");
    session.shows("1 + 1\n2\n");
}

#[test]
fn the_program_reads_what_is_typed() {
    let mut session = Setup::new("input").start();
    session.enter("name = input('who? ')");
    session.runs();
    session.wait("the question", |screen| screen.ends_with("who?"));
    session.keys("me\r");
    session.shows("who? me\n");
    session.enter("print(name, end='')");
    session.shows("\nme\n");
    session.enter("import os; os.system('echo from a child; stty -a | grep -o icanon')");
    session.shows("from a child\nicanon\n0\n");
}

#[test]
fn a_program_may_ask_for_a_prompt_while_it_runs() {
    let ask = "import os, sys\nos.environ['PYTHONINSPECT'] = '1'\nx = 'from the program'\n";
    for (name, end) in [("asked", ""), ("asked_and_failed", "1 / 0\n")] {
        let setup = Setup::new(name).option("program.py");
        fs::write(setup.folder().join("program.py"), format!("{ask}{end}")).expect("a program");
        let mut session = setup.start();
        assert_eq!(session.screen().contains("ZeroDivisionError"), !end.is_empty());
        session.enter("x");
        session.shows("\n'from the program'\n");
        // It is a prompt like any other.
        session.enter("import asyncio; await asyncio.sleep(0, 'awaited')");
        session.shows("\n'awaited'\n");
        session.enter(":reset");
        session.shows("A new session.\n");
        session.keys("\x04");
        assert_eq!(session.exit(), 0);
    }
    let setup = Setup::new("asked_and_left").option("program.py");
    fs::write(setup.folder().join("program.py"), format!("{ask}sys.exit(3)\n")).expect("a program");
    assert_eq!(setup.start_quietly().exit(), 3);
}
