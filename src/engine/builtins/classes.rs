//! isinstance and issubclass. How they decide is in `types/type_object/checks.rs`.

use crate::object::slots::PyResult;
use crate::object::value::Value;
use crate::object::vm::Vm;

pub(super) fn isinstance(vm: &Vm, value: &Value, class: &Value) -> PyResult<bool> {
    vm.is_instance(value, class)
}

pub(super) fn issubclass(vm: &Vm, sub: &Value, class: &Value) -> PyResult<bool> {
    vm.is_subclass(sub, class)
}
