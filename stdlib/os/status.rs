//! os.stat and its result.

use taipan_engine::host::system::{FileStatus, Place};
use taipan_engine::object::native::{Args, GetSet};
use taipan_engine::object::slots::{PyResult, Slots};
use taipan_engine::object::types::{TypeRef, TypeSpec, type_flag};
use taipan_engine::object::value::Value;
use taipan_engine::object::vm::Vm;
use taipan_engine::types::io::host_error;
use taipan_engine::types::struct_sequence;
use taipan_engine::types::tuple::TUPLE;

use super::number_argument::Folder;
use super::path_argument::{Also, descriptor, target};

/// Items that belong to the tuple; the others are only reached by name.
const VISIBLE: usize = 10;
/// The hidden slot with the others.
const OTHERS: u16 = 0;

fn integer(vm: &Vm, value: i128) -> Value {
    match i64::try_from(value) {
        Ok(value) => vm.int(value),
        Err(_) => vm.big_int(value.into()),
    }
}

/// The result for the system's answer.
pub(super) fn result(vm: &Vm, status: &FileStatus) -> Value {
    let seconds = |time: i128| integer(vm, time.div_euclid(1_000_000_000));
    let exact = |time: i128| vm.float(time as f64 * 1e-9);
    let times = [status.accessed, status.modified, status.changed];
    let numbers = [
        i128::from(status.mode),
        i128::from(status.inode),
        i128::from(status.device),
        i128::from(status.links),
        i128::from(status.user),
        i128::from(status.group),
        i128::from(status.size),
    ];
    let mut items: Vec<Value> = numbers.into_iter().map(|n| integer(vm, n)).collect();
    items.extend(times.map(seconds));
    let mut others: Vec<Value> = times.map(exact).into();
    others.extend(times.map(|time| integer(vm, time)));
    others.extend([
        vm.int(status.block_size),
        vm.int(status.blocks),
        integer(vm, i128::from(status.raw_device)),
    ]);
    make(vm, &vm.ty(&STAT_RESULT), items, others)
}

fn make(vm: &Vm, class: &TypeRef, items: Vec<Value>, others: Vec<Value>) -> Value {
    let made = vm.tuple_of_type(class, items);
    if let Some(extension) = made.header().and_then(|h| h.extension()) {
        drop(extension.set_slot(OTHERS, vm.tuple(others)));
    }
    made
}

fn new(vm: &Vm, class: &TypeRef, args: Args) -> PyResult {
    let [sequence, ..] = args.positional() else {
        let text = "stat_result() missing required argument 'sequence' (pos 1)";
        return Err(vm.type_error(text));
    };
    if vm.class(sequence).slots.iter.get().is_none() {
        return Err(vm.type_error("constructor requires a sequence"));
    }
    let mut items = vm.to_vec(sequence)?;
    let given = items.len();
    if given < VISIBLE {
        return Err(vm.type_error(format!(
            "os.stat_result() takes an at least {VISIBLE}-sequence ({given}-sequence given)"
        )));
    }
    let most = VISIBLE + 9;
    if given > most {
        return Err(vm.type_error(format!(
            "os.stat_result() takes an at most {most}-sequence ({given}-sequence given)"
        )));
    }
    let mut others = items.split_off(VISIBLE);
    if others.is_empty() {
        others.extend(items.iter().skip(7).cloned());
    }
    others.resize(9, Value::NONE);
    Ok(make(vm, class, items, others))
}

fn other(this: &Value, at: usize) -> Value {
    let others = this.header().and_then(|h| h.extension()?.slot(OTHERS));
    others.and_then(|o| o.tuple_items().get(at).cloned()).unwrap_or(Value::NONE)
}

macro_rules! others {
    ($($at:literal $name:literal $doc:literal),*) => {
        [$(GetSet { name: $name, doc: $doc, get: |_, this| Ok(other(this, $at)), set: None }),*]
    };
}

const ITEMS: &[GetSet] = taipan_engine::struct_fields![
    0 "st_mode" "protection bits",
    1 "st_ino" "inode",
    2 "st_dev" "device",
    3 "st_nlink" "number of hard links",
    4 "st_uid" "user ID of owner",
    5 "st_gid" "group ID of owner",
    6 "st_size" "total size, in bytes",
];

/// Whole seconds stand in the tuple, but the names mean the exact times.
const TIMES: [GetSet; 9] = others![
    0 "st_atime" "time of last access",
    1 "st_mtime" "time of last modification",
    2 "st_ctime" "time of last change",
    3 "st_atime_ns" "last access in ns since 1970",
    4 "st_mtime_ns" "last change of the content in ns since 1970",
    5 "st_ctime_ns" "last change of content or status in ns since 1970",
    6 "st_blksize" "bytes that are best read at a time",
    7 "st_blocks" "blocks of 512 bytes that are used",
    8 "st_rdev" "which device it is, if it is one"
];

const ROWS: [GetSet; 16] = {
    let mut all = [const { GetSet { ..ITEMS[0] } }; 16];
    let mut at = 0;
    while at < 16 {
        all[at] = if at < 7 { GetSet { ..ITEMS[at] } } else { GetSet { ..TIMES[at - 7] } };
        at += 1;
    }
    all
};

pub(super) static STAT_RESULT: TypeSpec = TypeSpec {
    name: "os.stat_result",
    base: Some(&TUPLE),
    doc: "What stat() tells of a file: a tuple of ten numbers, and more as attributes.",
    slots: Slots { new: Some(new), ..struct_sequence::CLOSED },
    methods: struct_sequence::METHODS,
    getset: &ROWS,
    flags: type_flag::SEQUENCE | type_flag::EXTENDED | type_flag::DERIVED,
    hidden_slots: 1,
    ..TypeSpec::NONE
};

pub(super) fn stat(vm: &Vm, path: &Value, folder: Folder, follow_symlinks: bool) -> PyResult {
    let target = target(vm, "stat", "path", path, Also::Descriptor)?;
    target.only_paths(vm, "stat", follow_symlinks, folder)?;
    match vm.host.system().status(target.place(follow_symlinks, folder)) {
        Ok(status) => Ok(result(vm, &status)),
        Err(error) => Err(target.error(vm, &error)),
    }
}

pub(super) fn lstat(vm: &Vm, path: &Value, folder: Folder) -> PyResult {
    let target = target(vm, "lstat", "path", path, Also::Nothing)?;
    match vm.host.system().status(target.place(false, folder)) {
        Ok(status) => Ok(result(vm, &status)),
        Err(error) => Err(target.error(vm, &error)),
    }
}

pub(super) fn fstat(vm: &Vm, fd: &Value) -> PyResult {
    match vm.host.system().status(Place::Open(descriptor(vm, fd)?)) {
        Ok(status) => Ok(result(vm, &status)),
        Err(error) => Err(host_error(vm, &error, None)),
    }
}
