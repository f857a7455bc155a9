//! copy and copyreg: how objects are copied, and what is known about that beyond their classes.

use taipan_engine::funcs;
use taipan_engine::object::dict::DictObject;
use taipan_engine::object::slots::PyResult;
use taipan_engine::object::value::Value;
use taipan_engine::object::vm::Vm;
use taipan_engine::types::module::ModuleSpec;

fn set_attributes(vm: &Vm, instance: &Value, state: &Value) -> PyResult<()> {
    match state.get::<DictObject>() {
        Some(dict) => vm.set_attributes(instance, dict),
        None => Err(vm.type_error("a dict is required")),
    }
}

pub(crate) static COPY: ModuleSpec = ModuleSpec {
    name: "copy",
    doc: "Copies of objects: of one alone, and of all that it leads to.",
    funcs: funcs![
        "_set_attributes" = set_attributes, "(instance, state, /)", "Puts the entries of a dict into the instance's namespace.";
    ],
    python: Some(frozen!("copying/copy.py")),
    ..ModuleSpec::NONE
};

pub(crate) static COPYREG: ModuleSpec = ModuleSpec {
    name: "copyreg",
    doc: "What classes that cannot say it themselves are pickled and copied by.",
    python: Some(frozen!("copying/copyreg.py")),
    ..ModuleSpec::NONE
};
