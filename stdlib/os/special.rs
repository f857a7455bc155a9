//! Descriptors of counters, timers, memory and processes; pipes and devices with names.

use taipan_engine::host::posix::TimerSetting;
use taipan_engine::object::slots::PyResult;
use taipan_engine::object::value::Value;
use taipan_engine::object::vm::Vm;

use super::answer;
use super::number_argument::{FileNumber, Folder, Int, system_text, wide};
use super::path_argument::{Also, target};

/// A number of C without a sign.
fn unsigned(vm: &Vm, value: &Value, most: u64, what: &str) -> PyResult<u64> {
    let int = vm.index(value)?;
    match vm.small_index(&int) {
        Some(number) if number < 0 => Err(vm.value_error("value must be positive")),
        Some(number) if number as u64 <= most => Ok(number as u64),
        Some(_) => Err(vm.overflow_error(format!("Python int too large for C {what}"))),
        None => match wide(&int) {
            Some(number) if number <= most => Ok(number),
            Some(_) | None => Err(vm.overflow_error("int too big to convert")),
        },
    }
}

pub(super) fn memfd_create(vm: &Vm, name: &Value, flags: Int) -> PyResult<i64> {
    let name = system_text(vm, name)?;
    answer(vm, vm.host.posix().memory_file(&name, flags.0 as u32)).map(i64::from)
}

pub(super) fn eventfd(vm: &Vm, value: &Value, flags: Int) -> PyResult<i64> {
    let value = unsigned(vm, value, u32::MAX.into(), "unsigned int")?;
    answer(vm, vm.host.posix().event_counter(value as u32, flags.0)).map(i64::from)
}

pub(super) fn eventfd_read(vm: &Vm, fd: FileNumber) -> PyResult {
    let host = &*vm.host;
    let value = answer(vm, vm.allow_threads(|| host.posix().read_counter(fd.0)))?;
    Ok(vm.big_int(value.into()))
}

pub(super) fn eventfd_write(vm: &Vm, fd: FileNumber, value: &Value) -> PyResult<()> {
    let (host, value) = (&*vm.host, unsigned(vm, value, u64::MAX, "unsigned long long")?);
    answer(vm, vm.allow_threads(|| host.posix().add_to_counter(fd.0, value)))
}

pub(super) fn timerfd_create(vm: &Vm, clock: Int, flags: Int) -> PyResult<i64> {
    answer(vm, vm.host.posix().timer(clock.0, flags.0 | libc::TFD_CLOEXEC)).map(i64::from)
}

fn nanoseconds(vm: &Vm, seconds: &Value) -> PyResult<i128> {
    let seconds = vm.to_f64(seconds)?;
    if seconds.is_nan() {
        return Err(vm.value_error("Invalid value NaN (not a number)"));
    }
    if seconds.abs() >= 9_223_372_036.854_776 {
        return Err(vm.overflow_error("timestamp too large to convert to C PyTime_t"));
    }
    Ok((seconds * 1e9).floor() as i128)
}

fn as_seconds(vm: &Vm, setting: TimerSetting) -> Value {
    let both = [setting.first, setting.interval];
    vm.tuple(both.map(|time| vm.float(time as f64 * 1e-9)).into())
}

fn as_nanoseconds(vm: &Vm, setting: TimerSetting) -> Value {
    let both = [setting.first, setting.interval];
    vm.tuple(both.map(|time| vm.big_int(time.into())).into())
}

fn set(vm: &Vm, fd: FileNumber, flags: Int, first: i128, interval: i128) -> PyResult<TimerSetting> {
    answer(vm, vm.host.posix().set_timer(fd.0, flags.0, TimerSetting { first, interval }))
}

pub(super) fn timerfd_settime(
    vm: &Vm,
    fd: FileNumber,
    flags: Int,
    first: &Value,
    interval: &Value,
) -> PyResult {
    let (first, interval) = (nanoseconds(vm, first)?, nanoseconds(vm, interval)?);
    Ok(as_seconds(vm, set(vm, fd, flags, first, interval)?))
}

pub(super) fn timerfd_settime_ns(
    vm: &Vm,
    fd: FileNumber,
    flags: Int,
    first: i64,
    interval: i64,
) -> PyResult {
    Ok(as_nanoseconds(vm, set(vm, fd, flags, first.into(), interval.into())?))
}

pub(super) fn timerfd_gettime(vm: &Vm, fd: FileNumber) -> PyResult {
    Ok(as_seconds(vm, answer(vm, vm.host.posix().timer_setting(fd.0))?))
}

pub(super) fn timerfd_gettime_ns(vm: &Vm, fd: FileNumber) -> PyResult {
    Ok(as_nanoseconds(vm, answer(vm, vm.host.posix().timer_setting(fd.0))?))
}

pub(super) fn pidfd_open(vm: &Vm, process: Int, flags: Int) -> PyResult<i64> {
    answer(vm, vm.host.posix().process_descriptor(process.0, flags.0 as u32)).map(i64::from)
}

pub(super) fn mkfifo(vm: &Vm, path: &Value, mode: Int, folder: Folder) -> PyResult<()> {
    let target = target(vm, "mkfifo", "path", path, Also::Nothing)?;
    answer(vm, vm.host.posix().make_fifo(target.at(folder), mode.0 as u32))
}

pub(super) fn mknod(
    vm: &Vm,
    path: &Value,
    mode: Int,
    device: &Value,
    folder: Folder,
) -> PyResult<()> {
    let target = target(vm, "mknod", "path", path, Also::Nothing)?;
    let device = device_number(vm, device)?;
    answer(vm, vm.host.posix().make_node(target.at(folder), mode.0 as u32, device))
}

fn device_number(vm: &Vm, value: &Value) -> PyResult<u64> {
    let int = vm.index(value)?;
    match vm.small_index(&int) {
        Some(-1) => Ok(u64::MAX),
        Some(number) => {
            let text = "can't convert negative value to unsigned int";
            u64::try_from(number).map_err(|_| vm.overflow_error(text))
        }
        None => wide(&int).ok_or_else(|| vm.overflow_error("int too big to convert")),
    }
}

/// A part of a device's number; that of no device has none.
fn part(vm: &Vm, device: &Value, part: fn(u64) -> u32) -> PyResult<i64> {
    let device = device_number(vm, device)?;
    Ok(if device == u64::MAX { -1 } else { part(device).into() })
}

pub(super) fn major(vm: &Vm, device: &Value) -> PyResult<i64> {
    part(vm, device, |device| libc::major(device))
}

pub(super) fn minor(vm: &Vm, device: &Value) -> PyResult<i64> {
    part(vm, device, |device| libc::minor(device))
}

pub(super) fn makedev(vm: &Vm, major: &Value, minor: &Value) -> PyResult {
    let number = |value: &Value| match device_number(vm, value)? {
        u64::MAX => Ok(u32::MAX),
        number => u32::try_from(number)
            .map_err(|_| vm.overflow_error("Python int too large to convert to C unsigned int")),
    };
    let (major, minor) = (number(major)?, number(minor)?);
    if (major, minor) == (u32::MAX, u32::MAX) {
        return Ok(vm.int(-1));
    }
    Ok(vm.big_int(libc::makedev(major, minor).into()))
}
