//! What a TLS protocol keeps, and how far it is.

use std::cell::{Cell, Ref, RefCell};

use taipan_engine::object::header::Traverse;
use taipan_engine::object::slots::PyResult;
use taipan_engine::object::value::Value;
use taipan_engine::object::var::Var;
use taipan_engine::object::vm::Vm;

use super::flow::Limits;
use crate::ssl::{Connection, connection_of};

/// Where a connection is on its way.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Phase {
    /// There is no transport yet, or none any more.
    Unwrapped,
    Handshaking,
    /// Data goes to and fro.
    Open,
    /// Closed by us: what was written still goes out.
    Flushing,
    /// Both sides say goodbye.
    Leaving,
}

/// What the protocol above has heard.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Told {
    Nothing,
    Made,
    Ended,
    Lost,
}

/// The payload.
pub(super) struct Tls {
    pub(super) event_loop: Var,
    /// The protocol above; None once it is of no use any more.
    pub(super) app: Var,
    pub(super) context: Var,
    /// The transport below, or None.
    pub(super) below: Var,
    /// The transport that the protocol above knows.
    pub(super) above: Var,
    /// The `SSLObject` and the connection in it; unbound before the handshake.
    pub(super) object: Var,
    pub(super) connection: Var,
    /// A future of whoever waits for the handshake, or None.
    pub(super) waiter: Var,
    pub(super) server_hostname: Var,
    /// The handle of the present timeout, or unbound.
    pub(super) timer: Var,
    /// A dict of what is known of the connection.
    pub(super) extra: Var,
    pub(super) server_side: Cell<bool>,
    pub(super) tells_connection_made: Cell<bool>,
    pub(super) handshake_timeout: Cell<f64>,
    pub(super) shutdown_timeout: Cell<f64>,
    pub(super) phase: Cell<Phase>,
    pub(super) told: Cell<Told>,
    /// The transport above is closed for whoever writes.
    pub(super) closed: Cell<bool>,
    /// Writes after the end, which are said of only when there are many.
    pub(super) lost_writes: Cell<u32>,
    /// Data that is not encrypted yet, since the transport below takes no more.
    pub(super) backlog: RefCell<Vec<u8>>,
    pub(super) app_paused_reading: Cell<bool>,
    pub(super) below_paused_reading: Cell<bool>,
    pub(super) app_told_to_pause: Cell<bool>,
    pub(super) below_pauses_writing: Cell<bool>,
    pub(super) writing: Limits,
    pub(super) reading: Limits,
    /// For transports that want a buffer to read into.
    pub(super) buffer: Var,
}

impl Tls {
    fn vars(&self) -> [&Var; 12] {
        [
            &self.event_loop,
            &self.app,
            &self.context,
            &self.below,
            &self.above,
            &self.object,
            &self.connection,
            &self.waiter,
            &self.server_hostname,
            &self.timer,
            &self.extra,
            &self.buffer,
        ]
    }

    pub(super) fn new() -> Tls {
        Tls {
            event_loop: Var::unbound(),
            app: Var::new(Value::NONE),
            context: Var::unbound(),
            below: Var::new(Value::NONE),
            above: Var::unbound(),
            object: Var::unbound(),
            connection: Var::unbound(),
            waiter: Var::new(Value::NONE),
            server_hostname: Var::new(Value::NONE),
            timer: Var::unbound(),
            extra: Var::unbound(),
            server_side: Cell::new(false),
            tells_connection_made: Cell::new(true),
            handshake_timeout: Cell::new(0.0),
            shutdown_timeout: Cell::new(0.0),
            phase: Cell::new(Phase::Unwrapped),
            told: Cell::new(Told::Nothing),
            closed: Cell::new(false),
            lost_writes: Cell::new(0),
            backlog: RefCell::default(),
            app_paused_reading: Cell::new(false),
            below_paused_reading: Cell::new(false),
            app_told_to_pause: Cell::new(false),
            below_pauses_writing: Cell::new(false),
            writing: Limits::writing(),
            reading: Limits::reading(),
            buffer: Var::unbound(),
        }
    }

    /// The transport below, while there is one.
    pub(super) fn transport(&self) -> Option<Value> {
        self.below.bound().filter(|below| !below.is_none())
    }

    /// Runs `work` with the connection; `None` where there is none. Nothing in `work` may run Python
    /// code while it borrows.
    pub(super) fn with_connection<R>(&self, work: impl FnOnce(&Connection) -> R) -> Option<R> {
        connection_of(&self.connection.get()).map(work)
    }

    /// Data that has been decrypted and not been taken.
    pub(super) fn unread(&self) -> usize {
        self.with_connection(|c| c.link.borrow().plain().len()).unwrap_or(0)
    }

    /// Data that is written and not handed to the transport below.
    pub(super) fn unsent(&self) -> usize {
        self.backlog().len()
    }

    pub(super) fn backlog(&self) -> Ref<'_, Vec<u8>> {
        self.backlog.borrow()
    }
}

impl Traverse for Tls {
    fn traverse(&self, visit: &mut dyn FnMut(&Value)) {
        self.vars().into_iter().for_each(|v| v.visit(visit));
    }

    fn clear(&self) {
        self.vars().into_iter().for_each(|v| v.set(Value::UNBOUND));
    }
}

pub(super) fn of<'a>(vm: &Vm, value: &'a Value) -> PyResult<&'a Tls> {
    value.foreign::<Tls>().ok_or_else(|| vm.type_error("an SSLProtocol is required"))
}
