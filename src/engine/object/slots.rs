//! What a type can do: one table of Rust functions per type, inherited and overridden.

use std::cell::Cell;

use super::native::Args;
use super::value::Value;
use super::vm::Vm;

/// A Python exception on its way: the exception object.
pub struct Raised(pub Value);

pub type PyResult<T = Value> = Result<T, Raised>;

/// Operators with two operands.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
#[repr(u8)]
pub enum BinaryOp {
    Add,
    Sub,
    Mul,
    TrueDiv,
    FloorDiv,
    Mod,
    Pow,
    MatMul,
    LShift,
    RShift,
    And,
    Or,
    Xor,
}

impl BinaryOp {
    /// In the order of their numbers: symbol, method, reflected method, in-place method.
    pub const ALL: [(BinaryOp, &'static str, &'static str, &'static str, &'static str); 13] = [
        (BinaryOp::Add, "+", "__add__", "__radd__", "__iadd__"),
        (BinaryOp::Sub, "-", "__sub__", "__rsub__", "__isub__"),
        (BinaryOp::Mul, "*", "__mul__", "__rmul__", "__imul__"),
        (BinaryOp::TrueDiv, "/", "__truediv__", "__rtruediv__", "__itruediv__"),
        (BinaryOp::FloorDiv, "//", "__floordiv__", "__rfloordiv__", "__ifloordiv__"),
        (BinaryOp::Mod, "%", "__mod__", "__rmod__", "__imod__"),
        (BinaryOp::Pow, "** or pow()", "__pow__", "__rpow__", "__ipow__"),
        (BinaryOp::MatMul, "@", "__matmul__", "__rmatmul__", "__imatmul__"),
        (BinaryOp::LShift, "<<", "__lshift__", "__rlshift__", "__ilshift__"),
        (BinaryOp::RShift, ">>", "__rshift__", "__rrshift__", "__irshift__"),
        (BinaryOp::And, "&", "__and__", "__rand__", "__iand__"),
        (BinaryOp::Or, "|", "__or__", "__ror__", "__ior__"),
        (BinaryOp::Xor, "^", "__xor__", "__rxor__", "__ixor__"),
    ];

    pub fn symbol(self) -> &'static str {
        BinaryOp::ALL[self as usize].1
    }
}

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
#[repr(u8)]
pub enum UnaryOp {
    Neg,
    Pos,
    Invert,
    Abs,
}

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
#[repr(u8)]
pub enum CompareOp {
    Lt,
    Le,
    Eq,
    Ne,
    Gt,
    Ge,
}

impl CompareOp {
    /// In the order of their numbers: symbol, method, what answers from the other side.
    pub const ALL: [(CompareOp, &'static str, &'static str, CompareOp); 6] = [
        (CompareOp::Lt, "<", "__lt__", CompareOp::Gt),
        (CompareOp::Le, "<=", "__le__", CompareOp::Ge),
        (CompareOp::Eq, "==", "__eq__", CompareOp::Eq),
        (CompareOp::Ne, "!=", "__ne__", CompareOp::Ne),
        (CompareOp::Gt, ">", "__gt__", CompareOp::Lt),
        (CompareOp::Ge, ">=", "__ge__", CompareOp::Le),
    ];

    pub fn symbol(self) -> &'static str {
        CompareOp::ALL[self as usize].1
    }

    pub fn swapped(self) -> CompareOp {
        CompareOp::ALL[self as usize].3
    }

    /// What the operator says of an ordering.
    pub fn holds(self, ordering: std::cmp::Ordering) -> bool {
        match self {
            CompareOp::Lt => ordering.is_lt(),
            CompareOp::Le => ordering.is_le(),
            CompareOp::Eq => ordering.is_eq(),
            CompareOp::Ne => ordering.is_ne(),
            CompareOp::Gt => ordering.is_gt(),
            CompareOp::Ge => ordering.is_ge(),
        }
    }
}

/// What `next_pair` gives.
pub enum Step {
    /// The two items of a tuple.
    Pair(Value, Value),
    /// A value like any other.
    Item(Value),
    End,
}

pub type Unary = fn(&Vm, &Value) -> PyResult;
pub type Binary = fn(&Vm, BinaryOp, &Value, &Value) -> PyResult;

/// `+` and `*` of a sequence. Unlike numbers, which `binary` is for, a sequence is asked last: after the
/// methods of both operands, and for `+` only the left one.
#[derive(Clone, Copy)]
pub struct SequenceSlots {
    /// `self + other`; a TypeError where the other is not understood
    pub concat: fn(&Vm, &Value, &Value) -> PyResult,
    /// `self * count`
    pub repeat: fn(&Vm, &Value, usize) -> PyResult,
    /// `self += other`
    pub extend: Option<fn(&Vm, &Value, &Value) -> PyResult<()>>,
    /// `self *= count`
    pub multiply: Option<fn(&Vm, &Value, usize) -> PyResult<()>>,
}

macro_rules! slots {
    ($($(#[doc = $doc:literal])+ $name:ident: $ty:ty,)*) => {
        /// The slots of a builtin type, as its static table gives them.
        #[derive(Clone, Copy)]
        pub struct Slots { $($(#[doc = $doc])+ pub $name: Option<$ty>,)* }

        impl Slots {
            pub const NONE: Slots = Slots { $($name: None,)* };
        }

        /// The slots of a live type: its own and those it inherits.
        pub struct SlotTable { $($(#[doc = $doc])+ pub $name: Cell<Option<$ty>>,)* }

        impl SlotTable {
            pub fn new(own: &Slots, base: Option<&SlotTable>) -> SlotTable {
                SlotTable { $($name: Cell::new(own.$name.or(base.and_then(|b| b.$name.get()))),)* }
            }

            /// Takes every slot from `other`.
            pub fn copy_from(&self, other: &SlotTable) {
                $(self.$name.set(other.$name.get());)*
            }
        }
    };
}

slots! {
    /// `repr(self)`
    repr: Unary,
    /// `str(self)`
    str: Unary,
    /// `hash(self)`; `None` in a table means inherited, a type that cannot be hashed raises
    hash: fn(&Vm, &Value) -> PyResult<i64>,
    /// `self(…)`
    call: fn(&Vm, &Value, Args) -> PyResult,
    /// `self.name`, for every name: `__getattribute__` and `__getattr__` together
    getattr: fn(&Vm, &Value, &Value) -> PyResult,
    /// `self.name = value`, or `del self.name`
    setattr: fn(&Vm, &Value, &Value, Option<&Value>) -> PyResult<()>,
    /// `__get__` of a descriptor: (descriptor, instance if any, class)
    descr_get: fn(&Vm, &Value, Option<&Value>, &Value) -> PyResult,
    /// `__set__` or `__delete__` of a descriptor: (descriptor, instance, value)
    descr_set: fn(&Vm, &Value, &Value, Option<&Value>) -> PyResult<()>,
    /// `iter(self)`
    iter: Unary,
    /// The next value; `None` at the end. A StopIteration raised by Python code counts as the end.
    next: fn(&Vm, &Value) -> PyResult<Option<Value>>,
    /// As `next`, without making tuples of two: for `for a, b in …`
    next_pair: fn(&Vm, &Value) -> PyResult<Step>,
    /// `len(self)`
    len: fn(&Vm, &Value) -> PyResult<usize>,
    /// `self[key]`
    getitem: fn(&Vm, &Value, &Value) -> PyResult,
    /// `self[key] = value`, or `del self[key]`
    setitem: fn(&Vm, &Value, &Value, Option<&Value>) -> PyResult<()>,
    /// `value in self`
    contains: fn(&Vm, &Value, &Value) -> PyResult<bool>,
    /// `bool(self)`
    bool: fn(&Vm, &Value) -> PyResult<bool>,
    /// Rich comparison; NotImplemented where the operand is not understood
    compare: fn(&Vm, &Value, &Value, CompareOp) -> PyResult,
    /// `a op b` where either is of this type; NotImplemented where the other is not understood
    binary: Binary,
    /// `a op= b`; NotImplemented falls back to `binary`
    inplace: Binary,
    /// `+` and `*` of a sequence
    sequence: &'static SequenceSlots,
    /// `-self` and the like
    unary: fn(&Vm, UnaryOp, &Value) -> PyResult,
    /// `operator.index(self)`: an int
    index: Unary,
    /// `int(self)`
    int: Unary,
    /// `float(self)`
    float: Unary,
    /// `self.__buffer__(flags)`: a memoryview
    buffer: fn(&Vm, &Value, i32) -> PyResult,
    /// `self.__await__()`
    awaitable: Unary,
    /// `self.__aiter__()`
    aiter: Unary,
    /// `self.__anext__()`
    anext: Unary,
    /// `cls.__new__(cls, …)`
    new: fn(&Vm, &TypeValue, Args) -> PyResult,
    /// `self.__init__(…)`
    init: fn(&Vm, &Value, Args) -> PyResult<()>,
    /// Runs when the last reference goes, before anything of the object is torn down; may revive it
    finalize: fn(&Vm, &Value),
}

/// The class that `new` is asked to make an instance of.
pub type TypeValue = super::types::TypeRef;
