//! Methods of int.

use num_bigint::{BigInt, BigUint, Sign};
use num_integer::Integer;

use super::{Int, arithmetic, text};
use crate::object::native::Maybe;
use crate::object::slots::PyResult;
use crate::object::types::TypeRef;
use crate::object::value::Value;
use crate::object::vm::Vm;
use crate::types::bytes::{Buffer, bytes_of_iterable, not_convertible};
use crate::types::memory_view::exporter::request;

pub(super) fn itself(vm: &Vm, this: &Value) -> Value {
    vm.plain_int(this)
}

pub(super) fn getnewargs(vm: &Vm, this: &Value) -> Value {
    vm.tuple(vec![vm.plain_int(this)])
}

pub(super) fn is_integer(_: &Vm, _this: &Value) -> bool {
    true
}

pub(super) fn as_integer_ratio(vm: &Vm, this: &Value) -> Value {
    vm.tuple(vec![vm.plain_int(this), Value::int_unchecked(1)])
}

pub(super) fn bit_length(_: &Vm, this: &Value) -> i64 {
    match Int::of(this) {
        Some(Int::Small(small)) => i64::from(64 - small.unsigned_abs().leading_zeros()),
        Some(Int::Big(big)) => big.bits() as i64,
        None => 0,
    }
}

pub(super) fn bit_count(_: &Vm, this: &Value) -> i64 {
    match Int::of(this) {
        Some(Int::Small(small)) => i64::from(small.unsigned_abs().count_ones()),
        Some(Int::Big(big)) => big.magnitude().count_ones() as i64,
        None => 0,
    }
}

fn is_little(vm: &Vm, name: &str, byteorder: &Value) -> PyResult<bool> {
    if byteorder.as_str_object().is_none() {
        let class = vm.class(byteorder).full_name();
        let class = if byteorder.is_none() { "None" } else { class.as_str() };
        let text = format!("{name}() argument 'byteorder' must be str, not {class}");
        return Err(vm.type_error(text));
    }
    match byteorder.as_str() {
        Some("little") => Ok(true),
        Some("big") => Ok(false),
        _ => Err(vm.value_error("byteorder must be either 'little' or 'big'")),
    }
}

pub(super) fn to_bytes(
    vm: &Vm,
    this: &Value,
    length: i64,
    byteorder: &Value,
    signed: bool,
) -> PyResult {
    let little = is_little(vm, "to_bytes", byteorder)?;
    let Ok(length) = usize::try_from(length) else {
        return Err(vm.value_error("length argument must be non-negative"));
    };
    let Some(big) = this.as_big() else { return Ok(Value::NOT_IMPLEMENTED) };
    let negative = big.sign() == Sign::Minus;
    if negative && !signed {
        return Err(vm.overflow_error("can't convert negative int to unsigned"));
    }
    // A signed number has a sign bit in front, which the smallest one of its length needs not.
    let positive = big.bits() + u64::from(signed && big.sign() == Sign::Plus);
    let bits = if negative { (&*big + 1u8).bits() + 1 } else { positive };
    // CPython lets -1 pass with no bytes at all.
    let nothing = length == 0 && big.bits() <= 1 && (negative || big.sign() == Sign::NoSign);
    if !nothing && u128::from(bits) > length as u128 * 8 {
        return Err(vm.overflow_error("int too big to convert"));
    }
    vm.check_int_bits(length as u128 * 8)?;
    let mut bytes = big.to_signed_bytes_le();
    bytes.resize(length, if negative { 0xff } else { 0 });
    if !little {
        bytes.reverse();
    }
    Ok(vm.new_bytes(bytes))
}

pub(super) fn from_bytes(
    vm: &Vm,
    class: &Value,
    bytes: &Value,
    byteorder: &Value,
    signed: bool,
) -> PyResult {
    let little = is_little(vm, "from_bytes", byteorder)?;
    let bytes = bytes_of(vm, bytes)?;
    let int = vm.big_int(match (little, signed) {
        (true, true) => BigInt::from_signed_bytes_le(&bytes),
        (false, true) => BigInt::from_signed_bytes_be(&bytes),
        (true, false) => BigInt::from(BigUint::from_bytes_le(&bytes)),
        (false, false) => BigInt::from(BigUint::from_bytes_be(&bytes)),
    });
    match TypeRef::of(class) {
        Some(ty) if ty != vm.types.int() => vm.call(class, &[int]),
        _ => Ok(int),
    }
}

/// `bytes(value)` as far as `from_bytes` accepts it: bytes-like objects, `__bytes__`, iterables.
fn bytes_of(vm: &Vm, value: &Value) -> PyResult<Vec<u8>> {
    if let Some(bytes) = Buffer::asked(vm, value, request::FULL_READ_ONLY)? {
        return Ok(bytes.to_vec());
    }
    if let Some(bytes) = vm.call_special(value, &vm.names().__bytes__, &[])? {
        return text::bytes_like(&bytes).ok_or_else(|| {
            let name = vm.class(&bytes).full_name();
            vm.type_error(format!("__bytes__ returned non-bytes (type {name})"))
        });
    }
    if value.as_str_object().is_some() {
        return Err(vm.type_error(not_convertible(vm, "bytes", value)));
    }
    bytes_of_iterable(vm, value)
}

/// `int.__divmod__`
pub(crate) fn divmod(vm: &Vm, this: &Value, other: &Value) -> PyResult {
    match (Int::of(this), Int::of(other)) {
        (Some(a), Some(b)) => arithmetic::divmod(vm, a, b),
        _ => Ok(Value::NOT_IMPLEMENTED),
    }
}

/// `round(self, ndigits)`: to a multiple of a power of ten, ties to even.
pub(super) fn round(vm: &Vm, this: &Value, digits: Maybe) -> PyResult {
    let Some(digits) = digits.0 else { return Ok(vm.plain_int(this)) };
    let digits = vm.index(digits)?;
    let Some(value) = this.as_big() else { return Ok(Value::NOT_IMPLEMENTED) };
    let places = match Int::of(&digits).map(Int::to_i64) {
        Some(Some(places)) if places >= 0 => return Ok(vm.plain_int(this)),
        Some(Some(places)) => places.unsigned_abs(),
        _ if digits.as_big().is_some_and(|d| d.sign() == Sign::Plus) => {
            return Ok(vm.plain_int(this));
        }
        _ => u64::MAX,
    };
    // 10^places is far beyond twice the value: the result is 0 without computing that power.
    if places > value.bits() {
        return Ok(Value::int_unchecked(0));
    }
    let Ok(places) = u32::try_from(places) else { return Err(vm.memory_error()) };
    let unit = BigInt::from(10).pow(places);
    Ok(vm.big_int(divide_rounded(&value, &unit) * unit))
}

/// The integer nearest to `value / unit`, ties to even; `unit` is positive.
pub(crate) fn divide_rounded(value: &BigInt, unit: &BigInt) -> BigInt {
    let (quotient, rest) = value.div_mod_floor(unit);
    let up = match (&rest * 2u8).cmp(unit) {
        std::cmp::Ordering::Less => false,
        std::cmp::Ordering::Equal => quotient.is_odd(),
        std::cmp::Ordering::Greater => true,
    };
    if up { quotient + 1 } else { quotient }
}

#[cfg(test)]
mod tests {
    use super::{BigInt, divide_rounded};

    #[test]
    fn ties_go_to_even() {
        let nearest = |a: i64, b: i64| divide_rounded(&BigInt::from(a), &BigInt::from(b));
        for (a, expected) in [(5, 0), (15, 2), (25, 2), (-5, 0), (-15, -2), (26, 3), (-26, -3)] {
            assert_eq!(nearest(a, 10), BigInt::from(expected), "{a}");
        }
    }
}
