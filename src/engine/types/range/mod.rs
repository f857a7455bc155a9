//! range: the object and its methods. Iterators are in `iter.rs`, slice is in `slice.rs`.

mod iter;
mod slice;

use num_bigint::{BigInt, Sign};
use num_integer::Integer;

pub use iter::{LONG_RANGE_ITERATOR, RANGE_ITERATOR, RangeIterObject};
pub use slice::{SLICE, SliceObject};

use crate::funcs;
use crate::object::header::{Payload, Traverse};
use crate::object::native::{Args, GetSet};
use crate::object::slots::{CompareOp, PyResult, Slots};
use crate::object::types::{TypeRef, TypeSpec, type_flag};
use crate::object::value::Value;
use crate::object::vm::Vm;
use crate::types::int::BigIntObject;
use crate::types::sequence::resolve;

/// The payload of a range: three ints (big ones too) and the number of elements.
pub struct RangeObject {
    pub start: Value,
    pub stop: Value,
    pub step: Value,
    pub len: Value,
}

impl Traverse for RangeObject {}

impl RangeObject {
    /// Start, step and length, if all are immediates: every element then fits into 64 bits.
    fn small(&self) -> Option<(i64, i64, i64)> {
        let (start, stop) = (self.start.as_int()?, self.stop.as_int());
        stop.and(Some((start, self.step.as_int()?, self.len.as_int()?)))
    }

    /// The element at a position within the range.
    fn element(&self, vm: &Vm, at: &Value) -> Value {
        match (self.small(), at.as_int()) {
            (Some((start, step, _)), Some(at)) => vm.int(start + at * step),
            _ => vm.big_int(big(&self.start) + big(at) * big(&self.step)),
        }
    }

    /// The position of an int, if it is an element.
    fn position(&self, vm: &Vm, int: &Value) -> Option<Value> {
        if let (Some((start, step, len)), Some(int)) = (self.small(), int.as_int()) {
            let (distance, step) = (i128::from(int) - i128::from(start), i128::from(step));
            let at = distance / step;
            let inside = distance % step == 0 && (0..i128::from(len)).contains(&at);
            return inside.then(|| vm.int(at as i64));
        }
        let (at, rest) = (big(int) - big(&self.start)).div_rem(&big(&self.step));
        let inside = rest.sign() == Sign::NoSign && at.sign() != Sign::Minus && at < big(&self.len);
        inside.then(|| vm.big_int(at))
    }
}

/// The number of an int; 0 for anything else.
pub(super) fn big(int: &Value) -> BigInt {
    match int.as_int() {
        Some(int) => BigInt::from(int),
        None => int.get::<BigIntObject>().map_or_else(BigInt::default, |b| b.0.clone()),
    }
}

impl Vm {
    /// A new range of ints; the step is not 0.
    pub fn new_range(&self, start: Value, stop: Value, step: Value) -> Value {
        let len = match (start.as_int(), stop.as_int(), step.as_int()) {
            (Some(start), Some(stop), Some(step)) => {
                let (low, high) = if step > 0 { (start, stop) } else { (stop, start) };
                // The difference of two 63-bit numbers fits into 64 bits.
                let len =
                    if low < high { (high - low - 1) as u64 / step.unsigned_abs() + 1 } else { 0 };
                self.int(len as i64)
            }
            _ => {
                let (start, stop, step) = (big(&start), big(&stop), big(&step));
                let up = step.sign() == Sign::Plus;
                let (low, high) = if up { (start, stop) } else { (stop, start) };
                let step = if up { step } else { -step };
                if low < high {
                    self.big_int((high - low - 1) / step + 1)
                } else {
                    Value::int_unchecked(0)
                }
            }
        };
        self.new_object(self.types.range(), RangeObject { start, stop, step, len })
    }
}

fn range<'a>(vm: &Vm, value: &'a Value) -> PyResult<&'a RangeObject> {
    vm.payload::<RangeObject>(value, "range")
}

fn new(vm: &Vm, _: &TypeRef, args: Args) -> PyResult {
    if !args.names.is_empty() {
        return Err(vm.type_error("range() takes no keyword arguments"));
    }
    let (zero, one) = (Value::int_unchecked(0), Value::int_unchecked(1));
    match args.all {
        [] => Err(vm.type_error("range expected at least 1 argument, got 0")),
        [stop] => Ok(vm.new_range(zero, vm.index(stop)?, one)),
        [start, stop] => Ok(vm.new_range(vm.index(start)?, vm.index(stop)?, one)),
        [start, stop, step] => {
            let (start, stop, step) = (vm.index(start)?, vm.index(stop)?, vm.index(step)?);
            if step.is(&zero) {
                return Err(vm.value_error("range() arg 3 must not be zero"));
            }
            Ok(vm.new_range(start, stop, step))
        }
        all => Err(vm.type_error(format!("range expected at most 3 arguments, got {}", all.len()))),
    }
}

fn repr(vm: &Vm, this: &Value) -> PyResult {
    let own = range(vm, this)?;
    let (start, stop) = (vm.repr_text(&own.start)?, vm.repr_text(&own.stop)?);
    Ok(vm.str(&match own.step.as_int() {
        Some(1) => format!("range({start}, {stop})"),
        _ => format!("range({start}, {stop}, {})", vm.repr_text(&own.step)?),
    }))
}

/// Equal ranges have equal lengths, first elements and steps, as far as those matter.
fn essence(own: &RangeObject) -> [Value; 3] {
    let (start, step) = (own.start.clone(), own.step.clone());
    match own.len.as_int() {
        Some(0) => [own.len.clone(), Value::NONE, Value::NONE],
        Some(1) => [own.len.clone(), start, Value::NONE],
        _ => [own.len.clone(), start, step],
    }
}

fn hash(vm: &Vm, this: &Value) -> PyResult<i64> {
    vm.hash(&vm.tuple(essence(range(vm, this)?).into()))
}

fn compare(vm: &Vm, a: &Value, b: &Value, op: CompareOp) -> PyResult {
    let equality = matches!(op, CompareOp::Eq | CompareOp::Ne);
    let (true, Some(left), Some(right)) =
        (equality, a.get::<RangeObject>(), b.get::<RangeObject>())
    else {
        return Ok(Value::NOT_IMPLEMENTED);
    };
    for (left, right) in essence(left).iter().zip(&essence(right)) {
        if !vm.equal(left, right)? {
            return Ok(Value::bool(op == CompareOp::Ne));
        }
    }
    Ok(Value::bool(op == CompareOp::Eq))
}

fn len(vm: &Vm, this: &Value) -> PyResult<usize> {
    let len = vm.small_index(&range(vm, this)?.len).and_then(|n| usize::try_from(n).ok());
    len.ok_or_else(|| vm.overflow_error("Python int too large to convert to C ssize_t"))
}

fn truth(vm: &Vm, this: &Value) -> PyResult<bool> {
    Ok(range(vm, this)?.len.as_int() != Some(0))
}

fn getitem(vm: &Vm, this: &Value, key: &Value) -> PyResult {
    let own = range(vm, this)?;
    if let Some(slice) = key.get::<SliceObject>() {
        return sliced(vm, own, slice);
    }
    let class = vm.class(key);
    if !vm.is_count(key) {
        let text = format!("range indices must be integers or slices, not {}", class.full_name());
        return Err(vm.type_error(text));
    }
    let at = vm.index(key)?;
    let place = match (at.as_int(), own.len.as_int()) {
        (Some(at), Some(len)) => resolve(at, len as usize).map(|at| vm.int(at as i64)),
        _ => {
            let (at, len) = (big(&at), big(&own.len));
            let at = if at.sign() == Sign::Minus { at + &len } else { at };
            (at.sign() != Sign::Minus && at < len).then(|| vm.big_int(at))
        }
    };
    match place {
        Some(at) => Ok(own.element(vm, &at)),
        None => Err(vm.index_error("range object index out of range")),
    }
}

fn sliced(vm: &Vm, own: &RangeObject, slice: &SliceObject) -> PyResult {
    let [start, stop, step] = slice::indices(vm, slice, &big(&own.len))?;
    let (first, own_step) = (big(&own.start), big(&own.step));
    let at = |n: BigInt| vm.big_int(&first + n * &own_step);
    Ok(vm.new_range(at(start), at(stop), vm.big_int(step * &own_step)))
}

/// Whether the value is compared with the elements by arithmetic.
fn is_plain_int(value: &Value) -> bool {
    value.is_int() || value.is_bool() || value.get_exact::<BigIntObject>().is_some()
}

fn contains(vm: &Vm, this: &Value, item: &Value) -> PyResult<bool> {
    let own = range(vm, this)?;
    if is_plain_int(item) {
        return Ok(own.position(vm, &vm.index(item)?).is_some());
    }
    Ok(search(vm, this, item)?.is_some())
}

/// The position of the first equal element, by comparing one after the other.
fn search(vm: &Vm, this: &Value, item: &Value) -> PyResult<Option<usize>> {
    let iter = vm.iter(this)?;
    let mut at = 0;
    while let Some(each) = vm.next(&iter)? {
        if vm.equal(&each, item)? {
            return Ok(Some(at));
        }
        at += 1;
    }
    Ok(None)
}

fn count(vm: &Vm, this: &Value, value: &Value) -> PyResult<usize> {
    if is_plain_int(value) {
        return Ok(usize::from(contains(vm, this, value)?));
    }
    let iter = vm.iter(this)?;
    let mut count = 0;
    while let Some(each) = vm.next(&iter)? {
        count += usize::from(vm.equal(&each, value)?);
    }
    Ok(count)
}

fn index(vm: &Vm, this: &Value, value: &Value) -> PyResult {
    let own = range(vm, this)?;
    if !is_plain_int(value) {
        return match search(vm, this, value)? {
            Some(at) => Ok(vm.int(at as i64)),
            None => Err(vm.value_error("sequence.index(x): x not in sequence")),
        };
    }
    match own.position(vm, &vm.index(value)?) {
        Some(at) => Ok(at),
        None => Err(vm.value_error(format!("{} is not in range", vm.repr_text(value)?))),
    }
}

fn reversed(vm: &Vm, this: &Value) -> PyResult {
    let own = range(vm, this)?;
    Ok(iter::reversed(vm, own))
}

fn reduce(vm: &Vm, this: &Value) -> PyResult {
    let own = range(vm, this)?;
    let args = vec![own.start.clone(), own.stop.clone(), own.step.clone()];
    Ok(vm.tuple(vec![vm.types.range().value().clone(), vm.tuple(args)]))
}

pub static RANGE: TypeSpec = TypeSpec {
    name: "range",
    doc: "The integers from start (0 if left out) up to, and without, stop, in steps of step; nothing is stored.",
    operations: Some(RangeObject::OPERATIONS),
    slots: Slots {
        repr: Some(repr),
        hash: Some(hash),
        compare: Some(compare),
        len: Some(len),
        bool: Some(truth),
        iter: Some(iter::forward),
        getitem: Some(getitem),
        contains: Some(contains),
        new: Some(new),
        getattr: Some(crate::types::object::generic_getattr),
        ..Slots::NONE
    },
    methods: funcs![
        count "(self, value, /)" "How many items equal value.";
        index "(self, value, /)" "The place of value; ValueError if it does not occur.";
        "__reversed__" = reversed, "(self, /)", "Iterate from the last number to the first.";
        "__reduce__" = reduce, "(self, /)", "";
    ],
    getset: &[
        GetSet { name: "start", doc: "", get: |vm, v| Ok(range(vm, v)?.start.clone()), set: None },
        GetSet { name: "stop", doc: "", get: |vm, v| Ok(range(vm, v)?.stop.clone()), set: None },
        GetSet { name: "step", doc: "", get: |vm, v| Ok(range(vm, v)?.step.clone()), set: None },
    ],
    flags: type_flag::SEQUENCE,
    ..TypeSpec::NONE
};
