//! bytearray: what changes it.

use std::cell::RefMut;

use crate::object::slots::PyResult;
use crate::object::value::Value;
use crate::object::vm::Vm;
use crate::types::float::ComplexObject;
use crate::types::memory_view::exported;
use crate::types::sequence::{Subscript, resolve};

use super::ByteArrayObject;
use super::buffer::{Buffer, byte_of};
use super::construct::not_convertible;
use super::sequence::repeated;
use crate::types::memory_view::exporter::request;

/// The bytes of a bytearray for changing. While the result lives no Python code may run.
fn array<'a>(vm: &Vm, this: &'a Value) -> PyResult<RefMut<'a, Vec<u8>>> {
    let object = vm.payload::<ByteArrayObject>(this, "bytearray")?;
    Ok(object.0.borrow_mut())
}

/// As [`array`], for what changes the length.
pub(super) fn resizable<'a>(vm: &Vm, this: &'a Value) -> PyResult<RefMut<'a, Vec<u8>>> {
    let object = vm.payload::<ByteArrayObject>(this, "bytearray")?;
    if object.1.get() > 0 {
        return Err(exported(vm));
    }
    Ok(object.0.borrow_mut())
}

fn out_of_range(vm: &Vm) -> crate::object::slots::Raised {
    vm.index_error("bytearray index out of range")
}

pub(super) fn setitem(vm: &Vm, this: &Value, key: &Value, value: Option<&Value>) -> PyResult<()> {
    match (vm.subscript(key, "bytearray")?, value) {
        (Subscript::At(at), Some(value)) => {
            let byte = byte_of(vm, value, "byte")?;
            let mut bytes = array(vm, this)?;
            let place = resolve(at, bytes.len()).and_then(|at| bytes.get_mut(at));
            place.map(|place| *place = byte).ok_or_else(|| out_of_range(vm))
        }
        (Subscript::At(at), None) => {
            let mut bytes = resizable(vm, this)?;
            match resolve(at, bytes.len()) {
                Some(at) => {
                    bytes.remove(at);
                    Ok(())
                }
                None => Err(out_of_range(vm)),
            }
        }
        (Subscript::Slice(slice), value) => {
            let new = value.map(|value| assigned(vm, value)).transpose()?;
            let mut bytes = array(vm, this)?;
            let span = slice.span(bytes.len());
            if new.as_ref().map_or(0, Vec::len) != span.len {
                drop(bytes);
                bytes = resizable(vm, this)?;
            }
            if span.step == 1 {
                let start = span.start as usize;
                let new = new.unwrap_or_default();
                vm.reserve(&mut *bytes, Some(new.len().saturating_sub(span.len)))?;
                bytes.splice(start..start + span.len, new);
                return Ok(());
            }
            let Some(new) = new else {
                let mut gone = vec![false; bytes.len()];
                span.positions()
                    .for_each(|at| gone.get_mut(at).into_iter().for_each(|g| *g = true));
                let mut gone = gone.into_iter();
                bytes.retain(|_| !gone.next().unwrap_or(false));
                return Ok(());
            };
            if new.is_empty() {
                drop(bytes);
                return setitem(vm, this, key, None);
            }
            if new.len() != span.len {
                return Err(vm.value_error(format!(
                    "attempt to assign bytes of size {} to extended slice of size {}",
                    new.len(),
                    span.len
                )));
            }
            for (at, byte) in span.positions().zip(new) {
                bytes.get_mut(at).into_iter().for_each(|place| *place = byte);
            }
            Ok(())
        }
    }
}

/// The bytes that are put into a slice.
fn assigned(vm: &Vm, value: &Value) -> PyResult<Vec<u8>> {
    if let Some(buffer) = Buffer::asked(vm, value, request::FULL_READ_ONLY)? {
        return Ok(buffer.to_vec());
    }
    let slots = &vm.class(value).slots;
    let number = vm.is_count(value) || slots.int.get().is_some() || slots.float.get().is_some();
    let complex = value.get::<ComplexObject>().is_some();
    if number || complex || value.as_str_object().is_some() {
        let text = "can assign only bytes, buffers, or iterables of ints in range(0, 256)";
        return Err(vm.type_error(text));
    }
    let iter = vm.iter_or(value, || not_convertible(vm, "bytearray", value))?;
    bytes_of_iterator(vm, &iter, "byte", Vec::new())
}

/// The bytes of an iterable of ints, which says first how many it will give.
pub(super) fn bytes_of_hinted(
    vm: &Vm,
    (iterable, iter): (&Value, &Value),
    name: &str,
) -> PyResult<Vec<u8>> {
    let mut out = Vec::new();
    vm.reserve_hint(&mut out, vm.length_hint(iterable)?)?;
    bytes_of_iterator(vm, iter, name, out)
}

/// The bytes that an iterator over ints gives, behind others.
pub(super) fn bytes_of_iterator(
    vm: &Vm,
    iter: &Value,
    name: &str,
    mut out: Vec<u8>,
) -> PyResult<Vec<u8>> {
    while let Some(item) = vm.next(iter)? {
        let byte = byte_of(vm, &item, name)?;
        vm.push_item(&mut out, byte)?;
    }
    Ok(out)
}

pub(super) fn concat_in_place(vm: &Vm, this: &Value, other: &Value) -> PyResult<()> {
    let more = Buffer::asked(vm, other, request::SIMPLE).unwrap_or(None);
    let Some(more) = more.map(|more| more.to_vec()) else {
        let (class, own) = (vm.class(other).full_name(), vm.class(this).full_name());
        return Err(vm.type_error(format!("can't concat {class} to {own}")));
    };
    // Its own bytes are exported while they are added.
    if this.is(other) && !more.is_empty() {
        return Err(exported(vm));
    }
    push_all(vm, this, &more)
}

pub(super) fn multiply(vm: &Vm, this: &Value, times: usize) -> PyResult<()> {
    let bytes = array(vm, this)?.clone();
    let repeated = repeated(vm, &bytes, times)?;
    *resizable(vm, this)? = repeated;
    Ok(())
}

fn push_all(vm: &Vm, this: &Value, more: &[u8]) -> PyResult<()> {
    let mut bytes = resizable(vm, this)?;
    vm.reserve(&mut *bytes, Some(more.len()))?;
    bytes.extend_from_slice(more);
    Ok(())
}

pub(super) fn append(vm: &Vm, this: &Value, item: &Value) -> PyResult<()> {
    let byte = byte_of(vm, item, "byte")?;
    vm.push_item(&mut *resizable(vm, this)?, byte)
}

pub(super) fn extend(vm: &Vm, this: &Value, items: &Value) -> PyResult<()> {
    if let Some(more) = Buffer::asked(vm, items, request::FULL_READ_ONLY)? {
        let more = more.to_vec();
        return push_all(vm, this, &more);
    }
    let iter =
        vm.iter_or(items, || format!("can't extend bytearray with {}", vm.class(items).name()))?;
    if items.as_str_object().is_some() {
        vm.length_hint(items)?;
        return Err(vm.type_error("expected iterable of integers; got: 'str'"));
    }
    let more = bytes_of_hinted(vm, (items, &iter), "byte")?;
    push_all(vm, this, &more)
}

pub(super) fn insert(vm: &Vm, this: &Value, index: i64, item: &Value) -> PyResult<()> {
    let byte = byte_of(vm, item, "byte")?;
    let mut bytes = resizable(vm, this)?;
    let len = bytes.len() as i64;
    let at = if index < 0 { index.saturating_add(len).max(0) } else { index.min(len) };
    vm.reserve(&mut *bytes, Some(1))?;
    bytes.insert(at as usize, byte);
    Ok(())
}

pub(super) fn pop(vm: &Vm, this: &Value, index: i64) -> PyResult<i64> {
    let mut bytes = resizable(vm, this)?;
    if bytes.is_empty() {
        return Err(vm.index_error("pop from empty bytearray"));
    }
    match resolve(index, bytes.len()) {
        Some(at) => Ok(i64::from(bytes.remove(at))),
        None => Err(vm.index_error("pop index out of range")),
    }
}

pub(super) fn remove(vm: &Vm, this: &Value, value: &Value) -> PyResult<()> {
    let byte = byte_of(vm, value, "byte")?;
    let mut bytes = resizable(vm, this)?;
    match memchr::memchr(byte, &bytes) {
        Some(at) => {
            bytes.remove(at);
            Ok(())
        }
        None => Err(vm.value_error("value not found in bytearray")),
    }
}

pub(super) fn clear(vm: &Vm, this: &Value) -> PyResult<()> {
    resizable(vm, this)?.clear();
    Ok(())
}

pub(super) fn copy(vm: &Vm, this: &Value) -> PyResult {
    let bytes = array(vm, this)?.clone();
    Ok(vm.new_bytearray(bytes))
}

pub(super) fn reverse(vm: &Vm, this: &Value) -> PyResult<()> {
    array(vm, this)?.reverse();
    Ok(())
}

pub(super) fn reduce(vm: &Vm, this: &Value) -> PyResult {
    reduce_ex(vm, this, 2)
}

/// The class with text or, from protocol 3 on, bytes as its argument, and the instance's state.
pub(super) fn reduce_ex(vm: &Vm, this: &Value, protocol: i64) -> PyResult {
    let bytes = array(vm, this)?.clone();
    let state = vm.call_method(this, &vm.intern("__getstate__"), &[])?;
    let args = match (bytes.is_empty(), protocol < 3) {
        (true, _) => Vec::new(),
        (false, true) => {
            let text = vm.str_of_points(bytes.into_iter().map(u32::from));
            vec![text, vm.str("latin-1")]
        }
        (false, false) => vec![vm.new_bytes(bytes)],
    };
    Ok(vm.tuple(vec![vm.type_of(this).value().clone(), vm.tuple(args), state]))
}
