//! datetime: the table, and what its types share. Durations are in `duration.rs`, zones in
//! `zone.rs`, days in `date.rs`, times of day in `clock.rs`, both together in `moment.rs`; `iso.rs`
//! reads ISO 8601, `text.rs` writes.

mod clock;
mod date;
mod duration;
mod iso;
mod iso_date;
mod local;
mod methods;
mod moment;
mod text;
mod zone;

use std::cell::OnceCell;

use taipan_engine::object::native::Args;
use taipan_engine::object::slots::PyResult;
use taipan_engine::object::types::TypeSpec;
use taipan_engine::object::value::Value;
use taipan_engine::object::vm::Vm;
use taipan_engine::types::bytes::BytesObject;
use taipan_engine::types::module::ModuleSpec;

use date::Day;

/// Day 1 is 0001-01-01; this one is 1970-01-01.
const EPOCH: i64 = 719_163;
const MIN_YEAR: i64 = 1;
const MAX_YEAR: i64 = 9999;
const SECOND: i128 = 1_000_000;
const DAY: i128 = 86_400 * SECOND;

/// Objects that every interpreter has one of.
#[derive(Default)]
struct Shared {
    utc: OnceCell<Value>,
}

/// How the arguments of a constructor are named and counted.
struct Parameters {
    /// The function as messages call it.
    function: &'static str,
    names: &'static [&'static str],
    positional: usize,
    required: usize,
}

impl Parameters {
    /// One value for each parameter, unbound where nothing was given.
    fn bind(&self, vm: &Vm, args: Args) -> PyResult<Vec<Value>> {
        let (given, all) = (args.positional().len(), args.all.len());
        let function = self.function;
        if all > self.names.len() || given > self.positional {
            let (most, what, count) =
                match all > self.names.len() && self.positional == self.names.len() {
                    true => (self.names.len(), "", all),
                    false => (self.positional, "positional ", given),
                };
            return Err(vm.type_error(format!(
                "{function} takes at most {most} {what}arguments ({count} given)"
            )));
        }
        let mut bound = vec![Value::UNBOUND; self.names.len()];
        bound.iter_mut().zip(args.positional()).for_each(|(slot, value)| *slot = value.clone());
        for (name, value) in args.keywords() {
            let text = name.to_text();
            match self.names.iter().position(|known| *known == text) {
                Some(at) if bound[at].is_unbound() => bound[at] = value.clone(),
                Some(at) => {
                    return Err(vm.type_error(format!(
                        "argument for {function} given by name ('{text}') and position ({})",
                        at + 1
                    )));
                }
                None => {
                    let function = if function == "function" { "this function" } else { function };
                    return Err(vm.type_error(format!(
                        "{function} got an unexpected keyword argument '{text}'"
                    )));
                }
            }
        }
        if let Some(at) = bound.iter().take(self.required).position(Value::is_unbound) {
            return Err(vm.type_error(format!(
                "{function} missing required argument '{}' (pos {})",
                self.names[at],
                at + 1
            )));
        }
        Ok(bound)
    }
}

/// A C int.
fn int_argument(vm: &Vm, value: &Value) -> PyResult<i64> {
    let number = vm.index(value)?;
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

/// A number that may be left out.
fn optional_int(vm: &Vm, value: &Value, absent: i64) -> PyResult<i64> {
    if value.is_unbound() { Ok(absent) } else { int_argument(vm, value) }
}

fn check_range(vm: &Vm, name: &str, value: i64, high: i64) -> PyResult<()> {
    if (0..=high).contains(&value) {
        return Ok(());
    }
    Err(vm.value_error(format!("{name} must be in 0..{high}")))
}

/// A str argument of a method.
fn str_argument(vm: &Vm, function: &str, value: &Value) -> PyResult<String> {
    match value.as_str_object() {
        Some(_) => Ok(value.to_text()),
        None => {
            let class = vm.class(value).full_name();
            Err(vm.type_error(format!("{function}() argument 1 must be str, not {class}")))
        }
    }
}

/// The bytes of a state that `__reduce__` gave.
fn state_bytes(value: Option<&Value>, length: usize) -> Option<Vec<u8>> {
    let bytes = &value?.get::<BytesObject>()?.0;
    (bytes.len() == length).then(|| bytes.to_vec())
}

fn set_class_values(vm: &Vm, spec: &'static TypeSpec, values: Vec<(&str, Value)>) {
    let class = vm.ty(spec);
    if let Some(namespace) = class.namespace() {
        for (name, value) in values {
            drop(namespace.set_interned(&vm.intern(name), value));
        }
        class.modified();
    }
}

fn finish_module(vm: &Vm, module: &Value) -> PyResult<()> {
    let microsecond = duration::new(vm, 1)?;
    let (first, last) = (Day { year: 1, month: 1, day: 1 }, Day { year: 9999, month: 12, day: 31 });
    duration::add_class_values(vm)?;
    zone::add_class_values(vm)?;
    let resolution = duration::new(vm, DAY)?;
    set_class_values(
        vm,
        &date::DATE,
        vec![
            ("min", date::plain(vm, first)),
            ("max", date::plain(vm, last)),
            ("resolution", resolution),
        ],
    );
    let (start, end) = (clock::Clock::default(), clock::Clock::of_micros(DAY - 1));
    set_class_values(
        vm,
        &clock::TIME,
        vec![
            ("min", clock::plain(vm, start.clone())),
            ("max", clock::plain(vm, end.clone())),
            ("resolution", microsecond.clone()),
        ],
    );
    set_class_values(
        vm,
        &moment::DATETIME,
        vec![
            ("min", moment::plain(vm, first, start)),
            ("max", moment::plain(vm, last, end)),
            ("resolution", microsecond),
        ],
    );
    vm.setattr(module, &vm.intern("UTC"), Some(&zone::utc(vm)?))?;
    let all = [
        "date",
        "datetime",
        "time",
        "timedelta",
        "timezone",
        "tzinfo",
        "MINYEAR",
        "MAXYEAR",
        "UTC",
    ];
    let all = vm.tuple(all.iter().map(|name| vm.str(name)).collect());
    vm.setattr(module, &vm.names().__all__, Some(&all))
}

/// The module that CPython writes in C, with the same types.
pub(crate) static NATIVE: ModuleSpec = ModuleSpec {
    name: "_datetime",
    doc: "The types of datetime.",
    types: DATETIME.types,
    values: &[
        ("MINYEAR", |_| Value::int_unchecked(MIN_YEAR)),
        ("MAXYEAR", |_| Value::int_unchecked(MAX_YEAR)),
        ("datetime_CAPI", |vm| crate::types::capsule(vm, "datetime.datetime_CAPI")),
    ],
    init: DATETIME.init,
    ..ModuleSpec::NONE
};

pub(crate) static DATETIME: ModuleSpec = ModuleSpec {
    name: "datetime",
    doc: "Specific date/time and related types.\n\nSee https://data.iana.org/time-zones/tz-link.html for\ntime zone and DST data sources.\n",
    types: &[
        &date::DATE,
        &moment::DATETIME,
        &clock::TIME,
        &duration::TIMEDELTA,
        &zone::TZINFO,
        &zone::TIMEZONE,
    ],
    values: &[
        ("MINYEAR", |_| Value::int_unchecked(MIN_YEAR)),
        ("MAXYEAR", |_| Value::int_unchecked(MAX_YEAR)),
    ],
    init: Some(finish_module),
    ..ModuleSpec::NONE
};
