//! enum: enumerations and flags, as Python.

use taipan_engine::types::module::ModuleSpec;

pub(crate) static ENUM: ModuleSpec =
    ModuleSpec { name: "enum", python: Some(frozen!("enumerations/enum.py")), ..ModuleSpec::NONE };
