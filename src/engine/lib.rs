//! Bytecode to objects, virtual machine and event loop. `Interpreter` is what a program embeds.

pub mod aio;
pub mod host;
pub mod object;
pub mod types;
pub mod vm;
