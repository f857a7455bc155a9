//! Extended attributes of files.

use taipan_engine::object::slots::PyResult;
use taipan_engine::object::value::Value;
use taipan_engine::object::vm::Vm;

use super::files::copied;
use super::number_argument::{Folder, Int};
use super::path_argument::{Also, Target, shown_text, target};

/// The file that is meant.
fn file(vm: &Vm, function: &str, path: &Value, also: Also, follow: bool) -> PyResult<Target> {
    let target = target(vm, function, "path", path, also)?;
    target.only_paths(vm, function, follow, Folder(None))?;
    Ok(target)
}

/// The name of an attribute.
fn named(vm: &Vm, function: &str, attribute: &Value) -> PyResult<Vec<u8>> {
    use std::os::unix::ffi::OsStringExt;
    let name = target(vm, function, "attribute", attribute, Also::Nothing)?;
    Ok(name.path.into_os_string().into_vec())
}

pub(super) fn getxattr(vm: &Vm, path: &Value, attribute: &Value, follow: bool) -> PyResult {
    let target = file(vm, "getxattr", path, Also::Descriptor, follow)?;
    let name = named(vm, "getxattr", attribute)?;
    match vm.host.posix().attribute(target.place(follow, Folder(None)), &name) {
        Ok(value) => Ok(vm.new_bytes(value)),
        Err(error) => Err(target.error(vm, &error)),
    }
}

pub(super) fn setxattr(
    vm: &Vm,
    path: &Value,
    attribute: &Value,
    value: &Value,
    flags: Int,
    follow: bool,
) -> PyResult<()> {
    let target = file(vm, "setxattr", path, Also::Descriptor, follow)?;
    let (name, value) = (named(vm, "setxattr", attribute)?, copied(vm, value)?);
    let place = target.place(follow, Folder(None));
    let done = vm.host.posix().set_attribute(place, &name, &value, flags.0);
    done.map_err(|error| target.error(vm, &error))
}

pub(super) fn removexattr(vm: &Vm, path: &Value, attribute: &Value, follow: bool) -> PyResult<()> {
    let target = file(vm, "removexattr", path, Also::Descriptor, follow)?;
    let name = named(vm, "removexattr", attribute)?;
    let done = vm.host.posix().remove_attribute(target.place(follow, Folder(None)), &name);
    done.map_err(|error| target.error(vm, &error))
}

pub(super) fn listxattr(vm: &Vm, path: &Value, follow: bool) -> PyResult {
    use std::os::unix::ffi::OsStrExt;
    let target = file(vm, "listxattr", path, Also::DescriptorOrNone, follow)?;
    let all = vm.host.posix().attribute_names(target.place(follow, Folder(None)));
    let all = all.map_err(|error| target.error(vm, &error))?;
    let names = all.split(|byte| *byte == 0).filter(|name| !name.is_empty());
    let names = names.map(|name| shown_text(vm, std::ffi::OsStr::from_bytes(name), false));
    Ok(vm.new_list(names.collect()))
}
