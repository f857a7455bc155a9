//! The object that compresses piece by piece.

use std::cell::RefCell;

use libz_rs_sys as z;
use taipan_engine::funcs;
use taipan_engine::object::foreign::ForeignObject;
use taipan_engine::object::header::{Payload, Traverse};
use taipan_engine::object::slots::PyResult;
use taipan_engine::object::types::{TypeSpec, type_flag};
use taipan_engine::object::value::Value;
use taipan_engine::object::vm::Vm;
use taipan_engine::types::bytes::Buffer;

use super::stream::{Settings, Stream};
use super::{USUAL_ROOM, Until, error, int, run};

/// Nothing once it has come to its end.
struct Compress(RefCell<Option<Stream>>);

impl Traverse for Compress {
    fn traverse(&self, _: &mut dyn FnMut(&Value)) {}
}

pub(super) fn new(
    vm: &Vm,
    level: &Value,
    method: &Value,
    window: &Value,
    memory: &Value,
    strategy: &Value,
    dictionary: &Value,
) -> PyResult {
    let settings = Settings {
        level: int(vm, level)?,
        method: int(vm, method)?,
        window: int(vm, window)?,
        memory: int(vm, memory)?,
        strategy: int(vm, strategy)?,
    };
    let dictionary = match dictionary.is_none() {
        true => None,
        false => Some(Buffer::simple(vm, dictionary)?.to_vec()),
    };
    let mut stream = Stream::compressing(settings).map_err(|code| match code {
        z::Z_MEM_ERROR => vm.memory_error(),
        z::Z_STREAM_ERROR => vm.value_error("Invalid initialization option"),
        _ => error(vm, code, "while creating compression object", None),
    })?;
    if let Some(dictionary) = dictionary {
        match stream.set_dictionary(&dictionary) {
            z::Z_OK => {}
            z::Z_STREAM_ERROR => return Err(vm.value_error("Invalid dictionary")),
            _ => return Err(vm.value_error("deflateSetDictionary() failed")),
        }
    }
    Ok(vm.new_foreign(&vm.ty(&COMPRESS), Compress(RefCell::new(Some(stream)))))
}

fn of<'a>(vm: &Vm, this: &'a Value) -> PyResult<&'a Compress> {
    this.foreign::<Compress>().ok_or_else(|| vm.wrong_self(this, "zlib.Compress"))
}

/// Has the stream take the bytes; gives what comes out.
fn take(vm: &Vm, this: &Value, input: &[u8], flush: i32, doing: &str) -> PyResult {
    let mut state = of(vm, this)?.0.borrow_mut();
    let Some(stream) = state.as_mut() else {
        return Err(error(vm, z::Z_STREAM_ERROR, doing, None));
    };
    let mut out = Vec::new();
    let done = run(vm, stream, input, flush, Until::Done, (&mut out, USUAL_ROOM))?;
    match done.code {
        z::Z_OK | z::Z_BUF_ERROR => {}
        z::Z_STREAM_END => drop(state.take()),
        code => return Err(error(vm, code, doing, stream.message())),
    }
    Ok(vm.new_bytes(out))
}

fn compress(vm: &Vm, this: &Value, data: &Value) -> PyResult {
    let bytes = Buffer::simple(vm, data)?.to_vec();
    take(vm, this, &bytes, z::Z_NO_FLUSH, "while compressing data")
}

fn flush(vm: &Vm, this: &Value, mode: &Value) -> PyResult {
    match int(vm, mode)? {
        z::Z_NO_FLUSH => Ok(vm.new_bytes(Vec::new())),
        mode => take(vm, this, &[], mode, "while flushing"),
    }
}

fn copy(vm: &Vm, this: &Value) -> PyResult {
    let mut state = of(vm, this)?.0.borrow_mut();
    let copied = match state.as_mut() {
        Some(stream) => stream.copy(),
        None => Err(z::Z_STREAM_ERROR),
    };
    match copied {
        Ok(stream) => Ok(vm.new_foreign(&vm.ty(&COMPRESS), Compress(RefCell::new(Some(stream))))),
        Err(z::Z_MEM_ERROR) => Err(vm.memory_error()),
        Err(z::Z_STREAM_ERROR) => Err(vm.value_error("Inconsistent stream state")),
        Err(code) => Err(error(vm, code, "while copying compression object", None)),
    }
}

fn deepcopy(vm: &Vm, this: &Value, _memo: &Value) -> PyResult {
    copy(vm, this)
}

static COMPRESS: TypeSpec = TypeSpec {
    name: "zlib.Compress",
    operations: Some(ForeignObject::OPERATIONS),
    methods: funcs![
        compress "(self, data, /)" "Takes data; gives what is compressed by now.";
        flush "(self, mode=4, /)" "Gives the rest; with Z_FINISH nothing may follow.";
        copy "(self, /)" "A compressor in the same state.";
        "__copy__" = copy, "(self, /)", "";
        "__deepcopy__" = deepcopy, "(self, memo, /)", "";
    ],
    flags: type_flag::NO_NEW,
    ..TypeSpec::NONE
};
