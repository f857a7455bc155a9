//! multiprocessing: programs of several processes, and what those share. Python source.

use taipan_engine::types::module::ModuleSpec;

pub(crate) static MULTIPROCESSING: ModuleSpec = ModuleSpec {
    name: "multiprocessing",
    doc: "Processes that are used much like threads.",
    python: Some(frozen!("multiprocessing/multiprocessing.py")),
    values: &[("__path__", |vm| vm.new_list(Vec::new()))],
    ..ModuleSpec::NONE
};

pub(crate) static CONNECTION: ModuleSpec = ModuleSpec {
    name: "multiprocessing.connection",
    doc: "Pipes for messages.",
    python: Some(frozen!("multiprocessing/connection.py")),
    ..ModuleSpec::NONE
};

pub(crate) static CONTEXT: ModuleSpec = ModuleSpec {
    name: "multiprocessing.context",
    doc: "Ways of starting processes.",
    python: Some(frozen!("multiprocessing/context.py")),
    ..ModuleSpec::NONE
};

pub(crate) static CREW: ModuleSpec = ModuleSpec {
    name: "multiprocessing._crew",
    python: Some(frozen!("multiprocessing/crew.py")),
    ..ModuleSpec::NONE
};

pub(crate) static POOL: ModuleSpec = ModuleSpec {
    name: "multiprocessing.pool",
    doc: "Pools of processes, and of threads that look like one.",
    python: Some(frozen!("multiprocessing/pool.py")),
    ..ModuleSpec::NONE
};

pub(crate) static PROCESS: ModuleSpec = ModuleSpec {
    name: "multiprocessing.process",
    doc: "A process as an object.",
    python: Some(frozen!("multiprocessing/process.py")),
    ..ModuleSpec::NONE
};

pub(crate) static QUEUES: ModuleSpec = ModuleSpec {
    name: "multiprocessing.queues",
    doc: "Queues between processes.",
    python: Some(frozen!("multiprocessing/queues.py")),
    ..ModuleSpec::NONE
};

pub(crate) static SPAWN: ModuleSpec = ModuleSpec {
    name: "multiprocessing.spawn",
    doc: "What a new interpreter is told, and does with it.",
    python: Some(frozen!("multiprocessing/spawn.py")),
    ..ModuleSpec::NONE
};

pub(crate) static STARTING: ModuleSpec = ModuleSpec {
    name: "multiprocessing.starting",
    python: Some(frozen!("multiprocessing/starting.py")),
    ..ModuleSpec::NONE
};

pub(crate) static UTIL: ModuleSpec = ModuleSpec {
    name: "multiprocessing.util",
    doc: "What is called when something goes.",
    python: Some(frozen!("multiprocessing/util.py")),
    ..ModuleSpec::NONE
};

pub(crate) static SYNCHRONIZE: ModuleSpec = ModuleSpec {
    name: "multiprocessing.synchronize",
    doc: "Locks and their like, for processes.",
    python: Some(frozen!("multiprocessing/synchronize.py")),
    ..ModuleSpec::NONE
};
