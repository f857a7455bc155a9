//! Slots of Python classes for attributes: `__getattribute__` and `__getattr__`, `__setattr__`, and
//! the three methods of descriptors.

use crate::object::slots::{PyResult, Raised};
use crate::object::types::Type;
use crate::object::value::Value;
use crate::object::vm::Vm;
use crate::types::exception::{ATTRIBUTE_ERROR, ExceptionObject};
use crate::types::object::{generic_getattr, generic_lookup};

use super::{call_found, call_method, native_slots};

/// `__getattribute__`, and `__getattr__` where that finds nothing.
pub(super) fn getattr(vm: &Vm, this: &Value, name: &Value) -> PyResult {
    let (class, names) = (vm.type_of(this), vm.names());
    let first = match class.lookup(&names.__getattribute__) {
        Some(found) => match native_slots(&found).and_then(|s| s.getattr) {
            Some(native) if std::ptr::fn_addr_eq(native, generic_getattr as Getattr) => {
                // Without making an exception that `__getattr__` would only throw away.
                generic_lookup(vm, this, name)
            }
            Some(native) => native(vm, this, name).map(Some),
            None => call_found(vm, &found, this, std::slice::from_ref(name)).map(Some),
        },
        None => generic_lookup(vm, this, name),
    };
    let failed = match first {
        Ok(Some(value)) => return Ok(value),
        Ok(None) => None,
        Err(raised) if vm.is_exception(&raised.0, &ATTRIBUTE_ERROR) => Some(raised),
        Err(raised) => return Err(raised),
    };
    match (class.lookup(&names.__getattr__), failed) {
        (Some(found), failed) => {
            drop(failed);
            call_found(vm, &found, this, std::slice::from_ref(name))
                .map_err(|raised| tell_what_misses(vm, raised, this, name))
        }
        (None, Some(raised)) => Err(tell_what_misses(vm, raised, this, name)),
        (None, None) => Err(vm.no_attribute(this, name)),
    }
}

/// An AttributeError of the program's own learns which name of which object is meant, unless it says:
/// tracebacks suggest other names then.
#[cold]
fn tell_what_misses(vm: &Vm, raised: Raised, this: &Value, name: &Value) -> Raised {
    if vm.is_exception(&raised.0, &ATTRIBUTE_ERROR)
        && raised
            .0
            .get::<ExceptionObject>()
            .is_some_and(|exception| exception.member(0).is_none() && exception.member(1).is_none())
    {
        vm.set_exception_members(&raised.0, &[("name", name), ("obj", this)]);
    }
    raised
}

/// Whether attributes of instances are looked up in the ordinary way first, whatever `__getattr__`
/// adds to it.
pub(crate) fn looks_up_plainly(vm: &Vm, class: &Type) -> bool {
    let is_plain = |slot: Getattr| std::ptr::fn_addr_eq(slot, generic_getattr as Getattr);
    match class.slots.getattr.get() {
        Some(slot) if is_plain(slot) => true,
        Some(slot) if std::ptr::fn_addr_eq(slot, getattr as Getattr) => {
            let found = class.lookup(&vm.names().__getattribute__);
            let native = found.as_ref().and_then(native_slots).and_then(|s| s.getattr);
            found.is_none() || native.is_some_and(is_plain)
        }
        _ => false,
    }
}

type Getattr = fn(&Vm, &Value, &Value) -> PyResult;

pub(super) fn setattr(vm: &Vm, this: &Value, name: &Value, value: Option<&Value>) -> PyResult<()> {
    let names = vm.names();
    match value {
        Some(value) => {
            call_method(vm, this, &names.__setattr__, &[name.clone(), value.clone()]).map(drop)
        }
        None => call_method(vm, this, &names.__delattr__, std::slice::from_ref(name)).map(drop),
    }
}

pub(super) fn descr_get(
    vm: &Vm,
    this: &Value,
    instance: Option<&Value>,
    class: &Value,
) -> PyResult {
    match vm.class(this).lookup(&vm.names().__get__) {
        Some(found) => {
            let instance = instance.cloned().unwrap_or(Value::NONE);
            call_found(vm, &found, this, &[instance, class.clone()])
        }
        None => Ok(this.clone()),
    }
}

pub(super) fn descr_set(
    vm: &Vm,
    this: &Value,
    instance: &Value,
    value: Option<&Value>,
) -> PyResult<()> {
    let names = vm.names();
    match value {
        Some(value) => {
            call_method(vm, this, &names.__set__, &[instance.clone(), value.clone()]).map(drop)
        }
        None => call_method(vm, this, &names.__delete__, std::slice::from_ref(instance)).map(drop),
    }
}
