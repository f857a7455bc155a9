//! The type `time.struct_time`: a tuple whose items have names.

use taipan_engine::object::native::{Args, GetSet};
use taipan_engine::object::slots::{PyResult, Slots};
use taipan_engine::object::types::{TypeRef, TypeSpec, type_flag};
use taipan_engine::object::value::Value;
use taipan_engine::object::vm::Vm;
use taipan_engine::types::tuple::TUPLE;

use super::calendar::Moment;

const NAMES: [&str; 9] = [
    "tm_year", "tm_mon", "tm_mday", "tm_hour", "tm_min", "tm_sec", "tm_wday", "tm_yday", "tm_isdst",
];

/// The tuple of a moment.
pub(super) fn new(vm: &Vm, moment: &Moment) -> Value {
    let parts = [
        moment.year,
        moment.month,
        moment.day,
        moment.hour,
        moment.minute,
        moment.second,
        moment.weekday,
        moment.yearday,
        moment.daylight,
    ];
    vm.tuple_of_type(&vm.ty(&STRUCT_TIME), parts.iter().map(|p| vm.int(*p)).collect())
}

/// The moment of a tuple of nine numbers.
pub(super) fn read(vm: &Vm, tuple: &Value) -> PyResult<Moment> {
    let Some(items) = tuple.as_tuple() else {
        return Err(vm.type_error("Tuple or struct_time argument required"));
    };
    let mut parts = Vec::with_capacity(9);
    for item in items {
        parts.push(vm.index_i64(item)?);
    }
    let [year, month, day, hour, minute, second, weekday, yearday, daylight] = *parts.as_slice()
    else {
        return Err(vm.type_error("function takes exactly 9 arguments"));
    };
    let check = |ok: bool, what: &str| if ok { Ok(()) } else { Err(vm.value_error(what)) };
    check(year.abs() < i64::from(i32::MAX), "year out of range")?;
    check((0..=12).contains(&month), "month out of range")?;
    check((0..=31).contains(&day), "day of month out of range")?;
    check((0..24).contains(&hour), "hour out of range")?;
    check((0..60).contains(&minute), "minute out of range")?;
    check((0..=61).contains(&second), "seconds out of range")?;
    check(weekday >= -1, "day of week out of range")?;
    check((0..=366).contains(&yearday), "day of year out of range")?;
    Ok(Moment {
        year,
        month: month.max(1),
        day: day.max(1),
        hour,
        minute,
        second,
        weekday: weekday.rem_euclid(7),
        yearday: yearday.max(1),
        daylight,
        zone: String::new(),
        offset: 0,
    })
}

fn make(vm: &Vm, class: &TypeRef, args: Args) -> PyResult {
    let [sequence] = args.all else {
        return Err(vm.type_error("time.struct_time() takes a 9-sequence"));
    };
    let items = vm.to_vec(sequence)?;
    if items.len() < 9 {
        let text = format!(
            "time.struct_time() takes an at least 9-sequence ({}-sequence given)",
            items.len()
        );
        return Err(vm.type_error(text));
    }
    Ok(vm.tuple_of_type(class, items.into_iter().take(9).collect()))
}

fn repr(vm: &Vm, this: &Value) -> PyResult {
    let mut parts = Vec::new();
    for (name, item) in NAMES.iter().zip(this.tuple_items()) {
        parts.push(format!("{name}={}", vm.repr_text(item)?));
    }
    Ok(vm.str(&format!("time.struct_time({})", parts.join(", "))))
}

fn item(this: &Value, at: usize) -> Value {
    this.tuple_items().get(at).cloned().unwrap_or(Value::NONE)
}

macro_rules! rows {
    ($($at:literal $name:literal),*) => {
        &[
            $(GetSet { name: $name, doc: "", get: |_, this| Ok(item(this, $at)), set: None },)*
            GetSet { name: "tm_zone", doc: "", get: zone, set: None },
            GetSet { name: "tm_gmtoff", doc: "", get: offset, set: None },
        ]
    };
}

fn local_zone(vm: &Vm, this: &Value) -> PyResult<taipan_engine::host::Zone> {
    let seconds = read(vm, this)?.seconds();
    Ok(vm.host.local_zone(super::from_local(vm, seconds)))
}

fn zone(vm: &Vm, this: &Value) -> PyResult {
    Ok(vm.str(&local_zone(vm, this)?.name))
}

fn offset(vm: &Vm, this: &Value) -> PyResult {
    Ok(vm.int(i64::from(local_zone(vm, this)?.offset)))
}

pub(super) static STRUCT_TIME: TypeSpec = TypeSpec {
    name: "time.struct_time",
    base: Some(&TUPLE),
    doc: "The time value as returned by gmtime(), localtime(), and strptime().",
    slots: Slots { repr: Some(repr), new: Some(make), init: Some(|_, _, _| Ok(())), ..Slots::NONE },
    getset: rows![
        0 "tm_year", 1 "tm_mon", 2 "tm_mday", 3 "tm_hour", 4 "tm_min", 5 "tm_sec", 6 "tm_wday",
        7 "tm_yday", 8 "tm_isdst"
    ],
    flags: type_flag::SEQUENCE,
    ..TypeSpec::NONE
};
