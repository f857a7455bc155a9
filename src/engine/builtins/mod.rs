//! The module `builtins`, as far as it needs no compiler: its table. `compile`, `eval`, `exec`,
//! `__import__`, `globals` and `locals` are made where there is one.

mod attributes;
mod classes;
mod debugging;
mod fold;
mod iteration;
mod numbers;
mod output;

use crate::funcs;
use crate::object::native::NativeDef;
use crate::object::types::TypeSpec;
use crate::object::value::Value;
use crate::object::vm::Vm;
use crate::types::exception::EXCEPTIONS;
use crate::types::module::ModuleSpec;
use crate::types::{
    bytes, descriptor, dict, float, int, iterators, list, memory_view, object, range, set, str,
    super_object, tuple, type_object,
};

pub static BUILTINS: ModuleSpec = ModuleSpec {
    name: "builtins",
    doc: "The names that every module sees without importing them.",
    funcs: FUNCTIONS,
    types: TYPES,
    values: VALUES,
    lazy: crate::sys::BUILTINS_LATER,
    init: Some(|vm, module| {
        let dict = vm.namespace_of(module);
        let dict = dict.as_ref().and_then(|d| d.get::<crate::object::dict::DictObject>());
        let Some(dict) = dict else { return Ok(()) };
        for spec in EXCEPTIONS {
            drop(dict.set_interned(&vm.intern(spec.name), vm.ty(spec).value().clone()));
        }
        // Two old names of OSError.
        let os_error = vm.ty(&crate::types::exception::OS_ERROR);
        for name in ["EnvironmentError", "IOError"] {
            drop(dict.set_interned(&vm.intern(name), os_error.value().clone()));
        }
        Ok(())
    }),
    ..ModuleSpec::NONE
};

const FUNCTIONS: &[NativeDef] = funcs![
    "__build_class__" = type_object::build_class_function, "(func, name, /, *bases, **kwds)", "What a class statement calls: func fills the namespace of the class called name.";
    "abs" = numbers::abs, "(x, /)", "The size of a number without its sign; calls __abs__.";
    "aiter" = iteration::aiter, "(async_iterable, /)", "The asynchronous iterator of an object; calls __aiter__.";
    "all" = fold::all, "(iterable, /)", "Whether no item is false; the first one that is ends the search. True for no items.";
    "anext" = iteration::anext, "(async_iterator, default=<missing>, /)", "Return an awaitable of the next item of the async iterator.";
    "any" = fold::any, "(iterable, /)", "Whether some item is true; the first one that is ends the search. False for no items.";
    "ascii" = attributes::ascii, "(obj, /)", "Like repr(), with everything beyond ASCII written as escapes.";
    "bin" = numbers::bin, "(number, /)", "The digits of an integer to base two, after '0b'.";
    "breakpoint" = debugging::breakpoint, "(*args, **kws)", "Call sys.breakpointhook with these arguments: a debugger, unless somebody has put another function there.";
    "callable" = attributes::callable, "(obj, /)", "Whether calling the object is possible at all: whether its class has __call__.";
    "chr" = numbers::chr, "(i, /)", "The one-character string of this code point; ValueError beyond 0x10ffff.";
    "delattr" = attributes::delattr, "(obj, name, /)", "Do `del obj.name` for a name that is only known at run time.";
    "dir" = attributes::dir, "(object=missing, /)", "A sorted list of an object's attributes; without an argument, of the names where the call stands.";
    "divmod" = numbers::divmod, "(x, y, /)", "Quotient, rounded down, and remainder of a division in one step.";
    "format" = attributes::format, "(value, format_spec='', /)", "Return type(value).__format__(value, format_spec).";
    "getattr" = attributes::getattr, "(object, name, default=missing, /)", "Read an attribute whose name is known only at run time; with a default, that stands in for one that is missing.";
    "hasattr" = attributes::hasattr, "(obj, name, /)", "Whether reading this attribute gives a value rather than AttributeError.";
    "hash" = attributes::hash, "(obj, /)", "The integer by which dictionaries and sets find obj; equal objects have equal ones. TypeError if it has none.";
    "hex" = numbers::hex, "(number, /)", "The digits of an integer to base sixteen, after '0x'.";
    "id" = attributes::id, "(obj, /)", "Return the identity of an object.";
    "input" = output::input, "(prompt=missing, /)", "Read a line from sys.stdin, without its newline, after writing the prompt; EOFError at the end.";
    "isinstance" = classes::isinstance, "(obj, class_or_tuple, /)", "Whether obj is of this class or one below it; a tuple or union asks about any of its classes.";
    "issubclass" = classes::issubclass, "(cls, class_or_tuple, /)", "Whether cls is this class or lies below it; a tuple or union asks about any of its classes.";
    "iter" = iteration::iter, "(object, sentinel=missing, /)", "The iterator over an iterable; of a callable and a sentinel, one that calls until the sentinel comes.";
    "len" = attributes::len, "(obj, /)", "How many items an object holds; calls __len__.";
    "max" = fold::max, "(arg, /, *args, key=None, default=missing)", "The greatest of the items or arguments, compared by key(item) if there is a key. No items: default, or ValueError.";
    "min" = fold::min, "(arg, /, *args, key=None, default=missing)", "The least of the items or arguments, compared by key(item) if there is a key. No items: default, or ValueError.";
    "next" = iteration::next, "(iterator, default=missing, /)", "Advance an iterator and give what it yields; at its end give default, without one StopIteration.";
    "oct" = numbers::oct, "(number, /)", "The digits of an integer to base eight, after '0o'.";
    "ord" = numbers::ord, "(c, /)", "The number of a single character, the reverse of chr(); of one byte, its value.";
    "pow" = numbers::pow, "(base, exp, mod=None)", "base to the power exp; with mod, its remainder, found without the full power.";
    "open" = crate::types::io::open, "(file, mode='r', buffering=-1, encoding=None, errors=None, newline=None, closefd=True, opener=None)", "Open a file by name or descriptor; mode and encoding decide which kind of stream comes back.";
    "print" = output::print, "(*args, sep=' ', end='\\n', file=None, flush=False)", "Write values as text to file (sys.stdout if None): sep between them, end behind.";
    "repr" = attributes::repr, "(obj, /)", "How an object is written in source or for a developer; calls __repr__.";
    "round" = numbers::round, "(number, ndigits=None)", "The number rounded to ndigits decimals, ties to even; without ndigits the nearest integer.";
    "setattr" = attributes::setattr, "(obj, name, value, /)", "Do `obj.name = value` for a name that is only known at run time.";
    "sorted" = iteration::sorted, "(iterable, /, *, key=None, reverse=False)", "The items in a new list in ascending order (descending if reverse), compared by key(item) if there is a key; equal items keep their order.";
    "sum" = fold::sum, "(iterable, /, start=0)", "Add up the items, beginning with start.";
    "vars" = attributes::vars, "(object=missing, /)", "Return the __dict__ attribute of an object; without arguments, locals().";
];

const TYPES: &[&TypeSpec] = &[
    &object::OBJECT,
    &type_object::TYPE,
    &int::INT,
    &int::BOOL,
    &float::FLOAT,
    &float::COMPLEX,
    &str::STR,
    &bytes::BYTES,
    &bytes::BYTEARRAY,
    &memory_view::MEMORY_VIEW,
    &list::LIST,
    &tuple::TUPLE,
    &dict::DICT,
    &set::SET,
    &set::FROZENSET,
    &range::RANGE,
    &range::SLICE,
    &descriptor::PROPERTY,
    &descriptor::STATICMETHOD,
    &descriptor::CLASSMETHOD,
    &super_object::SUPER,
    &iterators::ENUMERATE,
    &iterators::ZIP,
    &iterators::MAP,
    &iterators::FILTER,
    &iterators::REVERSED,
];

type Constant = (&'static str, fn(&Vm) -> Value);

const VALUES: &[Constant] = &[
    ("None", |_| Value::NONE),
    ("True", |_| Value::TRUE),
    ("False", |_| Value::FALSE),
    ("Ellipsis", |_| Value::ELLIPSIS),
    ("NotImplemented", |_| Value::NOT_IMPLEMENTED),
    ("__debug__", |_| Value::TRUE),
];
