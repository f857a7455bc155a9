//! Builtin functions about numbers and characters.

use num_bigint::BigInt;

use crate::object::native::Maybe;
use crate::object::slots::{BinaryOp, PyResult, UnaryOp};
use crate::object::value::Value;
use crate::object::vm::Vm;
use crate::types::bytes::{ByteArrayObject, BytesObject};
use crate::types::int::BigIntObject;

pub(super) fn abs(vm: &Vm, x: &Value) -> PyResult {
    vm.unary(UnaryOp::Abs, x)
}

pub(super) fn bin(vm: &Vm, number: &Value) -> PyResult<String> {
    in_radix(vm, number, 2, "0b")
}

pub(super) fn hex(vm: &Vm, number: &Value) -> PyResult<String> {
    in_radix(vm, number, 16, "0x")
}

pub(super) fn oct(vm: &Vm, number: &Value) -> PyResult<String> {
    in_radix(vm, number, 8, "0o")
}

fn in_radix(vm: &Vm, number: &Value, radix: u32, prefix: &str) -> PyResult<String> {
    let number = match vm.index(number)? {
        int if int.is_int() => BigInt::from(int.int_bits()),
        int => int.get::<BigIntObject>().map_or_else(BigInt::default, |b| b.0.clone()),
    };
    let sign = if number.sign() == num_bigint::Sign::Minus { "-" } else { "" };
    Ok(format!("{sign}{prefix}{}", number.magnitude().to_str_radix(radix)))
}

pub(super) fn chr(vm: &Vm, i: &Value) -> PyResult {
    let point = vm.index_clamped(i)?;
    match u32::try_from(point) {
        Ok(point) if point <= 0x10_ffff => Ok(vm.str_of_point(point)),
        _ => Err(vm.value_error("chr() arg not in range(0x110000)")),
    }
}

pub(super) fn ord(vm: &Vm, c: &Value) -> PyResult {
    let (len, first) = if let Some(text) = c.as_str_object() {
        (text.chars(), text.code_points().next())
    } else if let Some(bytes) = c.get::<BytesObject>() {
        (bytes.0.len(), bytes.0.first().map(|b| u32::from(*b)))
    } else if let Some(bytes) = c.get::<ByteArrayObject>().filter(|b| b.is_bytes()) {
        let bytes = bytes.0.borrow();
        (bytes.len(), bytes.first().map(|b| u32::from(*b)))
    } else {
        let class = vm.class(c).full_name();
        let text = format!("ord() expected string of length 1, but {class} found");
        return Err(vm.type_error(text));
    };
    match first {
        Some(point) if len == 1 => Ok(vm.int(i64::from(point))),
        _ => {
            let text = format!("ord() expected a character, but string of length {len} found");
            Err(vm.type_error(text))
        }
    }
}

/// By `__divmod__` of the left operand, then `__rdivmod__` of the right one (that of a subclass
/// first), as operators go.
pub(super) fn divmod(vm: &Vm, x: &Value, y: &Value) -> PyResult {
    let (forward, backward) = (vm.intern("__divmod__"), vm.intern("__rdivmod__"));
    let (left, right) = (vm.type_of(x), vm.type_of(y));
    let call = |value: &Value, name: &Value, other: &Value| -> PyResult<Option<Value>> {
        let result = vm.call_special(value, name, std::slice::from_ref(other))?;
        Ok(result.filter(|r| !r.is(&Value::NOT_IMPLEMENTED)))
    };
    let right_first = left != right
        && right.is_subtype(&left)
        && right.lookup(&backward) != left.lookup(&backward);
    if right_first && let Some(result) = call(y, &backward, x)? {
        return Ok(result);
    }
    if let Some(result) = call(x, &forward, y)? {
        return Ok(result);
    }
    if left != right
        && !right_first
        && let Some(result) = call(y, &backward, x)?
    {
        return Ok(result);
    }
    let (left, right) = (left.full_name(), right.full_name());
    let text = format!("unsupported operand type(s) for divmod(): '{left}' and '{right}'");
    Err(vm.type_error(text))
}

pub(super) fn pow(vm: &Vm, base: &Value, exp: &Value, modulus: &Value) -> PyResult {
    if modulus.is_none() {
        return vm.binary(BinaryOp::Pow, base, exp);
    }
    vm.pow_mod(base, exp, modulus)
}

pub(super) fn round(vm: &Vm, number: &Value, ndigits: Maybe) -> PyResult {
    let digits: &[Value] = match ndigits {
        Maybe(Some(digits)) if !digits.is_none() => std::slice::from_ref(digits),
        Maybe(_) => &[],
    };
    match vm.call_special(number, &vm.names().__round__, digits)? {
        Some(result) => Ok(result),
        None => {
            let class = vm.class(number).full_name();
            Err(vm.type_error(format!("type {class} doesn't define __round__ method")))
        }
    }
}
