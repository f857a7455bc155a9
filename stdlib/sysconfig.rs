//! sysconfig: what the interpreter is and where things belong.

use taipan_engine::types::module::ModuleSpec;

pub(crate) static MODULE: ModuleSpec = ModuleSpec {
    name: "sysconfig",
    doc: "What the interpreter is and where things belong.",
    python: Some(frozen!("sysconfig.py")),
    ..ModuleSpec::NONE
};
