//! typing: what annotations are made of, as Python. Type variables are the engine's.

use taipan_engine::types::module::ModuleSpec;
use taipan_engine::types::type_params::{TYPES, no_default};

/// Type variables and aliases, which the language makes without `typing`.
pub(crate) static NATIVE: ModuleSpec = ModuleSpec {
    name: "_typing",
    doc: "Primitives and accelerators for the typing module.\n",
    types: TYPES,
    values: &[("NoDefault", no_default)],
    ..ModuleSpec::NONE
};

pub(crate) static TYPING: ModuleSpec = ModuleSpec {
    name: "typing",
    doc: "The typing module: Support for gradual typing as defined by PEP 484 and subsequent PEPs.",
    source: Some(include_str!("typing.py")),
    ..ModuleSpec::NONE
};
