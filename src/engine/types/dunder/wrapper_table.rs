//! The special methods of builtin types: one row each, with the slot it is made of. How they become
//! attributes is in `wrappers.rs`.

use crate::object::native::Args;
use crate::object::slots::{Binary, BinaryOp, CompareOp, PyResult, Slots, UnaryOp};
use crate::object::value::Value;
use crate::object::vm::Vm;
use crate::types::exception::SYSTEM_ERROR;
use crate::types::memory_view::exporter::request;
use crate::types::{float, int};

use super::wrappers::Wrapper;

/// The n-th argument; the number of arguments was checked.
fn arg<'a>(args: Args<'a>, at: usize) -> &'a Value {
    args.all.get(at).unwrap_or(const { &Value::NONE })
}

/// A row: name, documentation, least and most arguments, slot, and the call of the slot.
macro_rules! row {
    ($name:literal, $doc:literal, $least:expr, $most:expr, $slot:ident,
     |$vm:ident, $f:ident, $this:ident, $args:ident| $call:expr) => {
        Wrapper {
            name: $name,
            doc: $doc,
            least: $least,
            most: $most,
            has: |slots: &Slots| slots.$slot.is_some(),
            call: |$vm: &Vm, slots: &Slots, $this: &Value, $args: Args| -> PyResult {
                let _ = &$args;
                let Some($f) = slots.$slot else { return Ok(Value::NOT_IMPLEMENTED) };
                $call
            },
        }
    };
}

/// A row whose slot takes only `self`.
macro_rules! plain {
    ($name:literal, $doc:literal, $slot:ident) => {
        row!($name, $doc, 0, 0, $slot, |vm, f, this, args| f(vm, this))
    };
}

macro_rules! comparison {
    ($name:literal, $doc:literal, $op:ident) => {
        row!($name, $doc, 1, 1, compare, |vm, f, this, args| {
            f(vm, this, arg(args, 0), CompareOp::$op)
        })
    };
}

fn buffer_flags(vm: &Vm, value: &Value) -> PyResult<i32> {
    let index = vm.index(value)?;
    let flags = vm.small_index(&index).and_then(|flags| i32::try_from(flags).ok());
    match flags {
        None => Err(vm.overflow_error("buffer flags too large")),
        Some(request::READ | request::WRITE) => {
            Err(vm.raise(&SYSTEM_ERROR, "bad argument to internal function"))
        }
        Some(flags) => Ok(flags),
    }
}

fn attribute_name<'a>(vm: &Vm, args: Args<'a>) -> PyResult<Value> {
    let name = arg(args, 0);
    if name.as_str_object().is_none() {
        let class = vm.class(name).full_name();
        return Err(vm.type_error(format!("attribute name must be string, not '{class}'")));
    }
    Ok(vm.intern_value(name))
}

fn descr_get(
    vm: &Vm,
    get: fn(&Vm, &Value, Option<&Value>, &Value) -> PyResult,
    this: &Value,
    args: Args,
) -> PyResult {
    let (instance, class) = (arg(args, 0), arg(args, 1));
    if instance.is_none() && class.is_none() {
        return Err(vm.type_error("__get__(None, None) is invalid"));
    }
    get(vm, this, Some(instance).filter(|i| !i.is_none()), class)
}

pub(super) static PLAIN: &[Wrapper] = &[
    plain!("__repr__", "Return repr(self).", repr),
    row!("__hash__", "Return hash(self).", 0, 0, hash, |vm, f, this, args| {
        f(vm, this).map(|h| vm.int(h))
    }),
    row!("__call__", "Call self as a function.", 0, Wrapper::ANY, call, |vm, f, this, args| {
        f(vm, this, args)
    }),
    plain!("__str__", "Return str(self).", str),
    row!("__getattribute__", "What `self.name` does.", 1, 1, getattr, |vm, f, this, args| {
        f(vm, this, &attribute_name(vm, args)?)
    }),
    row!("__setattr__", "What `self.name = value` does.", 2, 2, setattr, |vm, f, this, args| {
        f(vm, this, &attribute_name(vm, args)?, Some(arg(args, 1))).map(|()| Value::NONE)
    }),
    row!("__delattr__", "What `del self.name` does.", 1, 1, setattr, |vm, f, this, args| {
        f(vm, this, &attribute_name(vm, args)?, None).map(|()| Value::NONE)
    }),
    comparison!("__lt__", "Return self<value.", Lt),
    comparison!("__le__", "Return self<=value.", Le),
    comparison!("__eq__", "Return self==value.", Eq),
    comparison!("__ne__", "Return self!=value.", Ne),
    comparison!("__gt__", "Return self>value.", Gt),
    comparison!("__ge__", "Return self>=value.", Ge),
    plain!("__iter__", "Implement iter(self).", iter),
    row!("__next__", "Implement next(self).", 0, 0, next, |vm, f, this, args| {
        vm.stop_value.set(Value::NONE);
        f(vm, this)?.ok_or_else(|| vm.stop_iteration(vm.stop_value.replace(Value::NONE)))
    }),
    row!(
        "__get__",
        "What reading this as an attribute gives, through an instance or its class owner.",
        1,
        2,
        descr_get,
        |vm, f, this, args| descr_get(vm, f, this, args)
    ),
    row!(
        "__set__",
        "What assigning to this through instance does.",
        2,
        2,
        descr_set,
        |vm, f, this, args| f(vm, this, arg(args, 0), Some(arg(args, 1))).map(|()| Value::NONE)
    ),
    row!(
        "__delete__",
        "What deleting this through instance does.",
        1,
        1,
        descr_set,
        |vm, f, this, args| f(vm, this, arg(args, 0), None).map(|()| Value::NONE)
    ),
    row!(
        "__init__",
        "Prepare a new instance; which arguments it takes, the class says.",
        0,
        Wrapper::ANY,
        init,
        |vm, f, this, args| f(vm, this, args).map(|()| Value::NONE)
    ),
    row!("__len__", "Return len(self).", 0, 0, len, |vm, f, this, args| {
        f(vm, this).map(|len| vm.int(len as i64))
    }),
    row!("__getitem__", "Return self[key].", 1, 1, getitem, |vm, f, this, args| {
        f(vm, this, arg(args, 0))
    }),
    row!("__setitem__", "Set self[key] to value.", 2, 2, setitem, |vm, f, this, args| {
        f(vm, this, arg(args, 0), Some(arg(args, 1))).map(|()| Value::NONE)
    }),
    row!("__delitem__", "Delete self[key].", 1, 1, setitem, |vm, f, this, args| {
        f(vm, this, arg(args, 0), None).map(|()| Value::NONE)
    }),
    row!("__contains__", "Return bool(key in self).", 1, 1, contains, |vm, f, this, args| {
        f(vm, this, arg(args, 0)).map(Value::bool)
    }),
    row!("__bool__", "True if self else False", 0, 0, bool, |vm, f, this, args| {
        f(vm, this).map(Value::bool)
    }),
    row!(
        "__buffer__",
        "A view of the memory of self, as the flags ask for it.",
        1,
        1,
        buffer,
        |vm, f, this, args| f(vm, this, buffer_flags(vm, arg(args, 0))?)
    ),
    plain!("__index__", "The exact integer that stands for self, as in indexing.", index),
    plain!("__int__", "int(self)", int),
    plain!("__float__", "float(self)", float),
    plain!("__await__", "The iterator that await drives.", awaitable),
    plain!("__aiter__", "The asynchronous iterator that async for drives.", aiter),
    plain!(
        "__anext__",
        "An awaitable for the item that follows; it raises StopAsyncIteration at the end.",
        anext
    ),
    row!(
        "__del__",
        "The last that runs before self is gone.",
        0,
        0,
        finalize,
        |vm, f, this, args| {
            f(vm, this);
            Ok(Value::NONE)
        }
    ),
];

/// Of sequences, for which `binary` and `inplace` are not asked.
pub(super) static SEQUENCE: [Wrapper; 5] = [
    row!(
        "__add__",
        "A new sequence: that of self, then that of value.",
        1,
        1,
        sequence,
        |vm, f, this, args| (f.concat)(vm, this, arg(args, 0))
    ),
    row!(
        "__mul__",
        "A new sequence: self value times over.",
        1,
        1,
        sequence,
        |vm, f, this, args| (f.repeat)(vm, this, vm.repeat_count(arg(args, 0))?)
    ),
    row!(
        "__rmul__",
        "A new sequence: self value times over.",
        1,
        1,
        sequence,
        |vm, f, this, args| (f.repeat)(vm, this, vm.repeat_count(arg(args, 0))?)
    ),
    Wrapper {
        has: |slots| slots.sequence.is_some_and(|f| f.extend.is_some()),
        ..row!(
            "__iadd__",
            "Adds the items of value at the end.",
            1,
            1,
            sequence,
            |vm, f, this, args| {
                let Some(extend) = f.extend else { return Ok(Value::NOT_IMPLEMENTED) };
                extend(vm, this, arg(args, 0)).map(|()| this.clone())
            }
        )
    },
    Wrapper {
        has: |slots| slots.sequence.is_some_and(|f| f.multiply.is_some()),
        ..row!(
            "__imul__",
            "Makes self value times as long by repeating it.",
            1,
            1,
            sequence,
            |vm, f, this, args| {
                let Some(multiply) = f.multiply else { return Ok(Value::NOT_IMPLEMENTED) };
                multiply(vm, this, vm.repeat_count(arg(args, 0))?).map(|()| this.clone())
            }
        )
    },
];

macro_rules! unary {
    ($name:literal, $doc:literal, $op:ident) => {
        row!($name, $doc, 0, 0, unary, |vm, f, this, args| f(vm, UnaryOp::$op, this))
    };
}

/// A row of a number type that `divmod` asks.
macro_rules! divmod {
    ($name:literal, $doc:literal, $index:ident, |$vm:ident, $this:ident, $other:ident| $call:expr) => {
        Wrapper {
            name: $name,
            doc: $doc,
            least: 1,
            most: 1,
            has: |slots: &Slots| slots.float.is_some() && slots.index.$index(),
            call: |$vm: &Vm, _: &Slots, $this: &Value, args: Args| -> PyResult {
                let $other = arg(args, 0);
                $call
            },
        }
    };
}

/// Of int and float.
pub(super) static DIVMOD: &[Wrapper] = &[
    divmod!("__divmod__", "What `divmod(self, value)` does.", is_some, |vm, this, other| {
        int::divmod(vm, this, other)
    }),
    divmod!("__rdivmod__", "What `divmod(value, self)` does.", is_some, |vm, this, other| {
        int::divmod(vm, other, this)
    }),
    divmod!("__divmod__", "What `divmod(self, value)` does.", is_none, |vm, this, other| {
        float::divmod(vm, this, other)
    }),
    divmod!("__rdivmod__", "What `divmod(value, self)` does.", is_none, |vm, this, other| {
        float::divmod(vm, other, this)
    }),
];

/// `a ** b`, with the modulus that only a call can give. One of the two is `this`.
fn power(vm: &Vm, f: Binary, this: &Value, [a, b]: [&Value; 2], modulus: &Value) -> PyResult {
    if modulus.is_none() {
        return f(vm, BinaryOp::Pow, a, b);
    }
    let all = |fits: fn(&Value) -> bool| [a, b, modulus].iter().all(|v| fits(v));
    if all(|v| v.as_big().is_some()) {
        return vm.pow_mod(a, b, modulus);
    }
    if this.as_float().is_some() {
        return vm.pow_mod(this, this, modulus);
    }
    let is_complex = |v: &Value| v.get::<float::ComplexObject>().is_some();
    let is_number = |v: &Value| v.as_big().is_some() || v.as_float().is_some() || is_complex(v);
    if is_complex(this) && is_number(a) && is_number(b) {
        return vm.pow_mod(this, this, modulus);
    }
    Ok(Value::NOT_IMPLEMENTED)
}

pub(super) static UNARY: &[Wrapper] = &[
    unary!("__neg__", "-self", Neg),
    unary!("__pos__", "+self", Pos),
    unary!("__invert__", "~self", Invert),
    unary!("__abs__", "abs(self)", Abs),
];

macro_rules! binary {
    ($op:ident, 1, $name:literal $doc:literal, $reflected:literal $rdoc:literal,
     $inplace:literal $idoc:literal) => {
        [
            row!($name, $doc, 1, 1, binary, |vm, f, this, args| {
                f(vm, BinaryOp::$op, this, arg(args, 0))
            }),
            row!($reflected, $rdoc, 1, 1, binary, |vm, f, this, args| {
                f(vm, BinaryOp::$op, arg(args, 0), this)
            }),
            row!($inplace, $idoc, 1, 1, inplace, |vm, f, this, args| {
                f(vm, BinaryOp::$op, this, arg(args, 0))
            }),
        ]
    };
}

/// By the operator's number: the method, the reflected and the in-place one.
pub(super) static BINARY: [[Wrapper; 3]; 13] = [
    binary!(Add, 1, "__add__" "Return self+value.", "__radd__" "Return value+self.",
        "__iadd__" "Return self+=value."),
    binary!(Sub, 1, "__sub__" "Return self-value.", "__rsub__" "Return value-self.",
        "__isub__" "Return self-=value."),
    binary!(Mul, 1, "__mul__" "Return self*value.", "__rmul__" "Return value*self.",
        "__imul__" "Return self*=value."),
    binary!(TrueDiv, 1, "__truediv__" "Return self/value.", "__rtruediv__" "Return value/self.",
        "__itruediv__" "Return self/=value."),
    binary!(FloorDiv, 1, "__floordiv__" "Return self//value.",
        "__rfloordiv__" "Return value//self.", "__ifloordiv__" "Return self//=value."),
    binary!(Mod, 1, "__mod__" "Return self%value.", "__rmod__" "Return value%self.",
        "__imod__" "Return self%=value."),
    [
        row!(
            "__pow__",
            "What `self ** value` does; with mod, the remainder of that.",
            1,
            2,
            binary,
            |vm, f, this, args| power(vm, f, this, [this, arg(args, 0)], arg(args, 1))
        ),
        row!(
            "__rpow__",
            "What `value ** self` does; with mod, the remainder of that.",
            1,
            2,
            binary,
            |vm, f, this, args| power(vm, f, this, [arg(args, 0), this], arg(args, 1))
        ),
        row!("__ipow__", "Return self**=value.", 1, 1, inplace, |vm, f, this, args| {
            f(vm, BinaryOp::Pow, this, arg(args, 0))
        }),
    ],
    binary!(MatMul, 1, "__matmul__" "Return self@value.", "__rmatmul__" "Return value@self.",
        "__imatmul__" "Return self@=value."),
    binary!(LShift, 1, "__lshift__" "Return self<<value.", "__rlshift__" "Return value<<self.",
        "__ilshift__" "Return self<<=value."),
    binary!(RShift, 1, "__rshift__" "Return self>>value.", "__rrshift__" "Return value>>self.",
        "__irshift__" "Return self>>=value."),
    binary!(And, 1, "__and__" "Return self&value.", "__rand__" "Return value&self.",
        "__iand__" "Return self&=value."),
    binary!(Or, 1, "__or__" "Return self|value.", "__ror__" "Return value|self.",
        "__ior__" "Return self|=value."),
    binary!(Xor, 1, "__xor__" "Return self^value.", "__rxor__" "Return value^self.",
        "__ixor__" "Return self^=value."),
];
