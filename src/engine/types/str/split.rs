//! str: splitting into parts, stripping the ends, joining.

use crate::object::slots::PyResult;
use crate::object::string::{StrObject, decode_wtf8};
use crate::object::value::Value;
use crate::object::vm::Vm;
use crate::types::find::{find_all, rfind_all};
use crate::types::unicode;

use super::text::{Text, buffer, must_be};

/// What separates the parts.
enum Separator<'a> {
    Space,
    Text(&'a [u8]),
}

fn separator<'a>(vm: &Vm, sep: &'a Value) -> PyResult<Separator<'a>> {
    if sep.is_none() || sep.is_unbound() {
        return Ok(Separator::Space);
    }
    match sep.as_str_object() {
        Some(text) if text.chars() == 0 => Err(vm.value_error("empty separator")),
        Some(text) => Ok(Separator::Text(text.as_bytes())),
        None => Err(must_be(vm, "must be str or None", sep)),
    }
}

/// Every whitespace character: where it starts and ends.
fn spaces(text: &StrObject) -> impl DoubleEndedIterator<Item = (usize, usize)> + '_ {
    let bytes = text.as_bytes();
    (0..bytes.len()).filter_map(move |at| {
        let rest = bytes.get(at..)?;
        match rest.first()? {
            byte @ 0..0x80 => unicode::is_space(u32::from(*byte)).then_some((at, at + 1)),
            0x80..0xc0 => None,
            _ => {
                let (point, len) = decode_wtf8(rest)?;
                unicode::is_space(point).then_some((at, at + len))
            }
        }
    })
}

/// The parts between runs of whitespace, as ranges of bytes.
fn words(text: &StrObject, limit: usize) -> Vec<(usize, usize)> {
    let (mut parts, mut start) = (Vec::new(), 0);
    let all = text.as_bytes().len();
    for (from, to) in spaces(text) {
        if from > start {
            if parts.len() == limit {
                break;
            }
            parts.push((start, from));
        }
        start = to;
    }
    // With the limit used up, the rest is one part, whitespace at its end included.
    if start < all {
        parts.push((start, all));
    }
    parts
}

/// As [`words`], from the right; the last part first.
fn words_from_right(text: &StrObject, limit: usize) -> Vec<(usize, usize)> {
    let (mut parts, mut end) = (Vec::new(), text.as_bytes().len());
    for (from, to) in spaces(text).rev() {
        if to < end {
            if parts.len() == limit {
                break;
            }
            parts.push((to, end));
        }
        end = from;
    }
    if end > 0 {
        parts.push((0, end));
    }
    parts
}

/// A negative limit is none.
fn limit_of(maxsplit: i64) -> usize {
    usize::try_from(maxsplit).unwrap_or(usize::MAX)
}

fn list(vm: &Vm, this: Text, parts: impl Iterator<Item = (usize, usize)>) -> Value {
    vm.new_list(parts.map(|(start, end)| vm.part(this, start, end)).collect())
}

pub(super) fn split(vm: &Vm, this: Text, sep: &Value, maxsplit: i64) -> PyResult {
    let limit = limit_of(maxsplit);
    let bytes = this.as_bytes();
    let needle = match separator(vm, sep)? {
        Separator::Space => return Ok(list(vm, this, words(&this, limit).into_iter())),
        Separator::Text(needle) => needle,
    };
    let mut from = 0;
    let mut parts = Vec::new();
    for at in find_all(bytes, needle).take(limit) {
        parts.push((from, at));
        from = at + needle.len();
    }
    parts.push((from, bytes.len()));
    Ok(list(vm, this, parts.into_iter()))
}

pub(super) fn rsplit(vm: &Vm, this: Text, sep: &Value, maxsplit: i64) -> PyResult {
    let limit = limit_of(maxsplit);
    let bytes = this.as_bytes();
    let needle = match separator(vm, sep)? {
        Separator::Space => {
            return Ok(list(vm, this, words_from_right(&this, limit).into_iter().rev()));
        }
        Separator::Text(needle) => needle,
    };
    let mut end = bytes.len();
    let mut parts = Vec::new();
    for at in rfind_all(bytes, needle).take(limit) {
        parts.push((at + needle.len(), end));
        end = at;
    }
    parts.push((0, end));
    Ok(list(vm, this, parts.into_iter().rev()))
}

/// Whether the code point ends a line.
fn is_line_break(point: u32) -> bool {
    matches!(point, 0x0a..=0x0d | 0x1c..=0x1e | 0x85 | 0x2028 | 0x2029)
}

pub(super) fn splitlines(vm: &Vm, this: Text, keepends: bool) -> PyResult {
    let bytes = this.as_bytes();
    let (mut parts, mut start, mut at) = (Vec::new(), 0, 0);
    while let Some((point, next)) = this.code_point(at) {
        if !is_line_break(point) {
            at = next;
            continue;
        }
        let crlf = point == 0x0d && bytes.get(next) == Some(&b'\n');
        let end = next + usize::from(crlf);
        parts.push((start, if keepends { end } else { at }));
        (start, at) = (end, end);
    }
    if start < bytes.len() {
        parts.push((start, bytes.len()));
    }
    Ok(list(vm, this, parts.into_iter()))
}

// ---- strip -------------------------------------------------------------------------------------

#[derive(Clone, Copy, PartialEq, Eq)]
enum Ends {
    Both,
    Left,
    Right,
}

fn strip_ends(vm: &Vm, this: Text, chars: &Value, name: &str, ends: Ends) -> PyResult {
    let set: Option<Vec<u32>> = if chars.is_none() || chars.is_unbound() {
        None
    } else {
        match chars.as_str_object() {
            Some(text) => Some(text.code_points().collect()),
            None => return Err(vm.type_error(format!("{name} arg must be None or str"))),
        }
    };
    let goes = |point: u32| match &set {
        Some(set) => set.contains(&point),
        None => unicode::is_space(point),
    };
    let bytes = this.as_bytes();
    let (mut start, mut end) = (0, bytes.len());
    if ends != Ends::Right {
        while let Some((point, next)) = this.code_point(start).filter(|(p, _)| goes(*p)) {
            let _ = point;
            start = next;
        }
    }
    if ends != Ends::Left {
        while end > start {
            let mut at = end - 1;
            while at > start && bytes.get(at).is_some_and(|b| b & 0xc0 == 0x80) {
                at -= 1;
            }
            if !this.code_point(at).is_some_and(|(point, _)| goes(point)) {
                break;
            }
            end = at;
        }
    }
    Ok(vm.part(this, start, end))
}

pub(super) fn strip(vm: &Vm, this: Text, chars: &Value) -> PyResult {
    strip_ends(vm, this, chars, "strip", Ends::Both)
}

pub(super) fn lstrip(vm: &Vm, this: Text, chars: &Value) -> PyResult {
    strip_ends(vm, this, chars, "lstrip", Ends::Left)
}

pub(super) fn rstrip(vm: &Vm, this: Text, chars: &Value) -> PyResult {
    strip_ends(vm, this, chars, "rstrip", Ends::Right)
}

// ---- join --------------------------------------------------------------------------------------

/// The items of what `join` was given, or a TypeError in `join`'s words.
pub(crate) fn join_items(vm: &Vm, iterable: &Value) -> PyResult<Vec<Value>> {
    vm.items_by_iterator(iterable, "can only join an iterable")
}

pub(super) fn join(vm: &Vm, this: Text, iterable: &Value) -> PyResult {
    let items = join_items(vm, iterable)?;
    if let [only] = items.as_slice()
        && only.get_exact::<StrObject>().is_some()
    {
        return Ok(only.clone());
    }
    let (mut len, mut chars, mut surrogates) = (Some(0usize), 0usize, this.has_surrogates());
    for (at, item) in items.iter().enumerate() {
        let Some(text) = item.as_str_object() else {
            let class = vm.class(item).full_name();
            return Err(
                vm.type_error(format!("sequence item {at}: expected str instance, {class} found"))
            );
        };
        let gap = if at == 0 { 0 } else { this.as_bytes().len() };
        len = len.and_then(|n| n.checked_add(gap)?.checked_add(text.as_bytes().len()));
        chars = chars.saturating_add(text.chars() + if at == 0 { 0 } else { this.chars() });
        surrogates |= text.has_surrogates();
    }
    let mut out = buffer(vm, len)?;
    for (at, text) in items.iter().filter_map(Value::as_str_object).enumerate() {
        if at > 0 {
            out.extend_from_slice(this.as_bytes());
        }
        out.extend_from_slice(text.as_bytes());
    }
    if surrogates { vm.finish_str(&out) } else { vm.try_make_str(&out, chars, false) }
}
