//! Children: waiting for their end, and descriptors that stand for them. Does not start any.

use taipan_engine::object::slots::PyResult;
use taipan_engine::object::vm::Vm;
use taipan_engine::types::io::host_error;

use super::files::uninterrupted;

fn number(vm: &Vm, value: i64) -> PyResult<i32> {
    i32::try_from(value).map_err(|_| {
        let bound = if value < 0 { "less than minimum" } else { "greater than maximum" };
        vm.overflow_error(format!("signed integer is {bound}"))
    })
}

/// `os.waitpid(pid, options)`: the number of the child and its status.
pub(super) fn waitpid(vm: &Vm, pid: i64, options: i64) -> PyResult {
    let (pid, options) = (number(vm, pid)?, number(vm, options)?);
    let host = &*vm.host;
    let (pid, status) =
        uninterrupted(vm, || vm.allow_threads(|| host.processes().wait(pid, options)))?;
    Ok(vm.tuple(vec![vm.int(i64::from(pid)), vm.int(i64::from(status))]))
}

pub(super) fn wait(vm: &Vm) -> PyResult {
    waitpid(vm, -1, 0)
}

pub(super) fn pidfd_open(vm: &Vm, pid: i64, flags: i64) -> PyResult<i64> {
    let pid = number(vm, pid)?;
    let opened = vm.host.processes().descriptor_of(pid, flags as u32);
    opened.map(i64::from).map_err(|error| host_error(vm, &error, None))
}
