//! concurrent.futures: results to come, and pools of threads that make them. Python source.

use taipan_engine::object::dict::DictObject;
use taipan_engine::object::slots::PyResult;
use taipan_engine::object::value::Value;
use taipan_engine::object::vm::Vm;
use taipan_engine::types::module::{ModuleObject, ModuleSpec};

/// A package: what lies beneath is native, too.
fn package(vm: &Vm, module: &Value) -> PyResult<()> {
    let namespace = module.get::<ModuleObject>().map(|m| m.dict.clone());
    if let Some(dict) = namespace.as_ref().and_then(|n| n.get::<DictObject>()) {
        drop(dict.set_interned(&vm.intern("__path__"), vm.new_list(Vec::new())));
    }
    Ok(())
}

pub(crate) static CONCURRENT: ModuleSpec =
    ModuleSpec { name: "concurrent", init: Some(package), ..ModuleSpec::NONE };

pub(crate) static FUTURES: ModuleSpec = ModuleSpec {
    name: "concurrent.futures",
    doc: "Work handed to pools of threads.",
    python: Some(frozen!("concurrent/futures.py")),
    init: Some(package),
    ..ModuleSpec::NONE
};

pub(crate) static BASE: ModuleSpec = ModuleSpec {
    name: "concurrent.futures._base",
    python: Some(frozen!("concurrent/base.py")),
    ..ModuleSpec::NONE
};

pub(crate) static THREAD: ModuleSpec = ModuleSpec {
    name: "concurrent.futures.thread",
    doc: "An executor whose calls run in a group of threads.",
    python: Some(frozen!("concurrent/thread.py")),
    ..ModuleSpec::NONE
};

pub(crate) static PROCESS: ModuleSpec = ModuleSpec {
    name: "concurrent.futures.process",
    doc: "An executor whose calls run in a group of processes.",
    python: Some(frozen!("concurrent/process.py")),
    ..ModuleSpec::NONE
};
