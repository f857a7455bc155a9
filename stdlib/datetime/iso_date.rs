//! IsoCalendarDate: a tuple of ISO year, week and day.

use taipan_engine::funcs;
use taipan_engine::object::native::{Args, GetSet, Signature};
use taipan_engine::object::slots::{PyResult, Slots};
use taipan_engine::object::types::{TypeRef, TypeSpec, type_flag};
use taipan_engine::object::value::Value;
use taipan_engine::object::vm::Vm;
use taipan_engine::types::tuple::TUPLE;

use super::date::Day;
use crate::time::calendar::{date_from_days, weeks_in};

/// The ISO year, week and day of a day.
pub(super) fn new(vm: &Vm, day: Day) -> Value {
    let weekday = day.weekday();
    let days = day.ordinal() - super::EPOCH;
    // The Thursday decides about the year.
    let (year, ..) = date_from_days(days - weekday + 3);
    let first = Day { year, month: 1, day: 4 };
    let monday = first.ordinal() - first.weekday();
    let week = (day.ordinal() - monday) / 7 + 1;
    debug_assert!(week <= weeks_in(year));
    let items = [year, week, weekday + 1].map(|n| vm.int(n));
    vm.tuple_of_type(&vm.ty(&ISO_CALENDAR_DATE), items.to_vec())
}

fn construct(vm: &Vm, class: &TypeRef, args: Args) -> PyResult {
    let bound = Signature::parse("(year, week, weekday)").bind(vm, "IsoCalendarDate", args)?;
    Ok(vm.tuple_of_type(class, bound))
}

fn item(this: &Value, at: usize) -> Value {
    this.tuple_items().get(at).cloned().unwrap_or(Value::NONE)
}

fn repr(vm: &Vm, this: &Value) -> PyResult {
    let mut parts = Vec::new();
    for (name, item) in ["year", "week", "weekday"].iter().zip(this.tuple_items()) {
        parts.push(format!("{name}={}", vm.repr_text(item)?));
    }
    Ok(vm.str(&format!("{}({})", vm.class(this).full_name(), parts.join(", "))))
}

/// A plain tuple stays when it is pickled.
fn reduce(vm: &Vm, this: &Value) -> Value {
    let items = vm.tuple(this.tuple_items().to_vec());
    vm.tuple(vec![vm.types.tuple().value().clone(), vm.tuple(vec![items])])
}

static ISO_CALENDAR_DATE: TypeSpec = TypeSpec {
    name: "datetime.IsoCalendarDate",
    base: Some(&TUPLE),
    doc: "What isocalendar() gives: a tuple of year, week and weekday that also has these names.",
    slots: Slots { new: Some(construct), repr: Some(repr), ..Slots::NONE },
    methods: funcs![
        "__reduce__" = reduce, "(self, /)", "";
    ],
    getset: &[
        GetSet { name: "year", doc: "", get: |_, this| Ok(item(this, 0)), set: None },
        GetSet { name: "week", doc: "", get: |_, this| Ok(item(this, 1)), set: None },
        GetSet { name: "weekday", doc: "", get: |_, this| Ok(item(this, 2)), set: None },
    ],
    flags: type_flag::SEQUENCE,
    ..TypeSpec::NONE
};
