//! `sys.settrace`, `sys.setprofile` and `sys.call_tracing`: who is told of what executes. When, is the
//! machine's matter.

use crate::object::slots::PyResult;
use crate::object::value::Value;
use crate::object::vm::Vm;

pub(super) fn get_trace(vm: &Vm) -> Value {
    vm.local.tracing.trace.bound().unwrap_or(Value::NONE)
}

pub(super) fn set_trace(vm: &Vm, function: &Value) {
    vm.set_tracer(false, function);
}

pub(super) fn get_profile(vm: &Vm) -> Value {
    vm.local.tracing.profile.bound().unwrap_or(Value::NONE)
}

pub(super) fn set_profile(vm: &Vm, function: &Value) {
    vm.set_tracer(true, function);
}

/// `sys._settraceallthreads(function)`
pub(super) fn set_trace_everywhere(vm: &Vm, function: &Value) {
    vm.set_tracer_everywhere(false, function);
}

/// `sys._setprofileallthreads(function)`
pub(super) fn set_profile_everywhere(vm: &Vm, function: &Value) {
    vm.set_tracer_everywhere(true, function);
}

/// `sys.call_tracing(function, args)`: a call that is traced although a trace function makes it.
pub(super) fn call_tracing(vm: &Vm, function: &Value, args: &Value) -> PyResult {
    let Some(items) = args.as_tuple() else {
        let class = vm.class(args).name();
        let text = format!("call_tracing() argument 2 must be tuple, not {class}");
        return Err(vm.type_error(text));
    };
    let busy = &vm.local.tracing.busy;
    let outer = busy.replace(0);
    let result = vm.call(function, items);
    busy.set(outer);
    result
}
