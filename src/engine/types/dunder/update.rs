//! Which slots a Python class has: derived from the methods in it and in its order of lookup.

use crate::object::slots::{PyResult, Slots};
use crate::object::types::{Type, TypeRef, type_flag};
use crate::object::value::Value;
use crate::object::vm::{Names, Vm};
use crate::types::object::{generic_getattr, generic_setattr};

use super::wrappers::wrapper_of;
use super::{attribute_slots, native_slots, number_slots, slots};

/// The slot for one method: that of the first type in order which has the method. A builtin type has
/// it if its table has the slot.
fn single<T>(
    ty: &TypeRef,
    mro: &[TypeRef],
    name: &Value,
    own: impl Fn(&Slots) -> Option<T>,
    python: T,
) -> Option<T> {
    for each in mro {
        match each.spec {
            Some(spec) => {
                if let Some(slot) = own(&spec.slots) {
                    return Some(slot);
                }
            }
            None => {
                if let Some(found) = each.own(name) {
                    // `__repr__ = Base.__repr__` of a builtin base needs no call of a method.
                    let known = wrapper_of(&found)
                        .filter(|(w, owner)| Some(w.name) == name.as_str() && ty.is_subtype(owner));
                    let native = known.and_then(|_| native_slots(&found)).and_then(&own);
                    return Some(native.unwrap_or(python));
                }
            }
        }
    }
    None
}

/// The slot for several methods: the one that calls methods if any Python class in the order has
/// one of them; it finds those of builtin types by their wrappers.
fn several<T>(
    mro: &[TypeRef],
    names: &[&Value],
    own: impl Fn(&Slots) -> Option<T>,
    python: T,
) -> Option<T> {
    let has_one = |ty: &&TypeRef| names.iter().any(|name| ty.own(name).is_some());
    if mro.iter().filter(|t| t.spec.is_none()).any(|t| has_one(&t)) {
        return Some(python);
    }
    mro.iter().filter_map(|t| t.spec).find_map(|spec| own(&spec.slots))
}

/// Sets all slots of a class from the methods along its order of lookup.
pub(crate) fn update_slots(vm: &Vm, ty: &TypeRef) {
    let (mro, n) = (ty.mro(), vm.names());
    macro_rules! set {
        ($slot:ident, $name:ident, $python:expr) => {
            ty.slots.$slot.set(single(ty, &mro, &n.$name, |s| s.$slot, $python))
        };
        ($slot:ident, [$($name:ident),+], $python:expr) => {
            ty.slots.$slot.set(several(&mro, &[$(&n.$name),+], |s| s.$slot, $python))
        };
    }
    set!(repr, __repr__, slots::repr);
    set!(str, __str__, slots::str);
    set!(hash, __hash__, slots::hash);
    set!(call, __call__, slots::call);
    set!(getattr, [__getattribute__, __getattr__], attribute_slots::getattr);
    set!(setattr, [__setattr__, __delattr__], attribute_slots::setattr);
    set!(descr_get, __get__, attribute_slots::descr_get);
    set!(descr_set, [__set__, __delete__], attribute_slots::descr_set);
    set!(iter, __iter__, slots::iter);
    set!(next, __next__, slots::next);
    set!(len, __len__, slots::len);
    set!(getitem, __getitem__, slots::getitem);
    set!(setitem, [__setitem__, __delitem__], slots::setitem);
    set!(contains, __contains__, slots::contains);
    set!(bool, __bool__, slots::bool);
    set!(compare, [__eq__, __ne__, __lt__, __le__, __gt__, __ge__], number_slots::compare);
    set!(unary, [__neg__, __pos__, __invert__, __abs__], number_slots::unary);
    set!(index, __index__, number_slots::index);
    set!(int, __int__, number_slots::int);
    set!(float, __float__, number_slots::float);
    set!(buffer, __buffer__, slots::buffer);
    set!(awaitable, __await__, slots::awaitable);
    set!(aiter, __aiter__, slots::aiter);
    set!(anext, __anext__, slots::anext);
    set!(new, __new__, slots::new);
    set!(init, __init__, slots::init);
    set!(finalize, __del__, slots::finalize);
    update_binary(ty, &mro, n);
    mark_custom(ty);
}

fn update_binary(ty: &TypeRef, mro: &[TypeRef], names: &Names) {
    let each = crate::object::slots::BinaryOp::ALL.iter();
    let all: Vec<[&Value; 3]> =
        each.map(|(op, ..)| number_slots::binary_names(names, *op)).collect();
    let plain: Vec<&Value> =
        all.iter().flat_map(|[name, reflected, _]| [*name, reflected]).collect();
    let inplace: Vec<&Value> = all.iter().map(|[_, _, name]| *name).collect();
    ty.slots.binary.set(several(mro, &plain, |s| s.binary, number_slots::binary));
    ty.slots.inplace.set(several(mro, &inplace, |s| s.inplace, number_slots::inplace));
    ty.slots.sequence.set(mro.iter().filter_map(|t| t.spec).find_map(|s| s.slots.sequence));
}

/// Notes for inline caches whether attributes of instances are found in the generic way.
pub(crate) fn mark_custom(ty: &Type) {
    type Get = fn(&Vm, &Value, &Value) -> PyResult;
    type Set = fn(&Vm, &Value, &Value, Option<&Value>) -> PyResult<()>;
    let get = ty.slots.getattr.get();
    let set = ty.slots.setattr.get();
    let plain_get = get.is_none_or(|g| std::ptr::fn_addr_eq(g, generic_getattr as Get));
    let plain_set = set.is_none_or(|s| std::ptr::fn_addr_eq(s, generic_setattr as Set));
    ty.set_flag(type_flag::CUSTOM_GETATTR, !plain_get);
    ty.set_flag(type_flag::CUSTOM_SETATTR, !plain_set);
}

/// Whether a slot can depend on the attribute of a class.
pub(crate) fn is_special(name: &Value) -> bool {
    name.as_str().is_some_and(|n| n.len() > 4 && n.starts_with("__") && n.ends_with("__"))
}
