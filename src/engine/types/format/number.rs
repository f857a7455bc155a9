//! The layout of a number: sign, prefix, digits in groups, fraction, and what fills it up to a
//! width. Knows no kind of number.

use crate::object::slots::PyResult;
use crate::object::string::push_wtf8;
use crate::object::value::Value;
use crate::object::vm::Vm;

use super::spec::{Align, Group, Sign, Spec};

/// A number in pieces. The sign is separate.
pub(super) struct Number<'a> {
    pub negative: bool,
    /// `0x` and the like.
    pub prefix: &'a str,
    /// Digits before the point; nothing for what has none (`inf`, a character).
    pub whole: &'a [u8],
    /// Everything behind them.
    pub rest: &'a [u8],
    /// Digits of a group, if they are grouped.
    pub group: usize,
}

impl Number<'_> {
    /// The number as the specification wants it.
    pub(super) fn lay_out(&self, vm: &Vm, spec: &Spec) -> PyResult {
        let sign = sign_of(self.negative, spec.sign);
        let outside = sign.len() + self.prefix.len() + self.rest_chars();
        let zeros = spec.align == Align::AfterSign && spec.fill == u32::from('0');
        let least = if zeros { spec.width.saturating_sub(outside) } else { 0 };
        let digits = grouped_len(self.whole.len(), spec.group, self.group, least);
        let shown = outside.saturating_add(digits.total);
        let missing = spec.width.saturating_sub(shown);
        let unit = if spec.fill < 0x80 { 1 } else { 4 };
        let total = missing.checked_mul(unit).and_then(|n| n.checked_add(shown));
        let total = total.and_then(|n| n.checked_add(self.rest.len()));
        let mut out = vm.scratch();
        vm.reserve(&mut out, total)?;
        let (left, inner, right) = match spec.align {
            Align::Left => (0, 0, missing),
            Align::Right => (missing, 0, 0),
            Align::Center => (missing / 2, 0, missing - missing / 2),
            Align::AfterSign => (0, missing, 0),
        };
        (0..left).for_each(|_| push_wtf8(&mut out, spec.fill));
        out.extend_from_slice(sign.as_bytes());
        out.extend_from_slice(self.prefix.as_bytes());
        (0..inner).for_each(|_| push_wtf8(&mut out, spec.fill));
        self.push_digits(&mut out, digits, spec.group);
        out.extend_from_slice(self.rest);
        (0..right).for_each(|_| push_wtf8(&mut out, spec.fill));
        vm.finish_scratch(out)
    }

    fn rest_chars(&self) -> usize {
        crate::types::str::text::count_chars(self.rest)
    }

    fn push_digits(&self, out: &mut Vec<u8>, len: GroupedLen, group: Group) {
        let zeros = len.digits - self.whole.len();
        for at in 0..len.digits {
            let left = len.digits - at;
            if let Some(symbol) = group.symbol()
                && at > 0
                && left.is_multiple_of(self.group)
            {
                out.push(symbol as u8);
            }
            let digit = at.checked_sub(zeros).and_then(|at| self.whole.get(at));
            out.push(digit.copied().unwrap_or(b'0'));
        }
    }
}

fn sign_of(negative: bool, sign: Sign) -> &'static str {
    match sign {
        _ if negative => "-",
        Sign::Plus => "+",
        Sign::Space => " ",
        Sign::Default | Sign::Minus => "",
    }
}

/// How many digits are shown, leading zeros included, and how long that is with separators.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
struct GroupedLen {
    digits: usize,
    total: usize,
}

/// The fewest digits that, with their separators, fill `least` characters.
fn grouped_len(whole: usize, group: Group, size: usize, least: usize) -> GroupedLen {
    if whole == 0 {
        return GroupedLen { digits: 0, total: 0 };
    }
    if group == Group::None || size == 0 {
        let digits = whole.max(least);
        return GroupedLen { digits, total: digits };
    }
    let total = |digits: usize| digits.saturating_add((digits - 1) / size);
    // Of `size + 1` characters, `size` are digits: not fewer than this, and then a few more.
    let mut digits = whole.max(least / (size + 1) * size).max(1);
    while total(digits) < least {
        digits += 1;
    }
    GroupedLen { digits, total: total(digits) }
}

/// Text of any kind filled up to the specification's width.
pub(super) fn pad_text(vm: &Vm, text: &Value, spec: &Spec) -> PyResult {
    let Some(text) = crate::types::str::Text::of(text) else { return Ok(text.clone()) };
    let missing = spec.width.saturating_sub(text.chars());
    let (left, right) = match spec.align {
        Align::Left | Align::AfterSign => (0, missing),
        Align::Right => (missing, 0),
        Align::Center => (missing / 2, missing - missing / 2),
    };
    crate::types::str::pad(vm, text, left, right, spec.fill)
}

#[cfg(test)]
mod tests {
    use super::{Group, GroupedLen, grouped_len};

    #[test]
    fn zeros_fill_groups() {
        let len = |whole, least| {
            let GroupedLen { digits, total } = grouped_len(whole, Group::Comma, 3, least);
            (digits, total)
        };
        assert_eq!(len(5, 0), (5, 6));
        assert_eq!(len(5, 10), (8, 10));
        assert_eq!(len(5, 11), (9, 11));
        assert_eq!(len(5, 8), (7, 9));
        assert_eq!(len(1, 5), (4, 5));
        assert_eq!(len(0, 5), (0, 0));
    }
}
