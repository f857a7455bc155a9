//! What the system says of itself and of its file systems.

use taipan_engine::host::posix::FileSystem;
use taipan_engine::host::system::Place;
use taipan_engine::object::native::{Args, GetSet};
use taipan_engine::object::slots::{PyResult, Slots};
use taipan_engine::object::types::{TypeRef, TypeSpec, type_flag};
use taipan_engine::object::value::Value;
use taipan_engine::object::vm::Vm;
use taipan_engine::types::struct_sequence;
use taipan_engine::types::tuple::TUPLE;

use super::answer;
use super::number_argument::{FileNumber, Folder};
use super::path_argument::{Also, shown_text, target};
use super::settings_names::{CONFSTR, PATHCONF, SYSCONF, number};

/// Items that belong to the tuple; the last one is only reached by name.
const VISIBLE: usize = 10;
/// The hidden slot with that one.
const NUMBER: u16 = 0;

fn make(vm: &Vm, class: &TypeRef, items: Vec<Value>, number: Value) -> Value {
    let made = vm.tuple_of_type(class, items);
    if let Some(extension) = made.header().and_then(|h| h.extension()) {
        drop(extension.set_slot(NUMBER, number));
    }
    made
}

fn new(vm: &Vm, class: &TypeRef, args: Args) -> PyResult {
    let bound = taipan_engine::object::native::Signature::parse("(iterable=(), dict=None)");
    let bound = bound.bind(vm, "statvfs_result", args)?;
    let mut items = vm.to_vec(bound.first().unwrap_or(&Value::NONE))?;
    let (given, most) = (items.len(), VISIBLE + 1);
    let wrong = match given {
        _ if given < VISIBLE => Some(format!("an at least {VISIBLE}")),
        _ if given > most => Some(format!("an at most {most}")),
        _ => None,
    };
    if let Some(wanted) = wrong {
        return Err(vm.type_error(format!(
            "os.statvfs_result() takes {wanted}-sequence ({given}-sequence given)"
        )));
    }
    let number = items.split_off(VISIBLE).pop().unwrap_or(Value::NONE);
    Ok(make(vm, class, items, number))
}

fn file_system_number(_: &Vm, this: &Value) -> PyResult {
    let slot = this.header().and_then(|h| h.extension()?.slot(NUMBER));
    Ok(slot.unwrap_or(Value::NONE))
}

const ITEMS: &[GetSet] = taipan_engine::struct_fields![
    0 "f_bsize" "the size of a block",
    1 "f_frsize" "the unit in which blocks are counted",
    2 "f_blocks" "how many blocks there are",
    3 "f_bfree" "how many of them are free",
    4 "f_bavail" "how many of them anybody may have",
    5 "f_files" "how many files there can be",
    6 "f_ffree" "how many more there can be",
    7 "f_favail" "how many more anybody may have",
    8 "f_flag" "how it is mounted",
    9 "f_namemax" "the longest name",
];

const ROWS: [GetSet; VISIBLE + 1] = {
    let mut all = [const {
        GetSet {
            name: "f_fsid",
            doc: "the number of the file system",
            get: file_system_number,
            set: None,
        }
    }; VISIBLE + 1];
    let mut at = 0;
    while at < VISIBLE {
        all[at] = GetSet { ..ITEMS[at] };
        at += 1;
    }
    all
};

pub(super) static STATVFS_RESULT: TypeSpec = TypeSpec {
    name: "os.statvfs_result",
    base: Some(&TUPLE),
    doc: "What statvfs() tells of a file system.",
    slots: Slots { new: Some(new), ..struct_sequence::CLOSED },
    methods: struct_sequence::METHODS,
    getset: &ROWS,
    flags: type_flag::SEQUENCE | type_flag::EXTENDED | type_flag::DERIVED,
    hidden_slots: 1,
    ..TypeSpec::NONE
};

fn result(vm: &Vm, found: &FileSystem) -> Value {
    let numbers = [
        found.block_size,
        found.fragment_size,
        found.blocks,
        found.free_blocks,
        found.available_blocks,
        found.files,
        found.free_files,
        found.available_files,
        found.flags,
        found.longest_name,
    ];
    let items = numbers.iter().map(|number| vm.big_int((*number).into())).collect();
    make(vm, &vm.ty(&STATVFS_RESULT), items, vm.big_int(found.number.into()))
}

pub(super) fn statvfs(vm: &Vm, path: &Value) -> PyResult {
    let target = target(vm, "statvfs", "path", path, Also::Descriptor)?;
    match vm.host.posix().file_system(target.place(true, Folder(None))) {
        Ok(found) => Ok(result(vm, &found)),
        Err(error) => Err(target.error(vm, &error)),
    }
}

pub(super) fn fstatvfs(vm: &Vm, fd: FileNumber) -> PyResult {
    let found = answer(vm, vm.host.posix().file_system(Place::Open(fd.0)))?;
    Ok(result(vm, &found))
}

pub(super) fn sysconf(vm: &Vm, name: &Value) -> PyResult<i64> {
    let name = number(vm, name, SYSCONF)?;
    answer(vm, vm.host.posix().system_limit(name))
}

pub(super) fn pathconf(vm: &Vm, path: &Value, name: &Value) -> PyResult<i64> {
    let target = target(vm, "pathconf", "path", path, Also::Descriptor)?;
    let name = number(vm, name, PATHCONF)?;
    let found = vm.host.posix().file_limit(target.place(true, Folder(None)), name);
    found.map_err(|error| match error.raw_os_error() {
        // The setting is meant, not the file.
        Some(libc::EINVAL) => taipan_engine::types::io::host_error(vm, &error, None),
        Some(_) | None => target.error(vm, &error),
    })
}

pub(super) fn fpathconf(vm: &Vm, fd: FileNumber, name: &Value) -> PyResult<i64> {
    let name = number(vm, name, PATHCONF)?;
    answer(vm, vm.host.posix().file_limit(Place::Open(fd.0), name))
}

pub(super) fn confstr(vm: &Vm, name: &Value) -> PyResult {
    use std::os::unix::ffi::OsStrExt;
    let name = number(vm, name, CONFSTR)?;
    let found = answer(vm, vm.host.posix().system_text(name))?;
    Ok(match found {
        Some(text) => shown_text(vm, std::ffi::OsStr::from_bytes(&text), false),
        None => Value::NONE,
    })
}
