//! http: the client's side of the protocol. Python source.

use taipan_engine::types::module::ModuleSpec;

pub(crate) static HTTP: ModuleSpec = ModuleSpec {
    name: "http",
    doc: "Methods of requests and the numbers of answers.",
    python: Some(frozen!("http/http.py")),
    values: &[("__path__", |vm| vm.new_list(Vec::new()))],
    ..ModuleSpec::NONE
};

pub(crate) static CLIENT: ModuleSpec = ModuleSpec {
    name: "http.client",
    doc: "Connections to servers, their requests and answers.",
    python: Some(frozen!("http/client.py")),
    ..ModuleSpec::NONE
};

pub(crate) static HEADERS: ModuleSpec = ModuleSpec {
    name: "http.headers",
    python: Some(frozen!("http/headers.py")),
    ..ModuleSpec::NONE
};
