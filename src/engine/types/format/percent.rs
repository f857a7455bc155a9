//! `%` of str, bytes and bytearray.

use crate::object::slots::{PyResult, Raised};
use crate::object::string::{StrObject, decode_wtf8, push_wtf8};
use crate::object::tuple::TupleObject;
use crate::object::value::Value;
use crate::object::vm::Vm;
use crate::types::bytes::{Buffer, BytesObject};
use crate::types::exception::TYPE_ERROR;
use crate::types::int::{BigIntObject, IntDigits};
use crate::types::memory_view::exporter::request;
use crate::types::str::text::count_chars;

use super::digits::{Style, digits};
use super::int::{Integer, in_base, in_decimal, int_of};

/// What is being formatted: messages and a few codes differ.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Flavor {
    Str,
    Bytes,
}

/// `text % args`
pub fn percent_str(vm: &Vm, text: &StrObject, args: &Value) -> PyResult {
    let out = Percent::new(vm, Flavor::Str, text.as_bytes(), args).run()?;
    vm.finish_scratch(out)
}

/// `bytes % args`, as plain bytes.
pub fn percent_bytes(vm: &Vm, text: &[u8], args: &Value) -> PyResult<Vec<u8>> {
    Percent::new(vm, Flavor::Bytes, text, args).run()
}

/// Where the next argument comes from.
enum Arguments {
    Tuple { items: Value, next: usize },
    One { value: Value, used: bool },
}

struct Percent<'a> {
    vm: &'a Vm,
    flavor: Flavor,
    text: &'a [u8],
    at: usize,
    args: Arguments,
    /// The argument, if it can be asked for keys.
    mapping: Option<&'a Value>,
    out: Vec<u8>,
}

/// One `%…`.
#[derive(Default)]
struct Directive {
    minus: bool,
    plus: bool,
    space: bool,
    alternate: bool,
    zero: bool,
    width: usize,
    precision: Option<usize>,
    /// The code, and the byte where it stands.
    code: u32,
    at: usize,
}

impl<'a> Percent<'a> {
    fn new(vm: &'a Vm, flavor: Flavor, text: &'a [u8], args: &'a Value) -> Percent<'a> {
        let tuple = args.get::<TupleObject>().is_some();
        let text_like = match flavor {
            Flavor::Str => args.get::<StrObject>().is_some(),
            Flavor::Bytes => Buffer::of_base(args).is_some() || args.get::<StrObject>().is_some(),
        };
        let subscriptable = vm.class(args).slots.getitem.get().is_some();
        let mapping = (subscriptable && !tuple && !text_like).then_some(args);
        let args = match tuple {
            true => Arguments::Tuple { items: args.clone(), next: 0 },
            false => Arguments::One { value: args.clone(), used: false },
        };
        Percent { vm, flavor, text, at: 0, args, mapping, out: vm.scratch() }
    }

    fn run(mut self) -> PyResult<Vec<u8>> {
        while let Some(rest) = self.text.get(self.at..).filter(|rest| !rest.is_empty()) {
            let Some(literal) = memchr::memchr(b'%', rest) else {
                self.vm.push_bytes(&mut self.out, rest)?;
                break;
            };
            self.vm.push_bytes(&mut self.out, rest.get(..literal).unwrap_or(&[]))?;
            self.at += literal + 1;
            if self.peek() == Some(b'%') {
                self.at += 1;
                self.vm.push_bytes(&mut self.out, b"%")?;
                continue;
            }
            let directive = self.directive()?;
            self.convert(&directive)?;
        }
        let all_used = match &self.args {
            Arguments::Tuple { items, next } => *next >= items.tuple_items().len(),
            Arguments::One { used, .. } => *used,
        };
        if all_used || self.mapping.is_some() {
            return Ok(self.out);
        }
        let what = if self.flavor == Flavor::Str { "string" } else { "bytes" };
        let text = format!("not all arguments converted during {what} formatting");
        Err(self.vm.type_error(text))
    }

    fn peek(&self) -> Option<u8> {
        self.text.get(self.at).copied()
    }

    fn next_argument(&mut self) -> PyResult {
        let found = match &mut self.args {
            Arguments::Tuple { items, next } => {
                *next += 1;
                items.tuple_items().get(*next - 1).cloned()
            }
            Arguments::One { used: true, .. } => None,
            Arguments::One { value, used } => {
                *used = true;
                Some(value.clone())
            }
        };
        found.ok_or_else(|| self.vm.type_error("not enough arguments for format string"))
    }

    // ---- reading a directive -------------------------------------------------------------------

    fn directive(&mut self) -> PyResult<Directive> {
        let mut made = Directive::default();
        if self.peek() == Some(b'(') {
            self.key()?;
        }
        while let Some(flag) = self.peek() {
            match flag {
                b'-' => made.minus = true,
                b'+' => made.plus = true,
                b' ' => made.space = true,
                b'#' => made.alternate = true,
                b'0' => made.zero = true,
                _ => break,
            }
            self.at += 1;
        }
        if let Some(width) = self.number("width too big", i64::MAX)? {
            made.minus |= width < 0;
            // The least number has no counterpart above zero; it counts as no width.
            let width = width.checked_abs().unwrap_or(0);
            made.width = usize::try_from(width).unwrap_or(usize::MAX);
        }
        if self.peek() == Some(b'.') {
            self.at += 1;
            let too_big = match self.flavor {
                Flavor::Str => "precision too big",
                Flavor::Bytes => "prec too big",
            };
            let given = self.number(too_big, i64::from(i32::MAX))?;
            made.precision = Some(usize::try_from(given.unwrap_or(0)).unwrap_or(0));
        }
        if matches!(self.peek(), Some(b'h' | b'l' | b'L')) {
            self.at += 1;
        }
        made.at = self.at;
        let rest = self.text.get(self.at..).unwrap_or(&[]);
        let code = match self.flavor {
            Flavor::Str => decode_wtf8(rest),
            Flavor::Bytes => rest.first().map(|b| (u32::from(*b), 1)),
        };
        let Some((code, len)) = code else { return Err(self.vm.value_error("incomplete format")) };
        self.at += len;
        made.code = code;
        Ok(made)
    }

    /// `(key)`: the argument is what the mapping has for it.
    fn key(&mut self) -> PyResult<()> {
        let Some(mapping) = self.mapping else {
            return Err(self.vm.type_error("format requires a mapping"));
        };
        let start = self.at + 1;
        let mut depth = 0;
        loop {
            match self.peek() {
                Some(b'(') => depth += 1,
                Some(b')') => depth -= 1,
                Some(_) => {}
                None => return Err(self.vm.value_error("incomplete format key")),
            }
            self.at += 1;
            if depth == 0 {
                break;
            }
        }
        let key = self.text.get(start..self.at - 1).unwrap_or(&[]);
        let key = match self.flavor {
            Flavor::Str => self.vm.finish_str(key)?,
            Flavor::Bytes => self.vm.new_bytes(key.to_vec()),
        };
        let value = self.vm.getitem(mapping, &key)?;
        self.args = Arguments::One { value, used: false };
        Ok(())
    }

    /// Digits, or `*` for the next argument.
    fn number(&mut self, too_big: &str, most: i64) -> PyResult<Option<i64>> {
        if self.peek() == Some(b'*') {
            self.at += 1;
            let given = self.next_argument()?;
            let is_int = given.is_int() || given.is_bool() || given.get::<BigIntObject>().is_some();
            if !is_int {
                return Err(self.vm.type_error("* wants int"));
            }
            let number = match int_of(&given) {
                Integer::Small(int) => Some(int),
                Integer::Big(big) => i64::try_from(big).ok(),
            };
            return match number.filter(|n| (-most - 1..=most).contains(n)) {
                Some(number) => Ok(Some(number)),
                None => {
                    let text = match most == i64::MAX {
                        true => "Python int too large to convert to C ssize_t",
                        false => "Python int too large to convert to C int",
                    };
                    Err(self.vm.overflow_error(text))
                }
            };
        }
        let mut number = None;
        while let Some(digit) = self.peek().filter(u8::is_ascii_digit) {
            let next = number.unwrap_or(0i64).checked_mul(10);
            let next = next.and_then(|n| n.checked_add(i64::from(digit - b'0')));
            let next = next.filter(|n| *n <= most);
            number = Some(next.ok_or_else(|| self.vm.value_error(too_big))?);
            self.at += 1;
        }
        Ok(number)
    }

    // ---- writing it ----------------------------------------------------------------------------

    fn convert(&mut self, directive: &Directive) -> PyResult<()> {
        let value = self.next_argument()?;
        match char::from_u32(directive.code) {
            Some('s') => self.text(directive, &value),
            Some('b') if self.flavor == Flavor::Bytes => self.text(directive, &value),
            Some('r') if self.flavor == Flavor::Str => {
                let shown = self.vm.repr(&value)?;
                self.push_str(directive, &shown)
            }
            Some('r' | 'a') => {
                let shown = self.vm.ascii(&value)?;
                self.push_str(directive, &shown)
            }
            Some('c') => self.character(directive, &value),
            Some(code @ ('d' | 'i' | 'u' | 'o' | 'x' | 'X')) => {
                self.integer(directive, code, &value)
            }
            Some(code @ ('e' | 'E' | 'f' | 'F' | 'g' | 'G')) => self.float(directive, code, &value),
            _ => Err(self.unsupported(directive)),
        }
    }

    #[cold]
    fn unsupported(&self, directive: &Directive) -> Raised {
        let code = directive.code;
        if self.flavor == Flavor::Bytes && code >= 0x80 {
            return self.vm.overflow_error("character argument not in range(0x110000)");
        }
        let shown = match self.flavor {
            Flavor::Str => char::from_u32(code).filter(|c| (' '..='~').contains(c)),
            Flavor::Bytes => char::from_u32(code),
        };
        let shown = shown.unwrap_or('?');
        let before = self.text.get(..directive.at).unwrap_or(&[]);
        let at = match self.flavor {
            Flavor::Str => count_chars(before),
            Flavor::Bytes => before.len(),
        };
        self.vm.value_error(format!(
            "unsupported format character '{shown}' ({code:#x}) at index {at}"
        ))
    }

    /// `%s`, and for bytes `%b`.
    fn text(&mut self, directive: &Directive, value: &Value) -> PyResult<()> {
        if self.flavor == Flavor::Str {
            let shown = self.vm.str_of(value)?;
            return self.push_str(directive, &shown);
        }
        if let Some(buffer) = Buffer::asked(self.vm, value, request::FULL_READ_ONLY)? {
            let bytes = buffer.to_vec();
            return self.push_cut(directive, &bytes);
        }
        let made = self.vm.call_special(value, &self.vm.names().__bytes__, &[])?;
        match made.as_ref().map(|made| (made, made.get::<BytesObject>())) {
            Some((_, Some(bytes))) => self.push_cut(directive, &bytes.0),
            Some((made, None)) => {
                let class = self.vm.class(made).full_name();
                let text = format!("__bytes__ returned non-bytes (type {class})");
                Err(self.vm.type_error(text))
            }
            None => {
                let class = self.vm.class(value).full_name();
                Err(self.vm.type_error(format!(
                    "%b requires a bytes-like object, or an object that implements __bytes__, \
                     not '{class}'"
                )))
            }
        }
    }

    fn push_str(&mut self, directive: &Directive, shown: &Value) -> PyResult<()> {
        let bytes = shown.as_str_object().map_or(&[][..], StrObject::as_bytes);
        self.push_cut(directive, bytes)
    }

    /// Text cut to the precision and filled up to the width.
    fn push_cut(&mut self, directive: &Directive, bytes: &[u8]) -> PyResult<()> {
        let chars = self.chars(bytes);
        let cut = match directive.precision {
            Some(most) if most < chars => self.offset(bytes, most),
            _ => bytes.len(),
        };
        self.push_filled(directive, "", "", bytes.get(..cut).unwrap_or(bytes), b' ')
    }

    fn chars(&self, bytes: &[u8]) -> usize {
        match self.flavor {
            Flavor::Str => count_chars(bytes),
            Flavor::Bytes => bytes.len(),
        }
    }

    fn offset(&self, bytes: &[u8], chars: usize) -> usize {
        match self.flavor {
            Flavor::Str => {
                let mut starts = bytes.iter().enumerate().filter(|(_, b)| **b & 0xc0 != 0x80);
                starts.nth(chars).map_or(bytes.len(), |(at, _)| at)
            }
            Flavor::Bytes => chars,
        }
    }

    /// Sign, prefix and body; zeros go behind the prefix, blanks before the sign.
    fn push_filled(
        &mut self,
        directive: &Directive,
        sign: &str,
        prefix: &str,
        body: &[u8],
        fill: u8,
    ) -> PyResult<()> {
        let shown = sign.len() + prefix.len() + self.chars(body);
        let missing = directive.width.saturating_sub(shown);
        let total = missing.checked_add(body.len() + sign.len() + prefix.len());
        let fits =
            |n: &usize| n.checked_add(self.out.len()).is_some_and(|n| self.vm.heap.allows(n));
        match total.filter(fits) {
            Some(total) if self.out.try_reserve(total).is_ok() => {}
            _ => return Err(self.vm.memory_error()),
        }
        let out = &mut self.out;
        let fill_up = |out: &mut Vec<u8>| out.resize(out.len() + missing, fill);
        if !directive.minus && fill == b' ' {
            fill_up(out);
        }
        out.extend_from_slice(sign.as_bytes());
        out.extend_from_slice(prefix.as_bytes());
        if !directive.minus && fill != b' ' {
            fill_up(out);
        }
        out.extend_from_slice(body);
        if directive.minus {
            out.resize(out.len() + missing, b' ');
        }
        Ok(())
    }

    fn push_number(
        &mut self,
        directive: &Directive,
        negative: bool,
        prefix: &str,
        digits: &[u8],
    ) -> PyResult<()> {
        let sign = match negative {
            true => "-",
            false if directive.plus => "+",
            false if directive.space => " ",
            false => "",
        };
        let fill = if directive.zero && !directive.minus { b'0' } else { b' ' };
        self.push_filled(directive, sign, prefix, digits, fill)
    }

    fn character(&mut self, directive: &Directive, value: &Value) -> PyResult<()> {
        let mut body = Vec::with_capacity(4);
        // Only of bytes, since the int of `%c` may run code.
        let bytes = match self.flavor {
            Flavor::Str => None,
            Flavor::Bytes => Buffer::of(self.vm, value),
        };
        match (self.flavor, value.as_str_object(), bytes) {
            (Flavor::Str, Some(text), _) if text.chars() == 1 => {
                body.extend_from_slice(text.as_bytes());
            }
            (Flavor::Bytes, _, Some(bytes)) if bytes.len() == 1 => body.extend_from_slice(&bytes),
            (Flavor::Str, Some(_), _) | (Flavor::Bytes, _, Some(_)) => {
                return Err(self.no_character());
            }
            _ => {
                let point = self.code_point(value)?;
                match self.flavor {
                    Flavor::Str => push_wtf8(&mut body, point),
                    Flavor::Bytes => body.push(point as u8),
                }
            }
        }
        self.push_filled(directive, "", "", &body, b' ')
    }

    /// The int of `%c` as a character or byte.
    fn code_point(&self, value: &Value) -> PyResult<u32> {
        let int = match self.vm.index(value) {
            Ok(int) => int,
            Err(raised) if self.vm.is_exception(&raised.0, &TYPE_ERROR) => {
                return Err(self.no_character());
            }
            Err(raised) => return Err(raised),
        };
        let (most, range) = match self.flavor {
            Flavor::Str => (0x11_0000, "0x110000"),
            Flavor::Bytes => (256, "256"),
        };
        let point = self.vm.small_index(&int).and_then(|n| u32::try_from(n).ok());
        point
            .filter(|p| *p < most)
            .ok_or_else(|| self.vm.overflow_error(format!("%c arg not in range({range})")))
    }

    #[cold]
    fn no_character(&self) -> Raised {
        self.vm.type_error(match self.flavor {
            Flavor::Str => "%c requires int or char",
            Flavor::Bytes => "%c requires an integer in range(256) or a single byte",
        })
    }

    fn integer(&mut self, directive: &Directive, code: char, value: &Value) -> PyResult<()> {
        let int = self.int_for(code, value)?;
        let (radix, prefix) = match code {
            'o' => (8, "0o"),
            'x' => (16, "0x"),
            'X' => (16, "0X"),
            _ => (10, ""),
        };
        let (negative, mut digits) = match radix {
            10 => in_decimal(self.vm, &int)?,
            _ => in_base(&int, radix),
        };
        if code == 'X' {
            digits.make_ascii_uppercase();
        }
        if let Some(missing) = directive.precision.and_then(|p| p.checked_sub(digits.len())) {
            if !self.vm.heap.allows(missing) {
                return Err(self.vm.memory_error());
            }
            let zeros = std::iter::repeat_n(b'0', missing);
            digits = IntDigits::Many(zeros.chain(digits.iter().copied()).map(char::from).collect());
        }
        let prefix = if directive.alternate { prefix } else { "" };
        self.push_number(directive, negative, prefix, &digits)
    }

    /// The int of `%d` (by `__int__`) or `%x` and `%o` (by `__index__`).
    fn int_for(&self, code: char, value: &Value) -> PyResult {
        if value.is_int() || value.is_bool() || value.get::<BigIntObject>().is_some() {
            return Ok(value.clone());
        }
        let by_index = matches!(code, 'o' | 'x' | 'X');
        let slots = &self.vm.class(value).slots;
        let made = match (slots.int.get(), slots.index.get()) {
            (Some(int), _) if !by_index => Some(int(self.vm, value)),
            (_, Some(_)) => Some(self.vm.index(value)),
            _ => None,
        };
        match made {
            Some(Ok(int)) => Ok(int),
            Some(Err(raised)) if !self.vm.is_exception(&raised.0, &TYPE_ERROR) => Err(raised),
            _ => {
                let what = if by_index { "an integer" } else { "a real number" };
                let class = self.vm.class(value).full_name();
                let code = match code {
                    'i' if self.flavor == Flavor::Bytes => 'd',
                    code => code,
                };
                let text = format!("%{code} format: {what} is required, not {class}");
                Err(self.vm.type_error(text))
            }
        }
    }

    fn float(&mut self, directive: &Directive, code: char, value: &Value) -> PyResult<()> {
        let number = match self.vm.to_f64(value) {
            Err(raised)
                if self.flavor == Flavor::Bytes && self.vm.is_exception(&raised.0, &TYPE_ERROR) =>
            {
                let class = self.vm.class(value).full_name();
                return Err(self.vm.type_error(format!("float argument required, not {class}")));
            }
            number => number?,
        };
        super::float::check_precision(self.vm, directive.precision)?;
        let precision = directive.precision.unwrap_or(6);
        let style = match code.to_ascii_lowercase() {
            'e' => Style::Exponent(precision),
            'f' => Style::Fixed(precision),
            _ => Style::General(precision),
        };
        let mut text = digits(number, style, directive.alternate).text;
        if code.is_ascii_uppercase() {
            text.make_ascii_uppercase();
        }
        let negative = number.is_sign_negative() && !number.is_nan();
        self.push_number(directive, negative, "", text.as_bytes())
    }
}
