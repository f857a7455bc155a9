//! Constant folding, as far as a program can see it or profits from it. Sizes are bounded.

use grammar::ast::{Constant as Literal, Expr, ExprKind, Int, Operator, UnaryOp};

use crate::code::Constant;

/// No folded string or tuple gets longer.
const LONGEST: usize = 4096;
/// Trees are folded to this depth; deeper ones are evaluated.
const DEEPEST: u32 = 100;

/// A literal as a constant.
pub(crate) fn literal(value: Literal<'_>) -> Constant {
    match value {
        Literal::None => Constant::None,
        Literal::True => Constant::True,
        Literal::False => Constant::False,
        Literal::Ellipsis => Constant::Ellipsis,
        Literal::Int(Int::Small(value)) => Constant::Int(value),
        Literal::Int(Int::Big { digits, radix }) => {
            Constant::BigInt { digits: digits.into(), radix }
        }
        Literal::Float(value) => Constant::Float(value),
        Literal::Complex { real, imag } => Constant::Complex { real, imag },
        Literal::Str(text) => Constant::Str(text.as_bytes().into()),
        Literal::Bytes(bytes) => Constant::Bytes(bytes.into()),
        Literal::Tuple(items) => Constant::Tuple(literals(items)),
        Literal::FrozenSet(items) => Constant::FrozenSet(literals(items)),
    }
}

/// Nested only as deep as who made the tree checked.
fn literals(items: &[Literal<'_>]) -> Box<[Constant]> {
    items.iter().map(|item| literal(*item)).collect()
}

/// The value of a constant expression.
pub(crate) fn fold(expr: &Expr<'_>) -> Option<Constant> {
    fold_to(expr, DEEPEST)
}

fn fold_to(expr: &Expr<'_>, depth: u32) -> Option<Constant> {
    let deeper = depth.checked_sub(1)?;
    match expr.kind {
        ExprKind::Constant { value, .. } => Some(literal(value)),
        ExprKind::UnaryOp { op, operand } => unary(op, fold_to(operand, deeper)?),
        ExprKind::BinOp { left, op, right } => {
            binary(op, &fold_to(left, deeper)?, &fold_to(right, deeper)?)
        }
        ExprKind::Tuple { elts, .. } => tuple_to(elts, deeper),
        _ => None,
    }
}

/// A tuple of constants.
pub(crate) fn tuple(elts: &[&Expr<'_>]) -> Option<Constant> {
    tuple_to(elts, DEEPEST)
}

fn tuple_to(elts: &[&Expr<'_>], depth: u32) -> Option<Constant> {
    elts.iter().map(|e| fold_to(e, depth)).collect::<Option<Box<[_]>>>().map(Constant::Tuple)
}

/// A frozenset of constants.
pub(crate) fn frozen_set(elts: &[&Expr<'_>]) -> Option<Constant> {
    match tuple(elts)? {
        Constant::Tuple(items) => Some(Constant::FrozenSet(items)),
        _ => None,
    }
}

/// What a display of constants behind `in` becomes.
pub(crate) fn container(expr: &Expr<'_>) -> Option<Constant> {
    match expr.kind {
        ExprKind::List { elts, .. } => tuple(elts),
        ExprKind::Set { elts } => frozen_set(elts),
        _ => fold(expr),
    }
}

/// The truth of a constant.
pub(crate) fn truth(constant: &Constant) -> Option<bool> {
    Some(match constant {
        Constant::None | Constant::False => false,
        Constant::True | Constant::Ellipsis | Constant::BigInt { .. } => true,
        Constant::Int(value) => *value != 0,
        Constant::Float(value) => *value != 0.0,
        Constant::Complex { real, imag } => *real != 0.0 || *imag != 0.0,
        Constant::Str(text) | Constant::Bytes(text) => !text.is_empty(),
        Constant::Tuple(items) | Constant::FrozenSet(items) => !items.is_empty(),
    })
}

fn as_int(constant: &Constant) -> Option<i64> {
    match constant {
        Constant::Int(value) => Some(*value),
        Constant::True => Some(1),
        Constant::False => Some(0),
        _ => None,
    }
}

fn unary(op: UnaryOp, operand: Constant) -> Option<Constant> {
    if op == UnaryOp::Not {
        return truth(&operand).map(|truth| if truth { Constant::False } else { Constant::True });
    }
    if let Some(value) = as_int(&operand) {
        return Some(Constant::Int(match op {
            UnaryOp::Invert => !value,
            UnaryOp::USub => value.checked_neg()?,
            UnaryOp::UAdd | UnaryOp::Not => value,
        }));
    }
    match (op, operand) {
        (UnaryOp::UAdd, Constant::Float(value)) => Some(Constant::Float(value)),
        (UnaryOp::USub, Constant::Float(value)) => Some(Constant::Float(-value)),
        (UnaryOp::USub, Constant::Complex { real, imag }) => {
            Some(Constant::Complex { real: -real, imag: -imag })
        }
        (UnaryOp::UAdd, big @ Constant::BigInt { .. }) => Some(big),
        (UnaryOp::USub, Constant::BigInt { digits, radix }) => {
            let digits = match digits.strip_prefix('-') {
                Some(positive) => positive.into(),
                None => format!("-{digits}").into(),
            };
            Some(Constant::BigInt { digits, radix })
        }
        _ => None,
    }
}

/// The result of an operator on constants, if it is cheap and certain.
pub(crate) fn binary(op: Operator, left: &Constant, right: &Constant) -> Option<Constant> {
    if let (Some(a), Some(b)) = (as_int(left), as_int(right)) {
        let result = binary_int(op, a, b);
        // `True & False` is a bool.
        let bitwise = matches!(op, Operator::BitAnd | Operator::BitOr | Operator::BitXor);
        return match result {
            Some(Constant::Int(value)) if bitwise && is_bool(left) && is_bool(right) => {
                Some(if value != 0 { Constant::True } else { Constant::False })
            }
            result => result,
        };
    }
    match (op, left, right) {
        (Operator::Add, Constant::Str(a), Constant::Str(b)) => Some(Constant::Str(joined(a, b)?)),
        (Operator::Add, Constant::Bytes(a), Constant::Bytes(b)) => {
            Some(Constant::Bytes(joined(a, b)?))
        }
        (Operator::Mult, Constant::Str(a), times) | (Operator::Mult, times, Constant::Str(a)) => {
            Some(Constant::Str(repeated(a, as_int(times)?)?))
        }
        (Operator::Add, _, Constant::Complex { real, imag }) => {
            Some(Constant::Complex { real: as_float(left)? + real, imag: 0.0 + imag })
        }
        (Operator::Sub, _, Constant::Complex { real, imag }) => {
            Some(Constant::Complex { real: as_float(left)? - real, imag: 0.0 - imag })
        }
        _ => binary_float(op, as_float(left)?, as_float(right)?),
    }
}

fn is_bool(constant: &Constant) -> bool {
    matches!(constant, Constant::True | Constant::False)
}

fn as_float(constant: &Constant) -> Option<f64> {
    match constant {
        Constant::Float(value) => Some(*value),
        // Exact up to here.
        other => as_int(other).filter(|int| int.unsigned_abs() < 1 << 53).map(|int| int as f64),
    }
}

fn binary_float(op: Operator, a: f64, b: f64) -> Option<Constant> {
    Some(Constant::Float(match op {
        Operator::Add => a + b,
        Operator::Sub => a - b,
        Operator::Mult => a * b,
        Operator::Div if b != 0.0 => a / b,
        _ => return None,
    }))
}

fn binary_int(op: Operator, a: i64, b: i64) -> Option<Constant> {
    let small = a.unsigned_abs().max(b.unsigned_abs()) < 1 << 53;
    Some(Constant::Int(match op {
        Operator::Add => a.checked_add(b)?,
        Operator::Sub => a.checked_sub(b)?,
        Operator::Mult => a.checked_mul(b)?,
        Operator::Div if b != 0 && small => return Some(Constant::Float(a as f64 / b as f64)),
        Operator::FloorDiv if b != 0 => {
            let quotient = a.checked_div(b)?;
            let inexact = a.checked_rem(b)? != 0;
            if inexact && (a < 0) != (b < 0) { quotient - 1 } else { quotient }
        }
        Operator::Mod if b != 0 => {
            let rest = a.checked_rem(b)?;
            if rest != 0 && (rest < 0) != (b < 0) { rest + b } else { rest }
        }
        Operator::Pow if b >= 0 => a.checked_pow(u32::try_from(b).ok()?)?,
        Operator::LShift if (0..63).contains(&b) => {
            let shifted = a.checked_shl(b as u32)?;
            if shifted >> b == a { shifted } else { return None }
        }
        Operator::RShift if (0..63).contains(&b) => a >> b,
        Operator::BitOr => a | b,
        Operator::BitXor => a ^ b,
        Operator::BitAnd => a & b,
        _ => return None,
    }))
}

fn joined(a: &[u8], b: &[u8]) -> Option<Box<[u8]>> {
    (a.len() + b.len() <= LONGEST).then(|| [a, b].concat().into_boxed_slice())
}

fn repeated(text: &[u8], times: i64) -> Option<Box<[u8]>> {
    let times = usize::try_from(times.max(0)).ok()?;
    (text.len().checked_mul(times)? <= LONGEST).then(|| text.repeat(times).into_boxed_slice())
}
