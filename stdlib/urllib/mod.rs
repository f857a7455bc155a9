//! urllib: addresses, and opening them. Python source.

use taipan_engine::types::module::ModuleSpec;

pub(crate) static URLLIB: ModuleSpec = ModuleSpec {
    name: "urllib",
    python: Some(frozen!("urllib/urllib.py")),
    values: &[("__path__", |vm| vm.new_list(Vec::new()))],
    ..ModuleSpec::NONE
};

pub(crate) static ERROR: ModuleSpec = ModuleSpec {
    name: "urllib.error",
    doc: "What goes wrong with opening addresses.",
    python: Some(frozen!("urllib/error.py")),
    ..ModuleSpec::NONE
};

pub(crate) static PARSE: ModuleSpec = ModuleSpec {
    name: "urllib.parse",
    doc: "Addresses taken apart and put together.",
    python: Some(frozen!("urllib/parse.py")),
    ..ModuleSpec::NONE
};

pub(crate) static REQUEST: ModuleSpec = ModuleSpec {
    name: "urllib.request",
    doc: "Opening addresses.",
    python: Some(frozen!("urllib/request.py")),
    ..ModuleSpec::NONE
};

pub(crate) static RESPONSE: ModuleSpec = ModuleSpec {
    name: "urllib.response",
    doc: "Files with headers and an address.",
    python: Some(frozen!("urllib/response.py")),
    ..ModuleSpec::NONE
};
