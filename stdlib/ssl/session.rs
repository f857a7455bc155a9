//! `SSLSession`: what a client keeps of a connection, for a later one to go on from.

use std::sync::Arc;

use taipan_engine::object::foreign::ForeignObject;
use taipan_engine::object::header::{Payload, Traverse};
use taipan_engine::object::native::GetSet;
use taipan_engine::object::slots::{CompareOp, PyResult, Slots};
use taipan_engine::object::types::{TypeSpec, type_flag};
use taipan_engine::object::value::Value;
use taipan_engine::object::vm::Vm;

use super::config::Sessions;

/// Seconds that a ticket is good for, which is what servers of ours say.
const LIFETIME: i64 = 7200;

/// The payload.
pub(super) struct Session {
    /// What rustls keeps in it: keys, tickets, the suite.
    pub(super) sessions: Arc<Sessions>,
    pub(super) id: [u8; 32],
    /// Seconds since the epoch.
    time: i64,
    /// The context that it belongs to.
    pub(super) context: Value,
}

impl Traverse for Session {
    fn traverse(&self, visit: &mut dyn FnMut(&Value)) {
        visit(&self.context);
    }
}

pub(super) fn new_session(
    vm: &Vm,
    context: &Value,
    sessions: Arc<Sessions>,
    id: [u8; 32],
) -> Value {
    let time = (vm.host.wall_clock() / 1_000_000_000) as i64;
    let session = Session { sessions, id, time, context: context.clone() };
    vm.new_foreign(&vm.ty(&SESSION), session)
}

fn of<'a>(vm: &Vm, value: &'a Value) -> PyResult<&'a Session> {
    value.foreign::<Session>().ok_or_else(|| vm.type_error("Value is not a SSLSession."))
}

fn compare(_: &Vm, this: &Value, other: &Value, op: CompareOp) -> PyResult {
    let (Some(own), Some(other)) = (this.foreign::<Session>(), other.foreign::<Session>()) else {
        return Ok(Value::NOT_IMPLEMENTED);
    };
    Ok(match op {
        CompareOp::Eq => Value::bool(own.id == other.id),
        CompareOp::Ne => Value::bool(own.id != other.id),
        _ => Value::NOT_IMPLEMENTED,
    })
}

fn hash_of(vm: &Vm, this: &Value) -> PyResult<i64> {
    let id = of(vm, this)?.id;
    let head = id.first_chunk::<8>().copied().unwrap_or_default();
    Ok(i64::from_ne_bytes(head) >> 2)
}

const fn row(name: &'static str, doc: &'static str, get: fn(&Vm, &Value) -> PyResult) -> GetSet {
    GetSet { name, doc, get, set: None }
}

pub(super) static SESSION: TypeSpec = TypeSpec {
    name: "_ssl.SSLSession",
    doc: "What a later connection may go on from.",
    operations: Some(ForeignObject::OPERATIONS),
    slots: Slots { compare: Some(compare), hash: Some(hash_of), ..Slots::NONE },
    getset: &[
        row("id", "A name of the session.", |vm, this| Ok(vm.new_bytes(of(vm, this)?.id.to_vec()))),
        row("time", "When it began.", |vm, this| Ok(vm.int(of(vm, this)?.time))),
        row("timeout", "For how many seconds it is good.", |vm, _| Ok(vm.int(LIFETIME))),
        row("ticket_lifetime_hint", "For how many seconds its ticket is good.", |vm, _| {
            Ok(vm.int(LIFETIME))
        }),
        row("has_ticket", "Whether the server gave a ticket.", |_, _| Ok(Value::TRUE)),
    ],
    flags: type_flag::NO_NEW,
    ..TypeSpec::NONE
};
