//! How certificates and keys get into a context: from files, folders and memory.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use pkcs8::EncryptedPrivateKeyInfoRef;
use rustls::crypto::ring;
use rustls::pki_types::{
    CertificateDer, PrivateKeyDer, PrivatePkcs1KeyDer, PrivatePkcs8KeyDer, PrivateSec1KeyDer,
};
use rustls::sign::CertifiedKey;
use rustls::{Error, InconsistentKeys};
use taipan_engine::aio::os_failure;
use taipan_engine::host::system::Place;
use taipan_engine::object::slots::{PyResult, Raised};
use taipan_engine::object::value::Value;
use taipan_engine::object::vm::Vm;
use taipan_engine::types::bytes::Buffer;
use taipan_engine::types::exception::TYPE_ERROR;
use taipan_engine::types::io::{host_error, path_of};

use super::context::{Context, dict, of};
use super::describe;
use super::errors::{with_number, with_reason};
use super::pem::{self, PemError, Section};
use super::store::{Entry, Store};

/// Where systems keep the certificates of authorities, the most common place first.
const BUNDLES: &[&str] = &[
    "/etc/ssl/certs/ca-certificates.crt",
    "/etc/pki/tls/certs/ca-bundle.crt",
    "/etc/ssl/ca-bundle.pem",
    "/etc/pki/ca-trust/extracted/pem/tls-ca-bundle.pem",
    "/etc/ssl/cert.pem",
];
const FOLDER: &str = "/etc/ssl/certs";
pub(super) const FILE_VARIABLE: &str = "SSL_CERT_FILE";
pub(super) const FOLDER_VARIABLE: &str = "SSL_CERT_DIR";

const READ_ONLY: i32 = libc::O_RDONLY | libc::O_CLOEXEC;
const APPEND: i32 = libc::O_WRONLY | libc::O_APPEND | libc::O_CREAT | libc::O_CLOEXEC;

/// Passwords may be this long.
const LONGEST_PASSWORD: usize = 1024;

fn file_path(vm: &Vm, value: &Value, name: &str) -> PyResult<PathBuf> {
    path_of(vm, value).map_err(|raised| match vm.is_exception(&raised.0, &TYPE_ERROR) {
        true => vm.type_error(format!("{name} should be a valid filesystem path")),
        false => raised,
    })
}

fn read(vm: &Vm, path: &Path) -> PyResult<Vec<u8>> {
    read_quietly(vm, path).map_err(|error| os_failure(vm, &error))
}

pub(super) fn read_quietly(vm: &Vm, path: &Path) -> std::io::Result<Vec<u8>> {
    let files = vm.host.files();
    let fd = files.open(path.into(), READ_ONLY, 0)?;
    let (mut all, mut piece) = (Vec::new(), vec![0; 64 * 1024]);
    let result = loop {
        match files.read(fd, &mut piece) {
            Ok(0) => break Ok(all),
            Ok(count) => all.extend_from_slice(piece.get(..count).unwrap_or_default()),
            Err(error) => break Err(error),
        }
    };
    // What was read is there whatever closing says.
    let _ = files.close(fd);
    result
}

// ---- the own certificate ---------------------------------------------------------------------------

/// Places in CPython's messages.
const AT_CERTIFICATE: i64 = 3916;
const AT_KEY: i64 = 3937;

fn bad_pem(vm: &Vm, library: &str, line: i64) -> Raised {
    with_number(vm, 524_297, library, None, &format!("[{library}] PEM lib (_ssl.c:{line})"))
}

/// `context.load_cert_chain(certfile, keyfile=None, password=None)`
pub(super) fn load_cert_chain(
    vm: &Vm,
    this: &Value,
    certfile: &Value,
    keyfile: &Value,
    password: &Value,
) -> PyResult<()> {
    let context = of(vm, this)?;
    let cert_path = file_path(vm, certfile, "certfile")?;
    let key_path = match keyfile {
        none if none.is_none() => cert_path.clone(),
        path => file_path(vm, path, "keyfile")?,
    };
    if !password.is_none() {
        check_password(vm, password)?;
    }
    let sections = pem::sections(&read(vm, &cert_path)?);
    let sections = sections.map_err(|_| bad_pem(vm, "SSL", AT_CERTIFICATE))?;
    let chain: Vec<CertificateDer<'static>> = sections
        .iter()
        .filter(|section| pem::is_certificate(&section.label))
        .map(|section| CertificateDer::from(section.der.clone()))
        .collect();
    if chain.is_empty() {
        return Err(bad_pem(vm, "SSL", AT_CERTIFICATE));
    }
    let sections = if key_path == cert_path {
        sections
    } else {
        pem::sections(&read(vm, &key_path)?).map_err(|_| bad_pem(vm, "SSL", AT_KEY))?
    };
    let key = private_key(vm, &sections, password)?;
    let key = ring::default_provider().key_provider.load_private_key(key);
    let key = key.map_err(|_| {
        let text = "a key of this kind or size is not supported";
        with_reason(vm, "SSL", "UNKNOWN_KEY_TYPE", text, AT_KEY)
    })?;
    let certified = CertifiedKey::new(chain, key);
    match certified.keys_match() {
        Ok(()) | Err(Error::InconsistentKeys(InconsistentKeys::Unknown)) => {}
        Err(Error::InconsistentKeys(_)) => {
            let text = format!("[X509: KEY_VALUES_MISMATCH] key values mismatch (_ssl.c:{AT_KEY})");
            return Err(with_number(vm, 116, "X509", Some("KEY_VALUES_MISMATCH"), &text));
        }
        Err(_) => {
            let text = "a certificate of this kind is not supported (those of version 1 are not)";
            return Err(with_reason(vm, "X509", "UNSUPPORTED_CERTIFICATE", text, AT_CERTIFICATE));
        }
    }
    let mut keys = context.keys.borrow_mut();
    // One certificate per kind of key; a new one takes the old one's place.
    keys.retain(|known| known.key.algorithm() != certified.key.algorithm());
    keys.push(Arc::new(certified));
    Ok(())
}

/// The first key among the sections, decrypted.
fn private_key(
    vm: &Vm,
    sections: &[Section],
    password: &Value,
) -> PyResult<PrivateKeyDer<'static>> {
    for section in sections {
        let der = section.der.clone();
        if section.has_headers && section.label.ends_with("PRIVATE KEY") {
            let text = "a key that is encrypted in the old way (with DEK-Info) is not supported";
            return Err(with_reason(vm, "PEM", "UNSUPPORTED_ENCRYPTION", text, AT_KEY));
        }
        match section.label.as_str() {
            "PRIVATE KEY" => return Ok(PrivatePkcs8KeyDer::from(der).into()),
            "RSA PRIVATE KEY" => return Ok(PrivatePkcs1KeyDer::from(der).into()),
            "EC PRIVATE KEY" => return Ok(PrivateSec1KeyDer::from(der).into()),
            "ENCRYPTED PRIVATE KEY" => return decrypted(vm, &der, password),
            _ => {}
        }
    }
    Err(bad_pem(vm, "SSL", AT_KEY))
}

fn decrypted(vm: &Vm, der: &[u8], password: &Value) -> PyResult<PrivateKeyDer<'static>> {
    let secret = if password.is_none() {
        // Nobody is asked at the terminal.
        return Err(bad_pem(vm, "SSL", AT_CERTIFICATE));
    } else if let Some(text) = password_bytes(vm, password)? {
        text
    } else {
        let answer = vm.call(password, &[])?;
        match password_bytes(vm, &answer)? {
            Some(text) => text,
            None => return Err(vm.type_error("password callback must return a string")),
        }
    };
    if secret.len() > LONGEST_PASSWORD {
        return Err(too_long(vm));
    }
    let info = EncryptedPrivateKeyInfoRef::try_from(der).map_err(|_| bad_pem(vm, "SSL", AT_KEY))?;
    let plain = info.decrypt(&secret).map_err(|_| bad_pem(vm, "SSL", AT_KEY))?;
    Ok(PrivatePkcs8KeyDer::from(plain.as_bytes().to_vec()).into())
}

fn too_long(vm: &Vm) -> Raised {
    vm.value_error(format!("password cannot be longer than {LONGEST_PASSWORD} bytes"))
}

fn password_bytes(vm: &Vm, value: &Value) -> PyResult<Option<Vec<u8>>> {
    if let Some(text) = value.as_str() {
        return Ok(Some(text.as_bytes().to_vec()));
    }
    Ok(Buffer::of(vm, value).map(|bytes| bytes.to_vec()))
}

/// Refuses what is no password, also where none is needed.
fn check_password(vm: &Vm, password: &Value) -> PyResult<()> {
    match password_bytes(vm, password)? {
        Some(bytes) if bytes.len() > LONGEST_PASSWORD => Err(too_long(vm)),
        Some(_) => Ok(()),
        None if vm.class(password).slots.call.get().is_some() => Ok(()),
        None => Err(vm.type_error("password should be a string or callable")),
    }
}

// ---- authorities -----------------------------------------------------------------------------------

/// `context.load_verify_locations(cafile=None, capath=None, cadata=None)`
pub(super) fn load_verify_locations(
    vm: &Vm,
    this: &Value,
    cafile: &Value,
    capath: &Value,
    cadata: &Value,
) -> PyResult<()> {
    let context = of(vm, this)?;
    if cafile.is_none() && capath.is_none() && cadata.is_none() {
        return Err(vm.type_error("cafile, capath and cadata cannot be all omitted"));
    }
    let file = (!cafile.is_none()).then(|| file_path(vm, cafile, "cafile")).transpose()?;
    let folder = (!capath.is_none()).then(|| file_path(vm, capath, "capath")).transpose()?;
    if !cadata.is_none() {
        load_data(vm, context, cadata)?;
    }
    if let Some(file) = file {
        load_file(vm, context, &read(vm, &file)?)?;
    }
    context.folders.borrow_mut().extend(folder);
    Ok(())
}

fn load_file(vm: &Vm, context: &Context, text: &[u8]) -> PyResult<()> {
    const LINE: i64 = 4168;
    let sections = pem::sections(text).map_err(|_| bad_pem(vm, "X509", LINE))?;
    let found = context.with_store(|store| add_sections(store, &sections));
    match found {
        None => Err(bad_pem(vm, "X509", LINE)),
        Some(0) => {
            let reason = "NO_CERTIFICATE_OR_CRL_FOUND";
            let text = format!("[X509: {reason}] no certificate or crl found (_ssl.c:{LINE})");
            Err(with_number(vm, 136, "X509", Some(reason), &text))
        }
        Some(_) => Ok(()),
    }
}

/// Takes certificates and lists in; how many. `None` where one of them cannot be read.
fn add_sections(store: &mut Store, sections: &[Section]) -> Option<usize> {
    let mut count = 0;
    for section in sections {
        if pem::is_certificate(&section.label) {
            store.add(Entry::parse(section.der.clone())?);
        } else if section.label != "X509 CRL" {
            continue;
        } else if !store.add_list(&section.der) {
            return None;
        }
        count += 1;
    }
    Some(count)
}

fn load_data(vm: &Vm, context: &Context, data: &Value) -> PyResult<()> {
    let wrong = || vm.type_error("cadata should be an ASCII string or a bytes-like object");
    let none = |what: &str| {
        let text = format!("{what}: cadata does not contain a certificate (_ssl.c:4035)");
        with_number(vm, 0, "", None, &text)
    };
    if let Some(text) = data.as_str() {
        if !text.is_ascii() {
            return Err(wrong());
        }
        if text.is_empty() {
            return Err(vm.value_error("Empty certificate data"));
        }
        let sections = match pem::sections(text.as_bytes()) {
            Ok(sections) => sections,
            Err(PemError::BadEndLine) => Vec::new(),
            Err(PemError::BadBase64) => return Err(bad_pem(vm, "PEM", 4048)),
        };
        return match context.with_store(|store| add_sections(store, &sections)) {
            None => Err(bad_pem(vm, "X509", 4048)),
            Some(0) => Err(none("no start line")),
            Some(_) => Ok(()),
        };
    }
    let bytes = Buffer::of(vm, data).ok_or_else(wrong)?;
    if bytes.is_empty() {
        return Err(vm.value_error("Empty certificate data"));
    }
    let mut rest = &*bytes;
    let mut entries = Vec::new();
    while !rest.is_empty() {
        let entry =
            first_certificate(rest).and_then(|der| Some((Entry::parse(der.to_vec())?, der)));
        match entry {
            Some((entry, der)) => {
                rest = rest.get(der.len()..).unwrap_or_default();
                entries.push(entry);
            }
            None if entries.is_empty() => return Err(none("not enough data")),
            None => {
                let text = "[ASN1: HEADER_TOO_LONG] header too long (_ssl.c:4048)";
                return Err(with_number(vm, 123, "ASN1", Some("HEADER_TOO_LONG"), text));
            }
        }
    }
    context.with_store(|store| entries.into_iter().for_each(|entry| store.add(entry)));
    Ok(())
}

/// The first of several DER structures that lie one behind the other.
fn first_certificate(bytes: &[u8]) -> Option<&[u8]> {
    let [0x30, first, rest @ ..] = bytes else { return None };
    let (header, length) = match first {
        short if short & 0x80 == 0 => (2, usize::from(*short)),
        long => {
            let count = usize::from(long & 0x7f);
            let digits = rest.get(..count).filter(|_| (1..=4).contains(&count))?;
            (2 + count, digits.iter().fold(0, |sum, digit| sum << 8 | usize::from(*digit)))
        }
    };
    bytes.get(..header.checked_add(length)?)
}

fn variable(vm: &Vm, name: &str) -> Option<PathBuf> {
    let all = vm.host.system().environment();
    all.into_iter().find(|(key, _)| key == name).map(|(_, value)| value.into())
}

/// Where the system's certificates are: a file and a folder.
pub(super) fn default_places(vm: &Vm) -> (&'static str, &'static str) {
    let there = |path: &&&str| {
        let files = vm.host.files();
        files.open(Path::new(path).into(), READ_ONLY, 0).is_ok_and(|fd| files.close(fd).is_ok())
    };
    let first = BUNDLES.first().copied().unwrap_or_default();
    (BUNDLES.iter().find(there).copied().unwrap_or(first), FOLDER)
}

/// `context.set_default_verify_paths()`: what cannot be read is as if it were empty.
pub(super) fn set_default_verify_paths(vm: &Vm, this: &Value) -> PyResult<()> {
    let context = of(vm, this)?;
    let (file, folder) = default_places(vm);
    let given = variable(vm, FOLDER_VARIABLE);
    let path = variable(vm, FILE_VARIABLE).unwrap_or_else(|| file.into());
    let loaded = match read_quietly(vm, &path).map(|text| pem::sections(&text)) {
        Ok(Ok(sections)) => {
            // One certificate that is too strange does not make the others useless.
            context.with_store(|store| {
                sections.iter().filter_map(|s| add_sections(store, std::slice::from_ref(s))).sum()
            })
        }
        _ => 0,
    };
    if given.is_some() || loaded == 0 {
        context.folders.borrow_mut().push(given.unwrap_or_else(|| folder.into()));
    }
    Ok(())
}

/// The store with what lies in the folders, in files such as `5ed36f99.0`.
pub(super) fn full_store(vm: &Vm, context: &Context) -> Arc<Store> {
    let folders = context.folders.borrow().clone();
    let store = context.store.borrow().clone();
    if folders.is_empty() {
        return store;
    }
    let mut store = (*store).clone();
    for folder in folders {
        let Ok(names) = vm.host.system().list(Place::Path(folder.as_path().into())) else {
            continue;
        };
        for entry in names {
            let name = entry.name.to_string_lossy().into_owned();
            let is_hash = name.split_once('.').is_some_and(|(hash, number)| {
                hash.len() == 8
                    && hash.bytes().all(|b| b.is_ascii_hexdigit())
                    && number.trim_start_matches('r').bytes().all(|b| b.is_ascii_digit())
            });
            if is_hash
                && let Ok(text) = read_quietly(vm, &folder.join(&entry.name))
                && let Ok(sections) = pem::sections(&text)
            {
                add_sections(&mut store, &sections);
            }
        }
    }
    Arc::new(store)
}

/// A certificate of a folder that a chain ended at counts as loaded from then on.
pub(super) fn keep_used(context: &Context, chain: &[CertificateDer<'static>]) {
    if context.folders.borrow().is_empty() {
        return;
    }
    let Some(root) = chain.last().filter(|root| !context.store.borrow().holds(root)) else {
        return;
    };
    if let Some(entry) = Entry::parse(root.to_vec()) {
        context.with_store(|store| store.add(entry));
    }
}

/// `context.get_ca_certs(binary_form=False)`
pub(super) fn get_ca_certs(vm: &Vm, this: &Value, binary_form: bool) -> PyResult {
    let store = of(vm, this)?.store.borrow().clone();
    let authorities = store.entries.iter().filter(|entry| entry.is_authority);
    let shown: PyResult<Vec<Value>> = authorities
        .map(|entry| match binary_form {
            true => Ok(vm.new_bytes(entry.der.to_vec())),
            false => describe::certificate(vm, &entry.der),
        })
        .collect();
    Ok(vm.new_list(shown?))
}

/// `context.cert_store_stats()`
pub(super) fn cert_store_stats(vm: &Vm, this: &Value) -> PyResult {
    let store = of(vm, this)?.store.borrow().clone();
    let authorities = store.entries.iter().filter(|entry| entry.is_authority).count();
    let int = |count: usize| vm.int(count as i64);
    let rows = [
        ("x509", int(store.entries.len())),
        ("crl", int(store.lists.len())),
        ("x509_ca", int(authorities)),
    ];
    Ok(dict(vm, &rows))
}

// ---- other files -----------------------------------------------------------------------------------

/// `context.load_dh_params(path)`: suites with such parameters do not exist here, so that they are
/// there is all that counts.
pub(super) fn load_dh_params(vm: &Vm, _this: &Value, filepath: &Value) -> PyResult<()> {
    let path = path_of(vm, filepath)?;
    let text = read_quietly(vm, &path).map_err(|e| host_error(vm, &e, Some(filepath)))?;
    let found = pem::sections(&text).unwrap_or_default();
    if found.iter().any(|section| section.label.ends_with("DH PARAMETERS")) {
        return Ok(());
    }
    let text = "[PEM: NO_START_LINE] no start line (_ssl.c:4216)";
    Err(with_number(vm, 108, "PEM", Some("NO_START_LINE"), text))
}

/// `context.keylog_filename = path`: the file is there from then on.
pub(super) fn set_key_log(vm: &Vm, this: &Value, value: &Value) -> PyResult<()> {
    if !value.is_none() {
        let path = path_of(vm, value)?;
        append(vm, &path, b"").map_err(|e| host_error(vm, &e, Some(value)))?;
    }
    of(vm, this)?.key_log.set(value.clone());
    Ok(())
}

/// Writes behind what is in a file.
fn append(vm: &Vm, path: &Path, bytes: &[u8]) -> std::io::Result<()> {
    let files = vm.host.files();
    let fd = files.open(path.into(), APPEND, 0o666)?;
    let heading = b"# TLS secrets log file, generated by OpenSSL / Python\n";
    let is_new = files.seek(fd, 0, 2).is_ok_and(|end| end == 0);
    let all = if is_new { [heading.as_slice(), bytes].concat() } else { bytes.to_vec() };
    let mut rest = all.as_slice();
    let mut result = Ok(());
    while !rest.is_empty() && result.is_ok() {
        match files.write(fd, rest) {
            Ok(count) => rest = rest.get(count..).unwrap_or_default(),
            Err(error) => result = Err(error),
        }
    }
    // The error of the writing is the one that counts.
    let _ = files.close(fd);
    result
}

/// Lines of keys for the context's file.
pub(super) fn write_keys(vm: &Vm, context: &Context, lines: &[u8]) {
    if let Some(path) = context.key_log.bound().filter(|path| !path.is_none())
        && let Ok(path) = path_of(vm, &path)
    {
        // A log that cannot be written does not end the connection.
        let _ = append(vm, &path, lines);
    }
}
