//! time: clocks, waiting, and moments as texts. Every clock is the host's.

pub(crate) mod calendar;
mod clocks;
pub(crate) mod strptime;
mod struct_time;

use crate::duration::{SECOND, nanoseconds};
use taipan_engine::funcs;
use taipan_engine::host::Waited;
use taipan_engine::object::native::{Maybe, Rest};
use taipan_engine::object::slots::PyResult;
use taipan_engine::object::value::Value;
use taipan_engine::object::vm::Vm;
use taipan_engine::types::exception::DEPRECATION_WARNING;
use taipan_engine::types::module::ModuleSpec;

use calendar::Moment;

/// The wall clock in seconds, as near as a float comes.
pub(crate) fn wall_seconds(vm: &Vm) -> f64 {
    vm.host.wall_clock() as f64 / 1e9
}

/// Waits although signals come, unless one of them raises.
fn sleep(vm: &Vm, seconds: &Value) -> PyResult<()> {
    let nanoseconds = nanoseconds(vm, seconds, SECOND)?;
    let Ok(nanoseconds) = u64::try_from(nanoseconds) else {
        return Err(vm.value_error("sleep length must be non-negative"));
    };
    let deadline = vm.host.monotonic().saturating_add(nanoseconds);
    while vm.wait(Some(deadline))? == Waited::Interrupted && vm.host.monotonic() < deadline {}
    Ok(())
}

/// Years of at most 32 bits, as in C.
const LAST_SECOND: i64 = 67_768_036_191_676_799;
const FIRST_SECOND: i64 = -67_768_040_609_740_800;

/// Whole seconds of a time given as a number, or of now.
pub(crate) fn whole_seconds(vm: &Vm, seconds: &Value) -> PyResult<i64> {
    const TOO_LARGE: &str = "timestamp out of range for platform time_t";
    let whole = if seconds.is_none() {
        wall_seconds(vm).floor() as i64
    } else if let Some(value) = seconds.as_float() {
        if value.is_nan() {
            return Err(vm.value_error("Invalid value NaN (not a number)"));
        }
        let whole = value.floor();
        if whole >= i64::MAX as f64 || whole < i64::MIN as f64 {
            return Err(vm.overflow_error(TOO_LARGE));
        }
        whole as i64
    } else {
        let whole = vm.index(seconds)?;
        vm.small_index(&whole).ok_or_else(|| vm.overflow_error(TOO_LARGE))?
    };
    if !(FIRST_SECOND..=LAST_SECOND).contains(&whole) {
        return Err(vm.os_error(75, "Value too large for defined data type", None));
    }
    Ok(whole)
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

/// The tuple of a moment that knows no zone.
pub(crate) fn tuple_of(vm: &Vm, moment: &Moment) -> Value {
    struct_time::with_zone(vm, moment, Value::NONE, Value::NONE)
}

fn gmtime(vm: &Vm, seconds: &Value) -> PyResult {
    let mut moment = Moment::from_seconds(whole_seconds(vm, seconds)?);
    moment.zone = "GMT".to_owned();
    Ok(struct_time::new(vm, &moment))
}

fn localtime(vm: &Vm, seconds: &Value) -> PyResult {
    let moment = local(vm, whole_seconds(vm, seconds)?);
    Ok(struct_time::new(vm, &moment))
}

fn mktime(vm: &Vm, tuple: &Value) -> PyResult<f64> {
    let moment = struct_time::read(vm, "mktime", tuple)?;
    let seconds = from_local(vm, moment.seconds());
    if !(FIRST_SECOND..=LAST_SECOND).contains(&seconds) {
        return Err(vm.overflow_error("mktime argument out of range"));
    }
    Ok(seconds as f64)
}

/// The moment of a tuple, or the local time now.
fn moment_or_now(vm: &Vm, name: &str, tuple: &Value) -> PyResult<Moment> {
    if tuple.is_none() {
        return Ok(local(vm, wall_seconds(vm).floor() as i64));
    }
    let mut moment = struct_time::read(vm, name, tuple)?;
    struct_time::check(vm, &mut moment)?;
    let zone = vm.host.local_zone(from_local(vm, moment.seconds()));
    moment.zone = zone.name;
    moment.offset = i64::from(zone.offset);
    if vm.type_of(tuple) == vm.ty(&struct_time::STRUCT_TIME) {
        if let Some(zone) = struct_time::hidden(vm, tuple, "tm_zone").as_str() {
            moment.zone = zone.to_owned();
        }
        if let Some(offset) = struct_time::hidden(vm, tuple, "tm_gmtoff").as_i64() {
            moment.offset = offset;
        }
    }
    Ok(moment)
}

fn text_argument(vm: &Vm, name: &str, value: &Value) -> PyResult<String> {
    match value.as_str_object() {
        Some(_) => Ok(value.to_text()),
        None => {
            let class = vm.class(value).full_name();
            Err(vm.type_error(format!("{name}() argument 1 must be str, not {class}")))
        }
    }
}

fn strftime(vm: &Vm, args: Rest<'_>) -> PyResult<String> {
    let (format, tuple) = match args.0 {
        [format] => (format, &Value::NONE),
        [format, tuple] => (format, tuple),
        [] => return Err(vm.type_error("strftime() takes at least 1 argument (0 given)")),
        all => {
            let given = all.len();
            let text = format!("strftime() takes at most 2 arguments ({given} given)");
            return Err(vm.type_error(text));
        }
    };
    let format = text_argument(vm, "strftime", format)?;
    let moment = match args.0.len() {
        1 => moment_or_now(vm, "strftime", tuple)?,
        _ if tuple.is_none() => {
            return Err(vm.type_error("Tuple or struct_time argument required"));
        }
        _ => moment_or_now(vm, "strftime", tuple)?,
    };
    if format.contains('\0') {
        return Err(vm.value_error("embedded null character"));
    }
    Ok(moment.format(&format))
}

fn asctime(vm: &Vm, tuple: Maybe<'_>) -> PyResult<String> {
    if tuple.0.is_some_and(Value::is_none) {
        return Err(vm.type_error("Tuple or struct_time argument required"));
    }
    Ok(moment_or_now(vm, "asctime", tuple.0.unwrap_or(&Value::NONE))?.format("%c"))
}

fn ctime(vm: &Vm, seconds: &Value) -> PyResult<String> {
    Ok(local(vm, whole_seconds(vm, seconds)?).format("%c"))
}

/// Names of the local zones as texts may have them.
fn zone_names(vm: &Vm) -> strptime::ZoneNames {
    let (standard, daylight) = zones(vm);
    let differs = standard.offset != daylight.offset;
    strptime::ZoneNames {
        standard: standard.name.to_lowercase(),
        daylight: differs.then(|| daylight.name.to_lowercase()),
    }
}

const AMBIGUOUS: &str = "Parsing dates involving a day of month without a year specified is \
    ambiguious\nand fails to parse leap day. The default behavior will change in Python 3.15\nto \
    either always raise an exception or to use a different default year (TBD).\nTo avoid trouble, \
    add a specific year to the input & format.\nSee https://github.com/python/cpython/issues/70647.";

/// A text read by a format, both of them arguments of a function.
pub(crate) fn parse_text(vm: &Vm, text: &Value, format: &Value) -> PyResult<strptime::Parsed> {
    for (at, argument) in [text, format].into_iter().enumerate() {
        if argument.as_str_object().is_none() {
            let class = vm.repr_text(vm.type_of(argument).value())?;
            return Err(vm.type_error(format!("strptime() argument {at} must be str, not {class}")));
        }
    }
    let (text, format) = (text.to_text(), format.to_text());
    if strptime::is_ambiguous(&format) {
        vm.warn(&DEPRECATION_WARNING, AMBIGUOUS)?;
    }
    let shown = |text: &str| vm.repr_text(&vm.str(text)).unwrap_or_default();
    strptime::parse(&text, &format, shown, &zone_names(vm)).map_err(|text| vm.value_error(text))
}

fn strptime(vm: &Vm, args: Rest<'_>) -> PyResult {
    let standard = vm.str("%a %b %d %H:%M:%S %Y");
    let (text, format) = match args.0 {
        [text] => (text, &standard),
        [text, format] => (text, format),
        [] => {
            let name = "_strptime_time() missing 1 required positional argument: 'data_string'";
            return Err(vm.type_error(name));
        }
        all => {
            let given = all.len();
            return Err(vm.type_error(format!(
                "_strptime_time() takes from 1 to 2 positional arguments but {given} were given"
            )));
        }
    };
    let parsed = parse_text(vm, text, format)?;
    let moment = Moment {
        year: parsed.year,
        month: parsed.month,
        day: parsed.day,
        hour: parsed.hour,
        minute: parsed.minute,
        second: parsed.second,
        weekday: parsed.weekday,
        yearday: parsed.yearday,
        daylight: parsed.daylight,
        zone: String::new(),
        offset: 0,
    };
    let zone = parsed.zone.map_or(Value::NONE, |zone| vm.str(&zone));
    let offset = parsed.offset.map_or(Value::NONE, |(seconds, _)| vm.int(seconds));
    Ok(struct_time::with_zone(vm, &moment, zone, offset))
}

/// The zone in January and the one in July of this year: standard time is the one with less ahead.
fn zones(vm: &Vm) -> (taipan_engine::host::Zone, taipan_engine::host::Zone) {
    let year = Moment::from_seconds(wall_seconds(vm) as i64).year;
    let at = |month| vm.host.local_zone(calendar::days_from_date(year, month, 1) * 86_400);
    let (january, july) = (at(1), at(7));
    if january.offset <= july.offset { (january, july) } else { (july, january) }
}

/// The zones are the host's, read whenever they are needed.
fn tzset(vm: &Vm) -> PyResult<()> {
    let module = vm.import_module("time")?;
    set_zones(vm, &module)
}

fn set_zones(vm: &Vm, module: &Value) -> PyResult<()> {
    let (standard, daylight) = zones(vm);
    let names = vm.tuple(vec![vm.str(&standard.name), vm.str(&daylight.name)]);
    let values = [
        ("timezone", vm.int(-i64::from(standard.offset))),
        ("altzone", vm.int(-i64::from(daylight.offset))),
        ("daylight", vm.int(i64::from(standard.offset != daylight.offset))),
        ("tzname", names),
    ];
    for (name, value) in values {
        vm.setattr(module, &vm.intern(name), Some(&value))?;
    }
    Ok(())
}

fn finish_module(vm: &Vm, module: &Value) -> PyResult<()> {
    struct_time::finish_class(vm);
    set_zones(vm, module)
}

pub(crate) static TIME: ModuleSpec = ModuleSpec {
    name: "time",
    doc: "Clocks, calendar times and their texts.",
    funcs: funcs![
        "time" = clocks::time, "()", "Seconds since 1970 in UTC, as a float.";
        "time_ns" = clocks::time_ns, "()", "Nanoseconds since 1970 in UTC, as an int.";
        "monotonic" = clocks::monotonic, "()", "Monotonic clock, cannot go backward.";
        "monotonic_ns" = clocks::monotonic_ns, "()", "Nanoseconds of a clock that never goes back.";
        "perf_counter" = clocks::monotonic, "()", "Performance counter for benchmarking.";
        "perf_counter_ns" = clocks::monotonic_ns, "()", "Performance counter for benchmarking as nanoseconds.";
        "process_time" = clocks::process_time, "()", "Seconds that the processor spent on this process, inside the kernel and out.";
        "process_time_ns" = clocks::process_time_ns, "()", "Process time for profiling as nanoseconds.";
        "thread_time" = clocks::thread_time, "()", "Seconds that the processor spent on this thread, inside the kernel and out.";
        "thread_time_ns" = clocks::thread_time_ns, "()", "Thread time for profiling as nanoseconds.";
        "clock_gettime" = clocks::clock_gettime, "(clk_id, /)", "What the clock clk_id shows, in seconds.";
        "clock_gettime_ns" = clocks::clock_gettime_ns, "(clk_id, /)", "What the clock clk_id shows, in nanoseconds.";
        "clock_getres" = clocks::clock_getres, "(clk_id, /)", "How far apart two readings of a clock are at least, in seconds.";
        "clock_settime" = clocks::clock_settime, "(clk_id, time, /)", "Set a clock to this many seconds.";
        "clock_settime_ns" = clocks::clock_settime_ns, "(clk_id, time, /)", "Set a clock to this many nanoseconds.";
        "pthread_getcpuclockid" = clocks::pthread_getcpuclockid, "(thread_id, /)", "The clock that measures the processor's time of a thread.";
        "get_clock_info" = clocks::get_clock_info, "(name, /)", "Get information of the specified clock as a namespace.";
        sleep "(seconds, /)" "Do nothing for this many seconds.";
        gmtime "(seconds=None, /)" "The calendar's fields in UTC for seconds since 1970; for now if None.";
        localtime "(seconds=None, /)" "The calendar's fields in local time for seconds since 1970; for now if None.";
        mktime "(tuple, /)" "Seconds since 1970 for the calendar's fields in local time.";
        strftime "(*args)" "The text that a format such as '%H:%M' makes of the fields; of now if left out.";
        strptime "(*args)" "The fields that a text shows, read by a format such as '%H:%M'; ValueError if it does not fit.";
        tzset "()" "Initialize, or reinitialize, the local timezone.";
        asctime "(tuple=<none>, /)" "The fields in the style of C, such as 'Thu Jan  1 00:00:00 1970'; now if left out.";
        ctime "(seconds=None, /)" "Seconds since 1970 in local time and the style of C, such as 'Thu Jan  1 00:00:00 1970'; now if None.";
    ],
    types: &[&struct_time::STRUCT_TIME],
    values: &[
        ("CLOCK_REALTIME", |_| Value::int_unchecked(clocks::REALTIME)),
        ("CLOCK_MONOTONIC", |_| Value::int_unchecked(clocks::MONOTONIC)),
        ("CLOCK_PROCESS_CPUTIME_ID", |_| Value::int_unchecked(clocks::PROCESS)),
        ("CLOCK_THREAD_CPUTIME_ID", |_| Value::int_unchecked(clocks::THREAD)),
        ("CLOCK_MONOTONIC_RAW", |_| Value::int_unchecked(clocks::MONOTONIC_RAW)),
        ("CLOCK_BOOTTIME", |_| Value::int_unchecked(clocks::BOOTTIME)),
        ("CLOCK_TAI", |_| Value::int_unchecked(clocks::TAI)),
        ("_STRUCT_TM_ITEMS", |vm| vm.int(struct_time::ALL as i64)),
    ],
    init: Some(finish_module),
    ..ModuleSpec::NONE
};
