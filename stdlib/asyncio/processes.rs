//! What the Python sources need to start processes and to hear of their end.

use taipan_engine::aio::os_failure;
use taipan_engine::host::child::{Program, Target};
use taipan_engine::object::dict::DictObject;
use taipan_engine::object::slots::{PyResult, Raised};
use taipan_engine::object::value::Value;
use taipan_engine::object::vm::Vm;
use taipan_engine::types::bytes::Buffer;

/// A str, bytes or path as bytes.
fn path_bytes(vm: &Vm, value: &Value) -> PyResult<Vec<u8>> {
    if let Some(text) = value.as_str() {
        return no_zero(vm, text.as_bytes().to_vec());
    }
    if vm.class(value).name() == "bytes"
        && let Some(bytes) = Buffer::of(vm, value)
    {
        return no_zero(vm, bytes.to_vec());
    }
    if let Some(method) = vm.special(value, &vm.intern("__fspath__"))? {
        return path_bytes(vm, &vm.call(&method, &[])?);
    }
    let class = vm.class(value).full_name();
    Err(vm.type_error(format!("expected str, bytes or os.PathLike object, not {class}")))
}

fn no_zero(vm: &Vm, bytes: Vec<u8>) -> PyResult<Vec<u8>> {
    if bytes.contains(&0) { Err(vm.value_error("embedded null byte")) } else { Ok(bytes) }
}

fn target(vm: &Vm, value: &Value) -> PyResult<Target> {
    if value.is_none() {
        return Ok(Target::Inherit);
    }
    Ok(match i32::try_from(vm.index_i64(value)?).unwrap_or(-1) {
        fd if fd >= 0 => Target::Descriptor(fd),
        _ => Target::Null,
    })
}

/// `_spawn(args, stdin, stdout, stderr, options)`: the number of the process, and a descriptor that
/// becomes readable at its end. A stream is None, a descriptor, or below zero for none at all.
pub(crate) fn spawn(
    vm: &Vm,
    args: &Value,
    stdin: &Value,
    stdout: &Value,
    stderr: &Value,
    options: &Value,
) -> PyResult {
    let option = |name: &str| {
        let found = options.get::<DictObject>().and_then(|d| d.get_interned(&vm.intern(name)));
        found.filter(|v| !v.is_none())
    };
    let bytes = |value: Option<Value>| value.map(|v| path_bytes(vm, &v)).transpose();
    let arguments: PyResult<Vec<Vec<u8>>> =
        vm.to_vec(args)?.iter().map(|a| path_bytes(vm, a)).collect();
    let keep = option("pass_fds").map(|fds| vm.to_vec(&fds)).transpose()?.unwrap_or_default();
    let keep: PyResult<Vec<i32>> = keep.iter().map(|fd| Ok(vm.index_i64(fd)? as i32)).collect();
    let session = option("start_new_session").map(|v| vm.truth(&v)).transpose()?;
    let terminal = option("own_terminal").map(|v| vm.truth(&v)).transpose()?;
    let group = option("process_group").map(|v| vm.index_i64(&v)).transpose()?;
    let program = Program {
        arguments: arguments?,
        executable: bytes(option("executable"))?,
        environment: option("env").map(|env| environment(vm, &env)).transpose()?,
        folder: bytes(option("cwd"))?,
        stdin: target(vm, stdin)?,
        stdout: target(vm, stdout)?,
        stderr: target(vm, stderr)?,
        new_session: session.unwrap_or(false),
        own_terminal: terminal.unwrap_or(false),
        process_group: group.and_then(|g| i32::try_from(g).ok()).filter(|g| *g >= 0),
        keep: keep?,
    };
    if program.arguments.is_empty() {
        return Err(vm.index_error("list index out of range"));
    }
    match vm.host.processes().start(&program) {
        Ok(child) => {
            let int = |n: i32| vm.int(i64::from(n));
            Ok(vm.tuple(vec![int(child.pid), int(child.ended)]))
        }
        Err(error) => Err(failure(vm, &program, args, option("cwd"), &error)),
    }
}

fn environment(vm: &Vm, env: &Value) -> PyResult<Vec<(Vec<u8>, Vec<u8>)>> {
    let mut all = Vec::new();
    for key in vm.to_vec(env)? {
        let value = vm.getitem(env, &key)?;
        let name = path_bytes(vm, &key)?;
        if name.contains(&b'=') {
            return Err(vm.value_error("illegal environment variable name"));
        }
        all.push((name, path_bytes(vm, &value)?));
    }
    Ok(all)
}

/// The error names the folder if it is to blame, else the program.
fn failure(
    vm: &Vm,
    program: &Program,
    args: &Value,
    cwd: Option<Value>,
    error: &std::io::Error,
) -> Raised {
    let Some(number) = error.raw_os_error() else { return os_failure(vm, error) };
    let missing_folder = program.folder.as_ref().is_some_and(|f| vm.host.net().inode(f).is_err());
    let first = || vm.to_vec(args).ok().and_then(|all| all.first().cloned());
    let name = if missing_folder { cwd } else { first() };
    vm.os_error(number, &taipan_engine::host::net::error_text(number), name.as_ref())
}

/// The return code of a child that has ended; None before. 255 if somebody else has asked.
pub(super) fn reap(vm: &Vm, pid: i64) -> PyResult {
    match vm.host.processes().reap(pid as i32) {
        Ok(code) => Ok(code.map_or(Value::NONE, |c| vm.int(i64::from(c)))),
        Err(_) => Ok(vm.int(255)),
    }
}

pub(super) fn signal_process(vm: &Vm, pid: i64, signal: i64) -> PyResult<()> {
    let sent = vm.host.processes().signal(pid as i32, signal as i32);
    sent.map_err(|e| os_failure(vm, &e))
}

/// A pipe: two descriptors.
pub(super) fn pipe(vm: &Vm) -> PyResult {
    let (read, write) = vm.host.net().pipe().map_err(|e| os_failure(vm, &e))?;
    Ok(vm.tuple(vec![vm.int(i64::from(read)), vm.int(i64::from(write))]))
}

pub(super) fn close(vm: &Vm, fd: i64) -> PyResult<()> {
    vm.host.net().close(fd as i32).map_err(|e| os_failure(vm, &e))
}
