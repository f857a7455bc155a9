//! product, permutations and combinations: all ways to choose from pools of items.

use std::cell::RefCell;

use taipan_engine::object::header::Traverse;
use taipan_engine::object::native::{Args, Signature};
use taipan_engine::object::slots::PyResult;
use taipan_engine::object::types::{TypeRef, TypeSpec};
use taipan_engine::object::value::Value;
use taipan_engine::object::vm::Vm;

use super::{iterator, state};

/// Pools of items and which of them make the next tuple.
struct Chooser {
    pools: Vec<Vec<Value>>,
    places: RefCell<Places>,
}

struct Places {
    indices: Vec<usize>,
    /// For permutations: how many exchanges are left at each place.
    cycles: Vec<usize>,
    /// How many of the indices make a tuple.
    shown: usize,
    stage: Stage,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Stage {
    Fresh,
    Going,
    Over,
}

impl Traverse for Chooser {
    fn traverse(&self, visit: &mut dyn FnMut(&Value)) {
        self.pools.iter().flatten().for_each(visit);
    }
}

impl Chooser {
    /// `advance` moves the indices on and says whether there is another choice.
    fn next(
        &self,
        vm: &Vm,
        advance: fn(&mut Places, &[Vec<Value>]) -> bool,
    ) -> PyResult<Option<Value>> {
        let mut places = self.places.borrow_mut();
        match places.stage {
            Stage::Over => return Ok(None),
            Stage::Fresh => places.stage = Stage::Going,
            Stage::Going => {
                if !advance(&mut places, &self.pools) {
                    places.stage = Stage::Over;
                    return Ok(None);
                }
            }
        }
        let mut items = Vec::new();
        vm.reserve(&mut items, Some(places.shown))?;
        for (at, index) in places.indices.iter().take(places.shown).enumerate() {
            items.push(self.pools[at % self.pools.len()][*index].clone());
        }
        Ok(Some(vm.tuple(items)))
    }
}

fn new_chooser(
    vm: &Vm,
    class: &TypeRef,
    pools: Vec<Vec<Value>>,
    indices: Vec<usize>,
    cycles: Vec<usize>,
    shown: usize,
    possible: bool,
) -> Value {
    let stage = if possible { Stage::Fresh } else { Stage::Over };
    let places = RefCell::new(Places { indices, cycles, shown, stage });
    vm.new_foreign(class, Chooser { pools, places })
}

/// `count` numbers made by `number`; MemoryError if there is no room for them.
fn numbers(vm: &Vm, count: usize, number: impl Fn(usize) -> usize) -> PyResult<Vec<usize>> {
    let mut all = Vec::new();
    vm.reserve(&mut all, Some(count))?;
    all.extend((0..count).map(number));
    Ok(all)
}

fn product_new(vm: &Vm, class: &TypeRef, args: Args) -> PyResult {
    let mut repeat = 1;
    for (name, value) in args.keywords() {
        if name.as_str() != Some("repeat") {
            let name = name.to_text();
            let text = format!("product() got an unexpected keyword argument '{name}'");
            return Err(vm.type_error(text));
        }
        repeat = vm.index_i64(value)?;
    }
    let Ok(repeat) = usize::try_from(repeat) else {
        return Err(vm.value_error("repeat argument cannot be negative"));
    };
    let iterables = if repeat == 0 { &[] } else { args.positional() };
    let Some(count) = iterables.len().checked_mul(repeat) else {
        return Err(vm.memory_error());
    };
    let indices = numbers(vm, count, |_| 0)?;
    let pools: PyResult<Vec<Vec<Value>>> = iterables.iter().map(|i| vm.to_vec(i)).collect();
    let pools = pools?;
    let possible = pools.iter().all(|pool| !pool.is_empty());
    Ok(new_chooser(vm, class, pools, indices, Vec::new(), count, possible))
}

/// As an odometer: the last wheel that is not at its end moves, those behind it start again.
fn product_advance(places: &mut Places, pools: &[Vec<Value>]) -> bool {
    for at in (0..places.indices.len()).rev() {
        places.indices[at] += 1;
        if places.indices[at] < pools[at % pools.len()].len() {
            return true;
        }
        places.indices[at] = 0;
    }
    false
}

/// The pool and `r` of a constructor with these two arguments.
fn pool_and_count(vm: &Vm, name: &str, args: Args) -> PyResult<(Vec<Value>, usize)> {
    let bound = Signature::parse("(iterable, r)").bind(vm, name, args)?;
    let [iterable, r] = bound.as_slice() else { return Ok((Vec::new(), 0)) };
    let r = vm.index_i64(r)?;
    let pool = vm.to_vec(iterable)?;
    match usize::try_from(r) {
        Ok(r) => Ok((pool, r)),
        Err(_) => Err(vm.value_error("r must be non-negative")),
    }
}

fn combinations_new(vm: &Vm, class: &TypeRef, args: Args) -> PyResult {
    let (pool, r) = pool_and_count(vm, "combinations", args)?;
    let possible = r <= pool.len();
    let indices = numbers(vm, if possible { r } else { 0 }, |at| at)?;
    Ok(new_chooser(vm, class, vec![pool], indices, Vec::new(), r, possible))
}

fn combinations_advance(places: &mut Places, pools: &[Vec<Value>]) -> bool {
    let indices = &mut places.indices;
    let (r, n) = (indices.len(), pools[0].len());
    // The last index that may still grow; those behind it follow directly.
    let Some(at) = (0..r).rev().find(|at| indices[*at] < at + n - r) else { return false };
    let first = indices[at] + 1;
    for (step, index) in indices[at..].iter_mut().enumerate() {
        *index = first + step;
    }
    true
}

fn replacement_new(vm: &Vm, class: &TypeRef, args: Args) -> PyResult {
    let (pool, r) = pool_and_count(vm, "combinations_with_replacement", args)?;
    let possible = r == 0 || !pool.is_empty();
    let indices = numbers(vm, if possible { r } else { 0 }, |_| 0)?;
    Ok(new_chooser(vm, class, vec![pool], indices, Vec::new(), r, possible))
}

fn replacement_advance(places: &mut Places, pools: &[Vec<Value>]) -> bool {
    let last = pools[0].len().saturating_sub(1);
    let indices = &mut places.indices;
    let Some(at) = indices.iter().rposition(|index| *index != last) else { return false };
    let index = indices[at] + 1;
    indices[at..].fill(index);
    true
}

fn permutations_new(vm: &Vm, class: &TypeRef, args: Args) -> PyResult {
    let bound = Signature::parse("(iterable, r=None)").bind(vm, "permutations", args)?;
    let [iterable, r] = bound.as_slice() else { return Ok(Value::NONE) };
    let pool = vm.to_vec(iterable)?;
    let n = pool.len();
    let r = match r.as_big() {
        None if r.is_none() => n,
        None => return Err(vm.type_error("Expected int as r")),
        Some(_) => match usize::try_from(vm.index_i64(r)?) {
            Ok(r) => r,
            Err(_) => return Err(vm.value_error("r must be non-negative")),
        },
    };
    let possible = r <= n;
    let indices = numbers(vm, n, |at| at)?;
    let cycles = numbers(vm, if possible { r } else { 0 }, |at| n - at)?;
    Ok(new_chooser(vm, class, vec![pool], indices, cycles, r, possible))
}

fn permutations_advance(places: &mut Places, _: &[Vec<Value>]) -> bool {
    let n = places.indices.len();
    for at in (0..places.shown).rev() {
        places.cycles[at] -= 1;
        let left = places.cycles[at];
        if left > 0 {
            places.indices.swap(at, n - left);
            return true;
        }
        // All have been here: the rest goes back into its order.
        places.indices[at..].rotate_left(1);
        places.cycles[at] = n - at;
    }
    false
}

pub(super) static PRODUCT: TypeSpec = iterator(
    "itertools.product",
    "All tuples with one item of each iterable; the last place changes fastest.",
    product_new,
    |vm, this| state::<Chooser>(vm, this, "itertools.product")?.next(vm, product_advance),
    &[],
);

pub(super) static COMBINATIONS: TypeSpec = iterator(
    "itertools.combinations",
    "All r-tuples of items in the order of iterable.",
    combinations_new,
    |vm, this| state::<Chooser>(vm, this, "itertools.combinations")?.next(vm, combinations_advance),
    &[],
);

pub(super) static COMBINATIONS_WITH_REPLACEMENT: TypeSpec = iterator(
    "itertools.combinations_with_replacement",
    "All r-tuples of items in the order of iterable, where items may repeat.",
    replacement_new,
    |vm, this| {
        let own = state::<Chooser>(vm, this, "itertools.combinations_with_replacement")?;
        own.next(vm, replacement_advance)
    },
    &[],
);

pub(super) static PERMUTATIONS: TypeSpec = iterator(
    "itertools.permutations",
    "All r-tuples of items in every order.",
    permutations_new,
    |vm, this| state::<Chooser>(vm, this, "itertools.permutations")?.next(vm, permutations_advance),
    &[],
);
