//! What an event loop does, line by line, for `--trace loop`. Reached only while that is asked for.

use super::debugging::Subject;
use super::event_loop::EventLoop;
use super::hang::facts;
use super::ready::Ready;
use crate::object::value::Value;
use crate::object::vm::Vm;

fn line(vm: &Vm, event_loop: &EventLoop, text: &str) {
    let now = vm.host.monotonic();
    let began = vm.shows.began.get().unwrap_or(now);
    vm.shows.began.set(Some(began));
    let (seconds, turn) = ((now - began) as f64 * 1e-9, event_loop.turn_number());
    vm.show("loop", &format!("{seconds:.6} s, turn {turn}: {text}"));
}

/// The loop is about to wait.
#[cold]
pub(super) fn waits(vm: &Vm, event_loop: &EventLoop, deadline: Option<u64>) {
    let text = match deadline {
        Some(at) => {
            let left = at.saturating_sub(vm.host.monotonic()) as f64 * 1e-9;
            format!("polls for {left:.6} s, until the next timer")
        }
        None => "polls until something comes".to_owned(),
    };
    line(vm, event_loop, &text);
}

/// A timer is due.
#[cold]
pub(super) fn timer(vm: &Vm, event_loop: &EventLoop, due: &Ready) {
    line(vm, event_loop, &format!("timer: {}", what(vm, due)));
}

/// Something is about to run.
#[cold]
pub(super) fn runs(vm: &Vm, event_loop: &EventLoop, next: &Ready) {
    line(vm, event_loop, &what(vm, next));
}

fn what(vm: &Vm, ready: &Ready) -> String {
    match ready {
        Ready::Task(task) => format!("step of {}", task_text(vm, task)),
        Ready::Handle(_) | Ready::Callback(_) => {
            let text = Subject::of(ready).text(vm).unwrap_or_default();
            format!("callback {text}")
        }
        Ready::Resolve(_) => "the end of a sleep".to_owned(),
        Ready::Step(..) => "a transport begins or ends".to_owned(),
        Ready::Accepted(_) => "a connection has come in".to_owned(),
        Ready::Io(..) => "a descriptor is ready".to_owned(),
        Ready::Settle(_) => "the outcome of a call in a thread".to_owned(),
        Ready::Native(_) => "a callback of asyncio's own".to_owned(),
    }
}

fn task_text(vm: &Vm, task: &Value) -> String {
    let Some(task) = facts::task_facts(vm, task) else { return "a task".to_owned() };
    let at = match task.at {
        Some(spot) => format!(" at {}:{}", spot.file, spot.place.line),
        None => String::new(),
    };
    format!("{}, {}(){at}", task.name, task.coroutine)
}
