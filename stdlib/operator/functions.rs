//! The functions of `operator`: each asks the machine for what the operator does.

use taipan_engine::object::dict::DictObject;
use taipan_engine::object::native::{Args, Rest};
use taipan_engine::object::slots::{BinaryOp, CompareOp, PyResult, UnaryOp};
use taipan_engine::object::value::Value;
use taipan_engine::object::vm::Vm;
use taipan_engine::types::bytes::{ByteArrayObject, BytesObject};
use taipan_engine::types::exception::TYPE_ERROR;

macro_rules! operators {
    ($method:ident: $($name:ident $op:expr;)*) => {
        $(pub(super) fn $name(vm: &Vm, a: &Value, b: &Value) -> PyResult {
            vm.$method($op, a, b)
        })*
    };
}

operators! { binary:
    add BinaryOp::Add;
    and BinaryOp::And;
    floordiv BinaryOp::FloorDiv;
    lshift BinaryOp::LShift;
    matmul BinaryOp::MatMul;
    modulo BinaryOp::Mod;
    mul BinaryOp::Mul;
    or BinaryOp::Or;
    pow BinaryOp::Pow;
    rshift BinaryOp::RShift;
    sub BinaryOp::Sub;
    truediv BinaryOp::TrueDiv;
    xor BinaryOp::Xor;
}

operators! { inplace:
    iadd BinaryOp::Add;
    iand BinaryOp::And;
    ifloordiv BinaryOp::FloorDiv;
    ilshift BinaryOp::LShift;
    imatmul BinaryOp::MatMul;
    imod BinaryOp::Mod;
    imul BinaryOp::Mul;
    ior BinaryOp::Or;
    ipow BinaryOp::Pow;
    irshift BinaryOp::RShift;
    isub BinaryOp::Sub;
    itruediv BinaryOp::TrueDiv;
    ixor BinaryOp::Xor;
}

operators! { compare:
    eq CompareOp::Eq;
    ge CompareOp::Ge;
    gt CompareOp::Gt;
    le CompareOp::Le;
    lt CompareOp::Lt;
    ne CompareOp::Ne;
}

macro_rules! unary {
    ($($name:ident $op:ident;)*) => {
        $(pub(super) fn $name(vm: &Vm, a: &Value) -> PyResult {
            vm.unary(UnaryOp::$op, a)
        })*
    };
}

unary! {
    abs Abs;
    invert Invert;
    neg Neg;
    pos Pos;
}

pub(super) fn is(_: &Vm, a: &Value, b: &Value) -> bool {
    a.is(b)
}

pub(super) fn is_not(_: &Vm, a: &Value, b: &Value) -> bool {
    !a.is(b)
}

pub(super) fn not(vm: &Vm, a: &Value) -> PyResult<bool> {
    Ok(!vm.truth(a)?)
}

pub(super) fn truth(vm: &Vm, a: &Value) -> PyResult<bool> {
    vm.truth(a)
}

pub(super) fn index(vm: &Vm, a: &Value) -> PyResult {
    vm.plain_index(a)
}

pub(super) fn contains(vm: &Vm, a: &Value, b: &Value) -> PyResult<bool> {
    vm.contains(a, b)
}

pub(super) fn getitem(vm: &Vm, a: &Value, b: &Value) -> PyResult {
    vm.getitem(a, b)
}

pub(super) fn setitem(vm: &Vm, a: &Value, b: &Value, c: &Value) -> PyResult<()> {
    vm.setitem(a, b, Some(c))
}

pub(super) fn delitem(vm: &Vm, a: &Value, b: &Value) -> PyResult<()> {
    vm.setitem(a, b, None)
}

fn concatenated(vm: &Vm, a: &Value, b: &Value, in_place: bool) -> PyResult {
    let result = vm.concat(a, b, in_place)?;
    if result.is(&Value::NOT_IMPLEMENTED) {
        let class = vm.class(a).full_name();
        return Err(vm.type_error(format!("'{class}' object can't be concatenated")));
    }
    Ok(result)
}

pub(super) fn concat(vm: &Vm, a: &Value, b: &Value) -> PyResult {
    concatenated(vm, a, b, false)
}

pub(super) fn iconcat(vm: &Vm, a: &Value, b: &Value) -> PyResult {
    concatenated(vm, a, b, true)
}

fn items(vm: &Vm, value: &Value) -> PyResult {
    vm.iter(value).map_err(|raised| {
        if !vm.is_exception(&raised.0, &TYPE_ERROR) {
            return raised;
        }
        let class = vm.class(value).full_name();
        vm.type_error(format!("argument of type '{class}' is not iterable"))
    })
}

pub(super) fn count_of(vm: &Vm, a: &Value, b: &Value) -> PyResult<usize> {
    let iter = items(vm, a)?;
    let mut count = 0;
    while let Some(item) = vm.next(&iter)? {
        count += usize::from(vm.equal(&item, b)?);
    }
    Ok(count)
}

pub(super) fn index_of(vm: &Vm, a: &Value, b: &Value) -> PyResult<usize> {
    let iter = items(vm, a)?;
    let mut at = 0;
    while let Some(item) = vm.next(&iter)? {
        if vm.equal(&item, b)? {
            return Ok(at);
        }
        at += 1;
    }
    Err(vm.value_error("sequence.index(x): x not in sequence"))
}

pub(super) fn call(vm: &Vm, obj: &Value, args: Rest<'_>, kwargs: &Value) -> PyResult {
    let mut all = args.0.to_vec();
    let mut names = Vec::new();
    for (name, value) in kwargs.get::<DictObject>().map_or_else(Vec::new, DictObject::pairs) {
        names.push(vm.intern_value(&name));
        all.push(value);
    }
    vm.call_args(obj, Args { all: &all, names: &names })
}

/// A length where a type has one; TypeError counts as none.
pub(super) fn length_hint(vm: &Vm, obj: &Value, default: &Value) -> PyResult<i64> {
    let default = vm.index_i64(default)?;
    Ok(vm.length_hint(obj)?.unwrap_or(default))
}

/// The bytes to compare: of an ASCII text or a bytes-like object.
fn digest_bytes(value: &Value) -> Option<Vec<u8>> {
    if let Some(bytes) = value.get::<BytesObject>() {
        return Some(bytes.0.to_vec());
    }
    value.get::<ByteArrayObject>().map(|bytes| bytes.0.borrow().clone())
}

/// Whether two digests are equal. Looks at every byte, whatever the first difference.
pub(super) fn compare_digest(vm: &Vm, a: &Value, b: &Value) -> PyResult<bool> {
    let (a, b) = match (a.as_str_object(), b.as_str_object()) {
        (Some(left), Some(right)) => {
            if !left.is_ascii() || !right.is_ascii() {
                let text = "comparing strings with non-ASCII characters is not supported";
                return Err(vm.type_error(text));
            }
            (left.as_bytes().to_vec(), right.as_bytes().to_vec())
        }
        _ => match (digest_bytes(a), digest_bytes(b)) {
            (Some(left), Some(right)) => (left, right),
            _ => {
                let (left, right) = (vm.class(a).full_name(), vm.class(b).full_name());
                return Err(vm.type_error(format!(
                    "unsupported operand types(s) or combination of types: '{left}' and '{right}'"
                )));
            }
        },
    };
    let mut difference = usize::from(a.len() != b.len());
    for (at, byte) in b.iter().enumerate() {
        difference |= usize::from(a.get(at).copied().unwrap_or(!byte) ^ byte);
    }
    Ok(difference == 0)
}
