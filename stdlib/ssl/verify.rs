//! Whether the other side's certificate is to be trusted: webpki's verdict, and what OpenSSL does besides.

use std::sync::{Arc, Mutex};

use rustls::client::danger::{HandshakeSignatureValid, ServerCertVerified, ServerCertVerifier};
use rustls::crypto::WebPkiSupportedAlgorithms;
use rustls::pki_types::{CertificateDer, ServerName, TrustAnchor, UnixTime};
use rustls::server::danger::{ClientCertVerified, ClientCertVerifier};
use rustls::{CertificateError, DigitallySignedStruct, DistinguishedName, Error, SignatureScheme};
use webpki::{
    CertRevocationList, EndEntityCert, KeyUsage, RevocationCheckDepth, RevocationOptionsBuilder,
    UnknownStatusPolicy,
};

use super::certificate::Certificate;
use super::failure::Refusal;
use super::hosts::{self, Host};
use super::store::Store;

/// How much the other side has to prove.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Mode {
    Nothing,
    Optional,
    Required,
}

/// Bits of `verify_flags` that mean something here.
pub(super) mod flag {
    pub(in super::super) const CRL_CHECK: i64 = 4;
    pub(in super::super) const CRL_CHECK_ALL: i64 = 8;
    pub(in super::super) const STRICT: i64 = 32;
    pub(in super::super) const PARTIAL_CHAIN: i64 = 0x8_0000;
}

/// What a verifier has seen, for who asks later.
#[derive(Default, Debug)]
pub(super) struct Record {
    pub(super) refusal: Option<Refusal>,
    /// The chain as it was sent.
    pub(super) presented: Vec<CertificateDer<'static>>,
    /// The chain that leads to somebody who is trusted; empty if nobody asked for one.
    pub(super) verified: Vec<CertificateDer<'static>>,
}

#[derive(Debug)]
pub(super) struct Verifier {
    pub(super) store: Arc<Store>,
    pub(super) mode: Mode,
    pub(super) flags: i64,
    /// The host that a client meant, if it wants that to be looked at.
    pub(super) host: Option<Host>,
    /// The host as it was given, for the message.
    pub(super) host_text: String,
    pub(super) common_name: bool,
    pub(super) algorithms: WebPkiSupportedAlgorithms,
    pub(super) record: Arc<Mutex<Record>>,
}

impl Verifier {
    /// Whether both would come to the same verdict.
    pub(super) fn decides_as(&self, other: &Verifier) -> bool {
        Arc::ptr_eq(&self.store, &other.store)
            && self.mode == other.mode
            && self.flags == other.flags
            && self.host == other.host
            && self.common_name == other.common_name
    }

    fn with_record<R>(&self, work: impl FnOnce(&mut Record) -> R) -> R {
        work(&mut self.record.lock().unwrap_or_else(|poisoned| poisoned.into_inner()))
    }

    fn check(
        &self,
        leaf: &CertificateDer<'_>,
        others: &[CertificateDer<'_>],
        now: UnixTime,
        usage: KeyUsage,
    ) -> Result<(), Error> {
        let all = std::iter::once(leaf).chain(others).map(|der| der.clone().into_owned());
        let presented: Vec<CertificateDer<'static>> = all.collect();
        self.with_record(|record| record.presented = presented);
        if self.mode == Mode::Nothing {
            return Ok(());
        }
        let verdict = self.chain(leaf, others, now, usage).and_then(|chain| {
            self.host(leaf)?;
            Ok(chain)
        });
        match verdict {
            Ok(chain) => {
                self.with_record(|record| record.verified = chain);
                Ok(())
            }
            Err(refusal) => {
                let alert = alerting(refusal.code);
                self.with_record(|record| record.refusal = Some(refusal));
                Err(Error::InvalidCertificate(alert))
            }
        }
    }

    /// The chain from the certificate to one that is trusted.
    fn chain(
        &self,
        leaf: &CertificateDer<'_>,
        others: &[CertificateDer<'_>],
        now: UnixTime,
        usage: KeyUsage,
    ) -> Result<Vec<CertificateDer<'static>>, Refusal> {
        let certificate = Certificate::parse(leaf).ok_or(UNSPECIFIED)?;
        let partial = self.flags & flag::PARTIAL_CHAIN != 0;
        let strict = self.flags & flag::STRICT != 0;
        if strict && !certificate.is_self_issued() && !certificate.names_issuing_key() {
            return Err(Refusal::new(85, "Missing Authority Key Identifier"));
        }
        if self.store.holds(leaf) && (partial || certificate.is_self_issued()) {
            // It stands in the store itself: nobody else has to vouch for it.
            in_time(certificate.validity(), now)?;
            return Ok(vec![leaf.clone().into_owned()]);
        }
        if certificate.is_self_issued() {
            return Err(unknown_issuer(leaf, others));
        }
        let trusted = |entry: &&super::store::Entry| partial || entry.is_self_issued;
        let anchors: Vec<TrustAnchor<'static>> = self
            .store
            .entries
            .iter()
            .filter(trusted)
            .filter_map(|entry| entry.anchor.clone())
            .collect();
        let known = self.store.entries.iter().filter(|entry| !entry.is_self_issued);
        let links: Vec<CertificateDer<'_>> =
            others.iter().cloned().chain(known.map(|entry| entry.der.clone())).collect();
        let entity = EndEntityCert::try_from(leaf).map_err(|e| self.refusal(&e, leaf, others))?;
        let lists: Vec<&CertRevocationList<'_>> =
            self.store.lists.iter().map(|list| &**list).collect();
        let revocation = self.revocation(&lists)?;
        let path = entity
            .verify_for_usage(self.algorithms.all, &anchors, &links, now, usage, revocation, None)
            .map_err(|e| self.refusal(&e, leaf, others))?;
        let mut chain = vec![leaf.clone().into_owned()];
        chain.extend(path.intermediate_certificates().map(|link| link.der().into_owned()));
        if let Some(root) = self.store.entry_of(path.anchor()) {
            // webpki leaves the dates of whom is trusted alone.
            in_time(root.validity, now)?;
            chain.push(root.der.clone());
        }
        Ok(chain)
    }

    fn revocation<'a>(
        &self,
        lists: &'a [&'a CertRevocationList<'a>],
    ) -> Result<Option<webpki::RevocationOptions<'a>>, Refusal> {
        if self.flags & flag::CRL_CHECK == 0 {
            return Ok(None);
        }
        let depth = if self.flags & flag::CRL_CHECK_ALL == 0 {
            RevocationCheckDepth::EndEntity
        } else {
            RevocationCheckDepth::Chain
        };
        let builder = RevocationOptionsBuilder::new(lists).map_err(|_| NO_LIST)?;
        let policy = UnknownStatusPolicy::Deny;
        Ok(Some(builder.with_depth(depth).with_status_policy(policy).build()))
    }

    fn host(&self, leaf: &CertificateDer<'_>) -> Result<(), Refusal> {
        let Some(host) = &self.host else { return Ok(()) };
        let is_for = Certificate::parse(leaf)
            .is_some_and(|certificate| hosts::is_for(&certificate, host, self.common_name));
        if is_for {
            return Ok(());
        }
        let (code, what) = match host {
            Host::Name(_) => (62, "Hostname"),
            Host::Address(_) => (64, "IP address"),
        };
        let text = format!("{what} mismatch, certificate is not valid for '{}'.", self.host_text);
        Err(Refusal { code, message: text.into() })
    }

    /// OpenSSL's number and words for what webpki found.
    fn refusal(
        &self,
        error: &webpki::Error,
        leaf: &CertificateDer<'_>,
        others: &[CertificateDer<'_>],
    ) -> Refusal {
        use webpki::Error as E;
        match error {
            E::UnknownIssuer => unknown_issuer(leaf, others),
            E::CertExpired { .. } | E::InvalidCertValidity => EXPIRED,
            E::CertNotValidYet { .. } => NOT_YET_VALID,
            E::RequiredEkuNotFoundContext(_) | E::EmptyEkuExtension | E::CaUsedAsEndEntity => {
                Refusal::new(26, "unsuitable certificate purpose")
            }
            E::EndEntityUsedAsCa => Refusal::new(79, "invalid CA certificate"),
            E::PathLenConstraintViolated => Refusal::new(25, "path length constraint exceeded"),
            E::MaximumPathDepthExceeded => Refusal::new(22, "certificate chain too long"),
            E::NameConstraintViolation => Refusal::new(47, "permitted subtree violation"),
            E::InvalidSignatureForPublicKey | E::SignatureAlgorithmMismatch => {
                Refusal::new(7, "certificate signature failure")
            }
            E::CertRevoked => Refusal::new(23, "certificate revoked"),
            E::UnknownRevocationStatus => NO_LIST,
            E::CrlExpired { .. } => Refusal::new(12, "CRL has expired"),
            E::UnsupportedCriticalExtension => Refusal::new(34, "unhandled critical extension"),
            E::UnsupportedSignatureAlgorithmContext(_)
            | E::UnsupportedSignatureAlgorithmForPublicKeyContext(_) => {
                Refusal::new(76, "Cannot find certificate signature algorithm")
            }
            _ => UNSPECIFIED,
        }
    }

    fn signature(&self) -> &WebPkiSupportedAlgorithms {
        &self.algorithms
    }
}

const UNSPECIFIED: Refusal = Refusal::new(1, "unspecified certificate verification error");
const EXPIRED: Refusal = Refusal::new(10, "certificate has expired");
const NOT_YET_VALID: Refusal = Refusal::new(9, "certificate is not yet valid");
const NO_LIST: Refusal = Refusal::new(3, "unable to get certificate CRL");

fn in_time((from, to): (u64, u64), now: UnixTime) -> Result<(), Refusal> {
    match now.as_secs() {
        now if now < from => Err(NOT_YET_VALID),
        now if now > to => Err(EXPIRED),
        _ => Ok(()),
    }
}

fn unknown_issuer(leaf: &CertificateDer<'_>, others: &[CertificateDer<'_>]) -> Refusal {
    let is_self_issued = |der: &CertificateDer<'_>| {
        Certificate::parse(der).is_some_and(|certificate| certificate.is_self_issued())
    };
    if is_self_issued(leaf) {
        return Refusal::new(18, "self-signed certificate");
    }
    if others.iter().any(is_self_issued) {
        return Refusal::new(19, "self-signed certificate in certificate chain");
    }
    Refusal::new(20, "unable to get local issuer certificate")
}

/// The error that makes rustls send the alert which OpenSSL sends for a number.
fn alerting(code: i64) -> CertificateError {
    match code {
        10 | 12 => CertificateError::Expired,
        9 => CertificateError::NotValidYet,
        26 => CertificateError::InvalidPurpose,
        23 => CertificateError::Revoked,
        7 | 76 => CertificateError::BadSignature,
        18..=20 | 3 | 25 | 79 => CertificateError::UnknownIssuer,
        62 | 64 => CertificateError::NotValidForName,
        _ => CertificateError::BadEncoding,
    }
}

/// What both traits ask for about signatures, which are checked alike on both sides.
macro_rules! check_signatures {
    () => {
        fn verify_tls12_signature(
            &self,
            message: &[u8],
            cert: &CertificateDer<'_>,
            dss: &DigitallySignedStruct,
        ) -> Result<HandshakeSignatureValid, Error> {
            rustls::crypto::verify_tls12_signature(message, cert, dss, self.signature())
        }

        fn verify_tls13_signature(
            &self,
            message: &[u8],
            cert: &CertificateDer<'_>,
            dss: &DigitallySignedStruct,
        ) -> Result<HandshakeSignatureValid, Error> {
            rustls::crypto::verify_tls13_signature(message, cert, dss, self.signature())
        }

        fn supported_verify_schemes(&self) -> Vec<SignatureScheme> {
            self.algorithms.supported_schemes()
        }
    };
}

impl ServerCertVerifier for Verifier {
    fn verify_server_cert(
        &self,
        end_entity: &CertificateDer<'_>,
        intermediates: &[CertificateDer<'_>],
        _: &ServerName<'_>,
        _: &[u8],
        now: UnixTime,
    ) -> Result<ServerCertVerified, Error> {
        self.check(end_entity, intermediates, now, KeyUsage::server_auth())?;
        Ok(ServerCertVerified::assertion())
    }

    check_signatures!();
}

impl ClientCertVerifier for Verifier {
    fn offer_client_auth(&self) -> bool {
        self.mode != Mode::Nothing
    }

    fn client_auth_mandatory(&self) -> bool {
        self.mode == Mode::Required
    }

    fn root_hint_subjects(&self) -> &[DistinguishedName] {
        &[]
    }

    fn verify_client_cert(
        &self,
        end_entity: &CertificateDer<'_>,
        intermediates: &[CertificateDer<'_>],
        now: UnixTime,
    ) -> Result<ClientCertVerified, Error> {
        self.check(end_entity, intermediates, now, KeyUsage::client_auth())?;
        Ok(ClientCertVerified::assertion())
    }

    check_signatures!();
}
