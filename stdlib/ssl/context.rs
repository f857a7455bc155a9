//! `_SSLContext`: what connections are to be like. A native object of plain settings; certificates and keys
//! get in through `loading.rs`.

use std::cell::{Cell, RefCell};
use std::sync::Arc;

use rustls::NamedGroup;
use rustls::sign::CertifiedKey;
use taipan_engine::funcs;
use taipan_engine::object::dict::DictObject;
use taipan_engine::object::foreign::ForeignObject;
use taipan_engine::object::header::{Payload, Traverse};
use taipan_engine::object::native::{Args, GetSet, Signature};
use taipan_engine::object::slots::{PyResult, Slots};
use taipan_engine::object::types::{TypeRef, TypeSpec, type_flag};
use taipan_engine::object::value::Value;
use taipan_engine::object::var::Var;
use taipan_engine::object::vm::Vm;
use taipan_engine::types::bytes::Buffer;
use taipan_engine::types::exception::{DEPRECATION_WARNING, NOT_IMPLEMENTED_ERROR};
use taipan_engine::types::int::BigIntObject;

use super::certificate::Certificate;
use super::config::{Settings, Shared};
use super::connection;
use super::errors::plain;
use super::loading::*;
use super::store::Store;
use super::suites::{self, Suite};
use super::verify::Mode;

/// Numbers of protocols.
pub(super) const TLS: i64 = 2;
pub(super) const TLS_CLIENT: i64 = 16;
pub(super) const TLS_SERVER: i64 = 17;

/// Numbers of versions that are no versions.
pub(super) const OLDEST: i64 = -2;
pub(super) const NEWEST: i64 = -1;
const TLS_1_0: i64 = 0x301;
const TLS_1_2: i64 = 0x303;
const TLS_1_3: i64 = 0x304;

/// Options that new contexts have.
const DEFAULT_OPTIONS: i64 = 0x8252_0050;
/// `VERIFY_X509_TRUSTED_FIRST`
const DEFAULT_VERIFY_FLAGS: i64 = 0x8000;
/// `HOSTFLAG_NO_PARTIAL_WILDCARDS`
const DEFAULT_HOST_FLAGS: i64 = 4;
const NEVER_CHECK_SUBJECT: i64 = 32;

/// How often something happened.
#[derive(Default)]
pub(super) struct Counts {
    pub(super) connects: Cell<i64>,
    pub(super) connected: Cell<i64>,
    pub(super) accepts: Cell<i64>,
    pub(super) accepted: Cell<i64>,
    pub(super) hits: Cell<i64>,
}

/// The payload.
pub(super) struct Context {
    pub(super) protocol: i64,
    pub(super) mode: Cell<Mode>,
    check_host: Cell<bool>,
    verify_flags: Cell<i64>,
    options: Cell<i64>,
    host_flags: Cell<i64>,
    oldest: Cell<i64>,
    newest: Cell<i64>,
    suites: RefCell<Vec<&'static Suite>>,
    protocols: RefCell<Vec<Vec<u8>>>,
    pub(super) keys: RefCell<Vec<Arc<CertifiedKey>>>,
    pub(super) store: RefCell<Arc<Store>>,
    /// Folders whose certificates count, too, once somebody asks for a chain.
    pub(super) folders: RefCell<Vec<std::path::PathBuf>>,
    pub(super) group: Cell<Option<NamedGroup>>,
    tickets: Cell<i64>,
    post_handshake: Cell<bool>,
    shared: RefCell<Option<Arc<Shared>>>,
    pub(super) counts: Counts,
    /// Called when a client has said which host it means; unbound or None if nobody wants to know.
    pub(super) sni_callback: Var,
    pub(super) key_log: Var,
    message_callback: Var,
}

impl Traverse for Context {
    fn traverse(&self, visit: &mut dyn FnMut(&Value)) {
        [&self.sni_callback, &self.key_log, &self.message_callback]
            .iter()
            .for_each(|v| v.visit(visit));
    }

    fn clear(&self) {
        for var in [&self.sni_callback, &self.key_log, &self.message_callback] {
            var.set(Value::UNBOUND);
        }
    }
}

impl Context {
    fn new(protocol: i64) -> Context {
        let client = protocol == TLS_CLIENT;
        let general = matches!(protocol, TLS | TLS_CLIENT | TLS_SERVER);
        Context {
            protocol,
            mode: Cell::new(if client { Mode::Required } else { Mode::Nothing }),
            check_host: Cell::new(client),
            verify_flags: Cell::new(DEFAULT_VERIFY_FLAGS),
            options: Cell::new(DEFAULT_OPTIONS),
            host_flags: Cell::new(DEFAULT_HOST_FLAGS),
            oldest: Cell::new(if general { TLS_1_2 } else { OLDEST }),
            newest: Cell::new(NEWEST),
            suites: RefCell::new(suites::all()),
            protocols: RefCell::default(),
            keys: RefCell::default(),
            store: RefCell::default(),
            folders: RefCell::default(),
            group: Cell::new(None),
            tickets: Cell::new(2),
            post_handshake: Cell::new(false),
            shared: RefCell::default(),
            counts: Counts::default(),
            sni_callback: Var::unbound(),
            key_log: Var::unbound(),
            message_callback: Var::unbound(),
        }
    }

    /// What it says now.
    pub(super) fn settings(&self, vm: &Vm) -> Settings {
        // A protocol with a version in its name is that version alone.
        let (oldest, newest) = match self.protocol {
            5 => (TLS_1_2, TLS_1_2),
            3 | 4 => (TLS_1_0, TLS_1_2 - 1),
            _ => (self.oldest.get(), self.newest.get()),
        };
        let store = full_store(vm, self);
        Settings {
            mode: self.mode.get(),
            check_host: self.check_host.get(),
            common_name: self.host_flags.get() & NEVER_CHECK_SUBJECT == 0,
            verify_flags: self.verify_flags.get(),
            options: self.options.get(),
            oldest: if oldest == OLDEST { 0 } else { oldest },
            newest: if newest == NEWEST { i64::MAX } else { newest },
            suites: self.suites.borrow().clone(),
            protocols: self.protocols.borrow().clone(),
            keys: self.keys.borrow().iter().map(|key| with_issuers(key, &store)).collect(),
            store,
            group: self.group.get(),
            tickets: usize::try_from(self.tickets.get()).unwrap_or(0),
            shared: self.shared.borrow_mut().get_or_insert_with(|| Arc::new(Shared::new())).clone(),
            logs_keys: self.key_log.bound().is_some_and(|path| !path.is_none()),
        }
    }

    /// Changes the store, which connections that are under way go on to share as it was.
    pub(super) fn with_store<R>(&self, work: impl FnOnce(&mut Store) -> R) -> R {
        work(Arc::make_mut(&mut self.store.borrow_mut()))
    }
}

/// A certificate without the chain behind it gets what the store has of that.
fn with_issuers(key: &Arc<CertifiedKey>, store: &Store) -> Arc<CertifiedKey> {
    let [leaf] = key.cert.as_slice() else { return key.clone() };
    let issuers = Certificate::parse(leaf).map(|leaf| store.issuers(&leaf)).unwrap_or_default();
    if issuers.is_empty() {
        return key.clone();
    }
    let chain = std::iter::once(leaf.clone()).chain(issuers).collect();
    Arc::new(CertifiedKey::new(chain, key.key.clone()))
}

pub(super) fn of<'a>(vm: &Vm, value: &'a Value) -> PyResult<&'a Context> {
    value.foreign::<Context>().ok_or_else(|| vm.type_error("an SSLContext is required"))
}

fn new(vm: &Vm, class: &TypeRef, args: Args) -> PyResult {
    let bound = Signature::parse("(protocol, /)").bind(vm, "_SSLContext", args)?;
    let protocol = vm.index_i64(bound.first().unwrap_or(&Value::NONE))?;
    let old = match protocol {
        3 => Some("TLSv1"),
        4 => Some("TLSv1_1"),
        5 => Some("TLSv1_2"),
        TLS => Some("TLS"),
        TLS_CLIENT | TLS_SERVER => None,
        _ => {
            let text = format!("invalid or unsupported protocol version {protocol}");
            return Err(vm.value_error(text));
        }
    };
    if let Some(name) = old {
        let text = vm.str(&format!("ssl.PROTOCOL_{name} is deprecated"));
        vm.warn_level(&vm.ty(&DEPRECATION_WARNING), &text, 2, None)?;
    }
    Ok(vm.new_foreign(class, Context::new(protocol)))
}

// ---- settings --------------------------------------------------------------------------------------

/// A number without a sign, which `options` and `verify_flags` are.
fn unsigned(vm: &Vm, value: &Value) -> PyResult<i64> {
    if value.get::<BigIntObject>().is_some_and(|big| i64::try_from(&big.0).is_err()) {
        return Err(vm.overflow_error("int too big to convert"));
    }
    if vm.class(value).slots.index.get().is_none() {
        let class = if value.is_none() { "None".to_owned() } else { vm.class(value).full_name() };
        return Err(vm.type_error(format!("argument must be int, not {class}")));
    }
    match vm.index_i64(value)? {
        number if number >= 0 => Ok(number),
        _ => Err(vm.overflow_error("can't convert negative int to unsigned")),
    }
}

fn set_mode(vm: &Vm, this: &Value, value: &Value) -> PyResult<()> {
    let context = of(vm, this)?;
    let mode = match vm.index_i64(value)? {
        0 => Mode::Nothing,
        1 => Mode::Optional,
        2 => Mode::Required,
        _ => return Err(vm.value_error("invalid value for verify_mode")),
    };
    if mode == Mode::Nothing && context.check_host.get() {
        let text = "Cannot set verify_mode to CERT_NONE when check_hostname is enabled.";
        return Err(vm.value_error(text));
    }
    context.mode.set(mode);
    Ok(())
}

fn set_check_host(vm: &Vm, this: &Value, value: &Value) -> PyResult<()> {
    let context = of(vm, this)?;
    let check = vm.truth(value)?;
    if check && context.mode.get() == Mode::Nothing {
        context.mode.set(Mode::Required);
    }
    context.check_host.set(check);
    Ok(())
}

fn set_options(vm: &Vm, this: &Value, value: &Value) -> PyResult<()> {
    let options = unsigned(vm, value)?;
    of(vm, this)?.options.set(options);
    let off = [0x200_0000, 0x400_0000, 0x1000_0000, 0x800_0000, 0x2000_0000];
    if off.iter().any(|bit| options & bit != 0) && options != DEFAULT_OPTIONS {
        let text = vm.str("ssl.OP_NO_SSL*/ssl.OP_NO_TLS* options are deprecated");
        let news = off.iter().skip(1).any(|bit| options & bit != 0);
        if news {
            vm.warn_level(&vm.ty(&DEPRECATION_WARNING), &text, 2, None)?;
        }
    }
    Ok(())
}

fn version_of(vm: &Vm, this: &Value, value: &Value) -> PyResult<i64> {
    let context = of(vm, this)?;
    if !matches!(context.protocol, TLS | TLS_CLIENT | TLS_SERVER) {
        let text =
            "The context's protocol doesn't support modification of highest and lowest version.";
        return Err(vm.value_error(text));
    }
    let number = vm.index_i64(value)?;
    match number {
        0x300..=0x302 => {
            let names = ["SSLv3", "TLSv1", "TLSv1_1"];
            let name = names.get((number - 0x300) as usize).copied().unwrap_or_default();
            let text = vm.str(&format!("ssl.TLSVersion.{name} is deprecated"));
            vm.warn_level(&vm.ty(&DEPRECATION_WARNING), &text, 2, None)?;
            Ok(number)
        }
        OLDEST | NEWEST | TLS_1_2 | TLS_1_3 => Ok(number),
        _ => Err(vm.value_error(format!("Unsupported TLS/SSL version 0x{number:x}"))),
    }
}

fn set_oldest(vm: &Vm, this: &Value, value: &Value) -> PyResult<()> {
    let number = version_of(vm, this, value)?;
    of(vm, this)?.oldest.set(if number == NEWEST { TLS_1_3 } else { number });
    Ok(())
}

fn set_newest(vm: &Vm, this: &Value, value: &Value) -> PyResult<()> {
    let number = version_of(vm, this, value)?;
    of(vm, this)?.newest.set(if number == OLDEST { TLS_1_0 } else { number });
    Ok(())
}

fn set_tickets(vm: &Vm, this: &Value, value: &Value) -> PyResult<()> {
    let number = vm.index_i64(value)?;
    if number < 0 {
        return Err(vm.value_error("value must be non-negative"));
    }
    let context = of(vm, this)?;
    if context.protocol != TLS_SERVER {
        return Err(vm.value_error("SSLContext is not a server context."));
    }
    context.tickets.set(number);
    Ok(())
}

fn set_sni_callback(vm: &Vm, this: &Value, value: &Value) -> PyResult<()> {
    let context = of(vm, this)?;
    if context.protocol == TLS_CLIENT {
        return Err(vm.value_error("sni_callback cannot be set on TLS_CLIENT context"));
    }
    if !value.is_none() && vm.class(value).slots.call.get().is_none() {
        return Err(vm.type_error("not a callable object"));
    }
    context.sni_callback.set(value.clone());
    Ok(())
}

fn set_ciphers(vm: &Vm, this: &Value, cipherlist: &Value) -> PyResult<()> {
    let Some(rules) = cipherlist.as_str() else {
        let class = match cipherlist {
            none if none.is_none() => "None".to_owned(),
            other => vm.class(other).full_name(),
        };
        return Err(vm.type_error(format!("set_ciphers() argument must be str, not {class}")));
    };
    let chosen = suites::chosen(rules).ok_or_else(|| plain(vm, "No cipher can be selected."))?;
    of(vm, this)?.suites.replace(chosen);
    Ok(())
}

fn get_ciphers(vm: &Vm, this: &Value) -> PyResult {
    let rows = of(vm, this)?.suites.borrow().clone();
    let shown = rows.into_iter().map(|row| {
        dict(
            vm,
            &[
                ("id", vm.int(row.id())),
                ("name", vm.str(row.name)),
                ("protocol", vm.str(row.version)),
                ("description", vm.str(&row.description())),
                ("strength_bits", vm.int(row.bits)),
                ("alg_bits", vm.int(row.bits)),
                ("aead", Value::TRUE),
                ("symmetric", vm.str(row.symmetric())),
                ("digest", Value::NONE),
                ("kea", vm.str(&row.exchange_name())),
                ("auth", vm.str(&row.authentication_name())),
            ],
        )
    });
    Ok(vm.new_list(shown.collect()))
}

/// A dict with these rows.
pub(super) fn dict(vm: &Vm, rows: &[(&str, Value)]) -> Value {
    let dict = DictObject::new();
    for (name, value) in rows {
        drop(dict.set_interned(&vm.intern(name), value.clone()));
    }
    vm.new_dict(dict)
}

/// Protocols as they stand in a handshake: each with its length in front.
fn set_alpn_protocols(vm: &Vm, this: &Value, protos: &Value) -> PyResult<()> {
    let bytes = Buffer::required(vm, protos)?;
    let (mut rest, mut list) = (&*bytes, Vec::new());
    while let Some((length, behind)) = rest.split_first() {
        let Some((name, behind)) = behind.split_at_checked(usize::from(*length)) else { break };
        list.push(name.to_vec());
        rest = behind;
    }
    of(vm, this)?.protocols.replace(list);
    Ok(())
}

fn set_ecdh_curve(vm: &Vm, this: &Value, name: &Value) -> PyResult<()> {
    let path = taipan_engine::types::io::path_of(vm, name)?;
    let text = path.to_string_lossy();
    let group = match &*text {
        "prime256v1" | "secp256r1" | "P-256" => NamedGroup::secp256r1,
        "secp384r1" | "P-384" => NamedGroup::secp384r1,
        "X25519" | "x25519" => NamedGroup::X25519,
        _ => {
            let text = vm.repr_text(name)?;
            return Err(vm.value_error(format!("unknown elliptic curve name {text}")));
        }
    };
    of(vm, this)?.group.set(Some(group));
    Ok(())
}

fn without_psk(vm: &Vm, _this: &Value, callback: &Value, _hint: &Value) -> PyResult<()> {
    if !callback.is_none() && vm.class(callback).slots.call.get().is_none() {
        return Err(vm.type_error("callback must be callable"));
    }
    Err(vm.raise(&NOT_IMPLEMENTED_ERROR, "keys that were shared beforehand are not supported"))
}

fn session_stats(vm: &Vm, this: &Value) -> PyResult {
    let counts = &of(vm, this)?.counts;
    let zero = || vm.int(0);
    let int = |count: &Cell<i64>| vm.int(count.get());
    Ok(dict(
        vm,
        &[
            ("number", zero()),
            ("connect", int(&counts.connects)),
            ("connect_good", int(&counts.connected)),
            ("connect_renegotiate", zero()),
            ("accept", int(&counts.accepts)),
            ("accept_good", int(&counts.accepted)),
            ("accept_renegotiate", zero()),
            ("hits", int(&counts.hits)),
            ("misses", zero()),
            ("timeouts", zero()),
            ("cache_full", zero()),
        ],
    ))
}

// ---- the type --------------------------------------------------------------------------------------

/// A row whose deletion is refused.
fn given<'a>(vm: &Vm, value: Option<&'a Value>) -> PyResult<&'a Value> {
    value.ok_or_else(|| vm.type_error("cannot delete attribute"))
}

macro_rules! setting {
    ($name:literal, $doc:literal, $get:expr, $set:path) => {
        GetSet {
            name: $name,
            doc: $doc,
            get: |vm, this| {
                let look: fn(&Vm, &Context) -> Value = $get;
                Ok(look(vm, of(vm, this)?))
            },
            set: Some(|vm, this, value| $set(vm, this, given(vm, value)?)),
        }
    };
}

fn set_verify_flags(vm: &Vm, this: &Value, value: &Value) -> PyResult<()> {
    of(vm, this)?.verify_flags.set(unsigned(vm, value)?);
    Ok(())
}

fn set_host_flags(vm: &Vm, this: &Value, value: &Value) -> PyResult<()> {
    of(vm, this)?.host_flags.set(unsigned(vm, value)?);
    Ok(())
}

fn set_post_handshake(vm: &Vm, this: &Value, value: &Value) -> PyResult<()> {
    of(vm, this)?.post_handshake.set(vm.truth(value)?);
    Ok(())
}

fn set_message_callback(vm: &Vm, this: &Value, value: &Value) -> PyResult<()> {
    if !value.is_none() && vm.class(value).slots.call.get().is_none() {
        let text = vm.repr_text(value)?;
        return Err(vm.type_error(format!("{text} is not callable.")));
    }
    of(vm, this)?.message_callback.set(value.clone());
    Ok(())
}

fn bound_or_none(var: &Var) -> Value {
    var.bound().unwrap_or(Value::NONE)
}

pub(super) static CONTEXT: TypeSpec = TypeSpec {
    name: "_ssl._SSLContext",
    doc: "What the connections that it makes have in common.",
    operations: Some(ForeignObject::OPERATIONS),
    slots: Slots { new: Some(new), ..Slots::NONE },
    methods: funcs![
        "_wrap_socket" = connection::wrap_socket, "(self, sock, server_side, server_hostname=None, *, owner=None, session=None)", "A connection over a socket.";
        "_wrap_bio" = connection::wrap_bio, "(self, incoming, outgoing, server_side, server_hostname=None, session=None)", "A connection over memory.";
        set_ciphers "(self, cipherlist, /)" "Choose cipher suites of TLS 1.2.";
        get_ciphers "(self, /)" "The cipher suites that may be used.";
        "_set_alpn_protocols" = set_alpn_protocols, "(self, protos, /)", "Protocols to agree on, each with its length in front.";
        load_cert_chain "(self, certfile, keyfile=None, password=None)" "Load a certificate with the chain behind it, and its key.";
        load_verify_locations "(self, cafile=None, capath=None, cadata=None)" "Load certificates of authorities to trust.";
        set_default_verify_paths "(self, /)" "Trust the authorities that the system trusts.";
        get_ca_certs "(self, binary_form=False)" "Certificates of the authorities that are trusted.";
        cert_store_stats "(self, /)" "How many certificates and lists of revoked ones are loaded.";
        session_stats "(self, /)" "How often connections were made and accepted.";
        load_dh_params "(self, filepath, /)" "Look at a file of parameters for a key exchange that is never used.";
        set_ecdh_curve "(self, name, /)" "Choose the curve of the key exchange.";
        "set_psk_client_callback" = without_psk, "(self, callback, _hint=None)", "Not supported.";
        "set_psk_server_callback" = without_psk, "(self, callback, identity_hint=None)", "Not supported.";
    ],
    getset: &[
        setting!(
            "verify_mode",
            "Whether the other side has to prove who it is.",
            |vm, c| vm.int(c.mode.get() as i64),
            set_mode
        ),
        setting!(
            "check_hostname",
            "Whether a certificate has to be for the host that is meant.",
            |_, c| Value::bool(c.check_host.get()),
            set_check_host
        ),
        setting!(
            "verify_flags",
            "How strictly chains of certificates are looked at.",
            |vm, c| vm.int(c.verify_flags.get()),
            set_verify_flags
        ),
        setting!(
            "options",
            "What is allowed and what is not.",
            |vm, c| vm.int(c.options.get()),
            set_options
        ),
        setting!(
            "_host_flags",
            "How names of hosts are compared.",
            |vm, c| vm.int(c.host_flags.get()),
            set_host_flags
        ),
        setting!(
            "minimum_version",
            "The oldest version of the protocol that is accepted.",
            |vm, c| vm.int(c.oldest.get()),
            set_oldest
        ),
        setting!(
            "maximum_version",
            "The newest version of the protocol that is accepted.",
            |vm, c| vm.int(c.newest.get()),
            set_newest
        ),
        setting!(
            "num_tickets",
            "How many tickets for later connections a server gives.",
            |vm, c| vm.int(c.tickets.get()),
            set_tickets
        ),
        setting!(
            "post_handshake_auth",
            "Kept, but no certificate is asked for after a handshake.",
            |_, c| Value::bool(c.post_handshake.get()),
            set_post_handshake
        ),
        setting!(
            "sni_callback",
            "Called with the host that a client means.",
            |_, c| bound_or_none(&c.sni_callback),
            set_sni_callback
        ),
        setting!(
            "keylog_filename",
            "The file that the keys of connections are written to.",
            |_, c| bound_or_none(&c.key_log),
            set_key_log
        ),
        setting!(
            "_msg_callback",
            "Kept, but messages of the protocol are not shown.",
            |_, c| bound_or_none(&c.message_callback),
            set_message_callback
        ),
        GetSet {
            name: "protocol",
            doc: "The number of the protocol.",
            get: |vm, this| Ok(vm.int(of(vm, this)?.protocol)),
            set: None,
        },
        GetSet {
            name: "security_level",
            doc: "OpenSSL's measure of strength.",
            get: |vm, _| Ok(vm.int(2)),
            set: None,
        },
    ],
    flags: type_flag::BASE | type_flag::DICT | type_flag::EXTENDED | type_flag::WEAK,
    ..TypeSpec::NONE
};
