//! codecs: encodings by their names, error handlers, text piece by piece. The encodings themselves
//! are the engine's.

mod escapes;

pub(crate) use escapes::unescaped;

use taipan_engine::funcs;
use taipan_engine::object::slots::{PyResult, Raised};
use taipan_engine::object::value::Value;
use taipan_engine::object::vm::Vm;
use taipan_engine::types::bytes::Buffer;
use taipan_engine::types::codec::{self, Encoding, Order, find_handler, register_handler};
use taipan_engine::types::exception::LOOKUP_ERROR;
use taipan_engine::types::io::INCREMENTAL_DECODER;
use taipan_engine::types::module::ModuleSpec;
use taipan_engine::types::str::Text;

/// The name that `lookup` gives an encoding; None if there is no such encoding.
fn canonical(_: &Vm, name: &str) -> Option<&'static str> {
    Encoding::named(name).map(|encoding| match encoding {
        Encoding::Utf8 => "utf-8",
        Encoding::Utf8Sig => "utf-8-sig",
        Encoding::Ascii => "ascii",
        Encoding::Latin1 => "iso8859-1",
        Encoding::RawUnicodeEscape => "raw-unicode-escape",
        Encoding::UnicodeEscape => "unicode-escape",
        Encoding::Table(table) => table.name(),
        Encoding::Utf16(Order::Marked) => "utf-16",
        Encoding::Utf16(Order::Little) => "utf-16-le",
        Encoding::Utf16(Order::Big) => "utf-16-be",
        Encoding::Utf32(Order::Marked) => "utf-32",
        Encoding::Utf32(Order::Little) => "utf-32-le",
        Encoding::Utf32(Order::Big) => "utf-32-be",
    })
}

fn encode_text(vm: &Vm, text: &Value, encoding: &str, errors: &str) -> PyResult {
    match Text::of(text) {
        Some(text) => codec::encode(vm, text, encoding, errors),
        None => {
            let class = vm.class(text).full_name();
            Err(vm.type_error(format!("encode() argument 1 must be str, not {class}")))
        }
    }
}

/// What an encoding makes of an object; text by a known one without a detour.
fn encode(vm: &Vm, object: &Value, encoding: &str, errors: &str) -> PyResult {
    match Text::of(object) {
        Some(text) if Encoding::named(encoding).is_some() => {
            codec::encode(vm, text, encoding, errors)
        }
        _ => through_codecs(vm, "encode", object, encoding, errors),
    }
}

fn decode(vm: &Vm, object: &Value, encoding: &str, errors: &str) -> PyResult {
    through_codecs(vm, "decode", object, encoding, errors)
}

fn through_codecs(vm: &Vm, what: &str, object: &Value, encoding: &str, errors: &str) -> PyResult {
    let codecs = vm.import_module("codecs")?;
    let args = [object.clone(), vm.str(encoding), vm.str(errors)];
    vm.call_method(&codecs, &vm.intern(what), &args)
}

/// A copy is decoded: an error handler may run Python code.
fn decode_bytes(vm: &Vm, bytes: &Value, encoding: &str, errors: &str) -> PyResult {
    let copy = Buffer::required(vm, bytes)?.to_vec();
    codec::decode(vm, &copy, encoding, errors)
}

fn register_error(vm: &Vm, name: &str, handler: &Value) -> PyResult<()> {
    if vm.class(handler).slots.call.get().is_none() {
        return Err(vm.type_error("handler must be callable"));
    }
    register_handler(vm, name, handler);
    Ok(())
}

/// What the program registered; None if that is nothing.
fn registered_error(vm: &Vm, name: &str) -> PyResult {
    match find_handler(vm, name) {
        Err(Raised(exception)) if vm.is_exception(&exception, &LOOKUP_ERROR) => Ok(Value::NONE),
        found => found,
    }
}

pub(crate) static NATIVE: ModuleSpec = ModuleSpec {
    name: "_codecs",
    doc: "What codecs is made of.",
    funcs: funcs![
        encode "(obj, encoding='utf-8', errors='strict')" "What an encoding makes of an object.";
        decode "(obj, encoding='utf-8', errors='strict')" "The object that an encoding has made something of.";
        "escape_decode" = escapes::escape_decode, "(data, errors=None, /)", "The bytes that the inside of a literal stands for, and how many bytes that was.";
        "escape_encode" = escapes::escape_encode, "(data, errors=None, /)", "Bytes as the inside of a literal, and how many there were.";
        canonical "(name, /)" "The canonical name of an encoding.";
        encode_text "(text, encoding, errors, /)" "Bytes of a str.";
        decode_bytes "(bytes, encoding, errors, /)" "The str of bytes.";
        register_error "(errors, handler, /)" "Makes handler answer for the error mode called errors.";
        registered_error "(errors, /)" "The handler that was registered under a name.";
    ],
    types: &[&INCREMENTAL_DECODER],
    ..ModuleSpec::NONE
};

pub(crate) static CODECS: ModuleSpec = ModuleSpec {
    name: "codecs",
    doc: "Encodings and error handlers by their names.",
    python: Some(frozen!("codecs/codecs.py")),
    ..ModuleSpec::NONE
};
