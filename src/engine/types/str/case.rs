//! str: upper and lower case, and the questions about kinds of characters (`isalpha` and the like).

use crate::object::slots::PyResult;
use crate::object::string::{StrObject, push_wtf8};
use crate::object::value::Value;
use crate::object::vm::Vm;
use crate::types::unicode::{self, Mapped, properties};

use super::text::{Text, buffer, push_mapped};

/// Maps ASCII text byte by byte.
fn map_ascii(vm: &Vm, text: &StrObject, map: impl Fn(usize, u8) -> u8) -> PyResult {
    let mut out = buffer(vm, Some(text.as_bytes().len()))?;
    out.extend(text.as_bytes().iter().enumerate().map(|(at, byte)| map(at, *byte)));
    vm.try_make_str(&out, out.len(), false)
}

/// Maps every code point; `map` sees where it is.
fn map_points(vm: &Vm, text: &StrObject, mut map: impl FnMut(usize, u32) -> Mapped) -> PyResult {
    let mut out = buffer(vm, Some(text.as_bytes().len()))?;
    text.code_points().enumerate().for_each(|(at, point)| push_mapped(&mut out, map(at, point)));
    vm.finish_str(&out)
}

const SIGMA: u32 = 0x3a3;

/// The lower case of one code point of a text, where a sigma at the end of a word looks different.
struct Lower {
    /// The code points, needed only when there is a sigma.
    points: Vec<u32>,
}

impl Lower {
    fn new(text: &StrObject) -> Lower {
        let sigma = text.as_bytes().windows(2).any(|pair| pair == [0xce, 0xa3]);
        Lower { points: if sigma { text.code_points().collect() } else { Vec::new() } }
    }

    fn map(&self, at: usize, point: u32) -> Mapped {
        if point == SIGMA { [self.sigma(at), 0, 0] } else { unicode::to_lower(point) }
    }

    fn sigma(&self, at: usize) -> u32 {
        let cased = |point: Option<&u32>| point.is_some_and(|p| properties(*p).is_cased());
        let skipped = |point: &&u32| !properties(**point).is_case_ignorable();
        let (before, after) = self.points.split_at(at.min(self.points.len()));
        let after = after.get(1..).unwrap_or(&[]);
        let last = cased(before.iter().rev().find(skipped)) && !cased(after.iter().find(skipped));
        if last { 0x3c2 } else { 0x3c3 }
    }
}

pub(super) fn lower(vm: &Vm, this: Text) -> PyResult {
    if this.is_ascii() {
        return map_ascii(vm, &this, |_, byte| byte.to_ascii_lowercase());
    }
    let lower = Lower::new(&this);
    map_points(vm, &this, |at, point| lower.map(at, point))
}

pub(super) fn upper(vm: &Vm, this: Text) -> PyResult {
    if this.is_ascii() {
        return map_ascii(vm, &this, |_, byte| byte.to_ascii_uppercase());
    }
    map_points(vm, &this, |_, point| unicode::to_upper(point))
}

pub(super) fn casefold(vm: &Vm, this: Text) -> PyResult {
    if this.is_ascii() {
        return lower(vm, this);
    }
    map_points(vm, &this, |_, point| unicode::to_folded(point))
}

pub(super) fn capitalize(vm: &Vm, this: Text) -> PyResult {
    if this.is_ascii() {
        return map_ascii(vm, &this, |at, byte| {
            if at == 0 { byte.to_ascii_uppercase() } else { byte.to_ascii_lowercase() }
        });
    }
    let lower = Lower::new(&this);
    let first = |at, point| if at == 0 { unicode::to_title(point) } else { lower.map(at, point) };
    map_points(vm, &this, first)
}

pub(super) fn swapcase(vm: &Vm, this: Text) -> PyResult {
    let lower = Lower::new(&this);
    map_points(vm, &this, |at, point| {
        let about = properties(point);
        if about.is_upper() {
            lower.map(at, point)
        } else if about.is_lower() {
            unicode::to_upper(point)
        } else {
            [point, 0, 0]
        }
    })
}

pub(super) fn title(vm: &Vm, this: Text) -> PyResult {
    let lower = Lower::new(&this);
    let mut inside = false;
    map_points(vm, &this, |at, point| {
        let mapped = if inside { lower.map(at, point) } else { unicode::to_title(point) };
        inside = properties(point).is_cased();
        mapped
    })
}

/// Whether the text is not empty and every code point has the property.
fn all(text: &StrObject, test: impl Fn(u32) -> bool) -> bool {
    text.chars() > 0 && text.code_points().all(test)
}

pub(super) fn isalpha(_: &Vm, this: Text) -> bool {
    all(&this, |p| properties(p).is_alpha())
}
pub(super) fn isalnum(_: &Vm, this: Text) -> bool {
    all(&this, |p| properties(p).is_alphanumeric())
}
pub(super) fn isdecimal(_: &Vm, this: Text) -> bool {
    all(&this, |p| properties(p).is_decimal())
}
pub(super) fn isdigit(_: &Vm, this: Text) -> bool {
    all(&this, |p| properties(p).is_digit())
}
pub(super) fn isnumeric(_: &Vm, this: Text) -> bool {
    all(&this, |p| properties(p).is_numeric())
}
pub(super) fn isspace(_: &Vm, this: Text) -> bool {
    all(&this, unicode::is_space)
}
pub(super) fn isprintable(_: &Vm, this: Text) -> bool {
    this.code_points().all(unicode::is_printable)
}
pub(super) fn isascii(_: &Vm, this: Text) -> bool {
    this.is_ascii()
}

pub(super) fn isidentifier(_: &Vm, this: Text) -> bool {
    let mut points = this.code_points();
    let first = points.next().is_some_and(|p| properties(p).starts_identifier());
    first && points.all(|p| properties(p).continues_identifier())
}

pub(super) fn islower(_: &Vm, this: Text) -> bool {
    let mut any = false;
    for about in this.code_points().map(properties) {
        if about.is_upper() || about.is_title() {
            return false;
        }
        any |= about.is_lower();
    }
    any
}

pub(super) fn isupper(_: &Vm, this: Text) -> bool {
    let mut any = false;
    for about in this.code_points().map(properties) {
        if about.is_lower() || about.is_title() {
            return false;
        }
        any |= about.is_upper();
    }
    any
}

pub(super) fn istitle(_: &Vm, this: Text) -> bool {
    let (mut any, mut inside) = (false, false);
    for about in this.code_points().map(properties) {
        if about.is_upper() || about.is_title() {
            if inside {
                return false;
            }
            (any, inside) = (true, true);
        } else if about.is_lower() {
            if !inside {
                return false;
            }
            any = true;
        } else {
            inside = false;
        }
    }
    any
}

/// `str.expandtabs`: a tab goes to the next multiple of `tabsize`.
pub(super) fn expandtabs(vm: &Vm, this: Text, tabsize: i32) -> PyResult {
    let tab = usize::try_from(tabsize).unwrap_or(0);
    let tabs = memchr::memchr_iter(b'\t', this.as_bytes()).count();
    if tabs.checked_mul(tab).and_then(|n| n.checked_add(this.as_bytes().len())).is_none() {
        return Err(vm.overflow_error("new string is too long"));
    }
    let mut out = buffer(vm, Some(this.as_bytes().len() + tabs.min(1) * tab))?;
    let mut column = 0;
    for point in this.code_points() {
        match point {
            0x09 if tab > 0 => {
                let step = tab - column % tab;
                if !vm.heap.allows(out.len() + step) || out.try_reserve(step).is_err() {
                    return Err(vm.memory_error());
                }
                out.resize(out.len() + step, b' ');
                column += step;
            }
            0x09 => {}
            _ => {
                push_wtf8(&mut out, point);
                column = if matches!(point, 0x0a | 0x0d) { 0 } else { column + 1 };
            }
        }
    }
    vm.finish_str(&out)
}

/// Text filled up to a width: `left` and `right` fill characters around it.
pub(crate) fn pad(vm: &Vm, this: Text, left: usize, right: usize, fill: u32) -> PyResult {
    if left == 0 && right == 0 {
        return Ok(super::text::exact(vm, this));
    }
    let mut unit = Vec::with_capacity(4);
    push_wtf8(&mut unit, fill);
    let total = left.checked_add(right).and_then(|n| n.checked_mul(unit.len()));
    let total = total.and_then(|n| n.checked_add(this.as_bytes().len()));
    let mut out = buffer(vm, total)?;
    let repeat = |out: &mut Vec<u8>, count: usize| match unit.as_slice() {
        [byte] => out.resize(out.len() + count, *byte),
        unit => (0..count).for_each(|_| out.extend_from_slice(unit)),
    };
    repeat(&mut out, left);
    out.extend_from_slice(this.as_bytes());
    repeat(&mut out, right);
    let surrogates = this.has_surrogates() || char::from_u32(fill).is_none();
    vm.try_make_str(&out, this.chars() + left + right, surrogates)
}

/// The fill character of `center` and its like.
fn fill_char(vm: &Vm, fill: &Value) -> PyResult<u32> {
    if fill.is_unbound() {
        return Ok(0x20);
    }
    let Some(text) = fill.as_str_object() else {
        let class = vm.class(fill).full_name();
        let text = format!("The fill character must be a unicode character, not {class}");
        return Err(vm.type_error(text));
    };
    let mut points = text.code_points();
    match (points.next(), points.next()) {
        (Some(point), None) => Ok(point),
        _ => Err(vm.type_error("The fill character must be exactly one character long")),
    }
}

fn missing(width: i64, text: &StrObject) -> usize {
    usize::try_from(width).unwrap_or(0).saturating_sub(text.chars())
}

pub(super) fn ljust(vm: &Vm, this: Text, width: i64, fill: &Value) -> PyResult {
    let fill = fill_char(vm, fill)?;
    pad(vm, this, 0, missing(width, &this), fill)
}

pub(super) fn rjust(vm: &Vm, this: Text, width: i64, fill: &Value) -> PyResult {
    let fill = fill_char(vm, fill)?;
    pad(vm, this, missing(width, &this), 0, fill)
}

pub(super) fn center(vm: &Vm, this: Text, width: i64, fill: &Value) -> PyResult {
    let fill = fill_char(vm, fill)?;
    let missing = missing(width, &this);
    // The odd one goes left if the width is odd.
    let left = missing / 2 + (missing & width as usize & 1);
    pad(vm, this, left, missing - left, fill)
}

pub(super) fn zfill(vm: &Vm, this: Text, width: i64) -> PyResult {
    let missing = missing(width, &this);
    let padded = pad(vm, this, missing, 0, 0x30)?;
    let sign = this.as_bytes().first().filter(|b| matches!(b, b'+' | b'-'));
    match (sign, padded.as_str_object()) {
        (Some(sign), Some(text)) if missing > 0 => {
            let mut bytes = text.as_bytes().to_vec();
            if let Some(first) = bytes.first_mut() {
                *first = *sign;
            }
            if let Some(place) = bytes.get_mut(missing) {
                *place = b'0';
            }
            vm.finish_str(&bytes)
        }
        _ => Ok(padded),
    }
}
