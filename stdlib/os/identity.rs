//! Users, groups, sessions and priorities.

use taipan_engine::object::slots::PyResult;
use taipan_engine::object::value::Value;
use taipan_engine::object::vm::Vm;

use super::answer;
use super::number_argument::{FileNumber, Group, Int, User, is_int, is_sequence};
use super::path_argument::{Also, target};

/// A number of the system as Python shows it.
fn shown(vm: &Vm, number: u32) -> Value {
    if number == u32::MAX { vm.int(-1) } else { vm.int(number.into()) }
}

fn all(vm: &Vm, numbers: &[u32]) -> Vec<Value> {
    numbers.iter().map(|number| shown(vm, *number)).collect()
}

pub(super) fn getgroups(vm: &Vm) -> PyResult {
    let groups = answer(vm, vm.host.posix().groups())?;
    Ok(vm.new_list(all(vm, &groups)))
}

pub(super) fn setgroups(vm: &Vm, groups: &Value) -> PyResult<()> {
    if !is_sequence(vm, groups) {
        return Err(vm.type_error("setgroups argument must be a sequence"));
    }
    let mut numbers = Vec::new();
    for group in vm.to_vec(groups)? {
        if !is_int(&group) {
            return Err(vm.type_error("groups must be integers"));
        }
        let Group(number) = taipan_engine::object::native::FromArg::from_arg(vm, &group)?;
        numbers.push(number);
    }
    answer(vm, vm.host.posix().set_groups(&numbers))
}

pub(super) fn getgrouplist(vm: &Vm, user: &Value, group: Group) -> PyResult {
    let user = name(vm, "getgrouplist", user)?;
    let groups = answer(vm, vm.host.posix().groups_of(user.as_bytes(), group.0))?;
    Ok(vm.new_list(all(vm, &groups)))
}

pub(super) fn initgroups(vm: &Vm, user: &Value, group: Group) -> PyResult<()> {
    let user = super::number_argument::system_text(vm, user)?;
    answer(vm, vm.host.posix().initialize_groups(&user, group.0))
}

fn name(vm: &Vm, function: &str, value: &Value) -> PyResult<String> {
    let class = vm.class(value).name();
    let Some(name) = value.as_str() else {
        let text = format!("{function}() argument 1 must be str, not {class}");
        return Err(vm.type_error(text));
    };
    if name.contains('\0') {
        return Err(vm.value_error("embedded null character"));
    }
    Ok(name.to_owned())
}

macro_rules! settings {
    ($($name:ident($($arg:ident: $kind:ident),+) $call:ident;)*) => {
        $(pub(super) fn $name(vm: &Vm, $($arg: $kind),+) -> PyResult<()> {
            answer(vm, vm.host.posix().$call($($arg.0),+))
        })*
    };
}

settings! {
    setuid(user: User) set_user;
    seteuid(user: User) set_effective_user;
    setgid(group: Group) set_group;
    setegid(group: Group) set_effective_group;
    setreuid(real: User, effective: User) set_two_users;
    setregid(real: Group, effective: Group) set_two_groups;
    setresuid(real: User, effective: User, saved: User) set_three_users;
    setresgid(real: Group, effective: Group, saved: Group) set_three_groups;
    setpgid(process: Int, group: Int) set_process_group;
    unshare(flags: Int) unshare;
    setns(fd: FileNumber, kind: Int) enter_namespace;
}

pub(super) fn getresuid(vm: &Vm) -> PyResult {
    let three = answer(vm, vm.host.posix().three_users())?;
    Ok(vm.tuple(all(vm, &three)))
}

pub(super) fn getresgid(vm: &Vm) -> PyResult {
    let three = answer(vm, vm.host.posix().three_groups())?;
    Ok(vm.tuple(all(vm, &three)))
}

pub(super) fn getpgid(vm: &Vm, process: Int) -> PyResult<i64> {
    answer(vm, vm.host.posix().process_group(process.0)).map(i64::from)
}

pub(super) fn setpgrp(vm: &Vm) -> PyResult<()> {
    answer(vm, vm.host.posix().set_process_group(0, 0))
}

pub(super) fn getsid(vm: &Vm, process: Int) -> PyResult<i64> {
    answer(vm, vm.host.posix().session(process.0)).map(i64::from)
}

pub(super) fn setsid(vm: &Vm) -> PyResult<()> {
    answer(vm, vm.host.posix().new_session())
}

pub(super) fn getpriority(vm: &Vm, which: Int, who: Int) -> PyResult<i64> {
    answer(vm, vm.host.posix().priority(which.0, who.0 as u32)).map(i64::from)
}

pub(super) fn setpriority(vm: &Vm, which: Int, who: Int, priority: Int) -> PyResult<()> {
    answer(vm, vm.host.posix().set_priority(which.0, who.0 as u32, priority.0))
}

pub(super) fn nice(vm: &Vm, increment: Int) -> PyResult<i64> {
    answer(vm, vm.host.posix().be_nice(increment.0)).map(i64::from)
}

pub(super) fn chroot(vm: &Vm, path: &Value) -> PyResult<()> {
    use std::os::unix::ffi::OsStrExt;
    let target = target(vm, "chroot", "path", path, Also::Nothing)?;
    let done = vm.host.posix().change_root(target.path.as_os_str().as_bytes());
    done.map_err(|error| target.error(vm, &error))
}
