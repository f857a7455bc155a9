//! What can go wrong in TLS, in the words that Python programs know: OpenSSL's reasons and its numbers for
//! refused certificates. Knows nothing of exceptions.

use std::borrow::Cow;

use rustls::{AlertDescription, Error, InvalidMessage, PeerIncompatible, PeerMisbehaved};

/// Why a chain of certificates was refused.
#[derive(Clone, Debug)]
pub(crate) struct Refusal {
    /// OpenSSL's number.
    pub(crate) code: i64,
    pub(crate) message: Cow<'static, str>,
}

impl Refusal {
    pub(super) const fn new(code: i64, message: &'static str) -> Refusal {
        Refusal { code, message: Cow::Borrowed(message) }
    }
}

/// Why a connection does not go on.
#[derive(Clone, Debug)]
pub(crate) enum Failure {
    /// OpenSSL's name of the reason, in capitals.
    Reason(Cow<'static, str>),
    Refused(Refusal),
    /// The other side is gone without having said so.
    Eof,
    /// It was gone before.
    GoneBefore,
    /// The other side has ended the connection in order.
    Closed,
}

impl Failure {
    pub(crate) const fn reason(name: &'static str) -> Failure {
        Failure::Reason(Cow::Borrowed(name))
    }
}

/// The text that belongs to a reason.
pub(super) fn text_of(reason: &str) -> String {
    reason.to_ascii_lowercase().replace('_', " ")
}

/// `NoKxGroupsInCommon` as `NO_KX_GROUPS_IN_COMMON`: for what OpenSSL has no name of its own.
fn capitals(name: &str) -> String {
    let mut out = String::new();
    for letter in name.chars().take_while(|c| c.is_ascii_alphanumeric()) {
        if letter.is_ascii_uppercase() && !out.is_empty() {
            out.push('_');
        }
        out.push(letter.to_ascii_uppercase());
    }
    out
}

/// The reason that an error of rustls is reported with.
pub(super) fn of_error(error: &Error) -> Failure {
    if let Error::AlertReceived(alert) = error {
        return Failure::Reason(of_alert(*alert));
    }
    let known = match error {
        Error::InappropriateMessage { .. } | Error::InappropriateHandshakeMessage { .. } => {
            "UNEXPECTED_MESSAGE"
        }
        Error::NoCertificatesPresented => "PEER_DID_NOT_RETURN_A_CERTIFICATE",
        Error::DecryptError => "DECRYPTION_FAILED_OR_BAD_RECORD_MAC",
        Error::PeerSentOversizedRecord => "DATA_LENGTH_TOO_LONG",
        Error::NoApplicationProtocol => "NO_APPLICATION_PROTOCOL",
        Error::InvalidMessage(inner) => of_message(*inner),
        Error::PeerIncompatible(inner) => match of_incompatible(inner) {
            Some(known) => known,
            None => return Failure::Reason(capitals(&format!("{inner:?}")).into()),
        },
        Error::PeerMisbehaved(PeerMisbehaved::SelectedUnofferedApplicationProtocol) => {
            "BAD_EXTENSION"
        }
        Error::PeerMisbehaved(PeerMisbehaved::TooManyRenegotiationRequests) => "NO_RENEGOTIATION",
        Error::PeerMisbehaved(inner) => {
            return Failure::Reason(capitals(&format!("{inner:?}")).into());
        }
        Error::InvalidCertificate(_) => "BAD_SIGNATURE",
        _ => "INTERNAL_ERROR",
    };
    Failure::reason(known)
}

fn of_message(message: InvalidMessage) -> &'static str {
    match message {
        InvalidMessage::UnexpectedMessage(_) => "UNEXPECTED_MESSAGE",
        InvalidMessage::UnknownProtocolVersion | InvalidMessage::InvalidContentType => {
            "WRONG_VERSION_NUMBER"
        }
        InvalidMessage::MessageTooLarge | InvalidMessage::HandshakePayloadTooLarge => {
            "EXCESSIVE_MESSAGE_SIZE"
        }
        InvalidMessage::MessageTooShort
        | InvalidMessage::MissingData(_)
        | InvalidMessage::TrailingData(_) => "LENGTH_MISMATCH",
        InvalidMessage::UnsupportedCompression => "NO_COMPRESSION_SPECIFIED",
        _ => "BAD_EXTENSION",
    }
}

fn of_incompatible(error: &PeerIncompatible) -> Option<&'static str> {
    Some(match error {
        PeerIncompatible::NoCipherSuitesInCommon | PeerIncompatible::NoSignatureSchemesInCommon => {
            "NO_SHARED_CIPHER"
        }
        PeerIncompatible::NoKxGroupsInCommon => "NO_SUITABLE_KEY_SHARE",
        PeerIncompatible::NoCertificateRequestSignatureSchemesInCommon => {
            "NO_SHARED_SIGNATURE_ALGORITHMS"
        }
        PeerIncompatible::Tls12NotOffered
        | PeerIncompatible::Tls12NotOfferedOrEnabled
        | PeerIncompatible::SupportedVersionsExtensionRequired
        | PeerIncompatible::ServerTlsVersionIsDisabledByOurConfig
        | PeerIncompatible::ServerDoesNotSupportTls12Or13 => "UNSUPPORTED_PROTOCOL",
        _ => return None,
    })
}

/// What OpenSSL calls an alert of the other side.
fn of_alert(alert: AlertDescription) -> Cow<'static, str> {
    let number = u8::from(alert);
    let name = match number {
        10 => "UNEXPECTED_MESSAGE",
        20 => "BAD_RECORD_MAC",
        21 => "DECRYPTION_FAILED",
        22 => "RECORD_OVERFLOW",
        30 => "DECOMPRESSION_FAILURE",
        40 => "HANDSHAKE_FAILURE",
        41 => "NO_CERTIFICATE",
        42 => "BAD_CERTIFICATE",
        43 => "UNSUPPORTED_CERTIFICATE",
        44 => "CERTIFICATE_REVOKED",
        45 => "CERTIFICATE_EXPIRED",
        46 => "CERTIFICATE_UNKNOWN",
        47 => "ILLEGAL_PARAMETER",
        48 => "UNKNOWN_CA",
        49 => "ACCESS_DENIED",
        50 => "DECODE_ERROR",
        51 => "DECRYPT_ERROR",
        60 => "EXPORT_RESTRICTION",
        70 => "PROTOCOL_VERSION",
        71 => "INSUFFICIENT_SECURITY",
        80 => "INTERNAL_ERROR",
        86 => "INAPPROPRIATE_FALLBACK",
        90 => "USER_CANCELLED",
        100 => "NO_RENEGOTIATION",
        109 => "MISSING_EXTENSION",
        110 => "UNSUPPORTED_EXTENSION",
        111 => "CERTIFICATE_UNOBTAINABLE",
        112 => "UNRECOGNIZED_NAME",
        113 => "BAD_CERTIFICATE_STATUS_RESPONSE",
        114 => "BAD_CERTIFICATE_HASH_VALUE",
        115 => "UNKNOWN_PSK_IDENTITY",
        116 => "CERTIFICATE_REQUIRED",
        120 => "NO_APPLICATION_PROTOCOL",
        _ => return format!("ALERT_{number}").into(),
    };
    // Each generation of the protocol left its name on the alerts that it brought.
    let era = match number {
        10 | 20 | 30 | 40..=47 => "SSLV3_ALERT_",
        109 | 116 => "TLSV13_ALERT_",
        110..=114 => "TLSV1_",
        _ => "TLSV1_ALERT_",
    };
    format!("{era}{name}").into()
}
