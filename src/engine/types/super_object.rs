//! super: attribute lookup that starts behind a class in the method resolution order.

use crate::object::foreign::ForeignObject;
use crate::object::header::{Payload, Traverse};
use crate::object::native::{Args, GetSet};
use crate::object::slots::{PyResult, Slots};
use crate::object::types::{TypeRef, TypeSpec, type_flag};
use crate::object::value::Value;
use crate::object::var::Var;
use crate::object::vm::Vm;
use crate::types::object::generic_getattr;

/// The Rust value of a super object; unbound parts are missing.
struct Super {
    /// The class behind which lookup starts.
    class: Var,
    /// The instance, or the class that stands for it.
    instance: Var,
    /// The class whose order of lookup is used.
    start: Var,
}

impl Traverse for Super {
    fn traverse(&self, visit: &mut dyn FnMut(&Value)) {
        for var in [&self.class, &self.instance, &self.start] {
            var.visit(visit);
        }
    }

    fn clear(&self) {
        for var in [&self.class, &self.instance, &self.start] {
            var.set(Value::UNBOUND);
        }
    }
}

fn of(value: &Value) -> Option<&Super> {
    value.foreign::<Super>()
}

/// The class whose order of lookup `super(class, instance)` uses.
fn check(vm: &Vm, class: &TypeRef, instance: &Value) -> PyResult<TypeRef> {
    if let Some(ty) = TypeRef::of(instance)
        && ty.is_subtype(class)
    {
        return Ok(ty.clone());
    }
    let own = vm.type_of(instance);
    if own.is_subtype(class) {
        return Ok(own);
    }
    let says = vm.getattr_opt(instance, &vm.names().__class__)?;
    if let Some(says) = says.as_ref().and_then(TypeRef::of)
        && says.is_subtype(class)
    {
        return Ok(says.clone());
    }
    let (what, given) = match TypeRef::of(instance) {
        Some(ty) => ("type", ty.full_name()),
        None => ("instance of", own.full_name()),
    };
    let class = class.full_name();
    Err(vm.type_error(format!(
        "super(type, obj): obj ({what} {given}) is not an instance or subtype of type ({class})."
    )))
}

/// The attribute behind `class` in the order of `start`, bound to the instance.
fn find(
    vm: &Vm,
    class: &Value,
    instance: &Value,
    start: &TypeRef,
    name: &Value,
) -> PyResult<Option<Value>> {
    let order = start.mro();
    let behind = order.iter().skip_while(|t| !t.value().is(class)).skip(1);
    let Some(attr) = behind.into_iter().find_map(|t| t.own(name)) else { return Ok(None) };
    match vm.class(&attr).slots.descr_get.get() {
        Some(get) => {
            let instance = Some(instance).filter(|i| !i.is(start.value()));
            get(vm, &attr, instance, start.value()).map(Some)
        }
        None => Ok(Some(attr)),
    }
}

impl Vm {
    fn new_super(&self, class: &Value, instance: &Value, start: &TypeRef) -> Value {
        let parts = Super {
            class: class.clone().into(),
            instance: instance.clone().into(),
            start: start.value().clone().into(),
        };
        self.new_foreign(&self.ty(&SUPER), parts)
    }
}

fn getattr(vm: &Vm, this: &Value, name: &Value) -> PyResult {
    if let Some(parts) = of(this)
        && !name.is(&vm.names().__class__)
        && let (Some(class), Some(instance)) = (parts.class.bound(), parts.instance.bound())
        && let Some(start) = TypeRef::of(&parts.start.get())
        && let Some(found) = find(vm, &class, &instance, start, name)?
    {
        return Ok(found);
    }
    generic_getattr(vm, this, name)
}

fn new(vm: &Vm, class: &TypeRef, _: Args) -> PyResult {
    let none = Super { class: Var::unbound(), instance: Var::unbound(), start: Var::unbound() };
    Ok(vm.new_foreign(class, none))
}

fn init(vm: &Vm, this: &Value, args: Args) -> PyResult<()> {
    let Some(parts) = of(this) else { return Ok(()) };
    if !args.names.is_empty() {
        return Err(vm.type_error("super() takes no keyword arguments"));
    }
    let (class, instance) = match args.all {
        [] => {
            let (class, instance) = vm.super_context()?;
            (class, Some(instance).filter(|i| !i.is_none()))
        }
        [class] => (class.clone(), None),
        [class, instance] => (class.clone(), Some(instance.clone()).filter(|i| !i.is_none())),
        _ => {
            let given = args.all.len();
            let text = format!("super() expected at most 2 arguments, got {given}");
            return Err(vm.type_error(text));
        }
    };
    let Some(ty) = TypeRef::of(&class) else {
        let given = vm.class(&class).full_name();
        return Err(vm.type_error(format!("super() argument 1 must be a type, not {given}")));
    };
    if let Some(instance) = instance {
        let start = check(vm, ty, &instance)?;
        parts.start.set(start.value().clone());
        parts.instance.set(instance);
    }
    parts.class.set(class.clone());
    Ok(())
}

fn repr(vm: &Vm, this: &Value) -> PyResult {
    let Some(parts) = of(this) else { return Ok(vm.str("")) };
    let name = TypeRef::of(&parts.class.get()).map_or_else(|| "NULL".to_owned(), |t| t.name());
    let start = parts.start.get();
    Ok(vm.str(&match TypeRef::of(&start) {
        Some(start) => format!("<super: <class '{name}'>, <{} object>>", start.full_name()),
        None => format!("<super: <class '{name}'>, NULL>"),
    }))
}

/// An unbound super in a class's namespace binds itself to the instance.
fn descr_get(vm: &Vm, this: &Value, instance: Option<&Value>, _: &Value) -> PyResult {
    let (Some(parts), Some(instance)) = (of(this), instance.filter(|i| !i.is_none())) else {
        return Ok(this.clone());
    };
    if !parts.instance.is_unbound() {
        return Ok(this.clone());
    }
    let own = vm.type_of(this);
    let class = parts.class.get();
    if own.spec.is_none() {
        return vm.call(own.value(), &[class, instance.clone()]);
    }
    let Some(ty) = TypeRef::of(&class) else { return Ok(this.clone()) };
    let start = check(vm, ty, instance)?;
    Ok(vm.new_super(&class, instance, &start))
}

macro_rules! part {
    ($name:literal, $field:ident, $doc:literal) => {
        GetSet {
            name: $name,
            doc: $doc,
            get: |_, v| Ok(of(v).and_then(|s| s.$field.bound()).unwrap_or(Value::NONE)),
            set: None,
        }
    };
}

pub static SUPER: TypeSpec = TypeSpec {
    name: "super",
    doc: "Attributes of what comes behind type in the order of classes, seen through an object or a class. Without arguments: behind the class of the method, through its first argument.",
    operations: Some(ForeignObject::OPERATIONS),
    slots: Slots {
        repr: Some(repr),
        getattr: Some(getattr),
        descr_get: Some(descr_get),
        new: Some(new),
        init: Some(init),
        ..Slots::NONE
    },
    getset: &[
        part!("__thisclass__", class, "behind which class attributes are looked for"),
        part!("__self__", instance, "what they are seen through; None if nothing"),
        part!("__self_class__", start, "whose order of classes counts; None if unbound"),
    ],
    flags: type_flag::BASE,
    ..TypeSpec::NONE
};
