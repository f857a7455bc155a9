//! Attributes of classes: lookup, assignment, and the rows that `type` computes.

use crate::object::dict::DictObject;
use crate::object::native::GetSet;
use crate::object::slots::{PyResult, Raised};
use crate::object::types::{Type, TypeRef, type_flag};
use crate::object::value::Value;
use crate::object::vm::Vm;
use crate::types::dunder;
use crate::types::exception::ATTRIBUTE_ERROR;

/// `type.__getattribute__`: data descriptors of the metaclass, then the class's own order of lookup,
/// then the metaclass.
pub(super) fn getattr(vm: &Vm, this: &Value, name: &Value) -> PyResult {
    let Some(ty) = TypeRef::of(this) else { return Err(vm.no_attribute(this, name)) };
    let metaclass = vm.type_of(this);
    let meta = metaclass.lookup(name);
    if let Some(attr) = &meta {
        let slots = &vm.class(attr).slots;
        if slots.descr_set.get().is_some()
            && let Some(get) = slots.descr_get.get()
        {
            return get(vm, attr, Some(this), metaclass.value());
        }
    }
    if let Some(attr) = ty.lookup(name) {
        return match vm.class(&attr).slots.descr_get.get() {
            Some(get) => get(vm, &attr, None, this),
            None => Ok(attr),
        };
    }
    match meta {
        Some(attr) => vm.bind(&attr, this, &metaclass),
        None => Err(vm.no_attribute(this, name)),
    }
}

/// `type.__setattr__` and `type.__delattr__`
pub(super) fn setattr(vm: &Vm, this: &Value, name: &Value, value: Option<&Value>) -> PyResult<()> {
    let Some(ty) = TypeRef::of(this) else { return Err(vm.no_attribute(this, name)) };
    check_mutable(vm, ty, &name.to_text(), true)?;
    let metaclass = vm.type_of(this);
    if let Some(attr) = metaclass.lookup(name)
        && let Some(set) = vm.class(&attr).slots.descr_set.get()
    {
        return set(vm, &attr, this, value);
    }
    let name = vm.intern_value(name);
    let Some(dict) = ty.namespace() else { return Ok(()) };
    let old = match value {
        Some(value) => dict.set_interned(&name, value.clone()),
        None => match dict.remove_interned(&name) {
            Some(old) => Some(old),
            None => return Err(vm.no_attribute(this, &name)),
        },
    };
    changed(vm, ty, &name);
    // Only now that nothing is half done: it may run Python code.
    drop(old);
    Ok(())
}

/// To be called after an attribute of a class has changed.
fn changed(vm: &Vm, ty: &TypeRef, name: &Value) {
    ty.modified();
    if matches!(name.as_str(), Some("__get__" | "__set__" | "__delete__")) {
        // Instances of the class may be attributes of any class: they become descriptors, or cease
        // to be.
        vm.types.object().modified();
    }
    if dunder::is_special(name) {
        update_family(vm, ty);
    }
}

/// Derives the slots of a class and all below it anew.
pub(super) fn update_family(vm: &Vm, ty: &TypeRef) {
    dunder::update_slots(vm, ty);
    for sub in ty.subclasses() {
        update_family(vm, &sub);
    }
}

/// Builtin types refuse every change. CPython says the same of deletions of some attributes.
fn check_mutable(vm: &Vm, ty: &TypeRef, name: &str, set: bool) -> PyResult<()> {
    if set && !ty.has(type_flag::IMMUTABLE) {
        return Ok(());
    }
    let (own, verb) = (ty.full_name(), if set { "set" } else { "delete" });
    Err(vm.type_error(format!("cannot {verb} '{name}' attribute of immutable type '{own}'")))
}

fn of(value: &Value) -> Option<&TypeRef> {
    TypeRef::of(value)
}

fn missing(vm: &Vm, object: &Value, name: &str) -> Raised {
    let name = vm.intern(name);
    vm.attribute_error(name.to_text(), object, &name)
}

fn is_heap(ty: &Type) -> bool {
    ty.spec.is_none()
}

/// What the namespace of a class says, in its own right.
fn own(vm: &Vm, ty: &Type, name: &str) -> Option<Value> {
    ty.own(&vm.intern(name))
}

fn put(vm: &Vm, ty: &TypeRef, name: &str, value: Option<&Value>) {
    let (name, Some(dict)) = (vm.intern(name), ty.namespace()) else { return };
    let old = match value {
        Some(value) => dict.set_interned(&name, value.clone()),
        None => dict.remove_interned(&name),
    };
    ty.modified();
    drop(old);
}

/// The new name; a TypeError if it is no str.
fn new_text(vm: &Vm, ty: &TypeRef, row: &str, value: Option<&Value>) -> PyResult {
    let Some(value) = value else {
        return Err(check_mutable(vm, ty, row, false).err().unwrap_or_else(|| vm.type_error("")));
    };
    if value.as_str_object().is_some() {
        return Ok(value.clone());
    }
    let (own, class) = (ty.name(), vm.class(value).full_name());
    Err(vm.type_error(format!("can only assign string to {own}.{row}, not '{class}'")))
}

fn set_name(vm: &Vm, this: &Value, value: Option<&Value>) -> PyResult<()> {
    let Some(ty) = of(this) else { return Ok(()) };
    check_mutable(vm, ty, "__name__", value.is_some())?;
    let name = new_text(vm, ty, "__name__", value)?;
    if name.to_text().contains('\0') {
        return Err(vm.value_error("type name must not contain null characters"));
    }
    vm.check_encodable(&name)?;
    ty.name.set(name);
    Ok(())
}

fn set_qualname(vm: &Vm, this: &Value, value: Option<&Value>) -> PyResult<()> {
    let Some(ty) = of(this) else { return Ok(()) };
    check_mutable(vm, ty, "__qualname__", value.is_some())?;
    let name = new_text(vm, ty, "__qualname__", value)?;
    ty.qualname.set(name);
    Ok(())
}

fn module(vm: &Vm, this: &Value) -> PyResult {
    let Some(ty) = of(this) else { return Ok(Value::NONE) };
    if !is_heap(ty) {
        return Ok(ty.module.get());
    }
    own(vm, ty, "__module__").ok_or_else(|| missing(vm, this, "__module__"))
}

fn set_module(vm: &Vm, this: &Value, value: Option<&Value>) -> PyResult<()> {
    let Some(ty) = of(this) else { return Ok(()) };
    check_mutable(vm, ty, "__module__", value.is_some())?;
    let Some(value) = value else { return Ok(()) };
    put(vm, ty, "__module__", Some(value));
    // The line no longer belongs to the module.
    put(vm, ty, "__firstlineno__", None);
    ty.module.set(value.clone());
    Ok(())
}

fn doc(vm: &Vm, this: &Value) -> PyResult {
    let Some(ty) = of(this) else { return Ok(Value::NONE) };
    if let Some(spec) = ty.spec {
        return Ok(if spec.doc.is_empty() { Value::NONE } else { vm.str(spec.doc) });
    }
    let Some(found) = own(vm, ty, "__doc__") else { return Ok(Value::NONE) };
    match vm.class(&found).slots.descr_get.get() {
        Some(get) => get(vm, &found, None, this),
        None => Ok(found),
    }
}

/// How a native type is called, if its table tells.
fn text_signature(vm: &Vm, this: &Value) -> PyResult {
    let told = of(this).and_then(|class| class.spec).map_or("", |spec| spec.signature);
    Ok(if told.is_empty() { Value::NONE } else { vm.str(told) })
}

fn set_doc(vm: &Vm, this: &Value, value: Option<&Value>) -> PyResult<()> {
    let Some(ty) = of(this) else { return Ok(()) };
    check_mutable(vm, ty, "__doc__", value.is_some())?;
    let Some(value) = value else { return Ok(()) };
    put(vm, ty, "__doc__", Some(value));
    Ok(())
}

fn abstract_methods(vm: &Vm, this: &Value) -> PyResult {
    let found = of(this).filter(|t| is_heap(t)).and_then(|t| own(vm, t, "__abstractmethods__"));
    found.ok_or_else(|| missing(vm, this, "__abstractmethods__"))
}

fn set_abstract_methods(vm: &Vm, this: &Value, value: Option<&Value>) -> PyResult<()> {
    let Some(ty) = of(this) else { return Ok(()) };
    let any = match value {
        Some(value) => vm.truth(value)?,
        None if own(vm, ty, "__abstractmethods__").is_none() => {
            return Err(missing(vm, this, "__abstractmethods__"));
        }
        None => false,
    };
    put(vm, ty, "__abstractmethods__", value);
    ty.set_flag(type_flag::ABSTRACT, any);
    Ok(())
}

fn annotations(vm: &Vm, this: &Value) -> PyResult {
    let Some(ty) = of(this).filter(|t| is_heap(t)) else {
        return Err(vm.no_attribute(this, &vm.names().__annotations__));
    };
    if let Some(found) = own(vm, ty, "__annotations__") {
        return match vm.class(&found).slots.descr_get.get() {
            Some(get) => get(vm, &found, None, this),
            None => Ok(found),
        };
    }
    let fresh = vm.new_dict(DictObject::new());
    put(vm, ty, "__annotations__", Some(&fresh));
    Ok(fresh)
}

fn set_annotations(vm: &Vm, this: &Value, value: Option<&Value>) -> PyResult<()> {
    let Some(ty) = of(this) else { return Ok(()) };
    if value.is_none() && own(vm, ty, "__annotations__").is_none() {
        return Err(missing(vm, this, "__annotations__"));
    }
    put(vm, ty, "__annotations__", value);
    Ok(())
}

fn type_params(vm: &Vm, this: &Value) -> PyResult {
    let found = of(this).filter(|t| is_heap(t)).and_then(|t| own(vm, t, "__type_params__"));
    Ok(found.unwrap_or_else(|| vm.empty_tuple()))
}

fn set_type_params(vm: &Vm, this: &Value, value: Option<&Value>) -> PyResult<()> {
    let Some(ty) = of(this) else { return Ok(()) };
    check_mutable(vm, ty, "__type_params__", value.is_some())?;
    let Some(value) = value else { return Ok(()) };
    put(vm, ty, "__type_params__", Some(value));
    Ok(())
}

/// CPython's bits, as far as somebody may ask for them: abstract, heap, base, immutable, and what a
/// class derives from.
fn flags(vm: &Vm, this: &Value) -> PyResult {
    let Some(ty) = of(this) else { return Ok(Value::NONE) };
    let mut bits = 1 << 12; // ready
    let pairs = [
        (type_flag::IMMUTABLE, 1 << 8),
        (type_flag::BASE, 1 << 10),
        (type_flag::ABSTRACT, 1 << 20),
        (type_flag::SEQUENCE, 1 << 5),
        (type_flag::MAPPING, 1 << 6),
        (type_flag::MATCH_SELF, 1 << 22),
    ];
    for (flag, bit) in pairs {
        bits |= if ty.has(flag) { bit } else { 0 };
    }
    // What `typing` shows is made at run time there, too.
    let heap = ty.has(type_flag::HEAP) || ty.spec.is_some_and(|s| s.name.starts_with("typing."));
    bits |= if heap { 1 << 9 } else { 0 };
    let t = &vm.types;
    let families = [
        (t.int(), 24),
        (t.list(), 25),
        (t.tuple(), 26),
        (t.bytes(), 27),
        (t.str(), 28),
        (t.dict(), 29),
        (t.type_(), 31),
    ];
    for (family, bit) in families {
        bits |= if ty.is_subtype(family) { 1 << bit } else { 0 };
    }
    Ok(vm.int(bits))
}

type Setter = fn(&Vm, &Value, Option<&Value>) -> PyResult<()>;

const fn row(name: &'static str, get: fn(&Vm, &Value) -> PyResult, set: Option<Setter>) -> GetSet {
    GetSet { name, doc: "", get, set }
}

pub(super) const ROWS: &[GetSet] = &[
    row("__name__", |_, v| Ok(of(v).map_or(Value::NONE, |t| t.name.get())), Some(set_name)),
    row(
        "__qualname__",
        |_, v| Ok(of(v).map_or(Value::NONE, |t| t.qualname.get())),
        Some(set_qualname),
    ),
    row(
        "__bases__",
        |_, v| Ok(of(v).map_or(Value::NONE, |t| t.bases.get())),
        Some(super::assign::set_bases),
    ),
    row("__base__", |_, v| Ok(of(v).map_or(Value::NONE, |t| t.base.get())), None),
    row(
        "__mro__",
        |vm, v| {
            let order = of(v).map(|t| t.mro()).unwrap_or_default();
            Ok(vm.tuple(order.iter().map(|t| t.value().clone()).collect()))
        },
        None,
    ),
    row("__module__", module, Some(set_module)),
    row("__abstractmethods__", abstract_methods, Some(set_abstract_methods)),
    row(
        "__dict__",
        |vm, v| Ok(of(v).map_or(Value::NONE, |t| vm.mapping_proxy(t.dict().clone()))),
        None,
    ),
    row("__doc__", doc, Some(set_doc)),
    row("__text_signature__", text_signature, None),
    row("__annotations__", annotations, Some(set_annotations)),
    row("__type_params__", type_params, Some(set_type_params)),
    row("__flags__", flags, None),
    row(
        "__dictoffset__",
        |vm, v| Ok(vm.int(of(v).map_or(0, |t| offset(t, type_flag::DICT)))),
        None,
    ),
    row(
        "__weakrefoffset__",
        |vm, v| Ok(vm.int(of(v).map_or(0, |t| offset(t, type_flag::WEAK)))),
        None,
    ),
    row("__basicsize__", |vm, _| Ok(vm.int(16)), None),
    row("__itemsize__", |vm, _| Ok(vm.int(0)), None),
];

/// Not a real offset: zero says that instances have no such thing.
fn offset(ty: &Type, flag: u32) -> i64 {
    if ty.has(flag) { -1 } else { 0 }
}

impl Vm {
    /// TypeError for a class with abstract methods left.
    #[cold]
    pub fn cannot_instantiate(&self, ty: &TypeRef) -> Raised {
        match self.abstract_names(ty) {
            Ok(mut names) => {
                names.sort();
                let plural = if names.len() == 1 { "" } else { "s" };
                let names: Vec<String> = names.iter().map(|n| format!("'{n}'")).collect();
                self.type_error(format!(
                    "Can't instantiate abstract class {} without an implementation for abstract \
                     method{plural} {}",
                    ty.full_name(),
                    names.join(", ")
                ))
            }
            Err(raised) => raised,
        }
    }

    fn abstract_names(&self, ty: &TypeRef) -> PyResult<Vec<String>> {
        let names = self.getattr(ty.value(), &self.names().__abstractmethods__)?;
        Ok(self.to_vec(&names)?.iter().map(Value::to_text).collect())
    }

    /// `cls[key]`: what `__class_getitem__` says.
    pub fn class_getitem(&self, ty: &TypeRef, key: &Value) -> PyResult {
        let name = &self.names().__class_getitem__;
        if *ty == *self.types.type_() {
            return self.generic_alias(ty.value(), key);
        }
        match self.getattr(ty.value(), name) {
            Ok(method) if !method.is_none() => self.call(&method, std::slice::from_ref(key)),
            Ok(_) => {
                Err(self.type_error(format!("type '{}' is not subscriptable", ty.full_name())))
            }
            Err(raised) if self.is_exception(&raised.0, &ATTRIBUTE_ERROR) => {
                Err(self.type_error(format!("type '{}' is not subscriptable", ty.full_name())))
            }
            Err(raised) => Err(raised),
        }
    }
}
