//! `_testcapi`: functions and methods that show what they were called with, ways to call, and the
//! limits of C's numbers.

use taipan_engine::funcs;
use taipan_engine::object::dict::DictObject;
use taipan_engine::object::foreign::ForeignObject;
use taipan_engine::object::header::{Payload, Traverse};
use taipan_engine::object::native::Args;
use taipan_engine::object::slots::{PyResult, Slots};
use taipan_engine::object::types::{TypeRef, TypeSpec};
use taipan_engine::object::value::Value;
use taipan_engine::object::vm::Vm;
use taipan_engine::types::module::ModuleSpec;

/// The payload of the objects whose methods are called.
struct Nothing;

impl Traverse for Nothing {}

fn new(vm: &Vm, class: &TypeRef, _: Args) -> PyResult {
    Ok(vm.new_foreign(class, Nothing))
}

fn own_module(vm: &Vm) -> PyResult {
    vm.import_module("_testcapi")
}

/// The same functions for the module, for instances and classes, and for nobody. What came is shown as
/// `(self, args)`, with a dict of the keywords or None.
macro_rules! shown {
    ($module:ident, ($($this:ident: &Value)?), $own:expr) => {
        mod $module {
            use super::*;

            pub(super) fn positional(vm: &Vm, $($this: &Value,)? args: &Value) -> PyResult {
                let own: fn(&Vm, Option<&Value>) -> PyResult = $own;
                Ok(vm.tuple(vec![own(vm, None$(.or(Some($this)))?)?, args.clone()]))
            }

            pub(super) fn keywords(
                vm: &Vm, $($this: &Value,)? args: &Value, kwargs: &Value,
            ) -> PyResult {
                let own: fn(&Vm, Option<&Value>) -> PyResult = $own;
                let own = own(vm, None$(.or(Some($this)))?)?;
                let empty = kwargs.get::<DictObject>().is_none_or(|dict| dict.is_empty());
                let kwargs = if empty { Value::NONE } else { kwargs.clone() };
                Ok(vm.tuple(vec![own, args.clone(), kwargs]))
            }

            pub(super) fn one(vm: &Vm, $($this: &Value,)? arg: &Value) -> PyResult {
                positional(vm, $($this,)? arg)
            }

            pub(super) fn none(vm: &Vm, $($this: &Value)?) -> PyResult {
                let own: fn(&Vm, Option<&Value>) -> PyResult = $own;
                own(vm, None$(.or(Some($this)))?)
            }
        }
    };
}

shown!(of_module, (), |vm, _| own_module(vm));
shown!(of_object, (this: &Value), |_, this| Ok(this.cloned().unwrap_or(Value::NONE)));
shown!(of_nobody, (), |_, _| Ok(Value::NONE));

/// `None` stands for no arguments at all.
fn arguments(vm: &Vm, args: &Value) -> PyResult<Vec<Value>> {
    if args.is_none() { Ok(Vec::new()) } else { vm.to_vec(args) }
}

fn with_dict(vm: &Vm, func: &Value, args: &Value, kwargs: &Value) -> PyResult {
    let mut all = arguments(vm, args)?;
    let mut names = Vec::new();
    if let Some(dict) = kwargs.get::<DictObject>() {
        for (name, value) in dict.pairs() {
            names.push(vm.intern_value(&name));
            all.push(value);
        }
    }
    vm.call_args(func, Args { all: &all, names: &names })
}

/// The last arguments are those of the names.
fn with_names(vm: &Vm, func: &Value, args: &Value, kwnames: &Value) -> PyResult {
    let all = arguments(vm, args)?;
    let names: Vec<Value> =
        arguments(vm, kwnames)?.iter().map(|name| vm.intern_value(name)).collect();
    if names.len() > all.len() {
        return Err(vm.value_error("more names than arguments"));
    }
    vm.call_args(func, Args { all: &all, names: &names })
}

macro_rules! type_of_methods {
    ($name:ident, $python:literal, $doc:literal, [$($row:tt)*]) => {
        static $name: TypeSpec = TypeSpec {
            name: $python,
            doc: $doc,
            operations: Some(ForeignObject::OPERATIONS),
            slots: Slots { new: Some(new), ..Slots::NONE },
            methods: funcs![$($row)*],
            ..TypeSpec::NONE
        };
    };
}

type_of_methods!(METH_INSTANCE, "_testcapi.MethInstance", "Methods of instances.", [
    "meth_varargs" = of_object::positional, "(self, /, *args)", "";
    "meth_varargs_keywords" = of_object::keywords, "(self, /, *args, **kwargs)", "";
    "meth_o" = of_object::one, "(self, arg, /)", "";
    "meth_noargs" = of_object::none, "(self, /)", "";
    "meth_fastcall" = of_object::positional, "(self, /, *args)", "";
    "meth_fastcall_keywords" = of_object::keywords, "(self, /, *args, **kwargs)", "";
]);

type_of_methods!(METH_CLASS, "_testcapi.MethClass", "Methods of a class.", [
    class "meth_varargs" = of_object::positional, "(cls, /, *args)", "";
    class "meth_varargs_keywords" = of_object::keywords, "(cls, /, *args, **kwargs)", "";
    class "meth_o" = of_object::one, "(cls, arg, /)", "";
    class "meth_noargs" = of_object::none, "(cls, /)", "";
    class "meth_fastcall" = of_object::positional, "(cls, /, *args)", "";
    class "meth_fastcall_keywords" = of_object::keywords, "(cls, /, *args, **kwargs)", "";
]);

type_of_methods!(METH_STATIC, "_testcapi.MethStatic", "Static methods.", [
    static "meth_varargs" = of_nobody::positional, "(*args)", "";
    static "meth_varargs_keywords" = of_nobody::keywords, "(*args, **kwargs)", "";
    static "meth_o" = of_nobody::one, "(arg, /)", "";
    static "meth_noargs" = of_nobody::none, "()", "";
    static "meth_fastcall" = of_nobody::positional, "(*args)", "";
    static "meth_fastcall_keywords" = of_nobody::keywords, "(*args, **kwargs)", "";
]);

/// The numbers of C's types as they are on the machine, which the engine's own have, too.
macro_rules! limits {
    ($($name:ident = $value:expr;)*) => {
        &[$((stringify!($name), |vm| $value(vm)),)*]
    };
}

pub(crate) static TESTCAPI: ModuleSpec = ModuleSpec {
    name: "_testcapi",
    doc: "What tests ask of a C API, as far as it has a meaning here.",
    funcs: funcs![
        "meth_varargs" = of_module::positional, "(*args)", "";
        "meth_varargs_keywords" = of_module::keywords, "(*args, **kwargs)", "";
        "meth_o" = of_module::one, "(arg, /)", "";
        "meth_noargs" = of_module::none, "()", "";
        "meth_fastcall" = of_module::positional, "(*args)", "";
        "meth_fastcall_keywords" = of_module::keywords, "(*args, **kwargs)", "";
        "pyobject_fastcalldict" = with_dict, "(func, args, kwargs, /)", "Calls with keywords in a dict.";
        "pyobject_vectorcall" = with_names, "(func, args, kwnames, /)", "Calls with values of keywords behind the arguments.";
        "pyvectorcall_call" = with_dict, "(func, args, kwargs=None, /)", "Calls with keywords in a dict.";
        "pycfunction_call" = with_dict, "(func, args, kwargs=None, /)", "Calls with keywords in a dict.";
    ],
    types: &[&METH_INSTANCE, &METH_CLASS, &METH_STATIC],
    values: limits! {
        CHAR_MAX = |vm: &Vm| vm.int(i64::from(i8::MAX));
        CHAR_MIN = |vm: &Vm| vm.int(i64::from(i8::MIN));
        UCHAR_MAX = |vm: &Vm| vm.int(i64::from(u8::MAX));
        SHRT_MAX = |vm: &Vm| vm.int(i64::from(i16::MAX));
        SHRT_MIN = |vm: &Vm| vm.int(i64::from(i16::MIN));
        USHRT_MAX = |vm: &Vm| vm.int(i64::from(u16::MAX));
        INT_MAX = |vm: &Vm| vm.int(i64::from(i32::MAX));
        INT_MIN = |vm: &Vm| vm.int(i64::from(i32::MIN));
        UINT_MAX = |vm: &Vm| vm.int(i64::from(u32::MAX));
        LONG_MAX = |vm: &Vm| vm.int(i64::MAX);
        LONG_MIN = |vm: &Vm| vm.int(i64::MIN);
        ULONG_MAX = |vm: &Vm| vm.big_int(u64::MAX.into());
        LLONG_MAX = |vm: &Vm| vm.int(i64::MAX);
        LLONG_MIN = |vm: &Vm| vm.int(i64::MIN);
        ULLONG_MAX = |vm: &Vm| vm.big_int(u64::MAX.into());
        SIZE_MAX = |vm: &Vm| vm.big_int(u64::MAX.into());
        PY_SSIZE_T_MAX = |vm: &Vm| vm.int(i64::MAX);
        PY_SSIZE_T_MIN = |vm: &Vm| vm.int(i64::MIN);
        FLT_MAX = |vm: &Vm| vm.float(f64::from(f32::MAX));
        FLT_MIN = |vm: &Vm| vm.float(f64::from(f32::MIN_POSITIVE));
        DBL_MAX = |vm: &Vm| vm.float(f64::MAX);
        DBL_MIN = |vm: &Vm| vm.float(f64::MIN_POSITIVE);
    },
    ..ModuleSpec::NONE
};
