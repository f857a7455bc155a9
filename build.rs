//! Links the program at a fixed address: starting it then patches no tables, which is a third of
//! the pages it touches. See "Measured decisions" in ARCHITECTURE.md.

fn main() {
    println!("cargo::rerun-if-changed=build.rs");
    let target = std::env::var("TARGET").unwrap_or_default();
    let sanitized = std::env::var("CARGO_FEATURE_PLAIN_ALLOC").is_ok();
    if target == "x86_64-unknown-linux-gnu" && !sanitized {
        println!("cargo::rustc-link-arg-bins=-no-pie");
    }
}
