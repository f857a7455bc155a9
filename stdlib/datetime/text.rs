//! Texts of dates and times: isoformat and strftime.

use taipan_engine::object::slots::PyResult;
use taipan_engine::object::value::Value;
use taipan_engine::object::vm::Vm;

use super::clock::Clock;
use super::date::Day;
use super::zone;
use crate::time::calendar::Moment;

/// What of the microseconds a text shows.
pub(super) fn clock_text(vm: &Vm, clock: &Clock, timespec: &str) -> PyResult<String> {
    let Clock { hour, minute, second, microsecond, .. } = clock;
    let seconds = || format!("{hour:02}:{minute:02}:{second:02}");
    Ok(match timespec {
        "auto" if *microsecond == 0 => seconds(),
        "auto" | "microseconds" => format!("{}.{microsecond:06}", seconds()),
        "milliseconds" => format!("{}.{:03}", seconds(), microsecond / 1000),
        "seconds" => seconds(),
        "minutes" => format!("{hour:02}:{minute:02}"),
        "hours" => format!("{hour:02}"),
        _ => return Err(vm.value_error("Unknown timespec value")),
    })
}

/// The moment as the formatting of `time` sees it.
pub(super) fn plain_moment(day: Day, clock: &Clock, daylight: i64) -> Moment {
    let days = day.ordinal() - super::EPOCH;
    let seconds = clock.hour * 3600 + clock.minute * 60 + clock.second;
    let mut moment = Moment::from_seconds(days * 86_400 + seconds);
    moment.daylight = daylight;
    moment.zone = String::new();
    moment
}

/// `strftime`: what depends on the zone and the microseconds is put in first. `about` is what the
/// zone is asked about.
pub(super) fn strftime(
    vm: &Vm,
    format: &str,
    day: Day,
    clock: &Clock,
    about: &Value,
) -> PyResult<String> {
    let mut ready = String::new();
    let mut chars = format.chars().peekable();
    while let Some(c) = chars.next() {
        if c != '%' {
            ready.push(c);
            continue;
        }
        match chars.next() {
            Some('f') => ready += &format!("{:06}", clock.microsecond),
            Some('z') => ready += &offset(vm, clock, about, "")?,
            Some(':') if chars.peek() == Some(&'z') => {
                chars.next();
                ready += &offset(vm, clock, about, ":")?;
            }
            Some('Z') => {
                let name = zone::name(vm, &clock.zone, about)?;
                if !name.is_none() {
                    ready += &name.to_text().replace('%', "%%");
                }
            }
            Some(other) => ready.extend(['%', other]),
            None => ready.push('%'),
        }
    }
    if ready.contains('\0') {
        return Err(vm.value_error("embedded null character"));
    }
    Ok(plain_moment(day, clock, -1).format(&ready))
}

fn offset(vm: &Vm, clock: &Clock, about: &Value, separator: &str) -> PyResult<String> {
    let offset = zone::ask(vm, &clock.zone, "utcoffset", about)?;
    Ok(offset.map_or(String::new(), |offset| zone::offset_text(offset, separator)))
}

/// `__format__`: nothing asks for the usual text, everything else is a format of `strftime`.
pub(super) fn format(vm: &Vm, this: &Value, spec: &Value) -> PyResult {
    let Some(text) = spec.as_str_object() else {
        let class = vm.class(spec).full_name();
        return Err(vm.type_error(format!("__format__() argument 1 must be str, not {class}")));
    };
    if text.chars() == 0 {
        return vm.str_of(this);
    }
    vm.call_method(this, &vm.intern("strftime"), std::slice::from_ref(spec))
}
