//! The tasks of a program that runs, for whoever asks from outside with a signal. Changes nothing and
//! runs no Python code.

use std::fmt::Write;

use super::graph::{Graph, belongs_to, tasks};
use super::{text, write};
use crate::object::dict::DictObject;
use crate::object::frame_object::FrameObject;
use crate::object::thread::ThreadId;
use crate::object::value::Value;
use crate::object::vm::Vm;
use crate::types::module::ModuleObject;

/// Writes down the tasks of every loop, and where the threads stand.
pub fn dump(vm: &Vm) {
    let mut all = tasks(vm);
    let mut report = format!("{} tasks\n", all.len());
    if all.len() == 1 {
        report = "1 task\n".to_owned();
    }
    let loops = running_loops(vm);
    for (thread, this) in &loops {
        let (own, rest): (Vec<Value>, Vec<Value>) =
            all.into_iter().partition(|task| belongs_to(task, this));
        all = rest;
        let _ = writeln!(report, "Event loop of {}:", thread_name(vm, *thread));
        if own.is_empty() {
            report.push_str("  no tasks\n");
        }
        report.push_str(&Graph::of_tasks(vm, own).tree(vm));
    }
    if !all.is_empty() {
        report.push_str("Of event loops that do not run:\n");
        report.push_str(&Graph::of_tasks(vm, all).tree(vm));
    }
    for (thread, place) in places(vm) {
        let _ = writeln!(report, "{} is at {place}", text::capitalized(&thread_name(vm, thread)));
    }
    write(vm, report.trim_end());
}

/// The tasks of a loop, each below one that waits for it; nothing for a loop without tasks.
pub fn tasks_of(vm: &Vm, this: &Value) -> String {
    let mut own = tasks(vm);
    own.retain(|task| belongs_to(task, this));
    Graph::of_tasks(vm, own).tree(vm)
}

/// The loops that run, and in which thread each does.
fn running_loops(vm: &Vm) -> Vec<(ThreadId, Value)> {
    let mut loops = Vec::new();
    vm.threads.for_each(|thread| {
        let own = thread.id == vm.thread_id();
        let running = if own { &vm.local.running_loop } else { &thread.local.running_loop };
        loops.extend(running.bound().map(|this| (thread.id, this)));
    });
    loops
}

/// Where the threads stand, those that wait in a loop left out.
fn places(vm: &Vm) -> Vec<(ThreadId, String)> {
    let place = |frame: &Value| {
        let object = frame.get::<FrameObject>()?;
        let code = object.code_object()?;
        let line = vm.frame_line(object);
        Some(format!("{}:{line}, in {}", code.code.filename, code.code.qualname))
    };
    let frames = vm.frames_of_threads();
    frames.into_iter().filter_map(|(thread, frame)| Some((thread, place(&frame)?))).collect()
}

/// What the program calls a thread, as the module `threading` knows it.
fn thread_name(vm: &Vm, thread: ThreadId) -> String {
    if thread == vm.threads.main() {
        return "the main thread".to_owned();
    }
    let name = || {
        let ident = vm.int(i64::try_from(vm.ident_of(thread)?).ok()?);
        let threading = vm.loaded_module("threading")?;
        let all = threading.get::<ModuleObject>()?.dict.clone();
        let all = all.get::<DictObject>()?.get_interned(&vm.intern("_active"))?;
        let object = all.get::<DictObject>()?.get(vm, &ident).ok()??;
        let name = vm.instance_attr(object.header()?, &vm.intern("_name"))?;
        Some(format!("thread {:?}", name.to_text()))
    };
    name().unwrap_or_else(|| "another thread".to_owned())
}
