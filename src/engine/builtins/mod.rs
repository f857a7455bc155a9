//! The module `builtins`, as far as it needs no compiler: its table. `compile`, `eval`, `exec`,
//! `__import__`, `globals` and `locals` are made where there is one.

mod attributes;
mod classes;
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
    doc: "Built-in functions, types, exceptions, and other objects.\n\nThis module provides direct access to all 'built-in'\nidentifiers of Python; for example, builtins.len is\nthe full name for the built-in function len().",
    funcs: FUNCTIONS,
    types: TYPES,
    values: VALUES,
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
    "__build_class__" = type_object::build_class_function, "(func, name, /, *bases, **kwds)", "Internal helper function used by the class statement.";
    "abs" = numbers::abs, "(x, /)", "Return the absolute value of the argument.";
    "aiter" = iteration::aiter, "(async_iterable, /)", "Return an AsyncIterator for an AsyncIterable object.";
    "all" = fold::all, "(iterable, /)", "Return True if bool(x) is True for all values x in the iterable.\n\nIf the iterable is empty, return True.";
    "anext" = iteration::anext, "(async_iterator, default=<missing>, /)", "Return an awaitable of the next item of the async iterator.";
    "any" = fold::any, "(iterable, /)", "Return True if bool(x) is True for any x in the iterable.\n\nIf the iterable is empty, return False.";
    "ascii" = attributes::ascii, "(obj, /)", "Return an ASCII-only representation of an object.";
    "bin" = numbers::bin, "(number, /)", "Return the binary representation of an integer.";
    "callable" = attributes::callable, "(obj, /)", "Return whether the object is callable (i.e., some kind of function).";
    "chr" = numbers::chr, "(i, /)", "Return a Unicode string of one character with ordinal i; 0 <= i <= 0x10ffff.";
    "delattr" = attributes::delattr, "(obj, name, /)", "Deletes the named attribute from the given object.";
    "dir" = attributes::dir, "(object=missing, /)", "Return the names in the current scope, or the attributes of an object.";
    "divmod" = numbers::divmod, "(x, y, /)", "Return the tuple (x//y, x%y).  Invariant: div*y + mod == x.";
    "format" = attributes::format, "(value, format_spec='', /)", "Return type(value).__format__(value, format_spec).";
    "getattr" = attributes::getattr, "(object, name, default=missing, /)", "Get a named attribute from an object; getattr(x, 'y') is equivalent to x.y.\nWhen a default argument is given, it is returned when the attribute doesn't\nexist; without it, an exception is raised in that case.";
    "hasattr" = attributes::hasattr, "(obj, name, /)", "Return whether the object has an attribute with the given name.";
    "hash" = attributes::hash, "(obj, /)", "Return the hash value for the given object.";
    "hex" = numbers::hex, "(number, /)", "Return the hexadecimal representation of an integer.";
    "id" = attributes::id, "(obj, /)", "Return the identity of an object.";
    "input" = output::input, "(prompt=missing, /)", "Read a string from standard input.  The trailing newline is stripped.\n\nThe prompt string, if given, is printed to standard output without a\ntrailing newline before reading input.";
    "isinstance" = classes::isinstance, "(obj, class_or_tuple, /)", "Return whether an object is an instance of a class or of a subclass thereof.";
    "issubclass" = classes::issubclass, "(cls, class_or_tuple, /)", "Return whether 'cls' is derived from another class or is the same class.";
    "iter" = iteration::iter, "(object, sentinel=missing, /)", "Get an iterator from an object.\n\nIn the first form, the argument must supply its own iterator, or be a sequence.\nIn the second form, the callable is called until it returns the sentinel.";
    "len" = attributes::len, "(obj, /)", "Return the number of items in a container.";
    "max" = fold::max, "(*args, key=None, default=missing)", "With a single iterable argument, return its biggest item. The\ndefault keyword-only argument specifies an object to return if\nthe provided iterable is empty.\nWith two or more positional arguments, return the largest argument.";
    "min" = fold::min, "(*args, key=None, default=missing)", "With a single iterable argument, return its smallest item. The\ndefault keyword-only argument specifies an object to return if\nthe provided iterable is empty.\nWith two or more positional arguments, return the smallest argument.";
    "next" = iteration::next, "(iterator, default=missing, /)", "Return the next item from the iterator. If default is given and the iterator\nis exhausted, it is returned instead of raising StopIteration.";
    "oct" = numbers::oct, "(number, /)", "Return the octal representation of an integer.";
    "ord" = numbers::ord, "(c, /)", "Return the Unicode code point for a one-character string.";
    "pow" = numbers::pow, "(base, exp, mod=None)", "Equivalent to base**exp with 2 arguments or base**exp % mod with 3 arguments.";
    "open" = crate::types::io::open, "(file, mode='r', buffering=-1, encoding=None, errors=None, newline=None, closefd=True, opener=None)", "Open file and return a stream.  Raise OSError upon failure.";
    "print" = output::print, "(*args, sep=' ', end='\\n', file=None, flush=False)", "Prints the values to a stream, or to sys.stdout by default.";
    "repr" = attributes::repr, "(obj, /)", "Return the canonical string representation of the object.";
    "round" = numbers::round, "(number, ndigits=None)", "Round a number to a given precision in decimal digits.\n\nThe return value is an integer if ndigits is omitted or None.  Otherwise\nthe return value has the same type as the number.  ndigits may be negative.";
    "setattr" = attributes::setattr, "(obj, name, value, /)", "Sets the named attribute on the given object to the specified value.";
    "sorted" = iteration::sorted, "(iterable, /, *, key=None, reverse=False)", "Return a new list containing all items from the iterable in ascending order.\n\nA custom key function can be supplied to customize the sort order, and the\nreverse flag can be set to request the result in descending order.";
    "sum" = fold::sum, "(iterable, /, start=0)", "Return the sum of a 'start' value (default: 0) plus an iterable of numbers.";
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
