//! `str.format` and `str.format_map`: templates with fields in braces. What a field's
//! specification means is not known here.

use crate::object::slots::{PyResult, Raised};
use crate::object::string::{StrObject, decode_wtf8};
use crate::object::value::Value;
use crate::object::vm::Vm;
use crate::types::unicode::decimal_value;

/// A template cut into one literal text and the field behind it.
pub struct Piece<'a> {
    /// Text as it is; of a doubled brace the first one.
    pub literal: &'a [u8],
    pub field: Option<Field<'a>>,
}

/// `{name!conversion:spec}`
pub struct Field<'a> {
    pub name: &'a [u8],
    pub conversion: Option<u32>,
    pub spec: &'a [u8],
}

/// The next piece of `rest`, which moves on; `None` at the end.
pub fn next_piece<'a>(rest: &mut &'a [u8]) -> Result<Option<Piece<'a>>, &'static str> {
    let text = *rest;
    if text.is_empty() {
        return Ok(None);
    }
    let Some(at) = memchr::memchr2(b'{', b'}', text) else {
        *rest = &[];
        return Ok(Some(Piece { literal: text, field: None }));
    };
    let (before, from) = text.split_at(at);
    match *from {
        [b'{', b'{', ref tail @ ..] | [b'}', b'}', ref tail @ ..] => {
            let literal = text.get(..=at).unwrap_or(before);
            *rest = tail;
            Ok(Some(Piece { literal, field: None }))
        }
        [b'}', ..] => Err("Single '}' encountered in format string"),
        [_] | [] => Err("Single '{' encountered in format string"),
        [_, ref inside @ ..] => {
            let (field, tail) = field(inside)?;
            *rest = tail;
            Ok(Some(Piece { literal: before, field: Some(field) }))
        }
    }
}

/// A field, given the text behind its brace; with what follows the closing one.
fn field(text: &[u8]) -> Result<(Field<'_>, &[u8]), &'static str> {
    const UNCLOSED: &str = "expected '}' before end of string";
    let mut at = 0;
    let stop = loop {
        match text.get(at).ok_or(UNCLOSED)? {
            b'{' => return Err("unexpected '{' in field name"),
            b'[' => {
                let inside = text.get(at..).unwrap_or(&[]);
                at += memchr::memchr(b']', inside).ok_or(UNCLOSED)?;
            }
            stop @ (b'}' | b':' | b'!') => break *stop,
            _ => {}
        }
        at += 1;
    };
    let (name, mut rest) = (text.get(..at).unwrap_or(&[]), text.get(at + 1..).unwrap_or(&[]));
    let mut conversion = None;
    let mut closed = stop == b'}';
    if stop == b'!' {
        let (point, len) =
            decode_wtf8(rest).ok_or("end of string while looking for conversion specifier")?;
        conversion = Some(point);
        rest = rest.get(len..).unwrap_or(&[]);
        match rest {
            [b'}', tail @ ..] => (closed, rest) = (true, tail),
            [b':', tail @ ..] => rest = tail,
            [] => {}
            _ => return Err("expected ':' after conversion specifier"),
        }
    }
    if closed {
        return Ok((Field { name, conversion, spec: &[] }, rest));
    }
    let mut depth = 1;
    for (at, byte) in rest.iter().enumerate() {
        match byte {
            b'{' => depth += 1,
            b'}' => depth -= 1,
            _ => {}
        }
        if depth == 0 {
            let (spec, tail) = rest.split_at(at);
            return Ok((Field { name, conversion, spec }, tail.get(1..).unwrap_or(&[])));
        }
    }
    Err("unmatched '{' in format spec")
}

/// One step of a field's name behind its first part.
pub enum Step<'a> {
    Attribute(&'a [u8]),
    Item(&'a [u8]),
}

/// The first part of a field's name and the rest.
pub fn split_name(name: &[u8]) -> (&[u8], &[u8]) {
    let end = name.iter().position(|b| matches!(b, b'.' | b'[')).unwrap_or(name.len());
    name.split_at(end)
}

/// The next step; `rest` moves on.
pub fn next_step<'a>(rest: &mut &'a [u8]) -> Result<Option<Step<'a>>, &'static str> {
    const EMPTY: &str = "Empty attribute in format string";
    let step = match *rest {
        [] => return Ok(None),
        [b'.', tail @ ..] => {
            let (name, tail) = split_name(tail);
            *rest = tail;
            Step::Attribute(name)
        }
        [b'[', tail @ ..] => {
            let end = memchr::memchr(b']', tail).ok_or("Missing ']' in format string")?;
            let (key, tail) = tail.split_at(end);
            *rest = tail.get(1..).unwrap_or(&[]);
            Step::Item(key)
        }
        _ => return Err("Only '.' or '[' may follow ']' in format field specifier"),
    };
    match step {
        Step::Attribute([]) | Step::Item([]) => Err(EMPTY),
        step => Ok(Some(step)),
    }
}

/// The number that a part of a name is, if it consists of decimal digits alone.
pub fn number_of(text: &[u8]) -> Result<Option<usize>, &'static str> {
    let (mut number, mut rest) = (None, text);
    while let Some((point, len)) = decode_wtf8(rest) {
        let Some(digit) = decimal_value(point) else { return Ok(None) };
        let next = number.unwrap_or(0usize).checked_mul(10);
        let next = next.and_then(|n| n.checked_add(digit as usize));
        let next = next.filter(|n| *n <= i64::MAX as usize);
        number = Some(next.ok_or("Too many decimal digits in format string")?);
        rest = rest.get(len..).unwrap_or(&[]);
    }
    Ok(number)
}

/// How the fields of a template say which argument they mean.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Numbering {
    Unknown,
    /// `{}`: the number of the next one.
    Automatic(usize),
    /// `{0}`
    Manual,
}

/// What the fields of a template refer to.
struct Source<'a> {
    /// `None` for `format_map`, which has none.
    positional: Option<&'a [Value]>,
    /// A dict, or for `format_map` any mapping.
    named: &'a Value,
    numbering: Numbering,
}

/// `str.format` with its positional arguments and a dict; `str.format_map` without the former.
pub fn format_template(
    vm: &Vm,
    text: &StrObject,
    positional: Option<&[Value]>,
    named: &Value,
) -> PyResult {
    let mut source = Source { positional, named, numbering: Numbering::Unknown };
    let out = render(vm, text.as_bytes(), &mut source, 2)?;
    vm.finish_scratch(out)
}

fn render(vm: &Vm, text: &[u8], source: &mut Source, depth: u32) -> PyResult<Vec<u8>> {
    if depth == 0 {
        return Err(vm.value_error("Max string recursion exceeded"));
    }
    let mut out = vm.scratch();
    let mut rest = text;
    let wrong = |text| vm.value_error(text);
    while let Some(piece) = next_piece(&mut rest).map_err(wrong)? {
        vm.push_bytes(&mut out, piece.literal)?;
        let Some(field) = piece.field else { continue };
        let value = source.find(vm, field.name)?;
        let value = match field.conversion {
            Some(conversion) => convert(vm, &value, conversion)?,
            None => value,
        };
        let spec = match memchr::memchr2(b'{', b'}', field.spec) {
            Some(_) => vm.finish_scratch(render(vm, field.spec, source, depth - 1)?)?,
            None => vm.finish_str(field.spec)?,
        };
        let shown = vm.format(&value, &spec)?;
        let shown = shown.as_str_object().map_or(&[][..], StrObject::as_bytes);
        if !vm.heap.allows(out.len() + shown.len()) {
            return Err(vm.memory_error());
        }
        vm.push_bytes(&mut out, shown)?;
    }
    Ok(out)
}

/// `!r`, `!s`, `!a`
fn convert(vm: &Vm, value: &Value, conversion: u32) -> PyResult {
    match char::from_u32(conversion) {
        Some('r') => vm.repr(value),
        Some('s') => vm.str_of(value),
        Some('a') => vm.ascii(value),
        Some(c) if c > ' ' && c.is_ascii() => {
            Err(vm.value_error(format!("Unknown conversion specifier {c}")))
        }
        _ => Err(vm.value_error(format!("Unknown conversion specifier \\x{conversion:x}"))),
    }
}

impl Source<'_> {
    /// The value that a field's name means.
    fn find(&mut self, vm: &Vm, name: &[u8]) -> PyResult {
        let wrong = |text| vm.value_error(text);
        let (first, mut rest) = split_name(name);
        let mut value = match self.number(vm, first)? {
            Some(number) => self.argument(vm, number)?,
            None => vm.getitem(self.named, &vm.finish_str(first)?)?,
        };
        while let Some(step) = next_step(&mut rest).map_err(wrong)? {
            value = match step {
                Step::Attribute(name) => {
                    let name = vm.intern_value(&vm.finish_str(name)?);
                    vm.getattr(&value, &name)?
                }
                Step::Item(key) => {
                    let key = match number_of(key).map_err(wrong)? {
                        Some(number) => vm.int(number as i64),
                        None => vm.finish_str(key)?,
                    };
                    vm.getitem(&value, &key)?
                }
            };
        }
        Ok(value)
    }

    fn number(&mut self, vm: &Vm, first: &[u8]) -> PyResult<Option<usize>> {
        let given = number_of(first).map_err(|text| vm.value_error(text))?;
        match (given, self.numbering) {
            (None, _) if !first.is_empty() => Ok(None),
            (Some(_), Numbering::Automatic(_)) => Err(switched(vm, "automatic", "manual")),
            (Some(number), Numbering::Unknown | Numbering::Manual) => {
                self.numbering = Numbering::Manual;
                Ok(Some(number))
            }
            (None, Numbering::Manual) => Err(switched(vm, "manual", "automatic")),
            (None, Numbering::Unknown) => {
                self.numbering = Numbering::Automatic(1);
                Ok(Some(0))
            }
            (None, Numbering::Automatic(next)) => {
                self.numbering = Numbering::Automatic(next + 1);
                Ok(Some(next))
            }
        }
    }

    fn argument(&self, vm: &Vm, number: usize) -> PyResult {
        let Some(all) = self.positional else {
            return Err(vm.value_error("Format string contains positional fields"));
        };
        all.get(number).cloned().ok_or_else(|| {
            vm.index_error(format!(
                "Replacement index {number} out of range for positional args tuple"
            ))
        })
    }
}

#[cold]
fn switched(vm: &Vm, from: &str, to: &str) -> Raised {
    let name = |kind| match kind {
        "manual" => "manual field specification",
        _ => "automatic field numbering",
    };
    vm.value_error(format!("cannot switch from {} to {}", name(from), name(to)))
}

#[cfg(test)]
mod tests {
    use super::next_piece;

    fn pieces(text: &str) -> Result<Vec<String>, &'static str> {
        let (mut rest, mut all) = (text.as_bytes(), Vec::new());
        while let Some(piece) = next_piece(&mut rest)? {
            let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
            all.push(text(piece.literal));
            if let Some(field) = piece.field {
                let conversion = field.conversion.and_then(char::from_u32);
                all.push(format!("<{}|{conversion:?}|{}>", text(field.name), text(field.spec)));
            }
        }
        Ok(all)
    }

    #[test]
    fn templates() {
        assert_eq!(pieces("a{{b").unwrap(), ["a{", "b"]);
        assert_eq!(pieces("a{0.x[}]!r:>{w}}z").unwrap(), ["a", "<0.x[}]|Some('r')|>{w}>", "z"]);
        assert_eq!(pieces("{").unwrap_err(), "Single '{' encountered in format string");
        assert_eq!(pieces("{0").unwrap_err(), "expected '}' before end of string");
        assert_eq!(pieces("{0!r").unwrap_err(), "unmatched '{' in format spec");
        assert_eq!(pieces("{0:{}").unwrap_err(), "unmatched '{' in format spec");
    }
}
