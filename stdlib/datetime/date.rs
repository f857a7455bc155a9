//! date: a day of the proleptic Gregorian calendar. A datetime is one, too.

use taipan_engine::funcs;
use taipan_engine::object::dict::DictObject;
use taipan_engine::object::foreign::ForeignObject;
use taipan_engine::object::header::{Payload, Traverse};
use taipan_engine::object::native::{Args, GetSet, Rest, Signature};
use taipan_engine::object::slots::{BinaryOp, CompareOp, PyResult, Slots};
use taipan_engine::object::types::{TypeRef, TypeSpec, type_flag};
use taipan_engine::object::value::Value;
use taipan_engine::object::vm::Vm;

use super::clock::Clock;
use super::iso::WeekError;
use super::moment::{self, DATETIME};
use super::{
    DAY, EPOCH, MAX_YEAR, MIN_YEAR, Parameters, duration, int_argument, iso, iso_date, local,
    state_bytes, str_argument, text,
};
use crate::time::calendar::{date_from_days, days_from_date};

#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub(super) struct Day {
    pub year: i64,
    pub month: i64,
    pub day: i64,
}

pub(super) const LAST_ORDINAL: i64 = 3_652_059;

impl Day {
    /// Its number: 0001-01-01 is 1.
    pub(super) fn ordinal(self) -> i64 {
        days_from_date(self.year, self.month, self.day) + EPOCH
    }

    pub(super) fn of_ordinal(ordinal: i64) -> Day {
        let (year, month, day) = date_from_days(ordinal - EPOCH);
        Day { year, month, day }
    }

    /// Monday is 0.
    pub(super) fn weekday(self) -> i64 {
        (self.ordinal() + 6) % 7
    }

    /// The day, if there is such a one.
    pub(super) fn checked(vm: &Vm, year: i64, month: i64, day: i64) -> PyResult<Day> {
        if !(MIN_YEAR..=MAX_YEAR).contains(&year) {
            return Err(vm.value_error(format!("year {year} is out of range")));
        }
        if !(1..=12).contains(&month) {
            return Err(vm.value_error("month must be in 1..12"));
        }
        let length = days_from_date(year, month + 1, 1) - days_from_date(year, month, 1);
        if !(1..=length).contains(&day) {
            return Err(vm.value_error("day is out of range for month"));
        }
        Ok(Day { year, month, day })
    }
}

/// The payload of a date, and with a time of a datetime.
pub(super) struct Stamp {
    pub day: Day,
    pub clock: Option<Clock>,
}

impl Traverse for Stamp {
    fn traverse(&self, visit: &mut dyn FnMut(&Value)) {
        self.clock.iter().for_each(|clock| visit(&clock.zone));
    }
}

pub(super) fn plain(vm: &Vm, day: Day) -> Value {
    vm.new_foreign(&vm.ty(&DATE), Stamp { day, clock: None })
}

pub(super) fn day_of(value: &Value) -> Option<Day> {
    value.foreign::<Stamp>().map(|stamp| stamp.day)
}

/// The day of what is no datetime.
fn bare_day(value: &Value) -> Option<Day> {
    value.foreign::<Stamp>().filter(|stamp| stamp.clock.is_none()).map(|stamp| stamp.day)
}

pub(super) fn stamp<'a>(vm: &Vm, this: &'a Value) -> PyResult<&'a Stamp> {
    this.foreign::<Stamp>().ok_or_else(|| vm.wrong_self(this, "datetime.date"))
}

/// A date of the class, made by the class itself unless it is one of ours.
fn make(vm: &Vm, class: &TypeRef, day: Day) -> PyResult {
    if *class == vm.ty(&DATE) {
        return Ok(plain(vm, day));
    }
    if *class == vm.ty(&DATETIME) {
        return Ok(moment::plain(vm, day, Clock::default()));
    }
    vm.call(class.value(), &[vm.int(day.year), vm.int(day.month), vm.int(day.day)])
}

fn class_of<'a>(vm: &Vm, class: &'a Value) -> PyResult<&'a TypeRef> {
    TypeRef::of(class).ok_or_else(|| vm.type_error("a class is required"))
}

const PARAMETERS: Parameters = Parameters {
    function: "function",
    names: &["year", "month", "day"],
    positional: 3,
    required: 3,
};

fn construct(vm: &Vm, class: &TypeRef, args: Args) -> PyResult {
    let day = match args.all {
        [state] => day_of_state(state),
        _ => None,
    };
    let day = match day {
        Some(day) => day,
        None => {
            let bound = PARAMETERS.bind(vm, args)?;
            let mut parts = [0; 3];
            for (part, value) in parts.iter_mut().zip(&bound) {
                *part = int_argument(vm, value)?;
            }
            Day::checked(vm, parts[0], parts[1], parts[2])?
        }
    };
    Ok(vm.new_foreign(class, Stamp { day, clock: None }))
}

/// The day in the first bytes of a state.
pub(super) fn day_in(bytes: &[u8]) -> Option<Day> {
    let [high, low, month, day, ..] = *bytes else { return None };
    let year = i64::from(high) << 8 | i64::from(low);
    let known = (1..=12).contains(&month) && (1..=31).contains(&day);
    let day = Day { year, month: i64::from(month), day: i64::from(day) };
    (known && (MIN_YEAR..=MAX_YEAR).contains(&year)).then_some(day)
}

fn day_of_state(state: &Value) -> Option<Day> {
    day_in(&state_bytes(Some(state), 4)?)
}

pub(super) fn day_state(day: Day) -> Vec<u8> {
    vec![(day.year >> 8) as u8, day.year as u8, day.month as u8, day.day as u8]
}

fn reduce(vm: &Vm, this: &Value) -> PyResult {
    let state = vm.new_bytes(day_state(stamp(vm, this)?.day));
    Ok(vm.tuple(vec![vm.type_of(this).value().clone(), vm.tuple(vec![state])]))
}

fn repr(vm: &Vm, this: &Value) -> PyResult {
    let Day { year, month, day } = stamp(vm, this)?.day;
    Ok(vm.str(&format!("{}({year}, {month}, {day})", vm.class(this).full_name())))
}

pub(super) fn day_text(day: Day) -> String {
    format!("{:04}-{:02}-{:02}", day.year, day.month, day.day)
}

fn isoformat(vm: &Vm, this: &Value) -> PyResult<String> {
    Ok(day_text(stamp(vm, this)?.day))
}

/// What a class derived from date says of itself counts.
fn str(vm: &Vm, this: &Value) -> PyResult {
    vm.call_method(this, &vm.intern("isoformat"), &[])
}

fn compare(_: &Vm, a: &Value, b: &Value, op: CompareOp) -> PyResult {
    Ok(match (bare_day(a), bare_day(b)) {
        (Some(left), Some(right)) => Value::bool(op.holds(left.cmp(&right))),
        _ => Value::NOT_IMPLEMENTED,
    })
}

/// So many days later; the class stays.
fn moved(vm: &Vm, date: &Value, days: i128) -> PyResult {
    let ordinal = i128::from(stamp(vm, date)?.day.ordinal()) + days;
    if !(1..=i128::from(LAST_ORDINAL)).contains(&ordinal) {
        return Err(vm.overflow_error("date value out of range"));
    }
    make(vm, &vm.type_of(date), Day::of_ordinal(ordinal as i64))
}

fn binary(vm: &Vm, op: BinaryOp, a: &Value, b: &Value) -> PyResult {
    let days = |value: &Value| duration::micros(value).map(|micros| micros.div_euclid(DAY));
    match (op, bare_day(a), bare_day(b)) {
        (BinaryOp::Add, Some(_), None) => {
            days(b).map_or(Ok(Value::NOT_IMPLEMENTED), |days| moved(vm, a, days))
        }
        (BinaryOp::Add, None, Some(_)) => {
            days(a).map_or(Ok(Value::NOT_IMPLEMENTED), |days| moved(vm, b, days))
        }
        (BinaryOp::Sub, Some(left), Some(right)) => {
            duration::new(vm, i128::from(left.ordinal() - right.ordinal()) * DAY)
        }
        (BinaryOp::Sub, Some(_), None) => {
            days(b).map_or(Ok(Value::NOT_IMPLEMENTED), |days| moved(vm, a, -days))
        }
        _ => Ok(Value::NOT_IMPLEMENTED),
    }
}

fn today(vm: &Vm, class: &Value) -> PyResult {
    let now = vm.float(crate::time::wall_seconds(vm));
    vm.call_method(class, &vm.intern("fromtimestamp"), &[now])
}

fn fromtimestamp(vm: &Vm, class: &Value, timestamp: &Value) -> PyResult {
    let seconds = crate::time::whole_seconds(vm, timestamp_number(vm, timestamp)?)?;
    let (local, _) = local::from_epoch(vm, seconds)?;
    make(vm, class_of(vm, class)?, Day::of_ordinal(local.div_euclid(86_400) + EPOCH))
}

/// None is no timestamp.
fn timestamp_number<'a>(vm: &Vm, timestamp: &'a Value) -> PyResult<&'a Value> {
    if timestamp.is_none() {
        let text = "'NoneType' object cannot be interpreted as an integer";
        return Err(vm.type_error(text));
    }
    Ok(timestamp)
}

fn fromordinal(vm: &Vm, class: &Value, ordinal: &Value) -> PyResult {
    let ordinal = int_argument(vm, ordinal)?;
    if ordinal < 1 {
        return Err(vm.value_error("ordinal must be >= 1"));
    }
    let day = Day::of_ordinal(ordinal);
    make(vm, class_of(vm, class)?, Day::checked(vm, day.year, day.month, day.day)?)
}

pub(super) fn invalid_iso(vm: &Vm, text: &Value) -> taipan_engine::object::slots::Raised {
    let shown = vm.repr_text(text).unwrap_or_default();
    vm.value_error(format!("Invalid isoformat string: {shown}"))
}

fn fromisoformat(vm: &Vm, class: &Value, text: &Value) -> PyResult {
    if text.as_str_object().is_none() {
        return Err(vm.type_error("fromisoformat: argument must be str"));
    }
    let bytes = text.to_text().into_bytes();
    let known = matches!(bytes.len(), 7 | 8 | 10).then(|| iso::date(&bytes)).flatten();
    let (year, month, day) = known.ok_or_else(|| invalid_iso(vm, text))?;
    make(vm, class_of(vm, class)?, Day::checked(vm, year, month, day)?)
}

fn fromisocalendar(vm: &Vm, class: &Value, year: &Value, week: &Value, day: &Value) -> PyResult {
    let (year, week, day) =
        (int_argument(vm, year)?, int_argument(vm, week)?, int_argument(vm, day)?);
    let (year, month, day) = iso::date_of_week(year, week, day).map_err(|error| {
        vm.value_error(match error {
            WeekError::Year => format!("Year is out of range: {year}"),
            WeekError::Week => format!("Invalid week: {week}"),
            WeekError::Day => format!("Invalid day: {day} (range is [1, 7])"),
        })
    })?;
    make(vm, class_of(vm, class)?, Day::checked(vm, year, month, day)?)
}

fn toordinal(vm: &Vm, this: &Value) -> PyResult<i64> {
    Ok(stamp(vm, this)?.day.ordinal())
}

fn weekday(vm: &Vm, this: &Value) -> PyResult<i64> {
    Ok(stamp(vm, this)?.day.weekday())
}

fn isoweekday(vm: &Vm, this: &Value) -> PyResult<i64> {
    Ok(stamp(vm, this)?.day.weekday() + 1)
}

fn isocalendar(vm: &Vm, this: &Value) -> PyResult {
    Ok(iso_date::new(vm, stamp(vm, this)?.day))
}

fn ctime(vm: &Vm, this: &Value) -> PyResult<String> {
    let stamp = stamp(vm, this)?;
    let clock = stamp.clock.clone().unwrap_or_default();
    Ok(text::plain_moment(stamp.day, &clock, -1).format("%c"))
}

fn strftime(vm: &Vm, this: &Value, format: &Value) -> PyResult<String> {
    let format = str_argument(vm, "strftime", format)?;
    let stamp = stamp(vm, this)?;
    let clock = stamp.clock.clone().unwrap_or_default();
    text::strftime(vm, &format, stamp.day, &clock, this)
}

fn timetuple(vm: &Vm, this: &Value) -> PyResult {
    let moment = text::plain_moment(stamp(vm, this)?.day, &Clock::default(), -1);
    Ok(crate::time::tuple_of(vm, &moment))
}

/// The arguments that `replace` was called with, by a signature of its own.
pub(super) fn replacements(
    vm: &Vm,
    signature: &'static str,
    args: Rest<'_>,
    kwargs: &Value,
) -> PyResult<Vec<Value>> {
    let mut all = args.0.to_vec();
    let mut names = Vec::new();
    for (name, value) in kwargs.get::<DictObject>().map_or_else(Vec::new, DictObject::pairs) {
        names.push(vm.intern_value(&name));
        all.push(value);
    }
    Signature::parse(signature).bind(vm, "replace", Args { all: &all, names: &names })
}

fn replace(vm: &Vm, this: &Value, args: Rest<'_>, kwargs: &Value) -> PyResult {
    let signature = "(year=<none>, month=<none>, day=<none>)";
    let bound = replacements(vm, signature, args, kwargs)?;
    let old = stamp(vm, this)?.day;
    let mut parts = [old.year, old.month, old.day];
    for (part, value) in parts.iter_mut().zip(&bound) {
        if !value.is_unbound() {
            *part = int_argument(vm, value)?;
        }
    }
    make(vm, &vm.type_of(this), Day::checked(vm, parts[0], parts[1], parts[2])?)
}

pub(super) static DATE: TypeSpec = TypeSpec {
    name: "datetime.date",
    doc: "A day of the Gregorian calendar, extended to the years 1 to 9999.",
    operations: Some(ForeignObject::OPERATIONS),
    slots: Slots {
        new: Some(construct),
        repr: Some(repr),
        str: Some(str),
        hash: Some(|vm, this| Ok(vm.hash_bytes(&day_state(stamp(vm, this)?.day)))),
        compare: Some(compare),
        binary: Some(binary),
        ..Slots::NONE
    },
    operators: &[BinaryOp::Add, BinaryOp::Sub],
    methods: funcs![
        class "today" = today, "(cls, /)", "Today in local time.";
        class "fromtimestamp" = fromtimestamp, "(cls, timestamp, /)", "The local date at this POSIX timestamp.";
        class "fromordinal" = fromordinal, "(cls, ordinal, /)", "The date so many days after 31 December of the year 0 (proleptic Gregorian).";
        class "fromisoformat" = fromisoformat, "(cls, string, /)", "The date that an ISO 8601 text says.";
        class "fromisocalendar" = fromisocalendar, "(cls, year, week, day)", "The date with this ISO year, week and weekday.";
        "ctime" = ctime, "(self, /)", "The date in the style of C, such as 'Thu Jan  1 00:00:00 1970'.";
        "strftime" = strftime, "(self, format)", "The text that a format such as '%H:%M' makes of it.";
        "__format__" = text::format, "(self, format_spec, /)", "What format() and f-strings write: strftime() of the format, str() if it is empty.";
        "isoformat" = isoformat, "(self, /)", "The date as YYYY-MM-DD (ISO 8601).";
        "isoweekday" = isoweekday, "(self, /)", "The weekday as a number, 1 for Monday up to 7 for Sunday.";
        "isocalendar" = isocalendar, "(self, /)", "ISO year, week and weekday, as a named tuple.";
        "timetuple" = timetuple, "(self, /)", "The date as a struct_time, like that of time.localtime().";
        "toordinal" = toordinal, "(self, /)", "The day's number, counted from 1 January of year 1 (proleptic Gregorian).";
        "weekday" = weekday, "(self, /)", "The weekday as a number, 0 for Monday up to 6 for Sunday.";
        "replace" = replace, "(self, /, *args, **kwargs)", "The date with other values in the fields that are given.";
        "__replace__" = replace, "(self, /, *args, **kwargs)", "The same as replace().";
        "__reduce__" = reduce, "(self, /)", "What copying and pickling rebuild it from.";
    ],
    getset: &[
        GetSet {
            name: "year",
            doc: "",
            get: |vm, v| Ok(vm.int(stamp(vm, v)?.day.year)),
            set: None,
        },
        GetSet {
            name: "month",
            doc: "",
            get: |vm, v| Ok(vm.int(stamp(vm, v)?.day.month)),
            set: None,
        },
        GetSet { name: "day", doc: "", get: |vm, v| Ok(vm.int(stamp(vm, v)?.day.day)), set: None },
    ],
    flags: type_flag::BASE,
    ..TypeSpec::NONE
};
