//! collections.defaultdict: a dict that makes the values of missing keys.

use taipan_engine::funcs;
use taipan_engine::object::dict::DictObject;
use taipan_engine::object::native::{Args, GetSet};
use taipan_engine::object::slots::{BinaryOp, PyResult, Slots};
use taipan_engine::object::types::{TypeSpec, type_flag};
use taipan_engine::object::value::Value;
use taipan_engine::object::vm::Vm;
use taipan_engine::types::dict::DICT;

/// The hidden slot of the factory.
const FACTORY: u16 = 0;

fn factory_of(this: &Value) -> Value {
    let found = this.header().and_then(|h| h.extension()?.slot(FACTORY));
    found.unwrap_or(Value::NONE)
}

fn set_factory(this: &Value, factory: Value) {
    if let Some(extension) = this.header().and_then(|h| h.extension()) {
        drop(extension.set_slot(FACTORY, factory));
    }
}

fn entries<'a>(vm: &Vm, this: &'a Value) -> PyResult<&'a DictObject> {
    vm.payload::<DictObject>(this, "dict")
}

fn init(vm: &Vm, this: &Value, args: Args) -> PyResult<()> {
    let mut rest = args;
    let mut factory = Value::NONE;
    if let [first, ..] = args.positional() {
        if !first.is_none() && vm.class(first).slots.call.get().is_none() {
            return Err(vm.type_error("first argument must be callable or None"));
        }
        factory = first.clone();
        rest.all = &args.all[1..];
    }
    set_factory(this, factory);
    match DICT.slots.init {
        Some(init) => init(vm, this, rest),
        None => Ok(()),
    }
}

fn missing(vm: &Vm, this: &Value, key: &Value) -> PyResult {
    let factory = factory_of(this);
    if factory.is_none() {
        return Err(vm.key_error(key));
    }
    let value = vm.call(&factory, &[])?;
    vm.setitem(this, key, Some(&value))?;
    Ok(value)
}

fn getitem(vm: &Vm, this: &Value, key: &Value) -> PyResult {
    if let Some(found) = entries(vm, this)?.get(vm, key)? {
        return Ok(found);
    }
    if vm.class(this).spec.is_some() {
        return missing(vm, this, key);
    }
    match vm.call_special(this, &vm.names().__missing__, std::slice::from_ref(key))? {
        Some(result) => Ok(result),
        None => Err(vm.key_error(key)),
    }
}

fn copy(vm: &Vm, this: &Value) -> PyResult {
    vm.call(vm.type_of(this).value(), &[factory_of(this), this.clone()])
}

fn repr(vm: &Vm, this: &Value) -> PyResult {
    let Some(of_dict) = DICT.slots.repr else { return Ok(Value::NONE) };
    let dict = of_dict(vm, this)?;
    let factory = factory_of(this);
    let shown = if factory.is_none() {
        "None".to_owned()
    } else {
        match vm.enter_repr(&factory) {
            None => "...".to_owned(),
            Some(_mark) => vm.repr_text(&factory)?,
        }
    };
    let mut out = format!("{}({shown}, ", vm.class(this).name()).into_bytes();
    out.extend_from_slice(dict.as_str_object().map_or(b"", |s| s.as_bytes()));
    out.push(b')');
    Ok(vm.str_wtf8(&out))
}

fn reduce(vm: &Vm, this: &Value) -> PyResult {
    let factory = factory_of(this);
    let args = if factory.is_none() { vm.empty_tuple() } else { vm.tuple(vec![factory]) };
    let items = vm.call_method(this, &vm.intern("items"), &[])?;
    let class = vm.type_of(this).value().clone();
    Ok(vm.tuple(vec![class, args, Value::NONE, Value::NONE, vm.iter(&items)?]))
}

fn is_default_dict(vm: &Vm, value: &Value) -> bool {
    vm.type_of(value).is_subtype(&vm.ty(&DEFAULT_DICT))
}

fn binary(vm: &Vm, op: BinaryOp, a: &Value, b: &Value) -> PyResult {
    let both = a.get::<DictObject>().is_some() && b.get::<DictObject>().is_some();
    if op != BinaryOp::Or || !both {
        return Ok(Value::NOT_IMPLEMENTED);
    }
    let made = if is_default_dict(vm, a) {
        copy(vm, a)?
    } else {
        vm.call(vm.type_of(b).value(), &[factory_of(b), a.clone()])?
    };
    if let Some(entries) = made.get::<DictObject>() {
        vm.update_dict(entries, b)?;
    }
    Ok(made)
}

pub(super) static DEFAULT_DICT: TypeSpec = TypeSpec {
    name: "collections.defaultdict",
    base: Some(&DICT),
    doc: "A dict that asks default_factory, called without arguments, for the value of a key that d[key] does not find.",
    slots: Slots {
        init: Some(init),
        repr: Some(repr),
        getitem: Some(getitem),
        binary: Some(binary),
        ..Slots::NONE
    },
    operators: &[BinaryOp::Or],
    methods: funcs![
        "__missing__" = missing, "(self, key, /)", "Sets key to a new value from default_factory and gives it; KeyError if the factory is None.";
        copy "(self, /)" "A defaultdict with the same entries and factory.";
        "__copy__" = copy, "(self, /)", "A defaultdict with the same entries and factory.";
        "__reduce__" = reduce, "(self, /)", "What copying and pickling rebuild it from.";
        class "__class_getitem__" = crate::class_getitem, "(cls, item, /)", "See PEP 585";
    ],
    getset: &[GetSet {
        name: "default_factory",
        doc: "What makes the value of a missing key.",
        get: |_, this| Ok(factory_of(this)),
        set: Some(|_, this, value| {
            set_factory(this, value.cloned().unwrap_or(Value::NONE));
            Ok(())
        }),
    }],
    flags: type_flag::BASE | type_flag::EXTENDED | type_flag::WEAK | type_flag::DERIVED,
    hidden_slots: 1,
    ..TypeSpec::NONE
};
