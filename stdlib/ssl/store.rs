//! The certificates that a context trusts.

use std::sync::Arc;

use rustls::pki_types::{CertificateDer, TrustAnchor};
use webpki::{CertRevocationList, OwnedCertRevocationList};

use super::certificate::Certificate;

/// One certificate of a store.
#[derive(Clone, Debug)]
pub(super) struct Entry {
    pub(super) der: CertificateDer<'static>,
    pub(super) subject: Vec<u8>,
    pub(super) is_authority: bool,
    pub(super) is_self_issued: bool,
    pub(super) validity: (u64, u64),
    /// What chains may end at; `None` where it cannot be used for that.
    pub(super) anchor: Option<TrustAnchor<'static>>,
}

impl Entry {
    pub(super) fn parse(der: Vec<u8>) -> Option<Entry> {
        let certificate = Certificate::parse(&der)?;
        let der = CertificateDer::from(der);
        Some(Entry {
            subject: certificate.subject_der(),
            is_authority: certificate.is_authority(),
            is_self_issued: certificate.is_self_issued(),
            validity: certificate.validity(),
            anchor: webpki::anchor_from_trusted_cert(&der).ok().map(|anchor| anchor.to_owned()),
            der,
        })
    }
}

/// Certificates and lists of revoked ones.
#[derive(Clone, Default, Debug)]
pub(super) struct Store {
    pub(super) entries: Vec<Entry>,
    pub(super) lists: Vec<Arc<CertRevocationList<'static>>>,
}

impl Store {
    /// Takes a certificate in, once.
    pub(super) fn add(&mut self, entry: Entry) {
        if !self.entries.iter().any(|known| known.der == entry.der) {
            self.entries.push(entry);
        }
    }

    /// Takes a list of revoked certificates in; false if it is none.
    pub(super) fn add_list(&mut self, der: &[u8]) -> bool {
        match OwnedCertRevocationList::from_der(der) {
            Ok(list) => {
                self.lists.push(Arc::new(CertRevocationList::Owned(list)));
                true
            }
            Err(_) => false,
        }
    }

    /// The certificate, if it is one of these.
    pub(super) fn holds(&self, der: &[u8]) -> bool {
        self.entries.iter().any(|entry| entry.der.as_ref() == der)
    }

    /// Those who signed a certificate, as far as they are here.
    pub(super) fn issuers(&self, certificate: &Certificate) -> Vec<CertificateDer<'static>> {
        let mut chain: Vec<CertificateDer<'static>> = Vec::new();
        let mut wanted = (!certificate.is_self_issued()).then(|| certificate.issuer_der());
        while let Some(issuer) = wanted.take() {
            let found = self.entries.iter().find(|e| e.subject == issuer && e.is_authority);
            let Some(entry) = found.filter(|entry| !chain.contains(&entry.der)) else { break };
            chain.push(entry.der.clone());
            let next = Certificate::parse(&entry.der).filter(|next| !next.is_self_issued());
            wanted = next.map(|next| next.issuer_der());
        }
        chain
    }

    /// The certificate of an anchor, which has its name without the outermost shell.
    pub(super) fn entry_of(&self, anchor: &TrustAnchor<'_>) -> Option<&Entry> {
        self.entries.iter().find(|entry| {
            entry.anchor.as_ref().is_some_and(|own| {
                own.subject == anchor.subject
                    && own.subject_public_key_info == anchor.subject_public_key_info
            })
        })
    }
}
