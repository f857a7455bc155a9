//! token and tokenize, as Python; the tokens themselves come from _tokenize.

use taipan_engine::types::module::ModuleSpec;

pub(crate) static TOKEN: ModuleSpec =
    ModuleSpec { name: "token", python: Some(frozen!("tokenize/token.py")), ..ModuleSpec::NONE };

pub(crate) static TOKENIZE: ModuleSpec = ModuleSpec {
    name: "tokenize",
    python: Some(frozen!("tokenize/tokenize.py")),
    ..ModuleSpec::NONE
};
