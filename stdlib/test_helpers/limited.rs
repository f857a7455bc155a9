//! `_testlimitedcapi`: access to items and attributes as C code has it, and calls with fixed arguments.

use taipan_engine::funcs;
use taipan_engine::object::native::Args;
use taipan_engine::object::slots::PyResult;
use taipan_engine::object::value::Value;
use taipan_engine::object::vm::Vm;
use taipan_engine::types::bytes::Buffer;
use taipan_engine::types::module::ModuleSpec;

/// The position that an index means, which counts from the end once only; what lies in front of the
/// beginning is as far out of range as what lies behind the end.
fn place(vm: &Vm, sequence: &Value, index: i64) -> PyResult {
    if index >= 0 {
        return Ok(vm.int(index));
    }
    let length = vm.len(sequence)? as i64;
    let from_start = index.saturating_add(length);
    Ok(vm.int(if from_start < 0 { length } else { from_start }))
}

fn sequence_getitem(vm: &Vm, sequence: &Value, index: i64) -> PyResult {
    vm.getitem(sequence, &place(vm, sequence, index)?)
}

fn sequence_setitem(vm: &Vm, sequence: &Value, index: i64, value: &Value) -> PyResult<i64> {
    vm.setitem(sequence, &place(vm, sequence, index)?, Some(value))?;
    Ok(0)
}

fn sequence_delitem(vm: &Vm, sequence: &Value, index: i64) -> PyResult<i64> {
    vm.setitem(sequence, &place(vm, sequence, index)?, None)?;
    Ok(0)
}

/// 1 or 0; an error is reported, and is a 0.
fn object_hasattrstring(vm: &Vm, object: &Value, name: &Value) -> PyResult<i64> {
    let name = Buffer::required(vm, name)?.to_vec();
    let name = vm.intern(&String::from_utf8_lossy(&name));
    match vm.getattr_opt(object, &name) {
        Ok(found) => Ok(i64::from(found.is_some())),
        Err(raised) => {
            vm.report_unraisable(&raised.0, object);
            Ok(0)
        }
    }
}

fn fixed(vm: &Vm, callee: &Value) -> PyResult {
    let all = [vm.str("foo"), vm.str("bar")];
    vm.call_args(callee, Args { all: &all, names: &[vm.intern("baz")] })
}

fn call_vectorcall(vm: &Vm, callable: &Value) -> PyResult {
    fixed(vm, callable)
}

fn call_vectorcall_method(vm: &Vm, object: &Value) -> PyResult {
    fixed(vm, &vm.getattr(object, &vm.intern("f"))?)
}

pub(crate) static TESTLIMITEDCAPI: ModuleSpec = ModuleSpec {
    name: "_testlimitedcapi",
    doc: "What tests ask of a limited C API, as far as it has a meaning here.",
    funcs: funcs![
        sequence_getitem "(sequence, index, /)" "The item at an index.";
        sequence_setitem "(sequence, index, value, /)" "Sets the item at an index.";
        sequence_delitem "(sequence, index, /)" "Deletes the item at an index.";
        object_hasattrstring "(object, name, /)" "Whether there is an attribute whose name is in bytes.";
        call_vectorcall "(callable, /)" "Calls with ('foo', baz='bar').";
        call_vectorcall_method "(object, /)" "Calls the method f with ('foo', baz='bar').";
    ],
    ..ModuleSpec::NONE
};
