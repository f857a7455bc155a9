//! `_prompt`: what the prompt asks of live objects, and its commands, as Python.

use taipan_engine::types::module::ModuleSpec;

pub(crate) static PROMPT: ModuleSpec = ModuleSpec {
    name: "_prompt",
    doc: "What could follow what is typed, signatures, and the commands of the prompt.",
    python: Some(frozen!("prompt.py")),
    ..ModuleSpec::NONE
};
