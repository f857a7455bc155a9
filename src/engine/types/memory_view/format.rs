//! Formats of the items of a memoryview: one letter, as `struct` has them, with native sizes.

use std::borrow::Cow;

use crate::object::slots::{PyResult, Raised};
use crate::object::value::Value;
use crate::object::vm::Vm;
use crate::types::bytes::{BytesObject, ItemKind};
use crate::types::exception::TYPE_ERROR;
use crate::types::float::half::{f64_to_half, half_to_f64};

/// One kind of item.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(super) struct Format {
    /// As it was given, perhaps with `@` in front.
    pub(super) text: Cow<'static, str>,
    pub(super) letter: u8,
    pub(super) size: usize,
}

/// Letters and sizes of all formats.
const SIZES: &[(u8, usize)] = &[
    (b'c', 1),
    (b'b', 1),
    (b'B', 1),
    (b'?', 1),
    (b'h', 2),
    (b'H', 2),
    (b'e', 2),
    (b'i', 4),
    (b'I', 4),
    (b'f', 4),
    (b'l', 8),
    (b'L', 8),
    (b'q', 8),
    (b'Q', 8),
    (b'n', 8),
    (b'N', 8),
    (b'd', 8),
    (b'P', 8),
];

/// The letter of characters, which only arrays have: their size is known, but no item is read.
const CHARACTER: u8 = b'w';

impl Format {
    pub(super) const BYTE: Format = Format { text: Cow::Borrowed("B"), letter: b'B', size: 1 };

    /// The format of the items of a mutable buffer.
    pub(super) fn of_items(kind: Option<ItemKind>) -> Format {
        let Some(kind) = kind else { return Format::BYTE };
        let letter = if kind.letter == b'u' { CHARACTER } else { kind.letter };
        let text = Cow::Owned(char::from(letter).to_string());
        Format { text, letter, size: usize::from(kind.size) }
    }

    /// Refuses items that cannot be read and written.
    pub(super) fn check(&self, vm: &Vm) -> PyResult<()> {
        if self.letter == CHARACTER {
            let text = format!("memoryview: format {} not supported", self.text);
            return Err(vm.not_implemented_error(text));
        }
        Ok(())
    }

    pub(super) fn parse(text: &str) -> Option<Format> {
        let [letter] = text.strip_prefix('@').unwrap_or(text).as_bytes() else { return None };
        let (letter, size) = SIZES.iter().find(|(known, _)| known == letter)?;
        Some(Format { text: Cow::Owned(text.to_owned()), letter: *letter, size: *size })
    }

    pub(super) fn is_byte(&self) -> bool {
        matches!(self.letter, b'c' | b'b' | b'B')
    }

    /// The item that the bytes are.
    pub(super) fn read(&self, vm: &Vm, bytes: &[u8]) -> Value {
        let mut word = [0u8; 8];
        bytes.iter().zip(&mut word).for_each(|(from, to)| *to = *from);
        let raw = u64::from_le_bytes(word);
        match self.letter {
            b'c' => vm.new_bytes(bytes.to_vec()),
            b'?' => Value::bool(raw != 0),
            b'b' => vm.int(i64::from(raw as i8)),
            b'h' => vm.int(i64::from(raw as i16)),
            b'i' => vm.int(i64::from(raw as i32)),
            b'l' | b'q' | b'n' => vm.int(raw as i64),
            b'e' => vm.float(half_to_f64(raw as u16)),
            b'f' => vm.float(f64::from(f32::from_bits(raw as u32))),
            b'd' => vm.float(f64::from_bits(raw)),
            _ => vm.big_int(num_bigint::BigInt::from(raw)),
        }
    }

    /// The bytes of the item.
    pub(super) fn write(&self, vm: &Vm, value: &Value) -> PyResult<Vec<u8>> {
        let raw = match self.letter {
            b'c' => match value.get::<BytesObject>().map(|bytes| &*bytes.0) {
                Some([byte]) => u64::from(*byte),
                Some(_) => return Err(self.invalid_value(vm)),
                None => return Err(self.invalid_type(vm)),
            },
            b'?' => u64::from(vm.truth(value)?),
            b'e' => u64::from(
                f64_to_half(self.float(vm, value)?).ok_or_else(|| self.invalid_value(vm))?,
            ),
            b'f' => u64::from((self.float(vm, value)? as f32).to_bits()),
            b'd' => self.float(vm, value)?.to_bits(),
            _ => self.integer(vm, value)?,
        };
        let mut bytes = raw.to_le_bytes().to_vec();
        bytes.truncate(self.size);
        Ok(bytes)
    }

    fn float(&self, vm: &Vm, value: &Value) -> PyResult<f64> {
        vm.to_f64(value).map_err(|raised| self.wrong_type(vm, raised))
    }

    fn integer(&self, vm: &Vm, value: &Value) -> PyResult<u64> {
        let index = vm.index(value).map_err(|raised| self.wrong_type(vm, raised))?;
        let bits = self.size as u32 * 8;
        let signed = matches!(self.letter, b'b' | b'h' | b'i' | b'l' | b'q' | b'n');
        let fits = match vm.as_big(&index).and_then(|int| i128::try_from(&*int).ok()) {
            Some(int) if signed => {
                let limit = 1i128 << (bits - 1);
                (-limit..limit).contains(&int).then_some(int as u64)
            }
            Some(int) => (0..1i128 << bits).contains(&int).then_some(int as u64),
            None => None,
        };
        fits.ok_or_else(|| self.invalid_value(vm))
    }

    /// A TypeError of a conversion becomes that of the view.
    fn wrong_type(&self, vm: &Vm, raised: Raised) -> Raised {
        if vm.is_exception(&raised.0, &TYPE_ERROR) { self.invalid_type(vm) } else { raised }
    }

    #[cold]
    fn invalid_type(&self, vm: &Vm) -> Raised {
        vm.type_error(format!("memoryview: invalid type for format '{}'", self.text))
    }

    #[cold]
    fn invalid_value(&self, vm: &Vm) -> Raised {
        vm.value_error(format!("memoryview: invalid value for format '{}'", self.text))
    }
}
