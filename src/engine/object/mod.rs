//! The lower half of the engine: values, memory, types, frames and the interpreter's state. Runs no
//! bytecode; what it must ask of the machine above it goes through two calls, *call* and *resume*.

pub mod async_step;
pub mod code;
pub mod collect;
pub mod dict;
mod extension;
pub mod foreign;
pub mod frame;
pub mod frame_object;
pub(crate) mod gil;
pub mod header;
pub mod heap;
mod in_flight;
mod key_order;
pub(crate) mod monitoring;
pub mod native;
pub mod report;
pub mod set_table;
pub mod shape;
mod shown_text;
pub mod shows;
pub mod slots;
pub mod string;
pub mod thread;
pub(crate) mod tracing;
pub mod tuple;
pub mod types;
pub mod value;
pub mod var;
pub mod vm;
pub mod weak;
