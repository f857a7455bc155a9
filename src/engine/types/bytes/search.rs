//! bytes and bytearray: finding, counting, replacing, splitting, stripping, joining.

use crate::object::slots::PyResult;
use crate::object::value::Value;
use crate::object::vm::Vm;
use crate::types::find;
use crate::types::str::text::{bounds, buffer};
use crate::types::str::{join_items, replaced};

use super::buffer::{Binary, Buffer, Needle, not_bytes};
use crate::types::memory_view::exporter;
use crate::types::memory_view::exporter::request;

/// Start and end of a search. May run code, so the bytes are looked at only after it.
fn window(vm: &Vm, this: Binary, start: &Value, end: &Value) -> PyResult<Option<(usize, usize)>> {
    let len = this.bytes().len();
    bounds(vm, start, end, len)
}

/// The bytes of a window; fewer if code has shortened a bytearray meanwhile.
fn inside(bytes: &[u8], (start, end): (usize, usize)) -> &[u8] {
    bytes.get(start..end.min(bytes.len())).unwrap_or(&[])
}

fn search(
    vm: &Vm,
    this: Binary,
    args: (&Value, &Value, &Value),
    find: fn(&[u8], &[u8]) -> Option<usize>,
) -> PyResult<Option<usize>> {
    let window = window(vm, this, args.1, args.2)?;
    let needle = Needle::of(vm, args.0, false)?;
    let Some(window) = window else { return Ok(None) };
    Ok(find(inside(&this.bytes(), window), &needle).map(|at| window.0 + at))
}

pub(super) fn find(
    vm: &Vm,
    this: Binary,
    sub: &Value,
    start: &Value,
    end: &Value,
) -> PyResult<i64> {
    Ok(search(vm, this, (sub, start, end), find::find)?.map_or(-1, |at| at as i64))
}

pub(super) fn rfind(
    vm: &Vm,
    this: Binary,
    sub: &Value,
    start: &Value,
    end: &Value,
) -> PyResult<i64> {
    Ok(search(vm, this, (sub, start, end), find::rfind)?.map_or(-1, |at| at as i64))
}

pub(super) fn index(
    vm: &Vm,
    this: Binary,
    sub: &Value,
    start: &Value,
    end: &Value,
) -> PyResult<usize> {
    let at = search(vm, this, (sub, start, end), find::find)?;
    at.ok_or_else(|| vm.value_error("subsection not found"))
}

pub(super) fn rindex(
    vm: &Vm,
    this: Binary,
    sub: &Value,
    start: &Value,
    end: &Value,
) -> PyResult<usize> {
    let at = search(vm, this, (sub, start, end), find::rfind)?;
    at.ok_or_else(|| vm.value_error("subsection not found"))
}

pub(super) fn count(
    vm: &Vm,
    this: Binary,
    sub: &Value,
    start: &Value,
    end: &Value,
) -> PyResult<usize> {
    let window = window(vm, this, start, end)?;
    let needle = Needle::of(vm, sub, false)?;
    let Some(window) = window else { return Ok(0) };
    let bytes = this.bytes();
    let bytes = inside(&bytes, window);
    Ok(if needle.is_empty() { bytes.len() + 1 } else { find::find_all(bytes, &needle).count() })
}

fn has_affix(
    vm: &Vm,
    this: Binary,
    name: &str,
    args: (&Value, &Value, &Value),
    test: fn(&[u8], &[u8]) -> bool,
) -> PyResult<bool> {
    let window = window(vm, this, args.1, args.2)?;
    let fits = |affix: &[u8]| window.is_some_and(|w| test(inside(&this.bytes(), w), affix));
    if let Some(affixes) = args.0.as_tuple() {
        for each in affixes {
            if fits(&Buffer::required(vm, each)?) {
                return Ok(true);
            }
        }
        return Ok(false);
    }
    match Buffer::asked(vm, args.0, request::SIMPLE)? {
        Some(affix) => Ok(fits(&affix)),
        None => {
            let class = vm.class(args.0).full_name();
            let text = format!("{name} first arg must be bytes or a tuple of bytes, not {class}");
            Err(vm.type_error(text))
        }
    }
}

pub(super) fn startswith(
    vm: &Vm,
    this: Binary,
    prefix: &Value,
    start: &Value,
    end: &Value,
) -> PyResult<bool> {
    has_affix(vm, this, "startswith", (prefix, start, end), <[u8]>::starts_with)
}

pub(super) fn endswith(
    vm: &Vm,
    this: Binary,
    suffix: &Value,
    start: &Value,
    end: &Value,
) -> PyResult<bool> {
    has_affix(vm, this, "endswith", (suffix, start, end), <[u8]>::ends_with)
}

pub(super) fn removeprefix(vm: &Vm, this: Binary, prefix: &Value) -> PyResult {
    let prefix = Buffer::required(vm, prefix)?.to_vec();
    let len = this.bytes().len();
    let cut = if this.bytes().starts_with(&prefix) { prefix.len() } else { 0 };
    Ok(this.part(vm, cut, len))
}

pub(super) fn removesuffix(vm: &Vm, this: Binary, suffix: &Value) -> PyResult {
    let suffix = Buffer::required(vm, suffix)?.to_vec();
    let len = this.bytes().len();
    let cut = if this.bytes().ends_with(&suffix) { suffix.len() } else { 0 };
    Ok(this.part(vm, 0, len - cut))
}

fn separator(vm: &Vm, sep: &Value) -> PyResult<Vec<u8>> {
    let sep = Buffer::required(vm, sep)?;
    if sep.is_empty() { Err(vm.value_error("empty separator")) } else { Ok(sep.to_vec()) }
}

pub(super) fn partition(vm: &Vm, this: Binary, sep: &Value) -> PyResult {
    let needle = separator(vm, sep)?;
    let (len, found) = (this.bytes().len(), find::find(&this.bytes(), &needle));
    Ok(vm.tuple(match found {
        Some(at) => vec![
            this.part(vm, 0, at),
            shown_separator(vm, this, sep, &needle),
            this.part(vm, at + needle.len(), len),
        ],
        None => vec![this.same(vm), this.make(vm, Vec::new()), this.make(vm, Vec::new())],
    }))
}

pub(super) fn rpartition(vm: &Vm, this: Binary, sep: &Value) -> PyResult {
    let needle = separator(vm, sep)?;
    let (len, found) = (this.bytes().len(), find::rfind(&this.bytes(), &needle));
    Ok(vm.tuple(match found {
        Some(at) => vec![
            this.part(vm, 0, at),
            shown_separator(vm, this, sep, &needle),
            this.part(vm, at + needle.len(), len),
        ],
        None => vec![this.make(vm, Vec::new()), this.make(vm, Vec::new()), this.same(vm)],
    }))
}

/// bytes give the very separator back, a bytearray a copy.
fn shown_separator(vm: &Vm, this: Binary, sep: &Value, needle: &[u8]) -> Value {
    if this.is_array() { vm.new_bytearray(needle.to_vec()) } else { sep.clone() }
}

pub(super) fn replace(vm: &Vm, this: Binary, old: &Value, new: &Value, count: &Value) -> PyResult {
    let old = Buffer::required(vm, old)?.to_vec();
    let new = Buffer::required(vm, new)?.to_vec();
    let limit = usize::try_from(vm.index_i64(count)?).unwrap_or(usize::MAX);
    let bytes = this.bytes();
    let places: Vec<usize> = match old.as_slice() {
        [] => (0..=bytes.len()).take(limit).collect(),
        old => find::find_all(&bytes, old).take(limit).collect(),
    };
    if places.is_empty() {
        drop(bytes);
        return Ok(this.same(vm));
    }
    let out = replaced(vm, &bytes, old.len(), &new, &places)?;
    Ok(this.make(vm, out))
}

// ---- split -------------------------------------------------------------------------------------

fn is_space(byte: u8) -> bool {
    matches!(byte, 9..=13 | b' ')
}

/// The separator as bytes; `None` for whitespace.
fn split_at(vm: &Vm, sep: &Value) -> PyResult<Option<Vec<u8>>> {
    if sep.is_none() || sep.is_unbound() { Ok(None) } else { separator(vm, sep).map(Some) }
}

/// The parts between runs of whitespace, from the left.
fn words(bytes: &[u8], limit: usize) -> Vec<(usize, usize)> {
    let (mut parts, mut at) = (Vec::new(), 0);
    let next = |at: usize, space: bool| {
        let rest = bytes.get(at..).unwrap_or(&[]);
        at + rest.iter().position(|b| is_space(*b) == space).unwrap_or(rest.len())
    };
    loop {
        let start = next(at, false);
        if start >= bytes.len() {
            return parts;
        }
        if parts.len() == limit {
            parts.push((start, bytes.len()));
            return parts;
        }
        at = next(start, true);
        parts.push((start, at));
    }
}

/// The same from the right; the last part first.
fn words_from_right(bytes: &[u8], limit: usize) -> Vec<(usize, usize)> {
    let (mut parts, mut at) = (Vec::new(), bytes.len());
    let next = |at: usize, space: bool| {
        let rest = bytes.get(..at).unwrap_or(&[]);
        rest.iter().rposition(|b| is_space(*b) == space).map_or(0, |found| found + 1)
    };
    loop {
        let end = next(at, false);
        if end == 0 {
            return parts;
        }
        if parts.len() == limit {
            parts.push((0, end));
            return parts;
        }
        at = next(end, true);
        parts.push((at, end));
    }
}

fn list(vm: &Vm, this: Binary, parts: impl Iterator<Item = (usize, usize)>) -> PyResult {
    Ok(vm.new_list(parts.map(|(start, end)| this.part(vm, start, end)).collect()))
}

fn limit_of(maxsplit: i64) -> usize {
    usize::try_from(maxsplit).unwrap_or(usize::MAX)
}

pub(super) fn split(vm: &Vm, this: Binary, sep: &Value, maxsplit: i64) -> PyResult {
    let (limit, sep) = (limit_of(maxsplit), split_at(vm, sep)?);
    let Some(sep) = sep else {
        let parts = words(&this.bytes(), limit);
        return list(vm, this, parts.into_iter());
    };
    let (mut parts, mut from) = (Vec::new(), 0);
    let bytes = this.bytes();
    for at in find::find_all(&bytes, &sep).take(limit) {
        parts.push((from, at));
        from = at + sep.len();
    }
    parts.push((from, bytes.len()));
    drop(bytes);
    list(vm, this, parts.into_iter())
}

pub(super) fn rsplit(vm: &Vm, this: Binary, sep: &Value, maxsplit: i64) -> PyResult {
    let (limit, sep) = (limit_of(maxsplit), split_at(vm, sep)?);
    let Some(sep) = sep else {
        let parts = words_from_right(&this.bytes(), limit);
        return list(vm, this, parts.into_iter().rev());
    };
    let bytes = this.bytes();
    let (mut parts, mut end) = (Vec::new(), bytes.len());
    for at in find::rfind_all(&bytes, &sep).take(limit) {
        parts.push((at + sep.len(), end));
        end = at;
    }
    parts.push((0, end));
    drop(bytes);
    list(vm, this, parts.into_iter().rev())
}

pub(super) fn splitlines(vm: &Vm, this: Binary, keepends: bool) -> PyResult {
    let bytes = this.bytes();
    let (mut parts, mut start) = (Vec::new(), 0);
    while let Some(rest) = bytes.get(start..).filter(|rest| !rest.is_empty()) {
        let Some(at) = memchr::memchr2(b'\n', b'\r', rest) else {
            parts.push((start, bytes.len()));
            break;
        };
        let crlf = matches!(rest.get(at..), Some([b'\r', b'\n', ..]));
        let end = start + at + 1 + usize::from(crlf);
        parts.push((start, if keepends { end } else { start + at }));
        start = end;
    }
    drop(bytes);
    list(vm, this, parts.into_iter())
}

// ---- strip and join ----------------------------------------------------------------------------

fn strip_ends(vm: &Vm, this: Binary, chars: &Value, left: bool, right: bool) -> PyResult {
    let set = match chars.is_none() || chars.is_unbound() {
        true => None,
        false => Some(Buffer::required(vm, chars)?.to_vec()),
    };
    let stays = |byte: &u8| match &set {
        Some(set) => !set.contains(byte),
        None => !is_space(*byte),
    };
    let bytes = this.bytes();
    let end = match right {
        true => bytes.iter().rposition(stays).map_or(0, |at| at + 1),
        false => bytes.len(),
    };
    let kept = bytes.get(..end).unwrap_or(&[]);
    let start = if left { kept.iter().position(stays).unwrap_or(end) } else { 0 };
    drop(bytes);
    Ok(this.part(vm, start, end))
}

pub(super) fn strip(vm: &Vm, this: Binary, bytes: &Value) -> PyResult {
    strip_ends(vm, this, bytes, true, true)
}
pub(super) fn lstrip(vm: &Vm, this: Binary, bytes: &Value) -> PyResult {
    strip_ends(vm, this, bytes, true, false)
}
pub(super) fn rstrip(vm: &Vm, this: Binary, bytes: &Value) -> PyResult {
    strip_ends(vm, this, bytes, false, true)
}

pub(super) fn join(vm: &Vm, this: Binary, iterable: &Value) -> PyResult {
    let mut items = join_items(vm, iterable)?;
    for item in &mut items {
        if exporter::is_python(vm, item)
            && let Ok(bytes) = exporter::bytes(vm, item, request::SIMPLE)
        {
            *item = vm.new_bytes(bytes);
        }
    }
    let gap = this.bytes();
    let mut total = Some(gap.len().saturating_mul(items.len().saturating_sub(1)));
    for (at, item) in items.iter().enumerate() {
        let Some(part) = Buffer::of(vm, item) else {
            let class = vm.class(item).full_name();
            return Err(vm.type_error(format!(
                "sequence item {at}: expected a bytes-like object, {class} found"
            )));
        };
        total = total.and_then(|n| n.checked_add(part.len()));
    }
    let mut out = buffer(vm, total)?;
    for (at, item) in items.iter().enumerate() {
        if at > 0 {
            out.extend_from_slice(&gap);
        }
        if let Some(part) = Buffer::of(vm, item) {
            out.extend_from_slice(&part);
        }
    }
    Ok(this.make(vm, out))
}

// ---- tables ------------------------------------------------------------------------------------

pub(super) fn translate(vm: &Vm, this: Binary, table: &Value, delete: &Value) -> PyResult {
    let table = match table.is_none() {
        true => None,
        false => Some(Buffer::required(vm, table)?.to_vec()),
    };
    if table.as_ref().is_some_and(|table| table.len() != 256) {
        return Err(vm.value_error("translation table must be 256 characters long"));
    }
    let gone = match delete.is_unbound() {
        true => Vec::new(),
        false => Buffer::required(vm, delete)?.to_vec(),
    };
    let bytes = this.bytes();
    let kept = bytes.iter().filter(|byte| !gone.contains(byte));
    let map = |byte: &u8| match &table {
        Some(table) => table.get(usize::from(*byte)).copied().unwrap_or(*byte),
        None => *byte,
    };
    Ok(this.make(vm, kept.map(map).collect()))
}

pub(super) fn maketrans(vm: &Vm, from: &Value, to: &Value) -> PyResult {
    let (Some(old), Some(new)) = (Buffer::of(vm, from), Buffer::of(vm, to)) else {
        let wrong = if Buffer::of(vm, from).is_none() { from } else { to };
        return Err(not_bytes(vm, wrong));
    };
    if old.len() != new.len() {
        return Err(vm.value_error("maketrans arguments must have same length"));
    }
    let mut table: Vec<u8> = (0..=255).collect();
    for (old, new) in old.iter().zip(new.iter()) {
        if let Some(place) = table.get_mut(usize::from(*old)) {
            *place = *new;
        }
    }
    Ok(vm.new_bytes(table))
}
