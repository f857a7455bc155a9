//! The type `time.struct_time`: a tuple of nine whose items have names, and two more values that
//! are no items, the zone's name and its offset.

use taipan_engine::object::dict::DictObject;
use taipan_engine::object::native::{Args, GetSet, Signature};
use taipan_engine::object::slots::{PyResult, Slots};
use taipan_engine::object::types::{TypeRef, TypeSpec, type_flag};
use taipan_engine::object::value::Value;
use taipan_engine::object::vm::Vm;
use taipan_engine::types::tuple::TUPLE;

use super::calendar::Moment;

const NAMES: [&str; 9] = [
    "tm_year", "tm_mon", "tm_mday", "tm_hour", "tm_min", "tm_sec", "tm_wday", "tm_yday", "tm_isdst",
];
const HIDDEN: [&str; 2] = ["tm_zone", "tm_gmtoff"];

/// Items of the sequence, and all values.
const VISIBLE: usize = NAMES.len();
pub(super) const ALL: usize = VISIBLE + HIDDEN.len();

/// A tuple of the class, with the two values that are no items.
fn build(vm: &Vm, class: &TypeRef, items: Vec<Value>, hidden: [Value; 2]) -> Value {
    let made = vm.tuple_of_type(class, items);
    if let Some(header) = made.header() {
        for (name, value) in HIDDEN.into_iter().zip(hidden) {
            vm.set_instance_attr(header, &vm.intern(name), value);
        }
    }
    made
}

/// The tuple of a moment.
pub(super) fn new(vm: &Vm, moment: &Moment) -> Value {
    with_zone(vm, moment, vm.str(&moment.zone), vm.int(moment.offset))
}

pub(super) fn with_zone(vm: &Vm, moment: &Moment, zone: Value, offset: Value) -> Value {
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
    let items = parts.iter().map(|p| vm.int(*p)).collect();
    build(vm, &vm.ty(&STRUCT_TIME), items, [zone, offset])
}

/// A C int.
fn number(vm: &Vm, item: &Value) -> PyResult<i64> {
    let number = vm.index(item)?;
    match vm.small_index(&number) {
        Some(n) if n > i64::from(i32::MAX) => {
            Err(vm.overflow_error("signed integer is greater than maximum"))
        }
        Some(n) if n < i64::from(i32::MIN) => {
            Err(vm.overflow_error("signed integer is less than minimum"))
        }
        Some(n) => Ok(n),
        None => Err(vm.overflow_error("Python int too large to convert to C long")),
    }
}

/// The moment of a tuple of nine numbers, whatever they are.
pub(super) fn read(vm: &Vm, name: &str, tuple: &Value) -> PyResult<Moment> {
    let Some(items) = tuple.as_tuple() else {
        return Err(vm.type_error("Tuple or struct_time argument required"));
    };
    if items.len() != VISIBLE {
        return Err(vm.type_error(format!("{name}(): illegal time tuple argument")));
    }
    let mut parts = [0; VISIBLE];
    for (part, item) in parts.iter_mut().zip(items) {
        *part = number(vm, item)?;
    }
    let [year, month, day, hour, minute, second, weekday, yearday, daylight] = parts;
    if year < i64::from(i32::MIN) + 1900 {
        return Err(vm.overflow_error("year out of range"));
    }
    Ok(Moment {
        year,
        month,
        day,
        hour,
        minute,
        second,
        weekday,
        yearday,
        daylight,
        zone: String::new(),
        offset: 0,
    })
}

/// What a text is made of: zeros stand for the first, everything else has its range.
pub(super) fn check(vm: &Vm, moment: &mut Moment) -> PyResult<()> {
    let check = |ok: bool, what: &str| if ok { Ok(()) } else { Err(vm.value_error(what)) };
    check((0..=12).contains(&moment.month), "month out of range")?;
    check((0..=31).contains(&moment.day), "day of month out of range")?;
    check((0..24).contains(&moment.hour), "hour out of range")?;
    check((0..60).contains(&moment.minute), "minute out of range")?;
    check((0..=61).contains(&moment.second), "seconds out of range")?;
    check(moment.weekday >= -1, "day of week out of range")?;
    check((0..=366).contains(&moment.yearday), "day of year out of range")?;
    moment.month = moment.month.max(1);
    moment.day = moment.day.max(1);
    moment.weekday = moment.weekday.rem_euclid(7);
    moment.yearday = moment.yearday.max(1);
    Ok(())
}

fn make(vm: &Vm, class: &TypeRef, args: Args) -> PyResult {
    let bound = Signature::parse("(sequence, dict=<none>)").bind(vm, "structseq", args)?;
    let [sequence, dict] = bound.as_slice() else { return Ok(Value::NONE) };
    let mut items = vm.items_by_iterator(sequence, "constructor requires a sequence")?;
    let names = match dict.is_unbound() {
        true => None,
        false => Some(dict.get::<DictObject>().ok_or_else(|| {
            vm.type_error("time.struct_time() takes a dict as second arg, if any")
        })?),
    };
    let count = items.len();
    if !(VISIBLE..=ALL).contains(&count) {
        let (how, bound) = if count < VISIBLE { ("at least", VISIBLE) } else { ("at most", ALL) };
        return Err(vm.type_error(format!(
            "time.struct_time() takes an {how} {bound}-sequence ({count}-sequence given)"
        )));
    }
    let mut hidden = [Value::NONE, Value::NONE];
    let extra = items.split_off(VISIBLE);
    for (at, place) in hidden.iter_mut().enumerate() {
        let named = || names.and_then(|n| n.get_interned(&vm.intern(HIDDEN[at])));
        *place = extra.get(at).cloned().or_else(named).unwrap_or(Value::NONE);
    }
    Ok(build(vm, class, items, hidden))
}

fn repr(vm: &Vm, this: &Value) -> PyResult {
    let Some(_mark) = vm.enter_repr(this) else { return Ok(vm.str("time.struct_time(...)")) };
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
    ($($at:literal $name:literal $doc:literal),*) => {
        &[
            $(GetSet { name: $name, doc: $doc, get: |_, this| Ok(item(this, $at)), set: None },)*
            GetSet {
                name: "tm_zone",
                doc: "what the time zone is called",
                get: |vm, this| Ok(hidden(vm, this, "tm_zone")),
                set: None,
            },
            GetSet {
                name: "tm_gmtoff",
                doc: "seconds east of UTC",
                get: |vm, this| Ok(hidden(vm, this, "tm_gmtoff")),
                set: None,
            },
        ]
    };
}

/// One of the values that are no items.
pub(super) fn hidden(vm: &Vm, this: &Value, name: &str) -> Value {
    let found = this.header().and_then(|header| vm.instance_attr(header, &vm.intern(name)));
    found.unwrap_or(Value::NONE)
}

fn reduce(vm: &Vm, this: &Value) -> Value {
    let dict = DictObject::new();
    for name in HIDDEN {
        drop(dict.set_interned(&vm.intern(name), hidden(vm, this, name)));
    }
    let items = vm.tuple(this.tuple_items().to_vec());
    let args = vm.tuple(vec![items, vm.new_dict(dict)]);
    vm.tuple(vec![vm.type_of(this).value().clone(), args])
}

fn replace(vm: &Vm, this: &Value, changes: &Value) -> PyResult {
    let pairs = changes.get::<DictObject>().map_or_else(Vec::new, DictObject::pairs);
    let mut items = this.tuple_items().to_vec();
    let mut extra = HIDDEN.map(|name| hidden(vm, this, name));
    let mut unknown = Vec::new();
    for (name, value) in pairs {
        let text = name.to_text();
        if let Some(at) = NAMES.iter().position(|known| *known == text) {
            items[at] = value;
        } else if let Some(at) = HIDDEN.iter().position(|known| *known == text) {
            extra[at] = value;
        } else {
            unknown.push(name);
        }
    }
    if !unknown.is_empty() {
        let names = vm.repr_text(&vm.new_list(unknown))?;
        return Err(vm.type_error(format!("Got unexpected field name(s): {names}")));
    }
    Ok(build(vm, &vm.type_of(this), items, extra))
}

/// Puts the numbers of fields and their names into the class.
pub(super) fn finish_class(vm: &Vm) {
    let class = vm.ty(&STRUCT_TIME);
    let Some(namespace) = class.namespace() else { return };
    let numbers = [("n_sequence_fields", VISIBLE), ("n_fields", ALL), ("n_unnamed_fields", 0)];
    for (name, number) in numbers {
        drop(namespace.set_interned(&vm.intern(name), vm.int(number as i64)));
    }
    let names = vm.tuple(NAMES.iter().map(|name| vm.str(name)).collect());
    drop(namespace.set_interned(&vm.names().__match_args__, names));
    class.modified();
}

pub(super) static STRUCT_TIME: TypeSpec = TypeSpec {
    name: "time.struct_time",
    base: Some(&TUPLE),
    doc: "A calendar time: a tuple of nine integers with names.",
    slots: Slots { repr: Some(repr), new: Some(make), ..Slots::NONE },
    getset: rows![
        0 "tm_year" "year, for example, 1993",
        1 "tm_mon" "month, 1 to 12",
        2 "tm_mday" "day, 1 to 31",
        3 "tm_hour" "hours, range [0, 23]",
        4 "tm_min" "minutes, range [0, 59]",
        5 "tm_sec" "seconds, range [0, 61])",
        6 "tm_wday" "weekday, 0 (Monday) to 6",
        7 "tm_yday" "day in the year, 1 to 366",
        8 "tm_isdst" "summer time: 1 yes, 0 no, -1 unknown"
    ],
    methods: taipan_engine::funcs![
        "__reduce__" = reduce, "(self, /)", "";
        "__replace__" = replace, "(self, /, **changes)", "A copy with the named fields changed.";
    ],
    flags: type_flag::SEQUENCE | type_flag::EXTENDED,
    ..TypeSpec::NONE
};
