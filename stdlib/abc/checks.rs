//! Registration, `isinstance` and `issubclass` of abstract classes.

use std::cell::Cell;

use taipan_engine::object::slots::{PyResult, Raised};
use taipan_engine::object::types::{Type, TypeRef, type_flag};
use taipan_engine::object::value::Value;
use taipan_engine::object::vm::Vm;
use taipan_engine::types::exception::ASSERTION_ERROR;
use taipan_engine::types::set::SetObject;

use super::{AbcData, Registrations, registrations};

/// What the class remembers, as the value that holds it.
fn data_of(vm: &Vm, class: &Value) -> PyResult {
    let found = TypeRef::of(class).and_then(|ty| ty.own(&vm.intern("_abc_impl")));
    match found.filter(|data| data.foreign::<AbcData>().is_some()) {
        Some(data) => Ok(data),
        None => Err(vm.type_error("_abc_impl is set to a wrong type")),
    }
}

fn with_data<R>(vm: &Vm, class: &Value, look: impl FnOnce(&AbcData) -> R) -> PyResult<R> {
    let data = data_of(vm, class)?;
    match data.foreign::<AbcData>() {
        Some(own) => Ok(look(own)),
        None => Err(vm.type_error("_abc_impl is set to a wrong type")),
    }
}

pub(super) fn register(vm: &Vm, class: &Value, subclass: &Value) -> PyResult {
    let Some(sub) = TypeRef::of(subclass) else {
        return Err(vm.type_error("Can only register classes"));
    };
    if vm.is_subclass(subclass, class)? {
        return Ok(subclass.clone());
    }
    if vm.is_subclass(class, subclass)? {
        return Err(vm.runtime_error("Refusing to create an inheritance cycle"));
    }
    with_data(vm, class, |data| data.registry.insert(vm, subclass))??;
    let count = vm.extra(Registrations::default);
    count.0.set(count.0.get() + 1);
    if let Some(ty) = TypeRef::of(class) {
        let pattern = ty.flags() & (type_flag::SEQUENCE | type_flag::MAPPING);
        if pattern != 0 {
            set_pattern(vm, sub, pattern);
        }
    }
    Ok(subclass.clone())
}

/// Has a class and those derived from it match the patterns of the class it was registered with.
fn set_pattern(vm: &Vm, ty: &Type, pattern: u32) {
    let all = type_flag::SEQUENCE | type_flag::MAPPING;
    if ty.has(type_flag::IMMUTABLE) || ty.flags() & all == pattern || !vm.stack_has_room() {
        return;
    }
    ty.set_flag(type_flag::SEQUENCE, pattern & type_flag::SEQUENCE != 0);
    ty.set_flag(type_flag::MAPPING, pattern & type_flag::MAPPING != 0);
    ty.subclasses().iter().for_each(|sub| set_pattern(vm, sub, pattern));
}

/// Whether the class is known not to be a subclass.
fn is_known_other(vm: &Vm, data: &AbcData, class: &Value) -> bool {
    data.others_of.get() == registrations(vm) && data.others.contains(class)
}

fn check(vm: &Vm, class: &Value, subclass: &Value) -> PyResult<bool> {
    let verdict =
        vm.call_method(class, &vm.names().__subclasscheck__, std::slice::from_ref(subclass))?;
    vm.truth(&verdict)
}

pub(super) fn instance_check(vm: &Vm, class: &Value, instance: &Value) -> PyResult<bool> {
    let said = vm.getattr(instance, &vm.names().__class__)?;
    if with_data(vm, class, |data| data.subclasses.contains(&said))? {
        return Ok(true);
    }
    let own = vm.type_of(instance).value().clone();
    if own.is(&said) {
        let other = with_data(vm, class, |data| is_known_other(vm, data, &said))?;
        return if other { Ok(false) } else { check(vm, class, &said) };
    }
    Ok(check(vm, class, &said)? || check(vm, class, &own)?)
}

pub(super) fn subclass_check(vm: &Vm, class: &Value, subclass: &Value) -> PyResult<bool> {
    let (Some(ty), Some(sub)) = (TypeRef::of(class), TypeRef::of(subclass)) else {
        return Err(vm.type_error("issubclass() arg 1 must be a class"));
    };
    vm.check_stack(" in __subclasscheck__")?;
    let holder = data_of(vm, class)?;
    let Some(data) = holder.foreign::<AbcData>() else { return Ok(false) };
    if data.subclasses.contains(subclass) {
        return Ok(true);
    }
    let count = registrations(vm);
    if data.others_of.get() < count {
        data.others.clear();
        data.others_of.set(count);
    } else if data.others.contains(subclass) {
        return Ok(false);
    }
    let is_subclass = decide(vm, data, ty, sub)?;
    let known = if is_subclass { &data.subclasses } else { &data.others };
    known.insert(vm, subclass)?;
    Ok(is_subclass)
}

/// The hook, inheritance, registered classes, subclasses: in this order.
fn decide(vm: &Vm, data: &AbcData, class: &TypeRef, sub: &TypeRef) -> PyResult<bool> {
    let hook = vm.intern("__subclasshook__");
    let says = vm.call_method(class.value(), &hook, std::slice::from_ref(sub.value()))?;
    if says.is_bool() {
        return Ok(says.is(&Value::TRUE));
    }
    if !says.is(&Value::NOT_IMPLEMENTED) {
        return Err(wrong_hook(vm));
    }
    if sub.is_subtype(class) {
        return Ok(true);
    }
    for registered in data.registry.live() {
        if ask(vm, sub, &registered)? {
            return Ok(true);
        }
    }
    let subclasses = vm.call_method(class.value(), &vm.intern("__subclasses__"), &[])?;
    for each in vm.to_vec(&subclasses)? {
        if ask(vm, sub, &each)? {
            return Ok(true);
        }
    }
    Ok(false)
}

/// Whether a class is asked only because another one was: not by a program.
#[derive(Default)]
struct AskedIndirectly(Cell<bool>);

/// `issubclass(sub, class)` for a class of which nobody has asked.
fn ask(vm: &Vm, sub: &TypeRef, class: &Value) -> PyResult<bool> {
    vm.extra(AskedIndirectly::default).0.set(true);
    let answer = vm.is_subclass(sub.value(), class);
    vm.extra(AskedIndirectly::default).0.set(false);
    answer
}

/// Whether the class that is being asked is asked indirectly. Says so once.
pub(crate) fn is_asked_indirectly(vm: &Vm) -> bool {
    vm.extra(AskedIndirectly::default).0.replace(false)
}

fn wrong_hook(vm: &Vm) -> Raised {
    vm.raise(&ASSERTION_ERROR, "__subclasshook__ must return either False, True, or NotImplemented")
}

pub(super) fn dump_registry(vm: &Vm, class: &Value, file: &Value) -> PyResult<()> {
    let holder = data_of(vm, class)?;
    let (Some(data), Some(ty)) = (holder.foreign::<AbcData>(), TypeRef::of(class)) else {
        return Ok(());
    };
    let set = |references: Vec<Value>| -> PyResult<String> {
        let set: Value = vm.new_set(vm.types.set(), references)?;
        debug_assert!(set.get::<SetObject>().is_some());
        vm.repr_text(&set)
    };
    let text = format!(
        "Class: {}.{}\nInv. counter: {}\n_abc_registry: {}\n_abc_cache: {}\n\
         _abc_negative_cache: {}\n_abc_negative_cache_version: {}\n",
        vm.str_text(&ty.module.get())?,
        ty.qualname.get().to_text(),
        registrations(vm),
        set(data.registry.references())?,
        set(data.subclasses.references())?,
        set(data.others.references())?,
        data.others_of.get()
    );
    if file.is_none() {
        return vm.write_stdout(&text);
    }
    vm.call_method(file, &vm.intern("write"), &[vm.str(&text)]).map(drop)
}

pub(super) fn clear_registry(vm: &Vm, class: &Value) -> PyResult<()> {
    with_data(vm, class, |data| data.registry.clear())
}

pub(super) fn clear_caches(vm: &Vm, class: &Value) -> PyResult<()> {
    with_data(vm, class, |data| {
        data.subclasses.clear();
        data.others.clear();
    })
}
