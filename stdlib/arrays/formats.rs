//! Pickles of arrays: the formats that items can have on any machine, and arrays of such bytes.

use taipan_engine::object::slots::{PyResult, Raised};
use taipan_engine::object::types::TypeRef;
use taipan_engine::object::value::Value;
use taipan_engine::object::vm::Vm;
use taipan_engine::types::bytes::{BytesObject, ItemKind};

use super::{ARRAY, items, make, methods, of};

/// How an item is written: what it is, its size, and which byte comes first.
#[derive(Clone, Copy, PartialEq, Eq)]
struct Format {
    what: What,
    size: usize,
    big_endian: bool,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum What {
    Unsigned,
    Signed,
    Float,
    Utf16,
    Utf32,
}

/// The format of a code: bytes, then pairs of little and big endian.
fn format_of(code: i64) -> Option<Format> {
    let (what, size) = match code {
        0 => (What::Unsigned, 1),
        1 => (What::Signed, 1),
        2..=3 => (What::Unsigned, 2),
        4..=5 => (What::Signed, 2),
        6..=7 => (What::Unsigned, 4),
        8..=9 => (What::Signed, 4),
        10..=11 => (What::Unsigned, 8),
        12..=13 => (What::Signed, 8),
        14..=15 => (What::Float, 4),
        16..=17 => (What::Float, 8),
        // Twice what a unit takes: that is what lengths are held against.
        18..=19 => (What::Utf16, 4),
        20..=21 => (What::Utf32, 8),
        _ => return None,
    };
    Some(Format { what, size, big_endian: code > 1 && code % 2 == 1 })
}

/// The code of this machine's format of a kind.
fn code_of(kind: ItemKind) -> i64 {
    match kind.letter {
        b'B' => 0,
        b'b' => 1,
        b'H' => 2,
        b'h' => 4,
        b'I' => 6,
        b'i' => 8,
        b'L' | b'Q' => 10,
        b'l' | b'q' => 12,
        b'f' => 14,
        b'd' => 16,
        _ => 20,
    }
}

/// The letter that an array of another machine's format gets.
fn letter_for(format: Format, asked: u8) -> u8 {
    match (format.what, format.size) {
        (What::Unsigned, 1) => b'B',
        (What::Unsigned, 2) => b'H',
        (What::Unsigned, 4) => b'I',
        (What::Unsigned, _) => b'Q',
        (What::Signed, 1) => b'b',
        (What::Signed, 2) => b'h',
        (What::Signed, 4) => b'i',
        (What::Signed, _) => b'q',
        (What::Float | What::Utf16 | What::Utf32, _) => asked,
    }
}

/// `_array_reconstructor(class, typecode, format, bytes)`
pub(super) fn reconstructor(
    vm: &Vm,
    class: &Value,
    typecode: &Value,
    code: i64,
    bytes: &Value,
) -> PyResult {
    let letter = super::one_character(vm, "_array_reconstructor() argument 2", typecode)?;
    let Some(class) = TypeRef::of(class) else {
        let name = vm.class(class).full_name();
        return Err(vm.type_error(format!("first argument must be a type object, not {name}")));
    };
    if !class.is_subtype(&vm.ty(&ARRAY)) {
        let name = class.full_name();
        return Err(vm.type_error(format!("{name} is not a subtype of array.array")));
    }
    let asked = u8::try_from(letter).ok().and_then(items::kind_of);
    let Some(asked) = asked else {
        return Err(vm.value_error("second argument must be a valid type code"));
    };
    let Some(format) = format_of(code) else {
        return Err(vm.value_error("third argument must be a valid machine format code."));
    };
    let Some(given) = bytes.get::<BytesObject>() else {
        let name = vm.class(bytes).full_name();
        return Err(vm.type_error(format!("fourth argument should be bytes, not {name}")));
    };
    let letter = match code == code_of(asked) {
        true => asked.letter,
        false => letter_for(format, asked.letter),
    };
    let kind = items::kind_of(letter).unwrap_or(asked);
    super::warn_of_letter(vm, kind)?;
    let made = make(vm, class, kind, Vec::new());
    if code == code_of(asked) {
        methods::frombytes(vm, &made, bytes)?;
        return Ok(made);
    }
    if !given.0.len().is_multiple_of(format.size) {
        return Err(wrong_length(vm));
    }
    if matches!(format.what, What::Utf16 | What::Utf32) {
        let codec = match (format.what, format.big_endian) {
            (What::Utf16, false) => "utf-16-le",
            (What::Utf16, true) => "utf-16-be",
            (_, false) => "utf-32-le",
            (_, true) => "utf-32-be",
        };
        let text = vm.call_method(bytes, &vm.intern("decode"), &[vm.str(codec)])?;
        methods::fromunicode(vm, &made, &text)?;
        return Ok(made);
    }
    let mut bytes = given.0.to_vec();
    if format.big_endian {
        bytes.chunks_mut(format.size).for_each(<[u8]>::reverse);
    }
    if format.what != What::Float {
        of(vm, &made)?.append(vm, &bytes)?;
        return Ok(made);
    }
    for item in bytes.chunks_exact(format.size) {
        let letter = if format.size == 4 { b'f' } else { b'd' };
        let number = items::read(vm, ItemKind { letter, size: format.size as u8 }, item)?;
        methods::append(vm, &made, &number)?;
    }
    Ok(made)
}

#[cold]
fn wrong_length(vm: &Vm) -> Raised {
    vm.value_error("string length not a multiple of item size")
}

/// From protocol 3 on the bytes in this machine's format, else a list of the items.
pub(super) fn reduce_ex(vm: &Vm, this: &Value, protocol: &Value) -> PyResult {
    if vm.as_big(protocol).is_none() {
        return Err(vm.type_error("__reduce_ex__ argument should be an integer"));
    }
    let own = of(vm, this)?;
    let class = vm.type_of(this).value().clone();
    let dict = this.header().and_then(|header| vm.instance_dict(header));
    let state = dict.unwrap_or(Value::NONE);
    let letter = super::letter_text(vm, own.kind);
    if vm.index_clamped(protocol)? < 3 {
        let args = vm.tuple(vec![letter, methods::tolist(vm, this)?]);
        return Ok(vm.tuple(vec![class, args, state]));
    }
    let module = vm.import_module("array")?;
    let maker = vm.getattr(&module, &vm.intern("_array_reconstructor"))?;
    let code = vm.int(code_of(own.kind));
    let args = vm.tuple(vec![class, letter, code, methods::tobytes(vm, this)?]);
    Ok(vm.tuple(vec![maker, args, state]))
}
