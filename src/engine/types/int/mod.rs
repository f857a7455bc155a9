//! int: big integers, construction, the table. Small ints are immediates (`object/value.rs`), bool is
//! in `boolean.rs`; knows no float but through `float/`.

mod arithmetic;
mod boolean;
mod digits;
mod divide;
mod methods;
mod power;
pub(crate) mod text;

use std::borrow::Cow;

use num_bigint::BigInt;

use crate::funcs;
use crate::object::header::{Payload, Traverse};
use crate::object::native::{Args, GetSet, Signature};
use crate::object::slots::{BinaryOp, CompareOp, PyResult, Slots, UnaryOp};
use crate::object::types::{TypeRef, TypeSpec, type_flag};
use crate::object::value::Value;
use crate::object::vm::Vm;
use crate::types::bytes::{ByteArrayObject, BytesObject};
use crate::types::exception::DEPRECATION_WARNING;

pub(crate) use arithmetic::{big_to_f64, quotient};
pub use boolean::BOOL;
pub(crate) use digits::IntDigits;
pub(crate) use methods::{divide_rounded, divmod};
pub(crate) use text::number_prefix;
pub use text::{DigitLimit, normalize_number, parse_digits};

/// The payload of an int that is no immediate: beyond 63 bits, or of a subclass.
pub struct BigIntObject(pub BigInt);

impl Traverse for BigIntObject {}

/// An int as arithmetic sees it. `Small` is always within the range of immediates.
#[derive(Clone, Copy)]
pub(crate) enum Int<'a> {
    Small(i64),
    Big(&'a BigInt),
}

impl<'a> Int<'a> {
    /// The int of an int or bool, subclasses included.
    #[inline(always)]
    pub(crate) fn of(value: &'a Value) -> Option<Int<'a>> {
        if let Some(small) = value.as_int() {
            return Some(Int::Small(small));
        }
        if value.is_bool() {
            return Some(Int::Small(i64::from(value.is(&Value::TRUE))));
        }
        value.get::<BigIntObject>().map(|b| Int::Big(&b.0))
    }

    pub(crate) fn to_big(self) -> Cow<'a, BigInt> {
        match self {
            Int::Small(small) => Cow::Owned(BigInt::from(small)),
            Int::Big(big) => Cow::Borrowed(big),
        }
    }

    /// The 64 bits of it, if they suffice.
    pub(crate) fn to_i64(self) -> Option<i64> {
        match self {
            Int::Small(small) => Some(small),
            Int::Big(big) => i64::try_from(big).ok(),
        }
    }

    pub(crate) fn is_zero(self) -> bool {
        self.to_i64() == Some(0)
    }
}

impl Value {
    /// The int of an int or bool (subclasses included) as a big integer.
    pub fn as_big(&self) -> Option<Cow<'_, BigInt>> {
        Int::of(self).map(Int::to_big)
    }

    /// The int of an int or bool (subclasses included), if 64 bits hold it.
    pub fn as_i64(&self) -> Option<i64> {
        Int::of(self).and_then(Int::to_i64)
    }
}

impl Vm {
    #[inline(always)]
    pub fn int(&self, value: i64) -> Value {
        match Value::small_int(value) {
            Some(value) => value,
            None => self.big_int(BigInt::from(value)),
        }
    }

    /// An int of any size; small ones become immediates.
    #[cold]
    pub fn big_int(&self, value: BigInt) -> Value {
        match i64::try_from(&value).ok().and_then(Value::small_int) {
            Some(small) => small,
            None => self.new_object(self.types.int(), BigIntObject(value)),
        }
    }

    /// The int of a literal's digits.
    pub fn int_from_digits(&self, digits: &str, radix: u32) -> Value {
        let parsed = BigInt::parse_bytes(digits.as_bytes(), radix);
        self.big_int(parsed.unwrap_or_default())
    }

    /// The int of an int or bool (subclasses included) as a big integer.
    pub fn as_big<'a>(&self, value: &'a Value) -> Option<Cow<'a, BigInt>> {
        value.as_big()
    }

    /// The plain int equal to an int, bool or instance of a subclass.
    pub(crate) fn plain_int(&self, value: &Value) -> Value {
        match Int::of(value) {
            Some(Int::Small(small)) => Value::int_unchecked(small),
            Some(Int::Big(_)) if value.get_exact::<BigIntObject>().is_some() => value.clone(),
            Some(Int::Big(big)) => self.big_int(big.clone()),
            None => value.clone(),
        }
    }

    /// An int of a subclass of int.
    pub fn int_of_type(&self, class: &TypeRef, value: &Value) -> Value {
        if class == self.types.int() {
            return self.plain_int(value);
        }
        let big = value.as_big().map(Cow::into_owned).unwrap_or_default();
        self.new_object(class, BigIntObject(big))
    }

    /// MemoryError unless an integer of that many bits can be had.
    pub fn check_int_bits(&self, bits: u128) -> PyResult<()> {
        const UNASKED: usize = 1 << 20;
        let bytes = usize::try_from(bits / 8).ok().filter(|b| *b <= isize::MAX as usize / 4);
        let Some(bytes) = bytes else { return Err(self.memory_error()) };
        if !self.heap.allows(bytes) {
            return Err(self.memory_error());
        }
        // The library would abort where memory cannot be had, so ask first.
        if bytes > UNASKED && Vec::<u8>::new().try_reserve_exact(bytes * 3).is_err() {
            return Err(self.memory_error());
        }
        Ok(())
    }

    /// `int(value)`: by `__int__`, `__index__`, text, `__trunc__`.
    pub fn to_int(&self, value: &Value) -> PyResult {
        if value.is_int() || value.get_exact::<BigIntObject>().is_some() {
            return Ok(value.clone());
        }
        let class = self.class(value);
        if let Some(int) = class.slots.int.get() {
            let result = int(self, value)?;
            return self.checked_int(result, "__int__");
        }
        if class.slots.index.get().is_some() {
            let index = self.index(value)?;
            return Ok(self.plain_int(&index));
        }
        if let Some(result) = self.call_special(value, &self.names().__trunc__, &[])? {
            let text = "The delegation of int() to __trunc__ is deprecated.";
            self.warn(&DEPRECATION_WARNING, text)?;
            if result.as_big().is_none() && self.class(&result).slots.index.get().is_none() {
                let name = self.class(&result).full_name();
                let text = format!("__trunc__ returned non-Integral (type {name})");
                return Err(self.type_error(text));
            }
            let index = self.index(&result)?;
            return Ok(self.plain_int(&index));
        }
        match self.int_of_text(value, 10)? {
            Some(int) => Ok(int),
            None => {
                let name = class.full_name();
                let what = "a string, a bytes-like object or a real number";
                Err(self.type_error(format!("int() argument must be {what}, not '{name}'")))
            }
        }
    }

    /// Whether what `__int__` or `__index__` gave is an int: a subclass's only with a warning.
    pub(crate) fn checked_int(&self, result: Value, method: &str) -> PyResult {
        if result.is_int() || result.get_exact::<BigIntObject>().is_some() {
            return Ok(result);
        }
        let name = self.class(&result).full_name();
        if result.as_big().is_none() {
            return Err(self.type_error(format!("{method} returned non-int (type {name})")));
        }
        let text = format!(
            "{method} returned non-int (type {name}).  The ability to return an instance of a \
             strict subclass of int is deprecated, and may not be supported in a future version \
             of Python."
        );
        self.warn(&DEPRECATION_WARNING, &text)?;
        Ok(self.plain_int(&result))
    }
}

fn new(vm: &Vm, class: &TypeRef, args: Args) -> PyResult {
    let (value, base) = int_arguments(vm, class, args)?;
    let int = match (value, base) {
        (None, None) => Value::int_unchecked(0),
        (None, Some(_)) => return Err(vm.type_error("int() missing string argument")),
        (Some(value), None) => vm.to_int(value)?,
        (Some(value), Some(base)) => {
            let base = vm.index(base)?;
            let base = u32::try_from(vm.small_index(&base).unwrap_or(-1)).unwrap_or(1);
            if base != 0 && !(2..=36).contains(&base) {
                return Err(vm.value_error("int() base must be >= 2 and <= 36, or 0"));
            }
            let is_text = value.as_str_object().is_some()
                || value.get::<BytesObject>().is_some()
                || value.get::<ByteArrayObject>().is_some_and(|array| array.2.is_none());
            match if is_text { vm.int_of_text(value, base)? } else { None } {
                Some(int) => int,
                None => {
                    let text = "int() can't convert non-string with explicit base";
                    return Err(vm.type_error(text));
                }
            }
        }
    };
    Ok(vm.int_of_type(class, &int))
}

fn int_arguments<'a>(
    vm: &Vm,
    class: &TypeRef,
    args: Args<'a>,
) -> PyResult<(Option<&'a Value>, Option<&'a Value>)> {
    match (args.all, args.names) {
        ([], _) => Ok((None, None)),
        ([value], []) => Ok((Some(value), None)),
        ([value, base], []) => Ok((Some(value), Some(base))),
        ([base], [name]) if name.as_str() == Some("base") => Ok((None, Some(base))),
        ([value, base], [name]) if name.as_str() == Some("base") => Ok((Some(value), Some(base))),
        (all, []) => {
            let count = all.len();
            Err(vm.type_error(if class == vm.types.int() {
                format!("int expected at most 2 arguments, got {count}")
            } else {
                format!("int() takes at most 2 arguments ({count} given)")
            }))
        }
        _ => {
            Signature::parse("(x=missing, /, base=missing)").bind(vm, "int", args)?;
            Ok((None, None))
        }
    }
}

fn unary(vm: &Vm, op: UnaryOp, value: &Value) -> PyResult {
    let Some(int) = Int::of(value) else { return Ok(Value::NOT_IMPLEMENTED) };
    Ok(match (op, int) {
        (UnaryOp::Pos, _) => vm.plain_int(value),
        // Immediates have 63 bits: negating the smallest one fits 64.
        (UnaryOp::Neg, Int::Small(small)) => vm.int(-small),
        (UnaryOp::Abs, Int::Small(small)) => vm.int(small.abs()),
        (UnaryOp::Invert, Int::Small(small)) => vm.int(!small),
        (UnaryOp::Neg, Int::Big(big)) => vm.big_int(-big),
        (UnaryOp::Abs, Int::Big(big)) => vm.big_int(BigInt::from(big.magnitude().clone())),
        (UnaryOp::Invert, Int::Big(big)) => vm.big_int(-big - 1),
    })
}

fn compare(_: &Vm, a: &Value, b: &Value, op: CompareOp) -> PyResult {
    let (Some(a), Some(b)) = (Int::of(a), Int::of(b)) else { return Ok(Value::NOT_IMPLEMENTED) };
    let ordering = match (a, b) {
        (Int::Small(a), Int::Small(b)) => a.cmp(&b),
        (a, b) => a.to_big().cmp(&b.to_big()),
    };
    Ok(Value::bool(op.holds(ordering)))
}

fn hash(_: &Vm, value: &Value) -> PyResult<i64> {
    Ok(match Int::of(value) {
        Some(Int::Small(small)) => crate::vm::protocol::hash_int(small),
        Some(Int::Big(big)) => hash_big(big),
        None => 0,
    })
}

/// The hash of an int of any size: the value modulo 2^61 - 1; never -1.
pub fn hash_big(big: &BigInt) -> i64 {
    let rest = big % BigInt::from((1i64 << 61) - 1);
    crate::vm::protocol::hash_int(i64::try_from(rest).unwrap_or(0))
}

fn truth(_: &Vm, value: &Value) -> PyResult<bool> {
    Ok(Int::of(value).is_some_and(|int| !int.is_zero()))
}

fn plain(vm: &Vm, value: &Value) -> PyResult {
    Ok(vm.plain_int(value))
}

fn to_float(vm: &Vm, value: &Value) -> PyResult {
    Int::of(value).map_or(Ok(0.0), |int| vm.int_to_f64(int)).map(|f| vm.float(f))
}

const OPERATORS: &[BinaryOp] = &[
    BinaryOp::Add,
    BinaryOp::Sub,
    BinaryOp::Mul,
    BinaryOp::TrueDiv,
    BinaryOp::FloorDiv,
    BinaryOp::Mod,
    BinaryOp::Pow,
    BinaryOp::LShift,
    BinaryOp::RShift,
    BinaryOp::And,
    BinaryOp::Or,
    BinaryOp::Xor,
];

macro_rules! row {
    ($name:literal, $doc:literal, $get:expr) => {
        GetSet { name: $name, doc: $doc, get: $get, set: None }
    };
}

pub static INT: TypeSpec = TypeSpec {
    name: "int",
    doc: "A whole number of any size: of a number what is before its decimal point, of text its digits in this base (0: as in source).",
    operations: Some(BigIntObject::OPERATIONS),
    slots: Slots {
        repr: Some(text::repr),
        hash: Some(hash),
        bool: Some(truth),
        compare: Some(compare),
        binary: Some(arithmetic::binary),
        unary: Some(unary),
        index: Some(plain),
        int: Some(plain),
        float: Some(to_float),
        new: Some(new),
        getattr: Some(crate::types::object::generic_getattr),
        ..Slots::NONE
    },
    operators: OPERATORS,
    methods: funcs![
        "__format__" = crate::types::format::int_format, "(self, format_spec, /)", "Write the number as a format specification says.";
        "bit_length" = methods::bit_length, "(self, /)", "How many binary digits the number has, without its sign.";
        "bit_count" = methods::bit_count, "(self, /)", "How many binary digits of the number, without its sign, are 1.";
        "to_bytes" = methods::to_bytes, "(self, /, length=1, byteorder='big', *, signed=False)", "The number in base 256 as length bytes; OverflowError if it takes more.";
        class "from_bytes" = methods::from_bytes, "(cls, /, bytes, byteorder='big', *, signed=False)", "The number whose digits in base 256 these bytes are.";
        "as_integer_ratio" = methods::as_integer_ratio, "(self, /)", "The integer and 1: numerator and denominator.";
        "is_integer" = methods::is_integer, "(self, /)", "True; floats have this method, too.";
        "conjugate" = methods::itself, "(self, /)", "The integer itself, as it has no imaginary part.";
        "__trunc__" = methods::itself, "(self, /)", "The integer itself: there is no fraction to cut off.";
        "__floor__" = methods::itself, "(self, /)", "The integer itself: there is nothing to round down.";
        "__ceil__" = methods::itself, "(self, /)", "The integer itself: there is nothing to round up.";
        "__round__" = methods::round, "(self, ndigits=<unrepresentable>, /)", "Rounding an Integral returns itself.";
        "__getnewargs__" = methods::getnewargs, "(self, /)", "";
    ],
    getset: &[
        row!("real", "the part without j", plain),
        row!("imag", "the part that j multiplies", |_, _| Ok(Value::int_unchecked(0))),
        row!("numerator", "the integer itself, as a fraction's upper part", plain),
        row!("denominator", "1, as a fraction's lower part", |_, _| {
            Ok(Value::int_unchecked(1))
        }),
    ],
    flags: type_flag::BASE | type_flag::MATCH_SELF,
    ..TypeSpec::NONE
};
