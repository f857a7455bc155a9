//! Streams: reader, writer and the protocol between them and a transport. Data goes from the transport
//! to the reader's buffer without any Python code.

mod buffer;
mod protocol;
mod reader;
mod reads;
mod writer;

pub use protocol::{FLOW_CONTROL, STREAM_READER_PROTOCOL, is_exact_protocol};
pub use reader::STREAM_READER;
pub use writer::STREAM_WRITER;

pub(super) use protocol::{
    StreamProtocol, connection_lost, data_received, eof_received, set_paused,
};
