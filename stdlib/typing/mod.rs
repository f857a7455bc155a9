//! typing: what annotations are made of, as Python. The machine makes type variables by the functions
//! of the hidden half.

use taipan_engine::types::module::ModuleSpec;

pub(crate) static VARIABLES: ModuleSpec = ModuleSpec {
    name: "_typing_variables",
    source: Some(include_str!("variables.py")),
    ..ModuleSpec::NONE
};

pub(crate) static TYPING: ModuleSpec = ModuleSpec {
    name: "typing",
    doc: "The typing module: Support for gradual typing as defined by PEP 484 and subsequent PEPs.",
    source: Some(include_str!("typing.py")),
    ..ModuleSpec::NONE
};
