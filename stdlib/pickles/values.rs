//! Unpickling of single values: numbers, texts and bytes.

use num_bigint::BigInt;
use taipan_engine::object::slots::PyResult;
use taipan_engine::object::value::Value;
use taipan_engine::types::codec::{self, Encoding};

use super::input::truncated;
use super::load::Load;
use super::op;

impl Load<'_> {
    /// The value that an instruction stands for, if it is one of those.
    pub(super) fn value(&mut self, code: u8) -> PyResult {
        let vm = self.vm;
        match code {
            op::BININT1 => Ok(vm.int(i64::from(self.input.array::<1>(vm)?[0]))),
            op::BININT2 => Ok(vm.int(i64::from(u16::from_le_bytes(self.input.array(vm)?)))),
            op::BININT => Ok(vm.int(i64::from(i32::from_le_bytes(self.input.array(vm)?)))),
            op::BINFLOAT => {
                let bits = u64::from_be_bytes(self.input.array(vm)?);
                Ok(vm.float(f64::from_bits(bits)))
            }
            op::LONG1 => {
                let [len] = self.input.array(vm)?;
                self.long(usize::from(len))
            }
            op::LONG4 => {
                let len = i32::from_le_bytes(self.input.array(vm)?);
                let len = usize::try_from(len)
                    .map_err(|_| self.error("LONG pickle has negative byte count"))?;
                self.long(len)
            }
            op::INT => self.int_line(),
            op::LONG => {
                let line = self.input.line(vm)?;
                if line.len() < 2 {
                    return Err(truncated(vm));
                }
                let text = line.strip_suffix(b"L\n").unwrap_or(&line);
                self.line_int(text, 0)
            }
            op::FLOAT => self.float_line(),
            op::STRING => self.string_line(),
            op::UNICODE => {
                let line = self.input.line(vm)?;
                codec::decode_as(
                    vm,
                    line.strip_suffix(b"\n").unwrap_or(&line),
                    Encoding::RawUnicodeEscape,
                    "strict",
                )
            }
            op::BINSTRING | op::SHORT_BINSTRING => {
                let len = self.length(code, op::SHORT_BINSTRING, 0, "BINSTRING")?;
                let place = self.input.take(vm, len)?;
                let bytes = self.input.part(place).to_vec();
                self.old_string(bytes)
            }
            op::BINUNICODE | op::SHORT_BINUNICODE | op::BINUNICODE8 => {
                let len = self.length(code, op::SHORT_BINUNICODE, op::BINUNICODE8, "BINUNICODE")?;
                let place = self.input.take(vm, len)?;
                let text = self.input.part(place);
                // The usual case without a copy.
                match std::str::from_utf8(text) {
                    Ok(text) => Ok(vm.str(text)),
                    Err(_) => self.utf8(text),
                }
            }
            op::BINBYTES | op::SHORT_BINBYTES | op::BINBYTES8 => {
                let len = self.length(code, op::SHORT_BINBYTES, op::BINBYTES8, "BINBYTES")?;
                if len > isize::MAX as usize - 33 {
                    return Err(vm.overflow_error("byte string is too large"));
                }
                Ok(vm.new_bytes(self.data(len)?))
            }
            op::BYTEARRAY8 => {
                let len = self.length(code, 0, op::BYTEARRAY8, "BYTEARRAY8")?;
                if len == isize::MAX as usize {
                    return Err(vm.memory_error());
                }
                Ok(vm.new_bytearray(self.data(len)?))
            }
            b'!'..=b'~' if code != b'\'' && code != b'\\' => {
                let text = format!("invalid load key, '{}'.", char::from(code));
                Err(self.error(text))
            }
            _ => Err(self.error(format!("invalid load key, '\\x{code:02x}'."))),
        }
    }

    /// The length behind an instruction: of one byte, eight, or else four.
    fn length(&mut self, code: u8, short: u8, long: u8, what: &str) -> PyResult<usize> {
        let vm = self.vm;
        if code == short {
            return Ok(usize::from(self.input.array::<1>(vm)?[0]));
        }
        if code != long {
            return Ok(u32::from_le_bytes(self.input.array(vm)?) as usize);
        }
        let len = u64::from_le_bytes(self.input.array(vm)?);
        usize::try_from(len).ok().filter(|len| *len <= isize::MAX as usize).ok_or_else(|| {
            let most = isize::MAX;
            vm.overflow_error(format!("{what} exceeds system's maximum size of {most} bytes"))
        })
    }

    fn data(&mut self, len: usize) -> PyResult<Vec<u8>> {
        let place = self.input.take(self.vm, len)?;
        let mut bytes = Vec::new();
        self.vm.reserve(&mut bytes, Some(len))?;
        bytes.extend_from_slice(self.input.part(place));
        Ok(bytes)
    }

    // ---- numbers -------------------------------------------------------------------------------

    fn long(&mut self, len: usize) -> PyResult {
        let place = self.input.take(self.vm, len)?;
        let number = BigInt::from_signed_bytes_le(self.input.part(place));
        self.vm.check_int_bits(u128::from(number.bits()))?;
        Ok(self.vm.big_int(number))
    }

    /// The int that a text is; base 0 is that of the language.
    pub(super) fn line_int(&self, text: &[u8], base: i64) -> PyResult {
        let vm = self.vm;
        let latin = vm.str_of_points(text.iter().map(|byte| u32::from(*byte)));
        let int = vm.types.int().value();
        vm.call(int, &[latin.clone(), vm.int(base)]).map_err(|raised| {
            match vm.is_exception(&raised.0, &taipan_engine::types::exception::VALUE_ERROR) {
                true => match vm.repr_text(&latin) {
                    Ok(shown) => {
                        vm.value_error(format!("invalid literal for int() with base 10: {shown}"))
                    }
                    Err(raised) => raised,
                },
                false => raised,
            }
        })
    }

    /// An int as C reads it, or one of the two texts that stand for bools.
    fn int_line(&mut self) -> PyResult {
        let vm = self.vm;
        let line = self.input.line(vm)?;
        match line.as_slice() {
            [_] | [] => return Err(truncated(vm)),
            b"00\n" => return Ok(Value::FALSE),
            b"01\n" => return Ok(Value::TRUE),
            _ => {}
        }
        let text = line.strip_suffix(b"\n").unwrap_or(&line);
        if let Some(small) = c_integer(text) {
            return Ok(vm.int(small));
        }
        self.line_int(text, 0).map_err(|_| vm.value_error("could not convert string to int"))
    }

    fn float_line(&mut self) -> PyResult {
        let vm = self.vm;
        let line = self.input.line(vm)?;
        if line.len() < 2 {
            return Err(truncated(vm));
        }
        let text = line.strip_suffix(b"\n").unwrap_or(&line);
        let number = std::str::from_utf8(text).ok().filter(|text| is_float(text));
        match number.and_then(|text| text.parse::<f64>().ok()) {
            Some(number) => Ok(vm.float(number)),
            None => {
                let shown = String::from_utf8_lossy(&line);
                Err(vm.value_error(format!("could not convert string to float: '{shown}'")))
            }
        }
    }

    // ---- texts ---------------------------------------------------------------------------------

    /// UTF-8 in which lone surrogates are allowed.
    pub(super) fn utf8(&self, text: &[u8]) -> PyResult {
        let vm = self.vm;
        if let Ok(text) = std::str::from_utf8(text) {
            return Ok(vm.str(text));
        }
        let bytes = vm.new_bytes(text.to_vec());
        let args = [vm.str("utf-8"), vm.str("surrogatepass")];
        vm.call_method(&bytes, &vm.intern("decode"), &args)
    }

    /// A string of Python 2: text, or bytes if the unpickler was asked for those.
    fn old_string(&self, bytes: Vec<u8>) -> PyResult {
        let vm = self.vm;
        let (encoding, errors) = (self.own.encoding.get(), self.own.errors.get());
        if encoding.as_str() == Some("bytes") {
            return Ok(vm.new_bytes(bytes));
        }
        vm.call_method(&vm.new_bytes(bytes), &vm.intern("decode"), &[encoding, errors])
    }

    fn string_line(&mut self) -> PyResult {
        let line = self.input.line(self.vm)?;
        let text = line.strip_suffix(b"\n").unwrap_or(&line);
        match text {
            [open @ (b'\'' | b'"'), inner @ .., close] if open == close => {
                let bytes = crate::codecs::unescaped(self.vm, inner, None)?;
                self.old_string(bytes)
            }
            _ => Err(self.error("the STRING opcode argument must be quoted")),
        }
    }
}

/// What C's `strtol` makes of a whole text: octal behind a 0, hexadecimal behind 0x.
fn c_integer(text: &[u8]) -> Option<i64> {
    let text = std::str::from_utf8(text).ok()?.trim_start();
    let (negative, digits) = match text.strip_prefix('-') {
        Some(rest) => (true, rest),
        None => (false, text.strip_prefix('+').unwrap_or(text)),
    };
    let (base, digits) = match digits.strip_prefix("0x").or_else(|| digits.strip_prefix("0X")) {
        Some(rest) => (16, rest),
        None if digits.len() > 1 && digits.starts_with('0') => (8, digits),
        None => (10, digits),
    };
    if digits.starts_with(['+', '-']) {
        return None;
    }
    let size = i128::from_str_radix(digits, base).ok()?;
    i64::try_from(if negative { -size } else { size }).ok()
}

/// Texts that are floats in C's view: no digits apart, no space.
fn is_float(text: &str) -> bool {
    let unsigned = text.trim_start_matches(['+', '-']);
    let by_name = ["inf", "infinity", "nan"].iter().any(|n| unsigned.eq_ignore_ascii_case(n));
    let allowed = |c: char| c.is_ascii_digit() || matches!(c, '.' | 'e' | 'E' | '+' | '-');
    by_name || unsigned.chars().all(allowed) && unsigned.contains(|c: char| c.is_ascii_digit())
}
