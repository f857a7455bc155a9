//! `_SSLSocket`: a connection that Python code drives, over a socket or over memory. How it waits is in
//! `driving.rs`; here is what it is and what it knows.

use std::cell::{Cell, RefCell};
use std::sync::Arc;

use taipan_engine::funcs;
use taipan_engine::object::foreign::ForeignObject;
use taipan_engine::object::header::{Payload, Traverse};
use taipan_engine::object::native::GetSet;
use taipan_engine::object::slots::{PyResult, Raised};
use taipan_engine::object::types::{TypeSpec, type_flag};
use taipan_engine::object::value::Value;
use taipan_engine::object::var::Var;
use taipan_engine::object::vm::Vm;
use taipan_engine::object::weak::WeakObject;

use super::bio;
use super::config::{Sessions, Settings};
use super::context::{self, TLS_CLIENT, TLS_SERVER};
use super::describe;
use super::driving;
use super::errors::{Place, failed, with_number};
use super::link::{Link, Step};
use super::loading::{keep_used, write_keys};
use super::session::{self, Session};
use super::suites::Suite;
use super::verify::Mode;

/// Where the bytes go.
pub(super) enum Wire {
    /// A weak reference to a socket: it holds the connection, not the other way round.
    Socket(Value),
    /// Two `MemoryBIO`s: what comes in, what goes out.
    Memory(Value, Value),
}

/// The payload.
pub(crate) struct Connection {
    pub(crate) link: RefCell<Link>,
    pub(super) wire: Wire,
    context: Var,
    settings: RefCell<Settings>,
    /// A weak reference to the object that programs know, or None.
    owner: Var,
    pub(super) is_server: bool,
    host: Option<String>,
    sessions: RefCell<Arc<Sessions>>,
    session_id: Cell<[u8; 32]>,
    /// The handshake was counted as begun, and as done.
    begun: Cell<bool>,
    finished: Cell<bool>,
    /// Data that is encrypted and could not go out whole: the write is to be tried again.
    pub(super) retry: Cell<Option<usize>>,
}

impl Traverse for Connection {
    fn traverse(&self, visit: &mut dyn FnMut(&Value)) {
        self.context.visit(visit);
        self.owner.visit(visit);
        match &self.wire {
            Wire::Socket(socket) => visit(socket),
            Wire::Memory(incoming, outgoing) => {
                visit(incoming);
                visit(outgoing);
            }
        }
    }

    fn clear(&self) {
        self.context.set(Value::UNBOUND);
        self.owner.set(Value::UNBOUND);
    }
}

/// The connection behind a value, if it is one.
pub(crate) fn connection_of(value: &Value) -> Option<&Connection> {
    value.foreign::<Connection>()
}

pub(super) fn of<'a>(vm: &Vm, value: &'a Value) -> PyResult<&'a Connection> {
    connection_of(value).ok_or_else(|| vm.type_error("an _SSLSocket is required"))
}

/// `context._wrap_socket(…)`
pub(super) fn wrap_socket(
    vm: &Vm,
    this: &Value,
    sock: &Value,
    server_side: bool,
    host: &Value,
    owner: &Value,
    given: &Value,
) -> PyResult {
    let wire = Wire::Socket(vm.weak_reference(sock)?);
    wrap(vm, this, wire, server_side, host, owner, given)
}

/// `context._wrap_bio(…)`
pub(super) fn wrap_bio(
    vm: &Vm,
    this: &Value,
    incoming: &Value,
    outgoing: &Value,
    server_side: bool,
    host: &Value,
    given: &Value,
) -> PyResult {
    for (name, value) in [("incoming", incoming), ("outgoing", outgoing)] {
        if bio::of(vm, value).is_err() {
            let class = vm.class(value).full_name();
            let class = if value.is_none() { "None".to_owned() } else { class };
            let text = format!("_wrap_bio() argument '{name}' must be _ssl.MemoryBIO, not {class}");
            return Err(vm.type_error(text));
        }
    }
    let wire = Wire::Memory(incoming.clone(), outgoing.clone());
    wrap(vm, this, wire, server_side, host, &Value::NONE, given)
}

/// The host as it goes over the wire: names of other scripts are encoded before they get here.
fn host_of(vm: &Vm, value: &Value) -> PyResult<Option<String>> {
    if value.is_none() || value.is_unbound() {
        return Ok(None);
    }
    let Some(text) = value.as_str() else {
        let class = vm.class(value).full_name();
        return Err(vm.type_error(format!("server_hostname must be str or None, not {class}")));
    };
    if text.contains('\0') {
        return Err(vm.type_error("argument must be encoded string without null bytes, not str"));
    }
    if text.is_empty() || text.starts_with('.') {
        return Err(vm.value_error(
            "server_hostname cannot be an empty string or start with a leading dot.",
        ));
    }
    Ok(Some(text.to_owned()))
}

fn wrap(
    vm: &Vm,
    context: &Value,
    wire: Wire,
    is_server: bool,
    host: &Value,
    owner: &Value,
    given: &Value,
) -> PyResult {
    let inner = context::of(vm, context)?;
    let wrong_side = match (inner.protocol, is_server) {
        (TLS_CLIENT, true) => Some(("server", "CLIENT", 812)),
        (TLS_SERVER, false) => Some(("client", "SERVER", 819)),
        _ => None,
    };
    if let Some((side, other, line)) = wrong_side {
        let text = format!(
            "Cannot create a {side} socket with a PROTOCOL_TLS_{other} context (_ssl.c:{line})"
        );
        return Err(with_number(vm, 0, "", None, &text));
    }
    let host = host_of(vm, host)?;
    let settings = inner.settings(vm);
    // Not at the handshake, where it would be too late to notice: nobody would look at the name.
    if !is_server && settings.check_host && host.is_none() {
        return Err(vm.value_error("check_hostname requires server_hostname"));
    }
    let sessions = Arc::<Sessions>::default();
    let link = match is_server {
        true => Link::server(),
        false => Link::client(settings.clone(), host.clone(), sessions.clone()),
    };
    let mut id = [0; 32];
    vm.host.entropy(&mut id);
    let owner = match owner {
        none if none.is_none() || none.is_unbound() => Value::NONE,
        owner => vm.weak_reference(owner)?,
    };
    let connection = Connection {
        link: RefCell::new(link),
        wire,
        context: context.clone().into(),
        settings: RefCell::new(settings),
        owner: owner.into(),
        is_server,
        host,
        sessions: RefCell::new(sessions),
        session_id: Cell::new(id),
        begun: Cell::new(false),
        finished: Cell::new(false),
        retry: Cell::new(None),
    };
    let this = vm.new_foreign(&vm.ty(&CONNECTION), connection);
    if !given.is_none() && !given.is_unbound() {
        set_session(vm, &this, given)?;
    }
    Ok(this)
}

// ---- the handshake ---------------------------------------------------------------------------------

/// Goes on with the handshake as far as that is possible without more data. Asks a server's callback
/// which context is to answer.
pub(crate) fn advance(vm: &Vm, this: &Value, place: Place) -> PyResult<Step> {
    let connection = of(vm, this)?;
    let context = connection.context.get();
    let counts = context::of(vm, &context).map(|context| &context.counts);
    if let Ok(counts) = &counts
        && !connection.begun.replace(true)
    {
        let count = if connection.is_server { &counts.accepts } else { &counts.connects };
        count.set(count.get() + 1);
    }
    connection.link.borrow().set_time(vm.host.wall_clock());
    loop {
        let step = connection.link.borrow_mut().handshake();
        log_keys(vm, connection);
        match step {
            Ok(Step::Hello(name)) => answer(vm, this, connection, name)?,
            Ok(Step::Done) => {
                if let Ok(counts) = &counts
                    && !connection.finished.replace(true)
                {
                    let count =
                        if connection.is_server { &counts.accepted } else { &counts.connected };
                    count.set(count.get() + 1);
                    let (resumed, chain) = {
                        let link = connection.link.borrow();
                        (link.is_resumed(), link.verified())
                    };
                    if resumed {
                        counts.hits.set(counts.hits.get() + 1);
                    }
                    if let Ok(context) = context::of(vm, &context) {
                        keep_used(context, &chain);
                    }
                }
                return Ok(Step::Done);
            }
            Ok(Step::NeedsData) => return Ok(Step::NeedsData),
            Err(failure) => return Err(failed(vm, &failure, place)),
        }
    }
}

/// Writes keys for whoever listens to a connection with a log of them.
fn log_keys(vm: &Vm, connection: &Connection) {
    let lines = connection.link.borrow().beside.take_key_lines();
    if !lines.is_empty()
        && let Ok(context) = context::of(vm, &connection.context.get())
    {
        write_keys(vm, context, &lines);
    }
}

/// A client has said hello.
fn answer(vm: &Vm, this: &Value, connection: &Connection, name: Option<String>) -> PyResult<()> {
    let context = connection.context.get();
    let callback = context::of(vm, &context)?.sni_callback.get();
    if !callback.is_none() && !callback.is_unbound() {
        let owner = owner(connection).unwrap_or_else(|| this.clone());
        let name = name.map_or(Value::NONE, |name| vm.str(&name));
        let verdict = vm.call(&callback, &[owner, name, context.clone()]);
        let alert = match verdict {
            Ok(answer) if answer.is_none() => None,
            Ok(answer) => match vm.index_i64(&answer) {
                Ok(alert) => Some(u8::try_from(alert).unwrap_or(80)),
                Err(Raised(exception)) => {
                    vm.report_unraisable(&exception, &answer);
                    Some(80)
                }
            },
            Err(Raised(exception)) => {
                vm.report_unraisable(&exception, &callback);
                Some(40)
            }
        };
        if let Some(alert) = alert {
            connection.link.borrow_mut().refuse_hello(alert, "CALLBACK_FAILED");
            return Ok(());
        }
    }
    let settings = connection.settings.borrow().clone();
    connection.link.borrow_mut().answer(&settings);
    log_keys(vm, connection);
    Ok(())
}

// ---- what it knows ---------------------------------------------------------------------------------

/// The object that programs know.
fn owner(connection: &Connection) -> Option<Value> {
    connection.owner.get().get::<WeakObject>().and_then(WeakObject::target)
}

fn set_owner(vm: &Vm, this: &Value, value: Option<&Value>) -> PyResult<()> {
    let owner = match value {
        Some(owner) if !owner.is_none() => vm.weak_reference(owner)?,
        _ => Value::NONE,
    };
    of(vm, this)?.owner.set(owner);
    Ok(())
}

fn set_context(vm: &Vm, this: &Value, value: Option<&Value>) -> PyResult<()> {
    let connection = of(vm, this)?;
    let none = Value::NONE;
    let value = value.unwrap_or(&none);
    let Ok(context) = context::of(vm, value) else {
        return Err(vm.type_error("The value must be a SSLContext"));
    };
    let settings = context.settings(vm);
    connection.settings.replace(settings);
    connection.context.set(value.clone());
    Ok(())
}

fn get_session(vm: &Vm, this: &Value) -> PyResult {
    let connection = of(vm, this)?;
    if !connection.link.borrow().is_done() {
        return Ok(Value::NONE);
    }
    let sessions = connection.sessions.borrow().clone();
    Ok(session::new_session(vm, &connection.context.get(), sessions, connection.session_id.get()))
}

fn set_session(vm: &Vm, this: &Value, value: &Value) -> PyResult<()> {
    let connection = of(vm, this)?;
    let Some(session) = value.foreign::<Session>() else {
        return Err(vm.type_error("Value is not a SSLSession."));
    };
    let problem = if !session.context.is(&connection.context.get()) {
        "Session refers to a different SSLContext."
    } else if connection.is_server {
        "Cannot set session for server-side SSLSocket."
    } else if connection.link.borrow().has_begun() {
        "Cannot set session after handshake."
    } else {
        let settings = connection.settings.borrow().clone();
        let link = Link::client(settings, connection.host.clone(), session.sessions.clone());
        connection.link.replace(link);
        connection.sessions.replace(session.sessions.clone());
        connection.session_id.set(session.id);
        return Ok(());
    };
    Err(vm.value_error(problem))
}

fn session_reused(vm: &Vm, this: &Value) -> PyResult {
    Ok(Value::bool(of(vm, this)?.link.borrow().is_resumed()))
}

fn getpeercert(vm: &Vm, this: &Value, der: bool) -> PyResult {
    let connection = of(vm, this)?;
    let link = connection.link.borrow();
    if !link.is_done() {
        return Err(vm.value_error("handshake not done yet"));
    }
    let presented = link.presented();
    drop(link);
    let Some(leaf) = presented.first() else { return Ok(Value::NONE) };
    if der {
        return Ok(vm.new_bytes(leaf.to_vec()));
    }
    if connection.settings.borrow().mode == Mode::Nothing {
        return Ok(context::dict(vm, &[]));
    }
    describe::certificate(vm, leaf)
}

fn get_verified_chain(vm: &Vm, this: &Value) -> PyResult {
    let chain = of(vm, this)?.link.borrow().verified();
    shown_chain(vm, &chain)
}

fn get_unverified_chain(vm: &Vm, this: &Value) -> PyResult {
    let chain = of(vm, this)?.link.borrow().presented();
    shown_chain(vm, &chain)
}

fn shown_chain(vm: &Vm, chain: &[rustls::pki_types::CertificateDer<'static>]) -> PyResult {
    if chain.is_empty() {
        return Ok(Value::NONE);
    }
    Ok(vm.new_list(chain.iter().map(|der| describe::new_held(vm, der)).collect()))
}

fn shown_suite(vm: &Vm, suite: &Suite) -> Value {
    vm.tuple(vec![vm.str(suite.name), vm.str(suite.version), vm.int(suite.bits)])
}

fn cipher(vm: &Vm, this: &Value) -> PyResult {
    let suite = of(vm, this)?.link.borrow().suite();
    Ok(suite.map_or(Value::NONE, |suite| shown_suite(vm, suite)))
}

fn shared_ciphers(vm: &Vm, this: &Value) -> PyResult {
    let suites = of(vm, this)?.link.borrow().shared_suites();
    Ok(suites.map_or(Value::NONE, |all| {
        vm.new_list(all.into_iter().map(|suite| shown_suite(vm, suite)).collect())
    }))
}

fn version(vm: &Vm, this: &Value) -> PyResult<Option<&'static str>> {
    let link = of(vm, this)?.link.borrow();
    Ok(link.version().filter(|_| link.is_done()))
}

fn selected_alpn_protocol(vm: &Vm, this: &Value) -> PyResult {
    let link = of(vm, this)?.link.borrow();
    Ok(link.protocol().map_or(Value::NONE, |name| vm.str(&String::from_utf8_lossy(name))))
}

fn compression(_: &Vm, _this: &Value) -> Value {
    Value::NONE
}

fn pending(vm: &Vm, this: &Value) -> PyResult<usize> {
    Ok(of(vm, this)?.link.borrow().plain().len())
}

fn get_channel_binding(vm: &Vm, _this: &Value, cb_type: &str) -> PyResult {
    Err(vm.value_error(format!("'{cb_type}' channel binding type not implemented")))
}

fn verify_client_post_handshake(vm: &Vm, _this: &Value) -> PyResult {
    let text = "certificates cannot be asked for after the handshake";
    Err(vm.raise(&taipan_engine::types::exception::NOT_IMPLEMENTED_ERROR, text))
}

pub(super) static CONNECTION: TypeSpec = TypeSpec {
    name: "_ssl._SSLSocket",
    doc: "A TLS connection.",
    operations: Some(ForeignObject::OPERATIONS),
    methods: funcs![
        "do_handshake" = driving::do_handshake, "(self, /)", "Agree with the other side on how to go on.";
        "read" = driving::read, "(self, size, buffer=<none>, /)", "Read data, into a buffer if one is given.";
        "write" = driving::write, "(self, b, /)", "Write data; how many bytes.";
        "shutdown" = driving::shutdown, "(self, /)", "End the connection in order, and give the socket back.";
        pending "(self, /)" "How many bytes can be read at once.";
        "getpeercert" = getpeercert, "(self, der=False, /)", "The certificate of the other side.";
        get_verified_chain "(self, /)" "The chain of certificates that leads to somebody who is trusted.";
        get_unverified_chain "(self, /)" "The chain of certificates as it was sent.";
        cipher "(self, /)" "The cipher suite in use: name, version, bits.";
        shared_ciphers "(self, /)" "Cipher suites that a client offered and a server has.";
        version "(self, /)" "The version of the protocol in use.";
        selected_alpn_protocol "(self, /)" "The protocol that was agreed on.";
        compression "(self, /)" "None: nothing is compressed.";
        get_channel_binding "(self, cb_type='tls-unique')" "Not supported for any type.";
        verify_client_post_handshake "(self, /)" "Not supported.";
    ],
    getset: &[
        GetSet {
            name: "context",
            doc: "The context that decides.",
            get: |vm, this| Ok(of(vm, this)?.context.get()),
            set: Some(set_context),
        },
        GetSet {
            name: "owner",
            doc: "The object that programs know.",
            get: |vm, this| Ok(owner(of(vm, this)?).unwrap_or(Value::NONE)),
            set: Some(set_owner),
        },
        GetSet {
            name: "server_side",
            doc: "Whether it is the server's end.",
            get: |vm, this| Ok(Value::bool(of(vm, this)?.is_server)),
            set: None,
        },
        GetSet {
            name: "server_hostname",
            doc: "The host that the client means.",
            get: |vm, this| {
                let host = of(vm, this)?.host.as_deref();
                Ok(host.map_or(Value::NONE, |host| vm.str(host)))
            },
            set: None,
        },
        GetSet {
            name: "session",
            doc: "What a later connection may go on from.",
            get: get_session,
            set: Some(|vm, this, value| set_session(vm, this, value.unwrap_or(&Value::NONE))),
        },
        GetSet {
            name: "session_reused",
            doc: "Whether it went on from an earlier connection.",
            get: session_reused,
            set: None,
        },
    ],
    flags: type_flag::NO_NEW | type_flag::WEAK,
    ..TypeSpec::NONE
};
