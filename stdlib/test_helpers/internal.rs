//! `_testinternalcapi`: how objects are kept.

use taipan_engine::funcs;
use taipan_engine::object::dict::DictObject;
use taipan_engine::object::slots::PyResult;
use taipan_engine::object::value::Value;
use taipan_engine::object::vm::Vm;
use taipan_engine::types::exception::SYSTEM_ERROR;
use taipan_engine::types::module::ModuleSpec;

/// Whether attributes lie with the object itself, and not in a dict of its own.
fn has_inline_values(vm: &Vm, object: &Value) -> bool {
    vm.keeps_attributes_inline(object)
}

fn dict_getitem_knownhash(vm: &Vm, mapping: &Value, key: &Value, hash: i64) -> PyResult {
    let Some(dict) = mapping.get::<DictObject>() else {
        return Err(vm.raise(&SYSTEM_ERROR, "bad argument to internal function"));
    };
    dict.get_hashed(vm, hash, key)?.ok_or_else(|| vm.key_error(key))
}

pub(crate) static TESTINTERNALCAPI: ModuleSpec = ModuleSpec {
    name: "_testinternalcapi",
    doc: "What tests ask of the inside, as far as it has a meaning here.",
    funcs: funcs![
        has_inline_values "(object, /)" "Whether attributes lie with the object itself.";
        dict_getitem_knownhash "(mapping, key, hash, /)" "The value of a key whose hash is given.";
    ],
    ..ModuleSpec::NONE
};
