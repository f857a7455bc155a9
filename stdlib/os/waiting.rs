//! Hearing of the end of children, and what is in a status.

use taipan_engine::host::posix::Usage;
use taipan_engine::object::slots::PyResult;
use taipan_engine::object::types::TypeSpec;
use taipan_engine::object::value::Value;
use taipan_engine::object::vm::Vm;

use super::files::uninterrupted;
use super::number_argument::{Int, c_int};
use super::process::sequence;

pub(super) static WAITID_RESULT: TypeSpec = sequence(
    "posix.waitid_result",
    "waitid_result: Result from waitid.",
    taipan_engine::struct_fields![
        0 "si_pid" "the child's number",
        1 "si_uid" "on whose behalf it ran",
        2 "si_signo" "the signal for such news",
        3 "si_status" "its exit code, or the signal",
        4 "si_code" "what happened",
    ],
);

fn pair(vm: &Vm, process: i32, status: i32) -> Vec<Value> {
    vec![vm.int(process.into()), vm.int(status.into())]
}

pub(super) fn waitpid(vm: &Vm, process: Int, options: Int) -> PyResult {
    let host = &*vm.host;
    let (found, status) = uninterrupted(vm, || {
        vm.allow_threads(|| host.posix().wait_for_child(process.0, options.0))
    })?;
    Ok(vm.tuple(pair(vm, found, status)))
}

pub(super) fn wait(vm: &Vm) -> PyResult {
    waitpid(vm, Int(-1), Int(0))
}

/// The result with the module `resource`'s idea of what was used.
fn with_usage(vm: &Vm, process: i32, options: i32) -> PyResult {
    let host = &*vm.host;
    let (found, status, usage): (i32, i32, Usage) =
        uninterrupted(vm, || vm.allow_threads(|| host.posix().wait_for_usage(process, options)))?;
    let mut items = pair(vm, found, status);
    items.push(crate::resource::usage(vm, &usage));
    Ok(vm.tuple(items))
}

pub(super) fn wait3(vm: &Vm, options: Int) -> PyResult {
    with_usage(vm, -1, options.0)
}

pub(super) fn wait4(vm: &Vm, process: Int, options: Int) -> PyResult {
    with_usage(vm, process.0, options.0)
}

pub(super) fn waitid(vm: &Vm, kind: Int, id: Int, options: Int) -> PyResult {
    let host = &*vm.host;
    let found = uninterrupted(vm, || {
        vm.allow_threads(|| host.posix().wait_for_id(kind.0 as u32, id.0 as u32, options.0))
    })?;
    let Some(found) = found else { return Ok(Value::NONE) };
    let user = vm.int(found.user.into());
    let mut items = vec![vm.int(found.process.into()), user];
    items.extend([found.signal, found.status, found.code].map(|number| vm.int(number.into())));
    Ok(vm.tuple_of_type(&vm.ty(&WAITID_RESULT), items))
}

// ---- what a status says -------------------------------------------------------------------------

/// A status, whose messages say what C's conversion would.
fn status(vm: &Vm, value: &Value) -> PyResult<i32> {
    match vm.index_i64(value).map(i32::try_from) {
        Ok(Ok(status)) => Ok(status),
        Ok(Err(_)) => Err(vm.overflow_error("Python int too large to convert to C int")),
        Err(raised) => Err(raised),
    }
}

macro_rules! statuses {
    ($($name:ident $result:ty = $call:path;)*) => {
        $(pub(super) fn $name(vm: &Vm, value: &Value) -> PyResult<$result> {
            Ok($call(status(vm, value)?).into())
        })*
    };
}

statuses! {
    was_exited bool = libc::WIFEXITED;
    exit_status i64 = libc::WEXITSTATUS;
    was_signaled bool = libc::WIFSIGNALED;
    ending_signal i64 = libc::WTERMSIG;
    was_stopped bool = libc::WIFSTOPPED;
    stopping_signal i64 = libc::WSTOPSIG;
    was_continued bool = libc::WIFCONTINUED;
    dumped_core bool = libc::WCOREDUMP;
}

pub(super) fn exit_code(vm: &Vm, value: &Value) -> PyResult<i64> {
    let status = c_int(vm, value)?;
    if libc::WIFEXITED(status) {
        return Ok(libc::WEXITSTATUS(status).into());
    }
    if libc::WIFSIGNALED(status) {
        return Ok((-libc::WTERMSIG(status)).into());
    }
    let text = if libc::WIFSTOPPED(status) {
        format!("process stopped by delivery of signal {}", libc::WSTOPSIG(status))
    } else {
        format!("invalid wait status: {status}")
    };
    Err(vm.value_error(text))
}
