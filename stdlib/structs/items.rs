//! Values into bytes and back, one item of a format at a time.

use taipan_engine::object::slots::{PyResult, Raised};
use taipan_engine::object::value::Value;
use taipan_engine::object::vm::Vm;
use taipan_engine::types::bytes::{Buffer, ByteArrayObject, BytesObject};
use taipan_engine::types::exception::{OVERFLOW_ERROR, TYPE_ERROR};
use taipan_engine::types::float::half::{f64_to_half, half_to_f64};

use super::error;
use super::format::{Code, Field, Format};

impl Format {
    /// The bytes of the values; there are as many as the format has items.
    pub(super) fn pack(&self, vm: &Vm, values: &[Value]) -> PyResult<Vec<u8>> {
        let mut out = Vec::new();
        vm.reserve(&mut out, Some(self.size))?;
        out.resize(self.size, 0);
        let mut rest = values.iter();
        for field in &self.fields {
            for (at, value) in (0..field.count).zip(&mut rest) {
                let start = field.offset + at * field.size;
                if let Some(place) = out.get_mut(start..start + field.size) {
                    self.write(vm, field, value, place)?;
                }
            }
        }
        Ok(out)
    }

    /// The values of bytes, of which there are enough.
    pub(super) fn unpack(&self, vm: &Vm, bytes: &[u8]) -> PyResult {
        let mut values = Vec::new();
        vm.reserve(&mut values, Some(self.items))?;
        for field in &self.fields {
            for at in 0..field.count {
                let start = field.offset + at * field.size;
                let item = bytes.get(start..start + field.size).unwrap_or(&[]);
                values.push(self.read(vm, field, item));
            }
        }
        Ok(vm.tuple(values))
    }

    fn write(&self, vm: &Vm, field: &Field, value: &Value, place: &mut [u8]) -> PyResult<()> {
        let raw = match field.code {
            Code::Pad => return Ok(()),
            Code::Char => {
                let byte = value.get::<BytesObject>();
                let Some([byte]) = byte.map(|bytes| &*bytes.0) else {
                    return Err(error(vm, "char format requires a bytes object of length 1"));
                };
                u64::from(*byte)
            }
            Code::Bytes | Code::Pascal => return write_bytes(vm, field, value, place),
            Code::Bool => u64::from(vm.truth(value)?),
            Code::Signed | Code::Unsigned => integer(vm, field, value)?,
            Code::Pointer => pointer(vm, value)?,
            Code::Float => float(vm, self.native, field, value)?,
        };
        if self.big_endian {
            let bytes = raw.to_be_bytes();
            place.copy_from_slice(&bytes[8 - place.len()..]);
        } else {
            let bytes = raw.to_le_bytes();
            place.copy_from_slice(&bytes[..place.len()]);
        }
        Ok(())
    }

    fn read(&self, vm: &Vm, field: &Field, item: &[u8]) -> Value {
        match field.code {
            Code::Bytes | Code::Char => return vm.new_bytes(item.to_vec()),
            Code::Pascal => {
                let text = item
                    .split_first()
                    .map_or(&[][..], |(len, rest)| rest.get(..usize::from(*len)).unwrap_or(rest));
                return vm.new_bytes(text.to_vec());
            }
            Code::Pad
            | Code::Bool
            | Code::Signed
            | Code::Unsigned
            | Code::Pointer
            | Code::Float => {}
        }
        let mut raw = 0u64;
        let push = |raw: &mut u64, byte: &u8| *raw = *raw << 8 | u64::from(*byte);
        match self.big_endian {
            true => item.iter().for_each(|byte| push(&mut raw, byte)),
            false => item.iter().rev().for_each(|byte| push(&mut raw, byte)),
        }
        match field.code {
            Code::Bool => Value::bool(raw != 0),
            Code::Signed => {
                let unused = 64 - 8 * field.size as u32;
                vm.int((raw << unused) as i64 >> unused)
            }
            Code::Float => vm.float(match field.size {
                2 => half_to_f64(raw as u16),
                4 => f64::from(f32::from_bits(raw as u32)),
                _ => f64::from_bits(raw),
            }),
            _ => match i64::try_from(raw) {
                Ok(small) => vm.int(small),
                Err(_) => vm.big_int(raw.into()),
            },
        }
    }
}

fn write_bytes(vm: &Vm, field: &Field, value: &Value, place: &mut [u8]) -> PyResult<()> {
    let refused = || error(vm, &format!("argument for '{}' must be a bytes object", field.letter));
    let is_array = value.get::<ByteArrayObject>().is_some_and(|array| !array.is_bytes());
    let Some(bytes) = Buffer::of_base(value).filter(|_| !is_array) else {
        return Err(refused());
    };
    let place = match (field.code, place.split_first_mut()) {
        (Code::Pascal, Some((len, rest))) => {
            *len = bytes.len().min(rest.len()).min(255) as u8;
            rest
        }
        (Code::Pascal, None) => return Ok(()),
        (_, _) => place,
    };
    place.iter_mut().zip(bytes.iter()).for_each(|(to, from)| *to = *from);
    Ok(())
}

/// The int that an argument is, or that its `__index__` gives.
fn index(vm: &Vm, value: &Value) -> PyResult {
    if vm.as_big(value).is_some() {
        return Ok(value.clone());
    }
    if vm.class(value).slots.index.get().is_none() {
        return Err(error(vm, "required argument is not an integer"));
    }
    vm.index(value)
}

fn integer(vm: &Vm, field: &Field, value: &Value) -> PyResult<u64> {
    let index = index(vm, value)?;
    let bits = 8 * field.size as u32;
    let signed = field.code == Code::Signed;
    let (low, high) = match signed {
        true => (-(1i128 << (bits - 1)), (1i128 << (bits - 1)) - 1),
        false => (0, (1i128 << bits) - 1),
    };
    let known = vm.as_big(&index).and_then(|big| i128::try_from(&*big).ok());
    match known.filter(|number| (low..=high).contains(number)) {
        Some(number) => Ok(number as u64),
        None => {
            let letter = field.letter;
            Err(error(vm, &format!("'{letter}' format requires {low} <= number <= {high}")))
        }
    }
}

fn pointer(vm: &Vm, value: &Value) -> PyResult<u64> {
    let index = index(vm, value)?;
    let known = vm.as_big(&index).and_then(|big| i128::try_from(&*big).ok());
    let range = i128::from(i64::MIN)..=i128::from(u64::MAX);
    match known.filter(|number| range.contains(number)) {
        Some(number) => Ok(number as u64),
        None => Err(error(vm, "int too large to convert")),
    }
}

/// The bits of a float of the field's size. A native one of four bytes is what C's conversion makes.
fn float(vm: &Vm, native: bool, field: &Field, value: &Value) -> PyResult<u64> {
    let number = match vm.to_f64(value) {
        Ok(number) => number,
        Err(raised) if vm.is_exception(&raised.0, &TYPE_ERROR) || is_error(vm, &raised) => {
            return Err(error(vm, "required argument is not a float"));
        }
        Err(raised) => return Err(raised),
    };
    let bits = match field.size {
        2 => f64_to_half(number).map(u64::from),
        4 => {
            let near = number as f32;
            let kept = native || near.is_finite() || !number.is_finite();
            kept.then_some(u64::from(near.to_bits()))
        }
        _ => Some(number.to_bits()),
    };
    bits.ok_or_else(|| match vm.as_big(value) {
        Some(_) => error(vm, "int too large to convert"),
        None => {
            let letter = field.letter;
            let text = format!("float too large to pack with {letter} format");
            vm.raise(&OVERFLOW_ERROR, text)
        }
    })
}

/// Whatever a conversion raises says only that the argument is none; what ends programs goes on.
fn is_error(vm: &Vm, raised: &Raised) -> bool {
    vm.is_exception(&raised.0, &taipan_engine::types::exception::EXCEPTION)
}
