//! copy and copyreg: how objects are copied, and what is known about that beyond their classes.

use taipan_engine::types::module::ModuleSpec;

pub(crate) static COPY: ModuleSpec = ModuleSpec {
    name: "copy",
    doc: "Copies of objects: of one alone, and of all that it leads to.",
    source: Some(include_str!("copy.py")),
    ..ModuleSpec::NONE
};

pub(crate) static COPYREG: ModuleSpec = ModuleSpec {
    name: "copyreg",
    doc: "What classes that cannot say it themselves are pickled and copied by.",
    source: Some(include_str!("copyreg.py")),
    ..ModuleSpec::NONE
};
