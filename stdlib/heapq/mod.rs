//! heapq: heaps in lists. Sifting is in `sift.rs`; here are the table, the best of many items, and
//! the merging of sorted iterables.

mod merge;
mod sift;

use taipan_engine::funcs;
use taipan_engine::object::slots::{CompareOp, PyResult};
use taipan_engine::object::value::Value;
use taipan_engine::object::vm::Vm;
use taipan_engine::types::exception::{ATTRIBUTE_ERROR, TYPE_ERROR};
use taipan_engine::types::list::ListObject;
use taipan_engine::types::module::ModuleSpec;

use sift::{Order, list_argument};

fn heappush(vm: &Vm, heap: &Value, item: &Value) -> PyResult<()> {
    let list = list_argument(vm, "heappush() argument 1", heap)?;
    list.push(vm, item.clone())?;
    sift::down(vm, list, Order::Least, 0, list.len() - 1)
}

fn heappop(vm: &Vm, heap: &Value) -> PyResult {
    sift::pop(vm, list_argument(vm, "heappop() argument", heap)?, Order::Least)
}

fn heapify(vm: &Vm, heap: &Value) -> PyResult<()> {
    sift::heapify(vm, list_argument(vm, "heapify() argument", heap)?, Order::Least)
}

fn heapreplace(vm: &Vm, heap: &Value, item: &Value) -> PyResult {
    let list = list_argument(vm, "heapreplace() argument 1", heap)?;
    sift::replace(vm, list, Order::Least, item)
}

fn heappushpop(vm: &Vm, heap: &Value, item: &Value) -> PyResult {
    let list = list_argument(vm, "heappushpop() argument 1", heap)?;
    let Some(first) = list.get(0) else { return Ok(item.clone()) };
    if !vm.compare_bool(CompareOp::Lt, &first, item)? {
        return Ok(item.clone());
    }
    sift::replace(vm, list, Order::Least, item)
}

fn heappop_max(vm: &Vm, heap: &Value) -> PyResult {
    sift::pop(vm, list_argument(vm, "_heappop_max() argument", heap)?, Order::Greatest)
}

fn heapify_max(vm: &Vm, heap: &Value) -> PyResult<()> {
    sift::heapify(vm, list_argument(vm, "_heapify_max() argument", heap)?, Order::Greatest)
}

fn heapreplace_max(vm: &Vm, heap: &Value, item: &Value) -> PyResult {
    let list = list_argument(vm, "_heapreplace_max() argument 1", heap)?;
    sift::replace(vm, list, Order::Greatest, item)
}

/// The size of an iterable that has one.
fn size_of_iterable(vm: &Vm, iterable: &Value) -> PyResult<Option<usize>> {
    match vm.len(iterable) {
        Ok(size) => Ok(Some(size)),
        Err(raised)
            if vm.is_exception(&raised.0, &TYPE_ERROR)
                || vm.is_exception(&raised.0, &ATTRIBUTE_ERROR) =>
        {
            Ok(None)
        }
        Err(raised) => Err(raised),
    }
}

/// The one best item, the first of equal ones.
fn best(vm: &Vm, order: Order, iterable: &Value, key: &Value) -> PyResult {
    let iter = vm.iter(iterable)?;
    let mut best: Option<(Value, Value)> = None;
    while let Some(item) = vm.next(&iter)? {
        let rank = rank(vm, &item, key)?;
        let better = match (&best, order) {
            (None, _) => true,
            (Some((known, _)), Order::Least) => vm.compare_bool(CompareOp::Lt, &rank, known)?,
            (Some((known, _)), Order::Greatest) => vm.compare_bool(CompareOp::Gt, &rank, known)?,
        };
        if better {
            best = Some((rank, item));
        }
    }
    Ok(vm.new_list(best.into_iter().map(|(_, item)| item).collect()))
}

fn rank(vm: &Vm, item: &Value, key: &Value) -> PyResult {
    if key.is_none() { Ok(item.clone()) } else { vm.call(key, std::slice::from_ref(item)) }
}

/// The `n` best items of an iterable, best first; equal ones in the order they came. A heap holds
/// the best so far with the worst of them on top.
fn select(vm: &Vm, order: Order, n: &Value, iterable: &Value, key: &Value) -> PyResult {
    if vm.equal(n, &Value::int_unchecked(1))? {
        return best(vm, order, iterable, key);
    }
    let reverse = order == Order::Greatest;
    if let Some(size) = size_of_iterable(vm, iterable)?
        && vm.compare_bool(CompareOp::Ge, n, &vm.int(size as i64))?
    {
        let mut items = vm.to_vec(iterable)?;
        vm.sort_values(&mut items, Some(key).filter(|key| !key.is_none()), reverse)?;
        items.truncate(vm.index_i64(n)?.max(0) as usize);
        return Ok(vm.new_list(items));
    }
    let iter = vm.iter(iterable)?;
    let count = vm.index_clamped(n)?.max(0) as usize;
    let step = if reverse { -1 } else { 1 };
    let heap = ListObject::default();
    let mut number = 0;
    let entry = |item: Value, number: i64| -> PyResult {
        let rank = rank(vm, &item, key)?;
        Ok(vm.tuple(vec![rank, vm.int(number), item]))
    };
    while heap.len() < count {
        let Some(item) = vm.next(&iter)? else { break };
        heap.push(vm, entry(item, number)?)?;
        number += step;
    }
    if heap.is_empty() {
        return Ok(vm.new_list(Vec::new()));
    }
    let worst_first = order.opposite();
    sift::heapify(vm, &heap, worst_first)?;
    let top = || heap.get(0).and_then(|e| e.tuple_items().first().cloned());
    let mut worst = top().unwrap_or(Value::NONE);
    while let Some(item) = vm.next(&iter)? {
        let rank = rank(vm, &item, key)?;
        let (low, high) = if reverse { (&worst, &rank) } else { (&rank, &worst) };
        if vm.compare_bool(CompareOp::Lt, low, high)? {
            let new = vm.tuple(vec![rank, vm.int(number), item]);
            sift::replace(vm, &heap, worst_first, &new)?;
            worst = top().unwrap_or(Value::NONE);
            number += step;
        }
    }
    vm.sort_list(&heap, None, reverse)?;
    let entries = heap.replace(Vec::new());
    let item = |e: &Value| e.tuple_items().get(2).cloned().unwrap_or(Value::NONE);
    Ok(vm.new_list(entries.iter().map(item).collect()))
}

fn nsmallest(vm: &Vm, n: &Value, iterable: &Value, key: &Value) -> PyResult {
    select(vm, Order::Least, n, iterable, key)
}

fn nlargest(vm: &Vm, n: &Value, iterable: &Value, key: &Value) -> PyResult {
    select(vm, Order::Greatest, n, iterable, key)
}

const ALL: [&str; 8] = [
    "heappush",
    "heappop",
    "heapify",
    "heapreplace",
    "merge",
    "nlargest",
    "nsmallest",
    "heappushpop",
];

pub(crate) static HEAPQ: ModuleSpec = ModuleSpec {
    name: "heapq",
    doc: "A list kept as a binary heap: heap[0] is its smallest item.",
    funcs: funcs![
        heappush "(heap, item, /)" "Puts item in its place in the heap.";
        heappop "(heap, /)" "Takes out the smallest item and gives it.";
        heapify "(heap, /)" "Turns list into a heap, in linear time.";
        heapreplace "(heap, item, /)" "Takes out the smallest item, then puts item in; faster than the two steps.";
        heappushpop "(heap, item, /)" "Puts item in, then takes out the smallest; faster than the two steps.";
        "_heappop_max" = heappop_max, "(heap, /)", "heappop() for a heap whose greatest item is in front.";
        "_heapify_max" = heapify_max, "(heap, /)", "heapify() for a heap whose greatest item is in front.";
        "_heapreplace_max" = heapreplace_max, "(heap, item, /)", "heapreplace() for a heap whose greatest item is in front.";
        "merge" = merge::merge, "(*iterables, key=None, reverse=False)", "One sorted stream of the items of sorted inputs.";
        nlargest "(n, iterable, key=None)" "The n greatest items, greatest first.";
        nsmallest "(n, iterable, key=None)" "The n least items, least first.";
    ],
    values: &[("__all__", |vm| vm.new_list(ALL.iter().map(|name| vm.str(name)).collect()))],
    ..ModuleSpec::NONE
};

/// The name of the part of it that CPython has in C.
pub(crate) static NATIVE: ModuleSpec = ModuleSpec {
    name: "_heapq",
    doc: "The functions of heapq.",
    init: Some(|vm, module| crate::take_functions(vm, module, &HEAPQ)),
    ..ModuleSpec::NONE
};
