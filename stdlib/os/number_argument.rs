//! Arguments that are numbers of the system: C's integers, users, groups, descriptors, offsets.

use taipan_engine::host::Fd;
use taipan_engine::object::dict::DictObject;
use taipan_engine::object::native::FromArg;
use taipan_engine::object::slots::PyResult;
use taipan_engine::object::value::Value;
use taipan_engine::object::vm::Vm;

use super::path_argument::descriptor;

/// An integer of C.
pub(super) fn c_int(vm: &Vm, value: &Value) -> PyResult<i32> {
    let wide = vm.index_i64(value)?;
    i32::try_from(wide).map_err(|_| {
        let bound = if wide < 0 { "less than minimum" } else { "greater than maximum" };
        vm.overflow_error(format!("signed integer is {bound}"))
    })
}

/// An integer of C.
#[derive(Clone, Copy)]
pub(crate) struct Int(pub(crate) i32);

impl<'a> FromArg<'a> for Int {
    fn from_arg(vm: &'a Vm, value: &'a Value) -> PyResult<Self> {
        c_int(vm, value).map(Int)
    }
}

/// The number of an open file.
#[derive(Clone, Copy)]
pub(crate) struct Number(pub(crate) Fd);

impl<'a> FromArg<'a> for Number {
    fn from_arg(vm: &'a Vm, value: &'a Value) -> PyResult<Self> {
        let wide = vm.index_i64(value)?;
        match i32::try_from(wide) {
            Ok(fd) => Ok(Number(fd)),
            Err(_) => Err(vm.overflow_error("Python int too large to convert to C int")),
        }
    }
}

/// The number of an open file, or an object that has one.
#[derive(Clone, Copy)]
pub(super) struct FileNumber(pub(super) Fd);

impl<'a> FromArg<'a> for FileNumber {
    fn from_arg(vm: &'a Vm, value: &'a Value) -> PyResult<Self> {
        let fd = if is_int(value) {
            descriptor(vm, value)?
        } else {
            let Some(method) = vm.getattr_opt(value, &vm.intern("fileno"))? else {
                let text = "argument must be an int, or have a fileno() method.";
                return Err(vm.type_error(text));
            };
            let fd = vm.call(&method, &[])?;
            if !is_int(&fd) {
                return Err(vm.type_error("fileno() returned a non-integer"));
            }
            descriptor(vm, &fd)?
        };
        if fd < 0 {
            let text = format!("file descriptor cannot be a negative integer ({fd})");
            return Err(vm.value_error(text));
        }
        Ok(FileNumber(fd))
    }
}

/// An open folder that a path starts from.
#[derive(Clone, Copy)]
pub(super) struct Folder(pub(super) Option<Fd>);

impl<'a> FromArg<'a> for Folder {
    fn from_arg(vm: &'a Vm, value: &'a Value) -> PyResult<Self> {
        if value.is_none() || value.is_unbound() {
            return Ok(Folder(None));
        }
        if !value.is_bool() && vm.class(value).slots.index.get().is_none() {
            let class = vm.class(value).name();
            let text = format!("argument should be integer or None, not {class}");
            return Err(vm.type_error(text));
        }
        descriptor(vm, value).map(|fd| Folder(Some(fd)))
    }
}

/// The number of a user or group; -1 is that of nobody.
pub(crate) fn identity(vm: &Vm, value: &Value, what: &str) -> PyResult<u32> {
    if !value.is_bool() && vm.class(value).slots.index.get().is_none() {
        let class = vm.class(value).name();
        return Err(vm.type_error(format!("{what} should be integer, not {class}")));
    }
    let int = vm.index(value)?;
    match vm.small_index(&int) {
        Some(-1) => Ok(u32::MAX),
        Some(number) if number < 0 => {
            Err(vm.overflow_error(format!("{what} is less than minimum")))
        }
        number => match number.map(u32::try_from) {
            Some(Ok(number)) if number != u32::MAX => Ok(number),
            Some(Ok(_) | Err(_)) | None => {
                Err(vm.overflow_error(format!("{what} is greater than maximum")))
            }
        },
    }
}

#[derive(Clone, Copy)]
pub(super) struct User(pub(super) u32);

impl<'a> FromArg<'a> for User {
    fn from_arg(vm: &'a Vm, value: &'a Value) -> PyResult<Self> {
        identity(vm, value, "uid").map(User)
    }
}

#[derive(Clone, Copy)]
pub(super) struct Group(pub(super) u32);

impl<'a> FromArg<'a> for Group {
    fn from_arg(vm: &'a Vm, value: &'a Value) -> PyResult<Self> {
        identity(vm, value, "gid").map(Group)
    }
}

/// Text or bytes without a null byte, as the system takes them.
pub(super) fn system_text(vm: &Vm, value: &Value) -> PyResult<Vec<u8>> {
    use std::os::unix::ffi::OsStringExt;
    let text = super::path_argument::fspath(vm, value)?;
    let bytes = taipan_engine::types::io::path_of(vm, &text)?.into_os_string().into_vec();
    if bytes.contains(&0) {
        return Err(vm.value_error("embedded null byte"));
    }
    Ok(bytes)
}

/// Whether the value is an int, also one of a derived class.
pub(super) fn is_int(value: &Value) -> bool {
    value.is_int() || value.is_bool() || value.as_big().is_some()
}

/// Whether the value has items by number.
pub(super) fn is_sequence(vm: &Vm, value: &Value) -> bool {
    value.get::<DictObject>().is_none() && vm.class(value).slots.getitem.get().is_some()
}

/// An integer beyond 64 bits with a sign, as one without a sign.
pub(super) fn wide(int: &Value) -> Option<u64> {
    int.as_big().and_then(|int| u64::try_from(int.into_owned()).ok())
}
