//! The process and the machine: numbers, names, times, signals.

use taipan_engine::host::system::Identity;
use taipan_engine::object::native::GetSet;
use taipan_engine::object::slots::PyResult;
use taipan_engine::object::types::{TypeSpec, type_flag};
use taipan_engine::object::value::Value;
use taipan_engine::object::vm::Vm;
use taipan_engine::types::io::{error_text, host_error};
use taipan_engine::types::struct_sequence;
use taipan_engine::types::tuple::TUPLE;

use super::number_argument::Int;
use super::path_argument::descriptor;

pub(super) const fn sequence(
    name: &'static str,
    doc: &'static str,
    getset: &'static [GetSet],
) -> TypeSpec {
    TypeSpec {
        name,
        base: Some(&TUPLE),
        doc,
        slots: struct_sequence::OPEN,
        methods: struct_sequence::METHODS,
        getset,
        flags: type_flag::SEQUENCE | type_flag::DERIVED,
        ..TypeSpec::NONE
    }
}

pub(super) static TERMINAL_SIZE: TypeSpec = sequence(
    "os.terminal_size",
    "The size of a terminal.",
    taipan_engine::struct_fields![
        0 "columns" "Its width, in characters.",
        1 "lines" "Its height, in characters.",
    ],
);

pub(super) static UNAME_RESULT: TypeSpec = sequence(
    "posix.uname_result",
    "uname_result: Result from os.uname().",
    taipan_engine::struct_fields![
        0 "sysname" "operating system name",
        1 "nodename" "the machine's name in its network",
        2 "release" "operating system release",
        3 "version" "operating system version",
        4 "machine" "hardware identifier",
    ],
);

pub(super) static TIMES_RESULT: TypeSpec = sequence(
    "posix.times_result",
    "times_result: Result from os.times().",
    taipan_engine::struct_fields![
        0 "user" "user time",
        1 "system" "system time",
        2 "children_user" "user time of children",
        3 "children_system" "system time of children",
        4 "elapsed" "time since a fixed moment in the past",
    ],
);

macro_rules! identities {
    ($($name:ident $which:ident;)*) => {
        $(pub(super) fn $name(vm: &Vm) -> i64 {
            i64::from(vm.host.system().identity(Identity::$which))
        })*
    };
}

identities! {
    getpid Process;
    getppid Parent;
    getpgrp ProcessGroup;
    getuid User;
    geteuid EffectiveUser;
    getgid Group;
    getegid EffectiveGroup;
}

pub(super) fn cpu_count(vm: &Vm) -> usize {
    vm.started().processors.get().unwrap_or_else(|| vm.host.system().processors().0)
}

pub(super) fn process_cpu_count(vm: &Vm) -> usize {
    vm.started().processors.get().unwrap_or_else(|| vm.host.system().processors().1)
}

pub(super) fn getloadavg(vm: &Vm) -> PyResult {
    match vm.host.system().load_average() {
        Ok(all) => Ok(vm.tuple(all.iter().map(|load| vm.float(*load)).collect())),
        Err(_) => {
            let class = &taipan_engine::types::exception::OS_ERROR;
            Err(vm.raise(class, "Load averages are unobtainable"))
        }
    }
}

fn send(vm: &Vm, process: i32, signal: i32) -> PyResult<()> {
    vm.host.system().send_signal(process, signal).map_err(|error| host_error(vm, &error, None))?;
    // A signal to oneself is handled before the call returns.
    vm.handle_breaker()
}

pub(super) fn kill(vm: &Vm, process: Int, signal: i64) -> PyResult<()> {
    send(vm, process.0, signal as i32)
}

pub(super) fn killpg(vm: &Vm, group: Int, signal: Int) -> PyResult<()> {
    send(vm, group.0.saturating_neg(), signal.0)
}

pub(super) fn strerror(_: &Vm, code: Int) -> String {
    error_text(code.0)
}

pub(super) fn get_terminal_size(vm: &Vm, fd: &Value) -> PyResult {
    match vm.host.terminals().size(descriptor(vm, fd)?) {
        Ok((lines, columns)) => {
            let items = vec![vm.int(i64::from(columns)), vm.int(i64::from(lines))];
            Ok(vm.tuple_of_type(&vm.ty(&TERMINAL_SIZE), items))
        }
        Err(error) => Err(host_error(vm, &error, None)),
    }
}

pub(super) fn times(vm: &Vm) -> Value {
    let all = vm.host.system().times();
    vm.tuple_of_type(&vm.ty(&TIMES_RESULT), all.iter().map(|time| vm.float(*time)).collect())
}

pub(super) fn uname(vm: &Vm) -> Value {
    let all = vm.host.system().names();
    vm.tuple_of_type(&vm.ty(&UNAME_RESULT), all.iter().map(|name| vm.str(name)).collect())
}

pub(super) fn umask(vm: &Vm, mask: i64) -> i64 {
    i64::from(vm.host.system().set_permission_mask(mask as u32 & 0o777))
}

pub(super) fn urandom(vm: &Vm, size: i64) -> PyResult {
    let Ok(size) = usize::try_from(size) else {
        return Err(vm.value_error("negative argument not allowed"));
    };
    let mut bytes: Vec<u8> = Vec::new();
    vm.reserve(&mut bytes, Some(size))?;
    bytes.resize(size, 0);
    vm.host.entropy(&mut bytes);
    Ok(vm.new_bytes(bytes))
}

pub(super) fn exit_now(vm: &Vm, status: i64) -> PyResult<()> {
    let error = vm.host.system().end_process(status as i32);
    Err(host_error(vm, &error, None))
}
