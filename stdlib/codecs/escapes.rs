//! Bytes written as the language writes them in literals, and back.

use taipan_engine::object::slots::PyResult;
use taipan_engine::object::value::Value;
use taipan_engine::object::vm::Vm;
use taipan_engine::types::bytes::{Buffer, BytesObject};

/// The bytes that the inside of a literal stands for. `errors` says what becomes of wrong `\\x`.
pub(crate) fn unescaped(vm: &Vm, text: &[u8], errors: Option<&str>) -> PyResult<Vec<u8>> {
    let mut out = Vec::with_capacity(text.len());
    let mut at = 0;
    while let Some(byte) = text.get(at) {
        at += 1;
        if *byte != b'\\' {
            out.push(*byte);
            continue;
        }
        let Some(escape) = text.get(at) else {
            return Err(vm.value_error("Trailing \\ in string"));
        };
        at += 1;
        match escape {
            b'\n' => {}
            b'\\' | b'\'' | b'"' => out.push(*escape),
            b'b' => out.push(0x08),
            b'f' => out.push(0x0c),
            b't' => out.push(b'\t'),
            b'n' => out.push(b'\n'),
            b'r' => out.push(b'\r'),
            b'v' => out.push(0x0b),
            b'a' => out.push(0x07),
            b'0'..=b'7' => {
                let mut value = u32::from(*escape - b'0');
                for _ in 0..2 {
                    let Some(digit @ b'0'..=b'7') = text.get(at) else { break };
                    value = value * 8 + u32::from(*digit - b'0');
                    at += 1;
                }
                out.push(value as u8);
            }
            b'x' => at += hexadecimal(vm, text, at, errors, &mut out)?,
            other => out.extend_from_slice(&[b'\\', *other]),
        }
    }
    Ok(out)
}

/// Two digits behind `\\x`; how many bytes of the text that takes.
fn hexadecimal(
    vm: &Vm,
    text: &[u8],
    at: usize,
    errors: Option<&str>,
    out: &mut Vec<u8>,
) -> PyResult<usize> {
    let digit = |at: usize| text.get(at).and_then(|byte| char::from(*byte).to_digit(16));
    if let (Some(high), Some(low)) = (digit(at), digit(at + 1)) {
        out.push((high << 4 | low) as u8);
        return Ok(2);
    }
    match errors {
        None | Some("strict") => {
            return Err(vm.value_error(format!("invalid \\x escape at position {}", at - 2)));
        }
        Some("replace") => out.push(b'?'),
        Some("ignore") => {}
        Some(other) => {
            let text = format!("decoding error; unknown error handling code: {other}");
            return Err(vm.value_error(text));
        }
    }
    // A digit that has no second one is dropped.
    Ok(usize::from(digit(at).is_some()))
}

pub(super) fn escape_decode(vm: &Vm, data: &Value, errors: Option<&str>) -> PyResult {
    let bytes = match data.as_str_object() {
        Some(text) => text.as_bytes().to_vec(),
        None => Buffer::required(vm, data)?.to_vec(),
    };
    let out = unescaped(vm, &bytes, errors)?;
    Ok(vm.tuple(vec![vm.new_bytes(out), vm.int(bytes.len() as i64)]))
}

pub(super) fn escape_encode(vm: &Vm, data: &Value, _errors: Option<&str>) -> PyResult {
    let Some(bytes) = data.get::<BytesObject>() else {
        let class = vm.class(data).full_name();
        let text = format!("escape_encode() argument 1 must be bytes, not {class}");
        return Err(vm.type_error(text));
    };
    let mut out = Vec::with_capacity(bytes.0.len());
    for byte in &bytes.0 {
        match byte {
            b'\t' => out.extend_from_slice(b"\\t"),
            b'\n' => out.extend_from_slice(b"\\n"),
            b'\r' => out.extend_from_slice(b"\\r"),
            b'\'' | b'\\' => out.extend_from_slice(&[b'\\', *byte]),
            b' '..=b'~' => out.push(*byte),
            byte => out.extend_from_slice(format!("\\x{byte:02x}").as_bytes()),
        }
    }
    Ok(vm.tuple(vec![vm.new_bytes(out), vm.int(bytes.0.len() as i64)]))
}
