//! Attributes and methods, and the choice of their quickened forms. Out-of-line parts of the dispatch loop; the contract is in `mod.rs`.

use super::*;

// ---- attributes --------------------------------------------------------------------------------

/// The object whose address a cache holds. The guard that was just checked keeps it alive.
#[inline(always)]
pub(in crate::vm) unsafe fn cached_value(cache: &Cache) -> Value {
    // SAFETY: as the head of the file demands.
    unsafe {
        let header = ptr::with_exposed_provenance_mut::<Header>(cache.data.get());
        Value::from_borrowed(NonNull::new_unchecked(header))
    }
}

#[inline(always)]
pub(in crate::vm) unsafe fn cached_shape(cache: &Cache) -> NonNull<Shape> {
    // SAFETY: as the head of the file demands.
    unsafe { NonNull::new_unchecked(ptr::with_exposed_provenance_mut(cache.data.get())) }
}

pub(in crate::vm) fn remember(cache: &Cache, value: &Value) {
    cache.data.set(value.pointer().as_ptr().expose_provenance());
}

/// The namespace of an exact module.
#[inline(always)]
pub(in crate::vm) fn module_dict(value: &Value) -> Option<&DictObject> {
    value.get_exact::<ModuleObject>()?.dict.get_exact::<DictObject>()
}

#[inline(never)]
pub(in crate::vm) unsafe fn load_attr(vm: &Vm, frame: *mut Frame, w: Word) -> bool {
    // SAFETY: as the head of the file demands.
    unsafe {
        let at = Operands::new(vm, frame, w);
        let (cache, name) = site(frame, usize::from(w.c()));
        let object = at.b();
        specialize_load(vm, frame, w, cache, &object, name);
        let result = vm.getattr(&object, name);
        // Operands die before what the result replaces.
        drop(object);
        at.done(result)
    }
}

/// Chooses the quickened form that fits what the instruction sees now.
pub(in crate::vm) unsafe fn specialize_load(
    vm: &Vm,
    frame: *mut Frame,
    w: Word,
    cache: &Cache,
    object: &Value,
    name: &Value,
) {
    let mut form = Op::LoadAttr;
    if !gives_up(cache)
        && let Some(header) = object.header()
        && let Some(extension) = header.extension()
        && extension.real_dict().is_none()
        && looks_up_plainly(vm, header.ty())
    {
        let found = header.ty().lookup(name);
        let own = extension.shape().find(name);
        match (found, own) {
            (Some(attr), _) if is_data_descriptor(vm, &attr) => {
                if let Some(property) = attr.get_exact::<PropertyObject>() {
                    let getter = property.get.get();
                    // An AttributeError of the getter would call `__getattr__`.
                    let hooked = header.ty().has(type_flag::CUSTOM_GETATTR);
                    if !hooked && getter.get_exact::<FunctionObject>().is_some() {
                        remember(cache, &attr);
                        form = Op::LoadAttrProperty;
                    }
                } else if let Some(slot) = slot_of(&attr) {
                    cache.data.set(usize::from(slot));
                    form = Op::LoadAttrSlot;
                }
            }
            (_, Some(slot)) => {
                cache.data.set(usize::from(header.ty().slot_members + slot));
                form = Op::LoadAttrSlot;
            }
            (Some(attr), None)
                if attr.is_object() && vm.class(&attr).slots.descr_get.get().is_none() =>
            {
                remember(cache, &attr);
                form = Op::LoadAttrClass;
            }
            (None, None) => {
                let hook = header.ty().lookup(&vm.names().__getattr__);
                if let Some(hook) = hook.filter(|h| h.get_exact::<FunctionObject>().is_some()) {
                    remember(cache, &hook);
                    form = Op::LoadAttrHook;
                }
            }
            _ => {}
        }
        cache.key.set(extension.shape().id());
    }
    // SAFETY: as the head of the file demands.
    unsafe { quicken(frame, w, form) };
}

pub(in crate::vm) fn is_data_descriptor(vm: &Vm, attr: &Value) -> bool {
    let slots = &vm.class(attr).slots;
    slots.descr_set.get().is_some() && slots.descr_get.get().is_some()
}

/// The slot of a member of `__slots__`.
pub(in crate::vm) fn slot_of(attr: &Value) -> Option<u16> {
    use crate::types::descriptor::{DescriptorObject, Row};
    match attr.get::<DescriptorObject>()?.row {
        Row::Slot(slot) => Some(slot),
        Row::GetSet(_) | Row::Wrapper(_) => None,
    }
}

#[inline(never)]
pub(in crate::vm) unsafe fn store_attr(vm: &Vm, frame: *mut Frame, w: Word) -> bool {
    // SAFETY: as the head of the file demands.
    unsafe {
        let at = Operands::new(vm, frame, w);
        let (cache, name) = site(frame, usize::from(w.c()));
        // The value dies before the object.
        let object = at.a();
        let value = at.b();
        let before = object.header().and_then(Header::extension).map(|e| e.shape().id());
        let plain = object.header().is_some_and(|h| {
            let ty = h.ty();
            !ty.has(type_flag::CUSTOM_SETATTR)
                && ty.slots.setattr.get().is_some_and(|s| {
                    type Setattr = fn(&Vm, &Value, &Value, Option<&Value>) -> PyResult<()>;
                    ptr::fn_addr_eq(s, generic_setattr as Setattr)
                })
        });
        let result = vm.setattr(&object, name, Some(&value));
        let mut form = Op::StoreAttr;
        if plain
            && result.is_ok()
            && !gives_up(cache)
            && let Some(header) = object.header()
            && let Some(extension) = header.extension()
            && extension.real_dict().is_none()
        {
            let found = header.ty().lookup(name);
            let slot = found.as_ref().and_then(slot_of);
            let property = found.as_ref().filter(|f| {
                let setter = f.get_exact::<PropertyObject>().map(|p| p.set.get());
                setter.is_some_and(|s| s.get_exact::<FunctionObject>().is_some())
            });
            let has_set =
                found.as_ref().is_some_and(|f| vm.class(f).slots.descr_set.get().is_some());
            if let Some(slot) = slot {
                cache.key.set(extension.shape().id());
                cache.data.set(usize::from(slot));
                form = Op::StoreAttrSlot;
            } else if let Some(property) = property {
                cache.key.set(extension.shape().id());
                remember(cache, property);
                form = Op::StoreAttrProperty;
            } else if !has_set && before == Some(extension.shape().id()) {
                if let Some(slot) = extension.shape().find(name) {
                    cache.key.set(extension.shape().id());
                    cache.data.set(usize::from(header.ty().slot_members + slot));
                    form = Op::StoreAttrSlot;
                }
            } else if !has_set && let Some(before) = before {
                cache.key.set(before);
                cache.data.set(extension.shape.get().as_ptr().expose_provenance());
                form = Op::StoreAttrAdd;
            }
        }
        quicken(frame, w, form);
        at.unit(result)
    }
}

#[inline(never)]
pub(in crate::vm) unsafe fn delete_attr(vm: &Vm, frame: *mut Frame, w: Word) -> bool {
    // SAFETY: as the head of the file demands.
    unsafe {
        let at = Operands::new(vm, frame, w);
        let (_, name) = site(frame, usize::from(w.b()));
        let object = at.a();
        at.unit(vm.setattr(&object, name, None))
    }
}

#[inline(never)]
pub(in crate::vm) unsafe fn load_method(vm: &Vm, frame: *mut Frame, w: Word) -> bool {
    // SAFETY: as the head of the file demands.
    unsafe {
        let at = Operands::new(vm, frame, w);
        let (cache, name) = site(frame, usize::from(w.c()));
        let object = at.b();
        let mut form = Op::LoadMethod;
        let generic = looks_up_plainly(vm, vm.class(&object));
        if let Some(dict) = module_dict(&object)
            && let Some(index) = dict.index_interned(name)
        {
            if !gives_up(cache) {
                cache.key.set(dict.keys_version(vm));
                cache.data.set(index);
                form = Op::LoadMethodModule;
            }
            quicken(frame, w, form);
            at.set(w.a(), dict.get_interned(name).unwrap_or(Value::NONE));
            at.set(w.a() + 1, Value::UNBOUND);
            return true;
        }
        if generic
            && let Some(function) = vm.class(&object).lookup(name)
            && is_method_like(&function)
        {
            let shadowed = object.header().is_some_and(|h| match h.extension() {
                Some(_) => vm.instance_attr(h, name).is_some(),
                None => vm.namespace_of(&object).is_some(),
            });
            if !shadowed {
                if let Some(header) = object.header()
                    && !gives_up(cache)
                {
                    match header.extension() {
                        Some(extension) if extension.real_dict().is_none() => {
                            cache.key.set(extension.shape().id());
                            form = Op::LoadMethodShape;
                        }
                        Some(_) => {}
                        None => {
                            cache.key.set(header.ty().version());
                            form = Op::LoadMethodType;
                            if calls_native(frame, w, header.ty(), &function) {
                                form = Op::CallMethodNative;
                            }
                        }
                    }
                    remember(cache, &function);
                }
                quicken(frame, w, form);
                at.set(w.a(), function);
                at.set(w.a() + 1, object);
                return true;
            }
        }
        quicken(frame, w, form);
        match vm.getattr(&object, name) {
            Ok(method) => {
                drop(object);
                at.set(w.a(), method);
                at.set(w.a() + 1, Value::UNBOUND);
                true
            }
            Err(raised) => at.fail(raised),
        }
    }
}

/// Whether the instruction behind LoadMethod calls `function`, a native method of just the type, without
/// arguments.
unsafe fn calls_native(frame: *mut Frame, w: Word, ty: &Type, function: &Value) -> bool {
    // SAFETY: as the head of the file demands; LoadMethod is never a unit's last instruction.
    let next = unsafe { (*(*frame).pc.add(1)).get() };
    let called = next.opcode() == Op::CallMethod as u8 && next.b() == w.a() && next.c() == 0;
    called
        && ty.has(type_flag::IMMUTABLE)
        && function.get_exact::<NativeObject>().is_some_and(|native| {
            native.signature();
            !native.def.naps && native.takes_exactly(1) && native.receives(ty)
        })
}

/// Functions that a lookup through an instance would bind: calling them with the instance in front
/// is the same.
pub(in crate::vm) fn is_method_like(function: &Value) -> bool {
    function.get_exact::<FunctionObject>().is_some()
        || function.get::<NativeObject>().is_some_and(NativeObject::is_method)
}
