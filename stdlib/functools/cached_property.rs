//! functools.cached_property: computed once, then an attribute of the instance like any other.

use taipan_engine::funcs;
use taipan_engine::object::dict::DictObject;
use taipan_engine::object::foreign::ForeignObject;
use taipan_engine::object::header::{Payload, Traverse};
use taipan_engine::object::native::{Args, GetSet, Signature};
use taipan_engine::object::slots::{PyResult, Slots};
use taipan_engine::object::types::{TypeRef, TypeSpec, type_flag};
use taipan_engine::object::value::Value;
use taipan_engine::object::var::Var;
use taipan_engine::object::vm::Vm;

use super::INSTANCE_DICT;

struct CachedProperty {
    func: Var,
    /// None until the class tells the name.
    name: Var,
    doc: Var,
}

impl Traverse for CachedProperty {
    fn traverse(&self, visit: &mut dyn FnMut(&Value)) {
        self.func.visit(visit);
        self.name.visit(visit);
        self.doc.visit(visit);
    }

    fn clear(&self) {
        self.func.set(Value::NONE);
        self.doc.set(Value::NONE);
    }
}

fn new(vm: &Vm, class: &TypeRef, _: Args) -> PyResult {
    let empty = || Var::new(Value::NONE);
    Ok(vm.new_foreign(class, CachedProperty { func: empty(), name: empty(), doc: empty() }))
}

fn init(vm: &Vm, this: &Value, args: Args) -> PyResult<()> {
    let Some(own) = this.foreign::<CachedProperty>() else { return Ok(()) };
    if args.all.is_empty() {
        let text = "cached_property.__init__() missing 1 required positional argument: 'func'";
        return Err(vm.type_error(text));
    }
    let bound = Signature::parse("(func)").bind(vm, "cached_property.__init__", args)?;
    let func = bound.into_iter().next().unwrap_or(Value::NONE);
    own.doc.set(vm.getattr_opt(&func, &vm.names().__doc__)?.unwrap_or(Value::NONE));
    own.func.set(func.clone());
    own.name.set(Value::NONE);
    if let (Some(module), Some(header)) =
        (vm.getattr_opt(&func, &vm.names().__module__)?, this.header())
    {
        vm.set_instance_attr(header, &vm.names().__module__, module);
    }
    Ok(())
}

fn set_name(vm: &Vm, this: &Value, _owner: &Value, name: &Value) -> PyResult<()> {
    let Some(own) = this.foreign::<CachedProperty>() else { return Ok(()) };
    let known = own.name.get();
    if known.is_none() {
        own.name.set(name.clone());
    } else if !vm.equal(&known, name)? {
        let (known, name) = (vm.repr_text(&known)?, vm.repr_text(name)?);
        let text = format!(
            "Cannot assign the same cached_property to two different names ({known} and {name})."
        );
        return Err(vm.type_error(text));
    }
    Ok(())
}

fn descr_get(vm: &Vm, this: &Value, instance: Option<&Value>, _: &Value) -> PyResult {
    let Some(own) = this.foreign::<CachedProperty>() else { return Ok(this.clone()) };
    let Some(instance) = instance.filter(|i| !i.is_none()) else { return Ok(this.clone()) };
    let name = own.name.get();
    if name.is_none() {
        let text = "Cannot use cached_property instance without calling __set_name__ on it.";
        return Err(vm.type_error(text));
    }
    let func = own.func.get();
    let attributes =
        instance.header().filter(|h| h.extension().is_some() && h.ty().has(type_flag::DICT));
    if let Some(header) = attributes {
        let name = vm.intern_value(&name);
        if let Some(known) = vm.instance_attr(header, &name) {
            return Ok(known);
        }
        let value = vm.call(&func, std::slice::from_ref(instance))?;
        vm.set_instance_attr(header, &name, value.clone());
        return Ok(value);
    }
    in_any_namespace(vm, instance, &func, &name)
}

/// As [`descr_get`], where attributes are not kept in the instance itself.
fn in_any_namespace(vm: &Vm, instance: &Value, func: &Value, name: &Value) -> PyResult {
    let names = vm.names();
    let class = || vm.repr_text(&vm.str(&vm.class(instance).full_name()));
    let Some(dict) = vm.getattr_opt(instance, &names.__dict__)? else {
        let (class, name) = (class()?, vm.repr_text(name)?);
        let text = format!("No '__dict__' attribute on {class} instance to cache {name} property.");
        return Err(vm.type_error(text));
    };
    if let Some(mapping) = dict.get::<DictObject>()
        && let Some(known) = mapping.get(vm, name)?
    {
        return Ok(known);
    }
    let value = vm.call(func, std::slice::from_ref(instance))?;
    if vm.class(&dict).slots.setitem.get().is_none() {
        let (class, name) = (class()?, vm.repr_text(name)?);
        return Err(vm.type_error(format!(
            "The '__dict__' attribute on {class} instance does not support item assignment for \
             caching {name} property."
        )));
    }
    vm.setitem(&dict, name, Some(&value))?;
    Ok(value)
}

macro_rules! member {
    ($name:literal, $field:ident) => {
        GetSet {
            name: $name,
            doc: "",
            get: |vm, this| match this.foreign::<CachedProperty>() {
                Some(own) => Ok(own.$field.get()),
                None => Err(vm.wrong_self(this, "cached_property")),
            },
            set: Some(|_, this, value| {
                if let Some(own) = this.foreign::<CachedProperty>() {
                    own.$field.set(value.cloned().unwrap_or(Value::NONE));
                }
                Ok(())
            }),
        }
    };
}

pub(super) static CACHED_PROPERTY: TypeSpec = TypeSpec {
    name: "functools.cached_property",
    operations: Some(ForeignObject::OPERATIONS),
    slots: Slots { new: Some(new), init: Some(init), descr_get: Some(descr_get), ..Slots::NONE },
    methods: funcs![
        "__set_name__" = set_name, "(self, owner, name)", "";
        class "__class_getitem__" = crate::class_getitem, "(cls, item, /)", "See PEP 585";
    ],
    getset: &[
        member!("func", func),
        member!("attrname", name),
        member!("__doc__", doc),
        INSTANCE_DICT,
    ],
    flags: type_flag::BASE | type_flag::DICT | type_flag::EXTENDED | type_flag::WEAK,
    ..TypeSpec::NONE
};
