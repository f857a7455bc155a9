//! ssl: TLS for sockets, for memory, and for the event loop. rustls speaks the protocol; this says it in
//! the words of OpenSSL that Python programs know. What puts the native parts together is Python source.
//!
//! * `context` is what connections are to be like, `loading` how certificates get into it, `config` what
//!   rustls makes of it.
//! * `link` is one connection over bytes, `connection` the object of it, `driving` how it waits.
//! * `verify`, `store`, `hosts` and `certificate` are about whom to trust, `describe` shows certificates.
//!
//! Nothing of it is made before a program asks for it.

mod bio;
mod certificate;
mod config;
mod connection;
mod constants;
mod context;
mod describe;
mod driving;
mod errors;
mod failure;
mod hosts;
mod link;
mod loading;
mod pem;
mod session;
mod store;
mod suites;
mod verify;

use taipan_engine::funcs;
use taipan_engine::object::dict::DictObject;
use taipan_engine::object::slots::PyResult;
use taipan_engine::object::value::Value;
use taipan_engine::object::vm::Vm;
use taipan_engine::types::bytes::Buffer;
use taipan_engine::types::module::{ModuleObject, ModuleSpec};

pub(crate) use connection::{Connection, advance, connection_of};
pub(crate) use errors::{Place, failed};
pub(crate) use link::{PIECE, Step};

fn random_bytes(vm: &Vm, n: i64) -> PyResult {
    let size = usize::try_from(n).map_err(|_| vm.value_error("num must be positive"))?;
    let mut bytes = Vec::new();
    if !vm.heap.allows(size) || bytes.try_reserve_exact(size).is_err() {
        return Err(vm.memory_error());
    }
    bytes.resize(size, 0);
    vm.host.entropy(&mut bytes);
    Ok(vm.new_bytes(bytes))
}

fn random_status(_: &Vm) -> bool {
    true
}

/// The system's generator needs no help.
fn random_add(vm: &Vm, string: &Value, _entropy: f64) -> PyResult<()> {
    if string.as_str().is_none() {
        drop(Buffer::required(vm, string)?);
    }
    Ok(())
}

fn default_paths(vm: &Vm) -> Value {
    let (file, folder) = loading::default_places(vm);
    let rows = [loading::FILE_VARIABLE, file, loading::FOLDER_VARIABLE, folder];
    vm.tuple(rows.iter().map(|text| vm.str(text)).collect())
}

fn init(vm: &Vm, module: &Value) -> PyResult<()> {
    let Some(namespace) = module.get::<ModuleObject>() else { return Ok(()) };
    let Some(dict) = namespace.dict.get::<DictObject>() else { return Ok(()) };
    for (name, number) in constants::CONSTANTS {
        drop(dict.set_interned(&vm.intern(name), vm.int(*number)));
    }
    Ok(())
}

const YES: fn(&Vm) -> Value = |_| Value::TRUE;
const NO: fn(&Vm) -> Value = |_| Value::FALSE;

/// The numbers of OpenSSL 3.0.0, whose behaviour this one has.
fn version_info(vm: &Vm) -> Value {
    vm.tuple([3, 0, 0, 0, 0].iter().map(|n| vm.int(*n)).collect())
}

pub(crate) static NATIVE: ModuleSpec = ModuleSpec {
    name: "_ssl",
    doc: "What ssl takes from the engine.",
    funcs: funcs![
        "RAND_bytes" = random_bytes, "(n, /)", "So many random bytes, good enough for keys.";
        "RAND_status" = random_status, "()", "Whether there are random bytes: always.";
        "RAND_add" = random_add, "(string, entropy, /)", "Nothing: the system's generator needs no help.";
        "get_default_verify_paths" = default_paths, "()", "Where certificates of authorities are looked for.";
        "txt2obj" = describe::object_of_text, "(txt, name=False)", "An object identifier: number, names, and its text with dots.";
        "nid2obj" = describe::object_of_number, "(nid, /)", "An object identifier by OpenSSL's number.";
        "_test_decode_cert" = describe::decode_file, "(path, /)", "What the certificate in a file says.";
    ],
    types: &[
        &context::CONTEXT,
        &connection::CONNECTION,
        &bio::MEMORY_BIO,
        &session::SESSION,
        &describe::CERTIFICATE,
        &errors::SSL_ERROR,
        &errors::ZERO_RETURN_ERROR,
        &errors::WANT_READ_ERROR,
        &errors::WANT_WRITE_ERROR,
        &errors::SYSCALL_ERROR,
        &errors::EOF_ERROR,
        &errors::CERT_VERIFICATION_ERROR,
    ],
    values: &[
        ("OPENSSL_VERSION", |vm| vm.str("rustls 0.23 with ring (in place of OpenSSL 3.0)")),
        ("OPENSSL_VERSION_NUMBER", |vm| vm.int(0x3000_0000)),
        ("OPENSSL_VERSION_INFO", version_info),
        ("_OPENSSL_API_VERSION", version_info),
        ("_DEFAULT_CIPHERS", |vm| vm.str("ECDHE+AESGCM:ECDHE+CHACHA20")),
        ("HAS_SNI", YES),
        ("HAS_ECDH", YES),
        ("HAS_NPN", NO),
        ("HAS_ALPN", YES),
        ("HAS_PSK", NO),
        ("HAS_TLS_UNIQUE", NO),
        ("HAS_SSLv2", NO),
        ("HAS_SSLv3", NO),
        ("HAS_TLSv1", NO),
        ("HAS_TLSv1_1", NO),
        ("HAS_TLSv1_2", YES),
        ("HAS_TLSv1_3", YES),
    ],
    init: Some(init),
    ..ModuleSpec::NONE
};

pub(crate) static SSL: ModuleSpec = ModuleSpec {
    name: "ssl",
    doc: "TLS for sockets: contexts, certificates, and connections that are encrypted.",
    python: Some(frozen!("ssl/ssl.py")),
    ..ModuleSpec::NONE
};
