//! `dir`: the names of the attributes of objects and classes.

use crate::object::dict::DictObject;
use crate::object::slots::PyResult;
use crate::object::types::TypeRef;
use crate::object::value::Value;
use crate::object::vm::Vm;

/// Puts the names of a class and of its bases into a dict.
fn merge_class(vm: &Vm, names: &DictObject, class: &Value) -> PyResult<()> {
    vm.check_stack("")?;
    match TypeRef::of(class) {
        // The order of lookup has all the bases; later ones add what is missing.
        Some(ty) => {
            for each in ty.mro() {
                merge_dict(vm, names, each.dict())?;
            }
        }
        None => {
            if let Some(dict) = vm.getattr_opt(class, &vm.names().__dict__)? {
                merge_dict(vm, names, &dict)?;
            }
            if let Some(bases) = vm.getattr_opt(class, &vm.names().__bases__)? {
                for base in bases.tuple_items() {
                    merge_class(vm, names, base)?;
                }
            }
        }
    }
    Ok(())
}

fn merge_dict(vm: &Vm, names: &DictObject, dict: &Value) -> PyResult<()> {
    for key in dict.get::<DictObject>().map(DictObject::keys).unwrap_or_default() {
        drop(names.insert(vm, key, Value::NONE)?);
    }
    Ok(())
}

/// `type.__dir__`: no attributes of the metaclass.
pub(super) fn dir_of_class(vm: &Vm, class: &Value) -> PyResult {
    let names = DictObject::new();
    merge_class(vm, &names, class)?;
    Ok(vm.new_list(names.keys()))
}

impl Vm {
    /// `object.__dir__`: the object's own attributes and those of its class; a list, unsorted.
    pub fn dir_of_object(&self, object: &Value) -> PyResult {
        let names = DictObject::new();
        if let Some(dict) = self.getattr_opt(object, &self.names().__dict__)? {
            merge_dict(self, &names, &dict)?;
        }
        if let Some(class) = self.getattr_opt(object, &self.names().__class__)? {
            merge_class(self, &names, &class)?;
        }
        Ok(self.new_list(names.keys()))
    }
}
