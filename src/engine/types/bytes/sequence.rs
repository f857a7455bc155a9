//! bytes and bytearray as sequences: length, subscripts, membership, comparison, `+`, `*` and `%`.
//! What changes a bytearray is in `array.rs`.

use crate::object::slots::{BinaryOp, CompareOp, PyResult};
use crate::object::value::Value;
use crate::object::vm::Vm;
use crate::types::exception::BYTES_WARNING;
use crate::types::format;
use crate::types::sequence::{Subscript, resolve};
use crate::types::str::text::buffer;

use super::buffer::{Binary, Buffer, Needle};
use super::{ByteArrayObject, BytesObject};
use crate::types::memory_view::exporter::request;

pub(super) fn len(_: &Vm, this: &Value) -> PyResult<usize> {
    Ok(Binary { value: this }.bytes().len())
}

pub(super) fn hash(vm: &Vm, this: &Value) -> PyResult<i64> {
    match this.get::<BytesObject>() {
        Some(bytes) => Ok(vm.hash_bytes(&bytes.0)),
        None => {
            let class = vm.class(this).full_name();
            Err(vm.type_error(format!("unhashable type: '{class}'")))
        }
    }
}

pub(super) fn compare(vm: &Vm, a: &Value, b: &Value, op: CompareOp) -> PyResult {
    // Bytes know only bytes; what else there is compares itself with bytes.
    if a.get::<BytesObject>().is_some() && b.get::<BytesObject>().is_none() {
        warn_of_comparison(vm, "bytes", b, op)?;
        return Ok(Value::NOT_IMPLEMENTED);
    }
    match (Buffer::of(vm, a), Buffer::of(vm, b)) {
        (Some(a), Some(b)) => Ok(Value::bool(op.holds(a.cmp(&b)))),
        _ => {
            warn_of_comparison(vm, "bytearray", b, op)?;
            Ok(Value::NOT_IMPLEMENTED)
        }
    }
}

/// `-b`: bytes are never equal to text or to a number.
fn warn_of_comparison(vm: &Vm, what: &str, other: &Value, op: CompareOp) -> PyResult<()> {
    let asks = matches!(op, CompareOp::Eq | CompareOp::Ne);
    let other = if other.as_str_object().is_some() {
        "string"
    } else if what == "bytes" && other.is_int() {
        "int"
    } else {
        return Ok(());
    };
    if !asks || vm.flags().get().bytes_warning == 0 {
        return Ok(());
    }
    vm.warn(&BYTES_WARNING, &format!("Comparison between {what} and {other}"))
}

/// `str(bytes)`: the same as its repr, which is seldom what is wanted.
pub(super) fn text(vm: &Vm, this: &Value) -> PyResult {
    if vm.flags().get().bytes_warning > 0 {
        let array = Binary { value: this }.is_array();
        let what = if array { "bytearray" } else { "bytes" };
        vm.warn(&BYTES_WARNING, &format!("str() on a {what} instance"))?;
    }
    super::repr(vm, this)
}

pub(super) fn contains(vm: &Vm, this: &Value, item: &Value) -> PyResult<bool> {
    let needle = Needle::of(vm, item, true)?;
    Ok(crate::types::find::find(&Binary { value: this }.bytes(), &needle).is_some())
}

pub(super) fn iter(vm: &Vm, this: &Value) -> PyResult {
    Ok(vm.sequence_iterator(this))
}

pub(super) fn getitem(vm: &Vm, this: &Value, key: &Value) -> PyResult {
    let this = Binary { value: this };
    let name = if this.is_array() { "bytearray" } else { "byte" };
    match vm.subscript(key, name)? {
        Subscript::At(at) => {
            let bytes = this.bytes();
            match resolve(at, bytes.len()).and_then(|at| bytes.get(at)) {
                Some(byte) => Ok(vm.int(i64::from(*byte))),
                None if this.is_array() => Err(vm.index_error("bytearray index out of range")),
                None => Err(vm.index_error("index out of range")),
            }
        }
        Subscript::Slice(slice) => {
            let bytes = this.bytes();
            let span = slice.span(bytes.len());
            if span.step == 1 && span.len == bytes.len() {
                drop(bytes);
                return Ok(this.same(vm));
            }
            Ok(this.make(vm, span.select(&bytes)))
        }
    }
}

/// `%` of a bytearray: bytes on its left have their own.
pub(super) fn array_binary(vm: &Vm, op: BinaryOp, a: &Value, b: &Value) -> PyResult {
    match a.get::<ByteArrayObject>() {
        Some(_) if op == BinaryOp::Mod => modulo(vm, a, b),
        _ => Ok(Value::NOT_IMPLEMENTED),
    }
}

/// `%` of bytes.
pub(super) fn binary(vm: &Vm, op: BinaryOp, a: &Value, b: &Value) -> PyResult {
    match a.get::<BytesObject>() {
        Some(_) if op == BinaryOp::Mod => modulo(vm, a, b),
        _ => Ok(Value::NOT_IMPLEMENTED),
    }
}

fn modulo(vm: &Vm, a: &Value, b: &Value) -> PyResult {
    let this = Binary { value: a };
    let text = this.bytes().to_vec();
    Ok(this.make(vm, format::percent_bytes(vm, &text, b)?))
}

pub(super) fn concat(vm: &Vm, this: &Value, other: &Value) -> PyResult {
    let left = Binary { value: this };
    let Some(more) = Buffer::asked(vm, other, request::SIMPLE).unwrap_or(None) else {
        let (class, own) = (vm.class(other).full_name(), vm.class(this).full_name());
        return Err(vm.type_error(format!("can't concat {class} to {own}")));
    };
    let bytes = left.bytes();
    let mut out = buffer(vm, bytes.len().checked_add(more.len()))?;
    out.extend_from_slice(&bytes);
    out.extend_from_slice(&more);
    Ok(left.make(vm, out))
}

pub(super) fn repeat(vm: &Vm, this: &Value, times: usize) -> PyResult {
    let this = Binary { value: this };
    if times == 1 {
        return Ok(this.same(vm));
    }
    let out = repeated(vm, &this.bytes(), times)?;
    Ok(this.make(vm, out))
}

pub(super) fn repeated(vm: &Vm, bytes: &[u8], times: usize) -> PyResult<Vec<u8>> {
    let mut out = buffer(vm, bytes.len().checked_mul(times))?;
    match bytes {
        [] => {}
        [byte] => out.resize(times, *byte),
        _ => (0..times).for_each(|_| out.extend_from_slice(bytes)),
    }
    Ok(out)
}
