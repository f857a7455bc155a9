//! typing: what annotations are made of, as Python. Type parameters and Generic are the engine's.

use taipan_engine::funcs;
use taipan_engine::object::value::Value;
use taipan_engine::object::vm::Vm;
use taipan_engine::types::module::ModuleSpec;
use taipan_engine::types::type_params;

fn same(_: &Vm, object: &Value) -> Value {
    object.clone()
}

pub(crate) static NATIVE: ModuleSpec = ModuleSpec {
    name: "_typing",
    doc: "The native part of typing.",
    funcs: funcs![
        "_idfunc" = same, "(object, /)", "";
        "_is_asked_indirectly" = crate::abc::is_asked_indirectly, "()", "Whether issubclass() asks a class only on the way to others.";
    ],
    types: type_params::TYPES,
    values: &[("NoDefault", type_params::no_default)],
    ..ModuleSpec::NONE
};

pub(crate) static TYPING: ModuleSpec = ModuleSpec {
    name: "typing",
    doc: "Type hints (PEP 484 and its successors).",
    python: Some(frozen!("typing/typing.py")),
    ..ModuleSpec::NONE
};
