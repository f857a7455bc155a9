//! time: a time of day, in some zone perhaps.

use taipan_engine::funcs;
use taipan_engine::object::foreign::ForeignObject;
use taipan_engine::object::header::{Payload, Traverse};
use taipan_engine::object::native::{Args, GetSet, Rest};
use taipan_engine::object::slots::{CompareOp, PyResult, Slots};
use taipan_engine::object::types::{TypeRef, TypeSpec, type_flag};
use taipan_engine::object::value::Value;
use taipan_engine::object::vm::Vm;

use super::date::{Day, invalid_iso, replacements};
use super::{
    Parameters, SECOND, check_range, int_argument, iso, optional_int, state_bytes, str_argument,
    text, zone,
};

#[derive(Clone)]
pub(super) struct Clock {
    pub hour: i64,
    pub minute: i64,
    pub second: i64,
    pub microsecond: i64,
    /// Which of two equal local times.
    pub fold: i64,
    /// A tzinfo or None.
    pub zone: Value,
}

impl Default for Clock {
    fn default() -> Clock {
        Clock { hour: 0, minute: 0, second: 0, microsecond: 0, fold: 0, zone: Value::NONE }
    }
}

impl Traverse for Clock {
    fn traverse(&self, visit: &mut dyn FnMut(&Value)) {
        visit(&self.zone);
    }
}

impl Clock {
    /// Microseconds since midnight.
    pub(super) fn micros(&self) -> i128 {
        let seconds = self.hour * 3600 + self.minute * 60 + self.second;
        i128::from(seconds) * SECOND + i128::from(self.microsecond)
    }

    /// The time so many microseconds after midnight, in no zone.
    pub(super) fn of_micros(micros: i128) -> Clock {
        let seconds = (micros / SECOND) as i64;
        Clock {
            hour: seconds / 3600,
            minute: seconds / 60 % 60,
            second: seconds % 60,
            microsecond: (micros % SECOND) as i64,
            ..Clock::default()
        }
    }

    pub(super) fn checked(self, vm: &Vm) -> PyResult<Clock> {
        check_range(vm, "hour", self.hour, 23)?;
        check_range(vm, "minute", self.minute, 59)?;
        check_range(vm, "second", self.second, 59)?;
        check_range(vm, "microsecond", self.microsecond, 999_999)?;
        if !matches!(self.fold, 0 | 1) {
            return Err(vm.value_error("fold must be either 0 or 1"));
        }
        Ok(self)
    }

    /// What was read, its offset as a timezone.
    pub(super) fn of_iso(vm: &Vm, time: &iso::Time) -> PyResult<Clock> {
        let zone = match time.offset {
            Some(offset) => zone::fixed(vm, offset, Value::UNBOUND)?,
            None => Value::NONE,
        };
        Clock {
            hour: time.hour,
            minute: time.minute,
            second: time.second,
            microsecond: time.microsecond,
            fold: 0,
            zone,
        }
        .checked(vm)
    }

    /// Six bytes; `fold` is the highest bit of the first one where the protocol knows it.
    pub(super) fn state(&self) -> Vec<u8> {
        let micros = self.microsecond;
        let bytes = [self.hour, self.minute, self.second, micros >> 16, micros >> 8, micros];
        bytes.iter().map(|byte| *byte as u8).collect()
    }

    pub(super) fn of_state(bytes: &[u8]) -> Option<Clock> {
        let [hour, minute, second, high, middle, low] = *bytes else { return None };
        let micros = i64::from(high) << 16 | i64::from(middle) << 8 | i64::from(low);
        let valid = hour < 24 && minute < 60 && second < 60 && micros < 1_000_000;
        valid.then(|| Clock {
            hour: i64::from(hour),
            minute: i64::from(minute),
            second: i64::from(second),
            microsecond: micros,
            ..Clock::default()
        })
    }
}

pub(super) fn plain(vm: &Vm, clock: Clock) -> Value {
    vm.new_foreign(&vm.ty(&TIME), clock)
}

pub(super) fn clock_of(value: &Value) -> Option<&Clock> {
    value.foreign::<Clock>()
}

fn own<'a>(vm: &Vm, this: &'a Value) -> PyResult<&'a Clock> {
    clock_of(this).ok_or_else(|| vm.wrong_self(this, "datetime.time"))
}

/// A time of the class, made by the class itself unless it is ours.
fn make(vm: &Vm, class: &TypeRef, clock: Clock) -> PyResult {
    if *class == vm.ty(&TIME) {
        return Ok(vm.new_foreign(class, clock));
    }
    let numbers = [clock.hour, clock.minute, clock.second, clock.microsecond];
    let mut all: Vec<Value> = numbers.iter().map(|n| vm.int(*n)).collect();
    all.push(clock.zone.clone());
    let mut names = Vec::new();
    if clock.fold != 0 {
        all.push(vm.int(clock.fold));
        names.push(vm.intern("fold"));
    }
    vm.call_args(class.value(), Args { all: &all, names: &names })
}

const PARAMETERS: Parameters = Parameters {
    function: "function",
    names: &["hour", "minute", "second", "microsecond", "tzinfo", "fold"],
    positional: 5,
    required: 0,
};

/// The parts of a time among the bound arguments, from `hour` on.
pub(super) fn of_arguments(vm: &Vm, bound: &[Value]) -> PyResult<Clock> {
    let [hour, minute, second, microsecond, zone, fold] = bound else {
        return Ok(Clock::default());
    };
    let clock = Clock {
        hour: optional_int(vm, hour, 0)?,
        minute: optional_int(vm, minute, 0)?,
        second: optional_int(vm, second, 0)?,
        microsecond: optional_int(vm, microsecond, 0)?,
        fold: optional_int(vm, fold, 0)?,
        zone: zone::argument(vm, zone)?,
    };
    clock.checked(vm)
}

fn of_pickle(vm: &Vm, args: Args) -> PyResult<Option<Clock>> {
    let ([state] | [state, _]) = args.all else { return Ok(None) };
    let Some(mut bytes) = state_bytes(Some(state), 6).filter(|_| args.names.is_empty()) else {
        return Ok(None);
    };
    let fold = i64::from(bytes[0] >> 7);
    bytes[0] &= 0x7f;
    let Some(clock) = Clock::of_state(&bytes) else { return Ok(None) };
    let zone = zone::argument(vm, args.all.get(1).unwrap_or(&Value::NONE))?;
    Ok(Some(Clock { fold, zone, ..clock }))
}

fn construct(vm: &Vm, class: &TypeRef, args: Args) -> PyResult {
    let clock = match of_pickle(vm, args)? {
        Some(clock) => clock,
        None => of_arguments(vm, &PARAMETERS.bind(vm, args)?)?,
    };
    Ok(vm.new_foreign(class, clock))
}

/// The end of a repr: seconds as far as there are any, fold and zone.
pub(super) fn repr_tail(vm: &Vm, clock: &Clock) -> PyResult<String> {
    let mut text = format!("{}, {}", clock.hour, clock.minute);
    if clock.second != 0 || clock.microsecond != 0 {
        text += &format!(", {}", clock.second);
    }
    if clock.microsecond != 0 {
        text += &format!(", {}", clock.microsecond);
    }
    if clock.fold != 0 {
        text += ", fold=1";
    }
    if !clock.zone.is_none() {
        text += &format!(", tzinfo={}", vm.repr_text(&clock.zone)?);
    }
    Ok(text)
}

fn repr(vm: &Vm, this: &Value) -> PyResult {
    let clock = own(vm, this)?;
    // As there, the zone comes before the fold.
    let mut text = repr_tail(vm, &Clock { fold: 0, ..clock.clone() })?;
    if clock.fold != 0 {
        text += ", fold=1";
    }
    Ok(vm.str(&format!("{}({text})", vm.class(this).full_name())))
}

fn str(vm: &Vm, this: &Value) -> PyResult {
    vm.call_method(this, &vm.intern("isoformat"), &[])
}

fn isoformat(vm: &Vm, this: &Value, timespec: &Value) -> PyResult<String> {
    let clock = own(vm, this)?;
    let timespec = str_argument(vm, "isoformat", timespec)?;
    let mut shown = text::clock_text(vm, clock, &timespec)?;
    if let Some(offset) = offset(vm, this)? {
        shown += &zone::offset_text(offset, ":");
    }
    Ok(shown)
}

/// The offset from UTC in microseconds.
fn offset(vm: &Vm, this: &Value) -> PyResult<Option<i128>> {
    zone::ask(vm, &own(vm, this)?.zone, "utcoffset", &Value::NONE)
}

fn compare(vm: &Vm, a: &Value, b: &Value, op: CompareOp) -> PyResult {
    let (Some(left), Some(right)) = (clock_of(a), clock_of(b)) else {
        return Ok(Value::NOT_IMPLEMENTED);
    };
    let (mut first, mut second) = (left.micros(), right.micros());
    if !left.zone.is(&right.zone) {
        match (offset(vm, a)?, offset(vm, b)?) {
            (None, None) => {}
            (Some(before), Some(after)) => (first, second) = (first - before, second - after),
            _ => {
                return match op {
                    CompareOp::Eq => Ok(Value::FALSE),
                    CompareOp::Ne => Ok(Value::TRUE),
                    CompareOp::Lt | CompareOp::Le | CompareOp::Gt | CompareOp::Ge => {
                        let text = "can't compare offset-naive and offset-aware times";
                        Err(vm.type_error(text))
                    }
                };
            }
        }
    }
    Ok(Value::bool(op.holds(first.cmp(&second))))
}

fn hash(vm: &Vm, this: &Value) -> PyResult<i64> {
    let micros = own(vm, this)?.micros() - offset(vm, this)?.unwrap_or(0);
    Ok(vm.hash_bytes(&micros.to_le_bytes()))
}

fn strftime(vm: &Vm, this: &Value, format: &Value) -> PyResult<String> {
    let format = str_argument(vm, "strftime", format)?;
    let day = Day { year: 1900, month: 1, day: 1 };
    text::strftime(vm, &format, day, own(vm, this)?, &Value::NONE)
}

fn utcoffset(vm: &Vm, this: &Value) -> PyResult {
    zone::answer(vm, &own(vm, this)?.zone, "utcoffset", &Value::NONE)
}

fn dst(vm: &Vm, this: &Value) -> PyResult {
    zone::answer(vm, &own(vm, this)?.zone, "dst", &Value::NONE)
}

fn tzname(vm: &Vm, this: &Value) -> PyResult {
    zone::name(vm, &own(vm, this)?.zone, &Value::NONE)
}

fn fromisoformat(vm: &Vm, class: &Value, text: &Value) -> PyResult {
    if text.as_str_object().is_none() {
        return Err(vm.type_error("fromisoformat: argument must be str"));
    }
    let shown = text.to_text();
    let bytes = shown.strip_prefix('T').unwrap_or(&shown).as_bytes();
    let time = iso::time(bytes).ok_or_else(|| invalid_iso(vm, text))?;
    let clock = Clock::of_iso(vm, &time)?;
    match TypeRef::of(class) {
        Some(class) => make(vm, class, clock),
        None => Ok(Value::NONE),
    }
}

/// Replaces what was given of a time: the values from `hour` on.
pub(super) fn replaced(vm: &Vm, old: &Clock, bound: &[Value]) -> PyResult<Clock> {
    let [hour, minute, second, microsecond, zone, fold] = bound else { return Ok(old.clone()) };
    let clock = Clock {
        hour: optional_int(vm, hour, old.hour)?,
        minute: optional_int(vm, minute, old.minute)?,
        second: optional_int(vm, second, old.second)?,
        microsecond: optional_int(vm, microsecond, old.microsecond)?,
        fold: if fold.is_unbound() { old.fold } else { int_argument(vm, fold)? },
        zone: if zone.is_unbound() { old.zone.clone() } else { zone::argument(vm, zone)? },
    };
    clock.checked(vm)
}

fn replace(vm: &Vm, this: &Value, args: Rest<'_>, kwargs: &Value) -> PyResult {
    let signature = "(hour=<none>, minute=<none>, second=<none>, microsecond=<none>, tzinfo=<none>, *, fold=<none>)";
    let bound = replacements(vm, signature, args, kwargs)?;
    make(vm, &vm.type_of(this), replaced(vm, own(vm, this)?, &bound)?)
}

fn reduce_ex(vm: &Vm, this: &Value, protocol: i64) -> PyResult {
    let clock = own(vm, this)?;
    let mut state = clock.state();
    if protocol > 3 && clock.fold != 0 {
        state[0] |= 0x80;
    }
    let mut args = vec![vm.new_bytes(state)];
    if !clock.zone.is_none() {
        args.push(clock.zone.clone());
    }
    Ok(vm.tuple(vec![vm.type_of(this).value().clone(), vm.tuple(args)]))
}

fn reduce(vm: &Vm, this: &Value) -> PyResult {
    reduce_ex(vm, this, 2)
}

macro_rules! row {
    ($name:literal, $field:ident) => {
        GetSet { name: $name, doc: "", get: |vm, v| Ok(vm.int(own(vm, v)?.$field)), set: None }
    };
}

pub(super) static TIME: TypeSpec = TypeSpec {
    name: "datetime.time",
    doc: "A time of day, with a time zone or without; every part is optional.",
    operations: Some(ForeignObject::OPERATIONS),
    slots: Slots {
        new: Some(construct),
        repr: Some(repr),
        str: Some(str),
        hash: Some(hash),
        compare: Some(compare),
        ..Slots::NONE
    },
    methods: funcs![
        class "fromisoformat" = fromisoformat, "(cls, string, /)", "The time that an ISO 8601 text says.";
        "isoformat" = isoformat, "(self, timespec='auto')", "The time as an ISO 8601 text; timespec says how fine.";
        "strftime" = strftime, "(self, format)", "The text that a format such as '%H:%M' makes of it.";
        "__format__" = text::format, "(self, format_spec, /)", "What format() and f-strings write: strftime() of the format, str() if it is empty.";
        "utcoffset" = utcoffset, "(self, /)", "What the time zone says of the distance from UTC.";
        "tzname" = tzname, "(self, /)", "What the time zone calls itself.";
        "dst" = dst, "(self, /)", "What the time zone says of daylight saving time.";
        "replace" = replace, "(self, /, *args, **kwargs)", "The time with other values in the fields that are given.";
        "__replace__" = replace, "(self, /, *args, **kwargs)", "The same as replace().";
        "__reduce_ex__" = reduce_ex, "(self, protocol, /)", "What copying and pickling by this protocol rebuild it from.";
        "__reduce__" = reduce, "(self, /)", "What copying and pickling rebuild it from.";
    ],
    getset: &[
        row!("hour", hour),
        row!("minute", minute),
        row!("second", second),
        row!("microsecond", microsecond),
        row!("fold", fold),
        GetSet { name: "tzinfo", doc: "", get: |vm, v| Ok(own(vm, v)?.zone.clone()), set: None },
    ],
    flags: type_flag::BASE,
    ..TypeSpec::NONE
};
