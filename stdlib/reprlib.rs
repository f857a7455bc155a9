//! reprlib: shortened representations, as Python.

use taipan_engine::types::module::ModuleSpec;

pub(crate) static REPRLIB: ModuleSpec = ModuleSpec {
    name: "reprlib",
    doc: "Redo the builtin repr() (representation) but with limits on most sizes.",
    source: Some(include_str!("reprlib.py")),
    ..ModuleSpec::NONE
};
