//! A selector that a program has given a loop: what the loop then waits with. It has the callbacks of
//! descriptors; all else stays with the loop's poller, whose own descriptor the selector watches.

use super::delegated::delegate;
use super::event_loop::EventLoop;
use super::io::{self, Direction};
use super::ready::Ready;
use super::{handle, loop_of, os_failure};
use crate::object::native::{Args, Signature};
use crate::object::slots::PyResult;
use crate::object::value::Value;
use crate::object::vm::Vm;

/// Calls the Python source that sees to such loops.
fn ask(vm: &Vm, this: &Value, name: &str, args: &[Value]) -> PyResult {
    let source = ("asyncio.selector_events", "_SelectorMethods");
    delegate(vm, this, source, name, args)
}

/// `SelectorEventLoop(selector)`
pub(super) fn init(vm: &Vm, this: &Value, args: Args) -> PyResult<()> {
    let bound =
        Signature::parse("(selector=None)").bind(vm, "BaseSelectorEventLoop.__init__", args)?;
    match bound.first() {
        Some(selector) if !selector.is_none() && !selector.is_unbound() => {
            loop_of(vm, this)?.adopted.set(true);
            ask(vm, this, "_adopt", std::slice::from_ref(selector)).map(drop)
        }
        _ => Ok(()),
    }
}

pub(super) fn get(vm: &Vm, this: &Value) -> PyResult {
    Ok(loop_of(vm, this)?.selector.bound().unwrap_or(Value::NONE))
}

pub(super) fn set(vm: &Vm, this: &Value, value: Option<&Value>) -> PyResult<()> {
    let value = value.filter(|v| !v.is_none()).cloned();
    loop_of(vm, this)?.selector.set(value.unwrap_or(Value::UNBOUND));
    Ok(())
}

/// Waits with the selector, seconds at most (`None`: for ever), and queues what it has found.
pub(super) fn select(vm: &Vm, this: &Value, selector: &Value, left: Option<f64>) -> PyResult<()> {
    let left = left.map_or(Value::NONE, |seconds| match seconds {
        0.0 => Value::int_unchecked(0),
        seconds => vm.float(seconds),
    });
    let found = vm.call_method(selector, &vm.intern("select"), &[left])?;
    vm.call_method(this, &vm.intern("_process_events"), &[found]).map(drop)
}

/// The descriptor of the loop's poller.
pub fn poller(vm: &Vm, this: &Value) -> PyResult<i64> {
    let poller = loop_of(vm, this)?.io.poller(vm)?;
    poller.descriptor().map(i64::from).map_err(|e| os_failure(vm, &e))
}

/// Gives the selector back when the loop is closed.
pub(super) fn give_up(vm: &Vm, this: &Value, event_loop: &EventLoop) -> PyResult<()> {
    if event_loop.adopted.replace(false) {
        ask(vm, this, "_give_up_selector", &[])?;
    }
    Ok(())
}

/// `loop._add_reader(fd, callback, *args)` and `_add_writer`; the handle.
fn add(
    vm: &Vm,
    this: &Value,
    way: Direction,
    fd: &Value,
    callback: &Value,
    args: &Value,
) -> PyResult {
    if !loop_of(vm, this)?.adopted.get() {
        return io::watch(vm, this, way, fd, callback, args);
    }
    let mut all = vec![fd.clone(), callback.clone()];
    all.extend_from_slice(args.tuple_items());
    let name = match way {
        Direction::Read => "_add_reader",
        Direction::Write => "_add_writer",
    };
    ask(vm, this, name, &all)
}

fn remove(vm: &Vm, this: &Value, way: Direction, fd: &Value) -> PyResult {
    if !loop_of(vm, this)?.adopted.get() {
        return io::unwatch(vm, this, way, fd).map(Value::bool);
    }
    let name = match way {
        Direction::Read => "_remove_reader",
        Direction::Write => "_remove_writer",
    };
    ask(vm, this, name, std::slice::from_ref(fd))
}

pub(super) fn add_reader(
    vm: &Vm,
    this: &Value,
    fd: &Value,
    call: &Value,
    args: &Value,
) -> PyResult {
    add(vm, this, Direction::Read, fd, call, args)
}

pub(super) fn add_writer(
    vm: &Vm,
    this: &Value,
    fd: &Value,
    call: &Value,
    args: &Value,
) -> PyResult {
    add(vm, this, Direction::Write, fd, call, args)
}

pub(super) fn remove_reader(vm: &Vm, this: &Value, fd: &Value) -> PyResult {
    remove(vm, this, Direction::Read, fd)
}

pub(super) fn remove_writer(vm: &Vm, this: &Value, fd: &Value) -> PyResult {
    remove(vm, this, Direction::Write, fd)
}

/// `loop._add_callback(handle)`
pub(super) fn add_callback(vm: &Vm, this: &Value, queued: &Value) -> PyResult<()> {
    let event_loop = loop_of(vm, this)?;
    if handle::is_cancelled(queued) {
        return Ok(());
    }
    event_loop.push(vm, Ready::Handle(queued.clone()))
}

macro_rules! asked {
    ($($name:ident)*) => {
        $(pub(super) fn $name(vm: &Vm, this: &Value) -> PyResult {
            ask(vm, this, stringify!($name), &[])
        })*
    };
}

asked!(_make_self_pipe _close_self_pipe _read_from_self _write_to_self);

pub(super) fn process_events(vm: &Vm, this: &Value, event_list: &Value) -> PyResult {
    ask(vm, this, "_process_events", std::slice::from_ref(event_list))
}
