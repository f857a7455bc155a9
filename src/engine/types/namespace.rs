//! types.SimpleNamespace: an object that is nothing but its attributes.

use crate::funcs;
use crate::object::dict::DictObject;
use crate::object::native::{Args, GetSet};
use crate::object::slots::{CompareOp, PyResult, Slots};
use crate::object::types::{TypeRef, TypeSpec, type_flag};
use crate::object::value::Value;
use crate::object::vm::Vm;
use crate::types::PLAIN;

/// `__dict__` of native types whose instances have attributes.
pub const INSTANCE_DICT: GetSet = GetSet {
    name: "__dict__",
    doc: "",
    get: |vm, this| match this.header().and_then(|h| vm.instance_dict(h)) {
        Some(dict) => Ok(dict),
        None => Err(vm.no_attribute(this, &vm.names().__dict__)),
    },
    set: Some(|vm, this, value| {
        let Some(value) = value.filter(|v| v.get::<DictObject>().is_some()) else {
            return Err(vm.type_error("__dict__ must be set to a dictionary"));
        };
        this.header().into_iter().for_each(|h| vm.set_instance_dict(h, value.clone()));
        Ok(())
    }),
};

impl Vm {
    /// A SimpleNamespace of these attributes.
    pub fn simple_namespace(&self, attributes: &[(&str, Value)]) -> Value {
        let made = self.new_object(&self.ty(&SIMPLE_NAMESPACE), super::object::PlainObject);
        if let Some(header) = made.header() {
            for (name, value) in attributes {
                self.set_instance_attr(header, &self.intern(name), value.clone());
            }
        }
        made
    }
}

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
        let Some(key) = key.as_str_object().filter(|k| k.chars() > 0) else { continue };
        if !std::mem::take(&mut first) {
            out.extend_from_slice(b", ");
        }
        out.extend_from_slice(key.as_bytes());
        out.push(b'=');
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

pub static SIMPLE_NAMESPACE: TypeSpec = TypeSpec {
    name: "types.SimpleNamespace",
    doc: "An object whose attributes are given as keywords.",
    operations: PLAIN,
    slots: Slots {
        new: Some(new),
        init: Some(init),
        repr: Some(repr),
        compare: Some(compare),
        hash: Some(crate::types::unhashable),
        ..Slots::NONE
    },
    methods: funcs![
        "__replace__" = replace, "(self, /, **changes)", "A copy in which the attributes given as keywords are different.";
        "__reduce__" = reduce, "(self, /)", "What copying and pickling rebuild it from.";
    ],
    getset: &[INSTANCE_DICT],
    flags: type_flag::BASE | type_flag::DICT | type_flag::EXTENDED,
    ..TypeSpec::NONE
};
