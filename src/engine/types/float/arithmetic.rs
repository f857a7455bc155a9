//! Operators of floats.

use crate::object::slots::{BinaryOp, PyResult, Raised, UnaryOp};
use crate::object::value::Value;
use crate::object::vm::Vm;
use crate::types::NUMBER_OPERATORS;
use crate::types::exception::{OVERFLOW_ERROR, ZERO_DIVISION_ERROR};
use crate::types::int::Int;

/// The number of a float or int; `None` for anything else.
pub(super) fn operand(vm: &Vm, value: &Value) -> PyResult<Option<f64>> {
    match (value.as_float(), Int::of(value)) {
        (Some(float), _) => Ok(Some(float)),
        (None, Some(int)) => vm.int_to_f64(int).map(Some),
        (None, None) => Ok(None),
    }
}

/// `a op b` where one is a float and the other a float or an int; else NotImplemented.
pub(super) fn binary(vm: &Vm, op: BinaryOp, a: &Value, b: &Value) -> PyResult {
    // Before an int is converted, which may be too large.
    if !NUMBER_OPERATORS.contains(&op) {
        return Ok(Value::NOT_IMPLEMENTED);
    }
    let (Some(a), Some(b)) = (operand(vm, a)?, operand(vm, b)?) else {
        return Ok(Value::NOT_IMPLEMENTED);
    };
    let result = match op {
        BinaryOp::Add => a + b,
        BinaryOp::Sub => a - b,
        BinaryOp::Mul => a * b,
        BinaryOp::TrueDiv if b == 0.0 => return Err(zero_division(vm, "float division by zero")),
        BinaryOp::TrueDiv => a / b,
        BinaryOp::FloorDiv if b == 0.0 => {
            return Err(zero_division(vm, "float floor division by zero"));
        }
        BinaryOp::FloorDiv => divide_floor(a, b).0,
        BinaryOp::Mod if b == 0.0 => return Err(zero_division(vm, "float modulo by zero")),
        BinaryOp::Mod => divide_floor(a, b).1,
        BinaryOp::Pow => return power(vm, a, b),
        BinaryOp::MatMul
        | BinaryOp::LShift
        | BinaryOp::RShift
        | BinaryOp::And
        | BinaryOp::Or
        | BinaryOp::Xor => return Ok(Value::NOT_IMPLEMENTED),
    };
    Ok(vm.float(result))
}

#[cold]
pub(super) fn zero_division(vm: &Vm, text: &str) -> Raised {
    vm.raise(&ZERO_DIVISION_ERROR, text)
}

/// Quotient rounded down, and the rest, which has the sign of `b`. `b` is not 0.
pub(super) fn divide_floor(a: f64, b: f64) -> (f64, f64) {
    let rest = a % b;
    // `a - rest` is a multiple of `b`, so this is close to an integer.
    let mut quotient = (a - rest) / b;
    let mut modulo = rest;
    if rest == 0.0 {
        modulo = 0.0f64.copysign(b);
    } else if (b < 0.0) != (rest < 0.0) {
        modulo += b;
        quotient -= 1.0;
    }
    if quotient == 0.0 {
        return (0.0f64.copysign(a / b), modulo);
    }
    let floor = quotient.floor();
    (if quotient - floor > 0.5 { floor + 1.0 } else { floor }, modulo)
}

/// `a ** b`; a complex number if `a` is negative and `b` no integer.
pub(crate) fn power(vm: &Vm, a: f64, b: f64) -> PyResult {
    if a == 0.0 && b < 0.0 && b.is_finite() {
        return Err(zero_division(vm, "0.0 cannot be raised to a negative power"));
    }
    if a < 0.0 && a.is_finite() && b.is_finite() && b.fract() != 0.0 {
        return super::complex::power(vm, (a, 0.0), (b, 0.0));
    }
    let result = a.powf(b);
    if result.is_infinite() && a.is_finite() && b.is_finite() {
        return Err(out_of_range(vm));
    }
    Ok(vm.float(result))
}

#[cold]
fn out_of_range(vm: &Vm) -> Raised {
    let args = vec![vm.int(34), vm.str("Numerical result out of range")];
    Raised(vm.new_exception(&vm.ty(&OVERFLOW_ERROR), args))
}

pub(super) fn unary(vm: &Vm, op: UnaryOp, value: &Value) -> PyResult {
    let Some(x) = value.as_float() else { return Ok(Value::NOT_IMPLEMENTED) };
    Ok(match op {
        UnaryOp::Neg => vm.float(-x),
        UnaryOp::Pos => super::methods::itself(vm, value),
        UnaryOp::Abs => vm.float(x.abs()),
        UnaryOp::Invert => Value::NOT_IMPLEMENTED,
    })
}

#[cfg(test)]
mod tests {
    use super::divide_floor;

    #[test]
    fn rests_have_the_sign_of_the_divisor() {
        assert_eq!(divide_floor(5.5, -3.0), (-2.0, -0.5));
        assert_eq!(divide_floor(-5.5, 3.0), (-2.0, 0.5));
        assert_eq!(divide_floor(-5.0, f64::INFINITY), (-1.0, f64::INFINITY));
        let (quotient, rest) = divide_floor(0.0, -3.0);
        assert!(quotient.is_sign_negative() && rest.is_sign_negative());
    }
}
