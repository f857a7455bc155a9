//! Bytes to values. Nothing that they say is believed further than there are bytes.

use num_bigint::{BigInt, BigUint, Sign};
use taipan_engine::object::dict::DictObject;
use taipan_engine::object::slots::{PyResult, Raised};
use taipan_engine::object::value::Value;
use taipan_engine::object::vm::Vm;
use taipan_engine::types::bytes::Buffer;
use taipan_engine::types::exception::{EOF_ERROR, STOP_ITERATION};
use taipan_engine::types::float::parse_f64;
use taipan_engine::types::list::ListObject;

use super::{DEEPEST, REMEMBERED, kind};

/// Where bytes come from.
pub(super) enum Source<'a> {
    Bytes(&'a [u8]),
    File(&'a Value),
}

struct Reader<'a, 'b> {
    vm: &'a Vm,
    source: &'a mut Source<'b>,
    /// What was remembered, by number; `None` while it is not there yet.
    known: Vec<Option<Value>>,
}

pub(super) fn read(vm: &Vm, source: &mut Source) -> PyResult {
    let mut reader = Reader { vm, source, known: Vec::new() };
    match reader.value(0)? {
        Some(value) => Ok(value),
        None => Err(vm.type_error("NULL object in marshal data for object")),
    }
}

impl Reader<'_, '_> {
    fn bad(&self, what: &str) -> Raised {
        self.vm.value_error(format!("bad marshal data ({what})"))
    }

    fn short(&self) -> Raised {
        self.vm.raise(&EOF_ERROR, "marshal data too short")
    }

    fn bytes(&mut self, count: usize) -> PyResult<Vec<u8>> {
        match self.source {
            Source::Bytes(all) => {
                let Some((now, later)) = all.split_at_checked(count) else {
                    return Err(self.short());
                };
                *self.source = Source::Bytes(later);
                Ok(now.to_vec())
            }
            Source::File(file) => {
                let vm = self.vm;
                let asked = vm.int(count as i64);
                let data = vm.call_method(file, &vm.intern("read"), &[asked])?;
                let Some(data) = Buffer::of(vm, &data).map(|data| data.to_vec()) else {
                    let class = vm.class(&data).name();
                    let text = format!("file.read() returned not bytes but {class}");
                    return Err(vm.type_error(text));
                };
                if data.len() < count {
                    return Err(vm.raise(&EOF_ERROR, "EOF read where not expected"));
                }
                if data.len() > count {
                    let given = data.len();
                    let text = format!(
                        "read() returned too much data: {count} bytes requested, {given} returned"
                    );
                    return Err(vm.value_error(text));
                }
                Ok(data)
            }
        }
    }

    fn array<const N: usize>(&mut self) -> PyResult<[u8; N]> {
        let bytes = self.bytes(N)?;
        bytes.try_into().map_err(|_| self.short())
    }

    fn int(&mut self) -> PyResult<i32> {
        Ok(i32::from_le_bytes(self.array()?))
    }

    fn size(&mut self, what: &str) -> PyResult<usize> {
        let size = self.int()?;
        usize::try_from(size).map_err(|_| self.bad(&format!("{what} size out of range")))
    }

    /// A place among what is remembered, for an object that is not complete yet.
    fn place(&mut self, remembered: bool) -> Option<usize> {
        remembered.then(|| {
            self.known.push(None);
            self.known.len() - 1
        })
    }

    fn fill(&mut self, place: Option<usize>, value: Value) -> Option<Value> {
        if let Some(entry) = place.and_then(|at| self.known.get_mut(at)) {
            *entry = Some(value.clone());
        }
        Some(value)
    }

    /// The next value; `None` for the mark that ends a dict.
    fn value(&mut self, depth: usize) -> PyResult<Option<Value>> {
        if depth > DEEPEST || !self.vm.stack_has_room() {
            return Err(self.vm.value_error("recursion limit exceeded"));
        }
        let byte = match self.bytes(1) {
            Ok(bytes) => bytes.first().copied().unwrap_or(0),
            Err(raised) if self.vm.is_exception(&raised.0, &EOF_ERROR) => {
                return Err(self.vm.raise(&EOF_ERROR, "EOF read where object expected"));
            }
            Err(raised) => return Err(raised),
        };
        let remembered = byte & REMEMBERED != 0;
        let vm = self.vm;
        Ok(match byte & !REMEMBERED {
            kind::NULL => None,
            kind::NONE => Some(Value::NONE),
            kind::FALSE => Some(Value::FALSE),
            kind::TRUE => Some(Value::TRUE),
            kind::ELLIPSIS => Some(Value::ELLIPSIS),
            kind::STOP_ITERATION => Some(vm.ty(&STOP_ITERATION).value().clone()),
            kind::REFERENCE => {
                let number = usize::try_from(self.int()?).ok();
                let found = number.and_then(|number| self.known.get(number).cloned().flatten());
                Some(found.ok_or_else(|| self.bad("invalid reference"))?)
            }
            kind::TUPLE => {
                let size = self.size("tuple")?;
                self.tuple(size, remembered, depth)?
            }
            kind::SMALL_TUPLE => {
                let [size] = self.array()?;
                self.tuple(usize::from(size), remembered, depth)?
            }
            kind::LIST => self.list(remembered, depth)?,
            kind::DICT => self.dict(remembered, depth)?,
            byte @ (kind::SET | kind::FROZEN_SET) => {
                let place = self.place(remembered);
                let size = self.size("set")?;
                let items = self.items(size, "set", depth)?;
                let frozen = byte == kind::FROZEN_SET;
                let class = if frozen { vm.types.frozenset() } else { vm.types.set() };
                let set = vm.new_set(class, items)?;
                self.fill(place, set)
            }
            kind::CODE => return Err(vm.value_error("code objects cannot be made from bytes")),
            other => {
                let value = self.plain(other)?;
                let place = self.place(remembered);
                self.fill(place, value)
            }
        })
    }

    /// A value without others in it.
    fn plain(&mut self, byte: u8) -> PyResult {
        let vm = self.vm;
        Ok(match byte {
            kind::INT => vm.int(i64::from(self.int()?)),
            kind::INT64 => vm.int(i64::from_le_bytes(self.array()?)),
            kind::LONG => self.long()?,
            kind::FLOAT => vm.float(f64::from_le_bytes(self.array()?)),
            kind::FLOAT_TEXT => vm.float(self.float_text()?),
            kind::COMPLEX => {
                let (real, imag) = (self.array()?, self.array()?);
                vm.complex(f64::from_le_bytes(real), f64::from_le_bytes(imag))
            }
            kind::COMPLEX_TEXT => {
                let (real, imag) = (self.float_text()?, self.float_text()?);
                vm.complex(real, imag)
            }
            kind::BYTES => {
                let size = self.size("bytes object")?;
                vm.new_bytes(self.bytes(size)?)
            }
            kind::ASCII | kind::ASCII_INTERNED => {
                let size = self.size("string")?;
                self.latin(size, byte == kind::ASCII_INTERNED)?
            }
            kind::SHORT_ASCII | kind::SHORT_ASCII_INTERNED => {
                let [size] = self.array()?;
                self.latin(usize::from(size), byte == kind::SHORT_ASCII_INTERNED)?
            }
            kind::TEXT | kind::INTERNED => {
                let size = self.size("string")?;
                let bytes = self.bytes(size)?;
                let encoding = taipan_engine::types::codec::Encoding::Utf8;
                let text =
                    taipan_engine::types::codec::decode_as(vm, &bytes, encoding, "surrogatepass")?;
                if byte == kind::INTERNED { vm.intern_value(&text) } else { text }
            }
            _ => return Err(self.bad("unknown type code")),
        })
    }

    /// Text of a byte per character.
    fn latin(&mut self, size: usize, interned: bool) -> PyResult {
        let bytes = self.bytes(size)?;
        let text = self.vm.str_of_points(bytes.iter().map(|byte| u32::from(*byte)));
        Ok(if interned { self.vm.intern_value(&text) } else { text })
    }

    fn float_text(&mut self) -> PyResult<f64> {
        let [size] = self.array()?;
        let bytes = self.bytes(usize::from(size))?;
        let number = std::str::from_utf8(&bytes).ok().and_then(parse_f64);
        number.ok_or_else(|| {
            let text = String::from_utf8_lossy(&bytes);
            self.vm.value_error(format!("could not convert string to float: '{text}'"))
        })
    }

    fn long(&mut self) -> PyResult {
        let count = self.int()?;
        if count == i32::MIN {
            return Err(self.bad("long size out of range"));
        }
        let bytes = self.bytes(count.unsigned_abs() as usize * 2)?;
        let (mut words, mut held, mut bits) = (Vec::new(), 0u64, 0);
        let mut last = 1;
        for pair in bytes.chunks_exact(2) {
            last = u16::from_le_bytes([pair[0], pair[1]]);
            if last > 0x7fff {
                return Err(self.bad("digit out of range in long"));
            }
            held |= u64::from(last) << bits;
            bits += 15;
            if bits >= 32 {
                words.push(held as u32);
                held >>= 32;
                bits -= 32;
            }
        }
        if last == 0 {
            return Err(self.bad("unnormalized long data"));
        }
        words.push(held as u32);
        let sign = if count < 0 { Sign::Minus } else { Sign::Plus };
        Ok(self.vm.big_int(BigInt::from_biguint(sign, BigUint::new(words))))
    }

    fn items(&mut self, size: usize, what: &str, depth: usize) -> PyResult<Vec<Value>> {
        let mut items = Vec::new();
        for _ in 0..size {
            let Some(item) = self.value(depth + 1)? else {
                let text = format!("NULL object in marshal data for {what}");
                return Err(self.vm.type_error(text));
            };
            self.vm.push_item(&mut items, item)?;
        }
        Ok(items)
    }

    fn tuple(&mut self, size: usize, remembered: bool, depth: usize) -> PyResult<Option<Value>> {
        let place = self.place(remembered);
        let items = self.items(size, "tuple", depth)?;
        let tuple = self.vm.tuple(items);
        Ok(self.fill(place, tuple))
    }

    /// A list may hold itself.
    fn list(&mut self, remembered: bool, depth: usize) -> PyResult<Option<Value>> {
        let size = self.size("list")?;
        let made = self.vm.new_list(Vec::new());
        let place = self.place(remembered);
        self.fill(place, made.clone());
        let items = self.items(size, "list", depth)?;
        if let Some(list) = made.get::<ListObject>() {
            let items = self.vm.new_list(items);
            self.vm.extend_list(list, &items)?;
        }
        Ok(Some(made))
    }

    fn dict(&mut self, remembered: bool, depth: usize) -> PyResult<Option<Value>> {
        let made = self.vm.new_dict(DictObject::new());
        let place = self.place(remembered);
        self.fill(place, made.clone());
        while let Some(key) = self.value(depth + 1)? {
            let Some(value) = self.value(depth + 1)? else { break };
            self.vm.setitem(&made, &key, Some(&value))?;
        }
        Ok(Some(made))
    }
}
