//! json: text to values and back. Reading and writing are native; the classes that programs derive
//! from are Python.

mod encode;
mod scan;

use taipan_engine::funcs;
use taipan_engine::types::module::ModuleSpec;

pub(crate) static NATIVE: ModuleSpec = ModuleSpec {
    name: "_json",
    doc: "What json is made of.",
    funcs: funcs![
        "decode" = scan::decode, "(text, options, /)", "The value of a whole text.";
        "raw_decode" = scan::raw_decode, "(text, start, options, /)", "A value and the place behind it.";
        "encode" = encode::encode, "(value, options, /)", "The text of a value.";
        "encode_basestring" = encode::plain_string, "(text, /)", "A str as JSON.";
        "encode_basestring_ascii" = encode::ascii_string, "(text, /)", "A str as JSON in ASCII.";
    ],
    ..ModuleSpec::NONE
};

pub(crate) static JSON: ModuleSpec = ModuleSpec {
    name: "json",
    doc: "JSON (JavaScript Object Notation): dumps and loads, dump and load.",
    values: &[("__path__", |vm| vm.new_list(Vec::new()))],
    python: Some(frozen!("json/json.py")),
    ..ModuleSpec::NONE
};

pub(crate) static DECODER: ModuleSpec = ModuleSpec {
    name: "json.decoder",
    doc: "Implementation of JSONDecoder.",
    python: Some(frozen!("json/decoder.py")),
    ..ModuleSpec::NONE
};

pub(crate) static ENCODER: ModuleSpec = ModuleSpec {
    name: "json.encoder",
    doc: "Implementation of JSONEncoder.",
    python: Some(frozen!("json/encoder.py")),
    ..ModuleSpec::NONE
};
