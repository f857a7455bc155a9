//! Times `parse` on one file, repeated to about a megabyte: `parse_speed FILE [PYTHON]` prints
//! megabytes per second, best of five, for the file once, twice and four times; with an interpreter,
//! the same for CPython's `ast.parse` in the same run. Measures nothing but parsing.

use std::time::Instant;

use taipan_grammar::{Arena, Mode, decode, parse};

fn main() -> std::io::Result<()> {
    let Some(name) = std::env::args().nth(1) else {
        return Ok(());
    };
    let bytes = std::fs::read(&name)?;
    let text = decode(&bytes).map_err(|error| std::io::Error::other(error.to_string()))?;
    let copies = (1_000_000 / text.len()).max(1);
    for factor in [1, 2, 4] {
        let source = format!("{text}\n").repeat(copies * factor);
        let best = (0..5).map(|_| seconds(&source)).fold(f64::INFINITY, f64::min);
        let megabytes = source.len() as f64 / 1e6;
        println!("{:9} bytes {:7.1} MB/s", source.len(), megabytes / best);
        if let Some(python) = std::env::args().nth(2) {
            let theirs = cpython(&python, &name, copies * factor)?;
            let speed = megabytes / theirs;
            println!("        CPython {speed:7.1} MB/s: {:.1} times that", theirs / best);
        }
    }
    Ok(())
}

/// Seconds that CPython takes, best of three.
fn cpython(python: &str, name: &str, copies: usize) -> std::io::Result<f64> {
    let script = r"
import ast, sys, time
source = (open(sys.argv[1], encoding='utf-8').read() + '\n') * int(sys.argv[2])
def once():
    start = time.perf_counter()
    ast.parse(source)
    return time.perf_counter() - start
print(min(once() for _ in range(3)))
";
    let output = std::process::Command::new(python)
        .args(["-W", "ignore", "-c", script, name, &copies.to_string()])
        .output()?;
    let text = String::from_utf8_lossy(&output.stdout);
    text.trim().parse().map_err(std::io::Error::other)
}

fn seconds(source: &str) -> f64 {
    let arena = Arena::new();
    let start = Instant::now();
    let parsed = parse(source, Mode::Module, &arena);
    let elapsed = start.elapsed().as_secs_f64();
    if let Err(error) = parsed {
        println!("{error}");
    }
    elapsed
}
