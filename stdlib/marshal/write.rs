//! Values to bytes.

use std::collections::HashMap;

use taipan_engine::object::dict::DictObject;
use taipan_engine::object::slots::{PyResult, Raised};
use taipan_engine::object::string::StrObject;
use taipan_engine::object::types::TypeRef;
use taipan_engine::object::value::Value;
use taipan_engine::object::vm::Vm;
use taipan_engine::types::bytes::{Buffer, BytesObject};
use taipan_engine::types::exception::STOP_ITERATION;
use taipan_engine::types::float::{ComplexObject, FloatObject, repr_f64};
use taipan_engine::types::int::BigIntObject;
use taipan_engine::types::list::ListObject;
use taipan_engine::types::set::SetObject;

use super::{DEEPEST, REMEMBERED, kind};

struct Writer<'a> {
    vm: &'a Vm,
    version: i64,
    out: Vec<u8>,
    /// Numbers of what was written already, by identity; what they are of is kept alive.
    known: HashMap<usize, u32>,
    kept: Vec<Value>,
}

pub(super) fn written(vm: &Vm, value: &Value, version: i64) -> PyResult<Vec<u8>> {
    let mut writer =
        Writer { vm, version, out: Vec::new(), known: HashMap::new(), kept: Vec::new() };
    writer.value(value, 0)?;
    Ok(writer.out)
}

impl Writer<'_> {
    fn unmarshallable(&self) -> Raised {
        self.vm.value_error("unmarshallable object")
    }

    fn size(&mut self, size: usize) -> PyResult<()> {
        let size = i32::try_from(size).map_err(|_| self.unmarshallable())?;
        self.out.extend_from_slice(&size.to_le_bytes());
        Ok(())
    }

    fn bytes(&mut self, bytes: &[u8]) -> PyResult<()> {
        self.vm.reserve(&mut self.out, Some(bytes.len()))?;
        self.out.extend_from_slice(bytes);
        Ok(())
    }

    /// A value of one byte, if it is one.
    fn singleton(&self, value: &Value) -> Option<u8> {
        if value.is_none() {
            Some(kind::NONE)
        } else if value.is_bool() {
            Some(if value.is(&Value::TRUE) { kind::TRUE } else { kind::FALSE })
        } else if value.is(&Value::ELLIPSIS) {
            Some(kind::ELLIPSIS)
        } else if value.is(self.vm.ty(&STOP_ITERATION).value()) {
            Some(kind::STOP_ITERATION)
        } else {
            None
        }
    }

    fn value(&mut self, value: &Value, depth: usize) -> PyResult<()> {
        if depth > DEEPEST || !self.vm.stack_has_room() {
            return Err(self.vm.value_error("object too deeply nested to marshal"));
        }
        if let Some(byte) = self.singleton(value) {
            self.out.push(byte);
            return Ok(());
        }
        let flag = if self.version >= 3 { REMEMBERED } else { 0 };
        if flag != 0 {
            // What lies in the value itself has no identity, and is written anew each time.
            let identity = value.header().map(|header| std::ptr::from_ref(header) as usize);
            if let Some(number) = identity.and_then(|identity| self.known.get(&identity)) {
                let number = *number;
                self.out.push(kind::REFERENCE);
                self.out.extend_from_slice(&number.to_le_bytes());
                return Ok(());
            }
            let number = self.kept.len() as u32;
            if let Some(identity) = identity {
                self.known.insert(identity, number);
            }
            self.kept.push(value.clone());
        }
        self.fresh(value, flag, depth)
    }

    fn fresh(&mut self, value: &Value, flag: u8, depth: usize) -> PyResult<()> {
        if value.as_int().is_some() || value.get_exact::<BigIntObject>().is_some() {
            return self.int(value, flag);
        }
        if value.is_small_float() || value.get_exact::<FloatObject>().is_some() {
            let number = value.as_float().unwrap_or_default();
            self.out.push(flag | if self.version > 1 { kind::FLOAT } else { kind::FLOAT_TEXT });
            return self.float(number);
        }
        if let Some(number) = value.get_exact::<ComplexObject>() {
            let (real, imag) = (number.real, number.imag);
            self.out.push(flag | if self.version > 1 { kind::COMPLEX } else { kind::COMPLEX_TEXT });
            self.float(real)?;
            return self.float(imag);
        }
        if let Some(text) = value.get_exact::<StrObject>() {
            return self.text(text, flag);
        }
        if let Some(bytes) = value.get_exact::<BytesObject>() {
            self.out.push(flag | kind::BYTES);
            self.size(bytes.0.len())?;
            return self.bytes(&bytes.0);
        }
        if let Some(set) = value.get_exact::<SetObject>() {
            let frozen = self.vm.type_of(value) == *self.vm.types.frozenset();
            let byte = if frozen { kind::FROZEN_SET } else { kind::SET };
            return self.items(flag | byte, &set.keys.keys(), depth);
        }
        if TypeRef::of(value).is_some() {
            return Err(self.unmarshallable());
        }
        if let Some(list) = value.get_exact::<ListObject>() {
            let items: Vec<Value> = (0..list.len()).filter_map(|at| list.get(at)).collect();
            return self.items(flag | kind::LIST, &items, depth);
        }
        if let Some(dict) = value.get_exact::<DictObject>() {
            self.out.push(flag | kind::DICT);
            for (key, item) in dict.pairs() {
                self.value(&key, depth + 1)?;
                self.value(&item, depth + 1)?;
            }
            self.out.push(kind::NULL);
            return Ok(());
        }
        if self.vm.type_of(value) == *self.vm.types.tuple()
            && let Some(items) = value.as_tuple()
        {
            return self.tuple(items, flag, depth);
        }
        match Buffer::of(self.vm, value) {
            Some(buffer) => {
                let bytes = buffer.to_vec();
                self.out.push(flag | kind::BYTES);
                self.size(bytes.len())?;
                self.bytes(&bytes)
            }
            None => Err(self.unmarshallable()),
        }
    }

    fn tuple(&mut self, items: &[Value], flag: u8, depth: usize) -> PyResult<()> {
        match u8::try_from(items.len()) {
            Ok(count) if self.version >= 4 => {
                self.out.extend_from_slice(&[flag | kind::SMALL_TUPLE, count]);
            }
            Ok(_) | Err(_) => {
                self.out.push(flag | kind::TUPLE);
                self.size(items.len())?;
            }
        }
        items.iter().try_for_each(|item| self.value(item, depth + 1))
    }

    fn items(&mut self, byte: u8, items: &[Value], depth: usize) -> PyResult<()> {
        self.out.push(byte);
        self.size(items.len())?;
        items.iter().try_for_each(|item| self.value(item, depth + 1))
    }

    /// 32 bits as they are, more as digits of 15 bits.
    fn int(&mut self, value: &Value, flag: u8) -> PyResult<()> {
        if let Some(small) = value.as_int().and_then(|number| i32::try_from(number).ok()) {
            self.out.push(flag | kind::INT);
            self.out.extend_from_slice(&small.to_le_bytes());
            return Ok(());
        }
        let Some(big) = value.as_big() else { return Err(self.unmarshallable()) };
        let digits: Vec<u16> =
            big.magnitude().to_radix_le(1 << 8).chunks(15).flat_map(fifteen_bits).collect();
        let used = digits.iter().rposition(|digit| *digit != 0).map_or(0, |at| at + 1);
        let count = i32::try_from(used).map_err(|_| self.unmarshallable())?;
        let negative = big.sign() == num_bigint::Sign::Minus;
        self.out.push(flag | kind::LONG);
        let count = if negative { -count } else { count };
        self.out.extend_from_slice(&count.to_le_bytes());
        for digit in digits.iter().take(used) {
            self.out.extend_from_slice(&digit.to_le_bytes());
        }
        Ok(())
    }

    fn float(&mut self, number: f64) -> PyResult<()> {
        if self.version > 1 {
            return self.bytes(&number.to_le_bytes());
        }
        let text = repr_f64(number);
        self.out.push(text.len() as u8);
        self.bytes(text.as_bytes())
    }

    fn text(&mut self, text: &StrObject, flag: u8) -> PyResult<()> {
        let bytes = text.as_bytes();
        let interned = text.is_interned();
        if self.version >= 4 && text.is_ascii() {
            match u8::try_from(bytes.len()) {
                Ok(length) => {
                    let byte =
                        if interned { kind::SHORT_ASCII_INTERNED } else { kind::SHORT_ASCII };
                    self.out.extend_from_slice(&[flag | byte, length]);
                }
                Err(_) => {
                    self.out.push(flag | if interned { kind::ASCII_INTERNED } else { kind::ASCII });
                    self.size(bytes.len())?;
                }
            }
        } else {
            let byte = if interned && self.version >= 3 { kind::INTERNED } else { kind::TEXT };
            self.out.push(flag | byte);
            self.size(bytes.len())?;
        }
        self.bytes(bytes)
    }
}

/// Up to fifteen bytes as up to eight digits of fifteen bits.
fn fifteen_bits(bytes: &[u8]) -> Vec<u16> {
    let all = bytes.iter().rev().fold(0u128, |all, byte| all << 8 | u128::from(*byte));
    (0..8).map(|at| (all >> (15 * at) & 0x7fff) as u16).collect()
}
