//! str: finding, counting, replacing, and cutting at what was found. Positions are code points, the
//! search itself goes over bytes, which is right for UTF-8.

use crate::object::slots::PyResult;
use crate::object::string::StrObject;
use crate::object::value::Value;
use crate::object::vm::Vm;
use crate::types::exception::VALUE_ERROR;
use crate::types::find::{find as find_bytes, find_all, rfind as rfind_bytes};

use super::text::{Text, bounds, buffer, count_chars, exact, str_arg};

/// Where a search looks: the bytes, the code points before them, and the bytes before them.
struct Window<'a> {
    bytes: &'a [u8],
    first: usize,
}

fn window<'a>(
    vm: &Vm,
    this: &'a StrObject,
    start: &Value,
    end: &Value,
) -> PyResult<Option<Window<'a>>> {
    let Some((first, last)) = bounds(vm, start, end, this.chars())? else { return Ok(None) };
    let bytes = this.as_bytes().get(this.offset(first)..this.offset(last)).unwrap_or(&[]);
    Ok(Some(Window { bytes, first }))
}

#[derive(Clone, Copy)]
enum Direction {
    Forward,
    Backward,
}

fn search(
    vm: &Vm,
    this: &StrObject,
    name: &str,
    args: (&Value, &Value, &Value),
    direction: Direction,
) -> PyResult<Option<usize>> {
    let needle = match args.0.as_str_object() {
        Some(needle) => needle,
        None => str_arg(vm, args.0, &format!("{name}() argument 1"))?,
    };
    let Some(window) = window(vm, this, args.1, args.2)? else { return Ok(None) };
    let needle = needle.as_bytes();
    let found = match direction {
        Direction::Forward => find_bytes(window.bytes, needle),
        Direction::Backward => rfind_bytes(window.bytes, needle),
    };
    Ok(found.map(|at| {
        let before = window.bytes.get(..at).unwrap_or(&[]);
        window.first + if this.is_ascii() { at } else { count_chars(before) }
    }))
}

/// The result of `find`: -1 for "not there".
fn found(position: Option<usize>) -> i64 {
    position.map_or(-1, |at| at as i64)
}

pub(super) fn find(vm: &Vm, this: Text, sub: &Value, start: &Value, end: &Value) -> PyResult<i64> {
    search(vm, &this, "find", (sub, start, end), Direction::Forward).map(found)
}

pub(super) fn rfind(vm: &Vm, this: Text, sub: &Value, start: &Value, end: &Value) -> PyResult<i64> {
    search(vm, &this, "rfind", (sub, start, end), Direction::Backward).map(found)
}

fn must_be_there(vm: &Vm, position: Option<usize>) -> PyResult<usize> {
    position.ok_or_else(|| vm.raise(&VALUE_ERROR, "substring not found"))
}

pub(super) fn index(
    vm: &Vm,
    this: Text,
    sub: &Value,
    start: &Value,
    end: &Value,
) -> PyResult<usize> {
    let at = search(vm, &this, "index", (sub, start, end), Direction::Forward)?;
    must_be_there(vm, at)
}

pub(super) fn rindex(
    vm: &Vm,
    this: Text,
    sub: &Value,
    start: &Value,
    end: &Value,
) -> PyResult<usize> {
    let at = search(vm, &this, "rindex", (sub, start, end), Direction::Backward)?;
    must_be_there(vm, at)
}

pub(super) fn count(
    vm: &Vm,
    this: Text,
    sub: &Value,
    start: &Value,
    end: &Value,
) -> PyResult<usize> {
    let needle = str_arg(vm, sub, "count() argument 1")?;
    let Some(window) = window(vm, &this, start, end)? else { return Ok(0) };
    Ok(match needle.as_bytes() {
        [] => count_chars(window.bytes) + 1,
        [byte] => memchr::memchr_iter(*byte, window.bytes).count(),
        needle => find_all(window.bytes, needle).count(),
    })
}

/// `startswith` and `endswith`: one affix or a tuple of them.
fn has_affix(
    vm: &Vm,
    this: &StrObject,
    name: &str,
    args: (&Value, &Value, &Value),
    test: fn(&[u8], &[u8]) -> bool,
) -> PyResult<bool> {
    let (affix, start, end) = args;
    let window = window(vm, this, start, end)?;
    let fits = |affix: &StrObject| window.as_ref().is_some_and(|w| test(w.bytes, affix.as_bytes()));
    if let Some(affixes) = affix.as_tuple() {
        for each in affixes {
            let Some(text) = each.as_str_object() else {
                let class = vm.class(each).full_name();
                return Err(
                    vm.type_error(format!("tuple for {name} must only contain str, not {class}"))
                );
            };
            if fits(text) {
                return Ok(true);
            }
        }
        return Ok(false);
    }
    match affix.as_str_object() {
        Some(affix) => Ok(fits(affix)),
        None => {
            let class = vm.class(affix).full_name();
            let text = format!("{name} first arg must be str or a tuple of str, not {class}");
            Err(vm.type_error(text))
        }
    }
}

pub(super) fn startswith(
    vm: &Vm,
    this: Text,
    prefix: &Value,
    start: &Value,
    end: &Value,
) -> PyResult<bool> {
    has_affix(vm, &this, "startswith", (prefix, start, end), <[u8]>::starts_with)
}

pub(super) fn endswith(
    vm: &Vm,
    this: Text,
    suffix: &Value,
    start: &Value,
    end: &Value,
) -> PyResult<bool> {
    has_affix(vm, &this, "endswith", (suffix, start, end), <[u8]>::ends_with)
}

pub(super) fn removeprefix(vm: &Vm, this: Text, prefix: &Value) -> PyResult {
    let prefix = str_arg(vm, prefix, "removeprefix() argument")?.as_bytes();
    let cut = if this.as_bytes().starts_with(prefix) { prefix.len() } else { 0 };
    Ok(vm.part(this, cut, this.as_bytes().len()))
}

pub(super) fn removesuffix(vm: &Vm, this: Text, suffix: &Value) -> PyResult {
    let suffix = str_arg(vm, suffix, "removesuffix() argument")?.as_bytes();
    let cut = if this.as_bytes().ends_with(suffix) { suffix.len() } else { 0 };
    Ok(vm.part(this, 0, this.as_bytes().len() - cut))
}

fn separator<'a>(vm: &Vm, sep: &'a Value) -> PyResult<&'a StrObject> {
    let Some(text) = sep.as_str_object() else {
        let class = vm.class(sep).full_name();
        return Err(vm.type_error(format!("must be str, not {class}")));
    };
    if text.chars() == 0 { Err(vm.value_error("empty separator")) } else { Ok(text) }
}

pub(super) fn partition(vm: &Vm, this: Text, sep: &Value) -> PyResult {
    let needle = separator(vm, sep)?.as_bytes();
    let all = this.as_bytes().len();
    Ok(vm.tuple(match find_bytes(this.as_bytes(), needle) {
        Some(at) => {
            vec![vm.part(this, 0, at), sep.clone(), vm.part(this, at + needle.len(), all)]
        }
        None => vec![this.value.clone(), vm.str(""), vm.str("")],
    }))
}

pub(super) fn rpartition(vm: &Vm, this: Text, sep: &Value) -> PyResult {
    let needle = separator(vm, sep)?.as_bytes();
    let all = this.as_bytes().len();
    Ok(vm.tuple(match rfind_bytes(this.as_bytes(), needle) {
        Some(at) => {
            vec![vm.part(this, 0, at), sep.clone(), vm.part(this, at + needle.len(), all)]
        }
        None => vec![vm.str(""), vm.str(""), this.value.clone()],
    }))
}

pub(super) fn replace(vm: &Vm, this: Text, old: &Value, new: &Value, count: &Value) -> PyResult {
    let old = str_arg(vm, old, "replace() argument 1")?;
    let new = str_arg(vm, new, "replace() argument 2")?;
    let limit = usize::try_from(vm.index_i64(count)?).unwrap_or(usize::MAX);
    if limit == 0 || old.chars() > this.chars() {
        return Ok(exact(vm, this));
    }
    let places: Vec<usize> = if old.chars() == 0 {
        let bytes = this.as_bytes();
        let starts = (0..bytes.len()).filter(|at| bytes.get(*at).is_some_and(|b| b & 0xc0 != 0x80));
        starts.chain([bytes.len()]).take(limit).collect()
    } else {
        find_all(this.as_bytes(), old.as_bytes()).take(limit).collect()
    };
    if places.is_empty() {
        return Ok(exact(vm, this));
    }
    let out = replaced(vm, this.as_bytes(), old.as_bytes().len(), new.as_bytes(), &places)?;
    let chars = this.chars() - places.len() * old.chars() + places.len() * new.chars();
    if this.has_surrogates() || new.has_surrogates() {
        return vm.finish_str(&out);
    }
    vm.try_make_str(&out, chars, false)
}

/// The bytes with `cut` bytes at every place exchanged. MemoryError if that becomes too long.
pub(crate) fn replaced(
    vm: &Vm,
    bytes: &[u8],
    cut: usize,
    new: &[u8],
    places: &[usize],
) -> PyResult<Vec<u8>> {
    let kept = bytes.len() - cut * places.len();
    let total = new.len().checked_mul(places.len()).and_then(|n| n.checked_add(kept));
    let mut out = buffer(vm, total)?;
    let mut from = 0;
    for &at in places {
        out.extend_from_slice(bytes.get(from..at).unwrap_or(&[]));
        out.extend_from_slice(new);
        from = at + cut;
    }
    out.extend_from_slice(bytes.get(from..).unwrap_or(&[]));
    Ok(out)
}
