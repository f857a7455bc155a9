//! threading: threads, and what they wait for, as objects. Python source on `_thread`.

use taipan_engine::types::module::ModuleSpec;

pub(crate) static THREADING: ModuleSpec = ModuleSpec {
    name: "threading",
    doc: "Threads and what they use to agree with each other.",
    python: Some(frozen!("threading.py")),
    ..ModuleSpec::NONE
};
