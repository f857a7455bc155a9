//! The program: hands the command line to `cli`, says which allocator there is, and how the process
//! begins.

#![cfg_attr(all(target_env = "gnu", not(test)), no_main)]

#[cfg(feature = "mimalloc")]
mod allocator;
mod cli;
#[cfg(feature = "mimalloc")]
mod growing;
mod repl;
mod report;

#[cfg(feature = "mimalloc")]
#[global_allocator]
static ALLOCATOR: allocator::Allocator = allocator::Allocator;

fn run() -> u8 {
    #[cfg(feature = "mimalloc")]
    allocator::prepare();
    taipan_engine::host::process::begin();
    cli::main()
}

/// Rust's own beginning would look for the bounds of the stack in the list of all mappings and prepare
/// for its overflow, which an interpreter prevents by itself: a tenth of the time that ours takes.
#[cfg(all(target_env = "gnu", not(test)))]
#[unsafe(no_mangle)]
extern "C" fn main() -> std::ffi::c_int {
    run().into()
}

#[cfg(not(all(target_env = "gnu", not(test))))]
fn main() -> std::process::ExitCode {
    run().into()
}
