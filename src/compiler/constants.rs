//! The constants of one code, each kept once by type and value. Knows nothing of objects.

use std::collections::HashMap;

use crate::code::Constant;
use crate::op::Const;

/// A list of constants without repetitions.
#[derive(Default)]
pub(crate) struct Constants {
    list: Vec<Constant>,
    indices: HashMap<Box<[u8]>, u32>,
}

impl Constants {
    /// The index of an equal constant of the same type, added if there is none.
    pub(crate) fn add(&mut self, constant: Constant) -> Const {
        let mut key = Vec::new();
        write_key(&constant, &mut key);
        let next = self.list.len() as u32;
        let index = *self.indices.entry(key.into_boxed_slice()).or_insert(next);
        if index == next {
            self.list.push(constant);
        }
        Const(index)
    }

    pub(crate) fn finish(self) -> Box<[Constant]> {
        self.list.into_boxed_slice()
    }
}

/// Bytes that are equal for constants that may share a place.
fn write_key(constant: &Constant, key: &mut Vec<u8>) {
    match constant {
        Constant::None => key.push(0),
        Constant::True => key.push(1),
        Constant::False => key.push(2),
        Constant::Ellipsis => key.push(3),
        Constant::Int(value) => write_bytes(4, &value.to_le_bytes(), key),
        Constant::BigInt { digits, radix } => {
            write_bytes(5, &radix.to_le_bytes(), key);
            write_bytes(5, digits.as_bytes(), key);
        }
        Constant::Float(value) => write_bytes(6, &value.to_bits().to_le_bytes(), key),
        Constant::Complex { real, imag } => {
            write_bytes(7, &real.to_bits().to_le_bytes(), key);
            write_bytes(7, &imag.to_bits().to_le_bytes(), key);
        }
        Constant::Str(text) => write_bytes(8, text, key),
        Constant::Bytes(bytes) => write_bytes(9, bytes, key),
        Constant::Tuple(items) => write_items(10, items, key),
        Constant::FrozenSet(items) => write_items(11, items, key),
    }
}

fn write_bytes(tag: u8, bytes: &[u8], key: &mut Vec<u8>) {
    key.push(tag);
    key.extend((bytes.len() as u32).to_le_bytes());
    key.extend(bytes);
}

fn write_items(tag: u8, items: &[Constant], key: &mut Vec<u8>) {
    key.push(tag);
    key.extend((items.len() as u32).to_le_bytes());
    for item in items {
        write_key(item, key);
    }
}
