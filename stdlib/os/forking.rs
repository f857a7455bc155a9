//! Making a copy of the process, and who sees to something before and after that.

use std::cell::RefCell;

use taipan_engine::object::dict::DictObject;
use taipan_engine::object::native::Rest;
use taipan_engine::object::slots::{PyResult, Raised};
use taipan_engine::object::value::Value;
use taipan_engine::object::vm::Vm;
use taipan_engine::types::exception::{DEPRECATION_WARNING, PYTHON_FINALIZATION_ERROR};

use super::answer;

/// What `register_at_fork` was given.
#[derive(Default)]
struct Hooks {
    before: RefCell<Vec<Value>>,
    in_parent: RefCell<Vec<Value>>,
    in_child: RefCell<Vec<Value>>,
}

pub(super) fn register_at_fork(vm: &Vm, positional: Rest, given: &Value) -> PyResult<()> {
    if !positional.0.is_empty() {
        return Err(vm.type_error("register_at_fork() takes no positional arguments"));
    }
    let given = given.get::<DictObject>().map_or_else(Vec::new, DictObject::pairs);
    if given.is_empty() {
        return Err(vm.type_error("At least one argument is required."));
    }
    let hooks = vm.extra(Hooks::default);
    let mut wanted = Vec::new();
    for (name, callable) in given {
        let name = name.to_text();
        let list = match &*name {
            "before" => &hooks.before,
            "after_in_parent" => &hooks.in_parent,
            "after_in_child" => &hooks.in_child,
            _ => {
                let text =
                    format!("register_at_fork() got an unexpected keyword argument '{name}'");
                return Err(vm.type_error(text));
            }
        };
        if vm.class(&callable).slots.call.get().is_none() {
            let class = vm.class(&callable).name();
            return Err(vm.type_error(format!("'{name}' must be callable, not {class}")));
        }
        wanted.push((list, callable));
    }
    for (list, callable) in wanted {
        list.borrow_mut().push(callable);
    }
    Ok(())
}

fn call_all(vm: &Vm, all: &[Value]) {
    for callable in all {
        if let Err(Raised(exception)) = vm.call(callable, &[]) {
            vm.report_unraisable(&exception, callable);
        }
    }
}

/// What modules that are loaded do in a new process.
fn tell_modules(vm: &Vm) {
    crate::thread::after_fork(vm);
    for (module, method) in [("threading", "_after_fork"), ("random", "_after_fork")] {
        if let Some(module) = vm.loaded_module(module)
            && let Err(Raised(exception)) = vm.call_method(&module, &vm.intern(method), &[])
        {
            vm.report_unraisable(&exception, &module);
        }
    }
}

/// Makes the copy, with everything around it.
fn fork_with(vm: &Vm, function: &str) -> PyResult<i32> {
    if vm.is_ending() {
        let text = "can't fork at interpreter shutdown";
        return Err(vm.raise(&PYTHON_FINALIZATION_ERROR, text));
    }
    let hooks = vm.extra(Hooks::default);
    let before: Vec<Value> = hooks.before.borrow().iter().rev().cloned().collect();
    call_all(vm, &before);
    // No import of another thread may be halfway.
    let imports = vm.import_module("_imp")?;
    vm.call_method(&imports, &vm.intern("acquire_lock"), &[])?;
    let process = vm.fork();
    let is_child = matches!(process, Ok(0));
    vm.call_method(&imports, &vm.intern("release_lock"), &[])?;
    if is_child {
        tell_modules(vm);
    }
    let after = if is_child { &hooks.in_child } else { &hooks.in_parent };
    let after = after.borrow().clone();
    call_all(vm, &after);
    if !is_child && vm.host.posix().thread_count().is_ok_and(|count| count > 1) {
        let own = super::process::getpid(vm);
        vm.warn(
            &DEPRECATION_WARNING,
            &format!(
                "This process (pid={own}) is multi-threaded, use of {function}() may lead to \
                 deadlocks in the child."
            ),
        )?;
    }
    answer(vm, process)
}

pub(super) fn fork(vm: &Vm) -> PyResult<i64> {
    fork_with(vm, "fork").map(i64::from)
}

/// As fork, with a terminal of its own for the child: its number, and the end in front.
pub(super) fn forkpty(vm: &Vm) -> PyResult {
    let (front, program) = answer(vm, vm.host.posix().open_pair())?;
    let process = fork_with(vm, "forkpty");
    let files = vm.host.files();
    let front = match process {
        Ok(0) => {
            // A failure would leave the child with its parent's terminal.
            let _ = files.close(front);
            answer(vm, vm.host.posix().log_in(program))?;
            -1
        }
        Ok(_) => {
            let _ = files.close(program);
            front
        }
        Err(raised) => {
            let _ = (files.close(front), files.close(program));
            return Err(raised);
        }
    };
    let process = process.unwrap_or_default();
    Ok(vm.tuple(vec![vm.int(process.into()), vm.int(front.into())]))
}
