//! `_sitebuiltins`: what people type at a prompt, as Python.

use taipan_engine::types::module::ModuleSpec;

pub(crate) static SITEBUILTINS: ModuleSpec = ModuleSpec {
    name: "_sitebuiltins",
    doc: "exit, quit, help and the texts about the program.",
    python: Some(frozen!("sitebuiltins.py")),
    ..ModuleSpec::NONE
};
