//! The environment: its variables at the start, and changing them.

use std::ffi::OsStr;
use std::io;
use std::os::unix::ffi::OsStrExt;

use taipan_engine::object::dict::DictObject;
use taipan_engine::object::slots::PyResult;
use taipan_engine::object::value::Value;
use taipan_engine::object::vm::Vm;
use taipan_engine::types::io::{host_error, path_of};

use super::path_argument::shown_text;

/// All variables, as a dict of bytes.
pub(super) fn environ(vm: &Vm) -> Value {
    let all = DictObject::new();
    for (name, value) in vm.host.system().environment() {
        let (name, value) = (shown_text(vm, &name, true), shown_text(vm, &value, true));
        // Bytes are always hashable.
        let _ = all.insert(vm, name, value);
    }
    vm.new_dict(all)
}

fn invalid(vm: &Vm) -> taipan_engine::object::slots::Raised {
    host_error(vm, &io::Error::from_raw_os_error(libc::EINVAL), None)
}

pub(super) fn putenv(vm: &Vm, name: &Value, value: &Value) -> PyResult<()> {
    let (name, value) = (path_of(vm, name)?, path_of(vm, value)?);
    let bytes = name.as_os_str().as_bytes();
    if bytes.contains(&b'=') {
        return Err(vm.value_error("illegal environment variable name"));
    }
    if bytes.is_empty() {
        return Err(invalid(vm));
    }
    set(vm, name.as_os_str(), Some(value.as_os_str()))
}

pub(super) fn unsetenv(vm: &Vm, name: &Value) -> PyResult<()> {
    let name = path_of(vm, name)?;
    let bytes = name.as_os_str().as_bytes();
    if bytes.is_empty() || bytes.contains(&b'=') {
        return Err(invalid(vm));
    }
    set(vm, name.as_os_str(), None)
}

fn set(vm: &Vm, name: &OsStr, value: Option<&OsStr>) -> PyResult<()> {
    let done = vm.host.system().set_variable(name, value);
    done.map_err(|error| host_error(vm, &error, None))
}
