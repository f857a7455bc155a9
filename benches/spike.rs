//! Whole programs, one idea each: the best time of several runs and, where valgrind is there,
//! instructions. Measures; judges nothing.
//!
//! `cargo bench`, or `ORACLE=python3.13 cargo bench` for ratios to CPython in the same run.
//! `cargo test --bench spike` runs each once, small.

use std::ffi::OsStr;
use std::path::Path;
use std::process::{Command, ExitCode, Stdio};
use std::time::{Duration, Instant};

/// A script and the size of its input: for measuring, and just to see it run.
const PROGRAMS: &[(&str, u64, u64)] = &[
    ("fib", 27, 12),
    ("loop", 3_000_000, 1000),
    ("attributes", 1_500_000, 1000),
    ("generator", 1_500_000, 1000),
    ("await_chain", 200_000, 100),
    ("switch", 200_000, 1000),
    ("start", 0, 0),
];

const RUNS: usize = 5;

fn main() -> ExitCode {
    // Cargo says `--bench` when it is to measure, and nothing when it only tests.
    let measure = std::env::args().any(|argument| argument == "--bench");
    let filter = std::env::args().skip(1).find(|argument| !argument.starts_with('-'));
    let wanted = |name: &str| filter.as_deref().is_none_or(|part| name.contains(part));
    let oracle = std::env::var_os("ORACLE");
    let own = OsStr::new(env!("CARGO_BIN_EXE_taipan"));
    let mut failed = false;
    println!(
        "{:<12} {:>10} {:>10} {:>7} {:>16}",
        "program", "ms", "oracle ms", "ratio", "instructions"
    );
    for (name, size, small) in PROGRAMS.iter().filter(|(name, ..)| wanted(name)) {
        let size = if measure { *size } else { *small };
        let runs = if measure { RUNS } else { 1 };
        let Some(time) = best_time(own, name, size, runs) else {
            println!("{name:<12} FAILED");
            failed = true;
            continue;
        };
        let theirs = oracle.as_deref().and_then(|program| best_time(program, name, size, runs));
        let ratio = theirs.map(|theirs| time.as_secs_f64() / theirs.as_secs_f64());
        let count = if measure { instructions(own, name, size / 10) } else { None };
        println!(
            "{name:<12} {:>10.1} {:>10} {:>7} {:>16}",
            milliseconds(time),
            shown(theirs.map(|t| format!("{:.1}", milliseconds(t)))),
            shown(ratio.map(|r| format!("{r:.3}"))),
            shown(count.map(|c| c.to_string())),
        );
    }
    if failed { ExitCode::FAILURE } else { ExitCode::SUCCESS }
}

fn milliseconds(time: Duration) -> f64 {
    time.as_secs_f64() * 1e3
}

fn shown(value: Option<String>) -> String {
    value.unwrap_or_else(|| "-".to_owned())
}

fn command(program: &OsStr, arguments: &[&OsStr], name: &str, size: u64) -> Command {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("benches/scripts");
    let mut command = Command::new(program);
    command.args(arguments).arg(folder.join(format!("{name}.py"))).arg(size.to_string());
    command.stdin(Stdio::null()).stdout(Stdio::null());
    command
}

/// The shortest time of a whole process; `None` if one of them fails.
fn best_time(program: &OsStr, name: &str, size: u64, runs: usize) -> Option<Duration> {
    let once = |_| {
        let start = Instant::now();
        let status = command(program, &[], name, size).status().ok()?;
        status.success().then(|| start.elapsed())
    };
    (0..runs).map(once).collect::<Option<Vec<Duration>>>()?.into_iter().min()
}

/// Instructions of a whole process, if valgrind can be had.
fn instructions(program: &OsStr, name: &str, size: u64) -> Option<u64> {
    let options = ["--tool=callgrind", "--callgrind-out-file=/dev/null"].map(OsStr::new);
    let arguments = [options[0], options[1], program];
    let output = command(OsStr::new("valgrind"), &arguments, name, size).output().ok()?;
    let text = String::from_utf8_lossy(&output.stderr).into_owned();
    let line = text.lines().find(|line| line.contains("Collected :"))?;
    line.rsplit(' ').next()?.parse().ok()
}
