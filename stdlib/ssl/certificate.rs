//! What is read out of a certificate natively: who it is for, who signed it, when it is good. Whether it
//! is to be trusted is not decided here.

use std::net::IpAddr;

use x509_cert::certificate::{CertificateInner, Raw};
use x509_cert::der::asn1::{Any, ObjectIdentifier};
use x509_cert::der::{Decode, Encode, Tag, Tagged};
use x509_cert::ext::pkix::name::{DistributionPointName, GeneralName};
use x509_cert::ext::pkix::{
    AuthorityInfoAccessSyntax, BasicConstraints, CrlDistributionPoints, KeyUsage, KeyUsages,
    SubjectAltName,
};
use x509_cert::name::Name;

const AUTHORITY_KEY_ID: ObjectIdentifier = ObjectIdentifier::new_unwrap("2.5.29.35");
const OCSP: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.3.6.1.5.5.7.48.1");
const CA_ISSUERS: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.3.6.1.5.5.7.48.2");
const COMMON_NAME: ObjectIdentifier = ObjectIdentifier::new_unwrap("2.5.4.3");

/// A certificate that has been taken apart.
pub(super) struct Certificate(CertificateInner<Raw>);

/// The parts of a name: each a list of pairs, of which there is nearly always one.
pub(super) type NameParts = Vec<Vec<(String, String)>>;

/// One of the names that a certificate is for.
pub(super) enum AltName {
    Text(&'static str, String),
    Directory(NameParts),
}

impl Certificate {
    pub(super) fn parse(der: &[u8]) -> Option<Certificate> {
        CertificateInner::from_der(der).ok().map(Certificate)
    }

    fn extension<'a, T: Decode<'a> + x509_cert::der::oid::AssociatedOid>(&'a self) -> Option<T> {
        self.0.tbs_certificate().get_extension::<T>().ok().flatten().map(|(_, found)| found)
    }

    /// 1 to 3.
    pub(super) fn version(&self) -> i64 {
        self.0.tbs_certificate().version() as i64 + 1
    }

    /// The number in hexadecimal, without a sign.
    pub(super) fn serial(&self) -> String {
        let bytes = self.0.tbs_certificate().serial_number().as_bytes();
        let start = bytes.iter().position(|b| *b != 0).unwrap_or(bytes.len().saturating_sub(1));
        bytes.get(start..).unwrap_or_default().iter().map(|b| format!("{b:02X}")).collect()
    }

    pub(super) fn subject(&self) -> NameParts {
        name_parts(self.0.tbs_certificate().subject())
    }

    pub(super) fn issuer(&self) -> NameParts {
        name_parts(self.0.tbs_certificate().issuer())
    }

    /// Whether it names itself as its issuer.
    pub(super) fn is_self_issued(&self) -> bool {
        self.0.tbs_certificate().subject() == self.0.tbs_certificate().issuer()
    }

    pub(super) fn subject_der(&self) -> Vec<u8> {
        self.0.tbs_certificate().subject().to_der().unwrap_or_default()
    }

    pub(super) fn issuer_der(&self) -> Vec<u8> {
        self.0.tbs_certificate().issuer().to_der().unwrap_or_default()
    }

    /// Seconds since the epoch: from and to.
    pub(super) fn validity(&self) -> (u64, u64) {
        let validity = self.0.tbs_certificate().validity();
        let seconds = |time: x509_cert::time::Time| time.to_unix_duration().as_secs();
        (seconds(validity.not_before), seconds(validity.not_after))
    }

    /// Whether it may sign others, as OpenSSL sees it.
    pub(super) fn is_authority(&self) -> bool {
        let signs =
            self.extension::<KeyUsage>().map(|usage| usage.0.contains(KeyUsages::KeyCertSign));
        match self.extension::<BasicConstraints>() {
            Some(constraints) => constraints.ca && signs.unwrap_or(true),
            None => signs.unwrap_or(self.version() == 1 && self.is_self_issued()),
        }
    }

    /// Whether it says which key signed it.
    pub(super) fn names_issuing_key(&self) -> bool {
        let extensions = self.0.tbs_certificate().extensions();
        extensions.is_some_and(|all| all.iter().any(|e| e.extn_id == AUTHORITY_KEY_ID))
    }

    fn general_names(&self) -> Vec<GeneralName> {
        self.extension::<SubjectAltName>().map(|names| names.0).unwrap_or_default()
    }

    /// Names of hosts that it is for.
    pub(super) fn host_names(&self) -> Vec<String> {
        let names = self.general_names().into_iter();
        names
            .filter_map(|name| match name {
                GeneralName::DnsName(host) => Some(host.as_str().to_owned()),
                _ => None,
            })
            .collect()
    }

    /// Addresses that it is for.
    pub(super) fn addresses(&self) -> Vec<IpAddr> {
        let names = self.general_names().into_iter();
        names
            .filter_map(|name| match name {
                GeneralName::IpAddress(bytes) => address_of(bytes.as_bytes()),
                _ => None,
            })
            .collect()
    }

    /// The common names of the subject.
    pub(super) fn common_names(&self) -> Vec<String> {
        let subject = self.0.tbs_certificate().subject();
        subject.iter().filter(|a| a.oid == COMMON_NAME).map(|a| text_of(&a.value)).collect()
    }

    pub(super) fn alternative_names(&self) -> Vec<AltName> {
        self.general_names().iter().map(shown_name).collect()
    }

    fn access(&self, method: ObjectIdentifier) -> Vec<String> {
        let all = self.extension::<AuthorityInfoAccessSyntax>().map(|a| a.0).unwrap_or_default();
        let wanted = all.into_iter().filter(|a| a.access_method == method);
        wanted.filter_map(|a| uri_of(&a.access_location)).collect()
    }

    pub(super) fn ocsp(&self) -> Vec<String> {
        self.access(OCSP)
    }

    pub(super) fn ca_issuers(&self) -> Vec<String> {
        self.access(CA_ISSUERS)
    }

    pub(super) fn crl_points(&self) -> Vec<String> {
        let points = self.extension::<CrlDistributionPoints>().map(|p| p.0).unwrap_or_default();
        let names = points.into_iter().filter_map(|point| match point.distribution_point {
            Some(DistributionPointName::FullName(names)) => Some(names),
            _ => None,
        });
        names.flatten().filter_map(|name| uri_of(&name)).collect()
    }
}

fn address_of(bytes: &[u8]) -> Option<IpAddr> {
    let four = <[u8; 4]>::try_from(bytes).map(IpAddr::from);
    four.or_else(|_| <[u8; 16]>::try_from(bytes).map(IpAddr::from)).ok()
}

fn uri_of(name: &GeneralName) -> Option<String> {
    match name {
        GeneralName::UniformResourceIdentifier(uri) => Some(uri.as_str().to_owned()),
        _ => None,
    }
}

fn shown_name(name: &GeneralName) -> AltName {
    match name {
        GeneralName::OtherName(_) => AltName::Text("othername", "<unsupported>".to_owned()),
        GeneralName::Rfc822Name(text) => AltName::Text("email", text.as_str().to_owned()),
        GeneralName::DnsName(text) => AltName::Text("DNS", text.as_str().to_owned()),
        GeneralName::DirectoryName(name) => AltName::Directory(name_parts(name)),
        GeneralName::EdiPartyName(_) => AltName::Text("EdiPartyName", "<unsupported>".to_owned()),
        GeneralName::UniformResourceIdentifier(text) => {
            AltName::Text("URI", text.as_str().to_owned())
        }
        GeneralName::IpAddress(bytes) => {
            AltName::Text("IP Address", shown_address(bytes.as_bytes()))
        }
        GeneralName::RegisteredId(id) => AltName::Text("Registered ID", id.to_string()),
    }
}

/// All eight groups, without abbreviation.
fn shown_address(bytes: &[u8]) -> String {
    match address_of(bytes) {
        Some(IpAddr::V4(address)) => address.to_string(),
        Some(IpAddr::V6(address)) => {
            let groups: Vec<String> = address.segments().iter().map(|s| format!("{s:X}")).collect();
            groups.join(":")
        }
        None => "<invalid>".to_owned(),
    }
}

fn name_parts(name: &Name) -> NameParts {
    let part =
        |a: &x509_cert::attr::AttributeTypeAndValue| (attribute_name(a.oid), text_of(&a.value));
    name.iter_rdn().map(|parts| parts.iter().map(part).collect()).collect()
}

/// The text of a value, whichever of the kinds of strings it is.
fn text_of(value: &Any) -> String {
    let bytes = value.value();
    match value.tag() {
        Tag::BmpString => {
            let units = bytes.chunks(2).map(|pair| match pair {
                [high, low] => u16::from_be_bytes([*high, *low]),
                _ => u16::from(b'?'),
            });
            char::decode_utf16(units).map(|c| c.unwrap_or(char::REPLACEMENT_CHARACTER)).collect()
        }
        Tag::TeletexString => bytes.iter().map(|b| char::from(*b)).collect(),
        _ => String::from_utf8_lossy(bytes).into_owned(),
    }
}

/// OpenSSL's long name of a part of a name.
fn attribute_name(id: ObjectIdentifier) -> String {
    let text = id.to_string();
    let known = OBJECTS.iter().find(|object| object.oid == text);
    known.map_or(text, |object| object.long.to_owned())
}

/// An object identifier with its names and OpenSSL's number.
pub(super) struct Object {
    pub(super) number: i64,
    pub(super) short: &'static str,
    pub(super) long: &'static str,
    pub(super) oid: &'static str,
}

macro_rules! objects {
    ($($number:literal $short:literal $long:literal $oid:literal;)*) => {
        /// Those that certificates and purposes are about.
        pub(super) static OBJECTS: &[Object] =
            &[$(Object { number: $number, short: $short, long: $long, oid: $oid }),*];
    };
}

objects! {
    13 "CN" "commonName" "2.5.4.3";
    14 "C" "countryName" "2.5.4.6";
    15 "L" "localityName" "2.5.4.7";
    16 "ST" "stateOrProvinceName" "2.5.4.8";
    17 "O" "organizationName" "2.5.4.10";
    18 "OU" "organizationalUnitName" "2.5.4.11";
    48 "emailAddress" "emailAddress" "1.2.840.113549.1.9.1";
    49 "unstructuredName" "unstructuredName" "1.2.840.113549.1.9.2";
    99 "GN" "givenName" "2.5.4.42";
    100 "SN" "surname" "2.5.4.4";
    101 "initials" "initials" "2.5.4.43";
    105 "serialNumber" "serialNumber" "2.5.4.5";
    106 "title" "title" "2.5.4.12";
    107 "description" "description" "2.5.4.13";
    129 "serverAuth" "TLS Web Server Authentication" "1.3.6.1.5.5.7.3.1";
    130 "clientAuth" "TLS Web Client Authentication" "1.3.6.1.5.5.7.3.2";
    131 "codeSigning" "Code Signing" "1.3.6.1.5.5.7.3.3";
    132 "emailProtection" "E-mail Protection" "1.3.6.1.5.5.7.3.4";
    133 "timeStamping" "Time Stamping" "1.3.6.1.5.5.7.3.8";
    173 "name" "name" "2.5.4.41";
    174 "dnQualifier" "dnQualifier" "2.5.4.46";
    180 "OCSPSigning" "OCSP Signing" "1.3.6.1.5.5.7.3.9";
    391 "DC" "domainComponent" "0.9.2342.19200300.100.1.25";
    458 "UID" "userId" "0.9.2342.19200300.100.1.1";
    509 "generationQualifier" "generationQualifier" "2.5.4.44";
    510 "pseudonym" "pseudonym" "2.5.4.65";
    660 "street" "streetAddress" "2.5.4.9";
    661 "postalCode" "postalCode" "2.5.4.17";
    860 "businessCategory" "businessCategory" "2.5.4.15";
    955 "jurisdictionL" "jurisdictionLocalityName" "1.3.6.1.4.1.311.60.2.1.1";
    956 "jurisdictionST" "jurisdictionStateOrProvinceName" "1.3.6.1.4.1.311.60.2.1.2";
    957 "jurisdictionC" "jurisdictionCountryName" "1.3.6.1.4.1.311.60.2.1.3";
    1089 "organizationIdentifier" "organizationIdentifier" "2.5.4.97";
}
