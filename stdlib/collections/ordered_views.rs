//! Views and iterators of OrderedDict: any change of keys or order ends an iteration.

use std::cell::Cell;

use taipan_engine::funcs;
use taipan_engine::object::dict::DictObject;
use taipan_engine::object::foreign::ForeignObject;
use taipan_engine::object::header::{Payload, Traverse};
use taipan_engine::object::native::NativeDef;
use taipan_engine::object::slots::{PyResult, Slots};
use taipan_engine::object::types::{TypeSpec, type_flag};
use taipan_engine::object::value::Value;
use taipan_engine::object::vm::Vm;
use taipan_engine::types::dict::{DICT_ITEMS, DICT_KEYS, DICT_VALUES, DictView, Part};

struct OrderedIter {
    dict: Value,
    part: Part,
    reversed: bool,
    at: Cell<usize>,
    /// The dict's count of changes at the start.
    changes: u64,
    len: usize,
    /// A number that no position is at the end.
    left: Cell<usize>,
}

impl Traverse for OrderedIter {
    fn traverse(&self, visit: &mut dyn FnMut(&Value)) {
        visit(&self.dict);
    }
}

fn iterate(vm: &Vm, dict: &Value, part: Part, reversed: bool) -> PyResult {
    let entries = vm.payload::<DictObject>(dict, "dict")?;
    let state = OrderedIter {
        dict: dict.clone(),
        part,
        reversed,
        at: Cell::new(if reversed { usize::MAX } else { 0 }),
        changes: entries.mutations(),
        len: entries.len(),
        left: Cell::new(entries.len()),
    };
    Ok(vm.new_foreign(&vm.ty(&ODICT_ITERATOR), state))
}

fn next(vm: &Vm, this: &Value) -> PyResult<Option<Value>> {
    let Some(own) = this.foreign::<OrderedIter>() else {
        return Err(vm.wrong_self(this, "odict_iterator"));
    };
    let Some(entries) = own.dict.get::<DictObject>() else { return Ok(None) };
    let Some(left) = own.left.get().checked_sub(1) else { return Ok(None) };
    if entries.mutations() != own.changes {
        return Err(vm.runtime_error("OrderedDict mutated during iteration"));
    }
    let found = match own.reversed {
        false => entries.entry_from(own.at.get()),
        true => entries.entry_before(own.at.get()),
    };
    let Some((place, key, value)) = found else { return Ok(None) };
    own.left.set(left);
    own.at.set(if own.reversed { place } else { place + 1 });
    if own.part == Part::Keys || vm.class(&own.dict).spec.is_some() {
        return Ok(Some(own.part.of(vm, key, value)));
    }
    // A subclass may have another idea of what the value is.
    let value = vm.getitem(&own.dict, &key)?;
    Ok(Some(own.part.of(vm, key, value)))
}

fn reduce(vm: &Vm, this: &Value) -> PyResult {
    let Some(own) = this.foreign::<OrderedIter>() else { return Ok(Value::NONE) };
    let rest = iterate(vm, &own.dict, own.part, own.reversed)?;
    if let Some(rest) = rest.foreign::<OrderedIter>() {
        rest.at.set(own.at.get());
        rest.left.set(own.left.get());
    }
    let items = vm.to_vec(&rest)?;
    let function = vm.builtins_dict();
    let function = function.get::<DictObject>().and_then(|b| b.get_interned(&vm.intern("iter")));
    let args = vm.tuple(vec![vm.new_list(items)]);
    Ok(vm.tuple(vec![function.unwrap_or(Value::NONE), args]))
}

fn length_hint(_: &Vm, this: &Value) -> usize {
    this.foreign::<OrderedIter>().map_or(0, |own| own.left.get().min(own.len))
}

pub(super) static ODICT_ITERATOR: TypeSpec = TypeSpec {
    name: "odict_iterator",
    operations: Some(ForeignObject::OPERATIONS),
    slots: Slots { iter: Some(|_, this| Ok(this.clone())), next: Some(next), ..Slots::NONE },
    methods: funcs![
        "__reduce__" = reduce, "(self, /)", "What copying and pickling rebuild it from.";
        "__length_hint__" = length_hint, "(self, /)", "How many items are still to come.";
    ],
    flags: type_flag::NO_NEW,
    ..TypeSpec::NONE
};

pub(super) fn iter(vm: &Vm, dict: &Value) -> PyResult {
    iterate(vm, dict, Part::Keys, false)
}

pub(super) fn reversed(vm: &Vm, dict: &Value) -> PyResult {
    iterate(vm, dict, Part::Keys, true)
}

pub(super) fn keys(vm: &Vm, dict: &Value) -> Value {
    vm.dict_view_of_type(&ODICT_KEYS, dict, Part::Keys)
}

pub(super) fn values(vm: &Vm, dict: &Value) -> Value {
    vm.dict_view_of_type(&ODICT_VALUES, dict, Part::Values)
}

pub(super) fn items(vm: &Vm, dict: &Value) -> Value {
    vm.dict_view_of_type(&ODICT_ITEMS, dict, Part::Items)
}

fn view_iter(vm: &Vm, view: &Value) -> PyResult {
    match view.foreign::<DictView>() {
        Some(own) => iterate(vm, own.dict(), own.part(), false),
        None => Err(vm.wrong_self(view, "odict view")),
    }
}

fn view_reversed(vm: &Vm, view: &Value) -> PyResult {
    match view.foreign::<DictView>() {
        Some(own) => iterate(vm, own.dict(), own.part(), true),
        None => Err(vm.wrong_self(view, "odict view")),
    }
}

const METHODS: &[NativeDef] = funcs![
    "__reversed__" = view_reversed, "(self, /)", "";
];

const fn view(name: &'static str, base: &'static TypeSpec) -> TypeSpec {
    TypeSpec {
        name,
        base: Some(base),
        slots: Slots { iter: Some(view_iter), ..Slots::NONE },
        methods: METHODS,
        flags: type_flag::NO_NEW,
        ..TypeSpec::NONE
    }
}

static ODICT_KEYS: TypeSpec = view("odict_keys", &DICT_KEYS);
static ODICT_VALUES: TypeSpec = view("odict_values", &DICT_VALUES);
static ODICT_ITEMS: TypeSpec = view("odict_items", &DICT_ITEMS);
