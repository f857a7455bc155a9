//! Signals of a loop: callbacks that run at its next turn after one has arrived.

use super::event_loop::EventLoop;
use super::ready::Ready;
use super::{handle, is_coroutine, is_coroutine_function, os_failure};
use crate::host::Signal;
use crate::host::child::Disposition;
use crate::object::slots::PyResult;
use crate::object::value::Value;
use crate::object::vm::Vm;
use crate::vm::signals::OnSignal;

/// Numbers that signals have.
const NUMBERS: std::ops::Range<i64> = 1..65;

fn number_of(vm: &Vm, sig: &Value) -> PyResult<i32> {
    if vm.class(sig).slots.index.get().is_none() {
        let text = vm.repr_text(sig)?;
        return Err(vm.type_error(format!("sig must be an int, not {text}")));
    }
    let number = vm.index_i64(sig)?;
    if !NUMBERS.contains(&number) {
        let text = vm.str_text(sig)?;
        return Err(vm.value_error(format!("invalid signal number {text}")));
    }
    Ok(number as i32)
}

/// Queues the callback: data are the loop and the handle.
fn arrived(vm: &Vm, data: &Value) {
    let [event_loop, handle] = data.tuple_items() else { return };
    if let Some(inner) = event_loop.foreign::<EventLoop>() {
        // A loop closed meanwhile has nothing left to do.
        let _ = inner.push(vm, Ready::Handle(handle.clone()));
        inner.wake(vm);
    }
}

/// `loop.add_signal_handler(sig, callback, *args)`
pub(super) fn add(
    vm: &Vm,
    this: &Value,
    sig: &Value,
    callback: &Value,
    args: &Value,
) -> PyResult<()> {
    if is_coroutine(vm, callback)? || is_coroutine_function(vm, callback)? {
        return Err(vm.type_error("coroutines cannot be used with add_signal_handler()"));
    }
    let number = number_of(vm, sig)?;
    super::loop_of(vm, this)?.check_open(vm)?;
    let caught = vm.host.processes().set_disposition(Signal(number), Disposition::Catch);
    if let Err(error) = caught {
        if error.raw_os_error() == Some(libc::EINVAL) {
            return Err(vm.runtime_error(format!("sig {number} cannot be caught")));
        }
        return Err(os_failure(vm, &error));
    }
    let made = handle::for_callback(vm, this, callback, args);
    let data = vm.tuple(vec![this.clone(), made]);
    let actions = vm.signal_actions();
    let before = actions.actions.borrow_mut().insert(number, OnSignal::Native(arrived, data));
    drop(before);
    Ok(())
}

/// Whether the action is a callback of that loop.
fn belongs_to(action: &OnSignal, this: &Value) -> bool {
    match action {
        OnSignal::Native(_, data) => data.tuple_items().first().is_some_and(|l| l.is(this)),
        OnSignal::Call(_) => false,
    }
}

/// `loop.remove_signal_handler(sig)`
pub(super) fn remove(vm: &Vm, this: &Value, sig: &Value) -> PyResult<bool> {
    let number = number_of(vm, sig)?;
    Ok(remove_one(vm, this, number))
}

fn remove_one(vm: &Vm, this: &Value, number: i32) -> bool {
    let known = vm.signal_actions();
    let mine = known.actions.borrow().get(&number).is_some_and(|a| belongs_to(a, this));
    if !mine {
        return false;
    }
    let removed = known.actions.borrow_mut().remove(&number);
    drop(removed);
    // SIGINT raises KeyboardInterrupt again.
    let signal = Signal(number);
    let what = if signal == Signal::INTERRUPT { Disposition::Catch } else { Disposition::Default };
    // It worked in the other direction.
    let _ = vm.host.processes().set_disposition(signal, what);
    true
}

/// Gives up all signals of a loop that closes.
pub(super) fn remove_all(vm: &Vm, this: &Value) {
    let known = vm.signal_actions();
    let numbers: Vec<i32> = known
        .actions
        .borrow()
        .iter()
        .filter(|(_, action)| belongs_to(action, this))
        .map(|(number, _)| *number)
        .collect();
    for number in numbers {
        remove_one(vm, this, number);
    }
}
