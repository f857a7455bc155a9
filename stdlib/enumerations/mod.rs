//! enum: enumerations and flags, as Python.

use taipan_engine::types::module::ModuleSpec;

pub(crate) static ENUM: ModuleSpec =
    ModuleSpec { name: "enum", source: Some(include_str!("enum.py")), ..ModuleSpec::NONE };
