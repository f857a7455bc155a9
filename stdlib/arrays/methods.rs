//! What methods of arrays do.

use taipan_engine::object::native::Maybe;
use taipan_engine::object::slots::{PyResult, Raised};
use taipan_engine::object::value::Value;
use taipan_engine::object::vm::Vm;
use taipan_engine::types::bytes::{Buffer, BytesObject};
use taipan_engine::types::exception::EOF_ERROR;
use taipan_engine::types::list::ListObject;
use taipan_engine::types::sequence::resolve;

use super::{ARRAY, items, make, of, sequence};

pub(super) fn append(vm: &Vm, this: &Value, value: &Value) -> PyResult<()> {
    let own = of(vm, this)?;
    let item = items::write(vm, own.kind, value)?;
    own.append(vm, &item[..usize::from(own.kind.size)])
}

pub(super) fn extend(vm: &Vm, this: &Value, iterable: &Value) -> PyResult<()> {
    let own = of(vm, this)?;
    if let Ok(other) = of(vm, iterable) {
        if other.kind != own.kind {
            return Err(vm.type_error("can only extend with array of same kind"));
        }
        let bytes = other.bytes.borrow().clone();
        return if bytes.is_empty() { Ok(()) } else { own.append(vm, &bytes) };
    }
    extend_items(vm, this, iterable)
}

/// Adds items one by one, whatever gives them.
pub(super) fn extend_items(vm: &Vm, this: &Value, iterable: &Value) -> PyResult<()> {
    let iter = vm.iter(iterable)?;
    while let Some(item) = vm.next(&iter)? {
        append(vm, this, &item)?;
    }
    Ok(())
}

pub(super) fn insert(vm: &Vm, this: &Value, index: i64, value: &Value) -> PyResult<()> {
    let own = of(vm, this)?;
    let (item, size) = (items::write(vm, own.kind, value)?, usize::from(own.kind.size));
    own.check_resizable(vm)?;
    let len = own.len() as i64;
    let at = if index < 0 { index.saturating_add(len).max(0) } else { index.min(len) } as usize;
    let mut bytes = own.bytes.borrow_mut();
    vm.reserve(&mut *bytes, Some(size))?;
    bytes.splice(at * size..at * size, item[..size].iter().copied());
    Ok(())
}

pub(super) fn pop(vm: &Vm, this: &Value, index: i64) -> PyResult {
    let own = of(vm, this)?;
    if own.len() == 0 {
        return Err(vm.index_error("pop from empty array"));
    }
    let out = || vm.index_error("pop index out of range");
    let at = resolve(index, own.len()).ok_or_else(out)?;
    let item = own.get(vm, at)?.ok_or_else(out)?;
    remove_at(vm, this, at)?;
    Ok(item)
}

fn remove_at(vm: &Vm, this: &Value, at: usize) -> PyResult<()> {
    let own = of(vm, this)?;
    own.check_resizable(vm)?;
    let size = usize::from(own.kind.size);
    // A comparison may have made it shorter.
    if at < own.len() {
        own.bytes.borrow_mut().drain(at * size..(at + 1) * size);
    }
    Ok(())
}

pub(super) fn remove(vm: &Vm, this: &Value, value: &Value) -> PyResult<()> {
    match sequence::position(vm, this, value, 0, usize::MAX)? {
        Some(at) => remove_at(vm, this, at),
        None => Err(vm.value_error("array.remove(x): x not in array")),
    }
}

pub(super) fn index(
    vm: &Vm,
    this: &Value,
    value: &Value,
    start: Maybe,
    stop: Maybe,
) -> PyResult<usize> {
    let len = of(vm, this)?.len();
    let bound = |given: Option<&Value>, absent: usize| match given {
        Some(given) if vm.is_count(given) || vm.as_big(given).is_some() => {
            let at = vm.index_clamped(given)?;
            let at = if at < 0 { at.saturating_add(len as i64).max(0) } else { at };
            Ok(at as usize)
        }
        Some(_) => Err(vm.type_error("slice indices must be integers or have an __index__ method")),
        None => Ok(absent),
    };
    let (start, stop) = (bound(start.0, 0)?, bound(stop.0, usize::MAX)?);
    sequence::position(vm, this, value, start, stop)?
        .ok_or_else(|| vm.value_error("array.index(x): x not in array"))
}

pub(super) fn count(vm: &Vm, this: &Value, value: &Value) -> PyResult<usize> {
    let own = of(vm, this)?;
    let (mut found, mut at) = (0, 0);
    while let Some(item) = own.get(vm, at)? {
        found += usize::from(vm.equal(&item, value)?);
        at += 1;
    }
    Ok(found)
}

pub(super) fn reverse(vm: &Vm, this: &Value) -> PyResult<()> {
    let own = of(vm, this)?;
    let (mut bytes, size) = (own.bytes.borrow_mut(), usize::from(own.kind.size));
    // All bytes turned round, and then those of each item back.
    bytes.reverse();
    bytes.chunks_mut(size).for_each(<[u8]>::reverse);
    Ok(())
}

pub(super) fn byteswap(vm: &Vm, this: &Value) -> PyResult<()> {
    let own = of(vm, this)?;
    let size = usize::from(own.kind.size);
    own.bytes.borrow_mut().chunks_mut(size).for_each(<[u8]>::reverse);
    Ok(())
}

pub(super) fn clear(vm: &Vm, this: &Value) -> PyResult<()> {
    let own = of(vm, this)?;
    own.check_resizable(vm)?;
    own.bytes.take();
    Ok(())
}

pub(super) fn buffer_info(vm: &Vm, this: &Value) -> PyResult {
    let own = of(vm, this)?;
    let address = own.bytes.borrow().as_ptr().addr();
    Ok(vm.tuple(vec![vm.int(address as i64), vm.int(own.len() as i64)]))
}

pub(super) fn copy(vm: &Vm, this: &Value) -> PyResult {
    let own = of(vm, this)?;
    let bytes = own.bytes.borrow().clone();
    Ok(make(vm, &vm.ty(&ARRAY), own.kind, bytes))
}

pub(super) fn deepcopy(vm: &Vm, this: &Value, _memo: &Value) -> PyResult {
    copy(vm, this)
}

pub(super) fn sizeof(vm: &Vm, this: &Value) -> PyResult<usize> {
    Ok(80 + of(vm, this)?.bytes.borrow().len())
}

// ---- from and to other forms -------------------------------------------------------------------

pub(super) fn tolist(vm: &Vm, this: &Value) -> PyResult {
    let own = of(vm, this)?;
    let mut all = Vec::new();
    vm.reserve(&mut all, Some(own.len()))?;
    while let Some(item) = own.get(vm, all.len())? {
        all.push(item);
    }
    Ok(vm.new_list(all))
}

pub(super) fn fromlist(vm: &Vm, this: &Value, list: &Value) -> PyResult<()> {
    let own = of(vm, this)?;
    let Some(list) = list.get::<ListObject>() else {
        return Err(vm.type_error("arg must be list"));
    };
    let (size, len) = (usize::from(own.kind.size), list.len());
    let mut new = Vec::new();
    vm.reserve(&mut new, len.checked_mul(size))?;
    for at in 0..len {
        let changed = || vm.runtime_error("list changed size during iteration");
        let item = list.get(at).ok_or_else(changed)?;
        new.extend_from_slice(&items::write(vm, own.kind, &item)?[..size]);
        if list.len() != len {
            return Err(changed());
        }
    }
    if new.is_empty() { Ok(()) } else { own.append(vm, &new) }
}

pub(super) fn tobytes(vm: &Vm, this: &Value) -> PyResult {
    Ok(vm.new_bytes(of(vm, this)?.bytes.borrow().clone()))
}

#[cold]
fn no_multiple(vm: &Vm) -> Raised {
    vm.value_error("bytes length not a multiple of item size")
}

pub(super) fn frombytes(vm: &Vm, this: &Value, buffer: &Value) -> PyResult<()> {
    let own = of(vm, this)?;
    // The argument may be the array itself.
    let bytes = Buffer::simple(vm, buffer)?.to_vec();
    if !bytes.len().is_multiple_of(usize::from(own.kind.size)) {
        return Err(no_multiple(vm));
    }
    if bytes.is_empty() { Ok(()) } else { own.append(vm, &bytes) }
}

pub(super) fn fromfile(vm: &Vm, this: &Value, file: &Value, count: i64) -> PyResult<()> {
    let own = of(vm, this)?;
    let Ok(count) = usize::try_from(count) else { return Err(vm.value_error("negative count")) };
    let wanted = count.checked_mul(usize::from(own.kind.size));
    let wanted = wanted.and_then(|bytes| i64::try_from(bytes).ok());
    let wanted = wanted.ok_or_else(|| vm.memory_error())?;
    let read = vm.call_method(file, &vm.intern("read"), &[vm.int(wanted)])?;
    let Some(bytes) = read.get::<BytesObject>() else {
        return Err(vm.type_error("read() didn't return bytes"));
    };
    let got = bytes.0.len() as i64;
    frombytes(vm, this, &read)?;
    match got == wanted {
        true => Ok(()),
        false => Err(vm.raise(&EOF_ERROR, "read() didn't return enough bytes")),
    }
}

const BLOCK: usize = 64 * 1024;

pub(super) fn tofile(vm: &Vm, this: &Value, file: &Value) -> PyResult<()> {
    let own = of(vm, this)?;
    let write = vm.getattr(file, &vm.intern("write"))?;
    let mut at = 0;
    loop {
        let block = {
            let bytes = own.bytes.borrow();
            let rest = bytes.get(at..).unwrap_or(&[]);
            rest.get(..BLOCK).unwrap_or(rest).to_vec()
        };
        if block.is_empty() {
            return Ok(());
        }
        at += block.len();
        vm.call(&write, &[vm.new_bytes(block)])?;
    }
}

/// The text of an array of characters.
pub(super) fn text(vm: &Vm, this: &Value) -> PyResult {
    let own = of(vm, this)?;
    let bytes = own.bytes.borrow().clone();
    if own.kind.letter == b'w' {
        let (bytes, codec) = (vm.new_bytes(bytes), vm.str("utf-32-le"));
        return vm.call_method(&bytes, &vm.intern("decode"), &[codec]);
    }
    let points: Vec<u32> = bytes
        .chunks_exact(4)
        .map(|item| item.iter().rev().fold(0, |point, byte| point << 8 | u32::from(*byte)))
        .collect();
    match points.iter().find(|point| **point >= 0x11_0000) {
        Some(point) => Err(items::out_of_unicode(vm, *point)),
        None => Ok(vm.str_of_points(points.into_iter())),
    }
}

pub(super) fn tounicode(vm: &Vm, this: &Value) -> PyResult {
    if !items::is_text(of(vm, this)?.kind) {
        let text = "tounicode() may only be called on unicode type arrays ('u' or 'w')";
        return Err(vm.value_error(text));
    }
    text(vm, this)
}

pub(super) fn fromunicode(vm: &Vm, this: &Value, text: &Value) -> PyResult<()> {
    let own = of(vm, this)?;
    let Some(given) = text.as_str_object() else {
        let class = vm.class(text).full_name();
        return Err(vm.type_error(format!("fromunicode() argument must be str, not {class}")));
    };
    if !items::is_text(own.kind) {
        let text = "fromunicode() may only be called on unicode type arrays ('u' or 'w')";
        return Err(vm.value_error(text));
    }
    let mut bytes = Vec::new();
    vm.reserve(&mut bytes, given.chars().checked_mul(4))?;
    given.code_points().for_each(|point| bytes.extend_from_slice(&point.to_le_bytes()));
    if bytes.is_empty() { Ok(()) } else { own.append(vm, &bytes) }
}
