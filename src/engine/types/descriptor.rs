//! Descriptors: property, staticmethod, classmethod, and the rows of builtin types' tables (computed
//! attributes, members of `__slots__`, wrappers of slots).

use std::cell::Cell;

use crate::funcs;
use crate::object::header::{Payload, Traverse};
use crate::object::native::{Args, Binding, GetSet, NativeDef, NativeObject, Rest};
use crate::object::slots::{PyResult, Raised, Slots};
use crate::object::types::{TypeRef, TypeSpec, type_flag};
use crate::object::value::Value;
use crate::object::var::Var;
use crate::object::vm::Vm;
use crate::types::namespace::INSTANCE_DICT;

/// The payload of a property.
pub struct PropertyObject {
    pub get: Var,
    pub set: Var,
    pub delete: Var,
    pub doc: Var,
    /// Whether the documentation is the getter's.
    pub doc_of_getter: Cell<bool>,
    /// Unbound without a name of its own.
    pub name: Var,
}

impl Traverse for PropertyObject {
    fn traverse(&self, visit: &mut dyn FnMut(&Value)) {
        for var in [&self.get, &self.set, &self.delete, &self.doc, &self.name] {
            var.visit(visit);
        }
    }
    fn clear(&self) {
        for var in [&self.get, &self.set, &self.delete, &self.doc, &self.name] {
            var.set(Value::NONE);
        }
    }
}

/// Refuses to change what is a plain member of an object.
pub fn readonly(vm: &Vm, _: &Value, _: Option<&Value>) -> PyResult<()> {
    Err(vm.raise(&super::exception::ATTRIBUTE_ERROR, "readonly attribute"))
}

/// The payload of a staticmethod.
pub struct StaticMethodObject(pub Var);

impl Traverse for StaticMethodObject {
    fn traverse(&self, visit: &mut dyn FnMut(&Value)) {
        self.0.visit(visit);
    }
    fn clear(&self) {
        self.0.set(Value::NONE);
    }
}

/// The payload of a classmethod.
pub struct ClassMethodObject(pub Var);

impl Traverse for ClassMethodObject {
    fn traverse(&self, visit: &mut dyn FnMut(&Value)) {
        self.0.visit(visit);
    }
    fn clear(&self) {
        self.0.set(Value::NONE);
    }
}

/// What an entry of a type's namespace that is no function stands for.
pub enum Row {
    /// A computed attribute of a builtin type.
    GetSet(&'static GetSet),
    /// A member of `__slots__`: number of the slot.
    Slot(u16),
    /// A special method made of a slot of a builtin type: see `dunder/`.
    Wrapper(&'static super::dunder::Wrapper),
}

/// The payload of those entries.
pub struct DescriptorObject {
    pub row: Row,
    pub name: Value,
    /// The type in whose namespace it stands.
    pub owner: Value,
}

impl Traverse for DescriptorObject {
    fn traverse(&self, visit: &mut dyn FnMut(&Value)) {
        visit(&self.name);
        visit(&self.owner);
    }
}

/// `object.__class__`
pub const CLASS_ROW: GetSet = GetSet {
    name: "__class__",
    doc: "the object's class",
    get: |vm, object| Ok(vm.visible_type(object).value().clone()),
    set: Some(|vm, object, class| vm.assign_class(object, class)),
};

impl Vm {
    /// What `type(value)` and `value.__class__` give.
    pub(crate) fn visible_type(&self, value: &Value) -> TypeRef {
        let class = self.type_of(value);
        match class.spec {
            Some(spec) if std::ptr::eq(spec, &super::function::BUILTIN_METHOD) => {
                self.types.builtin_function().clone()
            }
            _ => class,
        }
    }

    /// The entry for a row of a type's table of methods.
    pub(crate) fn method_of_table(&self, def: &'static NativeDef, owner: &TypeRef) -> Value {
        let native = |bound: Value| {
            let owner = owner.value().clone();
            NativeObject::new(def, owner, bound, Value::NONE)
        };
        match def.binding {
            Binding::Instance => {
                self.new_object(self.types.method_descriptor(), native(Value::UNBOUND))
            }
            Binding::Class => {
                let ty = self.ty(&super::class_descriptor::CLASSMETHOD_DESCRIPTOR);
                self.new_object(&ty, native(Value::UNBOUND))
            }
            Binding::Static => {
                let function = native(Value::UNBOUND);
                let function = self.new_object(self.types.builtin_function(), function);
                let ty = self.types.staticmethod();
                self.new_object(ty, StaticMethodObject(function.into()))
            }
        }
    }

    /// The entry for a row of a type's table of computed attributes.
    pub(crate) fn getset_of_table(&self, row: &'static GetSet, owner: &TypeRef) -> Value {
        let member = super::member_rows::is_member(owner, row.name);
        let ty = self.ty(if member { &MEMBER } else { &GETSET });
        let name = self.intern(row.name);
        let payload =
            DescriptorObject { row: Row::GetSet(row), name, owner: owner.value().clone() };
        self.new_object(&ty, payload)
    }

    /// The entry for a member of `__slots__`.
    pub(crate) fn slot_member(&self, slot: u16, name: Value, owner: &TypeRef) -> Value {
        let ty = self.ty(&MEMBER);
        let payload = DescriptorObject { row: Row::Slot(slot), name, owner: owner.value().clone() };
        self.new_object(&ty, payload)
    }
}

fn row_get(vm: &Vm, this: &Value, instance: Option<&Value>, _: &Value) -> PyResult {
    let (Some(row), Some(instance)) = (this.get::<DescriptorObject>(), instance) else {
        return Ok(this.clone());
    };
    check_instance(vm, row, instance)?;
    match &row.row {
        Row::GetSet(getset) => (getset.get)(vm, instance),
        Row::Slot(at) => {
            let extension = instance.header().and_then(|h| h.extension());
            match extension.and_then(|e| e.slot(*at)) {
                Some(value) => Ok(value),
                None => Err(missing_member(vm, instance, &row.name)),
            }
        }
        Row::Wrapper(_) => Ok(this.clone()),
    }
}

/// Unlike other missing attributes this one is said to be missing in the class's full name.
#[cold]
fn missing_member(vm: &Vm, instance: &Value, name: &Value) -> Raised {
    let class = vm.type_of(instance);
    let (module, own) = (class.module.get(), class.qualname.get().to_text());
    let text = match module.as_str() {
        Some("builtins" | "__main__") | None => own,
        Some(module) => format!("{module}.{own}"),
    };
    let text = format!("'{text}' object has no attribute '{}'", name.to_text());
    vm.attribute_error(text, instance, name)
}

fn row_set(vm: &Vm, this: &Value, instance: &Value, value: Option<&Value>) -> PyResult<()> {
    let Some(row) = this.get::<DescriptorObject>() else { return Ok(()) };
    check_instance(vm, row, instance)?;
    match &row.row {
        Row::GetSet(GetSet { set: Some(set), .. }) => set(vm, instance, value),
        Row::GetSet(_) if vm.class(this).spec.is_some_and(|s| std::ptr::eq(s, &MEMBER)) => {
            readonly(vm, this, None)
        }
        Row::GetSet(getset) => {
            let class = TypeRef::of(&row.owner).map_or_else(String::new, |t| t.full_name());
            let name = getset.name;
            let text = format!("attribute '{name}' of '{class}' objects is not writable");
            Err(vm.attribute_error(text, instance, &row.name))
        }
        Row::Slot(at) => {
            let Some(extension) = instance.header().and_then(|h| h.extension()) else {
                return Ok(());
            };
            if value.is_none() && extension.slot(*at).is_none() {
                let text = row.name.to_text();
                return Err(vm.raise(&super::exception::ATTRIBUTE_ERROR, text));
            }
            drop(extension.set_slot(*at, value.cloned().unwrap_or(Value::UNBOUND)));
            Ok(())
        }
        Row::Wrapper(_) => Ok(()),
    }
}

fn check_instance(vm: &Vm, row: &DescriptorObject, instance: &Value) -> PyResult<()> {
    let Some(owner) = TypeRef::of(&row.owner) else { return Ok(()) };
    let class = vm.type_of(instance);
    if class.is_subtype(owner) {
        return Ok(());
    }
    Err(vm.type_error(format!(
        "descriptor '{}' for '{}' objects doesn't apply to a '{}' object",
        row.name.to_text(),
        owner.full_name(),
        class.full_name()
    )))
}

fn row_repr(vm: &Vm, this: &Value) -> PyResult {
    let Some(row) = this.get::<DescriptorObject>() else { return Ok(vm.str("")) };
    let member = vm.class(this).spec.is_some_and(|spec| std::ptr::eq(spec, &MEMBER));
    let kind = if member { "member" } else { "attribute" };
    let owner = TypeRef::of(&row.owner).map_or_else(String::new, |t| t.full_name());
    Ok(vm.str_shown(&format!("<{kind} '{}' of '{owner}' objects>", row.name.to_text())))
}

fn row_doc(vm: &Vm, this: &Value) -> PyResult {
    Ok(match this.get::<DescriptorObject>().map(|d| &d.row) {
        Some(Row::GetSet(getset)) if !getset.doc.is_empty() => vm.str(getset.doc),
        _ => Value::NONE,
    })
}

macro_rules! row_attr {
    ($name:literal, $field:ident) => {
        GetSet {
            name: $name,
            doc: "",
            get: |_, v| Ok(v.get::<DescriptorObject>().map_or(Value::NONE, |d| d.$field.clone())),
            set: None,
        }
    };
}

/// An attribute of the class that has it.
pub(super) fn reduce(vm: &Vm, this: &Value) -> PyResult {
    match this.get::<DescriptorObject>() {
        Some(row) => vm.reduce_attribute(&row.owner, &row.name),
        None => Err(vm.wrong_self(this, "descriptor")),
    }
}

const ROW_GETSET: &[GetSet] = &[
    row_attr!("__name__", name),
    row_attr!("__objclass__", owner),
    GetSet {
        name: "__qualname__",
        doc: "",
        get: |vm, v| {
            let Some(row) = v.get::<DescriptorObject>() else { return Ok(Value::NONE) };
            let owner = TypeRef::of(&row.owner).map(|owner| owner.qualname.get().to_text());
            let text = format!("{}.{}", owner.unwrap_or_default(), row.name.to_text());
            Ok(vm.str_shown(&text))
        },
        set: None,
    },
    GetSet { name: "__doc__", doc: "", get: row_doc, set: None },
];

const ROW_SLOTS: Slots = Slots {
    repr: Some(row_repr),
    descr_get: Some(row_get),
    descr_set: Some(row_set),
    ..Slots::NONE
};

pub static GETSET: TypeSpec = TypeSpec {
    name: "getset_descriptor",
    operations: Some(DescriptorObject::OPERATIONS),
    slots: ROW_SLOTS,
    getset: ROW_GETSET,
    flags: type_flag::NO_NEW,
    ..TypeSpec::NONE
};

pub static MEMBER: TypeSpec = TypeSpec {
    name: "member_descriptor",
    operations: Some(DescriptorObject::OPERATIONS),
    slots: ROW_SLOTS,
    methods: funcs!["__reduce__" = reduce, "(self, /)", "What copying and pickling rebuild it from.";],
    getset: ROW_GETSET,
    flags: type_flag::NO_NEW,
    ..TypeSpec::NONE
};

// ---- property ----------------------------------------------------------------------------------

fn property_of(value: &Value) -> Option<&PropertyObject> {
    value.get::<PropertyObject>()
}

fn property_new(vm: &Vm, class: &TypeRef, _: Args) -> PyResult {
    let none = || Var::new(Value::NONE);
    let payload = PropertyObject {
        get: none(),
        set: none(),
        delete: none(),
        doc: none(),
        doc_of_getter: Cell::new(false),
        name: Var::unbound(),
    };
    Ok(vm.new_object(class, payload))
}

fn property_init(vm: &Vm, this: &Value, args: Args) -> PyResult<()> {
    static SIGNATURE: &str = "(fget=None, fset=None, fdel=None, doc=None)";
    let bound = crate::object::native::Signature::parse(SIGNATURE).bind(vm, "property", args)?;
    let Some(property) = property_of(this) else { return Ok(()) };
    property.name.set(Value::NONE);
    property.get.set(bound[0].clone());
    property.set.set(bound[1].clone());
    property.delete.set(bound[2].clone());
    property.name.set(Value::UNBOUND);
    let mut doc = bound[3].clone();
    property.doc_of_getter.set(false);
    if doc.is_none() && !bound[0].is_none() {
        doc = vm.getattr_opt(&bound[0], &vm.names().__doc__)?.unwrap_or(Value::NONE);
        property.doc_of_getter.set(!doc.is_none());
    }
    if vm.type_of(this) == *vm.types.property() {
        property.doc.set(doc);
        return Ok(());
    }
    // The class below has a documentation of its own, which hides the property's: so that goes
    // among the attributes of the instance, if it has any.
    match vm.setattr(this, &vm.names().__doc__, Some(&doc)) {
        Err(raised)
            if !property.doc_of_getter.get()
                && vm.is_exception(&raised.0, &super::exception::ATTRIBUTE_ERROR) =>
        {
            Ok(())
        }
        other => other,
    }
}

fn property_get(vm: &Vm, this: &Value, instance: Option<&Value>, _: &Value) -> PyResult {
    let (Some(property), Some(instance)) = (property_of(this), instance) else {
        return Ok(this.clone());
    };
    let getter = property.get.get();
    if getter.is_none() {
        return Err(property_error(vm, property, instance, "getter"));
    }
    vm.call(&getter, std::slice::from_ref(instance))
}

fn property_set(vm: &Vm, this: &Value, instance: &Value, value: Option<&Value>) -> PyResult<()> {
    let Some(property) = property_of(this) else { return Ok(()) };
    let (function, what) = match value {
        Some(_) => (property.set.get(), "setter"),
        None => (property.delete.get(), "deleter"),
    };
    if function.is_none() {
        return Err(property_error(vm, property, instance, what));
    }
    let mut args = vec![instance.clone()];
    args.extend(value.cloned());
    vm.call(&function, &args).map(drop)
}

fn property_error(vm: &Vm, property: &PropertyObject, instance: &Value, what: &str) -> Raised {
    let class = vm.type_of(instance).qualname.get().to_text();
    let text = match property_name(vm, property) {
        Ok(Some(name)) => match vm.repr_text(&name) {
            Ok(name) => format!("property {name} of '{class}' object has no {what}"),
            Err(raised) => return raised,
        },
        Ok(None) => format!("property of '{class}' object has no {what}"),
        Err(raised) => return raised,
    };
    vm.raise(&super::exception::ATTRIBUTE_ERROR, text)
}

/// Its own name, else the getter's.
fn property_name(vm: &Vm, property: &PropertyObject) -> PyResult<Option<Value>> {
    let getter = property.get.get();
    match property.name.bound() {
        None if !getter.is_none() => vm.getattr_opt(&getter, &vm.names().__name__),
        own => Ok(own),
    }
}

/// A copy with one function replaced: the decorators `getter`, `setter`, `deleter`.
fn property_with(vm: &Vm, this: &Value, which: usize, function: &Value) -> PyResult {
    let Some(old) = property_of(this) else { return Ok(this.clone()) };
    let mut parts = [old.get.get(), old.set.get(), old.delete.get(), old.doc.get()];
    if !function.is_none() {
        parts[which] = function.clone();
    }
    if old.doc_of_getter.get() && !parts[0].is_none() {
        parts[3] = Value::NONE;
    }
    let new = vm.call(vm.type_of(this).value(), &parts)?;
    if let Some(property) = property_of(&new) {
        property.name.set(old.name.get());
    }
    Ok(new)
}

fn getter(vm: &Vm, this: &Value, function: &Value) -> PyResult {
    property_with(vm, this, 0, function)
}
fn setter(vm: &Vm, this: &Value, function: &Value) -> PyResult {
    property_with(vm, this, 1, function)
}
fn deleter(vm: &Vm, this: &Value, function: &Value) -> PyResult {
    property_with(vm, this, 2, function)
}
fn set_name(vm: &Vm, this: &Value, owner_and_name: Rest<'_>) -> PyResult<()> {
    let [_owner, name] = owner_and_name.0 else {
        let given = owner_and_name.0.len();
        return Err(vm.type_error(format!(
            "__set_name__() takes 2 positional arguments but {given} were given"
        )));
    };
    property_of(this).into_iter().for_each(|p| p.name.set(name.clone()));
    Ok(())
}

macro_rules! property_attr {
    ($name:literal, $field:ident) => {
        GetSet {
            name: $name,
            doc: "",
            get: |_, v| Ok(property_of(v).map_or(Value::NONE, |p| p.$field.get())),
            set: Some(readonly),
        }
    };
}

/// Whether a function calls itself abstract.
fn is_abstract(vm: &Vm, function: &Value) -> PyResult<bool> {
    if function.is_none() {
        return Ok(false);
    }
    match vm.getattr_opt(function, &vm.intern("__isabstractmethod__"))? {
        Some(says) => vm.truth(&says),
        None => Ok(false),
    }
}

pub static PROPERTY: TypeSpec = TypeSpec {
    name: "property",
    doc: "Property attribute.",
    operations: Some(PropertyObject::OPERATIONS),
    slots: Slots {
        descr_get: Some(property_get),
        descr_set: Some(property_set),
        new: Some(property_new),
        init: Some(property_init),
        getattr: Some(crate::types::object::generic_getattr),
        ..Slots::NONE
    },
    methods: funcs![
        getter "(self, function, /)" "A property like this one that reads through another function.";
        setter "(self, function, /)" "A property like this one that writes through another function.";
        deleter "(self, function, /)" "A property like this one that deletes through another function.";
        "__set_name__" = set_name, "(self, /, *owner_and_name)", "Take note of the name under which a class holds the property.";
    ],
    getset: &[
        property_attr!("fget", get),
        property_attr!("fset", set),
        property_attr!("fdel", delete),
        GetSet {
            name: "__isabstractmethod__",
            doc: "",
            get: |vm, v| {
                let Some(p) = property_of(v) else { return Ok(Value::FALSE) };
                let all = [p.get.get(), p.set.get(), p.delete.get()];
                for function in &all {
                    if is_abstract(vm, function)? {
                        return Ok(Value::TRUE);
                    }
                }
                Ok(Value::FALSE)
            },
            set: None,
        },
        GetSet {
            name: "__name__",
            doc: "",
            get: |vm, v| {
                let Some(p) = property_of(v) else { return Ok(Value::NONE) };
                property_name(vm, p)?.ok_or_else(|| vm.no_attribute(v, &vm.names().__name__))
            },
            set: Some(|_, v, new| {
                let new = new.cloned().unwrap_or(Value::UNBOUND);
                property_of(v).into_iter().for_each(|p| p.name.set(new.clone()));
                Ok(())
            }),
        },
        GetSet {
            name: "__doc__",
            doc: "",
            get: |_, v| Ok(property_of(v).map_or(Value::NONE, |p| p.doc.get())),
            set: Some(|_, v, new| {
                let new = new.cloned().unwrap_or(Value::NONE);
                property_of(v).into_iter().for_each(|p| p.doc.set(new.clone()));
                Ok(())
            }),
        },
    ],
    flags: type_flag::BASE,
    ..TypeSpec::NONE
};

// ---- staticmethod, classmethod -----------------------------------------------------------------

fn one_argument<'a>(vm: &Vm, name: &str, args: Args<'a>) -> PyResult<&'a Value> {
    match (args.all, args.names) {
        ([function], []) => Ok(function),
        (_, []) => {
            let given = args.all.len();
            Err(vm.type_error(format!("{name} expected 1 argument, got {given}")))
        }
        _ => Err(vm.type_error(format!("{name}() takes no keyword arguments"))),
    }
}

fn static_new(vm: &Vm, class: &TypeRef, args: Args) -> PyResult {
    let function = one_argument(vm, "staticmethod", args)?.clone();
    Ok(vm.new_object(class, StaticMethodObject(function.into())))
}

fn static_function(value: &Value) -> Value {
    value.get::<StaticMethodObject>().map_or(Value::NONE, |s| s.0.get())
}

fn class_new(vm: &Vm, class: &TypeRef, args: Args) -> PyResult {
    let function = one_argument(vm, "classmethod", args)?.clone();
    Ok(vm.new_object(class, ClassMethodObject(function.into())))
}

fn class_function(value: &Value) -> Value {
    value.get::<ClassMethodObject>().map_or(Value::NONE, |c| c.0.get())
}

const FUNC_ROW: GetSet =
    GetSet { name: "__func__", doc: "", get: |_, v| Ok(wrapped(v)), set: Some(readonly) };
const WRAPPED_ROW: GetSet =
    GetSet { name: "__wrapped__", doc: "", get: |_, v| Ok(wrapped(v)), set: Some(readonly) };

const ABSTRACT_ROW: GetSet = GetSet {
    name: "__isabstractmethod__",
    doc: "",
    get: |vm, v| is_abstract(vm, &wrapped(v)).map(Value::bool),
    set: None,
};

/// What a wrapper says of itself is what its function said when it was wrapped.
fn tell_of(vm: &Vm, wrapper: &Value, function: &Value) -> PyResult<()> {
    let names = vm.names();
    let told = [
        &names.__module__,
        &names.__name__,
        &names.__qualname__,
        &names.__doc__,
        &names.__annotations__,
    ];
    for name in told {
        if let Some(found) = vm.getattr_opt(function, name)? {
            vm.setattr(wrapper, name, Some(&found))?;
        }
    }
    Ok(())
}

const WRAPPER_ROWS: &[GetSet] = &[FUNC_ROW, WRAPPED_ROW, ABSTRACT_ROW, INSTANCE_DICT];

fn wrapped(value: &Value) -> Value {
    let function = static_function(value);
    if function.is_none() { class_function(value) } else { function }
}

fn wrapper_repr(vm: &Vm, value: &Value) -> PyResult {
    let inner = vm.repr_text(&wrapped(value))?;
    let kind = if value.get::<StaticMethodObject>().is_some() { "static" } else { "class" };
    Ok(vm.str_shown(&format!("<{kind}method({inner})>")))
}

pub static STATICMETHOD: TypeSpec = TypeSpec {
    name: "staticmethod",
    doc: "A function in a class that is called without the class or an instance.",
    operations: Some(StaticMethodObject::OPERATIONS),
    slots: Slots {
        repr: Some(wrapper_repr),
        descr_get: Some(|_, this, _, _| Ok(static_function(this))),
        call: Some(|vm, this, args| vm.call_args(&static_function(this), args)),
        new: Some(static_new),
        init: Some(|vm, this, args| {
            let function = one_argument(vm, "staticmethod", args)?;
            this.get::<StaticMethodObject>().into_iter().for_each(|s| s.0.set(function.clone()));
            tell_of(vm, this, function)
        }),
        ..Slots::NONE
    },
    getset: WRAPPER_ROWS,
    flags: type_flag::BASE | type_flag::DICT | type_flag::EXTENDED,
    ..TypeSpec::NONE
};

pub static CLASSMETHOD: TypeSpec = TypeSpec {
    name: "classmethod",
    doc: "A function in a class that is called with the class in front, even through an instance.",
    operations: Some(ClassMethodObject::OPERATIONS),
    slots: Slots {
        repr: Some(wrapper_repr),
        descr_get: Some(|vm, this, instance, class| {
            let class = match instance {
                Some(instance) if class.is_none() => vm.type_of(instance).value().clone(),
                _ => class.clone(),
            };
            Ok(vm.new_method(class_function(this), class))
        }),
        new: Some(class_new),
        init: Some(|vm, this, args| {
            let function = one_argument(vm, "classmethod", args)?;
            this.get::<ClassMethodObject>().into_iter().for_each(|c| c.0.set(function.clone()));
            tell_of(vm, this, function)
        }),
        ..Slots::NONE
    },
    getset: WRAPPER_ROWS,
    flags: type_flag::BASE | type_flag::DICT | type_flag::EXTENDED,
    ..TypeSpec::NONE
};
