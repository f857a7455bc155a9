//! Moving items up and down a heap. Comparing may run Python code that changes the list: no borrow
//! is alive meanwhile, and a changed size is an error.

use taipan_engine::object::slots::{CompareOp, PyResult};
use taipan_engine::object::value::Value;
use taipan_engine::object::vm::Vm;
use taipan_engine::types::list::ListObject;

/// Which item a heap has on top.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Order {
    Least,
    Greatest,
}

impl Order {
    pub(super) fn opposite(self) -> Order {
        match self {
            Order::Least => Order::Greatest,
            Order::Greatest => Order::Least,
        }
    }

    /// Whether `a` belongs above `b`.
    fn above(self, vm: &Vm, a: &Value, b: &Value) -> PyResult<bool> {
        match self {
            Order::Least => vm.compare_bool(CompareOp::Lt, a, b),
            Order::Greatest => vm.compare_bool(CompareOp::Lt, b, a),
        }
    }
}

pub(super) fn list_argument<'a>(vm: &Vm, what: &str, value: &'a Value) -> PyResult<&'a ListObject> {
    value.get::<ListObject>().ok_or_else(|| {
        let class = vm.class(value).full_name();
        vm.type_error(format!("{what} must be list, not {class}"))
    })
}

fn item(vm: &Vm, heap: &ListObject, at: usize) -> PyResult {
    heap.get(at).ok_or_else(|| vm.index_error("index out of range"))
}

fn check_size(vm: &Vm, heap: &ListObject, size: usize) -> PyResult<()> {
    if heap.len() == size {
        return Ok(());
    }
    Err(vm.runtime_error("list changed size during iteration"))
}

/// Moves the item at `at` towards the top, which is at `top`, as far as it belongs.
pub(super) fn down(
    vm: &Vm,
    heap: &ListObject,
    order: Order,
    top: usize,
    mut at: usize,
) -> PyResult<()> {
    let size = heap.len();
    if at >= size {
        return Err(vm.index_error("index out of range"));
    }
    while at > top {
        let above = (at - 1) / 2;
        let (parent, moving) = (item(vm, heap, above)?, item(vm, heap, at)?);
        let moves = order.above(vm, &moving, &parent)?;
        check_size(vm, heap, size)?;
        if !moves {
            break;
        }
        heap.swap(above, at);
        at = above;
    }
    Ok(())
}

/// Moves the item at `at` to the bottom along the better children, then up to where it belongs:
/// most items that come here belong near the bottom.
fn up(vm: &Vm, heap: &ListObject, order: Order, start: usize) -> PyResult<()> {
    let size = heap.len();
    if start >= size {
        return Err(vm.index_error("index out of range"));
    }
    let mut at = start;
    while at < size / 2 {
        let mut child = 2 * at + 1;
        if child + 1 < size {
            let (left, right) = (item(vm, heap, child)?, item(vm, heap, child + 1)?);
            let left_wins = order.above(vm, &left, &right)?;
            check_size(vm, heap, size)?;
            child += usize::from(!left_wins);
        }
        heap.swap(child, at);
        at = child;
    }
    down(vm, heap, order, start, at)
}

pub(super) fn heapify(vm: &Vm, heap: &ListObject, order: Order) -> PyResult<()> {
    let mut at = heap.len() / 2;
    while at > 0 {
        at -= 1;
        up(vm, heap, order, at)?;
    }
    Ok(())
}

pub(super) fn pop(vm: &Vm, heap: &ListObject, order: Order) -> PyResult {
    let Some(last) = heap.pop() else { return Err(vm.index_error("index out of range")) };
    let Some(first) = heap.set(0, last.clone()) else { return Ok(last) };
    drop(last);
    up(vm, heap, order, 0)?;
    Ok(first)
}

/// Puts an item in place of the one on top, which is the result.
pub(super) fn replace(vm: &Vm, heap: &ListObject, order: Order, new: &Value) -> PyResult {
    let Some(first) = heap.set(0, new.clone()) else {
        return Err(vm.index_error("index out of range"));
    };
    up(vm, heap, order, 0)?;
    Ok(first)
}
