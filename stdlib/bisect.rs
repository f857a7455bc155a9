//! bisect: places in sorted sequences.

use taipan_engine::funcs;
use taipan_engine::object::slots::{CompareOp, PyResult};
use taipan_engine::object::value::Value;
use taipan_engine::object::vm::Vm;
use taipan_engine::types::module::ModuleSpec;

/// On which side of equal items the place is.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Side {
    Left,
    Right,
}

fn find(
    vm: &Vm,
    side: Side,
    a: &Value,
    x: &Value,
    (low, high): (i64, &Value),
    key: &Value,
) -> PyResult<i64> {
    if low < 0 {
        return Err(vm.value_error("lo must be non-negative"));
    }
    // As there, -1 means the end, too.
    let high = if high.is_none() { -1 } else { vm.index_i64(high)? };
    let (mut low, mut high) = (low, if high == -1 { vm.len(a)? as i64 } else { high });
    while low < high {
        let middle = low + (high - low) / 2;
        let mut item = vm.getitem(a, &vm.int(middle))?;
        if !key.is_none() {
            item = vm.call(key, &[item])?;
        }
        let right = match side {
            Side::Left => vm.compare_bool(CompareOp::Lt, &item, x)?,
            Side::Right => !vm.compare_bool(CompareOp::Lt, x, &item)?,
        };
        if right {
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    Ok(low)
}

fn insort(
    vm: &Vm,
    side: Side,
    a: &Value,
    x: &Value,
    range: (i64, &Value),
    key: &Value,
) -> PyResult<()> {
    let rank = if key.is_none() { x.clone() } else { vm.call(key, std::slice::from_ref(x))? };
    let at = find(vm, side, a, &rank, range, key)?;
    vm.call_method(a, &vm.intern("insert"), &[vm.int(at), x.clone()]).map(drop)
}

fn bisect_left(vm: &Vm, a: &Value, x: &Value, lo: i64, hi: &Value, key: &Value) -> PyResult<i64> {
    find(vm, Side::Left, a, x, (lo, hi), key)
}

fn bisect_right(vm: &Vm, a: &Value, x: &Value, lo: i64, hi: &Value, key: &Value) -> PyResult<i64> {
    find(vm, Side::Right, a, x, (lo, hi), key)
}

fn insort_left(vm: &Vm, a: &Value, x: &Value, lo: i64, hi: &Value, key: &Value) -> PyResult<()> {
    insort(vm, Side::Left, a, x, (lo, hi), key)
}

fn insort_right(vm: &Vm, a: &Value, x: &Value, lo: i64, hi: &Value, key: &Value) -> PyResult<()> {
    insort(vm, Side::Right, a, x, (lo, hi), key)
}

/// The short names are the functions for the right side.
fn add_short_names(vm: &Vm, module: &Value) -> PyResult<()> {
    for (short, long) in [("bisect", "bisect_right"), ("insort", "insort_right")] {
        let function = vm.getattr(module, &vm.intern(long))?;
        vm.setattr(module, &vm.intern(short), Some(&function))?;
    }
    Ok(())
}

pub(crate) static BISECT: ModuleSpec = ModuleSpec {
    name: "bisect",
    doc: "Bisection algorithms.",
    funcs: funcs![
        bisect_left "(a, x, lo=0, hi=None, *, key=None)" "The leftmost place in the sorted sequence a where x fits.";
        bisect_right "(a, x, lo=0, hi=None, *, key=None)" "The rightmost place in the sorted sequence a where x fits.";
        insort_left "(a, x, lo=0, hi=None, *, key=None)" "Puts x at its leftmost place in the sorted sequence a.";
        insort_right "(a, x, lo=0, hi=None, *, key=None)" "Puts x at its rightmost place in the sorted sequence a.";
    ],
    init: Some(add_short_names),
    ..ModuleSpec::NONE
};

/// The name of the part of it that CPython has in C.
pub(crate) static NATIVE: ModuleSpec = ModuleSpec {
    name: "_bisect",
    doc: "The functions of bisect.",
    init: Some(|vm, module| crate::take_functions(vm, module, &BISECT)),
    ..ModuleSpec::NONE
};
