//! bytes and bytearray made from ints, text, other bytes and iterables.

use std::cell::{Cell, RefCell};

use crate::object::native::{Args, Signature};
use crate::object::slots::PyResult;
use crate::object::types::TypeRef;
use crate::object::value::Value;
use crate::object::vm::Vm;
use crate::types::codec;
use crate::types::exception::TYPE_ERROR;
use crate::types::int::BigIntObject;
use crate::types::str::Text;
use crate::types::str::text::{buffer, codec_name};

use super::array::{bytes_of_hinted, bytes_of_iterator, resizable};
use super::buffer::Buffer;
use super::{ByteArrayObject, BytesObject};
use crate::types::memory_view::exporter::request;

pub(super) fn new_bytes(vm: &Vm, class: &TypeRef, args: Args) -> PyResult {
    if let ([source], []) = (args.all, args.names)
        && class == vm.types.bytes()
        && source.get_exact::<BytesObject>().is_some()
    {
        return Ok(source.clone());
    }
    if let [source] = args.all
        && args.names.iter().all(|name| name.as_str() == Some("source"))
        && let Some(made) = vm.call_special(source, &vm.names().__bytes__, &[])?
    {
        let Some(bytes) = made.get::<BytesObject>() else {
            let name = vm.class(&made).full_name();
            let text = format!("__bytes__ returned non-bytes (type {name})");
            return Err(vm.type_error(text));
        };
        if class == vm.types.bytes() {
            return Ok(made);
        }
        return Ok(vm.new_object(class, BytesObject(bytes.0.clone())));
    }
    let bytes = contents(vm, "bytes", args)?;
    Ok(vm.new_object(class, BytesObject(bytes.into_boxed_slice())))
}

pub(super) fn new_bytearray(vm: &Vm, class: &TypeRef, _: Args) -> PyResult {
    Ok(vm.new_object(class, ByteArrayObject(RefCell::default(), Cell::new(0), None)))
}

pub(super) fn init_bytearray(vm: &Vm, this: &Value, args: Args) -> PyResult<()> {
    let array = vm.payload::<ByteArrayObject>(this, "bytearray")?;
    if !array.0.borrow().is_empty() {
        resizable(vm, this)?.clear();
    }
    let bytes = contents(vm, "bytearray", args)?;
    drop(resizable(vm, this)?);
    drop(array.0.replace(bytes));
    Ok(())
}

/// The bytes that the arguments of `bytes` or `bytearray` say.
fn contents(vm: &Vm, name: &str, args: Args) -> PyResult<Vec<u8>> {
    if args.all.is_empty() {
        return Ok(Vec::new());
    }
    if let ([source], []) = (args.all, args.names) {
        return of_source(vm, name, source);
    }
    if args.all.len() > 3 {
        let count = args.all.len();
        let text = format!("{name}() takes at most 3 arguments ({count} given)");
        return Err(vm.type_error(text));
    }
    const SIGNATURE: &str = "(source=<absent>, encoding=<absent>, errors=<absent>)";
    let bound = Signature::parse(SIGNATURE).bind(vm, name, args)?;
    let [source, encoding, errors] = bound.as_slice() else { return Ok(Vec::new()) };
    let text_of = |value: &Value, what: &str, default: &str| match value.is_unbound() {
        true => Ok(default.to_owned()),
        false => codec_name(vm, value, &format!("{name}() argument '{what}'")),
    };
    let encoding_name = text_of(encoding, "encoding", "utf-8")?;
    let errors_name = text_of(errors, "errors", "strict")?;
    match Text::of(source) {
        Some(text) if !encoding.is_unbound() => {
            let made = codec::encode(vm, text, &encoding_name, &errors_name)?;
            Ok(Buffer::required(vm, &made)?.to_vec())
        }
        Some(_) => Err(vm.type_error("string argument without an encoding")),
        None if !encoding.is_unbound() => Err(vm.type_error("encoding without a string argument")),
        None if !errors.is_unbound() => Err(vm.type_error("errors without a string argument")),
        None => of_source(vm, name, source),
    }
}

/// The bytes of a single argument.
fn of_source(vm: &Vm, name: &str, source: &Value) -> PyResult<Vec<u8>> {
    if let Some(buffer) = Buffer::asked(vm, source, request::FULL_READ_ONLY)? {
        return Ok(buffer.to_vec());
    }
    if source.as_str_object().is_some() {
        return Err(vm.type_error("string argument without an encoding"));
    }
    if vm.is_count(source) || source.get::<BigIntObject>().is_some() {
        match vm.index(source) {
            Ok(int) => return zeros(vm, source, &int),
            // What has an `__index__` that does not work may still be iterable.
            Err(raised) if vm.is_exception(&raised.0, &TYPE_ERROR) => {}
            Err(raised) => return Err(raised),
        }
    }
    match name {
        "bytes" => bytes_of_iterable(vm, source),
        _ => {
            let iter = vm.iter_or(source, || not_convertible(vm, name, source))?;
            bytes_of_iterator(vm, &iter, "byte", Vec::new())
        }
    }
}

/// `bytes(source)` of an iterable.
pub(crate) fn bytes_of_iterable(vm: &Vm, source: &Value) -> PyResult<Vec<u8>> {
    let iter = vm.iter_or(source, || not_convertible(vm, "bytes", source))?;
    bytes_of_hinted(vm, (source, &iter), "bytes")
}

#[cold]
pub(crate) fn not_convertible(vm: &Vm, name: &str, source: &Value) -> String {
    format!("cannot convert '{}' object to {name}", vm.class(source).full_name())
}

fn zeros(vm: &Vm, source: &Value, int: &Value) -> PyResult<Vec<u8>> {
    let Some(count) = vm.small_index(int) else {
        let class = vm.class(source).full_name();
        let text = format!("cannot fit '{class}' into an index-sized integer");
        return Err(vm.overflow_error(text));
    };
    let Ok(count) = usize::try_from(count) else {
        return Err(vm.value_error("negative count"));
    };
    let mut out = buffer(vm, Some(count))?;
    out.resize(count, 0);
    Ok(out)
}
