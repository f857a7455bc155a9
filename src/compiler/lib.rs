//! Syntax tree to bytecode; knows nothing of objects.

#![forbid(unsafe_code)]

pub mod code;
pub mod op;
