//! Programs in place of this one or beside it.

use taipan_engine::host::posix::{FileAction, Spawn};
use taipan_engine::object::dict::DictObject;
use taipan_engine::object::slots::PyResult;
use taipan_engine::object::value::Value;
use taipan_engine::object::vm::Vm;
use taipan_engine::types::list::ListObject;

use super::number_argument::{Folder, c_int, is_sequence, system_text};
use super::path_argument::{Also, Target, target};
use super::{answer, scheduling};

/// How messages begin that are about an argument of a function.
struct Names {
    not_a_list: &'static str,
    empty: &'static str,
    first_empty: &'static str,
}

const EXECV: Names = Names {
    not_a_list: "execv() arg 2 must be a tuple or list",
    empty: "execv() arg 2 must not be empty",
    first_empty: "execv() arg 2 first element cannot be empty",
};

const EXECVE: Names = Names {
    not_a_list: "execve: argv must be a tuple or list",
    empty: "execve: argv must not be empty",
    first_empty: "execve: argv first element cannot be empty",
};

const POSIX_SPAWN: Names = Names {
    not_a_list: "posix_spawn: argv must be a tuple or list",
    empty: "posix_spawn: argv must not be empty",
    first_empty: "posix_spawn: argv first element cannot be empty",
};

/// The arguments of a program, its name first.
fn arguments(vm: &Vm, given: &Value, names: &Names) -> PyResult<Vec<Vec<u8>>> {
    if given.as_tuple().is_none() && given.get::<ListObject>().is_none() {
        return Err(vm.type_error(names.not_a_list));
    }
    let items = vm.to_vec(given)?;
    if items.is_empty() {
        return Err(vm.value_error(names.empty));
    }
    let all: Vec<_> = items.iter().map(|item| system_text(vm, item)).collect::<PyResult<_>>()?;
    if all.first().is_some_and(Vec::is_empty) {
        return Err(vm.value_error(names.first_empty));
    }
    Ok(all)
}

fn is_sequence_or_mapping(vm: &Vm, value: &Value) -> bool {
    vm.class(value).slots.getitem.get().is_some()
}

/// An environment as the system takes it.
fn environment(vm: &Vm, given: &Value, not_a_mapping: &str) -> PyResult<Vec<Vec<u8>>> {
    if !is_sequence_or_mapping(vm, given) || vm.getattr_opt(given, &vm.intern("keys"))?.is_none() {
        return Err(vm.type_error(not_a_mapping));
    }
    let parts = |name: &str| {
        let part = vm.call_method(given, &vm.intern(name), &[])?;
        vm.to_vec(&part)
    };
    let (keys, values) = (parts("keys")?, parts("values")?);
    let mut all = Vec::with_capacity(keys.len());
    for (key, value) in keys.iter().zip(&values) {
        let (mut entry, value) = (system_text(vm, key)?, system_text(vm, value)?);
        if entry.is_empty() || entry.contains(&b'=') {
            return Err(vm.value_error("illegal environment variable name"));
        }
        entry.push(b'=');
        entry.extend(value);
        all.push(entry);
    }
    Ok(all)
}

pub(super) fn execv(vm: &Vm, path: &Value, argv: &Value) -> PyResult<()> {
    let target = target(vm, "execv", "path", path, Also::Nothing)?;
    let arguments = arguments(vm, argv, &EXECV)?;
    let place = target.place(true, Folder(None));
    answer(vm, vm.host.posix().execute(place, &arguments, None))
}

pub(super) fn execve(vm: &Vm, path: &Value, argv: &Value, env: &Value) -> PyResult<()> {
    let target = target(vm, "execve", "path", path, Also::Descriptor)?;
    let arguments = arguments(vm, argv, &EXECVE)?;
    let environment = environment(vm, env, "execve: environment must be a mapping object")?;
    let place = target.place(true, Folder(None));
    let done = vm.host.posix().execute(place, &arguments, Some(&environment));
    done.map_err(|error| target.error(vm, &error))
}

pub(super) fn system(vm: &Vm, command: &Value) -> PyResult<i64> {
    let (host, command) = (&*vm.host, system_text(vm, command)?);
    answer(vm, vm.allow_threads(|| host.posix().run_shell(&command))).map(i64::from)
}

// ---- posix_spawn --------------------------------------------------------------------------------

/// What `file_actions` may contain, by the number that comes first.
fn file_action(vm: &Vm, given: &Value) -> PyResult<FileAction> {
    let Some([kind, rest @ ..]) = given.as_tuple() else {
        return Err(vm.type_error("Each file_actions element must be a non-empty tuple"));
    };
    let wrong = |name: &str, count: usize| {
        vm.type_error(format!("A {name} file_action tuple must have {count} elements"))
    };
    match c_int(vm, kind)? {
        0 => match rest {
            [fd, path, flags, mode] => Ok(FileAction::Open {
                fd: c_int(vm, fd)?,
                path: system_text(vm, path)?,
                flags: c_int(vm, flags)?,
                mode: vm.index_i64(mode)? as u32,
            }),
            _ => Err(wrong("open", 5)),
        },
        1 => match rest {
            [fd] => Ok(FileAction::Close(c_int(vm, fd)?)),
            _ => Err(wrong("close", 2)),
        },
        2 => match rest {
            [fd, to] => Ok(FileAction::Duplicate { fd: c_int(vm, fd)?, to: c_int(vm, to)? }),
            _ => Err(wrong("dup2", 3)),
        },
        3 => match rest {
            [fd] => Ok(FileAction::CloseFrom(c_int(vm, fd)?)),
            _ => Err(wrong("closefrom", 2)),
        },
        _ => Err(vm.type_error("Unknown file_actions identifier")),
    }
}

/// The numbers of signals in a collection.
fn signals(vm: &Vm, given: &Value) -> PyResult<Vec<i32>> {
    let mut all = Vec::new();
    for signal in vm.to_vec(given)? {
        let number = c_int(vm, &signal)?;
        if !(1..=64).contains(&number) {
            let text = format!("signal number {number} out of range [1; 64]");
            return Err(vm.value_error(text));
        }
        all.push(number);
    }
    Ok(all)
}

/// Keyword arguments of both functions.
fn option(vm: &Vm, function: &str, spawn: &mut Spawn, name: &str, value: &Value) -> PyResult<()> {
    match name {
        "file_actions" if value.is_none() => {}
        "file_actions" if !is_sequence(vm, value) => {
            return Err(vm.type_error("file_actions must be a sequence or None"));
        }
        "file_actions" => {
            let all = vm.to_vec(value)?;
            spawn.actions = all.iter().map(|one| file_action(vm, one)).collect::<PyResult<_>>()?;
        }
        "setpgroup" => spawn.process_group = Some(c_int(vm, value)?),
        "resetids" => spawn.reset_ids = vm.truth(value)?,
        "setsid" => spawn.new_session = vm.truth(value)?,
        "setsigmask" => spawn.blocked_signals = Some(signals(vm, value)?),
        "setsigdef" => spawn.default_signals = Some(signals(vm, value)?),
        "scheduler" => {
            let Some([policy, parameters]) = value.as_tuple() else {
                return Err(vm.type_error("A scheduler tuple must have two elements"));
            };
            let policy = if policy.is_none() { None } else { Some(c_int(vm, policy)?) };
            spawn.scheduler = Some((policy, scheduling::priority_of(vm, parameters)?));
        }
        _ => {
            let text = format!("{function}() got an unexpected keyword argument '{name}'");
            return Err(vm.type_error(text));
        }
    }
    Ok(())
}

fn spawn(
    vm: &Vm,
    function: &str,
    target: &Target,
    (argv, env): (&Value, &Value),
    options: &Value,
) -> PyResult<i64> {
    use std::os::unix::ffi::OsStrExt;
    let arguments = arguments(vm, argv, &POSIX_SPAWN)?;
    let wrong = "posix_spawn: environment must be a mapping object or None";
    let environment = if env.is_none() { None } else { Some(environment(vm, env, wrong)?) };
    let mut spawn = Spawn {
        path: target.path.as_os_str().as_bytes().to_vec(),
        search: function == "posix_spawnp",
        arguments,
        environment,
        actions: Vec::new(),
        process_group: None,
        reset_ids: false,
        new_session: false,
        blocked_signals: None,
        default_signals: None,
        scheduler: None,
    };
    let options = options.get::<DictObject>().map_or_else(Vec::new, DictObject::pairs);
    for (name, value) in options {
        option(vm, function, &mut spawn, &name.to_text(), &value)?;
    }
    let process = vm.host.posix().spawn(&spawn);
    process.map(i64::from).map_err(|error| target.error(vm, &error))
}

pub(super) fn posix_spawn(
    vm: &Vm,
    path: &Value,
    argv: &Value,
    env: &Value,
    options: &Value,
) -> PyResult<i64> {
    let target = target(vm, "posix_spawn", "path", path, Also::Nothing)?;
    spawn(vm, "posix_spawn", &target, (argv, env), options)
}

pub(super) fn posix_spawnp(
    vm: &Vm,
    path: &Value,
    argv: &Value,
    env: &Value,
    options: &Value,
) -> PyResult<i64> {
    let target = target(vm, "posix_spawnp", "path", path, Also::Nothing)?;
    spawn(vm, "posix_spawnp", &target, (argv, env), options)
}
