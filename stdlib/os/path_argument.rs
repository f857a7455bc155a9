//! Arguments that name a file: text, bytes, objects with `__fspath__`, descriptors.

use std::ffi::OsStr;
use std::io;
use std::os::unix::ffi::OsStrExt;
use std::path::{Path, PathBuf};

use taipan_engine::host::Fd;
use taipan_engine::host::system::{At, Place};
use taipan_engine::object::slots::{PyResult, Raised};
use taipan_engine::object::value::Value;
use taipan_engine::object::vm::Vm;
use taipan_engine::types::bytes::BytesObject;
use taipan_engine::types::exception::RUNTIME_WARNING;
use taipan_engine::types::io::{error_text, host_error, path_of};

use super::number_argument::Folder;

/// What besides a path an argument may be.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Also {
    Nothing,
    Descriptor,
    DescriptorOrNone,
}

/// A function's argument that names a file.
pub(super) struct Target {
    pub(super) path: PathBuf,
    pub(super) fd: Option<Fd>,
    /// What errors show.
    pub(super) shown: Value,
    pub(super) is_bytes: bool,
}

impl Target {
    /// The path, starting from a folder.
    pub(super) fn at(&self, folder: Folder) -> At<'_> {
        At { folder: folder.0, path: &self.path }
    }

    pub(super) fn place(&self, follow: bool, folder: Folder) -> Place<'_> {
        match self.fd {
            Some(fd) => Place::Open(fd),
            None if follow => Place::Path(self.at(folder)),
            None => Place::Link(self.at(folder)),
        }
    }

    /// Refuses what makes no sense for an open file.
    pub(super) fn only_paths(
        &self,
        vm: &Vm,
        function: &str,
        follow: bool,
        folder: Folder,
    ) -> PyResult<()> {
        let text = match (self.fd, folder.0, follow) {
            (Some(_), Some(_), _) if function == "chown" => "can't specify both dir_fd and fd",
            (Some(_), Some(_), _) => "can't specify dir_fd without matching path",
            (Some(_), None, false) => "cannot use fd and follow_symlinks together",
            (Some(_), None, true) | (None, ..) => return Ok(()),
        };
        Err(vm.value_error(format!("{function}: {text}")))
    }

    /// The error that names the file.
    pub(super) fn error(&self, vm: &Vm, error: &io::Error) -> Raised {
        host_error(vm, error, Some(&self.shown).filter(|s| !s.is_none()))
    }
}

/// The path that an object stands for: a str or bytes.
pub(super) fn fspath(vm: &Vm, path: &Value) -> PyResult {
    if is_text(path) {
        return Ok(path.clone());
    }
    let class = vm.class(path).full_name();
    let method = vm.intern("__fspath__");
    let made = match vm.class(path).lookup(&method).is_some_and(|found| found.is_none()) {
        // None says that there is no path.
        true => None,
        false => vm.call_special(path, &method, &[])?,
    };
    let Some(made) = made else {
        let text = format!("expected str, bytes or os.PathLike object, not {class}");
        return Err(vm.type_error(text));
    };
    if is_text(&made) {
        return Ok(made);
    }
    let got = vm.class(&made).full_name();
    let text = format!("expected {class}.__fspath__() to return str or bytes, not {got}");
    Err(vm.type_error(text))
}

fn is_text(value: &Value) -> bool {
    value.as_str_object().is_some() || value.get::<BytesObject>().is_some()
}

/// The argument of a function, or the error that names both.
pub(super) fn target(
    vm: &Vm,
    function: &str,
    argument: &str,
    value: &Value,
    also: Also,
) -> PyResult<Target> {
    if value.is_none() && also == Also::DescriptorOrNone {
        let path = PathBuf::from(".");
        return Ok(Target { path, fd: None, shown: Value::NONE, is_bytes: false });
    }
    let class = vm.class(value);
    let has_path = || class.lookup(&vm.intern("__fspath__")).is_some();
    if !is_text(value) && !has_path() {
        let is_index = value.is_bool() || class.slots.index.get().is_some();
        if also != Also::Nothing && is_index {
            let fd = descriptor(vm, value)?;
            let shown = if also == Also::Descriptor { vm.int(i64::from(fd)) } else { Value::NONE };
            return Ok(Target { path: PathBuf::new(), fd: Some(fd), shown, is_bytes: false });
        }
        let allowed = match also {
            Also::Nothing => "string, bytes or os.PathLike",
            Also::Descriptor => "string, bytes, os.PathLike or integer",
            Also::DescriptorOrNone => "string, bytes, os.PathLike, integer or None",
        };
        let class = class.name();
        let text = format!("{function}: {argument} should be {allowed}, not {class}");
        return Err(vm.type_error(text));
    }
    let shown = fspath(vm, value)?;
    let has_null = match (shown.get::<BytesObject>(), shown.as_str_object()) {
        (Some(bytes), _) => bytes.0.contains(&0),
        (None, Some(text)) => text.as_bytes().contains(&0),
        (None, None) => false,
    };
    if has_null {
        let text = format!("{function}: embedded null character in {argument}");
        return Err(vm.value_error(text));
    }
    let path = path_of(vm, &shown)?;
    let is_bytes = shown.get::<BytesObject>().is_some();
    Ok(Target { path, fd: None, shown, is_bytes })
}

/// A descriptor's number.
pub(super) fn descriptor(vm: &Vm, value: &Value) -> PyResult<Fd> {
    if value.is_bool() {
        vm.warn(&RUNTIME_WARNING, "bool is used as a file descriptor")?;
    }
    let int = vm.index(value)?;
    match vm.small_index(&int).map(Fd::try_from) {
        Some(Ok(fd)) => Ok(fd),
        Some(Err(_)) | None => {
            let bound = match vm.small_index(&int) {
                Some(n) if n < 0 => "less than minimum",
                _ => "greater than maximum",
            };
            Err(vm.overflow_error(format!("fd is {bound}")))
        }
    }
}

/// A path as the program sees it: bytes, or a str whose undecodable bytes are lone surrogates.
pub(super) fn shown_path(vm: &Vm, path: &Path, as_bytes: bool) -> Value {
    shown_text(vm, path.as_os_str(), as_bytes)
}

pub(crate) fn shown_text(vm: &Vm, text: &OsStr, as_bytes: bool) -> Value {
    let bytes = text.as_bytes();
    if as_bytes {
        return vm.new_bytes(bytes.to_vec());
    }
    if let Some(text) = text.to_str() {
        return vm.str(text);
    }
    let mut out = Vec::with_capacity(bytes.len() + 8);
    for chunk in bytes.utf8_chunks() {
        out.extend_from_slice(chunk.valid().as_bytes());
        for byte in chunk.invalid() {
            // U+DC80 to U+DCFF in the three bytes that UTF-8 would have for them.
            out.extend_from_slice(&[0xed, 0xb0 | byte >> 6, 0x80 | byte & 0x3f]);
        }
    }
    vm.str_wtf8(&out)
}

/// An error about two names.
pub(super) fn error_of_two(vm: &Vm, error: &io::Error, from: &Target, to: &Target) -> Raised {
    let number = error.raw_os_error().unwrap_or(libc::EIO);
    let class = vm.ty(&taipan_engine::types::exception::OS_ERROR);
    let args = [
        vm.int(i64::from(number)),
        vm.str(&error_text(number)),
        from.shown.clone(),
        Value::NONE,
        to.shown.clone(),
    ];
    match vm.call(class.value(), &args) {
        Ok(made) => Raised(made),
        Err(raised) => raised,
    }
}
