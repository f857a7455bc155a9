//! datetime: the arithmetic of dates and the clocks natively, the classes as Python source.

use taipan_engine::funcs;
use taipan_engine::object::slots::PyResult;
use taipan_engine::object::value::Value;
use taipan_engine::object::vm::Vm;
use taipan_engine::types::module::ModuleSpec;

use crate::time::calendar::{Moment, date_from_days, days_from_date};
use crate::time::{from_local, local};

/// Day 1 is 0001-01-01.
const FIRST: i64 = 719_163;

fn ordinal(_: &Vm, year: i64, month: i64, day: i64) -> i64 {
    days_from_date(year, month, day) + FIRST
}

fn date(vm: &Vm, ordinal: i64) -> Value {
    let (year, month, day) = date_from_days(ordinal - FIRST);
    vm.tuple([year, month, day].map(|part| vm.int(part)).to_vec())
}

/// Microseconds since the epoch.
fn now(vm: &Vm) -> i64 {
    vm.host.wall_clock().div_euclid(1000) as i64
}

/// Seconds ahead of UTC and the zone's name at a moment since the epoch.
fn zone(vm: &Vm, seconds: i64) -> Value {
    let moment = local(vm, seconds);
    vm.tuple(vec![vm.int(moment.offset), vm.str(&moment.zone)])
}

/// The moment at which local clocks show so many seconds after the epoch.
fn since_epoch(vm: &Vm, shown: i64) -> i64 {
    from_local(vm, shown)
}

fn strftime(vm: &Vm, format: &str, parts: &Value) -> PyResult<String> {
    let mut numbers = Vec::new();
    for part in parts.tuple_items() {
        numbers.push(vm.index_i64(part)?);
    }
    let [year, month, day, hour, minute, second] = *numbers.as_slice() else {
        return Err(vm.type_error("six numbers are required"));
    };
    let days = days_from_date(year, month, day);
    let moment = Moment::from_seconds(days * 86_400 + hour * 3600 + minute * 60 + second);
    Ok(moment.format(format))
}

pub(crate) static DATETIME: ModuleSpec = ModuleSpec {
    name: "datetime",
    doc: "Concrete date/time and related types.",
    funcs: funcs![
        "_ordinal" = ordinal, "(year, month, day, /)", "The number of a day; 0001-01-01 is 1.";
        "_date" = date, "(ordinal, /)", "Year, month and day of a number.";
        "_now" = now, "()", "Microseconds since the epoch.";
        "_zone" = zone, "(seconds, /)", "Seconds ahead of UTC and the zone's name.";
        "_since_epoch" = since_epoch, "(shown, /)", "Seconds since the epoch of a local time.";
        "_strftime" = strftime, "(format, parts, /)", "The text of a format.";
    ],
    source: Some(concat!(include_str!("durations.py"), include_str!("datetime.py"))),
    ..ModuleSpec::NONE
};
