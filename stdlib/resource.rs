//! resource: what processes use, and how much they may.

use taipan_engine::funcs;
use taipan_engine::host::posix::Usage;
use taipan_engine::object::slots::PyResult;
use taipan_engine::object::types::{TypeSpec, type_flag};
use taipan_engine::object::value::Value;
use taipan_engine::object::vm::Vm;
use taipan_engine::types::exception::OS_ERROR;
use taipan_engine::types::io::host_error;
use taipan_engine::types::module::{MakeValue, ModuleSpec};
use taipan_engine::types::struct_sequence;
use taipan_engine::types::tuple::TUPLE;

use crate::os::number_argument::{Int, Number};

static STRUCT_RUSAGE: TypeSpec = TypeSpec {
    name: "resource.struct_rusage",
    base: Some(&TUPLE),
    doc: "What a process has used so far.",
    slots: struct_sequence::OPEN,
    methods: struct_sequence::METHODS,
    getset: taipan_engine::struct_fields![
        0 "ru_utime" "seconds of the program's own code",
        1 "ru_stime" "seconds of the system's code",
        2 "ru_maxrss" "the most memory at a time",
        3 "ru_ixrss" "shared memory",
        4 "ru_idrss" "data that is not shared",
        5 "ru_isrss" "stack that is not shared",
        6 "ru_minflt" "page faults without a disk",
        7 "ru_majflt" "page faults that waited for a disk",
        8 "ru_nswap" "how often it was swapped out",
        9 "ru_inblock" "blocks read",
        10 "ru_oublock" "blocks written",
        11 "ru_msgsnd" "messages sent",
        12 "ru_msgrcv" "messages received",
        13 "ru_nsignals" "signals received",
        14 "ru_nvcsw" "how often it waited for something",
        15 "ru_nivcsw" "how often others took their turn",
    ],
    flags: type_flag::SEQUENCE | type_flag::DERIVED,
    ..TypeSpec::NONE
};

/// The struct of this module for the system's answer; also the result of `os.wait3` and `os.wait4`.
pub(crate) fn usage(vm: &Vm, usage: &Usage) -> Value {
    let seconds = |microseconds: i64| vm.float(microseconds as f64 / 1e6);
    let mut items = vec![seconds(usage.user), seconds(usage.system)];
    items.extend(usage.counts.iter().map(|count| vm.int(*count)));
    vm.tuple_of_type(&vm.ty(&STRUCT_RUSAGE), items)
}

fn getrusage(vm: &Vm, who: Number) -> PyResult {
    match vm.host.posix().usage(who.0) {
        Ok(found) => Ok(usage(vm, &found)),
        Err(error) if error.raw_os_error() == Some(libc::EINVAL) => {
            Err(vm.value_error("invalid who parameter"))
        }
        Err(error) => Err(host_error(vm, &error, None)),
    }
}

/// How many kinds of limits there are.
const KINDS: i32 = 16;

/// Both limits of a pair; what has no limit is -1.
fn pair(vm: &Vm, limits: &Value) -> PyResult<(u64, u64)> {
    let items = vm.to_vec(limits)?;
    let [soft, hard] = items.as_slice() else {
        return Err(vm.value_error("expected a tuple of 2 integers"));
    };
    Ok((vm.index_i64(soft)? as u64, vm.index_i64(hard)? as u64))
}

fn limits(vm: &Vm, process: i32, which: Number, new: Option<(u64, u64)>) -> PyResult {
    if !(0..KINDS).contains(&which.0) {
        return Err(vm.value_error("invalid resource specified"));
    }
    match vm.host.posix().resource_limit(process, which.0, new) {
        Ok((soft, hard)) => Ok(vm.tuple(vec![vm.int(soft as i64), vm.int(hard as i64)])),
        Err(error) => Err(match error.raw_os_error() {
            Some(libc::EINVAL) => vm.value_error("current limit exceeds maximum limit"),
            Some(libc::EPERM) if new.is_some() => {
                vm.value_error("not allowed to raise maximum limit")
            }
            Some(_) | None => host_error(vm, &error, None),
        }),
    }
}

fn getrlimit(vm: &Vm, which: Number) -> PyResult {
    limits(vm, 0, which, None)
}

fn setrlimit(vm: &Vm, which: Number, new: &Value) -> PyResult<()> {
    if !(0..KINDS).contains(&which.0) {
        return limits(vm, 0, which, None).map(drop);
    }
    let new = pair(vm, new)?;
    limits(vm, 0, which, Some(new)).map(drop)
}

fn prlimit(vm: &Vm, process: Int, which: Number, new: &Value) -> PyResult {
    let new = if new.is_none() { None } else { Some(pair(vm, new)?) };
    limits(vm, process.0, which, new)
}

fn getpagesize(vm: &Vm) -> PyResult<i64> {
    let size = vm.host.posix().system_limit(libc::_SC_PAGESIZE);
    size.map_err(|error| host_error(vm, &error, None))
}

macro_rules! numbers {
    ($($name:ident)*) => {
        &[
            ("error", |vm| vm.ty(&OS_ERROR).value().clone()),
            ("RLIM_INFINITY", |vm| vm.int(-1)),
            ("RLIMIT_OFILE", |vm| vm.int(libc::RLIMIT_NOFILE.into())),
            $((stringify!($name), |vm| vm.int(libc::$name.into()))),*
        ]
    };
}

const VALUES: &[(&str, MakeValue)] = numbers![
    RLIMIT_AS RLIMIT_CORE RLIMIT_CPU RLIMIT_DATA RLIMIT_FSIZE RLIMIT_MEMLOCK RLIMIT_MSGQUEUE
    RLIMIT_NICE RLIMIT_NOFILE RLIMIT_NPROC RLIMIT_RSS RLIMIT_RTPRIO RLIMIT_RTTIME
    RLIMIT_SIGPENDING RLIMIT_STACK RUSAGE_CHILDREN RUSAGE_SELF RUSAGE_THREAD
];

pub(crate) static MODULE: ModuleSpec = ModuleSpec {
    name: "resource",
    doc: "What processes use, and how much they may.",
    funcs: funcs![
        getrusage "(who, /)" "What the process, its children or the thread have used.";
        getrlimit "(resource, /)" "The soft and the hard limit of a resource; -1 for none.";
        setrlimit "(resource, limits, /)" "Set the soft and the hard limit of a resource.";
        prlimit "(pid, resource, limits=None, /)" "The limits of a resource of a process before, which limits sets.";
        getpagesize "()" "How many bytes a page of memory has.";
    ],
    types: &[&STRUCT_RUSAGE],
    values: VALUES,
    ..ModuleSpec::NONE
};
