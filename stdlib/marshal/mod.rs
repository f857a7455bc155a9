//! marshal: values as CPython writes them into its caches. Code objects are not among them: they cannot
//! be made from bytes here.

mod read;
mod write;

use taipan_engine::funcs;
use taipan_engine::object::slots::PyResult;
use taipan_engine::object::value::Value;
use taipan_engine::object::vm::Vm;
use taipan_engine::types::bytes::Buffer;
use taipan_engine::types::module::ModuleSpec;

/// The newest version of the format.
const VERSION: i64 = 4;
/// Containers nest at most this deep.
const DEEPEST: usize = 2000;

/// What a byte says that follows; with the bit of [`REFERENCE`] the object is remembered by its number.
mod kind {
    pub(super) const NULL: u8 = b'0';
    pub(super) const NONE: u8 = b'N';
    pub(super) const FALSE: u8 = b'F';
    pub(super) const TRUE: u8 = b'T';
    pub(super) const STOP_ITERATION: u8 = b'S';
    pub(super) const ELLIPSIS: u8 = b'.';
    pub(super) const INT: u8 = b'i';
    pub(super) const INT64: u8 = b'I';
    pub(super) const LONG: u8 = b'l';
    pub(super) const FLOAT_TEXT: u8 = b'f';
    pub(super) const FLOAT: u8 = b'g';
    pub(super) const COMPLEX_TEXT: u8 = b'x';
    pub(super) const COMPLEX: u8 = b'y';
    pub(super) const BYTES: u8 = b's';
    pub(super) const INTERNED: u8 = b't';
    pub(super) const TEXT: u8 = b'u';
    pub(super) const ASCII: u8 = b'a';
    pub(super) const ASCII_INTERNED: u8 = b'A';
    pub(super) const SHORT_ASCII: u8 = b'z';
    pub(super) const SHORT_ASCII_INTERNED: u8 = b'Z';
    pub(super) const TUPLE: u8 = b'(';
    pub(super) const SMALL_TUPLE: u8 = b')';
    pub(super) const LIST: u8 = b'[';
    pub(super) const DICT: u8 = b'{';
    pub(super) const SET: u8 = b'<';
    pub(super) const FROZEN_SET: u8 = b'>';
    pub(super) const CODE: u8 = b'c';
    pub(super) const REFERENCE: u8 = b'r';
}

/// Set for an object that a later [`kind::REFERENCE`] may mean.
const REMEMBERED: u8 = 0x80;

fn dumps(vm: &Vm, value: &Value, version: i64, _allow_code: bool) -> PyResult {
    Ok(vm.new_bytes(write::written(vm, value, version)?))
}

fn dump(vm: &Vm, value: &Value, file: &Value, version: i64, _allow_code: bool) -> PyResult {
    let bytes = vm.new_bytes(write::written(vm, value, version)?);
    vm.call_method(file, &vm.intern("write"), &[bytes])
}

fn loads(vm: &Vm, bytes: &Value, _allow_code: bool) -> PyResult {
    let bytes = Buffer::required(vm, bytes)?.to_vec();
    read::read(vm, &mut read::Source::Bytes(&bytes))
}

fn load(vm: &Vm, file: &Value, _allow_code: bool) -> PyResult {
    read::read(vm, &mut read::Source::File(file))
}

pub(crate) static MARSHAL: ModuleSpec = ModuleSpec {
    name: "marshal",
    doc: "Values as bytes, in a format that belongs to one version of the language.",
    funcs: funcs![
        dump "(value, file, version=4, /, *, allow_code=True)" "Writes a value to a file.";
        dumps "(value, version=4, /, *, allow_code=True)" "The bytes of a value.";
        load "(file, /, *, allow_code=True)" "Reads one value from a file.";
        loads "(bytes, /, *, allow_code=True)" "The value of bytes; more of them are ignored.";
    ],
    values: &[("version", |vm| vm.int(VERSION))],
    ..ModuleSpec::NONE
};
