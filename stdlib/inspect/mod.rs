//! inspect: looking at live objects, as Python.

use taipan_engine::types::module::ModuleSpec;

pub(crate) static INSPECT: ModuleSpec = ModuleSpec {
    name: "inspect",
    doc: "What objects at run time tell about themselves.",
    python: Some(frozen!("inspect/inspect.py")),
    ..ModuleSpec::NONE
};
