//! What named tuples are made of: the descriptors of their fields and their `__new__`.

use taipan_engine::funcs;
use taipan_engine::object::dict::DictObject;
use taipan_engine::object::foreign::ForeignObject;
use taipan_engine::object::header::{Payload, Traverse};
use taipan_engine::object::native::{Args, GetSet};
use taipan_engine::object::slots::{PyResult, Slots};
use taipan_engine::object::types::{TypeRef, TypeSpec};
use taipan_engine::object::value::Value;
use taipan_engine::object::var::Var;
use taipan_engine::object::vm::Vm;
use taipan_engine::types::exception::ATTRIBUTE_ERROR;

struct Getter {
    index: i64,
    doc: Var,
}

impl Traverse for Getter {
    fn traverse(&self, visit: &mut dyn FnMut(&Value)) {
        self.doc.visit(visit);
    }
}

fn new(vm: &Vm, class: &TypeRef, args: Args) -> PyResult {
    let [index, doc] = args.all else {
        let text = format!("_tuplegetter expected 2 arguments, got {}", args.all.len());
        return Err(vm.type_error(text));
    };
    let getter = Getter { index: vm.index_i64(index)?, doc: doc.clone().into() };
    Ok(vm.new_foreign(class, getter))
}

fn descr_get(vm: &Vm, this: &Value, instance: Option<&Value>, _: &Value) -> PyResult {
    let Some(own) = this.foreign::<Getter>() else { return Ok(this.clone()) };
    let Some(instance) = instance.filter(|i| !i.is_none()) else { return Ok(this.clone()) };
    let Some(items) = instance.as_tuple() else {
        let class = vm.class(instance).full_name();
        return Err(vm.type_error(format!(
            "descriptor for index '{}' for tuple subclasses doesn't apply to '{class}' object",
            own.index
        )));
    };
    let found = usize::try_from(own.index).ok().and_then(|at| items.get(at));
    found.cloned().ok_or_else(|| vm.index_error("tuple index out of range"))
}

fn descr_set(vm: &Vm, _: &Value, _: &Value, value: Option<&Value>) -> PyResult<()> {
    let what = if value.is_some() { "can't set attribute" } else { "can't delete attribute" };
    Err(vm.raise(&ATTRIBUTE_ERROR, what))
}

fn repr(vm: &Vm, this: &Value) -> PyResult {
    let Some(own) = this.foreign::<Getter>() else { return Ok(Value::NONE) };
    let doc = vm.repr_text(&own.doc.get())?;
    Ok(vm.str(&format!("_tuplegetter({}, {doc})", own.index)))
}

fn reduce(vm: &Vm, this: &Value) -> PyResult {
    let Some(own) = this.foreign::<Getter>() else { return Ok(Value::NONE) };
    let args = vm.tuple(vec![vm.int(own.index), own.doc.get()]);
    Ok(vm.tuple(vec![vm.type_of(this).value().clone(), args]))
}

pub(super) static TUPLE_GETTER: TypeSpec = TypeSpec {
    name: "collections._tuplegetter",
    operations: Some(ForeignObject::OPERATIONS),
    slots: Slots {
        new: Some(new),
        repr: Some(repr),
        descr_get: Some(descr_get),
        descr_set: Some(descr_set),
        ..Slots::NONE
    },
    methods: funcs![
        "__reduce__" = reduce, "(self, /)", "";
    ],
    getset: &[GetSet {
        name: "__doc__",
        doc: "",
        get: |_, this| Ok(this.foreign::<Getter>().map_or(Value::NONE, |g| g.doc.get())),
        set: Some(|_, this, value| {
            if let Some(own) = this.foreign::<Getter>() {
                own.doc.set(value.cloned().unwrap_or(Value::NONE));
            }
            Ok(())
        }),
    }],
    ..TypeSpec::NONE
};

/// A function of the class and one parameter per field; the names were checked to be identifiers.
pub(super) fn make_new(vm: &Vm, typename: &Value, names: &Value, defaults: &Value) -> PyResult {
    let mut list = String::new();
    for name in names.tuple_items() {
        let name = name.to_text();
        if name.is_empty() || !name.chars().all(|c| c == '_' || c.is_alphanumeric()) {
            return Err(vm.value_error("a field name must be an identifier"));
        }
        list.push_str(&name);
        list.push_str(", ");
    }
    let source = format!("__new__ = lambda _cls, {list}: _tuple_new(_cls, ({list}))\n");
    let namespace = DictObject::new();
    let set = |name: &str, value: Value| drop(namespace.set_interned(&vm.intern(name), value));
    set("__name__", vm.str(&format!("namedtuple_{}", typename.to_text())));
    set("_tuple_new", vm.getattr(vm.types.tuple().value(), &vm.names().__new__)?);
    let namespace = vm.new_dict(namespace);
    vm.exec_source(&source, "<string>", &namespace)?;
    let entries = vm.payload::<DictObject>(&namespace, "dict")?;
    let function = entries.get_interned(&vm.names().__new__).unwrap_or(Value::NONE);
    let text = typename.to_text();
    vm.setattr(&function, &vm.names().__name__, Some(&vm.names().__new__.clone()))?;
    let qualname = vm.str(&format!("{text}.__new__"));
    vm.setattr(&function, &vm.names().__qualname__, Some(&qualname))?;
    let shown: Vec<String> = names.tuple_items().iter().map(Value::to_text).collect();
    let doc = vm.str(&format!("Create new instance of {text}({})", shown.join(", ")));
    vm.setattr(&function, &vm.names().__doc__, Some(&doc))?;
    if !defaults.is_none() {
        vm.setattr(&function, &vm.intern("__defaults__"), Some(defaults))?;
    }
    Ok(function)
}
