//! Text encodings: from bytes to str and back, and what happens where that fails. Knows the
//! encodings built into the interpreter; files and streams are not here.

mod decode;
mod encode;
mod escapes;
mod handler;
mod tables;

pub use handler::{find_handler, register_handler};
pub use tables::Table;

use crate::object::slots::{PyResult, Raised};
use crate::object::value::Value;
use crate::object::vm::Vm;
use crate::types::str::Text;

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Order {
    /// Said by a byte order mark, written and assumed to be little.
    Marked,
    Little,
    Big,
}

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Encoding {
    Utf8,
    /// With a byte order mark at the start.
    Utf8Sig,
    Ascii,
    Latin1,
    /// Latin-1 with `\u` and `\U` for all others.
    RawUnicodeEscape,
    /// The inside of a literal in ASCII.
    UnicodeEscape,
    /// A byte per character.
    Table(Table),
    Utf16(Order),
    Utf32(Order),
}

impl Encoding {
    /// By any of its names; case, and whether words are joined by `-`, `_` or a space, do not count.
    pub fn named(name: &str) -> Option<Encoding> {
        let name: String =
            name.chars().map(|c| if c == '-' || c == ' ' { '_' } else { c }).collect();
        Some(match name.to_ascii_lowercase().as_str() {
            "utf_8" | "utf8" | "u8" | "utf" | "utf8_ucs2" | "utf8_ucs4" | "cp65001" => {
                Encoding::Utf8
            }
            "utf_8_sig" | "utf8_sig" => Encoding::Utf8Sig,
            "ascii" | "us_ascii" | "646" | "ansi_x3.4_1968" | "ansi_x3_4_1968" | "iso646_us"
            | "us" | "cp367" | "ibm367" | "iso_646.irv_1991" | "ansi_x3.4_1986" | "iso_ir_6"
            | "csascii" => Encoding::Ascii,
            "latin_1" | "latin1" | "latin" | "l1" | "iso_8859_1" | "iso8859_1" | "iso8859"
            | "8859" | "cp819" | "ibm819" | "iso_ir_100" | "csisolatin1" | "iso_8859_1_1987" => {
                Encoding::Latin1
            }
            "raw_unicode_escape" | "rawunicodeescape" => Encoding::RawUnicodeEscape,
            "unicode_escape" | "unicodeescape" => Encoding::UnicodeEscape,
            "utf_16" | "utf16" | "u16" => Encoding::Utf16(Order::Marked),
            "utf_16_le" | "utf_16le" | "utf16_le" | "unicodelittleunmarked" => {
                Encoding::Utf16(Order::Little)
            }
            "utf_16_be" | "utf_16be" | "utf16_be" | "unicodebigunmarked" => {
                Encoding::Utf16(Order::Big)
            }
            "utf_32" | "utf32" | "u32" => Encoding::Utf32(Order::Marked),
            "utf_32_le" | "utf_32le" | "utf32_le" => Encoding::Utf32(Order::Little),
            "utf_32_be" | "utf_32be" | "utf32_be" => Encoding::Utf32(Order::Big),
            other => return Table::named(other).map(Encoding::Table),
        })
    }

    /// The name in error messages.
    pub fn name(self) -> &'static str {
        match self {
            Encoding::Utf8 | Encoding::Utf8Sig => "utf-8",
            Encoding::Ascii => "ascii",
            Encoding::Latin1 => "latin-1",
            Encoding::RawUnicodeEscape => "rawunicodeescape",
            Encoding::UnicodeEscape => "unicodeescape",
            Encoding::Table(_) => "charmap",
            Encoding::Utf16(Order::Marked) => "utf-16",
            Encoding::Utf16(Order::Little) => "utf-16-le",
            Encoding::Utf16(Order::Big) => "utf-16-be",
            Encoding::Utf32(Order::Marked) => "utf-32",
            Encoding::Utf32(Order::Little) => "utf-32-le",
            Encoding::Utf32(Order::Big) => "utf-32-be",
        }
    }
}

/// What could not be decoded or encoded: a range of bytes or code points.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Failure {
    pub start: usize,
    pub end: usize,
    pub reason: &'static str,
}

/// Asks the codecs that are written in Python.
#[cold]
fn through_registry(vm: &Vm, function: &str, object: &Value, name: &str, errors: &str) -> PyResult {
    let codecs = vm.import_module("codecs")?;
    vm.call_method(&codecs, &vm.intern(function), &[object.clone(), vm.str(name), vm.str(errors)])
}

/// `bytes.decode`
pub fn decode(vm: &Vm, bytes: &[u8], name: &str, errors: &str) -> PyResult {
    if bytes.is_empty() && !vm.develops.get() {
        return Ok(vm.str(""));
    }
    let Some(encoding) = Encoding::named(name) else {
        let object = vm.new_bytes(bytes.to_vec());
        return through_registry(vm, "_text_of", &object, name, errors);
    };
    handler::check(vm, errors)?;
    decode::decode(vm, bytes, encoding, errors)
        .map_err(|raised| noted(vm, raised, "decoding", name))
}

/// The exception with the note that CPython's registry of codecs adds. Those that are used most do not
/// go through it.
#[cold]
fn noted(vm: &Vm, raised: Raised, what: &str, name: &str) -> Raised {
    const DIRECT: [&str; 12] = [
        "utf_8",
        "utf8",
        "utf_16",
        "utf16",
        "utf_32",
        "utf32",
        "ascii",
        "us_ascii",
        "latin_1",
        "latin1",
        "iso_8859_1",
        "iso8859_1",
    ];
    let plain = name.to_ascii_lowercase().replace(['-', ' '], "_");
    if !DIRECT.contains(&plain.as_str()) {
        let note = vm.str(&format!("{what} with '{name}' codec failed"));
        drop(vm.call_method(&raised.0, &vm.intern("add_note"), &[note]));
    }
    raised
}

/// `str.encode`: bytes.
pub fn encode(vm: &Vm, text: Text, name: &str, errors: &str) -> PyResult {
    let Some(encoding) = Encoding::named(name) else {
        return through_registry(vm, "_bytes_of", text.value, name, errors);
    };
    handler::check(vm, errors)?;
    let encoded = encode::encode(vm, text, encoding, errors);
    Ok(vm.new_bytes(encoded.map_err(|raised| noted(vm, raised, "encoding", name))?))
}

/// Decodes with an encoding that is known already.
pub fn decode_as(vm: &Vm, bytes: &[u8], encoding: Encoding, errors: &str) -> PyResult {
    decode::decode(vm, bytes, encoding, errors)
}

/// Encodes with an encoding that is known already.
pub fn encode_as(vm: &Vm, text: Text, encoding: Encoding, errors: &str) -> PyResult<Vec<u8>> {
    encode::encode(vm, text, encoding, errors)
}

/// The exception for something that cannot be decoded or encoded; `object` is the whole of it.
fn unicode_error(
    vm: &Vm,
    class: &'static crate::object::types::TypeSpec,
    encoding: &str,
    object: &Value,
    failure: Failure,
) -> Value {
    let (encoding, reason) = (vm.str(encoding), vm.str(failure.reason));
    let (start, end) = (vm.int(failure.start as i64), vm.int(failure.end as i64));
    let args = vec![encoding.clone(), object.clone(), start.clone(), end.clone(), reason.clone()];
    let raised = vm.new_exception(&vm.ty(class), args);
    let members = [
        ("encoding", &encoding),
        ("object", object),
        ("start", &start),
        ("end", &end),
        ("reason", &reason),
    ];
    vm.set_exception_members(&raised, &members);
    raised
}

#[cfg(test)]
mod tests {
    use super::{Encoding, Order};

    #[test]
    fn names() {
        assert_eq!(Encoding::named("UTF-8"), Some(Encoding::Utf8));
        assert_eq!(Encoding::named("Latin-1"), Some(Encoding::Latin1));
        assert_eq!(Encoding::named("utf_16 be"), Some(Encoding::Utf16(Order::Big)));
        assert_eq!(Encoding::named("foo"), None);
    }
}
