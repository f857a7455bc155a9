//! Calls on descriptors.

use std::borrow::Cow;
use std::io::{self, ErrorKind};

use taipan_engine::host::Fd;
use taipan_engine::object::slots::PyResult;
use taipan_engine::object::value::Value;
use taipan_engine::object::vm::Vm;
use taipan_engine::types::bytes::{Buffer, BytesObject};
use taipan_engine::types::io::host_error;

use super::number_argument::{Folder, Int};
use super::path_argument::{Also, descriptor, target};

/// Repeats a call that a signal has interrupted, unless its handler raises.
pub(super) fn uninterrupted<T>(vm: &Vm, mut call: impl FnMut() -> io::Result<T>) -> PyResult<T> {
    loop {
        match call() {
            Ok(done) => return Ok(done),
            Err(error) if error.kind() == ErrorKind::Interrupted => vm.handle_breaker()?,
            Err(error) => return Err(host_error(vm, &error, None)),
        }
    }
}

/// How many bytes are wanted.
pub(super) fn byte_count(vm: &Vm, length: i64) -> PyResult<usize> {
    usize::try_from(length)
        .map_err(|_| host_error(vm, &io::Error::from_raw_os_error(libc::EINVAL), None))
}

/// The bytes of a buffer. Other threads may change a bytearray while they are written, so that of one
/// there is a copy.
pub(super) fn copied<'a>(vm: &Vm, data: &'a Value) -> PyResult<Cow<'a, [u8]>> {
    match data.get::<BytesObject>() {
        Some(bytes) => Ok(Cow::Borrowed(&bytes.0)),
        None => Ok(Cow::Owned(Buffer::required(vm, data)?.to_vec())),
    }
}

pub(super) fn open(vm: &Vm, path: &Value, flags: Int, mode: Int, folder: Folder) -> PyResult<i64> {
    let target = target(vm, "open", "path", path, Also::Nothing)?;
    let host = &*vm.host;
    loop {
        let at = target.at(folder);
        match vm.allow_threads(|| host.files().open(at, flags.0, mode.0 as u32)) {
            Ok(fd) => return Ok(i64::from(fd)),
            Err(error) if error.kind() == ErrorKind::Interrupted => vm.handle_breaker()?,
            Err(error) => return Err(target.error(vm, &error)),
        }
    }
}

pub(super) fn close(vm: &Vm, fd: &Value) -> PyResult<()> {
    let fd = descriptor(vm, fd)?;
    vm.host.files().close(fd).map_err(|error| host_error(vm, &error, None))
}

pub(super) fn closerange(vm: &Vm, low: &Value, high: &Value) -> PyResult<()> {
    let (low, high) = (descriptor(vm, low)?, descriptor(vm, high)?);
    for fd in low.max(0)..high.min(1 << 20) {
        // What is not open is none of the caller's concern.
        let _ = vm.host.files().close(fd);
    }
    Ok(())
}

pub(super) fn read(vm: &Vm, fd: &Value, length: i64) -> PyResult {
    let (fd, length) = (descriptor(vm, fd)?, byte_count(vm, length)?);
    let mut bytes: Vec<u8> = Vec::new();
    vm.reserve(&mut bytes, Some(length))?;
    bytes.resize(length, 0);
    let (host, out) = (&*vm.host, bytes.as_mut_slice());
    let count = uninterrupted(vm, || vm.allow_threads(|| host.files().read(fd, out)))?;
    bytes.truncate(count);
    Ok(vm.new_bytes(bytes))
}

pub(super) fn write(vm: &Vm, fd: &Value, data: &Value) -> PyResult<usize> {
    let (fd, bytes, host) = (descriptor(vm, fd)?, copied(vm, data)?, &*vm.host);
    uninterrupted(vm, || vm.allow_threads(|| host.files().write(fd, &bytes)))
}

pub(super) fn lseek(vm: &Vm, fd: &Value, position: i64, how: i64) -> PyResult<i64> {
    let fd = descriptor(vm, fd)?;
    let how = i32::try_from(how).unwrap_or(-1);
    let at = vm.host.files().seek(fd, position, how);
    at.map(|at| at as i64).map_err(|error| host_error(vm, &error, None))
}

pub(super) fn ftruncate(vm: &Vm, fd: &Value, length: i64) -> PyResult<()> {
    let fd = descriptor(vm, fd)?;
    let Ok(length) = u64::try_from(length) else {
        return Err(host_error(vm, &io::Error::from_raw_os_error(libc::EINVAL), None));
    };
    uninterrupted(vm, || vm.host.files().truncate(fd, length))
}

pub(super) fn isatty(vm: &Vm, fd: &Value) -> PyResult<bool> {
    Ok(vm.host.files().is_terminal(descriptor(vm, fd)?))
}

pub(super) fn pipe(vm: &Vm) -> PyResult {
    match vm.host.system().make_pipe() {
        Ok((read, write)) => Ok(vm.tuple(vec![vm.int(i64::from(read)), vm.int(i64::from(write))])),
        Err(error) => Err(host_error(vm, &error, None)),
    }
}

fn duplicate(vm: &Vm, fd: Fd, to: Option<Fd>, inheritable: bool) -> PyResult<i64> {
    uninterrupted(vm, || vm.host.system().duplicate(fd, to, inheritable)).map(i64::from)
}

pub(super) fn dup(vm: &Vm, fd: &Value) -> PyResult<i64> {
    duplicate(vm, descriptor(vm, fd)?, None, false)
}

pub(super) fn dup2(vm: &Vm, fd: &Value, to: &Value, inheritable: bool) -> PyResult<i64> {
    duplicate(vm, descriptor(vm, fd)?, Some(descriptor(vm, to)?), inheritable)
}

pub(super) fn get_blocking(vm: &Vm, fd: &Value) -> PyResult<bool> {
    let fd = descriptor(vm, fd)?;
    vm.host.system().is_blocking(fd).map_err(|error| host_error(vm, &error, None))
}

pub(super) fn set_blocking(vm: &Vm, fd: &Value, blocking: bool) -> PyResult<()> {
    let fd = descriptor(vm, fd)?;
    vm.host.system().set_blocking(fd, blocking).map_err(|error| host_error(vm, &error, None))
}

pub(super) fn get_inheritable(vm: &Vm, fd: &Value) -> PyResult<bool> {
    let fd = descriptor(vm, fd)?;
    vm.host.files().is_inheritable(fd).map_err(|error| host_error(vm, &error, None))
}

pub(super) fn set_inheritable(vm: &Vm, fd: &Value, inheritable: bool) -> PyResult<()> {
    let fd = descriptor(vm, fd)?;
    let done = vm.host.files().set_inheritable(fd, inheritable);
    done.map_err(|error| host_error(vm, &error, None))
}
