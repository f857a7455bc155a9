//! Proxies: weak references that behave like their object in every operation.

use taipan_engine::funcs;
use taipan_engine::object::header::Payload;
use taipan_engine::object::native::{Args, NativeDef};
use taipan_engine::object::slots::{BinaryOp, CompareOp, PyResult, Slots, UnaryOp};
use taipan_engine::object::types::{TypeSpec, type_flag};
use taipan_engine::object::value::Value;
use taipan_engine::object::vm::Vm;
use taipan_engine::object::weak::WeakObject;
use taipan_engine::types::exception::REFERENCE_ERROR;

/// What a proxy stands for; the value itself if it is no proxy.
fn target(vm: &Vm, value: &Value) -> PyResult {
    if !is_proxy(vm, value) {
        return Ok(value.clone());
    }
    match value.get::<WeakObject>().and_then(WeakObject::target) {
        Some(target) => Ok(target),
        None => Err(vm.raise(&REFERENCE_ERROR, "weakly-referenced object no longer exists")),
    }
}

fn is_proxy(vm: &Vm, value: &Value) -> bool {
    let spec = vm.class(value).spec;
    spec.is_some_and(|spec| std::ptr::eq(spec, &PROXY) || std::ptr::eq(spec, &CALLABLE_PROXY))
}

fn repr(vm: &Vm, this: &Value) -> PyResult {
    let id = vm.id(this);
    Ok(vm.str(&match this.get::<WeakObject>().and_then(WeakObject::target) {
        Some(target) => {
            let (class, at) = (vm.class(&target).full_name(), vm.id(&target));
            format!("<weakproxy at {id:#x}; to '{class}' at {at:#x}>")
        }
        None => format!("<weakproxy at {id:#x}; dead>"),
    }))
}

fn hash(vm: &Vm, this: &Value) -> PyResult<i64> {
    let name = vm.class(this).full_name();
    Err(vm.type_error(format!("unhashable type: '{name}'")))
}

fn compare(vm: &Vm, a: &Value, b: &Value, op: CompareOp) -> PyResult {
    vm.compare(op, &target(vm, a)?, &target(vm, b)?)
}

fn binary(vm: &Vm, op: BinaryOp, a: &Value, b: &Value) -> PyResult {
    vm.binary(op, &target(vm, a)?, &target(vm, b)?)
}

fn inplace(vm: &Vm, op: BinaryOp, a: &Value, b: &Value) -> PyResult {
    vm.inplace(op, &target(vm, a)?, &target(vm, b)?)
}

fn unary(vm: &Vm, op: UnaryOp, this: &Value) -> PyResult {
    vm.unary(op, &target(vm, this)?)
}

fn next(vm: &Vm, this: &Value) -> PyResult<Option<Value>> {
    let target = target(vm, this)?;
    if vm.class(&target).slots.next.get().is_none() {
        let name = vm.class(&target).full_name();
        let text = format!("Weakref proxy referenced a non-iterator '{name}' object");
        return Err(vm.type_error(text));
    }
    vm.next(&target)
}

fn call(vm: &Vm, this: &Value, args: Args) -> PyResult {
    let target = target(vm, this)?;
    vm.call_args(&target, args)
}

/// What is no slot: called by its name.
fn bytes(vm: &Vm, this: &Value) -> PyResult {
    vm.call_method(&target(vm, this)?, &vm.intern("__bytes__"), &[])
}

fn reversed(vm: &Vm, this: &Value) -> PyResult {
    vm.call_method(&target(vm, this)?, &vm.intern("__reversed__"), &[])
}

const METHODS: &[NativeDef] = funcs![
    "__bytes__" = bytes, "(self, /)", "What the object's method says.";
    "__reversed__" = reversed, "(self, /)", "What the object's method says.";
];

const SLOTS: Slots = Slots {
    repr: Some(repr),
    str: Some(|vm, this| vm.str_of(&target(vm, this)?)),
    hash: Some(hash),
    getattr: Some(|vm, this, name| vm.getattr(&target(vm, this)?, name)),
    setattr: Some(|vm, this, name, value| vm.setattr(&target(vm, this)?, name, value)),
    iter: Some(|vm, this| vm.iter(&target(vm, this)?)),
    next: Some(next),
    len: Some(|vm, this| vm.len(&target(vm, this)?)),
    getitem: Some(|vm, this, key| vm.getitem(&target(vm, this)?, key)),
    setitem: Some(|vm, this, key, item| vm.setitem(&target(vm, this)?, key, item)),
    contains: Some(|vm, this, item| vm.contains(&target(vm, this)?, item)),
    bool: Some(|vm, this| vm.truth(&target(vm, this)?)),
    compare: Some(compare),
    binary: Some(binary),
    inplace: Some(inplace),
    unary: Some(unary),
    index: Some(|vm, this| vm.index(&target(vm, this)?)),
    int: Some(|vm, this| vm.to_int(&target(vm, this)?)),
    float: Some(|vm, this| Ok(vm.float(vm.to_f64(&target(vm, this)?)?))),
    ..Slots::NONE
};

const OPERATORS: &[BinaryOp] = &[
    BinaryOp::Add,
    BinaryOp::Sub,
    BinaryOp::Mul,
    BinaryOp::TrueDiv,
    BinaryOp::FloorDiv,
    BinaryOp::Mod,
    BinaryOp::Pow,
    BinaryOp::MatMul,
    BinaryOp::LShift,
    BinaryOp::RShift,
    BinaryOp::And,
    BinaryOp::Or,
    BinaryOp::Xor,
];

const FLAGS: u32 = type_flag::NO_NEW | type_flag::CUSTOM_GETATTR | type_flag::CUSTOM_SETATTR;

pub(super) static PROXY: TypeSpec = TypeSpec {
    name: "weakref.ProxyType",
    operations: Some(WeakObject::OPERATIONS),
    slots: SLOTS,
    operators: OPERATORS,
    methods: METHODS,
    flags: FLAGS,
    ..TypeSpec::NONE
};

pub(super) static CALLABLE_PROXY: TypeSpec = TypeSpec {
    name: "weakref.CallableProxyType",
    operations: Some(WeakObject::OPERATIONS),
    slots: Slots { call: Some(call), ..SLOTS },
    operators: OPERATORS,
    methods: METHODS,
    flags: FLAGS,
    ..TypeSpec::NONE
};

/// `weakref.proxy`: the same one for the same object, unless there is a callback.
pub(super) fn proxy(vm: &Vm, object: &Value, callback: &Value) -> PyResult {
    let callable = vm.class(object).slots.call.get().is_some();
    let ty = vm.ty(if callable { &CALLABLE_PROXY } else { &PROXY });
    if !callback.is_none() {
        return vm.new_weak(&ty, object, callback.clone());
    }
    let known = vm.weak_references(object).into_iter().find(|reference| {
        vm.type_of(reference) == ty
            && reference.get::<WeakObject>().is_some_and(|weak| weak.callback().is_unbound())
    });
    match known {
        Some(known) => Ok(known),
        None => vm.new_weak(&ty, object, Value::UNBOUND),
    }
}
