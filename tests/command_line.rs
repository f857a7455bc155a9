//! What the command line offers besides running programs: traces, completions, the manual page; and how
//! errors are shown where standard error is a terminal.

use std::fs::File;
use std::io::Read;
use std::process::{Command, Output, Stdio};

use rustix::fs::OFlags;
use rustix::pty::{grantpt, openpt, ptsname, unlockpt};

fn taipan(arguments: &[&str]) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_taipan"));
    command.args(arguments).stdin(Stdio::null()).output().expect("the program starts")
}

fn text(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).into_owned()
}

/// What a program writes to standard error if that is a terminal.
fn at_a_terminal(arguments: &[&str], variables: &[(&str, &str)]) -> String {
    let own = openpt(rustix::pty::OpenptFlags::RDWR | rustix::pty::OpenptFlags::NOCTTY)
        .expect("a terminal");
    grantpt(&own).expect("access");
    unlockpt(&own).expect("a terminal that is open");
    let name = ptsname(&own, Vec::new()).expect("a name");
    let flags = OFlags::RDWR | OFlags::NOCTTY;
    let other = rustix::fs::open(&name, flags, rustix::fs::Mode::empty()).expect("its other side");
    let mut command = Command::new(env!("CARGO_BIN_EXE_taipan"));
    for name in ["NO_COLOR", "FORCE_COLOR", "PYTHON_COLORS", "TERM"] {
        command.env_remove(name);
    }
    command.args(arguments).envs(variables.iter().copied());
    let mut child = command
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(Stdio::from(other))
        .spawn()
        .expect("the program starts");
    child.wait().expect("it ends");
    // The command holds the terminal's other side, too.
    drop(command);
    let mut said = Vec::new();
    // A terminal whose other side is closed says so by an error.
    let _ = File::from(own).read_to_end(&mut said);
    text(&said).replace('\r', "")
}

#[test]
fn a_terminal_is_shown_the_source() {
    let said = at_a_terminal(&["-c", "x = 1\nx / 0"], &[("NO_COLOR", "1")]);
    assert!(said.starts_with("error[ZeroDivisionError]: division by zero\n"), "{said}");
    assert!(said.contains("2 │ x / 0\n  │ ^^^^^"), "{said}");
    let coloured = at_a_terminal(&["-c", "1 / 0"], &[]);
    assert!(coloured.starts_with("\x1b[1m\x1b[31merror[ZeroDivisionError]"), "{coloured}");
    let dumb = at_a_terminal(&["-c", "1 / 0"], &[("TERM", "dumb")]);
    assert!(dumb.starts_with("error[ZeroDivisionError]"), "{dumb}");
    let forced = at_a_terminal(&["-c", "1 / 0"], &[("PYTHON_COLORS", "1"), ("NO_COLOR", "1")]);
    assert!(forced.starts_with("\x1b[1m"), "{forced}");
    let python = at_a_terminal(&["-X", "errors=python", "-c", "1 / 0"], &[]);
    assert!(python.starts_with("Traceback (most recent call last):\n"), "{python}");
}

#[test]
fn elsewhere_cpythons_words_are_written() {
    let said = text(&taipan(&["-c", "1 / 0"]).stderr);
    assert!(said.starts_with("Traceback (most recent call last):\n"), "{said}");
}

#[test]
fn programs_keep_control_of_their_errors() {
    let source = "import sys, io\nsys.excepthook = lambda *a: print('own', file=sys.stderr)\n1 / 0";
    assert_eq!(at_a_terminal(&["-c", source], &[]), "own\n");
    let source = "import sys, io\nreal, sys.stderr = sys.stderr, io.StringIO()\n\
                  import atexit\natexit.register(lambda: real.write(sys.stderr.getvalue()))\n1 / 0";
    let said = at_a_terminal(&["-c", source], &[]);
    assert!(said.starts_with("Traceback (most recent call last):\n"), "{said}");
}

#[test]
fn a_loop_can_be_watched() {
    let source = "import asyncio\nasync def main(): await asyncio.sleep(1)\nasyncio.run(main())";
    let said = text(&taipan(&["-X", "clock=virtual", "--trace", "loop", "-c", source]).stderr);
    for part in
        ["step of Task-1, main() at <string>:2", "polls for 1.0", "timer: the end of a sleep"]
    {
        assert!(said.contains(part), "{said}");
    }
}

#[test]
fn what_lives_at_the_end_is_counted() {
    let source = "import gc\nx = []; x.append(x); del x\ngc.collect()\nprint('done')";
    let said = text(&taipan(&["--trace", "heap", "-c", source]).stderr);
    assert!(said.contains("heap: collection of generation 2: "), "{said}");
    assert!(said.contains(" containers live\n") && said.contains(" dict\n"), "{said}");
}

#[test]
fn what_is_written_of_the_options_names_them_all() {
    let help = text(&taipan(&["--help"]).stdout);
    let page = text(&taipan(&["--man"]).stdout);
    assert!(page.starts_with(".TH TAIPAN 1 "), "{page}");
    for name in ["--check", "--dump", "--trace", "clock=real|virtual", "PYTHONPATH", "-OO"] {
        assert!(help.contains(name), "{name}");
        assert!(page.contains(&name.replace('-', "\\-")), "{name}");
    }
    for shell in ["bash", "zsh", "fish"] {
        let script = text(&taipan(&["--completions", shell]).stdout);
        assert!(script.contains("taipan") && script.contains("errors=json"), "{script}");
    }
    assert_eq!(taipan(&["--completions", "tcsh"]).status.code(), Some(2));
}

#[test]
fn json_is_one_object_in_a_line() {
    let said = text(&taipan(&["-X", "errors=json", "-c", "raise ValueError('a\\n\"b\"')"]).stderr);
    assert_eq!(said.lines().count(), 1, "{said}");
    let begin = r#"{"event":"uncaught","severity":"error","code":"ValueError","message":"a\n\"b\"","labels":[{"#;
    assert!(said.starts_with(begin), "{said}");
}
