//! Terminals: pairs of pseudo terminals, their names, and who is in front.

use taipan_engine::object::slots::PyResult;
use taipan_engine::object::vm::Vm;

use super::answer;
use super::number_argument::{FileNumber, Int, Number};
use super::path_argument::shown_text;

fn name(vm: &Vm, found: std::io::Result<Vec<u8>>) -> PyResult {
    use std::os::unix::ffi::OsStrExt;
    let found = answer(vm, found)?;
    Ok(shown_text(vm, std::ffi::OsStr::from_bytes(&found), false))
}

pub(super) fn openpty(vm: &Vm) -> PyResult {
    let (front, program) = answer(vm, vm.host.posix().open_pair())?;
    Ok(vm.tuple(vec![vm.int(front.into()), vm.int(program.into())]))
}

pub(super) fn login_tty(vm: &Vm, fd: FileNumber) -> PyResult<()> {
    answer(vm, vm.host.posix().log_in(fd.0))
}

pub(super) fn ttyname(vm: &Vm, fd: Number) -> PyResult {
    name(vm, vm.host.posix().terminal_name(fd.0))
}

pub(super) fn posix_openpt(vm: &Vm, flags: Int) -> PyResult<i64> {
    answer(vm, vm.host.posix().open_front(flags.0)).map(i64::from)
}

pub(super) fn grantpt(vm: &Vm, fd: FileNumber) -> PyResult<()> {
    answer(vm, vm.host.posix().grant(fd.0))
}

pub(super) fn unlockpt(vm: &Vm, fd: FileNumber) -> PyResult<()> {
    answer(vm, vm.host.posix().unlock(fd.0))
}

pub(super) fn ptsname(vm: &Vm, fd: FileNumber) -> PyResult {
    name(vm, vm.host.posix().program_end(fd.0))
}

pub(super) fn tcgetpgrp(vm: &Vm, fd: Number) -> PyResult<i64> {
    answer(vm, vm.host.posix().group_in_front(fd.0)).map(i64::from)
}

pub(super) fn tcsetpgrp(vm: &Vm, fd: Number, group: Int) -> PyResult<()> {
    answer(vm, vm.host.posix().bring_to_front(fd.0, group.0))
}

pub(super) fn getlogin(vm: &Vm) -> PyResult {
    name(vm, vm.host.posix().login_name())
}

pub(super) fn ctermid(_: &Vm) -> &'static str {
    "/dev/tty"
}
