//! The program: hands the command line to `cli`, and says which allocator there is.

#[cfg(feature = "mimalloc")]
mod allocator;
mod cli;

#[cfg(feature = "mimalloc")]
#[global_allocator]
static ALLOCATOR: allocator::Allocator = allocator::Allocator;

fn main() -> std::process::ExitCode {
    #[cfg(feature = "mimalloc")]
    allocator::keep_freed_memory();
    cli::main()
}
