//! accumulate, batched, pairwise, starmap and zip_longest: items made of several others.

use std::cell::Cell;

use taipan_engine::object::header::Traverse;
use taipan_engine::object::native::{Args, Signature};
use taipan_engine::object::slots::{BinaryOp, PyResult};
use taipan_engine::object::types::{TypeRef, TypeSpec};
use taipan_engine::object::value::Value;
use taipan_engine::object::var::Var;
use taipan_engine::object::vm::Vm;

use super::{called, iterator, positional, state};

struct Accumulate {
    iter: Value,
    function: Value,
    /// Unbound before the first item.
    total: Var,
    /// Unbound if there is none or it has been given out.
    initial: Var,
}

impl Traverse for Accumulate {
    fn traverse(&self, visit: &mut dyn FnMut(&Value)) {
        visit(&self.iter);
        visit(&self.function);
        self.total.visit(visit);
        self.initial.visit(visit);
    }

    fn clear(&self) {
        self.total.take();
        self.initial.take();
    }
}

fn accumulate_new(vm: &Vm, class: &TypeRef, args: Args) -> PyResult {
    let signature = Signature::parse("(iterable, func=None, *, initial=None)");
    let bound = signature.bind(vm, "accumulate", args)?;
    let [iterable, function, initial] = bound.as_slice() else { return Ok(Value::NONE) };
    let initial = if initial.is_none() { Value::UNBOUND } else { initial.clone() };
    let own = Accumulate {
        iter: vm.iter(iterable)?,
        function: function.clone(),
        total: Var::unbound(),
        initial: initial.into(),
    };
    Ok(vm.new_foreign(class, own))
}

fn accumulate_next(vm: &Vm, this: &Value) -> PyResult<Option<Value>> {
    let own = state::<Accumulate>(vm, this, "itertools.accumulate")?;
    if !own.initial.is_unbound() {
        let initial = own.initial.take();
        own.total.set(initial.clone());
        return Ok(Some(initial));
    }
    let Some(item) = vm.next(&own.iter)? else { return Ok(None) };
    let total = match own.total.bound() {
        None => item,
        Some(total) if own.function.is_none() => vm.binary(BinaryOp::Add, &total, &item)?,
        Some(total) => match called(vm, vm.call(&own.function, &[total, item]))? {
            Some(total) => total,
            None => return Ok(None),
        },
    };
    own.total.set(total.clone());
    Ok(Some(total))
}

pub(super) static ACCUMULATE: TypeSpec = iterator(
    "itertools.accumulate",
    "Running totals: sums, or what function makes of the last total and the next item.",
    accumulate_new,
    accumulate_next,
    &[],
);

struct Batched {
    /// Unbound at the end.
    iter: Var,
    size: i64,
    strict: bool,
}

impl Traverse for Batched {
    fn traverse(&self, visit: &mut dyn FnMut(&Value)) {
        self.iter.visit(visit);
    }

    fn clear(&self) {
        self.iter.take();
    }
}

fn batched_new(vm: &Vm, class: &TypeRef, args: Args) -> PyResult {
    let bound = Signature::parse("(iterable, n, *, strict=False)").bind(vm, "batched", args)?;
    let [iterable, size, strict] = bound.as_slice() else { return Ok(Value::NONE) };
    let (size, strict) = (vm.index_i64(size)?, vm.truth(strict)?);
    if size < 1 {
        return Err(vm.value_error("n must be at least one"));
    }
    let iter = vm.iter(iterable)?;
    Ok(vm.new_foreign(class, Batched { iter: iter.into(), size, strict }))
}

fn batched_next(vm: &Vm, this: &Value) -> PyResult<Option<Value>> {
    let own = state::<Batched>(vm, this, "itertools.batched")?;
    let Some(iter) = own.iter.bound() else { return Ok(None) };
    let mut items = Vec::new();
    while (items.len() as i64) < own.size {
        match vm.next(&iter) {
            Ok(Some(item)) => vm.push_item(&mut items, item)?,
            Ok(None) => break,
            Err(raised) => {
                own.iter.take();
                return Err(raised);
            }
        }
    }
    if items.is_empty() {
        own.iter.take();
        return Ok(None);
    }
    if own.strict && (items.len() as i64) < own.size {
        own.iter.take();
        return Err(vm.value_error("batched(): incomplete batch"));
    }
    Ok(Some(vm.tuple(items)))
}

pub(super) static BATCHED: TypeSpec = iterator(
    "itertools.batched",
    "Tuples of n items each; the last may be shorter unless strict.",
    batched_new,
    batched_next,
    &[],
);

/// Both unbound at the end; `old` before the first item, too.
struct Pairwise {
    iter: Var,
    old: Var,
}

impl Traverse for Pairwise {
    fn traverse(&self, visit: &mut dyn FnMut(&Value)) {
        self.iter.visit(visit);
        self.old.visit(visit);
    }

    fn clear(&self) {
        self.iter.take();
        self.old.take();
    }
}

fn pairwise_new(vm: &Vm, class: &TypeRef, args: Args) -> PyResult {
    let [iterable] = positional(vm, class, "pairwise", args, 1, 1)? else {
        return Ok(Value::NONE);
    };
    let iter = vm.iter(iterable)?;
    Ok(vm.new_foreign(class, Pairwise { iter: iter.into(), old: Var::unbound() }))
}

fn pairwise_step(vm: &Vm, own: &Pairwise, iter: &Value) -> PyResult<Option<Value>> {
    let old = match own.old.bound() {
        Some(old) => old,
        None => {
            let Some(first) = vm.next(iter)? else { return Ok(None) };
            own.old.set(first.clone());
            // The iterator may have used this one to its end meanwhile.
            if own.iter.is_unbound() {
                return Ok(None);
            }
            first
        }
    };
    let Some(new) = vm.next(iter)? else { return Ok(None) };
    own.old.set(new.clone());
    Ok(Some(vm.tuple(vec![old, new])))
}

fn pairwise_next(vm: &Vm, this: &Value) -> PyResult<Option<Value>> {
    let own = state::<Pairwise>(vm, this, "itertools.pairwise")?;
    let Some(iter) = own.iter.bound() else { return Ok(None) };
    let result = pairwise_step(vm, own, &iter);
    if !matches!(result, Ok(Some(_))) {
        own.iter.take();
        own.old.take();
    }
    result
}

pub(super) static PAIRWISE: TypeSpec = iterator(
    "itertools.pairwise",
    "Each item together with the next one.",
    pairwise_new,
    pairwise_next,
    &[],
);

struct Starmap {
    function: Value,
    iter: Value,
}

impl Traverse for Starmap {
    fn traverse(&self, visit: &mut dyn FnMut(&Value)) {
        visit(&self.function);
        visit(&self.iter);
    }
}

fn starmap_new(vm: &Vm, class: &TypeRef, args: Args) -> PyResult {
    let [function, iterable] = positional(vm, class, "starmap", args, 2, 2)? else {
        return Ok(Value::NONE);
    };
    let iter = vm.iter(iterable)?;
    Ok(vm.new_foreign(class, Starmap { function: function.clone(), iter }))
}

fn starmap_next(vm: &Vm, this: &Value) -> PyResult<Option<Value>> {
    let own = state::<Starmap>(vm, this, "itertools.starmap")?;
    let Some(args) = vm.next(&own.iter)? else { return Ok(None) };
    let args = vm.to_vec(&args)?;
    called(vm, vm.call(&own.function, &args))
}

pub(super) static STARMAP: TypeSpec = iterator(
    "itertools.starmap",
    "What function gives for each tuple of arguments.",
    starmap_new,
    starmap_next,
    &[],
);

struct ZipLongest {
    /// Each unbound at its end.
    iters: Vec<Var>,
    active: Cell<usize>,
    fill: Value,
}

impl Traverse for ZipLongest {
    fn traverse(&self, visit: &mut dyn FnMut(&Value)) {
        self.iters.iter().for_each(|iter| iter.visit(visit));
        visit(&self.fill);
    }

    fn clear(&self) {
        self.iters.iter().for_each(|iter| drop(iter.take()));
    }
}

fn zip_longest_new(vm: &Vm, class: &TypeRef, args: Args) -> PyResult {
    let mut fill = Value::NONE;
    for (name, value) in args.keywords() {
        if name.as_str() != Some("fillvalue") {
            return Err(vm.type_error("zip_longest() got an unexpected keyword argument"));
        }
        fill = value.clone();
    }
    let iters: PyResult<Vec<Var>> =
        args.positional().iter().map(|a| vm.iter(a).map(Var::from)).collect();
    let iters = iters?;
    let active = Cell::new(iters.len());
    Ok(vm.new_foreign(class, ZipLongest { iters, active, fill }))
}

fn zip_longest_next(vm: &Vm, this: &Value) -> PyResult<Option<Value>> {
    let own = state::<ZipLongest>(vm, this, "itertools.zip_longest")?;
    if own.active.get() == 0 {
        return Ok(None);
    }
    let mut items = Vec::with_capacity(own.iters.len());
    for place in &own.iters {
        let Some(iter) = place.bound() else {
            items.push(own.fill.clone());
            continue;
        };
        match vm.next(&iter) {
            Ok(Some(item)) => items.push(item),
            Ok(None) => {
                own.active.set(own.active.get().saturating_sub(1));
                if own.active.get() == 0 {
                    return Ok(None);
                }
                items.push(own.fill.clone());
                place.take();
            }
            Err(raised) => {
                own.active.set(0);
                return Err(raised);
            }
        }
    }
    Ok(Some(vm.tuple(items)))
}

pub(super) static ZIP_LONGEST: TypeSpec = iterator(
    "itertools.zip_longest",
    "Tuples with one item of each iterable until the longest ends; fillvalue stands for missing ones.",
    zip_longest_new,
    zip_longest_next,
    &[],
);
