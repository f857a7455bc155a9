//! compress, dropwhile, filterfalse, islice and takewhile: some of an iterator's items.

use std::cell::Cell;

use taipan_engine::object::header::Traverse;
use taipan_engine::object::native::{Args, Signature};
use taipan_engine::object::slots::{PyResult, Raised};
use taipan_engine::object::types::{TypeRef, TypeSpec};
use taipan_engine::object::value::Value;
use taipan_engine::object::var::Var;
use taipan_engine::object::vm::Vm;

use super::{called, iterator, positional, state};

struct Compress {
    data: Value,
    selectors: Value,
}

impl Traverse for Compress {
    fn traverse(&self, visit: &mut dyn FnMut(&Value)) {
        visit(&self.data);
        visit(&self.selectors);
    }
}

fn compress_new(vm: &Vm, class: &TypeRef, args: Args) -> PyResult {
    let bound = Signature::parse("(data, selectors)").bind(vm, "compress", args)?;
    let [data, selectors] = bound.as_slice() else { return Ok(Value::NONE) };
    let own = Compress { data: vm.iter(data)?, selectors: vm.iter(selectors)? };
    Ok(vm.new_foreign(class, own))
}

fn compress_next(vm: &Vm, this: &Value) -> PyResult<Option<Value>> {
    let own = state::<Compress>(vm, this, "itertools.compress")?;
    loop {
        let Some(item) = vm.next(&own.data)? else { return Ok(None) };
        let Some(selector) = vm.next(&own.selectors)? else { return Ok(None) };
        if vm.truth(&selector)? {
            return Ok(Some(item));
        }
    }
}

pub(super) static COMPRESS: TypeSpec = iterator(
    "itertools.compress",
    "The items of data whose selector is true.",
    compress_new,
    compress_next,
    &[],
);

/// A predicate over an iterator; what `passed` says depends on the type.
struct Sieve {
    function: Value,
    iter: Value,
    passed: Cell<bool>,
}

impl Traverse for Sieve {
    fn traverse(&self, visit: &mut dyn FnMut(&Value)) {
        visit(&self.function);
        visit(&self.iter);
    }
}

fn sieve_new(vm: &Vm, class: &TypeRef, name: &str, args: Args) -> PyResult {
    let [function, iterable] = positional(vm, class, name, args, 2, 2)? else {
        return Ok(Value::NONE);
    };
    let iter = vm.iter(iterable)?;
    let own = Sieve { function: function.clone(), iter, passed: Cell::new(false) };
    Ok(vm.new_foreign(class, own))
}

/// What the predicate says; `None` if it ended the iteration.
fn verdict(vm: &Vm, own: &Sieve, item: &Value) -> PyResult<Option<bool>> {
    match called(vm, vm.call(&own.function, std::slice::from_ref(item)))? {
        Some(result) => vm.truth(&result).map(Some),
        None => Ok(None),
    }
}

fn dropwhile_next(vm: &Vm, this: &Value) -> PyResult<Option<Value>> {
    let own = state::<Sieve>(vm, this, "itertools.dropwhile")?;
    while let Some(item) = vm.next(&own.iter)? {
        if own.passed.get() {
            return Ok(Some(item));
        }
        match verdict(vm, own, &item)? {
            Some(true) => {}
            Some(false) => {
                own.passed.set(true);
                return Ok(Some(item));
            }
            None => break,
        }
    }
    Ok(None)
}

fn takewhile_next(vm: &Vm, this: &Value) -> PyResult<Option<Value>> {
    let own = state::<Sieve>(vm, this, "itertools.takewhile")?;
    if own.passed.get() {
        return Ok(None);
    }
    let Some(item) = vm.next(&own.iter)? else { return Ok(None) };
    match verdict(vm, own, &item)? {
        Some(true) => Ok(Some(item)),
        Some(false) => {
            own.passed.set(true);
            Ok(None)
        }
        None => Ok(None),
    }
}

fn filterfalse_next(vm: &Vm, this: &Value) -> PyResult<Option<Value>> {
    let own = state::<Sieve>(vm, this, "itertools.filterfalse")?;
    let plain = own.function.is_none() || own.function.is(vm.types.bool().value());
    while let Some(item) = vm.next(&own.iter)? {
        let drops = match plain {
            true => Some(vm.truth(&item)?),
            false => verdict(vm, own, &item)?,
        };
        match drops {
            Some(true) => {}
            Some(false) => return Ok(Some(item)),
            None => break,
        }
    }
    Ok(None)
}

pub(super) static DROPWHILE: TypeSpec = iterator(
    "itertools.dropwhile",
    "Leaves out items while the predicate holds for them, then gives all the rest.",
    |vm, class, args| sieve_new(vm, class, "dropwhile", args),
    dropwhile_next,
    &[],
);

pub(super) static TAKEWHILE: TypeSpec = iterator(
    "itertools.takewhile",
    "Gives items while the predicate holds, and stops at the first it does not hold for.",
    |vm, class, args| sieve_new(vm, class, "takewhile", args),
    takewhile_next,
    &[],
);

pub(super) static FILTERFALSE: TypeSpec = iterator(
    "itertools.filterfalse",
    "The items for which function is false; the false items if function is None.",
    |vm, class, args| sieve_new(vm, class, "filterfalse", args),
    filterfalse_next,
    &[],
);

struct Islice {
    /// Unbound at the end.
    iter: Var,
    /// Items taken from it, and which of them is wanted next.
    taken: Cell<i64>,
    wanted: Cell<i64>,
    stop: Option<i64>,
    step: i64,
}

impl Traverse for Islice {
    fn traverse(&self, visit: &mut dyn FnMut(&Value)) {
        self.iter.visit(visit);
    }

    fn clear(&self) {
        self.iter.take();
    }
}

/// The number of an argument of islice; -1 stands for whatever is none.
fn place(vm: &Vm, value: &Value, absent: i64) -> i64 {
    if value.is_none() { absent } else { vm.index_i64(value).unwrap_or(-1) }
}

fn bad_stop(vm: &Vm) -> Raised {
    let text = "Stop argument for islice() must be None or an integer: 0 <= x <= sys.maxsize.";
    vm.value_error(text)
}

fn islice_new(vm: &Vm, class: &TypeRef, args: Args) -> PyResult {
    let given = positional(vm, class, "islice", args, 2, 4)?;
    let (iterable, start, stop) = match given {
        [iterable, stop] => (iterable, 0, stop),
        [iterable, start, stop, ..] => (iterable, place(vm, start, 0), stop),
        _ => return Ok(Value::NONE),
    };
    let stop = match stop.is_none() {
        true => None,
        false => Some(place(vm, stop, -1)),
    };
    if stop == Some(-1) {
        return Err(bad_stop(vm));
    }
    if start < 0 || stop.is_some_and(|s| s < 0) {
        let text = "Indices for islice() must be None or an integer: 0 <= x <= sys.maxsize.";
        return Err(vm.value_error(text));
    }
    let step = given.get(3).map_or(1, |step| place(vm, step, 1));
    if step < 1 {
        return Err(vm.value_error("Step for islice() must be a positive integer or None."));
    }
    let own = Islice {
        iter: vm.iter(iterable)?.into(),
        taken: Cell::new(0),
        wanted: Cell::new(start),
        stop,
        step,
    };
    Ok(vm.new_foreign(class, own))
}

fn islice_step(vm: &Vm, own: &Islice, iter: &Value) -> PyResult<Option<Value>> {
    while own.taken.get() < own.wanted.get() {
        if vm.next(iter)?.is_none() {
            return Ok(None);
        }
        own.taken.set(own.taken.get() + 1);
    }
    if own.stop.is_some_and(|stop| own.taken.get() >= stop) {
        return Ok(None);
    }
    let Some(item) = vm.next(iter)? else { return Ok(None) };
    own.taken.set(own.taken.get().saturating_add(1));
    let end = own.stop.unwrap_or(i64::MAX);
    own.wanted.set(own.wanted.get().saturating_add(own.step).min(end));
    Ok(Some(item))
}

fn islice_next(vm: &Vm, this: &Value) -> PyResult<Option<Value>> {
    let own = state::<Islice>(vm, this, "itertools.islice")?;
    let Some(iter) = own.iter.bound() else { return Ok(None) };
    let result = islice_step(vm, own, &iter);
    if !matches!(result, Ok(Some(_))) {
        own.iter.take();
    }
    result
}

pub(super) static ISLICE: TypeSpec = iterator(
    "itertools.islice",
    "The items at start, start + step, … before stop.",
    islice_new,
    islice_next,
    &[],
);
