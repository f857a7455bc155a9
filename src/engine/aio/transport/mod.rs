//! Transports: what carries bytes between a descriptor and a protocol.

use super::io::Readiness;
use crate::object::slots::PyResult;
use crate::object::value::Value;
use crate::object::vm::Vm;

/// A descriptor of the source is ready.
pub(super) fn ready(_vm: &Vm, _source: &Value, _readiness: Readiness) -> PyResult<()> {
    Ok(())
}

/// Sends what was written in this turn.
pub(super) fn flush(_vm: &Vm, _transport: &Value) {}

/// Whether the source is a transport on its way out.
pub(super) fn is_closing(_source: &Value) -> bool {
    false
}
