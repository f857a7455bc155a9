//! Changing what cannot be done lightly: the class of an object, the bases of a class.

use crate::object::slots::{PyResult, Raised};
use crate::object::types::{Type, TypeRef, type_flag};
use crate::object::value::Value;
use crate::object::vm::Vm;

use super::{attributes, order};

const LAYOUT: u32 = type_flag::DICT | type_flag::WEAK | type_flag::EXTENDED;

/// The names of the members that a class adds, in the order of their slots.
fn own_members(vm: &Vm, ty: &TypeRef) -> Vec<String> {
    let Some(slots) = ty.own(&vm.intern("__slots__")) else { return Vec::new() };
    let names = match slots.as_str() {
        Some(one) => vec![one.to_owned()],
        None => vm.to_vec(&slots).unwrap_or_default().iter().map(Value::to_text).collect(),
    };
    let mut names: Vec<String> =
        names.into_iter().filter(|n| n != "__dict__" && n != "__weakref__").collect();
    names.sort();
    names
}

/// The nearest class, from this one on down, whose instances look different from those of its base.
fn shaping(ty: &TypeRef) -> TypeRef {
    let mut at = ty.clone();
    loop {
        let below = at.base.get();
        match TypeRef::of(&below) {
            Some(base)
                if order::solid_base(&at) == order::solid_base(base)
                    && at.flags() & LAYOUT == base.flags() & LAYOUT
                    && is_collected(base) =>
            {
                at = base.clone();
            }
            _ => return at,
        }
    }
}

/// Whether the cycle collector of CPython knows instances of the type: those of all classes written in
/// Python, and of builtin types that hold others.
fn is_collected(ty: &Type) -> bool {
    const PLAIN: [&str; 11] = [
        "object",
        "int",
        "bool",
        "float",
        "complex",
        "str",
        "bytes",
        "bytearray",
        "range",
        "ellipsis",
        "NoneType",
    ];
    ty.spec.is_none_or(|spec| !PLAIN.contains(&spec.name))
}

/// Whether instances of one class could be instances of the other.
fn same_layout(vm: &Vm, a: &TypeRef, b: &TypeRef) -> bool {
    let (one, other) = (shaping(a), shaping(b));
    if one == other {
        return true;
    }
    if one.flags() & LAYOUT != other.flags() & LAYOUT || one.slot_members != other.slot_members {
        return false;
    }
    one.base.get().is(&other.base.get())
        && one.spec.is_none()
        && other.spec.is_none()
        && own_members(vm, &one) == own_members(vm, &other)
}

/// Refuses a class whose instances could not be those of the other.
fn check_layout(vm: &Vm, what: &str, new: &TypeRef, old: &TypeRef) -> PyResult<()> {
    if is_collected(new) != is_collected(old) {
        return Err(differs(vm, what, "deallocator", new, old));
    }
    match same_layout(vm, new, old) {
        true => Ok(()),
        false => Err(differs(vm, what, "object layout", new, old)),
    }
}

#[cold]
fn differs(vm: &Vm, what: &str, part: &str, new: &TypeRef, old: &TypeRef) -> Raised {
    let (new, old) = (new.name(), old.name());
    vm.type_error(format!("{what} assignment: '{new}' {part} differs from '{old}'"))
}

impl Vm {
    /// `object.__class__ = class`
    pub fn assign_class(&self, object: &Value, class: Option<&Value>) -> PyResult<()> {
        let Some(class) = class else {
            return Err(self.type_error("can't delete __class__ attribute"));
        };
        let Some(new) = TypeRef::of(class) else {
            let given = self.class(class).full_name();
            return Err(
                self.type_error(format!("__class__ must be set to a class, not '{given}' object"))
            );
        };
        let old = self.type_of(object);
        let mutable = |ty: &TypeRef| !ty.has(type_flag::IMMUTABLE);
        let module = self.types.module();
        let modules = old.is_subtype(module) && new.is_subtype(module);
        let header = object.header().filter(|_| modules || mutable(&old) && mutable(new));
        let Some(header) = header else {
            return Err(self.type_error(
                "__class__ assignment only supported for mutable types or ModuleType subclasses",
            ));
        };
        check_layout(self, "__class__", new, &old)?;
        if old != *new {
            self.change_class(header, new);
        }
        Ok(())
    }
}

/// `cls.__bases__ = bases`
pub(super) fn set_bases(vm: &Vm, this: &Value, value: Option<&Value>) -> PyResult<()> {
    let Some(ty) = TypeRef::of(this) else { return Ok(()) };
    let name = ty.name();
    let Some(value) = value else {
        let text = format!("cannot delete '__bases__' attribute of immutable type '{name}'");
        return Err(vm.type_error(text));
    };
    let Some(items) = value.as_tuple() else {
        let class = vm.class(value).full_name();
        let text = format!("can only assign tuple to {name}.__bases__, not {class}");
        return Err(vm.type_error(text));
    };
    if items.is_empty() {
        let text = format!("can only assign non-empty tuple to {name}.__bases__, not ()");
        return Err(vm.type_error(text));
    }
    let mut bases = Vec::with_capacity(items.len());
    for item in items {
        let Some(base) = TypeRef::of(item) else {
            let class = vm.class(item).full_name();
            let text = format!("{name}.__bases__ must be tuple of classes, not '{class}'");
            return Err(vm.type_error(text));
        };
        if base.is_subtype(ty) || descends(base, ty) {
            return Err(vm.type_error("a __bases__ item causes an inheritance cycle"));
        }
        bases.push(base.clone());
    }
    let best = order::best_base(vm, &bases)?;
    let old = ty.base.get();
    if let Some(old) = TypeRef::of(&old) {
        check_layout(vm, "__bases__", &best, old)?;
    }
    replace_bases(vm, ty, value, best)
}

/// Whether a class is reached from another by `__bases__`. Within `mro()`, which may assign bases
/// itself, these are newer than the orders of lookup.
fn descends(from: &TypeRef, class: &TypeRef) -> bool {
    let (mut seen, mut open) = (Vec::new(), vec![from.clone()]);
    while let Some(next) = open.pop() {
        if next == *class {
            return true;
        }
        if !seen.contains(&next) {
            open.extend(next.bases.get().tuple_items().iter().filter_map(TypeRef::of).cloned());
            seen.push(next);
        }
    }
    false
}

/// Orders of lookup of the class and of all below it change together, or not at all. If `mro()`
/// assigned other bases meanwhile, those stay.
fn replace_bases(vm: &Vm, ty: &TypeRef, bases: &Value, best: TypeRef) -> PyResult<()> {
    let old_bases = ty.bases.replace(bases.clone());
    let old_base = ty.base.replace(best.value().clone());
    let mut undo = Vec::new();
    let reordered = reorder(vm, ty, &mut undo);
    if reordered.is_err() {
        for Reordered { class, old, new } in undo.into_iter().rev() {
            if class.mro() == new {
                class.set_mro(old);
            }
        }
        if ty.bases.holds(bases) {
            ty.bases.set(old_bases);
            ty.base.set(old_base);
            ty.modified();
            return reordered;
        }
    }
    // Each base that was ever assigned forgets the class, those of now know it.
    let present = ty.bases.get();
    for each in [&old_bases, bases, &present] {
        ty.leave_bases(each.tuple_items());
    }
    Type::enter_bases(ty, present.tuple_items());
    attributes::update_family(vm, ty);
    ty.modified();
    reordered
}

struct Reordered {
    class: TypeRef,
    old: Vec<TypeRef>,
    new: Vec<TypeRef>,
}

fn reorder(vm: &Vm, ty: &TypeRef, undo: &mut Vec<Reordered>) -> PyResult<()> {
    vm.check_stack("")?;
    let (old, given) = (ty.mro(), ty.bases.get());
    let bases = order::base_types(vm, given.tuple_items())?;
    let new = order::order_of(vm, ty, &bases)?;
    if !ty.bases.holds(&given) || ty.mro() != old {
        // `mro()` has assigned bases, and everything is in order for those.
        return Ok(());
    }
    ty.set_mro(new.clone());
    undo.push(Reordered { class: ty.clone(), old, new });
    for sub in ty.subclasses() {
        reorder(vm, &sub, undo)?;
    }
    Ok(())
}
