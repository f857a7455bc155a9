//! From what a context says to connections of rustls. A configuration is made for each connection, of
//! parts that are shared: it knows the host that this one is about, and records what it sees.

use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use rustls::client::{ClientSessionMemoryCache, ResolvesClientCert, Resumption};
use rustls::crypto::{CryptoProvider, ring};
use rustls::pki_types::{IpAddr, ServerName, UnixTime};
use rustls::server::{
    Accepted, AcceptedAlert, ClientHello, NoServerSessionStorage, ProducesTickets,
    ResolvesServerCert, StoresServerSessions,
};
use rustls::sign::CertifiedKey;
use rustls::time_provider::TimeProvider;
use rustls::{
    ClientConfig, ClientConnection, Error, KeyLog, NamedGroup, ServerConfig, ServerConnection,
    SignatureScheme, SupportedProtocolVersion, version,
};

use super::failure::{Failure, of_error};
use super::hosts::Host;
use super::store::Store;
use super::suites::{self, Suite};
use super::verify::{Mode, Record, Verifier};

/// Bits of `options` that mean something here.
pub(super) mod option {
    pub(in super::super) const NO_TICKET: i64 = 0x4000;
    pub(in super::super) const SERVER_PREFERENCE: i64 = 0x40_0000;
    pub(in super::super) const NO_TLS_1_2: i64 = 0x800_0000;
    pub(in super::super) const NO_TLS_1_3: i64 = 0x2000_0000;
}

/// What a context says, at the moment at which a connection begins.
#[derive(Clone)]
pub(crate) struct Settings {
    pub(super) mode: Mode,
    pub(super) check_host: bool,
    pub(super) common_name: bool,
    pub(super) verify_flags: i64,
    pub(super) options: i64,
    /// Numbers of versions; 0x303 is TLS 1.2.
    pub(super) oldest: i64,
    pub(super) newest: i64,
    pub(super) suites: Vec<&'static Suite>,
    pub(super) protocols: Vec<Vec<u8>>,
    pub(super) keys: Vec<Arc<CertifiedKey>>,
    pub(super) store: Arc<Store>,
    pub(super) group: Option<NamedGroup>,
    pub(super) tickets: usize,
    pub(super) shared: Arc<Shared>,
    pub(super) logs_keys: bool,
}

/// What all connections that a server's context accepts have in common.
pub(super) struct Shared {
    ticketer: Option<Arc<dyn ProducesTickets>>,
    sessions: Arc<dyn StoresServerSessions>,
}

impl Shared {
    pub(super) fn new() -> Shared {
        Shared {
            ticketer: ring::Ticketer::new().ok(),
            sessions: rustls::server::ServerSessionMemoryCache::new(256),
        }
    }
}

/// What belongs to one connection.
#[derive(Clone, Debug, Default)]
pub(crate) struct Beside {
    pub(super) record: Arc<Mutex<Record>>,
    clock: Arc<Clock>,
    key_lines: Arc<KeyLines>,
}

impl Beside {
    /// The time that certificates are judged by, in nanoseconds since the epoch.
    pub(super) fn set_time(&self, nanoseconds: i128) {
        let seconds = u64::try_from(nanoseconds / 1_000_000_000).unwrap_or(0);
        self.clock.0.store(seconds, Ordering::Relaxed);
    }

    /// Lines for the log of keys that nobody has taken yet.
    pub(super) fn take_key_lines(&self) -> Vec<u8> {
        let mut lines = self.key_lines.0.lock().unwrap_or_else(|poisoned| poisoned.into_inner());
        std::mem::take(&mut *lines)
    }

    pub(super) fn with_record<R>(&self, work: impl FnOnce(&mut Record) -> R) -> R {
        work(&mut self.record.lock().unwrap_or_else(|poisoned| poisoned.into_inner()))
    }
}

/// The host's clock, as it was when data came last: rustls cannot ask the host itself.
#[derive(Debug, Default)]
struct Clock(AtomicU64);

impl TimeProvider for Clock {
    fn current_time(&self) -> Option<UnixTime> {
        Some(UnixTime::since_unix_epoch(Duration::from_secs(self.0.load(Ordering::Relaxed))))
    }
}

/// What a client keeps of a connection, for those that go on from it. rustls lets only the same verifier
/// and the same keys go on, so they are kept as well.
#[derive(Debug)]
pub(crate) struct Sessions {
    cache: Arc<ClientSessionMemoryCache>,
    parts: Mutex<Option<(Arc<Verifier>, Arc<Keys>)>>,
}

impl Default for Sessions {
    fn default() -> Sessions {
        Sessions { cache: Arc::new(ClientSessionMemoryCache::new(8)), parts: Mutex::default() }
    }
}

impl Sessions {
    /// The verifier and the keys of the earlier connection, if they would decide as the new ones do.
    fn parts(&self, verifier: Arc<Verifier>, keys: Arc<Keys>) -> (Arc<Verifier>, Arc<Keys>) {
        let mut parts = self.parts.lock().unwrap_or_else(|poisoned| poisoned.into_inner());
        match &*parts {
            Some((known, own)) if known.decides_as(&verifier) && own.is(&keys) => {
                (known.clone(), own.clone())
            }
            _ => {
                *parts = Some((verifier.clone(), keys.clone()));
                (verifier, keys)
            }
        }
    }
}

/// Lines in the format that Wireshark reads.
#[derive(Debug, Default)]
struct KeyLines(Mutex<Vec<u8>>);

impl KeyLog for KeyLines {
    fn log(&self, label: &str, client_random: &[u8], secret: &[u8]) {
        let hex = |bytes: &[u8]| bytes.iter().map(|b| format!("{b:02x}")).collect::<String>();
        let line = format!("{label} {} {}\n", hex(client_random), hex(secret));
        let mut lines = self.0.lock().unwrap_or_else(|poisoned| poisoned.into_inner());
        lines.extend_from_slice(line.as_bytes());
    }
}

/// Certificates with their keys, one per kind of key.
#[derive(Debug)]
struct Keys(Vec<Arc<CertifiedKey>>);

impl Keys {
    fn is(&self, other: &Keys) -> bool {
        let mut pairs = self.0.iter().zip(&other.0);
        self.0.len() == other.0.len() && pairs.all(|(own, other)| own.cert == other.cert)
    }

    fn fitting(&self, schemes: &[SignatureScheme]) -> Option<Arc<CertifiedKey>> {
        self.0.iter().find(|key| key.key.choose_scheme(schemes).is_some()).cloned()
    }
}

impl ResolvesServerCert for Keys {
    fn resolve(&self, hello: ClientHello<'_>) -> Option<Arc<CertifiedKey>> {
        self.fitting(hello.signature_schemes())
    }
}

impl ResolvesClientCert for Keys {
    fn resolve(&self, _: &[&[u8]], schemes: &[SignatureScheme]) -> Option<Arc<CertifiedKey>> {
        self.fitting(schemes)
    }

    fn has_certs(&self) -> bool {
        !self.0.is_empty()
    }
}

impl Settings {
    fn versions(&self) -> Result<Vec<&'static SupportedProtocolVersion>, Failure> {
        let rows = [
            (0x304, option::NO_TLS_1_3, &version::TLS13),
            (0x303, option::NO_TLS_1_2, &version::TLS12),
        ];
        let wanted = rows.into_iter().filter(|(number, off, _)| {
            (self.oldest..=self.newest).contains(number) && self.options & off == 0
        });
        let versions: Vec<_> = wanted.map(|(_, _, version)| version).collect();
        if versions.is_empty() {
            return Err(Failure::reason("NO_PROTOCOLS_AVAILABLE"));
        }
        Ok(versions)
    }

    fn provider(&self) -> Arc<CryptoProvider> {
        let mut provider = ring::default_provider();
        provider.cipher_suites = suites::supported(&self.suites);
        if let Some(group) = self.group {
            provider.kx_groups.retain(|kx| kx.name() == group);
        }
        Arc::new(provider)
    }

    fn verifier(&self, host: Option<&str>, beside: &Beside) -> Arc<Verifier> {
        let host = host.filter(|_| self.check_host && self.mode != Mode::Nothing);
        Arc::new(Verifier {
            store: self.store.clone(),
            mode: self.mode,
            flags: self.verify_flags,
            host: host.map(Host::of),
            host_text: host.unwrap_or_default().to_owned(),
            common_name: self.common_name,
            algorithms: ring::default_provider().signature_verification_algorithms,
            record: beside.record.clone(),
        })
    }

    fn key_log(&self, beside: &Beside) -> Arc<dyn KeyLog> {
        if self.logs_keys { beside.key_lines.clone() } else { Arc::new(rustls::NoKeyLog) }
    }

    /// A client's end. `sessions` is where it keeps what a later connection may go on from.
    pub(super) fn client(
        &self,
        host: Option<&str>,
        sessions: &Sessions,
        beside: &mut Beside,
    ) -> Result<ClientConnection, Failure> {
        let verifier = self.verifier(host, beside);
        let (verifier, keys) = sessions.parts(verifier, Arc::new(Keys(self.keys.clone())));
        // It records what it sees in one place.
        beside.record = verifier.record.clone();
        beside.with_record(|record| *record = Record::default());
        let builder = ClientConfig::builder_with_details(self.provider(), beside.clock.clone());
        let builder = builder
            .with_protocol_versions(&self.versions()?)
            .map_err(|_| Failure::reason("NO_CIPHERS_AVAILABLE"))?;
        let mut config = builder
            .dangerous()
            .with_custom_certificate_verifier(verifier)
            .with_client_cert_resolver(keys);
        config.alpn_protocols.clone_from(&self.protocols);
        config.resumption = Resumption::store(sessions.cache.clone());
        config.key_log = self.key_log(beside);
        let name = host.and_then(|host| ServerName::try_from(host.to_owned()).ok());
        config.enable_sni = name.is_some();
        // An address is never sent, so any of them stands for "no name".
        let name =
            name.unwrap_or(ServerName::IpAddress(IpAddr::from(std::net::Ipv4Addr::LOCALHOST)));
        ClientConnection::new(Arc::new(config), name).map_err(|error| of_error(&error))
    }

    /// A server's end, once the client has said hello.
    pub(super) fn server(
        &self,
        hello: Accepted,
        beside: &Beside,
    ) -> Result<ServerConnection, (Failure, Option<AcceptedAlert>)> {
        let bare = |failure| (failure, None);
        let builder = ServerConfig::builder_with_details(self.provider(), beside.clock.clone());
        let builder = builder
            .with_protocol_versions(&self.versions().map_err(bare)?)
            .map_err(|_| bare(Failure::reason("NO_CIPHERS_AVAILABLE")))?;
        let mut config = builder
            .with_client_cert_verifier(self.verifier(None, beside))
            .with_cert_resolver(Arc::new(Keys(self.keys.clone())));
        config.key_log = self.key_log(beside);
        config.ignore_client_order = self.options & option::SERVER_PREFERENCE != 0;
        // No protocol in common is no reason to end the connection: none is agreed on then.
        let offered = hello.client_hello().alpn().map(|all| all.map(<[u8]>::to_vec).collect());
        let offered: Vec<Vec<u8>> = offered.unwrap_or_default();
        if self.protocols.iter().any(|own| offered.contains(own)) {
            config.alpn_protocols.clone_from(&self.protocols);
        }
        if self.options & option::NO_TICKET == 0 {
            config.send_tls13_tickets = self.tickets;
            if let Some(ticketer) = &self.shared.ticketer {
                config.ticketer = ticketer.clone();
            }
            config.session_storage = self.shared.sessions.clone();
        } else {
            config.send_tls13_tickets = 0;
            config.session_storage = Arc::new(NoServerSessionStorage {});
        }
        hello
            .into_connection(Arc::new(config))
            .map_err(|(error, alert)| (failure_of(&error, beside), Some(alert)))
    }
}

/// The reason of an error, which a verifier may know better.
pub(super) fn failure_of(error: &Error, beside: &Beside) -> Failure {
    if matches!(error, Error::InvalidCertificate(_))
        && let Some(refusal) = beside.with_record(|record| record.refusal.clone())
    {
        return Failure::Refused(refusal);
    }
    of_error(error)
}
