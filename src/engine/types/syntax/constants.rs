//! Constants of trees as values, and values as constants of trees.

use taipan_grammar::ast::{Arena, Constant, Int, Wtf8};

use crate::object::slots::PyResult;
use crate::object::types::TypeRef;
use crate::object::value::Value;
use crate::object::vm::Vm;
use crate::types::bytes::BytesObject;
use crate::types::exception::RECURSION_ERROR;
use crate::types::float::ComplexObject;
use crate::types::set::SetObject;

/// How deep tuples may lie in a constant: whatever handles them recurses.
const DEEPEST: u32 = 1000;

/// The value of a constant.
pub(super) fn value_of(vm: &Vm, constant: Constant<'_>) -> Value {
    let all = |items: &[Constant<'_>]| items.iter().map(|item| value_of(vm, *item)).collect();
    match constant {
        Constant::None => Value::NONE,
        Constant::True => Value::TRUE,
        Constant::False => Value::FALSE,
        Constant::Ellipsis => Value::ELLIPSIS,
        Constant::Int(Int::Small(int)) => vm.int(int),
        Constant::Int(Int::Big { digits, radix }) => vm.int_from_digits(digits, radix),
        Constant::Float(float) => vm.float(float),
        Constant::Complex { real, imag } => vm.complex(real, imag),
        Constant::Str(text) => vm.str_wtf8(text.as_bytes()),
        Constant::Bytes(bytes) => vm.new_bytes(bytes.to_vec()),
        Constant::Tuple(items) => vm.tuple(all(items)),
        Constant::FrozenSet(items) => vm.frozen_set(all(items)),
    }
}

/// The constant of a value; a TypeError if code cannot hold it.
pub(super) fn constant_of<'a>(vm: &Vm, value: &Value, arena: &'a Arena) -> PyResult<Constant<'a>> {
    read(vm, value, arena, DEEPEST)
}

fn read<'a>(vm: &Vm, value: &Value, arena: &'a Arena, room: u32) -> PyResult<Constant<'a>> {
    let all = |items: &[Value]| -> PyResult<&'a [Constant<'a>]> {
        if room == 0 || !vm.stack_has_room() {
            let text = "maximum recursion depth exceeded during compilation";
            return Err(vm.raise(&RECURSION_ERROR, text));
        }
        let items: PyResult<Vec<_>> =
            items.iter().map(|item| read(vm, item, arena, room - 1)).collect();
        Ok(arena.alloc_slice(&items?))
    };
    let class = vm.type_of(value);
    let exactly = |ty: &TypeRef| class == *ty;
    let types = &vm.types;
    Ok(match value {
        v if v.is_none() => Constant::None,
        v if v.is(&Value::TRUE) => Constant::True,
        v if v.is(&Value::FALSE) => Constant::False,
        v if v.is(&Value::ELLIPSIS) => Constant::Ellipsis,
        v if exactly(types.int()) => match (v.as_int(), vm.as_big(v)) {
            (Some(int), _) => Constant::Int(Int::Small(int)),
            (None, Some(big)) => {
                let digits = arena.alloc_str(&big.to_str_radix(16));
                Constant::Int(Int::Big { digits, radix: 16 })
            }
            (None, None) => Constant::None,
        },
        v if exactly(types.float()) => Constant::Float(v.as_float().unwrap_or_default()),
        v if exactly(types.tuple()) => Constant::Tuple(all(v.tuple_items())?),
        v => {
            if let Some(text) = v.as_str_object().filter(|_| exactly(types.str())) {
                return Ok(Constant::Str(Wtf8(arena.alloc_slice(text.as_bytes()))));
            }
            if let Some(bytes) = v.get_exact::<BytesObject>() {
                return Ok(Constant::Bytes(arena.alloc_slice(&bytes.0)));
            }
            if let Some(complex) = v.get_exact::<ComplexObject>() {
                return Ok(Constant::Complex { real: complex.real, imag: complex.imag });
            }
            match v.get_exact::<SetObject>().filter(|_| exactly(types.frozenset())) {
                Some(set) => Constant::FrozenSet(all(&set.keys.keys())?),
                None => {
                    let text = format!("got an invalid type in Constant: {}", class.full_name());
                    return Err(vm.type_error(text));
                }
            }
        }
    })
}
