//! Slots of Python classes for operators: comparison, arithmetic with its reflected forms, and
//! conversions to numbers.

use crate::object::slots::{Binary, BinaryOp, CompareOp, PyResult, UnaryOp};
use crate::object::types::TypeRef;
use crate::object::value::Value;
use crate::object::vm::{Names, Vm};
use crate::types::exception::DEPRECATION_WARNING;
use crate::types::float::FloatObject;
use crate::types::int::BigIntObject;

use super::wrappers::wrapper_of;
use super::{call_found, call_method, call_opt};

/// The names of an operator's method, its reflected and its in-place form.
pub(super) fn binary_names(names: &Names, op: BinaryOp) -> [&Value; 3] {
    let n = names;
    match op {
        BinaryOp::Add => [&n.__add__, &n.__radd__, &n.__iadd__],
        BinaryOp::Sub => [&n.__sub__, &n.__rsub__, &n.__isub__],
        BinaryOp::Mul => [&n.__mul__, &n.__rmul__, &n.__imul__],
        BinaryOp::TrueDiv => [&n.__truediv__, &n.__rtruediv__, &n.__itruediv__],
        BinaryOp::FloorDiv => [&n.__floordiv__, &n.__rfloordiv__, &n.__ifloordiv__],
        BinaryOp::Mod => [&n.__mod__, &n.__rmod__, &n.__imod__],
        BinaryOp::Pow => [&n.__pow__, &n.__rpow__, &n.__ipow__],
        BinaryOp::MatMul => [&n.__matmul__, &n.__rmatmul__, &n.__imatmul__],
        BinaryOp::LShift => [&n.__lshift__, &n.__rlshift__, &n.__ilshift__],
        BinaryOp::RShift => [&n.__rshift__, &n.__rrshift__, &n.__irshift__],
        BinaryOp::And => [&n.__and__, &n.__rand__, &n.__iand__],
        BinaryOp::Or => [&n.__or__, &n.__ror__, &n.__ior__],
        BinaryOp::Xor => [&n.__xor__, &n.__rxor__, &n.__ixor__],
    }
}

pub(super) fn compare_name(names: &Names, op: CompareOp) -> &Value {
    match op {
        CompareOp::Lt => &names.__lt__,
        CompareOp::Le => &names.__le__,
        CompareOp::Eq => &names.__eq__,
        CompareOp::Ne => &names.__ne__,
        CompareOp::Gt => &names.__gt__,
        CompareOp::Ge => &names.__ge__,
    }
}

pub(super) fn unary_name(names: &Names, op: UnaryOp) -> &Value {
    match op {
        UnaryOp::Neg => &names.__neg__,
        UnaryOp::Pos => &names.__pos__,
        UnaryOp::Invert => &names.__invert__,
        UnaryOp::Abs => &names.__abs__,
    }
}

pub(super) fn compare(vm: &Vm, a: &Value, b: &Value, op: CompareOp) -> PyResult {
    let name = compare_name(vm.names(), op);
    let result = call_opt(vm, a, name, std::slice::from_ref(b))?;
    Ok(result.unwrap_or(Value::NOT_IMPLEMENTED))
}

fn is_python_slot(slot: Option<Binary>) -> bool {
    slot.is_some_and(|s| std::ptr::fn_addr_eq(s, binary as Binary))
}

/// The method of the left operand and the reflected one of the right, which comes first if it is of
/// a subclass that overrides it. Only methods of classes with this very slot are asked: the others
/// have slots of their own, which the caller tries.
pub(super) fn binary(vm: &Vm, op: BinaryOp, a: &Value, b: &Value) -> PyResult {
    let [name, reflected, _] = binary_names(vm.names(), op);
    let (left, right) = (vm.type_of(a), vm.type_of(b));
    let same_class = left.value().is(right.value());
    let mut ask_right = !same_class && is_python_slot(right.slots.binary.get());
    if is_python_slot(left.slots.binary.get()) {
        if ask_right && right.is_subtype(&left) {
            let (ours, theirs) = (left.lookup(reflected), right.lookup(reflected));
            if let Some(found) = theirs
                && ours.as_ref() != Some(&found)
            {
                let result = call_found(vm, &found, b, std::slice::from_ref(a))?;
                if !result.is(&Value::NOT_IMPLEMENTED) {
                    return Ok(result);
                }
                ask_right = false;
            }
        }
        if let Some(found) = number_method(&left, name, reflected) {
            let result = call_found(vm, &found, a, std::slice::from_ref(b))?;
            if !result.is(&Value::NOT_IMPLEMENTED) {
                return Ok(result);
            }
        }
    }
    match number_method(&right, reflected, name).filter(|_| ask_right) {
        Some(found) => call_found(vm, &found, b, std::slice::from_ref(a)),
        None => Ok(Value::NOT_IMPLEMENTED),
    }
}

/// Whether a method is that of a builtin sequence, which is asked last.
pub(crate) fn is_sequence_method(method: &Value) -> bool {
    wrapper_of(method).is_some_and(|(wrapper, _)| wrapper.is_of_sequence())
}

/// The method of a class for an operator, with the name that the operator has from the other side. A
/// sequence's method is only one if its class has the other for itself.
fn number_method(class: &TypeRef, name: &Value, other: &Value) -> Option<Value> {
    let found = class.lookup(name)?;
    let numeric = |method: Value| !is_sequence_method(&method);
    (!is_sequence_method(&found) || class.lookup(other).is_some_and(numeric)).then_some(found)
}

/// The method of the right operand's class.
pub(crate) fn reflected_method(vm: &Vm, class: &TypeRef, op: BinaryOp) -> Option<Value> {
    let [name, reflected, _] = binary_names(vm.names(), op);
    number_method(class, reflected, name)
}

pub(super) fn inplace(vm: &Vm, op: BinaryOp, a: &Value, b: &Value) -> PyResult {
    let [_, _, name] = binary_names(vm.names(), op);
    match vm.class(a).lookup(name).filter(|found| !is_sequence_method(found)) {
        Some(found) => call_found(vm, &found, a, std::slice::from_ref(b)),
        None => Ok(Value::NOT_IMPLEMENTED),
    }
}

pub(super) fn unary(vm: &Vm, op: UnaryOp, value: &Value) -> PyResult {
    let class = vm.class(value);
    match class.lookup(unary_name(vm.names(), op)) {
        Some(found) => call_found(vm, &found, value, &[]),
        None => Err(vm.no_unary(op, value)),
    }
}

type Unary = fn(&Vm, UnaryOp, &Value) -> PyResult;

/// Whether the slot calls a method written in Python.
pub(crate) fn is_python_unary(slot: Unary) -> bool {
    std::ptr::fn_addr_eq(slot, unary as Unary)
}

/// The protocol checks the result.
pub(super) fn index(vm: &Vm, this: &Value) -> PyResult {
    call_method(vm, this, &vm.names().__index__, &[])
}

pub(super) fn int(vm: &Vm, this: &Value) -> PyResult {
    let result = call_method(vm, this, &vm.names().__int__, &[])?;
    if result.is_int() || result.get_exact::<BigIntObject>().is_some() {
        return Ok(result);
    }
    let class = vm.class(&result).full_name();
    if result.get::<BigIntObject>().is_none() && !result.is_bool() {
        return Err(vm.type_error(format!("__int__ returned non-int (type {class})")));
    }
    warn_strict(vm, &format!("__int__ returned non-int (type {class})"), "int")?;
    Ok(result)
}

pub(super) fn float(vm: &Vm, this: &Value) -> PyResult {
    let result = call_method(vm, this, &vm.names().__float__, &[])?;
    if result.is_small_float() || result.get_exact::<FloatObject>().is_some() {
        return Ok(result);
    }
    let (own, class) = (vm.class(this).full_name(), vm.class(&result).full_name());
    let text = format!("{own}.__float__ returned non-float (type {class})");
    if result.get::<FloatObject>().is_none() {
        return Err(vm.type_error(text));
    }
    warn_strict(vm, &text, "float")?;
    Ok(result)
}

fn warn_strict(vm: &Vm, text: &str, wanted: &str) -> PyResult<()> {
    let text = format!(
        "{text}.  The ability to return an instance of a strict subclass of {wanted} is \
         deprecated, and may not be supported in a future version of Python."
    );
    vm.warn(&DEPRECATION_WARNING, &text)
}
