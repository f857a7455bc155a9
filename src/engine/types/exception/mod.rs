//! Exceptions: the object, the classes, and how Rust code raises them.

mod classes;

use std::cell::{Cell, RefCell};

pub use classes::*;

use crate::object::header::Traverse;
use crate::object::slots::Raised;
use crate::object::types::{TypeRef, TypeSpec};
use crate::object::value::Value;
use crate::object::var::Var;
use crate::object::vm::Vm;

/// The payload of an exception.
pub struct ExceptionObject {
    /// Tuple.
    pub args: Var,
    /// Traceback or unbound.
    pub traceback: Var,
    /// `__context__` and `__cause__`: exception or unbound.
    pub context: Var,
    pub cause: Var,
    pub suppress_context: Cell<bool>,
    /// What some classes keep besides (`StopIteration.value`, `OSError.errno`, …), in the order of
    /// the class's table of members.
    pub members: RefCell<Vec<Value>>,
}

impl Traverse for ExceptionObject {
    fn traverse(&self, visit: &mut dyn FnMut(&Value)) {
        for var in [&self.args, &self.traverse_back(), &self.context, &self.cause] {
            var.visit(visit);
        }
        self.members.borrow().iter().for_each(visit);
    }

    fn clear(&self) {
        for var in [&self.args, &self.traceback, &self.context, &self.cause] {
            var.set(Value::UNBOUND);
        }
        let members = std::mem::take(&mut *self.members.borrow_mut());
        drop(members);
    }
}

impl ExceptionObject {
    fn traverse_back(&self) -> &Var {
        &self.traceback
    }

    pub fn new(args: Value) -> ExceptionObject {
        ExceptionObject {
            args: args.into(),
            traceback: Var::unbound(),
            context: Var::unbound(),
            cause: Var::unbound(),
            suppress_context: Cell::new(false),
            members: RefCell::default(),
        }
    }
}

impl Vm {
    /// A new exception of a builtin class with one str as its argument.
    #[cold]
    #[inline(never)]
    pub fn raise(&self, class: &'static TypeSpec, message: impl AsRef<str>) -> Raised {
        let message = self.str(message.as_ref());
        Raised(self.new_exception(&self.ty(class), vec![message]))
    }

    /// A new exception with these arguments. Does not run a Python `__init__`: for builtin classes.
    #[cold]
    pub fn new_exception(&self, class: &TypeRef, args: Vec<Value>) -> Value {
        let args = self.tuple(args);
        self.new_object(class, ExceptionObject::new(args))
    }

    #[cold]
    pub fn type_error(&self, message: impl AsRef<str>) -> Raised {
        self.raise(&TYPE_ERROR, message)
    }

    #[cold]
    pub fn value_error(&self, message: impl AsRef<str>) -> Raised {
        self.raise(&VALUE_ERROR, message)
    }

    #[cold]
    pub fn runtime_error(&self, message: impl AsRef<str>) -> Raised {
        self.raise(&RUNTIME_ERROR, message)
    }

    #[cold]
    pub fn overflow_error(&self, message: impl AsRef<str>) -> Raised {
        self.raise(&OVERFLOW_ERROR, message)
    }

    #[cold]
    pub fn index_error(&self, message: impl AsRef<str>) -> Raised {
        self.raise(&INDEX_ERROR, message)
    }

    /// A KeyError with the key itself as its argument.
    #[cold]
    pub fn key_error(&self, key: &Value) -> Raised {
        Raised(self.new_exception(&self.ty(&KEY_ERROR), vec![key.clone()]))
    }

    /// A MemoryError without a message.
    #[cold]
    pub fn memory_error(&self) -> Raised {
        Raised(self.new_exception(&self.ty(&MEMORY_ERROR), Vec::new()))
    }

    #[cold]
    pub fn recursion_error(&self) -> Raised {
        self.raise(&RECURSION_ERROR, "maximum recursion depth exceeded")
    }

    /// Whether the exception is of the builtin class (or derived from it).
    pub fn is_exception(&self, raised: &Value, class: &'static TypeSpec) -> bool {
        self.type_of(raised).is_subtype(&self.ty(class))
    }

    /// No memory for an object of fixed size: nothing can go on.
    #[cold]
    pub(crate) fn out_of_memory(&self) -> ! {
        std::alloc::handle_alloc_error(std::alloc::Layout::new::<u64>())
    }
}
