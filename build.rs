//! How the program is linked, so that it starts quickly. See "Measured decisions" in ARCHITECTURE.md.
//!
//! * At a fixed address: starting it then patches no tables, which is a third of the pages it touches.
//! * With its own copy of the unwinder's library: loading the shared one, which asks the processor
//!   about its features, would take a tenth of the whole start.

use std::path::Path;

fn main() {
    println!("cargo::rerun-if-changed=build.rs");
    let target = std::env::var("TARGET").unwrap_or_default();
    let sanitized = std::env::var("CARGO_FEATURE_PLAIN_ALLOC").is_ok();
    if target != "x86_64-unknown-linux-gnu" || sanitized {
        return;
    }
    println!("cargo::rustc-link-arg-bins=-no-pie");
    let Ok(out) = std::env::var("OUT_DIR") else { return };
    // The linker reads this instead of the library of that name: GNU ld and lld know such scripts.
    if std::fs::write(Path::new(&out).join("libgcc_s.so"), "INPUT(-lgcc_eh -lgcc)\n").is_ok() {
        println!("cargo::rustc-link-arg-bins=-L{out}");
    }
}
