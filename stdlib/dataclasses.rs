//! dataclasses: classes that are mostly data, as Python.

use taipan_engine::types::module::ModuleSpec;

pub(crate) static DATACLASSES: ModuleSpec =
    ModuleSpec { name: "dataclasses", python: Some(frozen!("dataclasses.py")), ..ModuleSpec::NONE };
