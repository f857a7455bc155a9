//! Exceptions: the object, the classes, and how Rust code raises them. What is printed of them is in
//! `display.rs` and its neighbours.

mod base;
mod classes;
pub mod display;
mod group;
mod members;
mod os_error;
mod syntax_error;
mod unicode_error;

use std::cell::{Cell, RefCell};

pub use classes::*;
pub(crate) use display::{STDLIB_NAMES, UNRAISABLE_ARGS, closest, display_text};
pub use syntax_error::SyntaxPlace;

use crate::object::header::Traverse;
use crate::object::native::Args;
use crate::object::slots::Raised;
use crate::object::types::{Type, TypeRef, TypeSpec, type_flag};
use crate::object::value::Value;
use crate::object::var::Var;
use crate::object::vm::Vm;

/// The payload of an exception. What it holds dies in the order of the fields.
pub struct ExceptionObject {
    /// What some classes keep besides (`StopIteration.value`, `OSError.errno`, …), in the order of
    /// the class's table of members.
    pub members: RefCell<Vec<Value>>,
    /// Tuple.
    pub args: Var,
    /// Traceback or unbound.
    pub traceback: Var,
    /// `__cause__` and `__context__`: exception or unbound.
    pub cause: Var,
    pub context: Var,
    pub suppress_context: Cell<bool>,
    /// The number of the entry that says which tasks it ended; 0 if it ended none.
    pub(crate) ended_tasks: Cell<u32>,
    /// Where it is raised next it gets no context: it was thrown into something that had ended.
    pub(crate) keeps_context: Cell<bool>,
}

impl Traverse for ExceptionObject {
    fn traverse(&self, visit: &mut dyn FnMut(&Value)) {
        for var in [&self.args, &self.traceback, &self.context, &self.cause] {
            var.visit(visit);
        }
        self.members.borrow().iter().for_each(visit);
    }

    fn clear(&self) {
        let members = std::mem::take(&mut *self.members.borrow_mut());
        drop(members);
        for var in [&self.args, &self.traceback, &self.cause, &self.context] {
            var.set(Value::UNBOUND);
        }
    }
}

impl ExceptionObject {
    pub fn new(args: Value) -> ExceptionObject {
        ExceptionObject {
            args: args.into(),
            traceback: Var::unbound(),
            context: Var::unbound(),
            cause: Var::unbound(),
            suppress_context: Cell::new(false),
            keeps_context: Cell::new(false),
            ended_tasks: Cell::new(0),
            members: RefCell::default(),
        }
    }

    /// A member by its place in the class's table, unless it is not set.
    pub fn member(&self, at: usize) -> Option<Value> {
        self.members.borrow().get(at).filter(|v| !v.is_unbound()).cloned()
    }

    pub fn set_member(&self, at: usize, value: Value) {
        let mut members = self.members.borrow_mut();
        if members.len() <= at {
            members.resize(at + 1, Value::UNBOUND);
        }
        let old = members.get_mut(at).map(|place| std::mem::replace(place, value));
        // Dropping may run Python code that comes back here.
        drop(members);
        drop(old);
    }
}

impl Type {
    /// Names of the members that exceptions of the class have besides `args`, in the order of
    /// [`ExceptionObject::members`].
    pub(crate) fn member_names(&self) -> &'static [&'static str] {
        let known = |spec: &'static TypeSpec| {
            MEMBERS.iter().find(|(of, _)| std::ptr::eq(*of, spec)).map(|(_, names)| *names)
        };
        let own = self.spec.and_then(known);
        let inherited = || self.mro().iter().find_map(|ty| ty.spec.and_then(known));
        own.or_else(inherited).unwrap_or(&[])
    }
}

/// The classes that have members besides `args`; their subclasses have the same.
static MEMBERS: &[(&TypeSpec, &[&str])] = &[
    (&STOP_ITERATION, &["value"]),
    (&SYSTEM_EXIT, &["code"]),
    (&OS_ERROR, os_error::MEMBERS),
    (&IMPORT_ERROR, members::IMPORT_MEMBERS),
    (&ATTRIBUTE_ERROR, members::ATTRIBUTE_MEMBERS),
    (&NAME_ERROR, members::NAME_MEMBERS),
    (&SYNTAX_ERROR, syntax_error::MEMBERS),
    (&UNICODE_DECODE_ERROR, unicode_error::MEMBERS),
    (&UNICODE_ENCODE_ERROR, unicode_error::MEMBERS),
    (&UNICODE_TRANSLATE_ERROR, unicode_error::MEMBERS),
    (&BASE_EXCEPTION_GROUP, group::MEMBERS),
];

/// A row for a member: `member!("name", 0, "documentation")`. Deleting it leaves None.
macro_rules! member {
    ($name:literal, $at:expr, $doc:literal) => {
        $crate::object::native::GetSet {
            name: $name,
            doc: $doc,
            get: |_, v| Ok($crate::types::exception::read_member(v, $at)),
            set: Some(|_, v, new| Ok($crate::types::exception::write_member(v, $at, new))),
        }
    };
}
pub(crate) use member;

fn read_member(exception: &Value, at: usize) -> Value {
    exception.get::<ExceptionObject>().and_then(|e| e.member(at)).unwrap_or(Value::NONE)
}

fn write_member(exception: &Value, at: usize, value: Option<&Value>) {
    if let Some(object) = exception.get::<ExceptionObject>() {
        object.set_member(at, value.cloned().unwrap_or(Value::UNBOUND));
    }
}

impl Vm {
    /// A new exception of a builtin class with one str as its argument.
    #[cold]
    #[inline(never)]
    pub fn raise(&self, class: &'static TypeSpec, message: impl AsRef<str>) -> Raised {
        let message = self.str_shown(message.as_ref());
        Raised(self.new_exception(&self.ty(class), vec![message]))
    }

    /// A new exception as calling the class with these arguments makes it, an OSError's subclass by
    /// its number included. Does not run a Python `__init__`: for builtin classes.
    #[cold]
    pub fn new_exception(&self, class: &TypeRef, args: Vec<Value>) -> Value {
        let builtin = class.mro().into_iter().find(|ty| !ty.has(type_flag::HEAP));
        let slots = &builtin.as_ref().unwrap_or(class).slots;
        let args = Args::positional_only(&args);
        let made = slots.new.get().map(|new| new(self, class, args));
        let Some(Ok(exception)) = made else {
            let args = self.tuple(args.all.to_vec());
            return self.new_object(class, ExceptionObject::new(args));
        };
        if let Some(init) = slots.init.get() {
            // What the class does not accept stays in `args` alone.
            let _ = init(self, &exception, args);
        }
        exception
    }

    /// Sets members of a builtin exception (`name`, `obj`, `filename`, …) by their names.
    pub fn set_exception_members(&self, exception: &Value, members: &[(&str, &Value)]) {
        let Some(object) = exception.get::<ExceptionObject>() else { return };
        let names = self.class(exception).member_names();
        for (name, value) in members {
            if let Some(at) = names.iter().position(|n| n == name) {
                object.set_member(at, (*value).clone());
            }
        }
    }

    /// A member of a builtin exception by its name, unless it is not set.
    pub fn exception_member(&self, exception: &Value, name: &str) -> Option<Value> {
        let at = self.class(exception).member_names().iter().position(|n| *n == name)?;
        exception.get::<ExceptionObject>()?.member(at)
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
    pub fn zero_division(&self, message: impl AsRef<str>) -> Raised {
        self.raise(&ZERO_DIVISION_ERROR, message)
    }

    #[cold]
    pub fn lookup_error(&self, message: impl AsRef<str>) -> Raised {
        self.raise(&LOOKUP_ERROR, message)
    }

    #[cold]
    pub fn not_implemented_error(&self, message: impl AsRef<str>) -> Raised {
        self.raise(&NOT_IMPLEMENTED_ERROR, message)
    }

    /// An ImportError (or ModuleNotFoundError) that knows the module's name.
    #[cold]
    pub fn import_error(&self, class: &'static TypeSpec, message: &str, name: &str) -> Raised {
        let raised = self.raise(class, message);
        self.set_exception_members(&raised.0, &[("name", &self.str_shown(name))]);
        raised
    }

    /// The OSError of a number of the system, of the subclass that belongs to it.
    #[cold]
    pub fn os_error(&self, errno: i32, message: &str, filename: Option<&Value>) -> Raised {
        let mut args = vec![self.int(i64::from(errno)), self.str(message)];
        args.extend(filename.cloned());
        Raised(self.new_exception(&self.ty(&OS_ERROR), args))
    }

    #[cold]
    pub fn recursion_error(&self) -> Raised {
        self.raise(&RECURSION_ERROR, "maximum recursion depth exceeded")
    }

    /// A RecursionError that says what went too deep.
    #[cold]
    pub(crate) fn recursion_error_in(&self, what: &str) -> Raised {
        self.raise(&RECURSION_ERROR, format!("maximum recursion depth exceeded{what}"))
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
