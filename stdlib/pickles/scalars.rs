//! Pickling of what holds no other objects: numbers, texts, bytes and buffers.

use taipan_engine::object::slots::PyResult;
use taipan_engine::object::string::StrObject;
use taipan_engine::object::value::Value;
use taipan_engine::types::bytes::{Buffer, ByteArrayObject, BytesObject};
use taipan_engine::types::memory_view::MemoryViewObject;

use super::buffer;
use super::op;
use super::save::Dump;

impl Dump<'_> {
    pub(super) fn save_bool(&mut self, value: bool) -> PyResult<()> {
        match (self.protocol >= 2, value) {
            (true, true) => self.op(op::NEWTRUE),
            (true, false) => self.op(op::NEWFALSE),
            (false, true) => self.put(b"I01\n"),
            (false, false) => self.put(b"I00\n"),
        }
    }

    pub(super) fn save_int(&mut self, value: &Value, int: i64) -> PyResult<()> {
        let Ok(word) = i32::try_from(int) else { return self.save_long(value) };
        if !self.is_binary() {
            return self.put(format!("I{int}\n").as_bytes());
        }
        let [a, b, c, d] = word.to_le_bytes();
        match (word >= 0, c, d, b) {
            (true, 0, 0, 0) => self.put(&[op::BININT1, a]),
            (true, 0, 0, _) => self.put(&[op::BININT2, a, b]),
            _ => self.put(&[op::BININT, a, b, c, d]),
        }
    }

    pub(super) fn save_long(&mut self, value: &Value) -> PyResult<()> {
        if self.protocol < 2 {
            let text = self.vm.repr_text(value)?;
            return self.put(format!("L{text}L\n").as_bytes());
        }
        let bytes = match self.vm.as_big(value) {
            Some(big) => big.to_signed_bytes_le(),
            None => Vec::new(),
        };
        match (u8::try_from(bytes.len()), i32::try_from(bytes.len())) {
            (Ok(len), _) => self.put(&[op::LONG1, len])?,
            (Err(_), Ok(len)) => {
                let [a, b, c, d] = len.to_le_bytes();
                self.put(&[op::LONG4, a, b, c, d])?;
            }
            (Err(_), Err(_)) => return Err(self.vm.overflow_error("int too large to pickle")),
        }
        self.put(&bytes)
    }

    pub(super) fn save_float(&mut self, value: &Value) -> PyResult<()> {
        if !self.is_binary() {
            let text = self.vm.repr_text(value)?;
            return self.put(format!("F{text}\n").as_bytes());
        }
        let bytes = self.vm.to_f64(value)?.to_bits().to_be_bytes();
        self.op(op::BINFLOAT)?;
        self.put(&bytes)
    }

    /// The length of data behind an instruction: with one byte, four or eight.
    fn length(&self, len: usize, short: Option<u8>, middle: u8, long: u8) -> PyResult<Vec<u8>> {
        match (short, u8::try_from(len), u32::try_from(len)) {
            (Some(short), Ok(len), _) => Ok(vec![short, len]),
            (_, _, Ok(len)) => Ok([&[middle][..], &len.to_le_bytes()].concat()),
            (_, _, Err(_)) if self.protocol >= 4 => {
                Ok([&[long][..], &(len as u64).to_le_bytes()].concat())
            }
            _ => Err(self.vm.overflow_error(
                "serializing a string larger than 4 GiB requires pickle protocol 4 or higher",
            )),
        }
    }

    /// A str, to be known by a key.
    pub(super) fn save_text(&mut self, value: &Value, key: usize) -> PyResult<()> {
        let Some(text) = value.as_str_object() else { return Ok(()) };
        if self.is_binary() {
            let short = (self.protocol >= 4).then_some(op::SHORT_BINUNICODE);
            let header =
                self.length(text.as_bytes().len(), short, op::BINUNICODE, op::BINUNICODE8)?;
            self.out.put_data(self.vm, &header, text.as_bytes(), None)?;
        } else {
            let line = raw_unicode_escape(text.code_points());
            self.put(&[op::UNICODE])?;
            self.put(&line)?;
        }
        self.memoize_as(key, value)
    }

    /// The name of a module in an object of its own: see [`alias_key`](super::memo::alias_key).
    pub(super) fn save_module(&mut self, name: &Value, key: usize) -> PyResult<()> {
        let is_plain = name.get_exact::<StrObject>().is_some();
        if self.persistent_id.is_some() || !is_plain {
            return self.save(name.clone(), true);
        }
        self.out.boundary(self.vm)?;
        match self.own.memo.get(key) {
            Some(number) => self.get(number),
            None => self.save_text(name, key),
        }
    }

    pub(super) fn save_bytes(&mut self, value: &Value) -> PyResult<()> {
        let Some(bytes) = value.get::<BytesObject>() else { return Ok(()) };
        if self.protocol < 3 {
            return self.save_old_bytes(value, &bytes.0);
        }
        let short = Some(op::SHORT_BINBYTES);
        let header = self.length(bytes.0.len(), short, op::BINBYTES, op::BINBYTES8)?;
        self.out.put_data(self.vm, &header, &bytes.0, Some(value))?;
        self.memoize(value)
    }

    /// Before protocol 3 there are no bytes: a text that is encoded.
    pub(super) fn save_old_bytes(&mut self, value: &Value, bytes: &[u8]) -> PyResult<()> {
        let vm = self.vm;
        let reduced = if bytes.is_empty() {
            vec![vm.types.bytes().value().clone(), vm.empty_tuple()]
        } else {
            let codecs = vm.import_module("_codecs")?;
            let encode = vm.getattr(&codecs, &vm.intern("encode"))?;
            let text = vm.str_of_points(bytes.iter().map(|byte| u32::from(*byte)));
            vec![encode, vm.tuple(vec![text, vm.intern("latin1")])]
        };
        self.save_reduced(&vm.tuple(reduced), value)
    }

    pub(super) fn save_bytearray(&mut self, value: &Value) -> PyResult<()> {
        let Some(array) = value.get::<ByteArrayObject>() else { return Ok(()) };
        let bytes = array.0.borrow().clone();
        if self.protocol >= 5 {
            return self.put_bytearray(&bytes, value);
        }
        let vm = self.vm;
        let args = if bytes.is_empty() { Vec::new() } else { vec![vm.new_bytes(bytes)] };
        let class = vm.types.bytearray().value().clone();
        let reduced = vm.tuple(vec![class, vm.tuple(args)]);
        self.save_reduced(&reduced, value)
    }

    fn put_bytearray(&mut self, bytes: &[u8], value: &Value) -> PyResult<()> {
        let header = [&[op::BYTEARRAY8][..], &(bytes.len() as u64).to_le_bytes()].concat();
        self.out.put_data(self.vm, &header, bytes, Some(value))?;
        self.memoize(value)
    }

    pub(super) fn save_buffer(&mut self, value: &Value) -> PyResult<()> {
        if self.protocol < 5 {
            return Err(self.error("PickleBuffer can only be pickled with protocol >= 5"));
        }
        buffer::check(self.vm, value)?;
        let Some(view) = value.get::<MemoryViewObject>() else { return Ok(()) };
        if !view.is_one_piece() {
            let text = "PickleBuffer can not be pickled when pointing to a non-contiguous buffer";
            return Err(self.error(text));
        }
        if let Some(callback) = self.own.buffer_callback.bound() {
            let in_band = self.vm.call(&callback, std::slice::from_ref(value))?;
            if !self.vm.truth(&in_band)? {
                self.op(op::NEXT_BUFFER)?;
                return if view.is_readonly() { self.op(op::READONLY_BUFFER) } else { Ok(()) };
            }
        }
        let bytes = Buffer::required(self.vm, value)?.to_vec();
        if !view.is_readonly() {
            return self.put_bytearray(&bytes, value);
        }
        let short = Some(op::SHORT_BINBYTES);
        let header = self.length(bytes.len(), short, op::BINBYTES, op::BINBYTES8)?;
        self.out.put_data(self.vm, &header, &bytes, Some(value))?;
        self.memoize(value)
    }
}

/// A line of protocol 0: what is no printable part of a line is escaped.
fn raw_unicode_escape(points: impl Iterator<Item = u32>) -> Vec<u8> {
    let mut line = Vec::new();
    for point in points {
        match point {
            0x1_0000.. => line.extend_from_slice(format!("\\U{point:08x}").as_bytes()),
            0x100.. | 0 | 0x0a | 0x0d | 0x1a | 0x5c => {
                line.extend_from_slice(format!("\\u{point:04x}").as_bytes());
            }
            _ => line.push(point as u8),
        }
    }
    line.push(b'\n');
    line
}
