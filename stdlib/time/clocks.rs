//! The clocks of `time`, by function and by number. Every one is the host's.

use taipan_engine::object::native::Args;
use taipan_engine::object::slots::{PyResult, Raised};
use taipan_engine::object::value::Value;
use taipan_engine::object::vm::Vm;

/// Linux's numbers of the clocks.
pub(super) const REALTIME: i64 = 0;
pub(super) const MONOTONIC: i64 = 1;
pub(super) const PROCESS: i64 = 2;
pub(super) const THREAD: i64 = 3;
pub(super) const MONOTONIC_RAW: i64 = 4;
pub(super) const BOOTTIME: i64 = 7;
pub(super) const TAI: i64 = 11;

const SECOND: f64 = 1e-9;
const RESOLUTION: f64 = 1e-9;

pub(super) fn time(vm: &Vm) -> f64 {
    super::wall_seconds(vm)
}

pub(super) fn time_ns(vm: &Vm) -> i64 {
    vm.host.wall_clock() as i64
}

pub(super) fn monotonic(vm: &Vm) -> f64 {
    vm.host.monotonic() as f64 * SECOND
}

pub(super) fn monotonic_ns(vm: &Vm) -> i64 {
    vm.host.monotonic() as i64
}

pub(super) fn process_time(vm: &Vm) -> f64 {
    vm.host.cpu_time() as f64 * SECOND
}

pub(super) fn thread_time(vm: &Vm) -> f64 {
    vm.host.thread_time() as f64 * SECOND
}

pub(super) fn thread_time_ns(vm: &Vm) -> i64 {
    vm.host.thread_time() as i64
}

pub(super) fn process_time_ns(vm: &Vm) -> i64 {
    vm.host.cpu_time() as i64
}

fn invalid(vm: &Vm) -> Raised {
    vm.os_error(22, "Invalid argument", None)
}

/// The number of a clock, whether or not there is one.
fn clock_number(vm: &Vm, clock: &Value) -> PyResult<i64> {
    if clock.as_big().is_none() {
        let class = vm.class(clock).full_name();
        return Err(vm.type_error(format!("clk_id should be integer, not {class}")));
    }
    vm.index_i64(clock)
}

/// Nanoseconds on a clock.
fn reading(vm: &Vm, clock: &Value) -> PyResult<i64> {
    match clock_number(vm, clock)? {
        REALTIME | TAI => Ok(time_ns(vm)),
        MONOTONIC | MONOTONIC_RAW | BOOTTIME => Ok(monotonic_ns(vm)),
        PROCESS => Ok(process_time_ns(vm)),
        THREAD => Ok(thread_time_ns(vm)),
        _ => Err(invalid(vm)),
    }
}

pub(super) fn clock_gettime(vm: &Vm, clock: &Value) -> PyResult<f64> {
    Ok(reading(vm, clock)? as f64 * SECOND)
}

pub(super) fn clock_gettime_ns(vm: &Vm, clock: &Value) -> PyResult<i64> {
    reading(vm, clock)
}

pub(super) fn clock_getres(vm: &Vm, clock: &Value) -> PyResult<f64> {
    reading(vm, clock).map(|_| RESOLUTION)
}

/// Scripts do not set clocks: the host has no way to.
fn refuse(vm: &Vm, clock: &Value) -> PyResult<()> {
    match clock_number(vm, clock)? {
        REALTIME => Err(vm.os_error(1, "Operation not permitted", None)),
        _ => Err(invalid(vm)),
    }
}

pub(super) fn clock_settime(vm: &Vm, clock: &Value, time: f64) -> PyResult<()> {
    if time.is_nan() {
        return Err(vm.value_error("Invalid value NaN (not a number)"));
    }
    refuse(vm, clock)
}

pub(super) fn clock_settime_ns(vm: &Vm, clock: &Value, time: &Value) -> PyResult<()> {
    vm.index_i64(time)?;
    refuse(vm, clock)
}

/// The clock of the thread that asks: there is no other one.
pub(super) fn pthread_getcpuclockid(_: &Vm, _thread: i64) -> i64 {
    THREAD
}

pub(super) fn get_clock_info(vm: &Vm, name: &Value) -> PyResult {
    let Some(text) = name.as_str() else {
        let class = vm.class(name).full_name();
        let text = format!("get_clock_info() argument 1 must be str, not {class}");
        return Err(vm.type_error(text));
    };
    let clock = match text {
        "time" => "CLOCK_REALTIME",
        "monotonic" | "perf_counter" => "CLOCK_MONOTONIC",
        "process_time" => "CLOCK_PROCESS_CPUTIME_ID",
        "thread_time" => "CLOCK_THREAD_CPUTIME_ID",
        _ => return Err(vm.value_error("unknown clock")),
    };
    let namespace = vm.import_module("types")?;
    let make = vm.getattr(&namespace, &vm.intern("SimpleNamespace"))?;
    let wall = text == "time";
    let all = [
        vm.str(&format!("clock_gettime({clock})")),
        Value::bool(!wall),
        Value::bool(wall),
        vm.float(RESOLUTION),
    ];
    let names = ["implementation", "monotonic", "adjustable", "resolution"].map(|n| vm.intern(n));
    vm.call_args(&make, Args { all: &all, names: &names })
}
