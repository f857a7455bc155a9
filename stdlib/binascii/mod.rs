//! binascii: bytes as text that mail can carry, and back; check sums. Quoted printable is in
//! `quoted.rs`.

mod quoted;

use std::sync::OnceLock;

use taipan_engine::funcs;
use taipan_engine::object::header::Payload;
use taipan_engine::object::slots::{PyResult, Raised};
use taipan_engine::object::types::{TypeSpec, type_flag};
use taipan_engine::object::value::Value;
use taipan_engine::object::vm::Vm;
use taipan_engine::types::bytes::Buffer;
use taipan_engine::types::exception::{EXCEPTION, ExceptionObject, VALUE_ERROR};
use taipan_engine::types::module::ModuleSpec;

const fn exception(name: &'static str, base: &'static TypeSpec) -> TypeSpec {
    TypeSpec {
        name,
        base: Some(base),
        operations: Some(ExceptionObject::OPERATIONS),
        flags: type_flag::BASE | type_flag::DICT | type_flag::EXTENDED | type_flag::WEAK,
        ..TypeSpec::NONE
    }
}

static ERROR: TypeSpec = exception("binascii.Error", &VALUE_ERROR);
static INCOMPLETE: TypeSpec = exception("binascii.Incomplete", &EXCEPTION);

#[cold]
fn error(vm: &Vm, text: impl AsRef<str>) -> Raised {
    vm.raise(&ERROR, text)
}

/// The bytes of an argument that may be ASCII text, too.
fn ascii_or_bytes(vm: &Vm, value: &Value) -> PyResult<Vec<u8>> {
    if let Some(text) = value.as_str_object() {
        if !text.is_ascii() {
            return Err(vm.value_error("string argument should contain only ASCII characters"));
        }
        return Ok(text.as_bytes().to_vec());
    }
    match Buffer::of(vm, value) {
        Some(_) => Ok(Buffer::simple(vm, value)?.to_vec()),
        None => {
            let class = vm.class(value).full_name();
            let text = format!("argument should be bytes, buffer or ASCII string, not '{class}'");
            Err(vm.type_error(text))
        }
    }
}

fn made(vm: &Vm, room: usize) -> PyResult<Vec<u8>> {
    let mut out = Vec::new();
    vm.reserve(&mut out, Some(room))?;
    Ok(out)
}

// ---- hexadecimal -------------------------------------------------------------------------------

/// The byte between groups of digits, if there is one.
fn separator(vm: &Vm, sep: &Value) -> PyResult<Option<u8>> {
    if sep.is_unbound() {
        return Ok(None);
    }
    if vm.len(sep)? != 1 {
        return Err(vm.value_error("sep must be length 1."));
    }
    if let Some(text) = sep.as_str_object() {
        let point = text.code_point(0).and_then(|(point, _)| u8::try_from(point).ok());
        return point.map(Some).ok_or_else(|| vm.value_error("sep must be ASCII."));
    }
    let byte = Buffer::of(vm, sep).and_then(|bytes| bytes.first().copied());
    byte.map(Some).ok_or_else(|| vm.type_error("sep must be str or bytes."))
}

fn hexlify(vm: &Vm, data: &Value, sep: &Value, group: i64) -> PyResult {
    let bytes = Buffer::simple(vm, data)?.to_vec();
    if i32::try_from(group).is_err() {
        return Err(vm.overflow_error("Python int too large to convert to C int"));
    }
    let sep = separator(vm, sep)?.filter(|_| group != 0);
    let size = usize::try_from(group.unsigned_abs()).unwrap_or(usize::MAX);
    let room = bytes.len().saturating_mul(if sep.is_some() { 3 } else { 2 });
    let mut out = made(vm, room)?;
    const DIGITS: &[u8; 16] = b"0123456789abcdef";
    for (at, byte) in bytes.iter().enumerate() {
        // Groups are counted from the right, or from the left if the number is negative.
        let before = if group > 0 { bytes.len() - at } else { at };
        if let Some(sep) = sep.filter(|_| at > 0 && before % size == 0) {
            out.push(sep);
        }
        out.push(DIGITS[usize::from(byte >> 4)]);
        out.push(DIGITS[usize::from(byte & 15)]);
    }
    Ok(vm.new_bytes(out))
}

fn digit(byte: u8) -> Option<u8> {
    char::from(byte).to_digit(16).map(|digit| digit as u8)
}

fn unhexlify(vm: &Vm, text: &Value) -> PyResult {
    let text = ascii_or_bytes(vm, text)?;
    if !text.len().is_multiple_of(2) {
        return Err(error(vm, "Odd-length string"));
    }
    let pair = |pair: &[u8]| match pair {
        [high, low] => Some(digit(*high)? << 4 | digit(*low)?),
        _ => None,
    };
    let bytes: Option<Vec<u8>> = text.chunks(2).map(pair).collect();
    let bytes = bytes.ok_or_else(|| error(vm, "Non-hexadecimal digit found"))?;
    Ok(vm.new_bytes(bytes))
}

// ---- base64 ------------------------------------------------------------------------------------

const LETTERS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

fn b2a_base64(vm: &Vm, data: &Value, newline: bool) -> PyResult {
    let bytes = Buffer::simple(vm, data)?.to_vec();
    let mut out = made(vm, bytes.len().div_ceil(3).saturating_mul(4).saturating_add(1))?;
    for group in bytes.chunks(3) {
        let word = (0..3)
            .fold(0u32, |word, at| word << 8 | u32::from(group.get(at).copied().unwrap_or(0)));
        for at in 0..4 {
            out.push(match at <= group.len() {
                true => LETTERS[(word >> (18 - 6 * at)) as usize & 63],
                false => b'=',
            });
        }
    }
    if newline {
        out.push(b'\n');
    }
    Ok(vm.new_bytes(out))
}

fn sextet(byte: u8) -> Option<u32> {
    Some(match byte {
        b'A'..=b'Z' => u32::from(byte - b'A'),
        b'a'..=b'z' => u32::from(byte - b'a') + 26,
        b'0'..=b'9' => u32::from(byte - b'0') + 52,
        b'+' => 62,
        b'/' => 63,
        _ => return None,
    })
}

/// `strict` refuses whatever does not belong to base64; otherwise it is passed over.
fn a2b_base64(vm: &Vm, data: &Value, strict: bool) -> PyResult {
    let text = ascii_or_bytes(vm, data)?;
    if strict && text.first() == Some(&b'=') {
        return Err(error(vm, "Leading padding not allowed"));
    }
    let mut out = made(vm, text.len() / 4 * 3 + 3)?;
    // Letters of the present group of four, their bits, and the signs of padding behind them.
    let (mut letters, mut bits, mut pads, mut padded) = (0, 0u32, 0, false);
    for (at, byte) in text.iter().enumerate() {
        if *byte == b'=' {
            padded = true;
            if strict && letters == 0 {
                return Err(error(vm, "Excess padding not allowed"));
            }
            if letters >= 2 {
                pads += 1;
                if letters + pads >= 4 {
                    if strict && at + 1 < text.len() {
                        return Err(error(vm, "Excess data after padding"));
                    }
                    return Ok(vm.new_bytes(out));
                }
            }
            continue;
        }
        let Some(value) = sextet(*byte) else {
            if strict {
                return Err(error(vm, "Only base64 data is allowed"));
            }
            continue;
        };
        if strict && padded {
            return Err(error(vm, "Discontinuous padding not allowed"));
        }
        pads = 0;
        bits = bits << 6 | value;
        letters = (letters + 1) % 4;
        match letters {
            1 => {}
            2 => out.push((bits >> 4) as u8),
            3 => out.push((bits >> 2) as u8),
            _ => out.push(bits as u8),
        }
    }
    match letters {
        0 => Ok(vm.new_bytes(out)),
        1 => {
            let count = out.len() / 3 * 4 + 1;
            Err(error(
                vm,
                format!(
                    "Invalid base64-encoded string: number of data characters ({count}) cannot be \
                     1 more than a multiple of 4"
                ),
            ))
        }
        _ => Err(error(vm, "Incorrect padding")),
    }
}

// ---- uuencode ----------------------------------------------------------------------------------

/// A line of at most 45 bytes.
fn b2a_uu(vm: &Vm, data: &Value, backtick: bool) -> PyResult {
    let bytes = Buffer::simple(vm, data)?.to_vec();
    if bytes.len() > 45 {
        return Err(error(vm, "At most 45 bytes at once"));
    }
    let letter = |value: u32| match value {
        0 if backtick => b'`',
        value => value as u8 + b' ',
    };
    let mut out = vec![letter(bytes.len() as u32)];
    for group in bytes.chunks(3) {
        let word = (0..3)
            .fold(0u32, |word, at| word << 8 | u32::from(group.get(at).copied().unwrap_or(0)));
        out.extend((0..4).map(|at| letter(word >> (18 - 6 * at) & 63)));
    }
    out.push(b'\n');
    Ok(vm.new_bytes(out))
}

/// The bytes of a line; letters missing at its end are spaces that got lost.
fn a2b_uu(vm: &Vm, data: &Value) -> PyResult {
    let line = ascii_or_bytes(vm, data)?;
    let len = usize::from(line.first().copied().unwrap_or(0).wrapping_sub(b' ') & 63);
    let mut letters = line.get(1..).unwrap_or(&[]).iter();
    let mut out = Vec::with_capacity(len);
    let (mut bits, mut count) = (0u32, 0);
    while out.len() < len {
        let value = match letters.next() {
            None | Some(b'\n' | b'\r') => 0,
            Some(letter @ b' '..=b'`') => u32::from(letter - b' ') & 63,
            Some(_) => return Err(error(vm, "Illegal char")),
        };
        bits = bits << 6 | value;
        count += 6;
        if count >= 8 {
            count -= 8;
            out.push((bits >> count) as u8);
        }
    }
    if letters.any(|letter| !matches!(letter, b' ' | b'`' | b'\n' | b'\r')) {
        return Err(error(vm, "Trailing garbage"));
    }
    Ok(vm.new_bytes(out))
}

// ---- check sums --------------------------------------------------------------------------------

/// What each byte does to the sum of CRC-32, as of the polynomial 0xEDB88320.
fn crc_table() -> &'static [u32; 256] {
    static TABLE: OnceLock<[u32; 256]> = OnceLock::new();
    TABLE.get_or_init(|| {
        std::array::from_fn(|byte| {
            (0..8).fold(byte as u32, |sum, _| sum >> 1 ^ if sum & 1 == 0 { 0 } else { 0xedb8_8320 })
        })
    })
}

/// The lowest bits of a number of any size.
fn low_bits(vm: &Vm, number: &Value) -> PyResult<u32> {
    let index = vm.index(number)?;
    let big = vm.as_big(&index);
    let low = big.map(|big| big.to_signed_bytes_le()).unwrap_or_default();
    let sign = low.last().map_or(0, |byte| if byte & 0x80 == 0 { 0 } else { 0xff });
    Ok(u32::from_le_bytes(std::array::from_fn(|at| low.get(at).copied().unwrap_or(sign))))
}

fn crc32(vm: &Vm, data: &Value, start: &Value) -> PyResult {
    let start = low_bits(vm, start)?;
    let (table, bytes) = (crc_table(), Buffer::simple(vm, data)?);
    let sum =
        bytes.iter().fold(!start, |sum, byte| sum >> 8 ^ table[usize::from(sum as u8 ^ byte)]);
    Ok(vm.int(i64::from(!sum)))
}

/// CRC-CCITT, as BinHex 4 has it.
fn crc_hqx(vm: &Vm, data: &Value, start: &Value) -> PyResult {
    let start = low_bits(vm, start)? & 0xffff;
    let bytes = Buffer::simple(vm, data)?;
    let sum = bytes.iter().fold(start, |sum, byte| {
        (0..8).fold(sum ^ u32::from(*byte) << 8, |sum, _| {
            (sum << 1 ^ if sum & 0x8000 == 0 { 0 } else { 0x1021 }) & 0xffff
        })
    });
    Ok(vm.int(i64::from(sum)))
}

pub(crate) static BINASCII: ModuleSpec = ModuleSpec {
    name: "binascii",
    doc: "Between bytes and ASCII text that stands for them.",
    funcs: funcs![
        a2b_base64 "(data, /, *, strict_mode=False)" "The bytes of base64 text.";
        "a2b_hex" = unhexlify, "(hexstr, /)", "The bytes of pairs of hexadecimal digits.";
        "a2b_qp" = quoted::a2b_qp, "(data, header=False)", "The bytes of quoted printable text.";
        a2b_uu "(data, /)" "The bytes of a line of uuencoded text.";
        b2a_base64 "(data, /, *, newline=True)" "Bytes as base64 text.";
        "b2a_hex" = hexlify, "(data, sep=<absent>, bytes_per_sep=1)", "Bytes as pairs of hexadecimal digits, with sep between groups.";
        "b2a_qp" = quoted::b2a_qp, "(data, quotetabs=False, istext=True, header=False)", "Bytes as quoted printable text.";
        b2a_uu "(data, /, *, backtick=False)" "Bytes as a line of uuencoded text.";
        crc32 "(data, crc=0, /)" "The check sum CRC-32, beginning with crc.";
        crc_hqx "(data, crc, /)" "The check sum CRC-CCITT, beginning with crc.";
        hexlify "(data, sep=<absent>, bytes_per_sep=1)" "Bytes as pairs of hexadecimal digits, with sep between groups.";
        unhexlify "(hexstr, /)" "The bytes of pairs of hexadecimal digits.";
    ],
    types: &[&ERROR, &INCOMPLETE],
    ..ModuleSpec::NONE
};
