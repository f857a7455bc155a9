//! How the program is linked, so that it starts quickly. See "Measured decisions" in ARCHITECTURE.md.
//!
//! * At a fixed address: starting it then patches no tables, which is a third of the pages it touches.
//! * With its own copies of the C library and of the unwinder's, where the C compiler has them:
//!   finding, mapping and relocating the shared ones would take a quarter of the whole start.
//! * With the functions of a start side by side (`src/startup-order.txt`, which
//!   `tools/startup_order.py` writes): a start then maps a tenth of the program's text instead of
//!   nearly all of it. Names that are no longer there cost nothing but their place.

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
    if std::env::var("PROFILE").is_ok_and(|profile| profile == "release") {
        order_functions(Path::new(&out));
    }
    // The linker reads such a script instead of the library of that name: GNU ld and lld know them.
    let replace = |library: &str, by: &str| {
        std::fs::write(Path::new(&out).join(library), format!("INPUT({by})\n")).is_ok()
    };
    if !replace("libgcc_s.so", "-lgcc_eh -lgcc") {
        return;
    }
    println!("cargo::rustc-link-arg-bins=-L{out}");
    let static_library =
        |name: &str| archive(name).is_some_and(|path| replace(&format!("{}.so", name), &path));
    if ["libc", "libm"].into_iter().all(static_library) {
        println!("cargo::rustc-link-arg-bins=-static");
        // Rust's library asks weakly for what old systems lack, and a weak name takes nothing out of
        // an archive: calls of it, ours included, would go to address 0.
        for name in WEAKLY_ASKED_FOR {
            println!("cargo::rustc-link-arg-bins=-Wl,--undefined={name}");
        }
    }
}

/// The compiler's names, in which `*` stands for its marks, go into a section of their own by a
/// linker script; the C library's, which the script could not tell from each other since they all lie
/// in sections called `.text`, by a list of symbols. Only lld takes that, and it is what the compiler
/// links with for this target.
fn order_functions(out: &Path) {
    let Ok(root) = std::env::var("CARGO_MANIFEST_DIR") else { return };
    let order = Path::new(&root).join("src/startup-order.txt");
    println!("cargo::rerun-if-changed={}", order.display());
    let Ok(names) = std::fs::read_to_string(&order) else { return };
    let (ours, others): (Vec<&str>, Vec<&str>) =
        names.lines().partition(|name| name.starts_with("_ZN") || name.starts_with("_R"));
    let sections = ours.iter().map(|name| {
        let place = if name.contains(DISPATCH) { "    . = ALIGN(64) + 16;\n" } else { "" };
        format!("{place}    *(.text.{name} .text.unlikely.{name})\n")
    });
    let script = format!(
        "SECTIONS {{\n  .text.start : {{\n{}  }}\n}} INSERT BEFORE .text;\n",
        sections.collect::<String>()
    );
    let (script_file, list_file) = (out.join("startup.ld"), out.join("startup-order.txt"));
    if std::fs::write(&script_file, script).is_ok() {
        println!("cargo::rustc-link-arg-bins=-Wl,-T,{}", script_file.display());
    }
    if std::fs::write(&list_file, others.join("\n")).is_ok() {
        println!("cargo::rustc-link-arg-bins=-Wl,--no-warn-symbol-ordering");
        println!("cargo::rustc-link-arg-bins=-Wl,--symbol-ordering-file={}", list_file.display());
    }
}

/// The dispatch loop, in the compiler's names. It always lies alike in the processor's cache: left to
/// chance, the same code took a fifth longer for numbers in one build than in another.
const DISPATCH: &str = "2vm2Vm8dispatchKb0_";

const WEAKLY_ASKED_FOR: [&str; 5] = [
    "__cxa_thread_atexit_impl",
    "copy_file_range",
    "gettid",
    "posix_spawn_file_actions_addchdir_np",
    "statx",
];

/// Where the C compiler has its archive of a library, if it has one.
fn archive(library: &str) -> Option<String> {
    let compiler = std::env::var("CC").unwrap_or_else(|_| "cc".to_owned());
    let output = std::process::Command::new(compiler)
        .arg(format!("-print-file-name={library}.a"))
        .output()
        .ok()?;
    let path = String::from_utf8(output.stdout).ok()?.trim().to_owned();
    Path::new(&path).is_absolute().then_some(path)
}
