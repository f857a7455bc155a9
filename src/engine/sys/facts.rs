//! Facts of the interpreter that rarely anybody asks for: made on first use.

use crate::object::types::{TypeSpec, type_flag};
use crate::object::value::Value;
use crate::object::vm::Vm;
use crate::struct_fields;
use crate::types::exception::{STDLIB_NAMES, UNRAISABLE_ARGS};
use crate::types::int::text::DigitLimit;
use crate::types::module::MakeValue;
use crate::types::struct_sequence;
use crate::types::tuple::TUPLE;

const fn closed(name: &'static str, doc: &'static str) -> TypeSpec {
    TypeSpec {
        name,
        base: Some(&TUPLE),
        doc,
        slots: struct_sequence::CLOSED,
        flags: type_flag::SEQUENCE | type_flag::DERIVED | type_flag::NO_NEW,
        ..TypeSpec::NONE
    }
}

const fn open(name: &'static str, doc: &'static str) -> TypeSpec {
    TypeSpec {
        slots: struct_sequence::OPEN,
        flags: type_flag::SEQUENCE | type_flag::DERIVED,
        ..closed(name, doc)
    }
}

static VERSION_INFO: TypeSpec = TypeSpec {
    getset: struct_fields![
        0 "major" "Major release number",
        1 "minor" "Minor release number",
        2 "micro" "Patch release number",
        3 "releaselevel" "'alpha', 'beta', 'candidate', or 'final'",
        4 "serial" "Serial release number",
    ],
    ..closed("sys.version_info", "sys.version_info\n\nVersion information as a named tuple.")
};

static FLAGS: TypeSpec = TypeSpec {
    getset: struct_fields![
        0 "debug" "-d",
        1 "inspect" "-i",
        2 "interactive" "-i",
        3 "optimize" "-O or -OO",
        4 "dont_write_bytecode" "-B",
        5 "no_user_site" "-s",
        6 "no_site" "-S",
        7 "ignore_environment" "-E",
        8 "verbose" "-v",
        9 "bytes_warning" "-b",
        10 "quiet" "-q",
        11 "hash_randomization" "-R",
        12 "isolated" "-I",
        13 "dev_mode" "-X dev",
        14 "utf8_mode" "-X utf8",
        15 "warn_default_encoding" "-X warn_default_encoding",
        16 "safe_path" "-P",
        17 "int_max_str_digits" "-X int_max_str_digits",
    ],
    ..closed(
        "sys.flags",
        "sys.flags\n\nFlags provided through command line arguments or environment vars.",
    )
};

static FLOAT_INFO: TypeSpec = TypeSpec {
    getset: struct_fields![
        0 "max" "DBL_MAX -- maximum representable finite float",
        1 "max_exp" "DBL_MAX_EXP -- maximum int e such that radix**(e-1) is representable",
        2 "max_10_exp" "DBL_MAX_10_EXP -- maximum int e such that 10**e is representable",
        3 "min" "DBL_MIN -- Minimum positive normalized float",
        4 "min_exp" "DBL_MIN_EXP -- minimum int e such that radix**(e-1) is a normalized float",
        5 "min_10_exp" "DBL_MIN_10_EXP -- minimum int e such that 10**e is a normalized float",
        6 "dig" "DBL_DIG -- maximum number of decimal digits that can be faithfully represented in a float",
        7 "mant_dig" "DBL_MANT_DIG -- mantissa digits",
        8 "epsilon" "DBL_EPSILON -- Difference between 1 and the next representable float",
        9 "radix" "FLT_RADIX -- radix of exponent",
        10 "rounds" "FLT_ROUNDS -- rounding mode used for arithmetic operations",
    ],
    ..open(
        "sys.float_info",
        "sys.float_info\n\nA named tuple holding information about the float type.",
    )
};

static INT_INFO: TypeSpec = TypeSpec {
    getset: struct_fields![
        0 "bits_per_digit" "size of a digit in bits",
        1 "sizeof_digit" "size in bytes of the C type used to represent a digit",
        2 "default_max_str_digits" "maximum string conversion digits limitation",
        3 "str_digits_check_threshold" "minimum positive value for int_max_str_digits",
    ],
    ..open(
        "sys.int_info",
        "sys.int_info\n\nA named tuple that holds information about Python's\ninternal representation of integers.  The attributes are read only.",
    )
};

static HASH_INFO: TypeSpec = TypeSpec {
    getset: struct_fields![
        0 "width" "width of the type used for hashing, in bits",
        1 "modulus" "prime number giving the modulus on which the hash function is based",
        2 "inf" "value to be used for hash of a positive infinity",
        3 "nan" "value to be used for hash of a nan",
        4 "imag" "multiplier used for the imaginary part of a complex number",
        5 "algorithm" "name of the algorithm for hashing of str, bytes and memoryviews",
        6 "hash_bits" "internal output size of hash algorithm",
        7 "seed_bits" "seed size of hash algorithm",
        8 "cutoff" "small string optimization cutoff",
    ],
    ..open(
        "sys.hash_info",
        "hash_info\n\nA named tuple providing parameters used for computing hashes.",
    )
};

static THREAD_INFO: TypeSpec = TypeSpec {
    getset: struct_fields![
        0 "name" "name of the thread implementation",
        1 "lock" "name of the lock implementation",
        2 "version" "name and version of the thread library",
    ],
    ..open(
        "sys.thread_info",
        "sys.thread_info\n\nA named tuple holding information about the thread implementation.",
    )
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

fn flags(vm: &Vm) -> Value {
    let digits = vm.digit_limit().0.get() as i64;
    let mut items: Vec<Value> = vec![vm.int(0); 18];
    let set = [(4, vm.int(1)), (11, vm.int(1)), (13, Value::FALSE), (16, Value::FALSE)];
    for (at, value) in set.into_iter().chain([(17, vm.int(digits))]) {
        items[at] = value;
    }
    make(vm, &FLAGS, items)
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
        ("cache_tag", Value::NONE),
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

pub(super) const VALUES: &[(&str, MakeValue)] = &[
    ("version_info", version_info),
    ("flags", flags),
    ("float_info", float_info),
    ("int_info", int_info),
    ("hash_info", hash_info),
    ("thread_info", thread_info),
    ("implementation", implementation),
    ("builtin_module_names", builtin_module_names),
    ("stdlib_module_names", stdlib_module_names),
    ("UnraisableHookArgs", |vm| vm.ty(&UNRAISABLE_ARGS).value().clone()),
    ("float_repr_style", |vm| vm.str("short")),
    ("api_version", |vm| vm.int(1013)),
    ("copyright", |vm| vm.str("The taipan developers; MIT or Apache 2.0.")),
    ("platlibdir", |vm| vm.str("lib")),
    ("abiflags", empty_text),
    ("prefix", empty_text),
    ("base_prefix", empty_text),
    ("exec_prefix", empty_text),
    ("base_exec_prefix", empty_text),
    ("pycache_prefix", |_| Value::NONE),
    ("_git", |vm| vm.tuple(vec![vm.str("taipan"), vm.str(""), vm.str("")])),
    ("_framework", empty_text),
];
