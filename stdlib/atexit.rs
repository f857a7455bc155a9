//! atexit: what is called at the end of a program. The calling is the engine's.

use taipan_engine::funcs;
use taipan_engine::object::dict::DictObject;
use taipan_engine::object::slots::PyResult;
use taipan_engine::object::value::Value;
use taipan_engine::object::vm::Vm;
use taipan_engine::program::{ExitCallback, ExitCallbacks};
use taipan_engine::types::module::ModuleSpec;

fn register(vm: &Vm, all: taipan_engine::object::native::Rest, keywords: &Value) -> PyResult {
    let [function, arguments @ ..] = all.0 else {
        return Err(vm.type_error("register() takes at least 1 argument (0 given)"));
    };
    if vm.class(function).slots.call.get().is_none() {
        return Err(vm.type_error("the first argument must be callable"));
    }
    let mut callback = ExitCallback {
        function: function.clone(),
        arguments: arguments.to_vec(),
        names: Vec::new(),
    };
    if let Some(dict) = keywords.get::<DictObject>() {
        for name in dict.keys() {
            callback.arguments.push(vm.getitem(keywords, &name)?);
            callback.names.push(vm.intern_value(&name));
        }
    }
    vm.extra(ExitCallbacks::default).callbacks.borrow_mut().push(Some(callback));
    Ok(function.clone())
}

/// Comparing may run Python code, which may register more.
fn unregister(vm: &Vm, function: &Value) -> PyResult<()> {
    let all = vm.extra(ExitCallbacks::default);
    let mut at = all.callbacks.borrow().len();
    while at > 0 {
        at -= 1;
        let known = all.callbacks.borrow().get(at).and_then(|c| Some(c.as_ref()?.function.clone()));
        let Some(known) = known else { continue };
        if vm.equal(&known, function)? {
            let removed = all.callbacks.borrow_mut().get_mut(at).and_then(Option::take);
            drop(removed);
        }
    }
    Ok(())
}

fn clear(vm: &Vm) {
    let all = vm.extra(ExitCallbacks::default).callbacks.take();
    drop(all);
}

fn run(vm: &Vm) {
    vm.run_exit_callbacks();
}

fn count(vm: &Vm) -> usize {
    vm.extra(ExitCallbacks::default).callbacks.borrow().len()
}

pub(crate) static ATEXIT: ModuleSpec = ModuleSpec {
    name: "atexit",
    doc: "Functions to call when the program ends.",
    funcs: funcs![
        register "(*args, **kwargs)" "Has func called, with these arguments, when the program ends; gives func back.";
        unregister "(func, /)" "Takes back every registration of func.";
        "_clear" = clear, "()", "Forgets all registered functions uncalled.";
        "_run_exitfuncs" = run, "()", "Run all registered exit functions.";
        "_ncallbacks" = count, "()", "How many functions are registered.";
    ],
    ..ModuleSpec::NONE
};
