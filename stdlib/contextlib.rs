//! contextlib: tools for the with statement, as Python.

use taipan_engine::types::module::ModuleSpec;

pub(crate) static CONTEXTLIB: ModuleSpec = ModuleSpec {
    name: "contextlib",
    doc: "Utilities for with-statement contexts.  See PEP 343.",
    source: Some(include_str!("contextlib.py")),
    ..ModuleSpec::NONE
};
