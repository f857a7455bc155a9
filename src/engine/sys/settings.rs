//! What a script can set through `sys`: hooks, limits, intervals.

use std::cell::{Cell, RefCell};

use super::facts::ASYNCGEN_HOOKS;
use crate::object::native::{Maybe, Rest};
use crate::object::slots::PyResult;
use crate::object::value::Value;
use crate::object::var::Var;
use crate::object::vm::Vm;
use crate::types::exception::{EXCEPTION, MODULE_NOT_FOUND_ERROR, RUNTIME_WARNING};
use crate::types::int::text::DigitLimit;

/// What was set, where nothing else in the interpreter needs it.
#[derive(Default)]
pub(crate) struct Settings {
    trace: Var,
    profile: Var,
    audit: RefCell<Vec<Value>>,
    origin_depth: Cell<i64>,
}

fn settings(vm: &Vm) -> std::rc::Rc<Settings> {
    vm.extra(Settings::default)
}

fn bound(var: &Var) -> Value {
    var.bound().unwrap_or(Value::NONE)
}

pub(super) fn utf8(vm: &Vm) -> Value {
    vm.str("utf-8")
}

pub(super) fn escapes(vm: &Vm) -> Value {
    vm.str("surrogateescape")
}

pub(super) fn yes(_: &Vm) -> bool {
    true
}

pub(super) fn no(_: &Vm) -> bool {
    false
}

pub(super) fn nothing(_: &Vm) {}

pub(super) fn is_finalizing(vm: &Vm) -> bool {
    vm.is_closing()
}

pub(super) fn allocated_blocks(vm: &Vm) -> usize {
    let (young, old) = vm.heap.tracked();
    young + old
}

pub(super) fn interned_count(vm: &Vm, _only_immortal: bool) -> usize {
    vm.interned_count()
}

pub(super) fn get_digits(vm: &Vm) -> usize {
    vm.digit_limit().0.get()
}

pub(super) fn set_digits(vm: &Vm, digits: i64) -> PyResult<()> {
    match usize::try_from(digits) {
        Ok(digits) if digits == 0 || digits >= DigitLimit::THRESHOLD => {
            vm.digit_limit().0.set(digits);
            Ok(())
        }
        _ => Err(vm.value_error("maxdigits must be 0 or larger than 640")),
    }
}

pub(super) fn get_switch_interval(vm: &Vm) -> f64 {
    vm.switch_interval() as f64 * 1e-9
}

pub(super) fn set_switch_interval(vm: &Vm, interval: f64) -> PyResult<()> {
    if interval.is_nan() || interval <= 0.0 {
        return Err(vm.value_error("switch interval must be strictly positive"));
    }
    vm.set_switch_interval((interval * 1e9).min(1e18) as u64);
    Ok(())
}

pub(super) fn get_asyncgen_hooks(vm: &Vm) -> Value {
    let items = vec![bound(&vm.asyncgen_firstiter), bound(&vm.asyncgen_finalizer)];
    vm.tuple_of_type(&vm.ty(&ASYNCGEN_HOOKS), items)
}

pub(super) fn set_asyncgen_hooks(vm: &Vm, firstiter: Maybe, finalizer: Maybe) -> PyResult<()> {
    for (hook, name) in [(&finalizer, "finalizer"), (&firstiter, "firstiter")] {
        let Some(hook) = hook.0.filter(|h| !h.is_none()) else { continue };
        if vm.class(hook).slots.call.get().is_none() {
            let class = vm.class(hook).full_name();
            return Err(vm.type_error(format!("callable {name} expected, got {class}")));
        }
    }
    finalizer.0.into_iter().for_each(|hook| vm.asyncgen_finalizer.set(hook.clone()));
    firstiter.0.into_iter().for_each(|hook| vm.asyncgen_firstiter.set(hook.clone()));
    Ok(())
}

pub(super) fn get_origin_depth(vm: &Vm) -> i64 {
    settings(vm).origin_depth.get()
}

pub(super) fn set_origin_depth(vm: &Vm, depth: i64) -> PyResult<()> {
    if depth < 0 {
        return Err(vm.value_error("depth must be >= 0"));
    }
    settings(vm).origin_depth.set(depth);
    Ok(())
}

pub(super) fn get_trace(vm: &Vm) -> Value {
    bound(&settings(vm).trace)
}

/// Remembered, so that what was set can be put back; there is no tracing.
pub(super) fn set_trace(vm: &Vm, function: &Value) {
    settings(vm).trace.set(function.clone());
}

pub(super) fn get_profile(vm: &Vm) -> Value {
    bound(&settings(vm).profile)
}

pub(super) fn set_profile(vm: &Vm, function: &Value) {
    settings(vm).profile.set(function.clone());
}

pub(super) fn add_audit_hook(vm: &Vm, hook: &Value) -> PyResult<()> {
    // A hook already there may refuse another one, quietly if by an ordinary exception.
    let event = [vm.str("sys.addaudithook")];
    match audit(vm, &event) {
        Ok(()) => {}
        Err(raised) if vm.is_exception(&raised.0, &EXCEPTION) => return Ok(()),
        Err(raised) => return Err(raised),
    }
    settings(vm).audit.borrow_mut().push(hook.clone());
    Ok(())
}

/// Tells all hooks of an event: its name and its arguments.
pub(super) fn audit(vm: &Vm, event: &[Value]) -> PyResult<()> {
    let hooks = settings(vm).audit.borrow().clone();
    let Some((name, args)) = event.split_first() else { return Ok(()) };
    for hook in &hooks {
        vm.call(hook, &[name.clone(), vm.tuple(args.to_vec())])?;
    }
    Ok(())
}

/// Calls what the environment names in place of a debugger.
pub(super) fn breakpoint_hook(vm: &Vm, args: Rest, keywords: &Value) -> PyResult {
    let environment = vm.host.system().environment();
    let named = environment.into_iter().find(|(name, _)| name == "PYTHONBREAKPOINT");
    let named = named.and_then(|(_, value)| value.into_string().ok()).unwrap_or_default();
    if named == "0" {
        return Ok(Value::NONE);
    }
    let path = if named.is_empty() { "pdb.set_trace".to_owned() } else { named.clone() };
    let (module, function) = path.rsplit_once('.').unwrap_or(("builtins", path.as_str()));
    let found = match vm.import_module(module) {
        Ok(module) => vm.getattr_opt(&module, &vm.intern(function))?,
        Err(raised) if named.is_empty() => return Err(raised),
        Err(raised) if vm.is_exception(&raised.0, &MODULE_NOT_FOUND_ERROR) => None,
        Err(raised) => return Err(raised),
    };
    let Some(found) = found else {
        let text = format!("Ignoring unimportable $PYTHONBREAKPOINT: \"{named}\"");
        vm.warn(&RUNTIME_WARNING, &text)?;
        return Ok(Value::NONE);
    };
    let pairs = keywords.get::<crate::object::dict::DictObject>().map(|k| k.pairs());
    let (mut all, mut names) = (args.0.to_vec(), Vec::new());
    for (name, value) in pairs.unwrap_or_default() {
        names.push(name);
        all.push(value);
    }
    vm.call_args(&found, crate::object::native::Args { all: &all, names: &names })
}
