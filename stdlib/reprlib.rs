//! reprlib: shortened representations, as Python.

use taipan_engine::types::module::ModuleSpec;

pub(crate) static REPRLIB: ModuleSpec = ModuleSpec {
    name: "reprlib",
    doc: "repr() with limits on size and depth.",
    python: Some(frozen!("reprlib.py")),
    ..ModuleSpec::NONE
};
