//! Transports: what carries bytes between a descriptor and a protocol.
//!
//! * `stream` is the object and its life, `reading` and `writing` its two halves, `methods` what
//!   Python sees of it; `classes` the abstract classes that it belongs to.
//! * `file_send` sends a file, `flow_mixin` is for transports in Python.
//! * `deliver` calls protocols, `accept` takes connections in, `datagram` carries packets.

mod accept;
mod classes;
mod datagram;
mod deliver;
mod file_send;
mod flow_mixin;
mod methods;
mod reading;
mod stream;
mod writing;

pub use accept::{ACCEPTOR, serve};
pub(super) use accept::{Accepted, set_up};
pub use classes::{BUFFERED_PROTOCOL, PROTOCOL, PROTOCOL_CLASSES, TRANSPORT, TRANSPORT_CLASSES};
pub use datagram::{DATAGRAM_TRANSPORT, new_datagram};
pub use file_send::{end_send_file, send_file};
pub use flow_mixin::FLOW_CONTROL_MIXIN;
pub use methods::{READ_PIPE, SELECTOR_TRANSPORT, SOCKET_TRANSPORT, WRITE_PIPE};
pub use stream::{Flavor, NewStream, new_stream};

pub(super) use stream::{StreamTransport, is_exact};
pub(super) use writing::{drain_wanted, write};

use super::io::Readiness;
use crate::object::slots::PyResult;
use crate::object::value::Value;
use crate::object::vm::Vm;
use accept::Acceptor;
use datagram::DatagramTransport;

/// What a transport does at the loop's next turn.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Step {
    /// Tell the protocol of the connection, then read.
    Begin,
    /// Tell the protocol of its end, then close.
    Lose,
}

/// A descriptor of the source is ready. Only what ends the program comes back as an error.
pub(super) fn ready(vm: &Vm, source: &Value, readiness: Readiness) -> PyResult<()> {
    if let Some(transport) = source.foreign::<StreamTransport>() {
        return stream::ready(vm, source, transport, readiness);
    }
    if let Some(transport) = source.foreign::<DatagramTransport>() {
        return datagram::ready(vm, source, transport, readiness);
    }
    if let Some(acceptor) = source.foreign::<Acceptor>() {
        return accept::ready(vm, source, acceptor);
    }
    Ok(())
}

pub(super) fn step(vm: &Vm, source: &Value, step: Step) -> PyResult<()> {
    if let Some(transport) = source.foreign::<StreamTransport>() {
        return match step {
            Step::Begin => stream::begin(vm, source, transport),
            Step::Lose => stream::lose(vm, source, transport),
        };
    }
    if let Some(transport) = source.foreign::<DatagramTransport>() {
        return match step {
            Step::Begin => datagram::begin(vm, source, transport),
            Step::Lose => datagram::lose(vm, source, transport),
        };
    }
    Ok(())
}

/// Sends what was written in this turn. Only what ends the program comes back as an error.
pub(super) fn flush(vm: &Vm, source: &Value) -> PyResult<()> {
    match source.foreign::<StreamTransport>() {
        Some(transport) => writing::flush(vm, source, transport),
        None => Ok(()),
    }
}

/// Whether what the transport reads goes to a stream of ours.
pub(super) fn reads_into_stream(transport: &StreamTransport) -> bool {
    deliver::native(transport).is_some()
}

/// Whether the source is a transport on its way out.
pub(super) fn is_closing(source: &Value) -> bool {
    if let Some(transport) = source.foreign::<StreamTransport>() {
        return transport.closing.get();
    }
    source.foreign::<DatagramTransport>().is_some_and(|t| t.closing.get())
}
