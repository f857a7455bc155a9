//! bool: the two instances, their operators `&`, `|`, `^`. Arithmetic is int's.

use super::{BigIntObject, arithmetic};
use crate::object::header::Payload;
use crate::object::native::Args;
use crate::object::slots::{BinaryOp, PyResult, Slots, UnaryOp};
use crate::object::types::{TypeRef, TypeSpec, type_flag};
use crate::object::value::Value;
use crate::object::vm::Vm;
use crate::types::exception::DEPRECATION_WARNING;

fn new(vm: &Vm, _: &TypeRef, args: Args) -> PyResult {
    if !args.names.is_empty() {
        return Err(vm.type_error("bool() takes no keyword arguments"));
    }
    match args.all {
        [] => Ok(Value::FALSE),
        [value] => Ok(Value::bool(vm.truth(value)?)),
        more => {
            let count = more.len();
            Err(vm.type_error(format!("bool expected at most 1 argument, got {count}")))
        }
    }
}

fn binary(vm: &Vm, op: BinaryOp, a: &Value, b: &Value) -> PyResult {
    if a.is_bool() && b.is_bool() {
        let (x, y) = (a.is(&Value::TRUE), b.is(&Value::TRUE));
        let logical = match op {
            BinaryOp::And => Some(x & y),
            BinaryOp::Or => Some(x | y),
            BinaryOp::Xor => Some(x ^ y),
            _ => None,
        };
        if let Some(result) = logical {
            return Ok(Value::bool(result));
        }
    }
    arithmetic::binary(vm, op, a, b)
}

fn unary(vm: &Vm, op: UnaryOp, value: &Value) -> PyResult {
    if op == UnaryOp::Invert {
        let text = "Bitwise inversion '~' on bool is deprecated and will be removed in Python 3.16. \
                    This returns the bitwise inversion of the underlying int object and is usually \
                    not what you expect from negating a bool. Use the 'not' operator for boolean \
                    negation or ~int(x) if you really want the bitwise inversion of the underlying \
                    int.";
        vm.warn(&DEPRECATION_WARNING, text)?;
    }
    super::unary(vm, op, value)
}

pub static BOOL: TypeSpec = TypeSpec {
    name: "bool",
    doc: "True or False, by the truth of x; these two are its only instances, and equal to 1 and 0.",
    base: Some(&super::INT),
    operations: Some(BigIntObject::OPERATIONS),
    slots: Slots {
        repr: Some(|vm, value| Ok(vm.str(if value.is(&Value::TRUE) { "True" } else { "False" }))),
        binary: Some(binary),
        unary: Some(unary),
        new: Some(new),
        ..Slots::NONE
    },
    operators: &[BinaryOp::And, BinaryOp::Or, BinaryOp::Xor],
    flags: type_flag::MATCH_SELF,
    ..TypeSpec::NONE
};
