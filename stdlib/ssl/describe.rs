//! Certificates as Python has them: the dict of `getpeercert`, and the object of a chain.

use std::hash::{DefaultHasher, Hash, Hasher};

use taipan_engine::funcs;
use taipan_engine::object::foreign::ForeignObject;
use taipan_engine::object::header::{Payload, Traverse};
use taipan_engine::object::slots::{CompareOp, PyResult, Slots};
use taipan_engine::object::types::{TypeSpec, type_flag};
use taipan_engine::object::value::Value;
use taipan_engine::object::vm::Vm;
use taipan_engine::types::io::path_of;

use super::certificate::{AltName, Certificate, NameParts, OBJECTS, Object};
use super::context::dict;
use super::errors::plain;
use super::loading::read_quietly;
use super::pem;

const MONTHS: [&str; 12] =
    ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];

/// `Jan  5 09:34:43 2018 GMT`
fn moment(seconds: u64) -> String {
    let (days, rest) = ((seconds / 86_400) as i64, seconds % 86_400);
    // Days since the first of March of the year 0, in eras of 400 years.
    let shifted = days + 719_468;
    let era = shifted.div_euclid(146_097);
    let day = shifted.rem_euclid(146_097);
    let year = (day - day / 1460 + day / 36_524 - day / 146_096) / 365;
    let of_year = day - (365 * year + year / 4 - year / 100);
    let month = (5 * of_year + 2) / 153;
    let of_month = of_year - (153 * month + 2) / 5 + 1;
    let number = (month + 2) % 12;
    let year = year + era * 400 + i64::from(number < 2);
    let name = MONTHS.get(number as usize).copied().unwrap_or_default();
    let (hours, minutes) = (rest / 3600, rest / 60 % 60);
    format!("{name} {of_month:>2} {hours:02}:{minutes:02}:{:02} {year} GMT", rest % 60)
}

fn shown_name(vm: &Vm, parts: &NameParts) -> Value {
    let pair = |(name, value): &(String, String)| vm.tuple(vec![vm.str(name), vm.str(value)]);
    let one = |parts: &Vec<(String, String)>| vm.tuple(parts.iter().map(pair).collect());
    vm.tuple(parts.iter().map(one).collect())
}

fn texts(vm: &Vm, texts: &[String]) -> Value {
    vm.tuple(texts.iter().map(|text| vm.str(text)).collect())
}

/// The dict that describes a certificate.
pub(super) fn certificate(vm: &Vm, der: &[u8]) -> PyResult {
    let read = Certificate::parse(der);
    let read = read.ok_or_else(|| plain(vm, "the certificate cannot be read"))?;
    let (from, to) = read.validity();
    let mut rows = vec![
        ("subject", shown_name(vm, &read.subject())),
        ("issuer", shown_name(vm, &read.issuer())),
        ("version", vm.int(read.version())),
        ("serialNumber", vm.str(&read.serial())),
        ("notBefore", vm.str(&moment(from))),
        ("notAfter", vm.str(&moment(to))),
    ];
    let names = read.alternative_names();
    if !names.is_empty() {
        let pair = |name: &AltName| match name {
            AltName::Text(kind, text) => vm.tuple(vec![vm.str(kind), vm.str(text)]),
            AltName::Directory(parts) => vm.tuple(vec![vm.str("DirName"), shown_name(vm, parts)]),
        };
        rows.push(("subjectAltName", vm.tuple(names.iter().map(pair).collect())));
    }
    let lists = [
        ("OCSP", read.ocsp()),
        ("caIssuers", read.ca_issuers()),
        ("crlDistributionPoints", read.crl_points()),
    ];
    for (name, found) in lists.into_iter().filter(|(_, found)| !found.is_empty()) {
        rows.push((name, texts(vm, &found)));
    }
    Ok(dict(vm, &rows))
}

/// `_test_decode_cert(path)`: what a file's certificate says.
pub(super) fn decode_file(vm: &Vm, path: &Value) -> PyResult {
    let text = read_quietly(vm, &path_of(vm, path)?);
    let text = text.map_err(|_| plain(vm, "Can't open file"))?;
    let sections = pem::sections(&text).unwrap_or_default();
    match sections.iter().find(|section| pem::is_certificate(&section.label)) {
        Some(section) => certificate(vm, &section.der),
        None => Err(plain(vm, "Error decoding PEM-encoded file")),
    }
}

// ---- object identifiers ----------------------------------------------------------------------------

fn shown_object(vm: &Vm, object: &Object) -> Value {
    vm.tuple(vec![
        vm.int(object.number),
        vm.str(object.short),
        vm.str(object.long),
        vm.str(object.oid),
    ])
}

/// `txt2obj(txt, name=False)`: by its number with dots, or by any of its names.
pub(super) fn object_of_text(vm: &Vm, txt: &str, name: bool) -> PyResult {
    let found = OBJECTS
        .iter()
        .find(|object| object.oid == txt || name && (object.short == txt || object.long == txt));
    match found {
        Some(object) => Ok(shown_object(vm, object)),
        None => Err(vm.value_error(format!("unknown object '{:.100}'", txt))),
    }
}

/// `nid2obj(nid)`
pub(super) fn object_of_number(vm: &Vm, nid: i64) -> PyResult {
    if nid < 0 {
        return Err(vm.value_error("NID must be positive."));
    }
    match OBJECTS.iter().find(|object| object.number == nid) {
        Some(object) => Ok(shown_object(vm, object)),
        None => Err(vm.value_error(format!("unknown NID {nid}"))),
    }
}

// ---- certificates of a chain -----------------------------------------------------------------------

/// The payload: DER.
struct Held(Vec<u8>);

impl Traverse for Held {}

pub(super) fn new_held(vm: &Vm, der: &[u8]) -> Value {
    vm.new_foreign(&vm.ty(&CERTIFICATE), Held(der.to_vec()))
}

fn of<'a>(vm: &Vm, value: &'a Value) -> PyResult<&'a Held> {
    value.foreign::<Held>().ok_or_else(|| vm.type_error("a Certificate is required"))
}

fn public_bytes(vm: &Vm, this: &Value, format: i64) -> PyResult {
    let held = of(vm, this)?;
    match format {
        1 => Ok(vm.str(&pem::encode_certificate(&held.0))),
        2 => Ok(vm.new_bytes(held.0.clone())),
        _ => Err(vm.value_error("Unsupported format")),
    }
}

fn get_info(vm: &Vm, this: &Value) -> PyResult {
    certificate(vm, &of(vm, this)?.0)
}

fn repr_of(vm: &Vm, this: &Value) -> PyResult {
    let subject = Certificate::parse(&of(vm, this)?.0).map(|c| c.subject()).unwrap_or_default();
    let short = |long: &str| {
        OBJECTS
            .iter()
            .find(|object| object.long == long)
            .map_or(long.to_owned(), |o| o.short.into())
    };
    let parts = subject.iter().rev().flatten();
    let shown: Vec<String> =
        parts.map(|(name, value)| format!("{}={value}", short(name))).collect();
    Ok(vm.str(&format!("<_ssl.Certificate '{}'>", shown.join(","))))
}

fn compare(_: &Vm, this: &Value, other: &Value, op: CompareOp) -> PyResult {
    let (Some(own), Some(other)) = (this.foreign::<Held>(), other.foreign::<Held>()) else {
        return Ok(Value::NOT_IMPLEMENTED);
    };
    Ok(match op {
        CompareOp::Eq => Value::bool(own.0 == other.0),
        CompareOp::Ne => Value::bool(own.0 != other.0),
        _ => Value::NOT_IMPLEMENTED,
    })
}

fn hash_of(vm: &Vm, this: &Value) -> PyResult<i64> {
    let mut hasher = DefaultHasher::new();
    of(vm, this)?.0.hash(&mut hasher);
    Ok((hasher.finish() >> 2) as i64)
}

pub(super) static CERTIFICATE: TypeSpec = TypeSpec {
    name: "_ssl.Certificate",
    doc: "A certificate of a chain.",
    operations: Some(ForeignObject::OPERATIONS),
    slots: Slots {
        repr: Some(repr_of),
        compare: Some(compare),
        hash: Some(hash_of),
        ..Slots::NONE
    },
    methods: funcs![
        public_bytes "(self, format=1)" "The certificate as PEM (1) or DER (2).";
        get_info "(self)" "What the certificate says, as a dict.";
    ],
    flags: type_flag::NO_NEW,
    ..TypeSpec::NONE
};
