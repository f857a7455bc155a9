//! contextlib: tools for the with statement, as Python.

use taipan_engine::types::module::ModuleSpec;

pub(crate) static CONTEXTLIB: ModuleSpec = ModuleSpec {
    name: "contextlib",
    doc: "Context managers: making them, combining them, and some ready ones.",
    source: Some(include_str!("contextlib.py")),
    ..ModuleSpec::NONE
};
