//! Whether a certificate is for the host that a client meant (RFC 6125, as OpenSSL reads it).

use std::net::IpAddr;

use super::certificate::Certificate;

/// What a client wanted to reach.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(super) enum Host {
    Name(String),
    Address(IpAddr),
}

impl Host {
    /// A name, or an address that is written as a text.
    pub(super) fn of(text: &str) -> Host {
        let bare = text.strip_prefix('[').and_then(|t| t.strip_suffix(']')).unwrap_or(text);
        match bare.parse() {
            Ok(address) => Host::Address(address),
            Err(_) => Host::Name(text.to_owned()),
        }
    }
}

/// Whether the certificate is for that host. The subject's common name counts where no alternative name
/// is there, if `common_name` says so.
pub(super) fn is_for(certificate: &Certificate, host: &Host, common_name: bool) -> bool {
    match host {
        Host::Address(address) => certificate.addresses().contains(address),
        Host::Name(name) => {
            let names = certificate.host_names();
            if names.is_empty() && common_name {
                return certificate.common_names().iter().any(|pattern| matches(pattern, name));
            }
            names.iter().any(|pattern| matches(pattern, name))
        }
    }
}

/// A star stands for the whole first label, and only in front of at least two others.
fn matches(pattern: &str, name: &str) -> bool {
    let name = name.strip_suffix('.').unwrap_or(name);
    let pattern = pattern.strip_suffix('.').unwrap_or(pattern);
    if name.is_empty() || pattern.contains('\0') {
        return false;
    }
    let Some(rest) = pattern.strip_prefix("*.") else {
        return !pattern.contains('*') && pattern.eq_ignore_ascii_case(name);
    };
    if rest.contains('*') || !rest.contains('.') || rest.starts_with('.') || rest.ends_with('.') {
        return false;
    }
    match name.split_once('.') {
        Some((first, others)) => !first.is_empty() && others.eq_ignore_ascii_case(rest),
        None => false,
    }
}
