//! memoryview: the same bytes with another format and shape.

use super::format::Format;
use super::{MemoryViewObject, view_of};
use crate::object::native::Maybe;
use crate::object::slots::PyResult;
use crate::object::value::Value;
use crate::object::vm::Vm;
use crate::types::list::ListObject;
use crate::types::str::text::must_be;

pub(super) fn cast(vm: &Vm, this: &Value, format: &Value, shape: Maybe) -> PyResult {
    let view = view_of(vm, this)?;
    let Some(text) = format.as_str_object().map(|text| text.to_lossy().into_owned()) else {
        return Err(must_be(vm, "cast() argument 'format' must be str", format));
    };
    if !view.is_contiguous() {
        return Err(vm.type_error("memoryview: casts are restricted to C-contiguous views"));
    }
    if (shape.0.is_some() || view.shape.len() != 1) && view.shape.contains(&0) {
        let text = "memoryview: cannot cast view with zeros in shape or strides";
        return Err(vm.type_error(text));
    }
    let given = shape.0.map(|shape| given_lengths(vm, shape)).transpose()?;
    if let Some(given) = &given
        && view.shape.len() != 1
        && given.len() != 1
    {
        return Err(vm.type_error("memoryview: cast must be 1D -> ND or ND -> 1D"));
    }
    if !text.is_ascii() {
        vm.call_method(format, &vm.intern("encode"), &[vm.str("ascii")])?;
    }
    let one = to_one_dimension(vm, view, &text)?;
    let Some(given) = given else { return Ok(vm.new_view(one)) };
    let (wanted, size) = lengths(vm, &given, one.format.size)?;
    if size != one.size() {
        let text = "memoryview: product(shape) * itemsize != buffer size";
        return Err(vm.type_error(text));
    }
    let mut steps = vec![0; wanted.len()];
    let mut step = one.format.size as isize;
    for (place, len) in steps.iter_mut().zip(&wanted).rev() {
        *place = step;
        step *= *len as isize;
    }
    let mut made = one.with(one.start, wanted, steps);
    made.format = one.format.clone();
    Ok(vm.new_view(made))
}

/// What a list or tuple says of lengths.
fn given_lengths(vm: &Vm, shape: &Value) -> PyResult<Vec<Value>> {
    if shape.as_tuple().is_none() && shape.get::<ListObject>().is_none() {
        return Err(vm.type_error("shape must be a list or a tuple"));
    }
    let items = vm.to_vec(shape)?;
    if items.len() > 64 {
        return Err(vm.value_error("memoryview: number of dimensions must not exceed 64"));
    }
    Ok(items)
}

/// The lengths, and how many bytes items of a size take together.
fn lengths(vm: &Vm, given: &[Value], item_size: usize) -> PyResult<(Vec<usize>, usize)> {
    let mut size = item_size;
    let mut out = Vec::with_capacity(given.len());
    for item in given {
        if vm.as_big(item).is_none() {
            let text = "memoryview.cast(): elements of shape must be integers";
            return Err(vm.type_error(text));
        }
        let Some(length) = usize::try_from(vm.index_i64(item)?).ok().filter(|len| *len > 0) else {
            let text = "memoryview.cast(): elements of shape must be integers > 0";
            return Err(vm.value_error(text));
        };
        size = match size.checked_mul(length) {
            Some(size) if isize::try_from(size).is_ok() => size,
            _ => return Err(vm.value_error("memoryview.cast(): product(shape) > SSIZE_MAX")),
        };
        out.push(length);
    }
    Ok((out, size))
}

fn to_one_dimension(vm: &Vm, view: &MemoryViewObject, text: &str) -> PyResult<MemoryViewObject> {
    let Some(format) = Format::parse(text) else {
        let text = "memoryview: destination format must be a native single character format \
                    prefixed with an optional '@'";
        return Err(vm.value_error(text));
    };
    if !view.format.is_byte() && !format.is_byte() {
        let text = "memoryview: cannot cast between two non-byte formats";
        return Err(vm.type_error(text));
    }
    let size = view.size();
    if !size.is_multiple_of(format.size) {
        return Err(vm.type_error("memoryview: length is not a multiple of itemsize"));
    }
    let mut made = view.with(view.start, vec![size / format.size], vec![format.size as isize]);
    made.format = format;
    Ok(made)
}
