//! Builtin functions that make one value of an iterable: all, any, max, min, sum.

use crate::object::native::{Maybe, Rest};
use crate::object::slots::{BinaryOp, CompareOp, PyResult, Raised};
use crate::object::string::StrObject;
use crate::object::value::Value;
use crate::object::vm::Vm;
use crate::types::bytes::{ByteArrayObject, BytesObject};
use crate::types::float::FloatObject;

/// The items of a list, tuple or any iterable, one after the other, without copying the former.
enum Source<'a> {
    List(&'a crate::types::list::ListObject, usize),
    Slice(std::slice::Iter<'a, Value>),
    Iter(Value),
}

impl<'a> Source<'a> {
    fn of(vm: &Vm, iterable: &'a Value) -> PyResult<Source<'a>> {
        if let Some(list) = iterable.get_exact() {
            return Ok(Source::List(list, 0));
        }
        if let Some(tuple) = iterable.get_exact::<crate::object::tuple::TupleObject>() {
            return Ok(Source::Slice(tuple.items().iter()));
        }
        Ok(Source::Iter(vm.iter(iterable)?))
    }

    #[inline]
    fn next(&mut self, vm: &Vm) -> PyResult<Option<Value>> {
        match self {
            Source::List(list, at) => {
                *at += 1;
                Ok(list.get(*at - 1))
            }
            Source::Slice(items) => Ok(items.next().cloned()),
            Source::Iter(iter) => vm.next(iter),
        }
    }
}

pub(super) fn all(vm: &Vm, iterable: &Value) -> PyResult<bool> {
    let mut source = Source::of(vm, iterable)?;
    while let Some(item) = source.next(vm)? {
        if !vm.truth(&item)? {
            return Ok(false);
        }
    }
    Ok(true)
}

pub(super) fn any(vm: &Vm, iterable: &Value) -> PyResult<bool> {
    let mut source = Source::of(vm, iterable)?;
    while let Some(item) = source.next(vm)? {
        if vm.truth(&item)? {
            return Ok(true);
        }
    }
    Ok(false)
}

type Named<'a> = Option<&'a Value>;

pub(super) fn max(vm: &Vm, one: &Value, more: Rest, key: Named, default: Maybe) -> PyResult {
    best(vm, "max", CompareOp::Gt, (one, more.0), key, default)
}

pub(super) fn min(vm: &Vm, one: &Value, more: Rest, key: Named, default: Maybe) -> PyResult {
    best(vm, "min", CompareOp::Lt, (one, more.0), key, default)
}

fn best(
    vm: &Vm,
    name: &str,
    better: CompareOp,
    args: (&Value, &[Value]),
    key: Named,
    default: Maybe,
) -> PyResult {
    let (mut source, first) = match args {
        (iterable, []) => {
            let mut source = Source::of(vm, iterable)?;
            let first = source.next(vm)?;
            (source, first)
        }
        _ if default.0.is_some() => {
            return Err(vm.type_error(format!(
                "Cannot specify a default for {name}() with multiple positional arguments"
            )));
        }
        (first, more) => (Source::Slice(more.iter()), Some(first.clone())),
    };
    let rank = |item: &Value| match key {
        Some(key) => vm.call(key, std::slice::from_ref(item)),
        None => Ok(item.clone()),
    };
    let Some(mut winner) = first else {
        return match default {
            Maybe(Some(default)) => Ok(default.clone()),
            Maybe(None) => Err(vm.value_error(format!("{name}() iterable argument is empty"))),
        };
    };
    let mut winner_rank = rank(&winner)?;
    while let Some(item) = source.next(vm)? {
        let item_rank = rank(&item)?;
        if vm.compare_bool(better, &item_rank, &winner_rank)? {
            (winner, winner_rank) = (item, item_rank);
        }
    }
    Ok(winner)
}

/// Where a sum stands: as long as all items are ints or floats no object is made.
enum Sum {
    Int(i64),
    Float(Compensated),
    Other(Value),
}

/// A float sum with the error of its roundings, so that it is that of the exact numbers to nearly
/// the last bit (Neumaier's variant of Kahan's summation).
#[derive(Clone, Copy)]
struct Compensated {
    sum: f64,
    error: f64,
}

impl Compensated {
    fn add(&mut self, x: f64) {
        let next = self.sum + x;
        self.error +=
            if self.sum.abs() >= x.abs() { (self.sum - next) + x } else { (x - next) + self.sum };
        self.sum = next;
    }

    fn total(self) -> f64 {
        // With an infinite or undefined sum the error says nothing.
        if self.error != 0.0 && self.error.is_finite() { self.sum + self.error } else { self.sum }
    }
}

/// The float of an exact float.
fn exact_float(value: &Value) -> Option<f64> {
    value.as_small_float().or_else(|| value.get_exact::<FloatObject>().map(|f| f.0))
}

/// The int of an immediate or a bool.
fn small_int(value: &Value) -> Option<i64> {
    match value.as_int() {
        None if value.is_bool() => Some(i64::from(value.is(&Value::TRUE))),
        int => int,
    }
}

impl Sum {
    fn start(value: &Value) -> Sum {
        match (value.as_int(), exact_float(value)) {
            (Some(int), _) => Sum::Int(int),
            (_, Some(sum)) => Sum::Float(Compensated { sum, error: 0.0 }),
            _ => Sum::Other(value.clone()),
        }
    }

    fn value(self, vm: &Vm) -> Value {
        match self {
            Sum::Int(sum) => vm.int(sum),
            Sum::Float(sum) => vm.float(sum.total()),
            Sum::Other(sum) => sum,
        }
    }

    fn add(&mut self, vm: &Vm, item: &Value) -> PyResult<()> {
        match self {
            Sum::Int(sum) => {
                if let Some(next) = small_int(item).and_then(|int| sum.checked_add(int)) {
                    *sum = next;
                    return Ok(());
                }
                if let Some(float) = exact_float(item) {
                    *self = Sum::Float(Compensated { sum: *sum as f64 + float, error: 0.0 });
                    return Ok(());
                }
            }
            Sum::Float(sum) => {
                if let Some(float) = exact_float(item) {
                    sum.add(float);
                    return Ok(());
                }
                if let Some(int) = small_int(item) {
                    sum.sum += int as f64;
                    return Ok(());
                }
            }
            Sum::Other(_) => {}
        }
        let before = std::mem::replace(self, Sum::Int(0)).value(vm);
        *self = Sum::Other(vm.binary(BinaryOp::Add, &before, item)?);
        Ok(())
    }
}

fn cannot_sum(vm: &Vm, what: &str, how: &str) -> Raised {
    vm.type_error(format!("sum() can't sum {what} [use {how}.join(seq) instead]"))
}

pub(super) fn sum(vm: &Vm, iterable: &Value, start: &Value) -> PyResult {
    let mut source = Source::of(vm, iterable)?;
    if start.get::<StrObject>().is_some() {
        return Err(cannot_sum(vm, "strings", "''"));
    }
    if start.get::<BytesObject>().is_some() {
        return Err(cannot_sum(vm, "bytes", "b''"));
    }
    if start.get::<ByteArrayObject>().is_some_and(ByteArrayObject::is_bytes) {
        return Err(cannot_sum(vm, "bytearray", "b''"));
    }
    let mut sum = Sum::start(start);
    while let Some(item) = source.next(vm)? {
        sum.add(vm, &item)?;
    }
    Ok(sum.value(vm))
}
