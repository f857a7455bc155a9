//! typing: what annotations are made of, as Python. Type variables are the engine's.

use taipan_engine::types::module::ModuleSpec;
use taipan_engine::types::type_params::{TYPES, no_default};

/// Type variables and aliases, which the language makes without `typing`.
pub(crate) static NATIVE: ModuleSpec = ModuleSpec {
    name: "_typing",
    doc: "The native part of typing.",
    types: TYPES,
    values: &[("NoDefault", no_default)],
    ..ModuleSpec::NONE
};

pub(crate) static TYPING: ModuleSpec = ModuleSpec {
    name: "typing",
    doc: "Type hints (PEP 484 and its successors).",
    source: Some(include_str!("typing.py")),
    ..ModuleSpec::NONE
};
