//! time: clocks, waiting, and moments as texts. Every clock is the host's.

pub(crate) mod calendar;
mod struct_time;

use taipan_engine::funcs;
use taipan_engine::host::Waited;
use taipan_engine::object::slots::{PyResult, Raised};
use taipan_engine::object::value::Value;
use taipan_engine::object::vm::Vm;
use taipan_engine::types::module::ModuleSpec;

use calendar::Moment;

const SECOND: f64 = 1e-9;

/// The wall clock in seconds, as near as a float comes.
pub(crate) fn wall_seconds(vm: &Vm) -> f64 {
    vm.host.wall_clock() as f64 / 1e9
}

fn time(vm: &Vm) -> f64 {
    wall_seconds(vm)
}

fn time_ns(vm: &Vm) -> i64 {
    vm.host.wall_clock() as i64
}

fn monotonic(vm: &Vm) -> f64 {
    vm.host.monotonic() as f64 * SECOND
}

fn monotonic_ns(vm: &Vm) -> i64 {
    vm.host.monotonic() as i64
}

fn process_time(vm: &Vm) -> f64 {
    vm.host.cpu_time() as f64 * SECOND
}

fn thread_time(vm: &Vm) -> f64 {
    vm.host.thread_time() as f64 * SECOND
}

fn thread_time_ns(vm: &Vm) -> i64 {
    vm.host.thread_time() as i64
}

fn process_time_ns(vm: &Vm) -> i64 {
    vm.host.cpu_time() as i64
}

/// Waits although signals come, unless one of them raises.
fn sleep(vm: &Vm, seconds: &Value) -> PyResult<()> {
    let length = if seconds.is_small_float() || vm.class(seconds).name() == "float" {
        vm.to_f64(seconds)?
    } else {
        vm.index_i64(seconds)? as f64
    };
    if length.is_nan() {
        return Err(vm.value_error("Invalid value NaN (not a number)"));
    }
    if length < 0.0 {
        return Err(vm.value_error("sleep length must be non-negative"));
    }
    let nanoseconds = (length * 1e9).ceil();
    if nanoseconds >= i64::MAX as f64 {
        return Err(vm.overflow_error("timestamp too large to convert to C PyTime_t"));
    }
    let deadline = vm.host.monotonic().saturating_add(nanoseconds as u64);
    while vm.wait(Some(deadline))? == Waited::Interrupted && vm.host.monotonic() < deadline {}
    Ok(())
}

/// Whole seconds of a time given as a number, or of now.
fn whole_seconds(vm: &Vm, seconds: &Value) -> PyResult<i64> {
    if seconds.is_none() {
        return Ok(wall_seconds(vm).floor() as i64);
    }
    if !seconds.is_small_float() && vm.class(seconds).name() != "float" {
        let whole = vm.index_i64(seconds)?;
        if whole.unsigned_abs() > 67_000_000_000_000_000 {
            return Err(vm.overflow_error("timestamp out of range for platform time_t"));
        }
        return Ok(whole);
    }
    let value = vm.to_f64(seconds)?;
    if value.is_nan() {
        return Err(vm.value_error("Invalid value NaN (not a number)"));
    }
    // Years of at most 32 bits, as in C.
    if value.abs() > 6.7e16 {
        return Err(vm.overflow_error("timestamp out of range for platform time_t"));
    }
    Ok(value.floor() as i64)
}

/// The local time at that moment.
pub(crate) fn local(vm: &Vm, seconds: i64) -> Moment {
    let zone = vm.host.local_zone(seconds);
    let offset = i64::from(zone.offset);
    Moment {
        daylight: i64::from(zone.daylight),
        zone: zone.name,
        offset,
        ..Moment::from_seconds(seconds + offset)
    }
}

/// The moment at which local clocks show that time: seconds since the epoch.
pub(crate) fn from_local(vm: &Vm, shown: i64) -> i64 {
    // The offset at the result decides; two rounds find it except inside a gap.
    let first = shown - i64::from(vm.host.local_zone(shown).offset);
    shown - i64::from(vm.host.local_zone(first).offset)
}

fn gmtime(vm: &Vm, seconds: &Value) -> PyResult {
    let moment = Moment::from_seconds(whole_seconds(vm, seconds)?);
    Ok(struct_time::new(vm, &moment))
}

fn localtime(vm: &Vm, seconds: &Value) -> PyResult {
    let moment = local(vm, whole_seconds(vm, seconds)?);
    Ok(struct_time::new(vm, &moment))
}

fn mktime(vm: &Vm, tuple: &Value) -> PyResult<f64> {
    let moment = struct_time::read(vm, tuple)?;
    Ok(from_local(vm, moment.seconds()) as f64)
}

/// The moment of a tuple, or the local time now.
fn moment_or_now(vm: &Vm, name: &str, tuple: &Value) -> PyResult<Moment> {
    if tuple.is_none() {
        return Ok(local(vm, wall_seconds(vm).floor() as i64));
    }
    if tuple.as_tuple().is_some_and(|items| items.len() != 9) {
        return Err(vm.type_error(format!("{name}(): illegal time tuple argument")));
    }
    let mut moment = struct_time::read(vm, tuple)?;
    let zone = vm.host.local_zone(from_local(vm, moment.seconds()));
    moment.zone = zone.name;
    moment.offset = i64::from(zone.offset);
    Ok(moment)
}

fn strftime(vm: &Vm, format: &Value, tuple: &Value) -> PyResult<String> {
    if format.as_str_object().is_none() {
        let class = vm.class(format).name();
        return Err(vm.type_error(format!("strftime() argument 1 must be str, not {class}")));
    }
    Ok(moment_or_now(vm, "strftime", tuple)?.format(&format.to_text()))
}

fn asctime(vm: &Vm, tuple: &Value) -> PyResult<String> {
    Ok(moment_or_now(vm, "asctime", tuple)?.format("%c"))
}

fn ctime(vm: &Vm, seconds: &Value) -> PyResult<String> {
    Ok(local(vm, whole_seconds(vm, seconds)?).format("%c"))
}

/// The zone in January and the one in July of this year: standard time is the one with less ahead.
fn zones(vm: &Vm) -> (taipan_engine::host::Zone, taipan_engine::host::Zone) {
    let year = Moment::from_seconds(wall_seconds(vm) as i64).year;
    let at = |month| vm.host.local_zone(calendar::days_from_date(year, month, 1) * 86_400);
    let (january, july) = (at(1), at(7));
    if january.offset <= july.offset { (january, july) } else { (july, january) }
}

fn unsupported(vm: &Vm, name: &str) -> Raised {
    vm.value_error(format!("unknown clock: {name}"))
}

fn get_clock_info(vm: &Vm, name: &str) -> PyResult {
    let adjustable = match name {
        "monotonic" | "perf_counter" | "process_time" | "thread_time" => Value::FALSE,
        "time" => Value::TRUE,
        _ => return Err(unsupported(vm, name)),
    };
    let namespace = vm.import_module("types")?;
    let make = vm.getattr(&namespace, &vm.intern("SimpleNamespace"))?;
    let all = [vm.str("clock_gettime()"), Value::bool(name != "time"), adjustable, vm.float(1e-9)];
    let names = ["implementation", "monotonic", "adjustable", "resolution"].map(|n| vm.intern(n));
    vm.call_args(&make, taipan_engine::object::native::Args { all: &all, names: &names })
}

pub(crate) static TIME: ModuleSpec = ModuleSpec {
    name: "time",
    doc: "This module provides various functions to manipulate time values.",
    funcs: funcs![
        time "()" "Return the current time in seconds since the Epoch.";
        time_ns "()" "Return the current time in nanoseconds since the Epoch.";
        monotonic "()" "Monotonic clock, cannot go backward.";
        monotonic_ns "()" "Monotonic clock, cannot go backward, as nanoseconds.";
        "perf_counter" = monotonic, "()", "Performance counter for benchmarking.";
        "perf_counter_ns" = monotonic_ns, "()", "Performance counter for benchmarking as nanoseconds.";
        process_time "()" "Process time for profiling: sum of the kernel and user-space CPU time.";
        process_time_ns "()" "Process time for profiling as nanoseconds.";
        thread_time "()" "Thread time for profiling.";
        thread_time_ns "()" "Thread time for profiling as nanoseconds.";
        sleep "(seconds, /)" "Delay execution for a given number of seconds.";
        gmtime "(seconds=None, /)" "Convert seconds since the Epoch to a time tuple expressing UTC.";
        localtime "(seconds=None, /)" "Convert seconds since the Epoch to a time tuple expressing local time.";
        mktime "(tuple, /)" "Convert a time tuple in local time to seconds since the Epoch.";
        strftime "(format, tuple=None, /)" "Convert a time tuple to a string according to a format specification.";
        asctime "(tuple=None, /)" "Convert a time tuple to a string.";
        ctime "(seconds=None, /)" "Convert a time in seconds since the Epoch to a string in local time.";
        get_clock_info "(name, /)" "Get information of the specified clock.";
    ],
    types: &[&struct_time::STRUCT_TIME],
    values: &[
        ("timezone", |vm| vm.int(-i64::from(zones(vm).0.offset))),
        ("altzone", |vm| vm.int(-i64::from(zones(vm).1.offset))),
        ("daylight", |vm| {
            let (standard, daylight) = zones(vm);
            vm.int(i64::from(standard.offset != daylight.offset))
        }),
        ("tzname", |vm| {
            let (standard, daylight) = zones(vm);
            vm.tuple(vec![vm.str(&standard.name), vm.str(&daylight.name)])
        }),
    ],
    ..ModuleSpec::NONE
};
