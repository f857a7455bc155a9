//! Reading and writing elsewhere than at the position, several buffers at once, from file to file.

use std::io::{IoSlice, IoSliceMut};

use taipan_engine::object::slots::PyResult;
use taipan_engine::object::value::Value;
use taipan_engine::object::vm::Vm;
use taipan_engine::types::bytes::Buffer;

use super::files::{byte_count, copied, uninterrupted};
use super::number_argument::{FileNumber, Int, Number, is_sequence};

pub(super) fn pread(vm: &Vm, fd: Number, length: i64, offset: i64) -> PyResult {
    let mut bytes = vec![];
    vm.reserve(&mut bytes, Some(byte_count(vm, length)?))?;
    bytes.resize(length as usize, 0);
    let (host, out) = (&*vm.host, bytes.as_mut_slice());
    let count = uninterrupted(vm, || vm.allow_threads(|| host.posix().read_at(fd.0, out, offset)))?;
    bytes.truncate(count);
    Ok(vm.new_bytes(bytes))
}

pub(super) fn pwrite(vm: &Vm, fd: Number, data: &Value, offset: i64) -> PyResult<usize> {
    let (host, bytes) = (&*vm.host, copied(vm, data)?);
    uninterrupted(vm, || vm.allow_threads(|| host.posix().write_at(fd.0, &bytes, offset)))
}

/// The buffers of a call that takes several.
fn several(vm: &Vm, function: &str, buffers: &Value) -> PyResult<Vec<Value>> {
    if !is_sequence(vm, buffers) {
        return Err(vm.type_error(format!("{function}() arg 2 must be a sequence")));
    }
    vm.to_vec(buffers)
}

fn read_into(
    vm: &Vm,
    function: &str,
    fd: Number,
    buffers: &Value,
    offset: Option<(i64, i32)>,
) -> PyResult<usize> {
    let buffers = several(vm, function, buffers)?;
    let mut parts: Vec<Vec<u8>> = Vec::with_capacity(buffers.len());
    for buffer in &buffers {
        let Some(room) = Buffer::room(buffer) else {
            drop(Buffer::required(vm, buffer)?);
            let class = &taipan_engine::types::exception::BUFFER_ERROR;
            return Err(vm.raise(class, "Object is not writable."));
        };
        let mut part = Vec::new();
        vm.reserve(&mut part, Some(room))?;
        part.resize(room, 0);
        parts.push(part);
    }
    let host = &*vm.host;
    let count = uninterrupted(vm, || {
        let mut slices: Vec<_> = parts.iter_mut().map(|part| IoSliceMut::new(part)).collect();
        vm.allow_threads(|| host.posix().read_several(fd.0, &mut slices, offset))
    })?;
    let mut left = count;
    for (buffer, part) in buffers.iter().zip(&parts) {
        let filled = left.min(part.len());
        // It may have become shorter meanwhile.
        let filled_still = filled.min(Buffer::room(buffer).unwrap_or(0));
        Buffer::write(buffer, 0, part.get(..filled_still).unwrap_or_default());
        left -= filled;
    }
    Ok(count)
}

fn write_from(
    vm: &Vm,
    function: &str,
    fd: Number,
    buffers: &Value,
    offset: Option<(i64, i32)>,
) -> PyResult<usize> {
    let buffers = several(vm, function, buffers)?;
    let parts: Vec<_> = buffers.iter().map(|b| copied(vm, b)).collect::<PyResult<_>>()?;
    let slices: Vec<_> = parts.iter().map(|part| IoSlice::new(part)).collect();
    let host = &*vm.host;
    uninterrupted(vm, || vm.allow_threads(|| host.posix().write_several(fd.0, &slices, offset)))
}

pub(super) fn readv(vm: &Vm, fd: Number, buffers: &Value) -> PyResult<usize> {
    read_into(vm, "readv", fd, buffers, None)
}

pub(super) fn preadv(
    vm: &Vm,
    fd: Number,
    buffers: &Value,
    offset: i64,
    flags: Int,
) -> PyResult<usize> {
    read_into(vm, "preadv", fd, buffers, Some((offset, flags.0)))
}

pub(super) fn writev(vm: &Vm, fd: Number, buffers: &Value) -> PyResult<usize> {
    write_from(vm, "writev", fd, buffers, None)
}

pub(super) fn pwritev(
    vm: &Vm,
    fd: Number,
    buffers: &Value,
    offset: i64,
    flags: Int,
) -> PyResult<usize> {
    write_from(vm, "pwritev", fd, buffers, Some((offset, flags.0)))
}

pub(super) fn sendfile(
    vm: &Vm,
    to: Number,
    from: Number,
    offset: Option<i64>,
    count: i64,
) -> PyResult<usize> {
    let (host, count) = (&*vm.host, byte_count(vm, count)?);
    uninterrupted(vm, || vm.allow_threads(|| host.posix().send_file(to.0, from.0, offset, count)))
}

/// A count that must not be negative.
fn natural(vm: &Vm, count: i64) -> PyResult<usize> {
    let text = "negative value for 'count' not allowed";
    usize::try_from(count).map_err(|_| vm.value_error(text))
}

pub(super) fn copy_file_range(
    vm: &Vm,
    from: Number,
    to: Number,
    count: i64,
    from_offset: Option<i64>,
    to_offset: Option<i64>,
) -> PyResult<usize> {
    let (host, count) = (&*vm.host, natural(vm, count)?);
    uninterrupted(vm, || {
        vm.allow_threads(|| host.posix().copy_range(from.0, to.0, count, from_offset, to_offset))
    })
}

pub(super) fn splice(
    vm: &Vm,
    from: Number,
    to: Number,
    count: i64,
    from_offset: Option<i64>,
    to_offset: Option<i64>,
    flags: Int,
) -> PyResult<usize> {
    let (host, count, flags) = (&*vm.host, natural(vm, count)?, flags.0 as u32);
    uninterrupted(vm, || {
        vm.allow_threads(|| host.posix().splice(from.0, to.0, count, from_offset, to_offset, flags))
    })
}

pub(super) fn posix_fadvise(
    vm: &Vm,
    fd: Number,
    offset: i64,
    length: i64,
    advice: Int,
) -> PyResult<()> {
    let host = &*vm.host;
    uninterrupted(vm, || vm.allow_threads(|| host.posix().advise(fd.0, offset, length, advice.0)))
}

pub(super) fn posix_fallocate(vm: &Vm, fd: Number, offset: i64, length: i64) -> PyResult<()> {
    let host = &*vm.host;
    uninterrupted(vm, || vm.allow_threads(|| host.posix().allocate(fd.0, offset, length)))
}

pub(super) fn lockf(vm: &Vm, fd: Number, command: Int, length: i64) -> PyResult<()> {
    let host = &*vm.host;
    uninterrupted(vm, || vm.allow_threads(|| host.posix().lock_part(fd.0, command.0, length)))
}

pub(super) fn fsync(vm: &Vm, fd: FileNumber) -> PyResult<()> {
    let host = &*vm.host;
    uninterrupted(vm, || vm.allow_threads(|| host.system().synchronize(fd.0)))
}

pub(super) fn fdatasync(vm: &Vm, fd: FileNumber) -> PyResult<()> {
    let host = &*vm.host;
    uninterrupted(vm, || vm.allow_threads(|| host.posix().synchronize_data(fd.0)))
}

pub(super) fn sync(vm: &Vm) -> PyResult<()> {
    let host = &*vm.host;
    uninterrupted(vm, || vm.allow_threads(|| host.posix().synchronize_all()))
}

pub(super) fn getrandom(vm: &Vm, size: i64, flags: Int) -> PyResult {
    let mut bytes = Vec::new();
    vm.reserve(&mut bytes, Some(byte_count(vm, size)?))?;
    bytes.resize(size as usize, 0);
    let count = uninterrupted(vm, || vm.host.posix().random_bytes(&mut bytes, flags.0 as u32))?;
    bytes.truncate(count);
    Ok(vm.new_bytes(bytes))
}

pub(super) fn pipe2(vm: &Vm, flags: Int) -> PyResult {
    let (read, write) = uninterrupted(vm, || vm.host.posix().pipe_with(flags.0))?;
    Ok(vm.tuple(vec![vm.int(read.into()), vm.int(write.into())]))
}
