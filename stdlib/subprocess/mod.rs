//! subprocess: other programs as children, from Python source. What starts them and hears of their end
//! is shared with asyncio.

use std::os::fd::RawFd;

use taipan_engine::aio::os_failure;
use taipan_engine::funcs;
use taipan_engine::host::{Interest, Waited};
use taipan_engine::object::slots::PyResult;
use taipan_engine::object::value::Value;
use taipan_engine::object::vm::Vm;
use taipan_engine::types::module::ModuleSpec;

use crate::asyncio::processes;
use crate::duration::nanoseconds;

/// The return code of a child that has ended; None before. 0 if somebody else has asked.
fn reap(vm: &Vm, pid: i64) -> PyResult {
    match vm.host.processes().reap(pid as i32) {
        Ok(code) => Ok(code.map_or(Value::NONE, |code| vm.int(i64::from(code)))),
        Err(_) => Ok(vm.int(0)),
    }
}

/// Waits for the end of a child, by the descriptor that hears of it. False if the time was over first.
/// Signals are seen to, and may raise.
fn wait(vm: &Vm, ended: i64, timeout: &Value) -> PyResult<bool> {
    let deadline = match timeout.is_none() {
        true => None,
        false => {
            let length = nanoseconds(vm, timeout, 1_000_000_000)?;
            Some(u64::try_from(length).map_or(0, |length| vm.deadline_in(length)))
        }
    };
    loop {
        match vm.wait_for(ended as RawFd, Interest::Read, deadline) {
            Waited::Ready => return Ok(true),
            Waited::Deadline => return Ok(false),
            Waited::Interrupted => vm.handle_breaker()?,
            Waited::Never => {
                return Err(os_failure(vm, &std::io::ErrorKind::WouldBlock.into()));
            }
        }
    }
}

pub(crate) static NATIVE: ModuleSpec = ModuleSpec {
    name: "_processes",
    doc: "Starting programs and hearing of their end.",
    funcs: funcs![
        "spawn" = processes::spawn, "(args, stdin, stdout, stderr, options, /)", "The number of a new process, and a descriptor that becomes readable at its end.";
        reap "(pid, /)" "The return code of a child that has ended.";
        wait "(ended, timeout, /)" "Waits for the end of a child; whether it came in time.";
    ],
    ..ModuleSpec::NONE
};

pub(crate) static SUBPROCESS: ModuleSpec = ModuleSpec {
    name: "subprocess",
    doc: "Other programs as child processes: their input, output and end.",
    python: Some(frozen!("subprocess/subprocess.py")),
    ..ModuleSpec::NONE
};
