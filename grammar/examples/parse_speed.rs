//! Times `parse` on one file, repeated to about a megabyte: prints megabytes per second, best of
//! five, for the file once, twice and four times. Measures nothing but parsing.

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
        println!("{:9} bytes {:7.1} MB/s", source.len(), source.len() as f64 / best / 1e6);
    }
    Ok(())
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
