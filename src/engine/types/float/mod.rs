//! float: the object, conversion to it, comparison, hash, the table. Most floats are immediates
//! (`object/value.rs`). Text is in `text.rs` and `hex.rs`, complex in `complex.rs`.

mod arithmetic;
mod complex;
pub mod half;
mod hex;
mod methods;
mod text;

use std::cmp::Ordering;

use num_bigint::BigInt;

use crate::funcs;
use crate::object::header::{Payload, Traverse};
use crate::object::native::{Args, GetSet};
use crate::object::slots::{CompareOp, PyResult, Slots};
use crate::object::string::StrObject;
use crate::object::types::{TypeRef, TypeSpec, type_flag};
use crate::object::value::Value;
use crate::object::vm::Vm;
use crate::types::exception::DEPRECATION_WARNING;
use crate::types::int::{BigIntObject, Int, big_to_f64};

pub(crate) use arithmetic::power;
pub use complex::{COMPLEX, quotient};
pub(crate) use methods::divmod;
pub use text::{parse_f64, repr_f64, shortest_digits};

/// The payload of a float that is no immediate, or of a subclass.
pub struct FloatObject(pub f64);

impl Traverse for FloatObject {}

/// The payload of a complex number.
pub struct ComplexObject {
    pub real: f64,
    pub imag: f64,
}

impl Traverse for ComplexObject {}

impl Vm {
    #[inline(always)]
    pub fn float(&self, value: f64) -> Value {
        match Value::small_float(value) {
            Some(value) => value,
            None => self.boxed_float(value),
        }
    }

    #[cold]
    #[inline(never)]
    fn boxed_float(&self, value: f64) -> Value {
        self.new_object(self.types.float(), FloatObject(value))
    }

    pub fn complex(&self, real: f64, imag: f64) -> Value {
        self.new_object(self.types.complex(), ComplexObject { real, imag })
    }

    /// The number as a float, by `__float__` or `__index__`; no text.
    pub fn to_f64(&self, value: &Value) -> PyResult<f64> {
        if let Some(float) = value.as_float() {
            return Ok(float);
        }
        match self.float_of_number(value)? {
            Some(float) => Ok(float),
            None => {
                let name = self.class(value).full_name();
                Err(self.type_error(format!("must be real number, not {name}")))
            }
        }
    }

    /// The float nearest to an int; OverflowError beyond the range.
    pub(crate) fn int_to_f64(&self, int: Int) -> PyResult<f64> {
        match int {
            Int::Small(small) => Ok(small as f64),
            Int::Big(big) => big_to_f64(big)
                .ok_or_else(|| self.overflow_error("int too large to convert to float")),
        }
    }

    /// By `__float__` or `__index__`; `None` if the type has neither.
    fn float_of_number(&self, value: &Value) -> PyResult<Option<f64>> {
        let plain =
            value.is_int() || value.is_bool() || value.get_exact::<BigIntObject>().is_some();
        if plain && let Some(int) = Int::of(value) {
            return self.int_to_f64(int).map(Some);
        }
        let class = self.class(value);
        if let Some(float) = class.slots.float.get() {
            let result = float(self, value)?;
            let Some(number) = result.as_float() else {
                let (name, other) = (class.name(), self.class(&result).full_name());
                let text = format!("{name}.__float__ returned non-float (type {other})");
                return Err(self.type_error(text));
            };
            if self.type_of(&result) != *self.types.float() {
                let (name, other) = (class.full_name(), self.class(&result).full_name());
                let text = format!(
                    "{name}.__float__ returned non-float (type {other}).  The ability to return an \
                     instance of a strict subclass of float is deprecated, and may not be supported \
                     in a future version of Python."
                );
                self.warn(&DEPRECATION_WARNING, &text)?;
            }
            return Ok(Some(number));
        }
        if class.slots.index.get().is_some() {
            let index = self.index(value)?;
            return Int::of(&index).map(|int| self.int_to_f64(int)).transpose();
        }
        Ok(None)
    }
}

impl Value {
    /// The number of a float, immediate or not, subclasses included; no conversion.
    #[inline]
    pub fn as_float(&self) -> Option<f64> {
        self.as_small_float().or_else(|| self.get::<FloatObject>().map(|f| f.0))
    }
}

fn new(vm: &Vm, class: &TypeRef, args: Args) -> PyResult {
    super::no_keywords(vm, "float", class, args)?;
    let number = match args.positional() {
        [] => 0.0,
        [same] if class == vm.types.float() && same.get_exact::<FloatObject>().is_some() => {
            return Ok(same.clone());
        }
        [value] => float_of(vm, value)?,
        more => {
            let count = more.len();
            return Err(vm.type_error(format!("float expected at most 1 argument, got {count}")));
        }
    };
    if class == vm.types.float() {
        return Ok(vm.float(number));
    }
    Ok(vm.new_object(class, FloatObject(number)))
}

/// `float(value)`
fn float_of(vm: &Vm, value: &Value) -> PyResult<f64> {
    if value.is_small_float() || value.get_exact::<FloatObject>().is_some() {
        return vm.to_f64(value);
    }
    // Only a class derived from str or bytes can say what number it is.
    let converts = value.get_exact::<StrObject>().is_none()
        && vm.class(value).lookup(&vm.intern("__float__")).is_some();
    if !converts && let Some(text) = crate::types::int::normalize_number(value) {
        return match parse_f64(&text) {
            Some(number) => Ok(number),
            None => {
                let shown = vm.repr_text(value)?;
                Err(vm.value_error(format!("could not convert string to float: {shown}")))
            }
        };
    }
    match vm.float_of_number(value)? {
        Some(number) => Ok(number),
        None => {
            let name = vm.class(value).full_name();
            let text = format!("float() argument must be a string or a real number, not '{name}'");
            Err(vm.type_error(text))
        }
    }
}

fn compare(_: &Vm, a: &Value, b: &Value, op: CompareOp) -> PyResult {
    let Some(x) = a.as_float() else { return Ok(Value::NOT_IMPLEMENTED) };
    let ordering = match (b.as_float(), Int::of(b)) {
        (Some(y), _) => x.partial_cmp(&y),
        (None, Some(int)) => compare_with_int(x, int),
        (None, None) => return Ok(Value::NOT_IMPLEMENTED),
    };
    Ok(Value::bool(match ordering {
        Some(ordering) => op.holds(ordering),
        None => op == CompareOp::Ne,
    }))
}

/// The exact ordering of a float and an int; `None` for NaN.
pub(crate) fn compare_with_int(x: f64, int: Int) -> Option<Ordering> {
    if x.is_nan() {
        return None;
    }
    if x.is_infinite() {
        return Some(if x > 0.0 { Ordering::Greater } else { Ordering::Less });
    }
    if let Int::Small(small) = int
        && small.unsigned_abs() <= 1 << 53
    {
        return x.partial_cmp(&(small as f64));
    }
    let whole = whole_part(x).cmp(&int.to_big());
    // Of the same whole part the fraction decides.
    Some(whole.then_with(|| x.fract().partial_cmp(&0.0).unwrap_or(Ordering::Equal)))
}

/// Sign, mantissa and exponent of a finite number: `±mantissa * 2^exponent`.
pub(crate) fn decode(x: f64) -> (bool, u64, i32) {
    let bits = x.to_bits();
    let (fraction, raw) = (bits & ((1 << 52) - 1), (bits >> 52 & 0x7ff) as i32);
    let (mantissa, exponent) =
        if raw == 0 { (fraction, -1074) } else { (fraction | 1 << 52, raw - 1075) };
    (x.is_sign_negative(), mantissa, exponent)
}

/// The whole part of a finite number.
pub(crate) fn whole_part(x: f64) -> BigInt {
    let (negative, mantissa, exponent) = decode(x.trunc());
    let magnitude = BigInt::from(mantissa);
    let magnitude =
        if exponent >= 0 { magnitude << exponent } else { magnitude >> exponent.unsigned_abs() };
    if negative { -magnitude } else { magnitude }
}

fn hash(vm: &Vm, value: &Value) -> PyResult<i64> {
    let Some(x) = value.as_float() else { return Ok(0) };
    Ok(if x.is_nan() { (vm.id(value) >> 4) as i64 } else { hash_f64(x) })
}

/// The hash of a number that is not NaN, equal to that of an equal int; never -1.
pub fn hash_f64(x: f64) -> i64 {
    const MODULUS: u64 = (1 << 61) - 1;
    const INFINITY: i64 = 314_159;
    if x.is_infinite() {
        return if x > 0.0 { INFINITY } else { -INFINITY };
    }
    let (negative, mantissa, exponent) = decode(x);
    // 2^61 is 1 modulo 2^61 - 1, so only the exponent's rest modulo 61 counts.
    let shift = exponent.rem_euclid(61) as u32;
    let rest = ((u128::from(mantissa) << shift) % u128::from(MODULUS)) as i64;
    crate::vm::protocol::hash_int(if negative { -rest } else { rest })
}

fn truth(_: &Vm, value: &Value) -> PyResult<bool> {
    Ok(value.as_float() != Some(0.0))
}

fn repr(vm: &Vm, value: &Value) -> PyResult {
    Ok(vm.str(&repr_f64(value.as_float().unwrap_or(0.0))))
}

fn plain(vm: &Vm, value: &Value) -> PyResult {
    Ok(methods::itself(vm, value))
}

pub static FLOAT: TypeSpec = TypeSpec {
    name: "float",
    doc: "A floating-point number of double precision: made from a number, or from text such as '1.5e3', 'inf' or 'nan'.",
    operations: Some(FloatObject::OPERATIONS),
    slots: Slots {
        repr: Some(repr),
        hash: Some(hash),
        bool: Some(truth),
        compare: Some(compare),
        binary: Some(arithmetic::binary),
        unary: Some(arithmetic::unary),
        int: Some(methods::trunc_slot),
        float: Some(plain),
        new: Some(new),
        ..Slots::NONE
    },
    operators: crate::types::NUMBER_OPERATORS,
    methods: funcs![
        "__format__" = crate::types::format::float_format, "(self, format_spec, /)", "Write the float as a format specification says.";
        "conjugate" = methods::itself, "(self, /)", "The float itself, as it has no imaginary part.";
        "__trunc__" = methods::trunc, "(self, /)", "The integer that is left when the fraction is cut off.";
        "__floor__" = methods::floor, "(self, /)", "The greatest integer that is not above the float.";
        "__ceil__" = methods::ceil, "(self, /)", "The least integer that is not below the float.";
        "__round__" = methods::round, "(self, ndigits=None, /)", "The nearest integer, the even one of two; with ndigits a float of so many decimals.";
        "as_integer_ratio" = methods::as_integer_ratio, "(self, /)", "Two integers, numerator and positive denominator in lowest terms, that give exactly this float.";
        "is_integer" = methods::is_integer, "(self, /)", "Whether nothing follows the decimal point.";
        "hex" = hex::hex, "(self, /)", "The exact value in base sixteen, such as '0x1.8000000000000p+1'.";
        class "fromhex" = hex::fromhex, "(cls, string, /)", "The float that hex() wrote, or another number in base sixteen.";
        class "__getformat__" = methods::getformat, "(cls, typestr, /)", "For tests of the interpreter: how the machine stores 'double' or 'float'.";
        "__getnewargs__" = methods::getnewargs, "(self, /)", "";
    ],
    getset: &[
        GetSet { name: "real", doc: "the part without j", get: plain, set: None },
        GetSet {
            name: "imag",
            doc: "the part that j multiplies",
            get: |vm, _| Ok(vm.float(0.0)),
            set: None,
        },
    ],
    flags: type_flag::BASE | type_flag::MATCH_SELF,
    ..TypeSpec::NONE
};

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hashes_as_cpython() {
        for (x, expected) in [
            (1.5, 1152921504606846977),
            (-1.0, -2),
            (1e300, 1224995262755759164),
            (0.0, 0),
            (f64::INFINITY, 314159),
        ] {
            assert_eq!(hash_f64(x), expected, "{x}");
        }
    }

    #[test]
    fn floats_compare_exactly_with_ints() {
        let big = BigInt::from(1u64 << 53) + 1;
        assert_eq!(compare_with_int(9007199254740992.0, Int::Big(&big)), Some(Ordering::Less));
        assert_eq!(compare_with_int(0.5, Int::Small(0)), Some(Ordering::Greater));
        assert_eq!(compare_with_int(-0.0, Int::Small(0)), Some(Ordering::Equal));
        assert_eq!(compare_with_int(f64::NAN, Int::Small(0)), None);
        assert_eq!(whole_part(-1e22), BigInt::from(10).pow(22) * -1);
    }
}
