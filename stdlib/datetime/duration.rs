//! timedelta: a number of microseconds of either sign.

use num_bigint::BigInt;
use num_integer::Integer;
use taipan_engine::funcs;
use taipan_engine::object::foreign::ForeignObject;
use taipan_engine::object::header::{Payload, Traverse};
use taipan_engine::object::native::{Args, GetSet};
use taipan_engine::object::slots::{BinaryOp, CompareOp, PyResult, Slots, UnaryOp};
use taipan_engine::object::types::{TypeRef, TypeSpec, type_flag};
use taipan_engine::object::value::Value;
use taipan_engine::object::vm::Vm;

use super::{DAY, Parameters, SECOND, set_class_values};

/// The payload: microseconds.
struct Duration(i128);

impl Traverse for Duration {}

const MAX_DAYS: i128 = 999_999_999;

/// The microseconds of a timedelta.
pub(super) fn micros(value: &Value) -> Option<i128> {
    value.foreign::<Duration>().map(|duration| duration.0)
}

fn own(vm: &Vm, value: &Value) -> PyResult<i128> {
    micros(value).ok_or_else(|| vm.wrong_self(value, "datetime.timedelta"))
}

pub(super) fn new(vm: &Vm, micros: i128) -> PyResult {
    of_type(vm, &vm.ty(&TIMEDELTA), micros)
}

fn of_type(vm: &Vm, class: &TypeRef, micros: i128) -> PyResult {
    let days = micros.div_euclid(DAY);
    if days.abs() > MAX_DAYS {
        return Err(match i32::try_from(days) {
            Ok(days) => {
                vm.overflow_error(format!("days={days}; must have magnitude <= {MAX_DAYS}"))
            }
            Err(_) => vm.overflow_error("Python int too large to convert to C int"),
        });
    }
    Ok(vm.new_foreign(class, Duration(micros)))
}

const PARAMETERS: Parameters = Parameters {
    function: "__new__()",
    names: &["days", "seconds", "microseconds", "milliseconds", "minutes", "hours", "weeks"],
    positional: 7,
    required: 0,
};

/// Microseconds of a unit of each parameter, and the order in which they are added.
const UNITS: [i128; 7] = [DAY, SECOND, 1, 1000, 60 * SECOND, 3600 * SECOND, 7 * DAY];
const ORDER: [usize; 7] = [2, 3, 1, 4, 5, 0, 6];

/// An int of Python as 128 bits; what is larger has no place in a timedelta anyway.
fn wide(vm: &Vm, value: &BigInt) -> PyResult<i128> {
    let text = "Python int too large to convert to C int";
    i128::try_from(value).map_err(|_| vm.overflow_error(text))
}

fn too_large<T>(vm: &Vm, value: Option<T>) -> PyResult<T> {
    value.ok_or_else(|| vm.overflow_error("Python int too large to convert to C int"))
}

/// Whole microseconds of so many units; the fraction that is left goes to `rest`.
fn component(vm: &Vm, name: &str, value: &Value, unit: i128, rest: &mut f64) -> PyResult<i128> {
    if let Some(number) = value.as_big() {
        return too_large(vm, wide(vm, &number)?.checked_mul(unit));
    }
    let Some(number) = value.as_float() else {
        let class = vm.class(value).full_name();
        let text = format!("unsupported type for timedelta {name} component: {class}");
        return Err(vm.type_error(text));
    };
    let whole = vm.to_int(&vm.float(number.trunc()))?;
    let whole = wide(vm, &whole.as_big().unwrap_or_default())?;
    let product = too_large(vm, whole.checked_mul(unit))?;
    let part = number.fract() * unit as f64;
    *rest += part.fract();
    too_large(vm, product.checked_add(part.trunc() as i128))
}

fn construct(vm: &Vm, class: &TypeRef, args: Args) -> PyResult {
    let bound = PARAMETERS.bind(vm, args)?;
    let (mut total, mut rest) = (0i128, 0.0);
    for at in ORDER {
        if !bound[at].is_unbound() {
            let name = PARAMETERS.names[at];
            let part = component(vm, name, &bound[at], UNITS[at], &mut rest)?;
            total = too_large(vm, total.checked_add(part))?;
        }
    }
    if rest != 0.0 {
        let mut whole = rest.round();
        if (whole - rest).abs() == 0.5 {
            // Half way between two: the sum becomes even.
            let odd = if total & 1 == 1 { 1.0 } else { 0.0 };
            whole = 2.0 * ((rest + odd) * 0.5).round() - odd;
        }
        total = too_large(vm, total.checked_add(whole as i128))?;
    }
    of_type(vm, class, total)
}

/// Days, seconds and microseconds; only the days may be negative.
fn parts(micros: i128) -> (i64, i64, i64) {
    let rest = micros.rem_euclid(DAY);
    (micros.div_euclid(DAY) as i64, (rest / SECOND) as i64, (rest % SECOND) as i64)
}

pub(super) fn repr_text(name: &str, micros: i128) -> String {
    let (days, seconds, rest) = parts(micros);
    let all = [("days", days), ("seconds", seconds), ("microseconds", rest)];
    let shown: Vec<String> =
        all.iter().filter(|(_, n)| *n != 0).map(|(name, n)| format!("{name}={n}")).collect();
    if shown.is_empty() { format!("{name}(0)") } else { format!("{name}({})", shown.join(", ")) }
}

fn repr(vm: &Vm, this: &Value) -> PyResult {
    Ok(vm.str(&repr_text(&vm.class(this).full_name(), own(vm, this)?)))
}

fn str(vm: &Vm, this: &Value) -> PyResult {
    let (days, seconds, rest) = parts(own(vm, this)?);
    let mut text = match days {
        0 => String::new(),
        1 | -1 => format!("{days} day, "),
        _ => format!("{days} days, "),
    };
    text += &format!("{}:{:02}:{:02}", seconds / 3600, seconds / 60 % 60, seconds % 60);
    if rest != 0 {
        text += &format!(".{rest:06}");
    }
    Ok(vm.str(&text))
}

/// The nearest integer to a quotient, the even one of two.
fn divide_nearest(a: &BigInt, b: &BigInt) -> BigInt {
    let (quotient, rest) = a.div_mod_floor(b);
    let twice = BigInt::from(2) * &rest;
    // The rest has the divisor's sign.
    let order = if b.sign() == num_bigint::Sign::Minus { b.cmp(&twice) } else { twice.cmp(b) };
    let up = order.is_gt() || (order.is_eq() && quotient.is_odd());
    if up { quotient + 1 } else { quotient }
}

/// A float as a quotient of two integers.
fn ratio(vm: &Vm, number: f64) -> PyResult<(BigInt, BigInt)> {
    let pair = vm.call_method(&vm.float(number), &vm.intern("as_integer_ratio"), &[])?;
    let part = |at: usize| {
        let part = pair.tuple_items().get(at).cloned().unwrap_or(Value::NONE);
        part.as_big().unwrap_or_default().into_owned()
    };
    Ok((part(0), part(1)))
}

fn scaled(vm: &Vm, micros: i128, by: &BigInt, over: &BigInt) -> PyResult {
    if *over == BigInt::default() {
        return Err(vm.zero_division("integer division or modulo by zero"));
    }
    let result = divide_nearest(&(BigInt::from(micros) * by), over);
    new(vm, wide(vm, &result)?)
}

fn times(vm: &Vm, micros: i128, factor: &Value) -> PyResult {
    if let Some(number) = factor.as_big() {
        return new(vm, wide(vm, &(BigInt::from(micros) * number.as_ref()))?);
    }
    match factor.as_float() {
        Some(number) => {
            let (by, over) = ratio(vm, number)?;
            scaled(vm, micros, &by, &over)
        }
        None => Ok(Value::NOT_IMPLEMENTED),
    }
}

/// `duration op other`, where the other is no timedelta.
fn with_number(vm: &Vm, op: BinaryOp, micros: i128, other: &Value) -> PyResult {
    match op {
        BinaryOp::Mul => times(vm, micros, other),
        BinaryOp::FloorDiv => match other.as_big() {
            Some(number) if *number == BigInt::default() => {
                Err(vm.zero_division("integer division or modulo by zero"))
            }
            Some(number) => new(vm, wide(vm, &BigInt::from(micros).div_floor(number.as_ref()))?),
            None => Ok(Value::NOT_IMPLEMENTED),
        },
        BinaryOp::TrueDiv => match (other.as_big(), other.as_float()) {
            (Some(number), _) => scaled(vm, micros, &BigInt::from(1), &number),
            (None, Some(number)) => {
                let (over, by) = ratio(vm, number)?;
                scaled(vm, micros, &by, &over)
            }
            (None, None) => Ok(Value::NOT_IMPLEMENTED),
        },
        _ => Ok(Value::NOT_IMPLEMENTED),
    }
}

fn of_two(vm: &Vm, op: BinaryOp, a: i128, b: i128) -> PyResult {
    match op {
        BinaryOp::Add => new(vm, a + b),
        BinaryOp::Sub => new(vm, a - b),
        BinaryOp::FloorDiv if b == 0 => Err(vm.zero_division("integer division or modulo by zero")),
        BinaryOp::FloorDiv => Ok(vm.big_int(BigInt::from(Integer::div_floor(&a, &b)))),
        BinaryOp::Mod if b == 0 => Err(vm.zero_division("integer modulo by zero")),
        BinaryOp::Mod => new(vm, a.mod_floor(&b)),
        BinaryOp::TrueDiv => {
            let number = |n: i128| vm.big_int(BigInt::from(n));
            vm.binary(BinaryOp::TrueDiv, &number(a), &number(b))
        }
        _ => Ok(Value::NOT_IMPLEMENTED),
    }
}

fn binary(vm: &Vm, op: BinaryOp, a: &Value, b: &Value) -> PyResult {
    match (micros(a), micros(b)) {
        (Some(left), Some(right)) => of_two(vm, op, left, right),
        (Some(left), None) => with_number(vm, op, left, b),
        (None, Some(right)) if op == BinaryOp::Mul => times(vm, right, a),
        _ => Ok(Value::NOT_IMPLEMENTED),
    }
}

fn unary(vm: &Vm, op: UnaryOp, this: &Value) -> PyResult {
    let micros = own(vm, this)?;
    match op {
        UnaryOp::Neg => new(vm, -micros),
        UnaryOp::Pos => new(vm, micros),
        UnaryOp::Abs => new(vm, micros.abs()),
        UnaryOp::Invert => Ok(Value::NOT_IMPLEMENTED),
    }
}

fn compare(_: &Vm, a: &Value, b: &Value, op: CompareOp) -> PyResult {
    Ok(match (micros(a), micros(b)) {
        (Some(left), Some(right)) => Value::bool(op.holds(left.cmp(&right))),
        _ => Value::NOT_IMPLEMENTED,
    })
}

fn divmod(vm: &Vm, this: &Value, other: &Value) -> PyResult {
    let (Some(a), Some(b)) = (micros(this), micros(other)) else {
        return Ok(Value::NOT_IMPLEMENTED);
    };
    let quotient = of_two(vm, BinaryOp::FloorDiv, a, b)?;
    Ok(vm.tuple(vec![quotient, of_two(vm, BinaryOp::Mod, a, b)?]))
}

fn rdivmod(vm: &Vm, this: &Value, other: &Value) -> PyResult {
    divmod(vm, other, this)
}

pub(super) fn total_seconds(vm: &Vm, micros: i128) -> PyResult {
    let number = |n: i128| vm.big_int(BigInt::from(n));
    vm.binary(BinaryOp::TrueDiv, &number(micros), &number(SECOND))
}

fn total_seconds_row(vm: &Vm, this: &Value) -> PyResult {
    total_seconds(vm, own(vm, this)?)
}

fn reduce(vm: &Vm, this: &Value) -> PyResult {
    let (days, seconds, rest) = parts(own(vm, this)?);
    let args = vm.tuple(vec![vm.int(days), vm.int(seconds), vm.int(rest)]);
    Ok(vm.tuple(vec![vm.type_of(this).value().clone(), args]))
}

pub(super) fn add_class_values(vm: &Vm) -> PyResult<()> {
    let values = vec![
        ("min", new(vm, -MAX_DAYS * DAY)?),
        ("max", new(vm, MAX_DAYS * DAY + DAY - 1)?),
        ("resolution", new(vm, 1)?),
    ];
    set_class_values(vm, &TIMEDELTA, values);
    Ok(())
}

pub(super) static TIMEDELTA: TypeSpec = TypeSpec {
    name: "datetime.timedelta",
    doc: "A length of time. All parts may be integers or floats, also negative ones.",
    operations: Some(ForeignObject::OPERATIONS),
    slots: Slots {
        new: Some(construct),
        repr: Some(repr),
        str: Some(str),
        hash: Some(|vm, this| Ok(vm.hash_bytes(&own(vm, this)?.to_le_bytes()))),
        bool: Some(|vm, this| Ok(own(vm, this)? != 0)),
        compare: Some(compare),
        binary: Some(binary),
        unary: Some(unary),
        ..Slots::NONE
    },
    operators: &[
        BinaryOp::Add,
        BinaryOp::Sub,
        BinaryOp::Mul,
        BinaryOp::TrueDiv,
        BinaryOp::FloorDiv,
        BinaryOp::Mod,
    ],
    methods: funcs![
        "total_seconds" = total_seconds_row, "(self, /)", "The whole length in seconds.";
        "__divmod__" = divmod, "(self, value, /)", "What `divmod(self, value)` does.";
        "__rdivmod__" = rdivmod, "(self, value, /)", "What `divmod(value, self)` does.";
        "__reduce__" = reduce, "(self, /)", "What copying and pickling rebuild it from.";
    ],
    getset: &[
        GetSet {
            name: "days",
            doc: "Number of days.",
            get: |vm, this| Ok(vm.int(parts(own(vm, this)?).0)),
            set: None,
        },
        GetSet {
            name: "seconds",
            doc: "The rest in seconds, 0 to 86399.",
            get: |vm, this| Ok(vm.int(parts(own(vm, this)?).1)),
            set: None,
        },
        GetSet {
            name: "microseconds",
            doc: "The rest in microseconds, 0 to 999999.",
            get: |vm, this| Ok(vm.int(parts(own(vm, this)?).2)),
            set: None,
        },
    ],
    flags: type_flag::BASE,
    ..TypeSpec::NONE
};
