//! Descriptors as arguments: numbers, or objects that have one.

use std::os::fd::RawFd;

use taipan_engine::object::slots::PyResult;
use taipan_engine::object::value::Value;
use taipan_engine::object::vm::Vm;
use taipan_engine::types::exception::RUNTIME_WARNING;
use taipan_engine::types::int::BigIntObject;

fn is_int(value: &Value) -> bool {
    value.as_int().is_some() || value.is_bool() || value.get::<BigIntObject>().is_some()
}

/// The number of a descriptor, which is not below zero.
pub(crate) fn descriptor_of(vm: &Vm, file: &Value) -> PyResult<RawFd> {
    let number = if is_int(file) {
        if file.is_bool() {
            vm.warn(&RUNTIME_WARNING, "bool is used as a file descriptor")?;
        }
        file.clone()
    } else {
        let Some(method) = vm.getattr_opt(file, &vm.intern("fileno"))? else {
            let text = "argument must be an int, or have a fileno() method.";
            return Err(vm.type_error(text));
        };
        let number = vm.call(&method, &[])?;
        if !is_int(&number) {
            return Err(vm.type_error("fileno() returned a non-integer"));
        }
        number
    };
    let int = vm.index(&number)?;
    let fits = vm.small_index(&int).and_then(|number| RawFd::try_from(number).ok());
    match fits {
        None => Err(vm.overflow_error("Python int too large to convert to C int")),
        Some(fd) if fd < 0 => {
            let text = format!("file descriptor cannot be a negative integer ({fd})");
            Err(vm.value_error(text))
        }
        Some(fd) => Ok(fd),
    }
}
