//! types.SimpleNamespace: an object that is nothing but its attributes.

use taipan_engine::funcs;
use taipan_engine::object::dict::DictObject;
use taipan_engine::object::native::Args;
use taipan_engine::object::slots::{CompareOp, PyResult, Slots};
use taipan_engine::object::types::{TypeRef, TypeSpec, type_flag};
use taipan_engine::object::value::Value;
use taipan_engine::object::vm::Vm;
use taipan_engine::types::PLAIN;

use crate::functools::INSTANCE_DICT;

fn new(vm: &Vm, class: &TypeRef, _: Args) -> PyResult {
    vm.new_instance(class)
}

fn init(vm: &Vm, this: &Value, args: Args) -> PyResult<()> {
    let Some(header) = this.header() else { return Ok(()) };
    let entries = DictObject::new();
    match args.positional() {
        [] => {}
        [mapping] => vm.update_dict(&entries, mapping)?,
        all => {
            let name = vm.class(this).name();
            let text = format!("{name} expected at most 1 argument, got {}", all.len());
            return Err(vm.type_error(text));
        }
    }
    for (name, value) in entries.pairs() {
        if name.as_str_object().is_none() {
            return Err(vm.type_error("keywords must be strings"));
        }
        vm.set_instance_attr(header, &vm.intern_value(&name), value);
    }
    for (name, value) in args.keywords() {
        vm.set_instance_attr(header, name, value.clone());
    }
    Ok(())
}

fn attributes(vm: &Vm, this: &Value) -> Vec<(Value, Value)> {
    let dict = this.header().and_then(|h| vm.instance_dict(h));
    dict.and_then(|d| d.get::<DictObject>().map(DictObject::pairs)).unwrap_or_default()
}

fn repr(vm: &Vm, this: &Value) -> PyResult {
    let class = vm.type_of(this);
    let name = match class.spec {
        Some(_) => "namespace".to_owned(),
        None => class.name(),
    };
    let Some(_mark) = vm.enter_repr(this) else { return Ok(vm.str(&format!("{name}(...)"))) };
    let mut out = format!("{name}(").into_bytes();
    let mut first = true;
    for (key, value) in attributes(vm, this) {
        let Some(key) = key.as_str().filter(|k| !k.is_empty()) else { continue };
        if !std::mem::take(&mut first) {
            out.extend_from_slice(b", ");
        }
        out.extend_from_slice(format!("{key}=").as_bytes());
        vm.push_repr(&mut out, &value)?;
    }
    out.push(b')');
    Ok(vm.str_wtf8(&out))
}

fn compare(vm: &Vm, a: &Value, b: &Value, op: CompareOp) -> PyResult {
    let own = vm.ty(&SIMPLE_NAMESPACE);
    if !vm.type_of(a).is_subtype(&own) || !vm.type_of(b).is_subtype(&own) {
        return Ok(Value::NOT_IMPLEMENTED);
    }
    let dict = |v: &Value| v.header().and_then(|h| vm.instance_dict(h)).unwrap_or(Value::NONE);
    vm.compare(op, &dict(a), &dict(b))
}

fn replace(vm: &Vm, this: &Value, changes: &Value) -> PyResult {
    let class = vm.type_of(this);
    let made = vm.call(class.value(), &[])?;
    let Some(header) = made.header() else { return Ok(made) };
    for (name, value) in attributes(vm, this) {
        vm.set_instance_attr(header, &vm.intern_value(&name), value);
    }
    for (name, value) in changes.get::<DictObject>().map(DictObject::pairs).unwrap_or_default() {
        vm.set_instance_attr(header, &vm.intern_value(&name), value);
    }
    Ok(made)
}

fn reduce(vm: &Vm, this: &Value) -> PyResult {
    let dict = this.header().and_then(|h| vm.instance_dict(h)).unwrap_or(Value::NONE);
    Ok(vm.tuple(vec![vm.type_of(this).value().clone(), vm.empty_tuple(), dict]))
}

pub(crate) static SIMPLE_NAMESPACE: TypeSpec = TypeSpec {
    name: "types.SimpleNamespace",
    doc: "A simple attribute-based namespace.",
    operations: PLAIN,
    slots: Slots {
        new: Some(new),
        init: Some(init),
        repr: Some(repr),
        compare: Some(compare),
        hash: Some(taipan_engine::types::unhashable),
        ..Slots::NONE
    },
    methods: funcs![
        "__replace__" = replace, "(self, /, **changes)", "Return a copy of the namespace object with new values for the specified attributes.";
        "__reduce__" = reduce, "(self, /)", "Return state information for pickling";
    ],
    getset: &[INSTANCE_DICT],
    flags: type_flag::BASE | type_flag::DICT | type_flag::EXTENDED | type_flag::WEAK,
    ..TypeSpec::NONE
};
