//! Ctrl-C, whatever a program is doing: KeyboardInterrupt at once, the traceback, death by SIGINT.

use std::io::{BufRead, BufReader, Read};
use std::os::unix::process::ExitStatusExt;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use taipan_engine::host::Signal;
use taipan_engine::host::signals::release_signal;

const SIGINT: i32 = 2;

/// The program. It inherits what the signal does, and tests that run in a shell's background have it
/// ignored.
fn taipan() -> Command {
    release_signal(Signal::INTERRUPT).expect("SIGINT has its usual effect");
    Command::new(env!("CARGO_BIN_EXE_taipan"))
}

/// Runs the program until it says "ready", interrupts it, and gives what it wrote to stdout after
/// that, and to stderr.
#[track_caller]
fn interrupted(program: &str) -> (String, String) {
    let mut child = taipan()
        .args(["-u", "-c", program])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .expect("the program starts");
    let mut stdout = BufReader::new(child.stdout.take().expect("a pipe"));
    let mut line = String::new();
    stdout.read_line(&mut line).expect("a line");
    assert_eq!(line, "ready\n");
    // What follows the line has begun, or begins with the signal pending: both must work.
    std::thread::sleep(Duration::from_millis(50));
    let sent = Instant::now();
    let kill = Command::new("kill").args(["-INT", &child.id().to_string()]).status();
    assert!(kill.is_ok_and(|status| status.success()));
    let status = child.wait().expect("it ends");
    assert!(sent.elapsed() < Duration::from_secs(5), "not at once: {:?}", sent.elapsed());
    assert_eq!(status.signal(), Some(SIGINT), "{status:?}");
    let (mut rest, mut errors) = (String::new(), String::new());
    stdout.read_to_string(&mut rest).expect("text");
    child.stderr.take().expect("a pipe").read_to_string(&mut errors).expect("text");
    assert!(errors.starts_with("Traceback (most recent call last):\n"), "{errors}");
    assert!(errors.ends_with("KeyboardInterrupt\n"), "{errors}");
    (rest, errors)
}

#[test]
fn while_it_sleeps() {
    interrupted("import time\nprint('ready')\ntime.sleep(100)\n");
}

#[test]
fn while_it_computes() {
    interrupted("print('ready')\nwhile True: pass\n");
}

#[test]
fn while_it_waits_for_input() {
    interrupted("print('ready')\ninput()\n");
}

#[test]
fn while_its_loop_is_idle() {
    let program = "import asyncio\n\
                   async def main():\n    print('ready')\n    try:\n        await asyncio.sleep(100)\n    finally:\n        print('cleaned up')\n\
                   asyncio.run(main())\n";
    let (rest, _) = interrupted(program);
    assert_eq!(rest, "cleaned up\n");
}

#[test]
fn while_a_task_computes() {
    let program = "import asyncio\nasync def main():\n    print('ready')\n    while True: await asyncio.sleep(0)\nasyncio.run(main())\n";
    interrupted(program);
}

#[test]
fn finally_runs() {
    let program = "import time\nprint('ready')\ntry:\n    time.sleep(100)\nfinally:\n    print('cleaned up')\n";
    let (rest, _) = interrupted(program);
    assert_eq!(rest, "cleaned up\n");
}

#[test]
fn while_a_socket_receives() {
    interrupted("import socket\na, b = socket.socketpair()\nprint('ready')\na.recv(1)\n");
}

/// CPython does not look for signals there.
#[test]
fn while_a_native_loop_runs() {
    interrupted("print('ready')\nsum(range(10**12))\n");
    interrupted("print('ready')\nmax(map(abs, range(10**12)))\n");
    interrupted("from itertools import repeat\nprint('ready')\nset(repeat(1))\n");
}

/// The traceback begins with where the main task was.
#[test]
fn the_main_task_is_shown() {
    let program = "import asyncio\nasync def main():\n    print('ready')\n    await asyncio.sleep(100)\nasyncio.run(main())\n";
    let (_, errors) = interrupted(program);
    let task = "  File \"<string>\", line 4, in main\n    await asyncio.sleep(100)\n";
    let between =
        "\nDuring handling of the above exception, another exception occurred:\n\nTraceback";
    assert!(errors.contains(task) && errors.contains(between), "{errors}");
}

/// What was ignored when the program started stays ignored, as in the background of a shell.
#[test]
fn an_ignored_interrupt_stays_ignored() {
    let program = "import os, signal\nos.kill(os.getpid(), signal.SIGINT)\nprint(signal.getsignal(signal.SIGINT) == signal.SIG_IGN)\n";
    let output = Command::new("sh")
        .args(["-c", "trap '' INT; exec \"$0\" -c \"$1\""])
        .args([env!("CARGO_BIN_EXE_taipan"), program])
        .output()
        .expect("a shell");
    assert_eq!(String::from_utf8_lossy(&output.stdout), "True\n");
    assert_eq!(output.status.code(), Some(0), "{}", String::from_utf8_lossy(&output.stderr));
}

#[test]
fn while_it_reads_lines() {
    interrupted("import sys\nprint('ready')\nfor line in sys.stdin: pass\n");
}

#[test]
fn while_it_reads_everything() {
    interrupted("print('ready')\nopen(0, 'rb').read()\n");
}

#[test]
fn callbacks_for_the_end_run() {
    let program =
        "import atexit, time\natexit.register(print, 'at exit')\nprint('ready')\ntime.sleep(100)\n";
    let (rest, _) = interrupted(program);
    assert_eq!(rest, "at exit\n");
}

/// What becomes of a program whose output nobody reads any more.
fn with_closed_output(program: &str) -> (Option<i32>, String) {
    let mut child = taipan()
        .args(["-c", program])
        .env_remove("PYTHONUNBUFFERED")
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .expect("the program starts");
    drop(child.stdout.take());
    drop(child.stdin.take());
    let mut errors = String::new();
    child.stderr.take().expect("a pipe").read_to_string(&mut errors).expect("text");
    (child.wait().expect("it ends").code(), errors)
}

#[test]
fn a_broken_pipe_at_the_end() {
    let (code, errors) = with_closed_output("input = __import__('sys').stdin.read()\nprint(1)\n");
    assert_eq!(code, Some(120));
    let expected =
        "Exception ignored on flushing sys.stdout:\nBrokenPipeError: [Errno 32] Broken pipe\n";
    assert_eq!(errors, expected);
}

#[test]
fn a_broken_pipe_on_the_way() {
    let program = "import sys\nsys.stdin.read()\ntry:\n    print(1, flush=True)\nexcept BrokenPipeError as error:\n    print(error, file=sys.stderr)\n    sys.stdout = None\n";
    assert_eq!(with_closed_output(program), (Some(0), "[Errno 32] Broken pipe\n".to_owned()));
}
