//! What a program that hangs says of itself on the real clock, and what it shows when a signal asks.

use std::io::{BufRead, BufReader, Read};
use std::os::unix::process::ExitStatusExt;
use std::process::{Child, ChildStderr, Command, Stdio};
use std::time::Duration;

use taipan_engine::host::Signal;
use taipan_engine::host::signals::release_signal;

/// A program that runs, and its standard error.
struct Running {
    child: Child,
    errors: BufReader<ChildStderr>,
}

impl Running {
    /// Starts the program and waits until it says "ready".
    #[track_caller]
    fn start(options: &[&str], program: &str) -> Running {
        for signal in [Signal::INTERRUPT, Signal::QUIT] {
            // Tests that run in a shell's background have them ignored.
            release_signal(signal).expect("the signal has its usual effect");
        }
        let mut child = Command::new(env!("CARGO_BIN_EXE_taipan"))
            .args(options)
            .args(["-u", "-c", program])
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .expect("the program starts");
        let mut line = String::new();
        let mut stdout = BufReader::new(child.stdout.take().expect("a pipe"));
        stdout.read_line(&mut line).expect("a line");
        assert_eq!(line, "ready\n");
        child.stdout = Some(stdout.into_inner());
        let errors = BufReader::new(child.stderr.take().expect("a pipe"));
        Running { child, errors }
    }

    fn send(&self, signal: &str) {
        let number = self.child.id().to_string();
        let sent = Command::new("kill").args([signal, &number]).status();
        assert!(sent.is_ok_and(|status| status.success()));
    }

    /// The next line of standard error.
    fn line(&mut self) -> String {
        let mut line = String::new();
        self.errors.read_line(&mut line).expect("a line");
        line
    }

    /// Lines of standard error up to one that begins so.
    fn lines_to(&mut self, last: &str) -> Vec<String> {
        let mut all = vec![self.line()];
        while !all.last().is_some_and(|line| line.starts_with(last) || line.is_empty()) {
            all.push(self.line());
        }
        all
    }

    /// Ends the program by Ctrl-C; the rest of its standard error.
    fn interrupt(mut self) -> String {
        self.send("-INT");
        let mut rest = String::new();
        self.errors.read_to_string(&mut rest).expect("text");
        let status = self.child.wait().expect("it ends");
        assert_eq!(status.signal(), Some(2), "{status:?} {rest}");
        rest
    }
}

const ONE: &str = "import asyncio
async def main():
    print('ready')
    await asyncio.Future()
asyncio.run(main())
";

#[test]
fn one_task_gets_one_calm_line() {
    let mut running = Running::start(&[], ONE);
    let line = running.line();
    let wanted = "taipan: Task-1, main(), waits for a Future at <string>:4, in main, and nothing is \
                  left that could wake it; only Ctrl-C can end this: await asyncio.Future()\n";
    assert_eq!(line, wanted);
    // A signal that means nothing to the program wakes it; it does not repeat itself.
    running.send("-WINCH");
    std::thread::sleep(Duration::from_millis(100));
    let rest = running.interrupt();
    assert!(rest.starts_with("Traceback (most recent call last):\n"), "{rest}");
}

#[test]
fn silence_can_be_had() {
    let running = Running::start(&["-X", "deadlock=off"], ONE);
    std::thread::sleep(Duration::from_millis(200));
    let rest = running.interrupt();
    assert!(rest.starts_with("Traceback (most recent call last):\n"), "{rest}");
}

#[test]
fn an_error_can_be_had_on_the_real_clock() {
    let mut running = Running::start(&["-X", "deadlock=raise"], ONE);
    let lines = running.lines_to("asyncio.exceptions.DeadlockError: Task-1, main(), waits");
    assert!(lines.last().is_some_and(|line| !line.is_empty()), "{lines:?}");
    assert_eq!(running.child.wait().expect("it ends").code(), Some(1));
}

#[test]
fn several_tasks_get_a_report() {
    let program = "import asyncio
async def one(lock, other):
    async with lock:
        await asyncio.sleep(0.01)
        async with other:
            pass
async def main():
    a, b = asyncio.Lock(), asyncio.Lock()
    print('ready')
    await asyncio.gather(one(a, b), one(b, a))
asyncio.run(main())
";
    let mut running = Running::start(&[], program);
    let circle = running.lines_to("Only").concat();
    assert!(circle.starts_with("taipan: deadlock: 2 tasks hold the locks"), "{circle}");
    assert!(circle.contains("\nCycle: "), "{circle}");
    let report = running.lines_to("Only").concat();
    assert!(report.starts_with("taipan: deadlock: 3 tasks wait, and nothing is left"), "{report}");
    assert!(report.ends_with("\nOnly Ctrl-C can end this.\n"), "{report}");
    running.interrupt();
}

const BUSY: &str = "import asyncio, signal, sys, threading, time
async def ticks():
    while True:
        await asyncio.sleep(0.01)
async def main():
    task = asyncio.create_task(ticks(), name='ticks')
    print('ready')
    await task
def other():
    asyncio.run(asyncio.sleep(100))
if len(sys.argv) > 1:
    signal.signal(signal.SIGQUIT, lambda *_: print('mine', file=sys.stderr))
threading.Thread(target=other, daemon=True).start()
asyncio.run(main())
";

#[test]
fn a_signal_shows_the_tasks_of_a_running_program() {
    for (options, signal) in [(&[][..], "-QUIT"), (&["-X", "dump-on=SIGUSR1"][..], "-USR1")] {
        let mut running = Running::start(options, BUSY);
        for _ in 0..2 {
            running.send(signal);
            let shown = running.lines_to("Thread \"Thread-1 (other)\" is at").concat();
            assert!(
                shown.starts_with("taipan: 3 tasks\nEvent loop of the main thread:\n"),
                "{shown}"
            );
            assert!(shown.contains("\n  * ticks: ticks(), created at <string>:6\n"), "{shown}");
            assert!(shown.contains("\nEvent loop of thread \"Thread-1 (other)\":\n"), "{shown}");
        }
        running.interrupt();
    }
}

#[test]
fn a_handler_of_the_program_s_own_wins() {
    let program = BUSY.replace("len(sys.argv) > 1", "True");
    let mut running = Running::start(&[], &program);
    running.send("-QUIT");
    assert_eq!(running.line(), "mine\n");
    running.interrupt();
}
