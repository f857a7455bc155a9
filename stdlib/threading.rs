//! threading: threads, and what they wait for, as objects. Python source on `_thread`.

use taipan_engine::types::module::ModuleSpec;

pub(crate) static THREADING: ModuleSpec = ModuleSpec {
    name: "threading",
    doc: "Thread module emulating a subset of Java's threading model.",
    source: Some(include_str!("threading.py")),
    ..ModuleSpec::NONE
};
