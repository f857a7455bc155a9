//! contextlib: tools for the with statement, as Python.

use taipan_engine::types::module::ModuleSpec;

pub(crate) static CONTEXTLIB: ModuleSpec = ModuleSpec {
    name: "contextlib",
    doc: "Context managers: making them, combining them, and some ready ones.",
    python: Some(frozen!("contextlib.py")),
    ..ModuleSpec::NONE
};
