//! complex: arithmetic, text, the table.

use super::arithmetic::{operand, zero_division};
use super::text::shortest;
use super::{ComplexObject, hash_f64, parse_f64};
use crate::funcs;
use crate::object::header::Payload;
use crate::object::native::{Args, GetSet, Signature};
use crate::object::slots::{BinaryOp, CompareOp, PyResult, Slots, UnaryOp};
use crate::object::types::{TypeRef, TypeSpec, type_flag};
use crate::object::value::Value;
use crate::object::vm::Vm;
use crate::types::exception::DEPRECATION_WARNING;
use crate::types::int::Int;

/// Real and imaginary part.
type Pair = (f64, f64);

fn pair(value: &Value) -> Option<Pair> {
    value.get::<ComplexObject>().map(|c| (c.real, c.imag))
}

/// The number of a complex, float or int; `None` for anything else.
fn complex_operand(vm: &Vm, value: &Value) -> PyResult<Option<Pair>> {
    match pair(value) {
        Some(pair) => Ok(Some(pair)),
        None => Ok(operand(vm, value)?.map(|real| (real, 0.0))),
    }
}

const OPERATORS: &[BinaryOp] =
    &[BinaryOp::Add, BinaryOp::Sub, BinaryOp::Mul, BinaryOp::TrueDiv, BinaryOp::Pow];

fn binary(vm: &Vm, op: BinaryOp, a: &Value, b: &Value) -> PyResult {
    // Before an int is converted, which may be too large.
    if !OPERATORS.contains(&op) {
        return Ok(Value::NOT_IMPLEMENTED);
    }
    let (Some(a), Some(b)) = (complex_operand(vm, a)?, complex_operand(vm, b)?) else {
        return Ok(Value::NOT_IMPLEMENTED);
    };
    let (real, imag) = match op {
        BinaryOp::Add => (a.0 + b.0, a.1 + b.1),
        BinaryOp::Sub => (a.0 - b.0, a.1 - b.1),
        BinaryOp::Mul => multiply(a, b),
        BinaryOp::TrueDiv => match quotient(a, b) {
            Some(quotient) => quotient,
            None => return Err(zero_division(vm, "complex division by zero")),
        },
        BinaryOp::Pow => return power(vm, a, b),
        BinaryOp::FloorDiv
        | BinaryOp::Mod
        | BinaryOp::MatMul
        | BinaryOp::LShift
        | BinaryOp::RShift
        | BinaryOp::And
        | BinaryOp::Or
        | BinaryOp::Xor => return Ok(Value::NOT_IMPLEMENTED),
    };
    Ok(vm.complex(real, imag))
}

fn multiply(a: Pair, b: Pair) -> Pair {
    (a.0 * b.0 - a.1 * b.1, a.0 * b.1 + a.1 * b.0)
}

/// The quotient of two complex numbers; `None` if the second one is zero. Scales by the larger part of
/// the divisor, so that nothing overflows on the way.
pub fn quotient(a: Pair, b: Pair) -> Option<Pair> {
    let (real, imag) = (b.0.abs(), b.1.abs());
    if real >= imag {
        if real == 0.0 {
            return None;
        }
        let ratio = b.1 / b.0;
        let scale = b.0 + b.1 * ratio;
        Some(((a.0 + a.1 * ratio) / scale, (a.1 - a.0 * ratio) / scale))
    } else if imag >= real {
        let ratio = b.0 / b.1;
        let scale = b.0 * ratio + b.1;
        Some(((a.0 * ratio + a.1) / scale, (a.1 * ratio - a.0) / scale))
    } else {
        Some((f64::NAN, f64::NAN))
    }
}

/// `a ** b`
pub(super) fn power(vm: &Vm, a: Pair, b: Pair) -> PyResult {
    // Powers with small whole exponents are products, which keeps them exact where they can be.
    const MOST: f64 = 100.0;
    let result = if b == (0.0, 0.0) {
        (1.0, 0.0)
    } else if b.1 == 0.0 && b.0.fract() == 0.0 && b.0.abs() <= MOST {
        let product = whole_power(a, b.0.abs() as u32);
        let inverse = if b.0 < 0.0 { quotient((1.0, 0.0), product) } else { Some(product) };
        match inverse {
            Some(result) => result,
            None => return Err(zero_division(vm, ZERO_POWER)),
        }
    } else if a == (0.0, 0.0) {
        if b.1 != 0.0 || b.0 < 0.0 {
            return Err(zero_division(vm, ZERO_POWER));
        }
        (0.0, 0.0)
    } else {
        match polar_power(a, b) {
            Some(result) => result,
            None => return Err(zero_division(vm, ZERO_POWER)),
        }
    };
    if result.0.is_infinite() || result.1.is_infinite() {
        return Err(vm.overflow_error("complex exponentiation"));
    }
    Ok(vm.complex(result.0, result.1))
}

const ZERO_POWER: &str = "0.0 to a negative or complex power";

fn whole_power(a: Pair, exponent: u32) -> Pair {
    let (mut result, mut square, mut left) = ((1.0, 0.0), a, exponent);
    while left > 0 {
        if left & 1 == 1 {
            result = multiply(result, square);
        }
        left >>= 1;
        if left > 0 {
            square = multiply(square, square);
        }
    }
    result
}

/// `None` for an infinite angle, of which CPython says the same as of powers of 0.
fn polar_power(a: Pair, b: Pair) -> Option<Pair> {
    let (size, angle) = (a.0.hypot(a.1), a.1.atan2(a.0));
    let (mut length, mut phase) = (size.powf(b.0), angle * b.0);
    if b.1 != 0.0 {
        length /= (angle * b.1).exp();
        phase += b.1 * size.ln();
    }
    (!phase.is_infinite()).then(|| (length * phase.cos(), length * phase.sin()))
}

fn unary(vm: &Vm, op: UnaryOp, value: &Value) -> PyResult {
    let Some((real, imag)) = pair(value) else { return Ok(Value::NOT_IMPLEMENTED) };
    match op {
        UnaryOp::Neg => Ok(vm.complex(-real, -imag)),
        UnaryOp::Pos => Ok(plain(vm, value)),
        UnaryOp::Invert => Ok(Value::NOT_IMPLEMENTED),
        UnaryOp::Abs => {
            let size = real.hypot(imag);
            if size.is_infinite() && real.is_finite() && imag.is_finite() {
                return Err(vm.overflow_error("absolute value too large"));
            }
            Ok(vm.float(size))
        }
    }
}

fn compare(_: &Vm, a: &Value, b: &Value, op: CompareOp) -> PyResult {
    let Some((real, imag)) = pair(a) else { return Ok(Value::NOT_IMPLEMENTED) };
    if !matches!(op, CompareOp::Eq | CompareOp::Ne) {
        return Ok(Value::NOT_IMPLEMENTED);
    }
    let equal = if let Some(other) = pair(b) {
        (real, imag) == other
    } else if let Some(other) = b.as_float() {
        imag == 0.0 && real == other
    } else if let Some(int) = Int::of(b) {
        imag == 0.0 && super::compare_with_int(real, int).is_some_and(|o| o.is_eq())
    } else {
        return Ok(Value::NOT_IMPLEMENTED);
    };
    Ok(Value::bool(equal == (op == CompareOp::Eq)))
}

fn hash(vm: &Vm, value: &Value) -> PyResult<i64> {
    const IMAG: i64 = 1_000_003;
    let Some((real, imag)) = pair(value) else { return Ok(0) };
    let part = |x: f64| if x.is_nan() { (vm.id(value) >> 4) as i64 } else { hash_f64(x) };
    let hash = part(real).wrapping_add(part(imag).wrapping_mul(IMAG));
    Ok(if hash == -1 { -2 } else { hash })
}

fn repr(vm: &Vm, value: &Value) -> PyResult {
    let (real, imag) = pair(value).unwrap_or_default();
    Ok(vm.str(&repr_complex(real, imag)))
}

/// `repr` of a complex number.
pub(crate) fn repr_complex(real: f64, imag: f64) -> String {
    let tail = shortest(imag);
    if real == 0.0 && real.is_sign_positive() {
        return format!("{tail}j");
    }
    let plus = if tail.starts_with('-') { "" } else { "+" };
    format!("({}{plus}{tail}j)", shortest(real))
}

/// The number of a text without surrounding space; `None` if it is none.
fn parse(text: &str) -> Option<Pair> {
    let inner = match text.strip_prefix('(') {
        Some(rest) => rest.strip_suffix(')')?.trim_matches(' '),
        None => text,
    };
    let (first, rest) = inner.split_at(number_end(inner));
    match rest {
        "" => Some((parse_f64(first)?, 0.0)),
        "j" | "J" => Some((0.0, imaginary(first)?)),
        _ if rest.starts_with(['+', '-']) => {
            let real = parse_f64(first)?;
            let imag = imaginary(rest.strip_suffix(['j', 'J'])?)?;
            Some((real, imag))
        }
        _ => None,
    }
}

/// The factor of `j`, where no digits mean 1.
fn imaginary(text: &str) -> Option<f64> {
    match text {
        "" | "+" => Some(1.0),
        "-" => Some(-1.0),
        _ => parse_f64(text),
    }
}

/// Where the number at the begin ends: before `j`, or a sign that does not belong to an exponent.
fn number_end(text: &str) -> usize {
    let bytes = text.as_bytes();
    let exponent = |at: usize| {
        let before = at.checked_sub(1).and_then(|b| bytes.get(b));
        matches!(before, Some(b'e' | b'E'))
    };
    let ends = |at: usize| match bytes.get(at) {
        Some(b'j' | b'J') => true,
        Some(b'+' | b'-') => at > 0 && !exponent(at),
        _ => false,
    };
    (0..bytes.len()).find(|at| ends(*at)).unwrap_or(bytes.len())
}

/// Whether text that is no number is refused for its underscores: one does not stand between two digits,
/// or a NUL follows. What is behind a NUL is not looked at.
fn is_misplaced(text: &str) -> bool {
    let (seen, rest) =
        text.split_once('\0').map_or((text, None), |(seen, rest)| (seen, Some(rest)));
    seen.contains('_') && (rest.is_some() || has_stray_underscore(seen))
}

/// Whether an underscore does not stand between two digits.
fn has_stray_underscore(text: &str) -> bool {
    let bytes = text.as_bytes();
    let is_digit =
        |at: Option<usize>| at.and_then(|at| bytes.get(at)).is_some_and(u8::is_ascii_digit);
    let mut places = bytes.iter().enumerate().filter(|(_, byte)| **byte == b'_');
    places.any(|(at, _)| !is_digit(at.checked_sub(1)) || !is_digit(at.checked_add(1)))
}

fn new(vm: &Vm, class: &TypeRef, args: Args) -> PyResult {
    static SIGNATURE: &str = "(real=<absent>, imag=<absent>)";
    let bound = Signature::parse(SIGNATURE).bind(vm, "complex", args)?;
    let given = |at: usize| bound.get(at).filter(|v| !v.is_unbound());
    if let (Some(same), None) = (given(0), given(1))
        && class == vm.types.complex()
        && same.get_exact::<ComplexObject>().is_some()
    {
        return Ok(same.clone());
    }
    let (real, imag) = match (given(0), given(1)) {
        (None, None) => (0.0, 0.0),
        (Some(real), None) if real.as_str_object().is_some() => {
            let text = crate::types::int::normalize_number(real).unwrap_or_default();
            match parse(&text) {
                Some(parsed) => parsed,
                None if is_misplaced(&crate::types::int::number_prefix(real)) => {
                    let shown = vm.repr_text(real)?;
                    let text = format!("could not convert string to complex: {shown}");
                    return Err(vm.value_error(text));
                }
                None => return Err(vm.value_error("complex() arg is a malformed string")),
            }
        }
        (real, imag) => parts(vm, real, imag)?,
    };
    Ok(if class == vm.types.complex() {
        vm.complex(real, imag)
    } else {
        vm.new_object(class, ComplexObject { real, imag })
    })
}

/// `complex(real, imag)` of numbers, either of which may be complex itself.
fn parts(vm: &Vm, real: Option<&Value>, imag: Option<&Value>) -> PyResult<Pair> {
    let is_text = |v: Option<&Value>| v.is_some_and(|v| v.as_str_object().is_some());
    if is_text(real) {
        return Err(vm.type_error("complex() can't take second arg if first is a string"));
    }
    if is_text(imag) {
        return Err(vm.type_error("complex() second arg can't be a string"));
    }
    let refuse = |value: &Value, what: &str| {
        let name = vm.class(value).full_name();
        vm.type_error(format!("complex() {what}, not '{name}'"))
    };
    let (mut x, mut y) = (0.0, 0.0);
    if let Some(real) = real {
        match complex_of(vm, real)? {
            Some(whole) => (x, y) = whole,
            None => {
                return Err(refuse(real, "first argument must be a string or a number"));
            }
        }
    }
    if let Some(imag) = imag {
        if let Some((a, b)) = pair(imag) {
            (x, y) = (x - b, if real.is_some_and(|r| pair(r).is_some()) { y + a } else { a });
        } else {
            let slots = &vm.class(imag).slots;
            if slots.float.get().is_none() && slots.index.get().is_none() {
                return Err(refuse(imag, "second argument must be a number"));
            }
            let part = vm.to_f64(imag)?;
            // Adding 0 would lose the sign of a negative zero.
            let was_complex = real.is_some_and(|r| pair(r).is_some());
            y = if was_complex { y + part } else { part };
        }
    }
    Ok((x, y))
}

/// The number by `__complex__`, `__float__` or `__index__`; `None` if there is none of these.
fn complex_of(vm: &Vm, value: &Value) -> PyResult<Option<Pair>> {
    if value.get_exact::<ComplexObject>().is_some() {
        return Ok(pair(value));
    }
    if let Some(result) = vm.call_special(value, &vm.names().__complex__, &[])? {
        let name = vm.class(&result).full_name();
        if pair(&result).is_none() {
            let text = format!("__complex__ returned non-complex (type {name})");
            return Err(vm.type_error(text));
        }
        if result.get_exact::<ComplexObject>().is_none() {
            let text = format!(
                "__complex__ returned non-complex (type {name}).  The ability to return an instance \
                 of a strict subclass of complex is deprecated, and may not be supported in a \
                 future version of Python."
            );
            vm.warn(&DEPRECATION_WARNING, &text)?;
        }
        return Ok(pair(&result));
    }
    let slots = &vm.class(value).slots;
    if slots.float.get().is_none() && slots.index.get().is_none() {
        return Ok(None);
    }
    Ok(Some((vm.to_f64(value)?, 0.0)))
}

impl Vm {
    /// Real and imaginary part of a number, by `__complex__`, `__float__` or `__index__`.
    pub fn to_complex(&self, value: &Value) -> PyResult<(f64, f64)> {
        match complex_of(self, value)? {
            Some(pair) => Ok(pair),
            None => Ok((self.to_f64(value)?, 0.0)),
        }
    }
}

fn conjugate(vm: &Vm, this: &Value) -> Value {
    let (real, imag) = pair(this).unwrap_or_default();
    vm.complex(real, -imag)
}

fn plain(vm: &Vm, this: &Value) -> Value {
    if vm.type_of(this) == *vm.types.complex() {
        return this.clone();
    }
    let (real, imag) = pair(this).unwrap_or_default();
    vm.complex(real, imag)
}

fn getnewargs(vm: &Vm, this: &Value) -> Value {
    let (real, imag) = pair(this).unwrap_or_default();
    vm.tuple(vec![vm.float(real), vm.float(imag)])
}

pub static COMPLEX: TypeSpec = TypeSpec {
    name: "complex",
    doc: "A number with a real and an imaginary part: given as these two parts, or as text such as '1+2j'.",
    operations: Some(ComplexObject::OPERATIONS),
    slots: Slots {
        repr: Some(repr),
        hash: Some(hash),
        bool: Some(|_, value| Ok(pair(value) != Some((0.0, 0.0)))),
        compare: Some(compare),
        binary: Some(binary),
        unary: Some(unary),
        new: Some(new),
        getattr: Some(crate::types::object::generic_getattr),
        ..Slots::NONE
    },
    operators: OPERATORS,
    methods: funcs![
        "__format__" = crate::types::format::complex_format, "(self, format_spec, /)", "Write the number as a format specification says.";
        conjugate "(self, /)" "The number with the sign of its imaginary part turned round.";
        "__complex__" = plain, "(self, /)", "This number as an object whose type is complex and no subclass.";
        "__getnewargs__" = getnewargs, "(self, /)", "";
    ],
    getset: &[
        GetSet {
            name: "real",
            doc: "the part without j",
            get: |vm, v| Ok(vm.float(pair(v).unwrap_or_default().0)),
            set: None,
        },
        GetSet {
            name: "imag",
            doc: "the part that j multiplies",
            get: |vm, v| Ok(vm.float(pair(v).unwrap_or_default().1)),
            set: None,
        },
    ],
    flags: type_flag::BASE,
    ..TypeSpec::NONE
};

#[cfg(test)]
mod tests {
    use super::{parse, repr_complex};

    #[test]
    fn text_of_complex() {
        for (text, expected) in [
            ("1+2j", Some((1.0, 2.0))),
            ("(1-2J)", Some((1.0, -2.0))),
            ("-j", Some((0.0, -1.0))),
            ("j", Some((0.0, 1.0))),
            ("1e5-1e-5j", Some((1e5, -1e-5))),
            ("1_0+2_0j", Some((10.0, 20.0))),
            ("3.5", Some((3.5, 0.0))),
            ("1+2", None),
            ("1 + 2j", None),
            ("", None),
            ("(1", None),
            ("1j2", None),
            ("1+2+3j", None),
        ] {
            assert_eq!(parse(text), expected, "{text}");
        }
        assert_eq!(repr_complex(-0.0, -0.0), "(-0-0j)");
        assert_eq!(repr_complex(0.0, 1e16), "1e+16j");
        assert_eq!(repr_complex(f64::INFINITY, f64::NAN), "(inf+nanj)");
    }
}
