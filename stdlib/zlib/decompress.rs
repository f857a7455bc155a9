//! The object that decompresses piece by piece.

use std::cell::{Cell, RefCell};

use libz_rs_sys as z;
use taipan_engine::funcs;
use taipan_engine::object::foreign::ForeignObject;
use taipan_engine::object::header::{Payload, Traverse};
use taipan_engine::object::native::GetSet;
use taipan_engine::object::slots::PyResult;
use taipan_engine::object::types::{TypeSpec, type_flag};
use taipan_engine::object::value::Value;
use taipan_engine::object::vm::Vm;
use taipan_engine::types::bytes::Buffer;

use super::stream::Stream;
use super::{Run, USUAL_ROOM, Until, error, int, run};

struct Decompress {
    stream: RefCell<Stream>,
    dictionary: Option<Vec<u8>>,
    /// What followed the end of the stream.
    unused: RefCell<Vec<u8>>,
    /// What was not looked at yet, since there was enough output.
    unconsumed: RefCell<Vec<u8>>,
    ended: Cell<bool>,
    /// Flushed at its end: nothing more can be done with it.
    closed: Cell<bool>,
}

impl Traverse for Decompress {
    fn traverse(&self, _: &mut dyn FnMut(&Value)) {}
}

/// A stream for that window, with its dictionary if there is no header that names it.
pub(super) fn stream(vm: &Vm, window: i32, dictionary: Option<&[u8]>) -> PyResult<Stream> {
    let mut stream = Stream::decompressing(window).map_err(|code| match code {
        z::Z_MEM_ERROR => vm.memory_error(),
        z::Z_STREAM_ERROR => vm.value_error("Invalid initialization option"),
        _ => error(vm, code, "while creating decompression object", None),
    })?;
    if let Some(dictionary) = dictionary.filter(|_| window < 0) {
        set_dictionary(vm, &mut stream, dictionary)?;
    }
    Ok(stream)
}

fn set_dictionary(vm: &Vm, stream: &mut Stream, dictionary: &[u8]) -> PyResult<()> {
    match stream.set_dictionary(dictionary) {
        z::Z_OK => Ok(()),
        code => Err(error(vm, code, "while setting zdict", stream.message())),
    }
}

/// The bytes of a dictionary; an empty one is none.
pub(super) fn dictionary(vm: &Vm, value: &Value) -> PyResult<Option<Vec<u8>>> {
    if value.is_unbound() {
        return Ok(None);
    }
    match Buffer::of(vm, value) {
        Some(bytes) => Ok(Some(bytes.to_vec()).filter(|bytes| !bytes.is_empty())),
        None => Err(vm.type_error("zdict argument must support the buffer protocol")),
    }
}

/// Decompresses; sets the dictionary when the data asks for it.
pub(super) fn take(
    vm: &Vm,
    stream: &mut Stream,
    dictionary: Option<&[u8]>,
    input: &[u8],
    until: Until,
    (out, room): (&mut Vec<u8>, usize),
) -> PyResult<Run> {
    let first = run(vm, stream, input, z::Z_SYNC_FLUSH, until, (&mut *out, room))?;
    let Some(dictionary) = dictionary.filter(|_| first.code == z::Z_NEED_DICT) else {
        return Ok(first);
    };
    set_dictionary(vm, stream, dictionary)?;
    let rest = input.get(first.consumed..).unwrap_or_default();
    let second = run(vm, stream, rest, z::Z_SYNC_FLUSH, until, (out, room))?;
    Ok(Run { consumed: first.consumed + second.consumed, ..second })
}

pub(super) fn new(vm: &Vm, window: &Value, given: &Value) -> PyResult {
    let (window, dictionary) = (int(vm, window)?, dictionary(vm, given)?);
    let made = Decompress {
        stream: RefCell::new(stream(vm, window, dictionary.as_deref())?),
        dictionary,
        unused: RefCell::default(),
        unconsumed: RefCell::default(),
        ended: Cell::new(false),
        closed: Cell::new(false),
    };
    Ok(vm.new_foreign(&vm.ty(&DECOMPRESS), made))
}

fn of<'a>(vm: &Vm, this: &'a Value) -> PyResult<&'a Decompress> {
    this.foreign::<Decompress>().ok_or_else(|| vm.wrong_self(this, "zlib.Decompress"))
}

/// Decompresses some input and keeps what is left of it where the program will look for it.
fn go_on(
    vm: &Vm,
    own: &Decompress,
    input: &[u8],
    until: Until,
    room: usize,
    doing: &str,
) -> PyResult {
    if own.closed.get() {
        return Err(error(vm, z::Z_STREAM_ERROR, doing, None));
    }
    let mut out = Vec::new();
    let mut stream = own.stream.borrow_mut();
    let dictionary = own.dictionary.as_deref();
    let done = take(vm, &mut stream, dictionary, input, until, (&mut out, room))?;
    let rest = input.get(done.consumed..).unwrap_or_default();
    if done.code == z::Z_STREAM_END {
        own.unused.borrow_mut().extend_from_slice(rest);
        own.ended.set(true);
        let mut unconsumed = own.unconsumed.borrow_mut();
        if !unconsumed.is_empty() {
            *unconsumed = rest.to_vec();
        }
    } else {
        *own.unconsumed.borrow_mut() = rest.to_vec();
    }
    match done.code {
        z::Z_OK | z::Z_BUF_ERROR | z::Z_STREAM_END => Ok(vm.new_bytes(out)),
        code => Err(error(vm, code, doing, stream.message())),
    }
}

fn decompress(vm: &Vm, this: &Value, data: &Value, most: i64) -> PyResult {
    let own = of(vm, this)?;
    let bytes = Buffer::simple(vm, data)?.to_vec();
    let until = match usize::try_from(most) {
        Ok(0) => Until::Done,
        Ok(most) => Until::Bytes(most),
        Err(_) => return Err(vm.value_error("max_length must be non-negative")),
    };
    go_on(vm, own, &bytes, until, USUAL_ROOM, "while decompressing data")
}

fn flush(vm: &Vm, this: &Value, room: i64) -> PyResult {
    let own = of(vm, this)?;
    let Some(room) = usize::try_from(room).ok().filter(|room| *room > 0) else {
        return Err(vm.value_error("length must be greater than zero"));
    };
    let bytes = own.unconsumed.borrow().clone();
    let rest = go_on(vm, own, &bytes, Until::Done, room, "while flushing")?;
    own.closed.set(own.ended.get());
    Ok(rest)
}

fn copy(vm: &Vm, this: &Value) -> PyResult {
    let own = of(vm, this)?;
    if own.closed.get() {
        return Err(vm.value_error("Inconsistent stream state"));
    }
    let copied = own.stream.borrow_mut().copy().map_err(|code| match code {
        z::Z_MEM_ERROR => vm.memory_error(),
        z::Z_STREAM_ERROR => vm.value_error("Inconsistent stream state"),
        _ => error(vm, code, "while copying decompression object", None),
    })?;
    let made = Decompress {
        stream: RefCell::new(copied),
        dictionary: own.dictionary.clone(),
        unused: own.unused.clone(),
        unconsumed: own.unconsumed.clone(),
        ended: own.ended.clone(),
        closed: Cell::new(false),
    };
    Ok(vm.new_foreign(&vm.ty(&DECOMPRESS), made))
}

fn deepcopy(vm: &Vm, this: &Value, _memo: &Value) -> PyResult {
    copy(vm, this)
}

static DECOMPRESS: TypeSpec = TypeSpec {
    name: "zlib.Decompress",
    operations: Some(ForeignObject::OPERATIONS),
    methods: funcs![
        decompress "(self, data, /, max_length=0)" "What data gives, at most max_length bytes if that is not 0.";
        flush "(self, length=16384, /)" "What is left, with room for length bytes at first.";
        copy "(self, /)" "A decompressor in the same state.";
        "__copy__" = copy, "(self, /)", "";
        "__deepcopy__" = deepcopy, "(self, memo, /)", "";
    ],
    getset: &[
        GetSet {
            name: "unused_data",
            doc: "What followed the end of the stream.",
            get: |vm, this| Ok(vm.new_bytes(of(vm, this)?.unused.borrow().clone())),
            set: None,
        },
        GetSet {
            name: "unconsumed_tail",
            doc: "What was not looked at yet, since there was enough output.",
            get: |vm, this| Ok(vm.new_bytes(of(vm, this)?.unconsumed.borrow().clone())),
            set: None,
        },
        GetSet {
            name: "eof",
            doc: "Whether the end of the stream was reached.",
            get: |vm, this| Ok(Value::bool(of(vm, this)?.ended.get())),
            set: None,
        },
    ],
    flags: type_flag::NO_NEW,
    ..TypeSpec::NONE
};
