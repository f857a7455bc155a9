//! datetime: a day and a time of it. The object, its construction and its operators; the methods
//! are in `methods.rs`.

use taipan_engine::funcs;
use taipan_engine::object::native::{Args, GetSet};
use taipan_engine::object::slots::{BinaryOp, CompareOp, PyResult, Slots};
use taipan_engine::object::types::{TypeRef, TypeSpec, type_flag};
use taipan_engine::object::value::Value;
use taipan_engine::object::vm::Vm;

use super::clock::{self, Clock};
use super::date::{DATE, Day, LAST_ORDINAL, Stamp, day_in, day_of, day_state};
use super::{DAY, Parameters, duration, int_argument, methods, state_bytes, zone};

pub(super) fn plain(vm: &Vm, day: Day, clock: Clock) -> Value {
    vm.new_foreign(&vm.ty(&DATETIME), Stamp { day, clock: Some(clock) })
}

/// Day and time of a datetime.
pub(super) fn parts_of(value: &Value) -> Option<(Day, &Clock)> {
    let stamp = value.foreign::<Stamp>()?;
    Some((stamp.day, stamp.clock.as_ref()?))
}

pub(super) fn own<'a>(vm: &Vm, this: &'a Value) -> PyResult<(Day, &'a Clock)> {
    parts_of(this).ok_or_else(|| vm.wrong_self(this, "datetime.datetime"))
}

/// The zone of a datetime: a tzinfo or None.
pub(super) fn zone_of(value: &Value) -> Option<&Value> {
    parts_of(value).map(|(_, clock)| &clock.zone)
}

/// Microseconds since the day before 0001-01-01, by the clock of its zone.
pub(super) fn micros((day, clock): (Day, &Clock)) -> i128 {
    i128::from(day.ordinal()) * DAY + clock.micros()
}

/// Day and time of so many microseconds, in no zone.
pub(super) fn of_micros(vm: &Vm, micros: i128) -> PyResult<(Day, Clock)> {
    let ordinal = micros.div_euclid(DAY);
    if !(1..=i128::from(LAST_ORDINAL)).contains(&ordinal) {
        return Err(vm.overflow_error("date value out of range"));
    }
    Ok((Day::of_ordinal(ordinal as i64), Clock::of_micros(micros.rem_euclid(DAY))))
}

/// A datetime of the class, made by the class itself unless it is ours.
pub(super) fn make(vm: &Vm, class: &TypeRef, day: Day, clock: Clock) -> PyResult {
    if *class == vm.ty(&DATETIME) {
        return Ok(plain(vm, day, clock));
    }
    let numbers =
        [day.year, day.month, day.day, clock.hour, clock.minute, clock.second, clock.microsecond];
    let mut all: Vec<Value> = numbers.iter().map(|n| vm.int(*n)).collect();
    all.push(clock.zone.clone());
    let mut names = Vec::new();
    if clock.fold != 0 {
        all.push(vm.int(clock.fold));
        names.push(vm.intern("fold"));
    }
    vm.call_args(class.value(), Args { all: &all, names: &names })
}

/// So many microseconds later, in the same zone and class.
pub(super) fn shifted(vm: &Vm, this: &Value, by: i128) -> PyResult {
    let parts = own(vm, this)?;
    let (day, clock) = of_micros(vm, micros(parts) + by)?;
    make(vm, &vm.type_of(this), day, Clock { zone: parts.1.zone.clone(), ..clock })
}

const PARAMETERS: Parameters = Parameters {
    function: "function",
    names: &["year", "month", "day", "hour", "minute", "second", "microsecond", "tzinfo", "fold"],
    positional: 8,
    required: 3,
};

fn of_pickle(vm: &Vm, args: Args) -> PyResult<Option<(Day, Clock)>> {
    let ([state] | [state, _]) = args.all else { return Ok(None) };
    let Some(mut bytes) = state_bytes(Some(state), 10).filter(|_| args.names.is_empty()) else {
        return Ok(None);
    };
    let fold = i64::from(bytes[2] >> 7);
    bytes[2] &= 0x7f;
    let (Some(day), Some(clock)) = (day_in(&bytes[..4]), Clock::of_state(&bytes[4..])) else {
        return Ok(None);
    };
    let zone = zone::argument(vm, args.all.get(1).unwrap_or(&Value::NONE))?;
    Ok(Some((day, Clock { fold, zone, ..clock })))
}

fn construct(vm: &Vm, class: &TypeRef, args: Args) -> PyResult {
    if let Some((day, clock)) = of_pickle(vm, args)? {
        return Ok(vm.new_foreign(class, Stamp { day, clock: Some(clock) }));
    }
    let bound = PARAMETERS.bind(vm, args)?;
    let mut parts = [0; 3];
    for (part, value) in parts.iter_mut().zip(&bound) {
        *part = int_argument(vm, value)?;
    }
    let day = Day::checked(vm, parts[0], parts[1], parts[2])?;
    let clock = clock::of_arguments(vm, &bound[3..])?;
    Ok(vm.new_foreign(class, Stamp { day, clock: Some(clock) }))
}

fn repr(vm: &Vm, this: &Value) -> PyResult {
    let (Day { year, month, day }, clock) = own(vm, this)?;
    let tail = clock::repr_tail(vm, clock)?;
    Ok(vm.str(&format!("{}({year}, {month}, {day}, {tail})", vm.class(this).full_name())))
}

fn str(vm: &Vm, this: &Value) -> PyResult {
    vm.call_method(this, &vm.intern("isoformat"), &[vm.str(" ")])
}

/// The offset from UTC in microseconds.
pub(super) fn offset(vm: &Vm, this: &Value) -> PyResult<Option<i128>> {
    zone::ask(vm, &own(vm, this)?.1.zone, "utcoffset", this)
}

/// Whether the offset depends on `fold`: such a moment equals none of another zone.
fn is_problematic(vm: &Vm, this: &Value, offset_now: Option<i128>) -> PyResult<bool> {
    let (day, clock) = own(vm, this)?;
    if clock.zone.is_none() || vm.type_of(&clock.zone) == vm.ty(&zone::TIMEZONE) {
        return Ok(false);
    }
    let other = plain(vm, day, Clock { fold: 1 - clock.fold, ..clock.clone() });
    Ok(offset(vm, &other)? != offset_now)
}

fn compare(vm: &Vm, a: &Value, b: &Value, op: CompareOp) -> PyResult {
    let (Some(left), Some(right)) = (parts_of(a), parts_of(b)) else {
        return Ok(Value::NOT_IMPLEMENTED);
    };
    let equality = matches!(op, CompareOp::Eq | CompareOp::Ne);
    let (mut first, mut second) = (micros(left), micros(right));
    if !left.1.zone.is(&right.1.zone) {
        let (before, after) = (offset(vm, a)?, offset(vm, b)?);
        match (before, after) {
            (None, None) => {}
            (Some(before), Some(after)) => (first, second) = (first - before, second - after),
            _ if equality => return Ok(Value::bool(op == CompareOp::Ne)),
            _ => {
                let text = "can't compare offset-naive and offset-aware datetimes";
                return Err(vm.type_error(text));
            }
        }
        if equality
            && first == second
            && (is_problematic(vm, a, before)? || is_problematic(vm, b, after)?)
        {
            return Ok(Value::bool(op == CompareOp::Ne));
        }
    }
    Ok(Value::bool(op.holds(first.cmp(&second))))
}

fn hash(vm: &Vm, this: &Value) -> PyResult<i64> {
    let parts = own(vm, this)?;
    let offset = match parts.1.fold {
        0 => offset(vm, this)?,
        _ => offset(vm, &plain(vm, parts.0, Clock { fold: 0, ..parts.1.clone() }))?,
    };
    Ok(vm.hash_bytes(&(micros(parts) - offset.unwrap_or(0)).to_le_bytes()))
}

fn difference(vm: &Vm, a: &Value, b: &Value) -> PyResult {
    let (left, right) = (own(vm, a)?, own(vm, b)?);
    let mut result = micros(left) - micros(right);
    if !left.1.zone.is(&right.1.zone) {
        match (offset(vm, a)?, offset(vm, b)?) {
            (None, None) => {}
            (Some(before), Some(after)) => result -= before - after,
            _ => {
                let text = "can't subtract offset-naive and offset-aware datetimes";
                return Err(vm.type_error(text));
            }
        }
    }
    duration::new(vm, result)
}

fn binary(vm: &Vm, op: BinaryOp, a: &Value, b: &Value) -> PyResult {
    let (left, right) = (parts_of(a).is_some(), parts_of(b).is_some());
    match (op, duration::micros(a), duration::micros(b)) {
        (BinaryOp::Add, None, Some(by)) if left => shifted(vm, a, by),
        (BinaryOp::Add, Some(by), None) if right => shifted(vm, b, by),
        (BinaryOp::Sub, None, Some(by)) if left => shifted(vm, a, -by),
        (BinaryOp::Sub, None, None) if left && right => difference(vm, a, b),
        _ => Ok(Value::NOT_IMPLEMENTED),
    }
}

pub(super) fn reduce_ex(vm: &Vm, this: &Value, protocol: i64) -> PyResult {
    let (day, clock) = own(vm, this)?;
    let mut state = day_state(day);
    if protocol > 3 && clock.fold != 0 {
        state[2] |= 0x80;
    }
    state.extend(clock.state());
    let mut args = vec![vm.new_bytes(state)];
    if !clock.zone.is_none() {
        args.push(clock.zone.clone());
    }
    Ok(vm.tuple(vec![vm.type_of(this).value().clone(), vm.tuple(args)]))
}

fn reduce(vm: &Vm, this: &Value) -> PyResult {
    reduce_ex(vm, this, 2)
}

/// The day of anything that is a date.
pub(super) fn any_day(value: &Value) -> Option<Day> {
    day_of(value)
}

macro_rules! row {
    ($name:literal, $field:ident) => {
        GetSet { name: $name, doc: "", get: |vm, v| Ok(vm.int(own(vm, v)?.1.$field)), set: None }
    };
}

pub(super) static DATETIME: TypeSpec = TypeSpec {
    name: "datetime.datetime",
    base: Some(&DATE),
    doc: "A date and a time of day, with a time zone or without.",
    slots: Slots {
        new: Some(construct),
        repr: Some(repr),
        str: Some(str),
        hash: Some(hash),
        compare: Some(compare),
        binary: Some(binary),
        ..Slots::NONE
    },
    operators: &[BinaryOp::Add, BinaryOp::Sub],
    methods: funcs![
        class "now" = methods::now, "(cls, tz=None)", "The present moment in tz; local time without one.";
        class "utcnow" = methods::utcnow, "(cls, /)", "The present moment in UTC, without a time zone.";
        class "fromtimestamp" = methods::fromtimestamp, "(cls, timestamp, tz=None)", "The moment at this POSIX timestamp, in tz; local time without one.";
        class "utcfromtimestamp" = methods::utcfromtimestamp, "(cls, timestamp, /)", "The moment at this POSIX timestamp in UTC, without a time zone.";
        class "strptime" = methods::strptime, "(cls, string, format, /)", "The moment read from string as format says.";
        class "combine" = methods::combine, "(cls, date, time, tzinfo=<none>)", "The moment made of a date and a time of day.";
        class "fromisoformat" = methods::fromisoformat, "(cls, string, /)", "The moment that an ISO 8601 text says.";
        "date" = methods::date, "(self, /)", "The date part alone.";
        "time" = methods::time, "(self, /)", "The time of day, without the time zone.";
        "timetz" = methods::timetz, "(self, /)", "The time of day, with the time zone.";
        "timetuple" = methods::timetuple, "(self, /)", "The date as a struct_time, like that of time.localtime().";
        "timestamp" = methods::timestamp, "(self, /)", "Seconds since 1970 in UTC; without time zone, local time is meant.";
        "utctimetuple" = methods::utctimetuple, "(self, /)", "The moment in UTC as a struct_time.";
        "isoformat" = methods::isoformat, "(self, sep='T', timespec='auto')", "The moment as an ISO 8601 text: sep stands between date and time, timespec says how fine.";
        "utcoffset" = methods::utcoffset, "(self, /)", "What the time zone says of the distance from UTC.";
        "tzname" = methods::tzname, "(self, /)", "What the time zone calls itself.";
        "dst" = methods::dst, "(self, /)", "What the time zone says of daylight saving time.";
        "replace" = methods::replace, "(self, /, *args, **kwargs)", "A copy with the named fields changed.";
        "__replace__" = methods::replace, "(self, /, *args, **kwargs)", "The same as replace().";
        "astimezone" = methods::astimezone, "(self, tz=None)", "The same moment in tz; in local time without one.";
        "__reduce_ex__" = reduce_ex, "(self, protocol, /)", "What copying and pickling by this protocol rebuild it from.";
        "__reduce__" = reduce, "(self, /)", "What copying and pickling rebuild it from.";
    ],
    getset: &[
        row!("hour", hour),
        row!("minute", minute),
        row!("second", second),
        row!("microsecond", microsecond),
        row!("fold", fold),
        GetSet { name: "tzinfo", doc: "", get: |vm, v| Ok(own(vm, v)?.1.zone.clone()), set: None },
    ],
    flags: type_flag::BASE,
    ..TypeSpec::NONE
};
