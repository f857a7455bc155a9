//! Which loop a thread has when none runs: what a policy of the program says, else the machine's rule.
//! The classes of policies are Python source.

use super::{State, event_loop, loop_type};
use crate::object::slots::PyResult;
use crate::object::value::Value;
use crate::object::vm::Vm;

fn policy(vm: &Vm) -> Option<Value> {
    State::of(vm).policy.bound()
}

/// Puts a policy in force; None stands for the machine's rule.
pub fn set(vm: &Vm, policy: &Value) {
    let policy = if policy.is_none() { Value::UNBOUND } else { policy.clone() };
    State::of(vm).policy.set(policy);
}

/// The running loop, else the thread's.
pub fn current(vm: &Vm) -> PyResult {
    if let Some(running) = vm.local.running_loop.bound().filter(|l| !l.is_none()) {
        return Ok(running);
    }
    match policy(vm) {
        Some(policy) => vm.call_method(&policy, &vm.intern("get_event_loop"), &[]),
        None => event_loop::of_thread(vm),
    }
}

/// A loop that nothing uses yet.
pub fn new(vm: &Vm) -> PyResult {
    match policy(vm) {
        Some(policy) => vm.call_method(&policy, &vm.intern("new_event_loop"), &[]),
        None => Ok(event_loop::new(vm)),
    }
}

/// Makes it the thread's loop; None takes that away.
pub fn set_current(vm: &Vm, event_loop: &Value) -> PyResult<()> {
    match policy(vm) {
        Some(policy) => {
            let name = vm.intern("set_event_loop");
            vm.call_method(&policy, &name, std::slice::from_ref(event_loop)).map(drop)
        }
        None => loop_type::set_event_loop(vm, event_loop),
    }
}
