//! token and tokenize, as Python; the tokens themselves come from _tokenize.

use taipan_engine::types::module::ModuleSpec;

pub(crate) static TOKEN: ModuleSpec =
    ModuleSpec { name: "token", source: Some(include_str!("token.py")), ..ModuleSpec::NONE };

pub(crate) static TOKENIZE: ModuleSpec =
    ModuleSpec { name: "tokenize", source: Some(include_str!("tokenize.py")), ..ModuleSpec::NONE };
