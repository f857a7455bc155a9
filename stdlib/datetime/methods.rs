//! The methods of datetime.

use taipan_engine::object::native::{Maybe, Rest};
use taipan_engine::object::slots::PyResult;
use taipan_engine::object::types::TypeRef;
use taipan_engine::object::value::Value;
use taipan_engine::object::vm::Vm;
use taipan_engine::types::exception::DEPRECATION_WARNING;

use super::clock::{self, Clock, clock_of};
use super::date::{self, Day, day_text, invalid_iso, replacements};
use super::moment::{any_day, make, micros, of_micros, offset, own, plain};
use super::{DAY, EPOCH, SECOND, duration, int_argument, iso, local, str_argument, text, zone};
use crate::time::calendar::Moment;

fn class_of<'a>(vm: &Vm, class: &'a Value) -> PyResult<&'a TypeRef> {
    TypeRef::of(class).ok_or_else(|| vm.type_error("a class is required"))
}

/// Microseconds of a timestamp, the nearest even number of two.
fn timestamp_micros(vm: &Vm, timestamp: &Value) -> PyResult<i128> {
    let too_large = || vm.overflow_error("timestamp out of range for platform time_t");
    if let Some(number) = timestamp.as_float() {
        if number.is_nan() {
            return Err(vm.value_error("Invalid value NaN (not a number)"));
        }
        if number >= i64::MAX as f64 || number < i64::MIN as f64 {
            return Err(too_large());
        }
        let rest = (number.fract() * 1e6).round_ties_even();
        return Ok(i128::from(number.trunc() as i64) * SECOND + rest as i128);
    }
    let whole = vm.index(timestamp)?;
    Ok(i128::from(vm.small_index(&whole).ok_or_else(too_large)?) * SECOND)
}

fn year_checked(vm: &Vm, seconds: i64) -> PyResult<()> {
    crate::time::whole_seconds(vm, &vm.int(seconds))?;
    let year = Moment::from_seconds(seconds).year;
    if (super::MIN_YEAR..=super::MAX_YEAR).contains(&year) {
        return Ok(());
    }
    Err(vm.value_error(format!("year {year} is out of range")))
}

/// The datetime of microseconds since 1970, in a zone, or in local time without one.
fn of_epoch(vm: &Vm, class: &TypeRef, since: i128, zone: &Value) -> PyResult {
    let (seconds, rest) = (since.div_euclid(SECOND) as i64, since.rem_euclid(SECOND));
    year_checked(vm, seconds)?;
    if zone.is_none() {
        let (shown, fold) = local::from_epoch(vm, seconds)?;
        let (day, clock) = of_micros(vm, epoch_micros(shown) + rest)?;
        return make(vm, class, day, Clock { fold: i64::from(fold), ..clock });
    }
    let (day, clock) = of_micros(vm, epoch_micros(seconds) + rest)?;
    let utc = make(vm, class, day, Clock { zone: zone.clone(), ..clock })?;
    vm.call_method(zone, &vm.intern("fromutc"), &[utc])
}

/// Seconds since 1970 as [`micros`] counts.
fn epoch_micros(seconds: i64) -> i128 {
    i128::from(seconds) * SECOND + i128::from(EPOCH) * DAY
}

fn seconds_since_epoch(micros: i128) -> i64 {
    (micros - i128::from(EPOCH) * DAY).div_euclid(SECOND) as i64
}

pub(super) fn now(vm: &Vm, class: &Value, tz: &Value) -> PyResult {
    let zone = zone::argument(vm, tz)?;
    of_epoch(vm, class_of(vm, class)?, vm.host.wall_clock().div_euclid(1000), &zone)
}

fn naive_utc(vm: &Vm, class: &Value, since: i128) -> PyResult {
    year_checked(vm, since.div_euclid(SECOND) as i64)?;
    let (day, clock) = of_micros(vm, since + i128::from(EPOCH) * DAY)?;
    make(vm, class_of(vm, class)?, day, clock)
}

pub(super) fn utcnow(vm: &Vm, class: &Value) -> PyResult {
    vm.warn(
        &DEPRECATION_WARNING,
        "datetime.datetime.utcnow() is deprecated and scheduled for removal in a future version. \
         Use timezone-aware objects to represent datetimes in UTC: \
         datetime.datetime.now(datetime.UTC).",
    )?;
    naive_utc(vm, class, vm.host.wall_clock().div_euclid(1000))
}

pub(super) fn fromtimestamp(vm: &Vm, class: &Value, timestamp: &Value, tz: &Value) -> PyResult {
    let zone = zone::argument(vm, tz)?;
    of_epoch(vm, class_of(vm, class)?, timestamp_micros(vm, timestamp)?, &zone)
}

pub(super) fn utcfromtimestamp(vm: &Vm, class: &Value, timestamp: &Value) -> PyResult {
    vm.warn(
        &DEPRECATION_WARNING,
        "datetime.datetime.utcfromtimestamp() is deprecated and scheduled for removal in a future \
         version. Use timezone-aware objects to represent datetimes in UTC: \
         datetime.datetime.fromtimestamp(timestamp, datetime.UTC).",
    )?;
    naive_utc(vm, class, timestamp_micros(vm, timestamp)?)
}

pub(super) fn strptime(vm: &Vm, class: &Value, string: &Value, format: &Value) -> PyResult {
    for (at, argument) in [string, format].into_iter().enumerate() {
        if argument.as_str_object().is_none() {
            let class = vm.class(argument).full_name();
            let text = format!("strptime() argument {} must be str, not {class}", at + 1);
            return Err(vm.type_error(text));
        }
    }
    let parsed = crate::time::parse_text(vm, string, format)?;
    let zone = match parsed.offset {
        Some((seconds, micros)) => {
            let offset = i128::from(seconds) * SECOND + i128::from(micros);
            let name = parsed.zone.map_or(Value::UNBOUND, |name| vm.str(&name));
            zone::fixed(vm, offset, name)?
        }
        None => Value::NONE,
    };
    let day = Day::checked(vm, parsed.year, parsed.month, parsed.day)?;
    let clock = Clock {
        hour: parsed.hour,
        minute: parsed.minute,
        second: parsed.second,
        microsecond: parsed.microsecond,
        fold: 0,
        zone,
    };
    make(vm, class_of(vm, class)?, day, clock.checked(vm)?)
}

pub(super) fn combine(
    vm: &Vm,
    class: &Value,
    date: &Value,
    time: &Value,
    tzinfo: Maybe<'_>,
) -> PyResult {
    let wrong = |at: usize, wanted: &str, given: &Value| {
        let given = vm.class(given).full_name();
        vm.type_error(format!("combine() argument {at} must be datetime.{wanted}, not {given}"))
    };
    let day = any_day(date).ok_or_else(|| wrong(1, "date", date))?;
    let clock = clock_of(time).ok_or_else(|| wrong(2, "time", time))?;
    let zone = match tzinfo.0 {
        Some(zone) => zone::argument(vm, zone)?,
        None => clock.zone.clone(),
    };
    make(vm, class_of(vm, class)?, day, Clock { zone, ..clock.clone() })
}

pub(super) fn fromisoformat(vm: &Vm, class: &Value, text: &Value) -> PyResult {
    if text.as_str_object().is_none() {
        return Err(vm.type_error("fromisoformat: argument must be str"));
    }
    let found = iso::date_and_time(&text.to_text());
    let ((year, month, day), time) = found.ok_or_else(|| invalid_iso(vm, text))?;
    let clock = Clock::of_iso(vm, &time)?;
    make(vm, class_of(vm, class)?, Day::checked(vm, year, month, day)?, clock)
}

pub(super) fn date(vm: &Vm, this: &Value) -> PyResult {
    Ok(date::plain(vm, own(vm, this)?.0))
}

pub(super) fn time(vm: &Vm, this: &Value) -> PyResult {
    let clock = own(vm, this)?.1.clone();
    Ok(clock::plain(vm, Clock { zone: Value::NONE, ..clock }))
}

pub(super) fn timetz(vm: &Vm, this: &Value) -> PyResult {
    Ok(clock::plain(vm, own(vm, this)?.1.clone()))
}

pub(super) fn timetuple(vm: &Vm, this: &Value) -> PyResult {
    let (day, clock) = own(vm, this)?;
    let daylight = match zone::ask(vm, &clock.zone, "dst", this)? {
        Some(shift) => i64::from(shift != 0),
        None => -1,
    };
    Ok(crate::time::tuple_of(vm, &text::plain_moment(day, clock, daylight)))
}

pub(super) fn utctimetuple(vm: &Vm, this: &Value) -> PyResult {
    let parts = own(vm, this)?;
    let shift = offset(vm, this)?.unwrap_or(0);
    let (day, clock) = of_micros(vm, micros(parts) - shift)?;
    Ok(crate::time::tuple_of(vm, &text::plain_moment(day, &clock, 0)))
}

pub(super) fn timestamp(vm: &Vm, this: &Value) -> PyResult {
    let parts = own(vm, this)?;
    let shown = micros(parts);
    let since = match offset(vm, this)? {
        Some(offset) => shown - offset - i128::from(EPOCH) * DAY,
        None => {
            let seconds = local::to_epoch(vm, seconds_since_epoch(shown), parts.1.fold != 0)?;
            // As there: two floats, added.
            let sum = seconds as f64 + parts.1.microsecond as f64 / 1e6;
            return Ok(vm.float(sum));
        }
    };
    duration::total_seconds(vm, since)
}

pub(super) fn isoformat(vm: &Vm, this: &Value, sep: &Value, timespec: &Value) -> PyResult<String> {
    let (day, clock) = own(vm, this)?;
    if sep.as_str_object().is_none_or(|text| text.chars() != 1) {
        let class = vm.class(sep).full_name();
        let text = format!("isoformat() argument 1 must be a unicode character, not {class}");
        return Err(vm.type_error(text));
    }
    let timespec = str_argument(vm, "isoformat", timespec)?;
    let mut shown =
        format!("{}{}{}", day_text(day), sep.to_text(), text::clock_text(vm, clock, &timespec)?);
    if let Some(offset) = offset(vm, this)? {
        shown += &zone::offset_text(offset, ":");
    }
    Ok(shown)
}

pub(super) fn utcoffset(vm: &Vm, this: &Value) -> PyResult {
    zone::answer(vm, &own(vm, this)?.1.zone, "utcoffset", this)
}

pub(super) fn dst(vm: &Vm, this: &Value) -> PyResult {
    zone::answer(vm, &own(vm, this)?.1.zone, "dst", this)
}

pub(super) fn tzname(vm: &Vm, this: &Value) -> PyResult {
    zone::name(vm, &own(vm, this)?.1.zone, this)
}

pub(super) fn replace(vm: &Vm, this: &Value, args: Rest<'_>, kwargs: &Value) -> PyResult {
    let signature = "(year=<none>, month=<none>, day=<none>, hour=<none>, minute=<none>, \
                     second=<none>, microsecond=<none>, tzinfo=<none>, *, fold=<none>)";
    let bound = replacements(vm, signature, args, kwargs)?;
    let (old, clock) = own(vm, this)?;
    let mut parts = [old.year, old.month, old.day];
    for (part, value) in parts.iter_mut().zip(&bound) {
        if !value.is_unbound() {
            *part = int_argument(vm, value)?;
        }
    }
    let day = Day::checked(vm, parts[0], parts[1], parts[2])?;
    let clock = clock::replaced(vm, clock, &bound[3..])?;
    make(vm, &vm.type_of(this), day, clock)
}

/// The local zone at the time that a datetime without a zone shows.
fn local_zone(vm: &Vm, this: &Value) -> PyResult {
    let parts = own(vm, this)?;
    let local = seconds_since_epoch(micros(parts));
    local::zone_at(vm, local::to_epoch(vm, local, parts.1.fold != 0)?)
}

pub(super) fn astimezone(vm: &Vm, this: &Value, tz: &Value) -> PyResult {
    let wanted = zone::argument(vm, tz)?;
    let parts = own(vm, this)?;
    let mut from = parts.1.zone.clone();
    if from.is_none() {
        from = local_zone(vm, this)?;
    }
    if from.is(&wanted) {
        return Ok(this.clone());
    }
    let shift = match zone::ask(vm, &from, "utcoffset", this)? {
        Some(shift) => shift,
        // A zone that does not know counts as none.
        None => {
            let naive = plain(vm, parts.0, Clock { zone: Value::NONE, ..parts.1.clone() });
            let zone = local_zone(vm, &naive)?;
            zone::ask(vm, &zone, "utcoffset", this)?.unwrap_or(0)
        }
    };
    let universal = micros(parts) - shift;
    let target = match wanted.is_none() {
        true => local::zone_at(vm, seconds_since_epoch(universal))?,
        false => wanted,
    };
    let (day, clock) = of_micros(vm, universal)?;
    let utc = make(vm, &vm.type_of(this), day, Clock { zone: target.clone(), ..clock })?;
    vm.call_method(&target, &vm.intern("fromutc"), &[utc])
}
