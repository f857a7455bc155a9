//! memoryview: items and parts of it.

use super::format::Format;
use super::{MemoryViewObject, refuse_released, view_of};
use crate::object::slots::{PyResult, Raised};
use crate::object::value::Value;
use crate::object::vm::Vm;
use crate::types::bytes::{Buffer, ByteArrayObject};
use crate::types::exception::NOT_IMPLEMENTED_ERROR;
use crate::types::range::SliceObject;
use crate::types::sequence::resolve;

/// What a subscript means.
enum Place {
    /// An item that begins there.
    Item(usize),
    Part(MemoryViewObject),
}

pub(super) fn len(vm: &Vm, this: &Value) -> PyResult<usize> {
    match view_of(vm, this)?.shape.first() {
        Some(len) => Ok(*len),
        None => Err(vm.type_error("0-dim memory has no length")),
    }
}

fn out_of_bounds(vm: &Vm, dimension: usize) -> Raised {
    vm.index_error(format!("index out of bounds on dimension {dimension}"))
}

/// The item that the indices name, one per dimension.
fn item_at(vm: &Vm, view: &MemoryViewObject, indices: &[Value]) -> PyResult<usize> {
    let mut at = view.start as isize;
    for (dimension, index) in indices.iter().enumerate() {
        let index = number(vm, index)?;
        // The conversion may have run Python code.
        refuse_released(vm, view)?;
        let (len, step) = (view.shape[dimension], view.steps[dimension]);
        let index = resolve(index, len).ok_or_else(|| out_of_bounds(vm, dimension + 1))?;
        at += index as isize * step;
    }
    Ok(at as usize)
}

/// An index as a number; unlike elsewhere one that is too large is an IndexError.
fn number(vm: &Vm, index: &Value) -> PyResult<i64> {
    let int = vm.index(index)?;
    vm.small_index(&int).ok_or_else(|| {
        let class = vm.class(index).full_name();
        vm.index_error(format!("cannot fit '{class}' into an index-sized integer"))
    })
}

fn is_index(vm: &Vm, value: &Value) -> bool {
    value.as_int().is_some() || vm.class(value).slots.index.get().is_some()
}

/// `many`: what is said of an index that stands for several items.
fn place(vm: &Vm, view: &MemoryViewObject, key: &Value, many: &str) -> PyResult<Place> {
    if view.shape.is_empty() {
        return match key.as_tuple() {
            Some([]) => Ok(Place::Item(view.start)),
            _ if key.is(&Value::ELLIPSIS) => {
                Ok(Place::Part(view.with(view.start, Vec::new(), Vec::new())))
            }
            _ => Err(vm.type_error("invalid indexing of 0-dim memory")),
        };
    }
    let not_yet = |text: &str| Err(vm.raise(&NOT_IMPLEMENTED_ERROR, text));
    if let Some(slice) = key.get::<SliceObject>() {
        let span = vm.slice_bounds(slice)?.span(view.shape[0]);
        let first = view.start as isize + span.start as isize * view.steps[0];
        let (mut shape, mut steps) = (view.shape.clone(), view.steps.clone());
        shape[0] = span.len;
        steps[0] = steps[0].saturating_mul(span.step as isize);
        let first = if span.len == 0 { view.start } else { first as usize };
        return Ok(Place::Part(view.with(first, shape, steps)));
    }
    if is_index(vm, key) {
        if view.shape.len() > 1 {
            return not_yet(many);
        }
        return item_at(vm, view, std::slice::from_ref(key)).map(Place::Item);
    }
    if let Some(indices) = key.as_tuple() {
        if indices.iter().all(|index| is_index(vm, index)) {
            if indices.len() < view.shape.len() {
                return not_yet("sub-views are not implemented");
            }
            if indices.len() > view.shape.len() {
                let (own, given) = (view.shape.len(), indices.len());
                let text = format!("cannot index {own}-dimension view with {given}-element tuple");
                return Err(vm.type_error(text));
            }
            return item_at(vm, view, indices).map(Place::Item);
        }
        if indices.iter().all(|index| index.get::<SliceObject>().is_some()) {
            return not_yet("multi-dimensional slicing is not implemented");
        }
    }
    Err(vm.type_error("memoryview: invalid slice key"))
}

/// The item that begins there.
pub(super) fn item(vm: &Vm, view: &MemoryViewObject, at: usize) -> Value {
    let bytes = Buffer::of_base(&view.base)
        .and_then(|all| all.get(at..at + view.format.size).map(<[u8]>::to_vec));
    view.format.read(vm, bytes.as_deref().unwrap_or(&[]))
}

pub(super) fn getitem(vm: &Vm, this: &Value, key: &Value) -> PyResult {
    let view = view_of(vm, this)?;
    if view.shape.len() > 1 && is_index(vm, key) {
        number(vm, key)?;
    }
    match place(vm, view, key, "multi-dimensional sub-views are not implemented")? {
        Place::Item(at) => {
            view.format.check(vm)?;
            Ok(item(vm, view_of(vm, this)?, at))
        }
        Place::Part(part) => Ok(vm.new_view(part)),
    }
}

pub(super) fn setitem(vm: &Vm, this: &Value, key: &Value, value: Option<&Value>) -> PyResult<()> {
    let view = view_of(vm, this)?;
    if view.readonly {
        return Err(vm.type_error("cannot modify read-only memory"));
    }
    let Some(value) = value else { return Err(vm.type_error("cannot delete memory")) };
    if key.get::<SliceObject>().is_some() && !view.shape.is_empty() {
        check_assignable(vm, view)?;
        // What is assigned comes before where it goes.
        if value.get::<MemoryViewObject>().is_none() {
            Buffer::required(vm, value)?;
        }
    }
    let place = place(vm, view, key, "sub-views are not implemented")?;
    refuse_released(vm, view)?;
    match place {
        Place::Item(at) => {
            view.format.check(vm)?;
            let bytes = view.format.write(vm, value)?;
            // The conversion may have run Python code.
            write_at(view_of(vm, this)?, at, &bytes);
            Ok(())
        }
        Place::Part(part) => assign(vm, &part, value),
    }
}

fn write_at(view: &MemoryViewObject, at: usize, bytes: &[u8]) {
    if let Some(array) = view.base.get::<ByteArrayObject>()
        && let Some(place) = array.0.borrow_mut().get_mut(at..at + bytes.len())
    {
        place.copy_from_slice(bytes);
    }
}

fn check_assignable(vm: &Vm, part: &MemoryViewObject) -> PyResult<()> {
    if part.shape.len() == 1 {
        return Ok(());
    }
    let text = "memoryview slice assignments are currently restricted to ndim = 1";
    Err(vm.raise(&NOT_IMPLEMENTED_ERROR, text))
}

fn assign(vm: &Vm, part: &MemoryViewObject, value: &Value) -> PyResult<()> {
    check_assignable(vm, part)?;
    let (letter, size, bytes) = match value.get::<MemoryViewObject>() {
        Some(_) => {
            let other = view_of(vm, value)?;
            (other.format.letter, other.format.size, other.to_bytes())
        }
        None => {
            let kind = value.get::<ByteArrayObject>().and_then(|array| array.2);
            let format = Format::of_items(kind);
            (format.letter, format.size, Buffer::required(vm, value)?.to_vec())
        }
    };
    if letter != part.format.letter || bytes.len() != part.size() {
        let text = "memoryview assignment: lvalue and rvalue have different structures";
        return Err(vm.value_error(text));
    }
    for (offset, item) in part.offsets().into_iter().zip(bytes.chunks(size)) {
        write_at(part, offset, item);
    }
    Ok(())
}

/// The items as lists within lists.
pub(super) fn to_list(vm: &Vm, view: &MemoryViewObject) -> PyResult {
    view.format.check(vm)?;
    let items: Vec<Value> =
        view.offsets().into_iter().map(|offset| item(vm, view, offset)).collect();
    let mut level = items;
    if view.shape.is_empty() {
        return Ok(level.pop().unwrap_or(Value::NONE));
    }
    for len in view.shape.iter().skip(1).rev() {
        level = level.chunks((*len).max(1)).map(|row| vm.new_list(row.to_vec())).collect();
    }
    Ok(vm.new_list(level))
}
