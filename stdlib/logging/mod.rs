//! logging: records of what a program does, and where they go. Python source.

use taipan_engine::types::module::ModuleSpec;

pub(crate) static LOGGING: ModuleSpec = ModuleSpec {
    name: "logging",
    doc: "Records of what a program does, for whoever wants to hear of it.",
    python: Some(frozen!("logging/logging.py")),
    values: &[("__path__", |vm| vm.new_list(Vec::new()))],
    ..ModuleSpec::NONE
};

pub(crate) static FORMATS: ModuleSpec = ModuleSpec {
    name: "logging._formats",
    python: Some(frozen!("logging/formats.py")),
    ..ModuleSpec::NONE
};

pub(crate) static ADAPTER: ModuleSpec = ModuleSpec {
    name: "logging._adapter",
    python: Some(frozen!("logging/adapter.py")),
    ..ModuleSpec::NONE
};
