//! Facts of the interpreter that rarely anybody asks for: made on first use.

use crate::object::dict::DictObject;
use crate::object::slots::PyResult;
use crate::object::types::{TypeSpec, type_flag};
use crate::object::value::Value;
use crate::object::vm::Vm;
use crate::struct_fields;
use crate::types::exception::{ATTRIBUTE_ERROR, STDLIB_NAMES, UNRAISABLE_ARGS};
use crate::types::import::CACHE_TAG;
use crate::types::int::text::DigitLimit;
use crate::types::module::{MakeLate, MakeValue};
use crate::types::struct_sequence;
use crate::types::tuple::TUPLE;

pub(super) const fn closed(name: &'static str, doc: &'static str) -> TypeSpec {
    TypeSpec {
        name,
        base: Some(&TUPLE),
        doc,
        slots: struct_sequence::CLOSED,
        methods: struct_sequence::METHODS,
        flags: type_flag::SEQUENCE | type_flag::DERIVED | type_flag::NO_NEW,
        ..TypeSpec::NONE
    }
}

const fn open(name: &'static str, doc: &'static str) -> TypeSpec {
    TypeSpec {
        slots: struct_sequence::OPEN,
        methods: struct_sequence::METHODS,
        flags: type_flag::SEQUENCE | type_flag::DERIVED,
        ..closed(name, doc)
    }
}

static VERSION_INFO: TypeSpec = TypeSpec {
    getset: struct_fields![
        0 "major" "Major release number",
        1 "minor" "Minor release number",
        2 "micro" "Patch release number",
        3 "releaselevel" "how finished it is: 'final' for a release",
        4 "serial" "Serial release number",
    ],
    ..closed("sys.version_info", "The version in parts that can be compared.")
};

static FLOAT_INFO: TypeSpec = TypeSpec {
    getset: struct_fields![
        0 "max" "the greatest float that is not infinite",
        1 "max_exp" "powers of two are finite up to one less than this exponent",
        2 "max_10_exp" "powers of ten are finite up to this exponent",
        3 "min" "the least float above zero with full precision",
        4 "min_exp" "powers of two have full precision from one less than this exponent",
        5 "min_10_exp" "powers of ten have full precision from this exponent",
        6 "dig" "decimal digits that survive a conversion to float and back",
        7 "mant_dig" "binary digits of a float's significand",
        8 "epsilon" "what is between 1.0 and the float after it",
        9 "radix" "the base that exponents refer to",
        10 "rounds" "how results are rounded: 1 means to nearest",
    ],
    ..open("sys.float_info", "What floats can hold, and how exactly.")
};

static INT_INFO: TypeSpec = TypeSpec {
    getset: struct_fields![
        0 "bits_per_digit" "size of a digit in bits",
        1 "sizeof_digit" "bytes that a digit takes",
        2 "default_max_str_digits" "the initial limit of digits for conversions",
        3 "str_digits_check_threshold" "the least limit of digits that can be chosen",
    ],
    ..open("sys.int_info", "How integers are stored and how many digits may be converted.")
};

static HASH_INFO: TypeSpec = TypeSpec {
    getset: struct_fields![
        0 "width" "bits of a hash value",
        1 "modulus" "the prime modulo which numbers are hashed",
        2 "inf" "hash of the float inf",
        3 "nan" "no longer used: once the hash of a nan",
        4 "imag" "what the hash of an imaginary part is multiplied by",
        5 "algorithm" "which function hashes text and bytes",
        6 "hash_bits" "bits that this function puts out",
        7 "seed_bits" "bits of the key it starts from",
        8 "cutoff" "up to which length short texts are hashed in another way",
    ],
    ..open("sys.hash_info", "How values are hashed.")
};

static THREAD_INFO: TypeSpec = TypeSpec {
    getset: struct_fields![
        0 "name" "which threads these are, such as 'pthread'",
        1 "lock" "what locks are made of",
        2 "version" "the library of threads and its version",
    ],
    ..open("sys.thread_info", "How threads are implemented.")
};

pub(super) static ASYNCGEN_HOOKS: TypeSpec = TypeSpec {
    getset: struct_fields![
        0 "firstiter" "asyncgen first iteration hook",
        1 "finalizer" "asyncgen finalizer hook",
    ],
    ..open("asyncgen_hooks", "asyncgen_hooks\n\nHooks of asynchronous generators.")
};

fn make(vm: &Vm, spec: &'static TypeSpec, items: Vec<Value>) -> Value {
    vm.tuple_of_type(&vm.ty(spec), items)
}

fn version_info(vm: &Vm) -> Value {
    let items = vec![vm.int(3), vm.int(13), vm.int(0), vm.str("final"), vm.int(0)];
    make(vm, &VERSION_INFO, items)
}

fn float_info(vm: &Vm) -> Value {
    let items = vec![
        vm.float(f64::MAX),
        vm.int(i64::from(f64::MAX_EXP)),
        vm.int(i64::from(f64::MAX_10_EXP)),
        vm.float(f64::MIN_POSITIVE),
        vm.int(i64::from(f64::MIN_EXP)),
        vm.int(i64::from(f64::MIN_10_EXP)),
        vm.int(i64::from(f64::DIGITS)),
        vm.int(i64::from(f64::MANTISSA_DIGITS)),
        vm.float(f64::EPSILON),
        vm.int(i64::from(f64::RADIX)),
        vm.int(1),
    ];
    make(vm, &FLOAT_INFO, items)
}

fn int_info(vm: &Vm) -> Value {
    let threshold = vm.int(DigitLimit::THRESHOLD as i64);
    make(vm, &INT_INFO, vec![vm.int(30), vm.int(4), vm.int(4300), threshold])
}

fn hash_info(vm: &Vm) -> Value {
    let items = vec![
        vm.int(64),
        vm.int((1 << 61) - 1),
        vm.int(314_159),
        vm.int(0),
        vm.int(1_000_003),
        vm.str("siphash13"),
        vm.int(64),
        vm.int(128),
        vm.int(0),
    ];
    make(vm, &HASH_INFO, items)
}

fn thread_info(vm: &Vm) -> Value {
    let items = vec![vm.str("pthread"), vm.str("semaphore"), Value::NONE];
    make(vm, &THREAD_INFO, items)
}

fn implementation(vm: &Vm) -> Value {
    vm.simple_namespace(&[
        ("name", vm.str("taipan")),
        ("cache_tag", vm.str(CACHE_TAG)),
        ("version", version_info(vm)),
        ("hexversion", vm.int(0x030d_00f0)),
    ])
}

fn names(vm: &Vm, all: &[&str]) -> Vec<Value> {
    all.iter().map(|name| vm.intern(name)).collect()
}

fn builtin_module_names(vm: &Vm) -> Value {
    let mut all: Vec<&str> = vm.module_specs.borrow().iter().map(|spec| spec.name).collect();
    all.retain(|name| !name.contains('.'));
    all.sort_unstable();
    vm.tuple(names(vm, &all))
}

fn stdlib_module_names(vm: &Vm) -> Value {
    vm.frozen_set(names(vm, STDLIB_NAMES))
}

fn empty_text(vm: &Vm) -> Value {
    vm.str("")
}

/// Rows of names and what makes their values.
macro_rules! rows {
    ($($name:literal $make:expr;)*) => {
        rows![$($name $make;)* late:]
    };
    ($($name:literal $make:expr;)* late: $($late:literal $make_late:expr;)*) => {
        &[
            $(($name, |vm| {
                const MAKE: MakeValue = $make;
                Ok(MAKE(vm))
            }),)*
            $(($late, $make_late),)*
        ]
    };
}

/// The module `sys.monitoring`, an attribute that no import finds.
fn monitoring(vm: &Vm) -> Value {
    let made = vm.load_native(&super::MONITORING).unwrap_or(Value::NONE);
    let modules = vm.modules_dict();
    if let Some(modules) = modules.get::<DictObject>() {
        drop(modules.remove_interned(&vm.intern(super::MONITORING.name)));
    }
    made
}

/// What the import system's Python part says, a new list of it.
fn import_list(vm: &Vm, name: &str) -> PyResult {
    let machinery = vm.import_machinery()?;
    let known = vm.getattr(&machinery, &vm.intern(name))?;
    Ok(vm.new_list(known.tuple_items().to_vec()))
}

fn spec_of(vm: &Vm, name: &str) -> PyResult {
    Ok(vm.native_spec(&vm.intern(name), Value::NONE)?.0)
}

fn loader(vm: &Vm) -> Value {
    vm.ty(&crate::types::import::BUILTIN_IMPORTER).value().clone()
}

/// One of the helpers for people at a prompt. Without `site` there are none.
fn of_site(vm: &Vm, name: &str) -> PyResult {
    if vm.flags().get().no_site {
        let text = format!("module 'builtins' has no attribute '{name}'");
        return Err(vm.raise(&ATTRIBUTE_ERROR, text));
    }
    let helpers = vm.import_module("_sitebuiltins")?;
    vm.getattr(&helpers, &vm.intern(name))
}

/// What the first modules know of their origin, made when somebody asks.
pub(crate) const BUILTINS_LATER: &[(&str, MakeLate)] = rows![
    "__loader__" loader;
    late:
    "__spec__" |vm| spec_of(vm, "builtins");
    "copyright" |vm| of_site(vm, "copyright");
    "credits" |vm| of_site(vm, "credits");
    "exit" |vm| of_site(vm, "exit");
    "help" |vm| of_site(vm, "help");
    "license" |vm| of_site(vm, "license");
    "quit" |vm| of_site(vm, "quit");
];

pub(super) const VALUES: &[(&str, MakeLate)] = rows![
    "monitoring" monitoring;
    "version_info" version_info;
    "flags" super::flags::flags;
    "float_info" float_info;
    "int_info" int_info;
    "hash_info" hash_info;
    "thread_info" thread_info;
    "implementation" implementation;
    "builtin_module_names" builtin_module_names;
    "stdlib_module_names" stdlib_module_names;
    "UnraisableHookArgs" |vm| vm.ty(&UNRAISABLE_ARGS).value().clone();
    "float_repr_style" |vm| vm.str("short");
    "api_version" |vm| vm.int(1013);
    "copyright" |vm| vm.str("The taipan developers; MIT or Apache 2.0.");
    "platlibdir" |vm| vm.str("lib");
    "abiflags" empty_text;
    "prefix" |vm| vm.str(&vm.prefixes().borrow().own);
    "base_prefix" |vm| vm.str(&vm.prefixes().borrow().base);
    "exec_prefix" |vm| vm.str(&vm.prefixes().borrow().own);
    "base_exec_prefix" |vm| vm.str(&vm.prefixes().borrow().base);
    "pycache_prefix" |vm| match &*vm.started().cache_folder.borrow() {
        Some(folder) => vm.str(folder),
        None => Value::NONE,
    };
    "_home" |_| Value::NONE;
    "_stdlib_dir" |_| Value::NONE;
    "_git" |vm| vm.tuple(vec![vm.str("taipan"), vm.str(""), vm.str("")]);
    "_framework" empty_text;
    "__loader__" loader;
    late:
    "__spec__" |vm| spec_of(vm, "sys");
    "meta_path" |vm| import_list(vm, "_META_PATH");
    "path_hooks" |vm| import_list(vm, "_PATH_HOOKS");
    "path_importer_cache" |vm| {
        // Whoever can change the entries can be noticed only with the finders at hand.
        vm.import_machinery()?;
        Ok(vm.new_dict(DictObject::new()))
    };
];
