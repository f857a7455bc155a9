//! pwd and grp: the users and groups that the system knows.

use std::ffi::OsStr;
use std::os::unix::ffi::OsStrExt;

use taipan_engine::funcs;
use taipan_engine::host::posix::{GroupEntry, UserEntry};
use taipan_engine::object::native::GetSet;
use taipan_engine::object::slots::{PyResult, Raised};
use taipan_engine::object::types::{TypeSpec, type_flag};
use taipan_engine::object::value::Value;
use taipan_engine::object::vm::Vm;
use taipan_engine::types::exception::{KEY_ERROR, OVERFLOW_ERROR};
use taipan_engine::types::io::host_error;
use taipan_engine::types::module::ModuleSpec;
use taipan_engine::types::struct_sequence;
use taipan_engine::types::tuple::TUPLE;

use crate::os::number_argument::identity;
use crate::os::path_argument::shown_text;

const fn entry(name: &'static str, doc: &'static str, rows: &'static [GetSet]) -> TypeSpec {
    TypeSpec {
        name,
        base: Some(&TUPLE),
        doc,
        slots: struct_sequence::OPEN,
        methods: struct_sequence::METHODS,
        getset: rows,
        flags: type_flag::SEQUENCE | type_flag::DERIVED,
        ..TypeSpec::NONE
    }
}

static PASSWD: TypeSpec = entry(
    "pwd.struct_passwd",
    "A user that the system knows.",
    taipan_engine::struct_fields![
        0 "pw_name" "the name to log in with",
        1 "pw_passwd" "the password, or where it is",
        2 "pw_uid" "the user's number",
        3 "pw_gid" "the number of the user's group",
        4 "pw_gecos" "whom it stands for",
        5 "pw_dir" "the home folder",
        6 "pw_shell" "the program that begins with a session",
    ],
);

static GROUP: TypeSpec = entry(
    "grp.struct_group",
    "A group of users that the system knows.",
    taipan_engine::struct_fields![
        0 "gr_name" "the group's name",
        1 "gr_passwd" "the password, or where it is",
        2 "gr_gid" "the group's number",
        3 "gr_mem" "the names of the users in it",
    ],
);

fn shown(vm: &Vm, text: &[u8]) -> Value {
    shown_text(vm, OsStr::from_bytes(text), false)
}

fn user(vm: &Vm, entry: &UserEntry) -> Value {
    let items = vec![
        shown(vm, &entry.name),
        shown(vm, &entry.password),
        vm.int(entry.user.into()),
        vm.int(entry.group.into()),
        shown(vm, &entry.person),
        shown(vm, &entry.folder),
        shown(vm, &entry.shell),
    ];
    vm.tuple_of_type(&vm.ty(&PASSWD), items)
}

fn group(vm: &Vm, entry: &GroupEntry) -> Value {
    let members = entry.members.iter().map(|name| shown(vm, name)).collect();
    let items = vec![
        shown(vm, &entry.name),
        shown(vm, &entry.password),
        vm.int(entry.group.into()),
        vm.new_list(members),
    ];
    vm.tuple_of_type(&vm.ty(&GROUP), items)
}

fn users(vm: &Vm) -> PyResult<Vec<UserEntry>> {
    vm.host.posix().all_users().map_err(|error| host_error(vm, &error, None))
}

fn groups(vm: &Vm) -> PyResult<Vec<GroupEntry>> {
    vm.host.posix().all_groups().map_err(|error| host_error(vm, &error, None))
}

#[cold]
fn missing(vm: &Vm, text: String) -> Raised {
    vm.raise(&KEY_ERROR, text)
}

/// A number of a user or group, and how errors show it.
fn number(vm: &Vm, value: &Value, what: &str) -> PyResult<(u32, String)> {
    let number = identity(vm, value, what)?;
    let shown = if number == u32::MAX { "-1".to_owned() } else { number.to_string() };
    Ok((number, shown))
}

fn name<'a>(vm: &Vm, function: &str, value: &'a Value) -> PyResult<&'a str> {
    let Some(name) = value.as_str() else {
        let class = vm.class(value).name();
        return Err(vm.type_error(format!("{function} must be str, not {class}")));
    };
    match name.contains('\0') {
        true => Err(vm.value_error("embedded null byte")),
        false => Ok(name),
    }
}

fn getpwuid(vm: &Vm, value: &Value) -> PyResult {
    let (number, shown) = match number(vm, value, "uid") {
        Err(raised) if vm.is_exception(&raised.0, &OVERFLOW_ERROR) => {
            return Err(missing(vm, "getpwuid(): uid not found".to_owned()));
        }
        number => number?,
    };
    match users(vm)?.iter().find(|entry| entry.user == number) {
        Some(entry) => Ok(user(vm, entry)),
        None => Err(missing(vm, format!("getpwuid(): uid not found: {shown}"))),
    }
}

fn getpwnam(vm: &Vm, value: &Value) -> PyResult {
    let name = name(vm, "getpwnam() argument", value)?;
    match users(vm)?.iter().find(|entry| entry.name == name.as_bytes()) {
        Some(entry) => Ok(user(vm, entry)),
        None => {
            let name = vm.repr_text(value)?;
            Err(missing(vm, format!("getpwnam(): name not found: {name}")))
        }
    }
}

fn getpwall(vm: &Vm) -> PyResult {
    Ok(vm.new_list(users(vm)?.iter().map(|entry| user(vm, entry)).collect()))
}

fn getgrgid(vm: &Vm, value: &Value) -> PyResult {
    let (number, shown) = number(vm, value, "gid")?;
    match groups(vm)?.iter().find(|entry| entry.group == number) {
        Some(entry) => Ok(group(vm, entry)),
        None => Err(missing(vm, format!("getgrgid(): gid not found: {shown}"))),
    }
}

fn getgrnam(vm: &Vm, value: &Value) -> PyResult {
    let name = name(vm, "getgrnam() argument 1", value)?;
    match groups(vm)?.iter().find(|entry| entry.name == name.as_bytes()) {
        Some(entry) => Ok(group(vm, entry)),
        None => {
            let name = vm.repr_text(value)?;
            Err(missing(vm, format!("getgrnam(): name not found: {name}")))
        }
    }
}

fn getgrall(vm: &Vm) -> PyResult {
    Ok(vm.new_list(groups(vm)?.iter().map(|entry| group(vm, entry)).collect()))
}

pub(crate) static PWD: ModuleSpec = ModuleSpec {
    name: "pwd",
    doc: "The users that the system knows.",
    funcs: funcs![
        getpwuid "(uidobj, /)" "The user with that number.";
        getpwnam "(name, /)" "The user with that name.";
        getpwall "()" "All users.";
    ],
    types: &[&PASSWD],
    ..ModuleSpec::NONE
};

pub(crate) static GRP: ModuleSpec = ModuleSpec {
    name: "grp",
    doc: "The groups of users that the system knows.",
    funcs: funcs![
        getgrgid "(id)" "The group with that number.";
        getgrnam "(name)" "The group with that name.";
        getgrall "()" "All groups.";
    ],
    types: &[&GROUP],
    ..ModuleSpec::NONE
};
