//! tzinfo and timezone, and how any zone is asked.

use taipan_engine::funcs;
use taipan_engine::object::foreign::ForeignObject;
use taipan_engine::object::header::{Payload, Traverse};
use taipan_engine::object::native::Args;
use taipan_engine::object::slots::{CompareOp, PyResult, Raised, Slots};
use taipan_engine::object::types::{TypeRef, TypeSpec, type_flag};
use taipan_engine::object::value::Value;
use taipan_engine::object::vm::Vm;

use super::moment::{self, DATETIME};
use super::{DAY, Parameters, SECOND, Shared, duration, set_class_values};

/// The payload of a tzinfo, whose methods are its classes' business.
struct AnyZone;

impl Traverse for AnyZone {}

/// The payload of a timezone.
struct FixedZone {
    offset: i128,
    /// Unbound if it has none of its own.
    name: Value,
}

impl Traverse for FixedZone {
    fn traverse(&self, visit: &mut dyn FnMut(&Value)) {
        visit(&self.name);
    }
}

pub(super) fn is_zone(vm: &Vm, value: &Value) -> bool {
    vm.type_of(value).is_subtype(&vm.ty(&TZINFO))
}

/// The zone of an argument: None, too, where nothing was given.
pub(super) fn argument(vm: &Vm, value: &Value) -> PyResult {
    if value.is_unbound() || value.is_none() {
        return Ok(Value::NONE);
    }
    if is_zone(vm, value) {
        return Ok(value.clone());
    }
    let class = vm.class(value).full_name();
    let text = format!("tzinfo argument must be None or of a tzinfo subclass, not type '{class}'");
    Err(vm.type_error(text))
}

/// What a zone answers to `utcoffset` or `dst`: microseconds.
pub(super) fn ask(vm: &Vm, zone: &Value, method: &str, about: &Value) -> PyResult<Option<i128>> {
    if zone.is_none() {
        return Ok(None);
    }
    if method == "utcoffset"
        && vm.type_of(zone) == vm.ty(&TIMEZONE)
        && let Some(fixed) = zone.foreign::<FixedZone>()
    {
        return Ok(Some(fixed.offset));
    }
    let answer = vm.call_method(zone, &vm.intern(method), std::slice::from_ref(about))?;
    if answer.is_none() {
        return Ok(None);
    }
    let Some(offset) = duration::micros(&answer) else {
        let class = vm.class(&answer).full_name();
        let text = format!("tzinfo.{method}() must return None or timedelta, not '{class}'");
        return Err(vm.type_error(text));
    };
    if offset.abs() >= DAY {
        return Err(vm.value_error(
            "offset must be a timedelta strictly between -timedelta(hours=24) and \
             timedelta(hours=24).",
        ));
    }
    Ok(Some(offset))
}

/// As [`ask`], as Python sees it.
pub(super) fn answer(vm: &Vm, zone: &Value, method: &str, about: &Value) -> PyResult {
    match ask(vm, zone, method, about)? {
        Some(offset) => duration::new(vm, offset),
        None => Ok(Value::NONE),
    }
}

pub(super) fn name(vm: &Vm, zone: &Value, about: &Value) -> PyResult {
    if zone.is_none() {
        return Ok(Value::NONE);
    }
    let name = vm.call_method(zone, &vm.intern("tzname"), std::slice::from_ref(about))?;
    if name.is_none() || name.as_str_object().is_some() {
        return Ok(name);
    }
    let class = vm.class(&name).full_name();
    let text = format!("tzinfo.tzname() must return None or a string, not '{class}'");
    Err(vm.type_error(text))
}

/// `+05:30`, with seconds and their fraction if there are any.
pub(super) fn offset_text(offset: i128, separator: &str) -> String {
    let (sign, size) = (if offset < 0 { '-' } else { '+' }, offset.abs());
    let (seconds, rest) = (size / SECOND, size % SECOND);
    let (hours, minutes) = (seconds / 3600, seconds / 60 % 60);
    let mut text = format!("{sign}{hours:02}{separator}{minutes:02}");
    if seconds % 60 != 0 || rest != 0 {
        text += &format!("{separator}{:02}", seconds % 60);
    }
    if rest != 0 {
        text += &format!(".{rest:06}");
    }
    text
}

/// A timezone; the one UTC object if it is that.
pub(super) fn fixed(vm: &Vm, offset: i128, name: Value) -> PyResult {
    if offset == 0 && name.is_unbound() {
        return utc(vm);
    }
    if offset.abs() >= DAY {
        let shown = duration::repr_text("datetime.timedelta", offset);
        return Err(vm.value_error(format!(
            "offset must be a timedelta strictly between -timedelta(hours=24) and \
             timedelta(hours=24), not {shown}."
        )));
    }
    Ok(vm.new_foreign(&vm.ty(&TIMEZONE), FixedZone { offset, name }))
}

pub(super) fn utc(vm: &Vm) -> PyResult {
    let shared = vm.extra(Shared::default);
    let make = || {
        let payload = FixedZone { offset: 0, name: Value::UNBOUND };
        vm.new_foreign(&vm.ty(&TIMEZONE), payload)
    };
    Ok(shared.utc.get_or_init(make).clone())
}

fn not_implemented(vm: &Vm, method: &str) -> Raised {
    vm.not_implemented_error(format!("a tzinfo subclass must implement {method}()"))
}

fn base_utcoffset(vm: &Vm, _: &Value, _: &Value) -> PyResult {
    Err(not_implemented(vm, "utcoffset"))
}

fn base_tzname(vm: &Vm, _: &Value, _: &Value) -> PyResult {
    Err(not_implemented(vm, "tzname"))
}

fn base_dst(vm: &Vm, _: &Value, _: &Value) -> PyResult {
    Err(not_implemented(vm, "dst"))
}

/// A datetime whose zone is `this`.
fn check_own(vm: &Vm, this: &Value, dt: &Value) -> PyResult<()> {
    match moment::zone_of(dt) {
        None => Err(vm.type_error("fromutc: argument must be a datetime")),
        Some(zone) if zone.is(this) => Ok(()),
        Some(_) => Err(vm.value_error("fromutc: dt.tzinfo is not self")),
    }
}

fn base_fromutc(vm: &Vm, this: &Value, dt: &Value) -> PyResult {
    check_own(vm, this, dt)?;
    let question = |what: &str, of: &Value| -> PyResult<Option<i128>> {
        let answer = vm.call_method(of, &vm.intern(what), &[])?;
        Ok(duration::micros(&answer))
    };
    let missing =
        |what: &str| vm.value_error(format!("fromutc: non-None {what}() result required"));
    let offset = question("utcoffset", dt)?.ok_or_else(|| missing("utcoffset"))?;
    let dst = question("dst", dt)?.ok_or_else(|| missing("dst"))?;
    let mut result = dt.clone();
    let mut shift = dst;
    if offset != dst {
        // Standard time first; it decides about daylight saving time.
        result = moment::shifted(vm, &result, offset - dst)?;
        let text = "fromutc: tz.dst() gave inconsistent results; cannot convert";
        shift = question("dst", &result)?.ok_or_else(|| vm.value_error(text))?;
    }
    if shift == 0 { Ok(result) } else { moment::shifted(vm, &result, shift) }
}

fn base_reduce(vm: &Vm, this: &Value) -> PyResult {
    let args = match vm.getattr_opt(this, &vm.intern("__getinitargs__"))? {
        Some(method) => vm.call(&method, &[])?,
        None => vm.empty_tuple(),
    };
    let state = match this.header().and_then(|header| vm.instance_dict(header)) {
        Some(dict) if vm.truth(&dict)? => dict,
        _ => Value::NONE,
    };
    Ok(vm.tuple(vec![vm.type_of(this).value().clone(), args, state]))
}

pub(super) static TZINFO: TypeSpec = TypeSpec {
    name: "datetime.tzinfo",
    doc: "The abstract base class of time zones.",
    operations: Some(ForeignObject::OPERATIONS),
    slots: Slots { new: Some(|vm, class, _| Ok(vm.new_foreign(class, AnyZone))), ..Slots::NONE },
    methods: funcs![
        "tzname" = base_tzname, "(self, dt, /)", "The name that the zone has at dt; to be written by subclasses.";
        "utcoffset" = base_utcoffset, "(self, dt, /)", "How far local time is ahead of UTC, a timedelta; negative in the west.";
        "dst" = base_dst, "(self, dt, /)", "The part of the offset due to summer time, a timedelta.";
        "fromutc" = base_fromutc, "(self, dt, /)", "The local moment for one in UTC.";
        "__reduce__" = base_reduce, "(self, /)", "-> (cls, state)";
    ],
    flags: type_flag::BASE,
    ..TypeSpec::NONE
};

const PARAMETERS: Parameters =
    Parameters { function: "timezone()", names: &["offset", "name"], positional: 2, required: 1 };

fn construct(vm: &Vm, _: &TypeRef, args: Args) -> PyResult {
    let bound = PARAMETERS.bind(vm, args)?;
    let [offset, name] = bound.as_slice() else { return Ok(Value::NONE) };
    let Some(offset) = duration::micros(offset) else {
        let class = vm.class(offset).full_name();
        let text = format!("timezone() argument 1 must be datetime.timedelta, not {class}");
        return Err(vm.type_error(text));
    };
    if !name.is_unbound() && name.as_str_object().is_none() {
        let class = vm.class(name).full_name();
        return Err(vm.type_error(format!("timezone() argument 2 must be str, not {class}")));
    }
    fixed(vm, offset, name.clone())
}

fn own<'a>(vm: &Vm, this: &'a Value) -> PyResult<&'a FixedZone> {
    this.foreign::<FixedZone>().ok_or_else(|| vm.wrong_self(this, "datetime.timezone"))
}

fn check_argument(vm: &Vm, method: &str, dt: &Value) -> PyResult<()> {
    if dt.is_none() || vm.type_of(dt).is_subtype(&vm.ty(&DATETIME)) {
        return Ok(());
    }
    let class = vm.class(dt).full_name();
    Err(vm.type_error(format!(
        "{method}(dt) argument must be a datetime instance or None, not {class}"
    )))
}

fn fixed_name(vm: &Vm, this: &Value) -> PyResult {
    let own = own(vm, this)?;
    if !own.name.is_unbound() {
        return Ok(own.name.clone());
    }
    Ok(match own.offset {
        0 => vm.str("UTC"),
        offset => vm.str(&format!("UTC{}", offset_text(offset, ":"))),
    })
}

fn tzname(vm: &Vm, this: &Value, dt: &Value) -> PyResult {
    check_argument(vm, "tzname", dt)?;
    fixed_name(vm, this)
}

fn utcoffset(vm: &Vm, this: &Value, dt: &Value) -> PyResult {
    check_argument(vm, "utcoffset", dt)?;
    duration::new(vm, own(vm, this)?.offset)
}

fn dst(vm: &Vm, _: &Value, dt: &Value) -> PyResult {
    check_argument(vm, "dst", dt)?;
    Ok(Value::NONE)
}

fn fromutc(vm: &Vm, this: &Value, dt: &Value) -> PyResult {
    check_own(vm, this, dt)?;
    moment::shifted(vm, dt, own(vm, this)?.offset)
}

fn initargs(vm: &Vm, this: &Value) -> PyResult {
    let own = own(vm, this)?;
    let mut args = vec![duration::new(vm, own.offset)?];
    if !own.name.is_unbound() {
        args.push(own.name.clone());
    }
    Ok(vm.tuple(args))
}

fn repr(vm: &Vm, this: &Value) -> PyResult {
    if this.is(&utc(vm)?) {
        return Ok(vm.str("datetime.timezone.utc"));
    }
    let args = initargs(vm, this)?;
    let mut parts = Vec::new();
    for part in args.tuple_items() {
        parts.push(vm.repr_text(part)?);
    }
    Ok(vm.str(&format!("{}({})", vm.class(this).full_name(), parts.join(", "))))
}

fn compare(_: &Vm, a: &Value, b: &Value, op: CompareOp) -> PyResult {
    let (Some(left), Some(right)) = (a.foreign::<FixedZone>(), b.foreign::<FixedZone>()) else {
        return Ok(Value::NOT_IMPLEMENTED);
    };
    Ok(match op {
        CompareOp::Eq => Value::bool(left.offset == right.offset),
        CompareOp::Ne => Value::bool(left.offset != right.offset),
        CompareOp::Lt | CompareOp::Le | CompareOp::Gt | CompareOp::Ge => Value::NOT_IMPLEMENTED,
    })
}

pub(super) fn add_class_values(vm: &Vm) -> PyResult<()> {
    let limit = DAY - 60 * SECOND;
    let values = vec![
        ("utc", utc(vm)?),
        ("min", fixed(vm, -limit, Value::UNBOUND)?),
        ("max", fixed(vm, limit, Value::UNBOUND)?),
    ];
    set_class_values(vm, &TIMEZONE, values);
    Ok(())
}

pub(super) static TIMEZONE: TypeSpec = TypeSpec {
    name: "datetime.timezone",
    base: Some(&TZINFO),
    doc: "A time zone with one offset from UTC at all times.",
    slots: Slots {
        new: Some(construct),
        repr: Some(repr),
        str: Some(fixed_name),
        hash: Some(|vm, this| Ok(vm.hash_bytes(&own(vm, this)?.offset.to_le_bytes()))),
        compare: Some(compare),
        ..Slots::NONE
    },
    methods: funcs![
        "tzname" = tzname, "(self, dt, /)", "The name given to the zone, or one like UTC+02:00 made from its offset.";
        "utcoffset" = utcoffset, "(self, dt, /)", "Return fixed offset.";
        "dst" = dst, "(self, dt, /)", "Return None.";
        "fromutc" = fromutc, "(self, dt, /)", "The local moment for one in UTC.";
        "__getinitargs__" = initargs, "(self, /)", "pickle support";
    ],
    ..TypeSpec::NONE
};
