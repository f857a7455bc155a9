//! pickle: objects as bytes, and back. Writing: `pickler.rs`, `save.rs`, `scalars.rs`, `reduce.rs`,
//! `output.rs`; reading: `unpickler.rs`, `load.rs`, `values.rs`, `input.rs`; what both need: `op.rs`,
//! `memo.rs`, `names.rs`, `buffer.rs`.

mod buffer;
mod input;
mod load;
mod memo;
mod names;
mod op;
mod output;
mod pickler;
mod reduce;
mod save;
mod scalars;
mod unpickler;
mod values;

use taipan_engine::funcs;
use taipan_engine::object::header::Payload;
use taipan_engine::object::slots::PyResult;
use taipan_engine::object::types::{TypeSpec, type_flag};
use taipan_engine::object::value::Value;
use taipan_engine::object::vm::Vm;
use taipan_engine::types::exception::{EXCEPTION, ExceptionObject};
use taipan_engine::types::module::ModuleSpec;

const fn exception(name: &'static str, base: &'static TypeSpec, doc: &'static str) -> TypeSpec {
    TypeSpec {
        name,
        base: Some(base),
        doc,
        operations: Some(ExceptionObject::OPERATIONS),
        flags: type_flag::BASE | type_flag::DICT | type_flag::EXTENDED | type_flag::WEAK,
        ..TypeSpec::NONE
    }
}

static PICKLE_ERROR: TypeSpec =
    exception("_pickle.PickleError", &EXCEPTION, "What goes wrong with pickles.");
static PICKLING_ERROR: TypeSpec =
    exception("_pickle.PicklingError", &PICKLE_ERROR, "An object cannot be pickled.");
static UNPICKLING_ERROR: TypeSpec =
    exception("_pickle.UnpicklingError", &PICKLE_ERROR, "A pickle cannot be read.");

pub(crate) static NATIVE: ModuleSpec = ModuleSpec {
    name: "_pickle",
    doc: "What pickle is made of.",
    funcs: funcs![
        "dump" = pickler::dump, "(obj, file, protocol=None, *, fix_imports=True, buffer_callback=None)", "Writes a pickle of an object to a file.";
        "dumps" = pickler::dumps, "(obj, protocol=None, *, fix_imports=True, buffer_callback=None)", "A pickle of an object as bytes.";
        "load" = unpickler::load, "(file, *, fix_imports=True, encoding='ASCII', errors='strict', buffers=())", "Reads a pickle from a file, and gives the object.";
        "loads" = unpickler::loads, "(data, /, *, fix_imports=True, encoding='ASCII', errors='strict', buffers=())", "The object that a pickle in memory is.";
    ],
    types: &[
        &buffer::PICKLE_BUFFER,
        &PICKLE_ERROR,
        &pickler::PICKLER,
        &PICKLING_ERROR,
        &unpickler::UNPICKLER,
        &UNPICKLING_ERROR,
    ],
    ..ModuleSpec::NONE
};

pub(crate) static PICKLE: ModuleSpec = ModuleSpec {
    name: "pickle",
    doc: "Objects as bytes that can be stored and sent, and objects made of them again.\n\nA pickle can do whatever code can: read only those that you trust.",
    funcs: funcs![
        encode_long "(x)" "The bytes of an int in two's complement, the lowest first.";
        decode_long "(data)" "The int whose bytes in two's complement these are.";
        whichmodule "(obj, name)" "The name of the module in which the object is found.";
    ],
    python: Some(frozen!("pickles/pickle.py")),
    init: Some(add_ops),
    ..ModuleSpec::NONE
};

pub(crate) static COMPAT: ModuleSpec = ModuleSpec {
    name: "_compat_pickle",
    doc: "How names of modules, functions and classes changed between Python 2 and 3.",
    python: Some(frozen!("pickles/compat.py")),
    ..ModuleSpec::NONE
};

/// The instructions as bytes of one letter, by name.
fn add_ops(vm: &Vm, module: &Value) -> PyResult<()> {
    let all = vm.getattr(module, &vm.names().__all__)?;
    let append = vm.getattr(&all, &vm.intern("append"))?;
    let mut names: Vec<&str> = Vec::new();
    for (name, code) in op::ALL {
        names.push(name);
        vm.setattr(module, &vm.intern(name), Some(&vm.new_bytes(vec![*code])))?;
    }
    names.extend(["TRUE", "FALSE"]);
    names.sort_unstable();
    for name in names {
        vm.call(&append, &[vm.str(name)])?;
    }
    Ok(())
}

fn encode_long(vm: &Vm, number: &Value) -> PyResult {
    let index = vm.index(number)?;
    match vm.as_big(&index) {
        Some(big) if big.bits() > 0 => Ok(vm.new_bytes(big.to_signed_bytes_le())),
        _ => Ok(vm.new_bytes(Vec::new())),
    }
}

fn decode_long(vm: &Vm, data: &Value) -> PyResult {
    let bytes = taipan_engine::types::bytes::Buffer::required(vm, data)?.to_vec();
    Ok(vm.big_int(num_bigint::BigInt::from_signed_bytes_le(&bytes)))
}

fn whichmodule(vm: &Vm, object: &Value, name: &Value) -> PyResult {
    let path = names::dotted(vm, name, None)?;
    names::module_of(vm, object, &path)
}
