//! UnicodeDecodeError, UnicodeEncodeError and UnicodeTranslateError.

use super::*;
use crate::object::native::GetSet;
use crate::object::slots::PyResult;

pub(super) const MEMBERS: &[&str] = &["encoding", "object", "start", "end", "reason"];
const ENCODING: usize = 0;
const OBJECT: usize = 1;
const START: usize = 2;
const END: usize = 3;
const REASON: usize = 4;

/// The arguments fill the members from `first` on. `object` says what that argument must be.
fn init(
    vm: &Vm,
    this: &Value,
    args: Args,
    first: usize,
    object: fn(&Vm, &Value, usize) -> PyResult,
) -> PyResult<()> {
    base::init(vm, this, args)?;
    let expected = MEMBERS.len() - first;
    if args.all.len() != expected {
        let count = args.all.len();
        let text = format!("function takes exactly {expected} arguments ({count} given)");
        return Err(vm.type_error(text));
    }
    for (at, value) in args.all.iter().enumerate() {
        let value = match at + first {
            OBJECT => object(vm, value, at + 1)?,
            START | END => vm.int(vm.index_i64(value)?),
            _ => must_be_str(vm, value, at + 1)?,
        };
        write_member(this, at + first, Some(&value));
    }
    Ok(())
}

fn must_be_str(vm: &Vm, value: &Value, number: usize) -> PyResult {
    if value.as_str_object().is_some() {
        return Ok(value.clone());
    }
    let class = vm.class(value).full_name();
    Err(vm.type_error(format!("argument {number} must be str, not {class}")))
}

fn must_be_bytes(vm: &Vm, value: &Value, _: usize) -> PyResult {
    use crate::types::bytes::{ByteArrayObject, BytesObject};
    if value.get::<BytesObject>().is_some() {
        return Ok(value.clone());
    }
    if let Some(bytes) = value.get::<ByteArrayObject>() {
        let bytes = bytes.0.borrow().clone();
        return Ok(vm.new_bytes(bytes));
    }
    let class = vm.class(value).full_name();
    Err(vm.type_error(format!("a bytes-like object is required, not '{class}'")))
}

pub(super) fn decode_init(vm: &Vm, this: &Value, args: Args) -> PyResult<()> {
    init(vm, this, args, ENCODING, must_be_bytes)
}

pub(super) fn encode_init(vm: &Vm, this: &Value, args: Args) -> PyResult<()> {
    init(vm, this, args, ENCODING, must_be_str)
}

pub(super) fn translate_init(vm: &Vm, this: &Value, args: Args) -> PyResult<()> {
    init(vm, this, args, OBJECT, must_be_str)
}

/// Start, end, encoding and reason for a message; `None` if the exception was never filled.
fn parts(vm: &Vm, this: &Value) -> PyResult<Option<(i64, i64, String, String)>> {
    let Some(exception) = this.get::<ExceptionObject>() else { return Ok(None) };
    if exception.member(OBJECT).is_none() {
        return Ok(None);
    }
    let number = |at: usize| exception.member(at).and_then(|v| v.as_i64()).unwrap_or(0);
    let encoding = vm.str_text(&read_member(this, ENCODING))?;
    let reason = match exception.member(REASON).filter(|reason| !reason.is_none()) {
        Some(reason) => vm.str_text(&reason)?,
        None => "<NULL>".to_owned(),
    };
    Ok(Some((number(START), number(END), encoding, reason)))
}

/// The character at the place, if the range has just one that exists.
fn one_character(this: &Value, start: i64, end: i64) -> Option<u32> {
    let object = read_member(this, OBJECT);
    if end != start + 1 {
        return None;
    }
    let at = usize::try_from(start).ok()?;
    points(object.as_str_object()?.as_bytes()).nth(at)
}

/// The code points of WTF-8.
fn points(bytes: &[u8]) -> impl Iterator<Item = u32> + '_ {
    bytes.iter().enumerate().filter(|(_, b)| **b & 0xc0 != 0x80).map(|(at, first)| {
        let length = match first {
            0..0x80 => return u32::from(*first),
            0x80..0xe0 => 2,
            0xe0..0xf0 => 3,
            0xf0.. => 4,
        };
        let tail = bytes.iter().skip(at + 1).take(length - 1);
        let head = u32::from(*first) & (0x7f >> length);
        tail.fold(head, |point, b| point << 6 | u32::from(*b & 0x3f))
    })
}

fn escaped(point: u32) -> String {
    match point {
        0..0x100 => format!("\\x{point:02x}"),
        0x100..0x1_0000 => format!("\\u{point:04x}"),
        _ => format!("\\U{point:08x}"),
    }
}

pub(super) fn decode_str(vm: &Vm, this: &Value) -> PyResult {
    let Some((start, end, encoding, reason)) = parts(vm, this)? else { return Ok(vm.str("")) };
    let object = read_member(this, OBJECT);
    let bytes = object.get::<crate::types::bytes::BytesObject>();
    let at = usize::try_from(start).ok().filter(|_| end == start + 1);
    let byte = at.and_then(|at| bytes.and_then(|b| b.0.get(at).copied()));
    Ok(vm.str_shown(&match byte {
        Some(byte) => format!(
            "'{encoding}' codec can't decode byte 0x{byte:02x} in position {start}: {reason}"
        ),
        None => format!(
            "'{encoding}' codec can't decode bytes in position {start}-{}: {reason}",
            end - 1
        ),
    }))
}

pub(super) fn encode_str(vm: &Vm, this: &Value) -> PyResult {
    let Some((start, end, encoding, reason)) = parts(vm, this)? else { return Ok(vm.str("")) };
    let what = range(this, start, end);
    Ok(vm.str_shown(&format!("'{encoding}' codec can't encode {what}: {reason}")))
}

pub(super) fn translate_str(vm: &Vm, this: &Value) -> PyResult {
    let Some((start, end, _, reason)) = parts(vm, this)? else { return Ok(vm.str("")) };
    Ok(vm.str_shown(&format!("can't translate {}: {reason}", range(this, start, end))))
}

fn range(this: &Value, start: i64, end: i64) -> String {
    match one_character(this, start, end) {
        Some(point) => format!("character '{}' in position {start}", escaped(point)),
        None => format!("characters in position {start}-{}", end - 1),
    }
}

/// A place in the object: only what fits into 64 bits can be set.
macro_rules! place {
    ($name:literal, $at:expr, $doc:literal) => {
        GetSet {
            name: $name,
            doc: $doc,
            get: |_, v| Ok(read_member(v, $at)),
            set: Some(|vm, v, new| {
                let Some(new) = new else {
                    return Err(vm.type_error("can't delete numeric/char attribute"));
                };
                if new.as_big().is_none() {
                    return Err(vm.type_error("an integer is required"));
                }
                write_member(v, $at, Some(&vm.int(vm.index_i64(new)?)));
                Ok(())
            }),
        }
    };
}

pub(super) const ROWS: &[GetSet] = &[
    member!("encoding", ENCODING, "exception encoding"),
    member!("object", OBJECT, "exception object"),
    place!("start", START, "exception start"),
    place!("end", END, "exception end"),
    member!("reason", REASON, "exception reason"),
];
