//! Items of arrays: the letters, and values as bytes in the machine's order and back.

use std::borrow::Cow;

use num_bigint::{BigInt, Sign};
use taipan_engine::object::slots::{PyResult, Raised};
use taipan_engine::object::value::Value;
use taipan_engine::object::vm::Vm;
use taipan_engine::types::bytes::ItemKind;

/// All letters, as `array.typecodes` has them.
pub(super) const LETTERS: &str = "bBuwhHiIlLqQfd";

/// The kind of items of a letter.
pub(super) fn kind_of(letter: u8) -> Option<ItemKind> {
    let size = match letter {
        b'b' | b'B' => 1,
        b'h' | b'H' => 2,
        b'u' | b'w' | b'i' | b'I' | b'f' => 4,
        b'l' | b'L' | b'q' | b'Q' | b'd' => 8,
        _ => return None,
    };
    Some(ItemKind { letter, size })
}

pub(super) fn is_text(kind: ItemKind) -> bool {
    matches!(kind.letter, b'u' | b'w')
}

/// The item that the bytes are.
pub(super) fn read(vm: &Vm, kind: ItemKind, bytes: &[u8]) -> PyResult {
    let mut word = [0; 8];
    bytes.iter().zip(&mut word).for_each(|(from, to)| *to = *from);
    let raw = u64::from_le_bytes(word);
    Ok(match kind.letter {
        b'b' => vm.int(i64::from(raw as i8)),
        b'h' => vm.int(i64::from(raw as i16)),
        b'i' => vm.int(i64::from(raw as i32)),
        b'l' | b'q' => vm.int(raw as i64),
        b'f' => vm.float(f64::from(f32::from_bits(raw as u32))),
        b'd' => vm.float(f64::from_bits(raw)),
        b'u' | b'w' => return character(vm, kind, raw as u32),
        _ => match i64::try_from(raw) {
            Ok(small) => vm.int(small),
            Err(_) => vm.big_int(raw.into()),
        },
    })
}

fn character(vm: &Vm, kind: ItemKind, point: u32) -> PyResult {
    if point < 0x11_0000 {
        return Ok(vm.str_of_point(point));
    }
    Err(match kind.letter {
        b'w' => vm.value_error("chr() arg not in range(0x110000)"),
        _ => out_of_unicode(vm, point),
    })
}

#[cold]
pub(super) fn out_of_unicode(vm: &Vm, point: u32) -> Raised {
    vm.value_error(format!("character U+{point:x} is not in range [U+0000; U+10ffff]"))
}

/// The bytes of an item; as many as the kind has count.
pub(super) fn write(vm: &Vm, kind: ItemKind, value: &Value) -> PyResult<[u8; 8]> {
    let raw = match kind.letter {
        b'f' => u64::from((number(vm, value)? as f32).to_bits()),
        b'd' => number(vm, value)?.to_bits(),
        b'u' | b'w' => {
            let text = value.as_str_object().filter(|text| text.chars() == 1);
            let Some((point, _)) = text.and_then(|text| text.code_point(0)) else {
                return Err(vm.type_error("array item must be unicode character"));
            };
            u64::from(point)
        }
        _ => match value.as_int() {
            Some(small) if fits(kind, small) => small as u64,
            _ => integer(vm, kind, value)?,
        },
    };
    Ok(raw.to_le_bytes())
}

fn number(vm: &Vm, value: &Value) -> PyResult<f64> {
    vm.to_f64(value)
}

/// Least and greatest number of a kind, as far as 64 bits with a sign have them.
fn range(kind: ItemKind) -> (i64, i64) {
    match kind.letter {
        b'b' => (i64::from(i8::MIN), i64::from(i8::MAX)),
        b'B' => (0, i64::from(u8::MAX)),
        b'h' => (i64::from(i16::MIN), i64::from(i16::MAX)),
        b'H' => (0, i64::from(u16::MAX)),
        b'i' => (i64::from(i32::MIN), i64::from(i32::MAX)),
        b'I' => (0, i64::from(u32::MAX)),
        b'L' | b'Q' => (0, i64::MAX),
        _ => (i64::MIN, i64::MAX),
    }
}

fn fits(kind: ItemKind, number: i64) -> bool {
    let (least, greatest) = range(kind);
    (least..=greatest).contains(&number)
}

/// What is out of range, in the words of the conversions of C that CPython goes through.
fn integer(vm: &Vm, kind: ItemKind, value: &Value) -> PyResult<u64> {
    let index = vm.index(value)?;
    let big = vm.as_big(&index).unwrap_or(Cow::Owned(BigInt::ZERO));
    let negative = big.sign() == Sign::Minus;
    let small = i64::try_from(&*big).ok();
    if let Some(small) = small.filter(|small| fits(kind, *small)) {
        return Ok(small as u64);
    }
    let over = |text: &str| Err(vm.overflow_error(text));
    let beyond = |what: &str| {
        over(&format!(
            "{what} is {}",
            if negative { "less than minimum" } else { "greater than maximum" }
        ))
    };
    let is_within =
        |least: i64, greatest: i64| small.is_some_and(|small| (least..=greatest).contains(&small));
    match kind.letter {
        b'I' | b'L' if negative => over("can't convert negative value to unsigned int"),
        b'Q' if negative => over("can't convert negative int to unsigned"),
        b'I' | b'L' | b'Q' => match u64::try_from(&*big) {
            Ok(_) if kind.letter == b'I' => over("unsigned int is greater than maximum"),
            Ok(word) => Ok(word),
            Err(_) if kind.letter == b'Q' => over("int too big to convert"),
            Err(_) => over("Python int too large to convert to C unsigned long"),
        },
        b'q' => over("int too big to convert"),
        _ if small.is_none() => over("Python int too large to convert to C long"),
        b'b' if is_within(i64::from(i16::MIN), i64::from(i16::MAX)) => beyond("signed char"),
        b'B' => beyond("unsigned byte integer"),
        b'H' if is_within(i64::from(i32::MIN), i64::from(i32::MAX)) => beyond("unsigned short"),
        b'b' | b'h' => beyond("signed short integer"),
        _ => beyond("signed integer"),
    }
}
