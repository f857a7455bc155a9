//! What a key costs at the prompt, in a block of 200 lines: from the key until the terminal shows it. The
//! program's own time is told besides. And what pasting ten thousand lines costs beyond running them.
//! `cargo bench --bench keystroke`.

use std::time::{Duration, Instant};

// The tests of the prompt use the rest of it.
#[allow(dead_code)]
#[path = "../tests/prompt/session.rs"]
mod session;

use session::Setup;

fn main() {
    let measure = std::env::args().any(|argument| argument == "--bench");
    let keys = if measure { 500 } else { 5 };
    let mut session = Setup::new("bench").start();
    let block: String = (0..199)
        .map(|n| format!("    value{n} = compute(value, 'text {n}', [{n}, 0x{n:x}])  # line {n}\n"))
        .collect();
    session.keys(&format!("\x1b[200~def block():\n{block}    \x1b[201~"));
    session.wait("the block", |screen| screen.contains("# line 198"));
    let busy = session.processor_time();
    let mut all: Vec<Duration> = Vec::new();
    for key in 0..keys {
        // Lines stay short, so that each key moves the cursor by one column.
        let column = session.with(|screen| screen.cursor_position().1);
        let (key, wanted) = match key % 60 {
            30.. => ("\x7f", column - 1),
            _ => ("x", column + 1),
        };
        // Nobody types faster, and what comes faster is drawn together.
        std::thread::sleep(Duration::from_millis(12));
        let start = Instant::now();
        session.keys(key);
        session.wait_for("the key", |screen| screen.cursor_position().1 == wanted);
        all.push(start.elapsed());
    }
    let busy = (session.processor_time() - busy) / keys;
    all.sort();
    let at = |part: usize| all[(all.len() - 1) * part / 100].as_secs_f64() * 1e3;
    println!("a key in a block of 200 lines, until the terminal shows it:");
    println!("median {:.2} ms, 9 of 10 within {:.2} ms, worst {:.2} ms", at(50), at(90), at(100));
    println!("processor time of the program for each: {:.2} ms", busy.as_secs_f64() * 1e3);
    paste();
}

fn paste() {
    let lines = |n| format!("def f{n}(x): return [x + {n}, 'text {n}']\nv{n} = f{n}({n})\n");
    let script: String = (0..5000).map(lines).collect();
    let mut session = Setup::new("paste").start();
    let file = session.folder().join("script.py");
    std::fs::write(&file, &script).expect("a script");
    let start = Instant::now();
    let ran = std::process::Command::new(env!("CARGO_BIN_EXE_taipan")).arg(&file).status();
    assert!(ran.is_ok_and(|status| status.success()));
    let running = start.elapsed();
    let start = Instant::now();
    session.keys(&format!("\x1b[200~{script}\x1b[201~\rprint(v4999[0])\r"));
    session.shows("\n9998\n");
    let took = start.elapsed();
    println!("10,000 lines: {running:.2?} to run, {took:.2?} to paste and run");
}
