//! TLS between a transport and a protocol: `asyncio.sslproto`. To the transport below it is a protocol
//! (`protocol`), to the protocol above a transport (`transport`); the records are those of `ssl`.
//!
//! It asks the transport below for nothing but the methods of transports, so that one kind of them goes
//! on top of any other: TLS within TLS is nothing special.

mod deliver;
mod flow;
mod protocol;
mod state;
mod transport;

pub(super) use deliver::feed_buffered;
pub(super) use protocol::SSL_PROTOCOL;
pub(super) use transport::SSL_TRANSPORT;
